//! The screen, the workers, the store.
