//! How sure a plan is: which one, beside which other ones, and what the desk found.

use crate::protocol::Probed;
use crate::protocol::Probing;
use crate::protocol::Request;
use crate::scenario::Project;
use crate::session::Effect;
use crate::session::Session;
use crate::session::Side;
use std::sync::Arc;

/// At most so many versions are probed together, the newest.
const MOST_VERSIONS: usize = 12;

/// Something about how sure a plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbeEvent {
    /// Probe the plan that is chosen.
    Begin,
    /// Look at this plan, beside this other one.
    Choose([Side; 2]),
}

/// How sure the plan is that is chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// The plan, and the one it is compared with.
    pub pair: [Side; 2],
    /// Whether the user chose them.
    chosen: bool,
    /// What the desk found.
    pub found: Option<ProbeFound>,
    /// Numbers of questions given so far.
    numbers: u64,
    asked: Option<ProbeFound>,
}

/// What the desk found, and of what.
#[derive(Clone, Debug, PartialEq)]
pub struct ProbeFound {
    /// The plan, and the one it is compared with.
    pub pair: [Side; 2],
    /// All plans, in the order of the answer.
    pub sides: Vec<Side>,
    /// What was chosen when it was asked.
    chosen: [Side; 2],
    /// Number and version of the project.
    of: (u64, u64),
    /// The answer.
    pub probed: Arc<Probed>,
}

impl Default for Probe {
    fn default() -> Self {
        Self { pair: [Side::Working, Side::Version(0)], chosen: false, found: None, numbers: 0, asked: None }
    }
}

impl Probe {
    /// Whether the desk is at it.
    pub fn is_under_way(&self) -> bool {
        self.asked.is_some()
    }

    /// Looks at these, unless the user chose or something was found of others.
    pub(super) fn suggest(&mut self, pair: [Side; 2]) {
        if !self.chosen && self.found.is_none() && self.asked.is_none() {
            self.pair = pair;
        }
    }

    /// The first probe of other data; answers to questions from before will not count.
    pub(super) fn afresh(&self) -> Self {
        Self { numbers: self.numbers, ..Self::default() }
    }

    /// No answer will come: the desk is a new one.
    pub(super) fn forget_asked(&mut self) {
        self.asked = None;
    }
}

/// The version that a side is; the open plan where it was edited.
fn settled(project: &Project, side: Side) -> Side {
    match side {
        Side::Working if project.edited() => Side::Working,
        Side::Working => Side::Version(project.current),
        Side::Version(id) if project.living(id).is_some() => side,
        Side::Version(_) => Side::Version(0),
    }
}

/// Today, the open plan where it was edited, the newest versions, and the two that are asked about.
fn sides(project: &Project, pair: [Side; 2]) -> Vec<Side> {
    let versions = project.versions().rev().filter(|version| version.id != 0).take(MOST_VERSIONS);
    let working = project.edited().then_some(Side::Working);
    let versions = versions.map(|version| Side::Version(version.id));
    let mut sides: Vec<Side> = std::iter::once(Side::Version(0)).chain(working).chain(versions).collect();
    for side in pair {
        if !sides.contains(&side) {
            sides.push(side);
        }
    }
    sides
}

impl Session {
    /// Whether what was found is no longer about the project as it is.
    pub fn probe_is_old(&self) -> bool {
        let now = self.project.as_ref().map(|project| (self.key, project.version));
        self.probe.found.as_ref().is_some_and(|found| Some(found.of) != now)
    }

    pub(super) fn probe_event(&mut self, event: ProbeEvent) -> Vec<Effect> {
        match event {
            ProbeEvent::Begin => self.begin_probe(),
            ProbeEvent::Choose(pair) => {
                (self.probe.pair, self.probe.chosen) = (pair, true);
                if self.probe.found.is_some() { self.begin_probe() } else { Vec::new() }
            }
        }
    }

    fn begin_probe(&mut self) -> Vec<Effect> {
        let Some(project) = &self.project else { return Vec::new() };
        if self.probe.asked.is_some() || self.desk_is_elsewhere() {
            return Vec::new();
        }
        let pair = self.probe.pair.map(|side| settled(project, side));
        let sides = sides(project, pair);
        let plans = sides.iter().filter_map(|side| side.plan(project)).map(|side| side.plan).collect();
        let place = |side| sides.iter().position(|known| *known == side).unwrap_or(0) as u32;
        self.probe.numbers += 1;
        let probing = Probing {
            number: self.probe.numbers,
            settings: project.settings.clone(),
            assumptions: project.assumptions.clone(),
            plans,
            plan: place(pair[0]),
            against: place(pair[1]),
        };
        let of = (self.key, project.version);
        self.probe.asked = Some(ProbeFound { pair, sides, chosen: self.probe.pair, of, probed: Arc::default() });
        vec![Effect::Ask(Request::Probe(Box::new(probing)))]
    }

    pub(super) fn heard_probe(&mut self, probed: Probed) -> Vec<Effect> {
        let known = probed.number == self.probe.numbers;
        if probed.number != 0 && !known {
            return Vec::new();
        }
        let Some(asked) = self.probe.asked.take().filter(|_| known) else { return Vec::new() };
        let is_meant = asked.chosen == self.probe.pair;
        self.probe.found = Some(ProbeFound { probed: Arc::new(probed), ..asked });
        // Another pair was chosen meanwhile.
        if is_meant { Vec::new() } else { self.begin_probe() }
    }
}
