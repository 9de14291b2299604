//! Two plans side by side: which ones, by whose rules, and what the judge said of them.

use crate::model::Settings;
use crate::protocol::Compared;
use crate::protocol::ComparedPlan;
use crate::protocol::Comparing;
use crate::protocol::Request;
use crate::scenario::Project;
use crate::session::Effect;
use crate::session::Session;
use crate::session::plan::prices;
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

/// The comparison on the screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// What is compared.
    pub pair: Pair,
    /// What the judge said, of the pair it was asked about.
    pub found: Option<(Pair, Arc<Compared>)>,
    /// Numbers of questions given so far.
    numbers: u64,
    wanted: Option<Question>,
    asked: Option<Question>,
    answered: Option<Question>,
}

impl Comparison {
    /// Whether the desk is at it.
    pub fn is_under_way(&self) -> bool {
        self.asked.is_some()
    }

    /// The first comparison of other data; answers to questions from before will not count.
    pub(super) fn afresh(&self) -> Self {
        Self { numbers: self.numbers, ..Self::default() }
    }

    /// No answer will come: the desk is a new one.
    pub(super) fn forget_asked(&mut self) {
        self.asked = None;
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
        self.compare()
    }

    /// Asks for the comparison as things stand, one at a time; called while it is on the screen.
    pub(super) fn compare(&mut self) -> Vec<Effect> {
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
        let [Some(first), Some(second)] = pair.sides.map(|side| side.plan(project)) else { return Vec::new() };
        let sides = [first, second];
        let sides = if pair.own_rules { sides } else { sides.map(|side| judged_by(side, &project.settings)) };
        self.comparison.asked = Some(question);
        self.comparison.numbers += 1;
        let (number, assumptions) = (self.comparison.numbers, project.assumptions.clone());
        vec![Effect::Ask(Request::Compare(Box::new(Comparing { number, sides, assumptions })))]
    }

    pub(super) fn compared(&mut self, compared: Compared) -> Vec<Effect> {
        let known = compared.number == self.comparison.numbers;
        if compared.number != 0 && !known {
            return Vec::new();
        }
        let Some(question) = self.comparison.asked.take().filter(|_| known) else { return Vec::new() };
        self.comparison.answered = Some(question);
        self.comparison.found = Some((question.2, Arc::new(compared)));
        if self.comparison.wanted == self.comparison.answered { Vec::new() } else { self.compare() }
    }
}
