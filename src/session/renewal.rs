//! Figures of plans that are made, had anew where other things are assumed; the plans stay.

use crate::outcome::Assumptions;
use crate::protocol::ScenarioNews;
use crate::session::Effect;
use crate::session::Scenario;
use crate::session::ScenarioSet;
use crate::session::ScenarioState;
use std::sync::Arc;

/// Whether the figures of a scenario that is made are to be had anew, because other things are assumed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Renewal {
    /// They are as assumed.
    #[default]
    None,
    /// They wait for a lane.
    Waiting {
        /// Whether one has died over them already.
        again: bool,
    },
    /// This lane is at it.
    At {
        /// Which one.
        lane: u32,
        /// Whether another one has died over them before.
        again: bool,
    },
    /// They stay those of other assumptions: the user ended it, or no lane could.
    Ended,
}

impl Scenario {
    pub(super) fn is_made(&self) -> bool {
        matches!(self.state, ScenarioState::Made { .. })
    }

    /// Whether it is made and its figures are still those of other assumptions.
    pub fn is_outdated(&self) -> bool {
        self.is_made() && self.renewal != Renewal::None
    }

    /// Whether a lane is, or will be, at its figures.
    pub(super) fn renews(&self) -> bool {
        self.is_outdated() && self.renewal != Renewal::Ended
    }

    /// Its figures are to be had anew, by a run of their own: what a lane says of the run before is about other assumptions.
    pub(super) fn renew(&mut self, runs: &mut u64) -> Option<Effect> {
        let stopped = matches!(self.renewal, Renewal::At { .. }).then_some(Effect::StopLanes(self.run));
        if self.is_made() {
            *runs += 1;
            self.run = *runs;
        }
        self.renewal = Renewal::Waiting { again: false };
        stopped
    }

    /// Ends whatever a lane is at; what is made stays.
    pub(super) fn end(&mut self) -> Option<Effect> {
        let stopped = self.lane().map(|_| Effect::StopLanes(self.run));
        if self.state.is_open() {
            self.state = ScenarioState::Stopped;
        }
        self.renewal = if self.is_outdated() { Renewal::Ended } else { Renewal::None };
        stopped
    }

    /// It leaves the set: no lane is at it any more. Should it come back, its figures are had then.
    pub(super) fn take_out(&mut self, runs: &mut u64) -> Option<Effect> {
        if self.renews() { self.renew(runs) } else { self.lane().map(|_| Effect::StopLanes(self.run)) }
    }

    /// The lane that was at it died. A lane that dies over the same figures again would do so for ever.
    pub(super) fn lose_lane(&mut self) {
        self.renewal = match self.renewal {
            Renewal::At { again: false, .. } => Renewal::Waiting { again: true },
            Renewal::At { .. } => Renewal::Ended,
            _ => {
                self.state = ScenarioState::Failed(say!("its search stopped unexpectedly").to_owned());
                Renewal::None
            }
        };
    }
}

impl ScenarioSet {
    /// Other things are assumed: all figures are to be had anew. What is being made is made first.
    pub(super) fn assume(&mut self, assumptions: &Assumptions, runs: &mut u64) -> Vec<Effect> {
        self.assumptions.clone_from(assumptions);
        self.is_kept = false;
        let mut effects = Vec::new();
        for scenario in self.scenarios.iter_mut().chain(&mut self.taken_out) {
            if scenario.is_made() || scenario.lane().is_some() {
                effects.extend(scenario.renew(runs));
            }
        }
        effects.extend(self.hand_out());
        effects
    }

    /// A lane has had the figures of a scenario anew, or could not.
    pub(super) fn renewed(&mut self, news: ScenarioNews) -> Vec<Effect> {
        self.is_kept &= news.end.is_none();
        let Some(scenario) = self.of_run(news.run) else { return Vec::new() };
        match news.end {
            None => return Vec::new(),
            Some(Err(_)) => scenario.renewal = Renewal::Ended,
            Some(Ok(made)) => {
                scenario.renewal = Renewal::None;
                // What is told of the plan elsewhere follows its figures.
                if let Some(known) = &mut scenario.made {
                    let known = Arc::make_mut(known);
                    (known.figures, known.unplanned) = (made.figures.clone(), made.unplanned);
                }
                if let ScenarioState::Made { figures, .. } = &mut scenario.state {
                    *figures = made.figures;
                }
                self.today = Some(made.today);
            }
        }
        self.hand_out()
    }
}
