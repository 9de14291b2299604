//! The kinds of change that the form of a what-if offers.

use crate::what_if::WhatIf;

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeKind {
    /// Its name in files.
    pub id: &'static str,
    /// Name on the screen.
    pub title: &'static str,
    /// What it does, a sentence.
    pub help: &'static str,
}

/// The kinds that are offered, those of the team first.
pub const CHANGE_KINDS: [ChangeKind; 13] = [
    ChangeKind {
        id: "add-reps",
        title: "More reps",
        help: "New reps who sell in full from the first day, with the hours of the middle rep. The planner proposes where they live: \
               where a rep more improves the plan most.",
    },
    ChangeKind { id: "lose-reps", title: "Reps leave", help: "Named reps leave for good; others take over." },
    ChangeKind {
        id: "lose-some",
        title: "Fewer reps",
        help: "So many reps leave for good: those whose leaving breaks the fewest relationships (least revenue x relationship \
               today).",
    },
    ChangeKind {
        id: "leave",
        title: "Leave of absence",
        help: "A rep is away for some months of the year and has the hours that are left.",
    },
    ChangeKind {
        id: "new-office",
        title: "New office",
        help: "Named reps drive from another base, and new ones may come who live there.",
    },
    ChangeKind {
        id: "merge-territories",
        title: "Merge two territories",
        help: "One rep takes over the accounts of another, who is gone.",
    },
    ChangeKind {
        id: "split-territory",
        title: "Split a territory",
        help: "A new rep takes half of the potential, on one side of a line across the territory.",
    },
    ChangeKind {
        id: "market",
        title: "Market shift",
        help: "The potential of all accounts with a value grows or shrinks. Growth is to be won; where it shrinks, today's \
               revenue falls in proportion.",
    },
    ChangeKind {
        id: "new-product",
        title: "New product",
        help: "A segment could pay more, and perhaps only reps with a skill can sell to it.",
    },
    ChangeKind {
        id: "acquire",
        title: "Acquired customers",
        help: "The accounts of a second file come without a rep, such as those of a competitor.",
    },
    ChangeKind {
        id: "specialise",
        title: "Specialise by",
        help: "Each larger group of accounts gets reps of its own: those who have most of it today, as many as its share of \
               the potential. Smaller groups are anybody's. The move limit and the balance window do not count.",
    },
    ChangeKind { id: "weight", title: "Weight of an objective", help: "An objective counts more or less." },
    ChangeKind {
        id: "parameter",
        title: "Number of a rule",
        help: "A tolerance or another number of a rule in force becomes another one.",
    },
];

/// The kind of a change.
pub fn kind_of(what_if: &WhatIf) -> ChangeKind {
    let id = match what_if {
        WhatIf::AddReps { .. } => "add-reps",
        WhatIf::LoseReps { .. } => "lose-reps",
        WhatIf::LoseSome { .. } => "lose-some",
        WhatIf::Leave { .. } => "leave",
        WhatIf::Acquire { .. } => "acquire",
        WhatIf::NewProduct { .. } => "new-product",
        WhatIf::Market { .. } => "market",
        WhatIf::MergeTerritories { .. } => "merge-territories",
        WhatIf::SplitTerritory { .. } => "split-territory",
        WhatIf::Weight { .. } => "weight",
        WhatIf::Parameter { .. } => "parameter",
        WhatIf::NewOffice { .. } => "new-office",
        WhatIf::Specialise { .. } => "specialise",
    };
    CHANGE_KINDS.into_iter().find(|kind| kind.id == id).unwrap_or(CHANGE_KINDS[0])
}
