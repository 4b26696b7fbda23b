//! Index cards, and findings drawn under their lines.

use std::borrow::Cow;

use super::Cell;

/// A place of a document, drawn under its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet<'a> {
    /// How much it matters.
    pub weight: Weight,
    /// A short name of what is said.
    pub code: &'a str,
    /// What is said.
    pub message: Cow<'a, str>,
    /// The document.
    pub document: &'a str,
    /// Where it is, if people look it up by another place than its line.
    pub place: Option<String>,
    /// The printed line or lines.
    pub lines: &'a str,
    /// The number of the first line, counted from 1.
    pub first_line: usize,
    /// The words in question, as bytes of `lines`.
    pub words: std::ops::Range<usize>,
    /// What else is said, each with its label.
    pub remarks: Vec<(&'static str, Cow<'a, str>)>,
}

/// How much a snippet matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Something is wrong.
    Error,
    /// Something is odd.
    Warning,
    /// For the record.
    Note,
}

/// An index card: a heading, labeled facts, and cards within it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card<'a> {
    /// The id that is before the title (`7A.2`, `7.5`).
    pub key: Option<Cell<'a>>,
    /// The title; an id always has one.
    pub title: Cell<'a>,
    /// Labelled values, in order.
    pub facts: Vec<Fact<'a>>,
    /// The cards of what this one is linked to.
    pub children: Vec<Card<'a>>,
}

/// One labeled line of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact<'a> {
    /// The label, as shown.
    pub label: &'static str,
    /// The values; each starts a line of its own.
    pub values: Vec<Cell<'a>>,
}
