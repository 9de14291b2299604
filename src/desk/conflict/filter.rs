//! Leaving limits out, one after another.

use crate::desk::conflict::ground::Ground;
use crate::desk::conflict::ground::is_restricting;
use crate::desk::conflict::ground::limits;
use crate::desk::conflict::ground::rule_at;
use crate::desk::conflict::number::Numbers;
use crate::evaluate::Evaluation;
use crate::model::Dataset;
use crate::model::Settings;
use crate::order;
use crate::order::Order;
use crate::problem::Problem;
use crate::protocol::ConflictPart;
use crate::protocol::Need;
use crate::protocol::RuleConflict;
use crate::rules::HAND_LOCKS;
use crate::rules::Terms;
use crate::score::Scores;
use crate::solve::Feasible;
use crate::solve::Proof;
use crate::solve::Verdict;
use crate::solve::on_limits;
use crate::solve::on_units;
use crate::solve::proves;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is being tried: these limits left out as well.
struct Trial {
    group: Vec<usize>,
    search: Feasible,
}

enum Stage {
    /// Leaves out what can be left out.
    Filter(Option<Box<Trial>>),
    /// Asks by how much each remaining limit must give way.
    Numbers(Box<Numbers>),
    Done,
}

/// A resumable search for the rules that cannot all hold.
pub struct ConflictSearch {
    ground: Ground,
    left_out: BTreeSet<usize>,
    /// Groups still to be left out, the next one last.
    waiting: Vec<Vec<usize>>,
    /// Limits of which no proof was found without them, with how many others were left out then.
    kept: Vec<(usize, usize)>,
    proof: Option<Proof>,
    /// For plans at hand: positions of the limits that they break.
    broken: Vec<BTreeSet<usize>>,
    stage: Stage,
    /// The last search: the next one begins where it ended.
    last: Option<Feasible>,
    needs: Vec<(usize, Need)>,
    /// Accounts that fit nowhere.
    stuck: Vec<u32>,
}

impl ConflictSearch {
    /// Prepares a search under these settings.
    pub fn new(dataset: Arc<Dataset>, scores: Arc<Scores>, settings: Settings) -> Self {
        Self::of_terms(Terms::new(dataset, scores, settings))
    }

    /// Prepares a search under these terms.
    pub fn of_terms(terms: Terms) -> Self {
        let problem = terms.limits(None).compile();
        Self::stated(terms, problem)
    }

    /// The same for terms of which the limits were stated already.
    pub fn stated(terms: Terms, problem: Problem) -> Self {
        Self {
            ground: Ground::new(terms, problem),
            left_out: BTreeSet::new(),
            waiting: vec![Vec::new()],
            kept: Vec::new(),
            proof: None,
            broken: Vec::new(),
            stage: Stage::Filter(None),
            last: None,
            needs: Vec::new(),
            stuck: Vec::new(),
        }
    }

    /// Tells of a judged plan: the limits that it keeps are known to be possible together.
    pub fn know(&mut self, evaluation: &Evaluation) {
        let broken = evaluation.limits.iter().filter(|limit| !limit.breaches.is_empty());
        let ids_known = broken.clone().all(|limit| limit.position != HAND_LOCKS || limit.rule == "locked-accounts");
        if ids_known {
            self.broken.push(broken.map(|limit| limit.position).collect());
        }
    }

    /// Does a small piece of work; true when there is nothing left to do.
    pub fn advance(&mut self) -> bool {
        match &mut self.stage {
            Stage::Filter(None) => self.next_trial(),
            Stage::Filter(Some(trial)) => {
                if let Some(verdict) = trial.search.advance() {
                    self.judge(verdict);
                }
            }
            Stage::Numbers(numbers) => {
                if let Some(needs) = numbers.advance(&mut self.ground) {
                    self.needs = needs;
                    self.stage = Stage::Done;
                }
            }
            Stage::Done => {}
        }
        matches!(self.stage, Stage::Done)
    }

    fn next_trial(&mut self) {
        let Some(group) = self.waiting.pop() else {
            self.once_more();
            return;
        };
        let mut left_out = self.left_out.clone();
        left_out.extend(&group);
        if self.broken.iter().any(|broken| broken.is_subset(&left_out)) {
            // That stays so whatever else is left out.
            if group.len() > 1 {
                self.waiting.extend(group.iter().map(|position| vec![*position]));
            }
            return;
        }
        self.ground.leave_out(&left_out);
        let problem = self.ground.problem().clone();
        let still_proven = match &self.proof {
            Some(Proof::Prices(prices)) => on_units(problem.clone(), prices) + on_limits(&problem, prices) > 0.0,
            _ => false,
        };
        if still_proven {
            self.left_out.extend(group);
            return;
        }
        let search = match self.last.take() {
            Some(last) => last.renewed(problem),
            None => Feasible::new(problem),
        };
        self.stage = Stage::Filter(Some(Box::new(Trial { group, search })));
    }

    fn judge(&mut self, verdict: Verdict) {
        let Stage::Filter(Some(trial)) = std::mem::replace(&mut self.stage, Stage::Filter(None)) else { return };
        let first = self.proof.is_none();
        self.last = Some(trial.search);
        match verdict {
            Verdict::Proven(proof) => {
                self.left_out.extend(trial.group);
                self.proof = Some(proof);
                if first {
                    self.waiting = self.groups();
                }
            }
            Verdict::Open if first => self.stage = Stage::Done,
            Verdict::Open => self.keep_for_now(&trial.group),
        }
    }

    /// No proof was found without a group: its limits are tried one by one.
    fn keep_for_now(&mut self, group: &[usize]) {
        match group {
            [position] => self.kept.push((*position, self.left_out.len())),
            _ => self.waiting.extend(group.iter().map(|position| vec![*position])),
        }
    }

    /// A proof may be found only when there are fewer limits to weigh: what was kept before others were left out is
    /// tried once more.
    fn once_more(&mut self) {
        let now = self.left_out.len();
        let (early, late): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.kept).into_iter().partition(|(_, left_out)| *left_out < now);
        self.kept = late;
        self.waiting = early.into_iter().map(|(position, _)| vec![position]).collect();
        if self.waiting.is_empty() {
            self.begin_numbers();
        }
    }

    /// What to leave out, the first last: who may have what all at once, then one number after
    /// another, those first that the proof uses least.
    fn groups(&mut self) -> Vec<Vec<usize>> {
        let terms = self.ground.terms();
        let (who, mut numbers): (Vec<usize>, Vec<usize>) =
            limits(terms).into_iter().partition(|position| is_restricting(terms, *position));
        if let Some(Proof::Prices(prices)) = &self.proof {
            let weights = order::map(numbers.iter().map(|position| (*position, self.ground.weight(*position, prices))));
            numbers.order_by(|a, b| weights[b].total_cmp(&weights[a]).then(a.cmp(b)));
        }
        let mut groups: Vec<Vec<usize>> = numbers.into_iter().map(|position| vec![position]).collect();
        if !who.is_empty() {
            groups.push(who);
        }
        groups
    }

    fn begin_numbers(&mut self) {
        let Some(proof) = self.proof.clone() else {
            self.stage = Stage::Done;
            return;
        };
        self.ground.leave_out(&self.left_out);
        let stands = match &proof {
            Proof::Stuck(_) | Proof::Crossed(_) | Proof::Tried => true,
            Proof::Prices(prices) => proves(self.ground.problem().clone(), prices),
        };
        if !stands {
            (self.proof, self.stage) = (None, Stage::Done);
            return;
        }
        if let Proof::Stuck(units) = &proof {
            let members = self.ground.terms().members();
            self.stuck = units.iter().map(|unit| members[*unit][0]).collect();
        }
        self.stage =
            Stage::Numbers(Box::new(Numbers::new(self.ground.terms(), &self.remaining(), &proof, &self.left_out)));
    }

    fn remaining(&self) -> Vec<usize> {
        limits(self.ground.terms()).into_iter().filter(|position| !self.left_out.contains(position)).collect()
    }

    /// The rules that cannot all hold; none where nothing was proven, or before the end.
    pub fn conflict(&self) -> Option<RuleConflict> {
        let terms = self.ground.terms();
        self.proof.as_ref().filter(|_| matches!(self.stage, Stage::Done))?;
        let part = |position: usize| ConflictPart {
            rule: rule_at(terms, position).map_or("locked-accounts", |(_, rule)| rule.card().id).to_owned(),
            position,
            needs: self.needs.iter().filter(|(place, _)| *place == position).map(|(_, need)| need.clone()).collect(),
        };
        Some(RuleConflict { parts: self.remaining().into_iter().map(part).collect(), stuck: self.stuck.clone() })
    }
}
