//! Markdown's pipe tables: one row per line, bars between the cells, `<br>` for a line end within one.

use std::ops::Range;

use super::{Cell, Drawn, Layout, push_plain};
use crate::text::trim;

pub(super) fn of(drawn: &Drawn, head: usize) -> Option<Layout> {
    if bars(drawn.words(head)).len() < 2 {
        return None;
    }
    let mut layout = Layout::default();
    for line in 0..drawn.lines.len() {
        let words = drawn.words(line);
        let is_row = line >= head && words.trim_start().starts_with('|');
        if !is_row && line != head {
            drawn.outside(line, &mut layout);
        } else if !is_rule(words) {
            layout.rows.push(row(drawn, line));
        }
    }
    Some(layout)
}

/// Where the bars are, but for those that a backslash escapes.
fn bars(words: &str) -> Vec<usize> {
    let is_bar = |at: &usize| !words[..*at].ends_with('\\');
    memchr::memchr_iter(b'|', words.as_bytes())
        .filter(is_bar)
        .collect()
}

/// `| --- | :-: |`
pub(super) fn is_rule(words: &str) -> bool {
    words.contains("--") && words.chars().all(|c| " |:-\t".contains(c))
}

fn row(drawn: &Drawn, line: usize) -> Vec<Cell> {
    let range = trim(drawn.text, drawn.lines[line].clone());
    let words = &drawn.text[range.clone()];
    let mut start = 0;
    let mut cells = Vec::new();
    for end in bars(words).into_iter().chain([words.len()]) {
        let is_edge = (end == 0 || start == words.len()) && words.starts_with('|');
        if !is_edge {
            cells.push(cell(drawn.text, range.start + start..range.start + end));
        }
        start = end + 1;
    }
    cells
}

/// The lines of a cell.
fn cell(text: &str, range: Range<usize>) -> Cell {
    let mut cell = Cell::new();
    let mut from = range.start;
    while let Some((start, end)) = line_break(text, from..range.end) {
        push_plain(text, trim(text, from..start), &mut cell);
        from = end;
    }
    push_plain(text, trim(text, from..range.end), &mut cell);
    cell
}

/// The first `<br>`, `<br/>` or `<br />`.
fn line_break(text: &str, range: Range<usize>) -> Option<(usize, usize)> {
    let words = &text[range.clone()];
    memchr::memchr_iter(b'<', words.as_bytes()).find_map(|at| {
        let tag = words[at + 1..].split_once('>')?.0;
        let name = tag.trim_end_matches(['/', ' ']);
        let end = range.start + at + 1 + tag.len() + 1;
        name.eq_ignore_ascii_case("br")
            .then_some((range.start + at, end))
    })
}
