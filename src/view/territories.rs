//! The "Territories" table: one row per rep, today against plan.

use crate::evaluate::RepFigures;
use crate::session::Session;
use crate::units::Hours;
use crate::units::Money;
use crate::units::Share;
use crate::units::grouped;
use crate::units::signed;

/// A deviation from target, for a bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Deviation {
    /// Relative deviation of the plan.
    pub plan: f64,
    /// Relative deviation today.
    pub today: f64,
    /// Half width of the window; none where no window is set.
    pub window: Option<f64>,
    /// Whether the plan lies inside the window.
    pub inside: bool,
    /// `+14.2 %`.
    pub text: String,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct TerritoryRow {
    /// Position of the rep.
    pub rep: u16,
    /// Colour, 0 to 9.
    pub colour: u8,
    /// Name of the rep.
    pub name: String,
    /// City of the base, `remote`, or "".
    pub place: String,
    /// Accounts.
    pub accounts: String,
    /// Difference from today: `+10`.
    pub accounts_change: String,
    /// Potential.
    pub potential: String,
    /// Deviation of potential.
    pub potential_deviation: Deviation,
    /// Hours a year.
    pub workload: String,
    /// Deviation of workload.
    pub workload_deviation: Deviation,
    /// Hours a year on the road.
    pub travel: String,
    /// Difference from today.
    pub travel_change: String,
    /// Accounts gained.
    pub moved_in: u32,
    /// Accounts given away.
    pub moved_out: u32,
    /// Numbers to sort by: accounts, potential, potential deviation, workload, workload deviation, travel, moved.
    pub sort_keys: [f64; 7],
}

/// All rows in the order of the reps; empty before the first judgement.
pub fn territories(session: &Session) -> Vec<TerritoryRow> {
    let (Some(data), Some(judged)) = (&session.data, &session.judgement) else { return Vec::new() };
    let symbol = data.dataset.currency_symbol();
    let windows = (window(session, "potential"), window(session, "workload"));
    let pairs = judged.plan.reps.iter().zip(&judged.today.reps).enumerate();
    pairs
        .map(|(rep, (plan, today))| {
            let facts = &data.dataset.reps[rep];
            let place = if facts.remote { "remote" } else { facts.city.as_str() };
            TerritoryRow {
                rep: rep as u16,
                colour: data.colours.get(rep).copied().unwrap_or(0),
                name: facts.name.clone(),
                place: place.to_owned(),
                accounts: grouped(f64::from(plan.accounts), 0),
                accounts_change: change(f64::from(plan.accounts) - f64::from(today.accounts)),
                potential: Money(plan.potential).short(&symbol),
                potential_deviation: deviation(plan, today, RepFigures::potential_deviation, windows.0),
                workload: Hours(plan.workload_hours).text(),
                workload_deviation: deviation(plan, today, RepFigures::workload_deviation, windows.1),
                travel: Hours(plan.travel_hours).text(),
                travel_change: change(plan.travel_hours - today.travel_hours),
                moved_in: plan.moved_in,
                moved_out: plan.moved_out,
                sort_keys: [
                    f64::from(plan.accounts),
                    plan.potential,
                    plan.potential_deviation(),
                    plan.workload_hours,
                    plan.workload_deviation(),
                    plan.travel_hours,
                    f64::from(plan.moved_in + plan.moved_out),
                ],
            }
        })
        .collect()
}

/// The totals row: column and text for every column behind the name.
pub fn territory_totals(session: &Session) -> Vec<(&'static str, String)> {
    let (Some(data), Some(judged)) = (&session.data, &session.judgement) else { return Vec::new() };
    let sum = |of: fn(&RepFigures) -> f64| judged.plan.reps.iter().map(of).sum::<f64>();
    let symbol = data.dataset.currency_symbol();
    let (gained, given) = (sum(|rep| f64::from(rep.moved_in)), sum(|rep| f64::from(rep.moved_out)));
    vec![
        ("Accounts", grouped(sum(|rep| f64::from(rep.accounts)), 0)),
        ("Potential", Money(sum(|rep| rep.potential)).short(&symbol)),
        ("Potential to target", String::new()),
        ("Workload", Hours(sum(|rep| rep.workload_hours)).text()),
        ("Workload to target", String::new()),
        ("Travel", Hours(sum(|rep| rep.travel_hours)).text()),
        ("In, out", format!("{} in, {} out", grouped(gained, 0), grouped(given, 0))),
    ]
}

fn change(difference: f64) -> String {
    let text = signed(difference, 0);
    if text == "0" { String::new() } else { text }
}

fn deviation(plan: &RepFigures, today: &RepFigures, of: fn(&RepFigures) -> f64, window: Option<f64>) -> Deviation {
    let (plan, today) = (of(plan), of(today));
    Deviation {
        plan,
        today,
        window,
        inside: window.is_none_or(|window| plan.abs() <= window + 1e-9),
        text: Share(plan).signed_percent(),
    }
}

/// The tolerance of the balance window on a measure, where one is set.
fn window(session: &Session, measure: &str) -> Option<f64> {
    let rules = &session.project.as_ref()?.settings.rules;
    let card = crate::rules::rule("balance-window")?.card();
    rules
        .iter()
        .filter(|setting| setting.id == card.id)
        .map(|setting| crate::rules::Params::new(card, &setting.params))
        .filter(|params| params.text("measure") == measure)
        .map(|params| params.number("tolerance_percent") / 100.0)
        .min_by(f64::total_cmp)
}
