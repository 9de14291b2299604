//! A set of scenarios is there again when its project is opened again, with what was made and nothing that is not so.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use crate::page::Page;
use evenfield::protocol::Delivery;
use evenfield::scenario::Edit;
use evenfield::scenario::Project;
use evenfield::session::Effort;
use evenfield::session::Event;
use evenfield::session::KeptSet;
use evenfield::session::ScenarioEvent;
use evenfield::session::ScenarioState;
use evenfield::session::VersionEvent;
use evenfield::view::ScenarioReading;
use evenfield::view::ScenarioTable;
use evenfield::view::assumed_with;
use evenfield::view::scenario_caution;
use evenfield::view::scenario_sentence;
use evenfield::view::scenario_table;
use evenfield::what_if::Recipe;
use evenfield::what_if::WhatIf;
use evenfield::what_if::usual_weights;

fn table(page: &Page) -> Option<ScenarioTable> {
    scenario_table(&page.session, &ScenarioReading { weights: usual_weights(), all_figures: true })
}

/// A page with a set of which two are made, two are under way, the rest waits, and one more that the user added.
fn begun() -> Page {
    let mut page = Page::example(2, 40);
    page.scenarios(ScenarioEvent::Make);
    let what_ifs = vec![WhatIf::AddReps { count: 1, region: None, places: Vec::new() }];
    let recipe = Recipe { name: "More".to_owned(), what_ifs, ..Recipe::default() };
    page.scenarios(ScenarioEvent::Add(Box::new(recipe)));
    page.make(0);
    page.make(0);
    page
}

/// What the store holds of the open project.
fn stored(page: &Page) -> (Project, Delivery, u64) {
    (page.project().clone(), page.session.data.as_ref().unwrap().delivery.clone(), page.session.key)
}

/// The page loaded anew, of this store.
fn loaded(before: &Page, (project, delivery, key): (Project, Delivery, u64)) -> Page {
    let mut page = Page { sets: before.sets.clone(), ..Page::default() };
    page.send(Event::Effort(Effort { seed: 1, lanes: 2, seconds: None, steps: Some(40) }));
    let opened = page.stored(project, delivery, key);
    page.send(Event::Restored(Ok(opened)));
    page.settle();
    page
}

fn made(page: &Page) -> usize {
    page.all().iter().filter(|scenario| matches!(scenario.state, ScenarioState::Made { .. })).count()
}

#[test]
fn a_set_is_there_again_when_the_page_is_loaded_anew() {
    // Half an hour of a workshop is in that table: a reload must not cost it.
    let mut page = begun();
    page.make_all();
    let (before, all) = (table(&page).unwrap(), page.all().len());
    let mut again = loaded(&page, stored(&page));
    assert_eq!(table(&again).unwrap(), before);
    assert_eq!((again.all().len(), made(&again), again.session.busy()), (all, all, false));
    assert_eq!(scenario_caution(&again.session), "");
    assert!(again.sets.len() == 1 && again.tasks.is_empty(), "nothing is to be had anew");
    // It goes on as before: a plan is opened, one is removed, one comes.
    again.scenarios(ScenarioEvent::Remove(0));
    assert_eq!(again.all().len(), all - 1);
    again.send(Event::Undo);
    assert_eq!((again.all().len(), made(&again), again.tasks.len()), (all, all, 0));
}

#[test]
fn what_was_not_made_when_the_page_was_closed_can_be_made() {
    // What a lane was at is gone with the page: nobody must wait for it.
    let page = begun();
    let all = page.all().len();
    let mut again = loaded(&page, stored(&page));
    assert_eq!((made(&again), again.all().len(), again.session.busy()), (2, all, false));
    assert!(scenario_sentence(&again.session).contains("2 of"), "{}", scenario_sentence(&again.session));
    again.scenarios(ScenarioEvent::Make);
    again.make_all();
    assert_eq!(made(&again), all);
    let mut whole = page;
    whole.make_all();
    assert_eq!(table(&again).map(|table| table.rows), table(&whole).map(|table| table.rows), "as if never closed");
}

#[test]
fn a_plan_whose_version_was_not_stored_is_made_again() {
    // A tab that dies between two writes leaves a set that tells of a version nobody has.
    let mut page = Page::example(2, 40);
    let early = stored(&page);
    page.scenarios(ScenarioEvent::Make);
    page.make_all();
    let again = loaded(&page, early);
    let other_teams = page.all().iter().filter(|scenario| scenario.made.as_ref().unwrap().other_world).count();
    assert_eq!((made(&again), again.session.busy()), (other_teams, false));
    assert!(other_teams > 0);
}

#[test]
fn a_deleted_version_stays_in_the_table() {
    let mut page = begun();
    page.make_all();
    let version = page.project().versions().last().unwrap().id;
    page.send(Event::Version(VersionEvent::Delete(version)));
    let before = table(&page);
    assert_eq!(table(&loaded(&page, stored(&page))), before);
}

#[test]
fn figures_of_other_assumptions_are_had_anew() {
    let mut page = begun();
    page.make_all();
    let assumed = assumed_with(&page.session, "dip_percent", "40").unwrap();
    page.send(Event::Edit(Edit::Assumptions(assumed)));
    // Closed before a lane could say the new ones.
    let mut again = loaded(&page, stored(&page));
    assert!(!again.tasks.is_empty() && again.tasks.iter().all(|task| task.known.is_some()));
    again.make_all();
    page.make_all();
    assert_eq!(table(&again), table(&page));
}

#[test]
fn a_set_of_other_data_or_of_another_engine_is_let_go() {
    // Its figures would be believed.
    let mut page = begun();
    page.make_all();
    let (mut project, delivery, key) = stored(&page);
    project.dataset = "of other data".to_owned();
    assert!(loaded(&page, (project, delivery, key)).session.scenarios.is_none());
    // Wherever a byte of the engine's version or of the names of the figures is another one, nothing comes back.
    let (key, bytes) = page.sets.iter().next().unwrap();
    for at in [1, 12, 40] {
        let mut other = bytes.clone();
        other[at] ^= 1;
        let mut again = Page::default();
        let set = postcard::from_bytes::<Box<KeptSet>>(&other).unwrap();
        let opened =
            evenfield::session::Opened { set: Some(set), ..page.stored(stored(&page).0, stored(&page).1, *key) };
        again.send(Event::Restored(Ok(opened)));
        assert!(again.session.scenarios.is_none(), "byte {at}");
    }
}
