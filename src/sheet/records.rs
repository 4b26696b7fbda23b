//! The records of CSV bytes, as the `csv` crate reads them, without a copy of what has no quotes.
//!
//! A log of ten million rows is mostly this: where the cells end.

use std::ops::Range;

/// Reads the records of some bytes one after the other; empty lines are none.
#[derive(Debug, Clone)]
pub struct Records<'b> {
    bytes: &'b [u8],
    delimiter: u8,
    at: usize,
    /// Most files have no quote at all, and then no line need be searched for one.
    has_quotes: bool,
}

/// One record, its cells as they are meant: without the quotes around them.
#[derive(Debug, Clone, Default)]
pub struct Record<'b> {
    bytes: &'b [u8],
    range: Range<usize>,
    cells: Vec<Range<usize>>,
    /// The cells of a record with quotes.
    unquoted: Vec<u8>,
    is_unquoted: bool,
    is_open: bool,
}

impl<'b> Records<'b> {
    /// The records of bytes that begin at one.
    #[must_use]
    pub fn new(bytes: &'b [u8], delimiter: u8) -> Self {
        Self {
            bytes,
            delimiter,
            at: 0,
            has_quotes: memchr::memchr(b'"', bytes).is_some(),
        }
    }

    /// Reads the next record, or says that there is none.
    pub fn read(&mut self, record: &mut Record<'b>) -> bool {
        while matches!(self.bytes.get(self.at), Some(b'\n' | b'\r')) {
            self.at += 1;
        }
        record.clear(self.bytes);
        if self.at == self.bytes.len() {
            return false;
        }
        let start = self.at;
        if self.has_quotes && self.line_has_quotes() {
            self.read_quoted(record);
        } else {
            self.read_plain(record);
        }
        record.range = start..self.at;
        true
    }

    /// Where the next record begins, or a line end before it.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.at
    }

    fn line_has_quotes(&self) -> bool {
        let rest = &self.bytes[self.at..];
        let line = memchr::memchr2(b'\n', b'\r', rest).map_or(rest, |end| &rest[..end]);
        memchr::memchr(b'"', line).is_some()
    }

    fn read_plain(&mut self, record: &mut Record<'b>) {
        let mut start = self.at;
        let rest = &self.bytes[start..];
        for mark in memchr::memchr3_iter(self.delimiter, b'\n', b'\r', rest) {
            let end = self.at + mark;
            record.cells.push(start..end);
            if self.bytes[end] != self.delimiter {
                self.at = end;
                return;
            }
            start = end + 1;
        }
        record.cells.push(start..self.bytes.len());
        self.at = self.bytes.len();
    }

    fn read_quoted(&mut self, record: &mut Record<'b>) {
        record.is_unquoted = true;
        loop {
            let start = record.unquoted.len();
            self.read_cell(record);
            record.cells.push(start..record.unquoted.len());
            if self.bytes.get(self.at) != Some(&self.delimiter) {
                return;
            }
            self.at += 1;
        }
    }

    /// Reads up to the delimiter or the line end after a cell. Quotes count at its beginning; what
    /// follows the closing one belongs to it.
    fn read_cell(&mut self, record: &mut Record<'b>) {
        if self.bytes.get(self.at) == Some(&b'"') {
            self.at += 1;
            loop {
                let rest = &self.bytes[self.at..];
                let Some(quote) = memchr::memchr(b'"', rest) else {
                    record.unquoted.extend_from_slice(rest);
                    record.is_open = true;
                    self.at = self.bytes.len();
                    return;
                };
                record.unquoted.extend_from_slice(&rest[..quote]);
                self.at += quote + 1;
                if self.bytes.get(self.at) != Some(&b'"') {
                    break;
                }
                record.unquoted.push(b'"');
                self.at += 1;
            }
        }
        let rest = &self.bytes[self.at..];
        let end = memchr::memchr3(self.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
        record.unquoted.extend_from_slice(&rest[..end]);
        self.at += end;
    }
}

impl<'b> Record<'b> {
    /// How many cells it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether no record has been read into it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// A cell, without blanks at its ends; empty past the last.
    #[must_use]
    pub fn cell(&self, place: usize) -> &[u8] {
        let source = if self.is_unquoted {
            &self.unquoted
        } else {
            self.bytes
        };
        self.cells
            .get(place)
            .map_or(&[], |cell| trimmed(&source[cell.clone()]))
    }

    /// The cells.
    pub fn cells(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map(|place| self.cell(place))
    }

    /// The bytes that it was read from, without the line end.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Whether a quote is opened in it and never closed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    fn clear(&mut self, bytes: &'b [u8]) {
        self.bytes = bytes;
        self.cells.clear();
        self.unquoted.clear();
        self.is_unquoted = false;
        self.is_open = false;
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
