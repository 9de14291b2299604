//! Why an account is where it is: what each rep would cost, rule by rule.
//!
//! The reduced cost of a rep is what the rules charge for the account plus the price of the room it takes: prices
//! say what a little more room in a full territory would be worth. The rep with the least reduced cost is where the
//! account belongs, as far as the plan as a whole is concerned.

use crate::evaluate::Judge;
use crate::model::Assignment;
use crate::model::RuleSetting;
use crate::problem::Prices;
use crate::rules::Charge;
use crate::rules::Ease;
use crate::rules::Finding;
use crate::rules::Params;
use crate::rules::Rule;
use crate::rules::Way;
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
    /// The rep, [`OPEN`](crate::model::OPEN) for the pool.
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
    pub breaks: Option<Vec<Obstacle>>,
}

/// A limit that a move would break.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Obstacle {
    /// What would be broken, and by how much.
    pub finding: Finding,
    /// With which number it would hold; `None` where the rule has no such number.
    pub eased: Option<Eased>,
}

/// A number of a rule, and the nearest one with which it would hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Eased {
    /// Key of the rule's parameter.
    pub key: String,
    /// The number as set.
    pub set: f64,
    /// The number that would do, rounded to the easier side.
    pub needed: f64,
}

/// Of the reps who may have it, so many nearest ones are looked into at least, and more as long as they take no more
/// looks at accounts than this together: each asks every rule about every account.
const LOOKED_INTO: usize = 3;
const LOOKS: usize = 200_000;

/// One reason with its size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Id of the rule.
    pub rule: String,
    /// The quantity of which the account takes room, where the points are the price of that room.
    pub room: Option<String>,
    /// Points more there than here.
    pub points: f64,
    /// Points here. A price above 0 says that a territory is full, one below 0 that it needs more.
    pub here: f64,
}

impl Part {
    /// What speaks for one column against another.
    pub(super) fn between(charge: &Charge, here: Option<usize>, there: usize) -> Self {
        let here = here.map_or(0.0, |here| charge.row[here]);
        let room = charge.room.map(|quantity| quantity.word().to_owned());
        Self { rule: charge.rule.to_owned(), room, points: charge.row[there] - here, here }
    }

    /// Whether it is rather this territory that needs more of what the account brings than the other that is full.
    pub fn is_needed_here(&self) -> bool {
        self.room.is_some() && -self.here > self.points + self.here
    }
}

impl Judge {
    /// Explains one account of a plan.
    pub fn explain(&self, plan: &Assignment, prices: Option<&Prices>, account: usize) -> Explanation {
        // Free centres are those of the plan.
        let around = self.terms().around(plan);
        let terms = around.as_ref().unwrap_or(self.terms());
        let members = &terms.members()[terms.unit_of()[account] as usize];
        let rep = plan.rep[account];
        let charges = terms.draft().charges(members, prices);
        let here = terms.column_of(rep);
        let mut alternatives: Vec<Alternative> = (0..terms.columns())
            .map(|column| {
                let parts = charges.iter().map(|charge| Part::between(charge, here, column));
                let mut parts: Vec<Part> = parts.filter(|part| part.points.abs() > 1e-9).collect();
                parts.sort_by(|a, b| {
                    b.points.abs().total_cmp(&a.points.abs()).then_with(|| (&a.rule, &a.room).cmp(&(&b.rule, &b.room)))
                });
                let candidate = terms.rep_of(column);
                Alternative {
                    rep: candidate,
                    points: parts.iter().map(|part| part.points).sum(),
                    parts,
                    line_km: terms.line_km(account, candidate).unwrap_or(f64::NAN),
                    forbidden_by: if terms.allows(account, column) {
                        Vec::new()
                    } else {
                        terms.barring(members, column)
                    },
                    breaks: None,
                }
            })
            .collect();
        alternatives.sort_by(|a, b| {
            (!a.forbidden_by.is_empty()).cmp(&!b.forbidden_by.is_empty()).then(a.points.total_cmp(&b.points))
        });
        let owner = terms.dataset().accounts.owner[account];
        let before = self.all_breaches(plan);
        let near = alternatives.iter_mut().filter(|other| other.rep != rep && other.forbidden_by.is_empty());
        let looked_into = (LOOKS / plan.rep.len().max(1)).max(LOOKED_INTO);
        for other in near.take(looked_into) {
            other.breaks = Some(self.obstacles(plan, &before, members, other.rep));
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

    /// What a plan breaks, rule by rule.
    fn all_breaches(&self, plan: &Assignment) -> Vec<Vec<Finding>> {
        self.terms().rules().map(|(setting, rule)| self.breaches(setting, rule, plan)).collect()
    }

    pub(super) fn breaches(&self, setting: &RuleSetting, rule: &'static dyn Rule, plan: &Assignment) -> Vec<Finding> {
        rule.report(&Params::new(rule.card(), &setting.params), self.terms(), plan).breaches
    }

    /// What breaks, or breaks more, when a unit goes to a rep.
    fn obstacles(&self, plan: &Assignment, before: &[Vec<Finding>], members: &[u32], rep: u16) -> Vec<Obstacle> {
        let mut moved = plan.clone();
        for &member in members {
            moved.rep[member as usize] = rep;
        }
        let miss = |finding: &Finding| (finding.value - finding.limit).abs();
        let mut obstacles = Vec::new();
        for ((setting, rule), before) in self.terms().rules().zip(before) {
            let was = |after: &Finding| {
                let same = before.iter().find(|before| is_same(before, after));
                same.is_some_and(|before| miss(after) <= miss(before) * (1.0 + 1e-9))
            };
            for finding in self.breaches(setting, rule, &moved).into_iter().filter(|after| !was(after)) {
                let eased = rule.eases().iter().find_map(|ease| self.eased(setting, rule, *ease, &finding, &moved));
                obstacles.push(Obstacle { finding, eased });
            }
        }
        obstacles
    }

    /// The nearest number with which a limit holds in a plan that breaks it: what it allows grows in proportion to the
    /// number, and the answer is checked.
    pub(super) fn eased(
        &self,
        setting: &RuleSetting,
        rule: &'static dyn Rule,
        ease: Ease,
        finding: &Finding,
        plan: &Assignment,
    ) -> Option<Eased> {
        let (card, up) = (rule.card(), ease.way == Way::Up);
        let set = ease.set(card, setting);
        let broken_with = |number: f64| {
            let breaches = self.breaches(&ease.with(setting, number), rule, plan);
            breaches.into_iter().find(|other| is_same(other, finding))
        };
        let step = 1e-3 * set.abs().max(1.0) * if up { 1.0 } else { -1.0 };
        let exact = match broken_with(set + step) {
            Some(nearer) => set + step * (finding.value - finding.limit) / (nearer.limit - finding.limit),
            None => set + step,
        };
        let needed = ease.rounded(card, exact);
        let end = ease.end(card);
        let within = needed.is_finite() && if up { needed <= end } else { needed >= end };
        let holds = within && broken_with(needed).is_none();
        holds.then(|| Eased { key: ease.key.to_owned(), set, needed })
    }
}

/// Whether two findings are about the same limit.
fn is_same(one: &Finding, other: &Finding) -> bool {
    (&one.rule, one.account, one.rep, &one.what) == (&other.rule, other.account, other.rep, &other.what)
}
