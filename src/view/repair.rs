//! What the last edit breaks, and how to mend it.

use crate::evaluate::Repair;
use crate::evaluate::RepairKind;
use crate::evaluate::changes;
use crate::session::Session;
use crate::units::counted;
use crate::units::grouped;
use crate::view::accounts::account_name;
use crate::view::accounts::is_grouped;
use crate::view::breach_text;
use crate::view::broken::breach_count;
use crate::view::rep_name;

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
    if count > TOLD {
        broken.push(format!("And {} more.", grouped((count - TOLD) as f64, 0)));
    }
    let by_hand = changes(&project.revision().assignment, &project.working).len();
    let moves = if by_hand == 1 { "my move".to_owned() } else { format!("my {}", counted(by_hand, "move")) };
    let back = session.edited.as_ref().map_or(1, |edited| edited.back);
    let (what, undo) = match back {
        1 => ("This edit causes", "Undo the edit"),
        2.. => ("These edits cause", "Undo the edits"),
        _ => ("Undoing causes", "Redo what was undone"),
    };
    Some(RepairCard {
        title: format!("{what} {}", breach_count(count)),
        broken,
        ways: repairs.ways.iter().map(|way| repair_way(session, way)).collect(),
        around: if by_hand == 0 { String::new() } else { format!("Keep {moves}, re-plan the rest") },
        undo,
        back,
    })
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
        RepairKind::Together if is_grouped(session, way.account) => {
            format!("Move the group of {name} too: {}", counted(moved, "account"))
        }
        RepairKind::Together => format!("Move the family of {name} too: {}", counted(moved, "account")),
        RepairKind::Elsewhere if moved > 1 => format!("Give all {moved} to {to} instead"),
        RepairKind::Elsewhere => format!("Give {name} to {to} instead"),
        RepairKind::Also => format!("Also move {name} to {to}"),
        RepairKind::Instead => format!("Move {name} to {to} instead"),
    };
    let sign = if way.points < 0.0 { "\u{2212}" } else { "+" };
    let digits = if way.points.abs() < 0.1 { 3 } else { 2 };
    let rest = if way.left == 0 { String::new() } else { format!(", leaves {} broken", way.left) };
    RepairWay { label, cost: format!("{sign}{} points{rest}", grouped(way.points.abs(), digits)) }
}
