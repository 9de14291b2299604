//! Outlines of labelled regions: the merged Voronoi cells of each label's points.

use crate::geo::Point;
use crate::geo::diagram::Diagram;
use crate::geo::diagram::Flat;
use crate::geo::diagram::NO_LABEL;
use crate::geo::diagram::Site;
use crate::geo::diagram::Spots;
use crate::geo::diagram::unproject;
use spade::DelaunayTriangulation;
use spade::Triangulation;
use spade::handles::DirectedEdgeHandle;

/// A closed line of (degrees east, degrees north); the last place repeats the first.
pub type Ring = Vec<(f64, f64)>;

/// One connected region with its holes, wound as `GeoJSON` wants it (RFC 7946): a label's polygons are the members of
/// a `MultiPolygon`, each as the outer ring followed by the holes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Polygon {
    /// Border, counter-clockwise.
    pub outer: Ring,
    /// Regions of other labels inside, clockwise.
    pub holes: Vec<Ring>,
}

type Edge<'a> = DirectedEdgeHandle<'a, Site, (), (), ()>;

/// Outlines of regions whose points stay where they are, while their labels change.
///
/// The outline of a label is the union of the Voronoi cells (Voronoi 1908) of its points in the Web-Mercator plane, cut
/// off at the bounding box of all points padded by a margin. Together the outlines fill the box without gap or overlap,
/// as seen on the map. Points on one spot take the label of most of them. The date line is a border.
pub struct Outliner {
    spots: Spots,
    margin: f64,
    /// Label of each spot, as drawn last.
    label: Vec<u16>,
    diagram: Option<Diagram>,
}

impl Outliner {
    /// Gets ready to outline points; those without a place are left out. `margin`: share of the box's longer side, at
    /// least a quarter of a degree.
    pub fn new(points: &[Point], margin: f64) -> Self {
        Self { spots: Spots::new(points), margin, label: Vec::new(), diagram: None }
    }

    /// The outlines of each label below `labels` by the labels of all points; other points (such as `u16::MAX`: nobody's)
    /// are left out. None where the outlines are those of the call before: only what changed is drawn anew.
    pub fn draw(&mut self, label: &[u16], labels: usize) -> Vec<Option<Vec<Polygon>>> {
        let votes = self.spots.votes(label, labels);
        let mut is_changed = vec![self.label.is_empty(); labels];
        let mut is_same_ground = !self.label.is_empty();
        for (&before, &now) in self.label.iter().zip(&votes).filter(|(before, now)| before != now) {
            for label in [before, now].into_iter().filter(|label| usize::from(*label) < labels) {
                is_changed[usize::from(label)] = true;
            }
            is_same_ground &= before != NO_LABEL && now != NO_LABEL;
        }
        if !is_same_ground {
            // Where a spot joins or leaves, the cells around it change, whoever has them.
            self.diagram = Diagram::new(self.spots.sites(&votes), self.margin);
            is_changed.fill(true);
        } else if let Some(diagram) = &mut self.diagram {
            diagram.relabel(votes.iter().copied().filter(|label| *label != NO_LABEL));
        }
        self.label = votes;
        let mut drawn: Vec<Option<Vec<Polygon>>> = is_changed.iter().map(|changed| changed.then(Vec::new)).collect();
        if let Some(diagram) = &self.diagram {
            regions(diagram, &mut drawn);
        }
        drawn
    }
}

/// The outlines of labelled points, drawn once: see [`Outliner`].
pub fn outlines(points: &[Point], label: &[u16], labels: usize, margin: f64) -> Vec<Vec<Polygon>> {
    Outliner::new(points, margin).draw(label, labels).into_iter().map(Option::unwrap_or_default).collect()
}

/// Draws the outlines of the labels that have a place to be drawn into.
fn regions(diagram: &Diagram, drawn: &mut [Option<Vec<Polygon>>]) {
    let mesh = &diagram.mesh;
    let wanted: Vec<bool> = drawn.iter().map(Option::is_some).collect();
    let is_wanted = |label: u16| wanted.get(usize::from(label)).is_some_and(|wanted| *wanted);
    let mut component = components(mesh, is_wanted);
    let mut polygons: Vec<Polygon> = vec![Polygon::default(); component.parent.len()];
    let mut is_walked = vec![false; mesh.num_directed_edges()];
    for edge in mesh.directed_edges() {
        if is_wanted(edge.from().data().label) && is_border(edge) && !is_walked[edge.fix().index()] {
            let ring = walk(edge, diagram, &mut is_walked);
            let area = signed_area(&ring);
            let polygon = &mut polygons[component.root(edge.from().index())];
            if ring.len() < 4 || area == 0.0 {
                continue;
            }
            let ring: Ring = ring.into_iter().map(unproject).collect();
            if area > 0.0 { polygon.outer = ring } else { polygon.holes.push(ring) }
        }
    }
    for (vertex, polygon) in mesh.vertices().zip(polygons) {
        let region = drawn.get_mut(usize::from(vertex.data().label)).and_then(Option::as_mut);
        if let Some(region) = region.filter(|_| !polygon.outer.is_empty()) {
            region.push(polygon);
        }
    }
}

/// Whether the Voronoi edge dual to `edge` is a border of the region of its first end.
fn is_border(edge: Edge) -> bool {
    let own = edge.from().data().label;
    own != NO_LABEL && own != edge.to().data().label
}

/// Follows a border with its region on the left. Each corner is a triangle of sites; a label has two borders there or
/// none, so the way on is never in doubt.
fn walk(start: Edge, diagram: &Diagram, is_walked: &mut [bool]) -> Vec<Flat> {
    let own = start.from().data().label;
    let nearly = 1e-10 * (diagram.frame.high.x - diagram.frame.low.x);
    let mut ring: Vec<Flat> = Vec::new();
    let mut edge = start;
    loop {
        is_walked[edge.fix().index()] = true;
        let Some(corner) = edge.face().as_inner() else { break };
        let place = diagram.frame.clamp(corner.circumcenter());
        if ring.last().is_none_or(|last| (last.x - place.x).abs().max((last.y - place.y).abs()) > nearly) {
            ring.push(place);
        }
        let is_third_own = edge.next().to().data().label == own;
        edge = if is_third_own { edge.next().rev() } else { edge.prev().rev() };
        if edge == start {
            break;
        }
    }
    ring.extend(ring.first().copied());
    ring
}

/// Twice the area of a ring, positive where it runs counter-clockwise (the surveyor's formula, Meister 1769).
fn signed_area(ring: &[Flat]) -> f64 {
    let Some(&origin) = ring.first() else { return 0.0 };
    ring.windows(2)
        .map(|pair| {
            let [a, b] = [0, 1].map(|end| (pair[end].x - origin.x, pair[end].y - origin.y));
            a.0 * b.1 - b.0 * a.1
        })
        .sum()
}

/// Sites of one label that hang together, as a union-find forest (Galler and Fischer 1964).
struct Components {
    parent: Vec<usize>,
}

impl Components {
    fn root(&mut self, mut site: usize) -> usize {
        while self.parent[site] != site {
            self.parent[site] = self.parent[self.parent[site]];
            site = self.parent[site];
        }
        site
    }
}

fn components(mesh: &DelaunayTriangulation<Site>, is_wanted: impl Fn(u16) -> bool) -> Components {
    let mut out = Components { parent: (0..mesh.num_vertices()).collect() };
    for edge in mesh.undirected_edges() {
        let [a, b] = edge.vertices();
        if a.data().label == b.data().label && is_wanted(a.data().label) {
            let (a, b) = (out.root(a.index()), out.root(b.index()));
            out.parent[a.max(b)] = a.min(b);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::diagram::project;

    fn scattered(count: usize) -> Vec<Point> {
        let mut state = 12345_u64;
        let mut draw = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f64 / (1_u64 << 24) as f64
        };
        (0..count).map(|_| Point::new(40.0 + 5.0 * draw(), -80.0 + 10.0 * draw())).collect()
    }

    fn flat(ring: &Ring) -> Vec<Flat> {
        ring.iter().map(|&(longitude, latitude)| project(latitude, longitude)).collect()
    }

    fn area(regions: &[Vec<Polygon>]) -> f64 {
        let rings = regions.iter().flatten().flat_map(|polygon| std::iter::once(&polygon.outer).chain(&polygon.holes));
        rings.map(|ring| signed_area(&flat(ring)) / 2.0).sum()
    }

    fn is_inside(ring: &Ring, point: Point) -> bool {
        let place = project(point.latitude, point.longitude);
        flat(ring).windows(2).fold(false, |inside, pair| {
            let (a, b) = (pair[0], pair[1]);
            let crosses = (a.y > place.y) != (b.y > place.y);
            inside ^ (crosses && place.x < a.x + (place.y - a.y) / (b.y - a.y) * (b.x - a.x))
        })
    }

    fn contains(polygons: &[Polygon], point: Point) -> bool {
        polygons
            .iter()
            .any(|polygon| is_inside(&polygon.outer, point) && !polygon.holes.iter().any(|hole| is_inside(hole, point)))
    }

    fn box_area(points: &[Point], margin: f64) -> f64 {
        let flat: Vec<Flat> = points.iter().map(|point| project(point.latitude, point.longitude)).collect();
        let span = |value: fn(&Flat) -> f64| {
            let (low, high) = flat.iter().map(value).fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
            high - low
        };
        let (width, height) = (span(|place| place.x), span(|place| place.y));
        let padding = 2.0 * (margin * width.max(height)).max(0.25);
        (width + padding) * (height + padding)
    }

    #[test]
    fn regions_fill_the_box_and_hold_their_points() {
        // The picture must be true: no gap, no overlap, and every account inside its own territory.
        let points = scattered(600);
        for labels in [1_u16, 3, 40] {
            let label: Vec<u16> = (0..600_u32).map(|i| ((i * i + i / 7) % u32::from(labels)) as u16).collect();
            let regions = outlines(&points, &label, usize::from(labels), 0.05);
            let expected = box_area(&points, 0.05);
            assert!((area(&regions) / expected - 1.0).abs() < 1e-6, "{} {expected}", area(&regions));
            for (&point, &own) in points.iter().zip(&label) {
                assert!(contains(&regions[usize::from(own)], point), "{point:?} {own}");
            }
        }
    }

    #[test]
    fn what_changed_is_drawn_as_if_everything_was() {
        // An edit redraws the territories it touches: they must fit those that stay, to the last corner.
        let points = scattered(400);
        let mut label: Vec<u16> = (0..400_u32).map(|i| ((i * i + i / 7) % 9) as u16).collect();
        let mut outliner = Outliner::new(&points, 0.05);
        let whole = |label: &[u16]| outlines(&points, label, 9, 0.05);
        let mut known: Vec<Vec<Polygon>> = vec![Vec::new(); 9];
        for (point, to) in [(0, 0), (7, 3), (8, 3), (200, u16::MAX), (300, 4), (200, 2)] {
            label[point] = to;
            let drawn = outliner.draw(&label, 9);
            for (known, drawn) in known.iter_mut().zip(drawn) {
                *known = drawn.unwrap_or_else(|| std::mem::take(known));
            }
            assert_eq!(known, whole(&label));
        }
        label[9] = 1;
        let before = label[10];
        outliner.draw(&label, 9);
        label[10] = 5;
        let redrawn = outliner.draw(&label, 9);
        let changed: Vec<u16> = (0..9).filter(|label| redrawn[usize::from(*label)].is_some()).collect();
        assert!(changed.len() == 2 && changed.contains(&5) && changed.contains(&before), "{changed:?} {before}");
    }

    #[test]
    fn rings_are_closed_and_wound_for_geojson() {
        // Map libraries drop open rings, and fill the wrong side of rings wound the wrong way.
        let label: Vec<u16> = (0..600).map(|i| i % 3).collect();
        for polygon in outlines(&scattered(600), &label, 3, 0.05).iter().flatten() {
            assert!(signed_area(&flat(&polygon.outer)) > 0.0);
            for ring in std::iter::once(&polygon.outer).chain(&polygon.holes) {
                assert!(ring.len() >= 4 && ring.first() == ring.last());
            }
            assert!(polygon.holes.iter().all(|hole| signed_area(&flat(hole)) < 0.0));
        }
    }

    #[test]
    fn an_island_is_a_hole_of_its_surroundings() {
        // A pocket in another's territory is the very thing a planner looks for.
        let points: Vec<Point> =
            (0..49).map(|i| Point::new(40.0 + f64::from(i / 7), -80.0 + f64::from(i % 7))).collect();
        let label: Vec<u16> = (0..49).map(|i| u16::from(i == 24)).collect();
        let regions = outlines(&points, &label, 2, 0.0);
        assert_eq!((regions[0].len(), regions[0][0].holes.len()), (1, 1));
        assert_eq!((regions[1].len(), regions[1][0].holes.len()), (1, 0));
        assert!((area(&regions) / box_area(&points, 0.0) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn odd_inputs_have_outlines_too() {
        // Files of one account, of accounts along a road or on one spot are real; the map must stand.
        let town = Point::new(42.0, -71.0);
        assert_eq!(outlines(&[], &[], 2, 0.1), [vec![], vec![]]);
        assert_eq!(outlines(&[town], &[u16::MAX], 1, 0.1), [vec![]]);
        assert_eq!(outlines(&[Point::new(f64::NAN, 0.0)], &[0], 1, 0.1), [vec![]]);
        let one = outlines(&[town], &[0], 1, 0.1);
        assert_eq!(one[0][0].outer.len(), 5);
        assert!((area(&one) - 0.25).abs() < 1e-6, "{}", area(&one));
        let two = outlines(&[town, Point::new(43.0, -71.0)], &[0, 1], 2, 0.1);
        assert!(contains(&two[0], town) && !contains(&two[1], town));
        let road: Vec<Point> = (0..50).map(|i| Point::new(42.0, -71.0 - f64::from(i) / 10.0)).collect();
        let label: Vec<u16> = (0..50).map(|i| i / 17).collect();
        let regions = outlines(&road, &label, 3, 0.1);
        assert!(regions.iter().all(|region| region.len() == 1));
        assert!((area(&regions) / box_area(&road, 0.1) - 1.0).abs() < 1e-6);
        assert_eq!(outlines(&[town; 9], &[0, 0, 1, 1, 1, 2, 2, 2, 2], 3, 0.1)[2].len(), 1);
        assert!(outlines(&[Point::new(90.0, 400.0), Point::new(1e300, -1e300)], &[0, 0], 1, 0.1)[0].len() == 1);
    }
}
