//! The catalogue as a book: every record with the card that `show` gives it, and what a page needs
//! to filter, join and quote the records.

mod asked;
mod ways;

pub(super) use asked::asked;

use std::borrow::Cow;

use crate::catalogue::Catalogue;
use crate::command::marks::{self, Reliability};
use crate::command::{
    AREA, COMPETENCY, ITEM, KNOWLEDGE, cause, item_code, name, path, show, words,
};
use crate::query;
use crate::query::reference::Reference;
use crate::record::{
    Alignment, AreaIndex, CompetencyIndex, ItemIndex, KnowledgeArea, KnowledgeAreaIndex, Level,
    Section,
};
use crate::source::{Span, lines};
use crate::text::distinct;
use crate::view::book::{Book, Chapter, Chip, Entry, Group, Listed, Matrix, Range, Row, Source};
use crate::view::{Card, Cell, Fact, Table};

use super::held::Held;

/// The book of these records and rows, which were chosen by the options.
pub(super) fn book<'c>(
    catalogue: &'c Catalogue,
    held: &Held,
    asked: &[String],
    table: Table<'c>,
) -> Book<'c> {
    Book {
        asked: asked.to_vec(),
        questions: ways::questions(catalogue, held),
        chapters: vec![
            competencies(catalogue, held),
            knowledge_areas(catalogue, held),
            items(catalogue, held),
            areas(catalogue, held),
        ],
        table,
        matrix: matrix(catalogue, held),
        sources: catalogue.documents().iter().map(source).collect(),
    }
}

/// Parts entries where their group changes.
fn grouped<'c, K: PartialEq>(
    entries: impl Iterator<Item = (K, Entry<'c>)>,
    title: impl Fn(&K) -> Cell<'c>,
) -> Vec<Group<'c>> {
    let mut groups: Vec<Group> = Vec::new();
    let mut last = None;
    for (key, entry) in entries {
        if last.as_ref() != Some(&key) {
            groups.push(Group {
                title: title(&key),
                entries: Vec::new(),
            });
        }
        if let Some(group) = groups.last_mut() {
            group.entries.push(entry);
        }
        last = Some(key);
    }
    groups
}

fn competencies<'c>(catalogue: &'c Catalogue, held: &Held) -> Chapter<'c> {
    let entry = |&index: &CompetencyIndex| {
        let id = catalogue.competencies()[index].id;
        let section = Section {
            category: id.category,
            section: Some(id.section),
        };
        (section, competency(catalogue, index))
    };
    Chapter {
        id: COMPETENCY,
        singular: "Competency",
        plural: "Competencies",
        groups: grouped(held.competencies.iter().map(entry), |section| {
            Cell::text(format!("Section {section}"))
        }),
    }
}

fn competency(catalogue: &Catalogue, index: CompetencyIndex) -> Entry<'_> {
    let record = &catalogue.competencies()[index];
    let rows = record.alignments.iter().enumerate();
    let printed = rows.map(|(place, row)| {
        let label = match row.target() {
            Some(target) => target.path(),
            None if row.is_unique() => "Unique".to_owned(),
            None => format!("Row {}", place + 1),
        };
        (label.into(), range(catalogue, row.span))
    });
    Entry {
        id: record.id.to_string(),
        title: words(&record.statement),
        card: show::card(catalogue, Reference::Competency(index)),
        chips: competency_chips(catalogue, index),
        ways: ways::of_competency(catalogue, index),
        printed: printed.collect(),
    }
}

fn competency_chips(catalogue: &Catalogue, index: CompetencyIndex) -> Vec<Chip> {
    let record = &catalogue.competencies()[index];
    let importances = distinct(record.alignments.iter().filter_map(|row| row.importance));
    let importances = importances
        .into_iter()
        .map(|it| chip("importance", it.title(), None));
    let levels = distinct(record.alignments.iter().filter_map(Alignment::level));
    let links = catalogue.links(index).iter().flat_map(|links| &links.links);
    let matches = distinct(links.map(|link| link.made));
    let matches = matches
        .into_iter()
        .map(|made| chip("match", made.name(), None));
    let unique = record.is_unique().then(|| {
        chip(
            "match",
            "unique",
            Some("the Endorsement has no counterpart"),
        )
    });
    importances
        .chain(levels.into_iter().map(level_chip))
        .chain(matches)
        .chain(unique)
        .collect()
}

fn chip(kind: &'static str, text: &'static str, meaning: Option<&'static str>) -> Chip {
    Chip {
        kind,
        text: text.into(),
        meaning,
    }
}

fn level_chip(level: Level) -> Chip {
    chip("level", level.name(), Some(level.title()))
}

fn knowledge_areas<'c>(catalogue: &'c Catalogue, held: &Held) -> Chapter<'c> {
    let entry = |&index: &KnowledgeAreaIndex| {
        let row = &catalogue.knowledge_areas()[index];
        (row.area, knowledge_area(catalogue, index))
    };
    Chapter {
        id: KNOWLEDGE,
        singular: "Knowledge area",
        plural: "Knowledge areas",
        groups: grouped(held.rows.iter().map(entry), |area| match area {
            Some(area) => area_name(catalogue, *area),
            None => Cell::missing("heading lost"),
        }),
    }
}

fn area_name(catalogue: &Catalogue, index: AreaIndex) -> Cell<'_> {
    let area = &catalogue.areas()[index];
    Cell::link(format!("{AREA}/{}", area.id), words(&area.name))
}

fn knowledge_area(catalogue: &Catalogue, index: KnowledgeAreaIndex) -> Entry<'_> {
    let row = &catalogue.knowledge_areas()[index];
    let codes = row.items.iter().map(|item| Some(item.code));
    let codes: Vec<_> = if row.items.is_empty() {
        vec![None]
    } else {
        codes.collect()
    };
    let card = show::card(catalogue, Reference::KnowledgeArea(index));
    // The id is the address of the page.
    let facts = card.facts.into_iter().filter(|fact| fact.label != "id");
    let items = row
        .items
        .iter()
        .map(|item| item_code(item.code, Reliability::of(row, item)));
    let related = related("CKC items", items)
        .into_iter()
        .chain(led_by(catalogue, &[index]));
    Entry {
        id: row.id.clone(),
        title: name(row),
        card: Card {
            children: Vec::new(),
            facts: facts.chain(related).collect(),
            ..card
        },
        chips: vec![level_chip(row.level)],
        ways: distinct(
            codes
                .into_iter()
                .flat_map(|code| ways::of_row(catalogue, index, code)),
        ),
        printed: printed_row(catalogue, row),
    }
}

/// Where the words of a row are; other rows may be between them.
fn printed_row<'c>(catalogue: &'c Catalogue, row: &KnowledgeArea) -> Vec<(Cow<'c, str>, Range)> {
    let texts = [row.name.as_ref(), row.definition.as_ref()];
    let texts = texts.into_iter().flatten().chain(&row.notes);
    let items = row.items.iter();
    let items = items.flat_map(|item| item.statement.iter().chain([&item.span]));
    let mut spans: Vec<Span> = texts
        .flat_map(|text| text.spans.iter())
        .chain(items)
        .copied()
        .collect();
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if is_joined(catalogue, *last, span) => *last = last.hull(span),
            _ => joined.push(span),
        }
    }
    let ranges = joined.into_iter().map(|span| range(catalogue, span));
    ranges.map(|range| ("The row".into(), range)).collect()
}

/// Whether there are no words between two places.
fn is_joined(catalogue: &Catalogue, first: Span, next: Span) -> bool {
    let between = catalogue
        .document(first)
        .text()
        .get(first.end as usize..next.start as usize);
    between.is_none_or(|between| !between.contains(char::is_alphanumeric))
}

fn items<'c>(catalogue: &'c Catalogue, held: &Held) -> Chapter<'c> {
    let entry = |&index: &ItemIndex| {
        let domain = catalogue.items()[index].code.domain;
        (domain, item(catalogue, index))
    };
    Chapter {
        id: ITEM,
        singular: "CKC item",
        plural: "CKC items",
        groups: grouped(held.items.iter().map(entry), |domain| {
            Cell::text(format!("Domain {domain}"))
        }),
    }
}

fn item(catalogue: &Catalogue, index: ItemIndex) -> Entry<'_> {
    let code = catalogue.items()[index].code;
    let rows = catalogue.listed_by(index);
    let printed = rows.iter().filter_map(|&row| {
        let span = catalogue.correspondence(row, code)?;
        let words = span.statement.hull();
        let span = words.map_or(span.span, |words| span.span.hull(words));
        let row = &catalogue.knowledge_areas()[row];
        Some((
            path(catalogue, row).phrase().into_owned().into(),
            range(catalogue, span),
        ))
    });
    let listing = rows
        .iter()
        .map(|&row| name(&catalogue.knowledge_areas()[row]));
    Entry {
        id: code.to_string(),
        title: Cell::text(&catalogue.items()[index].statement),
        card: Card {
            children: Vec::new(),
            facts: related("knowledge areas", listing)
                .into_iter()
                .chain(led_by(catalogue, rows))
                .collect(),
            ..show::card(catalogue, Reference::Item(index))
        },
        chips: Vec::new(),
        ways: Vec::new(),
        printed: printed.collect(),
    }
}

/// What the matrix joins a record to, where there is anything.
fn related<'c>(label: &'static str, cells: impl Iterator<Item = Cell<'c>>) -> Option<Fact<'c>> {
    let cells: Vec<Cell> = cells.collect();
    (!cells.is_empty()).then(|| Fact {
        label,
        // One value, so that it is in one line.
        values: vec![Cell::Phrase(vec![Cell::List(cells)])],
    })
}

/// The competencies that lead to any of these knowledge areas.
fn led_by(catalogue: &Catalogue, rows: &[KnowledgeAreaIndex]) -> Option<Fact<'static>> {
    let found = query::aligned(catalogue, rows).into_iter();
    related(
        "competencies",
        found.map(|index| Cell::text(catalogue.competencies()[index].id.to_string())),
    )
}

fn areas<'c>(catalogue: &'c Catalogue, held: &Held) -> Chapter<'c> {
    let entries = held.areas.iter().map(|&index| area(catalogue, index));
    Chapter {
        id: AREA,
        singular: "Area of expertise",
        plural: "Areas of expertise",
        groups: vec![Group {
            title: Cell::Blank,
            entries: entries.collect(),
        }],
    }
}

fn area(catalogue: &Catalogue, index: AreaIndex) -> Entry<'_> {
    let area = &catalogue.areas()[index];
    let all = KnowledgeAreaIndex::each(catalogue.knowledge_areas());
    let rows = all.filter(|(_, row)| row.area == Some(index));
    let rows: Vec<KnowledgeAreaIndex> = rows.map(|(index, _)| index).collect();
    let span = area.name.spans.hull();
    let card = show::card(catalogue, Reference::Area(index));
    let facts = card.facts.into_iter().filter(|fact| fact.label != "id");
    let names = rows
        .iter()
        .map(|&row| name(&catalogue.knowledge_areas()[row]));
    let related = related("knowledge areas", names)
        .into_iter()
        .chain(led_by(catalogue, &rows));
    Entry {
        id: area.id.clone(),
        title: words(&area.name),
        card: Card {
            children: Vec::new(),
            facts: facts.chain(related).collect(),
            ..card
        },
        chips: Vec::new(),
        ways: Vec::new(),
        printed: span
            .map(|span| ("The heading".into(), range(catalogue, span)))
            .into_iter()
            .collect(),
    }
}

fn matrix<'c>(catalogue: &'c Catalogue, held: &Held) -> Matrix<'c> {
    let items = held.items.iter().map(|&index| &catalogue.items()[index]);
    let columns = items.map(|item| Listed {
        place: format!("{ITEM}/{}", item.code),
        code: item.code.to_string(),
        title: &item.statement,
    });
    let rows = held
        .rows
        .iter()
        .map(|&index| matrix_row(catalogue, held, index));
    Matrix {
        columns: columns.collect(),
        rows: rows.collect(),
    }
}

fn matrix_row<'c>(catalogue: &'c Catalogue, held: &Held, index: KnowledgeAreaIndex) -> Row<'c> {
    let row = &catalogue.knowledge_areas()[index];
    let mark = |&item: &ItemIndex| {
        let listed = catalogue.correspondence(index, catalogue.items()[item].code);
        listed.map(marks::of_listing)
    };
    let led_by = query::aligned(catalogue, &[index]);
    let led_by = led_by.iter().map(|&index| &catalogue.competencies()[index]);
    Row {
        place: format!("{KNOWLEDGE}/{}", row.id),
        heading: row.area.map_or(Cell::missing("heading lost"), |area| {
            area_name(catalogue, area)
        }),
        name: name(row),
        level: row.level.name(),
        cause: row.items.is_empty().then(|| cause(row)),
        led_by: led_by
            .map(|record| format!("{COMPETENCY}/{}", record.id))
            .collect(),
        cells: held.items.iter().map(mark).collect(),
    }
}

fn source(document: &crate::source::Document) -> Source<'_> {
    let text = document.text();
    Source {
        id: &document.id,
        name: &document.name,
        lines: lines(text).map(|line| &text[line]).collect(),
    }
}

fn range(catalogue: &Catalogue, span: Span) -> Range {
    let document = catalogue.document(span);
    let at = |offset| (document.line(offset), document.column(offset));
    Range {
        source: span.document.0 as usize,
        first: at(span.start),
        last: at(span.end),
    }
}
