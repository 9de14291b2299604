//! The travel model: hours a year for an account, linear in who has it.

use serde::Deserialize;
use serde::Serialize;

/// Parameters of the travel model.
///
/// Hours a year = visits x ( trips x line-haul + detour ) / speed, where line-haul = great-circle km from the rep's
/// base x road factor, trips = 2 / stops per trip for there and back (1 / stops one way), and detour = the way to
/// the next stop, `0.57 / sqrt(density)` (Daganzo 1984, Transportation Science 18(4)).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TravelTerms {
    /// Road kilometres per great-circle kilometre.
    pub road_factor: f64,
    /// Average speed.
    pub speed_km_per_hour: f64,
    /// Accounts seen on one trip.
    pub stops_per_trip: f64,
    /// Whether the way back counts.
    pub round_trip: bool,
    /// Whether the way from stop to stop counts.
    pub local_detour: bool,
}

impl Default for TravelTerms {
    fn default() -> Self {
        Self { road_factor: 1.3, speed_km_per_hour: 60.0, stops_per_trip: 4.0, round_trip: true, local_detour: true }
    }
}

impl TravelTerms {
    /// Kilometres driven for one visit to an account `line_km` from the base, the next stop `detour_km` away.
    pub fn km_per_visit(&self, line_km: f64, detour_km: f64) -> f64 {
        let ways = if self.round_trip { 2.0 } else { 1.0 };
        let detour = if self.local_detour { detour_km * self.road_factor } else { 0.0 };
        ways * line_km * self.road_factor / self.stops_per_trip + detour
    }

    /// Hours on the road for one visit.
    pub fn hours_per_visit(&self, line_km: f64, detour_km: f64) -> f64 {
        self.km_per_visit(line_km, detour_km) / self.speed_km_per_hour
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_shares_its_trip_with_the_other_stops() {
        // 100 km away, four stops a trip: 2 x 130 / 4 = 65 km of line-haul, plus 1.3 x 5 km to the next stop.
        let terms = TravelTerms::default();
        assert!((terms.km_per_visit(100.0, 5.0) - 71.5).abs() < 1e-9);
        assert!((terms.hours_per_visit(100.0, 5.0) - 71.5 / 60.0).abs() < 1e-9);
    }
}
