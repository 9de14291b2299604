//! The app without a screen: every path a user takes is a list of events, played here with a real desk and real lanes.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use evenfield::desk::Desk;
use evenfield::desk::Lane;
use evenfield::desk::PointSearch;
use evenfield::evaluate::Judge;
use evenfield::evaluate::Obstacle;
use evenfield::export::encode_project;
use evenfield::export::open_file;
use evenfield::export::project_file;
use evenfield::import;
use evenfield::import::Field;
use evenfield::model::Assignment;
use evenfield::model::Bundle;
use evenfield::model::Dataset;
use evenfield::model::OPEN;
use evenfield::model::RuleSetting;
use evenfield::model::Value;
use evenfield::protocol::Delivery;
use evenfield::protocol::ExportFile;
use evenfield::protocol::InputFile;
use evenfield::protocol::LaneNews;
use evenfield::protocol::LaneResult;
use evenfield::protocol::PointNews;
use evenfield::protocol::PointTask;
use evenfield::protocol::Reply;
use evenfield::protocol::Request;
use evenfield::protocol::Rivals;
use evenfield::protocol::Task;
use evenfield::protocol::Then;
use evenfield::protocol::Toured;
use evenfield::rules::Finding;
use evenfield::scenario::Card;
use evenfield::scenario::Edit;
use evenfield::scenario::Origin;
use evenfield::scenario::Project;
use evenfield::scenario::Revision;
use evenfield::score::Scores;
use evenfield::score::score;
use evenfield::session::Act;
use evenfield::session::Effect;
use evenfield::session::Effort;
use evenfield::session::Event;
use evenfield::session::Mend;
use evenfield::session::Opened;
use evenfield::session::Pick;
use evenfield::session::Saved;
use evenfield::session::Session;
use evenfield::session::Shelf;
use evenfield::session::TourEvent;
use evenfield::session::VersionEvent;
use evenfield::session::update;
use evenfield::view;
use evenfield::view::WayOut;
use evenfield::view::way_out;
use std::collections::VecDeque;
use std::sync::Arc;

/// Steps of a lane in these tests: enough for prices and a plan.
const STEPS: u64 = 150;

/// Plays the page: carries out effects with a desk and lanes, and feeds what they say back as events.
#[derive(Default)]
struct Shell {
    session: Session,
    desk: Desk,
    /// Requests the desk has not answered yet.
    requests: VecDeque<Request>,
    lanes: Vec<(Task, Lane)>,
    /// Points that lanes were asked for and have not found yet.
    points: Vec<PointTask>,
    /// Plans that were passed on, and the lanes they were passed to.
    meetings: Vec<(Vec<u32>, Assignment)>,
    equipment: Option<(Arc<Dataset>, Arc<Scores>)>,
    stopped: Vec<u64>,
    downloads: Vec<(String, Vec<u8>)>,
    saves: usize,
    stored: usize,
    /// Projects that the store was asked for, and those it shall forget.
    fetched: Vec<u64>,
    dropped: Vec<u64>,
    /// Cards that were stored by themselves.
    cards: Vec<Card>,
    /// What the store holds of a search under way.
    found: Option<Box<Revision>>,
    now: f64,
}

impl Shell {
    fn send(&mut self, event: Event) {
        self.now += 100.0;
        for effect in update(&mut self.session, event) {
            match effect {
                Effect::Ask(request) => self.requests.push_back(request),
                Effect::Equip(delivery) => {
                    let dataset = delivery.bundle.dataset;
                    let scores = Arc::new(score(&dataset));
                    self.equipment = Some((dataset, scores));
                }
                Effect::Search(tasks) => self.lanes = tasks.into_iter().map(|task| self.lane(task)).collect(),
                Effect::Meet { lanes, plan, .. } => self.meetings.push((lanes, plan)),
                Effect::Points(tasks) => self.points.extend(tasks),
                Effect::StopLanes(run) => self.stopped.push(run),
                Effect::StoreDataset => self.stored += 1,
                Effect::Save => self.saves += 1,
                Effect::Close => self.stored = 0,
                Effect::Fetch(key) => self.fetched.push(key),
                Effect::StoreCard(card) => self.cards.push(card),
                Effect::Drop(key) => self.dropped.push(key),
                Effect::KeepFound(found) => self.found = Some(found),
                Effect::Scenarios(_) | Effect::KeepSet(..) | Effect::Remember(_) | Effect::OpenFile { .. } => {}
                Effect::Download { name, bytes, .. } => self.downloads.push((name, bytes)),
                Effect::DownloadProject { name, project, delivery } => {
                    self.downloads.push((name, project_file(&project, &delivery.bundle)));
                }
            }
        }
    }

    fn lane(&self, task: Task) -> (Task, Lane) {
        let (dataset, scores) = self.equipment.clone().expect("the lanes are equipped");
        let seed = task.seed + u64::from(task.lane);
        let lane = Lane::resumed(dataset, scores, task.settings.clone(), &task.start, task.prices.clone(), seed);
        (task, lane)
    }

    /// The lane of a waiting point finds it.
    fn find(&mut self, position: usize) {
        let task = self.points.remove(position);
        let (dataset, scores) = self.equipment.clone().expect("the lanes are equipped");
        let (run, number, lane) = (task.run, task.number, task.lane);
        let mut search = PointSearch::new(&dataset, &scores, task);
        while !search.advance() {}
        self.hear(Reply::Point(PointNews { run, number, lane, part: 1.0, point: search.point().map(Box::new) }));
    }

    /// The desk answers one request; false where none waits.
    fn answer(&mut self) -> bool {
        let Some(request) = self.requests.pop_front() else { return false };
        let reply = match request {
            Request::Read(number, readable) => self.desk.read(number, readable),
            other => self.desk.answer(other),
        };
        if let Some(reply) = reply {
            self.hear(reply);
        }
        true
    }

    fn hear(&mut self, reply: Reply) {
        let now = self.now;
        self.send(Event::Heard(reply, now));
    }

    /// The desk answers until nothing is asked any more.
    fn settle(&mut self) {
        while self.answer() {}
    }

    /// News of a lane after some steps; with its result at the end.
    fn news(&mut self, lane: usize, steps: u64, ends: bool) -> LaneNews {
        let (task, search) = &mut self.lanes[lane];
        let progress = search.step(steps);
        let result = || LaneResult { plan: search.plan().unwrap(), prices: search.prices().clone() };
        LaneNews { run: task.run, lane: task.lane, progress, found: None, result: ends.then(result) }
    }

    fn step(&mut self, lane: usize, steps: u64, ends: bool) {
        let news = self.news(lane, steps, ends);
        self.hear(Reply::Lane(news));
    }

    fn project(&self) -> &Project {
        self.session.project.as_ref().unwrap()
    }

    fn dataset(&self) -> Arc<Dataset> {
        self.session.data.as_ref().unwrap().dataset.clone()
    }

    /// Every message the user sees.
    fn alerts(&self) -> String {
        self.session.alerts.iter().map(|alert| alert.text.clone()).collect::<Vec<_>>().join("\n")
    }
}

/// A project file is opened.
fn opened(name: &str, file: &[u8]) -> Event {
    let open = |(project, bundle): (Project, Bundle)| {
        let delivery = Delivery { fingerprint: project.dataset.clone(), bundle };
        Opened { project, delivery, key: 7, set: None }
    };
    Event::Opened(open_file(file).map(open).map_err(|error| format!("{name}: {error}")))
}

/// Another rep who may have an account.
fn other_rep(shell: &Shell, account: u32) -> u16 {
    let (dataset, settings) = (shell.dataset(), shell.project().settings.clone());
    let scores = Arc::new(score(&dataset));
    let terms = Judge::new(dataset, scores, settings);
    let terms = terms.terms();
    let may = |rep: &u16| terms.column_of(*rep).is_some_and(|column| terms.allows(account as usize, column));
    let here = shell.project().working.rep[account as usize];
    (0..terms.dataset().reps.len() as u16).rev().filter(|rep| *rep != here).find(may).unwrap()
}

/// A session in which the example team is ready to be planned.
fn example() -> Shell {
    let mut shell = Shell::default();
    shell.send(Event::Effort(Effort { seed: 1, lanes: 2, seconds: None, steps: Some(STEPS) }));
    shell.send(Event::Example);
    shell.settle();
    shell
}

/// The same after one Optimize.
fn optimized() -> Shell {
    let mut shell = example();
    shell.send(Event::Optimize);
    shell.step(0, STEPS, true);
    shell.step(1, STEPS, true);
    shell.settle();
    shell
}

/// An account that may move: nobody fixed it and it has an owner.
fn free_account(shell: &Shell) -> u32 {
    let dataset = shell.dataset();
    let free = |account: &usize| {
        dataset.accounts.locked[*account] == 0 && dataset.accounts.family[*account] == evenfield::model::NO_FAMILY
    };
    (0..dataset.accounts.len()).find(free).unwrap() as u32
}

/// The project as bytes: projects hold figures that are not numbers, which never equal themselves.
fn bytes(project: &Project) -> Vec<u8> {
    encode_project(project)
}

#[test]
fn from_the_example_to_a_plan_in_a_file_and_back() {
    // The path of the first five minutes: if any link breaks, nothing else matters.
    let mut shell = Shell::default();
    shell.send(Event::Effort(Effort { seed: 1, lanes: 2, seconds: None, steps: Some(STEPS) }));
    shell.send(Event::Example);
    assert!(shell.session.busy() && shell.session.project.is_none());
    shell.settle();
    assert!(!shell.session.busy());
    let (accounts, reps) = (shell.dataset().accounts.len(), shell.dataset().reps.len());
    assert_eq!((accounts, reps), (450, 8));
    assert_eq!(shell.stored, 1);
    assert!(shell.session.understood.is_some() && view::rule_forms(&shell.session).len() > 5);
    let today = shell.session.judgement.clone().unwrap();
    assert!(today.bound.is_none() && today.plan == today.today);

    shell.send(Event::Optimize);
    assert_eq!(shell.lanes.len(), 2);
    shell.step(0, STEPS / 2, false);
    assert!(shell.session.run.as_ref().unwrap().bound().is_some(), "prices come first");
    shell.step(0, STEPS, true);
    assert!(shell.session.run.is_some(), "one lane still searches");
    shell.step(1, STEPS, true);
    assert!(shell.session.run.is_none());
    shell.settle();

    let judged = shell.session.judgement.clone().unwrap();
    assert_eq!(judged.version, shell.project().version);
    let bound = judged.bound.expect("the prices prove a bound");
    let figures = (today.plan.breaches, today.plan.objective, bound, judged.plan.breaches, judged.plan.objective);
    assert!(today.plan.breaches > 0 && bound <= judged.plan.objective, "{figures:?}");
    assert_eq!(judged.plan.breaches, 0, "{:?}", view::breaches(&shell.dataset(), &judged.plan));
    let revision = shell.project().revision().clone();
    assert_eq!((revision.id, revision.origin, revision.parent), (1, Origin::Optimised, Some(0)));
    assert!((revision.objective - judged.plan.objective).abs() < 1e-4, "the judge agrees with the search");
    assert_eq!(revision.seed, 1);
    let rows = view::versions(&shell.session);
    assert!(rows.len() == 2 && rows[0].current && rows[0].proof.starts_with('≤'));

    shell.send(Event::ExportProject);
    let (name, file) = shell.downloads.pop().unwrap();
    assert!(name.ends_with(".evenfield"), "{name}");
    let mut other = Shell::default();
    other.send(opened(&name, &file));
    other.settle();
    assert_eq!(bytes(other.project()), bytes(shell.project()));
    assert_eq!(other.dataset().fingerprint(), shell.dataset().fingerprint());
    assert_eq!(other.session.judgement, shell.session.judgement);
    assert_eq!(other.session.data.as_ref().unwrap().colours, shell.session.data.as_ref().unwrap().colours);
    assert_eq!(other.alerts(), "");
}

#[test]
fn undo_goes_back_to_the_first_state_and_redo_returns() {
    // Whoever can take everything back dares to try.
    let mut shell = example();
    let start = shell.project().clone();
    let account = free_account(&shell);
    let rules = start.settings.rules[..2].to_vec();
    shell.send(Event::Edit(Edit::Assign(vec![(account, 3)])));
    shell.send(Event::Edit(Edit::Lock(vec![(account, Some(3))])));
    shell.send(Event::Rules(rules.clone()));
    shell.send(Event::Edit(Edit::Rename("Other".to_owned())));
    assert_eq!(shell.session.history.undo_label(), Some("name the project Other"));
    let end = shell.project().clone();
    for _ in 0..4 {
        shell.send(Event::Undo);
    }
    assert_eq!((&shell.project().settings, &shell.project().working), (&start.settings, &start.working));
    assert_eq!(shell.project().name, start.name);
    let version = shell.project().version;
    shell.send(Event::Undo);
    assert_eq!(shell.project().version, version, "there is nothing left to undo");
    for _ in 0..4 {
        shell.send(Event::Redo);
    }
    assert_eq!((&shell.project().settings, &shell.project().working), (&end.settings, &end.working));
    assert!(shell.project().version > end.version, "the store watches the version");
    shell.settle();
    assert_eq!(shell.session.judgement.as_ref().unwrap().version, shell.project().version);
}

#[test]
fn versions_can_be_adopted_and_kept() {
    // A version is never lost by looking at another one.
    let mut shell = optimized();
    let found = shell.project().working.clone();
    shell.send(Event::Adopt(0));
    assert_eq!(&shell.project().working, shell.project().today());
    shell.send(Event::Undo);
    assert_eq!((shell.project().current, &shell.project().working), (1, &found));
    let account = free_account(&shell);
    let rep = (found.rep[account as usize] + 1) % 8;
    shell.send(Event::Edit(Edit::Assign(vec![(account, rep)])));
    assert!(shell.project().edited());
    shell.settle();
    shell.send(Event::Version(VersionEvent::Keep { label: String::new(), note: String::new(), now: 5.0 }));
    let kept = shell.project().revision();
    assert_eq!(
        (kept.id, kept.origin, kept.parent, kept.assignment.rep[account as usize]),
        (2, Origin::Kept, Some(1), rep)
    );
    assert!(!shell.project().edited() && shell.project().proof().is_some());
    // Opened with its rules, it comes back as it was made; one step takes both away again.
    let rules = shell.project().settings.clone();
    shell.send(Event::Rules(Vec::new()));
    assert!(view::versions(&shell.session)[0].other_rules);
    shell.send(Event::Adopt(1));
    assert_eq!((&shell.project().settings, &shell.project().working), (&rules, &found));
    shell.send(Event::Undo);
    assert!(shell.project().settings.rules.is_empty() && shell.project().current == 2);
    shell.send(Event::Undo);
    shell.send(Event::Adopt(9));
    assert_eq!(shell.project().current, 2, "a version that is not there changes nothing");
}

#[test]
fn the_assignments_file_gives_back_every_column_with_old_and_new_owner_and_reason() {
    // The file goes back into the CRM: what came in must come out, with the plan beside it.
    let mut shell = optimized();
    shell.send(Event::Export(ExportFile::Assignments));
    shell.settle();
    let (name, file) = shell.downloads.pop().unwrap();
    assert!(name.ends_with("-assignments.csv"), "{name}");
    let (tables, issues) = import::read(&name, &file);
    assert!(issues.is_empty(), "{issues:?}");
    let (written, dataset) = (&tables[0], shell.dataset());
    let bundle = shell.session.data.as_ref().unwrap().delivery.bundle.clone();
    let original = bundle.accounts_file().unwrap();
    assert_eq!(written.headers[..original.headers.len()], original.headers);
    let added = ["Old owner", "New owner", "New owner ID", "Change", "Reason"];
    assert_eq!(written.headers[original.headers.len()..], added);
    assert_eq!(written.len(), dataset.accounts.len());
    let (mut moved, plan) = (0, &shell.project().working);
    for account in 0..written.len() {
        for column in 0..original.headers.len() {
            let row = original.position(dataset.accounts.row[account]).unwrap();
            let (cell, before) = (written.cell(account, column), original.cell(row, column));
            assert_eq!(cell.trim_start_matches('\''), before.trim_start_matches('\''));
        }
        let cell = |header: &str| written.cell(account, written.column(header).unwrap());
        let (owner, rep) = (dataset.accounts.owner[account], plan.rep[account]);
        let name = |rep: u16| dataset.reps.get(rep as usize).map_or("", |rep| rep.name.as_str());
        assert_eq!((cell("Old owner"), cell("New owner")), (name(owner), name(rep)));
        assert_eq!(cell("New owner ID"), dataset.reps.get(rep as usize).map_or("", |rep| rep.id.as_str()));
        assert_eq!(cell("Change") == "changes", owner != rep);
        assert!(!cell("Reason").is_empty());
        moved += usize::from(owner != rep && owner != OPEN);
    }
    assert_eq!(moved as f64, shell.session.judgement.as_ref().unwrap().plan.figure("moved_accounts"));
}

#[test]
fn broken_limits_are_listed_and_lead_to_who_is_concerned() {
    // "3 breaches" alone says neither what is wrong nor where to begin.
    let mut shell = example();
    let most = [("max".to_owned(), Value::Number(1.0))].into();
    let rule = RuleSetting { id: "account-count".to_owned(), weight: 0.0, params: most };
    shell.send(Event::Rules(vec![rule]));
    shell.settle();
    let cards = view::headline(&shell.session);
    let shows = cards[0].shows.clone().expect("the headline leads to the list");
    shell.send(Event::Pick(shows));
    assert!(shell.session.selection.breaches);
    let panel = view::breach_panel(&shell.session).unwrap();
    let reps = shell.dataset().reps.len();
    assert_eq!((panel.rows.len(), panel.more.as_str()), (reps, ""));
    assert_eq!(panel.title, format!("{reps} breaches of limits"));
    let first = &panel.rows[0];
    assert_eq!(first.rule, "Account count");
    // The worst first: who has most.
    let owners = &shell.dataset().accounts.owner;
    let count = |rep: usize| owners.iter().filter(|owner| usize::from(**owner) == rep).count();
    let worst = (0..reps).rev().max_by_key(|rep| count(*rep)).unwrap();
    let name = &shell.dataset().reps[worst].name;
    assert!(first.text.contains(name) && first.text.contains("at most 1"), "{}", first.text);
    shell.send(Event::Pick(first.concerns.clone().unwrap()));
    assert_eq!((shell.session.selection.rep, shell.session.selection.breaches), (Some(worst as u16), false));

    let mut judged = shell.session.judgement.as_deref().unwrap().clone();
    let one = judged.plan.limits[0].breaches[0].clone();
    judged.plan.limits[0].breaches = vec![one; 1062];
    judged.plan.breaches = 1062;
    shell.session.judgement = Some(Arc::new(judged));
    let panel = view::breach_panel(&shell.session).unwrap();
    assert_eq!((panel.rows.len(), panel.more.as_str()), (50, "and 1,012 more"));
}

#[test]
fn after_a_search_in_vain_the_rules_that_cannot_all_hold_are_named() {
    // Without a name for it, people would press Optimize again and again.
    let mut shell = example();
    let mut rules = shell.session.project.as_ref().unwrap().settings.rules.clone();
    let place = rules.iter().position(|rule| rule.id == "move-limit").unwrap();
    let usual = rules[place].clone();
    rules[place].params.insert("percent".to_owned(), Value::Number(1.0));
    shell.send(Event::Rules(rules.clone()));
    shell.settle();
    assert_eq!(view::conflict_panel(&shell.session), None, "nobody has searched yet");
    shell.send(Event::Optimize);
    shell.step(0, STEPS, true);
    shell.step(1, STEPS, true);
    shell.settle();
    let text = view::conflict_panel(&shell.session).expect("a conflict");
    let row = text.parts.iter().find(|part| part.rule == "Move limit").expect("the move limit");
    assert!(row.text.starts_with("Allows 1 % to change hands"), "{}", row.text);
    assert!(shell.session.selection.breaches && view::run_panel(&shell.session).is_none());
    assert_eq!(view::conflict_lines(&shell.session).len(), 1);

    // Other rules: what was named is about nothing any more. The same rules again: it stands.
    rules[place] = usual;
    shell.send(Event::Rules(rules));
    shell.settle();
    assert_eq!(view::conflict_panel(&shell.session), None);
    shell.send(Event::Undo);
    shell.settle();
    assert_eq!(view::conflict_panel(&shell.session), Some(text));

    // Named or not yet, nobody is left to wonder.
    assert_eq!(view::conflict_note(&shell.session), None);
    let settings = shell.session.project.as_ref().unwrap().settings.clone();
    shell.session.conflict = Some((settings.clone(), None));
    assert!(view::conflict_note(&shell.session).unwrap().contains("not proven"));
    shell.session.conflict_asked = Some(settings);
    assert!(view::conflict_note(&shell.session).unwrap().starts_with("Looking for"));
    // The desk forgets the question with the data; whoever comes back must not wait for its answer.
    shell.session.conflict = None;
    shell.send(Event::Shelf(Shelf::Close));
    shell.send(Event::TakeBack);
    shell.settle();
    assert!(shell.session.conflict_asked.is_none() && view::conflict_panel(&shell.session).is_some());
}

#[test]
fn rules_are_eased_to_the_plan_that_was_found_in_one_step() {
    // Easing one limit of a contradiction by the least that is needed leads to the next one, again and again.
    let mut shell = example();
    let mut rules = shell.session.project.as_ref().unwrap().settings.rules.clone();
    for (id, key, number) in [("move-limit", "percent", 2.0), ("balance-window", "tolerance_percent", 3.0)] {
        let rule = rules.iter_mut().find(|rule| rule.id == id).unwrap();
        rule.params.insert(key.to_owned(), Value::Number(number));
    }
    shell.send(Event::Rules(rules.clone()));
    shell.send(Event::Optimize);
    shell.step(0, STEPS, true);
    shell.step(1, STEPS, true);
    shell.settle();
    assert!(shell.session.judgement.as_ref().unwrap().plan.breaches > 0);
    let plan = shell.project().working.clone();
    shell.send(Event::Pick(Pick::Breaches));
    shell.settle();
    let asked = update(&mut shell.session, Event::Pick(Pick::Breaches));
    assert!(asked.is_empty(), "one question for one plan: {asked:?}");
    let Some(WayOut::Numbers(told)) = way_out(&shell.session) else { panic!("{:?}", way_out(&shell.session)) };
    shell.send(Event::Allow);
    shell.settle();
    let judged = shell.session.judgement.clone().unwrap();
    assert_eq!((judged.plan.breaches, judged.version), (0, shell.project().version), "{}", shell.alerts());
    assert!(!shell.session.selection.breaches, "a list of nothing stands in the way");
    assert_eq!(shell.project().working, plan);
    let eased = shell.project().settings.rules.iter().zip(&rules).filter(|(now, before)| now != before).count();
    assert_eq!(eased, told.len(), "only what is broken is eased, as it was told: {told:?}");
    shell.send(Event::Undo);
    assert_eq!(shell.project().settings.rules, rules);
    // A lock has no number: who must stay with somebody else is said.
    let (account, today) = (free_account(&shell), shell.dataset().accounts.owner[free_account(&shell) as usize]);
    let other = u16::from(today == 0);
    shell.send(Event::Edit(Edit::Lock(vec![(account, Some(other))])));
    shell.send(Event::Edit(Edit::Assign(vec![(account, today)])));
    shell.send(Event::Pick(Pick::Breaches));
    shell.settle();
    let way = way_out(&shell.session);
    assert!(matches!(&way, Some(WayOut::Stuck(why)) if why.contains("lock")), "{way:?}");
}

#[test]
fn what_changes_hands_is_summed_up_while_somebody_looks() {
    // Nobody waits for sums that nobody sees, and a stale sum would contradict the map.
    let mut shell = optimized();
    assert!(shell.session.moved.told.is_none(), "nobody looks yet");
    assert_eq!(shell.session.searched.as_ref().map(|searched| searched.label.as_str()), Some("Version 1"));
    shell.send(Event::WatchMoved(true));
    shell.settle();
    let owners = shell.dataset().accounts.owner.clone();
    let moves = |shell: &Shell| {
        let plan = shell.project().working.rep.iter().zip(owners.iter());
        plan.filter(|(rep, owner)| rep != owner && **rep != OPEN).count() as u32
    };
    let told = |shell: &Shell| shell.session.moved.told.clone().unwrap();
    let sum = |shell: &Shell| told(shell).values.iter().map(|value| value.accounts).sum::<u32>();
    assert_eq!((told(&shell).version, sum(&shell)), (shell.project().version, moves(&shell)));
    let account = free_account(&shell);
    let rep = other_rep(&shell, account);
    shell.send(Event::Edit(Edit::Assign(vec![(account, rep)])));
    shell.settle();
    assert_eq!((told(&shell).version, sum(&shell)), (shell.project().version, moves(&shell)));
    shell.send(Event::WatchMoved(false));
    shell.send(Event::Undo);
    shell.settle();
    assert_ne!(told(&shell).version, shell.project().version, "nobody looks any more");
    assert!(view::moved_chart(&shell.session, 400.0).is_none(), "what is stale is not drawn");
}

#[test]
fn news_of_an_old_run_is_dropped() {
    // A worker that was told to stop may still have words on the way; they are about another question.
    let mut shell = example();
    shell.send(Event::Optimize);
    let late = shell.news(1, 40, true);
    shell.step(0, 40, true);
    shell.send(Event::LaneLost(1));
    shell.send(Event::Optimize);
    let run = shell.session.run.clone().unwrap();
    assert_eq!(run.id, 2);
    let before = shell.project().revisions.len();
    shell.hear(Reply::Lane(late));
    assert_eq!(shell.session.run, Some(run));
    assert_eq!(shell.project().revisions.len(), before);
}

#[test]
fn the_same_effort_gives_the_same_plan() {
    // "Seed 1, 2 lanes, 150 steps" in a version's line is a recipe.
    let (one, other) = (optimized(), optimized());
    assert_eq!(one.project().working, other.project().working);
    assert_eq!(one.project().revision().objective, other.project().revision().objective);
}

#[test]
fn after_an_edit_the_first_lane_goes_on_from_the_open_plan() {
    // Without the prices of the plan before, every small edit costs the whole search again.
    let mut shell = optimized();
    shell.send(Event::Effort(Effort { seed: 5, lanes: 2, seconds: None, steps: Some(STEPS) }));
    let account = free_account(&shell);
    let rep = shell.project().working.rep[account as usize];
    shell.send(Event::Edit(Edit::Lock(vec![(account, Some(rep))])));
    shell.send(Event::Optimize);
    let known = shell.project().revision().proof.clone().unwrap();
    let prices = shell.lanes[0].0.prices.clone().expect("the first lane knows the prices");
    assert_eq!((prices.load, prices.cap), (known.load, known.cap));
    assert!(shell.lanes[1].0.prices.is_none(), "the other lane looks afresh");
    for lane in 0..2 {
        shell.step(lane, STEPS, true);
    }
    shell.settle();
    assert_eq!(shell.project().revision().breaches, 0);
    // Where another rule comes in, the old prices are about other loads.
    let mut rules = shell.project().settings.rules.clone();
    rules.retain(|rule| rule.id != "workload-balance");
    shell.send(Event::Rules(rules));
    shell.send(Event::Optimize);
    assert!(shell.lanes.iter().all(|(task, _)| task.prices.is_none()));
}

#[test]
fn what_a_lane_finds_is_shown_to_the_lanes_that_still_search() {
    let mut shell = example();
    shell.send(Event::Effort(Effort { seed: 1, lanes: 3, seconds: Some(10.0), steps: None }));
    shell.send(Event::Optimize);
    shell.step(2, STEPS, true);
    let mut news = shell.news(0, STEPS, false);
    let plan = shell.lanes[0].1.plan().unwrap();
    news.found = Some(plan.clone());
    shell.hear(Reply::Lane(news));
    assert_eq!(shell.meetings, [(vec![1], plan.clone())], "neither back to the finder nor to who has ended");
    // Taking it in can only help.
    let (_, lane) = &mut shell.lanes[1];
    lane.step(STEPS);
    lane.meet(&plan);
    let found = lane.step(2 * STEPS).objective.unwrap();
    assert!(found <= shell.lanes[0].1.progress().objective.unwrap() + 1e-9);
}

#[test]
fn what_stands_in_the_way_of_a_move_is_what_the_judge_finds_after_it() {
    // Told wrongly, a person eases a limit for nothing, or moves an account and is surprised.
    let shell = optimized();
    let (dataset, scores) = shell.equipment.clone().unwrap();
    let judge = Judge::new(dataset.clone(), scores, shell.project().settings.clone());
    let plan = &shell.project().working;
    let before = judge.evaluate(plan).breaches;
    let (mut free, mut barred, mut told) = (0, 0, 0);
    for account in (0..dataset.accounts.len()).step_by(9) {
        let explanation = judge.explain(plan, None, account);
        for (other, alone) in explanation.alternatives.iter().filter_map(|other| Some((other, other.alone.as_ref()?))) {
            let mut moved = plan.clone();
            explanation.unit.iter().for_each(|member| moved.rep[*member as usize] = other.rep);
            let after = judge.evaluate(&moved);
            let broken = alone.breaks.clone();
            let worse = after.objective - judge.evaluate(plan).objective;
            assert!((alone.points - worse).abs() < 1e-9, "what is told is what the judge finds");
            assert_eq!((before, after.breaches), (0, broken.len()), "account {account} to {}", other.rep);
            let is_judged = |it: &Obstacle| after.limits.iter().any(|limit| limit.breaches.contains(&it.finding));
            assert!(broken.iter().all(is_judged));
            for (obstacle, eased) in broken.iter().filter_map(|it| Some((it, it.eased.as_ref()?))) {
                // The number told must do, and one a little harder must not.
                let breaks_with = |number: f64| {
                    let mut settings = shell.project().settings.clone();
                    let of_rule = settings.rules.iter_mut().filter(|setting| setting.id == obstacle.finding.rule);
                    of_rule.for_each(|setting| {
                        setting.params.insert(eased.key.clone(), Value::Number(number));
                    });
                    let judge = Judge::new(dataset.clone(), shell.equipment.clone().unwrap().1, settings);
                    let judged = judge.evaluate(&moved);
                    let is_same = |it: &Finding| {
                        (&it.rule, it.account, it.rep)
                            == (&obstacle.finding.rule, obstacle.finding.account, obstacle.finding.rep)
                    };
                    judged.limits.iter().flat_map(|limit| &limit.breaches).any(is_same)
                };
                let little = 0.11 * (eased.needed - eased.set).signum();
                assert!(!breaks_with(eased.needed) && breaks_with(eased.needed - little), "{obstacle:?}");
                told += 1;
            }
            *if broken.is_empty() { &mut free } else { &mut barred } += 1;
        }
    }
    assert!(free > 0 && barred > 0 && told > 0, "{free} free, {barred} barred, {told} eased: all must occur");
}

#[test]
fn an_account_assigned_by_hand_stays_only_where_it_is_locked_and_the_user_is_told() {
    // Whoever moved an account and optimized again would look for it where it no longer is.
    for locks in [false, true] {
        let mut shell = optimized();
        let account = free_account(&shell);
        let rep = other_rep(&shell, account);
        shell.send(Event::Edit(Edit::Assign(vec![(account, rep)])));
        if locks {
            shell.send(Event::Edit(Edit::Lock(vec![(account, Some(rep))])));
        }
        shell.settle();
        shell.send(Event::Optimize);
        shell.step(0, STEPS, true);
        shell.step(1, STEPS, true);
        shell.settle();
        let stayed = shell.project().working.rep[account as usize] == rep;
        assert_eq!(stayed, locks, "what is not locked is free again");
        assert_eq!(shell.alerts().contains("had assigned by hand went elsewhere"), !stayed, "{}", shell.alerts());
    }
}

#[test]
fn stop_keeps_the_best_plan_so_far() {
    // Stop means "enough", not "throw it away".
    let mut shell = example();
    shell.send(Event::Effort(Effort { seed: 1, lanes: 2, seconds: Some(600.0), steps: None }));
    shell.send(Event::Optimize);
    shell.step(0, STEPS, false);
    shell.step(1, 2, false);
    shell.send(Event::Stop);
    assert_eq!(shell.stopped.last(), Some(&1));
    assert!(shell.session.run.as_ref().unwrap().stopping);
    shell.step(1, 0, true);
    shell.step(0, 0, true);
    let best = shell.lanes[0].1.plan().unwrap();
    assert!(shell.session.run.is_none());
    assert_eq!(shell.project().revision().assignment, best);
    assert_eq!(shell.project().working, best);
}

#[test]
fn a_search_by_the_clock_ends_early_where_nothing_better_comes() {
    // Whoever made one edit waits for the answer; whoever gives a search an hour means it.
    let searched = |effort: Effort| {
        let mut shell = example();
        shell.send(Event::Effort(Effort { lanes: 1, ..effort }));
        shell.send(Event::Optimize);
        shell.step(0, STEPS, false);
        let found = shell.now;
        while shell.stopped.is_empty() && shell.now - found < 5000.0 {
            shell.step(0, 0, false);
        }
        (shell.stopped.len(), shell.now - found)
    };
    let (stopped, after) = searched(Effort { steps: None, seconds: Some(10.0), ..Effort::default() });
    assert!(stopped == 1 && (3200.0..=3600.0).contains(&after), "{stopped} {after}");
    for patient in
        [Effort { seconds: Some(3600.0), ..Effort::default() }, Effort { steps: Some(1 << 40), ..Effort::default() }]
    {
        assert_eq!(searched(patient).0, 0);
    }
}

#[test]
fn rules_that_cannot_all_hold_are_named_while_the_search_still_runs() {
    // The dual knows after a moment; to be told at the end would be ten seconds late.
    let mut shell = example();
    let mut rules = shell.project().settings.rules.clone();
    let limit = rules.iter_mut().find(|rule| rule.id == "move-limit").unwrap();
    limit.params.insert("percent".to_owned(), Value::Number(1.0));
    shell.send(Event::Rules(rules));
    shell.settle();
    shell.send(Event::Optimize);
    for _ in 0..30 {
        shell.step(0, 2, false);
        shell.settle();
    }
    assert!(shell.session.run.is_some() && view::conflict_panel(&shell.session).is_some());
    // It is there when the search ends, and is not asked for twice.
    shell.step(0, 0, true);
    shell.step(1, 2, true);
    assert!(shell.session.selection.breaches && shell.session.conflict_asked.is_none());
}

#[test]
fn a_lost_lane_costs_its_own_search_only() {
    // A worker may die; what the others found must live, and what the dead one had handed in too.
    let mut shell = example();
    shell.send(Event::Optimize);
    shell.step(0, STEPS, true);
    shell.send(Event::LaneLost(0));
    assert!(shell.alerts().contains("stopped unexpectedly"));
    shell.step(1, 5, false);
    shell.send(Event::LaneLost(1));
    let result = shell.lanes[0].1.plan().unwrap();
    assert_eq!(shell.project().revision().assignment, result);
    assert!(shell.project().revision().made_at > 0.0, "a version has a date");

    let mut shell = example();
    shell.send(Event::Optimize);
    shell.send(Event::LaneLost(0));
    shell.send(Event::LaneLost(1));
    assert!(shell.session.run.is_none() && shell.project().revisions.len() == 1);
    assert!(shell.alerts().contains("ended before it had a plan"));
    shell.send(Event::Optimize);
    assert!(shell.session.run.is_some(), "the next search starts as usual");
}

#[test]
fn only_one_judgement_is_under_way_and_a_stale_one_is_renewed() {
    // A lasso stroke changes the plan many times a second; the desk must not work through them all.
    let mut shell = example();
    let account = free_account(&shell);
    for rep in [1, 2, 3, 4, 5] {
        shell.send(Event::Edit(Edit::Assign(vec![(account, rep)])));
    }
    let judgements =
        |shell: &Shell| shell.requests.iter().filter(|request| matches!(request, Request::Judge(_))).count();
    assert_eq!(judgements(&shell), 1);
    assert!(shell.answer());
    let judged = shell.session.judgement.as_ref().unwrap().version;
    assert!(judged < shell.project().version && judgements(&shell) == 1);
    assert!(shell.answer() && judgements(&shell) == 0, "two judgements serve five strokes");
    shell.settle();
    assert_eq!(shell.session.judgement.as_ref().unwrap().version, shell.project().version);
    assert!(!shell.session.busy());
}

#[test]
fn an_answer_about_another_project_is_not_taken_for_this_one() {
    // Opening a project while the old one is being judged must not show the old figures.
    let mut shell = optimized();
    shell.send(Event::ExportProject);
    let (name, file) = shell.downloads.pop().unwrap();
    let mut other = Shell::default();
    let accounts = "id,name,owner,potential\n1,A,Ana,10\n2,B,Ben,20\n3,C,Ana,5\n";
    other.send(Event::Files(vec![InputFile { name: "a.csv".to_owned(), bytes: accounts.as_bytes().to_vec() }]));
    other.settle();
    other.send(Event::Edit(Edit::Rename("Other".to_owned())));
    let Some(Request::Judge(_)) = other.requests.front() else { panic!("the small project is being judged") };
    other.send(opened(&name, &file));
    assert!(other.answer());
    assert!(other.session.judgement.is_none());
    other.settle();
    assert_eq!(other.session.judgement.as_ref().unwrap().plan.reps.len(), 8);
    assert_eq!(other.alerts(), "");
}

#[test]
fn only_the_last_of_several_readings_counts() {
    // "Start over" while a file is being read must not bring the file back.
    let mut shell = Shell::default();
    shell.send(Event::Example);
    shell.send(Event::Shelf(Shelf::Close));
    shell.settle();
    assert!(shell.session.project.is_none() && !shell.session.busy());
    shell.send(Event::Example);
    let account = "id,name,owner\n1,A,Ana\n".as_bytes().to_vec();
    shell.send(Event::Shelf(Shelf::Close));
    shell.send(Event::Files(vec![InputFile { name: "a.csv".to_owned(), bytes: account }]));
    shell.settle();
    assert_eq!(shell.dataset().accounts.len(), 1);
    assert_eq!(shell.alerts(), "");
}

#[test]
fn a_reading_that_is_cancelled_leaves_everything_as_it_was() {
    // Whoever chose the wrong file of a million rows goes on with the work at once, also where the answer is under way.
    let account = "id,name,owner\n1,A,Ana\n".as_bytes().to_vec();
    let file = || Event::Files(vec![InputFile { name: "a.csv".to_owned(), bytes: account.clone() }]);
    for answered in [false, true] {
        let mut shell = optimized();
        let before = (bytes(shell.project()), shell.dataset().fingerprint());
        shell.send(file());
        assert!(shell.session.busy());
        let Some(Request::Read(number, readable)) = shell.requests.pop_front() else { panic!("it is being read") };
        let reply = answered.then(|| shell.desk.read(number, readable).unwrap());
        shell.send(Event::CancelReading);
        if let Some(reply) = reply {
            shell.hear(reply);
        }
        shell.settle();
        assert!(!shell.session.busy());
        assert_eq!((bytes(shell.project()), shell.dataset().fingerprint()), before);
        assert_eq!(shell.alerts(), "");
        shell.send(Event::Export(ExportFile::Assignments));
        shell.settle();
        assert_eq!(shell.downloads.len(), 1, "the desk still has the data: {}", shell.alerts());
        shell.send(file());
        shell.settle();
        assert_eq!(shell.dataset().accounts.len(), 1, "and reads the next file");
    }
}

#[test]
fn after_a_project_was_opened_amid_a_reading_files_are_read_again() {
    // The answer that nobody waits for must not stand in the way of the next one.
    let mut shell = optimized();
    shell.send(Event::ExportProject);
    let (name, file) = shell.downloads.pop().unwrap();
    let mut other = Shell::default();
    other.send(Event::Example);
    other.send(opened(&name, &file));
    other.settle();
    assert_eq!(other.project().revisions.len(), 2, "the project, not what was being read");
    let account = "id,name,owner\n1,A,Ana\n".as_bytes().to_vec();
    other.send(Event::Files(vec![InputFile { name: "a.csv".to_owned(), bytes: account }]));
    other.settle();
    assert_eq!(other.dataset().accounts.len(), 1);
}

#[test]
fn editing_while_files_are_read_asks_nothing_about_data_that_are_on_their_way() {
    // The desk already holds the new data when it answers; the old plan does not fit them.
    let mut shell = example();
    let account = free_account(&shell);
    shell.send(Event::Files(vec![InputFile { name: "b.csv".to_owned(), bytes: b"hello".to_vec() }]));
    shell.send(Event::Edit(Edit::Assign(vec![(account, 2)])));
    shell.send(Event::Pick(Pick::Account(account)));
    shell.settle();
    assert!(shell.alerts().contains("b.csv"), "a file of no use is said aloud: {}", shell.alerts());
    assert_eq!(shell.session.judgement.as_ref().unwrap().version, shell.project().version);
}

#[test]
fn rules_that_cannot_be_used_are_refused_with_words() {
    // A rule set from a newer version or by hand must not start a search that ignores half of it.
    let mut shell = example();
    let rule = |id: &str, key: &str, value: f64| RuleSetting {
        id: id.to_owned(),
        params: [(key.to_owned(), Value::Number(value))].into(),
        ..RuleSetting::default()
    };
    let cases = [
        (rule("balanse-window", "x", 1.0), "balance-window"),
        (rule("capacity", "hours", 1.0), "utilisation_percent"),
        (rule("balance-window", "tolerance_percent", -5.0), "a number from 0 to 1000"),
    ];
    for (rule, word) in cases {
        shell.send(Event::Rules(vec![rule]));
        shell.send(Event::Optimize);
        assert!(shell.session.run.is_none() && shell.lanes.is_empty());
        assert!(shell.session.alerts.last().unwrap().text.contains(word), "{}", shell.alerts());
    }
    let id = shell.session.alerts[0].id;
    shell.send(Event::Dismiss(id));
    assert_eq!(shell.session.alerts.len(), 2);
}

#[test]
fn editing_during_a_run_is_not_lost() {
    // The result arrives as a new version beside the user's work, never over it; opening it is one undo away from there.
    let mut shell = example();
    let account = free_account(&shell);
    let rules = shell.project().settings.rules.clone();
    let rep = other_rep(&shell, account);
    shell.send(Event::Optimize);
    shell.step(0, 20, false);
    shell.send(Event::Edit(Edit::Assign(vec![(account, rep)])));
    shell.send(Event::Edit(Edit::Lock(vec![(account, Some(rep))])));
    let edited = shell.project().working.clone();
    shell.step(0, STEPS, true);
    shell.step(1, STEPS, true);
    assert_eq!(shell.project().revisions.len(), 2);
    assert_eq!((shell.project().current, &shell.project().working), (0, &edited), "the user's plan stays open");
    assert!(shell.alerts().contains("Version 1 is ready"), "and the user is told: {}", shell.alerts());
    shell.send(Event::Adopt(1));
    assert_eq!(shell.project().revision().settings.rules, rules);
    assert!(shell.project().revision().settings.locks.is_empty(), "a version knows what it was made under");
    assert!(shell.project().settings.locks.is_empty(), "it is opened as it was made");
    shell.send(Event::Edit(Edit::Lock(vec![(account, Some(rep))])));
    shell.settle();
    let judged = shell.session.judgement.clone().unwrap();
    let proof = shell.project().proof().unwrap();
    assert!(judged.bound.unwrap() >= proof.bound - 1e-9, "its prices prove a bound under the lock, too");
    shell.send(Event::Undo);
    shell.send(Event::Undo);
    assert_eq!((shell.project().current, &shell.project().working), (0, &edited));
    assert_eq!(shell.project().settings.locks, [(account, rep)], "the way back brings the lock back");
    shell.send(Event::Redo);
    assert_eq!(shell.project().current, 1);
}

#[test]
fn a_lost_desk_is_given_its_data_again() {
    // The page lives on when a worker dies, and what it asks next must be answered.
    let mut shell = optimized();
    let before = shell.session.judgement.clone();
    shell.desk = Desk::default();
    shell.requests.clear();
    shell.send(Event::DeskLost);
    shell.settle();
    assert_eq!(shell.session.judgement, before);
    shell.send(Event::Pick(Pick::Account(7)));
    shell.settle();
    assert_eq!(shell.session.explanation.as_ref().unwrap().account, 7);
    assert!(view::account_panel(&shell.session).is_some());
}

#[test]
fn a_table_of_something_else_takes_nothings_place() {
    // A price list among the files is no other team: the work goes on, and the list is kept with the data.
    let file = |name: &str, text: &str| InputFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    let mut shell = Shell::default();
    shell.send(Event::Files(vec![file("a.csv", "id,name,owner,potential\n1,A,Ana,10\n2,B,Ben,20\n")]));
    shell.settle();
    shell.send(Event::Edit(Edit::Rename("Northeast".to_owned())));
    shell.settle();
    let (before, stored) = (bytes(shell.project()), shell.stored);
    shell.send(Event::Files(vec![file("products.csv", "product,series,sales_price\nGTX,GTX,550\nMG,MG,55\n")]));
    shell.settle();
    assert_eq!(bytes(shell.project()), before);
    assert_eq!(shell.session.understood.as_ref().unwrap().mappings.len(), 2, "it is listed");
    assert_eq!((shell.stored, shell.alerts().as_str()), (stored + 1, ""));
}

#[test]
fn what_the_store_held_opens_as_it_was() {
    // Closing the tab is not losing the work; what does not fit together is refused with words.
    let shell = optimized();
    let project = bytes(shell.project());
    let delivery = shell.session.data.as_ref().unwrap().delivery.clone();
    let mut fresh = Shell::default();
    fresh.send(Event::Restored(Ok(Opened { project: shell.project().clone(), delivery, key: 7, set: None })));
    assert_eq!((bytes(fresh.project()), fresh.saves, &fresh.session.saved), (project.clone(), 0, &Saved::Stored));
    fresh.settle();
    assert_eq!(fresh.session.judgement, shell.session.judgement);
    // The files are there, too: what was found in them, and another meaning for a column.
    let (kept, before) = (fresh.session.understood.clone().unwrap(), shell.session.understood.as_ref().unwrap());
    assert_eq!((&kept.mappings, &kept.issues, &kept.steps), (&before.mappings, &before.issues, &before.steps));
    let mut mapping = kept.mappings[0].clone();
    mapping.choose(mapping.column_of(Field::Industry).unwrap(), None);
    fresh.send(Event::Remap(vec![mapping]));
    fresh.settle();
    assert_eq!(fresh.dataset().accounts.len(), shell.dataset().accounts.len());
    assert!(fresh.dataset().accounts.industry.labels().len() == 1, "no industries any more");
    let mut wrong = Shell::default();
    wrong.send(Event::Restored(Err("It is damaged.".to_owned())));
    assert!(wrong.session.project.is_none() && wrong.alerts().contains("could not be opened"));
}

#[test]
fn starting_over_can_be_undone() {
    // One click must not cost a day's work: project, versions, data and history come back, also in the store.
    let mut shell = optimized();
    shell.send(Event::Edit(Edit::Rename("Northeast".to_owned())));
    shell.settle();
    let (project, dataset) = (shell.project().clone(), shell.dataset().fingerprint());
    shell.send(Event::Shelf(Shelf::Close));
    shell.settle();
    assert!(shell.session.project.is_none() && shell.session.data.is_none());
    assert_eq!((shell.alerts().as_str(), shell.stored), ("Northeast is closed.", 0));

    let saves = shell.saves;
    shell.send(Event::Undo);
    shell.settle();
    assert_eq!(shell.alerts(), "");
    assert!(shell.project() == &project && shell.dataset().fingerprint() == dataset);
    assert_eq!((shell.stored, shell.saves), (1, saves + 1));
    assert!(!shell.session.busy());
    assert_eq!(shell.session.judgement.as_ref().unwrap().version, project.version);
    shell.send(Event::Undo);
    shell.settle();
    assert_ne!(shell.project().name, "Northeast", "the history came back too");
    shell.send(Event::Export(ExportFile::Assignments));
    shell.settle();
    assert_eq!(shell.downloads.len(), 1, "the desk has the data again");
}

#[test]
fn projects_stay_on_the_device_beside_each_other() {
    // A second file must not cost the first project; and what was made of a file by mistake must not litter the list.
    let mut shell = optimized();
    let (first, card) = (shell.session.key, shell.session.card(5.0).unwrap());
    assert_eq!((card.key, card.accounts, card.reps, card.versions), (first, 450, 8, 2));
    shell.send(Event::Shelf(Shelf::Stored(card.clone())));
    let accounts = "id,name,owner\n1,A,Ana\n".as_bytes().to_vec();
    let file = || Event::Files(vec![InputFile { name: "a.csv".to_owned(), bytes: accounts.clone() }]);
    shell.send(file());
    shell.settle();
    assert!(shell.session.key > first && shell.alerts().contains("Example accounts stays among your projects"));
    let second = shell.session.key;
    shell.send(Event::Undo);
    shell.settle();
    assert_eq!((shell.session.key, shell.dropped.as_slice()), (first, [second].as_slice()));

    shell.send(file());
    shell.settle();
    let third = shell.session.key;
    shell.send(Event::Shelf(Shelf::Switch(third)));
    assert!(shell.fetched.is_empty(), "it is open");
    shell.send(Event::Shelf(Shelf::Switch(first)));
    assert_eq!(shell.fetched, [first]);
    // The open project cannot be deleted; another one can, and be brought back.
    shell.send(Event::Shelf(Shelf::Delete(third, 9.0)));
    shell.send(Event::Shelf(Shelf::Delete(first, 9.0)));
    shell.send(Event::Shelf(Shelf::BringBack(first)));
    let marked: Vec<_> = shell.cards.iter().map(|card| (card.key, card.deleted_at)).collect();
    assert_eq!(marked, [(first, Some(9.0)), (first, None)]);
}

#[test]
fn a_second_tab_stores_nothing_until_it_takes_over() {
    // Two tabs that store one project take turns at losing work.
    let mut shell = example();
    shell.send(Event::Shelf(Shelf::Elsewhere(true)));
    let saves = shell.saves;
    shell.send(Event::Edit(Edit::Rename("Mine".to_owned())));
    shell.send(Event::SavedAs(Saved::Stored));
    assert_eq!((shell.saves, &shell.session.saved), (saves, &Saved::Elsewhere));
    shell.send(Event::Shelf(Shelf::Elsewhere(false)));
    shell.send(Event::Edit(Edit::Rename("Ours".to_owned())));
    assert_eq!((shell.saves, &shell.session.saved), (saves + 1, &Saved::Pending));
}

#[test]
fn what_a_search_had_found_is_a_version_after_the_tab_was_lost() {
    // A browser that dies in the tenth minute of a search must not take ten minutes with it.
    let mut shell = example();
    shell.send(Event::Optimize);
    let mut news = shell.news(0, STEPS, false);
    news.found = shell.lanes[0].1.plan();
    assert!(news.found.is_some());
    shell.hear(Reply::Lane(news));
    let found = shell.found.take().expect("it is kept beside the project");
    let (project, delivery) = (shell.project().clone(), shell.session.data.as_ref().unwrap().delivery.clone());
    let mut later = Shell::default();
    later.send(Event::Restored(Ok(Opened { project, delivery, key: 7, set: None })));
    later.send(Event::Shelf(Shelf::FoundBefore(found.clone())));
    assert_eq!(later.project().revisions[1].assignment, found.assignment);
    assert_eq!((later.project().current, later.saves), (0, 1), "the open plan stays as it was");
    assert!(later.alerts().contains("interrupted"));
    // Found for other data, it is of no use.
    let mut other = Shell::default();
    other.send(Event::Files(vec![InputFile { name: "a.csv".to_owned(), bytes: b"id,name,owner\n1,A,Ana\n".to_vec() }]));
    other.settle();
    other.send(Event::Shelf(Shelf::FoundBefore(found)));
    assert_eq!(other.project().revisions.len(), 1);
}

#[test]
fn starting_over_is_final_once_other_data_came_or_the_notice_is_closed() {
    // What is set aside takes memory, and two projects at once would be one too many.
    let mut shell = example();
    shell.send(Event::Shelf(Shelf::Close));
    let notice = shell.session.alerts[0].id;
    shell.send(Event::Dismiss(notice));
    shell.send(Event::Undo);
    shell.settle();
    assert!(shell.session.project.is_none() && shell.session.set_aside.is_none());

    let mut shell = example();
    shell.send(Event::Shelf(Shelf::Close));
    shell.send(Event::Example);
    assert!(shell.session.set_aside.is_some(), "a file that cannot be read leaves the way back");
    shell.settle();
    assert!(shell.session.project.is_some() && shell.session.set_aside.is_none());
    assert_eq!(shell.alerts(), "");
}

#[test]
fn other_files_in_place_of_a_project_can_be_taken_back() {
    // One file dropped by mistake must not cost the versions of a week.
    let mut shell = optimized();
    shell.send(Event::Edit(Edit::Rename("Northeast".to_owned())));
    shell.settle();
    let accounts = "id,name,owner,potential\n1,A,Ana,10\n2,B,Ben,20\n".as_bytes().to_vec();
    shell.send(Event::Files(vec![InputFile { name: "a.csv".to_owned(), bytes: accounts }]));
    shell.settle();
    assert_eq!(shell.dataset().accounts.len(), 2);
    assert!(shell.alerts().contains("Northeast stays among your projects"), "{}", shell.alerts());
    shell.send(Event::Undo);
    shell.settle();
    assert_eq!((shell.project().name.as_str(), shell.project().revisions.len()), ("Northeast", 2));
    assert_eq!(shell.dataset().accounts.len(), 450);
    assert!(shell.session.judgement.is_some() && !shell.session.busy());
    // What is searched next is what came back, not what was taken away.
    assert_eq!(shell.equipment.as_ref().unwrap().0.accounts.len(), 450);
}

#[test]
fn what_comes_back_is_not_replaced_by_what_was_being_read() {
    // "Undo" while the next file is read: the user wants the old project, not the file.
    let mut shell = example();
    shell.send(Event::Edit(Edit::Rename("Northeast".to_owned())));
    shell.settle();
    shell.send(Event::Shelf(Shelf::Close));
    shell.send(Event::Example);
    shell.send(Event::Undo);
    shell.settle();
    assert_eq!(shell.project().name, "Northeast");
    assert!(!shell.session.busy());
    shell.send(Event::Example);
    shell.settle();
    assert!(!shell.session.busy(), "later files are read as ever");
}

fn rivals() -> Rivals {
    Rivals { first: "travel".to_owned(), second: "continuity".to_owned() }
}

/// A curve drawn by so many lanes; of two that are at work the later one is ready first.
fn drawn(lanes: u32) -> Shell {
    let mut shell = example();
    shell.send(Event::Effort(Effort { lanes, ..shell.session.effort }));
    shell.send(Event::Draw(rivals()));
    assert!(shell.session.busy());
    while !shell.points.is_empty() {
        assert!(shell.points.len() <= lanes as usize, "a lane looks for one point at a time");
        shell.find(shell.points.len() - 1);
    }
    assert!(!shell.session.busy());
    shell
}

#[test]
fn a_curve_is_the_same_however_many_lanes_draw_it_and_its_points_become_versions() {
    // A plan from the curve is a plan like any other: kept, judged, undone. And the machine must not choose the curve.
    let mut shell = drawn(2);
    let other = drawn(1);
    let curve = |shell: &Shell| shell.session.drawing.as_ref().unwrap().trade_off.clone();
    assert_eq!(curve(&shell).points(), curve(&other).points());
    let panel = view::trade_off_panel(&shell.session).unwrap();
    assert!(panel.rows.len() >= 7 && panel.chart.dots.len() == panel.rows.len(), "{}", panel.sentence);
    assert!(panel.sentence.contains("none beaten in both") && panel.caution.is_empty(), "{}", panel.sentence);
    assert!(panel.rows.iter().all(|row| row.gap.starts_with('≤')));
    assert_eq!(panel.chart.marks[0].name, "Today");

    let before = shell.project().working.clone();
    let number = panel.rows[3].number;
    shell.send(Event::KeepPoint(number, 7.0));
    shell.settle();
    let point = curve(&shell).points().iter().find(|point| point.number == number).unwrap().clone();
    let kept = shell.project().revision().clone();
    assert_eq!((kept.id, kept.origin, &kept.assignment), (1, Origin::Optimised, &point.plan));
    let weight = |id: &str| kept.settings.rules.iter().find(|rule| rule.id == id).unwrap().weight;
    assert!((weight("travel") / (weight("travel") + weight("continuity")) - point.aim.part).abs() < 1e-9);
    let whole: f64 = kept.settings.rules.iter().map(|rule| rule.weight).sum();
    assert!((whole - 100.0).abs() < 1e-9, "weights read as percent, and so does what is added to them: {whole}");
    assert!(kept.note.starts_with("trade-off: travel") && kept.proof.as_ref().unwrap().bound <= kept.objective);
    assert!(view::versions(&shell.session)[0].limits.as_ref().is_some_and(|limits| limits.kept));
    // It is open with the weights that make it this plan, so that its proof holds, and the curve is still about it.
    assert_eq!(shell.project().settings, kept.settings);
    assert!(shell.project().proof().is_some());
    assert_eq!(view::trade_off_panel(&shell.session).unwrap().caution, "");
    let judged = shell.session.judgement.clone().unwrap();
    let loss = judged.plan.losses.iter().find(|loss| loss.rule == "travel").unwrap();
    assert!((loss.loss - point.losses[0]).abs() < 1e-9, "the judge of the project finds the same");
    shell.send(Event::Undo);
    assert_eq!(shell.project().working, before);
    shell.send(Event::Rules(Vec::new()));
    assert!(!view::trade_off_panel(&shell.session).unwrap().caution.is_empty(), "it is about other rules now");
}

#[test]
fn a_point_under_a_limit_brings_its_limit_along() {
    // Without it the plan would look unfinished under the weights alone, and its proof would be about nothing.
    let mut shell = example();
    shell.send(Event::Draw(Rivals { first: "rep-fit".to_owned(), second: "expected-revenue".to_owned() }));
    while !shell.points.is_empty() {
        shell.find(0);
    }
    let trade_off = shell.session.drawing.as_ref().unwrap().trade_off.clone();
    let point = trade_off.curve().into_iter().find(|point| point.aim.limit.is_some()).expect("one inside the hull");
    shell.send(Event::KeepPoint(point.number, 7.0));
    shell.settle();
    let kept = shell.project().revision().clone();
    assert!(kept.settings.rules.contains(point.aim.limit.as_ref().unwrap()));
    assert!(kept.note.starts_with("trade-off: best "), "{}", kept.note);
    assert!(kept.breaches == 0 && shell.project().proof().is_some());
    assert_eq!(view::trade_off_panel(&shell.session).unwrap().caution, "");
}

#[test]
fn a_point_tells_how_far_it_is() {
    // On a large team a point takes seconds: a page that says nothing meanwhile looks dead.
    let mut shell = example();
    shell.send(Event::Draw(rivals()));
    let part = |shell: &Shell| view::trade_off_panel(&shell.session).unwrap().part;
    let (before, task) = (part(&shell), shell.points[0].clone());
    let (run, number, lane) = (task.run, task.number, task.lane);
    shell.hear(Reply::Point(PointNews { run, number, lane, part: 0.5, point: None }));
    assert!(part(&shell) > before && shell.session.busy());
    assert!(shell.session.drawing.as_ref().unwrap().trade_off.points().is_empty(), "it is not found yet");
}

#[test]
fn drawing_can_be_stopped_and_survives_a_lane() {
    // What was found stays; what comes too late is dropped; a dead lane costs one point, not the curve.
    let mut shell = example();
    shell.send(Event::Draw(rivals()));
    shell.find(1);
    let lane = shell.points[0].lane;
    shell.points.remove(0);
    shell.send(Event::LaneLost(lane));
    assert!(shell.alerts().contains("One point of the curve"), "{}", shell.alerts());
    assert_eq!(shell.points.len(), 1, "an end is looked for again: with one alone there is nothing between");
    shell.send(Event::StopDrawing);
    shell.points.clear();
    shell.send(Event::Draw(rivals()));
    let run = shell.session.drawing.as_ref().unwrap().id;
    shell.find(1);
    shell.send(Event::StopDrawing);
    assert!(shell.stopped.contains(&run) && !shell.session.busy());
    shell.find(0);
    let panel = view::trade_off_panel(&shell.session).unwrap();
    assert_eq!((panel.rows.len(), panel.sentence.as_str()), (1, "Stopped with 1 point."));
    shell.send(Event::Shelf(Shelf::Close));
    assert!(shell.session.drawing.is_none());
    shell.send(Event::TakeBack);
    assert!(shell.session.drawing.is_some(), "what was set aside comes back with its curve");
}

/// Accounts that may move and have different reps in the plan.
fn apart(shell: &Shell, count: usize) -> Vec<u32> {
    let (dataset, plan) = (shell.dataset(), shell.project().working.clone());
    let mut found: Vec<u32> = Vec::new();
    for account in 0..plan.len() {
        let free = dataset.accounts.locked[account] == 0
            && dataset.accounts.family[account] == evenfield::model::NO_FAMILY
            && dataset.accounts.prospect[account] == 1;
        if free && found.iter().all(|other| plan.rep[*other as usize] != plan.rep[account]) {
            found.push(account as u32);
        }
    }
    found.truncate(count);
    found
}

#[test]
fn accounts_are_kept_together_like_a_family_until_they_are_ungrouped() {
    // Two shops of one owner under two names: whoever knows it says so once, and every search keeps to it.
    let mut shell = example();
    let mut group = apart(&shell, 3);
    shell.send(Event::Pick(Pick::Accounts(group.clone())));
    shell.send(Event::Selected(Act::KeepTogether));
    assert_eq!(shell.session.history.undo_label(), Some("keep 3 accounts together"));
    shell.settle();
    let broken = view::breaches(&shell.dataset(), &shell.session.judgement.as_ref().unwrap().plan);
    assert!(broken.iter().any(|text| text.starts_with("Kept together")), "{broken:?}");
    shell.send(Event::Optimize);
    shell.step(0, STEPS, true);
    shell.step(1, STEPS, true);
    shell.settle();
    let together = |shell: &Shell, group: &[u32]| {
        let rep = |account: u32| shell.project().working.rep[account as usize];
        group.iter().all(|account| rep(*account) == rep(group[0]))
    };
    assert!(together(&shell, &group), "the search keeps them together");
    shell.send(Event::Pick(Pick::Account(group[1])));
    shell.settle();
    let panel = view::account_panel(&shell.session).unwrap();
    assert_eq!((panel.members.clone(), panel.grouped), (group.clone(), true), "they are assigned as one");
    assert!(panel.chips.contains(&"kept together: 3".to_owned()), "{:?}", panel.chips);

    // A member of one group brings the others along.
    let fourth = (0..4).find(|account| !group.contains(account)).unwrap();
    shell.send(Event::Pick(Pick::Accounts(vec![group[2], fourth])));
    shell.send(Event::Selected(Act::KeepTogether));
    group.push(fourth);
    group.sort_unstable();
    let rules = shell.project().settings.rules.clone();
    assert_eq!(evenfield::rules::groups(&rules, &shell.dataset()), [group.clone()]);
    let version = shell.project().version;
    shell.send(Event::Selected(Act::Lock));
    shell.send(Event::Undo);
    shell.send(Event::Pick(Pick::Accounts(group.clone())));
    shell.send(Event::Selected(Act::KeepTogether));
    assert_eq!(shell.project().version, version + 2, "what is together already is no step");

    // They are there in the file, and gone when they are ungrouped.
    let opened = evenfield::export::decode_project(&bytes(shell.project())).unwrap();
    assert_eq!(opened.settings.rules, rules);
    shell.send(Event::Pick(Pick::Account(fourth)));
    shell.send(Event::Selected(Act::Ungroup));
    assert_eq!(shell.session.history.undo_label(), Some("ungroup 4 accounts"));
    assert!(!view::has_group(&shell.session));
    shell.send(Event::Undo);
    assert!(view::has_group(&shell.session));
}

#[test]
fn groups_outlive_a_preset_and_prices() {
    // Another way of selling says nothing about who belongs together.
    let mut shell = optimized();
    shell.send(Event::Pick(Pick::Accounts(apart(&shell, 2))));
    shell.send(Event::Selected(Act::KeepTogether));
    assert!(shell.project().proof().is_some(), "what was proven holds where nothing else is measured");
    let preset = evenfield::rules::PRESETS[1];
    let rules = view::preset_rules(&shell.session, &preset);
    shell.send(Event::Rules(rules));
    assert!(view::has_group(&shell.session));
    let pressed = view::presets(&shell.session).into_iter().filter(|(_, pressed)| *pressed).map(|(one, _)| one.title);
    assert!(pressed.collect::<Vec<_>>().contains(&preset.title), "and the preset is the one in force");
}

#[test]
fn excluded_accounts_count_nowhere_until_they_are_included_with_the_rep_they_had() {
    // A test record in the file must not ask for a clean file, and whoever excludes by mistake must lose nothing.
    let mut shell = optimized();
    let group = apart(&shell, 3);
    let reps = |shell: &Shell| -> Vec<u16> {
        group.iter().map(|account| shell.project().working.rep[*account as usize]).collect()
    };
    let (before, counted) = (reps(&shell), view::headline(&shell.session));
    let judged = |shell: &Shell| format!("{:?}", shell.session.judgement.as_ref().unwrap().plan);
    let figures = judged(&shell);
    shell.send(Event::Pick(Pick::Accounts(group.clone())));
    shell.send(Event::Selected(Act::ExcludeOrInclude));
    assert_eq!(shell.session.history.undo_label(), Some("exclude 3 accounts"));
    assert!(shell.project().proof().is_some(), "what was proven holds where nothing else is measured");
    shell.settle();
    let all = shell.dataset().accounts.len();
    let plan = &shell.session.judgement.as_ref().unwrap().plan;
    assert_eq!((plan.excluded_accounts, plan.open_accounts), (3, 0));
    assert_eq!(plan.reps.iter().map(|rep| rep.accounts as usize).sum::<usize>(), all - 3);
    assert_eq!(view::excluded_text(&shell.session), "3 excluded");
    assert_eq!(view::counting(&shell.session), (false, true));
    let moved = |cards: &[view::Card]| cards.iter().find(|card| card.label == "Accounts that move").unwrap().clone();
    let owned = shell.project().today().rep.iter().filter(|rep| **rep != OPEN).count();
    assert_eq!(moved(&counted).beside, format!("of {owned} with a rep today"));
    assert_eq!(moved(&view::headline(&shell.session)).beside, format!("of {} with a rep today, 3 excluded", owned - 3));

    // Nobody gets them, by hand or by a search, and a rep's accounts are selected without them.
    let version = shell.project().version;
    shell.send(Event::Edit(Edit::Assign(vec![(group[0], 0), (group[1], 0)])));
    assert_eq!(shell.project().version, version);
    assert_eq!(shell.session.alerts.len(), 1, "it is said why nothing happens");
    shell.send(Event::Pick(Pick::AccountsOf(before[0])));
    assert!(!shell.session.selection.accounts.contains(&group[0]));
    shell.send(Event::Optimize);
    shell.step(0, STEPS, true);
    shell.step(1, STEPS, true);
    shell.settle();
    assert_eq!(shell.session.judgement.as_ref().unwrap().plan.excluded_accounts, 3);
    assert_eq!(reps(&shell), before, "the plan remembers their reps");

    // They are in the file of the project; a version that counts them brings them back, and so does undo.
    let opened = evenfield::export::decode_project(&bytes(shell.project())).unwrap();
    assert_eq!(opened.settings.rules, shell.project().settings.rules);
    shell.send(Event::Adopt(1));
    shell.settle();
    assert_eq!((view::excluded_text(&shell.session), judged(&shell)), (String::new(), figures));
    shell.send(Event::Undo);
    assert_eq!(view::excluded_text(&shell.session), "3 excluded");
    shell.send(Event::Pick(Pick::Accounts(group[..2].to_vec())));
    shell.send(Event::Selected(Act::ExcludeOrInclude));
    assert_eq!(shell.session.history.undo_label(), Some("include 2 accounts"));
    assert_eq!((view::excluded_text(&shell.session), reps(&shell)), ("1 excluded".to_owned(), before));
}

#[test]
fn a_lock_against_a_strategic_account_is_named_where_the_breach_is() {
    // No search can mend rules that collide at one account: "optimize again" would send the user round in circles.
    let mut shell = optimized();
    let rule = RuleSetting { id: "strategic-accounts-stay".to_owned(), ..RuleSetting::default() };
    let amount =
        |amount: f64| RuleSetting { params: [("amount".to_owned(), Value::Number(amount))].into(), ..rule.clone() };
    let scores = score(&shell.dataset());
    let owners = shell.dataset().accounts.owner.clone();
    let owned = (0..owners.len()).filter(|&account| owners[account] != OPEN);
    let account = owned.max_by(|&a, &b| scores.revenue[a].total_cmp(&scores.revenue[b])).unwrap();
    let mut rules = shell.project().settings.rules.clone();
    rules.retain(|setting| setting.id != rule.id);
    rules.push(amount(scores.revenue[account]));
    shell.send(Event::Rules(rules));
    let other = (owners[account] + 1) % shell.dataset().reps.len() as u16;
    shell.send(Event::Edit(Edit::Assign(vec![(account as u32, other)])));
    shell.send(Event::Edit(Edit::Lock(vec![(account as u32, Some(other))])));
    shell.settle();
    let note = view::conflict_note(&shell.session).unwrap();
    assert!(note.starts_with("Locked accounts and Strategic accounts stay cannot both be kept"), "{note}");
    shell.send(Event::Optimize);
    shell.step(0, STEPS, true);
    shell.step(1, STEPS, true);
    shell.settle();
    assert_eq!(view::conflict_note(&shell.session).unwrap(), note, "nor is a longer search asked for");
}

#[test]
fn one_key_locks_what_is_selected_and_frees_it_again() {
    // A selection of which one half is locked is locked as a whole first: nobody frees by chance.
    let mut shell = example();
    let selected = apart(&shell, 2);
    let reps: Vec<u16> = selected.iter().map(|account| shell.project().working.rep[*account as usize]).collect();
    shell.send(Event::Edit(Edit::Lock(vec![(selected[0], Some(reps[0]))])));
    shell.send(Event::Pick(Pick::Accounts(selected.clone())));
    shell.send(Event::Selected(Act::LockOrUnlock));
    let locks: Vec<(u32, u16)> = selected.iter().copied().zip(reps).collect();
    assert_eq!(shell.project().settings.locks, locks);
    assert_eq!(shell.session.history.undo_label(), Some("lock 2 accounts"));
    shell.send(Event::Selected(Act::LockOrUnlock));
    assert!(shell.project().settings.locks.is_empty());
    shell.send(Event::Pick(Pick::Nothing));
    let version = shell.project().version;
    shell.send(Event::Selected(Act::LockOrUnlock));
    assert_eq!(shell.project().version, version, "with nothing selected nothing happens");
}

#[test]
fn undo_into_a_broken_plan_warns_as_the_edit_did() {
    // The plan is broken again, whichever way it came about.
    let mut shell = optimized();
    let plan = shell.project().working.clone();
    let mut broken = None;
    for account in 0..plan.len() as u32 {
        for rep in 0..8 {
            if plan.rep[account as usize] == rep {
                continue;
            }
            shell.send(Event::Edit(Edit::Assign(vec![(account, rep)])));
            shell.settle();
            if view::repair_card(&shell.session).is_some_and(|card| !card.ways.is_empty()) {
                broken = Some(account);
                break;
            }
            shell.send(Event::Undo);
            shell.settle();
        }
        if broken.is_some() {
            break;
        }
    }
    let told = view::repair_card(&shell.session).unwrap();
    assert_eq!((told.undo, told.back), ("Undo the edit", 1));
    shell.send(Event::Mend(Mend::Way(0)));
    shell.settle();
    shell.send(Event::Undo);
    shell.settle();
    let again = view::repair_card(&shell.session).unwrap();
    assert!(again.title.starts_with("Undoing causes"), "{}", again.title);
    assert_eq!((again.broken.len(), again.back), (told.broken.len(), -1));
    shell.send(Event::Travel(again.back));
    shell.settle();
    assert_eq!(view::repair_card(&shell.session), None, "the way back from the warning mends the plan");
    shell.send(Event::Travel(2));
    shell.send(Event::Redo);
    shell.settle();
    let redone = view::repair_card(&shell.session).unwrap();
    assert_eq!((redone.title, redone.back), (told.title, 1));
}

#[test]
fn an_account_tells_who_moved_it_and_what_that_breaks() {
    // Green for a rep who may not have it would be a lie, and "it moves" no word for one's own hand.
    let mut shell = optimized();
    let account = free_account(&shell);
    let (from, to) = (shell.project().working.rep[account as usize], other_rep(&shell, account));
    let name = |shell: &Shell, rep: u16| shell.dataset().reps[rep as usize].name.clone();
    shell.send(Event::Edit(Edit::Assign(vec![(account, to)])));
    shell.send(Event::Pick(Pick::Account(account)));
    shell.settle();
    let panel = view::account_panel(&shell.session).unwrap();
    let opening = format!("You moved it from {} to {}.", name(&shell, from), name(&shell, to));
    assert!(panel.why.starts_with(&opening), "{}", panel.why);
    assert!(panel.alternatives[0].has_it && panel.alternatives[0].allowed);

    let dataset = shell.dataset();
    let fixed = (0..dataset.accounts.len()).find(|account| dataset.accounts.locked[*account] == 1).unwrap();
    let owner = dataset.accounts.owner[fixed];
    shell.send(Event::Edit(Edit::Assign(vec![(fixed as u32, u16::from(owner == 0))])));
    shell.send(Event::Pick(Pick::Account(fixed as u32)));
    shell.settle();
    let panel = view::account_panel(&shell.session).unwrap();
    let here = panel.alternatives.iter().find(|row| row.has_it).unwrap();
    assert_eq!((here.cost.as_str(), here.allowed), ("has it, not allowed", false));
    assert!(here.why.contains("locked accounts"), "{}", here.why);
    assert!(panel.why.starts_with("You moved it") && panel.why.contains("breaks locked accounts"), "{}", panel.why);
}

#[test]
fn the_list_of_broken_limits_leaves_the_selection_alone() {
    // Twenty accounts picked one by one are not lost by a look at what is wrong.
    let mut shell = example();
    let selected = apart(&shell, 3);
    shell.send(Event::Pick(Pick::Accounts(selected.clone())));
    shell.send(Event::Pick(Pick::Breaches));
    assert!(shell.session.selection.breaches && shell.session.selection.accounts == selected);
    shell.send(Event::Pick(Pick::Nothing));
    assert!(!shell.session.selection.breaches && shell.session.selection.accounts == selected, "only the list goes");
    shell.send(Event::Pick(Pick::Account(selected[0])));
    shell.send(Event::Pick(Pick::Breaches));
    assert_eq!(shell.session.selection.focus, None);
    shell.send(Event::Pick(Pick::Nothing));
    shell.settle();
    assert_eq!(shell.session.selection.focus, Some(selected[0]), "one account is shown again");
    assert!(shell.session.explanation.is_some());
    shell.send(Event::Pick(Pick::Nothing));
    assert!(shell.session.selection.accounts.is_empty());
}

#[test]
fn a_version_is_opened_as_it_was_made_and_its_rules_can_be_used_alone() {
    // A plan under other rules than those it was made for looks broken, and is not.
    let mut shell = optimized();
    let made = shell.project().settings.clone();
    let account = free_account(&shell);
    let rep = shell.project().working.rep[account as usize];
    shell.send(Event::Rules(made.rules[..2].to_vec()));
    shell.send(Event::Edit(Edit::Lock(vec![(account, Some(rep))])));
    let (settings, plan) = (shell.project().settings.clone(), shell.project().working.clone());
    shell.send(Event::Adopt(0));
    assert_eq!(shell.session.history.undo_label(), Some("open Today with its rules and locks"));
    assert_eq!(&shell.project().settings, &made);
    shell.send(Event::Undo);
    assert_eq!((&shell.project().settings, &shell.project().working), (&settings, &plan));
    shell.send(Event::UseRules(0));
    assert_eq!(shell.session.history.undo_label(), Some("use the rules and locks of Today"));
    assert_eq!((&shell.project().settings, &shell.project().working), (&made, &plan));
    assert_eq!(shell.project().current, 1, "the plan that is open stays");
    shell.send(Event::Adopt(0));
    assert_eq!(shell.session.history.undo_label(), Some("open Today"), "with the same rules there is nothing to say");
}

#[test]
fn tours_are_asked_for_while_somebody_looks_and_only_for_what_changed() {
    // Nobody waits for tours that nobody sees, and an edit costs those of two territories, not of all.
    let mut shell = example();
    shell.settle();
    assert!(shell.session.tours.of.is_empty(), "nobody looks yet");
    shell.send(Event::Pick(Pick::Rep(1)));
    shell.settle();
    let known = |shell: &Shell| shell.session.tours.of.iter().flatten().count();
    assert_eq!(known(&shell), 1, "one rep is picked");
    shell.send(Event::Pick(Pick::Nothing));
    shell.send(Event::Tours(TourEvent::Watch(true)));
    shell.settle();
    let reps = shell.dataset().reps.len();
    assert_eq!(known(&shell), reps);
    assert!(!shell.session.tours.are_awaited());
    // Each account with a place and visits is on one day of its rep, and on no other.
    let plan = shell.project().working.clone();
    let mut seen = vec![0; plan.len()];
    for tour in shell.session.tours.of.iter().flatten() {
        for stop in tour.trips.iter().flat_map(|trip| &trip.stops) {
            seen[*stop as usize] += 1;
            assert_eq!(plan.rep[*stop as usize], tour.rep);
        }
    }
    assert!(seen.iter().all(|times| *times <= 1) && seen.iter().sum::<usize>() > plan.len() / 2);
    let before = shell.session.tours.of.clone();
    let account = seen.iter().position(|times| *times == 1).unwrap();
    let rep = other_rep(&shell, account as u32);
    shell.send(Event::Edit(Edit::Assign(vec![(account as u32, rep)])));
    shell.settle();
    let changed = before
        .iter()
        .zip(&shell.session.tours.of)
        .filter(|(before, now)| !Arc::ptr_eq(before.as_ref().unwrap(), now.as_ref().unwrap()));
    assert_eq!(changed.count(), 2, "who gives and who takes");
    // What does not count is on no day, and counts in no tour.
    let stop = shell.session.tours.of(rep).unwrap().trips[0].stops[0];
    shell.send(Event::Pick(Pick::Account(stop)));
    shell.send(Event::Selected(Act::Exclude));
    shell.settle();
    let all = |shell: &Shell| -> Vec<u32> {
        let tours = shell.session.tours.of.iter().flatten();
        tours.flat_map(|tour| &tour.trips).flat_map(|trip| trip.stops.clone()).collect()
    };
    assert!(!all(&shell).contains(&stop));
    shell.send(Event::Undo);
    shell.settle();
    assert!(all(&shell).contains(&stop));
    shell.send(Event::Tours(TourEvent::Watch(false)));
    let stamp = shell.session.tours.stamp;
    shell.send(Event::Undo);
    shell.settle();
    assert_eq!(shell.session.tours.stamp, stamp, "nobody looks any more");
}

#[test]
fn tours_that_break_off_are_asked_for_again() {
    // Something comes in between and the days never arrive: "being found" would stand there for good.
    let mut shell = example();
    shell.settle();
    shell.send(Event::Pick(Pick::Rep(1)));
    let is_about_tours = |shell: &Shell| matches!(shell.requests.front(), Some(Request::Tours(_)));
    while !is_about_tours(&shell) {
        assert!(shell.answer());
    }
    let version = shell.project().version;
    shell.requests.pop_front();
    shell.hear(Reply::Toured(Toured { version, tours: Vec::new(), then: Then::BrokenOff }));
    assert!(is_about_tours(&shell) && shell.session.tours.are_awaited());
    shell.settle();
    assert!(shell.session.tours.of(1).is_some() && !shell.session.tours.are_awaited());
}

#[test]
fn a_day_is_shown_until_another_rep_is_picked_or_its_days_are_others() {
    // A highlighted day of somebody else, or of a territory that is gone, would point at the wrong places.
    let mut shell = example();
    shell.send(Event::Pick(Pick::Rep(0)));
    shell.settle();
    let day = |shell: &Shell| shell.session.tours.day;
    shell.send(Event::Tours(TourEvent::Day(Some(1))));
    assert_eq!(day(&shell), Some(1));
    assert!(view::day_bounds(&shell.session).is_some());
    shell.send(Event::Pick(Pick::Rep(1)));
    assert_eq!(day(&shell), None);
    shell.send(Event::Tours(TourEvent::Day(Some(0))));
    shell.settle();
    let stop = shell.session.tours.of(1).unwrap().trips[0].stops[0];
    shell.send(Event::Edit(Edit::Assign(vec![(stop, 0)])));
    shell.settle();
    assert_eq!(day(&shell), None);
    let days = view::rep_tours(&shell.session).unwrap().days;
    assert_eq!(days.len(), shell.session.tours.of(1).unwrap().trips.len());
}
