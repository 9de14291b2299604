//! The versions of a project.

use crate::evaluate::changes;
use crate::evaluate::gap_percent;
use crate::model::OPEN;
use crate::rules::Excluded;
use crate::scenario::Origin;
use crate::scenario::Project;
use crate::scenario::Revision;
use crate::scenario::label_shown;
use crate::scenario::note_shown;
use crate::session::Session;
use crate::session::Side;
use crate::units::at_most;
use crate::units::grouped;
use crate::view::LimitsMark;
use crate::view::mark_in_force;

/// One version.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "marks that do not depend on each other")]
pub struct VersionRow {
    /// Number; of the plan that is edited that of the version it came from.
    pub id: u32,
    /// `Version 3`.
    pub label: String,
    /// What it is.
    pub note: String,
    /// Where it came from.
    pub origin: Origin,
    /// Milliseconds since 1970.
    pub made_at: f64,
    /// Objective: `12.31 %`.
    pub objective: String,
    /// `≤ 0.4 %`, `—`.
    pub proof: String,
    /// How it stands with the limits in force, whatever rules it was made under; none while that is not known.
    pub limits: Option<LimitsMark>,
    /// Accounts that leave the rep they have today.
    pub moved: String,
    /// The same as a part of the accounts with a rep today: `12 %`.
    pub moved_share: String,
    /// `seed 1, 2 lanes, 400 steps`; "" where it was not searched.
    pub made_by: String,
    /// Whether it is the plan being worked on.
    pub current: bool,
    /// Whether it is that plan, edited since the version it came from: no version yet.
    pub edited: bool,
    /// Whether it was chosen: a decision says why.
    pub chosen: bool,
    /// Whether it was made under other rules or locks than those in force: its figures are not theirs.
    pub other_rules: bool,
    /// Whether it breaks limits of the other rules that it was made under.
    pub breaks_own: bool,
}

/// All versions, newest first; before them the plan that is open, where it was edited since.
pub fn versions(session: &Session) -> Vec<VersionRow> {
    let Some(project) = &session.project else { return Vec::new() };
    let edited = project.edited().then(|| edited_row(session, project));
    let is_open = edited.is_none();
    let row = |revision| {
        let row = version_row(session, project, revision);
        VersionRow { current: row.current && is_open, ..row }
    };
    edited.into_iter().chain(project.versions().rev().map(row)).collect()
}

/// The plan that is open, as far as it is another one than the version it came from.
fn edited_row(session: &Session, project: &Project) -> VersionRow {
    let judged = session.judgement.as_ref().filter(|judged| judged.version == project.version);
    let plan = Revision {
        origin: Origin::Kept,
        settings: project.settings.clone(),
        assignment: project.working.clone(),
        dataset: project.dataset.clone(),
        objective: judged.map_or(f64::NAN, |judged| judged.plan.objective),
        breaches: judged.map_or(0, |judged| judged.plan.breaches as u32),
        proof: None,
        ..project.revision().clone()
    };
    VersionRow {
        limits: mark_in_force(session, Side::Working),
        label: project.open_name(),
        note: say!("not kept as a version").to_owned(),
        edited: true,
        chosen: false,
        ..version_row(session, project, &plan)
    }
}

/// One of them.
pub fn version_row(session: &Session, project: &Project, revision: &Revision) -> VersionRow {
    // As the figure "Accounts that move": an account that nobody has is given, not moved.
    let excluded =
        session.data.as_ref().map(|data| Excluded::of(&revision.settings.rules, &data.dataset)).unwrap_or_default();
    let owners = excluded.leave_out(project.today());
    let owned = owners.rep.iter().filter(|rep| **rep != OPEN).count();
    let changed = changes(&owners, &excluded.leave_out(&revision.assignment));
    let moved = changed.iter().filter(|change| change.from != OPEN).count();
    let gap = revision.proof.as_ref().map(|proof| gap_percent(revision.objective, proof.bound));
    let today = session.judgement.as_ref().map(|judged| &judged.today);
    let objective = match revision.origin {
        Origin::Today => today.map_or(f64::NAN, |today| today.objective),
        _ => revision.objective,
    };
    let earlier = revision.dataset != project.dataset;
    let note = note_shown(revision);
    let other_rules = revision.origin != Origin::Today && revision.settings != project.settings;
    let limits = mark_in_force(session, Side::Version(revision.id));
    // Where limits in force are broken, its own are mostly the same ones: told once.
    let breaks_own = other_rules && revision.breaches > 0 && limits.as_ref().is_none_or(|mark| mark.kept);
    VersionRow {
        id: revision.id,
        label: label_shown(&revision.label),
        note: if earlier { say!("{note}; made for earlier data", note) } else { note },
        origin: revision.origin,
        made_at: revision.made_at,
        objective: if objective.is_finite() { format!("{} %", grouped(objective, 2)) } else { "—".to_owned() },
        proof: at_most(gap.filter(|_| revision.breaches == 0)),
        limits,
        moved: grouped(moved as f64, 0),
        moved_share: format!("{} %", grouped(moved as f64 * 100.0 / owned.max(1) as f64, 0)),
        made_by: if revision.origin == Origin::Optimised {
            let steps = grouped(revision.steps as f64, 0);
            say!(
                "seed {seed}, {lanes} lanes, {steps} steps, engine {engine}",
                seed = revision.seed,
                lanes = revision.lanes,
                steps,
                engine = revision.engine
            )
        } else {
            String::new()
        },
        current: revision.id == project.current,
        edited: false,
        chosen: project.decision(revision.id).is_some(),
        other_rules,
        breaks_own,
    }
}
