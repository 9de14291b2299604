//! The "Territories" table: one row per rep, today against plan.

use crate::evaluate::RepFigures;
use crate::rules::allowed_deviation;
use crate::session::Session;
use crate::units::Hours;
use crate::units::Money;
use crate::units::Share;
use crate::units::grouped;
use crate::units::signed;
use crate::view::estimated;
use crate::view::potential::potential;

/// Bars never end below this deviation: rounding must not look like imbalance.
const LEAST: f64 = 0.05;

/// A deviation from target, for a bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Deviation {
    /// Relative deviation of the plan.
    pub plan: f64,
    /// Relative deviation today.
    pub today: f64,
    /// Least and largest deviation allowed, infinite on a side that is free; none where no window is set.
    pub window: Option<(f64, f64)>,
    /// Deviation at either end of the drawing; the same for a whole column, so that its bars compare.
    pub scale: f64,
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
    /// City of the base or `remote`, and the office: `Albany · East`; "" where neither is known.
    pub place: String,
    /// Accounts.
    pub accounts: String,
    /// Difference from today: `+10`.
    pub accounts_change: String,
    /// How its accounts are spread by potential.
    pub sizes: Sizes,
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
    /// Whether potential, workload and travel are made of estimates.
    pub estimated: [bool; 3],
    /// Numbers to sort by: accounts, potential, potential deviation, workload, workload deviation, travel, moved.
    pub sort_keys: [f64; 7],
}

/// Bars of the drawing of a territory's accounts by potential.
pub const SIZES: usize = 8;

/// How many accounts of a territory are how large.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sizes {
    /// Accounts from small to large, each bar as a part of the highest, 0 to 1.
    pub bars: [f64; SIZES],
    /// The same in words: `half of the accounts below $12.1 K, the largest $410 K`.
    pub text: String,
}

/// The spread of each rep's accounts by potential, all by the same steps.
fn sizes(session: &Session) -> Vec<Sizes> {
    let Some(data) = &session.data else { return Vec::new() };
    let mut amounts: Vec<Vec<f64>> = vec![Vec::new(); data.dataset.reps.len()];
    for (account, &rep) in session.counted_plan().rep.iter().enumerate() {
        if let Some(amounts) = amounts.get_mut(usize::from(rep)) {
            amounts.push(potential(data, account));
        }
    }
    let all = || amounts.iter().flatten().copied().filter(|amount| *amount > 0.0);
    let (least, most) = (all().fold(f64::INFINITY, f64::min), all().fold(0.0, f64::max));
    // Potentials differ by orders of magnitude: each step is so many times the one before.
    let steps = libm::log(most / least).max(1e-9);
    let symbol = data.dataset.currency_symbol();
    let of = |mut amounts: Vec<f64>| {
        let mut counts = [0.0_f64; SIZES];
        for amount in &amounts {
            let place = libm::log(amount / least) / steps * SIZES as f64;
            counts[(place.max(0.0) as usize).min(SIZES - 1)] += 1.0;
        }
        let highest = counts.iter().copied().fold(1.0, f64::max);
        let middle = amounts.len() / 2;
        let median = if amounts.is_empty() { 0.0 } else { *amounts.select_nth_unstable_by(middle, f64::total_cmp).1 };
        let largest = amounts.iter().copied().fold(0.0, f64::max);
        let money = |amount: f64| Money(amount).short(&symbol);
        let text = say!(
            "half of the accounts below {median}, the largest {largest}",
            median = money(median),
            largest = money(largest)
        );
        Sizes { bars: counts.map(|count| count / highest), text }
    };
    amounts.into_iter().map(of).collect()
}

/// All rows in the order of the reps; empty before the first judgement.
pub fn territories(session: &Session) -> Vec<TerritoryRow> {
    let (Some(data), Some(judged)) = (&session.data, &session.judgement) else { return Vec::new() };
    let symbol = data.dataset.currency_symbol();
    let column = |measure: &str, of: fn(&RepFigures) -> f64| {
        let deviations = judged.plan.reps.iter().chain(&judged.today.reps).map(|rep| of(rep).abs());
        Column::new(of, window(session, measure), deviations.collect())
    };
    let columns: [&[&str]; 3] = [&["potential"], &["service_hours", "visits_per_year"], &["visits_per_year"]];
    let made_of_estimates = columns.map(|columns| !estimated(session, columns).is_empty());
    let potential = column("potential", RepFigures::potential_deviation);
    let workload = column("workload", RepFigures::workload_deviation);
    let breaches = || judged.plan.limits.iter().flat_map(|limit| &limit.breaches);
    let breaks =
        |rep: usize, what: &str| breaches().any(|breach| breach.rep == Some(rep as u16) && breach.what == what);
    let mut sizes = sizes(session);
    sizes.resize(judged.plan.reps.len(), Sizes::default());
    let pairs = judged.plan.reps.iter().zip(&judged.today.reps).enumerate();
    pairs
        .map(|(rep, (plan, today))| {
            let facts = &data.dataset.reps[rep];
            let place = [if facts.remote { say!("remote") } else { facts.city.as_str() }, data.dataset.office(rep)];
            let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
            TerritoryRow {
                rep: rep as u16,
                colour: data.colours.get(rep).copied().unwrap_or(0),
                name: facts.name.clone(),
                place: place.join(" · "),
                accounts: grouped(f64::from(plan.accounts), 0),
                accounts_change: change(f64::from(plan.accounts) - f64::from(today.accounts)),
                sizes: std::mem::take(&mut sizes[rep]),
                potential: Money(plan.potential).short(&symbol),
                potential_deviation: potential.deviation(plan, today, breaks(rep, "potential")),
                workload: Hours(plan.workload_hours).text(),
                workload_deviation: workload.deviation(plan, today, breaks(rep, "workload")),
                travel: Hours(plan.travel_hours).text(),
                travel_change: change(plan.travel_hours - today.travel_hours),
                moved_in: plan.moved_in,
                moved_out: plan.moved_out,
                estimated: made_of_estimates,
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
    let each = |targets: Vec<f64>, text: &dyn Fn(f64) -> String| match targets.first() {
        Some(first) if targets.iter().all(|target| (target - first).abs() <= 1e-6 * first.abs()) => {
            say!("target {value}", value = text(*first))
        }
        _ => String::new(),
    };
    let targets = |of: fn(&RepFigures) -> f64| judged.plan.reps.iter().map(of).collect::<Vec<f64>>();
    let (gained, given) = (sum(|rep| f64::from(rep.moved_in)), sum(|rep| f64::from(rep.moved_out)));
    vec![
        (say!("Accounts"), grouped(sum(|rep| f64::from(rep.accounts)), 0)),
        (say!("By size"), String::new()),
        (say!("Potential"), Money(sum(|rep| rep.potential)).short(&symbol)),
        (
            say!("Potential to target"),
            each(targets(|rep| rep.potential_target), &|target| Money(target).short(&symbol)),
        ),
        (say!("Workload"), Hours(sum(|rep| rep.workload_hours)).text()),
        (say!("Workload to target"), each(targets(|rep| rep.workload_target), &|target| Hours(target).text())),
        (say!("Travel"), Hours(sum(|rep| rep.travel_hours)).text()),
        (say!("In, out"), format!("↓ {} ↑ {}", grouped(gained, 0), grouped(given, 0))),
    ]
}

fn change(difference: f64) -> String {
    let text = signed(difference, 0);
    if text == "0" { String::new() } else { text }
}

/// What the deviations of one column have in common.
struct Column {
    of: fn(&RepFigures) -> f64,
    window: Option<(f64, f64)>,
    scale: f64,
}

impl Column {
    fn new(of: fn(&RepFigures) -> f64, window: Option<(f64, f64)>, deviations: Vec<f64>) -> Self {
        let ends = window.into_iter().flat_map(|(from, to)| [-from, to]).filter(|end| end.is_finite());
        Self { of, window, scale: scale(deviations, ends.fold(0.0, f64::max)) }
    }

    /// `broken`: whether a limit on the amount itself is broken, whatever the window says.
    fn deviation(&self, plan: &RepFigures, today: &RepFigures, broken: bool) -> Deviation {
        let (plan, today) = ((self.of)(plan), (self.of)(today));
        Deviation {
            plan,
            today,
            window: self.window,
            scale: self.scale,
            inside: !broken && self.window.is_none_or(|(from, to)| (from - 1e-9..=to + 1e-9).contains(&plan)),
            text: Share(plan).signed_percent(),
        }
    }
}

/// The deviation at either end of a column's bars. A window is always drawn with some room beside it. Where all lies
/// within three windows, or not much beyond most, everything is drawn; else a few that lie far out must not flatten all
/// others, so the largest tenth may go beyond the end.
fn scale(mut deviations: Vec<f64>, window: f64) -> f64 {
    deviations.retain(|deviation| deviation.is_finite());
    deviations.sort_by(f64::total_cmp);
    let largest = deviations.last().copied().unwrap_or_default();
    let most = deviations.get((deviations.len() * 9).div_ceil(10).saturating_sub(1)).copied().unwrap_or_default();
    let drawn = if largest <= (3.0 * window).max(1.5 * most) { largest } else { most };
    drawn.max(1.25 * window).max(LEAST)
}

/// Which deviations the rules allow on a measure, where they limit it.
fn window(session: &Session, measure: &str) -> Option<(f64, f64)> {
    allowed_deviation(&session.project.as_ref()?.settings.rules, measure)
}

/// `±15 %`, `−25 % to +15 %`, `at least −25 %, no upper limit` or `at most +25 %, no lower limit`.
pub fn allowed_text((from, to): (f64, f64)) -> String {
    let (least, most) = (Share(from).signed_percent(), Share(to).signed_percent());
    match (from.is_finite(), to.is_finite()) {
        (true, false) => say!("at least {least}, no upper limit", least),
        (false, _) => say!("at most {most}, no lower limit", most),
        _ if (from + to).abs() > 1e-12 => say!("{from} to {to}", from = least, to = most),
        _ => format!("±{}", Share(to).percent()),
    }
}

/// That nothing limits the largest gap of a measure, for where it stands beside kept limits: it lies on the open side of
/// the window, further than the other side allows. "" where that is not so.
pub(super) fn open_side(session: &Session, measure: &str) -> &'static str {
    let of = match measure {
        "potential" => RepFigures::potential_deviation,
        _ => RepFigures::workload_deviation,
    };
    let reps = session.judgement.iter().flat_map(|judged| &judged.plan.reps).map(of);
    let largest = reps.max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or_default();
    match window(session, measure) {
        Some((from, to)) if from.is_finite() && !to.is_finite() && largest > -from => say!("no upper limit"),
        Some((from, to)) if to.is_finite() && !from.is_finite() && -largest > to => say!("no lower limit"),
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_without_an_end_says_so() {
        // "All limits kept" beside a gap of 104 % is right only where nothing limits that side.
        assert_eq!(allowed_text((-0.15, 0.15)), "±15.0 %");
        assert_eq!(allowed_text((-0.25, f64::INFINITY)), "at least −25.0 %, no upper limit");
        assert_eq!(allowed_text((f64::NEG_INFINITY, 0.25)), "at most +25.0 %, no lower limit");
    }

    #[test]
    fn a_column_has_one_scale_that_shows_most_of_it() {
        // Bars that all end at the edge tell nothing; bars flattened by one odd territory tell as little.
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        near(scale(vec![0.02, 0.14, 0.31], 0.15), 0.31);
        near(scale(vec![0.02, 0.04], 0.15), 0.1875);
        let mut wide = vec![0.4; 18];
        wide.extend([2.5, 9.0]);
        near(scale(wide.clone(), 0.1), 0.4);
        near(scale(wide, 0.0), 0.4);
        let mut close = vec![0.4; 18];
        close.extend([0.5, 0.55]);
        near(scale(close, 0.0), 0.55);
        near(scale(vec![0.001, 0.004], 0.0), 0.05);
        near(scale(Vec::new(), 0.0), 0.05);
    }
}
