//! `objective-limit`: one objective may be no further from its ideal than a number.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::RuleSetting;
use crate::model::Value;
use crate::rules::Card;
use crate::rules::Draft;
use crate::rules::Ease;
use crate::rules::Finding;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Ready;
use crate::rules::Report;
use crate::rules::Rule;
use crate::rules::Shape;
use crate::rules::Terms;
use crate::rules::Way;
use crate::rules::breach_words::LOSS_OF;
use crate::rules::continuity;
use crate::rules::preferred_reps;
use crate::rules::rep_fit;
use crate::rules::rule;
use crate::rules::setting;
use crate::rules::travel;
use crate::score::Scores;

/// Objectives whose loss adds up over accounts; balance has a window of its own.
const OBJECTIVES: &[(&str, &str)] = &[
    (travel::CARD.id, travel::CARD.title),
    (rep_fit::CARD.id, rep_fit::CARD.title),
    (continuity::CARD.id, continuity::CARD.title),
    (preferred_reps::CARD.id, preferred_reps::CARD.title),
];

/// The card.
pub const CARD: Card = Card {
    id: "objective-limit",
    title: "Objective limit",
    kind: Kind::Limit,
    help: "One objective may be no further from its ideal than this, whatever the others would gain.",
    formula: "loss of the objective <= percent",
    source: "The e-constraint of multi-criteria planning: Haimes, Lasdon, Wismer 1971",
    repeatable: true,
    params: &[
        Param {
            key: "objective",
            title: "Objective",
            help: "What is kept near its ideal. It need not weigh anything.",
            shape: Shape::Choice { default: travel::CARD.id, options: OBJECTIVES },
        },
        Param {
            key: "percent",
            title: "Loss at most",
            help: "Distance from the ideal, as the objective counts it.",
            shape: Shape::Number { default: 20.0, min: 0.0, max: 1000.0, step: 0.5, unit: "%" },
        },
    ],
};

/// See the card.
pub struct ObjectiveLimit;

impl Rule for ObjectiveLimit {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, _dataset: &Dataset, _scores: &Scores) -> Vec<RuleSetting> {
        Vec::new()
    }

    fn compile<'t>(&self, params: &Params, terms: &'t Terms, _share: f64, draft: &mut Draft<'t>) {
        let id = params.text("objective");
        if let Some(objective) = rule(&id) {
            let theirs = terms.params_of(objective.card());
            draft.cap_loss(|part| objective.compile(&theirs, terms, 1.0, part), params.number("percent"));
        }
    }

    fn eases(&self) -> &'static [Ease] {
        &[Ease { key: "percent", way: Way::Up, words: text!("a loss of {}") }]
    }

    fn report(&self, params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        let Some(objective) = rule(&params.text("objective")) else { return Report::default() };
        let card = objective.card();
        limited(card, &objective.report(&terms.params_of(card), terms, plan), params.number("percent"))
    }

    fn ready(&self, params: &Params, terms: &Terms) -> Option<Ready> {
        let (card, limit) = (rule(&params.text("objective"))?.card(), params.number("percent"));
        let objective = rule(card.id)?.ready(&terms.params_of(card), terms)?;
        Some(Box::new(move |terms, plan| limited(card, &objective(terms, plan), limit)))
    }
}

/// The report on the limit from that on its objective.
fn limited(card: &Card, judged: &Report, limit: f64) -> Report {
    let value = judged.loss.unwrap_or(0.0);
    let mut breaches = Vec::new();
    if value > limit + limit.max(1.0) * 1e-9 {
        let what = LOSS_OF.to_owned() + &card.title.to_lowercase();
        breaches.push(Finding { rule: CARD.id.to_owned(), account: None, rep: None, what, value, limit });
    }
    Report { loss: None, breaches, touched: judged.touched }
}

/// The setting that keeps the loss of an objective at so many percent.
pub fn on(objective: &Card, percent: f64) -> RuleSetting {
    let text = Value::Text(objective.id.to_owned());
    setting(&CARD, 0.0, &[("objective", text), ("percent", Value::Number(percent))])
}
