//! What each column means, file by file, and the way to change it.

use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::screens::data::files::use_cards;
use crate::import::Field;
use crate::model::TableKind;
use crate::session::Event;
use crate::texts;
use crate::view::ColumnRow;
use crate::view::FileCard;
use crate::view::column_rows;
use crate::view::field_groups;
use crate::view::unsure_columns;
use leptos::prelude::*;

/// A fold per file.
#[component]
pub fn Columns() -> impl IntoView {
    let app = use_app();
    let remembered = app.slice(|session| !session.corrections.is_empty());
    let cards = use_cards();
    let used = move || cards.get().into_iter().filter(|card| card.mapping.kind.is_some()).collect::<Vec<_>>();
    view! {
        <Show when=move || !used().is_empty()>
            <div class="section-head">
                <h2>{say!("Columns")}</h2>
                <span class="muted">{say!("Changes are remembered on this device for files with the same headers")}</span>
                <Show when=move || remembered.get()>
                    <button
                        class="button button-small button-quiet row-end"
                        type="button"
                        on:click=move |_| app.dispatch(Event::ForgetCorrections)
                    >
                        {say!("Forget them")}
                    </button>
                </Show>
            </div>
            <div class="stack">
                <For each=used key=|card| (card.position, card.file.clone()) let:card>
                    <Fold cards=cards position=card.position name=card.file />
                </For>
            </div>
        </Show>
    }
}

#[component]
fn Fold(cards: Memo<Vec<FileCard>>, position: usize, name: String) -> impl IntoView {
    let card = Memo::new(move |_| cards.with(|cards| cards.get(position).cloned()));
    let open = RwSignal::new(false);
    let unsure = Memo::new(move |_| card.get().map_or(0, |card| unsure_columns(&card.mapping)));
    let chip = move || match unsure.get() {
        0 => view! { <span class="chip chip-kept row-end"><Icon name="check" />{say!("sure")}</span> }.into_any(),
        count => view! {
            <span class="chip chip-broken row-end">
                <Icon name="warning" />
                {say!("{count} unsure", count)}
            </span>
        }
        .into_any(),
    };
    let toggled = move |event: web_sys::Event| {
        let details = event_target::<web_sys::Element>(&event);
        open.set(details.has_attribute("open"));
    };
    view! {
        <details class="card fold" on:toggle=toggled>
            <summary>
                <Icon name="chevron" />
                <h3>{name.clone()}</h3>
                <span class="muted">{move || card.get().map(|card| card.line)}</span>
                {chip}
            </summary>
            <Show when=move || open.get()>
                <Table card=card name=name.clone() />
            </Show>
        </details>
    }
}

#[component]
fn Table(card: Memo<Option<FileCard>>, name: String) -> impl IntoView {
    let rows = Memo::new(move |_| card.get().map_or_else(Vec::new, |card| column_rows(&card.mapping)));
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=say!("Columns of {name}, scrolls", name)>
            <table class="table mapping table-compact" aria-label=say!("Columns of {name}", name)>
                <thead>
                    <tr>
                        <th scope="col">{say!("Column in the file")}</th>
                        <th scope="col">{say!("Means")}</th>
                        <th scope="col">{say!("Sure")}</th>
                        <th scope="col" class="narrow-hide">{say!("Because of")}</th>
                        <th scope="col">{say!("First values")}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || rows.get() key=|row| (row.column, row.header.clone()) let:row>
                        <Column card=card rows=rows first=row />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Column(card: Memo<Option<FileCard>>, rows: Memo<Vec<ColumnRow>>, first: ColumnRow) -> impl IntoView {
    let position = first.column;
    let row = Memo::new(move |_| rows.with(|rows| rows.get(position).cloned()));
    let sure = move || {
        row.get().filter(|row| !row.sure.is_empty()).map(|row| {
            view! {
                <span class="sure">
                    <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                        <rect class="bar-track" width="100" height="4" />
                        <rect class="bar-fill" width=row.fill height="4" />
                    </svg>
                    {row.sure}
                </span>
            }
        })
    };
    let sure = move || sure().map_or_else(|| view! { <span class="faint">"—"</span> }.into_any(), IntoAny::into_any);
    let samples = first.samples.join(" · ");
    view! {
        <tr>
            <th scope="row">
                <b>{first.header.clone()}</b>
            </th>
            <td class="map-field" data-label=say!("Means")>
                <FieldSelect card=card row=row name=first.header.clone() />
            </td>
            <td data-label=say!("Sure")>{sure}</td>
            <td class="muted narrow-hide">{move || row.get().map(|row| row.because)}</td>
            <td class="samples" data-label=say!("First values") title=samples>
                {first.samples.into_iter().map(|sample| view! { <span>{sample}</span> }).collect_view()}
            </td>
        </tr>
    }
}

#[component]
fn FieldSelect(card: Memo<Option<FileCard>>, row: Memo<Option<ColumnRow>>, name: String) -> impl IntoView {
    let app = use_app();
    let kind = Memo::new(move |_| card.get().and_then(|card| card.mapping.kind));
    let current = Memo::new(move |_| row.get().and_then(|row| row.field));
    let busy = app.slice(|session| session.reading.is_some());
    let change = move |event: web_sys::Event| {
        let field = Field::from_key(&event_target_value(&event));
        let (card, row) = (card.get_untracked(), row.get_untracked());
        if let (Some(card), Some(row)) = (card, row) {
            let mut mapping = card.mapping;
            mapping.choose(row.column, field);
            app.dispatch(Event::Remap(vec![mapping]));
        }
    };
    view! {
        <select class="select select-small" disabled=move || busy.get() aria-label=say!("Meaning of {name}", name) on:change=change>
            <option value="" prop:selected=move || current.get().is_none()>
                {say!("Keep as extra column")}
            </option>
            {move || kind.get().map(|kind| groups(kind, current))}
        </select>
    }
}

fn groups(kind: TableKind, current: Memo<Option<Field>>) -> impl IntoView {
    let option = move |field: Field| {
        view! {
            <option value=field.key() prop:selected=move || current.get() == Some(field)>
                {texts::of(field.title())}
            </option>
        }
    };
    let group = move |(heading, fields): (&'static str, Vec<Field>)| {
        view! { <optgroup label=heading>{fields.into_iter().map(option).collect_view()}</optgroup> }
    };
    field_groups(kind).into_iter().map(group).collect_view()
}
