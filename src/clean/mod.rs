//! Drafts become the dataset.
