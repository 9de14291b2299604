//! The texts that a person reads: English stands in the code, a catalogue has them in another language.
//!
//! [`say!`](crate::say) takes the English, whole sentences with named places, and gives the text in the language of the
//! page. Where no catalogue is in force, as on a page in English and in the headless twin, that is the English itself.
//! `texts/en.json` lists every text; `node scripts/texts.mjs` makes it from the sources, so each text stands there as a
//! literal: in `say!`, in [`text!`](crate::text) where a constant holds it and [`of`] is called when it is shown, in a
//! field of a card, or as the noun of a count.
//!
//! Never: a text that code compares, stores as a key or writes for programs goes through here.

use serde::Deserialize;
use serde::Serialize;
use std::fmt::Display;
use std::fmt::Write;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

/// The text of an English one, a `&'static str`; with places, a `String`; with a count, the form that fits it.
///
/// ```
/// # use evenfield::say;
/// assert_eq!(say!("Assign to"), "Assign to");
/// assert_eq!(say!("Assign all {count} to", count = 12), "Assign all 12 to");
/// assert_eq!(say!(1; "One plan is open.", "{n} plans are open.", n = 1), "One plan is open.");
/// ```
#[macro_export]
macro_rules! say {
    // What fills a place: the value given for it, or the variable of its name.
    (@place $place:ident = $value:expr) => {
        $value
    };
    (@place $place:ident) => {
        $place
    };
    ($english:literal) => {
        $crate::texts::of($english)
    };
    ($english:literal, $($place:ident $(= $value:expr)?),+ $(,)?) => {
        $crate::texts::fill($english, &[$((stringify!($place), &say!(@place $place $(= $value)?))),+])
    };
    ($count:expr; $one:literal, $many:literal $(, $place:ident $(= $value:expr)?)* $(,)?) => {
        $crate::texts::fill_form($count, $one, $many, &[$((stringify!($place), &say!(@place $place $(= $value)?))),*])
    };
}

/// A text that a constant holds: the English itself. It is shown by [`of`](crate::texts::of).
#[macro_export]
macro_rules! text {
    ($english:literal) => {
        $english
    };
}

/// The words for one and for many that a table holds: the English themselves. They are shown by
/// [`form`](crate::texts::form).
#[macro_export]
macro_rules! nouns {
    ($one:literal, $many:literal) => {
        ($one, $many)
    };
}

/// The texts of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// The language's code: `de`, `pt-BR`.
    pub language: String,
    /// Each English text with what stands for it, ordered by the English; that of a count by its form for many.
    pub entries: Vec<(String, Vec<Form>)>,
}

/// A text for counts of one category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// The category of `Intl.PluralRules`: `one`, `few`, `many`, `other`; where a text has one form only, `other`.
    pub category: String,
    /// The text, with the places of the English.
    pub text: String,
}

impl Catalogue {
    fn forms(&self, english: &str) -> Option<&[Form]> {
        let place = self.entries.binary_search_by(|(known, _)| known.as_str().cmp(english)).ok()?;
        Some(&self.entries[place].1)
    }

    /// The text for a category, or for any other.
    fn text(&self, english: &str, category: &str) -> Option<&str> {
        let forms = self.forms(english)?;
        let of = |wanted: &str| forms.iter().find(|form| form.category == wanted);
        of(category).or_else(|| of(OTHER)).map(|form| form.text.as_str())
    }
}

/// The category that every language has.
const OTHER: &str = "other";

/// The category of a count in a language: what `Intl.PluralRules` says.
pub type Category = fn(language: &str, count: usize) -> String;

static IN_FORCE: OnceLock<(Catalogue, Category)> = OnceLock::new();
/// What is written just now is for programs.
static FOR_PROGRAMS: AtomicBool = AtomicBool::new(false);

/// Takes a catalogue into force, once and for all.
pub fn adopt(catalogue: Catalogue, category: Category) {
    let mut catalogue = catalogue;
    catalogue.entries.sort_by(|one, other| one.0.cmp(&other.0));
    let _ = IN_FORCE.set((catalogue, category));
}

/// The catalogue in force, none on a page in English.
pub fn catalogue() -> Option<&'static Catalogue> {
    in_force().map(|(catalogue, _)| catalogue)
}

/// The language of the texts: `en` without a catalogue.
pub fn language() -> &'static str {
    catalogue().map_or("en", |catalogue| catalogue.language.as_str())
}

/// Writes in English, for programs, whatever the language of the page.
pub fn in_english<T>(write: impl FnOnce() -> T) -> T {
    let before = FOR_PROGRAMS.swap(true, Ordering::Relaxed);
    let written = write();
    FOR_PROGRAMS.store(before, Ordering::Relaxed);
    written
}

fn in_force() -> Option<&'static (Catalogue, Category)> {
    IN_FORCE.get().filter(|_| !FOR_PROGRAMS.load(Ordering::Relaxed))
}

/// A text by its English; the English itself where the catalogue has none.
pub fn of(english: &str) -> &str {
    catalogue().and_then(|catalogue| catalogue.text(english, OTHER)).unwrap_or(english)
}

/// A title as it stands within a sentence: in English without its capitals, elsewhere as the catalogue writes it.
pub fn within(title: &str) -> String {
    if catalogue().is_none() { title.to_lowercase() } else { title.to_owned() }
}

/// A text with places such as `{count}`, filled.
pub fn fill(english: &str, places: &[(&str, &dyn Display)]) -> String {
    filled(of(english), places)
}

/// The form of a text that fits a count, filled.
pub fn fill_form(count: usize, one: &str, many: &str, places: &[(&str, &dyn Display)]) -> String {
    filled(form(count, one, many), places)
}

/// So many things, the count written as a text: `1 rep`, `1,200 accounts`. Its entry is `{n} reps`, `{n} accounts`.
pub fn counted(count: usize, written: &str, one: &str, many: &str) -> String {
    if catalogue().is_none() {
        return [written, if count == 1 { one } else { many }].join(" ");
    }
    filled(form(count, &["{n}", one].join(" "), &["{n}", many].join(" ")), &[("n", &written)])
}

/// The form of a text that fits a count.
pub fn form<'e>(count: usize, one: &'e str, many: &'e str) -> &'e str {
    let english = if count == 1 { one } else { many };
    in_force()
        .and_then(|(catalogue, category)| catalogue.text(many, &category(&catalogue.language, count)))
        .unwrap_or(english)
}

/// A place that nobody fills stays as it stands.
fn filled(text: &str, places: &[(&str, &dyn Display)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let place =
            after.split_once('}').and_then(|(name, after)| Some((places.iter().find(|place| place.0 == name)?, after)));
        rest = if let Some(((_, value), after)) = place {
            let _ = write!(out, "{value}");
            after
        } else {
            out.push('{');
            after
        };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue() -> Catalogue {
        let form = |category: &str, text: &str| Form { category: category.to_owned(), text: text.to_owned() };
        let entries = vec![
            ("Assign all {count} to".to_owned(), vec![form("other", "Alle {count} zuordnen")]),
            (
                "{n} accounts".to_owned(),
                vec![form("one", "{n} konto"), form("few", "{n} konta"), form("other", "{n} kont")],
            ),
        ];
        Catalogue { language: "pl".to_owned(), entries }
    }

    #[test]
    fn without_a_catalogue_the_english_is_said() {
        // The headless twin and a page in English have none; a text must not depend on one.
        assert_eq!((of("Assign to"), language()), ("Assign to", "en"));
        assert_eq!(counted(1, "1", "rep", "reps"), "1 rep");
        assert_eq!(say!(2; "One plan is open.", "{n} plans are open.", n = "2"), "2 plans are open.");
    }

    #[test]
    fn places_are_filled_by_name() {
        // Another language puts them elsewhere, or twice; what a place is filled with may have braces of its own.
        let name = "{count}";
        assert_eq!(say!("{name} has {count}, {name}", name, count = 3), "{count} has 3, {count}");
        assert_eq!(say!("{open {count}", count = 3), "{open 3");
        assert_eq!(filled("{unknown} {", &[("count", &3)]), "{unknown} {");
    }

    #[test]
    fn a_language_has_as_many_forms_as_it_needs() {
        // Polish counts one, few and many; what has no form of its own takes the one for all others.
        let catalogue = catalogue();
        assert_eq!(catalogue.text("{n} accounts", "few"), Some("{n} konta"));
        assert_eq!(catalogue.text("{n} accounts", "many"), Some("{n} kont"));
        assert_eq!(catalogue.text("Assign all {count} to", "one"), Some("Alle {count} zuordnen"));
        assert_eq!(catalogue.text("{n} account", "one"), None);
    }
}
