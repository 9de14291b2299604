//! Presets: rule sets for a way of selling, as data.
//!
//! A preset starts from the rules suggested for the data. Its weights replace theirs, its limits are set on top. A
//! line that needs another rule counts only where that rule was suggested: no travel without places.

use crate::model::Dataset;
use crate::model::Rep;
use crate::model::RuleSetting;
use crate::model::Value;
use crate::rules::Kind;
use crate::rules::rule;
use crate::rules::specialist_accounts::CARD;

/// One preset.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Name on the screen.
    pub title: &'static str,
    /// What it is for, a phrase.
    pub help: &'static str,
    /// `(objective, rule it needs, weight)`; objectives not listed are left out. One of two rules: `travel or rep-fit`.
    weights: &'static [(&'static str, &'static str, f64)],
    /// `(limit, rule it needs, number, value)`; limits not listed stay as suggested.
    limits: &'static [(&'static str, &'static str, &'static str, f64)],
    /// `(rule, choice, word)`; counts where the rule is in the set.
    choices: &'static [(&'static str, &'static str, &'static str)],
    /// Whether accounts that need a specialist all go to one rep, by name: of those with the skill, who has most of them.
    by_name: bool,
}

/// All presets.
pub const PRESETS: [Preset; 6] = [
    Preset {
        title: "Balanced",
        help: "Fair shares first, travel and moves kept low",
        weights: &[
            ("potential-balance", "potential-balance", 40.0),
            ("travel", "travel", 30.0),
            ("continuity", "continuity", 20.0),
            ("workload-balance", "workload-balance", 10.0),
            ("rep-fit", "rep-fit", 10.0),
        ],
        limits: &[],
        choices: &[],
        by_name: false,
    },
    Preset {
        title: "Compact field sales",
        help: "Short drives first, a little more give in the shares",
        weights: &[
            ("travel", "travel", 45.0),
            ("potential-balance", "potential-balance", 25.0),
            ("compactness", "travel", 20.0),
            ("continuity", "continuity", 10.0),
        ],
        limits: &[("balance-window", "balance-window", "tolerance_percent", 20.0)],
        choices: &[],
        by_name: false,
    },
    Preset {
        title: "Hunters",
        help: "What can be sold first; more may move, prospects may wait",
        weights: &[
            ("expected-revenue", "potential-balance", 40.0),
            ("potential-balance", "potential-balance", 35.0),
            ("rep-fit", "rep-fit", 15.0),
            ("travel", "travel", 10.0),
        ],
        limits: &[
            ("move-limit", "move-limit", "percent", 40.0),
            ("coverage", "balance-window", "least_covered_percent", 80.0),
        ],
        choices: &[],
        by_name: false,
    },
    Preset {
        title: "Stability first",
        help: "As few customers as possible change hands",
        weights: &[
            ("continuity", "continuity", 60.0),
            ("potential-balance", "potential-balance", 25.0),
            ("travel", "travel", 15.0),
        ],
        limits: &[
            ("move-limit", "move-limit", "percent", 10.0),
            ("balance-window", "balance-window", "tolerance_percent", 25.0),
        ],
        choices: &[],
        by_name: false,
    },
    Preset {
        title: "Design from scratch",
        help: "Compact and fair territories, wherever they come to lie",
        weights: &[
            ("compactness", "travel or compactness", 60.0),
            ("potential-balance", "potential-balance", 25.0),
            ("workload-balance", "workload-balance", 15.0),
        ],
        limits: &[("move-limit", "move-limit", "percent", 100.0)],
        choices: &[("compactness", "centres", "free")],
        by_name: false,
    },
    Preset {
        title: "Planning story",
        help: "Even within 15 %, short drives, key customers stay, 20 % move; a speciality has one rep, and remote reps do not drive",
        weights: &[
            ("travel", "travel", 50.0),
            ("potential-balance", "potential-balance", 25.0),
            ("continuity", "continuity", 25.0),
        ],
        limits: &[
            ("balance-window", "balance-window", "tolerance_percent", 15.0),
            ("strategic-accounts-stay", "strategic-accounts-stay", "amount", 100_000.0),
            ("move-limit", "move-limit", "percent", 20.0),
        ],
        choices: &[("move-limit", "of", "accounts")],
        by_name: true,
    },
];

impl Preset {
    /// The same, with the reps of a team where the preset names some. Others can be chosen in their place.
    pub fn for_team(&self, suggested: &[RuleSetting], dataset: &Dataset) -> Vec<RuleSetting> {
        let mut rules = self.apply(suggested);
        if self.by_name {
            rules.iter_mut().filter(|setting| setting.id == CARD.id).for_each(|setting| name_one(setting, dataset));
        }
        rules
    }

    /// The rule set this preset makes of the rules suggested for the data.
    pub fn apply(&self, suggested: &[RuleSetting]) -> Vec<RuleSetting> {
        let is_suggested = |needs: &str| suggested.iter().any(|setting| needs.split(" or ").any(|id| setting.id == id));
        let known = |id: &str| suggested.iter().find(|setting| setting.id == id).cloned();
        let weights = self.weights.iter().filter(|(_, needs, _)| is_suggested(needs));
        let mut rules: Vec<RuleSetting> = weights
            .map(|(id, _, weight)| RuleSetting { weight: *weight, ..known(id).unwrap_or_else(|| plain(id)) })
            .collect();
        let limits =
            suggested.iter().filter(|setting| rule(&setting.id).is_some_and(|rule| rule.card().kind == Kind::Limit));
        rules.extend(limits.cloned());
        for (id, needs, key, value) in self.limits {
            if !is_suggested(needs) {
                continue;
            }
            if !rules.iter().any(|setting| setting.id == *id) {
                rules.push(plain(id));
            }
            for setting in rules.iter_mut().filter(|setting| setting.id == *id) {
                setting.params.insert((*key).to_owned(), Value::Number(*value));
            }
        }
        for (id, key, word) in self.choices {
            for setting in rules.iter_mut().filter(|setting| setting.id == *id) {
                setting.params.insert((*key).to_owned(), Value::Text((*word).to_owned()));
            }
        }
        rules
    }
}

/// Gives what a speciality needs to one rep by name. What needs all skills, or one that nobody has, stays as it is.
fn name_one(setting: &mut RuleSetting, dataset: &Dataset) {
    let Some(Value::Text(skill)) = setting.params.get("value").cloned() else { return };
    let knows = |rep: &Rep| rep.skills.iter().any(|known| known.eq_ignore_ascii_case(&skill));
    let accounts = &dataset.accounts;
    let asks =
        |account: usize| accounts.industry.labels()[accounts.industry.code(account)].eq_ignore_ascii_case(&skill);
    let mut count = vec![0_usize; dataset.reps.len()];
    for account in (0..accounts.len()).filter(|&account| asks(account)) {
        if let Some(count) = count.get_mut(usize::from(accounts.owner[account])) {
            *count += 1;
        }
    }
    let skilled = (0..dataset.reps.len()).filter(|&rep| knows(&dataset.reps[rep]) && !dataset.is_gone(rep));
    // Of two who have as many, the one who stands first in the file.
    let Some(rep) = skilled.max_by_key(|&rep| (count[rep], std::cmp::Reverse(rep))) else { return };
    let one = Value::List(vec![dataset.reps[rep].id.clone()]);
    setting.params.insert("match".to_owned(), Value::Text("named-reps".to_owned()));
    setting.params.insert("reps".to_owned(), one);
}

fn plain(id: &str) -> RuleSetting {
    RuleSetting { id: id.to_owned(), weight: 0.0, params: [].into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::ALL;
    use crate::rules::check;

    #[test]
    fn every_preset_makes_a_valid_rule_set() {
        // A preset that names a rule or parameter that does not exist would be dropped without a word.
        let suggested: Vec<RuleSetting> = ALL.iter().map(|rule| plain(rule.card().id)).collect();
        for preset in PRESETS {
            assert_eq!(check(&preset.apply(&suggested)), [], "{}", preset.title);
        }
    }

    #[test]
    fn a_preset_asks_for_nothing_the_data_cannot_give() {
        // Without places there is no travel, so neither weights travel nor compactness.
        let suggested = [plain("potential-balance"), plain("balance-window")];
        let ids: Vec<String> = PRESETS[1].apply(&suggested).into_iter().map(|setting| setting.id).collect();
        assert_eq!(ids, ["potential-balance", "balance-window"]);
    }
}
