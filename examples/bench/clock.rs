//! The clock that runs are measured by, in seconds.
//!
//! Natively it is the processor time of the main thread, so that other programs on the machine do not disturb a
//! measurement; in the browser it is the worker's `performance.now()`.

/// What the seconds of this clock are.
#[cfg(all(not(target_arch = "wasm32"), target_os = "linux"))]
pub const KIND: &str = "processor time of one thread";

/// Seconds on a processor, from `/proc/self/schedstat` (Linux: the first number is nanoseconds on a processor).
#[cfg(all(not(target_arch = "wasm32"), target_os = "linux"))]
pub fn seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().and_then(|word| word.parse::<u64>().ok());
    nanoseconds.map_or_else(wall_seconds, |nanoseconds| nanoseconds as f64 / 1e9)
}

/// What the seconds of this clock are.
#[cfg(all(not(target_arch = "wasm32"), not(target_os = "linux")))]
pub const KIND: &str = "wall-clock time";

/// Seconds by the wall clock: this system does not tell its processor time as a file.
#[cfg(all(not(target_arch = "wasm32"), not(target_os = "linux")))]
pub fn seconds() -> f64 {
    wall_seconds()
}

#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn wall_seconds() -> f64 {
    use std::sync::OnceLock;
    use std::time::Instant;
    static BEGIN: OnceLock<Instant> = OnceLock::new();
    BEGIN.get_or_init(Instant::now).elapsed().as_secs_f64()
}

/// Seconds of the worker's own clock.
#[cfg(target_arch = "wasm32")]
pub fn seconds() -> f64 {
    use wasm_bindgen::JsCast;
    let scope: web_sys::WorkerGlobalScope = js_sys::global().unchecked_into();
    scope.performance().map_or(f64::NAN, |performance| performance.now() / 1e3)
}
