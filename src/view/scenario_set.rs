//! The set of scenarios in words: what is still to come, and all that are made beside today.

use crate::evaluate::BrokenLimit;
use crate::evaluate::breaches_of;
use crate::evaluate::figures::Better;
use crate::evaluate::figures::is_none;
use crate::order::Order;
use crate::outcome::Word;
use crate::protocol::PlanFigures;
use crate::protocol::Writing;
use crate::scenario::TODAY;
use crate::scenario::label_shown;
use crate::session::Scenario;
use crate::session::ScenarioSet;
use crate::session::ScenarioState;
use crate::session::Session;
use crate::texts;
use crate::units::at_most;
use crate::view::LimitsMark;
use crate::view::Tone;
use crate::view::VerdictChip;
use crate::view::comparison::is_price;
use crate::view::comparison::with_source;
use crate::view::limits_mark;
use crate::view::scenario_charts::is_alike;
use crate::view::scenario_work::about;
use crate::view::scenario_work::added;
use crate::view::verdict_chip;
use crate::what_if::Candidate;
use crate::what_if::Compared;
use crate::what_if::Ranked;
use crate::what_if::compared;
use crate::what_if::rank;
use crate::what_if::standard_note;

/// The figures that the table shows at first, each with a short title.
const SHOWN: [(&str, &str); 8] = [
    ("expected_revenue", text!("Expected revenue")),
    ("revenue_p10", text!("Bad to good year")),
    ("quota_chance", text!("Chance of quota")),
    ("potential_cv", text!("Spread of potential")),
    ("covered", text!("Potential with a rep")),
    ("travel_hours", text!("Travel hours")),
    ("moved_accounts", text!("Accounts that move")),
    ("transition_dip", text!("Hand-over dip")),
];
/// The one that tells a range, and where it ends.
const RANGE: (&str, &str) = ("revenue_p10", "revenue_p90");

/// How the table is read.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioReading {
    /// What each criterion of the ranking weighs.
    pub weights: Vec<f64>,
    /// Whether every figure is a column, not only those that most decisions hang on.
    pub all_figures: bool,
}

/// All that are made, beside today.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioTable {
    /// What is told.
    pub columns: Vec<ScenarioColumn>,
    /// Today first, then the scenarios in the order of the set.
    pub rows: Vec<ScenarioRow>,
    /// What is to be known to read it, a sentence each.
    pub notes: Vec<String>,
}

/// A figure that is told of each.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioColumn {
    /// What it is.
    pub title: &'static str,
    /// What it means, with its formula and source.
    pub help: String,
    /// Whether the largest is the best.
    pub largest_first: bool,
}

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioRow {
    /// Its place among all, from 0 for today; it stays while others come.
    pub place: usize,
    /// Its name.
    pub name: String,
    /// What it is, a sentence.
    pub about: String,
    /// Its place among the user's what-ifs; none where it is not one of them.
    pub added: Option<usize>,
    /// Its place in the set, where its plan has another team or market and can be opened as a project of its own.
    pub own: Option<usize>,
    /// What is to be known before it is opened, a sentence; "" where nothing is.
    pub remark: &'static str,
    /// Where it stands among all by the weights.
    pub ranked: Ranked,
    /// The name of one that is better somewhere and worse nowhere; "" where there is none.
    pub dominated_by: String,
    /// Its figures.
    pub cells: Vec<ScenarioCell>,
    /// How it stands with the limits in force, whatever its own rules are.
    pub limits: LimitsMark,
    /// The limits of its own rules that it breaks beside those in force: `of its own: Move limit: 884 accounts, allowed 589`;
    /// "" where it breaks none.
    pub breaks_own: String,
    /// How far it is from the best possible at most: `≤ 0.4 %`, `—`.
    pub gap: String,
    /// The version to open; none where there is none, or no longer.
    pub revision: Option<u32>,
    /// Whether that version is the plan being worked on.
    pub current: bool,
    /// Whether it is worth its hand-overs; none where nothing moves or no money is known.
    pub verdict: Option<VerdictChip>,
    /// What the rows are sorted by: a number for each cell, then breaches, gap, verdict and rank.
    keys: Vec<Option<f64>>,
}

/// One figure of one of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScenarioCell {
    /// Its value with its unit; `—` where it says nothing.
    pub text: String,
    /// Its difference from today; "" without one.
    pub change: String,
    /// Whether the difference is for the better.
    pub tone: Tone,
    /// Whether no other scenario that keeps all limits is better, nor is today.
    pub best: bool,
    /// Where its range begins and ends between the least and the most of all rows, 0 to 1; none where it is no range.
    pub range: Option<(f64, f64)>,
}

/// What the rows are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScenarioSort {
    /// The order of the set.
    Set,
    /// A column, by its place.
    Column(usize),
    /// Limits that are broken.
    Breaches,
    /// The proven gap.
    Gap,
    /// The rank.
    Rank,
    /// The verdict, then the pay-back.
    Verdict,
}

/// A column with the places of its figure and of the end of its range.
struct Place {
    figure: Compared,
    title: &'static str,
    at: usize,
    end: Option<usize>,
}

/// How far the file is that is written about the set, a sentence; "" where none is.
pub fn writing_sentence(session: &Session) -> String {
    let Some(Writing { done, all, .. }) = session.writing else { return String::new() };
    say!("Writing the comparison: {done} of {all} plans.", done, all)
}

/// The table; none before the first scenario is made.
pub fn scenario_table(session: &Session, reading: &ScenarioReading) -> Option<ScenarioTable> {
    let set = session.scenarios.as_ref()?;
    let today = set.today.as_ref()?;
    let dataset = &session.data.as_ref()?.dataset;
    let mut places = places(today, reading.all_figures);
    let made =
        || set.scenarios.iter().enumerate().filter_map(|(place, scenario)| Some((place, scenario, made(scenario)?)));
    let all: Vec<&PlanFigures> = std::iter::once(today).chain(made().map(|(_, _, figures)| figures)).collect();
    // A column in which all are alike decides nothing.
    let symbol = dataset.currency_symbol();
    let differs = |place: &Place| {
        let values = || all.iter().filter_map(|figures| value(figures, place.at));
        let ends = values().reduce(f64::min).zip(values().reduce(f64::max));
        // One that says nothing differs from one that does.
        values().count() < all.len() || ends.is_some_and(|(low, high)| !is_alike(&place.figure, low, high, &symbol))
    };
    places.retain(|place| reading.all_figures || all.len() < 3 || differs(place));
    let sheet =
        Sheet { places: &places, today, best: best(set, &places, &symbol), spans: spans(&all, &places), symbol };
    let mut rows = vec![today_row(session, &sheet)];
    rows.extend(made().map(|(place, scenario, _)| made_row(session, &sheet, place, scenario)));
    set_ranks(&mut rows, &all, &reading.weights);
    Some(ScenarioTable { columns: places.iter().map(column).collect(), notes: notes(&rows, &all), rows })
}

/// What "best" means, and why a plan stands first that is not worth its hand-overs.
fn notes(rows: &[ScenarioRow], all: &[&PlanFigures]) -> Vec<String> {
    let mut notes = Vec::new();
    if rows.iter().flat_map(|row| &row.cells).any(|cell| cell.best) {
        notes.push(say!("Best: of the plans that keep all limits, where it is no worse than today.").to_owned());
    }
    notes.push(say!("Proven gap: by the rules each plan was made by. Compare holds two plans against the rules in force, or each against its own.").to_owned());
    let counts_customers =
        |limit: &BrokenLimit| limit.worst.rule == "move-limit" && limit.worst.what.starts_with("customers");
    if all.iter().flat_map(|figures| &figures.broken).any(counts_customers) {
        notes.push(
            say!("Accounts that move are all that leave their rep; the move limit counts the customers among them.")
                .to_owned(),
        );
    }
    let defers = |figures: &PlanFigures| figures.verdict.is_some_and(|verdict| verdict.word == Word::Defer);
    for (row, _) in rows.iter().zip(all).filter(|(row, figures)| row.ranked.rank == 1 && defers(figures)) {
        notes.push(say!(
            "{name} stands first by what each figure weighs, but its verdict is to defer: in money alone it does not clearly bring more than its hand-overs cost.",
            name = row.name
        ));
    }
    notes
}

/// What all rows have in common.
struct Sheet<'s> {
    places: &'s [Place],
    today: &'s PlanFigures,
    best: Vec<Option<f64>>,
    spans: Vec<(f64, f64)>,
    symbol: String,
}

impl Sheet<'_> {
    fn cells(&self, figures: &PlanFigures, is_plan: bool) -> Vec<ScenarioCell> {
        let counts = is_plan && figures.keeps() && !figures.other_market;
        let told = self.places.iter().zip(&self.best).zip(&self.spans);
        told.map(|((place, best), span)| ScenarioCell {
            range: range(place, figures, *span),
            ..cell(place, figures, self.today, best.filter(|_| counts), &self.symbol)
        })
        .collect()
    }
}

/// What is told of a scenario; none where it is not made.
fn made(scenario: &Scenario) -> Option<&PlanFigures> {
    match &scenario.state {
        ScenarioState::Made { figures, .. } => Some(figures),
        _ => None,
    }
}

fn today_row(session: &Session, sheet: &Sheet<'_>) -> ScenarioRow {
    ScenarioRow {
        place: 0,
        name: texts::of(TODAY).to_owned(),
        about: standard_note(text!("Status quo")).to_owned(),
        added: None,
        own: None,
        remark: "",
        ranked: Ranked::default(),
        dominated_by: String::new(),
        cells: sheet.cells(sheet.today, false),
        limits: limits_mark(session, &sheet.today.broken),
        breaks_own: String::new(),
        gap: at_most(None),
        revision: Some(0),
        current: is_open(session, 0),
        verdict: None,
        keys: keys(sheet.places, sheet.today, None),
    }
}

fn made_row(session: &Session, sheet: &Sheet<'_>, place: usize, scenario: &Scenario) -> ScenarioRow {
    let (figures, gap, revision) = match &scenario.state {
        ScenarioState::Made { figures, gap, revision, .. } => (figures, *gap, *revision),
        _ => (sheet.today, None, None),
    };
    let shown = row(session, scenario, revision);
    ScenarioRow {
        place: place + 1,
        own: shown.own.map(|_| place),
        cells: sheet.cells(figures, true),
        keys: keys(sheet.places, figures, gap),
        limits: limits_mark(session, &figures.broken),
        breaks_own: if figures.own_broken.is_empty() {
            String::new()
        } else {
            say!("of its own: {limits}", limits = limits_mark(session, &figures.own_broken).text)
        },
        gap: at_most(gap),
        verdict: figures
            .verdict
            .as_ref()
            .map(|verdict| verdict_chip(verdict).of_plan(figures.keeps()).of_team(scenario.recipe.is_of_team())),
        ..shown
    }
}

fn set_ranks(rows: &mut [ScenarioRow], all: &[&PlanFigures], weights: &[f64]) {
    let candidates: Vec<Candidate> = all.iter().map(|figures| figures.candidate()).collect();
    let names: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
    for (row, ranked) in rows.iter_mut().zip(rank(&candidates, weights)) {
        row.dominated_by = ranked.dominated_by.and_then(|at| names.get(at).cloned()).unwrap_or_default();
        row.keys.push((ranked.rank > 0).then_some(ranked.rank as f64));
        row.ranked = ranked;
    }
}

/// The least and the most that ranges reach over all rows.
fn spans(all: &[&PlanFigures], places: &[Place]) -> Vec<(f64, f64)> {
    let span = |place: &Place| {
        let lows = all.iter().filter_map(|figures| value(figures, place.at));
        let highs = all.iter().filter_map(|figures| value(figures, place.end?));
        (lows.fold(f64::INFINITY, f64::min), highs.fold(f64::NEG_INFINITY, f64::max))
    };
    places.iter().map(span).collect()
}

fn range(place: &Place, figures: &PlanFigures, (least, most): (f64, f64)) -> Option<(f64, f64)> {
    let (low, high) = (value(figures, place.at)?, value(figures, place.end?)?);
    (most > least).then(|| ((low - least) / (most - least), (high - least) / (most - least)))
}

fn column(place: &Place) -> ScenarioColumn {
    let Compared { help, source, better, .. } = place.figure;
    ScenarioColumn { title: place.title, help: with_source(help, source), largest_first: better == Better::Higher }
}

/// The columns: those that say something of today.
fn places(today: &PlanFigures, all_figures: bool) -> Vec<Place> {
    let shown = |(id, title): (&str, &'static str)| {
        let at = position(id)?;
        let figure = compared().nth(at)?;
        let is_told = today.values.get(at).is_some_and(Option::is_some);
        let end = (id == RANGE.0).then(|| position(RANGE.1)).flatten();
        is_told.then(|| Place { figure, title: texts::of(title), at, end })
    };
    let is_shown = |id: &str| id == RANGE.1 || SHOWN.iter().any(|(known, _)| *known == id);
    let others =
        compared().filter(|figure| all_figures && !is_shown(figure.id)).map(|figure| (figure.id, figure.title));
    SHOWN.into_iter().chain(others).filter_map(shown).collect()
}

/// The place of a figure among those that are compared.
fn position(id: &str) -> Option<usize> {
    compared().position(|figure| figure.id == id)
}

fn value(figures: &PlanFigures, at: usize) -> Option<f64> {
    figures.values.get(at).copied().flatten()
}

/// The best value of each column among the scenarios that keep their limits; none where all are alike.
fn best(set: &ScenarioSet, places: &[Place], symbol: &str) -> Vec<Option<f64>> {
    let kept = || {
        set.scenarios.iter().filter_map(|scenario| match &scenario.state {
            ScenarioState::Made { figures, .. } if figures.keeps() && !figures.other_market => Some(figures),
            _ => None,
        })
    };
    let best = |place: &Place| {
        if place.end.is_some() {
            return None;
        }
        let values = || kept().filter_map(|figures| value(figures, place.at));
        let (low, high) = (values().reduce(f64::min)?, values().reduce(f64::max)?);
        let best = if place.figure.better == Better::Higher { high } else { low };
        (!is_alike(&place.figure, low, high, symbol)).then_some(best)
    };
    places.iter().map(best).collect()
}

fn cell(place: &Place, figures: &PlanFigures, today: &PlanFigures, best: Option<f64>, symbol: &str) -> ScenarioCell {
    let unit = place.figure.unit;
    let Some(now) = value(figures, place.at) else {
        return ScenarioCell { text: "—".to_owned(), ..ScenarioCell::default() };
    };
    let before = value(today, place.at).unwrap_or(now);
    let mut text = unit.text(now, symbol);
    if let Some(end) = place.end.and_then(|at| value(figures, at)) {
        text = say!("{low} to {high}", low = text, high = unit.text(end, symbol));
    }
    let is_better = (now > before) == (place.figure.better == Better::Higher);
    let tone = match () {
        () if is_price(place.figure.id) || is_none(now - before) => Tone::Plain,
        () if is_better => Tone::Good,
        () => Tone::Bad,
    };
    // A range has two ends: the difference of one would be read as that of the whole.
    let change = if place.end.is_some() { String::new() } else { unit.change(now - before, symbol) };
    let tone = if change.is_empty() { Tone::Plain } else { tone };
    let is_worse = !is_better && !is_none(now - before);
    let best = best.is_some_and(|best| is_none(best - now)) && !is_worse;
    ScenarioCell { text, change, tone, best, range: None }
}

fn row(session: &Session, scenario: &Scenario, revision: Option<u32>) -> ScenarioRow {
    let name = &scenario.recipe.name;
    let living = revision.and_then(|id| session.project.as_ref()?.living(id));
    ScenarioRow {
        place: 0,
        name: living.map_or_else(|| texts::of(name).to_owned(), |found| label_shown(&found.label)),
        about: about(session, scenario),
        added: added(session, scenario),
        own: scenario.made.as_ref().filter(|made| made.other_world).map(|_| 0),
        remark: match (revision, living) {
            (None, _) => {
                say!("Another team or market; pay is not counted.")
            }
            (_, None) => say!("Its version was deleted."),
            _ => "",
        },
        ranked: Ranked::default(),
        dominated_by: String::new(),
        cells: Vec::new(),
        limits: LimitsMark::default(),
        breaks_own: String::new(),
        gap: String::new(),
        revision: living.map(|found| found.id),
        current: living.is_some_and(|found| is_open(session, found.id)),
        verdict: None,
        keys: Vec::new(),
    }
}

fn is_open(session: &Session, revision: u32) -> bool {
    session.project.as_ref().is_some_and(|project| project.current == revision && !project.edited())
}

fn keys(places: &[Place], figures: &PlanFigures, gap: Option<f64>) -> Vec<Option<f64>> {
    let values = places.iter().map(|place| value(figures, place.at));
    // Those that never pay back come last of their word.
    let verdict = figures
        .verdict
        .map(|verdict| f64::from(verdict.word as u8) * 1e6 + verdict.pay_back_months.unwrap_or(f64::INFINITY).min(1e5));
    let broken = breaches_of(&figures.broken);
    values.chain([Some(broken as f64), gap, verdict]).collect()
}

/// A row as it is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TableLine {
    /// A plan, by its place.
    Plan(usize),
    /// The line before those that rank behind because they break limits.
    BreakLimits,
    /// The line before those of another market, which have no rank.
    NotRanked,
}

/// The rows as they are listed, with lines between them where that is by rank.
pub fn listed_by(table: &ScenarioTable, sort: ScenarioSort, descending: bool) -> Vec<TableLine> {
    let order = in_order_of(table, sort, descending);
    if (sort, descending) != (ScenarioSort::Rank, false) {
        return order.into_iter().map(TableLine::Plan).collect();
    }
    let (mut listed, mut broken, mut unranked) = (Vec::new(), false, false);
    for place in order {
        let Some(row) = table.rows.iter().find(|row| row.place == place) else { continue };
        if row.ranked.rank == 0 && !unranked {
            listed.push(TableLine::NotRanked);
            (unranked, broken) = (true, true);
        }
        if !row.limits.kept && !broken {
            listed.push(TableLine::BreakLimits);
            broken = true;
        }
        listed.push(TableLine::Plan(place));
    }
    // A line before the first says nothing.
    if listed.first() == Some(&TableLine::BreakLimits) {
        listed.remove(0);
    }
    listed
}

/// The places of the rows, in order: those without a number come last.
pub fn in_order_of(table: &ScenarioTable, sort: ScenarioSort, descending: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..table.rows.len()).collect();
    let places = |order: Vec<usize>| order.into_iter().map(|at| table.rows[at].place).collect();
    let at = match sort {
        ScenarioSort::Set => {
            if descending {
                order.reverse();
            }
            return places(order);
        }
        ScenarioSort::Column(at) => at,
        ScenarioSort::Breaches => table.columns.len(),
        ScenarioSort::Gap => table.columns.len() + 1,
        ScenarioSort::Verdict => table.columns.len() + 2,
        ScenarioSort::Rank => table.columns.len() + 3,
    };
    let key = |row: usize| table.rows[row].keys.get(at).copied().flatten();
    order.order_by(|&a, &b| match (key(a), key(b)) {
        (Some(a), Some(b)) if descending => b.total_cmp(&a),
        (Some(a), Some(b)) => a.total_cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    places(order)
}
