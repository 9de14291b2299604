//! Scenarios as drawing instructions: any two figures against each other, and all criteria of the ranking beside each
//! other.

use crate::evaluate::figures::Better;
use crate::evaluate::figures::Unit;
use crate::protocol::PlanFigures;
use crate::scenario::TODAY;
use crate::session::ScenarioState;
use crate::session::Session;
use crate::texts;
use crate::view::trade_off_chart::path;
use crate::view::trade_off_chart::round_numbers;
use crate::what_if::Compared;
use crate::what_if::compared;
use crate::what_if::criteria;
use crate::what_if::efficient_front;
use std::fmt::Write;

const LEFT: f64 = 58.0;
const RIGHT: f64 = 628.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 298.0;
/// Around the outermost dots, a part of what the axis spans.
const ROOM: f64 = 0.08;
/// Width of a letter of a label and height of its line, in units of the drawing.
const LETTER: (f64, f64) = (6.0, 13.0);
/// From the middle of a dot to its label.
const BESIDE: f64 = 8.0;
/// Letters of a label at most.
const LONGEST: usize = 24;

/// Two figures of all plans, a drawing of 640 x 340.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FiguresChart {
    /// What it says, for assistive technology.
    pub label: String,
    /// Titles of the axes: across, then up, each with the direction that is better.
    pub titles: [String; 2],
    /// Horizontal lines.
    pub grid: String,
    /// Numbers at them: y, text.
    pub values: Vec<(f64, String)>,
    /// Numbers below: x, text.
    pub bases: Vec<(f64, String)>,
    /// Line through the plans that no other beats in both figures.
    pub front: String,
    /// The plans.
    pub dots: Vec<PlanDot>,
}

/// A plan in the plane of two figures.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanDot {
    /// Its place, as in the table.
    pub place: usize,
    /// Its name with both figures and what is to be known.
    pub spoken: String,
    /// Where it stands.
    pub at: (f64, f64),
    /// Whether no other plan beats it in both figures.
    pub efficient: bool,
    /// Whether it breaks limits.
    pub breaks: bool,
    /// The version to open; none where there is none.
    pub revision: Option<u32>,
    /// Its name, cut to what there is room for: x, y, where the text begins or ends, the text; none where there is none.
    pub name: Option<(f64, f64, &'static str, String)>,
}

/// The criteria of the ranking beside each other, a drawing of 900 x 250.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParallelChart {
    /// What it says, for assistive technology.
    pub label: String,
    /// The axes: where, the title, the best value and the worst.
    pub axes: Vec<(f64, &'static str, String, String)>,
    /// Each plan: its place, its name, its line.
    pub lines: Vec<(usize, String, String)>,
}

/// A plan with what is told of it.
struct Told<'s> {
    place: usize,
    name: String,
    figures: &'s PlanFigures,
    revision: Option<u32>,
}

/// Today and all scenarios that are made.
fn plans(session: &Session) -> Vec<Told<'_>> {
    let Some(set) = &session.scenarios else { return Vec::new() };
    let today = set.today.iter().map(|figures| Told {
        place: 0,
        name: texts::of(TODAY).to_owned(),
        figures,
        revision: Some(0),
    });
    let made = set.scenarios.iter().enumerate().filter_map(|(place, scenario)| match &scenario.state {
        ScenarioState::Made { figures, revision, .. } => Some(Told {
            place: place + 1,
            name: texts::of(&scenario.recipe.name).to_owned(),
            figures,
            revision: revision
                .filter(|id| session.project.as_ref().is_some_and(|project| project.living(*id).is_some())),
        }),
        _ => None,
    });
    today.chain(made).collect()
}

/// A figure with its value for each plan; none where one of them does not tell it.
fn values_of(plans: &[Told<'_>], id: &str) -> Option<(Compared, Vec<f64>)> {
    let (at, figure) = compared().enumerate().find(|(_, figure)| figure.id == id)?;
    let values = plans.iter().map(|plan| plan.figures.values.get(at).copied().flatten());
    Some((figure, values.collect::<Option<_>>()?))
}

/// The figures that all plans tell: id and title.
pub fn charted_figures(session: &Session) -> Vec<(&'static str, &'static str)> {
    let plans = plans(session);
    let told = compared().filter(|figure| values_of(&plans, figure.id).is_some());
    told.map(|figure| (figure.id, texts::of(figure.title))).collect()
}

/// One axis of the plane.
struct Axis {
    figure: Compared,
    values: Vec<f64>,
    from: f64,
    to: f64,
    symbol: String,
}

impl Axis {
    fn new((figure, values): (Compared, Vec<f64>), symbol: String) -> Self {
        let scale = if figure.unit == Unit::Share { 100.0 } else { 1.0 };
        let values: Vec<f64> = values.into_iter().map(|value| value * scale).collect();
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let room = if most > least { ROOM * (most - least) } else { 0.5 * most.abs().max(1.0) };
        // No figure that is never below 0 gets an axis that is.
        let from = if least >= 0.0 { (least - room).max(0.0) } else { least - room };
        Self { figure, values, from, to: most + room, symbol }
    }

    fn part(&self, value: f64) -> f64 {
        (value - self.from) / (self.to - self.from)
    }

    /// Round numbers with their texts.
    fn numbers(&self) -> Vec<(f64, String)> {
        let text = |(value, plain): (f64, String)| match self.figure.unit {
            Unit::Share => (value, format!("{plain} %")),
            Unit::Money | Unit::Km | Unit::Hours => (value, self.figure.unit.text(value, &self.symbol)),
            Unit::Number | Unit::Count => (value, plain),
        };
        round_numbers(self.from, self.to).map(text).collect()
    }

    fn text(&self, plan: usize) -> String {
        let scale = if self.figure.unit == Unit::Share { 100.0 } else { 1.0 };
        self.figure.unit.text(self.values[plan] / scale, &self.symbol)
    }

    fn title(&self) -> String {
        let title = texts::of(self.figure.title);
        match self.figure.better {
            Better::Higher => say!("{title}, more is better", title),
            Better::Lower => say!("{title}, less is better", title),
        }
    }
}

/// Draws two figures against each other; none before a plan is made, or where one of them does not tell them.
pub fn figures_chart(session: &Session, ids: [&str; 2]) -> Option<FiguresChart> {
    let plans = plans(session);
    if plans.len() < 2 {
        return None;
    }
    let symbol = session.data.as_ref()?.dataset.currency_symbol();
    let [first, second] = [values_of(&plans, ids[0])?, values_of(&plans, ids[1])?];
    let (across, up) = (Axis::new(first, symbol.clone()), Axis::new(second, symbol));
    let x = |value: f64| LEFT + (RIGHT - LEFT) * across.part(value);
    let y = |value: f64| BOTTOM - (BOTTOM - TOP) * up.part(value);
    let places: Vec<(f64, f64)> =
        across.values.iter().zip(&up.values).map(|(first, second)| (x(*first), y(*second))).collect();
    let front = front(&plans, &across, &up);
    let mut chart = FiguresChart { titles: [across.title(), up.title()], ..FiguresChart::default() };
    for (value, text) in up.numbers() {
        let _ = write!(chart.grid, "M{LEFT} {:.1}H{RIGHT}", y(value));
        chart.values.push((y(value) + 4.0, text));
    }
    chart.bases = across.numbers().into_iter().map(|(value, text)| (x(value), text)).collect();
    chart.front = path(&front.iter().map(|&plan| places[plan]).collect::<Vec<_>>());
    chart.label = say!(
        "{first} and {second} of {count} plans; {efficient} of them are beaten by no other in both.",
        first = across.figure.title,
        second = texts::within(texts::of(up.figure.title)),
        count = plans.len(),
        efficient = front.len()
    );
    chart.dots = dots(&plans, &places, &front, &across, &up);
    Some(chart)
}

/// The plans that no other beats in both figures, of those that keep their limits, where any does.
fn front(plans: &[Told<'_>], across: &Axis, up: &Axis) -> Vec<usize> {
    let keeping: Vec<usize> = (0..plans.len()).filter(|&plan| plans[plan].figures.keeps()).collect();
    let counted = if keeping.is_empty() { (0..plans.len()).collect() } else { keeping };
    let points: Vec<[f64; 2]> = counted.iter().map(|&plan| [across.values[plan], up.values[plan]]).collect();
    let front = efficient_front(&points, [across.figure.better, up.figure.better]);
    front.into_iter().map(|at| counted[at]).collect()
}

fn dots(plans: &[Told<'_>], places: &[(f64, f64)], front: &[usize], across: &Axis, up: &Axis) -> Vec<PlanDot> {
    let mut taken: Vec<[f64; 4]> = places.iter().map(|(x, y)| [x - 6.0, y - 6.0, x + 6.0, y + 6.0]).collect();
    let mut dots: Vec<PlanDot> = Vec::with_capacity(plans.len());
    for (at, plan) in plans.iter().enumerate() {
        let (name, breaks) = (&plan.name, !plan.figures.keeps());
        let efficient = front.contains(&at);
        let remark = match (breaks, efficient) {
            (true, _) => say!("breaks limits"),
            (false, true) => say!("beaten by none in both"),
            (false, false) => say!("another is as good in both and better in one"),
        };
        let spoken = format!("{name}: {}, {}; {remark}", across.text(at), up.text(at));
        dots.push(PlanDot {
            place: plan.place,
            spoken,
            at: places[at],
            efficient,
            breaks,
            name: None,
            revision: plan.revision,
        });
    }
    // Those on the front are named first: what they are is what the drawing is for.
    let mut order: Vec<usize> = front.to_vec();
    order.extend((0..plans.len()).filter(|plan| !front.contains(plan)));
    for at in order {
        dots[at].name = label(&plans[at].name, places[at], at, &mut taken);
    }
    dots
}

/// A place beside a dot where its name covers neither another dot nor another name.
fn label(
    name: &str,
    (x, y): (f64, f64),
    own: usize,
    taken: &mut Vec<[f64; 4]>,
) -> Option<(f64, f64, &'static str, String)> {
    let mut text: String = name.chars().take(LONGEST).collect();
    if text.len() < name.len() {
        text.push('…');
    }
    let (width, height) = (LETTER.0 * text.chars().count() as f64, LETTER.1);
    let ways = [
        (x + BESIDE, y, "start", x + BESIDE),
        (x - BESIDE, y, "end", x - BESIDE - width),
        (x, y - BESIDE - 3.0, "middle", x - width / 2.0),
        (x, y + BESIDE + 3.0, "middle", x - width / 2.0),
    ];
    for (at, line, anchor, left) in ways {
        let space = [left, line - height / 2.0, left + width, line + height / 2.0];
        let inside = space[0] >= LEFT && space[2] <= RIGHT + 10.0 && space[1] >= TOP - 8.0 && space[3] <= BOTTOM;
        let meets = |(index, other): (usize, &[f64; 4])| {
            index != own && space[0] < other[2] && space[2] > other[0] && space[1] < other[3] && space[3] > other[1]
        };
        if inside && !taken.iter().enumerate().any(meets) {
            taken.push(space);
            return Some((at, line + 4.0, anchor, text));
        }
    }
    None
}

const AXES: (f64, f64) = (70.0, 830.0);
const BEST: f64 = 62.0;
const WORST: f64 = 212.0;

/// Draws all criteria side by side, the best value of each at its top; none before a plan is made.
pub fn parallel_chart(session: &Session) -> Option<ParallelChart> {
    let plans = plans(session);
    if plans.len() < 2 {
        return None;
    }
    let symbol = session.data.as_ref()?.dataset.currency_symbol();
    let columns: Vec<(Compared, Vec<f64>)> = criteria().filter_map(|figure| values_of(&plans, figure.id)).collect();
    let apart = (AXES.1 - AXES.0) / (columns.len().max(2) - 1) as f64;
    let x = |column: usize| AXES.0 + apart * column as f64;
    let mut lines: Vec<Vec<(f64, f64)>> = vec![Vec::new(); plans.len()];
    let mut axes = Vec::with_capacity(columns.len());
    for (at, (figure, values)) in columns.iter().enumerate() {
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (best, worst) = if figure.better == Better::Higher { (most, least) } else { (least, most) };
        for (line, value) in lines.iter_mut().zip(values) {
            let part = if most > least { (value - best) / (worst - best) } else { 0.0 };
            line.push((x(at), BEST + (WORST - BEST) * part));
        }
        let text = |value| figure.unit.text(value, &symbol);
        axes.push((x(at), texts::of(figure.title), text(best), text(worst)));
    }
    let lines = plans.into_iter().zip(lines).map(|(plan, line)| (plan.place, plan.name, path(&line))).collect();
    Some(ParallelChart {
        label: say!(
            "{count} figures of every plan, the best of each at the top. The table says the same in numbers.",
            count = axes.len()
        ),
        axes,
        lines,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cover_no_dot_and_no_other_name() {
        // A name over another dot would be read as that one's.
        let dots: [(f64, f64); 4] = [(300.0, 150.0), (312.0, 150.0), (300.0, 158.0), (620.0, 40.0)];
        let mut taken: Vec<[f64; 4]> = dots.iter().map(|(x, y)| [x - 6.0, y - 6.0, x + 6.0, y + 6.0]).collect();
        let labels: Vec<_> =
            dots.iter().enumerate().map(|(at, dot)| label("Full re-optimisation", *dot, at, &mut taken)).collect();
        assert!(labels.iter().filter(|label| label.is_some()).count() >= 3);
        assert_eq!(labels[3].as_ref().map(|label| label.2), Some("end"), "there is no room on its right");
        for (at, one) in taken.iter().enumerate().skip(dots.len()) {
            for (other_at, other) in taken.iter().enumerate() {
                let apart = one[0] >= other[2] || one[2] <= other[0] || one[1] >= other[3] || one[3] <= other[1];
                assert!(at == other_at || apart || other_at < dots.len(), "{one:?} {other:?}");
            }
        }
    }
}
