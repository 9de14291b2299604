//! The settings of one point of a trade-off.

use crate::model::RuleSetting;
use crate::model::Settings;
use crate::protocol::Aim;
use crate::protocol::Rivals;
use crate::rules::Kind;
use crate::rules::Params;
use crate::rules::check;
use crate::rules::in_order;
use crate::rules::rule;
use std::collections::BTreeMap;

/// Steps of a point's limit in one percent: whoever keeps the point reads it on the rule's card.
pub const STEPS_PER_PERCENT: f64 = 1e4;

/// All weights together: they read as percent.
const WHOLE: f64 = 100.0;

/// The settings that a point is searched with: the limits as they are, and the point's own on one of the rivals; the
/// rivals by their parts, the others as tie-breakers by their weights.
pub fn weighed(settings: &Settings, rivals: &Rivals, aim: &Aim) -> Settings {
    let mut settings = settings.clone();
    for id in [&rivals.first, &rivals.second] {
        if settings.rules.iter().all(|setting| setting.id != *id) {
            settings.rules.push(RuleSetting { id: id.clone(), ..RuleSetting::default() });
        }
    }
    let rival = |setting: &RuleSetting| setting.id == rivals.first || setting.id == rivals.second;
    let other = |setting: &&RuleSetting| is_objective(setting) && !rival(setting);
    let rest: f64 = settings.rules.iter().filter(other).map(|setting| setting.weight).sum();
    let (part, others) = (aim.part, if rest > 0.0 { aim.others } else { 0.0 });
    for setting in settings.rules.iter_mut().filter(|setting| is_objective(setting)) {
        let weight = match &setting.id {
            id if *id == rivals.first => (1.0 - others) * part,
            id if *id == rivals.second => (1.0 - others) * (1.0 - part),
            _ if rest > 0.0 => others * setting.weight / rest,
            _ => 0.0,
        };
        setting.weight = WHOLE * weight;
        // The floor of a curve is proven; with centres that move, nothing is.
        setting.params.remove("centres");
    }
    settings.rules.extend(aim.limit.clone());
    settings.rules = in_order(settings.rules);
    settings
}

/// The limit that keeps a rival within so many percent of its ideal; none where there is no such limit.
pub fn limit_on(settings: &Settings, id: &str, percent: f64) -> Option<RuleSetting> {
    let (rule, own) = (rule(id)?, settings.rules.iter().find(|setting| setting.id == id));
    let params = own.map_or_else(BTreeMap::new, |setting| setting.params.clone());
    let percent = libm::round(percent * STEPS_PER_PERCENT) / STEPS_PER_PERCENT;
    let limit = rule.limited(&Params::new(rule.card(), &params), percent)?;
    // A number beyond what a form takes would be read as the usual one.
    check(std::slice::from_ref(&limit)).is_empty().then_some(limit)
}

/// The same with the rivals alone: what the bound of a point is about.
pub fn rivals_alone(settings: &Settings, rivals: &Rivals, part: f64) -> Settings {
    weighed(settings, rivals, &Aim { part, ..Aim::default() })
}

fn is_objective(setting: &RuleSetting) -> bool {
    rule(&setting.id).is_some_and(|rule| rule.card().kind == Kind::Objective)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(id: &str, weight: f64) -> RuleSetting {
        RuleSetting { id: id.to_owned(), weight, ..RuleSetting::default() }
    }

    #[test]
    fn rivals_share_the_weight_and_limits_stay() {
        // The curve is about two objectives under the limits in force; a limit that fell out would make it another one.
        let rules = vec![setting("potential-balance", 30.0), setting("rep-fit", 10.0), setting("capacity", 0.0)];
        let settings = Settings { rules, locks: vec![(0, 1)] };
        let rivals = Rivals { first: "travel".to_owned(), second: "potential-balance".to_owned() };
        let point = weighed(&settings, &rivals, &Aim { part: 0.25, others: 0.001, limit: None });
        let weight = |settings: &Settings, id: &str| {
            settings.rules.iter().find(|setting| setting.id == id).map_or(f64::NAN, |setting| setting.weight)
        };
        assert!((weight(&point, "travel") - 24.975).abs() < 1e-9);
        assert!((weight(&point, "potential-balance") - 74.925).abs() < 1e-9);
        assert!((weight(&point, "rep-fit") - 0.1).abs() < 1e-9 && weight(&point, "capacity") == 0.0);
        assert_eq!(point.locks, settings.locks);
        let alone = rivals_alone(&settings, &rivals, 0.25);
        assert!(weight(&alone, "travel") == 25.0 && weight(&alone, "rep-fit") == 0.0);
    }
}
