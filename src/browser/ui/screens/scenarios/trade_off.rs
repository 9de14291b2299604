//! Two objectives against each other: which, the curve, and its points as versions.

use crate::browser::app::App;
use crate::browser::app::use_app;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Show;
use crate::browser::ui::screens::scenarios::trade_off_chart::Drawn;
use crate::protocol::Rivals;
use crate::session::Event;
use crate::view::Kept;
use crate::view::PointRow;
use crate::view::TradeOffPanel;
use crate::view::tradable;
use crate::view::trade_off_panel;
use crate::view::usual_rivals;
use leptos::prelude::*;

/// The section.
#[component]
pub fn TradeOff() -> impl IntoView {
    let app = use_app();
    let panel = app.slice(trade_off_panel);
    let drawn = move || panel.with(Option::is_some);
    view! {
        <section class="card" aria-labelledby="trade-off">
            <div class="card-head">
                <h2 id="trade-off" tabindex="-1">{say!("Trade-off")}</h2>
                <span class="muted">{say!("Plans between two objectives; all limits hold")}</span>
            </div>
            <div class="card-body stack">
                <Choose panel=panel />
                <Show when=drawn>
                    <Outcome panel=panel />
                </Show>
            </div>
        </section>
    }
}

/// Which two, and the button.
#[component]
fn Choose(panel: Memo<Option<TradeOffPanel>>) -> impl IntoView {
    let app = use_app();
    let first = app.session.with_untracked(|session| {
        session.drawing.as_ref().map_or_else(|| usual_rivals(session), |drawing| drawing.trade_off.rivals().clone())
    });
    let chosen = RwSignal::new(first);
    let running = move || panel.with(|panel| panel.as_ref().is_some_and(|panel| panel.running));
    let same = move || chosen.with(|chosen| chosen.first == chosen.second);
    view! {
        <div class="row trade-choose">
            <Objective label=say!("First objective") chosen=chosen of=|rivals| &mut rivals.first />
            <Objective label=say!("Second objective") chosen=chosen of=|rivals| &mut rivals.second />
            <Show
                when=running
                fallback=move || view! {
                    <button
                        class="button"
                        type="button"
                        disabled=same
                        on:click=move |_| app.dispatch(Event::Draw(chosen.get_untracked()))
                    >
                        <Icon name="play" />
                        {say!("Draw the curve")}
                    </button>
                }
            >
                <button class="button" type="button" on:click=move |_| app.dispatch(Event::StopDrawing)>
                    <Icon name="stop" />
                    {say!("Stop drawing")}
                </button>
            </Show>
        </div>
        <Show when=same>
            <p class="muted">{say!("Choose two different objectives.")}</p>
        </Show>
    }
}

#[component]
fn Objective(label: &'static str, chosen: RwSignal<Rivals>, of: fn(&mut Rivals) -> &mut String) -> impl IntoView {
    let options = use_app().slice(tradable);
    let value = move || chosen.with(|chosen| of(&mut chosen.clone()).clone());
    let option = move |(id, title): (&'static str, &'static str)| {
        view! { <option value=id prop:selected=move || value() == id>{title}</option> }
    };
    view! {
        <label class="field">
            <span class="small muted">{label}</span>
            <select class="select" on:change=move |event| chosen.update(|chosen| *of(chosen) = event_target_value(&event))>
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}

/// How far it is, the drawing, the point that is picked, and the same as a table.
#[component]
fn Outcome(panel: Memo<Option<TradeOffPanel>>) -> impl IntoView {
    let app = use_app();
    let picked = RwSignal::new(None::<u32>);
    let text = move |part: fn(&TradeOffPanel) -> String| move || panel.with(|panel| panel.as_ref().map(part));
    let running = move || panel.with(|panel| panel.as_ref().is_some_and(|panel| panel.running));
    let part = move || panel.with(|panel| panel.as_ref().map(|panel| format!("{:.3}", panel.part)));
    let any = move || panel.with(|panel| panel.as_ref().is_some_and(|panel| !panel.rows.is_empty()));
    let row = Memo::new(move |_| {
        let number = picked.get()?;
        panel.with(|panel| {
            let panel = panel.as_ref()?;
            let place = panel.rows.iter().position(|row| row.number == number)?;
            let number = |place: usize| panel.rows.get(place).map(|row| row.number);
            let beside = [place.checked_sub(1).and_then(number), number(place + 1)];
            Some((panel.titles.clone(), panel.rows[place].clone(), beside))
        })
    });
    view! {
        <p role="status">{text(|panel| panel.sentence.clone())}</p>
        <Show when=running>
            <progress aria-label=say!("Share of the points found") max="1" prop:value=part></progress>
        </Show>
        <Show when=move || panel.with(|panel| panel.as_ref().is_some_and(|panel| !panel.caution.is_empty()))>
            <p class="muted">{text(|panel| panel.caution.clone())}</p>
        </Show>
        <Show when=any>
            <div class="trade-parts">
                <Drawn panel=panel picked=picked />
                {move || match row.get() {
                    Some((titles, row, beside)) => details(app, titles, row, beside, picked).into_any(),
                    None => view! { <p class="muted">{say!("Pick a point to see what it costs and to keep it.")}</p> }.into_any(),
                }}
            </div>
            <details class="fold">
                <summary>
                    <Icon name="chevron" />
                    {say!("What the losses mean")}
                </summary>
                <p class="muted small">
                    {say!("A loss says how far a plan is from the best that this objective could be, all others aside: 0 % is ideal and often out of reach. Points above or beside each other differ by less than the drawing shows; the table has the digits.")}
                </p>
                {move || {
                    let meanings = panel.with(|panel| panel.as_ref().map(|panel| panel.meanings.clone()));
                    meanings.into_iter().flatten().map(|text| view! { <p class="muted small">{text}</p> }).collect_view()
                }}
            </details>
            <details class="fold">
                <summary>
                    <Icon name="chevron" />
                    {say!("The points as a table")}
                </summary>
                <div class="table-scroll" tabindex="0" role="group" aria-label=say!("Trade-off, scrolls")>
                    {move || panel.with(|panel| panel.as_ref().map(|panel| table(panel, picked)))}
                </div>
            </details>
        </Show>
    }
}

/// What a point costs, a step to the points beside it, and the way to keep it.
fn details(
    app: App,
    titles: [String; 2],
    row: PointRow,
    beside: [Option<u32>; 2],
    picked: RwSignal<Option<u32>>,
) -> impl IntoView {
    let number = row.number;
    let fact = |name: String, value: String| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    let ([one, other], [first, second]) = (row.losses, titles);
    let step = move |label: &'static str, turn: &'static str, to: Option<u32>| {
        view! {
            <button
                class=format!("button button-quiet button-icon button-small {turn}")
                type="button"
                aria-label=label
                title=label
                aria-disabled=to.is_none().to_string()
                on:click=move |_| picked.update(|picked| *picked = to.or(*picked))
            >
                <Icon name="chevron" />
            </button>
        }
    };
    let keep = match row.kept {
        None => view! {
            <button
                class="button"
                type="button"
                on:click=move |_| app.dispatch(Event::KeepPoint(number, js_sys::Date::now()))
            >
                <Icon name="plus" />
                {say!("Keep as a version")}
            </button>
            <p class="muted small">{say!("It becomes the plan, and what it was sought with becomes the rules. One Undo takes both back.")}</p>
        }
        .into_any(),
        Some(Kept { label, open: true, .. }) => {
            view! { <p class="row"><Icon name="check" />{say!("Kept as {label}; its weights are the rules now.", label)}</p> }.into_any()
        }
        Some(Kept { revision, label, .. }) => view! {
            <p class="row"><Icon name="check" />{say!("Kept as {label}.", label)}</p>
            <button class="button" type="button" on:click=move |_| app.dispatch(Event::Adopt(revision))>
                {say!("Open {label} with its rules", label)}
            </button>
        }
        .into_any(),
    };
    view! {
        <div class="stack trade-point" role="group" aria-label=row.name.clone() aria-live="polite">
            <div class="row">
                <h3>{row.name.clone()}</h3>
                <span class="row-end">
                    {step(say!("Previous point"), "turn-left", beside[0])}
                    {step(say!("Next point"), "turn-right", beside[1])}
                </span>
            </div>
            <dl class="facts">
                {fact(first, one)}
                {fact(second, other)}
                {fact(say!("Accounts that move").to_owned(), row.moved)}
                {fact(say!("Proven gap").to_owned(), row.gap)}
                {fact(say!("Weights or limit").to_owned(), row.sought)}
            </dl>
            {keep}
        </div>
    }
}

fn table(panel: &TradeOffPanel, picked: RwSignal<Option<u32>>) -> impl IntoView + use<> {
    let [first, second] = panel.titles.clone();
    let labels = panel.titles.clone();
    let row = move |row: PointRow| {
        let ([one, other], [first, second], number) = (row.losses, labels.clone(), row.number);
        let is_picked = move || picked.get() == Some(number);
        view! {
            <tr class:is-picked=is_picked>
                <th scope="row">
                    <button
                        class="button-link"
                        type="button"
                        aria-label=say!("Show {name}", name = row.name)
                        aria-pressed=move || is_picked().to_string()
                        on:click=move |_| picked.set(Some(number))
                    >
                        {row.name.clone()}
                    </button>
                </th>
                <td class="num" data-label=first>{one}</td>
                <td class="num" data-label=second>{other}</td>
                <td class="num" data-label=say!("Moved")>{row.moved}</td>
                <td class="num" data-label=say!("Weights or limit")>{row.sought}</td>
                <td class="num" data-label=say!("Proven gap")>{row.gap}</td>
            </tr>
        }
    };
    view! {
        <table class="table table-compact" aria-label=say!("Points of the trade-off")>
            <thead>
                <tr>
                    <th scope="col">{say!("Point")}</th>
                    <th scope="col" class="num">{first}</th>
                    <th scope="col" class="num">{second}</th>
                    <th scope="col" class="num">{say!("Moved")}</th>
                    <th scope="col" class="num">{say!("Weights or limit")}</th>
                    <th scope="col" class="num">{say!("Proven gap")}</th>
                </tr>
            </thead>
            <tbody>{panel.rows.clone().into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
