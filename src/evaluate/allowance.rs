//! The rules with which a plan that breaks limits keeps them all.
//!
//! Easing one limit of a contradiction to the least that is proven too little often leads to the next one. A plan shows
//! numbers that hold together: its own.

use crate::evaluate::Judge;
use crate::model::Assignment;
use crate::model::RuleSetting;
use crate::rules::Finding;
use crate::rules::Rule;

/// Numbers of one rule that are eased one after the other: each mends the worst breach that is left.
const MOST: usize = 12;

impl Judge {
    /// The rules of the settings, each eased no further than the plan needs it.
    ///
    /// # Errors
    ///
    /// Ids of the broken rules that no number can ease as far.
    pub fn allowing(&self, plan: &Assignment) -> Result<Vec<RuleSetting>, Vec<String>> {
        let plan = self.counted(plan);
        let plan = plan.as_ref();
        let mut rules = self.terms().settings().rules.clone();
        let mut stuck = Vec::new();
        for (position, setting, rule) in self.terms().placed_rules() {
            match self.eased_to(setting, rule, plan) {
                Some(eased) => rules[position] = eased,
                None => stuck.push(setting.id.clone()),
            }
        }
        if self.terms().hand_locks(plan).is_some_and(|(_, report)| !report.breaches.is_empty()) {
            stuck.push("locked-accounts".to_owned());
        }
        if !self.terms().has_pool() && self.unassigned(plan).next().is_some() {
            stuck.push("coverage".to_owned());
        }
        if stuck.is_empty() { Ok(rules) } else { Err(stuck) }
    }

    /// The setting with which a plan keeps its rule; none where there is none.
    fn eased_to(&self, setting: &RuleSetting, rule: &'static dyn Rule, plan: &Assignment) -> Option<RuleSetting> {
        let miss = |finding: &Finding| (finding.value - finding.limit).abs() / finding.limit.abs().max(1e-6);
        let mut eased = setting.clone();
        for _ in 0..MOST {
            let breaches = self.breaches(&eased, rule, plan);
            let Some(worst) = breaches.into_iter().max_by(|a, b| miss(a).total_cmp(&miss(b))) else {
                return Some(eased);
            };
            let mut numbers = rule.eases().iter();
            let (ease, found) =
                numbers.find_map(|ease| Some((ease, self.eased(&eased, rule, *ease, &worst, plan)?)))?;
            eased = ease.with(&eased, found.needed);
        }
        None
    }
}
