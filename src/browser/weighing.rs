//! The worker's side of weighing moves: in slices, as long as nobody stops it or asks for another one.

use crate::browser::worker::NEWS_MS;
use crate::browser::worker::SLICE_MS;
use crate::browser::worker::breathe;
use crate::browser::worker::now;
use crate::browser::worker::post;
use crate::browser::worker::with_desk;
use crate::protocol::Reply;
use crate::protocol::WeighNews;
use crate::protocol::Weighing;
use std::cell::Cell;
use web_sys::MessageChannel;

thread_local! {
    /// Questions that came, were stopped or are about other data, so far.
    static ASKED: Cell<u64> = const { Cell::new(0) };
}

/// Nobody waits for an answer any more.
pub fn end() {
    ASKED.set(ASKED.get() + 1);
}

/// Weighs the moves between two plans.
pub async fn weigh(weighing: Weighing) {
    end();
    let asked = ASKED.get();
    let Ok(channel) = MessageChannel::new() else { return };
    breathe(&channel).await;
    let (mut begun, mut told) = (now(), now());
    let goes_on = async |part: f64| {
        if now() - begun >= SLICE_MS {
            if now() - told >= NEWS_MS {
                told = now();
                post(&Reply::Weighed(WeighNews { number: weighing.number, part, end: None }), &[]);
            }
            breathe(&channel).await;
            begun = now();
        }
        ASKED.get() == asked
    };
    let Some(task) = with_desk(|desk| desk.weighing(&weighing)) else { return };
    if ASKED.get() == asked
        && let Some(reply) = task.weighed(goes_on).await
    {
        post(&reply, &[]);
    }
}
