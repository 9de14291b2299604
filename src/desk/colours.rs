//! A colour for every rep, so that neighbours differ.

use crate::geo::Point;
use crate::geo::colouring;
use crate::geo::neighbours;
use crate::model::Dataset;

/// Colours of the palette.
pub const COLOURS: usize = 10;

/// A colour per rep from today's territories: stable from version to version, different for neighbours.
pub fn colours(dataset: &Dataset) -> Vec<u8> {
    let reps = dataset.reps.len();
    if reps <= COLOURS {
        return (0..reps as u8).collect();
    }
    let accounts = &dataset.accounts;
    let (points, owners): (Vec<Point>, Vec<u16>) = (0..accounts.len())
        .filter_map(|account| {
            let (latitude, longitude) = accounts.place(account)?;
            Some((Point::new(latitude, longitude), accounts.owner[account]))
        })
        .unzip();
    colouring(reps, &neighbours(&points, &owners, reps), COLOURS)
}
