//! How many rows a document may hold for its length.
//!
//! A record takes a few hundred bytes, however few its words are: a file of tiny rows would take a
//! hundred times its length. So a text is measured before records are made of it, and one with many
//! rows and hardly any words is refused, with the line where it becomes too much. What is read takes at
//! most about six times its length, or about 30 MB if it is short.
//!
//! The published crosswalk has a row every 840 bytes, and a cell or code every 89; a page an alignment
//! every 690, and a line or statement every 121. The limits are one row for less than two thirds of that, and any
//! file may have a hundred times as many rows as these.

use super::LoadError;
use crate::parse::errata::Corrected;
use crate::parse::{Parsed, Part};
use crate::source::{Document, offset};

/// A limit: a number that any text may have, however short, and one more for every so many bytes.
struct Measure {
    /// What is counted.
    what: &'static str,
    always: usize,
    bytes_each: usize,
}

/// Of a crosswalk.
const ROWS: Measure = Measure {
    what: "rows",
    always: 10_000,
    bytes_each: 256,
};

/// Of a crosswalk, before its rows are known.
const CELLS: Measure = Measure {
    what: "cells and codes",
    always: 100_000,
    bytes_each: 32,
};

/// Of a page of competencies. What an alignment is linked to takes memory too.
const ALIGNMENTS: Measure = Measure {
    what: "alignments",
    always: 10_000,
    bytes_each: 400,
};

/// Of a page, before its alignments are known.
const PIECES: Measure = Measure {
    what: "lines and statements",
    always: 100_000,
    bytes_each: 48,
};

/// Expects that a crosswalk's cells and codes are in proportion to its text; nothing is made of it yet.
pub(super) fn expect_room_for_cells(document: &Document) -> Result<(), LoadError> {
    let ends_cell = |bytes: &[u8], at: usize| {
        let ends = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r');
        ends(bytes[at]) && at > 0 && !ends(bytes[at - 1])
    };
    let parts_code = |bytes: &[u8], at: usize| {
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        bytes[at] == b'.' && at > 0 && is_digit(at - 1) && is_digit(at + 1)
    };
    let count = |bytes: &[u8]| {
        let ends = memchr::memchr3_iter(b'\t', b'\n', b'\r', bytes);
        let dots = memchr::memchr_iter(b'.', bytes);
        ends.filter(|&at| ends_cell(bytes, at)).count()
            + dots.filter(|&at| parts_code(bytes, at)).count()
    };
    let is_counted = |bytes: &[u8], at: usize| ends_cell(bytes, at) || parts_code(bytes, at);
    CELLS.expect_room(document, count, is_counted)
}

/// Expects that a page's lines and the statements of its lists are in proportion to its text.
pub(super) fn expect_room_for_pieces(document: &Document) -> Result<(), LoadError> {
    let is_counted = |bytes: &[u8], at: usize| {
        let ends = |byte: u8| matches!(byte, b';' | b'\n' | b'\r');
        ends(bytes[at]) && at > 0 && !ends(bytes[at - 1])
    };
    let count = |bytes: &[u8]| {
        let ends = memchr::memchr3_iter(b';', b'\n', b'\r', bytes);
        ends.filter(|&at| is_counted(bytes, at)).count()
    };
    PIECES.expect_room(document, count, is_counted)
}

/// Expects that a crosswalk's rows are in proportion to its text; no record is made of them yet.
pub(super) fn expect_room_for_rows<R>(
    document: &Document,
    corrected: &Corrected,
    parsed: &Parsed<R>,
) -> Result<(), LoadError> {
    ROWS.expect_room_in(document, corrected, parsed)
}

/// Expects that a page's alignments are in proportion to its text; no record is made of them yet.
pub(super) fn expect_room_for_alignments<R>(
    document: &Document,
    corrected: &Corrected,
    parsed: &Parsed<R>,
) -> Result<(), LoadError> {
    ALIGNMENTS.expect_room_in(document, corrected, parsed)
}

impl Measure {
    fn most(&self, document: &Document) -> usize {
        self.always + document.text().len() / self.bytes_each
    }

    fn expect_room(
        &self,
        document: &Document,
        count: impl Fn(&[u8]) -> usize,
        is_counted: impl Fn(&[u8], usize) -> bool,
    ) -> Result<(), LoadError> {
        let bytes = document.text().as_bytes();
        // Each is a byte at least: the usual documents need no counting.
        if bytes.len() <= self.always {
            return Ok(());
        }
        let found = count(bytes);
        let most = self.most(document);
        if found <= most {
            return Ok(());
        }
        let mut places = (0..bytes.len()).filter(|&at| is_counted(bytes, at));
        let place = places.nth(most).unwrap_or_default();
        Err(self.refusal(document, found, offset(place)))
    }

    fn expect_room_in<R>(
        &self,
        document: &Document,
        corrected: &Corrected,
        parsed: &Parsed<R>,
    ) -> Result<(), LoadError> {
        let most = self.most(document);
        let is_over = |part: &&Part<R>| part.row as usize >= most;
        if parsed.rows as usize <= most {
            return Ok(());
        }
        let over = parsed.parts.iter().find(is_over);
        let origin = over.and_then(|part| corrected.origins(part.start..part.end).next());
        let place = origin.map_or(0, |piece| piece.printed.start);
        Err(self.refusal(document, parsed.rows as usize, place))
    }

    fn refusal(&self, document: &Document, found: usize, place: u32) -> LoadError {
        LoadError::Crowded {
            name: document.name.clone(),
            line: document.line(place),
            what: self.what,
            found,
            most: self.most(document),
        }
    }
}
