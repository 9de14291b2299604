//! How a message crosses between page and worker: an array of one or two byte arrays, the words and what crosses
//! beside them. Their buffers are handed over, not copied.

use crate::protocol::Bulk;
use js_sys::Array;
use js_sys::Uint8Array;
use std::sync::Arc;
use web_sys::MessageEvent;

/// The parts of a message, and their buffers.
pub fn envelope(words: &[u8], bulk: Option<&Bulk>) -> (Array, Array) {
    let bulk = bulk.map(|bulk| bulk.as_slice());
    let parts: Vec<Uint8Array> = [Some(words), bulk].into_iter().flatten().map(Uint8Array::from).collect();
    let buffers = parts.iter().map(Uint8Array::buffer).collect();
    (parts.into_iter().collect(), buffers)
}

/// The words of a message that arrived, and what crossed beside them.
pub fn unpack(event: &MessageEvent) -> (Vec<u8>, Option<Bulk>) {
    let parts = Array::from(&event.data());
    let bytes = |part: u32| Uint8Array::new(&parts.get(part)).to_vec();
    (bytes(0), (parts.length() > 1).then(|| Arc::new(bytes(1))))
}
