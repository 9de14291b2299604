//! Two plans side by side: figures, reps, accounts, rules.

use crate::evaluate::Cause;
use crate::evaluate::Change;
use crate::evaluate::Evaluation;
use crate::evaluate::figures::ALL;
use crate::evaluate::figures::Better;
use crate::evaluate::figures::Unit;
use crate::evaluate::figures::is_none;
use crate::evaluate::gap_percent;
use crate::model::OPEN;
use crate::order::Order;
use crate::outcome::ASSUMPTIONS;
use crate::outcome::Assumption;
use crate::outcome::FIGURES;
use crate::protocol::Compared;
use crate::rules::RuleDifference;
use crate::rules::differences;
use crate::scenario::label_shown;
use crate::session::Data;
use crate::session::Pair;
use crate::session::Session;
use crate::session::Side;
use crate::texts;
use crate::units::Money;
use crate::units::at_most;
use crate::units::grouped;
use crate::view::Tone;
use crate::view::charts::cause_text;
use crate::view::limits_mark;
use crate::view::rep_name;
use crate::view::reps_compared::RepsTable;
use crate::view::reps_compared::reps_table;

/// The figures that most decisions hang on.
const LEADING: [&str; 10] = [
    "expected_revenue",
    "revenue_p10",
    "revenue_p90",
    "quota_chance",
    "transition_dip",
    "potential_cv",
    "potential_gap",
    "covered",
    "travel_hours",
    "moved_accounts",
];

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureRow {
    /// What it is.
    pub title: &'static str,
    /// What it means, with its formula and source.
    pub help: String,
    /// Of the first plan and of the second.
    pub values: [String; 2],
    /// From the first to the second: `−18.6 points`; "" without a change.
    pub change: String,
    /// Whether the change is for the better.
    pub tone: Tone,
    /// Whether it is one of those that most decisions hang on.
    pub leads: bool,
}

/// What the list of accounts is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChangeSort {
    /// Potential.
    #[default]
    Potential,
    /// Revenue.
    Revenue,
    /// Name.
    Name,
    /// The rep of the first plan.
    From,
    /// The rep of the second.
    To,
    /// What speaks for it.
    Why,
}

/// One account that has another rep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// Position of the account.
    pub account: u32,
    /// Name.
    pub name: String,
    /// The rep of the first plan and of the second.
    pub reps: [String; 2],
    /// Potential a year.
    pub potential: String,
    /// Revenue a year.
    pub revenue: String,
    /// What speaks most for the rep of the second against that of the first.
    pub why: String,
}

/// Everything in which two plans differ.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonPanel {
    /// Their names.
    pub names: [String; 2],
    /// By whose rules they are judged, a sentence.
    pub judged_by: &'static str,
    /// Figure by figure.
    pub figures: Vec<FigureRow>,
    /// What the figures of the year to come assume: `Win rate: 25 %`, with what it means and its source. Empty where no money
    /// is known.
    pub assumed: Vec<[String; 2]>,
    /// Rep by rep.
    pub reps: RepsTable,
    /// `38 accounts differ (30 change their rep, 8 without a rep get one): $1.2 M potential, $0.4 M revenue a year`.
    pub accounts: String,
    /// Positions of those accounts.
    pub positions: Vec<u32>,
    /// In what their rules differ.
    pub rules: Vec<RuleDifference>,
}

/// What can be compared: each side with its name, the plan being worked on first, then the newest version.
pub fn comparable(session: &Session) -> Vec<(Side, String)> {
    let Some(project) = &session.project else { return Vec::new() };
    let version = name_of(session, Side::Working);
    let working = (Side::Working, say!("Open plan: {version}", version));
    let versions = project.versions().rev().map(|revision| (Side::Version(revision.id), label_shown(&revision.label)));
    std::iter::once(working).chain(versions).collect()
}

/// Whether there are two plans to compare: the open one counts where it was edited since its version.
pub fn several_plans(session: &Session) -> bool {
    session.project.as_ref().is_some_and(|project| project.edited() || project.versions().count() > 1)
}

pub(super) fn name_of(session: &Session, side: Side) -> String {
    session.project.as_ref().map_or_else(String::new, |project| side.name(project))
}

/// What the judge said of the pair that is chosen; none before it did.
pub(super) fn found(session: &Session) -> Option<(&Data, Pair, &Compared)> {
    let (pair, compared) = session.comparison.found.as_ref()?;
    Some((session.data.as_ref()?, *pair, compared))
}

/// The comparison on the screen; none before the judge has spoken.
pub fn comparison_panel(session: &Session) -> Option<ComparisonPanel> {
    let (data, pair, compared) = found(session)?;
    let project = session.project.as_ref()?;
    let [before, after] = pair.sides.map(|side| side.settings(project));
    let symbol = data.dataset.currency_symbol();
    let (potential, revenue) = compared.difference.totals();
    let changes = &compared.difference.changes;
    let accounts = say!(
        changes.len();
        "{n} account differs ({how}): {potential} potential, {revenue} revenue a year",
        "{n} accounts differ ({how}): {potential} potential, {revenue} revenue a year",
        n = grouped(changes.len() as f64, 0),
        how = how_they_change(changes),
        potential = Money(potential).short(&symbol),
        revenue = Money(revenue).short(&symbol)
    );
    Some(ComparisonPanel {
        names: pair.sides.map(|side| name_of(session, side)),
        judged_by: if pair.own_rules {
            say!("Each is judged by the rules it was made under.")
        } else {
            say!("Both are judged by the rules in force.")
        },
        figures: figures(session, compared, &symbol),
        assumed: assumed(compared, &symbol),
        reps: reps_table(data, compared),
        accounts,
        positions: changes.iter().map(|change| change.account).collect(),
        rules: before.zip(after).map_or_else(Vec::new, |(before, after)| differences(before, after)),
    })
}

/// How many change their rep, get one or have none any more: `3,403 change their rep, 1,203 get one`.
fn how_they_change(changes: &[Change]) -> String {
    let first = changes.iter().filter(|change| change.from == OPEN).count();
    let none = changes.iter().filter(|change| change.to == OPEN).count();
    let others = changes.len() - first - none;
    let told = [
        (others, say!(others; "{n} changes its rep", "{n} change their rep", n = grouped(others as f64, 0))),
        (first, say!(first; "{n} without a rep gets one", "{n} without a rep get one", n = grouped(first as f64, 0))),
        (none, say!(none; "{n} has none any more", "{n} have none any more", n = grouped(none as f64, 0))),
    ];
    let told: Vec<String> = told.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
    if told.is_empty() { say!("no rep changes").to_owned() } else { told.join(", ") }
}

fn figures(session: &Session, compared: &Compared, symbol: &str) -> Vec<FigureRow> {
    let [before, after] = &compared.plans;
    let percent = |value: f64| format!("{} %", grouped(value, 2));
    let gap = |plan: &Evaluation, bound: Option<f64>| match bound {
        _ if plan.breaches > 0 => say!("none: it breaks limits").to_owned(),
        None => say!("not proven").to_owned(),
        Some(bound) => at_most(Some(gap_percent(plan.objective, bound))),
    };
    let difference = after.objective - before.objective;
    let broken = after.breaches as f64 - before.breaches as f64;
    let head = [
        FigureRow {
            title: say!("Objective"),
            help: say!("All losses by their weights; the search makes it as small as it can.").to_owned(),
            values: [percent(before.objective), percent(after.objective)],
            change: Unit::Share.change(difference / 100.0, ""),
            tone: tone(Better::Lower, difference),
            leads: true,
        },
        FigureRow {
            title: say!("Limits"),
            help: say!("The limits that are broken.").to_owned(),
            values: compared.plans.each_ref().map(|plan| limits_text(session, plan)),
            change: match Unit::Count.change(broken, "") {
                none if none.is_empty() => none,
                signed => say!(broken.abs() as usize; "{signed} breach", "{signed} breaches", signed),
            },
            tone: tone(Better::Lower, broken),
            leads: true,
        },
        FigureRow {
            title: say!("Proven gap"),
            help: say!("Proven: no plan that keeps the limits can be better than this one by more, by the rules that both are judged by here. The lists of scenarios and versions tell it by the rules that each was made by.").to_owned(),
            values: [gap(before, compared.bounds[0]), gap(after, compared.bounds[1])],
            change: String::new(),
            tone: Tone::Plain,
            leads: true,
        },
    ];
    head.into_iter().chain(told_figures(compared, symbol)).collect()
}

/// Every figure that both plans tell: of the year to come, then of the judge.
fn told_figures(compared: &Compared, symbol: &str) -> Vec<FigureRow> {
    let [before, after] = &compared.plans;
    let expected = FIGURES.iter().zip(compared.outcomes[0].iter().zip(&compared.outcomes[1]));
    let expected = expected.filter_map(|(figure, (before, after))| {
        let (before, after) = before.zip(*after)?;
        Some(FigureRow {
            title: texts::of(figure.title),
            help: with_source(figure.help, figure.source),
            values: [figure.unit.text(before, symbol), figure.unit.text(after, symbol)],
            change: figure.unit.change(after - before, symbol),
            tone: if is_price(figure.id) { Tone::Plain } else { tone(figure.better, after - before) },
            leads: LEADING.contains(&figure.id),
        })
    });
    let figures = ALL.iter().filter_map(|figure| {
        let (before, after) = (before.figure(figure.id), after.figure(figure.id));
        (before.is_finite() && after.is_finite()).then(|| FigureRow {
            title: texts::of(figure.title),
            help: with_source(figure.help, figure.source),
            values: [figure.unit.text(before, symbol), figure.unit.text(after, symbol)],
            change: figure.unit.change(after - before, symbol),
            tone: if is_price(figure.id) { Tone::Plain } else { tone(figure.better, after - before) },
            leads: LEADING.contains(&figure.id),
        })
    });
    expected.chain(figures).collect()
}

/// The limits that are broken, with how often that is where there are several: the change is of that number.
fn limits_text(session: &Session, plan: &Evaluation) -> String {
    let broken = plan.broken_limits();
    let text = limits_mark(session, &broken).text;
    if broken.len() < 2 {
        return text;
    }
    say!("{text} ({all} breaches in all)", text, all = grouped(plan.breaches as f64, 0))
}

/// What changes hands is the price of a plan, neither better nor worse than a today without changes.
pub(super) fn is_price(id: &str) -> bool {
    matches!(id, "moved_accounts" | "moved_revenue" | "handed_over_revenue" | "transition_dip" | "transition_cost")
}

/// What a figure means, with its source where it has one.
pub(super) fn with_source(help: &'static str, source: &'static str) -> String {
    let source = if source.is_empty() { String::new() } else { format!(" {}.", texts::of(source)) };
    format!("{}{source}", texts::of(help))
}

/// What the year to come assumes, a line each with its source.
fn assumed(compared: &Compared, symbol: &str) -> Vec<[String; 2]> {
    if compared.outcomes.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let line = |card: &Assumption| {
        let value = compared.assumptions.value(card.id)?;
        let (title, unit) = (texts::of(card.title), texts::of(card.unit));
        let number = match card.id {
            "hour_price" => Money(value).short(symbol),
            _ => grouped(value, if value.fract() == 0.0 { 0 } else { 2 }),
        };
        Some([format!("{title}: {number} {unit}").trim_end().to_owned(), with_source(card.help, card.source)])
    };
    ASSUMPTIONS.iter().filter_map(line).collect()
}

fn tone(better: Better, difference: f64) -> Tone {
    match better {
        _ if is_none(difference) => Tone::Plain,
        Better::Lower if difference < 0.0 => Tone::Good,
        Better::Higher if difference > 0.0 => Tone::Good,
        _ => Tone::Bad,
    }
}

/// The accounts that differ, in order: positions in the list of differences.
pub fn change_order(session: &Session, sort: ChangeSort, descending: bool) -> Vec<u32> {
    let Some((data, _, compared)) = found(session) else { return Vec::new() };
    let found = &compared.difference;
    let name = |at: u32| data.dataset.accounts.name.get(found.changes[at as usize].account as usize).to_lowercase();
    let mut order: Vec<u32> = (0..found.changes.len() as u32).collect();
    match sort {
        ChangeSort::Potential => order.order_by(|&a, &b| by(&found.potential, a, b)),
        ChangeSort::Revenue => order.order_by(|&a, &b| by(&found.revenue, a, b)),
        ChangeSort::Name => order.order_by_cached_key(|&at| name(at)),
        ChangeSort::From => {
            order.order_by_cached_key(|&at| rep_name(session, found.changes[at as usize].from).to_lowercase());
        }
        ChangeSort::To => {
            order.order_by_cached_key(|&at| rep_name(session, found.changes[at as usize].to).to_lowercase());
        }
        ChangeSort::Why => order.order_by_cached_key(|&at| why(compared, at)),
    }
    if descending {
        order.reverse();
    }
    order
}

fn by(amounts: &[f64], a: u32, b: u32) -> std::cmp::Ordering {
    amounts[a as usize].total_cmp(&amounts[b as usize])
}

/// What speaks for a change, in a few words.
fn why(compared: &Compared, at: u32) -> String {
    let reason = compared.reasons.get(at as usize).zip(compared.difference.changes.get(at as usize));
    reason.map_or_else(String::new, |(reason, change)| cause_text(&Cause::of(reason.clone(), change.from)))
}

/// One of them, by its position in the list of differences.
pub fn change_row(session: &Session, at: u32) -> Option<ChangeRow> {
    let (data, _, compared) = found(session)?;
    let found = &compared.difference;
    let change = found.changes.get(at as usize)?;
    let symbol = data.dataset.currency_symbol();
    let name = data.dataset.accounts.name.get(change.account as usize);
    let id = data.dataset.accounts.id.get(change.account as usize);
    Some(ChangeRow {
        account: change.account,
        name: if name.is_empty() { id } else { name }.to_owned(),
        reps: [change.from, change.to].map(|rep| rep_name(session, rep).to_owned()),
        potential: Money(found.potential[at as usize]).short(&symbol),
        revenue: Money(found.revenue[at as usize]).short(&symbol),
        why: why(compared, at),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_is_better_or_worse_by_what_it_is() {
        // A minus sign alone does not tell whether less is better.
        assert_eq!(tone(Better::Higher, -0.1), Tone::Bad);
        assert_eq!(tone(Better::Lower, -0.1), Tone::Good);
        assert_eq!(tone(Better::Lower, 0.0), Tone::Plain);
    }
}
