//! Plans beside each other, told again and written into a file.
//!
//! The page keeps of a plan who has what and the prices of its search. Every figure is worked out again from these, by
//! the same code as when it was made, so that a file says what the headless twin says.

use crate::desk::Desk;
use crate::desk::Ground;
use crate::desk::Making;
use crate::export;
use crate::export::Beside;
use crate::export::Noted;
use crate::model::Dataset;
use crate::model::Settings;
use crate::model::in_currency;
use crate::outcome::Assumptions;
use crate::protocol::ComparisonFile;
use crate::protocol::PlanMade;
use crate::protocol::Reply;
use crate::protocol::TakeAway;
use crate::protocol::Writing;
use crate::protocol::Written;
use crate::protocol::WrittenFile;
use crate::scenario::label_shown;
use crate::score::Scores;
use crate::what_if::Made;
use crate::what_if::Sureness;
use std::sync::Arc;

/// Plans that are being told again, one by one.
pub struct Telling {
    of: TakeAway,
    ground: Option<Ground>,
    dataset: Arc<Dataset>,
    scores: Arc<Scores>,
    told: Vec<Made>,
    /// How sure they are, where the file says so.
    sure: Option<Arc<Sureness>>,
}

/// Plans that were told, for the next file of them.
#[derive(Clone)]
pub struct Told {
    settings: Settings,
    assumptions: Assumptions,
    plans: Vec<PlanMade>,
    ground: Ground,
    made: Vec<Made>,
    sure: Option<Arc<Sureness>>,
}

impl Telling {
    /// Lays the ground, or tells one plan; true at the end.
    ///
    /// # Errors
    /// What cannot be done of a recipe, in plain words.
    pub fn advance(&mut self) -> Result<bool, String> {
        let wants_sureness = self.wants_sureness();
        let Some(ground) = &mut self.ground else {
            let (dataset, scores, settings) = (self.dataset.clone(), self.scores.clone(), self.of.settings.clone());
            self.ground = Some(Ground::new(dataset, scores, settings, &self.of.assumptions));
            return Ok(false);
        };
        let Some(PlanMade { recipe, plan, prices, ground: found, base }) = self.of.plans.get(self.told.len()) else {
            if wants_sureness {
                self.sure = Some(Arc::new(ground.sureness(&self.told)));
            }
            return Ok(true);
        };
        ground.set_prices(found.clone());
        let making = match plan {
            Some(plan) => Making::again(ground, recipe, base.as_deref(), plan.clone(), prices.clone())?,
            None => Making::on(ground, recipe, base.as_deref(), None, 0)?,
        };
        self.told.push(making.made(ground));
        Ok(self.told.len() == self.of.plans.len() && !wants_sureness)
    }

    fn wants_sureness(&self) -> bool {
        self.sure.is_none() && matches!(self.of.file, ComparisonFile::Workbook | ComparisonFile::Report)
    }

    /// That there is no file, and why.
    pub fn failed(&self, reason: String) -> Reply {
        Reply::Written(Written { number: self.of.number, file: Err(reason) })
    }

    /// How far it is.
    pub fn writing(&self) -> Writing {
        Writing { number: self.of.number, done: self.told.len() as u32, all: self.of.plans.len() as u32 }
    }
}

impl Desk {
    /// Begins to tell plans again; what was told before is at hand.
    pub fn telling(&mut self, of: TakeAway) -> Telling {
        let (dataset, scores) = self.inputs();
        let is_same =
            |told: &Told| told.settings == of.settings && told.assumptions == of.assumptions && told.plans == of.plans;
        let (ground, told, sure) = match self.told.take().filter(is_same) {
            Some(told) => (Some(told.ground), told.made, told.sure),
            None => (None, Vec::new(), None),
        };
        Telling { of, ground, dataset, scores, told, sure }
    }

    /// Writes the file of plans that are told.
    pub fn written(&mut self, telling: Telling) -> Option<Reply> {
        let Telling { of, ground, told, sure, dataset, .. } = telling;
        let ground = ground?;
        let is_here = Arc::ptr_eq(&dataset, &self.inputs().0);
        let file = Ok(file(&of, &ground, (&told, sure.as_deref()), dataset));
        let TakeAway { number, settings, assumptions, plans, .. } = of;
        self.told = is_here.then_some(Told { settings, assumptions, plans, ground, made: told, sure });
        Some(Reply::Written(Written { number, file }))
    }

    /// The same in one go.
    pub(super) fn taken_away(&mut self, of: TakeAway) -> Option<Reply> {
        let mut telling = self.telling(of);
        loop {
            match telling.advance() {
                Ok(true) => return self.written(telling),
                Ok(false) => {}
                Err(reason) => return Some(telling.failed(reason)),
            }
        }
    }
}

fn file(
    of: &TakeAway,
    ground: &Ground,
    (plans, sure): (&[Made], Option<&Sureness>),
    dataset: Arc<Dataset>,
) -> WrittenFile {
    let dataset = in_currency(dataset, of.currency.as_deref());
    let beside = Beside {
        dataset: &dataset,
        assumptions: ground.assumptions(),
        today: ground.today(),
        settings: ground.settings(),
        weights: &of.weights,
    };
    let unsure = Sureness::default();
    let sure = sure.unwrap_or(&unsure);
    let noted = of.notes.iter().map(|(label, decision)| Noted { label: label_shown(label), decision });
    let notes: Vec<Noted<'_>> = noted.collect();
    let (name, mime, bytes) = match of.file {
        ComparisonFile::Workbook => {
            let mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            ("scenarios.xlsx", mime, export::scenarios_xlsx(beside, plans, sure, &notes))
        }
        ComparisonFile::Report => {
            ("scenarios.html", "text/html", export::scenarios_html(&of.project, beside, plans, sure, &notes))
        }
        ComparisonFile::Csv => ("scenarios.csv", "text/csv", export::scenarios_csv(beside, plans)),
        ComparisonFile::Json => ("scenarios.json", "application/json", export::scenarios_json(beside, plans)),
        ComparisonFile::Assignments => {
            ("scenarios-assignments.zip", "application/zip", export::scenario_assignments(beside, plans))
        }
    };
    WrittenFile { name: name.to_owned(), mime: mime.to_owned(), bytes }
}
