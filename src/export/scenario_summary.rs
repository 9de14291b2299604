//! What a reader of the page must know first: which plan ranks first, what it brings, and how the others stand beside it.

use crate::evaluate::BrokenLimit;
use crate::evaluate::figures::Better;
use crate::evaluate::figures::Unit;
use crate::export::page::Bar;
use crate::export::page::Page;
use crate::export::scenario_book::plan_name;
use crate::export::scenario_case::in_rank_order;
use crate::export::scenario_case::weights_words;
use crate::export::scenario_case::word;
use crate::export::scenarios::Beside;
use crate::export::scenarios::difference;
use crate::outcome::Verdict;
use crate::scenario::TODAY;
use crate::texts;
use crate::units::counted;
use crate::units::grouped;
use crate::what_if::CRITERIA;
use crate::what_if::Compared;
use crate::what_if::Made;
use crate::what_if::Ranked;
use crate::what_if::Standing;
use crate::what_if::compared;

/// The figures of the summary beside the one that weighs most.
const TOLD: [&str; 2] = ["expected_revenue", "moved_accounts"];

/// One line of the summary: today or a plan.
struct Line<'l> {
    ranked: &'l Ranked,
    /// None of today.
    made: Option<&'l Made>,
    standing: &'l Standing,
}

impl Line<'_> {
    fn name(&self) -> &str {
        self.made.map_or(texts::of(TODAY), plan_name)
    }

    fn verdict(&self, beside: Beside<'_>) -> Option<Verdict> {
        self.made?.verdict(beside.today, beside.assumptions)
    }

    /// `worth it, paid back in 6.5 months`, with what it leaves aside.
    fn verdict_words(&self, verdict: Verdict) -> String {
        let said = word(verdict.word);
        let told = match verdict.pay_back_months {
            Some(months) => say!("{said}, paid back in {months} months", said, months = grouped(months, 1)),
            None => say!("{said}, never paid back", said),
        };
        let aside = [
            self.made.is_some_and(|made| made.recipe.is_of_team()).then(|| say!("pay aside")),
            (!self.keeps()).then(|| say!("if its limits are allowed")),
        ];
        std::iter::once(told.as_str()).chain(aside.into_iter().flatten()).collect::<Vec<_>>().join(", ")
    }

    fn keeps(&self) -> bool {
        self.made.map_or(self.standing.evaluation.breaches == 0, Made::keeps)
    }
}

/// Writes it: a sentence, a drawing, and all plans in the order of their ranks.
pub fn summary(page: &mut Page, beside: Beside<'_>, plans: &[Made]) {
    let ranked = beside.ranked(plans);
    let line = |(at, ranked)| {
        let made = usize::checked_sub(at, 1).and_then(|at| plans.get(at));
        Line { ranked, made, standing: made.map_or(beside.today, |made| &made.standing) }
    };
    let lines: Vec<Line<'_>> = in_rank_order(plans, &ranked).into_iter().map(line).collect();
    let Some(first) = lines.first() else { return };
    page.heading(say!("Summary"));
    let firsts: Vec<&Line<'_>> = lines.iter().filter(|line| line.ranked.rank == first.ranked.rank).collect();
    page.lead(&sentence(beside, &firsts));
    let ranked = || lines.iter().filter(|line| line.ranked.rank > 0);
    let keeping = ranked().filter(|line| line.keeps()).count();
    page.paragraph(&say!(
        "{plans} and today, ranked by {weights}.",
        plans = counted(ranked().count().saturating_sub(1), "plan"),
        weights = weights_words(beside)
    ));
    page.paragraph(&match keeping {
        0 => say!("None of them keeps all limits in force.").to_owned(),
        keeping => say!(
            keeping;
            "{n} of them keeps all limits in force and comes first; the others follow, whatever their points.",
            "{n} of them keep all limits in force and come first; the others follow, whatever their points.",
            n = keeping
        ),
    });
    let mut columns = vec![say!("Plan"), say!("Rank"), say!("Points of 100"), say!("Limits in force")];
    let told: Vec<(usize, Compared)> = compared().enumerate().filter(|(_, figure)| TOLD.contains(&figure.id)).collect();
    columns.extend(told.iter().map(|(_, figure)| texts::of(figure.title)));
    columns.push(say!("Verdict"));
    let row = |line: &Line<'_>| {
        let figures = told.iter().map(|(at, figure)| value_and_change(beside, line, *at, figure));
        let verdict = line.verdict(beside).map_or_else(|| "—".to_owned(), |verdict| line.verdict_words(verdict));
        let is_ranked = line.ranked.rank > 0;
        let number = |value: f64| if is_ranked { grouped(value, 0) } else { "—".to_owned() };
        [line.name().to_owned(), number(line.ranked.rank as f64), number(line.ranked.score), limits(beside, line)]
            .into_iter()
            .chain(figures)
            .chain([verdict])
            .collect::<Vec<String>>()
    };
    page.figures(&columns, &lines.iter().map(row).collect::<Vec<_>>(), &[3, columns.len() - 1]);
    if lines.iter().any(|line| line.made.is_some_and(|made| made.recipe.is_of_team())) {
        page.paragraph(say!("Where the team is another one, pay of reps who come or go is not counted."));
    }
    if lines.iter().any(|line| line.ranked.rank == 0) {
        page.paragraph(say!(
            "Plans of another market are not ranked, and have no verdict: what the market brings is no merit of a plan."
        ));
    }
    if let Some((title, bars)) = drawing(beside, &lines) {
        page.bars(&title, &bars);
        if bars.iter().any(|bar| bar.plain) {
            page.paragraph(say!("Grey plans break limits in force."));
        }
    }
}

/// What ranks first and what it means; several where nothing tells them apart.
fn sentence(beside: Beside<'_>, firsts: &[&Line<'_>]) -> String {
    let [first] = firsts else {
        let names = firsts.iter().map(|line| line.name()).collect::<Vec<_>>().join(", ");
        return say!("Several plans rank first: {names}.", names);
    };
    let points = grouped(first.ranked.score, 0);
    let head = say!("{name} ranks first, with {points} of 100 points.", name = first.name(), points);
    let Some(verdict) = first.verdict(beside).filter(|_| beside.today.tells_money) else { return head };
    let symbol = beside.dataset.currency_symbol();
    let money = |amount: f64| Unit::Money.text(amount, &symbol);
    let cost = money(verdict.cost());
    let said = first.verdict_words(verdict);
    let told = if verdict.benefit > 0.0 {
        say!(
            "It brings {benefit} a year more than today and costs {cost} once: {said}.",
            benefit = money(verdict.benefit),
            cost,
            said
        )
    } else {
        say!(
            "In money alone it brings {benefit} a year less than today and costs {cost} once: {said}.",
            benefit = money(-verdict.benefit),
            cost,
            said
        )
    };
    format!("{head} {told}")
}

fn limits(beside: Beside<'_>, line: &Line<'_>) -> String {
    let of_today = beside.today.evaluation.broken_limits();
    let (broken, dataset) = match line.made {
        Some(made) => (&made.broken, &*made.dataset),
        None => (&of_today, beside.dataset),
    };
    if broken.is_empty() {
        return say!("all kept").to_owned();
    }
    let brief = |limit: &BrokenLimit| limit.brief(dataset);
    broken.iter().map(brief).collect::<Vec<_>>().join("\n")
}

fn value_and_change(beside: Beside<'_>, line: &Line<'_>, at: usize, figure: &Compared) -> String {
    let symbol = beside.dataset.currency_symbol();
    let value = |standing: &Standing| standing.figures().nth(at).flatten();
    let (now, today) = (value(line.standing), value(beside.today));
    let text = now.map_or_else(|| "—".to_owned(), |now| figure.unit.text(now, &symbol));
    let change = difference(now, today).map(|change| figure.unit.change(change, &symbol)).unwrap_or_default();
    [text, change].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// By how much each plan differs from today in the figure that weighs most.
fn drawing(beside: Beside<'_>, lines: &[Line<'_>]) -> Option<(String, Vec<Bar>)> {
    let symbol = beside.dataset.currency_symbol();
    let is_told = |id: &str| {
        let (at, figure) = compared().enumerate().find(|(_, figure)| figure.id == id)?;
        let values = lines.iter().map(|line| line.standing.figures().nth(at).flatten());
        Some((figure, values.collect::<Option<Vec<f64>>>()?))
    };
    let mut weighing: Vec<(&str, f64)> =
        CRITERIA.iter().zip(beside.weights).map(|((id, _), weight)| (*id, *weight)).collect();
    weighing.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (figure, values) = weighing.iter().filter(|(_, weight)| *weight > 0.0).find_map(|(id, _)| is_told(id))?;
    let today = lines.iter().zip(&values).find(|(line, _)| line.made.is_none()).map(|(_, value)| *value)?;
    let bar = |(line, value): (&Line<'_>, &f64)| Bar {
        name: line.name().to_owned(),
        value: value - today,
        text: figure.unit.change(value - today, &symbol),
        plain: !line.keeps(),
    };
    let plans = lines.iter().zip(&values).filter(|(line, _)| line.made.is_some() && line.ranked.rank > 0);
    let title = texts::of(figure.title);
    let title = match figure.better {
        Better::Higher => say!("{figure}: difference from today, more is better", figure = title),
        Better::Lower => say!("{figure}: difference from today, less is better", figure = title),
    };
    Some((title, plans.map(bar).collect()))
}
