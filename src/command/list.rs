//! `list`: competencies, areas, knowledge areas, CKC items, one row per record.

use std::collections::BTreeMap;

use crate::catalogue::Catalogue;
use crate::cli::{self, What};
use crate::query::{self, Filter};
use crate::record::{
    Alignment, AreaIndex, Certainty, CkcCode, CompetencyIndex, Importance, ItemIndex,
    KnowledgeArea, KnowledgeAreaIndex, Level,
};
use crate::text::distinct;
use crate::view::{Answer, Cell, Place, Sign, Table};

pub(super) mod links;

use super::marks::{self, Reliability};
use super::{area, competency_place, definition, name, path, place, words};

/// The columns of competencies.
pub(super) const COMPETENCIES: [(&str, Place); 8] = [
    ("competency", Place::Body),
    ("statement", Place::Body),
    ("importance", Place::Hidden),
    ("level", Place::Body),
    ("unique", Place::Hidden),
    ("knowledge_areas", Place::Body),
    ("ckc", Place::Hidden),
    ("source", Place::Hidden),
];

/// The columns of areas.
pub(super) const AREAS: [(&str, Place); 7] = [
    ("id", Place::Hidden),
    ("area", Place::Body),
    ("certainty", Place::Hidden),
    ("knowledge_areas", Place::Body),
    ("ckc", Place::Hidden),
    ("competencies", Place::Hidden),
    ("source", Place::Hidden),
];

/// The columns of knowledge areas.
pub(super) const KNOWLEDGE_AREAS: [(&str, Place); 11] = [
    ("id", Place::Hidden),
    ("area", Place::Heading(0)),
    ("knowledge_area", Place::Body),
    ("level", Place::Body),
    ("definition", Place::Body),
    ("ckc", Place::Hidden),
    ("notes", Place::Hidden),
    ("competencies", Place::Hidden),
    ("name_certainty", Place::Hidden),
    ("errata", Place::Hidden),
    ("source", Place::Hidden),
];

/// The columns of CKC items.
pub(super) const ITEMS: [(&str, Place); 5] = [
    ("code", Place::Body),
    ("statement", Place::Body),
    ("knowledge_areas", Place::Hidden),
    ("competencies", Place::Hidden),
    marks::COLUMNS[0],
];

pub(super) fn run<'c>(catalogue: &'c Catalogue, args: &cli::List) -> anyhow::Result<Answer<'c>> {
    let filter = Filter {
        references: super::references(catalogue, &args.references)?,
        ..super::filter(catalogue, &args.filters)?
    };
    let table = match args.what {
        What::Competencies => competencies(catalogue, &query::competencies(catalogue, &filter)),
        What::Areas => areas(catalogue, &query::areas(catalogue, &filter)),
        What::Knowledge => knowledge_areas(catalogue, &query::knowledge_areas(catalogue, &filter)),
        What::Links => links::table(catalogue, &query::chains(catalogue, &filter)),
        What::Ckc => items(catalogue, &query::items(catalogue, &filter)),
    };
    Ok(table.into())
}

pub(super) fn competencies<'c>(catalogue: &'c Catalogue, found: &[CompetencyIndex]) -> Table<'c> {
    table(&COMPETENCIES, found, |index| competency(catalogue, index))
}

/// A table of these columns and the last ones, which say what is in doubt.
fn table<'c, R: Copy>(
    columns: &[(&'static str, Place)],
    found: &[R],
    row: impl Fn(R) -> Vec<Cell<'c>>,
) -> Table<'c> {
    let columns: Vec<_> = columns.iter().copied().chain(marks::COLUMNS).collect();
    let mut table = Table::new(&columns, found.iter().map(|&index| row(index)));
    marks::show_what_is_said(&mut table, Place::Body);
    table
}

fn competency(catalogue: &Catalogue, index: CompetencyIndex) -> Vec<Cell<'_>> {
    let record = &catalogue.competencies()[index];
    let mut linked: Vec<(KnowledgeAreaIndex, Cell)> = Vec::new();
    let mut codes: BTreeMap<CkcCode, Reliability> = BTreeMap::new();
    for (alignment, links) in record.alignments.iter().zip(catalogue.links(index)) {
        for link in &links.links {
            let row = &catalogue.knowledge_areas()[link.knowledge_area];
            let is_listed = |(other, _): &(KnowledgeAreaIndex, Cell)| *other == link.knowledge_area;
            if !linked.iter().any(is_listed) {
                let signed = marks::by_link(link, alignment, path(catalogue, row));
                linked.push((link.knowledge_area, signed));
            }
            for item in &row.items {
                let way = Reliability::of(row, item).by(link, alignment);
                marks::keep_best(&mut codes, item.code, way);
            }
        }
    }
    let [doubts, incomplete] = marks::of_competency(catalogue, index);
    let importance = record.alignments.iter().filter_map(|row| row.importance);
    let levels = record.alignments.iter().filter_map(Alignment::level);
    let codes = list(
        codes
            .iter()
            .map(|(code, reliability)| reliability.sign_code(*code)),
    );
    vec![
        Cell::text(record.id.to_string()),
        Cell::text(&record.statement.words),
        names(importance, Importance::name),
        names(levels, Level::name),
        Cell::Flag(record.is_unique()),
        if record.is_unique() {
            Cell::missing("Unique")
        } else {
            Cell::List(linked.into_iter().map(|(_, path)| path).collect())
        },
        codes,
        Cell::text(competency_place(catalogue, record)),
        marks::told(doubts),
        marks::told(incomplete),
    ]
}

/// Several values, or none.
fn list<'c>(cells: impl Iterator<Item = Cell<'c>>) -> Cell<'c> {
    let cells: Vec<Cell> = cells.collect();
    if cells.is_empty() {
        Cell::missing("")
    } else {
        Cell::List(cells)
    }
}

/// The values that a competency's alignments have, each once, in order.
fn names<T: Ord>(
    values: impl Iterator<Item = T>,
    name: impl Fn(T) -> &'static str,
) -> Cell<'static> {
    let names = distinct(values).into_iter().map(name);
    Cell::List(names.map(Cell::text).collect())
}

fn areas<'c>(catalogue: &'c Catalogue, found: &[AreaIndex]) -> Table<'c> {
    let row = |index: AreaIndex| {
        let area = &catalogue.areas()[index];
        let all = KnowledgeAreaIndex::each(catalogue.knowledge_areas());
        let inside: Vec<_> = all.filter(|(_, row)| row.area == Some(index)).collect();
        let rows: Vec<KnowledgeAreaIndex> = inside.iter().map(|(row, _)| *row).collect();
        let inside = || inside.iter().map(|(_, row)| *row);
        let doubts = marks::reasons(inside().flat_map(marks::all_doubts));
        let incomplete = marks::incomplete_among(catalogue, inside());
        vec![
            Cell::text(&area.id),
            words(&area.name),
            Cell::text(area.name.certainty.name()),
            Cell::List(inside().map(name).collect()),
            Cell::List(marks::codes(inside())),
            ids(catalogue, &rows),
            area.name
                .spans
                .hull()
                .map_or(Cell::missing(""), |span| Cell::text(place(catalogue, span))),
            marks::told(doubts),
            marks::told(incomplete),
        ]
    };
    table(&AREAS, found, row)
}

/// The competencies that lead to any of these knowledge areas, each with the signs of the best way.
fn ids<'c>(catalogue: &Catalogue, rows: &[KnowledgeAreaIndex]) -> Cell<'c> {
    let found = query::aligned(catalogue, rows).into_iter();
    Cell::List(
        found
            .map(|index| marks::leading(catalogue, index, rows))
            .collect(),
    )
}

pub(super) fn knowledge_areas<'c>(
    catalogue: &'c Catalogue,
    found: &[KnowledgeAreaIndex],
) -> Table<'c> {
    table(&KNOWLEDGE_AREAS, found, |index| {
        knowledge_area(catalogue, index)
    })
}

fn knowledge_area(catalogue: &Catalogue, index: KnowledgeAreaIndex) -> Vec<Cell<'_>> {
    let row = &catalogue.knowledge_areas()[index];
    let [doubt, incomplete] = marks::cells(marks::row_doubts(row), marks::incomplete(row));
    vec![
        Cell::text(&row.id),
        area(catalogue, row),
        name(row),
        Cell::text(row.level.name()),
        definition(row),
        Cell::List(marks::codes([row])),
        Cell::List(row.notes.iter().map(words).collect()),
        ids(catalogue, &[index]),
        row.name.as_ref().map_or(Cell::missing("lost"), |name| {
            Cell::text(name.certainty.name())
        }),
        Cell::List(row.errata.iter().map(Cell::text).collect()),
        Cell::text(place(catalogue, row.span)),
        doubt,
        incomplete,
    ]
}

pub(super) fn items<'c>(catalogue: &'c Catalogue, found: &[ItemIndex]) -> Table<'c> {
    let row = |index: ItemIndex| {
        let item = &catalogue.items()[index];
        let listing = catalogue.listed_by(index);
        let rows = || listing.iter().map(|&row| &catalogue.knowledge_areas()[row]);
        let doubts = rows().flat_map(|row| {
            let items = row.items.iter().filter(|listed| listed.code == item.code);
            row.doubts
                .iter()
                .chain(items.flat_map(|listed| &listed.doubts))
        });
        let doubt = marks::told(marks::reasons(doubts));
        vec![
            Cell::code(item.code.to_string()),
            Cell::text(&item.statement),
            Cell::List(
                rows()
                    .map(|row| listing_path(catalogue, row, item.code))
                    .collect(),
            ),
            ids(catalogue, listing),
            doubt,
        ]
    };
    let mut table = Table::new(&ITEMS, found.iter().map(|&index| row(index)));
    marks::show_what_is_said(&mut table, Place::Body);
    table
}

/// A knowledge area that lists an item, with the signs of that listing.
fn listing_path<'c>(catalogue: &'c Catalogue, row: &'c KnowledgeArea, code: CkcCode) -> Cell<'c> {
    let path = path(catalogue, row);
    let listed = row.items.iter().find(|listed| listed.code == code);
    match listed {
        Some(listed) if listed.certainty == Certainty::Restored => {
            Cell::Phrase(vec![path, Cell::restored(Cell::text("code restored"))])
        }
        Some(listed) if !listed.doubts.is_empty() => Cell::signed(Sign::Doubtful, path),
        _ => path,
    }
}
