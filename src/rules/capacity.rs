//! `capacity`: nobody works more hours than there are.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::RuleSetting;
use crate::model::Value;
use crate::problem::Window;
use crate::rules::Card;
use crate::rules::Draft;
use crate::rules::Ease;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Quantity;
use crate::rules::Report;
use crate::rules::Rule;
use crate::rules::Shape;
use crate::rules::Terms;
use crate::rules::Way;
use crate::rules::report::outside;
use crate::rules::setting;
use crate::score::Scores;

/// Largest part of the hours that can be planned, in percent: hours that are less than a tenth of the work are no hours.
const MOST: f64 = 1000.0;

/// The card.
pub const CARD: Card = Card {
    id: "capacity",
    title: "Capacity",
    kind: Kind::Limit,
    help: "No rep gets more work than there are hours for.",
    formula: "workload <= capacity hours x utilisation, for every rep whose hours are known; workload = service and \
              travel hours, travel as the Travel card says or by its usual figures",
    source: "",
    repeatable: false,
    params: &[Param {
        key: "utilisation_percent",
        title: "Utilisation",
        help: "Part of the hours that may be planned.",
        shape: Shape::Number { default: 100.0, min: 1.0, max: MOST, step: 5.0, unit: "%" },
    }],
};

/// See the card.
pub struct Capacity;

impl Rule for Capacity {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, dataset: &Dataset, scores: &Scores) -> Vec<RuleSetting> {
        // Work stated in the file may exceed the stated hours; then the limit starts where a plan can exist.
        const ROOM: f64 = 1.25;
        let team = dataset.reps.iter().enumerate().filter(|(rep, _)| !dataset.is_gone(*rep));
        let hours: Vec<f64> = team.filter_map(|(_, rep)| rep.capacity_hours).collect();
        let (known, capacity) = (hours.len(), hours.iter().sum::<f64>());
        if known == 0 || capacity <= 0.0 {
            return Vec::new();
        }
        let service: f64 = scores.service_hours.iter().sum();
        let part = service * known as f64 / dataset.team_size() as f64 / capacity;
        let percent = (libm::ceil(part * ROOM * 20.0) * 5.0).max(100.0);
        if percent > MOST {
            return Vec::new();
        }
        let wider = [("utilisation_percent", Value::Number(percent))];
        vec![setting(&CARD, 0.0, if percent > 100.0 { &wider } else { &[] })]
    }

    fn compile<'t>(&self, params: &Params, terms: &'t Terms, _share: f64, draft: &mut Draft<'t>) {
        for (rep, window) in windows(params, terms).into_iter().enumerate() {
            draft.window(Quantity::Workload, rep, window);
        }
    }

    fn eases(&self) -> &'static [Ease] {
        &[Ease { key: "utilisation_percent", way: Way::Up, words: text!("{} of the hours to be planned") }]
    }

    fn report(&self, params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        let loads = terms.loads(Quantity::Workload, plan);
        let breaches = outside(CARD.id, Quantity::Workload, &loads, &windows(params, terms));
        Report { loss: None, breaches, touched: terms.counted() }
    }
}

fn windows(params: &Params, terms: &Terms) -> Vec<Window> {
    let part = params.number("utilisation_percent") / 100.0;
    let most = |hours: Option<f64>| hours.map_or(f64::INFINITY, |hours| hours * part);
    let reps = terms.dataset().reps.iter();
    reps.map(|rep| Window { lower: f64::NEG_INFINITY, upper: most(rep.capacity_hours) }).collect()
}
