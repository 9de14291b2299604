//! The judgement of a whole plan.

use crate::evaluate::figures;
use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::model::Settings;
use crate::rules::Finding;
use crate::rules::Kind;
use crate::rules::Params;
use crate::rules::Quantity;
use crate::rules::Ready;
use crate::rules::Summed;
use crate::rules::Target;
use crate::rules::Terms;
use crate::rules::rule;
use crate::score::Scores;
use serde::Deserialize;
use serde::Serialize;
use std::borrow::Cow;
use std::sync::Arc;

/// Id of the breach of a plan that leaves an account to nobody where there is no open pool.
const UNASSIGNED: &str = "every-account-has-a-rep";

/// Judges plans of one dataset under one set of settings.
pub struct Judge {
    terms: Terms,
    /// The rules of the settings, by position, where some of their report is worked out before.
    ready: Vec<Option<Ready>>,
}

/// All that is known of a plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Weighted mean of the losses, in percent; lower is better.
    pub objective: f64,
    /// Each objective in force.
    pub losses: Vec<Loss>,
    /// Each limit in force.
    pub limits: Vec<LimitReport>,
    /// How many breaches there are in all.
    pub breaches: usize,
    /// Totals of each rep.
    pub reps: Vec<RepFigures>,
    /// Figures of the whole plan, by id; see [`figures::ALL`].
    pub figures: Vec<(String, f64)>,
    /// Accounts without a rep, of those that count.
    pub open_accounts: u32,
    /// Accounts that are excluded from planning.
    pub excluded_accounts: u32,
}

/// One objective on one plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Loss {
    /// Id of the rule.
    pub rule: String,
    /// Its weight.
    pub weight: f64,
    /// Loss in percent, 0 = ideal.
    pub loss: f64,
}

/// One limit on one plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LimitReport {
    /// Id of the rule.
    pub rule: String,
    /// Its position in the settings; `usize::MAX` where it binds without standing there.
    pub position: usize,
    /// How many accounts it concerns.
    pub touched: usize,
    /// Each breach.
    pub breaches: Vec<Finding>,
}

/// Totals of one rep under a plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RepFigures {
    /// How many accounts.
    pub accounts: u32,
    /// Potential, money a year.
    pub potential: f64,
    /// Current revenue, money a year.
    pub revenue: f64,
    /// Hours a year, travel included where it counts as work.
    pub workload_hours: f64,
    /// Hours a year on the road.
    pub travel_hours: f64,
    /// Kilometres a year on the road.
    pub travel_km: f64,
    /// Potential the rep should have.
    pub potential_target: f64,
    /// Workload the rep should have, hours a year.
    pub workload_target: f64,
    /// Accounts the rep gets that they do not have today.
    pub moved_in: u32,
    /// Accounts the rep has today and gives away.
    pub moved_out: u32,
}

impl RepFigures {
    /// Relative deviation of the potential from its target.
    pub fn potential_deviation(&self) -> f64 {
        deviation(self.potential, self.potential_target)
    }

    /// Relative deviation of the workload from its target.
    pub fn workload_deviation(&self) -> f64 {
        deviation(self.workload_hours, self.workload_target)
    }
}

fn deviation(value: f64, target: f64) -> f64 {
    if target > 0.0 { value / target - 1.0 } else { 0.0 }
}

impl Judge {
    /// A judge for a dataset and settings; everything that does not depend on a plan is computed here, once.
    pub fn new(dataset: Arc<Dataset>, scores: Arc<Scores>, settings: Settings) -> Self {
        let terms = Terms::new(dataset, scores, settings);
        let ready = terms.settings().rules.iter().map(|setting| {
            let rule = rule(&setting.id)?;
            rule.ready(&Params::new(rule.card(), &setting.params), &terms)
        });
        Self { ready: ready.collect(), terms }
    }

    /// Gets ready for a plan that is to be judged, or for ones near it: its ways are measured once. Who edits a plan has
    /// it judged again and again, and waits.
    pub fn set_out(&mut self, plan: &Assignment) {
        let plan = self.terms.excluded().leave_out(plan).into_owned();
        self.terms.set_out(&plan);
    }

    /// The terms the judge goes by.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Today's assignment: every account that counts with its owner.
    pub fn today(&self) -> Assignment {
        self.terms.today()
    }

    /// Judges a plan. It must have one entry per account; that of an account that is excluded says nothing.
    pub fn evaluate(&self, plan: &Assignment) -> Evaluation {
        let plan = self.counted(plan);
        let plan = plan.as_ref();
        let (losses, limits) = self.reports(plan);
        let weights: f64 = losses.iter().map(|loss| loss.weight).sum();
        let weighted: f64 = losses.iter().map(|loss| loss.weight * loss.loss).sum();
        let mut evaluation = Evaluation {
            objective: if weights > 0.0 { weighted / weights } else { 0.0 },
            breaches: limits.iter().map(|limit| limit.breaches.len()).sum(),
            losses,
            limits,
            reps: self.rep_figures(plan),
            figures: Vec::new(),
            open_accounts: self.unassigned(plan).count() as u32,
            excluded_accounts: self.terms.excluded().len() as u32,
        };
        if evaluation.open_accounts > 0 && !self.terms.has_pool() {
            let breaches = self
                .unassigned(plan)
                .map(|account| Finding::misplaced(UNASSIGNED, account, OPEN, text!("account without a rep")));
            evaluation.add_unassigned(self.terms.counted(), breaches.collect());
        }
        evaluation.figures = figures::compute(&self.terms, plan, &evaluation.reps);
        evaluation
    }

    /// A plan as far as it counts: nobody has the accounts that are excluded.
    pub fn counted<'p>(&self, plan: &'p Assignment) -> Cow<'p, Assignment> {
        self.terms.excluded().leave_out(plan)
    }

    /// The accounts that count and that nobody has.
    pub(super) fn unassigned(&self, plan: &Assignment) -> impl Iterator<Item = usize> {
        let open = plan.rep.iter().enumerate().filter(|(_, rep)| **rep == OPEN);
        open.map(|(account, _)| account).filter(|account| !self.terms.is_excluded(*account))
    }

    /// Losses and limits of a plan, rule by rule.
    pub(super) fn reports(&self, plan: &Assignment) -> (Vec<Loss>, Vec<LimitReport>) {
        let (mut losses, mut limits) = (Vec::new(), Vec::new());
        for (position, setting) in self.terms.settings().rules.iter().enumerate() {
            let Some(rule) = rule(&setting.id) else { continue };
            let card = rule.card();
            let report = match &self.ready[position] {
                Some(ready) => ready(&self.terms, plan),
                None => rule.report(&Params::new(card, &setting.params), &self.terms, plan),
            };
            match card.kind {
                Kind::Objective => losses.push(Loss {
                    rule: card.id.to_owned(),
                    weight: setting.weight,
                    loss: report.loss.unwrap_or(0.0),
                }),
                Kind::Limit => limits.push(LimitReport {
                    rule: card.id.to_owned(),
                    position,
                    touched: report.touched,
                    breaches: report.breaches,
                }),
            }
        }
        if let Some((card, report)) = self.terms.hand_locks(plan) {
            limits.push(LimitReport {
                rule: card.id.to_owned(),
                position: usize::MAX,
                touched: report.touched,
                breaches: report.breaches,
            });
        }
        (losses, limits)
    }

    fn rep_figures(&self, plan: &Assignment) -> Vec<RepFigures> {
        let terms = &self.terms;
        let mut reps: Vec<RepFigures> = self.targets();
        for (account, &rep) in plan.rep.iter().enumerate() {
            let owner = terms.owner(account);
            if rep != owner && owner != OPEN {
                reps[owner as usize].moved_out += 1;
            }
            if let Some(figures) = reps.get_mut(rep as usize) {
                figures.accounts += 1;
                figures.moved_in += u32::from(rep != owner);
            }
        }
        let mut fill = |summed: Summed, set: fn(&mut RepFigures, f64)| {
            let sums = terms.sums(summed, plan);
            reps.iter_mut().zip(sums).for_each(|(figures, sum)| set(figures, sum));
        };
        fill(Summed::Load(Quantity::Potential), |figures, sum| figures.potential = sum);
        fill(Summed::Load(Quantity::Revenue), |figures, sum| figures.revenue = sum);
        fill(Summed::Load(Quantity::Workload), |figures, sum| figures.workload_hours = sum);
        fill(Summed::TravelHours, |figures, sum| figures.travel_hours = sum);
        fill(Summed::TravelKm, |figures, sum| figures.travel_km = sum);
        reps
    }

    /// Empty figures with the targets of the rule that balances each quantity, or equal shares.
    fn targets(&self) -> Vec<RepFigures> {
        let of = |measure: &str, objective: &str| -> Target {
            // The window's own target first: a deviation is shown against the limit it must keep.
            let target = |wanted: &dyn Fn(&str, &Params<'_>) -> bool| {
                self.terms.rules().find_map(|(setting, rule)| {
                    let params = Params::new(rule.card(), &setting.params);
                    wanted(rule.card().id, &params).then(|| Target::of_word(&params.text("target")))
                })
            };
            let window = target(&|id, params| id == "balance-window" && params.text("measure") == measure);
            window.or_else(|| target(&|id, _| id == objective)).unwrap_or(Target::Equal)
        };
        let dataset = self.terms.dataset();
        let potential = self.terms.total(Quantity::Potential);
        let workload = self.terms.total(Quantity::Workload);
        let potential_shares = of("potential", "potential-balance").shares(dataset);
        let workload_shares = of("workload", "workload-balance").shares(dataset);
        let shares = potential_shares.iter().zip(&workload_shares);
        shares
            .map(|(potential_share, workload_share)| RepFigures {
                potential_target: potential * potential_share,
                workload_target: workload * workload_share,
                ..RepFigures::default()
            })
            .collect()
    }
}

impl Evaluation {
    /// Without a pool, an account without a rep breaks the first promise of a plan.
    fn add_unassigned(&mut self, touched: usize, breaches: Vec<Finding>) {
        self.breaches += breaches.len();
        self.limits.push(LimitReport { rule: UNASSIGNED.to_owned(), position: usize::MAX, touched, breaches });
    }

    /// Accounts that leave the rep who has them today.
    pub fn handed_over(&self) -> u32 {
        self.reps.iter().map(|rep| rep.moved_out).sum()
    }

    /// A figure by its id; `NaN` where there is none.
    pub fn figure(&self, id: &str) -> f64 {
        self.figures.iter().find(|(candidate, _)| candidate == id).map_or(f64::NAN, |(_, value)| *value)
    }
}
