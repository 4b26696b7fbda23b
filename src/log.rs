//! A log of trainings taken: a table with the CKC codes of each in the column `ckc`, and optionally the
//! `learner`, the `training`, its `date` and its `hours`.
//!
//! [`Rows`] decodes the rows of some bytes one after the other and keeps none; [`Log`] holds all rows
//! of a file. What is not taken yet is no row: a plan that is not filled in, the sum at the end, a training
//! before or after the dates that are asked for. Bad cells are told, and the caller decides whether to go
//! on without them.

mod oddities;

use std::collections::HashSet;

use crate::codes::{Codes, Found};
use crate::record::CkcCode;
use crate::reference::{Cause, NotFound};
use crate::sheet::{
    BadCell, BadCells, Column, Date, Dated, Form, Header, Hundredths, Options, Order, Problem,
    Record, Records, Sheet, Table, TableError, counted, folded, is_empty, words,
};
pub use oddities::Oddities;
use oddities::Oddity;
pub(crate) use oddities::unlisted_note;

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
    /// The CKC items by index, each once, in the order of the cell.
    pub items: Vec<usize>,
    /// Codes that the crosswalk does not list though its numbering implies them.
    pub unlisted: Vec<CkcCode>,
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
    /// What was offered or planned has no date until it is taken.
    is_plan: bool,
    period: Period,
}

/// Which dates count, and how they are written.
#[derive(Debug, Clone, Copy)]
struct Period {
    order: Option<Order>,
    since: Option<Date>,
    until: Option<Date>,
}

/// The rows of some bytes of a log, decoded one after the other.
#[derive(Debug)]
pub struct Rows<'r, 'b> {
    reader: &'r LogReader<'r>,
    records: Records<'b>,
    record: Record<'b>,
    before: Record<'b>,
    found: Found,
    /// The domain of the code that the row before ends with, if that is a bare `N.9`.
    nine_before: Option<u8>,
    /// What is odd so far.
    pub oddities: Oddities,
}

/// A row that has been read.
#[derive(Debug)]
pub struct Read<'r> {
    /// At which byte it begins.
    pub start: usize,
    /// What can be read of it; `None` where the row is left out whole.
    pub entry: Option<Entry<'r>>,
    /// What cannot be read of it.
    pub problems: Vec<Problem>,
}

/// A row that is just being read.
#[derive(Debug)]
pub struct Entry<'r> {
    /// Its cells.
    pub record: &'r Record<'r>,
    /// Its codes.
    pub codes: &'r Found,
    /// How long; `None` where nothing is said.
    pub hours: Option<Hundredths>,
}

/// What becomes of a record.
enum Decoded {
    /// It counts, for so many hours.
    Row(Option<Hundredths>),
    /// It cannot be read.
    Bad,
    /// It does not count.
    Odd(Oddity),
    /// Nothing is in it, or it is of a time that is not asked for.
    Nothing,
}

const CKC: &str = "ckc";
const LEARNER: &str = "learner";
const TRAINING: &str = "training";
const DATE: &str = "date";
const HOURS: &str = "hours";

/// What a log is, and what others call its columns.
pub static FORM: Form = Form {
    expected: "a log of trainings with the column ckc and, if you like, learner, training, date and hours",
    columns: &[
        Column {
            name: CKC,
            others: CKC_TITLES,
            is_needed: true,
        },
        Column {
            name: LEARNER,
            others: &[
                "learnerid",
                "learnername",
                "participant",
                "participantid",
                "participantname",
                "attendee",
                "attendeename",
                "trainee",
                "traineename",
                "student",
                "studentid",
                "studentname",
                "person",
                "personid",
                "staff",
                "staffname",
                "staffid",
                "employee",
                "employeename",
                "employeeid",
                "consultant",
                "consultantname",
            ],
            is_needed: false,
        },
        Column {
            name: TRAINING,
            others: TRAINING_TITLES,
            is_needed: false,
        },
        Column {
            name: DATE,
            others: &[
                "dateoftraining",
                "trainingdate",
                "datecompleted",
                "completiondate",
                "completedon",
                "completed",
                "datetaken",
                "dateattended",
                "coursedate",
                "sessiondate",
                "eventdate",
            ],
            is_needed: false,
        },
        Column {
            name: HOURS,
            others: HOURS_TITLES,
            is_needed: false,
        },
    ],
};

/// What others call the column of codes.
pub(crate) const CKC_TITLES: &[&str] = &[
    "ckccode",
    "ckccodes",
    "ckcitem",
    "ckcitems",
    "ckcs",
    "wvckc",
    "wvckccodes",
    "ckccompetency",
    "ckccompetencies",
    "ckcarea",
    "ckcareas",
    "ckcnumber",
    "ckcnumbers",
    "ckccontentareas",
    "corecompetencies",
    "coreknowledgeandcompetencies",
    "coreknowledgecompetencies",
];

/// What others call the title of a training.
pub(crate) const TRAINING_TITLES: &[&str] = &[
    "title",
    "trainingtitle",
    "trainingname",
    "titleoftraining",
    "nameoftraining",
    "course",
    "coursetitle",
    "coursename",
    "workshop",
    "session",
    "sessiontitle",
    "event",
    "eventtitle",
    "eventname",
];

/// What others call the hours of a training.
pub(crate) const HOURS_TITLES: &[&str] = &[
    "hour",
    "hrs",
    "contacthours",
    "contacthrs",
    "traininghours",
    "clockhours",
    "numberofhours",
    "noofhours",
    "ofhours",
    "hourscompleted",
    "hoursattended",
    "hoursearned",
    "lengthinhours",
    "durationhours",
    "durationinhours",
];

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
            has_learners: reader.learner.is_some(),
            has_hours: reader.hours.is_some(),
            rows: Vec::new(),
            bad: None,
            notes: Vec::new(),
        };
        let mut rows = Rows::new(&reader, sheet.body());
        let mut lines = sheet.lines();
        let (mut bad, mut bad_rows) = (Vec::new(), 0);
        let mut seen = HashSet::new();
        while let Some(Read {
            start,
            entry,
            problems,
        }) = rows.read()
        {
            let line = lines.line(start);
            bad_rows += usize::from(entry.is_none() && !problems.is_empty());
            bad.extend(
                problems
                    .into_iter()
                    .map(|problem| problem.at(&reader.header, line)),
            );
            if let Some(entry) = entry {
                let mut identity = Vec::new();
                let is_repeat = reader.identify(&entry, &mut identity) && !seen.insert(identity);
                log.rows.push(LogRow {
                    is_repeat,
                    ..reader.row(&entry, line)
                });
            }
        }
        log.bad = BadCells::of(bad, bad_rows);
        log.notes = reader.notes();
        let unit = reader.header.unit;
        let oddities = &rows.oddities;
        log.notes
            .extend(oddities.notes(&reader.codes, unit, |place| sheet.lines().line(place)));
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
    /// A reader of rows under this header; the first of them show how dates are written.
    ///
    /// # Errors
    /// When there is no column `ckc`, two of a name, or the table is no log.
    pub fn new(
        header: Header,
        codes: Codes<'c>,
        options: &Options,
        first_rows: &[u8],
    ) -> Result<Self, BadCell> {
        let date = header.find(DATE)?;
        let reader = Self {
            ckc: header.expect(CKC, FORM.expected)?,
            learner: header.find(LEARNER)?,
            training: header.find(TRAINING)?,
            date,
            hours: header.find(HOURS)?,
            is_plan: false,
            period: Period {
                order: options
                    .order
                    .or_else(|| order_of(first_rows, header.delimiter, date?)),
                since: options.since,
                until: options.until,
            },
            header,
            codes,
        };
        let is_plan = reader.learner.is_none() && reader.offers();
        if let Some(problem) = reader.not_a_log(is_plan) {
            return Err(Problem::of_row(problem).at(&reader.header, reader.header.line));
        }
        Ok(Self { is_plan, ..reader })
    }

    /// Whether the columns are those of trainings to choose from, or of a plan.
    fn offers(&self) -> bool {
        let titles: Vec<String> = self
            .header
            .titles
            .iter()
            .map(|title| folded(title))
            .collect();
        let has = |title: &str| titles.iter().any(|it| it == title);
        has("title") && (has("id") || has("training"))
    }

    fn not_a_log(&self, is_plan: bool) -> Option<String> {
        if self.date.is_some() {
            return None;
        }
        if is_plan {
            return Some(
                "it is a list of trainings to take, with their titles and without a date or a learner: expected a log of \
                 trainings that were taken. Give a catalogue as --trainings; in a plan, fill in a column `date`"
                    .to_owned(),
            );
        }
        (self.period.is_limited()).then(|| {
            let titles = self.header.titles.join(", ");
            format!("no column `date` for --since and --until; the columns here: {titles}")
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

    /// What a person should know of the header.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let like_a_learner = ["name", "email", "starsid", "registryid", "memberid", "id"];
        let title = |place: usize| &self.header.titles[place];
        let mut others = self.header.others().map(title);
        let who = others.find(|title| {
            let title = folded(title);
            like_a_learner.contains(&title.as_str())
                || FORM.columns[1]
                    .others
                    .iter()
                    .any(|other| title.contains(other) || title.contains(LEARNER))
                || ["name", "email"].iter().any(|word| title.ends_with(word))
        });
        let who = who.filter(|_| self.learner.is_none());
        let note = |title: &String| {
            format!(
                "no column `learner`: all rows count for one person; if “{title}” says whose they are, add --map learner=\"{title}\""
            )
        };
        self.header
            .note()
            .into_iter()
            .chain(who.map(note))
            .collect()
    }

    fn row(&self, entry: &Entry, line: u32) -> LogRow {
        let text = |place: Option<usize>| {
            let cell = words(entry.record.cell(place?));
            (!cell.is_empty()).then(|| cell.into_owned())
        };
        let mut items = Vec::with_capacity(entry.codes.codes.len());
        for spelled in &entry.codes.codes {
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
            is_repeat: false,
            items,
            unlisted: entry.codes.unlisted.clone(),
        }
    }

    /// Puts together what a row of one training on one date is the same by; says whether it is one.
    pub fn identify(&self, entry: &Entry, identity: &mut Vec<u8>) -> bool {
        identity.clear();
        let named =
            |place: Option<usize>| place.is_some_and(|place| !is_empty(entry.record.cell(place)));
        if !named(self.training) || !named(self.date) {
            return false;
        }
        for cell in entry.record.cells() {
            identity.extend_from_slice(cell);
            identity.push(0);
        }
        true
    }

    /// Decodes a record; the codes are put into `found`.
    fn decode(&self, record: &Record, found: &mut Found, problems: &mut Vec<Problem>) -> Decoded {
        if let Some(misfit) = self.header.misfit(record.len(), record.is_open()) {
            if record.cells().all(is_empty) {
                return Decoded::Nothing;
            }
            problems.push(misfit);
            return Decoded::Bad;
        }
        if self.is_total(record) {
            return Decoded::Odd(Oddity::Total);
        }
        self.codes.read(CKC, record.cell(self.ckc), found);
        if found.codes.is_empty() && record.cells().all(is_empty) {
            return Decoded::Nothing;
        }
        if self.is_not_taken(record) {
            return Decoded::Odd(Oddity::NotTaken);
        }
        let has_codes = !found.codes.is_empty() || !found.unlisted.is_empty();
        let mut is_bad = !has_codes && !found.problems.is_empty();
        problems.append(&mut found.problems);
        if self
            .learner
            .is_some_and(|place| is_empty(record.cell(place)))
        {
            problems.push(Problem::of_cell(LEARNER, "nobody is named"));
            is_bad = true;
        }
        let is_within = match self.is_within(record) {
            Ok(is_within) => is_within,
            Err(problem) => {
                problems.push(problem);
                is_bad |= self.period.is_limited();
                Some(true)
            }
        };
        let hours = self.hours_of(record).unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
        match is_within {
            _ if is_bad => Decoded::Bad,
            None => Decoded::Odd(Oddity::Undated),
            Some(true) => Decoded::Row(hours),
            Some(false) => {
                problems.clear();
                Decoded::Nothing
            }
        }
    }

    fn hours_of(&self, record: &Record) -> Result<Option<Hundredths>, Problem> {
        let cell = self.hours.map_or(&[][..], |place| record.cell(place));
        let cell = words(cell);
        if cell.is_empty() {
            return Ok(None);
        }
        Hundredths::of_hours(&cell).map(Some).map_err(|error| {
            Problem::of_cell(HOURS, format!("“{cell}” is not a number of hours: {error}"))
        })
    }

    /// Whether a row is of the time that is asked for; `None` where it has no date and one is needed.
    fn is_within(&self, record: &Record) -> Result<Option<bool>, Problem> {
        let cell = words(self.date.map_or(&[][..], |place| record.cell(place)));
        if cell.is_empty() {
            return Ok((!self.period.is_limited()).then_some(true));
        }
        let within = self.period.contains(&cell);
        within
            .map(Some)
            .map_err(|problem| Problem::of_cell(DATE, format!("“{cell}”: {problem}")))
    }

    /// Whether training, date and hours are empty, or of a plan the date.
    fn is_not_taken(&self, record: &Record) -> bool {
        let is_empty = |place: usize| is_empty(record.cell(place));
        if self.is_plan && self.date.is_some_and(is_empty) {
            return true;
        }
        let says = self.training.is_some() || self.date.is_some();
        let mut places = [self.training, self.date, self.hours].into_iter().flatten();
        says && places.all(is_empty)
    }

    /// Whether a row is the sum of others.
    fn is_total(&self, record: &Record) -> bool {
        const WORDS: [&str; 6] = [
            "total",
            "totals",
            "grandtotal",
            "subtotal",
            "sum",
            "totalhours",
        ];
        let is_one = |place: usize| {
            let cell = record.cell(place);
            let is_like =
                matches!(cell, [b'T' | b't' | b'G' | b'g' | b'S' | b's', ..] if cell.len() <= 16);
            is_like && WORDS.contains(&folded(&words(cell)).as_str())
        };
        let mut places = [self.learner, self.training, Some(0)].into_iter().flatten();
        places.any(is_one)
    }

    /// Whether two rows are of one learner and one training, as far as the columns say.
    fn are_alike(&self, record: &Record, other: &Record) -> bool {
        let mut places = [self.learner, self.training].into_iter().flatten();
        places.all(|place| record.cell(place) == other.cell(place))
    }
}

impl Period {
    fn is_limited(&self) -> bool {
        self.since.is_some() || self.until.is_some()
    }

    /// Whether a date is in it.
    fn contains(&self, cell: &str) -> Result<bool, String> {
        let is_in = |date: Date| date.is_within(self.since, self.until);
        let part = || "only a part of it is within --since and --until: write the day".to_owned();
        match Dated::read(cell, self.order)? {
            Dated::Sure(date) => is_in(date).ok_or_else(part),
            Dated::Either(mdy, dmy) if is_in(mdy) == is_in(dmy) => is_in(mdy).ok_or_else(part),
            Dated::Either(..) => Err(
                "nothing in the file shows whether the month or the day is first: add --dates mdy or --dates dmy"
                    .to_owned(),
            ),
        }
    }
}

/// The order of day and month in a column of dates; `None` where none shows it, or they differ.
fn order_of(rows: &[u8], delimiter: u8, date: usize) -> Option<Order> {
    let mut records = Records::new(rows, delimiter);
    let mut record = Record::default();
    let (mut mdy, mut dmy) = (false, false);
    while records.read(&mut record) {
        match Dated::order_shown(&words(record.cell(date))) {
            Some(Order::Mdy) => mdy = true,
            Some(Order::Dmy) => dmy = true,
            None => {}
        }
    }
    match (mdy, dmy) {
        (true, false) => Some(Order::Mdy),
        (false, true) => Some(Order::Dmy),
        _ => None,
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
            found: Found::default(),
            nine_before: None,
            oddities: Oddities::default(),
        }
    }

    /// Decodes the next row that counts or cannot be read.
    pub fn read(&mut self) -> Option<Read<'_>> {
        let mut problems = Vec::new();
        let (start, hours, is_bad) = loop {
            if self.nine_before.is_some() {
                std::mem::swap(&mut self.record, &mut self.before);
            }
            if !self.records.read(&mut self.record) {
                return None;
            }
            let start = self.record.range().start;
            match self
                .reader
                .decode(&self.record, &mut self.found, &mut problems)
            {
                Decoded::Row(hours) => {
                    self.look_out(start);
                    break (start, hours, false);
                }
                Decoded::Bad => {
                    self.nine_before = None;
                    break (start, None, true);
                }
                Decoded::Odd(oddity) => self.oddities.add_row(oddity, start),
                Decoded::Nothing => {}
            }
            problems.clear();
            self.nine_before = None;
        };
        let entry = Entry {
            record: &self.record,
            codes: &self.found,
            hours,
        };
        Some(Read {
            start,
            entry: (!is_bad).then_some(entry),
            problems,
        })
    }

    /// Looks out for what is odd in a row.
    fn look_out(&mut self, start: usize) {
        if self.found.codes.is_empty() && self.found.unlisted.is_empty() {
            self.oddities.add_row(Oddity::WithoutCode, start);
        }
        self.oddities.add_codes(&self.found, start);
        let mut nine = self.nine_before.take();
        for (place, spelled) in self.found.codes.iter().enumerate() {
            let CkcCode { domain, number } = spelled.code;
            if spelled.is_bare && number == 1 && nine == Some(domain) {
                let is_neighbour = place > 0 || self.reader.are_alike(&self.record, &self.before);
                if is_neighbour {
                    self.oddities.add_after_nine(domain, start);
                }
            }
            if spelled.is_bare && number == 10 {
                self.oddities.add_ten(domain);
            }
            nine = (spelled.is_bare && number == 9).then_some(domain);
        }
        self.nine_before = nine;
    }
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
