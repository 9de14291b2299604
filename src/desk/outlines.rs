//! Territories as areas on the map.

use crate::geo::Point;
use crate::geo::Ring;
use crate::geo::outlines;
use crate::model::Assignment;
use crate::model::Dataset;
use serde_json::Value;
use serde_json::json;

/// Part of the box around all accounts that is added on every side: the map hides what lies outside the regions with
/// accounts, so a territory reaches the border of its state.
const MARGIN: f64 = 0.5;

/// One GeoJSON feature per territory: a multi-polygon with the position, id and name of its rep.
pub fn outline_features(dataset: &Dataset, plan: &Assignment) -> Vec<Value> {
    let accounts = &dataset.accounts;
    let (points, reps): (Vec<Point>, Vec<u16>) = (0..accounts.len())
        .filter_map(|account| {
            let (latitude, longitude) = accounts.place(account)?;
            Some((Point::new(latitude, longitude), plan.rep[account]))
        })
        .unzip();
    let areas = outlines(&points, &reps, dataset.reps.len(), MARGIN);
    areas
        .into_iter()
        .enumerate()
        .filter(|(_, polygons)| !polygons.is_empty())
        .map(|(rep, polygons)| {
            let coordinates: Vec<Value> = polygons
                .iter()
                .map(|polygon| std::iter::once(&polygon.outer).chain(&polygon.holes).map(ring).collect())
                .collect();
            json!({
                "type": "Feature",
                "properties": { "territory": rep, "rep_id": dataset.reps[rep].id, "rep": dataset.reps[rep].name },
                "geometry": { "type": "MultiPolygon", "coordinates": coordinates },
            })
        })
        .collect()
}

/// A ring with coordinates rounded to 11 m: finer than any screen shows a territory.
fn ring(ring: &Ring) -> Value {
    let rounded = |degrees: f64| libm::round(degrees * 1e4) / 1e4;
    ring.iter().map(|&(longitude, latitude)| json!([rounded(longitude), rounded(latitude)])).collect()
}

/// The outlines of a plan's territories as GeoJSON text.
pub fn outline_text(dataset: &Dataset, plan: &Assignment) -> String {
    serde_json::json!({ "type": "FeatureCollection", "features": outline_features(dataset, plan) }).to_string()
}

/// The outlines of today's territories as GeoJSON text.
pub fn outlines_today(dataset: &Dataset) -> String {
    outline_text(dataset, &Assignment { rep: dataset.accounts.owner.clone() })
}
