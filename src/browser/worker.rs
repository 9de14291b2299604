//! The worker's side: the desk and the lanes behind messages.

use crate::browser::acquiring;
use crate::browser::blobs;
use crate::browser::driving::drive;
use crate::browser::envelope::envelope;
use crate::browser::envelope::unpack;
use crate::browser::locale;
use crate::browser::making;
use crate::browser::pointing;
use crate::browser::probing::probe;
use crate::browser::reactive::spawn_local;
use crate::browser::reading;
use crate::browser::reading::Reader;
use crate::browser::telling;
use crate::browser::weighing;
use crate::desk::Desk;
use crate::desk::Lane;
use crate::desk::Reading;
use crate::desk::Understanding;
use crate::desk::state;
use crate::evaluate::Judge;
use crate::evaluate::RepairKind;
use crate::model::Assignment;
use crate::model::Bundle;
use crate::model::Dataset;
use crate::model::Settings;
use crate::problem::Problem;
use crate::protocol::Delivery;
use crate::protocol::LaneNews;
use crate::protocol::LaneOrder;
use crate::protocol::LaneResult;
use crate::protocol::PlanState;
use crate::protocol::Readable;
use crate::protocol::Reply;
use crate::protocol::Request;
use crate::protocol::Task;
use crate::protocol::ToWorker;
use crate::rules::Terms;
use crate::score::Scores;
use crate::score::score;
use crate::solve::Phase;
use crate::solve::Progress;
use crate::units;
use std::cell::Cell;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use web_sys::DedicatedWorkerGlobalScope;
use web_sys::MessageChannel;
use web_sys::MessageEvent;

/// A slice of search, ms: short enough that Stop is heard at once.
pub const SLICE_MS: f64 = 40.0;
/// What is not told at once is worked out when no other plan came for so long.
const PAUSE_MS: i32 = 60;
/// News at most this often, ms.
pub const NEWS_MS: f64 = 120.0;
/// Better plans are shown to the other lanes at most this often, ms: a lane needs about so long to make use of one.
const MEETING_MS: f64 = 800.0;

/// What every search reads.
pub type Inputs = (Arc<Dataset>, Arc<Scores>);

thread_local! {
    /// Messages that are not answered yet, with what crossed beside them.
    static WAITING: RefCell<VecDeque<(Vec<u8>, Vec<JsValue>)>> = const { RefCell::new(VecDeque::new()) };
    static DESK: RefCell<Desk> = RefCell::default();
    static DATASET: RefCell<Option<Inputs>> = const { RefCell::new(None) };
    /// Runs that were told to stop: a search and a trade-off may end in the same breath.
    static STOPPED: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
    /// The newest plan of another lane, with the number of its run.
    static GUEST: RefCell<Option<(u64, Assignment)>> = const { RefCell::new(None) };
    /// Conflicts that were asked for, and data that came, so far: whoever looks for a conflict ends when it is asked for
    /// another one, or the data are others.
    static CONFLICTS: Cell<u64> = const { Cell::new(0) };
    /// Plans that came to be judged so far.
    static PLANS: Cell<u64> = const { Cell::new(0) };
}

/// Answers messages until the worker ends: one after the other, as they came.
pub fn serve() {
    console_error_panic_hook::set_once();
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        let waits = WAITING.with_borrow_mut(|waiting| {
            waiting.push_back(unpack(&event));
            waiting.len() > 1
        });
        if !waits {
            spawn_local(answer_all());
        }
    });
    scope().set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    post(&Reply::Ready, &[]);
}

/// Answers what waits. A message stays first in line until it is answered.
async fn answer_all() {
    while let Some((words, beside)) = WAITING.with_borrow(|waiting| waiting.front().cloned()) {
        match postcard::from_bytes::<ToWorker>(&words) {
            Ok(ToWorker::Desk(request)) => answer(request, beside).await,
            Ok(ToWorker::Lane(order)) => obey(order, beside).await,
            Ok(ToWorker::Marks([thousands, decimal])) => units::set_marks(thousands, decimal),
            Ok(ToWorker::Texts(catalogue)) => locale::speak(catalogue),
            Err(_) => {
                post(&Reply::Failed(say!("Page and worker do not belong together; reload the page.").to_owned()), &[]);
            }
        }
        WAITING.with_borrow_mut(VecDeque::pop_front);
    }
}

/// Answers a request. What takes long goes on beside it, so that the next one is answered meanwhile.
async fn answer(request: Request, beside: Vec<JsValue>) {
    let request = match request {
        Request::Conflict(state) => return spawn_local(name_conflict(state)),
        Request::Read(number, readable) => {
            if reading::queue(number, readable, beside) {
                spawn_local(read_all());
            }
            return;
        }
        Request::Open(delivery) => {
            let Some(bundle) = unfolded(&beside, true).await else {
                let text = say!("The stored data cannot be read; import the files again.");
                return post(&Reply::Failed(text.to_owned()), &[]);
            };
            Request::Open(Delivery { bundle, ..delivery })
        }
        other => other,
    };
    if matches!(request, Request::Cancel | Request::Forget) {
        reading::end();
    }
    if matches!(request, Request::Forget | Request::Open(_)) {
        CONFLICTS.set(CONFLICTS.get() + 1);
        weighing::end();
    }
    // Data that are opened again are those that the file is about.
    if matches!(request, Request::Forget) {
        telling::end();
    }
    let judges = matches!(request, Request::Judge(_));
    if judges {
        PLANS.set(PLANS.get() + 1);
    }
    match request {
        Request::Repair { state, edited, before } => return spawn_local(repair(state, edited, before)),
        Request::Moved(_) => return spawn_local(when_paused(request)),
        Request::Tours(of) => return spawn_local(drive(*of)),
        Request::Probe(probing) => return spawn_local(probe(*probing)),
        Request::Weigh(weighing) => return spawn_local(weighing::weigh(*weighing)),
        Request::StopWeighing => return weighing::end(),
        Request::TakeAway(of) => return spawn_local(telling::write(*of)),
        Request::StopWriting => return telling::end(),
        _ => {}
    }
    if let Some(reply) = DESK.with_borrow_mut(|desk| desk.answer(request)) {
        post(&reply, &[]);
        if judges {
            spawn_local(outline());
        }
    }
}

/// Draws the territories of the plan judged last.
async fn outline() {
    if has_paused().await
        && let Some(reply) = DESK.with_borrow_mut(Desk::outlined)
    {
        post(&reply, &[]);
    }
}

/// Answers a request that can wait.
async fn when_paused(request: Request) {
    if has_paused().await
        && let Some(reply) = DESK.with_borrow_mut(|desk| desk.answer(request))
    {
        post(&reply, &[]);
    }
}

/// Looks for ways to mend an edit, one kind after the other, as long as no other plan comes.
async fn repair(state: PlanState, edited: Vec<(u32, u16)>, before: Option<Settings>) {
    let Ok(channel) = MessageChannel::new() else { return };
    if !has_paused().await {
        return;
    }
    let plan = PLANS.get();
    let broken = DESK.with_borrow_mut(|desk| desk.broken_by(&state, &edited, before.as_ref()));
    let Some(mut repairs) = broken else { return };
    for kind in RepairKind::ALL {
        breathe(&channel).await;
        if PLANS.get() != plan {
            return;
        }
        DESK.with_borrow_mut(|desk| desk.mend(&state, &edited, &mut repairs, kind));
    }
    post(&Reply::Repairs { version: state.version, repairs: Box::new(repairs) }, &[]);
}

/// How many plans came to be judged so far.
pub fn plans() -> u64 {
    PLANS.get()
}

/// Does something with the desk.
pub fn with_desk<T>(act: impl FnOnce(&mut Desk) -> T) -> T {
    DESK.with_borrow_mut(act)
}

/// Whether no other plan comes for a moment: who edits waits for figures, and for nothing else.
pub async fn has_paused() -> bool {
    let number = PLANS.get();
    let pause = js_sys::Promise::new(&mut |resolve, _| {
        let _ = scope().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PAUSE_MS);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(pause).await;
    PLANS.get() == number
}

/// The dataset that crossed beside a message.
async fn unfolded(beside: &[JsValue], with_file: bool) -> Option<Bundle> {
    blobs::unfold(beside.first()?.dyn_ref()?, with_file).await
}

/// Reads what is to be read, one after the other: each goes on from the tables of the one before.
async fn read_all() {
    while let Some((number, readable, beside)) = reading::first() {
        read(number, readable, beside).await;
        reading::finished(number);
    }
}

/// Reads something and says what was understood of it, unless it is told to end.
async fn read(number: u64, readable: Readable, beside: Vec<JsValue>) {
    let Some(mut reader) = Reader::new(number) else { return };
    if let Readable::Acquired(files, known) = readable {
        return acquiring::read(number, reader, files, known, beside).await;
    }
    let mut tables = DESK.with_borrow(Desk::reading);
    let trial = matches!(readable, Readable::Trial(_));
    match readable {
        Readable::Files(files, known) => match reader.files(&files, &beside).await {
            Some(read) => tables.add(read, known),
            None => return,
        },
        Readable::Example(seed) => tables = Reading::of_example(seed),
        Readable::Mappings(mappings) => tables.remap(mappings),
        Readable::Choices(choices) | Readable::Trial(choices) => tables.choose(choices),
        Readable::Acquired(..) => {}
    }
    let understanding = Understanding::of(tables, &mut reader).await;
    if !reading::is_wanted(number) {
        return;
    }
    let Some(understanding) = understanding else {
        let text = say!("The browser had no room for these files. Close other tabs, or leave out columns or rows.");
        return post(&Reply::Failed(text.to_owned()), &[]);
    };
    if trial {
        let changes = DESK.with_borrow(|desk| desk.tried(&understanding));
        return post(&Reply::Tried { number, changes }, &[]);
    }
    CONFLICTS.set(CONFLICTS.get() + 1);
    let understood = DESK.with_borrow_mut(|desk| desk.adopt(number, understanding));
    let parcel: Vec<JsValue> = reader.parcel.take().map(JsValue::from).into_iter().collect();
    post(&Reply::Understood(Box::new(understood)), &parcel);
}

/// The worker itself.
pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Tells the page something; datasets cross beside it.
pub fn post(reply: &Reply, beside: &[JsValue]) {
    let words = postcard::to_stdvec(reply).unwrap_or_default();
    let (parts, buffers) = envelope(&words, beside);
    let _ = scope().post_message_with_transfer(&parts, &buffers);
}

/// Milliseconds since the worker began.
pub fn now() -> f64 {
    scope().performance().map_or(0.0, |clock| clock.now())
}

/// What every search reads; none before it came.
pub fn inputs() -> Option<Inputs> {
    DATASET.with_borrow(Clone::clone)
}

async fn obey(order: LaneOrder, beside: Vec<JsValue>) {
    match order {
        LaneOrder::Dataset(_) => {
            DATASET.take();
            making::forget();
            if let Some(bundle) = unfolded(&beside, false).await {
                let scores = score(&bundle.dataset);
                DATASET.set(Some((bundle.dataset, Arc::new(scores))));
            }
        }
        LaneOrder::Search(task) => spawn_local(search(task)),
        LaneOrder::Point(task) => spawn_local(pointing::find_point(*task)),
        LaneOrder::Scenario(task) => spawn_local(making::make(*task)),
        LaneOrder::Meet { run, plan } => GUEST.set(Some((run, plan))),
        LaneOrder::Stop(run) => STOPPED.with_borrow_mut(|stopped| stopped.push(run)),
    }
}

async fn search(task: Task) {
    let Some((dataset, scores)) = inputs() else {
        post(&Reply::Failed(say!("The search has no data; import the files again.").to_owned()), &[]);
        return;
    };
    let started = now();
    let Ok(channel) = MessageChannel::new() else { return };
    let seed = task.seed + u64::from(task.lane);
    let mut lane = lane_of(&task, (dataset, scores), seed, &channel).await;
    let mut progress = lane.progress();
    let (mut slice, mut told) = (20_u64, f64::NEG_INFINITY);
    let (mut showed, mut shown) = (now(), f64::INFINITY);
    while !ended(task.steps, task.seconds, &progress, now() - started) && !stopped(task.run) {
        if let Some(terms) = lane.unstated() {
            let owed = lane.plan().is_none();
            match stated(&terms, &task, &lane.progress(), &channel, || owed || !over(&task, started)).await {
                Some(problem) => lane.begin(problem),
                None => break,
            }
        }
        let begun = now();
        let steps = task.steps.map_or(slice, |limit| slice.min(limit - progress.steps));
        progress = lane.step_stated(steps);
        let took = (now() - begun).max(0.5);
        slice = ((slice as f64 * (SLICE_MS / took).clamp(0.25, 2.0)) as u64).max(1);
        if now() - told >= NEWS_MS {
            told = now();
            let objective = progress.objective.filter(|_| progress.breaches == 0).unwrap_or(f64::INFINITY);
            let mut found = None;
            if objective < shown && told - showed >= MEETING_MS {
                (showed, shown) = (told, objective);
                found = lane.plan();
            }
            let news = LaneNews { run: task.run, lane: task.lane, progress: progress.clone(), found, result: None };
            post(&Reply::Lane(news), &[]);
        }
        breathe(&channel).await;
        if let Some((_, plan)) = GUEST.take().filter(|(run, _)| *run == task.run) {
            lane.meet(&plan);
        }
    }
    let plan = lane.plan().unwrap_or_default();
    let result = Some(LaneResult { plan, prices: lane.prices().clone() });
    post(&Reply::Lane(LaneNews { run: task.run, lane: task.lane, progress, found: None, result }), &[]);
}

/// The search of a task. One that is stopped meanwhile still gives the plan it began with.
async fn lane_of(task: &Task, (dataset, scores): Inputs, seed: u64, channel: &MessageChannel) -> Lane {
    let judge = Judge::new(dataset, scores, task.settings.clone());
    if judge.terms().has_free_centres() {
        return Lane::around_centres(judge, &task.start, seed);
    }
    let terms = judge.terms();
    // Whoever stops before there is a plan gets the first one.
    let problem = stated(terms, task, &Progress::beginning(), channel, || true).await.unwrap_or_default();
    Lane::stated(terms, problem, &task.start, task.prices.clone(), true, seed)
}

/// Whether a task is stopped or has used its time.
fn over(task: &Task, started: f64) -> bool {
    stopped(task.run) || task.seconds.is_some_and(|seconds| now() - started >= seconds * 1000.0)
}

/// States a problem of a task in pieces, while the news say how far the search is; none where `goes_on` says no between
/// them.
async fn stated(
    terms: &Terms,
    task: &Task,
    progress: &Progress,
    channel: &MessageChannel,
    goes_on: impl Fn() -> bool,
) -> Option<Problem> {
    let mut told = f64::NEG_INFINITY;
    let tell = || {
        if now() - told >= NEWS_MS {
            told = now();
            let (run, lane, progress) = (task.run, task.lane, progress.clone());
            post(&Reply::Lane(LaneNews { run, lane, progress, found: None, result: None }), &[]);
        }
    };
    let mut pause = pause(channel, tell);
    let problem = state(terms.draft(), async || {
        pause().await;
        goes_on()
    });
    problem.await
}

/// What is done between two pieces of work: once in a slice it tells and lets messages in.
fn pause(channel: &MessageChannel, mut tell: impl FnMut()) -> impl AsyncFnMut() {
    let mut begun = now();
    async move || {
        if now() - begun >= SLICE_MS {
            tell();
            breathe(channel).await;
            begun = now();
        }
    }
}

/// The same; says whether the run goes on.
pub fn goes_on(run: u64, channel: &MessageChannel, tell: impl FnMut()) -> impl AsyncFnMut() -> bool {
    let mut pause = pause(channel, tell);
    async move || {
        pause().await;
        !stopped(run)
    }
}

/// Whether a run was told to stop.
pub fn stopped(run: u64) -> bool {
    STOPPED.with_borrow(|stopped| stopped.contains(&run))
}

/// Looks for the rules that cannot all hold, in slices: the desk answers other requests meanwhile.
async fn name_conflict(plan: PlanState) {
    let Ok(channel) = MessageChannel::new() else { return };
    let number = CONFLICTS.get() + 1;
    CONFLICTS.set(number);
    let terms = DESK.with_borrow_mut(|desk| desk.conflict_terms(&plan));
    let mut pause = pause(&channel, || ());
    let problem = state(terms.limits(None), async || {
        pause().await;
        CONFLICTS.get() == number
    });
    let Some(problem) = problem.await else { return };
    let mut search = DESK.with_borrow_mut(|desk| desk.conflict_search(&plan, terms, problem));
    let mut ended = false;
    while !ended {
        let begun = now();
        while !ended && now() - begun < SLICE_MS {
            ended = search.advance();
        }
        breathe(&channel).await;
        if CONFLICTS.get() != number {
            return;
        }
    }
    post(&Reply::Conflict { settings: Box::new(plan.settings), conflict: search.conflict() }, &[]);
}

/// A search by the clock goes on until it has a plan.
fn ended(steps: Option<u64>, seconds: Option<f64>, progress: &Progress, elapsed_ms: f64) -> bool {
    let by_steps = steps.is_some_and(|limit| progress.steps >= limit);
    let by_time = seconds.is_some_and(|limit| elapsed_ms >= limit * 1000.0) && progress.objective.is_some();
    by_steps || by_time || progress.phase == Phase::Done
}

/// Lets waiting messages in; a message to oneself comes back sooner than the shortest timer.
pub async fn breathe(channel: &MessageChannel) {
    let wait = js_sys::Promise::new(&mut |resolve, _| channel.port1().set_onmessage(Some(&resolve)));
    let _ = channel.port2().post_message(&JsValue::NULL);
    let _ = wasm_bindgen_futures::JsFuture::from(wait).await;
}
