//! Which records an export holds.

use crate::catalogue::Catalogue;
use crate::query::Chain;
use crate::text::distinct;

/// Records by their indexes.
pub(super) struct Held {
    pub(super) competencies: Vec<usize>,
    /// Knowledge areas.
    pub(super) rows: Vec<usize>,
    pub(super) items: Vec<usize>,
    pub(super) areas: Vec<usize>,
}

impl Held {
    /// All records, or those on the given chains.
    pub(super) fn new(catalogue: &Catalogue, part: Option<&[Chain]>) -> Self {
        let rows = catalogue.knowledge_areas();
        let Some(chains) = part else {
            return Self {
                competencies: (0..catalogue.competencies().len()).collect(),
                rows: (0..rows.len()).collect(),
                items: (0..catalogue.items().len()).collect(),
                areas: (0..catalogue.areas().len()).collect(),
            };
        };
        let row = |chain: &Chain| chain.link_in(catalogue).map(|link| link.knowledge_area);
        let item = |chain: &Chain| {
            let row = chain.knowledge_area(catalogue)?;
            catalogue.item(row.items[chain.item?].code)
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
