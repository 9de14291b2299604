//! What the last edit breaks, and how to mend it.

use crate::evaluate::Repair;
use crate::evaluate::RepairKind;
use crate::evaluate::changes;
use crate::model::LOCKED_ACCOUNTS;
use crate::order::Order;
use crate::rules::Conflict;
use crate::session::Session;
use crate::units::counted;
use crate::units::grouped;
use crate::view::accounts::account_name;
use crate::view::accounts::is_grouped;
use crate::view::breach_text;
use crate::view::broken::breach_count;
use crate::view::rep_name;
use crate::view::rules::collision_line;

/// Breaches that are told; the list of broken limits has them all.
const TOLD: usize = 3;

/// The card that warns of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepairCard {
    /// `This edit causes 2 breaches of limits`.
    pub title: String,
    /// The worst of them, a sentence each.
    pub broken: Vec<String>,
    /// Ways to mend them, in the order of the session.
    pub ways: Vec<RepairWay>,
    /// `Keep my 3 moves, re-plan the rest`; "" where nothing was moved by hand.
    pub around: String,
    /// `Undo the edit`: what the way back is called.
    pub undo: &'static str,
    /// How many steps back that is; below 0 forward.
    pub back: i32,
}

/// One way to mend an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepairWay {
    /// `Move Acme to Ben Ortiz instead`.
    pub label: String,
    /// `+0.20 points`, what it costs against the edit alone; more is worse.
    pub cost: String,
}

/// The card; none where the last edit, or the last way through the steps, breaks nothing.
pub fn repair_card(session: &Session) -> Option<RepairCard> {
    let (project, data) = (session.project.as_ref()?, session.data.as_ref()?);
    let (_, repairs) = session.repairs.as_ref().filter(|(version, _)| *version == project.version)?;
    let count = repairs.broken.len();
    let mut broken: Vec<String> =
        repairs.broken.iter().take(TOLD).map(|breach| breach_text(&data.dataset, breach)).collect();
    broken.extend(clashes(session, &repairs.clashes));
    if count > TOLD {
        broken.push(say!("And {count} more.", count = grouped((count - TOLD) as f64, 0)));
    }
    let by_hand = changes(&project.revision().assignment, &project.working).len();
    let back = session.edited.as_ref().map_or(1, |edited| edited.back);
    let breaches = breach_count(count);
    let (title, undo) = match back {
        1 if count == 0 => (say!("The limits cannot all be kept after this edit").to_owned(), say!("Undo the edit")),
        2.. if count == 0 => {
            (say!("The limits cannot all be kept after these edits").to_owned(), say!("Undo the edits"))
        }
        _ if count == 0 => {
            (say!("The limits cannot all be kept after undoing").to_owned(), say!("Redo what was undone"))
        }
        1 => (say!("This edit causes {breaches}", breaches), say!("Undo the edit")),
        2.. => (say!("These edits cause {breaches}", breaches), say!("Undo the edits")),
        _ => (say!("Undoing causes {breaches}", breaches), say!("Redo what was undone")),
    };
    Some(RepairCard {
        title,
        broken,
        ways: repairs.ways.iter().map(|way| repair_way(session, way)).collect(),
        around: match by_hand {
            0 => String::new(),
            count => {
                let n = grouped(count as f64, 0);
                say!(count; "Keep my move, re-plan the rest", "Keep my {n} moves, re-plan the rest", n)
            }
        },
        undo,
        back,
    })
}

/// Where rules contradict each other since the edit, and what the search makes of a lock among them.
fn clashes(session: &Session, clashes: &[Conflict]) -> Vec<String> {
    let mut kinds: Vec<&[String]> = clashes.iter().map(|clash| &clash.rules[..]).collect();
    kinds.order();
    kinds.dedup();
    let line = |rules: &[String]| {
        let of: Vec<&Conflict> = clashes.iter().filter(|clash| clash.rules == rules).collect();
        collision_line(session, rules, of.len(), of.first().map_or(0, |clash| clash.account))
    };
    let gives_way = kinds.iter().any(|rules| rules.iter().any(|rule| rule == LOCKED_ACCOUNTS));
    let mut lines: Vec<String> = kinds.iter().take(TOLD).map(|rules| line(rules)).collect();
    if gives_way {
        lines.push(say!("Optimize would move a locked account.").to_owned());
    }
    lines
}

fn repair_way(session: &Session, way: &Repair) -> RepairWay {
    let name = session.data.as_ref().map_or("", |data| account_name(&data.dataset, way.account as usize));
    let to = way
        .moves
        .iter()
        .rev()
        .find(|(account, _)| *account == way.account)
        .map_or("", |(_, rep)| rep_name(session, *rep));
    let moved = way.moves.len();
    let label = match way.kind {
        RepairKind::Together if session.edited.as_ref().is_some_and(|edited| edited.settings.is_some()) => {
            say!("Give all that go with {name} to {to}: {accounts}", name, to, accounts = counted(moved, "account"))
        }
        RepairKind::Together if is_grouped(session, way.account) => {
            say!("Move the group of {name} too: {accounts}", name, accounts = counted(moved, "account"))
        }
        RepairKind::Together => {
            say!("Move the family of {name} too: {accounts}", name, accounts = counted(moved, "account"))
        }
        RepairKind::Elsewhere if moved > 1 => say!("Give all {count} to {to} instead", count = moved, to),
        RepairKind::Elsewhere => say!("Give {name} to {to} instead", name, to),
        RepairKind::Also => say!("Also move {name} to {to}", name, to),
        RepairKind::Instead => say!("Move {name} to {to} instead", name, to),
    };
    let sign = if way.points < 0.0 { "\u{2212}" } else { "+" };
    let digits = if way.points.abs() < 0.1 { 3 } else { 2 };
    let points = format!("{sign}{}", grouped(way.points.abs(), digits));
    let cost = match way.left {
        0 => say!("{points} points", points),
        left => say!("{points} points, leaves {left} broken", points, left),
    };
    RepairWay { label, cost }
}
