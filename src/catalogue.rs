//! All records of the documents, linked and indexed; immutable once built.

mod corrections;
mod judge;
pub mod ledger;
pub mod link;
mod room;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;
use std::sync::OnceLock;

use self::corrections::InForce;
use crate::parse::assemble::{self, CrosswalkRecords};
use crate::parse::errata::{Corrected, Errata, Erratum, Refused};
use crate::parse::layout;
use crate::parse::{FindingKind, Parsed, Part, Within, competencies, crosswalk};
use crate::record::{
    Area, CkcCode, CkcItem, Competency, CompetencyId, Correspondence, Incomplete, KnowledgeArea,
    Loss,
};
use crate::sheet::BadCell;
use crate::source::{Document, DocumentIndex, Span, is_blank, offset};
use judge::Verdict;
use ledger::Ledger;
use link::{Linker, Links};

/// The documents that a catalogue is made of.
#[derive(Debug)]
pub struct Documents {
    /// The competencies, one page a category.
    pub competencies: Vec<Document>,
    /// The crosswalk.
    pub crosswalk: Document,
    /// Reviewed corrections; none to read only what is printed.
    pub errata: Errata,
}

/// The id of the built-in crosswalk.
pub const CROSSWALK: &str = "wv";
/// The id of the built-in competencies.
pub const COMPETENCIES: &str = "iecmhc";

/// The kinds of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page of competencies.
    Competencies,
    /// A crosswalk.
    Crosswalk,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Competencies => "a page of competencies",
            Self::Crosswalk => "a crosswalk",
        }
    }

    /// What to give in place of a document that is none.
    fn advice(self) -> &'static str {
        match self {
            Self::Competencies => {
                "give one page of the IECMHC competencies, saved as a web page, text or Markdown"
            }
            Self::Crosswalk => {
                "give the table of knowledge areas and their CKC items, saved as a web page, CSV or text"
            }
        }
    }

    /// The option to give one with.
    fn option(self) -> &'static str {
        match self {
            Self::Competencies => "--competencies",
            Self::Crosswalk => "--crosswalk",
        }
    }
}

/// Why documents make no catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadError {
    /// A document is not of the kind it was given as.
    WrongKind {
        /// The document's name.
        name: String,
        /// What it was given as.
        given_as: Kind,
        /// What was looked for, and whether it was found.
        looked_for: Vec<(&'static str, bool)>,
        /// The kind that it looks like.
        looks_like: Option<Kind>,
    },
    /// Most rows of a crosswalk make no sense as rows.
    NotUnderstood {
        /// The document's name.
        name: String,
        /// How many rows make no sense.
        odd: usize,
        /// How many rows were found.
        rows: usize,
    },
    /// A crosswalk that is a list of the items themselves.
    ListOfItems {
        /// The document's name.
        name: String,
        /// How many items it has.
        codes: usize,
    },
    /// A page of competencies was given twice.
    Twice {
        /// The document's name.
        name: String,
        /// The name it was given under before.
        other: String,
    },
    /// A correction of the user's contradicts itself or another, or does not fit the documents.
    Correction(Refused),
    /// A document has so many rows for its length that they would take more memory than they are worth.
    Crowded {
        /// The document's name.
        name: String,
        /// The line that the first row too many stands in.
        line: u32,
        /// What there is too much of.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many a document of this length may have.
        most: usize,
    },
}

impl std::fmt::Display for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::WrongKind {
                name,
                given_as,
                looked_for,
                looks_like,
            } => {
                write!(f, "{name}: expected {}", given_as.name())?;
                for (what, found) in looked_for {
                    let found = if *found { "some" } else { "none" };
                    write!(f, "; looked for {what}, and found {found}")?;
                }
                match looks_like {
                    None => write!(f, "; {}", given_as.advice()),
                    Some(kind) => {
                        let (kind, option) = (kind.name(), kind.option());
                        write!(f, "; it looks like {kind}: give it as {option}")
                    }
                }
            }
            Self::NotUnderstood { name, odd, rows } => write!(
                f,
                "{name}: the crosswalk could not be understood: {odd} of {rows} rows found have no \
                proper name, definition or codes; the columns of the table were probably mixed when it \
                was saved as text; save it as a web page, CSV or Markdown, or copy the table into a \
                spreadsheet and save that as CSV"
            ),
            Self::ListOfItems { name, codes } => write!(
                f,
                "{name}: expected a crosswalk, but it looks like a list of the items themselves: {codes} items, \
                domain by domain, and no areas whose knowledge areas they correspond to; give the table that tells which \
                items correspond to each knowledge area of the Endorsement"
            ),
            Self::Twice { name, other } => write!(
                f,
                "{name} is the same page of competencies as {other}: give each page once"
            ),
            Self::Correction(refused) => refused.fmt(f),
            Self::Crowded {
                name,
                line,
                what,
                found,
                most,
            } => write!(
                f,
                "{name}:{line}: too many {what} for so few words: {found}, and a document of its \
                length may have {most}, which this line goes beyond; give the table with its words, \
                without rows that are not its own"
            ),
        }
    }
}

impl std::error::Error for LoadError {}

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
    /// By item: the knowledge areas that list it. Made when first asked for: many questions do not.
    listed_by: OnceLock<Vec<Vec<usize>>>,
    /// By knowledge area: competency and alignment.
    aligned_by: Vec<Vec<(usize, usize)>>,
    /// By document.
    oddities: Vec<Oddities>,
}

impl Catalogue {
    /// Reads and links documents.
    ///
    /// # Errors
    /// When a document holds no record of its kind, or a correction of the user's does not fit.
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
        Ok(Self {
            listed_by: OnceLock::new(),
            aligned_by: aligned_by(table.knowledge_areas.len(), &links),
            documents,
            errata,
            areas: table.areas,
            knowledge_areas: table.knowledge_areas,
            items: table.items,
            competencies: records,
            links,
            oddities,
        })
    }

    /// The same records, with a reviewer's decisions made on their links.
    ///
    /// # Errors
    /// When the ledger names what is not in the catalogue, or contradicts itself.
    pub fn reviewed(mut self, ledger: &Ledger) -> Result<Self, BadCell> {
        let rulings = ledger.rulings(&self)?;
        let linker = Linker::new(&self.areas, &self.knowledge_areas);
        for ruling in rulings {
            let alignment = &self.competencies[ruling.competency].alignments[ruling.alignment];
            if let Some(target) = alignment.target() {
                let new = linker.reviewed(ruling.knowledge_area, target);
                self.links[ruling.competency][ruling.alignment].judge(ruling.verdict, new);
            }
        }
        self.links.iter_mut().flatten().for_each(Links::settle);
        self.aligned_by = aligned_by(self.knowledge_areas.len(), &self.links);
        Ok(self)
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

    /// The reviewed corrections that were made.
    #[must_use]
    pub fn errata(&self) -> &[Erratum] {
        &self.errata
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
        for row in self.competencies.iter().flat_map(|it| &it.alignments) {
            count(row.span.document, !row.doubts.is_empty());
        }
        for row in &self.knowledge_areas {
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
        let listed = || listed_by(&self.items, &self.knowledge_areas);
        &self.listed_by.get_or_init(listed)[item]
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

    /// The records, for a test to say what is in doubt of them.
    #[cfg(all(test, feature = "documents"))]
    pub(crate) fn records_mut(&mut self) -> (&mut [KnowledgeArea], &mut [Competency]) {
        (&mut self.knowledge_areas, &mut self.competencies)
    }

    /// What was odd in each document, in their order; [`crate::check`] puts it into words.
    #[must_use]
    pub fn oddities(&self) -> &[Oddities] {
        &self.oddities
    }
}

impl Documents {
    /// The two built-in documents.
    #[cfg(feature = "documents")]
    #[must_use]
    pub fn built_in(errata: Errata) -> Self {
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

#[cfg(feature = "documents")]
const CROSSWALK_TEXT: &str = include_str!("../data/wv-endorsement-ckc.txt");

/// The built-in crosswalk.
#[cfg(feature = "documents")]
#[must_use]
pub fn built_in_crosswalk() -> Document {
    Document::new(
        CROSSWALK,
        "WV crosswalk of Endorsement knowledge areas to the 2015 CKC",
        CROSSWALK_TEXT.into(),
    )
}

/// The corrections that come with the built-in crosswalk.
///
/// # Panics
/// Never: that they can be read is held by the tests.
#[cfg(feature = "documents")]
#[must_use]
pub fn built_in_errata() -> Errata {
    let entries = crate::parse::errata::parse(crate::parse::errata::BUILT_IN);
    let entries = entries.expect("the built-in errata are valid");
    Errata::bound_to(CROSSWALK_TEXT, entries)
}

fn place(index: usize) -> DocumentIndex {
    DocumentIndex(offset(index))
}

fn refuse_twice(before: &[Document], page: &Document) -> Result<(), LoadError> {
    match before.iter().find(|other| other.text() == page.text()) {
        None => Ok(()),
        Some(other) => Err(LoadError::Twice {
            name: page.name.clone(),
            other: other.name.clone(),
        }),
    }
}

/// Gives each document an id of its own: `page`, `page-2`.
fn part_ids(documents: &mut [Document]) {
    for index in 1..documents.len() {
        let id = documents[index].id.clone();
        let taken = |id: &str| documents[..index].iter().any(|other| other.id == id);
        if taken(&id) {
            let mut numbered = (2..).map(|number| format!("{id}-{number}"));
            documents[index].id = numbered.find(|id| !taken(id)).unwrap_or(id);
        }
    }
}

fn read_competencies(
    index: DocumentIndex,
    document: &Document,
    errata: &[Erratum],
) -> Result<(Vec<Competency>, Oddities), LoadError> {
    room::expect_room_for_pieces(document)?;
    let corrected = competencies_text(document, errata);
    let parsed = competencies::parse(corrected.text());
    if !is_page(&parsed) {
        return Err(LoadError::WrongKind {
            name: document.name.clone(),
            given_as: Kind::Competencies,
            looked_for: vec![
                (
                    "lines that begin with a competency's id, such as “7A.1. Initiates …”",
                    parsed.rows > 0,
                ),
                (
                    "labelled lines, such as “Essential or important?: …”",
                    competencies::labels(document.text()) > 0,
                ),
            ],
            looks_like: is_table(document).then_some(Kind::Crosswalk),
        });
    }
    room::expect_room_for_alignments(document, &corrected, &parsed)?;
    let records = assemble::competencies(index, &corrected, &parsed);
    Ok((records, oddities(index, document, &corrected, &parsed)))
}

fn read_crosswalk(
    index: DocumentIndex,
    document: &Document,
    errata: &[Erratum],
) -> Result<(CrosswalkRecords, Oddities), LoadError> {
    room::expect_room_for_cells(document)?;
    let corrected = crosswalk_text(document, errata);
    let table = crosswalk::parse(corrected.text());
    if table.readings.is_empty() {
        let page = competencies::parse(document.text());
        return Err(LoadError::WrongKind {
            name: document.name.clone(),
            given_as: Kind::Crosswalk,
            looked_for: vec![(
                "CKC items, such as “2.1 - Respects …” in the row of “Listening”",
                false,
            )],
            looks_like: is_page(&page).then_some(Kind::Competencies),
        });
    }
    if let Some(codes) = items_of_their_own(&table.parsed) {
        return Err(LoadError::ListOfItems {
            name: document.name.clone(),
            codes,
        });
    }
    room::expect_room_for_rows(document, &corrected, &table.parsed)?;
    let mut records = assemble::crosswalk(index, &corrected, &table, errata);
    let verdict = judge::crosswalk::judge(document, &mut records);
    judge::crosswalk::cross(corrected.crossed(), &mut records);
    if let Verdict::NotUnderstood { odd, rows } = verdict {
        return Err(LoadError::NotUnderstood {
            name: document.name.clone(),
            odd,
            rows,
        });
    }
    let oddities = oddities(index, document, &corrected, &table.parsed);
    if let (Some((span, within)), Some(last)) =
        (oddities.ends_early, records.knowledge_areas.last_mut())
    {
        let loss = match within {
            Within::Statement(code) => Loss::CutIn(code),
            _ => Loss::BreaksOff,
        };
        last.incomplete.get_or_insert(Incomplete { loss, span });
    }
    Ok((records, oddities))
}

/// The text of a crosswalk as its grammar reads it: corrected, and laid out where it draws its table.
pub(crate) fn crosswalk_text<'d>(document: &'d Document, errata: &[Erratum]) -> Corrected<'d> {
    let corrected = Corrected::new(document, errata);
    match layout::of(corrected.text(), &crosswalk::header_label) {
        Some(layout) => corrected.laid_out(&layout),
        None => corrected,
    }
}

/// The text of a page of competencies as its grammar reads it: corrected, and laid out where it draws tables.
pub(crate) fn competencies_text<'d>(document: &'d Document, errata: &[Erratum]) -> Corrected<'d> {
    let corrected = Corrected::new(document, errata);
    match layout::of_page(corrected.text(), &competencies::heads_column) {
        Some(layout) => corrected.laid_out(&layout),
        None => corrected,
    }
}

/// Whether there are ids with labels after or over them in a text.
fn is_page(page: &Parsed<competencies::Role>) -> bool {
    use competencies::Role;
    // A table has its labels in its head alone.
    // Lists of other kinds name a knowledge area too.
    let is_labelled = |role| matches!(role, Role::Importance | Role::Area);
    page.rows > 0 && page.parts.iter().any(|part| is_labelled(part.role))
}

/// Whether a text that is no page of competencies is a crosswalk: any text may hold a code or two.
fn is_table(document: &Document) -> bool {
    const ENOUGH: usize = 3;
    if room::expect_room_for_cells(document).is_err() {
        return false;
    }
    let table = crosswalk::parse(document.text()).parsed;
    if items_of_their_own(&table).is_some() {
        return false;
    }
    let is_code = |role| matches!(role, crosswalk::Role::Code(_));
    let codes = table.parts.iter().filter(|part| is_code(part.role));
    codes.take(ENOUGH).count() == ENOUGH
}

/// How many items a text has that is a list of the items themselves, by domain. A crosswalk lists an item wherever it
/// corresponds; here each is listed once and in order, or each row without an area is of one domain, in order too.
fn items_of_their_own(table: &Parsed<crosswalk::Role>) -> Option<usize> {
    use crosswalk::Role;
    /// Fewer items tell nothing of their order.
    const FEW: usize = 3;
    let has = |is_wanted: fn(Role) -> bool| table.parts.iter().any(|part| is_wanted(part.role));
    if has(|role| role == Role::Header) {
        return None;
    }
    let code = |part: &Part<Role>| match part.role {
        Role::Code(code) => Some((part.row, code)),
        _ => None,
    };
    let codes: Vec<(u32, CkcCode)> = table.parts.iter().filter_map(code).collect();
    let is_once = codes.is_sorted_by(|(_, a), (_, b)| a < b);
    let is_by_domain = codes.is_sorted_by(|(row, a), (next, b)| {
        a.domain < b.domain && row < next || a.domain == b.domain
    });
    let has_rows = codes.first().map(|it| it.1.domain) != codes.last().map(|it| it.1.domain);
    let is_list = (is_once && !has(|role| role == Role::Definition))
        || (is_by_domain && has_rows && !has(|role| role == Role::Area));
    (is_list && codes.len() >= FEW).then_some(codes.len())
}

/// Alignments of a competency that stands in several pages follow one another.
fn merge(records: &mut BTreeMap<CompetencyId, Competency>, record: Competency) {
    match records.entry(record.id) {
        Entry::Vacant(place) => {
            place.insert(record);
        }
        Entry::Occupied(mut held) => held.get_mut().alignments.extend(record.alignments),
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

fn listed_by(items: &[CkcItem], knowledge_areas: &[KnowledgeArea]) -> Vec<Vec<usize>> {
    let mut listed = vec![Vec::new(); items.len()];
    for (index, record) in knowledge_areas.iter().enumerate() {
        for item in &record.items {
            if let Ok(place) = items.binary_search_by_key(&item.code, |item| item.code) {
                listed[place].push(index);
            }
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

/// What was odd in one document, at printed places.
#[derive(Debug, Default)]
pub struct Oddities {
    /// What the grammar found.
    pub findings: Vec<(Span, FindingKind)>,
    /// The corrections made, by their place in [`Catalogue::errata`], and the words they replaced.
    pub applied: Vec<(Span, usize)>,
    /// How many corrections were not made, because they belong to another document.
    pub unused: usize,
    /// The last words, and what they are a piece of, where the document seems to break off.
    pub ends_early: Option<(Span, Within)>,
}

fn oddities<R>(
    index: DocumentIndex,
    document: &Document,
    corrected: &Corrected,
    parsed: &Parsed<R>,
) -> Oddities {
    let span = |range: Range<u32>| Span {
        document: index,
        start: range.start,
        end: range.end,
    };
    let mut applied: Vec<(Span, usize)> = Vec::new();
    for piece in corrected.pieces() {
        let place = span(piece.printed.clone());
        if let Some(moved) = piece.moved {
            match applied.iter_mut().find(|(_, index)| *index == moved) {
                Some((whole, _)) => whole.end = whole.end.max(place.end),
                None => applied.push((place, moved)),
            }
        }
        applied.extend(piece.erratum.map(|index| (place, index)));
    }
    let printed = |range: &Range<u32>| {
        let mut places = corrected.origins(range.clone());
        let first = places.next()?.printed;
        let end = places.last().map_or(first.end, |last| last.printed.end);
        Some(span(first.start..end.max(first.start)))
    };
    let findings = parsed.findings.iter();
    let findings = findings.filter_map(|finding| Some((printed(&finding.range)?, finding.kind)));
    let breaks_off = parsed.breaks_off.as_ref();
    let breaks_off = breaks_off.and_then(|end| Some((printed(&end.range)?, end.within)));
    let file_end = || {
        let last = last_line(document);
        document.is_cut().then(|| (span(last), Within::File))
    };
    Oddities {
        findings: findings.collect(),
        applied,
        unused: 0,
        ends_early: breaks_off.or_else(file_end),
    }
}

/// The last line with words.
fn last_line(document: &Document) -> Range<u32> {
    let words = document.text().trim_end_matches(is_blank);
    let start = words.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    offset(start)..offset(words.len())
}
