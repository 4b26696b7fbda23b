//! The records in JSON: the keys are a contract that others read.

use serde_json::{Value, json};

use super::{lines, marks};
use crate::catalogue::Catalogue;
use crate::record::{Alignment, Area, CkcItem, Doubt, Importance, KnowledgeArea, Level, Text};
use crate::source::Span;

/// The version of the shape of `export --format json`.
pub(super) const SCHEMA: u32 = 1;

pub(super) fn area(area: &Area) -> Value {
    json!({
        "id": area.id,
        "name": area.name.words,
        "certainty": area.name.certainty.name(),
    })
}

pub(super) fn item(item: &CkcItem) -> Value {
    json!({"code": item.code.to_string(), "statement": item.statement})
}

pub(super) fn knowledge_area(catalogue: &Catalogue, row: &KnowledgeArea) -> Value {
    let words = |text: &Option<Text>| text.as_ref().map(|text| text.words.clone());
    let certainty = |text: &Option<Text>| text.as_ref().map(|text| text.certainty.name());
    let mut record = json!({
        "id": row.id,
        "area": row.area.map(|area| &catalogue.areas()[area].name.words),
        "name": words(&row.name),
        "level": row.level.name(),
        "definition": words(&row.definition),
        "lost": lost(row),
        "ckc": row.items.iter().map(|item| {
            let record = json!({"code": item.code.to_string(), "certainty": item.certainty.name()});
            in_doubt(record, &item.doubts)
        }).collect::<Value>(),
        "notes": row.notes.iter().map(|note| note.words.as_str()).collect::<Value>(),
        "name_certainty": certainty(&row.name),
        "definition_certainty": certainty(&row.definition),
        "errata": row.errata,
        "source": source(catalogue, row.span),
    });
    if let Some(reason) = marks::incomplete(row) {
        record["incomplete"] = json!(reason);
    }
    in_doubt(record, &row.doubts)
}

/// A record with the reasons why its reading may be wrong; no key if there are none.
fn in_doubt(mut record: Value, doubts: &[Doubt]) -> Value {
    if !doubts.is_empty() {
        record["doubt"] = json!(marks::reasons(doubts));
    }
    record
}

/// What a row should have and does not print, each with the reason.
fn lost(row: &KnowledgeArea) -> Value {
    let name = row.name.is_none().then_some(("name", super::NAME_LOST));
    let definition = row
        .definition
        .is_none()
        .then_some(("definition", super::DEFINITION_LOST));
    let lost = name.into_iter().chain(definition);
    lost.map(|(field, why)| (field.to_owned(), json!(why)))
        .collect()
}

pub(super) fn competency(catalogue: &Catalogue, index: usize) -> Value {
    let record = &catalogue.competencies()[index];
    let alignments = (0..record.alignments.len()).map(|row| alignment(catalogue, index, row));
    json!({
        "id": record.id.to_string(),
        "statement": record.statement.words,
        "unique": record.is_unique(),
        "alignments": alignments.collect::<Value>(),
    })
}

fn alignment(catalogue: &Catalogue, competency: usize, row: usize) -> Value {
    let alignment: &Alignment = &catalogue.competencies()[competency].alignments[row];
    let links = &catalogue.links(competency)[row];
    let rows = catalogue.knowledge_areas();
    let record = json!({
        "importance": alignment.importance.map(Importance::name),
        "area": alignment.area().map(|area| &area.words),
        "knowledge": links.knowledge,
        "level": alignment.level().map(Level::name),
        "unique": alignment.is_unique(),
        "demonstrated_by": alignment.demonstrated_by.iter().map(|text| text.words.as_str()).collect::<Value>(),
        "links": links.links.iter().map(|link| json!({
            "knowledge_area": rows[link.knowledge_area].id,
            "match": link.made.name(),
            "differs": link.differs.iter().map(ToString::to_string).collect::<Value>(),
            "other_candidates": link.others().map(|other| rows[other].id.as_str()).collect::<Value>(),
        })).collect::<Value>(),
        "rejected": links.rejected.iter().map(|link| rows[link.knowledge_area].id.as_str()).collect::<Value>(),
        "cause": links.cause.as_ref().map(ToString::to_string),
        "source": source(catalogue, alignment.span),
    });
    in_doubt(record, &alignment.doubts)
}

fn source(catalogue: &Catalogue, span: Span) -> Value {
    let document = catalogue.document(span);
    let (first, last) = lines(document, span);
    json!({"document": document.id, "first_line": first, "last_line": last})
}
