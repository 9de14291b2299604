//! Bytes become tables, tables become drafts.
