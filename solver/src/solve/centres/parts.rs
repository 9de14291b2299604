//! A division of places into parts, each with the best centre among its own places.

use crate::solve::centres::sites::Sites;
use crate::solve::centres::sites::over;

/// Distances of all pairs.
pub(super) struct Distances {
    count: usize,
    values: Vec<f32>,
}

impl Distances {
    /// The distances of the sites.
    pub fn new(sites: &Sites) -> Self {
        let count = sites.places.len();
        let values = (0..count * count).map(|pair| sites.distance(pair / count, pair % count) as f32).collect();
        Self { count, values }
    }

    /// Distances from one place to all.
    pub fn from(&self, place: usize) -> &[f32] {
        &self.values[place * self.count..(place + 1) * self.count]
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        self.values.len() * 4
    }
}

/// What does not change while parts do.
pub(super) struct Ground<'a> {
    /// The sites.
    pub sites: &'a Sites,
    /// Their distances.
    pub distances: &'a Distances,
    /// What one unit of demand above a capacity costs.
    pub slope: f64,
}

impl<'a> Ground<'a> {
    /// Distances, weight and demand of a place; nothing for none.
    fn row(&self, place: Option<u32>) -> (&'a [f32], f64, f64) {
        place.map_or((&[][..], 0.0, 0.0), |place| {
            let place = place as usize;
            (self.distances.from(place), self.sites.weight[place], self.sites.demand[place])
        })
    }
}

/// The division. What every place would cost as the centre of every part is kept, so that the best centre of a part
/// after a move is known by looking at its places once.
#[derive(Clone, Default)]
pub(super) struct Parts {
    /// Part of each place.
    pub of: Vec<u16>,
    /// Places of each part.
    pub places: Vec<Vec<u32>>,
    /// Cost of each part with its best centre, what is charged for its overload included.
    pub charge: Vec<f64>,
    /// Best centre of each part.
    pub centre: Vec<u32>,
    /// Demand of each part.
    pub load: Vec<f64>,
    /// Position of each place in the list of its part.
    slot: Vec<u32>,
    /// `sums[part * count + v]`: cost of the part's places with `v` as their centre.
    sums: Vec<f64>,
}

impl Parts {
    /// The division that gives each place its part.
    pub fn new(ground: &Ground, of: Vec<u16>) -> Self {
        let (count, parts) = (of.len(), ground.sites.centres);
        let mut made = Self {
            places: vec![Vec::new(); parts],
            charge: vec![0.0; parts],
            centre: vec![0; parts],
            load: vec![0.0; parts],
            slot: vec![0; count],
            sums: vec![0.0; parts * count],
            of,
        };
        for u in 0..count {
            made.enter(ground, u, made.of[u]);
        }
        made.charge_all(ground);
        made
    }

    /// Charges every part anew, after the slope has changed.
    pub fn charge_all(&mut self, ground: &Ground) {
        for part in 0..self.places.len() {
            let charged = self.charged(ground, part as u16, None, None);
            self.set(part as u16, charged);
        }
    }

    /// Cost of all parts.
    pub fn total(&self) -> f64 {
        self.charge.iter().sum()
    }

    /// Whether a part asks more of its centre than that can serve.
    pub fn is_overloaded(&self, sites: &Sites, part: usize) -> bool {
        over(self.load[part], sites.capacity[self.centre[part] as usize]) > 0.0
    }

    /// Cost of two parts.
    pub fn charge_of(&self, one: u16, other: u16) -> f64 {
        self.charge[one as usize] + self.charge[other as usize]
    }

    /// Places of two parts.
    pub fn size_of(&self, one: u16, other: u16) -> usize {
        self.places[one as usize].len() + self.places[other as usize].len()
    }

    /// Sets charge and centre of a part to what [`Self::charged`] said.
    pub fn set(&mut self, part: u16, (charge, centre): (f64, u32)) {
        self.charge[part as usize] = charge;
        self.centre[part as usize] = centre;
    }

    /// Charge and best centre of a part without one of its places and with another one.
    pub fn charged(&self, ground: &Ground, part: u16, out: Option<u32>, new: Option<u32>) -> (f64, u32) {
        let (sites, count, part) = (ground.sites, self.of.len(), part as usize);
        let sums = &self.sums[part * count..(part + 1) * count];
        let (from_out, out_weight, out_demand) = ground.row(out);
        let (from_new, new_weight, new_demand) = ground.row(new);
        let load = self.load[part] - out_demand + new_demand;
        let mut best = (f64::INFINITY, 0);
        for &v in self.places[part].iter().chain(new.iter()) {
            if Some(v) == out {
                continue;
            }
            let at = v as usize;
            let mut cost = sums[at] + ground.slope * (load - sites.capacity[at]).max(0.0);
            if let Some(distance) = from_out.get(at) {
                cost -= out_weight * f64::from(*distance);
            }
            if let Some(distance) = from_new.get(at) {
                cost += new_weight * f64::from(*distance);
            }
            if cost < best.0 {
                best = (cost, v);
            }
        }
        best
    }

    /// Gives a place to another part; the charges of both parts are the caller's to set.
    pub fn shift(&mut self, ground: &Ground, u: usize, part: u16) {
        self.leave(ground, u);
        self.of[u] = part;
        self.enter(ground, u, part);
    }

    fn enter(&mut self, ground: &Ground, u: usize, part: u16) {
        let part = part as usize;
        self.slot[u] = self.places[part].len() as u32;
        self.places[part].push(u as u32);
        self.load[part] += ground.sites.demand[u];
        self.add(ground, u, part, ground.sites.weight[u]);
    }

    fn leave(&mut self, ground: &Ground, u: usize) {
        let part = self.of[u] as usize;
        let slot = self.slot[u] as usize;
        self.places[part].swap_remove(slot);
        if let Some(&moved) = self.places[part].get(slot) {
            self.slot[moved as usize] = slot as u32;
        }
        self.load[part] -= ground.sites.demand[u];
        self.add(ground, u, part, -ground.sites.weight[u]);
    }

    fn add(&mut self, ground: &Ground, u: usize, part: usize, weight: f64) {
        let count = self.of.len();
        let sums = &mut self.sums[part * count..(part + 1) * count];
        for (sum, distance) in sums.iter_mut().zip(ground.distances.from(u)) {
            *sum += weight * f64::from(*distance);
        }
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        self.sums.len() * 8 + self.of.len() * 14
    }
}
