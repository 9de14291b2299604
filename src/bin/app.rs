//! Entry of the page and of its workers.

fn main() {
    #[cfg(target_arch = "wasm32")]
    evenfield::browser::begin();
}
