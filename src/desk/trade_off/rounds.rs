//! Which points are asked for, round by round.
//!
//! A round depends on the rounds before it alone, never on who looks for its points or who is ready first: one worker
//! or eight draw the same curve.

use crate::evaluate::Floor;
use crate::evaluate::non_dominated;
use crate::model::Assignment;
use crate::model::Settings;
use crate::problem::Prices;
use crate::protocol::PointTask;
use crate::protocol::Rivals;
use crate::protocol::TradePoint;
use std::collections::BTreeSet;

/// Parts of the first objective at the two ends. The other keeps a little weight: of all plans that are best for one
/// objective, the best for the other.
const ENDS: [f64; 2] = [0.99, 0.01];
/// Points of a round at most. More at once would be chosen knowing less.
const ROUND: usize = 4;
/// Searches per point that is wanted, at most: some find nothing new.
const SEARCHES: usize = 2;
/// Losses nearer than this, in points, are the same plan to whoever reads a curve.
const SAME: f64 = 1e-6;

/// A trade-off that is being drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct TradeOff {
    rivals: Rivals,
    settings: Settings,
    start: Assignment,
    seed: u64,
    run: u64,
    wanted: usize,
    /// Of the round under way, those that are still to come.
    awaited: BTreeSet<u32>,
    asked: u32,
    points: Vec<TradePoint>,
    /// Gaps that were looked into, by the numbers of the points at their sides.
    closed: BTreeSet<(u32, u32)>,
}

/// A gap between two neighbouring points of the curve.
struct Gap<'p> {
    left: &'p TradePoint,
    right: &'p TradePoint,
    /// Squared distance between them, with the whole curve as the unit on both axes.
    width: f64,
}

impl TradeOff {
    /// Prepares a trade-off of so many points under the limits of the settings.
    pub fn new(rivals: Rivals, settings: Settings, start: Assignment, seed: u64, run: u64, wanted: usize) -> Self {
        let (awaited, closed) = (BTreeSet::new(), BTreeSet::new());
        Self { rivals, settings, start, seed, run, wanted, awaited, asked: 0, points: Vec::new(), closed }
    }

    /// The two objectives.
    pub fn rivals(&self) -> &Rivals {
        &self.rivals
    }

    /// The settings whose limits hold.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// How many points are wanted.
    pub fn wanted(&self) -> usize {
        self.wanted
    }

    /// Seed of the searches.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Everything found so far, in the order in which it was asked for; dominated points and plans that break limits, too.
    pub fn points(&self) -> &[TradePoint] {
        &self.points
    }

    /// The curve: points that keep all limits and that no other beats in both losses, the best for the first objective
    /// first.
    pub fn curve(&self) -> Vec<&TradePoint> {
        let kept: Vec<&TradePoint> = self.points.iter().filter(|point| point.breaches == 0).collect();
        let losses: Vec<[f64; 2]> = kept.iter().map(|point| point.losses).collect();
        non_dominated(&losses).into_iter().map(|position| kept[position]).collect()
    }

    /// What no plan that keeps all limits can be below.
    pub fn floor(&self) -> Floor {
        Floor::new(self.points.iter().map(|point| (point.part, point.bound)))
    }

    /// Takes a point in; none where its search came to nothing.
    pub fn take(&mut self, number: u32, point: Option<TradePoint>) {
        if self.awaited.remove(&number) {
            self.points.extend(point);
            self.points.sort_by_key(|point| point.number);
        }
    }

    /// The points to look for next: none while a round is under way, or at the end.
    pub fn round(&mut self) -> Vec<PointTask> {
        if !self.awaited.is_empty() {
            return Vec::new();
        }
        if self.asked == 0 {
            return ENDS.map(|part| self.task(part, self.start.clone(), None)).into();
        }
        let asks = self.asks();
        asks.into_iter().map(|(part, start, prices)| self.task(part, start, prices)).collect()
    }

    fn task(&mut self, part: f64, start: Assignment, prices: Option<Prices>) -> PointTask {
        let number = self.asked;
        self.asked += 1;
        self.awaited.insert(number);
        PointTask {
            run: self.run,
            number,
            lane: 0,
            settings: self.settings.clone(),
            rivals: self.rivals.clone(),
            part,
            start,
            prices,
            seed: self.seed,
        }
    }

    /// Part, start and prices of the next points: one in each of the widest gaps.
    fn asks(&mut self) -> Vec<(f64, Assignment, Option<Prices>)> {
        let curve = self.curve();
        let searches = (self.wanted * SEARCHES).saturating_sub(self.asked as usize);
        let missing = self.wanted.saturating_sub(curve.len()).min(searches).min(ROUND);
        let ends = self.lost_ends(&curve);
        if !ends.is_empty() {
            return ends;
        }
        let mut gaps = self.gaps(&curve);
        gaps.truncate(missing);
        let closed: Vec<(u32, u32)> = gaps.iter().map(|gap| (gap.left.number, gap.right.number)).collect();
        let asks = gaps.iter().map(Gap::ask).collect();
        self.closed.extend(closed);
        asks
    }

    /// An end whose search found no plan that keeps all limits, once more from a plan that does: a search is never worse
    /// than its start.
    fn lost_ends(&self, curve: &[&TradePoint]) -> Vec<(f64, Assignment, Option<Prices>)> {
        let Some(other) = curve.first().filter(|_| self.asked as usize == ENDS.len()) else { return Vec::new() };
        let found = |end: usize| self.points.iter().any(|point| point.number as usize == end && point.breaches == 0);
        let lost = (0..ENDS.len()).filter(|end| !found(*end));
        lost.map(|end| (ENDS[end], other.plan.clone(), Some(other.prices.clone()))).collect()
    }

    /// The gaps that nobody has looked into, the widest first.
    fn gaps<'p>(&self, curve: &[&'p TradePoint]) -> Vec<Gap<'p>> {
        let (Some(first), Some(last)) = (curve.first(), curve.last()) else { return Vec::new() };
        let reach = [last.losses[0] - first.losses[0], first.losses[1] - last.losses[1]];
        let width = |left: &TradePoint, right: &TradePoint| {
            let across = (right.losses[0] - left.losses[0]) / reach[0].max(SAME);
            let down = (left.losses[1] - right.losses[1]) / reach[1].max(SAME);
            across * across + down * down
        };
        let neighbours = curve.windows(2).map(|pair| (pair[0], pair[1]));
        let open = neighbours.filter(|(left, right)| {
            let apart = right.losses[0] - left.losses[0] > SAME && left.losses[1] - right.losses[1] > SAME;
            apart && !self.closed.contains(&(left.number, right.number))
        });
        let mut gaps: Vec<Gap> = open.map(|(left, right)| Gap { left, right, width: width(left, right) }).collect();
        gaps.sort_by(|a, b| b.width.total_cmp(&a.width).then(a.left.number.cmp(&b.left.number)));
        gaps
    }
}

impl Gap<'_> {
    /// The sum for which both sides are equally good, the better side for it, and prices between those of the sides.
    fn ask(&self) -> (f64, Assignment, Option<Prices>) {
        let across = self.right.losses[0] - self.left.losses[0];
        let down = self.left.losses[1] - self.right.losses[1];
        let part = (down / (across + down)).clamp(ENDS[1], ENDS[0]);
        // Both are equally good for this sum: the one nearer to it in weight is the more settled.
        let nearer =
            if (self.left.part - part).abs() <= (self.right.part - part).abs() { self.left } else { self.right };
        (part, nearer.plan.clone(), between(self.left, self.right, part))
    }
}

/// The prices on the straight way from one point's to the other's. The bound is concave in part and prices together
/// (both enter linearly before the least is taken), so what these prove is no worse than the same way between the bounds.
fn between(left: &TradePoint, right: &TradePoint, part: f64) -> Option<Prices> {
    // No loss is below 0: a bound that is comes from prices that went astray, and these would spoil the others.
    let sound = |point: &TradePoint| point.bound >= 0.0;
    match (sound(left), sound(right)) {
        (true, true) => {}
        (true, false) => return Some(left.prices.clone()),
        (false, true) => return Some(right.prices.clone()),
        (false, false) => return None,
    }
    let (a, b) = (&left.prices, &right.prices);
    if a.load.len() != b.load.len() || a.cap.len() != b.cap.len() {
        return None;
    }
    let way = left.part - right.part;
    let share = if way.abs() > 0.0 { ((left.part - part) / way).clamp(0.0, 1.0) } else { 0.0 };
    let mix = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a + (b - a) * share).collect();
    Some(Prices { load: mix(&a.load, &b.load), cap: mix(&a.cap, &b.cap) })
}
