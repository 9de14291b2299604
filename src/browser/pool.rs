//! The workers: one desk, several lanes.

use crate::browser::envelope::envelope;
use crate::browser::envelope::unpack;
use crate::browser::task::later;
use crate::model::Assignment;
use crate::protocol::Bulk;
use crate::protocol::Delivery;
use crate::protocol::LaneOrder;
use crate::protocol::PointTask;
use crate::protocol::Reply;
use crate::protocol::Request;
use crate::protocol::Task;
use crate::protocol::ToWorker;
use crate::protocol::Understood;
use crate::session::Event;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::ErrorEvent;
use web_sys::MessageEvent;
use web_sys::Worker;

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
    waiting: Vec<ToWorker>,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut(ErrorEvent)>,
}

/// All workers of the page.
pub struct Pool {
    desk: Option<Link>,
    lanes: Vec<Option<Link>>,
    dataset: Option<Bulk>,
    dispatch: Rc<dyn Fn(Event)>,
}

/// The pool, shared with the workers' callbacks.
pub type SharedPool = Rc<RefCell<Pool>>;

/// A pool whose workers report to `dispatch`. The desk starts at once.
pub fn pool(dispatch: Rc<dyn Fn(Event)>) -> SharedPool {
    let pool = Rc::new(RefCell::new(Pool { desk: None, lanes: Vec::new(), dataset: None, dispatch }));
    open(&pool, Role::Desk);
    pool
}

/// Sends a request to the desk.
pub fn ask(pool: &SharedPool, request: Request) {
    send(pool, Role::Desk, ToWorker::Desk(request));
}

/// Gives all lanes, present and future, a dataset.
pub fn equip(pool: &SharedPool, dataset: Bulk) {
    let lanes = pool.borrow().lanes.len();
    for lane in 0..lanes {
        send(pool, Role::Lane(lane as u32), ToWorker::Lane(LaneOrder::Dataset(dataset.clone())));
    }
    pool.borrow_mut().dataset = Some(dataset);
}

/// Starts lanes, as many as there are tasks.
pub fn search(pool: &SharedPool, tasks: Vec<Task>) {
    for task in tasks {
        let role = Role::Lane(task.lane);
        ensure(pool, role);
        send(pool, role, ToWorker::Lane(LaneOrder::Search(task)));
    }
}

/// Has lanes look for points of a trade-off.
pub fn points(pool: &SharedPool, tasks: Vec<PointTask>) {
    for task in tasks {
        let role = Role::Lane(task.lane);
        ensure(pool, role);
        send(pool, role, ToWorker::Lane(LaneOrder::Point(Box::new(task))));
    }
}

/// Shows lanes of a run a plan that another one has found.
pub fn meet(pool: &SharedPool, run: u64, lanes: Vec<u32>, plan: &Assignment) {
    for lane in lanes {
        send(pool, Role::Lane(lane), ToWorker::Lane(LaneOrder::Meet { run, plan: plan.clone() }));
    }
}

/// Tells all lanes to stop a run.
pub fn stop(pool: &SharedPool, run: u64) {
    let lanes = pool.borrow().lanes.len();
    for lane in 0..lanes {
        send(pool, Role::Lane(lane as u32), ToWorker::Lane(LaneOrder::Stop(run)));
    }
}

fn ensure(pool: &SharedPool, role: Role) {
    let missing = slot(&mut pool.borrow_mut(), role).is_none();
    if missing {
        open(pool, role);
        let dataset = pool.borrow().dataset.clone();
        if let (Role::Lane(_), Some(dataset)) = (role, dataset) {
            send(pool, role, ToWorker::Lane(LaneOrder::Dataset(dataset)));
        }
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

fn send(pool: &SharedPool, role: Role, message: ToWorker) {
    let mut pool = pool.borrow_mut();
    match slot(&mut pool, role) {
        Some(link) if link.ready => post(&link.worker, &message),
        Some(link) => link.waiting.push(message),
        None => {}
    }
}

fn post(worker: &Worker, message: &ToWorker) {
    let words = postcard::to_stdvec(message).unwrap_or_default();
    let (parts, buffers) = envelope(&words, message.bulk());
    let _ = worker.post_message_with_transfer(&parts, &buffers);
}

fn open(pool: &SharedPool, role: Role) {
    let Some(worker) = start() else {
        let dispatch = pool.borrow().dispatch.clone();
        dispatch(Event::Warn("This browser does not let the page start its workers; Evenfield needs them.".to_owned()));
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
    let link = Link { worker, ready: false, waiting: Vec::new(), _heard: heard, _failed: failed };
    *slot(&mut pool.borrow_mut(), role) = Some(link);
}

/// A worker from this folder; the build id keeps files of two builds apart.
fn start() -> Option<Worker> {
    let document = web_sys::window()?.document()?;
    let build = document.document_element()?.get_attribute("data-build").unwrap_or_default();
    let base = document.base_uri().ok()??;
    let address = web_sys::Url::new_with_base(&format!("worker_loader.js?v={build}"), &base).ok()?;
    Worker::new(&address.href()).ok()
}

fn hear(pool: &SharedPool, role: Role, event: &MessageEvent) {
    let (words, bulk) = unpack(event);
    let dispatch = pool.borrow().dispatch.clone();
    match postcard::from_bytes::<Reply>(&words) {
        Ok(Reply::Ready) => {
            let mut pool = pool.borrow_mut();
            if let Some(link) = slot(&mut pool, role) {
                link.ready = true;
                for message in std::mem::take(&mut link.waiting) {
                    post(&link.worker, &message);
                }
            }
        }
        Ok(Reply::Understood(understood)) => deliver(*understood, bulk, dispatch),
        Ok(reply) => {
            // Once the first figures stand, there is time to load the lanes.
            let judged = matches!(reply, Reply::Judged(_));
            dispatch(Event::Heard(reply, js_sys::Date::now()));
            if judged {
                (0..READY_LANES).for_each(|lane| ensure(pool, Role::Lane(lane)));
            }
        }
        Err(_) => dispatch(Event::Warn("A worker sent something unreadable; reload the page.".to_owned())),
    }
}

/// Hands on what was understood. Decoding a large dataset and taking it in are two tasks: between them the page reacts.
/// An answer without a dataset takes as many, so that answers keep their order.
fn deliver(mut understood: Understood, bulk: Option<Bulk>, dispatch: Rc<dyn Fn(Event)>) {
    later(move || {
        let came = bulk.is_some();
        understood.delivery = bulk.and_then(Delivery::from_bytes);
        if came && understood.delivery.is_none() {
            dispatch(Event::Warn("The data could not be taken over; please try again.".to_owned()));
        }
        later(move || dispatch(Event::Heard(Reply::Understood(Box::new(understood)), js_sys::Date::now())));
    });
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
        dispatch(Event::Warn("A background task could not be loaded. Check that all files were served.".to_owned()));
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
