//! All records of the documents, linked and indexed; immutable once built.

mod built_in;
mod corrections;
mod error;
mod judge;
pub mod ledger;
pub mod link;
mod load;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

pub use built_in::{COMPETENCIES, CROSSWALK};
#[cfg(feature = "documents")]
pub use built_in::{built_in_competencies, built_in_crosswalk, built_in_errata};
pub use error::{Kind, LoadError};
use link::{Linker, Links, Ruling};
pub use load::{Documents, Oddities};
pub(crate) use load::{competencies_text, crosswalk_text};
use load::{merge, part_ids, place, read_competencies, read_crosswalk, refuse_twice};

use self::corrections::InForce;
use crate::parse::assemble::CrosswalkRecords;
use crate::parse::errata::Erratum;
use crate::record::{
    AlignmentIndex, Area, CkcCode, CkcItem, Competency, CompetencyId, CompetencyIndex,
    Correspondence, ItemIndex, KnowledgeArea, KnowledgeAreaIndex,
};
use crate::source::{Document, DocumentIndex, Span};

/// The records of all documents and what links them.
#[derive(Debug)]
pub struct Catalogue {
    documents: Vec<Document>,
    read: Reading,
    /// By item: the knowledge areas that list it. Made when first asked for: many questions do not.
    listed_by: OnceLock<Vec<Vec<KnowledgeAreaIndex>>>,
}

/// What was read of the documents.
#[derive(Debug, Serialize, Deserialize)]
struct Reading {
    errata: Vec<Erratum>,
    areas: Vec<Area>,
    knowledge_areas: Vec<KnowledgeArea>,
    items: Vec<CkcItem>,
    competencies: Vec<Competency>,
    /// By competency, by alignment.
    links: Vec<Vec<Links>>,
    /// By knowledge area.
    aligned_by: Vec<Vec<AlignmentIndex>>,
    /// By document.
    oddities: Vec<Oddities>,
}

impl Catalogue {
    /// Reads and links documents.
    ///
    /// # Errors
    /// When a document holds no record of its kind, or one of the user's corrections does not fit.
    pub fn new(documents: Documents) -> Result<Self, LoadError> {
        let mut all = documents.competencies;
        all.push(documents.crosswalk);
        part_ids(&mut all);
        let InForce { errata, unused } = corrections::settle(&all, documents.errata)?;
        let documents = all;
        let last = documents.len() - 1;
        let mut records: BTreeMap<CompetencyId, Competency> = BTreeMap::new();
        let mut oddities = Vec::with_capacity(documents.len());
        for (index, page) in documents[..last].iter().enumerate() {
            refuse_twice(&documents[..index], page)?;
            let (found, odd) = read_competencies(place(index), page, &errata)?;
            oddities.push(odd);
            for record in found {
                merge(&mut records, record);
            }
        }
        let (table, odd) = read_crosswalk(place(last), &documents[last], &errata)?;
        oddities.push(Oddities { unused, ..odd });
        let mut records: Vec<Competency> = records.into_values().collect();
        let links = link(&records, &table);
        let findings = oddities[..last].iter().flat_map(|odd| &odd.findings);
        let names = (&*table.areas, &*table.knowledge_areas);
        judge::pages::judge(&mut records, &links, names, findings);
        let read = Reading {
            aligned_by: aligned_by(table.knowledge_areas.len(), &links),
            errata,
            areas: table.areas,
            knowledge_areas: table.knowledge_areas,
            items: table.items,
            competencies: records,
            links,
            oddities,
        };
        Ok(Self::of(documents, read))
    }

    fn of(documents: Vec<Document>, read: Reading) -> Self {
        Self {
            documents,
            read,
            listed_by: OnceLock::new(),
        }
    }

    /// The same records, with a reviewer's decisions made on their links.
    #[must_use]
    pub fn reviewed(mut self, rulings: &[Ruling]) -> Self {
        let linker = Linker::new(&self.read.areas, &self.read.knowledge_areas);
        for ruling in rulings {
            let AlignmentIndex { competency, row } = ruling.alignment;
            let alignment = &self.competencies()[competency].alignments[row];
            if let Some(target) = alignment.target() {
                let new = linker.reviewed(ruling.knowledge_area, target);
                self.read.links[competency.place()][row].judge(ruling.verdict, new);
            }
        }
        self.read.links.iter_mut().flatten().for_each(Links::settle);
        self.read.aligned_by = aligned_by(self.read.knowledge_areas.len(), &self.read.links);
        self
    }

    /// The catalogue of the two built-in documents, with their corrections, as it was read once: no answer pays for
    /// reading them anew.
    #[cfg(feature = "documents")]
    #[must_use]
    pub fn built_in() -> Self {
        Self::of(
            vec![built_in_competencies(), built_in_crosswalk()],
            built_in::reading(),
        )
    }

    /// The documents, competencies first, the crosswalk last.
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// The document that a span is in.
    #[must_use]
    pub fn document(&self, span: Span) -> &Document {
        &self.documents[span.document.0 as usize]
    }

    /// The reviewed corrections that were made.
    #[must_use]
    pub fn errata(&self) -> &[Erratum] {
        &self.read.errata
    }

    /// Each document that has doubtful records: its index, how many of its records are doubtful, and how many
    /// it has.
    #[must_use]
    pub fn doubtful(&self) -> Vec<(usize, usize, usize)> {
        let mut counts = vec![(0, 0); self.documents.len()];
        let mut count = |document: DocumentIndex, is_doubtful: bool| {
            let (doubtful, all) = &mut counts[document.0 as usize];
            *doubtful += usize::from(is_doubtful);
            *all += 1;
        };
        for row in self.read.competencies.iter().flat_map(|it| &it.alignments) {
            count(row.span.document, !row.doubts.is_empty());
        }
        for row in &self.read.knowledge_areas {
            let is_doubtful = |item: &Correspondence| !item.doubts.is_empty();
            count(
                row.span.document,
                !row.doubts.is_empty() || row.items.iter().any(is_doubtful),
            );
        }
        let counts = counts.into_iter().enumerate();
        let counts = counts.map(|(index, (doubtful, all))| (index, doubtful, all));
        counts.filter(|(_, doubtful, _)| *doubtful > 0).collect()
    }

    /// The areas, in document order.
    #[must_use]
    pub fn areas(&self) -> &[Area] {
        &self.read.areas
    }

    /// The knowledge areas, in document order.
    #[must_use]
    pub fn knowledge_areas(&self) -> &[KnowledgeArea] {
        &self.read.knowledge_areas
    }

    /// The CKC items, by code.
    #[must_use]
    pub fn items(&self) -> &[CkcItem] {
        &self.read.items
    }

    /// The competencies, by id.
    #[must_use]
    pub fn competencies(&self) -> &[Competency] {
        &self.read.competencies
    }

    /// The links of a competency's alignments, in their order.
    #[must_use]
    pub fn links(&self, competency: CompetencyIndex) -> &[Links] {
        &self.read.links[competency.place()]
    }

    /// The knowledge areas that list a CKC item.
    #[must_use]
    pub fn listed_by(&self, item: ItemIndex) -> &[KnowledgeAreaIndex] {
        let listed = || listed_by(&self.read.items, &self.read.knowledge_areas);
        &self.listed_by.get_or_init(listed)[item.place()]
    }

    /// The alignments linked to a knowledge area.
    #[must_use]
    pub fn aligned_by(&self, knowledge_area: KnowledgeAreaIndex) -> &[AlignmentIndex] {
        &self.read.aligned_by[knowledge_area.place()]
    }

    /// The index of a CKC item.
    #[must_use]
    pub fn item(&self, code: CkcCode) -> Option<ItemIndex> {
        self.read
            .items
            .binary_search_by_key(&code, |item| item.code)
            .ok()
            .map(ItemIndex::at)
    }

    /// The index of a competency.
    #[must_use]
    pub fn competency(&self, id: CompetencyId) -> Option<CompetencyIndex> {
        self.read
            .competencies
            .binary_search_by_key(&id, |record| record.id)
            .ok()
            .map(CompetencyIndex::at)
    }

    /// The statement of a CKC item: the reading that most of its occurrences share.
    #[must_use]
    pub fn statement(&self, code: CkcCode) -> &str {
        self.item(code)
            .map_or("", |item| &self.items()[item].statement)
    }

    /// How a knowledge area lists an item, if it does.
    #[must_use]
    pub fn correspondence(
        &self,
        knowledge_area: KnowledgeAreaIndex,
        code: CkcCode,
    ) -> Option<&Correspondence> {
        let items = &self.knowledge_areas()[knowledge_area].items;
        items.iter().find(|item| item.code == code)
    }

    /// The records, so that a test can say which of them are in doubt.
    #[cfg(all(test, feature = "documents"))]
    pub(crate) fn records_mut(&mut self) -> (&mut [KnowledgeArea], &mut [Competency]) {
        (&mut self.read.knowledge_areas, &mut self.read.competencies)
    }

    /// What was odd in each document, in their order; [`crate::check`] puts it into words.
    #[must_use]
    pub fn oddities(&self) -> &[Oddities] {
        &self.read.oddities
    }
}

fn link(records: &[Competency], table: &CrosswalkRecords) -> Vec<Vec<Links>> {
    let linker = Linker::new(&table.areas, &table.knowledge_areas);
    let of = |record: &Competency| {
        let alignments = record.alignments.iter();
        alignments
            .map(|row| linker.link(&row.counterpart))
            .collect()
    };
    records.iter().map(of).collect()
}

fn listed_by(items: &[CkcItem], knowledge_areas: &[KnowledgeArea]) -> Vec<Vec<KnowledgeAreaIndex>> {
    let mut listed = vec![Vec::new(); items.len()];
    for (index, record) in KnowledgeAreaIndex::each(knowledge_areas) {
        for item in &record.items {
            listed[item.item.place()].push(index);
        }
    }
    listed
}

fn aligned_by(count: usize, links: &[Vec<Links>]) -> Vec<Vec<AlignmentIndex>> {
    let mut aligned = vec![Vec::new(); count];
    for (competency, alignments) in links.iter().enumerate() {
        for (row, links) in alignments.iter().enumerate() {
            let alignment = AlignmentIndex {
                competency: CompetencyIndex::at(competency),
                row,
            };
            for link in &links.links {
                aligned[link.knowledge_area.place()].push(alignment);
            }
        }
    }
    aligned
}
