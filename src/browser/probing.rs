//! The worker's side of how sure plans are: step by step, so that what is edited meanwhile is answered in between.

use crate::browser::worker::breathe;
use crate::browser::worker::post;
use crate::browser::worker::with_desk;
use crate::desk::ProbeSteps;
use crate::protocol::Probing;
use web_sys::MessageChannel;

/// Finds out how sure plans are.
pub async fn probe(probing: Probing) {
    let Ok(channel) = MessageChannel::new() else { return };
    let mut steps = ProbeSteps::new(probing);
    loop {
        breathe(&channel).await;
        if let Some(reply) = with_desk(|desk| desk.probe(&mut steps)) {
            return post(&reply, &[]);
        }
    }
}
