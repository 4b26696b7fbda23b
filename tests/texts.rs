//! The crosswalk typeset anew and taken back as text, by programs that are not ours: it is read rightly, or
//! what may be wrong says so. `tests/texts/crosswalk.py` made these texts, makes more, and counts.

#![cfg(feature = "documents")]

use std::collections::BTreeMap;

use iecmhc_crosswalk::catalogue::{Catalogue, Documents, LoadError, built_in_competencies};
use iecmhc_crosswalk::parse::errata::Errata;
use iecmhc_crosswalk::record::KnowledgeArea;
use iecmhc_crosswalk::source::Document;

fn read(text: &'static str) -> Result<Catalogue, LoadError> {
    Catalogue::new(Documents {
        competencies: vec![built_in_competencies()],
        crosswalk: Document::new("copy", "copy", text.into()),
        errata: Errata::default(),
    })
}

/// A row's area, name, level and codes. Only letters count: pandoc breaks a word that is longer than its column.
fn row(catalogue: &Catalogue, record: &KnowledgeArea) -> String {
    let area = record.area.map_or("-".to_owned(), |area| {
        letters(&catalogue.areas()[area].name.words)
    });
    let name = record
        .name
        .as_ref()
        .map_or("-".to_owned(), |name| letters(&name.words));
    let codes: Vec<String> = (record.items.iter())
        .map(|item| item.code.to_string())
        .collect();
    let level = record.level.name();
    format!("{area} > {name} ({level}): {}", codes.join(" "))
}

fn rows(catalogue: &Catalogue) -> Vec<String> {
    let records = catalogue.knowledge_areas().iter();
    records.map(|record| row(catalogue, record)).collect()
}

fn letters(words: &str) -> String {
    let letters = words.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[test]
fn tables_that_keep_their_cells_are_read_whole_and_without_a_doubt() {
    let built_in = Catalogue::built_in();
    for (tool, text) in [
        ("csv", include_str!("texts/made/csv.txt")),
        ("pandoc -t gfm", include_str!("texts/made/pandoc-gfm.txt")),
        (
            "pandoc -t markdown",
            include_str!("texts/made/pandoc-markdown.txt"),
        ),
        (
            "pandoc -t plain",
            include_str!("texts/made/pandoc-plain.txt"),
        ),
        ("markitdown", include_str!("texts/made/markitdown.txt")),
        (
            "pdftotext -layout",
            include_str!("texts/made/pdftotext-layout.txt"),
        ),
    ] {
        let copy = read(text).unwrap_or_else(|why| panic!("{tool}: {why}"));
        assert_eq!(rows(&copy), rows(&built_in), "{tool}");
        for (record, wanted) in copy
            .knowledge_areas()
            .iter()
            .zip(built_in.knowledge_areas())
        {
            assert_eq!(record.doubts, [], "{tool}: {}", record.id);
            let words = |record: &KnowledgeArea| {
                record.definition.as_ref().map(|text| letters(&text.words))
            };
            assert_eq!(words(record), words(wanted), "{tool}: {}", record.id);
        }
        let statements: BTreeMap<_, _> = (copy.items().iter())
            .map(|item| (item.code, letters(&item.statement)))
            .collect();
        for item in built_in.items() {
            assert_eq!(statements[&item.code], letters(&item.statement), "{tool}");
        }
    }
}

#[test]
fn texts_that_lose_their_columns_are_refused_or_in_doubt_wherever_they_are_wrong() {
    let right = rows(&Catalogue::built_in());
    for (tool, text) in [
        ("docx2txt", include_str!("texts/made/docx2txt.txt")),
        ("pdftotext", include_str!("texts/made/pdftotext.txt")),
        (
            "pdftotext -raw",
            include_str!("texts/made/pdftotext-raw.txt"),
        ),
        ("pymupdf", include_str!("texts/made/pymupdf.txt")),
        ("pdfplumber", include_str!("texts/made/pdfplumber.txt")),
        (
            "tesseract, 150 dpi",
            include_str!("texts/made/tesseract-150.txt"),
        ),
    ] {
        let copy = match read(text) {
            Ok(copy) => copy,
            Err(why) => {
                assert!(
                    matches!(why, LoadError::NotUnderstood { .. }),
                    "{tool}: {why}"
                );
                continue;
            }
        };
        for record in copy.knowledge_areas() {
            let is_marked = !record.doubts.is_empty()
                || record.incomplete.is_some()
                || record.items.iter().any(|item| !item.doubts.is_empty());
            let found = row(&copy, record);
            assert!(is_marked || right.contains(&found), "{tool}: {found}");
        }
    }
}
