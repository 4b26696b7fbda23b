//! Any corrections of any text: they are made or refused with a reason, and every printed character is
//! accounted for; the corrected text reads to records whose places are in the printed one.
//!
//! The input is a text, NUL, and either a list of corrections in JSON, or four fields each, separated
//! by NUL: kind and lines, printed words, reading, and what a moved line belongs before.

#![no_main]

#[path = "../../tests/common/mod.rs"]
mod common;

use common::{assert_accounted, assert_codes_rise, assert_corrections_accounted};
use iecmhc_crosswalk::parse::assemble;
use iecmhc_crosswalk::parse::crosswalk;
use iecmhc_crosswalk::parse::errata::{self, Confidence, Corrected, Erratum, Kind};
use iecmhc_crosswalk::source::{Document, DocumentIndex};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let (text, rest) = input.split_once('\0').unwrap_or((input, ""));
    let errata = errata::parse(rest).unwrap_or_else(|_| from_fields(rest));
    for id in ["d", "wv"] {
        let document = Document::new(id, "d", text.to_owned().into());
        let corrected = Corrected::new(&document, &errata);
        assert_corrections_accounted(&document, &corrected);
        assert_each_is_made_or_refused(&errata, id, &corrected);

        let table = crosswalk::parse(corrected.text());
        assert_accounted(corrected.text(), &table.parsed);
        assert_codes_rise(&table.parsed.parts);
        let records = assemble::crosswalk(DocumentIndex(0), &corrected, &table, &errata);
        for record in &records.knowledge_areas {
            _ = document.words(record.span);
            for field in [&record.name, &record.definition].into_iter().flatten() {
                field
                    .spans
                    .iter()
                    .for_each(|span| _ = document.words(*span));
            }
        }
    }
});

fn assert_each_is_made_or_refused(errata: &[Erratum], id: &str, corrected: &Corrected) {
    for (index, erratum) in errata.iter().enumerate() {
        let made = corrected
            .pieces()
            .iter()
            .any(|piece| piece.erratum == Some(index) || piece.moved == Some(index));
        let refused = corrected.unbitten.iter().any(|(at, _)| *at == index);
        let meant = erratum.document == id;
        let moves_nothing = erratum.kind == Kind::Order;
        assert!(
            made != refused && made <= meant || !meant && !refused || moves_nothing && !refused,
            "{erratum:?} made: {made}, refused: {refused}"
        );
    }
}

fn from_fields(input: &str) -> Vec<Erratum> {
    let fields: Vec<&str> = input.split('\0').collect();
    let errata = fields.chunks_exact(4).take(8).map(|fields| {
        let digit = |at: usize| u32::from(fields[0].as_bytes().get(at).map_or(0, |byte| byte % 16));
        Erratum {
            id: fields[0].to_owned(),
            document: "d".to_owned(),
            first_line: digit(1),
            last_line: digit(2),
            kind: if digit(0) % 2 == 0 {
                Kind::Order
            } else {
                Kind::Cropped
            },
            confidence: Confidence::Certain,
            printed: fields[1].to_owned(),
            reading: fields[2].to_owned(),
            before: (!fields[3].is_empty()).then(|| fields[3].to_owned()),
            reason: String::new(),
        }
    });
    errata.collect()
}
