//! Weighing the moves between the two plans that are compared, and keeping some of them as a version.

use crate::model::Settings;
use crate::problem::Prices;
use crate::protocol::ComparedPlan;
use crate::protocol::Request;
use crate::protocol::SmallPlan;
use crate::protocol::WeighNews;
use crate::protocol::Weighed;
use crate::protocol::Weighing;
use crate::scenario::Origin;
use crate::scenario::Project;
use crate::scenario::Proof;
use crate::scenario::Revision;
use crate::session::Effect;
use crate::session::Session;
use crate::session::Side;
use crate::units::grouped;
use std::sync::Arc;

/// Something about weighing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WeighEvent {
    /// Weigh the moves between the two plans that are compared.
    Start,
    /// Stop it.
    Stop,
    /// Keep the small plan for a share of the gain, in percent, as a version. With the time, ms since 1970.
    Keep(u8, f64),
}

/// How far weighing is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weighings {
    /// Part that is done, 0 to 1, while the desk is at it.
    pub part: Option<f64>,
    /// What was found of the comparison on the screen.
    pub found: Option<Arc<Weighed>>,
    /// The version that was made of a small plan last, with its share in percent.
    pub kept: Option<(u8, u32)>,
    /// The plans whose moves are weighed, or were.
    of: Option<WeighedPair>,
    /// Questions given so far.
    numbers: u64,
}

/// Two plans as they were when weighing began: others may be on the screen by the time something is kept.
#[derive(Clone, Debug, PartialEq)]
struct WeighedPair {
    names: [String; 2],
    /// The version that a small plan goes on from.
    parent: u32,
    /// The rules and locks by which they are judged.
    settings: Settings,
    /// What is proven of the plans that keep these rules.
    proof: Option<Proof>,
}

impl Weighings {
    /// Nothing is known and nobody waits; answers to questions from before will not count.
    pub(super) fn afresh(&self) -> Self {
        Self { numbers: self.numbers + 1, ..Self::default() }
    }
}

impl Session {
    pub(super) fn weigh_event(&mut self, event: WeighEvent) -> Vec<Effect> {
        match event {
            WeighEvent::Start => self.weigh(),
            WeighEvent::Stop => self.stop_weighing(),
            WeighEvent::Keep(wanted, now) => self.keep_small(wanted, now),
        }
    }

    fn weigh(&mut self) -> Vec<Effect> {
        if self.desk_is_elsewhere() {
            return Vec::new();
        }
        let Some(sides) = self.compared_sides(self.comparison.pair) else { return Vec::new() };
        let Some(project) = &self.project else { return Vec::new() };
        let assumptions = project.assumptions.clone();
        let of = Some(self.weighed_pair(project, &sides[1]));
        self.comparison.weighing = Weighings { part: Some(0.0), of, ..self.comparison.weighing.afresh() };
        let number = self.comparison.weighing.numbers;
        vec![Effect::Ask(Request::Weigh(Box::new(Weighing { number, sides, assumptions })))]
    }

    fn weighed_pair(&self, project: &Project, after: &ComparedPlan) -> WeighedPair {
        let pair = self.comparison.pair;
        let found = self.comparison.found.as_ref().filter(|_| self.is_compared(project));
        let bound = found.and_then(|(_, compared)| compared.bounds[1]);
        let proof = |(bound, Prices { load, cap }): (f64, Prices)| Proof { bound, load, cap };
        WeighedPair {
            names: pair.sides.map(|side| side.name(project)),
            parent: match pair.sides[0] {
                Side::Working => project.current,
                Side::Version(id) => id,
            },
            settings: after.settings.clone(),
            proof: bound.zip(after.prices.clone()).map(proof),
        }
    }

    /// Other plans are compared, or nobody waits any more.
    pub(super) fn stop_weighing(&mut self) -> Vec<Effect> {
        let runs = self.comparison.weighing.part.is_some();
        self.comparison.weighing = self.comparison.weighing.afresh();
        if runs { vec![Effect::Ask(Request::StopWeighing)] } else { Vec::new() }
    }

    pub(super) fn weigh_news(&mut self, news: WeighNews) -> Vec<Effect> {
        let weighing = &mut self.comparison.weighing;
        if weighing.part.is_some() && news.number == weighing.numbers {
            weighing.part = news.end.is_none().then_some(news.part);
            weighing.found = news.end.map(|found| Arc::new(*found));
        }
        Vec::new()
    }

    /// A small plan becomes a version; the working plan stays.
    fn keep_small(&mut self, wanted: u8, now: f64) -> Vec<Effect> {
        let Some(weighed) = self.comparison.weighing.found.clone() else { return Vec::new() };
        let Some(small) = weighed.small.iter().find(|small| small.wanted == wanted) else { return Vec::new() };
        let Some(revision) = self.small_revision(&weighed, small, now) else { return Vec::new() };
        let fits = |project: &&mut Project| small.plan.len() == project.working.len();
        let Some(project) = self.project.as_mut().filter(fits) else { return Vec::new() };
        let id = project.append(revision);
        self.version_made();
        self.comparison.weighing.kept = Some((wanted, id));
        self.changed()
    }

    fn small_revision(&self, weighed: &Weighed, small: &SmallPlan, now: f64) -> Option<Revision> {
        let project = self.project.as_ref()?;
        let WeighedPair { names: [before, after], parent, settings, proof } = self.comparison.weighing.of.clone()?;
        let label = say!(
            "{moves} of {all} moves of {plan}",
            moves = small.moves.len(),
            all = weighed.moves.len(),
            plan = after
        );
        let share = grouped(libm::floor(100.0 * small.share), 0);
        Some(Revision {
            id: 0,
            parent: Some(parent),
            label: project.label_for(&label, None),
            note: say!("{share} % of the gain from {before}", share, before),
            origin: Origin::Optimised,
            settings,
            assignment: small.plan.clone(),
            dataset: project.dataset.clone(),
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            seed: 0,
            steps: 0,
            lanes: 1,
            objective: small.objective,
            breaches: small.breaches,
            proof,
            made_at: now,
        })
    }
}
