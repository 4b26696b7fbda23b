//! What a command answers, before any format: typed cells in tables, index cards, matrices, books. Knows nothing
//! of the records, and nothing of how it will look.

pub mod book;
mod card;
mod cell;
mod order;
mod rows;
mod table;

use std::io::{self, Write};
use std::rc::Rc;

use book::{Book, Matrix};
pub use card::{Card, Fact, Snippet, Weight};
pub(crate) use cell::decimal;
pub use cell::{Cell, Excerpt, Linked, Sign};
use order::cell_order;
pub use rows::{Rows, Stream, Taker, TooMany};
use serde::Serialize;
pub use table::{Column, Place, Section, Sheet, Table, UnknownColumn};

/// What a command answers: its content, and what a person is told of it.
pub struct Answer<'a> {
    /// Sentences that say what the answer is. They are above it; where it goes to a file or a
    /// program, a person is told them beside it.
    pub summary: Vec<String>,
    /// What a person should know of the files that were read, in any format.
    pub notes: Vec<String>,
    /// The answer is that something is wrong, or why there is none of what was asked for.
    pub is_bad: bool,
    /// What the formats write.
    pub content: Box<dyn Content<'a> + 'a>,
}

impl<'a> Answer<'a> {
    /// An answer of which nothing else is told.
    pub fn of(content: impl Content<'a> + 'a) -> Self {
        Self {
            summary: Vec::new(),
            notes: Vec::new(),
            is_bad: false,
            content: Box::new(content),
        }
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.summary.is_empty() && self.content.is_empty()
    }
}

impl<'a> From<Table<'a>> for Answer<'a> {
    fn from(table: Table<'a>) -> Self {
        Self::of(Rows::from(table))
    }
}

impl Default for Answer<'_> {
    /// Nothing was found.
    fn default() -> Self {
        Table::default().into()
    }
}

/// What an answer consists of, in the shapes that formats choose from. Each is made when a format asks for it, so that
/// nobody waits for index cards who wants a CSV.
pub trait Content<'a> {
    /// The rows, for the tabular formats.
    fn rows(&self) -> Rows<'a>;

    /// How many rows there are.
    fn count(&self) -> usize {
        self.rows().count()
    }

    /// Whether nothing was found.
    fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// Tables with a title each, for an answer that people read in parts.
    fn sections(&self) -> Vec<Section<'a>> {
        Vec::new()
    }

    /// Which table a person fills in.
    fn fill_in(&self) -> FillIn {
        FillIn::Rows
    }

    /// What people read: the sections, or the rows if there are none.
    ///
    /// # Errors
    /// If it is more than anybody could read.
    fn reading(&self) -> Result<Reading<'a>, TooMany> {
        let sections = self.sections();
        if sections.is_empty() {
            return Ok(Reading::Rows(self.rows().held()?));
        }
        Ok(Reading::Sections(sections))
    }

    /// The answer as one JSON value; without it, JSON is the rows.
    fn record(&self) -> Option<Box<dyn Json + '_>> {
        None
    }

    /// A page to leaf through; without it, a page shows what people read.
    fn book(&self) -> Option<Book<'a>> {
        None
    }

    /// The sheets of a workbook: the rows, then the sections.
    ///
    /// # Errors
    /// If it is more than anybody could read.
    fn sheets(&self) -> Result<Vec<Sheet<'a>>, TooMany> {
        let mut sheets = vec![Sheet::new("Rows", self.rows().held()?)];
        let sections = self.sections().into_iter();
        sheets.extend(sections.map(|section| Sheet::new(section.title, section.table)));
        Ok(sheets)
    }

    /// The words of an answer that is the same in every format: a program in another language.
    fn verbatim(&self) -> Option<&str> {
        None
    }
}

/// What people read of an answer.
#[derive(Debug, Clone)]
pub enum Reading<'a> {
    /// The rows.
    Rows(Rc<Table<'a>>),
    /// Tables with a title each.
    Sections(Vec<Section<'a>>),
    /// Index cards.
    Cards {
        /// Places of a document with what is to be said of them, in front of the cards.
        snippets: Vec<Snippet<'a>>,
        /// The cards.
        cards: Vec<Card<'a>>,
    },
    /// Which records list which; and the rows, for formats that cannot draw it.
    Matrix(Rc<Matrix<'a>>, Rc<Table<'a>>),
}

impl<'a> Reading<'a> {
    /// Index cards alone.
    #[must_use]
    pub fn cards(cards: Vec<Card<'a>>) -> Self {
        Self::Cards {
            snippets: Vec::new(),
            cards,
        }
    }
}

/// Which table of an answer a person fills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FillIn {
    /// The rows.
    Rows,
    /// The first section; the rows are its details.
    FirstSection,
}

/// What can be written as one JSON value.
pub trait Json {
    /// Writes the value, over several lines.
    ///
    /// # Errors
    /// Those of the writer.
    fn write(&self, out: &mut dyn Write) -> io::Result<()>;
}

impl<T: Serialize> Json for T {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        Ok(serde_json::to_writer_pretty(out, self)?)
    }
}
