//! How many territories are how far from their target, today and in the plan.

use crate::session::Session;
use crate::texts;
use crate::units::Share;
use crate::units::counted_as;
use crate::units::grouped;
use crate::units::signed;
use crate::view::allowed_text;
use crate::view::charts::Anchor;
use crate::view::charts::Drawing;
use crate::view::charts::Form;
use crate::view::charts::Measure;
use crate::view::charts::Twin;
use crate::view::charts::marks;

const HEIGHT: f64 = 220.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 184.0;
const LEFT: f64 = 28.0;
/// Width of a letter, px.
const LETTER: f64 = 6.2;
/// Bins at most.
const MOST: f64 = 12.0;

/// What the axis of a spread counts.
pub(super) struct Scale {
    /// What a deviation of 0 is called: 0, or 1 where the target itself is counted.
    pub zero: f64,
    /// What both colours stand for.
    pub words: [&'static str; 2],
    /// So many of what is counted.
    pub counted: fn(usize) -> String,
    /// What the axes say.
    pub title: &'static str,
}

impl Scale {
    fn edge(&self, deviation: f64) -> String {
        let percent = (deviation + self.zero) * 100.0;
        let number = if self.zero > 0.0 { grouped(percent, 0) } else { signed(percent, 0) };
        format!("{number} %")
    }

    fn bin(&self, bins: &Bins, bin: usize) -> String {
        let percent = |bin: usize| grouped((bins.edge(bin) + self.zero) * 100.0, 0);
        say!("{from} to {to} %", from = percent(bin), to = percent(bin + 1))
    }
}

/// Equal bins of deviations, with how many are in each.
pub(super) struct Bins {
    /// Where the first begins.
    from: f64,
    /// How wide each is.
    step: f64,
    today: Vec<u32>,
    plan: Vec<u32>,
}

impl Bins {
    pub(super) fn new(today: &[f64], plan: &[f64]) -> Self {
        let all = || today.iter().chain(plan).copied();
        let (least, most) = (all().fold(0.0, f64::min), all().fold(0.0, f64::max));
        let steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0];
        let number = |step: f64| libm::ceil(most / step) - libm::floor(least / step);
        let step = steps.into_iter().find(|&step| number(step) <= MOST).unwrap_or((most - least) / MOST);
        let from = libm::floor(least / step) * step;
        let count = (libm::ceil((most - from) / step + 1e-9) as usize).max(1);
        let sort = |deviations: &[f64]| {
            let mut bins = vec![0; count];
            for deviation in deviations {
                // A hair below the edge of a bin is its edge.
                let bin = libm::floor((deviation - from) / step + 1e-9).max(0.0) as usize;
                bins[bin.min(count - 1)] += 1;
            }
            bins
        };
        Self { from, step, today: sort(today), plan: sort(plan) }
    }

    fn edge(&self, bin: usize) -> f64 {
        self.from + self.step * bin as f64
    }
}

/// Bars for today and the plan, one before the other, over the window. None before the first judgement.
pub fn spread_chart(session: &Session, measure: Measure, width: f64) -> Option<Drawing> {
    let judged = session.judgement.as_ref()?;
    let of = |reps: &[crate::evaluate::RepFigures]| reps.iter().map(|rep| measure.deviation(rep)).collect::<Vec<f64>>();
    let (today, plan) = (of(&judged.today.reps), of(&judged.plan.reps));
    let bins = Bins::new(&today, &plan);
    let scale = Scale {
        zero: 0.0,
        words: [say!("today"), say!("plan")],
        counted: |count| counted_as(count, "territory", "territories"),
        title: say!("from target; height: territories"),
    };
    let mut drawing = draw(&bins, &scale, measure.window(session), width);
    let far = |deviations: &[f64]| deviations.iter().fold(0.0, |far: f64, deviation| far.max(deviation.abs()));
    drawing.label = say!(
        "How far territories are from their {measure} target: today up to {today}, in the plan up to {plan}.",
        measure = texts::within(measure.title()),
        today = Share(far(&today)).percent(),
        plan = Share(far(&plan)).percent()
    );
    drawing.twin = twin(&bins, &scale, [say!("From target"), say!("Today"), say!("Plan")]);
    Some(drawing)
}

/// The numbers of all bins.
pub(super) fn twin(bins: &Bins, scale: &Scale, headers: [&'static str; 3]) -> Twin {
    let count = |count: u32| grouped(f64::from(count), 0);
    let row = |bin: usize| vec![scale.bin(bins, bin), count(bins.today[bin]), count(bins.plan[bin])];
    Twin { headers: headers.to_vec(), rows: (0..bins.plan.len()).map(row).collect() }
}

pub(super) fn draw(bins: &Bins, scale: &Scale, window: Option<(f64, f64)>, width: f64) -> Drawing {
    let mut drawing = Drawing::new(width, HEIGHT);
    let right = drawing.width - 24.0;
    let end = bins.edge(bins.plan.len());
    let x = |deviation: f64| LEFT + (right - LEFT) * ((deviation - bins.from) / (end - bins.from)).clamp(0.0, 1.0);
    let most = f64::from(bins.today.iter().chain(&bins.plan).copied().max().unwrap_or(1).max(1));
    let y = |count: f64| BOTTOM - (BOTTOM - TOP) * count / most;
    if let Some((from, to)) = window {
        let title = say!("allowed: {window}", window = allowed_text((from, to)));
        let (from, to) = (x(from), x(to));
        drawing.add_titled("dev-window", Form::Rect(from, TOP, to - from, BOTTOM - TOP), &title);
    }
    for mark in marks(most, 4.0).into_iter().filter(|mark| libm::floor(*mark).to_bits() == mark.to_bits()) {
        drawing.add("chart-grid", Form::Path(format!("M{LEFT} {:.1}H{right}", y(mark))));
        drawing.text("chart-axis", (LEFT - 6.0, y(mark) + 4.0), Anchor::End, grouped(mark, 0));
    }
    let wide = x(bins.from + bins.step) - x(bins.from);
    for bin in 0..bins.plan.len() {
        // Both stand amid their bin, the plan's slimmer bar before today's: beside each other they would seem to be
        // elsewhere on the scale.
        let pairs = [
            (scale.words[0], "chart-today", bins.today[bin], 1.5),
            (scale.words[1], "chart-plan", bins.plan[bin], wide * 0.26),
        ];
        for (word, class, count, aside) in pairs.into_iter().filter(|pair| pair.2 > 0) {
            let top = y(f64::from(count));
            let title = format!("{}: {}, {word}", scale.bin(bins, bin), (scale.counted)(count as usize));
            let bar = Form::Rect(x(bins.edge(bin)) + aside, top, (wide - 2.0 * aside).max(1.0), BOTTOM - top);
            drawing.add_titled(class, bar, &title);
        }
    }
    label_edges(&mut drawing, bins, scale, x);
    drawing.add("dev-zero", Form::Path(format!("M{:.1} {TOP}V{BOTTOM}", x(0.0))));
    drawing.text("chart-axis", (right, BOTTOM + 32.0), Anchor::End, scale.title.to_owned());
    drawing
}

/// Writes below bars where their bins begin and end, with a stroke at each edge; where all have room, each bin in words.
fn label_edges(drawing: &mut Drawing, bins: &Bins, scale: &Scale, x: impl Fn(f64) -> f64) {
    let wide = x(bins.from + bins.step) - x(bins.from);
    let letters = |text: String| LETTER * text.chars().count() as f64 + 8.0;
    let count = bins.plan.len();
    for edge in 0..=count {
        drawing.add("chart-grid", Form::Path(format!("M{:.1} {BOTTOM}v4", x(bins.edge(edge)))));
    }
    let line = BOTTOM + 16.0;
    if (0..count).all(|bin| letters(scale.bin(bins, bin)) <= wide) {
        for bin in 0..count {
            drawing.text("chart-axis", (x(bins.edge(bin)) + wide / 2.0, line), Anchor::Middle, scale.bin(bins, bin));
        }
        return;
    }
    let widest = (0..=count).map(|edge| letters(scale.edge(bins.edge(edge)))).fold(0.0, f64::max);
    let each = libm::ceil(widest / wide).max(1.0) as usize;
    // From the last one back: an outermost bar without a number at its end would seem to stand above the one before.
    for edge in (0..=count).rev().step_by(each) {
        drawing.text("chart-axis", (x(bins.edge(edge)), line), Anchor::Middle, scale.edge(bins.edge(edge)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_territory_is_in_one_bin() {
        // Bins that lose the outermost territory hide the very one that matters.
        for (today, plan) in [
            (vec![-0.54, 0.2, 0.61], vec![-0.15, 0.0, 0.15]),
            (vec![0.0, 0.0], vec![0.0, 0.0]),
            (vec![-1.0, 49.0], vec![-0.001, 0.001]),
            (vec![-0.3, -0.1], vec![-0.2, -0.2]),
        ] {
            let bins = Bins::new(&today, &plan);
            let sum = |bins: &[u32]| bins.iter().sum::<u32>() as usize;
            assert_eq!((sum(&bins.today), sum(&bins.plan)), (today.len(), plan.len()));
            assert!(bins.plan.len() as f64 <= MOST + 1.0, "{} bins", bins.plan.len());
            let counted = |count: usize| count.to_string();
            let scale = Scale { zero: 0.0, words: ["today", "plan"], counted, title: "" };
            let drawing = draw(&bins, &scale, Some((-0.15, 0.15)), 320.0);
            let wide = drawing
                .shapes
                .iter()
                .all(|shape| !matches!(shape.form, Form::Rect(x, _, width, _) if x + width > 320.0));
            assert!(wide);
            let last = scale.edge(bins.edge(bins.plan.len()));
            let written = |text: &str| {
                drawing.shapes.iter().any(|shape| matches!(&shape.form, Form::Text(_, _, _, found) if found == text))
            };
            let ranges = (0..bins.plan.len()).all(|bin| written(&scale.bin(&bins, bin)));
            assert!(ranges || written(&last), "the last bar has a number at its end: {last}");
        }
    }
}
