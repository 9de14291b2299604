//! Random choices that fall the same way on every machine.

use rand::RngCore;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// A seeded source of choices.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// The dice of a seed.
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// One of `0..count`; 0 where `count` is 0.
    pub fn below(&mut self, count: usize) -> usize {
        // Not `random_range`: its stream depends on the width of usize.
        ((u64::from(self.0.next_u32()) * count as u64) >> 32) as usize
    }

    /// A number in `0..1`, neither end included.
    pub fn part(&mut self) -> f64 {
        (f64::from(self.0.next_u32()) + 0.5) / 4_294_967_296.0
    }
}
