//! Plans beside each other as a workbook: every figure, every rep, what was assumed, and how each plan is made again.

use crate::evaluate::figures::Better;
use crate::evaluate::figures::Unit;
use crate::export::assignments_name;
use crate::export::scenario_case::Part;
use crate::export::scenario_case::parts;
use crate::export::scenario_case::weights_words;
use crate::export::scenario_case::what_it_is;
use crate::export::scenarios::Beside;
use crate::export::scenarios::difference;
use crate::export::workbook::Cell;
use crate::export::workbook::LONGEST;
use crate::export::workbook::Sheet;
use crate::export::workbook::Shown;
use crate::export::workbook::workbook;
use crate::model::Dataset;
use crate::model::NO_MONEY;
use crate::outcome::ASSUMPTIONS;
use crate::outcome::FIGURES;
use crate::outcome::Told;
use crate::rules::rule_title;
use crate::rules::rule_words;
use crate::scenario::Decision;
use crate::scenario::TODAY;
use crate::texts;
use crate::units::counted;
use crate::what_if::Made;
use crate::what_if::Standing;
use crate::what_if::Sureness;
use crate::what_if::compared;

/// Figures that say something of a whole plan only.
const OF_ALL_REPS: [&str; 2] = ["attainment_p10", "attainment_p90"];

/// Why a version was chosen.
pub struct Noted<'n> {
    /// Its name.
    pub label: String,
    /// The reason.
    pub decision: &'n Decision,
}

/// The workbook.
pub fn scenarios_xlsx(beside: Beside<'_>, plans: &[Made], sure: &Sureness, notes: &[Noted<'_>]) -> Vec<u8> {
    let case = parts(beside, plans, sure).into_iter();
    let case = case.map(|Part { title, rows, .. }| Sheet { name: title, widths: &[26, 16], fixed: 1, rows });
    let told = [
        Sheet { name: say!("Scenarios"), widths: &[34, 16, 15], fixed: 1, rows: figure_rows(beside, plans) },
        Sheet { name: say!("Differences"), widths: &[34, 16, 10, 15], fixed: 1, rows: difference_rows(beside, plans) },
        Sheet { name: say!("Reps"), widths: &[26, 14, 26, 13], fixed: 3, rows: rep_rows(beside, plans) },
    ];
    let made = [
        Sheet { name: say!("Assumptions"), widths: &[38, 14, 12, 70], fixed: 1, rows: assumption_rows(beside) },
        Sheet { name: say!("Rules"), widths: &[26, 34, 70], fixed: 1, rows: rule_rows(plans) },
        Sheet { name: say!("Recipes"), widths: &[26, 60, 12, 12, 36, 22, 60], fixed: 1, rows: recipe_rows(plans) },
        Sheet { name: say!("About"), widths: &[34, 70], fixed: 0, rows: about_rows(beside, plans, notes) },
    ];
    workbook(&told.into_iter().chain(case).chain(made).collect::<Vec<_>>())
}

fn heads<'h>(texts: impl IntoIterator<Item = &'h str>) -> Vec<Cell> {
    texts.into_iter().map(|text| Cell::Head(text.to_owned())).collect()
}

fn head(text: &str) -> Cell {
    Cell::Head(text.to_owned())
}

/// The name of a plan as it is read.
pub(super) fn plan_name(made: &Made) -> &str {
    texts::of(&made.recipe.name)
}

fn number(value: Option<f64>, shown: Shown) -> Cell {
    value.map_or(Cell::Empty, |value| Cell::Number(value, shown))
}

fn shown(unit: Unit) -> Shown {
    match unit {
        Unit::Share => Shown::Percent,
        Unit::Number => Shown::Fine,
        Unit::Count | Unit::Money | Unit::Km | Unit::Hours => Shown::Whole,
    }
}

/// The unit of a figure in words; "" of a plain number.
fn unit_word(unit: Unit, dataset: &Dataset) -> String {
    match unit {
        Unit::Money if dataset.currency == NO_MONEY => say!("a year").to_owned(),
        Unit::Money => say!("{currency} a year", currency = dataset.currency),
        Unit::Km => say!("km a year").to_owned(),
        Unit::Hours => say!("hours a year").to_owned(),
        Unit::Share | Unit::Number | Unit::Count => String::new(),
    }
}

/// A row for each figure, a column for today and each plan.
fn figure_rows(beside: Beside<'_>, plans: &[Made]) -> Vec<Vec<Cell>> {
    let names = plans.iter().map(plan_name);
    let columns = [say!("Figure"), say!("Unit"), texts::of(TODAY)].into_iter().chain(names);
    let mut rows = vec![heads(columns.chain([say!("What it means"), say!("Source")]))];
    rows.extend(standing_rows(beside, plans));
    let values: Vec<Vec<Option<f64>>> = standings(beside, plans).map(|standing| standing.figures().collect()).collect();
    rows.extend(compared().enumerate().map(|(place, figure)| {
        let cells = values.iter().map(|values| number(values[place], shown(figure.unit)));
        let start = [head(texts::of(figure.title)), unit_word(figure.unit, beside.dataset).into()];
        let end = [texts::of(figure.help).into(), texts::of(figure.source).into()];
        start.into_iter().chain(cells).chain(end).collect()
    }));
    rows
}

fn standings<'s>(beside: Beside<'s>, plans: &'s [Made]) -> impl Iterator<Item = &'s Standing> {
    std::iter::once(beside.today).chain(plans.iter().map(|made| &made.standing))
}

/// What is told of a plan beside its figures.
fn standing_rows(beside: Beside<'_>, plans: &[Made]) -> Vec<Vec<Cell>> {
    let row = |title: &str, unit: &str, cells: Vec<Cell>, help: &str| {
        [head(title), unit.into()].into_iter().chain(cells).chain([help.into()]).collect()
    };
    let counts = |count: fn(&Standing) -> usize| {
        standings(beside, plans).map(|standing| Cell::Number(count(standing) as f64, Shown::Whole)).collect()
    };
    let of_plans = |value: fn(&Made) -> Option<f64>| {
        let cells = plans.iter().map(|made| number(value(made), Shown::Fine));
        std::iter::once(Cell::Empty).chain(cells).collect()
    };
    vec![
        row(
            say!("Breaches of limits of its own"),
            "",
            counts(|standing| standing.evaluation.breaches),
            say!("0: the plan keeps every limit of its rules."),
        ),
        row(
            say!("Breaches of limits in force"),
            "",
            std::iter::once(beside.today.evaluation.breaches)
                .chain(plans.iter().map(Made::breaks_in_force))
                .map(|breaches| Cell::Number(breaches as f64, Shown::Whole))
                .collect(),
            say!("The plan held against the rules in force, which the scenario may have loosened."),
        ),
        row(
            say!("Accounts without a rep"),
            "",
            counts(|standing| standing.evaluation.open_accounts as usize),
            say!("Accounts that nobody looks after."),
        ),
        row(
            say!("Objective"),
            "%",
            of_plans(|made| Some(made.standing.evaluation.objective)),
            say!("Lower is better; only plans under the same rules can be compared by it."),
        ),
        row(
            say!("Proven gap, at most"),
            "%",
            of_plans(Made::gap_percent),
            say!("How far the objective is from the best possible at most. Empty: not proven."),
        ),
        row(
            say!("Expected revenue of another market without a new plan"),
            &beside.dataset.currency,
            of_plans(|made| made.unplanned),
            say!("What the owners before would bring in the market of the scenario. Empty: the market is today's."),
        ),
    ]
}

fn difference_rows(beside: Beside<'_>, plans: &[Made]) -> Vec<Vec<Cell>> {
    let columns = [say!("Difference from today"), say!("Unit"), say!("Better")];
    let mut rows = vec![heads(columns.into_iter().chain(plans.iter().map(plan_name)))];
    let today: Vec<Option<f64>> = beside.today.figures().collect();
    let values: Vec<Vec<Option<f64>>> = plans.iter().map(|made| made.standing.figures().collect()).collect();
    rows.extend(compared().enumerate().map(|(place, figure)| {
        let better = if figure.better == Better::Higher { say!("more") } else { say!("less") };
        let start = [head(texts::of(figure.title)), unit_word(figure.unit, beside.dataset).into(), better.into()];
        let change = |values: &Vec<Option<f64>>| number(difference(values[place], today[place]), shown(figure.unit));
        start.into_iter().chain(values.iter().map(change)).collect()
    }));
    rows
}

fn rep_rows(beside: Beside<'_>, plans: &[Made]) -> Vec<Vec<Cell>> {
    let fixed = [
        say!("Scenario"),
        say!("Rep ID"),
        say!("Rep"),
        say!("Accounts"),
        say!("Potential"),
        say!("Potential, from target"),
        say!("Revenue"),
        say!("Workload, hours"),
        say!("Travel, hours"),
        say!("Accounts that come"),
        say!("Accounts that go"),
    ];
    let figures = || FIGURES.iter().filter(|figure| !OF_ALL_REPS.contains(&figure.id));
    let mut rows = vec![heads(fixed.into_iter().chain(figures().map(|figure| texts::of(figure.title))))];
    let own = plans.iter().map(|made| (plan_name(made), &*made.dataset, &made.standing));
    for (name, dataset, standing) in std::iter::once((texts::of(TODAY), beside.dataset, beside.today)).chain(own) {
        let told = standing.evaluation.reps.iter().zip(Told::reps(&standing.outcome, &standing.simulation));
        rows.extend(dataset.reps.iter().zip(told).map(|(rep, (totals, told))| {
            let whole = |value: f64| Cell::Number(value, Shown::Whole);
            let start = [head(name), rep.id.as_str().into(), rep.name.as_str().into()];
            let judged = [
                whole(f64::from(totals.accounts)),
                whole(totals.potential),
                Cell::Number(totals.potential_deviation(), Shown::Percent),
                whole(totals.revenue),
                whole(totals.workload_hours),
                whole(totals.travel_hours),
                whole(f64::from(totals.moved_in)),
                whole(f64::from(totals.moved_out)),
            ];
            let ahead = figures().map(|figure| number((figure.of)(&told), shown(figure.unit)));
            start.into_iter().chain(judged).chain(ahead).collect()
        }));
    }
    rows
}

fn assumption_rows(beside: Beside<'_>) -> Vec<Vec<Cell>> {
    let columns = [say!("Assumption"), say!("Value"), say!("Unit"), say!("What it means"), say!("Source")];
    let cards = ASSUMPTIONS.iter().map(|card| {
        vec![
            head(texts::of(card.title)),
            number(beside.assumptions.value(card.id), Shown::Plain),
            texts::of(card.unit).into(),
            texts::of(card.help).into(),
            texts::of(card.source).into(),
        ]
    });
    std::iter::once(heads(columns)).chain(cards).collect()
}

fn rule_rows(plans: &[Made]) -> Vec<Vec<Cell>> {
    let rows = plans.iter().flat_map(|made| {
        let locks = made.settings.locks.len();
        let locks = (locks > 0)
            .then(|| vec![head(plan_name(made)), say!("Locked by hand").into(), counted(locks, "account").into()]);
        let rules = made.settings.rules.iter();
        rules
            .map(|setting| vec![head(plan_name(made)), rule_title(&setting.id).into(), rule_words(setting).into()])
            .chain(locks)
    });
    std::iter::once(heads([say!("Scenario"), say!("Rule"), say!("Set to")])).chain(rows).collect()
}

fn recipe_rows(plans: &[Made]) -> Vec<Vec<Cell>> {
    let columns = [
        say!("Scenario"),
        say!("What it is"),
        say!("Seed"),
        say!("Steps"),
        say!("Data, fingerprint"),
        say!("Assignments"),
        say!("Recipe, as in a scenarios file"),
    ];
    let rows = plans.iter().enumerate().map(|(place, made)| {
        let whole = |value: Option<u64>| number(value.map(|value| value as f64), Shown::Plain);
        vec![
            head(plan_name(made)),
            what_it_is(made).into(),
            whole(made.recipe.seed),
            whole(made.recipe.steps),
            made.dataset.fingerprint().into(),
            assignments_name(place).into(),
            recipe_text(made).into(),
        ]
    });
    std::iter::once(heads(columns)).chain(rows).collect()
}

/// The recipe as a file of scenarios has it, or why it cannot stand here.
fn recipe_text(made: &Made) -> String {
    if made.recipe.based_on.is_some() {
        return say!("It goes on from a version of the project, which no scenarios file has.").to_owned();
    }
    let text = serde_json::to_string(&made.recipe).unwrap_or_default();
    if text.len() > LONGEST {
        return say!("Too long for a cell: it stands in the comparison as JSON.").to_owned();
    }
    text
}

fn about_rows(beside: Beside<'_>, plans: &[Made], notes: &[Noted<'_>]) -> Vec<Vec<Cell>> {
    let row = |title: &str, cell: Cell| vec![head(title), cell];
    let whole = |count: usize| Cell::Number(count as f64, Shown::Whole);
    let mut rows = vec![
        heads([say!("What"), say!("Value")]),
        row(say!("Made with"), say!("Evenfield, engine {version}", version = env!("CARGO_PKG_VERSION")).into()),
        row(say!("Data, fingerprint"), beside.dataset.fingerprint().into()),
        row(say!("Accounts"), whole(beside.dataset.accounts.len())),
        row(say!("Reps"), whole(beside.dataset.reps.len())),
        row(say!("Scenarios"), whole(plans.len())),
        row(say!("Ranked by"), weights_words(beside).into()),
        row(
            say!("How to make it again"),
            say!("The same data, rules, seeds and steps give the same plans and the same figures, on every machine.")
                .into(),
        ),
    ];
    for Noted { label, decision } in notes {
        let parts = [&decision.decision, &decision.reasons, &decision.decided_by, &decision.decided_on];
        let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        rows.push(row(&say!("Decision: {version}", version = label), parts.join("\n").into()));
    }
    if notes.is_empty() {
        rows.push(row(say!("Decision"), say!("No decision is written down.").into()));
    }
    rows
}
