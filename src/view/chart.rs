//! The search's curve as drawing instructions.

use crate::units::grouped;
use crate::view::Curve;
use std::fmt::Write;

const LEFT: f64 = 46.0;
const RIGHT: f64 = 274.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 138.0;

/// A drawing of 290 x 160.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// What it says, for assistive technology.
    pub label: String,
    /// Horizontal lines.
    pub grid: String,
    /// Line of the best objective.
    pub best: String,
    /// Line of the bound.
    pub bound: String,
    /// Where the best objective stands now.
    pub dot: Option<(f64, f64)>,
    /// Labels of the lines: y, text.
    pub values: Vec<(f64, String)>,
    /// Labels of the times: x, text.
    pub times: Vec<(f64, String)>,
}

/// Draws a curve; empty axes before the first point.
pub fn chart(curve: &Curve) -> Chart {
    let seconds = curve.bound.iter().chain(&curve.objective).map(|point| point.0).fold(1.0, f64::max);
    let (low, high) = range(curve);
    let x = |time: f64| LEFT + (RIGHT - LEFT) * time / seconds;
    let y = |value: f64| BOTTOM - (BOTTOM - TOP) * ((value - low) / (high - low)).clamp(0.0, 1.0);
    let mut chart = Chart::default();
    for step in 0..=3 {
        let value = low + (high - low) * f64::from(step) / 3.0;
        let _ = write!(chart.grid, "M{LEFT} {:.1}H{RIGHT}", y(value));
        chart.values.push((y(value) + 4.0, grouped(value, if high - low < 3.0 { 2 } else { 0 })));
    }
    for part in [0.0, 0.5, 1.0] {
        chart.times.push((x(seconds * part), format!("{} s", grouped(seconds * part, usize::from(seconds < 4.0)))));
    }
    let line = |points: &[(f64, f64)]| {
        let mut path = String::new();
        for (index, &(time, value)) in points.iter().enumerate() {
            let _ = write!(path, "{}{:.1} {:.1}", if index == 0 { 'M' } else { 'L' }, x(time), y(value));
        }
        path
    };
    chart.best = line(&curve.objective);
    chart.bound = line(&curve.bound);
    let last = |points: &[(f64, f64)]| points.last().map(|point| point.1);
    chart.dot = curve.objective.last().map(|&(time, value)| (x(time), y(value)));
    chart.label = format!(
        "Best so far {}, proven bound {}",
        last(&curve.objective).map_or_else(|| "none yet".to_owned(), |value| format!("{} %", grouped(value, 2))),
        last(&curve.bound).map_or_else(|| "none yet".to_owned(), |value| format!("{} %", grouped(value, 2))),
    );
    chart
}

/// The values worth showing: around the latest objective and bound, not the wild first ones.
fn range(curve: &Curve) -> (f64, f64) {
    let recent = |points: &[(f64, f64)]| points.iter().skip(points.len() / 4).map(|point| point.1).collect::<Vec<_>>();
    let values: Vec<f64> = [recent(&curve.objective), recent(&curve.bound)].concat();
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if low > high {
        return (0.0, 1.0);
    }
    let room = ((high - low) * 0.1).max(0.05);
    (low - room, high + room)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_and_a_flat_curve_are_drawn_without_dividing_by_zero() {
        // The first news of a run has a bound and no plan; a proven optimum is a flat line.
        assert!(chart(&Curve::default()).best.is_empty());
        let flat = chart(&Curve { objective: vec![(0.0, 3.0), (1.0, 3.0)], bound: vec![(0.0, 3.0)] });
        assert!(!flat.best.contains("NaN") && flat.dot.is_some());
    }
}
