//! Project, versions, edits and their inverses.
