//! What documents cost that want to do harm: endless lines, rows without number, what terminals and
//! spreadsheets obey. For each, at a quarter, half and all of the longest text that is read (2 MB): the time of
//! the whole program, how it grows with the text, and the most memory resident.
//!
//! Run it with `cargo bench --bench hostile`. It reports, and asserts nothing.

use std::env;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use wait4::Wait4;

/// Words that are written again and again, between others.
struct Kind {
    name: &'static str,
    start: &'static str,
    again: &'static str,
    end: &'static str,
}

const fn kind(
    name: &'static str,
    start: &'static str,
    again: &'static str,
    end: &'static str,
) -> Kind {
    Kind {
        name,
        start,
        again,
        end,
    }
}

const fn rows(name: &'static str, again: &'static str) -> Kind {
    kind(name, "1.1 - Ties\n", again, "")
}

const KINDS: [Kind; 14] = [
    kind("a word", "", "x", " 1.1 - Ties"),
    kind(
        "a name",
        "1.1 - Ties\n",
        "Aa bb ",
        "(IMHS) Ties ropes 1.1 - Ties",
    ),
    kind("a statement", "1.1 - ", "a b c d ", ""),
    kind("parentheses", "1.1 - Ties\n", "(", ")"),
    kind("dashes", "1.1 ", "- ", "Ties 1.2 - Mends"),
    kind(
        "definitions",
        "1.1 - Ties\n",
        "Ties ropes and Sails Mends ",
        "\t1.1 - Ties 1.1 - Ties",
    ),
    kind(
        "codes",
        "1.1 - Ties\n",
        "1.1 - Ties all ropes and mends all sails of the ship ",
        "",
    ),
    kind("blank lines", "1.1 - Ties\n", "\n", ""),
    kind(
        "escapes",
        "1.1 - Ties\n",
        "a rope of \u{1b}[31m, a sail \u{202e} of =cmd|'/c calc'!A1 and more words to it, as a text has ",
        "",
    ),
    kind("zeros", "1.1 - Ties\n", "\0", ""),
    rows("rows", "1.1 - a\n"),
    rows("rows on a line", "1.1 - a "),
    rows("named rows", "Knots Ties ropes\t1.1 - a\n"),
    rows(
        "rows of 256 bytes",
        "Knots and all ropes (IMHS) Ties ropes and mends all kinds of sails, masts and spars, as they come, and teaches others how to do so well enough\t1.1 - Ties ropes of all kinds and knots them 1.2 - Mends the sails 1.3 - Mends masts of ships with spars and so on\n",
    ),
];

/// The lengths of the texts, in bytes.
const LENGTHS: [usize; 3] = [499_900, 999_900, 1_999_900];

fn main() -> Result<()> {
    // `cargo test --benches` starts this program too, but without `--bench`.
    if !env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let out = &mut io::stdout().lock();
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("table.txt");
    writeln!(
        out,
        "document            text (MB)  exit  time (ms)  growth  memory (MB)"
    )?;
    for kind in &KINDS {
        let mut before: Option<Duration> = None;
        for length in LENGTHS {
            let bytes = write_document(&path, kind, length / kind.again.len())?;
            let run = run(&path)?;
            let growth = before.map_or(String::new(), |before| {
                format!("{:.1}", run.time.as_secs_f64() / before.as_secs_f64())
            });
            writeln!(
                out,
                "{:<18} {:>10.1} {:>5} {:>10} {growth:>7} {:>12.1}",
                kind.name,
                megabytes(bytes),
                run.exit.map_or("-".to_owned(), |exit| exit.to_string()),
                run.time.as_millis(),
                megabytes(run.peak),
            )?;
            before = Some(run.time);
        }
    }
    writeln!(out, "Goals: growth as the text (2), at most 400 MB.")?;
    Ok(())
}

/// Writes a document without ever holding it: the most memory that this process had resident would
/// count as the program's.
fn write_document(path: &Path, kind: &Kind, count: usize) -> Result<usize> {
    let mut file = BufWriter::new(File::create(path)?);
    file.write_all(kind.start.as_bytes())?;
    for _ in 0..count {
        file.write_all(kind.again.as_bytes())?;
    }
    file.write_all(kind.end.as_bytes())?;
    file.flush()?;
    Ok(kind.start.len() + count * kind.again.len() + kind.end.len())
}

/// What one run took.
struct Run {
    exit: Option<i32>,
    time: Duration,
    peak: usize,
}

/// Asks for a code that no document has, so that what is measured is the reading.
fn run(path: &Path) -> Result<Run> {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_xwalk"))
        .args(["show", "CKC 99.99", "--crosswalk"])
        .arg(path)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start xwalk")?;
    let ended = child.wait4()?;
    Ok(Run {
        exit: ended.status.code(),
        time: start.elapsed(),
        peak: usize::try_from(ended.rusage.maxrss)?,
    })
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
