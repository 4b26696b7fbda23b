//! Which kind of file a zip archive is, and its text: a Word file, an `OpenDocument` text, or a workbook.

use std::path::Path;

#[cfg(feature = "xlsx")]
use super::places::Part;
use super::places::Placed;
#[cfg(feature = "xlsx")]
use super::tabbed::Tabbed;
#[cfg(feature = "docx")]
use super::zipped::Archive;
use super::zipped::{self, Unsound};
use super::{Document, NotText, ReadError, Unreadable};

/// How a zip archive begins.
pub(super) const START: &[u8] = b"PK\x03\x04";

/// Reads a file that is a zip archive.
pub(super) fn read(path: &Path, bytes: Vec<u8>) -> Result<Document, ReadError> {
    let refused = |why| ReadError::Unreadable(path.to_owned(), why);
    let packed = match kind(&bytes).map_err(refused)? {
        #[cfg(feature = "docx")]
        Kind::Text(text) => text,
        #[cfg(feature = "xlsx")]
        Kind::Workbook => sheets(bytes).map_err(|why| refused(Unreadable::Workbook(why)))?,
        Kind::Other => {
            let why = NotText::Kind(
                "a zip archive, but not a Word file, an OpenDocument text or a workbook",
            );
            return Err(ReadError::NotText(path.to_owned(), why));
        }
    };
    Document::placed(
        path,
        Placed {
            text: super::without_soft_hyphens(packed.text),
            ..packed
        },
    )
}

enum Kind {
    #[cfg(feature = "docx")]
    Text(Placed),
    #[cfg(feature = "xlsx")]
    Workbook,
    Other,
}

fn kind(bytes: &[u8]) -> Result<Kind, Unreadable> {
    const WHAT: &str = "a Word, Excel or zip file";
    let unsound = |why| match why {
        Unsound::Damaged(_) => Unreadable::Damaged(WHAT),
        Unsound::TooLarge => Unreadable::TooLarge,
    };
    let mut archive = zipped::open(bytes).map_err(unsound)?;
    #[cfg(feature = "docx")]
    if zipped::has(&archive, super::docx::PART) {
        let xml = zipped::part(&mut archive, super::docx::PART).map_err(unsound)?;
        // A text without lists has no such part.
        let lists = zipped::part(&mut archive, super::docx::LISTS).unwrap_or_default();
        let text = super::docx::text_of(&xml, &lists);
        return text
            .map(Kind::Text)
            .ok_or(Unreadable::Damaged("a Word file"));
    }
    #[cfg(feature = "docx")]
    if is_open_text(&mut archive) {
        const WHAT: &str = "an OpenDocument text";
        let manifest = zipped::part(&mut archive, "META-INF/manifest.xml").unwrap_or_default();
        if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
            return Err(Unreadable::Encrypted(WHAT));
        }
        let xml = zipped::part(&mut archive, super::odt::PART).map_err(unsound)?;
        return super::odt::text_of(&xml)
            .map(Kind::Text)
            .ok_or(Unreadable::Damaged(WHAT));
    }
    #[cfg(feature = "xlsx")]
    if ["xl/workbook.xml", "xl/workbook.bin", "content.xml"]
        .iter()
        .any(|name| zipped::has(&archive, name))
    {
        return Ok(Kind::Workbook);
    }
    Ok(Kind::Other)
}

#[cfg(feature = "docx")]
fn is_open_text(archive: &mut Archive) -> bool {
    let kind = zipped::part(archive, "mimetype").unwrap_or_default();
    kind.starts_with(b"application/vnd.oasis.opendocument.text")
}

/// The visible sheets of a workbook, one after another.
#[cfg(feature = "xlsx")]
fn sheets(bytes: Vec<u8>) -> Result<Placed, String> {
    use super::book::{self, Book};
    use calamine::SheetVisible;
    let mut book = Book::open(bytes)?;
    let mut text = Tabbed::default();
    let (mut parts, mut lines, mut seen) = (Vec::new(), Vec::new(), 0);
    for sheet in book.sheets() {
        if sheet.visible != SheetVisible::Visible {
            continue;
        }
        let mut cells = book.cells(&sheet.name)?.0;
        cells.sort_by_key(|cell| (cell.row, cell.column));
        let width = cells
            .iter()
            .map(|cell| cell.column as usize + 1)
            .max()
            .unwrap_or(0);
        let part = super::offset(parts.len());
        parts.push(Part::sheet(&sheet.name));
        text.start_table();
        for row in cells.chunk_by(|a, b| a.row == b.row) {
            if text.text().len() + width > book::LONGEST {
                return Err(book::too_large());
            }
            text.start_row();
            let mut row_cells = row.iter().peekable();
            for column in 0..width {
                text.start_cell(1);
                while let Some(cell) = row_cells.next_if(|cell| cell.column as usize == column) {
                    for (index, line) in cell.text.lines().enumerate() {
                        if index > 0 {
                            text.break_line();
                        }
                        text.words(line);
                    }
                }
            }
            text.end_row();
            let new = &text.text()[seen..];
            let count = memchr::memchr_iter(b'\n', new.as_bytes()).count();
            lines.extend(std::iter::repeat_n((part, row[0].row + 1), count));
            seen = text.text().len();
        }
        text.end_table();
    }
    let text = text.finish();
    let last = lines.last().copied().unwrap_or((0, 1));
    lines.resize(super::lines(&text).count(), last);
    Ok(Placed {
        text,
        parts,
        lines,
        is_unsure: false,
    })
}
