//! What a person takes away.
