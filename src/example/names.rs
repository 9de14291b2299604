//! Company names from word lists: invented, plausible, each used once.

/// Words a name begins with.
const FIRST: [&str; 56] = [
    "Alder", "Amber", "Anchor", "Arbor", "Aspen", "Beacon", "Birch", "Blue", "Bright", "Cedar", "Clear", "Cobalt",
    "Copper", "Coral", "Crane", "Crest", "Crown", "Delta", "Ember", "Falcon", "Fern", "Flint", "Garnet", "Granite",
    "Green", "Hazel", "Heron", "Hollow", "Indigo", "Iron", "Ivory", "Jasper", "Juniper", "Keystone", "Laurel",
    "Linden", "Maple", "Marble", "Meridian", "North", "Oak", "Onyx", "Orchard", "Pine", "Quarry", "Raven", "Ridge",
    "Sable", "Silver", "Spruce", "Sterling", "Summit", "Tidal", "Velvet", "Willow", "Winter",
];

/// Words a name goes on with.
const SECOND: [&str; 50] = [
    "bank", "bay", "bend", "bluff", "bridge", "brook", "castle", "cliff", "cove", "creek", "cross", "dale", "field",
    "ford", "forge", "gate", "glen", "grove", "harbor", "haven", "hill", "holm", "hurst", "lake", "land", "light",
    "line", "mark", "mill", "moor", "mount", "park", "path", "point", "pond", "port", "reach", "rock", "shore", "side",
    "spring", "stead", "stone", "town", "vale", "view", "ward", "water", "well", "wood",
];

/// Words that tell later names apart once all pairs are used.
const THIRD: [&str; 20] = [
    "Allied", "Atlas", "Central", "Classic", "Coastal", "Eastern", "First", "General", "Global", "Grand", "Modern",
    "Noble", "Pacific", "Prairie", "Premier", "Royal", "Southern", "United", "Valley", "Western",
];

/// What companies of each industry call themselves, in the order of `reps::INDUSTRIES`.
const KINDS: [[&str; 4]; 8] = [
    ["Capital", "Financial", "Trust", "Insurance"],
    ["Health", "Medical", "Clinics", "Diagnostics"],
    ["Manufacturing", "Tools", "Plastics", "Components"],
    ["Software", "Systems", "Networks", "Data"],
    ["Stores", "Markets", "Outfitters", "Home"],
    ["Academy", "Learning", "College", "Schools"],
    ["Logistics", "Freight", "Warehousing", "Transport"],
    ["Energy", "Power", "Solar", "Utilities"],
];

/// How many names there are before one would come twice.
pub(super) const NAMES: usize = FIRST.len() * SECOND.len() * (THIRD.len() + 1);

/// Name `number` for a company of an industry (position in the list of industries).
pub(super) fn company(number: usize, industry: usize) -> String {
    let (round, pair) = (number / (FIRST.len() * SECOND.len()), number % (FIRST.len() * SECOND.len()));
    let third = if round == 0 { String::new() } else { format!("{} ", THIRD[(round - 1) % THIRD.len()]) };
    let kind = KINDS[industry % KINDS.len()][(number + number / 7) % 4];
    format!("{third}{}{} {kind}", FIRST[pair % FIRST.len()], SECOND[pair / FIRST.len()])
}
