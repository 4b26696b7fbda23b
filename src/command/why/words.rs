//! What the answers of why say in words, in cards and rows alike.

use super::super::marks::Reliability;
use super::super::path;
use crate::catalogue::Catalogue;
use crate::parse::errata::Erratum;
use crate::query::why::{self, Answer, Cause, Evidence, Hop, Quote, Record, evened};
use crate::record::{Competency, CompetencyIndex, Correspondence, KnowledgeArea};
use crate::source::Span;
use crate::view::{Cell, Fact};

/// Whether a way leads from the CKC to the competencies.
pub(super) fn is_upward(answer: &Answer) -> bool {
    answer.to.is_some_and(|to| answer.from > to)
}

/// A record as a heading names it.
pub(super) fn end(catalogue: &Catalogue, record: Record) -> Cell<'_> {
    match record {
        Record::KnowledgeArea(row) => path(catalogue, &catalogue.knowledge_areas()[row]),
        Record::Item(item) => Cell::text(format!("CKC {}", catalogue.items()[item].code)),
        Record::Competency(index) => Cell::text(catalogue.competencies()[index].id.to_string()),
    }
}

/// Where a hop starts or ends.
pub(super) enum End<'c> {
    Competency(&'c Competency),
    /// What an alignment prints.
    Label(String),
    KnowledgeArea(&'c KnowledgeArea),
    Item(&'c KnowledgeArea, &'c Correspondence),
}

impl<'c> End<'c> {
    /// Both ends, from the competency down.
    pub(super) fn of(catalogue: &'c Catalogue, hop: Hop) -> [Self; 2] {
        let rows = catalogue.knowledge_areas();
        let label = |competency: CompetencyIndex, alignment| {
            Self::Label(label(&catalogue.competencies()[competency], alignment))
        };
        match hop {
            Hop::Aligned {
                competency,
                alignment,
            } => [
                Self::Competency(&catalogue.competencies()[competency]),
                label(competency, alignment),
            ],
            Hop::Linked {
                competency,
                alignment,
                link,
            } => {
                let link = &catalogue.links(competency)[alignment].links[link];
                [
                    label(competency, alignment),
                    Self::KnowledgeArea(&rows[link.knowledge_area]),
                ]
            }
            Hop::Listed {
                knowledge_area,
                item,
                ..
            } => {
                let row = &rows[knowledge_area];
                [Self::KnowledgeArea(row), Self::Item(row, &row.items[item])]
            }
        }
    }

    /// As a sentence names it.
    pub(super) fn phrase(self, catalogue: &'c Catalogue) -> Cell<'c> {
        match self {
            Self::Competency(record) => Cell::text(record.id.to_string()),
            Self::Label(label) => Cell::text(label),
            Self::KnowledgeArea(row) => path(catalogue, row),
            Self::Item(_, item) => Cell::text(format!("CKC {}", item.code)),
        }
    }

    /// As a row names it.
    pub(super) fn key(self) -> Cell<'c> {
        match self {
            Self::Competency(record) => Cell::text(record.id.to_string()),
            Self::Label(label) => Cell::text(label),
            Self::KnowledgeArea(row) => Cell::text(&row.id),
            Self::Item(row, item) => Reliability::of(row, item).sign_code(item.code),
        }
    }
}

pub(super) fn goes_on(evidence: &Evidence) -> Option<String> {
    evidence
        .incomplete
        .map(|incomplete| incomplete.loss.to_string())
}

fn label(record: &Competency, alignment: usize) -> String {
    record.alignments[alignment]
        .target()
        .map_or_else(String::new, why::label)
}

/// Quotes as facts, one label for each field.
pub(super) fn quotes<'c>(catalogue: &'c Catalogue, quotes: &[Quote]) -> Vec<Fact<'c>> {
    quotes
        .chunk_by(|a, b| a.field == b.field)
        .map(|same| Fact {
            label: field_title(same[0].field),
            values: same.iter().map(|found| quoted(catalogue, found)).collect(),
        })
        .collect()
}

fn field_title(field: &'static str) -> &'static str {
    match field {
        "knowledge" => "name",
        "item" => "printed",
        other => other,
    }
}

/// What is printed, where, and what is read there.
fn quoted<'c>(catalogue: &'c Catalogue, quote: &Quote) -> Cell<'c> {
    let printed = evened(catalogue.document(quote.span).words(quote.span));
    let place = position(catalogue, quote.span);
    let Some(reading) = &quote.reading else {
        return Cell::Phrase(vec![Cell::text(format!("“{printed}”")), Cell::text(place)]);
    };
    let printed = if printed.is_empty() {
        "nothing is printed at".to_owned()
    } else {
        format!("“{printed}”")
    };
    Cell::Phrase(vec![
        Cell::text(printed),
        Cell::text(format!("{place},")),
        Cell::text("read as"),
        Cell::restored(Cell::text(reading.clone())),
    ])
}

/// `wv:122:3`, or `wv.pdf, page 3, line 12`.
pub(super) fn position(catalogue: &Catalogue, span: Span) -> String {
    catalogue.document(span).position(span)
}

pub(super) fn errata<'c>(
    catalogue: &'c Catalogue,
    evidence: &Evidence,
) -> impl Iterator<Item = &'c Erratum> {
    evidence
        .errata
        .iter()
        .map(|&index| &catalogue.errata()[index])
}

/// Which lists that lack what was asked for may go on.
pub(super) fn may_go_on(answer: &Answer) -> Vec<String> {
    let causes = answer.causes.iter();
    let lists = causes.filter_map(|cause| cause.incomplete);
    lists
        .map(|incomplete| incomplete.loss.to_string())
        .collect()
}

/// All causes as one text.
pub(super) fn told(causes: &[Cause]) -> String {
    let sentences: Vec<&str> = causes.iter().map(|cause| &*cause.sentence).collect();
    sentences.join(" ")
}

pub(super) fn plain(cell: &Cell) -> String {
    cell.phrase().into_owned()
}

pub(super) fn cell(catalogue: &Catalogue, record: Record) -> Cell<'_> {
    match record {
        Record::Competency(index) => Cell::text(catalogue.competencies()[index].id.to_string()),
        Record::KnowledgeArea(row) => Cell::text(&catalogue.knowledge_areas()[row].id),
        Record::Item(item) => Cell::code(catalogue.items()[item].code.to_string()),
    }
}
