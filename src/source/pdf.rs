//! The words of a PDF, and the rules of its tables.
//!
//! A PDF is data from anywhere. It is read in a thread of its own with limits, so that neither a panic in what reads it
//! nor a page that never ends ends the program.

mod content;
mod matrix;

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::ReadError;
use super::error::Unreadable;
use super::page::{self, Page, Paged};
use content::Fonts;

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
        Ok(Ok(pages)) => Ok(page::write(pages)),
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

fn read(bytes: Vec<u8>) -> Result<Vec<Page>, Unreadable> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            Unreadable::Encrypted("a PDF")
        }
        _ => Unreadable::Damaged("a PDF"),
    })?;
    let fonts = Fonts::new();
    let mut budget = MOST_DRAWN;
    let mut pages = Vec::new();
    for page in pdf.pages().iter() {
        let drawn = content::draw(page, &fonts, &mut budget);
        pages.push(Page::of_glyphs(drawn.glyphs, drawn.rules));
        if budget == 0 {
            return Err(Unreadable::TooSlow);
        }
    }
    if pages.is_empty() {
        return Err(Unreadable::Damaged("a PDF"));
    }
    if pages.iter().all(|page| page.words.is_empty()) {
        return Err(Unreadable::Pictures);
    }
    Ok(pages)
}
