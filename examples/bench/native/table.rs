//! The table in markdown.

use crate::native::bars::Bar;
use crate::native::bars::Verdict;
use crate::native::figures::Figures;
use crate::native::figures::Spread;
use crate::native::figures::number;
use crate::native::record::Place;
use crate::native::rows::Row;

/// A column: its head, and its cell of a row.
type Column = (&'static str, fn(&Row) -> String);

const COLUMNS: [Column; 9] = [
    ("instance", |row| row.label.clone()),
    ("at", |row| row.at.clone()),
    ("feasible", |row| format!("{} of {}", row.figures.feasible, row.figures.runs)),
    ("gap to", |row| row.reference.clone()),
    ("gap %, median / worst", |row| spread(row.figures.gap, 3)),
    ("proven gap %, median / worst", |row| spread(row.figures.proven, 3)),
    ("first feasible s, median / worst", |row| spread(row.figures.first, 2)),
    ("memory MB", |row| format!("{:.1}", row.figures.memory_mb)),
    ("million moves weighed", |row| number(row.figures.evaluations_m, 1)),
];
const IN_THE_BROWSER: [Column; 3] = [
    ("processor share", |row| number(row.figures.processor_share, 2)),
    ("wasm heap MB", |row| number(row.figures.heap_mb, 0)),
    ("wasm / native", |row| pace(&row.figures)),
];
const LAST: Column = ("bars", |row| bars(&row.bars, &row.figures));

/// The rows as a table.
pub fn markdown(rows: &[Row], place: Place) -> String {
    let browser = (place == Place::Browser).then_some(IN_THE_BROWSER).into_iter().flatten();
    let columns: Vec<Column> = COLUMNS.into_iter().chain(browser).chain([LAST]).collect();
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(columns.iter().map(|(head, _)| (*head).to_owned()).collect());
    let side = |head: &str| if ["instance", "gap to", "bars"].contains(&head) { "---" } else { "---:" };
    text += &line(columns.iter().map(|(head, _)| side(head).to_owned()).collect());
    for row in rows {
        text += &line(columns.iter().map(|(_, cell)| cell(row)).collect());
    }
    text
}

fn spread(spread: Option<Spread>, digits: usize) -> String {
    let both = spread.map(|spread| [spread.median, spread.worst].map(|value| number(Some(value), digits)));
    both.map_or_else(|| "-".to_owned(), |[median, worst]| format!("{median} / {worst}"))
}

fn pace(figures: &Figures) -> String {
    figures.pace.map_or_else(
        || "-".to_owned(),
        |pace| format!("{:.2}{}", pace.ratio, if pace.same { "" } else { ", other plans" }),
    )
}

/// The bars of a row, each with its verdict; the figure stands beside what is not simply met.
fn bars(bars: &[Bar], figures: &Figures) -> String {
    let cell = |bar: &Bar| {
        let figure = bar.figure(figures).map(|figure| format!(" ({figure})")).unwrap_or_default();
        let verdict = match bar.verdict(figures) {
            Verdict::Met => format!("met{figure}"),
            Verdict::MedianOnly => format!("met by the median only{figure}"),
            Verdict::Missed => format!("**missed**{figure}"),
            Verdict::Open => "not measured".to_owned(),
        };
        format!("{}: {verdict}", bar.words(figures))
    };
    bars.iter().map(cell).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_what_was_reached_and_what_was_missed() {
        // The table is what people read of a suite that ran for half an hour.
        let figures = Figures {
            runs: 2,
            feasible: 1,
            gap: Some(Spread { median: 0.25, worst: f64::INFINITY }),
            first: Some(Spread { median: 0.5, worst: f64::INFINITY }),
            ..Figures::default()
        };
        let bars = vec![Bar::Gap(0.3), Bar::AllFeasible, Bar::Heap(128.0)];
        let row = Row { label: "a/b".to_owned(), at: "1 s".to_owned(), reference: "x".to_owned(), figures, bars };
        let text = markdown(&[row], Place::Native);
        let last = text.lines().last().unwrap_or_default();
        assert_eq!(
            last,
            "| a/b | 1 s | 1 of 2 | x | 0.250 / none | - | 0.50 / none | 0.0 | - | gap ≤ 0.30 %: met by the median only \
             (none); all feasible: **missed**; heap ≤ 128 MB: not measured |"
        );
        assert_eq!(text.lines().map(|line| line.matches(" | ").count()).collect::<Vec<_>>(), [9, 9, 9]);
        assert!(markdown(&[], Place::Browser).contains("wasm heap MB"));
    }
}
