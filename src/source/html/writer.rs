//! Writes the text of a page, as its tags and words come along.

use std::borrow::Cow;

use html5gum::StartTag;

use super::elements::{is_block, is_left_out, is_spaced, is_void, text_state};

/// How deep tables may be in one another; deeper ones are read as if they were paragraphs.
const DEEPEST_TABLE: usize = 8;
/// With more cells than this, further lines of a cell are put in its first; no cell beyond is beside
/// several rows.
const WIDEST_ROW: usize = 16;
/// The elements within a hidden one that are kept track of.
const DEEPEST_HIDDEN: usize = 256;

/// The text of a page.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::source) struct Page {
    pub text: String,
    /// The page starts as a whole one does and has no end.
    pub cut: bool,
}

/// Writes the text of a page as its tags and words come along.
#[derive(Default)]
pub(super) struct Writer {
    text: String,
    /// There were blanks after the last word.
    blank: bool,
    /// Within as many `<pre>`, where blanks and line ends count.
    kept: usize,
    tables: Vec<Table>,
    /// Tables open beyond the deepest.
    deeper: usize,
    /// The element that is not shown, and those open in it.
    hidden: Vec<String>,
    opened: bool,
    closed: bool,
}

/// A table, with the place in the text where its open row begins, and where each of its cells does.
#[derive(Default)]
struct Table {
    row: Option<usize>,
    cells: Vec<usize>,
    /// By column, how many further rows its cell spans: in these rows the column has an empty cell.
    beside: Vec<usize>,
}

impl Table {
    /// Puts empty cells where those of rows above go on.
    fn skip_beside(&mut self, place: usize) {
        while let Some(rows) = self.beside.get_mut(self.cells.len())
            && *rows > 0
        {
            *rows -= 1;
            self.cells.push(place);
        }
    }

    fn push_cell(&mut self, place: usize, rows: usize) {
        self.skip_beside(place);
        let column = self.cells.len();
        self.cells.push(place);
        if rows > 1 && column < WIDEST_ROW {
            self.beside.resize(self.beside.len().max(column + 1), 0);
            self.beside[column] = rows - 1;
        }
    }
}

impl Writer {
    /// An element begins.
    pub fn start(&mut self, tag: &StartTag<()>) {
        let name = &*String::from_utf8_lossy(&tag.name);
        let is_void = is_void(name) || (tag.self_closing && text_state(&tag.name).is_none());
        // A hidden block is a folded panel: people unfold it, and its words are the page's.
        let is_hidden = || is_left_out(name) || (is_hidden(tag) && !is_block(name));
        if !self.hidden.is_empty() || is_hidden() {
            if !is_void && self.hidden.len() < DEEPEST_HIDDEN {
                self.hidden.push(name.to_owned());
            }
            return;
        }
        match name {
            "html" | "body" => self.opened = true,
            "br" => self.text.push('\n'),
            "table" => self.start_table(),
            "tr" => self.start_row(),
            "td" | "th" => self.start_cell(rows(tag)),
            _ => self.part(name),
        }
        self.blank &= name != "br";
        self.kept += usize::from(name == "pre");
    }

    /// An element ends.
    pub fn end(&mut self, name: &str) {
        if !self.hidden.is_empty() {
            match self.hidden.iter().rposition(|open| open == name) {
                Some(place) => return self.hidden.truncate(place),
                // The end of what the hidden element is in ends it too.
                None if is_block(name) => self.hidden.clear(),
                None => return,
            }
        }
        match name {
            "html" | "body" => self.closed = true,
            "table" => self.end_table(),
            "tr" => self.end_row(),
            "td" | "th" => {}
            _ => self.part(name),
        }
        self.kept -= usize::from(name == "pre" && self.kept > 0);
    }

    /// Words between tags.
    pub fn words(&mut self, words: &str) {
        if self.hidden.is_empty() {
            self.shown(words);
        }
    }

    /// The page ends.
    pub fn finish(mut self) -> Page {
        while !self.tables.is_empty() {
            self.end_table();
        }
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        Page {
            cut: self.opened && !self.closed,
            text: self.text,
        }
    }

    fn shown(&mut self, words: &str) {
        if self.kept > 0 {
            self.text.push_str(words);
            return;
        }
        // NBSP does not count as a blank here, as in a browser: it is written as it is.
        let mut rest = words;
        while !rest.is_empty() {
            let inked = rest.trim_start_matches(is_collapsed);
            self.blank |= inked.len() < rest.len();
            let length = inked.find(is_collapsed).unwrap_or(inked.len());
            let word;
            (word, rest) = inked.split_at(length);
            if !word.is_empty() {
                if std::mem::take(&mut self.blank) && !self.is_at_start() {
                    self.text.push(' ');
                }
                self.text.push_str(word);
            }
        }
    }

    /// Whether nothing comes before this place in its line or cell.
    fn is_at_start(&self) -> bool {
        self.text.is_empty() || self.text.ends_with(['\n', '\t']) || self.is_at_cell()
    }

    fn is_at_cell(&self) -> bool {
        let cell = self.tables.last().and_then(|table| table.cells.last());
        cell == Some(&self.text.len())
    }

    /// A block begins or ends.
    fn part(&mut self, name: &str) {
        if is_block(name) {
            self.end_line();
            if is_spaced(name) && !self.is_at_cell() && !self.text.ends_with("\n\n") {
                self.text.push('\n');
            }
        }
    }

    fn end_line(&mut self) {
        self.blank = false;
        if !self.text.is_empty() && !self.text.ends_with('\n') && !self.is_at_cell() {
            self.text.push('\n');
        }
    }

    fn start_table(&mut self) {
        self.part("table");
        if self.tables.len() < DEEPEST_TABLE {
            self.tables.push(Table::default());
        } else {
            self.deeper += 1;
        }
    }

    fn end_table(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else {
            self.end_row();
            self.tables.pop();
        }
        self.part("table");
    }

    fn start_row(&mut self) {
        if self.deeper > 0 || self.tables.is_empty() {
            return self.end_line();
        }
        self.end_row();
        self.end_line();
        let start = self.text.len();
        if let Some(table) = self.tables.last_mut() {
            table.row = Some(start);
        }
    }

    fn start_cell(&mut self, rows: usize) {
        match self.tables.last() {
            Some(_) if self.deeper > 0 => return self.blank = true,
            Some(table) if table.row.is_none() => self.start_row(),
            Some(table) if table.cells.is_empty() => self.end_line(),
            Some(_) => {}
            None => return self.blank = true,
        }
        self.blank = false;
        let place = self.text.len();
        if let Some(table) = self.tables.last_mut() {
            table.push_cell(place, rows);
        }
    }

    /// Puts the cells of the open row on one line, but that the last of them with words may go
    /// on in further lines, in its column.
    fn end_row(&mut self) {
        let Some(table) = self.tables.last_mut().filter(|_| self.deeper == 0) else {
            return self.end_line();
        };
        let Some(start) = table.row.take() else {
            return;
        };
        table.skip_beside(self.text.len());
        let cells = std::mem::take(&mut table.cells);
        self.blank = false;
        let first = cells.first().copied().unwrap_or(self.text.len());
        let row = self.text.split_off(first.max(start));
        let ends = cells.iter().skip(1).copied().chain([first + row.len()]);
        let cells: Vec<&str> = cells
            .iter()
            .zip(ends)
            .map(|(start, end)| row[start - first..end - first].trim_matches(is_collapsed))
            .collect();
        let Some(last) = cells.iter().rposition(|cell| !cell.is_empty()) else {
            return;
        };
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.text.push('\t');
            }
            if cells.len() == 1 {
                self.text.push_str(cell);
            } else if index == last && cells.len() <= WIDEST_ROW {
                self.lines_of_cell(cell, index, cells.len());
            } else {
                self.shown(cell);
                self.blank = false;
            }
        }
        self.end_line();
    }

    /// The lines of a cell, each but the first with the tabs that keep it in its column.
    fn lines_of_cell(&mut self, cell: &str, column: usize, columns: usize) {
        let lines = cell.split('\n').map(|line| line.trim_matches(is_collapsed));
        for (index, line) in lines.filter(|line| !line.is_empty()).enumerate() {
            if index > 0 {
                self.text.extend((column + 1..columns).map(|_| '\t'));
                self.text.push('\n');
                self.text.extend((0..column).map(|_| '\t'));
            }
            self.text.push_str(line);
        }
    }
}

/// The blanks that a browser makes one of, or none at the ends of a line.
fn is_collapsed(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

fn attribute<'t>(tag: &'t StartTag<()>, name: &str) -> Option<Cow<'t, str>> {
    let value = tag.attributes.get(name.as_bytes());
    value.map(|value| String::from_utf8_lossy(value))
}

/// Whether an element has the attribute `hidden`, or a style that hides it.
fn is_hidden(tag: &StartTag<()>) -> bool {
    let mut style =
        attribute(tag, "style").map_or(String::new(), |style| style.to_ascii_lowercase());
    style.retain(|c| !c.is_ascii_whitespace());
    let hides = style.contains("display:none") || style.contains("visibility:hidden");
    hides || attribute(tag, "hidden").is_some()
}

/// How many rows of a table a cell is beside: `<td rowspan=2>`.
fn rows(tag: &StartTag<()>) -> usize {
    let rows = attribute(tag, "rowspan").and_then(|rows| rows.trim().parse().ok());
    rows.unwrap_or_default()
}
