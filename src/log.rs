//! A log of trainings taken: a CSV with the CKC codes of each in the column `ckc`, and optionally the
//! `learner`, the `training`, its `date` and its `hours`.
//!
//! [`Rows`] decodes the rows of some bytes one after the other and keeps none; [`Log`] holds all rows
//! of a file. A row with a bad cell is no row: its problems are told, and the caller decides whether
//! to go on.

use crate::codes::{Codes, Spelled};
use crate::record::CkcCode;
use crate::reference::{Cause, NotFound};
use crate::sheet::{BadCell, Header, Hundredths, Problem, Record, Records, Sheet, words};
use crate::source::Document;

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
    /// What cannot be read, in order; its rows are not among the rows.
    pub bad: Vec<BadCell>,
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
    /// The CKC items by index, each once, in the order of the cell.
    pub items: Vec<usize>,
}

/// How the rows of one file are decoded.
#[derive(Debug)]
pub struct LogReader<'c> {
    /// The header of the file.
    pub header: Header,
    codes: Codes<'c>,
    ckc: usize,
    learner: Option<usize>,
    training: Option<usize>,
    date: Option<usize>,
    hours: Option<usize>,
}

/// The rows of some bytes of a log, decoded one after the other.
#[derive(Debug)]
pub struct Rows<'r, 'b> {
    reader: &'r LogReader<'r>,
    records: Records<'b>,
    record: Record<'b>,
    before: Record<'b>,
    codes: Vec<Spelled>,
    /// The domain of the code that the row before ends with, if that is a bare `N.9`.
    nine_before: Option<u8>,
    /// What is odd so far.
    pub oddities: Oddities,
}

/// A row that is just being read.
#[derive(Debug)]
pub struct Entry<'r> {
    /// Its cells.
    pub record: &'r Record<'r>,
    /// Its codes, in the order of the cell, also one that is there twice.
    pub codes: &'r [Spelled],
    /// How long; `None` where nothing is said.
    pub hours: Option<Hundredths>,
}

/// What is odd in a log, and is read all the same. Places are bytes of what was read.
#[derive(Debug, Clone, Default)]
pub struct Oddities {
    /// How many rows have no code, and where the first is.
    without_code: u64,
    first_without_code: Option<usize>,
    /// The domains in which a bare `N.1` follows right after a bare `N.9`, in one cell or in rows of the
    /// same learner and training, and where first.
    ///
    /// A spreadsheet that takes 1.10 for a number writes 1.1, and it does so to every bare 1.10: where
    /// one is left, 1.1 is meant. Sorted codes have 1.10 after 1.9, and nothing else falls from one to
    /// the other so often as to be worth a false alarm.
    after_nine: Vec<(u8, usize)>,
    /// The domains of bare codes `N.10`, as bits.
    tens: u128,
}

const CKC: &str = "ckc";
const LEARNER: &str = "learner";
const HOURS: &str = "hours";

/// What a log is.
const EXPECTED: &str =
    "a log of trainings with the column ckc and, if you like, learner, training, date and hours";

impl Log {
    /// Reads a log.
    ///
    /// # Errors
    /// When it has no header, or one without `ckc`. What is wrong below the header is in
    /// [`Log::bad`].
    pub fn read(document: &Document, codes: Codes) -> Result<Self, BadCell> {
        let sheet = Sheet::read(document)?;
        let reader = LogReader::new(sheet.header.clone(), codes)?;
        let mut log = Self {
            name: document.name.clone(),
            has_learners: reader.learner.is_some(),
            has_hours: reader.hours.is_some(),
            rows: Vec::new(),
            bad: Vec::new(),
            notes: Vec::new(),
        };
        let mut rows = Rows::new(&reader, sheet.body);
        let mut lines = sheet.lines();
        while let Some((start, row)) = rows.read() {
            let line = lines.line(start);
            match row {
                Ok(entry) => log.rows.push(reader.row(&entry, line)),
                Err(problems) => {
                    let bad = problems.into_iter();
                    log.bad
                        .extend(bad.map(|problem| problem.at(&document.name, line)));
                }
            }
        }
        log.notes = rows
            .oddities
            .notes(&reader.codes, |place| sheet.lines().line(place));
        Ok(log)
    }
}

/// Nobody in a log has this name; the nearest of those who are in it are offered.
pub fn no_learner<'n>(
    name: &str,
    learners: impl Iterator<Item = std::borrow::Cow<'n, str>>,
) -> NotFound {
    /// Names less alike than this help nobody.
    const ALIKE: f64 = 0.6;
    /// How many are offered.
    const OFFERED: usize = 3;
    let likeness = |learner: &str| {
        strsim::normalized_damerau_levenshtein(&learner.to_lowercase(), &name.to_lowercase())
    };
    let near = learners.map(|learner| (likeness(&learner), learner.into_owned()));
    let mut near: Vec<_> = near.filter(|(alike, _)| *alike >= ALIKE).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    NotFound {
        name: name.to_owned(),
        cause: Cause::NoLearner,
        nearest: near
            .into_iter()
            .take(OFFERED)
            .map(|(_, name)| name)
            .collect(),
    }
}

impl<'c> LogReader<'c> {
    /// A reader of rows under this header.
    ///
    /// # Errors
    /// When there is no column `ckc`, or two of a name.
    pub fn new(header: Header, codes: Codes<'c>) -> Result<Self, BadCell> {
        Ok(Self {
            ckc: header.expect(CKC, EXPECTED)?,
            learner: header.find(LEARNER)?,
            training: header.find("training")?,
            date: header.find("date")?,
            hours: header.find(HOURS)?,
            header,
            codes,
        })
    }

    /// The codes that it knows.
    #[must_use]
    pub fn codes(&self) -> &Codes<'c> {
        &self.codes
    }

    /// Whether there is a column `learner`.
    #[must_use]
    pub fn has_learners(&self) -> bool {
        self.learner.is_some()
    }

    /// Whether there is a column `hours`.
    #[must_use]
    pub fn has_hours(&self) -> bool {
        self.hours.is_some()
    }

    /// Who took the training; `None` without such a column.
    #[must_use]
    pub fn learner<'r>(&self, entry: &Entry<'r>) -> Option<&'r [u8]> {
        self.learner.map(|place| entry.record.cell(place))
    }

    fn row(&self, entry: &Entry, line: u32) -> LogRow {
        let text = |place: Option<usize>| {
            let cell = entry.record.cell(place?);
            (!cell.is_empty()).then(|| words(cell).into_owned())
        };
        let mut items = Vec::with_capacity(entry.codes.len());
        for spelled in entry.codes {
            if !items.contains(&spelled.item) {
                items.push(spelled.item);
            }
        }
        LogRow {
            line,
            learner: text(self.learner),
            training: text(self.training),
            date: text(self.date),
            hours: entry.hours,
            items,
        }
    }

    /// Decodes a record; the codes are put into `codes`.
    fn decode(
        &self,
        record: &Record,
        codes: &mut Vec<Spelled>,
    ) -> Result<Option<Hundredths>, Vec<Problem>> {
        codes.clear();
        if let Some(misfit) = self.header.misfit(record.len(), record.is_open()) {
            return Err(vec![misfit]);
        }
        let read = self
            .codes
            .read(CKC, record.cell(self.ckc), |spelled| codes.push(spelled));
        let mut problems = read.err().unwrap_or_default();
        if self
            .learner
            .is_some_and(|place| record.cell(place).is_empty())
        {
            problems.push(Problem::of_cell(LEARNER, "nobody is named"));
        }
        let hours = match self.hours.map_or(&[][..], |place| record.cell(place)) {
            [] => None,
            cell => match words(cell).parse::<Hundredths>() {
                Ok(hours) => Some(hours),
                Err(error) => {
                    let problem = format!("“{}” is no number of hours: {error}", words(cell));
                    problems.push(Problem::of_cell(HOURS, problem));
                    None
                }
            },
        };
        if problems.is_empty() {
            Ok(hours)
        } else {
            Err(problems)
        }
    }

    /// Whether two rows are of one learner and one training, as far as the columns say.
    fn are_alike(&self, record: &Record, other: &Record) -> bool {
        let mut places = [self.learner, self.training].into_iter().flatten();
        places.all(|place| record.cell(place) == other.cell(place))
    }
}

impl<'r, 'b> Rows<'r, 'b> {
    /// The rows of bytes that begin at one.
    #[must_use]
    pub fn new(reader: &'r LogReader<'r>, bytes: &'b [u8]) -> Self {
        Self {
            records: Records::new(bytes, reader.header.delimiter),
            reader,
            record: Record::default(),
            before: Record::default(),
            codes: Vec::new(),
            nine_before: None,
            oddities: Oddities::default(),
        }
    }

    /// Decodes the next row that is not blank, and says at which byte it begins.
    pub fn read(&mut self) -> Option<(usize, Result<Entry<'_>, Vec<Problem>>)> {
        loop {
            if self.nine_before.is_some() {
                std::mem::swap(&mut self.record, &mut self.before);
            }
            if !self.records.read(&mut self.record) {
                return None;
            }
            let start = self.record.range().start;
            match self.reader.decode(&self.record, &mut self.codes) {
                Ok(hours) => {
                    self.look_out(start);
                    let entry = Entry {
                        record: &self.record,
                        codes: &self.codes,
                        hours,
                    };
                    return Some((start, Ok(entry)));
                }
                Err(_) if self.record.cells().all(<[u8]>::is_empty) => self.nine_before = None,
                Err(problems) => {
                    self.nine_before = None;
                    return Some((start, Err(problems)));
                }
            }
        }
    }

    /// Looks out for what is odd in a row.
    fn look_out(&mut self, start: usize) {
        if self.codes.is_empty() {
            self.oddities.without_code += 1;
            self.oddities.first_without_code.get_or_insert(start);
        }
        let mut nine = self.nine_before.take();
        for (place, spelled) in self.codes.iter().enumerate() {
            let CkcCode { domain, number } = spelled.code;
            if spelled.is_bare && number == 1 && nine == Some(domain) {
                let is_neighbour = place > 0 || self.reader.are_alike(&self.record, &self.before);
                if is_neighbour {
                    self.oddities.add_after_nine(domain, start);
                }
            }
            if spelled.is_bare && number == 10 {
                self.oddities.tens |= 1 << domain;
            }
            nine = (spelled.is_bare && number == 9).then_some(domain);
        }
        self.nine_before = nine;
    }
}

impl Oddities {
    fn add_after_nine(&mut self, domain: u8, place: usize) {
        let before = self.after_nine.iter_mut().find(|it| it.0 == domain);
        match before {
            Some(before) => before.1 = before.1.min(place),
            None => self.after_nine.push((domain, place)),
        }
    }

    /// Makes other places of its places: lines of bytes.
    pub fn move_places(&mut self, moved: impl Fn(usize) -> usize) {
        self.first_without_code = self.first_without_code.map(&moved);
        for (_, place) in &mut self.after_nine {
            *place = moved(*place);
        }
    }

    /// Adds what was found further on, from the place `start`.
    pub fn add(&mut self, later: &Self, start: usize) {
        let first = later.first_without_code.map(|place| place + start);
        self.first_without_code = self.first_without_code.or(first);
        self.without_code += later.without_code;
        self.tens |= later.tens;
        for (domain, place) in &later.after_nine {
            self.add_after_nine(*domain, place + start);
        }
    }

    /// What there is to say of them; `line` is the line of a place.
    pub fn notes(&self, codes: &Codes, line: impl Fn(usize) -> u32) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(first) = self.first_without_code {
            let rows = match self.without_code {
                1 => "1 row has".to_owned(),
                count => format!("{count} rows have"),
            };
            notes.push(format!(
                "{rows} no CKC code, so that nothing is covered; the first is line {}",
                line(first)
            ));
        }
        let mut after_nine = self.after_nine.iter();
        let lost = after_nine.find(|(domain, _)| {
            let ten = CkcCode {
                domain: *domain,
                number: 10,
            };
            self.tens >> domain & 1 == 0 && codes.catalogue().item(ten).is_some()
        });
        if let Some((domain, place)) = lost {
            notes.push(format!(
                "line {}: {domain}.1 stands right after {domain}.9, and {domain}.10 nowhere in the file: a \
                 spreadsheet may have made {domain}.1 of {domain}.10; write CKC {domain}.10, which stays as it is",
                line(*place)
            ));
        }
        notes
    }
}

#[cfg(all(test, feature = "documents"))]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    fn log(text: &str) -> Log {
        let catalogue = Catalogue::built_in();
        let document = Document::new("log", "log.csv", text.to_owned().into());
        Log::read(&document, Codes::new(&catalogue)).expect("a log")
    }

    /// Learner, items and line of each row.
    fn rows(log: &Log) -> Vec<(Option<&str>, Vec<usize>, u32)> {
        let rows = log.rows.iter();
        rows.map(|row| (row.learner.as_deref(), row.items.clone(), row.line))
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
             a,x,4.4,2\n\
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
        let places: Vec<_> = log.bad.iter().map(|bad| (bad.line, bad.column)).collect();
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
            log.bad[3].to_string(),
            "log.csv:6, column hours: “two” is no number of hours: expected digits, and at most two \
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
            let document = Document::new("log", "log.csv", text.to_owned().into());
            let error = Log::read(&document, Codes::new(&catalogue)).expect_err("no log");
            error.to_string()
        };
        assert_eq!(
            error("code,hours\n1.1,2\n"),
            "log.csv:1: no column `ckc`: expected a log of trainings with the column ckc and, if you \
             like, learner, training, date and hours; the columns here: code, hours"
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
