//! From a document as printed to records: corrections, cells, one grammar per document, records.
//!
//! A grammar takes text and gives the parts it is made of, and what it found odd on the way; it never
//! fails and never drops a word. A [`Part`] is a run of the text with one role in one row; the parts tile
//! the text, so that every character but blanks is in exactly one. The grammars know the form of the
//! documents (header words, labels, level marks, dashes), and no name, statement or line of them.

pub mod assemble;
mod break_off;
pub mod competencies;
pub mod crosswalk;
pub mod errata;
pub mod layout;
pub(crate) mod marks;
mod part;

pub use part::{BreakOff, Finding, FindingKind, Parsed, Part, Within};
