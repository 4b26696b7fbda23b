//! Why two records correspond; the places are read off the printed documents by eye.

use serde_json::Value;

use crate::run::{
    Answer, competencies_page, each, folder, found, json, read, refused, table, text, write, xwalk,
};

/// A page with a near name, a name that is nowhere, and a row that lists no CKC item.
const PAGE: &str = "\
1A.1. Notices loss.
Essential or important?: Essential
IECMHC Endorsement Competency: Theoretical Foundations
Knowledge/Skill Area: Attachment, Separation, Trauma, Grief, & Loss
As Demonstrated by/Other Work Experience (and Interview): Notices
1A.2. Steers ships.
Essential or important?: Important
IECMHC Endorsement Competency: Thinking
Knowledge/Skill Area: Seamanship
As Demonstrated by/Other Work Experience (and Interview): Steers
1A.3. Teaches adults.
Essential or important?: Important
IECMHC Endorsement Competency: Theoretical Foundations
Knowledge/Skill Area: Adult theory & practice (MHM)
As Demonstrated by/Other Work Experience (and Interview): Teaches
1A.4. Writes.
Essential or important?: Important
IECMHC Endorsement Competency: Communicating
Knowledge/Skill Area: Writing
As Demonstrated by/Other Work Experience (and Interview): Writes
";

/// The answer of a run that finds no chain.
fn no_way(arguments: &[&str]) -> String {
    let Answer {
        code,
        stdout,
        stderr,
    } = xwalk(arguments);
    assert_eq!((code, stderr.as_str()), (Some(1), ""), "{arguments:?}");
    assert!(!stdout.is_empty(), "{arguments:?}");
    stdout
}

fn cause(arguments: &[&str]) -> String {
    let arguments = [arguments, &["--format=json"]].concat();
    let chains: Value = serde_json::from_str(&no_way(&arguments)).expect("JSON");
    let causes = chains.as_array().expect("an array").iter();
    let causes = causes.map(|chain| text(chain, "cause"));
    causes.collect::<Vec<_>>().join("\n")
}

fn chains(from: &str, to: &str) -> Vec<Value> {
    let chains = json(&["why", from, to, "--format=json"]);
    chains.as_array().expect("an array").clone()
}

fn hop_ends(chain: &Value) -> Vec<[String; 2]> {
    let hops = each(chain, "hops").iter();
    hops.map(|hop| [text(hop, "from"), text(hop, "to")])
        .collect()
}

/// Every quote in JSON is where it says it is.
fn assert_quoted(chain: &Value) {
    let documents = [
        ("iecmhc", competencies_page()),
        ("wv", crate::run::crosswalk()),
    ];
    let hops = each(chain, "hops").iter();
    for quote in hops.flat_map(|hop| each(hop, "quote")) {
        let (_, document) = documents
            .iter()
            .find(|(id, _)| *id == text(quote, "document"))
            .expect("a known document");
        let number = |key: &str| {
            let number = quote[key].as_u64().expect("a number");
            usize::try_from(number).expect("a small number")
        };
        let start: usize = document
            .split_inclusive('\n')
            .take(number("line") - 1)
            .map(str::len)
            .sum();
        let line = &document[start..];
        let column = line.char_indices().nth(number("column") - 1);
        let rest = column.map_or("", |(at, _)| &line[at..]);
        assert!(rest.starts_with(&text(quote, "words")), "{quote}");
        assert!(
            !text(quote, "words").is_empty() || quote["reading"].is_string(),
            "{quote}"
        );
    }
}

#[test]
fn every_way_is_shown_with_its_hops() {
    let chains = chains("7A.4", "7.5");
    let label = "Administration ▸ Program development/management (MHM)";
    let hops = |row: &str| {
        [["7A.4", label], [label, row], [row, "7.5"]].map(|ends| ends.map(String::from))
    };
    assert_eq!(chains.len(), 2);
    assert_eq!(
        hop_ends(&chains[0]),
        hops("administration/program-development")
    );
    assert_eq!(
        hop_ends(&chains[1]),
        hops("administration/program-management")
    );
    for chain in &chains {
        assert_quoted(chain);
        assert_eq!(chain["cause"], Value::Null);
        let [first, second, _] = each(chain, "hops") else {
            panic!("three hops: {chain}")
        };
        assert_eq!(text(first, "importance"), "important");
        assert_eq!(text(first, "level"), "MHM");
        assert_eq!(text(second, "match"), "composite");
        assert_eq!(text(&second["errata"][0], "id"), "E13");
    }
    let card = found(&["why", "7A.4", "7.5"]);
    for words in [
        "7A.4 → CKC 7.5: 2 ways",
        "1  7A.4 is aligned to Administration ▸ Program development/management (MHM)",
        "“Administration (MHM)” iecmhc:21:32",
        "“Important” iecmhc:20:26",
        "“Program management (IMHM)” wv:122:2",
        "nothing is printed at wv:122:2, read as [Administration]",
        "E13 (certain): The area's heading is not printed.",
        "“7.5 - Implements policies and procedures",
    ] {
        assert!(card.contains(words), "{words}\n{card}");
    }
}

#[test]
fn every_quote_of_every_chain_is_where_it_says() {
    for competency in [
        "7A.2", "7A.5", "7A.9", "7A.10", "7A.11", "7B.2", "7C.1", "7D.1",
    ] {
        let rows = crate::run::rows(&["trace", competency]);
        for row in rows {
            chains(competency, &format!("CKC {}", text(&row, "ckc")))
                .iter()
                .for_each(assert_quoted);
        }
    }
}

#[test]
fn the_other_direction_has_the_same_hops_reversed() {
    let mut down = chains("7A.2", "7.3");
    let up = chains("CKC 7.3", "7A.2");
    assert_eq!(
        (text(&up[0], "from"), text(&up[0], "to")),
        ("7.3".into(), "7A.2".into())
    );
    let mut reversed: Vec<_> = hop_ends(&up[0]);
    reversed.reverse();
    for ends in &mut reversed {
        ends.reverse();
    }
    assert_eq!(hop_ends(&down.remove(0)), reversed);
    let card = found(&["why", "CKC 7.3", "7A.2"]);
    assert!(card.contains("CKC 7.3 is listed by [Administration] ▸ Program management (MHM)"));
}

#[test]
fn a_knowledge_area_is_an_end_too() {
    let chains = chains("7A.9", "program evaluation");
    assert_eq!(hop_ends(&chains[0]).len(), 2);
    assert_quoted(&chains[0]);
    // A name in two areas: the one that a chain leads to.
    let card = found(&["why", "7A.9", "advocacy"]);
    assert!(
        card.contains("same name  Leading People ▸ Advocacy (MHM)"),
        "{card}"
    );
    assert!(
        card.contains("level: MHM in the competencies, unmarked in the crosswalk"),
        "{card}"
    );
}

#[test]
fn restored_words_are_told_from_printed_ones() {
    let chains = chains("agency policy", "7.3");
    assert_quoted(&chains[0]);
    let hop = &chains[0]["hops"][0];
    let errata = each(hop, "errata").iter().map(|found| text(found, "id"));
    assert_eq!(errata.collect::<Vec<_>>(), ["E01", "E02", "E03"]);
    let readings: Vec<_> = each(hop, "quote")
        .iter()
        .map(|quote| [text(quote, "words"), text(quote, "reading")])
        .filter(|[_, reading]| !reading.is_empty())
        .collect();
    assert_eq!(
        readings,
        [["", "Agency policy"], ["procedures", "procedures 7.3"]]
    );
    let card = found(&["why", "7A.10", "CKC 3.2"]);
    assert!(
        card.contains("nothing is printed at wv:84:1, read as [Collaborating]"),
        "{card}"
    );
    assert!(card.contains("E11 (certain)"), "{card}");
}

#[test]
fn a_statement_of_another_code_is_said() {
    let hop = &chains("planning & organizing", "1.2")[0]["hops"][0];
    let differs = hop["differs"][0].as_str().expect("a difference");
    assert!(
        differs.contains("most rows print “Applies the process"),
        "{differs}"
    );
}

#[test]
fn sections_and_areas_stand_for_their_records() {
    let ends = |from: &str, to: &str| -> Vec<String> {
        chains(from, to)
            .iter()
            .map(|chain| text(chain, "from"))
            .collect()
    };
    assert_eq!(ends("7B", "7.6"), ["7B.1", "7B.2", "7B.3"]);
    assert_eq!(ends("administration", "6.2").len(), 1);
}

#[test]
fn unique_is_a_cause() {
    assert_eq!(
        cause(&["why", "7A.1", "7.5"]),
        "7A.1 is Unique: the authors say that the Endorsement has no counterpart."
    );
    let card = no_way(&["why", "7A.1", "7.5"]);
    assert!(card.contains("7A.1 → CKC 7.5: no way"), "{card}");
    assert!(card.contains("“Unique” iecmhc:6:32"), "{card}");
}

#[test]
fn an_item_outside_of_the_lists_is_a_cause() {
    let cause = cause(&["why", "7A.9", "7.2"]);
    for words in [
        "Administration ▸ Program evaluation (MHM), which lists CKC 7.6, not 7.2.",
        "Direct Service Skills ▸ Advocacy, which lists CKC 1.1, 2.4,",
        "CKC 7.2 is listed by Law, Regulation & Agency Policy ▸ Agency policy,",
        "and 5 more.",
    ] {
        assert!(cause.contains(words), "{words}\n{cause}");
    }
}

#[test]
fn the_same_name_in_another_area_is_a_cause() {
    let cause = cause(&["why", "7A.9", "leading-people/advocacy"]);
    assert!(
        cause.contains("which has the same name: the printed area decides."),
        "{cause}"
    );
}

#[test]
fn a_row_without_items_and_an_unknown_name_are_causes() {
    let folder = folder();
    let page = write(&folder, "page.txt", PAGE);
    let cause = |from: &str, to: &str| cause(&["why", from, to, "--competencies", &page]);
    assert_eq!(
        cause("supportive counseling", "6.2")
            .split(". ")
            .next()
            .expect("a sentence"),
        "Direct Service Skills ▸ Supportive counseling (MHS) lists no CKC item: the crosswalk \
         prints “Found no corresponding competencies”"
    );
    let adults = cause("1A.3", "6.2");
    assert!(
        adults.contains(
            "lists no CKC item, but another framework: the crosswalk prints “T&TA Competencies”."
        ),
        "{adults}"
    );
    let ships = cause("1A.2", "6.2");
    assert!(
        ships.contains(
            "1A.2 is aligned to Thinking ▸ Seamanship; the crosswalk has no knowledge area of this"
        ),
        "{ships}"
    );
    assert!(ships.contains("nearest is"), "{ships}");
}

#[test]
fn a_row_that_breaks_off_says_what_is_printed_of_its_labels() {
    let folder = folder();
    let area = "IECMHC Endorsement Competency: Thinking\n";
    let knowledge = "Knowledge/Skill Area: Seamanship\n";
    for (lost, said) in [
        (
            &[knowledge][..],
            "1A.2 is aligned to the area Thinking, but the page does not print to which knowledge area.",
        ),
        (
            &[area],
            "1A.2 is aligned to the knowledge area Seamanship, but the page does not print its area.",
        ),
        (
            &[area, knowledge],
            "1A.2: the page does not print what it is aligned to.",
        ),
    ] {
        let page = lost
            .iter()
            .fold(PAGE.to_owned(), |page, line| page.replace(line, ""));
        let page = write(&folder, "page.txt", page);
        let answer = xwalk(&["why", "1A.2", "6.2", "--competencies", &page, "--width=200"]);
        assert!(answer.stdout.contains(said), "{}", answer.stdout);
    }
}

#[test]
fn a_near_name_says_so() {
    let folder = folder();
    let page = write(&folder, "page.txt", PAGE);
    let card = found(&["why", "1A.1", "1.1", "--competencies", &page]);
    for words in [
        "near: the closest name, not the same",
        "name: Attachment, Separation, Trauma, Grief, & Loss in the competencies",
        "page:4:23",
    ] {
        assert!(card.contains(words), "{words}\n{card}");
    }
}

#[test]
fn an_item_at_another_level_only_is_a_cause() {
    let folder = folder();
    let page = write(&folder, "page.txt", PAGE);
    let marked = "Thinking\tSteering (IMHM) Steers ships with care\t 9.1 - Steers ships\n";
    let table = write(
        &folder,
        "table.txt",
        format!("{}\n{marked}", crate::run::crosswalk()),
    );
    let cause = cause(&[
        "why",
        "1A.4",
        "9.1",
        "--competencies",
        &page,
        "--crosswalk",
        &table,
    ]);
    assert!(
        cause.contains("CKC 9.1 is only listed at another level: Thinking ▸ Steering (MHM)."),
        "{cause}"
    );
}

#[test]
fn two_of_a_kind_and_unknown_names_are_refused() {
    assert!(refused(2, &["why", "7A.5", "7A.2"]).contains("records of the same kind"));
    assert!(refused(1, &["why", "7A.99", "7.5"]).contains("7A.11"));
    assert!(refused(2, &["why"]).contains("<FROM>"));
    assert!(found(&["why", "--help"]).contains("Examples:"));
}

#[test]
fn rows_have_one_hop_each_in_the_tabular_formats() {
    let (header, rows) = table(b',', &found(&["why", "7A.4", "7.5", "--format=csv"]));
    assert_eq!(rows.len(), 6);
    let at = |row: usize, name: &str| {
        let column = header.iter().position(|column| column == name);
        rows[row][column.expect("a column")].as_str()
    };
    assert_eq!(
        (at(0, "way"), at(0, "hop"), at(3, "way"), at(3, "hop")),
        ("1", "1", "2", "1")
    );
    assert_eq!(at(2, "hop_to"), "CKC 7.5");
    assert_eq!(at(1, "errata"), "E13");
    let (header, rows) = table(b',', &no_way(&["why", "7A.1", "7.5", "--format=csv"]));
    assert_eq!(header[header.len() - 3..], ["cause", "doubt", "incomplete"]);
    assert!(rows[0][header.len() - 3].contains("Unique"));
    let folder = folder();
    let path = folder.path().join("why.json");
    let path = path.to_str().expect("UTF-8");
    assert_eq!(xwalk(&["why", "7A.1", "7.5", "-o", path]).code, Some(1));
    assert!(read(path.as_ref()).contains("Unique"));
}

#[test]
fn one_record_alone_is_asked_for_all_its_ways() {
    let alone = json(&["why", "7A.4", "--format=json"]);
    let alone = alone.as_array().expect("an array");
    let traced = crate::run::rows(&["trace", "7A.4"]);
    assert_eq!(alone.len(), traced.len());
    for chain in alone {
        assert!(chains("7A.4", &text(chain, "to")).contains(chain));
    }
    let item = json(&["why", "7.3", "--format=json"]);
    assert!(item.as_array().is_some_and(|ways| {
        ways.iter().all(|way| text(way, "from") == "7.3") && !ways.is_empty()
    }));
}

#[test]
fn a_record_that_leads_nowhere_is_told_why() {
    for (asked, words) in [
        ("7A.1", "Unique: the authors say"),
        ("adult theory", "lists no CKC item, but another framework"),
        (
            "2.5",
            "No competency is linked to a knowledge area that lists it",
        ),
    ] {
        let cause = cause(&["why", asked]);
        assert!(cause.contains(words), "{asked}: {cause}");
        no_way(&["why", asked, "--format=csv"]);
    }
    let card = no_way(&["why", "7A.1"]);
    assert!(card.starts_with("7A.1: no CKC item\n"), "{card}");
    let folder = folder();
    let page = write(&folder, "page.txt", PAGE);
    let cause = cause(&["why", "1A.3", "--competencies", &page]);
    assert!(
        cause.contains("Adult theory & practice (MHM), which lists no CKC item"),
        "{cause}"
    );
}

#[test]
fn a_code_may_be_two_words_and_names_of_several_need_quotes() {
    assert_eq!(
        found(&["why", "7A.4", "CKC", "7.5"]),
        found(&["why", "7A.4", "7.5"])
    );
    assert_eq!(
        found(&["why", "CKC", "7.5", "7A.4"]),
        found(&["why", "7.5", "7A.4"])
    );
    let message = refused(2, &["why", "program", "management", "7.3"]);
    assert!(message.contains("in quotes"), "{message}");
}
