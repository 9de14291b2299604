//! Centres that a plan makes itself: the middle of each territory, and the moment around it.
//!
//! The moment of inertia counts squares (Hess, Weaver, Siegfeldt, Whelan and Zitlau 1965), and of all points the middle
//! has the least: so moving centres to the middles never raises it, and neither does giving accounts to nearer centres.

use crate::geo::EARTH_RADIUS_KM;
use crate::geo::UnitVector;
use crate::model::Assignment;
use crate::rules::Terms;

/// The centre of each rep; none where nothing says where it is.
pub type Centres = Vec<Option<UnitVector>>;

impl Terms {
    /// Whether centres come with the plan instead of with the reps.
    pub fn has_free_centres(&self) -> bool {
        self.centres().is_some()
    }

    /// The same terms with the centres of a plan where centres are free; none where they are not.
    pub fn around(&self, plan: &Assignment) -> Option<Self> {
        self.has_free_centres().then(|| self.with_centres(self.middles(plan)))
    }

    /// The middle of each rep's accounts under a plan, weighted by potential.
    pub fn middles(&self, plan: &Assignment) -> Centres {
        let mut sums = vec![[0.0; 3]; self.dataset().reps.len()];
        for (account, &rep) in plan.rep.iter().enumerate() {
            let (Some(place), Some(sum)) = (self.place(account), sums.get_mut(rep as usize)) else { continue };
            add(sum, place, self.scores().potential[account]);
        }
        sums.into_iter().map(direction).collect()
    }

    /// Potential x km² around a centre; 0 where account or centre have no place. Straight lines through the earth:
    /// for these the middle is exactly the best centre.
    pub fn inertia(&self, account: usize, centre: Option<UnitVector>) -> f64 {
        let (Some(place), Some(centre)) = (self.place(account), centre) else { return 0.0 };
        self.scores().potential[account] * place.chord_squared(centre) * EARTH_RADIUS_KM * EARTH_RADIUS_KM
    }

    /// Moment of a plan around its own middles, potential x km².
    pub fn inertia_of(&self, plan: &Assignment) -> f64 {
        let middles = self.middles(plan);
        let centre = |rep: u16| middles.get(rep as usize).copied().flatten();
        plan.rep.iter().enumerate().map(|(account, &rep)| self.inertia(account, centre(rep))).sum()
    }

    /// Moment of accounts that lie evenly, cut into equal round parts: the moment around one middle of all, divided by
    /// the number of reps. (A part has 1/n of the potential, and 1/n of the area, to which mean squares are in proportion.)
    pub fn even_inertia(&self) -> f64 {
        let accounts = 0..self.dataset().accounts.len();
        let mut sum = [0.0; 3];
        for account in accounts.clone() {
            if let Some(place) = self.place(account) {
                add(&mut sum, place, self.scores().potential[account]);
            }
        }
        let middle = direction(sum);
        let whole: f64 = accounts.map(|account| self.inertia(account, middle)).sum();
        whole / self.dataset().team_size().max(1) as f64
    }
}

/// Adds a place with its weight.
fn add(sum: &mut [f64; 3], place: UnitVector, weight: f64) {
    for (part, along) in sum.iter_mut().zip(place.xyz) {
        *part += weight * along;
    }
}

/// The unit vector along a sum; none where it has no direction.
fn direction(sum: [f64; 3]) -> Option<UnitVector> {
    let length = libm::sqrt(sum.iter().map(|part| part * part).sum());
    (length > 0.0).then(|| UnitVector { xyz: sum.map(|part| part / length) })
}
