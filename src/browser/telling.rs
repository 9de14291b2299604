//! The worker's side of files with plans beside each other: told one by one, and other requests answered meanwhile.

use crate::browser::worker::breathe;
use crate::browser::worker::post;
use crate::browser::worker::with_desk;
use crate::protocol::Reply;
use crate::protocol::TakeAway;
use std::cell::Cell;
use web_sys::MessageChannel;

thread_local! {
    /// Files that were asked for, or let go of, so far: whoever writes one ends when it is another's turn.
    static ASKED: Cell<u64> = const { Cell::new(0) };
}

/// Lets go of the file that is being written.
pub fn end() {
    ASKED.set(ASKED.get() + 1);
}

/// Tells the plans again and writes the file.
pub async fn write(of: TakeAway) {
    end();
    let number = ASKED.get();
    let Ok(channel) = MessageChannel::new() else { return };
    let mut telling = with_desk(|desk| desk.telling(of));
    let reply = loop {
        breathe(&channel).await;
        if ASKED.get() != number {
            return;
        }
        match telling.advance() {
            Ok(false) => post(&Reply::Writing(telling.writing()), &[]),
            Ok(true) => break with_desk(|desk| desk.written(telling)),
            Err(reason) => break Some(telling.failed(reason)),
        }
    };
    if let Some(reply) = reply {
        post(&reply, &[]);
    }
}
