//! The decision record: why a version was chosen, with all that stood behind it, as one page.
//!
//! A page rather than a text file: it opens with a double click wherever there is a browser, prints, and its tables stay
//! tables. It carries its style, needs nothing from anywhere and runs nothing.

use crate::evaluate::Difference;
use crate::evaluate::Evaluation;
use crate::evaluate::Judge;
use crate::evaluate::figures;
use crate::evaluate::gap_percent;
use crate::export::page::Page;
use crate::model::EXCLUDED;
use crate::model::OPEN;
use crate::rules::breach_sentence;
use crate::rules::rep_name;
use crate::rules::rule_title;
use crate::rules::rule_words;
use crate::scenario::Decision;
use crate::scenario::Origin;
use crate::scenario::Revision;
use crate::scenario::label_shown;
use crate::scenario::note_shown;
use crate::texts;
use crate::units::Money;
use crate::units::counted;
use crate::units::counted_as;
use crate::units::grouped;

/// So many breaches of one limit are told.
const TOLD: usize = 50;

/// What a record is about.
pub struct Record<'r> {
    /// Name of the project.
    pub project: &'r str,
    /// The version.
    pub revision: &'r Revision,
    /// Why it was chosen; none where nobody said so.
    pub decision: Option<&'r Decision>,
    /// The judge of the rules it was made under.
    pub judge: &'r Judge,
    /// Objective that no plan can go below, in percent; none where nothing is proven.
    pub bound: Option<f64>,
    /// Fingerprint of the data.
    pub dataset: &'r str,
}

/// The record as an HTML page.
pub fn record_html(record: &Record<'_>) -> Vec<u8> {
    let judge = record.judge;
    let (today, plan) = (judge.evaluate(&judge.today()), judge.evaluate(&record.revision.assignment));
    let mut page = Page::new(&format!("{}: {}", record.project, label_shown(&record.revision.label)));
    page.paragraph(&note_shown(record.revision));
    decision(&mut page, record);
    page.heading(say!("Figures"));
    page.paragraph(say!("Today and the plan, both judged by the rules below."));
    page.table(&[say!("Figure"), say!("Today"), say!("Plan"), say!("Change")], &figure_rows(record, &today, &plan));
    page.heading(say!("Rules"));
    page.table(&[say!("Rule"), say!("Set to")], &rule_rows(record.revision));
    limits(&mut page, record, &plan);
    page.heading(say!("Proof and recipe"));
    page.table(&[say!("What"), say!("Value")], &proof_rows(record, &plan));
    moves(&mut page, record);
    page.into_bytes()
}

fn decision(page: &mut Page, record: &Record<'_>) {
    page.heading(say!("Why we chose this"));
    let Some(decision) = record.decision else {
        return page.paragraph(say!("No decision is written down for this version."));
    };
    page.lead(&decision.decision);
    page.paragraph(&decision.reasons);
    let (name, day) = (&decision.decided_by, &decision.decided_on);
    let by = [(name, say!("Decided by {name}", name)), (day, say!("on {day}", day))];
    let by: Vec<String> = by.into_iter().filter(|(told, _)| !told.is_empty()).map(|(_, words)| words).collect();
    page.paragraph(&by.join(" "));
}

fn figure_rows(record: &Record<'_>, today: &Evaluation, plan: &Evaluation) -> Vec<Vec<String>> {
    let symbol = record.judge.terms().dataset().currency_symbol();
    let percent = |value: f64| format!("{} %", grouped(value, 2));
    let better = (plan.objective - today.objective) / 100.0;
    let objective = vec![
        say!("Objective (lower is better)").to_owned(),
        percent(today.objective),
        percent(plan.objective),
        figures::Unit::Share.change(better, ""),
    ];
    let figures = figures::ALL.iter().filter_map(|figure| {
        let (before, after) = (today.figure(figure.id), plan.figure(figure.id));
        let change = figure.unit.change(after - before, &symbol);
        let texts = [figure.unit.text(before, &symbol), figure.unit.text(after, &symbol), change];
        after.is_finite().then(|| std::iter::once(texts::of(figure.title).to_owned()).chain(texts).collect())
    });
    std::iter::once(objective).chain(figures).collect()
}

fn rule_rows(revision: &Revision) -> Vec<Vec<String>> {
    let rules = revision.settings.rules.iter();
    let rows = rules.map(|setting| vec![rule_title(&setting.id).to_owned(), rule_words(setting)]);
    let locks = revision.settings.locks.len();
    let locks = (locks > 0).then(|| vec![say!("Locked by hand").to_owned(), counted(locks, "account")]);
    rows.chain(locks).collect()
}

fn limits(page: &mut Page, record: &Record<'_>, plan: &Evaluation) {
    page.heading(say!("Limits"));
    let binding = plan.limits.iter().filter(|limit| limit.rule != EXCLUDED);
    let rows: Vec<Vec<String>> = binding
        .map(|limit| {
            let kept = match limit.breaches.len() {
                0 => say!("kept").to_owned(),
                count => say!("broken: {breaches}", breaches = counted_as(count, "breach", "breaches")),
            };
            vec![rule_title(&limit.rule).to_owned(), counted(limit.touched, "account"), kept]
        })
        .collect();
    page.table(&[say!("Limit"), say!("Concerns"), say!("In this plan")], &rows);
    let dataset = record.judge.terms().dataset();
    for limit in plan.limits.iter().filter(|limit| !limit.breaches.is_empty()) {
        let mut told: Vec<Vec<String>> =
            limit.breaches.iter().take(TOLD).map(|breach| vec![breach_sentence(dataset, breach)]).collect();
        if limit.breaches.len() > TOLD {
            told.push(vec![say!("and {count} more", count = grouped((limit.breaches.len() - TOLD) as f64, 0))]);
        }
        page.fold(&say!("Breaches of {rule}", rule = texts::within(rule_title(&limit.rule))), &[say!("Breach")], &told);
    }
}

fn proof_rows(record: &Record<'_>, plan: &Evaluation) -> Vec<Vec<String>> {
    let revision = record.revision;
    let bound = record.bound.filter(|_| plan.breaches == 0);
    let gap = bound.map_or_else(
        || say!("not proven").to_owned(),
        |bound| {
            say!(
                "at most {percent} %",
                percent = grouped(libm::ceil(gap_percent(plan.objective, bound) * 100.0) / 100.0, 2)
            )
        },
    );
    let row = |name: &str, value: String| vec![name.to_owned(), value];
    let mut rows = vec![
        row(say!("Proven gap"), gap),
        row(say!("Bound: no plan can have a lower objective"), {
            bound.map_or_else(|| say!("none").to_owned(), |bound| format!("{} %", grouped(bound, 4)))
        }),
        row(say!("Objective"), format!("{} %", grouped(plan.objective, 4))),
    ];
    if revision.origin == Origin::Optimised {
        rows.push(row(say!("Seed"), revision.seed.to_string()));
        rows.push(row(say!("Lanes"), revision.lanes.to_string()));
        rows.push(row(say!("Steps"), grouped(revision.steps as f64, 0)));
    }
    let made = match revision.origin {
        Origin::Optimised => say!("by the optimiser"),
        Origin::Kept => say!("kept by hand"),
        Origin::Today => say!("as in the files"),
    };
    rows.push(row(say!("Made"), say!("{made}, {time} UTC", made, time = day(revision.made_at))));
    rows.push(row(say!("Engine"), revision.engine.clone()));
    rows.push(row(say!("Judged by"), say!("engine {version}", version = env!("CARGO_PKG_VERSION"))));
    rows.push(row(say!("Data, fingerprint"), record.dataset.to_owned()));
    if revision.dataset != record.dataset {
        rows.push(row(say!("Made for earlier data, fingerprint"), revision.dataset.clone()));
    }
    rows.push(row(say!("Rules, fingerprint"), revision.settings.fingerprint()));
    rows
}

/// The accounts that have another rep than today, by the rep who gets them.
fn moves(page: &mut Page, record: &Record<'_>) {
    let terms = record.judge.terms();
    let dataset = terms.dataset();
    let rules = &terms.settings().rules;
    let symbol = dataset.currency_symbol();
    let found = record.judge.difference(&record.judge.today(), &record.revision.assignment);
    page.heading(say!("Accounts that get another rep"));
    page.paragraph(&totals(&found, &symbol));
    let reps = (0..dataset.reps.len() as u16).chain([OPEN]);
    for rep in reps {
        let moved: Vec<usize> = (0..found.changes.len()).filter(|&at| found.changes[at].to == rep).collect();
        if moved.is_empty() {
            continue;
        }
        let rows: Vec<Vec<String>> = moved
            .iter()
            .map(|&at| {
                let change = found.changes[at];
                vec![
                    dataset.accounts.name.get(change.account as usize).to_owned(),
                    dataset.accounts.id.get(change.account as usize).to_owned(),
                    rep_name(dataset, rules, change.from).to_owned(),
                    Money(found.potential[at]).short(&symbol),
                    Money(found.revenue[at]).short(&symbol),
                ]
            })
            .collect();
        let title = say!(
            "{rep} gets {accounts}",
            rep = rep_name(dataset, rules, rep),
            accounts = counted(moved.len(), "account")
        );
        page.fold(
            &title,
            &[say!("Account"), say!("Id"), say!("From"), say!("Potential a year"), say!("Revenue a year")],
            &rows,
        );
    }
}

fn totals(found: &Difference, symbol: &str) -> String {
    let (potential, revenue) = found.totals();
    say!(
        "{accounts} with {potential} potential and {revenue} revenue a year.",
        accounts = counted(found.changes.len(), "account"),
        potential = Money(potential).short(symbol),
        revenue = Money(revenue).short(symbol)
    )
}

/// The day of a time in ms since 1970, in UTC: `2026-11-30`. Days to a date as in "chrono-compatible low-level date
/// algorithms" (Hinnant 2013).
fn day(milliseconds: f64) -> String {
    let days = libm::floor(milliseconds / 86_400_000.0) as i64 + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        // A record with the wrong date is no record.
        let days = [0.0, 951_782_400_000.0, 1_709_164_800_000.0, 1_798_675_200_000.0].map(day);
        assert_eq!(days, ["1970-01-01", "2000-02-29", "2024-02-29", "2026-12-31"]);
    }
}
