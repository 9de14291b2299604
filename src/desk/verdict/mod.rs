//! What a plan is worth, move by move, and the fewest moves that bring most of its gain.
//!
//! **Moves.** Accounts that rules keep together are one move. One is needed where the plan before leaves its accounts with
//! a rep whom the rules forbid, or apart: every small plan makes it. What rules forbid in the plan after is not taken
//! over. Accounts that nobody had get the rep of the plan after at once and are no moves.
//!
//! **Small plans.** The gain is that of the objective under the rules in force. From today moves are made one after the
//! other, and from the plan they are taken back, each time the best first ([`Course`]); for each share either is thinned
//! out as far as the share allows, single moves are exchanged for better ones, and the shorter one counts. Then the judge
//! speaks: told is only what by its word brings the share and breaks no limit that was kept before, nor breaks one further.
//! That no smaller set exists is not proven.

mod course;

use crate::desk::Desk;
use crate::desk::verdict::course::Course;
use crate::evaluate::Change;
use crate::evaluate::Evaluation;
use crate::evaluate::Judge;
use crate::evaluate::newly_broken;
use crate::model::Assignment;
use crate::model::NO_MONEY;
use crate::model::OPEN;
use crate::outcome::Assumptions;
use crate::outcome::MoveWorth;
use crate::outcome::Outlook;
use crate::protocol::ComparedPlan;
use crate::protocol::PlanMove;
use crate::protocol::Reply;
use crate::protocol::SmallPlan;
use crate::protocol::WeighNews;
use crate::protocol::Weighed;
use crate::protocol::Weighing;
use crate::rules::Draft;
use crate::rules::Quantity;
use crate::rules::Shift;
use crate::rules::Tally;
use crate::rules::Terms;
use crate::rules::shift;
use crate::what_if::Standing;

/// Shares of the gain for which a small plan is looked for, percent.
pub const SHARES: [u8; 7] = [50, 60, 70, 80, 85, 90, 95];
/// Accounts that are counted at once.
const AT_ONCE: usize = 32;
/// Looks of the judge at a small plan that came out with less than was wanted.
const LOOKS: usize = 6;
/// Moves among which some are exchanged for others, and how many at most.
const EXCHANGED: usize = 300;
const MOST_EXCHANGES: usize = 150;
/// Moves among which those that are not needed are looked for.
const THINNED: usize = 3_000;

/// The moves between two plans.
struct Moves {
    /// The changes of each.
    changes: Vec<Vec<Change>>,
    /// Of each, whether every small plan makes it.
    fixed: Vec<bool>,
    /// Of each, whether no small plan does.
    barred: Vec<bool>,
    /// Accounts that had nobody.
    placed: Vec<Change>,
}

/// Two plans with a judge of its own, so that the desk answers others meanwhile.
pub struct WeighingTask {
    number: u64,
    judge: Judge,
    assumptions: Assumptions,
    plans: [Assignment; 2],
}

impl Desk {
    /// Prepares to weigh the moves between two plans; none where they belong to other data.
    pub fn weighing(&self, weighing: &Weighing) -> Option<WeighingTask> {
        let [before, after] = &weighing.sides;
        let (dataset, scores) = self.inputs();
        if [before, after].iter().any(|side| side.plan.len() != dataset.accounts.len()) {
            return None;
        }
        let judge = |side: &ComparedPlan| Judge::new(dataset.clone(), scores.clone(), side.settings.clone());
        let last = judge(after);
        // An hour costs the same whatever rules each is judged by, as where they stand side by side.
        let usual = &weighing.assumptions;
        let price = |judge: &Judge| Outlook::new(judge, usual.clone()).hour_price();
        let price = if before.settings == after.settings { price(&last) } else { price(&judge(before)) };
        let assumptions = Assumptions { hour_price: Some(price), ..usual.clone() };
        let plans = [before.plan.clone(), after.plan.clone()];
        Some(WeighingTask { number: weighing.number, judge: last, assumptions, plans })
    }
}

impl WeighingTask {
    /// Weighs; none where `goes_on` says no.
    pub async fn weighed(&self, goes_on: impl AsyncFnMut(f64) -> bool) -> Option<Reply> {
        let [before, after] = &self.plans;
        let found = weigh(&self.judge, &self.assumptions, [before, after], goes_on).await?;
        Some(Reply::Weighed(WeighNews { number: self.number, part: 1.0, end: Some(Box::new(found)) }))
    }
}

/// Weighs the moves from one plan to another under the rules of a judge. `goes_on` is asked between pieces of work, and told
/// how far it is; none where it says no.
pub async fn weigh(
    judge: &Judge,
    assumptions: &Assumptions,
    [before, after]: [&Assignment; 2],
    mut goes_on: impl AsyncFnMut(f64) -> bool,
) -> Option<Weighed> {
    let [before, after] = [before, after].map(|plan| judge.counted(plan).into_owned());
    // Free centres are those of the plan.
    let around = judge.terms().around(&after);
    let terms = around.as_ref().unwrap_or(judge.terms());
    let moves = moves(terms, &before, &after);
    let start = with(&before, &moves.placed);
    let outlook = Outlook::new(judge, assumptions.clone());
    let told = Standing::of(judge, &outlook, &before);
    if !goes_on(0.02).await {
        return None;
    }
    let last = Standing::of(judge, &outlook, &after);
    if !goes_on(0.05).await {
        return None;
    }
    let (tally, shifts) = sums(terms, &start, &moves, &mut goes_on).await?;
    let has_money = terms.dataset().currency != NO_MONEY;
    let first = judge.evaluate(&start);
    let gain = first.objective - last.evaluation.objective;
    let worth = if has_money { outlook.moves(&start, &after, &moves.changes) } else { Vec::new() };
    let mut weighed = Weighed {
        verdict: has_money.then(|| last.verdict(&told, outlook.assumptions())).flatten(),
        has_money,
        moves: listed(terms, &moves, &worth, &taken_back(&shifts, &tally)),
        placed: moves.placed.len() as u32,
        gain,
        breaches: [&told, &last].map(|told| told.evaluation.breaches as u32),
        small: Vec::new(),
    };
    if gain > 0.0 && !moves.changes.is_empty() {
        let ways = ways(&moves, &shifts, &tally, gain, &mut goes_on).await?;
        let (outlook, moves, start, first, told) = (&outlook, &moves, &start, &first, &told);
        let search = Search { judge, outlook, moves, start, first, gain, told, has_money };
        for wanted in SHARES {
            weighed.small.extend(search.small(&ways, wanted, &mut goes_on).await?);
            if !goes_on(0.9).await {
                return None;
            }
        }
    }
    Some(weighed)
}

/// The sums of the plan before, and what each move changes in them.
async fn sums(
    terms: &Terms,
    start: &Assignment,
    moves: &Moves,
    goes_on: &mut impl AsyncFnMut(f64) -> bool,
) -> Option<(Tally, Vec<Shift>)> {
    let draft = terms.draft();
    let mut tally = Tally::new(&draft, terms.columns());
    for (place, accounts) in (0..start.len() as u32).collect::<Vec<_>>().chunks(AT_ONCE).enumerate() {
        for &account in accounts {
            count(&mut tally, &draft, terms, account, start);
        }
        if !goes_on(0.05 + 0.3 * (place * AT_ONCE) as f64 / start.len() as f64).await {
            return None;
        }
    }
    tally.allow_as_now();
    let mut shifts = Vec::with_capacity(moves.changes.len());
    for changes in &moves.changes {
        let changes: Vec<_> =
            changes.iter().map(|change| (change.account, Some(change.from), Some(change.to))).collect();
        shifts.push(shift(&draft, terms, &changes));
        if !goes_on(0.35).await {
            return None;
        }
    }
    Some((tally, shifts))
}

fn count(tally: &mut Tally, draft: &Draft<'_>, terms: &Terms, account: u32, plan: &Assignment) {
    if !terms.is_excluded(account as usize)
        && let Some(&rep) = plan.rep.get(account as usize)
    {
        tally.count(draft, terms, account, rep);
    }
}

/// The courses of making and taking back.
async fn ways<'m>(
    moves: &Moves,
    shifts: &'m [Shift],
    tally: &Tally,
    gain: f64,
    goes_on: &mut impl AsyncFnMut(f64) -> bool,
) -> Option<[Course<'m>; 2]> {
    let course = |forward| Course::new(shifts, tally.clone(), &moves.fixed, &moves.barred, forward);
    let (mut making, mut taking) = (course(true), course(false));
    let (most, least) = (gain * f64::from(SHARES[SHARES.len() - 1]) / 100.0, gain * f64::from(SHARES[0]) / 100.0);
    let all = shifts.len().max(1) as f64;
    let is_enough = |course: &Course<'_>| course.marks.last().is_some_and(|(gain, kept)| *kept && *gain >= most);
    while !is_enough(&making) && !making.advance() {
        if !goes_on(0.35 + 0.2 * making.order.len() as f64 / all).await {
            return None;
        }
    }
    while taking.gain() >= least && !taking.advance() {
        if !goes_on(0.55 + 0.25 * taking.order.len() as f64 / all).await {
            return None;
        }
    }
    Some([making, taking])
}

/// What is needed to find the small plans.
struct Search<'s> {
    judge: &'s Judge,
    outlook: &'s Outlook<'s>,
    moves: &'s Moves,
    start: &'s Assignment,
    first: &'s Evaluation,
    gain: f64,
    told: &'s Standing,
    has_money: bool,
}

impl Search<'_> {
    /// The plan with the fewest moves for a share; `Some(None)` where none was found that the judge agrees with, none where
    /// `goes_on` says no.
    async fn small(
        &self,
        ways: &[Course<'_>; 2],
        wanted: u8,
        goes_on: &mut impl AsyncFnMut(f64) -> bool,
    ) -> Option<Option<SmallPlan>> {
        let share = f64::from(wanted) / 100.0;
        let mut needed = share * self.gain;
        for _ in 0..LOOKS {
            let Some(taken) = fewest(ways, needed, goes_on).await? else { return Some(None) };
            let found = self.judged(&taken, wanted);
            if found.as_ref().is_none_or(|found| found.share >= share) {
                return Some(found);
            }
            needed += (share - found.map_or(0.0, |found| found.share)) * self.gain * 1.01 + 1e-9;
        }
        Some(None)
    }

    /// What the judge says of a plan with these moves; none where it breaks what was kept before.
    fn judged(&self, taken: &[bool], wanted: u8) -> Option<SmallPlan> {
        let made = self.moves.changes.iter().zip(taken).filter(|(_, taken)| **taken);
        let changes: Vec<Change> = made.flat_map(|(changes, _)| changes.iter().copied()).collect();
        let plan = with(self.start, &changes);
        let told = Standing::of(self.judge, self.outlook, &plan);
        if !newly_broken(self.first, &told.evaluation).is_empty() {
            return None;
        }
        let places = taken.iter().enumerate().filter(|(_, taken)| **taken);
        Some(SmallPlan {
            wanted,
            share: (self.first.objective - told.evaluation.objective) / self.gain,
            moves: places.map(|(place, _)| place as u32).collect(),
            objective: told.evaluation.objective,
            breaches: told.evaluation.breaches as u32,
            verdict: self.has_money.then(|| told.verdict(self.told, self.outlook.assumptions())).flatten(),
            plan,
        })
    }
}

/// The fewest moves of both courses that gain so many points and miss no limit more than before; `Some(None)` where there
/// are none, none where `goes_on` says no.
async fn fewest(
    ways: &[Course<'_>; 2],
    needed: f64,
    goes_on: &mut impl AsyncFnMut(f64) -> bool,
) -> Option<Option<Vec<bool>>> {
    let mut best: Option<(usize, Vec<bool>)> = None;
    for way in ways {
        let fits = |(_, (gain, kept)): &(usize, &(f64, bool))| *kept && *gain >= needed;
        let sets = way.marks.iter().enumerate().filter(fits).map(|(steps, _)| steps);
        // Making, the first that suffices has fewest moves; taking back, the last.
        let Some(steps) = (if way.is_making() { sets.min() } else { sets.max() }) else { continue };
        let taken = way.after(steps);
        let count = taken.len();
        let mut course = way.clone().begun_with(&taken);
        if count <= THINNED {
            course.thin(needed);
        }
        let mut exchanges = if count <= EXCHANGED { MOST_EXCHANGES } else { 0 };
        while exchanges > 0 && !course.exchange(needed) {
            exchanges -= 1;
            if !goes_on(0.85).await {
                return None;
            }
        }
        let moves = course.taken().iter().filter(|taken| **taken).count();
        if best.as_ref().is_none_or(|(fewest, _)| moves < *fewest) {
            best = Some((moves, course.taken().to_vec()));
        }
    }
    Some(best.map(|(_, taken)| taken))
}

/// The moves from one plan to another.
fn moves(terms: &Terms, before: &Assignment, after: &Assignment) -> Moves {
    let mut moves = Moves { changes: Vec::new(), fixed: Vec::new(), barred: Vec::new(), placed: Vec::new() };
    for members in terms.members() {
        let change = |&account: &u32| {
            let rep = |plan: &Assignment| plan.rep.get(account as usize).copied().unwrap_or(OPEN);
            let (from, to) = (rep(before), rep(after));
            (from != to).then_some(Change { account, from, to })
        };
        let changes: Vec<Change> = members.iter().filter_map(change).collect();
        if changes.is_empty() {
            continue;
        }
        let [was, is] = [before, after].map(|plan| stands(terms, plan, members));
        if !was && is && changes.iter().all(|change| change.from == OPEN) {
            moves.placed.extend(changes);
            continue;
        }
        moves.changes.push(changes);
        moves.fixed.push(!was && is);
        moves.barred.push(!is);
    }
    moves
}

/// Whether a unit is whole, and with a rep who may have it.
fn stands(terms: &Terms, plan: &Assignment, members: &[u32]) -> bool {
    let mut reps = members.iter().map(|member| plan.rep.get(*member as usize).copied().unwrap_or(OPEN));
    let Some((first, rep)) = members.first().zip(reps.next()) else { return true };
    let is_there = rep == OPEN || !terms.dataset().is_gone(usize::from(rep));
    let column = terms.column_of(rep);
    is_there && reps.all(|other| other == rep) && column.is_some_and(|column| terms.allows(*first as usize, column))
}

fn with(plan: &Assignment, changes: &[Change]) -> Assignment {
    let mut plan = plan.clone();
    for change in changes {
        if let Some(rep) = plan.rep.get_mut(change.account as usize) {
            *rep = change.to;
        }
    }
    plan
}

/// Points that each move is worth beside all others.
fn taken_back(shifts: &[Shift], tally: &Tally) -> Vec<f64> {
    let mut all = tally.clone();
    for shift in shifts {
        all.take(shift, 1.0);
    }
    shifts.iter().map(|shift| all.weigh(shift, -1.0).points).collect()
}

fn listed(terms: &Terms, moves: &Moves, worth: &[MoveWorth], points: &[f64]) -> Vec<PlanMove> {
    let potential = |change: &&Change| terms.amount(Quantity::Potential, change.account as usize, change.to);
    let of = |(place, changes): (usize, &Vec<Change>)| {
        let largest = changes.iter().reduce(|a, b| if potential(&b) > potential(&a) { b } else { a })?;
        Some(PlanMove {
            account: largest.account,
            accounts: changes.len() as u32,
            from: largest.from,
            to: largest.to,
            needed: moves.fixed.get(place).copied().unwrap_or(false),
            points: points.get(place).copied().unwrap_or(0.0),
            worth: worth.get(place).copied().unwrap_or_default(),
        })
    };
    moves.changes.iter().enumerate().filter_map(of).collect()
}
