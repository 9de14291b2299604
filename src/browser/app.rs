//! The app on the page: events in, state and effects out.

use crate::browser::blobs;
use crate::browser::files;
use crate::browser::pool;
use crate::browser::pool::SharedPool;
use crate::browser::reactive::Held;
use crate::browser::reactive::Memo;
use crate::browser::reactive::spawn_local;
use crate::browser::store;
use crate::browser::store::Stored;
use crate::browser::tabs;
use crate::export::OpenError;
use crate::export::decode_project;
use crate::export::encode_project;
use crate::model::Bundle;
use crate::protocol::InputFile;
use crate::protocol::Readable;
use crate::protocol::Request;
use crate::scenario::Card;
use crate::scenario::Edit;
use crate::session::Act;
use crate::session::Effect;
use crate::session::Event;
use crate::session::Opened;
use crate::session::Saved;
use crate::session::Session;
use crate::session::Shelf;
use crate::session::update;
use leptos::prelude::*;
use std::cell::Cell;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::future_to_promise;
use web_sys::Blob;
use web_sys::File;

/// Changes are stored this long after the last one.
const SAVE_AFTER: Duration = Duration::from_millis(100);
thread_local! {
    static POOL: RefCell<Option<SharedPool>> = const { RefCell::new(None) };
    /// Files that were chosen, on their way to the desk.
    static CHOSEN: RefCell<Vec<File>> = const { RefCell::new(Vec::new()) };
    static SAVE_PLANNED: Cell<bool> = const { Cell::new(false) };
    /// Whether the store holds the dataset in use.
    static DATASET_STORED: Cell<bool> = const { Cell::new(false) };
    /// Number of the project whose lock was asked for; 0 for none.
    static LOCKED: Cell<u64> = const { Cell::new(0) };
}

/// What looks at the state.
type Slice = Box<dyn Fn(&Session) -> Held + Send + Sync>;

/// What every component gets: the state to read, and `dispatch`.
#[derive(Clone, Copy)]
pub struct App {
    /// The state. Read it through memos: it changes with every event.
    pub session: RwSignal<Session>,
}

/// The app of the page.
pub fn use_app() -> App {
    expect_context::<App>()
}

impl App {
    /// Starts the workers.
    pub fn start() -> Self {
        let app = Self { session: RwSignal::new(Session::default()) };
        let dispatch: Rc<dyn Fn(Event)> = Rc::new(move |event| app.dispatch(event));
        POOL.set(Some(pool::pool(dispatch)));
        app
    }

    /// Takes an event in.
    pub fn dispatch(self, event: Event) {
        let waits = changes_hands(&event) && !self.is_judging();
        let effects = self.session.try_update_untracked(|session| update(session, event)).unwrap_or_default();
        for effect in effects {
            self.carry_out(effect);
        }
        let key = self.session.with_untracked(|session| session.project.as_ref().map_or(0, |_| session.key));
        if LOCKED.replace(key) != key {
            self.lock(key);
        }
        self.show(waits);
    }

    /// Asks for the lock of the open project: another tab may have it.
    fn lock(self, key: u64) {
        if key == 0 {
            return tabs::release();
        }
        spawn_local(async move {
            let mine = self.hold(key, false).await;
            if LOCKED.get() == key {
                self.dispatch(Event::Shelf(Shelf::Elsewhere(!mine)));
                // In another tab the search may still be under way.
                if mine {
                    self.look_for_found(key).await;
                }
            }
        });
    }

    async fn hold(self, key: u64, take: bool) -> bool {
        let lost = Closure::once(move || {
            future_to_promise(async move {
                if LOCKED.get() == key {
                    // The other tab reads it once everything is stored.
                    if let Some(saving) = self.saving() {
                        saving.await;
                    }
                    self.dispatch(Event::Shelf(Shelf::Elsewhere(true)));
                }
                Ok(JsValue::UNDEFINED)
            })
        });
        let held = JsFuture::from(tabs::hold(key as f64, take, &lost)).await;
        // It may be called at any time while the page is there.
        lost.forget();
        held.is_ok_and(|held| held.is_truthy())
    }

    /// Goes on with the project in this tab: the other one stores what it has and lets go.
    pub fn take_over(self) {
        let key = LOCKED.get();
        spawn_local(async move {
            if self.hold(key, true).await {
                self.fetch(key).await;
                self.look_for_found(key).await;
            }
        });
    }

    /// A slice of the state that changes only when its value does.
    pub fn slice<T>(self, of: impl Fn(&Session) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        let of: Slice = Box::new(move |session| Held::new(of(session)));
        Memo::of(Box::new(move || self.session.with(&of)))
    }

    /// A costly slice: computed anew only when `key` changes, or the currency, which stands in most texts.
    pub fn keyed<K, T>(
        self,
        key: impl Fn(&Session) -> K + Send + Sync + 'static,
        of: impl Fn(&Session) -> T + Send + Sync + 'static,
    ) -> Memo<T>
    where
        K: PartialEq + Send + Sync + 'static,
        T: PartialEq + Send + Sync + 'static,
    {
        let key: Slice = Box::new(move |session| Held::new(key(session)));
        Memo::of(by_key(self.session, key, Box::new(move |session| Held::new(of(session)))))
    }
    /// Opens the project that was open last, then calls `done`.
    pub async fn restore(self, done: impl FnOnce()) {
        if let Ok(Some(bytes)) = store::corrections().await {
            self.dispatch(Event::Remembered(postcard::from_bytes(&bytes).unwrap_or_default()));
        }
        match store::shelf(js_sys::Date::now()).await {
            Ok((cards, last)) => {
                let last = last.filter(|last| cards.iter().any(|card| card.key == *last && card.deleted_at.is_none()));
                self.dispatch(Event::Shelf(Shelf::Cards(cards)));
                if let Some(key) = last {
                    self.open_stored(key, Event::Restored).await;
                }
            }
            Err(error) => self.dispatch(Event::Warn(say!(
                "This browser does not let the page store its work ({error}). Save the project as a file before you \
                 close the tab.",
                error
            ))),
        }
        done();
    }

    /// Opens another project of this device.
    async fn fetch(self, key: u64) {
        self.open_stored(key, |opened| Event::Shelf(Shelf::Fetched(opened.map(Box::new)))).await;
    }

    /// Opens a stored project.
    async fn open_stored(self, key: u64, event: fn(Result<Opened, String>) -> Event) {
        let (opened, kept) = match stored(key).await {
            Ok(Some(Ok((opened, data, kept)))) => {
                shelve(&opened.delivery.fingerprint, data);
                (Ok(opened), kept)
            }
            Ok(Some(Err(error))) => (Err(error.to_string()), false),
            Ok(None) => (Err(say!("It is not on this device any more.").to_owned()), false),
            Err(error) => (Err(error.to_string()), false),
        };
        let fingerprint = opened.as_ref().map(|opened| opened.delivery.fingerprint.clone()).ok();
        self.dispatch(event(opened));
        let in_use =
            self.session.with_untracked(|session| session.data.as_ref().map(|data| data.delivery.fingerprint.clone()));
        // Other data may be open already; those are stored by their own.
        if in_use.is_none() || in_use == fingerprint {
            DATASET_STORED.set(kept);
        }
    }

    /// What a search of the project had found when its tab was closed.
    async fn look_for_found(self, key: u64) {
        if let Ok(Some(found)) = store::found(key).await
            && self.session.with_untracked(|session| session.key == key && session.run.is_none())
        {
            self.dispatch(Event::Shelf(Shelf::FoundBefore(Box::new(found))));
        }
    }

    /// Takes files in: a project file is opened, anything else is read by the desk.
    pub fn take_files(self, files: Vec<File>) {
        spawn_local(async move {
            for file in &files {
                if blobs::is_project(file).await {
                    return self.open_file(&file.name(), file).await;
                }
            }
            let names = files.iter().map(|file| InputFile { name: file.name(), bytes: Vec::new() }).collect();
            CHOSEN.set(files);
            self.dispatch(Event::Files(names));
        });
    }

    /// Has a file of accounts to be bought read.
    pub fn acquire(self, files: Vec<File>) {
        let names = files.iter().map(|file| InputFile { name: file.name(), bytes: Vec::new() }).collect();
        CHOSEN.set(files);
        self.dispatch(Event::Acquire(names));
    }

    /// Opens a project file.
    async fn open_file(self, name: &str, file: &Blob) {
        let opened = blobs::open_project(file).await.map(|(opened, data)| {
            shelve(&opened.delivery.fingerprint, data);
            // A file is another project than the one it was saved from.
            Opened { key: js_sys::Date::now() as u64, ..opened }
        });
        self.dispatch(Event::Opened(opened.map_err(|error| format!("{name}: {error}"))));
    }

    fn carry_out(self, effect: Effect) {
        let pool = POOL.with_borrow(Clone::clone);
        let Some(pool) = pool else { return };
        match effect {
            Effect::Ask(request) => {
                let of_files = matches!(request, Request::Read(_, Readable::Files(..) | Readable::Acquired(..)));
                let files = if of_files { CHOSEN.take() } else { Vec::new() };
                pool::ask(&pool, request, &files);
            }
            Effect::Equip(delivery) => pool::equip(&pool, &delivery.fingerprint),
            Effect::Search(tasks) => pool::search(&pool, tasks),
            Effect::Meet { run, lanes, plan } => pool::meet(&pool, run, lanes, &plan),
            Effect::Points(tasks) => pool::points(&pool, tasks),
            Effect::Scenarios(tasks) => pool::scenarios(&pool, tasks),
            Effect::StopLanes(run) => pool::stop(&pool, run),
            Effect::StoreDataset => {
                DATASET_STORED.set(false);
                self.session.with_untracked(|session| tidy(&pool, session));
            }
            Effect::Save => self.plan_save(),
            Effect::Remember(corrections) => spawn_local(async move {
                let _ = store::remember(&postcard::to_stdvec(&corrections).unwrap_or_default()).await;
            }),
            Effect::Fetch(key) => {
                self.save_now();
                spawn_local(self.fetch(key));
            }
            Effect::Close => spawn_local(async move {
                let _ = store::close().await;
            }),
            Effect::StoreCard(card) => spawn_local(self.store_card(card)),
            Effect::Drop(key) => spawn_local(async move {
                let _ = store::drop_project(key).await;
            }),
            Effect::KeepFound(found) => {
                let key = self
                    .session
                    .with_untracked(|session| if session.saved == Saved::Elsewhere { 0 } else { session.key });
                if key != 0 {
                    spawn_local(async move {
                        let _ = store::keep_found(key, &found).await;
                    });
                }
            }
            // That it cannot be kept costs nothing but making it again.
            Effect::KeepSet(key, set) => spawn_local(async move {
                let _ = store::keep_set(key, &set).await;
            }),
            Effect::Download { name, mime, bytes } => {
                let file = blobs::of_bytes(&bytes);
                self.hand_over(
                    &name,
                    file.and_then(|file| file.slice_with_f64_and_f64_and_content_type(0.0, file.size(), &mime).ok()),
                );
            }
            Effect::OpenFile { name, bytes } => self.open_bytes(name, &bytes),
            Effect::DownloadProject { name, project, delivery } => {
                let data = pool::shelved(&pool, &delivery.fingerprint);
                self.hand_over(&name, data.and_then(|data| blobs::project_file(&project, &data)));
            }
        }
    }

    fn open_bytes(self, name: String, bytes: &[u8]) {
        self.save_now();
        match blobs::of_bytes(bytes) {
            Some(file) => spawn_local(async move { self.open_file(&name, &file).await }),
            None => self.dispatch(Event::Opened(Err(say!("{name} could not be handed over by this browser.", name)))),
        }
    }

    async fn store_card(self, card: Card) {
        if let Err(error) = store::put_card(&card).await {
            let text = say!("{project} could not be changed on this device ({error}).", project = card.name, error);
            self.dispatch(Event::Warn(text));
        }
    }

    fn hand_over(self, name: &str, file: Option<Blob>) {
        if file.and_then(|file| files::download(name, &file)).is_none() {
            self.dispatch(Event::Warn(say!("{name} could not be handed over by this browser.", name)));
        }
    }

    fn plan_save(self) {
        if !SAVE_PLANNED.replace(true) {
            set_timeout(move || self.save_now(), SAVE_AFTER);
        }
    }

    /// Stores the project as it is now, if there are changes.
    pub fn save_now(self) {
        if let Some(saving) = self.saving() {
            spawn_local(saving);
        }
    }

    /// What stores the project as it is now; none where there are no changes.
    fn saving(self) -> Option<impl Future<Output = ()>> {
        if !SAVE_PLANNED.replace(false) {
            return None;
        }
        let (card, project, searching) = self.session.with_untracked(|session| {
            let card = session.card(js_sys::Date::now()).filter(|_| session.saved != Saved::Elsewhere)?;
            Some((card, encode_project(session.project.as_ref()?), session.run.is_some()))
        })?;
        let fingerprint = card.dataset.clone();
        let data = POOL.with_borrow(|pool| pool.as_ref().and_then(|pool| pool::shelved(pool, &fingerprint)));
        Some(async move {
            let fresh = !DATASET_STORED.replace(true);
            let dataset = data.as_ref().filter(|_| fresh).map(|data| (fingerprint.as_str(), data));
            let saved = store::save(&card, &project, dataset, searching).await;
            if saved.is_err() && fresh {
                DATASET_STORED.set(false);
            }
            if saved.is_ok() {
                self.dispatch(Event::Shelf(Shelf::Stored(card)));
                store::persist();
            }
            match saved {
                Ok(()) if SAVE_PLANNED.get() => {}
                Ok(()) => self.dispatch(Event::SavedAs(Saved::Stored)),
                Err(error) => self.not_saved(&error),
            }
        })
    }

    /// Tries once more to store the project.
    pub fn save_again(self) {
        SAVE_PLANNED.set(true);
        self.save_now();
    }

    fn not_saved(self, error: &idb::Error) {
        let why = if store::is_full(error) {
            say!("There is no room left for this project on this device. Your work stays open in this tab only: save it as a \
             file, or delete other projects and try again.")
                .to_owned()
        } else {
            say!(
                "This project could not be saved on this device ({error}). Your work stays open in this tab only: save \
                 it as a file.",
                error
            )
        };
        self.dispatch(Event::SavedAs(Saved::Failed(why)));
    }
}

/// Whether it is about who has which accounts: what comes of that is seen in the figures.
fn changes_hands(event: &Event) -> bool {
    matches!(event, Event::Edit(Edit::Assign(_)) | Event::Selected(Act::Exclude | Act::Include | Act::ExcludeOrInclude))
}

/// What computes a slice that changes only with its key and the currency.
fn by_key(session: RwSignal<Session>, key: Slice, of: Slice) -> Box<dyn Fn() -> Held + Send + Sync> {
    let currency = |session: &Session| session.data.as_ref().map(|data| data.dataset.currency.clone());
    let key = Memo::new(move |_| session.with(|session| (key(session), currency(session))));
    Box::new(move || {
        // A memo that is only tracked is never computed, so it would never change: read it.
        key.with(|_| ());
        session.with_untracked(&of)
    })
}

/// Puts a dataset where workers and store can have it.
fn shelve(fingerprint: &str, data: Blob) {
    POOL.with_borrow(|pool| {
        if let Some(pool) = pool {
            pool::shelve(pool, fingerprint, data);
        }
    });
}

/// Lets go of datasets that neither the project nor the one set aside needs.
fn tidy(pool: &SharedPool, session: &Session) {
    let aside = session.set_aside.as_ref().and_then(|session| session.data.as_ref());
    let waiting = session.pending.as_ref().and_then(|pending| pending.understood.delivery.as_ref());
    let kept = session.data.iter().chain(aside).map(|data| &data.delivery).chain(waiting);
    let needed = kept.map(|delivery| delivery.fingerprint.as_str());
    pool::tidy(pool, &needed.collect::<Vec<_>>());
}

/// A project with its data as a blob, and whether the store holds them in today's form.
type Kept = Result<(Opened, Blob, bool), OpenError>;

/// Project and dataset from the store.
async fn stored(key: u64) -> Result<Option<Kept>, idb::Error> {
    let Some(project) = store::project(key).await? else { return Ok(None) };
    let project = match decode_project(&project) {
        Ok(project) => project,
        Err(error) => return Ok(Some(Err(error))),
    };
    let kept = match store::dataset(&project.dataset).await? {
        Some(Stored::Pieces(data)) => blobs::open_parts(project, data).await.map(|(opened, data)| (opened, data, true)),
        Some(Stored::Whole(bytes)) => match Bundle::from_form_1(&bytes) {
            Some(bundle) => blobs::lifted(project, &bundle).await.map(|(opened, data)| (opened, data, false)),
            None => Err(OpenError::Damaged),
        },
        None => Err(OpenError::Damaged),
    };
    let set = store::set(key).await.ok().flatten();
    let kept = kept.map(|(opened, data, kept)| (Opened { key, set, ..opened }, data, kept));
    Ok(Some(kept))
}
