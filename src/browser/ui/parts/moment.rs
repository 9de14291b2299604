//! Times of this place.

use crate::view::Moment;

/// A time, in ms since 1970, as a text: `14 Nov 10:02`.
pub fn moment(milliseconds: f64) -> String {
    let date = js_sys::Date::new(&milliseconds.into());
    let moment =
        Moment { month: date.get_month(), day: date.get_date(), hour: date.get_hours(), minute: date.get_minutes() };
    moment.text()
}
