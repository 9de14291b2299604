//! The desk: answers the page's requests, one by one.

use crate::clean::Decision;
use crate::clean::Patient;
use crate::clean::Rest;
use crate::clean::at_once;
use crate::desk::ConflictSearch;
use crate::desk::Reading;
use crate::desk::Understanding;
use crate::desk::acquired;
use crate::desk::colours::colours;
use crate::desk::outline_features;
use crate::desk::outlines::Territories;
use crate::desk::outlines::outlines_today;
use crate::desk::take_away::Told;
use crate::evaluate::Evaluation;
use crate::evaluate::Judge;
use crate::evaluate::RepairKind;
use crate::evaluate::Repairs;
use crate::evaluate::Tour;
use crate::export;
use crate::export::Joined;
use crate::import::Field;
use crate::import::read;
use crate::model::Assignment;
use crate::model::Bundle;
use crate::model::Dataset;
use crate::model::Issue;
use crate::model::Settings;
use crate::model::in_currency;
use crate::problem::Prices;
use crate::problem::Problem;
use crate::protocol::ConflictCount;
use crate::protocol::ExportFile;
use crate::protocol::Judged;
use crate::protocol::Moved;
use crate::protocol::PlanState;
use crate::protocol::Readable;
use crate::protocol::Reply;
use crate::protocol::Request;
use crate::protocol::Understood;
use crate::rules::Excluded;
use crate::rules::Terms;
use crate::scenario::Changes;
use crate::scenario::Rebase;
use crate::score::Scored;
use crate::score::Scores;
use crate::score::TerritoryFeatures;
use crate::score::renewed_features;
use crate::score::score;
use crate::score::territory_features;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the desk keeps between requests.
#[derive(Default)]
pub struct Desk {
    reading: Reading,
    issues: Vec<Issue>,
    rest: Vec<Rest>,
    joined: Joined,
    dataset: Arc<Dataset>,
    /// Of the dataset, as the page knows it.
    fingerprint: String,
    bundle: Bundle,
    scores: Arc<Scores>,
    judge: Option<(Settings, Judge, Evaluation)>,
    surveyed: Option<Surveyed>,
    /// With the accounts that are left out of it.
    territories: Option<(Excluded, Territories)>,
    proven: Option<(Prices, f64)>,
    /// The tours that were found last, by rep.
    pub(super) driven: BTreeMap<u16, Tour>,
    /// The plans beside each other that were told last.
    pub(super) told: Option<Told>,
}

/// A plan with what its territories are like, and those of today.
#[derive(Clone, Default)]
struct Surveyed {
    plan: Assignment,
    features: Vec<TerritoryFeatures>,
    owners: Assignment,
    today: Vec<TerritoryFeatures>,
    excluded: Excluded,
}

impl Desk {
    /// Reads something in one go and says what was understood. The browser reads in pieces: see [`Understanding::of`].
    pub fn read(&mut self, number: u64, readable: Readable) -> Option<Reply> {
        let mut reading = self.reading();
        if let Readable::Acquired(files, known) = readable {
            let tables = files.iter().map(|file| read(&file.name, &file.bytes)).collect();
            return Some(self.acquired(number, at_once(acquired(tables, known, &mut Patient::default()))?));
        }
        let trial = matches!(readable, Readable::Trial(_));
        match readable {
            Readable::Files(files, known) => {
                reading.add(files.iter().map(|file| read(&file.name, &file.bytes)), known);
            }
            Readable::Example(seed) => reading = Reading::of_example(seed),
            Readable::Mappings(mappings) => reading.remap(mappings),
            Readable::Choices(choices) | Readable::Trial(choices) => reading.choose(choices),
            Readable::Acquired(..) => {}
        }
        let understanding = at_once(Understanding::of(reading, &mut Patient::default()))?;
        if trial {
            return Some(Reply::Tried { number, changes: self.tried(&understanding) });
        }
        Some(Reply::Understood(Box::new(self.adopt(number, understanding))))
    }

    /// Answers one request, but [`Request::Read`] and [`Request::Cancel`]: reading takes long, and whoever asks decides how. None where there is
    /// nothing to say: about a plan of other data, too, since the page hears of those data next.
    pub fn answer(&mut self, request: Request) -> Option<Reply> {
        Some(match request {
            Request::Forget => {
                *self = Self::default();
                return None;
            }
            Request::Read(..) | Request::Cancel | Request::StopWeighing | Request::StopWriting => return None,
            Request::Open(delivery) => {
                self.fingerprint = delivery.fingerprint;
                self.open(delivery.bundle)
            }
            Request::Judge(state) => self.judged(&state)?,
            Request::Explain { state, account } => self.explained(&state, account)?,
            Request::Repair { state, edited, before } => self.repaired(&state, &edited, before.as_ref())?,
            Request::Conflict(state) => self.conflict(&state),
            Request::Allow(state) => self.allowed(&state)?,
            Request::Moved(state) => self.moved(&state)?,
            Request::Tours(of) => self.toured(&of)?,
            Request::Export { state, file } => self.exported(&state, file),
            Request::Compare(comparing) => self.compared(&comparing),
            Request::Record(of) => self.recorded(&of),
            Request::StandardSet(number, settings) => self.standard_set(number, &settings),
            Request::Outline(number, plans) => self.outlined_each(number, &plans),
            Request::Probe(probing) => self.probed(*probing),
            Request::Weigh(weighing) => at_once(self.weighing(&weighing)?.weighed(async |_| true))?,
            Request::TakeAway(of) => self.taken_away(*of)?,
            Request::OwnProject(wanted) => self.own_project(&wanted),
            Request::Hold(holding) => self.held(&holding),
            Request::Ahead(of) => self.ahead(&of.0, &of.1)?,
        })
    }

    /// The data with their scores.
    pub(super) fn inputs(&self) -> (Arc<Dataset>, Arc<Scores>) {
        (self.dataset.clone(), self.scores.clone())
    }

    /// The settings whose judge is at hand.
    pub(super) fn settings_at_hand(&self) -> Option<Settings> {
        self.judge.as_ref().map(|(settings, ..)| settings.clone())
    }

    /// The fingerprint of the data, as the page knows it.
    pub(super) fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The tables that are there, to read on from.
    pub fn reading(&self) -> Reading {
        self.reading.clone()
    }

    /// Goes on with what was understood of files, where a dataset came of it.
    pub fn adopt(&mut self, number: u64, understanding: Understanding) -> Understood {
        let Understanding { reading, rest, found, understood } = understanding;
        self.reading = reading;
        self.issues.clone_from(&understood.issues);
        self.rest = rest;
        self.joined = joined(&understood);
        let mut rebase = None;
        if let Some((bundle, scores)) = found {
            rebase = Rebase::between(&self.dataset, &bundle.dataset);
            if let Some(rebase) = &mut rebase {
                rebase.before.clone_from(&self.fingerprint);
            }
            let delivery = understood.delivery.as_ref();
            self.fingerprint = delivery.map_or_else(String::new, |delivery| delivery.fingerprint.clone());
            self.take(bundle, scores);
        }
        Understood { number, rebase, ..understood }
    }

    /// What would be different if this was gone on with.
    pub fn tried(&self, understanding: &Understanding) -> Option<Box<Changes>> {
        let (bundle, _) = understanding.found.as_ref()?;
        let rebase = Rebase::by_rows(&self.dataset, &bundle.dataset);
        rebase.or_else(|| Rebase::between(&self.dataset, &bundle.dataset)).map(|rebase| Box::new(rebase.changes))
    }

    fn take(&mut self, bundle: Bundle, scores: Arc<Scores>) {
        self.dataset = bundle.dataset.clone();
        self.bundle = bundle;
        self.scores = scores;
        self.judge = None;
        self.surveyed = None;
        self.territories = None;
        self.proven = None;
        self.driven.clear();
        self.told = None;
    }

    /// Goes on with a dataset that was kept.
    fn open(&mut self, bundle: Bundle) -> Reply {
        let scores = Arc::new(score(&bundle.dataset));
        let kept = Reading::kept(&bundle);
        let understood = kept.as_ref().map(|(_, _, understood)| understood.clone());
        let (reading, rest, Understood { issues, .. }) = kept.unwrap_or_default();
        (self.reading, self.rest, self.issues) = (reading, rest, issues);
        self.joined = understood.as_ref().map(joined).unwrap_or_default();
        let reply = Reply::Opened {
            scored: Scored::of(&scores),
            colours: colours(&bundle.dataset),
            outlines: outlines_today(&bundle.dataset),
            understood: understood.map(Box::new),
        };
        self.take(bundle, scores);
        reply
    }

    /// The judge for these settings; made anew only when they change.
    pub(super) fn judge_for(&mut self, settings: &Settings) -> (&mut Judge, &Evaluation) {
        if self.judge.as_ref().is_some_and(|(known, _, _)| known != settings) {
            self.judge = None;
            self.proven = None;
        }
        let (_, judge, today) = self.judge.get_or_insert_with(|| {
            let judge = Judge::new(self.dataset.clone(), self.scores.clone(), settings.clone());
            let today = judge.evaluate(&judge.today());
            (settings.clone(), judge, today)
        });
        (judge, today)
    }

    fn allowed(&mut self, state: &PlanState) -> Option<Reply> {
        if state.plan.len() != self.dataset.accounts.len() {
            return None;
        }
        let rules = self.judge_for(&state.settings).0.allowing(&state.plan);
        Some(Reply::Allowed { version: state.version, rules })
    }

    fn moved(&mut self, state: &PlanState) -> Option<Reply> {
        if state.plan.len() != self.dataset.accounts.len() {
            return None;
        }
        let values = self.judge_for(&state.settings).0.moved(&state.plan, state.prices_now(), &state.by_hand);
        Some(Reply::Moved(Moved { version: state.version, values }))
    }

    fn judged(&mut self, state: &PlanState) -> Option<Reply> {
        if state.plan.len() != self.dataset.accounts.len() {
            return None;
        }
        let bound = self.bound(state);
        self.survey(&state.settings, &state.plan);
        let surveyed = self.surveyed.clone().unwrap_or_default();
        let judge = self.judge_for(&state.settings).0;
        judge.set_out(&state.plan);
        let plan = judge.evaluate(&state.plan);
        let conflicts = conflicts(judge);
        let today = self.judge_for(&state.settings).1.clone();
        Some(Reply::Judged(Box::new(Judged {
            version: state.version,
            today,
            plan,
            features_today: surveyed.today,
            features: surveyed.features,
            bound,
            conflicts,
        })))
    }

    /// Surveys the territories of a plan and of today, as far as they count: those that have other accounts than before.
    fn survey(&mut self, settings: &Settings, plan: &Assignment) {
        let judge = self.judge_for(settings).0;
        let (plan, owners, excluded) =
            (judge.counted(plan).into_owned(), judge.today(), judge.terms().excluded().clone());
        let (dataset, scores) = (&self.dataset, &self.scores);
        let (features, today) = match self.surveyed.take() {
            Some(before) => (
                renewed_features(dataset, scores, (&before.plan, &before.features), &plan),
                renewed_features(dataset, scores, (&before.owners, &before.today), &owners),
            ),
            None => (territory_features(dataset, scores, &plan), territory_features(dataset, scores, &owners)),
        };
        self.surveyed = Some(Surveyed { plan, features, owners, today, excluded });
    }

    /// The outlines of the plan that was judged last, as far as they changed.
    pub fn outlined(&mut self) -> Option<Reply> {
        let Surveyed { plan, excluded, .. } = self.surveyed.as_ref()?;
        if self.territories.as_ref().is_some_and(|(known, _)| known != excluded) {
            self.territories = None;
        }
        let (_, territories) = self
            .territories
            .get_or_insert_with(|| (excluded.clone(), Territories::new(self.dataset.clone(), excluded)));
        Some(Reply::Outlined { dataset: self.fingerprint.clone(), outlines: territories.draw(plan) })
    }

    /// The bound of the plan's prices; derived once per settings and prices.
    fn bound(&mut self, state: &PlanState) -> Option<f64> {
        let prices = state.prices.as_ref()?;
        self.judge_for(&state.settings);
        let known = self.proven.as_ref().filter(|(known, _)| known == prices);
        if let Some((_, bound)) = known {
            return Some(*bound).filter(|bound| bound.is_finite());
        }
        let bound = self.judge_for(&state.settings).0.bound(prices);
        self.proven = Some((prices.clone(), bound));
        Some(bound).filter(|bound| bound.is_finite())
    }

    fn explained(&mut self, state: &PlanState, account: u32) -> Option<Reply> {
        if state.plan.len() != self.dataset.accounts.len() || account as usize >= state.plan.len() {
            return None;
        }
        let (judge, _) = self.judge_for(&state.settings);
        let explanation = judge.explain(&state.plan, state.prices_now(), account as usize);
        Some(Reply::Explained { version: state.version, explanation: Box::new(explanation) })
    }

    fn repaired(&mut self, state: &PlanState, edited: &[(u32, u16)], before: Option<&Settings>) -> Option<Reply> {
        let mut repairs = self.broken_by(state, edited, before)?;
        for kind in RepairKind::ALL {
            self.mend(state, edited, &mut repairs, kind);
        }
        Some(Reply::Repairs { version: state.version, repairs: Box::new(repairs) })
    }

    /// What an edit breaks, without the ways to mend it: for whoever wants to do other things in between. `before`: the
    /// settings before it, where it changed them.
    pub fn broken_by(
        &mut self,
        state: &PlanState,
        edited: &[(u32, u16)],
        before: Option<&Settings>,
    ) -> Option<Repairs> {
        let before = before.map(|before| Judge::new(self.dataset.clone(), self.scores.clone(), before.clone()));
        let judge = self.judge_on(state)?;
        Some(match before {
            Some(before) => judge.broken_since(&before, &state.plan),
            None => Repairs { broken: judge.broken_by(&state.plan, edited), ..Repairs::default() },
        })
    }

    /// Looks for the cheapest repair of a kind.
    pub fn mend(&mut self, state: &PlanState, edited: &[(u32, u16)], repairs: &mut Repairs, kind: RepairKind) {
        if let Some(judge) = self.judge_on(state)
            && let Some(way) = judge.repair(&state.plan, edited, &repairs.broken, kind)
        {
            repairs.add(way);
        }
    }

    /// The judge, ready for a plan of these data; none for one of others.
    fn judge_on(&mut self, state: &PlanState) -> Option<&Judge> {
        if state.plan.len() != self.dataset.accounts.len() {
            return None;
        }
        let judge = self.judge_for(&state.settings).0;
        judge.set_out(&state.plan);
        Some(judge)
    }

    /// The rules that cannot all hold, in one go.
    fn conflict(&mut self, state: &PlanState) -> Reply {
        let terms = self.conflict_terms(state);
        let problem = terms.limits(None).compile();
        let mut search = self.conflict_search(state, terms, problem);
        while !search.advance() {}
        Reply::Conflict { settings: Box::new(state.settings.clone()), conflict: search.conflict() }
    }

    /// The terms among whose limits a conflict is looked for.
    pub fn conflict_terms(&mut self, state: &PlanState) -> Terms {
        self.judge_for(&state.settings).0.terms().clone()
    }

    /// A search for the rules that cannot all hold, for whoever wants to do other things meanwhile: under
    /// [`Desk::conflict_terms`], with the problem that their limits pose.
    pub fn conflict_search(&mut self, state: &PlanState, terms: Terms, problem: Problem) -> ConflictSearch {
        let (judge, today) = self.judge_for(&state.settings);
        let mut search = ConflictSearch::stated(terms, problem);
        search.know(today);
        if state.plan.len() == judge.terms().dataset().accounts.len() {
            search.know(&judge.evaluate(&state.plan));
        }
        search
    }

    fn exported(&mut self, state: &PlanState, file: ExportFile) -> Reply {
        if file == ExportFile::Issues {
            let bytes = export::issues_csv(&self.issues, &self.rest, &self.bundle.tables);
            return Reply::Exported { name: "issues.csv".to_owned(), mime: "text/csv".to_owned(), bytes };
        }
        if file == ExportFile::Repaired {
            let mapping = self.reading.mappings().get(self.bundle.accounts as usize);
            let bytes =
                mapping.map(|mapping| export::repaired_csv(&self.bundle, mapping, &self.joined)).unwrap_or_default();
            return Reply::Exported { name: "accounts-repaired.csv".to_owned(), mime: "text/csv".to_owned(), bytes };
        }
        if state.plan.len() != self.dataset.accounts.len() {
            return Reply::Failed(say!("The plan belongs to other data.").to_owned());
        }
        let (dataset, files, joined) = (self.dataset.clone(), self.bundle.clone(), self.joined.clone());
        let mapping = self.reading.mappings().get(self.bundle.accounts as usize);
        let owners = mapping.and_then(|mapping| mapping.column_of(Field::Owner));
        let bound = self.bound(state);
        let judged = file == ExportFile::Evaluation;
        let tours = if judged { self.all_tours(&state.settings, &state.plan) } else { Vec::new() };
        let (judge, today) = self.judge_for(&state.settings);
        let (counted, excluded) = (judge.counted(&state.plan), judge.terms().excluded());
        let (name, mime, bytes) = match file {
            ExportFile::GeoJson => {
                let features = outline_features(&dataset, excluded, &counted);
                ("plan.geojson", "application/geo+json", export::geojson(&dataset, &counted, excluded, features))
            }
            ExportFile::Evaluation => {
                let plan = judge.evaluate(&counted);
                let (fingerprint, shown) = (dataset.fingerprint(), in_currency(dataset, state.currency.as_deref()));
                let bytes = export::evaluation_json(&shown, &fingerprint, (&plan, today), &tours, bound);
                ("evaluation.json", "application/json", bytes)
            }
            ExportFile::Assignments | ExportFile::Issues | ExportFile::Repaired => {
                let reasons = judge.reasons(&state.plan, state.prices_now(), &state.by_hand);
                let bytes = export::assignments_csv(&files, owners, &counted, &reasons, &joined);
                ("assignments.csv", "text/csv", bytes)
            }
        };
        Reply::Exported { name: name.to_owned(), mime: mime.to_owned(), bytes }
    }
}

/// The rows that are one account with another row, by that row. Groups come in the order in which they were joined: what
/// was joined to a row goes with it when that row is joined to yet another.
fn joined(understood: &Understood) -> Joined {
    let mut joined = Joined::new();
    let groups = understood.proposals.duplicates.iter().filter(|group| group.decision == Decision::Accepted);
    for (kept, others) in groups.filter_map(|group| group.rows.split_first()) {
        let below: Vec<u32> = others.iter().flat_map(|other| joined.remove(other).unwrap_or_default()).collect();
        joined.entry(*kept).or_default().extend(others.iter().copied().chain(below));
    }
    joined
}

fn conflicts(judge: &Judge) -> Vec<ConflictCount> {
    let mut counts: BTreeMap<&[String], (u32, u32)> = BTreeMap::new();
    for conflict in judge.terms().conflicts() {
        let entry = counts.entry(&conflict.rules).or_insert((0, conflict.account));
        entry.0 += 1;
    }
    counts
        .into_iter()
        .map(|(rules, (accounts, example))| ConflictCount { rules: rules.to_vec(), accounts, example })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Duplicates;

    #[test]
    fn rows_joined_one_after_the_other_all_come_out_with_the_one_that_stays() {
        // A record that is in no file that leaves keeps its old owner in the CRM.
        let group =
            |rows: &[u32]| Duplicates { rows: rows.to_vec(), decision: Decision::Accepted, ..Duplicates::default() };
        let of = |groups: [&[u32]; 2]| {
            let mut understood = Understood::default();
            understood.proposals.duplicates = groups.map(group).to_vec();
            joined(&understood)
        };
        assert_eq!(of([&[2, 3], &[2, 4]]), Joined::from([(2, vec![3, 4])]));
        assert_eq!(of([&[2, 3], &[5, 2]]), Joined::from([(5, vec![2, 3])]));
    }
}
