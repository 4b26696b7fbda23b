//! A file that is too long to hold, read from its beginning to its end: plain or gzipped, a file or
//! standard input.
//!
//! Its bytes are UTF-8, or what Windows programs of old wrote; nobody decodes more of them than
//! needed. UTF-16, which spreadsheets write for short files, is read whole, up to
//! the limit of what is held.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;

use super::{ReadError, decode, limit, title};

/// A file that is being read.
pub struct Stream {
    /// The file, as people call it.
    pub name: String,
    /// How much of the file has been read.
    pub progress: Progress,
    /// What it is packed in if it is not a text; then its bytes are those of the file.
    pub container: Option<Container>,
    bytes: Box<dyn Read + Send>,
}

/// What workbooks are packed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// A zip archive: `.xlsx`, `.ods`.
    Zip,
    /// Microsoft's old container: `.xls`, and `.xlsx` with a password.
    Compound,
}

/// How much of a file has been read.
#[derive(Debug, Clone)]
pub struct Progress {
    read: Arc<AtomicU64>,
    size: Option<u64>,
}

/// How many bytes tell what kind of file it is.
const HEAD: u64 = 4096;

impl Stream {
    /// Opens a file; `-` is standard input.
    ///
    /// # Errors
    /// When the file cannot be opened, or is of a kind that is not a text.
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        let failed = |error| ReadError::Io(path.to_owned(), error);
        let (file, size): (Box<dyn Read + Send>, _) = if path.as_os_str() == "-" {
            (Box::new(io::stdin()), None)
        } else {
            let file = File::open(path).map_err(failed)?;
            let about = file.metadata().map_err(failed)?;
            if about.is_dir() {
                return Err(failed(io::ErrorKind::IsADirectory.into()));
            }
            let size = about.is_file().then_some(about.len());
            (Box::new(file), size)
        };
        let progress = Progress {
            read: Arc::default(),
            size,
        };
        let file = Counted {
            bytes: file,
            read: Arc::clone(&progress.read),
        };
        let (bytes, container) = unpacked(path, file)?;
        Ok(Self {
            name: title(path),
            progress,
            container,
            bytes,
        })
    }
}

impl Progress {
    /// From 0 to 100; `None` where nobody knows how much there is.
    #[must_use]
    pub fn percent(&self) -> Option<u64> {
        let size = self.size.filter(|size| *size > 0)?;
        Some((self.read.load(Ordering::Relaxed).saturating_mul(100) / size).min(100))
    }

    /// How much has been read.
    #[must_use]
    pub fn megabytes(&self) -> u64 {
        self.read.load(Ordering::Relaxed) / 1_000_000
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.bytes.read(buffer)
    }
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

type Unpacked = (Box<dyn Read + Send>, Option<Container>);

/// The bytes of a file, without its packing and its byte order mark.
fn unpacked(path: &Path, mut file: Counted) -> Result<Unpacked, ReadError> {
    const GZIP: &[u8] = &[0x1f, 0x8b];
    let failed = |error| ReadError::Io(path.to_owned(), error);
    let head = head(&mut file).map_err(failed)?;
    if !head.starts_with(GZIP) {
        return plain(path, head, file);
    }
    let packed = BufReader::with_capacity(1 << 16, Cursor::new(head).chain(file));
    let mut bytes = MultiGzDecoder::new(packed);
    let head = self::head(&mut bytes).map_err(failed)?;
    plain(path, head, bytes)
}

fn plain(
    path: &Path,
    mut head: Vec<u8>,
    rest: impl Read + Send + 'static,
) -> Result<Unpacked, ReadError> {
    if let Some(container) = Container::of(&head) {
        return Ok((Box::new(Cursor::new(head).chain(rest)), Some(container)));
    }
    if let Some(kind) = decode::kind(&head) {
        return Err(ReadError::NotText(path.to_owned(), kind));
    }
    if decode::is_utf16(&head) {
        let bytes = limit::read_whole(path, head, rest)?;
        let decoded =
            decode::decode(bytes).map_err(|why| ReadError::NotText(path.to_owned(), why))?;
        return Ok((Box::new(Cursor::new(decoded.text.into_bytes())), None));
    }
    if let Some(why) = decode::control(&String::from_utf8_lossy(&head)) {
        return Err(ReadError::NotText(path.to_owned(), why));
    }
    // Programs that put one before what begins with one leave two.
    while head.starts_with("\u{feff}".as_bytes()) {
        head.drain(.."\u{feff}".len());
    }
    Ok((Box::new(Cursor::new(head).chain(rest)), None))
}

impl Container {
    fn of(head: &[u8]) -> Option<Self> {
        let starts = [
            (&b"PK\x03\x04"[..], Self::Zip),
            (b"\xd0\xcf\x11\xe0", Self::Compound),
        ];
        let found = starts.iter().find(|(start, _)| head.starts_with(start));
        found.map(|(_, container)| *container)
    }
}

fn head(bytes: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    bytes.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// Counts what is read of a file.
struct Counted {
    bytes: Box<dyn Read + Send>,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.bytes.read(buffer)?;
        self.read.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}
