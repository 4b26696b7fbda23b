//! The cells that a file itself has, by the rules that it draws on its pages.

use std::ops::Range;

use super::{Cell, Layout, Piece, join_hyphens};
use crate::source::Cells;

/// The layout of a text by the cells that its file has. `readings` gives the ranges of the text that are read where
/// some words of the file are printed. A head that is printed again, as on each page, is furniture.
#[must_use]
pub fn of_cells(
    text: &str,
    cells: &Cells,
    is_label: &dyn Fn(&str) -> bool,
    readings: impl Fn(&Range<usize>) -> Vec<Range<usize>>,
) -> Layout {
    let glued: Vec<usize> = (cells.glued.iter())
        .flat_map(|&at| readings(&(at..at + 1)))
        .map(|range| range.start)
        .collect();
    let cell = |ranges: &Vec<Range<usize>>| -> Cell {
        let runs = ranges.iter().map(&readings);
        let piece = |(index, range): (usize, Range<usize>)| Piece {
            glued: index > 0 || glued.binary_search(&range.start).is_ok(),
            range,
        };
        runs.flat_map(|runs| runs.into_iter().enumerate().map(piece))
            .collect()
    };
    let rows = cells.rows.iter();
    let mut layout = Layout {
        rows: rows.map(|row| row.iter().map(cell).collect()).collect(),
        furniture: Vec::new(),
        crossed: cells.crossed.iter().flat_map(&readings).collect(),
    };
    join_hyphens(text, &mut layout);
    part_heads(text, &mut layout.rows, is_label);
    join_pages(text, &mut layout.rows, &cells.pages);
    layout.name_the_rest(text);
    layout
}

/// Makes the head of a table a row of its own, where no rule parts it from the row below, and leaves it out where it
/// is printed again.
fn part_heads(text: &str, rows: &mut Vec<Vec<Cell>>, is_label: &dyn Fn(&str) -> bool) {
    let mut is_headed = false;
    let mut at = 0;
    while at < rows.len() {
        let lengths: Vec<usize> = rows[at]
            .iter()
            .map(|cell| heading(text, cell, is_label))
            .collect();
        if lengths.iter().filter(|&&length| length > 0).count() < 2 {
            at += 1;
            continue;
        }
        let cells = rows[at].iter_mut().zip(lengths);
        let head: Vec<Cell> = cells
            .map(|(cell, length)| cell.drain(..length).collect())
            .collect();
        if rows[at].iter().all(Cell::is_empty) {
            rows.remove(at);
        }
        if !std::mem::replace(&mut is_headed, true) {
            rows.insert(at, head);
            at += 1;
        }
    }
}

/// How many pieces at the beginning of a cell are a heading.
fn heading(text: &str, cell: &Cell, is_label: &dyn Fn(&str) -> bool) -> usize {
    /// No heading is on more lines.
    const MOST: usize = 3;
    let words = |length: usize| {
        let pieces = cell[..length]
            .iter()
            .map(|piece| &text[piece.range.clone()]);
        pieces.collect::<Vec<_>>().join(" ")
    };
    let lengths = (1..=cell.len().min(MOST)).rev();
    lengths
        .into_iter()
        .find(|&length| is_label(&words(length)))
        .unwrap_or(0)
}

/// Joins the rows that go on over the end of a page: where a cell goes on in lower case, and cells of its column
/// otherwise do not begin so.
fn join_pages(text: &str, rows: &mut Vec<Vec<Cell>>, pages: &[usize]) {
    let page = |row: &[Cell]| {
        let first = row.iter().flatten().map(|piece| piece.range.start).min()?;
        (row.len() > 1).then(|| pages.partition_point(|&page| page <= first))
    };
    let is_low = |cell: &Cell| {
        let first = cell.first().map(|piece| &text[piece.range.clone()]);
        first.is_some_and(|words| words.starts_with(char::is_lowercase))
    };
    let begins_page =
        |at: &usize| page(&rows[at - 1]).is_some_and(|before| Some(before) < page(&rows[*at]));
    let breaks: Vec<usize> = (1..rows.len()).filter(begins_page).collect();
    let is_odd = |column: usize| {
        let others = rows
            .iter()
            .enumerate()
            .filter(|(at, row)| row.len() > 1 && breaks.binary_search(at).is_err());
        !others
            .map(|(_, row)| row.get(column))
            .any(|cell| cell.is_some_and(is_low))
    };
    let goes_on = |at: &&usize| {
        let (before, new) = (&rows[**at - 1], &rows[**at]);
        let mut cells = before.iter().zip(new).enumerate();
        before.len() == new.len()
            && cells
                .any(|(column, (before, new))| !before.is_empty() && is_low(new) && is_odd(column))
    };
    let joined: Vec<usize> = breaks.iter().filter(goes_on).copied().collect();
    for at in joined.into_iter().rev() {
        let rest = rows.remove(at);
        for (cell, rest) in rows[at - 1].iter_mut().zip(rest) {
            cell.extend(rest);
        }
    }
}
