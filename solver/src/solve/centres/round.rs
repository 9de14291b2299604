//! Annealings of a division, from hot to cold: one long round over the whole map, then many short ones, each after a
//! relocation of one part.
//!
//! A long round finds where territories lie as a whole, but the next one forgets that again. Short and lukewarm rounds
//! that begin at the best division and close one centre to open another (iterated local search, Lourenco, Martin and
//! Stuetzle 2003) keep what is good: on 402 places and 30 centres they bring the usual plan from 0.4 % above the optimum
//! to 0.0 % in the same time.

/// Temperatures in parts of what a place costs on average: where a long round begins, where a short one begins, and
/// where both end. Hot enough that two neighbouring parts melt into each other, and not so hot that the map does.
const HOT: f64 = 0.5;
const LUKEWARM: f64 = 0.1;
const COLD: f64 = 0.05;
/// Pieces of a round for each place: the first long round, growth from one long round to the next, and a short round.
const FIRST: f64 = 30.0;
const GROWTH: f64 = 1.5;
const SHORT: f64 = 4.0;

/// What begins with a piece of work.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Nothing: the round goes on.
    Same,
    /// A long round, from wherever the division is.
    Long,
    /// A short round, from the best division with one part relocated.
    Short,
}

/// Where the annealing stands.
pub(super) struct Round {
    places: f64,
    /// What a place costs on average, in points.
    grain: f64,
    /// Mean rise of the cost that is accepted, in points.
    pub temperature: f64,
    cooling: f64,
    /// Pieces left in this round, and short rounds left before the next long one.
    left: u64,
    short_rounds: u64,
    long: f64,
}

impl Round {
    /// The first long round of a division of so many places with the average cost `grain`.
    pub fn first(places: usize, grain: f64) -> Self {
        let places = places as f64;
        let mut round =
            Self { places, grain, temperature: 0.0, cooling: 1.0, left: 0, short_rounds: 0, long: FIRST * places };
        round.begin_long();
        round
    }

    /// Cools down by one piece; says what begins when the round is over.
    pub fn cool(&mut self) -> Turn {
        self.temperature *= self.cooling;
        self.left = self.left.saturating_sub(1);
        if self.left > 0 {
            return Turn::Same;
        }
        if self.short_rounds == 0 {
            self.long *= GROWTH;
            self.begin_long();
            return Turn::Long;
        }
        self.short_rounds -= 1;
        self.begin(LUKEWARM, SHORT * self.places);
        Turn::Short
    }

    /// A long round, after which short ones have as much time as it had.
    fn begin_long(&mut self) {
        self.short_rounds = (self.long / (SHORT * self.places.max(1.0))) as u64;
        self.begin(HOT, self.long);
    }

    fn begin(&mut self, hot: f64, length: f64) {
        self.left = length as u64 + 1;
        self.temperature = hot * self.grain;
        self.cooling = libm::pow(COLD / hot, 1.0 / self.left as f64);
    }
}
