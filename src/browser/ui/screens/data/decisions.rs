//! What cleaning does only if the user confirms it: rows that may be one account, companies that may be one family.

use crate::browser::app::App;
use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::screens::data::files::understanding;
use crate::clean::Decision;
use crate::session::Event;
use crate::texts;
use crate::view::Question;
use crate::view::Subject;
use crate::view::choices;
use crate::view::decided;
use crate::view::duplicate_questions;
use crate::view::family_questions;
use leptos::prelude::*;

/// So many questions are shown at first, and so many more at a time.
const SHOWN: usize = 5;
const MORE: usize = 50;

/// The words of a kind of question.
#[derive(Clone, Copy)]
struct Words {
    id: &'static str,
    title: &'static str,
    explains: &'static str,
    accept: &'static str,
    decline: &'static str,
    accept_all: &'static str,
    decline_all: &'static str,
    accepted: &'static str,
    declined: &'static str,
}

const DUPLICATES: Words = Words {
    id: "duplicates",
    title: "One account or several?",
    explains: text!(
        "These rows look like the same company. Joined, the one marked \"stays\" keeps its rep and its amounts; the \
               others only fill its blanks, and nothing is added up."
    ),
    accept: text!("Join"),
    decline: text!("Keep apart"),
    accept_all: text!("Join all"),
    decline_all: text!("Keep all apart"),
    accepted: text!("joined"),
    declined: text!("kept apart"),
};

const FAMILIES: Words = Words {
    id: "families",
    title: "One family or strangers?",
    explains: text!("Companies of one name at several places. As a family they stay with one rep."),
    accept: text!("One family"),
    decline: text!("Strangers"),
    accept_all: text!("All are families"),
    decline_all: text!("All are strangers"),
    accepted: text!("one family"),
    declined: text!("strangers"),
};

/// Both kinds of questions, where there are some.
#[component]
pub fn Decisions() -> impl IntoView {
    let app = use_app();
    let duplicates = app.keyed(understanding, duplicate_questions);
    let families = app.keyed(understanding, family_questions);
    view! {
        <Questions questions=duplicates words=DUPLICATES />
        <Questions questions=families words=FAMILIES />
    }
}

fn decide(app: App, subjects: &[Subject], decision: Decision) {
    let choices = app.session.with_untracked(choices);
    app.dispatch(Event::Choose(decided(choices, subjects, decision)));
}

#[component]
fn Questions(questions: Memo<Vec<Question>>, words: Words) -> impl IntoView {
    let app = use_app();
    let busy = app.slice(|session| session.reading.is_some());
    let shown = RwSignal::new(SHOWN);
    let open = Memo::new(move |_| questions.with(|all| count(all, Decision::Open)));
    let line = move || match (open.get(), questions.with(Vec::len) - open.get()) {
        (0, decided) => say!("{decided} decided", decided),
        (open, 0) => say!("{open} to decide", open),
        (open, decided) => say!("{open} to decide, {decided} decided", open, decided),
    };
    let all = move |decision: Decision| {
        let subjects: Vec<Subject> = questions.with_untracked(|questions| {
            let open = questions.iter().filter(|question| question.decision == Decision::Open);
            open.map(|question| question.key.clone()).collect()
        });
        decide(app, &subjects, decision);
    };
    let part = move || questions.with(|all| all.iter().take(shown.get()).cloned().collect::<Vec<_>>());
    let hidden = move || questions.with(|all| all.len().saturating_sub(shown.get()));
    view! {
        <Show when=move || questions.with(|all| !all.is_empty())>
            <section class="card" aria-labelledby=words.id>
                <div class="card-head">
                    <h2 id=words.id>{texts::of(words.title)}</h2>
                    <span class="muted">{line}</span>
                    <Show when=move || { open.get() > 1 }>
                        <span class="row-end row">
                            <button
                                class="button button-small"
                                type="button"
                                disabled=move || busy.get()
                                on:click=move |_| all(Decision::Accepted)
                            >
                                {texts::of(words.accept_all)}
                            </button>
                            <button
                                class="button button-small button-quiet"
                                type="button"
                                disabled=move || busy.get()
                                on:click=move |_| all(Decision::Declined)
                            >
                                {texts::of(words.decline_all)}
                            </button>
                        </span>
                    </Show>
                </div>
                <Show when=move || { open.get() > 0 }>
                    <p class="card-note muted">{texts::of(words.explains)}</p>
                </Show>
                <ul class="questions">
                    <For each=part key=|question| question.key.clone() let:question>
                        <Item questions=questions first=question words=words busy=busy />
                    </For>
                </ul>
                <Show when=move || { hidden() > 0 }>
                    <button
                        class="button button-quiet questions-more"
                        type="button"
                        on:click=move |_| shown.update(|shown| *shown += MORE)
                    >
                        {move || say!("Show {count} more", count = hidden().min(MORE))}
                    </button>
                </Show>
            </section>
        </Show>
    }
}

fn count(questions: &[Question], decision: Decision) -> usize {
    questions.iter().filter(|question| question.decision == decision).count()
}

#[component]
fn Item(questions: Memo<Vec<Question>>, first: Question, words: Words, busy: Memo<bool>) -> impl IntoView {
    let app = use_app();
    let Question { key, title, line, members, sure, .. } = first;
    let key = StoredValue::new(key);
    let decision = Memo::new(move |_| {
        let is_this = |question: &&Question| key.with_value(|key| question.key == *key);
        questions.with(|all| all.iter().find(is_this).map_or(Decision::Open, |question| question.decision))
    });
    let say = move |decision: Decision| key.with_value(|key| decide(app, std::slice::from_ref(key), decision));
    let named = StoredValue::new(title.clone());
    let button = move |class: &'static str, text: &'static str, decision: Decision| {
        view! {
            <button
                class=format!("button button-small {class}")
                type="button"
                disabled=move || busy.get()
                aria-label=named.with_value(|named| format!("{text}: {named}"))
                on:click=move |_| say(decision)
            >
                {text}
            </button>
        }
    };
    let answers = move || match decision.get() {
        Decision::Open => view! {
            {button("", texts::of(words.accept), Decision::Accepted)}
            {button("button-quiet", texts::of(words.decline), Decision::Declined)}
        }
        .into_any(),
        decided => {
            let word = if decided == Decision::Accepted { words.accepted } else { words.declined };
            view! {
                <span class="chip chip-kept"><Icon name="check" />{texts::of(word)}</span>
                {button("button-quiet", say!("Undo"), Decision::Open)}
            }
            .into_any()
        }
    };
    view! {
        <li class="question">
            <div class="question-text">
                <b>{title}</b>
                <span class="muted">{line}</span>
                <ul class="question-rows muted small">
                    {members.into_iter().map(|member| view! { <li>{member}</li> }).collect_view()}
                </ul>
            </div>
            <span class="question-answers">
                <span class="muted small">{sure}</span>
                {answers}
            </span>
        </li>
    }
}
