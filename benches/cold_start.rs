//! How long a person waits for an answer: the time of a whole `xwalk` process
//! against that of an empty `main`. Both are started over and over in one run, in an
//! order shuffled anew each round, so that what else the machine does falls on all
//! alike. Also instructions in user space (callgrind's count, repeatable) and the
//! most memory resident at once. A second build, linked statically, is measured
//! beside the first one where it can be made.
//!
//! Run it with `cargo bench --bench cold_start`. It reports against the goals, and
//! fails only where there is nothing to measure: a question that finds no answer.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::{Context, Result, ensure};
use wait4::Wait4;

const QUESTIONS: [&[&str]; 5] = [
    &["trace", "7A.4"],
    &["list", "competencies", "--only", "mhm"],
    &["show", "7A.2"],
    &["show", "CKC 7.5"],
    &["trace", "--only", "mhm", "--format", "csv"],
];

const ROUNDS: usize = 400;
const WARM_UP_ROUNDS: usize = 20;

const GOAL_RATIO: f64 = 1.6;
const GOAL_INSTRUCTIONS: u64 = 3_000_000;
const GOAL_PEAK_BYTES: u64 = 3_000_000;

fn main() -> Result<()> {
    // `cargo test --benches` starts this program too, but without `--bench`.
    if !env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let out = &mut io::stdout().lock();
    if cfg!(feature = "documents") {
        measure_and_report(out)
    } else {
        writeln!(out, "Skipped: the questions ask the built-in documents.")?;
        Ok(())
    }
}

fn measure_and_report(out: &mut dyn Write) -> Result<()> {
    let contestants = contestants(out)?;
    // Memory comes first: see `peak_bytes`.
    let mut measured = contestants
        .into_iter()
        .map(Measured::with_peak_bytes)
        .collect::<Result<Vec<_>>>()?;
    if Command::new("valgrind").arg("--version").output().is_ok() {
        for one in &mut measured {
            one.instructions = Some(instructions(&one.contestant)?);
        }
    } else {
        writeln!(out, "Instructions are not counted: there is no valgrind.")?;
    }
    time_in_rounds(&mut measured)?;
    write_table(out, &measured)?;
    write_goals(out, &measured)
}

/// A program to start, and what to ask it.
struct Contestant {
    linking: Linking,
    program: PathBuf,
    /// None for the empty `main`.
    question: Option<&'static [&'static str]>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Linking {
    Default,
    Static,
}

/// What is known of a contestant.
struct Measured {
    contestant: Contestant,
    peak_bytes: u64,
    /// None without valgrind.
    instructions: Option<u64>,
    /// One for each round.
    times: Vec<Duration>,
}

/// The empty `main` with default linking is the first: what the others are compared with.
fn contestants(out: &mut dyn Write) -> Result<Vec<Contestant>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cold_start");
    fs::create_dir_all(&folder)?;
    let xwalk = PathBuf::from(env!("CARGO_BIN_EXE_xwalk"));
    let empty = compile_empty(&folder, Linking::Default)?;
    let mut contestants = of_one_linking(Linking::Default, &empty, &xwalk);

    writeln!(out, "Building a statically linked xwalk …")?;
    match build_static(&folder) {
        Ok((empty, xwalk)) => {
            contestants.extend(of_one_linking(Linking::Static, &empty, &xwalk));
        }
        Err(error) => writeln!(out, "Static linking is not measured: {error:#}")?,
    }
    Ok(contestants)
}

fn of_one_linking(linking: Linking, empty: &Path, xwalk: &Path) -> Vec<Contestant> {
    let contestant = |program: &Path, question| Contestant {
        linking,
        program: program.to_owned(),
        question,
    };
    let questions = QUESTIONS
        .iter()
        .map(|&words| contestant(xwalk, Some(words)));
    std::iter::once(contestant(empty, None))
        .chain(questions)
        .collect()
}

fn compile_empty(folder: &Path, linking: Linking) -> Result<PathBuf> {
    let source = folder.join("empty.rs");
    fs::write(&source, "fn main() {}\n")?;
    let program = folder.join(match linking {
        Linking::Default => "empty",
        Linking::Static => "empty-static",
    });
    let mut rustc = rustc();
    rustc.args(["--edition", "2024", "-C", "opt-level=3", "-o"]);
    rustc.arg(&program).arg(&source);
    if linking == Linking::Static {
        rustc.args(["-C", "target-feature=+crt-static"]);
    }
    output_of(&mut rustc)?;
    Ok(program)
}

/// An empty program and `xwalk`, linked statically. The build has a target folder of
/// its own, or every build after it would start anew for its changed flags.
fn build_static(folder: &Path) -> Result<(PathBuf, PathBuf)> {
    let empty = compile_empty(folder, Linking::Static)?;
    let host = output_of(rustc().args(["--print", "host-tuple"]))?.stdout;
    let host = host.trim();
    let target = folder.join("static-target");
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["build", "--release", "--quiet", "--bin", "xwalk"])
        // With a target named, the flags spare build scripts and macros.
        .args(["--target", host, "--target-dir"])
        .arg(&target)
        .env("RUSTFLAGS", "-C target-feature=+crt-static");
    output_of(&mut cargo)?;
    Ok((empty, target.join(host).join("release").join("xwalk")))
}

fn rustc() -> Command {
    Command::new(env::var_os("RUSTC").unwrap_or("rustc".into()))
}

struct Text {
    stdout: String,
    stderr: String,
}

/// What a command prints; one that fails is an error with its own words.
fn output_of(command: &mut Command) -> Result<Text> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("{name} cannot be run"))?;
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let own_error = stderr.lines().find(|line| line.starts_with("error"));
    ensure!(
        output.status.success(),
        "{name} ended with {}: {}",
        output.status,
        own_error.unwrap_or(stderr.trim())
    );
    Ok(Text {
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr,
    })
}

impl Contestant {
    /// With no environment: its size moves the stack, and with it time and counts.
    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(self.question.unwrap_or_default())
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    fn label(&self) -> String {
        match self.question {
            None => "empty main".to_owned(),
            Some(words) => {
                let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
                words.join(" ")
            }
        }
    }
}

fn quoted(word: &str) -> String {
    if word.contains(' ') {
        format!("\"{word}\"")
    } else {
        word.to_owned()
    }
}

impl Measured {
    fn with_peak_bytes(contestant: Contestant) -> Result<Measured> {
        let peak_bytes = peak_bytes(&contestant)?;
        Ok(Measured {
            contestant,
            peak_bytes,
            instructions: None,
            times: Vec::with_capacity(ROUNDS),
        })
    }

    fn median(&self) -> f64 {
        quantile(self.times.iter().map(Duration::as_secs_f64), 0.5)
    }

    fn ratio(&self, empty: &Measured) -> f64 {
        self.median() / empty.median()
    }

    /// A quantile of the ratios in which each time is compared with its own round's.
    fn round_ratio(&self, empty: &Measured, share: f64) -> f64 {
        let pairs = self.times.iter().zip(&empty.times);
        quantile(
            pairs.map(|(own, empty)| own.as_secs_f64() / empty.as_secs_f64()),
            share,
        )
    }
}

/// The most memory that was resident at once. Linux counts a child's from before it
/// became another program, so none shows as smaller than this program is by then:
/// about as much as an empty `main`.
fn peak_bytes(contestant: &Contestant) -> Result<u64> {
    let used = contestant.command().spawn()?.wait4()?;
    ensure!(
        used.status.success(),
        "{} ended with {}: there is no answer to measure",
        contestant.label(),
        used.status
    );
    Ok(used.rusage.maxrss)
}

fn instructions(contestant: &Contestant) -> Result<u64> {
    let command = contestant.command();
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(command.get_program())
        .args(command.get_args())
        .env_clear()
        .envs(env::var_os("PATH").map(|path| ("PATH", path)));
    let report = output_of(&mut valgrind)?.stderr;
    let (_, count) = report
        .split_once("Collected : ")
        .context("callgrind tells no count")?;
    let count = count.split_whitespace().next().unwrap_or_default();
    count
        .parse()
        .with_context(|| format!("callgrind's count is {count:?}"))
}

fn time_in_rounds(measured: &mut [Measured]) -> Result<()> {
    let mut order: Vec<usize> = (0..measured.len()).collect();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for round in 0..WARM_UP_ROUNDS + ROUNDS {
        random.shuffle(&mut order);
        for &index in &order {
            let time = time_once(&measured[index].contestant)?;
            if round >= WARM_UP_ROUNDS {
                measured[index].times.push(time);
            }
        }
    }
    Ok(())
}

fn time_once(contestant: &Contestant) -> Result<Duration> {
    let mut command = contestant.command();
    let start = Instant::now();
    command.status()?;
    Ok(start.elapsed())
}

/// Xorshift: enough to keep neighbors from being the same each round.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % bound
    }

    fn shuffle(&mut self, items: &mut [usize]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place among a few hundred values"
)]
fn quantile(values: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let place = (values.len() - 1) as f64 * share;
    values[place.round() as usize]
}

fn write_table(out: &mut dyn Write, measured: &[Measured]) -> Result<()> {
    let empty = &measured[0];
    writeln!(
        out,
        "\nWhole processes, in {ROUNDS} shuffled rounds. Ratios are to the first line: of\n\
         the medians, and the 10 and 90 % quantiles of each round's own. No peak below\n\
         {} MB can be seen.\n",
        measured
            .iter()
            .map(|one| one.peak_bytes)
            .min()
            .map_or("–".to_owned(), in_millions),
    )?;
    writeln!(
        out,
        "{:<32} {:>8} {:>5} {:>9} {:>7} {:>7}",
        "", "median", "ratio", "10…90 %", "instr.", "peak"
    )?;
    for one in measured {
        if one.contestant.question.is_none() {
            writeln!(out, "{}", one.contestant.linking.heading())?;
        }
        let instructions = one.instructions.map_or("–".to_owned(), in_millions);
        writeln!(
            out,
            "  {:<30} {:>5.0} µs {:>5.2} {:>4.2}…{:>4.2} {:>5} M {:>4} MB",
            one.contestant.label(),
            one.median() * 1e6,
            one.ratio(empty),
            one.round_ratio(empty, 0.1),
            one.round_ratio(empty, 0.9),
            instructions,
            in_millions(one.peak_bytes),
        )?;
    }
    Ok(())
}

impl Linking {
    fn heading(self) -> &'static str {
        match self {
            Linking::Default => "linked as by default",
            Linking::Static => "linked statically",
        }
    }
}

/// The goals hold for `xwalk` as it is built by default; the worst question decides.
fn write_goals(out: &mut dyn Write, measured: &[Measured]) -> Result<()> {
    let (empty, others) = (&measured[0], &measured[1..]);
    let asked: Vec<&Measured> = others
        .iter()
        .filter(|one| one.contestant.linking == Linking::Default)
        .collect();
    let ratio = asked.iter().map(|one| one.ratio(empty)).fold(0.0, f64::max);
    let instructions = asked.iter().filter_map(|one| one.instructions).max();
    let peak = asked.iter().map(|one| one.peak_bytes).max().unwrap_or(0);

    let goals = [
        (
            format!("{GOAL_RATIO} × an empty main"),
            format!("{ratio:.2}"),
            Some(ratio <= GOAL_RATIO),
        ),
        (
            format!("{} M instructions", in_millions(GOAL_INSTRUCTIONS)),
            instructions.map_or("not counted".to_owned(), in_millions),
            instructions.map(|count| count <= GOAL_INSTRUCTIONS),
        ),
        (
            format!("{} MB resident", in_millions(GOAL_PEAK_BYTES)),
            in_millions(peak),
            Some(peak <= GOAL_PEAK_BYTES),
        ),
    ];
    writeln!(
        out,
        "\nGoals, for the worst question, linked as by default:"
    )?;
    for (goal, reached, is_met) in goals {
        let verdict = match is_met {
            Some(true) => ", met",
            Some(false) => ", NOT MET",
            None => "",
        };
        writeln!(out, "  at most {goal}: {reached}{verdict}")?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "shown with two digits")]
fn in_millions(count: u64) -> String {
    format!("{:.2}", count as f64 / 1e6)
}
