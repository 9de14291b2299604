//! What must not happen: limits with their parameters.

use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::screens::rules::change;
use crate::browser::ui::screens::rules::fields::About;
use crate::browser::ui::screens::rules::fields::AddMenu;
use crate::browser::ui::screens::rules::fields::Terms;
use crate::browser::ui::screens::rules::rule_id;
use crate::browser::ui::screens::rules::use_forms;
use crate::rules::Kind;
use crate::view::RuleForm;
use crate::view::rules_sentences;
use crate::view::without_rule;
use leptos::prelude::*;

/// A card per limit.
#[component]
pub fn Limits() -> impl IntoView {
    let app = use_app();
    let forms = use_forms();
    let sentence = app.slice(|session| rules_sentences(session).1);
    let limits = move || forms.get().into_iter().filter(|form| form.kind == Kind::Limit).collect::<Vec<_>>();
    view! {
        <div class="section-head">
            <h2>{say!("What must not happen")}</h2>
            <span class="muted">{move || sentence.get()}</span>
            <span class="row-end">
                <AddMenu kind=Kind::Limit />
            </span>
        </div>
        <ul class="limits">
            <For each=limits key=|form| (form.position, form.id.clone()) let:form>
                <Limit first=form />
            </For>
        </ul>
    }
}

#[component]
fn Limit(first: RuleForm) -> impl IntoView {
    let app = use_app();
    let forms = use_forms();
    let position = first.position;
    let form = Memo::new(move |_| forms.with(|forms| forms.iter().find(|form| form.position == position).cloned()));
    let broken = move || form.with(|form| form.as_ref().is_some_and(|form| !form.kept));
    view! {
        <li class="card limit" id=rule_id(position) tabindex="-1" class:has-breach=broken>
            <div class="limit-head">
                <h3>{first.title}</h3>
                <button
                    class="button button-quiet button-icon button-small"
                    type="button"
                    aria-label=say!("Remove {rule}", rule = first.title)
                    on:click=move |_| change(app, |rules| without_rule(rules, position))
                >
                    <Icon name="close" />
                </button>
            </div>
            <p>{first.help}</p>
            <Terms form=form first=first.clone() />
            <div class="limit-foot">
                {move || form.get().map(standing)}
                <span class="row-end">{move || form.get().map(|form| form.touched)}</span>
            </div>
            <About form=form first=first />
        </li>
    }
}

fn standing(form: RuleForm) -> AnyView {
    match (form.standing.as_str(), form.kept) {
        ("", _) => view! { <span class="chip chip-plain">{say!("checking …")}</span> }.into_any(),
        (_, true) => view! { <span class="chip chip-kept"><Icon name="check" />{form.standing}</span> }.into_any(),
        (_, false) => view! { <span class="chip chip-broken"><Icon name="warning" />{form.standing}</span> }.into_any(),
    }
}
