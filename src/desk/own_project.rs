//! A plan with another team or market becomes a project of its own, as a file.

use crate::desk::Desk;
use crate::evaluate::Judge;
use crate::export::project_file;
use crate::model::Assignment;
use crate::model::Bundle;
use crate::outcome::Assumptions;
use crate::outcome::Outlook;
use crate::protocol::OwnProject;
use crate::protocol::Reply;
use crate::protocol::Written;
use crate::protocol::WrittenFile;
use crate::scenario::Edit;
use crate::scenario::Origin;
use crate::scenario::Project;
use crate::scenario::Proof;
use crate::scenario::Revision;
use crate::what_if::World;
use crate::what_if::apply;
use std::sync::Arc;

impl Desk {
    /// Changes the data as the recipe says and writes them with the plan. The files they came from stay behind: read anew,
    /// they would give the team as it is.
    pub(super) fn own_project(&self, wanted: &OwnProject) -> Reply {
        let file = match self.own_bundle(wanted) {
            Ok(bundle) => Ok(WrittenFile {
                name: wanted.name.clone(),
                mime: "application/octet-stream".to_owned(),
                bytes: project_file(&project(wanted, &bundle, self.hour_price(wanted)), &bundle),
            }),
            Err(reason) => Err(say!("{name} cannot be opened: {reason}.", name = wanted.made.recipe.name, reason)),
        };
        Reply::Written(Written { number: wanted.number, file })
    }

    /// The price of an hour that the comparison told the plan by: that of the data as they are. Its own team would give another
    /// one, and the plan other figures than those it was chosen for.
    fn hour_price(&self, wanted: &OwnProject) -> f64 {
        let (dataset, scores) = self.inputs();
        let judge = Judge::new(dataset, scores, wanted.settings.clone());
        Outlook::new(&judge, wanted.assumptions.clone()).hour_price()
    }

    fn own_bundle(&self, wanted: &OwnProject) -> Result<Bundle, String> {
        let (dataset, scores) = self.inputs();
        let owners = Assignment { rep: dataset.accounts.owner.clone() };
        let (plan, rules) = match &wanted.base {
            Some(base) => (&base.plan, &base.settings.rules),
            None => (&owners, &wanted.settings.rules),
        };
        if plan.len() != dataset.accounts.len() {
            return Err(say!("the plan belongs to other data").to_owned());
        }
        let world = World { dataset: &dataset, scores: &scores, rules, plan, prices: None };
        let changed = apply(&world, &wanted.made.recipe.what_ifs)?;
        if changed.plan.len() != wanted.made.plan.len() {
            return Err(say!("the plan belongs to other data").to_owned());
        }
        Ok(Bundle { dataset: Arc::new(changed.dataset), ..Bundle::default() })
    }
}

fn project(wanted: &OwnProject, bundle: &Bundle, hour_price: f64) -> Project {
    let (made, dataset) = (&wanted.made, bundle.fingerprint());
    let today = Assignment { rep: bundle.dataset.accounts.owner.clone() };
    let mut project = Project::new(&wanted.name, dataset.clone(), made.settings.clone(), today, wanted.now);
    project.assumptions = Assumptions { hour_price: Some(hour_price), ..wanted.assumptions.clone() };
    project.currency.clone_from(&wanted.currency);
    let proof = made.bound.zip(made.prices.clone());
    let revision = project.append(Revision {
        id: 0,
        parent: Some(0),
        label: project.label_for(&made.recipe.name, None),
        note: wanted.note.clone(),
        origin: Origin::Optimised,
        settings: made.settings.clone(),
        assignment: made.plan.clone(),
        dataset,
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        seed: made.seed,
        steps: made.steps,
        lanes: 1,
        objective: made.objective,
        breaches: made.figures.breaches,
        proof: proof.map(|(bound, prices)| Proof { bound, load: prices.load, cap: prices.cap }),
        made_at: wanted.now,
    });
    project.apply(Edit::Adopt { revision, plan: made.plan.clone(), settings: None });
    project
}
