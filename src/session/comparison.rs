//! Two plans side by side: which ones, by whose rules, and what the judge said of them.

use crate::model::Assignment;
use crate::model::Settings;
use crate::protocol::Compared;
use crate::protocol::ComparedPlan;
use crate::protocol::Comparing;
use crate::protocol::Request;
use crate::scenario::Project;
use crate::scenario::label_shown;
use crate::session::Effect;
use crate::session::Outlines;
use crate::session::ScenarioSet;
use crate::session::Session;
use crate::session::Weighings;
use crate::session::plan::prices;
use crate::what_if::usual_weights;
use std::sync::Arc;

/// One side of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The plan being worked on.
    Working,
    /// A version, by its number.
    Version(u32),
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The two plans.
    pub sides: [Side; 2],
    /// Whether each is judged by its own rules rather than both by those in force.
    pub own_rules: bool,
}

impl Default for Pair {
    fn default() -> Self {
        Self { sides: [Side::Version(0), Side::Working], own_rules: false }
    }
}

/// A pair of a project at a version of it.
type Question = (u64, u64, Pair);
/// The plans that have maps, of a project at a version of it.
type MapQuestion = (u64, u64, Vec<Side>);

/// The comparison on the screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// What is compared.
    pub pair: Pair,
    /// Whether the user chose it.
    chosen: bool,
    /// What scenarios are ranked by, where the user has said so.
    weights: Option<Vec<f64>>,
    /// What the judge said, of the pair it was asked about.
    pub found: Option<(Pair, Arc<Compared>)>,
    /// The moves between the two, weighed.
    pub weighing: Weighings,
    /// Numbers of questions given so far.
    numbers: u64,
    wanted: Option<Question>,
    asked: Option<Question>,
    answered: Option<Question>,
    /// Plans whose maps stand beside those of the pair.
    pub beside: Vec<Side>,
    /// The territories of the plans that have maps; asked for while these are on the screen.
    pub areas: Option<(Vec<Side>, Vec<Outlines>)>,
    /// Number of the question for them, and what it is about.
    areas_asked: Option<(u64, MapQuestion)>,
    /// Numbers of those questions given so far.
    outlined: u64,
}

impl Comparison {
    /// Whether the desk is at it.
    pub fn is_under_way(&self) -> bool {
        self.asked.is_some() || self.weighing.part.is_some()
    }

    /// The first comparison of other data; answers to questions from before will not count.
    pub(super) fn afresh(&self) -> Self {
        let (weighing, weights) = (self.weighing.afresh(), self.weights.clone());
        Self { numbers: self.numbers, outlined: self.outlined, weighing, weights, ..Self::default() }
    }

    /// No answer will come: the desk is a new one.
    pub(super) fn forget_asked(&mut self) {
        (self.asked, self.areas_asked) = (None, None);
    }
}

impl Side {
    /// The rules a side was made under; none where there is no such version.
    pub fn settings(self, project: &Project) -> Option<&Settings> {
        match self {
            Self::Working => Some(&project.settings),
            Self::Version(id) => project.living(id).map(|found| &found.settings),
        }
    }

    /// What it is called; "" where there is no such version.
    pub fn name(self, project: &Project) -> String {
        match self {
            Self::Working => project.open_name(),
            Self::Version(id) => project.living(id).map_or_else(String::new, |found| label_shown(&found.label)),
        }
    }

    /// The plan of a side with the rules it was made under; none where there is no such version.
    pub fn plan(self, project: &Project) -> Option<ComparedPlan> {
        let (settings, plan, proof) = match self {
            Self::Working => (&project.settings, &project.working, project.proof()),
            Self::Version(id) => {
                let found = project.living(id)?;
                (&found.settings, &found.assignment, found.proof.as_ref())
            }
        };
        Some(ComparedPlan { settings: settings.clone(), plan: plan.clone(), prices: proof.map(prices) })
    }
}

/// The same judged by other rules: prices hold where the same things are measured.
fn judged_by(side: ComparedPlan, settings: &Settings) -> ComparedPlan {
    let prices = side.prices.filter(|_| side.settings.measures_like(settings));
    ComparedPlan { settings: settings.clone(), prices, ..side }
}

impl Session {
    /// Chooses what is compared.
    pub(super) fn choose_pair(&mut self, pair: Pair) -> Vec<Effect> {
        self.comparison.pair = pair;
        self.comparison.chosen = true;
        self.compare()
    }

    /// Asks for the comparison as things stand, one at a time; called while it is on the screen.
    pub(super) fn compare(&mut self) -> Vec<Effect> {
        self.suggest_plans();
        let Some(project) = &self.project else { return Vec::new() };
        // A side that was deleted meanwhile gives way to what is there by itself.
        let mut pair = self.comparison.pair;
        for (side, fallback) in pair.sides.iter_mut().zip(Pair::default().sides) {
            if side.settings(project).is_none() {
                *side = fallback;
            }
        }
        let question = (self.key, project.version, pair);
        self.comparison.pair = pair;
        self.comparison.wanted = Some(question);
        if self.comparison.asked.is_some() || self.comparison.answered == Some(question) || self.desk_is_elsewhere() {
            return Vec::new();
        }
        let Some(sides) = self.compared_sides(pair) else { return Vec::new() };
        self.comparison.asked = Some(question);
        self.comparison.numbers += 1;
        let (number, assumptions) = (self.comparison.numbers, project.assumptions.clone());
        vec![Effect::Ask(Request::Compare(Box::new(Comparing { number, sides, assumptions })))]
    }

    /// Sets beside today what is worth a look, until the user has chosen: today beside itself tells nothing.
    fn suggest_plans(&mut self) {
        let Some(other) = self.suggested() else { return };
        let comparison = &mut self.comparison;
        if !comparison.chosen {
            comparison.pair.sides = [Side::Version(0), other];
        }
        self.probe.suggest([other, Side::Version(0)]);
    }

    /// Takes over what scenarios are ranked by: another one may be the first.
    pub(super) fn rank_by(&mut self, weights: Vec<f64>) -> Vec<Effect> {
        self.comparison.weights = Some(weights);
        self.suggest_plans();
        Vec::new()
    }

    /// The open plan; where that is today, the scenario that ranks first, or the newest version without a set.
    /// None while the set is being made: which one is the first changes with every plan.
    fn suggested(&self) -> Option<Side> {
        let project = self.project.as_ref()?;
        if project.current != 0 || project.edited() {
            return Some(Side::Working);
        }
        if self.scenarios.as_ref().is_some_and(ScenarioSet::is_running) {
            return None;
        }
        let weights = self.comparison.weights.clone().unwrap_or_else(usual_weights);
        let first = self.scenarios.as_ref().and_then(|set| set.first_version(project, &weights));
        let newest = || project.versions().map(|version| version.id).rfind(|id| *id != 0);
        Some(first.or_else(newest).map_or(Side::Working, Side::Version))
    }

    /// Whether what the judge said is of the pair that is chosen, as things stand.
    pub(super) fn is_compared(&self, project: &Project) -> bool {
        self.comparison.answered == Some((self.key, project.version, self.comparison.pair))
    }

    /// The two plans of a pair with the rules they are judged by; none where one of them is gone.
    pub(super) fn compared_sides(&self, pair: Pair) -> Option<[ComparedPlan; 2]> {
        let project = self.project.as_ref()?;
        let [first, second] = pair.sides.map(|side| side.plan(project));
        let sides = [first?, second?];
        Some(if pair.own_rules { sides } else { sides.map(|side| judged_by(side, &project.settings)) })
    }

    pub(super) fn compared(&mut self, compared: Compared) -> Vec<Effect> {
        let known = compared.number == self.comparison.numbers;
        if compared.number != 0 && !known {
            return Vec::new();
        }
        let Some(question) = self.comparison.asked.take().filter(|_| known) else { return Vec::new() };
        self.comparison.answered = Some(question);
        // What was weighed stays while both plans, their judgement and what is assumed do.
        let same = |(pair, known): &(Pair, Arc<Compared>)| {
            *pair == question.2
                && known.plans == compared.plans
                && known.difference == compared.difference
                && known.assumptions == compared.assumptions
        };
        let stays = self.comparison.found.as_ref().is_some_and(same);
        let mut effects = if stays { Vec::new() } else { self.stop_weighing() };
        self.comparison.found = Some((question.2, Arc::new(compared)));
        if self.comparison.wanted != self.comparison.answered {
            effects.extend(self.compare());
        }
        effects
    }

    /// The plans that have maps side by side, those of the pair first; none before it is compared.
    pub fn mapped(&self) -> Vec<Side> {
        let (Some((pair, _)), Some(project)) = (&self.comparison.found, &self.project) else { return Vec::new() };
        let is_there = |side: &&Side| match side {
            Side::Working => true,
            Side::Version(id) => project.living(*id).is_some(),
        };
        let others = self.comparison.beside.iter().filter(|side| !pair.sides.contains(side)).filter(is_there);
        pair.sides.iter().chain(others).copied().collect()
    }

    /// Puts maps of these plans beside those of the pair.
    pub(super) fn map_beside(&mut self, sides: Vec<Side>) -> Vec<Effect> {
        self.comparison.beside = sides;
        self.outline_mapped()
    }

    /// Asks for the territories of the plans that have maps; called while these are on the screen.
    pub(super) fn outline_mapped(&mut self) -> Vec<Effect> {
        let Some(project) = &self.project else { return Vec::new() };
        if self.comparison.answered.is_none() || self.desk_is_elsewhere() {
            return Vec::new();
        }
        let sides = self.mapped();
        let plans: Option<Vec<Assignment>> = sides.iter().map(|side| Some(side.plan(project)?.plan)).collect();
        let question = (self.key, project.version, sides);
        let is_asked = self.comparison.areas_asked.as_ref().is_some_and(|(_, asked)| *asked == question);
        let Some(plans) = plans.filter(|_| !is_asked) else { return Vec::new() };
        self.comparison.outlined += 1;
        let number = self.comparison.outlined;
        self.comparison.areas_asked = Some((number, question));
        vec![Effect::Ask(Request::Outline(number, plans))]
    }

    pub(super) fn heard_outlines(&mut self, number: u64, outlines: Vec<Vec<String>>) -> Vec<Effect> {
        if let Some((asked, (.., sides))) = &self.comparison.areas_asked
            && *asked == number
        {
            self.comparison.areas = Some((sides.clone(), outlines.into_iter().map(Outlines::of).collect()));
        }
        Vec::new()
    }
}
