//! The inspector: a rep in words.

use crate::evaluate::RepFigures;
use crate::order::Order;
use crate::protocol::RepAhead;
use crate::score::TerritoryFeatures;
use crate::session::Session;
use crate::units::Hours;
use crate::units::Money;
use crate::units::Share;
use crate::units::grouped;
use crate::view::Fact;
use crate::view::Trait;
use crate::view::breach_text;
use crate::view::estimated;
use crate::view::good_and_hard;
use crate::view::rep_name;

/// Columns that a workload is made of.
const HOURS: &[&str] = &["service_hours", "visits_per_year"];

/// A rep.
#[derive(Clone, Debug, PartialEq)]
pub struct RepPanel {
    /// Position.
    pub rep: u16,
    /// Colour.
    pub colour: u8,
    /// Name.
    pub name: String,
    /// `New York City · ramp 60 %`.
    pub line: String,
    /// Chips: skills, remote.
    pub chips: Vec<String>,
    /// Plan against today.
    pub facts: Vec<(Fact, String)>,
    /// `Wins 63 % of deals (238 decided; 61 % all).`, "" where no deal is known.
    pub wins: String,
    /// What makes the territory good or hard, what matters most first.
    pub traits: Vec<Trait>,
    /// Breaches of this rep in words.
    pub breaches: Vec<String>,
    /// From whom accounts come, with counts.
    pub gains: Vec<(String, u32)>,
    /// To whom accounts go, with counts.
    pub losses: Vec<(String, u32)>,
}

/// The picked rep; none where none is.
pub fn rep_panel(session: &Session) -> Option<RepPanel> {
    let (data, project) = (session.data.as_ref()?, session.project.as_ref()?);
    let (rep, judged) = (session.selection.rep?, session.judgement.as_ref()?);
    let facts = data.dataset.reps.get(rep as usize)?;
    let (plan, today) = (judged.plan.reps.get(rep as usize)?, judged.today.reps.get(rep as usize)?);
    let symbol = data.dataset.currency_symbol();
    let row = |label: &str, value: String, today: String| (Fact { label: label.to_owned(), value }, today);
    let capacity = facts
        .capacity_hours
        .map_or_else(String::new, |hours| format!(" {}", say!("of {hours}", hours = Hours(hours).text())));
    let place = if facts.remote { say!("remote") } else { facts.city.as_str() };
    let ramp = if facts.ramp < 1.0 { say!("ramp {ramp}", ramp = Share(facts.ramp).percent()) } else { String::new() };
    let line: Vec<&str> =
        [place, data.dataset.office(rep as usize), ramp.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let mine = judged.plan.limits.iter().flat_map(|limit| &limit.breaches).filter(|breach| breach.rep == Some(rep));
    let changes = {
        let excluded = session.excluded();
        crate::evaluate::changes(&excluded.leave_out(project.today()), &excluded.leave_out(&project.working))
    };
    let of = |features: &[TerritoryFeatures]| features.get(rep as usize).copied().unwrap_or_default();
    // Figures made of estimates say so; a number stays with its sign and unit.
    let figure = |label: &str, columns: &[&str], texts: [String; 2]| {
        let about = if estimated(session, columns).is_empty() { "" } else { "≈ " };
        let [plan, today] = texts.map(|text| format!("{about}{text}").replace(' ', "\u{a0}"));
        row(label, plan, today)
    };
    let money = |sum: f64| Money(sum).short(&symbol);
    let mut workload =
        figure(say!("Workload"), HOURS, [plan.workload_hours, today.workload_hours].map(|sum| Hours(sum).text()));
    workload.0.value += &capacity;
    // Of no account nothing is derived.
    let some = |figures: &RepFigures, of: TerritoryFeatures| Some(of).filter(|_| figures.accounts > 0);
    let features = derived(some(plan, of(&judged.features)), some(today, of(&judged.features_today)));
    Some(RepPanel {
        rep,
        colour: data.colours.get(rep as usize).copied().unwrap_or(0),
        name: facts.name.clone(),
        line: line.join(" · "),
        chips: facts.skills.iter().take(12).cloned().collect(),
        facts: [
            row(say!("Accounts"), grouped(f64::from(plan.accounts), 0), grouped(f64::from(today.accounts), 0)),
            figure(say!("Potential"), &["potential"], [plan.potential, today.potential].map(money)),
            figure(say!("Revenue"), &["current_revenue"], [plan.revenue, today.revenue].map(money)),
            workload,
            figure(
                say!("Travel in the plan"),
                &["visits_per_year"],
                [plan.travel_hours, today.travel_hours].map(|sum| Hours(sum).text()),
            ),
        ]
        .into_iter()
        .chain(ahead(session, rep, &symbol))
        .chain(features)
        .collect(),
        wins: wins(session, rep),
        traits: good_and_hard(session, rep),
        breaches: mine.map(|breach| breach_text(&data.dataset, breach)).collect(),
        gains: counts(session, changes.iter().filter(|change| change.to == rep).map(|change| change.from)),
        losses: counts(session, changes.iter().filter(|change| change.from == rep).map(|change| change.to)),
    })
}

/// What the territory is expected to bring in the first year; nothing before that is known, or without money.
fn ahead(session: &Session, rep: u16, symbol: &str) -> Vec<(Fact, String)> {
    let version = session.project.as_ref().map(|project| project.version);
    let Some(told) = session.ahead.told.as_ref().filter(|told| Some(told.version) == version) else {
        return Vec::new();
    };
    let [Some(plan), Some(today)] = told.reps.each_ref().map(|reps| reps.get(usize::from(rep))) else {
        return Vec::new();
    };
    let money = |sum: f64| Money(sum).short(symbol);
    let range = |of: &RepAhead| say!("{low} to {high}", low = money(of.years[0]), high = money(of.years[2]));
    let share = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |share| Share(share).percent());
    let mut rows = vec![
        (say!("Expected revenue, first year"), [plan, today].map(|of| money(of.expected))),
        (say!("Bad to good year"), [plan, today].map(range)),
    ];
    if plan.attainment.is_some() {
        rows.push((say!("Of the quota"), [plan, today].map(|of| share(of.attainment))));
        rows.push((say!("Chance to reach it"), [plan, today].map(|of| share(of.reaches_quota))));
    }
    let row = |(label, [plan, today]): (&str, [String; 2])| (Fact { label: label.to_owned(), value: plan }, today);
    rows.into_iter().map(row).collect()
}

/// The derived features of a territory, the plan's against today's.
fn derived(plan: Option<TerritoryFeatures>, today: Option<TerritoryFeatures>) -> Vec<(Fact, String)> {
    type Told = fn(&TerritoryFeatures) -> Option<String>;
    let rows: [(&str, Told); 6] = [
        (say!("Travel burden"), |it| Some(Share(it.travel_burden).percent())),
        (say!("Largest fifth has"), |it| Some(Share(it.top_fifth).percent())),
        (say!("Concentration"), |it| Some(grouped(it.concentration, 3))),
        (say!("Relationship with the rep"), |it| Some(Share(it.continuity).percent())),
        (say!("Revenue per hour"), |it| it.accessibility.map(|times| format!("× {}", grouped(times, 2)))),
        (say!("Account score"), |it| Some(grouped(it.score * 100.0, 0))),
    ];
    let [plan, today] =
        [plan, today].map(|of| move |told: Told| of.as_ref().and_then(told).unwrap_or_else(|| "–".to_owned()));
    rows.into_iter().map(|(label, told)| (Fact { label: label.to_owned(), value: plan(told) }, today(told))).collect()
}

/// How often the rep wins, beside all.
fn wins(session: &Session, rep: u16) -> String {
    let Some(sales) = session.data.as_ref().map(|data| &data.scored.sales).filter(|sales| !sales.is_empty()) else {
        return String::new();
    };
    let Some(rate) = sales.reps.get(rep as usize).filter(|rate| rate.decided > 0) else {
        return say!("No decided deal of this rep is known.").to_owned();
    };
    say!(
        "Wins {rate} of the deals ({decided} decided); all reps {all}.",
        rate = Share(rate.rate).percent(),
        decided = grouped(f64::from(rate.decided), 0),
        all = Share(sales.overall.rate).percent()
    )
}

fn counts(session: &Session, reps: impl Iterator<Item = u16>) -> Vec<(String, u32)> {
    let mut counts = std::collections::BTreeMap::new();
    for rep in reps {
        *counts.entry(rep).or_insert(0) += 1;
    }
    let mut named: Vec<(String, u32)> =
        counts.into_iter().map(|(rep, count)| (rep_name(session, rep).to_owned(), count)).collect();
    named.order_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    named
}
