//! The cheapest ways to keep the limits that an edit breaks.
//!
//! One more move, or another one, often mends what an edit broke: the account goes elsewhere, another one goes in its
//! place, or one more follows. Candidates are found by what they would do to the loads of the territories concerned and
//! by what the rules charge for them; then the plan is judged with each of the most promising, and only what the judge
//! says is told.

use crate::evaluate::Evaluation;
use crate::evaluate::Judge;
use crate::evaluate::explain::about;
use crate::evaluate::explain::miss;
use crate::evaluate::explain::misses;
use crate::model::Assignment;
use crate::model::OPEN;
use crate::order;
use crate::order::Order;
use crate::problem::Window;
use crate::rules::Conflict;
use crate::rules::Draft;
use crate::rules::Finding;
use crate::rules::NO_UNIT;
use crate::rules::Quantity;
use crate::rules::Split;
use crate::rules::Terms;
use serde::Deserialize;
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// What an edit does to the limits, and the ways to mend it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Repairs {
    /// Limits that hold without the edit and not with it, or are broken further by it.
    pub broken: Vec<Finding>,
    /// Accounts at which rules contradict each other since the edit: a lock that keeps an account from its family.
    pub clashes: Vec<Conflict>,
    /// Ways to mend them, the cheapest first, one of each kind.
    pub ways: Vec<Repair>,
}

/// Moves on top of an edit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Repair {
    /// What is done.
    pub kind: RepairKind,
    /// The moves: account and its new rep, those that take the edit back included.
    pub moves: Vec<(u32, u16)>,
    /// The account that the words are about: the one whose family goes with it, else the first of those that move last.
    pub account: u32,
    /// Points of the objective more (or less) than with the edit alone.
    pub points: f64,
    /// Limits that the edit broke and this does not mend.
    pub left: u32,
}

/// A kind of repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RepairKind {
    /// The family of the account goes with it.
    Together,
    /// What was moved goes to another rep.
    Elsewhere,
    /// One more account moves.
    Also,
    /// What was moved goes back, and another account moves in its place.
    Instead,
}

/// Edits of more accounts are not looked into: they are plans of their own.
const LARGEST_EDIT: usize = 200;
/// Accounts near a territory that could fill it, at most.
const NEAR: usize = 400;
/// Accounts that could go back to today's rep, at most.
const LOOKED_AT: usize = 1_000;
/// Reps to whom one more account could go, at most.
const DESTINATIONS: usize = 12;
/// So many candidates of each kind are judged.
const JUDGED: usize = 8;

/// A move of a whole unit.
#[derive(Clone, Copy)]
struct Step {
    unit: u32,
    to: u16,
    /// What the rules charge for it, in points, without the room it takes.
    charge: f64,
}

/// A repair that nobody has judged yet.
struct Candidate {
    kind: RepairKind,
    steps: Vec<Step>,
    /// By how much it misses the windows less than the edit alone, in parts of their limits; the more the better.
    relief: f64,
}

impl RepairKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Together, Self::Elsewhere, Self::Also, Self::Instead];
}

impl Repairs {
    /// Takes in a way to mend; the cheapest of those that mend most come first.
    pub fn add(&mut self, way: Repair) {
        self.ways.push(way);
        self.ways.order_by(cheapest);
    }
}

fn cheapest(a: &Repair, b: &Repair) -> Ordering {
    a.left.cmp(&b.left).then(a.points.total_cmp(&b.points))
}

impl Judge {
    /// What an edit breaks, and how to mend it. `edited`: the accounts it moved, with the rep each had before.
    pub fn repairs(&self, plan: &Assignment, edited: &[(u32, u16)]) -> Repairs {
        let mut repairs = Repairs { broken: self.broken_by(plan, edited), ..Repairs::default() };
        for kind in RepairKind::ALL {
            self.repair(plan, edited, &repairs.broken, kind).into_iter().for_each(|way| repairs.add(way));
        }
        repairs
    }

    /// The limits that an edit breaks, or breaks further.
    pub fn broken_by(&self, plan: &Assignment, edited: &[(u32, u16)]) -> Vec<Finding> {
        let mut before = plan.clone();
        for &(account, rep) in edited {
            before.rep[account as usize] = rep;
        }
        newly_broken(&self.evaluate(&before), &self.evaluate(plan))
    }

    /// What other rules or locks than before break at a plan, and where they contradict each other: `before` judges by
    /// those before. What was broken already does not count, though it may be missed by more: where an account leaves the
    /// plan, all targets shift.
    pub fn broken_since(&self, before: &Judge, plan: &Assignment) -> Repairs {
        let (was, now) = (before.evaluate(plan), self.evaluate(plan));
        let known = order::set(was.limits.iter().flat_map(|limit| &limit.breaches).map(about));
        let breaches = now.limits.iter().flat_map(|limit| &limit.breaches);
        let broken = breaches.filter(|finding| !known.contains(&about(finding))).cloned().collect();
        let known = before.terms().conflicts();
        let clashes = self.terms().conflicts().iter().filter(|conflict| !known.contains(conflict)).cloned().collect();
        Repairs { broken, clashes, ways: Vec::new() }
    }

    /// The cheapest repair of a kind; none where there is none.
    pub fn repair(
        &self,
        plan: &Assignment,
        edited: &[(u32, u16)],
        broken: &[Finding],
        kind: RepairKind,
    ) -> Option<Repair> {
        if broken.is_empty() || edited.len() > LARGEST_EDIT {
            return None;
        }
        let edited: Vec<(u32, u16)> =
            edited.iter().copied().filter(|(account, _)| !self.terms().is_excluded(*account as usize)).collect();
        let plan = self.counted(plan);
        RepairSearch::new(self, &plan, &edited, broken).best(kind, &self.evaluate(&plan))
    }
}

/// The breaches of a plan that another one does not have, or has less of.
pub fn newly_broken(before: &Evaluation, after: &Evaluation) -> Vec<Finding> {
    let known: Vec<_> = before.limits.iter().map(|limit| misses(&limit.breaches)).collect();
    let of = |limit: usize, finding: &Finding| known.get(limit).and_then(|known| known.get(&about(finding)).copied());
    let found = after.limits.iter().enumerate().flat_map(|(limit, report)| {
        let is_new = move |finding: &&Finding| of(limit, finding).is_none_or(|was| miss(finding) > was * (1.0 + 1e-9));
        report.breaches.iter().filter(is_new)
    });
    found.cloned().collect()
}

/// What is needed to find repairs of one edit.
struct RepairSearch<'s> {
    judge: &'s Judge,
    plan: &'s Assignment,
    edited: &'s [(u32, u16)],
    broken: &'s [Finding],
    /// The units that the edit moved.
    units: BTreeSet<u32>,
    draft: Draft<'s>,
    /// The windows in force, and what each rep has of what they limit.
    rooms: Vec<(Quantity, Vec<Window>, Vec<f64>)>,
}

impl<'s> RepairSearch<'s> {
    fn new(judge: &'s Judge, plan: &'s Assignment, edited: &'s [(u32, u16)], broken: &'s [Finding]) -> Self {
        let terms = judge.terms();
        let draft = terms.draft();
        let rooms = draft.windows().map(|(quantity, windows)| (quantity, windows, terms.loads(quantity, plan)));
        Self {
            judge,
            plan,
            edited,
            broken,
            units: edited.iter().map(|(account, _)| terms.unit_of()[*account as usize]).collect(),
            rooms: rooms.collect(),
            draft,
        }
    }

    fn terms(&self) -> &'s Terms {
        self.judge.terms()
    }

    fn members(&self, unit: u32) -> &'s [u32] {
        &self.terms().members()[unit as usize]
    }

    fn rep_of(&self, unit: u32) -> u16 {
        self.plan.rep[self.members(unit)[0] as usize]
    }

    /// The reps whose windows the edit broke, and whether each has too much.
    fn crowded(&self) -> impl Iterator<Item = (u16, bool)> {
        self.broken.iter().filter_map(|finding| {
            Some((finding.rep.filter(|_| finding.account.is_none())?, finding.value > finding.limit))
        })
    }

    /// The cheapest of a kind.
    fn best(&self, kind: RepairKind, now: &Evaluation) -> Option<Repair> {
        let mut candidates = self.candidates(kind);
        // Whoever relieves most is worth a look before whoever is cheap.
        let charge = |candidate: &Candidate| candidate.steps.iter().map(|step| step.charge).sum::<f64>();
        candidates.order_by(|a, b| b.relief.total_cmp(&a.relief).then(charge(a).total_cmp(&charge(b))));
        candidates.truncate(JUDGED);
        candidates.iter().filter_map(|candidate| self.judged(candidate, now)).min_by(cheapest)
    }

    fn candidates(&self, kind: RepairKind) -> Vec<Candidate> {
        let of = |steps: Vec<Step>| Candidate { kind, relief: self.relief(&steps), steps };
        match kind {
            RepairKind::Together if self.edited.is_empty() => self.united().into_iter().map(of).collect(),
            RepairKind::Together => self.together().map(of).into_iter().collect(),
            RepairKind::Elsewhere => self.elsewhere().map(of).collect(),
            RepairKind::Also => self.others().into_iter().map(|step| of(vec![step])).collect(),
            RepairKind::Instead => self.instead().into_iter().map(of).collect(),
        }
    }

    /// The families of what was moved, gone with it; none where it is whole.
    fn together(&self) -> Option<Vec<Step>> {
        let of = |&(account, _): &(u32, u16)| {
            let unit = self.terms().unit_of()[account as usize];
            let to = self.plan.rep[account as usize];
            let is_apart = self.members(unit).iter().any(|member| self.plan.rep[*member as usize] != to);
            (is_apart && self.allows(unit, to)).then(|| self.step(unit, to))
        };
        let steps: Vec<Step> = self.edited.iter().filter_map(of).collect();
        (!steps.is_empty()).then_some(steps)
    }

    /// What stands apart since rules were changed, whole with each of the reps who may have it.
    fn united(&self) -> Vec<Vec<Step>> {
        let units = order::set(self.broken.iter().filter_map(|finding| finding.account)).into_iter();
        let units = order::set(units.map(|account| self.terms().unit_of()[account as usize]));
        let Some(&unit) = units.iter().find(|&&unit| unit != NO_UNIT) else { return Vec::new() };
        let reps = (0..self.terms().columns()).map(|column| self.terms().rep_of(column));
        reps.filter(|rep| self.allows(unit, *rep)).map(|rep| vec![self.step(unit, rep)]).collect()
    }

    /// All that was moved at another rep, but not back: that is what Undo does.
    fn elsewhere(&self) -> impl Iterator<Item = Vec<Step>> {
        let taken = self.edited.iter().flat_map(|(account, from)| [self.plan.rep[*account as usize], *from]);
        let taken = order::set(taken);
        let reps = (0..self.terms().columns()).map(|column| self.terms().rep_of(column));
        let others =
            reps.filter(move |rep| !taken.contains(rep) && self.units.iter().all(|unit| self.allows(*unit, *rep)));
        others.map(|to| self.units.iter().map(|&unit| self.step(unit, to)).collect())
    }

    /// Units that leave a rep who has too much, come to one who has too little, or go back to today's rep where too much
    /// has moved.
    fn others(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        for (rep, has_too_much) in self.crowded() {
            if has_too_much {
                let leaving = self.units_of(rep).filter(|unit| !self.units.contains(unit));
                steps.extend(leaving.flat_map(|unit| self.cheapest(unit)));
            } else {
                steps.extend(self.near(rep).into_iter().map(|unit| self.step(unit, rep)));
            }
        }
        if self.broken.iter().any(|finding| finding.account.is_none() && finding.rep.is_none()) {
            let owners = &self.terms().dataset().accounts.owner;
            let home = |unit: u32| owners[self.members(unit)[0] as usize];
            let moved = (0..self.terms().members().len() as u32).filter(|unit| !self.units.contains(unit));
            let astray = moved
                .filter(|&unit| home(unit) != OPEN && home(unit) != self.rep_of(unit) && self.allows(unit, home(unit)));
            steps.extend(astray.take(LOOKED_AT).map(|unit| self.step(unit, home(unit))));
        }
        steps
    }

    /// The edit taken back, and another unit of the same territory gone the same way. Only where all came from one rep.
    fn instead(&self) -> Vec<Vec<Step>> {
        let mut from = self.edited.iter().map(|(_, rep)| *rep);
        let mut to = self.edited.iter().map(|(account, _)| self.plan.rep[*account as usize]);
        let (Some(origin), Some(target)) = (from.next(), to.next()) else { return Vec::new() };
        if from.any(|rep| rep != origin) || to.any(|rep| rep != target) || origin == OPEN {
            return Vec::new();
        }
        let back: Vec<Step> = self.units.iter().map(|&unit| self.step(unit, origin)).collect();
        let others = self.units_of(origin).filter(|unit| !self.units.contains(unit) && self.allows(*unit, target));
        others.map(|unit| back.iter().copied().chain([self.step(unit, target)]).collect()).collect()
    }

    fn units_of(&self, rep: u16) -> impl Iterator<Item = u32> {
        (0..self.terms().members().len() as u32).filter(move |&unit| self.rep_of(unit) == rep)
    }

    /// The units with another rep that lie nearest to a rep and may go there.
    fn near(&self, rep: u16) -> Vec<u32> {
        let all = 0..self.terms().members().len() as u32;
        let way = |unit: u32| self.terms().line_km(self.members(unit)[0] as usize, rep).unwrap_or(f64::INFINITY);
        let free =
            all.filter(|&unit| self.rep_of(unit) != rep && !self.units.contains(&unit) && self.allows(unit, rep));
        let mut near: Vec<(f64, u32)> = free.map(|unit| (way(unit), unit)).collect();
        near.order_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        near.into_iter().take(NEAR).map(|(_, unit)| unit).collect()
    }

    /// The moves of a unit for which the rules charge least.
    fn cheapest(&self, unit: u32) -> Vec<Step> {
        let (now, charges) = (self.rep_of(unit), self.charges(unit));
        let here = self.terms().column_of(now).map_or(0.0, |column| charges[column]);
        let of = |column: usize| Step { unit, to: self.terms().rep_of(column), charge: charges[column] - here };
        let mut steps: Vec<Step> = (0..charges.len()).map(of).collect();
        steps.retain(|step| step.to != now && self.allows(unit, step.to));
        steps.order_by(|a, b| a.charge.total_cmp(&b.charge));
        steps.truncate(DESTINATIONS);
        steps
    }

    fn step(&self, unit: u32, to: u16) -> Step {
        let charges = self.charges(unit);
        let of = |rep: u16| self.terms().column_of(rep).map_or(0.0, |column| charges[column]);
        Step { unit, to, charge: of(to) - of(self.rep_of(unit)) }
    }

    /// What the rules charge for a unit in every column, in points.
    fn charges(&self, unit: u32) -> Vec<f64> {
        let mut sums = vec![0.0; self.terms().columns()];
        for charge in self.draft.charges(self.members(unit), &Split::default()) {
            sums.iter_mut().zip(&charge.row).for_each(|(sum, points)| *sum += points);
        }
        sums
    }

    fn allows(&self, unit: u32, rep: u16) -> bool {
        let column = self.terms().column_of(rep);
        column.is_some_and(|column| self.terms().allows(self.members(unit)[0] as usize, column))
    }

    /// By how much moves miss the windows less than the edit alone, in parts of the limits.
    fn relief(&self, steps: &[Step]) -> f64 {
        let of = |(quantity, windows, loads): &(Quantity, Vec<Window>, Vec<f64>)| {
            let mut changes: Vec<(u16, f64)> = Vec::new();
            for step in steps {
                for member in self.members(step.unit) {
                    let now = self.plan.rep[*member as usize];
                    let amount = |rep: u16| self.terms().amount(*quantity, *member as usize, rep);
                    changes.push((now, -amount(now)));
                    changes.push((step.to, amount(step.to)));
                }
            }
            changes.retain(|(rep, _)| *rep != OPEN);
            changes.order_by_key(|(rep, _)| *rep);
            let reps = changes.chunk_by(|a, b| a.0 == b.0);
            let relief = reps.map(|of_rep| {
                let (window, load) = (&windows[usize::from(of_rep[0].0)], loads[usize::from(of_rep[0].0)]);
                let change: f64 = of_rep.iter().map(|(_, change)| change).sum();
                let scale = if load > window.upper || window.lower.is_infinite() { window.upper } else { window.lower };
                (window.miss(load) - window.miss(load + change)) / scale.abs().max(1.0)
            });
            relief.filter(|relief| relief.is_finite()).sum::<f64>()
        };
        // Hair's breadths are rounding.
        (self.rooms.iter().map(of).sum::<f64>() * 1e6).round() / 1e6
    }

    /// What the judge says of a candidate; none where it mends nothing, or breaks something else.
    fn judged(&self, candidate: &Candidate, now: &Evaluation) -> Option<Repair> {
        let mut plan = self.plan.clone();
        let mut moves: Vec<(u32, u16)> = Vec::new();
        for step in &candidate.steps {
            for &member in self.members(step.unit) {
                if plan.rep[member as usize] != step.to {
                    moves.push((member, step.to));
                    plan.rep[member as usize] = step.to;
                }
            }
        }
        let then = self.judge.evaluate(&plan);
        let still = order::set(then.limits.iter().flat_map(|limit| &limit.breaches).map(about));
        let left = self.broken.iter().filter(|finding| still.contains(&about(finding))).count();
        let mends = left < self.broken.len() && newly_broken(now, &then).is_empty();
        let members = self.members(candidate.steps.last()?.unit);
        let is_meant = |member: &&u32| match candidate.kind {
            RepairKind::Together if !self.edited.is_empty() => {
                self.edited.iter().any(|(account, _)| account == *member)
            }
            _ => moves.iter().any(|(account, _)| account == *member),
        };
        let account = *members.iter().find(is_meant)?;
        mends.then_some(Repair {
            kind: candidate.kind,
            account,
            moves,
            points: then.objective - now.objective,
            left: left as u32,
        })
    }
}
