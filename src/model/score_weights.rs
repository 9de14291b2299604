//! How much each part of an account's score counts.

use serde::Deserialize;
use serde::Serialize;

/// Weights of the four parts of the account score. Only their proportions count: 1, 1, 2, 0 is 25 %, 25 %, 50 %, 0 %.
///
/// All count the same unless somebody says otherwise. Where no outcome is known to fit weights to, equal ones predict
/// nearly as well as the best, and better than those that were fitted to little (Dawes 1979, American Psychologist 34(7),
/// "The robust beauty of improper linear models in decision making").
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScoreWeights {
    /// Of how well we suit the account.
    pub fit: f64,
    /// Of how much the account responds.
    pub engagement: f64,
    /// Of how likely it is to buy.
    pub propensity: f64,
    /// Of what it could bring beside the others.
    pub strategic: f64,
}

impl Default for ScoreWeights {
    fn default() -> Self {
        Self { fit: 0.25, engagement: 0.25, propensity: 0.25, strategic: 0.25 }
    }
}

impl ScoreWeights {
    /// The parts of the whole in the order of the fields, 0 to 1 each and 1 together. A weight that is negative or no
    /// number counts as 0; where nothing is left, all parts count the same.
    pub fn shares(&self) -> [f64; 4] {
        let weights = [self.fit, self.engagement, self.propensity, self.strategic];
        let counted = weights.map(|weight| if weight.is_finite() { weight.max(0.0) } else { 0.0 });
        let largest = counted.into_iter().fold(0.0, f64::max);
        if largest == 0.0 {
            return [0.25; 4];
        }
        // Divided by the largest first: the sum of huge weights would be infinite.
        let scaled = counted.map(|weight| weight / largest);
        let sum: f64 = scaled.iter().sum();
        scaled.map(|weight| weight / sum)
    }

    /// Whether nobody changed anything.
    pub fn are_usual(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(fit: f64, engagement: f64, propensity: f64, strategic: f64) -> [f64; 4] {
        ScoreWeights { fit, engagement, propensity, strategic }.shares()
    }

    #[test]
    fn weights_are_proportions() {
        // Who types 40, 30, 20, 10 means percent; who types 4, 3, 2, 1 means the same.
        assert_eq!(shares(1.0, 1.0, 2.0, 0.0), [0.25, 0.25, 0.5, 0.0]);
        let (percents, tenths) = (shares(40.0, 30.0, 20.0, 10.0), shares(4.0, 3.0, 2.0, 1.0));
        assert!(percents.iter().zip(tenths).all(|(one, other)| (one - other).abs() < 1e-12));
        assert_eq!(ScoreWeights::default().shares(), [0.25; 4]);
    }

    #[test]
    fn odd_weights_leave_a_score() {
        // A cleared or mistyped field must not make every score "not a number".
        assert_eq!(shares(f64::NAN, -3.0, f64::INFINITY, 2.0), [0.0, 0.0, 0.0, 1.0]);
        assert_eq!(shares(0.0, -1.0, f64::NAN, 0.0), [0.25; 4]);
        assert_eq!(shares(f64::MAX, f64::MAX, 0.0, 0.0), [0.5, 0.5, 0.0, 0.0]);
    }
}
