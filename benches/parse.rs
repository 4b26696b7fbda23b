//! How fast text becomes records: the crosswalk printed over and over, to 1, 10 and
//! 50 MB. For each: the grammar alone, and the whole way with the corrections made,
//! in MB/s (best of several runs); how the time grows with the text; and the most
//! memory resident, as a multiple of the text, in a child process that does only this.
//!
//! Run it with `cargo bench --bench parse`. It reports, and asserts nothing.

use std::borrow::Cow;
use std::hint::black_box;
use std::io::{self, Write};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::{Context, Result};
use iecmhc_crosswalk::parse::assemble::{self, CrosswalkRecords};
use iecmhc_crosswalk::parse::crosswalk;
use iecmhc_crosswalk::parse::errata::{Corrected, Erratum};
use iecmhc_crosswalk::source::{Document, DocumentIndex};

const CROSSWALK: &str = include_str!("../data/wv-endorsement-ckc.txt");
const ERRATA: &str = include_str!("../data/errata.json");
/// The id of the document that the corrections are written for.
const ID: &str = "wv";

const SIZES: [usize; 3] = [1_000_000, 10_000_000, 50_000_000];
const RUNS: usize = 5;

/// Tells a child process how much text to make records of.
const CHILD: &str = "XWALK_BENCH_PARSE_BYTES";

fn main() -> Result<()> {
    // `cargo test --benches` starts this program too, but without `--bench`.
    if !env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let errata: Vec<Erratum> = serde_json::from_str(ERRATA)?;
    let out = &mut io::stdout().lock();
    match env::var(CHILD) {
        Ok(bytes) => write_peak(out, bytes.parse()?, &errata),
        Err(_) => measure_and_report(out, &errata),
    }
}

fn measure_and_report(out: &mut dyn Write, errata: &[Erratum]) -> Result<()> {
    writeln!(
        out,
        "text (MB)  parse  records  with errata (MB/s)  peak memory"
    )?;
    let mut before: Option<Timed> = None;
    for size in SIZES {
        let document = replicated(size);
        let timed = Timed {
            bytes: document.text().len(),
            parse: best(|| crosswalk::parse(document.text())),
            records: best(|| records(&document, &[])),
            corrected: best(|| records(&document, errata)),
        };
        drop(document);
        let peak = peak_multiple(size)?.map_or("not measured here".to_owned(), |multiple| {
            format!("{multiple:.1} x the text")
        });
        writeln!(
            out,
            "{:>9.1} {:>6.0} {:>8.0} {:>12.0}         {peak}",
            megabytes(timed.bytes),
            timed.rate(timed.parse),
            timed.rate(timed.records),
            timed.rate(timed.corrected),
        )?;
        if let Some(before) = before {
            writeln!(
                out,
                "{:>9.1} x the text: parse {:.1} x the time, records {:.1} x, with errata {:.1} x",
                megabytes(timed.bytes) / megabytes(before.bytes),
                growth(before.parse, timed.parse),
                growth(before.records, timed.records),
                growth(before.corrected, timed.corrected),
            )?;
        }
        before = Some(timed);
    }
    writeln!(
        out,
        "Goals: 50 MB/s, growth as the text, at most 6 x the text."
    )?;
    Ok(())
}

/// The best times for one size of text.
struct Timed {
    bytes: usize,
    parse: Duration,
    records: Duration,
    corrected: Duration,
}

impl Timed {
    fn rate(&self, time: Duration) -> f64 {
        megabytes(self.bytes) / time.as_secs_f64()
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

fn growth(before: Duration, after: Duration) -> f64 {
    after.as_secs_f64() / before.as_secs_f64()
}

/// The crosswalk, as often as fits.
fn replicated(bytes: usize) -> Document {
    let once = format!("{CROSSWALK}\n");
    let text = once.repeat(bytes.div_ceil(once.len()));
    Document::new(ID, ID, Cow::Owned(text))
}

fn records(document: &Document, errata: &[Erratum]) -> CrosswalkRecords {
    let corrected = Corrected::new(document, errata);
    let parsed = crosswalk::parse(corrected.text());
    assemble::crosswalk(DocumentIndex(0), &corrected, &parsed, errata)
}

/// The shortest of several runs; what is made is dropped outside of the time.
fn best<T>(run: impl Fn() -> T) -> Duration {
    let times = (0..RUNS).map(|_| {
        let start = Instant::now();
        let result = black_box(run());
        let time = start.elapsed();
        drop(result);
        time
    });
    times.min().unwrap_or_default()
}

/// Asks a child process for the most memory it had resident while it made records.
fn peak_multiple(bytes: usize) -> Result<Option<f64>> {
    let child = Command::new(env::current_exe()?)
        .arg("--bench")
        .env(CHILD, bytes.to_string())
        .output()
        .context("cannot start a child process")?;
    let printed = String::from_utf8(child.stdout)?;
    Ok(printed.trim().parse().ok())
}

/// In the child: prints the peak as a multiple of the text, or nothing where it is not known.
fn write_peak(out: &mut dyn Write, bytes: usize, errata: &[Erratum]) -> Result<()> {
    let document = replicated(bytes);
    black_box(records(&document, errata));
    if let Some(peak) = peak_bytes() {
        let multiple = megabytes(peak) / megabytes(document.text().len());
        writeln!(out, "{multiple}")?;
    }
    Ok(())
}

/// The most memory that this process had resident; only Linux tells.
fn peak_bytes() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
