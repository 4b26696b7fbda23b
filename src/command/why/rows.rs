//! The answers of why as rows and as JSON.

use serde_json::{Value, json};

use super::super::marks;
use super::words::{cell, errata, goes_on, is_upward, label, may_go_on, plain, position, told};
use crate::catalogue::Catalogue;
use crate::catalogue::link::Match;
use crate::query::why::{Answer, Evidence, Hop, Quote, evened};
use crate::record::{Importance, Level};
use crate::view::{Cell, Column, Place, Table};

/// One row per hop; where there is no way, one row with the cause.
pub(super) fn table<'c>(catalogue: &'c Catalogue, answers: &[Answer]) -> Table<'c> {
    let columns = [
        "from",
        "to",
        "way",
        "hop",
        "hop_from",
        "hop_to",
        "words",
        "reading",
        "source",
        "match",
        "differs",
        "other_candidates",
        "level",
        "importance",
        "errata",
        "cause",
        "doubt",
        "incomplete",
    ];
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
            row.resize(columns.len() - 3, Cell::missing(""));
            row.push(Cell::text(told(&answer.causes)));
            row.extend([marks::told(Vec::new()), marks::told(may_go_on(answer))]);
            rows.push(row);
        }
    }
    Table {
        columns: columns.map(|name| Column::new(name, Place::Body)).into(),
        rows,
    }
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
    let rows = catalogue.knowledge_areas();
    let mut ends = match hop {
        Hop::Aligned {
            competency,
            alignment,
        } => {
            let record = &catalogue.competencies()[competency];
            [
                Cell::text(record.id.to_string()),
                Cell::text(label(record, alignment)),
            ]
        }
        Hop::Linked {
            competency,
            alignment,
            link,
        } => {
            let record = &catalogue.competencies()[competency];
            let link = &catalogue.links(competency)[alignment].links[link];
            [
                Cell::text(label(record, alignment)),
                Cell::text(&rows[link.knowledge_area].id),
            ]
        }
        Hop::Listed {
            knowledge_area,
            item,
            ..
        } => {
            let row = &rows[knowledge_area];
            let item = &row.items[item];
            let code = marks::Standing::of(row, item).code(item.code);
            [Cell::text(&row.id), code]
        }
    };
    if upward {
        ends.reverse();
    }
    ends
}

/// The same for JSON: one object a chain.
pub(super) fn chains(catalogue: &Catalogue, answer: &Answer) -> Vec<Value> {
    let chain = |hops: Value, cause: Value, quotes: Value| {
        json!({
            "from": plain(&cell(catalogue, answer.from)),
            "to": answer.to.map(|to| plain(&cell(catalogue, to))),
            "hops": hops,
            "cause": cause,
            "quote": quotes,
        })
    };
    if answer.ways.is_empty() {
        let incomplete = may_go_on(answer);
        let words = answer.causes.iter().flat_map(|cause| &cause.quotes);
        let words = words.map(|found| quote(catalogue, found)).collect();
        let mut found = chain(json!([]), json!(told(&answer.causes)), words);
        if !incomplete.is_empty() {
            found["incomplete"] = json!(incomplete.join("; "));
        }
        return vec![found];
    }
    let ways = answer.ways.iter();
    ways.map(|way| {
        let hops = way
            .iter()
            .map(|hop| hop_record(catalogue, *hop, is_upward(answer)));
        chain(hops.collect(), Value::Null, json!([]))
    })
    .collect()
}

fn hop_record(catalogue: &Catalogue, hop: Hop, upward: bool) -> Value {
    let evidence = hop.evidence(catalogue);
    let [from, to] = hop_ends(catalogue, hop, upward);
    let others = evidence.others.iter();
    let mut record = json!({
        "from": plain(&from),
        "to": plain(&to),
        "quote": evidence.quotes.iter().map(|found| quote(catalogue, found)).collect::<Value>(),
        "match": evidence.made.map(Match::name),
        "differs": evidence.differs,
        "other_candidates": others.map(|&row| catalogue.knowledge_areas()[row].id.as_str()).collect::<Value>(),
        "level": evidence.level.map(Level::name),
        "importance": evidence.importance.map(Importance::name),
        "errata": errata(catalogue, &evidence).map(|erratum| json!({
            "id": erratum.id,
            "confidence": erratum.confidence.name(),
            "reason": erratum.reason,
        })).collect::<Value>(),
    });
    if !evidence.doubts.is_empty() {
        record["doubt"] = json!(marks::reasons(&evidence.doubts));
    }
    if let Some(reason) = goes_on(&evidence) {
        record["incomplete"] = json!(reason);
    }
    record
}

fn quote(catalogue: &Catalogue, quote: &Quote) -> Value {
    let document = catalogue.document(quote.span);
    json!({
        "document": document.id,
        "line": document.line(quote.span.start),
        "column": document.column(quote.span.start),
        "words": document.words(quote.span),
        "field": quote.field,
        "reading": quote.reading,
    })
}
