//! The two published documents and their corrections, which the program holds.

#[cfg(feature = "documents")]
use crate::parse::errata::Errata;
#[cfg(feature = "documents")]
use crate::source::Document;

/// The id of the built-in crosswalk.
pub const CROSSWALK: &str = "wv";

/// The id of the built-in competencies.
pub const COMPETENCIES: &str = "iecmhc";

/// The built-in page of competencies.
#[cfg(feature = "documents")]
#[must_use]
pub fn built_in_competencies() -> Document {
    Document::new(
        COMPETENCIES,
        "IECMHC competencies, category 7: programmatic consultation",
        include_str!("../../data/iecmhc-7-programmatic-consultation.txt").into(),
    )
}

#[cfg(feature = "documents")]
const CROSSWALK_TEXT: &str = include_str!("../../data/wv-endorsement-ckc.txt");

/// The built-in crosswalk.
#[cfg(feature = "documents")]
#[must_use]
pub fn built_in_crosswalk() -> Document {
    Document::new(
        CROSSWALK,
        "WV crosswalk of Endorsement knowledge areas to the 2015 CKC",
        CROSSWALK_TEXT.into(),
    )
}

/// The corrections that come with the built-in crosswalk.
///
/// # Panics
/// Never: that they can be read is held by the tests.
#[cfg(feature = "documents")]
#[must_use]
pub fn built_in_errata() -> Errata {
    let entries = crate::parse::errata::parse(crate::parse::errata::BUILT_IN);
    let entries = entries.expect("the built-in errata are valid");
    Errata::bound_to(CROSSWALK_TEXT, entries)
}
