//! Which reps are looked at together: one that loses much, and others with whom it shares close decisions.

use crate::solve::dice::Dice;
use crate::solve::group::Scene;
use crate::solve::plan::Plan;

/// Tries to find another rep.
const TRIES: usize = 20;
/// Reps among which the one that loses most is chosen.
const DRAWN: usize = 3;

/// The first reps, and others that share close decisions with them, `size` in all where so many are found.
pub(super) fn together(plan: &Plan, scene: &Scene, dice: &mut Dice, first: &[u16], size: usize) -> Vec<u16> {
    let mut reps = first.to_vec();
    for _ in 0..TRIES {
        if reps.len() >= size {
            break;
        }
        let from = reps[dice.below(reps.len())];
        match neighbour(plan, scene, dice, from) {
            Some(other) if !reps.contains(&other) => reps.push(other),
            Some(_) => {}
            None => break,
        }
    }
    reps
}

/// Of a few reps by chance the one whose unused prices weigh most.
pub(super) fn losing(plan: &Plan, scene: &Scene, dice: &mut Dice) -> usize {
    let loss = |j: usize| -> f64 {
        let rows = j * scene.measures..(j + 1) * scene.measures;
        rows.map(|row| scene.charges.loss(row, plan.load[row], scene.prices[row])).sum()
    };
    let drawn = (0..DRAWN).map(|_| dice.below(scene.core.reps())).map(|j| (loss(j), j));
    drawn.max_by(|a, b| a.0.total_cmp(&b.0)).map_or(0, |entry| entry.1)
}

/// A rep that has, or could have, a unit that could also be with `rep`; closer decisions come up more often.
fn neighbour(plan: &Plan, scene: &Scene, dice: &mut Dice, rep: u16) -> Option<u16> {
    let core = scene.core;
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
