//! How much is held of one file: enough for any document that people write, and little enough for any machine.

use std::io::Read;
use std::path::Path;

use super::ReadError;

/// The most bytes of a file that must be decoded whole.
const MOST: u64 = 100_000_000;

/// The same in words.
pub(super) const IN_WORDS: &str = "100 MB";

/// The most bytes of a document's text: thirty times the published crosswalk. A row of eight bytes takes a record's
/// memory, so that a text of nothing but rows takes some hundred times its length.
pub(super) const TEXT: usize = 2_000_000;

/// The same in words.
pub(super) const TEXT_IN_WORDS: &str = "2 MB";

/// What is unpacked of a packed file is no more than this.
#[cfg(any(feature = "docx", feature = "pdf", feature = "xlsx"))]
pub(crate) const UNPACKED: u64 = 256 << 20;

/// The most bytes of a table that is held whole.
pub(crate) const TABLE: u64 = 1 << 30;

/// Reads to the end what begins with `head`, unless the end is too far.
pub(super) fn read_whole(
    path: &Path,
    mut head: Vec<u8>,
    rest: impl Read,
) -> Result<Vec<u8>, ReadError> {
    let room = (MOST + 1).saturating_sub(head.len() as u64);
    rest.take(room)
        .read_to_end(&mut head)
        .map_err(|error| ReadError::Io(path.to_owned(), error))?;
    if head.len() as u64 > MOST {
        return Err(ReadError::TooLarge(path.to_owned()));
    }
    Ok(head)
}
