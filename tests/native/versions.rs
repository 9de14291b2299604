//! The versions of a project: named, deleted, brought back, compared, chosen; played as events with a real desk.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use crate::page::Page;
use evenfield::evaluate::Judge;
use evenfield::export::open_file;
use evenfield::model::Value;
use evenfield::outcome::Assumptions;
use evenfield::outcome::FIGURES;
use evenfield::outcome::Outlook;
use evenfield::outcome::PlanOutcome;
use evenfield::outcome::Simulation;
use evenfield::outcome::Told;
use evenfield::protocol::RepAhead;
use evenfield::protocol::Request;
use evenfield::scenario::Decision;
use evenfield::scenario::Edit;
use evenfield::score::score;
use evenfield::session::Event;
use evenfield::session::Pair;
use evenfield::session::Pick;
use evenfield::session::Session;
use evenfield::session::Side;
use evenfield::session::VersionEvent;
use evenfield::session::WayBack;
use evenfield::session::WeighEvent;
use evenfield::view;
use evenfield::view::ChangeSort;
use std::sync::Arc;

/// Something happens to a version, and the desk answers.
fn version(page: &mut Page, event: VersionEvent) {
    page.send(Event::Version(event));
    page.settle();
}

fn keep(page: &mut Page, label: &str) {
    version(page, VersionEvent::Keep { label: label.to_owned(), note: String::new(), now: 5.0 });
}

/// The example with the first accounts of the first rep given to the second, as a version.
fn with_version() -> Page {
    let mut page = Page::default();
    page.send(Event::Example);
    page.settle();
    let plan = &page.project().working.rep;
    let moved = (0..plan.len()).filter(|&account| plan[account] == 0).take(3);
    let moved = moved.map(|account| (account as u32, 1)).collect();
    page.send(Event::Edit(Edit::Assign(moved)));
    page.settle();
    keep(&mut page, "");
    page
}

#[test]
fn a_version_is_renamed_deleted_and_brought_back_step_by_step() {
    // Whoever tidies up must be able to change their mind; names in minutes must lead to one plan only.
    let mut page = with_version();
    keep(&mut page, " Northern plan ");
    keep(&mut page, "");
    assert_eq!(page.labels(), ["Today", "Version 1", "Northern plan", "Version 3"]);
    let describe =
        |label: &str| VersionEvent::Describe { revision: 3, label: label.to_owned(), note: "why".to_owned() };
    version(&mut page, describe("northern plan"));
    assert_eq!(page.labels()[3], "northern plan (2)");
    assert!(view::label_fault(&page.session, "Today", Some(3)).is_some());
    assert_eq!(page.session.history.undo_label(), Some("rename Version 3 to northern plan (2)"));
    page.send(Event::Undo);
    assert_eq!(
        (page.labels()[3].as_str(), page.project().revisions[3].note.as_str()),
        ("Version 3", "edited from Northern plan")
    );

    version(&mut page, VersionEvent::Delete(2));
    assert_eq!(page.labels(), ["Today", "Version 1", "Version 3"]);
    assert_eq!(page.project().parent(3).unwrap().id, 1, "what was made from it hangs on what is left");
    page.send(Event::Adopt(2));
    assert_eq!(page.project().current, 3, "what is deleted cannot be opened");
    keep(&mut page, "");
    assert_eq!(page.labels()[3], "Version 4", "no name is given twice");
    page.send(Event::Undo);
    page.send(Event::Undo);
    assert_eq!(page.labels(), ["Today", "Version 1", "Northern plan", "Version 3", "Version 4"]);
    page.send(Event::Redo);
    assert_eq!(view::deleted_versions(&page.session), [(2, "Northern plan".to_owned())]);
    version(&mut page, VersionEvent::BringBack(2));
    assert!(view::deleted_versions(&page.session).is_empty());
}

#[test]
fn what_a_picked_territory_is_expected_to_bring_is_what_the_comparison_says() {
    // One figure with one name must be one number, wherever it is read.
    let mut page = with_version();
    page.settle();
    assert!(page.session.ahead.told.is_none(), "nobody looks yet");
    page.send(Event::Pick(Pick::Rep(1)));
    page.settle();
    page.send(Event::Compare);
    page.settle();
    let told = page.session.ahead.told.clone().unwrap();
    let compared = page.session.comparison.found.clone().unwrap().1;
    assert_eq!(told.reps, [compared.reps[1].clone(), compared.reps[0].clone()], "the plan first, then today");
    let panel = view::rep_panel(&page.session).unwrap();
    let row = panel.facts.iter().find(|(fact, _)| fact.label == "Expected revenue, first year").unwrap();
    assert!(row.0.value.starts_with('$') && row.1.starts_with('$'));
    let other = page.project().working.rep.iter().position(|rep| *rep == 0).unwrap() as u32;
    page.send(Event::Edit(Edit::Assign(vec![(other, 1)])));
    assert!(view::rep_panel(&page.session).unwrap().facts.iter().all(|(fact, _)| !fact.label.starts_with("Expected")));
    page.settle();
    assert!(view::rep_panel(&page.session).unwrap().facts.iter().any(|(fact, _)| fact.label.starts_with("Expected")));
}

#[test]
fn every_version_is_held_against_the_limits_in_force() {
    // The same plan must not be kept in one list and broken in the next.
    let mut page = with_version();
    page.send(Event::Adopt(0));
    page.settle();
    let mut rules = page.project().settings.rules.clone();
    let limit = rules.iter_mut().find(|rule| rule.id == "move-limit").unwrap();
    limit.params.insert("percent".to_owned(), Value::Number(0.0));
    page.send(Event::Rules(rules));
    page.settle();
    let of = |page: &Page, id: u32| view::versions(&page.session).into_iter().find(|row| row.id == id).unwrap().limits;
    assert_eq!(of(&page, 1), None, "nobody has looked yet");
    page.send(Event::Hold);
    assert!(page.session.busy());
    page.settle();
    let marked = of(&page, 1).unwrap();
    assert!(marked.text.contains("Move limit") || marked.help.contains("Move limit"), "{marked:?}");
    assert!(!marked.kept && marked.help.ends_with('.'));
    page.send(Event::ComparePair(Pair { sides: [Side::Version(0), Side::Version(1)], own_rules: false }));
    page.settle();
    let limits = view::comparison_panel(&page.session).unwrap().figures.into_iter().find(|row| row.title == "Limits");
    assert!(limits.unwrap().values[1].starts_with(&marked.text), "side by side it is the same");
    let before = page.project().settings.clone();
    page.send(Event::Adopt(1));
    let steps = |page: &Page| page.session.alerts.iter().filter(|alert| alert.back == Some(WayBack::Step)).count();
    assert!(steps(&page) == 1 && page.session.alerts.last().unwrap().text.contains("in force now"));
    // What the notice offers is what it says; a notice of an earlier step would undo a later one.
    page.send(Event::Undo);
    assert_eq!((&page.project().settings, steps(&page)), (&before, 0));
    page.send(Event::Adopt(1));
    page.send(Event::Adopt(0));
    assert_eq!(steps(&page), 0);
    page.send(Event::Undo);
    page.send(Event::Undo);
    page.send(Event::Adopt(1));
    assert_eq!(steps(&page), 1);
    page.settle();
    assert!(!of(&page, 1).unwrap().help.contains("Move limit"), "its own rules allow it");
}

#[test]
fn today_and_the_open_version_stay_and_say_why() {
    // Without today nothing has a comparison; without the open version the plan would come from nowhere.
    let mut page = with_version();
    version(&mut page, VersionEvent::Delete(0));
    version(&mut page, VersionEvent::Delete(1));
    assert_eq!(page.labels(), ["Today", "Version 1"]);
    let told: Vec<&str> = page.session.alerts.iter().map(|alert| alert.text.as_str()).collect();
    assert!(told[0].contains("Today") && told[1].contains("Open another version first"), "{told:?}");
    assert_eq!(page.session.history.undo_label(), Some("open Version 1"), "nothing was done");
}

#[test]
fn what_was_deleted_and_chosen_goes_with_the_project_file() {
    // The colleague who opens the file sees the same versions and the same reasons.
    let mut page = with_version();
    keep(&mut page, "");
    let decision = Decision { decision: "We take it".to_owned(), ..Decision::default() };
    version(&mut page, VersionEvent::Decide(2, decision.clone()));
    version(&mut page, VersionEvent::Delete(1));
    page.send(Event::ExportProject);
    let (_, file) = page.downloads.pop().unwrap();
    let (project, _) = open_file(&file).unwrap_or_else(|error| panic!("{error}"));
    assert!(project.is_deleted(1) && project.decision(2) == Some(&decision));
    version(
        &mut page,
        VersionEvent::Decide(2, Decision { decided_on: "2026-11-30".to_owned(), ..Decision::default() }),
    );
    assert_eq!(page.project().decision(2), None, "a decision that says nothing is none");
    page.send(Event::Undo);
    assert_eq!(page.project().decision(2), Some(&decision));
}

/// What is passed of each rep is what the outlook says.
fn check_reps(reps: &[RepAhead], expected: &PlanOutcome, years: &Simulation) {
    assert_eq!(reps.len(), expected.reps.len());
    for (rep, told) in reps.iter().zip(Told::reps(expected, years)) {
        let range = told.range;
        assert_eq!((rep.expected, rep.years), (told.outcome.expected, [range.p10, range.p50, range.p90]));
        assert_eq!((rep.attainment, rep.reaches_quota), (told.outcome.attainment, range.reaches_quota));
    }
}

fn check_rep_table(session: &Session, panel: &view::ComparisonPanel) {
    // Each rep with money, range and quota; the second plan says by how much it differs.
    let column = |title: &str| panel.reps.columns.iter().position(|column| column.title == title).unwrap();
    let of_first = |title: &str| panel.reps.rows[0].cells[column(title)].clone();
    let money = of_first("Expected revenue");
    assert!(
        money.iter().all(|cell| cell.text.starts_with('$')) && money[1].beside.starts_with(['−', '+']),
        "{money:?}"
    );
    for cell in of_first("Middling year") {
        let range = cell.range.expect("a bad year and a good one");
        assert_eq!((cell.text.matches('$').count(), range.text.matches('$').count()), (1, 2));
        assert!(0.0 <= range.ends.0 && range.ends.0 <= range.ends.1 && range.ends.1 <= 1.0, "{range:?}");
    }
    let beside = |title: &str| panel.reps.columns[column(title)].beside;
    assert_eq!((beside("Potential"), beside("Expected revenue")), ("from target", "change"));
    assert!(
        of_first("Quota attainment")[1].text.ends_with('%')
            && of_first("Chance to reach the quota")[0].text.ends_with('%')
    );
    let chart = view::attainment_chart(session, 500.0).unwrap();
    let bars = |column: usize| chart.twin.rows.iter().map(|row| row[column].parse::<usize>().unwrap()).sum::<usize>();
    assert_eq!((bars(1), bars(2)), (panel.reps.rows.len(), panel.reps.rows.len()), "every rep is in one bar");
}

#[test]
fn two_plans_are_compared_by_the_same_judge_as_everything_else() {
    // A figure that differs from the one above the map would make both worthless.
    let mut page = with_version();
    page.send(Event::Compare);
    assert!(page.session.busy());
    page.settle();
    let (pair, compared) = page.session.comparison.found.clone().unwrap();
    let judged = page.session.judgement.clone().unwrap();
    assert_eq!(pair.sides, [Side::Version(0), Side::Working]);
    assert_eq!((&compared.plans[0], &compared.plans[1]), (&judged.today, &judged.plan));
    let panel = view::comparison_panel(&page.session).unwrap();
    assert!(panel.accounts.starts_with("3 accounts differ (3 change their rep): "), "{}", panel.accounts);
    assert_eq!((panel.positions.len(), panel.rules.len()), (3, 0));
    assert_eq!(panel.names, ["Today", "Version 1"]);

    // Money comes from the one formula, and today is the same as anywhere.
    let data = page.session.data.clone().unwrap();
    let scores = Arc::new(score(&data.dataset));
    let judge = Judge::new(data.dataset.clone(), scores, page.project().settings.clone());
    let outlook = Outlook::new(&judge, Assumptions::default());
    for (side, plan) in [judge.today(), page.project().working.clone()].iter().enumerate() {
        let (expected, years) = (outlook.expected(plan), outlook.simulate(plan));
        let whole = Told::whole(&expected, &years);
        let values: Vec<Option<f64>> = FIGURES.iter().map(|figure| (figure.of)(&whole)).collect();
        assert_eq!(compared.outcomes[side], values);
        check_reps(&compared.reps[side], &expected, &years);
    }
    assert_eq!(compared.assumptions.hour_price, Some(outlook.hour_price()));
    assert!(panel.figures.iter().any(|row| row.title == "Expected revenue" && row.values[1].starts_with('$')));
    check_rep_table(&page.session, &panel);
    assert!(
        panel.assumed.iter().any(|line| line[0] == "Hand-over dip: 15 %" && line[1].contains("Shi")),
        "{:?}",
        panel.assumed
    );
    let order = view::change_order(&page.session, ChangeSort::Potential, true);
    let amounts: Vec<f64> = order.iter().map(|&at| compared.difference.potential[at as usize]).collect();
    assert!(amounts.windows(2).all(|pair| pair[0] >= pair[1]), "{amounts:?}");
    page.send(Event::Compare);
    assert!(page.requests.is_empty(), "what is known is not asked again");

    // Under other rules both are judged by those, unless each is judged by its own.
    let mut rules = page.project().settings.rules.clone();
    rules[0].weight *= 3.0;
    page.send(Event::Rules(rules));
    page.settle();
    page.send(Event::Compare);
    page.settle();
    let now = page.session.judgement.clone().unwrap();
    assert_eq!(page.session.comparison.found.as_ref().unwrap().1.plans[0], now.today);
    assert_eq!(view::comparison_panel(&page.session).unwrap().rules.len(), 1);
    page.send(Event::ComparePair(Pair { own_rules: true, ..Pair::default() }));
    page.settle();
    let own = page.session.comparison.found.as_ref().unwrap().1.clone();
    assert_eq!((&own.plans[0], &own.plans[1]), (&judged.today, &now.plan));

    // A side that is deleted gives way, and another project has nothing to do with it.
    page.send(Event::Adopt(0));
    page.send(Event::ComparePair(Pair { sides: [Side::Version(1), Side::Version(0)], own_rules: false }));
    page.settle();
    version(&mut page, VersionEvent::Delete(1));
    page.send(Event::Compare);
    page.settle();
    assert_eq!(page.session.comparison.pair.sides, [Side::Version(0), Side::Version(0)]);
    page.send(Event::Compare);
    assert!(!page.session.busy());
}

#[test]
fn the_newest_version_is_beside_today_where_today_is_open() {
    // Today against today tells nothing.
    let mut page = with_version();
    page.send(Event::Adopt(0));
    page.settle();
    page.send(Event::Compare);
    page.settle();
    assert_eq!(page.session.comparison.pair.sides, [Side::Version(0), Side::Version(1)]);
    assert_eq!(page.session.probe.pair, [Side::Version(1), Side::Version(0)]);
    version(&mut page, VersionEvent::Delete(1));
    page.send(Event::Compare);
    page.settle();
    assert_eq!(page.session.comparison.pair.sides, [Side::Version(0), Side::Working], "nothing else is there");
}

/// Another pair is chosen and not compared yet: what is kept is still of the pair that was weighed. Weighs that again.
fn keep_while_another_pair_comes(page: &mut Page, label: &str) {
    let (weighed, judged) = (page.session.comparison.pair, page.project().settings.clone());
    let [first, second] = weighed.sides;
    page.send(Event::ComparePair(Pair { sides: [second, first], own_rules: true }));
    page.send(Event::Weigh(WeighEvent::Keep(95, 9.0)));
    let kept = page.project().revisions.last().unwrap().clone();
    let parent = Some(u32::from(first == Side::Version(1)));
    assert_eq!((kept.label.as_str(), kept.settings, kept.parent), (label, judged, parent));
    page.settle();
    assert!(page.session.comparison.weighing.found.is_none(), "other plans are on the screen");
    page.send(Event::ComparePair(weighed));
    page.settle();
    page.send(Event::Weigh(WeighEvent::Start));
    page.settle();
}

#[test]
fn the_hand_over_dip_is_one_number_everywhere() {
    // Two dips that disagree, and a reader trusts neither.
    let mut page = with_version();
    page.send(Event::Edit(Edit::Assumptions(Assumptions { dip_percent: 30.0, ..Assumptions::default() })));
    page.settle();
    page.send(Event::Compare);
    page.settle();
    let at = FIGURES.iter().position(|figure| figure.id == "transition_dip").unwrap();
    let found = page.session.comparison.found.as_ref().unwrap().1.clone();
    let dip = found.outcomes[1][at].unwrap();
    assert!(dip > 0.0);
    let stake = page.session.judgement.as_ref().unwrap().plan.figure("handed_over_revenue");
    assert!((dip - 0.3 * stake).abs() < 1e-6 * dip, "{dip} {stake}");
    let cards = view::headline(&page.session);
    let card = cards.iter().find(|card| card.label == "Hand-over dip").unwrap();
    let panel = view::comparison_panel(&page.session).unwrap();
    let rows: Vec<_> = panel.figures.iter().filter(|row| row.title == "Hand-over dip").collect();
    assert_eq!((rows.len(), &rows[0].values[1]), (1, &card.value));
    assert_eq!(card.beside, "in the first year, at 30 %");
}

#[test]
fn money_that_is_shown_without_a_currency_is_still_known() {
    // A card that says there is no money above figures in money would make both worthless.
    let mut page = with_version();
    page.send(Event::Edit(Edit::Currency(Some("XXX".to_owned()))));
    page.settle();
    page.send(Event::Compare);
    page.settle();
    let card = view::verdict_card(&page.session).unwrap();
    assert!(!card.figures.is_empty() && !card.sentence.contains("tell no money"), "{}", card.sentence);
}

#[test]
fn moves_are_weighed_and_some_of_them_kept() {
    // What is kept must be the plan that was told, and an answer to a question of before must not stand beside other plans.
    let mut page = with_version();
    let weigh = |page: &mut Page, event: WeighEvent| {
        page.send(Event::Weigh(event));
        page.settle();
    };
    page.send(Event::Compare);
    page.settle();
    let card = view::verdict_card(&page.session).unwrap();
    assert!(card.has_moves && card.chip.is_some(), "{card:?}");
    page.send(Event::Weigh(WeighEvent::Start));
    assert!(page.session.busy());
    page.settle();
    assert!(!page.session.busy());
    let found = view::weighed_card(&page.session).unwrap();
    let order = view::move_order(&page.session, view::MoveSort::Cost, true);
    let costs: Vec<f64> = {
        let weighed = page.session.comparison.weighing.found.as_ref().unwrap();
        order.iter().map(|at| weighed.moves[*at as usize].worth.cost).collect()
    };
    assert!(!costs.is_empty() && costs.windows(2).all(|pair| pair[0] >= pair[1]), "{costs:?}");
    assert!(found.title.ends_with("of 3 accounts"), "{}", found.title);
    assert_eq!(found.small.is_empty(), !found.no_small.is_empty());

    // By objectives alone there or back is a gain; most of it is kept as a version, and the working plan stays.
    let mut rules = page.project().settings.rules.clone();
    rules.retain(|setting| setting.weight > 0.0);
    page.send(Event::Rules(rules));
    page.settle();
    let gains = |from: u32, page: &mut Page| {
        let sides = [from, 1 - from].map(Side::Version);
        page.send(Event::ComparePair(Pair { sides, own_rules: false }));
        page.settle();
        assert!(page.session.comparison.weighing.found.is_none(), "other plans, other moves");
        page.send(Event::Weigh(WeighEvent::Start));
        page.settle();
        page.session.comparison.weighing.found.as_ref().unwrap().gain > 0.0
    };
    let name = if gains(0, &mut page) { "Version 1" } else { "Today" };
    assert!(name == "Version 1" || gains(1, &mut page), "neither is better");
    let weighed = page.session.comparison.weighing.found.clone().unwrap();
    let small = weighed.small.iter().find(|small| small.wanted == 95).unwrap();
    let working = page.project().working.clone();
    keep_while_another_pair_comes(
        &mut page,
        &format!("{} of {} moves of {name}", small.moves.len(), weighed.moves.len()),
    );
    weigh(&mut page, WeighEvent::Keep(95, 9.0));
    let kept = page.project().revisions.last().unwrap().clone();
    assert_eq!((&kept.assignment, kept.objective, kept.made_at), (&small.plan, small.objective, 9.0));
    assert_eq!(page.project().working, working);
    assert_eq!(view::kept_small(&page.session), Some((kept.id, kept.label)));
    page.send(Event::Compare);
    page.settle();
    assert!(page.session.comparison.weighing.found.is_some(), "the plans are the same as before");
    // What a move costs hangs on what is assumed.
    page.send(Event::Edit(Edit::Assumptions(Assumptions { dip_percent: 40.0, ..Assumptions::default() })));
    page.send(Event::Compare);
    page.settle();
    assert!(page.session.comparison.weighing.found.is_none(), "other assumptions, other figures");

    // Stopped, nothing comes.
    page.send(Event::Weigh(WeighEvent::Start));
    weigh(&mut page, WeighEvent::Stop);
    assert!(page.session.comparison.weighing.found.is_none() && !page.session.busy());
}

#[test]
fn who_changes_is_told_with_a_reason_and_what_reps_get_and_give() {
    // "Why me?" is asked by whoever loses an account, and by their manager.
    let mut page = with_version();
    page.send(Event::Compare);
    page.settle();
    for at in view::change_order(&page.session, ChangeSort::Why, false) {
        assert_ne!(view::change_row(&page.session, at).unwrap().why, "");
    }
    let rows = view::rep_changes(&page.session);
    let told: Vec<[&str; 3]> =
        rows.iter().map(|row| [&row.gets[0], &row.gives[0], &row.net[0]].map(String::as_str)).collect();
    assert_eq!(told, [["0", "3", "−3"], ["3", "0", "+3"]]);
}

#[test]
fn an_answer_about_data_that_are_gone_is_not_shown() {
    // Figures of one company beside the names of another.
    let mut page = with_version();
    page.send(Event::Compare);
    let waiting = std::mem::take(&mut page.requests);
    page.send(Event::Shelf(evenfield::session::Shelf::Close));
    page.requests = waiting;
    page.settle();
    assert!(page.session.comparison.found.is_none() && !page.session.busy());
}

#[test]
fn the_decision_record_tells_what_the_judge_says_and_why() {
    // It is read by people who never open the program.
    let mut page = with_version();
    let decision = Decision {
        decision: "Three accounts go to <Ben>".to_owned(),
        reasons: "Ana is full".to_owned(),
        decided_by: "Ada".to_owned(),
        decided_on: "2026-11-30".to_owned(),
    };
    version(&mut page, VersionEvent::Decide(1, decision));
    page.send(Event::ExportRecord(None));
    page.settle();
    let (name, bytes) = page.downloads.pop().unwrap();
    let html = String::from_utf8(bytes).unwrap();
    assert!(name.ends_with("decision.html"), "{name}");
    let dataset = page.session.data.as_ref().unwrap().dataset.clone();
    let scores = Arc::new(score(&dataset));
    let judge = Judge::new(dataset.clone(), scores, page.project().settings.clone());
    let plan = judge.evaluate(&page.project().working);
    let objective = evenfield::units::grouped(plan.objective, 2);
    let fingerprint = page.project().dataset.clone();
    for part in [
        "Three accounts go to &lt;Ben&gt;",
        "Ana is full",
        "Ada",
        "2026-11-30",
        "gets 3 accounts",
        &objective,
        &fingerprint,
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("<Ben>"));
}

#[test]
fn weighing_ends_where_other_data_were_read_meanwhile() {
    // A reading that is cancelled too late takes the desk's data along: nobody may wait for moves of them.
    let mut page = with_version();
    page.send(Event::ComparePair(Pair { sides: [Side::Version(0), Side::Version(1)], own_rules: false }));
    page.settle();
    page.send(Event::Weigh(WeighEvent::Start));
    page.requests.clear();
    page.send(Event::Example);
    let read = page.requests.pop_front().unwrap();
    page.send(Event::CancelReading);
    page.requests.clear();
    let Request::Read(number, readable) = read else { panic!("{read:?}") };
    assert_eq!(page.session.comparison.weighing.part, Some(0.0));
    let reply = page.desk.read(number, readable).unwrap();
    page.send(Event::Heard(reply, 5.0));
    page.settle();
    assert!(page.session.comparison.weighing.part.is_none() && !page.session.busy());
}

#[test]
fn maps_of_further_plans_stand_beside_those_of_the_pair() {
    // Territories of another plan under the name of one would be the worst of all maps.
    let mut page = with_version();
    page.send(Event::ComparePair(Pair { sides: [Side::Version(0), Side::Version(1)], own_rules: false }));
    page.settle();
    page.send(Event::OutlineMapped);
    let late = page.requests.pop_front().unwrap();
    page.send(Event::MapBeside(vec![Side::Working, Side::Version(1)]));
    page.settle();
    let (sides, areas) = page.session.comparison.areas.clone().unwrap();
    assert_eq!(sides, [Side::Version(0), Side::Version(1), Side::Working], "none of the pair twice");
    let working = &page.project().working;
    let same = usize::from(*working == page.project().revisions[1].assignment);
    let of = |place: usize| areas[place].of.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert!(areas.len() == 3 && of(2) == of(same) && of(0) != of(1));
    // An answer to the question of before is not about these.
    let reply = page.desk.answer(late).unwrap();
    page.send(Event::Heard(reply, 5.0));
    assert_eq!(page.session.comparison.areas, Some((sides, areas)));
    page.send(Event::MapBeside(Vec::new()));
    page.settle();
    assert_eq!(page.session.comparison.areas.as_ref().unwrap().1.len(), 2);
    // One that is deleted has none any more, and the others keep theirs.
    keep(&mut page, "");
    page.send(Event::MapBeside(vec![Side::Version(2)]));
    assert_eq!(page.session.mapped().len(), 3);
    page.send(Event::Version(VersionEvent::Delete(1)));
    page.send(Event::ComparePair(Pair { sides: [Side::Version(0), Side::Working], own_rules: false }));
    page.send(Event::MapBeside(vec![Side::Version(1)]));
    page.settle();
    assert_eq!(page.session.mapped(), [Side::Version(0), Side::Working]);
}
