//! `trace`: the joined rows, one for each competency × alignment × knowledge area × CKC item.

use crate::catalogue::Catalogue;
use crate::catalogue::link::{Link, Unlinked};
use crate::cli;
use crate::query::{self, Chain, Filter};
use crate::record::{Alignment, Certainty};
use crate::view::{Answer, Cell, Place, Table};

use super::marks::{self, Reliability};
use super::{IMPORTANCES, LEVELS, area, differences, name, path, place, words};

/// The columns of the joined rows.
pub(super) const COLUMNS: [(&str, Place); 16] = [
    ("competency", Place::Heading(0)),
    ("statement", Place::Heading(0)),
    ("importance", Place::Heading(1)),
    ("area", Place::Heading(1)),
    ("knowledge_area", Place::Heading(1)),
    ("level", Place::Heading(1)),
    ("match", Place::Heading(1)),
    ("ckc", Place::Body),
    ("ckc_statement", Place::Body),
    ("certainty", Place::Hidden),
    ("competency_source", Place::Hidden),
    ("crosswalk_source", Place::Hidden),
    ("restored", Place::Hidden),
    ("differs", Place::Heading(1)),
    marks::COLUMNS[0],
    marks::COLUMNS[1],
];

pub(super) fn run<'c>(catalogue: &'c Catalogue, args: &cli::Trace) -> anyhow::Result<Answer<'c>> {
    let filter = Filter {
        references: super::references(catalogue, &args.references)?,
        ..super::filter(catalogue, &args.filters)?
    };
    let chains = query::chains(catalogue, &filter);
    Ok(table(catalogue, &chains).into())
}

/// The rows of chains, with the columns of the contract.
pub(super) fn table<'c>(catalogue: &'c Catalogue, chains: &[Chain]) -> Table<'c> {
    let mut table = Table::new(&COLUMNS, chains.iter().map(|chain| row(catalogue, chain)));
    marks::show_what_is_said(&mut table, Place::Heading(1));
    table.offer("importance", IMPORTANCES);
    table.offer("level", LEVELS);
    table
}

fn row<'c>(catalogue: &'c Catalogue, chain: &Chain) -> Vec<Cell<'c>> {
    let competency = &catalogue.competencies()[chain.competency];
    let alignment = &competency.alignments[chain.alignment];
    let knowledge_area = chain.knowledge_area(catalogue);
    let item = knowledge_area
        .zip(chain.item)
        .map(|(row, item)| &row.items[item]);
    let none = || Cell::missing("");
    let certainty = item.map(|item| item.certainty);
    let [doubt, incomplete] = marks::cells(
        marks::doubts(Some(alignment), knowledge_area, item),
        knowledge_area.and_then(marks::incomplete),
    );
    vec![
        Cell::text(competency.id.to_string()),
        Cell::text(&competency.statement.words),
        alignment
            .importance
            .map_or(Cell::missing("lost"), |importance| {
                Cell::text(importance.name())
            }),
        knowledge_area.map_or_else(|| printed_area(alignment), |row| area(catalogue, row)),
        knowledge_area.map_or_else(|| printed_name(alignment), name),
        alignment
            .level()
            .map_or_else(none, |level| Cell::text(level.name())),
        Cell::text(how(catalogue, chain)),
        Reliability::at_end(catalogue, chain)
            .zip(item)
            .map_or_else(none, |(reliability, item)| reliability.sign_code(item.code)),
        item.map_or_else(none, |item| Cell::text(catalogue.statement(item.code))),
        certainty.map_or_else(none, |certainty| Cell::text(certainty.name())),
        Cell::text(place(catalogue, alignment.span)),
        knowledge_area.map_or_else(none, |row| Cell::text(place(catalogue, row.span))),
        Cell::List(restored(catalogue, chain)),
        Cell::List(
            chain
                .link_in(catalogue)
                .map_or_else(Vec::new, |link| differs(catalogue, link)),
        ),
        doubt,
        incomplete,
    ]
}

fn printed_area(alignment: &Alignment) -> Cell<'_> {
    alignment.area().map_or(Cell::missing(""), words)
}

fn printed_name(alignment: &Alignment) -> Cell<'_> {
    alignment.knowledge().map_or(Cell::missing(""), words)
}

/// How the link was made, or why the chain ends before a CKC item.
fn how(catalogue: &Catalogue, chain: &Chain) -> &'static str {
    match (chain.link_in(catalogue), chain.item) {
        (Some(link), Some(_)) => link.made.name(),
        (Some(link), None) => {
            let row = &catalogue.knowledge_areas()[link.knowledge_area];
            if row.names_other_framework() {
                "other-framework"
            } else {
                "no-ckc"
            }
        }
        (None, _) => match catalogue.links(chain.competency)[chain.alignment].cause {
            Some(Unlinked::Unique) => "unique",
            Some(Unlinked::Rejected) => "rejected",
            _ => "unlinked",
        },
    }
}

/// What the two documents print differently, and who else has the name.
fn differs<'c>(catalogue: &'c Catalogue, link: &Link) -> Vec<Cell<'c>> {
    let mut cells: Vec<Cell> = differences(&link.differs).collect();
    cells.extend(link.others().map(|other| {
        let other = path(catalogue, &catalogue.knowledge_areas()[other]);
        Cell::Phrase(vec![Cell::text("same name:"), other])
    }));
    cells
}

/// Which words of the row a correction put back.
fn restored(catalogue: &Catalogue, chain: &Chain) -> Vec<Cell<'static>> {
    let Some(row) = chain.knowledge_area(catalogue) else {
        return Vec::new();
    };
    let heading = row.area.map(|area| catalogue.areas()[area].name.certainty);
    let name = row.name.as_ref().map(|name| name.certainty);
    let code = chain.item.map(|item| row.items[item].certainty);
    [("area", heading), ("knowledge_area", name), ("ckc", code)]
        .into_iter()
        .filter(|(_, certainty)| *certainty == Some(Certainty::Restored))
        .map(|(column, _)| Cell::text(column))
        .collect()
}
