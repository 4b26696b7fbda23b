//! From documents to records: what each is, what is read of it, and what was odd on the way.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::judge::Verdict;
use super::{Kind, LoadError, judge};
#[cfg(feature = "documents")]
use super::{built_in_competencies, built_in_crosswalk};
use crate::parse::assemble::{self, CrosswalkRecords};
use crate::parse::errata::{Corrected, Errata, Erratum};
use crate::parse::layout::{self, Layout};
use crate::parse::{FindingKind, Parsed, Part, Within, competencies, crosswalk};
use crate::record::{CkcCode, Competency, CompetencyId, Doubt, Incomplete, Loss, Reason};
use crate::source::{Document, DocumentIndex, Span, is_blank, offset};

/// The documents that a catalogue is made of.
#[derive(Debug)]
pub struct Documents {
    /// The competencies, one page per category.
    pub competencies: Vec<Document>,
    /// The crosswalk.
    pub crosswalk: Document,
    /// Reviewed corrections; none to read only what is printed.
    pub errata: Errata,
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

pub(super) fn place(index: usize) -> DocumentIndex {
    DocumentIndex(offset(index))
}

pub(super) fn refuse_twice(before: &[Document], page: &Document) -> Result<(), LoadError> {
    match before.iter().find(|other| other.text() == page.text()) {
        None => Ok(()),
        Some(other) => Err(LoadError::Twice {
            name: page.name.clone(),
            other: other.name.clone(),
        }),
    }
}

/// Gives each document an id of its own: `page`, `page-2`.
pub(super) fn part_ids(documents: &mut [Document]) {
    for index in 1..documents.len() {
        let id = documents[index].id.clone();
        let taken = |id: &str| documents[..index].iter().any(|other| other.id == id);
        if taken(&id) {
            let mut numbered = (2..).map(|number| format!("{id}-{number}"));
            documents[index].id = numbered.find(|id| !taken(id)).unwrap_or(id);
        }
    }
}

pub(super) fn read_competencies(
    index: DocumentIndex,
    document: &Document,
    errata: &[Erratum],
) -> Result<(Vec<Competency>, Oddities), LoadError> {
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
                    "labeled lines, such as “Essential or important?: …”",
                    competencies::labels(document.text()) > 0,
                ),
            ],
            looks_like: is_table(document).then_some(Kind::Crosswalk),
        });
    }
    let mut records = assemble::competencies(index, &corrected, &parsed);
    judge::pages::cross(corrected.crossed(), &mut records);
    if document.is_unsure() {
        let rows = records.iter_mut().flat_map(|it| &mut it.alignments);
        rows.for_each(|row| doubt_all(row.span, &mut row.doubts));
    }
    Ok((records, oddities(index, document, &corrected, &parsed)))
}

pub(super) fn read_crosswalk(
    index: DocumentIndex,
    document: &Document,
    errata: &[Erratum],
) -> Result<(CrosswalkRecords, Oddities), LoadError> {
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
    let mut records = assemble::crosswalk(index, &corrected, &table, errata);
    let verdict = judge::crosswalk::judge(document, &mut records);
    judge::crosswalk::cross(corrected.crossed(), &mut records);
    if document.is_unsure() {
        let rows = records.knowledge_areas.iter_mut();
        rows.for_each(|row| doubt_all(row.span, &mut row.doubts));
    }
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

/// What speaks against every row of a file that is unsure, in addition to what else speaks against it.
fn doubt_all(span: Span, doubts: &mut Vec<Doubt>) {
    doubts.push(Doubt {
        reason: Reason::FileUnsure,
        span,
    });
}

/// The text of a crosswalk as its grammar reads it: corrected, and laid out where it draws its table.
pub(crate) fn crosswalk_text<'d>(document: &'d Document, errata: &[Erratum]) -> Corrected<'d> {
    text(document, errata, &crosswalk::header_label, layout::of)
}

/// The text of a page of competencies as its grammar reads it: corrected, and laid out where it draws tables.
pub(crate) fn competencies_text<'d>(document: &'d Document, errata: &[Erratum]) -> Corrected<'d> {
    text(
        document,
        errata,
        &competencies::heads_column,
        layout::of_page,
    )
}

/// A corrected text, laid out by the cells that the file has, or by those that its text draws.
fn text<'d>(
    document: &'d Document,
    errata: &[Erratum],
    is_label: &dyn Fn(&str) -> bool,
    drawn: impl Fn(&str, &dyn Fn(&str) -> bool) -> Option<Layout>,
) -> Corrected<'d> {
    let corrected = Corrected::new(document, errata);
    let layout = match document.cells() {
        Some(cells) => Some(layout::of_cells(
            corrected.text(),
            cells,
            is_label,
            |printed| corrected.readings(printed),
        )),
        None => drawn(corrected.text(), is_label),
    };
    match layout {
        Some(layout) => corrected.laid_out(&layout),
        None => corrected,
    }
}

/// Whether there are ids with labels after or over them in a text.
fn is_page(page: &Parsed<competencies::Role>) -> bool {
    use competencies::Role;
    // A table has its labels in its head alone.
    // Lists of other kinds name a knowledge area too.
    let is_labeled = |role| matches!(role, Role::Importance | Role::Area);
    page.rows > 0 && page.parts.iter().any(|part| is_labeled(part.role))
}

/// Whether a text is a crosswalk. A code or two is not enough: any text may have those.
fn is_table(document: &Document) -> bool {
    const ENOUGH: usize = 3;
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

/// Adds the alignments of a competency that several pages print, in the order of the pages.
pub(super) fn merge(records: &mut BTreeMap<CompetencyId, Competency>, record: Competency) {
    match records.entry(record.id) {
        Entry::Vacant(place) => {
            place.insert(record);
        }
        Entry::Occupied(mut held) => held.get_mut().alignments.extend(record.alignments),
    }
}

/// What was odd in one document, at printed places.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Oddities {
    /// What the grammar found.
    pub findings: Vec<(Span, FindingKind)>,
    /// The corrections made, by their place in [`Catalogue::errata`](super::Catalogue::errata), and the words they replaced.
    pub applied: Vec<(Span, usize)>,
    /// How many corrections were not made, because they belong to another document.
    pub unused: usize,
    /// The last words, and what they are a piece of, where the document seems to break off.
    pub ends_early: Option<(Span, Within)>,
}

pub(super) fn oddities<R>(
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
