//! Both documents, damaged: a line deleted, printed twice, or in its neighbor's place, and a cut at
//! every character. Nothing panics, every character is accounted for, and rows that the damage does
//! not touch say what they said. A damaged crosswalk is another document: it has none of the corrections,
//! so its rows are compared with those that are printed.

#![cfg(feature = "documents")]

mod common;

use std::ops::Range;

use common::{assert_reads_as_competencies, assert_reads_as_crosswalk};
use iecmhc_crosswalk::catalogue::{
    Catalogue, Documents, built_in_competencies, built_in_crosswalk, built_in_errata,
};
use iecmhc_crosswalk::parse::errata::Errata;
use iecmhc_crosswalk::record::{Alignment, KnowledgeArea, Text};
use iecmhc_crosswalk::source::{Document, Span};

/// What was done to a text, line by line, 0-based.
#[derive(Debug, Clone, Copy)]
enum Damage {
    Deleted(usize),
    Doubled(usize),
    Swapped(usize),
}

impl Damage {
    fn all(lines: usize) -> impl Iterator<Item = Self> {
        let each = (0..lines).flat_map(|line| [Self::Deleted(line), Self::Doubled(line)]);
        each.chain((1..lines).map(|line| Self::Swapped(line - 1)))
    }

    fn of(self, text: &str) -> String {
        let mut lines: Vec<&str> = text.split('\n').collect();
        match self {
            Self::Deleted(line) => drop(lines.remove(line)),
            Self::Doubled(line) => lines.insert(line, lines[line]),
            Self::Swapped(line) => lines.swap(line, line + 1),
        }
        lines.join("\n")
    }

    /// The damaged lines of the text as it was, 0-based.
    fn lines(self) -> Range<usize> {
        match self {
            Self::Deleted(line) | Self::Doubled(line) => line..line + 1,
            Self::Swapped(line) => line..line + 2,
        }
    }
}

fn with_crosswalk(text: String) -> Option<Catalogue> {
    let documents = Documents {
        competencies: vec![built_in_competencies()],
        crosswalk: Document::new("copy", "copy", text.into()),
        errata: built_in_errata(),
    };
    Catalogue::new(documents).ok()
}

fn with_competencies(text: String) -> Option<Catalogue> {
    let documents = Documents {
        competencies: vec![Document::new("copy", "copy", text.into())],
        crosswalk: built_in_crosswalk(),
        errata: built_in_errata(),
    };
    Catalogue::new(documents).ok()
}

/// A row: what it says, and the 0-based lines it is on.
struct Row {
    says: String,
    lines: Range<usize>,
}

fn lines_of(document: &Document, span: Span) -> Range<usize> {
    document.line(span.start) as usize - 1..document.line(span.end) as usize
}

fn words(text: &Text) -> &str {
    &text.words
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn crosswalk_rows(catalogue: &Catalogue) -> Vec<Row> {
    let says = |record: &KnowledgeArea| {
        let codes = record.items.iter().map(|item| (item.code, item.certainty));
        format!(
            "{:?} {:?} {:?} {:?}",
            record.name.as_ref().map(words),
            record.level,
            record.definition.as_ref().map(words),
            codes.collect::<Vec<_>>(),
        )
    };
    let records = catalogue.knowledge_areas().iter();
    let rows = records.map(|record| Row {
        says: says(record),
        lines: lines_of(catalogue.document(record.span), record.span),
    });
    rows.collect()
}

fn competency_rows(catalogue: &Catalogue) -> Vec<Row> {
    let says = |alignment: &Alignment| {
        let target = alignment.target();
        let list = alignment.demonstrated_by.iter().map(words);
        format!(
            "{:?} {:?} {:?}",
            alignment.importance,
            target.map(|it| (words(&it.area), words(&it.knowledge), it.level)),
            list.collect::<Vec<_>>(),
        )
    };
    let mut rows: Vec<Row> = Vec::new();
    for record in catalogue.competencies() {
        for alignment in &record.alignments {
            rows.push(Row {
                says: format!(
                    "{} {} {}",
                    record.id,
                    record.statement.words,
                    says(alignment)
                ),
                lines: lines_of(catalogue.document(alignment.span), alignment.span),
            });
        }
    }
    rows
}

/// The rows that damage to these lines may touch: those within two lines of it, and the row on
/// either side of each of these.
fn touched(rows: &[Row], damaged: Range<usize>) -> Range<usize> {
    const NEAR: usize = 2;
    let near =
        |row: &Row| row.lines.start < damaged.end + NEAR && damaged.start < row.lines.end + NEAR;
    match (rows.iter().position(near), rows.iter().rposition(near)) {
        (Some(first), Some(last)) => first.saturating_sub(1)..(last + 2).min(rows.len()),
        _ => 0..0,
    }
}

/// The rows before the touched ones and after them are the same, in the same order.
fn assert_untouched(damage: Damage, rows: &[Row], damaged: &[Row]) {
    let touched = touched(rows, damage.lines());
    let (before, after) = (&rows[..touched.start], &rows[touched.end..]);
    for (index, row) in before.iter().enumerate() {
        let found = damaged.get(index).map_or("nothing", |row| &row.says);
        assert_eq!(found, row.says, "{damage:?}: before, lines {:?}", row.lines);
    }
    for (index, row) in after.iter().rev().enumerate() {
        let found = damaged.iter().rev().nth(index);
        let found = found.map_or("nothing", |row| &row.says);
        assert_eq!(found, row.says, "{damage:?}: after, lines {:?}", row.lines);
    }
    assert!(
        touched.len() < 12,
        "{damage:?} is said to touch {touched:?}"
    );
}

#[test]
fn a_damaged_line_of_the_crosswalk_changes_no_row_far_from_it() {
    let text = built_in_crosswalk().text().to_owned();
    let printed = Documents::built_in(Errata::default());
    let printed = crosswalk_rows(&Catalogue::new(printed).expect("a catalogue"));
    let corrected = crosswalk_rows(&Catalogue::built_in());
    for damage in Damage::all(text.split('\n').count()) {
        let damaged = damage.of(&text);
        assert_reads_as_crosswalk(&damaged);
        let has_all_words = letters(&damaged).contains(&letters(&text));
        let catalogue = with_crosswalk(damaged).expect("a crosswalk");
        let corrections = if has_all_words { 13 } else { 0 };
        assert_eq!(catalogue.errata().len(), corrections, "{damage:?}");
        let rows = if has_all_words { &corrected } else { &printed };
        assert_untouched(damage, rows, &crosswalk_rows(&catalogue));
    }
}

#[test]
fn a_damaged_line_of_the_competencies_changes_no_row_far_from_it() {
    let text = built_in_competencies().text().to_owned();
    let rows = competency_rows(&Catalogue::built_in());
    for damage in Damage::all(text.split('\n').count()) {
        let damaged = damage.of(&text);
        assert_reads_as_competencies(&damaged);
        let catalogue = with_competencies(damaged).expect("a page");
        assert_untouched(damage, &rows, &competency_rows(&catalogue));
    }
}

/// A cut at every character: whatever a text breaks off at, the grammar returns and accounts for it.
/// The cuts are shared out among threads; a text is cut to all its beginnings.
fn assert_every_cut(text: &str, assert_reads: fn(&str)) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for first in 0..threads {
            scope.spawn(move || {
                let cuts = text.char_indices().map(|(at, _)| at);
                cuts.skip(first)
                    .step_by(threads)
                    .for_each(|at| assert_reads(&text[..at]));
            });
        }
    });
}

#[test]
fn a_crosswalk_cut_at_any_character_is_accounted_for() {
    assert_every_cut(built_in_crosswalk().text(), assert_reads_as_crosswalk);
}

#[test]
fn a_page_of_competencies_cut_at_any_character_is_accounted_for() {
    assert_every_cut(built_in_competencies().text(), assert_reads_as_competencies);
}
