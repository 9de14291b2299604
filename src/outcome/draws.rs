//! Random draws of the simulation: the same on every machine, each thing from a stream of its own.
//!
//! What is drawn for one rep or group does not depend on how many others there are: plans of one dataset are compared in
//! the same possible years (common random numbers).

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::RngCore;
use rand_chacha::rand_core::SeedableRng;

/// What a stream of draws is about.
#[derive(Clone, Copy)]
pub enum Stream {
    /// The win rate of all deals.
    Overall,
    /// The win rate of a group, by its number.
    Group(usize),
    /// A rep, by position.
    Rep(usize),
    /// What is the same for everybody in a world.
    World,
    /// What an account can pay, by position.
    Account(usize),
}

/// A source of draws (`ChaCha8`, Bernstein 2008).
pub struct Draws(ChaCha8Rng);

impl Draws {
    /// The draws of a stream under a seed.
    pub fn new(seed: u64, stream: Stream) -> Self {
        let mut source = ChaCha8Rng::seed_from_u64(seed);
        source.set_stream(match stream {
            Stream::Overall => 0,
            Stream::Group(group) => 1 + 2 * group as u64,
            Stream::Rep(rep) => 2 + 2 * rep as u64,
            Stream::World => u64::MAX,
            Stream::Account(account) => (1 << 62) + account as u64,
        });
        Self(source)
    }

    /// Evenly between 0 and 1, neither end included.
    fn unit(&mut self) -> f64 {
        ((self.0.next_u64() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// Standard normal: one number of the stream each.
    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.unit())
    }

    /// Gamma with this shape and scale 1 (Marsaglia and Tsang 2000, ACM Transactions on Mathematical Software 26(3)).
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = libm::pow(self.unit(), 1.0 / shape);
            return self.gamma(shape + 1.0) * boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / libm::sqrt(9.0 * d);
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            let v = v * v * v;
            let u = self.unit();
            if v > 0.0 && libm::log(u) < 0.5 * x * x + d * (1.0 - v + libm::log(v)) {
                return d * v;
            }
        }
    }

    /// Beta with these counts of hits and misses; 0 without a hit, 1 without a miss.
    pub fn beta(&mut self, hits: f64, misses: f64) -> f64 {
        if hits <= 0.0 {
            return 0.0;
        }
        if misses <= 0.0 {
            return 1.0;
        }
        let (won, lost) = (self.gamma(hits), self.gamma(misses));
        if won + lost > 0.0 { won / (won + lost) } else { hits / (hits + misses) }
    }
}

/// The standard normal value below which `share` of the mass lies (PPND7 of Wichura 1988, Applied Statistics 37(3),
/// algorithm AS 241; 7 digits).
pub fn normal_quantile(share: f64) -> f64 {
    let q = share - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        let above = ((59.109_374_72 * r + 159.291_132_02) * r + 50.434_271_938) * r + 3.387_132_717_9;
        let below = ((67.187_563_6 * r + 78.757_757_664) * r + 17.895_169_469) * r + 1.0;
        return q * above / below;
    }
    let r = libm::sqrt(-libm::log(share.min(1.0 - share)));
    let size = if r <= 5.0 {
        let r = r - 1.6;
        let above = ((0.170_238_211_03 * r + 1.306_728_481_6) * r + 2.756_815_39) * r + 1.423_437_277_7;
        above / ((0.120_211_327_5 * r + 0.737_001_642_5) * r + 1.0)
    } else {
        let r = r - 5.0;
        let above = ((0.017_337_203_997 * r + 0.428_682_943_37) * r + 3.081_226_386) * r + 6.657_905_115;
        above / ((0.012_258_202_635 * r + 0.241_978_942_25) * r + 1.0)
    };
    if q < 0.0 { -size } else { size }
}

/// The share of the mass of the standard normal below a value.
pub fn normal_share(value: f64) -> f64 {
    0.5 * libm::erfc(-value / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        // A wrong digit in one of the coefficients would widen or narrow every range without anybody noticing.
        for (share, value) in [
            (0.5, 0.0),
            (0.975, 1.959_963_985),
            (0.001, -3.090_232_306),
            (1e-9, -5.997_807_015),
            (1e-14, -7.650_628_123),
        ] {
            assert!((normal_quantile(share) - value).abs() < 2e-6, "{share}: {}", normal_quantile(share));
            assert!((normal_share(value) - share).abs() < 1e-7);
        }
    }

    #[test]
    fn rates_have_the_mean_and_spread_of_their_counts() {
        // The mean of the simulated rates must be the rate that the screen shows.
        for (hits, misses) in [(5.0, 15.0), (0.4, 2.0), (30.0, 1.0)] {
            let mut draws = Draws::new(7, Stream::Group(3));
            let rates: Vec<f64> = (0..20_000).map(|_| draws.beta(hits, misses)).collect();
            let mean = rates.iter().sum::<f64>() / 20_000.0;
            let variance = rates.iter().map(|rate| (rate - mean) * (rate - mean)).sum::<f64>() / 20_000.0;
            let all: f64 = hits + misses;
            let (expected, spread) = (hits / all, hits * misses / (all * all * (all + 1.0)));
            assert!((mean - expected).abs() < 0.01, "{mean} {expected}");
            assert!((variance / spread - 1.0).abs() < 0.1, "{variance} {spread}");
        }
        let mut draws = Draws::new(7, Stream::Overall);
        assert_eq!((draws.beta(0.0, 3.0), draws.beta(3.0, 0.0)), (0.0, 1.0));
    }
}
