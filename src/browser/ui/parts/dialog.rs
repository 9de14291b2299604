//! A modal dialog with a heading and a way out; what is in it exists only while it is open.

use crate::browser::reactive::Effect;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use leptos::html;
use leptos::prelude::*;

/// The dialog. Escape and the cross close it; the focus comes back by itself.
#[component]
pub fn Dialog(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// What to do when it is closed.
    #[prop(into)]
    close: Callback<()>,
    /// Id of its heading.
    id: &'static str,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// More classes.
    #[prop(optional)]
    class: &'static str,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let (Some(dialog), open) = (node.get(), open.get()) else { return };
        if open && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog class=format!("dialog {class}") aria-labelledby=id node_ref=node on:close=move |_| close.run(())>
            <div class="dialog-head">
                <h2 id=id>{move || title.get()}</h2>
                <button
                    class="button button-quiet button-icon button-small"
                    type="button"
                    aria-label=say!("Close")
                    on:click=move |_| close.run(())
                >
                    <Icon name="close" />
                </button>
            </div>
            <Show when=move || open.get()>{children()}</Show>
        </dialog>
    }
}
