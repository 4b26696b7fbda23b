//! A record as rows, for the tabular formats: one for each record that it leads to, in either
//! direction, and one for a record that leads to nothing.

use super::super::marks::{self, Reliability};
use super::super::{area, in_path, name, words};
use super::{in_area, in_section};
use crate::catalogue::Catalogue;
use crate::catalogue::link::Link;
use crate::query::reference::Reference;
use crate::query::{self, Chain, Filter};
use crate::record::{CompetencyIndex, Doubt, KnowledgeAreaIndex};
use crate::view::Cell;

/// One row for each record that this one leads to.
pub(super) fn rows(catalogue: &Catalogue, reference: Reference) -> Vec<Vec<Cell<'_>>> {
    let competency = |index| competency_pair(catalogue, index);
    let knowledge_area = |index| knowledge_area_pair(catalogue, index);
    let linked: Vec<(&str, Vec<Cell>)> = match reference {
        Reference::Competency(_) => of_competency(catalogue, reference),
        Reference::Section(section) => cells("holds", &in_section(catalogue, section), competency),
        Reference::Area(area) => cells("holds", &in_area(catalogue, area), knowledge_area),
        Reference::KnowledgeArea(row) => {
            let mut found = item_cells(catalogue, "lists", row);
            found.extend(cells(
                "aligned by",
                &query::aligned(catalogue, &[row]),
                competency,
            ));
            found
        }
        Reference::Item(item) => {
            let rows = catalogue.listed_by(item);
            let mut found = cells("listed by", rows, knowledge_area);
            found.extend(cells(
                "corresponds to",
                &query::aligned(catalogue, rows),
                competency,
            ));
            found
        }
    };
    let [record, title, doubt, incomplete] = itself(catalogue, reference);
    let nothing = || {
        let none = || Cell::missing("");
        ("leads to nothing", vec![none(), none(), doubt, incomplete])
    };
    let unlinked = linked.is_empty().then(nothing);
    linked
        .into_iter()
        .chain(unlinked)
        .map(|(relation, cells)| {
            let mut row = vec![record.clone(), title.clone(), Cell::text(relation)];
            row.extend(cells);
            row
        })
        .collect()
}

/// What a competency leads to: knowledge areas, then the CKC items that these list.
fn of_competency<'c>(
    catalogue: &'c Catalogue,
    reference: Reference,
) -> Vec<(&'static str, Vec<Cell<'c>>)> {
    let filter = Filter {
        references: vec![reference],
        ..Filter::default()
    };
    let chains = query::chains(catalogue, &filter);
    let mut links: Vec<&Link> = chains
        .iter()
        .filter_map(|chain| chain.link_in(catalogue))
        .collect();
    links.dedup_by_key(|link| link.knowledge_area);
    let rows: Vec<KnowledgeAreaIndex> = links.iter().map(|link| link.knowledge_area).collect();
    let aligned = cells("aligned to", &rows, |row| {
        knowledge_area_pair(catalogue, row)
    });
    let aligned = rows.iter().copied().zip(aligned);
    let listed = rows.iter().flat_map(|&row| {
        let items = item_cells(catalogue, "corresponds to", row).into_iter();
        items.map(move |cells| (row, cells))
    });
    let doubted =
        |(row, (relation, mut cells)): (KnowledgeAreaIndex, (&'static str, Vec<Cell<'c>>))| {
            let on_way = marks::reasons(alignment_doubts(catalogue, &chains, row));
            if let Some(Cell::List(doubts)) = cells.get_mut(DOUBT) {
                doubts.splice(0..0, on_way.into_iter().map(Cell::text));
            }
            (relation, cells)
        };
    aligned.chain(listed).map(doubted).collect()
}

/// The place of what is in doubt among the cells of a linked record.
const DOUBT: usize = 2;

/// What is in doubt of the alignments that lead to a row.
fn alignment_doubts<'c>(
    catalogue: &'c Catalogue,
    chains: &[Chain],
    row: KnowledgeAreaIndex,
) -> impl Iterator<Item = &'c Doubt> {
    let there = chains.iter().filter(move |chain| {
        let link = chain.link_in(catalogue);
        link.is_some_and(|link| link.knowledge_area == row)
    });
    there.flat_map(|chain| &chain.alignment_in(catalogue).doubts)
}

/// A record's key and title, what is in doubt, and which of its lists may go on.
fn itself<'c>(catalogue: &'c Catalogue, reference: Reference) -> [Cell<'c>; 4] {
    let plain = |key: Cell<'c>, title: Cell<'c>| with(key, title, Vec::new(), None);
    match reference {
        Reference::Competency(index) => competency_pair(catalogue, index),
        Reference::Section(section) => plain(Cell::text(section.to_string()), Cell::missing("")),
        Reference::Area(index) => {
            let area = &catalogue.areas()[index];
            plain(Cell::text(&area.id), words(&area.name))
        }
        Reference::KnowledgeArea(index) => knowledge_area_pair(catalogue, index),
        Reference::Item(index) => {
            let item = &catalogue.items()[index];
            plain(
                Cell::code(item.code.to_string()),
                Cell::text(&item.statement),
            )
        }
    }
}

fn with<'c>(
    key: Cell<'c>,
    title: Cell<'c>,
    doubts: Vec<String>,
    incomplete: Option<String>,
) -> [Cell<'c>; 4] {
    let [doubt, incomplete] = marks::cells(doubts, incomplete);
    [key, title, doubt, incomplete]
}

fn competency_pair(catalogue: &Catalogue, index: CompetencyIndex) -> [Cell<'_>; 4] {
    let record = &catalogue.competencies()[index];
    let doubts = record.alignments.iter().flat_map(|row| &row.doubts);
    with(
        Cell::text(record.id.to_string()),
        words(&record.statement),
        marks::reasons(doubts),
        None,
    )
}

fn knowledge_area_pair(catalogue: &Catalogue, index: KnowledgeAreaIndex) -> [Cell<'_>; 4] {
    let row = &catalogue.knowledge_areas()[index];
    let title = Cell::Phrase(in_path(area(catalogue, row), name(row)));
    with(
        Cell::text(&row.id),
        title,
        marks::row_doubts(row),
        marks::incomplete(row),
    )
}

/// Records that this one leads to, each with its key and title.
fn cells<'c, R: Copy>(
    relation: &'static str,
    found: &[R],
    pair: impl Fn(R) -> [Cell<'c>; 4],
) -> Vec<(&'static str, Vec<Cell<'c>>)> {
    found
        .iter()
        .map(|&index| (relation, pair(index).into()))
        .collect()
}

fn item_cells<'c>(
    catalogue: &'c Catalogue,
    relation: &'static str,
    row: KnowledgeAreaIndex,
) -> Vec<(&'static str, Vec<Cell<'c>>)> {
    let row = &catalogue.knowledge_areas()[row];
    let items = row.items.iter();
    items
        .map(|item| {
            let cells = with(
                Reliability::of(row, item).sign_code(item.code),
                Cell::text(catalogue.statement(item.code)),
                marks::doubts(None, Some(row), Some(item)),
                marks::incomplete(row),
            );
            (relation, cells.into())
        })
        .collect()
}
