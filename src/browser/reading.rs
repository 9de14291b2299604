//! The desk reads files: piece by piece, so that it can be told to stop, and so that no file has to be there whole.

use crate::browser::blobs;
use crate::browser::worker::breathe;
use crate::browser::worker::now;
use crate::browser::worker::post;
use crate::browser::worker::scope;
use crate::clean;
use crate::desk;
use crate::import::FileReader;
use crate::model::Bundle;
use crate::model::Issue;
use crate::model::Table;
use crate::protocol::InputFile;
use crate::protocol::Readable;
use crate::protocol::Reply;
use std::cell::Cell;
use std::cell::RefCell;
use std::collections::VecDeque;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;
use web_sys::MessageChannel;
use web_sys::Response;

/// Bytes of a file that are read in one go.
const PIECE: u64 = 2 << 20;
/// News at most this often, ms.
const NEWS_MS: f64 = 120.0;
/// What reading the bytes takes of everything, roughly.
const BYTES_PART: f64 = 0.3;

/// Something to read, with its number and the files beside it.
type Errand = (u64, Readable, Vec<JsValue>);

thread_local! {
    /// What is to be read; the first is being read.
    static ERRANDS: RefCell<VecDeque<Errand>> = const { RefCell::new(VecDeque::new()) };
    /// Whether somebody reads.
    static BUSY: Cell<bool> = const { Cell::new(false) };
}

/// Lines something up to be read; whether somebody has to begin with it.
pub fn queue(number: u64, readable: Readable, beside: Vec<JsValue>) -> bool {
    ERRANDS.with_borrow_mut(|errands| errands.push_back((number, readable, beside)));
    !BUSY.replace(true)
}

/// What is to be read next; with none, nobody reads any more.
pub fn first() -> Option<Errand> {
    let first = ERRANDS.with_borrow(|errands| errands.front().cloned());
    BUSY.set(first.is_some());
    first
}

/// Whether somebody still waits for this.
pub fn is_wanted(number: u64) -> bool {
    ERRANDS.with_borrow(|errands| errands.front().is_some_and(|errand| errand.0 == number))
}

/// The first was read.
pub fn finished(number: u64) {
    if is_wanted(number) {
        ERRANDS.with_borrow_mut(VecDeque::pop_front);
    }
}

/// Nothing is to be read any more.
pub fn end() {
    ERRANDS.take();
}

/// Whoever asks what was understood: goes on until it is told to end, and says how far it is.
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
        is_wanted(self.number)
    }

    /// The tables of files; none where the reading ended.
    pub async fn files(&mut self, files: &[InputFile], handles: &[JsValue]) -> Option<Vec<(Vec<Table>, Vec<Issue>)>> {
        let blobs: Vec<&Blob> = handles.iter().filter_map(|handle| handle.dyn_ref()).collect();
        let total: u64 = blobs.iter().map(|blob| blobs::size(blob)).sum();
        let (mut done, mut out) = (0, Vec::new());
        for (file, blob) in files.iter().zip(blobs) {
            let text = say!("Reading {file}", file = file.name);
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
    let advice = say!("Maybe it was moved or changed since it was chosen. Choose it again.");
    Issue::error("file-unreadable", say!("a file the browser may read"), advice).at(name, 0, "").found(say!("an error"))
}

impl clean::Host for Reader {
    async fn goes_on(&mut self, doing: &'static str, part: f64) -> bool {
        self.pause(doing, part).await
    }

    async fn places(&mut self, country: &str) -> Option<String> {
        gazetteer(country).await
    }
}

/// The places of a country, from the folder of the page; none where it has no such file.
async fn gazetteer(country: &str) -> Option<String> {
    let answer = JsFuture::from(scope().fetch_with_str(&format!("data/gazetteer/{country}.tsv"))).await.ok()?;
    let answer: Response = answer.dyn_into().ok()?;
    if !answer.ok() {
        return None;
    }
    JsFuture::from(answer.text().ok()?).await.ok()?.as_string()
}

impl desk::Host for Reader {
    async fn ship(&mut self, bundle: &Bundle) -> Option<String> {
        let (parcel, fingerprint) =
            blobs::pack(bundle, async || self.pause(say!("Getting everything ready"), 0.98).await).await?;
        self.parcel = Some(parcel);
        Some(fingerprint)
    }
}
