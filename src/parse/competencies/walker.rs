//! Reads a page line by line, and gives each run of words its role and its row.

use std::ops::Range;

use super::super::marks::dangles;
use super::super::{Finding, FindingKind, Part};
use super::labels::{
    Field, LABELS, cells, head, id_at, inked, is_label_begun, label_at, label_end, near_label_at,
    starts_legend,
};
use super::role::Role;
use crate::record::Level;
use crate::source::{is_blank, lines, offset};
use crate::text::trim;

/// The lines with words, each without the blanks around it, and whether a blank line is before it. The end of a
/// page ends a line too.
pub(super) fn inked_lines(
    text: &str,
) -> impl Iterator<Item = (Range<usize>, Range<usize>, bool)> + Clone + '_ {
    let pages = |line: Range<usize>| {
        let mut start = line.start;
        let ends = memchr::memchr_iter(0x0c, &text.as_bytes()[line.clone()]);
        let ends: Vec<usize> = ends.map(|at| line.start + at).chain([line.end]).collect();
        ends.into_iter().map(move |end| {
            let page = start..end;
            start = end + 1;
            page
        })
    };
    let mut after_blank = false;
    lines(text).flat_map(pages).filter_map(move |line| {
        let inked = trim(text, line.clone());
        if inked.is_empty() {
            after_blank = true;
            return None;
        }
        Some((line, inked, std::mem::take(&mut after_blank)))
    })
}

pub(super) struct Walker<'t> {
    text: &'t str,
    /// Where the last line with words ends.
    end: usize,
    pub(super) parts: Vec<Part<Role>>,
    pub(super) findings: Vec<Finding>,
    pub(super) rows: u32,
    field: Field,
    /// The fields of the columns, in a table with the labels in its head.
    columns: Vec<Field>,
    after_blank: bool,
    /// The fields whose labels the open row has had, a bit each; a label that comes again begins another row.
    labeled: u8,
    /// Whether words without a label have gone on with a field.
    pub(super) has_gone_on: bool,
    /// Lines that are on several pages and may be running heads, by their starts.
    suspects: Vec<usize>,
    /// How long the line before is.
    last_line: usize,
    /// How long the lines of each field are.
    widths: [usize; 7],
}

impl<'t> Walker<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            end: text.trim_end_matches(is_blank).len(),
            parts: Vec::new(),
            findings: Vec::new(),
            rows: 0,
            field: Field::Introduction,
            columns: Vec::new(),
            after_blank: false,
            labeled: 0,
            has_gone_on: false,
            suspects: Vec::new(),
            last_line: 0,
            widths: [0; 7],
        }
    }

    /// Begins again with what the first reading tells of lines that may be furniture.
    pub(super) fn again(self, suspects: Vec<usize>) -> Self {
        Self {
            suspects,
            widths: self.widths,
            ..Self::new(self.text)
        }
    }

    pub(super) fn walk(&mut self, furniture: &[bool]) {
        let text = self.text;
        let is_furniture = |index: usize| furniture.get(index) == Some(&true);
        let mut lines = inked_lines(text).enumerate();
        while let Some((index, (line, mut inked, after_blank))) = lines.next() {
            self.after_blank |= after_blank;
            if is_furniture(index) {
                self.push(inked, Role::Furniture);
                continue;
            }
            let length = inked.len();
            let below = lines
                .clone()
                .map_while(|(index, (_, inked, _))| (!is_furniture(index)).then_some(inked));
            if let Some((count, end)) = label_end(text, &inked, below) {
                inked.end = end;
                lines.nth(count - 1);
            }
            if memchr::memchr(b'\t', &text.as_bytes()[line.clone()]).is_none() {
                self.line(inked);
            } else if !self.table_line(line) {
                self.line_of_cells(inked);
            }
            let width = &mut self.widths[self.field as usize];
            *width = length.max(*width);
            self.last_line = length;
            self.after_blank = false;
        }
    }
    /// A line of cells under, or with, the labels of a table's head; `false` if it is none.
    fn table_line(&mut self, line: Range<usize>) -> bool {
        if let Some(columns) = head(self.text, line.clone()) {
            self.columns = columns;
            self.field = Field::Legend;
            self.push(trim(self.text, line), Role::Legend);
            return true;
        }
        if self.columns.is_empty() {
            return false;
        }
        let cells = self.fields_of(&line);
        let is_id = |cell: &Range<usize>| id_at(&self.text[cell.clone()]).is_some();
        let has = |wanted: &[Field]| cells.iter().any(|(field, _)| wanted.contains(field));
        let says = has(&[Field::Importance, Field::Area, Field::Knowledge]);
        let begins = if has(&[Field::Statement]) {
            cells
                .iter()
                .any(|(field, cell)| *field == Field::Statement && is_id(cell))
        } else {
            // A competency is printed once beside all of its rows.
            says && self.rows > 0
        };
        if begins {
            self.rows += 1;
        } else if says || self.field == Field::Legend || has(&[Field::Statement]) {
            // A heading within the table, or a row whose id is lost.
            let line = trim(self.text, line);
            if says {
                self.find(&line, FindingKind::LostId);
            }
            self.field = Field::Legend;
            self.push(line, Role::Legend);
            return true;
        }
        for (field, cell) in cells {
            self.field = field;
            let id = id_at(&self.text[cell.clone()]).filter(|_| field == Field::Statement);
            let words = cell.start + id.map_or(0, |(_, length)| length);
            if let Some((id, _)) = id {
                self.push(cell.start..words, Role::Id(id));
            }
            self.words(words..cell.end);
        }
        self.field = Field::DemonstratedBy;
        true
    }

    /// The cells with words, each with the field that its column is; cells beyond the head are the last
    /// column's.
    fn fields_of(&self, line: &Range<usize>) -> Vec<(Field, Range<usize>)> {
        let last = self.columns.last().copied().into_iter().cycle();
        let columns = self.columns.iter().copied().chain(last);
        let cells = columns.zip(cells(self.text, line.clone()));
        cells.filter(|(_, cell)| !cell.is_empty()).collect()
    }

    /// A line of cells without a head: a label may be in any of them.
    fn line_of_cells(&mut self, line: Range<usize>) {
        let text = self.text;
        let is_label = |start: &usize| label_at(inked(text, &(*start..line.end)).0).is_some();
        let tabs = memchr::memchr_iter(b'\t', &text.as_bytes()[line.clone()]);
        let labels: Vec<usize> = tabs
            .map(|tab| line.start + tab + 1)
            .filter(is_label)
            .collect();
        let mut start = line.start;
        for end in labels.into_iter().chain([line.end]) {
            let cell = trim(text, start..end);
            start = end;
            if !cell.is_empty() {
                self.line(cell);
            }
        }
    }

    fn line(&mut self, line: Range<usize>) {
        let (inked, start) = inked(self.text, &line);
        if line.end == self.end && self.is_begun(inked) {
            let is_id = matches!(self.field, Field::Legend | Field::DemonstratedBy);
            self.push(line, if is_id { Role::Legend } else { Role::Label });
        } else if let Some((id, length)) = id_at(inked) {
            self.columns.clear();
            self.rows += 1;
            self.labeled = 0;
            self.field = Field::Statement;
            self.push(line.start..start + length, Role::Id(id));
            self.words(start + length..line.end);
        } else if let Some((field, length)) = label_at(inked) {
            self.label(field, line.start..start + length, line.end);
        } else if let Some((field, length)) = near_label_at(inked).filter(|_| self.rows > 0) {
            self.find(&(line.start..start + length), FindingKind::LabelMisread);
            self.label(field, line.start..start + length, line.end);
        } else if self.is_section(inked, &self.text[line.clone()]) || starts_legend(inked) {
            self.field = Field::Legend;
            self.push(line, Role::Legend);
        } else {
            self.go_on(line);
        }
    }

    /// A label, and the words up to the end of the line. One that the row has had begins a row whose id is lost,
    /// and whose first words went to the row before.
    fn label(&mut self, field: Field, label: Range<usize>, end: usize) {
        let bit = 1 << field as u8;
        let is_lost = self.rows == 0 || self.labeled & bit != 0;
        if is_lost && self.field > Field::Legend {
            let before = self.parts.iter().rfind(|part| part.role != Role::Furniture);
            if let Some(before) = before.map(Part::range) {
                self.find(&before, FindingKind::LooseWords);
            }
            self.field = Field::Legend;
        }
        if self.rows == 0 || self.field == Field::Legend {
            // The labels of a row that is left out.
            if field == Field::Importance {
                self.find(&label, FindingKind::LostId);
            }
            self.push(label.start..end, Role::Legend);
            return;
        }
        self.field = field;
        self.labeled |= bit;
        self.push(label.clone(), Role::Label);
        self.words(label.end..end);
    }

    /// A heading after a whole row: `Section B`, `7B. Coordinates`, or one that Markdown marks.
    fn is_section(&self, inked: &str, line: &str) -> bool {
        if !matches!(self.field, Field::DemonstratedBy | Field::Legend) {
            return false;
        }
        let word = inked.split(is_blank).next().unwrap_or_default();
        let section = word.trim_end_matches(['.', ':', ')']);
        let is_numbered = section.len() < word.len()
            && section.starts_with(|c: char| c.is_ascii_digit())
            && section.parse::<crate::record::Section>().is_ok();
        let is_named = ["section", "category"]
            .iter()
            .any(|name| word.eq_ignore_ascii_case(name))
            && inked.len() > word.len();
        line.starts_with('#') || is_numbered || is_named
    }

    /// Whether the text breaks off within the label that is due, or within the id of a further row. Such
    /// words would otherwise be taken for the end of the field before them.
    fn is_begun(&self, inked: &str) -> bool {
        let is_id = |c: char| c.is_ascii_alphanumeric() || c == '.';
        match self.field {
            Field::Introduction => false,
            Field::DemonstratedBy | Field::Legend => {
                inked.starts_with(|c: char| c.is_ascii_digit())
                    && inked.len() <= 6
                    && inked.chars().all(is_id)
                    && !(inked.ends_with('.') && id_at(inked).is_some())
            }
            _ => LABELS
                .iter()
                .any(|(label, field)| *field > self.field && is_label_begun(inked, label)),
        }
    }

    /// Words of the field whose label comes before them.
    fn words(&mut self, range: Range<usize>) {
        let range = trim(self.text, range);
        if range.is_empty() {
            return;
        }
        match self.field {
            Field::Statement => self.push(range, Role::Statement),
            Field::Importance => self.importance(range),
            Field::Area => self.marked(range, Role::Area),
            Field::Knowledge => self.marked(range, Role::Knowledge),
            Field::DemonstratedBy => self.push(range, Role::DemonstratedBy),
            Field::Introduction => self.push(range, Role::Introduction),
            Field::Legend => self.push(range, Role::Legend),
        }
    }

    fn importance(&mut self, range: Range<usize>) {
        if crate::record::Importance::from_printed(&self.text[range.clone()]).is_none() {
            self.find(&range, FindingKind::Unexpected);
        }
        self.push(range, Role::Importance);
    }

    fn find(&mut self, range: &Range<usize>, kind: FindingKind) {
        self.findings.push(Finding {
            range: offset(range.start)..offset(range.end),
            kind,
        });
    }

    /// A label's words, and the level mark that ends them.
    fn marked(&mut self, range: Range<usize>, role: Role) {
        let words = self.text[range.clone()].trim_end_matches('*');
        let mark = words
            .strip_suffix(')')
            .and_then(|inner| inner.rfind('('))
            .and_then(|open| {
                let level = Level::from_mark(&words[open + 1..words.len() - 1])?;
                Some((range.start + open, level))
            });
        let Some((open, level)) = mark else {
            return self.push(range, role);
        };
        let name = trim(self.text, range.start..open);
        if !name.is_empty() {
            self.push(name, role);
        }
        self.push(open..range.end, Role::Level(level));
    }

    /// Words without a label: a wrapped line, the rest after a page break, or a heading.
    fn go_on(&mut self, line: Range<usize>) {
        if self.after_blank && self.is_heading(&self.text[line.clone()]) {
            self.field = Field::Legend;
        }
        if self.rows > 0 && self.field >= Field::Statement {
            self.has_gone_on = true;
            // A label's words may begin on the next line, and so may the next statement of a list.
            let begins = self.parts.last().is_some_and(|part| {
                part.role == Role::Label || self.text[part.range()].ends_with(';')
            });
            // A sentence goes on in lower case; a heading or a name does not begin so.
            let goes_on = self.text[line.clone()].starts_with(char::is_lowercase);
            let is_odd = self.is_loose(&line) || self.suspects.binary_search(&line.start).is_ok();
            if !begins && !goes_on && is_odd {
                self.find(&line, FindingKind::LooseWords);
            }
        }
        self.words(line);
    }

    /// Whether the first word would have had room on the line before: then no margin separates the two.
    fn is_loose(&self, line: &Range<usize>) -> bool {
        let first = self.text[line.clone()].find(is_blank).unwrap_or(line.len());
        let width = self.widths[self.field as usize];
        // Letters are of different widths.
        let room = width - width / 3;
        // A label's words may begin on the next line, and so may the next statement of a list.
        let begins =
            |part: &Part<Role>| part.role == Role::Label || self.text[part.range()].ends_with(';');
        matches!(self.field, Field::Statement | Field::DemonstratedBy)
            && !self.parts.last().is_some_and(begins)
            && self.last_line + 1 + first < room
    }

    /// After a blank line, words with a capital do not go on with a row that has all its fields.
    fn is_heading(&self, words: &str) -> bool {
        let Some(last) = self.parts.last() else {
            return false;
        };
        let before = &self.text[last.range()];
        last.role == Role::DemonstratedBy
            && !words.starts_with(char::is_lowercase)
            && !dangles(before)
            && !before.ends_with(';')
    }

    fn push(&mut self, range: Range<usize>, role: Role) {
        self.parts.push(Part {
            start: offset(range.start),
            end: offset(range.end),
            row: self.rows.saturating_sub(1),
            role,
        });
    }
}
