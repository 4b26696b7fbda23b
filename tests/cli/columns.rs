//! Which columns, in which order, and how the rows are sorted.

use std::collections::BTreeSet;

use crate::run::{column, folder, found, json, refused, rows, table, text, write, xwalk};

fn header(arguments: &[&str]) -> Vec<String> {
    let arguments = [arguments, &["--format=csv"]].concat();
    table(b',', &found(&arguments)).0
}

#[test]
fn a_column_goes_by_its_name_in_any_case() {
    let plain = found(&[
        "trace",
        "7A.2",
        "--columns=competency,ckc_statement",
        "--sort=ckc",
    ]);
    let typed = [
        "trace",
        "7A.2",
        "--columns=Competency,CKC Statement",
        "--sort=CKC",
    ];
    assert_eq!(found(&typed), plain);
}

#[test]
fn columns_are_those_asked_for_in_that_order() {
    let asked = "--columns=ckc,competency";
    assert_eq!(header(&["trace", asked]), ["ckc", "competency"]);
    let rows = rows(&["trace", "7A.2", asked]);
    let keys: Vec<_> = rows[0].as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["ckc", "competency"]);
    assert!(found(&["trace", "7A.2", asked]).starts_with("CKC  Competency\n"));
}

#[test]
fn a_column_hidden_from_people_is_shown_when_asked_for() {
    let shown = found(&["list", "competencies", "--columns=competency,source"]);
    assert!(shown.contains("iecmhc:9-13"));
}

#[test]
fn a_column_named_twice_counts_once() {
    assert_eq!(
        header(&["trace", "--columns=competency,competency"]),
        ["competency"]
    );
}

#[test]
fn blanks_after_a_comma_are_no_part_of_a_name() {
    assert_eq!(
        header(&[
            "trace",
            "--columns",
            "ckc, competency",
            "--sort",
            "ckc, competency"
        ]),
        ["ckc", "competency"]
    );
    assert_eq!(
        header(&["trace", "--columns=ckc", "--add-columns", "Training, Date"]),
        ["ckc", "Training", "Date"]
    );
}

#[test]
fn an_unknown_column_is_refused_with_the_nearest_and_all() {
    for option in ["--columns", "--sort"] {
        let message = refused(2, &["trace", option, "knowledge"]);
        assert!(message.contains("no such column: knowledge;"), "{message}");
        assert!(message.contains("did you mean knowledge_area"), "{message}");
        assert!(message.contains("ckc_statement"), "{message}");
    }
}

#[test]
fn added_columns_are_empty_and_last() {
    for row in rows(&["list", "ckc", "--columns=code", "--add-columns=Date,Hours"]) {
        assert_eq!(row["Date"], "");
        assert_eq!(row["Hours"], "");
    }
    assert_eq!(
        header(&["list", "ckc", "--columns=code", "--add-columns=Date,Hours"]),
        ["code", "Date", "Hours"]
    );
    assert!(found(&["list", "ckc", "--format=md", "--add-columns=Date"]).contains("| Date |"));
}

#[test]
fn no_two_columns_have_one_name() {
    for added in ["--add-columns=code", "--add-columns=Date,Date"] {
        let answer = xwalk(&["list", "ckc", "--columns=code", added, "--format=csv"]);
        if answer.code == Some(2) {
            continue;
        }
        let (header, _) = table(b',', &answer.stdout);
        let names: BTreeSet<&String> = header.iter().collect();
        assert_eq!(names.len(), header.len(), "{added}: {header:?}");
    }
}

#[test]
fn a_column_has_a_name() {
    refused(2, &["list", "ckc", "--add-columns="]);
    refused(2, &["list", "ckc", "--columns="]);
}

#[test]
fn rows_are_sorted_by_number_not_by_letter() {
    let up = column("code", &["list", "ckc", "--sort=code"]);
    assert_eq!(up[8..11], ["1.9", "1.10", "2.1"]);
    let ids = column("competency", &["list", "competencies", "--sort=competency"]);
    assert_eq!(ids[8..12], ["7A.9", "7A.10", "7A.11", "7B.1"]);
}

#[test]
fn a_minus_sorts_downwards() {
    let mut up = column("code", &["list", "ckc", "--sort=code"]);
    up.reverse();
    assert_eq!(column("code", &["list", "ckc", "--sort", "-code"]), up);
}

#[test]
fn numbers_are_sorted_as_numbers() {
    let folder = folder();
    let log = write(
        &folder,
        "log.csv",
        "learner,ckc,hours\na,7.2,0.4\nb,7.2,0.25\nc,7.2 7.3,10.5\nd,7.2 7.3 7.4,9\n",
    );
    let sorted = |key: &str| {
        let knowledge = "--knowledge=administration/program-management";
        let rows = rows(&["coverage", &log, knowledge, &format!("--sort={key}")]);
        rows.iter()
            .map(|row| row[key.trim_start_matches('-')].to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(sorted("hours_up_to"), ["0.25", "0.4", "9", "10.5"]);
    assert_eq!(sorted("-hours_up_to"), ["10.5", "9", "0.4", "0.25"]);
    assert_eq!(sorted("share"), ["0.2", "0.2", "0.4", "0.6"]);
}

#[test]
fn levels_are_sorted_from_family_specialists_to_mentors() {
    for arguments in [&["list", "knowledge"][..], &["gap"]] {
        let mut levels = column_of("level", arguments, "level");
        levels.dedup();
        levels.retain(|level| !level.is_empty());
        assert_eq!(levels, ["FS", "MHS", "MHM"], "{arguments:?}");
        let mut down = column_of("level", arguments, "-level");
        down.dedup();
        down.retain(|level| !level.is_empty());
        assert_eq!(down, ["MHM", "MHS", "FS"], "{arguments:?}");
    }
}

fn column_of(name: &str, arguments: &[&str], key: &str) -> Vec<String> {
    let sort = format!("--sort={key}");
    let asked = [arguments, &[&sort, "--format=csv"]].concat();
    let (header, rows) = table(b',', &xwalk(&asked).stdout);
    let at = header
        .iter()
        .position(|column| column == name)
        .expect("a column");
    rows.into_iter().map(|row| row[at].clone()).collect()
}

#[test]
fn columns_keep_their_order_in_a_pipe_and_on_a_terminal() {
    let columns = ["ckc_statement", "statement", "competency", "ckc"];
    let asked = format!("--columns={}", columns.join(","));
    for more in [&[][..], &["--width=300"], &["--format=md"]] {
        let shown = found(&[&["trace", "7A.2", &asked][..], more].concat());
        let header = shown.lines().next().expect("a header");
        let titles = header.split("  ").flat_map(|part| part.split('|'));
        let titles: Vec<&str> = titles
            .map(str::trim)
            .filter(|title| !title.is_empty())
            .collect();
        let expected = ["CKC statement", "Statement", "Competency", "CKC"];
        assert_eq!(titles, expected, "{more:?}: {header}");
    }
}

#[test]
fn a_code_is_written_alike_in_rows() {
    for arguments in [
        &["trace", "7A.2", "--columns=ckc"][..],
        &["list", "ckc", "--columns=code", "--ckc=7.2-7.6"],
    ] {
        let csv = found(&[arguments, &["--format=csv"]].concat());
        let (header, expected) = table(b',', &csv);
        let codes = |line: &str| {
            let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
            vec![text(&row, &header[0])]
        };
        let lines = found(&[arguments, &["--format=jsonl"]].concat());
        assert_eq!(lines.lines().map(codes).collect::<Vec<_>>(), expected);
        let rows = json(&[arguments, &["--format=json"]].concat());
        let json = rows
            .as_array()
            .expect("rows")
            .iter()
            .map(|row| vec![text(row, &header[0])])
            .collect::<Vec<_>>();
        assert_eq!(json, expected);
        assert_eq!(expected[0], ["CKC 7.2"]);
    }
    let lists = json(&[
        "list",
        "competencies",
        "7A.2",
        "--columns=ckc",
        "--format=json",
    ]);
    assert_eq!(lists[0]["ckc"][0], "CKC 7.2");
    for arguments in [&["export"][..], &["why", "7A.4", "7.5", "--format=json"]] {
        assert!(!found(arguments).contains("\"CKC 7"), "{arguments:?}");
    }
}

#[test]
fn the_first_key_decides_first() {
    let competencies = column("competency", &["list", "competencies"]);
    let place = |id: &String| competencies.iter().position(|known| known == id);
    let rows = rows(&["trace", "--no-unique", "--sort=ckc,-competency"]);
    let codes: Vec<String> = rows.iter().map(|row| text(row, "ckc")).collect();
    assert_eq!(
        codes,
        column("ckc", &["trace", "--no-unique", "--sort=ckc"])
    );
    for pair in rows.windows(2) {
        let [one, next] = [&pair[0], &pair[1]];
        if one["ckc"] == next["ckc"] {
            let [one, next] = [text(one, "competency"), text(next, "competency")];
            assert!(place(&one) >= place(&next), "{one} before {next}");
        }
    }
}

#[test]
fn equal_rows_keep_their_order() {
    let by_level = column("competency", &["trace", "--only=mhm", "--sort=level"]);
    assert_eq!(by_level, column("competency", &["trace", "--only=mhm"]));
}

#[test]
fn rows_without_a_value_come_last_either_way() {
    for sort in ["--sort=ckc", "--sort=-ckc"] {
        let codes = column("ckc", &["trace", sort]);
        let first_empty = codes.iter().position(String::is_empty);
        let first_empty = first_empty.expect("Unique competencies have no item");
        assert!(codes[first_empty..].iter().all(String::is_empty), "{sort}");
    }
}

#[test]
fn rows_can_be_sorted_by_a_column_that_is_not_shown() {
    let codes = column("ckc", &["trace", "7A.4", "--sort=-ckc", "--columns=ckc"]);
    assert_eq!(codes[..2], ["7.6", "7.6"]);
    assert_eq!(
        column(
            "competency",
            &[
                "list",
                "competencies",
                "--sort=-competency",
                "--columns=competency"
            ]
        )[0],
        "7D.3"
    );
}

#[test]
fn columns_sorting_and_added_columns_make_rows_of_cards_and_exports() {
    let linked = column("linked", &["show", "7A.2", "--columns=linked"]);
    assert_eq!(linked[1..], ["7.2", "7.3", "7.4", "7.5", "7.6"]);
    let part = json(&["export", "--columns=competency", "--format=json"]);
    assert!(part.is_array());
}
