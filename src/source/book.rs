//! The sheets of a workbook (`.xlsx`, `.ods`) by their cells.
//!
//! A workbook is data from anywhere: what it unpacks to, and how many cells it claims, is limited before a
//! reader is let at it.

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Ods, OdsError, Reader, Sheet, Xlsx, XlsxError};

use super::limit::UNPACKED;
use super::zipped::{self, Archive, Unsound};

/// What all cells of a sheet are as CSV is no longer than this.
pub(crate) const LONGEST: usize = 256 << 20;
/// The cells that a sheet repeats are no more than this.
const MOST_CELLS: usize = 4 << 20;

/// A cell that is not empty.
pub(crate) struct Cell {
    pub(crate) row: u32,
    pub(crate) column: u32,
    pub(crate) text: String,
    pub(crate) is_number: bool,
}

/// The cells of a sheet, by row and column.
pub(crate) struct Cells(pub(crate) Vec<Cell>);

/// A reader of one kind of workbook.
pub(crate) enum Book {
    Xlsx(Box<Xlsx<Cursor<Vec<u8>>>>),
    Ods(Box<Ods<Cursor<Vec<u8>>>>),
}

pub(crate) fn with_password() -> String {
    "is protected with a password: save it without one".to_owned()
}

pub(crate) fn too_large() -> String {
    format!(
        "is too large: a workbook may unpack to {} MiB at most; save the sheet as CSV",
        UNPACKED >> 20
    )
}

fn damaged(why: impl std::fmt::Display) -> String {
    format!(
        "is damaged and cannot be read as a workbook ({why}): open it in a spreadsheet program and save it anew"
    )
}

impl Book {
    /// Opens a workbook.
    ///
    /// # Errors
    /// What is wrong with the file, to be said after its name.
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Self, String> {
        let mut archive = zipped::open(&bytes).map_err(unsound)?;
        let has = |name: &str| zipped::has(&archive, name);
        if has("xl/workbook.xml") {
            return Xlsx::new(Cursor::new(bytes))
                .map(|book| Self::Xlsx(Box::new(book)))
                .map_err(|error| match error {
                    XlsxError::Password => with_password(),
                    error => damaged(error),
                });
        }
        if has("xl/workbook.bin") {
            return Err(
                "is an Excel file of the kind .xlsb: save it as .xlsx or as CSV".to_owned(),
            );
        }
        if has("content.xml") {
            expect_few_repeats(&mut archive)?;
            return Ods::new(Cursor::new(bytes))
                .map(|book| Self::Ods(Box::new(book)))
                .map_err(|error| match error {
                    OdsError::Password => with_password(),
                    OdsError::InvalidMime(_) => not_a_workbook(),
                    error => damaged(error),
                });
        }
        Err(not_a_workbook())
    }

    pub(crate) fn sheets(&self) -> Vec<Sheet> {
        match self {
            Self::Xlsx(book) => book.sheets_metadata().to_vec(),
            Self::Ods(book) => book.sheets_metadata().to_vec(),
        }
    }

    pub(crate) fn cells(&mut self, sheet: &str) -> Result<Cells, String> {
        match self {
            Self::Xlsx(book) => xlsx_cells(book, sheet),
            Self::Ods(book) => {
                let range = book.worksheet_range(sheet).map_err(damaged)?;
                let (row, column) = range.start().unwrap_or_default();
                let mut cells = Cells(Vec::new());
                for (down, right, value) in range.used_cells() {
                    let place = (row + super::offset(down), column + super::offset(right));
                    cells.push(
                        place,
                        told(value),
                        matches!(value, Data::Float(_) | Data::Int(_)),
                    );
                }
                Ok(cells)
            }
        }
    }
}

fn unsound(why: Unsound) -> String {
    match why {
        Unsound::Damaged(why) => damaged(why),
        Unsound::TooLarge => too_large(),
    }
}

fn not_a_workbook() -> String {
    "is a zip archive or a document, and not a workbook: save the table as .xlsx, .ods or CSV"
        .to_owned()
}

/// Refuses an `.ods` that repeats cells to more than can be held: a few bytes may mean millions.
fn expect_few_repeats(archive: &mut Archive) -> Result<(), String> {
    let xml = zipped::part(archive, "content.xml").map_err(unsound)?;
    let (mut cells, mut empty) = (0_usize, 0_usize);
    for start in memchr::memmem::find_iter(&xml, b"<table:") {
        let tag = &xml[start..];
        let tag = &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())];
        if tag.starts_with(b"<table:table-row") {
            empty = 0;
        } else if tag.starts_with(b"<table:table-cell")
            || tag.starts_with(b"<table:covered-table-cell")
        {
            let repeats = repeats(tag).min(1 << 14);
            if memchr::memmem::find(tag, b"office:").is_none() && tag.ends_with(b"/") {
                empty += repeats;
            } else {
                cells = cells.saturating_add(empty + repeats);
                empty = 0;
            }
        }
    }
    if cells > MOST_CELLS {
        Err(too_large())
    } else {
        Ok(())
    }
}

fn repeats(tag: &[u8]) -> usize {
    const NAME: &[u8] = b"number-columns-repeated=";
    let digits = memchr::memmem::find(tag, NAME).map_or(&[][..], |at| &tag[at + NAME.len() + 1..]);
    let digits = digits.iter().take_while(|byte| byte.is_ascii_digit());
    digits
        .fold(0_usize, |n, digit| {
            n.saturating_mul(10)
                .saturating_add(usize::from(digit - b'0'))
        })
        .max(1)
}

/// Reads cell by cell: a range would hold all the empty ones between two that are far apart.
fn xlsx_cells(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Result<Cells, String> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(damaged)?;
    let mut cells = Cells(Vec::new());
    let mut length = 0;
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        let value = cell.get_value();
        let is_number = matches!(value, DataRef::Float(_) | DataRef::Int(_));
        let text = told(&Data::from(value.clone()));
        length += text.len();
        if length > LONGEST {
            return Err(too_large());
        }
        cells.push(cell.get_position(), text, is_number);
    }
    Ok(cells)
}

/// A value as a person would write it.
fn told(value: &Data) -> String {
    match value {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => decimal(*number),
        Data::Bool(is_true) => is_true.to_string(),
        Data::DateTime(time) => date(*time),
        Data::Error(error) => error.to_string(),
    }
}

/// Without what is left over from reckoning in binary.
fn decimal(number: f64) -> String {
    let text = format!("{number:.9}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.to_owned()
}

/// A date in ISO; a duration in hours; a time of day as it is shown.
fn date(time: ExcelDateTime) -> String {
    let days = time.as_f64();
    if time.is_duration() {
        return decimal(days * 24.0);
    }
    let (year, month, day, hour, minute, ..) = time.to_ymd_hms_milli();
    if days < 1.0 {
        return format!("{hour}:{minute:02}");
    }
    format!("{year:04}-{month:02}-{day:02}")
}

impl Cells {
    fn push(&mut self, (row, column): (u32, u32), text: String, is_number: bool) {
        if !text.trim().is_empty() {
            self.0.push(Cell {
                row,
                column,
                text,
                is_number,
            });
        }
    }
}
