//! Whether a document was read rightly, from what is known of such documents: each record, and the
//! reading as a whole. A record that looks wrong is kept and gets its doubts; if most of a
//! reading makes no sense, it is refused.

pub(super) mod crosswalk;
pub(super) mod pages;

/// What a document's reading is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It looks right, but for the records that have a doubt.
    Read,
    /// Most of it makes no sense as a document of its kind.
    NotUnderstood {
        /// How many rows make no sense.
        odd: usize,
        /// How many rows there are.
        rows: usize,
    },
}
