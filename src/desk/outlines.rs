//! Territories as areas on the map.

use crate::geo::Outliner;
use crate::geo::Point;
use crate::geo::Polygon;
use crate::geo::Ring;
use crate::model::Assignment;
use crate::model::Dataset;
use crate::rules::Excluded;
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

/// Part of the box around all accounts that is added on every side: the map hides what lies outside the regions with
/// accounts, so a territory reaches the border of its state.
const MARGIN: f64 = 0.5;

/// The territories of a dataset, drawn again and again while a plan is edited.
pub struct Territories {
    dataset: Arc<Dataset>,
    /// The accounts with a place.
    placed: Vec<u32>,
    outliner: Outliner,
}

/// A territory as `GeoJSON` has it (RFC 7946): a multi-polygon with the position, id and name of its rep.
#[derive(Serialize)]
struct Feature<'d> {
    r#type: &'static str,
    properties: Properties<'d>,
    geometry: Geometry,
}

#[derive(Serialize)]
struct Properties<'d> {
    territory: usize,
    rep_id: &'d str,
    rep: &'d str,
}

#[derive(Serialize)]
struct Geometry {
    r#type: &'static str,
    coordinates: Vec<Vec<Vec<[f64; 2]>>>,
}

impl Territories {
    /// Gets ready to draw plans of a dataset, as if excluded accounts were not there: none has an area to itself.
    pub fn new(dataset: Arc<Dataset>, excluded: &Excluded) -> Self {
        let counted = (0..dataset.accounts.len()).filter(|account| !excluded.contains(*account));
        let places = counted.filter_map(|account| {
            let (latitude, longitude) = dataset.accounts.place(account)?;
            Some((account as u32, Point::new(latitude, longitude)))
        });
        let (placed, points): (Vec<u32>, Vec<Point>) = places.unzip();
        Self { dataset, placed, outliner: Outliner::new(&points, MARGIN) }
    }

    /// The territory of each rep as a `GeoJSON` feature, empty for one without a place on the map; `None` where it is as
    /// drawn before.
    pub fn draw(&mut self, plan: &Assignment) -> Vec<Option<String>> {
        let dataset = self.dataset.clone();
        let written = |feature: Option<Feature>| {
            feature.map_or_else(String::new, |feature| serde_json::to_string(&feature).unwrap_or_default())
        };
        let areas = self.areas(plan).into_iter().enumerate();
        areas.map(|(rep, area)| area.map(|polygons| written(feature(&dataset, rep, &polygons)))).collect()
    }

    fn areas(&mut self, plan: &Assignment) -> Vec<Option<Vec<Polygon>>> {
        let label: Vec<u16> = self.placed.iter().map(|account| plan.rep[*account as usize]).collect();
        self.outliner.draw(&label, self.dataset.reps.len())
    }
}

fn feature<'d>(dataset: &'d Dataset, rep: usize, polygons: &[Polygon]) -> Option<Feature<'d>> {
    let coordinates =
        polygons.iter().map(|polygon| std::iter::once(&polygon.outer).chain(&polygon.holes).map(ring).collect());
    let facts = &dataset.reps[rep];
    (!polygons.is_empty()).then(|| Feature {
        r#type: "Feature",
        properties: Properties { territory: rep, rep_id: &facts.id, rep: &facts.name },
        geometry: Geometry { r#type: "MultiPolygon", coordinates: coordinates.collect() },
    })
}

/// A ring with coordinates rounded to 11 m: finer than any screen shows a territory.
fn ring(ring: &Ring) -> Vec<[f64; 2]> {
    let rounded = |degrees: f64| libm::round(degrees * 1e4) / 1e4;
    ring.iter().map(|&(longitude, latitude)| [rounded(longitude), rounded(latitude)]).collect()
}

/// One `GeoJSON` feature per territory of a plan.
pub fn outline_features(dataset: &Arc<Dataset>, excluded: &Excluded, plan: &Assignment) -> Vec<Value> {
    let areas = Territories::new(dataset.clone(), excluded).areas(plan).into_iter().enumerate();
    let features = areas.filter_map(|(rep, area)| feature(dataset, rep, &area?));
    features.filter_map(|feature| serde_json::to_value(feature).ok()).collect()
}

/// The territories of today, as [`Territories::draw`] has them.
pub fn outlines_today(dataset: &Arc<Dataset>) -> Vec<String> {
    let today = Assignment { rep: dataset.accounts.owner.clone() };
    Territories::new(dataset.clone(), &Excluded::default())
        .draw(&today)
        .into_iter()
        .map(Option::unwrap_or_default)
        .collect()
}
