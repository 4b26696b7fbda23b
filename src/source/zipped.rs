//! The parts of a file that is a zip archive: `.docx`, `.odt`, `.xlsx`, `.ods`.
//!
//! An archive is data from anywhere: what it unpacks to is measured before anything is read.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::limit::UNPACKED;

/// An archive in memory.
pub(crate) type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// Why an archive cannot be read.
pub(crate) enum Unsound {
    /// It is not whole, or not as it should be.
    Damaged(String),
    /// It unpacks to more than is held.
    TooLarge,
}

impl From<ZipError> for Unsound {
    fn from(error: ZipError) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<io::Error> for Unsound {
    fn from(error: io::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

/// Opens an archive that unpacks to no more than the limit, whatever it says of itself.
pub(crate) fn open(bytes: &[u8]) -> Result<Archive<'_>, Unsound> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut left = UNPACKED;
    for place in 0..archive.len() {
        let file = archive.by_index(place)?;
        let length = io::copy(&mut file.take(left + 1), &mut io::sink())?;
        left = left.checked_sub(length).ok_or(Unsound::TooLarge)?;
    }
    Ok(archive)
}

/// Whether an archive has a part of this name.
pub(crate) fn has(archive: &Archive, name: &str) -> bool {
    archive.index_for_name(name).is_some()
}

/// The bytes of a part.
pub(crate) fn part(archive: &mut Archive, name: &str) -> Result<Vec<u8>, Unsound> {
    let mut bytes = Vec::new();
    archive.by_name(name)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}
