//! Reasons in words.

use crate::evaluate::Part;
use crate::evaluate::Reason;
use crate::rules::rule;
use crate::units::grouped;

/// One line that says why an account is with its rep.
pub fn reason_text(reason: &Reason) -> String {
    match reason {
        Reason::Fixed => "stays: a limit keeps it with this rep".to_owned(),
        Reason::Locked => "locked by you".to_owned(),
        Reason::ByHand => "assigned by you".to_owned(),
        Reason::Stays => "stays with its rep".to_owned(),
        Reason::Excluded => "excluded from planning".to_owned(),
        Reason::Open => "stays in the open pool".to_owned(),
        Reason::Barred => "moves: a limit forbids its rep of today".to_owned(),
        Reason::WithFamily => "moves with its company family".to_owned(),
        Reason::New { because: None } => "had no rep; costs this one least".to_owned(),
        Reason::New { because: Some(part) } => format!("had no rep; {}", part_text(part)),
        Reason::Moves { because: None } => "moves to make room for others".to_owned(),
        Reason::Moves { because: Some(part) } => format!("moves: {}", part_text(part)),
    }
}

fn part_text(part: &Part) -> String {
    let points = if part.points < 0.0005 { "less than 0.001".to_owned() } else { grouped(part.points, 3) };
    if let Some(what) = &part.room {
        return if part.is_needed_here() {
            format!("this rep needs more {what} ({points} points)")
        } else {
            format!("the other rep's {what} is full ({points} points)")
        };
    }
    let title = rule(&part.rule).map_or(part.rule.as_str(), |rule| rule.card().title);
    format!("better for {} ({points} points)", title.to_lowercase())
}
