//! What a command answers, before any format: typed cells in a table, an index
//! card, or both. Knows nothing of the records, and nothing of how it will look.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::io;
use std::mem;

pub mod book;
mod order;

use book::{Book, Matrix};
use order::cell_order;

/// One answer, in the projections that the formats choose from.
#[derive(Default)]
pub struct View<'a> {
    /// Sentences that say what the answer is. They stand above it; where it goes to a file or a
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
    /// Words that are the answer as they stand: a program in another language, an example of a file.
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

/// Gives each row to a taker, one cell a column, until one is not taken.
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

/// A part of an answer that is a table of its own.
#[derive(Debug)]
pub struct Section<'a> {
    /// What it shows.
    pub title: String,
    /// Its rows.
    pub table: Table<'a>,
}

/// A table of a workbook, whose rows can be linked to.
#[derive(Debug)]
pub struct Sheet<'a> {
    /// What it shows.
    pub title: &'static str,
    /// Its rows.
    pub table: Table<'a>,
    /// The places that a [`Cell::Link`] leads to, each with the index of its row.
    pub places: Vec<(String, usize)>,
}

/// Rows of typed cells under named columns.
#[derive(Debug, Default)]
pub struct Table<'a> {
    /// The columns, in the order of the cells of each row.
    pub columns: Vec<Column>,
    /// Each row has one cell a column.
    pub rows: Vec<Vec<Cell<'a>>>,
}

/// A column: its name is the same in every format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The name, as in the header of a CSV and the keys of JSON.
    pub name: Cow<'static, str>,
    /// Where a table for people shows it.
    pub place: Place,
    /// The values there are, where a person who fills it in has a choice; else none.
    pub choices: &'static [&'static str],
}

/// Where a table made for people shows a column. Machine formats show every column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a heading line above the rows that share it; 0 is the outermost.
    Heading(u8),
    /// In the row.
    Body,
    /// Only where it is asked for by name.
    Hidden,
}

/// One typed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Words.
    Text(Cow<'a, str>),
    /// A dotted code such as `1.10`, which must never be read as a number.
    Code(Cow<'a, str>),
    /// How many.
    Count(u64),
    /// How many of how many.
    Share {
        /// How many there are.
        part: u64,
        /// How many there could be.
        whole: u64,
    },
    /// A number with decimals, exact: 15 tenths are 1.5.
    Decimal {
        /// The number without its point.
        digits: u64,
        /// How many of the digits are decimals.
        places: u8,
    },
    /// Yes or no.
    Flag(bool),
    /// Several values.
    List(Vec<Cell<'a>>),
    /// One phrase, some words of which may be restored: `[Administration] ▸ Program management`.
    Phrase(Vec<Cell<'a>>),
    /// A value that is not printed in its document and that a reviewed correction put back.
    Restored(Box<Cell<'a>>),
    /// A value that is not the whole truth, and a sign of why.
    Signed(Sign, Box<Cell<'a>>),
    /// There is no value, and this is why (`lost`, `Unique`); empty where the row says it elsewhere.
    Missing(Cow<'a, str>),
    /// A value that names a record of the documents, and the record's place in a [`Book`].
    Link(Box<Linked<'a>>),
    /// Words, some of which are what was looked for.
    Excerpt(Box<Excerpt<'a>>),
    /// Left empty for a person to fill in.
    Blank,
}

/// A small sign after a value that is not to be taken as it stands. What it means is said here alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// Something speaks against the reading: `7.2?`.
    Doubtful,
    /// There may be more of it than is printed: `Service delivery systems…`.
    Incomplete,
    /// It is reached by a link whose names or areas are not the same: `7A.5~`.
    Loose,
}

impl Sign {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Doubtful, Self::Incomplete, Self::Loose];

    /// The sign.
    #[must_use]
    pub const fn mark(self) -> char {
        match self {
            Self::Doubtful => '?',
            Self::Incomplete => '…',
            Self::Loose => '~',
        }
    }

    /// What it means, in a word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Doubtful => "in doubt",
            Self::Incomplete => "incomplete",
            Self::Loose => "loosely linked",
        }
    }

    /// What it means, in a sentence.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Doubtful => "in doubt: it may have been read wrongly; `xwalk check` says why",
            Self::Incomplete => "incomplete: the list may go on; a code it lacks may be lost",
            Self::Loose => "loosely linked: the name is only near, or is under another area",
        }
    }
}

/// Words, some of which are what was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt<'a> {
    /// The words.
    pub words: Cow<'a, str>,
    /// What was looked for, as bytes of the words, in order.
    pub found: Vec<std::ops::Range<usize>>,
}

impl Excerpt<'_> {
    /// The words in pieces, each with whether it was looked for.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (&str, bool)> {
        let ends = self.found.iter().flat_map(|found| [found.start, found.end]);
        let mut start = 0;
        ends.chain([self.words.len()])
            .enumerate()
            .map(move |(at, end)| {
                let piece = &self.words[start..end];
                start = end;
                (piece, at % 2 == 1)
            })
            .filter(|(piece, _)| !piece.is_empty())
    }
}

/// A value that names a record of a [`Book`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked<'a> {
    /// The place of the record.
    pub place: String,
    /// The value.
    pub value: Cell<'a>,
}

/// An index card: a heading, labelled facts, and cards within it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card<'a> {
    /// The id that stands before the title (`7A.2`, `7.5`).
    pub key: Option<Cell<'a>>,
    /// The title; an id never stands without it.
    pub title: Cell<'a>,
    /// Labelled values, in order.
    pub facts: Vec<Fact<'a>>,
    /// The cards of what this one is linked to.
    pub children: Vec<Card<'a>>,
}

/// One labelled line of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact<'a> {
    /// The label, as shown.
    pub label: &'static str,
    /// The values; each starts a line of its own.
    pub values: Vec<Cell<'a>>,
}

/// A column name that the table does not have.
#[derive(Debug, PartialEq, Eq)]
pub struct UnknownColumn {
    /// The name as typed.
    pub name: String,
    /// The names there are.
    pub known: Vec<String>,
}

impl<'a> Cell<'a> {
    /// Words.
    pub fn text(words: impl Into<Cow<'a, str>>) -> Self {
        Cell::Text(words.into())
    }

    /// A dotted code.
    pub fn code(code: impl Into<Cow<'a, str>>) -> Self {
        Cell::Code(code.into())
    }

    /// No value, and why.
    pub fn missing(why: impl Into<Cow<'a, str>>) -> Self {
        Cell::Missing(why.into())
    }

    /// A value that a reviewed correction put back.
    #[must_use]
    pub fn restored(value: Cell<'a>) -> Self {
        Cell::Restored(Box::new(value))
    }

    /// A value with a sign after it.
    #[must_use]
    pub fn signed(sign: Sign, value: Cell<'a>) -> Self {
        Cell::Signed(sign, Box::new(value))
    }

    /// A value that names the record at this place of a [`Book`].
    #[must_use]
    pub fn link(place: impl Into<String>, value: Cell<'a>) -> Self {
        Cell::Link(Box::new(Linked {
            place: place.into(),
            value,
        }))
    }

    /// The words of a phrase with a blank between them.
    pub(crate) fn phrase(&self) -> Cow<'_, str> {
        match self {
            Cell::Phrase(cells) => {
                let words: Vec<_> = cells.iter().map(Cell::phrase).collect();
                Cow::Owned(words.join(" "))
            }
            other => other.sort_text().unwrap_or_default(),
        }
    }

    /// Whether a person sees this sign in it.
    pub(crate) fn has_sign(&self, sign: Sign) -> bool {
        match self {
            Cell::Signed(found, value) => *found == sign || value.has_sign(sign),
            Cell::Restored(value) => value.has_sign(sign),
            Cell::Link(link) => link.value.has_sign(sign),
            Cell::List(cells) | Cell::Phrase(cells) => cells.iter().any(|cell| cell.has_sign(sign)),
            _ => false,
        }
    }

    /// What sorting looks at; `None` where there is no value.
    fn sort_text(&self) -> Option<Cow<'_, str>> {
        match self {
            Cell::Text(text) | Cell::Code(text) => Some(Cow::Borrowed(text)),
            Cell::Count(count) => Some(Cow::Owned(count.to_string())),
            Cell::Share { part, whole } => Some(Cow::Owned(format!("{part} of {whole}"))),
            Cell::Decimal { digits, places } => Some(Cow::Owned(decimal(*digits, *places))),
            Cell::Flag(flag) => Some(Cow::Borrowed(if *flag { "yes" } else { "no" })),
            Cell::List(items) => {
                let texts: Vec<_> = items.iter().filter_map(Cell::sort_text).collect();
                (!texts.is_empty()).then(|| Cow::Owned(texts.join("; ")))
            }
            Cell::Phrase(_) => Some(self.phrase()),
            Cell::Restored(value) | Cell::Signed(_, value) => value.sort_text(),
            Cell::Excerpt(excerpt) => Some(Cow::Borrowed(&excerpt.words)),
            Cell::Link(link) => link.value.sort_text(),
            Cell::Missing(_) | Cell::Blank => None,
        }
    }
}

impl Column {
    /// A column of this name at this place.
    pub fn new(name: impl Into<Cow<'static, str>>, place: Place) -> Self {
        Column {
            name: name.into(),
            place,
            choices: &[],
        }
    }
}

impl<'a> Table<'a> {
    /// A table of these columns.
    pub fn new(
        columns: &[(&'static str, Place)],
        rows: impl IntoIterator<Item = Vec<Cell<'a>>>,
    ) -> Self {
        let column = |&(name, place): &(&'static str, Place)| Column::new(name, place);
        Table {
            columns: columns.iter().map(column).collect(),
            rows: rows.into_iter().collect(),
        }
    }

    /// Keeps the named columns, in this order, all of them in the body; a
    /// name given twice counts once. Gives the places that they had.
    ///
    /// # Errors
    /// A name that is no column; the table is then as it was.
    pub fn select(&mut self, names: &[String]) -> Result<Vec<usize>, UnknownColumn> {
        let mut kept = Vec::with_capacity(names.len());
        for name in names {
            let position = self.position(name)?;
            if !kept.contains(&position) {
                kept.push(position);
            }
        }
        self.columns = kept
            .iter()
            .map(|&position| Column {
                place: Place::Body,
                ..self.columns[position].clone()
            })
            .collect();
        for row in &mut self.rows {
            *row = kept
                .iter()
                .map(|&position| mem::replace(&mut row[position], Cell::Blank))
                .collect();
        }
        Ok(kept)
    }

    /// The same without its last columns.
    #[must_use]
    pub fn without_last(&self, count: usize) -> Self {
        let kept = self.columns.len().saturating_sub(count);
        Table {
            columns: self.columns[..kept].to_vec(),
            rows: self.rows.iter().map(|row| row[..kept].to_vec()).collect(),
        }
    }

    /// Adds an empty column at the end, to be filled in by a person.
    pub fn add_blank(&mut self, name: impl Into<Cow<'static, str>>) {
        self.columns.push(Column::new(name, Place::Body));
        for row in &mut self.rows {
            row.push(Cell::Blank);
        }
    }

    /// Offers these values to the person who fills in a column; no column of this name is none to offer
    /// them in.
    pub fn offer(&mut self, name: &str, choices: &'static [&'static str]) {
        for column in &mut self.columns {
            if column.name == name {
                column.choices = choices;
            }
        }
    }

    /// Sorts the rows by these columns, the first deciding first; `-name`
    /// sorts downwards. `values` says which values a column of this name has, if they have an order of
    /// their own. Digits compare as numbers (`7A.2` before `7A.10`), case is
    /// ignored, equal rows keep their order, and rows without a value come last.
    ///
    /// # Errors
    /// A name that is no column; the table is then as it was.
    pub fn sort_by(
        &mut self,
        keys: &[String],
        values: fn(&str) -> &'static [&'static str],
    ) -> Result<(), UnknownColumn> {
        let keys = keys
            .iter()
            .map(|key| match key.strip_prefix('-') {
                Some(name) => Ok((self.position(name)?, true)),
                None => Ok((self.position(key)?, false)),
            })
            .collect::<Result<Vec<_>, _>>()?;
        let columns = &self.columns;
        self.rows.sort_by(|left, right| {
            keys.iter()
                .map(|&(at, down)| {
                    let values = values(&columns[at].name);
                    cell_order(&left[at], &right[at], values, down)
                })
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal)
        });
        Ok(())
    }

    /// The column of this name, in any case, with blanks or hyphens for its underscores.
    fn position(&self, name: &str) -> Result<usize, UnknownColumn> {
        let same = |known: &str| {
            let even = |c: char| match c {
                ' ' | '-' => '_',
                c => c.to_ascii_lowercase(),
            };
            known.chars().map(even).eq(name.chars().map(even))
        };
        let mut columns = self.columns.iter();
        columns
            .clone()
            .position(|column| column.name == name)
            .or_else(|| columns.position(|column| same(&column.name)))
            .ok_or_else(|| UnknownColumn {
                name: name.to_owned(),
                known: self
                    .columns
                    .iter()
                    .map(|column| column.name.to_string())
                    .collect(),
            })
    }
}

/// A number with its point, and no zeros at its end: 12.5, 3.
pub(crate) fn decimal(digits: u64, places: u8) -> String {
    let mut text = digits.to_string();
    let places = usize::from(places);
    while text.len() <= places {
        text.insert(0, '0');
    }
    text.insert(text.len() - places, '.');
    text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    text
}

impl fmt::Display for UnknownColumn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "there is no column `{}`", self.name)?;
        if let Some(nearest) = self.nearest() {
            write!(formatter, "; did you mean `{nearest}`?")?;
        }
        write!(formatter, " (columns: {})", self.known.join(", "))
    }
}

impl std::error::Error for UnknownColumn {}

impl UnknownColumn {
    fn nearest(&self) -> Option<&str> {
        /// Less alike than this, a name is no slip of the keys.
        const ALIKE: f64 = 0.8;
        let likeness = |known: &str| strsim::jaro_winkler(&self.name.to_lowercase(), known);
        self.known
            .iter()
            .map(String::as_str)
            .filter(|known| likeness(known) >= ALIKE)
            .max_by(|left, right| likeness(left).total_cmp(&likeness(right)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(names: &[&'static str], rows: Vec<Vec<Cell<'static>>>) -> Table<'static> {
        let columns = names
            .iter()
            .map(|&name| Column::new(name, Place::Heading(0)))
            .collect();
        Table { columns, rows }
    }

    fn words(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    fn sorted(cells: Vec<Cell<'static>>, key: &str) -> Vec<Cell<'static>> {
        let rows = cells.into_iter().map(|cell| vec![cell]).collect();
        let mut table = table(&["code"], rows);
        table
            .sort_by(&words(&[key]), |_| &[])
            .expect("a known column");
        table.rows.into_iter().flatten().collect()
    }

    #[test]
    fn select_keeps_the_order_asked_for() {
        let row = vec![Cell::text("x"), Cell::code("1.10"), Cell::Count(3)];
        let mut table = table(&["a", "b", "c"], vec![row]);
        table
            .select(&words(&["c", "a", "c"]))
            .expect("known columns");
        assert_eq!(
            table.columns,
            [Column::new("c", Place::Body), Column::new("a", Place::Body)]
        );
        assert_eq!(table.rows, [[Cell::Count(3), Cell::text("x")]]);
    }

    #[test]
    fn an_unknown_column_is_named_with_its_nearest() {
        let mut table = table(&["level", "ckc_statement"], Vec::new());
        let error = table
            .select(&words(&["level", "ckc-statment"]))
            .expect_err("an unknown column");
        assert_eq!(
            error.to_string(),
            "there is no column `ckc-statment`; did you mean `ckc_statement`? \
             (columns: level, ckc_statement)"
        );
        assert_eq!(table.columns.len(), 2);
    }

    #[test]
    fn a_blank_column_is_added_to_every_row() {
        let mut table = table(&["a"], vec![vec![Cell::text("x")]]);
        table.add_blank("Date".to_owned());
        assert_eq!(table.columns[1], Column::new("Date", Place::Body));
        assert_eq!(table.rows, [[Cell::text("x"), Cell::Blank]]);
    }

    #[test]
    fn digits_sort_as_numbers_and_case_is_ignored() {
        let codes = ["7a.10", "1.10", "7A.2", "1.2", "1.1"];
        assert_eq!(
            sorted(codes.map(Cell::code).to_vec(), "code"),
            ["1.1", "1.2", "1.10", "7A.2", "7a.10"].map(Cell::code)
        );
        let counts = [Cell::Count(10), Cell::Count(9)];
        assert_eq!(
            sorted(counts.to_vec(), "code"),
            [Cell::Count(9), Cell::Count(10)]
        );
    }

    #[test]
    fn missing_values_are_last_in_either_direction() {
        let cells = || {
            vec![
                Cell::missing("lost"),
                Cell::code("1.2"),
                Cell::Blank,
                Cell::restored(Cell::code("1.10")),
            ]
        };
        let last = [Cell::missing("lost"), Cell::Blank];
        let up = sorted(cells(), "code");
        assert_eq!(up[0], Cell::code("1.2"));
        assert_eq!(up[2..], last);
        let down = sorted(cells(), "-code");
        assert_eq!(down[1], Cell::code("1.2"));
        assert_eq!(down[2..], last);
    }

    #[test]
    fn the_first_key_decides_and_equal_rows_keep_their_order() {
        let row = |a, b, n| vec![Cell::text(a), Cell::text(b), Cell::Count(n)];
        let rows = vec![
            row("b", "x", 1),
            row("a", "x", 2),
            row("a", "y", 3),
            row("A", "X", 4),
        ];
        let mut table = table(&["a", "b", "n"], rows);
        table
            .sort_by(&words(&["a", "-b"]), |_| &[])
            .expect("known columns");
        let order: Vec<_> = table.rows.iter().map(|row| row[2].clone()).collect();
        assert_eq!(order, [3, 2, 4, 1].map(Cell::Count));
    }
}
