//! A log of trainings taken: a table with the CKC codes of each in the column `ckc`, and optionally the
//! `learner`, the `training`, its `date` and its `hours`.
//!
//! [`Rows`] decodes the rows of some bytes one by one and keeps none; [`Log`] holds all rows
//! of a file. What is not taken yet is not a row: a plan that is not filled in, the sum at the end, a training
//! before or after the dates that are asked for. Bad cells are told, and the caller decides whether to go
//! on without them.

mod columns;
mod oddities;
mod reader;
mod rows;

use std::collections::HashSet;

use crate::query::reference::{Cause, NotFound};
use crate::record::{CkcCode, ItemIndex};
use crate::sheet::{BadCells, Hundredths, Options, Sheet, Table, TableError};
use crate::text::{counted, nearest};
use crate::training::codes::Codes;
pub use columns::FORM;
pub(crate) use columns::{CKC_TITLES, HOURS_TITLES, TRAINING_TITLES};
pub use oddities::Oddities;
pub(crate) use oddities::unlisted_note;
pub use reader::LogReader;
pub use rows::{Entry, Read, Rows};

/// A log, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// The file, as people call it.
    pub name: String,
    /// Whether it has a column `learner`.
    pub has_learners: bool,
    /// Whether it has a column `hours`.
    pub has_hours: bool,
    /// The rows that can be read, in order.
    pub rows: Vec<LogRow>,
    /// What cannot be read; its cells or rows are left out.
    pub bad: Option<BadCells>,
    /// What is odd and was read all the same.
    pub notes: Vec<String>,
}

/// One row of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRow {
    /// The line it begins in, 1-based.
    pub line: u32,
    /// Who took the training: text, also where it looks like a number. `None` without such a column.
    pub learner: Option<String>,
    /// The training; `None` where nothing is said.
    pub training: Option<String>,
    /// When, as written; `None` where nothing is said.
    pub date: Option<String>,
    /// How long; `None` where nothing is said.
    pub hours: Option<Hundredths>,
    /// Another row before it is the same, of one training on one date: its hours are counted there.
    pub is_repeat: bool,
    /// The CKC items, each once, in the order of the cell.
    pub items: Vec<ItemIndex>,
    /// Codes that the crosswalk does not list though its numbering implies them.
    pub unlisted: Vec<CkcCode>,
}

impl Log {
    /// Reads a log.
    ///
    /// # Errors
    /// When it cannot be read, has no header, or one without `ckc`. What is wrong below the header is in
    /// [`Log::bad`].
    pub fn read(table: Table, codes: Codes, options: &Options) -> Result<Self, TableError> {
        let sheet = Sheet::read(table, &FORM, options)?;
        let reader = LogReader::new(sheet.header.clone(), codes, options, sheet.body())
            .map_err(TableError::Header)?;
        let mut log = Self {
            name: sheet.header.name.clone(),
            has_learners: reader.has_learners(),
            has_hours: reader.has_hours(),
            rows: Vec::new(),
            bad: None,
            notes: Vec::new(),
        };
        let mut rows = Rows::new(&reader, sheet.body());
        let mut lines = sheet.lines();
        let (mut bad, mut bad_count, mut bad_rows) = (Vec::new(), 0, 0);
        let mut seen = HashSet::new();
        while let Some(Read {
            start,
            entry,
            problems,
            problem_count,
        }) = rows.read()
        {
            let line = lines.line(start);
            bad_count += problem_count;
            bad_rows += usize::from(entry.is_none());
            bad.extend(
                problems
                    .into_iter()
                    .map(|problem| problem.at(&reader.header, line)),
            );
            if let Some(entry) = entry {
                let mut identity = Vec::new();
                let is_repeat = entry.hours > Some(Hundredths(0))
                    && reader.identify(&entry, &mut identity)
                    && !seen.insert(identity);
                log.rows.push(LogRow {
                    is_repeat,
                    ..reader.row(&entry, line)
                });
            }
        }
        log.bad = BadCells::of(bad, bad_count, bad_rows);
        log.notes = reader.notes();
        let unit = reader.header.unit;
        let oddities = &rows.oddities;
        log.notes
            .extend(oddities.notes(reader.codes(), unit, |place| sheet.lines().line(place)));
        log.notes.extend(repeats_note(
            log.rows.iter().filter(|row| row.is_repeat).count(),
        ));
        Ok(log)
    }
}

/// Says how many rows are the same as others.
#[must_use]
pub fn repeats_note(repeats: usize) -> Option<String> {
    (repeats > 0).then(|| {
        let rows = counted(repeats, "row repeats", "rows repeat");
        format!("{rows} another of the same training on the same date; the hours are counted once")
    })
}

/// Nobody in a log has this name; the nearest of those who are in it are offered.
pub fn no_learner<'n>(
    name: &str,
    learners: impl Iterator<Item = std::borrow::Cow<'n, str>>,
) -> NotFound {
    let known = learners.map(|learner| (learner.clone(), learner.into_owned()));
    NotFound::new(name, Cause::NoLearner, nearest(name, known))
}

#[cfg(all(test, feature = "documents"))]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    fn log(text: &str) -> Log {
        let catalogue = Catalogue::built_in();
        let table = Table::of_text("log.csv", text);
        Log::read(table, Codes::new(&catalogue), &Options::default()).expect("a log")
    }

    /// Learner, items and line of each row.
    fn rows(log: &Log) -> Vec<(Option<&str>, Vec<usize>, u32)> {
        let rows = log.rows.iter();
        let places = |row: &LogRow| row.items.iter().map(|item| item.place()).collect();
        rows.map(|row| (row.learner.as_deref(), places(row), row.line))
            .collect()
    }

    #[test]
    fn a_log_is_read_however_a_spreadsheet_writes_it() {
        let plain = log("learner,ckc,hours\n007,1.1 1.10,1.5\n7,CKC 7.6,\n");
        let expected = vec![(Some("007"), vec![0, 9], 2), (Some("7"), vec![44], 3)];
        assert_eq!(rows(&plain), expected);
        assert_eq!(plain.rows[0].hours, Some(Hundredths(150)));
        assert_eq!(plain.rows[1].hours, None);
        for text in [
            "Learner;CKC;Hours\r\n007;\"1.1; 1.10\";1,5\r\n7;7.6;\r\n",
            "\u{feff}HOURS\t ckc \tnote\tLEARNER\n1.50\t1.1,1.10,1.1\tx\t007\n\tckc:7.6\t\t7\n",
        ] {
            let other = log(text);
            assert_eq!(rows(&other), expected, "{text}");
            assert_eq!(other.rows[0].hours, plain.rows[0].hours);
        }
    }

    #[test]
    fn every_bad_row_is_named_and_no_other_is_lost() {
        let log = log("learner,training,ckc,hours\n\
             a,\"one\nline more\",1.1,2\n\
             a,x,4.9,2\n\
             \n\
             ,x,1.1 1.11,two\n\
             ,,,\n\
             a,x,1.1,2,3\n\
             a,x\n\
             b,y,,\n\
             b,\"z,1.1,1\n");
        let learners: Vec<_> = log
            .rows
            .iter()
            .map(|row| (row.line, row.learner.as_deref()))
            .collect();
        assert_eq!(learners, [(2, Some("a")), (10, Some("b"))]);
        let bad = log.bad.as_ref().expect("bad cells");
        let places: Vec<_> = bad.first.iter().map(|bad| (bad.line, bad.column)).collect();
        assert_eq!(
            places,
            [
                (4, Some("ckc")),
                (6, Some("ckc")),
                (6, Some("learner")),
                (6, Some("hours")),
                (8, None),
                (9, None),
                (11, None),
            ]
        );
        assert_eq!(
            bad.first[3].to_string(),
            "log.csv:6, column hours: “two” is not a number of hours: expected digits, and at most two \
             decimals, as in 12 or 1.25"
        );
        assert_eq!(
            log.notes,
            ["1 row has no CKC code, so that nothing is covered; the first is line 10"]
        );
    }

    #[test]
    fn columns_are_expected_once() {
        let error = |text: &str| {
            let catalogue = Catalogue::built_in();
            let table = Table::of_text("log.csv", text);
            let log = Log::read(table, Codes::new(&catalogue), &Options::default());
            log.expect_err("no log").to_string()
        };
        assert_eq!(
            error("code,hours\n1.1,2\n"),
            "log.csv:1: no column `ckc`: expected a log of trainings with the column ckc and, if you \
             like, learner, training, date and hours; the columns here: code, hours; --map says which column is meant"
        );
        assert_eq!(
            error("\nckc,Hours,hours\n"),
            "log.csv:2: two columns are called `hours`: rename one of them"
        );
    }

    #[test]
    fn a_code_that_lost_its_zero_is_pointed_out() {
        let has_note = |text: &str| log(text).notes.iter().any(|note| note.contains("1.10"));
        for text in [
            "ckc\n1.8\n1.9\n1.1\n",
            "learner,training,ckc\na,x,1.9\na,x,1.1\na,y,2.1\n",
            "ckc\n\"1.7, 1.8, 1.9, 1.1\"\n",
            "ckc\n\"1.8, 1.9\"\n\"1.1, 2.1\"\nCKC 1.10\n",
        ] {
            assert!(has_note(text), "{text}");
        }
        for text in [
            "ckc\n1.9\n1.1\n1.10\n",
            "ckc\n1.9\nCKC 1.1\n",
            "ckc\nCKC 1.9\n1.1\n",
            "ckc\n1.1\n1.9\n",
            "ckc\n1.9\n2.1\n1.1\n",
            "ckc\n7.9\n7.1\n",
            "learner,training,ckc\na,x,1.9\na,y,1.1\n",
            "learner,training,ckc\na,x,1.9\nb,x,1.1\n",
        ] {
            assert!(!has_note(text), "{text}");
        }
    }
}
