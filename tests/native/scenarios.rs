//! The standard set without a screen: played as events with a real desk and real lanes.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use crate::page::Page;
use evenfield::desk::Making;
use evenfield::export::Beside;
use evenfield::export::encode_project;
use evenfield::export::scenario_assignments;
use evenfield::export::scenarios_csv;
use evenfield::export::scenarios_json;
use evenfield::export::scenarios_xlsx;
use evenfield::outcome::Assumptions;
use evenfield::protocol::ComparisonFile;
use evenfield::protocol::ExportFile;
use evenfield::protocol::InputFile;
use evenfield::protocol::Reply;
use evenfield::protocol::Request;
use evenfield::protocol::ScenarioNews;
use evenfield::protocol::ScenarioTask;
use evenfield::scenario::Decision;
use evenfield::scenario::Origin;
use evenfield::session::Effect;
use evenfield::session::Event;
use evenfield::session::Pair;
use evenfield::session::ProbeEvent;
use evenfield::session::ScenarioEvent;
use evenfield::session::ScenarioState;
use evenfield::session::Shelf;
use evenfield::session::Side;
use evenfield::session::VersionEvent;
use evenfield::session::update;
use evenfield::view;
use evenfield::view::ScenarioReading;
use evenfield::view::ScenarioRow;
use evenfield::view::ScenarioSort;
use evenfield::view::TableLine;
use evenfield::view::Tone;
use evenfield::view::in_order_of;
use evenfield::view::listed_by;
use evenfield::view::scenario_table;
use evenfield::view::scenario_work;
use evenfield::what_if::Made;
use evenfield::what_if::Recipe;
use evenfield::what_if::criteria;
use evenfield::what_if::standard_note;
use evenfield::what_if::standard_set;
use evenfield::what_if::usual_weights;

/// Steps of each scenario: enough for a plan.
const STEPS: u64 = 60;

/// How the table is read at first.
fn reading() -> ScenarioReading {
    ScenarioReading { weights: usual_weights(), all_figures: false }
}

/// The example with the standard set listed and the first lanes at work.
fn begun(lanes: u32) -> Page {
    begin(Page::example(lanes, STEPS), lanes)
}

fn begin(mut page: Page, lanes: u32) -> Page {
    page.send(Event::Scenarios(ScenarioEvent::Make));
    assert!(page.session.busy() && page.all().is_empty());
    page.settle();
    assert_eq!(page.tasks.len(), lanes as usize);
    page
}

/// The same when all is made; `next` says which of the tasks under way is ready first.
fn complete(lanes: u32, next: impl Fn(usize) -> usize) -> Page {
    let mut page = begun(lanes);
    while !page.tasks.is_empty() {
        let position = next(page.tasks.len());
        page.make(position);
    }
    assert!(!page.session.busy());
    page
}

fn is_made(state: &ScenarioState) -> bool {
    matches!(state, ScenarioState::Made { .. })
}

#[test]
fn the_standard_set_becomes_versions_and_the_plan_stays() {
    // One press, eleven plans to decide between; whoever was in the midst of a plan still has it.
    let page = complete(2, |_| 0);
    let project = page.project();
    assert_eq!((&project.working, project.current), (project.today(), 0));
    let names: Vec<&str> = page.all().iter().map(|scenario| scenario.recipe.name.as_str()).collect();
    assert_eq!(names.len(), 11);
    assert!(page.all().iter().all(|scenario| is_made(&scenario.state)));
    let labels: Vec<&str> = project.versions().map(|version| version.label.as_str()).collect();
    assert_eq!(labels.len(), 10, "{labels:?}: today and all but the two with another team");
    for name in &names {
        assert_eq!(labels.contains(name), !name.starts_with("Headcount"), "{name}");
    }
    for version in project.versions().skip(1) {
        assert_eq!((version.origin, version.parent, version.seed), (Origin::Optimised, Some(0), 1));
        assert_eq!(version.note, standard_note(&version.label));
        let bound = version.proof.as_ref().expect("its prices prove a bound").bound;
        assert!(version.breaches == 0 && bound <= version.objective && version.steps >= STEPS, "{}", version.label);
    }
    assert_ne!(page.version("Revenue balance only").settings, project.settings);

    // Without an own number of steps, each has as many as suit its team.
    let mut by_time = Page::default();
    by_time.send(Event::Example);
    by_time.settle();
    by_time.send(Event::Scenarios(ScenarioEvent::Make));
    by_time.settle();
    assert!(by_time.tasks.iter().all(|task| task.steps.is_none()) && by_time.tasks.len() == 2);
}

/// The version of the row that ranks first by these weights.
fn first_by(page: &Page, weights: &[f64]) -> Side {
    let reading = ScenarioReading { weights: weights.to_vec(), all_figures: false };
    let table = scenario_table(&page.session, &reading).unwrap();
    let rows = table.rows.iter().filter(|row| row.revision.is_some_and(|id| id != 0));
    let first = rows.min_by_key(|row| (row.ranked.rank, row.revision)).unwrap();
    Side::Version(first.revision.unwrap())
}

#[test]
fn what_ranks_first_is_beside_today_until_the_user_chooses() {
    // Today against today tells nothing, and whoever has chosen keeps what was chosen.
    let mut page = Page::example(2, STEPS);
    // Without a limit on moves, several plans keep all limits.
    let mut rules = page.project().settings.rules.clone();
    rules.retain(|setting| setting.id != "move-limit");
    page.send(Event::Rules(rules));
    page.settle();
    let mut page = begin(page, 2);
    let look = |page: &mut Page| {
        page.send(Event::Compare);
        page.settle();
        page.session.comparison.pair.sides
    };
    page.make(0);
    assert_eq!(look(&mut page), [Side::Version(0), Side::Working], "not while the first changes with every plan");
    page.make_all();
    let first = first_by(&page, &usual_weights());
    assert_eq!(look(&mut page), [Side::Version(0), first]);
    assert_eq!(page.session.comparison.found.as_ref().unwrap().0.sides[1], first);
    assert_eq!(page.session.probe.pair, [first, Side::Version(0)]);

    // Other weights, another first.
    let fit: Vec<f64> = criteria().map(|figure| f64::from(u8::from(figure.id == "fit"))).collect();
    let other = first_by(&page, &fit);
    assert_ne!(other, first);
    page.send(Event::Scenarios(ScenarioEvent::Rank(fit)));
    assert_eq!(look(&mut page), [Side::Version(0), other]);

    // What is chosen stays, whatever weighs how much.
    page.send(Event::ComparePair(Pair { sides: [Side::Version(0), Side::Version(0)], own_rules: false }));
    page.send(Event::Probe(ProbeEvent::Choose([Side::Working, Side::Version(0)])));
    page.settle();
    page.send(Event::Scenarios(ScenarioEvent::Rank(usual_weights())));
    assert_eq!(look(&mut page), [Side::Version(0); 2]);
    assert_eq!(page.session.probe.pair, [Side::Working, Side::Version(0)]);
}

#[test]
fn every_scenario_of_the_set_says_what_it_is() {
    // A name alone does not tell a sales leader what was planned.
    let page = begun(1);
    let (dataset, scores) = page.inputs.clone().unwrap();
    for recipe in standard_set(&dataset, &scores, &page.project().settings.rules) {
        assert_ne!(standard_note(&recipe.name), "", "{}", recipe.name);
    }
}

#[test]
fn a_set_made_twice_is_the_same_to_the_byte() {
    // A decision that is defended months later must rest on plans that can be made again.
    let (one, two) = (complete(2, |_| 0), complete(2, |_| 0));
    assert_eq!(one.session.scenarios, two.session.scenarios);
    let bytes = |page: &Page| {
        let mut project = page.project().clone();
        project.revisions.iter_mut().for_each(|revision| revision.made_at = 0.0);
        encode_project(&project)
    };
    assert_eq!(bytes(&one), bytes(&two));
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
    let page = begun(1);
    let first = page.tasks[0].clone();
    let recipes: Vec<_> = page.all().iter().map(|scenario| scenario.recipe.clone()).collect();
    let mut ground = page.ground(&first);
    ground.price(&recipes, first.seed);
    for recipe in recipes {
        let mut making = Making::new(&ground, &recipe, first.steps, first.seed).unwrap();
        while !making.advance() {}
        let direct = making.made(&ground);
        let made = page.made(ScenarioTask { recipe, ..first.clone() }).unwrap();
        assert_eq!((made.plan, made.settings, made.bound), (direct.plan, direct.settings, direct.bound));
        assert_eq!(made.figures.values, direct.standing.figures().collect::<Vec<_>>(), "{}", direct.recipe.name);
        assert_eq!(made.today.values, ground.today().figures().collect::<Vec<_>>());
        assert_eq!(made.other_world, direct.recipe.name.starts_with("Headcount"));
    }
}

#[test]
fn what_is_made_stays_when_the_rest_is_stopped() {
    // Whoever has seen enough stops; what was found by then must not be lost.
    let mut page = begun(2);
    page.make(0);
    page.make(1);
    // One alone: its lane gets the next one, and late news of it do not count.
    let late = page.tasks[0].clone();
    let place = page.all().iter().position(|scenario| scenario.recipe == late.recipe).unwrap();
    page.send(Event::Scenarios(ScenarioEvent::Stop(place)));
    assert_eq!((page.stopped.as_slice(), page.tasks.len()), ([late.run].as_slice(), 2));
    let news = ScenarioNews { run: late.run, lane: late.lane, part: 0.5, end: None };
    page.send(Event::Heard(Reply::Scenario(news), 5.0));
    assert_eq!(page.all()[place].state, ScenarioState::Stopped);
    // One that waits is not begun.
    let last = page.all().len() - 1;
    page.send(Event::Scenarios(ScenarioEvent::Stop(last)));
    assert_eq!(page.all()[last].state, ScenarioState::Stopped);

    page.send(Event::Scenarios(ScenarioEvent::StopAll));
    assert!(page.tasks.is_empty() && !page.set().is_running() && !page.session.busy());
    assert_eq!(page.all().iter().filter(|scenario| is_made(&scenario.state)).count(), 2);
    assert_eq!(page.project().versions().count(), 3);
    // It can be made again, whole.
    page.send(Event::Scenarios(ScenarioEvent::Make));
    page.settle();
    assert_eq!(page.tasks.len(), 2);
}

#[test]
fn a_lane_that_dies_or_a_recipe_that_fails_does_not_stop_the_others() {
    // Ten plans are asked for; one that cannot be made says why, and nine come.
    let mut page = begun(2);
    let (first, second) = (page.tasks[0].clone(), page.tasks[1].clone());
    page.tasks.clear();
    page.send(Event::LaneLost(first.lane));
    let end = Some(Err("nobody would be left".to_owned()));
    let news = ScenarioNews { run: second.run, lane: second.lane, part: 1.0, end };
    page.send(Event::Heard(Reply::Scenario(news), 5.0));
    assert_eq!(page.tasks.len(), 2);
    while !page.tasks.is_empty() {
        page.make(0);
    }
    let failed: Vec<_> = page.all().iter().filter(|scenario| !is_made(&scenario.state)).collect();
    assert_eq!(failed.len(), 2);
    assert!(matches!(&failed[1].state, ScenarioState::Failed(reason) if reason == "nobody would be left"));
    // A list that never comes leaves what was made as it was.
    let before = page.all().to_vec();
    page.send(Event::Scenarios(ScenarioEvent::Make));
    page.send(Event::DeskLost);
    assert!(page.all() == before && !page.set().is_running());
}

#[test]
fn other_data_end_the_set() {
    // Figures of another company beside this one's would be believed.
    let mut page = begun(2);
    let runs: Vec<u64> = page.tasks.iter().map(|task| task.run).collect();
    let accounts = "id,name,owner,potential\n1,Acme,Ana,900\n2,Birch,Ana,500\n3,Cedar,Ben,400\n";
    let file = InputFile { name: "accounts.csv".to_owned(), bytes: accounts.as_bytes().to_vec() };
    page.send(Event::Files(vec![file]));
    page.send(Event::Scenarios(ScenarioEvent::Make));
    assert_eq!(page.tasks.len(), 2, "while files are read, the desk has other data");
    page.settle();
    if page.session.pending.is_some() {
        page.send(Event::StartAnew(9.0));
        page.settle();
    }
    assert!(page.session.scenarios.is_none() && runs == page.stopped);
    page.send(Event::TakeBack);
    assert!(page.session.scenarios.is_none() && page.project().versions().count() == 1);
}

#[test]
fn the_table_tells_every_scenario_beside_today() {
    // The difference from today is what is decided about, and the best must be seen without reading every cell.
    let mut page = begun(2);
    assert!(scenario_table(&page.session, &reading()).is_none(), "nothing is made yet");
    let work = scenario_work(&page.session);
    assert_eq!((work.len(), work[0].place, work[0].name.as_str()), (11, 0, "Status quo plus"));
    while !page.tasks.is_empty() {
        page.make(0);
    }
    assert!(scenario_work(&page.session).is_empty());
    let table = scenario_table(&page.session, &reading()).unwrap();
    assert_eq!((table.rows.len(), table.rows[0].name.as_str()), (12, "Today"));
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
    assert!(row("Headcount +1").remark.starts_with("Another team") && row("Headcount +1").own.is_some());
    let gap = at("Spread of potential");
    assert_eq!(table.rows.iter().filter(|row| row.cells[gap].best).count(), 1);
    // There is a plan with today's team that keeps every limit.
    assert!(row("Within your rules").limits.kept && row("Within your rules").revision.is_some());
    // A line parts those that rank behind for their limits from the others, as long as the list is by rank.
    let listed = listed_by(&table, ScenarioSort::Rank, false);
    let line = listed.iter().position(|line| *line == TableLine::BreakLimits).unwrap();
    let kept = |line: &TableLine| matches!(line, TableLine::Plan(place) if table.rows[*place].limits.kept);
    assert!(listed[..line].iter().all(kept) && !listed[line + 1..].iter().any(kept));
    let is_plan = |line: &TableLine| matches!(line, TableLine::Plan(_));
    assert!(listed_by(&table, ScenarioSort::Breaches, false).iter().all(is_plan));
    // Looser rules of its own keep no plan from being held against those in force.
    let free = row("Full re-optimisation");
    assert!(free.limits.text.starts_with("Move limit: ") && free.limits.text.ends_with("customers, allowed 79"));
    assert!(!free.cells.iter().any(|cell| cell.best));
    let keeps = |row: &&ScenarioRow| row.limits.kept;
    let last = table.rows.iter().filter(keeps).map(|row| row.ranked.rank).max().unwrap();
    assert!(table.rows.iter().filter(|row| !keeps(row)).all(|row| row.ranked.rank > last));
    assert!(table.columns.iter().all(|column| column.help.ends_with('.')), "each has its source");
    assert_eq!(titles.iter().filter(|title| **title == "Hand-over dip").count(), 1);
    // Nothing is called the best that is worse than today.
    assert!(table.rows.iter().flat_map(|row| &row.cells).all(|cell| !(cell.best && cell.tone == Tone::Bad)));
    assert!(table.notes[0].starts_with("Best: of the plans that keep all limits"));

    // The list of versions says the same of each: it is held against the limits in force, too.
    assert!(view::versions(&page.session).iter().all(|version| version.limits.is_none() || !version.other_rules));
    page.send(Event::Hold);
    page.settle();
    for version in view::versions(&page.session).into_iter().filter(|version| version.id != 0) {
        assert_eq!(version.limits.as_ref(), Some(&row(&version.label).limits), "{}", version.label);
    }
    assert!(!page.session.busy());

    let sorted = |sort| in_order_of(&table, sort, true).into_iter().map(|at| table.rows[at].name.clone());
    let by_set: Vec<String> =
        in_order_of(&table, ScenarioSort::Set, false).into_iter().map(|at| table.rows[at].name.clone()).collect();
    assert_eq!((by_set[0].as_str(), by_set[1].as_str()), ("Today", "Status quo plus"));
    assert_eq!(sorted(ScenarioSort::Column(moved)).next_back().unwrap(), "Today");

    // A version that was deleted is no longer there to be opened; its figures still are.
    let id = page.version("Hybrid").id;
    page.send(Event::Version(VersionEvent::Delete(id)));
    let table = scenario_table(&page.session, &reading()).unwrap();
    let hybrid = table.rows.iter().find(|row| row.name == "Hybrid").unwrap();
    assert!(hybrid.revision.is_none() && hybrid.remark.contains("deleted"));
    page.send(Event::Undo);
    assert!(scenario_table(&page.session, &reading()).unwrap().rows.iter().all(|row| !row.remark.contains("deleted")));
}

/// The file that the page asks for.
fn file(page: &mut Page, file: ComparisonFile) -> Vec<u8> {
    let effects = update(&mut page.session, Event::Scenarios(ScenarioEvent::TakeAway(file, usual_weights())));
    assert!(page.session.busy());
    let [Effect::Ask(request)] = &effects[..] else { panic!("{effects:?}") };
    let reply = page.desk.answer(request.clone()).unwrap();
    let effects = update(&mut page.session, Event::Heard(reply, 5.0));
    assert_eq!(page.session.writing, None);
    let [Effect::Download { bytes, .. }] = &effects[..] else { panic!("{effects:?}") };
    bytes.clone()
}

#[test]
fn files_of_the_page_are_those_of_the_headless_twin() {
    // Whoever doubts a number of the comparison makes it again on the command line, and it is the same.
    let mut page = complete(2, |_| 0);
    let task = ScenarioTask {
        run: 0,
        lane: 0,
        settings: page.project().settings.clone(),
        recipe: Recipe::default(),
        steps: Some(STEPS),
        seed: 1,
        assumptions: Assumptions::default(),
        base: None,
        known: None,
    };
    let (dataset, scores) = page.inputs.clone().unwrap();
    let recipes = standard_set(&dataset, &scores, &task.settings.rules);
    let mut ground = page.ground(&task);
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
    let beside = Beside {
        dataset: &dataset,
        assumptions: ground.assumptions(),
        today: ground.today(),
        settings: ground.settings(),
        weights: &weights,
    };
    let sure = ground.sureness(&made);
    assert!(file(&mut page, ComparisonFile::Json) == scenarios_json(beside, &made));
    assert!(file(&mut page, ComparisonFile::Csv) == scenarios_csv(beside, &made));
    assert!(file(&mut page, ComparisonFile::Workbook) == scenarios_xlsx(beside, &made, &sure, &[]));
    assert!(file(&mut page, ComparisonFile::Assignments) == scenario_assignments(beside, &made));

    // The table on the screen ranks as the file does.
    let told: serde_json::Value = serde_json::from_slice(&scenarios_json(beside, &made)).unwrap();
    let table = scenario_table(&page.session, &reading()).unwrap();
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
    let mut page = complete(2, |_| 0);
    let report = |page: &mut Page| String::from_utf8(file(page, ComparisonFile::Report)).unwrap();
    assert!(report(&mut page).contains("No decision is written down."));
    let id = page.version("Minimum disruption").id;
    let decision = Decision { decision: "Go <slow>".to_owned(), reasons: "Renewals".to_owned(), ..Decision::default() };
    page.send(Event::Version(VersionEvent::Decide(id, decision)));
    let text = report(&mut page);
    assert!(text.contains("Minimum disruption: Go &lt;slow&gt;") && text.contains("Renewals"));
    // What ranks first is said first, drawn, and told once: the plan that leaves everything as it is, is today.
    let first = text.find("<p class=\"lead\">Within your rules ranks first").unwrap();
    assert!(
        first < text.find("<svg class=\"bars\"").unwrap()
            && text.find("<svg").unwrap() < text.find("Decision").unwrap()
    );
    let ranking = &text[text.find("Verdict and rank").unwrap()..text.find("What the money hangs on").unwrap()];
    assert!(!ranking.contains("Status quo</th>") && ranking.contains(">Today</th>"));
    assert!(text.contains("Hand-over dip, once") && text.contains("Grey plans break limits"));
    assert!(text.contains("The past tells nothing here."), "a table without rows tells nothing");
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
    let mut page = complete(2, |_| 0);
    let effects =
        update(&mut page.session, Event::Scenarios(ScenarioEvent::TakeAway(ComparisonFile::Json, usual_weights())));
    let [Effect::Ask(request)] = &effects[..] else { panic!("{effects:?}") };
    let late = page.desk.answer(request.clone()).unwrap();
    let effects = update(&mut page.session, Event::Scenarios(ScenarioEvent::StopWriting));
    assert_eq!(effects, [Effect::Ask(Request::StopWriting)]);
    assert!(!page.session.busy());
    page.send(Event::Heard(late, 5.0));
    assert!(page.downloads.is_empty());

    // Another file in between is no end of it.
    page.send(Event::Scenarios(ScenarioEvent::TakeAway(ComparisonFile::Json, usual_weights())));
    let request = page.requests.pop_front().unwrap();
    page.send(Event::Export(ExportFile::Assignments));
    page.settle();
    assert!(page.downloads.len() == 1 && page.session.writing.is_some());
    let reply = page.desk.answer(request).unwrap();
    page.send(Event::Heard(reply, 5.0));
    assert!(page.downloads.len() == 2 && !page.session.busy());
}

#[test]
fn closing_ends_the_set_and_its_file() {
    // Lanes that go on for nobody keep the machine busy, and a file of a project that is closed goes to the wrong folder.
    let mut page = begun(2);
    page.make(0);
    page.make(0);
    page.send(Event::Scenarios(ScenarioEvent::TakeAway(ComparisonFile::Json, usual_weights())));
    let request = page.requests.pop_back().unwrap();
    let late = page.desk.answer(request).unwrap();
    let runs: Vec<u64> = page.tasks.iter().map(|task| task.run).collect();
    page.send(Event::Shelf(Shelf::Close));
    assert!(runs.len() == 2 && runs.iter().all(|run| page.stopped.contains(run)) && page.tasks.is_empty());
    assert_eq!(page.requests.pop_front(), Some(Request::StopWriting));
    page.send(Event::Heard(late, 5.0));
    page.settle();
    assert!(page.downloads.is_empty() && !page.session.busy());
    // Brought back, what was made is there, and nothing runs.
    page.send(Event::TakeBack);
    page.settle();
    assert_eq!(page.all().iter().filter(|scenario| is_made(&scenario.state)).count(), 2);
    assert!(!page.session.busy());
}
