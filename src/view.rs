//! What a command answers, before any format: typed cells in a table, an index
//! card, or both. Knows nothing of the records, and nothing of how it will look.

pub mod book;
mod card;
mod cell;
mod order;
mod table;

use std::io;

use book::{Book, Matrix};
pub use card::{Card, Fact, Snippet, Weight};
pub(crate) use cell::decimal;
pub use cell::{Cell, Excerpt, Linked, Sign};
use order::cell_order;
pub use table::{Column, Place, Section, Sheet, Table, UnknownColumn};

/// One answer, in the projections that the formats choose from.
#[derive(Default)]
pub struct View<'a> {
    /// Sentences that say what the answer is. They are above it; where it goes to a file or a
    /// program, a person is told them beside it.
    pub summary: Vec<String>,
    /// What a person should know of the files that were read, in any format.
    pub notes: Vec<String>,
    /// Places of a document with what is to be said of them; a person reads them first.
    pub snippets: Vec<Snippet<'a>>,
    /// Index cards; where there are any, they are what a person reads.
    pub cards: Vec<Card<'a>>,
    /// Tables with a title each; where there are any, they are what a person reads.
    pub sections: Vec<Section<'a>>,
    /// Which records list which; where there is one, it is what a person looks at.
    pub matrix: Option<Matrix<'a>>,
    /// The same answer as rows, for the tabular formats.
    pub table: Table<'a>,
    /// Makes the rows one after the other where they are too many to be held; then the table has none.
    pub stream: Option<Stream<'a>>,
    /// The answer word for word: a program in another language, an example of a file.
    pub verbatim: Option<String>,
    /// Makes the same answer as a nested record, for JSON; without it, JSON is the rows.
    pub record: Option<Record<'a>>,
    /// Makes the same answer as a book, for a page to leaf through; without it, a page shows what a
    /// person reads.
    pub book: Option<MakeBook<'a>>,
    /// Makes the same answer as the sheets of a workbook; without it, a workbook has the rows and then
    /// the sections.
    pub sheets: Option<MakeSheets<'a>>,
    /// The answer is that something is wrong, or why there is none of what was asked for.
    pub is_bad: bool,
    /// Which table a person fills in, where there is more than one.
    pub fill_in: FillIn,
}

/// Which table of an answer a person fills in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FillIn {
    /// The rows.
    #[default]
    Rows,
    /// The first section; the rows are its details.
    FirstSection {
        /// So many columns were added.
        added: usize,
    },
}

/// Makes a book, when a format asks for it.
pub type MakeBook<'a> = Box<dyn Fn() -> Book<'a> + 'a>;

/// Makes the sheets of a workbook, when a format asks for them.
pub type MakeSheets<'a> = Box<dyn Fn() -> Vec<Sheet<'a>> + 'a>;

/// Makes a nested record, when a format asks for it.
pub type Record<'a> = Box<dyn Fn() -> serde_json::Value + 'a>;

impl View<'_> {
    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.summary.is_empty() && self.verbatim.is_none() && !self.shows_rows()
    }

    /// Whether there is more in it than sentences.
    #[must_use]
    pub fn shows_rows(&self) -> bool {
        !self.snippets.is_empty()
            || !self.cards.is_empty()
            || !self.sections.is_empty()
            || self.row_count() > 0
    }

    /// Gives each row to a taker, whether it is held or made now.
    ///
    /// # Errors
    /// Those of the taker.
    pub fn each_row(&self, take: Taker<'_>) -> io::Result<()> {
        match &self.stream {
            Some(stream) => (stream.rows)(take),
            None => self.table.rows.iter().try_for_each(|row| take(row)),
        }
    }

    /// How many rows the answer has.
    #[must_use]
    pub fn row_count(&self) -> usize {
        let streamed = self.stream.as_ref().map(|stream| stream.count);
        streamed.unwrap_or(self.table.rows.len())
    }
}

/// Rows that are made one after the other.
pub struct Stream<'a> {
    /// How many there are.
    pub count: usize,
    /// Makes them all.
    pub rows: RowsOf<'a>,
}

/// Gives each row to a taker, one cell per column, until one is not taken.
pub type RowsOf<'a> = Box<dyn Fn(Taker<'_>) -> io::Result<()> + 'a>;

/// Takes a row.
pub type Taker<'t> = &'t mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>;

impl Stream<'_> {
    /// Keeps the cells at these places, in this order, and adds blank ones.
    #[must_use]
    pub fn reshaped(self, kept: Vec<usize>, blanks: usize) -> Self {
        let rows = self.rows;
        let reshaped = move |take: Taker<'_>| {
            rows(&mut |row| {
                let cells = kept.iter().map(|&place| row[place].clone());
                let blanks = std::iter::repeat_n(Cell::Blank, blanks);
                take(&cells.chain(blanks).collect::<Vec<_>>())
            })
        };
        Self {
            count: self.count,
            rows: Box::new(reshaped),
        }
    }
}
