//! Which records an export holds.

use crate::catalogue::Catalogue;
use crate::query::Chain;
use crate::record::{AreaIndex, CompetencyIndex, ItemIndex, KnowledgeAreaIndex};
use crate::text::distinct;

/// Records by their indexes.
pub(super) struct Held {
    pub(super) competencies: Vec<CompetencyIndex>,
    /// Knowledge areas.
    pub(super) rows: Vec<KnowledgeAreaIndex>,
    pub(super) items: Vec<ItemIndex>,
    pub(super) areas: Vec<AreaIndex>,
}

impl Held {
    /// All records, or those on the given chains.
    pub(super) fn new(catalogue: &Catalogue, part: Option<&[Chain]>) -> Self {
        let rows = catalogue.knowledge_areas();
        let Some(chains) = part else {
            return Self {
                competencies: CompetencyIndex::all(catalogue.competencies()).collect(),
                rows: KnowledgeAreaIndex::all(rows).collect(),
                items: ItemIndex::all(catalogue.items()).collect(),
                areas: AreaIndex::all(catalogue.areas()).collect(),
            };
        };
        let row = |chain: &Chain| chain.link_in(catalogue).map(|link| link.knowledge_area);
        let item = |chain: &Chain| {
            let row = chain.knowledge_area(catalogue)?;
            Some(row.items[chain.item?].item)
        };
        let held_rows = distinct(chains.iter().filter_map(row));
        Self {
            competencies: distinct(chains.iter().map(|chain| chain.competency)),
            items: distinct(chains.iter().filter_map(item)),
            areas: distinct(held_rows.iter().filter_map(|&row| rows[row].area)),
            rows: held_rows,
        }
    }
}
