//! How sure a plan is, in words: its tornado, plans in many possible worlds, and quarters that are over.

use crate::evaluate::figures::Unit;
use crate::order::Order;
use crate::outcome::Backtest;
use crate::outcome::Doubt;
use crate::outcome::Forecast;
use crate::outcome::INPUTS;
use crate::outcome::Interval;
use crate::outcome::Robustness;
use crate::outcome::Swing;
use crate::outcome::WORLDS;
use crate::session::ProbeFound;
use crate::session::Session;
use crate::session::Side;
use crate::texts;
use crate::units::Money;
use crate::units::counted;
use crate::units::day_text;
use crate::units::grouped;
use crate::units::signed;
use crate::view::LimitsMark;
use crate::view::charts::Drawing;
use crate::view::charts::tornado_chart;
use crate::view::comparison::name_of;
use crate::view::mark_in_force;

/// Plans whose money differs by less bring the same.
const SAME_MONEY: f64 = 0.5;

/// How sure the plan is that was probed.
#[derive(Clone, Debug, PartialEq)]
pub struct ProbePanel {
    /// The name of the plan, and of the one it is compared with.
    pub names: [String; 2],
    /// Whether they are one plan.
    pub same: bool,
    /// What the difference in money hangs on, a sentence; that there is no money, where the files tell none.
    pub sentence: String,
    /// Which plan brings most how often, a sentence; "" without money.
    pub steadiest: String,
    /// Which scenarios are not among them, a sentence; "" where all are.
    pub left_out: String,
    /// How each plan does in many possible worlds.
    pub rows: Vec<RobustRow>,
    /// What is varied, and why so far: name, range, reason.
    pub ranges: Vec<[String; 3]>,
    /// What quarters that are over tell.
    pub backtest: BacktestPanel,
}

/// What plans in possible worlds are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RobustSort {
    /// As they came: today, then the newest version first.
    Given,
    /// In how many worlds it brings most.
    Best,
    /// In how many it brings more than today.
    Ahead,
    /// The median of the difference from today.
    Gain,
    /// The mean regret.
    Regret,
}

/// One plan in many possible worlds.
#[derive(Clone, Debug, PartialEq)]
pub struct RobustRow {
    /// Its name.
    pub name: String,
    /// In how many worlds it brings most: `142.5`.
    pub best: String,
    /// The same as part of all, 0 to 100.
    pub fill: u32,
    /// In how many it brings more than today; "" for today.
    pub ahead: String,
    /// How much more than today, in the middle: `+$0.31 M`; "" for today.
    pub gain: String,
    /// From the world of ten that is worst to the best: `+$0.1 M to +$0.5 M`.
    pub range: String,
    /// How much less than the best of each world, mean.
    pub regret: String,
    /// Whether it is the plan that is looked at.
    pub is_plan: bool,
    /// How it stands with the limits in force; none while that is not known.
    pub limits: Option<LimitsMark>,
    /// What it is sorted by: the numbers of [`RobustSort`], from the best on.
    keys: [f64; 4],
}

/// The places of the rows, in order.
pub fn robust_order(rows: &[RobustRow], sort: RobustSort, descending: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let column = match sort {
        RobustSort::Given => None,
        RobustSort::Best => Some(0),
        RobustSort::Ahead => Some(1),
        RobustSort::Gain => Some(2),
        RobustSort::Regret => Some(3),
    };
    if let Some(column) = column {
        order.order_by(|&a, &b| rows[a].keys[column].total_cmp(&rows[b].keys[column]).then(a.cmp(&b)));
    }
    if descending {
        order.reverse();
    }
    order
}

/// What quarters that are over tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BacktestPanel {
    /// What was done, a sentence; "" where nothing could be.
    pub done: String,
    /// What speaks against believing it, sentences.
    pub doubts: Vec<&'static str>,
    /// The difference with its interval, a sentence; "" without one.
    pub difference: String,
    /// What is foretold and what came: for whom, wins, money.
    pub rows: Vec<[String; 3]>,
    /// How deals are counted in money, a sentence; "" without money.
    pub worth: &'static str,
}

/// How sure the plan is that was probed; none before it was.
pub fn probe_panel(session: &Session) -> Option<ProbePanel> {
    let found = session.probe.found.as_ref()?;
    let symbol = session.data.as_ref()?.dataset.currency_symbol();
    let names = found.pair.map(|side| name_of(session, side));
    let probed = &found.probed;
    let same = found.pair[0] == found.pair[1];
    let has_money = !probed.swings.is_empty();
    Some(ProbePanel {
        same,
        sentence: if has_money { hangs_on(&names, &probed.between, &symbol) } else { no_money() },
        steadiest: steadiest(session, found),
        left_out: left_out(session),
        rows: rows(session, found, &symbol),
        ranges: ranges(&probed.swings, &symbol),
        backtest: backtest(&names, same, &probed.backtest, &symbol),
        names,
    })
}

/// The tornado of the plan alone, or of its difference from the other; none where there is no money or no difference.
pub fn probe_chart(session: &Session, between: bool, width: f64) -> Option<Drawing> {
    let found = session.probe.found.as_ref()?;
    let symbol = session.data.as_ref()?.dataset.currency_symbol();
    let swings = if between { &found.probed.between } else { &found.probed.swings };
    let first = swings.first()?;
    let title = INPUTS.get(first.input as usize).map_or("", |input| texts::of(input.title));
    let label = say!(
        "{count} inputs; the widest bar is that of {input}: from {least} to {most}.",
        count = swings.len(),
        input = texts::within(title),
        least = Money(first.money.low.min(first.money.high)).short(&symbol),
        most = Money(first.money.low.max(first.money.high)).short(&symbol)
    );
    Some(tornado_chart(swings, &symbol, between, label, width))
}

fn no_money() -> String {
    say!("The files tell no money: there is no expected revenue to vary.").to_owned()
}

/// How much more the plan brings, and whether one input can turn that round.
fn hangs_on(names: &[String; 2], between: &[Swing], symbol: &str) -> String {
    let Some(base) = between.first().map(|swing| swing.money.base) else {
        return say!("Choose another plan to compare with, to see what the difference hangs on.").to_owned();
    };
    let (plan, other) = (&names[0], &names[1]);
    if base.abs() < SAME_MONEY {
        return say!("As assumed, {plan} and {other} bring the same.", plan, other);
    }
    let amount = Money(base.abs()).short(symbol);
    let told = if base >= 0.0 {
        say!(
            "As assumed, {plan} brings {amount} more than {other} in the first year, the hand-over dip taken off.",
            plan,
            amount,
            other
        )
    } else {
        say!(
            "As assumed, {plan} brings {amount} less than {other} in the first year, the hand-over dip taken off.",
            plan,
            amount,
            other
        )
    };
    let turns = |swing: &&Swing| [swing.money.low, swing.money.high].iter().any(|money| money * base < 0.0);
    let turning: Vec<String> = between
        .iter()
        .filter(turns)
        .filter_map(|swing| Some(texts::within(texts::of(INPUTS.get(swing.input as usize)?.title))))
        .collect();
    let hangs = if turning.is_empty() {
        say!("No single input turns that round within its range.").to_owned()
    } else {
        say!("Within its range, one input alone can turn that round: {inputs}.", inputs = turning.join(", "))
    };
    format!("{told} {hangs}")
}

/// The plan that brings most in most worlds; all of them where they are equal.
fn steadiest(session: &Session, found: &ProbeFound) -> String {
    let told = &found.probed.robustness;
    let most = told.iter().map(|plan| plan.best).fold(0.0, f64::max);
    if told.len() < 2 {
        return String::new();
    }
    let best = found.sides.iter().zip(told).filter(|(_, plan)| plan.best >= most - 1e-6);
    let names: Vec<String> = best.map(|(side, _)| name_of(session, *side)).collect();
    let (worlds, number) = (grouped(f64::from(WORLDS), 0), worlds_text(most));
    let said = if let [name] = names.as_slice() {
        say!("{name} brings most in {number} of {worlds} possible worlds.", name, number, worlds)
    } else {
        let names = names.join(", ");
        say!("Equally often best, in {number} of {worlds} possible worlds each: {names}.", number, worlds, names)
    };
    let marks: Option<Vec<bool>> =
        found.sides.iter().map(|side| mark_in_force(session, *side).map(|mark| mark.kept)).collect();
    // Not known of all yet: nothing is said of limits.
    let Some(marks) = marks else { return said };
    let keeps = |side: Side| found.sides.iter().zip(&marks).any(|(known, kept)| *known == side && *kept);
    let firsts = found.sides.iter().zip(told).filter(|(_, plan)| plan.best >= most - 1e-6);
    if firsts.clone().all(|(side, _)| keeps(*side)) {
        return said;
    }
    let kept = || found.sides.iter().zip(told).filter(|(side, _)| keeps(**side));
    let Some(often) = kept().map(|(_, plan)| plan.best).reduce(f64::max) else { return said };
    if often <= 0.0 {
        let own = say!("No plan that keeps all limits in force brings most in any of them.");
        return format!("{said} {own}");
    }
    let steady = kept().filter(|(_, plan)| plan.best >= often - 1e-6);
    let names = steady.map(|(side, _)| name_of(session, *side)).collect::<Vec<_>>().join(", ");
    let own = say!(
        "Of the plans that keep all limits in force, most often best of all: {names}, in {number}.",
        names,
        number = worlds_text(often)
    );
    format!("{said} {own}")
}

/// That plans of another team or market are not told: their worlds are others.
fn left_out(session: &Session) -> String {
    let scenarios = session.scenarios.iter().flat_map(|set| &set.scenarios);
    let others = scenarios.filter(|scenario| scenario.made.as_ref().is_some_and(|made| made.other_world));
    let names: Vec<&str> = others.map(|scenario| texts::of(&scenario.recipe.name)).collect();
    if names.is_empty() {
        return String::new();
    }
    say!("Not among them, as they have another team or market: {names}.", names = names.join(", "))
}

/// A number of worlds; parts of one where several plans share it.
fn worlds_text(worlds: f64) -> String {
    let is_whole = (worlds - libm::round(worlds)).abs() < 1e-6;
    grouped(worlds, usize::from(!is_whole))
}

fn rows(session: &Session, found: &ProbeFound, symbol: &str) -> Vec<RobustRow> {
    let row = |(side, told): (&Side, &Robustness)| {
        let is_today = *side == Side::Version(0);
        let change = |amount: f64| change(amount, symbol);
        let not_today = |text: String| if is_today { String::new() } else { text };
        RobustRow {
            name: name_of(session, *side),
            best: worlds_text(told.best),
            fill: (told.best / f64::from(WORLDS) * 100.0) as u32,
            ahead: not_today(grouped(f64::from(told.ahead), 0)),
            gain: not_today(change(told.gain)),
            range: not_today(say!("{least} to {most}", least = change(told.gain_low), most = change(told.gain_high))),
            regret: Money(told.regret).short(symbol),
            is_plan: *side == found.pair[0],
            limits: mark_in_force(session, *side),
            keys: [told.best, f64::from(told.ahead), told.gain, told.regret],
        }
    };
    found.sides.iter().zip(&found.probed.robustness).map(row).collect()
}

/// A difference with its sign; that it is nothing, where it is.
fn change(amount: f64, symbol: &str) -> String {
    let text = Unit::Money.change(amount, symbol);
    if text.is_empty() { Money(0.0).short(symbol) } else { text }
}

fn ranges(swings: &[Swing], symbol: &str) -> Vec<[String; 3]> {
    let mut inputs: Vec<&Swing> = swings.iter().collect();
    inputs.order_by_key(|swing| swing.input);
    let line = |swing: &Swing| {
        let input = INPUTS.get(swing.input as usize)?;
        let value = |value: f64| input.unit.text(value, symbol);
        let range = say!("{low} to {high}", low = value(swing.values.low), high = value(swing.values.high));
        let why = format!("{} {}.", texts::of(input.help), texts::of(input.source));
        Some([texts::of(input.title).to_owned(), range, why])
    };
    inputs.into_iter().filter_map(line).collect()
}

fn backtest(names: &[String; 2], same: bool, told: &Backtest, symbol: &str) -> BacktestPanel {
    let doubts = told.doubts.iter().filter(|doubt| !(same && **doubt == Doubt::Same)).map(|doubt| sentence(*doubt));
    let mut panel = BacktestPanel {
        done: String::new(),
        doubts: doubts.collect(),
        difference: String::new(),
        rows: Vec::new(),
        worth: "",
    };
    if told.quarters == 0 {
        return panel;
    }
    let deals = |count: u32| grouped(f64::from(count), 0);
    panel.done = say!(
        "Held out: {held} decided since {day}. Win rates of reps and segments were learned from {before} deals before.",
        held = counted(told.held_out as usize, "deal"),
        day = day_text(&told.from),
        before = deals(told.before)
    );
    let has_money = told.money > 0.0 || told.as_it_was.money.high > 0.0;
    if has_money {
        panel.worth = if told.own_amounts {
            say!("Each deal counts its own amount.")
        } else {
            say!(
                "Lost deals have no amounts: a prediction counts for each deal what won deals of its segment brought before."
            )
        };
    }
    let money = |text: String| if has_money { text } else { String::new() };
    let foretold = |name: String, forecast: &Forecast| {
        let [wins, brought] = [number(&forecast.wins), amount(&forecast.money, symbol)];
        [name, wins, money(brought)]
    };
    panel.rows = vec![
        [say!("What really came").to_owned(), deals(told.won), money(Money(told.money).short(symbol))],
        foretold(say!("Predicted for the reps who had the deals").to_owned(), &told.as_it_was),
        foretold(say!("Predicted for {plan}", plan = names[1]), &told.plans[0]),
    ];
    if !same {
        panel.rows.push(foretold(say!("Predicted for {plan}", plan = names[0]), &told.plans[1]));
        panel.difference = difference(names, told, has_money, symbol);
    }
    panel
}

/// `212 (190 to 236)`.
fn number(told: &Interval) -> String {
    let count = |value: f64| grouped(value, 0);
    say!("{mean} ({low} to {high})", mean = count(told.mean), low = count(told.low), high = count(told.high))
}

fn amount(told: &Interval, symbol: &str) -> String {
    let money = |value: f64| Money(value).short(symbol);
    say!("{mean} ({low} to {high})", mean = money(told.mean), low = money(told.low), high = money(told.high))
}

fn difference(names: &[String; 2], told: &Backtest, has_money: bool, symbol: &str) -> String {
    let Forecast { wins, money } = &told.difference;
    let mut text = say!(
        "With {plan} instead of {other}, {moved} of these deals would have had another rep: {mean} wins (90 % interval {low} to {high}).",
        plan = names[0],
        other = names[1],
        moved = grouped(f64::from(told.moved), 0),
        mean = signed(wins.mean, 1),
        low = signed(wins.low, 1),
        high = signed(wins.high, 1)
    );
    if has_money {
        let change = |amount: f64| change(amount, symbol);
        text.push(' ');
        text.push_str(&say!(
            "In money: {mean} ({low} to {high}).",
            mean = change(money.mean),
            low = change(money.low),
            high = change(money.high)
        ));
    }
    text
}

fn sentence(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::NoDeals => {
            say!("There is no sales history: add an opportunities file with deals that were won and lost.")
        }
        Doubt::NoDates => {
            say!("The deals do not say when they were decided, or all were in one quarter: nothing can be held out.")
        }
        Doubt::TooFew => say!("Too few deals to tell: at least 60 before and 30 held out are needed."),
        Doubt::NotForetold => {
            say!(
                "The deals before did not predict what really came: something else changed. Read the difference with care."
            )
        }
        Doubt::Same => say!("Both plans leave these deals with the same reps: the history tells no difference."),
        Doubt::Unknown => {
            say!(
                "Most of the deals that change go to, or come from, reps with fewer than 20 decided deals before: of them little is known."
            )
        }
        Doubt::EitherWay => say!("The data cannot tell which plan wins more: the interval holds both more and less."),
    }
}
