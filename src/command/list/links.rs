//! `list links`: the ledger of links. One row for each alignment and knowledge area, made to be reviewed in
//! a spreadsheet and read back by [`crate::catalogue::ledger`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::Catalogue;
use crate::catalogue::ledger::Ledger;
use crate::catalogue::link::{Link, Linker, Match, Ruling, Unlinked, Verdict};
use crate::query::Chain;
use crate::record::{Alignment, KnowledgeAreaIndex};
use crate::sheet::BadCell;
use crate::text::OFFERED;
use crate::view::{Cell, Place, Table};

use super::super::{differences, marks, name, place, words};

/// The columns of links.
pub(in crate::command) const COLUMNS: [(&str, Place); 14] = [
    ("competency", Place::Heading(0)),
    ("statement", Place::Hidden),
    ("area", Place::Heading(0)),
    ("knowledge", Place::Heading(0)),
    ("level", Place::Heading(0)),
    ("linked", Place::Hidden),
    ("linked_name", Place::Body),
    ("match", Place::Body),
    ("differs", Place::Body),
    ("candidates", Place::Body),
    ("decision", Place::Body),
    ("source", Place::Hidden),
    marks::COLUMNS[0],
    marks::COLUMNS[1],
];

/// What a reviewer can say of a link.
const VERDICTS: &[&str] = &[Verdict::Accept.name(), Verdict::Reject.name()];

/// How many decisions of a ledger, which the catalogue was reviewed by, a table of links leaves out.
pub(in crate::command) fn left_out(
    catalogue: &Catalogue,
    ledger: &Ledger,
    table: &Table,
) -> Result<usize, BadCell> {
    let column = |name: &str| table.columns.iter().position(|column| column.name == name);
    let Some((competency, linked)) = column("competency").zip(column("linked")) else {
        return Ok(ledger.count());
    };
    let mut shown: BTreeMap<(Cow<str>, Cow<str>), usize> = BTreeMap::new();
    for row in &table.rows {
        let key = (row[competency].phrase(), row[linked].phrase());
        *shown.entry(key).or_default() += 1;
    }
    let mut left_out = 0;
    let rulings: BTreeSet<Ruling> = ledger.rulings(catalogue)?.into_iter().collect();
    for ruling in rulings {
        let id = catalogue.competencies()[ruling.alignment.competency]
            .id
            .to_string();
        let linked = &catalogue.knowledge_areas()[ruling.knowledge_area].id;
        match shown.get_mut(&(Cow::Owned(id), Cow::Borrowed(linked))) {
            Some(rows) if *rows > 0 => *rows -= 1,
            _ => left_out += 1,
        }
    }
    Ok(left_out)
}

/// The rows of the alignments that the chains lead through.
pub(in crate::command) fn table<'c>(catalogue: &'c Catalogue, chains: &[Chain]) -> Table<'c> {
    let linker = Linker::new(catalogue.areas(), catalogue.knowledge_areas());
    let mut rows = Vec::new();
    for same in chains.chunk_by(|a, b| (a.competency, a.alignment) == (b.competency, b.alignment)) {
        let first = same[0];
        let alignment = first.alignment_in(catalogue);
        let links = &catalogue.links(first.competency)[first.alignment];
        let mut shown: Vec<usize> = same.iter().filter_map(|chain| chain.link).collect();
        shown.dedup();
        let cells = |link: Option<&Link>| row(catalogue, &linker, first, alignment, link);
        rows.extend(shown.iter().map(|&place| cells(Some(&links.links[place]))));
        if shown.is_empty() && links.rejected.is_empty() {
            rows.push(cells(None));
        }
        rows.extend(links.rejected.iter().map(|link| cells(Some(link))));
    }
    let mut table = Table::new(&COLUMNS, rows);
    table.offer("decision", VERDICTS);
    marks::show_what_is_said(&mut table, Place::Body);
    table
}

fn row<'c>(
    catalogue: &'c Catalogue,
    linker: &Linker,
    chain: Chain,
    alignment: &'c Alignment,
    link: Option<&Link>,
) -> Vec<Cell<'c>> {
    let competency = &catalogue.competencies()[chain.competency];
    let there = link.map(|link| &catalogue.knowledge_areas()[link.knowledge_area]);
    let none = || Cell::missing("");
    let target = alignment.target();
    let why_none = if alignment.is_unique() {
        "Unique"
    } else {
        "lost"
    };
    let [doubt, incomplete] = marks::cells(
        marks::doubts(Some(alignment), there, None),
        there.and_then(marks::incomplete),
    );
    vec![
        Cell::text(competency.id.to_string()),
        words(&competency.statement),
        alignment.area().map_or(Cell::missing(why_none), words),
        alignment.knowledge().map_or_else(none, words),
        target.map_or_else(none, |target| Cell::text(target.level.name())),
        there.map_or_else(none, |row| Cell::text(&row.id)),
        link.zip(there).map_or_else(none, |(link, row)| {
            marks::by_link(link, alignment, name(row))
        }),
        Cell::text(how(catalogue, chain, link)),
        Cell::List(link.map_or_else(Vec::new, |link| differences(&link.differs).collect())),
        Cell::List(candidates(catalogue, linker, alignment, link)),
        link.and_then(Link::verdict)
            .map_or(Cell::Blank, |verdict| Cell::text(verdict.name())),
        Cell::text(place(catalogue, alignment.span)),
        doubt,
        incomplete,
    ]
}

fn how(catalogue: &Catalogue, chain: Chain, link: Option<&Link>) -> &'static str {
    match link {
        Some(link) if link.verdict() == Some(Verdict::Reject) => "rejected",
        Some(link) => link.made.name(),
        None => match catalogue.links(chain.competency)[chain.alignment].cause {
            Some(Unlinked::Unique) => "unique",
            Some(Unlinked::Lost) => "lost",
            _ => "unlinked",
        },
    }
}

/// Knowledge areas of the same name; where the name is not the same, the nearest.
fn candidates<'c>(
    catalogue: &'c Catalogue,
    linker: &Linker,
    alignment: &Alignment,
    link: Option<&Link>,
) -> Vec<Cell<'c>> {
    let mut found = link.map_or_else(Vec::new, |link| link.others().collect());
    let is_sure = link.is_some_and(|link| link.made != Match::Near && link.verdict().is_none());
    if let (false, Some(target)) = (is_sure, alignment.target()) {
        let near = linker.nearest(target, OFFERED);
        let is_new = |row: &KnowledgeAreaIndex| link.is_none_or(|link| link.knowledge_area != *row);
        found.extend(near.into_iter().filter(is_new));
    }
    let ids = found
        .iter()
        .map(|&row| catalogue.knowledge_areas()[row].id.as_str());
    ids.map(Cell::text).collect()
}
