//! The worker's door: one job in, its outcome out, as JSON.

use crate::clock;
use crate::instances::Failure;
use crate::instances::Instance;
use crate::job::Job;
use crate::run::run_case;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// Runs a job on the texts of its instance's files; fails where they are not what they should be.
#[wasm_bindgen(js_name = runJob)]
pub fn run_job(job: &str, texts: Vec<String>) -> Result<String, JsError> {
    console_error_panic_hook::set_once();
    answer(job, texts).map_err(|failure| JsError::new(&failure.to_string()))
}

fn answer(job: &str, texts: Vec<String>) -> Result<String, Failure> {
    let job: Job = serde_json::from_str(job)?;
    let instance = Instance::named(&job.instance).ok_or("no such instance")?;
    let case = instance.case(&texts)?;
    // The product's worker holds no text while it searches either.
    drop(texts);
    Ok(serde_json::to_string(&run_case(&job, case, clock::seconds, |_, _| ()))?)
}
