//! The ledger of links: written, reviewed, read back.

use crate::run::{column, folder, found, json, refused, rows, table, text, write, xwalk_reading};

/// A near name, and a name that is nowhere.
const PAGE: &str = "\
1A.1. Notices loss.
Essential or important?: Essential
IECMHC Endorsement Competency: Theoretical Foundations
Knowledge/Skill Area: Attachment, Separation, Trauma, Grief, & Loss
As Demonstrated by/Other Work Experience (and Interview): Notices
1A.2. Writes of ships.
Essential or important?: Important
IECMHC Endorsement Competency: Communicating
Knowledge/Skill Area: Ship logs
As Demonstrated by/Other Work Experience (and Interview): Writes
1A.3. Is rare.
Essential or important?: Important
IECMHC Endorsement Competency: Unique
Knowledge/Skill Area: Unique
As Demonstrated by/Other Work Experience (and Interview): Unique
";

const LOSS: &str = "theoretical-foundations/attachment-separation-trauma-loss";
const NEAR: &str = "1A.1,Theoretical Foundations,\"Attachment, Separation, Trauma, Grief, & Loss\"";
const HEADER: &str = "competency,area,knowledge,linked,decision\n";

/// What the program says with this page and a ledger of these rows.
struct Desk {
    folder: tempfile::TempDir,
    page: String,
    ledger: String,
}

fn desk(ledger: &str) -> Desk {
    let folder = folder();
    let page = write(&folder, "page.txt", PAGE);
    let ledger = write(&folder, "reviewed.csv", ledger);
    Desk {
        folder,
        page,
        ledger,
    }
}

impl Desk {
    fn arguments<'d>(&'d self, arguments: &[&'d str]) -> Vec<&'d str> {
        let sources = ["--competencies", &self.page, "--links", &self.ledger];
        [arguments, &sources].concat()
    }

    fn links(&self) -> Vec<[String; 4]> {
        let rows = rows(&self.arguments(&["list", "links"]));
        let row = |row: &serde_json::Value| {
            ["competency", "linked", "match", "decision"].map(|key| text(row, key))
        };
        rows.iter().map(row).collect()
    }

    fn refused(&self) -> String {
        refused(2, &self.arguments(&["list", "links"]))
    }
}

#[test]
fn every_alignment_has_its_rows() {
    let rows = rows(&["list", "links"]);
    let of = |id: &str| -> Vec<[String; 4]> {
        let rows = rows.iter().filter(|row| text(row, "competency") == id);
        rows.map(|row| ["area", "knowledge", "linked", "match"].map(|key| text(row, key)))
            .collect()
    };
    let composite = |id: &str| {
        [
            "Administration",
            "Program development/management",
            id,
            "composite",
        ]
        .map(String::from)
    };
    assert_eq!(
        of("7A.4"),
        [
            composite("administration/program-development"),
            composite("administration/program-management")
        ]
    );
    assert_eq!(of("7A.1"), [["", "", "", "unique"].map(String::from)]);
    let (header, records) = table(b',', &found(&["list", "links", "--format=csv"]));
    assert_eq!(
        header.join(","),
        "competency,statement,area,knowledge,level,linked,linked_name,match,differs,candidates,decision,source,doubt,incomplete"
    );
    assert_eq!(records.len(), rows.len());
    assert_eq!(column("competency", &["list", "links", "7B"]).len(), 3);
}

#[test]
fn same_names_and_near_names_are_candidates() {
    let rows = rows(&["list", "links", "7A.9"]);
    assert_eq!(rows[1]["candidates"][0], "leading-people/advocacy");
    let desk = desk(HEADER);
    let rows = crate::run::rows(&desk.arguments(&["list", "links"]));
    assert_eq!(text(&rows[0], "match"), "near");
    assert_eq!(text(&rows[1], "match"), "unlinked");
    assert_eq!(rows[1]["linked"], serde_json::Value::Null);
    assert!(rows[1]["candidates"].is_array());
}

#[test]
fn an_accepted_near_link_says_so_and_stays_near() {
    let desk = desk(&format!("{HEADER}{NEAR},{LOSS},accept\n"));
    assert_eq!(
        desk.links()[0],
        ["1A.1", LOSS, "near", "accept"].map(String::from)
    );
    let export = json(&desk.arguments(&["export"]));
    let link = &export["competencies"][0]["alignments"][0]["links"][0];
    assert!(
        link["differs"].to_string().contains("accepted by review"),
        "{link}"
    );
}

#[test]
fn a_rejected_link_is_gone_and_the_alignment_says_so() {
    let desk = desk(&format!("{HEADER}{NEAR},{LOSS},reject\n"));
    assert_eq!(
        desk.links()[0],
        ["1A.1", LOSS, "rejected", "reject"].map(String::from)
    );
    let trace = rows(&desk.arguments(&["trace", "1A.1"]));
    assert_eq!(trace.len(), 1);
    assert_eq!(text(&trace[0], "match"), "rejected");
    let card = found(&desk.arguments(&["show", "1A.1"]));
    assert!(card.contains("(rejected by review)"), "{card}");
    let leads_there = crate::run::xwalk(&desk.arguments(&["trace", LOSS]));
    assert_eq!(leads_there.code, Some(1), "{}", leads_there.stdout);
    let why = crate::run::xwalk(&desk.arguments(&["why", "1A.1", "1.1"]));
    assert_eq!(why.code, Some(1));
    assert!(
        why.stdout.contains("is rejected by review."),
        "{}",
        why.stdout
    );
}

#[test]
fn one_name_of_a_composite_can_be_rejected() {
    let folder = folder();
    let row = "7A.4,Administration,Program development/management,administration/program-management,reject\n";
    let ledger = write(&folder, "reviewed.csv", format!("{HEADER}{row}"));
    let areas = column("knowledge_area", &["trace", "7A.4", "--links", &ledger]);
    assert!(areas.iter().all(|area| area == "Program development"));
    let card = found(&["show", "7A.4", "--links", &ledger]);
    assert!(card.contains("rejected by review"), "{card}");
    let item = json(&["show", "7.3", "--format=json", "--links", &ledger]);
    assert!(!item[0]["competencies"].to_string().contains("7A.4"));
}

#[test]
fn a_reviewer_makes_links_that_names_do_not() {
    let desk = desk(&format!(
        "{HEADER}1A.2,Communicating,Ship logs,communicating/writing,Accept\n{NEAR},{},accept\n",
        "direct-service-skills/safety"
    ));
    assert_eq!(
        desk.links(),
        [
            ["1A.1", "direct-service-skills/safety", "reviewed", "accept"],
            // A near link is an offer: the accepted one takes its place.
            ["1A.1", LOSS, "rejected", "reject"],
            ["1A.2", "communicating/writing", "reviewed", "accept"],
            ["1A.3", "", "unique", ""],
        ]
        .map(|row| row.map(String::from))
    );
    assert!(column("match", &desk.arguments(&["trace", "1A.2"])).contains(&"reviewed".to_owned()));
    let card = found(&desk.arguments(&["why", "1A.2", "communicating/writing"]));
    assert!(card.contains("reviewed: a reviewer's decision"), "{card}");
    assert!(
        card.contains("name: Ship logs in the competencies, Writing in the crosswalk"),
        "{card}"
    );
}

#[test]
fn a_ledger_survives_its_own_writing() {
    let desk = desk(&format!(
        "{HEADER}{NEAR},{LOSS},reject\n1A.2,Communicating,Ship logs,communicating/writing,accept\n"
    ));
    let first = found(&desk.arguments(&["list", "links", "--format=csv"]));
    let again = write(&desk.folder, "again.csv", &first);
    let arguments = [
        "list",
        "links",
        "--format=csv",
        "--competencies",
        &desk.page,
    ];
    assert_eq!(
        found(&[&arguments[..], &["--links", &again]].concat()),
        first
    );
    // An untouched ledger decides nothing.
    let untouched = found(&arguments);
    let plain = write(&desk.folder, "plain.csv", &untouched);
    assert_eq!(
        found(&[&arguments[..], &["--links", &plain]].concat()),
        untouched
    );
}

#[test]
fn what_spreadsheets_do_to_a_ledger_does_no_harm() {
    let row = format!(
        "accept;x;{LOSS};1a.1;THEORETICAL FOUNDATIONS;Attachment, separation, trauma, grief and loss"
    );
    for ledger in [
        format!("\u{feff}Decision;Note;Linked;Competency;Area;Knowledge\r\n{row}\r\n"),
        format!("Decision;Note;Linked;Competency;Area;Knowledge\n\n{row}\n").replace(';', "\t"),
    ] {
        assert_eq!(desk(&ledger).links()[0][3], "accept", "{ledger}");
    }
}

#[test]
fn a_ledger_may_come_from_standard_input() {
    let desk = desk("");
    let ledger = format!("{HEADER}{NEAR},{LOSS},accept\n");
    let arguments = [
        "list",
        "links",
        "--competencies",
        &desk.page,
        "--links",
        "-",
    ];
    let answer = xwalk_reading(&ledger, &[&arguments[..], &["--format=csv"]].concat());
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    assert!(answer.stdout.contains("accepted by review"));
    let twice = xwalk_reading(&ledger, &[&arguments[..], &["--crosswalk=-"]].concat());
    assert_eq!(twice.code, Some(2));
}

#[test]
fn what_fits_nothing_is_refused_with_its_place_and_the_nearest() {
    for (rows, named) in [
        (
            format!("{NEAR},theoretical-foundations/attachment-separation-trauma-los,accept\n"),
            &[":2, column linked:", LOSS][..],
        ),
        (format!("{NEAR},,accept\n"), &[":2, column linked:", LOSS]),
        (
            format!("\n{NEAR},{LOSS},acept\n"),
            &[":3, column decision:", "\n  accept"],
        ),
        (
            format!("{NEAR},{LOSS},\n1A.9,A,B,{LOSS},accept\n"),
            &[":3, column competency:", "1A.1"],
        ),
        (
            format!("1A.1,Theoretical Foundations,Loss,{LOSS},reject\n"),
            &[
                ":2, column knowledge:",
                "Theoretical Foundations ▸ Attachment, Separation",
            ],
        ),
        (
            format!("1A.2,Thinking,Ship logs,{LOSS},reject\n"),
            &[":2, column area:", "Communicating ▸ Ship logs"],
        ),
        (
            format!("1A.3,,,{LOSS},accept\n"),
            &[":2, column decision:", "nothing to decide"],
        ),
        (
            format!("{NEAR},{LOSS},accept\n{NEAR},{LOSS},reject\n"),
            &[":3, column decision:", "contradicts line 2"],
        ),
    ] {
        let message = desk(&format!("{HEADER}{rows}")).refused();
        for words in ["reviewed.csv"].iter().chain(named) {
            assert!(message.contains(words), "{words}\n{message}");
        }
    }
    let message = desk("competency,area\n1A.1,x\n").refused();
    assert!(
        message.contains("reviewed.csv:1: no column `knowledge`"),
        "{message}"
    );
    assert!(refused(2, &["list", "links", "--links=nowhere.csv"]).contains("nowhere.csv"));
}

/// The built-in links with another knowledge area for one of them, accepted.
fn changed(edit: impl Fn(&mut Vec<String>)) -> Vec<[String; 4]> {
    let folder = folder();
    let (header, records) = table(b',', &found(&["list", "links", "--format=csv"]));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).expect("a header");
    for mut record in records {
        edit(&mut record);
        writer.write_record(&record).expect("a row");
    }
    let ledger = write(&folder, "links.csv", writer.into_inner().expect("bytes"));
    let links = rows(&["list", "links", "7A.2", "7A.4", "--links", &ledger]);
    let row = |row: &serde_json::Value| {
        ["competency", "linked", "match", "decision"].map(|key| text(row, key))
    };
    links.iter().map(row).collect()
}

#[test]
fn another_knowledge_area_on_an_accepted_row_replaces_the_link() {
    let [linked_at, name_at, decision_at] = [5, 6, 10];
    let row = |id: &str, name: &str, made: &str, decision: &str| {
        [id, &format!("administration/{name}"), made, decision].map(String::from)
    };
    let untouched = [
        row("7A.4", "program-development", "composite", ""),
        row("7A.4", "program-management", "composite", ""),
    ];
    let replaced = [
        row("7A.2", "program-evaluation", "reviewed", "accept"),
        row("7A.2", "program-management", "rejected", "reject"),
    ];
    for name in ["Program management", "Program evaluation", ""] {
        let links = changed(|record| {
            if record[0] == "7A.2" {
                record[linked_at] = "administration/program-evaluation".to_owned();
                record[name_at] = name.to_owned();
                record[decision_at] = "accept".to_owned();
            }
        });
        assert_eq!(links, [&replaced[..], &untouched].concat(), "{name}");
    }
    let links = changed(|record| {
        if record[0] == "7A.4" && record[name_at] == "Program management" {
            record[linked_at] = "administration/program-funding".to_owned();
            record[decision_at] = "accept".to_owned();
        }
    });
    let of_composite = [
        row("7A.4", "program-development", "composite", ""),
        row("7A.4", "program-funding", "reviewed", "accept"),
        row("7A.4", "program-management", "rejected", "reject"),
    ];
    assert_eq!(links[1..], of_composite);
}

#[test]
fn a_new_link_beside_a_row_that_stays_is_added() {
    let folder = folder();
    let row = |linked: &str, decision: &str| {
        format!("7A.2,Administration,Program management,{linked},{decision}\n")
    };
    let [old, new] = [
        "administration/program-management",
        "administration/program-funding",
    ];
    let ledger = format!("{HEADER}{}{}", row(old, ""), row(new, "accept"));
    let ledger = write(&folder, "links.csv", ledger);
    let linked = column("linked", &["list", "links", "7A.2", "--links", &ledger]);
    assert_eq!(linked, [old, new]);
    let both = "7A.4,Administration,Program development/management,administration/program-funding,accept\n";
    let ledger = write(&folder, "unclear.csv", format!("{HEADER}{both}"));
    let message = refused(2, &["list", "links", "--links", &ledger]);
    assert!(message.contains("not clear which of"), "{message}");
}
