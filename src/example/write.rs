//! Writes the two files. No value holds a comma or a quote, so no cell needs quoting.

use crate::example::accounts::AccountRow;
use crate::example::reps::INDUSTRIES;
use crate::example::reps::RepRow;

const ACCOUNT_HEADER: &str = "id,name,parent_id,owner,status,city,state,country,latitude,longitude,industry,segment,\
employees,annual_revenue,current_revenue,potential,service_hours,visits_per_year,complexity,relationship,engagement,\
product_fit,contract_end,locked";

const REP_HEADER: &str = "id,name,email,city,state,country,latitude,longitude,capacity_hours,start_date,ramp,skills,\
segments,regions,remote,quota";

/// Growth that quotas ask for.
const GROWTH: f64 = 1.08;

fn account_id(position: usize) -> String {
    format!("A{:05}", position + 1)
}

/// The accounts file.
pub(super) fn accounts_csv(rows: &[AccountRow], reps: &[RepRow]) -> String {
    let mut out = String::with_capacity(rows.len() * 180 + 300);
    out.push_str(ACCOUNT_HEADER);
    for (position, row) in rows.iter().enumerate() {
        let city = row.place.city;
        let cells = [
            account_id(position),
            row.name.clone(),
            row.parent.map(account_id).unwrap_or_default(),
            reps[row.owner].id.clone(),
            if row.revenue > 0.0 { "customer" } else { "prospect" }.to_owned(),
            city.name.to_owned(),
            city.state.to_owned(),
            "US".to_owned(),
            format!("{:.5}", row.place.point.latitude),
            format!("{:.5}", row.place.point.longitude),
            INDUSTRIES[row.industry].to_owned(),
            row.segment().to_owned(),
            format!("{:.0}", row.employees),
            format!("{:.0}", row.annual_revenue),
            format!("{:.0}", row.revenue),
            format!("{:.0}", row.potential),
            format!("{:.1}", row.service_hours),
            format!("{:.0}", row.visits),
            format!("{:.1}", row.complexity),
            format!("{:.2}", row.relationship),
            format!("{:.2}", row.engagement),
            format!("{:.2}", row.product_fit),
            row.contract_end.clone(),
            if row.is_locked { "yes" } else { "no" }.to_owned(),
        ];
        push_row(&mut out, &cells);
    }
    out.push('\n');
    out
}

/// The reps file; `total` is what the accounts pay a year.
pub(super) fn reps_csv(total: f64, reps: &[RepRow]) -> String {
    let hours: f64 = reps.iter().map(|rep| rep.capacity_hours * rep.ramp).sum();
    let goal = total * GROWTH;
    let mut out = String::from(REP_HEADER);
    for rep in reps {
        let quota = goal * rep.capacity_hours * rep.ramp / hours;
        let cells = [
            rep.id.clone(),
            rep.name.clone(),
            format!("{}@evenfield.example", rep.name.to_lowercase().replace(' ', ".")),
            rep.city.name.to_owned(),
            rep.city.state.to_owned(),
            "US".to_owned(),
            format!("{:.4}", rep.city.latitude),
            format!("{:.4}", rep.city.longitude),
            format!("{:.0}", rep.capacity_hours),
            rep.start_date.clone(),
            format!("{:.1}", rep.ramp),
            rep.skills.join("|"),
            rep.segments.to_owned(),
            String::new(),
            if rep.remote { "yes" } else { "no" }.to_owned(),
            format!("{:.0}", (quota / 1e4).round() * 1e4),
        ];
        push_row(&mut out, &cells);
    }
    out.push('\n');
    out
}

fn push_row(out: &mut String, cells: &[String]) {
    out.push('\n');
    out.push_str(&cells.join(","));
}
