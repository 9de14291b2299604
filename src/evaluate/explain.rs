//! Why an account is where it is: what each rep would cost, rule by rule.
//!
//! The reduced cost of a rep is what the rules charge for the account plus the price of the room it takes: prices
//! say what a little more room in a full territory would be worth. The rep with the least reduced cost is where the
//! account belongs, as far as the plan as a whole is concerned.

use crate::evaluate::Judge;
use crate::model::Assignment;
use crate::model::OPEN;
use crate::model::RuleSetting;
use crate::problem::Prices;
use crate::rules::Finding;
use crate::rules::Params;
use crate::rules::Rule;
use serde::Deserialize;
use serde::Serialize;

/// The reasons behind one account's rep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// Position of the account.
    pub account: u32,
    /// The rep who has it in the plan.
    pub rep: u16,
    /// The rep who has it today.
    pub owner: u16,
    /// Accounts that move with it (its family), itself included.
    pub unit: Vec<u32>,
    /// Every rep, the cheapest first. Costs are in points of the objective, relative to the plan's rep.
    pub alternatives: Vec<Alternative>,
    /// Whether prices were at hand; without them full territories are not priced.
    pub priced: bool,
}

/// What it would cost to give the account to a rep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// The rep, [`OPEN`] for the pool.
    pub rep: u16,
    /// Points of the objective more (or less) than with the plan's rep.
    pub points: f64,
    /// The same, rule by rule, largest first; they sum to `points`.
    pub parts: Vec<Part>,
    /// Great-circle kilometres from the rep's base; `NaN` where unknown.
    pub line_km: f64,
    /// Ids of limits that forbid it; empty where it is allowed.
    pub forbidden_by: Vec<String>,
    /// What would have to change first: limits on whole territories and plans that the plan would break if the unit
    /// went to this rep and nothing else moved, or break more than now. `None` where nobody looked: only the nearest
    /// few are looked into.
    pub breaks: Option<Vec<Finding>>,
}

/// Of the reps who may have it, so many nearest ones are looked into.
const LOOKED_INTO: usize = 3;

/// One reason with its size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Id of the rule, or `price:potential` for the room that the account takes of a quantity.
    pub reason: String,
    /// Points.
    pub points: f64,
}

impl Judge {
    /// Explains one account of a plan.
    pub fn explain(&self, plan: &Assignment, prices: Option<&Prices>, account: usize) -> Explanation {
        // Free centres are those of the plan.
        let around = self.terms().around(plan);
        let terms = around.as_ref().unwrap_or(self.terms());
        let members = &terms.members()[terms.unit_of()[account] as usize];
        let rep = plan.rep[account];
        let table = terms.draft().parts(members, prices);
        let here = terms.column_of(rep);
        let mut alternatives: Vec<Alternative> = (0..terms.columns())
            .map(|column| {
                let mut parts: Vec<Part> = table
                    .iter()
                    .map(|(reason, row)| Part {
                        reason: reason.clone(),
                        points: row[column] - here.map_or(0.0, |here| row[here]),
                    })
                    .filter(|part| part.points.abs() > 1e-9)
                    .collect();
                parts.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()).then(a.reason.cmp(&b.reason)));
                let candidate = terms.rep_of(column);
                Alternative {
                    rep: candidate,
                    points: parts.iter().map(|part| part.points).sum(),
                    parts,
                    line_km: terms.line_km(account, candidate).unwrap_or(f64::NAN),
                    forbidden_by: if terms.allows(account, column) {
                        Vec::new()
                    } else {
                        self.forbidding(plan, members, candidate)
                    },
                    breaks: None,
                }
            })
            .collect();
        alternatives.sort_by(|a, b| {
            (!a.forbidden_by.is_empty()).cmp(&!b.forbidden_by.is_empty()).then(a.points.total_cmp(&b.points))
        });
        let owner = terms.dataset().accounts.owner[account];
        let broken = self.broken(plan);
        let near = alternatives.iter_mut().filter(|other| other.rep != rep && other.forbidden_by.is_empty());
        for other in near.take(LOOKED_INTO) {
            other.breaks = Some(self.broken_anew(plan, &broken, members, other.rep));
        }
        Explanation {
            account: account as u32,
            rep,
            owner,
            unit: members.clone(),
            alternatives,
            priced: prices.is_some(),
        }
    }

    /// All broken limits of a plan.
    fn broken(&self, plan: &Assignment) -> Vec<Finding> {
        let rules = self.terms().rules();
        let report = |setting: &RuleSetting, rule: &'static dyn Rule| {
            rule.report(&Params::new(rule.card(), &setting.params), self.terms(), plan).breaches
        };
        rules.flat_map(|(setting, rule)| report(setting, rule)).collect()
    }

    /// What breaks, or breaks more, when a unit goes to a rep.
    fn broken_anew(&self, plan: &Assignment, before: &[Finding], members: &[u32], rep: u16) -> Vec<Finding> {
        let mut moved = plan.clone();
        for &member in members {
            moved.rep[member as usize] = rep;
        }
        let miss = |finding: &Finding| (finding.value - finding.limit).abs();
        let was = |after: &Finding| {
            let same = |before: &&Finding| {
                let key =
                    |finding: &Finding| (finding.rule.clone(), finding.account, finding.rep, finding.what.clone());
                key(before) == key(after)
            };
            before.iter().find(same).is_some_and(|before| miss(after) <= miss(before) * (1.0 + 1e-9))
        };
        self.broken(&moved).into_iter().filter(|after| !was(after)).collect()
    }

    /// The limits that break when a unit goes to a rep: those whose breaches of misplaced accounts name it then.
    fn forbidding(&self, plan: &Assignment, members: &[u32], rep: u16) -> Vec<String> {
        let mut moved = plan.clone();
        for &member in members {
            moved.rep[member as usize] = rep;
        }
        let mut names = Vec::new();
        for (setting, rule) in self.terms().rules() {
            let card = rule.card();
            let report = rule.report(&Params::new(card, &setting.params), self.terms(), &moved);
            let concerns = |account: Option<u32>| account.is_some_and(|account| members.contains(&account));
            if report.breaches.iter().any(|breach| concerns(breach.account)) {
                names.push(card.id.to_owned());
            }
        }
        if names.is_empty() {
            names.push(if rep == OPEN { "coverage".to_owned() } else { "families-together".to_owned() });
        }
        names
    }
}
