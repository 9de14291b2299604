//! What a column must say: labels to tick, a range, a text, or yes and no.

use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::For;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::MenuOpen;
use crate::browser::ui::parts::Show;
use crate::browser::ui::screens::plan::table_state::TableState;
use crate::browser::ui::screens::plan::table_state::use_table;
use crate::view::AccountColumn;
use crate::view::Blanks;
use crate::view::ColumnInfo;
use crate::view::Condition;
use crate::view::Kind;
use crate::view::LabelRow;
use crate::view::amount_of;
use crate::view::label_counts;
use crate::view::label_rows;
use crate::view::number_span;
use crate::view::significant_text;
use leptos::prelude::*;

/// Labels listed at most: a search finds the others.
const LISTED: usize = 60;

/// The fields for a column; what they say holds at once.
#[component]
pub fn Editor(
    /// The column.
    info: ColumnInfo,
) -> impl IntoView {
    match info.kind {
        Kind::Text => view! { <Containing info=info /> }.into_any(),
        Kind::Labels => view! { <LabelList info=info /> }.into_any(),
        Kind::Number | Kind::Money => view! { <Range info=info /> }.into_any(),
        Kind::YesNo => view! { <YesNo info=info /> }.into_any(),
    }
}

fn set(table: TableState, column: AccountColumn, condition: Option<Condition>) {
    table.filter.update(|filter| filter.set(column, condition));
}

#[component]
fn Containing(info: ColumnInfo) -> impl IntoView {
    let table = use_table();
    let column = info.column;
    let text = move || match table.filter.with(|filter| filter.condition(column).cloned()) {
        Some(Condition::Contains(text)) => text,
        _ => String::new(),
    };
    view! {
        <label class="field menu-field">
            <span>{say!("Contains")}</span>
            <input
                class="input input-small"
                type="text"
                aria-label=say!("{column} contains", column = info.title)
                prop:value=text
                on:input=move |event| set(table, column, Some(Condition::Contains(event_target_value(&event))))
            />
        </label>
    }
}

#[component]
fn LabelList(info: ColumnInfo) -> impl IntoView {
    let (app, table) = (use_app(), use_table());
    let column = info.column;
    let open = use_context::<MenuOpen>();
    let text = RwSignal::new(String::new());
    let counts = Memo::new(move |_| {
        table.shown.with(|_| ());
        // Nobody looks at the list of a menu that is closed.
        let is_open = open.is_none_or(|MenuOpen(open)| open.get());
        if is_open { app.session.with_untracked(|session| label_counts(session, column)) } else { Vec::new() }
    });
    let listed = Memo::new(move |_| {
        let rows =
            |session: &_| counts.with(|counts| text.with(|text| label_rows(session, column, counts, text, LISTED)));
        app.session.with_untracked(rows)
    });
    let entry = move |row: LabelRow| {
        let code = row.code;
        let is_on = move || match table.filter.with(|filter| filter.condition(column).cloned()) {
            Some(Condition::OneOf(codes)) => codes.binary_search(&code).is_ok(),
            _ => false,
        };
        view! {
            <label class="menu-item label-row">
                <input
                    type="checkbox"
                    prop:checked=is_on
                    on:change=move |_| table.filter.update(|filter| filter.toggle(column, code))
                />
                <span class="clip">{row.text}</span>
                <span class="faint num">{row.count}</span>
            </label>
        }
    };
    let all_that_contain = move |_| set(table, column, Some(Condition::Contains(text.get_untracked())));
    view! {
        <label class="search menu-search">
            <Icon name="search" />
            <input
                class="input input-small"
                type="search"
                aria-label=say!("Search {column}", column = info.title)
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            />
        </label>
        <Show when=move || !text.with(String::is_empty)>
            <button class="menu-item" type="button" on:click=all_that_contain>
                <Icon name="filter" />
                <span>{move || say!("All that contain “{text}”", text = text.get())}</span>
            </button>
        </Show>
        <For each=move || listed.get().0 key=Clone::clone children=entry />
        <Show when=move || listed.with(|(rows, _)| rows.is_empty())>
            <p class="menu-note" role="status">
                {say!("Nothing like that")}
            </p>
        </Show>
        <Show when=move || listed.with(|(_, more)| *more > 0)>
            <p class="menu-note">{move || say!("{more} more: search for them.", more = listed.get().1)}</p>
        </Show>
    }
}

#[component]
fn Range(info: ColumnInfo) -> impl IntoView {
    let (app, table) = (use_app(), use_table());
    let column = info.column;
    let range = move || match table.filter.with(|filter| filter.condition(column).cloned()) {
        Some(Condition::Range { least, most, blanks }) => (least, most, blanks),
        _ => (None, None, Blanks::In),
    };
    let put = move |(least, most, blanks)| set(table, column, Some(Condition::Range { least, most, blanks }));
    let hint = StoredValue::new(app.session.with_untracked(|session| number_span(session, column)).unwrap_or_default());
    let end = move |label: &'static str, first: bool| {
        let value = move || {
            let (least, most, _) = range();
            (if first { least } else { most }).map_or_else(String::new, significant_text)
        };
        let change = move |event: web_sys::Event| {
            let given = amount_of(&event_target_value(&event));
            let (least, most, blanks) = range();
            // Whoever gives a number asks for numbers.
            let blanks = if (least, most) == (None, None) && blanks == Blanks::In { Blanks::Out } else { blanks };
            put(if first { (given, most, blanks) } else { (least, given, blanks) });
        };
        let placeholder = hint.with_value(|hint| if first { hint.0.clone() } else { hint.1.clone() });
        view! {
            <label class="field">
                <span>{label}</span>
                <input
                    class="input input-small num"
                    type="text"
                    inputmode="decimal"
                    placeholder=placeholder
                    prop:value=value
                    on:change=change
                />
            </label>
        }
    };
    let blanks = move |event: web_sys::Event| {
        let (least, most, _) = range();
        put(match event_target_value(&event).as_str() {
            "in" => (least, most, Blanks::In),
            "only" => (None, None, Blanks::Only),
            _ => (least, most, Blanks::Out),
        });
    };
    let word = move || match range().2 {
        Blanks::In => "in",
        Blanks::Only => "only",
        Blanks::Out => "out",
    };
    view! {
        <div class="menu-field range-fields">
            {end(say!("At least"), true)} {end(say!("At most"), false)}
            <label class="field range-blanks">
                <span>{say!("Without a number")}</span>
                <select class="select select-small" prop:value=word on:change=blanks>
                    <option value="in">{say!("shown, too")}</option>
                    <option value="out">{say!("left out")}</option>
                    <option value="only">{say!("only these")}</option>
                </select>
            </label>
        </div>
    }
}

#[component]
fn YesNo(info: ColumnInfo) -> impl IntoView {
    let table = use_table();
    let column = info.column;
    let choice = move |label: &'static str, wanted: bool| {
        let is_on = move || table.filter.with(|filter| filter.condition(column) == Some(&Condition::Is(wanted)));
        view! {
            <button
                type="button"
                aria-pressed=move || is_on().to_string()
                on:click=move |_| set(table, column, (!is_on()).then_some(Condition::Is(wanted)))
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="menu-field">
            <div class="segmented" role="group" aria-label=info.title>
                {choice(say!("Yes"), true)}
                {choice(say!("No"), false)}
            </div>
        </div>
    }
}
