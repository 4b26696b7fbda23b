//! The two published documents and their corrections, which the program holds, and what was read of them once.

#[cfg(feature = "documents")]
use super::Reading;
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
/// Never: the tests check that they can be read.
#[cfg(feature = "documents")]
#[must_use]
pub fn built_in_errata() -> Errata {
    let entries = crate::parse::errata::parse(crate::parse::errata::BUILT_IN);
    let entries = entries.expect("the built-in errata are valid");
    Errata::bound_to(CROSSWALK_TEXT, entries)
}

/// What [`Catalogue::new`](super::Catalogue::new) reads of the built-in documents, in the bytes of `postcard`. The test
/// below holds it equal to what is read, and writes it anew.
#[cfg(feature = "documents")]
const READING: &[u8] = include_bytes!("../../data/reading.postcard");

/// What was read of the built-in documents.
#[cfg(feature = "documents")]
pub(super) fn reading() -> Reading {
    postcard::from_bytes(READING).expect("a test writes it")
}

#[cfg(all(test, feature = "documents"))]
mod tests {
    use super::*;
    use crate::catalogue::{Catalogue, Documents};

    #[test]
    fn the_reading_that_is_kept_is_what_is_read() {
        let documents = Documents::built_in(built_in_errata());
        let catalogue =
            Catalogue::new(documents).expect("the built-in documents are of their kinds");
        let read =
            postcard::to_allocvec(&catalogue.read).expect("no value that postcard cannot write");
        if std::env::var_os("UPDATE_READING").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/reading.postcard");
            std::fs::write(path, &read).expect("a checkout that can be written to");
            return;
        }
        let kept = Catalogue::built_in();
        assert_eq!(
            format!("{:#?}", kept.read),
            format!("{:#?}", catalogue.read),
            "the parser reads something else: UPDATE_READING=1 cargo test --lib reading"
        );
        assert!(read == READING, "UPDATE_READING=1 cargo test --lib reading");
    }
}
