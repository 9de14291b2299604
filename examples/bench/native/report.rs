//! The table with where it comes from, printed and written to `docs/benchmarks.md`.

use crate::clock;
use crate::instances::Failure;
use crate::native::command::Wish;
use crate::native::machine;
use crate::native::record::Place;
use crate::native::record::Run;
use crate::native::rows::rows;
use crate::native::table::markdown;
use serde::Deserialize;

/// Where tables are kept.
const PAPER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/benchmarks.md");

/// All runs of a suite.
#[derive(Deserialize)]
pub struct Results {
    /// Where the suite ran.
    pub place: Place,
    /// Name and version of the browser.
    pub browser: Option<String>,
    /// The runs, native ones of the comparison included.
    pub runs: Vec<Run>,
}

/// Prints the table of all runs; a whole suite also replaces the one on paper.
pub fn publish(results: &Results, wish: &Wish) -> Result<(), Failure> {
    if results.runs.is_empty() {
        eprintln!("Nothing was run.");
        return Ok(());
    }
    for run in &results.runs {
        if let Some(failure) = &run.failure {
            eprintln!("{} seed {} failed: {failure}", run.job.instance, run.job.seed);
        }
    }
    let table = markdown(&rows(&results.runs, results.place, wish.verbose), results.place);
    let text = format!("{}\n\n{table}", origin(results, wish));
    print!("{text}");
    if wish.only.is_empty() {
        let paper = std::fs::read_to_string(PAPER)?;
        std::fs::write(PAPER, replaced(&paper, mark(results.place), &text)?)?;
    }
    Ok(())
}

fn mark(place: Place) -> &'static str {
    match place {
        Place::Native => "native",
        Place::Browser => "browser",
    }
}

/// Command, machine, versions and day.
fn origin(results: &Results, wish: &Wish) -> String {
    let options: Vec<&str> =
        wish.words.iter().map(String::as_str).filter(|word| !["suite", "report"].contains(word)).collect();
    let options = if options.is_empty() { String::new() } else { format!(" ARGS=\"{}\"", options.join(" ")) };
    let (command, time) = match results.place {
        Place::Native => ("make bench", clock::KIND),
        Place::Browser => ("make bench-browser", "`performance.now()` in the worker"),
    };
    let browser = results.browser.iter().map(String::as_str);
    let facts = [machine::processor(), machine::load(), machine::rustc()];
    let facts: Vec<&str> = facts.iter().map(String::as_str).chain(browser).collect();
    format!("`{command}{options}`, {}, {}. Seconds: {time}.", machine::day(), facts.join(", "))
}

/// The paper with the text between `<!-- mark -->` and `<!-- /mark -->` replaced.
fn replaced(paper: &str, mark: &str, text: &str) -> Result<String, Failure> {
    let (begin, end) = (format!("<!-- {mark} -->"), format!("<!-- /{mark} -->"));
    let parts = paper.split_once(&begin).and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    let (before, after) = parts.ok_or_else(|| format!("{PAPER} has no {begin} ... {end}"))?;
    Ok(format!("{before}{begin}\n{}\n{end}{after}", text.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_marks_is_replaced() {
        // Both suites write into one page; neither may take the other's table or the words around it.
        let paper = "words\n<!-- native -->\nold\n<!-- /native -->\n<!-- browser -->\nkept\n<!-- /browser -->\n";
        let new = "words\n<!-- native -->\nnew\n<!-- /native -->\n<!-- browser -->\nkept\n<!-- /browser -->\n";
        assert_eq!(replaced(paper, "native", "new\n").unwrap(), new);
        assert_eq!(replaced(new, "native", "new\n").unwrap(), new);
        assert!(replaced("no marks", "native", "new").is_err());
    }
}
