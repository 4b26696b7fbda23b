//! `-o` onto a file that is there already: nobody's work is lost.

use std::fs;
use std::path::Path;

use crate::run::{
    Answer, command, crosswalk, finished, folder, names_in, read, refused, table, write, xwalk,
    xwalk_in,
};

const LOG: &str = "learner,training,date,hours,ckc\nA. Learner,Mine,2026-03-01,4,CKC 7.2\n";
const TRAININGS: &str = "id,title,ckc,hours\nT1,One,7.2,3\nT2,Two,7.3,2\n";

/// Is refused, names the file and what to do, and leaves it as it was.
fn kept(folder: &Path, file: &str, arguments: &[&str], saying: &str) {
    let path = folder.join(file);
    let before = fs::read(&path).expect("it is there");
    let names = names_in(folder);
    let answer = xwalk_in(folder, arguments);
    assert_eq!(answer.code, Some(2), "{arguments:?}\n{}", answer.stderr);
    assert!(answer.stderr.contains(file), "{}", answer.stderr);
    assert!(answer.stderr.contains(saying), "{}", answer.stderr);
    assert_eq!(fs::read(&path).expect("it is there"), before);
    assert_eq!(names_in(folder), names);
}

fn replaced(folder: &Path, arguments: &[&str]) -> Answer {
    let answer = xwalk_in(folder, arguments);
    assert_eq!(answer.code, Some(0), "{arguments:?}\n{}", answer.stderr);
    answer
}

#[test]
fn a_file_that_the_call_reads_is_not_written() {
    let folder = folder();
    let here = folder.path();
    write(&folder, "log.csv", LOG);
    write(&folder, "trainings.csv", TRAININGS);
    write(&folder, "wv.txt", crosswalk());
    write(&folder, "page.txt", crate::run::competencies_page());
    write(&folder, "own.json", "[]");
    replaced(here, &["list", "links", "-o", "links.csv"]);
    let calls: [(&str, &[&str]); 9] = [
        ("own.json", &["trace", "--errata", "own.json"]),
        ("log.csv", &["gap", "--log", "log.csv"]),
        ("log.csv", &["coverage", "log.csv"]),
        ("log.csv", &["coverage", "log.csv", "--sql", "duckdb"]),
        (
            "log.csv",
            &["plan", "--trainings", "trainings.csv", "--log", "log.csv"],
        ),
        (
            "trainings.csv",
            &["plan", "--trainings", "trainings.csv", "--for", "mhm"],
        ),
        ("wv.txt", &["trace", "--crosswalk", "wv.txt"]),
        ("page.txt", &["trace", "--competencies", "page.txt"]),
        ("links.csv", &["list", "links", "--links", "links.csv"]),
    ];
    for (file, call) in calls {
        for more in [&["-o", file][..], &["-o", file, "--force"]] {
            kept(here, file, &[call, more].concat(), "read");
        }
        kept(
            here,
            file,
            &[call, &["-o", &format!("./{file}")]].concat(),
            "read",
        );
    }
}

#[test]
#[cfg(unix)]
fn a_file_that_the_call_reads_is_known_under_any_name() {
    let folder = folder();
    let here = folder.path();
    write(&folder, "log.csv", LOG);
    std::os::unix::fs::symlink("log.csv", here.join("link.csv")).expect("a link");
    fs::hard_link(here.join("log.csv"), here.join("hard.csv")).expect("a link");
    for output in ["link.csv", "hard.csv"] {
        kept(
            here,
            output,
            &["gap", "--log", "log.csv", "-o", output],
            "read",
        );
        kept(
            here,
            "log.csv",
            &["gap", "--log", output, "-o", "log.csv"],
            "read",
        );
    }
    let input = fs::File::open(here.join("log.csv")).expect("it opens");
    let call = ["gap", "--log", "-", "-o", "log.csv", "--force"];
    let answer = finished(command().current_dir(here).args(call).stdin(input));
    assert_eq!(answer.code, Some(2), "{}", answer.stderr);
    assert_eq!(read(&here.join("log.csv")), LOG);
}

#[test]
fn a_template_is_not_written_over() {
    let folder = folder();
    let here = folder.path();
    for (kind, file) in [("log", "log.csv"), ("trainings", "trainings.tsv")] {
        replaced(here, &["plan", "--template", kind, "-o", file]);
        kept(
            here,
            file,
            &["plan", "--template", kind, "-o", file],
            "--force",
        );
        kept(here, file, &["trace", "7A.2", "-o", file], "--force");
    }
    for log in [
        LOG,
        "training,ckc\nMine,7.2\n",
        "\u{feff}Training;CKC;Hours\r\nMine;7.2;3\r\n",
        "learner,ckc\na,7.2\n",
    ] {
        write(&folder, "my.csv", log);
        write(&folder, "trainings.csv", TRAININGS);
        let plan = [
            "plan",
            "7A.2",
            "--trainings",
            "trainings.csv",
            "-o",
            "my.csv",
        ];
        kept(here, "my.csv", &plan, "--force");
        kept(here, "my.csv", &["list", "ckc", "-o", "my.csv"], "--force");
    }
}

#[test]
fn a_table_with_added_columns_is_not_written_over() {
    let folder = folder();
    let here = folder.path();
    for added in ["Training,Date", "training,hours", "level"] {
        let file = "plan.csv";
        replaced(
            here,
            &["list", "ckc", "--add-columns", added, "-o", file, "--force"],
        );
        for call in [
            &["list", "ckc", "--add-columns", added][..],
            &["list", "ckc"],
            &["trace", "7A.2"],
            &["gap", "7A.2"],
        ] {
            kept(here, file, &[call, &["-o", file]].concat(), "--force");
        }
    }
    for file in ["plan.md", "plan.html", "plan.json", "plan.txt"] {
        let call = ["trace", "7A.2", "--add-columns=Date", "-o", file];
        replaced(here, &call);
        kept(here, file, &call, "--force");
    }
}

#[test]
fn a_table_of_somebody_elses_is_not_written_over() {
    let folder = folder();
    write(&folder, "people.csv", "name,mail\nA,a@example.org\n");
    let message = "the column `mail`";
    kept(
        folder.path(),
        "people.csv",
        &["list", "ckc", "-o", "people.csv"],
        message,
    );
}

#[test]
fn force_writes_over_it() {
    let folder = folder();
    let here = folder.path();
    write(&folder, "log.csv", LOG);
    replaced(here, &["list", "ckc", "-o", "log.csv", "--force"]);
    assert!(read(&here.join("log.csv")).starts_with("code,statement"));
    replaced(
        here,
        &["plan", "--template=log", "-o", "log.csv", "--force"],
    );
    assert!(read(&here.join("log.csv")).starts_with("learner,training"));
}

#[test]
fn what_the_program_fills_in_itself_is_written_over() {
    let folder = folder();
    let here = folder.path();
    write(&folder, "log.csv", LOG);
    write(
        &folder,
        "trainings.csv",
        "id,title,ckc,mine\nT1,One,7.2,x\nT2,Two,7.3,y\n",
    );
    let calls: [&[&str]; 20] = [
        &["show", "7A.2"],
        &["list", "competencies"],
        &["list", "areas"],
        &["list", "knowledge"],
        &["list", "ckc"],
        &["search", "program"],
        &["trace", "7A.2"],
        &["matrix", "7A.2"],
        &["why", "7A.4", "7.5"],
        &["gap", "7A.2", "--log", "log.csv"],
        &["plan", "7A.2", "--trainings", "trainings.csv"],
        &["coverage", "log.csv"],
        &["coverage", "log.csv", "--below=0.5"],
        &["coverage", "log.csv", "--summary"],
        &["check"],
        &["check", "--lines"],
        &["explain"],
        &["export"],
        &["trace", "--columns=ckc,competency"],
        &["list", "ckc", "--columns=code"],
    ];
    for format in ["csv", "tsv", "json", "md", "txt", "jsonl", "html"] {
        let file = format!("out.{format}");
        let is_of_all = |call: &&&[&str]| format == "csv" || ["gap", "list"].contains(&call[0]);
        for call in calls.iter().filter(is_of_all) {
            for _ in 0..2 {
                replaced(here, &[*call, &["-o", &file]].concat());
            }
            if call[0] == "plan" {
                // It holds a column of the user's.
                fs::remove_file(here.join(&file)).expect("it is there");
            }
        }
    }
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_of_a_plan_is_replaced_by_another_answer() {
    let folder = folder();
    let here = folder.path();
    write(&folder, "trainings.csv", TRAININGS);
    let plan = ["plan", "7A", "--trainings", "trainings.csv"];
    replaced(here, &[&plan[..], &["-o", "out.xlsx"]].concat());
    // With a sheet of the records that no CKC item leads to.
    replaced(here, &["trace", "7A.2", "-o", "out.xlsx"]);
}

#[test]
fn an_empty_file_is_written_over() {
    let folder = folder();
    write(&folder, "log.csv", "");
    replaced(folder.path(), &["plan", "--template=log", "-o", "log.csv"]);
}

/// Writes a ledger with a decision on the first link.
fn decided(folder: &tempfile::TempDir, file: &str) -> String {
    replaced(folder.path(), &["list", "links", "-o", file]);
    let path = folder.path().join(file);
    let (header, mut rows) = table(b',', &read(&path));
    let decision = header
        .iter()
        .position(|name| name == "decision")
        .expect("it is there");
    let linked = rows
        .iter_mut()
        .find(|row| !row[5].is_empty())
        .expect("a link");
    "reject".clone_into(&mut linked[decision]);
    let mut ledger = csv::Writer::from_path(&path).expect("it can be written");
    ledger.write_record(&header).expect("it can be written");
    for row in &rows {
        ledger.write_record(row).expect("it can be written");
    }
    ledger.flush().expect("it can be written");
    drop(ledger);
    read(&path)
}

fn decisions(ledger: &str) -> Vec<Vec<String>> {
    let (header, rows) = table(b',', ledger);
    let decision = header
        .iter()
        .position(|name| name == "decision")
        .expect("it is there");
    rows.into_iter()
        .filter(|row| !row[decision].is_empty())
        .collect()
}

#[test]
fn list_links_keeps_the_decisions_of_the_ledger_that_it_writes() {
    let folder = folder();
    let before = decided(&folder, "links.csv");
    let answer = replaced(folder.path(), &["list", "links", "-o", "links.csv"]);
    assert!(answer.stderr.contains("1 decision"), "{}", answer.stderr);
    let after = read(&folder.path().join("links.csv"));
    assert_eq!(decisions(&after)[0][..6], decisions(&before)[0][..6]);
    assert_eq!(decisions(&after)[0][10], "reject");
    assert_eq!(decisions(&after).len(), 1);
}

#[test]
fn list_links_leaves_no_decision_out() {
    let folder = folder();
    let here = folder.path();
    let before = decided(&folder, "links.csv");
    let other = decisions(&before)[0][0].clone();
    let elsewhere = ["7D.1", "7A.2"]
        .into_iter()
        .find(|id| *id != other)
        .expect("one");
    for call in [
        &["list", "links", elsewhere][..],
        &["list", "links", "--columns=competency,linked"],
        &["list", "links", "--links=other.csv"],
        &["list", "links", "--add-columns=Note"],
        &["trace"],
        &["list", "ckc"],
    ] {
        write(&folder, "other.csv", before.replace("reject", ""));
        kept(
            here,
            "links.csv",
            &[call, &["-o", "links.csv"]].concat(),
            "--force",
        );
    }
    replaced(here, &["list", "links", "-o", "links.csv", "--force"]);
    assert!(decisions(&read(&here.join("links.csv"))).is_empty());
}

#[test]
fn a_ledger_that_cannot_be_read_is_not_written_over() {
    let folder = folder();
    let before = decided(&folder, "links.csv");
    write(&folder, "links.csv", before.replace("reject", "perhaps"));
    kept(
        folder.path(),
        "links.csv",
        &["list", "links", "-o", "links.csv"],
        "perhaps",
    );
}

#[test]
fn a_file_that_may_not_be_written_is_not_replaced() {
    let folder = folder();
    let file = write(&folder, "plan.csv", "old");
    let mut permissions = fs::metadata(&file).expect("it is there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).expect("they can be set");
    for more in [&[][..], &["--force"]] {
        let message = refused(2, &[&["trace", "7A.2", "-o", &file], more].concat());
        assert!(message.contains("read-only"), "{message}");
        assert_eq!(read(file.as_ref()), "old");
    }
    assert_eq!(xwalk(&["trace", "7A.2"]).code, Some(0));
}

#[test]
#[cfg(feature = "xlsx")]
fn a_workbook_that_people_fill_in_is_not_written_over() {
    let folder = folder();
    let here = folder.path();
    write(&folder, "trainings.csv", TRAININGS);
    let plan = ["plan", "7A.2", "--trainings", "trainings.csv"];
    for call in [
        &["plan", "--template=log"][..],
        &["plan", "--template=trainings"],
        &["trace", "7A.2", "--add-columns=Date"],
        &["gap", "7A.2", "--add-columns=Date"],
        &[&plan[..], &["--add-columns=Date,Signature"]].concat(),
        &["list", "links"],
    ] {
        let file = "mine.xlsx";
        replaced(here, &[call, &["-o", file, "--force"]].concat());
        if call[1] != "links" {
            kept(here, file, &[call, &["-o", file]].concat(), "--force");
            kept(here, file, &["trace", "7A.2", "-o", file], "--force");
            kept(here, file, &[&plan[..], &["-o", file]].concat(), "--force");
        }
    }
    write(&folder, "other.xlsx", b"PK\x03\x04 and no more");
    kept(
        here,
        "other.xlsx",
        &["trace", "7A.2", "-o", "other.xlsx"],
        "--force",
    );
}

#[test]
#[cfg(feature = "xlsx")]
fn a_workbook_that_the_program_fills_in_itself_is_written_over() {
    let folder = folder();
    let here = folder.path();
    write(&folder, "log.csv", LOG);
    for call in [
        &["trace", "7A.2"][..],
        &["gap", "7A.2", "--log", "log.csv"],
        &["check"],
        &["export", "--section=7A"],
        &["matrix", "7A.2"],
        &["coverage", "log.csv"],
    ] {
        for _ in 0..2 {
            replaced(here, &[call, &["-o", "out.xlsx"]].concat());
        }
    }
}
