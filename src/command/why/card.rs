//! The answers of why as index cards.

use super::super::{correction, how, marks, path, words};
use super::words::{End, end, errata, goes_on, is_upward, quotes};
use crate::catalogue::Catalogue;
use crate::query::why::{Answer, Cause, Hop, Record};
use crate::record::Level;
use crate::text::counted;
use crate::view::{Card, Cell, Fact};

pub(super) fn card<'c>(catalogue: &'c Catalogue, answer: &Answer) -> Card<'c> {
    let titles = [("from", Some(answer.from)), ("to", answer.to)];
    let facts = titles.map(|(label, record)| Fact {
        label,
        values: record
            .and_then(|record| title(catalogue, record))
            .into_iter()
            .collect(),
    });
    let ways = answer.ways.iter().zip(1_u64..);
    let ways = ways.filter_map(|(way, number)| {
        let hops = way.iter().rev();
        hops.fold(None, |inner, hop| {
            Some(hop_card(catalogue, *hop, is_upward(answer), inner))
        })
        .map(|card| Card {
            key: Some(Cell::Count(number)),
            ..card
        })
    });
    let causes = answer
        .causes
        .iter()
        .map(|cause| cause_card(catalogue, cause));
    Card {
        key: None,
        title: heading(catalogue, answer),
        facts: facts
            .into_iter()
            .filter(|fact| !fact.values.is_empty())
            .collect(),
        children: ways.chain(causes).collect(),
    }
}

/// The two ends and how many ways there are; or that the one leads to nothing.
fn heading<'c>(catalogue: &'c Catalogue, answer: &Answer) -> Cell<'c> {
    let from = end(catalogue, answer.from);
    let Some(to) = answer.to else {
        let nothing = match answer.from {
            Record::Item(_) => "no competency",
            Record::Competency(_) | Record::KnowledgeArea(_) => "no CKC item",
        };
        return Cell::Phrase(vec![append(from, ":"), Cell::text(nothing)]);
    };
    let ways = match answer.ways.len() {
        0 => "no way".to_owned(),
        count => counted(count, "way", "ways"),
    };
    let to = append(end(catalogue, to), ":");
    Cell::Phrase(vec![from, Cell::text("→"), to, Cell::text(ways)])
}

/// A mark after the last word.
fn append<'c>(cell: Cell<'c>, mark: &str) -> Cell<'c> {
    match cell {
        Cell::Text(words) => Cell::text(format!("{words}{mark}")),
        Cell::Phrase(mut cells) => {
            let last = cells.pop().map(|last| append(last, mark));
            cells.extend(last);
            Cell::Phrase(cells)
        }
        // The mark is outside of the brackets that show what is restored.
        other => Cell::Phrase(vec![other, Cell::text(mark.to_owned())]),
    }
}

/// What a record says.
fn title(catalogue: &Catalogue, record: Record) -> Option<Cell<'_>> {
    match record {
        Record::KnowledgeArea(row) => catalogue.knowledge_areas()[row]
            .definition
            .as_ref()
            .map(words),
        Record::Item(item) => Some(Cell::text(&catalogue.items()[item].statement)),
        Record::Competency(index) => Some(words(&catalogue.competencies()[index].statement)),
    }
}

fn hop_card<'c>(
    catalogue: &'c Catalogue,
    hop: Hop,
    upward: bool,
    next: Option<Card<'c>>,
) -> Card<'c> {
    let evidence = hop.evidence(catalogue);
    let mut facts = quotes(catalogue, &evidence.quotes);
    let level = evidence.level.map(|level| {
        Cell::text(match level {
            Level::Fs => "unmarked (Family Specialist)".to_owned(),
            level => format!("{} ({})", level.name(), level.title()),
        })
    });
    let others = evidence.others.iter();
    let others = others.map(|&row| path(catalogue, &catalogue.knowledge_areas()[row]));
    let corrections = errata(catalogue, &evidence).map(correction);
    for (label, values) in [
        ("level", level.into_iter().collect()),
        (
            "match",
            evidence
                .made
                .map(|made| Cell::text(how(made)))
                .into_iter()
                .collect(),
        ),
        (
            "differs",
            evidence.differs.iter().cloned().map(Cell::text).collect(),
        ),
        ("same name", others.collect::<Vec<_>>()),
        ("correction", corrections.collect()),
        ("in doubt", texts(marks::reasons(&evidence.doubts))),
        ("incomplete", texts(goes_on(&evidence))),
    ] {
        if !values.is_empty() {
            facts.push(Fact { label, values });
        }
    }
    Card {
        key: None,
        title: sentence(catalogue, hop, upward),
        facts,
        children: next.into_iter().collect(),
    }
}

fn texts(sentences: impl IntoIterator<Item = String>) -> Vec<Cell<'static>> {
    sentences.into_iter().map(Cell::text).collect()
}

/// A hop, as one reads it aloud.
fn sentence(catalogue: &Catalogue, hop: Hop, upward: bool) -> Cell<'_> {
    let [start, end] = End::of(catalogue, hop).map(|end| end.phrase(catalogue));
    let (down, up) = match hop {
        // The competency is aligned, from whichever side one asks.
        Hop::Aligned { .. } => ("is aligned to", None),
        Hop::Linked { .. } => ("is linked to the crosswalk's", Some("is linked from")),
        Hop::Listed { .. } => ("lists", Some("is listed by")),
    };
    match up.filter(|_| upward) {
        Some(up) => Cell::Phrase(vec![end, Cell::text(up), start]),
        None => Cell::Phrase(vec![start, Cell::text(down), end]),
    }
}

fn cause_card<'c>(catalogue: &'c Catalogue, cause: &Cause) -> Card<'c> {
    Card {
        key: None,
        title: Cell::text(cause.sentence.clone()),
        facts: quotes(catalogue, &cause.quotes),
        children: Vec::new(),
    }
}
