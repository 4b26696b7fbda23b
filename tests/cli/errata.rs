//! Corrections: the built-in ones belong to one document, and users give their own for theirs.

use serde_json::{Value, json};

use crate::run::{
    competencies_page, crosswalk, data, each, folder, found, json, read, refused, rows, text, write,
};

/// A crosswalk of one row that a scan has damaged.
const SCAN: &str = "Area of\tKnowledge Areas\t2015 CKC\n\
    Expertise Administration\tProgram managernent (IMHM) Keeps the program running\t\
    7.1 - Keeps all the rules 7.10 – Reads them aloud\n\
    \tProgram development (IMHM) Partners with others\t7.2 - Writes the rules\n";

/// A correction of the scan, and what a test changes about it.
fn misread(changes: Value) -> Value {
    let mut entry = json!({
        "id": "S1", "document": "scan", "first_line": 2, "last_line": 2, "kind": "misread",
        "confidence": "certain", "printed": "Program managernent", "reading": "Program management",
        "reason": "The scan took m for rn.",
    });
    let fields = entry.as_object_mut().expect("an object");
    if let Value::Object(changes) = changes {
        fields.extend(changes);
    }
    entry
}

/// What is said of these corrections of the scan.
fn refusal(entries: &[Value]) -> String {
    let folder = folder();
    let scan = write(&folder, "scan.txt", SCAN);
    let own = write(&folder, "mine.json", json!(entries).to_string());
    let message = refused(2, &["trace", "--crosswalk", &scan, "--errata", &own]);
    assert!(message.contains("mine.json: "), "{message}");
    message
}

/// The crosswalk with the names that the scan has lost, as a person would complete it.
fn completed() -> String {
    let lost = "Demonstrates capacity to work within the letter and spirit of federal and state law, agency 5.3";
    let table = crosswalk();
    assert_eq!(table.matches(lost).count(), 1);
    table.replace(lost, &format!("Agency policy {lost}"))
}

#[test]
fn another_crosswalk_has_none_of_the_built_in_corrections() {
    let folder = folder();
    let table = write(&folder, "completed.txt", completed());
    let own = ["--crosswalk", &table];
    let export = found(&[&["export"][..], &own].concat());
    assert!(!export.contains("Agency policy Agency policy"));
    assert!(!export.contains("restored"));
    let unused = [&["check", "--code=erratum-unused"][..], &own].concat();
    let notes = rows(&unused);
    assert_eq!(notes.len(), 1, "{notes:?}");
    let message = text(&notes[0], "message");
    assert!(
        message.contains("13") && message.contains("another document"),
        "{message}"
    );
    assert!(!export.contains("\"E01\""));
}

#[test]
fn the_users_corrections_are_made_and_marked() {
    let folder = folder();
    let scan = write(&folder, "scan.txt", SCAN);
    for id in ["scan", "wv"] {
        let entries = json!([misread(json!({ "document": id }))]);
        let own = write(&folder, "mine.json", entries.to_string());
        let sources = ["--crosswalk", &scan, "--errata", &own];
        let export = json(&[&["export"][..], &sources].concat());
        let area = &each(&export, "knowledge_areas")[0];
        assert_eq!(area["name"], "Program management");
        assert_eq!(area["name_certainty"], "restored");
        assert_eq!(area["errata"], json!(["S1"]));
        let odd = rows(&[&["check"][..], &sources].concat());
        let applied = odd
            .iter()
            .filter(|odd| text(odd, "done").starts_with("S1 ("));
        assert_eq!(applied.count(), 1);
    }
}

#[test]
fn a_page_of_competencies_is_corrected_as_well_and_the_crosswalk_keeps_its_own() {
    let folder = folder();
    let page = competencies_page().replacen("7A.2. Establishes", "7A.2. Estab1ishes", 1);
    let page = write(&folder, "page.txt", page);
    let entry = misread(json!({
        "document": "page", "first_line": 9, "last_line": 9, "printed": "Estab1ishes a relationship",
        "reading": "Establishes a relationship",
    }));
    let own = write(&folder, "mine.json", json!([entry]).to_string());
    let export = json(&["export", "--competencies", &page, "--errata", &own]);
    let statement = text(&each(&export, "competencies")[1], "statement");
    assert!(
        statement.starts_with("Establishes a relationship"),
        "{statement}"
    );
    assert!(export.to_string().contains("E13"));
}

#[test]
fn the_built_in_corrections_given_as_ones_own_are_the_same() {
    let folder = folder();
    let table = write(
        &folder,
        "table.txt",
        crosswalk().replacen("todaler", "toddler", 1),
    );
    let errata = data("errata.json");
    let errata = errata.to_str().expect("a path in UTF-8");
    let mended = json(&["export", "--crosswalk", &table, "--errata", errata]);
    let area = |export: &Value, id: &str| {
        let areas = each(export, "knowledge_areas").iter();
        areas.filter(|area| area["id"] == id).count()
    };
    for id in [
        "working-with-others/collaborating",
        "administration/program-management",
    ] {
        assert_eq!(area(&mended, id), 1, "{id}");
    }
}

#[test]
fn an_entry_that_contradicts_itself_is_refused_by_its_id() {
    for (changes, why) in [
        (
            json!({ "first_line": 3 }),
            "`first_line` 3 is after `last_line` 2",
        ),
        (json!({ "first_line": 0 }), "counted from 1"),
        (json!({ "printed": " " }), "`printed` is empty"),
        (
            json!({ "reading": "Program managernent" }),
            "has the words of `printed`",
        ),
        (json!({ "kind": "order" }), "`order` needs `before`"),
        (
            json!({ "kind": "order", "before": "Area of" }),
            "moves the lines as they are",
        ),
        (
            json!({ "before": "Area of" }),
            "`before` is for the kind `order` only",
        ),
        (json!({ "kind": "lost-nam" }), "unknown variant `lost-nam`"),
        (
            json!({ "document": "ckc" }),
            "must be one of `iecmhc`, `scan`",
        ),
        (
            json!({ "printed": "Program rnanagement" }),
            "its words are not in",
        ),
        (json!({ "printed": "the" }), "more than once"),
    ] {
        let message = refusal(&[misread(changes)]);
        assert!(message.contains("correction S1: "), "{message}");
        assert!(message.contains(why), "{why}: {message}");
    }
    let message = refusal(&[misread(json!({ "id": "" }))]);
    assert!(
        message.contains("correction number 1: it has no id"),
        "{message}"
    );
}

#[test]
fn entries_that_contradict_each_other_are_refused_by_their_ids() {
    let same = refusal(&[misread(json!({})), misread(json!({}))]);
    assert!(
        same.contains("correction S1: another correction has the same id"),
        "{same}"
    );
    let other =
        json!({ "id": "S2", "printed": "managernent (IMHM)", "reading": "management (MHM)" });
    let overlap = refusal(&[misread(json!({})), misread(other)]);
    assert!(overlap.contains("correction S2: it changes"), "{overlap}");
}

#[test]
fn a_file_that_is_no_list_of_corrections_is_refused() {
    let folder = folder();
    for json in ["{}", "[1]", "E01: Agency policy", "[{\"id\": \"E01\"}]"] {
        let own = write(&folder, "mine.json", json);
        let message = refused(2, &["trace", "--errata", &own]);
        assert!(message.contains("mine.json: "), "{message}");
        assert!(
            message.contains("expected a list of corrections"),
            "{message}"
        );
    }
    let message = refused(2, &["trace", "--errata", "missing.json"]);
    assert!(message.contains("missing.json"), "{message}");
}

#[test]
fn a_correction_of_the_built_in_crosswalk_has_an_id_of_its_own() {
    let folder = folder();
    let own = write(&folder, "mine.json", read(&data("errata.json")));
    let message = refused(2, &["trace", "--errata", &own]);
    assert!(
        message.contains("correction E01: a built-in correction"),
        "{message}"
    );
}

#[test]
fn to_give_corrections_and_ask_for_none_is_a_contradiction() {
    let message = refused(2, &["trace", "--errata", "mine.json", "--no-errata"]);
    assert!(message.contains("cannot be used with"), "{message}");
}
