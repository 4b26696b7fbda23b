//! The sheets of a workbook (`.xlsx`, `.ods`) as CSV: one row per line, so that lines are the sheet's rows.
//!
//! A workbook is data from anywhere: what it unpacks to, and how many cells it claims, is limited before a
//! reader is let at it.

use std::io::{self, Cursor, Read};

use calamine::{
    Data, DataRef, ExcelDateTime, Ods, OdsError, Reader, Sheet, SheetVisible, Xlsx, XlsxError,
};
use zip::ZipArchive;

use super::{Form, Header, LINE_END, NUMBER, Options, Unit};

/// A workbook, and what is unpacked of it, is no larger than this.
const LARGEST: u64 = 256 << 20;
/// What all cells of a sheet are as CSV is no longer than this.
const LONGEST: usize = 256 << 20;
/// The cells that a sheet repeats are no more than this.
const MOST_CELLS: usize = 4 << 20;

/// A sheet that holds a table.
pub(super) struct Found {
    /// Its name.
    pub(super) sheet: String,
    /// Its cells.
    pub(super) csv: Vec<u8>,
}

/// A cell that is not empty.
struct Cell {
    row: u32,
    column: u32,
    text: String,
    is_number: bool,
}

/// The cells of a sheet, by row and column.
struct Cells(Vec<Cell>);

/// A reader of one kind of workbook.
enum Book {
    Xlsx(Box<Xlsx<Cursor<Vec<u8>>>>),
    Ods(Box<Ods<Cursor<Vec<u8>>>>),
}

/// Finds the sheet with the columns of a form.
///
/// # Errors
/// What is wrong with the file, to be said after its name.
pub(super) fn find(
    input: &mut dyn Read,
    form: &'static Form,
    options: &Options,
) -> Result<Found, String> {
    let mut bytes = Vec::new();
    input
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("cannot be read: {error}"))?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_large());
    }
    let mut book = Book::open(bytes)?;
    let sheets = book.sheets();
    options.offer_sheets(sheets.iter().map(|sheet| sheet.name.clone()));
    let chosen: Vec<&Sheet> = match sheets.iter().find(|sheet| options.is_sheet(&sheet.name)) {
        Some(sheet) => vec![sheet],
        None => sheets
            .iter()
            .filter(|sheet| sheet.visible == SheetVisible::Visible)
            .collect(),
    };
    let mut found = Vec::new();
    let mut first = None;
    for sheet in &chosen {
        let cells = book.cells(&sheet.name)?;
        let csv = cells.csv(None)?;
        let csv = match Header::read(&sheet.name, Unit::Row, &csv, form, options) {
            // The error of a sheet that is meant, or is the only one, tells more than that none fits.
            Err(_) => {
                first.get_or_insert(Found {
                    sheet: sheet.name.clone(),
                    csv,
                });
                continue;
            }
            Ok((header, _)) => match header.find("ckc") {
                Ok(Some(codes)) => cells.csv(Some((header.line, codes)))?,
                _ => csv,
            },
        };
        found.push(Found {
            sheet: sheet.name.clone(),
            csv,
        });
    }
    if found.len() > 1 {
        let names: Vec<&str> = found.iter().map(|found| found.sheet.as_str()).collect();
        return Err(format!(
            "has {} sheets with these columns ({}): say which with --sheet",
            names.len(),
            names.join(", ")
        ));
    }
    let only = (chosen.len() == 1).then_some(first).flatten();
    found.pop().or(only).ok_or_else(|| {
        let names: Vec<&str> = chosen.iter().map(|sheet| sheet.name.as_str()).collect();
        format!(
            "has no sheet with the columns of {}; its sheets: {}",
            form.expected,
            names.join(", ")
        )
    })
}

/// What is wrong with a file of Microsoft's old container.
pub(super) fn old_file(input: &mut dyn Read) -> String {
    /// The directory of an encrypted workbook is near its beginning or its end.
    const MOST: u64 = 64 << 20;
    let mut bytes = Vec::new();
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let is_read = input.take(MOST).read_to_end(&mut bytes).is_ok();
    if is_read && memchr::memmem::find(&bytes, &name).is_some() {
        return with_password();
    }
    "is an old Excel or Word file (.xls, .doc): save it as .xlsx or as CSV".to_owned()
}

fn with_password() -> String {
    "is protected with a password: save it without one".to_owned()
}

fn too_large() -> String {
    format!(
        "is too large: a workbook may unpack to {} MiB at most; save the sheet as CSV",
        LARGEST >> 20
    )
}

fn damaged(why: impl std::fmt::Display) -> String {
    format!(
        "is damaged and cannot be read as a workbook ({why}): open it in a spreadsheet program and save it anew"
    )
}

impl Book {
    fn open(bytes: Vec<u8>) -> Result<Self, String> {
        let mut archive = ZipArchive::new(Cursor::new(&bytes[..])).map_err(damaged)?;
        measure(&mut archive)?;
        let has = |name: &str| archive.index_for_name(name).is_some();
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

    fn sheets(&self) -> Vec<Sheet> {
        match self {
            Self::Xlsx(book) => book.sheets_metadata().to_vec(),
            Self::Ods(book) => book.sheets_metadata().to_vec(),
        }
    }

    fn cells(&mut self, sheet: &str) -> Result<Cells, String> {
        match self {
            Self::Xlsx(book) => xlsx_cells(book, sheet),
            Self::Ods(book) => {
                let range = book.worksheet_range(sheet).map_err(damaged)?;
                let (row, column) = range.start().unwrap_or_default();
                let mut cells = Cells(Vec::new());
                for (down, right, value) in range.used_cells() {
                    let place = (
                        row + crate::source::offset(down),
                        column + crate::source::offset(right),
                    );
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

fn not_a_workbook() -> String {
    "is a zip archive or a document, and not a workbook: save the table as .xlsx, .ods or CSV"
        .to_owned()
}

/// Refuses what unpacks to more than the limit, whatever the archive says of itself.
fn measure(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), String> {
    let mut left = LARGEST;
    for place in 0..archive.len() {
        let file = archive.by_index(place).map_err(damaged)?;
        let length = io::copy(&mut file.take(left + 1), &mut io::sink()).map_err(damaged)?;
        left = left.checked_sub(length).ok_or_else(too_large)?;
    }
    Ok(())
}

/// Refuses an `.ods` that repeats cells to more than can be held: a few bytes may mean millions.
fn expect_few_repeats(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), String> {
    let mut xml = Vec::new();
    let mut content = archive.by_name("content.xml").map_err(damaged)?;
    content.read_to_end(&mut xml).map_err(damaged)?;
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

    /// The cells as CSV; below a header the numbers in the column of codes are marked as such.
    fn csv(&self, codes: Option<(u32, usize)>) -> Result<Vec<u8>, String> {
        let width = self
            .0
            .iter()
            .map(|cell| cell.column as usize + 1)
            .max()
            .unwrap_or(0);
        let mut order: Vec<&Cell> = self.0.iter().collect();
        order.sort_by_key(|cell| (cell.row, cell.column));
        let mut csv = Vec::new();
        let mut line = 0;
        for row in order.chunk_by(|a, b| a.row == b.row) {
            let blank = row[0].row as usize - line;
            if csv.len() + blank + width > LONGEST {
                return Err(too_large());
            }
            csv.resize(csv.len() + blank, b'\n');
            line = row[0].row as usize + 1;
            let mut cells = row.iter().peekable();
            for column in 0..width {
                if column > 0 {
                    csv.push(b',');
                }
                while let Some(cell) = cells.next_if(|cell| cell.column as usize == column) {
                    let is_code =
                        codes.is_some_and(|(header, codes)| cell.row >= header && column == codes);
                    quote(&cell.text, is_code, is_code && cell.is_number, &mut csv);
                }
            }
            csv.push(b'\n');
        }
        Ok(csv)
    }
}

/// Each line is a row: a line end within a cell is a space, or where it parts codes a mark of its own.
fn quote(text: &str, is_code: bool, is_number: bool, csv: &mut Vec<u8>) {
    let line_end = if is_code { LINE_END as u8 } else { b' ' };
    csv.push(b'"');
    if is_number {
        csv.extend_from_slice(NUMBER.encode_utf8(&mut [0; 4]).as_bytes());
    }
    for byte in text.bytes() {
        match byte {
            b'"' => csv.extend_from_slice(b"\"\""),
            b'\n' | b'\r' => csv.push(line_end),
            byte => csv.push(byte),
        }
    }
    csv.push(b'"');
}
