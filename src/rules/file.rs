//! The rule set as a file: `{"rules":[...]}`, the same for page and headless twin.

use crate::model::RuleSetting;
use crate::rules::check;
use crate::rules::in_order;
use serde::Deserialize;
use serde::Serialize;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    rules: Vec<RuleSetting>,
}

/// The file of a rule set.
pub fn write_rules(rules: &[RuleSetting]) -> Vec<u8> {
    serde_json::to_vec_pretty(&RulesFile { rules: rules.to_vec() }).unwrap_or_default()
}

/// The rule set of a file, in the order of [`ALL`](crate::rules::ALL).
///
/// # Errors
/// Everything that is wrong with it, each with what is known.
pub fn read_rules(bytes: &[u8]) -> Result<Vec<RuleSetting>, Vec<String>> {
    let file: RulesFile =
        serde_json::from_slice(bytes).map_err(|error| vec![say!("not a rules file: {error}", error)])?;
    let errors = check(&file.rules);
    if errors.is_empty() { Ok(in_order(file.rules)) } else { Err(errors.iter().map(ToString::to_string).collect()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_set_survives_its_file_and_a_wrong_one_is_named() {
        // Import after export must change nothing; a rule that is not known must not be dropped silently.
        let rules = vec![RuleSetting { id: "travel".to_owned(), weight: 30.0, params: [].into() }];
        assert_eq!(read_rules(&write_rules(&rules)), Ok(rules));
        // The same rules in another order are the same rules, down to the last digit of a sum.
        let read = |text: &str| read_rules(text.as_bytes()).unwrap();
        assert_eq!(
            read(r#"{"rules":[{"id":"capacity"},{"id":"travel","weight":3}]}"#),
            read(r#"{"rules":[{"id":"travel","weight":3},{"id":"capacity"}]}"#)
        );
        let errors = read_rules(br#"{"rules":[{"id":"balanse-window"}]}"#).unwrap_err();
        assert!(errors[0].contains("balanse-window") && errors[0].contains("balance-window"));
        assert!(read_rules(b"[]").is_err());
    }
}
