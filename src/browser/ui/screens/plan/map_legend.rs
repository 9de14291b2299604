//! What colours, sizes and marks of the map mean, and what the pointer is over.

use crate::browser::app::App;
use crate::browser::app::use_app;
use crate::browser::map;
use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::ui::screens::plan::map_panel::Panel;
use crate::browser::ui::screens::plan::map_panel::Under;
use crate::view::KeyMark;
use crate::view::KeyRow;
use crate::view::Tint;
use crate::view::account_row;
use crate::view::crowd_text;
use crate::view::crowds_text;
use crate::view::heat_text;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Below this width of the window the legend is shut at first, px.
const NARROW_PX: f64 = 860.0;

/// The legend; it can be shut.
#[component]
pub fn Legend(
    /// The map.
    panel: Panel,
) -> impl IntoView {
    let app = use_app();
    let wide = window().inner_width().ok().and_then(|px| px.as_f64()).is_none_or(|px| px > NARROW_PX);
    let key = panel.key;
    // Labels of the map keep off the legend, however large it is.
    let keep_off = move || panel.with(map::set_overlays);
    let extent = Memo::new(move |_| {
        let crowded = panel.crowds.with(Option::is_some);
        (
            key.with(|key| (key.rows.len(), key.marks.len(), key.title.len())),
            crowded,
            panel.look.with(|look| look.heat.is_some()),
        )
    });
    Effect::new(move |_| {
        extent.with(|_| ());
        request_animation_frame(keep_off);
    });
    let rows = move || key.with(|key| key.rows.clone()).into_iter().map(row).collect_view();
    let size = move || crowds_line(panel).unwrap_or_else(|| key.with(|key| key.size.clone()));
    let heat = move || {
        heat_line(app, panel).map(|text| {
            view! {
                <p class="map-key-heat">
                    <span aria-hidden="true"></span>
                    {text}
                </p>
            }
        })
    };
    let marks = move || {
        let mark = |(kind, text)| {
            view! {
                <p class="map-key-row">
                    {mark(kind)}
                    {text}
                </p>
            }
        };
        key.with(|key| key.marks.clone()).into_iter().map(mark).collect_view()
    };
    view! {
        <details class="map-legend" data-map-overlay="" open=wide on:toggle=move |_| keep_off()>
            <summary>
                {say!("Legend:")} " " <b>{move || key.with(|key| key.title.clone())}</b>
            </summary>
            <div>
                {rows} {heat} <p class="map-key-note">{size}</p> {marks}
                {move || {
                    let missing = key.with(|key| key.missing.clone());
                    (!missing.is_empty()).then(|| view! { <p class="map-key-note">{missing}</p> })
                }}
            </div>
        </details>
    }
}

/// What dots are where each stands for several accounts.
pub fn crowds_line(panel: Panel) -> Option<String> {
    panel.crowds.get().map(|(most, side_px)| crowds_text(most, side_px))
}

/// What the heat map means, while there is one.
pub fn heat_line(app: App, panel: Panel) -> Option<String> {
    let aspect = panel.look.with(|look| look.heat.clone())?;
    // Its amount is in the currency of the rest of the legend.
    panel.key.track();
    let (most, km) = panel.heat.get();
    Some(app.session.with_untracked(|session| heat_text(session, &aspect, most, km)))
}

fn row(row: KeyRow) -> AnyView {
    let class = match row.tint {
        Tint::Territory(colour) => format!("swatch territory-{colour}"),
        Tint::Step(step) => format!("swatch map-step-{step}"),
        Tint::Other | Tint::Plain => "swatch".to_owned(),
    };
    view! {
        <p class="map-key-row">
            <svg class=class viewBox="0 0 12 12" aria-hidden="true">
                <circle cx="6" cy="6" r="5" />
            </svg>
            <span>{row.name}</span>
            " "
            <span class="map-key-count">{row.count}</span>
        </p>
    }
    .into_any()
}

fn mark(mark: KeyMark) -> AnyView {
    let path = match mark {
        KeyMark::Base => "M6 1l5 5-5 5-5-5z",
        KeyMark::Ring => "M6 2a4 4 0 1 0 .01 0z",
        KeyMark::Hollow => "M6 2.5a3.5 3.5 0 1 0 .01 0z",
        KeyMark::Excluded => "M6 2.5a3.5 3.5 0 1 0 .01 0zM3.5 8.5 8.5 3.5",
        KeyMark::Square => "M1.5 1.5h9v9h-9z",
        KeyMark::Tour => "M1.5 9.5 4 3.5l4 4.5 2.5-5",
        KeyMark::Arrow => "M1 10Q4 4 10 3M6.5 1.8 10.4 2.8 7.8 6",
    };
    let class = match mark {
        KeyMark::Base => "map-key-full",
        KeyMark::Excluded => "map-key-line map-key-excluded",
        _ => "map-key-line",
    };
    let dot = matches!(mark, KeyMark::Ring | KeyMark::Square)
        .then(|| view! { <circle class="map-key-dot" cx="6" cy="6" r="2.6" /> });
    view! {
        <svg class=class viewBox="0 0 12 12" aria-hidden="true">
            {dot} <path d=path />
        </svg>
    }
    .into_any()
}

/// What the pointer is over.
#[component]
pub fn HoverCard(
    /// The map.
    panel: Panel,
) -> impl IntoView {
    let app = use_app();
    let node = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let (Some(node), Some((_, x, y))) = (node.get(), panel.hover.get()) {
            let element: HtmlElement = node.unchecked_into();
            let _ = element.style().set_property("transform", &format!("translate({}px, {}px)", x + 12.0, y + 12.0));
        }
    });
    let under = Memo::new(move |_| panel.hover.get().map(|(under, _, _)| under));
    let lines = move || match under.get() {
        None => Vec::new(),
        Some(Under::Crowd(accounts, class, share)) => {
            let text = panel.colouring.with(|colouring| crowd_text(colouring, accounts, class, share));
            vec![text, say!("A click looks closer.").to_owned()]
        }
        Some(Under::Account(account)) => account_lines(app, panel, account),
    };
    let shown = move || {
        let mut lines = lines().into_iter();
        let name = lines.next().map(|name| view! { <b>{name}</b> });
        (name, lines.map(|line| view! { <span>{line}</span> }).collect_view())
    };
    view! {
        <div class="map-hover" aria-hidden="true" node_ref=node hidden=move || panel.hover.get().is_none()>
            {shown}
        </div>
    }
}

fn account_lines(app: App, panel: Panel, account: u32) -> Vec<String> {
    let (look, colouring) = (panel.look.get_untracked(), panel.colouring.get_untracked());
    app.session.with_untracked(|session| {
        let Some(row) = account_row(session, account) else { return Vec::new() };
        let owner = if row.moved { say!("{rep} (today {owner})", rep = row.rep, owner = row.owner) } else { row.rep };
        let mut lines = vec![row.name, format!("{}, {}", row.place, row.potential), owner];
        lines.extend(crate::view::told_by_colour(session, &look, &colouring, account));
        lines
    })
}
