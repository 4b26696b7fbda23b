//! Which knowledge areas may list more CKC items than are printed: where a list breaks off, where the
//! words after a code are not its statement, and where nothing is printed at all.
//!
//! A statement that breaks off before another code of its row has lost words, not codes. So has one whose
//! rest is on the next page and was joined to it.

use std::ops::Range;

use crate::parse::crosswalk::Crosswalk;
use crate::parse::errata::Corrected;
use crate::parse::{Finding, FindingKind};
use crate::record::{CkcCode, Incomplete, KnowledgeArea, Loss};
use crate::source::{DocumentIndex, Span};

/// Marks the rows whose lists may go on.
pub(super) fn mark(
    document: DocumentIndex,
    corrected: &Corrected,
    crosswalk: &Crosswalk,
    records: &mut [KnowledgeArea],
) {
    for finding in &crosswalk.parsed.findings {
        let (FindingKind::StatementCut(code) | FindingKind::StatementDamaged(code)) = finding.kind
        else {
            continue;
        };
        let row = row_of(crosswalk, finding.range.start);
        let Some(record) = row.and_then(|row| records.get_mut(row)) else {
            continue;
        };
        if let Some(loss) = loss(crosswalk, record, finding, code) {
            let span = printed(document, corrected, finding.range.clone()).unwrap_or(record.span);
            record.incomplete.get_or_insert(Incomplete { loss, span });
        }
    }
    for record in records {
        if record.items.is_empty() && record.notes.is_empty() {
            let (loss, span) = (Loss::NothingPrinted, record.span);
            record.incomplete.get_or_insert(Incomplete { loss, span });
        }
    }
}

/// What a cut or damaged statement says of its row's list, if anything.
fn loss(
    crosswalk: &Crosswalk,
    record: &KnowledgeArea,
    finding: &Finding,
    code: CkcCode,
) -> Option<Loss> {
    let is_cut = matches!(finding.kind, FindingKind::StatementCut(_));
    // Codes rise within a row.
    let after = record.items.partition_point(|item| item.code <= code);
    match record.items.get(after) {
        None if is_cut => Some(Loss::CutIn(code)),
        None => Some(Loss::LostAfter(code)),
        Some(next) => {
            let is_swallowed = !is_cut && has_code_between(crosswalk, code, next.code);
            is_swallowed.then_some(Loss::LostAfter(code))
        }
    }
}

/// Whether any row lists a code between these two.
fn has_code_between(crosswalk: &Crosswalk, code: CkcCode, next: CkcCode) -> bool {
    let readings = &crosswalk.readings;
    let place = |code: CkcCode| readings.partition_point(|(other, _)| *other < code);
    place(code) + 1 < place(next)
}

/// The row that a place of the corrected text belongs to.
fn row_of(crosswalk: &Crosswalk, place: u32) -> Option<usize> {
    let parts = &crosswalk.parsed.parts;
    let after = parts.partition_point(|part| part.start <= place);
    let part = parts.get(after.checked_sub(1)?)?;
    Some(part.row as usize)
}

/// From the first printed word of a range to its last.
fn printed(document: DocumentIndex, corrected: &Corrected, range: Range<u32>) -> Option<Span> {
    let spans = corrected.origins(range).map(|piece| Span {
        document,
        start: piece.printed.start,
        end: piece.printed.end,
    });
    spans.reduce(Span::hull)
}
