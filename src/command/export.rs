//! `export`: the whole catalogue, or what passes the filters, as nested records; and the
//! shape of each record in JSON, which `show` shares.

use std::rc::Rc;

use serde_json::{Value, json};

use crate::catalogue::Catalogue;
use crate::cli;
use crate::query::{self, Chain};
use crate::record::{Alignment, Area, CkcItem, Doubt, Importance, KnowledgeArea, Level, Text};
use crate::source::Span;
use crate::view::View;

use super::{lines, marks};

mod book;
mod held;
mod sheets;

/// The version of the shape of `export --format json`.
const SCHEMA: u32 = 1;

pub(super) fn run<'c>(catalogue: &'c Catalogue, args: &cli::Export) -> anyhow::Result<View<'c>> {
    let filter = super::filter(catalogue, &args.filters)?;
    let chains = query::chains(catalogue, &filter);
    let table = super::trace::table(catalogue, &chains);
    let part = (args.filters != cli::Filters::default()).then_some(chains);
    let part = Rc::new(part);
    let (for_book, asked) = (Rc::clone(&part), book::asked(&args.filters));
    let for_sheets = Rc::clone(&part);
    Ok(View {
        table,
        record: Some(Box::new(move || whole(catalogue, part.as_deref()))),
        book: Some(Box::new(move || {
            book::book(catalogue, for_book.as_deref(), &asked)
        })),
        sheets: Some(Box::new(move || {
            sheets::sheets(catalogue, for_sheets.as_deref())
        })),
        ..View::default()
    })
}

/// All records, or those on the given chains.
fn whole(catalogue: &Catalogue, part: Option<&[Chain]>) -> Value {
    let documents = catalogue.documents().iter();
    let areas = catalogue.areas().iter().enumerate();
    let rows = catalogue.knowledge_areas().iter().enumerate();
    let items = catalogue.items().iter();
    let competencies = 0..catalogue.competencies().len();
    let on_chain = |is: &dyn Fn(&Chain) -> bool| part.is_none_or(|chains| chains.iter().any(is));
    let row_of = |chain: &Chain| chain.knowledge_area(catalogue);
    json!({
        "schema": SCHEMA,
        "documents": documents.map(|document| json!({
            "id": document.id, "name": document.name, "lines": document.line_count(),
        })).collect::<Value>(),
        "areas": areas
            .filter(|(index, _)| on_chain(&|chain| row_of(chain).is_some_and(|row| row.area == Some(*index))))
            .map(|(_, area)| self::area(area))
            .collect::<Value>(),
        "knowledge_areas": rows
            .filter(|(_, row)| on_chain(&|chain| row_of(chain).is_some_and(|found| found.id == row.id)))
            .map(|(_, row)| knowledge_area(catalogue, row))
            .collect::<Value>(),
        "ckc": items
            .filter(|item| on_chain(&|chain| {
                row_of(chain).zip(chain.item).is_some_and(|(row, at)| row.items[at].code == item.code)
            }))
            .map(self::item)
            .collect::<Value>(),
        "competencies": competencies
            .filter(|index| on_chain(&|chain| chain.competency == *index))
            .map(|index| competency(catalogue, index))
            .collect::<Value>(),
    })
}

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

/// A record with what speaks against its reading; no key where nothing does.
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
