//! What a table was measured on.

use std::process::Command;

/// Processor and cores, as far as the system tells.
pub fn processor() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find(|line| line.starts_with("model name")).and_then(|line| line.split_once(": "));
    let model = model.map_or("unknown processor", |(_, model)| model.trim());
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!("{model}, {cores} cores")
}

/// How busy the machine was: its load average of the last quarter of an hour, this suite included.
pub fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().nth(2).map_or_else(|| "load unknown".to_owned(), |load| format!("load {load}"))
}

/// Version of the compiler.
pub fn rustc() -> String {
    answer("rustc", "--version")
}

/// Today.
pub fn day() -> String {
    answer("date", "+%Y-%m-%d")
}

/// The first line that a program prints.
fn answer(program: &str, argument: &str) -> String {
    let output = Command::new(program).arg(argument).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.lines().next().map_or_else(|| format!("{program} unknown"), str::to_owned)
}
