//! Distances, neighbours, outlines.
