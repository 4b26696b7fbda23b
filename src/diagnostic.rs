//! What is odd in the documents: one table of codes, and findings that carry them.
//!
//! A diagnostic is data, not an error: the program ran, and the document says something
//! a person may want to look at.

use crate::source::Span;

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// For the record.
    Note,
    /// Odd, handled, worth a person's look.
    Warning,
    /// Legible text that was not understood.
    Error,
}

/// The kinds of diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// A row stands without its name.
    LostName,
    /// A heading or name was stuck to the end of a statement.
    GluedName,
    /// Words after a whole statement that are no CKC item.
    GluedNote,
    /// A statement reads a little differently than most occurrences of its code.
    StatementVariant,
    /// A statement breaks off.
    StatementCut,
    /// A code carries another code's statement.
    StatementOfOther,
    /// A statement has little in common with the other occurrences of its code.
    StatementDamaged,
    /// A field holds words that its form does not allow.
    Unexpected,
    /// A reviewed correction was made.
    ErratumApplied,
    /// A reviewed correction found none of its words, or more than one place for them.
    ErratumStale,
    /// A competency's statement is printed in more than one way.
    CompetencyVariant,
    /// An alignment is linked, but not exactly.
    LinkNotExact,
    /// An alignment that is not Unique has no link.
    Unlinked,
}

impl Code {
    /// The name in answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::LostName => "lost-name",
            Self::GluedName => "glued-name",
            Self::GluedNote => "glued-note",
            Self::StatementVariant => "statement-variant",
            Self::StatementCut => "statement-cut",
            Self::StatementOfOther => "statement-of-other",
            Self::StatementDamaged => "statement-damaged",
            Self::Unexpected => "unexpected",
            Self::ErratumApplied => "erratum-applied",
            Self::ErratumStale => "erratum-stale",
            Self::CompetencyVariant => "competency-variant",
            Self::LinkNotExact => "link-not-exact",
            Self::Unlinked => "unlinked",
        }
    }

    /// How much it matters.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::Unexpected => Severity::Error,
            Self::GluedName | Self::GluedNote | Self::ErratumApplied => Severity::Note,
            _ => Severity::Warning,
        }
    }
}

/// Something odd at a place of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// The printed words it is about.
    pub span: Span,
    /// What is odd, in a sentence.
    pub message: String,
}
