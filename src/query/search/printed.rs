//! The texts that are searched: what each record prints, and where.

use std::borrow::Cow;

use crate::catalogue::Catalogue;
use crate::query::reference::Reference;
use crate::record::{
    AreaIndex, Certainty, CompetencyIndex, ItemIndex, KnowledgeAreaIndex, Level, Text,
};
use crate::source::Span;

/// What a text is to its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The name of an area or knowledge area.
    Name,
    /// The statement of a competency or CKC item.
    Statement,
    /// The definition of a knowledge area.
    Definition,
    /// A statement of an alignment's "As demonstrated by".
    DemonstratedBy,
    /// Words of the CKC column that are not a CKC item.
    Note,
    /// The id of a competency.
    Id,
    /// The code of a CKC item.
    Code,
    /// A level mark: MHS or MHM.
    Level,
}

impl Field {
    /// The name, as shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Statement => "statement",
            Self::Definition => "definition",
            Self::DemonstratedBy => "demonstrated by",
            Self::Note => "note",
            Self::Id => "id",
            Self::Code => "code",
            Self::Level => "level",
        }
    }

    pub(super) fn weight(self) -> u64 {
        match self {
            Self::Name | Self::Id | Self::Code => 3,
            Self::Statement | Self::Definition => 2,
            Self::DemonstratedBy | Self::Note | Self::Level => 1,
        }
    }
}

/// A text of a record, as it is printed.
pub(super) struct Printed<'c> {
    pub(super) record: Reference,
    pub(super) field: Field,
    pub(super) text: Cow<'c, str>,
    pub(super) certainty: Certainty,
    pub(super) place: Option<Span>,
}

/// All texts, record by record.
pub(super) fn texts(catalogue: &Catalogue) -> Vec<Printed<'_>> {
    let competencies = CompetencyIndex::each(catalogue.competencies());
    let competencies = competencies.flat_map(|(index, competency)| {
        let record = Reference::Competency(index);
        let rows = competency.alignments.iter();
        let demonstrated = rows.flat_map(|row| &row.demonstrated_by);
        let demonstrated =
            demonstrated.map(move |text| Printed::new(record, Field::DemonstratedBy, text));
        let statement = Printed::new(record, Field::Statement, &competency.statement);
        let id = Printed {
            record,
            field: Field::Id,
            text: competency.id.to_string().into(),
            certainty: Certainty::Printed,
            place: competency.alignments.first().map(|row| row.span),
        };
        let levels = competency.alignments.iter().filter_map(move |row| {
            let target = row.target()?;
            Printed::level(record, target.level, Some(row.span))
        });
        [id, statement]
            .into_iter()
            .chain(demonstrated)
            .chain(levels)
    });
    let areas = AreaIndex::each(catalogue.areas());
    let areas =
        areas.map(|(index, area)| Printed::new(Reference::Area(index), Field::Name, &area.name));
    let rows = KnowledgeAreaIndex::each(catalogue.knowledge_areas());
    let rows = rows.flat_map(|(index, row)| {
        let text =
            move |field| move |text| Printed::new(Reference::KnowledgeArea(index), field, text);
        let name = row.name.iter().map(text(Field::Name));
        let definition = row.definition.iter().map(text(Field::Definition));
        let notes = row.notes.iter().map(text(Field::Note));
        let level = Printed::level(Reference::KnowledgeArea(index), row.level, Some(row.span));
        name.chain(definition).chain(notes).chain(level)
    });
    let items = ItemIndex::each(catalogue.items()).flat_map(|(index, item)| {
        let text = |field, text| Printed {
            record: Reference::Item(index),
            field,
            text,
            certainty: Certainty::Printed,
            place: statement_place(catalogue, index),
        };
        [
            text(Field::Code, item.code.to_string().into()),
            text(Field::Statement, item.statement.as_str().into()),
        ]
    });
    competencies.chain(areas).chain(rows).chain(items).collect()
}

/// Where the statement of an item is first printed, or else its code.
fn statement_place(catalogue: &Catalogue, item: ItemIndex) -> Option<Span> {
    let code = catalogue.items()[item].code;
    let rows = catalogue.listed_by(item).iter();
    let mut listings = rows.filter_map(|&row| catalogue.correspondence(row, code));
    let first = listings.clone().next().map(|listing| listing.span);
    listings
        .find_map(|listing| listing.statement.hull())
        .or(first)
}

impl<'c> Printed<'c> {
    fn new(record: Reference, field: Field, text: &'c Text) -> Self {
        Self {
            record,
            field,
            text: text.words.as_str().into(),
            certainty: text.certainty,
            place: text.spans.hull(),
        }
    }

    /// A level mark; nothing where there is none.
    fn level(record: Reference, level: Level, place: Option<Span>) -> Option<Self> {
        (level != Level::Fs).then(|| Self {
            record,
            field: Field::Level,
            text: level.name().into(),
            certainty: Certainty::Printed,
            place,
        })
    }
}
