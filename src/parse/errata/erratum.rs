//! A correction as data.

use serde::{Deserialize, Serialize};

/// One reviewed correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erratum {
    /// Its name in answers, `E01`.
    pub id: String,
    /// The id of the document it was written for, or `wv` or `iecmhc` for the only one of its kind.
    pub document: String,
    /// First printed line, 1-based.
    pub first_line: u32,
    /// Last printed line, 1-based.
    pub last_line: u32,
    /// What kind of damage it mends.
    pub kind: Kind,
    /// How sure the reviewer is.
    pub confidence: Confidence,
    /// The words as printed; they must be in the document exactly once.
    pub printed: String,
    /// What is read in their place.
    pub reading: String,
    /// For [`Kind::Order`]: the words that start the line which the printed words belong before.
    #[serde(default)]
    pub before: Option<String>,
    /// Why, for a reviewer.
    pub reason: String,
}

/// What kind of damage a correction mends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Two halves of a row are in reverse order.
    Order,
    /// A knowledge area's name is not printed.
    LostName,
    /// An area's heading is not printed.
    LostHeading,
    /// A code was lost where the words of two items ran together.
    SwallowedCode,
    /// The edge of the page is missing.
    Cropped,
    /// The same page was scanned a second time.
    Rescan,
    /// Letters were misread.
    Misread,
}

/// How sure the reviewer of a correction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Nothing else fits.
    Certain,
    /// The best reading; another is possible.
    Probable,
}

impl Confidence {
    /// The name in every format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Probable => "probable",
        }
    }
}

/// Reads a list of corrections from JSON.
///
/// # Errors
/// When the text is not a list of [`Erratum`].
pub fn parse(json: &str) -> Result<Vec<Erratum>, serde_json::Error> {
    serde_json::from_str(json)
}

/// Why a correction does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unbitten {
    /// The printed words are not in the document.
    Missing,
    /// They are in it more than once, and not once on the lines it names.
    Twice,
    /// They overlap the words of an earlier correction.
    Overlap,
}
