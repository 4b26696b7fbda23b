//! The documents as printed: text that nobody edits, and places in it.
//!
//! A [`Span`] names a place by document and byte offsets; line and column are
//! worked out only when one is drawn. How a file becomes text is left to `decode` and
//! `html`. This module knows nothing of what the documents say.

mod decode;
mod error;
mod html;
pub(crate) mod limit;
mod lines;
mod markdown;
mod span;
mod stream;

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

pub(crate) use decode::from_windows;
pub use decode::{Encoding, NotText};
pub use error::ReadError;
use error::title;
use lines::without_soft_hyphens;
pub use lines::{is_blank, lines};
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
    lines: OnceLock<Vec<Range<usize>>>,
}

/// How a document's text was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Form {
    encoding: Encoding,
    is_html: bool,
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
                is_cut: false,
            },
            lines: OnceLock::new(),
        }
    }

    /// Reads a file; `-` is standard input. The text is that of the file in whatever encoding it was
    /// saved, or that of the web page, without the soft hyphens that a browser does not show either.
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
        let decoded =
            decode::decode(bytes).map_err(|why| ReadError::NotText(path.to_owned(), why))?;
        let mut form = Form {
            encoding: decoded.encoding,
            is_html: false,
            is_cut: decoded.cut,
        };
        let mut text = decoded.text;
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
        let id = match path.file_stem() {
            Some(stem) if path.as_os_str() != "-" => stem.to_string_lossy().into_owned(),
            _ => "stdin".to_owned(),
        };
        Ok(Self {
            form,
            ..Self::new(id, title(path), Cow::Owned(without_soft_hyphens(text)))
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
