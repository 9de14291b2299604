//! A chart with its table: drawn from instructions, named by one sentence.

use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::ui::parts::Show;
use crate::view::Drawing;
use crate::view::Form;
use crate::view::Shape;
use crate::view::Twin;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// A drawing as it is, without its table.
pub fn drawn(drawing: Drawing) -> AnyView {
    let view_box = format!("0 0 {:.0} {:.0}", drawing.width, drawing.height);
    view! {
        <svg class="figure" viewBox=view_box role="img" aria-label=drawing.label>
            {drawing.shapes.into_iter().map(shape).collect_view()}
        </svg>
    }
    .into_any()
}

fn shape(shape: Shape) -> AnyView {
    let class = shape.class;
    let title = (!shape.title.is_empty()).then(|| leptos::svg::title().child(shape.title));
    let px = |value: f64| format!("{value:.1}");
    match shape.form {
        Form::Rect(x, y, width, height) => {
            view! { <rect class=class x=px(x) y=px(y) width=px(width) height=px(height) rx="2">{title}</rect> }
                .into_any()
        }
        Form::Circle(x, y, radius) => {
            view! { <circle class=class cx=px(x) cy=px(y) r=px(radius)>{title}</circle> }.into_any()
        }
        Form::Path(path) => view! { <path class=class d=path /> }.into_any(),
        Form::Text(x, y, anchor, text) => {
            view! { <text class=class x=px(x) y=px(y) text-anchor=anchor.word()>{text}</text> }.into_any()
        }
    }
}

/// A chart under its title, and the same as a table below, where it is opened.
#[component]
pub fn Figure(
    /// What it is.
    #[prop(into)]
    title: Signal<String>,
    /// The drawing for a width in px; none where there is nothing to draw.
    #[prop(into)]
    drawing: Signal<Option<Drawing>>,
    /// What stands instead of nothing, a sentence.
    #[prop(into)]
    empty: Signal<&'static str>,
    /// What the colours mean.
    #[prop(optional)]
    legend: Option<AnyView>,
    /// What is as wide as the drawing.
    #[prop(optional)]
    probe: Option<NodeRef<leptos::html::Div>>,
) -> impl IntoView {
    let full = Memo::new(move |_| drawing.with(|drawing| drawing.as_ref().is_some_and(|d| !d.twin.rows.is_empty())));
    view! {
        <figure class="card chart-card">
            <figcaption>{move || title.get()}</figcaption>
            {probe.map(|probe| view! { <div class="chart-probe" node_ref=probe></div> })}
            <Show when=move || full.get() fallback=move || view! { <p class="muted">{move || empty.get()}</p> }>
                {move || drawing.get().map(drawn)}
                <details class="chart-twin">
                    <summary>{say!("Table")}</summary>
                    <div class="table-scroll" tabindex="0" role="group" aria-label=move || say!("{title}, scrolls", title = title.get())>
                        {move || drawing.get().map(|drawing| table(title.get(), drawing.twin))}
                    </div>
                </details>
            </Show>
            {legend}
        </figure>
    }
}

fn table(title: String, twin: Twin) -> impl IntoView {
    let header = |(place, text): (usize, &'static str)| {
        view! {
            <th scope="col" class:num=move || { place > 0 }>
                {text}
            </th>
        }
    };
    let row = |cells: Vec<String>| {
        let mut cells = cells.into_iter();
        let name = cells.next();
        view! {
            <tr>
                <th scope="row">{name}</th>
                {cells.map(|cell| view! { <td class="num">{cell}</td> }).collect_view()}
            </tr>
        }
    };
    view! {
        <table class="table" aria-label=title>
            <thead>
                <tr>{twin.headers.into_iter().enumerate().map(header).collect_view()}</tr>
            </thead>
            <tbody>{twin.rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

/// How wide an element's content is, px; it is told whenever that changes.
pub fn width_of(node: NodeRef<leptos::html::Div>) -> ReadSignal<f64> {
    let (width, set_width) = signal(0.0);
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        let seen = element.clone();
        let changed = Closure::<dyn FnMut()>::new(move || {
            let _ = set_width.try_set(f64::from(seen.client_width()));
        });
        if let Ok(observer) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(&element);
            let kept = StoredValue::new_local((observer, changed));
            on_cleanup(move || {
                kept.with_value(|(observer, _)| observer.disconnect());
            });
        }
    });
    width
}
