//! How sure a plan is, asked without a screen: played as events with a real desk.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use evenfield::desk::Desk;
use evenfield::outcome::Doubt;
use evenfield::outcome::WORLDS;
use evenfield::protocol::InputFile;
use evenfield::protocol::Request;
use evenfield::scenario::Edit;
use evenfield::session::Effect;
use evenfield::session::Event;
use evenfield::session::ProbeEvent;
use evenfield::session::ProbeFound;
use evenfield::session::Session;
use evenfield::session::Side;
use evenfield::session::VersionEvent;
use evenfield::session::update;
use evenfield::view::RobustSort;
use evenfield::view::probe_chart;
use evenfield::view::probe_panel;
use evenfield::view::robust_order;
use std::collections::VecDeque;
use std::path::Path;

/// Plays the page and its desk.
#[derive(Default)]
struct Shell {
    session: Session,
    desk: Desk,
    requests: VecDeque<Request>,
}

impl Shell {
    fn send(&mut self, event: Event) {
        for effect in update(&mut self.session, event) {
            if let Effect::Ask(request) = effect {
                self.requests.push_back(request);
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

    fn play(&mut self, event: Event) {
        self.send(event);
        self.settle();
    }

    /// Gives the first accounts of the plan to a rep, and keeps that as a version.
    fn keep(&mut self, accounts: u32, rep: u16) {
        self.play(Event::Edit(Edit::Assign((0..accounts).map(|account| (account, rep)).collect())));
        self.play(Event::Version(VersionEvent::Keep { label: String::new(), note: String::new(), now: 5.0 }));
    }

    fn found(&self) -> &ProbeFound {
        self.session.probe.found.as_ref().unwrap()
    }
}

fn example() -> Shell {
    let mut shell = Shell::default();
    shell.play(Event::Example);
    shell
}

#[test]
fn the_open_plan_is_told_beside_today_and_all_versions() {
    // The question on the table is: this plan or leave it; and would another version do better.
    let mut shell = example();
    shell.keep(8, 0);
    shell.keep(16, 1);
    shell.play(Event::Probe(ProbeEvent::Begin));
    let found = shell.found();
    assert_eq!(found.pair, [Side::Version(2), Side::Version(0)], "the open plan is a version as it is");
    assert_eq!(found.sides, [Side::Version(0), Side::Version(2), Side::Version(1)]);
    let shares: f64 = found.probed.robustness.iter().map(|plan| plan.best).sum();
    assert!((shares - f64::from(WORLDS)).abs() < 1e-6);
    let panel = probe_panel(&shell.session).unwrap();
    assert_eq!(panel.names, ["Version 2", "Today"]);
    assert!(panel.sentence.starts_with("As assumed, Version 2 brings $"), "{}", panel.sentence);
    assert_eq!(
        panel.rows.iter().filter(|row| row.is_plan).map(|row| row.name.as_str()).collect::<Vec<_>>(),
        ["Version 2"]
    );
    assert!(panel.rows[0].gain.is_empty() && panel.rows.iter().skip(1).all(|row| row.gain.contains('$')));
    let by = |sort, descending| {
        let order = robust_order(&panel.rows, sort, descending);
        order.into_iter().map(|at| panel.rows[at].name.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(by(RobustSort::Given, false), ["Today", "Version 2", "Version 1"]);
    let regrets: Vec<f64> = found.probed.robustness.iter().map(|plan| plan.regret).collect();
    let order = robust_order(&panel.rows, RobustSort::Regret, false);
    assert!(order.windows(2).all(|pair| regrets[pair[0]] <= regrets[pair[1]]), "{order:?} {regrets:?}");
    let best: Vec<f64> = found.probed.robustness.iter().map(|plan| plan.best).collect();
    let order = robust_order(&panel.rows, RobustSort::Best, true);
    assert!(order.windows(2).all(|pair| best[pair[0]] >= best[pair[1]]), "{order:?} {best:?}");
    assert_eq!(panel.ranges.len(), 7);
    assert!(panel.ranges.iter().all(|[_, range, why]| range.contains(" to ") && why.len() > 40), "{:?}", panel.ranges);
    // The example has no deals: it is said, and nothing is made up.
    assert_eq!(found.probed.backtest.doubts, [Doubt::NoDeals]);
    assert!(panel.backtest.rows.is_empty() && panel.backtest.done.is_empty() && panel.backtest.doubts.len() == 1);

    for between in [true, false] {
        for width in [320.0, 800.0] {
            let chart = probe_chart(&shell.session, between, width).unwrap();
            assert_eq!(chart.twin.rows.len(), 7);
            assert!(chart.width >= width && chart.label.contains('$'));
        }
    }
}

#[test]
fn what_is_edited_makes_the_answer_old_and_is_told_next_time() {
    // An answer about yesterday's plan must not pass for one about today's.
    let mut shell = example();
    shell.play(Event::Probe(ProbeEvent::Begin));
    assert!(!shell.session.probe_is_old());
    let same = probe_panel(&shell.session).unwrap();
    assert!(same.same && probe_chart(&shell.session, true, 400.0).is_none());
    shell.play(Event::Edit(Edit::Assign((0..6).map(|account| (account, 2)).collect())));
    assert!(shell.session.probe_is_old());
    shell.play(Event::Probe(ProbeEvent::Begin));
    assert!(!shell.session.probe_is_old());
    assert_eq!(shell.found().sides, [Side::Version(0), Side::Working]);
    assert_eq!(probe_panel(&shell.session).unwrap().names[0], "Today, edited since");
}

#[test]
fn another_choice_is_answered_and_old_answers_do_not_count() {
    // Two clicks in a row, the second on another plan: the last one is meant.
    let mut shell = example();
    shell.keep(8, 0);
    shell.play(Event::Probe(ProbeEvent::Begin));
    shell.send(Event::Probe(ProbeEvent::Choose([Side::Version(0), Side::Version(1)])));
    assert!(shell.session.busy() && shell.requests.len() == 1);
    shell.send(Event::Probe(ProbeEvent::Choose([Side::Version(1), Side::Version(0)])));
    assert_eq!(shell.requests.len(), 1, "one at a time");
    shell.settle();
    assert_eq!(shell.found().pair, [Side::Version(1), Side::Version(0)]);
    assert!(!shell.session.busy());
    // A version that was deleted gives way to today, and a desk that died is asked anew.
    shell.play(Event::Adopt(0));
    shell.play(Event::Version(VersionEvent::Delete(1)));
    shell.send(Event::Probe(ProbeEvent::Begin));
    shell.requests.clear();
    shell.desk = Desk::default();
    shell.play(Event::DeskLost);
    assert!(!shell.session.probe.is_under_way());
    shell.play(Event::Probe(ProbeEvent::Begin));
    assert_eq!(shell.found().pair, [Side::Version(0); 2]);
}

#[test]
fn a_real_sales_history_is_held_out() {
    // 6,711 decided deals of a small CRM: what came of the last quarter, and whether other reps would have made more of it.
    let root = std::env::var("EVENFIELD_SHARED").unwrap_or_else(|_| "../shared".to_owned());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(root).join("data/maven-crm");
    let names = ["accounts.csv", "sales_teams.csv", "sales_pipeline.csv", "products.csv"];
    let read =
        |name: &&str| Some(InputFile { name: (*name).to_owned(), bytes: std::fs::read(folder.join(name)).ok()? });
    let files: Vec<InputFile> = names.iter().filter_map(read).collect();
    if files.len() < names.len() {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    }
    let mut shell = Shell::default();
    shell.play(Event::Files(files));
    shell.keep(40, 3);
    shell.play(Event::Probe(ProbeEvent::Begin));
    let told = &shell.found().probed.backtest;
    assert_eq!((told.from.as_str(), told.quarters), ("2017-10-01", 1));
    assert!(told.held_out > 1000 && told.before > 3000 && told.moved > 300, "{told:?}");
    assert!(!told.own_amounts && told.money > 1e6, "lost deals have no amounts there: {told:?}");
    let panel = probe_panel(&shell.session).unwrap();
    assert_eq!(panel.backtest.rows.len(), 4);
    assert!(panel.backtest.difference.contains("90 % interval"), "{}", panel.backtest.difference);
    eprintln!("{:#?}\n{told:#?}", panel.backtest);
}
