//! What the help sheet says: the keys, and the words that stand on the screens.

/// Keys and what they do.
pub const KEYS: [(&[&str], &str); 13] = [
    (&["?"], text!("Open this sheet")),
    (&["Ctrl", "Z"], text!("Undo; on a Mac ⌘ Z")),
    (&["Ctrl", "Y"], text!("Redo; also Ctrl Shift Z, on a Mac ⌘ Shift Z")),
    (&["Esc"], text!("Close what is open; then select nothing")),
    (&["↑", "↓"], text!("Move through a menu or a list of reps; move the line under the map")),
    (&["←", "→"], text!("Change between the tables and the charts")),
    (&["Shift", "↓"], text!("Select rows of the accounts one after the other; Space takes one in or out")),
    (&["Ctrl", "A"], text!("Select all accounts that are shown")),
    (&["Ctrl", "C"], text!("Copy the selected accounts as rows for a spreadsheet, with the columns of the table")),
    (&["A"], text!("Assign what is selected on the Plan screen: a list of reps opens, with its search")),
    (&["L"], text!("Lock what is selected on the Plan screen; free it where all of it is locked")),
    (&["X"], text!("Exclude what is selected from planning; include it where all of it is excluded")),
    (&["Enter"], text!("Take the first rep that a search finds")),
];

/// Words and what they mean, a line each.
pub const WORDS: [(&str, &str); 21] = [
    (
        text!("Objective"),
        text!("What a plan loses against the ideal, in percent: every objective counts by its weight."),
    ),
    (text!("Points"), text!("Percent of the objective: what one account more or less here or there would change.")),
    (text!("Best possible"), text!("What no plan can beat, proven; nothing is where the plan finds its own centres.")),
    (
        text!("Gap"),
        text!("(objective - bound) / (100 % + objective): how far the best possible can be at most, proven."),
    ),
    (text!("Bound"), text!("The objective that no plan can go below under these rules.")),
    (
        text!("Standard set"),
        text!("The plans that every planning cycle compares, all made from today's owners in one press."),
    ),
    (text!("Trade-off"), text!("Plans between two objectives: each is the best for some weights of the two.")),
    (text!("Potential"), text!("What the accounts of a territory could bring in a year, in money.")),
    (text!("Workload"), text!("Hours a year that the accounts of a territory ask for, with the travel between them.")),
    (
        text!("Account score"),
        text!("How much an account promises, 0 to 100: fit, engagement, propensity, strategic value."),
    ),
    (text!("Target"), text!("A rep's share of the whole; of work, as if each account had its nearest travelling rep.")),
    (
        text!("Window"),
        text!("How far a territory may be from its target: the band behind the bars, open where no limit is."),
    ),
    (text!("Quality"), text!("How much of what a plan needs is known: who, with whom, where, worth what, what kind.")),
    (text!("Family"), text!("Companies of one parent, or of one name where you said so: they stay with one rep.")),
    (text!("Kept together"), text!("Accounts that you grouped on the Plan screen: they go to one rep, like a family.")),
    (text!("Excluded"), text!("An account that has no rep in this plan and counts in no figure, target or limit.")),
    (
        text!("Travel in the plan"),
        text!("Hours on the road, each visit counted by itself: limits, workload and free hours go by it."),
    ),
    (
        text!("Driven as day trips"),
        text!("Hours a year on the road when one drive sees neighbours: as the tours of a rep show."),
    ),
    (text!("Day trip"), text!("A day on the road: from the rep's base to some accounts, in a short order, and back.")),
    (text!("Tour"), text!("A territory as day trips: once to every account with visits, or a year of such rounds.")),
    (text!("Locked"), text!("An account that stays with its rep, whatever the search finds.")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_explained_in_one_line() {
        // The sheet is read while working: a paragraph would not be.
        for (word, meaning) in WORDS {
            assert!(meaning.ends_with('.') && meaning.len() < 100, "{word}");
        }
    }
}
