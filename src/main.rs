//! The process edge: arguments, documents, standard output, colour and width, exit codes. The
//! only place that prints.
//!
//! Exit codes follow grep: 0 found, 1 nothing matched, 2 could not run. A closed pipe is silence.

use std::fs;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Parser;
use iecmhc_crosswalk::catalogue::{Catalogue, Documents};
use iecmhc_crosswalk::cli::{Cli, Command, Look, Sources, When};
use iecmhc_crosswalk::command;
use iecmhc_crosswalk::query::NotFound;
use iecmhc_crosswalk::render::{self, Format, Style};
use iecmhc_crosswalk::source::Document;
use iecmhc_crosswalk::view::View;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(code) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let message = format!("error: {error:#}\n");
            // There is nobody left to tell if standard error is closed as well.
            let _ = io::stderr().lock().write_all(message.as_bytes());
            ExitCode::from(if error.is::<NotFound>() { 1 } else { 2 })
        }
    }
}

fn run(cli: &Cli) -> Result<ExitCode> {
    // The process ends with the answer: to free each record first would only take time.
    let catalogue = ManuallyDrop::new(Catalogue::new(documents(&cli.sources)?)?);
    let view = command::run(&catalogue, &cli.command)?;
    let found = !view.is_empty();
    let path = cli.command.output().output.as_deref();
    match path.filter(|path| path.as_os_str() != "-") {
        Some(path) if found => write_file(path, &view, &cli.command)?,
        Some(path) => tell(&format!(
            "nothing matched; {} was not written",
            path.display()
        )),
        None => write_stdout(&view, cli)?,
    }
    if found {
        return Ok(ExitCode::SUCCESS);
    }
    if path.is_none() {
        tell("nothing matched");
    }
    Ok(ExitCode::from(1))
}

fn tell(message: &str) {
    // A note on standard error is not worth failing for.
    let _ = writeln!(io::stderr().lock(), "{message}");
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>();
        io.is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
    })
}

fn documents(sources: &Sources) -> Result<Documents> {
    let files = sources.competencies.iter().chain(&sources.crosswalk);
    if files.filter(|path| path.as_os_str() == "-").count() > 1 {
        bail!("standard input can be one document only: give the others as files");
    }
    let competencies: Vec<Document> = sources
        .competencies
        .iter()
        .map(|path| Document::read(path))
        .collect::<Result<_, _>>()?;
    let crosswalk = sources
        .crosswalk
        .as_deref()
        .map(Document::read)
        .transpose()?;
    complete(competencies, crosswalk, sources)
}

/// Takes the built-in documents where the user gives none.
#[cfg(feature = "documents")]
#[expect(
    clippy::unnecessary_wraps,
    reason = "a build without documents can fail here"
)]
fn complete(
    mut competencies: Vec<Document>,
    crosswalk: Option<Document>,
    sources: &Sources,
) -> Result<Documents> {
    use iecmhc_crosswalk::catalogue::{built_in_competencies, built_in_crosswalk, built_in_errata};
    if competencies.is_empty() {
        competencies.push(built_in_competencies());
    }
    Ok(Documents {
        competencies,
        crosswalk: crosswalk.unwrap_or_else(built_in_crosswalk),
        errata: if sources.no_errata {
            Vec::new()
        } else {
            built_in_errata()
        },
    })
}

#[cfg(not(feature = "documents"))]
fn complete(
    competencies: Vec<Document>,
    crosswalk: Option<Document>,
    _sources: &Sources,
) -> Result<Documents> {
    let (Some(crosswalk), false) = (crosswalk, competencies.is_empty()) else {
        bail!("this build has no documents in it: give --competencies FILE and --crosswalk FILE");
    };
    Ok(Documents {
        competencies,
        crosswalk,
        errata: Vec::new(),
    })
}

fn format(command: &Command) -> Format {
    let output = command.output();
    let by_path = output.output.as_deref().and_then(Format::from_path);
    output
        .format
        .or(by_path)
        .unwrap_or_else(|| command.usual_format())
}

fn write_stdout(view: &View, cli: &Cli) -> Result<()> {
    let stdout = io::stdout();
    let style = Style {
        width: width(&cli.look, stdout.is_terminal()),
        color: wants_color(cli.look.color, &stdout),
        raw: cli.command.output().raw,
    };
    let mut out = BufWriter::with_capacity(1 << 16, stdout.lock());
    render::render(view, format(&cli.command), &style, &mut out)
        .and_then(|()| out.flush())
        .context("cannot write to standard output")
}

fn width(look: &Look, is_terminal: bool) -> Option<usize> {
    let given = look.width.map(usize::from);
    let of_terminal = || {
        let size = is_terminal.then(terminal_size::terminal_size).flatten();
        size.map(|(width, _)| usize::from(width.0).max(20))
    };
    given.or_else(of_terminal).or(is_terminal.then_some(80))
}

fn wants_color(when: When, stdout: &io::Stdout) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => anstream::AutoStream::choice(stdout) != anstream::ColorChoice::Never,
    }
}

/// Writes a file whole, or leaves what was there as it was: beside the target, then renamed. What is
/// no regular file (a pipe, a device) is written to directly.
fn write_file(path: &Path, view: &View, command: &Command) -> Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    let style = Style {
        width: None,
        color: false,
        raw: command.output().raw,
    };
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if target.is_dir() {
        bail!("cannot write {}: it is a folder", path.display());
    }
    if target.exists() && !target.is_file() {
        let file = fs::OpenOptions::new()
            .write(true)
            .open(&target)
            .with_context(cannot)?;
        return write_to(file, view, format(command), &style).with_context(cannot);
    }
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let file = new_beside(&folder, &target).with_context(cannot)?;
    write_to(file.as_file(), view, format(command), &style).with_context(cannot)?;
    file.as_file().sync_all().with_context(cannot)?;
    file.persist(&target)
        .map_err(|error| error.error)
        .with_context(cannot)?;
    Ok(())
}

fn write_to(file: impl Write, view: &View, format: Format, style: &Style) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, file);
    render::render(view, format, style, &mut out)?;
    out.flush()
}

/// A temporary file with the permissions of the target, or of any new file.
fn new_beside(folder: &Path, target: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".xwalk-");
    #[cfg(unix)]
    builder.permissions(permissions(target));
    builder.tempfile_in(folder)
}

#[cfg(unix)]
fn permissions(target: &Path) -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    let held = fs::metadata(target).map(|held| held.permissions());
    held.unwrap_or_else(|_| fs::Permissions::from_mode(0o666))
}
