//! The printed words that a hop rests on.

use crate::catalogue::Catalogue;
use crate::catalogue::link::{Link, Match};
use crate::parse::errata::Kind;
use crate::record::{
    Alignment, Certainty, CkcCode, Correspondence, Doubt, Importance, Incomplete, KnowledgeArea,
    KnowledgeAreaIndex, Level, Text,
};
use crate::source::{Document, Span, is_blank};
use crate::text::fold;

/// Words of a document as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// What the words are: `area`, `name`, `item`.
    pub field: &'static str,
    /// Where they are; without length where a correction put words in that are not printed.
    pub span: Span,
    /// What a correction reads there.
    pub reading: Option<String>,
}

/// What a hop rests on.
#[derive(Debug, Default)]
pub struct Evidence {
    /// The printed words.
    pub quotes: Vec<Quote>,
    /// How the labels were joined.
    pub made: Option<Match>,
    /// What differs between the two documents, or between this row and most others.
    pub differs: Vec<String>,
    /// Other knowledge areas of the same name.
    pub others: Vec<KnowledgeAreaIndex>,
    /// The level mark.
    pub level: Option<Level>,
    /// Essential or Important.
    pub importance: Option<Importance>,
    /// The corrections that touched these words, by their place in [`Catalogue::errata`].
    pub errata: Vec<usize>,
    /// The doubts about these words.
    pub doubts: Vec<Doubt>,
    /// Why the row's list may go on.
    pub incomplete: Option<Incomplete>,
}

pub(super) fn aligned(catalogue: &Catalogue, alignment: &Alignment) -> Evidence {
    let mut evidence = Evidence {
        level: alignment.level(),
        importance: alignment.importance,
        doubts: alignment.doubts.clone(),
        ..Evidence::default()
    };
    let labels = [
        ("area", alignment.area()),
        ("knowledge", alignment.knowledge()),
    ];
    for (field, text) in labels {
        if let Some(text) = text {
            evidence.quote_text(catalogue, field, text);
        }
    }
    if let Some(span) = alignment.importance_at {
        evidence.quote(catalogue, "importance", &[span], None);
    }
    evidence
}

pub(super) fn linked(catalogue: &Catalogue, link: &Link) -> Evidence {
    let row = &catalogue.knowledge_areas()[link.knowledge_area];
    Evidence {
        made: Some(link.made),
        differs: link.differs.iter().map(ToString::to_string).collect(),
        others: link.others().collect(),
        ..Evidence::of_row(catalogue, row)
    }
}

/// How a row lists an item, in addition to the evidence for the row itself.
pub(super) fn correspondence(
    catalogue: &Catalogue,
    row: &KnowledgeArea,
    item: usize,
    named: Evidence,
) -> Evidence {
    let item = &row.items[item];
    let mut evidence = named;
    evidence.doubts.extend(&item.doubts);
    evidence.differs = statement_differs(catalogue, item.code, item.statement.iter());
    evidence.errata.extend(moves(catalogue, row));
    let statement = item.statement.iter().copied();
    if item.certainty == Certainty::Restored {
        let code = code_reading(catalogue, item);
        evidence.quote(catalogue, "code", &[item.span], Some(code));
        evidence.quote(catalogue, "statement", &statement.collect::<Vec<_>>(), None);
    } else {
        let spans: Vec<Span> = std::iter::once(item.span).chain(statement).collect();
        evidence.quote(catalogue, "item", &spans, None);
    }
    evidence
}

/// A code that a correction put in, with the printed words that it rests on.
pub(super) fn code_reading(catalogue: &Catalogue, item: &Correspondence) -> String {
    let code = item.code.to_string();
    let printed = catalogue.document(item.span).words(item.span);
    let errata = errata_at(catalogue, item.span);
    let with_words = errata.first().and_then(|&index| {
        let erratum = &catalogue.errata()[index];
        let after = &erratum.reading[erratum.printed.find(printed)?..];
        let end = after.find(&code)? + code.len();
        after[..end]
            .starts_with(printed)
            .then(|| after[..end].to_owned())
    });
    with_words.unwrap_or(code)
}

/// The corrections that moved words of a row: they decide what belongs to it.
fn moves(catalogue: &Catalogue, row: &KnowledgeArea) -> Vec<usize> {
    let all = catalogue.errata().iter().enumerate();
    let moved =
        all.filter(|(_, erratum)| erratum.kind == Kind::Order && row.errata.contains(&erratum.id));
    moved.map(|(index, _)| index).collect()
}

fn statement_differs<'s>(
    catalogue: &Catalogue,
    code: CkcCode,
    spans: impl Iterator<Item = &'s Span>,
) -> Vec<String> {
    let pieces: Vec<&str> = spans
        .map(|&span| catalogue.document(span).words(span))
        .collect();
    let printed = evened(&pieces.join(" "));
    let usual = catalogue.statement(code);
    if printed.is_empty() {
        vec![format!(
            "statement: none in this row; most rows print “{usual}”"
        )]
    } else if fold(&printed) == fold(usual) {
        Vec::new()
    } else {
        vec![format!("statement: most rows print “{usual}”")]
    }
}

impl Evidence {
    /// What a row of the crosswalk is known by.
    pub(super) fn of_row(catalogue: &Catalogue, row: &KnowledgeArea) -> Self {
        let mut evidence = Self {
            level: Some(row.level),
            doubts: row.doubts.clone(),
            incomplete: row.incomplete,
            errata: moves(catalogue, row),
            ..Self::default()
        };
        if let Some(area) = row.area {
            evidence.quote_text(catalogue, "area", &catalogue.areas()[area].name);
        }
        if let Some(name) = &row.name {
            evidence.quote_text(catalogue, "knowledge", name);
        }
        evidence
    }

    /// Quotes a field with the level mark after it.
    pub(super) fn quote_text(&mut self, catalogue: &Catalogue, field: &'static str, text: &Text) {
        let spans: Vec<Span> = text.spans.iter().copied().collect();
        let restored = text.certainty == Certainty::Restored;
        self.quote(
            catalogue,
            field,
            &spans,
            restored.then(|| text.words.clone()),
        );
        if let Some(last) = self.quotes.last_mut() {
            last.span = with_mark(catalogue.document(last.span), last.span);
        }
    }

    /// Quotes the words of some places, adjacent ones as one; where a correction
    /// touched them, with the reading.
    pub(super) fn quote(
        &mut self,
        catalogue: &Catalogue,
        field: &'static str,
        spans: &[Span],
        reading: Option<String>,
    ) {
        let mut reading = reading;
        let first = self.quotes.len();
        for &span in spans {
            let errata = errata_at(catalogue, span);
            let read = (!errata.is_empty()).then(|| reading.take()).flatten();
            self.errata.extend(errata);
            match self.quotes[first..].last_mut() {
                Some(last)
                    if read.is_none()
                        && last.reading.is_none()
                        && follows(catalogue, last.span, span) =>
                {
                    last.span.end = span.end;
                }
                _ => self.quotes.push(Quote {
                    field,
                    span,
                    reading: read,
                }),
            }
        }
    }
}

/// The corrections that replaced the words of a place.
fn errata_at(catalogue: &Catalogue, span: Span) -> Vec<usize> {
    let oddities = &catalogue.oddities()[span.document.0 as usize];
    let here = oddities.applied.iter().filter(|(at, _)| *at == span);
    here.map(|(_, index)| *index).collect()
}

/// Whether words are on the line of those before them, with nothing but marks between.
fn follows(catalogue: &Catalogue, before: Span, span: Span) -> bool {
    let gap = catalogue
        .document(span)
        .text()
        .get(before.end as usize..span.start as usize);
    before.document == span.document
        && gap.is_some_and(|gap| !gap.contains(|c: char| c == '\n' || c.is_alphanumeric()))
}

/// A name with the level mark that ends it.
pub(super) fn with_mark(document: &Document, span: Span) -> Span {
    let after = &document.text()[span.end as usize..];
    let mark = after.trim_start_matches(is_blank);
    let end = mark
        .strip_prefix('(')
        .and_then(|inner| inner.split_once(')'))
        .filter(|(words, _)| Level::from_mark(words).is_some())
        .map(|(_, rest)| crate::source::offset(document.text().len() - rest.len()));
    Span {
        end: end.filter(|_| span.start < span.end).unwrap_or(span.end),
        ..span
    }
}

/// Words with one blank between them.
#[must_use]
pub fn evened(words: &str) -> String {
    let words: Vec<&str> = words
        .split(is_blank)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}
