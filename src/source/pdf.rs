//! The words of a PDF, and the rules of its tables.
//!
//! A PDF is data from anywhere. It is read in a thread of its own with limits, so that neither a panic in what reads it
//! nor a page that never ends ends the program.

mod content;
mod glyphs;
mod matrix;

use std::io::{self, Read};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use flate2::read::ZlibDecoder;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::ReadError;
use super::error::Unreadable;
use super::limit::UNPACKED;
use super::page::{self, Page, Paged};
use content::Fonts;
use glyphs::Glyph;

/// Glyphs and lines of a document, at most.
const MOST_DRAWN: usize = 2_000_000;
/// How long a document may take.
const LONGEST: Duration = Duration::from_mins(2);
/// Room for objects that hold one another.
const STACK: usize = 64 << 20;

/// Whether a file is a PDF: its mark may come after some other bytes.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    memchr::memmem::find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some()
}

/// The text of a PDF.
pub(super) fn text_of(path: &Path, bytes: Vec<u8>) -> Result<Paged, ReadError> {
    let refused = |why| ReadError::Unreadable(path.to_owned(), why);
    let (sender, receiver) = mpsc::channel();
    let read = move || {
        let found = std::panic::catch_unwind(|| read(bytes));
        // Nobody waits any more if it took too long.
        let _ = sender.send(found.unwrap_or(Err(Unreadable::Damaged("a PDF"))));
    };
    let thread = std::thread::Builder::new()
        .name(THREAD.to_owned())
        .stack_size(STACK);
    silence_panics();
    let _ = thread
        .spawn(read)
        .map_err(|error| ReadError::Io(path.to_owned(), error))?;
    match receiver.recv_timeout(LONGEST) {
        Ok(Ok(paged)) => Ok(paged),
        Ok(Err(why)) => Err(refused(why)),
        Err(_) => Err(refused(Unreadable::TooSlow)),
    }
}

const THREAD: &str = "pdf";

/// A panic of the reader is an error with a message of its own.
fn silence_panics() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if std::thread::current().name() != Some(THREAD) {
                before(panic);
            }
        }));
    });
}

/// Expects a PDF that has its end, and streams that unpack to theirs and to no more than the limit: a reader of PDF takes
/// what there is of them, and does not say that it is not all.
fn expect_sound(bytes: &[u8]) -> Result<(), Unreadable> {
    const MARK: &[u8] = b"stream";
    const END: &[u8] = b"%%EOF";
    /// Programs may have added something after the end.
    const AFTER: usize = 4096;
    let tail = &bytes[bytes.len().saturating_sub(AFTER)..];
    if memchr::memmem::find(tail, END).is_none() {
        return Err(Unreadable::Damaged("a PDF"));
    }
    let mut left = UNPACKED;
    for at in memchr::memmem::find_iter(bytes, MARK) {
        let packed = bytes[at + MARK.len()..].trim_ascii_start();
        left = left.saturating_sub(unpacked(packed, left + 1)?);
        if left == 0 {
            return Err(Unreadable::TooLarge);
        }
    }
    Ok(())
}

/// How much some bytes unpack to, at most up to a limit; they may be packed again and again.
fn unpacked(packed: &[u8], most: u64) -> Result<u64, Unreadable> {
    const DEEPEST: usize = 4;
    let mut bytes: Box<dyn Read + '_> = Box::new(packed);
    let mut is_packed = false;
    for _ in 0..DEEPEST {
        let mut head = Vec::new();
        if bytes.by_ref().take(2).read_to_end(&mut head).is_err() {
            break;
        }
        let is_zlib = matches!(head[..], [first, second] if first & 15 == 8 && (u32::from(first) * 256 + u32::from(second)) % 31 == 0);
        let whole = io::Cursor::new(head).chain(bytes);
        if !is_zlib {
            bytes = Box::new(whole);
            break;
        }
        is_packed = true;
        bytes = Box::new(ZlibDecoder::new(whole));
    }
    let mut count = Counter(0);
    if is_packed {
        let copied = io::copy(&mut bytes.take(most), &mut count);
        copied.map_err(|_| Unreadable::Damaged("a PDF"))?;
    }
    Ok(count.0)
}

/// Counts what is written.
struct Counter(u64);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn read(bytes: Vec<u8>) -> Result<Paged, Unreadable> {
    const DAMAGED: Unreadable = Unreadable::Damaged("a PDF");
    expect_sound(&bytes)?;
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            Unreadable::Encrypted("a PDF")
        }
        _ => DAMAGED,
    })?;
    let fonts = Fonts::new();
    let mut budget = MOST_DRAWN;
    let mut pages = Vec::new();
    let mut is_unsure = false;
    for page in pdf.pages().iter() {
        let drawn = content::draw(page, &fonts, &mut budget);
        if drawn.is_broken {
            return Err(DAMAGED);
        }
        is_unsure |= drawn.is_unsure || drawn.glyphs.iter().any(Glyph::is_turned);
        pages.push(Page {
            words: glyphs::words(drawn.glyphs),
            rules: drawn.rules,
        });
        if budget == 0 {
            return Err(Unreadable::TooSlow);
        }
    }
    if pages.is_empty() {
        return Err(DAMAGED);
    }
    if pages.iter().all(|page| page.words.is_empty()) {
        return Err(Unreadable::Pictures);
    }
    Ok(Paged {
        is_unsure,
        ..page::write(pages)
    })
}
