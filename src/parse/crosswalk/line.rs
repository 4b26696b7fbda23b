//! What one line of a crosswalk holds.

use std::ops::Range;

use super::names::{Entry, Split};

/// What a line holds.
#[derive(Default)]
pub(super) struct Line {
    pub(super) area: Option<Range<usize>>,
    pub(super) slots: Vec<Slot>,
    pub(super) groups: Vec<Group>,
    pub(super) notes: Vec<Range<usize>>,
    /// Rows stuck to the last statement.
    pub(super) after: Option<Split>,
}

/// Codes of one line that rise, and the row's name stuck to the statement before them.
pub(super) struct Group {
    pub(super) glued: Option<Split>,
    pub(super) items: Range<usize>,
}

/// A place of the second column: words that go on, or the start of a row.
pub(super) enum Slot {
    Lead(Range<usize>),
    Entry(Entry),
}

impl Slot {
    pub(super) fn into_entry(self) -> Option<Entry> {
        match self {
            Self::Entry(entry) => Some(entry),
            Self::Lead(_) => None,
        }
    }
}
