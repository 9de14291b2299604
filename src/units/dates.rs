//! Days of the calendar as people write them where the screen stands. What is written for programs stays as it is:
//! `2026-12-31`.

use std::sync::RwLock;

/// A part of a day as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayPart {
    /// The day of the month; with a 0 in front of a single digit where that is so.
    Day(bool),
    /// The month, by its name or number.
    Month,
    /// The year.
    Year,
    /// What stands between them.
    Text(String),
}

/// How a day is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayForm {
    /// The parts in order.
    pub parts: Vec<DayPart>,
    /// The months from January, as they stand in a day.
    pub months: Vec<String>,
}

/// How days are written from now on; none for English.
static FORM: RwLock<Option<DayForm>> = RwLock::new(None);

/// Writes days in another form from now on, as people expect them where the screen stands.
pub fn set_days(form: DayForm) {
    if let Ok(mut place) = FORM.write() {
        *place = Some(form);
    }
}

/// A day like `2026-12-31` as people write it: `31 Dec 2026`. Any other text stays as it is.
pub fn day_text(day: &str) -> String {
    let form = FORM.read().ok().and_then(|form| form.clone());
    day_with(&form.unwrap_or_else(english), day).unwrap_or_else(|| day.to_owned())
}

fn english() -> DayForm {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let space = || DayPart::Text(" ".to_owned());
    DayForm {
        parts: vec![DayPart::Day(false), space(), DayPart::Month, space(), DayPart::Year],
        months: MONTHS.map(str::to_owned).to_vec(),
    }
}

fn day_with(form: &DayForm, day: &str) -> Option<String> {
    let [year, month, date] = day.split('-').collect::<Vec<_>>()[..] else { return None };
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if !(digits(year, 4) && digits(month, 2) && digits(date, 2)) {
        return None;
    }
    let name = form.months.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
    let part = |part: &DayPart| match part {
        DayPart::Day(true) => date.to_owned(),
        DayPart::Day(false) => date.trim_start_matches('0').to_owned(),
        DayPart::Month => name.clone(),
        DayPart::Year => year.to_owned(),
        DayPart::Text(text) => text.clone(),
    };
    Some(form.parts.iter().map(part).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_in_the_place_of_the_reader() {
        // 03/02/2026 is in March for some and in February for others; a file's own words are left alone.
        assert_eq!(day_text("2026-02-03"), "3 Feb 2026");
        assert_eq!(day_text("end of 2026"), "end of 2026");
        assert_eq!(day_text("2026-13-03"), "2026-13-03");
        assert_eq!(day_text(""), "");
        let dot = || DayPart::Text(".".to_owned());
        let form = DayForm {
            parts: vec![DayPart::Day(true), dot(), DayPart::Month, dot(), DayPart::Year],
            months: (1..=12).map(|month| format!("{month:02}")).collect(),
        };
        assert_eq!(day_with(&form, "2026-02-03").as_deref(), Some("03.02.2026"));
    }
}
