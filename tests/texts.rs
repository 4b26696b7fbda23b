//! The two documents typeset anew and taken back as text, by programs that are not ours: they are read rightly, or
//! what may be wrong says so. `tests/texts/crosswalk.py` and `pages.py` made these texts, make more, and count.

#![cfg(feature = "documents")]

use std::collections::BTreeMap;
use std::path::Path;

use iecmhc_crosswalk::catalogue::{
    Catalogue, Documents, LoadError, built_in_competencies, built_in_crosswalk, built_in_errata,
};
use iecmhc_crosswalk::parse::errata::Errata;
use iecmhc_crosswalk::record::{Alignment, Competency, KnowledgeArea, Reason, Text};
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

/// `pdftotext -layout` prints one blank between columns that are near, and moves them from row to row.
const CROSSED: &str = include_str!("texts/made/pdftotext-layout-crossed.txt");

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
        ("pdftotext -layout, one blank between some columns", CROSSED),
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

/// A row of a page: its id, statement, fields and list.
fn alignment(record: &Competency, row: &Alignment) -> String {
    let field = |text: Option<&_>| text.map_or("-".to_owned(), |text: &Text| letters(&text.words));
    let list = row.demonstrated_by.iter().map(|it| letters(&it.words));
    format!(
        "{} {} {:?}: {} > {} ({:?}): {}",
        record.id,
        letters(&record.statement.words),
        row.importance,
        field(row.area()),
        field(row.knowledge()),
        row.level(),
        list.collect::<Vec<_>>().join("; ")
    )
}

fn alignments(catalogue: &Catalogue) -> Vec<String> {
    let records = catalogue.competencies().iter();
    let rows = records.flat_map(|it| it.alignments.iter().map(move |row| alignment(it, row)));
    rows.collect()
}

#[test]
fn labels_in_drawn_tables_are_read_whole_and_without_a_doubt() {
    let whole = alignments(&Catalogue::built_in());
    for (tool, name) in [
        ("pandoc -t gfm, labels in the head", "page-table-gfm.txt"),
        (
            "pandoc -t markdown, labels in the head",
            "page-table-markdown.txt",
        ),
        ("grid tables, labels in the head", "page-table-grid.txt"),
        ("grid tables, a label in each row", "page-pairs-grid.txt"),
        (
            "pandoc -t plain, a label in each row",
            "page-pairs-plain.txt",
        ),
        (
            "markitdown, a label in each row",
            "page-pairs-markitdown.txt",
        ),
    ] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/texts/made");
        let page = Document::read(&folder.join(name)).expect("a text");
        let documents = Documents {
            competencies: vec![page],
            crosswalk: built_in_crosswalk(),
            errata: built_in_errata(),
        };
        let copy = Catalogue::new(documents).unwrap_or_else(|why| panic!("{tool}: {why}"));
        assert_eq!(alignments(&copy), whole, "{tool}");
        for row in copy.competencies().iter().flat_map(|it| &it.alignments) {
            assert_eq!(row.doubts, [], "{tool}");
        }
    }
}

#[test]
fn a_line_whose_columns_run_together_puts_its_row_and_the_rest_of_its_area_in_doubt() {
    let is_crossed = |record: &&KnowledgeArea| {
        (record.doubts.iter())
            .any(|doubt| matches!(doubt.reason, Reason::ColumnsCross | Reason::AreaCrossed))
    };
    // The name begins one letter after the place where the next line's words do.
    let printed = "Law, Regulation Ethical Practice";
    let moved = "Law, Regulations Ethical Practice";
    let text: &'static str = CROSSED.replace(printed, moved).leak();
    let copy = read(text).expect("a table");
    // The row before may have lost its end, and the area has three rows.
    let doubted = copy.knowledge_areas().iter().filter(is_crossed).count();
    assert!((3..=5).contains(&doubted), "{doubted}");
    let right = rows(&Catalogue::built_in());
    for record in copy.knowledge_areas() {
        let found = row(&copy, record);
        assert!(is_crossed(&record) || right.contains(&found), "{found}");
    }
}
