//! Plans to be compared: each made of a recipe by a search of its own, all from the same ground.

use crate::desk::Lane;
use crate::evaluate::Judge;
use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::NO_MONEY;
use crate::model::Settings;
use crate::outcome::Assumptions;
use crate::outcome::Outlook;
use crate::problem::Prices;
use crate::protocol::ComparedPlan;
use crate::rules::Terms;
use crate::score::Scores;
use crate::score::score;
use crate::solve::Phase;
use crate::solve::Progress;
use crate::what_if::Made;
use crate::what_if::Overlap;
use crate::what_if::Recipe;
use crate::what_if::Standing;
use crate::what_if::Start;
use crate::what_if::Sureness;
use crate::what_if::WhatIf;
use crate::what_if::World;
use crate::what_if::apply;
use std::sync::Arc;

/// Steps between two looks at whether it is enough.
const SLICE: u64 = 25;
/// Steps of every search unless said otherwise, once its prices are known.
const STEPS: u64 = 400;
/// One more step for so many pairs of unit and rep, and how many more at most: what the next thousand would earn on
/// 33,000 x 150 is less than what tells two plans apart.
const PAIRS_PER_STEP: u64 = 100;
const MOST_MORE: u64 = 2_500;

/// What all plans of a comparison have in common.
#[derive(Clone)]
pub struct Ground {
    dataset: Arc<Dataset>,
    scores: Arc<Scores>,
    settings: Settings,
    assumptions: Assumptions,
    today: Standing,
    prices: Option<Prices>,
}

impl Ground {
    /// The world as it is. The price of an hour on the road is fixed by today's territories, so that it is the same in every
    /// world.
    pub fn new(dataset: Arc<Dataset>, scores: Arc<Scores>, settings: Settings, assumptions: &Assumptions) -> Self {
        let judge = Judge::new(dataset.clone(), scores.clone(), settings.clone());
        let hour_price = Some(Outlook::new(&judge, assumptions.clone()).hour_price());
        let assumptions = Assumptions { hour_price, ..assumptions.clone() };
        let today = Standing::new(&judge, &assumptions, &judge.today());
        Self { dataset, scores, settings, assumptions, today, prices: None }
    }

    /// The assumptions, with the price of an hour.
    pub fn assumptions(&self) -> &Assumptions {
        &self.assumptions
    }

    /// The rules and locks in force.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// How sure plans made on this ground are.
    pub fn sureness(&self, plans: &[Made]) -> Sureness {
        Sureness::new((&self.dataset, &self.scores), &self.settings, &self.assumptions, plans)
    }

    /// How today's plan stands.
    pub fn today(&self) -> &Standing {
        &self.today
    }

    /// Searches for the prices by which places of new reps are proposed, where a recipe asks for some: those of a plan under
    /// the rules as they are.
    pub fn price(&mut self, recipes: &[Recipe], seed: u64) {
        if let Some(mut pricing) = self.pricing(recipes, seed) {
            while !pricing.advance() {}
            self.take_prices(&pricing);
        }
    }

    /// The search of [`Ground::price`]; none where no recipe asks for prices.
    pub fn pricing(&self, recipes: &[Recipe], seed: u64) -> Option<Pricing> {
        let is_open = |what_if: &WhatIf| match what_if {
            WhatIf::AddReps { count, places, .. } => places.len() < usize::from(*count),
            _ => false,
        };
        recipes.iter().any(|recipe| recipe.what_ifs.iter().any(is_open)).then(|| {
            let (dataset, scores) = (self.dataset.clone(), self.scores.clone());
            Pricing(Lane::new(dataset, scores, self.settings.clone(), &self.present(), seed))
        })
    }

    /// Takes over the prices that were found.
    pub fn take_prices(&mut self, pricing: &Pricing) {
        self.prices = Some(pricing.0.prices().clone());
    }

    /// The prices by which places of new reps are proposed; none where nobody asked for some.
    pub fn prices(&self) -> Option<&Prices> {
        self.prices.as_ref()
    }

    /// Takes over prices that were found before.
    pub fn set_prices(&mut self, prices: Option<Prices>) {
        self.prices = prices;
    }

    fn present(&self) -> Assignment {
        Assignment { rep: self.dataset.accounts.owner.clone() }
    }
}

/// A search for prices alone.
pub struct Pricing(Lane);

impl Pricing {
    /// Searches a little; returns whether the prices are known.
    pub fn advance(&mut self) -> bool {
        has_ended(&self.0.step(SLICE), 1)
    }
}

/// Whether a search has taken so many steps once its prices were known, or nothing better can come.
fn has_ended(progress: &Progress, steps: u64) -> bool {
    progress.phase == Phase::Done || progress.steps - progress.pricing >= steps
}

/// Steps that suit the size of a team.
fn usual_steps(terms: &Terms) -> u64 {
    let pairs = (terms.members().len() * terms.columns()) as u64;
    STEPS + (pairs / PAIRS_PER_STEP).min(MOST_MORE)
}

/// The making of one plan.
pub struct Making {
    recipe: Recipe,
    steps: u64,
    judge: Judge,
    dataset: Arc<Dataset>,
    scores: Arc<Scores>,
    /// The rules before the recipe changed them; none where it did not.
    in_force: Option<Settings>,
    plan: Assignment,
    /// The plan that it goes on from, as the what-ifs leave it.
    unplanned: Assignment,
    lane: Option<Lane>,
    /// Prices of a plan that was found before.
    found: Option<Prices>,
    overlaps: Vec<Overlap>,
}

impl Making {
    /// Changes the world as a recipe says, and prepares the search. `steps` and `seed` count where the recipe has
    /// none; where there are no steps either, as many as suit the size of the team.
    ///
    /// # Errors
    /// What cannot be done of the recipe, in plain words.
    pub fn new(ground: &Ground, recipe: &Recipe, steps: Option<u64>, seed: u64) -> Result<Self, String> {
        Self::on(ground, recipe, None, steps, seed)
    }

    /// The same on the plan, rules and locks of a version, where the recipe goes on from one.
    ///
    /// # Errors
    /// What cannot be done of the recipe, in plain words.
    pub fn on(
        ground: &Ground,
        recipe: &Recipe,
        base: Option<&ComparedPlan>,
        steps: Option<u64>,
        seed: u64,
    ) -> Result<Self, String> {
        if recipe.based_on.is_some() && base.is_none() {
            return Err(say!("the version that it goes on from is not there").to_owned());
        }
        let plan = base.map_or_else(|| ground.present(), |base| base.plan.clone());
        let before = base.map_or(&ground.settings, |base| &base.settings);
        let world = World {
            dataset: &ground.dataset,
            scores: &ground.scores,
            rules: &before.rules,
            plan: &plan,
            // Prices are of the measures that they were found with.
            prices: ground.prices.as_ref().filter(|_| before.measures_like(&ground.settings)),
        };
        let changed = apply(&world, &recipe.what_ifs)?;
        let rules = recipe.changed_rules(&changed.rules, &changed.dataset)?;
        let same_world = recipe.is_of_rules();
        // In another world the rules in force are what its team and market leave of them; changes of rules are the
        // scenario's own, and so are the rules of a version that it goes on from.
        let carried = || {
            let changes: Vec<WhatIf> = recipe.what_ifs.iter().filter(|change| !change.is_of_rules()).cloned().collect();
            let carried = apply(&World { rules: &ground.settings.rules, ..world }, &changes)?;
            Ok::<Settings, String>(Settings { rules: carried.rules, locks: ground.settings.locks.clone() })
        };
        let in_force = Some(if same_world { ground.settings.clone() } else { carried()? });
        let (dataset, scores) = if same_world {
            (ground.dataset.clone(), ground.scores.clone())
        } else {
            let scores = Arc::new(score(&changed.dataset));
            (Arc::new(changed.dataset), scores)
        };
        let settings = Settings { rules, locks: before.locks.clone() };
        let in_force = in_force.filter(|in_force| *in_force != settings);
        let judge = Judge::new(dataset.clone(), scores.clone(), settings.clone());
        let steps = recipe.steps.or(steps).unwrap_or_else(|| usual_steps(judge.terms()));
        let seed = recipe.seed.unwrap_or(seed);
        let searches = recipe.start == Start::Search;
        // Prices of a plan still hold by other numbers of its rules. Of another team they are far off around whoever left,
        // and a search that begins with them stops before it has mended that: they are found anew, in seconds more.
        let known = base.filter(|base| same_world && base.settings.measures_like(&settings));
        let known = known.and_then(|base| base.prices.clone());
        let lane =
            searches.then(|| Lane::resumed(dataset.clone(), scores.clone(), settings, &changed.plan, known, seed));
        let steps_taken = Some(if searches { steps } else { 0 });
        let recipe = Recipe { what_ifs: changed.what_ifs, steps: steps_taken, seed: Some(seed), ..recipe.clone() };
        let (plan, overlaps) = (changed.plan, changed.overlaps);
        let unplanned = plan.clone();
        Ok(Self { recipe, steps, judge, dataset, scores, in_force, plan, unplanned, lane, found: None, overlaps })
    }

    /// A plan that was made before, to be told again: nothing is searched. `recipe`: with the steps and the seed of then;
    /// `base`: as for [`Making::on`].
    ///
    /// # Errors
    /// What cannot be done of the recipe, in plain words.
    pub fn again(
        ground: &Ground,
        recipe: &Recipe,
        base: Option<&ComparedPlan>,
        plan: Assignment,
        prices: Option<Prices>,
    ) -> Result<Self, String> {
        let making = Self::on(ground, &Recipe { start: Start::AsIs, ..recipe.clone() }, base, None, 0)?;
        if plan.len() != making.plan.len() {
            return Err(say!("The plan belongs to other data.").to_owned());
        }
        Ok(Self { recipe: recipe.clone(), plan, found: prices, ..making })
    }

    /// Searches a little; returns whether the plan is ready.
    pub fn advance(&mut self) -> bool {
        self.lane.as_mut().is_none_or(|lane| has_ended(&lane.step(SLICE), self.steps))
    }

    /// How far it is, 0 to 1: half of that for prices, of which nobody knows how long they take.
    pub fn part(&self) -> f64 {
        let Some(lane) = &self.lane else { return 1.0 };
        let Progress { steps, pricing, .. } = lane.progress();
        let priced = pricing as f64 / (pricing + STEPS) as f64;
        0.5 * priced + 0.5 * ((steps - pricing) as f64 / self.steps.max(1) as f64).min(1.0)
    }

    /// Steps that its search has taken so far.
    pub fn steps(&self) -> u64 {
        self.lane.as_ref().map_or(0, |lane| lane.progress().steps)
    }

    /// The plan as it is now; where none was found, as the what-ifs leave it.
    pub fn made(&self, ground: &Ground) -> Made {
        let found = self.lane.as_ref().and_then(Lane::plan);
        let plan = found.unwrap_or_else(|| self.plan.clone());
        let prices = self.lane.as_ref().map(Lane::prices).or(self.found.as_ref());
        let standing = Standing::new(&self.judge, &ground.assumptions, &plan);
        let standing = standing.tolerated_by(&ground.settings.rules, &self.dataset);
        // Where limits contradict each other, a bound on the plans that keep them all is about nothing.
        let broken = self.in_force.as_ref().map_or_else(
            || standing.evaluation.broken_limits(),
            |settings| {
                let judge = Judge::new(self.dataset.clone(), self.scores.clone(), settings.clone());
                judge.evaluate(&plan).broken_limits()
            },
        );
        let proven = prices.filter(|_| standing.evaluation.breaches == 0).map(|prices| self.judge.bound(prices));
        Made {
            recipe: self.recipe.clone(),
            dataset: self.dataset.clone(),
            settings: self.judge.terms().settings().clone(),
            reasons: self.judge.reasons(&plan, prices, &[]),
            standing,
            broken,
            plan,
            bound: proven.filter(|bound| bound.is_finite()),
            prices: prices.cloned(),
            overlaps: self.overlaps.clone(),
            unplanned: self.unplanned(ground),
        }
    }

    /// What the plan that it goes on from brings in another market; none where the market is that of the data.
    fn unplanned(&self, ground: &Ground) -> Option<f64> {
        let is_told = self.dataset.currency != NO_MONEY && self.recipe.is_of_market();
        is_told.then(|| Outlook::new(&self.judge, ground.assumptions.clone()).expected(&self.unplanned).total.expected)
    }
}
