//! Replays the transcripts of README.md and of `tests/cases/*.md`: every command
//! in a ```` ```console ```` block runs, and must print what is below it.
//!
//! Output is stdout, then stderr, then `[exit N]` unless N is 0. A transcript shows
//! what a person sees in a terminal of 80 columns, but here stdout is a file: so a
//! plain `xwalk` command gets `--width 80`, unless its output goes elsewhere or has
//! a form of its own (`simple` below). `cargo run --release -- …` means `xwalk …`.
//!
//! Each markdown file has a fresh folder to run in, with links to the repository's
//! folders, so what a transcript writes stays out of the repository and is there
//! for the commands after it. `UPDATE_TRANSCRIPTS=1 cargo test --test transcripts`
//! writes the real output into the files instead of comparing.
#![cfg(unix)]

#[path = "transcripts/difference.rs"]
mod difference;
#[path = "transcripts/markdown.rs"]
mod markdown;

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};
use std::{env, fs, io, iter};

use difference::difference;
use markdown::{Step, expected, steps, with_outputs};

#[test]
#[cfg_attr(
    not(all(feature = "documents", feature = "xlsx")),
    ignore = "the transcripts ask the built-in documents, in all formats"
)]
fn transcripts_print_what_they_show() {
    let updating = env::var_os("UPDATE_TRANSCRIPTS").is_some_and(|value| value == "1");
    let mut problems = String::new();
    for file in markdown_files() {
        let result = if updating {
            update(&file)
        } else {
            compare(&file)
        };
        if let Err(problem) = result {
            problems.push_str(&problem);
        }
    }
    assert!(
        problems.is_empty(),
        "transcripts differ (- expected, + actual; UPDATE_TRANSCRIPTS=1 rewrites them)\n\n{problems}"
    );
}

/// README.md, then the cases by name; paths are relative to the repository.
fn markdown_files() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir(repository().join("tests/cases"))
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("tests/cases can be listed").file_name())
        .map(|name| Path::new("tests/cases").join(name))
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    cases.sort();
    cases.insert(0, PathBuf::from("README.md"));
    cases
}

fn compare(file: &Path) -> Result<(), String> {
    let (text, steps) = read(file)?;
    let outputs = replay(&steps);
    let mut problems = String::new();
    for (step, actual) in steps.iter().zip(&outputs) {
        let expected = expected(&text, step);
        if expected != *actual {
            push_mismatch(&mut problems, file, step, &difference(&expected, actual));
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

fn update(file: &Path) -> Result<(), String> {
    let (text, steps) = read(file)?;
    let updated = with_outputs(&text, &steps, &replay(&steps));
    if updated == text {
        return Ok(());
    }
    fs::write(repository().join(file), updated)
        .map_err(|error| format!("{}: cannot be written: {error}\n", file.display()))
}

/// A file without a transcript is a problem: it would pass whatever the program does.
fn read(file: &Path) -> Result<(String, Vec<Step>), String> {
    let problem = |what: String| format!("{}: {what}\n", file.display());
    let text = fs::read_to_string(repository().join(file))
        .map_err(|error| problem(format!("cannot be read: {error}")))?;
    let steps = steps(&text).map_err(problem)?;
    if steps.is_empty() {
        return Err(problem("has no command in a ```console block".to_owned()));
    }
    Ok((text, steps))
}

fn push_mismatch(problems: &mut String, file: &Path, step: &Step, difference: &str) {
    let (file, line, command) = (file.display(), step.line, &step.command);
    write!(problems, "{file}:{line}: $ {command}\n{difference}\n")
        .expect("writing to a String never fails");
}

/// The lines that each step prints, run in their order in one fresh folder.
fn replay(steps: &[Step]) -> Vec<Vec<String>> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    link_folders(folder.path()).expect("the repository's folders can be linked");
    steps
        .iter()
        .map(|step| run(&as_in_terminal(&step.command), folder.path()))
        .map(|output| printed_lines(&output))
        .collect()
}

/// Only folders: writing to a linked file would write to the repository's.
fn link_folders(into: &Path) -> io::Result<()> {
    for entry in fs::read_dir(repository())? {
        let entry = entry?;
        let name = entry.file_name();
        let hidden = name.to_string_lossy().starts_with('.');
        if entry.file_type()?.is_dir() && !hidden && name != "target" {
            std::os::unix::fs::symlink(entry.path(), into.join(name))?;
        }
    }
    Ok(())
}

/// The environment is made here, so that no setting of the user's changes an output.
fn run(command: &str, folder: &Path) -> Output {
    Command::new("sh")
        .args(["-c", command])
        .current_dir(folder)
        .env_clear()
        .envs([("LC_ALL", "C.UTF-8"), ("TERM", "dumb"), ("COLUMNS", "80")])
        .env("HOME", folder)
        .env("PATH", path_with_xwalk())
        .stdin(Stdio::null())
        .output()
        .expect("sh can be run")
}

fn path_with_xwalk() -> OsString {
    let folder = Path::new(env!("CARGO_BIN_EXE_xwalk"))
        .parent()
        .expect("a program is in a folder");
    let others = env::var_os("PATH").unwrap_or_default();
    env::join_paths(iter::once(folder.to_owned()).chain(env::split_paths(&others)))
        .expect("the parts of PATH can be joined again")
}

fn printed_lines(output: &Output) -> Vec<String> {
    let mut lines = Vec::new();
    for stream in [&output.stdout, &output.stderr] {
        lines.extend(String::from_utf8_lossy(stream).lines().map(String::from));
    }
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    lines.extend(exit_line(output.status));
    lines
}

fn exit_line(status: ExitStatus) -> Option<String> {
    match status.code() {
        Some(0) => None,
        Some(code) => Some(format!("[exit {code}]")),
        None => Some(format!("[{status}]")),
    }
}

/// The command to run so that it prints what `command` shows in a terminal.
fn as_in_terminal(command: &str) -> String {
    let command = match command.strip_prefix("cargo run --release -- ") {
        Some(arguments) => format!("xwalk {arguments}"),
        None => command.to_owned(),
    };
    if simple(&command) {
        command + " --width 80"
    } else {
        command
    }
}

/// Whether the shell runs just one `xwalk`, with words that leave its width open.
fn simple(command: &str) -> bool {
    const OWN_FORM: [&str; 11] = [
        "--width",
        "--format",
        "-o",
        "--output",
        "--help",
        "-h",
        "--version",
        "-V",
        "help",
        "completions",
        "man",
    ];
    let unquoted = without_quoted(command);
    let words: Vec<&str> = unquoted.split_whitespace().collect();
    let own_form = |word: &&str| OWN_FORM.contains(&word.split('=').next().unwrap_or(word));
    words.len() > 1
        && words[0] == "xwalk"
        && !unquoted.contains(['|', '>', ';', '&', '#'])
        && !words.iter().any(own_form)
}

/// What the shell itself would act on: the parts of a command outside quotes.
fn without_quoted(command: &str) -> String {
    let mut open: Option<char> = None;
    let mut unquoted = String::new();
    for c in command.chars() {
        match (open, c) {
            (Some(quote), _) if quote == c => open = None,
            (None, '\'' | '"') => open = Some(c),
            (Some(_), _) => {}
            (None, _) => unquoted.push(c),
        }
    }
    unquoted
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_plain_command_is_given_the_width_of_a_terminal() {
    for (shown, run) in [
        ("xwalk trace 7A.4", "xwalk trace 7A.4 --width 80"),
        (
            "cargo run --release -- trace 7A.4",
            "xwalk trace 7A.4 --width 80",
        ),
        (
            "xwalk trace --match 'a|b; #c'",
            "xwalk trace --match 'a|b; #c' --width 80",
        ),
    ] {
        assert_eq!(as_in_terminal(shown), run);
    }
}

#[test]
fn a_command_with_a_form_of_its_own_is_left_alone() {
    for command in [
        "xwalk",
        "xwalk trace | head -3",
        "xwalk trace > rows.txt",
        "xwalk trace --width=40",
        "xwalk trace --format csv",
        "xwalk trace -o rows.csv",
        "xwalk trace --help",
        "head -3 rows.csv",
    ] {
        assert_eq!(as_in_terminal(command), command);
    }
}
