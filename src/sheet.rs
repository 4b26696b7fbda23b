//! Tables that people give: a ledger of links, a log of trainings taken, a catalogue of trainings.
//!
//! They come as CSV, or as a sheet of a workbook; nothing in a cell is taken for markup. Spreadsheets change the
//! case of a header, the order of columns, quotes and separators; all of these are read, and columns that
//! nobody asked for are ignored. What cannot be read is named by file, line and column ([`BadCell`]).

mod bad;
mod date;
mod header;
mod input;
mod number;
mod records;
mod words;
#[cfg(feature = "xlsx")]
mod workbook;

pub use bad::{BadCell, BadCells, Problem, Problems, Unit};
pub use date::{Date, Dated, Order};
pub use header::{Column, Form, Header, Misfit};
pub use input::{Mapping, Options, Table, TableError};
pub use number::{Hundredths, NotANumber};
pub use records::{Record, Records};
pub use words::{folded, is_empty, words};

/// What begins a cell of codes that a workbook holds as a number.
pub const NUMBER: char = '\u{1f}';

/// What a line end is within a cell of codes of a workbook, whose rows are a line each.
pub const LINE_END: char = '\u{b}';

/// A table that is held, rows under a header.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The header.
    pub header: Header,
    bytes: Vec<u8>,
    /// Where the rows after the header begin.
    start: usize,
}

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line it begins in, 1-based.
    pub line: u32,
    /// Its cells, without blanks at their ends.
    pub cells: Vec<String>,
    /// A quote is opened in it and never closed.
    pub is_open: bool,
}

impl Sheet {
    /// Reads a table.
    ///
    /// # Errors
    /// When it cannot be read, or has no such header.
    pub fn read(
        mut table: Table,
        form: &'static Form,
        options: &Options,
    ) -> Result<Self, TableError> {
        let bytes = table.read_whole()?;
        let (header, body) = Header::read(&table.name, table.unit, &bytes, form, options)
            .map_err(TableError::Header)?;
        let start = bytes.len() - body.len();
        Ok(Self {
            header,
            bytes,
            start,
        })
    }

    /// What follows the header.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    /// The rows, in order; those that are blank are left out.
    pub fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        let mut records = Records::new(self.body(), self.header.delimiter);
        let mut record = Record::default();
        let mut lines = self.lines();
        std::iter::from_fn(move || {
            while records.read(&mut record) {
                if record.cells().all(is_empty) {
                    continue;
                }
                let cells = record.cells().map(|cell| words(cell).into_owned());
                return Some(Row {
                    line: lines.line(record.start()),
                    cells: cells.collect(),
                    is_open: record.is_open(),
                });
            }
            None
        })
    }

    /// The lines of places in the body.
    #[must_use]
    pub fn lines(&self) -> Lines<'_> {
        Lines {
            bytes: self.body(),
            counted: 0,
            line: 1 + line_ends(&self.bytes[..self.start]),
        }
    }
}

/// The lines of places that are asked for in order; each byte is looked at once.
#[derive(Debug, Clone)]
pub struct Lines<'b> {
    bytes: &'b [u8],
    counted: usize,
    line: u32,
}

impl Lines<'_> {
    /// The line of a place that is not before the last one asked for, 1-based.
    pub fn line(&mut self, place: usize) -> u32 {
        self.line += line_ends(&self.bytes[self.counted..place]);
        self.counted = place;
        self.line
    }
}

impl Row {
    /// A cell; empty past the last.
    #[must_use]
    pub fn cell(&self, place: usize) -> &str {
        self.cells.get(place).map_or("", String::as_str)
    }
}

/// How many lines end in some bytes: with LF, CR LF or a lone CR.
#[must_use]
pub fn line_ends(bytes: &[u8]) -> u32 {
    let feeds = memchr::memchr_iter(b'\n', bytes).count();
    let lone = |&at: &usize| bytes.get(at + 1) != Some(&b'\n');
    let returns = memchr::memchr_iter(b'\r', bytes).filter(lone).count();
    crate::source::offset(feeds + returns)
}
