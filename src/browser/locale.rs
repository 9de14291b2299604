//! Numbers, days and texts as they are written where the page is read.

use crate::texts;
use crate::texts::Catalogue;
use crate::texts::Form;
use crate::units;
use crate::units::DayForm;
use crate::units::DayPart;
use js_sys::Array;
use js_sys::Date;
use js_sys::Function;
use js_sys::Intl::DateTimeFormat;
use js_sys::Intl::NumberFormat;
use js_sys::Intl::PluralRules;
use js_sys::Object;
use js_sys::Reflect;
use std::cell::OnceCell;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;

/// Takes over the marks and the form of days of the browser's own language, and the texts that js/boot.js has loaded.
pub fn adopt() {
    let parts = NumberFormat::new(&Array::new(), &Object::new()).format_to_parts(1_234_567.5);
    let mark = |kind| part_of(&parts, kind)?.chars().next();
    if let (Some(thousands), Some(decimal)) = (mark("group"), mark("decimal")) {
        units::set_marks(thousands, decimal);
    }
    units::set_days(day_form());
    if let Some(catalogue) = loaded() {
        speak(catalogue);
    }
}

/// Says all texts in another language from now on.
pub fn speak(catalogue: Catalogue) {
    texts::adopt(catalogue, category);
}

/// The texts in the reader's language; none for English.
fn loaded() -> Option<Catalogue> {
    let found = Reflect::get(&js_sys::global(), &"evenfieldTexts".into()).ok().filter(JsValue::is_object)?;
    let entries = Reflect::get(&found, &"entries".into()).ok()?;
    let pair = |pair: JsValue| (Array::from(&pair).get(0).as_string().unwrap_or_default(), Array::from(&pair).get(1));
    let form = |(category, text): (String, JsValue)| Form { category, text: text.as_string().unwrap_or_default() };
    let forms = |value: JsValue| match value.as_string() {
        Some(text) => vec![Form { category: "other".to_owned(), text }],
        None => Object::entries(value.unchecked_ref()).iter().map(pair).map(form).collect(),
    };
    let entries = Object::entries(entries.unchecked_ref());
    Some(Catalogue {
        language: text_of(&found, "language"),
        entries: entries.iter().map(pair).map(|(english, value)| (english, forms(value))).collect(),
    })
}

/// The category of a count, as the language has it: `one`, `few`, `many`, `other`.
fn category(language: &str, count: usize) -> String {
    thread_local! {
        static RULES: OnceCell<PluralRules> = const { OnceCell::new() };
    }
    RULES.with(|rules| {
        let rules = rules.get_or_init(|| PluralRules::new(&Array::of1(&language.into()), &Object::new()));
        rules.select(count as f64).into()
    })
}

/// A time, in ms since 1970, on this clock, as a text: `Nov 14, 2026, 10:02 AM`, `14.11.2026, 10:02`.
pub fn moment(milliseconds: f64) -> String {
    let format: Function = formatter(&[("dateStyle", "medium"), ("timeStyle", "short")]).format();
    let text = format.call1(&JsValue::UNDEFINED, &Date::new(&milliseconds.into()));
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// In the browser's own language, but with the calendar and the digits of everything else here.
fn formatter(options: &[(&str, &str)]) -> DateTimeFormat {
    let object = Object::new();
    for (name, value) in options.iter().chain(&[("calendar", "gregory"), ("numberingSystem", "latn")]) {
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    DateTimeFormat::new(&Array::new(), &object)
}

/// How the browser writes a day, learnt from twelve of them.
fn day_form() -> DayForm {
    let formatter = formatter(&[("dateStyle", "medium"), ("timeZone", "UTC")]);
    let written = |month: i32| {
        let day = Date::new(&Date::utc(2001.0, f64::from(month)).into());
        day.set_utc_date(3);
        formatter.format_to_parts(&day)
    };
    let part = |part: JsValue| {
        let value = text_of(&part, "value");
        match text_of(&part, "type").as_str() {
            "day" => DayPart::Day(value.len() > 1),
            "month" => DayPart::Month,
            "year" => DayPart::Year,
            _ => DayPart::Text(value),
        }
    };
    DayForm {
        parts: written(0).iter().map(part).collect(),
        months: (0..12).map(|month| part_of(&written(month), "month").unwrap_or_default()).collect(),
    }
}

fn part_of(parts: &Array, kind: &str) -> Option<String> {
    let part = parts.iter().find(|part| text_of(part, "type") == kind)?;
    Some(text_of(&part, "value"))
}

fn text_of(part: &JsValue, name: &str) -> String {
    Reflect::get(part.unchecked_ref(), &name.into()).ok().and_then(|text| text.as_string()).unwrap_or_default()
}
