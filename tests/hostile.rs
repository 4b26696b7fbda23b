//! Documents that try to do harm: with what a terminal obeys or a spreadsheet runs, with one endless line,
//! with far too many rows.
//!
//! No time is asserted: a test that measures time fails when the machine is busy. `benches/hostile.rs` measures it.
//! But these documents are of the size at which work that grows with the square of it would
//! never end: parentheses that never close, two long statements to compare word by word.

#![cfg(all(unix, feature = "documents"))]

#[path = "cli/run.rs"]
#[allow(dead_code, reason = "shared with the tests of the program's behavior")]
mod run;

use std::process::Command;
use std::sync::OnceLock;

use run::{Answer, folder, write, xwalk};

const STEERING: [char; 6] = ['\u{1b}', '\u{7}', '\u{202e}', '\u{2066}', '\u{9b}', '\u{8}'];

/// A crosswalk with what a terminal or a spreadsheet obeys in each of its fields.
fn hostile_crosswalk() -> String {
    let steering: String = STEERING.iter().collect();
    let orders = format!("{steering}[31m=cmd|'/c calc'!A1{steering}");
    format!(
        "Notice {orders} one.\n\
         Area of\tKnowledge {orders}\tCKC\n\
         Seamanship {orders}\tKnots {orders} (IMHM) Ties {orders} ropes\t1.1 - Ties {orders} T&TA {orders}\n\
         \tSails {orders} Mends {orders} sails\tFound {orders} nothing\n\
         =cmd|'/c calc'!A1\t@SUM(1) Mends {orders}\t1.1 - Ties {orders} 1.2 - +1 {orders}\n\
         {orders}\n{}",
        // Among so few other words it would be refused as no text at all.
        "\tMasts Mends masts and spars of every kind\t1.2 - Mends masts\n".repeat(200)
    )
}

#[test]
fn nothing_that_a_terminal_obeys_leaves_a_crosswalk() {
    let folder = folder();
    let table = write(&folder, "table\u{1b}[31m.txt", hostile_crosswalk());
    let ask = |arguments: &[&str]| xwalk(&[arguments, &["--crosswalk", &table]].concat());
    for question in [
        &["trace"][..],
        &["list", "areas"],
        &["list", "knowledge"],
        &["list", "ckc"],
        &["show", "CKC 1.1", "CKC 1.2"],
        &["show", "Knots", "Sails"],
        &["show", "Nothing \u{1b}[31m of the kind"],
        &["show", "CKC 9.9"],
        &["trace", "--area", "\u{1b}"],
    ] {
        for format in ["--format=table", "--format=md"] {
            for width in ["--width=40", "--width=200"] {
                let answer = ask(&[question, &[format, width]].concat());
                for printed in [&answer.stdout, &answer.stderr] {
                    assert!(!printed.contains(STEERING), "{question:?} {printed:?}");
                }
            }
        }
        for format in ["--format=csv", "--format=tsv"] {
            let answer = ask(&[question, &[format]].concat());
            assert!(!answer.stderr.contains(STEERING), "{:?}", answer.stderr);
            let delimiter = if format.ends_with("csv") { b',' } else { b'\t' };
            if answer.code == Some(0) {
                assert_no_formulas(delimiter, &answer);
            }
        }
    }
    let shown = ask(&["show", "Knots"]).stdout;
    assert!(
        shown.contains("Knots") && shown.contains(r"u{1b}"),
        "{shown}"
    );
}

fn assert_no_formulas(delimiter: u8, answer: &Answer) {
    let (_, records) = run::table(delimiter, &answer.stdout);
    for cell in records.iter().flatten() {
        assert!(
            !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']),
            "{cell:?}"
        );
    }
}

/// Asks about a document of this text, with no more memory than this to be had. All the program's address
/// space counts, so this is at least what is resident.
fn asked_within(bytes: usize, option: &str, text: &str) -> Answer {
    let folder = folder();
    let document = write(&folder, "table.txt", text);
    let limited = Command::new("sh")
        .args([
            "-c",
            r#"ulimit -v "$0" && exec "$@""#,
            &(bytes / 1024).to_string(),
        ])
        .args([env!("CARGO_BIN_EXE_xwalk"), "show", "CKC 1.1"])
        .args([option, &document])
        .output()
        .expect("a shell starts");
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).chars().take(500).collect();
    Answer {
        code: limited.status.code(),
        stdout: words(&limited.stdout),
        stderr: words(&limited.stderr),
    }
}

fn assert_answered_within(bytes: usize, kind: &str, text: &str) {
    let answer = asked_within(bytes, "--crosswalk", text);
    assert_eq!(answer.code, Some(0), "{kind}, {bytes} bytes: {answer:?}");
}

/// What a question takes beside the text and the program: its stacks, its tables, its buffers.
const OVERHEAD: usize = 7_500_000;

/// What the program takes with hardly a text to read: mostly the program itself, which differs by linker and profile.
fn program() -> usize {
    static PROGRAM: OnceLock<usize> = OnceLock::new();
    const STEP: usize = 500_000;
    let is_enough =
        |steps: &usize| asked_within(steps * STEP, "--crosswalk", "1.1 - Ties\n").code == Some(0);
    *PROGRAM.get_or_init(|| (1..200).find(is_enough).expect("100 MB are enough") * STEP)
}

fn floor() -> usize {
    program() + OVERHEAD
}

/// The length of one line: nearly as long as any text that is read.
const LENGTH: usize = 1_990_000;

fn fill(words: &str) -> String {
    words.repeat(LENGTH / words.len())
}

fn assert_answered_within_six_times(kind: &str, text: &str) {
    assert_answered_within(6 * text.len() + floor(), kind, text);
}

#[test]
fn one_endless_line_takes_six_times_its_length_at_most() {
    for (kind, text) in [
        ("one word", fill("x") + " 1.1 - Ties"),
        (
            "a name",
            format!("1.1 - Ties\n{}(IMHS) Ties ropes 1.1 - Ties", fill("Aa bb ")),
        ),
        ("parentheses", format!("1.1 - Ties\n{})", fill("("))),
        (
            "definitions",
            format!(
                "1.1 - Ties\n{}\t1.1 - Ties 1.1 - Ties",
                fill("Ties ropes and Sails Mends ")
            ),
        ),
    ] {
        assert_answered_within_six_times(kind, &text);
    }
}

#[test]
fn one_endless_statement_takes_six_times_its_length_at_most() {
    for (kind, text) in [
        ("one statement", format!("1.1 - {}", fill("a b c d "))),
        ("dashes", format!("1.1 {}Ties 1.2 - Mends", fill("- "))),
        (
            "statements to compare",
            format!(
                "1.1 - {}\n1.1 - {}",
                "Ties ".repeat(LENGTH / 10),
                "Mends ".repeat(LENGTH / 12)
            ),
        ),
    ] {
        assert_answered_within_six_times(kind, &text);
    }
}

#[test]
fn what_is_mostly_nuls_is_refused() {
    let folder = folder();
    let text = format!("1.1 - Ties\n{}", "\0".repeat(1_000_000));
    let table = write(&folder, "table.txt", text);
    let answer = xwalk(&["show", "CKC 1.1", "--crosswalk", &table]);
    assert_eq!((answer.code, answer.stdout.as_str()), (Some(2), ""));
    assert!(answer.stderr.contains("table.txt"), "{}", answer.stderr);
}

/// Every row lists another item than the one that is asked for: what is measured is the reading.
#[test]
fn rows_with_words_take_six_times_their_length_at_most() {
    let definition = format!("Ties {}", "ropes and mends all kinds of sails ".repeat(4));
    let statements = "1.2 - Ties ropes of all kinds 1.3 - Mends sails of all kinds";
    for (kind, row, count) in [
        (
            "names of their own",
            format!("Knots (IMHS) {definition}\t{statements}, and so on\n"),
            8_000,
        ),
        (
            "the name of a competency's counterpart",
            format!("Program management (IMHM) {definition}\t{statements}\n"),
            8_000,
        ),
    ] {
        let text = format!("1.1 - Ties\n{}", row.repeat(count));
        assert_answered_within(6 * text.len() + floor(), kind, &text);
    }
}

/// A row of eight bytes is a record with a name, a definition, items and places: the text does not tell the size of
/// that. But there are not more of them than a short file may have.
#[test]
fn tiny_rows_take_a_records_memory_each() {
    const RECORD: usize = 2_048;
    const COUNT: usize = 10_000;
    let room = |text: &str| 6 * text.len() + RECORD * COUNT + floor();
    let named = "Knots Ties ropes\t1.1 - a\n".repeat(COUNT);
    assert_answered_within(room(&named), "with names", &named);
    // Rows without a name make no sense, which is seen within the same memory.
    for (kind, row) in [("a line each", "1.1 - a\n"), ("on one line", "1.1 - a ")] {
        let text = row.repeat(COUNT);
        let answer = asked_within(room(&text), "--crosswalk", &text);
        assert_eq!(answer.code, Some(2), "{kind}: {answer:?}");
        let is_told = answer.stderr.contains("could not be understood");
        assert!(is_told, "{kind}: {answer:?}");
    }
}

/// Rows of a few bytes, of which a text holds the most.
const TINY_ROWS: [(&str, &str, &str); 8] = [
    ("a line each", "--crosswalk", "1.1 - a\n"),
    ("on one line", "--crosswalk", "1.1 - a "),
    ("with names", "--crosswalk", "Knots Ties ropes\t1.1 - a\n"),
    (
        "marked",
        "--crosswalk",
        "Knots and ropes (IMHS) Ties ropes of every kind\t1.1 - Ties all ropes\n",
    ),
    ("letters", "--crosswalk", "a\n"),
    ("tabs", "--crosswalk", "a\t"),
    (
        "ids",
        "--competencies",
        "7A.1 Ties\nEssential or important: A\n",
    ),
    ("statements of a list", "--competencies", "Ties; "),
];

/// A page that begins as one should, and has nothing but such rows.
fn tiny_rows(row: &str, count: usize) -> String {
    format!(
        "7A.1 - Ties ropes\nEssential or important: Essential\nAs demonstrated by: {}",
        row.repeat(count)
    )
}

#[test]
fn tiny_rows_never_take_more_than_a_machine_has() {
    const MOST: usize = 400_000_000;
    for (kind, option, row) in TINY_ROWS {
        let text = tiny_rows(row, LENGTH / row.len());
        let answer = asked_within(MOST, option, &text);
        assert!(matches!(answer.code, Some(0 | 2)), "{kind}: {answer:?}");
    }
}

#[test]
fn a_million_tiny_rows_are_refused_before_they_take_memory() {
    for (kind, option, row) in TINY_ROWS {
        let text = tiny_rows(row, 1_000_000);
        let answer = asked_within(6 * text.len() + floor(), option, &text);
        assert_eq!(
            (answer.code, answer.stdout.as_str()),
            (Some(2), ""),
            "{kind}: {answer:?}"
        );
        assert!(answer.stderr.contains("table.txt"), "{kind}: {answer:?}");
        assert!(
            answer.stderr.contains("more than 2 MB of text"),
            "{kind}: {answer:?}"
        );
    }
}

#[test]
fn a_list_of_many_lines_takes_six_times_its_length_at_most() {
    let list = "Ties ropes and mends all kinds of sails and masts and spars;\n".repeat(30_000);
    let text =
        format!("7A.1 - Ties ropes\nEssential or important: Essential\nAs demonstrated by: {list}");
    let answer = asked_within(6 * text.len() + floor(), "--competencies", &text);
    assert_eq!(answer.code, Some(0), "{answer:?}");
}
