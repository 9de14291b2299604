//! `specialist-accounts`: accounts that need a specialist get one.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::Rep;
use crate::model::RuleSetting;
use crate::model::Value;
use crate::rules::Card;
use crate::rules::Finding;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Ready;
use crate::rules::Report;
use crate::rules::Restrictions;
use crate::rules::Rule;
use crate::rules::Shape;
use crate::rules::Terms;
use crate::rules::setting;
use crate::rules::strategic_accounts_stay::STRATEGIC;
use crate::score::Scores;
use std::collections::BTreeMap;

/// The card.
pub const CARD: Card = Card {
    id: "specialist-accounts",
    title: "Specialist accounts",
    kind: Kind::Limit,
    help: "Accounts whose attribute asks for a skill go to reps who have it.",
    formula: "by skills: the account's value is among the rep's skills (a rep without a list can do all); by name: \
              accounts with this value go to the named reps",
    source: "",
    repeatable: true,
    params: &[
        Param {
            key: "attribute",
            title: "Attribute",
            help: "The account column that asks for a skill.",
            shape: Shape::Attribute { default: "industry" },
        },
        Param {
            key: "match",
            title: "Who can",
            help: "Every value by the reps' skills, or one value by named reps.",
            shape: Shape::Choice {
                default: "rep-skills",
                options: &[("rep-skills", text!("reps with the skill")), ("named-reps", text!("named reps"))],
            },
        },
        Param {
            key: "value",
            title: "Value",
            help: "With named reps: the accounts concerned. With skills: only this value, or empty for all.",
            shape: Shape::Text { default: "" },
        },
        Param { key: "reps", title: "Reps", help: "The named reps.", shape: Shape::Reps },
        Param {
            key: "exclusive",
            title: "Exclusive",
            help: "The named reps get no other accounts.",
            shape: Shape::Flag { default: false },
        },
    ],
};

/// See the card.
pub struct SpecialistAccounts;

impl Rule for SpecialistAccounts {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, dataset: &Dataset, scores: &Scores) -> Vec<RuleSetting> {
        let labels = dataset.accounts.industry.labels().iter().enumerate().skip(1);
        let special = labels.filter(|(code, label)| is_speciality(dataset, scores, *code, label));
        special.map(|(_, label)| setting(&CARD, 0.0, &[("value", Value::Text(label.clone()))])).collect()
    }

    fn restrict(&self, params: &Params, dataset: &Dataset, _scores: &Scores, restrictions: &mut Restrictions) {
        let need = Need::new(params, dataset);
        let columns = restrictions.reps();
        // Accounts are many, what they ask for is little.
        let mut known: BTreeMap<Option<&str>, Vec<bool>> = BTreeMap::new();
        for account in 0..dataset.accounts.len() {
            if need.concerns(dataset, account) {
                let can = known
                    .entry(need.asks(dataset, account))
                    .or_insert_with(|| (0..columns).map(|column| need.can(dataset, account, column)).collect());
                restrictions.keep(account, |column| can[column]);
            }
        }
    }

    fn report(&self, params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        let need = Need::new(params, terms.dataset());
        let concerned = need.concerned(terms);
        need.report(&concerned, terms, plan)
    }

    fn ready(&self, params: &Params, terms: &Terms) -> Option<Ready> {
        let need = Need::new(params, terms.dataset());
        let concerned = need.concerned(terms);
        Some(Box::new(move |terms, plan| need.report(&concerned, terms, plan)))
    }
}

fn has_skill(rep: &Rep, skill: &str) -> bool {
    skill.is_empty() || rep.skills.is_empty() || rep.skills.iter().any(|known| known.eq_ignore_ascii_case(skill))
}

/// The parameters, read once.
struct Need {
    attribute: String,
    by_name: bool,
    value: String,
    named: Vec<bool>,
    exclusive: bool,
}

impl Need {
    fn new(params: &Params, dataset: &Dataset) -> Self {
        let named = params.list("reps");
        let is_named = |rep: &Rep| named.iter().any(|name| rep.is_called(name));
        Self {
            attribute: params.text("attribute"),
            by_name: params.text("match") == "named-reps",
            value: params.text("value"),
            named: dataset.reps.iter().map(is_named).collect(),
            exclusive: params.flag("exclusive"),
        }
    }

    fn asks<'d>(&self, dataset: &'d Dataset, account: usize) -> Option<&'d str> {
        let found = dataset.attribute(account, &self.attribute)?.trim();
        (!found.is_empty() && (self.value.is_empty() || found.eq_ignore_ascii_case(&self.value))).then_some(found)
    }

    fn concerns(&self, dataset: &Dataset, account: usize) -> bool {
        self.asks(dataset, account).is_some() || (self.by_name && self.exclusive)
    }

    /// The accounts that count and whose rep matters.
    fn concerned(&self, terms: &Terms) -> Vec<usize> {
        let accounts = (0..terms.dataset().accounts.len()).filter(|&account| !terms.is_excluded(account));
        accounts.filter(|&account| self.concerns(terms.dataset(), account)).collect()
    }

    fn report(&self, concerned: &[usize], terms: &Terms, plan: &Assignment) -> Report {
        let mut report = Report { touched: concerned.len(), ..Report::default() };
        for &account in concerned {
            let column = terms.column_of(plan.rep[account]);
            if !column.is_some_and(|column| self.can(terms.dataset(), account, column)) {
                report.breaches.push(Finding::misplaced(
                    CARD.id,
                    account,
                    plan.rep[account],
                    text!("account without its specialist"),
                ));
            }
        }
        report
    }

    /// Whether the rep of a column can have the account; the open pool can.
    fn can(&self, dataset: &Dataset, account: usize, column: usize) -> bool {
        let Some(rep) = dataset.reps.get(column) else { return true };
        match self.asks(dataset, account) {
            Some(_) if self.by_name => self.named[column],
            Some(skill) => has_skill(rep, skill),
            None => !(self.by_name && self.exclusive && self.named[column]),
        }
    }
}

/// Whether an industry is a speciality today: few reps have the skill, a good part of its accounts is with them, and no
/// account that must stay is with another.
fn is_speciality(dataset: &Dataset, scores: &Scores, code: usize, label: &str) -> bool {
    const FEW: usize = 3;
    let accounts = &dataset.accounts;
    let skilled: Vec<bool> = dataset.reps.iter().map(|rep| has_skill(rep, label)).collect();
    let count = skilled.iter().filter(|skilled| **skilled).count();
    if count == 0 || count * FEW > skilled.len() {
        return false;
    }
    let (mut owned, mut well, mut stuck) = (0, 0, 0);
    for account in (0..accounts.len()).filter(|&account| accounts.industry.code(account) == code) {
        let Some(&fits) = skilled.get(accounts.owner[account] as usize) else { continue };
        owned += 1;
        well += usize::from(fits);
        let stays = accounts.locked[account] == 1 || scores.revenue[account] >= STRATEGIC;
        stuck += usize::from(stays && !fits);
    }
    stuck == 0 && well * 4 >= owned
}
