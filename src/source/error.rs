//! Why a file could not be read.

use std::path::{Path, PathBuf};

use super::{NotText, limit};

/// Why a document could not be read.
#[derive(Debug)]
pub enum ReadError {
    /// The file system said no.
    Io(PathBuf, std::io::Error),
    /// There is nothing but blanks in it.
    Empty(PathBuf),
    /// It is a web page, and nothing but blanks is to be seen on it.
    EmptyPage(PathBuf),
    /// It is not a text.
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
pub(super) fn title(path: &Path) -> String {
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
