//! What changes hands, by what speaks for it.

use crate::evaluate::Cause;
use crate::evaluate::MovedValue;
use crate::session::Session;
use crate::texts;
use crate::units::Money;
use crate::units::counted;
use crate::units::grouped;
use crate::view::charts::Anchor;
use crate::view::charts::Drawing;
use crate::view::charts::Form;
use crate::view::charts::Twin;
use crate::view::rule_title;

/// A cause takes so much height, px: a line of words and a bar under it.
const ROW: f64 = 40.0;
/// Narrower than this, px, the figures have a line of their own.
const NARROW: f64 = 380.0;
/// Height of that line, px.
const LINE: f64 = 18.0;

/// A bar for each cause. None until the desk has said so of the plan as it is; nothing drawn where nothing moves.
pub fn moved_chart(session: &Session, width: f64) -> Option<Drawing> {
    let version = session.project.as_ref()?.version;
    let moved = session.moved.told.as_ref().filter(|moved| moved.version == version)?;
    let symbol = session.data.as_ref()?.dataset.currency_symbol();
    let values = &moved.values;
    let mut drawing = draw(values, &symbol, width);
    let count = |accounts: u32| grouped(f64::from(accounts), 0);
    let all: u32 = values.iter().map(|value| value.accounts).sum();
    let revenue: f64 = values.iter().map(|value| value.revenue).sum();
    let (accounts, revenue) = (counted(all as usize, "account"), Money(revenue).short(&symbol));
    drawing.label = say!("{accounts} get another rep, with {revenue} of revenue a year.", accounts, revenue);
    if let Some(value) = values.first() {
        let (most, cause) = (count(value.accounts), cause_text(&value.cause));
        drawing.label += " ";
        drawing.label += &say!("Most of them, {most}: {cause}.", most, cause);
    }
    drawing.twin = Twin {
        headers: vec![say!("Reason"), say!("Accounts"), say!("Revenue a year"), say!("Potential a year")],
        rows: values
            .iter()
            .map(|value| {
                let money = |amount: f64| Money(amount).short(&symbol);
                vec![cause_text(&value.cause), count(value.accounts), money(value.revenue), money(value.potential)]
            })
            .collect(),
    };
    Some(drawing)
}

fn draw(values: &[MovedValue], symbol: &str, width: f64) -> Drawing {
    let narrow = width < NARROW;
    let row = if narrow { ROW + LINE } else { ROW };
    let mut drawing = Drawing::new(width, row * values.len() as f64);
    let most = f64::from(values.iter().map(|value| value.accounts).max().unwrap_or(1).max(1));
    let wide = drawing.width;
    for (place, value) in values.iter().enumerate() {
        let y = place as f64 * row;
        let figures = say!(
            "{accounts} · {revenue} revenue",
            accounts = counted(value.accounts as usize, "account"),
            revenue = Money(value.revenue).short(symbol)
        );
        let words = cause_text(&value.cause);
        let title = say!(
            "{words}: {figures}, {potential} potential",
            words,
            figures,
            potential = Money(value.potential).short(symbol)
        );
        drawing.text("chart-name", (0.0, y + 14.0), Anchor::Start, words);
        let (at, anchor) = if narrow { ((0.0, y + 46.0), Anchor::Start) } else { ((wide, y + 14.0), Anchor::End) };
        drawing.text("chart-value", at, anchor, figures);
        drawing.add("bar-track", Form::Rect(0.0, y + 22.0, wide, 8.0));
        let bar = Form::Rect(0.0, y + 22.0, wide * f64::from(value.accounts) / most, 8.0);
        drawing.add_titled("bar-fill", bar, &title);
    }
    drawing
}

/// What speaks for a move, in a few words.
pub fn cause_text(cause: &Cause) -> String {
    match cause {
        Cause::Better(rule) => say!("Better for {rule}", rule = texts::within(rule_title(rule))),
        Cause::Needed(quantity) => say!("New rep needs {quantity}", quantity = texts::of(quantity)),
        Cause::Full(quantity) => say!("Old rep's {quantity} full", quantity = texts::of(quantity)),
        Cause::Room => say!("Makes room for others").to_owned(),
        Cause::Family => say!("Goes with its family").to_owned(),
        Cause::User => say!("You said so").to_owned(),
        Cause::New => say!("Had no rep").to_owned(),
        Cause::Barred => say!("A limit forbids the old rep").to_owned(),
    }
}
