//! Two figures of all plans against each other.

use crate::evaluate::figures::Better;
use crate::evaluate::figures::Unit;
use crate::session::Session;
use crate::texts;
use crate::view::scenario_charts::Told;
use crate::view::scenario_charts::Written;
use crate::view::scenario_charts::ends;
use crate::view::scenario_charts::is_alike;
use crate::view::scenario_charts::names::PlacedName;
use crate::view::scenario_charts::names::place_names;
use crate::view::scenario_charts::plans;
use crate::view::scenario_charts::told_apart;
use crate::view::scenario_charts::values_of;
use crate::view::scenario_charts::width_of;
use crate::view::trade_off_chart::path;
use crate::view::trade_off_chart::round_numbers;
use crate::what_if::Compared;
use crate::what_if::efficient_front;
use std::fmt::Write;

const TOP: f64 = 34.0;
/// Below the plane: numbers and the title of the axis, px.
const BELOW: f64 = 42.0;
/// On the right of the plane, px.
const ASIDE: f64 = 14.0;
/// Around the outermost dots, a part of what the axis spans.
const ROOM: f64 = 0.08;
/// Narrower than this no drawing can be read, px.
const NARROWEST: f64 = 260.0;
/// Values are told apart by steps of this part of what they span: less is a residue of rounding.
const STEP: f64 = 1e-9;

/// Two figures of all plans, in px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FiguresChart {
    /// How wide and how high it is.
    pub size: (f64, f64),
    /// What it says, for assistive technology.
    pub label: String,
    /// Horizontal lines.
    pub grid: String,
    /// Numbers at the axes and their titles, each with the direction that is better.
    pub texts: Vec<Written>,
    /// Line through the plans that no other beats in both figures; "" where it is one plan.
    pub front: String,
    /// The plans.
    pub dots: Vec<PlanDot>,
    /// Whether the dots have numbers instead of names, for want of room.
    pub is_numbered: bool,
    /// What is to be seen, sentences.
    pub note: String,
}

/// A plan in the plane of two figures.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanDot {
    /// Its place, as in the table.
    pub place: usize,
    /// Its name.
    pub name: String,
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
    /// Its name beside it, or its number where the dots are numbered; none where there is no room.
    pub mark: Option<PlacedName>,
    /// Its name, where only its number is there: for the dot that is pointed at.
    pub pointed: Option<Written>,
}

/// One axis of the plane.
struct Axis {
    figure: Compared,
    /// What each plan has, as a person reads it: shares in percent, and residues of rounding left out.
    values: Vec<f64>,
    /// Whether they all read alike.
    alike: bool,
    scale: f64,
    from: f64,
    to: f64,
    symbol: String,
}

impl Axis {
    fn new((figure, mut values): (Compared, Vec<f64>), symbol: String) -> Self {
        let scale = if figure.unit == Unit::Share { 100.0 } else { 1.0 };
        let (least, most) = ends(&values);
        let alike = is_alike(&figure, least, most, &symbol);
        let step = STEP * (most - least);
        for value in &mut values {
            let settled = if alike { most } else { least + step * libm::round((*value - least) / step) };
            *value = scale * settled;
        }
        let (least, most) = ends(&values);
        let room = if alike { 0.5 * most.abs().max(1.0) } else { ROOM * (most - least) };
        // No figure that is never below 0 gets an axis that is.
        let from = if least >= 0.0 { (least - room).max(0.0) } else { least - room };
        Self { figure, values, alike, scale, from, to: most + room, symbol }
    }

    fn part(&self, value: f64) -> f64 {
        (value - self.from) / (self.to - self.from)
    }

    /// Round numbers with their texts; the only value where all plans have it.
    fn numbers(&self) -> Vec<(f64, String)> {
        let numbers: Vec<(f64, String)> = match self.values.first() {
            Some(&value) if self.alike => vec![(value, String::new())],
            _ => round_numbers(self.from, self.to).collect(),
        };
        let is_plain = matches!(self.figure.unit, Unit::Share | Unit::Number | Unit::Count) && !self.alike;
        if is_plain {
            let sign = if self.figure.unit == Unit::Share { " %" } else { "" };
            return numbers.into_iter().map(|(value, plain)| (value, plain + sign)).collect();
        }
        let values: Vec<f64> = numbers.iter().map(|(value, _)| value / self.scale).collect();
        let texts = told_apart(&values, self.figure.unit, &self.symbol);
        numbers.into_iter().map(|(value, _)| value).zip(texts).collect()
    }

    fn text(&self, plan: usize) -> String {
        self.figure.unit.text(self.values[plan] / self.scale, &self.symbol)
    }

    fn title(&self) -> String {
        let title = texts::of(self.figure.title);
        match self.figure.better {
            Better::Higher => say!("{title}, more is better", title),
            Better::Lower => say!("{title}, less is better", title),
        }
    }
}

/// Where the plane lies in the drawing.
struct Plane {
    left: f64,
    right: f64,
    bottom: f64,
}

impl Plane {
    /// For a drawing so wide, with these numbers at its left.
    fn new(width: f64, numbers: &[(f64, String)]) -> (Self, (f64, f64)) {
        let width = width.max(NARROWEST);
        let height = (0.36 * width).clamp(300.0, 420.0);
        let left = 10.0 + numbers.iter().map(|(_, text)| width_of(text)).fold(16.0, f64::max);
        (Self { left, right: width - ASIDE, bottom: height - BELOW }, (width, height))
    }

    fn x(&self, part: f64) -> f64 {
        self.left + (self.right - self.left) * part
    }

    fn y(&self, part: f64) -> f64 {
        self.bottom - (self.bottom - TOP) * part
    }
}

/// Draws two figures against each other, so many px wide; none before a plan is made, or where one of them does not tell
/// them. `with_today`: whether today is among them, which may lie far from all plans and crowd them.
pub fn figures_chart(session: &Session, ids: [&str; 2], with_today: bool, width: f64) -> Option<FiguresChart> {
    let mut plans = plans(session);
    if plans.len() < 2 {
        return None;
    }
    plans.retain(|plan| with_today || plan.place != 0);
    let symbol = session.data.as_ref()?.dataset.currency_symbol();
    let [first, second] = [values_of(&plans, ids[0])?, values_of(&plans, ids[1])?];
    let (across, up) = (Axis::new(first, symbol.clone()), Axis::new(second, symbol));
    Some(chart(&plans, &across, &up, width))
}

fn chart(plans: &[Told<'_>], across: &Axis, up: &Axis, width: f64) -> FiguresChart {
    let heights = up.numbers();
    let (plane, size) = Plane::new(width, &heights);
    let at = |plan: usize| (plane.x(across.part(across.values[plan])), plane.y(up.part(up.values[plan])));
    let places: Vec<(f64, f64)> = (0..plans.len()).map(at).collect();
    let front = front(plans, across, up);
    // Plans at the same point are no line.
    let is_line = front.windows(2).any(|pair| places[pair[0]] != places[pair[1]]);
    let mut chart = FiguresChart { size, note: note(plans, &front, is_line), ..FiguresChart::default() };
    for (value, text) in heights {
        let y = plane.y(up.part(value));
        let _ = write!(chart.grid, "M{:.1} {y:.1}H{:.1}", plane.left, plane.right);
        chart.texts.push((plane.left - 6.0, y + 4.0, "end", text));
    }
    let bases = across.numbers();
    let widest = bases.iter().map(|(_, text)| width_of(text)).fold(1.0, f64::max) + 10.0;
    let each = libm::ceil(widest * bases.len() as f64 / (plane.right - plane.left)).max(1.0) as usize;
    for (value, text) in bases.into_iter().step_by(each) {
        chart.texts.push((plane.x(across.part(value)), plane.bottom + 17.0, "middle", text));
    }
    chart.texts.push((0.0, 13.0, "start", up.title()));
    chart.texts.push((plane.right, size.1 - 6.0, "end", across.title()));
    if is_line {
        chart.front = path(&front.iter().map(|&plan| places[plan]).collect::<Vec<_>>());
    }
    chart.label = say!(
        front.len();
        "{first} and {second} of {count} plans; {efficient} of them is beaten by no other in both.",
        "{first} and {second} of {count} plans; {efficient} of them are beaten by no other in both.",
        first = texts::of(across.figure.title),
        second = texts::within(texts::of(up.figure.title)),
        count = plans.len(),
        efficient = front.len()
    );
    chart.dots = dots(plans, &places, &front, across, up);
    chart.is_numbered = set_names(&mut chart.dots, &plane, &front);
    chart
}

/// The plans that no other beats in both figures, of those that keep their limits, where any does.
fn front(plans: &[Told<'_>], across: &Axis, up: &Axis) -> Vec<usize> {
    let keeping: Vec<usize> = (0..plans.len()).filter(|&plan| plans[plan].figures.keeps()).collect();
    let counted = if keeping.is_empty() { (0..plans.len()).collect() } else { keeping };
    let points: Vec<[f64; 2]> = counted.iter().map(|&plan| [across.values[plan], up.values[plan]]).collect();
    let front = efficient_front(&points, [across.figure.better, up.figure.better]);
    front.into_iter().map(|at| counted[at]).collect()
}

/// What is to be seen: only what is drawn is spoken of.
fn note(plans: &[Told<'_>], front: &[usize], is_line: bool) -> String {
    let broken = plans.iter().filter(|plan| !plan.figures.keeps()).count();
    let some_keep = broken > 0 && broken < plans.len();
    let mut sentences: Vec<String> = Vec::new();
    let alone = front.iter().map(|&plan| plans[plan].name.as_str()).collect::<Vec<_>>().join(", ");
    sentences.push(match (is_line, some_keep) {
        (true, _) => {
            say!("The line joins the plans that no other beats in both figures; it is no proof, plans beyond it may exist.")
                .to_owned()
        }
        (false, true) => say!(
            "Of the plans that keep all limits, no other beats {plan} in either figure: there is no line of best plans.",
            plan = alone
        ),
        (false, false) => {
            say!("No other plan beats {plan} in either figure: there is no line of best plans.", plan = alone)
        }
    });
    if front.len() + if some_keep { broken } else { 0 } < plans.len() {
        sentences.push(say!("Grey plans are beaten.").to_owned());
    }
    if broken > 0 {
        sentences.push(say!("A cross breaks limits.").to_owned());
    }
    sentences.join(" ")
}

fn dots(plans: &[Told<'_>], places: &[(f64, f64)], front: &[usize], across: &Axis, up: &Axis) -> Vec<PlanDot> {
    let dot = |(at, plan): (usize, &Told<'_>)| {
        let (name, breaks, efficient) = (&plan.name, !plan.figures.keeps(), front.contains(&at));
        let remark = match (breaks, efficient) {
            (true, _) => say!("breaks limits"),
            (false, true) => say!("beaten by none in both"),
            (false, false) => say!("another is as good in both and better in one"),
        };
        PlanDot {
            place: plan.place,
            name: name.clone(),
            spoken: format!("{name}: {}, {}; {remark}", across.text(at), up.text(at)),
            at: places[at],
            efficient,
            breaks,
            revision: plan.revision,
            mark: None,
            pointed: None,
        }
    };
    plans.iter().enumerate().map(dot).collect()
}

/// Writes the names beside the dots, or numbers where not all names find room; whether it is numbers.
fn set_names(dots: &mut [PlanDot], plane: &Plane, front: &[usize]) -> bool {
    let places: Vec<(f64, f64)> = dots.iter().map(|dot| dot.at).collect();
    // Those on the front are named first: what they are is what the drawing is for.
    let others = (0..dots.len()).filter(|plan| !front.contains(plan));
    let order: Vec<usize> = front.iter().copied().chain(others).collect();
    let frame = [plane.left, TOP - 16.0, plane.right + ASIDE, plane.bottom + 2.0];
    let names: Vec<String> = dots.iter().map(|dot| dot.name.clone()).collect();
    let mut marks = place_names(&names, &places, &order, frame);
    let is_numbered = marks.iter().any(Option::is_none);
    if is_numbered {
        let numbers: Vec<String> = (1..=dots.len()).map(|number| number.to_string()).collect();
        marks = place_names(&numbers, &places, &order, frame);
    }
    for (dot, mark) in dots.iter_mut().zip(marks) {
        dot.pointed = is_numbered.then(|| pointed(&dot.name, dot.at, plane));
        dot.mark = mark;
    }
    is_numbered
}

/// A name above its dot, or below it at the upper edge, wholly inside the drawing.
fn pointed(name: &str, (x, y): (f64, f64), plane: &Plane) -> Written {
    let half = width_of(name) / 2.0;
    let line = if y - 30.0 > 0.0 { y - 14.0 } else { y + 24.0 };
    match () {
        () if x - half < 0.0 => (0.0, line, "start", name.to_owned()),
        () if x + half > plane.right + ASIDE => (plane.right + ASIDE, line, "end", name.to_owned()),
        () => (x, line, "middle", name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::PlanFigures;
    use crate::what_if::compared;

    fn axis(id: &str, values: &[f64]) -> Axis {
        let figure = compared().find(|figure| figure.id == id).expect("a figure");
        Axis::new((figure, values.to_vec()), "$".to_owned())
    }

    fn told<'f>(figures: &'f [PlanFigures], names: &[&str]) -> Vec<Told<'f>> {
        let plan = |(place, figures): (usize, &'f PlanFigures)| Told {
            place,
            name: names[place].to_owned(),
            figures,
            revision: None,
        };
        figures.iter().enumerate().map(plan).collect()
    }

    #[test]
    fn a_residue_of_rounding_is_neither_drawn_nor_better() {
        // Coverage of 100 % and of 100 % less a billionth are one and the same to whoever reads them.
        let covered = axis("covered", &[1.0, 1.0 - 1e-12, 1.0]);
        assert!(covered.alike && covered.numbers().len() == 1 && covered.numbers()[0].1 == "100.0 %");
        assert_eq!(covered.values, [covered.values[0]; 3]);
        let mixed = axis("covered", &[0.9, 1.0 - 1e-12, 1.0]);
        assert!(!mixed.alike && mixed.values[1].total_cmp(&mixed.values[2]).is_eq());
        let revenue = axis("expected_revenue", &[12.86e6, 12.94e6]);
        assert!(!revenue.alike, "80 K more is more, though both read $12.9 M");
        let texts: Vec<String> = revenue.numbers().into_iter().map(|(_, text)| text).collect();
        assert!(texts.len() > 2 && texts.windows(2).all(|pair| pair[0] != pair[1]), "{texts:?}");
    }

    #[test]
    fn only_what_is_drawn_is_spoken_of() {
        // A caption that explains a line which is not there sends the reader looking for it.
        let figures = vec![PlanFigures::default(); 3];
        let plans = told(&figures, &["Today", "North", "South"]);
        let (across, up) = (axis("moved_accounts", &[0.0, 10.0, 20.0]), axis("expected_revenue", &[9e6, 8e6, 7e6]));
        let alone = chart(&plans, &across, &up, 1200.0);
        assert_eq!(alone.front, "");
        assert!(
            alone.note.contains("Today") && alone.note.contains("no line of best plans") && alone.note.contains("Grey")
        );
        let up = axis("expected_revenue", &[7e6, 8e6, 9e6]);
        let line = chart(&plans, &across, &up, 1200.0);
        assert!(line.front.starts_with('M') && line.note.starts_with("The line joins") && !line.note.contains("Grey"));
        assert!(!line.note.contains("cross") && !line.is_numbered);
        assert!(line.dots.iter().all(|dot| dot.mark.as_ref().is_some_and(|mark| mark.text.3 == dot.name)));
        assert!(line.size.0 >= 1200.0 && line.texts.iter().all(|text| text.0 <= 1200.0));
    }

    #[test]
    fn names_that_find_no_room_become_numbers_for_all() {
        // Half names and half numbers would be two ways to read one drawing.
        let names: Vec<String> = (0..12).map(|plan| format!("A plan with a long name {plan}")).collect();
        let figures = vec![PlanFigures::default(); 12];
        let plans = told(&figures, &names.iter().map(String::as_str).collect::<Vec<_>>());
        let close: Vec<f64> = (0..12).map(|plan| 100.0 + f64::from(plan % 4)).collect();
        let money: Vec<f64> = (0..12).map(|plan| 9e6 + 1e4 * f64::from(plan / 4)).collect();
        let narrow = chart(&plans, &axis("moved_accounts", &close), &axis("expected_revenue", &money), 330.0);
        assert!(narrow.is_numbered);
        for (number, dot) in narrow.dots.iter().enumerate() {
            assert_eq!(dot.mark.as_ref().map(|mark| mark.text.3.clone()), Some((number + 1).to_string()));
            assert!(dot.pointed.as_ref().is_some_and(|pointed| pointed.3 == dot.name));
        }
    }
}
