//! The files in which people give tables, and what they say about them.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::io::{self, Read};
use std::path::Path;

use super::{BadCell, Date, Form, Order, Unit};
use crate::source::{Container, Progress, ReadError, Stream, limit};
use crate::text::distinct;

/// What a person says about the tables of a call.
#[derive(Debug, Default)]
pub struct Options {
    /// Which title a column has, by the name of the column.
    map: Vec<Mapping>,
    /// Which of these a file has had, as bits.
    used: Cell<u64>,
    /// The sheets of the workbooks that were read.
    sheets: RefCell<Vec<String>>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// What comes first in a date like 3/4/2026; `None` where the file shows it.
    pub order: Option<Order>,
    /// Trainings before this date do not count.
    pub since: Option<Date>,
    /// Trainings after this date do not count.
    pub until: Option<Date>,
}

/// `ckc=CKC Codes`: which title a column has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The name of the column.
    pub column: String,
    /// Its title in the file.
    pub title: String,
}

/// A table that is being read, as the bytes of a CSV.
pub struct Table {
    /// The file, and in a workbook the sheet, as people call it.
    pub name: String,
    /// What its rows are counted in.
    pub unit: Unit,
    /// How much of the file has been read.
    pub progress: Option<Progress>,
    bytes: Box<dyn Read + Send>,
}

/// Why a table could not be read.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file cannot be read, and what it should be.
    #[error("{0}: expected {1}, as CSV or a workbook")]
    File(ReadError, &'static str),
    /// It is not a workbook that can be read, and why.
    #[error("{0} {1}")]
    Workbook(String, String),
    /// It breaks off, or is not packed as it says.
    #[error("cannot read {0}: {1}")]
    Io(String, io::Error),
    /// It is too large to be held.
    #[error("{0} is larger than 1 GiB, which is the most that is read here")]
    TooLarge(String),
    /// It has no such header.
    #[error("{0}")]
    Header(BadCell),
}

impl std::str::FromStr for Mapping {
    type Err = &'static str;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "expected the name of a column and the title it has in the file, as in ckc=\"CKC Codes\"";
        let (column, title) = typed.split_once('=').ok_or(EXPECTED)?;
        let (column, title) = (column.trim().to_lowercase(), title.trim());
        if column.is_empty() || title.is_empty() {
            return Err(EXPECTED);
        }
        Ok(Self {
            column,
            title: title.to_owned(),
        })
    }
}

impl Options {
    /// What a person says.
    #[must_use]
    pub fn new(map: Vec<Mapping>) -> Self {
        Self {
            map,
            ..Self::default()
        }
    }

    /// The title that a column has, if the person says so.
    #[must_use]
    pub fn title_of(&self, column: &str) -> Option<&str> {
        let mut map = self.map.iter();
        map.find(|mapping| mapping.column == column)
            .map(|mapping| mapping.title.as_str())
    }

    /// A title that a file has is not a typo.
    pub(super) fn mark_used(&self, titles: &[String]) {
        let titles: Vec<String> = titles
            .iter()
            .map(|title| super::words::folded(title))
            .collect();
        for (place, mapping) in self.map.iter().enumerate() {
            if titles.contains(&super::words::folded(&mapping.title)) {
                self.used.set(self.used.get() | bit(place));
            }
        }
    }

    /// Whether this sheet is meant.
    #[cfg(feature = "xlsx")]
    pub(super) fn is_sheet(&self, name: &str) -> bool {
        self.sheet
            .as_deref()
            .is_some_and(|sheet| sheet.trim().eq_ignore_ascii_case(name.trim()))
    }

    /// A workbook has these sheets.
    #[cfg(feature = "xlsx")]
    pub(super) fn offer_sheets(&self, names: impl Iterator<Item = String>) {
        self.sheets.borrow_mut().extend(names);
    }

    fn unused_sheet(&self) -> Option<String> {
        let sheet = self.sheet.as_ref()?;
        let sheets = self.sheets.borrow();
        let is_it = |name: &String| sheet.trim().eq_ignore_ascii_case(name.trim());
        match &sheets[..] {
            [] => Some(format!("--sheet {sheet}: no workbook was read, only text")),
            sheets if sheets.iter().any(is_it) => None,
            sheets => Some(format!(
                "--sheet {sheet}: no such sheet; the sheets are {}",
                sheets.join(", ")
            )),
        }
    }

    /// What is wrong with what the person says of sheets and columns: that no such file has one, or that
    /// none that was read has it under this title.
    #[must_use]
    pub fn unused(&self, forms: &[&Form]) -> Option<String> {
        if let Some(problem) = self.unused_sheet() {
            return Some(problem);
        }
        let columns = || forms.iter().flat_map(|form| form.columns);
        for (place, Mapping { column, title }) in self.map.iter().enumerate() {
            if !columns().any(|known| known.name == column) {
                let names = distinct(columns().map(|column| column.name)).join(", ");
                return Some(format!(
                    "--map: no column is called `{column}`: must be one of {names}"
                ));
            }
            if self.used.get() & bit(place) == 0 {
                return Some(format!(
                    "--map {column}: no file that was read has a column “{title}”"
                ));
            }
        }
        None
    }
}

fn bit(place: usize) -> u64 {
    1 << (place % 64)
}

impl Table {
    /// Opens a file; `-` is standard input.
    ///
    /// # Errors
    /// When it cannot be opened, or is not a table.
    pub fn open(path: &Path, form: &'static Form, options: &Options) -> Result<Self, TableError> {
        let failed = |error| TableError::File(error, form.expected);
        let stream = Stream::open(path).map_err(failed)?;
        match stream.container {
            None => Ok(Self {
                name: stream.name.clone(),
                unit: Unit::Line,
                progress: Some(stream.progress.clone()),
                bytes: Box::new(stream),
            }),
            Some(container) => Self::of_workbook(stream, container, form, options),
        }
    }

    #[cfg(feature = "xlsx")]
    fn of_workbook(
        mut stream: Stream,
        container: Container,
        form: &'static Form,
        options: &Options,
    ) -> Result<Self, TableError> {
        use super::workbook;
        let found = match container {
            Container::Zip => workbook::find(&mut stream, form, options),
            Container::Compound => Err(workbook::old_file(&mut stream)),
        };
        let found = found.map_err(|why| TableError::Workbook(stream.name.clone(), why))?;
        Ok(Self {
            name: format!("{}, {}", stream.name, found.sheet),
            unit: Unit::Row,
            progress: None,
            bytes: Box::new(io::Cursor::new(found.csv)),
        })
    }

    #[cfg(not(feature = "xlsx"))]
    fn of_workbook(
        stream: Stream,
        _: Container,
        _: &'static Form,
        _: &Options,
    ) -> Result<Self, TableError> {
        let why = "is a workbook, which this build does not read: save the sheet as CSV";
        Err(TableError::Workbook(stream.name, why.to_owned()))
    }

    /// A table from text at hand.
    #[must_use]
    pub fn of_text(name: &str, text: &str) -> Self {
        Self {
            name: name.to_owned(),
            unit: Unit::Line,
            progress: None,
            bytes: Box::new(io::Cursor::new(text.to_owned())),
        }
    }

    /// All of its bytes.
    pub(super) fn read_whole(&mut self) -> Result<Vec<u8>, TableError> {
        let mut bytes = Vec::new();
        let read = self
            .bytes
            .by_ref()
            .take(limit::TABLE + 1)
            .read_to_end(&mut bytes);
        match read {
            Err(error) => Err(TableError::Io(self.name.clone(), error)),
            Ok(length) if length as u64 > limit::TABLE => {
                Err(TableError::TooLarge(self.name.clone()))
            }
            Ok(_) => Ok(bytes),
        }
    }
}

impl Read for Table {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.bytes.read(buffer)
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
