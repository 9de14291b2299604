//! What the deals tell: how often segments and reps win, and how long a deal takes.

use crate::browser::app::use_app;
use crate::view::RateRow;
use crate::view::SalesPanel;
use crate::view::sales_panel;
use leptos::prelude::*;

/// Win rates by segment and rep, where there are decided deals.
#[component]
pub fn SalesHistory() -> impl IntoView {
    let app = use_app();
    let panel = app.keyed(
        |session| {
            let data = session.data.as_ref();
            data.map(|data| (data.delivery.fingerprint.clone(), data.scored.sales.overall.decided))
        },
        sales_panel,
    );
    move || panel.get().map(body)
}

fn body(panel: SalesPanel) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="sales">
            <div class="card-head">
                <h2 id="sales">{say!("Sales history")}</h2>
                <span class="muted">{panel.sentence}</span>
            </div>
            <p class="card-note muted">
                {say!("What to expect of the next deal: rates of few deals are drawn towards the rate of all, so that three lucky \
                 deals make no champion. Beside it, the deals won and decided.")}
            </p>
            <div class="rates">
                {rates(panel.grouped_by, panel.groups)} {rates(say!("By rep"), panel.reps)}
            </div>
        </section>
    }
}

fn rates(title: &'static str, rows: Vec<RateRow>) -> impl IntoView {
    const SHOWN: usize = 8;
    let hidden = rows.len().saturating_sub(SHOWN);
    let row = |row: RateRow| {
        view! {
            <li>
                <span class="rate-name" title=row.name.clone()>{row.name.clone()}</span>
                <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="bar-track" width="100" height="6" />
                    <rect class="bar-fill" width=row.fill height="6" />
                </svg>
                <b>{row.rate}</b>
                <span class="muted">{row.of}</span>
            </li>
        }
    };
    let mut first: Vec<RateRow> = rows;
    let rest = first.split_off(first.len().min(SHOWN));
    view! {
        <section>
            <h3>{title}</h3>
            <ul class="rate-list">{first.into_iter().map(row).collect_view()}</ul>
            {(hidden > 0)
                .then(|| {
                    view! {
                        <details class="fold rate-more">
                            <summary>{say!("{hidden} more", hidden)}</summary>
                            <ul class="rate-list">{rest.into_iter().map(row).collect_view()}</ul>
                        </details>
                    }
                })}
        </section>
    }
}
