//! A page of text and tables as one HTML file that needs nothing else and runs nothing.

use crate::texts;
use std::fmt::Write;

/// The page so far.
pub struct Page {
    html: String,
}

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;\
                     color-scheme:light dark}h1{font-size:1.6rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}\
                     .lead{font-size:1.1rem;font-weight:600}p,td{white-space:pre-wrap;overflow-wrap:anywhere}\
                     table{border-collapse:collapse;width:100%}\
                     th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid \
                     #8886;overflow-wrap:anywhere}summary{cursor:pointer;padding:.3rem 0;font-weight:600}";
/// Beside that, where a table has a column for each plan.
const ACROSS: &str = "body{max-width:100rem}.scroll{overflow-x:auto}.figures{font-size:.8rem;line-height:1.3}\
                      .figures td,.figures thead th+th{text-align:right;white-space:pre-line;overflow-wrap:normal}\
                      h3{font-size:1rem;margin:1rem 0 .3rem}.bars{width:100%;max-width:50rem;font-size:13px}.bars text{fill:currentColor}\
                      .bars rect{fill:#2f5fd0}.bars .plain{fill:#9aa3b2}.bars path{stroke:currentColor;fill:none}\
                      .figures td.words,.figures thead th.words{text-align:left}\
                      .figures th{min-width:7rem}.figures thead th+th{min-width:4rem}\
                      @page{size:A4 landscape;margin:12mm}@media print{body{margin:0;padding:0;font-size:9pt;max-width:none}h1{font-size:15pt}h2{font-size:11pt;margin:1rem 0 .3rem}\
                      .figures{font-size:6.5pt}.figures th,.figures thead th+th{min-width:0}.scroll{overflow:visible}\
                      tr{break-inside:avoid}}";

/// A bar of a drawing.
pub struct Bar {
    /// What it is of.
    pub name: String,
    /// How long it is, to the right, or to the left below 0.
    pub value: f64,
    /// The same in words, at its end.
    pub text: String,
    /// Whether it stands back.
    pub plain: bool,
}

/// Width of a drawing, from line to line, how high a bar is, and where names end, in its own units.
const WIDE: f64 = 800.0;
const LINE: f64 = 24.0;
const THICK: f64 = 14.0;
const NAMES: f64 = 210.0;
/// Letters of a name at most.
const LETTERS: usize = 30;
/// Room for the words at the end of a bar.
const WORDS: f64 = 100.0;

impl Page {
    /// A page under a heading.
    pub fn new(title: &str) -> Self {
        Self::styled(title, "")
    }

    /// The same, printed across the paper, for tables of many columns.
    pub fn across(title: &str) -> Self {
        Self::styled(title, ACROSS)
    }

    fn styled(title: &str, style: &str) -> Self {
        let (title, language) = (escaped(title), texts::language());
        Self {
            html: format!(
                "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
                 content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}{style}</style>\n\
                 </head>\n<body>\n<h1>{title}</h1>\n"
            ),
        }
    }

    /// Begins a part.
    pub fn heading(&mut self, text: &str) {
        self.element("h2", "", text);
    }

    /// A paragraph that stands out; none where it is "".
    pub fn lead(&mut self, text: &str) {
        if !text.is_empty() {
            self.element("p", " class=\"lead\"", text);
        }
    }

    /// A paragraph; none where it is "".
    pub fn paragraph(&mut self, text: &str) {
        if !text.is_empty() {
            self.element("p", "", text);
        }
    }

    /// A table; the first cell of each row says what the row is about.
    pub fn table(&mut self, header: &[&str], rows: &[Vec<String>]) {
        self.rows_under(header, rows, "", &[]);
    }

    /// A table of numbers, on the right of their columns; it scrolls where it is wider than the page. `words`: the columns
    /// that say words, which stand on the left.
    pub fn figures(&mut self, header: &[&str], rows: &[Vec<String>], words: &[usize]) {
        self.html.push_str("<div class=\"scroll\" tabindex=\"0\">");
        self.rows_under(header, rows, " class=\"figures\"", words);
        self.html.push_str("</div>\n");
    }

    fn rows_under(&mut self, header: &[&str], rows: &[Vec<String>], attributes: &str, words: &[usize]) {
        for part in ["<table", attributes, ">\n<thead><tr>"] {
            self.html.push_str(part);
        }
        for (place, cell) in header.iter().enumerate() {
            let class = if words.contains(&place) { " scope=\"col\" class=\"words\"" } else { " scope=\"col\"" };
            self.element("th", class, cell);
        }
        self.html.push_str("</tr></thead>\n<tbody>\n");
        for row in rows {
            self.html.push_str("<tr>");
            for (place, cell) in row.iter().enumerate() {
                let (name, attributes) = match place {
                    0 => ("th", " scope=\"row\""),
                    _ if words.contains(&place) => ("td", " class=\"words\""),
                    _ => ("td", ""),
                };
                self.element(name, attributes, cell);
            }
            self.html.push_str("</tr>\n");
        }
        self.html.push_str("</tbody>\n</table>\n");
    }

    /// Bars below each other, from a common line at 0.
    pub fn bars(&mut self, title: &str, bars: &[Bar]) {
        let least = bars.iter().map(|bar| bar.value).fold(0.0, f64::min);
        let most = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
        if most - least <= 0.0 {
            return;
        }
        // Words stand beyond a bar, so both sides keep room for them where there are bars.
        let before = NAMES + if least < 0.0 { WORDS } else { 0.0 };
        let x = |value: f64| before + (WIDE - WORDS - before) * (value - least) / (most - least);
        let (height, zero) = (LINE * bars.len() as f64, x(0.0));
        self.element("h3", "", title);
        let label = escaped(title);
        let _ = writeln!(
            self.html,
            "<svg class=\"bars\" viewBox=\"0 0 {WIDE} {height}\" role=\"img\" aria-label=\"{label}\">"
        );
        for (place, bar) in bars.iter().enumerate() {
            let (top, end) = (LINE * place as f64, x(bar.value));
            let (from, wide) = (end.min(zero), (end - zero).abs().max(1.0));
            let class = if bar.plain { "plain" } else { "" };
            let (at, anchor) = if bar.value < 0.0 { (from - 6.0, "end") } else { (from + wide + 6.0, "start") };
            let (name, text) = (escaped(&short(&bar.name)), escaped(&bar.text));
            let (line, y) = (top + 16.0, top + 5.0);
            let _ = writeln!(
                self.html,
                "<text x=\"0\" y=\"{line}\">{name}</text>\
                 <rect class=\"{class}\" x=\"{from:.1}\" y=\"{y}\" width=\"{wide:.1}\" height=\"{THICK}\" />\
                 <text x=\"{at:.1}\" y=\"{line}\" text-anchor=\"{anchor}\">{text}</text>"
            );
        }
        let _ = writeln!(self.html, "<path d=\"M{zero:.1} 0V{height}\" /></svg>");
    }

    /// A table that is opened by its title.
    pub fn fold(&mut self, title: &str, header: &[&str], rows: &[Vec<String>]) {
        self.html.push_str("<details open>");
        self.element("summary", "", title);
        self.table(header, rows);
        self.html.push_str("</details>\n");
    }

    /// The file.
    pub fn into_bytes(mut self) -> Vec<u8> {
        self.html.push_str("</body>\n</html>\n");
        self.html.into_bytes()
    }

    fn element(&mut self, name: &str, attributes: &str, text: &str) {
        let text = escaped(text);
        for part in ["<", name, attributes, ">", &text, "</", name, ">\n"] {
            self.html.push_str(part);
        }
    }
}

/// A name with as many letters as there is room for beside a bar.
fn short(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    name.chars().take(LETTERS - 1).chain(['…']).collect()
}

/// A text that no browser takes for anything else.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_a_file_cannot_become_markup() {
        // An account may be called anything; the record is opened by the management.
        let mut page = Page::new("A & B");
        page.table(&["Account"], &[vec!["<script>alert('1')</script>".to_owned()]]);
        page.paragraph("");
        let html = String::from_utf8(page.into_bytes()).unwrap();
        assert!(html.contains("A &amp; B") && html.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"));
        assert!(!html.contains("<script") && !html.contains("<p></p>"));
    }
}
