//! A workbook: the sheets of an answer, and last, what is said of them.
//!
//! Every value is the one that CSV holds, so that a program that reads the workbook finds what it finds
//! there; that a value was restored is told by how its cell looks, and why one is missing by a note on
//! it. All words are text cells: nothing becomes a number, a date or a formula. Codes are written `CKC
//! 1.10` all the same, since programs that read workbooks (pandas) make a number of the text `1.10`. The
//! same answer gives the same bytes.

mod dress;
mod value;

use super::page::RESTORED_NOTE;
use super::text::width;
use super::{NOTES, Refused, RenderError};
use crate::view::{Cell, Column, Sheet, Sign, Table};
use dress::Dress;
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, IgnoreError, Note, Url, Workbook, Worksheet,
    XlsxError,
};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use value::{Content, Value};

/// The most rows of a sheet, with its header.
const MOST_ROWS: usize = 1 << 20;
/// The most columns.
const MOST_COLUMNS: usize = 1 << 14;
/// The most UTF-16 units in a cell.
const MOST_UNITS: usize = 32_767;
/// The most links of a sheet.
const MOST_LINKS: usize = 65_530;
/// Columns are at least so many characters wide,
const NARROWEST: usize = 3;
/// and at most so many; longer words are wrapped.
const WIDEST: usize = 48;
/// What is beside the words of a column, in characters.
const MARGINS: usize = 2;
/// How high a line is, in points,
const LINE_HEIGHT: u16 = 15;
/// and how many lines a row can have.
const MOST_LINES: usize = 27;
/// A column without a value is so wide, for a person to fill in.
const TO_FILL_IN: usize = 14;
/// The button of a filter covers so many characters.
const BUTTON: usize = 3;
/// Where there are more columns than this, the headers of the narrow ones are upright,
const MANY_COLUMNS: usize = 20;
/// so high, in points.
const UPRIGHT_HEIGHT: u16 = 72;

pub(super) fn write(
    summary: &[String],
    mut sheets: Vec<Sheet>,
    out: &mut dyn Write,
) -> Result<(), RenderError> {
    let notes = notes(summary, &sheets);
    if !notes.rows.is_empty() {
        sheets.push(Sheet::new("Notes", notes));
    }
    Ok(out.write_all(&workbook(&sheets)?)?)
}

/// The sentences of the answer, and what brackets and signs mean where there are any.
fn notes(summary: &[String], sheets: &[Sheet]) -> Table<'static> {
    let sentences = summary.iter();
    let mut rows: Vec<Vec<Cell>> = sentences
        .map(|sentence| vec![Cell::text(sentence.clone())])
        .collect();
    let cells = || {
        let tables = sheets.iter().map(|sheet| &sheet.table);
        tables.flat_map(|table| table.rows.iter().flatten())
    };
    if cells().any(value::has_restored) {
        rows.push(vec![Cell::text(format!("[ ] {RESTORED_NOTE}"))]);
    }
    for sign in Sign::ALL {
        if cells().any(|cell| cell.has_sign(sign)) {
            let note = format!("{} {}", sign.mark(), sign.meaning());
            rows.push(vec![Cell::text(note)]);
        }
    }
    Table::new(&NOTES, rows)
}

fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, RenderError> {
    let names = names(sheets);
    let targets = targets(sheets, &names);
    let dress = Dress::new();
    let mut workbook = Workbook::new();
    // The time of the making would make each file another.
    let day = ExcelDateTime::from_ymd(2000, 1, 1).map_err(io::Error::other)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
    for (sheet, name) in sheets.iter().zip(&names) {
        let paper = workbook.add_worksheet();
        paper.set_name(name).map_err(io::Error::other)?;
        fits(&sheet.table, name)?;
        let writer = Writer {
            paper,
            targets: &targets,
            dress: &dress,
            links: 0,
        };
        writer.write(&sheet.table).map_err(io::Error::other)?;
    }
    Ok(workbook.save_to_buffer().map_err(io::Error::other)?)
}

/// A name for each sheet: no longer than allowed, without what is not allowed, and no other's in any case.
fn names(sheets: &[Sheet]) -> Vec<String> {
    const LONGEST: usize = 31;
    let mut taken = BTreeSet::new();
    let mut names = Vec::new();
    for sheet in sheets {
        let plain = |character: char| {
            let is_plain = character.is_alphanumeric() || " -_.,()".contains(character);
            if is_plain { character } else { '_' }
        };
        let title: String = sheet.title.chars().map(plain).collect();
        let shortened = |room: usize| -> String {
            let mut units = 0;
            let fits = |character: &char| {
                units += character.len_utf16();
                units <= room
            };
            let name: String = title.chars().take_while(fits).collect();
            name.trim().to_owned()
        };
        let mut name = shortened(LONGEST);
        let mut count = 1;
        while name.is_empty() || !taken.insert(name.to_lowercase()) {
            count += 1;
            let end = format!(" ({count})");
            name = shortened(LONGEST - end.len()) + &end;
        }
        names.push(name);
    }
    names
}

/// Where the place of each row is in the workbook.
fn targets<'s>(sheets: &'s [Sheet], names: &[String]) -> BTreeMap<&'s str, String> {
    let targets = sheets.iter().zip(names).flat_map(|(sheet, name)| {
        let address = move |row: usize| format!("internal:'{name}'!A{}", row + 2);
        let rows = sheet.places.iter();
        rows.map(move |(place, row)| (place.as_str(), address(*row)))
    });
    targets.collect()
}

/// Refuses what a sheet cannot hold, rather than to leave a part out.
fn fits(table: &Table, name: &str) -> Result<(), Refused> {
    let refuse = |what: String| Err(Refused::NoRoom(what));
    let (rows, columns) = (table.rows.len() + 1, table.columns.len());
    if rows > MOST_ROWS {
        return refuse(format!(
            "{name} has {rows} rows, and a sheet holds at most {MOST_ROWS}"
        ));
    }
    if columns > MOST_COLUMNS {
        return refuse(format!(
            "{name} has {columns} columns, and a sheet holds at most {MOST_COLUMNS}"
        ));
    }
    for (row, values) in table.rows.iter().enumerate() {
        for (column, value) in table.columns.iter().zip(values) {
            let units = Value::new(value).units();
            if units > MOST_UNITS {
                let (row, column) = (row + 2, &column.name);
                return refuse(format!(
                    "row {row} of {name} has {units} characters in the column {column}, and a \
                     cell holds at most {MOST_UNITS}"
                ));
            }
        }
    }
    Ok(())
}

/// Writes one sheet.
struct Writer<'w> {
    paper: &'w mut Worksheet,
    targets: &'w BTreeMap<&'w str, String>,
    dress: &'w Dress,
    links: usize,
}

type Written = Result<(), XlsxError>;

impl Writer<'_> {
    fn write(mut self, table: &Table) -> Written {
        let rows = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
        let Some(last) = table.columns.len().checked_sub(1) else {
            return Ok(());
        };
        let last = u16::try_from(last).unwrap_or(u16::MAX);
        let mut widths = Vec::new();
        for (at, column) in table.columns.iter().enumerate() {
            widths.push(self.column(table, at, column)?);
        }
        for (row, cells) in (1..).zip(&table.rows) {
            self.height(row, cells, &widths)?;
            for (at, cell) in (0..).zip(cells) {
                self.cell(row, at, cell)?;
            }
        }
        for (at, column) in (0..).zip(&table.columns) {
            if !column.choices.is_empty() && rows > 0 {
                let validation = DataValidation::new().allow_list_strings(column.choices)?;
                self.paper
                    .add_data_validation(1, at, rows, at, &validation)?;
            }
        }
        if rows > 0 {
            let is_as_meant = IgnoreError::NumberStoredAsText;
            self.paper
                .ignore_error_range(1, 0, rows, last, is_as_meant)?;
        }
        self.paper.set_freeze_panes(1, last.min(1))?;
        self.paper.autofilter(0, 0, rows, last)?;
        self.paper.set_repeat_rows(0, 0)?;
        self.paper.set_landscape();
        self.paper.set_print_fit_to_pages(1, 0);
        self.paper.set_margins(0.4, 0.4, 0.4, 0.6, 0.3, 0.3);
        self.paper.set_footer("&L&A&R&P / &N");
        Ok(())
    }

    /// Writes the header and the width of a column, which is given back.
    fn column(&mut self, table: &Table, at: usize, column: &Column) -> Result<usize, XlsxError> {
        let cells = table.rows.iter().map(|row| Value::new(&row[at]).width());
        let widest = cells.max().unwrap_or(0);
        let is_grid = table.columns.len() > MANY_COLUMNS;
        let is_upright = is_grid && (1..=NARROWEST).contains(&widest);
        let wide = if is_upright {
            widest
        } else {
            let head = width(&column.name) + BUTTON;
            let least = if widest == 0 { TO_FILL_IN } else { NARROWEST };
            widest.max(head).clamp(least, WIDEST)
        };
        let at = u16::try_from(at).unwrap_or(u16::MAX);
        let margins = u16::try_from(wide + MARGINS).unwrap_or(u16::MAX);
        self.paper.set_column_width(at, margins)?;
        let head = self.dress.head(is_upright);
        self.paper
            .write_string_with_format(0, at, &*column.name, head)?;
        if is_upright {
            self.paper.set_row_height(0, UPRIGHT_HEIGHT)?;
        }
        Ok(wide)
    }

    /// Makes a row so high that wrapped words are seen: Excel does so by itself, other programs do not.
    fn height(&mut self, row: u32, cells: &[Cell], widths: &[usize]) -> Written {
        let lines = cells.iter().zip(widths);
        let lines = lines.map(|(cell, &width)| Value::new(cell).lines(width));
        let lines = lines.max().unwrap_or(1).min(MOST_LINES);
        if lines > 1 {
            let lines = u16::try_from(lines).unwrap_or(u16::MAX);
            self.paper.set_row_height(row, lines * LINE_HEIGHT)?;
        }
        Ok(())
    }

    fn cell(&mut self, row: u32, at: u16, cell: &Cell) -> Written {
        let value = Value::new(cell);
        let place = value.place.and_then(|place| self.targets.get(place));
        // LibreOffice shows no brackets around a link, and what is restored must be told.
        let is_linked = self.links < MOST_LINKS && !value.is_restored && value.sign.is_none();
        let target = place.filter(|_| is_linked);
        match (value.content, target) {
            (Content::Nothing, _) => {
                self.paper.write_blank(row, at, self.dress.blank())?;
            }
            (Content::Missing(why), _) => {
                let note = Note::new(why).set_author("xwalk").add_author_prefix(false);
                self.paper.write_blank(row, at, self.dress.blank())?;
                self.paper.insert_note(row, at, &note)?;
            }
            (Content::Number(number), _) => {
                let format = self.dress.number();
                self.paper
                    .write_number_with_format(row, at, number, format)?;
            }
            (Content::Words(words), Some(target)) => {
                let url = Url::new(target).set_text(words);
                let format = self.dress.link();
                self.paper.write_url_with_format(row, at, url, format)?;
                self.links += 1;
            }
            (Content::Words(words), None) => {
                let format = self.dress.words(value.is_restored, value.sign);
                self.paper
                    .write_string_with_format(row, at, words, format)?;
            }
        }
        Ok(())
    }
}
