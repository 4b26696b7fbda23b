//! How fast a registry's log is read: 1 million and 10 million rows in random order, of 50 thousand and
//! 500 thousand learners. For each: the summary over all learners, and a row for each learner and
//! knowledge area; rows of the log a second (best of several runs), the most memory resident, and how
//! the time grows with the rows. Then what the summary costs where every third row is bad, against the log
//! without bad rows.
//!
//! Run it with `cargo bench --bench coverage`. It reports, and asserts nothing. The logs stay in the target folder,
//! and `benches/coverage_duckdb.py` asks `DuckDB` the same of them.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::{Context, Result, ensure};
use iecmhc_crosswalk::catalogue::Catalogue;
use wait4::Wait4;

/// Rows and learners.
const SIZES: [(usize, usize); 2] = [(1_000_000, 50_000), (10_000_000, 500_000)];
const RUNS: usize = 5;

fn main() -> Result<()> {
    // `cargo test --benches` starts this program too, but without `--bench`.
    if !env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let out = &mut io::stdout().lock();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("coverage");
    fs::create_dir_all(&folder)?;
    writeln!(out, "     rows  answer   seconds  M rows/s  peak MB")?;
    let mut before: Option<[Measured; 2]> = None;
    for (rows, learners) in SIZES {
        let log = log(&folder, rows, learners, &GOOD)?;
        writeln!(out, "{}", log.display())?;
        let measured = [
            ("summary", &["--summary"][..]),
            ("all", &["--columns=learner,id,covered,needed,share"]),
        ]
        .map(|(name, arguments)| (name, measured(&log, arguments)));
        let mut all = Vec::new();
        for (name, measured) in measured {
            let measured = measured?;
            writeln!(
                out,
                "{rows:>9}  {name:<7} {:>8.2} {:>9.1} {:>8.1}",
                measured.time.as_secs_f64(),
                millions(rows as u64) / measured.time.as_secs_f64(),
                millions(measured.peak_bytes),
            )?;
            all.push(measured);
        }
        if let (Some(before), [summary, whole]) = (&before, &all[..]) {
            writeln!(
                out,
                "10 x the rows: summary {:.1} x the time, all {:.1} x",
                summary.time.as_secs_f64() / before[0].time.as_secs_f64(),
                whole.time.as_secs_f64() / before[1].time.as_secs_f64(),
            )?;
        }
        before = all.try_into().ok();
    }
    bad_rows(&folder, out)
}

/// What the rows of a log are like: each third one is `learner,date,code` with one of these put in its place.
struct Kind {
    name: &'static str,
    third: fn(&str, &str, &str) -> String,
}

const GOOD: Kind = Kind {
    name: "good",
    third: |learner, date, code| format!("{learner},{date},{code}"),
};

const BAD: [Kind; 4] = [
    Kind {
        name: "no-such-code",
        third: |learner, date, _| format!("{learner},{date},CKC 7.99"),
    },
    Kind {
        name: "no-code",
        third: |learner, date, _| format!("{learner},{date},see notes"),
    },
    Kind {
        name: "no-such-date",
        third: |learner, _, code| format!("{learner},2024-02-31,{code}"),
    },
    Kind {
        name: "cell-missing",
        third: |learner, date, _| format!("{learner},{date}"),
    },
];

fn bad_rows(folder: &Path, out: &mut impl Write) -> Result<()> {
    let (rows, learners) = SIZES[0];
    let arguments = ["--summary", "--skip-bad"];
    let good = measured(&log(folder, rows, learners, &GOOD)?, &arguments)?;
    writeln!(out, "every third row bad, time against good rows:")?;
    for kind in BAD {
        let bad = measured(&log(folder, rows, learners, &kind)?, &arguments)?;
        let ratio = bad.time.as_secs_f64() / good.time.as_secs_f64();
        writeln!(out, "{:<12} {ratio:.2}", kind.name)?;
    }
    Ok(())
}

/// The best time and the most memory of several runs.
struct Measured {
    time: Duration,
    peak_bytes: u64,
}

fn measured(log: &Path, arguments: &[&str]) -> Result<Measured> {
    let mut best = Measured {
        time: Duration::MAX,
        peak_bytes: 0,
    };
    for _ in 0..RUNS {
        let start = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_xwalk"))
            .arg("coverage")
            .arg(log)
            .args(arguments)
            .arg("--format=csv")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start xwalk")?;
        let end = child.wait4()?;
        ensure!(
            end.status.success(),
            "xwalk found nothing in {}",
            log.display()
        );
        best.time = best.time.min(start.elapsed());
        best.peak_bytes = best.peak_bytes.max(end.rusage.maxrss);
    }
    Ok(best)
}

/// A log of so many rows; it is made once.
fn log(folder: &Path, rows: usize, learners: usize, kind: &Kind) -> Result<PathBuf> {
    let path = folder.join(format!("{}-{rows}.csv", kind.name));
    if path.exists() {
        return Ok(path);
    }
    let codes: Vec<String> = {
        let catalogue = Catalogue::built_in();
        let items = catalogue.items().iter();
        items.map(|item| format!("CKC {}", item.code)).collect()
    };
    let unfinished = path.with_extension("unfinished");
    let mut out = BufWriter::new(File::create(&unfinished)?);
    let mut dice = Dice(7);
    writeln!(out, "learner,date,ckc")?;
    for row in 0..rows {
        let (learner, day) = (dice.below(learners), dice.below(28) + 1);
        let (year, month) = (2015 + dice.below(10), dice.below(12) + 1);
        let code = &codes[dice.below(codes.len())];
        let learner = format!("L{learner:07}");
        let date = format!("{year}-{month:02}-{day:02}");
        let kind = if row % 3 == 2 { kind } else { &GOOD };
        writeln!(out, "{}", (kind.third)(&learner, &date, code))?;
    }
    out.flush()?;
    fs::rename(unfinished, &path)?;
    Ok(path)
}

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    /// A number from 0 to less than `end` (`SplitMix64`).
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap_or(0)
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn millions(number: u64) -> f64 {
    number as f64 / 1e6
}
