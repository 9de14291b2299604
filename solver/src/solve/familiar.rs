//! The reps that were a unit's best ones at the scan before: most of them still are.

use crate::problem::NOBODY;

/// The best reps of each unit looked at, as of the newest scan.
#[derive(Default)]
pub(super) struct Familiar {
    /// Reps noted per unit.
    width: usize,
    /// By rising reduced cost, unit after unit; `NOBODY` follows where there are fewer.
    reps: Vec<u16>,
}

impl Familiar {
    /// Before a scan that notes `width` reps per unit: forgets what an earlier one noted if those were more or fewer.
    pub fn begin_scan(&mut self, width: usize) {
        if self.width != width {
            *self = Self { width, reps: Vec::new() };
        }
    }

    /// The reps noted for the unit at `slot`; none where it was not looked at.
    pub fn of(&self, slot: usize) -> &[u16] {
        let noted = self.reps.get(slot * self.width..(slot + 1) * self.width).unwrap_or_default();
        let end = noted.iter().position(|rep| *rep == NOBODY).unwrap_or(noted.len());
        &noted[..end]
    }

    /// Notes the best of the chosen reps of the unit at `slot`.
    pub fn note(&mut self, slot: usize, chosen: &[(f64, u16)]) {
        let begin = slot * self.width;
        if self.reps.len() < begin + self.width {
            self.reps.resize(begin + self.width, NOBODY);
        }
        let reps = chosen.iter().map(|entry| entry.1).chain(std::iter::repeat(NOBODY));
        self.reps[begin..begin + self.width].iter_mut().zip(reps).for_each(|(noted, rep)| *noted = rep);
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        self.reps.capacity() * 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_scan_of_the_same_width_noted_is_familiar() {
        // Reps of another unit, or none at all, would be taken for a unit's best ones.
        let mut familiar = Familiar::default();
        familiar.begin_scan(2);
        familiar.note(0, &[(1.0, 7), (2.0, 5), (3.0, 9)]);
        familiar.note(1, &[(1.0, 4)]);
        familiar.begin_scan(2);
        assert_eq!([familiar.of(0), familiar.of(1), familiar.of(2)], [&[7, 5][..], &[4], &[]]);
        familiar.begin_scan(3);
        assert!(familiar.of(0).is_empty());
    }
}
