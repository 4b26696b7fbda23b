//! What a grammar makes of a text: parts that tile it, and what it found odd on the way.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::record::{CkcCode, CompetencyId};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FindingKind {
    /// A row has no name.
    LostName,
    /// A row of a table has no competency id.
    LostId,
    /// A heading or name was stuck to the end of a statement and separated from it.
    GluedName,
    /// Words after a whole statement that are not a CKC item.
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
    /// Words that fit no place in the grammar; kept with the row they are in.
    Unexpected,
}

/// Where a text breaks off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreakOff {
    /// The last words.
    pub range: Range<u32>,
    /// What they are a piece of.
    pub within: Within,
}

/// What a text breaks off in the middle of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Within {
    /// A competency's row: `IECMHC Endorsement Competency: Adm`.
    Competency(CompetencyId),
    /// The id that begins a row, `7B`, or the legend before a section.
    Section,
    /// A knowledge area's row: `Program management (IMHM) Identifies opportunities`.
    KnowledgeArea,
    /// The statement of a CKC item, `2.2 – Communicates regu`.
    Statement(CkcCode),
    /// The code of a CKC item, `2.`.
    Code,
    /// The file, as its last bytes show, whatever its words do.
    File,
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Competency(id) => write!(f, "a row of {id}"),
            Self::Section => f.write_str("the beginning of a section or row"),
            Self::KnowledgeArea => f.write_str("the row of a knowledge area"),
            Self::Statement(code) => write!(f, "the statement of {code}"),
            Self::Code => f.write_str("the code of a CKC item"),
            Self::File => f.write_str("the file"),
        }
    }
}
