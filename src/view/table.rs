//! Tables, their columns, and the sheets and sections that hold them.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::mem;
use std::rc::Rc;

use super::{Cell, cell_order};
use crate::text::nearest;

/// A part of an answer that is a table of its own.
#[derive(Debug, Clone)]
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
    pub title: Cow<'a, str>,
    /// Its rows.
    pub table: Rc<Table<'a>>,
    /// The places that a [`Cell::Link`] leads to, each with the index of its row.
    pub places: Vec<(String, usize)>,
}

impl<'a> Sheet<'a> {
    /// A sheet that nothing links to.
    pub fn new(title: impl Into<Cow<'a, str>>, table: impl Into<Rc<Table<'a>>>) -> Self {
        Self {
            title: title.into(),
            table: table.into(),
            places: Vec::new(),
        }
    }
}

/// Rows of typed cells under named columns.
#[derive(Debug, Clone, Default)]
pub struct Table<'a> {
    /// The columns, in the order of the cells of each row.
    pub columns: Vec<Column>,
    /// Each row has one cell per column.
    pub rows: Vec<Vec<Cell<'a>>>,
}

/// A column: its name is the same in every machine format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The name, as in the header of a CSV and the keys of JSON.
    pub name: Cow<'static, str>,
    /// What people read over it, where that is not its name in words.
    pub called: Option<&'static str>,
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

/// A column name that the table does not have.
#[derive(Debug, PartialEq, Eq)]
pub struct UnknownColumn {
    /// The name as typed.
    pub name: String,
    /// The names there are.
    pub known: Vec<String>,
}

impl Column {
    /// A column of this name at this place.
    pub fn new(name: impl Into<Cow<'static, str>>, place: Place) -> Self {
        Column {
            name: name.into(),
            called: None,
            place,
            choices: &[],
        }
    }

    /// The name as people read it: `Knowledge area` for `knowledge_area`. A name that a person gave stays as it is.
    #[must_use]
    pub fn title(&self) -> Cow<'_, str> {
        if let Some(called) = self.called {
            return Cow::Borrowed(called);
        }
        let Cow::Borrowed(name) = self.name else {
            return Cow::Borrowed(&self.name);
        };
        if !name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            return Cow::Borrowed(name);
        }
        let words = name.split('_').enumerate().map(|(at, word)| match word {
            "ckc" | "id" => word.to_uppercase(),
            _ if at == 0 => word[..1.min(word.len())].to_uppercase() + word.get(1..).unwrap_or(""),
            _ => word.to_owned(),
        });
        Cow::Owned(words.collect::<Vec<_>>().join(" "))
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
    /// A name that is not a column; the table is then as it was.
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
    /// A name that is not a column; the table is then as it was.
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

    /// The column of this name or title, in any case, with blanks or hyphens for its underscores.
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
            .or_else(|| columns.position(|column| same(&column.name) || same(&column.title())))
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

impl fmt::Display for UnknownColumn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "no such column: {}", self.name)?;
        let known = self.known.iter().map(|known| (known, known));
        if let Some(nearest) = nearest(&self.name, known).first() {
            write!(formatter, "; did you mean {nearest}?")?;
        }
        write!(formatter, " (must be one of: {})", self.known.join(", "))
    }
}

impl std::error::Error for UnknownColumn {}

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

    #[test]
    fn people_read_words_and_keep_their_own_names() {
        let title = |column: Column| column.title().into_owned();
        let ours = |name: &'static str| title(Column::new(name, Place::Body));
        assert_eq!(ours("knowledge_area"), "Knowledge area");
        assert_eq!(ours("ckc_statement"), "CKC statement");
        let called = Column {
            called: Some("Only here"),
            ..Column::new("only_it_adds", Place::Body)
        };
        assert_eq!(title(called), "Only here");
        assert_eq!(ours("id"), "ID");
        assert_eq!(ours(""), "");
        assert_eq!(title(Column::new("to_do".to_owned(), Place::Body)), "to_do");
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
            "no such column: ckc-statment; did you mean ckc_statement? \
             (must be one of: level, ckc_statement)"
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
