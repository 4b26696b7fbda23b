//! What is wrong in a table, and how that is told: the one place that words it.

use std::fmt;

use super::Header;
use crate::text::counted;

/// What a table's rows are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// The lines of a text.
    Line,
    /// The rows of a workbook's sheet.
    Row,
}

/// What is wrong in a cell, or in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The name of the column; `None` where the row is wrong.
    pub column: Option<&'static str>,
    /// What is wrong.
    pub problem: String,
    /// What may have been meant.
    pub nearest: Vec<String>,
}

/// What is wrong in a row. Each problem counts, but only as many as may be shown are put in words: a file of
/// bad rows costs what a file of good rows costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    /// The problems of the row at hand, while there is room for them.
    worded: Vec<Problem>,
    /// How many the row at hand has.
    count: usize,
    /// How many more may be put in words.
    room: usize,
}

/// A cell, or a row, that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCell {
    /// The file, as people call it.
    pub name: String,
    /// What `line` counts.
    pub unit: Unit,
    /// The line, 1-based.
    pub line: u32,
    /// The name of the column; `None` where the row is wrong.
    pub column: Option<&'static str>,
    /// What is wrong.
    pub problem: String,
    /// What may have been meant.
    pub nearest: Vec<String>,
}

/// The cells that cannot be read, of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCells {
    /// The first of them, in the order of the file.
    pub first: Vec<BadCell>,
    /// How many there are.
    pub count: usize,
    /// How many rows are left out for them; of the others only the bad cells are.
    pub rows: usize,
}

impl Unit {
    /// `line 3`.
    #[must_use]
    pub fn at(self, line: u32) -> String {
        format!("{} {line}", self.name())
    }

    /// `line`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Row => "row",
        }
    }
}

impl Problem {
    /// Something is wrong with a cell of this column.
    pub fn of_cell(column: &'static str, problem: impl Into<String>) -> Self {
        Self {
            column: Some(column),
            ..Self::of_row(problem)
        }
    }

    /// Something is wrong with a row.
    pub fn of_row(problem: impl Into<String>) -> Self {
        Self {
            column: None,
            problem: problem.into(),
            nearest: Vec::new(),
        }
    }

    /// The same, and what may have been meant.
    #[must_use]
    pub fn nearest(self, nearest: Vec<String>) -> Self {
        Self { nearest, ..self }
    }

    /// The same, with its place in the file of this header.
    #[must_use]
    pub fn at(self, header: &Header, line: u32) -> BadCell {
        self.in_file(&header.name, header.unit, line)
    }

    /// The same, with its place.
    #[must_use]
    pub fn in_file(self, name: &str, unit: Unit, line: u32) -> BadCell {
        BadCell {
            name: name.to_owned(),
            unit,
            line,
            column: self.column,
            problem: self.problem,
            nearest: self.nearest,
        }
    }
}

impl Default for Problems {
    /// None yet, of a file.
    fn default() -> Self {
        Self {
            worded: Vec::new(),
            count: 0,
            room: BadCells::SHOWN,
        }
    }
}

impl Problems {
    /// Counts one more; it is made only if it may be shown.
    pub fn add(&mut self, problem: impl FnOnce() -> Problem) {
        self.count += 1;
        if self.worded.len() < self.room {
            self.worded.push(problem());
        }
    }

    /// How many the row at hand has.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// Forgets those of the row at hand.
    pub fn clear(&mut self) {
        self.worded.clear();
        self.count = 0;
    }

    /// Those of the row at hand that may be shown, which then counts no more.
    pub fn take(&mut self) -> Vec<Problem> {
        self.count = 0;
        self.room -= self.worded.len();
        std::mem::take(&mut self.worded)
    }
}

impl fmt::Display for BadCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unit {
            Unit::Line => write!(f, "{}:{}", self.name, self.line)?,
            Unit::Row => write!(f, "{}, row {}", self.name, self.line)?,
        }
        if let Some(column) = self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.problem)?;
        if !self.nearest.is_empty() {
            f.write_str("; the nearest:")?;
        }
        let mut nearest = self.nearest.iter();
        nearest.try_for_each(|nearest| write!(f, "\n  {nearest}"))
    }
}

impl std::error::Error for BadCell {}

impl BadCells {
    /// How many are shown.
    pub const SHOWN: usize = 20;

    /// So many of a file, the first of them in its order, for which so many rows are left out; `None` where
    /// there is none.
    #[must_use]
    pub fn of(mut first: Vec<BadCell>, count: usize, rows: usize) -> Option<Self> {
        first.truncate(Self::SHOWN);
        (count > 0).then_some(Self { first, count, rows })
    }

    /// Refuses the file, or where bad cells may be left out gives the note that says so.
    ///
    /// # Errors
    /// When they may not.
    pub fn or_left_out(self, skip: bool) -> Result<String, Self> {
        if skip { Ok(self.left_out()) } else { Err(self) }
    }

    fn left_out(&self) -> String {
        let cells = counted(self.count, "cell or row cannot", "cells or rows cannot");
        let rows = match self.rows {
            0 => "no whole row is left out".to_owned(),
            rows => counted(rows, "whole row is left out", "whole rows are left out"),
        };
        format!(
            "{cells} be read and {} left out; {rows}:\n{}",
            if self.count == 1 { "is" } else { "are" },
            self.list()
        )
    }

    fn list(&self) -> String {
        let mut lines: Vec<String> = self.first.iter().map(ToString::to_string).collect();
        match self.count - self.first.len() {
            0 => {}
            more => lines.push(format!("… and {more} more in this file")),
        }
        lines.join("\n")
    }
}

impl fmt::Display for BadCells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.list())?;
        f.write_str(
            "nothing was computed: correct the file, or leave these cells out with --skip-bad",
        )
    }
}

impl std::error::Error for BadCells {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_counts_and_only_those_that_may_be_shown_are_made() {
        let mut problems = Problems::default();
        let (mut made, mut count, mut shown) = (0, 0, 0);
        for _ in 0..BadCells::SHOWN {
            for _ in 0..2 {
                problems.add(|| {
                    made += 1;
                    Problem::of_row("bad")
                });
            }
            count += problems.count();
            shown += problems.take().len();
        }
        assert_eq!(count, 2 * BadCells::SHOWN);
        assert_eq!((made, shown), (BadCells::SHOWN, BadCells::SHOWN));
    }

    #[test]
    fn a_row_that_does_not_count_takes_no_room() {
        let mut problems = Problems::default();
        problems.add(|| Problem::of_row("of a row that is left out"));
        problems.clear();
        assert_eq!(problems.count(), 0);
        problems.add(|| Problem::of_row("of the next row"));
        assert_eq!(problems.take(), [Problem::of_row("of the next row")]);
    }
}
