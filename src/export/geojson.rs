//! Accounts and territories for any map program (RFC 7946).

use crate::model::Assignment;
use crate::model::Dataset;
use crate::rules::Excluded;
use serde_json::Value;
use serde_json::json;

/// A feature collection: one point per placed account, then the outlines of the territories.
/// Nobody has an account that is excluded; that is not told as a change.
pub fn geojson(dataset: &Dataset, plan: &Assignment, excluded: &Excluded, outlines: Vec<Value>) -> Vec<u8> {
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
                "changes": accounts.owner[account] != plan.rep[account] && !excluded.contains(account),
                "excluded": excluded.contains(account),
            },
            "geometry": { "type": "Point", "coordinates": [longitude, latitude] },
        }))
    });
    let features: Vec<Value> = points.chain(outlines).collect();
    json!({ "type": "FeatureCollection", "features": features }).to_string().into_bytes()
}
