//! What is there only while something holds. The one of the framework is built anew for every place it is used at.

use crate::browser::reactive::Memo;
use leptos::children::ViewFn;
use leptos::either::Either;
use leptos::prelude::*;

/// What says whether something holds.
pub struct When(Box<dyn Fn() -> bool + Send + Sync>);

impl<F: Fn() -> bool + Send + Sync + 'static> From<F> for When {
    fn from(holds: F) -> Self {
        Self(Box::new(holds))
    }
}

/// Shows its children while something holds, and else nothing or something else.
#[component]
pub fn Show(
    /// What is shown.
    children: ChildrenFn,
    /// What must hold.
    #[prop(into)]
    when: When,
    /// What is shown else.
    #[prop(optional, into)]
    fallback: ViewFn,
) -> impl IntoView {
    let holds = Memo::new(move |_| (when.0)());
    move || if holds.get() { Either::Left(children()) } else { Either::Right(fallback.run()) }
}
