//! `gap`: what is covered, what is missing and why, worked out anew from `export --format json`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::run::{
    column, crosswalk, data, each, folder, found, json, refused, table, text, write, xwalk,
    xwalk_reading,
};

static EXPORT: LazyLock<Value> = LazyLock::new(|| json(&["export", "--format=json"]));

const LEVELS: [&str; 3] = ["FS", "MHS", "MHM"];

fn codes_of(value: &Value) -> BTreeSet<String> {
    let codes = value.as_array().expect("an array of codes").iter();
    let code = |code: &Value| code["code"].as_str().or(code.as_str()).map(String::from);
    codes.map(|value| code(value).expect("a code")).collect()
}

fn knowledge_area(id: &str) -> &'static Value {
    let mut rows = each(&EXPORT, "knowledge_areas").iter();
    rows.find(|row| row["id"] == id).expect("a knowledge area")
}

fn is_up_to(level: &Value, reached: &str) -> bool {
    let rank = |level: &str| LEVELS.iter().position(|name| *name == level);
    rank(level.as_str().expect("a level")) <= rank(reached)
}

pub(crate) fn named<'v>(gap: &'v Value, kind: &str, id: &str) -> &'v Value {
    let mut needs = each(gap, kind).iter();
    needs
        .find(|need| need["id"] == id)
        .unwrap_or_else(|| panic!("{id} in {kind}"))
}

fn strings(values: &[&str]) -> BTreeSet<String> {
    values.iter().map(ToString::to_string).collect()
}

/// A gap whose notes do not matter.
fn gap(arguments: &[&str]) -> Value {
    let answer = xwalk(&[&["gap", "--format=json"], arguments].concat());
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    serde_json::from_str(&answer.stdout).expect("the answer is JSON")
}

#[test]
fn levels_are_cumulative_for_knowledge_areas() {
    let have = ["1.1", "2.1", "7.5"];
    for level in LEVELS {
        let gap = gap(&["--for", level, "--have", &have.join(",")]);
        let asked = each(&EXPORT, "knowledge_areas").iter();
        let asked: Vec<&Value> = asked.filter(|row| is_up_to(&row["level"], level)).collect();
        let found = each(&gap, "knowledge_areas");
        assert_eq!(found.len(), asked.len(), "{level}");
        for (need, row) in found.iter().zip(asked) {
            assert_eq!(need["id"], row["id"]);
            let needed = codes_of(&row["ckc"]);
            let covered: BTreeSet<String> = needed.intersection(&strings(&have)).cloned().collect();
            assert_eq!(codes_of(&need["covered"]), covered);
            assert_eq!(codes_of(&need["missing"]), &needed - &covered);
        }
    }
}

#[test]
fn a_competency_needs_what_its_alignments_up_to_the_level_lead_to() {
    for level in LEVELS {
        let gap = gap(&["--for", level, "--have=2.2"]);
        let competencies = each(&EXPORT, "competencies");
        assert_eq!(each(&gap, "competencies").len(), competencies.len());
        for competency in competencies {
            let alignments = each(competency, "alignments").iter();
            let up_to =
                alignments.filter(|row| row["level"].is_string() && is_up_to(&row["level"], level));
            let links = up_to.flat_map(|row| each(row, "links"));
            let needed: BTreeSet<String> = links
                .flat_map(|link| codes_of(&knowledge_area(&text(link, "knowledge_area"))["ckc"]))
                .collect();
            let need = named(&gap, "competencies", &text(competency, "id"));
            let found = &codes_of(&need["covered"]) | &codes_of(&need["missing"]);
            assert_eq!(found, needed, "{level} {}", competency["id"]);
            assert_eq!(need["cause"].is_null(), need["causes"] == json!([]));
        }
    }
}

#[test]
fn what_no_training_can_close_has_its_cause() {
    let gap_of_all = gap(&["--for=fs", "--have=1.1"]);
    let causes = |id: &str| named(&gap_of_all, "competencies", id)["causes"].clone();
    assert_eq!(causes("7A.1"), json!(["unique"]));
    assert_eq!(causes("7A.2"), json!(["above-level"]));
    let rows = gap(&["--for=mhm", "--have=1.1"]);
    let cause = |id: &str| named(&rows, "knowledge_areas", id)["causes"].clone();
    assert_eq!(
        cause("direct-service-skills/supportive-counseling"),
        json!(["no-ckc"])
    );
    assert_eq!(
        cause("theoretical-foundations/adult-theory-practice"),
        json!(["other-framework"])
    );
    assert_eq!(cause("administration/program-management"), json!([]));
}

#[test]
fn a_competency_that_the_crosswalk_has_no_name_for_says_so() {
    let folder = folder();
    let page = write(
        &folder,
        "page.txt",
        "1A.1. Writes of ships.\nEssential or important?: Important\n\
         IECMHC Endorsement Competency: Communicating\nKnowledge/Skill Area: Ship logs\n\
         As Demonstrated by/Other Work Experience (and Interview): Writes\n\
         1A.2. Counsels.\nEssential or important?: Important\n\
         IECMHC Endorsement Competency: Direct Service Skills\nKnowledge/Skill Area: Supportive counseling (MHS)\n\
         As Demonstrated by/Other Work Experience (and Interview): Counsels\n",
    );
    let gap = gap(&["--have=1.1", "--competencies", &page]);
    assert_eq!(
        named(&gap, "competencies", "1A.1")["causes"],
        json!(["unlinked"])
    );
    let counsels = named(&gap, "competencies", "1A.2");
    assert_eq!(counsels["causes"], json!(["no-ckc"]));
    let cause = text(counsels, "cause");
    assert!(cause.contains("Supportive counseling"), "{cause}");
}

#[test]
fn what_is_asked_by_name_above_the_level_is_shown_as_such() {
    let gap = gap(&["program management", "listening", "--for=mhs", "--have=1.1"]);
    let row = named(&gap, "knowledge_areas", "administration/program-management");
    assert_eq!(row["causes"], json!(["above-level"]));
    assert_eq!(codes_of(&row["missing"]), BTreeSet::new());
    let listening = knowledge_area("communicating/listening");
    assert_eq!(codes_of(&gap["missing"]), codes_of(&listening["ckc"]));
}

#[test]
fn references_and_filters_say_what_is_asked() {
    let one = gap(&["7A.2", "--have=7.2"]);
    assert_eq!(each(&one, "competencies").len(), 1);
    assert_eq!(each(&one, "knowledge_areas").len(), 1);
    assert_eq!(
        codes_of(&one["missing"]),
        strings(&["7.3", "7.4", "7.5", "7.6"])
    );
    let item = gap(&["CKC 7.2", "--have=1.1"]);
    assert_eq!(codes_of(&item["missing"]), strings(&["7.2"]));
    let restored = gap(&["--certainty=restored", "--have=1.1"]);
    let all = each(&EXPORT, "knowledge_areas").iter();
    let all = all.flat_map(|row| each(row, "ckc"));
    let all = all.filter(|item| item["certainty"] == "restored");
    let all: BTreeSet<String> = all.map(|item| text(item, "code")).collect();
    assert_eq!(codes_of(&restored["missing"]), all);
    let composite = gap(&["--linked=composite", "--have=1.1"]);
    let ids: BTreeSet<String> = column(
        "competency",
        &["list", "competencies", "--linked=composite"],
    )
    .into_iter()
    .collect();
    let found = each(&composite, "competencies")
        .iter()
        .map(|need| text(need, "id"));
    assert_eq!(found.collect::<BTreeSet<_>>(), ids);
}

#[test]
fn codes_ranges_domains_and_a_log_of_them_are_the_same() {
    let folder = folder();
    let log = write(
        &folder,
        "log.csv",
        "CKC\n4.1 ckc:4.2\n\"CKC 4.3; 7.1\"\n7.2|7.3\n\"7.4,7.5\"\n7.6\n",
    );
    let from_log = gap(&["--log", &log]);
    for have in ["4.1-4.3,7", "CKC 4.1,4.2,4.3,7.1-7.6"] {
        let typed = gap(&["--have", have]);
        assert_eq!(typed["covered"], from_log["covered"], "{have}");
        assert_eq!(
            typed["knowledge_areas"][0]["covered"],
            from_log["knowledge_areas"][0]["covered"]
        );
    }
    assert_eq!(
        codes_of(&from_log["covered"]),
        strings(&[
            "4.1", "4.2", "4.3", "7.1", "7.2", "7.3", "7.4", "7.5", "7.6"
        ])
    );
}

#[test]
fn the_hours_of_a_training_count_once_in_each_area_that_it_touches() {
    let folder = folder();
    // 7.2 and 7.3 are both in Program management, 6.1 in no item of it.
    let log = write(
        &folder,
        "log.csv",
        "ckc,hours\n7.2 7.3,1.5\n7.2,2\n7.2,\n6.1,4\n",
    );
    let gap = gap(&["program management", "--log", &log]);
    assert_eq!(gap["knowledge_areas"][0]["hours"], json!(3.5));
    assert_eq!(gap["knowledge_areas"][0]["hours_up_to"], json!(3.5));
    let without = write(&folder, "other.csv", "ckc\n7.2\n");
    let without = crate::run::json(&["gap", "7A.2", "--format=json", "--log", &without]);
    assert_eq!(without["knowledge_areas"][0]["hours"], Value::Null);
}

#[test]
fn the_hours_of_a_training_count_once_in_a_total_and_say_up_to_beside_an_area() {
    let log = data("examples/log.csv");
    let log = log.to_str().expect("UTF-8");
    let total = gap(&["--log", log])["hours"].clone();
    assert_eq!(total, json!(18.5));
    let answer = xwalk(&["gap", "--log", log]);
    assert!(
        answer
            .stdout
            .contains("18.5 hours of training touch these, each training counted once"),
        "{}",
        answer.stdout
    );
    let (header, rows) = table(b',', &xwalk(&["gap", "--log", log, "--format=csv"]).stdout);
    assert!(!header.contains(&"hours".to_owned()));
    let at = header.iter().position(|name| name == "hours_up_to");
    let up_to = at.expect("a column hours_up_to");
    let hours = |row: &Vec<String>| row[up_to].parse::<f64>().unwrap_or(0.0);
    assert!(rows.iter().all(|row| hours(row) <= 18.5));
    assert!(rows.iter().map(hours).sum::<f64>() > 18.5);
    let shown = xwalk(&["gap", "--area=reflection", "--log", log, "--width=80"]).stdout;
    assert!(shown.contains("up to 6 hours"), "{shown}");
}

#[test]
fn what_no_ckc_item_leads_to_needs_training_too() {
    let unique = xwalk(&["gap", "7D.2", "7A.2", "--have=7.2"]);
    assert!(
        unique
            .stdout
            .contains("No CKC item leads to 1 of 2 competencies: they need training too"),
        "{}",
        unique.stdout
    );
    let above = xwalk(&["gap", "7A.2", "--for=fs", "--have=7.2"]);
    assert_eq!(above.code, Some(0));
    assert!(
        above.stdout.starts_with(
            "For a Family Specialist: no CKC item to cover\n\
             Required only at a higher level: 1 of 1 knowledge areas and 1 of 1 competencies\n"
        ),
        "{}",
        above.stdout
    );
    for asked in [&["gap", "--have=1.1"][..], &["gap", "7D.2", "--have=1.1"]] {
        assert!(!xwalk(asked).stdout.contains("othing to train"));
    }
}

#[test]
fn a_log_of_several_learners_is_nobodys_until_one_is_named() {
    let folder = folder();
    let log = write(&folder, "log.csv", "learner,ckc\n007,7.2\n7,7.3\n007,7.4\n");
    let message = refused(2, &["gap", "7A.2", "--log", &log]);
    assert!(
        message.contains("2 learners (007, 7)") && message.contains("--learner"),
        "{message}"
    );
    let one = gap(&["7A.2", "--log", &log, "--learner=007"]);
    assert_eq!(codes_of(&one["covered"]), strings(&["7.2", "7.4"]));
    let message = refused(1, &["gap", "7A.2", "--log", &log, "--learner=07"]);
    assert!(
        message.contains("“07”") && message.contains("007"),
        "{message}"
    );
    let nameless = write(&folder, "nameless.csv", "ckc\n7.2\n");
    let message = refused(2, &["gap", "7A.2", "--log", &nameless, "--learner=007"]);
    assert!(message.contains("no column learner"), "{message}");
}

#[test]
fn nothing_is_computed_from_a_log_with_bad_rows_unless_they_are_skipped() {
    let folder = folder();
    let log = write(&folder, "log.csv", "ckc,hours\n7.2,1\n7.9,1\n7.3,long\n");
    let message = refused(2, &["gap", "7A.2", "--log", &log]);
    for part in [
        "log.csv:3, column ckc",
        "7.9",
        "CKC 7.6",
        "log.csv:4, column hours",
        "--skip-bad",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
    let answer = xwalk(&["gap", "7A.2", "--log", &log, "--skip-bad", "--format=json"]);
    let gap: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    // The codes of the row whose hours are bad count.
    assert_eq!(codes_of(&gap["covered"]), strings(&["7.2", "7.3"]));
    assert!(
        answer
            .stderr
            .contains("2 cells or rows cannot be read and are left out; 1 whole row is left out"),
        "{}",
        answer.stderr
    );
}

#[test]
fn an_unknown_code_is_answered_with_the_nearest() {
    let message = refused(1, &["gap", "7A.2", "--have=7.9"]);
    assert!(
        message.contains("“7.9”") && message.contains("CKC 7.6"),
        "{message}"
    );
}

#[test]
fn that_nothing_taken_is_given_is_said() {
    let answer = xwalk(&["gap", "7A.2"]);
    assert!(
        answer.stderr.contains("--have or --log"),
        "{}",
        answer.stderr
    );
    assert!(
        answer
            .stdout
            .starts_with("0 of 5 CKC items covered, 5 missing\n"),
        "{}",
        answer.stdout
    );
}

#[test]
fn a_log_may_be_piped_in_but_not_with_a_document() {
    let answer = xwalk_reading("ckc\n7.2\n", &["gap", "7A.2", "--log=-", "--format=json"]);
    let gap: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    assert_eq!(codes_of(&gap["covered"]), strings(&["7.2"]));
    let answer = xwalk_reading(&crosswalk(), &["gap", "7A.2", "--log=-", "--crosswalk=-"]);
    assert_eq!(answer.code, Some(2));
    assert!(answer.stderr.contains("one file only"), "{}", answer.stderr);
}

#[test]
fn the_rows_have_a_column_for_each_thing_that_is_known() {
    let log = data("examples/log.csv");
    let log = log.to_str().expect("UTF-8");
    let answer = xwalk(&["gap", "--for=mhm", "--log", log, "--format=csv"]);
    let (header, rows) = table(b',', &answer.stdout);
    let gap = gap(&["--for=mhm", "--log", log]);
    let needs = each(&gap, "knowledge_areas")
        .iter()
        .chain(each(&gap, "competencies"));
    let at = |name: &str| {
        header
            .iter()
            .position(|column| column == name)
            .expect("a column")
    };
    assert_eq!(rows.len(), needs.clone().count());
    for (row, need) in rows.iter().zip(needs) {
        assert_eq!(row[at("id")], text(need, "id"));
        let missing: Vec<String> = each(need, "missing")
            .iter()
            .map(|code| format!("CKC {}", code.as_str().expect("a code")))
            .collect();
        assert_eq!(row[at("missing")], missing.join("; "));
        assert_eq!(row[at("covered")], each(need, "covered").len().to_string());
        assert_eq!(row[at("why")], text(need, "cause"));
    }
    assert!(
        answer.stderr.starts_with("For a Mental Health Mentor: "),
        "{}",
        answer.stderr
    );
}

#[test]
fn what_no_record_passes_is_exit_1() {
    let message = refused(1, &["gap", "--have=1.1", "--match=zeppelin"]);
    assert!(message.contains("nothing matched"), "{message}");
}

#[test]
fn added_columns_leave_the_other_sections() {
    let bare = found(&["gap", "7A.2", "--have=7.2", "--format=md"]);
    let added = found(&[
        "gap",
        "7A.2",
        "--have=7.2",
        "--format=md",
        "--add-columns=Training,Date",
    ]);
    let titles = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.starts_with("## "));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(titles(&added), titles(&bare));
    assert_eq!(added.matches("| Training | Date |").count(), 1);
}
