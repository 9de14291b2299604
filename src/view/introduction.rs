//! The introduction: what stands where on the screens, a stop each.

/// One stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Where on the page, a CSS selector.
    pub place: &'static str,
    /// What it is.
    pub title: &'static str,
    /// What to do with it, two sentences at most.
    pub text: &'static str,
}

/// All stops, in order; those whose place is not on the page are passed by.
pub const STOPS: [Stop; 8] = [
    Stop {
        place: ".dropzone",
        title: "Begin with your lists",
        text: "Drop what your CRM exports anywhere on the page. Every column is recognised, every doubt is listed with its row.",
    },
    Stop {
        place: ".plan > .stats",
        title: "What the plan is worth",
        text: "First the proof: how far the best possible plan can be at most. Beside it what counts, each with today.",
    },
    Stop {
        place: ".map-panel",
        title: "Territories on the map",
        text: "A dot is an account in the colour of its rep. Choose one, or draw a lasso around many, to see why and to assign.",
    },
    Stop {
        place: "#table-panel",
        title: "The same as tables",
        text: "Every territory against its target and today, every account with its rep. What is selected here is selected on the map.",
    },
    Stop {
        place: ".rail-link[href='#/rules']",
        title: "Rules",
        text: "What matters and what must not happen: weights, limits, locks. Each says how many accounts it touches.",
    },
    Stop {
        place: "[data-introduction=optimize]",
        title: "Optimize",
        text: "Looks for the best plan under your rules while you go on working. The result is a new version, never over your work.",
    },
    Stop {
        place: ".rail-link[href='#/scenarios']",
        title: "Scenarios",
        text: "Versions side by side, and what more of one objective costs in another.",
    },
    Stop {
        place: ".topbar [aria-label=Help]",
        title: "Keys and words",
        text: "All keys and every word of the screens. Press ? at any time; the introduction is there, too.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_is_read_in_a_breath() {
        // Whoever starts wants to work, not to read.
        for stop in STOPS {
            assert!(stop.text.ends_with('.') && stop.text.len() < 130, "{}", stop.title);
        }
    }
}
