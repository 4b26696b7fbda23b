//! Makes records of parts: joins the pieces of a field, tells what is printed from what
//! a correction restored, and keeps the printed place of every piece.

mod competencies;
mod crosswalk;
mod incomplete;
mod place;

pub use competencies::competencies;
pub use crosswalk::{CrosswalkRecords, crosswalk};
