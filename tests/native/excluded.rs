//! Accounts that are excluded from planning: everything is as if the data did not have them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use crate::teams::case;
use evenfield::desk::Lane;
use evenfield::evaluate::Evaluation;
use evenfield::evaluate::Judge;
use evenfield::evaluate::Reason;
use evenfield::model::Accounts;
use evenfield::model::Assignment;
use evenfield::model::Attribute;
use evenfield::model::Categories;
use evenfield::model::Dataset;
use evenfield::model::EXCLUDED;
use evenfield::model::Flags;
use evenfield::model::Indices;
use evenfield::model::Numbers;
use evenfield::model::OPEN;
use evenfield::model::RepIndices;
use evenfield::model::RuleSetting;
use evenfield::model::Settings;
use evenfield::model::Texts;
use evenfield::rules;
use evenfield::rules::NO_UNIT;
use evenfield::score::Scores;
use evenfield::score::score;
use rand::Rng;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::sync::Arc;

/// The accounts at these positions alone.
fn kept_accounts(all: &Accounts, kept: &[usize]) -> Accounts {
    let texts = |column: &Texts| kept.iter().map(|&at| column.get(at)).collect::<Texts>();
    let labels = |column: &Categories| Categories::from_texts(kept.iter().map(|&at| column.get(at)));
    let numbers = |column: &Numbers| kept.iter().map(|&at| column[at]).collect::<Numbers>();
    let flags = |column: &Flags| kept.iter().map(|&at| column[at]).collect::<Flags>();
    let indices = |column: &Indices| kept.iter().map(|&at| column[at]).collect::<Indices>();
    Accounts {
        row: indices(&all.row),
        id: texts(&all.id),
        name: texts(&all.name),
        owner: kept.iter().map(|&at| all.owner[at]).collect::<RepIndices>(),
        prospect: flags(&all.prospect),
        city: labels(&all.city),
        state: labels(&all.state),
        country: labels(&all.country),
        postal_code: texts(&all.postal_code),
        latitude: numbers(&all.latitude),
        longitude: numbers(&all.longitude),
        precision: flags(&all.precision),
        industry: labels(&all.industry),
        segment: labels(&all.segment),
        employees: numbers(&all.employees),
        annual_revenue: numbers(&all.annual_revenue),
        current_revenue: numbers(&all.current_revenue),
        potential: numbers(&all.potential),
        service_hours: numbers(&all.service_hours),
        visits_per_year: numbers(&all.visits_per_year),
        complexity: numbers(&all.complexity),
        relationship: numbers(&all.relationship),
        engagement: numbers(&all.engagement),
        intent: numbers(&all.intent),
        product_fit: numbers(&all.product_fit),
        churn_risk: numbers(&all.churn_risk),
        open_pipeline: numbers(&all.open_pipeline),
        competitor: labels(&all.competitor),
        contract_end: texts(&all.contract_end),
        locked: flags(&all.locked),
        family: indices(&all.family),
    }
}

/// The data without the accounts that are excluded.
fn without(dataset: &Dataset, kept: &[usize]) -> Dataset {
    let attribute = |one: &Attribute| Attribute {
        header: one.header.clone(),
        values: Categories::from_texts(kept.iter().map(|&at| one.values.get(at))),
    };
    Dataset {
        accounts: kept_accounts(&dataset.accounts, kept),
        attributes: dataset.attributes.iter().map(attribute).collect(),
        ..dataset.clone()
    }
}

/// The scores of those accounts. What was estimated of them stays as it was: an estimate is of the data, not of the plan.
fn kept_scores(dataset: &Dataset, all: &Scores, kept: &[usize]) -> Scores {
    let of = |values: &[f64]| kept.iter().map(|&at| values[at]).collect::<Vec<f64>>();
    Scores {
        potential: of(&all.potential),
        revenue: of(&all.revenue),
        service_hours: of(&all.service_hours),
        visits: of(&all.visits),
        relationship: of(&all.relationship),
        complexity: of(&all.complexity),
        detour_km: of(&all.detour_km),
        master: kept.iter().map(|&at| all.master[at]).collect(),
        ..score(dataset)
    }
}

/// A judge that excludes accounts, and one of the data without them.
struct Pair {
    excluding: Judge,
    lacking: Judge,
    kept: Vec<usize>,
}

impl Pair {
    fn new(dataset: &Arc<Dataset>, settings: &Settings) -> Self {
        let scores = Arc::new(score(dataset));
        let excluding = Judge::new(dataset.clone(), scores.clone(), settings.clone());
        let count = dataset.accounts.len();
        let kept: Vec<usize> = (0..count).filter(|&at| !excluding.terms().is_excluded(at)).collect();
        let rest = Arc::new(without(dataset, &kept));
        let rest_scores = Arc::new(kept_scores(&rest, &scores, &kept));
        let others = settings.rules.iter().filter(|setting| setting.id != EXCLUDED).cloned().collect();
        let now = |account: u32| kept.binary_search(&(account as usize)).ok().map(|now| now as u32);
        let locks = settings.locks.iter().filter_map(|&(account, rep)| Some((now(account)?, rep))).collect();
        let lacking = Judge::new(rest, rest_scores, Settings { rules: others, locks });
        Self { excluding, lacking, kept }
    }

    /// What both say of a plan, as far as it can be the same: accounts by their ids, the rule itself left out.
    fn said(&self, plan: &Assignment) -> [String; 2] {
        let kept = Assignment::new(self.kept.iter().map(|&at| plan.rep[at]).collect());
        let (mut one, mut other) = (self.excluding.evaluate(plan), self.lacking.evaluate(&kept));
        assert_eq!(one.excluded_accounts as usize, plan.len() - self.kept.len());
        one.excluded_accounts = 0;
        one.limits.retain(|limit| limit.rule != EXCLUDED);
        [(&mut one, &self.excluding), (&mut other, &self.lacking)].map(|(evaluation, judge)| told(evaluation, judge))
    }
}

fn told(evaluation: &mut Evaluation, judge: &Judge) -> String {
    let ids = &judge.terms().dataset().accounts.id;
    let mut accounts = Vec::new();
    for limit in &mut evaluation.limits {
        limit.position = 0;
        for breach in &mut limit.breaches {
            accounts.push(breach.account.take().map(|account| ids.get(account as usize).to_owned()));
        }
    }
    // The sum of nothing is -0.
    format!("{evaluation:?} {accounts:?}").replace("-0.0,", "0.0,")
}

/// Random teams with random rules, some accounts of each excluded.
fn excluding(count: u64) -> impl Iterator<Item = (u64, Arc<Dataset>, Settings)> {
    (0..count).filter_map(|seed| {
        let (dataset, mut settings) = case(2_000_000 + seed, None, 12, 5);
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let some: Vec<u32> = (0..dataset.accounts.len() as u32).filter(|_| dice.random_bool(0.3)).collect();
        settings.rules.retain(|setting| setting.id != EXCLUDED);
        settings.rules = rules::with_excluded(&settings.rules, &some, true, &dataset);
        (!some.is_empty()).then_some((seed, dataset, settings))
    })
}

#[test]
fn what_is_excluded_might_as_well_not_be_in_the_data() {
    // Whoever excludes a test record expects that no figure, target, limit or breach knows of it: to the last bit.
    let mut breaches = 0;
    for (seed, dataset, settings) in excluding(1500) {
        let pair = Pair::new(&dataset, &settings);
        let problems = [&pair.excluding, &pair.lacking].map(|judge| judge.terms().compile());
        assert_eq!(problems[0], problems[1], "seed {seed}\n{settings:#?}");
        let mut dice = ChaCha8Rng::seed_from_u64(seed ^ 0xE);
        let reps = dataset.reps.len() as u16;
        for _ in 0..4 {
            let rep = |_| if dice.random_bool(0.1) { OPEN } else { dice.random_range(0..reps) };
            let plan = Assignment::new((0..dataset.accounts.len()).map(rep).collect());
            let [one, other] = pair.said(&plan);
            assert_eq!(one, other, "seed {seed}\n{settings:#?}");
            breaches += pair.excluding.evaluate(&plan).breaches;
        }
        let [one, other] = pair.said(&pair.excluding.today());
        assert_eq!(one, other, "today, seed {seed}\n{settings:#?}");
        let names = |judge: &Judge| -> Vec<Vec<String>> {
            judge.terms().conflicts().iter().map(|conflict| conflict.rules.clone()).collect()
        };
        assert_eq!(names(&pair.excluding), names(&pair.lacking), "seed {seed}");
    }
    assert!(breaches > 1000, "only {breaches} breaches were compared");
}

#[test]
fn the_entry_of_an_excluded_account_says_nothing() {
    // The plan goes on telling which rep the account had: no figure, reason, difference or repair may read it.
    for (seed, dataset, settings) in excluding(300) {
        let judge = Judge::new(dataset.clone(), Arc::new(score(&dataset)), settings);
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let plan = judge.today();
        let mut other = plan.clone();
        for account in judge.terms().excluded().accounts() {
            other.rep[account as usize] = dice.random_range(0..dataset.reps.len() as u16);
        }
        assert_eq!(format!("{:?}", judge.evaluate(&plan)), format!("{:?}", judge.evaluate(&other)));
        assert_eq!(judge.reasons(&plan, None, &[]), judge.reasons(&other, None, &[]));
        assert_eq!(judge.moved(&plan, None, &[]), judge.moved(&other, None, &[]));
        assert_eq!(judge.allowing(&plan), judge.allowing(&other));
        assert!(judge.difference(&plan, &other).changes.is_empty());
        let edited: Vec<(u32, u16)> = (0..plan.len() as u32).map(|account| (account, 0)).collect();
        assert_eq!(judge.repairs(&plan, &edited), judge.repairs(&other, &edited));
        let reasons = judge.reasons(&other, None, &[]);
        for account in judge.terms().excluded().accounts() {
            assert_eq!(reasons[account as usize], Reason::Excluded);
            let explanation = judge.explain(&other, None, account as usize);
            assert_eq!((explanation.rep, explanation.alternatives.len(), explanation.unit), (OPEN, 0, vec![account]));
        }
    }
}

#[test]
fn no_search_gives_an_excluded_account_to_anybody() {
    // The same search runs as on the data without it, and the account stands in the plan as it stood at the start.
    for (seed, dataset, settings) in excluding(120) {
        let pair = Pair::new(&dataset, &settings);
        let scores = Arc::new(score(&dataset));
        let start = Assignment { rep: dataset.accounts.owner.clone() };
        let mut lane = Lane::new(dataset.clone(), scores, settings, &start, seed);
        lane.step(40);
        let Some(plan) = lane.plan() else { continue };
        for account in 0..plan.len() {
            let excluded = pair.excluding.terms().unit_of()[account] == NO_UNIT;
            assert_eq!(excluded, pair.excluding.terms().is_excluded(account));
            assert!(!excluded || plan.rep[account] == start.rep[account], "seed {seed}");
            assert!(excluded || plan.rep[account] != OPEN || pair.excluding.terms().has_pool(), "seed {seed}");
        }
        let [one, other] = pair.said(&plan);
        assert_eq!(one, other, "seed {seed}");
    }
}

#[test]
fn a_lock_waits_for_its_account_to_be_included() {
    // Excluding wins over a lock, without a breach; the lock binds again as soon as the account is back.
    let (dataset, _) =
        (0..100).map(|seed| case(seed, None, 12, 5)).find(|(dataset, _)| dataset.reps.len() > 2).unwrap();
    let scores = Arc::new(score(&dataset));
    let account = (0..dataset.accounts.len()).find(|&account| dataset.accounts.owner[account] != OPEN).unwrap();
    let owner = dataset.accounts.owner[account];
    let locked = vec![(account as u32, (owner + 1) % dataset.reps.len() as u16)];
    let rules = rules::with_excluded(&[], &[account as u32], true, &dataset);
    let breaches = |rules: &[RuleSetting]| {
        let settings = Settings { rules: rules.to_vec(), locks: locked.clone() };
        let judge = Judge::new(dataset.clone(), scores.clone(), settings);
        let limits = judge.evaluate(&judge.today()).limits;
        limits.iter().filter(|limit| limit.rule == "locked-accounts").map(|limit| limit.breaches.len()).sum::<usize>()
    };
    assert_eq!((breaches(&rules), breaches(&[])), (0, 1));
    assert_eq!(rules::with_excluded(&rules, &[account as u32], false, &dataset), []);
}
