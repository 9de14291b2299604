//! The currency that money is shown in: the project's, or what the files say.

use crate::model::Dataset;
use crate::model::NO_MONEY;
use crate::session::Data;
use crate::session::Session;
use std::sync::Arc;

impl Data {
    /// Whether the files tell money, in whatever currency it is shown, or in none.
    pub fn tells_money(&self) -> bool {
        self.told_currency.as_ref().unwrap_or(&self.dataset.currency) != NO_MONEY
    }
}

impl Session {
    /// Shows money in the currency of the project. The data themselves do not change: what is sent to workers and stored
    /// keeps the currency of the files.
    pub(super) fn follow_currency(&mut self) {
        let (Some(data), Some(project)) = (&mut self.data, &self.project) else { return };
        let told = data.told_currency.get_or_insert_with(|| data.dataset.currency.clone());
        let wanted = project.currency.as_ref().unwrap_or(told);
        if data.dataset.currency != *wanted {
            let shown: &mut Dataset = Arc::make_mut(&mut data.dataset);
            shown.currency.clone_from(wanted);
        }
    }
}
