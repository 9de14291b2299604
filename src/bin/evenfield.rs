//! Entry of `evenfield`.

fn main() {}
