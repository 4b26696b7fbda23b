//! The rows of an answer, whether they are held or too many to be.

use std::io;
use std::rc::Rc;

use super::{Answer, Cell, Column, Content, Table};

/// The rows of an answer.
#[derive(Clone)]
pub enum Rows<'a> {
    /// A table.
    Held(Rc<Table<'a>>),
    /// Rows that are made one after the other, where they are too many to be held.
    Streamed(Stream<'a>),
}

/// Rows that are made one after the other.
#[derive(Clone)]
pub struct Stream<'a> {
    /// The columns, in the order of the cells of each row.
    pub columns: Vec<Column>,
    /// How many rows there are.
    pub count: usize,
    /// Gives each row to a taker, until one is not taken.
    pub each: Rc<dyn Fn(Taker<'_>) -> io::Result<()> + 'a>,
}

/// Takes a row: one cell per column.
pub type Taker<'t> = &'t mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>;

/// The rows are too many for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} rows are too many for a person to read: ask for --format csv, or for fewer")]
pub struct TooMany(pub usize);

impl<'a> Rows<'a> {
    /// The columns, in the order of the cells of each row.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        match self {
            Self::Held(table) => &table.columns,
            Self::Streamed(stream) => &stream.columns,
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        match self {
            Self::Held(table) => table.rows.len(),
            Self::Streamed(stream) => stream.count,
        }
    }

    /// Gives each row to a taker, until one is not taken.
    ///
    /// # Errors
    /// Those of the taker.
    pub fn each(&self, take: Taker<'_>) -> io::Result<()> {
        match self {
            Self::Held(table) => table.rows.iter().try_for_each(|row| take(row)),
            Self::Streamed(stream) => (stream.each)(take),
        }
    }

    /// The table, for a person.
    ///
    /// # Errors
    /// If the rows are too many to be held.
    pub fn held(self) -> Result<Rc<Table<'a>>, TooMany> {
        match self {
            Self::Held(table) => Ok(table),
            Self::Streamed(stream) => Err(TooMany(stream.count)),
        }
    }
}

impl<'a> From<Table<'a>> for Rows<'a> {
    fn from(table: Table<'a>) -> Self {
        Self::Held(Rc::new(table))
    }
}

impl<'a> Content<'a> for Rows<'a> {
    fn rows(&self) -> Rows<'a> {
        self.clone()
    }
}

impl<'a> From<Rows<'a>> for Answer<'a> {
    fn from(rows: Rows<'a>) -> Self {
        Self::of(rows)
    }
}

impl Stream<'_> {
    /// Keeps the cells at these places, in this order, and adds blank ones. `columns` are the new columns.
    #[must_use]
    pub fn reshaped(self, kept: Vec<usize>, columns: Vec<Column>) -> Self {
        let each = self.each;
        let blanks = columns.len() - kept.len();
        let reshaped = move |take: Taker<'_>| {
            each(&mut |row| {
                let cells = kept.iter().map(|&place| row[place].clone());
                let blanks = std::iter::repeat_n(Cell::Blank, blanks);
                take(&cells.chain(blanks).collect::<Vec<_>>())
            })
        };
        Self {
            columns,
            count: self.count,
            each: Rc::new(reshaped),
        }
    }
}
