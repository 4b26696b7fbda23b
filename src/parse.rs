//! One grammar a document. Each takes text and gives the parts it is made of, and
//! what it found odd on the way; it never fails and never drops a word.
//!
//! A [`Part`] is a run of the text with one role in one row; the parts tile the text, so
//! that every character but blanks is in exactly one. Records are made from them
//! elsewhere, and so is the accounting. The grammars know the form of the documents
//! (header words, labels, level marks, dashes), and no name, statement or line of them.

pub mod competencies;
pub mod crosswalk;
mod ending;
pub(crate) mod items;
pub(crate) mod names;
mod statements;

use std::ops::Range;

pub use ending::{BreakOff, Within};

use crate::record::CkcCode;

/// A run of text with one role in one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<R> {
    /// First byte in the text that was parsed.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The row it belongs to, counted from 0; parts before the first row have row 0.
    pub row: u32,
    /// What it is.
    pub role: R,
}

impl<R> Part<R> {
    /// Its byte range, to index the text with.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What a grammar makes of a text.
#[derive(Debug)]
pub struct Parsed<R> {
    /// The parts, in the order of the text.
    pub parts: Vec<Part<R>>,
    /// How many rows they form.
    pub rows: u32,
    /// What is odd.
    pub findings: Vec<Finding>,
    /// Where the text breaks off, if it seems to.
    pub breaks_off: Option<BreakOff>,
}

/// Something odd in a text, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The words it is about.
    pub range: Range<u32>,
    /// What it is.
    pub kind: FindingKind,
}

/// The kinds of oddity that the grammars see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingKind {
    /// A row stands without its name.
    LostName,
    /// A row of a table stands without the id of its competency.
    LostId,
    /// A heading or name was stuck to the end of a statement and parted from it.
    GluedName,
    /// Words after a whole statement that are no CKC item.
    GluedNote,
    /// A statement reads a little differently than most occurrences of its code.
    StatementVariant(CkcCode),
    /// A statement breaks off.
    StatementCut(CkcCode),
    /// A statement is that of another code.
    StatementOfOther(CkcCode, CkcCode),
    /// A statement has little in common with the other occurrences of its code.
    StatementDamaged(CkcCode),
    /// A label is not spelled as it should be.
    LabelMisread,
    /// Words that go on with a field, though nothing says that they belong to it.
    LooseWords,
    /// Words that fit no place in the grammar; kept with the row they stand in.
    Unexpected,
}
