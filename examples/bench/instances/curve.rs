//! `curve/`: the product's own trade-off on a territory, by the rules of its `rules.json`.
//!
//! The other families state problems in kilometres alone. A trade-off needs two losses and the limits they live under,
//! so this one goes the product's way: cleaning, scores, rules. Travel is traded against continuity: both are linear,
//! they pull against each other everywhere, and under all windows and the cap neither end is easy.

use crate::instances::Failure;
use evenfield::clean::prepare;
use evenfield::desk::ConflictSearch;
use evenfield::desk::PointSearch;
use evenfield::desk::TradeOff;
use evenfield::evaluate::gap_percent;
use evenfield::import;
use evenfield::model::Assignment;
use evenfield::model::Dataset;
use evenfield::model::Settings;
use evenfield::model::Value;
use evenfield::protocol::Rivals;
use evenfield::protocol::TradePoint;
use evenfield::rules::read_rules;
use evenfield::score::Scores;
use evenfield::score::score;
use std::sync::Arc;

/// Points asked for.
pub const POINTS: usize = 9;

/// Percent of the customers that may change hands where no plan can keep all rules.
const CONTRADICTORY: f64 = 1.0;

/// What a curve is drawn from.
#[derive(Clone)]
pub struct Ground {
    dataset: Arc<Dataset>,
    scores: Arc<Scores>,
    settings: Settings,
}

impl Ground {
    /// The same with a move limit that the windows cannot live with.
    pub fn contradictory(mut self) -> Self {
        for setting in self.settings.rules.iter_mut().filter(|setting| setting.id == "move-limit") {
            setting.params.insert("percent".to_owned(), Value::Number(CONTRADICTORY));
        }
        self
    }

    /// A search for the rules that cannot all hold.
    pub fn conflict(&self) -> ConflictSearch {
        ConflictSearch::new(self.dataset.clone(), self.scores.clone(), self.settings.clone())
    }
}

/// Reads the two tables and the rules.
pub fn ground(accounts: &str, reps: &str, rules: &str) -> Result<Ground, Failure> {
    let mut tables = import::read("accounts.csv", accounts.as_bytes()).0;
    tables.extend(import::read("reps.csv", reps.as_bytes()).0);
    let prepared = prepare(&tables, &import::recognise(&tables)).map_err(|_| "the tables are no accounts and reps")?;
    let rules = read_rules(rules.as_bytes()).map_err(|errors| errors.join("; "))?;
    let scores = Arc::new(score(&prepared.dataset));
    Ok(Ground { dataset: Arc::new(prepared.dataset), scores, settings: Settings { rules, locks: Vec::new() } })
}

/// Draws the curve on one thread.
pub fn draw(ground: &Ground, seed: u64) -> TradeOff {
    let rivals = Rivals { first: "travel".to_owned(), second: "continuity".to_owned() };
    let today = Assignment { rep: ground.dataset.accounts.owner.clone() };
    let mut trade_off = TradeOff::new(rivals, ground.settings.clone(), today, seed, 0, POINTS);
    loop {
        let round = trade_off.round();
        if round.is_empty() {
            return trade_off;
        }
        for task in round {
            let number = task.number;
            let mut search = PointSearch::new(&ground.dataset, &ground.scores, task);
            while !search.advance() {}
            trade_off.take(number, search.point());
        }
    }
}

/// The worst proven gap of the points on the curve, in percent.
pub fn worst_gap(trade_off: &TradeOff) -> f64 {
    let minimised = trade_off.curve().into_iter().map(TradePoint::minimised);
    minimised.map(|(value, bound)| gap_percent(value, bound)).fold(0.0, f64::max)
}
