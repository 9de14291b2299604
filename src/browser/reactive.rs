//! Memos and effects that stand in the program once: what they hold and do is handed to them in a box, so the machinery
//! of the reactive system is not built anew for every kind of value and every closure.

use leptos::prelude::Read;
use leptos::prelude::ReadUntracked;
use leptos::prelude::Signal;
use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

/// The memo of the reactive system.
type Inner = leptos::prelude::Memo<Held>;
/// What computes its value, from the one before.
type Compute = Box<dyn Fn(Option<&Held>) -> Held + Send + Sync>;
/// What reads it meanwhile.
type Guard = <Inner as ReadUntracked>::Value;

/// A value that follows from others: computed when it is read after one of them changed, passed on when it is another.
pub struct Memo<T> {
    inner: Inner,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// A memo by what computes it; that is told the value before.
    pub fn new(compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let inner = memo(Box::new(move |before| Held::new(compute(before.and_then(Held::value)))));
        Self { inner, of: PhantomData }
    }

    /// A memo by what computes its value, in the box it is held in.
    pub fn of(compute: Box<dyn Fn() -> Held + Send + Sync>) -> Self {
        Self { inner: memo(Box::new(move |_| compute())), of: PhantomData }
    }

    /// Looks at the value; whoever does so under observation is told when it changes.
    pub fn with<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        looked_at(&read(self.inner), look)
    }

    /// Looks at the value without being told of changes.
    pub fn with_untracked<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        looked_at(&read_untracked(self.inner), look)
    }

    /// The value; whoever asks under observation is told when it changes.
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// The value, without being told of changes.
    pub fn get_untracked(&self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    /// The value, without being told of changes; none once the screen it belongs to has gone.
    pub fn try_get_untracked(&self) -> Option<T>
    where
        T: Clone,
    {
        self.inner.try_read_untracked()?.value().cloned()
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::derive(move || memo.get())
    }
}

/// A value of any kind.
pub struct Held(Box<dyn Value>);

impl Held {
    /// Holds a value.
    pub fn new(value: impl PartialEq + Send + Sync + 'static) -> Self {
        Self(Box::new(value))
    }

    fn value<T: 'static>(&self) -> Option<&T> {
        (&*self.0 as &dyn Any).downcast_ref()
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_same(&*other.0)
    }
}

/// What a memo can hold.
trait Value: Any + Send + Sync {
    fn is_same(&self, other: &dyn Value) -> bool;
}

impl<T: PartialEq + Send + Sync + 'static> Value for T {
    fn is_same(&self, other: &dyn Value) -> bool {
        (other as &dyn Any).downcast_ref::<T>() == Some(self)
    }
}

fn memo(compute: Compute) -> Inner {
    Inner::new(compute)
}

#[inline(never)]
fn read(inner: Inner) -> Guard {
    inner.read()
}

#[inline(never)]
fn read_untracked(inner: Inner) -> Guard {
    inner.read_untracked()
}

fn looked_at<T: 'static, U>(held: &Held, look: impl FnOnce(&T) -> U) -> U {
    match held.value() {
        Some(value) => look(value),
        None => unreachable!("a memo holds what it was made of"),
    }
}

/// Something that is done anew whenever what it read has changed.
pub struct Effect;

impl Effect {
    /// Runs `run` soon, and whenever something it read has changed; it is told what it gave before.
    #[allow(clippy::new_ret_no_self, reason = "an effect lives as long as the screen it belongs to")]
    pub fn new<T: 'static>(mut run: impl FnMut(Option<T>) -> T + 'static) {
        let mut before = None;
        effect(Box::new(move || before = Some(run(before.take()))));
    }
}

fn effect(run: Box<dyn FnMut()>) {
    leptos::prelude::Effect::new(run);
}

/// Goes on with a task beside everything else.
pub fn spawn_local(task: impl Future<Output = ()> + 'static) {
    spawn(Box::pin(task));
}

fn spawn(task: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(task);
}
