//! `allowed-regions`: regulatory and partner boundaries.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::Rep;
use crate::model::RuleSetting;
use crate::rules::Card;
use crate::rules::Finding;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Report;
use crate::rules::Restrictions;
use crate::rules::Rule;
use crate::rules::Shape;
use crate::rules::Terms;
use crate::rules::setting;
use crate::score::Scores;

/// The card.
pub const CARD: Card = Card {
    id: "allowed-regions",
    title: "Allowed regions",
    kind: Kind::Limit,
    help: "Reps with a list of regions get accounts only there.",
    formula: "the account's state or country (or the named column) is among the rep's regions",
    source: "",
    repeatable: false,
    params: &[Param {
        key: "attribute",
        title: "Region column",
        help: "\"state\" also accepts the account's country; or any column of the file.",
        shape: Shape::Attribute { default: "state" },
    }],
};

/// See the card.
pub struct AllowedRegions;

impl Rule for AllowedRegions {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, dataset: &Dataset, _scores: &Scores) -> Vec<RuleSetting> {
        let accounts = &dataset.accounts;
        let listed = dataset.reps.iter().any(|rep| !rep.regions.is_empty());
        let served = |account: usize| dataset.reps.iter().any(|rep| covers(dataset, rep, "state", account));
        if listed && (0..accounts.len()).all(served) { vec![setting(&CARD, 0.0, &[])] } else { Vec::new() }
    }

    fn restrict(&self, params: &Params, dataset: &Dataset, _scores: &Scores, restrictions: &mut Restrictions) {
        let attribute = params.text("attribute");
        for account in 0..dataset.accounts.len() {
            restrictions.keep(account, |column| {
                dataset.reps.get(column).is_none_or(|rep| covers(dataset, rep, &attribute, account))
            });
        }
    }

    fn report(&self, params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        let attribute = params.text("attribute");
        let mut report = Report::default();
        for (account, &rep) in plan.rep.iter().enumerate() {
            let Some(facts) = terms.dataset().reps.get(rep as usize) else { continue };
            report.touched += usize::from(!facts.regions.is_empty());
            if !covers(terms.dataset(), facts, &attribute, account) {
                report.breaches.push(Finding::misplaced(
                    CARD.id,
                    account,
                    rep,
                    text!("account outside the rep's regions"),
                ));
            }
        }
        report
    }
}

fn covers(dataset: &Dataset, rep: &Rep, attribute: &str, account: usize) -> bool {
    let listed = |value: Option<&str>| {
        value.is_some_and(|value| rep.regions.iter().any(|region| region.eq_ignore_ascii_case(value)))
    };
    rep.regions.is_empty()
        || listed(dataset.attribute(account, attribute))
        || (attribute == "state" && listed(dataset.attribute(account, "country")))
}
