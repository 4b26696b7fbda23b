//! What makes a row of a page of competencies doubtful: it lacks a field that the other rows have, a name
//! in it holds more than a name that the crosswalk knows, or words of another row are in its fields.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::catalogue::link::{Links, Match};
use crate::parse::{FindingKind, competencies};
use crate::record::{Alignment, Area, Competency, Doubt, Importance, KnowledgeArea, Reason, Text};
use crate::source::{DocumentIndex, Span};
use crate::text::fold;

/// The names that the crosswalk prints, folded.
struct Known {
    areas: BTreeSet<String>,
    names: BTreeSet<String>,
}

/// Gives a doubt to each alignment on printed lines whose words may be in the wrong place.
pub(crate) fn cross(crossed: &[Range<u32>], competencies: &mut [Competency]) {
    for row in competencies.iter_mut().flat_map(|it| &mut it.alignments) {
        let span = row.span;
        let is_within = |line: &&Range<u32>| line.start < span.end && span.start < line.end;
        row.doubts
            .extend(crossed.iter().find(is_within).map(|line| Doubt {
                reason: Reason::ColumnsCross,
                span: Span {
                    start: line.start,
                    end: line.end,
                    ..span
                },
            }));
    }
}

/// Gives each alignment its doubts. `links` are those of the alignments, `findings` what the grammar found
/// odd in the pages.
pub(crate) fn judge<'f>(
    competencies: &mut [Competency],
    links: &[Vec<Links>],
    (areas, rows): (&[Area], &[KnowledgeArea]),
    findings: impl Iterator<Item = &'f (Span, FindingKind)>,
) {
    let habits = Habits::of(competencies);
    let mut known = None;
    let mut found: Vec<(usize, usize, Doubt)> = Vec::new();
    for (index, record) in competencies.iter().enumerate() {
        for (place, (row, links)) in record.alignments.iter().zip(&links[index]).enumerate() {
            let mut doubt = |reason, span| found.push((index, place, Doubt { reason, span }));
            fields(record, row, habits, &mut doubt);
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
    let found_odd = Found::new(findings);
    for (index, record) in competencies.iter().enumerate() {
        for (place, row) in record.alignments.iter().enumerate() {
            found_odd.within(row.span, |doubt| found.push((index, place, doubt)));
        }
    }
    for (index, place, doubt) in found {
        let doubts = &mut competencies[index].alignments[place].doubts;
        if doubts.iter().all(|other| other.reason != doubt.reason) {
            doubts.push(doubt);
        }
    }
}

/// What the grammar found odd in the pages, for each reason by its place, and beside each the one from there on that
/// ends first: if any is within a row, that one is.
struct Found(BTreeMap<(DocumentIndex, Reason), Vec<(Span, Span)>>);

impl Found {
    fn new<'f>(findings: impl Iterator<Item = &'f (Span, FindingKind)>) -> Self {
        let mut found: BTreeMap<_, Vec<(Span, Span)>> = BTreeMap::new();
        for (span, kind) in findings {
            if let Some(reason) = reason(*kind) {
                let key = (span.document, reason);
                found.entry(key).or_default().push((*span, *span));
            }
        }
        for places in found.values_mut() {
            places.sort_unstable_by_key(|(place, _)| *place);
            for index in (1..places.len()).rev() {
                let after = places[index].1;
                let (_, first) = &mut places[index - 1];
                if after.end < first.end {
                    *first = after;
                }
            }
        }
        Self(found)
    }

    /// A doubt for each reason that is within a row.
    fn within(&self, row: Span, mut doubt: impl FnMut(Doubt)) {
        for (&(document, reason), places) in &self.0 {
            let first = places.partition_point(|(place, _)| place.start < row.start);
            let found = places.get(first).map(|(_, first)| *first);
            if let Some(span) = found.filter(|it| document == row.document && it.end <= row.end) {
                doubt(Doubt { reason, span });
            }
        }
    }
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

/// What the rows of the pages have, so that one without it has lost it.
#[derive(Clone, Copy)]
struct Habits {
    importance: bool,
    /// "As demonstrated by".
    lists: bool,
    /// At the ends of statements.
    periods: bool,
}

impl Habits {
    fn of(competencies: &[Competency]) -> Self {
        /// Fewer statements tell nothing.
        const FEW: usize = 5;
        let all = || competencies.iter().flat_map(|record| &record.alignments);
        let ends = competencies.iter().filter(|it| has_end(&it.statement));
        Self {
            importance: all().any(|row| row.importance.is_some()),
            lists: all().any(|row| row.target().is_some() && !row.demonstrated_by.is_empty()),
            periods: competencies.len() >= FEW && ends.count() * 10 >= competencies.len() * 8,
        }
    }
}

fn has_end(text: &Text) -> bool {
    let words = text.words.trim_end_matches(['"', '”', '’', '\'', ')']);
    words.ends_with(['.', '!', '?'])
}

/// What the fields of a row lack, or hold too much of.
fn fields(
    record: &Competency,
    row: &Alignment,
    habits: Habits,
    doubt: &mut impl FnMut(Reason, Span),
) {
    if row.is_lost() {
        doubt(Reason::CounterpartLost, row.area_at.unwrap_or(row.span));
    }
    for name in row.area().into_iter().chain(row.knowledge()) {
        // Bars and braces part cells and tags; no name has them. And what another field says is not a name.
        let is_other = Importance::from_printed(&name.words).is_some();
        if is_other || name.words.contains(['|', '<', '>', '{', '}', '~']) {
            doubt(Reason::NameJoined, name.spans.hull().unwrap_or(row.span));
        }
    }
    if habits.importance && row.importance.is_none() {
        doubt(
            Reason::ImportanceLost,
            row.importance_at.unwrap_or(row.span),
        );
    }
    if record.statement.words.is_empty() {
        doubt(Reason::StatementLost, row.span);
    }
    if habits.periods && !record.statement.words.is_empty() && !has_end(&record.statement) {
        let span = record.statement.spans.hull().unwrap_or(row.span);
        doubt(Reason::StatementCut, span);
    }
    if habits.lists && row.target().is_some() && row.demonstrated_by.is_empty() {
        doubt(Reason::ListLost, row.span);
    }
    for text in std::iter::once(&record.statement).chain(&row.demonstrated_by) {
        let is_more = text.words.starts_with("Unique ") || text.words.contains('|');
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

/// Whether a name cannot be one: a sentence, one that breaks off, or a name of the crosswalk with other words.
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

/// Numbers rise by one within a section. If one is skipped, its row may have been read as part of the row before.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, end: u32) -> Span {
        let document = DocumentIndex(0);
        Span {
            document,
            start,
            end,
        }
    }

    #[test]
    fn a_finding_is_told_of_each_row_that_it_is_within() {
        let findings = [
            (span(40, 45), FindingKind::LooseWords),
            (span(5, 90), FindingKind::LooseWords),
            (span(12, 14), FindingKind::LooseWords),
            (span(12, 14), FindingKind::LabelMisread),
            (span(60, 61), FindingKind::Unexpected),
        ];
        let found = Found::new(findings.iter());
        let within = |row| {
            let mut doubts = Vec::new();
            found.within(row, |doubt| doubts.push((doubt.reason, doubt.span)));
            doubts
        };
        let joined = |at| (Reason::WordsJoined, at);
        let misread = (Reason::LabelMisread, span(12, 14));
        assert_eq!(within(span(0, 20)), [misread, joined(span(12, 14))]);
        assert_eq!(within(span(13, 50)), [joined(span(40, 45))]);
        assert_eq!(within(span(42, 70)), []);
        let elsewhere = Span {
            document: DocumentIndex(1),
            ..span(0, 99)
        };
        assert_eq!(within(elsewhere), []);
    }
}
