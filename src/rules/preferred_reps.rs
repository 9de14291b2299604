//! `preferred-reps`: accounts with a rep whom somebody would rather see there, where nothing speaks against it.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::Rep;
use crate::model::RuleSetting;
use crate::model::Value;
use crate::rules::Card;
use crate::rules::Draft;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Ready;
use crate::rules::Report;
use crate::rules::Rule;
use crate::rules::Shape;
use crate::rules::Terms;
use crate::rules::objective_limit;
use crate::rules::setting;
use crate::score::Scores;
use std::collections::BTreeMap;

/// The column that says whom an account prefers, unless another is named.
const COLUMN: &str = "preferred_rep";

/// The card.
pub const CARD: Card = Card {
    id: "preferred-reps",
    title: "Preferred reps",
    kind: Kind::Objective,
    help: "Gives accounts to reps of their region, or to the rep whom a column of the file names. A wish, not a limit.",
    formula: "potential of the accounts that are not with a preferred rep / potential of all accounts that have one \
              among the reps they may go to, in percent",
    source: "",
    repeatable: false,
    params: &[
        Param {
            key: "by",
            title: "Preferred are",
            help: "Reps whose list of regions holds the account's state or country, or the rep whom a column names.",
            shape: Shape::Choice {
                default: "regions",
                options: &[("regions", text!("reps of the region")), ("column", text!("reps named in a column"))],
            },
        },
        Param {
            key: "attribute",
            title: "Column",
            help: "The column that names the rep, by name or id.",
            shape: Shape::Attribute { default: COLUMN },
        },
    ],
};

/// See the card.
pub struct PreferredReps;

impl Rule for PreferredReps {
    fn card(&self) -> &'static Card {
        &CARD
    }

    /// Where the file has a column that names reps.
    fn suggest(&self, dataset: &Dataset, _scores: &Scores) -> Vec<RuleSetting> {
        let names_a_rep = |account: usize| {
            let named = dataset.attribute(account, COLUMN);
            named.is_some_and(|named| dataset.reps.iter().any(|rep| rep.is_called(named.trim())))
        };
        let column = [("by", Value::Text("column".to_owned()))];
        if (0..dataset.accounts.len()).any(names_a_rep) { vec![setting(&CARD, 10.0, &column)] } else { Vec::new() }
    }

    fn compile<'t>(&self, params: &Params, terms: &'t Terms, share: f64, draft: &mut Draft<'t>) {
        let preferred = Preferred::new(params, terms);
        let total = preferred.total(terms);
        if total <= 0.0 {
            return;
        }
        let points = share * 100.0 / total;
        draft.linear(move |account, row| {
            for (column, cost) in row.iter_mut().enumerate() {
                *cost += points * preferred.missed(terms, account, terms.rep_of(column));
            }
        });
    }

    fn limited(&self, _params: &Params, percent: f64) -> Option<RuleSetting> {
        Some(objective_limit::on(&CARD, percent))
    }

    fn report(&self, params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        let preferred = Preferred::new(params, terms);
        preferred.report(terms, plan, preferred.total(terms))
    }

    fn ready(&self, params: &Params, terms: &Terms) -> Option<Ready> {
        let preferred = Preferred::new(params, terms);
        let total = preferred.total(terms);
        Some(Box::new(move |terms, plan| preferred.report(terms, plan, total)))
    }
}

/// The reps whom each account prefers among those it may go to.
struct Preferred {
    of: Vec<Vec<u16>>,
}

impl Preferred {
    fn new(params: &Params, terms: &Terms) -> Self {
        let dataset = terms.dataset();
        let by_column = params.text("by") == "column";
        let attribute = params.text("attribute");
        // Few values, many accounts: each value is looked up among the reps once.
        let mut known: BTreeMap<&str, Vec<u16>> = BTreeMap::new();
        let meant = |value: &str| -> Vec<u16> {
            let is_regional = |rep: &Rep| rep.regions.iter().any(|region| region.eq_ignore_ascii_case(value));
            let is_meant = |(_, rep): &(usize, &Rep)| if by_column { rep.is_called(value) } else { is_regional(rep) };
            let reps = dataset.reps.iter().enumerate().filter(|_| !value.is_empty()).filter(is_meant);
            reps.map(|(rep, _)| rep as u16).collect()
        };
        let columns: &[&str] = if by_column { &[attribute.as_str()] } else { &["state", "country"] };
        let mut of = Vec::with_capacity(dataset.accounts.len());
        for account in 0..dataset.accounts.len() {
            let mut reps: Vec<u16> = Vec::new();
            for column in columns {
                let value = dataset.attribute(account, column).unwrap_or_default().trim();
                let found = known.entry(value).or_insert_with(|| meant(value));
                reps.extend(found.iter().filter(|&&rep| terms.allows(account, rep as usize)));
            }
            of.push(reps);
        }
        Self { of }
    }

    fn report(&self, terms: &Terms, plan: &Assignment, total: f64) -> Report {
        let missed: f64 = plan.rep.iter().enumerate().map(|(account, &rep)| self.missed(terms, account, rep)).sum();
        let loss = if total > 0.0 { 100.0 * missed / total } else { 0.0 };
        let touched = self.of.iter().filter(|reps| !reps.is_empty()).count();
        Report { loss: Some(loss), breaches: Vec::new(), touched }
    }

    /// Potential of the accounts that prefer somebody.
    fn total(&self, terms: &Terms) -> f64 {
        let potential = &terms.scores().potential;
        let with = self.of.iter().zip(potential.iter()).filter(|(reps, _)| !reps.is_empty());
        with.map(|(_, potential)| potential).sum()
    }

    /// The account's potential where it prefers somebody else.
    fn missed(&self, terms: &Terms, account: usize, rep: u16) -> f64 {
        let reps = &self.of[account];
        if reps.is_empty() || reps.contains(&rep) { 0.0 } else { terms.scores().potential[account] }
    }
}
