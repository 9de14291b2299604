//! The headers of other systems, exactly as they write them: all recognised, nothing claimed wrongly.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test may stop, and compares values that no sum has touched"
)]

use evenfield::import;
use evenfield::import::Field;
use evenfield::import::How;
use evenfield::import::Mapping;
use evenfield::model::TableKind;

fn recognised(name: &str, text: &str) -> Mapping {
    let (tables, issues) = import::read(name, text.as_bytes());
    assert!(issues.is_empty(), "{issues:?}");
    import::recognise(&tables).remove(0)
}

/// Checks every column: those not listed must be left alone.
fn check(mapping: &Mapping, kind: TableKind, expected: &[(&str, Field)]) {
    assert_eq!(mapping.kind, Some(kind), "{mapping:#?}");
    let found: Vec<(&str, Field)> =
        mapping.columns.iter().filter_map(|column| Some((column.header.as_str(), column.field?))).collect();
    assert_eq!(found, expected);
}

#[test]
fn salesforce_wizard_sample() {
    // The first file many people have; "Account Name" is all the identity there is.
    let text = "Account Name,Annual Revenue,Billing Street,Billing City,Billing State/Province,\
        Billing Zip/Postal Code,Billing Country,Description,Employees,Fax,Industry,Phone,Shipping Street,Shipping City,\
        Shipping State/Province,Shipping Zip/Postal Code,Shipping Country,Type,Website\n\
        Acme,1200000,1 Main St,Austin,TX,73301,USA,Big,120,555-1,Retail,555-2,2 Side St,Dallas,TX,75201,USA,Customer,a.example\n";
    let expected = [
        ("Account Name", Field::Name),
        ("Annual Revenue", Field::AnnualRevenue),
        ("Billing Street", Field::Street),
        ("Billing City", Field::City),
        ("Billing State/Province", Field::State),
        ("Billing Zip/Postal Code", Field::PostalCode),
        ("Billing Country", Field::Country),
        ("Employees", Field::Employees),
        ("Industry", Field::Industry),
        ("Type", Field::Status),
    ];
    check(&recognised("accounts.csv", text), TableKind::Accounts, &expected);
}

#[test]
fn salesforce_reports() {
    // Reports name columns after the objects they come from; the owner is never the account.
    let text = "\"Last Activity\",\"Account Owner\",\"Account Name\",\"Billing State/Province\",\"Type\",\
        \"Last Modified Date\",\"Account ID\",\"Parent Account\",\"Rating\",\"Account Site\",\"Primary Contact\",\"Assistant\"\n\
        \"4/16/2026\",\"Ana Diaz\",\"Acme\",\"TX\",\"Prospect\",\"4/16/2026\",\"001D000000IqhSL\",\"\",\"Hot\",\"HQ\",\"Bo\",\"Cy\"\n";
    let expected = [
        ("Account Owner", Field::Owner),
        ("Account Name", Field::Name),
        ("Billing State/Province", Field::State),
        ("Type", Field::Status),
        ("Account ID", Field::Id),
        ("Parent Account", Field::ParentId),
    ];
    check(&recognised("report1700000000.csv", text), TableKind::Accounts, &expected);

    let text = "Account Owner: Full Name,18 Digit ID,Account ID,Account Name,Account Name: Billing Zip/Postal Code,\
        Billing Latitude,Billing Longitude,Owner ID,Parent Account ID,Parent Account\n\
        Ana Diaz,001D000000IqhSLIAZ,001D000000IqhSL,Acme,73301,30.2,-97.7,005D0000001,001D000000Iqaaa,Acme Group\n";
    let expected = [
        ("Account Owner: Full Name", Field::Owner),
        ("18 Digit ID", Field::Id),
        ("Account Name", Field::Name),
        ("Account Name: Billing Zip/Postal Code", Field::PostalCode),
        ("Billing Latitude", Field::Latitude),
        ("Billing Longitude", Field::Longitude),
        ("Parent Account ID", Field::ParentId),
    ];
    check(&recognised("report.csv", text), TableKind::Accounts, &expected);
    let long = recognised("report.csv", "Account ID (18),Account Name,Industry\n001D000000IqhSLIAZ,Acme,Retail\n");
    assert_eq!(long.columns[0].field, Some(Field::Id));
}

#[test]
fn salesforce_api() {
    // The data loader writes API names; only their capitals part the words.
    let text = "Id,IsDeleted,MasterRecordId,Name,Type,ParentId,BillingStreet,BillingCity,BillingState,BillingPostalCode,\
        BillingCountry,BillingLatitude,BillingLongitude,BillingGeocodeAccuracy,ShippingStreet,ShippingCity,ShippingState,\
        ShippingPostalCode,ShippingCountry,ShippingLatitude,ShippingLongitude,Phone,Fax,AccountNumber,Website,PhotoUrl,Sic,\
        OwnerId,AnnualRevenue,NumberOfEmployees,Industry,Ownership,TickerSymbol,Description,Rating,Site,CreatedDate,\
        CreatedById,LastModifiedDate,LastModifiedById,SystemModstamp,LastActivityDate,Jigsaw,AccountSource,SicDesc\n\
        001D000000IqhSLIAZ,false,,Acme,Customer,,1 Main St,Austin,TX,73301,US,30.2,-97.7,Address,2 Side St,Dallas,TX,75201,US,\
        32.7,-96.8,555-1,555-2,CC1,a.example,/p,1234,005D00,1200000,12,Retail,Private,ACM,Big,Hot,HQ,2020-01-01,005D01,\
        2020-01-01,005D01,2020-01-01,2020-01-01,,Web,Shops\n";
    let expected = [
        ("Id", Field::Id),
        ("Name", Field::Name),
        ("Type", Field::Status),
        ("ParentId", Field::ParentId),
        ("BillingStreet", Field::Street),
        ("BillingCity", Field::City),
        ("BillingState", Field::State),
        ("BillingPostalCode", Field::PostalCode),
        ("BillingCountry", Field::Country),
        ("BillingLatitude", Field::Latitude),
        ("BillingLongitude", Field::Longitude),
        ("OwnerId", Field::Owner),
        ("AnnualRevenue", Field::AnnualRevenue),
        ("NumberOfEmployees", Field::Employees),
        ("Industry", Field::Industry),
    ];
    check(&recognised("Account.csv", text), TableKind::Accounts, &expected);
}

#[test]
fn hubspot() {
    // HubSpot's "Annual Revenue" is the company's, not ours.
    let text = "\"Record ID\",\"Company name\",\"Company owner\",\"Create Date\",\"Phone Number\",\"Last Activity Date\",\
        \"City\",\"Country/Region\",\"Industry\",\"Company Domain Name\",\"Annual Revenue\",\"Number of Employees\",\
        \"State/Region\",\"Postal Code\",\"Street Address\",\"Lifecycle Stage\"\n\
        123,Acme,Ana Diaz,2021-03-16 10:00,555,2021-03-16 10:00,Austin,United States,RETAIL,a.example,1200000,12,TX,73301,1 Main St,lead\n";
    let expected = [
        ("Record ID", Field::Id),
        ("Company name", Field::Name),
        ("Company owner", Field::Owner),
        ("City", Field::City),
        ("Country/Region", Field::Country),
        ("Industry", Field::Industry),
        ("Annual Revenue", Field::AnnualRevenue),
        ("Number of Employees", Field::Employees),
        ("State/Region", Field::State),
        ("Postal Code", Field::PostalCode),
        ("Street Address", Field::Street),
        ("Lifecycle Stage", Field::Status),
    ];
    check(&recognised("all-companies.csv", text), TableKind::Accounts, &expected);
}

#[test]
fn dynamics() {
    // The first hidden column is the id; the two others only travel along.
    let text = "(Do Not Modify) Account,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Account Name,Main Phone,\
        Address 1: Street 1,Address 1: City,Address 1: ZIP/Postal Code,Address 1: Country/Region,Number of Employees,\
        Annual Revenue,Industry,Relationship Type,Owner\n\
        83883308-7ad5-ea11-a813-000d3a33f3b4,abc==,2021-03-16,Acme,555,1 Main St,Austin,73301,USA,12,1200000,Retail,Customer,Ana Diaz\n";
    let expected = [
        ("(Do Not Modify) Account", Field::Id),
        ("Account Name", Field::Name),
        ("Address 1: Street 1", Field::Street),
        ("Address 1: City", Field::City),
        ("Address 1: ZIP/Postal Code", Field::PostalCode),
        ("Address 1: Country/Region", Field::Country),
        ("Number of Employees", Field::Employees),
        ("Annual Revenue", Field::AnnualRevenue),
        ("Industry", Field::Industry),
        ("Relationship Type", Field::Status),
        ("Owner", Field::Owner),
    ];
    check(&recognised("Active Accounts.csv", text), TableKind::Accounts, &expected);
}

#[test]
fn zoho() {
    // "Billing Code" is Zoho's postal code.
    let text = "\"Record Id\",\"Account Owner\",\"Account Name\",\"Phone\",\"Website\",\"Account Type\",\"Billing Street\",\
        \"Billing City\",\"Billing State\",\"Billing Code\",\"Description\"\n\
        zcrm_4876876000000111,Ana Diaz,Acme,555,a.example,Customer,1 Main St,Austin,TX,73301,x\n";
    let expected = [
        ("Record Id", Field::Id),
        ("Account Owner", Field::Owner),
        ("Account Name", Field::Name),
        ("Account Type", Field::Status),
        ("Billing Street", Field::Street),
        ("Billing City", Field::City),
        ("Billing State", Field::State),
        ("Billing Code", Field::PostalCode),
    ];
    check(&recognised("Accounts_001.csv", text), TableKind::Accounts, &expected);
}

#[test]
fn pipedrive() {
    // Every column begins alike; counts of deals are no money.
    let header = "ID|Name|Street/road name of Company Address|Owner|ZIP/Postal code of Company Address|Open deals|\
        City/town/village/locality of Company Address|Last activity date|Parent|Won deals|Lost deals|\
        State/county of Company Address|Country of Company Address";
    let header: Vec<String> = header.split('|').map(|name| format!("Organization - {name}")).collect();
    let text =
        format!("{}\n7,Acme,Main St,Ana Diaz,73301,3,Austin,2021-03-16,Acme Group,2,1,Texas,USA\n", header.join(","));
    let mapping = recognised("organizations.csv", &text);
    let expected = [
        Some(Field::Id),
        Some(Field::Name),
        Some(Field::Street),
        Some(Field::Owner),
        Some(Field::PostalCode),
        None,
        Some(Field::City),
        None,
        Some(Field::ParentId),
        None,
        None,
        Some(Field::State),
        Some(Field::Country),
    ];
    assert_eq!(mapping.columns.iter().map(|column| column.field).collect::<Vec<_>>(), expected);
    let older = text.replace(" of Company Address", " of Address");
    let mapping = recognised("organizations.csv", &older);
    assert_eq!(mapping.columns.iter().map(|column| column.field).collect::<Vec<_>>(), expected);
}

#[test]
fn plain_spreadsheets() {
    // Two tabs of a home-made workbook, recognised together.
    let accounts = "Account_ID,Account_Name,Current_Rep,ARR,Location,Num_Employees,Risk_Score\n\
        1,Acme,Ana Diaz,\"$1,234.50\",\"Austin, TX\",12,85\n2,Bolt,Bo Chen,12M,\"Boise, ID\",40,20\n";
    let reps = "Rep_Name,Location,Segment\nAna Diaz,\"Austin, TX\",Enterprise\nBo Chen,\"Boise, ID\",SMB\n";
    let tables: Vec<_> = [("a.csv", accounts), ("b.csv", reps)]
        .into_iter()
        .flat_map(|(name, text)| import::read(name, text.as_bytes()).0)
        .collect();
    let mappings = import::recognise(&tables);
    let expected = [
        ("Account_ID", Field::Id),
        ("Account_Name", Field::Name),
        ("Current_Rep", Field::Owner),
        ("ARR", Field::CurrentRevenue),
        ("Location", Field::City),
        ("Num_Employees", Field::Employees),
        ("Risk_Score", Field::ChurnRisk),
    ];
    check(&mappings[0], TableKind::Accounts, &expected);
    let expected = [("Rep_Name", Field::Name), ("Location", Field::City), ("Segment", Field::Segments)];
    check(&mappings[1], TableKind::Reps, &expected);
}

#[test]
fn slips_are_understood_and_strangers_left_alone() {
    // Guessing too boldly is worse than asking.
    let text =
        "account_nmae,industy,latitude,longitde,Anual Revenue,Favourite colour\nAcme,Retail,30.2,-97.7,12,blue\n";
    let mapping = recognised("accounts.csv", text);
    let fields: Vec<_> = mapping.columns.iter().map(|column| (column.field, column.how)).collect();
    assert_eq!(fields[0], (Some(Field::Name), How::Fuzzy));
    assert_eq!(fields[1], (Some(Field::Industry), How::Fuzzy));
    assert_eq!(fields[3], (Some(Field::Longitude), How::Fuzzy));
    assert_eq!(fields[4], (Some(Field::AnnualRevenue), How::Fuzzy));
    assert_eq!(fields[5], (None, How::None));
}

#[test]
fn values_refuse_a_header_that_lies() {
    // A column "Latitude" full of names must not become a place.
    let mapping = recognised("accounts.csv", "account name,lat,revenue\nAcme,north,high\nBolt,south,low\n");
    assert_eq!(mapping.columns[1].field, None);
    assert_eq!(mapping.columns[2].field, None);
}

#[test]
fn a_mapping_survives_storage_and_change() {
    // The user's choice is remembered per header set and must come back as it was.
    let mut mapping = recognised("accounts.csv", "id,name,city,town\n1,Acme,Bonn,Ulm\n");
    mapping.choose(3, Some(Field::City));
    assert_eq!(mapping.column_of(Field::City), Some(3));
    assert_eq!(mapping.columns[2].field, None);
    let text = serde_json::to_string(&mapping).unwrap();
    assert_eq!(serde_json::from_str::<Mapping>(&text).unwrap(), mapping);
}
