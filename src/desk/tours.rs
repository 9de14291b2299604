//! Driving tours: those of the reps that are asked for, each once as long as nothing of it changes.

use crate::desk::Desk;
use crate::evaluate::Tour;
use crate::evaluate::territories;
use crate::model::Assignment;
use crate::model::Settings;
use crate::protocol::Reply;
use crate::protocol::Toured;
use crate::protocol::ToursOf;

impl Desk {
    /// The reps whose tours the page does not have, in the order in which they were asked for, with their accounts; none
    /// where the plan is one of other data.
    pub fn tours_due(&mut self, of: &ToursOf) -> Option<Vec<(u16, Vec<u32>)>> {
        let (dataset, _) = self.inputs();
        if of.plan.len() != dataset.accounts.len() {
            return None;
        }
        let mut accounts = territories(&of.plan, dataset.reps.len());
        let judge = self.judge_for(&of.settings).0;
        let due = of.reps.iter().filter_map(|&(rep, known)| {
            let accounts = std::mem::take(accounts.get_mut(usize::from(rep))?);
            (judge.tour_key(rep, &accounts) != known).then_some((rep, accounts))
        });
        Some(due.collect())
    }

    /// The tours of a rep through these accounts. The last ones of each rep are kept: who switches a layer off and on
    /// has them at once.
    pub fn tour(&mut self, settings: &Settings, rep: u16, accounts: &[u32]) -> Tour {
        let key = self.judge_for(settings).0.tour_key(rep, accounts);
        if let Some(known) = self.driven.get(&rep).filter(|tour| tour.key == key) {
            return known.clone();
        }
        let tour = self.judge_for(settings).0.tour(rep, accounts);
        self.driven.insert(rep, tour.clone());
        tour
    }

    /// The tours of all reps under a plan.
    pub(super) fn all_tours(&mut self, settings: &Settings, plan: &Assignment) -> Vec<Tour> {
        let accounts = territories(plan, self.inputs().0.reps.len());
        (0_u16..).zip(&accounts).map(|(rep, accounts)| self.tour(settings, rep, accounts)).collect()
    }

    /// Answers in one go. The browser asks for one rep after the other: see [`Desk::tours_due`].
    pub(super) fn toured(&mut self, of: &ToursOf) -> Option<Reply> {
        let due = self.tours_due(of)?;
        let tours = due.iter().map(|(rep, accounts)| self.tour(&of.settings, *rep, accounts)).collect();
        Some(Reply::Toured(Toured { version: of.version, tours, done: true }))
    }
}
