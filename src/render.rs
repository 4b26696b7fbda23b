//! From an `Answer` to bytes: one file per format, all writing to `&mut dyn Write`.
//!
//! Two kinds of format. The machine formats (`csv`, `json`) show every column, and values
//! as they are. The formats for people (`table`, with `card` for index cards, and
//! `md`) share how a cell looks (`text`) and how lines are laid out and colored (`page`);
//! there, no control character of a document reaches the terminal. `html` is for people with a
//! browser, `xlsx` for people with a spreadsheet: the words of `csv` in the dress of a page; `svg` is a
//! picture of a matrix.
//!
//! Nothing here knows what the columns mean. Writes are many and small: hand
//! over a buffered writer.

mod card;
mod csv;
mod html;
mod json;
mod matrix;
mod md;
mod page;
mod snippet;
mod svg;
mod table;
mod text;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use json::BareRows;
pub use text::harmless;

use crate::view::{Answer, Place, Reading, TooMany};
use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For a person: index cards, an outline, or aligned columns in a pipe.
    Table,
    /// RFC 4180, with a header row.
    Csv,
    /// Like `Csv`, separated by tabs.
    Tsv,
    /// One nested record, or an array of rows.
    Json,
    /// One JSON object per row.
    Jsonl,
    /// Markdown.
    Md,
    /// One page, for a browser.
    Html,
    /// A workbook, for a spreadsheet.
    #[cfg(feature = "xlsx")]
    Xlsx,
    /// A picture, of a matrix alone.
    Svg,
}

/// The look of the output, as the user chose it.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the user's"
)]
pub struct Style {
    /// The width of the terminal; `None` in a pipe or a file, where nothing is wrapped.
    pub width: Option<usize>,
    /// Whether to use colors.
    pub color: bool,
    /// Whether CSV and TSV leave cells alone that a spreadsheet takes for formulas.
    pub raw: bool,
    /// Whether the columns are in the order that the user gave.
    pub keeps_order: bool,
    /// Whether CSV and TSV are such that Excel opens them rightly by a double click.
    pub excel: bool,
}

/// A name that is not a format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "no such format: {name} (must be one of: {})",
    Format::all(", ", Format::name)
)]
pub struct UnknownFormat {
    /// The name as typed.
    pub name: String,
}

/// What comes before a CKC code where it is not clear from its column that it is one, and
/// in CSV, so that nobody reads `1.10` as the number 1.1.
const CODE_PREFIX: &str = "CKC ";

/// Why an answer was not written.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The format cannot hold it.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The writer failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Why a format cannot hold an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is for people, and they could not read it.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// It is a picture of a matrix.
    #[error("this answer has no matrix to draw")]
    NoMatrix,
    /// A workbook has no room for what is said here.
    #[error("{0}: give --format csv, which has no such limit")]
    NoRoom(String),
}

impl From<TooMany> for RenderError {
    fn from(rows: TooMany) -> Self {
        Refused::from(rows).into()
    }
}

/// The columns of the sheet of a workbook that holds what is said of an answer.
pub(crate) const NOTES: [(&str, Place); 1] = [("note", Place::Body)];

/// Writes the answer in this format.
///
/// # Errors
/// If the format cannot hold the answer, or the writer fails.
pub fn render(
    answer: &Answer,
    format: Format,
    style: &Style,
    out: &mut dyn Write,
) -> Result<(), RenderError> {
    let (summary, content) = (&answer.summary, &answer.content);
    if let Some(words) = content.verbatim() {
        return Ok(out.write_all(words.as_bytes())?);
    }
    match format {
        Format::Table => write_for_people(summary, &content.reading()?, style, out)?,
        Format::Csv => csv::write_csv(&content.rows(), style, out)?,
        Format::Tsv => csv::write_tsv(&content.rows(), style, out)?,
        Format::Json => match content.record() {
            Some(record) => json::write(&*record, out)?,
            None => json::write_rows(&content.rows(), out)?,
        },
        Format::Jsonl => json::write_lines(&content.rows(), out)?,
        Format::Md => md::write(summary, &content.reading()?, out)?,
        Format::Html => match content.book() {
            Some(book) => html::write_book(&book, out)?,
            None => html::write(summary, &content.reading()?, out)?,
        },
        #[cfg(feature = "xlsx")]
        Format::Xlsx => xlsx::write(summary, content.sheets()?, out)?,
        Format::Svg => match content.reading()? {
            Reading::Matrix(matrix, _) => svg::write(&matrix, out)?,
            _ => return Err(Refused::NoMatrix.into()),
        },
    }
    Ok(())
}

fn write_for_people(
    summary: &[String],
    reading: &Reading,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    page::write_summary(summary, style, out)?;
    let is_all = matches!(reading, Reading::Rows(table) if table.rows.is_empty());
    if !summary.is_empty() && !is_all {
        out.write_all(b"\n")?;
    }
    match reading {
        Reading::Rows(table) => table::write(table, style, out),
        Reading::Sections(sections) => table::write_sections(sections, style, out),
        Reading::Matrix(matrix, _) => matrix::write(matrix, style, out),
        Reading::Cards { snippets, cards } => {
            snippet::write(snippets, style, out)?;
            card::write(cards, style, out)
        }
    }
}

impl Format {
    /// All formats, in the order in which help lists them.
    pub const ALL: &[Format] = &[
        Format::Table,
        Format::Csv,
        Format::Tsv,
        Format::Json,
        Format::Jsonl,
        Format::Md,
        Format::Html,
        #[cfg(feature = "xlsx")]
        Format::Xlsx,
        Format::Svg,
    ];

    /// The name, as in `--format`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.names()[0]
    }

    /// Whether it is bytes that no terminal can show.
    #[must_use]
    pub fn is_binary(self) -> bool {
        match self {
            #[cfg(feature = "xlsx")]
            Format::Xlsx => true,
            _ => false,
        }
    }

    /// Whether it is one line per row, with something between the cells.
    #[must_use]
    pub fn is_delimited(self) -> bool {
        matches!(self, Format::Csv | Format::Tsv)
    }

    /// Whether it shows the sentences that say what an answer is; rows show none.
    #[must_use]
    pub fn holds_summary(self, answer: &Answer) -> bool {
        match self {
            Self::Csv | Self::Tsv | Self::Jsonl => false,
            Self::Json => answer.content.record().is_some(),
            _ => true,
        }
    }

    /// All names, with this between them.
    fn all(between: &str, name: fn(Format) -> &'static str) -> String {
        let names: Vec<&str> = Format::ALL.iter().map(|&format| name(format)).collect();
        names.join(between)
    }

    /// The endings of files of all formats: `txt .csv .tsv`.
    #[must_use]
    pub fn extensions() -> String {
        Format::all(" .", Format::extension)
    }

    /// The format that this file's extension says.
    #[must_use]
    pub fn from_path(path: &Path) -> Option<Format> {
        path.extension()?.to_str()?.parse().ok()
    }

    /// The ending of a file of this format.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Format::Table => "txt",
            other => other.name(),
        }
    }

    /// The name, and the other file extensions.
    fn names(self) -> &'static [&'static str] {
        match self {
            Format::Table => &["table", "txt"],
            Format::Csv => &["csv"],
            Format::Tsv => &["tsv"],
            Format::Json => &["json"],
            Format::Jsonl => &["jsonl", "ndjson"],
            Format::Md => &["md", "markdown"],
            Format::Html => &["html", "htm"],
            #[cfg(feature = "xlsx")]
            Format::Xlsx => &["xlsx"],
            Format::Svg => &["svg"],
        }
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let lowercase = name.to_ascii_lowercase();
        Format::ALL
            .iter()
            .copied()
            .find(|format| format.names().contains(&lowercase.as_str()))
            .ok_or_else(|| UnknownFormat {
                name: name.to_owned(),
            })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

#[cfg(test)]
mod tests;
