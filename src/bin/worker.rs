//! Entry of the workers.

fn main() {
    #[cfg(target_arch = "wasm32")]
    evenfield::browser::serve();
}
