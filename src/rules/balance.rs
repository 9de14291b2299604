//! The balance objectives: mean relative deviation from target.

use crate::model::Assignment;
use crate::problem::Hinge;
use crate::rules::Draft;
use crate::rules::Params;
use crate::rules::Quantity;
use crate::rules::Report;
use crate::rules::Target;
use crate::rules::Terms;
use crate::rules::quantity::targets;

/// Charges each rep `100 / reps * |load / target - 1|` points, weighted by the rule's share.
pub fn compile(quantity: Quantity, params: &Params, terms: &Terms, share: f64, draft: &mut Draft<'_>) {
    let targets = targets(terms, quantity, Target::of_word(&params.text("target")));
    let team = terms.dataset().team_size() as f64;
    for (rep, &target) in targets.iter().enumerate().filter(|(_, target)| **target > 0.0) {
        let slope = share * 100.0 / (team * target);
        draft.hinge(quantity, rep, Hinge { at: target, below: slope, above: slope });
    }
}

/// The mean relative deviation in percent.
pub fn report(quantity: Quantity, params: &Params, terms: &Terms, plan: &Assignment) -> Report {
    let deviations = deviations(quantity, params, terms, plan);
    let loss = 100.0 * deviations.iter().sum::<f64>() / terms.dataset().team_size().max(1) as f64;
    Report { loss: Some(loss), breaches: Vec::new(), touched: terms.counted() }
}

/// The largest relative deviation in percent.
pub fn largest_deviation(quantity: Quantity, params: &Params, terms: &Terms, plan: &Assignment) -> f64 {
    100.0 * deviations(quantity, params, terms, plan).into_iter().fold(0.0, f64::max)
}

/// How far each rep is from the target, relative to it; 0 where there is none.
fn deviations(quantity: Quantity, params: &Params, terms: &Terms, plan: &Assignment) -> Vec<f64> {
    let targets = targets(terms, quantity, Target::of_word(&params.text("target")));
    let loads = terms.loads(quantity, plan);
    let deviation = |(load, target): (&f64, &f64)| if *target > 0.0 { (load / target - 1.0).abs() } else { 0.0 };
    loads.iter().zip(&targets).map(deviation).collect()
}
