//! Entry of `worker`.

fn main() {}
