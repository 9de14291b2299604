//! What tells one company from another in a list: its name without what says nothing, and where it is.

use crate::clean::rows::Rows;
use crate::import::Field;
use crate::import::fold;
use crate::import::fold_into;
use crate::model::Accounts;
use crate::model::text_key;

/// Legal forms that say nothing about which company it is.
const FORMS: [&str; 14] =
    ["inc", "llc", "ltd", "gmbh", "corp", "co", "company", "corporation", "limited", "ag", "sa", "plc", "bv", "the"];

/// A company by its name without case, accents, spaces and legal form: `acme` for `ACME, Inc.`.
pub type Family = String;

/// Words of streets and their usual short forms.
const STREETS: [(&str, &str); 16] = [
    ("street", "st"),
    ("avenue", "ave"),
    ("av", "ave"),
    ("road", "rd"),
    ("boulevard", "blvd"),
    ("drive", "dr"),
    ("lane", "ln"),
    ("highway", "hwy"),
    ("parkway", "pkwy"),
    ("suite", "ste"),
    ("square", "sq"),
    ("place", "pl"),
    ("north", "n"),
    ("south", "s"),
    ("east", "e"),
    ("west", "w"),
];

/// What people write in a column of streets where they know none.
const NO_STREET: [&str; 6] = ["", "n a", "na", "none", "null", "unknown"];

/// The name of a company without what says nothing; "" where only that is left.
pub fn company_name(name: &str) -> Family {
    words(&fold(name)).collect()
}

/// Reads companies one after the other, into texts that are used again.
#[derive(Default)]
pub struct Companies {
    name: String,
    folded: String,
}

impl Companies {
    /// The name of an account without what says nothing; "" where only that is left.
    pub fn name(&mut self, rows: &Rows, account: usize) -> &str {
        fold_into(rows.text(account, Field::Name), &mut self.folded);
        self.name.clear();
        words(&self.folded).for_each(|word| self.name.push_str(word));
        &self.name
    }

    /// The name as its [`Spelling`], to be compared with that of a neighbour.
    pub fn spelling(&mut self, rows: &Rows, account: usize) -> Spelling {
        fold_into(rows.text(account, Field::Name), &mut self.folded);
        Spelling::of(&self.folded)
    }

    /// A street without case and spaces, its usual words shortened: `1mainst` for `1 Main Street`; "" where none is known.
    pub fn street(&mut self, rows: &Rows, account: usize) -> String {
        fold_into(rows.text(account, Field::Street), &mut self.folded);
        if NO_STREET.contains(&self.folded.trim()) {
            return String::new();
        }
        let mut street = String::with_capacity(self.folded.len());
        for word in self.folded.split(' ') {
            let short = STREETS.iter().find(|(long, _)| *long == word).map_or(word, |pair| pair.1);
            match short.strip_suffix("strasse") {
                Some(name) => {
                    street.push_str(name);
                    street.push_str("str");
                }
                None => street.push_str(short),
            }
        }
        street
    }

    /// A key of where the account is: its street, and its postal code or else its city and state. None where neither a
    /// street nor an area is known.
    pub fn place(&mut self, rows: &Rows, account: usize, accounts: &Accounts) -> Option<u128> {
        let code: String = accounts.postal_code.get(account).chars().take(5).collect();
        let mut key = self.street(rows, account);
        // Many states have a Springfield with a Main Street.
        let area = match code.as_str() {
            "" => [rows.text(account, Field::City), accounts.state.get(account), accounts.country.get(account)],
            code => [code, "", ""],
        };
        if key.is_empty() && area[0].is_empty() {
            return None;
        }
        for part in area {
            key.push('/');
            fold_into(part, &mut self.folded);
            key.push_str(&self.folded);
        }
        Some(text_key(&key))
    }

    /// Whether two rows that were confirmed to be one account still look like one: in another file the same ids may name
    /// other companies.
    pub fn alike(&mut self, rows: &Rows, one: usize, other: usize) -> bool {
        let streets = [self.street(rows, one), self.street(rows, other)];
        let name = self.name(rows, one).to_owned();
        if name != self.name(rows, other) {
            let spelling = self.spelling(rows, one);
            if !is_house(&streets[0]) || !self.spelling(rows, other).is_a_slip_of(&spelling) {
                return false;
            }
        }
        let code = |account: usize| {
            let code = rows.text(account, Field::PostalCode).trim_start_matches('0');
            code.split('-').next().unwrap_or("").to_owned()
        };
        let city = |account: usize| fold(rows.text(account, Field::City));
        streets[0] == streets[1] && (city(one) == city(other) || code(one) == code(other))
    }
}

/// Whether a street names a house: in "Main Street" alone many companies are neighbours.
pub fn is_house(street: &str) -> bool {
    street.bytes().any(|byte| byte.is_ascii_digit())
}

/// The words of a folded name that say something.
fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(' ').filter(|word| !word.is_empty() && !FORMS.contains(word))
}

/// Which letters a name has: by them most pairs of names are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    /// A bit for each letter that occurs.
    which: u64,
    /// How many letters there are.
    count: u32,
}

impl Letters {
    /// Whether one name can be the other with a slip or two: a letter that is wrong is missing in one and too many in the
    /// other.
    pub fn may_be_slips_of(self, other: Self) -> bool {
        self.count.abs_diff(other.count) <= MOST_SLIPS as u32
            && (self.which ^ other.which).count_ones() <= 2 * MOST_SLIPS as u32
    }
}

/// So many letters of a name may be wrong before it is another name.
const MOST_SLIPS: usize = 2;

/// How a name is spelled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spelling {
    words: String,
}

impl Spelling {
    fn of(folded: &str) -> Self {
        Self { words: words(folded).collect::<Vec<_>>().join(" ") }
    }

    /// Its letters.
    pub fn letters(&self) -> Letters {
        let mut letters = Letters::default();
        for letter in self.words.chars().filter(|letter| *letter != ' ') {
            letters.which |= 1 << (u32::from(letter) % 64);
            letters.count += 1;
        }
        letters
    }

    /// Whether one name is the other with a slip of the keyboard: the same words, each as it should be or, where it is
    /// long enough, nearly so. "Unit 4" is no slip of "Unit 5", nor "Tower N" of "Tower S".
    pub fn is_a_slip_of(&self, other: &Self) -> bool {
        let (mut one, mut two) = (self.words.split(' '), other.words.split(' '));
        let mut slips = 0;
        loop {
            match (one.next(), two.next()) {
                (None, None) => return slips <= MOST_SLIPS,
                (Some(one), Some(two)) if one == two => {}
                (Some(one), Some(two)) => {
                    let allowed = match one.chars().count().min(two.chars().count()) {
                        ..5 => 0,
                        5..9 => 1,
                        _ => 2,
                    };
                    let digits = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
                    let distance = strsim::damerau_levenshtein(one, two);
                    if distance > allowed || digits(one) || digits(two) {
                        return false;
                    }
                    slips += distance;
                }
                _ => return false,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_a_letter_or_two_in_a_long_word() {
        // Joining two companies is worse than missing one that stands twice.
        let slip = |one: &str, other: &str| {
            let spelling = |name: &str| Spelling::of(&fold(name));
            let (one, other) = (spelling(one), spelling(other));
            let is_slip = one.is_a_slip_of(&other);
            assert!(!is_slip || one.letters().may_be_slips_of(other.letters()));
            is_slip
        };
        for (one, other) in
            [("Acme Brewing", "Acme Brewng Co."), ("Champlain Dairy", "Champlian Dairy Inc"), ("Siemens", "Siemnes")]
        {
            assert!(slip(one, other), "{one}, {other}");
        }
        for (one, other) in [
            ("Unit 4", "Unit 5"),
            ("Smith A", "Smith B"),
            ("Tower North", "Tower South"),
            ("Store I", "Store II"),
            ("Bolt", "Boat"),
            ("丰田", "本田"),
            ("中国银行", "中信银行"),
            ("Acme", "Acme Brewing"),
        ] {
            assert!(!slip(one, other), "{one}, {other}");
        }
    }
}
