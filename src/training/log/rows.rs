//! The rows of some bytes of a log, one after the other.

use super::oddities::{Oddities, Oddity};
use super::reader::{Decoded, LogReader};
use crate::record::CkcCode;
use crate::sheet::{Hundredths, Problem, Record, Records};
use crate::training::codes::Found;

/// The rows of some bytes of a log, decoded one after the other.
#[derive(Debug)]
pub struct Rows<'r, 'b> {
    reader: &'r LogReader<'r>,
    records: Records<'b>,
    record: Record,
    before: Record,
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
    /// What cannot be read of it, as far as it may be shown.
    pub problems: Vec<Problem>,
    /// How much of it cannot be read.
    pub problem_count: usize,
}

/// A row that is just being read.
#[derive(Debug)]
pub struct Entry<'r> {
    /// Its cells.
    pub record: &'r Record,
    /// Its codes.
    pub codes: &'r Found,
    /// How long; `None` where nothing is said.
    pub hours: Option<Hundredths>,
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
        let (start, hours, is_bad) = loop {
            if self.nine_before.is_some() {
                std::mem::swap(&mut self.record, &mut self.before);
            }
            if !self.records.read(&mut self.record) {
                return None;
            }
            let start = self.record.start();
            match self.reader.decode(&self.record, &mut self.found) {
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
            self.nine_before = None;
        };
        let problem_count = self.found.problems.count();
        let problems = self.found.problems.take();
        let entry = Entry {
            record: &self.record,
            codes: &self.found,
            hours,
        };
        Some(Read {
            start,
            entry: (!is_bad).then_some(entry),
            problems,
            problem_count,
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
                let is_neighbor = place > 0 || self.reader.are_alike(&self.record, &self.before);
                if is_neighbor {
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
