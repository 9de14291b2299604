//! A first division of places: halved again and again, with equal loads on both sides.

use crate::order::Order;

/// Divides places into so many parts, each with about its share of every load; returns the part of each place.
///
/// Recursive bisection: the places are cut across their longest extent, where the mean of their relative loads is
/// shared as the numbers of parts are. Loads are columns of one value per place, not negative.
pub fn bisection(places: &[[f64; 3]], loads: &[&[f64]], parts: usize) -> Vec<u16> {
    let mut part_of = vec![0; places.len()];
    let size = sizes(places.len(), loads);
    let mut open = vec![((0..places.len() as u32).collect::<Vec<u32>>(), 0, parts.max(1))];
    while let Some((mut members, first, parts)) = open.pop() {
        if parts == 1 {
            for place in members {
                part_of[place as usize] = first as u16;
            }
            continue;
        }
        let axis = longest(places, &members);
        let along = |place: &u32| places[*place as usize][axis];
        members.order_by(|a, b| along(a).total_cmp(&along(b)).then(a.cmp(b)));
        let left = parts / 2;
        let right = members.split_off(cut(&members, &size, left, parts));
        open.push((members, first, left));
        open.push((right, first + left, parts - left));
    }
    part_of
}

/// Size of each place: the mean of what it is of each load, or equal sizes without any.
fn sizes(count: usize, loads: &[&[f64]]) -> Vec<f64> {
    let mut size = vec![0.0; count];
    for load in loads {
        let total: f64 = load.iter().sum();
        if total > 0.0 {
            size.iter_mut().zip(*load).for_each(|(size, amount)| *size += amount / total);
        }
    }
    if size.iter().all(|size| *size <= 0.0) { vec![1.0; count] } else { size }
}

/// The axis along which the places reach furthest.
fn longest(places: &[[f64; 3]], members: &[u32]) -> usize {
    let reach = |axis: usize| {
        let along = members.iter().map(|&place| places[place as usize][axis]);
        let (low, high) =
            along.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        high - low
    };
    (1..3).fold(0, |best, axis| if reach(axis) > reach(best) { axis } else { best })
}

/// How many members go to the left of the cut, so that every part can have a place.
fn cut(members: &[u32], size: &[f64], left: usize, parts: usize) -> usize {
    let total: f64 = members.iter().map(|&place| size[place as usize]).sum();
    let goal = total * left as f64 / parts as f64;
    let mut sum = 0.0;
    let within = members.iter().take_while(|&&place| {
        let half = size[place as usize] / 2.0;
        sum += 2.0 * half;
        sum - half <= goal
    });
    let wanted = within.count();
    let most = members.len().saturating_sub(parts - left);
    wanted.clamp(left.min(most), most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_in_one_piece_and_have_equal_loads() {
        // The start of every search for free centres: a lopsided one was seen to stay lopsided.
        let places: Vec<[f64; 3]> = (0..64).map(|i| [f64::from(i % 8), f64::from(i / 8), 0.0]).collect();
        let load = vec![1.0; 64];
        let part_of = bisection(&places, &[&load], 4);
        for part in 0..4 {
            let mine: Vec<usize> = (0..64).filter(|&place| part_of[place] == part).collect();
            assert_eq!(mine.len(), 16);
            let reach = |axis: usize| {
                let along = |place: &usize| places[*place][axis];
                mine.iter().map(along).fold(0.0, f64::max) - mine.iter().map(along).fold(9.0, f64::min)
            };
            assert!(reach(0) <= 3.0 && reach(1) <= 3.0);
        }
    }

    #[test]
    fn every_part_has_a_place_as_long_as_there_are_enough() {
        // One giant must not leave its neighbours without a territory.
        let places: Vec<[f64; 3]> = (0..5).map(|i| [f64::from(i), 0.0, 0.0]).collect();
        let mut parts = bisection(&places, &[&[100.0, 1.0, 1.0, 1.0, 1.0]], 5);
        parts.sort_unstable();
        assert_eq!(parts, [0, 1, 2, 3, 4]);
        assert_eq!(bisection(&[], &[], 3), Vec::<u16>::new());
        assert_eq!(bisection(&places[..2], &[], 3).len(), 2);
    }
}
