//! The documents as printed: text that nobody edits, and places in it.
//!
//! A [`Span`] names a place by document and byte offsets; line and column are
//! worked out only when one is drawn. How a file becomes text is left to `decode` and
//! `html`. This module knows nothing of what the documents say.

mod decode;
mod html;
pub(crate) mod limit;
mod markdown;
mod stream;

use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub(crate) use decode::from_windows;
pub use decode::{Encoding, NotText};
pub use stream::{Container, Progress, Stream};

/// Which of the catalogue's documents, by its place in the list of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentIndex(pub u32);

/// A place in a document: byte offsets into its text as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The document.
    pub document: DocumentIndex,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// From the first byte of both to the last.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self {
            document: self.document,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// The places of some words, in reading order: mostly one, more where a page break parts them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spans(Places);

/// Nearly all words stand in one place, which then needs no memory of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Places {
    #[default]
    None,
    One(Span),
    Several(Vec<Span>),
}

impl Spans {
    /// The places.
    pub fn iter(&self) -> impl Iterator<Item = &Span> {
        self.as_slice().iter()
    }

    /// From the first place in the document to the last; `None` where there is none.
    #[must_use]
    pub fn hull(&self) -> Option<Span> {
        self.iter().copied().reduce(Span::hull)
    }

    fn as_slice(&self) -> &[Span] {
        match &self.0 {
            Places::None => &[],
            Places::One(span) => std::slice::from_ref(span),
            Places::Several(spans) => spans,
        }
    }

    fn push(&mut self, span: Span) {
        match &mut self.0 {
            Places::None => self.0 = Places::One(span),
            Places::One(first) => self.0 = Places::Several(vec![*first, span]),
            Places::Several(spans) => spans.push(span),
        }
    }
}

impl Extend<Span> for Spans {
    fn extend<I: IntoIterator<Item = Span>>(&mut self, spans: I) {
        spans.into_iter().for_each(|span| self.push(span));
    }
}

/// A document as printed.
#[derive(Debug)]
pub struct Document {
    /// Short name used in answers: `wv`, `iecmhc`, or the stem of the user's file.
    pub id: String,
    /// Title or path, as shown to people.
    pub name: String,
    text: Cow<'static, str>,
    form: Form,
    lines: OnceLock<Lines>,
}

/// How a document's text was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Form {
    encoding: Encoding,
    is_html: bool,
    is_cut: bool,
}

/// Why a document could not be read.
#[derive(Debug)]
pub enum ReadError {
    /// The file system said no.
    Io(PathBuf, std::io::Error),
    /// There is nothing but blanks in it.
    Empty(PathBuf),
    /// It is a web page, and nothing but blanks is to be seen on it.
    EmptyPage(PathBuf),
    /// It is no text.
    NotText(PathBuf, NotText),
    /// Larger than what is held of one file.
    TooLarge(PathBuf),
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io(path, error) => {
                write!(f, "cannot read {}: {}", title(path), io_reason(error))
            }
            Self::Empty(path) => write!(f, "{} is empty", title(path)),
            Self::EmptyPage(path) => {
                let page = title(path);
                write!(
                    f,
                    "{page} is a web page without words: a script may put them there when the \
                    page is shown; copy them from the browser into a text file"
                )
            }
            Self::NotText(path, NotText::Kind(kind)) => {
                write!(f, "{} is {kind}: save it as plain text", title(path))
            }
            Self::NotText(path, NotText::Control(line)) => {
                write!(
                    f,
                    "{}:{line}: not text, but zeros or control characters",
                    title(path)
                )
            }
            Self::TooLarge(path) => write!(
                f,
                "{} is larger than {}, the most that is held at once; `coverage` reads a log of any length, \
                 if it is UTF-8",
                title(path),
                limit::IN_WORDS
            ),
        }
    }
}

impl std::error::Error for ReadError {}

/// What people call a path.
fn title(path: &Path) -> String {
    if path.as_os_str() == "-" {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    }
}

fn io_reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
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
    /// When the file is missing, unreadable, empty, or no text.
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        let bytes = if path.as_os_str() == "-" {
            limit::read_whole(path, Vec::new(), std::io::stdin().lock())?
        } else {
            let file = std::fs::File::open(path);
            let file = file.map_err(|error| ReadError::Io(path.to_owned(), error))?;
            let size = file.metadata().map_or(0, |about| about.len());
            limit::read_whole(path, limit::room(size), file)?
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
        if u32::try_from(text.len()).is_err() {
            return Err(ReadError::TooLarge(path.to_owned()));
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
        self.lines().count
    }

    /// The 1-based line of a byte offset.
    #[must_use]
    pub fn line(&self, offset: u32) -> u32 {
        let Lines { starts, block, .. } = self.lines();
        let first = starts.partition_point(|&start| start <= offset).max(1) - 1;
        if *block == 1 {
            return self::offset(first + 1);
        }
        let lines = self.lines_from(first);
        let after = lines.take_while(|line| self::offset(line.start) <= offset);
        self::offset((first * block + after.count()).max(1))
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
        let block = self.lines().block;
        self.lines_from(index / block).nth(index % block)
    }

    /// The lines from the first one of a block on.
    fn lines_from(&self, block: usize) -> impl Iterator<Item = Range<usize>> + '_ {
        let starts = &self.lines().starts;
        let start = starts
            .get(block)
            .map_or(self.text.len(), |&start| start as usize);
        lines(&self.text[start..]).map(move |line| start + line.start..start + line.end)
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of(&self.text))
    }
}

/// Where lines start. A line may be one byte long, so of a long text only one of many is kept; from
/// there the others are counted.
#[derive(Debug)]
struct Lines {
    /// The first line of each block.
    starts: Vec<u32>,
    /// So many lines are a block.
    block: usize,
    count: usize,
}

impl Lines {
    fn of(text: &str) -> Self {
        /// Of a text of so many bytes all are kept: both published documents are shorter.
        const SHORT: usize = 100_000;
        let block = if text.len() <= SHORT { 1 } else { 16 };
        let (mut starts, mut count) = (Vec::new(), 0);
        for line in lines(text) {
            if count % block == 0 {
                starts.push(offset(line.start));
            }
            count += 1;
        }
        Self {
            starts,
            block,
            count,
        }
    }
}

/// The lines of a text, without their ends: LF, CR LF or a lone CR.
/// A text that ends in a line end has no further, empty line.
pub fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + Clone + '_ {
    let mut next = 0;
    std::iter::from_fn(move || {
        if next >= text.len() {
            return None;
        }
        let start = next;
        let (end, after) = line_end(text, start);
        next = after;
        Some(start..end)
    })
}

const SOFT_HYPHEN: char = '\u{ad}';

/// A text without its soft hyphens. The rest of a word that one parts at the end of a line is put
/// before that line end, so that the word is whole and no line is lost.
fn without_soft_hyphens(text: String) -> String {
    if !text.contains(SOFT_HYPHEN) {
        return text;
    }
    let mut whole = String::with_capacity(text.len());
    let mut pieces = text.split(SOFT_HYPHEN);
    whole.extend(pieces.next());
    for piece in pieces {
        let next = piece.trim_start_matches(is_blank);
        let (gap, next) = piece.split_at(piece.len() - next.len());
        let is_line_end = gap.contains(['\n', '\r']) && !gap.contains('\t');
        let length = next.find(is_blank).unwrap_or(next.len());
        if is_line_end && next.starts_with(char::is_lowercase) {
            let (rest, after) = next.split_at(length);
            whole.extend([rest, gap, after]);
        } else {
            whole.push_str(piece);
        }
    }
    whole
}

/// Where the line that starts at `start` ends, and where the next one starts.
fn line_end(text: &str, start: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    match memchr::memchr2(b'\n', b'\r', &bytes[start..]) {
        None => (bytes.len(), bytes.len()),
        Some(at) => {
            let end = start + at;
            let crlf = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
            (end, end + 1 + usize::from(crlf))
        }
    }
}

/// A byte offset as a [`Span`] keeps it; longer documents are refused when read.
#[must_use]
pub fn offset(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// White space and the marks that print as nothing (byte order mark, zero-width space).
#[must_use]
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
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
