//! The names that other systems give to our columns, folded. Names after `;` are weaker: they serve only where no
//! better column does. Salesforce, HubSpot, Dynamics 365, Zoho, Pipedrive and plain spreadsheets.

use crate::import::field::Field;
use crate::model::TableKind;

/// One field and its names, separated by `|`.
pub type Aliases = (Field, &'static str);

/// Aliases of a kind of table.
pub fn of(kind: TableKind) -> &'static [Aliases] {
    match kind {
        TableKind::Accounts => ACCOUNTS,
        TableKind::Reps => REPS,
        TableKind::Opportunities => OPPORTUNITIES,
    }
}

/// Headers that name none of our columns, however similar they look.
pub const NOTHING: &str = "account site|account number|account source|website|web site|url|domain|company domain name|phone|main phone|\
    phone number|fax|email|e mail|description|notes|row checksum|do not modify row checksum|modified on|\
    do not modify modified on|last modified date|last activity|last activity date|create date|created date|\
    rating|open deals|won deals|lost deals|closed deals|done activities|activities to do|total activities|people|\
    next activity date|label|ticker symbol|ownership|sic code|sic description|year established|date modified|\
    shipping street|photo|system modstamp|is deleted|series|sales price|county|billing county|\
    shipping county|mailing county|created time|modified time|status reason|telefon|telefax|webseite|company family";

static ACCOUNTS: &[Aliases] = &[
    (
        Field::Id,
        "account id 18|18 digit id|18 digit account id|account id|do not modify account|record id|company id|\
        organization id|organisation id|customer id|client id|account key|customer number|customer no|account no|\
        acct id|acct no|client number|client no|customer nr|kundennummer|kunden nr|kundennr|kunden id|debitor|\
        debitorennummer;account number|id 18|key|external id|crm id|uuid|guid",
    ),
    (
        Field::Name,
        "account name|company name|account|company|organization name|organisation name|organization|organisation|\
        customer name|customer|client name|client|business name|acct name|firma|firmenname|kunde|kundenname|unternehmen|\
        nombre|cuenta|razon social|entreprise|raison sociale|nom;full name|label name|location name|site name|store name|title",
    ),
    (
        Field::ParentId,
        "parent account id|parent company id|parent account|parent company|parent|parent organization|parent name|\
        parent account name|parent company name|parent organisation|subsidiary of|ultimate parent|parent customer|belongs to|\
        muttergesellschaft|mutterunternehmen|konzern;group|\
        corporate group|family|chain",
    ),
    (
        Field::Owner,
        "account owner|company owner|owner name|account owner full name|account owner name|owner full name|sales rep|\
        sales rep name|rep|rep name|current rep|assigned rep|assigned to|salesperson|sales person|account manager|\
        account executive|sales agent|owned by|current owner|rep assigned|assigned sales rep|account rep|\
        sales representative|sales owner|rep in charge|person in charge|salesperson in charge|in charge|responsible|responsible rep|relationship manager|territory manager|betreuer|kundenbetreuer|verkaufer|\
        vertriebsmitarbeiter|aussendienstmitarbeiter|aussendienst;owner id|account owner id|company owner id|\
        account owner alias|owner alias|account owner email|owner email|rep id|hubspot owner|territory owner",
    ),
    (
        Field::Status,
        "account type|type|lifecycle stage|relationship type|customer type|account status|customer status|record type;\
        account record type|stage|is customer|lead status",
    ),
    (
        Field::Street,
        "billing street|street address|address 1 street 1|street road name|address line 1|billing address line 1|\
        address 1|street 1|strasse|address;billing address|mailing street|address 1 line 1|shipping street",
    ),
    (
        Field::City,
        "billing city|address 1 city|city town village locality|town|city town|town city|city name|account city|\
        company city|ort|stadt|ciudad|ville;mailing city|shipping city|locality|location|office location|headquarters",
    ),
    (
        Field::State,
        "billing state code|billing state province|billing state|state region|state province|address 1 state province|\
        state county|state code|state name|state abbreviation|state province region|province state|province|\
        company state;mailing state|mailing state province|shipping state code|\
        shipping state province|shipping state|region|bundesland|location|office location|headquarters",
    ),
    (
        Field::PostalCode,
        "billing zip postal code|billing postal code|billing zip|billing code|zip|zip code|zipcode|postcode|post code|\
        postal|zip postal code|zip postal|postal zip code|postal zip|zip 5|zip5|address 1 zip postal code|plz|postleitzahl|codigo postal|code postal;mailing zip|\
        mailing zip postal code|mailing postal code|shipping zip postal code|shipping postal code|shipping code|\
        shipping zip",
    ),
    (
        Field::Country,
        "billing country code|billing country|country region|address 1 country region|country code|country name|land|pais|pays;\
        mailing country|shipping country code|shipping country|nation|location|office location|headquarters",
    ),
    (
        Field::Latitude,
        "billing latitude|lat|address 1 latitude|geo lat|geo latitude|gps latitude|y coordinate|coordinate y|breitengrad|latitud;y|shipping latitude|mailing latitude",
    ),
    (
        Field::Longitude,
        "billing longitude|lng|lon|long|address 1 longitude|geo lng|geo lon|geo longitude|gps longitude|x coordinate|coordinate x|langengrad|longitud;x|shipping longitude|\
        mailing longitude",
    ),
    (
        Field::Industry,
        "sector|vertical|industry sector|branche|industria|secteur;industry type|industry group|category",
    ),
    (
        Field::Employees,
        "number of employees|num employees|no of employees|employee count|no employees|of employees|headcount|\
        company size|total employees|employees total|nr of employees|mitarbeiter|anzahl mitarbeiter|mitarbeiterzahl|\
        empleados|effectif;size|staff",
    ),
    (
        Field::AnnualRevenue,
        "revenue|annual revenue usd|company revenue|revenue usd|annual turnover|turnover|yearly revenue|umsatz|jahresumsatz|\
        annual revenue converted;sales|\
        total revenue",
    ),
    (
        Field::CurrentRevenue,
        "current arr|arr|arr usd|annual recurring revenue|recurring revenue|acv|annual contract value|current acv|\
        revenue with us|revenue ltm|last 12 months revenue|sales last year|revenue last year|current revenue usd;\
        total closed won|contract value|spend|billings|bookings",
    ),
    (
        Field::Potential,
        "revenue potential|sales potential|account potential|potential revenue|potential value|opportunity size|\
        annual potential|potenzial|umsatzpotenzial;tam|addressable revenue|expected revenue",
    ),
    (Field::ServiceHours, "annual service hours|service hours per year|hours per year;hours|workload hours|workload"),
    (Field::VisitsPerYear, "visits|annual visits|visits per annum|visit frequency|number of visits;call frequency"),
    (Field::Complexity, "complexity score|account complexity|difficulty"),
    (Field::Relationship, "relationship score|relationship strength|relationship health"),
    (Field::Engagement, "engagement score|account engagement;account engagement score"),
    (Field::Intent, "intent score|buying intent|buyer intent|purchase intent"),
    (Field::ProductFit, "fit score|fit|product fit score|icp fit;icp score|account fit score"),
    (Field::ChurnRisk, "churn risk score|churn score|churn probability|risk of churn;risk score|risk"),
    (Field::Competitor, "competitors|main competitor|primary competitor|incumbent;current supplier|competitor name"),
    (
        Field::ContractEnd,
        "contract end date|renewal date|contract expiry|contract renewal date|contract expiration date|contract renewal|subscription end|vertragsende;\
        renewal|expiry date|end date",
    ),
    (
        Field::OpenPipeline,
        "pipeline|open pipeline value|pipeline value|open opportunity amount|total open deal value|\
        open opportunities value;open deals value",
    ),
    (
        Field::Segment,
        "customer segment|account segment|market segment|segmentation|company segment;tier|account tier|class|type|\
        account type|customer type",
    ),
    (Field::Locked, "lock|is locked|do not move|named account|keep with rep|protected|fixed"),
];

static REPS: &[Aliases] = &[
    (
        Field::Id,
        "rep id|user id|employee id|salesperson id|sales rep id|agent id|owner id|personnel number|staff id|\
        user id 18|personalnummer|mitarbeiternummer;key|username|code",
    ),
    (
        Field::Name,
        "rep name|rep|sales rep|sales rep name|sales agent|salesperson|sales person|agent|agent name|full name|user name|\
        employee name|employee|owner name|account manager|account executive|user|representative|sales representative|\
        verkaufer|mitarbeiter|aussendienstmitarbeiter|vertriebsmitarbeiter;first name|owner|account owner|title name",
    ),
    (Field::Email, "e mail|email address|e mail address|mail|work email"),
    (Field::Office, "regional office|sales office|branch|branch office|sales team|team name|niederlassung;team|office"),
    (Field::Manager, "sales manager|manager name|team lead|reports to|supervisor|vorgesetzter"),
    (Field::City, "home city|base city|town|office city|home base|ort|wohnort|stadt;location|base|office"),
    (Field::State, "home state|base state|state province|state code|province|state region;location|base"),
    (Field::PostalCode, "zip|zip code|postcode|postal|home zip|base zip|zip postal code|plz"),
    (Field::Country, "home country|base country|country region|country code|country name|land;location|base"),
    (Field::Latitude, "lat|home latitude|base latitude|home lat"),
    (Field::Longitude, "lng|lon|long|home longitude|base longitude|home lng|home lon"),
    (
        Field::CapacityHours,
        "capacity|annual hours|hours per year|available hours|capacity hours per year|kapazitat|kapazitat stunden;hours|\
        working hours",
    ),
    (Field::StartDate, "hire date|start|joined|date hired|employment start|date of joining"),
    (Field::Ramp, "ramp factor|productivity|ramp share|ramp percent|ramped"),
    (Field::TargetShare, "share|target percent|share of target|allocation"),
    (
        Field::Skills,
        "skill|industries|expertise|specialties|specialisation|specialization|specialty;certifications|products",
    ),
    (Field::Segments, "segment|customer segment|market segment"),
    (Field::Regions, "region|territory|states|countries|licensed states|license states;area|licences|licenses"),
    (Field::Remote, "is remote|works remotely|inside sales|remote worker|home office"),
    (Field::MinAccounts, "minimum accounts|fewest accounts|min no of accounts"),
    (Field::MaxAccounts, "maximum accounts|most accounts|account limit|max no of accounts"),
    (Field::Quota, "annual quota|sales quota|target|sales target|quota amount"),
    (Field::ActiveFrom, "available from|from"),
    (Field::ActiveTo, "available to|available until|end date|leave date|termination date"),
];

static OPPORTUNITIES: &[Aliases] = &[
    (
        Field::Id,
        "opportunity id|deal id|record id|opportunity id 18|deal record id|do not modify opportunity;opportunity name|\
        deal name|deal title|opportunity|deal|topic|key",
    ),
    (
        Field::AccountId,
        "associated company ids|account name id|account|account name|account id 18|company|company name|associated company|organization|organization name|\
        organisation|customer|customer name|client|customer id|company id|kunde|firma|kundennummer;organization id|\
        potential customer",
    ),
    (
        Field::Owner,
        "opportunity owner|deal owner|owner name|sales agent|sales rep|rep|rep name|salesperson|assigned to;owner id|\
        account owner|opportunity owner email",
    ),
    (Field::Stage, "deal stage|stage name|sales stage|pipeline stage|opportunity stage|phase;pipeline phase"),
    (
        Field::Amount,
        "deal value|deal amount|value|close value|opportunity amount|amount in company currency|total price|\
        contract value|actual revenue|betrag;expected revenue|revenue|est revenue",
    ),
    (
        Field::Created,
        "created date|create date|engage date|created on|created time|open date|opened|deal created|erstellt am;start date",
    ),
    (
        Field::Closed,
        "close date|closed date|closed on|actual close date|deal closed|deal closed on|closing date|won time|\
        abschlussdatum;expected close date|est close date|lost time",
    ),
    (Field::Outcome, "status|won|is won|is closed won|result|deal status"),
    (Field::Product, "product name|product line|products;line item"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::fold::fold_header;

    #[test]
    fn aliases_are_written_as_headers_fold() {
        // An alias that no folded header can equal would never match.
        for kind in [TableKind::Accounts, TableKind::Reps, TableKind::Opportunities] {
            for (field, names) in of(kind) {
                assert!(field.is_of(kind), "{field:?} is no column of {kind:?}");
                for name in names.split(['|', ';']) {
                    assert_eq!(fold_header(name), name, "{field:?}");
                }
            }
        }
    }
}
