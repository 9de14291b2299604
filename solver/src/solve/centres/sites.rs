//! Places that are to be divided among centres chosen from among them.

/// The capacitated p-median problem (Mulvey and Beck 1984): choose `centres` of the places and give every place to one
/// of them, so that weight x distance is least and no centre serves more than it can.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sites {
    /// Where each place is: in the plane with 0 last, or a unit vector on the sphere. Distances are straight lines.
    pub places: Vec<[f64; 3]>,
    /// Cost of serving a place per unit of distance, not negative.
    pub weight: Vec<f64>,
    /// What a place asks of its centre, not negative.
    pub demand: Vec<f64>,
    /// What a place can serve as a centre, itself included.
    pub capacity: Vec<f64>,
    /// How many centres there are.
    pub centres: usize,
}

impl Sites {
    /// Distance of two places.
    pub fn distance(&self, a: usize, b: usize) -> f64 {
        libm::sqrt(squared_distance(self.places[a], self.places[b]))
    }

    /// Cost of serving every place from its centre; `INFINITY` where a centre serves more than it can, there are too
    /// many centres, or a plan is not one centre per place.
    pub fn cost(&self, centre_of: &[u32]) -> f64 {
        let count = self.places.len();
        if centre_of.len() != count || centre_of.iter().any(|&centre| centre as usize >= count) {
            return f64::INFINITY;
        }
        let mut load = vec![0.0; count];
        let mut cost = 0.0;
        for (place, &centre) in centre_of.iter().enumerate() {
            load[centre as usize] += self.demand[place];
            cost += self.weight[place] * self.distance(place, centre as usize);
        }
        let mut used: Vec<u32> = centre_of.to_vec();
        used.sort_unstable();
        used.dedup();
        let full = used.iter().any(|&centre| over(load[centre as usize], self.capacity[centre as usize]) > 0.0);
        if full || used.len() > self.centres { f64::INFINITY } else { cost }
    }
}

/// By how much a load is over a capacity; rounding of sums does not count.
pub(super) fn over(load: f64, capacity: f64) -> f64 {
    let over = load - capacity;
    if over > 1e-9 * capacity.abs().max(1.0) { over } else { 0.0 }
}

/// Square of the straight line between two points.
pub(super) fn squared_distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}
