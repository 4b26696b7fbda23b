//! What learners cover: logs as people have them, and what is wrong with them.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::run::{
    data, folder, found, json, refused, rows, table, text, write, xwalk, xwalk_reading,
};

const LOG: &str = "learner,ckc,hours\n\
                   007,CKC 7.2 CKC 7.3,2\n\
                   b,7.2,1.5\n\
                   7,\"7.2; 7.3; 7.4, 7.5|7.6\",3\n\
                   b,ckc:7.4,0.25\n";

/// The question that most tests ask of a log: five items, in one knowledge area.
const MANAGEMENT: [&str; 2] = ["--knowledge", "administration/program-management"];

fn asked<'a>(log: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["coverage", log][..], &MANAGEMENT, more].concat()
}

/// What is answered over all knowledge areas; a note names those that no log can cover.
fn whole(arguments: &[&str]) -> String {
    let answer = xwalk(arguments);
    assert_eq!(answer.code, Some(0), "{arguments:?}");
    let lines = answer.stderr.lines();
    // What is said of the answer itself is tested where marks are.
    let notes: Vec<&str> = lines.filter(|line| line.contains(": not ")).collect();
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(
        notes[0].starts_with("note: not among the rows, since no CKC item leads there: "),
        "{notes:?}"
    );
    answer.stdout
}

fn brief(row: &serde_json::Value) -> String {
    let number = |key: &str| row[key].to_string();
    let counts = ["covered", "needed", "share", "hours_up_to"]
        .map(number)
        .join(" ");
    format!("{} {counts}", text(row, "learner"))
}

#[test]
fn each_learner_has_a_row_for_each_knowledge_area() {
    let folder = folder();
    let log = write(&folder, "log.csv", LOG);
    let management: Vec<String> = rows(&asked(&log, &[])).iter().map(brief).collect();
    assert_eq!(management, ["007 2 5 0.4 2", "7 5 5 1 3", "b 2 5 0.4 1.75"]);
    let areas = rows(&["list", "knowledge"]);
    let with_items = areas
        .iter()
        .filter(|row| row["ckc"] != serde_json::json!([]));
    let all = whole(&["coverage", &log, "--format=jsonl"]);
    assert_eq!(all.lines().count(), 3 * with_items.count());
    let (header, _) = table(b',', &whole(&["coverage", &log, "--format=csv"]));
    assert_eq!(
        header.join(","),
        "learner,id,area,knowledge_area,level,covered,needed,share,hours_up_to,\
         restored,doubtful,doubt,incomplete"
    );
}

#[test]
fn a_log_may_be_piped_packed_and_without_learners() {
    let folder = folder();
    let log = write(&folder, "log.csv", LOG);
    let expected = found(&asked(&log, &["--format=csv"]));
    let asked = asked("-", &["--format=csv"]);
    assert_eq!(xwalk_reading(LOG, &asked).stdout, expected);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(LOG.as_bytes())
        .expect("bytes can be packed");
    let packed = encoder.finish().expect("bytes can be packed");
    let packed = write(&folder, "log.csv.gz", packed);
    assert_eq!(found(&self::asked(&packed, &["--format=csv"])), expected);
    let nameless = write(&folder, "nameless.csv", "ckc\n7.2\n7.3\n7.2\n");
    let rows = rows(&self::asked(&nameless, &[]));
    assert_eq!(rows.len(), 1);
    assert!(rows[0]["learner"].is_null());
    assert_eq!(rows[0]["covered"], 2);
}

#[test]
fn shares_below_are_listed_with_what_is_missing() {
    let folder = folder();
    let log = write(&folder, "log.csv", LOG);
    let missing = |below: &str| -> Vec<String> {
        let rows = rows(&asked(&log, &["--below", below]));
        rows.iter()
            .map(|row| format!("{} {}", text(row, "learner"), row["missing"]))
            .collect()
    };
    let lacking = [r#"007 ["7.4","7.5","7.6"]"#, r#"b ["7.3","7.5","7.6"]"#];
    assert_eq!(missing("1"), lacking);
    assert_eq!(missing("41%"), lacking);
    assert_eq!(
        refused(1, &asked(&log, &["--below=0.4"])),
        "nothing matched\n"
    );
    let csv = found(&asked(
        &log,
        &["--below=0.5", "--format=csv", "--columns=missing"],
    ));
    assert!(
        csv.starts_with("missing\n\"CKC 7.4; CKC 7.5; CKC 7.6\"\n"),
        "{csv}"
    );
    for share in ["0", "1.1", "-1", "half", "101%", "0.123"] {
        let below = format!("--below={share}");
        assert!(refused(2, &asked(&log, &[&below])).contains("such as 0.5 or 50%"));
    }
}

#[test]
fn a_summary_is_over_all_learners() {
    let folder = folder();
    let log = write(&folder, "log.csv", LOG);
    let rows = rows(&asked(&log, &["--summary"]));
    let row = &rows[0];
    let numbers = [
        "needed",
        "learners",
        "any",
        "full",
        "mean_share",
        "median_share",
        "hours_up_to",
    ];
    assert_eq!(
        numbers.map(|key| row[key].to_string()),
        ["5", "3", "3", "1", "0.6", "0.4", "6.75"]
    );
    let one = json(&asked(&log, &["--summary", "--learner=b", "--format=json"]));
    assert_eq!(one[0]["median_share"].to_string(), "0.4");
    let two = json(&asked(
        &log,
        &["--summary", "--learner=b", "--learner=7", "--format=json"],
    ));
    assert_eq!(two[0]["median_share"].to_string(), "0.7");
}

#[test]
fn a_learner_is_text() {
    let folder = folder();
    let log = write(&folder, "log.csv", LOG);
    let of = |learner: &str| -> Vec<String> {
        rows(&asked(&log, &["--learner", learner]))
            .iter()
            .map(brief)
            .collect()
    };
    assert_eq!(of("7"), ["7 5 5 1 3"]);
    assert_eq!(of("007"), ["007 2 5 0.4 2"]);
    let unknown = refused(1, &["coverage", &log, "--learner", "0007"]);
    assert_eq!(
        unknown,
        "error: no learner of the log is called “0007”; the nearest:\n  007\n"
    );
    let nobody = write(&folder, "nobody.csv", "ckc\n7.2\n");
    assert!(refused(1, &["coverage", &nobody, "--learner", "x"]).contains("no learner"));
}

#[test]
fn filters_choose_areas_and_items() {
    let folder = folder();
    let log = write(&folder, "log.csv", LOG);
    let needed = |more: &[&str]| rows(&asked(&log, more))[0]["needed"].to_string();
    assert_eq!(needed(&[]), "5");
    assert_eq!(needed(&["--ckc", "7.3-7.4"]), "2");
    assert_eq!(
        refused(1, &asked(&log, &["--for", "mhs"])),
        "nothing matched\n"
    );
    assert_eq!(needed(&["--for", "mhm"]), "5");
    let restored = rows(&["coverage", &log, "--certainty", "restored"]);
    assert!(!restored.is_empty());
    assert!(
        restored.iter().all(|row| row["needed"].as_u64() < Some(3)),
        "{restored:?}"
    );
}

#[test]
fn hours_may_be_left_alone() {
    let folder = folder();
    let log = write(&folder, "log.csv", LOG);
    for log in [&log, &write(&folder, "none.csv", "learner,ckc\nb,7.2\n")] {
        let rows = rows(&asked(log, &["--no-hours"]));
        assert!(rows.iter().all(|row| row["hours_up_to"].is_null()));
    }
}

#[test]
fn nothing_is_computed_from_a_log_with_bad_rows() {
    let folder = folder();
    let log = write(
        &folder,
        "log.csv",
        "learner,ckc,hours\na,7.2,1\nb,7.9,x\nc,7.2\na,7.3,2\n",
    );
    let said = refused(2, &asked(&log, &[]));
    let lines: Vec<&str> = said.lines().collect();
    assert!(
        lines[0].ends_with("log.csv:3, column ckc: there is no CKC item 7.9; the nearest:"),
        "{said}"
    );
    assert!(lines[1].starts_with("  CKC 7.6  "), "{said}");
    assert!(
        said.contains("log.csv:3, column hours: “x” is not a number of hours"),
        "{said}"
    );
    assert!(
        said.contains("log.csv:4: 2 cells, where the header has 3\n"),
        "{said}"
    );
    assert!(
        said.ends_with("leave these cells out with --skip-bad\n"),
        "{said}"
    );
    let answer = xwalk(&asked(
        &log,
        &["--skip-bad", "--format=csv", "--columns=learner,covered"],
    ));
    assert_eq!(answer.stdout, "learner,covered\na,2\n");
    assert!(
        answer.stderr.starts_with(
            "note: 3 cells or rows cannot be read and are left out; 2 whole rows are left out:\n"
        ),
        "{}",
        answer.stderr
    );
    assert_eq!(answer.code, Some(0));
}

#[test]
fn only_the_first_bad_cells_are_shown() {
    let folder = folder();
    let bad = format!("ckc\n{}", "x\n".repeat(100));
    let log = write(&folder, "log.csv", bad);
    let said = refused(2, &["coverage", &log]);
    assert_eq!(said.matches("is not a CKC code").count(), 20);
    assert!(said.contains("… and 80 more in this file"), "{said}");
}

#[test]
fn what_is_no_log_is_refused() {
    let folder = folder();
    let said = |name: &str, bytes: &[u8]| refused(2, &["coverage", &write(&folder, name, bytes)]);
    assert!(said("a.csv", b"learner,code\n").contains("a.csv:1: no column `ckc`"));
    assert!(said("b.csv", b"").contains("the file is empty"));
    assert!(said("c.csv", b"ckc,CKC\n").contains("two columns are called `ckc`"));
    assert!(
        said("d.csv", b"PK\x03\x04...").contains("is damaged and cannot be read as a workbook")
    );
    assert!(said("e.csv", b"\x1f\x8b\x08cut").contains("cannot read"));
    assert!(
        said("f.csv", b"ckc,learner\n7.2,\n").contains("column learner: the learner is missing")
    );
    assert!(said("g.csv", b"learner,ckc\n\"a,7.2\n").contains(":2: a quote is opened here"));
    let endless = ["learner,ckc\n\"".as_bytes(), &vec![b'a'; 40_000_000]].concat();
    assert!(said("h.csv", &endless).contains("a row is longer than 16 MiB"));
    assert!(refused(2, &["coverage", "nowhere.csv"]).contains("no such file"));
    let twice = ["coverage", "-", "--crosswalk", "-"];
    assert!(refused(2, &twice).contains("standard input can be one file only"));
}

#[test]
fn what_is_odd_is_said_beside_the_answer() {
    let log = "learner,ckc\na,1.9\na,1.1\na,\n";
    let answer = xwalk_reading(log, &["coverage", "-", "--summary"]);
    assert_eq!(answer.code, Some(0));
    let notes: Vec<&str> = answer.stderr.lines().collect();
    assert_eq!(notes.len(), 3, "{notes:?}");
    assert!(
        notes[0].starts_with("note: 1 row has no CKC code"),
        "{notes:?}"
    );
    assert!(
        notes[1].starts_with("note: line 3: 1.1 follows 1.9"),
        "{notes:?}"
    );
}

#[test]
fn a_log_may_be_in_another_encoding() {
    let utf16 = |text: &str| -> Vec<u8> {
        let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    let log = "learner\tckc\nZoë\t7.2\n";
    let windows = b"learner\tckc\nZo\xeb\t7.2\n".to_vec();
    for bytes in [utf16(log), windows, format!("\u{feff}{log}").into_bytes()] {
        let folder = folder();
        let log = write(&folder, "log.csv", bytes);
        assert_eq!(text(&rows(&asked(&log, &[]))[0], "learner"), "Zoë");
    }
}

#[test]
fn more_rows_than_a_person_can_read_go_to_a_program() {
    let folder = folder();
    let many: Vec<String> = (0..2500).map(|at| format!("L{at},7.2\n")).collect();
    let many = many.concat();
    let log = write(&folder, "log.csv", format!("learner,ckc\n{many}"));
    let all = |format: &str| whole(&["coverage", &log, "--format", format]);
    let (_, csv) = table(b',', &all("csv"));
    assert_eq!(csv.len() % 2500, 0);
    assert!(csv.len() > 100_000);
    assert_eq!(all("jsonl").lines().count(), csv.len());
    let parsed: serde_json::Value = serde_json::from_str(&all("json")).expect("JSON");
    assert_eq!(parsed.as_array().map(Vec::len), Some(csv.len()));
    assert!(refused(2, &["coverage", &log]).contains("too many for a person to read"));
    assert!(refused(2, &["coverage", &log, "--sort=share"]).contains("too many to sort"));
    let shaped = [
        "--columns=covered,learner",
        "--add-columns=remark",
        "--format=csv",
    ];
    let shaped = whole(&[&["coverage", &log][..], &shaped].concat());
    assert!(
        shaped.starts_with("covered,learner,remark\n0,L0,\n"),
        "{}",
        &shaped[..60]
    );
    let learners: Vec<&str> = csv
        .chunk_by(|a, b| a[0] == b[0])
        .map(|rows| &*rows[0][0])
        .collect();
    assert_eq!(
        (learners.len(), learners[2], learners[2499]),
        (2500, "L2", "L2499")
    );
}

#[test]
fn the_question_is_a_statement_for_a_database() {
    let statement = whole(&["coverage", "state.transcripts", "--sql", "duckdb"]);
    assert!(
        statement.contains("FROM \"state\".\"transcripts\"\n"),
        "{statement}"
    );
    assert!(
        statement.ends_with("ORDER BY learner, place;\n"),
        "{statement}"
    );
    let file = whole(&["coverage", "it's.csv", "--sql", "duckdb", "--no-hours"]);
    assert!(
        file.contains("FROM read_csv('it''s.csv', all_varchar = true)\n"),
        "{file}"
    );
    assert!(!file.contains("sum("), "{file}");
    let spark = found(&asked("log", &["--sql", "spark"]));
    assert_eq!(
        spark.matches("'administration/program-management'").count(),
        1
    );
    assert_eq!(spark.matches("sum(hours)").count(), 1);
    let folder = folder();
    let path = folder.path().join("coverage.sql");
    let path = path.to_str().expect("a path");
    let answer = xwalk(&["coverage", "log", "--sql", "spark", "-o", path]);
    assert!(answer.stderr.ends_with(&format!("\nwrote {path}\n")));
    assert_eq!(
        std::fs::read_to_string(path).expect("it was written"),
        whole(&["coverage", "log", "--sql", "spark"])
    );
}

#[test]
fn the_example_is_a_log() {
    let log = data("examples").join("registry.csv");
    let log = log.to_str().expect("a path");
    assert_eq!(rows(&asked(log, &[])).len(), 6);
}

#[test]
fn the_knowledge_areas_that_no_log_can_cover_are_named() {
    let folder = folder();
    let log = write(&folder, "log.csv", LOG);
    let named = |more: &[&str]| {
        let answer = xwalk(&[&["coverage", &log, "--summary"][..], more].concat());
        let notes = answer.stderr.lines();
        let note = notes.filter_map(|line| line.split_once("no CKC item leads there: "));
        let names: Vec<String> = note
            .flat_map(|(_, names)| names.split("; "))
            .map(String::from)
            .collect();
        (answer.code, names)
    };
    let (_, all) = named(&[]);
    let areas = rows(&["list", "knowledge"]);
    let without: Vec<_> = areas
        .iter()
        .filter(|row| row["ckc"] == serde_json::json!([]))
        .collect();
    assert_eq!(all.len(), without.len());
    for (named, row) in all.iter().zip(without) {
        assert!(named.contains(&text(row, "knowledge_area")), "{named}");
        assert!(named.ends_with(')'), "the cause is given: {named}");
    }
    let (_, of_family_specialist) = named(&["--for=fs"]);
    assert!(of_family_specialist.len() < all.len());
    assert_eq!(named(&MANAGEMENT), (Some(0), Vec::new()));
    let (code, one) = named(&["--knowledge=adult theory"]);
    assert_eq!((code, one.len()), (Some(1), 1));
}
