//! Which points are asked for, round by round.
//!
//! A round depends on the rounds before it alone, never on who looks for its points or who is ready first: one worker
//! or eight draw the same curve.

use crate::desk::trade_off::weights::STEPS_PER_PERCENT;
use crate::desk::trade_off::weights::limit_on;
use crate::desk::trade_off::weights::weighed;
use crate::evaluate::Floor;
use crate::evaluate::non_dominated;
use crate::model::Assignment;
use crate::model::Settings;
use crate::order::Order;
use crate::problem::Prices;
use crate::protocol::Aim;
use crate::protocol::PointTask;
use crate::protocol::Rivals;
use crate::protocol::TradePoint;
use std::collections::BTreeSet;

/// Parts of the first objective at the two ends. The other keeps a little weight: of all plans that are best for one
/// objective, the best for the other.
const ENDS: [f64; 2] = [0.99, 0.01];
/// Points of a round at most. More at once would be chosen knowing less.
const ROUND: usize = 4;
/// Searches per point that is wanted, at most: some find nothing new. Twice as many where all together have taken fewer
/// steps than this, some two seconds.
const SEARCHES: usize = 2;
const QUICK: u64 = 20_000;
/// Losses nearer than this, in points, are the same plan to whoever reads a curve.
const SAME: f64 = 1e-6;
/// Points nearer to the one before than this, with the whole curve as the unit on both axes, show nothing new: they do not
/// count as points that are wanted.
const NEAR: f64 = 0.04;
/// A plan whose proven gap is below this, in percent, is good enough for a point of a curve; or below this part of what
/// its neighbours differ by.
const GOOD: f64 = 0.02;
const FINE: f64 = 0.05;
/// Part of the whole weight that the other objectives in force keep together; less where neighbours differ by less than a
/// point.
///
/// Where two plans are as good as equal in both rivals, this decides; it asks for a plan that is sensible in what nobody
/// traded. Without it, prospects whom neither rival minds could go anywhere. More of it would bend the curve.
const OTHERS: f64 = 0.001;
/// Points that are sought at once in a gap inside the hull, at most.
const LEVELS: usize = 3;

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
    /// Gaps that a sum looked into, by the numbers of the points at their sides.
    summed: BTreeSet<(u32, u32)>,
    /// Gaps that were looked into under limits.
    limited: BTreeSet<(u32, u32)>,
}

/// What is sought next.
struct Ask {
    aim: Aim,
    good: f64,
    start: Assignment,
    prices: Option<Prices>,
}

/// A gap between two neighbouring points of the curve.
struct Gap<'p> {
    left: &'p TradePoint,
    right: &'p TradePoint,
    /// Squared distance between them, with the whole curve as the unit on both axes.
    width: f64,
}

/// A sum of the rivals, the first with this part.
fn sum_with(part: f64, others: f64) -> Aim {
    Aim { part, others, limit: None }
}

/// The weight of the others where neighbours differ by so many points.
fn others(apart: f64) -> f64 {
    OTHERS * apart.min(1.0)
}

impl TradeOff {
    /// Prepares a trade-off of so many points under the limits of the settings.
    pub fn new(rivals: Rivals, settings: Settings, start: Assignment, seed: u64, run: u64, wanted: usize) -> Self {
        Self {
            rivals,
            settings,
            start,
            seed,
            run,
            wanted,
            awaited: BTreeSet::new(),
            asked: 0,
            points: Vec::new(),
            summed: BTreeSet::new(),
            limited: BTreeSet::new(),
        }
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

    /// Seed of the search for a point.
    pub fn seed_of(&self, point: &TradePoint) -> u64 {
        self.seed + u64::from(point.number)
    }

    /// The settings that a point was searched with.
    pub fn settings_of(&self, point: &TradePoint) -> Settings {
        weighed(&self.settings, &self.rivals, &point.aim)
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

    /// How many of the points that are wanted are there: those of the curve that lie apart.
    pub fn found(&self) -> usize {
        spread(&self.curve())
    }

    /// What no plan that keeps all limits can be below.
    pub fn floor(&self) -> Floor {
        Floor::new(self.points.iter().map(|point| (point.aim.part, point.bound)))
    }

    /// Takes a point in; none where its search came to nothing.
    pub fn take(&mut self, number: u32, point: Option<TradePoint>) {
        if self.awaited.remove(&number) {
            self.points.extend(point);
            self.points.order_by_key(|point| point.number);
        }
    }

    /// The points to look for next: none while a round is under way, or at the end.
    pub fn round(&mut self) -> Vec<PointTask> {
        if !self.awaited.is_empty() {
            return Vec::new();
        }
        let asks = if self.asked == 0 { self.ends() } else { self.asks() };
        asks.into_iter().map(|ask| self.task(ask)).collect()
    }

    fn task(&mut self, Ask { aim, good, start, prices }: Ask) -> PointTask {
        let number = self.asked;
        self.asked += 1;
        self.awaited.insert(number);
        PointTask {
            run: self.run,
            number,
            lane: 0,
            settings: self.settings.clone(),
            rivals: self.rivals.clone(),
            aim,
            good,
            start,
            prices,
            seed: self.seed + u64::from(number),
        }
    }

    fn ends(&self) -> Vec<Ask> {
        let end = |part| Ask { aim: sum_with(part, OTHERS), good: GOOD, start: self.start.clone(), prices: None };
        ENDS.map(end).into()
    }

    /// What to seek in the widest gaps.
    fn asks(&mut self) -> Vec<Ask> {
        let curve = self.curve();
        let steps: u64 = self.points.iter().map(|point| point.steps).sum();
        let most = self.wanted * if steps < QUICK { 2 * SEARCHES } else { SEARCHES };
        let searches = most.saturating_sub(self.asked as usize);
        let missing = self.wanted.saturating_sub(spread(&curve)).min(searches).min(ROUND);
        let ends = self.lost_ends(&curve);
        if !ends.is_empty() {
            return ends;
        }
        let mut gaps = self.gaps(&curve);
        gaps.truncate(missing);
        let levels = (missing / gaps.len().max(1)).clamp(1, LEVELS);
        let (mut asks, mut summed, mut limited) = (Vec::new(), Vec::new(), Vec::new());
        for gap in &gaps {
            if self.takes_sum(gap) {
                asks.push(gap.sum());
                summed.push(gap.sides());
            } else {
                asks.extend((1..=levels).filter_map(|level| self.under_limit(gap, level as f64 / (levels + 1) as f64)));
                limited.push(gap.sides());
            }
        }
        self.summed.extend(summed);
        self.limited.extend(limited);
        asks
    }

    /// An end whose search found nothing that belongs on the curve, once more from the plan of the curve that is best
    /// there: a search is never worse than its start.
    fn lost_ends(&self, curve: &[&TradePoint]) -> Vec<Ask> {
        if self.asked as usize != ENDS.len() {
            return Vec::new();
        }
        let sum = |part: f64, point: &TradePoint| part * point.losses[0] + (1.0 - part) * point.losses[1];
        let again = |number: usize| {
            let part = ENDS[number];
            let best = curve.iter().min_by(|a, b| sum(part, a).total_cmp(&sum(part, b)))?;
            let own = self.points.iter().find(|point| point.number as usize == number && point.bound >= 0.0);
            let prices = Some(own.unwrap_or(best).prices.clone());
            Some(Ask { aim: sum_with(part, OTHERS), good: GOOD, start: best.plan.clone(), prices })
        };
        let lost = |number: &usize| curve.iter().all(|point| point.number as usize != *number);
        (0..ENDS.len()).filter(lost).filter_map(again).collect()
    }

    /// The gaps that can still be looked into, the widest first.
    fn gaps<'p>(&self, curve: &[&'p TradePoint]) -> Vec<Gap<'p>> {
        let Some(width) = widths(curve) else { return Vec::new() };
        let neighbours = curve.windows(2).map(|pair| (pair[0], pair[1]));
        let open = neighbours
            .filter(|(left, right)| right.losses[0] - left.losses[0] > SAME && left.losses[1] - right.losses[1] > SAME);
        let mut gaps: Vec<Gap> = open.map(|(left, right)| Gap { left, right, width: width(left, right) }).collect();
        gaps.retain(|gap| self.takes_sum(gap) || self.takes_limit(gap));
        gaps.order_by(|a, b| b.width.total_cmp(&a.width).then(a.left.number.cmp(&b.left.number)));
        gaps
    }

    /// Whether a sum could still find a plan in a gap. Points that were found under a limit lie inside the hull, where
    /// no sum finds any.
    fn takes_sum(&self, gap: &Gap) -> bool {
        gap.left.aim.limit.is_none() && gap.right.aim.limit.is_none() && !self.summed.contains(&gap.sides())
    }

    fn takes_limit(&self, gap: &Gap) -> bool {
        !self.limited.contains(&gap.sides()) && self.limited_rival(gap).is_some()
    }

    /// The rival on which a limit tells the sides of a gap apart: rather one whose limit counts what it loses.
    fn limited_rival(&self, gap: &Gap) -> Option<usize> {
        let can = |rival: &usize| {
            let id = [&self.rivals.first, &self.rivals.second][*rival];
            let (good, bad) = gap.needs(*rival);
            bad - good > 3.0 / STEPS_PER_PERCENT && limit_on(&self.settings, id, bad).is_some()
        };
        let exact = |rival: &usize| gap.left.counts_losses(*rival) && gap.right.counts_losses(*rival);
        let rivals = || (0..2).filter(can);
        rivals().find(exact).or_else(|| rivals().next())
    }

    /// The best plan for one rival while the other is at most so far from the better side of the gap towards the worse
    /// (Haimes, Lasdon, Wismer 1971): where the curve bends inwards, no sum finds it.
    fn under_limit(&self, gap: &Gap, level: f64) -> Option<Ask> {
        let rival = self.limited_rival(gap)?;
        let id = [&self.rivals.first, &self.rivals.second][rival];
        let (good, bad) = gap.needs(rival);
        let start = if rival == 0 { gap.left } else { gap.right };
        let other = 1 - rival;
        let gain = (gap.left.losses[other] - gap.right.losses[other]).abs();
        Some(Ask {
            aim: Aim {
                part: ENDS[1 - rival],
                others: others(gain),
                limit: limit_on(&self.settings, id, good + level * (bad - good)),
            },
            good: GOOD.min(FINE * gain),
            start: start.plan.clone(),
            prices: gap.prices_under_limit(rival),
        })
    }
}

/// Squared distance between two points of a curve, with the whole curve as the unit on both axes.
fn widths(curve: &[&TradePoint]) -> Option<impl Fn(&TradePoint, &TradePoint) -> f64 + use<>> {
    let (first, last) = (curve.first()?, curve.last()?);
    let reach = [last.losses[0] - first.losses[0], first.losses[1] - last.losses[1]].map(|reach| reach.max(SAME));
    Some(move |left: &TradePoint, right: &TradePoint| {
        let across = (right.losses[0] - left.losses[0]) / reach[0];
        let down = (left.losses[1] - right.losses[1]) / reach[1];
        across * across + down * down
    })
}

/// How many points of a curve lie apart.
fn spread(curve: &[&TradePoint]) -> usize {
    let Some(width) = widths(curve) else { return 0 };
    let mut last: Option<&TradePoint> = None;
    let mut count = 0;
    for &point in curve {
        if last.is_none_or(|last| width(last, point) >= NEAR * NEAR) {
            (last, count) = (Some(point), count + 1);
        }
    }
    count
}

impl Gap<'_> {
    fn sides(&self) -> (u32, u32) {
        (self.left.number, self.right.number)
    }

    /// What a limit on a rival must allow for the side that is better in it, and for the other.
    fn needs(&self, rival: usize) -> (f64, f64) {
        let (left, right) = (self.left.needs[rival], self.right.needs[rival]);
        if rival == 0 { (left, right) } else { (right, left) }
    }

    /// The part for which both sides are equally good.
    fn part(&self) -> f64 {
        let across = self.right.losses[0] - self.left.losses[0];
        let down = self.left.losses[1] - self.right.losses[1];
        (down / (across + down)).clamp(ENDS[1], ENDS[0])
    }

    /// The sum for which both sides are equally good, the better side for it, and prices between those of the sides.
    fn sum(&self) -> Ask {
        let part = self.part();
        // Both are equally good for this sum: the one nearer to it in weight is the more settled.
        let nearer = if (self.left.aim.part - part).abs() <= (self.right.aim.part - part).abs() {
            self.left
        } else {
            self.right
        };
        let apart = self.right.losses[0] - self.left.losses[0] + self.left.losses[1] - self.right.losses[1];
        let prices = between(self.left, self.right, part);
        Ask { aim: sum_with(part, others(apart)), good: GOOD.min(FINE * apart), start: nearer.plan.clone(), prices }
    }

    /// Prices for a search under a limit on a rival: those of a side that was found under one; or those of the sum for
    /// which both sides are equally good, told in points of the other rival. There, what the rival weighs is the price of
    /// its limit.
    fn prices_under_limit(&self, rival: usize) -> Option<Prices> {
        let sides = [self.left, self.right];
        if let Some(same) = sides.into_iter().find(|side| side.aim.limited() == Some(rival)) {
            return Some(same.prices.clone());
        }
        if sides.iter().any(|side| side.aim.limit.is_some()) {
            return None;
        }
        let part = self.part();
        let mut prices = between(self.left, self.right, part)?;
        let weight = |rival: usize, part: f64| if rival == 0 { part } else { 1.0 - part };
        let times = weight(1 - rival, ENDS[1 - rival]) / weight(1 - rival, part);
        prices.load.iter_mut().chain(&mut prices.cap).for_each(|price| *price *= times);
        if self.left.counts_losses(rival) {
            prices.cap.push((weight(rival, part) * times - weight(rival, ENDS[1 - rival])).max(0.0));
        }
        Some(prices)
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
    let way = left.aim.part - right.aim.part;
    let share = if way.abs() > 0.0 { ((left.aim.part - part) / way).clamp(0.0, 1.0) } else { 0.0 };
    let mix = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a + (b - a) * share).collect();
    Some(Prices { load: mix(&a.load, &b.load), cap: mix(&a.cap, &b.cap) })
}
