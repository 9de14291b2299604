//! The Voronoi diagram of labelled points in the Web-Mercator plane, bounded by a box.

use crate::geo::Point;
use spade::DelaunayTriangulation;
use spade::HasPosition;
use spade::Point2;
use spade::Triangulation;
use std::collections::BTreeMap;

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
    /// The diagram of all points with a label below `labels` and a place; none where there is no such point.
    pub(super) fn new(points: &[Point], label: &[u16], labels: usize, margin: f64) -> Option<Self> {
        let mut sites = sites(points, label, labels);
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
}

fn triangulate(sites: &[Site]) -> Option<DelaunayTriangulation<Site>> {
    DelaunayTriangulation::bulk_load_stable(sites.to_vec()).ok()
}

/// One site per distinct place, labelled as most of its points are (ties: the lower label), west to east.
fn sites(points: &[Point], label: &[u16], labels: usize) -> Vec<Site> {
    let mut votes: BTreeMap<(i64, i64, u16), usize> = BTreeMap::new();
    for (point, &own) in points.iter().zip(label) {
        if point.is_finite() && usize::from(own) < labels && own != NO_LABEL {
            let latitude = point.latitude.clamp(-LAST_LATITUDE, LAST_LATITUDE);
            let longitude = point.longitude.clamp(-180.0, 180.0);
            let steps = |degrees: f64| (degrees * STEPS_PER_DEGREE).round() as i64;
            *votes.entry((steps(longitude), steps(latitude), own)).or_default() += 1;
        }
    }
    let mut sites = Vec::new();
    let mut last = None;
    for (&(x, y, label), &count) in &votes {
        match last {
            Some((place, most)) if place == (x, y) && most >= count => continue,
            Some((place, _)) if place == (x, y) => {
                sites.pop();
            }
            _ => {}
        }
        last = Some(((x, y), count));
        sites.push(Site { place: project(y as f64 / STEPS_PER_DEGREE, x as f64 / STEPS_PER_DEGREE), label });
    }
    sites
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
        let sites = sites(&[spot, spot, spot, other, other, spot], &[0, 1, 1, 1, 0, NO_LABEL], 2);
        let labels: Vec<u16> = sites.iter().map(|site| site.label).collect();
        assert_eq!(labels, [1, 0]);
    }

    #[test]
    fn the_plane_and_back() {
        // Outlines are drawn over the points they enclose: the projection has to be its own inverse.
        let (longitude, latitude) = unproject(project(44.25, -70.5));
        assert!((longitude + 70.5).abs() < 1e-12 && (latitude - 44.25).abs() < 1e-12);
    }
}
