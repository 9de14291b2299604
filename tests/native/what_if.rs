//! What must hold of changed worlds and of the plans that are made of them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use crate::teams;
use evenfield::clean::prepare;
use evenfield::desk::Lane;
use evenfield::evaluate::Judge;
use evenfield::example;
use evenfield::import;
use evenfield::model::Assignment;
use evenfield::model::Categories;
use evenfield::model::Dataset;
use evenfield::model::NO_FAMILY;
use evenfield::model::OPEN;
use evenfield::model::Rep;
use evenfield::model::RuleSetting;
use evenfield::model::Settings;
use evenfield::model::Value;
use evenfield::outcome::Assumptions;
use evenfield::outcome::Outlook;
use evenfield::problem::Prices;
use evenfield::rules;
use evenfield::rules::Target;
use evenfield::score::Scores;
use evenfield::score::score;
use evenfield::what_if::Acquired;
use evenfield::what_if::Changed;
use evenfield::what_if::OverlapKind;
use evenfield::what_if::WhatIf;
use evenfield::what_if::World;
use evenfield::what_if::apply;
use evenfield::what_if::read_recipes;
use evenfield::what_if::standard_set;
use std::sync::Arc;

/// A world to change.
struct Base {
    dataset: Arc<Dataset>,
    scores: Scores,
    rules: Vec<RuleSetting>,
    plan: Assignment,
}

impl Base {
    fn of(dataset: Arc<Dataset>) -> Self {
        let scores = score(&dataset);
        let rules = rules::suggest(&dataset, &scores);
        let plan = Assignment { rep: dataset.accounts.owner.clone() };
        Self { dataset, scores, rules, plan }
    }

    fn example() -> Self {
        let files = example::team(example::SEED);
        let mut tables = import::read("accounts.csv", files.accounts_csv.as_bytes()).0;
        tables.extend(import::read("reps.csv", files.reps_csv.as_bytes()).0);
        Self::of(Arc::new(prepare(&tables, &import::recognise(&tables)).unwrap().dataset))
    }

    fn with(&self, what_ifs: &[WhatIf]) -> Result<Changed, String> {
        let world =
            World { dataset: &self.dataset, scores: &self.scores, rules: &self.rules, plan: &self.plan, prices: None };
        apply(&world, what_ifs)
    }

    fn id_of(&self, account: usize) -> String {
        self.dataset.accounts.id.get(account).to_owned()
    }

    fn id(&self, rep: usize) -> String {
        self.dataset.reps[rep].id.clone()
    }
}

fn text(word: &str) -> String {
    word.to_owned()
}

/// One of each.
fn every_what_if() -> Vec<WhatIf> {
    vec![
        WhatIf::AddReps { count: 2, region: Some((text("state"), text("NY"))), places: vec![(42.0, -75.0)] },
        WhatIf::LoseReps { reps: vec![text("R1")] },
        WhatIf::Leave { rep: text("R2"), months: 3.0 },
        WhatIf::Acquire {
            accounts: vec![Acquired { name: text("Acme"), place: Some((1.0, 2.0)), ..Acquired::default() }],
        },
        WhatIf::NewProduct {
            attribute: text("industry"),
            value: text("Retail"),
            potential_percent: 20.0,
            skill: text("Retail"),
        },
        WhatIf::Market { attribute: text("state"), value: text("NY"), percent: -10.0 },
        WhatIf::MergeTerritories { from: text("R3"), into: text("R4") },
        WhatIf::SplitTerritory { rep: text("R4") },
        WhatIf::Weight { rule: text("travel"), weight: 12.0 },
        WhatIf::Parameter { rule: text("balance-window"), key: text("tolerance_percent"), value: Value::Number(9.0) },
        WhatIf::LoseSome { count: 2 },
        WhatIf::Specialise { attribute: text("industry") },
    ]
}

#[test]
fn a_what_if_changes_what_it_says_and_nothing_else() {
    // Estimates look at the team: if losing a rep changed the hours of every account, nobody could say what the loss costs.
    for seed in 0..60 {
        let (dataset, _) = teams::case(seed, None, 40, 6);
        if dataset.reps.len() < 2 {
            continue;
        }
        let base = Base::of(dataset);
        let accounts = vec![Acquired { id: text("A0"), name: text("A1"), ..Acquired::default() }; 3];
        let what_ifs = [
            WhatIf::LoseReps { reps: vec![base.id(0)] },
            WhatIf::AddReps { count: 1, region: None, places: Vec::new() },
            WhatIf::Acquire { accounts },
        ];
        let changed = base.with(&what_ifs).unwrap();
        let (before, after) = (&base.scores, score(&changed.dataset));
        let count = base.dataset.accounts.len();
        for (before, after) in [
            (&before.potential, &after.potential),
            (&before.revenue, &after.revenue),
            (&before.service_hours, &after.service_hours),
            (&before.visits, &after.visits),
            (&before.relationship, &after.relationship),
            (&before.complexity, &after.complexity),
        ] {
            assert_eq!(before[..], after[..count], "seed {seed}");
        }
        let ids = |dataset: &Dataset| dataset.reps.iter().map(|rep| rep.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&changed.dataset)[..base.dataset.reps.len()], ids(&base.dataset)[..]);
        assert_eq!(changed.dataset.accounts.owner[..count], base.dataset.accounts.owner[..]);
        assert!(changed.dataset.accounts.is_whole() && changed.plan.len() == changed.dataset.accounts.len());
        let ids: std::collections::BTreeSet<&str> = changed.dataset.accounts.id.iter().collect();
        assert_eq!(ids.len(), count + 3, "an id is given twice");
        assert_eq!(base.with(&[]).unwrap().dataset.fingerprint(), base.dataset.fingerprint());
    }
}

#[test]
fn what_ifs_are_kept_in_files_and_projects() {
    // Files hold them as JSON, projects in the compact form; a typo must not drop half of a question.
    let all = every_what_if();
    let json = serde_json::to_string(&all).unwrap();
    assert_eq!(serde_json::from_str::<Vec<WhatIf>>(&json).unwrap(), all);
    assert_eq!(postcard::from_bytes::<Vec<WhatIf>>(&postcard::to_stdvec(&all).unwrap()).unwrap(), all);
    let read = |text: &str| serde_json::from_str::<WhatIf>(text);
    let short = WhatIf::AddReps { count: 3, region: None, places: Vec::new() };
    assert_eq!(read(r#"{"add-reps":{"count":3}}"#).unwrap(), short);
    assert!(read(r#"{"add-reps":{"count":3,"regions":["state","NY"]}}"#).is_err());
}

#[test]
fn who_is_lost_is_gone_and_keeps_a_position() {
    // Two worlds are compared rep by rep: nobody may slide into another's row.
    let base = Base::example();
    let changed = base.with(&[WhatIf::LoseReps { reps: vec![base.id(2), base.dataset.reps[5].name.clone()] }]).unwrap();
    assert_eq!((changed.dataset.gone.as_slice(), changed.dataset.reps.len()), (&[2, 5][..], base.dataset.reps.len()));
    let theirs = |rep: &u16| *rep == 2 || *rep == 5;
    assert!(!changed.plan.rep.iter().any(theirs) && changed.dataset.accounts.owner.iter().any(theirs));
    let again = base.with(&[WhatIf::LoseReps { reps: vec![base.id(2), base.id(2)] }]);
    assert_eq!(again.unwrap_err(), format!("rep \"{}\" is gone already", base.id(2)));
    let all = base.dataset.reps.iter().map(|rep| rep.id.clone()).collect();
    assert_eq!(base.with(&[WhatIf::LoseReps { reps: all }]).unwrap_err(), "nobody would be left to have an account");
    let nobody = base.with(&[WhatIf::LoseReps { reps: vec![text("Zoe")] }]);
    assert_eq!(nobody.unwrap_err(), "no rep is called \"Zoe\"");
}

#[test]
fn who_leaves_is_proposed_by_what_would_break() {
    // "Two reps fewer" asks the planner who; made again, the same two must be gone.
    let base = Base::example();
    let roots = |rep: usize| -> f64 {
        let theirs = (0..base.plan.len()).filter(|account| usize::from(base.plan.rep[*account]) == rep);
        theirs.map(|account| base.scores.revenue[account] * base.scores.relationship[account]).sum()
    };
    let changed = base.with(&[WhatIf::LoseSome { count: 2 }]).unwrap();
    let gone: Vec<usize> = changed.dataset.gone.iter().map(|rep| usize::from(*rep)).collect();
    let most = gone.iter().map(|rep| roots(*rep)).fold(0.0, f64::max);
    let stay = (0..base.dataset.reps.len()).filter(|rep| !gone.contains(rep));
    assert!(gone.len() == 2 && stay.map(roots).all(|rooted| rooted >= most));
    let [WhatIf::LoseReps { reps }] = changed.what_ifs.as_slice() else { panic!("they are named") };
    assert_eq!(reps.len(), 2);
    assert_eq!(base.with(&changed.what_ifs).unwrap().dataset.fingerprint(), changed.dataset.fingerprint());
    let all = base.with(&[WhatIf::LoseSome { count: 99 }]).unwrap_err();
    assert_eq!(all, "nobody would be left to have an account");
}

#[test]
fn who_is_away_has_fewer_hours_and_a_smaller_share() {
    // Somebody who is away half the year must not be asked for a full share, also where all are asked for the same.
    let base = Base::example();
    let changed = base.with(&[WhatIf::Leave { rep: base.id(1), months: 6.0 }]).unwrap();
    let hours = |dataset: &Dataset| dataset.reps[1].capacity_hours.unwrap();
    assert_eq!(hours(&changed.dataset), hours(&base.dataset) / 2.0);
    let shares = Target::Share.shares(&changed.dataset);
    assert!((shares[1] / shares[0] - 0.5).abs() < 1e-12, "{shares:?}");
    let balance = changed.rules.iter().find(|setting| setting.id == "potential-balance").unwrap();
    assert_eq!(balance.params.get("target"), Some(&Value::Text(text("share"))));
    assert!(base.with(&[WhatIf::Leave { rep: base.id(1), months: 13.0 }]).is_err());
}

#[test]
fn what_the_company_wants_stays() {
    // Plans of different teams are compared by the chance to reach the same number: who leaves takes no target along.
    let base = Base::example();
    let whole = |dataset: &Dataset| dataset.reps.iter().filter_map(|rep| rep.quota).sum::<f64>();
    assert!(whole(&base.dataset) > 0.0);
    for what_if in [
        WhatIf::AddReps { count: 3, region: None, places: Vec::new() },
        WhatIf::LoseReps { reps: vec![base.id(2), base.id(5)] },
        WhatIf::Leave { rep: base.id(1), months: 6.0 },
        WhatIf::MergeTerritories { from: base.id(3), into: base.id(4) },
        WhatIf::SplitTerritory { rep: base.id(0) },
    ] {
        let changed = base.with(std::slice::from_ref(&what_if)).unwrap().dataset;
        assert!((whole(&changed) / whole(&base.dataset) - 1.0).abs() < 1e-12, "{what_if:?}");
        assert!(changed.reps.iter().enumerate().all(|(rep, facts)| facts.quota.is_none() == changed.is_gone(rep)));
    }
    let quota = |dataset: &Dataset, rep: usize| dataset.reps[rep].quota.unwrap();
    let away = base.with(&[WhatIf::Leave { rep: base.id(1), months: 6.0 }]).unwrap().dataset;
    let ratio = |dataset: &Dataset| quota(dataset, 1) / quota(dataset, 0);
    assert!((ratio(&away) / ratio(&base.dataset) - 0.5).abs() < 1e-12);
    let merged = base.with(&[WhatIf::MergeTerritories { from: base.id(3), into: base.id(4) }]).unwrap().dataset;
    assert!((quota(&merged, 4) - quota(&base.dataset, 3) - quota(&base.dataset, 4)).abs() < 1e-6);
}

#[test]
fn a_market_moves_where_it_is_said_to() {
    // A misspelt region would change nothing and look like good news.
    let base = Base::example();
    let industry = base.dataset.accounts.industry.get(0).to_owned();
    let market = |value: &str| WhatIf::Market { attribute: text("industry"), value: text(value), percent: 20.0 };
    let changed = base.with(&[market(&industry.to_uppercase())]).unwrap();
    for account in 0..base.plan.len() {
        let factor = if base.dataset.accounts.industry.get(account) == industry { 1.2 } else { 1.0 };
        assert!((changed.dataset.accounts.potential[account] - base.scores.potential[account] * factor).abs() < 1e-6);
    }
    let unknown = base.with(&[market("Ritail")]).unwrap_err();
    assert!(unknown.starts_with("no account has industry \"Ritail\"; others have "), "{unknown}");
    let odd = base.with(&[WhatIf::Market { attribute: text("tribe"), value: text("A"), percent: 1.0 }]).unwrap_err();
    assert!(odd.contains("industry"), "{odd}");
}

#[test]
fn a_market_that_shrinks_costs_revenue() {
    // Customers who buy a third less from everybody buy less from us too; a loss that costs nothing is no what-if.
    let base = Base::example();
    let shift = |percent: f64| {
        let market = WhatIf::Market { attribute: text("state"), value: text("CT"), percent };
        base.with(&[market]).unwrap().dataset
    };
    let (less, more) = (shift(-30.0), shift(30.0));
    for account in 0..base.plan.len() {
        let there = base.dataset.accounts.state.get(account) == "CT";
        let (before, potential) = (base.scores.revenue[account], base.scores.potential[account]);
        let part = if there { 0.7 } else { 1.0 };
        assert!((less.accounts.current_revenue[account] - before * part).abs() < 1e-6);
        assert!((less.accounts.potential[account] - potential * part).abs() < 1e-6);
        assert_eq!(more.accounts.current_revenue[account], before, "growth is to be won");
    }
    let paid = |dataset: &Dataset| {
        let judge = Judge::new(Arc::new(dataset.clone()), Arc::new(score(dataset)), Settings::default());
        let outlook = Outlook::new(&judge, Assumptions { hour_price: Some(0.0), ..Assumptions::default() });
        outlook.expected(&base.plan).total.sure
    };
    let of_state = (0..base.plan.len()).filter(|account| base.dataset.accounts.state.get(*account) == "CT");
    let lost: f64 = of_state.map(|account| 0.3 * base.scores.revenue[account]).sum();
    assert!(lost > 0.0 && (paid(&base.dataset) - paid(&less) - lost).abs() < 1e-3);
}

#[test]
fn who_comes_after_a_new_product_may_sell_it() {
    // New reps can sell everything: whether they are named before the product or behind it must not bar them.
    let mut base = Base::example();
    let mut dataset = Dataset::clone(&base.dataset);
    for (rep, facts) in dataset.reps.iter_mut().enumerate() {
        facts.skills = vec![text(if rep < 2 { "Robots" } else { "Paper" })];
    }
    base = Base::of(Arc::new(dataset));
    let product = WhatIf::NewProduct {
        attribute: text("industry"),
        value: base.dataset.accounts.industry.get(0).to_owned(),
        potential_percent: 50.0,
        skill: text("Robots"),
    };
    let hire = WhatIf::AddReps { count: 1, region: None, places: vec![(42.0, -73.0)] };
    let leaves = WhatIf::LoseReps { reps: vec![base.id(0)] };
    let rules = |what_ifs: &[WhatIf]| base.with(what_ifs).unwrap().rules;
    let after = rules(&[product.clone(), hire.clone(), leaves.clone()]);
    assert_eq!(after, rules(&[hire, leaves, product]));
    let may = |setting: &RuleSetting| setting.params.get("reps") == Some(&Value::List(vec![base.id(1), text("new-1")]));
    assert!(after.iter().any(|setting| setting.id == "specialist-accounts" && may(setting)), "{after:?}");
}

#[test]
fn a_new_product_asks_for_its_skill() {
    // A product sold by nobody who knows it would look like growth for free.
    let mut base = Base::example();
    let mut dataset = Dataset::clone(&base.dataset);
    for (rep, facts) in dataset.reps.iter_mut().enumerate() {
        facts.skills = vec![text(if rep < 2 { "Robots" } else { "Paper" })];
    }
    base = Base::of(Arc::new(dataset));
    let industry = base.dataset.accounts.industry.get(0).to_owned();
    let product = |skill: &str| WhatIf::NewProduct {
        attribute: text("industry"),
        value: industry.clone(),
        potential_percent: 50.0,
        skill: text(skill),
    };
    let changed = base.with(&[product("robots")]).unwrap();
    let asks = changed
        .rules
        .iter()
        .filter(|setting| setting.id == "specialist-accounts")
        .find(|setting| setting.params.get("reps") == Some(&Value::List(vec![base.id(0), base.id(1)])));
    assert!(asks.is_some() && rules::check(&changed.rules).is_empty());
    assert_eq!(base.with(&[product("Magic")]).unwrap_err(), "no rep has the skill \"Magic\"");
    assert_eq!(base.with(&[product("")]).unwrap().rules, base.rules);
}

#[test]
fn territories_are_merged_and_split_without_losing_an_account() {
    // What if Ana had Ben's accounts as well, and what if hers became two?
    let base = Base::example();
    let held = |changed: &Changed, rep: u16| -> (usize, f64) {
        let theirs = (0..changed.plan.len()).filter(|&account| changed.plan.rep[account] == rep);
        theirs.fold((0, 0.0), |(count, sum), account| (count + 1, sum + changed.dataset.accounts.potential[account]))
    };
    let before = base.with(&[]).unwrap();
    let merged = base.with(&[WhatIf::MergeTerritories { from: base.id(3), into: base.id(4) }]).unwrap();
    assert_eq!(held(&merged, 4).0, held(&before, 3).0 + held(&before, 4).0);
    assert_eq!(merged.dataset.gone, [3]);
    assert!(base.with(&[WhatIf::MergeTerritories { from: base.id(3), into: base.id(3) }]).is_err());

    let split = base.with(&[WhatIf::SplitTerritory { rep: base.id(0) }]).unwrap();
    let new = base.dataset.reps.len() as u16;
    let ((kept, stays), (given, goes)) = (held(&split, 0), held(&split, new));
    assert_eq!(kept + given, held(&before, 0).0);
    assert!((stays / (stays + goes) - 0.5).abs() < 0.15, "{stays} {goes}");
    let (old, young) = (&split.dataset.reps[0], &split.dataset.reps[usize::from(new)]);
    assert!(young.base.is_some() && young.id != old.id && young.capacity_hours == old.capacity_hours);
}

/// Two towns 600 km apart; the only rep lives in the first.
fn two_towns() -> Base {
    let count = 40;
    let mut dataset = Dataset { accounts: evenfield::model::Accounts::of_length(count), ..Dataset::default() };
    let town = |account: usize| if account < 15 { (40.0, -100.0) } else { (45.0, -104.0) };
    let near = |account: usize| 0.01 * (account % 5) as f64;
    dataset.accounts.id = (0..count).map(|_| "x").collect();
    dataset.accounts.latitude.0 = (0..count).map(|account| town(account).0 + near(account)).collect();
    dataset.accounts.longitude.0 = (0..count).map(|account| town(account).1 + near(account)).collect();
    dataset.accounts.state = Categories::from_texts((0..count).map(|account| if account < 15 { "KS" } else { "WY" }));
    dataset.accounts.potential.0 = vec![1000.0; count];
    dataset.accounts.service_hours.0 = vec![100.0; count];
    dataset.accounts.visits_per_year.0 = vec![12.0; count];
    dataset.accounts.owner.0 = vec![0; count];
    let base = Some((40.0, -100.0));
    dataset.reps = vec![Rep { id: text("Ana"), base, ramp: 1.0, capacity_hours: Some(1800.0), ..Rep::default() }];
    Base::of(Arc::new(dataset))
}

#[test]
fn new_reps_are_placed_where_they_are_missed() {
    // The planner's first proposal must be the town that everybody can see has nobody, and the region that was asked for.
    let base = two_towns();
    let add = |count: u16, region: Option<&str>, places: Vec<(f64, f64)>| WhatIf::AddReps {
        count,
        region: region.map(|state| (text("state"), text(state))),
        places,
    };
    let bases = |changed: &Changed| changed.dataset.reps[1..].iter().map(|rep| rep.base.unwrap()).collect::<Vec<_>>();
    let free = base.with(&[add(1, None, Vec::new())]).unwrap();
    let [(north, east)] = bases(&free)[..] else { panic!("one rep") };
    assert!((north - 45.02).abs() < 0.05 && (east + 103.98).abs() < 0.05, "{north} {east}");
    assert_eq!(free.dataset.reps[1].capacity_hours, Some(1800.0));
    let asked = base.with(&[add(2, Some("KS"), vec![(41.0, -99.0)])]).unwrap();
    let [given, proposed] = bases(&asked)[..] else { panic!("two reps") };
    assert_eq!(given, (41.0, -99.0));
    assert!((proposed.0 - 40.0).abs() < 0.1, "{proposed:?}");
    assert_eq!(bases(&free), bases(&base.with(&[add(1, None, Vec::new())]).unwrap()));
    assert!(base.with(&[add(1, None, vec![(91.0, 0.0)])]).is_err());
    let names: Vec<&str> = asked.dataset.reps.iter().map(|rep| rep.name.as_str()).collect();
    assert_eq!(names[1..], ["New rep 1", "New rep 2"]);
}

#[test]
fn every_new_rep_has_a_place_and_is_hired_again_at_the_same() {
    // A rep without a place would drive for nothing, and a plan that is made again of its recipe would be another one.
    let base = Base::example();
    let states = base.dataset.accounts.state.labels().iter().skip(1).map(|state| Some((text("state"), state.clone())));
    for region in states.chain([None]) {
        let add = WhatIf::AddReps { count: 3, region: region.clone(), places: Vec::new() };
        let changed = base.with(&[add]).unwrap();
        let [WhatIf::AddReps { places, .. }] = changed.what_ifs.as_slice() else { panic!("one change") };
        assert_eq!(places.len(), 3, "{region:?}");
        let is_there = |rep: &Rep| rep.base.is_some_and(|base| places.contains(&base));
        assert!(changed.dataset.reps[base.dataset.reps.len()..].iter().all(is_there), "{region:?}");
        assert!(places[0] != places[1] && places[1] != places[2], "{region:?}: {places:?}");
        let again = base.with(&changed.what_ifs).unwrap();
        assert_eq!((again.dataset.fingerprint(), &again.what_ifs), (changed.dataset.fingerprint(), &changed.what_ifs));
    }
}

#[test]
fn where_nobody_is_on_the_map_places_are_asked_for() {
    // A region of accounts without places proposes nothing; a made-up place would look like an answer.
    let base = two_towns();
    let mut dataset = Dataset::clone(&base.dataset);
    (0..15).for_each(|account| dataset.accounts.latitude[account] = f64::NAN);
    let base = Base::of(Arc::new(dataset));
    let add = |places| WhatIf::AddReps { count: 1, region: Some((text("state"), text("KS"))), places };
    let refused = base.with(&[add(Vec::new())]).unwrap_err();
    assert!(refused.contains("KS") && refused.contains("give the places"), "{refused}");
    assert!(base.with(&[add(vec![(40.0, -100.0)])]).is_ok());
    // More reps than accounts on the map: they share the places, and nobody is left without one.
    let many = base.with(&[WhatIf::AddReps { count: 60, region: None, places: Vec::new() }]).unwrap();
    assert!(many.dataset.reps[1..].iter().all(|rep| rep.base.is_some()));
}

#[test]
fn prices_say_where_one_more_rep_is_worth_most() {
    // Where only potential is balanced, the town whose rep has too much of it is the one, not the one with the most hours.
    let base = two_towns();
    let mut dataset = Dataset::clone(&base.dataset);
    for account in 0..40 {
        let is_dear = account < 15;
        dataset.accounts.potential[account] = if is_dear { 3000.0 } else { 100.0 };
        dataset.accounts.service_hours[account] = if is_dear { 10.0 } else { 200.0 };
        dataset.accounts.owner[account] = u16::from(!is_dear);
    }
    dataset.reps.push(Rep { id: text("Ben"), base: Some((45.0, -104.0)), ramp: 1.0, ..dataset.reps[0].clone() });
    let mut base = Base::of(Arc::new(dataset));
    let only = |id: &str, weight: f64| RuleSetting { id: text(id), weight, ..RuleSetting::default() };
    base.rules = vec![only("potential-balance", 10.0), only("travel", 90.0)];
    let settings = Settings { rules: base.rules.clone(), locks: Vec::new() };
    let mut lane = Lane::new(base.dataset.clone(), Arc::new(score(&base.dataset)), settings, &base.plan, 1);
    lane.step(50);
    let first = |prices: Option<&Prices>| {
        let world =
            World { dataset: &base.dataset, scores: &base.scores, rules: &base.rules, plan: &base.plan, prices };
        let add = WhatIf::AddReps { count: 1, region: None, places: Vec::new() };
        apply(&world, &[add]).unwrap().dataset.reps[2].base.unwrap()
    };
    let (priced, unpriced) = (first(Some(lane.prices())), first(None));
    assert!((priced.0 - 40.0).abs() < 0.1 && (unpriced.0 - 45.0).abs() < 0.1, "{priced:?} {unpriced:?}");
}

#[test]
fn acquired_accounts_tell_whom_they_meet() {
    // A customer of both firms counted twice would be potential that nobody can win; it is told, and never merged unasked.
    let base = Base::example();
    let name = base.dataset.accounts.name.get(0).to_owned();
    let (city, state) = (base.dataset.accounts.city.get(0).to_owned(), base.dataset.accounts.state.get(0).to_owned());
    let of = |name: &str, city: &str, parent: &str| Acquired {
        id: text("X1"),
        name: text(name),
        city: text(city),
        state: state.clone(),
        parent: text(parent),
        revenue: Some(5.0),
        potential: Some(9.0),
        customer: true,
        ..Acquired::default()
    };
    let accounts = vec![
        of(&name.to_uppercase(), &city, ""),
        of(&name, "Nowhere", ""),
        of("Quite another", "Nowhere", &base.id_of(0)),
    ];
    let changed = base.with(&[WhatIf::Acquire { accounts }]).unwrap();
    let first = base.plan.len() as u32;
    let told: Vec<(u32, u32, OverlapKind)> =
        changed.overlaps.iter().map(|overlap| (overlap.acquired - first, overlap.account, overlap.kind)).collect();
    assert_eq!(told, [(0, 0, OverlapKind::SameAccount), (1, 0, OverlapKind::SameName), (2, 0, OverlapKind::Parent)]);
    let accounts = &changed.dataset.accounts;
    let last = accounts.len() - 1;
    assert_eq!(accounts.family[last], accounts.family[0]);
    assert!(accounts.family[0] != NO_FAMILY && accounts.family[0] < changed.dataset.families);
    assert!(accounts.owner[last] == OPEN && changed.plan.rep[last] == OPEN);
    assert_eq!((accounts.current_revenue[last], accounts.potential[last]), (5.0, 9.0));
    assert_eq!(Acquired::all_of(&changed.dataset)[last].name, "Quite another");
}

#[test]
fn parents_are_those_of_the_acquired_file() {
    // Ids of two firms collide by chance: a daughter of the bought company must not become one of ours.
    let base = Base::example();
    let ours = base.id_of(0);
    let of = |id: &str, name: &str, parent: &str| Acquired {
        id: text(id),
        name: text(name),
        parent: text(parent),
        ..Acquired::default()
    };
    let accounts = vec![
        of(&ours, "Their top", ""),
        of("D1", "Their daughter", &ours),
        of("D2", "Named daughter", "their top"),
        of("S1", "One sibling", "Far Holding"),
        of("S2", "Other sibling", "FAR HOLDING"),
        of("S3", "Only child", "Lone Holding"),
        of("T1", "Its own top", "T1"),
        of("U1", "Ours by id", &base.id_of(7)),
    ];
    let changed = base.with(&[WhatIf::Acquire { accounts }]).unwrap();
    let (first, family) = (base.plan.len(), &changed.dataset.accounts.family);
    let of = |place: usize| family[first + place];
    assert_ne!(changed.dataset.accounts.id.get(first), ours);
    assert!(of(0) != NO_FAMILY && of(1) == of(0) && of(2) == of(0));
    assert_eq!(family[0], base.dataset.accounts.family[0], "our account has nothing to do with it");
    assert!(of(3) != NO_FAMILY && of(4) == of(3) && of(3) != of(0));
    assert_eq!((of(5), of(6)), (NO_FAMILY, NO_FAMILY));
    assert!(of(7) != NO_FAMILY && of(7) == family[7]);
    assert!(family.iter().all(|number| *number == NO_FAMILY || *number < changed.dataset.families));
    let parents: Vec<(u32, u32)> = changed
        .overlaps
        .iter()
        .filter(|overlap| overlap.kind == OverlapKind::Parent)
        .map(|overlap| (overlap.acquired - first as u32, overlap.account))
        .collect();
    assert_eq!(parents, [(7, 7)]);
}

#[test]
fn a_chain_of_parents_is_one_family_in_any_order() {
    // A file lists daughters before their parents as often as behind them; every member must follow.
    let base = two_towns();
    let mut dataset = Dataset::clone(&base.dataset);
    let ids: Vec<String> = (0..40).map(|account| format!("A{account}")).collect();
    dataset.accounts.id = ids.iter().map(String::as_str).collect();
    dataset.families = 2;
    (0..4).for_each(|account| dataset.accounts.family[account] = (account / 2) as u32);
    let base = Base::of(Arc::new(dataset));
    let of = |id: &str, parent: &str| Acquired { id: text(id), parent: text(parent), ..Acquired::default() };
    let accounts = vec![of("D", "M"), of("E", "N"), of("M", "N"), of("N", "A2"), of("F", "E")];
    let changed = base.with(&[WhatIf::Acquire { accounts }]).unwrap();
    assert_eq!(changed.dataset.accounts.family[..4], [0, 0, 1, 1]);
    assert_eq!(changed.dataset.accounts.family[40..], [1; 5]);
}

#[test]
fn rules_change_by_weight_and_number_and_are_checked() {
    // A what-if about a rule that does not exist must be answered, not planned.
    let base = Base::example();
    let tolerance = |value: f64| WhatIf::Parameter {
        rule: text("balance-window"),
        key: text("tolerance_percent"),
        value: Value::Number(value),
    };
    let changed = base.with(&[WhatIf::Weight { rule: text("rep-fit"), weight: 7.0 }, tolerance(9.0)]).unwrap();
    assert!(changed.rules.iter().any(|setting| setting.id == "rep-fit" && setting.weight == 7.0));
    let window = changed.rules.iter().find(|setting| setting.id == "balance-window").unwrap();
    assert_eq!(window.params.get("tolerance_percent"), Some(&Value::Number(9.0)));
    assert!(base.with(&[tolerance(-4.0)]).unwrap_err().contains("tolerance_percent"));
    assert!(base.with(&[WhatIf::Weight { rule: text("balance"), weight: 1.0 }]).unwrap_err().contains("unknown rule"));
}

#[test]
fn the_standard_set_can_be_made_of_any_team() {
    // One click makes all of them: one that cannot be stated would end the click.
    let mut names = 0;
    for base in std::iter::once(Base::example()).chain((0..60).map(|seed| Base::of(teams::case(seed, None, 40, 6).0))) {
        let recipes = standard_set(&base.dataset, &base.scores, &base.rules);
        for recipe in &recipes {
            let changed = base.with(&recipe.what_ifs).unwrap();
            let rules = recipe.changed_rules(&changed.rules, &changed.dataset).unwrap();
            assert!(rules::unknown(&rules, &changed.dataset).is_empty(), "{}", recipe.name);
            assert_eq!(
                postcard::from_bytes::<evenfield::what_if::Recipe>(&postcard::to_stdvec(recipe).unwrap()).unwrap(),
                *recipe
            );
        }
        let file = serde_json::json!({ "scenarios": recipes });
        assert_eq!(read_recipes(file.to_string().as_bytes()).unwrap().scenarios, recipes);
        names = names.max(recipes.len());
    }
    assert_eq!(names, 12);
}

#[test]
fn scenarios_of_few_moves_loosen_no_limit_of_the_user() {
    // Whoever lets 3 % move must not be shown 10 % as the careful plan.
    let base = Base::example();
    let limit = |percent: f64, of: &str| RuleSetting {
        id: text("move-limit"),
        params: [(text("percent"), Value::Number(percent)), (text("of"), Value::Text(text(of)))].into(),
        ..RuleSetting::default()
    };
    let strategic = RuleSetting {
        id: text("strategic-accounts-stay"),
        params: [(text("amount"), Value::Number(1.0))].into(),
        ..RuleSetting::default()
    };
    for (own, accounts) in
        [(vec![limit(3.0, "accounts")], 3.0), (vec![limit(4.0, "revenue"), limit(30.0, "accounts")], 10.0)]
    {
        let mut rules: Vec<RuleSetting> = base
            .rules
            .iter()
            .filter(|rule| !["move-limit", "strategic-accounts-stay"].contains(&rule.id.as_str()))
            .cloned()
            .collect();
        rules.extend(own.iter().cloned().chain([strategic.clone()]));
        let recipes = standard_set(&base.dataset, &base.scores, &rules);
        let changed = |name: &str| {
            let recipe = recipes.iter().find(|recipe| recipe.name == name).unwrap();
            recipe.changed_rules(&rules, &base.dataset).unwrap()
        };
        let percent = |rules: &[RuleSetting], of: &str| {
            let limits = rules.iter().filter(|rule| rule.id == "move-limit");
            let of_kind = limits.filter(|rule| rule.params.get("of") == Some(&Value::Text(text(of))));
            let percents = of_kind.map(|rule| match rule.params.get("percent") {
                Some(Value::Number(percent)) => *percent,
                _ => f64::NAN,
            });
            percents.fold(f64::INFINITY, f64::min)
        };
        for name in ["Status quo plus", "Minimum disruption"] {
            let rules = changed(name);
            assert_eq!(percent(&rules, "accounts"), accounts, "{name}");
            assert!(percent(&rules, "revenue") <= percent(&own, "revenue"), "{name}");
        }
        assert_eq!(rules::strategic_amount(&changed("Hybrid")), 1.0);
    }
}

#[test]
fn a_wrong_scenarios_file_is_answered() {
    // Whoever writes one by hand learns what is wrong with it before minutes of search.
    let read = |text: &str| read_recipes(text.as_bytes()).map_err(|faults| faults.join("; "));
    assert!(read(r#"{"scenarios":[{"name":"A","step":3}]}"#).unwrap_err().contains("step"));
    let faults = read(r#"{"scenarios":[{"name":"A"},{"name":"A"},{}],"assumptions":{"dip_percent":300}}"#).unwrap_err();
    for fault in ["dip_percent", "two scenarios are called \"A\"", "scenario 3 has no name"] {
        assert!(faults.contains(fault), "{faults}");
    }
    let preset = read(r#"{"scenarios":[{"name":"A","rules":[{"preset":{"title":"Hunter"}}]}]}"#).unwrap();
    assert!(preset.scenarios[0].changed_rules(&[], &Dataset::default()).unwrap_err().contains("Hunters"));
}

#[test]
fn reps_specialise_by_what_the_user_says() {
    // By segment or by industry is the question itself: the standard set cannot know which one is meant.
    let base = Base::example();
    for attribute in ["segment", "industry", "status"] {
        let changed = base.with(&[WhatIf::Specialise { attribute: text(attribute) }]).unwrap();
        assert_eq!(changed.dataset.fingerprint(), base.dataset.fingerprint(), "the data stay as they are");
        let named = |setting: &&RuleSetting| {
            let is = |key: &str, word: &str| setting.params.get(key) == Some(&Value::Text(word.to_owned()));
            setting.id == "specialist-accounts" && is("match", "named-reps") && is("attribute", attribute)
        };
        let groups: Vec<&RuleSetting> = changed.rules.iter().filter(named).collect();
        assert!(groups.len() > 1, "{attribute}: {groups:?}");
        let reps = |setting: &&RuleSetting| match &setting.params["reps"] {
            Value::List(reps) => reps.clone(),
            other => panic!("{other:?}"),
        };
        let mut all: Vec<String> = groups.iter().flat_map(reps).collect();
        all.sort();
        assert!(groups.iter().all(|setting| !reps(setting).is_empty()) && all.len() == base.dataset.team_size());
        all.dedup();
        assert_eq!(all.len(), base.dataset.team_size(), "everybody has one group");
        assert!(!changed.rules.iter().any(|setting| ["move-limit", "balance-window"].contains(&setting.id.as_str())));
    }
    let fault = base.with(&[WhatIf::Specialise { attribute: text("size") }]).unwrap_err();
    assert!(fault.contains("size") && fault.contains("segment"), "{fault}");
}

#[test]
fn specialists_are_those_of_the_team_after_all_changes() {
    // Who asks for three reps more and for specialists means the new ones, too, in whatever order the two were said.
    let base = Base::example();
    let (by, fewer) = (WhatIf::Specialise { attribute: text("segment") }, WhatIf::LoseReps { reps: vec![base.id(0)] });
    let one = base.with(&[by.clone(), fewer.clone()]).unwrap();
    assert_eq!(one.rules, base.with(&[fewer, by]).unwrap().rules);
    let leaver = Value::Text(base.id(0));
    let names = |value: &Value| match value {
        Value::List(reps) => reps.iter().any(|rep| Value::Text(rep.clone()) == leaver),
        _ => false,
    };
    assert!(!one.rules.iter().any(|setting| setting.params.values().any(names)), "who has left is no specialist");
}
