//! The formats: the contract of the machine formats, and that each is well formed.

use serde_json::Value;

use crate::run::{each, found, json, rows, table, text};

const COMMANDS: [&[&str]; 8] = [
    &["trace"],
    &["export"],
    &["list", "competencies"],
    &["list", "areas"],
    &["list", "knowledge"],
    &["list", "ckc"],
    &["show", "7A.2"],
    &["show", "CKC 7.5"],
];

fn as_format(command: &[&str], format: &str) -> String {
    found(&[command, &["--format", format]].concat())
}

fn assert_begins_with_keys(object: &Value, keys: &[&str]) {
    let found: Vec<_> = object.as_object().expect("an object").keys().collect();
    let missing: Vec<_> = keys
        .iter()
        .filter(|key| object.get(key).is_none())
        .collect();
    assert!(missing.is_empty(), "{missing:?} missing among {found:?}");
}

#[test]
fn the_export_has_the_records_of_the_contract() {
    let export = json(&["export"]);
    assert_eq!(export["schema"], 1);
    let sizes = |key: &str| each(&export, key).len();
    assert_eq!(
        [
            "documents",
            "areas",
            "knowledge_areas",
            "ckc",
            "competencies"
        ]
        .map(sizes),
        [2, 11, 64, 45, 20]
    );
    let alignments = each(&export, "competencies").iter();
    let alignments = alignments.map(|record| each(record, "alignments").len());
    assert_eq!(alignments.sum::<usize>(), 24);
}

#[test]
fn every_record_of_the_export_has_the_keys_of_the_contract() {
    let export = json(&["export"]);
    let all = |records: &str, keys: &[&str]| {
        for record in each(&export, records) {
            assert_begins_with_keys(record, keys);
        }
    };
    all("documents", &["id", "name", "lines"]);
    all("areas", &["id", "name", "certainty"]);
    all(
        "knowledge_areas",
        &[
            "id",
            "area",
            "name",
            "level",
            "definition",
            "ckc",
            "notes",
            "name_certainty",
            "errata",
            "source",
        ],
    );
    all("ckc", &["code", "statement"]);
    all("competencies", &["id", "statement", "unique", "alignments"]);
    for area in each(&export, "knowledge_areas") {
        assert_begins_with_keys(&area["source"], &["document", "first_line", "last_line"]);
        for item in each(area, "ckc") {
            assert_begins_with_keys(item, &["code", "certainty"]);
        }
    }
    for competency in each(&export, "competencies") {
        for alignment in each(competency, "alignments") {
            assert_begins_with_keys(
                alignment,
                &[
                    "importance",
                    "area",
                    "knowledge",
                    "level",
                    "unique",
                    "demonstrated_by",
                    "links",
                    "source",
                ],
            );
            for link in each(alignment, "links") {
                assert_begins_with_keys(link, &["knowledge_area", "match", "differs"]);
            }
        }
    }
}

#[test]
fn the_values_of_the_contract() {
    let export = json(&["export"]);
    let program_management = each(&export, "knowledge_areas")
        .iter()
        .find(|area| area["id"] == "administration/program-management")
        .expect("the id of the contract");
    assert_eq!(program_management["level"], "MHM");
    assert_eq!(program_management["area"], "Administration");
    assert_eq!(program_management["name_certainty"], "printed");
    assert_eq!(program_management["source"]["first_line"], 122);
    let second = &each(&export, "competencies")[1];
    let alignment = &each(second, "alignments")[0];
    assert_eq!(second["id"], "7A.2");
    assert_eq!(second["unique"], false);
    assert_eq!(alignment["importance"], "essential");
    assert_eq!(alignment["level"], "MHM");
    assert_eq!(alignment["source"]["first_line"], 9);
    assert_eq!(
        alignment["links"][0]["knowledge_area"],
        "administration/program-management"
    );
    assert_eq!(alignment["links"][0]["match"], "exact");
    let administration = each(&export, "areas").iter();
    let administration = administration.map(|area| (text(area, "id"), text(area, "certainty")));
    assert!(
        administration
            .into_iter()
            .any(|area| area == ("administration".to_owned(), "restored".to_owned()))
    );
}

#[test]
fn composite_knowledge_is_split_in_the_export() {
    let export = json(&["export"]);
    let fourth = &each(&export, "competencies")[3];
    let alignment = &each(fourth, "alignments")[0];
    assert_eq!(fourth["id"], "7A.4");
    assert_eq!(each(alignment, "knowledge").len(), 2);
    for link in each(alignment, "links") {
        assert_eq!(link["match"], "composite");
    }
}

#[test]
fn what_is_lost_is_null() {
    let export = json(&["export", "--no-errata"]);
    let areas = each(&export, "knowledge_areas");
    let without_name = areas.iter().filter(|area| area["name"].is_null());
    assert_eq!(without_name.count(), 4, "four names are not printed");
    assert!(
        areas
            .iter()
            .all(|area| area["name"] != "" && area["definition"] != "")
    );
}

#[test]
fn list_ckc_has_the_columns_of_the_contract() {
    let (header, records) = table(b',', &as_format(&["list", "ckc"], "csv"));
    assert_eq!(
        header[..4],
        ["code", "statement", "knowledge_areas", "competencies"]
    );
    assert!(records.iter().all(|record| record[0].starts_with("CKC ")));
    assert_eq!(records.len(), 45);
}

#[test]
fn json_and_jsonl_and_csv_hold_the_same_rows() {
    for command in [
        &["trace"][..],
        &["list", "knowledge"],
        &["list", "competencies"],
    ] {
        let rows = json(&[command, &["--format=json"]].concat());
        let rows = rows.as_array().expect("rows").clone();
        let lines: Vec<Value> = as_format(command, "jsonl")
            .lines()
            .map(|line| serde_json::from_str(line).expect("each line is JSON"))
            .collect();
        assert!(lines.iter().all(Value::is_object));
        assert_eq!(lines, rows, "{command:?}");
        let (header, records) = table(b',', &as_format(command, "csv"));
        assert_eq!(records.len(), rows.len(), "{command:?}");
        let keys = rows[0].as_object().expect("an object").keys();
        assert!(keys.eq(header.iter()), "{command:?}");
    }
}

#[test]
fn jsonl_is_one_object_a_line() {
    for command in COMMANDS {
        for line in as_format(command, "jsonl").lines() {
            let value: Value = serde_json::from_str(line).expect("each line is JSON");
            assert!(value.is_object(), "{command:?}");
        }
    }
}

#[test]
fn codes_are_plain_texts_in_json() {
    for row in rows(&["trace", "--no-unique"]) {
        let code = text(&row, "ckc");
        assert!(code.starts_with(|c: char| c.is_ascii_digit()), "{code}");
    }
    let rows = json(&["trace", "--no-unique", "--format=json"]);
    for row in rows.as_array().expect("rows") {
        let code = text(row, "ckc");
        assert!(
            code.starts_with("CKC "),
            "{code}: no program takes it for a number"
        );
    }
}

#[test]
fn no_machine_cell_is_a_bare_code() {
    let is_code = |cell: &str| {
        let parts = cell.split_once('.');
        parts.is_some_and(|(a, b)| a.parse::<u8>().is_ok() && b.parse::<u8>().is_ok())
    };
    for command in COMMANDS {
        for (format, delimiter) in [("csv", b','), ("tsv", b'\t')] {
            let (_, records) = table(delimiter, &as_format(command, format));
            let cells = records.iter().flatten().flat_map(|cell| cell.split("; "));
            let bare: Vec<_> = cells.filter(|cell| is_code(cell)).collect();
            assert!(bare.is_empty(), "{command:?}: {bare:?}");
        }
    }
}

#[test]
fn csv_and_tsv_are_rectangles_with_a_header_and_plain_line_ends() {
    for command in COMMANDS {
        for (format, delimiter) in [("csv", b','), ("tsv", b'\t')] {
            let output = as_format(command, format);
            assert!(!output.contains('\r') && output.ends_with('\n'));
            assert!(!output.starts_with('\u{feff}'));
            let (header, records) = table(delimiter, &output);
            assert!(header.iter().all(|name| !name.is_empty()));
            assert!(!records.is_empty(), "{command:?}");
        }
    }
}

#[test]
fn markdown_tables_are_rectangles() {
    for command in &COMMANDS[..6] {
        let output = as_format(command, "md");
        let (table, note) = output.split_once("\n\n").unwrap_or((&output, ""));
        let columns = |line: &str| line.replace(r"\|", "").matches('|').count();
        let lines: Vec<&str> = table.lines().collect();
        assert!(
            lines[1].trim_matches(['|', '-', ' ']).is_empty(),
            "{}",
            lines[1]
        );
        for line in &lines {
            assert!(line.starts_with("| ") && line.ends_with(" |"), "{line}");
            assert_eq!(columns(line), columns(lines[0]), "{line}");
        }
        assert!(lines.len() > 2, "{command:?}");
        assert!(
            note.is_empty() || note.starts_with("[ ] restored"),
            "{note}"
        );
    }
}

#[test]
fn restored_words_are_told_apart_in_every_format() {
    let administration = ["list", "areas", "--area=administration"];
    for format in ["table", "md", "html"] {
        assert!(as_format(&administration, format).contains("[Administration]"));
    }
    for format in ["csv", "tsv", "json", "jsonl"] {
        assert!(as_format(&administration, format).contains("restored"));
    }
    let rows = rows(&["list", "ckc", "--certainty=restored"]);
    assert_eq!(rows.len(), 2);
}

#[test]
fn an_answer_is_the_same_each_time() {
    for command in COMMANDS {
        for format in ["table", "json", "csv", "html"] {
            assert_eq!(as_format(command, format), as_format(command, format));
        }
    }
}
