//! Days as people and programs write them.

/// In which order a column writes day and month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DayOrder {
    /// `12/31/2026`
    #[default]
    MonthFirst,
    /// `31.12.2026`
    DayFirst,
}

impl DayOrder {
    /// The order a column uses: the values with a part above 12 decide, else dots and dashes mean day first.
    pub fn of<'a>(values: impl Iterator<Item = &'a str>) -> Self {
        let (mut month_first, mut day_first, mut dotted) = (0, 0, 0);
        for value in values {
            let Some([first, second, _]) = parts(value.trim()) else { continue };
            if first.0 == 4 {
                continue;
            }
            match (first.1 > 12, second.1 > 12) {
                (true, false) => day_first += 1,
                (false, true) => month_first += 1,
                _ => {}
            }
            dotted += i32::from(value.contains('.'));
        }
        if day_first > month_first || (day_first == month_first && dotted > 0) {
            Self::DayFirst
        } else {
            Self::MonthFirst
        }
    }
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A day as `YYYY-MM-DD`; a time behind it is left out.
pub fn day(text: &str, order: DayOrder) -> Option<String> {
    let text = text.trim();
    if text.len() < 5 || text.len() > 40 {
        return None;
    }
    if let Some(serial) = serial(text) {
        return Some(serial);
    }
    if text.bytes().any(|byte| byte.is_ascii_alphabetic() && byte != b'T' && byte != b'Z')
        && let Some(found) = with_month_name(text)
    {
        return Some(found);
    }
    let [first, second, third] = parts(text)?;
    let (year, month, day) = if first.0 == 4 {
        (first.1, second.1, third.1)
    } else {
        let year = full_year(third)?;
        match order {
            DayOrder::MonthFirst if first.1 <= 12 => (year, first.1, second.1),
            DayOrder::DayFirst if second.1 > 12 => (year, first.1, second.1),
            _ => (year, second.1, first.1),
        }
    };
    written(year, month, day)
}

fn full_year((digits, value): (usize, u32)) -> Option<u32> {
    match digits {
        4 => Some(value),
        2 if value < 70 => Some(2000 + value),
        2 => Some(1900 + value),
        _ => None,
    }
}

fn written(year: u32, month: u32, day: u32) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    let possible = (1800..=2200).contains(&year) && (1..=last).contains(&day);
    possible.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// The three numbers of a date with their count of digits.
fn parts(text: &str) -> Option<[(usize, u32); 3]> {
    let date = text.split(['T', ' ']).next()?;
    let separator = date.chars().find(|letter| !letter.is_ascii_digit())?;
    if !matches!(separator, '-' | '/' | '.') {
        return None;
    }
    let mut pieces = date.split(separator).map(|piece| Some((piece.len(), piece.parse::<u32>().ok()?)));
    let found = [pieces.next()??, pieces.next()??, pieces.next()??];
    let short = found[1].0 <= 2 && found[0].0 <= 4;
    (pieces.next().is_none() && short).then_some(found)
}

/// A bare day number of a spreadsheet (days since 1899-12-30), between 1954 and 2119.
fn serial(text: &str) -> Option<String> {
    let whole = text.split('.').next()?;
    if whole.len() != 5 || !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let count: i64 = whole.parse().ok()?;
    if !(20_000..80_000).contains(&count) {
        return None;
    }
    // Days to calendar: H. Hinnant, "chrono-compatible low-level date algorithms", 2013.
    let shifted = count - 25_569 + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    written(year as u32, month as u32, day as u32)
}

fn with_month_name(text: &str) -> Option<String> {
    let mut month = None;
    let mut numbers = Vec::new();
    for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).take(3) {
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            numbers.push((word.len(), word.parse().ok()?));
        } else {
            let lower = word.to_lowercase();
            let start = lower.get(..3)?;
            month = Some(MONTHS.iter().position(|&name| name == start)? as u32 + 1);
        }
    }
    let [first, second] = numbers[..] else { return None };
    let (year, day) = if first.0 == 4 { (first, second) } else { (second, first) };
    written(full_year(year)?, month?, day.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_read_as_people_write_them() {
        // A contract that ends in another month than the file says misleads the plan.
        let us = |text: &str| day(text, DayOrder::MonthFirst);
        let european = |text: &str| day(text, DayOrder::DayFirst);
        assert_eq!(us("2026-03-16").as_deref(), Some("2026-03-16"));
        assert_eq!(us("2021-03-16 10:00").as_deref(), Some("2021-03-16"));
        assert_eq!(us("2021-03-16T10:00:00Z").as_deref(), Some("2021-03-16"));
        assert_eq!(us("4/16/2026").as_deref(), Some("2026-04-16"));
        assert_eq!(us("4/6/26 10:30 AM").as_deref(), Some("2026-04-06"));
        assert_eq!(european("4/6/2026").as_deref(), Some("2026-06-04"));
        assert_eq!(european("31.12.2026").as_deref(), Some("2026-12-31"));
        assert_eq!(european("01-03-17").as_deref(), Some("2017-03-01"));
        assert_eq!(us("16 Mar 2026").as_deref(), Some("2026-03-16"));
        assert_eq!(us("March 16, 2026").as_deref(), Some("2026-03-16"));
        assert_eq!(us("45943").as_deref(), Some("2025-10-13"));
    }

    #[test]
    fn impossible_days_are_none() {
        // The 31st of February is a slip to report, not a day to plan with.
        for text in ["2026-02-30", "13/13/2026", "soon", "2026", "12-34", "2026-1", "99999999", "2026-02-29"] {
            assert_eq!(day(text, DayOrder::MonthFirst), None, "{text}");
        }
    }

    #[test]
    fn a_column_tells_its_order() {
        // 01-03-17 alone is either; 20-10-16 beside it decides.
        assert_eq!(DayOrder::of(["01-03-17", "20-10-16"].into_iter()), DayOrder::DayFirst);
        assert_eq!(DayOrder::of(["1/3/2017", "10/20/2016"].into_iter()), DayOrder::MonthFirst);
        assert_eq!(DayOrder::of(["01.03.2017"].into_iter()), DayOrder::DayFirst);
    }
}
