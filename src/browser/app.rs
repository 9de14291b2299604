//! The app on the page: events in, state and effects out.

use crate::browser::files;
use crate::browser::pool;
use crate::browser::pool::SharedPool;
use crate::browser::store;
use crate::export::decode_project;
use crate::export::encode_project;
use crate::session::Effect;
use crate::session::Event;
use crate::session::Saved;
use crate::session::Session;
use crate::session::update;
use leptos::prelude::*;
use std::cell::Cell;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// Changes are stored this long after the last one.
const SAVE_AFTER: Duration = Duration::from_millis(100);

thread_local! {
    static POOL: RefCell<Option<SharedPool>> = const { RefCell::new(None) };
    static SAVE_PLANNED: Cell<bool> = const { Cell::new(false) };
    /// Whether the store holds the dataset in use.
    static DATASET_STORED: Cell<bool> = const { Cell::new(false) };
}

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
        let effects = self.session.try_update(|session| update(session, event)).unwrap_or_default();
        for effect in effects {
            self.carry_out(effect);
        }
    }

    /// A slice of the state that changes only when its value does.
    pub fn slice<T>(self, of: impl Fn(&Session) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.session.with(&of))
    }

    /// A costly slice: computed anew only when `key` changes.
    pub fn keyed<K, T>(
        self,
        key: impl Fn(&Session) -> K + Send + Sync + 'static,
        of: impl Fn(&Session) -> T + Send + Sync + 'static,
    ) -> Memo<T>
    where
        K: PartialEq + Send + Sync + 'static,
        T: PartialEq + Send + Sync + 'static,
    {
        let key = self.slice(key);
        Memo::new(move |_| {
            // A memo that is only tracked is never computed, so it would never change: read it.
            key.with(|_| ());
            self.session.with_untracked(&of)
        })
    }

    /// Opens what the store holds, then calls `done`.
    pub async fn restore(self, done: impl FnOnce()) {
        match stored().await {
            Ok(Some((project, dataset))) => {
                DATASET_STORED.set(true);
                self.dispatch(Event::Restored { project, dataset });
            }
            Ok(None) => {}
            Err(error) => self.dispatch(Event::Warn(format!(
                "This browser does not let the page store its work ({error}). Save the project as a file before you \
                 close the tab."
            ))),
        }
        done();
    }

    /// Reads files and takes them in.
    pub fn take_files(self, files: Vec<web_sys::File>) {
        if files.is_empty() {
            return;
        }
        spawn_local(async move {
            let (read, failed) = files::contents(files).await;
            if !failed.is_empty() {
                self.dispatch(Event::Warn(format!("{}: could not be read. Choose the file again.", failed.join(", "))));
            }
            if !read.is_empty() {
                self.dispatch(Event::Files(read));
            }
        });
    }

    fn carry_out(self, effect: Effect) {
        let pool = POOL.with_borrow(Clone::clone);
        let Some(pool) = pool else { return };
        match effect {
            Effect::Ask(request) => pool::ask(&pool, request),
            Effect::Equip(dataset) => pool::equip(&pool, dataset),
            Effect::Search(tasks) => pool::search(&pool, tasks),
            Effect::Meet { run, lanes, plan } => pool::meet(&pool, run, lanes, &plan),
            Effect::Points(tasks) => pool::points(&pool, tasks),
            Effect::StopLanes(run) => pool::stop(&pool, run),
            Effect::StoreDataset => DATASET_STORED.set(false),
            Effect::Save => self.plan_save(),
            Effect::Wipe => spawn_local(async move {
                let _ = store::wipe().await;
            }),
            Effect::Download { name, mime, bytes } => {
                if files::download(&name, &mime, &bytes).is_none() {
                    self.dispatch(Event::Warn(format!("{name} could not be handed over by this browser.")));
                }
            }
        }
    }

    fn plan_save(self) {
        if !SAVE_PLANNED.replace(true) {
            set_timeout(move || self.save_now(), SAVE_AFTER);
        }
    }

    /// Stores the project as it is now, if there are changes.
    pub fn save_now(self) {
        if !SAVE_PLANNED.replace(false) {
            return;
        }
        let state = self.session.with_untracked(|session| {
            let data = session.data.as_ref()?;
            Some((encode_project(session.project.as_ref()?), data.fingerprint.clone(), data.bytes.clone()))
        });
        let Some((project, fingerprint, bytes)) = state else { return };
        spawn_local(async move {
            let fresh = !DATASET_STORED.replace(true);
            let dataset = fresh.then_some((fingerprint.as_str(), bytes.as_slice()));
            let saved = store::save(&project, dataset).await;
            if saved.is_err() && fresh {
                DATASET_STORED.set(false);
            }
            match saved {
                Ok(()) if SAVE_PLANNED.get() => {}
                Ok(()) => self.dispatch(Event::SavedAs(Saved::Stored)),
                Err(error) => self.not_saved(&error),
            }
        });
    }

    fn not_saved(self, error: &idb::Error) {
        self.dispatch(Event::SavedAs(Saved::Failed(format!(
            "Not saved on this device ({error}). Save the project as a file instead."
        ))));
    }
}

/// Project and dataset from the store.
async fn stored() -> Result<Option<(Vec<u8>, Vec<u8>)>, idb::Error> {
    let Some(project) = store::project().await? else { return Ok(None) };
    let Ok(known) = decode_project(&project) else { return Ok(Some((project, Vec::new()))) };
    let dataset = store::dataset(&known.dataset).await?.unwrap_or_default();
    Ok(Some((project, dataset)))
}
