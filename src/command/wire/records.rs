//! The records of the catalogue as [`export`](super::Export) and [`show`](super::Shown) write them.

use super::{Alignment, Area, Competency, Item, KnowledgeArea, Link, Listed, Lost, Source};
use crate::catalogue::{Catalogue, link};
use crate::command::{DEFINITION_LOST, NAME_LOST, lines, marks};
use crate::record::{self, CompetencyIndex, Importance, KnowledgeAreaIndex, Level, Text};
use crate::source::Span;

pub(in crate::command) fn area(area: &record::Area) -> Area<'_> {
    Area {
        id: &area.id,
        name: &area.name.words,
        certainty: area.name.certainty.name(),
    }
}

pub(in crate::command) fn item(item: &record::CkcItem) -> Item<'_> {
    Item {
        code: item.code.to_string(),
        statement: &item.statement,
    }
}

pub(in crate::command) fn knowledge_area<'c>(
    catalogue: &'c Catalogue,
    row: &'c record::KnowledgeArea,
) -> KnowledgeArea<'c> {
    let certainty = |text: &Option<Text>| text.as_ref().map(|text| text.certainty.name());
    let listed = |item: &record::Correspondence| Listed {
        code: item.code.to_string(),
        certainty: item.certainty.name(),
        doubt: marks::reasons(&item.doubts),
    };
    KnowledgeArea {
        id: &row.id,
        area: row.area.map(|area| words(&catalogue.areas()[area].name)),
        name: row.name.as_ref().map(words),
        level: row.level.name(),
        definition: row.definition.as_ref().map(words),
        lost: Lost {
            name: row.name.is_none().then_some(NAME_LOST),
            definition: row.definition.is_none().then_some(DEFINITION_LOST),
        },
        ckc: row.items.iter().map(listed).collect(),
        notes: row.notes.iter().map(words).collect(),
        name_certainty: certainty(&row.name),
        definition_certainty: certainty(&row.definition),
        errata: &row.errata,
        source: source(catalogue, row.span),
        incomplete: marks::incomplete(row),
        doubt: marks::reasons(&row.doubts),
    }
}

pub(in crate::command) fn competency(
    catalogue: &Catalogue,
    index: CompetencyIndex,
) -> Competency<'_> {
    let record = &catalogue.competencies()[index];
    let rows = record.alignments.iter().zip(catalogue.links(index));
    Competency {
        id: record.id.to_string(),
        statement: words(&record.statement),
        unique: record.is_unique(),
        alignments: rows
            .map(|(row, links)| alignment(catalogue, row, links))
            .collect(),
    }
}

fn alignment<'c>(
    catalogue: &'c Catalogue,
    row: &'c record::Alignment,
    links: &'c link::Links,
) -> Alignment<'c> {
    let id = |index: KnowledgeAreaIndex| catalogue.knowledge_areas()[index].id.as_str();
    let link = |link: &link::Link| Link {
        knowledge_area: id(link.knowledge_area),
        r#match: link.made.name(),
        differs: link.differs.iter().map(ToString::to_string).collect(),
        other_candidates: link.others().map(id).collect(),
    };
    let rejected = links.rejected.iter();
    Alignment {
        importance: row.importance.map(Importance::name),
        area: row.area().map(words),
        knowledge: &links.knowledge,
        level: row.level().map(Level::name),
        unique: row.is_unique(),
        demonstrated_by: row.demonstrated_by.iter().map(words).collect(),
        links: links.links.iter().map(link).collect(),
        rejected: rejected.map(|link| id(link.knowledge_area)).collect(),
        cause: links.cause.as_ref().map(ToString::to_string),
        source: source(catalogue, row.span),
        doubt: marks::reasons(&row.doubts),
    }
}

fn words(text: &Text) -> &str {
    &text.words
}

fn source(catalogue: &Catalogue, span: Span) -> Source<'_> {
    let document = catalogue.document(span);
    let (first_line, last_line) = lines(document, span);
    Source {
        document: &document.id,
        first_line,
        last_line,
        place: document.has_places().then(|| document.place(span)),
    }
}
