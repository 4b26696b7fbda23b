//! The cells of the tables of a text.

use std::ops::Range;

/// The rows of a text, with lines outside its tables as rows of one cell. A cell is the ranges of its words in the
/// lines of the text. What is in no cell runs through all pages.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Cells {
    /// Row by row, cell by cell.
    pub rows: Vec<Vec<Vec<Range<usize>>>>,
    /// Where words go on that the line before breaks off.
    pub glued: Vec<usize>,
    /// Words that reach over the border of their cell, or may be two halves of one.
    pub crossed: Vec<Range<usize>>,
    /// Where the pages begin.
    pub pages: Vec<usize>,
}

impl Cells {
    /// Words go on here that the line before breaks off, or so it seems.
    pub(super) fn glue_in_doubt(&mut self, rest: Range<usize>) {
        self.glued.push(rest.start);
        self.crossed.push(rest);
    }
}
