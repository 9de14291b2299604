//! What the map shows besides the plan, as a text to remember.

use crate::session::Data;
use crate::view::map::MapLook;
use crate::view::map_aspect::Aspect;
use crate::view::map_aspect::aspects;

/// The aspects that every project has, and the words they are remembered by.
const ASPECTS: [(Aspect, &str); 7] = [
    (Aspect::Territory, "territory"),
    (Aspect::Today, "today"),
    (Aspect::Moved, "moved"),
    (Aspect::Status, "status"),
    (Aspect::Potential, "potential"),
    (Aspect::Hours, "hours"),
    (Aspect::Score, "score"),
];
/// Before the name of a column.
const COLUMN: &str = "column:";
/// Where nothing is told.
const NOTHING: &str = "none";

impl MapLook {
    /// The choice of layers as a text to remember: a line for each. Which plan is shown is no part of it: one begins with
    /// the plan.
    pub fn text(&self) -> String {
        let aspect = |aspect: Option<&Aspect>| match aspect {
            None => NOTHING.to_owned(),
            Some(Aspect::Column(name)) => format!("{COLUMN}{}", name.replace('\n', " ")),
            Some(known) => ASPECTS.iter().find(|entry| entry.0 == *known).map_or(NOTHING, |entry| entry.1).to_owned(),
        };
        let switches = [self.areas, self.bases, self.moves, self.open, self.competitor, self.tours];
        let switches: String = switches.iter().map(|&on| if on { '1' } else { '0' }).collect();
        let [colour, size, heat] = [Some(&self.colour), self.size.as_ref(), self.heat.as_ref()].map(aspect);
        format!("{colour}\n{size}\n{heat}\n{switches}")
    }

    /// What [`MapLook::text`] wrote. What these data do not have is as usual.
    pub fn remembered(data: &Data, text: &str) -> Self {
        let mut look = Self::default();
        let lines: Vec<&str> = text.lines().collect();
        let [colour, size, heat, switches] = lines[..] else { return look };
        let offered = aspects(data);
        let find = |word: &str, number: bool| {
            let known = ASPECTS.iter().find(|entry| entry.1 == word).map(|entry| entry.0.clone());
            let aspect = known.or_else(|| word.strip_prefix(COLUMN).map(|name| Aspect::Column(name.to_owned())))?;
            let fits = |choice: &&crate::view::AspectChoice| choice.aspect == aspect && (choice.number || !number);
            offered.iter().find(fits).map(|choice| choice.aspect.clone())
        };
        look.colour = find(colour, false).unwrap_or_default();
        if size == NOTHING {
            look.size = None;
        } else if let Some(aspect) = find(size, true) {
            look.size = Some(aspect);
        }
        look.heat = find(heat, true);
        let places =
            [&mut look.areas, &mut look.bases, &mut look.moves, &mut look.open, &mut look.competitor, &mut look.tours];
        // A text from before there was a layer says nothing of it.
        for (place, letter) in places.into_iter().zip(switches.chars()) {
            *place = letter == '1';
        }
        look
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_come_back_as_they_were_left() {
        // Whoever comes back to a project wants to see what was to be seen when the tab was closed.
        let look = MapLook {
            colour: Aspect::Status,
            size: None,
            heat: Some(Aspect::Hours),
            moves: true,
            tours: true,
            bases: false,
            ..MapLook::default()
        };
        assert_eq!(MapLook::remembered(&Data::default(), &look.text()), look);
    }

    #[test]
    fn what_the_data_do_not_have_is_as_usual() {
        // Newer data may lack the column that colours told; a map without colours would look broken.
        let look = MapLook {
            colour: Aspect::Column("Tier".to_owned()),
            size: Some(Aspect::Column("Seats".to_owned())),
            ..MapLook::default()
        };
        assert_eq!(MapLook::remembered(&Data::default(), &look.text()), MapLook::default());
        assert_eq!(MapLook::remembered(&Data::default(), "rubbish"), MapLook::default());
    }
}
