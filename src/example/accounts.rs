//! The accounts: everything their file says about them.

use crate::example::cities::City;
use crate::example::draw::Draw;
use crate::example::families::STRATEGIC;
use crate::example::families::families;
use crate::example::families::industries;
use crate::example::names::NAMES;
use crate::example::names::company;
use crate::example::ownership::Place;
use crate::example::ownership::owners;
use crate::example::ownership::places;
use crate::example::reps::RepRow;
use crate::example::revenue::revenues;
use crate::example::revenue::usual_customers;
use crate::order::Order;

/// Revenue of the team a year per account, in currency units: 12 million for 450.
pub(super) const REVENUE_PER_ACCOUNT: f64 = 12e6 / 450.0;

/// Visits a year and the share of accounts that get them, largest accounts first.
const VISITS: [(f64, f64); 5] = [(24.0, 0.03), (12.0, 0.10), (6.0, 0.22), (4.0, 0.35), (2.0, 0.30)];

/// Share of accounts that are locked to their rep.
const LOCKED: f64 = 0.02;

/// One account.
#[derive(Clone, Debug)]
pub(super) struct AccountRow {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) owner: usize,
    /// Position in the list of industries.
    pub(super) industry: usize,
    /// Position of the parent account.
    pub(super) parent: Option<usize>,
    pub(super) is_family: bool,
    pub(super) employees: f64,
    pub(super) annual_revenue: f64,
    pub(super) revenue: f64,
    pub(super) potential: f64,
    pub(super) service_hours: f64,
    pub(super) visits: f64,
    pub(super) complexity: f64,
    pub(super) relationship: f64,
    pub(super) engagement: f64,
    pub(super) product_fit: f64,
    pub(super) contract_end: String,
    pub(super) is_locked: bool,
}

impl AccountRow {
    /// Size class by employees.
    pub(super) fn segment(&self) -> &'static str {
        match self.employees {
            employees if employees >= 500.0 => "Enterprise",
            employees if employees >= 100.0 => "Mid-market",
            _ => "Small business",
        }
    }
}

/// Revenue of a team a year: a customer pays as much as in the example, whatever the number of prospects.
pub(super) fn total_revenue(accounts: usize, customers: usize) -> f64 {
    let usual = usual_customers(accounts);
    let part = if customers == usual { 1.0 } else { customers as f64 / usual.max(1) as f64 };
    REVENUE_PER_ACCOUNT * accounts as f64 * part
}

/// Accounts in the given cities, owned by the reps: `count`, so many of them customers, who pay `total`. Hours are
/// relative until the workload is set.
pub(super) fn accounts(
    draw: &mut Draw,
    cities: &[City],
    reps: &[RepRow],
    (count, customers): (usize, usize),
    total: f64,
) -> Vec<AccountRow> {
    let places = places(draw, cities, count);
    let owner = owners(draw, &places, reps);
    let revenue = revenues(draw, &owner, reps, customers, total);
    let mut rows: Vec<AccountRow> = places
        .into_iter()
        .zip(owner)
        .zip(revenue)
        .map(|((place, owner), revenue)| row(draw, place, owner, revenue))
        .collect();
    industries(draw, &mut rows, reps);
    families(draw, &mut rows);
    visits(draw, &mut rows);
    lock(draw, &mut rows);
    name(draw, &mut rows);
    rows
}

fn row(draw: &mut Draw, place: Place, owner: usize, revenue: f64) -> AccountRow {
    let is_customer = revenue > 0.0;
    let headroom = -libm::log(1.0 - draw.unit());
    let potential = if is_customer {
        (revenue * (1.03 + 0.3 * headroom) + 900.0 * draw.unit()).ceil()
    } else {
        libm::exp(9.5 + 0.7 * draw.normal()).clamp(2_000.0, 80_000.0).round()
    };
    let annual_revenue = (potential * libm::exp(6.6 + 0.6 * draw.normal()) / 1e4).round() * 1e4;
    let employees = (annual_revenue / 210_000.0 * libm::exp(0.35 * draw.normal())).round().max(3.0);
    let cent = |value: f64| (value * 100.0).round() / 100.0;
    let relationship = if is_customer { draw.between(0.3, 0.6) + 0.35 * draw.unit() } else { draw.between(0.0, 0.25) };
    let end = (2026 + draw.below(3), 1 + draw.below(12), 1 + draw.below(28));
    let has_contract = is_customer && draw.unit() < 0.7;
    AccountRow {
        name: String::new(),
        place,
        owner,
        industry: 1,
        parent: None,
        is_family: false,
        employees,
        annual_revenue,
        revenue,
        potential,
        service_hours: 0.0,
        visits: 0.0,
        complexity: (10.0 * (0.8 + 0.4 * libm::log10(employees.max(10.0) / 10.0) + 0.4 * draw.unit())).round() / 10.0,
        relationship: cent(relationship),
        engagement: cent(draw.between(0.15, 0.95)),
        product_fit: cent(draw.between(0.35, 1.0)),
        contract_end: if has_contract { format!("{}-{:02}-{:02}", end.0 + 1, end.1, end.2) } else { String::new() },
        is_locked: false,
    }
}

/// Visits by size, exactly in the wanted shares, and the hours that go with them.
fn visits(draw: &mut Draw, rows: &mut [AccountRow]) {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.order_by(|&a, &b| rows[b].potential.total_cmp(&rows[a].potential).then(a.cmp(&b)));
    let (mut class, mut share) = (0, VISITS[0].1);
    for (rank, account) in order.into_iter().enumerate() {
        while rank as f64 + 0.5 > share * rows.len() as f64 && class + 1 < VISITS.len() {
            class += 1;
            share += VISITS[class].1;
        }
        let row = &mut rows[account];
        row.visits = VISITS[class].0;
        row.service_hours = (2.0 + row.visits) * (0.6 + 0.4 * row.complexity) * draw.between(0.8, 1.25);
    }
}

/// Locks a few ordinary customers; none of a family or a regulated industry, so that no two wishes contradict.
fn lock(draw: &mut Draw, rows: &mut [AccountRow]) {
    let mut order = draw.order(rows.len());
    order.retain(|&i| {
        let row = &rows[i];
        !row.is_family && row.industry != 0 && row.revenue > 0.0 && row.revenue <= STRATEGIC
    });
    for i in order.into_iter().take((rows.len() as f64 * LOCKED).round() as usize) {
        rows[i].is_locked = true;
    }
}

/// Names: subsidiaries carry their parent's name and their city.
fn name(draw: &mut Draw, rows: &mut [AccountRow]) {
    let pairs = NAMES / 21;
    let mut numbers = draw.order(pairs);
    for round in 1..rows.len().div_ceil(pairs) {
        numbers.extend(draw.order(pairs).into_iter().map(|number| number + round * pairs));
    }
    for (row, number) in rows.iter_mut().zip(numbers) {
        row.name = company(number, row.industry);
    }
    for position in 0..rows.len() {
        if let Some(parent) = rows[position].parent {
            rows[position].name = format!("{} {}", rows[parent].name, rows[position].place.city.name);
        }
    }
}
