//! A long file cut into blocks of whole records, to be decoded at once by several threads.

use std::io::{self, Read};

use crate::sheet::{Record, Records};

/// As much as is read at a time.
const BLOCK: usize = 1 << 18;
/// A record that is longer is none: a quote was opened and never closed.
pub(super) const LONGEST: usize = 1 << 24;

/// Cuts what is read from `input`.
pub(super) struct Blocks<R> {
    input: R,
    delimiter: u8,
    /// What was read after the last whole record.
    rest: Vec<u8>,
    is_done: bool,
}

/// What went wrong.
pub(super) enum BlockError {
    /// A record has no end.
    Endless,
    /// The file cannot be read.
    Io(io::Error),
}

impl<R: Read> Blocks<R> {
    /// The blocks of an input, the beginning of which has been read.
    pub(super) fn new(input: R, beginning: Vec<u8>, delimiter: u8) -> Self {
        Self {
            input,
            delimiter,
            rest: beginning,
            is_done: false,
        }
    }

    /// The next block; `None` after the last. It begins with a record or the line end before one.
    pub(super) fn next(&mut self, mut spare: Vec<u8>) -> Result<Option<Vec<u8>>, BlockError> {
        spare.clear();
        let mut block = std::mem::replace(&mut self.rest, spare);
        let mut wanted = BLOCK;
        while !self.is_done {
            self.is_done = fill(&mut self.input, &mut block, wanted).map_err(BlockError::Io)?;
            if self.is_done {
                break;
            }
            if let Some(end) = last_end(&block, self.delimiter) {
                self.rest.extend_from_slice(&block[end..]);
                block.truncate(end);
                return Ok(Some(block));
            }
            wanted = block.len() * 2;
            if wanted > LONGEST {
                return Err(BlockError::Endless);
            }
        }
        Ok((!block.is_empty()).then_some(block))
    }
}

/// Reads until so many bytes are there, or says that there are no more.
pub(super) fn fill(input: &mut impl Read, block: &mut Vec<u8>, wanted: usize) -> io::Result<bool> {
    let missing = wanted.saturating_sub(block.len()) as u64;
    let read = input.take(missing).read_to_end(block)?;
    Ok((read as u64) < missing)
}

/// The line end after the last whole record of bytes that begin with one; `None` where there is none.
fn last_end(bytes: &[u8], delimiter: u8) -> Option<usize> {
    if memchr::memchr(b'"', bytes).is_none() {
        let end = memchr::memrchr2(b'\n', b'\r', bytes)?;
        let is_second = end > 0 && bytes[end - 1..=end] == *b"\r\n";
        // A block that is nothing but the line end before a record has no record.
        return Some(end - usize::from(is_second)).filter(|end| *end > 0);
    }
    let mut records = Records::new(bytes, delimiter);
    let mut record = Record::default();
    let mut last = None;
    while records.read(&mut record) && records.offset() < bytes.len() {
        last = Some(records.offset());
    }
    last
}
