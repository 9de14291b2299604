//! Files in, files out.

use crate::protocol::InputFile;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;
use web_sys::File;
use web_sys::FileList;
use web_sys::HtmlAnchorElement;
use web_sys::Url;

/// The files of a list.
pub fn listed(files: Option<FileList>) -> Vec<File> {
    let Some(files) = files else { return Vec::new() };
    (0..files.length()).filter_map(|position| files.get(position)).collect()
}

/// The contents of files, with the names of those that could not be read.
pub async fn contents(files: Vec<File>) -> (Vec<InputFile>, Vec<String>) {
    let (mut read, mut failed) = (Vec::new(), Vec::new());
    for file in files {
        match JsFuture::from(file.array_buffer()).await {
            Ok(buffer) => read.push(InputFile { name: file.name(), bytes: Uint8Array::new(&buffer).to_vec() }),
            Err(_) => failed.push(file.name()),
        }
    }
    (read, failed)
}

/// Hands the user a file.
pub fn download(name: &str, file: &Blob) -> Option<()> {
    let address = Url::create_object_url_with_blob(file).ok()?;
    let link: HtmlAnchorElement = web_sys::window()?.document()?.create_element("a").ok()?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The browser has taken the content over once the click is handled; a moment later the address can go.
    leptos::prelude::set_timeout(
        move || {
            let _ = Url::revoke_object_url(&address);
        },
        std::time::Duration::from_secs(10),
    );
    Some(())
}
