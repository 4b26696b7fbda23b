//! Why a file could not be read.

use std::path::{Path, PathBuf};

use super::{NotText, limit};

/// Why a document could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file system said no.
    #[error("cannot read {}: {}", title(.0), io_reason(.1))]
    Io(PathBuf, std::io::Error),
    /// There is nothing but blanks in it.
    #[error("{} is empty", title(.0))]
    Empty(PathBuf),
    /// It is a web page, and nothing but blanks is to be seen on it.
    #[error(
        "{} is a web page without words: a script may put them there when the page is shown; copy them \
         from the browser into a text file",
        title(.0)
    )]
    EmptyPage(PathBuf),
    /// It is not a text.
    #[error("{}", not_text(&title(.0), *.1))]
    NotText(PathBuf, NotText),
    /// It is of a kind that can be read, and this one cannot.
    #[error("{} {}", title(.0), .1.told(&title(.0)))]
    Unreadable(PathBuf, Unreadable),
    /// Larger than what is held of one file.
    #[error(
        "{} is larger than {}, the most that is held at once; `coverage` reads a log of any length, if it \
         is UTF-8",
        title(.0),
        limit::IN_WORDS
    )]
    TooLarge(PathBuf),
    /// Its text is longer than any document of the kind.
    #[error(
        "{} has more than {} of text, the most that is read of a document: give the document alone, a file for each \
         page",
        title(.0),
        limit::TEXT_IN_WORDS
    )]
    TooLong(PathBuf),
}

/// Why a file of a kind that can be read could not be, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// A file of this kind is not whole, or not as it should be.
    Damaged(&'static str),
    /// A file of this kind opens only with a password.
    Encrypted(&'static str),
    /// A PDF whose pages are pictures.
    Pictures,
    /// A workbook cannot be read, and why.
    Workbook(String),
    /// More is in it than can be read in a reasonable time.
    TooSlow,
    /// It unpacks to more than is held.
    TooLarge,
}

impl Unreadable {
    /// What is said after the file's name.
    fn told(&self, file: &str) -> String {
        match self {
            Self::Damaged(kind) => {
                format!("is {kind} that is damaged: open it in another program and save it anew")
            }
            Self::Encrypted(kind) => {
                format!("is {kind} that is protected with a password: save it without one")
            }
            Self::Pictures => format!(
                "is a PDF without text, probably a scan: make a word table of it with `pdftoppm -r 300 -png {file} page` \
                 and `ls page-*.png | tesseract stdin words tsv`, and give words.tsv"
            ),
            Self::Workbook(why) => why.clone(),
            Self::TooSlow => {
                "has more on its pages than can be read: save the pages with the table as a file of their own".to_owned()
            }
            Self::TooLarge => "unpacks to more than 256 MiB, the most that is held at once: save the table as a file of its own".to_owned(),
        }
    }
}

/// What people call a path.
pub(super) fn title(path: &Path) -> String {
    if path.as_os_str() == "-" {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    }
}

fn not_text(file: &str, why: NotText) -> String {
    match why {
        NotText::Kind(kind) => {
            format!("{file} is {kind}: save it as PDF, as a Word file (.docx) or as text")
        }
        NotText::Control(line) => {
            format!("{file}:{line}: not text, but zeros or control characters")
        }
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
