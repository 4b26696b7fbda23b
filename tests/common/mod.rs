//! What holds of any text, for tests and for the fuzz targets alike.
#![allow(
    dead_code,
    reason = "each test program and fuzz target uses a part of it"
)]

use std::collections::BTreeMap;
use std::ops::Range;

use iecmhc_crosswalk::parse::errata::Corrected;
use iecmhc_crosswalk::parse::{Parsed, Part, competencies, crosswalk};
use iecmhc_crosswalk::record::CkcCode;
use iecmhc_crosswalk::source::{Document, is_blank};

/// Every character but blanks is in exactly one part, and no part is blank.
pub(crate) fn assert_tiled<R: std::fmt::Debug>(text: &str, parts: &[Part<R>]) {
    let mut end = 0;
    for part in parts {
        let range = part.range();
        assert!(end <= range.start, "{part:?} overlaps the part before it");
        assert_blank(&text[end..range.start]);
        assert!(
            !text[range.clone()].chars().all(is_blank),
            "{part:?} is blank"
        );
        end = range.end;
    }
    assert_blank(&text[end..]);
}

fn assert_blank(gap: &str) {
    assert!(gap.chars().all(is_blank), "“{gap}” is in no part");
}

/// What holds of any text that a grammar has read: the parts tile it, each is in one of the rows,
/// and what is odd is in the text.
pub(crate) fn assert_accounted<R: std::fmt::Debug>(text: &str, parsed: &Parsed<R>) {
    assert_tiled(text, &parsed.parts);
    for part in &parsed.parts {
        assert!(part.row < parsed.rows.max(1), "{part:?} is in no row");
    }
    for finding in &parsed.findings {
        let range = finding.range.start as usize..finding.range.end as usize;
        assert!(text.get(range).is_some(), "{finding:?} is at no place");
    }
}

/// Codes rise within every row.
pub(crate) fn assert_codes_rise(parts: &[Part<crosswalk::Role>]) {
    let mut last: BTreeMap<u32, CkcCode> = BTreeMap::new();
    for part in parts {
        if let crosswalk::Role::Code(code) = part.role
            && let Some(before) = last.insert(part.row, code)
        {
            assert!(before < code, "{code} after {before} in row {}", part.row);
        }
    }
}

/// Reads any text as a crosswalk and asserts what holds of all.
pub(crate) fn assert_reads_as_crosswalk(text: &str) {
    let table = crosswalk::parse(text);
    assert_accounted(text, &table.parsed);
    assert_codes_rise(&table.parsed.parts);
}

/// Reads any text as a page of competencies and asserts what holds of all.
pub(crate) fn assert_reads_as_competencies(text: &str) {
    let parsed = competencies::parse(text);
    assert_accounted(text, &parsed);
}

/// Every printed character is in exactly one piece of the corrected text, every character of which is
/// in exactly one piece; what no correction touched says what is printed.
pub(crate) fn assert_corrections_accounted(document: &Document, corrected: &Corrected) {
    let whole = |range: &Range<u32>| range.start as usize..range.end as usize;
    let mut end = 0;
    for piece in corrected.pieces() {
        assert_eq!(piece.at.start, end, "{piece:?} leaves a gap or overlaps");
        end = piece.at.end;
        if piece.erratum.is_none() {
            assert_eq!(
                corrected.text()[whole(&piece.at)],
                document.text()[whole(&piece.printed)],
                "{piece:?} says something else"
            );
        }
    }
    assert_eq!(end as usize, corrected.text().len());
    let mut printed: Vec<_> = corrected.pieces().iter().map(|it| &it.printed).collect();
    printed.sort_by_key(|printed| (printed.start, printed.end));
    let mut end = 0;
    for printed in printed {
        assert_eq!(printed.start, end, "printed text is lost or used twice");
        end = printed.end;
    }
    assert_eq!(end as usize, document.text().len());
}
