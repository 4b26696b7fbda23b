//! Where every character of a document went: to a record, to furniture (headers, legends, labels), or
//! out of the text by a correction. The sum must be the document.
//!
//! The document is read once more for this, so that no answer pays for it.

use crate::catalogue::{Catalogue, competencies_text, crosswalk_text};
use crate::parse::errata::Corrected;
use crate::parse::{Part, competencies, crosswalk};
use crate::record::{CkcCode, CompetencyId, KnowledgeAreaIndex};
use crate::source::{Document, DocumentIndex, Span, is_blank, lines, offset};

/// What becomes of a run of printed words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// It is in a field of a record.
    Record,
    /// It belongs to the form of the document.
    Furniture,
    /// A correction took it out of the text, and says why.
    Discarded,
}

impl Use {
    /// The name in answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Furniture => "furniture",
            Self::Discarded => "discarded",
        }
    }
}

/// A run of printed words with one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The printed words.
    pub span: Span,
    /// What becomes of them.
    pub used: Use,
    /// The field: `name`, `definition`, `code`, `header` …
    pub role: &'static str,
    /// The row they belong to, counted in the document.
    pub row: usize,
    /// Whose they are.
    pub owner: Owner,
}

/// Whose words a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// No record's.
    Nobody,
    /// A competency's.
    Competency(CompetencyId),
    /// A knowledge area's.
    KnowledgeArea(KnowledgeAreaIndex),
    /// An item's, in the list of a knowledge area.
    Item(KnowledgeAreaIndex, CkcCode),
    /// The correction's that took them out, by its place in [`Catalogue::errata`].
    Erratum(usize),
}

impl Owner {
    /// The name in answers; `None` for nobody.
    #[must_use]
    pub fn name(self, catalogue: &Catalogue) -> Option<String> {
        // A heading at the end of a document has no row after it.
        let row = |index: KnowledgeAreaIndex| catalogue.knowledge_areas().get(index.place());
        match self {
            Self::Nobody => None,
            Self::Competency(id) => Some(id.to_string()),
            Self::KnowledgeArea(index) => Some(row(index)?.id.clone()),
            Self::Item(index, code) => Some(format!("{} CKC {code}", row(index)?.id)),
            Self::Erratum(place) => Some(catalogue.errata()[place].id.clone()),
        }
    }
}

/// How many lines, or characters, went where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// To records.
    pub records: usize,
    /// To furniture.
    pub furniture: usize,
    /// Out of the text, by a correction.
    pub discarded: usize,
    /// Blank.
    pub blank: usize,
    /// Of the whole document, counted on its own.
    pub whole: usize,
}

impl Counts {
    /// Whether the parts add up to the whole.
    #[must_use]
    pub fn add_up(&self) -> bool {
        self.records + self.furniture + self.discarded + self.blank == self.whole
    }

    fn add(&mut self, used: Option<Use>, count: usize) {
        *match used {
            Some(Use::Record) => &mut self.records,
            Some(Use::Furniture) => &mut self.furniture,
            Some(Use::Discarded) => &mut self.discarded,
            None => &mut self.blank,
        } += count;
    }
}

/// The account of one document.
#[derive(Debug)]
pub struct Account {
    /// The document.
    pub document: DocumentIndex,
    /// All runs, in the order of the printed text.
    pub runs: Vec<Run>,
    /// Its lines; a line with words of a record counts for records, whatever else is on it.
    pub lines: Counts,
    /// Its characters.
    pub characters: Counts,
}

impl Account {
    /// Accounts for one of a catalogue's documents.
    #[must_use]
    pub fn new(catalogue: &Catalogue, index: usize) -> Self {
        let document = &catalogue.documents()[index];
        let is_crosswalk = index + 1 == catalogue.documents().len();
        let place = DocumentIndex(offset(index));
        let (corrected, mut runs);
        if is_crosswalk {
            corrected = crosswalk_text(document, catalogue.errata());
            runs = crosswalk_runs(place, &corrected);
        } else {
            corrected = competencies_text(document, catalogue.errata());
            runs = competencies_runs(place, &corrected);
        }
        runs.extend(furniture(place, &corrected));
        runs.extend(discards(place, document, &corrected));
        runs.retain(|run| !document.words(run.span).chars().all(is_blank));
        runs.sort_by_key(|run| run.span);
        Self {
            document: place,
            lines: count_lines(document, &runs),
            characters: count_characters(document, &runs),
            runs,
        }
    }
}

/// A part of the corrected text as the runs of printed words that it rests on.
fn printed<R>(
    document: DocumentIndex,
    corrected: &Corrected,
    part: &Part<R>,
    (used, role): (Use, &'static str),
    owner: Owner,
) -> Vec<Run> {
    let pieces = corrected.origins(part.start..part.end);
    let printed = pieces.filter(|piece| piece.erratum.is_none() && !piece.is_gap());
    printed
        .map(|piece| Run {
            span: Span {
                document,
                start: piece.printed.start,
                end: piece.printed.end,
            },
            used,
            role,
            row: part.row as usize,
            owner,
        })
        .collect()
}

/// What a layout of the text leaves out.
fn furniture(document: DocumentIndex, corrected: &Corrected) -> impl Iterator<Item = Run> {
    corrected.furniture().iter().map(move |range| Run {
        span: Span {
            document,
            start: range.start,
            end: range.end,
        },
        used: Use::Furniture,
        role: "layout",
        row: 0,
        owner: Owner::Nobody,
    })
}

fn crosswalk_runs(document: DocumentIndex, corrected: &Corrected) -> Vec<Run> {
    use crosswalk::Role;
    let table = crosswalk::parse(corrected.text());
    let mut item = Owner::Nobody;
    let mut runs = Vec::new();
    for part in &table.parsed.parts {
        let index = KnowledgeAreaIndex::at(part.row as usize);
        let row = Owner::KnowledgeArea(index);
        if let Role::Code(code) = part.role {
            item = Owner::Item(index, code);
        }
        let (used, role, owner) = match part.role {
            Role::Notice => (Use::Furniture, "notice", Owner::Nobody),
            Role::Header => (Use::Furniture, "header", Owner::Nobody),
            Role::Mark => (Use::Furniture, "mark", Owner::Nobody),
            Role::Area => (Use::Record, "area", row),
            Role::Name => (Use::Record, "name", row),
            Role::Level => (Use::Record, "level", row),
            Role::Definition => (Use::Record, "definition", row),
            Role::Code(_) => (Use::Record, "code", item),
            Role::Statement => (Use::Record, "statement", item),
            Role::Note => (Use::Record, "note", row),
        };
        runs.extend(printed(document, corrected, part, (used, role), owner));
    }
    runs
}

fn competencies_runs(document: DocumentIndex, corrected: &Corrected) -> Vec<Run> {
    use competencies::Role;
    let page = competencies::parse(corrected.text());
    let mut competency = Owner::Nobody;
    let mut runs = Vec::new();
    for part in &page.parts {
        if let Role::Id(found) = part.role {
            competency = Owner::Competency(found);
        }
        let (used, role) = match part.role {
            Role::Introduction => (Use::Furniture, "introduction"),
            Role::Legend => (Use::Furniture, "legend"),
            Role::Furniture => (Use::Furniture, "furniture"),
            Role::Label => (Use::Furniture, "label"),
            Role::Id(_) => (Use::Record, "id"),
            Role::Statement => (Use::Record, "statement"),
            Role::Importance => (Use::Record, "importance"),
            Role::Area => (Use::Record, "area"),
            Role::Knowledge => (Use::Record, "knowledge area"),
            Role::Level(_) => (Use::Record, "level"),
            Role::DemonstratedBy => (Use::Record, "as demonstrated by"),
        };
        let owner = if used == Use::Record {
            competency
        } else {
            Owner::Nobody
        };
        runs.extend(printed(document, corrected, part, (used, role), owner));
    }
    runs
}

/// What corrections took out, line by line: a run never goes over the end of a line.
fn discards<'d>(
    place: DocumentIndex,
    document: &'d Document,
    corrected: &'d Corrected,
) -> impl Iterator<Item = Run> + 'd {
    corrected.pieces().iter().flat_map(move |piece| {
        let range = piece.printed.start as usize..piece.printed.end as usize;
        let words = &document.text()[range.clone()];
        piece.erratum.into_iter().flat_map(move |erratum| {
            lines(words).map(move |line| Run {
                span: Span {
                    document: place,
                    start: offset(range.start + line.start),
                    end: offset(range.start + line.end),
                },
                used: Use::Discarded,
                role: "replaced",
                row: 0,
                owner: Owner::Erratum(erratum),
            })
        })
    })
}

fn count_characters(document: &Document, runs: &[Run]) -> Counts {
    let inked = |words: &str| words.chars().filter(|c| !is_blank(*c)).count();
    let text = document.text();
    let mut counts = Counts {
        whole: text.chars().count(),
        ..Counts::default()
    };
    counts.blank = counts.whole - inked(text);
    for run in runs {
        counts.add(Some(run.used), inked(document.words(run.span)));
    }
    counts
}

fn count_lines(document: &Document, runs: &[Run]) -> Counts {
    let mut counts = Counts::default();
    let mut runs = runs.iter().peekable();
    for line in lines(document.text()) {
        let mut used = None;
        while let Some(run) = runs.next_if(|run| (run.span.start as usize) < line.end) {
            used = Some(used.map_or(run.used, |used: Use| used.min(run.used)));
        }
        let is_inked = document.text()[line].chars().any(|c| !is_blank(c));
        counts.whole += 1;
        if is_inked == used.is_some() {
            counts.add(used, 1);
        }
    }
    counts
}
