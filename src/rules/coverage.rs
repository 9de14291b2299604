//! `coverage`: what may stay without a rep.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::model::RuleSetting;
use crate::model::Status;
use crate::problem::Window;
use crate::rules::Card;
use crate::rules::Draft;
use crate::rules::Ease;
use crate::rules::Finding;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Quantity;
use crate::rules::Report;
use crate::rules::Rule;
use crate::rules::Shape;
use crate::rules::Terms;
use crate::rules::Way;
use crate::score::Scores;

/// The card.
pub const CARD: Card = Card {
    id: "coverage",
    title: "Accounts without a rep",
    kind: Kind::Limit,
    help: "Lets prospects beyond the team's hours stay in the open pool; everything else gets a rep.",
    formula: "open accounts are among the allowed ones; their potential <= (1 - least potential with a rep) x all potential",
    source: "",
    repeatable: false,
    params: &[
        Param {
            key: "open",
            title: "May stay open",
            help: "Who need not have a rep.",
            shape: Shape::Choice {
                default: "unowned-prospects",
                options: &[
                    ("unowned-prospects", text!("prospects that nobody has today")),
                    ("prospects", text!("all prospects")),
                    ("all", text!("all accounts")),
                ],
            },
        },
        Param {
            key: "least_covered_percent",
            title: "Potential with a rep, at least",
            help: "Part of all potential that must have a rep.",
            shape: Shape::Number { default: 80.0, min: 0.0, max: 100.0, step: 5.0, unit: "%" },
        },
    ],
};

/// See the card.
pub struct Coverage;

impl Rule for Coverage {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn suggest(&self, _dataset: &Dataset, _scores: &Scores) -> Vec<RuleSetting> {
        Vec::new()
    }

    fn compile<'t>(&self, params: &Params, terms: &'t Terms, _share: f64, draft: &mut Draft<'t>) {
        let window = Window { lower: f64::NEG_INFINITY, upper: most_open(params, terms) };
        draft.window(Quantity::Potential, terms.dataset().reps.len(), window);
    }

    fn eases(&self) -> &'static [Ease] {
        &[Ease {
            key: "least_covered_percent",
            way: Way::Down,
            words: text!("no less than {} of potential to have a rep"),
        }]
    }

    fn report(&self, params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        let mut report = Report::default();
        let mut open = 0.0;
        for (account, &rep) in plan.rep.iter().enumerate().filter(|(account, _)| !terms.is_excluded(*account)) {
            let allowed = may_stay_open(terms, account);
            report.touched += usize::from(allowed);
            if rep == OPEN {
                open += terms.scores().potential[account];
                if !allowed {
                    report.breaches.push(Finding::misplaced(CARD.id, account, rep, text!("account without a rep")));
                }
            }
        }
        let most = most_open(params, terms);
        if open > most + most.max(1.0) * 1e-9 {
            report.breaches.push(Finding {
                rule: CARD.id.to_owned(),
                account: None,
                rep: None,
                what: text!("open potential").to_owned(),
                value: open,
                limit: most,
            });
        }
        report
    }
}

fn most_open(params: &Params, terms: &Terms) -> f64 {
    terms.total(Quantity::Potential) * (1.0 - params.number("least_covered_percent") / 100.0)
}

/// Whether an account may stay without a rep under the settings in force.
pub fn may_stay_open(terms: &Terms, account: usize) -> bool {
    let Some(setting) = terms.settings().rules.iter().find(|setting| setting.id == CARD.id) else { return false };
    let accounts = &terms.dataset().accounts;
    let prospect = accounts.status(account) == Status::Prospect;
    match Params::new(&CARD, &setting.params).text("open").as_str() {
        "all" => true,
        "prospects" => prospect,
        _ => prospect && accounts.owner[account] == OPEN,
    }
}
