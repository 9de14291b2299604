//! The tables of how sure a plan is: ranges, possible worlds, quarters that are over.

use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::SortHeader;
use crate::browser::ui::parts::limits_mark;
use crate::view::BacktestPanel;
use crate::view::RobustRow;
use crate::view::RobustSort;
use crate::view::robust_order;
use leptos::prelude::*;

/// What is varied, how far, and why.
pub fn ranges(lines: Vec<[String; 3]>) -> AnyView {
    let line = |[title, range, why]: [String; 3]| {
        view! { <li><b>{title}": "{range}</b> " " <span class="muted">{why}</span></li> }
    };
    view! {
        <details class="fold">
            <summary>
                <Icon name="chevron" />
                <b>{say!("What is varied, how far, and why")}</b>
            </summary>
            <p class="muted small">
                {say!("Each range leaves out one case of ten below and one above. In the possible worlds all inputs are drawn together; each rep's hours, each large account and each segment's win rate by itself. A possible world is what may hold instead of what is assumed; the bad and good years of the other figures are luck around what is assumed: with deals, their length, win rates and hours.")}
            </p>
            <ul class="version-rules compare-rules">{lines.into_iter().map(line).collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// Plans in many possible worlds.
pub fn robust(rows: Vec<RobustRow>, sort: RwSignal<(RobustSort, bool)>) -> AnyView {
    let drawn = move || {
        let (by, descending) = sort.get();
        robust_order(&rows, by, descending).into_iter().filter_map(|at| rows.get(at).cloned()).map(row).collect_view()
    };
    let head = |key: RobustSort, largest_first: bool, label: &'static str, help: &'static str| {
        view! {
            <SortHeader
                key=key
                sort=sort
                largest_first=largest_first
                class="num"
                label=label
                help=help
            />
        }
        .into_any()
    };
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=say!("Possible worlds, scrolls")>
            <table class="table table-compact sure-worlds" aria-label=say!("Possible worlds")>
                <thead>
                    <tr>
                        <SortHeader key=RobustSort::Given sort=sort label=say!("Plan") />
                        {head(RobustSort::Best, true, say!("Best in, of 200"), say!("In how many of 200 possible worlds it brings most; where several do, each counts by its part."))}
                        {head(RobustSort::Ahead, true, say!("More than today in"), say!("In how many of 200 possible worlds it brings more than today."))}
                        {head(RobustSort::Gain, true, say!("Median against today"), say!("Difference of expected revenue from today: the middle of the worlds, a year."))}
                        <th scope="col" class="num" title=say!("Eight of ten worlds lie between: P10 to P90 of the difference, a year.")>
                            {say!("Eight of ten worlds")}
                        </th>
                        {head(RobustSort::Regret, false, say!("Mean regret"), say!("How much less than the best plan of each world it brings: mean over the worlds, a year."))}
                    </tr>
                </thead>
                <tbody>{drawn}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(row: RobustRow) -> AnyView {
    let broken = row.limits.filter(|limits| !limits.kept).map(|limits| view! { " " {limits_mark(Some(limits))} });
    let cell = |text: String| if text.is_empty() { "—".to_owned() } else { text };
    view! {
        <tr class:is-current=row.is_plan>
            <th scope="row">{row.name}{broken}</th>
            <td class="num" data-label=say!("Best in, of 200")>
                {row.best} " "
                <svg class="sure-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="bar-track" width="100" height="8" />
                    <rect class="bar-fill" width=row.fill height="8" />
                </svg>
            </td>
            <td class="num" data-label=say!("More than today in")>{cell(row.ahead)}</td>
            <td class="num" data-label=say!("Median against today")>{cell(row.gain)}</td>
            <td class="num" data-label=say!("Eight of ten worlds")>{cell(row.range)}</td>
            <td class="num" data-label=say!("Mean regret")>{row.regret}</td>
        </tr>
    }
    .into_any()
}

/// What quarters that are over tell.
pub fn backtest(panel: BacktestPanel) -> AnyView {
    let BacktestPanel { done, doubts, difference, rows, worth } = panel;
    let doubts = doubts
        .into_iter()
        .map(|text| view! { <p class="note note-broken"><Icon name="warning" /><span>{text}</span></p> })
        .collect_view();
    let table = (!rows.is_empty()).then(|| past(rows));
    let limits = (!done.is_empty()).then(|| {
        view! {
            <p class="muted small">
                {say!("Nobody saw these deals with another rep: this is what the rates of the reps would make of the same deals. Deals that a rep would have found, hours, travel and hand-overs are not in it, and a plan made with all data knew these quarters. Intervals hold 90 of 100 draws; those of wins have luck in them, that of the difference has not.")}
            </p>
        }
    });
    view! {
        {doubts}
        {(!done.is_empty()).then(|| view! { <p>{done}</p> })}
        {(!difference.is_empty()).then(|| view! { <p><b>{difference}</b></p> })}
        {table}
        {(!worth.is_empty()).then(|| view! { <p class="muted small">{worth}</p> })}
        {limits}
    }
    .into_any()
}

fn past(rows: Vec<[String; 3]>) -> AnyView {
    let has_money = rows.iter().any(|row| !row[2].is_empty());
    let row = move |[name, wins, money]: [String; 3]| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="num" data-label=say!("Deals won")>{wins}</td>
                {has_money.then(|| view! { <td class="num" data-label=say!("Money won")>{money}</td> })}
            </tr>
        }
    };
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=say!("Held-out quarters, scrolls")>
            <table class="table table-compact" aria-label=say!("Held-out quarters")>
                <thead>
                    <tr>
                        <th scope="col">{say!("Held-out quarters")}</th>
                        <th scope="col" class="num">{say!("Deals won")}</th>
                        {has_money.then(|| view! { <th scope="col" class="num">{say!("Money won")}</th> })}
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
