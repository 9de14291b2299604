//! The search's curve: the best plan so far, and what is proven possible.

use crate::scenario::label_shown;
use crate::session::Sample;
use crate::session::Session;
use crate::units::grouped;
use crate::view::Curve;
use crate::view::charts::Anchor;
use crate::view::charts::Drawing;
use crate::view::charts::Form;
use crate::view::charts::Twin;
use std::fmt::Write;

const LEFT: f64 = 46.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 138.0;
const HEIGHT: f64 = 160.0;
/// Rows of the table at most.
const ROWS: usize = 12;

/// The curve of the search under way, or of the last one; with what it made, and whether nothing can be proven.
pub fn last_search(session: &Session) -> Option<(Curve, String, bool)> {
    if let Some(run) = &session.run {
        let unproven = crate::rules::leaves_centres_free(&run.settings.rules);
        return Some((curve(&run.samples), say!("The search under way").to_owned(), unproven));
    }
    let searched = session.searched.as_ref()?;
    Some((
        curve(&searched.samples),
        say!("The search that made {version}", version = label_shown(&searched.label)),
        searched.unproven,
    ))
}

/// Samples as two lines.
pub fn curve(samples: &[Sample]) -> Curve {
    let points = |of: fn(&Sample) -> Option<f64>| {
        samples.iter().filter_map(|sample| of(sample).map(|value| (sample.seconds, value))).collect()
    };
    Curve { objective: points(|sample| sample.objective), bound: points(|sample| sample.bound) }
}

/// Draws a curve; empty axes before the first point.
pub fn curve_chart(curve: &Curve, width: f64) -> Drawing {
    let seconds = curve.bound.iter().chain(&curve.objective).map(|point| point.0).fold(1.0, f64::max);
    let (low, high) = range(curve);
    let mut drawing = Drawing::new(width, HEIGHT);
    let right = drawing.width - 16.0;
    let x = |time: f64| LEFT + (right - LEFT) * time / seconds;
    let y = |value: f64| BOTTOM - (BOTTOM - TOP) * ((value - low) / (high - low)).clamp(0.0, 1.0);
    for step in 0..=3 {
        let value = low + (high - low) * f64::from(step) / 3.0;
        drawing.add("chart-grid", Form::Path(format!("M{LEFT} {:.1}H{right}", y(value))));
        let text = grouped(value, if high - low < 3.0 { 2 } else { 0 });
        drawing.text("chart-axis", (LEFT - 6.0, y(value) + 4.0), Anchor::End, text);
    }
    for part in [0.0, 0.5, 1.0] {
        let text = format!("{} s", grouped(seconds * part, usize::from(seconds < 4.0)));
        drawing.text("chart-axis", (x(seconds * part), BOTTOM + 17.0), Anchor::Middle, text);
    }
    let line = |points: &[(f64, f64)]| {
        let mut path = String::new();
        for (index, &(time, value)) in points.iter().enumerate() {
            let _ = write!(path, "{}{:.1} {:.1}", if index == 0 { 'M' } else { 'L' }, x(time), y(value));
        }
        Form::Path(path)
    };
    drawing.add("chart-bound", line(&curve.bound));
    drawing.add("chart-best", line(&curve.objective));
    if let Some(&(time, value)) = curve.objective.last() {
        drawing.add("chart-dot", Form::Circle(x(time), y(value), 4.5));
    }
    let last = |points: &[(f64, f64)]| {
        points.last().map_or_else(|| say!("none yet").to_owned(), |point| format!("{} %", grouped(point.1, 2)))
    };
    drawing.label = say!(
        "Best so far {objective}, proven bound {bound}",
        objective = last(&curve.objective),
        bound = last(&curve.bound)
    );
    drawing.twin = twin(curve, seconds);
    drawing
}

/// The curve at equal times.
fn twin(curve: &Curve, seconds: f64) -> Twin {
    let at = |points: &[(f64, f64)], time: f64| {
        let value = points.iter().take_while(|point| point.0 <= time + 1e-9).last();
        value.map_or_else(|| "—".to_owned(), |point| format!("{} %", grouped(point.1, 2)))
    };
    let row = |place: usize| {
        let time = seconds * place as f64 / ROWS as f64;
        vec![format!("{} s", grouped(time, 1)), at(&curve.objective, time), at(&curve.bound, time)]
    };
    Twin {
        headers: vec![say!("After"), say!("Best so far"), say!("Proven bound")],
        rows: (1..=ROWS).map(row).collect(),
    }
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
        let empty = curve_chart(&Curve::default(), 290.0);
        assert!(!empty.shapes.iter().any(|shape| matches!(shape.form, Form::Circle(..))));
        let flat = curve_chart(&Curve { objective: vec![(0.0, 3.0), (1.0, 3.0)], bound: vec![(0.0, 3.0)] }, 290.0);
        assert!(!format!("{:?}", flat.shapes).contains("NaN"));
        assert!(flat.shapes.iter().any(|shape| matches!(shape.form, Form::Circle(..))));
        assert_eq!(flat.twin.rows.len(), ROWS);
    }
}
