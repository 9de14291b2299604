//! IndexedDB: the projects with their cards, and the datasets by their fingerprints.
//!
//! A project is kept by its number; beside it stands its [`Card`], so that a list needs to open none, and what a search
//! under way has found. Version 1 of the database knew one project, which is lifted when it is first opened.

use crate::export::decode_project;
use crate::order::Order;
use crate::scenario::Card;
use crate::scenario::Revision;
use crate::session::KeptSet;
use idb::Database;
use idb::DatabaseEvent;
use idb::Error;
use idb::Factory;
use idb::ObjectStore;
use idb::ObjectStoreParams;
use idb::Query;
use idb::TransactionMode;
use js_sys::Uint8Array;
use std::cell::Cell;
use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use web_sys::Blob;

const NAME: &str = "evenfield";
const PROJECTS: &str = "projects";
const CARDS: &str = "cards";
const DATASETS: &str = "datasets";
const CORRECTIONS: &str = "corrections";
/// Number of the project that was open last.
const OPEN: &str = "open";
/// The one project of version 1.
const CURRENT: &str = "current";
/// Number of the form of a card and of a revision that is kept by itself.
const FORM: u8 = 1;

thread_local! {
    /// The open database: a page that is being left has no time to open it.
    static DATABASE: RefCell<Option<Rc<Database>>> = const { RefCell::new(None) };
}

async fn open() -> Result<Rc<Database>, Error> {
    if let Some(database) = DATABASE.with_borrow(Clone::clone) {
        return Ok(database);
    }
    let mut request = Factory::new()?.open(NAME, Some(2))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            let known = database.store_names();
            for store in [PROJECTS, CARDS, DATASETS].into_iter().filter(|store| !known.iter().any(|name| name == store))
            {
                let _ = database.create_object_store(store, ObjectStoreParams::new());
            }
        }
    });
    let mut database = request.await?;
    // A newer build in another tab must not wait for this one.
    database
        .on_version_change(|_| DATABASE.with_borrow(|database| database.iter().for_each(|database| database.close())));
    let database = Rc::new(database);
    DATABASE.set(Some(database.clone()));
    Ok(database)
}

/// Asks the browser once to keep what is stored even when it runs short of room. Most decide by themselves.
pub fn persist() {
    thread_local! {
        static ASKED: Cell<bool> = const { Cell::new(false) };
    }
    if let Some(window) = web_sys::window().filter(|_| !ASKED.replace(true)) {
        // The promise is nobody's business: a refusal changes nothing.
        let _ = window.navigator().storage().persist();
    }
}

/// Whether the device, or what the browser allows the page of it, is full.
pub fn is_full(error: &Error) -> bool {
    match error {
        Error::DomException(exception) => exception.name() == "QuotaExceededError",
        other => other.to_string().contains("Quota"),
    }
}

fn number(key: u64) -> JsValue {
    JsValue::from_f64(key as f64)
}

/// Where what a search of a project has found is kept.
fn found_at(key: u64) -> JsValue {
    JsValue::from_str(&format!("found {key}"))
}

/// Where the set of scenarios of a project is kept.
fn set_at(key: u64) -> JsValue {
    JsValue::from_str(&format!("set {key}"))
}

fn bytes_of(value: &JsValue) -> Vec<u8> {
    Uint8Array::new(value).to_vec()
}

fn to_value(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn card_bytes(card: &Card) -> JsValue {
    to_value(&postcard::to_stdvec(&(FORM, card)).unwrap_or_default())
}

fn card(value: &JsValue) -> Option<Card> {
    let (form, card) = postcard::from_bytes::<(u8, Card)>(&bytes_of(value)).ok()?;
    (form == FORM).then_some(card)
}

/// Stores a project as it is now and, where it is new, the dataset it belongs to: all or nothing. Datasets that no project
/// needs any longer go; what a search has found goes unless one is under way: then it is one of the versions.
pub async fn save(card: &Card, project: &[u8], dataset: Option<(&str, &Blob)>, searching: bool) -> Result<(), Error> {
    let database = open().await?;
    let transaction = database.transaction(&[PROJECTS, CARDS, DATASETS], TransactionMode::ReadWrite)?;
    let (projects, cards) = (transaction.object_store(PROJECTS)?, transaction.object_store(CARDS)?);
    let _ = projects.put(&to_value(project), Some(&number(card.key)))?;
    let _ = projects.put(&number(card.key), Some(&JsValue::from_str(OPEN)))?;
    let _ = cards.put(&card_bytes(card), Some(&number(card.key)))?;
    if !searching {
        let _ = projects.delete(Query::Key(found_at(card.key)))?;
    }
    if let Some((fingerprint, data)) = dataset {
        let datasets = transaction.object_store(DATASETS)?;
        let _ = datasets.put(data, Some(&JsValue::from_str(fingerprint)))?;
        sweep(&cards, &datasets).await?;
    }
    // Committed at once: a page that is being left does not come back to hear how each request went.
    transaction.commit()?.await?;
    Ok(())
}

/// Removes the datasets that no card names.
async fn sweep(cards: &ObjectStore, datasets: &ObjectStore) -> Result<(), Error> {
    let needed: HashSet<String> =
        cards.get_all(None, None)?.await?.iter().filter_map(card).map(|card| card.dataset).collect();
    for key in datasets.get_all_keys(None, None)?.await? {
        if key.as_string().is_some_and(|fingerprint| !needed.contains(&fingerprint)) {
            let _ = datasets.delete(Query::Key(key))?;
        }
    }
    Ok(())
}

/// The cards of all projects, the one changed last first, and the number of the project that was open last. Projects that
/// were deleted long ago go for good.
pub async fn shelf(now: f64) -> Result<(Vec<Card>, Option<u64>), Error> {
    lift(now).await?;
    let database = open().await?;
    let transaction = database.transaction(&[PROJECTS, CARDS, DATASETS], TransactionMode::ReadWrite)?;
    let (projects, store) = (transaction.object_store(PROJECTS)?, transaction.object_store(CARDS)?);
    let last = projects.get(Query::Key(JsValue::from_str(OPEN)))?.await?.and_then(|value| value.as_f64());
    let cards: Vec<Card> = store.get_all(None, None)?.await?.iter().filter_map(card).collect();
    let (over, mut cards): (Vec<Card>, Vec<Card>) = cards.into_iter().partition(|card| card.is_over(now));
    for card in &over {
        forget(&projects, &store, card.key)?;
    }
    if !over.is_empty() {
        sweep(&store, &transaction.object_store(DATASETS)?).await?;
    }
    transaction.commit()?.await?;
    cards.order_by(|a, b| b.changed_at.total_cmp(&a.changed_at));
    Ok((cards, last.map(|key| key as u64)))
}

/// Gives the one project of version 1 a number and a card.
async fn lift(now: f64) -> Result<(), Error> {
    let Some(bytes) = get(PROJECTS, &JsValue::from_str(CURRENT)).await?.map(|value| bytes_of(&value)) else {
        return Ok(());
    };
    let database = open().await?;
    let transaction = database.transaction(&[PROJECTS, CARDS], TransactionMode::ReadWrite)?;
    let (projects, cards) = (transaction.object_store(PROJECTS)?, transaction.object_store(CARDS)?);
    // What cannot be read stays where it is: a later version may understand it.
    if let Ok(project) = decode_project(&bytes) {
        let reps = project.working.rep.iter().filter(|&&rep| rep != crate::model::OPEN).collect::<HashSet<_>>().len();
        let card = Card::of(&project, now as u64, reps, now);
        let _ = projects.put(&to_value(&bytes), Some(&number(card.key)))?;
        let _ = projects.put(&number(card.key), Some(&JsValue::from_str(OPEN)))?;
        let _ = cards.put(&card_bytes(&card), Some(&number(card.key)))?;
        let _ = projects.delete(Query::Key(JsValue::from_str(CURRENT)))?;
    }
    transaction.commit()?.await?;
    Ok(())
}

fn forget(projects: &ObjectStore, cards: &ObjectStore, key: u64) -> Result<(), Error> {
    let _ = projects.delete(Query::Key(number(key)))?;
    let _ = projects.delete(Query::Key(found_at(key)))?;
    let _ = projects.delete(Query::Key(set_at(key)))?;
    let _ = cards.delete(Query::Key(number(key)))?;
    Ok(())
}

/// Forgets a project.
pub async fn drop_project(key: u64) -> Result<(), Error> {
    let database = open().await?;
    let transaction = database.transaction(&[PROJECTS, CARDS, DATASETS], TransactionMode::ReadWrite)?;
    let (projects, cards) = (transaction.object_store(PROJECTS)?, transaction.object_store(CARDS)?);
    forget(&projects, &cards, key)?;
    sweep(&cards, &transaction.object_store(DATASETS)?).await?;
    transaction.commit()?.await?;
    Ok(())
}

/// Stores a card by itself: its project was deleted or brought back.
pub async fn put_card(card: &Card) -> Result<(), Error> {
    put(CARDS, &number(card.key), &card_bytes(card)).await
}

/// No project is open any more.
pub async fn close() -> Result<(), Error> {
    let database = open().await?;
    let transaction = database.transaction(&[PROJECTS], TransactionMode::ReadWrite)?;
    let _ = transaction.object_store(PROJECTS)?.delete(Query::Key(JsValue::from_str(OPEN)))?;
    transaction.commit()?.await?;
    Ok(())
}

/// A stored project; none where there is none of this number.
pub async fn project(key: u64) -> Result<Option<Vec<u8>>, Error> {
    Ok(get(PROJECTS, &number(key)).await?.map(|value| bytes_of(&value)))
}

/// Stores what a search of a project has found so far.
pub async fn keep_found(key: u64, found: &Revision) -> Result<(), Error> {
    let bytes = postcard::to_stdvec(&(FORM, found)).unwrap_or_default();
    put(PROJECTS, &found_at(key), &to_value(&bytes)).await
}

/// What a search of a project had found when its tab was closed.
pub async fn found(key: u64) -> Result<Option<Revision>, Error> {
    let Some(value) = get(PROJECTS, &found_at(key)).await? else { return Ok(None) };
    let kept = postcard::from_bytes::<(u8, Revision)>(&bytes_of(&value)).ok();
    Ok(kept.filter(|(form, _)| *form == FORM).map(|(_, revision)| revision))
}

/// Stores the set of scenarios of a project.
pub async fn keep_set(key: u64, set: &KeptSet) -> Result<(), Error> {
    let bytes = postcard::to_stdvec(&(FORM, set)).unwrap_or_default();
    put(PROJECTS, &set_at(key), &to_value(&bytes)).await
}

/// The set of scenarios that is kept of a project; none where none is, or what is kept cannot be read: it can be made again.
pub async fn set(key: u64) -> Result<Option<Box<KeptSet>>, Error> {
    let Some(value) = get(PROJECTS, &set_at(key)).await? else { return Ok(None) };
    let bytes = bytes_of(&value);
    let kept = postcard::take_from_bytes::<(u8, Box<KeptSet>)>(&bytes).ok();
    Ok(kept.filter(|((form, _), rest)| *form == FORM && rest.is_empty()).map(|((_, set), _)| set))
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
        Err(value) => Stored::Whole(bytes_of(&value)),
    };
    Ok(get(DATASETS, &JsValue::from_str(fingerprint)).await?.map(form))
}

/// Stores how columns were corrected.
pub async fn remember(corrections: &[u8]) -> Result<(), Error> {
    put(PROJECTS, &JsValue::from_str(CORRECTIONS), &to_value(corrections)).await
}

/// How columns were corrected; none where nobody did.
pub async fn corrections() -> Result<Option<Vec<u8>>, Error> {
    Ok(get(PROJECTS, &JsValue::from_str(CORRECTIONS)).await?.map(|value| bytes_of(&value)))
}

async fn put(store: &str, key: &JsValue, value: &JsValue) -> Result<(), Error> {
    let database = open().await?;
    let transaction = database.transaction(&[store], TransactionMode::ReadWrite)?;
    let _ = transaction.object_store(store)?.put(value, Some(key))?;
    transaction.commit()?.await?;
    Ok(())
}

async fn get(store: &str, key: &JsValue) -> Result<Option<JsValue>, Error> {
    let database = open().await?;
    let transaction = database.transaction(&[store], TransactionMode::ReadOnly)?;
    transaction.object_store(store)?.get(Query::Key(key.clone()))?.await
}
