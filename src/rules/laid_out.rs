//! A plan laid out: what every account brings with the rep who has it, worked out once and kept up while the plan is
//! edited.
//!
//! Rules ask for the same ways, hours and sums one after the other, and an edit changes few of them. What is kept here is
//! what would be worked out anew, to the bit: sums are added up in the order of the accounts, again and again.

use crate::model::Assignment;
use crate::model::OPEN;
use crate::rules::Quantity;
use crate::rules::Terms;
use std::sync::OnceLock;

/// What is summed up by rep.
#[derive(Clone, Copy)]
pub enum Summed {
    /// A quantity.
    Load(Quantity),
    /// Hours a year on the road.
    TravelHours,
    /// Kilometres a year on the road.
    TravelKm,
    /// Potential x fit.
    FittingPotential,
}

/// How many sums there are.
const SUMS: usize = Quantity::COUNT + 3;

impl Summed {
    fn all() -> impl Iterator<Item = Self> {
        let others = [Self::TravelHours, Self::TravelKm, Self::FittingPotential];
        Quantity::ALL.into_iter().map(Self::Load).chain(others)
    }

    fn place(self) -> usize {
        match self {
            Self::Load(quantity) => quantity as usize,
            Self::TravelHours => Quantity::COUNT,
            Self::TravelKm => Quantity::COUNT + 1,
            Self::FittingPotential => Quantity::COUNT + 2,
        }
    }

    fn of(self, terms: &Terms, account: usize, rep: u16) -> f64 {
        match self {
            Self::Load(quantity) => terms.amount(quantity, account, rep),
            Self::TravelHours => terms.travel_hours(account, rep),
            Self::TravelKm => terms.travel_km(account, rep),
            Self::FittingPotential => terms.scores().potential[account] * terms.fit(account, rep),
        }
    }
}

/// The plan that was laid out last; empty before.
#[derive(Clone, Default)]
pub struct LaidOut {
    rep: Vec<u16>,
    line_km: Vec<Option<f64>>,
    travel_km: Vec<f64>,
    workload: Vec<f64>,
    fit: Vec<f64>,
    /// By rep, each where it was asked for.
    sums: [OnceLock<Vec<f64>>; SUMS],
}

impl LaidOut {
    /// Lays out a plan: measures what is not as in the plan before. `terms` must not hold this plan themselves.
    pub fn follow(&mut self, plan: &Assignment, terms: &Terms) {
        if self.rep.len() != plan.len() {
            *self = Self::anew(plan, terms);
            return;
        }
        let reps = terms.dataset().reps.len();
        let mut touched = vec![false; reps];
        for (account, &rep) in plan.rep.iter().enumerate() {
            let before = self.rep[account];
            if before != rep {
                for rep in [before, rep] {
                    if let Some(touched) = touched.get_mut(usize::from(rep)) {
                        *touched = true;
                    }
                }
                self.rep[account] = rep;
                self.measure(account, terms);
            }
        }
        if touched.contains(&true) {
            self.add_up_again(&touched, terms);
        }
    }

    fn anew(plan: &Assignment, terms: &Terms) -> Self {
        let accounts = plan.len();
        let mut laid = Self {
            rep: plan.rep.to_vec(),
            line_km: vec![None; accounts],
            travel_km: vec![0.0; accounts],
            workload: vec![0.0; accounts],
            fit: vec![0.0; accounts],
            sums: Default::default(),
        };
        for account in 0..accounts {
            laid.measure(account, terms);
        }
        laid
    }

    fn measure(&mut self, account: usize, terms: &Terms) {
        let rep = self.rep[account];
        self.line_km[account] = terms.line_km(account, rep);
        self.travel_km[account] = terms.travel_km(account, rep);
        self.workload[account] = terms.amount(Quantity::Workload, account, rep);
        self.fit[account] = terms.fit(account, rep);
    }

    /// Adds up what the touched reps have, in the order of their accounts.
    fn add_up_again(&mut self, touched: &[bool], terms: &Terms) {
        let is_touched = |rep: u16| touched.get(usize::from(rep)).copied().unwrap_or(false);
        let theirs: Vec<usize> = (0..self.rep.len()).filter(|&account| is_touched(self.rep[account])).collect();
        for summed in Summed::all() {
            let Some(sums) = self.sums[summed.place()].get_mut() else { continue };
            for (sum, _) in sums.iter_mut().zip(touched).filter(|(_, touched)| **touched) {
                *sum = 0.0;
            }
            for &account in &theirs {
                let rep = self.rep[account];
                sums[usize::from(rep)] += summed.of(terms, account, rep);
            }
        }
    }

    /// The distance from the rep, km, where the rep has the account in the plan laid out.
    pub fn line_km(&self, account: usize, rep: u16) -> Option<Option<f64>> {
        self.of(&self.line_km, account, rep)
    }

    /// Kilometres a year, likewise.
    pub fn travel_km(&self, account: usize, rep: u16) -> Option<f64> {
        self.of(&self.travel_km, account, rep)
    }

    /// Workload in hours a year, likewise.
    pub fn workload(&self, account: usize, rep: u16) -> Option<f64> {
        self.of(&self.workload, account, rep)
    }

    /// Fit, likewise.
    pub fn fit(&self, account: usize, rep: u16) -> Option<f64> {
        self.of(&self.fit, account, rep)
    }

    fn of<T: Copy>(&self, column: &[T], account: usize, rep: u16) -> Option<T> {
        (*self.rep.get(account)? == rep).then(|| column[account])
    }

    /// A sum by rep under a plan. Of one near the plan laid out only those reps are summed up who have other accounts in it.
    pub fn sums(&self, summed: Summed, plan: &Assignment, terms: &Terms) -> Vec<f64> {
        let reps = terms.dataset().reps.len();
        let add_up = |plan: &[u16], whose: &dyn Fn(u16) -> bool, mut sums: Vec<f64>| {
            for (account, &rep) in plan.iter().enumerate().filter(|(_, rep)| **rep != OPEN && whose(**rep)) {
                sums[usize::from(rep)] += summed.of(terms, account, rep);
            }
            sums
        };
        if self.rep.len() != plan.len() {
            return add_up(&plan.rep, &|_| true, vec![0.0; reps]);
        }
        let mut sums = self.sums[summed.place()].get_or_init(|| add_up(&self.rep, &|_| true, vec![0.0; reps])).clone();
        if self.rep == *plan.rep {
            return sums;
        }
        let mut touched = vec![false; reps];
        for (&before, &rep) in self.rep.iter().zip(plan.rep.iter()).filter(|(before, rep)| before != rep) {
            for rep in [before, rep] {
                if let (Some(touched), Some(sum)) = (touched.get_mut(usize::from(rep)), sums.get_mut(usize::from(rep)))
                {
                    (*touched, *sum) = (true, 0.0);
                }
            }
        }
        if touched.contains(&true) { add_up(&plan.rep, &|rep| touched[usize::from(rep)], sums) } else { sums }
    }
}
