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
    for (rep, &target) in targets.iter().enumerate().filter(|(_, target)| **target > 0.0) {
        let slope = share * 100.0 / (targets.len() as f64 * target);
        draft.hinge(quantity, rep, Hinge { at: target, below: slope, above: slope });
    }
}

/// The mean relative deviation in percent.
pub fn report(quantity: Quantity, params: &Params, terms: &Terms, plan: &Assignment) -> Report {
    let targets = targets(terms, quantity, Target::of_word(&params.text("target")));
    let loads = terms.loads(quantity, plan);
    let deviations = loads.iter().zip(&targets).filter(|(_, target)| **target > 0.0);
    let sum: f64 = deviations.map(|(load, target)| (load / target - 1.0).abs()).sum();
    Report { loss: Some(100.0 * sum / targets.len().max(1) as f64), breaches: Vec::new(), touched: plan.len() }
}
