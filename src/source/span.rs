//! Places in a document.

use serde::{Deserialize, Serialize};

/// Which of the catalogue's documents, by its place in the list of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DocumentIndex(pub u32);

/// A place in a document: byte offsets into its text as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The document.
    pub document: DocumentIndex,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Where it begins, without length.
    #[must_use]
    pub fn beginning(self) -> Self {
        Self {
            end: self.start,
            ..self
        }
    }

    /// From the first byte of both to the last.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self {
            document: self.document,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// The places of some words, in reading order: mostly one, more where a page break separates them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Spans(Places);

/// Nearly all words are in one place, which then needs no memory of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
enum Places {
    #[default]
    None,
    One(Span),
    Several(Vec<Span>),
}

impl Spans {
    /// The places.
    pub fn iter(&self) -> impl Iterator<Item = &Span> {
        self.as_slice().iter()
    }

    /// From the first place in the document to the last; `None` where there is none.
    #[must_use]
    pub fn hull(&self) -> Option<Span> {
        self.iter().copied().reduce(Span::hull)
    }

    fn as_slice(&self) -> &[Span] {
        match &self.0 {
            Places::None => &[],
            Places::One(span) => std::slice::from_ref(span),
            Places::Several(spans) => spans,
        }
    }

    fn push(&mut self, span: Span) {
        match &mut self.0 {
            Places::None => self.0 = Places::One(span),
            Places::One(first) => self.0 = Places::Several(vec![*first, span]),
            Places::Several(spans) => spans.push(span),
        }
    }
}

impl Extend<Span> for Spans {
    fn extend<I: IntoIterator<Item = Span>>(&mut self, spans: I) {
        spans.into_iter().for_each(|span| self.push(span));
    }
}

/// A byte offset as a [`Span`] keeps it; longer documents are refused when read.
#[must_use]
pub fn offset(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
