//! Where names stand beside dots: beside their own one, over no other dot and no other name.

use crate::view::scenario_charts::Written;
use crate::view::scenario_charts::width_of;

/// Height of a line, px.
const LINE: f64 = 15.0;
/// From the middle of a dot to its name, px.
const BESIDE: f64 = 9.0;
/// How much farther away a name is tried, with a line to its dot, px.
const FARTHER: [f64; 4] = [0.0, 12.0, 24.0, 36.0];
/// Half of what a dot takes, px.
const DOT: f64 = 7.0;
/// Towards the right, the left, above, below, and aslant: for how much of the distance, and which part of the text stands there.
const WAYS: [(f64, f64, &str); 8] = [
    (1.0, 0.0, "start"),
    (-1.0, 0.0, "end"),
    (0.0, -1.0, "middle"),
    (0.0, 1.0, "middle"),
    (0.8, -0.8, "start"),
    (0.8, 0.8, "start"),
    (-0.8, -0.8, "end"),
    (-0.8, 0.8, "end"),
];

/// Left, upper, right and lower edge.
pub(super) type Space = [f64; 4];

/// A name beside its dot.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedName {
    /// Where it stands, and what it says.
    pub text: Written,
    /// A line from the dot to a name farther away; "" where it stands beside it.
    pub lead: String,
}

/// Places names beside dots, those of `order` first; none for a name that finds no room.
pub(super) fn place_names(
    names: &[String],
    dots: &[(f64, f64)],
    order: &[usize],
    frame: Space,
) -> Vec<Option<PlacedName>> {
    let mut taken: Vec<Space> = dots.iter().map(|(x, y)| [x - DOT, y - DOT, x + DOT, y + DOT]).collect();
    let mut placed = vec![None; dots.len()];
    for &at in order {
        placed[at] = place(&names[at], dots[at], at, &mut taken, frame);
    }
    placed
}

fn place(name: &str, dot: (f64, f64), own: usize, taken: &mut Vec<Space>, frame: Space) -> Option<PlacedName> {
    for farther in FARTHER {
        for (right, down, anchor) in WAYS {
            let away = BESIDE + farther;
            // Above and below there is the height of the line between the dot and the middle of the text.
            let (x, y) = (dot.0 + right * away, dot.1 + down * (away + 4.0));
            let space = space(name, (x, y), anchor);
            let lead = Lead { from: (dot.0 + right * DOT, dot.1 + down * DOT), way: (right, down), length: farther };
            let free = |(at, other): (usize, &Space)| at == own || !(meets(space, *other) || lead.meets(*other));
            if is_inside(space, frame) && taken.iter().enumerate().all(free) {
                taken.push(space);
                taken.extend(lead.space());
                let text = (x, y + 4.0, anchor, name.to_owned());
                return Some(PlacedName { text, lead: lead.path() });
            }
        }
    }
    None
}

/// A line from a dot to its name.
struct Lead {
    from: (f64, f64),
    way: (f64, f64),
    length: f64,
}

impl Lead {
    fn at(&self, part: f64) -> (f64, f64) {
        (self.from.0 + self.way.0 * self.length * part, self.from.1 + self.way.1 * self.length * part)
    }

    /// Whether it passes through something.
    fn meets(&self, space: Space) -> bool {
        self.length > 0.0
            && (0..=8_u8).map(|step| self.at(f64::from(step) / 8.0)).any(|(x, y)| meets([x, y, x, y], space))
    }

    /// What it takes; none where the name stands beside its dot.
    fn space(&self) -> Option<Space> {
        let (from, to) = (self.at(0.0), self.at(1.0));
        let (left, right) = (from.0.min(to.0) - 1.0, from.0.max(to.0) + 1.0);
        (self.length > 0.0).then(|| [left, from.1.min(to.1) - 1.0, right, from.1.max(to.1) + 1.0])
    }

    fn path(&self) -> String {
        if self.length <= 0.0 {
            return String::new();
        }
        let (from, to) = (self.at(0.0), self.at(1.0));
        format!("M{:.1} {:.1}L{:.1} {:.1}", from.0, from.1, to.0, to.1)
    }
}

/// What a text takes whose middle line is at a height.
fn space(text: &str, (x, y): (f64, f64), anchor: &str) -> Space {
    let width = width_of(text);
    let left = match anchor {
        "start" => x,
        "end" => x - width,
        _ => x - width / 2.0,
    };
    [left, y - LINE / 2.0, left + width, y + LINE / 2.0]
}

/// Whether two spaces have something in common.
fn meets(one: Space, other: Space) -> bool {
    one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1]
}

fn is_inside(space: Space, frame: Space) -> bool {
    space[0] >= frame[0] && space[1] >= frame[1] && space[2] <= frame[2] && space[3] <= frame[3]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cover_no_dot_and_no_other_name() {
        // A name over another dot would be read as that one's.
        let dots = [(300.0, 150.0), (312.0, 150.0), (300.0, 158.0), (620.0, 40.0), (300.0, 150.0)];
        let names = vec!["Full re-optimisation".to_owned(); dots.len()];
        let frame = [58.0, 20.0, 640.0, 300.0];
        let placed = place_names(&names, &dots, &[3, 0, 1, 2, 4], frame);
        let spaces: Vec<Space> = placed
            .iter()
            .flatten()
            .map(|name| {
                let (x, y, anchor, text) = &name.text;
                space(text, (*x, *y - 4.0), anchor)
            })
            .collect();
        assert_eq!(spaces.len(), dots.len(), "there is room for all: {placed:?}");
        assert_eq!(placed[3].as_ref().map(|name| name.text.2), Some("end"), "there is no room on its right");
        for (at, one) in spaces.iter().enumerate() {
            assert!(is_inside(*one, frame));
            for (other_at, other) in spaces.iter().enumerate() {
                assert!(at == other_at || !meets(*one, *other), "{one:?} {other:?}");
            }
            for (dot, (x, y)) in dots.iter().enumerate() {
                let of = [x - 4.0, y - 4.0, x + 4.0, y + 4.0];
                assert!(!meets(*one, of), "name {at} over dot {dot}");
            }
        }
        for name in placed.iter().flatten().filter(|name| !name.lead.is_empty()) {
            let ends: Vec<f64> = name.lead.split(['M', 'L', ' ']).filter_map(|number| number.parse().ok()).collect();
            let [x, y, to_x, to_y] = ends[..] else { panic!("{}", name.lead) };
            let middle =
                [f64::midpoint(x, to_x), f64::midpoint(y, to_y), f64::midpoint(x, to_x), f64::midpoint(y, to_y)];
            assert!(spaces.iter().all(|space| !meets(middle, *space)), "a line through a name: {}", name.lead);
        }
        let narrow = place_names(&names, &dots, &[0, 1, 2, 3, 4], [280.0, 130.0, 420.0, 170.0]);
        assert!(narrow.iter().any(Option::is_none), "what finds no room is not drawn over others");
    }
}
