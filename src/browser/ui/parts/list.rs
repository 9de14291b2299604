//! A list whose rows stay on the page while their things stay. The one of the framework is built anew for every kind of
//! thing.

use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos::tachys::view::keyed::keyed;
use std::any::Any;
use std::hash::Hash;
use std::hash::Hasher;
use std::sync::Arc;

/// Shows things, each known by its key: a row is made when its key comes, and goes with it.
#[component]
pub fn For<L, T, K, V>(
    /// The things.
    each: impl Fn() -> L + Send + 'static,
    /// What a thing is known by.
    key: impl Fn(&T) -> K + Send + 'static,
    /// The row of a thing.
    children: impl Fn(T) -> V + Clone + Send + 'static,
) -> impl IntoView
where
    L: IntoIterator<Item = T> + 'static,
    T: Send + 'static,
    K: Eq + Hash + Send + Sync + 'static,
    V: IntoView + 'static,
{
    list(Box::new(move || {
        let row = |thing: T| {
            let (key, children) = (Key(Arc::new(key(&thing))), children.clone());
            Row { key, view: Box::new(move || children(thing).into_any()) }
        };
        each().into_iter().map(row).collect()
    }))
}

/// A row that may have to be made.
struct Row {
    key: Key,
    view: Box<dyn FnOnce() -> AnyView + Send>,
}

fn list(rows: Box<dyn Fn() -> Vec<Row> + Send>) -> AnyView {
    // Rows do not end with the list they came in, and what one provides is not seen by another.
    let parent = Owner::current().unwrap_or_default();
    let make = move |_, row: Row| {
        let owner = parent.with(Owner::new);
        let view = owner.with(row.view);
        (drop, OwnedView::new_with_owner(view, owner))
    };
    (move || keyed(rows(), |row| row.key.clone(), make.clone())).into_any()
}

/// What a row is known by.
#[derive(Clone)]
struct Key(Arc<dyn Known>);

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_same(&*other.0)
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.add_to(state);
    }
}

/// A key of any kind.
trait Known: Any + Send + Sync {
    fn is_same(&self, other: &dyn Known) -> bool;
    fn add_to(&self, state: &mut dyn Hasher);
}

impl<K: Eq + Hash + Send + Sync + 'static> Known for K {
    fn is_same(&self, other: &dyn Known) -> bool {
        (other as &dyn Any).downcast_ref() == Some(self)
    }

    fn add_to(&self, mut state: &mut dyn Hasher) {
        self.hash(&mut state);
    }
}
