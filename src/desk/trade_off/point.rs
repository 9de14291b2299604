//! One point of a trade-off: a search that knows when it is good enough, and the judge's word on its plan.

use crate::desk::Lane;
use crate::desk::lane::state;
use crate::desk::trade_off::weights::rivals_alone;
use crate::desk::trade_off::weights::weighed;
use crate::evaluate::Evaluation;
use crate::evaluate::Judge;
use crate::evaluate::changes;
use crate::evaluate::gap_percent;
use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::problem::Prices;
use crate::problem::Problem;
use crate::problem::bound;
use crate::protocol::PointTask;
use crate::protocol::TradePoint;
use crate::rules::Terms;
use crate::rules::rule;
use crate::score::Scores;
use crate::solve::Phase;
use crate::solve::Progress;
use std::sync::Arc;

/// Steps between two looks at whether the point is good enough: some three milliseconds.
const SLICE: u64 = 25;
/// Steps that every point may take once its prices are known.
const STEPS: u64 = 300;
/// One more step for so many pairs of unit and rep, and how many more at most: whoever draws a curve of a large team
/// wants to see its shape first, and can look longer at the point that is chosen.
const PAIRS_PER_STEP: u64 = 100;
const MOST_MORE: u64 = 15_000;
/// A search without a plan that keeps all limits may take so many times the steps.
const PATIENCE: u64 = 3;

/// A resumable search for one point. It ends by steps alone, so it is the same on every machine.
pub struct PointSearch {
    task: PointTask,
    judge: Judge,
    lane: Lane,
    steps: u64,
    progress: Progress,
}

impl PointSearch {
    /// Prepares the search that a task asks for.
    pub fn new(dataset: &Arc<Dataset>, scores: &Arc<Scores>, task: PointTask) -> Self {
        let judge = Self::judge(dataset, scores, &task);
        let problem = judge.terms().compile();
        Self::stated(judge, problem, task)
    }

    /// The judge of the plans that a task is about.
    pub fn judge(dataset: &Arc<Dataset>, scores: &Arc<Scores>, task: &PointTask) -> Judge {
        Judge::new(dataset.clone(), scores.clone(), weighed(&task.settings, &task.rivals, &task.aim))
    }

    /// The same for a problem that was stated already.
    pub fn stated(judge: Judge, problem: Problem, mut task: PointTask) -> Self {
        let terms = judge.terms();
        let prices = task.prices.take();
        let lane = Lane::stated(terms, problem, &task.start, prices, false, task.seed);
        let pairs = (terms.members().len() * terms.columns()) as u64;
        let progress = lane.progress();
        let steps = STEPS + (pairs / PAIRS_PER_STEP).min(MOST_MORE);
        Self { task, judge, lane, steps, progress }
    }

    /// Does a small piece of work; true at the end.
    pub fn advance(&mut self) -> bool {
        self.progress = self.lane.step(SLICE);
        self.ended()
    }

    fn ended(&self) -> bool {
        let Progress { phase, steps, pricing, objective, breaches, bound, .. } = self.progress;
        let kept = breaches == 0 && objective.is_some();
        let gap = gap_percent(objective.unwrap_or(f64::INFINITY), bound);
        let most = if kept { self.steps } else { self.steps * PATIENCE };
        phase == Phase::Done || steps - pricing >= most || kept && gap <= self.task.good
    }

    /// How far it is, 0 to 1: half of that for prices, of which nobody knows how long they take.
    pub fn part(&self) -> f64 {
        let Progress { steps, pricing, .. } = self.progress;
        let priced = pricing as f64 / (pricing + STEPS) as f64;
        0.5 * priced + 0.5 * ((steps - pricing) as f64 / self.steps as f64).min(1.0)
    }

    /// The point as it stands; none where there is no plan at all.
    pub fn point(&self) -> Option<TradePoint> {
        let alone = self.rivals_alone().map(|terms| terms.compile());
        self.judged(alone.as_ref())
    }

    /// The same, in pieces; none where `goes_on` says no between them, either.
    pub async fn point_in_pieces(&self, goes_on: impl AsyncFnMut() -> bool) -> Option<TradePoint> {
        let alone = match self.rivals_alone() {
            Some(terms) => Some(state(terms.draft(), goes_on).await?),
            None => None,
        };
        self.judged(alone.as_ref())
    }

    fn judged(&self, alone: Option<&Problem>) -> Option<TradePoint> {
        let plan = self.lane.plan()?;
        let evaluation = self.judge.evaluate(&plan);
        let counted = self.judge.counted(&plan);
        let today = self.judge.today();
        let moved = changes(&today, &counted).iter().filter(|change| change.from != OPEN).count();
        let Self { task, .. } = self;
        Some(TradePoint {
            number: task.number,
            aim: task.aim.clone(),
            losses: [&task.rivals.first, &task.rivals.second].map(|id| loss(&evaluation, id)),
            needs: [&task.rivals.first, &task.rivals.second].map(|id| self.needs(id, &counted)),
            breaches: evaluation.breaches as u32,
            moved: moved as u32,
            bound: alone.map_or(f64::NEG_INFINITY, |alone| self.bound(alone)),
            objective: evaluation.objective,
            objective_bound: self.progress.bound,
            prices: self.lane.prices().clone(),
            steps: self.progress.steps,
            plan,
        })
    }

    /// With how many percent a limit on a rival just allows the plan.
    fn needs(&self, id: &str, plan: &Assignment) -> f64 {
        let terms = self.judge.terms();
        rule(id).map_or(f64::NAN, |rule| rule.needs(&terms.params_of(rule.card()), terms, plan))
    }

    /// The terms of the rivals alone; none where the prices are about plans under one limit more.
    fn rivals_alone(&self) -> Option<Terms> {
        let (task, terms) = (&self.task, self.judge.terms());
        let settings = rivals_alone(&task.settings, &task.rivals, task.aim.part);
        let alone = || terms.with_settings(settings);
        task.aim.limit.is_none().then(alone)
    }

    /// What the prices prove of the rivals alone.
    fn bound(&self, alone: &Problem) -> f64 {
        let of = self.lane.problem();
        of.map_or(f64::NEG_INFINITY, |of| bound(alone, &kept_prices(of, self.lane.prices(), alone)))
    }
}

/// The prices of those measures that a problem with fewer objectives still has.
fn kept_prices(of: &Problem, prices: &Prices, alone: &Problem) -> Prices {
    let rows = of.measures.iter().zip(prices.load.chunks(of.reps.max(1)));
    let kept = rows.filter(|(measure, _)| alone.measures.iter().any(|other| other.name == measure.name));
    Prices { load: kept.flat_map(|(_, row)| row.iter().copied()).collect(), cap: prices.cap.clone() }
}

fn loss(evaluation: &Evaluation, id: &str) -> f64 {
    evaluation.losses.iter().find(|loss| loss.rule == id).map_or(f64::NAN, |loss| loss.loss)
}
