//! Color and width: what a person sees, and what a pipe must not.

use crate::run::{Answer, command, finished, folder, found, read, xwalk_in};

const COMMANDS: [&[&str]; 17] = [
    &["trace"],
    &["export", "--format=table"],
    &["list", "competencies"],
    &["list", "areas"],
    &["list", "knowledge"],
    &["list", "ckc"],
    &["list", "links"],
    &["search", "families", "program"],
    &["matrix"],
    &["why", "7A.4", "7.5"],
    &["gap", "--for=mhs", "--have=4.3,5.4"],
    &["explain"],
    &["explain", "lost-name"],
    &["show", "7"],
    &["show", "7A.9"],
    &["show", "administration", "advocacy", "statistics"],
    &[
        "trace",
        "--columns=competency,differs,ckc,competency_source",
    ],
];

fn with_environment(variables: &[(&str, &str)], arguments: &[&str]) -> Answer {
    finished(command().envs(variables.iter().copied()).args(arguments))
}

fn is_coloured(text: &str) -> bool {
    text.contains("\u{1b}[")
}

#[test]
fn no_line_is_longer_than_the_width() {
    for arguments in COMMANDS {
        for width in [20, 40, 60, 80, 120, 200] {
            let option = format!("--width={width}");
            let output = found(&[arguments, &[&option]].concat());
            for line in output.lines() {
                let used = line.chars().count();
                assert!(used <= width, "{arguments:?} at {width}: {used}: {line}");
            }
        }
    }
}

#[test]
fn no_word_is_lost_by_wrapping() {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for id in ["7A.2", "7A.9", "CKC 7.5"] {
        let flat = found(&["show", id]);
        let wrapped = found(&["show", id, "--width=100"]);
        assert_eq!(
            words(flat.split("[ ] restored").next().expect("a card")),
            words(wrapped.split("[ ] restored").next().expect("a card"))
        );
    }
}

#[test]
fn an_id_is_never_cut() {
    let id = "theoretical-foundations/infant-very-young-child-development-and-behavior";
    let card = found(&["show", id, "--width=80"]);
    let whole_parts = ["theoretical-foundations", "development", "behavior"];
    assert!(whole_parts.iter().all(|part| card.contains(part)), "{card}");
}

#[test]
fn in_a_pipe_a_row_is_a_line() {
    let rows = |arguments: &[&str]| found(arguments).lines().count();
    assert_eq!(rows(&["list", "ckc"]), 46);
    assert_eq!(rows(&["list", "competencies"]), 21);
    assert_eq!(rows(&["list", "knowledge"]), 65);
    assert_eq!(rows(&["trace", "7A.2"]), 6);
}

#[test]
fn no_line_ends_in_a_blank() {
    for arguments in COMMANDS {
        for width in [&[][..], &["--width=80"]] {
            let output = found(&[arguments, width].concat());
            assert!(
                output.lines().all(|line| !line.ends_with(' ')),
                "{arguments:?}"
            );
        }
    }
}

#[test]
fn a_pipe_is_not_coloured() {
    for arguments in COMMANDS {
        assert!(!is_coloured(&found(arguments)), "{arguments:?}");
    }
    assert!(!is_coloured(&found(&[
        "trace",
        "--color=auto",
        "--width=80"
    ])));
}

#[test]
fn colour_can_be_forced_and_forbidden() {
    assert!(is_coloured(&found(&["trace", "7A.2", "--color=always"])));
    assert!(!is_coloured(&found(&["trace", "7A.2", "--color=never"])));
    let forced = [("CLICOLOR_FORCE", "1")];
    let forbidden = [("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")];
    let arguments = ["trace", "7A.2"];
    assert!(is_coloured(&with_environment(&forced, &arguments).stdout));
    assert!(!is_coloured(
        &with_environment(&forbidden, &arguments).stdout
    ));
    let never = ["trace", "7A.2", "--color=never"];
    assert!(!is_coloured(&with_environment(&forced, &never).stdout));
    let always = ["trace", "7A.2", "--color=always"];
    assert!(is_coloured(
        &with_environment(&[("NO_COLOR", "1")], &always).stdout
    ));
}

#[test]
fn colour_changes_no_word() {
    let plain = found(&["show", "7A.4", "--width=80"]);
    let coloured = found(&["show", "7A.4", "--width=80", "--color=always"]);
    let escapes = regex::Regex::new("\u{1b}\\[[0-9;]*m").expect("a pattern");
    assert_eq!(escapes.replace_all(&coloured, ""), plain);
}

#[test]
fn machine_formats_know_neither_colour_nor_width() {
    for format in ["csv", "tsv", "json", "jsonl", "md"] {
        let plain = found(&["trace", "7A.2", "--format", format]);
        let arguments = [
            "trace",
            "7A.2",
            "--color=always",
            "--width=40",
            "--format",
            format,
        ];
        assert_eq!(found(&arguments), plain, "{format}");
    }
}

#[test]
fn a_width_that_is_asked_for_holds_in_a_file_too() {
    let folder = folder();
    let answer = xwalk_in(
        folder.path(),
        &["trace", "7A.2", "--width=60", "-o", "plan.txt"],
    );
    assert_eq!(answer.code, Some(0));
    let plan = read(&folder.path().join("plan.txt"));
    assert!(
        plan.lines().all(|line| line.chars().count() <= 60),
        "{plan}"
    );
}
