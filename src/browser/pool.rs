//! The workers: one desk, several lanes.

use crate::browser::blobs;
use crate::browser::envelope::envelope;
use crate::browser::envelope::unpack;
use crate::browser::reactive::spawn_local;
use crate::model::Assignment;
use crate::protocol::Delivery;
use crate::protocol::LaneOrder;
use crate::protocol::PointTask;
use crate::protocol::Reply;
use crate::protocol::Request;
use crate::protocol::ScenarioTask;
use crate::protocol::Task;
use crate::protocol::ToWorker;
use crate::protocol::Understood;
use crate::session::Event;
use crate::texts;
use crate::units;
use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use web_sys::Blob;
use web_sys::ErrorEvent;
use web_sys::File;
use web_sys::MessageEvent;
use web_sys::Worker;
use web_sys::WorkerOptions;

/// Lanes that are loaded before anybody optimizes, as many as a search has by default: the first search starts sooner,
/// and without the network.
const READY_LANES: u32 = 2;

/// Which worker.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Desk,
    Lane(u32),
}

/// A worker with what it was told before it could hear: messages sent before `Ready` would be lost.
struct Link {
    worker: Worker,
    ready: bool,
    waiting: Vec<(ToWorker, Vec<JsValue>)>,
    /// Fingerprint of the dataset it was given.
    dataset: String,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut(ErrorEvent)>,
}

/// All workers of the page.
pub struct Pool {
    desk: Option<Link>,
    lanes: Vec<Option<Link>>,
    /// Fingerprint of the dataset that lanes are to search with.
    dataset: String,
    /// Datasets at hand, by their fingerprints.
    shelf: HashMap<String, Blob>,
    /// What the workers said and nobody has heard yet.
    heard: VecDeque<(Role, Vec<u8>, Vec<JsValue>)>,
    dispatch: Rc<dyn Fn(Event)>,
}

/// The pool, shared with the workers' callbacks.
pub type SharedPool = Rc<RefCell<Pool>>;

/// A pool whose workers report to `dispatch`. The desk starts at once.
pub fn pool(dispatch: Rc<dyn Fn(Event)>) -> SharedPool {
    let pool = Rc::new(RefCell::new(Pool {
        desk: None,
        lanes: Vec::new(),
        dataset: String::new(),
        shelf: HashMap::new(),
        heard: VecDeque::new(),
        dispatch,
    }));
    open(&pool, Role::Desk);
    pool
}

/// Sends a request to the desk; the files it is about go beside it.
pub fn ask(pool: &SharedPool, request: Request, files: &[File]) {
    let beside = match &request {
        Request::Open(delivery) => on_shelf(pool, &delivery.fingerprint),
        _ => files.iter().map(JsValue::from).collect(),
    };
    send(pool, Role::Desk, ToWorker::Desk(request), beside);
}

/// Has all lanes search with a dataset from now on. It is given to them when they are first needed: who only looks at
/// data has no use for copies.
pub fn equip(pool: &SharedPool, dataset: &str) {
    dataset.clone_into(&mut pool.borrow_mut().dataset);
}

/// Puts a dataset where workers and store can have it.
pub fn shelve(pool: &SharedPool, fingerprint: &str, data: Blob) {
    pool.borrow_mut().shelf.insert(fingerprint.to_owned(), data);
}

/// Takes datasets off the shelf that nobody will ask for any more.
pub fn tidy(pool: &SharedPool, needed: &[&str]) {
    pool.borrow_mut().shelf.retain(|fingerprint, _| needed.contains(&fingerprint.as_str()));
}

/// A dataset from the shelf.
pub fn shelved(pool: &SharedPool, fingerprint: &str) -> Option<Blob> {
    pool.borrow().shelf.get(fingerprint).cloned()
}

fn on_shelf(pool: &SharedPool, fingerprint: &str) -> Vec<JsValue> {
    shelved(pool, fingerprint).map(JsValue::from).into_iter().collect()
}

/// Starts lanes, as many as there are tasks.
pub fn search(pool: &SharedPool, tasks: Vec<Task>) {
    for task in tasks {
        let role = Role::Lane(task.lane);
        ready(pool, role);
        send(pool, role, ToWorker::Lane(LaneOrder::Search(task)), Vec::new());
    }
}

/// Has lanes look for points of a trade-off.
pub fn points(pool: &SharedPool, tasks: Vec<PointTask>) {
    for task in tasks {
        let role = Role::Lane(task.lane);
        ready(pool, role);
        send(pool, role, ToWorker::Lane(LaneOrder::Point(Box::new(task))), Vec::new());
    }
}

/// Has lanes make scenarios.
pub fn scenarios(pool: &SharedPool, tasks: Vec<ScenarioTask>) {
    for task in tasks {
        let role = Role::Lane(task.lane);
        ready(pool, role);
        send(pool, role, ToWorker::Lane(LaneOrder::Scenario(Box::new(task))), Vec::new());
    }
}

/// Shows lanes of a run a plan that another one has found.
pub fn meet(pool: &SharedPool, run: u64, lanes: Vec<u32>, plan: &Assignment) {
    for lane in lanes {
        send(pool, Role::Lane(lane), ToWorker::Lane(LaneOrder::Meet { run, plan: plan.clone() }), Vec::new());
    }
}

/// Tells all lanes to stop a run.
pub fn stop(pool: &SharedPool, run: u64) {
    let lanes = pool.borrow().lanes.len();
    for lane in 0..lanes {
        send(pool, Role::Lane(lane as u32), ToWorker::Lane(LaneOrder::Stop(run)), Vec::new());
    }
}

fn ensure(pool: &SharedPool, role: Role) {
    let missing = slot(&mut pool.borrow_mut(), role).is_none();
    if missing {
        open(pool, role);
    }
}

/// Sees that a lane runs and has the dataset.
fn ready(pool: &SharedPool, role: Role) {
    ensure(pool, role);
    let fingerprint = pool.borrow().dataset.clone();
    let new = slot(&mut pool.borrow_mut(), role).as_mut().is_some_and(|link| {
        let new = link.dataset != fingerprint;
        link.dataset.clone_from(&fingerprint);
        new
    });
    if new {
        let beside = on_shelf(pool, &fingerprint);
        let delivery = Delivery { fingerprint, ..Delivery::default() };
        send(pool, role, ToWorker::Lane(LaneOrder::Dataset(delivery)), beside);
    }
}

fn slot(pool: &mut Pool, role: Role) -> &mut Option<Link> {
    match role {
        Role::Desk => &mut pool.desk,
        Role::Lane(lane) => {
            let lane = lane as usize;
            if pool.lanes.len() <= lane {
                pool.lanes.resize_with(lane + 1, || None);
            }
            &mut pool.lanes[lane]
        }
    }
}

fn send(pool: &SharedPool, role: Role, message: ToWorker, beside: Vec<JsValue>) {
    let mut pool = pool.borrow_mut();
    match slot(&mut pool, role) {
        Some(link) if link.ready => post(&link.worker, &message, &beside),
        Some(link) => link.waiting.push((message, beside)),
        None => {}
    }
}

fn post(worker: &Worker, message: &ToWorker, beside: &[JsValue]) {
    let words = postcard::to_stdvec(message).unwrap_or_default();
    let (parts, buffers) = envelope(&words, beside);
    let _ = worker.post_message_with_transfer(&parts, &buffers);
}

fn open(pool: &SharedPool, role: Role) {
    let Some(worker) = start() else {
        let dispatch = pool.borrow().dispatch.clone();
        dispatch(Event::Warn(
            say!("This browser does not let the page start its workers; Evenfield needs them.").to_owned(),
        ));
        return;
    };
    let (hearing, failing) = (Rc::downgrade(pool), Rc::downgrade(pool));
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(pool) = hearing.upgrade() {
            hear(&pool, role, &event);
        }
    });
    let failed = Closure::<dyn FnMut(ErrorEvent)>::new(move |_: ErrorEvent| {
        if let Some(pool) = failing.upgrade() {
            lost(&pool, role);
        }
    });
    worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
    let link =
        Link { worker, ready: false, waiting: Vec::new(), dataset: String::new(), _heard: heard, _failed: failed };
    *slot(&mut pool.borrow_mut(), role) = Some(link);
}

/// A worker that runs the module of this page; the build id keeps files of two builds apart.
fn start() -> Option<Worker> {
    let document = web_sys::window()?.document()?;
    let build = document.document_element()?.get_attribute("data-build").unwrap_or_default();
    let base = document.base_uri().ok()??;
    let address = web_sys::Url::new_with_base(&format!("worker_loader.js?v={build}"), &base).ok()?;
    let boot = document.get_element_by_id("boot")?;
    let place = |name| Some(web_sys::Url::new_with_base(&boot.get_attribute(name)?, &base).ok()?.href());
    let options = WorkerOptions::new();
    options.set_name(&format!("{} {}", place("data-js")?, place("data-wasm")?));
    Worker::new_with_options(&address.href(), &options).ok()
}

fn hear(pool: &SharedPool, role: Role, event: &MessageEvent) {
    let (words, beside) = unpack(event);
    let waits = {
        let heard = &mut pool.borrow_mut().heard;
        heard.push_back((role, words, beside));
        heard.len() > 1
    };
    if !waits {
        spawn_local(take_in(pool.clone()));
    }
}

/// Takes in what the workers said, in the order in which it came. A large dataset comes in pieces: between them the page
/// reacts, and whatever is said meanwhile waits.
async fn take_in(pool: SharedPool) {
    loop {
        let first = pool.borrow().heard.front().cloned();
        let Some((role, words, beside)) = first else { return };
        let dispatch = pool.borrow().dispatch.clone();
        match postcard::from_bytes::<Reply>(&words) {
            Ok(Reply::Ready) => begun(&pool, role),
            Ok(Reply::Understood(understood)) => {
                if let Some(understood) = delivered(&pool, *understood, &beside).await {
                    dispatch(Event::Heard(Reply::Understood(Box::new(understood)), js_sys::Date::now()));
                } else {
                    dispatch(Event::CancelReading);
                    dispatch(Event::Warn(say!("The data could not be taken over; please try again.").to_owned()));
                }
            }
            Ok(reply) => {
                // Once the first figures stand, there is time to load the lanes.
                let judged = matches!(reply, Reply::Judged(_));
                dispatch(Event::Heard(reply, js_sys::Date::now()));
                if judged {
                    (0..READY_LANES).for_each(|lane| ensure(&pool, Role::Lane(lane)));
                }
            }
            Err(_) => dispatch(Event::Warn(say!("A worker sent something unreadable; reload the page.").to_owned())),
        }
        pool.borrow_mut().heard.pop_front();
    }
}

/// A worker runs: it hears how numbers and texts are written here, and what was said to it meanwhile.
fn begun(pool: &SharedPool, role: Role) {
    if let Some(link) = slot(&mut pool.borrow_mut(), role) {
        link.ready = true;
        post(&link.worker, &ToWorker::Marks(units::marks()), &[]);
        if let Some(catalogue) = texts::catalogue() {
            post(&link.worker, &ToWorker::Texts(catalogue.clone()), &[]);
        }
        for (message, beside) in std::mem::take(&mut link.waiting) {
            post(&link.worker, &message, &beside);
        }
    }
}

/// What was understood, with the dataset that came beside it; none where that cannot be read.
async fn delivered(pool: &SharedPool, mut understood: Understood, beside: &[JsValue]) -> Option<Understood> {
    if let Some(delivery) = &mut understood.delivery {
        let data: Blob = beside.first()?.clone().dyn_into().ok()?;
        delivery.bundle = blobs::unfold(&data, false).await?;
        shelve(pool, &delivery.fingerprint, data);
    }
    Some(understood)
}

/// Ends a worker that failed. The desk is started anew; a lane is, when it is next needed.
fn lost(pool: &SharedPool, role: Role) {
    let link = slot(&mut pool.borrow_mut(), role).take();
    let was_ready = link.as_ref().is_some_and(|link| link.ready);
    if let Some(link) = &link {
        link.worker.terminate();
    }
    let dispatch = pool.borrow().dispatch.clone();
    if !was_ready {
        dispatch(Event::Warn(
            say!("A background task could not be loaded. Check that all files were served.").to_owned(),
        ));
    }
    match role {
        // Tried again, it would fail again.
        Role::Desk if !was_ready => {}
        Role::Desk => {
            open(pool, Role::Desk);
            dispatch(Event::DeskLost);
        }
        Role::Lane(lane) => dispatch(Event::LaneLost(lane)),
    }
}
