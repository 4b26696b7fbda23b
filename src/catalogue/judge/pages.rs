//! What speaks against a row of a page of competencies: it lacks a field that the other rows have, a name
//! in it holds more than a name that the crosswalk knows, or words of another row stand in its fields.

use std::collections::BTreeSet;

use crate::catalogue::link::{Links, Match};
use crate::parse::{FindingKind, competencies};
use crate::record::{Alignment, Area, Competency, Counterpart, Doubt, KnowledgeArea, Reason, Text};
use crate::source::Span;
use crate::text::fold;

/// The names that the crosswalk prints, folded.
struct Known {
    areas: BTreeSet<String>,
    names: BTreeSet<String>,
}

/// Gives each alignment its doubts. `links` are those of the alignments, `findings` what the grammar found
/// odd in the pages.
pub fn judge<'f>(
    competencies: &mut [Competency],
    links: &[Vec<Links>],
    (areas, rows): (&[Area], &[KnowledgeArea]),
    findings: impl Iterator<Item = &'f (Span, FindingKind)>,
) {
    let all = || competencies.iter().flat_map(|record| &record.alignments);
    let has_importance = all().any(|row| row.importance.is_some());
    let mut known = None;
    let mut found: Vec<(usize, usize, Doubt)> = Vec::new();
    for (index, record) in competencies.iter().enumerate() {
        for (place, (row, links)) in record.alignments.iter().zip(&links[index]).enumerate() {
            let mut doubt = |reason, span| found.push((index, place, Doubt { reason, span }));
            fields(record, row, has_importance, &mut doubt);
            if let Some(target) = row.target()
                && !is_sure(links)
            {
                let known = known.get_or_insert_with(|| Known::new(areas, rows));
                name(&target.area, &known.areas, row.span, &mut doubt);
                let is_named = |made| matches!(made, Match::AreaDiffers | Match::Composite);
                if !links.links.iter().any(|link| is_named(link.made)) {
                    name(&target.knowledge, &known.names, row.span, &mut doubt);
                }
            }
        }
    }
    skipped(competencies, &mut |index, place, doubt| {
        found.push((index, place, doubt));
    });
    for (span, kind) in findings {
        let Some(reason) = reason(*kind) else {
            continue;
        };
        for (index, record) in competencies.iter().enumerate() {
            for (place, row) in record.alignments.iter().enumerate() {
                if holds(row.span, *span) {
                    let span = *span;
                    found.push((index, place, Doubt { reason, span }));
                }
            }
        }
    }
    for (index, place, doubt) in found {
        let doubts = &mut competencies[index].alignments[place].doubts;
        if doubts.iter().all(|other| other.reason != doubt.reason) {
            doubts.push(doubt);
        }
    }
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.document == inner.document && outer.start <= inner.start && inner.end <= outer.end
}

/// What a finding of the grammar says of the row it is in.
fn reason(kind: FindingKind) -> Option<Reason> {
    match kind {
        FindingKind::LabelMisread => Some(Reason::LabelMisread),
        FindingKind::LooseWords => Some(Reason::WordsJoined),
        _ => None,
    }
}

/// Whether the names are those of the crosswalk.
fn is_sure(links: &Links) -> bool {
    let is_sure = |made| matches!(made, Match::Exact | Match::Composite);
    !links.links.is_empty() && links.links.iter().all(|link| is_sure(link.made))
}

/// What the fields of a row lack, or hold too much of.
fn fields(
    record: &Competency,
    row: &Alignment,
    has_importance: bool,
    doubt: &mut impl FnMut(Reason, Span),
) {
    if row.counterpart == Counterpart::Lost {
        doubt(Reason::CounterpartLost, row.area_at.unwrap_or(row.span));
    }
    for name in row.target().iter().flat_map(|it| [&it.area, &it.knowledge]) {
        // Bars and braces part cells and tags; no name has them.
        if name.words.contains(['|', '<', '>', '{', '}', '~']) {
            doubt(Reason::NameJoined, name.spans.hull().unwrap_or(row.span));
        }
    }
    if has_importance && row.importance.is_none() {
        doubt(
            Reason::ImportanceLost,
            row.importance_at.unwrap_or(row.span),
        );
    }
    if record.statement.words.is_empty() {
        doubt(Reason::StatementLost, row.span);
    }
    let statement =
        Some(&record.statement).filter(|text| text.spans.hull() == row.statement.hull());
    for text in statement.into_iter().chain(&row.demonstrated_by) {
        let is_more = text.words.starts_with("Unique ");
        if is_more || competencies::holds_row(&text.words) {
            doubt(Reason::WordsJoined, text.spans.hull().unwrap_or(row.span));
        }
    }
}

impl Known {
    fn new(areas: &[Area], rows: &[KnowledgeArea]) -> Self {
        Self {
            areas: areas.iter().map(|area| fold(&area.name.words)).collect(),
            names: rows
                .iter()
                .filter_map(|row| Some(fold(&row.name.as_ref()?.words)))
                .collect(),
        }
    }
}

/// What a name holds beyond one that the crosswalk knows.
fn name(text: &Text, known: &BTreeSet<String>, row: Span, doubt: &mut impl FnMut(Reason, Span)) {
    let folded = fold(&text.words);
    if known.contains(&folded) {
        return;
    }
    let span = text.spans.hull().unwrap_or(row);
    if is_odd(text, &folded, known) {
        doubt(Reason::NameJoined, span);
    } else if known.iter().any(|name| is_misread(&folded, name)) {
        doubt(Reason::NameMisread, span);
    }
}

/// Whether a name is none: a sentence, one that breaks off, or a name of the crosswalk with other words.
fn is_odd(text: &Text, folded: &str, known: &BTreeSet<String>) -> bool {
    /// No name has more.
    const LONGEST: usize = 12;
    let words = &text.words;
    let is_one =
        !words.contains([':', ';', '(', '\\', '|']) && !words.ends_with(['.', ',', '&', '/']);
    let extends = |name: &String| {
        let rest = folded
            .strip_prefix(&**name)
            .map(|rest| rest.starts_with(' '));
        let lead = folded.strip_suffix(&**name).map(|lead| lead.ends_with(' '));
        // A slash joins two names.
        let is_one = !name.is_empty() && !words.contains('/');
        is_one && (rest == Some(true) || lead == Some(true))
    };
    !is_one
        || folded.starts_with("unique ")
        || folded.split(' ').count() > LONGEST
        || known.iter().any(extends)
}

/// Whether a name is another but for a letter or two.
fn is_misread(folded: &str, name: &str) -> bool {
    const MOST: usize = 2;
    folded.len().abs_diff(name.len()) <= MOST
        && name.len() >= 4 * MOST
        && strsim::levenshtein(folded, name) <= MOST
}

/// Numbers rise by one within a section: where one is skipped, its row may stand within the one before it.
fn skipped(records: &[Competency], doubt: &mut impl FnMut(usize, usize, Doubt)) {
    for (index, pair) in records.windows(2).enumerate() {
        let [before, after] = pair else { continue };
        let is_next = (after.id.category, after.id.section)
            != (before.id.category, before.id.section)
            || after.id.number == before.id.number + 1;
        for (place, row) in before.alignments.iter().enumerate() {
            if !is_next {
                let doubted = Doubt {
                    reason: Reason::NextSkipped,
                    span: row.span,
                };
                doubt(index, place, doubted);
            }
        }
    }
}
