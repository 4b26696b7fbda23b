//! Records of a crosswalk.

use std::collections::BTreeMap;

use super::incomplete;
use super::place::{Origin, Places, nowhere, push_words};
use crate::parse::Parsed;
use crate::parse::crosswalk::{Crosswalk, Role as CrosswalkRole};
use crate::parse::errata::{Corrected, Erratum};
use crate::record::{
    Area, AreaIndex, CkcCode, CkcItem, Correspondence, ItemIndex, KnowledgeArea, Level, Text,
};
use crate::source::{DocumentIndex, Spans};
use crate::text::{fold, push_slug, slug};

/// The records of a crosswalk.
#[derive(Debug, Default)]
pub struct CrosswalkRecords {
    /// The areas, in the order of their first headings.
    pub areas: Vec<Area>,
    /// The knowledge areas, in document order.
    pub knowledge_areas: Vec<KnowledgeArea>,
    /// The CKC items, by code.
    pub items: Vec<CkcItem>,
}

/// Makes the records of a crosswalk.
#[must_use]
pub fn crosswalk(
    document: DocumentIndex,
    corrected: &Corrected,
    crosswalk: &Crosswalk,
    errata: &[Erratum],
) -> CrosswalkRecords {
    let items = items(crosswalk);
    let mut places = Places::new(document, corrected);
    let mut headings: BTreeMap<usize, Text> = BTreeMap::new();
    let mut records: Vec<KnowledgeArea> = item_counts(&crosswalk.parsed)
        .into_iter()
        .map(|items| unnamed(document, items))
        .collect();
    for part in &crosswalk.parsed.parts {
        let row = part.row as usize;
        let Some(record) = records.get_mut(row) else {
            continue;
        };
        let origin = places.of(part);
        match part.role {
            CrosswalkRole::Notice | CrosswalkRole::Header | CrosswalkRole::Mark => continue,
            CrosswalkRole::Area => origin.add_to(headings.entry(row).or_default()),
            CrosswalkRole::Name => origin.add_to(record.name.get_or_insert_default()),
            CrosswalkRole::Level => {
                let mark = origin.words().trim_matches(['(', ')']);
                record.level = Level::from_mark(mark).unwrap_or(record.level);
            }
            CrosswalkRole::Definition => origin.add_to(record.definition.get_or_insert_default()),
            CrosswalkRole::Code(code) => record.items.push(correspondence(&origin, code, &items)),
            CrosswalkRole::Statement => {
                if let Some(item) = record.items.last_mut() {
                    item.statement.extend(origin.spans());
                }
            }
            CrosswalkRole::Note => {
                let mut note = Text::default();
                origin.add_to(&mut note);
                record.notes.push(note);
            }
        }
        record.span = record.span.hull(origin.printed);
        origin.note_errata(errata, &mut record.errata);
    }
    incomplete::mark(document, corrected, crosswalk, &mut records);
    let areas = assign_areas(headings, &mut records);
    name_ids(&areas, &mut records);
    CrosswalkRecords {
        areas,
        knowledge_areas: records,
        items,
    }
}

/// How many items each row lists.
fn item_counts(parsed: &Parsed<CrosswalkRole>) -> Vec<usize> {
    let mut counts = vec![0; parsed.rows as usize];
    for part in &parsed.parts {
        if let (CrosswalkRole::Code(_), Some(count)) =
            (part.role, counts.get_mut(part.row as usize))
        {
            *count += 1;
        }
    }
    counts
}

fn unnamed(document: DocumentIndex, items: usize) -> KnowledgeArea {
    KnowledgeArea {
        id: String::new(),
        area: None,
        name: None,
        level: Level::Fs,
        definition: None,
        items: Vec::with_capacity(items),
        notes: Vec::new(),
        errata: Vec::new(),
        doubts: Vec::new(),
        incomplete: None,
        span: nowhere(document),
    }
}

fn correspondence(origin: &Origin, code: CkcCode, items: &[CkcItem]) -> Correspondence {
    Correspondence {
        item: ItemIndex::at(items.partition_point(|item| item.code < code)),
        code,
        certainty: origin.certainty(),
        span: origin.printed,
        statement: Spans::default(),
        doubts: Vec::new(),
    }
}

/// Gives each row the area whose heading is the last before it. A heading printed again, as at
/// the top of the next page, is the same area.
fn assign_areas(mut headings: BTreeMap<usize, Text>, records: &mut [KnowledgeArea]) -> Vec<Area> {
    let mut areas: Vec<Area> = Vec::new();
    let mut places: BTreeMap<String, AreaIndex> = BTreeMap::new();
    let mut current = None;
    for (row, record) in records.iter_mut().enumerate() {
        if let Some(name) = headings.remove(&row) {
            let place = *places.entry(fold(&name.words)).or_insert_with(|| {
                areas.push(Area {
                    id: slug(&name.words),
                    name,
                });
                AreaIndex::at(areas.len() - 1)
            });
            current = Some(place);
        }
        record.area = current;
    }
    areas
}

/// Gives each knowledge area its id; a name that is twice in an area gets a number.
fn name_ids(areas: &[Area], records: &mut [KnowledgeArea]) {
    for record in records.iter_mut() {
        let area = record
            .area
            .map_or("no-area", |area| areas[area].id.as_str());
        let name = record.name.as_ref().map_or("name-lost", |name| &name.words);
        record.id.reserve(area.len() + 1 + name.len());
        record.id.push_str(area);
        record.id.push('/');
        push_slug(&mut record.id, name);
    }
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.sort_by(|&a, &b| records[a].id.cmp(&records[b].id));
    let same: Vec<Vec<usize>> = order
        .chunk_by(|&a, &b| records[a].id == records[b].id)
        .filter(|same| same.len() > 1)
        .map(<[usize]>::to_vec)
        .collect();
    for same in same {
        for (&index, number) in same.iter().zip(1..).skip(1) {
            records[index].id = format!("{}-{number}", records[index].id);
        }
    }
}

/// The CKC items that any row lists, by code, each with the reading of its statement.
fn items(crosswalk: &Crosswalk) -> Vec<CkcItem> {
    let readings = crosswalk.readings.iter().map(|&(code, words)| {
        let mut statement = String::with_capacity(words.len());
        push_words(&mut statement, words, false);
        (code, statement)
    });
    let mut items: BTreeMap<CkcCode, String> = readings.collect();
    for part in &crosswalk.parsed.parts {
        if let CrosswalkRole::Code(code) = part.role {
            items.entry(code).or_default();
        }
    }
    let items = items.into_iter();
    items
        .map(|(code, statement)| CkcItem { code, statement })
        .collect()
}
