//! Charts as drawing instructions: what stands where, one sentence that says it, and the same as a table.

mod attainment;
mod balance;
mod moved;
mod search;
mod spread;
mod tornado;

pub use attainment::attainment_chart;
pub use balance::balance_chart;
pub use moved::cause_text;
pub use moved::moved_chart;
pub use search::curve;
pub use search::curve_chart;
pub use search::last_search;
pub use spread::spread_chart;
pub use tornado::tornado_chart;

use crate::evaluate::RepFigures;
use crate::rules::allowed_deviation;
use crate::session::Session;
use crate::units::Hours;
use crate::units::Money;

/// Narrower than this nothing can be read, px.
pub const NARROWEST: f64 = 260.0;

/// A drawing in px, from the upper left.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// What it says, a sentence.
    pub label: String,
    /// What stands where; later shapes lie above earlier ones.
    pub shapes: Vec<Shape>,
    /// The same in numbers.
    pub twin: Twin,
}

/// One thing of a drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// How it is coloured: a class of the style sheet.
    pub class: &'static str,
    /// Where it stands.
    pub form: Form,
    /// What it says where one points at it; "" for nothing.
    pub title: String,
}

/// A form with its place.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// From x, y, so wide and so high.
    Rect(f64, f64, f64, f64),
    /// Around x, y with a radius.
    Circle(f64, f64, f64),
    /// A path.
    Path(String),
    /// A text at x, y that starts, ends or has its middle there.
    Text(f64, f64, Anchor, String),
}

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

impl Anchor {
    /// The word of SVG.
    pub fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A table with the numbers of a chart; the first column names the row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Twin {
    /// Headers.
    pub headers: Vec<&'static str>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
}

impl Drawing {
    fn new(width: f64, height: f64) -> Self {
        Self { width: width.max(NARROWEST), height, ..Self::default() }
    }

    fn add(&mut self, class: &'static str, form: Form) {
        self.shapes.push(Shape { class, form, title: String::new() });
    }

    fn add_titled(&mut self, class: &'static str, form: Form, title: &str) {
        self.shapes.push(Shape { class, form, title: title.to_owned() });
    }

    fn text(&mut self, class: &'static str, (x, y): (f64, f64), anchor: Anchor, text: String) {
        self.add(class, Form::Text(x, y, anchor, text));
    }
}

/// What territories are compared by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// Money a year.
    #[default]
    Potential,
    /// Hours a year.
    Workload,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Potential, Self::Workload];

    /// Name on the screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::Potential => say!("Potential"),
            Self::Workload => say!("Workload"),
        }
    }

    fn amount(self, rep: &RepFigures) -> f64 {
        match self {
            Self::Potential => rep.potential,
            Self::Workload => rep.workload_hours,
        }
    }

    fn target(self, rep: &RepFigures) -> f64 {
        match self {
            Self::Potential => rep.potential_target,
            Self::Workload => rep.workload_target,
        }
    }

    fn deviation(self, rep: &RepFigures) -> f64 {
        match self {
            Self::Potential => rep.potential_deviation(),
            Self::Workload => rep.workload_deviation(),
        }
    }

    fn text(self, amount: f64, symbol: &str) -> String {
        match self {
            Self::Potential => Money(amount).short(symbol),
            Self::Workload => Hours(amount).text(),
        }
    }

    /// Least and largest deviation allowed; none where no window is set.
    fn window(self, session: &Session) -> Option<(f64, f64)> {
        let word = if self == Self::Potential { "potential" } else { "workload" };
        allowed_deviation(&session.project.as_ref()?.settings.rules, word)
    }
}

/// Round marks from 0 to a value: at most `most` steps of 1, 2 or 5 times a power of ten.
fn marks(largest: f64, most: f64) -> Vec<f64> {
    if !largest.is_finite() || largest <= 0.0 {
        return vec![0.0];
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(largest / most)));
    let step = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power).into_iter().find(|step| largest / step <= most);
    let step = step.unwrap_or(10.0 * power);
    (0..=libm::floor(largest / step) as usize).map(|mark| mark as f64 * step).collect()
}

/// A text cut to so many letters.
fn cut(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let kept: String = text.chars().take(letters.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_and_few() {
        // An axis of 137,421 and 274,842 cannot be read.
        assert_eq!(marks(1_714_000.0, 4.0), [0.0, 500_000.0, 1_000_000.0, 1_500_000.0]);
        assert_eq!(marks(9.0, 4.0), [0.0, 5.0]);
        assert_eq!(marks(0.0, 4.0), [0.0]);
        assert!(marks(f64::NAN, 4.0).len() == 1 && marks(1e-9, 5.0).len() <= 6);
    }

    #[test]
    fn a_long_name_is_cut_at_letters() {
        // A name cut within a letter would stop the page.
        assert_eq!(cut("Ana Castillo", 20), "Ana Castillo");
        assert_eq!(cut("Ångström Łukasz", 9), "Ångström…");
    }
}
