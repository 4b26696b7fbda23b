//! Any text, read as a page of competencies: the grammar returns, accounts for every character, and
//! says the same each time; records can be made of it, one alignment a row.

#![no_main]

#[path = "../../tests/common/mod.rs"]
mod common;

use common::assert_accounted;
use iecmhc_crosswalk::parse::assemble;
use iecmhc_crosswalk::parse::competencies;
use iecmhc_crosswalk::parse::errata::Corrected;
use iecmhc_crosswalk::source::{Document, DocumentIndex};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let parsed = competencies::parse(text);
    assert_accounted(text, &parsed);

    let again = competencies::parse(text);
    assert_eq!(parsed.parts, again.parts);
    assert_eq!(parsed.findings, again.findings);
    assert_eq!(parsed.rows, again.rows);

    let document = Document::new("d", "d", text.to_owned().into());
    let corrected = Corrected::unchanged(&document);
    let records = assemble::competencies(DocumentIndex(0), &corrected, &parsed);
    let alignments = records.iter().flat_map(|record| &record.alignments);
    assert_eq!(alignments.clone().count(), parsed.rows as usize);
    for alignment in alignments {
        assert!(!document.words(alignment.span).is_empty());
    }
});
