//! What a person has covered of a target and what is missing; and where no CKC item can close
//! a gap, why. Pure: does not know files or formats.
//!
//! A target is what a filter lets through, up to the person's level: the levels are cumulative,
//! so a Mentor needs what is unmarked, marked MHS and marked MHM.

use std::collections::BTreeMap;
use std::fmt;

use crate::catalogue::Catalogue;
use crate::catalogue::link::Unlinked;
use crate::query::{self, Chain, Filter};
use crate::record::{CompetencyIndex, ItemIndex, KnowledgeArea, KnowledgeAreaIndex, Level};
use crate::training::itemset::ItemSet;

/// What a person has to cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The knowledge areas, in the order of the crosswalk.
    pub knowledge_areas: Vec<Need<KnowledgeAreaIndex>>,
    /// The competencies, in the order of their ids.
    pub competencies: Vec<Need<CompetencyIndex>>,
    /// The ways from these competencies to CKC items, as far as the person's level goes.
    pub chains: Vec<Chain>,
}

/// The CKC items to cover for one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need<R> {
    /// The record.
    pub record: R,
    /// Its items.
    pub items: ItemSet,
    /// Whether it was asked for itself, and not only because a competency leads to it.
    pub is_asked_itself: bool,
    /// Why the record, or a part of it, has none.
    pub causes: Vec<GapCause>,
}

/// Why no CKC item can close a gap. Training is needed all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GapCause {
    /// The authors say that the Endorsement has no counterpart.
    Unique,
    /// A knowledge area lists no CKC item.
    NoCkc {
        /// The knowledge area.
        knowledge_area: KnowledgeAreaIndex,
    },
    /// A knowledge area lists no CKC item, but names another framework of the state: `T&TA Competencies`.
    OtherFramework {
        /// The knowledge area.
        knowledge_area: KnowledgeAreaIndex,
    },
    /// It is required at a level above the person's.
    AboveLevel(Level),
    /// The alignment leads to no knowledge area of the crosswalk.
    Unlinked(Unlinked),
}

impl GapCause {
    /// The name in the machine formats.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unique => "unique",
            Self::NoCkc { .. } => "no-ckc",
            Self::OtherFramework { .. } => "other-framework",
            Self::AboveLevel(_) => "above-level",
            Self::Unlinked(Unlinked::Rejected) => "rejected",
            Self::Unlinked(_) => "unlinked",
        }
    }
}

impl fmt::Display for GapCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unique => f.write_str("Unique: the Endorsement has no counterpart"),
            Self::NoCkc { .. } => f.write_str("lists no CKC item"),
            Self::OtherFramework { .. } => f.write_str("lists no CKC item, but another framework"),
            Self::AboveLevel(level) => write!(f, "required only of a {}", level.title()),
            Self::Unlinked(cause) => cause.fmt(f),
        }
    }
}

impl Target {
    /// What passes the filter, for a person of this level; for all levels without one.
    #[must_use]
    pub fn new(catalogue: &Catalogue, filter: &Filter, level: Option<Level>) -> Self {
        let chains = query::chains(catalogue, filter);
        Self {
            knowledge_areas: knowledge_areas(catalogue, filter, level),
            competencies: competencies(catalogue, &chains, level),
            chains: chains
                .into_iter()
                .filter(|chain| level_above(chain.alignment_in(catalogue).level(), level).is_none())
                .collect(),
        }
    }

    /// Whether it has no record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.knowledge_areas.is_empty() && self.competencies.is_empty()
    }

    /// The CKC items that any of its records has.
    #[must_use]
    pub fn items(&self) -> ItemSet {
        let of_areas = self.knowledge_areas.iter().map(|need| &need.items);
        let of_competencies = self.competencies.iter().map(|need| &need.items);
        let all = of_areas.chain(of_competencies);
        all.fold(ItemSet::new(), |all, items| all.union(items))
    }
}

impl<R> Need<R> {
    /// Whether it needs training, but no CKC item leads to it.
    #[must_use]
    pub fn is_out_of_reach(&self) -> bool {
        self.items.is_empty() && !self.is_above_level()
    }

    /// Whether it is required only at a higher level.
    #[must_use]
    pub fn is_above_level(&self) -> bool {
        let is_above = |cause: &GapCause| matches!(cause, GapCause::AboveLevel(_));
        self.items.is_empty() && !self.causes.is_empty() && self.causes.iter().all(is_above)
    }

    /// The items that are covered.
    #[must_use]
    pub fn covered(&self, taken: &ItemSet) -> ItemSet {
        self.items.intersection(taken)
    }

    /// The items that are not.
    #[must_use]
    pub fn missing(&self, taken: &ItemSet) -> ItemSet {
        self.items.difference(taken)
    }
}

fn knowledge_areas(
    catalogue: &Catalogue,
    filter: &Filter,
    level: Option<Level>,
) -> Vec<Need<KnowledgeAreaIndex>> {
    let without = filter.without_competencies();
    let themselves = without.map(|filter| query::knowledge_areas(catalogue, &filter));
    let themselves = themselves.unwrap_or_default();
    query::listings(catalogue, filter)
        .into_iter()
        .filter_map(|(record, items)| {
            let row = &catalogue.knowledge_areas()[record];
            let is_asked_itself = themselves.contains(&record);
            match level_above(Some(row.level), level) {
                Some(above) => filter.names_records().then(|| Need {
                    record,
                    items: ItemSet::new(),
                    is_asked_itself,
                    causes: vec![GapCause::AboveLevel(above)],
                }),
                None => Some(Need {
                    record,
                    items: items.into_iter().collect(),
                    is_asked_itself,
                    causes: without_items(row, record).into_iter().collect(),
                }),
            }
        })
        .collect()
}

fn competencies(
    catalogue: &Catalogue,
    chains: &[Chain],
    level: Option<Level>,
) -> Vec<Need<CompetencyIndex>> {
    let mut needs: BTreeMap<CompetencyIndex, Need<CompetencyIndex>> = BTreeMap::new();
    for chain in chains {
        let need = needs.entry(chain.competency).or_insert_with(|| Need {
            record: chain.competency,
            items: ItemSet::new(),
            is_asked_itself: true,
            causes: Vec::new(),
        });
        match end(catalogue, chain, level) {
            Ok(item) => need.items.insert(item),
            Err(cause) if need.causes.contains(&cause) => {}
            Err(cause) => need.causes.push(cause),
        }
    }
    needs.into_values().collect()
}

/// The CKC item that a chain leads to, or why it leads to none.
fn end(catalogue: &Catalogue, chain: &Chain, level: Option<Level>) -> Result<ItemIndex, GapCause> {
    if let Some(above) = level_above(chain.alignment_in(catalogue).level(), level) {
        return Err(GapCause::AboveLevel(above));
    }
    let Some(link) = chain.link_in(catalogue) else {
        let cause = &catalogue.links(chain.competency)[chain.alignment].cause;
        return Err(match cause {
            Some(Unlinked::Unique) | None => GapCause::Unique,
            Some(cause) => GapCause::Unlinked(cause.clone()),
        });
    };
    let row = &catalogue.knowledge_areas()[link.knowledge_area];
    let item = chain.item.map(|item| row.items[item].item);
    item.ok_or_else(|| no_ckc(row, link.knowledge_area))
}

/// The required level, if it is above the person's.
fn level_above(asked: Option<Level>, level: Option<Level>) -> Option<Level> {
    asked.filter(|asked| level.is_some_and(|level| *asked > level))
}

/// Why no CKC item leads to a knowledge area; nothing where one does.
#[must_use]
pub fn without_items(row: &KnowledgeArea, index: KnowledgeAreaIndex) -> Option<GapCause> {
    row.items.is_empty().then(|| no_ckc(row, index))
}

fn no_ckc(row: &KnowledgeArea, knowledge_area: KnowledgeAreaIndex) -> GapCause {
    if row.names_other_framework() {
        GapCause::OtherFramework { knowledge_area }
    } else {
        GapCause::NoCkc { knowledge_area }
    }
}
