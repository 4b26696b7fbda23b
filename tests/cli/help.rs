//! Help: what is printed without a command, how long it is, and that its examples run.

use std::io::Write;
use std::process::Command;

use clap::CommandFactory;
use flate2::Compression;
use flate2::write::GzEncoder;
use iecmhc_crosswalk::cli::Cli;
use iecmhc_crosswalk::cli::manual;

use crate::run::{command, data, finished, found, read, refused, write, xwalk};

/// The commands of an example text: the lines that begin with `xwalk`, without their explanation.
fn examples(text: &str) -> Vec<String> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("  "));
    lines
        .filter(|line| line.starts_with("xwalk "))
        .map(|line| line.split("   ").next().unwrap_or(line))
        .map(|line| line.split("  ").next().unwrap_or(line).to_owned())
        .collect()
}

/// Every command with the text below its options.
fn texts() -> Vec<(String, String)> {
    let mut program = Cli::command();
    program.build();
    let text = |command: &clap::Command| {
        let text = command.get_after_help().map(ToString::to_string);
        (command.get_name().to_owned(), text.unwrap_or_default())
    };
    let verbs = program
        .get_subcommands()
        .filter(|verb| verb.get_name() != "help");
    std::iter::once(&program).chain(verbs).map(text).collect()
}

fn gzipped(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

#[test]
fn nothing_asked_shows_what_to_try() {
    let nothing: [&str; 0] = [];
    let answer = xwalk(&nothing);
    assert_eq!((answer.code, answer.stderr.as_str()), (Some(0), ""));
    assert!(answer.stdout.lines().count() <= 15);
    assert!(
        answer
            .stdout
            .lines()
            .all(|line| line.chars().count() <= 100)
    );
    assert!(examples(&answer.stdout).len() >= 3);
    assert!(refused(2, &["tarce"]).contains("trace"));
    assert!(refused(2, &["--no-errata"]).contains("xwalk"));
}

#[test]
fn every_command_has_examples_and_they_run() {
    let folder = crate::run::folder();
    let files = ["log.csv", "trainings.csv"];
    let files = files.map(|name| (name, read(&data(&format!("examples/{name}")))));
    let path = std::env::var("PATH").expect("there is a path");
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_xwalk"));
    let bin = program.parent().expect("a folder").display();
    let first = ("first words".to_owned(), manual::FIRST_WORDS.to_owned());
    for (name, text) in texts().into_iter().chain([first]) {
        let examples = examples(&text);
        let lines = text.lines().filter(|line| line.starts_with("  "));
        for line in lines {
            assert!(line.chars().count() <= 80, "{name}: {line}");
        }
        assert!((2..=5).contains(&examples.len()), "{name}: {examples:?}");
        // A build without workbooks has the same help.
        let is_known = |example: &String| cfg!(feature = "xlsx") || !example.contains(".xlsx");
        for example in examples.into_iter().filter(is_known) {
            // An example may write a file that another reads.
            for (name, content) in &files {
                write(&folder, name, content);
            }
            write(&folder, "log.csv.gz", gzipped(&files[0].1));
            let output = Command::new("sh")
                .args(["-c", &example])
                .env("PATH", format!("{bin}:{path}"))
                .env("NO_COLOR", "1")
                .current_dir(folder.path())
                .output()
                .expect("a shell");
            // “There is no way” is an answer too, but exits with 1.
            let expected = i32::from(example == "xwalk why 7A.1");
            assert_eq!(
                output.status.code(),
                Some(expected),
                "{name}: {example}: {output:?}"
            );
        }
    }
}

#[test]
fn short_help_fits_a_screen() {
    for (name, _) in texts() {
        let asked: Vec<&str> = [name.as_str(), "-h"]
            .into_iter()
            .filter(|&word| word != "xwalk")
            .collect();
        let help = finished(command().env("COLUMNS", "80").args(&asked)).stdout;
        let lines = help.lines().count();
        assert!(lines <= 50, "{name} -h has {lines} lines");
        let longest = help.lines().map(|line| line.chars().count()).max();
        assert!(longest <= Some(80), "{name} -h has a line of {longest:?}");
        let full = found(&[&asked[..asked.len() - 1], &["--help"]].concat());
        assert!(full.contains("Examples:"), "{name}");
        assert!(full.len() > help.len(), "{name}");
    }
}
