//! Numbers and days as they are written where the page is read.

use crate::units;
use crate::units::DayForm;
use crate::units::DayPart;
use js_sys::Array;
use js_sys::Date;
use js_sys::Function;
use js_sys::Intl::DateTimeFormat;
use js_sys::Intl::NumberFormat;
use js_sys::Object;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;

/// Takes over the marks and the form of days of the browser's own language.
pub fn adopt() {
    let parts = NumberFormat::new(&Array::new(), &Object::new()).format_to_parts(1_234_567.5);
    let mark = |kind| part_of(&parts, kind)?.chars().next();
    if let (Some(thousands), Some(decimal)) = (mark("group"), mark("decimal")) {
        units::set_marks(thousands, decimal);
    }
    units::set_days(day_form());
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
