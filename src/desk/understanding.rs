//! Everything that is said about files before anything is planned: the dataset, its scores, the rules that suit it.

use crate::clean;
use crate::clean::Rest;
use crate::desk::Reading;
use crate::desk::colours::colours;
use crate::desk::outlines::outlines_today;
use crate::desk::reading::unlisted;
use crate::model::Bundle;
use crate::protocol::Delivery;
use crate::protocol::Understood;
use crate::rules;
use crate::score::Scored;
use crate::score::Scores;
use crate::score::score;
use std::sync::Arc;

/// Whoever has files understood.
pub trait Host: clean::Host {
    /// Gets a dataset ready to be sent, and gives its fingerprint; none where it does not go on.
    fn ship(&mut self, bundle: &Bundle) -> impl Future<Output = Option<String>>;
}

impl Host for clean::Patient {
    async fn ship(&mut self, bundle: &Bundle) -> Option<String> {
        Some(bundle.fingerprint())
    }
}

/// What was understood of files.
pub struct Understanding {
    pub(super) reading: Reading,
    pub(super) rest: Vec<Rest>,
    pub(super) found: Option<(Bundle, Arc<Scores>)>,
    pub(super) understood: Understood,
}

impl Understanding {
    /// Cleans and scores what was read; none where the host does not go on.
    pub async fn of(reading: Reading, host: &mut impl Host) -> Option<Self> {
        let (prepared, issues) = reading.dataset(host).await?;
        let mut understood =
            Understood { mappings: reading.mappings().to_vec(), rows: reading.rows(), issues, ..Understood::default() };
        understood.choices = reading.choices().clone();
        let Some(prepared) = prepared else {
            return Some(Self { reading, rest: Vec::new(), found: None, understood });
        };
        understood.steps = prepared.steps;
        understood.proposals = prepared.proposals;
        understood.quality = prepared.quality;
        understood.unlisted = unlisted(&prepared.rest);
        let bundle = Bundle {
            dataset: Arc::new(prepared.dataset),
            tables: reading.tables(),
            accounts: prepared.table as u32,
            notes: Arc::new(reading.notes(&understood, &prepared.rest)),
        };
        clean::going!(host, say!("Scoring the accounts"), 0.93);
        let scores = Arc::new(score(&bundle.dataset));
        understood.scored = Scored::of(&scores);
        clean::going!(host, say!("Looking for rules that suit"), 0.95);
        understood.suggested = rules::suggest(&bundle.dataset, &scores);
        clean::going!(host, say!("Drawing today's territories"), 0.96);
        understood.colours = colours(&bundle.dataset);
        understood.outlines = outlines_today(&bundle.dataset);
        let fingerprint = host.ship(&bundle).await?;
        understood.delivery = Some(Delivery { fingerprint, bundle: bundle.clone() });
        Some(Self { reading, rest: prepared.rest, found: Some((bundle, scores)), understood })
    }
}
