//! All that is known of one version, and what can be done with it.

use crate::browser::app::use_app;
use crate::browser::locale::moment;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::limits_mark;
use crate::browser::ui::route::Screen;
use crate::browser::ui::route::go;
use crate::browser::ui::route::show_heading;
use crate::browser::ui::versions::Named;
use crate::browser::ui::versions::use_versions;
use crate::rules::RuleDifference;
use crate::scenario::Decision;
use crate::session::Event;
use crate::session::Pair;
use crate::session::Side;
use crate::session::VersionEvent;
use crate::units::day_text;
use crate::view::VersionPanel;
use crate::view::VersionRow;
use crate::view::version_panel;
use leptos::prelude::*;

/// The version that is picked in the tree.
#[component]
pub fn Details() -> impl IntoView {
    let (app, dialogs) = (use_app(), use_versions());
    let key = app.slice(|session| {
        let judged = session.judgement.as_ref().map(|judged| judged.version);
        (session.project.as_ref().map(|project| project.version), judged, session.held.count())
    });
    let panel = Memo::new(move |_| {
        key.with(|_| ());
        let picked = dialogs.picked.get();
        app.session.with_untracked(|session| version_panel(session, picked))
    });
    view! {
        <section class="version-details" aria-labelledby="version-name" tabindex="0">
            {move || panel.get().map(body)}
        </section>
    }
}

fn body(panel: VersionPanel) -> impl IntoView {
    let VersionPanel { row, made, recipe, parent, rules, stays, decision } = panel;
    let figures = [
        (say!("Objective"), row.objective.clone()),
        (say!("Proven gap"), row.proof.clone()),
        (say!("Accounts that move"), format!("{} ({})", row.moved, row.moved_share)),
        (say!("Made"), moment(row.made_at)),
    ];
    let facts = figures.into_iter().chain(recipe).map(fact).collect_view();
    let other_rules = row.other_rules.then(|| {
        view! { <p class="muted small">{say!("Measured by the rules it was made under, which are not those in force.")}</p> }
    });
    let broken = row.limits.as_ref().map(|limits| limits.help.clone()).filter(|help| !help.is_empty());
    view! {
        <header class="version-head">
            <h3 id="version-name">{row.label.clone()}</h3>
            <p class="muted">{row.note.clone()}</p>
        </header>
        <Actions row=row.clone() against=parent.as_ref().map(|parent| parent.0) stays=stays />
        <p>{made}</p>
        <dl class="facts version-facts">
            {facts}
            <div>
                <dt>{say!("Limits in force")}</dt>
                <dd>{limits_mark(row.limits)}</dd>
            </div>
        </dl>
        {broken.map(|help| view! { <p class="note note-broken"><Icon name="warning" /><span>{help}</span></p> })}
        {other_rules}
        {parent.map(|(_, label)| rule_list(&label, rules))}
        <Chosen id=row.id label=row.label decision=decision />
    }
}

fn fact((name, value): (&'static str, String)) -> impl IntoView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
}

fn rule_list(parent: &str, rules: Vec<RuleDifference>) -> impl IntoView + use<> {
    if rules.is_empty() {
        return view! { <p class="muted">{say!("The same rules as {parent}.", parent)}</p> }.into_any();
    }
    let line = |rule: RuleDifference| view! { <li>{rule.sentence()}</li> };
    view! {
        <div>
            <h4>{say!("Rules that differ from {parent}", parent)}</h4>
            <ul class="version-rules">{rules.into_iter().map(line).collect_view()}</ul>
        </div>
    }
    .into_any()
}

#[component]
fn Actions(row: VersionRow, against: Option<u32>, stays: Option<&'static str>) -> impl IntoView {
    let VersionRow { id, label, current, other_rules, .. } = row;
    let (app, dialogs) = (use_app(), use_versions());
    let open = move |event: Event| {
        app.dispatch(event);
        dialogs.open.set(false);
        go(Screen::Plan);
    };
    let plain = (!current).then(|| {
        view! {
            <button
                class="button button-primary"
                type="button"
                title=say!("Its plan, with its own rules and locks")
                on:click=move |_| open(Event::Adopt(id))
            >
                {say!("Open")}
            </button>
        }
    });
    let with_rules = other_rules.then(|| {
        view! {
            <button class="button" type="button" on:click=move |_| open(Event::UseRules(id))>
                {say!("Use its rules")}
            </button>
        }
    });
    let compare = move |_| {
        let Some(from) = against else { return };
        app.dispatch(Event::ComparePair(Pair { sides: [from, id].map(Side::Version), own_rules: false }));
        dialogs.open.set(false);
        go(Screen::Scenarios);
        request_animation_frame(|| show_heading("compare"));
    };
    let delete = move |_| app.dispatch(Event::Version(VersionEvent::Delete(id)));
    view! {
        <div class="row" role="group" aria-label=label>
            {plain}
            {with_rules}
            <button class="button" type="button" disabled=against.is_none() on:click=compare>
                {say!("Compare")}
            </button>
            <button class="button" type="button" on:click=move |_| dialogs.name(Named::Version(id))>
                {say!("Rename")}
            </button>
            <button
                class="button button-quiet"
                type="button"
                disabled=stays.is_some()
                aria-describedby=stays.map(|_| "version-stays")
                on:click=delete
            >
                <Icon name="trash" />
                {say!("Delete")}
            </button>
        </div>
        {stays.map(|why| view! { <p class="muted small" id="version-stays">{say!("Cannot be deleted: {why}", why)}</p> })}
    }
}

/// Why it was chosen, or a way to say so.
#[component]
fn Chosen(id: u32, label: String, decision: Option<Decision>) -> impl IntoView {
    let dialogs = use_versions();
    let write = move |text: &'static str| {
        view! {
            <button class="button button-small" type="button" on:click=move |_| dialogs.deciding.set(Some(id))>
                {text}
            </button>
        }
    };
    let Some(decision) = decision else {
        return view! {
            <section class="version-decision">
                <h4>{say!("Why we chose this")}</h4>
                <p class="muted">{say!("If {label} is the one: write down why, for those who ask next year.", label)}</p>
                <div class="row">{write(say!("Choose this version"))}</div>
            </section>
        }
        .into_any();
    };
    let by = [(say!("Decided by"), decision.decided_by), (say!("On"), day_text(&decision.decided_on))];
    let by = by.into_iter().filter(|(_, text)| !text.is_empty()).map(fact).collect_view();
    view! {
        <section class="version-decision">
            <div class="row">
                <h4>{say!("Why we chose this")}</h4>
                <span class="chip chip-kept"><Icon name="check" />{say!("chosen")}</span>
            </div>
            <p class="version-words"><b>{decision.decision}</b></p>
            <p class="version-words">{decision.reasons}</p>
            <dl class="facts">{by}</dl>
            <div class="row">{write(say!("Edit the decision"))} <Record id=id /></div>
        </section>
    }
    .into_any()
}

/// Hands over the decision record.
#[component]
fn Record(id: u32) -> impl IntoView {
    let app = use_app();
    view! {
        <button class="button button-small" type="button" on:click=move |_| app.dispatch(Event::ExportRecord(Some(id)))>
            <Icon name="export" />
            {say!("Decision record")}
        </button>
    }
}
