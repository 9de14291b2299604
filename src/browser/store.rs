//! IndexedDB: the project, and the datasets by their fingerprints.

use idb::Database;
use idb::DatabaseEvent;
use idb::Error;
use idb::Factory;
use idb::ObjectStoreParams;
use idb::Query;
use idb::TransactionMode;
use js_sys::Uint8Array;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use web_sys::Blob;

const NAME: &str = "evenfield";
const PROJECTS: &str = "projects";
const DATASETS: &str = "datasets";
const CURRENT: &str = "current";
const CORRECTIONS: &str = "corrections";

thread_local! {
    /// The open database: a page that is being left has no time to open it.
    static DATABASE: RefCell<Option<Rc<Database>>> = const { RefCell::new(None) };
}

async fn open() -> Result<Rc<Database>, Error> {
    if let Some(database) = DATABASE.with_borrow(Clone::clone) {
        return Ok(database);
    }
    let mut request = Factory::new()?.open(NAME, Some(1))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            for store in [PROJECTS, DATASETS] {
                let _ = database.create_object_store(store, ObjectStoreParams::new());
            }
        }
    });
    let database = Rc::new(request.await?);
    DATABASE.set(Some(database.clone()));
    Ok(database)
}

/// Stores the project as it is now and, where it is new, the dataset it belongs to: both or neither. Datasets that the
/// project no longer needs go.
pub async fn save(project: &[u8], dataset: Option<(&str, &Blob)>) -> Result<(), Error> {
    let database = open().await?;
    let transaction = database.transaction(&[PROJECTS, DATASETS], TransactionMode::ReadWrite)?;
    if let Some((fingerprint, data)) = dataset {
        let datasets = transaction.object_store(DATASETS)?;
        let _ = datasets.clear()?;
        let _ = datasets.put(data, Some(&JsValue::from_str(fingerprint)))?;
    }
    let projects = transaction.object_store(PROJECTS)?;
    let _ = projects.put(&Uint8Array::from(project).into(), Some(&JsValue::from_str(CURRENT)))?;
    // Committed at once: a page that is being left does not come back to hear how each request went.
    transaction.commit()?.await?;
    Ok(())
}

/// The stored project; none where nothing is stored.
pub async fn project() -> Result<Option<Vec<u8>>, Error> {
    Ok(get(PROJECTS, CURRENT).await?.map(|value| Uint8Array::new(&value).to_vec()))
}

/// A stored dataset.
pub enum Stored {
    /// In today's form.
    Pieces(Blob),
    /// As the first versions wrote it, in one piece.
    Whole(Vec<u8>),
}

/// The stored dataset with this fingerprint.
pub async fn dataset(fingerprint: &str) -> Result<Option<Stored>, Error> {
    let form = |value: JsValue| match value.dyn_into::<Blob>() {
        Ok(data) => Stored::Pieces(data),
        Err(value) => Stored::Whole(Uint8Array::new(&value).to_vec()),
    };
    Ok(get(DATASETS, fingerprint).await?.map(form))
}

/// Stores how columns were corrected.
pub async fn remember(corrections: &[u8]) -> Result<(), Error> {
    let database = open().await?;
    let transaction = database.transaction(&[PROJECTS], TransactionMode::ReadWrite)?;
    let projects = transaction.object_store(PROJECTS)?;
    let _ = projects.put(&Uint8Array::from(corrections).into(), Some(&JsValue::from_str(CORRECTIONS)))?;
    transaction.commit()?.await?;
    Ok(())
}

/// How columns were corrected; none where nobody did.
pub async fn corrections() -> Result<Option<Vec<u8>>, Error> {
    Ok(get(PROJECTS, CORRECTIONS).await?.map(|value| Uint8Array::new(&value).to_vec()))
}

/// Forgets project and data.
pub async fn wipe() -> Result<(), Error> {
    let database = open().await?;
    let transaction = database.transaction(&[PROJECTS, DATASETS], TransactionMode::ReadWrite)?;
    transaction.object_store(PROJECTS)?.delete(Query::Key(JsValue::from_str(CURRENT)))?.await?;
    transaction.object_store(DATASETS)?.clear()?.await?;
    transaction.commit()?.await?;
    Ok(())
}

async fn get(store: &str, key: &str) -> Result<Option<JsValue>, Error> {
    let database = open().await?;
    let transaction = database.transaction(&[store], TransactionMode::ReadOnly)?;
    transaction.object_store(store)?.get(Query::Key(JsValue::from_str(key)))?.await
}
