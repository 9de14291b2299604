//! Plans beside each other as one page to print: figures, assumptions, how each plan was made, and why one was chosen.

use crate::evaluate::BrokenLimit;
use crate::evaluate::figures::Unit;
use crate::export::page::Page;
use crate::export::scenario_book::Noted;
use crate::export::scenario_book::plan_name;
use crate::export::scenario_case::Part;
use crate::export::scenario_case::cell_text;
use crate::export::scenario_case::parts;
use crate::export::scenario_case::what_it_is;
use crate::export::scenario_summary::summary;
use crate::export::scenarios::Beside;
use crate::export::scenarios::difference;
use crate::export::workbook::Cell;
use crate::model::Dataset;
use crate::model::Settings;
use crate::outcome::ASSUMPTIONS;
use crate::rules::RuleDifference;
use crate::rules::differences;
use crate::rules::rule_title;
use crate::rules::rule_words;
use crate::scenario::TODAY;
use crate::texts;
use crate::units::Money;
use crate::units::at_most;
use crate::units::counted;
use crate::units::grouped;
use crate::what_if::Compared;
use crate::what_if::Made;
use crate::what_if::Sureness;
use crate::what_if::compared;

/// The page, under the name of the project.
pub fn scenarios_html(
    project: &str,
    beside: Beside<'_>,
    plans: &[Made],
    sure: &Sureness,
    notes: &[Noted<'_>],
) -> Vec<u8> {
    let mut page = Page::across(&say!("{project}: scenarios side by side", project));
    summary(&mut page, beside, plans);
    decisions(&mut page, notes);
    page.heading(say!("Figures"));
    page.paragraph(say!("Under each figure stands its difference from today, where there is one."));
    // A plan that leaves everything as it is has the figures of today.
    let plans_told: Vec<&Made> = plans.iter().filter(|made| !made.recipe.is_today()).collect();
    let names = plans_told.iter().map(|made| plan_name(made));
    let today = if plans_told.len() < plans.len() { say!("Today (status quo)") } else { texts::of(TODAY) };
    let header: Vec<&str> = [say!("Figure"), today].into_iter().chain(names).collect();
    page.figures(&header, &figure_rows(beside, &plans_told), &[]);
    for part in parts(beside, plans, sure) {
        case(&mut page, &part);
    }
    page.heading(say!("What the figures mean"));
    page.table(&[say!("Figure"), say!("What it means"), say!("Source")], &meanings());
    page.heading(say!("Assumptions"));
    let columns = [say!("Assumption"), say!("Value"), say!("What it means"), say!("Source")];
    page.table(&columns, &assumption_rows(beside));
    page.heading(say!("How each plan was made"));
    page.paragraph(say!(
        "The same data, rules, seeds and steps give the same plans and the same figures, on every machine."
    ));
    page.table(
        &[say!("Scenario"), say!("What it is"), say!("Seed"), say!("Steps"), say!("Data, fingerprint")],
        &recipes(plans),
    );
    page.paragraph(&say!("Evenfield, engine {version}", version = env!("CARGO_PKG_VERSION")));
    page.heading(say!("Rules in force"));
    page.table(&[say!("Rule"), say!("Set to")], &rules(beside.settings));
    page.heading(say!("What each plan changes of them"));
    page.table(
        &[say!("Scenario"), say!("Change")],
        &plans.iter().map(|made| changed(beside, made)).collect::<Vec<_>>(),
    );
    page.into_bytes()
}

/// A table of the case for a choice.
fn case(page: &mut Page, part: &Part) {
    page.heading(part.title);
    page.paragraph(&part.note);
    let mut rows = part.rows.iter().map(|row| row.iter().map(cell_text).collect::<Vec<String>>());
    let header = rows.next().unwrap_or_default();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    // A part that only says why it tells nothing has no table.
    if rows.len() > 0 {
        let says_words = |place: &usize| part.rows.iter().any(|row| matches!(row.get(*place), Some(Cell::Text(_))));
        let words: Vec<usize> = (1..header.len()).filter(says_words).collect();
        page.figures(&header, &rows.collect::<Vec<_>>(), &words);
    }
}

fn decisions(page: &mut Page, notes: &[Noted<'_>]) {
    page.heading(say!("Decision"));
    if notes.is_empty() {
        page.paragraph(say!("No decision is written down."));
    }
    for Noted { label, decision } in notes {
        page.lead(&format!("{label}: {}", decision.decision));
        page.paragraph(&decision.reasons);
        let by = [&decision.decided_by, &decision.decided_on].map(String::as_str);
        page.paragraph(&by.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "));
    }
}

/// What is told beside the figures first, then every figure with its difference below.
fn figure_rows(beside: Beside<'_>, plans: &[&Made]) -> Vec<Vec<String>> {
    let symbol = beside.dataset.currency_symbol();
    let limits = |broken: &[BrokenLimit], dataset: &Dataset| match broken {
        [] => say!("all kept").to_owned(),
        broken => broken.iter().map(|limit| limit.brief(dataset)).collect::<Vec<_>>().join("\n"),
    };
    let today = beside.today.evaluation.broken_limits();
    let gap = |made: &&Made| at_most(made.gap_percent());
    let row = |title: &str, today: String, cells: Vec<String>| {
        [title.to_owned(), today].into_iter().chain(cells).collect::<Vec<_>>()
    };
    let mut rows = vec![
        row(
            say!("Limits in force"),
            limits(&today, beside.dataset),
            plans.iter().map(|made| limits(&made.broken, &made.dataset)).collect(),
        ),
        row(say!("Proven gap"), "—".to_owned(), plans.iter().map(gap).collect()),
    ];
    if plans.iter().any(|made| made.unplanned.is_some()) {
        let left = |made: &&Made| made.unplanned.map_or_else(|| "—".to_owned(), |sum| Money(sum).short(&symbol));
        let title = say!("Expected revenue of another market without a new plan");
        rows.push(row(title, "—".to_owned(), plans.iter().map(left).collect()));
    }
    let today: Vec<Option<f64>> = beside.today.figures().collect();
    let values: Vec<Vec<Option<f64>>> = plans.iter().map(|made| made.standing.figures().collect()).collect();
    rows.extend(compared().enumerate().map(|(place, figure)| {
        let text = |value: Option<f64>| value.map_or_else(|| "—".to_owned(), |value| figure.unit.text(value, &symbol));
        let cell = |values: &Vec<Option<f64>>| {
            let change = difference(values[place], today[place]).map(|change| figure.unit.change(change, &symbol));
            let lines = [text(values[place]), change.unwrap_or_default()];
            lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
        };
        row(&titled(&figure), text(today[place]), values.iter().map(cell).collect())
    }));
    rows
}

/// A title with what its number counts by, where the number does not say so itself.
fn titled(figure: &Compared) -> String {
    let title = texts::of(figure.title);
    match figure.unit {
        Unit::Money if figure.comes_once() => say!("{title}, once", title),
        Unit::Money | Unit::Km | Unit::Hours => say!("{title}, a year", title),
        Unit::Share | Unit::Number | Unit::Count => title.to_owned(),
    }
}

fn meanings() -> Vec<Vec<String>> {
    compared()
        .map(|figure| [figure.title, figure.help, figure.source].map(|text| texts::of(text).to_owned()).to_vec())
        .collect()
}

fn assumption_rows(beside: Beside<'_>) -> Vec<Vec<String>> {
    let cards = ASSUMPTIONS.iter().map(|card| {
        let value = beside.assumptions.value(card.id).map_or_else(|| "—".to_owned(), number);
        let value = format!("{value} {}", texts::of(card.unit)).trim_end().to_owned();
        vec![
            texts::of(card.title).to_owned(),
            value,
            texts::of(card.help).to_owned(),
            texts::of(card.source).to_owned(),
        ]
    });
    cards.collect()
}

/// Whole numbers without decimals.
fn number(value: f64) -> String {
    grouped(value, if libm::floor(value) < value { 2 } else { 0 })
}

fn recipes(plans: &[Made]) -> Vec<Vec<String>> {
    let whole = |value: Option<u64>| value.map_or_else(String::new, |value| value.to_string());
    let rows = plans.iter().map(|made| {
        vec![
            plan_name(made).to_owned(),
            what_it_is(made),
            whole(made.recipe.seed),
            whole(made.recipe.steps),
            made.dataset.fingerprint(),
        ]
    });
    rows.collect()
}

/// In what its rules differ from those in force, a line each.
fn changed(beside: Beside<'_>, made: &Made) -> Vec<String> {
    let lines: Vec<String> =
        differences(beside.settings, &made.settings).iter().map(RuleDifference::sentence).collect();
    let text = if lines.is_empty() { say!("nothing").to_owned() } else { lines.join("\n") };
    vec![plan_name(made).to_owned(), text]
}

fn rules(settings: &Settings) -> Vec<Vec<String>> {
    let locks = settings.locks.len();
    let locks = (locks > 0).then(|| vec![say!("Locked by hand").to_owned(), counted(locks, "account")]);
    let rules = settings.rules.iter();
    rules.map(|setting| vec![rule_title(&setting.id).to_owned(), rule_words(setting)]).chain(locks).collect()
}
