//! The cells of a crosswalk and the CKC items in them, and what a column's heading looks like.

use std::ops::Range;

use super::items::{self, ScannedItem};
use super::statements::Vote;
use crate::parse::marks;
use crate::source::{lines, offset};
use crate::text::{trim, word_ranges};

/// What is between two tabs, or a whole line. Kept small: a text may be nothing but cells.
pub(super) struct Cell {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Where the words before the first item end.
    pub(super) lead_end: u32,
    pub(super) line: u32,
    /// Counted from the right: 0 is the last column.
    pub(super) column: u32,
    pub(super) first_item: u32,
    pub(super) items_end: u32,
    pub(super) alone: bool,
}

impl Cell {
    pub(super) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The words before the first item.
    pub(super) fn lead(&self) -> Range<usize> {
        self.start as usize..self.lead_end as usize
    }

    pub(super) fn items(&self) -> Range<usize> {
        self.first_item as usize..self.items_end as usize
    }

    pub(super) fn has_items(&self) -> bool {
        self.first_item < self.items_end
    }
}

pub(super) fn scan(text: &str) -> (Vec<Cell>, Vec<ScannedItem>) {
    let mut cells: Vec<Cell> = Vec::new();
    let mut items = Vec::new();
    for (number, line) in lines(text).enumerate() {
        let first = cells.len();
        let mut columns = 0;
        let mut start = line.start;
        for end in memchr::memchr_iter(b'\t', &text.as_bytes()[line.clone()])
            .map(|tab| line.start + tab)
            .chain([line.end])
        {
            let range = trim(text, start..end);
            start = end + 1;
            columns += 1;
            if range.is_empty() {
                continue;
            }
            let before = items.len();
            items::scan(text, range.clone(), &mut items);
            let lead = match items.get(before) {
                Some(item) => trim(text, range.start..item.mark().start),
                None => range.clone(),
            };
            cells.push(Cell {
                start: offset(range.start),
                end: offset(range.end),
                lead_end: offset(lead.end),
                line: offset(number),
                column: columns,
                first_item: offset(before),
                items_end: offset(items.len()),
                alone: true,
            });
        }
        for cell in &mut cells[first..] {
            cell.column = columns - cell.column;
            cell.alone = columns == 1;
        }
    }
    (cells, items)
}

/// One vote per item. Words at the end of a cell may go on in the next, and words before a fall
/// may have run into a heading: those are doubtful.
pub(super) fn votes<'w, 't>(
    text: &'t str,
    cells: &'w [Cell],
    items: &'w [ScannedItem],
) -> impl Iterator<Item = Vote<'t>> + use<'w, 't> {
    cells.iter().enumerate().flat_map(move |(index, cell)| {
        // The next cell of the CKC column; a name may be before it.
        let next = cells[index + 1..]
            .iter()
            .take(3)
            .find(|next| next.column == 0);
        let goes_on = next.is_some_and(|next| text[next.lead()].starts_with(char::is_lowercase));
        cell.items().map(move |at| {
            let item = &items[at];
            let next = items[..cell.items().end].get(at + 1);
            let doubtful = match next {
                None => goes_on || marks::dangles(&text[item.words()]),
                Some(next) => next.code <= item.code,
            };
            Vote {
                code: item.code,
                words: &text[item.words()],
                doubtful,
            }
        })
    })
}

/// A column's heading: the form of the table, whatever is in it.
#[must_use]
pub fn header_label(cell: &str) -> bool {
    const LABELS: [&str; 7] = [
        "area of",
        "area of expertise",
        "areas of expertise",
        "knowledge area",
        "knowledge areas",
        "knowledge/skill area",
        "knowledge/skill areas",
    ];
    /// `2015 CKC`, but not a sentence that ends in the word.
    const LONGEST: usize = 20;
    if cell.len() > 2 * LONGEST {
        return false;
    }
    let label = label(cell);
    let is_codes = label.split(' ').next_back() == Some("ckc") && label.len() < LONGEST;
    is_codes || LABELS.contains(&label.as_str())
}

/// A label in lower case, with one blank between its words and no marks around it.
pub(super) fn label(cell: &str) -> String {
    let words = cell.trim_matches(|c: char| !c.is_alphanumeric());
    let mut label = String::with_capacity(words.len());
    for word in word_ranges(words) {
        if !label.is_empty() {
            label.push(' ');
        }
        label.push_str(&words[word]);
    }
    label.to_lowercase()
}
