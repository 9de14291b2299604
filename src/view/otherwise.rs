//! The inspector: what would bring an account to another rep.

use crate::evaluate::Alternative;
use crate::evaluate::Explanation;
use crate::evaluate::Obstacle;
use crate::model::Dataset;
use crate::rules::rule;
use crate::session::Session;
use crate::texts;
use crate::view::accounts::is_grouped;
use crate::view::breach_text;
use crate::view::conflict::plain;
use crate::view::conflict::with_unit;
use crate::view::inspector::Scale;
use crate::view::inspector::next_best;
use crate::view::rep_name;

/// What would bring it to the runner-up.
pub(super) fn otherwise(session: &Session, explanation: &Explanation) -> String {
    let Some(data) = &session.data else { return String::new() };
    let scale = Scale::of(explanation);
    let Some((next, points)) = next_best(explanation).filter(|(_, points)| *points >= scale.tie()) else {
        return String::new();
    };
    let name = rep_name(session, next.rep);
    let here = rep_name(session, explanation.rep);
    // A price holds for a little room: where the move is too large for it, it tells nothing.
    let fits = explanation.priced && (next.points - points).abs() <= 0.1 * points;
    let preferred = if fits { preferred(next, name, here, scale) } else { String::new() };
    let moved = match explanation.unit.len() {
        1 => say!("Moved there by itself"),
        _ if is_grouped(session, explanation.account) => say!("Moved there with its group"),
        _ => say!("Moved there with its family"),
    };
    let obstacles = match next.alone.as_ref().map(|alone| alone.breaks.as_slice()) {
        Some([]) => say!("{moved}, it would break no limit.", moved),
        Some(obstacles) => {
            let told: Vec<String> = obstacles.iter().map(|obstacle| obstacle_text(&data.dataset, obstacle)).collect();
            let breaks = if let [_] = obstacles {
                say!("{moved}, it would break a limit.", moved)
            } else {
                say!("{moved}, it would break limits.", moved)
            };
            format!("{breaks} {}", told.join(" "))
        }
        None => String::new(),
    };
    [preferred, obstacles].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What a move would break, and the number with which it would not: `... It would hold with 16.2 % in place of 15 %.`
fn obstacle_text(dataset: &Dataset, obstacle: &Obstacle) -> String {
    let breach = breach_text(dataset, &obstacle.finding);
    let Some(eased) = &obstacle.eased else { return breach };
    let unit = rule(&obstacle.finding.rule).and_then(|rule| {
        let ease = rule.eases().iter().find(|ease| ease.key == eased.key)?;
        Some(ease.unit(rule.card()))
    });
    let number = |number: f64| with_unit(&plain(number), unit.unwrap_or_default());
    let (needed, set) = (number(eased.needed), number(eased.set));
    format!("{breach} {}", say!("It would hold with {needed} in place of {set}.", needed, set))
}

/// What would make a rep the cheapest, where one price alone outweighs everything else.
fn preferred(next: &Alternative, name: &str, here: &str, scale: Scale) -> String {
    let room = next.parts.iter().find(|part| part.points > 0.0 && part.room.is_some());
    let Some(part) = room.filter(|part| part.points >= next.points) else { return String::new() };
    let what = texts::of(part.room.as_deref().unwrap_or_default());
    let points = scale.told(part.points);
    if part.is_needed_here() {
        say!("It would go to {name} if {here} needed {what} less: that alone costs {points}.", name, here, what, points)
    } else {
        say!(
            "It would go to {name} if there were a little more room for {what} there: that alone costs {points}.",
            name,
            what,
            points
        )
    }
}
