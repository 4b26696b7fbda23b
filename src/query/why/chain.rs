//! The ways from one record to another, hop by hop.

use super::{Hop, Record};
use crate::catalogue::Catalogue;
use crate::catalogue::link::Link;
use crate::record::{CompetencyIndex, ItemIndex, KnowledgeAreaIndex};

pub(super) fn ways(catalogue: &Catalogue, from: Record, to: Record) -> Vec<Vec<Hop>> {
    let mut ways = match (from.min(to), from.max(to)) {
        (Record::Competency(competency), Record::KnowledgeArea(row)) => {
            let links = links_of(catalogue, competency);
            let there = links.filter(|(_, _, link)| link.knowledge_area == row);
            there
                .map(|(alignment, place, _)| to_row(competency, alignment, place).into())
                .collect()
        }
        (Record::Competency(competency), Record::Item(item)) => links_of(catalogue, competency)
            .flat_map(|(alignment, place, link)| {
                let listed = listed(catalogue, link.knowledge_area, item, false);
                listed.map(move |last| {
                    let [first, second] = to_row(competency, alignment, place);
                    vec![first, second, last]
                })
            })
            .collect(),
        (Record::KnowledgeArea(row), Record::Item(item)) => listed(catalogue, row, item, true)
            .map(|hop| vec![hop])
            .collect(),
        _ => Vec::new(),
    };
    if from > to {
        for way in &mut ways {
            way.reverse();
        }
    }
    ways
}

fn links_of(
    catalogue: &Catalogue,
    competency: CompetencyIndex,
) -> impl Iterator<Item = (usize, usize, &Link)> {
    let alignments = catalogue.links(competency).iter().enumerate();
    alignments.flat_map(|(alignment, links)| {
        let links = links.links.iter().enumerate();
        links.map(move |(place, link)| (alignment, place, link))
    })
}

fn to_row(competency: CompetencyIndex, alignment: usize, link: usize) -> [Hop; 2] {
    [
        Hop::Aligned {
            competency,
            alignment,
        },
        Hop::Linked {
            competency,
            alignment,
            link,
        },
    ]
}

/// Each place where a knowledge area lists an item.
pub(super) fn listed(
    catalogue: &Catalogue,
    knowledge_area: KnowledgeAreaIndex,
    item: ItemIndex,
    is_end: bool,
) -> impl Iterator<Item = Hop> + '_ {
    let code = catalogue.items()[item].code;
    let items = catalogue.knowledge_areas()[knowledge_area].items.iter();
    let there = items
        .enumerate()
        .filter(move |(_, found)| found.code == code);
    there.map(move |(item, _)| Hop::Listed {
        knowledge_area,
        item,
        is_end,
    })
}
