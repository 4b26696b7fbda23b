//! What is counted says how it is known: `gap`, `plan` and `coverage` tell what is restored, what only loose
//! links lead to, and which lists may go on. What is in doubt is tested in `src/command/marks.rs`.

use serde_json::{Value, json};

use crate::claims::loose_page;
use crate::gap::named;
use crate::run::{data, each, folder, rows, text, write, xwalk};

/// It lists ten items; 7.3 and 7.5 are restored.
const POLICY: &str = "agency policy";
const POLICY_ID: &str = "law-regulation-agency-policy/agency-policy";

fn record(arguments: &[&str]) -> Value {
    let answer = xwalk(&[arguments, &["--format=json"]].concat());
    serde_json::from_str(&answer.stdout).expect("JSON")
}

fn person(arguments: &[&str]) -> String {
    xwalk(&[arguments, &["--format=table", "--width=160"]].concat()).stdout
}

fn headline(said: &str) -> &str {
    said.lines().next().expect("a line")
}

fn trainings() -> String {
    format!("--trainings={}", data("examples/trainings.csv").display())
}

#[test]
fn a_gap_says_how_many_of_the_codes_it_counts_are_restored() {
    let asked = ["gap", POLICY, "--have=7.3,7.1"];
    let said = person(&asked);
    let told = "2 of 10 CKC items covered (1 restored), 8 missing (1 restored)";
    assert_eq!(headline(&said), told);
    assert!(said.contains("2 of 10 (1 restored)"), "{said}");
    assert!(said.contains("7.4; [7.5]; 7.6"), "{said}");
    assert!(said.contains("[7.5]  Implements"), "{said}");
    let gap = record(&asked);
    for record in [&gap, named(&gap, "knowledge_areas", POLICY_ID)] {
        assert_eq!(record["restored"], json!(["7.3", "7.5"]));
        assert!(record.get("near").is_none() && record.get("doubtful").is_none());
    }
    let row = &rows(&[&asked[..], &["--columns=id,restored,near"]].concat())[0];
    assert_eq!(row["restored"], json!(["7.3", "7.5"]));
    assert_eq!(row["near"], json!([]));
    let csv = xwalk(&[&asked[..], &["--format=csv"]].concat());
    assert_eq!(headline(&csv.stderr), told);
}

#[test]
fn a_code_that_another_list_prints_is_not_restored_in_a_count_of_all() {
    let said = person(&["gap", "--have=7.3"]);
    assert_eq!(
        headline(&said),
        "1 of 45 CKC items covered, 44 missing",
        "{said}"
    );
    let gap = record(&["gap", "--have=7.3"]);
    assert!(gap.get("restored").is_none());
    let row = named(&gap, "knowledge_areas", POLICY_ID);
    assert_eq!(row["restored"], json!(["7.3", "7.5"]));
}

#[test]
fn a_gap_says_how_many_codes_only_loose_links_lead_to() {
    let folder = folder();
    let page = loose_page(&folder);
    let asked = |record| ["gap", record, "--have=1.1", "--competencies", &page];
    let near = person(&asked("1A.1"));
    let told = "covered (1 only through near links), ";
    assert!(headline(&near).contains(told), "{near}");
    assert!(near.contains("1.3~"), "{near}");
    let other = person(&asked("1A.2"));
    let told = " only through links to another area)";
    assert!(headline(&other).contains(told), "{other}");
    let gap = record(&asked("1A.1"));
    let one = &gap["competencies"][0];
    assert_eq!(one["near"], gap["near"]);
    let asked_for = each(one, "covered").len() + each(one, "missing").len();
    assert_eq!(each(&gap, "near").len(), asked_for);
    assert!(gap.get("area_differs").is_none());
}

#[test]
fn a_knowledge_area_that_is_asked_for_itself_needs_no_link() {
    let folder = folder();
    let page = loose_page(&folder);
    let known = |record: &[&str]| {
        let more = ["--have=1.1", "--competencies", &page];
        let said = person(&[&["gap"][..], record, &more].concat());
        !headline(&said).contains('(')
    };
    assert!(known(&["attachment"]));
    assert!(known(&["attachment", "1A.1"]));
    assert!(known(&[]));
    assert!(!known(&["listening", "1A.1"]));
    assert!(!known(&["--section=1A"]));
}

#[test]
fn a_gap_says_how_many_lists_may_go_on() {
    let one = "1 knowledge area has an incomplete list: more CKC items may belong to it\n";
    let said = person(&["gap", "planning", "--have=7.5"]);
    assert!(said.contains(one), "{said}");
    let all = record(&["gap", "--have=7.5"]);
    assert_eq!(each(&all, "incomplete_knowledge_areas").len(), 3);
    let all = person(&["gap", "--have=7.5"]);
    assert!(
        all.contains("3 knowledge areas have incomplete lists"),
        "{all}"
    );
    // Developmental guidance is asked at a higher level only.
    let two = ["gap", "planning", "developmental guidance"];
    let said = person(&[&two[..], &["--for=fs", "--have=7.5"]].concat());
    assert!(said.contains(one), "{said}");
}

#[test]
fn a_count_of_plain_codes_says_no_more() {
    let said = person(&["gap", "7A.2", "--have=7.2"]);
    let told = "1 of 5 CKC items covered, 4 missing\n\n";
    assert!(said.starts_with(told), "{said}");
}

#[test]
fn a_plan_says_how_the_codes_it_covers_are_known() {
    let trainings = trainings();
    let asked = ["plan", POLICY, "--have=5.3,6,7.1,7.2", &trainings];
    let said = person(&asked);
    let told = " cover 4 missing CKC items (2 restored): ";
    assert!(headline(&said).contains(told), "{said}");
    assert!(said.contains("[7.3]; [7.5]"), "{said}");
    let plan = record(&asked);
    assert_eq!(plan["restored"], json!(["7.3", "7.5"]));
    let found = each(&plan, "rows").iter();
    let found = found.map(|row| format!("{} {}", text(row, "ckc"), text(row, "certainty")));
    let found: Vec<String> = found.collect();
    assert!(found.contains(&"7.3 restored".to_owned()), "{found:?}");
    assert!(found.contains(&"7.6 printed".to_owned()), "{found:?}");
    let limited = person(&[&asked[..], &["--max-hours=8"]].concat());
    assert!(limited.contains(" of them ("), "{limited}");
    assert!(limited.contains("limits\n"), "{limited}");
}

#[test]
fn a_plan_says_how_each_row_is_linked_and_which_lists_may_go_on() {
    let trainings = trainings();
    let asked = ["plan", "planning", "7A.4", "--have=1-6", &trainings];
    let plan = record(&asked);
    let is = |key: &str, value: &str| each(&plan, "rows").iter().any(|row| row[key] == value);
    assert!(is("match", "composite"), "{plan}");
    let reason = "the list breaks off in 7.5: further codes may be lost";
    assert!(is("incomplete", reason), "{plan}");
    assert_eq!(
        plan["incomplete_knowledge_areas"],
        json!(["thinking/planning-organizing"])
    );
    let said = person(&asked);
    let told = "1 knowledge area has an incomplete list";
    assert!(said.contains(told), "{said}");
}

#[test]
fn coverage_says_which_codes_of_a_list_are_restored() {
    let folder = folder();
    let log = write(&folder, "log.csv", "learner,ckc\na,7.1\nb,7.3\n");
    let asked = ["coverage", &log, "--knowledge", POLICY];
    let told = "These knowledge areas list 10 CKC codes (2 restored)";
    for more in [&[][..], &["--summary"], &["--below=1"]] {
        let asked = [&asked[..], more].concat();
        let said = person(&asked);
        assert_eq!(headline(&said), told);
        assert!(said.contains("[7.3]; [7.5]"), "{said}");
        let rows = rows(&asked);
        assert!(!rows.is_empty());
        for row in &rows {
            assert_eq!(row["restored"], json!(["7.3", "7.5"]));
        }
        for format in ["--format=csv", "--format=json"] {
            let answer = xwalk(&[&asked[..], &[format]].concat());
            assert!(answer.stderr.contains(told), "{}", answer.stderr);
        }
    }
    let below = person(&[&asked[..], &["--learner=b", "--below=1"]].concat());
    assert!(below.contains("7.4; [7.5]; 7.6"), "{below}");
}

#[test]
fn coverage_says_of_each_row_which_list_may_go_on() {
    let folder = folder();
    let log = write(&folder, "log.csv", "learner,ckc\na,7.1\n");
    let asked = ["coverage", &log, "--area=thinking"];
    let said = person(&asked);
    let told = "1 knowledge area has an incomplete list";
    assert!(headline(&said).starts_with(told), "{said}");
    let rows = rows(&asked);
    let is_told = |row: &&Value| !row["incomplete"].is_null();
    let told: Vec<&Value> = rows.iter().filter(is_told).collect();
    assert_eq!(told.len(), 1);
    assert!(text(told[0], "incomplete").contains("7.5"));
    let log = write(&folder, "all.csv", "learner,ckc\na,1-7\n");
    let nobody = xwalk(&["coverage", &log, "--area=thinking", "--below=1"]);
    assert_eq!((nobody.code, nobody.stdout.as_str()), (Some(1), ""));
}
