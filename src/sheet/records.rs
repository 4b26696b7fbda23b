//! The records of CSV bytes. Where cells end and what quotes mean is left to `csv-core`; that a quote is
//! never closed is ours to tell.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// Reads the records of some bytes one after the other; empty lines are none.
#[derive(Debug, Clone)]
pub struct Records<'b> {
    bytes: &'b [u8],
    at: usize,
    reader: Reader,
}

/// One record, its cells as they are meant: without the quotes around them.
#[derive(Debug, Clone, Default)]
pub struct Record {
    start: usize,
    /// The cells, one after the other, and room for more.
    text: Vec<u8>,
    /// Where each ends, and room for more.
    ends: Vec<usize>,
    count: usize,
    is_open: bool,
}

impl<'b> Records<'b> {
    /// The records of bytes that begin at one.
    #[must_use]
    pub fn new(bytes: &'b [u8], delimiter: u8) -> Self {
        Self {
            bytes,
            at: 0,
            reader: ReaderBuilder::new().delimiter(delimiter).build(),
        }
    }

    /// Reads the next record, or says that there is none.
    pub fn read(&mut self, record: &mut Record) -> bool {
        while matches!(self.bytes.get(self.at), Some(b'\n' | b'\r')) {
            self.at += 1;
        }
        record.start = self.at;
        record.is_open = false;
        record.count = 0;
        if self.at == self.bytes.len() {
            return false;
        }
        let mut length = 0;
        let mut input = &self.bytes[self.at..];
        let mut is_last = false;
        loop {
            let (text, ends) = (&mut record.text[length..], &mut record.ends[record.count..]);
            let (result, read, written, ended) = self.reader.read_record(input, text, ends);
            input = &input[read..];
            length += written;
            record.count += ended;
            match result {
                ReadRecordResult::OutputFull => record.text.resize((2 * length).max(256), 0),
                ReadRecordResult::OutputEndsFull => {
                    record.ends.resize((2 * record.count).max(16), 0);
                }
                ReadRecordResult::InputEmpty if is_last => {
                    // A line end does not end it: it is in quotes.
                    record.is_open = true;
                    input = b"";
                }
                ReadRecordResult::InputEmpty => {
                    is_last = true;
                    input = b"\n";
                }
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        self.at = if is_last {
            self.bytes.len()
        } else {
            self.bytes.len() - input.len() - 1
        };
        true
    }

    /// Where the line end is after the record that was read, or the end of the bytes.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.at
    }
}

impl Record {
    /// How many cells it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether no record has been read into it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// A cell, without blanks at its ends; empty past the last.
    #[must_use]
    pub fn cell(&self, place: usize) -> &[u8] {
        if place >= self.count {
            return &[];
        }
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        trimmed(&self.text[start..self.ends[place]])
    }

    /// The cells.
    pub fn cells(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.count).map(|place| self.cell(place))
    }

    /// At which byte it begins.
    #[must_use]
    pub fn start(&self) -> usize {
        self.start
    }

    /// Whether a quote is opened in it and never closed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_open
    }
}

/// A cell without blanks at its ends; spreadsheets leave no-break spaces there too.
fn trimmed(mut cell: &[u8]) -> &[u8] {
    const NO_BREAK: &[u8] = "\u{a0}".as_bytes();
    // Nearly every cell begins and ends with a letter or digit.
    let is_ink = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    if is_ink(cell.first()) && is_ink(cell.last()) {
        return cell;
    }
    loop {
        let before = cell.len();
        cell = cell.trim_ascii();
        cell = cell.strip_prefix(NO_BREAK).unwrap_or(cell);
        cell = cell.strip_suffix(NO_BREAK).unwrap_or(cell);
        if cell.len() == before {
            return cell;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ours(bytes: &[u8], delimiter: u8) -> Vec<Vec<Vec<u8>>> {
        let mut records = Records::new(bytes, delimiter);
        let mut record = Record::default();
        let mut all = Vec::new();
        while records.read(&mut record) {
            all.push(record.cells().map(<[u8]>::to_vec).collect());
        }
        all
    }

    fn theirs(bytes: &[u8], delimiter: u8) -> Vec<Vec<Vec<u8>>> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        let cells = |record: csv::ByteRecord| {
            let cells = record.iter().map(|cell| trimmed(cell).to_vec());
            cells.collect()
        };
        let records = reader.byte_records();
        records
            .map(|record| cells(record.expect("bytes can be read")))
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn every_text_is_read_as_the_csv_crate_reads_it(
            text in prop::collection::vec(prop::sample::select(b"a1.\",;\n\r \t".as_slice()), 0..60),
            delimiter in prop::sample::select(b",;\t".as_slice()),
        ) {
            prop_assert_eq!(ours(&text, delimiter), theirs(&text, delimiter));
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told() {
        let open = |text: &str| {
            let mut records = Records::new(text.as_bytes(), b',');
            let mut record = Record::default();
            assert!(records.read(&mut record));
            record.is_open()
        };
        assert!(open("a,\"b\nc,d\n"));
        assert!(!open("a,\"b\nc\",d\n") && !open("a,b\"\n") && !open("\"a\"\"\""));
    }
}
