//! The accounts file as cleaning left it, as CSV.

use crate::export::Joined;
use crate::export::cells::csv_bytes;
use crate::import::Field;
use crate::import::Mapping;
use crate::import::parse;
use crate::import::parse::DecimalSign;
use crate::model::Accounts;
use crate::model::Bundle;
use crate::model::NO_FAMILY;
use crate::model::Table;

/// The column of the numbers of company families; a copy of a copy has it already.
const FAMILY: &str = "Company family";

/// All columns of the accounts file with the repaired values in place of the file's own, then latitude and longitude
/// where the file has none, how each place was found, and the number of the company family. One row for each account, in
/// the order of the file, its blanks filled by the rows joined to it; what could not be used stands as it was.
pub fn repaired_csv(bundle: &Bundle, mapping: &Mapping, joined: &Joined) -> Vec<u8> {
    let none = Table::default();
    let table = bundle.accounts_file().unwrap_or(&none);
    let accounts = &bundle.dataset.accounts;
    let fields: Vec<Option<Field>> = (0..table.headers.len())
        .map(|column| mapping.columns.iter().find(|entry| entry.column as usize == column)?.field)
        .collect();
    let added =
        [(Field::Latitude, "Latitude"), (Field::Longitude, "Longitude"), (Field::PlaceFoundBy, "Place found by")];
    let added: Vec<_> = added.into_iter().filter(|(field, _)| !fields.contains(&Some(*field))).collect();
    let mut header = table.headers.clone();
    header.extend(added.iter().map(|&(_, name)| name.to_owned()));
    let family_column = header.iter().position(|name| name == FAMILY);
    if family_column.is_none() {
        header.push(FAMILY.to_owned());
    }
    let rows = (0..accounts.len()).map(|account| {
        let row = accounts.row[account];
        let rows = std::iter::once(&row).chain(joined.get(&row).into_iter().flatten());
        let rows: Vec<usize> = rows.filter_map(|&number| table.position(number)).collect();
        let cell = |column: usize| {
            let mut cells = rows.iter().map(|&row| table.cell(row, column));
            cells.find(|cell| !cell.trim().is_empty()).unwrap_or("")
        };
        let mut cells: Vec<String> = fields
            .iter()
            .enumerate()
            .map(|(column, field)| match field {
                // A name that serves as id is none of the file's ids.
                Some(Field::Id) if cell(column).is_empty() => String::new(),
                // What counts as 0 because the user wants no estimates is in the file what it was.
                Some(field) if number(accounts, account, *field) == Some(0.0) && !says_nothing(cell(column)) => {
                    cell(column).to_owned()
                }
                field => repaired(accounts, account, *field).unwrap_or_else(|| cell(column).to_owned()),
            })
            .collect();
        cells.extend(added.iter().map(|&(field, _)| repaired(accounts, account, Some(field)).unwrap_or_default()));
        let family = accounts.family[account];
        let family = if family == NO_FAMILY { String::new() } else { (family + 1).to_string() };
        match family_column {
            Some(column) => cells[column] = family,
            None => cells.push(family),
        }
        cells
    });
    csv_bytes(std::iter::once(header).chain(rows))
}

/// What cleaning made of a value; none where the file's own stands.
fn repaired(accounts: &Accounts, account: usize, field: Option<Field>) -> Option<String> {
    let text = match field? {
        Field::Id => accounts.id.get(account),
        Field::City => accounts.city.get(account),
        Field::State => accounts.state.get(account),
        Field::Country => accounts.country.get(account),
        Field::PostalCode => accounts.postal_code.get(account),
        Field::Industry => accounts.industry.get(account),
        Field::Segment => accounts.segment.get(account),
        Field::Competitor => accounts.competitor.get(account),
        Field::ContractEnd => accounts.contract_end.get(account),
        Field::PlaceFoundBy => return Some(accounts.precision(account).found_by().to_owned()),
        field => {
            return number(accounts, account, field).filter(|value| value.is_finite()).map(|value| value.to_string());
        }
    };
    (!text.is_empty()).then(|| text.to_owned())
}

/// Whether a cell says 0.
fn says_nothing(cell: &str) -> bool {
    parse::number(cell, DecimalSign::Point) == Some(0.0)
}

fn number(accounts: &Accounts, account: usize, field: Field) -> Option<f64> {
    let column = match field {
        Field::Latitude => &accounts.latitude,
        Field::Longitude => &accounts.longitude,
        Field::Employees => &accounts.employees,
        Field::AnnualRevenue => &accounts.annual_revenue,
        Field::CurrentRevenue => &accounts.current_revenue,
        Field::Potential => &accounts.potential,
        Field::OpenPipeline => &accounts.open_pipeline,
        _ => return None,
    };
    Some(column[account])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Choices;
    use crate::clean::Decision;
    use crate::clean::Patient;
    use crate::clean::at_once;
    use crate::clean::prepare_for;
    use std::sync::Arc;

    #[test]
    fn the_copy_has_what_cleaning_found_and_the_rest_as_it_was() {
        // A copy that loses a street, or puts a name where an id belongs, would damage the CRM it goes back to.
        let text = "id,name,owner,street,city,state,postal_code,country,phone\n1,Acme,,1 Main St,Albany,new york,2207,US,\n\
            2,ACME,Ana,1 Main St,Albany,NY,02207,US,555\n,Bolt,Ana,,Ulm,,X?,Atlantis,\n";
        let (tables, _) = crate::import::read("a.csv", text.as_bytes());
        let mappings = crate::import::recognise(&tables);
        let group = vec!["1".to_owned(), "2".to_owned()];
        let choices = Choices::default().decide_duplicates(&[group], Decision::Accepted);
        let prepared = at_once(prepare_for(&tables, &mappings, &choices, &mut Patient::default())).unwrap().unwrap();
        let tables = tables.into_iter().map(Arc::new).collect();
        let bundle = Bundle { dataset: Arc::new(prepared.dataset), tables, ..Bundle::default() };
        let joined = Joined::from([(2, vec![3])]);
        let copy = String::from_utf8(repaired_csv(&bundle, &mappings[0], &joined)).unwrap();
        let lines: Vec<&str> = copy.trim_start_matches('\u{FEFF}').lines().collect();
        assert_eq!(lines[1], "1,Acme,Ana,1 Main St,Albany,NY,02207,US,555,,,,");
        assert_eq!(lines[2], ",Bolt,Ana,,Ulm,,X?,Atlantis,,,,,");
        assert_eq!(lines.len(), 3);
    }
}
