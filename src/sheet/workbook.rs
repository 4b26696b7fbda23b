//! The sheets of a workbook (`.xlsx`, `.ods`) as CSV: one row per line, so that lines are the sheet's rows.

use std::io::Read;

use calamine::{Sheet, SheetVisible};

use super::{Form, Header, LINE_END, NUMBER, Options, Unit};
use crate::source::book::{Book, Cell, Cells, LONGEST, too_large, with_password};
use crate::source::limit::UNPACKED;

/// A sheet that holds a table.
pub(super) struct Found {
    /// Its name.
    pub(super) sheet: String,
    /// Its cells.
    pub(super) csv: Vec<u8>,
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
        .take(UNPACKED + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("cannot be read: {error}"))?;
    if bytes.len() as u64 > UNPACKED {
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
        let csv = as_csv(&cells, None)?;
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
                Ok(Some(codes)) => as_csv(&cells, Some((header.line, codes)))?,
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

/// The cells as CSV; below a header the numbers in the column of codes are marked as such.
fn as_csv(cells: &Cells, codes: Option<(u32, usize)>) -> Result<Vec<u8>, String> {
    let width = cells
        .0
        .iter()
        .map(|cell| cell.column as usize + 1)
        .max()
        .unwrap_or(0);
    let mut order: Vec<&Cell> = cells.0.iter().collect();
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
        let mut row = row.iter().peekable();
        for column in 0..width {
            if column > 0 {
                csv.push(b',');
            }
            while let Some(cell) = row.next_if(|cell| cell.column as usize == column) {
                let is_code =
                    codes.is_some_and(|(header, codes)| cell.row >= header && column == codes);
                quote(&cell.text, is_code, is_code && cell.is_number, &mut csv);
            }
        }
        csv.push(b'\n');
    }
    Ok(csv)
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
