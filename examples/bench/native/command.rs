//! The command line.

use crate::instances::Failure;
use crate::instances::Instance;
use crate::native::suite;

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Runs the suite natively.
    Suite,
    /// One line per run of a family, for people who tune the search.
    Quick {
        /// `territory`, `replan`, `conflict`, `curve`, `pair`, `gap`, `cpmp` or `growth`.
        family: String,
        /// What the instance's name begins with; empty for all.
        member: String,
    },
    /// The standard set of scenarios, a line each.
    Scenarios,
    /// Tells the browser's driver what to run, as JSON.
    Plan,
    /// Runs one job given as JSON and prints its outcome as JSON.
    Job(String),
    /// Makes the table of the runs that standard input holds as JSON.
    Report,
    /// Says how this is used.
    Help,
}

/// What the command line asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// What is to be done.
    pub command: Command,
    /// What names begin with; empty for all.
    pub only: Vec<String>,
    /// Runs per instance.
    pub seeds: Option<u64>,
    /// Length of a run.
    pub seconds: Option<f64>,
    /// Steps of a run.
    pub steps: Option<u64>,
    /// A row per file.
    pub verbose: bool,
    /// Shows the way of each run.
    pub trace: bool,
    /// The words themselves.
    pub words: Vec<String>,
}

impl Wish {
    /// Reads the words after the program's name.
    pub fn from_words(words: impl Iterator<Item = String>) -> Result<Self, Failure> {
        let words: Vec<String> = words.collect();
        let (mut only, mut seeds, mut seconds, mut steps) = (Vec::new(), None, None, None);
        let (mut verbose, mut trace, mut help) = (false, false, false);
        let mut plain = Vec::new();
        let mut rest = words.iter();
        while let Some(word) = rest.next() {
            let mut value = || rest.next().ok_or_else(|| format!("{word} needs a value"));
            match word.as_str() {
                "--only" => only = value()?.split(',').map(str::to_owned).collect(),
                "--seeds" => seeds = Some(value()?.parse()?),
                "--seconds" => seconds = Some(value()?.parse()?),
                "--steps" => steps = Some(value()?.parse()?),
                "--verbose" => verbose = true,
                "--trace" => trace = true,
                "--help" => help = true,
                option if option.starts_with('-') => return Err(format!("{option} is no option; see --help").into()),
                _ => plain.push(word.clone()),
            }
        }
        let command = if help { Command::Help } else { command(&plain)? };
        Ok(Self { command, only, seeds, seconds, steps, verbose, trace, words })
    }

    /// Whether an instance is among those asked for: by its whole name, its family, or the beginning of its own name.
    pub fn wants(&self, instance: &Instance) -> bool {
        let name = instance.to_string();
        let own = name.split_once('/').map_or("", |(_, own)| own);
        self.only.is_empty() || self.only.iter().any(|only| name.starts_with(only) || own.starts_with(only))
    }
}

fn command(plain: &[String]) -> Result<Command, Failure> {
    let words: Vec<&str> = plain.iter().map(String::as_str).collect();
    let quick = |family: &str, member: &str| Command::Quick { family: family.to_owned(), member: member.to_owned() };
    Ok(match words[..] {
        [] => quick("territory", ""),
        ["suite"] => Command::Suite,
        ["plan"] => Command::Plan,
        ["scenarios"] => Command::Scenarios,
        ["report"] => Command::Report,
        ["job", text] => Command::Job(text.to_owned()),
        [family] if suite::FAMILIES.contains(&family) => quick(family, ""),
        [family, member] if suite::FAMILIES.contains(&family) => quick(family, member),
        _ => return Err(format!("{} is not understood; see --help", plain.join(" ")).into()),
    })
}

/// The head of `main.rs` is the help: one text, for readers of the code and of the terminal.
pub fn help() -> String {
    let head = include_str!("../main.rs").lines().map_while(|line| line.strip_prefix("//!"));
    let lines: Vec<&str> = head.take_while(|line| !line.starts_with(" # ")).map(str::trim).collect();
    lines.join("\n").replace("```text\n", "").replace("```\n", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(line: &str) -> Result<Wish, Failure> {
        Wish::from_words(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_daily_line_and_the_suites_line_are_understood() {
        // People who tune the search type the first one all day.
        let quick = wish("territory tm3k --seconds 3 --seeds 5 --trace").unwrap();
        assert_eq!(quick.command, Command::Quick { family: "territory".to_owned(), member: "tm3k".to_owned() });
        assert_eq!((quick.seconds, quick.seeds, quick.trace), (Some(3.0), Some(5), true));
        assert_eq!(wish("suite --only tb33k,d20").unwrap().only, ["tb33k", "d20"]);
        assert!(wish("--seeds").is_err() && wish("--sedes 3").is_err() && wish("cellar").is_err());
    }

    #[test]
    fn a_part_is_named_by_family_or_instance() {
        // A part that matches too much would take half an hour.
        let wish = wish("suite --only gap/d,tm").unwrap();
        let wants = |name: &str| wish.wants(&Instance::named(name).unwrap());
        assert!(wants("gap/d05100") && wants("territory/tm3k"));
        assert!(!wants("gap/c05100") && !wants("territory/tb33k"));
    }

    #[test]
    fn the_help_is_the_head_of_the_program() {
        // It names every option once; a new option without a line there would be found by nobody.
        for option in ["--only", "--seeds", "--seconds", "--steps", "--verbose", "--trace"] {
            assert!(help().contains(option), "{option}");
        }
    }
}
