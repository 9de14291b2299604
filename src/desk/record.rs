//! The decision record of a version.

use crate::desk::Desk;
use crate::evaluate::Judge;
use crate::export::Record;
use crate::export::record_html;
use crate::model::in_currency;
use crate::problem::Prices;
use crate::protocol::RecordOf;
use crate::protocol::Reply;

impl Desk {
    /// Writes it, judged by the rules that the version was made under.
    pub(super) fn recorded(&self, of: &RecordOf) -> Reply {
        let (dataset, scores) = self.inputs();
        let RecordOf { project, revision, decision, currency } = of;
        if revision.assignment.len() != dataset.accounts.len() {
            return Reply::Failed(say!("The plan belongs to other data.").to_owned());
        }
        let dataset = in_currency(dataset, currency.as_deref());
        let judge = Judge::new(dataset, scores, revision.settings.clone());
        let prices = |load: &[f64], cap: &[f64]| Prices { load: load.to_vec(), cap: cap.to_vec() };
        let bound = revision.proof.as_ref().map(|proof| judge.bound(&prices(&proof.load, &proof.cap)));
        let record = Record {
            project,
            revision,
            decision: decision.as_ref(),
            judge: &judge,
            bound: bound.filter(|bound| bound.is_finite()),
            dataset: self.fingerprint(),
        };
        let bytes = record_html(&record);
        Reply::Exported { name: "decision.html".to_owned(), mime: "text/html".to_owned(), bytes }
    }
}
