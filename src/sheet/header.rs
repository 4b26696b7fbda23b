//! The header of a table: where it is, and which column is which, by whatever name people give it.

use super::words::folded;
use super::{BadCell, Options, Problem, Record, Records, Unit, is_empty, line_ends, words};
use crate::text::counted;

/// A kind of table: the columns that mean something in it.
#[derive(Debug)]
pub struct Form {
    /// What such a table is, for people.
    pub expected: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
}

/// A column of a kind of table.
#[derive(Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What others call it, [folded](folded).
    pub others: &'static [&'static str],
    /// Whether the table must have it.
    pub is_needed: bool,
}

/// The names of the columns of a table.
#[derive(Debug, Clone)]
pub struct Header {
    /// The file, as people call it.
    pub name: String,
    /// What its rows are counted in.
    pub unit: Unit,
    /// What separates the cells.
    pub delimiter: u8,
    /// The names, as they are there.
    pub titles: Vec<String>,
    /// The line it is in, 1-based.
    pub line: u32,
    /// How many rows with words are above it.
    pub above: usize,
    /// Which title each column of the form has.
    places: Vec<(&'static str, Found)>,
}

/// Where a column is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    Nowhere,
    At(usize),
    /// More than one title can be meant.
    Either(usize, usize),
}

impl Header {
    /// Finds the header among the first rows of some bytes, and gives the bytes after it.
    ///
    /// # Errors
    /// When there is nothing in them, or a column that is needed is in no row.
    pub fn read<'b>(
        name: &str,
        unit: Unit,
        bytes: &'b [u8],
        form: &'static Form,
        options: &Options,
    ) -> Result<(Self, &'b [u8]), BadCell> {
        let delimiters = match unit {
            Unit::Line => &b",;\t"[..],
            Unit::Row => b",",
        };
        let candidates = delimiters
            .iter()
            .filter_map(|mark| candidate(bytes, *mark, form, options));
        // Of equals, the comma.
        let best = candidates.reduce(|a, b| {
            if b.titles.len() > a.titles.len() {
                b
            } else {
                a
            }
        });
        let Some(found) = best.or_else(|| first_row(bytes, form, options)) else {
            let problem = "the file is empty: expected a header with the names of the columns";
            return Err(Problem::of_row(problem).in_file(name, unit, 1));
        };
        let header = Self {
            name: name.to_owned(),
            unit,
            delimiter: found.delimiter,
            line: line_ends(&bytes[..found.start]) + 1,
            titles: found.titles,
            above: found.above,
            places: found.places,
        };
        for column in form.columns.iter().filter(|column| column.is_needed) {
            header.expect(column.name, form.expected)?;
        }
        options.mark_used(&header.titles);
        Ok((header, &bytes[found.end..]))
    }

    /// The place of a column; `None` where there is none.
    ///
    /// # Errors
    /// When there are two.
    pub fn find(&self, name: &str) -> Result<Option<usize>, BadCell> {
        let found = self.places.iter().find(|(column, _)| *column == name);
        match found.map(|(_, found)| found) {
            None | Some(Found::Nowhere) => Ok(None),
            Some(Found::At(place)) => Ok(Some(*place)),
            Some(Found::Either(first, second)) => {
                let [first, second] = [first, second].map(|place| &self.titles[*place]);
                let problem = if folded(first) == folded(second) {
                    format!("two columns are called `{name}`: rename one of them")
                } else {
                    format!(
                        "`{name}` may be “{first}” or “{second}”: say which with --map {name}=\"{first}\""
                    )
                };
                Err(Problem::of_row(problem).at(self, self.line))
            }
        }
    }

    /// The place of a column that must be there; `expected` says what file is expected.
    ///
    /// # Errors
    /// When it is not, and the columns that are there are named; when there are two.
    pub fn expect(&self, name: &str, expected: &str) -> Result<usize, BadCell> {
        self.find(name)?.ok_or_else(|| {
            let found = self.titles.join(", ");
            let problem = format!(
                "no column `{name}`: expected {expected}; the columns here: {found}{}",
                if found.is_empty() {
                    ""
                } else {
                    "; --map says which column is meant"
                }
            );
            Problem::of_row(problem).at(self, self.line)
        })
    }

    /// The places of the titles that no column of the form has.
    pub fn others(&self) -> impl Iterator<Item = usize> + '_ {
        let is_taken = |place: usize| {
            let mut found = self.places.iter().map(|(_, found)| found);
            found.any(|found| *found == Found::At(place))
        };
        (0..self.titles.len()).filter(move |place| !is_taken(*place))
    }

    /// What a person should know of where the header is.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        (self.above > 0).then(|| {
            let above = counted(self.above, "row above it is", "rows above it are");
            format!(
                "{}: the header is in {}; {above} not read",
                self.name,
                self.unit.at(self.line)
            )
        })
    }

    /// What is wrong with a row that has another number of cells, or a quote that is never closed.
    #[must_use]
    pub fn misfit(&self, cells: usize, is_open: bool) -> Option<Misfit> {
        if is_open {
            return Some(Misfit::Open);
        }
        let columns = self.titles.len();
        (cells != columns).then_some(Misfit::Cells { cells, columns })
    }
}

/// Why a row does not fit its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// A quote is never closed.
    Open,
    /// It has another number of cells.
    Cells {
        /// How many the row has.
        cells: usize,
        /// How many the header has.
        columns: usize,
    },
}

impl From<Misfit> for Problem {
    fn from(misfit: Misfit) -> Self {
        let Misfit::Cells { cells, columns } = misfit else {
            return Self::of_row("a quote is opened here and never closed");
        };
        let help = if cells > columns {
            ": put quotes around a cell that holds the separator"
        } else {
            ""
        };
        let cells = counted(cells, "cell", "cells");
        Self::of_row(format!("{cells}, where the header has {columns}{help}"))
    }
}

/// A row that may be the header.
struct Candidate {
    delimiter: u8,
    titles: Vec<String>,
    places: Vec<(&'static str, Found)>,
    start: usize,
    end: usize,
    above: usize,
}

/// The first row that has all columns that are needed.
fn candidate(
    bytes: &[u8],
    delimiter: u8,
    form: &'static Form,
    options: &Options,
) -> Option<Candidate> {
    /// As many rows with words may be above a header.
    const ABOVE: usize = 50;
    let mut rows = rows(bytes, delimiter, form, options).take(ABOVE + 1);
    rows.find(|row| row.has_all(form))
}

/// The first row, taken for a header in want of a better one.
fn first_row(bytes: &[u8], form: &'static Form, options: &Options) -> Option<Candidate> {
    let mut lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
    let line = lines.find(|line| !line.is_empty()).unwrap_or_default();
    let count = |mark: &u8| memchr::memchr_iter(*mark, line).count();
    // The last of equals is the comma.
    let delimiter = [b'\t', b';', b','].into_iter().max_by_key(count)?;
    rows(bytes, delimiter, form, options).next()
}

/// The rows that are not blank, each taken for a header.
fn rows<'b>(
    bytes: &'b [u8],
    delimiter: u8,
    form: &'static Form,
    options: &'b Options,
) -> impl Iterator<Item = Candidate> + 'b {
    let mut records = Records::new(bytes, delimiter);
    let mut record = Record::default();
    let mut above = 0;
    std::iter::from_fn(move || {
        while records.read(&mut record) {
            if record.cells().all(is_empty) {
                continue;
            }
            let titles: Vec<String> = record
                .cells()
                .map(|cell| words(cell).into_owned())
                .collect();
            above += 1;
            return Some(Candidate {
                delimiter,
                places: places(&titles, form, options),
                titles,
                start: record.start(),
                end: records.offset(),
                above: above - 1,
            });
        }
        None
    })
}

impl Candidate {
    fn has_all(&self, form: &Form) -> bool {
        let is_there = |column: &Column| {
            let mut places = self.places.iter();
            places.any(|(name, found)| *name == column.name && *found != Found::Nowhere)
        };
        form.columns.iter().filter(|it| it.is_needed).all(is_there)
    }
}

/// Where each column of the form is: where the person says, or under its own name, or under another.
fn places(titles: &[String], form: &'static Form, options: &Options) -> Vec<(&'static str, Found)> {
    let folded_titles: Vec<String> = titles.iter().map(|title| folded(title)).collect();
    let mut taken = Vec::new();
    let mut places: Vec<(&'static str, Found)> = form
        .columns
        .iter()
        .map(|column| {
            let mapped = options.title_of(column.name).map(folded);
            let mapped = mapped.map_or(Found::Nowhere, |title| {
                found(&folded_titles, &taken, |it| *it == title)
            });
            let found = match mapped {
                Found::Nowhere => found(&folded_titles, &taken, |it| it == column.name),
                mapped => mapped,
            };
            if let Found::At(place) = found {
                taken.push(place);
            }
            (column.name, found)
        })
        .collect();
    for ((_, place), column) in places.iter_mut().zip(form.columns) {
        if *place == Found::Nowhere {
            let is_other = |title: &String| column.others.contains(&title.as_str());
            *place = found(&folded_titles, &taken, is_other);
            if let Found::At(place) = place {
                taken.push(*place);
            }
        }
    }
    places
}

/// The title that is meant, of those that no other column has.
fn found(titles: &[String], taken: &[usize], is_meant: impl Fn(&String) -> bool) -> Found {
    let titles = titles.iter().enumerate();
    let mut meant = titles.filter(|(place, title)| !taken.contains(place) && is_meant(title));
    match (meant.next(), meant.next()) {
        (None, _) => Found::Nowhere,
        (Some((place, _)), None) => Found::At(place),
        (Some((first, _)), Some((second, _))) => Found::Either(first, second),
    }
}
