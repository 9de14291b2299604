//! Moves: a shift, and where it is refused, the chain of shifts that makes it acceptable.
//!
//! Ejection chains (Glover 1996; for generalized assignment Yagiura, Ibaraki and Glover 2006): after a shift the rep
//! that suffers most hands a unit on or takes one in. A chain back to the first rep is a swap.

use crate::solve::charges::Charges;
use crate::solve::core::Core;
use crate::solve::dice::Dice;
use crate::solve::plan::Change;
use crate::solve::plan::Plan;

/// Shifts of one chain.
const LONGEST: usize = 2;
/// Continuations tried at each link.
const TRIES: usize = 4;

/// How far from the closest decisions the moves reach.
#[derive(Default)]
pub(super) struct Reach {
    /// Reduced cost above which a move is not tried, in points.
    pub most: f64,
    /// How many arcs are in reach.
    pub open: usize,
    around: Vec<u32>,
}

impl Reach {
    /// All arcs whose decision is closer than `most` points, and a few at least.
    pub fn new(core: &Core, rows: usize, most: f64) -> Self {
        let at_least = (16 * rows + 60).min(core.order.len());
        let open = core.order_key.partition_point(|key| *key <= most).max(at_least);
        let most = core.order_key.get(open.saturating_sub(1)).map_or(most, |key| key.max(most));
        let reps = core.around_first.len().saturating_sub(1);
        let mut around = vec![0_u32; reps];
        for &arc in &core.order[..open] {
            around[core.rep[arc as usize] as usize] += 1;
        }
        Self { most, open, around }
    }
}

/// Everything a move looks at.
pub(super) struct Board<'a> {
    /// The core.
    pub core: &'a Core,
    /// The charges.
    pub charges: &'a Charges,
    /// How many of the amounts are measures; caps follow.
    pub measures: usize,
    /// Where moves may go.
    pub reach: &'a Reach,
}

/// How a chain goes on.
#[derive(Clone, Copy)]
enum Link {
    /// The joined rep hands a unit on.
    Push,
    /// The left rep takes a unit in.
    Refill,
    /// Some unit moves less than before, because a cap is full.
    Return,
}

impl Link {
    /// Eases what suffers most from a shift.
    fn after(change: &Change, dice: &mut Dice) -> Self {
        if change.caps > 0.0 && change.caps >= change.left.max(change.joined) && dice.below(4) == 0 {
            return Self::Return;
        }
        let undecided = (change.left - change.joined).abs() <= 0.0;
        let push = if undecided { dice.below(2) == 0 } else { change.joined > change.left };
        if push { Self::Push } else { Self::Refill }
    }
}

/// The shifts of one chain, to be undone: the arcs that were left.
#[derive(Default)]
pub(super) struct Chain {
    left: Vec<usize>,
    /// Moves weighed so far.
    pub evaluations: u64,
}

impl Chain {
    /// Units whose place changed in the last accepted move.
    pub fn changed<'a>(&'a self, core: &'a Core) -> impl Iterator<Item = u32> + 'a {
        self.left.iter().map(|&arc| core.unit[arc])
    }

    /// Tries one move that may raise the total by at most `allowance` points; returns whether it was made.
    pub fn attempt(&mut self, plan: &mut Plan, board: &Board, dice: &mut Dice, allowance: f64) -> bool {
        self.left.clear();
        let Some(to) = first_arc(plan, board, dice) else { return false };
        let mut rise = 0.0;
        let mut next = to;
        for link in 0..LONGEST {
            let change = plan.weigh(board.core, board.charges, next);
            self.evaluations += 1;
            rise += change.total;
            let from = plan.shift(board.core, board.charges, next);
            self.left.push(from);
            if rise <= allowance {
                return true;
            }
            if link + 1 == LONGEST {
                break;
            }
            let reps = (board.core.rep[from] as usize, board.core.rep[next] as usize);
            let link = Link::after(&change, dice);
            let Some(best) = self.continuation(plan, board, dice, (reps, link), allowance - rise) else { break };
            next = best;
        }
        self.undo(plan, board);
        false
    }

    /// The best of a few shifts that push a unit out of the joined rep, or refill the left one.
    fn continuation(
        &mut self,
        plan: &Plan,
        board: &Board,
        dice: &mut Dice,
        ((left, joined), link): ((usize, usize), Link),
        allowance: f64,
    ) -> Option<usize> {
        let mut best: Option<(f64, usize)> = None;
        for _ in 0..TRIES {
            let arc = match link {
                Link::Push => arc_out_of(plan, board, dice, joined),
                Link::Refill => arc_into(plan, board, dice, left),
                Link::Return => arc_that_returns(plan, board, dice),
            };
            let Some(arc) = arc.filter(|&arc| !self.holds(board.core, arc)) else { continue };
            let change = plan.weigh(board.core, board.charges, arc);
            self.evaluations += 1;
            if best.is_none_or(|(least, _)| change.total < least) {
                best = Some((change.total, arc));
            }
            if change.total <= allowance {
                break;
            }
        }
        best.map(|entry| entry.1)
    }

    /// Whether the arc's unit already moved in this chain.
    fn holds(&self, core: &Core, arc: usize) -> bool {
        self.left.iter().any(|&left| core.unit[left] == core.unit[arc])
    }

    fn undo(&mut self, plan: &mut Plan, board: &Board) {
        while let Some(arc) = self.left.pop() {
            plan.shift(board.core, board.charges, arc);
        }
    }
}

/// Where a chain begins: at a broken limit a quarter of the time, else anywhere in reach.
fn first_arc(plan: &Plan, board: &Board, dice: &mut Dice) -> Option<usize> {
    if !plan.broken.is_empty() && dice.below(4) == 0 {
        let row = plan.broken[dice.below(plan.broken.len())] as usize;
        match plan.broken_rep(row, board.charges) {
            (Some(rep), side) if side > 0 => return arc_out_of(plan, board, dice, rep),
            (Some(rep), _) => return arc_into(plan, board, dice, rep),
            (None, _) => return arc_that_returns(plan, board, dice),
        }
    }
    let arc = board.core.order[dice.below(board.reach.open)] as usize;
    away(plan, board, dice, arc)
}

/// The arc itself, or another arc in reach of the same unit if the unit is already there.
fn away(plan: &Plan, board: &Board, dice: &mut Dice, arc: usize) -> Option<usize> {
    let u = board.core.unit[arc] as usize;
    if plan.at[u] as usize != arc {
        return Some(arc);
    }
    let arcs = board.core.arcs(u);
    let count = arcs.len();
    let from = dice.below(count);
    let others = (0..count).map(|step| arcs.start + (from + step) % count);
    let mut in_reach = others.filter(|&other| other != arc && board.core.gap[other] <= board.reach.most);
    in_reach.next()
}

/// A shift that takes some unit out of a rep.
fn arc_out_of(plan: &Plan, board: &Board, dice: &mut Dice, rep: usize) -> Option<usize> {
    for _ in 0..6 {
        let arc = random_around(board, dice, rep)?;
        if plan.at[board.core.unit[arc] as usize] as usize == arc {
            return away(plan, board, dice, arc);
        }
    }
    None
}

/// A shift that brings some unit to a rep.
fn arc_into(plan: &Plan, board: &Board, dice: &mut Dice, rep: usize) -> Option<usize> {
    for _ in 0..6 {
        let arc = random_around(board, dice, rep)?;
        if plan.at[board.core.unit[arc] as usize] as usize != arc {
            return Some(arc);
        }
    }
    None
}

/// A shift that lowers what moves.
fn arc_that_returns(plan: &Plan, board: &Board, dice: &mut Dice) -> Option<usize> {
    let core = board.core;
    for _ in 0..10 {
        let arc = core.order[dice.below(board.reach.open)] as usize;
        let now = plan.at[core.unit[arc] as usize] as usize;
        let moved = |arc: usize| core.uses_of(arc)[board.measures..].iter().sum::<f64>();
        if arc != now && moved(arc) < moved(now) {
            return Some(arc);
        }
    }
    None
}

fn random_around(board: &Board, dice: &mut Dice, rep: usize) -> Option<usize> {
    let count = board.reach.around[rep] as usize;
    let first = board.core.around_first[rep] as usize;
    (count > 0).then(|| board.core.around[first + dice.below(count)] as usize)
}
