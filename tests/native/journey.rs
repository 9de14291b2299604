//! The guided tour: one account on its way through every room, from a cell in a file to a line in an export.
//!
//! Read it from top to bottom. Each step is one function; its result is immutable and never read backwards. The team
//! is small enough to check by hand: Ana has four accounts, Ben one, and Chemicals need Ben's training.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::float_cmp, reason = "a test may stop")]

use evenfield::clean;
use evenfield::desk::Lane;
use evenfield::evaluate::Judge;
use evenfield::export;
use evenfield::import;
use evenfield::import::Field;
use evenfield::model::Bundle;
use evenfield::model::RuleSetting;
use evenfield::model::Settings;
use evenfield::model::TableKind;
use evenfield::problem;
use evenfield::protocol::InputFile;
use evenfield::protocol::Request;
use evenfield::rules;
use evenfield::rules::Quantity;
use evenfield::rules::Terms;
use evenfield::score::score;
use evenfield::session::Event;
use evenfield::session::Pick;
use evenfield::session::Session;
use evenfield::session::update;
use evenfield::solve::Phase;
use evenfield::view;
use std::sync::Arc;

/// The accounts as a CRM might export them: other headers than ours, a currency sign, a postal code with a slip.
const ACCOUNTS: &str = "\
Account ID,Account Name,Account Owner,Industry,Billing City,Billing State,Billing Zip,Latitude,Longitude,Potential,Visits per year
A-1,Acme Chemicals,Ana Lopez,Chemicals,Albany,NY,12207,42.65,-73.75,\"$90,000\",12
A-2,Birch Foods,Ana Lopez,Food,New York,NY,1O001,40.75,-73.99,\"$60,000\",6
A-3,Cedar Foods,Ana Lopez,Food,Newark,NJ,07102,40.73,-74.17,\"$50,000\",6
A-4,Dune Works,Ana Lopez,Food,Yonkers,NY,10701,40.93,-73.90,\"$40,000\",6
A-5,Elm Paper,Ben Mori,Paper,Troy,NY,12180,42.73,-73.68,\"$60,000\",6
";
const REPS: &str = "\
id,name,city,state,latitude,longitude,capacity_hours,skills
R1,Ana Lopez,New York,NY,40.71,-74.01,1600,Food;Paper
R2,Ben Mori,Albany,NY,42.65,-73.76,1600,Food;Paper;Chemicals
";
/// Acme Chemicals: the account we follow. It stands in row 2 of its file and is the first of the dataset.
const ACME: usize = 0;
const ELM: usize = 4;

fn rule(id: &str, weight: f64) -> RuleSetting {
    RuleSetting { id: id.to_owned(), weight, ..RuleSetting::default() }
}

fn settings() -> Settings {
    let rules = vec![rule("potential-balance", 50.0), rule("travel", 50.0), rule("specialist-accounts", 0.0)];
    Settings { rules, locks: Vec::new() }
}

fn bundle() -> Bundle {
    // 1. IMPORT. Bytes become a table: every cell a text, every row knowing where it stood.
    let (mut tables, issues) = import::read("accounts.csv", ACCOUNTS.as_bytes());
    assert!(issues.is_empty());
    assert_eq!((tables[0].cell(ACME, 1), tables[0].rows[ACME]), ("Acme Chemicals", 2));
    tables.extend(import::read("reps.csv", REPS.as_bytes()).0);

    // Which table is what, which column holds which field: a proposal that the user may change.
    let mappings = import::recognise(&tables);
    assert_eq!(mappings[0].kind, Some(TableKind::Accounts));
    assert_eq!(mappings[0].column_of(Field::Owner), Some(2));

    // The table seen through its mapping, values by field. Nothing is copied, nothing is changed.
    let (drafts, _) = import::drafts(&tables[0], &mappings[0]);
    assert_eq!(drafts.text(ACME, Field::Potential), "$90,000");

    // 2. CLEAN. Drafts become the dataset; every repair is logged with its row.
    let prepared = clean::prepare(&tables, &mappings).expect("accounts and reps");
    let dataset = prepared.dataset;
    assert_eq!(dataset.accounts.potential[ACME], 90_000.0);
    assert_eq!(dataset.accounts.industry.get(ACME), "Chemicals");
    assert_eq!((dataset.accounts.owner[ACME], dataset.reps[0].name.as_str()), (0, "Ana Lopez"));
    let slip = prepared.issues.iter().find(|issue| issue.place.column == "Billing Zip").expect("1O001 is no zip");
    assert_eq!((slip.place.row, slip.found.as_str()), (3, "1O001"));
    // What was read stays beside it: the export gives back every cell as it came.
    let accounts = prepared.table as u32;
    Bundle {
        dataset: Arc::new(dataset),
        tables: tables.into_iter().map(Arc::new).collect(),
        accounts,
        ..Bundle::default()
    }
}

#[test]
fn one_account_walks_through_the_house() {
    // If a stage changes what it hands on, this is where a newcomer sees it first.
    let bundle = bundle();
    let dataset = &bundle.dataset;

    // 3. SCORE. One number per account for all that a rule may ask; gaps are filled and the guess is stated.
    let scores = Arc::new(score(dataset));
    assert_eq!((scores.potential[ACME], scores.visits[ACME]), (90_000.0, 12.0));
    let guess = scores.estimates.iter().find(|estimate| estimate.column == "service_hours").unwrap();
    assert_eq!((guess.accounts, guess.how.as_str()), (5, "Each visit takes 1.5 h."));
    assert_eq!(scores.service_hours[ACME], 18.0);

    // 4. COMPILE. The rules write dense numbers: a row per unit, a column per rep. Only Ben may have Chemicals.
    let terms = Terms::new(dataset.clone(), scores.clone(), settings());
    let compiled = terms.compile();
    assert_eq!((compiled.units, compiled.reps), (5, 2));
    assert!(!compiled.eligible(ACME, 0) && compiled.eligible(ACME, 1));
    // Ben lives around the corner from Acme, Ana 220 km away: her hours on the road are what `travel` charges.
    let hours = [0, 1].map(|rep| terms.travel_hours(ACME, rep));
    assert!(hours[0] > 2.0 * hours[1], "{hours:?}");
    assert_eq!(terms.amount(Quantity::Potential, ACME, 1), 90_000.0);

    // 5. SOLVE. Prices first, then a plan, then better plans; no clock, only steps.
    let judge = Judge::new(dataset.clone(), scores.clone(), settings());
    let mut lane = Lane::new(dataset.clone(), scores, settings(), &judge.today(), 1);
    let progress = lane.step(200);
    assert!(progress.phase == Phase::Search || progress.phase == Phase::Done);
    let plan = lane.plan().unwrap();
    // Acme goes to Ben, who also keeps Elm next door: 150,000 each.
    assert_eq!(plan.rep.0, [1, 0, 0, 0, 1]);

    // 6. EVALUATE. The judge trusts nobody: it takes the plan alone and computes everything anew.
    let (today, judged) = (judge.evaluate(&judge.today()), judge.evaluate(&plan));
    assert_eq!((today.breaches, judged.breaches), (1, 0), "today Ana has an account she is not trained for");
    assert_eq!((judged.reps[0].potential, judged.reps[1].potential), (150_000.0, 150_000.0));
    assert_eq!(judged.figure("potential_gap"), 0.0);
    assert_eq!(judged.figure("moved_accounts"), 1.0);
    let worth = problem::value(&compiled, &plan.rep);
    assert!((worth.objective - judged.objective).abs() < 1e-4, "solver and judge speak of the same number");
    // The prices prove that no plan is better by more than a hair.
    assert!(judge.bound(lane.prices()) <= judged.objective);
    // And they explain: with Ana it would break a limit.
    let why = judge.explain(&plan, Some(lane.prices()), ACME);
    assert_eq!(
        (why.owner, why.rep, why.alternatives[1].forbidden_by.as_slice()),
        (0, 1, &["specialist-accounts".to_owned()][..])
    );
    assert_eq!(why.alternatives[1].alone, None, "what no rep may have needs no further look");
    // Elm may go to Ana: it would only cost more.
    let elm = judge.explain(&plan, Some(lane.prices()), ELM);
    let ana = elm.alternatives.iter().find(|other| other.rep == 0).unwrap();
    assert!(ana.points > 0.0);
    let alone = ana.alone.as_ref().expect("she is looked into");
    assert!(alone.points > 0.0 && alone.breaks.is_empty());

    // 7. EXPORT. The file's own columns, then who had it, who gets it, and why.
    let csv = export::assignments_csv(
        &bundle,
        Some(2),
        &plan,
        &judge.reasons(&plan, Some(lane.prices()), &[]),
        &export::Joined::new(),
    );
    let text = String::from_utf8(csv).unwrap();
    let line = text.lines().nth(1 + ACME).unwrap();
    let start = "A-1,Acme Chemicals,Ana Lopez,Chemicals,Albany,NY,12207,42.65,-73.75,\"$90,000\",12,";
    let rest = line.strip_prefix(start).expect("the file's own cells, untouched");
    assert!(rest.starts_with("Ana Lopez,Ben Mori,R2,changes,moves: a limit forbids its rep of today"), "{rest}");
}

#[test]
fn the_screen_shows_the_same_account() {
    // 8. SESSION and VIEW. The same road as a user takes it: events go in, effects come out, rows are shown.
    let file = |name: &str, text: &str| InputFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    let (mut session, mut desk) = (Session::default(), evenfield::desk::Desk::default());
    let mut waiting = vec![Event::Files(vec![file("accounts.csv", ACCOUNTS), file("reps.csv", REPS)])];
    waiting.push(Event::Pick(Pick::Account(ACME as u32)));
    while !waiting.is_empty() {
        for effect in update(&mut session, waiting.remove(0)) {
            // The page would send this to its worker; here the desk answers at once.
            if let evenfield::session::Effect::Ask(request) = effect {
                let reply = match request {
                    Request::Read(number, readable) => desk.read(number, readable),
                    other => desk.answer(other),
                };
                waiting.splice(0..0, reply.map(|reply| Event::Heard(reply, 0.0)));
            }
        }
    }
    assert!(rules::check(&session.project.as_ref().unwrap().settings.rules).is_empty());
    let row = view::account_row(&session, ACME as u32).unwrap();
    assert_eq!(
        (row.name.as_str(), row.place.as_str(), row.owner.as_str()),
        ("Acme Chemicals", "Albany, NY", "Ana Lopez")
    );
    assert_eq!(row.potential, "$90.0 K");
    let panel = view::account_panel(&session).unwrap();
    assert_eq!(panel.source, "row 2 of accounts.csv");
    assert!(panel.line.starts_with("Albany, NY · Chemicals"), "{}", panel.line);
}
