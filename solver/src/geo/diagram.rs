//! The Voronoi diagram of labelled points in the Web-Mercator plane, bounded by a box.

use crate::geo::Point;
use spade::DelaunayTriangulation;
use spade::HasPosition;
use spade::Point2;
use spade::Triangulation;
use spade::handles::FixedVertexHandle;

/// The label of a site outside the box, and of an input point that takes no part.
pub(super) const NO_LABEL: u16 = u16::MAX;

/// Coordinates are rounded to millionths of a degree (about 0.1 m): nearer points share a site.
const STEPS_PER_DEGREE: f64 = 1e6;

/// Web Mercator ends here, in degrees.
const LAST_LATITUDE: f64 = 85.0;

/// Smallest padding of the box, in degrees of the plane (about 25 km).
const SMALLEST_PADDING: f64 = 0.25;

/// The plane: x = degrees east, y = Mercator northing in the same scale.
pub(super) type Flat = Point2<f64>;

/// A vertex of the triangulation: a place with a label.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site {
    place: Flat,
    pub(super) label: u16,
}

impl HasPosition for Site {
    type Scalar = f64;
    fn position(&self) -> Flat {
        self.place
    }
}

/// A box in the plane.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) low: Flat,
    pub(super) high: Flat,
}

impl Frame {
    fn around(sites: &[Site], margin: f64) -> Self {
        let first = sites.first().map_or(Flat::new(0.0, 0.0), |site| site.place);
        let (mut low, mut high) = (first, first);
        for site in sites {
            low = Flat::new(low.x.min(site.place.x), low.y.min(site.place.y));
            high = Flat::new(high.x.max(site.place.x), high.y.max(site.place.y));
        }
        let extent = (high.x - low.x).max(high.y - low.y);
        let padding = (extent * margin).max(SMALLEST_PADDING);
        Self { low: Flat::new(low.x - padding, low.y - padding), high: Flat::new(high.x + padding, high.y + padding) }
    }

    pub(super) fn clamp(self, place: Flat) -> Flat {
        Flat::new(place.x.clamp(self.low.x, self.high.x), place.y.clamp(self.low.y, self.high.y))
    }

    /// Eight sites so far away that no place inside the box is nearer to one of them than to any site inside.
    fn guards(self) -> impl Iterator<Item = Site> {
        let size = (self.high.x - self.low.x) + (self.high.y - self.low.y);
        let middle = Flat::new(f64::midpoint(self.low.x, self.high.x), f64::midpoint(self.low.y, self.high.y));
        let towards = [(1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (-1.0, 1.0), (-1.0, 0.0), (-1.0, -1.0), (0.0, -1.0)];
        towards.into_iter().chain([(1.0, -1.0)]).map(move |(x, y)| Site {
            place: Flat::new(middle.x + 4.0 * size * x, middle.y + 4.0 * size * y),
            label: NO_LABEL,
        })
    }

    /// Mirror images of a place at those sides which the corners of its cell reach.
    fn mirrors(self, place: Flat, corners: impl Iterator<Item = Flat>) -> impl Iterator<Item = Site> {
        let nearly = 1e-6 * (self.high.x - self.low.x);
        let mut reached = [false; 4];
        for corner in corners {
            reached[0] |= corner.x <= self.low.x + nearly;
            reached[1] |= corner.x >= self.high.x - nearly;
            reached[2] |= corner.y <= self.low.y + nearly;
            reached[3] |= corner.y >= self.high.y - nearly;
        }
        let images = [
            Flat::new(2.0 * self.low.x - place.x, place.y),
            Flat::new(2.0 * self.high.x - place.x, place.y),
            Flat::new(place.x, 2.0 * self.low.y - place.y),
            Flat::new(place.x, 2.0 * self.high.y - place.y),
        ];
        reached
            .into_iter()
            .zip(images)
            .filter(|&(is_reached, _)| is_reached)
            .map(|(_, place)| Site { place, label: NO_LABEL })
    }
}

/// Labelled sites and their triangulation; its dual is the Voronoi diagram.
///
/// The box needs no clipping: every site whose cell would leave the box is mirrored at that side, so that the side
/// itself is the border between the site and its image. An image is never nearer to a place inside than its site is.
pub(super) struct Diagram {
    pub(super) frame: Frame,
    pub(super) mesh: DelaunayTriangulation<Site>,
}

impl Diagram {
    /// The diagram of sites inside its box; none where there are none. Its first vertices are the sites, in their order.
    pub(super) fn new(mut sites: Vec<Site>, margin: f64) -> Option<Self> {
        if sites.is_empty() {
            return None;
        }
        let frame = Frame::around(&sites, margin.max(0.0));
        let inside = sites.len();
        sites.extend(frame.guards());
        let open = triangulate(&sites)?;
        for vertex in open.vertices().take(inside) {
            let corners = vertex.out_edges().filter_map(|edge| edge.face().as_inner()).map(|face| face.circumcenter());
            sites.extend(frame.mirrors(vertex.position(), corners));
        }
        Some(Self { frame, mesh: triangulate(&sites)? })
    }

    /// Gives the sites other labels, in their order.
    pub(super) fn relabel(&mut self, labels: impl Iterator<Item = u16>) {
        for (site, label) in labels.enumerate() {
            self.mesh.vertex_data_mut(FixedVertexHandle::from_index(site)).label = label;
        }
    }
}

fn triangulate(sites: &[Site]) -> Option<DelaunayTriangulation<Site>> {
    DelaunayTriangulation::bulk_load_stable(sites.to_vec()).ok()
}

/// Distinct places, west to east, each with the points that share it.
pub(super) struct Spots {
    places: Vec<Flat>,
    /// The points, spot by spot.
    points: Vec<u32>,
    /// Where the points of each spot end.
    ends: Vec<u32>,
}

impl Spots {
    /// The spots of all points that have a place.
    pub(super) fn new(points: &[Point]) -> Self {
        let steps = |degrees: f64| (degrees * STEPS_PER_DEGREE).round() as i64;
        let place = |(number, point): (usize, &Point)| {
            let latitude = point.latitude.clamp(-LAST_LATITUDE, LAST_LATITUDE);
            let longitude = point.longitude.clamp(-180.0, 180.0);
            point.is_finite().then(|| (steps(longitude), steps(latitude), number as u32))
        };
        let mut placed: Vec<(i64, i64, u32)> = points.iter().enumerate().filter_map(place).collect();
        placed.sort_unstable();
        let mut spots = Self { places: Vec::new(), points: Vec::with_capacity(placed.len()), ends: Vec::new() };
        for group in placed.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let (x, y) = (group[0].0 as f64 / STEPS_PER_DEGREE, group[0].1 as f64 / STEPS_PER_DEGREE);
            spots.places.push(project(y, x));
            spots.points.extend(group.iter().map(|(_, _, number)| number));
            spots.ends.push(spots.points.len() as u32);
        }
        spots
    }

    /// The label below `labels` that most points of each spot have, the lower one where two have as many; else
    /// [`NO_LABEL`].
    pub(super) fn votes(&self, label: &[u16], labels: usize) -> Vec<u16> {
        let mut voters: Vec<u16> = Vec::new();
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let groups = starts.zip(&self.ends).map(|(start, end)| &self.points[start as usize..*end as usize]);
        let vote = |points: &[u32]| {
            voters.clear();
            voters.extend(points.iter().map(|point| label[*point as usize]).filter(|own| usize::from(*own) < labels));
            voters.sort_unstable();
            let parties = voters.chunk_by(|a, b| a == b).rev();
            parties.max_by_key(|party| party.len()).map_or(NO_LABEL, |party| party[0])
        };
        groups.map(vote).collect()
    }

    /// A site for each spot that has a label.
    pub(super) fn sites(&self, labels: &[u16]) -> Vec<Site> {
        let labelled = self.places.iter().zip(labels).filter(|(_, label)| **label != NO_LABEL);
        labelled.map(|(&place, &label)| Site { place, label }).collect()
    }
}

/// Degrees to the plane (Mercator 1569, spherical: y = asinh(tan latitude)).
pub(super) fn project(latitude: f64, longitude: f64) -> Flat {
    Flat::new(longitude, libm::asinh(libm::tan(latitude.to_radians())).to_degrees())
}

/// The plane back to (degrees east, degrees north).
pub(super) fn unproject(place: Flat) -> (f64, f64) {
    (place.x, libm::atan(libm::sinh(place.y.to_radians())).to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coincident_points_vote() {
        // Accounts of one postal code share a spot, and a spot can be drawn in one colour only.
        let spot = Point::new(42.0, -71.0);
        let other = Point::new(42.5, -71.0);
        let spots = Spots::new(&[spot, spot, spot, other, other, spot]);
        assert_eq!(spots.votes(&[0, 1, 1, 1, 0, NO_LABEL], 2), [1, 0]);
        assert_eq!(spots.votes(&[2; 6], 2), [NO_LABEL; 2]);
    }

    #[test]
    fn the_plane_and_back() {
        // Outlines are drawn over the points they enclose: the projection has to be its own inverse.
        let (longitude, latitude) = unproject(project(44.25, -70.5));
        assert!((longitude + 70.5).abs() < 1e-12 && (latitude - 44.25).abs() < 1e-12);
    }
}
