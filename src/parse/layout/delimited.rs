//! Cells that commas, semicolons or tabs separate, with quotes around those that hold line ends (RFC 4180).

use std::ops::Range;

use super::{Cell, Drawn, Layout, Piece};
use crate::source::{is_blank, lines};
use crate::text::trim;

pub(super) fn of(drawn: &Drawn) -> Option<Layout> {
    let (head, delimiter) = head(drawn)?;
    let mut layout = Layout::default();
    (0..head).for_each(|line| drawn.outside(line, &mut layout));
    let mut at = drawn.lines[head].start;
    while at < drawn.text.len() {
        let (row, next) = record(drawn.text, at, delimiter);
        if row.iter().any(|cell| !cell.is_empty()) {
            layout.rows.push(row);
        }
        at = next;
    }
    Some(layout)
}

/// The line of the headings, and what separates them.
fn head(drawn: &Drawn) -> Option<(usize, u8)> {
    let delimiters = || [b',', b';', b'\t'].into_iter();
    let is_quoted = |delimiter: u8| {
        delimiter != b'\t' || drawn.text.contains("\t\"") || drawn.text.contains("\n\"")
    };
    let is_head = |line: &Range<usize>, delimiter: u8| {
        let (cells, _) = record(drawn.text, line.start, delimiter);
        let words = |cell: &Cell| {
            cell.first()
                .map_or("", |piece| &drawn.text[piece.range.clone()])
        };
        cells
            .iter()
            .filter(|cell| (drawn.is_label)(words(cell)))
            .count()
            >= 2
    };
    drawn.lines.iter().enumerate().find_map(|(index, line)| {
        delimiters()
            .find(|&delimiter| is_quoted(delimiter) && is_head(line, delimiter))
            .map(|delimiter| (index, delimiter))
    })
}

/// The cells of the record that starts here, and where the next one does.
fn record(text: &str, start: usize, delimiter: u8) -> (Vec<Cell>, usize) {
    let bytes = text.as_bytes();
    let mut cells = Vec::new();
    let mut at = start;
    loop {
        let (cell, end) = cell(text, at, delimiter);
        cells.push(cell);
        match bytes.get(end) {
            Some(&byte) if byte == delimiter => at = end + 1,
            Some(b'\r') if bytes.get(end + 1) == Some(&b'\n') => return (cells, end + 2),
            Some(_) => return (cells, end + 1),
            None => return (cells, end),
        }
    }
}

/// One cell and where it ends: at a delimiter, a line end, or the end of the text.
fn cell(text: &str, start: usize, delimiter: u8) -> (Cell, usize) {
    let bytes = text.as_bytes();
    let ends = |byte: &u8| *byte == delimiter || matches!(byte, b'\n' | b'\r');
    let end_of = |from: usize| {
        let rest = bytes[from..].iter().position(ends);
        rest.map_or(text.len(), |rest| from + rest)
    };
    let mut cell = Cell::new();
    let rest = &text[start..];
    let quote = start + rest.len() - rest.trim_start_matches('\u{feff}').len();
    if bytes.get(quote) != Some(&b'"') {
        let end = end_of(start);
        push(text, start..end, false, &mut cell);
        return (cell, end);
    }
    let (mut from, mut glued) = (quote + 1, false);
    while let Some(found) = memchr::memchr(b'"', &bytes[from..]) {
        let close = from + found;
        if bytes.get(close + 1) == Some(&b'"') {
            // A doubled quote is one: it stays with the words before it.
            push(text, from..close + 1, glued, &mut cell);
            (from, glued) = (close + 2, !text[close + 2..].starts_with(is_blank));
            continue;
        }
        push(text, from..close, glued, &mut cell);
        let end = end_of(close + 1);
        push(text, close + 1..end, true, &mut cell);
        return (cell, end);
    }
    push(text, from..text.len(), glued, &mut cell);
    (cell, text.len())
}

/// Adds the lines of some words to a cell.
fn push(text: &str, range: Range<usize>, glued: bool, cell: &mut Cell) {
    for (index, line) in lines(&text[range.clone()]).enumerate() {
        let words = trim(text, range.start + line.start..range.start + line.end);
        if !words.is_empty() {
            cell.push(Piece {
                range: words,
                glued: glued && index == 0,
            });
        }
    }
}
