//! Great-circle distances, one by one or many to many.

/// Mean radius of the earth in km (IUGG 1980: R1 = (2a + b) / 3 of the GRS 80 ellipsoid).
pub const EARTH_RADIUS_KM: f64 = 6371.0088;

/// A place on the sphere, in degrees.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Degrees north, -90 to 90.
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    pub longitude: f64,
}

impl Point {
    /// From degrees north and degrees east.
    pub fn new(latitude: f64, longitude: f64) -> Self {
        Self { latitude, longitude }
    }

    /// Whether both coordinates are finite numbers.
    pub fn is_finite(self) -> bool {
        self.latitude.is_finite() && self.longitude.is_finite()
    }
}

/// Great-circle distance in km: the haversine formula (Sinnott 1984), accurate for near places too.
pub fn distance_km(a: Point, b: Point) -> f64 {
    let latitude_half = libm::sin((b.latitude - a.latitude).to_radians() / 2.0);
    let longitude_half = libm::sin((b.longitude - a.longitude).to_radians() / 2.0);
    let cosines = libm::cos(a.latitude.to_radians()) * libm::cos(b.latitude.to_radians());
    let haversine = latitude_half * latitude_half + cosines * longitude_half * longitude_half;
    2.0 * EARTH_RADIUS_KM * libm::asin(libm::sqrt(haversine).min(1.0))
}

/// A place as a unit vector: made once per place, it gives distances with one `asin` each and no sine or cosine.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct UnitVector {
    /// x, y (towards 90 degrees east) and z (towards the north pole).
    pub xyz: [f64; 3],
}

impl UnitVector {
    /// The vector of a place.
    pub fn new(point: Point) -> Self {
        let (latitude, longitude) = (point.latitude.to_radians(), point.longitude.to_radians());
        let across = libm::cos(latitude);
        Self { xyz: [across * libm::cos(longitude), across * libm::sin(longitude), libm::sin(latitude)] }
    }

    /// Square of the chord between two places, in earth radii: orders places by distance at the least cost.
    pub fn chord_squared(self, other: Self) -> f64 {
        let [dx, dy, dz] = [0, 1, 2].map(|axis| self.xyz[axis] - other.xyz[axis]);
        dx * dx + dy * dy + dz * dz
    }

    /// Great-circle distance in km: arc = 2 asin(chord / 2).
    pub fn distance_km(self, other: Self) -> f64 {
        arc_km(self.chord_squared(other))
    }

    /// The place of a vector of any length; none where the vector has no direction.
    pub fn point(self) -> Option<Point> {
        let [x, y, z] = self.xyz;
        let across = libm::sqrt(x * x + y * y);
        let length = libm::sqrt(across * across + z * z);
        (length > 1e-12).then(|| Point::new(libm::atan2(z, across).to_degrees(), libm::atan2(y, x).to_degrees()))
    }
}

/// Great-circle distance in km of a squared chord in earth radii.
pub(super) fn arc_km(chord_squared: f64) -> f64 {
    2.0 * EARTH_RADIUS_KM * libm::asin((libm::sqrt(chord_squared) / 2.0).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_distances_come_out() {
        // A quarter meridian and a well-known pair of cities pin the radius and the units (degrees in, km out).
        let quarter = distance_km(Point::new(0.0, 0.0), Point::new(90.0, 0.0));
        assert!((quarter - EARTH_RADIUS_KM * std::f64::consts::FRAC_PI_2).abs() < 1e-9);
        let boston_new_york = distance_km(Point::new(42.3601, -71.0589), Point::new(40.7128, -74.0060));
        assert!((boston_new_york - 306.1).abs() < 0.5, "{boston_new_york}");
    }

    #[test]
    fn unit_vectors_agree_with_the_haversine() {
        // Both forms are used side by side; from a metre to half the earth they may differ by rounding only.
        for step in [1e-5, 1e-3, 0.1, 1.0, 20.0, 90.0, 179.0] {
            for latitude in [-60.0, 0.0, 42.0] {
                let (a, b) = (Point::new(latitude, 10.0), Point::new(latitude + step / 10.0, 10.0 + step));
                let (slow, quick) = (distance_km(a, b), UnitVector::new(a).distance_km(UnitVector::new(b)));
                assert!((slow - quick).abs() <= 1e-6 * slow, "{step} {latitude}: {slow} {quick}");
            }
        }
    }

    #[test]
    fn a_vector_gives_its_place_back() {
        // The centroid returns through this door.
        let point = UnitVector::new(Point::new(42.5, -71.25)).point().unwrap();
        assert!((point.latitude - 42.5).abs() < 1e-12 && (point.longitude + 71.25).abs() < 1e-12);
        assert_eq!(UnitVector::default().point(), None);
    }
}
