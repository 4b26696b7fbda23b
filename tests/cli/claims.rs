//! What the answers claim of lists that may go on, of another framework, and of codes that are not printed.

use serde_json::{Value, json};

use crate::gap::named;
use crate::run::{Answer, crosswalk, each, folder, found, json, rows, table, text, write, xwalk};

const DELIVERY: &str = "systems-expertise/service-delivery-systems";
const INCOMPLETE: [(&str, &str); 3] = [
    (
        DELIVERY,
        "the words after 2.3 are damaged: further codes may be lost",
    ),
    (
        "direct-service-skills/developmental-guidance",
        "the list breaks off in 5.1: further codes may be lost",
    ),
    (
        "thinking/planning-organizing",
        "the list breaks off in 7.5: further codes may be lost",
    ),
];

#[test]
fn the_export_says_of_three_areas_why_their_lists_may_go_on() {
    let export = json(&["export", "--format=json"]);
    let rows = each(&export, "knowledge_areas").iter();
    let marked: Vec<(String, String)> = rows
        .filter(|row| row.get("incomplete").is_some())
        .map(|row| (text(row, "id"), text(row, "incomplete")))
        .collect();
    let expected = INCOMPLETE.map(|(id, why)| (id.to_owned(), why.to_owned()));
    assert_eq!(marked, expected);
}

#[test]
fn no_record_of_the_built_in_documents_is_in_doubt() {
    let export = found(&["export", "--format=json"]);
    assert!(!export.contains("\"doubt\""));
}

#[test]
fn a_code_that_an_incomplete_list_lacks_is_not_denied() {
    for (from, to) in [("7D.1", "2.4"), (DELIVERY, "2.4"), ("2.4", "7D.1")] {
        let Answer { code, stdout, .. } = xwalk(&["why", from, to]);
        assert_eq!(code, Some(1));
        let words = stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(!words.contains("not 2.4"), "{words}");
        assert!(
            words.contains(
                "lists CKC 2.3, and may list 2.4 as well: the words after 2.3 are damaged: further \
                 codes may be lost"
            ),
            "{words}"
        );
        let chains: Value =
            serde_json::from_str(&xwalk(&["why", from, to, "--format=json"]).stdout).expect("JSON");
        assert_eq!(text(&chains[0], "incomplete"), INCOMPLETE[0].1);
    }
}

#[test]
fn a_code_that_a_whole_list_lacks_is_denied() {
    let denied = xwalk(&["why", "7A.2", "1.1", "--format=json"]).stdout;
    assert!(
        denied.contains("7.6, not 1.1") && !denied.contains("incomplete"),
        "{denied}"
    );
}

#[test]
fn every_verb_says_that_a_list_may_go_on() {
    for arguments in [
        &["show", DELIVERY][..],
        &["show", "7D.1"],
        &["show", "2.3"],
        &["trace", "7D.1"],
        &["list", "knowledge", "systems expertise"],
        &["list", "competencies", "7D.1"],
        &["list", "areas", "systems expertise"],
        &["list", "links", "7D.1"],
        &["matrix", "--area=systems expertise"],
        &["why", "7D.1", "2.3"],
    ] {
        let person = found(&[arguments, &["--width=100"]].concat());
        assert!(person.contains('…'), "{arguments:?}: {person}");
        assert!(person.contains("… incomplete:"), "{arguments:?}: {person}");
        let program = xwalk(&[arguments, &["--format=csv"]].concat()).stdout;
        let lines: Vec<&str> = program.lines().collect();
        assert!(
            lines[0].split(',').any(|name| name == "incomplete"),
            "{arguments:?}: {program}"
        );
    }
}

#[test]
fn rows_say_why_a_list_may_go_on_in_the_last_columns() {
    for arguments in [
        &["trace", "7D.1"][..],
        &["show", "7D.1"],
        &["list", "knowledge", DELIVERY],
        &["matrix", DELIVERY],
    ] {
        let csv = xwalk(&[arguments, &["--format=csv"]].concat()).stdout;
        let (header, rows) = table(b',', &csv);
        let mut names = header.iter().rev();
        assert_eq!(
            names.next().map(String::as_str),
            Some("incomplete"),
            "{arguments:?}"
        );
        assert_eq!(
            names.next().map(String::as_str),
            Some("doubt"),
            "{arguments:?}"
        );
        let said = rows[0].last().expect("a last cell");
        assert!(said.ends_with(INCOMPLETE[0].1), "{arguments:?}: {said}");
    }
}

#[test]
fn a_list_that_breaks_off_with_the_document_may_go_on() {
    let folder = folder();
    let whole = crosswalk();
    let cut = whole
        .find("6.6 - Advocates for children, families")
        .expect("a place");
    for (cut, id) in [(cut + 20, "no-errata"), (cut + 4, "no-errata")] {
        let crosswalk = write(&folder, "cut.txt", &whole[..cut]);
        let export = json(&[
            "export",
            "--format=json",
            "--no-errata",
            "--crosswalk",
            &crosswalk,
        ]);
        let last = each(&export, "knowledge_areas").last().expect("a row");
        assert!(last.get("incomplete").is_some(), "{id}: {last}");
    }
}

#[test]
fn a_list_that_may_have_swallowed_a_code_may_lack_it() {
    let export = json(&["export", "--format=json", "--no-errata"]);
    let rows = each(&export, "knowledge_areas").iter();
    let is_damaged = |row: &&Value| {
        let codes: Vec<String> = each(row, "ckc")
            .iter()
            .map(|item| text(item, "code"))
            .collect();
        codes.starts_with(&["6.7", "7.1", "7.2", "7.4"].map(str::to_owned))
    };
    let row = rows
        .clone()
        .find(is_damaged)
        .expect("the second half of a row");
    assert_eq!(
        text(row, "incomplete"),
        "the words after 7.2 are damaged: further codes may be lost"
    );
}

#[test]
fn a_list_whose_last_statement_asks_for_more_words_may_go_on() {
    let folder = folder();
    let table = "Area of\tKnowledge Areas\t2015 CKC\n\
         Thinking\tKnots Ties knots\t1.1 - Ties ropes 1.2 - Unties ropes under load and\n\
         \tSails Sets sails\t2.1 - Sets sails in any wind\n";
    let crosswalk = write(&folder, "small.txt", table);
    let export = json(&["export", "--format=json", "--crosswalk", &crosswalk]);
    let rows = each(&export, "knowledge_areas");
    assert_eq!(
        text(&rows[0], "incomplete"),
        "the list breaks off in 1.2: further codes may be lost"
    );
    assert!(rows[1].get("incomplete").is_none(), "{}", rows[1]);
}

#[test]
fn another_framework_is_the_cause_and_not_that_nothing_corresponds() {
    let folder = folder();
    let page = write(
        &folder,
        "page.txt",
        "1A.1. Teaches.\nEssential or important?: Important\n\
         IECMHC Endorsement Competency: Theoretical Foundations\n\
         Knowledge/Skill Area: Adult theory & practice (MHM)\n\
         As Demonstrated by/Other Work Experience (and Interview): Teaches\n\
         1A.2. Counsels.\nEssential or important?: Important\n\
         IECMHC Endorsement Competency: Direct Service Skills\n\
         Knowledge/Skill Area: Supportive counseling (MHS)\n\
         As Demonstrated by/Other Work Experience (and Interview): Counsels\n",
    );
    let of_page = ["--competencies", &page];
    let rows = json(&[&["trace", "--format=json"][..], &of_page].concat());
    assert_eq!(rows[0]["match"], json!("other-framework"));
    assert_eq!(rows[1]["match"], json!("no-ckc"));
    let gap = json(&[&["gap", "--have=1.1", "--format=json"][..], &of_page].concat());
    let need = named(&gap, "competencies", "1A.1");
    assert_eq!(need["causes"], json!(["other-framework"]));
    for arguments in [
        &["show", "adult theory"][..],
        &["matrix", "theoretical"],
        &["gap", "adult theory", "--have=1.1"],
    ] {
        let said = found(&[arguments, &["--width=120"]].concat());
        assert!(said.contains("another framework"), "{arguments:?}: {said}");
    }
}

/// A page whose one competency is linked by a near name, and another under another area.
pub(crate) fn loose_page(folder: &tempfile::TempDir) -> String {
    write(
        folder,
        "loose.txt",
        "1A.1. Notices loss.\nEssential or important?: Essential\n\
         IECMHC Endorsement Competency: Theoretical Foundations\n\
         Knowledge/Skill Area: Attachment, Separation, Trauma, Grief, & Loss\n\
         As Demonstrated by/Other Work Experience (and Interview): Notices\n\
         1A.2. Writes.\nEssential or important?: Important\n\
         IECMHC Endorsement Competency: Thinking\nKnowledge/Skill Area: Writing\n\
         As Demonstrated by/Other Work Experience (and Interview): Writes\n",
    )
}

#[test]
fn lists_mark_what_a_loose_link_leads_to() {
    let folder = folder();
    let page = loose_page(&folder);
    let asked = |arguments: &[&str]| {
        found(&[arguments, &["--width=120", "--competencies", &page]].concat())
    };
    for (arguments, sign) in [
        (
            &[
                "list",
                "competencies",
                "--columns=competency,knowledge_areas",
            ][..],
            "trauma & loss~",
        ),
        (
            &["list", "competencies", "--columns=competency,ckc"],
            "1.1~",
        ),
        (
            &["list", "knowledge", "writing", "--columns=id,competencies"],
            "1A.2~",
        ),
        (
            &["list", "ckc", "1.3", "--columns=code,competencies"],
            "1A.1~",
        ),
        (&["trace", "1A.1"], "1.1~"),
    ] {
        let said = asked(arguments);
        assert!(said.contains(sign), "{arguments:?}: {said}");
    }
}

#[test]
fn a_gap_says_which_lists_may_go_on() {
    let asked = ["gap", "service delivery systems", "--have", "2.3"];
    let answer = json(&[&asked[..], &["--format=json"]].concat());
    let area = &answer["knowledge_areas"][0];
    let told = area["incomplete"].as_str().expect("a reason");
    assert!(told.contains("2.3"), "{told}");
    let found_rows = rows(&[&asked[..], &["--columns=id,incomplete"]].concat());
    assert!(!text(&found_rows[0], "incomplete").is_empty());
    let person = found(&[&asked[..], &["--format=table"]].concat());
    assert!(person.contains("may be lost"), "{person}");
    let whole = json(&["gap", "listening", "--have", "2.1", "--format=json"]);
    assert!(whole["knowledge_areas"][0].get("incomplete").is_none());
}

#[test]
fn a_summary_of_coverage_says_which_lists_may_go_on() {
    let folder = folder();
    let log = write(&folder, "log.csv", "learner,ckc\na,2.3\n");
    let asked = ["coverage", &log, "--summary"];
    let rows = rows(&[&asked[..], &["--knowledge=service delivery"]].concat());
    assert!(text(&rows[0], "incomplete").contains("2.3"), "{rows:?}");
}
