//! Whether a document was read rightly, from what is known of such documents: each record, and the
//! reading as a whole. A record that something speaks against is kept and gets its doubts; a reading that
//! little speaks for is refused.

pub mod crosswalk;
pub mod pages;

/// What a document's reading is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing speaks against it, but for the records that have a doubt.
    Read,
    /// Most of it makes no sense as a document of its kind.
    NotUnderstood {
        /// How many rows make no sense.
        odd: usize,
        /// How many rows there are.
        rows: usize,
    },
}
