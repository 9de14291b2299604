//! Whether a plan is worth its hand-overs, in words: the verdict, each move, and the small plans.

use crate::order::Order;
use crate::outcome::CLEAR_SHARE;
use crate::outcome::LATE_MONTHS;
use crate::outcome::SOON_MONTHS;
use crate::outcome::Verdict;
use crate::outcome::Word;
use crate::outcome::pay_back_months;
use crate::protocol::PlanMove;
use crate::protocol::SmallPlan;
use crate::protocol::Weighed;
use crate::scenario::label_shown;
use crate::session::Session;
use crate::session::Side;
use crate::units::Money;
use crate::units::Share;
use crate::units::counted;
use crate::units::counted_as;
use crate::units::grouped;
use crate::view::Tone;
use crate::view::comparison::name_of;
use crate::view::limits_mark;
use crate::view::rep_name;

/// The verdict in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictChip {
    /// `worth it · 4 mo`, `marginal · 14 mo`, `defer`.
    pub text: String,
    /// In how many of the simulated years one year pays for it: `in 92 % of years`.
    pub years: String,
    /// Whether it speaks for the plan, against it or neither.
    pub tone: Tone,
    /// The rule behind the word, with the figures.
    pub help: String,
}

/// A figure of the verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictFigure {
    /// What it is.
    pub title: &'static str,
    /// Its value with its unit.
    pub value: String,
    /// What it means, with its formula.
    pub help: &'static str,
}

/// What the card of the verdict shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictCard {
    /// The word; none where nothing differs.
    pub chip: Option<VerdictChip>,
    /// That the plan breaks limits, a sentence; "" where it breaks none.
    pub breaks: String,
    /// The verdict in a sentence.
    pub sentence: String,
    /// Its figures.
    pub figures: Vec<VerdictFigure>,
    /// Where the hand-overs are counted from; "" where that is today.
    pub note: String,
    /// Whether there are moves to weigh.
    pub has_moves: bool,
}

/// What the moves are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MoveSort {
    /// What the objective would lose without it.
    #[default]
    Gain,
    /// Name of the account.
    Name,
    /// The rep before.
    From,
    /// The rep after.
    To,
    /// Benefit a year.
    Benefit,
    /// Cost, once.
    Cost,
    /// Pay-back; those that never pay back come last.
    PayBack,
}

/// One move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveRow {
    /// Position of the account with the most potential.
    pub account: u32,
    /// Its name.
    pub name: String,
    /// `and 3 more`, `needed`, or both; "" where there is nothing to say.
    pub beside: String,
    /// The rep before and after.
    pub reps: [String; 2],
    /// Points of the objective.
    pub points: String,
    /// Benefit a year beside all other moves.
    pub benefit: String,
    /// The same without any other move.
    pub alone: String,
    /// Cost, once.
    pub cost: String,
    /// Pay-back: `4 mo`, `never`.
    pub pay_back: String,
}

/// A small plan to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmallChoice {
    /// Share of the gain that was wanted, percent.
    pub wanted: u8,
    /// `85 %: 12 of 61 moves`.
    pub name: String,
    /// What it brings and costs, a sentence or two.
    pub sentence: String,
    /// Its verdict.
    pub chip: Option<VerdictChip>,
}

/// What is said above the list of moves, and the small plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeighedCard {
    /// `61 moves of 90 accounts`.
    pub title: String,
    /// What is to be known of them.
    pub note: String,
    /// Why there is no small plan; "" where there is one.
    pub no_small: &'static str,
    /// The small plans, the smallest share first.
    pub small: Vec<SmallChoice>,
    /// Whether money is known.
    pub has_money: bool,
}

impl VerdictChip {
    /// The same for a plan that keeps all limits or does not: money speaks for no plan that is not allowed.
    #[must_use]
    pub fn of_plan(self, keeps: bool) -> Self {
        if keeps { self } else { self.with(say!("if allowed")) }
    }

    /// The same for a plan with another team, whose pay is not known: it speaks for none.
    #[must_use]
    pub fn of_team(self, is_other: bool) -> Self {
        if is_other { self.with(say!("pay aside")) } else { self }
    }

    fn with(self, condition: &str) -> Self {
        let tone = if self.tone == Tone::Good { Tone::Plain } else { self.tone };
        Self { tone, years: format!("{}, {condition}", self.years), ..self }
    }
}

/// Months in short: `4.2 mo`; `never` where a cost is not paid back.
fn months_text(months: Option<f64>) -> String {
    match months {
        None => say!("never").to_owned(),
        Some(months) if months > 120.0 => say!("over 10 years").to_owned(),
        Some(months) => say!("{months} mo", months = grouped(months, 1)),
    }
}

/// The word of a verdict with its pay-back.
pub fn verdict_chip(verdict: &Verdict) -> VerdictChip {
    let months = months_text(verdict.pay_back_months);
    let (text, tone) = match verdict.word {
        Word::WorthIt => (say!("worth it · {months}", months), Tone::Good),
        Word::Marginal => (say!("marginal · {months}", months), Tone::Plain),
        Word::Defer => (say!("defer").to_owned(), Tone::Bad),
    };
    let years = say!("in {share} of years", share = Share(verdict.pays_in_year).percent());
    VerdictChip { text, years, tone, help: rule_text(verdict) }
}

fn uncounted() -> &'static str {
    say!("Pay of reps who come or go, and the price of customers that are bought, are not counted.")
}

fn rule_text(verdict: &Verdict) -> String {
    let pays = say!(
        "Pays back in {months}; in {share} of the simulated years the benefit of one year is above the cost.",
        months = months_text(verdict.pay_back_months),
        share = Share(verdict.pays_in_year).percent()
    );
    let rule = say!(
        "Worth it: within {soon} months and in at least {clear} of the years. Marginal: within {late} months, and two years of benefit above the cost in at least half of them. Else defer. A rule of this program, without a source.",
        soon = SOON_MONTHS,
        clear = format!("{} %", grouped(100.0 * CLEAR_SHARE, 0)),
        late = LATE_MONTHS
    );
    format!("{pays} {rule} {}", uncounted())
}

/// The card of the two plans that are compared; none before the judge has spoken.
pub fn verdict_card(session: &Session) -> Option<VerdictCard> {
    let (pair, compared) = session.comparison.found.as_ref()?;
    let data = session.data.as_ref()?;
    let symbol = data.dataset.currency_symbol();
    let before = &name_of(session, pair.sides[0]);
    let verdict = compared.verdict.as_ref();
    let broken = compared.plans[1].broken_limits();
    let from_today = pair.sides[0] == Side::Version(0);
    let own = if from_today {
        String::new()
    } else {
        say!("Hand-overs are counted from today's owners, and those of {before} are taken off.", before)
    };
    Some(VerdictCard {
        chip: verdict.map(|verdict| verdict_chip(verdict).of_plan(broken.is_empty())),
        breaks: if broken.is_empty() {
            String::new()
        } else {
            let limits = limits_mark(session, &broken).text;
            say!("This plan breaks limits ({limits}). That comes before benefit and cost.", limits)
        },
        sentence: match verdict {
            _ if !data.tells_money() => say!("Your files tell no money: benefit and cost are not known.").to_owned(),
            None => say!("Nothing differs: there is no benefit and no cost.").to_owned(),
            Some(verdict) => sentence(verdict, before, &symbol),
        },
        figures: verdict.map_or_else(Vec::new, |verdict| figures(verdict, &symbol)),
        note: own,
        has_moves: !compared.difference.changes.is_empty(),
    })
}

fn sentence(verdict: &Verdict, before: &str, symbol: &str) -> String {
    let money = |amount: f64| Money(amount).short(symbol);
    let cost = money(verdict.cost());
    if verdict.benefit <= 0.0 {
        return say!(
            "Brings {benefit} a year less than {before} and costs {cost} once: it never pays back.",
            benefit = money(-verdict.benefit),
            before,
            cost
        );
    }
    say!(
        "Brings {benefit} a year more than {before} and costs {cost} once, {dip} of it as the dip of the first year: paid back in {months}. In {share} of the simulated years one year pays for it.",
        benefit = money(verdict.benefit),
        before,
        cost,
        dip = money(verdict.dip),
        months = months_text(verdict.pay_back_months),
        share = Share(verdict.pays_in_year).percent()
    )
}

fn figures(verdict: &Verdict, symbol: &str) -> Vec<VerdictFigure> {
    let money = |amount: f64| Money(amount).short(symbol);
    vec![
        VerdictFigure {
            title: say!("Benefit a year"),
            value: money(verdict.benefit),
            help: say!("Expected revenue of the plan less that of the plan before, both without the hand-over dip."),
        },
        VerdictFigure {
            title: say!("Hand-over dip, once"),
            value: money(verdict.dip),
            help: say!(
                "Dip x relationship strength x revenue of the accounts that leave their rep. 13.2 to 17.6 %: Shi, Sridhar, Grewal, Lilien 2017."
            ),
        },
        VerdictFigure {
            title: say!("Revenue, first year"),
            value: money(verdict.benefit - verdict.dip),
            help: say!(
                "Benefit of a year less the hand-over dip: the difference of expected revenue, which is that of the first year. The hours of hand-overs are a cost, not revenue: the pay-back counts them."
            ),
        },
        VerdictFigure {
            title: say!("Hours of hand-overs, once"),
            value: money(verdict.transition),
            help: say!(
                "Accounts handed over x hours of a hand-over x the price of an hour. The hours have no source: replace them."
            ),
        },
        VerdictFigure {
            title: say!("Accounts handed over"),
            value: grouped(verdict.handed_over, 0),
            help: say!("Accounts that leave the rep who has them today, more than in the plan before."),
        },
        VerdictFigure {
            title: say!("Pay-back"),
            value: months_text(verdict.pay_back_months),
            help: say!("Cost / (benefit / 12), in months."),
        },
        VerdictFigure {
            title: say!("One year pays for it"),
            value: Share(verdict.pays_in_year).percent(),
            help: say!(
                "Share of the simulated years in which the benefit is above the cost; both plans meet the same luck."
            ),
        },
    ]
}

fn weighed(session: &Session) -> Option<&Weighed> {
    session.comparison.weighing.found.as_deref()
}

/// The moves and the small plans; none before they are weighed.
pub fn weighed_card(session: &Session) -> Option<WeighedCard> {
    let found = weighed(session)?;
    let symbol = session.data.as_ref()?.dataset.currency_symbol();
    let accounts: u32 = found.moves.iter().map(|found| found.accounts).sum();
    let placed = if found.placed == 0 {
        String::new()
    } else {
        say!(
            "{accounts} without a rep get one in every small plan.",
            accounts = counted(found.placed as usize, "account")
        ) + " "
    };
    let needed = found.moves.iter().filter(|found| found.needed).count();
    let needed = if needed == 0 {
        String::new()
    } else {
        say!(
            "{moves} stand in every small plan: at their accounts the plan before breaks a rule.",
            moves = counted(needed, "move")
        ) + " "
    };
    let whole = session.comparison.found.as_ref().and_then(|(_, compared)| compared.verdict.as_ref());
    let whole = whole.map(|verdict| verdict.benefit);
    let small = found.small.iter().map(|small| choice(found, small, whole, &symbol)).collect::<Vec<_>>();
    Some(WeighedCard {
        title: say!(
            "{moves} of {accounts}",
            moves = counted(found.moves.len(), "move"),
            accounts = counted(accounts as usize, "account")
        ),
        note: format!(
            "{placed}{needed}{}",
            say!(
                "Families and groups are one move, however many accounts they have. Moves act on each other: gain, benefit and pay-back are those of the move beside all others, alone is the benefit without any other."
            )
        ),
        no_small: match () {
            () if found.moves.is_empty() => say!("Nothing moves."),
            () if found.gain <= 0.0 => {
                say!("By its objective this plan is no better than the one before: there is no gain to share.")
            }
            () if small.is_empty() => {
                say!("No part of the moves brings half of the gain without breaking a limit that is kept before.")
            }
            () => "",
        },
        small,
        has_money: found.has_money,
    })
}

/// `whole`: the benefit of the plan with all moves, money a year; none where it has no verdict.
fn choice(found: &Weighed, small: &SmallPlan, whole: Option<f64>, symbol: &str) -> SmallChoice {
    let (moves, all) = (grouped(small.moves.len() as f64, 0), grouped(found.moves.len() as f64, 0));
    let share = format!("{} %", grouped(libm::floor(100.0 * small.share), 0));
    let limits = match (small.breaches, found.breaches[0]) {
        (0, _) => say!("It keeps all limits.").to_owned(),
        (now, before) => say!(
            "Of the limits it breaks, {now}, none is kept before; the plan before has {before}.",
            now = counted_as(now as usize, "breach", "breaches"),
            before = counted_as(before as usize, "breach", "breaches")
        ),
    };
    let money = small.verdict.as_ref().map_or_else(String::new, |verdict| {
        let of = |amount: f64| Money(amount).short(symbol);
        let part = whole.filter(|whole| *whole > 0.0).map_or_else(String::new, |whole| {
            say!(" ({share} of the whole plan's)", share = format!("{} %", grouped(100.0 * verdict.benefit / whole, 0)))
        });
        format!(
            " {}",
            say!(
                "Benefit {benefit} a year{part}, cost {cost} once.",
                benefit = of(verdict.benefit),
                part,
                cost = of(verdict.cost())
            )
        )
    });
    SmallChoice {
        wanted: small.wanted,
        name: say!("{wanted} %: {moves} of {all} moves", wanted = small.wanted, moves, all),
        sentence: format!(
            "{} {limits}{money}",
            say!("{moves} of {all} moves give {share} of what the objective gains.", moves, all, share)
        ),
        chip: small.verdict.as_ref().map(|verdict| verdict_chip(verdict).of_plan(small.breaches == 0)),
    }
}

/// The moves in order: places in the list of all.
pub fn move_order(session: &Session, sort: MoveSort, descending: bool) -> Vec<u32> {
    let (Some(found), Some(data)) = (weighed(session), &session.data) else { return Vec::new() };
    let of = |at: u32| found.moves.get(at as usize).copied().unwrap_or_default();
    let name = |at: u32| data.dataset.accounts.name.get(of(at).account as usize).to_lowercase();
    let mut order: Vec<u32> = (0..found.moves.len() as u32).collect();
    let number = |at: u32| match sort {
        MoveSort::Benefit => of(at).worth.benefit,
        MoveSort::Cost => of(at).worth.cost,
        MoveSort::PayBack => pay_back(&of(at)).unwrap_or(f64::INFINITY),
        _ => of(at).points,
    };
    match sort {
        MoveSort::Name => order.order_by_cached_key(|&at| name(at)),
        MoveSort::From => order.order_by_cached_key(|&at| rep_name(session, of(at).from).to_lowercase()),
        MoveSort::To => order.order_by_cached_key(|&at| rep_name(session, of(at).to).to_lowercase()),
        _ => order.order_by(|&a, &b| number(a).total_cmp(&number(b))),
    }
    if descending {
        order.reverse();
    }
    order
}

fn pay_back(found: &PlanMove) -> Option<f64> {
    pay_back_months(found.worth.benefit, found.worth.cost)
}

/// One move, by its place in the list of all.
pub fn move_row(session: &Session, at: u32) -> Option<MoveRow> {
    let found = weighed(session)?.moves.get(at as usize)?;
    let dataset = &session.data.as_ref()?.dataset;
    let symbol = dataset.currency_symbol();
    let name = dataset.accounts.name.get(found.account as usize);
    let id = dataset.accounts.id.get(found.account as usize);
    let more = (found.accounts > 1).then(|| say!("and {count} more", count = found.accounts - 1));
    let needed = found.needed.then(|| say!("needed by the rules").to_owned());
    let money = |amount: f64| Money(amount).short(&symbol);
    Some(MoveRow {
        account: found.account,
        name: if name.is_empty() { id } else { name }.to_owned(),
        beside: more.into_iter().chain(needed).collect::<Vec<_>>().join(", "),
        reps: [found.from, found.to].map(|rep| rep_name(session, rep).to_owned()),
        points: grouped(found.points, 3),
        benefit: money(found.worth.benefit),
        alone: money(found.worth.alone),
        cost: money(found.worth.cost),
        pay_back: months_text(pay_back(found)),
    })
}

/// The version made of a small plan last, with its name; none where there is none, or no longer.
pub fn kept_small(session: &Session) -> Option<(u32, String)> {
    let (_, id) = session.comparison.weighing.kept?;
    let found = session.project.as_ref()?.living(id)?;
    Some((id, label_shown(&found.label)))
}
