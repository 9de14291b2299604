//! Newer data under a project: what changed is told before anything happens, the work goes on, and it can be undone.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use evenfield::clean::Choices;
use evenfield::clean::Decision;
use evenfield::clean::Step;
use evenfield::clean::prepare;
use evenfield::desk::Desk;
use evenfield::import;
use evenfield::import::Field;
use evenfield::model::Assignment;
use evenfield::model::Dataset;
use evenfield::model::OPEN;
use evenfield::model::ScoreWeights;
use evenfield::model::Settings;
use evenfield::protocol::InputFile;
use evenfield::protocol::Request;
use evenfield::scenario::Edit;
use evenfield::scenario::Project;
use evenfield::scenario::Rebase;
use evenfield::session::Act;
use evenfield::session::Effect;
use evenfield::session::Event;
use evenfield::session::Pick;
use evenfield::session::Session;
use evenfield::session::Shelf;
use evenfield::session::VersionEvent;
use evenfield::session::update;
use proptest::prelude::*;
use std::collections::VecDeque;
use std::fmt::Write as _;

const REPS: &str = "id,name,city\nR1,Ana Diaz,\nR2,Bo Chen,\nR3,Cy Dee,\n";
const ACCOUNTS: &str = "id,name,owner,potential,city\nA1,Acme,R1,100,Bonn\nA2,Bolt,R1,100,Bonn\nA3,Cord,R2,100,Ulm\n\
    A4,Dot,R2,100,Ulm\nA5,Eel,R3,100,Ulm\nA6,Fox,R3,100,Ulm\n";
const NEWER: &str = "id,name,owner,potential,city\nA9,Gnu,R2,50,Bonn\nA6,Fox,R3,100,Ulm\nA5,Eel,R3,175,Ulm\n\
    A4,Dot,R1,100,Ulm\nA3,Cord,R1,100,Ulm\nA1,Acme,R1,100,Bonn\n";

/// A page with its desk.
#[derive(Default)]
struct Page {
    session: Session,
    desk: Desk,
    /// Requests that the desk has not heard yet.
    requests: VecDeque<Request>,
}

impl Page {
    fn send(&mut self, event: Event) {
        self.hear(event);
        self.settle();
    }

    /// The page takes an event in; what it asks waits.
    fn hear(&mut self, event: Event) {
        let effects = update(&mut self.session, event);
        self.requests.extend(effects.into_iter().filter_map(|effect| match effect {
            Effect::Ask(request) => Some(request),
            _ => None,
        }));
    }

    /// The desk answers what waits, one by one.
    fn settle(&mut self) {
        while let Some(request) = self.requests.pop_front() {
            let reply = match request {
                Request::Read(number, readable) => self.desk.read(number, readable),
                request => self.desk.answer(request),
            };
            if let Some(reply) = reply {
                self.hear(Event::Heard(reply, 0.0));
            }
        }
    }

    fn drop(&mut self, files: &[(&str, &str)]) {
        self.send(dropped(files));
    }

    fn project(&self) -> &Project {
        self.session.project.as_ref().unwrap()
    }

    /// The rep that the plan gives an account, by their ids.
    fn planned(&self, id: &str) -> String {
        let dataset = &self.session.data.as_ref().unwrap().dataset;
        let account = dataset.accounts.id.iter().position(|known| known == id).unwrap();
        let rep = self.project().working.rep[account];
        dataset.reps.get(rep as usize).map_or("", |rep| &rep.id).to_owned()
    }
}

fn dropped(files: &[(&str, &str)]) -> Event {
    let file = |(name, text): &(&str, &str)| InputFile { name: (*name).to_owned(), bytes: text.as_bytes().to_vec() };
    Event::Files(files.iter().map(file).collect())
}

/// A project with an account moved by hand, another locked, and a version of its own.
fn worked_on() -> Page {
    let mut page = Page::default();
    page.drop(&[("accounts.csv", ACCOUNTS), ("reps.csv", REPS)]);
    page.send(Event::Edit(Edit::Assign(vec![(4, 0)])));
    page.send(Event::Edit(Edit::Lock(vec![(2, Some(1)), (1, Some(0))])));
    page.send(Event::Version(VersionEvent::Keep { label: String::new(), note: String::new(), now: 1.0 }));
    page.send(Event::Edit(Edit::Assign(vec![(5, 1)])));
    page
}

#[test]
fn newer_data_wait_for_a_word_and_the_work_goes_on_with_them() {
    // A new export every month must not cost the month's work, nor change it unseen.
    let mut page = worked_on();
    let before = page.project().clone();
    page.drop(&[("accounts.csv", NEWER)]);
    let changes = page.session.pending.as_ref().unwrap().rebase.changes.clone();
    let counts = [&changes.new, &changes.gone, &changes.owner, &changes.money].map(|changed| changed.count);
    assert_eq!(counts, [1, 1, 2, 1]);
    assert_eq!(changes.owner.named[0], ("Dot".to_owned(), "Bo Chen → Ana Diaz".to_owned()));
    assert_eq!(page.project(), &before, "nothing happens until the user says so");

    page.send(Event::Apply);
    assert!(page.session.pending.is_none());
    // New: its rep of today. Moved by hand: as planned. Locked: stays. Not touched: follows the data.
    let planned = ["A9", "A6", "A5", "A4", "A3", "A1"].map(|id| page.planned(id));
    assert_eq!(planned, ["R2", "R2", "R1", "R1", "R2", "R1"]);
    let project = page.project();
    assert_eq!(project.settings.locks, [(4, 1)], "the lock of an account that is gone goes with it");
    assert_eq!(project.settings.rules, before.settings.rules);
    assert_eq!((project.revisions.len(), project.current), (before.revisions.len(), before.current));
    assert!(project.edited() && project.proof().is_none());
    let judged = page.session.judgement.as_ref().unwrap();
    assert_eq!(judged.version, project.version, "the judge speaks about the newer data");

    page.send(Event::TakeBack);
    let back = Project { version: before.version, ..page.project().clone() };
    assert!(format!("{back:?}") == format!("{before:?}"), "undo brings everything back");
}

#[test]
fn newer_data_can_be_let_go_or_begin_a_project_of_their_own() {
    // Whoever dropped the wrong file wants nothing of it.
    let mut page = worked_on();
    let before = page.project().clone();
    page.drop(&[("accounts.csv", NEWER)]);
    page.send(Event::Decline);
    assert!(page.session.pending.is_none() && page.project().dataset == before.dataset);
    page.send(Event::Edit(Edit::Assign(vec![(0, 2)])));
    let judged = page.session.judgement.as_ref().unwrap();
    assert_eq!(judged.version, page.project().version, "the desk works on the data before again");

    page.drop(&[("accounts.csv", NEWER)]);
    page.send(Event::StartAnew(2.0));
    assert_eq!((page.project().revisions.len(), page.project().edited()), (1, false));
    page.send(Event::Undo);
    assert_eq!(page.project().dataset, before.dataset);
}

#[test]
fn files_that_come_while_others_are_read_are_compared_with_what_the_page_has() {
    // The desk reads both; the page waits for the second only. Differences to the first would move locks and plan to the
    // accounts of other rows.
    for cancelled in [false, true] {
        let mut page = worked_on();
        let before = page.project().clone();
        page.hear(dropped(&[("accounts.csv", NEWER)]));
        if cancelled {
            page.hear(Event::CancelReading);
        }
        page.hear(dropped(&[("reps.csv", &REPS.replace("Cy Dee", "Cy Dee-Fox"))]));
        page.settle();
        let changes = page.session.pending.as_ref().unwrap().rebase.changes.clone();
        let accounts = if cancelled { (0, 0) } else { (1, 1) };
        assert_eq!((changes.new.count, changes.gone.count, changes.reps_facts.count), (accounts.0, accounts.1, 1));
        page.send(Event::Apply);
        assert_eq!(["A1", "A3", "A5"].map(|id| page.planned(id)), ["R1", "R2", "R1"]);
        page.send(Event::TakeBack);
        assert_eq!(page.project().settings, before.settings);
    }
}

#[test]
fn a_lost_desk_takes_pending_data_with_it_and_the_work_goes_on() {
    // Applied without a desk that knows them, newer data would never be judged.
    let mut page = worked_on();
    page.drop(&[("accounts.csv", NEWER)]);
    page.desk = Desk::default();
    page.send(Event::DeskLost);
    assert!(page.session.pending.is_none());
    page.send(Event::Edit(Edit::Assign(vec![(0, 2)])));
    let judged = page.session.judgement.as_ref().unwrap();
    assert_eq!(judged.version, page.project().version);
}

#[test]
fn ids_of_one_length_are_never_matched_by_their_beginning() {
    // Ids of 18 digits are common; only Salesforce cuts them to 15.
    let list = |ids: &[u32]| {
        let row = |id: &u32| format!("554023000000235{id:03},Account {id},R1,5\n");
        ["id,name,owner,potential\n".to_owned()].into_iter().chain(ids.iter().map(row)).collect::<String>()
    };
    let mut page = Page::default();
    page.drop(&[("accounts.csv", &list(&[1, 2])), ("reps.csv", REPS)]);
    page.send(Event::Edit(Edit::Lock(vec![(0, Some(2))])));
    page.drop(&[("accounts.csv", &list(&[3, 1, 2]))]);
    assert_eq!(page.session.pending.as_ref().unwrap().rebase.accounts.0, [u32::MAX, 0, 1]);
    page.send(Event::Apply);
    assert_eq!(page.project().settings.locks, [(1, 2)]);

    let long = "id,name,owner\n001D000000IqhSLIAZ,Acme,R1\n";
    let short = "id,name,owner\n001D000000IqhSL,Acme,R1\n";
    for (before, after) in [(long, short), (short, long)] {
        let mut page = Page::default();
        page.drop(&[("accounts.csv", before), ("reps.csv", REPS)]);
        page.send(Event::Edit(Edit::Lock(vec![(0, Some(2))])));
        page.drop(&[("accounts.csv", after)]);
        assert_eq!(page.session.pending.as_ref().unwrap().rebase.accounts.0, [0]);
    }
}

#[test]
fn branches_of_one_name_without_ids_are_told_apart_by_their_place() {
    // "Acme" and "Acme (2)" are only the order of a file; in the next one it may be another.
    let head = "account name,owner,city,potential\n";
    let before = format!("{head}Acme,R1,Bonn,1\nAcme,R1,Ulm,2\nBolt,R1,Ulm,3\n");
    let after = format!("{head}Bolt,R1,Bonn,3\nAcme,R1,Ulm,2\nAcme,R1,Kiel,4\nAcme,R1,Bonn,1\n");
    let mut page = Page::default();
    page.drop(&[("accounts.csv", &before), ("reps.csv", REPS)]);
    page.send(Event::Edit(Edit::Lock(vec![(0, Some(2))])));
    page.drop(&[("accounts.csv", &after)]);
    assert_eq!(page.session.pending.as_ref().unwrap().rebase.accounts.0, [2, 1, u32::MAX, 0]);
}

#[test]
fn another_column_of_ids_of_the_same_file_keeps_the_work() {
    // The rows are the same, whatever they are called.
    let text = "id,Other Key,name,owner,potential\nA1,X7,Acme,R1,5\nA2,X8,Bolt,R2,5\nA3,X9,Cord,R2,5\n";
    let mut page = Page::default();
    page.drop(&[("accounts.csv", text), ("reps.csv", REPS)]);
    page.send(Event::Edit(Edit::Lock(vec![(1, Some(2))])));
    let mut mapping = page.session.understood.as_ref().unwrap().mappings[0].clone();
    mapping.choose(1, Some(Field::Id));
    page.send(Event::Remap(vec![mapping]));
    let dataset = page.session.data.as_ref().unwrap().dataset.clone();
    assert_eq!(dataset.accounts.id.get(1), "X8");
    assert_eq!(page.project().settings.locks, [(1, 2)]);
}

#[test]
fn weights_of_the_score_leave_history_and_proof() {
    // A slider must not cost the way back through an afternoon's edits.
    let mut page = worked_on();
    let weights = ScoreWeights { fit: 1.0, ..ScoreWeights::default() };
    page.send(Event::Choose(Choices { weights, ..Choices::default() }));
    assert_eq!(page.session.data.as_ref().unwrap().dataset.weights, weights);
    assert!(page.session.alerts.is_empty());
    page.send(Event::Undo);
    assert_eq!(page.planned("A6"), "R3", "the last edit is undone, not the weights");
}

#[test]
fn a_step_can_be_tried_out_before_it_is_switched() {
    // Who has to switch a step off to see what it did has changed the plan to find out.
    let mut page = Page::default();
    let text = "id,name,owner,industry\n1,A,Ana,Retail\n2,B,Ana,Retail\n3,C,Bo,RETAIL\n";
    page.drop(&[("accounts.csv", text)]);
    let before = page.project().clone();
    page.send(Event::TryOut(Step::Industries));
    let (step, told) = page.session.trial.clone().unwrap();
    assert_eq!(
        (step, told.as_str()),
        (Step::Industries, "Without it: 1 account of another status, industry or segment.")
    );
    assert_eq!(page.project(), &before);
    assert!(page.session.reading.is_none());
    page.send(Event::Edit(Edit::Assign(vec![(0, 1)])));
    assert_eq!(page.session.judgement.as_ref().unwrap().version, page.project().version);
    page.send(Event::Choose(Choices::default().switch(Step::Industries)));
    assert!(page.session.trial.is_none());
    page.send(Event::TryOut(Step::Industries));
    assert!(page.session.trial.as_ref().unwrap().1.starts_with("With it: 1 account"));
}

#[test]
fn other_data_and_a_project_without_work_raise_no_question() {
    // A question where nothing can be lost is a click more for nothing.
    let mut page = Page::default();
    page.drop(&[("accounts.csv", ACCOUNTS)]);
    page.drop(&[("reps.csv", REPS)]);
    assert!(page.session.pending.is_none() && page.session.data.as_ref().unwrap().dataset.reps[0].name == "Ana Diaz");
    let mut page = worked_on();
    page.drop(&[("accounts.csv", "id,name,owner\nZ1,Zoo,R1\nZ2,Yak,R2\n")]);
    assert!(page.session.pending.is_none());
    assert_eq!(page.project().revisions.len(), 1);
}

#[test]
fn reps_are_found_again_by_id_or_name_and_a_lost_one_leaves_the_accounts_to_the_data() {
    // Reps leave between two exports; what they had must not go to whoever now stands in their place.
    let mut page = worked_on();
    let reps = "id,name,city\nR2,Bo Chen-Lee,\nX1,Ana Diaz,\n";
    let accounts = ACCOUNTS.replace("R1", "X1").replace("R3", "R2");
    page.drop(&[("reps.csv", reps), ("accounts.csv", &accounts)]);
    let changes = page.session.pending.as_ref().unwrap().rebase.changes.clone();
    assert_eq!((changes.reps_gone.count, changes.reps_new.count, changes.owner.count), (1, 0, 2));
    page.send(Event::Apply);
    let planned = ["A1", "A3", "A5", "A6"].map(|id| page.planned(id));
    assert_eq!(planned, ["X1", "R2", "X1", "R2"]);
}

#[test]
fn choices_of_cleaning_keep_the_work_and_can_be_taken_back() {
    // Who joins two rows or switches a step off while planning must not lose the plan.
    let mut page = worked_on();
    let twice = ACCOUNTS.replace("A2,Bolt,R1,100,Bonn", "A2,ACME,R1,100,Bonn");
    page.drop(&[("accounts.csv", &twice)]);
    page.send(Event::Apply);
    let group = page.session.understood.as_ref().unwrap().proposals.duplicates[0].clone();
    assert_eq!(group.decision, Decision::Open);
    let choices = Choices::default().decide_duplicates(std::slice::from_ref(&group.ids), Decision::Accepted);
    page.send(Event::Choose(choices.clone()));
    assert_eq!(page.project().working.len(), 5);
    assert_eq!(["A1", "A5", "A6"].map(|id| page.planned(id)), ["R1", "R1", "R2"]);
    assert_eq!(page.project().settings.locks, [(1, 1)]);
    let told = page.session.alerts.iter().any(|alert| alert.back.is_some() && alert.text.contains("1 lock went"));
    assert!(told, "the lock of the row that is no account any more goes with it, and that is said");
    page.send(Event::Choose(choices.switch(Step::Duplicates)));
    assert_eq!(page.project().working.len(), 6);
    assert_eq!(page.session.understood.as_ref().unwrap().choices.merged.len(), 1, "the choice itself is kept");
}

#[test]
fn corrected_columns_are_remembered_in_the_next_project() {
    // The same export comes every month; its one odd column is explained once.
    let mut page = Page::default();
    let text = "id,name,owner,Club\nA1,Acme,Ana,Gold\nA2,Bolt,Bo,Tin\n";
    page.drop(&[("march.csv", text)]);
    let mut mapping = page.session.understood.as_ref().unwrap().mappings[0].clone();
    assert_eq!(mapping.columns[3].field, None);
    mapping.choose(3, Some(Field::Segment));
    page.send(Event::Remap(vec![mapping]));
    page.send(Event::Shelf(Shelf::Close));
    page.drop(&[("april.csv", &text.replace("Gold", "Silver"))]);
    let dataset = &page.session.data.as_ref().unwrap().dataset;
    assert_eq!(dataset.accounts.segment.get(0), "Silver");
    page.send(Event::ForgetCorrections);
    page.send(Event::Shelf(Shelf::Close));
    page.drop(&[("may.csv", text)]);
    assert_eq!(page.session.data.as_ref().unwrap().dataset.accounts.segment.get(0), "");
}

#[test]
fn newer_data_keep_who_is_excluded() {
    // Excluded is the account, not its row: newer data have their rows in another order.
    let mut page = Page::default();
    page.drop(&[("accounts.csv", ACCOUNTS), ("reps.csv", REPS)]);
    page.send(Event::Pick(Pick::Accounts(vec![1, 3])));
    page.send(Event::Selected(Act::Exclude));
    assert_eq!(page.session.excluded().accounts().collect::<Vec<_>>(), [1, 3]);
    page.drop(&[("newer.csv", NEWER), ("reps.csv", REPS)]);
    page.send(Event::Apply);
    // A4 is the fourth row still, A2 is gone for now: it is excluded again when it comes back.
    let ids = |page: &Page| -> Vec<String> {
        let dataset = &page.session.data.as_ref().unwrap().dataset;
        let excluded = page.session.excluded().accounts();
        excluded.map(|account| dataset.accounts.id.get(account as usize).to_owned()).collect()
    };
    assert_eq!(ids(&page), ["A4"]);
    page.drop(&[("accounts.csv", ACCOUNTS), ("reps.csv", REPS)]);
    page.send(Event::Apply);
    assert_eq!(ids(&page), ["A2", "A4"]);
}

/// A dataset of accounts with these ids and owners.
fn dataset(rows: &[(u8, u8)]) -> Dataset {
    let mut text = "id,name,owner,potential\n".to_owned();
    for (id, owner) in rows {
        let _ = writeln!(text, "A{id},Account {id},R{},5", owner % 4);
    }
    let reps = "id,name\nR0,Ana\nR1,Bo\nR2,Cy\nR3,Di\n";
    let files = [("accounts.csv", text.as_str()), ("reps.csv", reps)];
    let tables: Vec<_> = files.iter().flat_map(|(name, text)| import::read(name, text.as_bytes()).0).collect();
    prepare(&tables, &import::recognise(&tables)).unwrap().dataset
}

fn rows() -> impl Strategy<Value = Vec<(u8, u8)>> {
    let ids: Vec<u8> = (0..30).collect();
    (proptest::sample::subsequence(ids, 1..30).prop_shuffle(), proptest::collection::vec(0_u8..4, 30))
        .prop_map(|(ids, owners)| ids.into_iter().zip(owners).collect())
}

proptest! {
    #[test]
    fn a_plan_on_newer_data_loses_no_move_and_makes_none(old in rows(), new in rows(), plan in proptest::collection::vec(0_u16..4, 30)) {
        // Whatever the two exports look like, the plan is the same set of decisions on other rows.
        let (before, after) = (dataset(&old), dataset(&new));
        let plan = Assignment::new(plan[..old.len()].to_vec());
        let settings = Settings { rules: Vec::new(), locks: vec![(0, 3)] };
        let mut project = Project::new("Test", before.fingerprint(), settings, plan.clone(), 0.0);
        project.apply(Edit::Assign(vec![(0, 3)]));
        let plan = project.working.clone();
        let rebase = Rebase::between(&before, &after).unwrap();
        let project = rebase.rebased(project, &before, &after, "new");
        prop_assert_eq!(project.working.len(), new.len());
        let mut known = 0;
        for (now, (id, _)) in new.iter().enumerate() {
            let (rep, today) = (project.working.rep[now], after.accounts.owner[now]);
            prop_assert!(rep != OPEN);
            match old.iter().position(|(other, _)| other == id) {
                None => prop_assert_eq!(rep, today),
                Some(was) => {
                    known += 1;
                    let moved = plan.rep[was] != before.accounts.owner[was] || was == 0;
                    prop_assert_eq!(rep, if moved { plan.rep[was] } else { today });
                }
            }
        }
        let changes = &rebase.changes;
        prop_assert_eq!((changes.new.count, changes.gone.count), ((new.len() - known) as u32, (old.len() - known) as u32));
        let locked = new.iter().position(|(id, _)| *id == old[0].0);
        prop_assert_eq!(project.settings.locks, locked.map(|now| (now as u32, 3)).into_iter().collect::<Vec<_>>());
    }
}
