//! Where the rules write their parts, and how these become the problem.

use crate::model::OPEN;
use crate::model::RuleSetting;
use crate::problem::Amount;
use crate::problem::Cap;
use crate::problem::Hinge;
use crate::problem::Measure;
use crate::problem::NOBODY;
use crate::problem::Prices;
use crate::problem::Problem;
use crate::problem::Window;
use crate::rules::Kind;
use crate::rules::Params;
use crate::rules::Quantity;
use crate::rules::Terms;
use std::collections::BTreeMap;

/// Units that are stated at once.
const AT_ONCE: usize = 32;

type Row<'t> = Box<dyn Fn(usize, &mut [f64]) + 't>;

struct Linear<'t> {
    rule: &'static str,
    add: Row<'t>,
}

struct CapDraft<'t> {
    rule: &'static str,
    counts: Counts<'t>,
    limit: f64,
}

/// What a cap adds up.
enum Counts<'t> {
    /// This much of every account that leaves its owner.
    Moves(Box<dyn Fn(usize) -> f64 + 't>),
    /// The linear costs of an objective, none below 0.
    Loss(Vec<Linear<'t>>),
}

#[derive(Default)]
struct MeasureDraft {
    windows: Vec<Window>,
    /// The rules that set the lower and the upper side of each window.
    sides: Vec<[&'static str; 2]>,
    hinges: Vec<(u16, Hinge)>,
    /// The rule of each hinge.
    hinge_rules: Vec<&'static str>,
    rules: Vec<&'static str>,
}

impl MeasureDraft {
    /// A price in a column, rule by rule: as far as penalties go it is theirs, beyond them the limit's.
    fn by_rule(&self, column: usize, price: f64) -> Vec<(&'static str, f64)> {
        let mut parts = Vec::new();
        let mut rest = price.abs();
        for ((rep, hinge), rule) in self.hinges.iter().zip(&self.hinge_rules) {
            if usize::from(*rep) == column {
                let part = rest.min(if price > 0.0 { hinge.above } else { hinge.below });
                rest -= part;
                parts.push((*rule, part * price.signum()));
            }
        }
        parts.push((self.sides[column][usize::from(price > 0.0)], rest * price.signum()));
        parts.retain(|(_, part)| part.abs() > 0.0);
        parts
    }
}

/// What one reason charges a unit in every column.
pub struct Charge {
    /// Id of the rule.
    pub rule: &'static str,
    /// The quantity of which the unit takes room, where the points are the price of that room.
    pub room: Option<Quantity>,
    /// Points in every column.
    pub row: Vec<f64>,
}

/// Prices, split by the rules that they come from.
#[derive(Default)]
pub struct Split {
    /// Of each quantity and rule the points per unit of quantity in every column.
    rooms: Vec<Charge>,
    /// Points per unit of each cap.
    caps: Vec<f64>,
}

/// The parts the rules have written so far.
pub struct Draft<'t> {
    terms: &'t Terms,
    rule: &'static str,
    /// Whether the limits that are being written only take their place, without binding.
    idle: bool,
    constant: f64,
    linear: Vec<Linear<'t>>,
    measures: BTreeMap<Quantity, MeasureDraft>,
    caps: Vec<CapDraft<'t>>,
}

impl<'t> Draft<'t> {
    /// Adds a linear cost: the closure adds the cost of an account with every column to a row.
    pub fn linear(&mut self, add: impl Fn(usize, &mut [f64]) + 't) {
        self.linear.push(Linear { rule: self.rule, add: Box::new(add) });
    }

    /// Adds to the part of the objective that no plan changes.
    pub fn constant(&mut self, points: f64) {
        self.constant += points;
    }

    /// Narrows the window of a rep.
    pub fn window(&mut self, quantity: Quantity, column: usize, window: Window) {
        let (idle, rule) = (self.idle, self.rule);
        let measure = self.measure(quantity);
        if idle {
            return;
        }
        let (current, sides) = (&mut measure.windows[column], &mut measure.sides[column]);
        if window.lower > current.lower {
            (current.lower, sides[0]) = (window.lower, rule);
        }
        if window.upper < current.upper {
            (current.upper, sides[1]) = (window.upper, rule);
        }
    }

    /// Adds a penalty on the load of a rep.
    pub fn hinge(&mut self, quantity: Quantity, column: usize, hinge: Hinge) {
        let rule = self.rule;
        let measure = self.measure(quantity);
        measure.hinges.push((column as u16, hinge));
        measure.hinge_rules.push(rule);
    }

    /// Limits what may move: `weight` is what counts when an account leaves its owner.
    pub fn cap(&mut self, weight: impl Fn(usize) -> f64 + 't, limit: f64) {
        let limit = if self.idle { f64::INFINITY } else { limit };
        self.caps.push(CapDraft { rule: self.rule, counts: Counts::Moves(Box::new(weight)), limit });
    }

    /// Limits what an objective charges all accounts together: `write` lets it write its part, which must be linear
    /// costs that are 0 at the ideal.
    pub fn cap_loss(&mut self, write: impl FnOnce(&mut Self), limit: f64) {
        let mut part = Draft::new(self.terms);
        write(&mut part);
        debug_assert!(part.measures.is_empty() && part.constant.abs() <= 0.0, "only linear costs can be limited");
        let limit = if self.idle { f64::INFINITY } else { limit };
        self.caps.push(CapDraft { rule: self.rule, counts: Counts::Loss(part.linear), limit });
    }

    fn measure(&mut self, quantity: Quantity) -> &mut MeasureDraft {
        let columns = self.terms.columns();
        let rule = self.rule;
        let measure = self.measures.entry(quantity).or_insert_with(|| MeasureDraft {
            windows: vec![Window::FREE; columns],
            sides: vec![["", ""]; columns],
            ..MeasureDraft::default()
        });
        if !measure.rules.contains(&rule) {
            measure.rules.push(rule);
        }
        measure
    }
}

impl Terms {
    /// Lets every rule in force write its part.
    pub fn draft(&self) -> Draft<'_> {
        let mut draft = Draft::new(self);
        let weights = self.total_weight();
        for (setting, rule) in self.rules() {
            let card = rule.card();
            draft.rule = card.id;
            let share = if card.kind == Kind::Objective && weights > 0.0 { setting.weight / weights } else { 0.0 };
            if card.kind == Kind::Limit || share > 0.0 {
                rule.compile(&Params::new(card, &setting.params), self, share, &mut draft);
            }
        }
        draft
    }

    /// Lets the limits alone write their parts: whoever asks what is possible does not ask what is best. Those left
    /// out keep their place, so that prices fit whichever limits are left out. `eased` is read in place of the
    /// setting at its position.
    pub fn limits(&self, eased: Option<(usize, &RuleSetting)>) -> Draft<'_> {
        let mut draft = Draft::new(self);
        for (position, setting, rule) in self.placed_rules() {
            let card = rule.card();
            if card.kind == Kind::Limit {
                let setting = eased.filter(|(place, _)| *place == position).map_or(setting, |(_, eased)| eased);
                draft.rule = card.id;
                draft.idle = self.leaves_out(position);
                rule.compile(&Params::new(card, &setting.params), self, 0.0, &mut draft);
            }
        }
        draft
    }

    /// Compiles all rules in force into one problem.
    pub fn compile(&self) -> Problem {
        self.draft().compile()
    }

    /// Sum of the weights of the objectives in force.
    pub fn total_weight(&self) -> f64 {
        self.rules().filter(|(_, rule)| rule.card().kind == Kind::Objective).map(|(setting, _)| setting.weight).sum()
    }
}

impl<'t> Draft<'t> {
    fn new(terms: &'t Terms) -> Self {
        Self {
            terms,
            rule: "",
            idle: false,
            constant: 0.0,
            linear: Vec::new(),
            measures: BTreeMap::new(),
            caps: Vec::new(),
        }
    }
}

impl Draft<'_> {
    /// Writes the windows and the limits of caps into a problem compiled from the same rules with other numbers.
    pub fn renew(&self, problem: &mut Problem) {
        for (measure, draft) in problem.measures.iter_mut().zip(self.measures.values()) {
            measure.windows.clone_from(&draft.windows);
        }
        for (cap, draft) in problem.caps.iter_mut().zip(&self.caps) {
            cap.limit = finite_limit(draft.limit, &cap.weight);
        }
    }

    /// The problem the solver sees.
    pub fn compile(&self) -> Problem {
        let mut problem = self.begin();
        while !self.state(&mut problem) {}
        problem
    }

    /// A problem in which no unit is stated yet.
    pub fn begin(&self) -> Problem {
        let terms = self.terms;
        let (units, columns) = (terms.members().len(), terms.columns());
        let measure = |(quantity, draft): (&Quantity, &MeasureDraft)| Measure {
            name: quantity.word().to_owned(),
            amount: if terms.depends_on_rep(*quantity) {
                Amount::Pair(Vec::with_capacity(units * columns))
            } else {
                Amount::Unit(Vec::with_capacity(units))
            },
            windows: draft.windows.clone(),
            hinges: draft.hinges.clone(),
        };
        let cap = |draft: &CapDraft| Cap {
            name: draft.rule.to_owned(),
            weight: Vec::with_capacity(units),
            kept: Vec::new(),
            limit: draft.limit,
        };
        Problem {
            units,
            reps: columns,
            cost: Vec::with_capacity(units * columns),
            constant: self.constant,
            measures: self.measures.iter().map(measure).collect(),
            caps: self.caps.iter().map(cap).collect(),
            present: Vec::with_capacity(units),
        }
    }

    /// States the next few units in a problem that this draft has begun; returns whether all are stated. Stating a large
    /// team in one piece would keep whoever waits for half a second.
    pub fn state(&self, problem: &mut Problem) -> bool {
        let begin = problem.present.len();
        let end = (begin + AT_ONCE).min(problem.units);
        let mut row = vec![0.0_f64; problem.reps];
        for (unit, members) in self.terms.members().iter().enumerate().take(end).skip(begin) {
            self.add_costs(problem, members, &mut row);
            for (measure, quantity) in problem.measures.iter_mut().zip(self.measures.keys()) {
                match &mut measure.amount {
                    Amount::Pair(amounts) => {
                        amounts.extend((0..problem.reps).map(|column| self.amount(*quantity, members, column) as f32));
                    }
                    Amount::Unit(amounts) => amounts.push(self.amount(*quantity, members, 0)),
                }
            }
            for (cap, draft) in problem.caps.iter_mut().zip(&self.caps) {
                let (most, stays) = draft.entries(self.terms, members);
                cap.weight.push(most);
                let kept = stays.into_iter().filter(|(_, kept)| *kept > 0.0);
                cap.kept.extend(kept.map(|(rep, kept)| (unit as u32, rep, kept)));
            }
            problem.present.push(present(self.terms, members));
        }
        if end == problem.units {
            problem.caps.iter_mut().for_each(|cap| cap.limit = finite_limit(cap.limit, &cap.weight));
        }
        end == problem.units
    }

    fn add_costs(&self, problem: &mut Problem, members: &[u32], row: &mut [f64]) {
        row.fill(0.0);
        for &account in members {
            for part in &self.linear {
                (part.add)(account as usize, row);
            }
        }
        let first = members[0] as usize;
        let eligible = |column: usize| self.terms.allows(first, column);
        let priced = row.iter().enumerate();
        let priced =
            priced.map(|(column, &points)| if eligible(column) { rounded_down(points) } else { f32::INFINITY });
        problem.cost.extend(priced);
    }

    /// The windows of every measure that has some, by rep.
    pub fn windows(&self) -> impl Iterator<Item = (Quantity, Vec<Window>)> {
        let limited = self.measures.iter().filter(|(_, measure)| measure.windows.iter().any(|w| *w != Window::FREE));
        let reps = self.terms.dataset().reps.len();
        limited.map(move |(quantity, measure)| (*quantity, measure.windows[..reps].to_vec()))
    }

    /// Prices split by the rules that they come from, once for all units whose charges are asked for; empty without prices
    /// or with prices of another problem.
    pub fn split(&self, prices: Option<&Prices>) -> Split {
        let columns = self.terms.columns();
        let fits = |prices: &&Prices| {
            prices.load.len() == self.measures.len() * columns && prices.cap.len() == self.caps.len()
        };
        let Some(prices) = prices.filter(fits) else { return Split::default() };
        let mut rooms: Vec<Charge> = Vec::new();
        for (prices, (quantity, measure)) in prices.load.chunks(columns).zip(&self.measures) {
            let first = rooms.len();
            for (column, price) in prices.iter().enumerate().filter(|(_, price)| price.abs() > 0.0) {
                for (rule, part) in measure.by_rule(column, *price) {
                    let known = rooms[first..].iter().position(|room| room.rule == rule);
                    let place = first + known.unwrap_or(rooms.len() - first);
                    if known.is_none() {
                        rooms.push(Charge { rule, room: Some(*quantity), row: vec![0.0; columns] });
                    }
                    rooms[place].row[column] += part;
                }
            }
        }
        Split { rooms, caps: prices.cap.clone() }
    }

    /// What a unit costs in every column, reason by reason: the linear costs of each rule, and the prices of the room
    /// that it takes in windows and caps.
    pub fn charges(&self, members: &[u32], prices: &Split) -> Vec<Charge> {
        let mut charges: Vec<Charge> = Vec::new();
        for linear in &self.linear {
            let mut row = vec![0.0; self.terms.columns()];
            for &member in members {
                (linear.add)(member as usize, &mut row);
            }
            charges.push(Charge { rule: linear.rule, room: None, row });
        }
        for Charge { rule, room, row } in &prices.rooms {
            let Some(quantity) = *room else { continue };
            let points = |(column, price): (usize, &f64)| {
                if price.abs() > 0.0 { price * self.amount(quantity, members, column) } else { 0.0 }
            };
            charges.push(Charge { rule, room: *room, row: row.iter().enumerate().map(points).collect() });
        }
        for (cap, price) in self.caps.iter().zip(&prices.caps) {
            let row = cap.row(self.terms, members).into_iter().map(|counted| price * counted).collect();
            charges.push(Charge { rule: cap.rule, room: None, row });
        }
        charges
    }

    /// The windows and penalties of every measure, in order, with its quantity.
    pub(super) fn measured(&self) -> impl Iterator<Item = (Quantity, &[Window], &[(u16, Hinge)])> {
        self.measures.iter().map(|(quantity, draft)| (*quantity, &draft.windows[..], &draft.hinges[..]))
    }

    /// The limit of every cap, in order.
    pub(super) fn limits_of_caps(&self) -> impl Iterator<Item = f64> {
        self.caps.iter().map(|cap| cap.limit)
    }

    /// What an account costs in every column, and what it counts there in every cap.
    pub(super) fn rows(&self, account: u32) -> (Vec<f64>, Vec<Vec<f64>>) {
        let mut costs = vec![0.0; self.terms.columns()];
        self.linear.iter().for_each(|linear| (linear.add)(account as usize, &mut costs));
        (costs, self.caps.iter().map(|cap| cap.row(self.terms, &[account])).collect())
    }

    fn amount(&self, quantity: Quantity, members: &[u32], column: usize) -> f64 {
        let rep = self.terms.rep_of(column);
        members.iter().map(|&member| self.terms.amount(quantity, member as usize, rep)).sum()
    }
}

impl CapDraft<'_> {
    /// What a unit counts in every column.
    fn row(&self, terms: &Terms, members: &[u32]) -> Vec<f64> {
        let mut row = vec![0.0; terms.columns()];
        for &member in members {
            match &self.counts {
                Counts::Moves(weight) => {
                    let owner = terms.owner(member as usize);
                    let leaves = |column: &usize| owner != OPEN && owner != terms.rep_of(*column);
                    (0..row.len()).filter(leaves).for_each(|column| row[column] += weight(member as usize));
                }
                Counts::Loss(linear) => linear.iter().for_each(|part| (part.add)(member as usize, &mut row)),
            }
        }
        row
    }

    /// What a unit counts at most, and what of that it does not count in some columns.
    fn entries(&self, terms: &Terms, members: &[u32]) -> (f64, Vec<(u16, f64)>) {
        let Counts::Moves(weight) = &self.counts else { return self.entries_of_row(terms, members) };
        let mut stays: BTreeMap<u16, f64> = BTreeMap::new();
        for &account in members {
            let owner = terms.owner(account as usize);
            if owner != OPEN {
                *stays.entry(owner).or_default() += weight(account as usize);
            }
        }
        (stays.values().sum(), stays.into_iter().collect())
    }

    fn entries_of_row(&self, terms: &Terms, members: &[u32]) -> (f64, Vec<(u16, f64)>) {
        let first = members.first().map_or(0, |first| *first as usize);
        let row = self.row(terms, members).into_iter().enumerate();
        // The nearest rep can come out dearer than another one by rounding, or where limits are left out.
        let counted: Vec<(u16, f64)> = row
            .filter(|(column, _)| terms.allows(first, *column))
            .map(|(column, points)| (column as u16, points.max(0.0)))
            .collect();
        let most = counted.iter().map(|(_, points)| *points).fold(0.0, f64::max);
        (most, counted.into_iter().map(|(column, points)| (column, most - points)).collect())
    }
}

/// The nearest `f32` that is not above: so a bound on the problem is a bound on what the judge reports.
fn rounded_down(points: f64) -> f32 {
    let near = points as f32;
    if f64::from(near) > points { near.next_down() } else { near }
}

/// The limit of a cap; where there is none, so much that everything may move.
fn finite_limit(limit: f64, weight: &[f64]) -> f64 {
    if limit.is_finite() { limit } else { weight.iter().sum() }
}

/// The rep who has most accounts of a unit today.
fn present(terms: &Terms, members: &[u32]) -> u16 {
    let owners = &terms.dataset().accounts.owner;
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for &account in members {
        let owner = owners[account as usize];
        if owner != OPEN {
            *counts.entry(owner).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(rep, count)| (*count, std::cmp::Reverse(*rep)));
    most.map_or(NOBODY, |(rep, _)| rep)
}
