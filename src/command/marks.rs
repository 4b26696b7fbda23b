//! How far an answer is to be trusted: the signs on names and codes, and the columns that say in words what
//! is in doubt and which lists may go on. Every verb takes them from here, so that they are alike.

use std::collections::BTreeMap;

use crate::catalogue::Catalogue;
use crate::link::{Link, Match};
use crate::query::Chain;
use crate::record::{Alignment, Certainty, CkcCode, Correspondence, Doubt, KnowledgeArea};
use crate::view::{Cell, Place, Sign, Table};

/// The last columns of rows that rest on what was read.
pub(super) const COLUMNS: [(&str, Place); 2] =
    [("doubt", Place::Hidden), ("incomplete", Place::Hidden)];

/// How a code is reached; the best of several ways is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Standing {
    /// Something speaks against the reading of a record on the way.
    pub(super) is_doubtful: bool,
    /// The link on the way, where its names or areas are not the same.
    pub(super) loose: Option<Match>,
    /// Whether the code is printed.
    pub(super) certainty: Certainty,
}

impl Standing {
    /// Of an item of a row.
    pub(super) fn of(row: &KnowledgeArea, item: &Correspondence) -> Self {
        Self {
            is_doubtful: !row.doubts.is_empty() || !item.doubts.is_empty(),
            loose: None,
            certainty: item.certainty,
        }
    }

    /// Of the item that a chain ends in.
    pub(super) fn at_end(catalogue: &Catalogue, chain: &Chain) -> Option<Self> {
        let row = chain.knowledge_area(catalogue)?;
        let standing = Self::of(row, &row.items[chain.item?]);
        let alignment = chain.alignment_in(catalogue);
        Some(standing.by(chain.link_in(catalogue)?, alignment))
    }

    /// The same, where a link leads to the row.
    pub(super) fn by(self, link: &Link, alignment: &Alignment) -> Self {
        Self {
            is_doubtful: self.is_doubtful || !alignment.doubts.is_empty(),
            loose: loose(link),
            ..self
        }
    }

    /// A value with the signs of what it rests on.
    pub(super) fn on(self, cell: Cell<'_>) -> Cell<'_> {
        let loose = self.loose.map(|_| Sign::Loose);
        let doubtful = self.is_doubtful.then_some(Sign::Doubtful);
        let cell = super::marked(cell, self.certainty);
        loose.into_iter().chain(doubtful).fold(cell, signed)
    }

    /// A code with its signs.
    pub(super) fn code(self, code: CkcCode) -> Cell<'static> {
        self.on(Cell::code(code.to_string()))
    }
}

/// How a link was made, where what it joins is not the same.
pub(super) fn loose(link: &Link) -> Option<Match> {
    matches!(link.made, Match::Near | Match::AreaDiffers).then_some(link.made)
}

fn signed(cell: Cell<'_>, sign: Sign) -> Cell<'_> {
    Cell::signed(sign, cell)
}

/// What a link leads to, with a sign where what it joins is not the same.
pub(super) fn by_link<'c>(link: &Link, cell: Cell<'c>) -> Cell<'c> {
    match loose(link) {
        Some(_) => Cell::signed(Sign::Loose, cell),
        None => cell,
    }
}

/// The codes that any of these rows lists, each with the signs of its best listing.
pub(super) fn codes<'c>(rows: impl IntoIterator<Item = &'c KnowledgeArea>) -> Vec<Cell<'static>> {
    let mut codes: BTreeMap<CkcCode, Standing> = BTreeMap::new();
    for row in rows {
        for item in &row.items {
            let standing = Standing::of(row, item);
            let best = codes.entry(item.code).or_insert(standing);
            *best = standing.min(*best);
        }
    }
    let codes = codes.into_iter();
    codes.map(|(code, standing)| standing.code(code)).collect()
}

/// A competency by its id, with the signs of its best way to any of these rows.
pub(super) fn leading(catalogue: &Catalogue, competency: usize, rows: &[usize]) -> Cell<'static> {
    let record = &catalogue.competencies()[competency];
    let ways = record.alignments.iter().zip(catalogue.links(competency));
    let ways = ways.flat_map(|(alignment, links)| {
        let links = links.links.iter();
        let there = links.filter(|link| rows.contains(&link.knowledge_area));
        there.map(|link| Standing::default().by(link, alignment))
    });
    let best = ways.min().unwrap_or_default();
    best.on(Cell::text(record.id.to_string()))
}

/// The name of a knowledge area, with the signs of its row.
pub(super) fn on_row<'c>(row: &KnowledgeArea, cell: Cell<'c>) -> Cell<'c> {
    let incomplete = row.incomplete.map(|_| Sign::Incomplete);
    let doubtful = (!row.doubts.is_empty()).then_some(Sign::Doubtful);
    incomplete.into_iter().chain(doubtful).fold(cell, signed)
}

/// What is in doubt, each reason once.
pub(super) fn reasons<'d>(doubts: impl IntoIterator<Item = &'d Doubt>) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    for doubt in doubts {
        let reason = doubt.reason.to_string();
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

/// What is in doubt on the way to an item, from the competency on.
pub(super) fn doubts<'c>(
    alignment: Option<&'c Alignment>,
    row: Option<&'c KnowledgeArea>,
    item: Option<&'c Correspondence>,
) -> Vec<String> {
    let alignment = alignment
        .into_iter()
        .flat_map(|alignment| &alignment.doubts);
    let row = row.into_iter().flat_map(|row| &row.doubts);
    let item = item.into_iter().flat_map(|item| &item.doubts);
    reasons(alignment.chain(row).chain(item))
}

/// What is in doubt in a row and its items.
pub(super) fn row_doubts(row: &KnowledgeArea) -> Vec<String> {
    reasons(all_doubts(row))
}

/// The doubts of a row and of its items.
pub(super) fn all_doubts(row: &KnowledgeArea) -> impl Iterator<Item = &Doubt> {
    let items = row.items.iter().flat_map(|item| &item.doubts);
    row.doubts.iter().chain(items)
}

/// Why the list of a row may go on.
pub(super) fn incomplete(row: &KnowledgeArea) -> Option<String> {
    row.incomplete.map(|incomplete| incomplete.loss.to_string())
}

/// Which of several rows have lists that may go on, each with the reason.
pub(super) fn incomplete_among<'c>(
    catalogue: &Catalogue,
    rows: impl IntoIterator<Item = &'c KnowledgeArea>,
) -> Vec<String> {
    let told = |row: &KnowledgeArea| {
        let path = super::path(catalogue, row).phrase().into_owned();
        incomplete(row).map(|reason| format!("{path}: {reason}"))
    };
    rows.into_iter().filter_map(told).collect()
}

/// The cells of [`COLUMNS`], of rows that each rest on one list.
pub(super) fn cells(doubts: Vec<String>, incomplete: Option<String>) -> [Cell<'static>; 2] {
    let incomplete = incomplete.map_or(Cell::missing(""), Cell::text);
    [told(doubts), incomplete]
}

/// Sentences as one cell.
pub(super) fn told(sentences: Vec<String>) -> Cell<'static> {
    Cell::List(sentences.into_iter().map(Cell::text).collect())
}

/// Shows a person those of the last columns that hold anything.
pub(super) fn show_what_is_said(table: &mut Table, place: Place) {
    for (at, column) in table.columns.iter_mut().enumerate() {
        let is_mark = COLUMNS.iter().any(|(name, _)| column.name == *name);
        let is_said = |row: &Vec<Cell>| match &row[at] {
            Cell::List(cells) => !cells.is_empty(),
            cell => matches!(cell, Cell::Text(_)),
        };
        if is_mark && table.rows.iter().any(is_said) {
            column.place = place;
        }
    }
}
