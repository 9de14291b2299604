//! The help sheet: a dialog with the keys and the words.

use crate::browser::ui::introduction::IntroductionButton;
use crate::browser::ui::letters::LetterSwitch;
use crate::browser::ui::letters::use_letters;
use crate::browser::ui::parts::Icon;
use crate::texts;
use crate::view::KEYS;
use crate::view::WORDS;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The sheet, from wherever it is opened.
#[derive(Clone, Copy)]
pub struct Help(NodeRef<html::Dialog>);

impl Help {
    /// A sheet that is not open yet.
    pub fn new() -> Self {
        Self(NodeRef::new())
    }

    /// Opens it; the focus goes in and comes back by itself when it closes.
    pub fn open(self) {
        if let Some(dialog) = self.0.get_untracked().filter(|dialog| !dialog.open()) {
            let _ = dialog.show_modal();
        }
    }

    fn close(self) {
        if let Some(dialog) = self.0.get_untracked() {
            dialog.close();
        }
    }
}

/// The help sheet of the page.
pub fn use_help() -> Help {
    expect_context::<Help>()
}

/// The button of the top bar.
#[component]
pub fn HelpButton(
    /// More classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let (help, letters) = (use_help(), use_letters());
    view! {
        <button
            class=format!("button button-quiet button-icon {class}")
            type="button"
            aria-label=say!("Help")
            title=move || letters.hint(say!("Keys and words"), "?")
            on:click=move |_| help.open()
        >
            <Icon name="help" />
        </button>
    }
}

/// The sheet itself; it stands in the page closed.
#[component]
pub fn HelpSheet() -> impl IntoView {
    let help = use_help();
    // A click beside the sheet lands on the dialog itself, one in it on something inside.
    let beside = move |event: web_sys::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok());
        if target.is_some() {
            help.close();
        }
    };
    view! {
        <dialog class="dialog help-sheet" aria-labelledby="help-title" node_ref=help.0 on:click=beside>
            <div class="dialog-head">
                <h2 id="help-title">{say!("Help")}</h2>
                <IntroductionButton class="button button-small" before=Callback::new(move |()| help.close()) />
                <button
                    class="button button-quiet button-icon button-small"
                    type="button"
                    aria-label=say!("Close the help")
                    on:click=move |_| help.close()
                >
                    <Icon name="close" />
                </button>
            </div>
            <div class="dialog-body" tabindex="0" role="group" aria-label=say!("Keys and words")>
                <section>
                    <h3>{say!("Keys")}</h3>
                    <LetterSwitch />
                    <dl class="help-list">{KEYS.map(key).collect_view()}</dl>
                </section>
                <section>
                    <h3>{say!("Words")}</h3>
                    <dl class="help-list">{WORDS.map(word).collect_view()}</dl>
                </section>
            </div>
        </dialog>
    }
}

fn key((keys, meaning): (&'static [&'static str], &'static str)) -> impl IntoView {
    view! {
        <div>
            <dt>{keys.iter().map(|key| view! { <kbd class="kbd">{*key}</kbd> }).collect_view()}</dt>
            <dd>{texts::of(meaning)}</dd>
        </div>
    }
}

fn word((word, meaning): (&'static str, &'static str)) -> impl IntoView {
    view! {
        <div>
            <dt>{texts::of(word)}</dt>
            <dd>{texts::of(meaning)}</dd>
        </div>
    }
}
