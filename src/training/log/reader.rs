//! How the rows of one log are decoded: where its columns are, which dates count, and what is not a row.

use super::columns::{CKC, DATE, FORM, HOURS, LEARNER, TRAINING};
use super::oddities::Oddity;
use super::{Entry, LogRow};
use crate::sheet::{
    BadCell, Date, Dated, Header, Hundredths, Options, Order, Problem, Problems, Record, Records,
    folded, is_empty, words,
};
use crate::text::distinct;
use crate::training::codes::{Codes, Found};

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
    /// Where a row may say that it is the sum of others: each place once.
    named: Vec<usize>,
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

/// What becomes of a record.
pub(super) enum Decoded {
    /// It counts, for so many hours.
    Row(Option<Hundredths>),
    /// It cannot be read.
    Bad,
    /// It does not count.
    Odd(Oddity),
    /// Nothing is in it, or it is of a time that is not asked for.
    Nothing,
}

impl<'c> LogReader<'c> {
    /// A reader of rows under this header; the first of them show how dates are written.
    ///
    /// # Errors
    /// When there is no column `ckc`, two of a name, or the table is not a log.
    pub fn new(
        header: Header,
        codes: Codes<'c>,
        options: &Options,
        first_rows: &[u8],
    ) -> Result<Self, BadCell> {
        let date = header.find(DATE)?;
        let ckc = header.expect(CKC, FORM.expected)?;
        let learner = header.find(LEARNER)?;
        let training = header.find(TRAINING)?;
        let named = distinct([learner, training, Some(0)].into_iter().flatten());
        let reader = Self {
            ckc,
            learner,
            training,
            date,
            hours: header.find(HOURS)?,
            named,
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

    pub(super) fn row(&self, entry: &Entry, line: u32) -> LogRow {
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

    /// Decodes a record; the codes and what cannot be read are put into `found`.
    pub(super) fn decode(&self, record: &Record, found: &mut Found) -> Decoded {
        found.clear();
        if let Some(misfit) = self.header.misfit(record.len(), record.is_open()) {
            if record.cells().all(is_empty) {
                return Decoded::Nothing;
            }
            found.problems.add(|| misfit.into());
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
        self.weigh(record, found)
    }

    /// What becomes of a record that says of something that it was taken.
    fn weigh(&self, record: &Record, found: &mut Found) -> Decoded {
        let has_codes = !found.codes.is_empty() || !found.unlisted.is_empty();
        let problems = &mut found.problems;
        let mut is_bad = !has_codes && problems.count() > 0;
        if self
            .learner
            .is_some_and(|place| is_empty(record.cell(place)))
        {
            problems.add(|| Problem::of_cell(LEARNER, "the learner is missing"));
            is_bad = true;
        }
        let is_within = match self.is_within(record) {
            Ok(is_within) => is_within,
            Err(problem) => {
                let cell = self.date.map_or(&[][..], |place| record.cell(place));
                problems.add(|| Problem::of_cell(DATE, format!("“{}”: {problem}", words(cell))));
                is_bad |= self.period.is_limited();
                Some(true)
            }
        };
        let hours = self.hours_of(record, problems);
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

    fn hours_of(&self, record: &Record, problems: &mut Problems) -> Option<Hundredths> {
        let cell = words(record.cell(self.hours?));
        if cell.is_empty() {
            return None;
        }
        let hours = Hundredths::of_hours(&cell);
        let wrong = |error| format!("“{cell}” is not a number of hours: {error}");
        hours
            .map_err(|error| problems.add(|| Problem::of_cell(HOURS, wrong(error))))
            .ok()
    }

    /// Whether a row is of the time that is asked for; `None` where it has no date and one is needed.
    fn is_within(&self, record: &Record) -> Result<Option<bool>, String> {
        let cell = self.date.map_or(&[][..], |place| record.cell(place));
        // Nearly every date is written so, and need not be made words first.
        if let Some(date) = Date::of_iso(cell) {
            return Ok(date.is_within(self.period.since, self.period.until));
        }
        let cell = words(cell);
        if cell.is_empty() {
            return Ok((!self.period.is_limited()).then_some(true));
        }
        self.period.contains(&cell).map(Some)
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
        self.named.iter().copied().any(is_one)
    }

    /// Whether two rows are of one learner and one training, as far as the columns say.
    pub(super) fn are_alike(&self, record: &Record, other: &Record) -> bool {
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
