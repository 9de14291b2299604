//! The desk reads files: piece by piece, so that it can be told to stop, and so that no file has to be there whole.

use crate::browser::blobs;
use crate::browser::worker::breathe;
use crate::browser::worker::now;
use crate::browser::worker::post;
use crate::clean;
use crate::desk;
use crate::import::FileReader;
use crate::model::Bundle;
use crate::model::Issue;
use crate::model::Table;
use crate::protocol::InputFile;
use crate::protocol::Reply;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use web_sys::Blob;
use web_sys::MessageChannel;

/// Bytes of a file that are read in one go.
const PIECE: u64 = 2 << 20;
/// News at most this often, ms.
const NEWS_MS: f64 = 120.0;
/// What reading the bytes takes of everything, roughly.
const BYTES_PART: f64 = 0.3;

thread_local! {
    /// Number of the reading that goes on; 0 where none does.
    static CURRENT: Cell<u64> = const { Cell::new(0) };
}

/// Begins a reading; any other ends.
pub fn begin(number: u64) {
    CURRENT.set(number);
}

/// Ends a reading.
pub fn end() {
    CURRENT.set(0);
}

/// Whoever asks what was understood: goes on until another reading begins, and says how far it is.
pub struct Reader {
    number: u64,
    channel: MessageChannel,
    told: f64,
    from: f64,
    /// The dataset, ready to be sent.
    pub parcel: Option<Blob>,
}

impl Reader {
    /// A reader of this number; none where the browser has no channels.
    pub fn new(number: u64) -> Option<Self> {
        Some(Self { number, channel: MessageChannel::new().ok()?, told: now(), from: 0.0, parcel: None })
    }

    async fn pause(&mut self, text: &str, part: f64) -> bool {
        if now() - self.told >= NEWS_MS {
            self.told = now();
            let part = Some(self.from + (1.0 - self.from) * part);
            post(&Reply::Reading { number: self.number, text: text.to_owned(), part }, &[]);
        }
        breathe(&self.channel).await;
        CURRENT.get() == self.number
    }

    /// The tables of files; none where the reading ended.
    pub async fn files(&mut self, files: &[InputFile], handles: &[JsValue]) -> Option<Vec<(Vec<Table>, Vec<Issue>)>> {
        let blobs: Vec<&Blob> = handles.iter().filter_map(|handle| handle.dyn_ref()).collect();
        let total: u64 = blobs.iter().map(|blob| blobs::size(blob)).sum();
        let (mut done, mut out) = (0, Vec::new());
        for (file, blob) in files.iter().zip(blobs) {
            let text = format!("Reading {}", file.name);
            let size = blobs::size(blob);
            let mut reader = FileReader::new(&file.name, size);
            let (mut at, mut readable) = (0, true);
            while at < size && readable && !reader.is_refused() {
                let end = size.min(at + PIECE);
                match blobs::bytes(blob, at, end).await {
                    Some(piece) => reader.feed(&piece),
                    None => readable = false,
                }
                at = end;
                if !self.pause(&text, BYTES_PART * (done + at) as f64 / total.max(1) as f64).await {
                    return None;
                }
            }
            done += size;
            out.push(if readable { reader.finish() } else { (Vec::new(), vec![unreadable(&file.name)]) });
        }
        self.from = BYTES_PART;
        Some(out)
    }
}

fn unreadable(name: &str) -> Issue {
    let advice = "Maybe it was moved or changed since it was chosen. Choose it again.";
    Issue::error("file-unreadable", "a file the browser may read", advice).at(name, 0, "").found("an error")
}

impl clean::Host for Reader {
    async fn goes_on(&mut self, doing: &'static str, part: f64) -> bool {
        self.pause(doing, part).await
    }
}

impl desk::Host for Reader {
    async fn ship(&mut self, bundle: &Bundle) -> Option<String> {
        let (parcel, fingerprint) =
            blobs::pack(bundle, async || self.pause("Getting everything ready", 0.98).await).await?;
        self.parcel = Some(parcel);
        Some(fingerprint)
    }
}
