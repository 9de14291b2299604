//! What-ifs that a user builds, without a screen: played as events with a real desk and real lanes.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use crate::page::Page;
use evenfield::evaluate::Judge;
use evenfield::export::decode_project;
use evenfield::export::encode_project;
use evenfield::export::open_file;
use evenfield::outcome::Assumptions;
use evenfield::protocol::Delivery;
use evenfield::protocol::InputFile;
use evenfield::scenario::Edit;
use evenfield::score::score;
use evenfield::session::Event;
use evenfield::session::Opened;
use evenfield::session::ScenarioEvent;
use evenfield::session::ScenarioState;
use evenfield::session::Shelf;
use evenfield::session::WayBack;
use evenfield::view::CHANGE_KINDS;
use evenfield::view::Control;
use evenfield::view::Draft;
use evenfield::view::Listed;
use evenfield::view::ScenarioReading;
use evenfield::view::acquired_remarks;
use evenfield::view::assumed_with;
use evenfield::view::begun;
use evenfield::view::change_fields;
use evenfield::view::draft_faults;
use evenfield::view::figures_chart;
use evenfield::view::forerunners;
use evenfield::view::kind_of;
use evenfield::view::listed;
use evenfield::view::name_fault;
use evenfield::view::overlap_sentence;
use evenfield::view::proposed_name;
use evenfield::view::scenario_table;
use evenfield::view::scenario_work;
use evenfield::view::set_accounts;
use evenfield::view::set_field;
use evenfield::view::set_rep;
use evenfield::what_if::Recipe;
use evenfield::what_if::Standing;
use evenfield::what_if::WhatIf;
use evenfield::what_if::compared;
use evenfield::what_if::usual_weights;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Steps of each scenario: enough for a plan.
const STEPS: u64 = 40;

fn reading() -> ScenarioReading {
    ScenarioReading { weights: usual_weights(), all_figures: false }
}

/// The example, with lanes that search a little.
fn example() -> Page {
    Page::example(2, STEPS)
}

fn recipe(name: &str, what_ifs: Vec<WhatIf>) -> Recipe {
    Recipe { name: name.to_owned(), what_ifs, ..Recipe::default() }
}

fn add(page: &mut Page, recipe: Recipe) {
    page.scenarios(ScenarioEvent::Add(Box::new(recipe)));
}

fn one_more() -> WhatIf {
    WhatIf::AddReps { count: 1, region: None, places: Vec::new() }
}

fn state_grows(page: &Page) -> WhatIf {
    let value = listed(&page.session, &Listed::Values("state".to_owned()))[0].0.clone();
    WhatIf::Market { attribute: "state".to_owned(), value, percent: 10.0 }
}

#[test]
fn a_what_if_is_made_beside_today_changed_removed_and_brought_back() {
    // Who asks "what if" once asks again a little differently, and a slip must not cost what was made.
    let mut page = example();
    let leaver = page.inputs.as_ref().unwrap().0.reps[0].id.clone();
    let both = vec![WhatIf::LoseReps { reps: vec![leaver.clone()] }, state_grows(&page)];
    add(&mut page, recipe("One leaves", both));
    assert_eq!(page.tasks.len(), 1);
    page.make_all();
    let table = scenario_table(&page.session, &reading()).unwrap();
    let names: Vec<&str> = table.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Today", "One leaves"]);
    assert!(table.rows[1].about.starts_with("Without ") && table.rows[1].added == Some(0));
    assert_eq!(page.project().versions().count(), 1, "its plan fits no other team");

    // Changed: only this one is made anew. Undone: what was made comes back without a search.
    let before = page.figures("One leaves");
    let other = recipe("One leaves", vec![WhatIf::LoseReps { reps: vec![leaver] }]);
    page.scenarios(ScenarioEvent::Change(0, Box::new(other)));
    assert_eq!(page.tasks.len(), 1);
    page.make_all();
    assert_ne!(page.figures("One leaves"), before);
    page.send(Event::Undo);
    assert!(page.tasks.is_empty() && page.figures("One leaves") == before);
    page.scenarios(ScenarioEvent::Remove(0));
    assert!(page.all().is_empty() && scenario_work(&page.session).is_empty());
    page.send(Event::Undo);
    assert!(page.tasks.is_empty() && page.figures("One leaves") == before);

    // The standard set keeps it, behind its own.
    page.scenarios(ScenarioEvent::Make);
    page.make_all();
    assert_eq!((page.all().len(), page.all()[11].recipe.name.as_str()), (12, "One leaves"));
    assert_eq!(page.figures("One leaves"), before);
}

#[test]
fn who_is_proposed_to_leave_is_named_once_the_plan_is_made() {
    // "One rep fewer" is a question; the plan that answers it must say who.
    let mut page = example();
    add(&mut page, recipe("Fewer", vec![WhatIf::LoseSome { count: 1 }]));
    assert_eq!(scenario_work(&page.session)[0].about, "1 rep fewer.");
    page.make_all();
    let about = scenario_table(&page.session, &reading()).unwrap().rows[1].about.clone();
    let name = |rep: &evenfield::model::Rep| about == format!("Without {}.", rep.name);
    assert!(page.inputs.as_ref().unwrap().0.reps.iter().any(name), "{about}");
}

#[test]
fn one_that_is_removed_while_a_lane_is_at_it_is_stopped() {
    // A lane that works for nobody keeps the next question waiting.
    let mut page = example();
    for name in ["A", "B", "C"] {
        let more = WhatIf::Weight { rule: "travel".to_owned(), weight: 1.0 };
        add(&mut page, recipe(name, vec![more]));
    }
    assert_eq!((page.tasks.len(), page.all().len()), (2, 3));
    let run = page.tasks[0].run;
    page.scenarios(ScenarioEvent::Remove(0));
    assert_eq!((page.stopped.as_slice(), page.tasks.len()), ([run].as_slice(), 2));
    page.make_all();
    assert!(page.all().iter().all(|scenario| matches!(scenario.state, ScenarioState::Made { revision: Some(_), .. })));
    assert_eq!(page.project().revisions[1].note, "Travel weighs 1.", "a version says what it is");
}

#[test]
fn what_ifs_are_kept_with_the_project() {
    // A page that is closed over night must not lose the questions.
    let mut page = example();
    let asked = recipe("More", vec![one_more()]);
    add(&mut page, asked.clone());
    let assumed = Assumptions { dip_percent: 10.0, ..Assumptions::default() };
    page.send(Event::Edit(Edit::Assumptions(assumed.clone())));
    let back = decode_project(&encode_project(page.project())).unwrap();
    assert_eq!((&back.what_ifs, &back.assumptions), (&vec![asked], &assumed));
    // Opened again, nothing runs until it is asked for.
    page.session.scenarios = None;
    page.tasks.clear();
    let work = scenario_work(&page.session);
    assert_eq!((work.len(), work[0].added, work[0].open), (1, Some(0), false));
    page.scenarios(ScenarioEvent::MakeAdded);
    assert_eq!((page.tasks.len(), &page.tasks[0].assumptions), (1, &assumed));
}

#[test]
fn a_what_if_goes_on_from_a_version_with_its_rules() {
    // "The compact plan, but with one rep less" is about the compact plan.
    let mut page = example();
    add(&mut page, recipe("No travel", vec![WhatIf::Weight { rule: "travel".to_owned(), weight: 0.0 }]));
    page.make_all();
    let version = page.project().revisions[1].clone();
    let leaver = page.inputs.as_ref().unwrap().0.reps[0].id.clone();
    let lost = vec![WhatIf::LoseReps { reps: vec![leaver] }];
    add(&mut page, Recipe { based_on: Some(1), ..recipe("And one less", lost) });
    let base = page.tasks[0].base.clone().unwrap();
    assert_eq!((base.plan, &base.settings), (version.assignment, &version.settings));
    page.make_all();
    let made = page.one("And one less").made.clone().unwrap();
    assert!(made.other_world && made.settings.rules == version.settings.rules);
    // One that is gone is said, not replaced by today.
    add(&mut page, Recipe { based_on: Some(9), ..recipe("From nowhere", Vec::new()) });
    assert!(matches!(&page.one("From nowhere").state, ScenarioState::Failed(why) if why.contains("version")));
}

#[test]
fn a_plan_of_another_team_opens_as_a_project_of_its_own() {
    // The plan with one rep more was the best of the table: it must be possible to go on with it.
    let mut page = example();
    page.scenarios(ScenarioEvent::Make);
    page.make_all();
    let place = page.all().iter().position(|scenario| scenario.recipe.name == "Headcount +1").unwrap();
    let before = encode_project(page.project());
    page.scenarios(ScenarioEvent::OpenOwn(place, 77.0));
    let (name, bytes) = page.opened.pop().unwrap();
    assert!(name.ends_with(" · Headcount +1"), "{name}");
    assert_eq!(encode_project(page.project()), before, "the old project stays as it is");

    let (project, bundle) = open_file(&bytes).unwrap_or_else(|error| panic!("{error}"));
    let made = page.one("Headcount +1").made.clone().unwrap();
    assert_eq!((project.name.as_str(), project.working == made.plan), (name.as_str(), true));
    assert_eq!(project.dataset, bundle.fingerprint());
    assert_eq!(bundle.dataset.reps.len(), page.inputs.as_ref().unwrap().0.reps.len() + 1);
    assert_eq!(project.revision().label, "Headcount +1");
    // The judge of the new project says what the table said.
    let judge = Judge::new(bundle.dataset.clone(), Arc::new(score(&bundle.dataset)), project.settings.clone());
    let evaluation = judge.evaluate(&project.working);
    assert_eq!((evaluation.objective, evaluation.breaches as u32), (made.objective, made.figures.breaches));
    let standing = Standing::new(&judge, &project.assumptions, &project.working);
    for (figure, (own, told)) in compared().zip(standing.figures().zip(&made.figures.values)) {
        assert_eq!(own, *told, "{}", figure.id);
    }
    // A plan of this team needs no other project.
    page.send(Event::Opened(Err("not opened here".to_owned())));
    page.scenarios(ScenarioEvent::OpenOwn(0, 77.0));
    assert!(page.opened.is_empty());

    // Who has opened it is told, and led back.
    page.scenarios(ScenarioEvent::OpenOwn(place, 77.0));
    let (key, name) = (page.session.key, page.project().name.clone());
    let (old, old_delivery) = (page.project().clone(), page.session.data.as_ref().unwrap().delivery.clone());
    let told = scenario_table(&page.session, &reading());
    let delivery = Delivery { fingerprint: bundle.fingerprint(), bundle };
    page.send(Event::Opened(Ok(Opened { project, delivery, key: key + 1, set: None })));
    page.settle();
    let back = page.session.alerts.last().and_then(|alert| alert.back.clone());
    assert_eq!(back, Some(WayBack::Project(key, name)));
    assert!(page.session.scenarios.is_none(), "of another project");
    // Who comes back finds the set as it was.
    let opened = page.stored(old, old_delivery, key);
    page.send(Event::Shelf(Shelf::Fetched(Ok(Box::new(opened)))));
    page.settle();
    assert_eq!(scenario_table(&page.session, &reading()).map(|table| table.rows), told.map(|table| table.rows));
    assert!(page.session.alerts.iter().all(|alert| alert.back.is_none()) && !page.session.busy());
}

#[test]
fn a_recipe_that_comes_back_makes_the_same_plan_without_prices() {
    // The places that were proposed are part of what was made: who makes it again must not get others.
    let mut page = example();
    add(&mut page, recipe("More", vec![one_more(), one_more()]));
    page.make_all();
    let made = page.one("More").made.clone().unwrap();
    let is_placed = |what_if: &WhatIf| matches!(what_if, WhatIf::AddReps { places, .. } if places.len() == 1);
    assert!(made.recipe.what_ifs.len() == 2 && made.recipe.what_ifs.iter().all(is_placed));
    add(&mut page, Recipe { name: "Again".to_owned(), ..made.recipe.clone() });
    page.make_all();
    assert_eq!(page.one("Again").made.as_ref().unwrap().plan, made.plan);
}

#[test]
fn other_assumptions_give_other_figures_and_the_same_plans() {
    // Figures under two sets of assumptions side by side would compare the assumptions, not the plans.
    let mut page = example();
    add(&mut page, recipe("More", vec![one_more()]));
    add(&mut page, recipe("No travel", vec![WhatIf::Weight { rule: "travel".to_owned(), weight: 0.0 }]));
    page.make_all();
    let before = ["More", "No travel"].map(|name| page.figures(name));
    let today = page.session.scenarios.as_ref().unwrap().today.clone();
    let versions = page.project().revisions.len();
    let assumed = assumed_with(&page.session, "dip_percent", "40").unwrap();
    page.send(Event::Edit(Edit::Assumptions(assumed)));
    assert!(page.tasks.len() == 2 && page.tasks.iter().all(|task| task.known.is_some()));
    page.make_all();
    let after = ["More", "No travel"].map(|name| page.figures(name));
    assert!(before.iter().zip(&after).all(|(before, after)| before != after));
    assert_eq!(page.project().revisions.len(), versions, "no plan is made twice");
    // Taken back, every figure is what it was.
    page.send(Event::Undo);
    page.make_all();
    assert_eq!(["More", "No travel"].map(|name| page.figures(name)), before);
    assert_eq!(page.session.scenarios.as_ref().unwrap().today, today);
    // What makes no sense is said and not taken.
    assert!(assumed_with(&page.session, "dip_percent", "140").unwrap_err().contains("100"));
    assert!(assumed_with(&page.session, "runs", "150.5").is_err());
    assert_eq!(assumed_with(&page.session, "hour_price", "").unwrap().hour_price, None);
}

#[test]
fn values_of_a_column_are_counted_as_they_are_told() {
    // They are counted by number, not by name, account for account: the list must still be that of the accounts.
    let page = example();
    let dataset = &page.inputs.as_ref().unwrap().0;
    for name in dataset.attribute_names() {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for account in 0..dataset.accounts.len() {
            let value = dataset.attribute(account, &name).unwrap().trim();
            *counts.entry(value.to_owned()).or_default() += 1;
        }
        counts.remove("");
        assert_eq!(dataset.attribute_counts(&name), counts.into_iter().collect::<Vec<_>>(), "{name}");
    }
    assert!(dataset.attribute_counts("no such column").is_empty());
}

/// A draft with one change of a kind, filled in with what its lists offer first.
fn filled(page: &Page, kind: &str) -> Draft {
    let session = &page.session;
    let mut draft = Draft::default();
    draft.add(begun(session, kind).unwrap());
    let rep = |place: usize| listed(session, &Listed::Reps)[place].0.clone();
    for (place, field) in change_fields(&draft.changes[0].1).into_iter().enumerate() {
        let what_if = &mut draft.changes[0].1;
        match field.control {
            Control::Reps(_) => set_rep(what_if, &rep(0), true),
            Control::Choice { value, listed: of } if value.is_empty() && of != Listed::Regions => {
                set_field(session, what_if, field.key, &listed(session, &of)[place].0);
            }
            Control::Text { listed: Listed::Places, .. } => {
                set_field(session, what_if, field.key, &listed(session, &Listed::Places)[0].0);
            }
            _ => {}
        }
    }
    draft.recipe.name = proposed_name(session, &draft, None);
    draft
}

#[test]
fn every_kind_of_change_that_is_filled_in_from_its_lists_can_be_made() {
    // A form that offers what cannot be made sends its user round in circles.
    let mut page = example();
    for kind in CHANGE_KINDS.into_iter().filter(|kind| kind.id != "acquire") {
        let draft = filled(&page, kind.id);
        assert_eq!(kind_of(&draft.changes[0].1), kind);
        assert_eq!(draft_faults(&page.session, &draft, None), [], "{}", kind.id);
        let name = draft.recipe.name.clone();
        add(&mut page, draft.recipe());
        page.make_all();
        let state = &page.one(&name).state;
        assert!(matches!(state, ScenarioState::Made { .. }), "{}: {state:?}", kind.id);
        assert_ne!(name_fault(&page.session, &name, None), "", "no second one of this name");
    }
}

#[test]
fn faults_stand_beside_their_field() {
    // "Something is wrong" sends the user looking through ten fields.
    let page = example();
    let session = &page.session;
    let fault =
        |what_if: &WhatIf, key: &str| change_fields(what_if).into_iter().find(|field| field.key == key).unwrap().fault;
    let mut leave = begun(session, "leave").unwrap();
    assert_ne!(fault(&leave, "rep"), "");
    set_field(session, &mut leave, "months", "14");
    assert!(fault(&leave, "months").contains("12"));
    set_field(session, &mut leave, "months", "four");
    assert_ne!(fault(&leave, "months"), "");
    let mut merge = begun(session, "merge-territories").unwrap();
    set_field(session, &mut merge, "rep", "R01");
    set_field(session, &mut merge, "into", "R01");
    assert!(fault(&merge, "into").contains("another"));
    let mut office = begun(session, "new-office").unwrap();
    set_field(session, &mut office, "place", "Atlantis");
    assert_ne!(fault(&office, "place"), "");
    set_field(session, &mut office, "place", "42.65, -73.75");
    assert_eq!((fault(&office, "place").as_str(), fault(&office, "reps").is_empty()), ("", false));
    // What keeps it from being made is said from top to bottom, with the way to it.
    let mut draft = Draft::default();
    let faults = |draft: &Draft| draft_faults(session, draft, None);
    assert!(faults(&draft).len() == 1 && faults(&draft)[0].text.contains("add a change"));
    let number = draft.add(leave);
    let told = faults(&draft);
    assert_eq!([told[0].field, told[1].field], [Some((number, "rep")), Some((number, "months"))]);
    assert_eq!(told[0].text, "Leave of absence, Who: Choose one.");
    draft.changes[0].1 = WhatIf::LoseSome { count: 1 };
    let told = faults(&draft);
    assert!(told.len() == 1 && told[0].of_name && told[0].text.starts_with("Name: "), "{told:?}");
    draft.recipe.name = "Named".to_owned();
    assert_eq!(faults(&draft), []);
}

#[test]
fn accounts_are_chosen_by_what_makes_groups() {
    // A list with parent_id, locked and contract_end in it is searched for the one line that is meant.
    let page = example();
    let offered = |of: Listed| listed(&page.session, &of);
    let told = offered(Listed::Attributes);
    assert_eq!(
        &told[..2],
        [("segment", "Segment"), ("industry", "Industry")].map(|(id, name)| (id.into(), name.into()))
    );
    let ids: Vec<&str> = told.iter().map(|(id, _)| id.as_str()).collect();
    let known = ["segment", "industry", "state", "country", "city", "status", "competitor"];
    assert!(ids.iter().all(|id| known.contains(id)), "{ids:?}");
    let places = offered(Listed::Regions);
    assert_eq!((places[0].1.as_str(), places[1].1.as_str()), ("Anywhere", "State"));
    assert_eq!(places.len(), told.len() + 1);
}

#[test]
fn own_columns_that_make_groups_are_offered_by_a_readable_name() {
    // The sales region of a company is no column that every file has, and it is the one that is asked about.
    let mut page = example();
    let mut dataset = evenfield::model::Dataset::clone(&page.session.data.as_ref().unwrap().dataset);
    let count = dataset.accounts.len();
    let reps: Vec<String> = dataset.reps.iter().map(|rep| rep.name.clone()).collect();
    let mut column = |header: &str, cell: &dyn Fn(usize) -> String| {
        let cells: Vec<String> = (0..count).map(cell).collect();
        let values = evenfield::model::Categories::from_texts(cells.iter().map(String::as_str));
        dataset.attributes.push(evenfield::model::Attribute { header: header.to_owned(), values });
    };
    column("sales_region", &|account| ["North", "South"][account % 2].to_owned());
    column("employee_band", &|account| ["1-50", "51-200", "201+"][account % 3].to_owned());
    column("key_account", &|account| ["yes", "no"][account % 2].to_owned());
    column("last_call", &|account| format!("2026-10-{:02}", account % 28 + 1));
    column("group_no", &|account| format!("G{:05}", account % 40));
    column("tier_value", &|account| (account % 5 * 1000).to_string());
    column("seller", &|account| reps[account % reps.len()].clone());
    column("town", &|account| {
        format!("Town {}", char::from(b'a' + (account % 26) as u8).to_string().repeat(account % 3 + 4))
    });
    column("one", &|_| "Same".to_owned());
    page.session.data.as_mut().unwrap().dataset = Arc::new(dataset);
    let told = listed(&page.session, &Listed::Attributes);
    let own: Vec<&str> =
        told.iter().map(|(_, name)| name.as_str()).skip_while(|name| *name != "Sales region").collect();
    assert_eq!(own, ["Sales region", "Employee band"]);
    let places = listed(&page.session, &Listed::Regions);
    let at = |name: &str| places.iter().position(|(_, known)| known == name).unwrap();
    assert!(at("City") < at("Sales region") && at("Sales region") < at("Segment"), "{places:?}");
}

#[test]
fn numbers_of_the_form_read_well() {
    // "1 reps", "from 0 to 1000000" and "Headcount -1" with a hyphen look like a program nobody read over.
    let page = example();
    let unit = |what_if: &WhatIf| {
        let is_number = |field: evenfield::view::ChangeField| match field.control {
            Control::Number { unit, .. } => Some(unit),
            _ => None,
        };
        change_fields(what_if).into_iter().find_map(is_number).unwrap()
    };
    let mut more = one_more();
    assert_eq!(unit(&more), "rep");
    set_field(&page.session, &mut more, "count", "2");
    assert_eq!(unit(&more), "reps");
    let away = |months: f64| WhatIf::Leave { rep: String::new(), months };
    assert_eq!([0.5, 1.0, 1.5].map(|months| unit(&away(months))), ["months", "month", "months"]);
    let fault = assumed_with(&page.session, "hour_price", "-1").unwrap_err();
    assert_eq!(fault, "Give a number from 0 to 1,000,000.");
    let rows = evenfield::view::assumption_rows(&page.session);
    assert!(rows.iter().any(|row| row.usual == "usually 1,000 years"));
    let mut page = example();
    page.scenarios(ScenarioEvent::Make);
    let names: Vec<&str> = page.all().iter().map(|scenario| scenario.recipe.name.as_str()).collect();
    assert!(names.contains(&"Headcount \u{2212}1"), "{names:?}");
    assert_eq!(evenfield::what_if::standard_note("Headcount -1"), evenfield::what_if::standard_note("Headcount −1"));
}

#[test]
fn another_market_is_told_apart_from_the_plan() {
    // A market that grows by a tenth makes every plan look good against today.
    let mut page = example();
    let grows = recipe("Grows", vec![state_grows(&page)]);
    add(&mut page, grows);
    add(&mut page, recipe("Fewer", vec![WhatIf::LoseSome { count: 1 }]));
    page.make_all();
    let made = page.one("Grows").made.clone().unwrap();
    // What the sentence says is what the judge of that world says of today's owners.
    let recipe = Recipe { start: evenfield::what_if::Start::AsIs, ..made.recipe.clone() };
    let (dataset, scores) = page.inputs.clone().unwrap();
    let ground =
        evenfield::desk::Ground::new(dataset, scores, page.project().settings.clone(), &Assumptions::default());
    let making = evenfield::desk::Making::new(&ground, &recipe, None, 1).unwrap();
    let expected = making.made(&ground).standing.outcome.total.expected;
    assert_eq!(made.unplanned, Some(expected));
    // What the market brings is no merit of the plan: it has neither a verdict nor a rank, and is best at nothing.
    assert!(made.figures.verdict.is_none() && made.figures.other_market);
    let table = scenario_table(&page.session, &reading()).unwrap();
    let row = table.rows.iter().find(|row| row.name == made.recipe.name).unwrap();
    assert!(row.ranked.rank == 0 && row.verdict.is_none() && !row.cells.iter().any(|cell| cell.best));
    let drawn = figures_chart(&page.session, ["moved_accounts", "potential_cv"], true, 800.0);
    assert!(drawn.is_none_or(|chart| chart.dots.iter().all(|dot| dot.name != made.recipe.name)));
    let about = |page: &Page, name: &str| {
        let rows = scenario_table(&page.session, &reading()).unwrap().rows;
        rows.into_iter().find(|row| row.name == name).unwrap().about
    };
    let money = evenfield::units::Money(expected).short("$");
    let told = about(&page, "Grows");
    assert!(told.contains(&format!("There today's owners would bring {money} of expected revenue")), "{told}");
    assert_eq!(page.one("Fewer").made.clone().unwrap().unplanned, None);
    assert!(!about(&page, "Fewer").contains("market"), "another team is not another market");
    // Other assumptions: the sentence and the figure beside it stay one.
    let assumed = assumed_with(&page.session, "dip_percent", "90").unwrap();
    page.send(Event::Edit(Edit::Assumptions(assumed)));
    page.make_all();
    assert_eq!(page.one("Grows").made.clone().unwrap().figures, page.figures("Grows"));
    assert_ne!(about(&page, "Grows"), told);
}

#[test]
fn rules_that_a_what_if_changes_are_not_those_in_force() {
    // Who takes the move limit out of the way and another rep on top would else be told that all is kept.
    let mut page = example();
    let by_industry = || WhatIf::Specialise { attribute: "industry".to_owned() };
    add(&mut page, recipe("Specialists", vec![by_industry()]));
    add(&mut page, recipe("Specialists and one more", vec![by_industry(), one_more()]));
    page.make_all();
    for name in ["Specialists", "Specialists and one more"] {
        let broken = page.figures(name).broken;
        assert!(broken.iter().any(|limit| limit.worst.rule == "move-limit"), "{name}: {broken:?}");
    }
}

#[test]
fn the_changes_of_another_scenario_are_taken_over() {
    // "The same, and the market grows" is built on what is there.
    let mut page = example();
    page.scenarios(ScenarioEvent::Make);
    let others = forerunners(&page.session);
    assert!(others.iter().all(|(_, name, _)| name.starts_with("Headcount")) && others.len() == 2);
    let mut draft = Draft::default();
    draft.add(state_grows(&page));
    draft.go_on_from(&others[0].2);
    let built = draft.recipe();
    assert_eq!((built.what_ifs.len(), &built.rules), (2, &others[0].2.rules));
    assert!(matches!(built.what_ifs[0], WhatIf::AddReps { .. }));
    let numbers: Vec<u32> = draft.changes.iter().map(|(number, _)| *number).collect();
    assert!(numbers[0] != numbers[1], "{numbers:?}");
}

/// Has a file of accounts to be bought read; what was found, and what is told of it.
fn bought(page: &mut Page, rows: &str) -> Result<Vec<String>, String> {
    page.send(Event::Acquire(vec![InputFile { name: "bought.csv".to_owned(), bytes: rows.as_bytes().to_vec() }]));
    page.settle();
    let found = page.session.acquired.clone().unwrap().1.unwrap();
    found.map(|file| acquired_remarks(&file))
}

#[test]
fn what_is_wrong_in_an_acquired_file_is_told() {
    // Half of the bought revenue unread, or euros counted as dollars, would be a price that nobody should pay.
    let mut page = example();
    let clean = bought(&mut page, "id,name,city,state,annual_revenue\nX1,New Ltd,Albany,NY,$5000\n").unwrap();
    assert_eq!(clean, ["None of them seems to be an account of yours."]);
    let rows = "id,name,city,state,annual_revenue\nX1,New Ltd,Albany,NY,5000\nX2,Old Ltd,Albany,NY,many\n";
    let told = bought(&mut page, rows).unwrap();
    assert!(told.len() == 3 && told[1].starts_with("1 thing in the file"), "{told:?}");
    assert!(told[2].contains("bought.csv, row 3") && told[2].contains("many"), "{told:?}");
    // Another currency is refused, one that is not named is taken for ours.
    let refused = bought(&mut page, "id,name,annual_revenue\nX1,New Ltd,EUR 5000\n").unwrap_err();
    assert!(refused.contains("EUR") && refused.contains("USD"), "{refused}");
    assert!(bought(&mut page, "id,name,annual_revenue\nX1,New Ltd,5000\n").is_ok());
}

#[test]
fn an_acquired_file_that_is_not_read_to_its_end_is_told() {
    // "Reading…" for ever would keep its user waiting for nothing.
    for ending in [Event::DeskLost, Event::CancelReading] {
        let mut page = example();
        let file = InputFile { name: "bought.csv".to_owned(), bytes: b"id,name\nX,New\n".to_vec() };
        page.send(Event::Files(vec![file.clone()]));
        page.send(Event::Acquire(vec![file]));
        page.send(ending);
        let told = page.session.acquired.clone().unwrap().1.unwrap().unwrap_err();
        assert!(told.contains("Choose it again"), "{told}");
    }
}

#[test]
fn acquired_accounts_are_read_of_a_file_and_overlaps_are_told() {
    // Whoever buys a competitor buys customers it has already: they must not count twice unseen.
    let mut page = example();
    let accounts = &page.inputs.as_ref().unwrap().0.accounts;
    let known = (accounts.name.get(0).to_owned(), accounts.city.get(0).to_owned(), accounts.state.get(0).to_owned());
    let parent = accounts.id.get(1).to_owned();
    let rows = format!(
        "id,name,city,state,annual_revenue,parent_id\nX1,\"{}\",\"{}\",{},5000,\nX2,Brand New Ltd,Albany,NY,7000,{parent}\n",
        known.0, known.1, known.2
    );
    let file = InputFile { name: "bought.csv".to_owned(), bytes: rows.into_bytes() };
    let before = encode_project(page.project());
    page.send(Event::Acquire(vec![file]));
    page.settle();
    assert_eq!(encode_project(page.project()), before, "the data in use stay as they are");
    let file = page.session.acquired.clone().unwrap().1.unwrap().unwrap();
    assert_eq!(file.accounts.len(), 2);
    let told = overlap_sentence(&file);
    assert!(told.contains("count twice") && told.contains("parent"), "{told}");
    let mut what_if = begun(&page.session, "acquire").unwrap();
    assert_ne!(change_fields(&what_if)[0].fault, "");
    set_accounts(&mut what_if, &file);
    assert_eq!(change_fields(&what_if)[0].fault, "");
    add(&mut page, recipe("Bought", vec![what_if]));
    page.make_all();
    let made = page.one("Bought").made.clone().unwrap();
    assert_eq!(made.plan.len(), page.project().working.len() + 2);
    // A file without accounts is refused with words.
    let empty = InputFile { name: "empty.csv".to_owned(), bytes: b"\n".to_vec() };
    page.send(Event::Acquire(vec![empty]));
    page.settle();
    assert!(page.session.acquired.clone().unwrap().1.unwrap().is_err());
}
