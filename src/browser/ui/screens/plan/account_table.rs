//! The "Accounts" table: every account, however many; only the rows in view exist.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Choices;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Menu;
use crate::browser::ui::parts::SortHeader;
use crate::browser::ui::parts::Swatch;
use crate::browser::ui::parts::Virtual;
use crate::browser::ui::parts::close_menu;
use crate::model::Status;
use crate::session::Event;
use crate::session::Pick;
use crate::session::Session;
use crate::view::AccountSort;
use crate::view::Filter;
use crate::view::account_order;
use crate::view::account_row;
use crate::view::filter_choices;
use leptos::prelude::*;

/// The table under its tabs.
#[component]
pub fn AccountTable(
    /// The tabs.
    tabs: AnyView,
) -> impl IntoView {
    let app = use_app();
    let filter = RwSignal::new(Filter::default());
    let sort = RwSignal::new((AccountSort::File, false));
    let key = app.slice(|session| (shown_of(session), session.selection.accounts.clone()));
    let order = Memo::new(move |_| {
        key.with(|_| ());
        let (by, descending) = sort.get();
        app.session.with_untracked(|session| filter.with(|filter| account_order(session, filter, by, descending)))
    });
    let head = view! {
        <tr>
            <SortHeader key=AccountSort::Name sort=sort label="Account" />
            <SortHeader key=AccountSort::Place sort=sort label="Place" />
            <SortHeader key=AccountSort::Industry sort=sort label="Industry" />
            <SortHeader key=AccountSort::Rep sort=sort label="Rep" />
            <SortHeader key=AccountSort::Owner sort=sort label="Today" />
            <SortHeader key=AccountSort::Potential sort=sort largest_first=true class="num" label="Potential a year" />
        </tr>
    };
    view! {
        <div class="table-tools">
            {tabs}
            <span class="muted small">{move || shown(order.with(Vec::len))}</span>
            <Search filter=filter />
            <FilterMenu filter=filter />
        </div>
        <FilterLine filter=filter />
        <Virtual
            label="Accounts"
            class="table-hover table-compact"
            rows=order
            head=head.into_any()
            columns=6
            row=|place, account| view! { <Row place=place account=account /> }.into_any()
        />
    }
}

/// What the rows depend on: the data, whether their scores have come, and the state of the plan.
fn shown_of(session: &Session) -> Option<(String, bool, u64)> {
    let (data, project) = (session.data.as_ref()?, session.project.as_ref()?);
    Some((project.dataset.clone(), data.scored.potential.is_empty(), project.version))
}

fn shown(count: usize) -> String {
    let count = crate::units::grouped(count as f64, 0);
    format!("{count} shown")
}

#[component]
fn Search(filter: RwSignal<Filter>) -> impl IntoView {
    view! {
        <label class="search">
            <Icon name="search" />
            <input
                class="input input-small"
                type="search"
                placeholder="Name, place, id, rep"
                aria-label="Search accounts"
                prop:value=move || filter.with(|filter| filter.search.clone())
                on:input=move |event| filter.update(|filter| filter.search = event_target_value(&event))
            />
        </label>
    }
}

/// Switches a filter on or off.
type Switch = fn(&mut Filter);

/// What can be filtered: name, icon, how to switch it on.
const FILTERS: [(&str, &str, Switch); 4] = [
    ("Change hands", "compare", |filter| filter.moved = true),
    ("Selected", "check", |filter| filter.selected = true),
    ("Customers", "users", |filter| filter.status = Some(Status::Customer)),
    ("Prospects", "search", |filter| filter.status = Some(Status::Prospect)),
];

#[component]
fn FilterMenu(filter: RwSignal<Filter>) -> impl IntoView {
    let app = use_app();
    let label = view! {
        <Icon name="filter" />
        <span class="phone-hide">"Filter"</span>
    };
    let reps = app.keyed(|session| session.judgement.as_ref().map(|judged| judged.version), filter_choices);
    let only = move |rep: u16| filter.update(|filter| filter.rep = Some(rep));
    view! {
        <Menu class="menu-small menu-end" name="Filter accounts" label=label.into_any()>
            {FILTERS
                .map(|(title, icon, set)| {
                    view! {
                        <button
                            class="menu-item"
                            type="button"
                            on:click=move |event| {
                                close_menu(&event);
                                filter.update(set);
                            }
                        >
                            <Icon name=icon />
                            <span>{title}</span>
                        </button>
                    }
                })
                .collect_view()}
            <hr class="menu-line" />
            <div class="menu-heading">"Rep in the plan"</div>
            <Choices choices=reps choose=only />
        </Menu>
    }
}

#[component]
fn FilterLine(filter: RwSignal<Filter>) -> impl IntoView {
    let app = use_app();
    let name = move |rep: u16| app.session.with_untracked(|session| crate::view::rep_name(session, rep).to_owned());
    let chips = move || {
        let current = filter.get();
        let mut chips: Vec<(String, Switch)> = Vec::new();
        if current.moved {
            chips.push(("Change hands".to_owned(), |filter| filter.moved = false));
        }
        if current.selected {
            chips.push(("Selected".to_owned(), |filter| filter.selected = false));
        }
        if let Some(status) = current.status {
            let word = if status == Status::Customer { "Customers" } else { "Prospects" };
            chips.push((word.to_owned(), |filter| filter.status = None));
        }
        if let Some(rep) = current.rep {
            chips.push((name(rep), |filter| filter.rep = None));
        }
        chips
    };
    let chip = move |(text, clear): (String, Switch)| {
        view! {
            <span class="chip chip-accent">
                {text.clone()}
                <button
                    class="chip-remove"
                    type="button"
                    aria-label=format!("Remove filter {text}")
                    on:click=move |_| filter.update(clear)
                >
                    <Icon name="close" />
                </button>
            </span>
        }
    };
    view! {
        <Show when=move || !chips().is_empty()>
            <div class="filter-line">{move || chips().into_iter().map(chip).collect_view()}</div>
        </Show>
    }
}

#[component]
fn Row(place: usize, account: u32) -> impl IntoView {
    let app = use_app();
    let row = app.keyed(shown_of, move |session| account_row(session, account));
    let selected = app.slice(move |session| session.selection.accounts.binary_search(&account).is_ok());
    let cells = move || {
        let row = row.get()?;
        let name = row.name.clone();
        Some(view! {
            <th scope="row">
                <span class="cell-name">
                    <input
                        type="checkbox"
                        aria-label=format!("Select {name}")
                        prop:checked=move || selected.get()
                        on:click=move |event| {
                            event.stop_propagation();
                            app.dispatch(Event::Pick(Pick::Toggle(account)));
                        }
                    />
                    <button class="cell-button" type="button">
                        {row.name}
                    </button>
                    {row.locked.then(|| view! { <Icon name="lock" /> })}
                </span>
            </th>
            <td data-label="Place">{row.place}</td>
            <td data-label="Industry">{row.industry}</td>
            <td data-label="Rep">
                <span class="cell-name">
                    <Swatch colour=row.colour />
                    {row.rep}
                </span>
            </td>
            <td data-label="Today" class:faint=!row.moved>{if row.moved { row.owner } else { "same".to_owned() }}</td>
            <td class="num" data-label="Potential a year">{row.potential}</td>
        })
    };
    view! {
        <tr
            aria-rowindex=place
            aria-selected=move || selected.get().to_string()
            on:click=move |_| app.dispatch(Event::Pick(Pick::Account(account)))
        >
            {cells}
        </tr>
    }
}
