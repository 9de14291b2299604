//! The plan being worked on against today.

use crate::browser::app::use_app;
use crate::session::Session;
use crate::view::FigureRow;
use crate::view::Tone;
use crate::view::against_today;
use leptos::prelude::*;
use std::sync::Arc;

/// Every figure with its today; nothing while the plan is today's.
#[component]
pub fn Against() -> impl IntoView {
    let app = use_app();
    let key = |session: &Session| session.judgement.as_ref().map_or(0, |judged| Arc::as_ptr(judged) as usize);
    let rows = app.keyed(key, against_today);
    let name = app.slice(|session| {
        let project = session.project.as_ref()?;
        let edited = if project.edited() { ", edited" } else { "" };
        Some(format!("{}{edited}", project.revision().label))
    });
    let changed = move || rows.with(|rows| rows.iter().any(|row| !row.change.is_empty()));
    let plan = move || name.get().unwrap_or_default();
    view! {
        <Show when=changed>
            <section class="card" aria-labelledby="against">
                <div class="card-head">
                    <h2 id="against">{plan}" against today"</h2>
                    <span class="muted">"The plan being worked on, figure by figure"</span>
                </div>
                <div class="table-scroll" tabindex="0" role="group" aria-label="Figures against today, scrolls">
                    <table class="table table-compact" aria-label="Figures against today">
                        <thead>
                            <tr>
                                <th scope="col">"Figure"</th>
                                <th scope="col" class="num">"Today"</th>
                                <th scope="col" class="num">"Plan"</th>
                                <th scope="col" class="num">"Change"</th>
                            </tr>
                        </thead>
                        <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            </section>
        </Show>
    }
}

fn row(row: FigureRow) -> impl IntoView {
    let class = match row.tone {
        Tone::Good => "num is-kept",
        Tone::Bad => "num is-broken",
        Tone::Plain => "num",
    };
    view! {
        <tr title=row.help>
            <th scope="row">{row.title}</th>
            <td class="num" data-label="Today">{row.today}</td>
            <td class="num" data-label="Plan"><b>{row.plan}</b></td>
            <td class=class data-label="Change">{row.change}</td>
        </tr>
    }
}
