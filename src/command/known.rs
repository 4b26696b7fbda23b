//! How the CKC items that an answer counts are known: restored, in doubt, or reached through links that are
//! not exact. It gives each code its signs, and each count the words beside it.

use std::collections::{BTreeMap, BTreeSet};

use super::marks::{self, Reliability};
use super::wire;
use crate::catalogue::Catalogue;
use crate::catalogue::link::{Link, Match};
use crate::record::{
    Alignment, Certainty, CompetencyIndex, ItemIndex, KnowledgeArea, KnowledgeAreaIndex,
};
use crate::text::counted;
use crate::training::gap::{Need, Target};
use crate::training::itemset::ItemSet;
use crate::view::{Cell, Place};

/// Items by their indexes, each with how it is known on its best way.
#[derive(Debug, Default)]
pub(super) struct Known(BTreeMap<ItemIndex, Reliability>);

/// A way of being known that counts mention.
struct Kind {
    /// The column of its codes.
    name: &'static str,
    /// The words after a number.
    words: &'static str,
    is_of: fn(&Reliability) -> bool,
}

static KINDS: [Kind; 4] = [
    Kind {
        name: "restored",
        words: "restored",
        is_of: |reliability| reliability.certainty == Certainty::Restored,
    },
    Kind {
        name: "doubtful",
        words: "in doubt",
        is_of: |reliability| reliability.is_doubtful,
    },
    Kind {
        name: "near",
        words: "only through near links",
        is_of: |reliability| reliability.loose == Some(Match::Near),
    },
    Kind {
        name: "area_differs",
        words: "only through links to another area",
        is_of: |reliability| reliability.loose == Some(Match::AreaDiffers),
    },
];

/// The columns of the codes that are restored, in doubt or loosely linked. The first [`LISTED`] do not depend on links.
pub(super) const COLUMNS: [(&str, Place); KINDS.len()] = {
    let mut columns = [("", Place::Body); KINDS.len()];
    let mut at = 0;
    while at < KINDS.len() {
        columns[at].0 = KINDS[at].name;
        at += 1;
    }
    columns
};
/// As many of them do not depend on links.
pub(super) const LISTED: usize = 2;

impl Known {
    /// The items that a knowledge area lists, whatever leads to it.
    pub(super) fn of_row(row: &KnowledgeArea) -> Self {
        let mut known = Self::default();
        for item in &row.items {
            known.add(item.item, Reliability::of(row, item));
        }
        known
    }

    fn add(&mut self, item: ItemIndex, reliability: Reliability) {
        marks::keep_best(&mut self.0, item, reliability);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (&item, &reliability) in &other.0 {
            self.add(item, reliability);
        }
    }

    /// An item as a code with its signs.
    pub(super) fn code(&self, catalogue: &Catalogue, item: ItemIndex) -> Cell<'static> {
        let reliability = self.0.get(&item).copied().unwrap_or_default();
        reliability.sign_code(catalogue.items()[item].code)
    }

    /// Items as codes with their signs.
    pub(super) fn codes(&self, catalogue: &Catalogue, items: &ItemSet) -> Vec<Cell<'static>> {
        let code = |item: ItemIndex| self.code(catalogue, item);
        items.items().map(code).collect()
    }

    fn of_kind(&self, kind: &Kind, items: &ItemSet) -> ItemSet {
        let is_of = |item: &ItemIndex| self.0.get(item).is_some_and(kind.is_of);
        items.items().filter(is_of).collect()
    }

    /// The note beside a count of these items: ` (1 restored, 2 only through near links)`.
    pub(super) fn beside(&self, items: &ItemSet) -> String {
        let counts = KINDS.iter();
        beside(counts.map(|kind| (kind, self.of_kind(kind, items).count())))
    }

    /// A count of these items, with the note beside it.
    pub(super) fn on_count<'c>(&self, count: Cell<'c>, items: &ItemSet) -> Cell<'c> {
        let words = self.beside(items);
        if words.is_empty() {
            return count;
        }
        Cell::Phrase(vec![count, Cell::text(words.trim().to_owned())])
    }

    /// The cells of [`COLUMNS`].
    pub(super) fn cells(&self, catalogue: &Catalogue, items: &ItemSet) -> Vec<Cell<'static>> {
        let codes = |kind: &Kind| Cell::List(self.codes(catalogue, &self.of_kind(kind, items)));
        KINDS.iter().map(codes).collect()
    }

    /// The same in JSON.
    pub(super) fn record(&self, catalogue: &Catalogue, items: &ItemSet) -> wire::Known {
        let [restored, doubtful, near, area_differs] = KINDS
            .each_ref()
            .map(|kind| codes(catalogue, &self.of_kind(kind, items)));
        wire::Known {
            restored,
            doubtful,
            near,
            area_differs,
        }
    }
}

/// CKC items as codes, for JSON.
pub(super) fn codes(catalogue: &Catalogue, items: &ItemSet) -> Vec<String> {
    let code = |item: ItemIndex| catalogue.items()[item].code.to_string();
    items.items().map(code).collect()
}

/// ` (1 restored, …)`, of the counts that are not 0; or nothing.
fn beside(counts: impl Iterator<Item = (&'static Kind, usize)>) -> String {
    let counts = counts.filter(|(_, count)| *count > 0);
    let words = counts.map(|(kind, count)| format!("{count} {}", kind.words));
    let words: Vec<String> = words.collect();
    if words.is_empty() {
        return String::new();
    }
    format!(" ({})", words.join(", "))
}

/// How many entries of several lists are not plainly known, each list counted for itself.
pub(super) fn beside_lists<'k>(lists: impl Iterator<Item = (&'k Known, ItemSet)>) -> String {
    let mut counts = [0; LISTED];
    for (known, items) in lists {
        for (count, kind) in counts.iter_mut().zip(&KINDS) {
            *count += known.of_kind(kind, &items).count();
        }
    }
    beside(KINDS.iter().zip(counts))
}

/// The note on the number of knowledge areas whose list may go on.
pub(super) fn incomplete_sentence(count: usize) -> Option<String> {
    (count > 0).then(|| {
        counted(
            count,
            "knowledge area has an incomplete list: more CKC items may belong to it",
            "knowledge areas have incomplete lists: more CKC items may belong to them",
        )
    })
}

/// How the items that a person has to cover are known.
#[derive(Debug, Default)]
pub(super) struct Asked {
    rows: BTreeMap<KnowledgeAreaIndex, Known>,
    competencies: BTreeMap<CompetencyIndex, Known>,
    /// Of all of them, on the best of all ways.
    pub(super) all: Known,
    /// The knowledge areas whose lists may go on.
    incomplete: BTreeSet<KnowledgeAreaIndex>,
}

impl Asked {
    pub(super) fn new(catalogue: &Catalogue, target: &Target) -> Self {
        let mut asked = Self::default();
        let ways = ways(catalogue, target);
        let mut resting = BTreeSet::new();
        for need in &target.knowledge_areas {
            let ways = ways.get(&need.record).map_or(&[][..], Vec::as_slice);
            let known = of_need(catalogue, need, ways);
            asked.all.merge(&known);
            asked.rows.insert(need.record, known);
            resting.extend((!need.is_above_level()).then_some(need.record));
        }
        for need in &target.competencies {
            asked.competencies.insert(need.record, Known::default());
        }
        for chain in &target.chains {
            let known = asked.competencies.entry(chain.competency).or_default();
            let row = chain.link_in(catalogue).map(|link| link.knowledge_area);
            resting.extend(row);
            if let Some(((row, item), reliability)) = row
                .zip(chain.item)
                .zip(Reliability::at_end(catalogue, chain))
            {
                let item = &catalogue.knowledge_areas()[row].items[item];
                known.add(item.item, reliability);
            }
        }
        for known in asked.competencies.values() {
            asked.all.merge(known);
        }
        resting.retain(|&row| catalogue.knowledge_areas()[row].incomplete.is_some());
        Self {
            incomplete: resting,
            ..asked
        }
    }

    /// That lists may go on, where any may.
    pub(super) fn sentence(&self) -> Option<String> {
        incomplete_sentence(self.incomplete.len())
    }

    /// How these items are known, and which lists may go on, in JSON.
    pub(super) fn record<'c>(&self, catalogue: &'c Catalogue, items: &ItemSet) -> wire::Asked<'c> {
        let incomplete = self.incomplete.iter();
        let id = |&row: &KnowledgeAreaIndex| catalogue.knowledge_areas()[row].id.as_str();
        wire::Asked {
            known: self.all.record(catalogue, items),
            incomplete_knowledge_areas: incomplete.map(id).collect(),
        }
    }
}

/// A record that a person has to cover: a knowledge area or a competency.
pub(super) trait Needed: Copy {
    /// Which of the two.
    const IS_COMPETENCY: bool;

    /// How its items are known.
    fn known(self, asked: &Asked) -> &Known;

    /// The doubts about its items, and which of its lists may go on.
    fn trust(self, catalogue: &Catalogue) -> [Vec<String>; 2];
}

impl Needed for KnowledgeAreaIndex {
    const IS_COMPETENCY: bool = false;

    fn known(self, asked: &Asked) -> &Known {
        &asked.rows[&self]
    }

    fn trust(self, catalogue: &Catalogue) -> [Vec<String>; 2] {
        let row = &catalogue.knowledge_areas()[self];
        let incomplete = marks::incomplete(row).into_iter().collect();
        [marks::row_doubts(row), incomplete]
    }
}

impl Needed for CompetencyIndex {
    const IS_COMPETENCY: bool = true;

    fn known(self, asked: &Asked) -> &Known {
        &asked.competencies[&self]
    }

    fn trust(self, catalogue: &Catalogue) -> [Vec<String>; 2] {
        marks::of_competency(catalogue, self)
    }
}

/// The links by which the competencies of a target lead to each knowledge area.
type Ways<'c> = BTreeMap<KnowledgeAreaIndex, Vec<(&'c Link, &'c Alignment)>>;

fn ways<'c>(catalogue: &'c Catalogue, target: &Target) -> Ways<'c> {
    let mut ways = Ways::new();
    for need in &target.competencies {
        let alignments = &catalogue.competencies()[need.record].alignments;
        for (alignment, links) in alignments.iter().zip(catalogue.links(need.record)) {
            for link in &links.links {
                let there = ways.entry(link.knowledge_area).or_default();
                there.push((link, alignment));
            }
        }
    }
    ways
}

/// The items of a knowledge area. One that only competencies lead to is known no better than their links.
fn of_need(
    catalogue: &Catalogue,
    need: &Need<KnowledgeAreaIndex>,
    ways: &[(&Link, &Alignment)],
) -> Known {
    let row = &catalogue.knowledge_areas()[need.record];
    if need.is_asked_itself || ways.is_empty() {
        return Known::of_row(row);
    }
    let mut known = Known::default();
    for item in &row.items {
        for (link, alignment) in ways {
            let reliability = Reliability::of(row, item).by(link, alignment);
            known.add(item.item, reliability);
        }
    }
    known
}
