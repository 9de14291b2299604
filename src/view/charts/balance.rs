//! Every rep's amount against what is allowed.

use crate::evaluate::RepFigures;
use crate::order::Order;
use crate::session::Session;
use crate::units::Share;
use crate::units::counted;
use crate::view::allowed_text;
use crate::view::charts::Anchor;
use crate::view::charts::Drawing;
use crate::view::charts::Form;
use crate::view::charts::Measure;
use crate::view::charts::Twin;
use crate::view::charts::cut;
use crate::view::charts::marks;
use crate::view::rep_name;

/// A team this large is drawn row by row with names; a larger one as a silhouette.
const NAMED: usize = 160;
/// Height of a row, px, and the same in a team of more than so many.
const ROW: f64 = 22.0;
const LOW_ROW: f64 = 16.0;
const LOW_FROM: usize = 25;
/// Room for the marks above the rows, px.
const TOP: f64 = 20.0;
/// How much of the band fades away where nothing limits it, px.
const OPEN_PX: f64 = 24.0;
/// Width of the deviations at the right, px.
const RIGHT: f64 = 74.0;

/// One rep, with what the chart needs.
struct Row {
    name: String,
    plan: f64,
    today: f64,
    target: f64,
    deviation: f64,
    inside: bool,
}

/// A bar for each rep, the largest first, over the window, with a ring for today. None before the first judgement.
pub fn balance_chart(session: &Session, measure: Measure, width: f64) -> Option<Drawing> {
    let (data, judged) = (session.data.as_ref()?, session.judgement.as_ref()?);
    let symbol = data.dataset.currency_symbol();
    let window = measure.window(session);
    let row = |(rep, (plan, today)): (usize, (&RepFigures, &RepFigures))| {
        let deviation = measure.deviation(plan);
        Row {
            name: rep_name(session, rep as u16).to_owned(),
            plan: measure.amount(plan),
            today: measure.amount(today),
            target: measure.target(plan),
            deviation,
            inside: window.is_none_or(|(from, to)| (from - 1e-9..=to + 1e-9).contains(&deviation)),
        }
    };
    let mut rows: Vec<Row> = judged.plan.reps.iter().zip(&judged.today.reps).enumerate().map(row).collect();
    rows.order_by(|a, b| b.plan.total_cmp(&a.plan));
    let text = |amount: f64| measure.text(amount, &symbol);
    let mut drawing = draw(&rows, window, width, &text);
    drawing.label = sentence(&rows, measure, window.is_some());
    drawing.twin = Twin {
        headers: [say!("Territory"), say!("Plan"), say!("Today"), say!("Target"), say!("To target")]
            .into_iter()
            .chain(window.map(|_| say!("Allowed")))
            .collect(),
        rows: rows
            .iter()
            .map(|row| {
                let deviation = Share(row.deviation).signed_percent();
                let cells = [row.name.clone(), text(row.plan), text(row.today), text(row.target), deviation];
                cells.into_iter().chain(window.map(allowed_text)).collect()
            })
            .collect(),
    };
    Some(drawing)
}

fn sentence(rows: &[Row], measure: Measure, has_window: bool) -> String {
    let title = measure.title();
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return title.to_owned() };
    let outside = rows.iter().filter(|row| !row.inside).count();
    let window = match (has_window, outside) {
        (false, _) => say!("no window is set").to_owned(),
        (true, 0) => say!("all within the window").to_owned(),
        (true, outside) => say!("{outside} of {reps} outside the window", outside, reps = counted(rows.len(), "rep")),
    };
    let far = |row: &Row| format!("{} ({})", row.name, Share(row.deviation).signed_percent());
    say!("{title} of each rep, from {first} to {last}: {window}.", title, first = far(first), last = far(last), window)
}

fn draw(rows: &[Row], window: Option<(f64, f64)>, width: f64, text: &dyn Fn(f64) -> String) -> Drawing {
    let named = rows.len() <= NAMED;
    let row_px = match rows.len() {
        count if count <= LOW_FROM => ROW,
        count if count <= NAMED => LOW_ROW,
        // A few pixels each: the shape tells, and the table names.
        count => (440.0 / count as f64).clamp(2.0, 8.0),
    };
    let mut drawing = Drawing::new(width, TOP + row_px * rows.len() as f64 + 4.0);
    let left = if named { (drawing.width * 0.28).min(140.0) } else { 0.0 };
    let right = drawing.width - if named { RIGHT } else { 8.0 };
    let edge = |row: &Row| window.map_or(0.0, |(_, to)| if to.is_finite() { row.target * (1.0 + to) } else { 0.0 });
    let largest = rows.iter().flat_map(|row| [row.plan, row.today, row.target, edge(row)]).fold(1e-9, f64::max);
    let x = |amount: f64| left + (right - left) * (amount / largest).clamp(0.0, 1.0);
    for mark in marks(largest, if drawing.width < 400.0 { 3.0 } else { 5.0 }) {
        drawing.add("chart-grid", Form::Path(format!("M{:.1} {TOP}V{:.1}", x(mark), drawing.height)));
        let anchor = if mark > 0.0 { Anchor::Middle } else { Anchor::Start };
        drawing.text("chart-axis", (x(mark), 12.0), anchor, text(mark));
    }
    for (place, row) in rows.iter().enumerate() {
        let (y, bar) = (TOP + place as f64 * row_px, row_px * 0.5);
        let title = say!(
            "{name}: {plan}, {deviation} to target; today {today}",
            name = row.name,
            plan = text(row.plan),
            deviation = Share(row.deviation).signed_percent(),
            today = text(row.today)
        );
        if let Some((from, to)) = window {
            let is_open = !to.is_finite();
            let from = x(if from.is_finite() { row.target * (1.0 + from) } else { 0.0 });
            let to = if to.is_finite() { x(row.target * (1.0 + to)) } else { right };
            let end = if is_open { (to - OPEN_PX).max(from) } else { to };
            drawing.add("dev-window", Form::Rect(from, y + row_px * 0.1, end - from, row_px * 0.8));
            if is_open {
                drawing.add("dev-window is-open", Form::Rect(end, y + row_px * 0.1, to - end, row_px * 0.8));
            }
        }
        let class = if row.inside { "dev-value" } else { "dev-value is-broken" };
        drawing.add_titled(class, Form::Rect(left, y + (row_px - bar) / 2.0, x(row.plan) - left, bar), &title);
        let target = format!("M{:.1} {:.1}v{:.1}", x(row.target), y + row_px * 0.1, row_px * 0.8);
        drawing.add("dev-zero", Form::Path(target));
        let radius = if named { 3.5 } else { 1.5 };
        drawing.add_titled("dev-today", Form::Circle(x(row.today), y + row_px / 2.0, radius), &title);
        if named {
            let base = y + row_px / 2.0 + 4.0;
            let letters = ((left - 8.0) / 6.4) as usize;
            drawing.text("chart-name", (left - 8.0, base), Anchor::End, cut(&row.name, letters));
            let mark = if row.inside { "" } else { "! " };
            let class = if row.inside { "chart-value" } else { "chart-value is-broken" };
            let deviation = format!("{mark}{}", Share(row.deviation).signed_percent());
            drawing.text(class, (drawing.width - 2.0, base), Anchor::End, deviation);
        }
    }
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, plan: f64, inside: bool) -> Row {
        let (today, target) = (plan * 1.5, 100.0);
        Row { name: name.to_owned(), plan, today, target, deviation: plan / target - 1.0, inside }
    }

    #[test]
    fn everything_stands_within_the_drawing() {
        // A bar that ends outside is cut off, and nobody sees by how much; a phone is 360 px wide.
        for (count, width) in [(1, 300.0), (8, 300.0), (120, 300.0), (300, 900.0)] {
            let rows: Vec<Row> = (0..count).map(|n| row("Somebody", 80.0 + f64::from(n), n % 2 == 0)).collect();
            let drawing = draw(&rows, Some((-0.15, f64::INFINITY)), width, &|amount| format!("{amount}"));
            // What nothing limits above has a band without an end.
            let open = drawing.shapes.iter().filter(|shape| shape.class == "dev-window is-open").count();
            assert_eq!(open, rows.len());
            for shape in &drawing.shapes {
                let (x, y) = match &shape.form {
                    Form::Rect(x, y, width, height) => {
                        assert!(*width >= 0.0 && *x >= 0.0, "{:?}", shape.form);
                        (x + width, y + height)
                    }
                    Form::Circle(x, y, _) | Form::Text(x, y, ..) => (*x, *y),
                    Form::Path(_) => continue,
                };
                assert!(x <= drawing.width + 0.5 && y <= drawing.height + 0.5, "{:?}", shape.form);
            }
        }
    }

    #[test]
    fn every_rep_of_a_large_team_is_named_in_its_row() {
        // Bars without names are of no use to who has 45 reps, and names that touch each other cannot be read.
        for count in [45, 120] {
            let rows: Vec<Row> = (0..count).map(|n| row(&format!("Rep {n}"), 80.0 + f64::from(n), true)).collect();
            let drawing = draw(&rows, None, 900.0, &|amount| format!("{amount}"));
            let names = drawing.shapes.iter().filter(|shape| shape.class == "chart-name");
            let bases: Vec<f64> =
                names.filter_map(|name| if let Form::Text(_, y, ..) = &name.form { Some(*y) } else { None }).collect();
            assert_eq!(bases.len(), count as usize);
            assert!(bases.windows(2).all(|pair| pair[1] - pair[0] >= 14.0), "letters are 12 px high");
        }
    }

    #[test]
    fn the_sentence_counts_who_is_outside() {
        // It is all that a person hears who does not see the chart.
        let rows = [row("Ana", 130.0, false), row("Ben", 90.0, true)];
        let told = sentence(&rows, Measure::Potential, true);
        assert_eq!(told, "Potential of each rep, from Ana (+30.0 %) to Ben (−10.0 %): 1 of 2 reps outside the window.");
    }
}
