//! The moves between two plans, each with benefit and cost, and the fewest that bring most of the gain.

use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::parts::SortHeader;
use crate::browser::ui::parts::Virtual;
use crate::browser::ui::route::Screen;
use crate::browser::ui::route::go;
use crate::browser::ui::screens::scenarios::verdict::verdict_mark;
use crate::session::Event;
use crate::session::Pick;
use crate::session::WeighEvent;
use crate::view::MoveSort;
use crate::view::SmallChoice;
use crate::view::WeighedCard;
use crate::view::kept_small;
use crate::view::move_order;
use crate::view::move_row;
use crate::view::weighed_card;
use leptos::prelude::*;
use std::sync::Arc;

/// Share that is looked at first, percent.
const USUAL: u8 = 85;

/// What was found.
#[component]
pub fn WeighedPart() -> impl IntoView {
    use_app().session.with_untracked(weighed_card).map(body)
}

fn body(card: WeighedCard) -> AnyView {
    let WeighedCard { title, note, no_small, small, has_money } = card;
    let choose = if small.is_empty() {
        view! { <p class="muted">{no_small}</p> }.into_any()
    } else {
        view! { <Small choices=small /> }.into_any()
    };
    // The list exists while it is unfolded.
    let open = RwSignal::new(false);
    let toggled = move |event: web_sys::Event| {
        open.set(event_target::<web_sys::HtmlDetailsElement>(&event).open());
    };
    view! {
        {choose}
        <details class="fold" on:toggle=toggled>
            <summary>
                <Icon name="chevron" />
                <b>{title}</b>
            </summary>
            <p class="muted small compare-note">{note}</p>
            <Show when=move || open.get()>
                <List has_money=has_money />
            </Show>
        </details>
    }
    .into_any()
}

/// Which share is wanted, what it takes, and the button that makes a version of it.
#[component]
fn Small(choices: Vec<SmallChoice>) -> impl IntoView {
    let app = use_app();
    let usual =
        choices.iter().find(|choice| choice.wanted >= USUAL).or(choices.last()).map_or(USUAL, |choice| choice.wanted);
    let wanted = RwSignal::new(usual);
    let options = choices.iter().map(|choice| {
        let (value, name, selected) = (choice.wanted, choice.name.clone(), choice.wanted == usual);
        view! { <option value=value.to_string() selected=selected>{name}</option> }
    });
    let options = options.collect_view();
    let choices = StoredValue::new(choices);
    let chosen = move || choices.with_value(|all| all.iter().find(|choice| choice.wanted == wanted.get()).cloned());
    let change = move |event: web_sys::Event| {
        if let Ok(value) = event_target_value(&event).parse() {
            wanted.set(value);
        }
    };
    let make = move |_| app.dispatch(Event::Weigh(WeighEvent::Keep(wanted.get_untracked(), js_sys::Date::now())));
    view! {
        <div class="row verdict-small">
            <label class="field">
                <span class="small muted">{say!("Share of the gain")}</span>
                <select class="select" on:change=change>
                    {options}
                </select>
            </label>
            <button class="button" type="button" on:click=make>
                <Icon name="plus" />
                {say!("Make the small plan")}
            </button>
        </div>
        <p role="status">
            {move || chosen().map(|choice| {
                let chip = choice.chip.map(|chip| verdict_mark(&chip));
                view! { {choice.sentence} " " {chip} }
            })}
        </p>
        <Kept />
    }
}

/// The version that was made last.
#[component]
fn Kept() -> impl IntoView {
    let app = use_app();
    let kept = app.slice(kept_small);
    let open = move |_| {
        if let Some((id, _)) = kept.get_untracked() {
            app.dispatch(Event::Adopt(id));
            go(Screen::Plan);
        }
    };
    view! {
        <Show when=move || kept.with(Option::is_some)>
            <p class="row">
                <span class="chip chip-kept"><Icon name="check" />{say!("kept as a version")}</span>
                <b>{move || kept.get().map(|(_, name)| name)}</b>
                <button class="button button-small" type="button" aria-label=say!("Open the small plan") on:click=open>
                    {say!("Open")}
                </button>
            </p>
        </Show>
    }
}

#[component]
fn List(has_money: bool) -> impl IntoView {
    let app = use_app();
    let sort = RwSignal::new((MoveSort::Gain, true));
    let order = Memo::new(move |_| {
        let (by, descending) = sort.get();
        Arc::new(app.session.with_untracked(|session| move_order(session, by, descending)))
    });
    let number = move |key: MoveSort, label: &'static str| {
        let largest_first = key != MoveSort::PayBack;
        view! { <SortHeader key=key sort=sort largest_first=largest_first class="num" label=label /> }.into_any()
    };
    let money = has_money.then(|| {
        view! {
            {number(MoveSort::Benefit, say!("Benefit a year"))}
            <th scope="col" class="num">{say!("Alone")}</th>
            {number(MoveSort::Cost, say!("Cost, once"))}
            {number(MoveSort::PayBack, say!("Pay-back"))}
        }
    });
    let head = view! {
        <thead>
        <tr>
            <SortHeader key=MoveSort::Name sort=sort label=say!("Account") />
            <SortHeader key=MoveSort::From sort=sort label=say!("From") />
            <SortHeader key=MoveSort::To sort=sort label=say!("To") />
            {number(MoveSort::Gain, say!("Gain in points"))}
            {money}
        </tr>
        </thead>
    };
    let columns: usize = if has_money { 8 } else { 4 };
    view! {
        <div class="compare-list">
            <Virtual
                label=say!("Moves")
                class="table-compact"
                rows=order
                head=head.into_any()
                columns=columns
                row=move |place, at| line(place, at, has_money)
            />
        </div>
    }
}

fn line(place: usize, at: u32, has_money: bool) -> AnyView {
    let app = use_app();
    let Some(row) = app.session.with_untracked(|session| move_row(session, at)) else { return ().into_any() };
    let [from, to] = row.reps;
    let account = row.account;
    let show = move |_| {
        app.dispatch(Event::Pick(Pick::Account(account)));
        go(Screen::Plan);
    };
    let money = has_money.then(|| {
        view! {
            <td class="num" data-label=say!("Benefit a year")>{row.benefit}</td>
            <td class="num" data-label=say!("Alone")>{row.alone}</td>
            <td class="num" data-label=say!("Cost, once")>{row.cost}</td>
            <td class="num" data-label=say!("Pay-back")>{row.pay_back}</td>
        }
    });
    let beside = (!row.beside.is_empty()).then(|| view! { " " <span class="faint small">{row.beside}</span> });
    view! {
        <tr aria-rowindex=place>
            <th scope="row">
                <button class="cell-button" type="button" title=say!("Show it on the map") on:click=show>
                    {row.name}
                </button>
                {beside}
            </th>
            <td data-label=say!("From")>{from}</td>
            <td data-label=say!("To")>{to}</td>
            <td class="num" data-label=say!("Gain in points")>{row.points}</td>
            {money}
        </tr>
    }
    .into_any()
}
