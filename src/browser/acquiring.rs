//! The worker reads a file of accounts to be bought.

use crate::browser::reading;
use crate::browser::reading::Reader;
use crate::browser::worker::post;
use crate::browser::worker::with_desk;
use crate::desk::acquired;
use crate::import::Correction;
use crate::protocol::InputFile;
use wasm_bindgen::JsValue;

/// Reads it and says what is in it, unless it is told to end.
pub async fn read(
    number: u64,
    mut reader: Reader,
    files: Vec<InputFile>,
    known: Vec<Correction>,
    beside: Vec<JsValue>,
) {
    let Some(tables) = reader.files(&files, &beside).await else { return };
    let Some(file) = acquired(tables, known, &mut reader).await else { return };
    if reading::is_wanted(number) {
        post(&with_desk(|desk| desk.acquired(number, file)), &[]);
    }
}
