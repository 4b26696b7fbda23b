//! The grammar of the crosswalk: a table of area, knowledge area with its definition, and
//! CKC items, as a scan or a text extraction leaves it.
//!
//! Columns may be kept, dropped or lost, so a cell is known by what it holds, and the
//! column is only a hint. Codes rise within a row: a fall is a new row. A statement is known by
//! the other rows that print it (`statements.rs`), which tells where it ends and
//! what is stuck to it. Nothing is corrected here; what is odd becomes a [`Finding`](super::Finding).

mod cells;
pub(super) mod ending;
pub(super) mod items;
mod line;
pub(super) mod names;
mod role;
mod row;
pub(super) mod statements;
mod walker;

pub use cells::header_label;
use cells::{scan, votes};
pub use role::Role;
use statements::Statements;
use walker::Walker;

use super::Parsed;
use crate::record::CkcCode;

/// The parts of a crosswalk and the readings of its statements.
pub struct Crosswalk<'t> {
    /// Parts, rows and findings.
    pub parsed: Parsed<Role>,
    /// What each code's statement says, by code.
    pub readings: Vec<(CkcCode, &'t str)>,
}

/// Parses a crosswalk. Never fails; a text of another kind gives no rows.
#[must_use]
pub fn parse(text: &str) -> Crosswalk<'_> {
    let (cells, items) = scan(text);
    let statements = Statements::count(votes(text, &cells, &items));
    let mut walker = Walker::new(text, &cells, &items, &statements);
    walker.walk();
    let mut parsed = Parsed {
        parts: walker.table.parts,
        rows: walker.table.rows,
        findings: walker.table.findings,
        breaks_off: None,
    };
    drop((cells, items));
    parsed.parts.sort_by_key(|part| part.start);
    parsed.breaks_off = ending::of_table(text, &parsed.parts, &statements, &parsed.findings);
    Crosswalk {
        parsed,
        readings: statements.readings().collect(),
    }
}
