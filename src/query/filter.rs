//! Questions to a catalogue: which records pass the filters, and the chains that join them. Pure;
//! does not know arguments or formats.

use std::ops::RangeInclusive;

use regex::Regex;

use crate::catalogue::Catalogue;
use crate::catalogue::link::{Link, Match};
use crate::query::reference::Reference;
use crate::record::{
    Alignment, AreaIndex, Certainty, CkcCode, Competency, CompetencyIndex, Correspondence,
    Importance, ItemIndex, KnowledgeArea, KnowledgeAreaIndex, Level, Section,
};
use crate::text::{distinct, fold};

/// What a row must match to be listed. Values of one field are alternatives; all fields must match.
#[derive(Debug, Default, Clone)]
pub struct Filter {
    /// The records asked for, of any kind.
    pub references: Vec<Reference>,
    /// Has such an alignment; for knowledge areas, their own level.
    pub level: Vec<Level>,
    /// Every alignment that is not Unique is at this level; for knowledge areas, their own.
    pub only: Vec<Level>,
    /// Of the alignment.
    pub importance: Vec<Importance>,
    /// Areas.
    pub areas: Vec<AreaIndex>,
    /// Knowledge areas.
    pub knowledge: Vec<KnowledgeAreaIndex>,
    /// CKC items.
    pub ckc: Vec<RangeInclusive<CkcCode>>,
    /// Categories and sections of competencies.
    pub sections: Vec<Section>,
    /// Only Unique competencies, or only the others.
    pub unique: Option<bool>,
    /// Patterns, one of which a text of the row must match.
    pub patterns: Vec<Regex>,
    /// Of the correspondence.
    pub certainty: Vec<Certainty>,
    /// How the alignment was linked to the knowledge area.
    pub made: Vec<Match>,
}

/// One way from a competency to a CKC item, or as far as it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    /// The competency.
    pub competency: CompetencyIndex,
    /// The alignment, by its place in the competency.
    pub alignment: usize,
    /// The link, by its place in the alignment's links; `None` where there is none.
    pub link: Option<usize>,
    /// The item, by its place in the knowledge area's row; `None` where it lists none.
    pub item: Option<usize>,
}

impl Chain {
    /// The link.
    #[must_use]
    pub fn link_in<'c>(&self, catalogue: &'c Catalogue) -> Option<&'c Link> {
        Some(&catalogue.links(self.competency)[self.alignment].links[self.link?])
    }

    /// The knowledge area that the link leads to.
    #[must_use]
    pub fn knowledge_area<'c>(&self, catalogue: &'c Catalogue) -> Option<&'c KnowledgeArea> {
        Some(&catalogue.knowledge_areas()[self.link_in(catalogue)?.knowledge_area])
    }

    /// The alignment.
    #[must_use]
    pub fn alignment_in<'c>(&self, catalogue: &'c Catalogue) -> &'c Alignment {
        &catalogue.competencies()[self.competency].alignments[self.alignment]
    }
}

/// All chains that pass the filters, in the order of competency, alignment, link, code.
#[must_use]
pub fn chains(catalogue: &Catalogue, filter: &Filter) -> Vec<Chain> {
    let mut found = Vec::new();
    for (index, competency) in CompetencyIndex::each(catalogue.competencies()) {
        if !filter.passes_competency(competency) {
            continue;
        }
        for alignment in 0..competency.alignments.len() {
            if filter.passes_alignment(&competency.alignments[alignment]) {
                chains_of(catalogue, index, alignment, &mut found);
            }
        }
    }
    found.retain(|chain| filter.passes_chain(catalogue, chain));
    found
}

/// All chains of one competency.
#[must_use]
pub fn chains_of_competency(catalogue: &Catalogue, index: CompetencyIndex) -> Vec<Chain> {
    let mut found = Vec::new();
    for alignment in 0..catalogue.competencies()[index].alignments.len() {
        chains_of(catalogue, index, alignment, &mut found);
    }
    found
}

fn chains_of(
    catalogue: &Catalogue,
    competency: CompetencyIndex,
    alignment: usize,
    found: &mut Vec<Chain>,
) {
    let chain = |link, item| Chain {
        competency,
        alignment,
        link,
        item,
    };
    let links = &catalogue.links(competency)[alignment].links;
    if links.is_empty() {
        found.push(chain(None, None));
    }
    for (place, link) in links.iter().enumerate() {
        let items = catalogue.knowledge_areas()[link.knowledge_area].items.len();
        if items == 0 {
            found.push(chain(Some(place), None));
        }
        found.extend((0..items).map(|item| chain(Some(place), Some(item))));
    }
}

fn any_or_all<T>(wanted: &[T], fits: impl Fn(&T) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(fits)
}

/// The names that a row goes by: of a chain, of a knowledge area, or of an item that one lists.
struct Names<'r> {
    is_competency: &'r dyn Fn(CompetencyIndex) -> bool,
    in_section: &'r dyn Fn(Section) -> bool,
    in_area: &'r dyn Fn(AreaIndex) -> bool,
    knowledge_area: Option<KnowledgeAreaIndex>,
    is_item: &'r dyn Fn(ItemIndex) -> bool,
}

impl Filter {
    /// Whether a correspondence passes the filters on its code and its certainty.
    #[must_use]
    pub fn asks_for(&self, item: &Correspondence) -> bool {
        any_or_all(&self.ckc, |range| range.contains(&item.code))
            && any_or_all(&self.certainty, |&certainty| item.certainty == certainty)
    }

    fn passes_competency(&self, competency: &Competency) -> bool {
        any_or_all(&self.only, |&level| competency.is_only(level))
            && any_or_all(&self.sections, |section| section.contains(competency.id))
            && self
                .unique
                .is_none_or(|unique| competency.is_unique() == unique)
    }

    fn passes_alignment(&self, alignment: &Alignment) -> bool {
        any_or_all(&self.level, |&level| alignment.level() == Some(level))
            && any_or_all(&self.importance, |&importance| {
                alignment.importance == Some(importance)
            })
    }

    fn passes_chain(&self, catalogue: &Catalogue, chain: &Chain) -> bool {
        let knowledge = chain.link_in(catalogue).map(|link| link.knowledge_area);
        let row = chain.knowledge_area(catalogue);
        let item = row.zip(chain.item).map(|(row, item)| &row.items[item]);
        let in_area = |area: AreaIndex| {
            let printed = chain.alignment_in(catalogue).target();
            row.is_some_and(|row| row.area == Some(area))
                || printed.is_some_and(|target| {
                    fold(&target.area.words) == fold(&catalogue.areas()[area].name.words)
                })
        };
        let names = Names {
            is_competency: &|index| chain.competency == index,
            in_section: &|section| section.contains(catalogue.competencies()[chain.competency].id),
            in_area: &in_area,
            knowledge_area: knowledge,
            is_item: &|index| item.is_some_and(|item| item.item == index),
        };
        self.names(&names)
            && any_or_all(&self.ckc, |range| {
                item.is_some_and(|item| range.contains(&item.code))
            })
            && any_or_all(&self.certainty, |&certainty| {
                item.is_some_and(|item| item.certainty == certainty)
            })
            && any_or_all(&self.made, |&made| {
                let link = chain.link_in(catalogue);
                link.is_some_and(|link| link.made == made)
            })
            && self.matches_chain(catalogue, chain)
    }

    /// Whether a row is one of those asked for by name.
    fn names(&self, row: &Names) -> bool {
        any_or_all(&self.references, |reference| match *reference {
            Reference::Competency(index) => (row.is_competency)(index),
            Reference::Section(section) => (row.in_section)(section),
            Reference::Area(area) => (row.in_area)(area),
            Reference::KnowledgeArea(index) => row.knowledge_area == Some(index),
            Reference::Item(index) => (row.is_item)(index),
        }) && any_or_all(&self.areas, |&area| (row.in_area)(area))
            && any_or_all(&self.knowledge, |&index| row.knowledge_area == Some(index))
    }

    fn matches(&self, texts: &[&str]) -> bool {
        any_or_all(&self.patterns, |pattern| {
            texts.iter().any(|text| pattern.is_match(text))
        })
    }

    fn matches_chain(&self, catalogue: &Catalogue, chain: &Chain) -> bool {
        if self.patterns.is_empty() {
            return true;
        }
        let mut texts = competency_texts(
            &catalogue.competencies()[chain.competency],
            Some(chain.alignment),
        );
        if let Some(row) = chain.knowledge_area(catalogue) {
            texts.extend(knowledge_texts(catalogue, row));
            texts.extend(
                chain
                    .item
                    .map(|item| catalogue.statement(row.items[item].code)),
            );
        }
        self.matches(&texts)
    }

    /// Whether any filter asks for something that only a competency or its links have.
    fn asks_for_competencies(&self) -> bool {
        !self.importance.is_empty()
            || !self.sections.is_empty()
            || self.unique.is_some()
            || !self.made.is_empty()
    }

    /// Whether it asks for records by their names.
    #[must_use]
    pub fn names_records(&self) -> bool {
        !self.references.is_empty() || !self.areas.is_empty() || !self.knowledge.is_empty()
    }

    /// The same, without the competencies that it names; `None` where only competencies decide which
    /// knowledge areas pass.
    #[must_use]
    pub fn without_competencies(&self) -> Option<Self> {
        let named = self.named_competencies();
        let mut references = self.references.clone();
        references.retain(|reference| !named.contains(reference));
        let names_others = !references.is_empty() || named.is_empty();
        (names_others && !self.asks_for_competencies()).then(|| Self {
            references,
            ..self.clone()
        })
    }

    /// The competencies and sections among the records asked for.
    fn named_competencies(&self) -> Vec<Reference> {
        let of_competency = |reference: &&Reference| {
            matches!(reference, Reference::Competency(_) | Reference::Section(_))
        };
        let named = self.references.iter().filter(of_competency);
        named.copied().collect()
    }
}

/// The competencies that have a chain which passes.
#[must_use]
pub fn competencies(catalogue: &Catalogue, filter: &Filter) -> Vec<CompetencyIndex> {
    let texts_apart = Filter {
        patterns: Vec::new(),
        ..filter.clone()
    };
    let mut found: Vec<CompetencyIndex> = chains(catalogue, &texts_apart)
        .iter()
        .map(|chain| chain.competency)
        .collect();
    found.dedup();
    found
        .retain(|&index| filter.matches(&competency_texts(&catalogue.competencies()[index], None)));
    found
}

/// The competencies aligned to any of these knowledge areas.
#[must_use]
pub fn aligned(catalogue: &Catalogue, rows: &[KnowledgeAreaIndex]) -> Vec<CompetencyIndex> {
    let aligned = rows.iter().flat_map(|&row| catalogue.aligned_by(row));
    distinct(aligned.map(|alignment| alignment.competency))
}

/// The knowledge areas that pass: by their own level, area, name, items and texts, and by
/// the competencies that are linked to them where a filter asks for those.
#[must_use]
pub fn knowledge_areas(catalogue: &Catalogue, filter: &Filter) -> Vec<KnowledgeAreaIndex> {
    let linked = Linked::new(catalogue, filter);
    KnowledgeAreaIndex::each(catalogue.knowledge_areas())
        .filter(|(index, _)| passes_knowledge_area(catalogue, filter, &linked, *index))
        .filter(|(_, row)| filter.matches(&knowledge_texts(catalogue, row)))
        .map(|(index, _)| index)
        .collect()
}

/// The areas that hold a knowledge area which passes.
#[must_use]
pub fn areas(catalogue: &Catalogue, filter: &Filter) -> Vec<AreaIndex> {
    let texts_apart = Filter {
        patterns: Vec::new(),
        ..filter.clone()
    };
    let rows = knowledge_areas(catalogue, &texts_apart);
    let inside = |area: AreaIndex| {
        let mut rows = rows.iter();
        rows.any(|&row| catalogue.knowledge_areas()[row].area == Some(area))
    };
    AreaIndex::each(catalogue.areas())
        .filter(|(index, area)| inside(*index) && filter.matches(&[&area.name.words]))
        .map(|(index, _)| index)
        .collect()
}

/// The CKC items that pass, and that a knowledge area which passes lists.
#[must_use]
pub fn items(catalogue: &Catalogue, filter: &Filter) -> Vec<ItemIndex> {
    let linked = Linked::new(catalogue, filter);
    let listed = |item: ItemIndex, row: KnowledgeAreaIndex| {
        passes_knowledge_area(catalogue, filter, &linked, row)
            && passes_listing(catalogue, filter, &linked, row, item)
    };
    ItemIndex::each(catalogue.items())
        .filter(|(_, item)| filter.matches(&[&item.statement]))
        .map(|(index, _)| index)
        .filter(|&item| {
            let mut rows = catalogue.listed_by(item).iter();
            rows.any(|&row| listed(item, row))
        })
        .collect()
}

/// The knowledge areas that pass, each with those of its CKC items that pass. One that lists
/// items, but none that passes all filters at once, is not among them.
#[must_use]
pub fn listings(
    catalogue: &Catalogue,
    filter: &Filter,
) -> Vec<(KnowledgeAreaIndex, Vec<ItemIndex>)> {
    let linked = Linked::new(catalogue, filter);
    let items_of = |row: KnowledgeAreaIndex| -> Vec<ItemIndex> {
        let codes = catalogue.knowledge_areas()[row].items.iter();
        codes
            .map(|item| item.item)
            .filter(|&item| passes_listing(catalogue, filter, &linked, row, item))
            .collect()
    };
    knowledge_areas(catalogue, filter)
        .into_iter()
        .map(|row| (row, items_of(row)))
        .filter(|(row, items)| {
            let lists_none = catalogue.knowledge_areas()[*row].items.is_empty();
            lists_none || !items.is_empty()
        })
        .collect()
}

/// The knowledge areas that competencies are linked to, as far as a filter asks for competencies.
struct Linked {
    /// By those that pass the filters of competencies, where there is such a filter.
    passing: Option<Vec<KnowledgeAreaIndex>>,
    /// By those asked for by name.
    named: Vec<KnowledgeAreaIndex>,
}

impl Linked {
    fn new(catalogue: &Catalogue, filter: &Filter) -> Self {
        let of_competencies = |references| Filter {
            references,
            level: Vec::new(),
            only: Vec::new(),
            patterns: Vec::new(),
            ..filter.clone()
        };
        let rows = |filter: &Filter| {
            let chains = chains(catalogue, filter);
            let links = chains.iter().filter_map(|chain| chain.link_in(catalogue));
            links.map(|link| link.knowledge_area).collect()
        };
        let named = filter.named_competencies();
        let asks = filter.asks_for_competencies();
        Self {
            passing: asks.then(|| rows(&of_competencies(Vec::new()))),
            named: if named.is_empty() {
                Vec::new()
            } else {
                rows(&of_competencies(named))
            },
        }
    }
}

impl Linked {
    /// Whether a knowledge area, with the items of it that count, is one of those asked for by name. Competencies
    /// ask for those that they are linked to.
    fn names(
        &self,
        catalogue: &Catalogue,
        filter: &Filter,
        row: KnowledgeAreaIndex,
        is_item: &dyn Fn(ItemIndex) -> bool,
    ) -> bool {
        let is_linked = || self.named.contains(&row);
        filter.names(&Names {
            is_competency: &|_| is_linked(),
            in_section: &|_| is_linked(),
            in_area: &|area| catalogue.knowledge_areas()[row].area == Some(area),
            knowledge_area: Some(row),
            is_item,
        })
    }
}

fn passes_knowledge_area(
    catalogue: &Catalogue,
    filter: &Filter,
    linked: &Linked,
    index: KnowledgeAreaIndex,
) -> bool {
    let row = &catalogue.knowledge_areas()[index];
    let is_linked = |rows: &Vec<KnowledgeAreaIndex>| rows.contains(&index);
    linked.names(catalogue, filter, index, &|item| {
        catalogue.listed_by(item).contains(&index)
    }) && linked.passing.as_ref().is_none_or(is_linked)
        && any_or_all(&filter.level, |&level| row.level == level)
        && any_or_all(&filter.only, |&level| row.level == level)
        && lists_one(filter, row)
}

/// Whether a row's listing of an item passes. Records of other kinds than items ask for all that
/// a row lists.
fn passes_listing(
    catalogue: &Catalogue,
    filter: &Filter,
    linked: &Linked,
    row: KnowledgeAreaIndex,
    item: ItemIndex,
) -> bool {
    let code = catalogue.items()[item].code;
    linked.names(catalogue, filter, row, &|wanted| wanted == item)
        && any_or_all(&filter.ckc, |range| range.contains(&code))
        && any_or_all(&filter.certainty, |&certainty| {
            let listing = catalogue.correspondence(row, code);
            listing.is_some_and(|listing| listing.certainty == certainty)
        })
}

/// Whether one of the row's correspondences passes the filters on correspondences.
fn lists_one(filter: &Filter, row: &KnowledgeArea) -> bool {
    let asks = !filter.ckc.is_empty() || !filter.certainty.is_empty();
    !asks || row.items.iter().any(|item| filter.asks_for(item))
}

/// The texts of a competency, of all its alignments or of one.
fn competency_texts(competency: &Competency, alignment: Option<usize>) -> Vec<&str> {
    let mut texts = vec![competency.statement.words.as_str()];
    let rows = competency.alignments.iter().enumerate();
    for (_, row) in rows.filter(|(index, _)| alignment.is_none_or(|wanted| wanted == *index)) {
        texts.extend(row.demonstrated_by.iter().map(|text| text.words.as_str()));
        let labels = row.area().into_iter().chain(row.knowledge());
        texts.extend(labels.map(|text| text.words.as_str()));
    }
    texts
}

/// The texts of a knowledge area, the name of its area among them.
fn knowledge_texts<'c>(catalogue: &'c Catalogue, row: &'c KnowledgeArea) -> Vec<&'c str> {
    let area = row.area.map(|area| &catalogue.areas()[area].name);
    let fields = [area, row.name.as_ref(), row.definition.as_ref()];
    fields
        .into_iter()
        .flatten()
        .chain(&row.notes)
        .map(|text| text.words.as_str())
        .collect()
}
