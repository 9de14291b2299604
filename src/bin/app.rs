//! Entry of the page.

fn main() {
    #[cfg(target_arch = "wasm32")]
    evenfield::browser::start();
}
