//! Why an account is where it is: what each rep would cost, rule by rule.
//!
//! The reduced cost of a rep is what the rules charge for the account plus the price of the room it takes: prices
//! say what a little more room in a full territory would be worth. The rep with the least reduced cost is where the
//! account belongs, as far as the plan as a whole is concerned.
//!
//! A price holds for a little room. What a large account, or a family of many, would do to the balance is another matter:
//! for the reps nearest by reduced cost the plan is judged with the move made, and nothing else changed.

use crate::evaluate::Judge;
use crate::evaluate::LimitReport;
use crate::evaluate::Loss;
use crate::model::Assignment;
use crate::model::OPEN;
use crate::model::RuleSetting;
use crate::order::Order;
use crate::problem::Prices;
use crate::rules::Charge;
use crate::rules::Ease;
use crate::rules::Finding;
use crate::rules::Params;
use crate::rules::Rule;
use crate::rules::Way;
use crate::score::AccountFeatures;
use crate::score::AccountSales;
use crate::score::MasterScore;
use crate::score::account_features;
use crate::score::master_score;
use serde::Deserialize;
use serde::Serialize;
use std::collections::HashMap;

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
    /// What it could pay a year, in the dataset's currency: the file's figure or an estimate.
    pub potential: f64,
    /// What it pays a year, likewise.
    pub revenue: f64,
    /// The account's score, taken apart.
    pub score: MasterScore,
    /// The account's derived features with today's rep.
    pub features: AccountFeatures,
    /// The account's deals; none where it has none.
    pub sales: Option<AccountSales>,
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
    /// Great-circle kilometres from the rep's base; `NaN` where unknown, or where nothing depends on the base.
    pub line_km: f64,
    /// Ids of limits that forbid it; empty where it is allowed.
    pub forbidden_by: Vec<String>,
    /// What would become of the plan if the unit went to this rep and nothing else moved. `None` where nobody looked:
    /// only the nearest few are looked into.
    pub alone: Option<Alone>,
}

/// A plan with one unit moved, against the plan as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alone {
    /// Points of the objective more (or less) than now.
    pub points: f64,
    /// The same, objective by objective, largest first; they sum to `points`.
    pub parts: Vec<Part>,
    /// What would have to change first: limits on whole territories and plans that it would break, or break more than
    /// now.
    pub breaks: Vec<Obstacle>,
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
/// looks at accounts than this together: each asks every rule about every account. The rep of today comes on top.
const LOOKED_INTO: usize = 6;
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
        let plan = self.counted(plan);
        let plan = plan.as_ref();
        // Free centres are those of the plan.
        let around = self.terms().around(plan);
        let terms = around.as_ref().unwrap_or(self.terms());
        let Some(members) = terms.members().get(terms.unit_of()[account] as usize) else {
            return self.unexplained(account);
        };
        let rep = plan.rep[account];
        let draft = terms.draft();
        let charges = draft.charges(members, &draft.split(prices));
        let here = terms.column_of(rep);
        // Where centres are free, only the travel of the reps begins at their bases.
        let from_bases = around.is_none() || self.terms().rules().any(|(setting, _)| setting.id == "travel");
        let is_there = |column: &usize| !terms.dataset().is_gone(*column) || Some(*column) == here;
        let mut alternatives: Vec<Alternative> = (0..terms.columns())
            .filter(is_there)
            .map(|column| {
                let parts = charges.iter().map(|charge| Part::between(charge, here, column));
                let parts = largest_first(parts);
                let candidate = terms.rep_of(column);
                Alternative {
                    rep: candidate,
                    points: parts.iter().map(|part| part.points).sum(),
                    parts,
                    line_km: if from_bases { terms.line_km(account, candidate).unwrap_or(f64::NAN) } else { f64::NAN },
                    forbidden_by: if terms.allows(account, column) {
                        Vec::new()
                    } else {
                        terms.barring(members, column)
                    },
                    alone: None,
                }
            })
            .collect();
        alternatives.order_by(|a, b| {
            (!a.forbidden_by.is_empty()).cmp(&!b.forbidden_by.is_empty()).then(a.points.total_cmp(&b.points))
        });
        let owner = terms.owner(account);
        let (losses, limits) = self.reports(plan);
        let before = Before { losses, misses: limits.iter().map(|limit| misses(&limit.breaches)).collect() };
        let looked_into = (LOOKS / plan.rep.len().max(1)).max(LOOKED_INTO);
        let others = alternatives.iter_mut().filter(|other| other.rep != rep && other.forbidden_by.is_empty());
        // Whoever has it today is asked about, however far off.
        let near = others.enumerate().filter(|(place, other)| *place < looked_into || other.rep == owner);
        for (_, other) in near {
            other.alone = Some(self.alone(plan, &before, members, other.rep));
        }
        Explanation { rep, unit: members.clone(), alternatives, priced: prices.is_some(), ..self.unexplained(account) }
    }

    /// What is known of an account, without reasons for a rep: it is excluded.
    fn unexplained(&self, account: usize) -> Explanation {
        let (dataset, scores) = (self.terms().dataset(), self.terms().all_scores());
        Explanation {
            account: account as u32,
            rep: OPEN,
            owner: dataset.accounts.owner[account],
            unit: vec![account as u32],
            alternatives: Vec::new(),
            priced: false,
            potential: scores.potential[account],
            revenue: scores.revenue[account],
            score: master_score(dataset, scores, account),
            features: account_features(dataset, scores, account),
            sales: scores.deals.of(account),
        }
    }

    pub(super) fn breaches(&self, setting: &RuleSetting, rule: &'static dyn Rule, plan: &Assignment) -> Vec<Finding> {
        rule.report(&Params::new(rule.card(), &setting.params), self.terms(), plan).breaches
    }

    /// What becomes of a plan when a unit goes to a rep.
    fn alone(&self, plan: &Assignment, before: &Before, members: &[u32], rep: u16) -> Alone {
        let mut moved = plan.clone();
        for &member in members {
            moved.rep[member as usize] = rep;
        }
        let (losses, limits) = self.reports(&moved);
        let weights: f64 = losses.iter().map(|loss| loss.weight).sum();
        let part = |(after, before): (&Loss, &Loss)| Part {
            rule: after.rule.clone(),
            room: None,
            points: if weights > 0.0 { after.weight * (after.loss - before.loss) / weights } else { 0.0 },
            here: 0.0,
        };
        let parts = largest_first(losses.iter().zip(&before.losses).map(part));
        let pairs = limits.iter().zip(&before.misses);
        let breaks = pairs.flat_map(|(after, before)| self.obstacles(after, before, &moved)).collect();
        Alone { points: parts.iter().map(|part| part.points).sum(), parts, breaks }
    }

    /// What breaks of a limit, or breaks more than before, in a plan.
    fn obstacles(&self, limit: &LimitReport, before: &Misses, moved: &Assignment) -> Vec<Obstacle> {
        let was =
            |after: &Finding| before.get(&about(after)).is_some_and(|before| miss(after) <= before * (1.0 + 1e-9));
        let of_setting = self.terms().placed_rules().find(|(position, ..)| *position == limit.position);
        let eased = |finding: &Finding| {
            let (_, setting, rule) = of_setting?;
            rule.eases().iter().find_map(|ease| self.eased(setting, rule, *ease, finding, moved))
        };
        let broken = limit.breaches.iter().filter(|after| !was(after));
        broken.map(|finding| Obstacle { finding: finding.clone(), eased: eased(finding) }).collect()
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
            breaches.into_iter().find(|other| about(other) == about(finding))
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

/// Parts that count, the largest first.
fn largest_first(parts: impl Iterator<Item = Part>) -> Vec<Part> {
    let mut parts: Vec<Part> = parts.filter(|part| part.points.abs() > 1e-9).collect();
    parts.order_by(|a, b| {
        b.points.abs().total_cmp(&a.points.abs()).then_with(|| (&a.rule, &a.room).cmp(&(&b.rule, &b.room)))
    });
    parts
}

/// A plan as it is, to compare another one with.
struct Before<'f> {
    losses: Vec<Loss>,
    /// Of each limit, by how much it is missed.
    misses: Vec<Misses<'f>>,
}

/// What a finding is about.
pub(super) type About<'f> = (&'f str, Option<u32>, Option<u16>, &'f str);
pub(super) type Misses<'f> = HashMap<About<'f>, f64>;

pub(super) fn about(finding: &Finding) -> About<'_> {
    (&finding.rule, finding.account, finding.rep, &finding.what)
}

pub(super) fn miss(finding: &Finding) -> f64 {
    (finding.value - finding.limit).abs()
}

pub(super) fn misses(breaches: &[Finding]) -> Misses<'_> {
    breaches.iter().map(|finding| (about(finding), miss(finding))).collect()
}
