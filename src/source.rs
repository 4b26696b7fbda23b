//! The documents as printed: text that nobody edits, and places in it.
//!
//! A [`Span`] names a place by document and byte offsets; line and column are
//! worked out only when one is drawn. How a file becomes text is left to `decode` and
//! `html`. This module knows nothing of what the documents say.

#[cfg(feature = "xlsx")]
pub(crate) mod book;
mod decode;
#[cfg(feature = "docx")]
mod docx;
mod error;
mod html;
pub(crate) mod limit;
mod lines;
mod markdown;
mod ocr;
#[cfg(feature = "docx")]
mod odt;
#[cfg(any(feature = "docx", feature = "xlsx"))]
mod packed;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod places;
mod span;
mod stream;
mod tabbed;
#[cfg(feature = "docx")]
mod written;
#[cfg(feature = "docx")]
mod xml;
#[cfg(any(feature = "docx", feature = "xlsx"))]
pub(crate) mod zipped;

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

pub(crate) use decode::from_windows;
pub use decode::{Encoding, NotText};
use error::title;
pub use error::{ReadError, Unreadable};
use lines::without_soft_hyphens;
pub use lines::{is_blank, lines};
pub use page::Cells;
use places::{Part, Placed, Places};
pub use span::{DocumentIndex, Span, Spans, offset};
pub use stream::{Container, Progress, Stream};

/// A document as printed.
#[derive(Debug)]
pub struct Document {
    /// Short name used in answers: `wv`, `iecmhc`, or the stem of the user's file.
    pub id: String,
    /// Title or path, as shown to people.
    pub name: String,
    text: Cow<'static, str>,
    form: Form,
    places: Option<Places>,
    cells: Option<Cells>,
    lines: OnceLock<Vec<Range<usize>>>,
}

/// How a document's text was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Form {
    encoding: Encoding,
    is_html: bool,
    is_unsure: bool,
    is_cut: bool,
}

impl Document {
    /// A document from text at hand.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>, text: Cow<'static, str>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            text,
            form: Form {
                encoding: Encoding::Utf8,
                is_html: false,
                is_unsure: false,
                is_cut: false,
            },
            places: None,
            cells: None,
            lines: OnceLock::new(),
        }
    }

    /// Reads a file; `-` is standard input. The text is that of the file in whatever encoding it was
    /// saved, or that of the pages of a PDF or of a web page, without the soft hyphens that a browser does not show either.
    ///
    /// # Errors
    /// When the file is missing, unreadable, empty, too long, or no text.
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        let bytes = if path.as_os_str() == "-" {
            limit::read_whole(path, Vec::new(), std::io::stdin().lock())?
        } else {
            let file = std::fs::File::open(path);
            let file = file.map_err(|error| ReadError::Io(path.to_owned(), error))?;
            limit::read_whole(path, Vec::new(), file)?
        };
        #[cfg(feature = "pdf")]
        if pdf::is_pdf(&bytes) {
            return Self::of_pages(path, pdf::text_of(path, bytes)?);
        }
        #[cfg(any(feature = "docx", feature = "xlsx"))]
        if bytes.starts_with(packed::START) {
            return packed::read(path, bytes);
        }
        let decoded =
            decode::decode(bytes).map_err(|why| ReadError::NotText(path.to_owned(), why))?;
        let mut form = Form {
            encoding: decoded.encoding,
            is_html: false,
            is_unsure: false,
            is_cut: decoded.cut,
        };
        let mut text = decoded.text;
        if let Some(pages) = ocr::pages(&text) {
            form.is_unsure = true;
            return Ok(Self {
                form,
                ..Self::of_pages(path, page::write(pages))?
            });
        }
        if let Some(markdown) = markdown::of(&text) {
            text = markdown;
        } else if html::is_html(&text) {
            form.is_html = true;
            let page = html::text_of(&text);
            form.is_cut |= page.cut;
            text = page.text;
        }
        if text.chars().all(is_blank) {
            let why = if form.is_html {
                ReadError::EmptyPage
            } else {
                ReadError::Empty
            };
            return Err(why(path.to_owned()));
        }
        if text.len() > limit::TEXT {
            return Err(ReadError::TooLong(path.to_owned()));
        }
        Ok(Self {
            form,
            ..Self::of_file(path, without_soft_hyphens(text))
        })
    }

    fn of_file(path: &Path, text: String) -> Self {
        let id = match path.file_stem() {
            Some(stem) if path.as_os_str() != "-" => stem.to_string_lossy().into_owned(),
            _ => "stdin".to_owned(),
        };
        Self::new(id, title(path), Cow::Owned(text))
    }

    /// A document of pages, each of which counts its lines.
    fn of_pages(path: &Path, paged: page::Paged) -> Result<Self, ReadError> {
        let count = paged.lines.last().map_or(0, |(page, _)| *page);
        let lines = paged.lines.iter().map(|(page, line)| (page - 1, *line));
        let placed = Placed {
            text: paged.text,
            parts: (1..=count).map(Part::page).collect(),
            lines: lines.collect(),
            is_unsure: paged.is_unsure,
        };
        Ok(Self {
            cells: paged.cells,
            ..Self::placed(path, placed)?
        })
    }

    /// A document whose lines have places of their own in the file.
    fn placed(path: &Path, placed: Placed) -> Result<Self, ReadError> {
        if placed.text.chars().all(is_blank) {
            return Err(ReadError::Empty(path.to_owned()));
        }
        if placed.text.len() > limit::TEXT {
            return Err(ReadError::TooLong(path.to_owned()));
        }
        let file = path.file_name().unwrap_or(path.as_os_str());
        let file = file.to_string_lossy().into_owned();
        let text = Self::of_file(path, placed.text);
        Ok(Self {
            form: Form {
                is_unsure: placed.is_unsure,
                ..text.form
            },
            places: Some(Places::new(file, placed.parts, placed.lines)),
            ..text
        })
    }

    /// The encoding that the file was read in.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.form.encoding
    }

    /// Whether it is a web page: then its lines are those of the page's text, not of the file.
    #[must_use]
    pub fn is_html(&self) -> bool {
        self.form.is_html
    }

    /// Whether any word may be misread, missing or in another place: a word table, mostly what a program read in a picture,
    /// a PDF with words that are hidden, turned or in a font that cannot be read, or a Word file with numbers that Word puts
    /// there itself.
    #[must_use]
    pub(crate) fn is_unsure(&self) -> bool {
        self.form.is_unsure
    }

    /// Whether the file ends in the middle of a character or, if it is a web page, before its end.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.form.is_cut
    }

    /// The text as printed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The cells of its tables, if the file draws them with rules.
    #[must_use]
    pub fn cells(&self) -> Option<&Cells> {
        self.cells.as_ref()
    }

    /// Whether people find its words by other places than the lines of its text.
    #[must_use]
    pub fn has_places(&self) -> bool {
        self.places.is_some()
    }

    /// Where a person finds some words: `wv.pdf, page 3, line 12`, or `wv:122` in a file that is a text.
    #[must_use]
    pub fn place(&self, span: Span) -> String {
        let (first, last) = self.lines_of(span);
        self.told(span).unwrap_or_else(|| match last {
            last if last == first => format!("{}:{first}", self.id),
            last => format!("{}:{first}-{last}", self.id),
        })
    }

    /// Where some words begin: `wv.pdf, page 3, line 12`, or `wv:122:3` in a file that is a text.
    #[must_use]
    pub fn position(&self, span: Span) -> String {
        let (line, column) = (self.line(span.start), self.column(span.start));
        let told = self.told(span.beginning());
        told.unwrap_or_else(|| format!("{}:{line}:{column}", self.id))
    }

    /// Where some words begin in the document: `page 3, line 12`, or `line 122` in a file that is a text.
    #[must_use]
    pub fn place_within(&self, span: Span) -> String {
        let line = self.line(span.start);
        let told = self
            .places
            .as_ref()
            .and_then(|places| places.told(line, line, self.tabs_before(span.start)));
        told.unwrap_or_else(|| format!("line {line}"))
    }

    /// The stretch of the document within which words run on without a break: their line, or their page where the file
    /// tells which cell each line is in.
    #[must_use]
    pub fn stretch(&self, offset: u32) -> u32 {
        let line = self.line(offset);
        match &self.places {
            Some(places) if self.cells.is_some() => places.part(line),
            _ => line,
        }
    }

    fn told(&self, span: Span) -> Option<String> {
        let places = self.places.as_ref()?;
        let (first, last) = self.lines_of(span);
        let told = places.told(first, last, self.tabs_before(span.start))?;
        Some(format!("{}, {told}", places.file))
    }

    /// The first and last line that some words are on.
    #[must_use]
    pub fn lines_of(&self, span: Span) -> (u32, u32) {
        let last = span.end.saturating_sub(1).max(span.start);
        (self.line(span.start), self.line(last))
    }

    /// How many cells are before a place in its line.
    fn tabs_before(&self, offset: u32) -> usize {
        let line = self.line_range(self.line(offset)).unwrap_or(0..0);
        let before = self
            .text
            .get(line.start..offset as usize)
            .unwrap_or_default();
        before.matches('\t').count()
    }

    /// The printed words of a span.
    #[must_use]
    pub fn words(&self, span: Span) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }

    /// How many lines the document has.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.lines().len()
    }

    /// The 1-based line of a byte offset.
    #[must_use]
    pub fn line(&self, offset: u32) -> u32 {
        let is_before = |line: &Range<usize>| line.start <= offset as usize;
        self::offset(self.lines().partition_point(is_before).max(1))
    }

    /// The 1-based column of a byte offset, in characters.
    #[must_use]
    pub fn column(&self, offset: u32) -> u32 {
        let line = self.line_range(self.line(offset)).unwrap_or(0..0);
        let before = self.text.get(line.start..offset as usize);
        self::offset(before.map_or(1, |before| before.chars().count() + 1))
    }

    /// The byte range of a 1-based line, without its line end; `None` past the last.
    #[must_use]
    pub fn line_range(&self, line: u32) -> Option<Range<usize>> {
        let index = (line as usize).checked_sub(1)?;
        self.lines().get(index).cloned()
    }

    fn lines(&self) -> &[Range<usize>] {
        self.lines.get_or_init(|| lines(&self.text).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_parts_lines() {
        let text = "a\nb\r\nc\rd\n\ne";
        let found: Vec<_> = lines(text).map(|line| &text[line]).collect();
        assert_eq!(found, ["a", "b", "c", "d", "", "e"]);
        assert_eq!(lines("a\n").count(), 1);
        assert_eq!(lines("").count(), 0);
    }

    #[test]
    fn a_word_with_soft_hyphens_is_whole() {
        let whole = |text: &str| without_soft_hyphens(text.to_owned());
        assert_eq!(whole("\u{ad}fami\u{ad}lies\u{ad}"), "families");
        assert_eq!(
            whole("fami\u{ad}\r\nlies and\nmore"),
            "families\r\n and\nmore"
        );
        assert_eq!(whole("fami\u{ad}\n  lies"), "families\n  ");
        assert_eq!(whole("a\u{ad}\nB\u{ad}\n\tc"), "a\nB\n\tc");
    }

    #[test]
    fn offsets_have_one_based_lines() {
        let document = Document::new("d", "d", Cow::Borrowed("ab\ncd\n\nef"));
        let lines: Vec<_> = [0, 2, 3, 6, 7, 8].map(|at| document.line(at)).to_vec();
        assert_eq!(lines, [1, 1, 2, 3, 4, 4]);
        assert_eq!(document.line_range(2), Some(3..5));
        assert_eq!(document.line_range(5), None);
        assert_eq!(document.line_count(), 4);
        for count in [100, 100_000] {
            let document = Document::new("d", "d", Cow::Owned("ab\n".repeat(count)));
            let lines: Vec<_> = [47, 48, 95, 96, 299].map(|at| document.line(at)).to_vec();
            assert_eq!(lines, [16, 17, 32, 33, 100]);
            assert_eq!(document.line_range(17), Some(48..50));
            let last = offset(count);
            assert_eq!(document.line(offset(count * 3)), last);
            assert_eq!(document.line_range(last + 1), None);
        }
        let document = Document::new("d", "d", Cow::Borrowed("äb\nc"));
        let columns: Vec<_> = [0, 2, 3, 4].map(|at| document.column(at)).to_vec();
        assert_eq!(columns, [1, 2, 3, 1]);
    }
}
