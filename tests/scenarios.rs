//! The standard set without a screen: played as events with a real desk and real lanes.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use evenfield::desk::Desk;
use evenfield::desk::Ground;
use evenfield::desk::Making;
use evenfield::desk::ScenarioSearch;
use evenfield::export::Beside;
use evenfield::export::encode_project;
use evenfield::export::scenario_assignments;
use evenfield::export::scenarios_csv;
use evenfield::export::scenarios_json;
use evenfield::export::scenarios_xlsx;
use evenfield::model::Dataset;
use evenfield::outcome::Assumptions;
use evenfield::protocol::ComparisonFile;
use evenfield::protocol::InputFile;
use evenfield::protocol::MadePlan;
use evenfield::protocol::Reply;
use evenfield::protocol::Request;
use evenfield::protocol::ScenarioNews;
use evenfield::protocol::ScenarioTask;
use evenfield::scenario::Decision;
use evenfield::scenario::Origin;
use evenfield::scenario::Project;
use evenfield::scenario::Revision;
use evenfield::score::Scores;
use evenfield::score::score;
use evenfield::session::Effect;
use evenfield::session::Effort;
use evenfield::session::Event;
use evenfield::session::ScenarioEvent;
use evenfield::session::ScenarioSet;
use evenfield::session::ScenarioState;
use evenfield::session::Session;
use evenfield::session::VersionEvent;
use evenfield::session::update;
use evenfield::view::ScenarioReading;
use evenfield::view::ScenarioRow;
use evenfield::view::ScenarioSort;
use evenfield::view::in_order_of;
use evenfield::view::scenario_table;
use evenfield::view::scenario_work;
use evenfield::what_if::Made;
use evenfield::what_if::Recipe;
use evenfield::what_if::standard_note;
use evenfield::what_if::standard_set;
use evenfield::what_if::usual_weights;
use std::collections::VecDeque;
use std::sync::Arc;

/// Steps of each scenario: enough for a plan.
const STEPS: u64 = 60;

/// How the table is read at first.
fn reading() -> ScenarioReading {
    ScenarioReading { weights: usual_weights(), all_figures: false }
}

/// Plays the page: a desk, and lanes that make scenarios when the test says so.
#[derive(Default)]
struct Shell {
    session: Session,
    desk: Desk,
    requests: VecDeque<Request>,
    /// Scenarios that lanes are at.
    tasks: Vec<ScenarioTask>,
    inputs: Option<(Arc<Dataset>, Arc<Scores>)>,
    stopped: Vec<u64>,
}

impl Shell {
    fn send(&mut self, event: Event) {
        for effect in update(&mut self.session, event) {
            match effect {
                Effect::Ask(request) => self.requests.push_back(request),
                Effect::Equip(delivery) => {
                    let scores = Arc::new(score(&delivery.bundle.dataset));
                    self.inputs = Some((delivery.bundle.dataset, scores));
                }
                Effect::Scenarios(tasks) => self.tasks.extend(tasks),
                Effect::StopLanes(run) => {
                    self.stopped.push(run);
                    self.tasks.retain(|task| task.run != run);
                }
                _ => {}
            }
        }
    }

    fn settle(&mut self) {
        while let Some(request) = self.requests.pop_front() {
            let reply = match request {
                Request::Read(number, readable) => self.desk.read(number, readable),
                other => self.desk.answer(other),
            };
            if let Some(reply) = reply {
                self.send(Event::Heard(reply, 5.0));
            }
        }
    }

    /// The lane of a waiting task makes its scenario.
    fn make(&mut self, position: usize) {
        let task = self.tasks.remove(position);
        let (run, lane) = (task.run, task.lane);
        let end = self.made(task).map(Box::new);
        let news = ScenarioNews { run, lane, part: 1.0, end: Some(end) };
        self.send(Event::Heard(Reply::Scenario(news), 5.0));
        self.settle();
    }

    fn made(&self, task: ScenarioTask) -> Result<MadePlan, String> {
        let mut search = ScenarioSearch::new(Arc::new(self.ground(&task)), task)?;
        while !search.advance()? {
            assert!((0.0..=1.0).contains(&search.part()));
        }
        Ok(search.made().unwrap())
    }

    fn ground(&self, task: &ScenarioTask) -> Ground {
        let (dataset, scores) = self.inputs.clone().unwrap();
        Ground::new(dataset, scores, task.settings.clone(), &task.assumptions)
    }

    fn set(&self) -> &ScenarioSet {
        self.session.scenarios.as_ref().unwrap()
    }

    fn project(&self) -> &Project {
        self.session.project.as_ref().unwrap()
    }

    fn version(&self, label: &str) -> &Revision {
        self.project().versions().find(|version| version.label == label).unwrap()
    }
}

/// The example with the standard set listed and the first lanes at work.
fn begun(lanes: u32) -> Shell {
    let mut shell = Shell::default();
    shell.send(Event::Effort(Effort { seed: 1, lanes, seconds: None, steps: Some(STEPS) }));
    shell.send(Event::Example);
    shell.settle();
    shell.send(Event::Scenarios(ScenarioEvent::Make));
    assert!(shell.session.busy() && shell.set().scenarios.is_empty());
    shell.settle();
    assert_eq!(shell.tasks.len(), lanes as usize);
    shell
}

/// The same when all is made; `next` says which of the tasks under way is ready first.
fn complete(lanes: u32, next: impl Fn(usize) -> usize) -> Shell {
    let mut shell = begun(lanes);
    while !shell.tasks.is_empty() {
        let position = next(shell.tasks.len());
        shell.make(position);
    }
    assert!(!shell.session.busy());
    shell
}

fn is_made(state: &ScenarioState) -> bool {
    matches!(state, ScenarioState::Made { .. })
}

#[test]
fn the_standard_set_becomes_versions_and_the_plan_stays() {
    // One press, ten plans to decide between; whoever was in the midst of a plan still has it.
    let shell = complete(2, |_| 0);
    let project = shell.project();
    assert_eq!((&project.working, project.current), (project.today(), 0));
    let names: Vec<&str> = shell.set().scenarios.iter().map(|scenario| scenario.recipe.name.as_str()).collect();
    assert_eq!(names.len(), 10);
    assert!(shell.set().scenarios.iter().all(|scenario| is_made(&scenario.state)));
    let labels: Vec<&str> = project.versions().map(|version| version.label.as_str()).collect();
    assert_eq!(labels.len(), 9, "{labels:?}: today and all but the two with another team");
    for name in &names {
        assert_eq!(labels.contains(name), !name.starts_with("Headcount"), "{name}");
    }
    for version in project.versions().skip(1) {
        assert_eq!((version.origin, version.parent, version.seed), (Origin::Optimised, Some(0), 1));
        assert_eq!(version.note, standard_note(&version.label));
        let bound = version.proof.as_ref().expect("its prices prove a bound").bound;
        assert!(version.breaches == 0 && bound <= version.objective && version.steps >= STEPS, "{}", version.label);
    }
    assert_ne!(shell.version("Revenue balance only").settings, project.settings);

    // Without an own number of steps, each has as many as suit its team.
    let mut by_time = Shell::default();
    by_time.send(Event::Example);
    by_time.settle();
    by_time.send(Event::Scenarios(ScenarioEvent::Make));
    by_time.settle();
    assert!(by_time.tasks.iter().all(|task| task.steps.is_none()) && by_time.tasks.len() == 2);
}

#[test]
fn every_scenario_of_the_set_says_what_it_is() {
    // A name alone does not tell a sales leader what was planned.
    let shell = begun(1);
    let (dataset, scores) = shell.inputs.clone().unwrap();
    for recipe in standard_set(&dataset, &scores, &shell.project().settings.rules) {
        assert_ne!(standard_note(&recipe.name), "", "{}", recipe.name);
    }
}

#[test]
fn a_set_made_twice_is_the_same_to_the_byte() {
    // A decision that is defended months later must rest on plans that can be made again.
    let (one, two) = (complete(2, |_| 0), complete(2, |_| 0));
    assert_eq!(one.session.scenarios, two.session.scenarios);
    let bytes = |shell: &Shell| {
        let mut project = shell.project().clone();
        project.revisions.iter_mut().for_each(|revision| revision.made_at = 0.0);
        encode_project(&project)
    };
    assert_eq!(bytes(&one), bytes(&two));
    // Another set tells its versions apart from those of the first.
    let mut again = one;
    again.send(Event::Scenarios(ScenarioEvent::Make));
    again.settle();
    while !again.tasks.is_empty() {
        again.make(0);
    }
    assert_eq!(again.version("Hybrid (2)").assignment, again.version("Hybrid").assignment);
}

#[test]
fn one_lane_or_many_quick_or_slow_make_the_same_plans() {
    // Which machine it was, and who was ready first, must not matter for which plan is the best.
    let (one, many) = (complete(1, |_| 0), complete(4, |count| count - 1));
    assert_eq!(one.set().today, many.set().today);
    for (a, b) in one.set().scenarios.iter().zip(&many.set().scenarios) {
        let told = |state: &ScenarioState| match state {
            ScenarioState::Made { figures, gap, .. } => (figures.clone(), *gap),
            other => panic!("{other:?}"),
        };
        assert_eq!((&a.recipe, told(&a.state)), (&b.recipe, told(&b.state)));
    }
    for version in one.project().versions().skip(1) {
        let twin = many.version(&version.label);
        assert_eq!(
            (&version.assignment, &version.settings, &version.proof),
            (&twin.assignment, &twin.settings, &twin.proof)
        );
    }
}

#[test]
fn a_lane_makes_what_the_command_line_makes() {
    // The same number on the screen and in the file of `evenfield compare`, to the last digit.
    let shell = begun(1);
    let first = shell.tasks[0].clone();
    let recipes: Vec<_> = shell.set().scenarios.iter().map(|scenario| scenario.recipe.clone()).collect();
    let mut ground = shell.ground(&first);
    ground.price(&recipes, first.seed);
    for recipe in recipes {
        let mut making = Making::new(&ground, &recipe, first.steps, first.seed).unwrap();
        while !making.advance() {}
        let direct = making.made(&ground);
        let made = shell.made(ScenarioTask { recipe, ..first.clone() }).unwrap();
        assert_eq!((made.plan, made.settings, made.bound), (direct.plan, direct.settings, direct.bound));
        assert_eq!(made.figures.values, direct.standing.figures().collect::<Vec<_>>(), "{}", direct.recipe.name);
        assert_eq!(made.today.values, ground.today().figures().collect::<Vec<_>>());
        assert_eq!(made.other_world, direct.recipe.name.starts_with("Headcount"));
    }
}

#[test]
fn what_is_made_stays_when_the_rest_is_stopped() {
    // Whoever has seen enough stops; what was found by then must not be lost.
    let mut shell = begun(2);
    shell.make(0);
    shell.make(1);
    // One alone: its lane gets the next one, and late news of it do not count.
    let late = shell.tasks[0].clone();
    let place = shell.set().scenarios.iter().position(|scenario| scenario.recipe == late.recipe).unwrap();
    shell.send(Event::Scenarios(ScenarioEvent::Stop(place)));
    assert_eq!((shell.stopped.as_slice(), shell.tasks.len()), ([late.run].as_slice(), 2));
    let news = ScenarioNews { run: late.run, lane: late.lane, part: 0.5, end: None };
    shell.send(Event::Heard(Reply::Scenario(news), 5.0));
    assert_eq!(shell.set().scenarios[place].state, ScenarioState::Stopped);
    // One that waits is not begun.
    let last = shell.set().scenarios.len() - 1;
    shell.send(Event::Scenarios(ScenarioEvent::Stop(last)));
    assert_eq!(shell.set().scenarios[last].state, ScenarioState::Stopped);

    shell.send(Event::Scenarios(ScenarioEvent::StopAll));
    assert!(shell.tasks.is_empty() && !shell.set().is_running() && !shell.session.busy());
    assert_eq!(shell.set().scenarios.iter().filter(|scenario| is_made(&scenario.state)).count(), 2);
    assert_eq!(shell.project().versions().count(), 3);
    // It can be made again, whole.
    shell.send(Event::Scenarios(ScenarioEvent::Make));
    shell.settle();
    assert_eq!(shell.tasks.len(), 2);
}

#[test]
fn a_lane_that_dies_or_a_recipe_that_fails_does_not_stop_the_others() {
    // Ten plans are asked for; one that cannot be made says why, and nine come.
    let mut shell = begun(2);
    let (first, second) = (shell.tasks[0].clone(), shell.tasks[1].clone());
    shell.tasks.clear();
    shell.send(Event::LaneLost(first.lane));
    let end = Some(Err("nobody would be left".to_owned()));
    let news = ScenarioNews { run: second.run, lane: second.lane, part: 1.0, end };
    shell.send(Event::Heard(Reply::Scenario(news), 5.0));
    assert_eq!(shell.tasks.len(), 2);
    while !shell.tasks.is_empty() {
        shell.make(0);
    }
    let failed: Vec<_> = shell.set().scenarios.iter().filter(|scenario| !is_made(&scenario.state)).collect();
    assert_eq!(failed.len(), 2);
    assert!(matches!(&failed[1].state, ScenarioState::Failed(reason) if reason == "nobody would be left"));
    // A list that never comes leaves nothing behind.
    shell.send(Event::Scenarios(ScenarioEvent::Make));
    shell.send(Event::DeskLost);
    assert!(shell.session.scenarios.is_none());
}

#[test]
fn other_data_end_the_set() {
    // Figures of another company beside this one's would be believed.
    let mut shell = begun(2);
    let runs: Vec<u64> = shell.tasks.iter().map(|task| task.run).collect();
    let accounts = "id,name,owner,potential\n1,Acme,Ana,900\n2,Birch,Ana,500\n3,Cedar,Ben,400\n";
    let file = InputFile { name: "accounts.csv".to_owned(), bytes: accounts.as_bytes().to_vec() };
    shell.send(Event::Files(vec![file]));
    shell.send(Event::Scenarios(ScenarioEvent::Make));
    assert_eq!(shell.tasks.len(), 2, "while files are read, the desk has other data");
    shell.settle();
    if shell.session.pending.is_some() {
        shell.send(Event::StartAnew(9.0));
        shell.settle();
    }
    assert!(shell.session.scenarios.is_none() && runs == shell.stopped);
    shell.send(Event::TakeBack);
    assert!(shell.session.scenarios.is_none() && shell.project().versions().count() == 1);
}

#[test]
fn the_table_tells_every_scenario_beside_today() {
    // The difference from today is what is decided about, and the best must be seen without reading every cell.
    let mut shell = begun(2);
    assert!(scenario_table(&shell.session, &reading()).is_none(), "nothing is made yet");
    let work = scenario_work(&shell.session);
    assert_eq!((work.len(), work[0].place, work[0].name.as_str()), (10, 0, "Status quo plus"));
    while !shell.tasks.is_empty() {
        shell.make(0);
    }
    assert!(scenario_work(&shell.session).is_empty());
    let table = scenario_table(&shell.session, &reading()).unwrap();
    assert_eq!((table.rows.len(), table.rows[0].name.as_str()), (11, "Today"));
    let titles: Vec<&str> = table.columns.iter().map(|column| column.title).collect();
    let at = |title: &str| titles.iter().position(|known| *known == title).unwrap_or_else(|| panic!("{titles:?}"));
    let (revenue, moved) = (at("Expected revenue"), at("Accounts that move"));
    for row in &table.rows {
        assert_eq!(row.cells.len(), table.columns.len());
        assert!(row.cells[revenue].text.starts_with('$'), "{}", row.cells[revenue].text);
        assert_eq!(row.revision.is_some(), !row.name.starts_with("Headcount"), "{}", row.name);
    }
    assert!(table.rows[0].cells.iter().all(|cell| cell.change.is_empty() && !cell.best));
    let row = |name: &str| table.rows.iter().find(|row| row.name == name).unwrap();
    assert!(row("Status quo plus").cells[moved].change.starts_with('+'));
    assert!(row("Headcount +1").remark.contains("another team") && row("Headcount +1").own.is_some());
    let gap = at("Largest potential gap");
    assert_eq!(table.rows.iter().filter(|row| row.cells[gap].best).count(), 1);
    // Looser rules of its own keep no plan from being held against those in force.
    let free = row("Full re-optimisation");
    assert_eq!((free.breaches, free.breaks_yours.as_str()), (0, "breaks 1 limit of yours"));
    assert!(!free.cells.iter().any(|cell| cell.best));
    let keeps = |row: &&ScenarioRow| row.breaches == 0 && row.breaks_yours.is_empty();
    let last = table.rows.iter().filter(keeps).map(|row| row.ranked.rank).max().unwrap();
    assert!(table.rows.iter().filter(|row| !keeps(row)).all(|row| row.ranked.rank > last));
    assert!(table.columns.iter().all(|column| column.help.ends_with('.')), "each has its source");
    assert_eq!(titles.iter().filter(|title| **title == "Hand-over dip").count(), 1);

    let sorted = |sort| in_order_of(&table, sort, true).into_iter().map(|at| table.rows[at].name.clone());
    let by_set: Vec<String> =
        in_order_of(&table, ScenarioSort::Set, false).into_iter().map(|at| table.rows[at].name.clone()).collect();
    assert_eq!((by_set[0].as_str(), by_set[1].as_str()), ("Today", "Status quo plus"));
    assert_eq!(sorted(ScenarioSort::Column(moved)).next_back().unwrap(), "Today");

    // A version that was deleted is no longer there to be opened; its figures still are.
    let id = shell.version("Hybrid").id;
    shell.send(Event::Version(VersionEvent::Delete(id)));
    let table = scenario_table(&shell.session, &reading()).unwrap();
    let hybrid = table.rows.iter().find(|row| row.name == "Hybrid").unwrap();
    assert!(hybrid.revision.is_none() && hybrid.remark.contains("deleted"));
    shell.send(Event::Undo);
    assert!(scenario_table(&shell.session, &reading()).unwrap().rows.iter().all(|row| !row.remark.contains("deleted")));
}

/// The file that the page asks for.
fn file(shell: &mut Shell, file: ComparisonFile) -> Vec<u8> {
    let effects = update(&mut shell.session, Event::Scenarios(ScenarioEvent::TakeAway(file, usual_weights())));
    assert!(shell.session.busy());
    let [Effect::Ask(request)] = &effects[..] else { panic!("{effects:?}") };
    let reply = shell.desk.answer(request.clone()).unwrap();
    let effects = update(&mut shell.session, Event::Heard(reply, 5.0));
    assert_eq!(shell.session.writing, None);
    let [Effect::Download { bytes, .. }] = &effects[..] else { panic!("{effects:?}") };
    bytes.clone()
}

#[test]
fn files_of_the_page_are_those_of_the_headless_twin() {
    // Whoever doubts a number of the comparison makes it again on the command line, and it is the same.
    let mut shell = complete(2, |_| 0);
    let task = ScenarioTask {
        run: 0,
        lane: 0,
        settings: shell.project().settings.clone(),
        recipe: Recipe::default(),
        steps: Some(STEPS),
        seed: 1,
        assumptions: Assumptions::default(),
        base: None,
        known: None,
    };
    let (dataset, scores) = shell.inputs.clone().unwrap();
    let recipes = standard_set(&dataset, &scores, &task.settings.rules);
    let mut ground = shell.ground(&task);
    ground.price(&recipes, 1);
    let made: Vec<Made> = recipes
        .iter()
        .map(|recipe| {
            let mut making = Making::new(&ground, recipe, Some(STEPS), 1).unwrap();
            while !making.advance() {}
            making.made(&ground)
        })
        .collect();
    let weights = usual_weights();
    let beside =
        Beside { dataset: &dataset, assumptions: ground.assumptions(), today: ground.today(), weights: &weights };
    let sure = ground.sureness(&made);
    assert!(file(&mut shell, ComparisonFile::Json) == scenarios_json(beside, &made));
    assert!(file(&mut shell, ComparisonFile::Csv) == scenarios_csv(beside, &made));
    assert!(file(&mut shell, ComparisonFile::Workbook) == scenarios_xlsx(beside, &made, &sure, &[]));
    assert!(file(&mut shell, ComparisonFile::Assignments) == scenario_assignments(beside, &made));

    // The table on the screen ranks as the file does.
    let told: serde_json::Value = serde_json::from_slice(&scenarios_json(beside, &made)).unwrap();
    let table = scenario_table(&shell.session, &reading()).unwrap();
    assert_eq!(told["today"]["ranking"]["rank"], table.rows[0].ranked.rank);
    for scenario in told["scenarios"].as_array().unwrap().iter().skip(1) {
        let row = table.rows.iter().find(|row| row.name == scenario["name"].as_str().unwrap()).unwrap();
        assert_eq!(scenario["ranking"]["rank"], row.ranked.rank, "{}", row.name);
        assert!((scenario["ranking"]["score"].as_f64().unwrap() - row.ranked.score).abs() < 1e-9, "{}", row.name);
    }
}

#[test]
fn a_report_says_why_a_version_was_chosen() {
    // The table without the reason is half of what is asked a year later.
    let mut shell = complete(2, |_| 0);
    let report = |shell: &mut Shell| String::from_utf8(file(shell, ComparisonFile::Report)).unwrap();
    assert!(report(&mut shell).contains("No decision is written down."));
    let id = shell.version("Minimum disruption").id;
    let decision = Decision { decision: "Go <slow>".to_owned(), reasons: "Renewals".to_owned(), ..Decision::default() };
    shell.send(Event::Version(VersionEvent::Decide(id, decision)));
    let text = report(&mut shell);
    assert!(text.contains("Minimum disruption: Go &lt;slow&gt;") && text.contains("Renewals"));
    for told in [
        "Headcount +1",
        "Expected revenue",
        "13.2 to 17.6 %",
        env!("CARGO_PKG_VERSION"),
        "Seed",
        "Pay-back",
        "Mean regret",
        "Ranked by",
        "Held-out quarters",
    ] {
        assert!(text.contains(told), "{told}");
    }
}

#[test]
fn a_file_that_nobody_waits_for_is_let_go() {
    // Whoever stops a file, or opens other data, must not get it afterwards, nor wait for it.
    let mut shell = complete(2, |_| 0);
    let effects =
        update(&mut shell.session, Event::Scenarios(ScenarioEvent::TakeAway(ComparisonFile::Json, usual_weights())));
    assert!(matches!(&effects[..], [Effect::Ask(Request::TakeAway(_))]));
    let effects = update(&mut shell.session, Event::Scenarios(ScenarioEvent::StopWriting));
    assert_eq!(effects, [Effect::Ask(Request::StopWriting)]);
    assert!(!shell.session.busy());
}
