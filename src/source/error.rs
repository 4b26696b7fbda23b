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
        NotText::Kind(kind) => format!("{file} is {kind}: save it as plain text"),
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
