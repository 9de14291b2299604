//! The statement of a problem: what is to be decided, what it costs, what must hold.

/// "No rep": the present rep of a unit that nobody has.
pub const NOBODY: u16 = u16::MAX;

/// A problem in dense numbers. Unit `u` and rep `j` meet at `u * reps + j`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problem {
    /// How many units are to be assigned.
    pub units: usize,
    /// How many reps there are, the open pool included where there is one (it is then the last).
    pub reps: usize,
    /// Cost of each pair in points of the objective; `INFINITY` where the rep is not eligible.
    /// Every unit has at least one finite cost.
    pub cost: Vec<f32>,
    /// Part of the objective that no assignment changes.
    pub constant: f64,
    /// What is added up per rep.
    pub measures: Vec<Measure>,
    /// Limits on how much may move.
    pub caps: Vec<Cap>,
    /// Present rep of each unit, [`NOBODY`] where it has none. A hint for the search, no constraint.
    pub present: Vec<u16>,
}

/// A quantity that adds up per rep, such as potential or hours.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// What it is called in messages.
    pub name: String,
    /// How much each unit brings.
    pub amount: Amount,
    /// Where the load of each rep must lie.
    pub windows: Vec<Window>,
    /// Penalties on the load, `(rep, hinge)`; several for one rep add up.
    pub hinges: Vec<(u16, Hinge)>,
}

/// How much a unit brings to a measure; never negative.
#[derive(Clone, Debug, PartialEq)]
pub enum Amount {
    /// The same with every rep: one value per unit.
    Unit(Vec<f64>),
    /// Dependent on the rep: one value per pair (`u * reps + j`).
    Pair(Vec<f32>),
}

impl Amount {
    /// What unit `u` brings to rep `j`.
    pub fn of(&self, u: usize, j: usize, reps: usize) -> f64 {
        match self {
            Self::Unit(amounts) => amounts[u],
            Self::Pair(amounts) => f64::from(amounts[u * reps + j]),
        }
    }
}

/// Where the load of a rep must lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Least load; `NEG_INFINITY` where there is no such limit.
    pub lower: f64,
    /// Most load; `INFINITY` where there is no such limit.
    pub upper: f64,
}

impl Window {
    /// A window that allows everything.
    pub const FREE: Self = Self { lower: f64::NEG_INFINITY, upper: f64::INFINITY };

    /// By how much a load misses the window; 0 inside.
    pub fn miss(&self, load: f64) -> f64 {
        (self.lower - load).max(load - self.upper).max(0.0)
    }
}

/// One kink of a convex penalty: `below * max(0, at - load) + above * max(0, load - at)`, both slopes >= 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hinge {
    /// Load at which nothing is charged.
    pub at: f64,
    /// Points per unit of load under `at`.
    pub below: f64,
    /// Points per unit of load over `at`.
    pub above: f64,
}

impl Hinge {
    /// What the hinge charges a load.
    pub fn charge(&self, load: f64) -> f64 {
        self.below * (self.at - load).max(0.0) + self.above * (load - self.at).max(0.0)
    }
}

/// A limit on a sum over all units, such as how much may move: `sum_u ( weight[u] - kept[u, rep of u] ) <= limit`.
#[derive(Clone, Debug, PartialEq)]
pub struct Cap {
    /// What it is called in messages.
    pub name: String,
    /// What counts when unit `u` goes to a rep for whom nothing is kept: the most it can count.
    pub weight: Vec<f64>,
    /// `(unit, rep, kept)`, sorted by unit: how much of the unit's weight does not count with that rep. At most `weight`.
    pub kept: Vec<(u32, u16, f64)>,
    /// Most that the sum may be.
    pub limit: f64,
}

impl Cap {
    /// The entries of `kept` that belong to unit `u`.
    pub fn kept_of(&self, u: usize) -> &[(u32, u16, f64)] {
        let start = self.kept.partition_point(|entry| (entry.0 as usize) < u);
        let end = self.kept.partition_point(|entry| (entry.0 as usize) <= u);
        &self.kept[start..end]
    }

    /// What counts when unit `u` goes to rep `j`.
    pub fn moved(&self, u: usize, j: usize) -> f64 {
        let kept = self.kept_of(u).iter().find(|entry| entry.1 as usize == j);
        self.weight[u] - kept.map_or(0.0, |entry| entry.2)
    }
}

impl Problem {
    /// Whether unit `u` may go to rep `j`.
    pub fn eligible(&self, u: usize, j: usize) -> bool {
        self.cost[u * self.reps + j].is_finite()
    }
}
