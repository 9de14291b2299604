//! The working plan against today, figure by figure.

use crate::evaluate::figures::ALL;
use crate::evaluate::figures::Better;
use crate::evaluate::figures::Unit;
use crate::session::Session;
use crate::units::grouped;
use crate::units::signed;
use crate::view::Tone;
use crate::view::headline::figure_text;

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureRow {
    /// What it is.
    pub title: &'static str,
    /// What it means.
    pub help: &'static str,
    /// Today.
    pub today: String,
    /// The plan.
    pub plan: String,
    /// `−18.6 points`; "" without a change.
    pub change: String,
    /// Whether the change is for the better.
    pub tone: Tone,
}

/// The working plan against today; empty before the first judgement.
pub fn against_today(session: &Session) -> Vec<FigureRow> {
    let (Some(data), Some(judged)) = (&session.data, &session.judgement) else { return Vec::new() };
    let symbol = data.dataset.currency_symbol();
    let objective = FigureRow {
        title: "Objective",
        help: "All losses by their weights; the search makes it as small as it can.",
        today: format!("{} %", grouped(judged.today.objective, 2)),
        plan: format!("{} %", grouped(judged.plan.objective, 2)),
        change: change(Unit::Share, (judged.plan.objective - judged.today.objective) / 100.0, ""),
        tone: tone(Better::Lower, judged.plan.objective - judged.today.objective),
    };
    let figures = ALL.iter().filter_map(|figure| {
        let (plan, today) = (judged.plan.figure(figure.id), judged.today.figure(figure.id));
        // What changes hands is the price of a plan, neither better nor worse than a today without changes.
        let price = figure.id.starts_with("moved") || figure.id == "expected_dip";
        plan.is_finite().then(|| FigureRow {
            title: figure.title,
            help: figure.help,
            today: figure_text(figure.unit, today, &symbol),
            plan: figure_text(figure.unit, plan, &symbol),
            change: change(figure.unit, plan - today, &symbol),
            tone: if price { Tone::Plain } else { tone(figure.better, plan - today) },
        })
    });
    std::iter::once(objective).chain(figures).collect()
}

fn change(unit: Unit, difference: f64, symbol: &str) -> String {
    match unit {
        _ if same(difference) => String::new(),
        // A change that is coloured is told.
        Unit::Share if difference.abs() < 0.0005 => format!("{} points", signed(difference * 100.0, 2)),
        Unit::Share => format!("{} points", signed(difference * 100.0, 1)),
        _ if difference < 0.0 => format!("−{}", figure_text(unit, -difference, symbol)),
        _ => format!("+{}", figure_text(unit, difference, symbol)),
    }
}

/// No difference, or none that is known.
fn same(difference: f64) -> bool {
    difference.is_nan() || difference.abs() < 1e-9
}

fn tone(better: Better, difference: f64) -> Tone {
    match better {
        _ if same(difference) => Tone::Plain,
        Better::Lower if difference < 0.0 => Tone::Good,
        Better::Higher if difference > 0.0 => Tone::Good,
        _ => Tone::Bad,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_says_its_direction_and_whether_it_is_good() {
        // A minus sign alone does not tell whether less is better.
        assert_eq!(change(Unit::Share, -0.186, "$"), "−18.6 points");
        assert_eq!(change(Unit::Share, 0.0004, "$"), "+0.04 points");
        assert_eq!(change(Unit::Count, 7.0, "$"), "+7");
        assert_eq!(change(Unit::Count, 0.0, "$"), "");
        assert_eq!(tone(Better::Higher, -0.1), Tone::Bad);
        assert_eq!(tone(Better::Lower, -0.1), Tone::Good);
    }
}
