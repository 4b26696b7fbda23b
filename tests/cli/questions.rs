//! The three questions the program was made for; the answers are worked out by eye.

use crate::run::{column, folder, found, names_in, read, rows, table, text, xwalk_in};

/// The columns of `trace`, in the order of the contract.
const CONTRACT: [&str; 12] = [
    "competency",
    "statement",
    "importance",
    "area",
    "knowledge_area",
    "level",
    "match",
    "ckc",
    "ckc_statement",
    "certainty",
    "competency_source",
    "crosswalk_source",
];

/// Read by eye: at least one alignment that is not Unique, and all of those marked MHM.
const MHM_ONLY: [&str; 13] = [
    "7A.2", "7A.4", "7A.6", "7A.7", "7A.8", "7A.9", "7B.1", "7B.2", "7B.3", "7C.1", "7C.2", "7C.3",
    "7D.1",
];

#[test]
fn a_competency_is_traced_to_its_ckc_items() {
    let rows = rows(&["trace", "7A.4"]);
    let of_area = |name: &str| -> Vec<String> {
        let rows = rows
            .iter()
            .filter(|row| text(row, "knowledge_area") == name);
        rows.map(|row| text(row, "ckc")).collect()
    };
    assert_eq!(
        of_area("Program development"),
        [
            "6.2", "6.4", "6.5", "6.6", "6.7", "7.2", "7.4", "7.5", "7.6"
        ]
    );
    assert_eq!(
        of_area("Program management"),
        ["7.2", "7.3", "7.4", "7.5", "7.6"]
    );
    assert_eq!(rows.len(), 14);
    for row in &rows {
        assert_eq!(text(row, "competency"), "7A.4");
        assert_eq!(text(row, "match"), "composite");
        assert_eq!(text(row, "importance"), "important");
        assert_eq!(text(row, "area"), "Administration");
        assert_eq!(text(row, "level"), "MHM");
        assert_eq!(text(row, "competency_source"), "iecmhc:19-23");
    }
    assert_eq!(
        text(&rows[0], "ckc_statement"),
        "Demonstrates dispositions necessary to effectively support children and families"
    );
}

#[test]
fn the_traced_items_are_shown_with_their_titles() {
    let shown = found(&["trace", "7A.4", "--width=80"]);
    assert!(shown.starts_with("7A.4  Becomes familiar with and works within a program’s mission"));
    assert!(shown.contains("    7.3  Utilizes personnel and program policies and procedures"));
    assert!(
        shown.contains("[Administration]"),
        "restored words are marked"
    );
}

#[test]
fn the_competencies_for_mentors_only_are_these() {
    let arguments = ["list", "competencies", "--only", "mhm"];
    assert_eq!(column("competency", &arguments), MHM_ONLY);
}

#[test]
fn a_training_plan_is_a_csv_to_fill_in() {
    let folder = folder();
    let arguments = [
        "trace",
        "--only",
        "mhm",
        "-o",
        "plan.csv",
        "--add-columns",
        "Training,Date,Hours",
    ];
    let answer = xwalk_in(folder.path(), &arguments);
    assert_eq!(
        (answer.code, answer.stdout.as_str(), answer.stderr.as_str()),
        (Some(0), "", "wrote 89 rows to plan.csv\n")
    );
    assert_eq!(names_in(folder.path()), ["plan.csv"]);

    let plan = read(&folder.path().join("plan.csv"));
    assert!(!plan.contains('\r') && plan.ends_with('\n'));
    let (header, records) = table(b',', &plan);
    assert_eq!(header[..12], CONTRACT);
    assert_eq!(header[header.len() - 3..], ["Training", "Date", "Hours"]);

    let mut competencies: Vec<&str> = records.iter().map(|record| record[0].as_str()).collect();
    competencies.dedup();
    assert_eq!(competencies, MHM_ONLY);
    for record in &records {
        let code = record[7].strip_prefix("CKC ");
        let (domain, number) = code.and_then(|code| code.split_once('.')).expect("a code");
        assert!(domain.parse::<u8>().is_ok() && number.parse::<u8>().is_ok());
        assert!(!record[8].is_empty(), "a code comes with its statement");
        assert!(record[header.len() - 3..].iter().all(String::is_empty));
    }
    let of_the_second: Vec<&str> = records
        .iter()
        .filter(|record| record[0] == "7A.2")
        .map(|record| record[7].as_str())
        .collect();
    assert_eq!(
        of_the_second,
        ["CKC 7.2", "CKC 7.3", "CKC 7.4", "CKC 7.5", "CKC 7.6"]
    );
}

#[test]
fn trace_has_the_columns_of_the_contract_first() {
    let (header, _) = table(b',', &found(&["trace", "7A.2", "--format=csv"]));
    assert_eq!(header[..12], CONTRACT);
}

#[test]
fn a_competency_without_items_keeps_one_row_with_the_cause() {
    for unique in ["7A.1", "7A.3", "7D.2", "7D.3"] {
        let rows = rows(&["trace", unique]);
        assert_eq!(rows.len(), 1);
        assert_eq!(text(&rows[0], "match"), "unique");
        assert_eq!(text(&rows[0], "ckc"), "");
    }
}

#[test]
fn every_competency_is_traced() {
    let mut traced = column("competency", &["trace"]);
    traced.dedup();
    assert_eq!(traced, column("competency", &["list", "competencies"]));
    assert_eq!(traced.len(), 20);
}
