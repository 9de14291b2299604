//! Numbers and days in every way of writing them come back as they were meant, and nothing else is one.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test may stop, and compares values that no sum has touched"
)]

use evenfield::import::parse;
use evenfield::import::parse::DayOrder;
use evenfield::import::parse::DecimalSign;
use proptest::prelude::*;

/// So many cases as `PROPTEST_CASES` says, else a thousand.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Days since 1970-01-01, and back: H. Hinnant, "chrono-compatible low-level date algorithms", 2013.
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn day_of(days: i64) -> (i64, i64, i64) {
    let (era, of_era) = ((days + 719_468).div_euclid(146_097), (days + 719_468).rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year + era * 400 + i64::from(month <= 2), month, of_year - (153 * shifted + 2) / 5 + 1)
}

/// Whether a day is in the calendar: only such a day comes back from its number.
fn is_real(year: i64, month: i64, day: i64) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day) && day_of(days_of(year, month, day)) == (year, month, day)
}

/// Whole digits in groups: of three, or as in India of two before the last three.
fn grouped(whole: u64, mark: &str, indian: bool) -> String {
    let digits = whole.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        let left = digits.len() - at;
        let ends =
            if indian { left == 3 || (left > 3 && (left - 3).is_multiple_of(2)) } else { left.is_multiple_of(3) };
        if at > 0 && ends {
            out += mark;
        }
        out.push(digit);
    }
    out
}

/// Ways of writing an amount: the mark between groups, the decimal sign, whether groups are those of India.
const WAYS: [(&str, &str, bool); 8] = [
    (",", ".", false),
    ("", ".", false),
    (".", ",", false),
    ("", ",", false),
    ("'", ".", false),
    ("’", ".", false),
    ("\u{a0}", ",", false),
    (",", ".", true),
];

fn written(cents: u64, (mark, sign, indian): (&str, &str, bool)) -> String {
    format!("{}{sign}{:02}", grouped(cents / 100, mark, indian), cents % 100)
}

fn sign_of((_, sign, _): (&str, &str, bool)) -> DecimalSign {
    if sign == "." { DecimalSign::Point } else { DecimalSign::Comma }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

proptest! {
    #![proptest_config(config())]

    // An amount read in the wrong way is a hundred or a thousand times what the account pays.
    #[test]
    fn amounts_come_back_from_every_way_of_writing(cents in 0_u64..10_000_000_000_000, way in 0..WAYS.len()) {
        let (text, value) = (written(cents, WAYS[way]), cents as f64 / 100.0);
        // Two decimals leave no doubt, whatever the column says.
        for sign in [DecimalSign::Point, DecimalSign::Comma] {
            prop_assert_eq!(parse::number(&text, sign), Some(value), "{}", text);
        }
        for (text, currency) in [
            (format!("${text}"), "USD"), (format!("{text} EUR"), "EUR"), (format!("€ {text}"), "EUR"),
            (format!("CHF {text}"), "CHF"), (format!("₹{text}"), "INR"), (format!("{text}\u{a0}€"), "EUR"),
        ] {
            let amount = parse::amount(&text, sign_of(WAYS[way])).unwrap();
            prop_assert_eq!((amount.value, amount.currency), (value, Some(currency)), "{}", text);
        }
    }

    // A loss read as a gain turns the ranking of accounts round.
    #[test]
    fn amounts_below_zero_come_back(cents in 1_u64..10_000_000_000, way in 0..WAYS.len()) {
        let (text, value) = (written(cents, WAYS[way]), -(cents as f64) / 100.0);
        for text in [format!("({text})"), format!("-{text}"), format!("{text}-"), format!("−{text}"), format!("(${text})"), format!("-€{text}")] {
            prop_assert_eq!(parse::number(&text, sign_of(WAYS[way])), Some(value), "{}", text);
        }
    }

    // "12M" and "1.2k" are how people write revenue; the letter left out makes them nothing.
    #[test]
    fn shortened_amounts_come_back(tenths in 0_u32..100_000, way in 0..2_usize, percent in 0_u32..10_000) {
        let (sign, mark) = [(DecimalSign::Point, '.'), (DecimalSign::Comma, ',')][way];
        let text = format!("{}{mark}{}", tenths / 10, tenths % 10);
        let value: f64 = format!("{}.{}", tenths / 10, tenths % 10).parse().unwrap();
        for (ending, factor) in [("k", 1e3), ("K", 1e3), ("M", 1e6), (" Mio.", 1e6), ("m", 1e6), (" bn", 1e9)] {
            prop_assert_eq!(parse::number(&format!("{text}{ending}"), sign), Some(value * factor));
            let priced = parse::amount(&format!("${text}{ending}"), sign).unwrap();
            prop_assert_eq!((priced.value, priced.currency), (value * factor, Some("USD")));
        }
        prop_assert_eq!(parse::number(&format!("{percent}%"), sign), Some(f64::from(percent) / 100.0));
        prop_assert_eq!(parse::number(&format!("{percent} %"), sign), Some(f64::from(percent) / 100.0));
    }

    // A column of whole thousands is told by its neighbours.
    #[test]
    fn a_column_is_read_by_the_sign_it_uses(cents in prop::collection::vec(0_u64..1_000_000_000, 1..20), whole in 0_u64..1_000_000_000, way in 0..WAYS.len()) {
        let way = WAYS[way];
        let mut column: Vec<String> = cents.iter().map(|&cents| written(cents, way)).collect();
        column.push(grouped(whole, way.0, way.2));
        let sign = DecimalSign::of(column.iter().map(String::as_str));
        prop_assert_eq!(sign, sign_of(way));
        prop_assert_eq!(parse::number(&column[cents.len()], sign), Some(whole as f64), "{}", column[cents.len()]);
    }

    // A number from anywhere in a text that is none would plan with digits of a phone.
    #[test]
    fn no_text_breaks_the_parsers(text in "\\PC{0,40}|[0-9.,'’()$%eEkKmM€+−-]{0,20}|[0-9]{1,5}[-/. T:][0-9]{1,3}[-/. T:][0-9]{0,5}.{0,12}|20[0-9]{2}[-/][01]?[0-9][-/][0-4]?[0-9]([ T][0-9:]{0,8})?") {
        for sign in [DecimalSign::Point, DecimalSign::Comma] {
            if let Some(amount) = parse::amount(&text, sign) {
                prop_assert!(amount.value.is_finite());
            }
        }
        for order in [DayOrder::MonthFirst, DayOrder::DayFirst] {
            let Some(day) = parse::day(&text, order) else { continue };
            let parts: Vec<i64> = day.split('-').map(|part| part.parse().unwrap()).collect();
            prop_assert_eq!(day.len(), 10);
            prop_assert!(is_real(parts[0], parts[1], parts[2]), "{} of {}", day, text);
        }
    }

    // The 31st of February is a slip to be told; the 29th is a day every fourth year.
    #[test]
    fn only_days_of_the_calendar_are_days(year in 1_800_i64..=2_200, month in 0_i64..=13, day in 0_i64..=32) {
        let expected = is_real(year, month, day).then(|| format!("{year:04}-{month:02}-{day:02}"));
        for order in [DayOrder::MonthFirst, DayOrder::DayFirst] {
            prop_assert_eq!(parse::day(&format!("{year:04}-{month:02}-{day:02}"), order), expected.clone());
            prop_assert_eq!(parse::day(&format!("{year:04}/{month}/{day}"), order), expected.clone());
        }
        if month <= 12 || day > 12 {
            prop_assert_eq!(parse::day(&format!("{day:02}.{month:02}.{year}"), DayOrder::DayFirst), expected.clone());
        }
    }

    // A contract that ends in another month than the file says is renewed too late.
    #[test]
    fn days_come_back_from_every_way_of_writing(days in days_of(1_955, 1, 1)..days_of(2_069, 12, 31)) {
        let (year, month, day) = day_of(days);
        let (name, short) = (MONTHS[month as usize - 1], &MONTHS[month as usize - 1][..3]);
        let expected = Some(format!("{year:04}-{month:02}-{day:02}"));
        let both = [
            format!("{year:04}-{month:02}-{day:02}"), format!("{year:04}-{month:02}-{day:02}T10:30:00Z"),
            format!("{year:04}-{month:02}-{day:02} 10:30:00"), format!("{name} {day}, {year}"), format!("{day} {short} {year}"),
            format!("{day}-{short}-{year}"), format!("{}", days + 25_569), format!("{}.75", days + 25_569),
        ];
        for order in [DayOrder::MonthFirst, DayOrder::DayFirst] {
            for text in &both {
                prop_assert_eq!(parse::day(text, order), expected.clone(), "{}", text);
            }
        }
        for text in [format!("{month}/{day}/{year}"), format!("{month:02}/{day:02}/{year} 10:30 AM"), format!("{month}-{day}-{year}")] {
            prop_assert_eq!(parse::day(&text, DayOrder::MonthFirst), expected.clone(), "{}", text);
        }
        for text in [format!("{day}.{month}.{year}"), format!("{day:02}/{month:02}/{year}"), format!("{day:02}.{month:02}.{year} 10:30")] {
            prop_assert_eq!(parse::day(&text, DayOrder::DayFirst), expected.clone(), "{}", text);
        }
        if year >= 1_970 {
            prop_assert_eq!(parse::day(&format!("{month}/{day}/{:02}", year % 100), DayOrder::MonthFirst), expected);
        }
    }

    // One value above 12 tells the order of the whole column.
    #[test]
    fn a_column_is_read_in_the_order_it_uses(days in prop::collection::vec((1_i64..=28, 1_i64..=12), 1..20), late in 13_i64..=28, european in any::<bool>()) {
        let write = |&(day, month): &(i64, i64)| if european { format!("{day}/{month}/2026") } else { format!("{month}/{day}/2026") };
        let mut column: Vec<String> = days.iter().map(write).collect();
        column.push(write(&(late, 3)));
        let order = DayOrder::of(column.iter().map(String::as_str));
        for (text, (day, month)) in column.iter().zip(&days) {
            prop_assert_eq!(parse::day(text, order), Some(format!("2026-{month:02}-{day:02}")));
        }
    }
}
