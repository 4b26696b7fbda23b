//! Documents that break off: all before the cut is read, and where it is shows.

#![cfg(feature = "documents")]

use std::borrow::Cow;

use iecmhc_crosswalk::catalogue::{
    Catalogue, Documents, built_in_competencies, built_in_crosswalk, built_in_errata,
};
use iecmhc_crosswalk::parse::errata::Errata;
use iecmhc_crosswalk::parse::{Part, Within, competencies, crosswalk};
use iecmhc_crosswalk::record::Competency;
use iecmhc_crosswalk::source::Document;

fn cut_page(text: &str) -> Documents {
    let text = Cow::Owned(text.to_owned());
    Documents {
        competencies: vec![Document::new("page", "page", text)],
        crosswalk: built_in_crosswalk(),
        errata: built_in_errata(),
    }
}

/// What a page breaks off in, and its last words.
fn page_end(text: &str) -> Option<(Within, &str)> {
    let end = competencies::parse(text).breaks_off?;
    Some((
        end.within,
        &text[end.range.start as usize..end.range.end as usize],
    ))
}

fn table_end(text: &str) -> Option<Within> {
    let end = crosswalk::parse(text).parsed.breaks_off?;
    Some(end.within)
}

#[test]
fn the_built_in_documents_are_whole() {
    for errata in [built_in_errata(), Errata::default()] {
        let catalogue = Catalogue::new(Documents::built_in(errata)).expect("a catalogue");
        for oddities in catalogue.oddities() {
            assert_eq!(oddities.ends_early, None);
        }
    }
}

#[test]
fn a_cut_within_a_row_of_a_page_shows() {
    let page = built_in_competencies();
    let text = page.text();
    let row = text.rfind("7D.1.").expect("a row");
    for (length, _) in text[row..].char_indices().skip(1) {
        let cut = text[..row + length].trim_end();
        let parsed = competencies::parse(cut);
        let role = parsed.parts.last().map(|part| part.role);
        let in_list = matches!(role, Some(competencies::Role::DemonstratedBy));
        assert!(parsed.breaks_off.is_some() || in_list, "{cut:?}");
    }
}

/// The byte ranges of a page's lists.
fn lists(text: &str) -> Vec<std::ops::Range<usize>> {
    let parts = competencies::parse(text).parts;
    let lists = parts
        .iter()
        .filter(|part| part.role == competencies::Role::DemonstratedBy);
    lists.map(Part::range).collect()
}

#[test]
fn a_page_cut_within_a_word_breaks_off_and_one_cut_after_a_row_does_not() {
    let page = built_in_competencies();
    let text = page.text();
    let (mut cuts, mut shown) = (0, 0);
    for list in lists(text).into_iter().filter(|list| list.start > 8_000) {
        assert_eq!(page_end(&text[..list.end]), None, "{:?}", &text[list]);
        let in_word = |at: &usize| {
            let [before, after] = [at - 1, *at].map(|at| text.as_bytes()[at]);
            before.is_ascii_alphabetic() && after.is_ascii_alphabetic()
        };
        for at in (list.start + 1..list.end).filter(in_word) {
            cuts += 1;
            shown += usize::from(page_end(&text[..at]).is_some());
        }
    }
    // The rest end in letters that end a word elsewhere.
    assert!(
        cuts > 1_000 && shown * 100 >= cuts * 80,
        "{shown} of {cuts}"
    );
}

#[test]
fn a_cut_page_says_where_it_ends() {
    let page = built_in_competencies();
    let text = page.text();
    let id = "7D.1".parse().expect("an id");
    let row = text.rfind("7D.1.").expect("a row");
    for (end, within, words) in [
        ("7", Within::Section, "7"),
        ("7D.1", Within::Section, "7D.1"),
        ("7D.1. Facil", Within::Competency(id), "Facil"),
        ("important?: Imp", Within::Competency(id), "Imp"),
        ("IECMHC End", Within::Competency(id), "IECMHC End"),
        (
            "Systems Expertise",
            Within::Competency(id),
            "Systems Expertise",
        ),
        ("(and Inter", Within::Competency(id), "(and Inter"),
    ] {
        let at = text[row..].find(end).expect("the words") + end.len();
        let (found, last) = page_end(&text[..row + at]).expect("it breaks off");
        assert_eq!(found, within, "{end}");
        assert!(last.ends_with(words), "{end}: {last}");
    }
    let legend = &text[..row - 40];
    assert_eq!(page_end(legend).map(|end| end.0), Some(Within::Section));
    assert_eq!(
        page_end(&text[..row]).map(|end| end.0),
        Some(Within::Section)
    );
}

#[test]
fn rows_before_a_cut_are_unchanged() {
    let whole = Catalogue::built_in();
    let rows = |record: &Competency| record.alignments.len();
    let page = built_in_competencies();
    for (end, _) in page.text().char_indices().skip(1800).step_by(173) {
        let catalogue = Catalogue::new(cut_page(&page.text()[..end])).expect("a catalogue");
        let found = catalogue.competencies();
        let (last, before) = found.split_last().expect("a competency");
        for record in before {
            let index = whole.competency(record.id).expect("a real id");
            let expected = &whole.competencies()[index];
            assert_eq!(record.statement.words, expected.statement.words);
            assert_eq!(rows(record), rows(expected));
            for (row, expected) in record.alignments.iter().zip(&expected.alignments) {
                assert_eq!(row.importance, expected.importance);
                assert_eq!(row.span, expected.span);
            }
        }
        assert!(whole.competency(last.id).is_some(), "no id is made up");
    }
}

#[test]
fn a_cut_crosswalk_says_where_it_ends() {
    let table = built_in_crosswalk();
    let text = table.text();
    let after = |words: &str| &text[..text.rfind(words).expect("the words") + words.len()];
    let code = |code: &str| Within::Statement(code.parse().expect("a code"));
    for (end, within) in [
        ("Research & Eval", Within::KnowledgeArea),
        ("Study of families (IMHM)", Within::KnowledgeArea),
        ("Study of families (IMHM)\t2.", Within::Code),
        ("Study of families (IMHM)\t2.2", code("2.2")),
        ("Study of families (IMHM)\t2.2 – Comm", code("2.2")),
        (
            "Study of families (IMHM)\t2.2 – Communicates regularly, res",
            code("2.2"),
        ),
        ("support partnerships with", code("7.5")),
    ] {
        assert_eq!(table_end(after(end)), Some(within), "{end}");
    }
}

#[test]
fn many_cuts_of_a_crosswalk_show() {
    let table = built_in_crosswalk();
    let text = table.text();
    let ends = text.char_indices().map(|(end, _)| end);
    let ends: Vec<usize> = ends.skip(text.len() / 2).step_by(61).collect();
    let shown = ends
        .iter()
        .filter(|end| table_end(&text[..**end]).is_some());
    // The rest end between two statements, or in one that no other row prints.
    assert!(shown.count() * 10 > ends.len() * 8);
}

#[test]
fn a_cut_crosswalk_has_none_of_the_corrections() {
    let table = built_in_crosswalk();
    let lines = table.line_count();
    for line in (lines / 2..lines).step_by(7) {
        let last = u32::try_from(line).expect("a line");
        let end = table.line_range(last).expect("a line").end;
        let documents = Documents {
            competencies: vec![built_in_competencies()],
            crosswalk: Document::new("cut", "cut", table.text()[..end].to_owned().into()),
            errata: built_in_errata(),
        };
        let catalogue = Catalogue::new(documents).expect("a catalogue");
        assert_eq!(catalogue.errata(), []);
        assert_eq!(catalogue.oddities()[1].unused, 13);
        let rows = catalogue.knowledge_areas().iter();
        assert!(rows.flat_map(|row| &row.errata).next().is_none());
    }
}
