//! All records of the documents, linked and indexed; immutable once built.

use std::collections::HashMap;

use crate::assemble;
use crate::diagnostic::{Code, Diagnostic};
use crate::errata::{Corrected, Erratum};
use crate::link::{Linker, Links};
use crate::parse::{Finding, FindingKind, competencies, crosswalk};
use crate::record::{
    Area, CkcCode, CkcItem, Competency, CompetencyId, Correspondence, KnowledgeArea,
};
use crate::source::{Document, DocumentIndex, Span};

/// The documents that a catalogue is made of.
#[derive(Debug)]
pub struct Documents {
    /// The competencies, one page a category.
    pub competencies: Vec<Document>,
    /// The crosswalk.
    pub crosswalk: Document,
    /// Reviewed corrections; empty to read only what is printed.
    pub errata: Vec<Erratum>,
}

/// The id of the built-in crosswalk; corrections for it are tried on any crosswalk.
pub const CROSSWALK: &str = "wv";
/// The id of the built-in competencies.
pub const COMPETENCIES: &str = "iecmhc";

/// A document that is not of the kind it was given as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongKind {
    /// The document's name.
    pub name: String,
    /// What was looked for and not found.
    pub expected: &'static str,
}

impl std::fmt::Display for WrongKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.name, self.expected)
    }
}

impl std::error::Error for WrongKind {}

/// The records of all documents and what links them.
#[derive(Debug)]
pub struct Catalogue {
    documents: Vec<Document>,
    errata: Vec<Erratum>,
    areas: Vec<Area>,
    knowledge_areas: Vec<KnowledgeArea>,
    items: Vec<CkcItem>,
    competencies: Vec<Competency>,
    /// By competency, by alignment.
    links: Vec<Vec<Links>>,
    /// By item: the knowledge areas that list it.
    listed_by: Vec<Vec<usize>>,
    /// By knowledge area: competency and alignment.
    aligned_by: Vec<Vec<(usize, usize)>>,
    diagnostics: Vec<Diagnostic>,
}

impl Catalogue {
    /// Reads and links documents.
    ///
    /// # Errors
    /// When a document holds no record of its kind.
    pub fn new(documents: Documents) -> Result<Self, WrongKind> {
        let Documents {
            competencies,
            crosswalk,
            errata,
        } = documents;
        let mut diagnostics = Vec::new();
        let mut records = Vec::new();
        for (index, document) in competencies.iter().enumerate() {
            let pages = read_competencies(place(index), document, &errata, &mut diagnostics)?;
            merge(&mut records, pages);
        }
        records.sort_by_key(|record| record.id);
        let index = place(competencies.len());
        let table = read_crosswalk(index, &crosswalk, &errata, &mut diagnostics)?;
        let linker = Linker::new(&table.areas, &table.knowledge_areas);
        let links: Vec<Vec<Links>> = records
            .iter()
            .map(|record| {
                let alignments = record.alignments.iter();
                alignments
                    .map(|row| linker.link(row.target.as_ref()))
                    .collect()
            })
            .collect();
        let mut documents = competencies;
        documents.push(crosswalk);
        let mut catalogue = Self {
            listed_by: listed_by(&table.items, &table.knowledge_areas),
            aligned_by: aligned_by(table.knowledge_areas.len(), &links),
            documents,
            errata,
            areas: table.areas,
            knowledge_areas: table.knowledge_areas,
            items: table.items,
            competencies: records,
            links,
            diagnostics,
        };
        catalogue.judge_links();
        Ok(catalogue)
    }

    /// The catalogue of the two built-in documents, with their corrections.
    ///
    /// # Panics
    /// Never: that the built-in documents can be read is held by the tests.
    #[cfg(feature = "documents")]
    #[must_use]
    pub fn built_in() -> Self {
        let documents = Documents::built_in(built_in_errata());
        Self::new(documents).expect("the built-in documents are of their kinds")
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

    /// The reviewed corrections that were tried.
    #[must_use]
    pub fn errata(&self) -> &[Erratum] {
        &self.errata
    }

    /// The areas, in document order.
    #[must_use]
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// The knowledge areas, in document order.
    #[must_use]
    pub fn knowledge_areas(&self) -> &[KnowledgeArea] {
        &self.knowledge_areas
    }

    /// The CKC items, by code.
    #[must_use]
    pub fn items(&self) -> &[CkcItem] {
        &self.items
    }

    /// The competencies, by id.
    #[must_use]
    pub fn competencies(&self) -> &[Competency] {
        &self.competencies
    }

    /// The links of a competency's alignments, in their order.
    #[must_use]
    pub fn links(&self, competency: usize) -> &[Links] {
        &self.links[competency]
    }

    /// The knowledge areas that list a CKC item.
    #[must_use]
    pub fn listed_by(&self, item: usize) -> &[usize] {
        &self.listed_by[item]
    }

    /// The alignments linked to a knowledge area: competency and alignment.
    #[must_use]
    pub fn aligned_by(&self, knowledge_area: usize) -> &[(usize, usize)] {
        &self.aligned_by[knowledge_area]
    }

    /// The index of a CKC item.
    #[must_use]
    pub fn item(&self, code: CkcCode) -> Option<usize> {
        self.items
            .binary_search_by_key(&code, |item| item.code)
            .ok()
    }

    /// The index of a competency.
    #[must_use]
    pub fn competency(&self, id: CompetencyId) -> Option<usize> {
        self.competencies
            .binary_search_by_key(&id, |record| record.id)
            .ok()
    }

    /// The statement of a CKC item: the reading that most of its occurrences share.
    #[must_use]
    pub fn statement(&self, code: CkcCode) -> &str {
        self.item(code)
            .map_or("", |item| &self.items[item].statement)
    }

    /// How a knowledge area lists an item, if it does.
    #[must_use]
    pub fn correspondence(&self, knowledge_area: usize, code: CkcCode) -> Option<&Correspondence> {
        let items = &self.knowledge_areas[knowledge_area].items;
        items.iter().find(|item| item.code == code)
    }

    /// What is odd in the documents, in the order of the documents.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    fn judge_links(&mut self) {
        let mut found = Vec::new();
        for (competency, links) in self.competencies.iter().zip(&self.links) {
            for (alignment, links) in competency.alignments.iter().zip(links) {
                let Some(target) = &alignment.target else {
                    continue;
                };
                let label = format!("{} ▸ {}", target.area.words, target.knowledge.words);
                if let Some(cause) = &links.cause {
                    found.push(Diagnostic {
                        code: Code::Unlinked,
                        span: alignment.span,
                        message: format!(
                            "{}: {label} is linked to nothing: {cause}",
                            competency.id
                        ),
                    });
                }
                for link in &links.links {
                    let differs: Vec<_> = link.differs.iter().map(ToString::to_string).collect();
                    if link.made == crate::link::Match::Exact && differs.is_empty() {
                        continue;
                    }
                    found.push(Diagnostic {
                        code: Code::LinkNotExact,
                        span: alignment.span,
                        message: format!(
                            "{}: {label} is linked to {} as {}{}{}",
                            competency.id,
                            self.knowledge_areas[link.knowledge_area].id,
                            link.made.name(),
                            if differs.is_empty() { "" } else { "; " },
                            differs.join("; ")
                        ),
                    });
                }
            }
        }
        self.diagnostics.extend(found);
        self.diagnostics
            .sort_by_key(|found| (found.span, found.code));
    }
}

impl Documents {
    /// The two built-in documents.
    #[cfg(feature = "documents")]
    #[must_use]
    pub fn built_in(errata: Vec<Erratum>) -> Self {
        Self {
            competencies: vec![built_in_competencies()],
            crosswalk: built_in_crosswalk(),
            errata,
        }
    }
}

/// The built-in page of competencies.
#[cfg(feature = "documents")]
#[must_use]
pub fn built_in_competencies() -> Document {
    Document::new(
        COMPETENCIES,
        "IECMHC competencies, category 7: programmatic consultation",
        include_str!("../data/iecmhc-7-programmatic-consultation.txt").into(),
    )
}

/// The built-in crosswalk.
#[cfg(feature = "documents")]
#[must_use]
pub fn built_in_crosswalk() -> Document {
    Document::new(
        CROSSWALK,
        "WV crosswalk of Endorsement knowledge areas to the 2015 CKC",
        include_str!("../data/wv-endorsement-ckc.txt").into(),
    )
}

/// The corrections that come with the built-in documents.
///
/// # Panics
/// Never: that they can be read is held by the tests.
#[cfg(feature = "documents")]
#[must_use]
pub fn built_in_errata() -> Vec<Erratum> {
    crate::errata::parse(crate::errata::BUILT_IN).expect("the built-in errata are valid")
}

fn place(index: usize) -> DocumentIndex {
    DocumentIndex(crate::source::offset(index))
}

/// The corrections for documents of a kind, which goes by the built-in document's id.
fn errata_for(kind: &str, errata: &[Erratum]) -> Vec<Erratum> {
    let fits = |erratum: &&Erratum| erratum.document == kind;
    errata.iter().filter(fits).cloned().collect()
}

fn read_competencies(
    index: DocumentIndex,
    document: &Document,
    errata: &[Erratum],
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Competency>, WrongKind> {
    let errata = errata_for(COMPETENCIES, errata);
    let corrected = Corrected::new(document, &errata);
    let parsed = competencies::parse(corrected.text());
    if parsed.rows == 0 {
        return Err(WrongKind {
            name: document.name.clone(),
            expected: "no competency in it: expected lines such as “7A.1. Initiates …” followed \
                by “Essential or important?: …”",
        });
    }
    judge(index, &corrected, &errata, &parsed.findings, diagnostics);
    Ok(assemble::competencies(index, &corrected, &parsed))
}

fn read_crosswalk(
    index: DocumentIndex,
    document: &Document,
    errata: &[Erratum],
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<assemble::CrosswalkRecords, WrongKind> {
    let errata = errata_for(CROSSWALK, errata);
    let corrected = Corrected::new(document, &errata);
    let table = crosswalk::parse(corrected.text());
    let records = assemble::crosswalk(index, &corrected, &table, &errata);
    if records.items.is_empty() {
        return Err(WrongKind {
            name: document.name.clone(),
            expected: "no CKC item in it: expected rows such as “Listening Demonstrates … \
                2.1 - Respects …”",
        });
    }
    judge(
        index,
        &corrected,
        &errata,
        &table.parsed.findings,
        diagnostics,
    );
    Ok(records)
}

/// Alignments of a competency that stands in several pages follow one another.
fn merge(records: &mut Vec<Competency>, pages: Vec<Competency>) {
    for page in pages {
        match records.iter_mut().find(|record| record.id == page.id) {
            Some(record) => record.alignments.extend(page.alignments),
            None => records.push(page),
        }
    }
}

fn listed_by(items: &[CkcItem], knowledge_areas: &[KnowledgeArea]) -> Vec<Vec<usize>> {
    let places: HashMap<CkcCode, usize> =
        items.iter().enumerate().map(|(i, x)| (x.code, i)).collect();
    let mut listed = vec![Vec::new(); items.len()];
    for (index, record) in knowledge_areas.iter().enumerate() {
        for item in &record.items {
            listed[places[&item.code]].push(index);
        }
    }
    listed
}

fn aligned_by(count: usize, links: &[Vec<Links>]) -> Vec<Vec<(usize, usize)>> {
    let mut aligned = vec![Vec::new(); count];
    for (competency, alignments) in links.iter().enumerate() {
        for (alignment, links) in alignments.iter().enumerate() {
            for link in &links.links {
                aligned[link.knowledge_area].push((competency, alignment));
            }
        }
    }
    aligned
}

/// Turns what the grammar found and what the corrections did into diagnostics at printed places.
fn judge(
    document: DocumentIndex,
    corrected: &Corrected,
    errata: &[Erratum],
    findings: &[Finding],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let span = |range: std::ops::Range<u32>| Span {
        document,
        start: range.start,
        end: range.end,
    };
    for piece in corrected.pieces() {
        if let Some(index) = piece.erratum {
            let erratum = &errata[index];
            diagnostics.push(Diagnostic {
                code: Code::ErratumApplied,
                span: span(piece.printed.clone()),
                message: format!("{}: {}", erratum.id, erratum.reason),
            });
        }
    }
    for (index, _) in &corrected.unbitten {
        diagnostics.push(Diagnostic {
            code: Code::ErratumStale,
            span: span(0..0),
            message: format!("{} does not fit this document", errata[*index].id),
        });
    }
    for finding in findings {
        let mut places = corrected.origins(finding.range.clone());
        let Some(first) = places.next() else { continue };
        let end = places
            .last()
            .map_or(first.printed.end, |last| last.printed.end);
        let (code, message) = describe(finding.kind);
        diagnostics.push(Diagnostic {
            code,
            span: span(first.printed.start..end.max(first.printed.start)),
            message,
        });
    }
}

fn describe(kind: FindingKind) -> (Code, String) {
    match kind {
        FindingKind::LostName => (Code::LostName, "a row stands without its name".to_owned()),
        FindingKind::GluedName => (
            Code::GluedName,
            "a name is stuck to the statement before it".to_owned(),
        ),
        FindingKind::GluedNote => (
            Code::GluedNote,
            "words that are no CKC item are stuck to a statement".to_owned(),
        ),
        FindingKind::StatementVariant(code) => (
            Code::StatementVariant,
            format!("the statement of {code} reads otherwise than in most rows"),
        ),
        FindingKind::StatementCut(code) => (
            Code::StatementCut,
            format!("the statement of {code} breaks off"),
        ),
        FindingKind::StatementOfOther(code, other) => (
            Code::StatementOfOther,
            format!("{code} carries the statement of {other}"),
        ),
        FindingKind::StatementDamaged(code) => (
            Code::StatementDamaged,
            format!("the statement of {code} has little in common with the other rows"),
        ),
        FindingKind::Unexpected => (
            Code::Unexpected,
            "neither Essential nor Important".to_owned(),
        ),
    }
}
