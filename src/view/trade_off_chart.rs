//! A trade-off as drawing instructions: the curve, its points, where today and the open plan stand, and the floor.

use crate::evaluate::Evaluation;
use crate::evaluate::Floor;
use crate::protocol::Rivals;
use crate::protocol::TradePoint;
use crate::scenario::TODAY;
use crate::session::Session;
use crate::texts;
use crate::units::grouped;
use std::fmt::Write;

const LEFT: f64 = 44.0;
const RIGHT: f64 = 392.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 218.0;
/// A mark is shown where it makes the chart at most this many times as wide.
const REACH: f64 = 2.0;
/// An axis has at most this many steps between numbers.
const STEPS: f64 = 5.0;

/// A drawing of 400 x 260.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TradeOffChart {
    /// What it says, for assistive technology.
    pub label: String,
    /// Horizontal lines.
    pub grid: String,
    /// Line through the points.
    pub line: String,
    /// Upper edge of what is proven impossible.
    pub floor: String,
    /// The area below it.
    pub impossible: String,
    /// Where the points stand, in the order of the curve.
    pub dots: Vec<(f64, f64)>,
    /// Today and the plan being worked on.
    pub marks: Vec<Mark>,
    /// Numbers at the lines: y, text.
    pub values: Vec<(f64, String)>,
    /// Numbers below: x, text.
    pub bases: Vec<(f64, String)>,
}

/// A plan that is no point of the curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Whose: `Today`.
    pub name: String,
    /// Its losses, and whether it keeps the limits: `travel 31.20 %, continuity 0.00 %`.
    pub text: String,
    /// Where it stands; none where that is far outside.
    pub at: Option<(f64, f64)>,
}

/// What part of the plane the chart shows.
#[derive(Clone, Copy)]
struct Frame {
    from: [f64; 2],
    to: [f64; 2],
}

impl Frame {
    fn x(self, first: f64) -> f64 {
        LEFT + (RIGHT - LEFT) * ((first - self.from[0]) / (self.to[0] - self.from[0])).clamp(0.0, 1.0)
    }

    fn y(self, second: f64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * ((second - self.from[1]) / (self.to[1] - self.from[1])).clamp(0.0, 1.0)
    }

    fn holds(self, losses: [f64; 2]) -> bool {
        (0..2).all(|axis| (self.from[axis]..=self.to[axis]).contains(&losses[axis]))
    }
}

/// Draws a curve; empty axes before the first point.
pub fn trade_off_chart(
    session: &Session,
    rivals: &Rivals,
    curve: &[&TradePoint],
    floor: &Floor,
    titles: [&str; 2],
) -> TradeOffChart {
    let plans = plans(session, rivals);
    let frame = frame(curve, &plans);
    let mut chart = TradeOffChart { label: label(curve, titles), ..TradeOffChart::default() };
    for (value, text) in round_numbers(frame.from[1], frame.to[1]) {
        let _ = write!(chart.grid, "M{LEFT} {:.1}H{RIGHT}", frame.y(value));
        chart.values.push((frame.y(value) + 4.0, text));
    }
    let across = round_numbers(frame.from[0], frame.to[0]);
    chart.bases = across.map(|(value, text)| (frame.x(value), text)).collect();
    chart.dots = curve.iter().map(|point| (frame.x(point.losses[0]), frame.y(point.losses[1]))).collect();
    chart.line = path(&chart.dots);
    let edge = edge(frame, floor);
    // Where the floor leaves the frame its area goes on to the edge, but there is no line to draw.
    let inside: Vec<(f64, f64)> = edge.iter().copied().filter(|(_, y)| *y > TOP && *y < BOTTOM).collect();
    chart.floor = path(&inside);
    if let (Some(first), Some(last)) = (edge.first(), edge.last()) {
        chart.impossible = format!("{}L{:.1} {BOTTOM}L{LEFT} {BOTTOM}L{LEFT} {:.1}Z", path(&edge), last.0, first.1);
    }
    chart.marks = plans.into_iter().map(|plan| mark(frame, plan, titles)).collect();
    chart
}

/// Round numbers of an axis, with their texts: steps of 1, 2 or 5 times a power of ten.
pub(super) fn round_numbers(from: f64, to: f64) -> impl Iterator<Item = (f64, String)> {
    let least = (to - from) / STEPS;
    let power = libm::pow(10.0, libm::floor(libm::log10(least)));
    let step = [1.0, 2.0, 5.0].map(|times| times * power).into_iter().find(|step| *step >= least * (1.0 - 1e-9));
    let step = step.unwrap_or(10.0 * power);
    let digits = (-libm::floor(libm::log10(step))).max(0.0) as usize;
    let (first, last) = (libm::ceil(from / step) as i64, libm::floor(to / step + 1e-9) as i64);
    (first..=last).map(move |number| number as f64 * step).map(move |value| (value, grouped(value, digits)))
}

/// A plan with its name, its losses and its breaches.
type Plan = (String, [f64; 2], usize);

/// Today, and the plan being worked on where it is another one, as far as they were judged by the rivals.
fn plans(session: &Session, rivals: &Rivals) -> Vec<Plan> {
    let (Some(judged), Some(project)) = (&session.judgement, &session.project) else { return Vec::new() };
    let of = |name: &str, evaluation: &Evaluation| {
        let loss = |id: &str| evaluation.losses.iter().find(|loss| loss.rule == id).map(|loss| loss.loss);
        Some((name.to_owned(), [loss(&rivals.first)?, loss(&rivals.second)?], evaluation.breaches))
    };
    let label = &project.revision().label;
    let open = project.open_name();
    let is_other = project.edited() || label != TODAY;
    let current = is_other.then(|| of(&open, &judged.plan)).flatten();
    of(say!("Today"), &judged.today).into_iter().chain(current).collect()
}

fn frame(curve: &[&TradePoint], plans: &[Plan]) -> Frame {
    let mut frame = Frame { from: [0.0; 2], to: [1.0; 2] };
    for axis in 0..2 {
        let of = |losses: &[f64; 2]| losses[axis];
        let least = curve.iter().map(|point| of(&point.losses)).fold(f64::INFINITY, f64::min);
        let most = curve.iter().map(|point| of(&point.losses)).fold(f64::NEG_INFINITY, f64::max);
        if least > most {
            continue;
        }
        let reach = (most - least).max(0.5);
        let near = plans.iter().map(|plan| of(&plan.1));
        let near: Vec<f64> = near.filter(|loss| *loss >= least - reach && *loss <= least + REACH * reach).collect();
        let (from, to) = near.iter().fold((least, most), |(from, to), loss| (from.min(*loss), to.max(*loss)));
        let room = 0.08 * (to - from).max(0.5);
        (frame.from[axis], frame.to[axis]) = ((from - room).max(0.0), to + room);
    }
    frame
}

/// The floor within the frame, from left to right. It is sampled so finely that where it leaves the frame does not show.
fn edge(frame: Frame, floor: &Floor) -> Vec<(f64, f64)> {
    const SAMPLES: u8 = 60;
    let corners = floor.corners();
    if corners.is_empty() {
        return Vec::new();
    }
    let (from, to) = (frame.from[0], frame.to[0]);
    let even = (0..=SAMPLES).map(|sample| from + (to - from) * f64::from(sample) / f64::from(SAMPLES));
    let inner = corners.iter().map(|corner| corner[0]).filter(|first| (from..=to).contains(first));
    let mut firsts: Vec<f64> = even.chain(inner).collect();
    firsts.sort_by(f64::total_cmp);
    firsts.into_iter().map(|first| (frame.x(first), frame.y(floor.second_at(first)))).collect()
}

fn mark(frame: Frame, (name, losses, breaches): Plan, titles: [&str; 2]) -> Mark {
    let [first, second] = titles.map(texts::within);
    let losses_text = format!("{first} {} %, {second} {} %", grouped(losses[0], 2), grouped(losses[1], 2));
    let broken = (breaches > 0).then(|| say!("breaks limits"));
    let outside = (!frame.holds(losses)).then(|| say!("outside the chart"));
    let told = [Some(losses_text.as_str()), broken, outside];
    let text = told.into_iter().flatten().collect::<Vec<_>>().join("; ");
    Mark { name, text, at: frame.holds(losses).then(|| (frame.x(losses[0]), frame.y(losses[1]))) }
}

pub(super) fn path(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        let _ = write!(path, "{}{x:.1} {y:.1}", if index == 0 { 'M' } else { 'L' });
    }
    path
}

fn label(curve: &[&TradePoint], titles: [&str; 2]) -> String {
    let (Some(first), Some(last)) = (curve.first(), curve.last()) else { return say!("No points yet").to_owned() };
    let ends = |axis: usize| {
        say!(
            "{objective} from {from} % to {to} %",
            objective = titles[axis],
            from = grouped(first.losses[axis], 1),
            to = grouped(last.losses[axis], 1)
        )
    };
    say!("{count} points, {first}, {second}", count = curve.len(), first = ends(0), second = ends(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_curve_and_one_of_a_single_point_are_drawn() {
        // The first news may be one point: an axis without length would divide by zero.
        let rivals = Rivals::default();
        let empty = trade_off_chart(&Session::default(), &rivals, &[], &Floor::default(), ["A", "B"]);
        assert!(empty.dots.is_empty() && empty.floor.is_empty());
        let point = TradePoint { losses: [2.0, 3.0], bound: 2.4, ..TradePoint::default() };
        let floor = Floor::new([(0.5, 2.4), (0.9, 2.0)]);
        let one = trade_off_chart(&Session::default(), &rivals, &[&point], &floor, ["A", "B"]);
        assert!(one.dots.len() == 1 && !one.line.contains("NaN") && !one.impossible.contains("NaN"));
        assert!(one.impossible.starts_with('M'));
    }

    #[test]
    fn axes_show_round_numbers() {
        // 30, 42, 53 and 65 are no scale to read from.
        let texts = |from, to| round_numbers(from, to).map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(texts(29.7, 77.2), ["30", "40", "50", "60", "70"]);
        assert_eq!(texts(0.0, 1.0), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    }
}
