//! Re-solves groups of two to four reps until that no longer pays.
//!
//! Shifts and short chains stall where hundreds of units sit a little wrong on both sides of a border. Stating the
//! border as a small problem with prices of its own puts all of them right at once.

use crate::solve::core::Core;
use crate::solve::dice::Dice;
use crate::solve::group::Group;
use crate::solve::group::Scene;
use crate::solve::local::LocalPrices;
use crate::solve::plan::Plan;
use crate::solve::sharing::Sharing;

/// Reps of the first groups, and of the last.
const FEWEST: usize = 2;
const MOST: usize = 4;
/// Tries to find another rep for a group.
const TRIES: usize = 20;
/// Steps towards the prices of a group.
const ITERATIONS: u32 = 40;
/// Reps among which the one that loses most begins a group.
const DRAWN: usize = 3;
/// A pass tries this many groups per rep.
const PASS: usize = 4;
/// A pass that earns less than this, in grains per rep, is the last of its size.
const WORTHWHILE: f64 = 0.01;

/// A series of groups.
#[derive(Default)]
pub(super) struct Regroup {
    group: Group,
    local: LocalPrices,
    sharing: Sharing,
    reps: Vec<u16>,
    size: usize,
    left: usize,
    before: f64,
    /// Units whose place changed last.
    pub changed: Vec<u32>,
}

impl Regroup {
    /// Begins with the smallest groups.
    pub fn begin(&mut self, plan: &Plan, reps: usize) {
        self.size = FEWEST;
        self.begin_pass(plan, reps);
    }

    /// Whether groups no longer pay.
    pub fn finished(&self) -> bool {
        self.left == 0
    }

    /// Re-solves one group; returns the work done.
    pub fn advance(&mut self, plan: &mut Plan, scene: &Scene, dice: &mut Dice, grain: f64) -> u64 {
        self.changed.clear();
        self.choose_reps(plan, scene, dice);
        self.group.state(plan, scene, &self.reps);
        self.local.refine(&mut self.group, scene.charges, ITERATIONS);
        if self.sharing.seek(&self.group, scene.charges, dice) {
            self.apply(plan, scene);
        }
        self.left -= 1;
        if self.left == 0 {
            self.end_pass(plan, scene.core.reps(), grain);
        }
        let sums = self.group.uses.len() * (ITERATIONS as usize + 10);
        1000 + self.sharing.nodes * 6 + sums as u64
    }

    /// Sharings weighed in the last group.
    pub fn evaluations(&self) -> u64 {
        self.sharing.nodes
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        self.group.memory_bytes()
    }

    fn begin_pass(&mut self, plan: &Plan, reps: usize) {
        self.left = PASS * reps;
        self.before = plan.total();
    }

    fn end_pass(&mut self, plan: &Plan, reps: usize, grain: f64) {
        let pays = self.before - plan.total() > WORTHWHILE * grain * reps as f64;
        if !pays {
            self.size += 1;
        }
        if self.size <= MOST.min(reps) {
            self.begin_pass(plan, reps);
        }
    }

    /// Chooses a rep, one in trouble where there is one, and others that share close decisions with it.
    fn choose_reps(&mut self, plan: &Plan, scene: &Scene, dice: &mut Dice) {
        let core = scene.core;
        let troubled = (!plan.broken.is_empty()).then(|| plan.broken[dice.below(plan.broken.len())] as usize);
        let first = troubled.and_then(|row| plan.broken_rep(row, scene.charges).0);
        self.reps.clear();
        self.reps.push(first.unwrap_or_else(|| losing(plan, scene, dice)) as u16);
        for _ in 0..TRIES {
            let from = self.reps[dice.below(self.reps.len())];
            let Some(other) = neighbour(core, plan, dice, from) else { return };
            if !self.reps.contains(&other) {
                self.reps.push(other);
            }
            if self.reps.len() >= self.size {
                return;
            }
        }
    }

    fn apply(&mut self, plan: &mut Plan, scene: &Scene) {
        for &place in &self.sharing.chosen {
            let arc = self.group.arcs[place as usize];
            let u = scene.core.unit[arc as usize];
            if plan.at[u as usize] != arc {
                plan.shift(scene.core, scene.charges, arc as usize);
                self.changed.push(u);
            }
        }
    }
}

/// Of a few reps by chance the one whose unused prices weigh most.
fn losing(plan: &Plan, scene: &Scene, dice: &mut Dice) -> usize {
    let loss = |j: usize| -> f64 {
        let rows = j * scene.measures..(j + 1) * scene.measures;
        rows.map(|row| scene.charges.loss(row, plan.load[row], scene.prices[row])).sum()
    };
    let drawn = (0..DRAWN).map(|_| dice.below(scene.core.reps())).map(|j| (loss(j), j));
    drawn.max_by(|a, b| a.0.total_cmp(&b.0)).map_or(0, |entry| entry.1)
}

/// A rep that has, or could have, a unit that could also be with `rep`; closer decisions come up more often.
fn neighbour(core: &Core, plan: &Plan, dice: &mut Dice, rep: u16) -> Option<u16> {
    let arcs = core.arcs_into(rep as usize);
    let arc = *arcs.get(dice.below(arcs.len()).min(dice.below(arcs.len())))? as usize;
    let u = core.unit[arc] as usize;
    let at = plan.at[u] as usize;
    if at != arc {
        return Some(core.rep[at]);
    }
    let others = core.arcs(u);
    Some(core.rep[others.start + dice.below(others.len())])
}
