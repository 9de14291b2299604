//! Step: postal codes.

use crate::clean::Step;
use crate::clean::address::Address;
use crate::clean::gazetteer::Gazetteer;
use crate::clean::log::Log;
use crate::clean::log::counted;
use crate::clean::rows::Rows;
use crate::import::Field;
use crate::import::parse;
use crate::model::Issue;
use crate::model::Texts;

/// Postal codes as their countries write them; "" where the file's text is no code. Where no
/// address states a country, it is the assumed one.
pub fn postcodes(rows: &Rows, address: &Address, gazetteer: &Gazetteer, log: &mut Log) -> Texts {
    if !rows.does(Step::PostalCodes) {
        log.left_out(Step::PostalCodes);
        return (0..rows.len()).map(|account| rows.text(account, Field::PostalCode)).collect();
    }
    let mut out = Texts::default();
    let (mut repaired, mut unreadable) = (0, 0);
    for account in 0..rows.len() {
        let text = rows.text(account, Field::PostalCode);
        if text.is_empty() {
            out.push("");
            continue;
        }
        let country = match address.country[account] {
            "" if gazetteer.assumed => gazetteer.home.as_str(),
            stated => stated,
        };
        let bytes = text.as_bytes();
        let plain = matches!(bytes.len(), 5 | 10)
            && bytes.iter().enumerate().all(|(at, byte)| if at == 5 { *byte == b'-' } else { byte.is_ascii_digit() });
        if plain && country == "US" {
            out.push(text);
        } else if let Some((code, changed)) = parse::postal_code(text, country) {
            repaired += usize::from(changed);
            out.push(&code);
        } else {
            unreadable += 1;
            out.push("");
            let expected = match country {
                "US" => say!("5 digits, or 5 and 4"),
                "CA" => say!("a code like K1A 0B1"),
                _ => say!("a postal code"),
            };
            let advice = if text.contains(['O', 'o', 'l', 'I']) {
                say!("The account is planned without a postal code. Maybe a letter stands for 0 or 1.")
            } else {
                say!("The account is planned without a postal code.")
            };
            log.cell(rows.issue_at(
                Issue::warning("postal-code-unreadable", expected, advice),
                account,
                Field::PostalCode,
            ));
        }
    }
    log.touch(Field::PostalCode, repaired, unreadable);
    let sentence = say!(
        "{codes} repaired (lost zeros, spaces), {unreadable} unreadable.",
        codes = counted(repaired, "postal code", "postal codes"),
        unreadable
    );
    log.step(Step::PostalCodes.id(), Step::PostalCodes.title(), repaired, sentence);
    out
}

#[cfg(test)]
mod tests {
    use crate::clean::trial::cleaned;
    use crate::clean::trial::count;

    #[test]
    fn codes_are_repaired_by_country() {
        // The same digits are a lost zero in Massachusetts and a full code in Vienna.
        let text = "id,name,owner,postal_code,country\n1,A,Ana,2721,US\n2,B,Ana,1010,Austria\n3,C,Ana,D-8O331,US\n";
        let prepared = cleaned(&[("accounts.csv", text)]);
        assert_eq!(prepared.dataset.accounts.postal_code.iter().collect::<Vec<_>>(), ["02721", "1010", ""]);
        assert_eq!(count(&prepared, "postal-code-unreadable"), 1);
    }
}
