//! Accounts and territories for any map program (RFC 7946).

use crate::model::Assignment;
use crate::model::Dataset;
use serde_json::Value;
use serde_json::json;

/// A feature collection: one point per placed account, then the outlines of the territories.
pub fn geojson(dataset: &Dataset, plan: &Assignment, outlines: Vec<Value>) -> Vec<u8> {
    let accounts = &dataset.accounts;
    let rep = |index: u16| dataset.reps.get(index as usize).map(|rep| rep.name.as_str());
    let points = (0..accounts.len()).filter_map(|account| {
        let (latitude, longitude) = accounts.place(account)?;
        Some(json!({
            "type": "Feature",
            "properties": {
                "id": accounts.id.get(account),
                "name": accounts.name.get(account),
                "old_owner": rep(accounts.owner[account]),
                "new_owner": rep(plan.rep[account]),
                "changes": accounts.owner[account] != plan.rep[account],
            },
            "geometry": { "type": "Point", "coordinates": [longitude, latitude] },
        }))
    });
    let features: Vec<Value> = points.chain(outlines).collect();
    json!({ "type": "FeatureCollection", "features": features }).to_string().into_bytes()
}
