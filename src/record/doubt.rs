//! Why a record or a list may be wrong or incomplete.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::CkcCode;
use crate::source::Span;

/// Why a record that was read may be wrong, and where. It goes with every answer that rests on the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The reason for the doubt.
    pub reason: Reason,
    /// The printed words that show it.
    pub span: Span,
}

/// The reason for a doubt; displayed as a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reason {
    /// A row has no name.
    NameLost,
    /// A table without the heading of an area.
    AreaLost,
    /// `Page 1 of 31` as an area's heading.
    AreaOdd,
    /// `family-centered practice Demonstrates` as a name: it is cut, or holds words of something else.
    NameOdd,
    /// `capacity to listen` as a definition: its beginning is missing, or it holds words of another row.
    DefinitionOdd,
    /// A name and a definition, and then another name.
    NoList,
    /// `I.3 - Encourages …` among the words that are not a CKC item.
    CodeInNote,
    /// `1.1 0 - Facilitates …`: the code goes on after a blank.
    CodeBroken,
    /// The next row begins with words that may be this one's.
    NextRowWithin,
    /// Words of two columns with one blank between them.
    ColumnsCross,
    /// A row after such words, in the same area: its own heading may be in them.
    AreaCrossed,
    /// Many rows of the document are like this.
    ColumnsMixed,
    /// The knowledge area of a competency's row is not printed.
    CounterpartLost,
    /// Essential or Important is not printed.
    ImportanceLost,
    /// A competency has no statement.
    StatementLost,
    /// `Recognizes the nature and`, where the other statements end with a period.
    StatementCut,
    /// A row has no "As demonstrated by" list, and others have one.
    ListLost,
    /// `Administration Page 3` as the name of an area.
    NameJoined,
    /// `Adrninistration` as the name of an area.
    NameMisread,
    /// `TECMHC Endorsement Competency:` as a label.
    LabelMisread,
    /// Words in a field that may belong to something else.
    WordsJoined,
    /// `7A.4` after `7A.2`: the row between them may be within one of them.
    NextSkipped,
    /// Any row of a word table, of a PDF with words that are hidden, turned or in a font that cannot be read, or of a Word
    /// file with numbers that Word puts there itself.
    FileUnsure,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NameLost => "the name is not printed, so the codes may belong to another row",
            Self::AreaLost => {
                "headings of areas are missing, so the row may belong to another area"
            }
            Self::AreaOdd => {
                "the area's heading does not look like one, so the row may be read wrongly"
            }
            Self::NameOdd => "the name is cut or holds other words, so the row may be read wrongly",
            Self::DefinitionOdd => {
                "the definition is cut or holds other words, so the row may be read wrongly"
            }
            Self::NoList => "no CKC item follows the name: its codes may be in another row",
            Self::CodeInNote => "words that are read as a note may hold a code",
            Self::CodeBroken => "the code may go on in the words after it",
            Self::NextRowWithin => {
                "the next row may hold a part of this one, so codes may be missing"
            }
            Self::ColumnsCross => {
                "the words of two columns run together in this line, so words or codes may be in the wrong place"
            }
            Self::AreaCrossed => {
                "the words of two columns run together above, so the row may belong to another area"
            }
            Self::ColumnsMixed => {
                "the columns of this document are mixed, so the codes may belong to another row"
            }
            Self::CounterpartLost => "what it is aligned to is lost, or only a part of it was read",
            Self::ImportanceLost => "Essential or Important is lost, so other words may be too",
            Self::StatementLost => "the statement is lost",
            Self::StatementCut => {
                "the statement does not end as the others do, so words may be lost or moved"
            }
            Self::ListLost => "the “As demonstrated by” list is lost, so other words may be too",
            Self::NameJoined => "a name holds words that may belong to something else",
            Self::NameMisread => "a name is near one of the crosswalk: letters may be misread",
            Self::LabelMisread => "a label is misspelled, so other letters may be misread too",
            Self::WordsJoined => "words of something else may be joined to it",
            Self::NextSkipped => {
                "the next number is skipped: its row may be lost or joined to this one"
            }
            Self::FileUnsure => {
                "the file does not show for sure what is printed where, so letters, words or codes may be wrong or missing"
            }
        })
    }
}

/// Why a knowledge area may list more CKC items than are printed, and where its list is broken. That such a
/// row does not list a code proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incomplete {
    /// What happened to the list.
    pub loss: Loss,
    /// The printed words that show it.
    pub span: Span,
}

/// What happened to a list of CKC items; displayed as a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Loss {
    /// The last statement breaks off: what follows it may be lost as well.
    CutIn(CkcCode),
    /// The words after this code are not its statement, and no other code is in them.
    LostAfter(CkcCode),
    /// The document breaks off in the row.
    BreaksOff,
    /// Neither a code nor a note is printed where they should be.
    NothingPrinted,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CutIn(code) => write!(
                f,
                "the list breaks off in {code}: further codes may be lost"
            ),
            Self::LostAfter(code) => write!(
                f,
                "the words after {code} are damaged: further codes may be lost"
            ),
            Self::BreaksOff => {
                f.write_str("the document breaks off in this row: further codes may be lost")
            }
            Self::NothingPrinted => {
                f.write_str("nothing is printed where its codes should be: they may be lost")
            }
        }
    }
}
