//! How a plan stands with limits, alike wherever plans stand beside each other.

use crate::browser::ui::parts::Icon;
use crate::view::LimitsMark;
use leptos::prelude::*;

/// The mark; a dash where it is not known.
pub fn limits_mark(mark: Option<LimitsMark>) -> AnyView {
    let Some(mark) = mark else { return view! { "—" }.into_any() };
    let (class, icon) = if mark.kept { ("limits-mark is-kept", "check") } else { ("limits-mark is-broken", "warning") };
    let rest = (!mark.kept).then(|| view! { <span class="visually-hidden">{mark.help.clone()}</span> });
    view! { <span class=class title=mark.help><Icon name=icon /><span>{mark.text} " " {rest}</span></span> }.into_any()
}
