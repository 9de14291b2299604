//! By how much each limit of a conflict must give way while the others hold.

use crate::desk::conflict::ground::Ground;
use crate::model::RuleSetting;
use crate::problem::Prices;
use crate::problem::Problem;
use crate::protocol::Need;
use crate::rules::Card;
use crate::rules::Ease;
use crate::rules::Way;
use crate::solve::Proof;
use crate::solve::Verdict;
use crate::solve::crossed;
use crate::solve::no_plan;
use crate::solve::no_room;
use crate::solve::on_limits;
use crate::solve::on_units;
use crate::solve::proves;

/// Times a number is eased and the proof sought anew.
const ROUNDS: u32 = 12;
/// Nudges of a number whose proofs hold only where it is, each four times as long as the one before.
const NUDGES: i32 = 4;
/// A round that eases the number by a smaller part of its way so far is the last.
const LITTLE: f64 = 0.01;
/// Halvings of the interval in which a proof ends: far below what anybody reads.
const HALVINGS: u32 = 30;
/// Newton steps to the end of a proof; the way there has few kinks.
const NEWTON: u32 = 6;
/// Length of the step by which a slope is taken.
const STEP: f64 = 1e-4;
/// A proof is used this part of its way short of its end, where its value is above rounding.
const SHORT: f64 = 1e-6;
/// So much below a whole number is taken for rounding.
const WHOLE: f64 = 1e-6;

/// A number that is being eased.
#[derive(Clone)]
pub(super) struct Easing {
    /// Position of the rule.
    pub position: usize,
    setting: RuleSetting,
    card: &'static Card,
    ease: Ease,
    /// The number as set, and the one up to which the conflict is proven.
    set: f64,
    proven: f64,
    /// The newest proof, and the one that reaches that far.
    proof: Proof,
    reached: Proof,
    rounds: u32,
    /// Where the last nudge began, as long as nothing is proven of where it led; and how many there were.
    nudged_from: Option<f64>,
    nudges: i32,
    /// Whether no number is enough.
    pub endless: bool,
    /// Whether all other limits in force are kept, or only those of the conflict.
    pub among_all: bool,
}

impl Easing {
    /// Begins at the number as set, for which there is a proof.
    pub fn new(position: usize, setting: &RuleSetting, card: &'static Card, ease: Ease, proof: &Proof) -> Self {
        let set = ease.set(card, setting);
        Self {
            position,
            setting: setting.clone(),
            card,
            ease,
            set,
            proven: set,
            proof: proof.clone(),
            reached: proof.clone(),
            rounds: 0,
            nudged_from: None,
            nudges: 0,
            endless: false,
            among_all: true,
        }
    }

    /// The same from the start, with the other limits of the conflict alone.
    pub fn among_its_own(self) -> Self {
        let (proven, proof) = (self.set, Proof::Stuck(Vec::new()));
        Self { proven, proof, rounds: 0, nudges: 0, endless: false, among_all: false, ..self }
    }

    /// Takes a verdict on the number as it is eased so far; true when nothing more can be proven.
    pub fn take(&mut self, verdict: Verdict) -> bool {
        match verdict {
            Verdict::Open => {
                self.proven = self.nudged_from.take().unwrap_or(self.proven);
                true
            }
            Verdict::Proven(proof) => {
                self.nudged_from = None;
                self.reached = proof.clone();
                self.proof = proof;
                self.rounds >= ROUNDS
            }
        }
    }

    fn eased<'g>(&self, ground: &'g mut Ground, number: f64) -> &'g Problem {
        ground.eased(self.position, &self.ease.with(&self.setting, number))
    }

    /// Eases the number as far as the proof at hand reaches: the problem there, of which the next proof is sought; none
    /// at the end.
    pub fn follow<'g>(&mut self, ground: &'g mut Ground) -> Option<&'g Problem> {
        self.rounds += 1;
        let before = self.proven;
        let end = self.ease.end(self.card);
        let reach = match self.proof.clone() {
            Proof::Stuck(units) => self.reach_of(ground, |problem| units.iter().any(|unit| no_room(problem, *unit))),
            Proof::Crossed(rows) => {
                self.reach_of(ground, |problem| crossed(problem).iter().any(|row| rows.contains(row)))
            }
            Proof::Tried => self.reach_of(ground, |problem| no_plan(problem.clone())),
            Proof::Prices(prices) => self.reach_of_prices(ground, &prices),
        };
        let Some(reach) = reach else {
            self.endless = true;
            return None;
        };
        if (reach - before).abs() > 0.0 {
            self.reached = self.proof.clone();
        }
        if let Some(nudged) = self.nudged(reach) {
            self.nudged_from = Some(before);
            self.proven = nudged;
            return Some(self.eased(ground, nudged));
        }
        self.proven = reach;
        let (way, step) = ((reach - self.set).abs(), (reach - before).abs());
        if self.rounds > 1 && step <= LITTLE * way || (reach - end).abs() <= 0.0 {
            return None;
        }
        Some(self.eased(ground, reach))
    }

    /// A little beyond the number, where the proof holds no farther than where it was found. A limit so tight that it bars
    /// places, rather than being weighed against them, has such proofs; another kind may be found where it bars fewer.
    fn nudged(&mut self, reach: f64) -> Option<f64> {
        let priced = matches!(self.proof, Proof::Prices(_));
        if (reach - self.proven).abs() > 0.0 {
            // Prices that reach farther are worth more than nudges; units without room say nothing of what lies beyond.
            self.nudges = if priced { NUDGES } else { self.nudges };
            return None;
        }
        // Where limits cross, two numbers may have to give way, and either one says by how much.
        let of_this_number = match &self.proof {
            Proof::Prices(_) => self.nudges > 0 || (self.proven - self.set).abs() <= 0.0,
            Proof::Stuck(units) => !units.is_empty(),
            Proof::Tried => true,
            Proof::Crossed(_) => false,
        };
        if !of_this_number || self.nudges >= NUDGES {
            return None;
        }
        let step = self.ease.step(self.card) * libm::pow(4.0, f64::from(self.nudges));
        self.nudges += 1;
        let way = self.ease.end(self.card) - self.proven;
        (way.abs() > 0.0).then(|| self.proven + way.clamp(-step, step))
    }

    /// Up to which number the limits are seen to be impossible; none where they always are.
    fn reach_of(&self, ground: &mut Ground, is_impossible: impl Fn(&Problem) -> bool) -> Option<f64> {
        let mut impossible_at = |number: f64| is_impossible(self.eased(ground, number));
        let (mut yes, mut no) = (self.proven, self.ease.end(self.card));
        if impossible_at(no) {
            return None;
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (yes + no);
            *(if impossible_at(middle) { &mut yes } else { &mut no }) = middle;
        }
        Some(yes)
    }

    /// The number at which what prices earn on limits and on units comes to nothing; none where it never does. It is
    /// convex and falls, so that Newton's steps come from the safe side.
    fn end_of(&self, ground: &mut Ground, prices: &Prices, mut earned: f64) -> Option<f64> {
        let end = self.ease.end(self.card);
        if earned + on_limits(self.eased(ground, end), prices) > 0.0 {
            // Large units have more places there, and earn less.
            earned = on_units(self.eased(ground, end).clone(), prices);
            if earned + on_limits(self.eased(ground, end), prices) > 0.0 {
                return None;
            }
        }
        let mut value = |number: f64| earned + on_limits(self.eased(ground, number), prices);
        let mut number = self.proven;
        for _ in 0..NEWTON {
            let step = STEP * (end - number).signum() * number.abs().max(1.0);
            let (here, there) = (value(number), value(number + step));
            if here <= 0.0 || there >= here {
                break;
            }
            number += step * here / (here - there);
        }
        let within = if end > self.proven { number.min(end) } else { number.max(end) };
        Some(within)
    }

    /// Up to which number the prices prove the conflict. What they earn on units hardly depends on the number, and what
    /// they earn on limits is quickly added up anew; the end is checked in full.
    fn reach_of_prices(&self, ground: &mut Ground, prices: &Prices) -> Option<f64> {
        let mut units = on_units(self.eased(ground, self.proven).clone(), prices);
        for _ in 0..3 {
            let reach = self.end_of(ground, prices, units)?;
            let short = reach - SHORT * (reach - self.proven);
            let problem = self.eased(ground, short);
            if on_units(problem.clone(), prices) + on_limits(problem, prices) > 0.0 {
                return Some(short);
            }
            units = on_units(self.eased(ground, reach).clone(), prices);
        }
        Some(self.proven)
    }

    /// What is known of the number at the end; none where the proof does not depend on it, or does not stand.
    pub fn need(&self, ground: &mut Ground) -> Option<Need> {
        let key = self.ease.key.to_owned();
        if self.endless || (self.proven - self.set).abs() <= 0.0 {
            // Another number of the same rule is the one that matters.
            return None;
        }
        let problem = self.eased(ground, self.proven);
        let stands = match &self.reached {
            Proof::Stuck(units) => units.iter().any(|unit| no_room(problem, *unit)),
            Proof::Crossed(rows) => crossed(problem).iter().any(|row| rows.contains(row)),
            Proof::Tried => no_plan(problem.clone()),
            Proof::Prices(prices) => proves(problem.clone(), prices),
        };
        if !stands {
            return None;
        }
        let whole = self.ease.unit(self.card) == "accounts";
        let needed = if whole { self.whole(self.proven) } else { self.proven };
        let (needed, amounts) = self.amounts(ground, needed);
        Some(Need { key, set: self.set, needed, among_all: self.among_all, amounts })
    }

    /// The nearest whole number that is no easier: accounts cannot be divided.
    fn whole(&self, number: f64) -> f64 {
        match self.ease.way {
            Way::Up => libm::ceil(number - WHOLE),
            Way::Down => libm::floor(number + WHOLE),
        }
    }

    /// What the set and the needed number mean for the cap that they limit, where they limit one; whole accounts
    /// where the cap counts accounts, which may ask for a little more.
    fn amounts(&self, ground: &mut Ground, needed: f64) -> (f64, Option<(f64, f64)>) {
        let limits = |problem: &Problem| problem.caps.iter().map(|cap| cap.limit).collect::<Vec<f64>>();
        let at_set = limits(self.eased(ground, self.set));
        let problem = self.eased(ground, needed);
        let changed = at_set.iter().zip(&problem.caps).find(|(limit, cap)| **limit < cap.limit);
        let Some((&set, cap)) = changed else { return (needed, None) };
        let counts = cap.weight.iter().all(|weight| (weight - libm::round(*weight)).abs() <= 0.0);
        if !counts {
            return (needed, Some((set, cap.limit)));
        }
        let whole = libm::ceil(cap.limit - WHOLE);
        let exact = if set > 0.0 { self.set * whole / set } else { needed * whole / cap.limit };
        (exact, Some((libm::floor(set + WHOLE), whole)))
    }
}
