//! Any text, read as a crosswalk: the grammar returns, accounts for every character, and codes rise in
//! every row; it says the same each time; records can be made of it.

#![no_main]

#[path = "../../tests/common/mod.rs"]
mod common;

use common::{assert_accounted, assert_codes_rise};
use iecmhc_crosswalk::parse::assemble;
use iecmhc_crosswalk::parse::crosswalk;
use iecmhc_crosswalk::parse::errata::Corrected;
use iecmhc_crosswalk::source::{Document, DocumentIndex};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let table = crosswalk::parse(text);
    assert_accounted(text, &table.parsed);
    assert_codes_rise(&table.parsed.parts);

    let again = crosswalk::parse(text);
    assert_eq!(table.parsed.parts, again.parsed.parts);
    assert_eq!(table.parsed.findings, again.parsed.findings);
    assert_eq!(table.parsed.rows, again.parsed.rows);
    assert_eq!(table.readings, again.readings);

    let document = Document::new("d", "d", text.to_owned().into());
    let corrected = Corrected::unchanged(&document);
    let records = assemble::crosswalk(DocumentIndex(0), &corrected, &table, &[]);
    assert_eq!(records.knowledge_areas.len(), table.parsed.rows as usize);
    for record in &records.knowledge_areas {
        _ = document.words(record.span);
        for item in &record.items {
            assert!(document.words(item.span).contains('.'), "{item:?}");
            item.statement
                .iter()
                .for_each(|span| assert!(!document.words(*span).is_empty()));
        }
    }
});
