//! Where an answer goes: standard output, or a file that is written whole or not at all.

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use iecmhc_crosswalk::cli::{Command, Look, Output, When};
use iecmhc_crosswalk::render::{self, Format, RenderError, Style};
use iecmhc_crosswalk::view::Answer;

use crate::draft::Draft;

/// Where an answer goes.
pub(crate) enum Target<'p> {
    /// Standard output.
    Stdout,
    /// A file, as named.
    File(&'p Path),
}

impl<'p> Target<'p> {
    /// What `-o` names.
    pub(crate) fn new(output: Option<&'p Path>) -> Self {
        const STDOUT: [&str; 4] = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];
        let is_stdout = |path: &Path| STDOUT.iter().any(|name| path == Path::new(name));
        match output {
            Some(path) if !is_stdout(path) => Self::File(path),
            _ => Self::Stdout,
        }
    }

    /// The format that is asked for, that the file's extension says, or the default.
    ///
    /// # Errors
    /// When none is known by the file's name, or this cannot be where the answer goes.
    pub(crate) fn format(&self, command: &Command) -> Result<Format> {
        let format = self.named_format(command)?;
        if format.is_binary() && matches!(self, Self::Stdout) && io::stdout().is_terminal() {
            bail!(
                "{format} cannot be shown in a terminal: write it to a file with -o FILE.{}, or pipe it",
                format.extension()
            );
        }
        if command.output().excel && command.is_verbatim() {
            bail!("--excel is for rows, and this answer has none: leave it out");
        }
        if command.output().excel && !format.is_delimited() {
            bail!("--excel is for CSV and TSV, and the format is {format}: leave it out");
        }
        Ok(format)
    }

    fn named_format(&self, command: &Command) -> Result<Format> {
        if command.is_verbatim() {
            return Ok(command.usual_format());
        }
        if let Some(format) = command.output().format {
            return Ok(format);
        }
        let Self::File(path) = self else {
            return Ok(command.usual_format());
        };
        match (Format::from_path(path), path.extension()) {
            (Some(format), _) => Ok(format),
            (None, None) => Ok(command.usual_format()),
            (None, Some(_)) => bail!(
                "cannot tell the format of {} by its name: end it in .{}, or give --format",
                path.display(),
                Format::extensions()
            ),
        }
    }

    /// Writes an answer.
    pub(crate) fn write(
        &self,
        answer: &Answer,
        format: Format,
        look: &Look,
        output: &Output,
    ) -> Result<()> {
        match self {
            Self::Stdout => write_stdout(answer, format, look, output),
            Self::File(path) => {
                let style = Style {
                    width: look.width.map(usize::from),
                    color: look.color == When::Always,
                    raw: output.raw,
                    excel: output.excel,
                    keeps_order: !output.columns.is_empty(),
                };
                let written = write_file(path, answer, format, &style);
                written.with_context(|| format!("cannot write {}", path.display()))
            }
        }
    }
}

fn write_stdout(answer: &Answer, format: Format, look: &Look, output: &Output) -> Result<()> {
    let stdout = io::stdout();
    let style = Style {
        width: width(look, stdout.is_terminal()),
        color: wants_color(look.color, &stdout),
        raw: output.raw,
        excel: output.excel,
        keeps_order: !output.columns.is_empty(),
    };
    write_to(stdout.lock(), answer, format, &style).context("cannot write to standard output")
}

fn width(look: &Look, is_terminal: bool) -> Option<usize> {
    /// Where a terminal does not tell its width.
    const USUAL: usize = 80;
    /// Narrower than this, nothing can be read.
    const NARROWEST: usize = 20;
    let given = look.width.map(usize::from);
    given.or_else(|| {
        let size = || terminal_size::terminal_size();
        is_terminal.then(|| size().map_or(USUAL, |(width, _)| usize::from(width.0).max(NARROWEST)))
    })
}

fn wants_color(when: When, stdout: &io::Stdout) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => anstream::AutoStream::choice(stdout) != anstream::ColorChoice::Never,
    }
}

/// Writes what is ready to standard output.
pub(crate) fn print(bytes: &[u8]) -> Result<()> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
    written.context("cannot write to standard output")
}

fn write_to(out: impl Write, answer: &Answer, format: Format, style: &Style) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    match render::render(answer, format, style, &mut out) {
        Ok(()) => Ok(out.flush()?),
        Err(RenderError::Io(error)) => Err(error.into()),
        Err(RenderError::Refused(why)) => Err(why.into()),
    }
}

/// Writes what is ready to a file.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let written = replace_file(path, |mut file| Ok(file.write_all(bytes)?));
    written.with_context(|| format!("cannot write {}", path.display()))
}

fn write_file(path: &Path, answer: &Answer, format: Format, style: &Style) -> Result<()> {
    replace_file(path, |file| write_to(file, answer, format, style))
}

/// Writes to a file without a name, which then takes the place of the target. What is not a regular file
/// (a pipe, a device) is written to directly.
fn replace_file(path: &Path, write: impl FnOnce(&fs::File) -> Result<()>) -> Result<()> {
    let target = match Place::of(path)? {
        Place::Open => return write(&open(path)?),
        Place::File(target) => target,
    };
    if target.is_dir() {
        bail!("it is a folder");
    }
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        bail!("no such folder: {}", folder.display());
    }
    // The name of the file that is written first would mean nothing to anybody.
    let draft = Draft::new(folder, target.exists()).map_err(|error| unnamed(&error))?;
    write(&draft.file)?;
    Ok(draft.replace(&target).map_err(|error| unnamed(&error))?)
}

/// An error without the name of a file of ours.
fn unnamed(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::from(error.kind()),
    }
}

/// Where a path leads to.
pub(crate) enum Place {
    /// A file, which may not be there yet; links to it are followed.
    File(PathBuf),
    /// What is open already, or no file: written to as it is.
    Open,
}

impl Place {
    /// Where this path leads to.
    ///
    /// # Errors
    /// When its links lead in a circle.
    pub(crate) fn of(path: &Path) -> Result<Self> {
        /// As many as Linux follows.
        const MOST: usize = 40;
        /// These name what a process has open: `-o >(cmd)` is `/dev/fd/63`.
        const OPEN: [&str; 4] = ["/dev/fd", "/dev/stdout", "/dev/stderr", "/proc"];
        let is_special = fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir());
        if is_special {
            return Ok(Self::Open);
        }
        let mut target = path.to_owned();
        for _ in 0..MOST {
            if cfg!(unix) && OPEN.iter().any(|open| target.starts_with(open)) {
                return Ok(Self::Open);
            }
            match fs::read_link(&target) {
                Ok(link) => target = target.parent().unwrap_or(Path::new("")).join(link),
                Err(_) => return Ok(Self::File(target)),
            }
        }
        bail!("its links lead in a circle")
    }
}

/// Opens what is not a file of ours to replace. What others wrote to it stays.
fn open(path: &Path) -> io::Result<fs::File> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        use std::os::unix::fs::MetadataExt;
        let id = |about: fs::Metadata| (about.dev(), about.ino());
        let is_open_as = |file: &fs::File| {
            let ids = (file.metadata().map(id), fs::metadata(path).map(id));
            matches!(ids, (Ok(file), Ok(path)) if file == path)
        };
        // Opened once more, each would write over the words of the other.
        for file in [io::stdout().as_fd(), io::stderr().as_fd()] {
            let file = fs::File::from(file.try_clone_to_owned()?);
            if is_open_as(&file) {
                return Ok(file);
            }
        }
    }
    OpenOptions::new().append(true).open(path)
}
