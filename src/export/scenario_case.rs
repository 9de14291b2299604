//! The case for a choice between plans: what each is worth, where it ranks, and how sure all that is. The same tables go
//! into the workbook and onto the page to print.

use crate::evaluate::figures::Unit;
use crate::export::scenario_book::plan_name;
use crate::export::scenarios::Beside;
use crate::export::workbook::Cell;
use crate::export::workbook::Shown;
use crate::model::NO_MONEY;
use crate::outcome::Doubt;
use crate::outcome::Forecast;
use crate::outcome::INPUTS;
use crate::outcome::Interval;
use crate::outcome::Robustness;
use crate::outcome::Swing;
use crate::outcome::WORLDS;
use crate::outcome::Word;
use crate::scenario::TODAY;
use crate::texts;
use crate::units::grouped;
use crate::what_if::Made;
use crate::what_if::Ranked;
use crate::what_if::Sureness;
use crate::what_if::criteria;
use crate::what_if::recipe_words;
use crate::what_if::standard_note;

/// A table with its title and what is to be known of it.
pub struct Part {
    /// Title.
    pub title: &'static str,
    /// What is to be known, a sentence or two.
    pub note: String,
    /// Its rows, the head first.
    pub rows: Vec<Vec<Cell>>,
}

/// All of them.
pub fn parts(beside: Beside<'_>, plans: &[Made], sure: &Sureness) -> Vec<Part> {
    vec![
        Part { title: say!("Verdict and rank"), note: verdict_note(beside), rows: verdict_rows(beside, plans) },
        Part {
            title: say!("What the money hangs on"),
            note: say!("Each input is varied alone, all others stay as assumed; the widest change first.").to_owned(),
            rows: swing_rows(plans, sure),
        },
        Part {
            title: say!("Possible worlds"),
            note: say!(
                "Today and the plans of its team in {worlds} possible worlds, the same for all. Regret: how much less than the best plan of each world a plan brings, mean over the worlds.",
                worlds = WORLDS
            ),
            rows: world_rows(plans, sure),
        },
        past(plans, sure),
    ]
}

/// Plans that are told beside today: one that leaves everything as it is, is today.
fn others(plans: &[Made]) -> impl Iterator<Item = (usize, &Made)> {
    plans.iter().enumerate().filter(|(_, made)| !made.recipe.is_today())
}

/// What a plan is, a sentence or two.
pub fn what_it_is(made: &Made) -> String {
    let recipe = &made.recipe;
    let standard = standard_note(&recipe.name);
    let words = [standard.to_owned(), recipe_words(recipe, &made.dataset)].join(" ").trim().to_owned();
    let rules = if words.is_empty() && !recipe.rules.is_empty() { say!("Other rules: they stand below.") } else { "" };
    let base = recipe.based_on.map(|version| say!("Goes on from version {version} of the project.", version));
    let parts = [words, rules.to_owned(), base.unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn head<const N: usize>(titles: [&str; N]) -> Vec<Cell> {
    titles.into_iter().map(|title| Cell::Head(title.to_owned())).collect()
}

fn money(amount: f64) -> Cell {
    Cell::Number(amount, Shown::Whole)
}

fn known(value: Option<f64>, shown: Shown) -> Cell {
    value.map_or(Cell::Empty, |value| Cell::Number(value, shown))
}

/// By what plans are ranked: `Expected revenue 40, Spread of potential 30`.
pub fn weights_words(beside: Beside<'_>) -> String {
    let told = criteria()
        .zip(beside.weights)
        .filter(|(figure, weight)| **weight > 0.0 && (beside.today.tells_money || !figure.rests_on_money()));
    let words: Vec<String> =
        told.map(|(figure, weight)| format!("{} {}", texts::of(figure.title), grouped(*weight, 0))).collect();
    words.join(", ")
}

fn verdict_note(beside: Beside<'_>) -> String {
    let told = say!(
        "Ranked by {weights}: each figure counts from 0 for the worst plan to 1 for the best, times its weight; plans that break limits in force come last. Plans of another market have neither rank nor verdict: what the market brings is no merit of a plan. A verdict is of benefit and cost alone: pay of reps who come or go is not counted, and limits that are broken stand beside it.",
        weights = weights_words(beside)
    );
    if beside.dataset.currency == NO_MONEY {
        return told;
    }
    format!("{told} {}", say!("Money is in {currency}.", currency = beside.dataset.currency))
}

fn verdict_rows(beside: Beside<'_>, plans: &[Made]) -> Vec<Vec<Cell>> {
    let columns = [
        say!("Scenario"),
        say!("Rank"),
        say!("Score, of 100"),
        say!("Beaten by"),
        say!("Verdict"),
        say!("Benefit a year"),
        say!("Hand-over dip, once"),
        say!("Hours of hand-overs, once"),
        say!("Pay-back, months"),
        say!("Pays in a year, share of years"),
        say!("Breaches of own limits"),
        say!("Breaches of limits in force"),
    ];
    let ranked = beside.ranked(plans);
    let name_of = |at: usize| match at.checked_sub(1).and_then(|at| plans.get(at)) {
        Some(made) => plan_name(made),
        None => texts::of(TODAY),
    };
    let of_rank = |name: &str, ranked: &Ranked| {
        let beaten = ranked.dominated_by.map_or(Cell::Empty, |at| name_of(at).into());
        let is_ranked = ranked.rank > 0;
        let rank = known(is_ranked.then_some(ranked.rank as f64), Shown::Whole);
        vec![Cell::Head(name.to_owned()), rank, known(is_ranked.then_some(ranked.score), Shown::Fine), beaten]
    };
    let count = |count: usize| Cell::Number(count as f64, Shown::Whole);
    let mut rows = vec![head(columns)];
    for (at, ranked) in in_rank_order(plans, &ranked) {
        let made = at.checked_sub(1).and_then(|at| plans.get(at));
        let mut row = of_rank(name_of(at), ranked);
        let verdict = made.and_then(|made| made.verdict(beside.today, beside.assumptions));
        let is_of_team = made.is_some_and(|made| made.recipe.is_of_team());
        let said = verdict.map(|verdict| word(verdict.word));
        row.push(match said {
            None => Cell::Empty,
            Some(word) if is_of_team => Cell::Text(say!("{word}, pay aside", word)),
            Some(word) => word.into(),
        });
        row.push(known(verdict.map(|verdict| verdict.benefit), Shown::Whole));
        row.push(known(verdict.map(|verdict| verdict.dip), Shown::Whole));
        row.push(known(verdict.map(|verdict| verdict.transition), Shown::Whole));
        row.push(match verdict {
            Some(verdict) if verdict.pay_back_months.is_none() => say!("never").into(),
            _ => known(verdict.and_then(|verdict| verdict.pay_back_months), Shown::Fine),
        });
        row.push(known(verdict.map(|verdict| verdict.pays_in_year), Shown::Percent));
        let own = made.map_or(beside.today, |made| &made.standing).evaluation.breaches;
        row.push(count(own));
        row.push(count(made.map_or(own, Made::breaks_in_force)));
        rows.push(row);
    }
    rows
}

/// Today, at 0, and the plans beside it, from the first rank on; those of another market, which have none, last.
pub fn in_rank_order<'r>(plans: &[Made], ranked: &'r [Ranked]) -> Vec<(usize, &'r Ranked)> {
    let told = std::iter::once(0).chain(others(plans).map(|(at, _)| at + 1));
    let mut order: Vec<(usize, &Ranked)> = told.filter_map(|at| Some((at, ranked.get(at)?))).collect();
    // What is not ranked comes last.
    order.sort_by_key(|(_, ranked)| ranked.rank.wrapping_sub(1));
    order
}

/// A verdict in a word.
pub fn word(word: Word) -> &'static str {
    match word {
        Word::WorthIt => say!("worth it"),
        Word::Marginal => say!("marginal"),
        Word::Defer => say!("defer"),
    }
}

fn swing_rows(plans: &[Made], sure: &Sureness) -> Vec<Vec<Cell>> {
    let columns = [
        say!("Scenario"),
        say!("Input"),
        say!("Low"),
        say!("As assumed"),
        say!("High"),
        say!("Expected revenue at low"),
        say!("As assumed"),
        say!("Expected revenue at high"),
    ];
    let own = others(plans).filter_map(|(at, made)| Some((plan_name(made), &sure.plans.get(at)?.swings)));
    let all = std::iter::once((texts::of(TODAY), &sure.today)).chain(own);
    let rows = all.flat_map(|(name, swings)| swings.iter().map(move |swing| swing_row(name, swing)));
    std::iter::once(head(columns)).chain(rows).collect()
}

fn swing_row(name: &str, swing: &Swing) -> Vec<Cell> {
    let input = INPUTS.get(swing.input as usize);
    let shown = match input.map(|input| input.unit) {
        Some(Unit::Share) => Shown::Percent,
        _ => Shown::Fine,
    };
    let [values, brought] = [swing.values, swing.money].map(|span| [span.low, span.base, span.high]);
    let title = input.map_or("", |input| texts::of(input.title));
    [Cell::Head(name.to_owned()), title.into()]
        .into_iter()
        .chain(values.map(|value| Cell::Number(value, shown)))
        .chain(brought.map(money))
        .collect()
}

fn world_rows(plans: &[Made], sure: &Sureness) -> Vec<Vec<Cell>> {
    let columns = [
        say!("Scenario"),
        say!("Best in"),
        say!("More than today in"),
        say!("Mean regret a year"),
        say!("Against today, P10"),
        say!("Against today, P50"),
        say!("Against today, P90"),
    ];
    let row = |name: &str, told: &Robustness| {
        let first = [
            Cell::Head(name.to_owned()),
            Cell::Number(told.best, Shown::Fine),
            Cell::Number(f64::from(told.ahead), Shown::Whole),
        ];
        let brought = [told.regret, told.gain_low, told.gain, told.gain_high];
        first.into_iter().chain(brought.map(money)).collect::<Vec<Cell>>()
    };
    let own =
        others(plans).filter_map(|(at, made)| Some(row(plan_name(made), sure.plans.get(at)?.robustness.as_ref()?)));
    [head(columns), row(texts::of(TODAY), &sure.robustness)].into_iter().chain(own).collect()
}

/// What quarters that are over tell; where they tell nothing, why.
fn past(plans: &[Made], sure: &Sureness) -> Part {
    let title = say!("Held-out quarters");
    let mut told = others(plans).filter_map(|(at, _)| sure.plans.get(at)?.backtest.as_ref());
    if told.all(|told| told.held_out == 0) {
        let doubts = others(plans).find_map(|(at, _)| sure.plans.get(at)?.backtest.as_ref());
        let why = doubts.and_then(|told| told.doubts.first()).map_or("", |doubt| doubt_words(*doubt));
        let note = say!("The past tells nothing here. {why}", why).trim_end().to_owned();
        return Part { title, rows: vec![vec![Cell::Head(note.clone())]], note };
    }
    let note = say!(
        "What the rates of the reps, learned of the deals before, would have made of the deals of the last quarters. Nobody saw these deals with another rep. Intervals hold 90 of 100 draws."
    );
    Part { title, note: note.to_owned(), rows: past_rows(plans, sure) }
}

fn past_rows(plans: &[Made], sure: &Sureness) -> Vec<Vec<Cell>> {
    let columns = [
        say!("Scenario"),
        say!("Deals held out"),
        say!("Won, really"),
        say!("Deals won, more than today: low"),
        say!("mean"),
        say!("high"),
        say!("Money won, more than today: low"),
        say!("mean"),
        say!("high"),
        say!("What speaks against believing it"),
    ];
    let ends = |interval: Interval| [interval.low, interval.mean, interval.high];
    let rows = others(plans).filter_map(|(at, made)| {
        let told = sure.plans.get(at)?.backtest.as_ref()?;
        let Forecast { wins, money: brought } = told.difference;
        let doubts: Vec<&str> = told.doubts.iter().map(|doubt| doubt_words(*doubt)).collect();
        let is_told = told.held_out > 0;
        let number = |value: f64, shown| if is_told { Cell::Number(value, shown) } else { Cell::Empty };
        let first = [
            Cell::Head(plan_name(made).to_owned()),
            number(f64::from(told.held_out), Shown::Whole),
            number(f64::from(told.won), Shown::Whole),
        ];
        let wins = ends(wins).map(|value| number(value, Shown::Fine));
        let brought = ends(brought).map(|value| number(value, Shown::Whole));
        Some(first.into_iter().chain(wins).chain(brought).chain([doubts.join(" ").into()]).collect())
    });
    std::iter::once(head(columns)).chain(rows).collect()
}

fn doubt_words(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::NoDeals => say!("No deal is decided."),
        Doubt::NoDates => say!("No two quarters have decided deals with a last day."),
        Doubt::TooFew => say!("Too few deals."),
        Doubt::NotForetold => say!("What really came is outside what was foretold."),
        Doubt::Same => say!("No deal would have had another rep."),
        Doubt::Unknown => say!("Little was known of the reps concerned."),
        Doubt::EitherWay => say!("The difference may be on either side of nothing."),
    }
}

/// A cell as a page shows it.
pub fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "—".to_owned(),
        Cell::Text(text) | Cell::Head(text) => text.clone(),
        Cell::Number(value, Shown::Percent) => format!("{} %", grouped(100.0 * value, 1)),
        Cell::Number(value, Shown::Fine) => grouped(*value, if value.fract() == 0.0 { 0 } else { 2 }),
        Cell::Number(value, Shown::Whole) => grouped(*value, 0),
        Cell::Number(value, Shown::Plain) => value.to_string(),
    }
}
