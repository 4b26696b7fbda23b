//! Why no catalogue can be made from some documents.

use crate::parse::errata::Refused;

/// The kinds of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page of competencies.
    Competencies,
    /// A crosswalk.
    Crosswalk,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Competencies => "a page of competencies",
            Self::Crosswalk => "a crosswalk",
        }
    }

    /// What to give in place of a document of another kind.
    fn advice(self) -> &'static str {
        match self {
            Self::Competencies => {
                "give one page of the IECMHC competencies, as a PDF, a Word file, a web page or text"
            }
            Self::Crosswalk => {
                "give the table of knowledge areas and their CKC items, as a PDF, a Word file, a workbook, a web page, CSV or text"
            }
        }
    }

    /// The option to give one with.
    fn option(self) -> &'static str {
        match self {
            Self::Competencies => "--competencies",
            Self::Crosswalk => "--crosswalk",
        }
    }
}

/// Why no catalogue can be made from some documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadError {
    /// A document is not of the kind it was given as.
    WrongKind {
        /// The document's name.
        name: String,
        /// What it was given as.
        given_as: Kind,
        /// What was looked for, and whether it was found.
        looked_for: Vec<(&'static str, bool)>,
        /// The kind that it looks like.
        looks_like: Option<Kind>,
    },
    /// Most rows of a crosswalk make no sense as rows.
    NotUnderstood {
        /// The document's name.
        name: String,
        /// How many rows make no sense.
        odd: usize,
        /// How many rows were found.
        rows: usize,
    },
    /// A crosswalk that is a list of the items themselves.
    ListOfItems {
        /// The document's name.
        name: String,
        /// How many items it has.
        codes: usize,
    },
    /// A page of competencies was given twice.
    Twice {
        /// The document's name.
        name: String,
        /// The name it was given under before.
        other: String,
    },
    /// One of the user's corrections contradicts itself or another, or does not fit the documents.
    Correction(Refused),
}

impl std::fmt::Display for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::WrongKind {
                name,
                given_as,
                looked_for,
                looks_like,
            } => {
                write!(f, "{name}: expected {}", given_as.name())?;
                for (what, found) in looked_for {
                    let found = if *found { "some" } else { "none" };
                    write!(f, "; looked for {what}, and found {found}")?;
                }
                match looks_like {
                    None => write!(f, "; {}", given_as.advice()),
                    Some(kind) => {
                        let (kind, option) = (kind.name(), kind.option());
                        write!(f, "; it looks like {kind}: give it as {option}")
                    }
                }
            }
            Self::NotUnderstood { name, odd, rows } => write!(
                f,
                "{name}: the crosswalk could not be understood: {odd} of {rows} rows found have no \
                proper name, definition or codes; the columns of the table were probably mixed when it \
                was saved as text; save it as a web page, CSV or Markdown, or copy the table into a \
                spreadsheet and save that as CSV"
            ),
            Self::ListOfItems { name, codes } => write!(
                f,
                "{name}: expected a crosswalk, but it looks like a list of the items themselves: {codes} items, \
                domain by domain, and no areas whose knowledge areas they correspond to; give the table that tells which \
                items correspond to each knowledge area of the Endorsement"
            ),
            Self::Twice { name, other } => write!(
                f,
                "{name} is the same page of competencies as {other}: give each page once"
            ),
            Self::Correction(refused) => refused.fmt(f),
        }
    }
}

impl std::error::Error for LoadError {}
