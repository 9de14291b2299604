//! Datasets as blobs: the browser keeps them, on disk where they are large, and whoever needs one reads it piece by
//! piece.

use crate::export::FILE_LEAD;
use crate::export::FileForm;
use crate::export::OpenError;
use crate::export::belongs;
use crate::export::decode_project;
use crate::export::file_form;
use crate::export::is_project_file;
use crate::export::open_form_1;
use crate::export::project_file_head;
use crate::model::Bundle;
use crate::model::Fingerprint;
use crate::model::Gathering;
use crate::model::Index;
use crate::protocol::Delivery;
use crate::scenario::Project;
use crate::session::Opened;
use js_sys::Array;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// A part of a blob; none where the browser cannot read it (any more).
pub async fn bytes(blob: &Blob, from: u64, to: u64) -> Option<Vec<u8>> {
    let part = blob.slice_with_f64_and_f64(from as f64, to as f64).ok()?;
    let buffer = JsFuture::from(part.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Size in bytes.
pub fn size(blob: &Blob) -> u64 {
    blob.size() as u64
}

/// A blob of parts that stay where they are.
pub fn joined(parts: &[JsValue]) -> Option<Blob> {
    let parts: Array = parts.iter().collect();
    Blob::new_with_blob_sequence(&parts).ok()
}

/// A blob of bytes.
pub fn of_bytes(bytes: &[u8]) -> Option<Blob> {
    Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))).ok()
}

/// A bundle as a blob, with its fingerprint; none where `goes_on` says no between two pieces.
pub async fn pack(bundle: &Bundle, mut goes_on: impl AsyncFnMut() -> bool) -> Option<(Blob, String)> {
    let (mut index, mut print, mut parts) = (Index::default(), Fingerprint::default(), Vec::new());
    for (name, piece) in bundle.pieces() {
        index.add(name, piece.len());
        print.add(name, &piece);
        parts.push(JsValue::from(of_bytes(&piece)?));
        if !goes_on().await {
            return None;
        }
    }
    parts.insert(0, JsValue::from(of_bytes(&index.to_bytes())?));
    Some((joined(&parts)?, print.text()))
}

/// The bundle of a blob; without the file behind the dataset where only planning is asked for. None where it is damaged.
pub async fn unfold(blob: &Blob, with_file: bool) -> Option<Bundle> {
    let lead = bytes(blob, 0, Index::LEAD as u64).await?;
    let mut at = Index::LEAD as u64 + Index::size(*lead.first_chunk()?) as u64;
    let index = Index::from_bytes(&bytes(blob, Index::LEAD as u64, at).await?)?;
    let mut gathering = Gathering::default();
    for (name, length) in index.pieces() {
        let end = at + length as u64;
        if (with_file || !Index::is_of_file(name)) && !gathering.add(name, &bytes(blob, at, end).await?) {
            return None;
        }
        at = end;
    }
    gathering.finish()
}

/// Whether a file is a project file.
pub async fn is_project(file: &Blob) -> bool {
    bytes(file, 0, FILE_LEAD as u64).await.is_some_and(|lead| is_project_file(&lead))
}

/// A project file: the project's part, and its data as they are.
pub fn project_file(project: &Project, data: &Blob) -> Option<Blob> {
    joined(&[of_bytes(&project_file_head(project))?.into(), data.clone().into()])
}

/// What a project file holds, and its data as a blob.
pub async fn open_project(file: &Blob) -> Result<(Opened, Blob), OpenError> {
    let lead = bytes(file, 0, FILE_LEAD as u64).await.ok_or(OpenError::Damaged)?;
    let end = size(file);
    match file_form(&lead)? {
        FileForm::Whole => {
            let whole = bytes(file, 0, end).await.ok_or(OpenError::Damaged)?;
            let (project, bundle) = open_form_1(&whole)?;
            lifted(project, &bundle).await
        }
        FileForm::Parts(length) => {
            let start = FILE_LEAD as u64;
            let data = start.checked_add(length).filter(|data| *data <= end).ok_or(OpenError::Damaged)?;
            let project = decode_project(&bytes(file, start, data).await.ok_or(OpenError::Damaged)?)?;
            let data = file.slice_with_f64_and_f64(data as f64, end as f64).map_err(|_| OpenError::Damaged)?;
            open_parts(project, data).await
        }
    }
}

/// A project with the data it was kept beside.
pub async fn open_parts(project: Project, data: Blob) -> Result<(Opened, Blob), OpenError> {
    let bundle = unfold(&data, false).await.ok_or(OpenError::Damaged)?;
    opened(project, bundle).map(|opened| (opened, data))
}

/// A project whose data were kept in an earlier form.
pub async fn lifted(project: Project, bundle: &Bundle) -> Result<(Opened, Blob), OpenError> {
    let (data, _) = pack(bundle, async || true).await.ok_or(OpenError::Damaged)?;
    open_parts(project, data).await
}

fn opened(project: Project, bundle: Bundle) -> Result<Opened, OpenError> {
    if !belongs(&project, &bundle.dataset) {
        return Err(OpenError::Damaged);
    }
    let delivery = Delivery { fingerprint: project.dataset.clone(), bundle };
    Ok(Opened { project, delivery, key: 0, set: None })
}
