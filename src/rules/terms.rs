//! What all rules of one plan share: dataset, scores, settings, eligibility, units and travel.

use crate::geo::Point;
use crate::geo::UnitVector;
use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::model::RuleSetting;
use crate::model::Settings;
use crate::model::Value;
use crate::rules::Card;
use crate::rules::Centres;
use crate::rules::Conflict;
use crate::rules::Excluded;
use crate::rules::LaidOut;
use crate::rules::Params;
use crate::rules::Quantity;
use crate::rules::Report;
use crate::rules::Restrictions;
use crate::rules::Rule;
use crate::rules::Summed;
use crate::rules::coverage;
use crate::rules::families_together;
use crate::rules::kept_together;
use crate::rules::leaves_centres_free;
use crate::rules::locked_accounts;
use crate::rules::rule;
use crate::rules::strategic_accounts_stay;
use crate::rules::travel;
use crate::score::Scores;
use crate::score::TravelTerms;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The settings in force on a dataset, with what the rules need in common. Costly parts are computed once here.
#[derive(Clone)]
pub struct Terms {
    dataset: Arc<Dataset>,
    /// As the rules see them: 0 for accounts that are excluded.
    scores: Arc<Scores>,
    /// As they are.
    all_scores: Arc<Scores>,
    settings: Settings,
    excluded: Excluded,
    /// Travel model: the travel rule's, or its defaults: a rep is on the road whether or not a rule asks for less of it.
    travel: TravelTerms,
    travel_is_work: bool,
    pool: bool,
    strategic_amount: f64,
    has_revenue: bool,
    restrictions: Restrictions,
    /// [`NO_UNIT`] for accounts that are excluded.
    unit_of: Vec<u32>,
    members: Vec<Vec<u32>>,
    /// Accounts in groups made by hand, sorted.
    grouped: Vec<u32>,
    account_places: Vec<Option<UnitVector>>,
    bases: Vec<Option<UnitVector>>,
    /// Columns that nobody drives for: reps without a base, or who stay home, and the pool.
    at_home: Vec<usize>,
    /// Centres of territories where these are free: those of one plan, today's unless said otherwise.
    centres: Option<Centres>,
    least_travel_hours: Vec<f64>,
    /// Travel hours with each account at its nearest travelling rep, whoever may have it.
    nearest_travel_hours: f64,
    /// Smallest part of an hour in which workload is counted where travel is work; a power of two.
    hours_step: f64,
    /// The whole of each quantity that does not depend on who has what, by [`Quantity`].
    fixed_totals: [f64; Quantity::COUNT],
    /// The plan that was set out last.
    laid_out: LaidOut,
    /// Positions of limits that do not bind here; [`HAND_LOCKS`] for the locks by hand.
    left_out: BTreeSet<usize>,
}

/// The unit of an account that has none, because it is excluded.
pub const NO_UNIT: u32 = u32::MAX;

/// The position that stands for locks by hand, which bind without a setting.
pub const HAND_LOCKS: usize = usize::MAX;

impl Terms {
    /// Prepares a plan's terms. Unknown rules and odd parameters are ignored here: `check` reports them first.
    pub fn new(dataset: Arc<Dataset>, all_scores: Arc<Scores>, settings: Settings) -> Self {
        let excluded = Excluded::of(&settings.rules, &dataset);
        let scores = excluded.silenced(&all_scores);
        let travel_setting = settings.rules.iter().find(|setting| setting.id == travel::CARD.id);
        let usual = BTreeMap::new();
        let params = travel_setting.map_or(&usual, |setting| &setting.params);
        let params = Params::new(&travel::CARD, params);
        let (travel, travel_is_work) = (travel::terms(&params), params.flag("counts_as_workload"));
        let pool = settings.rules.iter().any(|setting| setting.id == coverage::CARD.id);
        let has_revenue = scores.revenue.iter().any(|revenue| *revenue > 0.0);
        let strategic_amount = strategic_accounts_stay::amount(&settings.rules);
        let vector = |(latitude, longitude): (f64, f64)| UnitVector::new(Point::new(latitude, longitude));
        let place = |account: usize| dataset.accounts.place(account).filter(|_| !excluded.contains(account));
        let account_places = (0..dataset.accounts.len()).map(|account| place(account).map(vector)).collect();
        let drives = |rep: usize| !dataset.reps[rep].remote && !dataset.is_gone(rep);
        let base = |rep: usize| dataset.reps[rep].base.filter(|_| drives(rep)).map(vector);
        let bases = (0..dataset.reps.len()).map(base).collect();
        let mut terms = Self {
            restrictions: Restrictions::new(dataset.accounts.len(), dataset.reps.len() + usize::from(pool)),
            has_revenue,
            dataset,
            scores,
            all_scores,
            settings,
            excluded,
            travel,
            travel_is_work,
            pool,
            strategic_amount,
            unit_of: Vec::new(),
            members: Vec::new(),
            grouped: Vec::new(),
            account_places,
            at_home: Vec::new(),
            bases,
            centres: None,
            least_travel_hours: Vec::new(),
            nearest_travel_hours: 0.0,
            hours_step: 1.0,
            fixed_totals: [0.0; Quantity::COUNT],
            laid_out: LaidOut::default(),
            left_out: BTreeSet::new(),
        };
        terms.at_home =
            (0..terms.columns()).filter(|&column| terms.bases.get(column).is_none_or(Option::is_none)).collect();
        terms.restrict();
        terms.hours_step = terms.hours_step();
        let accounts = 0..terms.dataset.accounts.len();
        let whole = |quantity| accounts.clone().map(|account| terms.fixed_amount(quantity, account)).sum();
        terms.fixed_totals = Quantity::ALL.map(whole);
        (terms.least_travel_hours, terms.nearest_travel_hours) = terms.least_travel();
        let free = leaves_centres_free(&terms.settings.rules);
        terms.centres = free.then(|| terms.middles(&terms.today()));
        terms
    }

    /// Terms of the same data under other settings.
    #[must_use]
    pub fn with_settings(&self, settings: Settings) -> Self {
        Self::new(self.dataset.clone(), self.all_scores.clone(), settings)
    }

    /// The same terms with other centres, where these are free.
    #[must_use]
    pub fn with_centres(&self, centres: Centres) -> Self {
        Self { centres: self.centres.as_ref().map(|_| centres), ..self.clone() }
    }

    /// The centres where these are free.
    pub fn centres(&self) -> Option<&Centres> {
        self.centres.as_ref()
    }

    /// Where an account is.
    pub fn place(&self, account: usize) -> Option<UnitVector> {
        self.account_places[account]
    }

    /// Where a rep sets out from; none for one who does not travel, or whose base is not known.
    pub fn base(&self, rep: usize) -> Option<UnitVector> {
        self.bases[rep]
    }

    /// The same terms with some limits left out: everything else, amounts and targets too, stays as it is. A limit that had
    /// given way to one that is left out binds again.
    #[must_use]
    pub fn without(&self, left_out: &BTreeSet<usize>) -> Self {
        let mut terms = self.clone();
        terms.left_out.clone_from(left_out);
        terms.restrictions = Restrictions::new(self.dataset.accounts.len(), self.columns());
        terms.restrict();
        terms
    }

    /// Leaves out limits that say how much, not who may have what: eligibility stays as it is.
    pub fn leave_numbers_out(&mut self, left_out: &BTreeSet<usize>) {
        self.left_out.clone_from(left_out);
    }

    /// Whether the limit at a position does not bind here.
    pub fn leaves_out(&self, position: usize) -> bool {
        self.left_out.contains(&position)
    }

    fn restrict(&mut self) {
        let mut restrictions = self.restrictions.clone();
        restrictions.dismiss(&self.dataset.gone);
        self.excluded.accounts().for_each(|account| restrictions.leave_out(account as usize));
        if self.pool {
            // Without a word from `coverage` nothing may stay open.
            let pool = self.dataset.reps.len();
            restrictions.speak(coverage::CARD.id);
            for account in (0..self.dataset.accounts.len()).filter(|&account| !coverage::may_stay_open(self, account)) {
                restrictions.keep(account, |rep| rep != pool);
            }
        }
        restrictions.speak(locked_accounts::CARD.id);
        let locks: &[(u32, u16)] = if self.leaves_out(HAND_LOCKS) { &[] } else { &self.settings.locks };
        for &(account, rep) in locks {
            if (account as usize) < self.dataset.accounts.len() {
                let is_there = |column: &usize| *column < restrictions.reps() && !self.dataset.is_gone(*column);
                let column = self.column_of(rep).filter(is_there);
                restrictions.fix_by_hand(account as usize, column);
            }
        }
        for (_, setting, rule) in self.placed_rules().filter(|(position, ..)| !self.leaves_out(*position)) {
            restrictions.speak(rule.card().id);
            let params = Params::new(rule.card(), &setting.params);
            rule.restrict(&params, &self.dataset, &self.scores, &mut restrictions);
        }
        let (unit_of, units) = restrictions.units();
        let mut members = vec![Vec::new(); units];
        for (account, &unit) in unit_of.iter().enumerate().filter(|(_, unit)| **unit != NO_UNIT) {
            members[unit as usize].push(account as u32);
        }
        self.grouped = kept_together::groups(&self.settings.rules, &self.dataset).concat();
        self.grouped.sort_unstable();
        for group in &members {
            restrictions.unite(group, self.keeping(group));
        }
        self.restrictions = restrictions;
        self.unit_of = unit_of;
        self.members = members;
    }

    /// The least travel hours of each account with an eligible rep, and of all together whoever may have them. Hours grow
    /// with the distance, so the nearest rep has the least: distances are ordered without being worked out.
    fn least_travel(&self) -> (Vec<f64>, f64) {
        let mut chords = Vec::new();
        let mut nearest_hours = 0.0;
        let mut least = |account: usize| {
            let place = self.account_places[account]?;
            let bases = self.bases.iter().enumerate().filter_map(|(rep, base)| Some((rep, (*base)?)));
            chords.clear();
            chords.extend(bases.map(|(rep, base)| (place.chord_squared(base), rep)));
            let nearest = |allowed: &dyn Fn(usize) -> bool| {
                let reps = chords.iter().filter(|(_, rep)| allowed(*rep));
                Some(reps.min_by(|a, b| a.0.total_cmp(&b.0))?.1 as u16)
            };
            let of_all = nearest(&|_| true)?;
            let hours = self.travel_hours(account, of_all);
            nearest_hours += hours;
            let eligible = nearest(&|rep| self.restrictions.allows(account, rep))?;
            Some(if eligible == of_all { hours } else { self.travel_hours(account, eligible) })
        };
        let each = (0..self.dataset.accounts.len()).map(|account| least(account).unwrap_or(0.0)).collect();
        (each, nearest_hours)
    }

    /// The problem holds the workload of a unit and a rep as `f32`. Counted in steps of this size every such sum is
    /// exact, so that problem and judge never differ about a limit. A second or less for teams of usual size.
    fn hours_step(&self) -> f64 {
        let Some(hub) = self.bases.iter().flatten().next() else { return 1.0 };
        let reach = self.bases.iter().flatten().map(|base| base.distance_km(*hub)).fold(0.0, f64::max);
        let most = |account: &u32| {
            let account = *account as usize;
            let line = self.account_places[account].map_or(0.0, |place| place.distance_km(*hub) + reach);
            let detour = self.scores.detour_km[account];
            let visit = self.travel.hours_per_visit(line, detour);
            self.scores.service_hours[account] + self.scores.visits[account] * visit
        };
        let largest = self.members.iter().map(|unit| unit.iter().map(most).sum()).fold(1.0, f64::max);
        // An f32 holds 24 binary digits; one is left for the rounding of the members.
        let (_, digits) = libm::frexp(largest);
        libm::ldexp(1.0, digits - 23)
    }

    /// Locks by hand, judged, where no rule in force judges them.
    pub fn hand_locks(&self, plan: &Assignment) -> Option<(&'static Card, Report)> {
        let card = &locked_accounts::CARD;
        let locked = self.settings.locks.iter().any(|(account, _)| !self.is_excluded(*account as usize));
        let unjudged = locked && self.rules().all(|(setting, _)| setting.id != card.id);
        unjudged.then(|| (card, locked_accounts::report_by_hand(self, plan)))
    }

    /// The rules in force, unknown ones left out.
    pub fn rules(&self) -> impl Iterator<Item = (&RuleSetting, &'static dyn Rule)> {
        self.settings.rules.iter().filter_map(|setting| rule(&setting.id).map(|rule| (setting, rule)))
    }

    /// The parameters of the first setting of a rule; its defaults where it is not in force.
    pub fn params_of(&self, card: &'static Card) -> Params<'_> {
        static USUAL: BTreeMap<String, Value> = BTreeMap::new();
        let setting = self.settings.rules.iter().find(|setting| setting.id == card.id);
        Params::new(card, setting.map_or(&USUAL, |setting| &setting.params))
    }

    /// The rules in force with their positions in the settings, unknown ones left out.
    pub fn placed_rules(&self) -> impl Iterator<Item = (usize, &RuleSetting, &'static dyn Rule)> {
        let placed = self.settings.rules.iter().enumerate();
        placed.filter_map(|(position, setting)| rule(&setting.id).map(|rule| (position, setting, rule)))
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The dataset.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// The accounts that do not count.
    pub fn excluded(&self) -> &Excluded {
        &self.excluded
    }

    /// The scores of all accounts, whether they count or not.
    pub fn all_scores(&self) -> &Scores {
        &self.all_scores
    }

    /// The scores as the rules see them: an account that does not count has no potential, revenue and work.
    pub fn scores(&self) -> &Scores {
        &self.scores
    }

    /// Whether accounts may stay open.
    pub fn has_pool(&self) -> bool {
        self.pool
    }

    /// Columns of the problem: the reps, and the pool where there is one.
    pub fn columns(&self) -> usize {
        self.dataset.reps.len() + usize::from(self.pool)
    }

    /// The column of a rep position: the pool's for [`OPEN`]. None where there is no pool.
    pub fn column_of(&self, rep: u16) -> Option<usize> {
        match rep {
            OPEN if self.pool => Some(self.dataset.reps.len()),
            OPEN => None,
            rep => Some(rep as usize),
        }
    }

    /// The rep position of a column.
    pub fn rep_of(&self, column: usize) -> u16 {
        if column == self.dataset.reps.len() { OPEN } else { column as u16 }
    }

    /// Whether the account may go to this column.
    pub fn allows(&self, account: usize, column: usize) -> bool {
        self.restrictions.allows(account, column)
    }

    /// Contradictions between rules at single accounts or families.
    pub fn conflicts(&self) -> &[Conflict] {
        self.restrictions.conflicts()
    }

    /// The unit of each account.
    pub fn unit_of(&self) -> &[u32] {
        &self.unit_of
    }

    /// The accounts of each unit.
    pub fn members(&self) -> &[Vec<u32>] {
        &self.members
    }

    /// Great-circle km from a rep's base to an account; none for a remote rep, a rep without base, the pool, or an
    /// account without place.
    pub fn line_km(&self, account: usize, rep: u16) -> Option<f64> {
        self.laid_out.line_km(account, rep).unwrap_or_else(|| self.measured_km(account, rep))
    }

    /// Lays out a plan: judging it, or one near it, then measures little. No answer changes by it.
    pub fn set_out(&mut self, plan: &Assignment) {
        let mut laid_out = std::mem::take(&mut self.laid_out);
        laid_out.follow(plan, self);
        self.laid_out = laid_out;
    }

    fn measured_km(&self, account: usize, rep: u16) -> Option<f64> {
        let base = self.bases.get(rep as usize)?.as_ref()?;
        Some(self.account_places[account].as_ref()?.distance_km(*base))
    }

    /// The travel model.
    pub fn travel(&self) -> &TravelTerms {
        &self.travel
    }

    /// Kilometres a year on the road for an account; 0 where there is no way to measure.
    pub fn travel_km(&self, account: usize, rep: u16) -> f64 {
        self.laid_out.travel_km(account, rep).unwrap_or_else(|| {
            let Some(line) = self.line_km(account, rep) else { return 0.0 };
            self.scores.visits[account] * self.travel.km_per_visit(line, self.scores.detour_km[account])
        })
    }

    /// Hours a year on the road for an account.
    pub fn travel_hours(&self, account: usize, rep: u16) -> f64 {
        self.travel_km(account, rep) / self.travel.speed_km_per_hour
    }

    /// Travel hours of an account with its nearest eligible travelling rep.
    pub fn least_travel_hours(&self, account: usize) -> f64 {
        self.least_travel_hours[account]
    }

    /// Whether some eligible rep, or the pool, serves the account without travel.
    pub fn can_stay_home(&self, account: usize) -> bool {
        self.at_home.iter().any(|&column| self.allows(account, column))
    }

    /// Ids of the rules that bar a column from a unit; the one that keeps its members together where none of them is
    /// barred by itself.
    pub fn barring(&self, members: &[u32], column: usize) -> Vec<String> {
        let barring = members.iter().flat_map(|&member| self.restrictions.barring(member as usize, column));
        let mut rules: Vec<String> = Vec::new();
        for rule in barring {
            if !rules.iter().any(|known| known == rule) {
                rules.push(rule.to_owned());
            }
        }
        if rules.is_empty() {
            rules.push(self.keeping(members).to_owned());
        }
        rules
    }

    /// Id of the rule that keeps the members of a unit together.
    fn keeping(&self, members: &[u32]) -> &'static str {
        let by_hand = members.iter().any(|member| self.grouped.binary_search(member).is_ok());
        if by_hand { kept_together::CARD.id } else { families_together::CARD.id }
    }

    /// What an account brings to a quantity with a rep, or to the pool.
    pub fn amount(&self, quantity: Quantity, account: usize, rep: u16) -> f64 {
        if !self.depends_on_rep(quantity) {
            return self.fixed_amount(quantity, account);
        }
        self.laid_out.workload(account, rep).unwrap_or_else(|| {
            let hours = self.fixed_amount(quantity, account) + self.travel_hours(account, rep);
            libm::round(hours / self.hours_step) * self.hours_step
        })
    }

    fn fixed_amount(&self, quantity: Quantity, account: usize) -> f64 {
        match quantity {
            _ if self.is_excluded(account) => 0.0,
            Quantity::Potential => self.scores.potential[account],
            Quantity::Revenue => self.scores.revenue[account],
            Quantity::Workload => self.scores.service_hours[account],
            Quantity::Accounts => 1.0,
            Quantity::StrategicAccounts => f64::from(u8::from(self.is_strategic(account))),
            Quantity::Complexity => self.scores.complexity[account],
            Quantity::Score => f64::from(self.scores.master[account]),
        }
    }

    /// Whether what an account brings depends on the rep.
    pub fn depends_on_rep(&self, quantity: Quantity) -> bool {
        self.travel_is_work && quantity == Quantity::Workload && self.bases.iter().any(Option::is_some)
    }

    /// The whole of a quantity over all accounts. Workload counts the travel there is with each account at its nearest
    /// travelling rep, whoever may have it: a lock does not change how much there is to do.
    pub fn total(&self, quantity: Quantity) -> f64 {
        let fixed = self.fixed_totals[quantity as usize];
        if self.depends_on_rep(quantity) { fixed + self.nearest_travel_hours } else { fixed }
    }

    /// Load of each rep under a plan.
    pub fn loads(&self, quantity: Quantity, plan: &Assignment) -> Vec<f64> {
        self.sums(Summed::Load(quantity), plan)
    }

    /// What each rep has of something under a plan.
    pub fn sums(&self, summed: Summed, plan: &Assignment) -> Vec<f64> {
        self.laid_out.sums(summed, plan, self)
    }

    /// Fit of a rep for an account, 0 to 1; 0 where nobody has it.
    pub fn fit(&self, account: usize, rep: u16) -> f64 {
        let fit = || if rep == OPEN { 0.0 } else { self.scores.fit.of(account, usize::from(rep)) };
        self.laid_out.fit(account, rep).unwrap_or_else(fit)
    }

    /// Whether any account pays anything.
    pub fn has_revenue(&self) -> bool {
        self.has_revenue
    }

    /// Whether the account counts as strategic: its revenue reaches the amount that `strategic-accounts-stay` names,
    /// or that rule's default where it is not set.
    pub fn is_strategic(&self, account: usize) -> bool {
        self.scores.revenue[account] >= self.strategic_amount
    }
}
