//! The worker's side of tours: one rep after the other, and nobody who edits waits for them.

use crate::browser::worker::breathe;
use crate::browser::worker::has_paused;
use crate::browser::worker::now;
use crate::browser::worker::plans;
use crate::browser::worker::post;
use crate::browser::worker::with_desk;
use crate::protocol::Reply;
use crate::protocol::Toured;
use crate::protocol::ToursOf;
use std::cell::Cell;
use web_sys::MessageChannel;

/// What was found is told so often, ms: the map fills while one looks, and is not drawn anew for every rep.
const TELL_MS: f64 = 250.0;

thread_local! {
    /// Tours that were asked for so far.
    static ASKED: Cell<u64> = const { Cell::new(0) };
}

/// Finds tours as long as no other plan comes and no others are asked for.
pub async fn drive(of: ToursOf) {
    let number = ASKED.get() + 1;
    ASKED.set(number);
    let Ok(channel) = MessageChannel::new() else { return };
    if !has_paused().await {
        return;
    }
    let plan = plans();
    let Some(due) = with_desk(|desk| desk.tours_due(&of)) else { return };
    let (mut tours, mut told) = (Vec::new(), now());
    let tell = |tours, done| post(&Reply::Toured(Toured { version: of.version, tours, done }), &[]);
    for (rep, accounts) in due {
        breathe(&channel).await;
        if plans() != plan || ASKED.get() != number {
            break;
        }
        tours.push(with_desk(|desk| desk.tour(&of.settings, rep, &accounts)));
        if now() - told >= TELL_MS {
            told = now();
            tell(std::mem::take(&mut tours), false);
        }
    }
    let done = plans() == plan && ASKED.get() == number;
    tell(tours, done);
}
