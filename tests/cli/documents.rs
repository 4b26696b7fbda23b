//! The user's own documents.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::run::{
    column, competencies_page, crosswalk, each, folder, found, json, refused, rows, table, text,
    write, xwalk, xwalk_reading,
};

/// Another category's page, with the same words.
fn third_category() -> String {
    let page = competencies_page();
    let lines = page.lines().map(|line| {
        let of_category = ["7A.", "7B.", "7C.", "7D."]
            .iter()
            .any(|id| line.starts_with(id));
        if of_category {
            line.replacen('7', "3", 1)
        } else {
            line.to_owned()
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Records without their printed places.
pub(crate) fn without_sources(mut value: Value) -> Value {
    strip_sources(&mut value);
    value
}

fn strip_sources(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|key, _| key != "source" && key != "documents");
            fields.values_mut().for_each(strip_sources);
        }
        Value::Array(values) => values.iter_mut().for_each(strip_sources),
        _ => {}
    }
}

fn codes(export: &Value) -> usize {
    let areas = each(export, "knowledge_areas").iter();
    areas.map(|area| each(area, "ckc").len()).sum()
}

#[test]
fn the_built_in_documents_as_files_give_the_same_records() {
    let folder = folder();
    let page = write(&folder, "page.txt", competencies_page());
    let table = write(&folder, "table.txt", crosswalk());
    let own = json(&["export", "--competencies", &page, "--crosswalk", &table]);
    assert_eq!(without_sources(own), without_sources(json(&["export"])));
}

#[test]
fn places_name_the_users_file() {
    let folder = folder();
    let page = write(&folder, "my-page.txt", competencies_page());
    let sources = column("source", &["list", "competencies", "--competencies", &page]);
    assert_eq!(sources[1], "my-page:9-13");
    let export = json(&["export", "--competencies", &page]);
    assert_eq!(export["documents"][0]["id"], "my-page");
}

#[test]
fn another_category_is_read_like_the_first() {
    let folder = folder();
    let page = write(&folder, "category-3.txt", third_category());
    let ids = column(
        "competency",
        &["list", "competencies", "--competencies", &page],
    );
    assert_eq!(ids.len(), 20);
    assert!(ids.iter().all(|id| id.starts_with('3')));
    let codes = |arguments: &[&str]| column("ckc", arguments);
    assert_eq!(
        codes(&["trace", "3A.4", "--competencies", &page]),
        codes(&["trace", "7A.4"])
    );
}

#[test]
fn several_pages_make_one_catalogue() {
    let folder = folder();
    let seventh = write(&folder, "category-7.txt", competencies_page());
    let third = write(&folder, "category-3.txt", third_category());
    let both = ["--competencies", &seventh, "--competencies", &third];
    let ids = column(
        "competency",
        &[&["list", "competencies"][..], &both].concat(),
    );
    assert_eq!(ids.len(), 40);
    assert_eq!((ids[0].as_str(), ids[20].as_str()), ("3A.1", "7A.1"));
    let only = [&["list", "competencies", "--only=mhm"][..], &both].concat();
    assert_eq!(column("competency", &only).len(), 26);
    let section = [&["list", "competencies", "--section=3"][..], &both].concat();
    assert_eq!(column("competency", &section).len(), 20);
    let item = [&["show", "CKC 7.2", "--format=json"][..], &both].concat();
    let item = json(&item);
    let reached = each(&item[0], "competencies");
    assert!(reached.contains(&"3A.2".into()) && reached.contains(&"7A.2".into()));
}

#[test]
fn documents_are_told_apart() {
    let one = folder();
    let other = folder();
    let seventh = write(&one, "page.txt", competencies_page());
    let third = write(&other, "page.txt", third_category());
    let export = json(&[
        "export",
        "--competencies",
        &seventh,
        "--competencies",
        &third,
    ]);
    let ids: BTreeSet<String> = each(&export, "documents")
        .iter()
        .map(|document| text(document, "id"))
        .collect();
    assert_eq!(ids.len(), 3, "{ids:?}");
}

#[test]
fn a_page_given_twice_is_read_once_or_refused() {
    let folder = folder();
    let page = write(&folder, "page.txt", competencies_page());
    let twice = ["--competencies", &page, "--competencies", &page];
    let answer = xwalk(&[&["export"][..], &twice].concat());
    if answer.code == Some(2) {
        return;
    }
    let export: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    let alignments = each(&export, "competencies").iter();
    let alignments = alignments.map(|record| each(record, "alignments").len());
    assert_eq!(alignments.sum::<usize>(), 24);
}

#[test]
fn a_dash_is_standard_input() {
    let arguments = [
        "list",
        "competencies",
        "--competencies",
        "-",
        "--format=csv",
    ];
    let answer = xwalk_reading(&third_category(), &arguments);
    assert_eq!((answer.code, answer.stderr.as_str()), (Some(0), ""));
    let (_, records) = table(b',', &answer.stdout);
    assert_eq!(records.len(), 20);
    let answer = xwalk_reading(&crosswalk(), &["list", "knowledge", "--crosswalk", "-"]);
    assert_eq!(answer.code, Some(0));
    assert_eq!(answer.stdout.lines().count(), 65);
}

#[test]
fn standard_input_is_one_document_only() {
    let message = refused(2, &["trace", "--competencies=-", "--crosswalk=-"]);
    assert!(message.contains("standard input"), "{message}");
}

#[test]
fn empty_standard_input_is_called_that() {
    let message = refused(2, &["trace", "--competencies=-"]);
    assert!(message.contains("standard input"), "{message}");
}

#[test]
fn line_ends_and_a_byte_order_mark_carry_no_meaning() {
    let folder = folder();
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let page = write(&folder, "page.txt", windows(&competencies_page()));
    let table = write(&folder, "table.txt", windows(&crosswalk()));
    let own = json(&["export", "--competencies", &page, "--crosswalk", &table]);
    assert_eq!(
        own["competencies"][1]["alignments"][0]["source"]["first_line"],
        9
    );
    assert_eq!(without_sources(own), without_sources(json(&["export"])));
}

#[test]
fn a_document_that_cannot_be_read_is_named_with_what_was_expected() {
    let folder = folder();
    let binary: Vec<u8> = (0..=255).cycle().take(4096).collect();
    let missing = folder.path().join("missing.txt");
    let documents = [
        missing
            .to_str()
            .expect("temporary paths are UTF-8")
            .to_owned(),
        folder
            .path()
            .to_str()
            .expect("temporary paths are UTF-8")
            .to_owned(),
        write(&folder, "empty.txt", ""),
        write(&folder, "blank.txt", " \n\t\n\n"),
        write(&folder, "binary.txt", binary),
        write(&folder, "zeros.txt", vec![0; 4096]),
        write(&folder, "diary.txt", "Dear diary,\ntoday I wrote a test.\n"),
    ];
    for option in ["--competencies", "--crosswalk"] {
        for document in &documents {
            let message = refused(2, &["trace", option, document]);
            assert!(message.contains(document.as_str()), "{message}");
            assert!(message.contains("expected"), "{option}: {message}");
        }
    }
}

#[test]
fn a_reason_is_said_once() {
    let message = refused(2, &["trace", "--crosswalk=missing.txt"]);
    let times = message.to_lowercase().matches("no such file").count();
    assert_eq!(times, 1, "{message}");
}

#[test]
fn a_document_of_the_other_kind_is_refused() {
    let folder = folder();
    let page = write(&folder, "page.txt", competencies_page());
    let table = write(&folder, "table.txt", crosswalk());
    let message = refused(2, &["trace", "--crosswalk", &page]);
    assert!(
        message.contains(&page) && message.contains("expected"),
        "{message}"
    );
    let message = refused(2, &["trace", "--competencies", &table]);
    assert!(
        message.contains(&table) && message.contains("expected"),
        "{message}"
    );
}

#[test]
fn one_bad_page_among_good_ones_is_refused() {
    let folder = folder();
    let page = write(&folder, "page.txt", competencies_page());
    let diary = write(&folder, "diary.txt", "Dear diary\n");
    let message = refused(
        2,
        &["trace", "--competencies", &page, "--competencies", &diary],
    );
    assert!(
        message.contains(&diary) && !message.contains(&page),
        "{message}"
    );
}

#[test]
fn every_printed_code_is_read() {
    let export = json(&["export"]);
    let areas = each(&export, "knowledge_areas").iter();
    let items = areas.flat_map(|area| each(area, "ckc"));
    let printed = items.filter(|item| item["certainty"] == "printed");
    assert_eq!(printed.count(), 424);
    assert_eq!(codes(&export), 426, "two codes are restored");
}

#[test]
fn without_corrections_every_printed_code_is_still_read() {
    let export = json(&["export", "--no-errata"]);
    assert_eq!(codes(&export), 424);
    assert_eq!(each(&export, "ckc").len(), 45);
    assert_eq!(each(&export, "competencies").len(), 20);
    assert!(!found(&["export", "--no-errata"]).contains("restored"));
    assert!(!found(&["list", "areas", "--no-errata"]).contains("[Administration]"));
}

#[test]
fn another_crosswalk_is_read_as_it_is_printed() {
    let folder = folder();
    let table = write(
        &folder,
        "clean.txt",
        "Area of\tKnowledge Areas\t2015 CKC\n\
         Expertise Administration\tProgram management (IMHM) Keeps the program running\t\
         7.1 - Keeps all the rules 7.10 – Reads them aloud\n\
         \tProgram development (IMHM) Partners with others\t7.2 - Writes the rules\n",
    );
    let traced = rows(&["trace", "7A.4", "--crosswalk", &table]);
    let codes: Vec<String> = traced.iter().map(|row| text(row, "ckc")).collect();
    assert_eq!(codes, ["7.2", "7.1", "7.10"]);
    for row in &traced {
        assert_eq!(text(row, "certainty"), "printed");
        assert_eq!(text(row, "match"), "composite");
    }
    assert_eq!(text(&traced[2], "ckc_statement"), "Reads them aloud");
    let areas = rows(&["list", "areas", "--crosswalk", &table]);
    assert_eq!(areas.len(), 1);
    assert_eq!(text(&areas[0], "area"), "Administration");
    assert_eq!(text(&areas[0], "certainty"), "printed");
}

#[test]
fn a_document_with_more_text_than_any_has_is_refused() {
    let folder = folder();
    let row = "Knots and ropes (IMHS) Ties\t1.1 - Ties\n";
    let most = 2_000_000 / row.len();
    let table = write(&folder, "table.txt", row.repeat(most));
    let shown = found(&["show", "CKC 1.1", "--crosswalk", &table]);
    assert!(shown.contains("CKC 1.1"), "it is read");
    let table = write(&folder, "table.txt", row.repeat(most + 1));
    let message = refused(2, &["show", "CKC 1.1", "--crosswalk", &table]);
    assert!(
        message.contains("table.txt has more than 2 MB of text"),
        "{message}"
    );
}

#[test]
fn what_the_program_says_of_itself_reads_no_documents() {
    let missing = [
        "--competencies",
        "no-such-page",
        "--crosswalk",
        "no-such-table",
    ];
    for asked in [
        &["explain"][..],
        &["explain", "lost-name"],
        &["explain", "lost-name", "-f", "json"],
        &["completions", "bash"],
        &["trace", "--help"],
    ] {
        let with_missing: Vec<&str> = asked.iter().chain(&missing).copied().collect();
        assert_eq!(found(&with_missing), found(asked), "{asked:?}");
    }
    let message = refused(2, &["list", "areas", "--crosswalk", "no-such-table"]);
    assert!(message.contains("no-such-table"), "{message}");
}
