//! `search`: what is found, in which order, and what is said where nothing is.

use iecmhc_crosswalk::catalogue::Catalogue;
use iecmhc_crosswalk::query::reference::Reference;
use iecmhc_crosswalk::query::search::{Field, search};
use iecmhc_crosswalk::record::{CompetencyIndex, ItemIndex};

use crate::run::{self, found, refused, text, xwalk};

fn rows(arguments: &[&str]) -> Vec<(String, String)> {
    let rows = run::rows(&[&["search"], arguments].concat());
    let rows = rows.iter();
    rows.map(|row| (text(row, "id"), text(row, "field")))
        .collect()
}

fn best(arguments: &[&str]) -> (String, String) {
    rows(arguments).swap_remove(0)
}

#[test]
fn every_word_of_a_statement_finds_its_record() {
    let catalogue = Catalogue::built_in();
    let finds = |record: Reference, words: &str| {
        for word in words.split(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'') {
            if word.is_empty() {
                continue;
            }
            let found = search(&catalogue, word, |_| true).expect("a record");
            assert!(
                found.hits.iter().any(|hit| hit.record == record),
                "{word}: {record:?}"
            );
        }
    };
    for (index, competency) in CompetencyIndex::each(catalogue.competencies()) {
        finds(Reference::Competency(index), &competency.statement.words);
    }
    for (index, item) in ItemIndex::each(catalogue.items()) {
        finds(Reference::Item(index), &item.statement);
    }
}

#[test]
fn a_whole_statement_finds_its_own_record_first() {
    let catalogue = Catalogue::built_in();
    for (index, item) in catalogue.items().iter().enumerate() {
        let found = search(&catalogue, &item.statement, |_| true).expect("a record");
        let best = &found.hits[0];
        assert_eq!(best.text, item.statement, "{index}");
        assert_eq!(best.field, Field::Statement);
        assert_eq!(found.words, found.asked);
    }
}

#[test]
fn the_name_comes_before_words_in_passing() {
    let (id, field) = best(&["program", "evaluation"]);
    assert_eq!(id, "administration/program-evaluation");
    assert_eq!(field, "name");
}

#[test]
fn records_with_all_words_are_listed_alone() {
    let both = rows(&["program", "evaluation"]);
    let one = rows(&["evaluation"]);
    assert!(both.len() < one.len());
    assert!(
        both.iter()
            .all(|row| one.iter().any(|other| other.0 == row.0))
    );
}

#[test]
fn where_no_record_has_all_words_it_is_said() {
    let answer = xwalk(&["search", "reflective", "zzzzz"]);
    assert_eq!(answer.code, Some(0));
    assert!(
        answer.stderr.contains("these say 1 of its 2 words"),
        "{}",
        answer.stderr
    );
    assert!(answer.stdout.contains("Reflective supervision"));
}

#[test]
fn beginnings_and_slips_are_found() {
    assert_eq!(best(&["communic", "--kind=ckc"]).0, "2.2");
    assert_eq!(
        best(&["reflcetive", "supervison"]),
        best(&["reflective", "supervision"])
    );
}

#[test]
fn kinds_are_chosen() {
    for kind in ["competency", "area", "knowledge", "ckc"] {
        let rows = run::rows(&["search", "policy", "--kind", kind]);
        assert!(!rows.is_empty(), "{kind}");
        assert!(rows.iter().all(|row| row["kind"] == kind), "{kind}");
    }
}

#[test]
fn what_was_found_is_marked_in_colour_alone() {
    let plain = found(&["search", "leadership"]);
    assert!(!plain.contains('\u{1b}'));
    let coloured = found(&["search", "leadership", "--color=always"]);
    assert!(
        coloured
            .to_lowercase()
            .contains("\u{1b}[1m\u{1b}[4mleadership"),
        "{coloured}"
    );
    let csv = found(&["search", "leadership", "--color=always", "--format=csv"]);
    assert!(!csv.contains('\u{1b}'));
    let html = found(&["search", "leadership", "--format=html"]);
    assert!(html.to_lowercase().contains("<mark>leadership</mark>"));
}

#[test]
fn nothing_found_offers_the_nearest_words() {
    let message = refused(1, &["search", "supervsr"]);
    assert!(message.contains("no text says “supervsr”"), "{message}");
    assert!(message.contains("\n  supervis"), "{message}");
    assert!(refused(1, &["search", "—"]).contains("no text says"));
    assert!(refused(1, &["search", &"ab".repeat(50_000)]).contains("no text says"));
}

#[test]
fn each_word_counts_once_and_the_order_of_words_does_not() {
    assert_eq!(
        rows(&["policy", "program"]),
        rows(&["program", "policy", "program"])
    );
}

#[test]
fn an_id_a_code_and_a_level_mark_find_what_has_them() {
    for (typed, id) in [
        (&["7.5"][..], "CKC 7.5"),
        (&["CKC", "7.5"], "CKC 7.5"),
        (&["7A.4"], "7A.4"),
        (&["7a4"], "7A.4"),
    ] {
        let found = rows(typed);
        let ids: Vec<&str> = found
            .iter()
            .map(|(id, _)| id.trim_start_matches("CKC "))
            .collect();
        assert_eq!(ids, [id.trim_start_matches("CKC ")], "{typed:?}");
    }
    let marked = |kind: &str| -> Vec<String> {
        let kind = format!("--kind={kind}");
        rows(&["MHM", &kind])
            .into_iter()
            .map(|(id, _)| id)
            .collect()
    };
    let listed =
        |what: &str, key: &str| -> Vec<String> { run::column(key, &["list", what, "--level=mhm"]) };
    assert_eq!(marked("knowledge"), listed("knowledge", "id"));
    assert_eq!(marked("competency"), listed("competencies", "competency"));
    assert_eq!(rows(&["IMHM"]), rows(&["MHM"]));
}

#[test]
fn a_question_is_searched_without_the_words_that_make_it_a_sentence() {
    assert_eq!(
        found(&["search", "what about trauma and loss"]),
        found(&["search", "trauma loss"])
    );
    let answer = xwalk(&["search", "what about trauma and zeppelins?"]);
    assert_eq!(answer.code, Some(0));
    assert!(
        answer
            .stderr
            .contains("no record says all of “trauma zeppelins”: these say 1 of its 2 words"),
        "{}",
        answer.stderr
    );
}
