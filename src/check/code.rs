//! What can be odd in the documents: one table of codes, each with its explanation, and the findings
//! that carry them.
//!
//! A diagnostic is data, not an error of the program: the document says something that a person may
//! want to look at. `explain` prints this table, and a fixture in `tests/check` shows each code.

use std::fmt;
use std::str::FromStr;

use super::severity::Severity;
use crate::text::nearest;

/// A code's line in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The name in answers and arguments.
    pub name: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it means.
    pub meaning: &'static str,
    /// What the program does about it.
    pub done: &'static str,
    /// What a person can do.
    pub help: &'static str,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident => $entry:expr,)*) => {
        /// The kinds of diagnostic.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $($(#[$doc])* $code,)*
        }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$code,)*];

            /// The code's line in the table.
            #[must_use]
            pub fn entry(self) -> &'static Entry {
                match self {
                    $(Self::$code => &$entry,)*
                }
            }
        }
    };
}

codes! {
    /// `Dear all` where a field's form asks for one of two words.
    Unexpected => Entry {
        name: "unexpected",
        severity: Severity::Error,
        meaning: "A field holds words that its form does not allow: Essential or Important is expected.",
        done: "the words are kept with the row; the importance is lost",
        help: "correct the words in your copy of the page",
    },
    /// `Ties ropes → Essential → Seamanship → Knots → Ties` in a table of competencies.
    LostId => Entry {
        name: "lost-id",
        severity: Severity::Error,
        meaning: "A row of a table has a competency without the id that it must begin with.",
        done: "the row is left out",
        help: "put the id before it in your copy, or leave the cell empty where it is that of the row \
            above",
    },
    /// The parts of a document do not add up to the document.
    Unaccounted => Entry {
        name: "unaccounted",
        severity: Severity::Error,
        meaning: "The characters that went to records, to furniture and to corrections do not add up \
            to the characters of the document: something was dropped or counted twice.",
        done: "nothing: this is a fault of the program",
        help: "please report it with the document",
    },
    /// The text stops in the middle of a row.
    BreaksOff => Entry {
        name: "breaks-off",
        severity: Severity::Warning,
        meaning: "The document ends in the middle of a row.",
        done: "all before the end is kept; what the row should still say is lost",
        help: "get the rest of the document",
    },
    /// Bytes that are not UTF-8.
    Decoded => Entry {
        name: "decoded",
        severity: Severity::Note,
        meaning: "The file is not in UTF-8. It was decoded from the encoding that its bytes show.",
        done: "the decoded text is read",
        help: "look at quotes and accents, or save the file in UTF-8",
    },
    /// A saved web page.
    WebPage => Entry {
        name: "web-page",
        severity: Severity::Note,
        meaning: "The file is a web page. Its text is read, without tags, scripts and menus.",
        done: "lines and columns are those of the text, not of the file",
        help: "nothing to do",
    },
    /// A row has no name.
    LostName => Entry {
        name: "lost-name",
        severity: Severity::Warning,
        meaning: "A row has no name: its codes or its definition are printed, and no name \
            before them.",
        done: "the row is kept without a name",
        help: "look the name up in the published lists, and add a correction",
    },
    /// An area's heading is not printed.
    LostHeading => Entry {
        name: "lost-heading",
        severity: Severity::Warning,
        meaning: "The heading of an area is not printed, so that its rows seem to be those of the area \
            before. No rule can see this; a reviewer did.",
        done: "a correction puts the heading back",
        help: "compare with the published lists",
    },
    /// A row has no definition.
    LostDefinition => Entry {
        name: "lost-definition",
        severity: Severity::Warning,
        meaning: "A row has a name and codes, and no definition between them.",
        done: "the definition is said to be lost",
        help: "look it up in the published lists",
    },
    /// Two statements ran together, and the second one's code is gone.
    SwallowedCode => Entry {
        name: "swallowed-code",
        severity: Severity::Warning,
        meaning: "A statement begins as its own code's and ends as another's that is due before the next \
            code: two statements ran together, and a code was lost between them.",
        done: "the words stay with the first code",
        help: "compare with the original, and add a correction that puts the code back",
    },
    /// The two halves of a row are printed in reverse order.
    HalvesOutOfOrder => Entry {
        name: "halves-out-of-order",
        severity: Severity::Warning,
        meaning: "The second half of a row is printed before the first. No rule can be sure of this; a \
            reviewer is.",
        done: "a correction reads the halves in their order",
        help: "compare with the original",
    },
    /// The edge of a page is missing.
    Cropped => Entry {
        name: "cropped",
        severity: Severity::Warning,
        meaning: "The edge of the page is missing, and with it the beginnings of words.",
        done: "a correction restores the words that can be known, and says […] where they cannot",
        help: "compare with the original",
    },
    /// `TECMHC` for `IECMHC`.
    Misread => Entry {
        name: "misread",
        severity: Severity::Warning,
        meaning: "The scan took letters for others. No rule can tell this for sure; a reviewer decided it.",
        done: "a correction reads the right letters",
        help: "compare with the original",
    },
    /// The same page is in the document twice.
    ScannedTwice => Entry {
        name: "scanned-twice",
        severity: Severity::Warning,
        meaning: "A page was scanned a second time: its words are those of the lines before it.",
        done: "a correction leaves the second scan out",
        help: "compare the two scans",
    },
    /// A record that was read, but may have been read wrongly.
    InDoubt => Entry {
        name: "in-doubt",
        severity: Severity::Warning,
        meaning: "A record was read, but the reading may be wrong.",
        done: "it is kept, with a sign and the reason wherever it shows",
        help: "compare it with the original",
    },
    /// The list of a knowledge area breaks off.
    IncompleteList => Entry {
        name: "incomplete-list",
        severity: Severity::Warning,
        meaning: "A knowledge area may list more CKC items than are printed: its list breaks off, or its end is damaged.",
        done: "no answer says that it lacks a code",
        help: "compare with the original",
    },
    /// A statement stops before its end.
    TextCut => Entry {
        name: "text-cut",
        severity: Severity::Warning,
        meaning: "A statement or a definition breaks off where other rows go on, and the rest is not printed anywhere.",
        done: "the code counts; its statement is read from the other rows",
        help: "compare with the original",
    },
    /// A statement with words lost, or with other words in it.
    TextDamaged => Entry {
        name: "text-damaged",
        severity: Severity::Warning,
        meaning: "A statement is more than a few words from what most rows print under its code: some of it \
            is lost, or other words ran into it.",
        done: "the code counts; its statement is read from the other rows",
        help: "compare with the original",
    },
    /// A code is printed before the statement of another.
    StatementOfOther => Entry {
        name: "statement-of-other",
        severity: Severity::Warning,
        meaning: "A code is printed with the statement of another code. Either may be the slip.",
        done: "the code is taken as printed",
        help: "ask the authors which of the two is meant",
    },
    /// A statement differs in a word.
    StatementVariant => Entry {
        name: "statement-variant",
        severity: Severity::Warning,
        meaning: "A statement reads a little differently than in most rows that print its code.",
        done: "the reading that most rows share is shown",
        help: "nothing to do, unless the code seems to be the wrong one",
    },
    /// A statement differs in capitals alone.
    CapitalsDiffer => Entry {
        name: "capitals-differ",
        severity: Severity::Note,
        meaning: "A statement has other capitals than in most rows that print its code.",
        done: "the reading that most rows share is shown",
        help: "nothing to do",
    },
    /// Two rows have the same definition.
    SharedDefinition => Entry {
        name: "shared-definition",
        severity: Severity::Warning,
        meaning: "Two rows are printed with one definition: one of them is probably a slip.",
        done: "both are kept as printed",
        help: "ask the authors which definition is the other row's",
    },
    /// Two definitions, each of which speaks of the other's name.
    ExchangedDefinitions => Entry {
        name: "exchanged-definitions",
        severity: Severity::Warning,
        meaning: "Two rows follow one another, and the definition of each speaks of the other's name and not of its own: they may be exchanged.",
        done: "both are kept as printed",
        help: "ask the authors which definition is whose",
    },
    /// `(Policy)` in a row of another level than all others that say it.
    WordOfOtherLevel => Entry {
        name: "word-of-other-level",
        severity: Severity::Warning,
        meaning: "A definition has a word in parentheses that else only rows of another level have.",
        done: "the level is kept as printed",
        help: "see who the knowledge area is for in the published lists",
    },
    /// A competency's rows print its statement in several ways.
    CompetencyVariant => Entry {
        name: "competency-variant",
        severity: Severity::Warning,
        meaning: "The rows of one competency print its statement in different words.",
        done: "the first one is shown",
        help: "check that both rows are of the same competency",
    },
    /// Essential in one row, Important in another.
    TwoImportances => Entry {
        name: "two-importances",
        severity: Severity::Note,
        meaning: "A competency is Essential in one of its rows and Important in another.",
        done: "each alignment keeps its own",
        help: "nothing to do: importance belongs to the alignment",
    },
    /// One document marks a level that the other does not.
    LevelDiffers => Entry {
        name: "level-differs",
        severity: Severity::Warning,
        meaning: "The two documents mark different levels for the same knowledge area.",
        done: "the link holds; the difference is on it",
        help: "see who the knowledge area is for in the published lists",
    },
    /// The same name, written otherwise.
    SpellingDiffers => Entry {
        name: "spelling-differs",
        severity: Severity::Note,
        meaning: "The two documents spell the name of an area or knowledge area differently.",
        done: "the link holds; the difference is on it",
        help: "nothing to do",
    },
    /// `Program development/management`.
    CompositeLink => Entry {
        name: "composite-link",
        severity: Severity::Note,
        meaning: "A label names several knowledge areas, with a slash between them.",
        done: "the alignment is linked to each",
        help: "nothing to do",
    },
    /// A link by a distant or near name.
    LinkNotExact => Entry {
        name: "link-not-exact",
        severity: Severity::Warning,
        meaning: "An alignment is linked to a knowledge area, but not by the same name in the same area.",
        done: "the link says how it was made and what differs",
        help: "review it with `xwalk list links`",
    },
    /// An alignment that leads nowhere.
    Unlinked => Entry {
        name: "unlinked",
        severity: Severity::Warning,
        meaning: "An alignment is not Unique and is linked to nothing: the crosswalk has no knowledge area \
            of its name or a near one.",
        done: "it is kept without a link",
        help: "review it with `xwalk list links`",
    },
    /// The same name in two areas.
    NameInTwoAreas => Entry {
        name: "name-in-two-areas",
        severity: Severity::Note,
        meaning: "The name of a linked knowledge area is in more than one area.",
        done: "the area that the alignment prints decides; the other candidate is named on the link",
        help: "nothing to do",
    },
    /// `Found no corresponding competencies`.
    NoCkcItem => Entry {
        name: "no-ckc-item",
        severity: Severity::Note,
        meaning: "A knowledge area lists no CKC item.",
        done: "it is kept, with what the column says instead",
        help: "nothing to do: it is the authors' answer",
    },
    /// `T&TA Competencies`.
    OtherFramework => Entry {
        name: "other-framework",
        severity: Severity::Note,
        meaning: "A knowledge area lists no CKC item, but names another framework of the state.",
        done: "it is kept with the name of that framework",
        help: "nothing to do: it is the authors' answer",
    },
    /// A code that no row has, between codes that rows have.
    UnlistedCode => Entry {
        name: "unlisted-code",
        severity: Severity::Note,
        meaning: "The numbering of a domain implies a code that no row lists. It may be lost, or correspond to nothing.",
        done: "nothing: no record is made of it",
        help: "look the code up in the published CKC",
    },
    /// A comment after a note that has no comment elsewhere.
    StuckComment => Entry {
        name: "stuck-comment",
        severity: Severity::Warning,
        meaning: "A note begins with the whole note of another row and goes on: a reader's comment may be stuck to it.",
        done: "it is kept as printed",
        help: "compare with the original",
    },
    /// `and and`.
    DoubledWord => Entry {
        name: "doubled-word",
        severity: Severity::Note,
        meaning: "A word is printed twice in a row.",
        done: "it is kept as printed",
        help: "nothing to do",
    },
    /// `servcies`.
    PossibleSlip => Entry {
        name: "possible-slip",
        severity: Severity::Note,
        meaning: "A word is printed nowhere else in the documents, and is one letter away from one that is.",
        done: "it is kept as printed",
        help: "nothing to do",
    },
    /// Words after a CKC item that do not belong to it.
    NoteInColumn => Entry {
        name: "note-in-column",
        severity: Severity::Note,
        meaning: "Words that are not a CKC item are in the CKC column, after an item or stuck to its statement.",
        done: "they are separated from the statement and kept as a note of the row",
        help: "nothing to do",
    },
    /// A heading and a name stuck to a statement.
    GluedName => Entry {
        name: "glued-name",
        severity: Severity::Note,
        meaning: "The heading or the name of the next row is stuck to the end of a statement.",
        done: "they are split where the statement, known from the other rows, ends",
        help: "nothing to do",
    },
    /// Two rows in one line.
    GluedRows => Entry {
        name: "glued-rows",
        severity: Severity::Note,
        meaning: "One line holds two rows.",
        done: "they are split where the codes fall",
        help: "check that each code went to its row",
    },
    /// A heading of a column cut in two.
    CutHeader => Entry {
        name: "cut-header",
        severity: Severity::Note,
        meaning: "A column's heading is cut in two, and its second half is stuck to the first area's heading.",
        done: "the two are separated",
        help: "nothing to do",
    },
    /// A statement or definition cut by a page break.
    Rejoined => Entry {
        name: "rejoined",
        severity: Severity::Note,
        meaning: "A page break cuts a name, a definition or a statement in two.",
        done: "the pieces are joined again",
        help: "nothing to do",
    },
    /// A row goes on on another line.
    Continued => Entry {
        name: "continued",
        severity: Severity::Note,
        meaning: "The cells of a row are on more than one line, as where a page breaks.",
        done: "they are read as one row",
        help: "check that what follows is still of this row",
    },
    /// A bullet in the middle of a cell.
    StrayMark => Entry {
        name: "stray-mark",
        severity: Severity::Note,
        meaning: "A bullet is printed before a code in the middle of a cell.",
        done: "it is not read as a word",
        help: "nothing to do",
    },
    /// A correction for another document.
    ErratumUnused => Entry {
        name: "erratum-unused",
        severity: Severity::Note,
        meaning: "The built-in corrections belong to one document, known by its words. This is a different document.",
        done: "none of them is applied",
        help: "if this document is damaged too, give your own corrections with `--errata`",
    },
}

impl Code {
    /// How much it matters.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.entry().severity
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.entry().name)
    }
}

/// A name that is not a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCode {
    /// The name as typed.
    pub name: String,
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no such diagnostic code: {}", self.name)?;
        let known = Code::ALL.iter().map(|code| (code.entry().name, code));
        match nearest(&self.name, known).first() {
            Some(code) => write!(f, "; did you mean {code}?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownCode {}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(name: &str) -> Result<Self, UnknownCode> {
        let lower = name.trim().to_lowercase();
        let mut all = Self::ALL.iter().copied();
        all.find(|code| code.entry().name == lower)
            .ok_or_else(|| UnknownCode {
                name: name.to_owned(),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_goes_by_its_name() {
        for code in Code::ALL {
            assert_eq!(code.to_string().parse(), Ok(*code));
        }
        let unknown = "lostname".parse::<Code>().expect_err("no code");
        assert!(unknown.to_string().ends_with("did you mean lost-name?"));
    }
}
