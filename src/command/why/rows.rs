//! The answers of why as rows and as JSON.

use super::super::{marks, wire};
use super::words::{End, cell, errata, goes_on, is_upward, may_go_on, plain, position, told};
use crate::catalogue::Catalogue;
use crate::catalogue::link::Match;
use crate::query::why::{Answer, Evidence, Hop, Quote, evened};
use crate::record::{Importance, Level};
use crate::view::{Cell, Place, Table};

/// The columns of hops.
pub(in crate::command) const COLUMNS: [(&str, Place); 18] = [
    ("from", Place::Body),
    ("to", Place::Body),
    ("way", Place::Body),
    ("hop", Place::Body),
    ("hop_from", Place::Body),
    ("hop_to", Place::Body),
    ("words", Place::Body),
    ("reading", Place::Body),
    ("source", Place::Body),
    ("match", Place::Body),
    ("differs", Place::Body),
    ("other_candidates", Place::Body),
    ("level", Place::Body),
    ("importance", Place::Body),
    ("errata", Place::Body),
    ("cause", Place::Body),
    ("doubt", Place::Body),
    ("incomplete", Place::Body),
];

/// One row per hop; where there is no way, one row with the cause.
pub(super) fn table<'c>(catalogue: &'c Catalogue, answers: &[Answer]) -> Table<'c> {
    let mut rows = Vec::new();
    for answer in answers {
        let to = || {
            answer
                .to
                .map_or(Cell::missing(""), |to| cell(catalogue, to))
        };
        let ends = || [cell(catalogue, answer.from), to()];
        for (way, number) in answer.ways.iter().zip(1..) {
            for (hop, place) in way.iter().zip(1..) {
                let mut row: Vec<Cell> = ends().into();
                row.extend([Cell::Count(number), Cell::Count(place)]);
                row.extend(hop_ends(catalogue, *hop, is_upward(answer)));
                let evidence = hop.evidence(catalogue);
                row.extend(evidence_cells(catalogue, &evidence));
                row.push(Cell::missing(""));
                row.extend(marks::cells(
                    marks::reasons(&evidence.doubts),
                    goes_on(&evidence),
                ));
                rows.push(row);
            }
        }
        if answer.ways.is_empty() {
            let mut row: Vec<Cell> = ends().into();
            row.resize(COLUMNS.len() - 3, Cell::missing(""));
            row.push(Cell::text(told(&answer.causes)));
            row.extend([marks::told(Vec::new()), marks::told(may_go_on(answer))]);
            rows.push(row);
        }
    }
    Table::new(&COLUMNS, rows)
}

fn evidence_cells<'c>(catalogue: &'c Catalogue, evidence: &Evidence) -> [Cell<'c>; 9] {
    let quotes = || evidence.quotes.iter();
    let text = |text: Option<&'static str>| text.map_or(Cell::missing(""), Cell::text);
    let printed = |quote: &Quote| evened(catalogue.document(quote.span).words(quote.span));
    let readings = quotes().filter_map(|quote| quote.reading.clone());
    let others = evidence
        .others
        .iter()
        .map(|&row| &catalogue.knowledge_areas()[row]);
    [
        Cell::List(quotes().map(|quote| Cell::text(printed(quote))).collect()),
        Cell::List(
            readings
                .map(|reading| Cell::restored(Cell::text(reading)))
                .collect(),
        ),
        Cell::List(
            quotes()
                .map(|quote| Cell::text(position(catalogue, quote.span)))
                .collect(),
        ),
        text(evidence.made.map(Match::name)),
        Cell::List(evidence.differs.iter().cloned().map(Cell::text).collect()),
        Cell::List(others.map(|row| Cell::text(&row.id)).collect()),
        text(evidence.level.map(Level::name)),
        text(evidence.importance.map(Importance::name)),
        Cell::List(
            errata(catalogue, evidence)
                .map(|erratum| Cell::text(&erratum.id))
                .collect(),
        ),
    ]
}

/// Where a hop starts and ends.
fn hop_ends(catalogue: &Catalogue, hop: Hop, upward: bool) -> [Cell<'_>; 2] {
    let mut ends = End::of(catalogue, hop).map(End::key);
    if upward {
        ends.reverse();
    }
    ends
}

/// The same for JSON: one object per way.
pub(super) fn records<'c>(catalogue: &'c Catalogue, answer: &Answer) -> Vec<wire::Way<'c>> {
    let way = |hops| wire::Way {
        from: plain(&cell(catalogue, answer.from)),
        to: answer.to.map(|to| plain(&cell(catalogue, to))),
        hops,
        cause: None,
        quote: Vec::new(),
        incomplete: None,
    };
    if answer.ways.is_empty() {
        let incomplete = may_go_on(answer);
        let words = answer.causes.iter().flat_map(|cause| &cause.quotes);
        return vec![wire::Way {
            cause: Some(told(&answer.causes)),
            quote: words.map(|found| quote(catalogue, found)).collect(),
            incomplete: (!incomplete.is_empty()).then(|| incomplete.join("; ")),
            ..way(Vec::new())
        }];
    }
    let hops = |hops: &Vec<Hop>| {
        let hops = hops.iter();
        way(hops
            .map(|hop| hop_record(catalogue, *hop, is_upward(answer)))
            .collect())
    };
    answer.ways.iter().map(hops).collect()
}

fn hop_record(catalogue: &Catalogue, hop: Hop, upward: bool) -> wire::Hop<'_> {
    let evidence = hop.evidence(catalogue);
    let [from, to] = hop_ends(catalogue, hop, upward);
    let others = evidence.others.iter();
    let errata = errata(catalogue, &evidence).map(|erratum| wire::Correction {
        id: &erratum.id,
        confidence: erratum.confidence.name(),
        reason: &erratum.reason,
    });
    wire::Hop {
        from: plain(&from),
        to: plain(&to),
        quote: evidence
            .quotes
            .iter()
            .map(|found| quote(catalogue, found))
            .collect(),
        r#match: evidence.made.map(Match::name),
        other_candidates: others
            .map(|&row| catalogue.knowledge_areas()[row].id.as_str())
            .collect(),
        level: evidence.level.map(Level::name),
        importance: evidence.importance.map(Importance::name),
        errata: errata.collect(),
        doubt: marks::reasons(&evidence.doubts),
        incomplete: goes_on(&evidence),
        differs: evidence.differs,
    }
}

fn quote<'c>(catalogue: &'c Catalogue, quote: &Quote) -> wire::Quote<'c> {
    let document = catalogue.document(quote.span);
    wire::Quote {
        document: &document.id,
        line: document.line(quote.span.start),
        column: document.column(quote.span.start),
        words: document.words(quote.span),
        field: quote.field,
        reading: quote.reading.clone(),
        place: document.has_places().then(|| document.place(quote.span)),
    }
}
