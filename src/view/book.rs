//! A book: records to leaf through, each under a place of its own (`competency/7A.2`) that a
//! [`Cell::Link`] leads to, with all that a page needs to search, filter and join them. Knows
//! nothing of how it will look.

use super::{Card, Cell, Table};
use std::borrow::Cow;

/// What the places of printed lines begin with: `source/wv/122`.
pub const SOURCE: &str = "source";

/// Records to leaf through.
#[derive(Debug, Default)]
pub struct Book<'a> {
    /// The options that chose these records, as typed; empty where all are there.
    pub asked: Vec<String>,
    /// What the records can be filtered by.
    pub questions: Vec<Question<'a>>,
    /// The records, by kind.
    pub chapters: Vec<Chapter<'a>>,
    /// The joined rows, of which a person picks some.
    pub table: Table<'a>,
    /// Which records of one kind list which of another.
    pub matrix: Matrix<'a>,
    /// The documents, as printed.
    pub sources: Vec<Source<'a>>,
}

/// Something that the records can be filtered by.
#[derive(Debug)]
pub struct Question<'a> {
    /// Its name: `level`.
    pub id: &'static str,
    /// What people are asked.
    pub label: &'static str,
    /// The answers there are.
    pub choices: Vec<Choice<'a>>,
}

/// An answer to a [`Question`].
#[derive(Debug)]
pub struct Choice<'a> {
    /// The value, as in the ways of an [`Entry`]. A whole number also means what follows it after a
    /// dot: `7` for `7.2`.
    pub value: Cow<'a, str>,
    /// What people read.
    pub label: Cow<'a, str>,
}

/// The records of one kind.
#[derive(Debug)]
pub struct Chapter<'a> {
    /// What its places begin with: `competency`.
    pub id: &'static str,
    /// What one of its records is called.
    pub singular: &'static str,
    /// What several are called.
    pub plural: &'static str,
    /// The records, under headings.
    pub groups: Vec<Group<'a>>,
}

/// Records that belong together.
#[derive(Debug)]
pub struct Group<'a> {
    /// What they have in common.
    pub title: Cell<'a>,
    /// The records.
    pub entries: Vec<Entry<'a>>,
}

/// A record.
#[derive(Debug)]
pub struct Entry<'a> {
    /// Its id, unique in its chapter: `7A.2`.
    pub id: String,
    /// Its title, where its group is known.
    pub title: Cell<'a>,
    /// All there is to say of it; of what the matrix joins it to, the ids alone.
    pub card: Card<'a>,
    /// What is to be seen of it at a glance.
    pub chips: Vec<Chip>,
    /// The ways that lead over it: each with an answer to each question, in their order. It passes the
    /// filters if one of its ways does; a record of another chapter than the first two passes if a way
    /// does of a row that the matrix joins it to.
    pub ways: Vec<Vec<Option<Cow<'a, str>>>>,
    /// Where it is printed, each with what is there.
    pub printed: Vec<(Cow<'a, str>, Range)>,
}

/// A short label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// What it says something about: `level`.
    pub kind: &'static str,
    /// What is shown: `MHM`.
    pub text: Cow<'static, str>,
    /// In full, where it is an abbreviation.
    pub meaning: Option<&'static str>,
}

/// Words of a document: from a line and column up to, but not with, another. All count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The document, by its place in [`Book::sources`].
    pub source: usize,
    /// Where they begin.
    pub first: (u32, u32),
    /// Where they end.
    pub last: (u32, u32),
}

/// Which records of one chapter list which of another.
#[derive(Debug, Default)]
pub struct Matrix<'a> {
    /// The records that are listed.
    pub columns: Vec<Listed<'a>>,
    /// The records that list them, each with its heading.
    pub rows: Vec<Row<'a>>,
}

/// A column of the matrix.
#[derive(Debug)]
pub struct Listed<'a> {
    /// The record's place.
    pub place: String,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: &'a str,
}

/// A row of the matrix.
#[derive(Debug)]
pub struct Row<'a> {
    /// The record's place.
    pub place: String,
    /// The heading it is under.
    pub heading: Cell<'a>,
    /// Its name.
    pub name: Cell<'a>,
    /// Its level.
    pub level: &'static str,
    /// Why nothing is listed, where nothing is.
    pub cause: Option<Cow<'a, str>>,
    /// The places of the records of a third kind that lead to it.
    pub led_by: Vec<String>,
    /// For each column whether it is listed, and whether the code is printed.
    pub cells: Vec<Option<Mark>>,
}

/// That a record lists another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The code is in the document.
    Printed,
    /// A reviewed correction put it there.
    Restored,
    /// Its reading may be wrong.
    Doubtful,
}

/// A document as printed.
#[derive(Debug)]
pub struct Source<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub name: &'a str,
    /// Its lines.
    pub lines: Vec<&'a str>,
}
