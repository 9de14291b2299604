//! How many reps attain how much of their quota, in two plans.

use crate::session::Session;
use crate::units::counted;
use crate::view::charts::Drawing;
use crate::view::charts::spread::Bins;
use crate::view::charts::spread::Scale;
use crate::view::charts::spread::draw;
use crate::view::charts::spread::twin;

/// Bars for both plans that are compared, one before the other. None before the judge has spoken, and where no rep has a
/// quota.
pub fn attainment_chart(session: &Session, width: f64) -> Option<Drawing> {
    let (_, compared) = session.comparison.found.as_ref()?;
    let from_quota = compared.reps.each_ref().map(|reps| {
        let attained = reps.iter().filter_map(|rep| rep.attainment);
        attained.map(|attainment| attainment - 1.0).collect::<Vec<f64>>()
    });
    let [before, after] = &from_quota;
    if before.is_empty() && after.is_empty() {
        return None;
    }
    let scale = Scale {
        zero: 1.0,
        words: [say!("before"), say!("after")],
        counted: |count| counted(count, "rep"),
        title: say!("of the quota; height: reps"),
    };
    let bins = Bins::new(before, after);
    let mut drawing = draw(&bins, &scale, None, width);
    let reaching = |reps: &[f64]| reps.iter().filter(|from_quota| **from_quota >= 0.0).count();
    drawing.label = say!(
        "Expected revenue as part of the quota: before {before} of {all} reps reach it, after {after} of {others}.",
        before = reaching(before),
        all = before.len(),
        after = reaching(after),
        others = after.len()
    );
    drawing.twin = twin(&bins, &scale, [say!("Of the quota"), say!("Reps before"), say!("Reps after")]);
    Some(drawing)
}
