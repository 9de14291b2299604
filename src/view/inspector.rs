//! The inspector: an account in words.

use crate::evaluate::Alternative;
use crate::evaluate::Explanation;
use crate::evaluate::Part;
use crate::model::OPEN;
use crate::model::Status;
use crate::order::Order;
use crate::score::ScorePart;
use crate::session::Session;
use crate::texts;
use crate::units::grouped;
use crate::units::signed;
use crate::view::Fact;
use crate::view::account_facts::facts;
use crate::view::accounts::is_grouped;
use crate::view::accounts::place_text;
use crate::view::otherwise::otherwise;
use crate::view::reason_title;
use crate::view::rep_name;
use crate::view::rule_title;

/// How points are told: on a team of thousands, an account is worth thousandths of one.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    /// Of these there are so many to a point.
    per_point: f64,
    decimals: usize,
    unit: &'static str,
}

impl Scale {
    /// With four digits for the dearest of the alternatives shown.
    pub(super) fn of(explanation: &Explanation) -> Self {
        let most = costs(explanation).take(SHOWN).map(|(_, points)| points.abs()).fold(0.0, f64::max);
        let (per_point, unit) = match most {
            most if most >= 0.1 || most <= 0.0 => (1.0, say!("points")),
            most if most >= 1e-4 => (1e3, say!("thousandths of a point")),
            _ => (1e6, say!("millionths of a point")),
        };
        let whole = libm::log10((most * per_point).max(1.0)) as usize;
        Self { per_point, decimals: 3_usize.saturating_sub(whole), unit }
    }

    /// Differences below this many points are shown as none.
    pub(super) fn tie(self) -> f64 {
        0.5 * libm::pow(10.0, -(self.decimals as f64)) / self.per_point
    }

    /// Points as they are shown.
    fn rounded(self, points: f64) -> f64 {
        2.0 * self.tie() * libm::round(points / (2.0 * self.tie()))
    }

    fn signed(self, points: f64) -> String {
        signed(points * self.per_point, self.decimals)
    }

    /// `0.031 points`, `31.00 thousandths of a point`.
    pub(super) fn told(self, points: f64) -> String {
        format!("{} {}", grouped(points * self.per_point, self.decimals), self.unit)
    }
}

/// What an alternative costs: what would become of the plan if the account moved there by itself; where nobody looked,
/// what the prices of full territories let expect. None where neither is known, or the rep has it.
fn cost(explanation: &Explanation, alternative: &Alternative) -> Option<f64> {
    let expected = explanation.priced.then_some(alternative.points);
    let known = alternative.alone.as_ref().map(|alone| alone.points).or(expected);
    known.filter(|_| alternative.rep != explanation.rep && alternative.forbidden_by.is_empty())
}

/// The alternatives whose cost is known: first those whose move was judged, the cheapest first.
fn costs(explanation: &Explanation) -> impl Iterator<Item = (&Alternative, f64)> {
    let known = explanation.alternatives.iter().filter_map(|other| Some((other, cost(explanation, other)?)));
    let mut known: Vec<_> = known.collect();
    known.order_by(|a, b| a.0.alone.is_none().cmp(&b.0.alone.is_none()).then(a.1.total_cmp(&b.1)));
    known.into_iter()
}

/// What speaks for or against an alternative, largest first.
fn parts(alternative: &Alternative) -> &[Part] {
    alternative.alone.as_ref().map_or(&alternative.parts, |alone| &alone.parts)
}

/// Alternatives that are shown.
const SHOWN: usize = 6;

/// One part of an account's score.
#[derive(Clone, Debug, PartialEq)]
pub struct ScorePartRow {
    /// `Fit`.
    pub name: String,
    /// `18 of 25`: what it adds, and what it could.
    pub adds: String,
    /// Its value, 0 to 100.
    pub fill: f64,
    /// Where the value came from.
    pub source: String,
}

/// What another rep would cost.
#[derive(Clone, Debug, PartialEq)]
pub struct AlternativeRow {
    /// Position of the rep.
    pub rep: u16,
    /// Colour; none for the open pool.
    pub colour: Option<u8>,
    /// Name.
    pub name: String,
    /// Whether the plan gives it the account.
    pub has_it: bool,
    /// `has it`, `+0.31`, `not allowed`.
    pub cost: String,
    /// Length of the bar, 0 to 1.
    pub bar: f64,
    /// Why, in words.
    pub why: String,
    /// Whether the limits allow it; where the rep has it, whether the plan breaks none about it.
    pub allowed: bool,
}

/// An account.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountPanel {
    /// Position.
    pub account: u32,
    /// `row 318 of accounts.csv`.
    pub source: String,
    /// Name.
    pub name: String,
    /// `Deer Park, NY · Technology · customer`.
    pub line: String,
    /// `72 of 100`, "" until it is explained.
    pub score: String,
    /// What the score is made of.
    pub score_parts: Vec<ScorePartRow>,
    /// Chips: family, visits, lock.
    pub chips: Vec<String>,
    /// The plan's rep.
    pub rep: String,
    /// Position of the plan's rep.
    pub rep_index: u16,
    /// Accounts that go where it goes: its family while a rule keeps families together, itself included.
    pub members: Vec<u32>,
    /// Why that rep has it; "" while it is being worked out.
    pub why: String,
    /// What the others would cost, the cheapest first.
    pub alternatives: Vec<AlternativeRow>,
    /// What their costs are told in: `points`, `thousandths of a point`.
    pub unit: &'static str,
    /// What it would take to go elsewhere; "" where nothing is known.
    pub otherwise: String,
    /// Facts.
    pub facts: Vec<Fact>,
    /// Whether the user fixed it.
    pub locked: bool,
    /// Whether the user grouped it with others.
    pub grouped: bool,
    /// Whether it does not count in the plan.
    pub excluded: bool,
}

/// The focused account; none where no account is.
pub fn account_panel(session: &Session) -> Option<AccountPanel> {
    let (data, project) = (session.data.as_ref()?, session.project.as_ref()?);
    let account = session.selection.focus?;
    let index = account as usize;
    let (dataset, accounts) = (&data.dataset, &data.dataset.accounts);
    let file = dataset.sources.first().map_or("", |source| source.file.as_str());
    let rep = *project.working.rep.get(index)?;
    let explanation = session.explanation.as_deref().filter(|explanation| explanation.account == account);
    let name = accounts.name.get(index);
    let status = if accounts.status(index) == Status::Customer { say!("customer") } else { say!("prospect") };
    let parts = [place_text(dataset, index), accounts.industry.get(index).to_owned(), status.to_owned()];
    let line: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Some(AccountPanel {
        account,
        source: say!("row {row} of {file}", row = grouped(f64::from(accounts.row[index]), 0), file),
        name: if name.is_empty() { accounts.id.get(index) } else { name }.to_owned(),
        line: line.join(" · "),
        score: explanation
            .map_or_else(String::new, |found| say!("{score} of 100", score = grouped(found.score.total * 100.0, 0))),
        score_parts: explanation.map_or_else(Vec::new, score_parts),
        chips: chips(session, index, explanation),
        rep: rep_name(session, rep).to_owned(),
        rep_index: rep,
        members: explanation.map_or_else(|| vec![account], |explanation| explanation.unit.clone()),
        why: explanation.map_or_else(String::new, |explanation| why(session, explanation)),
        alternatives: explanation.map_or_else(Vec::new, |explanation| alternatives(session, explanation)),
        unit: explanation.map_or(say!("points"), |explanation| Scale::of(explanation).unit),
        otherwise: explanation.map_or_else(String::new, |explanation| otherwise(session, explanation)),
        facts: facts(session, index, explanation),
        locked: project.settings.locks.binary_search_by_key(&account, |lock| lock.0).is_ok(),
        grouped: is_grouped(session, account),
        excluded: session.excluded().contains(index),
    })
}

fn chips(session: &Session, account: usize, explanation: Option<&Explanation>) -> Vec<String> {
    let (Some(data), Some(project)) = (&session.data, &session.project) else { return Vec::new() };
    let accounts = &data.dataset.accounts;
    let mut chips = Vec::new();
    if let Some(explanation) = explanation.filter(|explanation| explanation.unit.len() > 1) {
        let count = explanation.unit.len();
        let grouped = is_grouped(session, explanation.account);
        chips.push(if grouped { say!("kept together: {count}", count) } else { say!("family of {count}", count) });
    }
    if accounts.visits_per_year[account] > 0.0 {
        chips.push(say!("{visits} visits a year", visits = grouped(accounts.visits_per_year[account], 0)));
    }
    let by_user = project.settings.locks.binary_search_by_key(&(account as u32), |lock| lock.0).is_ok();
    match (by_user, accounts.locked[account]) {
        (true, _) => chips.push(say!("locked by you").to_owned()),
        (false, 1) => chips.push(say!("locked in the file").to_owned()),
        _ => {}
    }
    chips
}

/// The rep whom the account had before the user moved it: that of the version the plan came from.
fn moved_from(session: &Session, explanation: &Explanation) -> Option<u16> {
    let before = *session.project.as_ref()?.revision().assignment.rep.get(explanation.account as usize)?;
    (before != explanation.rep).then_some(before)
}

/// Titles of the limits that the plan breaks by giving the account to its rep: those that forbid it, and those that gave
/// way to others.
fn broken_here(session: &Session, explanation: &Explanation) -> Vec<String> {
    let here = explanation.alternatives.iter().find(|other| other.rep == explanation.rep);
    let forbidding = here.iter().flat_map(|here| here.forbidden_by.iter().map(String::as_str));
    let version = session.project.as_ref().map(|project| project.version);
    let judged = session.judgement.as_ref().filter(|judged| Some(judged.version) == version);
    let breaches = judged.iter().flat_map(|judged| judged.plan.limits.iter()).flat_map(|limit| &limit.breaches);
    let about = breaches.filter(|breach| breach.account.is_some_and(|account| explanation.unit.contains(&account)));
    let mut titles: Vec<String> = Vec::new();
    for rule in forbidding.chain(about.map(|breach| breach.rule.as_str())) {
        let title = texts::within(rule_title(rule));
        if !titles.contains(&title) {
            titles.push(title);
        }
    }
    titles
}

fn why(session: &Session, explanation: &Explanation) -> String {
    let scale = Scale::of(explanation);
    let name = |rep: u16| rep_name(session, rep).to_owned();
    if session.excluded().contains(explanation.account as usize) {
        return excluded_why(session, explanation.account as usize);
    }
    let allowed: Vec<&Alternative> =
        explanation.alternatives.iter().filter(|alternative| alternative.forbidden_by.is_empty()).collect();
    let rep = name(explanation.rep);
    let by_hand = moved_from(session, explanation).map(|before| match before {
        _ if explanation.rep == OPEN => say!("You took it from {before}; nobody has it now.", before = name(before)),
        OPEN => say!("You moved it to {rep}.", rep),
        before => say!("You moved it from {before} to {rep}.", before = name(before), rep),
    });
    let broken = broken_here(session, explanation);
    if let Some(by_hand) = by_hand.as_ref().filter(|_| !broken.is_empty()) {
        return say!("{by_hand} That breaks {broken}.", by_hand, broken = broken.join(say!(" and ")));
    }
    if explanation.rep == OPEN {
        return by_hand.unwrap_or_else(|| say!("{rep} keeps it under these rules.", rep = rep_name(session, OPEN)));
    }
    if let [only] = allowed.as_slice() {
        let only = only_text(session, explanation, only);
        return by_hand.map_or_else(|| only.clone(), |by_hand| format!("{by_hand} {only}"));
    }
    let stays = explanation.rep == explanation.owner;
    let opening = match (by_hand, explanation.owner) {
        (Some(by_hand), _) => by_hand,
        _ if stays => say!("{rep} keeps it.", rep),
        (None, OPEN) => say!("Nobody had it; it goes to {rep}.", rep),
        (None, owner) => say!("It moves from {owner} to {rep}.", owner = name(owner), rep),
    };
    let Some((best, points)) = next_best(explanation) else { return opening };
    let closing = if points.abs() < scale.tie() {
        say!("{rep} would do as well.", rep = name(best.rep))
    } else if points >= 0.0 {
        let main = parts(best).iter().find(|part| part.points > 0.0);
        let reason = main.map_or_else(|| say!("everything together").to_owned(), reason_title);
        say!(
            "With the next best, {rep}, the plan loses {points} more, mostly {reason}.",
            rep = name(best.rep),
            points = scale.told(points),
            reason
        )
    } else {
        let (rep, points) = (name(best.rep), scale.told(-points));
        match best.alone.as_ref().map(|alone| alone.breaks.is_empty()) {
            Some(true) => say!("With {rep} the plan loses {points} less, and no further limit is broken.", rep, points),
            Some(false) => say!("With {rep} the plan loses {points} less, but further limits are broken.", rep, points),
            None => say!("With {rep} the plan loses {points} less.", rep, points),
        }
    };
    format!("{opening} {closing}")
}

/// Why only one rep may have it.
fn only_text(session: &Session, explanation: &Explanation, only: &Alternative) -> String {
    let forbidding = explanation.alternatives.iter().find(|other| other.rep != only.rep);
    let rule = forbidding.and_then(|other| other.forbidden_by.first()).map_or(say!("a limit"), |rule| rule_title(rule));
    let (rep, rule) = (rep_name(session, only.rep), texts::within(rule));
    match explanation.unit.len() {
        1 => say!("Only {rep} may have it: {rule}.", rep, rule),
        _ if is_grouped(session, explanation.account) => {
            say!("Only {rep} may have it with its group, for the sake of one of them: {rule}.", rep, rule)
        }
        _ => say!("Only {rep} may have it with its family, for the sake of one of them: {rule}.", rep, rule),
    }
}

/// What it means that an account is excluded, and who has it once it is not.
fn excluded_why(session: &Session, account: usize) -> String {
    let planned = session.project.as_ref().and_then(|project| project.working.rep.get(account).copied());
    let what = say!("It has no rep in this plan and counts in no figure, target or limit.");
    let then = match planned {
        None | Some(OPEN) => say!("When you include it, it has no rep, as before.").to_owned(),
        Some(rep) => say!("When you include it, it is with {rep} again.", rep = rep_name(session, rep)),
    };
    format!("{what} {then}")
}

fn alternatives(session: &Session, explanation: &Explanation) -> Vec<AlternativeRow> {
    let Some(data) = &session.data else { return Vec::new() };
    let scale = Scale::of(explanation);
    let most = costs(explanation).take(SHOWN).map(|(_, points)| points).fold(1e-12, f64::max);
    let here_km = explanation.alternatives.iter().find(|a| a.rep == explanation.rep).map_or(f64::NAN, |a| a.line_km);
    shown(explanation)
        .into_iter()
        .map(|alternative| {
            let has_it = alternative.rep == explanation.rep;
            let broken = if has_it { broken_here(session, explanation) } else { Vec::new() };
            let allowed = alternative.forbidden_by.is_empty() && broken.is_empty();
            let cost = cost(explanation, alternative);
            AlternativeRow {
                rep: alternative.rep,
                colour: data.colours.get(alternative.rep as usize).copied(),
                name: rep_name(session, alternative.rep).to_owned(),
                cost: match (has_it, allowed) {
                    (true, true) => say!("has it").to_owned(),
                    (true, false) => say!("has it, not allowed").to_owned(),
                    (false, false) => say!("not allowed").to_owned(),
                    (false, true) => cost.map_or_else(String::new, |points| scale.signed(points)),
                },
                bar: cost.map_or(0.0, |points| (points / most).clamp(0.0, 1.0)),
                why: match (has_it, broken.is_empty()) {
                    (true, true) => distance(alternative.line_km),
                    (true, false) => say!("breaks {broken}", broken = broken.join(say!(" and "))),
                    (false, _) => parts_text(alternative, cost, here_km, scale),
                },
                allowed,
                has_it,
            }
        })
        .collect()
}

/// Who has it, the cheapest others, and who has it today.
fn shown(explanation: &Explanation) -> Vec<&Alternative> {
    let here = explanation.alternatives.iter().filter(|other| other.rep == explanation.rep);
    let others = costs(explanation).map(|(other, _)| other).take(SHOWN - 1);
    let mut shown: Vec<&Alternative> = here.chain(others).collect();
    let rest = explanation.alternatives.iter().filter(|other| !shown.iter().any(|it| it.rep == other.rep));
    let rest: Vec<&Alternative> = rest.collect();
    let owner = rest.iter().position(|other| other.rep == explanation.owner);
    let filling = rest.iter().enumerate().filter(|(position, _)| Some(*position) != owner).map(|(_, other)| *other);
    let room = SHOWN.saturating_sub(shown.len());
    shown.extend(filling.take(room));
    shown.extend(owner.map(|owner| rest[owner]));
    shown
}

/// The allowed rep, other than the plan's, with whom the plan loses least: one who breaks no limit, if there is one.
pub(super) fn next_best(explanation: &Explanation) -> Option<(&Alternative, f64)> {
    let free = |other: &Alternative| other.alone.as_ref().is_some_and(|alone| alone.breaks.is_empty());
    costs(explanation).find(|(other, _)| free(other)).or_else(|| costs(explanation).next())
}

fn distance(km: f64) -> String {
    if km.is_finite() { say!("{km} km from the base", km = grouped(km, 0)) } else { String::new() }
}

fn parts_text(alternative: &Alternative, points: Option<f64>, here_km: f64, scale: Scale) -> String {
    if !alternative.forbidden_by.is_empty() {
        let rules: Vec<&str> = alternative.forbidden_by.iter().map(|rule| rule_title(rule)).collect();
        return say!("forbidden by {rules}", rules = texts::within(&rules.join(say!(" and "))));
    }
    let mut texts = Vec::new();
    if alternative.alone.is_none() && points.is_none() {
        return String::new();
    }
    let farther = alternative.line_km - here_km;
    if farther.is_finite() && farther.abs() >= 0.5 {
        let km = grouped(farther.abs(), 0);
        texts.push(if farther > 0.0 { say!("{km} km farther", km) } else { say!("{km} km nearer", km) });
    }
    let biggest = || parts(alternative).iter().take(2);
    texts.extend(biggest().map(|part| format!("{} {}", reason_title(part), scale.signed(part.points))));
    // What is shown adds up.
    let shown: f64 = biggest().map(|part| scale.rounded(part.points)).sum();
    let others = scale.rounded(points.unwrap_or(shown)) - shown;
    if others.abs() >= scale.tie() {
        texts.push(say!("all else {points}", points = scale.signed(others)));
    }
    let breaks = alternative.alone.iter().flat_map(|alone| &alone.breaks);
    let mut broken: Vec<&str> = breaks.map(|obstacle| rule_title(&obstacle.finding.rule)).collect();
    broken.dedup();
    if !broken.is_empty() {
        texts.push(say!("would break {broken}", broken = texts::within(&broken.join(say!(" and ")))));
    }
    texts.join(", ")
}

fn score_parts(explanation: &Explanation) -> Vec<ScorePartRow> {
    let points = |of: fn(&ScorePart) -> f64| shares(&explanation.score.parts.each_ref().map(|part| of(part) * 100.0));
    let (adds, most) = (points(|part| part.contribution), points(|part| part.share));
    let row = |(part, (adds, most)): (&ScorePart, (&f64, &f64))| ScorePartRow {
        name: texts::of(&part.name).to_owned(),
        adds: say!("{adds} of {most}", adds = grouped(*adds, 0), most = grouped(*most, 0)),
        fill: part.value * 100.0,
        source: part.source.clone(),
    };
    explanation.score.parts.iter().zip(adds.iter().zip(&most)).map(row).collect()
}

/// Numbers rounded so that they add up to their rounded sum: those with the largest remainders are rounded up (Hamilton
/// 1792).
fn shares(numbers: &[f64]) -> Vec<f64> {
    let mut rounded: Vec<f64> = numbers.iter().map(|number| number.floor()).collect();
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.order_by(|&a, &b| (numbers[b] - rounded[b]).total_cmp(&(numbers[a] - rounded[a])));
    let missing = numbers.iter().sum::<f64>().round() - rounded.iter().sum::<f64>();
    for &at in order.iter().take(missing.max(0.0) as usize) {
        rounded[at] += 1.0;
    }
    rounded
}
