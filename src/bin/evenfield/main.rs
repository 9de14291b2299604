//! The headless twin: the same core as the tab, for automation, tests and benchmarks.

#[cfg(not(target_arch = "wasm32"))]
mod arguments;
#[cfg(not(target_arch = "wasm32"))]
mod commands;
#[cfg(not(target_arch = "wasm32"))]
mod compare;
#[cfg(not(target_arch = "wasm32"))]
mod curve;
#[cfg(not(target_arch = "wasm32"))]
mod inputs;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    use std::io::Write;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match commands::run(&arguments) {
        Ok(commands::Verdict::Kept) => std::process::ExitCode::SUCCESS,
        Ok(commands::Verdict::Broken) => std::process::ExitCode::from(1),
        Err(messages) => {
            for message in messages {
                // Whoever closed the pipe does not want to know; the status says it all the same.
                let _ = writeln!(std::io::stderr().lock(), "evenfield: {message}");
            }
            std::process::ExitCode::from(2)
        }
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {}
