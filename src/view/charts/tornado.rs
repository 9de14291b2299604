//! A bar for each input: the money at the low and at the high end of its range.

use crate::outcome::INPUTS;
use crate::outcome::Span;
use crate::outcome::Swing;
use crate::texts;
use crate::units::Money;
use crate::view::charts::Anchor;
use crate::view::charts::Drawing;
use crate::view::charts::Form;
use crate::view::charts::Twin;

/// An input takes so much height, px: a line of words and a bar under it.
const ROW: f64 = 42.0;
/// Narrower than this, px, the figures have a line of their own.
const NARROW: f64 = 430.0;
/// Height of that line, px.
const LINE: f64 = 18.0;
/// Height of a bar, px.
const BAR: f64 = 12.0;
/// Room for the money as assumed above the rows, px.
const TOP: f64 = 22.0;
/// Less money than this is none: what is left of sums.
const NOTHING: f64 = 0.005;
/// Half the width that its words take at most, px.
const HALF: f64 = 70.0;

/// The bars, the widest first; `label` says in a sentence what they show. A difference of two plans is told as it is, a
/// plan's own money by its change from what is assumed.
pub fn tornado_chart(swings: &[Swing], symbol: &str, signed: bool, label: String, width: f64) -> Drawing {
    let base = swings.first().map_or(0.0, |swing| swing.money.base);
    let text = |amount: f64| money(if signed { amount } else { amount - base }, symbol, true);
    let assumed = say!("as assumed: {money}", money = money(base, symbol, signed));
    let mut drawing = draw(swings, symbol, &text, assumed, width);
    drawing.label = label;
    drawing.twin = Twin {
        headers: vec![
            say!("Input"),
            say!("Low"),
            say!("High"),
            say!("Money at low"),
            say!("Money at high"),
            say!("Swing"),
        ],
        rows: swings
            .iter()
            .map(|swing| {
                let [title, low, high] = named(swing, symbol);
                let width = Money(swing.width()).short(symbol);
                vec![title, low, high, text(swing.money.low), text(swing.money.high), width]
            })
            .collect(),
    };
    drawing
}

/// An amount; a difference with its sign.
fn money(amount: f64, symbol: &str, signed: bool) -> String {
    let text = Money(amount).short(symbol);
    if signed && amount > 0.0 { format!("+{text}") } else { text }
}

/// The name of an input, and the ends of its range.
fn named(swing: &Swing, symbol: &str) -> [String; 3] {
    let Some(input) = INPUTS.get(swing.input as usize) else { return Default::default() };
    let value = |value: f64| input.unit.text(value, symbol);
    [texts::of(input.title).to_owned(), value(swing.values.low), value(swing.values.high)]
}

fn draw(swings: &[Swing], symbol: &str, text: &dyn Fn(f64) -> String, assumed: String, width: f64) -> Drawing {
    let narrow = width < NARROW;
    let row = if narrow { ROW + LINE } else { ROW };
    let mut drawing = Drawing::new(width, TOP + row * swings.len() as f64);
    let Some(base) = swings.first().map(|swing| swing.money.base) else { return drawing };
    let ends = || swings.iter().flat_map(|swing| [swing.money.low, swing.money.high, base]);
    let (least, most) =
        ends().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), at| (least.min(at), most.max(at)));
    let (wide, span) = (drawing.width, most - least);
    let x = |amount: f64| if span > 0.0 { wide * (amount - least) / span } else { wide / 2.0 };
    let middle = x(base);
    for (place, swing) in swings.iter().enumerate() {
        let y = TOP + place as f64 * row;
        let [title, low, high] = named(swing, symbol);
        let Span { low: at_low, high: at_high, .. } = swing.money;
        let figures = if swing.width() >= NOTHING {
            say!("{low} to {high}: {less} to {more}", low, high, less = text(at_low), more = text(at_high))
        } else {
            say!("no effect").to_owned()
        };
        let words = format!("{title}: {figures}");
        drawing.text("chart-name", (0.0, y + 12.0), Anchor::Start, title);
        let (at, anchor) = if narrow { ((0.0, y + 29.0), Anchor::Start) } else { ((wide, y + 12.0), Anchor::End) };
        drawing.text("chart-value", at, anchor, figures);
        let top = y + row - BAR - 8.0;
        drawing.add("bar-track", Form::Rect(0.0, top + BAR / 2.0 - 0.5, wide, 1.0));
        for (class, end) in [("tornado-low", x(at_low)), ("tornado-high", x(at_high))] {
            let bar = Form::Rect(end.min(middle), top, (end - middle).abs(), BAR);
            drawing.add_titled(class, bar, &words);
        }
        drawing.add("dev-zero", Form::Path(format!("M{middle:.1} {:.1}V{:.1}", top - 2.0, top + BAR + 2.0)));
    }
    let at = middle.clamp(HALF.min(wide / 2.0), (wide - HALF).max(wide / 2.0));
    drawing.text("chart-value", (at, 12.0), Anchor::Middle, assumed);
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_without_width_are_drawn_in_the_middle() {
        // A plan that hangs on nothing would divide by nothing.
        let still = |money: f64| Swing { money: Span { low: money, base: money, high: money }, ..Swing::default() };
        for drawing in [
            tornado_chart(&[], "$", false, String::new(), 400.0),
            tornado_chart(&[still(5.0), still(5.0)], "$", true, String::new(), 300.0),
        ] {
            let numbers = format!("{:?}", drawing.shapes);
            assert!(!numbers.contains("NaN") && !numbers.contains("inf"), "{numbers}");
        }
    }
}
