//! A trade-off in words: which objectives, how far it is, its points one by one.

use crate::evaluate::gap_percent;
use crate::order::Order;
use crate::protocol::Rivals;
use crate::protocol::TradePoint;
use crate::rules::ALL;
use crate::rules::Kind;
use crate::rules::rule;
use crate::scenario::label_shown;
use crate::session::Drawing;
use crate::session::Session;
use crate::texts;
use crate::units::at_most;
use crate::units::counted;
use crate::units::grouped;
use crate::view::TradeOffChart;
use crate::view::conflict_panel;
use crate::view::trade_off_chart;

/// Digits of a loss at most.
const MOST_DIGITS: usize = 4;
/// A curve with fewer points is poor, and says why.
const FEW: usize = 7;

/// What the section shows of a trade-off.
#[derive(Clone, Debug, PartialEq)]
pub struct TradeOffPanel {
    /// The losses that are told: `Loss in travel`.
    pub titles: [String; 2],
    /// What these losses are, a sentence each.
    pub meanings: [String; 2],
    /// Whether points are still to come.
    pub running: bool,
    /// Part of the points that is there, 0 to 1.
    pub part: f64,
    /// How far it is, or what came of it, in a sentence.
    pub sentence: String,
    /// What to know before relying on it; "" where there is nothing.
    pub caution: String,
    /// The points of the curve, the best for the first objective first.
    pub rows: Vec<PointRow>,
    /// The drawing.
    pub chart: TradeOffChart,
}

/// One point of the curve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointRow {
    /// Its number, to keep it by.
    pub number: u32,
    /// `Point 3`.
    pub name: String,
    /// Losses of the two objectives: `11.41 %`.
    pub losses: [String; 2],
    /// Accounts that leave the rep they have today.
    pub moved: String,
    /// Weights of the two objectives, or the limit on one: `76 : 24`, `Rep fit ≤ 2.2 %`.
    pub sought: String,
    /// How far it is at most from the best possible: `≤ 0.25 %`, `—`.
    pub gap: String,
    /// The version it was kept as; none where it was not.
    pub kept: Option<Kept>,
    /// All of it in one line, for assistive technology.
    pub spoken: String,
}

/// The version that a point was kept as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Number.
    pub revision: u32,
    /// `Version 3`.
    pub label: String,
    /// Whether it is the plan, with its rules.
    pub open: bool,
}

/// Objectives that can be traded, those in force first: id, title.
pub fn tradable(session: &Session) -> Vec<(&'static str, &'static str)> {
    let rules = session.project.as_ref().map_or(&[][..], |project| &project.settings.rules);
    let objectives = ALL.iter().map(|rule| rule.card()).filter(|card| card.kind == Kind::Objective);
    let mut cards: Vec<_> = objectives.collect();
    let in_force = |id: &str| rules.iter().any(|setting| setting.id == id && setting.weight > 0.0);
    cards.order_by_key(|card| !in_force(card.id));
    cards.into_iter().map(|card| (card.id, texts::of(card.title))).collect()
}

/// The trade-off that was asked for last; none before the first.
pub fn trade_off_panel(session: &Session) -> Option<TradeOffPanel> {
    let drawing = session.drawing.as_ref()?;
    let trade_off = &drawing.trade_off;
    let rivals = trade_off.rivals();
    let titles = [&rivals.first, &rivals.second].map(|id| rule(id).map_or("", |rule| texts::of(rule.card().title)));
    let curve = trade_off.curve();
    let digits = digits(&curve);
    let row =
        |(index, point)| PointRow { kept: kept(session, drawing, point), ..point_row(index, point, titles, digits) };
    Some(TradeOffPanel {
        titles: titles.map(|title| say!("Loss in {title}", title = texts::within(title))),
        meanings: [&rivals.first, &rivals.second].map(|id| meaning(id)),
        running: drawing.running,
        part: (trade_off.found() as f64 + drawing.under_way().sum::<f64>()) / trade_off.wanted().max(1) as f64,
        sentence: sentence(drawing, &curve, titles, conflict_panel(session).is_some()),
        caution: caution(session, drawing),
        rows: curve.iter().copied().enumerate().map(row).collect(),
        chart: trade_off_chart(session, trade_off.rivals(), &curve, &trade_off.floor(), titles),
    })
}

/// `Loss in travel: (travel hours − least possible) / least travelled, in percent.`
fn meaning(id: &str) -> String {
    rule(id).map_or_else(String::new, |rule| {
        let card = rule.card();
        let title = say!("Loss in {title}", title = texts::within(texts::of(card.title)));
        format!("{title}: {}.", texts::of(card.formula))
    })
}

/// Digits with which no two neighbours of the curve read alike, as far as anybody reads them.
fn digits(curve: &[&TradePoint]) -> usize {
    let told = |digits: usize| {
        let alike = |pair: &[&TradePoint]| {
            (0..2).any(|axis| grouped(pair[0].losses[axis], digits) == grouped(pair[1].losses[axis], digits))
        };
        !curve.windows(2).any(alike)
    };
    (2..MOST_DIGITS).find(|digits| told(*digits)).unwrap_or(MOST_DIGITS)
}

fn point_row(index: usize, point: &TradePoint, titles: [&str; 2], digits: usize) -> PointRow {
    let losses = point.losses.map(|loss| format!("{} %", grouped(loss, digits)));
    let name = say!("Point {number}", number = index + 1);
    let moved = grouped(f64::from(point.moved), 0);
    let gap = at_most(gap(point));
    let sought = sought(point, titles, digits);
    let spoken = say!(
        "{name}: {first} {first_loss}, {second} {second_loss}, {moved} accounts move",
        name,
        first = titles[0],
        first_loss = losses[0],
        second = titles[1],
        second_loss = losses[1],
        moved
    );
    PointRow { number: point.number, name, losses, moved, sought, gap, spoken, kept: None }
}

/// The version that has this point's plan and rules, the newest where there are several.
fn kept(session: &Session, drawing: &Drawing, point: &TradePoint) -> Option<Kept> {
    let project = session.project.as_ref()?;
    let mut same_plan = project.versions().rev().filter(|revision| revision.assignment == point.plan);
    let revision = same_plan.find(|revision| revision.settings == drawing.trade_off.settings_of(point))?;
    let open = revision.id == project.current && project.settings == revision.settings && !project.edited();
    Some(Kept { revision: revision.id, label: label_shown(&revision.label), open })
}

/// How far what it minimised is from what is proven possible at most, in percent; none where nothing is proven: that no
/// loss is below 0 goes without saying.
fn gap(point: &TradePoint) -> Option<f64> {
    let (value, bound) = point.minimised();
    (0.0..f64::INFINITY).contains(&bound).then(|| gap_percent(value, bound))
}

/// `76 : 24`, or `Rep fit ≤ 2.2 %` where one objective was the best under a limit on the other.
fn sought(point: &TradePoint, titles: [&str; 2], digits: usize) -> String {
    if let (Some(limited), Some(percent)) = (point.aim.limited(), point.aim.percent()) {
        let sign = if point.counts_losses(limited) { "≤" } else { "within" };
        return format!("{} {sign} {} %", titles[limited], grouped(percent, digits));
    }
    let first = libm::round(point.aim.part * 100.0);
    format!("{first} : {}", 100.0 - first)
}

fn rounded_up(percent: f64) -> f64 {
    libm::ceil(percent * 100.0) / 100.0
}

/// Ends of a curve that fall together and are this close to the best possible, in percent, are said to be one.
const SAME: f64 = 0.05;

fn sentence(drawing: &Drawing, curve: &[&TradePoint], titles: [&str; 2], contradicted: bool) -> String {
    let found = curve.len();
    if drawing.running {
        let part = drawing.under_way().sum::<f64>() / drawing.under_way().len().max(1) as f64;
        let (found, wanted) = (drawing.trade_off.found(), drawing.trade_off.wanted());
        return say!(
            "{found} of {wanted} points; the next {part} %",
            found,
            wanted,
            part = grouped(libm::floor(100.0 * part), 0)
        );
    }
    let [first, second] = titles.map(texts::within);
    // A sentence about all points is said only where it is proven for all.
    let gaps: Option<Vec<f64>> = curve.iter().map(|point| gap(point)).collect();
    let worst = gaps.and_then(|gaps| gaps.into_iter().reduce(f64::max));
    let proven = worst.map_or_else(String::new, |gap| {
        let gap = grouped(rounded_up(gap), 2);
        format!(
            " {}",
            say!("By what it was sought with, none of them is more than {gap} % from the best possible, proven.", gap)
        )
    });
    let sentence = match found {
        _ if drawing.stopped => return say!("Stopped with {points}.", points = counted(found, "point")),
        0 if contradicted => {
            let text =
                say!("No plan keeps all limits: some of them contradict each other. The Rules screen says which.");
            return text.to_owned();
        }
        0 => {
            let text = say!(
                "No plan that keeps all limits was found in the short time each point has. Optimize looks longer."
            );
            return text.to_owned();
        }
        // The searches that might have found others broke limits: this says nothing about the objectives.
        _ if found < FEW && drawing.trade_off.points().iter().any(|point| point.breaches > 0) => {
            let points = counted(found, "point");
            say!("{points} found; some searches found no plan that keeps all limits.", points)
        }
        1 if worst.is_some_and(|gap| gap <= SAME) => {
            say!("One plan is the best for both: {first} and {second} are not in each other's way here.", first, second)
        }
        1 => say!(
            "No plan was found that is better for {first} or {second} than this one, which may be chance.",
            first,
            second
        ),
        few if few < FEW => {
            say!("Only {few} plans were found that no other beats in both {first} and {second}.", few, first, second)
        }
        _ => say!(
            "{found} plans, none beaten in both: the better for {first}, the worse for {second}.",
            found,
            first,
            second
        ),
    };
    sentence + &proven
}

/// The curve may be about other rules than the ones in force.
fn caution(session: &Session, drawing: &Drawing) -> String {
    let same = session.project.as_ref().is_some_and(|project| drawing.is_about(&project.settings));
    if same { String::new() } else { say!("The rules have changed since this was drawn. Draw it again.").to_owned() }
}

/// The rivals that a newcomer is offered: the two objectives that weigh most.
pub fn usual_rivals(session: &Session) -> Rivals {
    let rules = session.project.as_ref().map_or(&[][..], |project| &project.settings.rules);
    let mut ids: Vec<(&str, f64)> = tradable(session)
        .iter()
        .map(|(id, _)| {
            let weights = rules.iter().filter(|setting| setting.id == *id).map(|setting| setting.weight);
            (*id, weights.sum::<f64>())
        })
        .collect();
    ids.order_by(|a, b| b.1.total_cmp(&a.1));
    let id = |position: usize| ids.get(position).map_or_else(String::new, |(id, _)| (*id).to_owned());
    Rivals { first: id(0), second: id(1) }
}
