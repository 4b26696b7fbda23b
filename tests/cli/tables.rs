//! Logs, catalogues and ledgers as people give them: encodings, marks, headers, cells, dates.

use serde_json::Value;

use crate::run::{each, folder, json, refused, rows, text, write, xwalk};

/// A log in a folder of its own.
struct Desk {
    _folder: tempfile::TempDir,
    log: String,
}

fn desk(log: impl AsRef<[u8]>) -> Desk {
    let folder = folder();
    let log = write(&folder, "log.csv", log);
    Desk {
        _folder: folder,
        log,
    }
}

/// What `gap` covers with a log, and what it says.
fn gap(log: &str, more: &[&str]) -> (Vec<String>, String) {
    let answer = xwalk(&[&["gap", "--format=json", "--log", log], more].concat());
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    let gap: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    let covered = each(&gap, "covered").iter();
    let covered = covered.map(|code| code.as_str().expect("a code").to_owned());
    (covered.collect(), answer.stderr)
}

fn covered(log: impl AsRef<[u8]>, more: &[&str]) -> String {
    gap(&desk(log).log, more).0.join(" ")
}

/// What is said beside the answers of `gap` and of `coverage`: the same of both.
fn notes(log: impl AsRef<[u8]>) -> String {
    let desk = desk(log);
    let (_, said) = gap(&desk.log, &[]);
    let coverage = xwalk(&["coverage", &desk.log, "--summary"]);
    assert_eq!(coverage.code, Some(0), "{}", coverage.stderr);
    // Beside this, coverage names the knowledge areas that no log can cover.
    let lines = coverage.stderr.split_inclusive('\n');
    let of_log = lines.filter(|line| !line.starts_with("note: not among the rows"));
    assert_eq!(of_log.collect::<String>(), said);
    said
}

/// The learners of `coverage`, each once.
fn learners(log: impl AsRef<[u8]>) -> Vec<String> {
    let desk = desk(log);
    let answer = xwalk(&["coverage", &desk.log, "--format=json", "--ckc=1.1,1.2"]);
    let rows: Vec<Value> = serde_json::from_str(&answer.stdout).expect("JSON");
    let mut names: Vec<String> = rows.iter().map(|row| text(row, "learner")).collect();
    names.dedup();
    names
}

/// What both `gap` and `coverage` refuse a log with.
fn both_refuse(log: impl AsRef<[u8]>, more: &[&str]) -> String {
    let desk = desk(log);
    let said = refused(2, &[&["gap", "--log", &desk.log], more].concat());
    assert_eq!(refused(2, &[&["coverage", &desk.log], more].concat()), said);
    said
}

const HEADER: &str = "learner,training,date,hours,ckc\n";

#[test]
fn markup_in_a_table_is_text() {
    let folder = folder();
    let trainings = write(
        &folder,
        "trainings.csv",
        "id,title,ckc,description\n\
         T0,Training 0,CKC 7.2,\"<p>What you learn:</p><ul><li>one</li><li>two</li></ul>\"\n\
         T1,Training 1,CKC 7.3,\"<p>What you learn:</p><ul><li>one</li><li>two</li></ul>\"\n",
    );
    let plan = json(&[
        "plan",
        "7A.2",
        "--ckc=7.2-7.3",
        "--have=1.1",
        "--trainings",
        &trainings,
        "--format=json",
    ]);
    assert_eq!(each(&plan, "trainings").len(), 2);
    let log = "ckc,training\nCKC 1.1,<span lang=en>Training</span> <span>0</span>\nCKC 1.2,<span>1</span>\n";
    assert_eq!(covered(log, &[]), "1.1 1.2");
}

#[test]
fn a_soft_hyphen_moves_no_word() {
    let log =
        "training,ckc,hours,learner\nIntro,CKC 1.1,2,smith\u{ad}\nplay and care,CKC 1.2,3,jones\n";
    assert_eq!(learners(log), ["jones", "smith"]);
    assert_eq!(covered(log, &["--learner=smith"]), "1.1");
}

#[test]
fn a_row_of_a_ledger_without_all_its_cells_is_refused() {
    let folder = folder();
    let header = "competency,area,knowledge,linked,decision\n";
    for (row, cells) in [
        (
            "7A.2,Administration,Program management,administration/program-management\n",
            "4 cells",
        ),
        (
            "7A.2,Administration,Program, management,administration/program-management,reject\n",
            "6 cells",
        ),
    ] {
        let ledger = write(&folder, "ledger.csv", format!("{header}{row}"));
        let said = refused(2, &["show", "7A.2", "--links", &ledger]);
        assert!(
            said.contains("ledger.csv:2:") && said.contains(cells),
            "{said}"
        );
    }
}

#[test]
fn a_log_is_decoded_alike_by_gap_plan_and_coverage() {
    let windows = b"learner,ckc,hours\nM\xfcller,1.1,2\nAnn,1.2,1\n";
    assert_eq!(learners(windows), ["Ann", "Müller"]);
    assert_eq!(covered(windows, &["--learner=Müller"]), "1.1");
    let desk = desk(windows);
    assert_eq!(
        rows(&["coverage", &desk.log, "--learner=Müller", "--ckc=1.1"])[0]["covered"],
        1
    );
    let mixed = b"learner,ckc,hours\nM\xc3\xbcller,1.1,2\nM\xfcller,1.2,1\n";
    assert_eq!(learners(mixed), ["Müller"]);
    assert_eq!(covered(mixed, &[]), "1.1 1.2");
}

#[test]
fn a_no_break_space_is_a_space() {
    let log = "learner,ckc,hours\n\u{a0}ann\u{a0}lee,CKC\u{a0} 1.1,2\nann lee,\"1.1\u{a0}1.2\",1\n";
    assert_eq!(learners(log), ["ann lee"]);
    assert_eq!(covered(log, &["--learner=ann lee"]), "1.1 1.2");
    let windows = b"learner,ckc\nann\xa0lee\xa0,CKC\xa01.1\n";
    assert_eq!(learners(windows), ["ann lee"]);
}

#[test]
fn a_no_break_space_is_a_space_in_a_database_too() {
    for dialect in ["duckdb", "spark"] {
        let statement = xwalk(&["coverage", "log", "--sql", dialect]).stdout;
        assert!(
            statement.contains("replace(coalesce(ckc, ''), chr(160), ' ')"),
            "{statement}"
        );
        assert_eq!(statement.matches("chr(160)").count(), 3, "{statement}");
    }
}

#[test]
fn a_header_is_found_however_long_it_is() {
    let remarks: Vec<String> = (0..60_000).map(|at| format!("remark {at},")).collect();
    let remarks = remarks.concat();
    let log = format!(
        "{remarks}learner,ckc\n{}a,1.1\n{}b,1.2\n",
        ",".repeat(60_000),
        ",".repeat(60_000)
    );
    assert_eq!(learners(&log), ["a", "b"]);
    assert_eq!(covered(&log, &["--learner=b"]), "1.2");
}

#[test]
fn learners_by_another_name_are_no_one_person() {
    assert_eq!(
        learners("learner_id,ckc,hours\na,1.1,1\nb,1.2,1\n"),
        ["a", "b"]
    );
    assert_eq!(
        learners("\u{feff}\u{feff}learner,ckc\na,1.1\nb,1.2\n"),
        ["a", "b"]
    );
    assert_eq!(
        learners("\u{feff}\u{feff}Participant Name,ckc\na,1.1\nb,1.2\n"),
        ["a", "b"]
    );
    let said = notes("Full name,ckc\na,1.1\nb,1.2\n");
    assert!(
        said.contains("all rows count for one person")
            && said.contains("--map learner=\"Full name\""),
        "{said}"
    );
}

#[test]
fn a_plan_that_nobody_filled_in_counts_for_nothing() {
    let log = format!("{HEADER}a,,,,1.1\na,Play,2026-01-15,2,1.2\n");
    assert_eq!(covered(&log, &[]), "1.2");
    let said = notes(&log);
    assert_eq!(
        said,
        "note: 1 row has no training, date or hours filled in: not counted; the first is line 2\n"
    );
    let folder = folder();
    let plan = folder.path().join("plan.csv");
    let plan = plan.to_str().expect("UTF-8");
    xwalk(&[
        "trace",
        "7A.2",
        "-o",
        plan,
        "--add-columns=Training,Date,Hours",
    ]);
    let (covered, said) = gap(plan, &[]);
    assert!(
        covered.is_empty() && said.contains("5 rows have no training, date or hours"),
        "{said}"
    );
}

#[test]
fn a_catalogue_or_a_plan_is_no_log() {
    for log in [
        "id,title,ckc,hours\nT1,Play,1.1,2\n",
        "training,title,hours,ckc\nT1,Play,2,1.1\n",
    ] {
        let said = both_refuse(log, &[]);
        assert!(
            said.contains("list of trainings to take") && said.contains("--trainings"),
            "{said}"
        );
    }
    let dated = "training,title,hours,ckc,Date\nT1,Play,2,1.1,\nT2,More,2,1.2,2026-01-15\n";
    assert_eq!(covered(dated, &[]), "1.2");
}

#[test]
fn identical_rows_of_one_training_on_one_date_count_their_hours_once() {
    let row = "a,Play,2026-01-15,2,7.2\n";
    let log = format!(
        "{HEADER}{row}{row}a,Play,2026-01-16,2,7.2\na,,2026-01-16,1,7.2\na,,2026-01-16,1,7.2\n"
    );
    let desk = desk(&log);
    let area = [
        "--knowledge",
        "administration/program-management",
        "--format=json",
    ];
    let answer = xwalk(&[&["coverage", &desk.log][..], &area].concat());
    let coverage: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    assert_eq!(coverage[0]["hours_up_to"], 6);
    let answer = xwalk(&[&["gap", "--log", &desk.log][..], &area].concat());
    let gap: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    assert_eq!(gap["knowledge_areas"][0]["hours"], 6);
    assert_eq!(
        notes(&log),
        "note: 1 row repeats another of the same training on the same date; the hours are counted once\n"
    );
}

#[test]
fn a_total_is_no_learner() {
    let log = "learner,ckc,hours\na,1.1,2\nTotal,,2\n";
    assert_eq!(learners(log), ["a"]);
    assert_eq!(
        notes(log),
        "note: 1 row is a total and left out; the first is line 3\n"
    );
    assert_eq!(
        covered("training,hours,ckc\nPlay,2,1.1\nTotal hours:,2,\n", &[]),
        "1.1"
    );
}

#[test]
fn a_learner_who_is_asked_for_twice_counts_once() {
    let desk = desk("learner,ckc\na,1.1\nb,1.2\n");
    let asked = [
        "coverage",
        &desk.log,
        "--summary",
        "--ckc=1.1",
        "--learner=a",
        "--learner=b",
        "--learner=a",
    ];
    assert_eq!(rows(&asked)[0]["learners"], 2);
}

#[test]
fn a_cell_of_codes_is_read_as_people_write_it() {
    for (cell, codes) in [
        ("5.1-5.4", "5.1 5.2 5.3 5.4"),
        ("7", "7.1 7.2 7.3 7.4 7.5 7.6"),
        ("1.1, 1.3 and 4.1", "1.1 1.3 4.1"),
        ("1.1/1.3", "1.1 1.3"),
        ("1.1 & 1.3", "1.1 1.3"),
        ("CKC-7.5", "7.5"),
        ("7.5,", "7.5"),
        ("CKC 1.2, 3.1, and 3.2", "1.2 3.1 3.2"),
        ("1.2 a.", "1.2"),
        ("1.3a", "1.3"),
        ("4.2 Creates an environment…", "4.2"),
    ] {
        let (log, trainings) = (
            format!("ckc\n\"{cell}\"\n"),
            format!("id,title,ckc\nT,T,\"{cell}\"\n"),
        );
        assert_eq!(covered(log, &[]), codes);
        let folder = folder();
        let trainings = write(&folder, "trainings.csv", trainings);
        let answer = xwalk(&[
            "plan",
            "--trainings",
            &trainings,
            "--have=9",
            "--format=json",
        ]);
        assert_eq!(
            answer.code,
            Some(1),
            "--have=9 is no domain: {}",
            answer.stderr
        );
        let answer = xwalk(&["plan", "--trainings", &trainings, "--format=json"]);
        let plan: Value = serde_json::from_str(&answer.stdout).expect("JSON");
        let covers = each(&plan["trainings"][0], "covers")
            .iter()
            .map(|code| code.as_str().expect("a code"));
        assert_eq!(covers.collect::<Vec<_>>().join(" "), codes, "{cell}");
    }
    let said = notes("ckc\n7\n");
    assert_eq!(
        said,
        "note: CKC 7 is read as the whole domain, all 6 items; first in line 2\n"
    );
}

#[test]
fn numbers_are_read_as_people_write_them() {
    let log = desk("ckc,hours\n7.2,6 hrs\n7.2,\"1,200.00\"\n");
    let answer = json(&[
        "gap",
        "program management",
        "--format=json",
        "--log",
        &log.log,
    ]);
    assert_eq!(answer["knowledge_areas"][0]["hours"], 1206);
    let trainings = desk("id,title,ckc,cost\nA,A,7.2,free\nB,B,7.3,$300\nC,C,7.4-7.6,\"$1,200\"\n");
    let plan = json(&[
        "plan",
        "7A.2",
        "--have=1.1",
        "--trainings",
        &trainings.log,
        "--format=json",
    ]);
    assert_eq!(plan["cost"], 1500);
}

#[test]
fn a_header_is_known_by_other_names_below_other_rows_and_by_the_persons_word() {
    for header in [
        "CKC Codes,Contact hours",
        "CKC Items,Hrs",
        "ckc,hours",
        "CKC code(s),# of hours",
    ] {
        assert_eq!(
            covered(format!("{header}\n1.1,2\n"), &[]),
            "1.1",
            "{header}"
        );
    }
    let above = "Training record of A. Learner;;\n\nPrinted 1/2/2026;;\nTitle;CKC Codes;Contact Hours\nPlay;1.1, 1.2;1,5\n";
    assert_eq!(covered(above, &[]), "1.1 1.2");
    assert!(notes(above).contains("the header is in line 4; 2 rows above it are not read"));
    let odd = "Content,Lasted\n1.1,2\n";
    let said = both_refuse(odd, &[]);
    assert!(
        said.contains("no column `ckc`") && said.contains("--map"),
        "{said}"
    );
    assert_eq!(
        covered(odd, &["--map=ckc=Content", "--map", "hours=Lasted"]),
        "1.1"
    );
    let two = "CKC Codes,CKC Items\n1.1,1.2\n";
    let said = both_refuse(two, &[]);
    assert!(said.contains("may be “CKC Codes” or “CKC Items”"), "{said}");
    assert_eq!(covered(two, &["--map", "ckc=CKC Codes"]), "1.1");
    let said = both_refuse("ckc\n1.1\n", &["--map", "hours=Lasted"]);
    assert!(
        said.contains("no file that was read has a column “Lasted”"),
        "{said}"
    );
    let said = both_refuse("ckc\n1.1\n", &["--map", "hour=ckc"]);
    assert!(
        said.contains("must be one of ckc, date, hours, learner, training"),
        "{said}"
    );
}

#[test]
fn a_code_that_only_the_numbering_implies_is_kept_and_named() {
    let log = "ckc\n\"4.3, 4.4, 4.6\"\n4.5\n";
    assert_eq!(covered(log, &[]), "4.3 4.6");
    let said = notes(log);
    assert_eq!(
        said,
        "note: the crosswalk lists no CKC 4.4 (line 2), CKC 4.5 (line 3), though its numbering implies them: they are \
         kept, but cover nothing here\n"
    );
    assert!(both_refuse("ckc\n4.9\n", &[]).contains("there is no CKC item 4.9"));
}

#[test]
fn skip_bad_leaves_out_the_cell_and_not_the_row() {
    let log = format!(
        "{HEADER}a,X,2026-01-15,long,7.2\na,X,2026-02-30,2,\"7.3, 7.9\"\na,X,2026-01-15,2,7.8\n"
    );
    let said = both_refuse(&log, &[]);
    for part in [
        "log.csv:2, column hours: “long” is not a number of hours",
        "log.csv:3, column ckc: there is no CKC item 7.9",
        "log.csv:3, column date: “2026-02-30”: no such date",
        "log.csv:4, column ckc: there is no CKC item 7.8",
        "nothing was computed: correct the file, or leave these cells out with --skip-bad",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let (covered, said) = gap(&desk(&log).log, &["--skip-bad"]);
    assert_eq!(covered, ["7.2", "7.3"]);
    assert!(
        said.starts_with(
            "note: 4 cells or rows cannot be read and are left out; 1 whole row is left out:\n"
        ),
        "{said}"
    );
    assert!(
        !said.contains("nothing was computed") && !said.contains("--skip-bad"),
        "{said}"
    );
}

#[test]
fn dates_limit_gap_plan_and_coverage() {
    let log = format!(
        "{HEADER}a,X,2025-12-31,2,7.2\na,X,1/15/2026,2,7.3\na,X,\"March 3, 2026\",2,7.4\na,X,,2,7.5\n"
    );
    for (more, expected) in [
        (&["--since=2026-01-01"][..], "7.3 7.4"),
        (&["--until=2026-01-31"], "7.2 7.3"),
        (&["--since=2026", "--until=2026-02"], "7.3"),
    ] {
        assert_eq!(covered(&log, more), expected);
        let desk = desk(&log);
        let asked = [
            "coverage",
            &desk.log,
            "--format=json",
            "--knowledge",
            "administration/program-management",
        ];
        let answer = xwalk(&[&asked, more].concat());
        let coverage: Value = serde_json::from_str(&answer.stdout).expect("JSON");
        assert_eq!(coverage[0]["covered"], expected.split(' ').count());
        assert!(
            answer.stderr.contains("1 row has no date"),
            "{}",
            answer.stderr
        );
    }
    let said = both_refuse("ckc\n1.1\n", &["--since=2026"]);
    assert!(said.contains("no column `date`"), "{said}");
    assert!(refused(2, &["gap", "--log=x", "--since=2026-02-30"]).contains("no such date"));
}

#[test]
fn the_order_of_day_and_month_is_settled_by_the_file_or_by_the_person() {
    let log = |more: &str| format!("{HEADER}a,X,3/4/2026,2,7.2\n{more}");
    let since = ["--since=2026-04-01"];
    let said = both_refuse(log(""), &since);
    assert!(
        said.contains("log.csv:2, column date: “3/4/2026”") && said.contains("--dates"),
        "{said}"
    );
    assert_eq!(
        covered(log(""), &["--since=2026-04-01", "--dates=dmy"]),
        "7.2"
    );
    assert_eq!(covered(log(""), &["--since=2026-04-01", "--dates=mdy"]), "");
    assert_eq!(covered(log("a,X,13/4/2026,2,7.3\n"), &since), "7.2 7.3");
    assert_eq!(covered(log("a,X,4/13/2026,2,7.3\n"), &since), "7.3");
    assert!(both_refuse(log("a,X,13/13/2026,2,7.3\n"), &[]).contains("no such date"));
}

#[test]
fn extra_columns_of_one_name_are_told_apart() {
    let trainings = desk("id,title,ckc,level,training_level,note,note\nA,T,7.2,one,two,n1,n2\n");
    let answer = xwalk(&[
        "plan",
        "CKC 7.2",
        "--have=1.1",
        "--trainings",
        &trainings.log,
        "--format=csv",
    ]);
    let header = answer.stdout.lines().next().expect("a header");
    let mut names: Vec<&str> = header.split(',').collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "{header}");
}
