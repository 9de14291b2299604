//! All criteria of the ranking beside each other: upright where there is room, one below the other on a phone.

use crate::evaluate::figures::Better;
use crate::session::Session;
use crate::texts;
use crate::view::scenario_charts::Written;
use crate::view::scenario_charts::ends;
use crate::view::scenario_charts::is_alike;
use crate::view::scenario_charts::plans;
use crate::view::scenario_charts::values_of;
use crate::view::scenario_charts::width_of;
use crate::view::trade_off_chart::path;
use crate::what_if::Compared;
use crate::what_if::criteria;
use std::fmt::Write;

/// Narrower than this the axes lie one below the other, px.
const UPRIGHT: f64 = 760.0;
/// Upright: beside the outermost axes, where they begin, how long they are.
const BESIDE: f64 = 66.0;
const BEST: f64 = 64.0;
const LONG: f64 = 190.0;
/// Lying: from axis to axis, and where the first one lies.
const APART: f64 = 62.0;
const FIRST: f64 = 28.0;
/// Lying: beside the axes, and from their ends to their texts, so that a line along the ends crosses none.
const MARGIN: f64 = 6.0;
const INSET: f64 = 16.0;

/// The criteria of the ranking beside each other, in px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParallelChart {
    /// How wide and how high it is.
    pub size: (f64, f64),
    /// What it says, for assistive technology.
    pub label: String,
    /// The axes.
    pub axes: String,
    /// The title of each axis, its best value and its worst.
    pub texts: Vec<Written>,
    /// Each plan.
    pub lines: Vec<PlanLine>,
    /// Whether the axes stand; else they lie one below the other, and plans are dots on them.
    pub upright: bool,
    /// Where plans stand on the axes that lie: their places, x and y.
    pub dots: Vec<(usize, f64, f64)>,
    /// In which figures all plans are alike, a sentence; "" where in none.
    pub alike: String,
}

/// A plan through all criteria.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanLine {
    /// Its place, as in the table.
    pub place: usize,
    /// Its name.
    pub name: String,
    /// Its line; "" where no axis tells plans apart.
    pub path: String,
    /// Where its name stands while it is pointed at.
    pub pointed: Written,
}

/// A criterion that tells plans apart.
struct Told {
    title: &'static str,
    best: String,
    worst: String,
    /// How far each plan is from the best, 0 to 1.
    parts: Vec<f64>,
}

/// Draws all criteria side by side, so many px wide; none before a plan is made.
pub fn parallel_chart(session: &Session, width: f64) -> Option<ParallelChart> {
    let plans = plans(session);
    if plans.len() < 2 {
        return None;
    }
    let symbol = session.data.as_ref()?.dataset.currency_symbol();
    let columns = criteria().filter_map(|figure| values_of(&plans, figure.id)).collect();
    let names = plans.into_iter().map(|plan| (plan.place, plan.name)).collect();
    Some(chart(names, columns, &symbol, width))
}

fn chart(names: Vec<(usize, String)>, columns: Vec<(Compared, Vec<f64>)>, symbol: &str, width: f64) -> ParallelChart {
    let (mut told, mut alike) = (Vec::new(), Vec::new());
    for (figure, values) in columns {
        match tell(&figure, &values, symbol) {
            Ok(axis) => told.push(axis),
            Err(text) => alike.push(text),
        }
    }
    let upright = width >= UPRIGHT;
    let mut chart = if upright { upright_chart(&told, width) } else { lying_chart(&told, width) };
    let point = |(at, axis): (usize, &Told), plan: usize| {
        let part = axis.parts[plan];
        if upright {
            (x_of(at, told.len(), width), BEST + LONG * part)
        } else {
            (MARGIN + (chart.size.0 - 2.0 * MARGIN) * (1.0 - part), FIRST + APART * at as f64)
        }
    };
    let line = |plan: usize| told.iter().enumerate().map(|axis| point(axis, plan)).collect::<Vec<_>>();
    let points: Vec<Vec<(f64, f64)>> = (0..names.len()).map(line).collect();
    chart.upright = upright;
    for ((place, name), points) in names.into_iter().zip(points) {
        if !upright {
            chart.dots.extend(points.iter().map(|(x, y)| (place, *x, *y)));
        }
        let (x, y) = points.first().copied().unwrap_or_default();
        // Below the line where the best value of the axis stands above it.
        let line = if y < BEST + 14.0 { y + 16.0 } else { y - 8.0 };
        let pointed = (x + 8.0, line, "start", name.clone());
        chart.lines.push(PlanLine { place, name, path: path(&points), pointed });
    }
    if !alike.is_empty() {
        chart.alike = say!("All plans are alike in {figures}.", figures = alike.join(", "));
    }
    let count = told.len();
    chart.label = if upright {
        say!("{count} figures of every plan, the best of each at the top. The table says the same in numbers.", count)
    } else {
        say!("{count} figures of every plan, the best of each on the right. The table says the same in numbers.", count)
    };
    chart
}

/// A figure as an axis; where all plans read alike, its name with what they have.
fn tell(figure: &Compared, values: &[f64], symbol: &str) -> Result<Told, String> {
    let (least, most) = ends(values);
    let (best, worst) = if figure.better == Better::Higher { (most, least) } else { (least, most) };
    let text = |value| figure.unit.text(value, symbol);
    let title = texts::of(figure.title);
    if is_alike(figure, least, most, symbol) {
        return Err(format!("{} ({})", texts::within(title), text(best)));
    }
    let parts = values.iter().map(|value| (value - best) / (worst - best)).collect();
    Ok(Told { title, best: text(best), worst: text(worst), parts })
}

/// Where an axis of so many stands.
fn x_of(at: usize, count: usize, width: f64) -> f64 {
    BESIDE + (width - 2.0 * BESIDE) / (count.max(2) - 1) as f64 * at as f64
}

fn upright_chart(told: &[Told], width: f64) -> ParallelChart {
    let mut chart = ParallelChart { size: (width, BEST + LONG + 26.0), ..ParallelChart::default() };
    let apart = x_of(1, told.len(), width) - x_of(0, told.len(), width);
    let longest = told.iter().map(|axis| width_of(axis.title)).fold(0.0, f64::max);
    for (at, axis) in told.iter().enumerate() {
        let x = x_of(at, told.len(), width);
        // Two heights where long titles would meet.
        let height = if at % 2 == 0 && longest > apart - 8.0 { 14.0 } else { 31.0 };
        let _ = write!(chart.axes, "M{x:.1} {BEST}v{LONG}");
        chart.texts.push((x, height, "middle", axis.title.to_owned()));
        chart.texts.push((x, BEST - 12.0, "middle", axis.best.clone()));
        chart.texts.push((x, BEST + LONG + 18.0, "middle", axis.worst.clone()));
    }
    chart
}

fn lying_chart(told: &[Told], width: f64) -> ParallelChart {
    let width = width.max(240.0);
    let height = FIRST + APART * told.len() as f64 - 26.0;
    let mut chart = ParallelChart { size: (width, height), ..ParallelChart::default() };
    for (at, axis) in told.iter().enumerate() {
        let y = FIRST + APART * at as f64;
        let _ = write!(chart.axes, "M{MARGIN} {y:.1}H{:.1}", width - MARGIN);
        chart.texts.push((INSET, y - 11.0, "start", axis.title.to_owned()));
        chart.texts.push((INSET, y + 18.0, "start", axis.worst.clone()));
        chart.texts.push((width - INSET, y + 18.0, "end", axis.best.clone()));
    }
    chart
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(id: &str, values: [f64; 3]) -> (Compared, Vec<f64>) {
        (criteria().find(|figure| figure.id == id).expect("a criterion"), values.to_vec())
    }

    #[test]
    fn figures_that_read_alike_are_no_axis() {
        // Stretched over the whole height, a billionth of coverage looks like the largest difference of all.
        let columns = || {
            vec![
                column("expected_revenue", [12.4e6, 12.9e6, 12.6e6]),
                column("covered", [1.0, 1.0 - 1e-12, 1.0]),
                column("travel_hours", [1286.0, 2328.0, 1500.0]),
                column("fit", [0.8011, 0.8012, 0.8013]),
            ]
        };
        let names = || ["Today", "North", "South"].map(str::to_owned).into_iter().enumerate().collect::<Vec<_>>();
        for width in [1200.0, 330.0] {
            let chart = chart(names(), columns(), "$", width);
            assert_eq!(chart.alike, "All plans are alike in potential with a rep (100.0 %), rep fit (80.1 %).");
            assert_eq!(chart.axes.matches('M').count(), 2);
            assert_eq!(chart.texts.len(), 6);
            assert!(chart.lines.iter().all(|line| line.path.matches(['M', 'L']).count() == 2));
            assert_eq!(chart.dots.len(), if width < UPRIGHT { 6 } else { 0 });
            assert!(chart.texts.iter().all(|(x, y, _, _)| *x <= chart.size.0 && *y <= chart.size.1));
        }
        let none = chart(names(), vec![column("covered", [1.0; 3])], "$", 1200.0);
        assert!(none.axes.is_empty() && none.lines.iter().all(|line| line.path.is_empty()));
        let all = chart(names(), vec![column("covered", [0.5, 0.7, 0.9])], "$", 1200.0);
        assert_eq!(all.alike, "");
    }
}
