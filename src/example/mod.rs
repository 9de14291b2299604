//! A made-up team, from a seed.
