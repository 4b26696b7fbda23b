//! The catalogue as a workbook: the joined rows, a sheet for each kind of record, the matrix, and what
//! is odd in the documents, with links between them.

use std::mem;

use crate::catalogue::Catalogue;
use crate::check::account::{Account, Owner, Use};
use crate::check::diagnostics;
use crate::command::{COMPETENCY, ITEM, KNOWLEDGE, area, check, list, name, trace};
use crate::query::Chain;
use crate::record::{Certainty, ItemIndex, KnowledgeAreaIndex};
use crate::source::Span;
use crate::view::{Cell, Column, Place, Sheet, Table};

use super::held::Held;

/// The columns of the matrix in front of the CKC items.
pub(in crate::command) const IN_MATRIX: [(&str, Place); 3] = [
    ("knowledge_area", Place::Body),
    ("area", Place::Body),
    ("level", Place::Body),
];

/// The column that follows those of `check`.
pub(in crate::command) const OF_FINDING: [(&str, Place); 1] = [("record", Place::Body)];

/// What the places of the joined rows of a competency begin with.
const TRACE: &str = "trace";
/// What those of the rows of the matrix begin with.
const MATRIX: &str = "matrix";

/// The sheets of these records and chains; what is odd is that of the whole documents.
pub(super) fn sheets<'c>(
    catalogue: &'c Catalogue,
    held: &Held,
    chains: &[Chain],
) -> Vec<Sheet<'c>> {
    vec![
        joined(catalogue, chains),
        competencies(catalogue, held),
        alignments(catalogue, chains),
        knowledge_areas(catalogue, held),
        items(catalogue, held),
        matrix(catalogue, held),
        findings(catalogue),
    ]
}

fn joined<'c>(catalogue: &'c Catalogue, chains: &[Chain]) -> Sheet<'c> {
    let mut table = trace::table(catalogue, chains);
    link(&mut table, "competency", |_, id| place(COMPETENCY, id));
    link(&mut table, "ckc", |_, code| place(ITEM, code));
    link(&mut table, "knowledge_area", |row, _| {
        let row = chains[row].knowledge_area(catalogue);
        row.map_or_else(String::new, |row| place(KNOWLEDGE, &row.id))
    });
    let firsts = chains.chunk_by(|a, b| a.competency == b.competency);
    let places = firsts.scan(0, |next, same| {
        let first = mem::replace(next, *next + same.len());
        let id = catalogue.competencies()[same[0].competency].id;
        Some((place(TRACE, &id.to_string()), first))
    });
    Sheet {
        places: places.collect(),
        ..Sheet::new("Crosswalk", table)
    }
}

fn competencies<'c>(catalogue: &'c Catalogue, held: &Held) -> Sheet<'c> {
    let mut table = list::competencies(catalogue, &held.competencies);
    link(&mut table, "competency", |_, id| place(TRACE, id));
    let ids = held.competencies.iter();
    let ids = ids.map(|&index| catalogue.competencies()[index].id.to_string());
    Sheet {
        places: places(COMPETENCY, ids),
        ..Sheet::new("Competencies", table)
    }
}

fn alignments<'c>(catalogue: &'c Catalogue, chains: &[Chain]) -> Sheet<'c> {
    let mut table = list::links::table(catalogue, chains);
    link(&mut table, "competency", |_, id| place(COMPETENCY, id));
    link(&mut table, "linked", |_, id| place(KNOWLEDGE, id));
    Sheet::new("Alignments", table)
}

fn knowledge_areas<'c>(catalogue: &'c Catalogue, held: &Held) -> Sheet<'c> {
    let mut table = list::knowledge_areas(catalogue, &held.rows);
    link(&mut table, "id", |_, id| place(MATRIX, id));
    let ids = held.rows.iter();
    let ids = ids.map(|&index| catalogue.knowledge_areas()[index].id.clone());
    Sheet {
        places: places(KNOWLEDGE, ids),
        ..Sheet::new("Knowledge areas", table)
    }
}

fn items<'c>(catalogue: &'c Catalogue, held: &Held) -> Sheet<'c> {
    let codes = held.items.iter();
    let codes = codes.map(|&index| catalogue.items()[index].code.to_string());
    Sheet {
        places: places(ITEM, codes),
        ..Sheet::new("CKC items", list::items(catalogue, &held.items))
    }
}

/// A mark where a knowledge area lists a CKC item.
fn matrix<'c>(catalogue: &'c Catalogue, held: &Held) -> Sheet<'c> {
    let records = IN_MATRIX.map(|(name, place)| Column::new(name, place));
    let codes = held.items.iter().map(|&index| {
        let code = catalogue.items()[index].code;
        Column::new(format!("CKC {code}"), Place::Body)
    });
    let rows = held.rows.iter();
    let ids = rows.map(|&index| catalogue.knowledge_areas()[index].id.clone());
    let rows = held.rows.iter();
    let rows = rows.map(|&index| matrix_row(catalogue, held, index));
    let table = Table {
        columns: records.into_iter().chain(codes).collect(),
        rows: rows.collect(),
    };
    Sheet {
        places: places(MATRIX, ids),
        ..Sheet::new("Matrix", table)
    }
}

fn matrix_row<'c>(
    catalogue: &'c Catalogue,
    held: &Held,
    index: KnowledgeAreaIndex,
) -> Vec<Cell<'c>> {
    const LISTED: &str = "×";
    let row = &catalogue.knowledge_areas()[index];
    let mark = |&item: &ItemIndex| {
        let code = catalogue.items()[item].code;
        let listed = catalogue.correspondence(index, code);
        let mark = listed.map(|listed| match listed.certainty {
            Certainty::Printed => Cell::text(LISTED),
            Certainty::Restored => Cell::restored(Cell::text(LISTED)),
        });
        mark.map_or(Cell::Blank, |mark| {
            Cell::link(place(ITEM, &code.to_string()), mark)
        })
    };
    let mut cells = vec![
        Cell::link(place(KNOWLEDGE, &row.id), name(row)),
        area(catalogue, row),
        Cell::text(row.level.name()),
    ];
    cells.extend(held.items.iter().map(mark));
    cells
}

fn findings(catalogue: &Catalogue) -> Sheet<'_> {
    let documents = 0..catalogue.documents().len();
    let accounts: Vec<Account> = documents
        .map(|index| Account::new(catalogue, index))
        .collect();
    let found = diagnostics(catalogue, &accounts);
    let mut table = check::table(catalogue, &found);
    let [(record_column, place)] = OF_FINDING;
    table.columns.push(Column::new(record_column, place));
    for (row, diagnostic) in table.rows.iter_mut().zip(&found) {
        row.push(record(catalogue, &accounts, diagnostic.span));
    }
    Sheet::new("Check", table)
}

/// The record that some words belong to; none where they belong to several.
fn record(catalogue: &Catalogue, accounts: &[Account], span: Span) -> Cell<'static> {
    let runs = accounts.iter().flat_map(|account| &account.runs);
    let here = runs.filter(|run| {
        let is_over = run.span.start < span.end && span.start < run.span.end;
        run.used == Use::Record && run.span.document == span.document && is_over
    });
    let mut owners: Vec<Owner> = here
        .map(|run| match run.owner {
            Owner::Item(row, _) => Owner::KnowledgeArea(row),
            owner => owner,
        })
        .collect();
    owners.dedup();
    let kind = match owners[..] {
        [Owner::KnowledgeArea(_)] => KNOWLEDGE,
        [Owner::Competency(_)] => COMPETENCY,
        _ => return Cell::missing(""),
    };
    let id = owners[0].name(catalogue).unwrap_or_default();
    Cell::link(place(kind, &id), Cell::text(id))
}

/// Makes links of the cells of a column; `to` says where, of the index of a row and the words in the cell.
fn link(table: &mut Table, column: &str, to: impl Fn(usize, &str) -> String) {
    let Some(at) = table.columns.iter().position(|known| known.name == column) else {
        return;
    };
    for (index, row) in table.rows.iter_mut().enumerate() {
        let place = to(index, &row[at].phrase());
        let value = mem::replace(&mut row[at], Cell::Blank);
        row[at] = Cell::link(place, value);
    }
}

fn place(kind: &str, id: &str) -> String {
    format!("{kind}/{id}")
}

/// The places of records that have a row each.
fn places(kind: &str, ids: impl Iterator<Item = String>) -> Vec<(String, usize)> {
    let rows = ids.enumerate();
    rows.map(|(row, id)| (place(kind, &id), row)).collect()
}
