//! Where an answer goes: standard output, or a file that is written whole or not at all.

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use iecmhc_crosswalk::cli::{Command, Look, Output, When};
use iecmhc_crosswalk::render::{self, Format, Style};
use iecmhc_crosswalk::view::View;

/// Where an answer goes.
pub enum Target<'p> {
    /// Standard output.
    Stdout,
    /// A file, as named.
    File(&'p Path),
}

impl<'p> Target<'p> {
    /// What `-o` names.
    pub fn new(output: Option<&'p Path>) -> Self {
        let is_stdout = |path: &&Path| *path == Path::new("-") || *path == Path::new("/dev/stdout");
        match output {
            Some(path) if !is_stdout(&path) => Self::File(path),
            _ => Self::Stdout,
        }
    }

    /// The format that is asked for, that the file's name stands for, or that is usual.
    ///
    /// # Errors
    /// When none is known by the file's name, or this cannot be where the answer goes.
    pub fn format(&self, command: &Command) -> Result<Format> {
        let format = self.named_format(command)?;
        if format.is_binary() && matches!(self, Self::Stdout) && io::stdout().is_terminal() {
            bail!(
                "{format} is no text for a terminal: name a file with -o FILE.{}, or send it into a pipe",
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
    pub fn write(&self, view: &View, format: Format, look: &Look, output: &Output) -> Result<()> {
        match self {
            Self::Stdout => write_stdout(view, format, look, output),
            Self::File(path) => {
                let style = Style {
                    width: look.width.map(usize::from),
                    color: look.color == When::Always,
                    raw: output.raw,
                    excel: output.excel,
                };
                let written = write_file(path, view, format, &style);
                written.with_context(|| format!("cannot write {}", path.display()))
            }
        }
    }
}

fn write_stdout(view: &View, format: Format, look: &Look, output: &Output) -> Result<()> {
    let stdout = io::stdout();
    let style = Style {
        width: width(look, stdout.is_terminal()),
        color: wants_color(look.color, &stdout),
        raw: output.raw,
        excel: output.excel,
    };
    write_to(stdout.lock(), view, format, &style).context("cannot write to standard output")
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
pub fn print(bytes: &[u8]) -> Result<()> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
    written.context("cannot write to standard output")
}

fn write_to(out: impl Write, view: &View, format: Format, style: &Style) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    render::render(view, format, style, &mut out)?;
    out.flush()
}

/// Writes what is ready to a file.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let written = replace_file(path, |mut file| Ok(file.write_all(bytes)?));
    written.with_context(|| format!("cannot write {}", path.display()))
}

fn write_file(path: &Path, view: &View, format: Format, style: &Style) -> Result<()> {
    replace_file(path, |file| Ok(write_to(file, view, format, style)?))
}

/// Writes beside the target, then renames. What is no regular file (a pipe, a device) is written to
/// directly.
fn replace_file(path: &Path, write: impl FnOnce(&fs::File) -> Result<()>) -> Result<()> {
    let target = follow_links(path)?;
    if target.is_dir() {
        bail!("it is a folder");
    }
    if target.exists() && !target.is_file() {
        let device = OpenOptions::new().write(true).open(&target)?;
        return write(&device);
    }
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        bail!("there is no folder {}", folder.display());
    }
    // The name of the file that is written first would mean nothing to anybody.
    let unnamed = |error: io::Error| match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::from(error.kind()),
    };
    let file = new_file(folder).map_err(unnamed)?;
    write(file.as_file())?;
    keep_permissions(file.as_file(), &target)?;
    file.as_file().sync_all()?;
    file.persist(&target)
        .map_err(|error| unnamed(error.error))?;
    Ok(())
}

/// The file that a link leads to, whether it is there yet or not.
fn follow_links(path: &Path) -> Result<PathBuf> {
    /// As many as Linux follows.
    const MOST: usize = 40;
    let mut target = path.to_owned();
    for _ in 0..MOST {
        match fs::read_link(&target) {
            Ok(link) => target = target.parent().unwrap_or(Path::new("")).join(link),
            Err(_) => return Ok(target),
        }
    }
    bail!("its links lead in a circle")
}

/// A temporary file with the permissions of any new file.
fn new_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".xwalk-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

fn keep_permissions(file: &fs::File, target: &Path) -> io::Result<()> {
    match fs::metadata(target) {
        Ok(held) => file.set_permissions(held.permissions()),
        Err(_) => Ok(()),
    }
}
