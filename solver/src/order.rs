//! Things put in order by one sort: it moves positions, not things, so it stands in the program once and not once for
//! every kind of thing. What is sorted at every step of a search sorts itself, by the sort of its own kind.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Slices that the one sort puts in order. Things that compare as equal stay as they stood.
pub trait Order<T> {
    /// Puts the things in order.
    fn order_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    /// Puts the things in order by a key of each.
    fn order_by_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K);

    /// The same, where the key is costly: it is asked for once of each thing.
    fn order_by_cached_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K);

    /// Puts the things in their own order.
    fn order(&mut self)
    where
        T: Ord;
}

impl<T> Order<T> for [T] {
    fn order_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let places = places(self.len(), &mut |a, b| compare(&self[a], &self[b]));
        arrange(places, &mut |a, b| self.swap(a, b));
    }

    fn order_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.order_by(|a, b| key(a).cmp(&key(b)));
    }

    fn order_by_cached_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K) {
        let keys: Vec<K> = self.iter().map(key).collect();
        let places = places(self.len(), &mut |a, b| keys[a].cmp(&keys[b]));
        arrange(places, &mut |a, b| self.swap(a, b));
    }

    fn order(&mut self)
    where
        T: Ord,
    {
        self.order_by(T::cmp);
    }
}

/// A set of things. It is filled one by one: collected, it would first be sorted by a sort of its own.
pub fn set<T: Ord>(things: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(things);
    set
}

/// Values by their keys, filled in the same way; of equal keys the last one counts.
pub fn map<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(pairs);
    map
}

/// By place in the order the position of the thing that belongs there.
fn places(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<u32> {
    let mut places: Vec<u32> = (0..count as u32).collect();
    places.sort_by(|&a, &b| compare(a as usize, b as usize));
    places
}

/// Swaps things until each stands at its place, one ring of places after the other.
fn arrange(mut places: Vec<u32>, swap: &mut dyn FnMut(usize, usize)) {
    for first in 0..places.len() {
        let mut place = first;
        loop {
            let from = std::mem::replace(&mut places[place], place as u32) as usize;
            if from == first {
                break;
            }
            swap(place, from);
            place = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Order;

    fn things() -> Vec<(u32, u32)> {
        (0..1000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 27, n)).collect()
    }

    /// Tables and files rely on equal things staying as they stood, as with the sort of slices.
    #[test]
    fn orders_as_slices_sort() {
        let mut sorted = things();
        sorted.sort_by_key(|thing| std::cmp::Reverse(thing.0));
        let (mut by, mut by_key, mut by_cached_key) = (things(), things(), things());
        by.order_by(|a, b| b.0.cmp(&a.0));
        by_key.order_by_key(|thing| std::cmp::Reverse(thing.0));
        by_cached_key.order_by_cached_key(|thing| std::cmp::Reverse(thing.0));
        assert_eq!(by, sorted);
        assert_eq!(by_key, sorted);
        assert_eq!(by_cached_key, sorted);
    }

    /// Nothing and one thing are in order.
    #[test]
    fn leaves_what_is_in_order() {
        let mut none: [String; 0] = [];
        none.order();
        let mut some = ["a".to_owned(), "b".to_owned(), "c".to_owned()];
        some.order();
        assert_eq!(some, ["a", "b", "c"]);
    }

    /// Locks come as pairs, and the last word about an account counts.
    #[test]
    fn fills_sets_and_maps() {
        assert!(super::set([3, 1, 3]).into_iter().eq([1, 3]));
        assert!(super::map([(3, 'a'), (1, 'b'), (3, 'c')]).into_iter().eq([(1, 'b'), (3, 'c')]));
    }
}
