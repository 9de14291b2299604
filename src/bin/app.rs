//! Entry of `app`.

fn main() {}
