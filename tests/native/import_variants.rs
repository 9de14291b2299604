//! The same headers in other hands: every column of ours, histories of deals, other languages, other cases, other orders,
//! and columns beside them that say nothing about the row.
#![allow(clippy::unwrap_used, reason = "a test may stop")]

use evenfield::clean;
use evenfield::import;
use evenfield::import::Field;
use evenfield::import::Mapping;
use evenfield::model::TableKind;
use evenfield::model::TableKind::Accounts;
use evenfield::model::TableKind::Opportunities;
use evenfield::model::TableKind::Reps;

fn recognised(text: &str) -> Mapping {
    import::recognise(&import::read("export.csv", text.as_bytes()).0).remove(0)
}

/// Checks every column: those not listed must be left alone. `expected` is `Header=field, Header=field`.
fn check(text: &str, kind: TableKind, expected: &str) {
    let mapping = recognised(text);
    assert_eq!(mapping.kind, Some(kind), "{mapping:#?}");
    let claimed = mapping.columns.iter().filter_map(|column| Some((column.header.clone(), column.field?)));
    let claimed: Vec<String> = claimed.map(|(header, field)| format!("{header}={}", field.key())).collect();
    let expected: Vec<&str> = expected.split(", ").collect();
    assert_eq!(claimed, expected, "{text}");
}

/// The value of an example for each of our columns.
fn example(field: Field) -> &'static str {
    use evenfield::import::Nature::{Date, Degrees, Email, Identity, Money, Number, Share, Text, YesNo};
    match field.nature() {
        Text if field == Field::Outcome => "won",
        Text if field == Field::PostalCode => "73301",
        Text => "Alpha",
        Identity => "A1",
        Number | Money => "12",
        Share => "0.5",
        Date => "2026-12-31",
        YesNo => "no",
        Degrees => "40.5",
        Email => "ana@team.example",
    }
}

#[test]
fn every_column_of_ours_is_known_with_and_without_rows() {
    // Whoever follows the documentation to the letter must not have to map anything.
    for kind in [Accounts, Reps, Opportunities] {
        let fields: Vec<Field> = Field::of(kind).collect();
        let header: Vec<&str> = fields.iter().map(|field| field.key()).collect();
        let row: Vec<&str> = fields.iter().map(|&field| example(field)).collect();
        let lines = [header.join(","), row.join(",")];
        let expected: Vec<String> = header.iter().map(|key| format!("{key}={key}")).collect();
        for rows in 0..4 {
            let text =
                std::iter::once(&lines[0]).chain(std::iter::repeat_n(&lines[1], rows)).cloned().collect::<Vec<_>>();
            // Three rows with one id are three times the same account: the id is doubtful there.
            let text =
                if rows > 1 { format!("{}\nA2{}", text[..2].join("\n"), &lines[1][2..]) } else { text.join("\n") };
            check(&text, kind, &expected.join(", "));
        }
    }
}

#[test]
fn deals_of_salesforce() {
    // "Closed" is yes or no there, not a day, and the names of deals and accounts are no ids where there are ids.
    let text = "Opportunity Name,Account Name,Account ID,Opportunity ID,Stage,Amount,Close Date,Created Date,Won,Closed,\
        Probability (%),Opportunity Owner,Type,Lead Source,Next Step,Owner Role,Primary Contact\n\
        Seats,Acme,001D000000IqhSL,006D000000IqhSL,Closed Won,\"$1,200.00\",4/16/2026,1/2/2026,1,1,100%,Ana,New,Web,,West,Cy\n";
    let expected = "Account ID=account_id, Opportunity ID=id, Stage=stage, Amount=amount, Close Date=closed, \
        Created Date=created, Won=outcome, Opportunity Owner=owner";
    check(text, Opportunities, expected);
    let text = "Id,IsDeleted,AccountId,Name,StageName,Amount,Probability,ExpectedRevenue,CloseDate,Type,IsClosed,IsWon,\
        OwnerId,CreatedDate,CreatedById\n\
        006D1,false,001D1,Seats,Closed Won,1200,100,1200,2026-04-16,New,true,true,005D1,2026-01-02T00:00:00Z,005D2\n";
    let expected = "Id=id, AccountId=account_id, StageName=stage, Amount=amount, CloseDate=closed, IsWon=outcome, \
        OwnerId=owner, CreatedDate=created";
    check(text, Opportunities, expected);
}

#[test]
fn deals_of_hubspot_and_zoho() {
    // Names of companies are blank or repeated there; where ids stand beside them, those join.
    let text = "Record ID,Deal Name,Deal Stage,Close Date,Create Date,Amount,Associated Company,Associated Company IDs,\
        Deal owner,Is Closed Won,Pipeline,Associated Contact\n\
        1,Seats,closedwon,2026-04-16 10:00,2026-01-02 10:00,1200,Acme,11,Ana,true,Sales,Cy\n";
    let expected = "Record ID=id, Deal Stage=stage, Close Date=closed, Create Date=created, Amount=amount, \
        Associated Company IDs=account_id, Deal owner=owner, Is Closed Won=outcome";
    check(text, Opportunities, expected);
    let text = "Deal Name,Deal Stage,Close Date,Create Date,Amount,Associated Company,Deal owner,Is Closed Won\n\
        Seats,closedwon,2026-04-16,2026-01-02,1200,Acme,Ana,true\n";
    let expected = "Deal Name=id, Deal Stage=stage, Close Date=closed, Create Date=created, Amount=amount, \
        Associated Company=account_id, Deal owner=owner, Is Closed Won=outcome";
    check(text, Opportunities, expected);
    let text = "Record Id,Deal Owner.id,Deal Owner,Deal Name,Account Name.id,Account Name,Stage,Amount,Closing Date,\
        Probability (%),Expected Revenue,Contact Name,Created Time\n\
        zcrm_211,zcrm_1,Ana,Seats,zcrm_111,Acme,Closed Won,1200,2026-04-16,100,1200,Cy,2026-01-02 10:00:00\n";
    let expected = "Record Id=id, Deal Owner=owner, Account Name.id=account_id, Stage=stage, Amount=amount, \
        Closing Date=closed, Created Time=created";
    check(text, Opportunities, expected);
}

#[test]
fn deals_of_pipedrive_and_dynamics() {
    // Every column begins with "Deal", also those that are about an organization.
    let text = "Deal - Title,Deal - Organization,Deal - Value,Deal - Currency of Value,Deal - Status,Deal - Owner,\
        Deal - Contact person,Deal - Deal created,Deal - Won time,Deal - Lost time,Deal - Creator\n\
        Seats,Acme,1200,USD,Won,Ana,Cy,2026-01-02 10:00:00,2026-04-16 10:00:00,,Bo\n\
        More,Bolt,900,USD,Lost,Bo,Cy,2026-01-02 10:00:00,,2026-04-18 10:00:00,Bo\n";
    let expected = "Deal - Title=id, Deal - Organization=account_id, Deal - Value=amount, Deal - Status=outcome, \
        Deal - Owner=owner, Deal - Deal created=created, Deal - Won time=closed";
    check(text, Opportunities, expected);
    let text = "(Do Not Modify) Opportunity,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Topic,Account,Contact,\
        Actual Revenue,Actual Close Date,Probability,Status,Owner,Created On,Pipeline Phase\n\
        83883308,abc==,2021-03-16,Seats,Acme,Cy,1100,2026-04-20,100,Won,Ana,2026-01-02,4-Close\n";
    let expected = "(Do Not Modify) Opportunity=id, Account=account_id, Actual Revenue=amount, Actual Close Date=closed, \
        Status=outcome, Owner=owner, Created On=created, Pipeline Phase=stage";
    check(text, Opportunities, expected);
}

#[test]
fn lists_in_german() {
    // A list from a German office is as good as any other.
    let text = "Kundennummer;Firma;Straße;PLZ;Ort;Bundesland;Land;Umsatz;Mitarbeiter;Branche;Betreuer;Vertragsende;Potenzial;\
        Telefon;Ansprechpartner;Muttergesellschaft\n\
        K1;Acme GmbH;Hauptstr. 1;80331;München;Bayern;Deutschland;1.200.000,50;12;Handel;Ana;31.12.2026;500.000;089-1;Cy;Acme\n";
    let expected = "Kundennummer=id, Firma=name, Straße=street, PLZ=postal_code, Ort=city, Bundesland=state, Land=country, \
        Umsatz=annual_revenue, Mitarbeiter=employees, Branche=industry, Betreuer=owner, Vertragsende=contract_end, \
        Potenzial=potential, Muttergesellschaft=parent_id";
    check(text, Accounts, expected);
    let text = "Kunden-Nr.;Kundenname;Außendienstmitarbeiter;Jahresumsatz;Anzahl Mitarbeiter;Postleitzahl;Stadt\n\
        1;Acme;Ana;1.200,50;12;80331;München\n";
    let expected = "Kunden-Nr.=id, Kundenname=name, Außendienstmitarbeiter=owner, Jahresumsatz=annual_revenue, \
        Anzahl Mitarbeiter=employees, Postleitzahl=postal_code, Stadt=city";
    check(text, Accounts, expected);
    let text =
        "Personalnummer,Name,E-Mail,PLZ,Ort,Land,Kapazität\n1,Ana,ana@team.example,80331,München,Deutschland,1800\n";
    let expected = "Personalnummer=id, Name=name, E-Mail=email, PLZ=postal_code, Ort=city, Land=country, \
        Kapazität=capacity_hours";
    check(text, Reps, expected);
}

#[test]
fn headers_in_other_spellings_and_orders() {
    // People retype headers, sort columns, leave some blank: none of that may cost a column.
    let pairs = [
        ("Account Owner", "owner", "Ana"),
        ("Billing Zip/Postal Code", "postal_code", "73301"),
        ("Account Name", "name", "Acme"),
        ("Annual Revenue", "annual_revenue", "1200000"),
        ("Billing City", "city", "Austin"),
        ("Type", "status", "Customer"),
        ("Billing State/Province", "state", "TX"),
        ("Number of Employees", "employees", "12"),
        ("Account ID", "id", "1"),
        ("Billing Country", "country", "USA"),
    ];
    let spellings: [fn(&str) -> String; 5] = [
        str::to_lowercase,
        str::to_uppercase,
        |name| name.to_lowercase().replace([' ', '/'], "_"),
        |name| format!("  {}  ", name.replace(' ', "   ").replace('/', " / ")),
        |name| name.replace([' ', '/'], ""),
    ];
    for spelling in spellings {
        for turned in [false, true] {
            let mut columns: Vec<(String, &str, &str)> =
                pairs.iter().map(|&(name, field, value)| (spelling(name), field, value)).collect();
            if turned {
                columns.reverse();
            }
            columns.insert(3, (String::new(), "", ""));
            let header: Vec<&str> = columns.iter().map(|(name, ..)| name.as_str()).collect();
            let values: Vec<&str> = columns.iter().map(|(_, _, value)| *value).collect();
            let mapping = recognised(&format!("{}\n{}\n", header.join(","), values.join(",")));
            for (column, (name, field, _)) in mapping.columns.iter().zip(&columns) {
                assert_eq!(column.field.map_or("", Field::key), *field, "{name:?}: {mapping:#?}");
            }
        }
    }
}

#[test]
fn columns_about_somebody_else_are_left_alone() {
    // Each of these holds a name, a place or a day, and none of them is this account's.
    let strangers = "Created Date,Last Activity,Phone,Website,Fax,Description,Assistant,Primary Contact,Parent owner,\
        Owner Manager,Previous Owner,Created By,Last Modified By,Billing Contact Name,Contact ID,Owner Role,\
        Parent Account City,Primary Contact City,Parent Industry,Assistant Name,Assistant Phone,Competitor Contact,\
        Billing County,Address 2: City,Street 2,Region,MRR,Account Number,Account Site,Rating";
    let values = "2020-01-01,2026-01-01,555,a.example,556,Big,Cy,Dee,Ed,Flo,Gus,Hal,Hal,Ivy,C9,West,Rome,Paris,Retail,Jo,555,\
        Kim,Travis,Dallas,Floor 2,West,5,77,HQ,Hot";
    let text = format!("{strangers},Account Name,Account ID,Account Owner\n{values},Acme,1,Ana\n");
    check(&text, Accounts, "Account Name=name, Account ID=id, Account Owner=owner");
    let text = format!("{strangers},Account Name\n{values},Acme\n");
    let mapping = recognised(&text.replace("Account Number", "Number"));
    let claimed: Vec<_> = mapping.columns.iter().filter(|column| column.field.is_some()).collect();
    assert_eq!(claimed.len(), 1, "{claimed:#?}");
    // The owner's address joins where nothing else does, and only there.
    let mail = "Account Name,Account Owner Email,Account Owner\nAcme,ana@team.example,Ana\n";
    check(mail, Accounts, "Account Name=name, Account Owner=owner");
}

#[test]
fn a_status_of_the_record_gives_way_to_a_type() {
    // Dynamics calls every record "Active"; only its type tells customers from prospects.
    let text = "Account Name,Owner,Status,Relationship Type\nAcme,Ana,Active,Customer\nBolt,Bo,Active,Prospect\n";
    check(text, Accounts, "Account Name=name, Owner=owner, Relationship Type=status");
    check("Account Name,Owner,Status\nAcme,Ana,Active\n", Accounts, "Account Name=name, Owner=owner, Status=status");
}

#[test]
fn a_region_is_a_state_only_where_states_stand_in_it() {
    // "West" taken for a state would make a rule by state meaningless.
    check("Account Name,Owner,Region\nAcme,Ana,West\nBolt,Bo,East\n", Accounts, "Account Name=name, Owner=owner");
    let states = "Account Name,Owner,Region\nAcme,Ana,TX\nBolt,Bo,Ohio\n";
    check(states, Accounts, "Account Name=name, Owner=owner, Region=state");
}

#[test]
fn a_column_location_places_accounts_and_reps() {
    // Home-made lists have one column for the place; unread, every rep would travel from nowhere.
    let accounts = "Account_ID,Account_Name,Current_Rep,ARR,Location,Num_Employees,Risk_Score\n\
        1,Acme,Ana,\"$1,234.50\",\"Austin, TX\",12,85\n2,Bolt,Bo,12M,\"Boise, ID\",40,20\n";
    let reps = "Rep_Name,Location,Segment\nAna,\"Austin, TX\",Enterprise\nBo,\"Boise, ID\",SMB\n";
    let files = [("a.csv", accounts), ("b.csv", reps)];
    let tables: Vec<_> = files.iter().flat_map(|(name, text)| import::read(name, text.as_bytes()).0).collect();
    let places = "C\tAustin\tTX\t961855\t30.27\t-97.74\t\nC\tAustin\tMN\t25000\t43.67\t-92.97\t\nC\tBoise\tID\t235000\t43.61\t-116.2\t\n";
    let places = |country: &str| (country == "US").then(|| places.to_owned());
    let mut host = clean::Patient { places: Some(Box::new(places)) };
    let prepared =
        clean::at_once(clean::prepare_for(&tables, &import::recognise(&tables), &clean::Choices::default(), &mut host))
            .unwrap()
            .unwrap();
    let dataset = &prepared.dataset;
    assert_eq!([dataset.accounts.place(0), dataset.accounts.place(1)], [Some((30.27, -97.74)), Some((43.61, -116.2))]);
    assert_eq!([dataset.reps[0].base, dataset.reps[1].base], [Some((30.27, -97.74)), Some((43.61, -116.2))]);
    assert_eq!((dataset.accounts.state.get(0), dataset.accounts.country.get(1)), ("TX", "US"));
}
