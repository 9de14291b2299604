//! Days of the history as numbers.

/// `2026-07-01` as 2026.5.
pub fn fractional_year(date: &str) -> Option<f64> {
    let mut parts = date.split('-').map(str::parse::<f64>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    Some(year + (month - 1.0) / 12.0 + (day - 1.0) / 365.25)
}

/// The Julian day number of `2026-07-01`: the difference of two is the days between them (Fliegel and Van Flandern 1968,
/// Communications of the ACM 11(10)).
pub fn day_number(date: &str) -> Option<i64> {
    let mut parts = date.split('-').map(|part| part.parse::<i32>().map(i64::from));
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    // -1 in January and February, which close the year that began in March, else 0.
    let before_march = (month - 14) / 12;
    let days_of_years = 1461 * (year + 4800 + before_march) / 4;
    let days_of_months = 367 * (month - 2 - 12 * before_march) / 12;
    let centuries_without_leap_day = 3 * ((year + 4900 + before_march) / 100) / 4;
    Some(days_of_years + days_of_months - centuries_without_leap_day + day - 32_075)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_become_fractional_years() {
        // A history of half a year must not be taken for a whole one by its calendar years.
        assert_eq!(fractional_year("2026-07-01"), Some(2026.5));
        assert_eq!(fractional_year("July"), None);
    }

    #[test]
    fn days_between_dates_are_those_of_the_calendar() {
        // A cycle over the end of February must be as long as a calendar says, leap years included.
        let days = |from: &str, to: &str| day_number(to).unwrap() - day_number(from).unwrap();
        assert_eq!(day_number("2000-01-01"), Some(2_451_545));
        assert_eq!(days("2024-02-28", "2024-03-01"), 2);
        assert_eq!(days("2025-02-28", "2025-03-01"), 1);
        assert_eq!(days("1900-02-28", "1900-03-01"), 1);
        assert_eq!(days("2025-12-31", "2026-01-01"), 1);
        assert_eq!(days("2024-01-01", "2026-01-01"), 731);
        assert_eq!((day_number(""), day_number("2026-07"), day_number("99999999999-01-01")), (None, None, None));
    }
}
