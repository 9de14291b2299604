//! Benchmarks of the optimiser, on instances with known answers.
//!
//! ```text
//! make bench                                    the whole suite natively; writes its table to docs/benchmarks.md
//! make bench-browser                            the same in a Web Worker in headless Chromium
//! make bench-scenarios                          the standard set of scenarios, and three reps lost; natively and in the tab
//! make bench ARGS="--only tm3k --seeds 3"       a part of it: prints its table and writes nothing
//!
//! cargo run --release --example bench -- territory tm3k --seconds 3 --seeds 5 --trace
//!                                               one line per run of a family, such as territory, replan or gap, and what its name begins with
//!
//! --only A,B     instances or families whose name begins so: tb33k, gap, d20, growth
//! --seeds N      runs per instance, seeds 0 to N - 1 (suite: 10; gap 1, growth 3)
//! --seconds S    length of a run, in place of the one that the bars name
//! --verbose      suite: a row per file of the literature, too
//! --steps N      one line per run: ends after so many steps
//! --trace        one line per run: shows the way there (percent above its bound where nothing else is known)
//! ```
//!
//! Files are looked for in `$EVENFIELD_SHARED/bench`, `tests/bench` and `../shared/bench`; without them there is
//! nothing to run, which is no fault.
//!
//! # How it is made
//!
//! [`instances`] turns texts into problems and [`run`] runs one search by a [`clock`]: these compile for the worker,
//! too, who is asked through `browser`. Everything else is native: `suite` says what is run, `rows` and `figures` say
//! what is shown of it, `bars` what is demanded, `table` and `report` write it down. So both suites share one plan and
//! one table, and `scripts/bench-browser.mjs` only carries jobs to the worker and what came of them back.

mod clock;
mod instances;
mod job;
mod run;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), instances::Failure> {
    native::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
