//! The cards above the map: the proof first, then the figures with their today.

use crate::evaluate::figures::Unit;
use crate::evaluate::figures::figure;
use crate::evaluate::gap_percent;
use crate::model::OPEN;
use crate::outcome::FIGURES;
use crate::rules::leaves_centres_free;
use crate::session::Data;
use crate::session::Pick;
use crate::session::Session;
use crate::texts;
use crate::units::at_most;
use crate::units::grouped;
use crate::view::accounts::excluded_text;
use crate::view::broken::breach_count;
use crate::view::comparison::with_source;
use crate::view::conflict::is_outdated;
use crate::view::territories::open_side;

/// How a card is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to say.
    #[default]
    Plain,
    /// Kept, better.
    Good,
    /// Broken, worse.
    Bad,
}

/// One card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// What it is.
    pub label: String,
    /// The number with its unit.
    pub value: String,
    /// What gives it meaning: today, limit.
    pub beside: String,
    /// What it means in full, for a tooltip.
    pub help: String,
    /// Whether the help sheet explains its words: they are a click away, for nobody knows them from elsewhere.
    pub in_glossary: bool,
    /// How it is coloured.
    pub tone: Tone,
    /// What a click on what stands beside the number shows.
    pub shows: Option<Pick>,
}

/// A proven gap up to this many percent is shown as good.
const CLOSE: f64 = 5.0;

const SHOWN: [&str; 4] = ["potential_gap", "workload_gap", "travel_km", "moved_accounts"];
/// The figure of which the hand-over dip is the assumed part.
const AT_STAKE: &str = "handed_over_revenue";

/// The cards of the working plan; empty before the first judgement.
pub fn headline(session: &Session) -> Vec<Card> {
    let (Some(data), Some(judged)) = (&session.data, &session.judgement) else { return Vec::new() };
    let symbol = data.dataset.currency_symbol();
    let mut cards = vec![proof(session)];
    for id in SHOWN {
        let Some(figure) = figure(id) else { continue };
        let (plan, today) = (judged.plan.figure(id), judged.today.figure(id));
        if !plan.is_finite() || (figure.unit == Unit::Km && plan <= 0.0 && today <= 0.0) {
            continue;
        }
        let beside = if id.starts_with("moved") {
            let excluded = excluded_text(session);
            let of = say!("of {count} with a rep today", count = grouped(owned(session, data) as f64, 0));
            if excluded.is_empty() { of } else { format!("{of}, {excluded}") }
        } else {
            let today = say!("today {value}", value = figure.unit.text(today, &symbol));
            let open = id.strip_suffix("_gap").map_or("", |measure| open_side(session, measure));
            if open.is_empty() { today } else { format!("{today}; {open}") }
        };
        let value = figure.unit.text(plan, &symbol);
        cards.push(card(texts::of(figure.title), value, beside, texts::of(figure.help).to_owned()));
    }
    cards.extend(dip(session, &symbol));
    cards
}

fn card(label: &str, value: String, beside: String, help: String) -> Card {
    let label = label.to_owned();
    Card { label, value, beside, help, in_glossary: false, tone: Tone::Plain, shows: None }
}

/// The hand-over dip, by what is assumed: the same as among the figures of the year to come.
fn dip(session: &Session, symbol: &str) -> Option<Card> {
    let (judged, project) = (session.judgement.as_ref()?, session.project.as_ref()?);
    let figure = FIGURES.iter().find(|figure| figure.id == "transition_dip")?;
    let percent = project.assumptions.dip_percent;
    // Where nobody is known to pay anything, a dip of 0 would be a promise.
    let unknown = judged.today.reps.iter().chain(&judged.plan.reps).all(|rep| rep.revenue <= 0.0);
    let (value, beside) = if unknown {
        (say!("not known").to_owned(), say!("no revenue in the file").to_owned())
    } else {
        let assumed = grouped(percent, usize::from(libm::floor(percent) < percent));
        let value = percent / 100.0 * judged.plan.figure(AT_STAKE);
        (Unit::Money.text(value, symbol), say!("in the first year, at {percent} %", percent = assumed))
    };
    Some(card(texts::of(figure.title), value, beside, with_source(figure.help, figure.source)))
}

/// Accounts that count and have a rep today: the base of what moves, here and in the move limit.
fn owned(session: &Session, data: &Data) -> usize {
    let owners = data.dataset.accounts.owner.iter().enumerate();
    owners.filter(|(account, owner)| **owner != OPEN && !session.excluded().contains(*account)).count()
}

const PROVEN: &str = text!(
    "Proven: no plan that keeps the limits can be better than this one by more. In percent of the whole, \
                      which is the ideal's 100 % plus what the plan loses: (objective - bound) / (100 % + objective). \
                      Optimize to get a proof. After a change of the rules it is drawn anew from the last search, and less \
                      close."
);
const UNPROVEN: &str = text!(
    "Centres that the plan finds itself have no proof: nobody can say how much better another design \
                        would be. A longer search may find one. For a proof choose Compactness with the centres where \
                        the reps are."
);

/// How close to the best possible, and whether all limits are kept.
fn proof(session: &Session) -> Card {
    let judged = session.judgement.as_deref();
    let outdated = session.project.as_ref().is_some_and(is_outdated);
    let breaches = judged.map_or(0, |judged| judged.plan.breaches);
    let gap = judged.and_then(|judged| judged.bound.map(|bound| gap_percent(judged.plan.objective, bound)));
    let free = session.project.as_ref().is_some_and(|project| leaves_centres_free(&project.settings.rules));
    let kept = match breaches {
        0 if free => say!("all limits kept; centres are free").to_owned(),
        0 if outdated => say!("all limits kept; rules or locks changed since").to_owned(),
        0 => say!("all limits kept").to_owned(),
        count => breach_count(count),
    };
    let weighed =
        session.project.as_ref().is_some_and(|project| project.settings.rules.iter().any(|it| it.weight > 0.0));
    let value = match gap {
        // Where nothing matters, every plan is the best possible one.
        Some(_) if !weighed => say!("no objective").to_owned(),
        Some(gap) if breaches == 0 => at_most(Some(gap)),
        _ if outdated => say!("rules changed").to_owned(),
        _ => say!("not proven").to_owned(),
    };
    Card {
        label: say!("Proven gap").to_owned(),
        value,
        beside: kept,
        help: texts::of(if free { UNPROVEN } else { PROVEN }).to_owned(),
        in_glossary: true,
        tone: match (breaches, gap) {
            (0, Some(gap)) if gap <= CLOSE && weighed => Tone::Good,
            (0, _) => Tone::Plain,
            _ => Tone::Bad,
        },
        shows: (breaches > 0).then_some(Pick::Breaches),
    }
}
