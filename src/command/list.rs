//! `list`: competencies, areas, knowledge areas, CKC items, one row a record.

use crate::catalogue::Catalogue;
use crate::cli::{self, What};
use crate::query::{self, Filter};
use crate::record::{Alignment, Importance, KnowledgeArea, Level};
use crate::view::{Cell, Place, Table, View};

pub(super) mod links;

use super::{area, competency_place, definition, marked, name, path, place, words};

pub(super) fn run<'c>(catalogue: &'c Catalogue, args: &cli::List) -> anyhow::Result<View<'c>> {
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
    Ok(View {
        table,
        ..View::default()
    })
}

pub(super) fn competencies<'c>(catalogue: &'c Catalogue, found: &[usize]) -> Table<'c> {
    let columns = [
        ("competency", Place::Body),
        ("statement", Place::Body),
        ("importance", Place::Hidden),
        ("level", Place::Body),
        ("unique", Place::Hidden),
        ("knowledge_areas", Place::Body),
        ("ckc", Place::Hidden),
        ("source", Place::Hidden),
    ];
    Table::new(
        &columns,
        found.iter().map(|&index| competency(catalogue, index)),
    )
}

fn competency(catalogue: &Catalogue, index: usize) -> Vec<Cell<'_>> {
    let record = &catalogue.competencies()[index];
    let links = catalogue.links(index).iter().flat_map(|links| &links.links);
    let mut linked: Vec<usize> = links.map(|link| link.knowledge_area).collect();
    linked.dedup();
    let rows = || linked.iter().map(|&row| &catalogue.knowledge_areas()[row]);
    let mut codes: Vec<_> = rows()
        .flat_map(|row| &row.items)
        .map(|item| (item.code, item.certainty))
        .collect();
    codes.sort_unstable();
    codes.dedup_by_key(|(code, _)| *code);
    let codes = codes.into_iter();
    let importance = record.alignments.iter().filter_map(|row| row.importance);
    let levels = record.alignments.iter().filter_map(Alignment::level);
    vec![
        Cell::text(record.id.to_string()),
        Cell::text(&record.statement.words),
        Cell::List(distinct(importance, Importance::name)),
        Cell::List(distinct(levels, Level::name)),
        Cell::Flag(record.is_unique()),
        if record.is_unique() {
            Cell::missing("Unique")
        } else {
            Cell::List(rows().map(|row| path(catalogue, row)).collect())
        },
        list(codes.map(|(code, certainty)| marked(Cell::code(code.to_string()), certainty))),
        Cell::text(competency_place(catalogue, record)),
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
fn distinct<T: Ord>(
    values: impl Iterator<Item = T>,
    name: impl Fn(T) -> &'static str,
) -> Vec<Cell<'static>> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.dedup();
    let names = values.into_iter().map(name);
    names.map(Cell::text).collect()
}

fn areas<'c>(catalogue: &'c Catalogue, found: &[usize]) -> Table<'c> {
    let columns = [
        ("id", Place::Hidden),
        ("area", Place::Body),
        ("certainty", Place::Hidden),
        ("knowledge_areas", Place::Body),
        ("ckc", Place::Hidden),
        ("competencies", Place::Hidden),
        ("source", Place::Hidden),
    ];
    let row = |&index: &usize| {
        let area = &catalogue.areas()[index];
        let all = catalogue.knowledge_areas().iter().enumerate();
        let inside: Vec<_> = all.filter(|(_, row)| row.area == Some(index)).collect();
        let mut codes: Vec<_> = inside
            .iter()
            .flat_map(|(_, row)| &row.items)
            .map(|item| item.code)
            .collect();
        codes.sort_unstable();
        codes.dedup();
        let rows: Vec<usize> = inside.iter().map(|(row, _)| *row).collect();
        vec![
            Cell::text(&area.id),
            words(&area.name),
            Cell::text(area.name.certainty.name()),
            Cell::List(inside.iter().map(|(_, row)| name(row)).collect()),
            Cell::List(
                codes
                    .iter()
                    .map(|code| Cell::code(code.to_string()))
                    .collect(),
            ),
            ids(catalogue, &query::aligned(catalogue, &rows)),
            area.name
                .spans
                .hull()
                .map_or(Cell::missing(""), |span| Cell::text(place(catalogue, span))),
        ]
    };
    Table::new(&columns, found.iter().map(row))
}

fn ids<'c>(catalogue: &Catalogue, competencies: &[usize]) -> Cell<'c> {
    let id = |&index: &usize| Cell::text(catalogue.competencies()[index].id.to_string());
    Cell::List(competencies.iter().map(id).collect())
}

pub(super) fn knowledge_areas<'c>(catalogue: &'c Catalogue, found: &[usize]) -> Table<'c> {
    let columns = [
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
    Table::new(
        &columns,
        found.iter().map(|&index| knowledge_area(catalogue, index)),
    )
}

fn knowledge_area(catalogue: &Catalogue, index: usize) -> Vec<Cell<'_>> {
    let row = &catalogue.knowledge_areas()[index];
    vec![
        Cell::text(&row.id),
        area(catalogue, row),
        name(row),
        Cell::text(row.level.name()),
        definition(row),
        Cell::List(codes(row)),
        Cell::List(row.notes.iter().map(words).collect()),
        ids(catalogue, &query::aligned(catalogue, &[index])),
        row.name.as_ref().map_or(Cell::missing("lost"), |name| {
            Cell::text(name.certainty.name())
        }),
        Cell::List(row.errata.iter().map(Cell::text).collect()),
        Cell::text(place(catalogue, row.span)),
    ]
}

fn codes(row: &KnowledgeArea) -> Vec<Cell<'static>> {
    let items = row.items.iter();
    items
        .map(|item| marked(Cell::code(item.code.to_string()), item.certainty))
        .collect()
}

pub(super) fn items<'c>(catalogue: &'c Catalogue, found: &[usize]) -> Table<'c> {
    let columns = [
        ("code", Place::Body),
        ("statement", Place::Body),
        ("knowledge_areas", Place::Hidden),
        ("competencies", Place::Hidden),
    ];
    let row = |&index: &usize| {
        let item = &catalogue.items()[index];
        let listing = catalogue.listed_by(index);
        let rows = listing.iter().map(|&row| &catalogue.knowledge_areas()[row]);
        vec![
            Cell::code(item.code.to_string()),
            Cell::text(&item.statement),
            Cell::List(rows.map(|row| path(catalogue, row)).collect()),
            ids(catalogue, &query::aligned(catalogue, listing)),
        ]
    };
    Table::new(&columns, found.iter().map(row))
}
