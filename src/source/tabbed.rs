//! A text with tabs between the cells of its tables, as its paragraphs, rows and cells come along.
//!
//! A row is one line, but that the last of its cells with words may go on in further lines.

/// How deep tables may be in one another; deeper ones are read as if they were paragraphs.
const DEEPEST_TABLE: usize = 8;
/// With more cells than this, further lines of a cell are put in its first; no cell beyond is beside
/// several rows.
const WIDEST_ROW: usize = 16;

/// A text while it is written.
#[derive(Default)]
pub(super) struct Tabbed {
    text: String,
    /// There were blanks after the last word.
    blank: bool,
    /// Within as many `<pre>`, where blanks and line ends count.
    kept: usize,
    tables: Vec<Table>,
    /// Tables open beyond the deepest.
    deeper: usize,
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

impl Tabbed {
    /// The text so far.
    #[cfg(any(feature = "docx", feature = "xlsx"))]
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The whole text.
    pub(super) fn finish(mut self) -> String {
        while !self.tables.is_empty() {
            self.end_table();
        }
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.text
    }

    /// A line ends within a paragraph.
    pub(super) fn break_line(&mut self) {
        self.text.push('\n');
        self.blank = false;
    }

    /// Blanks and line ends begin to count.
    pub(super) fn keep(&mut self) {
        self.kept += 1;
    }

    /// Blanks and line ends count no more than they did before.
    pub(super) fn keep_no_more(&mut self) {
        self.kept = self.kept.saturating_sub(1);
    }

    /// Words go on.
    pub(super) fn words(&mut self, words: &str) {
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

    /// A line ends, and a blank one comes after it.
    pub(super) fn end_part(&mut self) {
        self.end_line();
        if !self.is_at_cell() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A line ends, if it has begun.
    pub(super) fn end_line(&mut self) {
        self.blank = false;
        if !self.text.is_empty() && !self.text.ends_with('\n') && !self.is_at_cell() {
            self.text.push('\n');
        }
    }

    /// A table begins.
    pub(super) fn start_table(&mut self) {
        self.end_part();
        if self.tables.len() < DEEPEST_TABLE {
            self.tables.push(Table::default());
        } else {
            self.deeper += 1;
        }
    }

    /// A table ends.
    pub(super) fn end_table(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else {
            self.end_row();
            self.tables.pop();
        }
        self.end_part();
    }

    /// A row begins.
    pub(super) fn start_row(&mut self) {
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

    /// A cell begins, which is beside so many rows.
    pub(super) fn start_cell(&mut self, rows: usize) {
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
    pub(super) fn end_row(&mut self) {
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
                self.words(cell);
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
