//! Drawing a trade-off, point by point, in several lanes.

use crate::desk::TradeOff;
use crate::model::RuleSetting;
use crate::model::Settings;
use crate::protocol::PointNews;
use crate::protocol::PointTask;
use crate::protocol::Rivals;
use crate::protocol::TradePoint;
use crate::rules;
use crate::scenario::Edit;
use crate::scenario::Origin;
use crate::scenario::Project;
use crate::scenario::Proof;
use crate::scenario::Revision;
use crate::session::Effect;
use crate::session::Session;
use crate::texts;
use crate::units::grouped;
use std::collections::BTreeMap;
use std::collections::VecDeque;

/// Points of a curve.
const POINTS: usize = 9;

/// A trade-off being drawn, or drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Number of the run.
    pub id: u64,
    /// What was found so far.
    pub trade_off: TradeOff,
    /// Whether points are still to come.
    pub running: bool,
    /// Whether the user ended it.
    pub stopped: bool,
    /// The revision that was open when it began.
    parent: u32,
    lanes: u32,
    waiting: VecDeque<PointTask>,
    /// Lanes at work, with the number of their point and how far its search is, 0 to 1.
    at_work: BTreeMap<u32, (u32, f64)>,
}

impl Drawing {
    /// Whether the curve is about these rules, whatever the objectives weigh: that is what it is drawn over. A point that
    /// was kept has brought along what it was sought with.
    pub fn is_about(&self, settings: &Settings) -> bool {
        let (drawn, rules) = (self.trade_off.settings(), unweighed(settings));
        let sought = |point: &TradePoint| unweighed(&self.trade_off.settings_of(point)) == rules;
        let same = rules == unweighed(drawn) || self.trade_off.points().iter().any(sought);
        same && settings.locks == drawn.locks
    }

    /// How far the searches under way are, each from 0 to 1.
    pub fn under_way(&self) -> impl ExactSizeIterator<Item = f64> {
        self.at_work.values().map(|(_, part)| *part)
    }

    /// Gives waiting points to free lanes; asks for the next round where this one is complete.
    fn hand_out(&mut self) -> Vec<PointTask> {
        if self.waiting.is_empty() && self.at_work.is_empty() {
            self.waiting.extend(self.trade_off.round());
            self.running = !self.waiting.is_empty();
        }
        let mut tasks = Vec::new();
        let free: Vec<u32> = (0..self.lanes).filter(|lane| !self.at_work.contains_key(lane)).collect();
        for (lane, task) in free.into_iter().zip(std::iter::from_fn(|| self.waiting.pop_front())) {
            self.at_work.insert(lane, (task.number, 0.0));
            tasks.push(PointTask { lane, ..task });
        }
        tasks
    }

    /// A lane has ended its point, with or without a plan.
    fn take(&mut self, lane: u32, number: u32, point: Option<TradePoint>) -> Vec<PointTask> {
        self.at_work.remove(&lane);
        self.trade_off.take(number, point);
        self.hand_out()
    }
}

impl Session {
    pub(super) fn draw(&mut self, rivals: Rivals) -> Vec<Effect> {
        let Some(project) = &self.project else { return Vec::new() };
        if let Some(error) = rules::check(&project.settings.rules).first() {
            let text = say!("The rules cannot be used: {error}.", error);
            self.alert(text);
            return Vec::new();
        }
        let (settings, start, parent) = (project.settings.clone(), project.working.clone(), project.current);
        let mut effects = self.stop_drawing();
        self.runs += 1;
        let trade_off = TradeOff::new(rivals, settings, start, self.effort.seed, self.runs, POINTS);
        let mut drawing = Drawing {
            id: self.runs,
            trade_off,
            running: true,
            stopped: false,
            parent,
            lanes: self.effort.lanes.max(1),
            waiting: VecDeque::new(),
            at_work: BTreeMap::new(),
        };
        effects.push(Effect::Points(drawing.hand_out()));
        self.drawing = Some(drawing);
        effects
    }

    pub(super) fn stop_drawing(&mut self) -> Vec<Effect> {
        let Some(drawing) = self.drawing.as_mut().filter(|drawing| drawing.running) else { return Vec::new() };
        (drawing.running, drawing.stopped) = (false, true);
        vec![Effect::StopLanes(drawing.id)]
    }

    pub(super) fn point_news(&mut self, news: PointNews) -> Vec<Effect> {
        let current = |drawing: &&mut Drawing| drawing.running && drawing.id == news.run;
        let Some(drawing) = self.drawing.as_mut().filter(current) else { return Vec::new() };
        if news.part < 1.0 {
            drawing.at_work.insert(news.lane, (news.number, news.part));
            return Vec::new();
        }
        let tasks = drawing.take(news.lane, news.number, news.point.map(|point| *point));
        given(tasks)
    }

    /// A lane that died has not found its point; the next point it gets starts it anew.
    pub(super) fn point_lost(&mut self, lane: u32) -> Vec<Effect> {
        let Some(drawing) = self.drawing.as_mut().filter(|drawing| drawing.running) else { return Vec::new() };
        let Some((number, _)) = drawing.at_work.get(&lane).copied() else { return Vec::new() };
        let tasks = drawing.take(lane, number, None);
        self.alert(say!("One point of the curve could not be found: its search stopped unexpectedly.").to_owned());
        given(tasks)
    }

    /// A point of the curve becomes a revision, and the working plan.
    pub(super) fn keep_point(&mut self, number: u32, now: f64) -> Vec<Effect> {
        let (Some(drawing), Some(project)) = (&self.drawing, &mut self.project) else { return Vec::new() };
        let curve = drawing.trade_off.curve();
        let Some(point) = curve.into_iter().find(|point| point.number == number) else { return Vec::new() };
        let revision = revision(drawing, point, project, now);
        let (plan, settings) = (point.plan.clone(), Some(revision.settings.clone()));
        let revision = project.append(revision);
        self.version_made();
        // Its weights are what makes it this plan: under the others it would look unfinished.
        self.edit(Edit::Adopt { revision, plan, settings })
    }

    /// Forgets the curve: it belongs to other data.
    pub(super) fn forget_drawing(&mut self) -> Vec<Effect> {
        let effects = self.stop_drawing();
        self.drawing = None;
        effects
    }
}

/// Rules and what they are set to, without weights.
fn unweighed(settings: &Settings) -> Vec<RuleSetting> {
    settings.rules.iter().map(|setting| RuleSetting { weight: 0.0, ..setting.clone() }).collect()
}

fn given(tasks: Vec<PointTask>) -> Vec<Effect> {
    if tasks.is_empty() { Vec::new() } else { vec![Effect::Points(tasks)] }
}

fn revision(drawing: &Drawing, point: &TradePoint, project: &Project, now: f64) -> Revision {
    let trade_off = &drawing.trade_off;
    let bound = Some(point.objective_bound).filter(|bound| bound.is_finite());
    Revision {
        id: 0,
        parent: Some(drawing.parent),
        label: project.next_label(),
        note: note(trade_off.rivals(), point),
        origin: Origin::Optimised,
        settings: trade_off.settings_of(point),
        assignment: point.plan.clone(),
        dataset: project.dataset.clone(),
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        seed: trade_off.seed_of(point),
        steps: point.steps,
        lanes: 1,
        objective: point.objective,
        breaches: point.breaches,
        proof: bound.map(|bound| Proof { bound, load: point.prices.load.clone(), cap: point.prices.cap.clone() }),
        made_at: now,
    }
}

/// `travel 63 %, continuity 37 %`, or `best travel with a loss of 4.31 % in continuity` where that had a limit.
fn note(rivals: &Rivals, point: &TradePoint) -> String {
    let title = |id: &str| rules::rule(id).map_or_else(String::new, |rule| texts::within(texts::of(rule.card().title)));
    let titles = [title(&rivals.first), title(&rivals.second)];
    if let Some(limited) = point.aim.limited() {
        let percent = grouped(point.aim.percent().unwrap_or(0.0), 2);
        if !point.counts_losses(limited) {
            return say!(
                "trade-off: best {best} with {limited} within {percent} %",
                best = titles[1 - limited],
                limited = titles[limited],
                percent
            );
        }
        let loss = grouped(point.losses[limited], 2);
        return say!(
            "trade-off: best {best} with a loss of {loss} % in {limited}",
            best = titles[1 - limited],
            loss,
            limited = titles[limited]
        );
    }
    let percent = libm::round(point.aim.part * 100.0);
    say!(
        "trade-off: {first} {part} %, {second} {rest} %",
        first = titles[0],
        part = percent,
        second = titles[1],
        rest = 100.0 - percent
    )
}
