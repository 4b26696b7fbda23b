//! What is common to the CSV files that people give: a ledger of links, a log of trainings taken, a
//! catalogue of trainings.
//!
//! Spreadsheets change the case of a header, the order of columns, quotes and separators; all of
//! these are read, and columns that nobody asked for are let be. What cannot be read is named by
//! file, line and column ([`BadCell`]).

mod number;
mod records;

use std::borrow::Cow;
use std::fmt;

pub use number::{Hundredths, NotANumber};
pub use records::{Record, Records};

use crate::source::Document;

/// A file of rows under a header.
#[derive(Debug, Clone)]
pub struct Sheet<'d> {
    /// The header.
    pub header: Header,
    /// What follows the header.
    pub body: &'d [u8],
    /// The line that the header ends in.
    last_line_of_header: u32,
}

/// The names of the columns of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The file, as people call it.
    pub name: String,
    /// What separates the cells.
    pub delimiter: u8,
    /// The names, as they stand there.
    pub titles: Vec<String>,
    /// The line it stands in, 1-based.
    pub line: u32,
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

/// What is wrong in a cell, or in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The name of the column; `None` where the row is wrong.
    pub column: Option<&'static str>,
    /// What is wrong.
    pub problem: String,
    /// What may have been meant.
    pub nearest: Vec<String>,
}

/// A cell, or a row, that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCell {
    /// The file, as people call it.
    pub name: String,
    /// The line, 1-based.
    pub line: u32,
    /// The name of the column; `None` where the row is wrong.
    pub column: Option<&'static str>,
    /// What is wrong.
    pub problem: String,
    /// What may have been meant.
    pub nearest: Vec<String>,
}

/// The cells that cannot be read, of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCells {
    /// The first of them, in the order of the file.
    pub first: Vec<BadCell>,
    /// How many there are.
    pub count: usize,
    /// How many rows have one.
    pub rows: usize,
}

impl<'d> Sheet<'d> {
    /// Reads the header of a document: CSV, or the same with semicolons or tabs.
    ///
    /// # Errors
    /// When there is nothing in it.
    pub fn read(document: &'d Document) -> Result<Self, BadCell> {
        let text = document.text().trim_start_matches('\u{feff}');
        let (header, body) = Header::read(&document.name, text.as_bytes())?;
        let before = text.len() - body.len();
        Ok(Self {
            header,
            body: &text.as_bytes()[before..],
            last_line_of_header: 1 + line_ends(&text.as_bytes()[..before]),
        })
    }

    /// The rows, in order; those that are blank are left out.
    pub fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        let mut records = Records::new(self.body, self.header.delimiter);
        let mut record = Record::default();
        let mut lines = self.lines();
        std::iter::from_fn(move || {
            while records.read(&mut record) {
                if record.cells().all(<[u8]>::is_empty) {
                    continue;
                }
                let cells = record.cells().map(|cell| words(cell).into_owned());
                return Some(Row {
                    line: lines.line(record.range().start),
                    cells: cells.collect(),
                    is_open: record.is_open(),
                });
            }
            None
        })
    }

    /// The lines of places in the body.
    #[must_use]
    pub fn lines(&self) -> Lines<'d> {
        Lines {
            bytes: self.body,
            counted: 0,
            line: self.last_line_of_header,
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

impl Header {
    /// Reads the header that some bytes begin with, and gives the bytes after it.
    ///
    /// # Errors
    /// When there is nothing in them.
    pub fn read<'b>(name: &str, bytes: &'b [u8]) -> Result<(Self, &'b [u8]), BadCell> {
        let delimiter = delimiter(bytes);
        let mut records = Records::new(bytes, delimiter);
        let mut record = Record::default();
        if !records.read(&mut record) {
            let problem = "there is nothing in it: expected a header with the names of the columns";
            return Err(Problem::of_row(problem).at(name, 1));
        }
        let header = Self {
            name: name.to_owned(),
            delimiter,
            titles: record
                .cells()
                .map(|cell| words(cell).into_owned())
                .collect(),
            line: line_ends(&bytes[..record.range().start]) + 1,
        };
        Ok((header, &bytes[records.offset()..]))
    }

    /// The place of a column, by its name in any case; `None` where there is none.
    ///
    /// # Errors
    /// When there are two.
    pub fn find(&self, name: &str) -> Result<Option<usize>, BadCell> {
        let titles = self.titles.iter().enumerate();
        let mut named = titles.filter(|(_, title)| title.eq_ignore_ascii_case(name));
        let first = named.next().map(|(place, _)| place);
        if named.next().is_none() {
            return Ok(first);
        }
        let problem = format!("two columns are called `{name}`: rename one of them");
        Err(Problem::of_row(problem).at(&self.name, self.line))
    }

    /// The place of a column that must be there; `expected` says what file is expected.
    ///
    /// # Errors
    /// When it is not, and the columns that are there are named; when there are two.
    pub fn expect(&self, name: &str, expected: &str) -> Result<usize, BadCell> {
        self.find(name)?.ok_or_else(|| {
            let found = self.titles.join(", ");
            let problem =
                format!("no column `{name}`: expected {expected}; the columns here: {found}");
            Problem::of_row(problem).at(&self.name, self.line)
        })
    }

    /// What is wrong with a row that has another number of cells, or a quote that is never closed.
    #[must_use]
    pub fn misfit(&self, cells: usize, is_open: bool) -> Option<Problem> {
        if is_open {
            return Some(Problem::of_row("a quote is opened here and never closed"));
        }
        let columns = self.titles.len();
        let help = match cells.cmp(&columns) {
            std::cmp::Ordering::Equal => return None,
            std::cmp::Ordering::Less => "",
            std::cmp::Ordering::Greater => {
                ": a cell that holds the separator itself stands between quotes"
            }
        };
        let plural = if cells == 1 { "" } else { "s" };
        Some(Problem::of_row(format!(
            "{cells} cell{plural}, where the header has {columns}{help}"
        )))
    }
}

impl Row {
    /// A cell; empty past the last.
    #[must_use]
    pub fn cell(&self, place: usize) -> &str {
        self.cells.get(place).map_or("", String::as_str)
    }
}

impl Problem {
    /// Something is wrong with a cell of this column.
    pub fn of_cell(column: &'static str, problem: impl Into<String>) -> Self {
        Self {
            column: Some(column),
            ..Self::of_row(problem)
        }
    }

    /// Something is wrong with a row.
    pub fn of_row(problem: impl Into<String>) -> Self {
        Self {
            column: None,
            problem: problem.into(),
            nearest: Vec::new(),
        }
    }

    /// The same, and what may have been meant.
    #[must_use]
    pub fn nearest(self, nearest: Vec<String>) -> Self {
        Self { nearest, ..self }
    }

    /// The same, with its place.
    #[must_use]
    pub fn at(self, name: &str, line: u32) -> BadCell {
        BadCell {
            name: name.to_owned(),
            line,
            column: self.column,
            problem: self.problem,
            nearest: self.nearest,
        }
    }
}

impl fmt::Display for BadCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.name, self.line)?;
        if let Some(column) = self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.problem)?;
        if !self.nearest.is_empty() {
            f.write_str("; the nearest:")?;
        }
        let mut nearest = self.nearest.iter();
        nearest.try_for_each(|nearest| write!(f, "\n  {nearest}"))
    }
}

impl std::error::Error for BadCell {}

impl BadCells {
    /// How many are shown.
    pub const SHOWN: usize = 20;

    /// All of a file, in its order; `None` where there is none.
    #[must_use]
    pub fn of(mut all: Vec<BadCell>) -> Option<Self> {
        let count = all.len();
        let rows = all.chunk_by(|a, b| a.line == b.line).count();
        all.truncate(Self::SHOWN);
        (count > 0).then_some(Self {
            first: all,
            count,
            rows,
        })
    }

    /// What to say where their rows were left out.
    #[must_use]
    pub fn left_out(&self) -> String {
        let rows = match self.rows {
            1 => "1 row was".to_owned(),
            rows => format!("{rows} rows were"),
        };
        let first = self
            .first
            .first()
            .map_or(String::new(), ToString::to_string);
        format!("{rows} left out; the first: {first}")
    }
}

impl fmt::Display for BadCells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for bad in &self.first {
            writeln!(f, "{bad}")?;
        }
        match self.count - self.first.len() {
            0 => {}
            more => writeln!(f, "… and {more} more in this file")?,
        }
        f.write_str(
            "nothing was computed: correct the file, or leave these rows out with --skip-bad",
        )
    }
}

impl std::error::Error for BadCells {}

/// Bytes as words: nearly always UTF-8, or else as Windows programs of old wrote them.
#[must_use]
pub fn words(cell: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(cell) {
        Ok(words) => Cow::Borrowed(words),
        Err(_) => Cow::Owned(cell.iter().copied().map(crate::source::windows).collect()),
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

/// What separates the cells: spreadsheets write semicolons where the comma is a decimal mark.
fn delimiter(bytes: &[u8]) -> u8 {
    let mut lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
    let header = lines.find(|line| !line.is_empty()).unwrap_or_default();
    let count = |mark: &u8| memchr::memchr_iter(*mark, header).count();
    // The last of equals is the comma.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(b',')
}
