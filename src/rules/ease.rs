//! The numbers by which a limit can be eased.

use crate::model::RuleSetting;
use crate::model::Value;
use crate::rules::Card;
use crate::rules::Params;
use crate::rules::Shape;

/// A parameter that can give way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ease {
    /// Key of the parameter.
    pub key: &'static str,
    /// In which direction the limit allows more.
    pub way: Way,
    /// What the limit allows, in words; `{}` is the number with its unit: `{} of what there is may change hands`.
    pub words: &'static str,
}

/// In which direction a limit allows more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Larger numbers allow more.
    Up,
    /// Smaller numbers allow more.
    Down,
}

impl Ease {
    /// The number that a setting has.
    pub fn set(&self, card: &'static Card, setting: &RuleSetting) -> f64 {
        Params::new(card, &setting.params).number(self.key)
    }

    /// The number beyond which the parameter cannot be eased.
    pub fn end(&self, card: &Card) -> f64 {
        match (card.param(self.key).map(|param| &param.shape), self.way) {
            (Some(Shape::Number { max, .. }), Way::Up) => *max,
            (Some(Shape::Number { min, .. }), Way::Down) => *min,
            _ => 0.0,
        }
    }

    /// The unit of the number.
    pub fn unit(&self, card: &Card) -> &'static str {
        match card.param(self.key).map(|param| &param.shape) {
            Some(Shape::Number { unit, .. }) => unit,
            _ => "",
        }
    }

    /// The step in which a person would set the number: tenths of a percent, or whole ones.
    pub fn step(&self, card: &Card) -> f64 {
        1.0 / self.steps_per_one(card)
    }

    fn steps_per_one(&self, card: &Card) -> f64 {
        if self.unit(card) == "%" { 10.0 } else { 1.0 }
    }

    /// The nearest number in such steps that allows no less.
    pub fn rounded(&self, card: &Card, number: f64) -> f64 {
        let per_one = self.steps_per_one(card);
        match self.way {
            Way::Up => libm::ceil(number * per_one - 1e-6) / per_one,
            Way::Down => libm::floor(number * per_one + 1e-6) / per_one,
        }
    }

    /// A setting with another number.
    #[must_use]
    pub fn with(&self, setting: &RuleSetting, number: f64) -> RuleSetting {
        let mut eased = setting.clone();
        eased.params.insert(self.key.to_owned(), Value::Number(number));
        eased
    }
}
