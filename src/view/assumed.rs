//! What is assumed of the year to come, as a form shows it.

use crate::outcome::ASSUMPTIONS;
use crate::outcome::Assumption;
use crate::outcome::Assumptions;
use crate::session::Session;
use crate::texts;
use crate::units::exact;

/// One assumption.
#[derive(Clone, Debug, PartialEq)]
pub struct AssumptionRow {
    /// Its name in files.
    pub id: &'static str,
    /// Name on the screen.
    pub title: &'static str,
    /// What it means, a sentence.
    pub help: &'static str,
    /// Where the default comes from, "" without a source.
    pub source: &'static str,
    /// Its value; "" where it follows from the data.
    pub text: String,
    /// Shown behind it.
    pub unit: &'static str,
    /// Smallest, largest, and the step of the arrows.
    pub bounds: [f64; 3],
    /// Its value unless set: `usually 25 %`.
    pub usual: String,
    /// Whether it has that value.
    pub is_usual: bool,
}

/// All of them, in the order in which they are shown.
pub fn assumption_rows(session: &Session) -> Vec<AssumptionRow> {
    let Some(project) = &session.project else { return Vec::new() };
    ASSUMPTIONS.iter().map(|card| row(card, &project.assumptions)).collect()
}

fn row(card: &'static Assumption, assumed: &Assumptions) -> AssumptionRow {
    let (value, unit) = (assumed.value(card.id), texts::of(card.unit));
    let usual = match card.default.map(exact) {
        Some(default) if unit.is_empty() => say!("usually {default}", default),
        Some(default) => say!("usually {default} {unit}", default, unit),
        None => say!("usually what the data tell").to_owned(),
    };
    AssumptionRow {
        id: card.id,
        title: texts::of(card.title),
        help: texts::of(card.help),
        source: texts::of(card.source),
        text: value.map_or_else(String::new, |value| value.to_string()),
        unit,
        bounds: [card.min, card.max, card.step],
        usual,
        is_usual: value == card.default,
    }
}

/// How many are not as usual, a few words.
pub fn assumptions_sentence(session: &Session) -> String {
    let changed = assumption_rows(session).iter().filter(|row| !row.is_usual).count();
    match changed {
        0 => say!("all as usual").to_owned(),
        n => say!(n; "{n} is not as usual", "{n} are not as usual", n),
    }
}

/// The assumptions with another value of one of them; an empty text takes the usual one.
///
/// # Errors
/// What is wrong with the text, a sentence.
pub fn assumed_with(session: &Session, id: &str, text: &str) -> Result<Assumptions, String> {
    let assumed = session.project.as_ref().map(|project| project.assumptions.clone()).unwrap_or_default();
    let Some(card) = ASSUMPTIONS.iter().find(|card| card.id == id) else { return Ok(assumed) };
    let text = text.trim();
    let value = if text.is_empty() { card.default } else { Some(text.parse().unwrap_or(f64::NAN)) };
    let (min, max) = (exact(card.min), exact(card.max));
    assumed.with(id, value).ok_or_else(|| say!("Give a number from {min} to {max}.", min, max))
}
