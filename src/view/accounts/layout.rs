//! Which columns of the table are shown, in which order, and which stay in view while the others are scrolled.

use crate::view::accounts::column::AccountColumn;
use crate::view::accounts::column::ColumnInfo;

/// What is shown where nobody chose.
const USUAL: [AccountColumn; 5] =
    [AccountColumn::Place, AccountColumn::Industry, AccountColumn::Rep, AccountColumn::Owner, AccountColumn::Potential];
/// Before a column in the remembered text: it is pinned.
const PIN: char = '!';

/// The columns behind the name, which always stands first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// The columns in order.
    pub columns: Vec<ColumnInfo>,
    /// How many of them, from the first, are pinned: they stay in view.
    pub pinned: usize,
}

impl Layout {
    /// The usual columns, as far as there are such.
    pub fn usual(all: &[ColumnInfo]) -> Self {
        let find = |column| all.iter().find(|info| info.column == column).cloned();
        Self { columns: USUAL.into_iter().filter_map(find).collect(), pinned: 0 }
    }

    /// What was chosen before, as [`Layout::text`] wrote it; columns that are gone are left out.
    pub fn remembered(all: &[ColumnInfo], text: &str) -> Self {
        let find = |line: &str| all.iter().find(|info| info.key == line && can_be_shown(info.column)).cloned();
        let columns: Vec<ColumnInfo> = text.lines().filter_map(|line| find(line.trim_start_matches(PIN))).collect();
        if columns.is_empty() {
            return Self::usual(all);
        }
        let pinned = text.lines().filter(|line| line.starts_with(PIN) && find(line.trim_start_matches(PIN)).is_some());
        Self { pinned: pinned.count(), columns }
    }

    /// The choice as a text to remember: a line for each column.
    pub fn text(&self) -> String {
        let line = |(place, info): (usize, &ColumnInfo)| {
            if place < self.pinned { format!("{PIN}{}", info.key) } else { info.key.clone() }
        };
        self.columns.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Shows a column behind the others, or hides it.
    pub fn toggle(&mut self, info: &ColumnInfo) {
        match self.place(info.column) {
            Some(place) => {
                self.columns.remove(place);
                self.pinned -= usize::from(place < self.pinned);
            }
            None => self.columns.push(info.clone()),
        }
    }

    /// Moves a column one place towards the front, or towards the back.
    pub fn shift(&mut self, column: AccountColumn, forward: bool) {
        let Some(place) = self.place(column) else { return };
        let other = if forward { place.checked_sub(1) } else { Some(place + 1) };
        if let Some(other) = other.filter(|&other| other < self.columns.len()) {
            self.columns.swap(place, other);
        }
    }

    /// Pins a column behind those that are, or lets it go.
    pub fn pin(&mut self, column: AccountColumn) {
        let Some(place) = self.place(column) else { return };
        let info = self.columns.remove(place);
        if place < self.pinned {
            self.pinned -= 1;
            self.columns.insert(self.pinned, info);
        } else {
            self.columns.insert(self.pinned, info);
            self.pinned += 1;
        }
    }

    /// Where a column stands; none where it is hidden.
    pub fn place(&self, column: AccountColumn) -> Option<usize> {
        self.columns.iter().position(|info| info.column == column)
    }

    /// Where each pinned column begins and how wide the whole table is at least, px, behind a name of this width.
    pub fn offsets_px(&self, name_px: u16) -> (Vec<u32>, u32) {
        let mut left = u32::from(name_px);
        let mut offsets = Vec::new();
        for info in &self.columns {
            offsets.push(left);
            left += u32::from(info.width);
        }
        offsets.truncate(self.pinned);
        (offsets, left)
    }
}

/// Whether a column can stand in the table behind the name.
pub fn can_be_shown(column: AccountColumn) -> bool {
    !matches!(column, AccountColumn::Name | AccountColumn::Selected)
}
