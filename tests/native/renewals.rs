//! What is made stays while figures are renewed, the set is made anew, or a plan opens as a project of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use crate::page::Page;
use evenfield::outcome::Assumptions;
use evenfield::protocol::PlanFigures;
use evenfield::protocol::ScenarioTask;
use evenfield::scenario::Edit;
use evenfield::session::Event;
use evenfield::session::ScenarioEvent;
use evenfield::session::Shelf;
use evenfield::session::VersionEvent;
use evenfield::view::assumed_with;
use evenfield::view::can_make_what_ifs;
use evenfield::view::opening_sentence;
use evenfield::view::scenario_caution;
use evenfield::what_if::Recipe;
use evenfield::what_if::WhatIf;
use evenfield::what_if::standard_note;

fn add(page: &mut Page, name: &str, what_if: WhatIf) {
    let recipe = Recipe { name: name.to_owned(), what_ifs: vec![what_if], ..Recipe::default() };
    page.scenarios(ScenarioEvent::Add(Box::new(recipe)));
}

fn no_travel() -> WhatIf {
    WhatIf::Weight { rule: "travel".to_owned(), weight: 0.0 }
}

/// Two plans that are made, one of another team.
fn two_made() -> Page {
    let mut page = Page::example(2, 40);
    add(&mut page, "More", WhatIf::AddReps { count: 1, region: None, places: Vec::new() });
    add(&mut page, "No travel", no_travel());
    page.make_all();
    page
}

fn assume(page: &mut Page, dip_percent: &str) {
    let assumed = assumed_with(&page.session, "dip_percent", dip_percent).unwrap();
    page.send(Event::Edit(Edit::Assumptions(assumed)));
}

fn told(page: &Page) -> ([PlanFigures; 2], Option<PlanFigures>) {
    (["More", "No travel"].map(|name| page.figures(name)), page.set().today.clone())
}

/// What is told where this was assumed from the first, and nothing else.
fn told_under(assumed: &Assumptions) -> ([PlanFigures; 2], Option<PlanFigures>) {
    let mut page = two_made();
    page.send(Event::Edit(Edit::Assumptions(assumed.clone())));
    page.make_all();
    told(&page)
}

/// Lanes say what they had found before they heard that they were to stop.
fn hear_late(page: &mut Page, tasks: &[ScenarioTask]) {
    for task in tasks {
        let end = page.made(task.clone());
        page.hear(task, end);
    }
}

#[test]
fn figures_are_those_of_what_is_assumed_last() {
    // Whoever steps through the field with the arrows must not be left with the figures of a step in between.
    let mut page = two_made();
    assume(&mut page, "40");
    let late = page.tasks.clone();
    assume(&mut page, "30");
    assert!(late.len() == 2 && page.tasks.len() == 2 && late.iter().all(|task| page.stopped.contains(&task.run)));
    hear_late(&mut page, &late);
    page.make_all();
    let thirty = told(&page);
    assert!(thirty == told_under(&page.project().assumptions));

    assume(&mut page, "60");
    let late = page.tasks.clone();
    page.send(Event::Undo);
    hear_late(&mut page, &late);
    page.make_all();
    assert!(told(&page) == told_under(&page.project().assumptions));
}

#[test]
fn renewing_that_is_stopped_is_said_and_can_be_taken_up_again() {
    // Figures of other assumptions must not pass for those of the assumptions on the screen.
    let mut page = two_made();
    let before = told(&page);
    assume(&mut page, "40");
    let late = page.tasks.clone();
    page.scenarios(ScenarioEvent::StopAll);
    assert!(page.tasks.is_empty() && !page.session.busy());
    hear_late(&mut page, &late);
    assert!(told(&page) == before && scenario_caution(&page.session).contains("other assumptions"));
    assert!(can_make_what_ifs(&page.session));
    page.scenarios(ScenarioEvent::MakeAdded);
    assert!(
        page.tasks.len() == 2 && page.tasks.iter().all(|task| task.known.is_some()),
        "only the figures are missing"
    );
    page.make_all();
    assert!(told(&page) == told_under(&page.project().assumptions) && scenario_caution(&page.session).is_empty());
}

#[test]
fn a_plan_stays_made_whatever_happens_to_its_renewing() {
    // A plan that took minutes is not lost with a worker that only was to price it again.
    let mut page = two_made();
    let before = told(&page);
    assume(&mut page, "40");
    let lane = page.tasks.remove(0).lane;
    page.send(Event::LaneLost(lane));
    assert_eq!(page.tasks.len(), 2, "it is tried again");
    page.make_all();
    let forty = told(&page);
    assert!(forty != before && forty == told_under(&page.project().assumptions));

    // A lane that dies of it again would for ever; a reason why it cannot be is no reason that the plan is none.
    assume(&mut page, "30");
    let refused = page.tasks.remove(1);
    page.hear(&refused, Err("no data".to_owned()));
    for _ in 0..2 {
        let lane = page.tasks.remove(0).lane;
        page.send(Event::LaneLost(lane));
    }
    page.settle();
    assert!(page.tasks.is_empty() && !page.session.busy() && told(&page).0 == forty.0);
    assert_ne!(scenario_caution(&page.session), "");
    assume(&mut page, "40");
    page.make_all();
    assert!(told(&page) == forty && scenario_caution(&page.session).is_empty());
}

#[test]
fn a_what_if_that_is_taken_out_while_it_is_renewed_comes_back() {
    // A lane that waits for an answer it has dropped would never take up anything again.
    let mut page = two_made();
    assume(&mut page, "40");
    let late = page.tasks[0].clone();
    page.scenarios(ScenarioEvent::Remove(0));
    assert!(page.stopped.contains(&late.run));
    hear_late(&mut page, &[late]);
    page.send(Event::Undo);
    page.make_all();
    assert!(told(&page) == told_under(&page.project().assumptions));
}

#[test]
fn a_plan_opens_as_a_project_of_its_own_once() {
    // Writing a large project takes seconds; an impatient second click must not open it twice.
    let mut page = two_made();
    for _ in 0..2 {
        page.send(Event::Scenarios(ScenarioEvent::OpenOwn(0, 77.0)));
    }
    assert!(page.requests.len() == 1 && page.session.busy());
    assert!(opening_sentence(&page.session).contains("More"));
    page.settle();
    page.scenarios(ScenarioEvent::OpenOwn(0, 78.0));
    assert_eq!(page.opened.len(), 1, "it is still being opened");
    page.send(Event::Opened(Err("unreadable".to_owned())));
    assert!(!page.session.busy() && opening_sentence(&page.session).is_empty());
    // Nobody waits for it any more once its project is closed.
    page.send(Event::Scenarios(ScenarioEvent::OpenOwn(0, 79.0)));
    let request = page.requests.pop_front().unwrap();
    let reply = page.desk.answer(request).unwrap();
    page.send(Event::Shelf(Shelf::Close));
    page.send(Event::Heard(reply, 5.0));
    assert!(page.opened.len() == 1 && !page.session.busy());
}

#[test]
fn what_is_made_stays_and_no_version_is_made_twice() {
    // Rows that vanish with a press, and "Hybrid (2)", "Hybrid (3)" beside "Hybrid", hide what there is to decide between.
    let mut page = Page::example(2, 40);
    add(&mut page, "No travel", no_travel());
    page.make_all();
    page.send(Event::Scenarios(ScenarioEvent::Make));
    assert_eq!(page.all().len(), 1, "until the list is there");
    page.settle();
    let waits = |page: &Page| page.all().iter().filter(|scenario| scenario.state.is_open()).count();
    assert_eq!((page.all().len(), waits(&page)), (12, 11));
    page.make_all();
    let versions = page.labels();
    assert_eq!(versions.len(), 11, "{versions:?}");
    page.scenarios(ScenarioEvent::Make);
    assert!(waits(&page) == 0 && !page.session.busy(), "it would be the same");

    // After the project was opened again, all is made anew, and is what it was; a name that the user gave stays.
    let hybrid = page.version("Hybrid").id;
    let named = VersionEvent::Describe {
        revision: hybrid,
        label: "My own".to_owned(),
        note: standard_note("Hybrid").to_owned(),
    };
    page.send(Event::Version(named));
    let versions = page.labels();
    page.session.scenarios = None;
    page.scenarios(ScenarioEvent::Make);
    page.make_all();
    assert_eq!((page.all().len(), page.labels()), (12, versions.clone()));

    // Other rules, other plans: what-ifs and standard set stay beside each other, made by the same rules.
    let mut rules = page.project().settings.rules.clone();
    rules[0].weight *= 2.0;
    page.send(Event::Rules(rules));
    assert!(!can_make_what_ifs(&page.session) && !scenario_caution(&page.session).is_empty());
    page.scenarios(ScenarioEvent::MakeAdded);
    page.make_all();
    assert!(page.all().len() == 12 && page.set().settings == page.project().settings);
    assert!(page.labels().len() > versions.len());
    // One that was deleted is made again.
    page.send(Event::Version(VersionEvent::Delete(page.project().revisions.len() as u32 - 1)));
    page.scenarios(ScenarioEvent::Make);
    assert_eq!(waits(&page), 1);
    page.make_all();
}
