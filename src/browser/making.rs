//! The worker's side of scenarios: one after the other from the same ground.

use crate::browser::worker::NEWS_MS;
use crate::browser::worker::SLICE_MS;
use crate::browser::worker::breathe;
use crate::browser::worker::inputs;
use crate::browser::worker::now;
use crate::browser::worker::post;
use crate::browser::worker::stopped;
use crate::desk::Ground;
use crate::desk::ScenarioSearch;
use crate::model::Settings;
use crate::outcome::Assumptions;
use crate::protocol::MadePlan;
use crate::protocol::Reply;
use crate::protocol::ScenarioNews;
use crate::protocol::ScenarioTask;
use std::cell::RefCell;
use std::sync::Arc;
use web_sys::MessageChannel;

thread_local! {
    /// The ground of the scenarios that were made last, with the rules, locks and assumptions it is for.
    static GROUND: RefCell<Option<(Settings, Assumptions, Arc<Ground>)>> = const { RefCell::new(None) };
}

/// Other data came: their ground is another one.
pub fn forget() {
    GROUND.take();
}

/// Makes a scenario in slices. Nobody waits for one that was stopped; every other one ends with a word.
pub async fn make(task: ScenarioTask) {
    let (run, lane) = (task.run, task.lane);
    let made = match MessageChannel::new() {
        Ok(channel) => {
            breathe(&channel).await;
            match begun(task, &channel).await {
                Some(Ok(search)) => advanced(search, run, lane, &channel).await,
                Some(Err(reason)) => Some(Err(reason)),
                None => None,
            }
        }
        Err(_) => Some(Err(say!("its search stopped unexpectedly").to_owned())),
    };
    if let Some(end) = made
        && !stopped(run)
    {
        post(&Reply::Scenario(ScenarioNews { run, lane, part: 1.0, end: Some(end.map(Box::new)) }), &[]);
    }
}

/// The ground is laid and the search prepared, with a breath between; none where it was stopped.
async fn begun(task: ScenarioTask, channel: &MessageChannel) -> Option<Result<ScenarioSearch, String>> {
    let run = task.run;
    if stopped(run) {
        return None;
    }
    let Some(ground) = ground(&task) else {
        return Some(Err(say!("its search has no data; import the files again").to_owned()));
    };
    breathe(channel).await;
    (!stopped(run)).then(|| ScenarioSearch::new(ground, task))
}

/// The plan, in the end; none where it was stopped.
async fn advanced(
    mut search: ScenarioSearch,
    run: u64,
    lane: u32,
    channel: &MessageChannel,
) -> Option<Result<MadePlan, String>> {
    let mut told = now();
    loop {
        let begun = now();
        while now() - begun < SLICE_MS {
            match search.advance() {
                Ok(true) => {
                    return Some(search.made().ok_or_else(|| say!("its search stopped unexpectedly").to_owned()));
                }
                Ok(false) => {}
                Err(reason) => return Some(Err(reason)),
            }
        }
        if now() - told >= NEWS_MS {
            told = now();
            let part = search.part().min(0.99);
            post(&Reply::Scenario(ScenarioNews { run, lane, part, end: None }), &[]);
        }
        breathe(channel).await;
        if stopped(run) {
            return None;
        }
    }
}

/// The ground for a task, laid once for all scenarios of a set; none where there are no data.
fn ground(task: &ScenarioTask) -> Option<Arc<Ground>> {
    let ScenarioTask { settings, assumptions, .. } = task;
    let known =
        GROUND.with_borrow(|known| known.clone().filter(|known| known.0 == *settings && known.1 == *assumptions));
    if let Some((.., ground)) = known {
        return Some(ground);
    }
    let (dataset, scores) = inputs()?;
    let ground = Arc::new(Ground::new(dataset, scores, settings.clone(), assumptions));
    GROUND.set(Some((settings.clone(), assumptions.clone(), ground.clone())));
    Some(ground)
}
