//! `plan`: files read and written, wishes, and what is said of the answer. That the answer is the
//! best is tested in `tests/plan.rs`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::run::{data, each, folder, read, refused, rows, table, text, write, xwalk, xwalk_in};

/// Program management asks for 7.2 to 7.6.
const TRAININGS: &str = "\
id,Title,CKC,hours,cost,provider,registered,place
T1,All but one,7.2 7.3 7.4 7.5,10,100,A,yes,Here
T2,Some,\"CKC 7.2; CKC 7.3\",2,30,A,no,There
T10,Others,7.4|7.5,2,30,B,no,There
T3,The last,7.6,1,0,B,yes,Here
T4,The last as well,7.6,1,0,B,yes,Here
T5,Nothing to the point,1.1,1,0,B,yes,Here
";

struct Desk {
    folder: tempfile::TempDir,
    trainings: String,
}

fn desk(trainings: &str) -> Desk {
    let folder = folder();
    let trainings = write(&folder, "trainings.csv", trainings);
    Desk { folder, trainings }
}

impl Desk {
    fn arguments<'d>(&'d self, arguments: &[&'d str]) -> Vec<&'d str> {
        let asked = ["plan", "7A.2", "--trainings", &self.trainings];
        [&asked, arguments].concat()
    }

    fn answer(&self, arguments: &[&str]) -> crate::run::Answer {
        xwalk(&self.arguments(arguments))
    }

    fn plan(&self, arguments: &[&str]) -> Value {
        let answer = self.answer(&[arguments, &["--format=json"]].concat());
        assert_eq!(answer.code, Some(0), "{}", answer.stderr);
        serde_json::from_str(&answer.stdout).expect("the answer is JSON")
    }

    fn refused(&self, code: i32, arguments: &[&str]) -> String {
        refused(code, &self.arguments(arguments))
    }
}

fn ids(plan: &Value) -> Vec<String> {
    each(plan, "trainings")
        .iter()
        .map(|training| text(training, "id"))
        .collect()
}

#[test]
fn the_fewest_the_shortest_and_the_cheapest_differ() {
    let desk = desk(TRAININGS);
    assert_eq!(ids(&desk.plan(&[])), ["T1", "T3"]);
    let shortest = desk.plan(&["--minimise=hours"]);
    assert_eq!(ids(&shortest), ["T2", "T3", "T10"]);
    assert_eq!(shortest["hours"], json!(5));
    assert_eq!(shortest["cost"], json!(60));
    assert_eq!(ids(&desk.plan(&["--minimize=cost"])), ["T2", "T3", "T10"]);
    assert_eq!(shortest["proved"], json!(true));
    assert_eq!(shortest["bound"], json!(5));
}

#[test]
fn the_wishes_are_honoured() {
    let desk = desk(TRAININGS);
    assert_eq!(ids(&desk.plan(&["--must=t5"])), ["T1", "T3", "T5"]);
    assert_eq!(ids(&desk.plan(&["--without=T3"])), ["T1", "T4"]);
    assert_eq!(ids(&desk.plan(&["--max-hours=5"])), ["T2", "T3", "T10"]);
    assert_eq!(ids(&desk.plan(&["--max-cost=99.5"])), ["T2", "T3", "T10"]);
    let registered = ["--minimise=hours", "--max-unregistered-hours=2"];
    assert_eq!(ids(&desk.plan(&registered)), ["T1", "T3"]);
    assert_eq!(ids(&desk.plan(&["--have=7.6"])), ["T1"]);
    assert_eq!(
        ids(&desk.plan(&["--have=7.6", "--minimise=hours"])),
        ["T2", "T10"]
    );
}

#[test]
fn what_each_training_covers_and_what_only_it_adds_is_said() {
    let plan = desk(TRAININGS).plan(&["--must=T2", "--must=T1"]);
    assert_eq!(ids(&plan), ["T1", "T2", "T3"]);
    let first = &plan["trainings"][0];
    assert_eq!(first["covers"], json!(["7.2", "7.3", "7.4", "7.5"]));
    assert_eq!(first["only_it_adds"], json!(["7.4", "7.5"]));
    assert_eq!(plan["trainings"][1]["only_it_adds"], json!([]));
}

#[test]
fn other_plans_as_good_are_listed() {
    let plan = desk(TRAININGS).plan(&["--alternatives=5"]);
    let others: Vec<&Value> = each(&plan, "alternatives")
        .iter()
        .map(|plan| &plan["trainings"])
        .collect();
    assert_eq!(others, [&json!(["T1", "T4"])]);
}

#[test]
fn limits_that_nothing_keeps_are_said_with_what_there_is_without_them() {
    let answer = desk(TRAININGS).answer(&["--max-hours=4"]);
    assert_eq!(answer.code, Some(1));
    assert!(
        answer.stdout.starts_with(
            "no choice of these trainings covers all 5 missing CKC items within the limits\n\
             Within the limits 2 trainings (4 hours, cost 60) cover 4 of them: proved the most\n\
             Without limits the smallest is 2 trainings (11 hours, cost 100)\n"
        ),
        "{}",
        answer.stdout
    );
    assert!(
        answer
            .stdout
            .contains("do not fit within the limits\nCKC  Statement\n7.6")
    );
}

#[test]
fn the_best_that_the_limits_allow_is_in_every_format() {
    let desk = desk(TRAININGS);
    let answer = desk.answer(&["--max-cost=40", "--format=json"]);
    assert_eq!(answer.code, Some(1));
    let plan: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    assert_eq!(
        (&plan["count"], &plan["trainings"]),
        (&Value::Null, &json!([]))
    );
    let partial = &plan["partial"];
    assert_eq!(ids(partial), ["T2", "T3"]);
    assert_eq!(partial["covered"], json!(["7.2", "7.3", "7.6"]));
    assert_eq!(partial["not_covered"], json!(["7.4", "7.5"]));
    assert_eq!(
        (&partial["proved"], &partial["at_most"]),
        (&json!(true), &json!(3))
    );
    assert_eq!(
        (&partial["hours"], &partial["cost"]),
        (&json!(3), &json!(30))
    );
    let served: BTreeSet<String> = each(&plan, "rows")
        .iter()
        .map(|row| text(row, "training"))
        .collect();
    assert_eq!(served, BTreeSet::from(["T2", "T3"].map(String::from)));
    assert_eq!(desk.plan(&[])["partial"], Value::Null);

    let csv = desk.answer(&["--max-cost=40", "--format=csv"]);
    assert_eq!(csv.code, Some(1));
    assert_eq!(table(b',', &csv.stdout).1.len(), 3);
    assert!(csv.stderr.contains("proved the most"), "{}", csv.stderr);
}

#[test]
fn limits_that_leave_nothing_say_so() {
    let desk = desk(TRAININGS);
    let must = desk.answer(&["--must=T1", "--max-hours=9"]);
    assert_eq!(must.code, Some(1));
    assert!(
        must.stdout
            .contains("The trainings that --must names exceed the limits\n"),
        "{}",
        must.stdout
    );
    let nothing = desk.answer(&["--max-hours=0.5", "--have=7.6", "--without=T5"]);
    assert_eq!(nothing.code, Some(1));
    assert!(
        nothing
            .stdout
            .contains("Within the limits none of them can be covered\n"),
        "{}",
        nothing.stdout
    );
}

#[test]
fn what_is_set_aside_is_not_said_to_be_covered_by_no_training() {
    let desk = desk("id,title,ckc,hours\nT1,A,7.2 7.3,2\nT2,B,7.2 7.6,\nT3,C,7.4,1\n");
    let answer = desk.answer(&["--without=T3", "--minimise=hours"]);
    assert_eq!(answer.code, Some(0));
    for said in [
        "Only trainings that were set aside cover CKC 7.4, 7.6: T2 (its hours not given), T3 (--without)\n",
        "covers CKC 7.5\n",
    ] {
        assert!(answer.stdout.contains(said), "{said}: {}", answer.stdout);
    }
    let plan = desk.plan(&["--without=T3", "--minimise=hours"]);
    assert_eq!(plan["uncoverable"], json!(["7.4", "7.5", "7.6"]));
    assert_eq!(
        plan["set_aside"],
        json!([{"ckc": "7.4", "trainings": ["T3"]}, {"ckc": "7.6", "trainings": ["T2"]}])
    );
    // A limit leaves trainings out as well: “no training covers it” would be wrong for what they cover.
    let limited = desk.answer(&["--max-hours=2", "--without=T2"]);
    assert_eq!(limited.code, Some(1));
    assert!(
        limited.stdout.contains("covers CKC 7.5\n") && limited.stdout.contains("do not fit within"),
        "{}",
        limited.stdout
    );
}

#[test]
fn the_hours_and_the_cost_of_a_training_sum_to_what_it_takes() {
    let csv = desk(TRAININGS)
        .answer(&["--minimise=hours", "--format=csv"])
        .stdout;
    let (header, rows) = table(b',', &csv);
    let sum = |name: &str| -> f64 {
        let at = header
            .iter()
            .position(|column| column == name)
            .expect("a column");
        rows.iter()
            .map(|row| row[at].parse::<f64>().unwrap_or(0.0))
            .sum()
    };
    assert_eq!(
        (sum("hours").to_string(), sum("cost").to_string()),
        ("5".into(), "60".into())
    );
    assert!(sum("hours_up_to") > 5.0 && sum("cost_up_to") > 60.0);
}

#[test]
fn where_no_ckc_item_leads_to_what_is_asked_the_plan_says_why() {
    let path = data("examples/trainings.csv")
        .into_os_string()
        .into_string()
        .expect("UTF-8");
    for (asked, name, words) in [
        (&["7D.2"][..], "unique", "Unique"),
        (&["supportive counseling"], "no-ckc", "lists no CKC item"),
        (&["adult theory"], "other-framework", "another framework"),
        (
            &["--for=fs", "7A.2"],
            "above-level",
            "required only of a Mental Health Mentor",
        ),
    ] {
        let asked = [&["plan", "--have=1.1", "--trainings", &path], asked].concat();
        let answer = xwalk(&asked);
        assert_eq!(answer.code, Some(1), "{asked:?}");
        assert!(
            answer.stdout.contains("no CKC item to cover"),
            "{}",
            answer.stdout
        );
        assert!(answer.stdout.contains(words), "{words}: {}", answer.stdout);
        assert!(
            !answer.stdout.contains("nothing is missing"),
            "{}",
            answer.stdout
        );
        let answer = xwalk(&[&asked[..], &["--format=json"]].concat());
        assert_eq!(answer.code, Some(1), "{asked:?}");
        let plan: Value = serde_json::from_str(&answer.stdout).expect("JSON");
        let causes = each(&plan, "causes");
        assert!(
            causes.iter().any(|cause| cause["causes"] == json!([name])),
            "{plan}"
        );
        assert!(
            causes
                .iter()
                .any(|cause| text(cause, "cause").contains(words)),
            "{plan}"
        );
    }
    // What can be covered is, and the rest is told beside it.
    let answer = xwalk(&["plan", "7A.2", "7D.2", "--have=7", "--trainings", &path]);
    assert_eq!(answer.code, Some(0));
    assert!(
        answer.stdout.starts_with(
            "no CKC item is missing\nNo CKC item leads to 1 of 2 competencies: they need training too"
        ),
        "{}",
        answer.stdout
    );
}

#[test]
fn what_nothing_covers_is_named() {
    let desk = desk("id,title,ckc\nT1,Some,7.2 7.3\n");
    let plan = desk.plan(&[]);
    assert_eq!(ids(&plan), ["T1"]);
    assert_eq!(plan["uncoverable"], json!(["7.4", "7.5", "7.6"]));
    assert_eq!(
        (&plan["hours"], &plan["cost"]),
        (&Value::Null, &Value::Null)
    );
    let answer = desk.answer(&["--have=7.2,7.3"]);
    assert_eq!(answer.code, Some(1));
    assert!(
        answer.stdout.starts_with("No training in "),
        "{}",
        answer.stdout
    );
}

#[test]
fn where_nothing_is_missing_no_training_is_needed() {
    let answer = desk(TRAININGS).answer(&["--have=7"]);
    assert_eq!(
        (answer.code, answer.stdout.as_str()),
        (Some(0), "no CKC item is missing\n")
    );
}

#[test]
fn a_search_that_is_stopped_says_what_is_proved() {
    let answer = desk(TRAININGS).answer(&["--time-limit=0"]);
    let said = &answer.stdout;
    let is_open = said.contains("the best found in 0 seconds; no plan can be below")
        || said.contains("proved smallest; stopped after 0 seconds")
        || said.contains("no plan found within 0 seconds");
    assert!(is_open, "{said}");
}

#[test]
fn what_does_not_say_its_hours_is_not_considered_where_they_decide() {
    let desk = desk(
        "id,title,ckc,hours\nT1,Long,7.2 7.3 7.4 7.5 7.6,20\nT2,Unknown,7.2 7.3 7.4 7.5 7.6,\n",
    );
    assert_eq!(ids(&desk.plan(&[])), ["T1"]);
    let answer = desk.answer(&["--minimise=hours"]);
    assert!(
        answer.stderr.contains("T2 (its hours)"),
        "{}",
        answer.stderr
    );
    let message = desk.refused(2, &["--minimise=hours", "--must=T2"]);
    assert!(
        message.contains("T2 is in --must") && message.contains("its hours"),
        "{message}"
    );
}

#[test]
fn wishes_that_contradict_each_other_or_name_nothing_are_refused() {
    let desk = desk(TRAININGS);
    let message = desk.refused(2, &["--must=T1", "--without=T1"]);
    assert!(message.contains("T1"), "{message}");
    let message = desk.refused(1, &["--without=T11"]);
    assert!(
        message.contains("“T11”") && message.contains("T1  All but one"),
        "{message}"
    );
}

#[test]
fn every_row_of_the_plan_is_a_correspondence_that_its_training_serves() {
    let desk = desk(TRAININGS);
    let path = desk.folder.path().join("plan.csv");
    let path = path.to_str().expect("UTF-8");
    let answer = desk.answer(&["-o", path, "--add-columns", "Taken,Notes"]);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    assert!(
        answer.stderr.contains("proved smallest"),
        "{}",
        answer.stderr
    );
    let (header, plan) = table(b',', &read(path.as_ref()));
    let at = |name: &str| {
        header
            .iter()
            .position(|column| column == name)
            .expect("a column")
    };
    let found: BTreeSet<[String; 5]> = plan
        .iter()
        .map(|row| {
            ["training", "ckc", "knowledge_area", "competency", "place"]
                .map(|name| row[at(name)].clone())
        })
        .collect();
    let served = [
        ("T1", "7.2"),
        ("T1", "7.3"),
        ("T1", "7.4"),
        ("T1", "7.5"),
        ("T3", "7.6"),
    ];
    let expected = served.map(|(id, code)| {
        let code = format!("CKC {code}");
        [id, &code, "Program management", "7A.2", "Here"].map(String::from)
    });
    assert_eq!(found, BTreeSet::from(expected));
    assert_eq!(plan.len(), found.len());
    assert_eq!(header[header.len() - 2..], ["Taken", "Notes"]);
    assert!(plan.iter().all(|row| row[at("Taken")].is_empty()));
}

#[test]
fn a_knowledge_area_without_a_competency_keeps_its_rows() {
    let desk = desk("id,title,ckc\nT1,All,7.2 7.5\n");
    let trainings = ["--trainings", &desk.trainings];
    let arguments = [
        &["plan", "listening", "--level=fs", "--ckc=7.5"][..],
        &trainings,
    ]
    .concat();
    let answer = xwalk(&[&arguments[..], &["--format=json"]].concat());
    assert_eq!(
        answer.code,
        Some(1),
        "Listening does not list 7.5: {}",
        answer.stdout
    );
    let arguments = [
        &["plan", "writing", "--ckc=7.5"][..],
        &trainings,
        &["--format=json"],
    ]
    .concat();
    let answer = xwalk(&arguments);
    let plan: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    let row = &each(&plan, "rows")[0];
    assert_eq!(
        (text(row, "knowledge_area"), text(row, "ckc")),
        ("Writing".into(), "7.5".into())
    );
    assert_eq!(row["competency"], Value::Null);
}

#[test]
fn each_bad_cell_of_a_catalogue_is_named_by_file_line_and_column() {
    let header = "id,title,ckc,hours,cost,registered\n";
    for (row, place, problem) in [
        ("T1,A,7.9,1,1,yes", ":2, column ckc", "CKC 7.6"),
        ("T1,A,seven,1,1,yes", ":2, column ckc", "seven"),
        ("T1,A,7.2,much,1,yes", ":2, column hours", "much"),
        ("T1,A,7.2,1,-1,yes", ":2, column cost", "-1"),
        ("T1,A,7.2,1,1,perhaps", ":2, column registered", "perhaps"),
        (",A,7.2,1,1,yes", ":2, column id", "id"),
        ("T1,A,7.2", ":2", "3 cells"),
        (
            "T1,A,7.2,1,1,yes\nt1,B,7.3,1,1,no",
            ":3, column id",
            "line 2",
        ),
    ] {
        let desk = desk(&format!("{header}{row}\n"));
        let message = desk.refused(2, &[]);
        assert!(
            message.contains(&format!("trainings.csv{place}")),
            "{row}: {message}"
        );
        assert!(message.contains(problem), "{row}: {message}");
        let answer = desk.answer(&["--skip-bad"]);
        assert!(
            answer.stderr.contains("cannot be read and is left out"),
            "{row}: {}",
            answer.stderr
        );
    }
    let message = desk("id,ckc\nT1,7.2\n").refused(2, &[]);
    assert!(message.contains("no column `title`"), "{message}");
    let message = desk("").refused(2, &[]);
    assert!(message.contains("trainings.csv"), "{message}");
}

#[test]
fn from_a_template_to_a_filled_plan_in_two_commands() {
    let folder = folder();
    for what in ["log", "trainings"] {
        let file = format!("{what}.csv");
        let answer = xwalk_in(folder.path(), &["plan", "--template", what, "-o", &file]);
        assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    }
    let asked = [
        "plan",
        "--for=mhm",
        "--log=log.csv",
        "--trainings=trainings.csv",
        "-o",
        "plan.csv",
    ];
    let answer = xwalk_in(folder.path(), &asked);
    assert_eq!(
        answer.code,
        Some(1),
        "the log's trainings cover all of the catalogue's: {}",
        answer.stderr
    );
    let asked = [
        "plan",
        "--for=mhm",
        "--trainings=trainings.csv",
        "-o",
        "plan.csv",
    ];
    let answer = xwalk_in(folder.path(), &asked);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    let (_, rows) = table(b',', &read(&folder.path().join("plan.csv")));
    assert!(!rows.is_empty());
}

#[test]
fn templates_are_read_as_they_are_written() {
    let trainings = xwalk(&["plan", "--template=trainings"]).stdout;
    assert!(
        trainings.starts_with("id,title,ckc,hours,cost,provider,registered\n"),
        "{trainings}"
    );
    let desk = desk(&trainings);
    let answer = xwalk(&["plan", "--trainings", &desk.trainings, "--format=json"]);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    let rows_of_log = rows(&["plan", "--template=log"]);
    assert!(rows_of_log.iter().all(|row| row["ckc"].is_array()));
}

#[test]
fn the_examples_of_the_repository_are_read() {
    let path = |name: &str| data(name).into_os_string().into_string().expect("UTF-8");
    let answer = xwalk(&[
        "plan",
        "--for=mhm",
        "--log",
        &path("examples/log.csv"),
        "--trainings",
        &path("examples/trainings.csv"),
    ]);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    assert!(
        answer.stdout.contains("proved smallest"),
        "{}",
        answer.stdout
    );
}
