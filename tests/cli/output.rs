//! `-o`: a file is written whole or left as it was.

use crate::run::{folder, found, names_in, read, refused, table, write, xwalk, xwalk_in};

#[test]
fn the_format_is_that_of_the_extension() {
    let folder = folder();
    for (name, format) in [
        ("plan.csv", "csv"),
        ("plan.tsv", "tsv"),
        ("plan.json", "json"),
        ("plan.jsonl", "jsonl"),
        ("plan.ndjson", "jsonl"),
        ("plan.md", "md"),
        ("plan.txt", "table"),
        ("PLAN.CSV", "csv"),
    ] {
        let answer = xwalk_in(folder.path(), &["trace", "7A.2", "-o", name]);
        assert_eq!((answer.code, answer.stdout.as_str()), (Some(0), ""));
        assert_eq!(
            read(&folder.path().join(name)),
            found(&["trace", "7A.2", "--format", format]),
            "{name}"
        );
    }
}

#[test]
fn a_named_format_wins_over_the_extension() {
    let folder = folder();
    let answer = xwalk_in(
        folder.path(),
        &["trace", "7A.2", "-f", "csv", "-o", "plan.txt"],
    );
    assert_eq!(answer.code, Some(0));
    let (header, _) = table(b',', &read(&folder.path().join("plan.txt")));
    assert_eq!(header[0], "competency");
}

#[test]
fn a_file_type_that_is_not_written_is_refused() {
    let folder = folder();
    let answer = xwalk_in(folder.path(), &["trace", "-o", "plan.docx"]);
    assert_eq!(answer.code, Some(2), "a table in a .docx opens nowhere");
    assert!(answer.stderr.contains("docx") && answer.stderr.contains("csv"));
    assert!(names_in(folder.path()).is_empty());
}

#[test]
fn export_writes_json_where_nothing_says_otherwise() {
    let folder = folder();
    for name in ["all", "all.json"] {
        assert_eq!(
            xwalk_in(folder.path(), &["export", "-o", name]).code,
            Some(0)
        );
        assert_eq!(read(&folder.path().join(name)), found(&["export"]));
    }
}

#[test]
fn a_dash_is_standard_output() {
    assert_eq!(
        found(&["trace", "7A.2", "-o", "-"]),
        found(&["trace", "7A.2"])
    );
}

#[test]
fn an_existing_file_is_replaced_whole() {
    let folder = folder();
    let file = write(&folder, "plan.csv", "old ".repeat(100_000));
    assert_eq!(xwalk(&["trace", "7A.2", "-o", &file]).code, Some(0));
    assert_eq!(
        read(file.as_ref()),
        found(&["trace", "7A.2", "--format=csv"])
    );
    assert_eq!(
        names_in(folder.path()),
        ["plan.csv"],
        "nothing is left behind"
    );
}

#[test]
fn an_existing_file_is_untouched_when_there_is_no_answer() {
    let folder = folder();
    let file = write(&folder, "plan.csv", "old");
    for (code, arguments) in [
        (1, &["trace", "7A.2", "--only=fs"][..]),
        (1, &["trace", "nowhere"]),
        (2, &["trace", "--columns=nosuch"]),
        (2, &["trace", "--match=("]),
        (2, &["trace", "--level=xyz"]),
        (2, &["trace", "--competencies=missing.txt"]),
    ] {
        refused(code, &[arguments, &["-o", &file]].concat());
        assert_eq!(read(file.as_ref()), "old", "{arguments:?}");
    }
    assert_eq!(
        names_in(folder.path()),
        ["plan.csv"],
        "nothing is left behind"
    );
}

#[test]
fn a_file_that_was_not_written_is_named() {
    let folder = folder();
    let answer = xwalk_in(
        folder.path(),
        &["trace", "7A.2", "--only=fs", "-o", "plan.csv"],
    );
    assert!(
        answer.stderr.contains("nothing matched"),
        "{}",
        answer.stderr
    );
    assert!(answer.stderr.contains("plan.csv"), "{}", answer.stderr);
    assert!(names_in(folder.path()).is_empty());
}

#[test]
fn a_folder_that_does_not_exist_is_named() {
    let folder = folder();
    let answer = xwalk_in(folder.path(), &["trace", "-o", "nowhere/plan.csv"]);
    assert_eq!((answer.code, answer.stdout.as_str()), (Some(2), ""));
    assert!(
        answer.stderr.contains("nowhere/plan.csv"),
        "{}",
        answer.stderr
    );
    assert!(
        !answer.stderr.contains(".xwalk-"),
        "no file of ours is named: {}",
        answer.stderr
    );
    assert!(names_in(folder.path()).is_empty());
}

#[test]
fn a_folder_is_no_file_to_write() {
    let folder = folder();
    let answer = xwalk_in(folder.path(), &["trace", "-o", "."]);
    assert_eq!(answer.code, Some(2));
    assert!(answer.stderr.contains("folder"), "{}", answer.stderr);
}
