//! What must hold while a plan is edited: figures that are renewed are those worked out from scratch, and what is offered
//! to mend an edit mends it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use evenfield::clean::prepare;
use evenfield::evaluate::Evaluation;
use evenfield::evaluate::Judge;
use evenfield::evaluate::RepairKind;
use evenfield::example;
use evenfield::import;
use evenfield::model::Assignment;
use evenfield::model::Dataset;
use evenfield::model::OPEN;
use evenfield::model::RuleSetting;
use evenfield::model::Settings;
use evenfield::model::Value;
use evenfield::rules::ALL;
use evenfield::rules::Finding;
use evenfield::rules::suggest;
use evenfield::rules::with_excluded;
use evenfield::rules::with_groups;
use evenfield::score::Scores;
use evenfield::score::renewed_features;
use evenfield::score::score;
use evenfield::score::territory_features;
use rand::Rng;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeSet;
use std::sync::Arc;

struct Team {
    dataset: Arc<Dataset>,
    scores: Arc<Scores>,
}

impl Team {
    fn new(seed: u64, accounts: usize, reps: usize) -> Self {
        let files = example::scaled(seed, accounts, reps);
        let mut tables = import::read("accounts.csv", files.accounts_csv.as_bytes()).0;
        tables.extend(import::read("reps.csv", files.reps_csv.as_bytes()).0);
        let dataset = Arc::new(prepare(&tables, &import::recognise(&tables)).unwrap().dataset);
        let scores = Arc::new(score(&dataset));
        Self { dataset, scores }
    }

    fn judge(&self, rules: &[RuleSetting]) -> Judge {
        let settings = Settings { rules: rules.to_vec(), locks: Vec::new() };
        Judge::new(self.dataset.clone(), self.scores.clone(), settings)
    }

    fn suggested(&self) -> Vec<RuleSetting> {
        suggest(&self.dataset, &self.scores)
    }

    fn today(&self) -> Assignment {
        Assignment { rep: self.dataset.accounts.owner.clone() }
    }
}

/// To the last bit, and with every breach.
fn assert_same(one: &Evaluation, other: &Evaluation) {
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
}

#[test]
fn a_judge_that_has_seen_other_plans_says_what_a_new_one_says() {
    // Whoever edits trusts figures that were not all worked out anew: they must never drift from those that are.
    let team = Team::new(5, 300, 9);
    let mut rules = team.suggested();
    for rule in ALL.iter().map(|rule| rule.card()) {
        if rules.iter().all(|setting| setting.id != rule.id) {
            rules.push(RuleSetting { id: rule.id.to_owned(), weight: 5.0, ..RuleSetting::default() });
        }
    }
    // With accounts that do not count and without, and with some that nobody has.
    for excluded in [&[3, 40, 41, 120][..], &[]] {
        edit_and_judge(&team, &with_excluded(&rules, excluded, true, &team.dataset));
    }
}

fn edit_and_judge(team: &Team, rules: &[RuleSetting]) {
    let mut dice = ChaCha8Rng::seed_from_u64(7);
    let mut judge = team.judge(rules);
    let mut plan = team.today();
    let mut features = territory_features(&team.dataset, &team.scores, &plan);
    for _ in 0..40 {
        let before = plan.clone();
        for _ in 0..dice.random_range(1..6) {
            let account = dice.random_range(0..plan.len());
            plan.rep[account] = if dice.random_range(0..5) == 0 { OPEN } else { dice.random_range(0..9) };
        }
        judge.set_out(&plan);
        assert_same(&judge.evaluate(&plan), &team.judge(rules).evaluate(&plan));
        features = renewed_features(&team.dataset, &team.scores, (&before, &features), &plan);
        assert_eq!(features, territory_features(&team.dataset, &team.scores, &plan));
        // Asked about another plan than the one it is set out for, it must not mix the two.
        assert_same(&judge.evaluate(&before), &team.judge(rules).evaluate(&before));
    }
}

fn about(finding: &Finding) -> String {
    format!("{} {:?} {:?} {}", finding.rule, finding.account, finding.rep, finding.what)
}

fn miss(finding: &Finding) -> f64 {
    (finding.value - finding.limit).abs()
}

#[test]
fn what_is_offered_to_mend_an_edit_mends_it() {
    // A way out that breaks something else, or costs more than it says, would be worse than none.
    let mut kinds = BTreeSet::new();
    for seed in 0..6 {
        let team = Team::new(seed, 240, 6);
        let mut rules = team.suggested();
        for setting in rules.iter_mut().filter(|setting| setting.id == "balance-window") {
            setting.params.insert("tolerance_percent".to_owned(), Value::Number(60.0));
        }
        let judge = team.judge(&rules);
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        for _ in 0..60 {
            let mut plan = team.today();
            let to = dice.random_range(0..6);
            // Every other edit takes accounts of one rep only.
            let from = dice.random_bool(0.5).then(|| (to + 1) % 6);
            let count = dice.random_range(1..12);
            let picked = (0..count).map(|_| dice.random_range(0..plan.len() as u32));
            let wanted = |rep: u16| rep != to && from.is_none_or(|from| rep == from);
            let picked: BTreeSet<u32> = picked.filter(|account| wanted(plan.rep[*account as usize])).collect();
            let edited: Vec<(u32, u16)> = picked.iter().map(|&account| (account, plan.rep[account as usize])).collect();
            let before = judge.evaluate(&plan);
            for &account in &picked {
                plan.rep[account as usize] = to;
            }
            let now = judge.evaluate(&plan);
            let all = |evaluation: &Evaluation| -> Vec<Finding> {
                evaluation.limits.iter().flat_map(|limit| limit.breaches.clone()).collect()
            };
            let worse = |was: &Evaluation, then: &Evaluation| -> BTreeSet<String> {
                let was = all(was);
                let grew = |finding: &Finding| {
                    let known = was.iter().find(|known| about(known) == about(finding));
                    known.is_none_or(|known| miss(finding) > miss(known) * (1.0 + 1e-9))
                };
                all(then).iter().filter(|finding| grew(finding)).map(about).collect()
            };
            let repairs = judge.repairs(&plan, &edited);
            let broken: BTreeSet<String> = repairs.broken.iter().map(about).collect();
            assert_eq!(broken, worse(&before, &now));
            assert!(!broken.is_empty() || repairs.ways.is_empty());
            for way in repairs.ways {
                let mut mended = plan.clone();
                for &(account, rep) in &way.moves {
                    mended.rep[account as usize] = rep;
                }
                let then = judge.evaluate(&mended);
                assert!((then.objective - now.objective - way.points).abs() < 1e-9);
                assert_eq!(worse(&now, &then), BTreeSet::new(), "{way:?}");
                let still: BTreeSet<String> = all(&then).iter().map(about).collect();
                assert_eq!(broken.intersection(&still).count(), way.left as usize, "{way:?}");
                assert!((way.left as usize) < broken.len());
                let named = if way.kind == RepairKind::Together { &edited } else { &way.moves };
                assert!(named.iter().any(|(account, _)| *account == way.account));
                kinds.insert(way.kind);
            }
        }
    }
    let every = BTreeSet::from([RepairKind::Together, RepairKind::Elsewhere, RepairKind::Also, RepairKind::Instead]);
    assert_eq!(kinds, every, "each kind must be tried");
}

#[test]
fn what_other_rules_break_is_told_and_mended_and_locks_apart_clash() {
    // Whoever keeps accounts together, or locks them, has edited the plan as much as who assigns one.
    let team = Team::new(3, 240, 6);
    let mut rules = team.suggested();
    rules.retain(|setting| setting.id != "move-limit" && setting.id != "balance-window");
    let plan = team.today();
    let free = |account: &usize| team.dataset.accounts.locked[*account] != 1 && plan.rep[*account] != OPEN;
    let one = (0..plan.len()).find(free).unwrap();
    let other = (0..plan.len()).filter(free).find(|&other| plan.rep[other] != plan.rep[one]).unwrap();
    let pair = vec![one as u32, other as u32];
    let (before, grouped) = (team.judge(&rules), with_groups(&rules, std::slice::from_ref(&pair), &team.dataset));
    let after = team.judge(&grouped);

    let repairs = after.broken_since(&before, &plan);
    assert_eq!(repairs.broken.iter().map(|finding| finding.rule.as_str()).collect::<Vec<_>>(), ["kept-together"]);
    assert!(repairs.clashes.is_empty());
    let way =
        after.repair(&plan, &[], &repairs.broken, RepairKind::Together).expect("one of the two goes to the other");
    let mut mended = plan.clone();
    way.moves.iter().for_each(|&(account, rep)| mended.rep[account as usize] = rep);
    assert_eq!((mended.rep[one], way.left), (mended.rep[other], 0));
    assert!(after.evaluate(&mended).breaches < after.evaluate(&plan).breaches);

    // The same pair locked where it is cannot have one rep, and nothing new is broken by it.
    let locks = pair.iter().map(|&account| (account, plan.rep[account as usize])).collect();
    let locked = Judge::new(team.dataset.clone(), team.scores.clone(), Settings { rules: grouped, locks });
    let repairs = locked.broken_since(&after, &plan);
    assert!(repairs.broken.is_empty() && repairs.ways.is_empty());
    assert_eq!(repairs.clashes.len(), 1);
    assert_eq!(repairs.clashes[0].rules, ["locked-accounts", "kept-together"]);
}
