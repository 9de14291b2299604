//! A short way through many places and back.

use crate::geo::Point;
use crate::geo::UnitVector;
use crate::geo::index::PlaceIndex;
use std::collections::VecDeque;

/// Neighbours of a place that it may be joined to.
const NEIGHBOURS: usize = 10;
/// Places of a piece that is moved as a whole (Or 1976).
const LONGEST_PIECE: usize = 3;
/// Kicks per place, and in all: 300 places get all of theirs, 20,000 hardly any.
const KICKS_PER_PLACE: usize = 4;
const MOST_KICKS: usize = 1_500;
/// Places of each of the two pieces that a kick exchanges, at most.
const LONGEST_KICK: usize = 30;
/// A gain must be larger than what rounding makes of none, km.
const LEAST_GAIN_KM: f64 = 1e-7;

/// A short closed way from `base`, where there is one, through all points and back: the positions of the points in the
/// order of the way. Points without finite coordinates are left out; equal points follow one another by position.
///
/// Nearest neighbour (Rosenkrantz, Stearns, Lewis 1977), then 2-opt (Croes 1958: two legs are exchanged for two others)
/// and Or-opt (Or 1976: up to three places in a row go elsewhere, either way round) among the ten nearest places of
/// each, with don't-look bits (Bentley 1992, "Fast algorithms for geometric traveling salesman problems", ORSA Journal
/// on Computing 4(4)); then kicks, each an exchange of two neighbouring pieces that is mended and kept where the way
/// is no longer (Martin, Otto, Felten 1991: the double bridge). The kicks are always the same ones.
///
/// Random places have a way that is longer than the shortest one by 1 to 2 % where they are 200, by 5 % where they are
/// 20,000.
pub fn round_trip(base: Option<Point>, points: &[Point]) -> Vec<u32> {
    let (places, stops) = distinct(base, points);
    let mut way = Way::new(&places);
    if places.len() > 3 {
        way.improve(0..places.len() as u32);
        way.kick();
    }
    let first = way.position.first().map_or(0, |position| *position as usize);
    let (before, after) = way.order.split_at(first.min(way.order.len()));
    after.iter().chain(before).flat_map(|place| stops[*place as usize].iter().copied()).collect()
}

/// Each place once, the base first, and the points that lie there.
fn distinct(base: Option<Point>, points: &[Point]) -> (Vec<Point>, Vec<Vec<u32>>) {
    let key = |point: Point| ((point.latitude + 0.0).to_bits(), (point.longitude + 0.0).to_bits());
    let mut places: Vec<Point> = base.into_iter().filter(|base| base.is_finite()).collect();
    let mut stops = vec![Vec::new(); places.len()];
    let mut sorted: Vec<u32> = (0..points.len() as u32).filter(|i| points[*i as usize].is_finite()).collect();
    sorted.sort_by_key(|i| (key(points[*i as usize]), *i));
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for i in sorted {
        let point = key(points[i as usize]);
        if places.first().is_some_and(|base| !stops.is_empty() && key(*base) == point) {
            stops[0].push(i);
        } else {
            match groups.last_mut().filter(|group| key(points[group[0] as usize]) == point) {
                Some(group) => group.push(i),
                None => groups.push(vec![i]),
            }
        }
    }
    // In the order of the input: nobody's way depends on how coordinates are written.
    groups.sort_unstable_by_key(|group| group[0]);
    places.extend(groups.iter().map(|group| points[group[0] as usize]));
    stops.extend(groups);
    (places, stops)
}

/// A closed way: the last place is followed by the first.
struct Way {
    places: Vec<UnitVector>,
    /// The nearest places of each with their distances in km, [`Self::listed`] for each.
    near: Vec<(u32, f64)>,
    listed: usize,
    order: Vec<u32>,
    /// Where each place stands in the order.
    position: Vec<u32>,
    /// Reversals since the last kick, to take it back.
    journal: Vec<(u32, u32)>,
    /// Places to look at, and which of them are in it already.
    queue: VecDeque<u32>,
    queued: Vec<bool>,
}

impl Way {
    fn new(points: &[Point]) -> Self {
        let places: Vec<UnitVector> = points.iter().map(|point| UnitVector::new(*point)).collect();
        let index = PlaceIndex::new(points);
        let listed = NEIGHBOURS.min(places.len().saturating_sub(1));
        let of = |place: usize| {
            let found = index.nearest(places[place], listed + 1).into_iter().filter(move |(other, _)| *other != place);
            found.take(listed).map(|(other, km)| (other as u32, km))
        };
        let near: Vec<(u32, f64)> = (0..places.len()).flat_map(of).collect();
        let order = nearest_neighbour(&places, &near, listed);
        let mut position = vec![0; places.len()];
        for (at, place) in (0_u32..).zip(&order) {
            position[*place as usize] = at;
        }
        let queued = vec![false; places.len()];
        Self { places, near, listed, order, position, journal: Vec::new(), queue: VecDeque::new(), queued }
    }

    fn km(&self, a: u32, b: u32) -> f64 {
        self.places[a as usize].distance_km(self.places[b as usize])
    }

    fn after(&self, place: u32) -> u32 {
        let next = self.position[place as usize] as usize + 1;
        self.order[if next == self.order.len() { 0 } else { next }]
    }

    fn before(&self, place: u32) -> u32 {
        let at = self.position[place as usize] as usize;
        self.order[if at == 0 { self.order.len() - 1 } else { at - 1 }]
    }

    /// The next place in a direction.
    fn next(&self, place: u32, ahead: bool) -> u32 {
        if ahead { self.after(place) } else { self.before(place) }
    }

    fn look_at(&mut self, places: impl IntoIterator<Item = u32>) {
        for place in places {
            if !std::mem::replace(&mut self.queued[place as usize], true) {
                self.queue.push_back(place);
            }
        }
    }

    /// Looks for gains around places, and around what they change, until there is none; what was gained, km.
    fn improve(&mut self, places: impl IntoIterator<Item = u32>) -> f64 {
        let mut gained = 0.0;
        self.look_at(places);
        while let Some(place) = self.queue.pop_front() {
            self.queued[place as usize] = false;
            while let Some(gain) = self.improve_at(place) {
                gained += gain;
            }
        }
        gained
    }

    fn improve_at(&mut self, place: u32) -> Option<f64> {
        let exchanged = [true, false].into_iter().find_map(|ahead| self.exchange(place, ahead));
        exchanged.or_else(|| [true, false].into_iter().find_map(|ahead| self.relocate(place, ahead)))
    }

    /// 2-opt: the leg to the next place and one leg of a near place give way to two shorter ones.
    fn exchange(&mut self, place: u32, ahead: bool) -> Option<f64> {
        let next = self.next(place, ahead);
        let leg = self.km(place, next);
        for slot in 0..self.listed {
            let (near, km) = self.near[place as usize * self.listed + slot];
            if km >= leg {
                return None;
            }
            let beyond = self.next(near, ahead);
            let gain = leg + self.km(near, beyond) - km - self.km(next, beyond);
            if gain > LEAST_GAIN_KM && near != next && beyond != place {
                let (first, last) = if ahead { (next, near) } else { (near, next) };
                self.reverse(first, last);
                self.look_at([place, next, near, beyond]);
                return Some(gain);
            }
        }
        None
    }

    /// Or-opt: the place and up to two behind it go between two others, the place beside one that is near.
    fn relocate(&mut self, place: u32, ahead: bool) -> Option<f64> {
        let outside = self.next(place, !ahead);
        let mut piece = [place; LONGEST_PIECE];
        for length in 1..=LONGEST_PIECE.min(self.places.len() - 3) {
            let end = if length == 1 { place } else { self.next(piece[length - 2], ahead) };
            piece[length - 1] = end;
            let far = self.next(end, ahead);
            let freed = self.km(outside, place) + self.km(end, far) - self.km(outside, far);
            for slot in 0..self.listed {
                let (near, km) = self.near[place as usize * self.listed + slot];
                if km >= freed {
                    break;
                }
                if piece[..length].contains(&near) {
                    continue;
                }
                for side in [true, false] {
                    let other = self.next(near, side);
                    // The leg must be one that stays.
                    if piece[..length].contains(&other) {
                        continue;
                    }
                    let gain = freed - km - self.km(end, other) + self.km(near, other);
                    if gain > LEAST_GAIN_KM {
                        self.carry((outside, place, end, far), ahead, (near, other));
                        self.look_at([outside, far, place, end, near, other]);
                        return Some(gain);
                    }
                }
            }
        }
        None
    }

    /// Carries the piece from `place` to `end` between two neighbours, `place` beside `near`.
    fn carry(&mut self, (outside, place, end, far): (u32, u32, u32, u32), ahead: bool, (near, other): (u32, u32)) {
        // Going on from the end of the piece, one of the two comes first: what lies before it changes places with the
        // piece.
        let near_first = self.next(near, ahead) == other;
        let (last, next) = if near_first { (near, other) } else { (other, near) };
        self.reverse_from(outside, place, last);
        self.reverse_from(outside, last, far);
        if near_first {
            self.reverse_from(next, place, end);
        }
    }

    /// Reverses what lies from `first`, which has `outside` beside it, to `last`.
    fn reverse_from(&mut self, outside: u32, first: u32, last: u32) {
        if self.after(outside) == first {
            self.reverse(first, last);
        } else {
            self.reverse(last, first);
        }
    }

    /// Reverses what lies from `first` on to `last`, or all the rest: the closed way is the same.
    fn reverse(&mut self, first: u32, last: u32) {
        let (from, to) = (self.position[first as usize], self.position[last as usize]);
        self.journal.push((from, to));
        self.reverse_positions(from, to);
    }

    fn reverse_positions(&mut self, from: u32, to: u32) {
        let count = self.order.len();
        let (mut from, mut to) = (from as usize, to as usize);
        let mut length = (to + count - from) % count + 1;
        if 2 * length > count {
            (from, to) = ((to + 1) % count, (from + count - 1) % count);
            length = count - length;
        }
        for _ in 0..length / 2 {
            self.order.swap(from, to);
            self.position[self.order[from] as usize] = from as u32;
            self.position[self.order[to] as usize] = to as u32;
            from = if from + 1 == count { 0 } else { from + 1 };
            to = if to == 0 { count - 1 } else { to - 1 };
        }
    }

    /// Exchanges neighbouring pieces here and there, mends what is around, and keeps what is no longer than before.
    fn kick(&mut self) {
        let count = self.places.len();
        if count < 8 {
            return;
        }
        let mut mixed = 0_u64;
        let mut draw = |below: usize| {
            // SplitMix64 (Steele, Lea, Flood 2014) from zero: always the same numbers.
            mixed = mixed.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut bits = mixed;
            bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((bits ^ (bits >> 31)) % below as u64) as usize
        };
        let longest = LONGEST_KICK.min((count - 2) / 2);
        for _ in 0..(KICKS_PER_PLACE * count).min(MOST_KICKS) {
            let (start, one, two) = (draw(count), 1 + draw(longest), 1 + draw(longest));
            self.journal.clear();
            let at = |offset: usize| self.order[(start + offset) % count];
            let (before, first, end) = (at(0), at(1), at(one));
            let (second, last, behind) = (at(one + 1), at(one + two), at(one + two + 1));
            let lost = self.km(before, second) + self.km(last, first) + self.km(end, behind)
                - self.km(before, first)
                - self.km(end, second)
                - self.km(last, behind);
            self.reverse_from(before, first, last);
            self.reverse_from(before, last, second);
            self.reverse_from(behind, first, end);
            if self.improve([before, first, end, second, last, behind]) < lost - LEAST_GAIN_KM {
                for (from, to) in std::mem::take(&mut self.journal).into_iter().rev() {
                    self.reverse_positions(from, to);
                }
            }
        }
    }
}

/// From the first place always on to the nearest one that is left.
fn nearest_neighbour(places: &[UnitVector], near: &[(u32, f64)], listed: usize) -> Vec<u32> {
    let mut left: Vec<u32> = (0..places.len() as u32).collect();
    // Where each place is among those that are left; of no meaning once it is not.
    let mut slot = left.clone();
    let mut is_left = vec![true; places.len()];
    let mut order = Vec::with_capacity(places.len());
    let mut here = 0;
    while !left.is_empty() {
        order.push(here);
        is_left[here as usize] = false;
        left.swap_remove(slot[here as usize] as usize);
        if let Some(moved) = left.get(slot[here as usize] as usize) {
            slot[*moved as usize] = slot[here as usize];
        }
        let listed = &near[here as usize * listed..(here as usize + 1) * listed];
        let close = listed.iter().map(|(place, _)| *place).find(|place| is_left[*place as usize]);
        // Where none of the near ones is left, which is seldom, all that are left are looked at.
        let chord = |place: &u32| places[here as usize].chord_squared(places[*place as usize]);
        let any = || left.iter().copied().min_by(|a, b| chord(a).total_cmp(&chord(b)).then(a.cmp(b)));
        here = close.or_else(any).unwrap_or(0);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::distance_km;
    use proptest::prelude::*;
    use rand::Rng;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    /// Points in a square at the equator, where a degree is as long in both directions.
    fn scattered(count: usize, side: f64, seed: u64) -> Vec<Point> {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        (0..count).map(|_| Point::new(random.random_range(0.0..side), random.random_range(0.0..side))).collect()
    }

    fn km(base: Option<Point>, points: &[Point], way: &[u32]) -> f64 {
        let stops: Vec<Point> = base.into_iter().chain(way.iter().map(|stop| points[*stop as usize])).collect();
        (0..stops.len()).map(|at| distance_km(stops[at], stops[(at + 1) % stops.len()])).sum()
    }

    fn nearest_neighbour_km(base: Option<Point>, points: &[Point]) -> f64 {
        let (places, stops) = distinct(base, points);
        let vectors: Vec<UnitVector> = places.iter().map(|point| UnitVector::new(*point)).collect();
        let order = nearest_neighbour(&vectors, &[], 0);
        let way: Vec<u32> = order.iter().flat_map(|place| stops[*place as usize].clone()).collect();
        km(base, points, &way)
    }

    fn shortest_km(base: Point, points: &[Point], left: &mut Vec<usize>, here: Point) -> f64 {
        if left.is_empty() {
            return distance_km(here, base);
        }
        (0..left.len()).fold(f64::INFINITY, |least, at| {
            let next = left.remove(at);
            let km = distance_km(here, points[next]) + shortest_km(base, points, left, points[next]);
            left.insert(at, next);
            least.min(km)
        })
    }

    #[test]
    fn few_places_have_the_shortest_way() {
        // A rep sees at once where a handful of stops stand in a silly order.
        for seed in 0..40 {
            let points = scattered(2 + seed as usize % 6, 2.0, seed);
            let base = Point::new(1.0, 1.0);
            let way = round_trip(Some(base), &points);
            let least = shortest_km(base, &points, &mut (0..points.len()).collect(), base);
            let found = km(Some(base), &points, &way);
            assert!(found < least * 1.0001, "{seed}: {found} {least}");
        }
    }

    #[test]
    fn a_territory_has_a_way_near_the_shortest() {
        // The shortest way through random places is 0.7124 sqrt(n area) (Beardwood, Halton, Hammersley 1959; the constant
        // after Johnson, McGeoch 1996), longer by 0.9 / sqrt(n) of it for the border of a square.
        for (count, most) in [(200_usize, 1.03), (2000, 1.05)] {
            let side = 2.0;
            let side_km = distance_km(Point::new(0.0, 0.0), Point::new(0.0, side));
            let shortest = 0.7124 * (1.0 + 0.9 / (count as f64).sqrt()) * (count as f64).sqrt() * side_km;
            let runs = if count > 500 { 2 } else { 8 };
            let lengths = (0..runs).map(|seed| {
                let points = scattered(count, side, seed);
                km(None, &points, &round_trip(None, &points))
            });
            let mean = lengths.sum::<f64>() / runs as f64;
            assert!(mean < most * shortest, "{count}: {}", mean / shortest);
        }
    }

    #[test]
    fn many_places_take_a_moment_only() {
        // A territory of an area plan has so many; a count of looks would be the better clock, but this says enough: no
        // way of 20,000 places is left as the nearest neighbours have it.
        let points = scattered(20_000, 5.0, 1);
        let way = round_trip(Some(Point::new(2.0, 2.0)), &points);
        let side_km = distance_km(Point::new(0.0, 0.0), Point::new(0.0, 5.0));
        let found = km(None, &points, &way) / (0.7124 * 20_000_f64.sqrt() * side_km);
        assert!(found < 1.08, "{found}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        // What makes a way of stops: each once, whatever lies where, and the work after the first way never harms it.
        #[test]
        fn each_point_is_visited_once_and_no_way_is_longer_than_the_first_one(
            cells in prop::collection::vec((0_u8..24, 0_u8..24), 0..70),
            based in any::<bool>(),
        ) {
            let points: Vec<Point> = cells.iter()
                .map(|(north, east)| Point::new(f64::from(*north) / 10.0 + 40.0, f64::from(*east) / 7.0 - 74.0))
                .collect();
            let base = based.then(|| Point::new(41.0, -72.0));
            let way = round_trip(base, &points);
            let mut sorted = way.clone();
            sorted.sort_unstable();
            prop_assert_eq!(sorted, (0..points.len() as u32).collect::<Vec<u32>>());
            prop_assert!(km(base, &points, &way) <= nearest_neighbour_km(base, &points) + 1e-6);
            prop_assert_eq!(way, round_trip(base, &points));
        }
    }

    #[test]
    fn points_without_coordinates_are_left_out() {
        // Files have them, and one must not spoil the way of all others.
        let points = [Point::new(f64::NAN, 1.0), Point::new(1.0, 1.0), Point::new(1.0, f64::INFINITY)];
        assert_eq!(round_trip(Some(Point::new(0.0, 0.0)), &points), [1]);
        assert!(round_trip(None, &[]).is_empty());
        assert_eq!(round_trip(Some(points[1]), &[points[1], points[1]]), [0, 1]);
    }
}
