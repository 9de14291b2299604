//! Quick look-ups by text, for files of a million rows.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::hash::Hasher;
use xxhash_rust::xxh3::xxh3_64_with_seed;
use xxhash_rust::xxh3::xxh3_128;

/// A map whose hash is quick for short texts. Nobody gains by files that are made to collide: they would slow down
/// their own tab.
pub type Lookup<K, V> = HashMap<K, V, BuildHasherDefault<TextHasher>>;

/// Hashes by xxh3.
#[derive(Clone, Copy, Debug, Default)]
pub struct TextHasher(u64);

/// Not inlined: it is large, and there are many maps.
#[inline(never)]
fn hash(bytes: &[u8], seed: u64) -> u64 {
    xxh3_64_with_seed(bytes, seed)
}

impl Hasher for TextHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes, self.0);
    }

    // The end of a text tells nothing that its bytes do not.
    fn write_u8(&mut self, _: u8) {}

    // A `text_key` is a hash already.
    fn write_u128(&mut self, key: u128) {
        self.0 ^= key as u64;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Stands for a text in a map that need not keep the text itself: two texts of a file have the same key with a
/// probability below one in 10^24.
#[inline(never)]
pub fn text_key(text: &str) -> u128 {
    xxh3_128(text.as_bytes())
}
