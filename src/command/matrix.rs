//! `matrix`: knowledge areas × CKC items, whole or what passes the filters.

use std::rc::Rc;

use crate::catalogue::Catalogue;
use crate::cli;
use crate::query::{self, Filter};
use crate::record::{Certainty, ItemIndex, KnowledgeAreaIndex};
use crate::text::distinct;
use crate::view::book::{Listed, Mark, Matrix, Row};
use crate::view::{Answer, Cell, Column, Content, Place, Reading, Rows, Table, TooMany};

use super::{ITEM, KNOWLEDGE, area, cause, marks, name};

/// The columns in front of the CKC items.
pub(super) const COLUMNS: [(&str, Place); 4] = [
    ("area", Place::Body),
    ("id", Place::Body),
    ("name", Place::Body),
    ("level", Place::Body),
];

pub(super) fn run<'c>(catalogue: &'c Catalogue, args: &cli::Matrix) -> anyhow::Result<Answer<'c>> {
    let filter = Filter {
        references: super::references(catalogue, &args.references)?,
        ..super::filter(catalogue, &args.filters)?
    };
    let listings = query::listings(catalogue, &filter);
    let items = distinct(listings.iter().flat_map(|(_, items)| items).copied());
    let matrix = Rc::new(Matrix {
        columns: items.iter().map(|&item| column(catalogue, item)).collect(),
        rows: listings
            .iter()
            .map(|(index, listed)| row(catalogue, *index, listed, &items))
            .collect(),
    });
    Ok(Answer::of(Listings {
        catalogue,
        found: listings,
        matrix,
    }))
}

/// Which knowledge area lists which items.
struct Listings<'c> {
    catalogue: &'c Catalogue,
    found: Vec<(KnowledgeAreaIndex, Vec<ItemIndex>)>,
    matrix: Rc<Matrix<'c>>,
}

impl<'c> Content<'c> for Listings<'c> {
    fn rows(&self) -> Rows<'c> {
        let mut table = table(self.catalogue, &self.found, &self.matrix);
        marks::show_what_is_said(&mut table, Place::Body);
        table.into()
    }

    fn count(&self) -> usize {
        self.found.len()
    }

    fn reading(&self) -> Result<Reading<'c>, TooMany> {
        let table = self.rows().held()?;
        if self.is_empty() {
            return Ok(Reading::Rows(table));
        }
        Ok(Reading::Matrix(Rc::clone(&self.matrix), table))
    }
}

fn column(catalogue: &Catalogue, item: ItemIndex) -> Listed<'_> {
    let item = &catalogue.items()[item];
    Listed {
        place: format!("{ITEM}/{}", item.code),
        code: item.code.to_string(),
        title: &item.statement,
    }
}

fn row<'c>(
    catalogue: &'c Catalogue,
    index: KnowledgeAreaIndex,
    listed: &[ItemIndex],
    items: &[ItemIndex],
) -> Row<'c> {
    let row = &catalogue.knowledge_areas()[index];
    let mark = |item: &ItemIndex| {
        let code = catalogue.items()[*item].code;
        let listing = catalogue.correspondence(index, code);
        listing
            .filter(|_| listed.contains(item))
            .map(marks::of_listing)
    };
    Row {
        place: format!("{KNOWLEDGE}/{}", row.id),
        heading: area(catalogue, row),
        name: name(row),
        level: row.level.name(),
        cause: row.items.is_empty().then(|| cause(row)),
        led_by: Vec::new(),
        cells: items.iter().map(mark).collect(),
    }
}

/// The same as rows: what the knowledge area is, then one column per item.
fn table<'c>(
    catalogue: &'c Catalogue,
    listings: &[(KnowledgeAreaIndex, Vec<ItemIndex>)],
    matrix: &Matrix<'c>,
) -> Table<'c> {
    let fixed = COLUMNS.map(|(name, place)| Column::new(name, place));
    let codes = matrix.columns.iter();
    let codes = codes.map(|item| Column::new(format!("CKC {}", item.code), Place::Body));
    let cell = |mark: &Option<Mark>| match mark {
        Some(Mark::Printed) => Cell::text(Certainty::Printed.name()),
        Some(Mark::Restored) => Cell::text(Certainty::Restored.name()),
        Some(Mark::Doubtful) => Cell::text("doubtful"),
        None => Cell::Blank,
    };
    let rows = listings.iter().zip(&matrix.rows).map(|((index, _), row)| {
        let record = &catalogue.knowledge_areas()[*index];
        let id = Cell::text(&record.id);
        let fixed = [
            row.heading.clone(),
            id,
            row.name.clone(),
            Cell::text(row.level),
        ];
        fixed
            .into_iter()
            .chain(row.cells.iter().map(cell))
            .chain(marks::cells(
                marks::row_doubts(record),
                marks::incomplete(record),
            ))
            .collect()
    });
    let marks = marks::COLUMNS.map(|(name, place)| Column::new(name, place));
    Table {
        columns: fixed.into_iter().chain(codes).chain(marks).collect(),
        rows: rows.collect(),
    }
}
