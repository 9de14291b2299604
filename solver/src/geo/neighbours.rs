//! Which labelled regions touch, and colours that tell them apart.

use crate::geo::Point;
use crate::geo::diagram::Diagram;
use crate::geo::diagram::NO_LABEL;
use crate::geo::diagram::Spots;
use spade::Triangulation;
use std::collections::BTreeSet;

/// Pairs of labels whose regions share a border inside the box of [`crate::geo::outlines`]: each pair once, the lower
/// label first, in ascending order. Regions that meet in a corner only do not touch.
pub fn neighbours(points: &[Point], label: &[u16], labels: usize) -> Vec<(u16, u16)> {
    let spots = Spots::new(points);
    let sites = spots.sites(&spots.votes(label, labels));
    let Some(diagram) = Diagram::new(sites, 0.05) else { return Vec::new() };
    let nearly = 1e-9 * (diagram.frame.high.x - diagram.frame.low.x);
    let mut pairs = BTreeSet::new();
    for edge in diagram.mesh.directed_edges() {
        let (from, to) = (edge.from().data().label, edge.to().data().label);
        if from < to && to != NO_LABEL {
            let ends = [edge.face(), edge.rev().face()].map(|face| face.as_inner().map(|inner| inner.circumcenter()));
            if let [Some(a), Some(b)] = ends
                && (a.x - b.x).abs().max((a.y - b.y).abs()) > nearly
            {
                pairs.insert((from, to));
            }
        }
    }
    pairs.into_iter().collect()
}

/// A colour from 0 to `colours` - 1 for each label so that neighbours differ where the greedy order finds a way:
/// always the label whose neighbours already show the most colours, then the one with most neighbours (DSATUR, Brélaz
/// 1979), takes the colour least seen among its neighbours, then least used of all. Without colours all get 0.
pub fn colouring(labels: usize, neighbours: &[(u16, u16)], colours: usize) -> Vec<u8> {
    let colours = colours.clamp(1, 256);
    let mut adjacent = vec![Vec::new(); labels];
    for &(a, b) in neighbours {
        let (a, b) = (usize::from(a), usize::from(b));
        if a < labels && b < labels && a != b {
            adjacent[a].push(b);
            adjacent[b].push(a);
        }
    }
    let mut given: Vec<Option<u8>> = vec![None; labels];
    let mut seen = vec![vec![0_usize; colours]; labels];
    let mut used = vec![0_usize; colours];
    for _ in 0..labels {
        let saturation = |label: usize| seen[label].iter().filter(|&&count| count > 0).count();
        let next = (0..labels)
            .filter(|&label| given[label].is_none())
            .max_by_key(|&label| (saturation(label), adjacent[label].len(), std::cmp::Reverse(label)));
        let Some(next) = next else { break };
        let colour = (0..colours).min_by_key(|&colour| (seen[next][colour], used[colour])).unwrap_or(0);
        given[next] = Some(colour as u8);
        used[colour] += 1;
        for &other in &adjacent[next] {
            seen[other][colour] += 1;
        }
    }
    given.into_iter().map(|colour| colour.unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stripes_touch_the_next_stripe_only() {
        // A long Delaunay edge outside the map is no common border.
        let points: Vec<Point> =
            (0..40).map(|i| Point::new(40.0 + f64::from(i % 10), -80.0 + f64::from(i / 10))).collect();
        let label: Vec<u16> = (0..40).map(|i| i / 10).collect();
        assert_eq!(neighbours(&points, &label, 4), [(0, 1), (1, 2), (2, 3)]);
    }

    #[test]
    fn corners_are_no_borders() {
        // On a chessboard of four, the diagonal squares may share a colour.
        let points = [(40.0, -80.0), (40.0, -79.0), (41.0, -80.0), (41.0, -79.0)].map(|(a, b)| Point::new(a, b));
        let pairs = neighbours(&points, &[0, 1, 2, 3], 4);
        assert_eq!(pairs, [(0, 1), (0, 2), (1, 3), (2, 3)]);
        let colours = colouring(4, &pairs, 2);
        assert!(pairs.iter().all(|&(a, b)| colours[usize::from(a)] != colours[usize::from(b)]));
    }

    #[test]
    fn neighbours_differ_and_colours_are_used_evenly() {
        // 150 territories share ten hues; two alike side by side would read as one territory.
        let points: Vec<Point> =
            (0..600).map(|i| Point::new(30.0 + f64::from(i * 17 % 601) / 40.0, -100.0 + f64::from(i) / 30.0)).collect();
        let label: Vec<u16> = (0..600).map(|i| i / 4).collect();
        let pairs = neighbours(&points, &label, 150);
        let colours = colouring(150, &pairs, 10);
        assert!(pairs.iter().all(|&(a, b)| colours[usize::from(a)] != colours[usize::from(b)]));
        let mut used = [0; 10];
        for &colour in &colours {
            used[usize::from(colour)] += 1;
        }
        assert!(used.iter().all(|count| (11..=19).contains(count)), "{used:?}");
    }

    #[test]
    fn too_few_colours_still_colour() {
        // Colours repeat rather than run out.
        assert_eq!(colouring(3, &[(0, 1), (1, 2), (0, 2), (7, 9)], 1), [0, 0, 0]);
        assert_eq!(colouring(2, &[(0, 1)], 0), [0, 0]);
        assert!(colouring(0, &[], 3).is_empty());
    }
}
