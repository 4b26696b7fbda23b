//! A text of a word processor while it is written: its paragraphs and tables, and where a person finds them there.

use super::places::{Part, Placed};
use super::tabbed::Tabbed;

/// A cell may be so wide; wider ones are a slip.
const WIDEST: usize = 64;

/// The text so far.
pub(super) struct Writer {
    pub text: Tabbed,
    /// Whether there is more on the page than is in the text.
    pub is_unsure: bool,
    parts: Vec<Part>,
    lines: Vec<(u32, u32)>,
    /// Up to where the lines have places.
    seen: usize,
    /// Tables that are open.
    depth: usize,
    row: u32,
    paragraph: u32,
    /// Within as many elements that are left out.
    hidden: usize,
    /// Columns that the open cell takes beyond its own.
    beyond: usize,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self {
            text: Tabbed::default(),
            is_unsure: false,
            parts: vec![Part::paragraphs()],
            lines: Vec::new(),
            seen: 0,
            depth: 0,
            row: 0,
            paragraph: 0,
            hidden: 0,
            beyond: 0,
        }
    }

    /// An element begins; whether it, or one around it, is left out.
    pub(super) fn is_hidden_start(&mut self, is_left_out: bool) -> bool {
        if self.hidden > 0 || is_left_out {
            self.hidden += 1;
        }
        self.hidden > 0
    }

    /// An element ends; whether it is left out.
    pub(super) fn is_hidden_end(&mut self) -> bool {
        let is_hidden = self.hidden > 0;
        self.hidden = self.hidden.saturating_sub(1);
        is_hidden
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.hidden > 0
    }

    pub(super) fn end_paragraph(&mut self) {
        self.text.end_line();
        if self.depth == 0 {
            self.paragraph += 1;
            self.settle(0, self.paragraph);
        }
    }

    pub(super) fn start_table(&mut self) {
        self.text.start_table();
        if self.depth == 0 {
            self.parts
                .push(Part::table(super::offset(self.parts.len())));
            self.row = 0;
        }
        self.depth += 1;
    }

    pub(super) fn end_table(&mut self) {
        self.text.end_table();
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0 {
            self.settle(super::offset(self.parts.len() - 1), self.row.max(1));
        }
    }

    pub(super) fn start_row(&mut self) {
        self.text.start_row();
        if self.depth == 1 {
            self.row += 1;
        }
    }

    pub(super) fn end_row(&mut self) {
        self.text.end_row();
        if self.depth == 1 {
            self.settle(super::offset(self.parts.len() - 1), self.row);
        }
    }

    /// A cell begins that is so many columns wide.
    pub(super) fn start_cell(&mut self, columns: usize) {
        self.text.start_cell(1);
        self.widen(columns);
    }

    /// The open cell is so many columns wide.
    pub(super) fn widen(&mut self, columns: usize) {
        self.beyond = columns.clamp(1, WIDEST) - 1;
    }

    pub(super) fn end_cell(&mut self) {
        for _ in 0..std::mem::take(&mut self.beyond) {
            self.text.start_cell(1);
        }
    }

    pub(super) fn finish(mut self) -> Placed {
        let text = self.text.finish();
        let count = super::lines(&text).count();
        let last = (0, self.paragraph.max(1));
        self.lines.resize(count, last);
        Placed {
            text,
            parts: self.parts,
            lines: self.lines,
            is_unsure: self.is_unsure,
        }
    }

    /// The lines that were written last are in this part.
    fn settle(&mut self, part: u32, number: u32) {
        let new = &self.text.text()[self.seen..];
        let count = memchr::memchr_iter(b'\n', new.as_bytes()).count();
        self.seen += memchr::memrchr(b'\n', new.as_bytes()).map_or(0, |last| last + 1);
        self.lines
            .extend(std::iter::repeat_n((part, number), count));
    }
}
