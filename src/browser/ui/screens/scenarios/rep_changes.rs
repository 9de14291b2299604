//! What each rep gets and gives between the two plans that are compared.

use crate::browser::app::use_app;
use crate::browser::ui::parts::Icon;
use crate::browser::ui::parts::Swatch;
use crate::texts;
use crate::view::RepChange;
use crate::view::rep_changes;
use leptos::prelude::*;

/// Heads of the columns, once for each of what is got, given and left.
const AMOUNTS: [&str; 3] = [text!("Accounts"), text!("Potential a year"), text!("Revenue a year")];

/// The table under its title; nothing where no account differs.
pub fn rep_changes_fold() -> Option<AnyView> {
    let rows = use_app().session.with_untracked(rep_changes);
    if rows.is_empty() {
        return None;
    }
    let groups = [say!("Gets"), say!("Gives"), say!("Change")];
    let heads = groups.into_iter().map(|title| view! { <th scope="colgroup" colspan="3" class="num">{title}</th> });
    let amounts =
        groups.iter().flat_map(|_| AMOUNTS).map(|title| view! { <th scope="col" class="num">{texts::of(title)}</th> });
    let fold = view! {
        <details class="fold">
            <summary>
                <Icon name="chevron" />
                <b>{say!("What each rep gets and gives")}</b>
            </summary>
            <div class="table-scroll" tabindex="0" role="group" aria-label=say!("What each rep gets and gives, scrolls")>
                <table class="table table-compact rep-changes" aria-label=say!("What each rep gets and gives")>
                    <thead>
                        <tr>
                            <th scope="col" rowspan="2">{say!("Rep")}</th>
                            {heads.collect_view()}
                        </tr>
                        <tr>{amounts.collect_view()}</tr>
                    </thead>
                    <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </details>
    };
    Some(fold.into_any())
}

fn row(row: RepChange) -> AnyView {
    let groups = [(say!("Gets"), row.gets), (say!("Gives"), row.gives), (say!("Change"), row.net)];
    let cell = |(group, title, text): (&str, &str, String)| {
        let label = format!("{group}: {}", texts::within(texts::of(title)));
        view! { <td class="num" data-label=label>{text}</td> }
    };
    let named = groups
        .into_iter()
        .flat_map(|(group, amounts)| AMOUNTS.into_iter().zip(amounts).map(move |(title, text)| (group, title, text)));
    let cells = named.map(cell).collect_view();
    view! {
        <tr>
            <th scope="row">
                <span class="cell-name">
                    <Swatch colour=row.colour />
                    {row.name}
                </span>
            </th>
            {cells}
        </tr>
    }
    .into_any()
}
