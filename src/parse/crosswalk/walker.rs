//! Reads a crosswalk line by line: which words are names, which go on, and which codes belong to which name.

use std::ops::Range;

use super::cells::{Cell, header_label, label};
use super::items::ScannedItem;
use super::line::{Group, Line, Slot};
use super::names::{self, Entry, Split};
use super::role::Role;
use super::row::{Table, part};
use super::statements::{Fit, Statements};
use crate::parse::marks::{is_bullet, is_dash};
use crate::record::CkcCode;
use crate::source::{is_blank, offset};
use crate::text::trim;

pub(super) struct Walker<'w, 't> {
    text: &'t str,
    cells: &'w [Cell],
    items: &'w [ScannedItem],
    statements: &'w Statements<'t>,
    pub(super) table: Table<'w, 't>,
    /// The first column's header was cut in two: its second half is due.
    header_due: bool,
}

impl<'w, 't> Walker<'w, 't> {
    pub(super) fn new(
        text: &'t str,
        cells: &'w [Cell],
        items: &'w [ScannedItem],
        statements: &'w Statements<'t>,
    ) -> Self {
        Self {
            text,
            cells,
            items,
            statements,
            table: Table::new(text, cells.len(), items, statements),
            header_due: false,
        }
    }

    pub(super) fn walk(&mut self) {
        let table = self.notice();
        let cells = self.cells;
        // One for all lines, as its lists are: each is empty again after its line.
        let mut content = Line::default();
        for line in cells[table..].chunk_by(|a, b| a.line == b.line) {
            if self.is_header(line) {
                self.header(line);
            } else {
                self.line(line, &mut content);
            }
        }
        self.table.settle_pending();
        self.table.close_statement();
    }

    /// The words before the table; returns the cell that the table starts with.
    fn notice(&mut self) -> usize {
        let by_line = || self.cells.chunk_by(|a, b| a.line == b.line);
        let header = by_line().position(|line| self.is_header(line));
        let is_notice = |line: &&[Cell]| match header {
            Some(_) => true,
            None => {
                line[0].alone && !line[0].has_items() && self.text[line[0].range()].ends_with('.')
            }
        };
        let count: usize = by_line()
            .take(header.unwrap_or(usize::MAX))
            .take_while(is_notice)
            .map(<[Cell]>::len)
            .sum();
        // A table may have its header repeated on later pages only.
        let rows_before = self.cells[..count].iter().any(Cell::has_items);
        let count = if rows_before { 0 } else { count };
        for cell in &self.cells[..count] {
            self.table.parts.push(part(cell.range(), 0, Role::Notice));
        }
        count
    }

    fn is_header(&self, line: &[Cell]) -> bool {
        line.iter()
            .all(|cell| !cell.has_items() && header_label(&self.text[cell.range()]))
    }

    fn header(&mut self, line: &[Cell]) {
        let row = self.table.rows.saturating_sub(1);
        for cell in line {
            self.table.parts.push(part(cell.range(), row, Role::Header));
        }
        let first = label(&self.text[line[0].range()]);
        self.header_due |= first.ends_with("area of");
    }

    fn line(&mut self, cells: &[Cell], line: &mut Line) {
        self.table.glued.clear();
        let lost_items_column = self.has_lost_items_column(cells);
        for cell in cells {
            let lead = self.after_header(cell.lead());
            if !lead.is_empty() {
                let column = cell.column + u32::from(lost_items_column);
                self.read_lead(lead, cell, column, line);
            }
            self.read_items(cell, line);
        }
        let end = cells.last().map_or(0, |cell| cell.range().end);
        self.match_up(line, end);
    }

    /// A line whose last cell is a row's name: the page broke before its CKC column.
    fn has_lost_items_column(&self, cells: &[Cell]) -> bool {
        let Some(last) = cells.last() else {
            return false;
        };
        !last.alone
            && last.column == 0
            && !last.has_items()
            && self.split(last.range()).entries.iter().any(Entry::is_row)
    }

    /// Takes the second half of a cut header off the first cell after it.
    fn after_header(&mut self, lead: Range<usize>) -> Range<usize> {
        const HALF: &str = "Expertise";
        if !std::mem::take(&mut self.header_due) || !self.text[lead.clone()].starts_with(HALF) {
            return lead;
        }
        let end = lead.start + HALF.len();
        self.table
            .parts
            .push(part(lead.start..end, 0, Role::Header));
        trim(self.text, end..lead.end)
    }

    fn split(&self, range: Range<usize>) -> Split {
        names::split(self.text, range, &|word| self.weight(word))
    }

    /// How often a word is in the text: one that opens definitions does more often than one of a
    /// name. The beginning of a long text is enough to tell.
    fn weight(&self, word: &str) -> u32 {
        const ENOUGH: usize = 1 << 15;
        let beginning = &self.text.as_bytes()[..self.text.len().min(ENOUGH)];
        offset(memchr::memmem::find_iter(beginning, word).count())
    }

    /// Finds a place for the words before a cell's first item.
    fn read_lead(&mut self, lead: Range<usize>, cell: &Cell, column: u32, line: &mut Line) {
        if self.goes_on_in(&lead) {
            let rest = self.table.continue_statement(lead);
            line.notes.extend((!rest.is_empty()).then_some(rest));
            return;
        }
        if cell.alone && self.is_list_due() && self.is_bare(&lead, cell) {
            line.notes.push(lead);
            return;
        }
        match column {
            0 if !cell.alone => self.read_last_column(lead, cell, line),
            0 | 1 => self.read_names(lead, line),
            _ if line.area.is_none() => line.area = Some(lead),
            _ => line.notes.push(lead),
        }
    }

    /// Whether the row has all but its list: the next words, if they are neither codes nor a row, are in its
    /// place.
    fn is_list_due(&self) -> bool {
        self.table
            .row
            .as_ref()
            .is_some_and(|row| row.defined && !row.dangling && !row.noted && row.last.is_none())
    }

    /// Whether words say what is listed in place of CKC items, and are not the start of a row.
    fn is_bare(&self, lead: &Range<usize>, cell: &Cell) -> bool {
        !cell.has_items()
            && names_other_items(&self.text[lead.clone()])
            && self.text[lead.clone()].starts_with(char::is_uppercase)
            && !self.split(lead.clone()).entries.iter().any(Entry::is_row)
    }

    /// Words in the CKC column without a code before them.
    fn read_last_column(&mut self, lead: Range<usize>, cell: &Cell, line: &mut Line) {
        let words = &self.text[lead.clone()];
        let lower = words.starts_with(char::is_lowercase);
        let row = self.table.row.as_ref();
        let open = row.and_then(|row| row.open.as_ref());
        let alone_on_line = line.slots.is_empty() && line.area.is_none();
        let wants_definition = row.is_some_and(|row| !row.defined);
        if open.is_some_and(|open| open.fit.is_open())
            && alone_on_line
            && (lower || starts_mark(words))
        {
            let rest = self.table.continue_statement(lead);
            line.notes.extend((!rest.is_empty()).then_some(rest));
        } else if alone_on_line
            && (!cell.has_items() || row.is_some_and(|row| row.last.is_none()))
            && (lower || (wants_definition && names::starts_definition(self.text, lead.clone())))
        {
            self.read_names(lead, line);
        } else {
            line.notes.push(lead);
        }
    }

    fn read_names(&mut self, lead: Range<usize>, line: &mut Line) {
        let lead = self.without_marks(lead);
        let split = self.split(lead);
        line.slots.extend(split.lead.map(Slot::Lead));
        line.slots
            .extend(split.entries.into_iter().map(Slot::Entry));
    }

    /// Takes a heading's `#`, a bullet, and bold off the words they mark.
    fn without_marks(&mut self, range: Range<usize>) -> Range<usize> {
        let words = &self.text[range.clone()];
        let inked =
            words.trim_start_matches(|c| is_blank(c) || is_bullet(c) || is_dash(c) || c == '#');
        let end = range.start + words.trim_end_matches('*').len();
        let start = range.end - inked.len();
        if start >= end {
            return range;
        }
        for mark in [range.start..start, end..range.end] {
            let mark = trim(self.text, mark);
            if !mark.is_empty() {
                let row = self.table.rows.saturating_sub(1);
                self.table.parts.push(part(mark, row, Role::Mark));
            }
        }
        trim(self.text, start..end)
    }

    /// Whether words are the rest of the statement that was cut before them.
    fn goes_on_in(&self, lead: &Range<usize>) -> bool {
        let Some(open) = self.table.row.as_ref().and_then(|row| row.open.as_ref()) else {
            return false;
        };
        let (Fit::Cut { rest }, Some(reading)) = (open.fit, self.statements.reading(open.code))
        else {
            return false;
        };
        let missing = reading[rest..].trim_start_matches(is_blank);
        let words = self.text[lead.clone()].trim_start_matches(|c| is_blank(c) || is_dash(c));
        let first = |text: &'_ str| text.split(is_blank).next().map(str::to_lowercase);
        !missing.is_empty() && (first(missing) == first(words) || missing.starts_with(words))
    }

    /// Splits a cell's items into groups whose codes rise.
    fn read_items(&mut self, cell: &Cell, line: &mut Line) {
        let mut glued = line.after.take();
        let mut start = cell.items().start;
        for at in cell.items() {
            let falls = self.items[..cell.items().end]
                .get(at + 1)
                .is_none_or(|next| next.code <= self.items[at].code);
            if !falls {
                continue;
            }
            line.groups.push(Group {
                glued: glued.take(),
                items: start..at + 1,
            });
            start = at + 1;
            let ends_cell = start == cell.items().end
                && !self.falls_nameless(cell.range().end, self.items[at].code);
            glued = self.glued_row(at, ends_cell);
            self.table.glued.extend(glued.is_some().then_some(at));
        }
        line.after = glued;
    }

    /// A heading or name stuck to the end of a statement. At the end of a cell it must show
    /// by a level mark or a definition that it is one.
    fn glued_row(&self, at: usize, ends_cell: bool) -> Option<Split> {
        let item = &self.items[at];
        let Fit::Over { end, .. } = self.statements.fit(at) else {
            return None;
        };
        let split = self.split(trim(self.text, item.words().start + end..item.words().end));
        let is_name = if ends_cell {
            split.entries.iter().any(Entry::is_row)
        } else {
            !split.entries.is_empty()
        };
        (split.lead.is_none() && is_name).then_some(split)
    }

    /// Pairs the rows that a line names with the groups of codes it holds.
    fn match_up(&mut self, line: &mut Line, end: usize) {
        let Line {
            area,
            slots,
            groups,
            notes,
            after,
        } = line;
        let free = groups.iter().filter(|group| group.glued.is_none()).count();
        self.part_glued_slots(slots, free);
        let mut slots = slots.drain(..);
        let mut groups = groups.drain(..).peekable();
        let rises = groups.peek().is_some_and(|group| self.rises(group));
        // Codes that go on from the row before come before the codes of the row named here.
        if free > slots.len() && rises && slots.len() > 0 {
            let items = groups.next().map(|group| group.items);
            self.table.push_items(items.unwrap_or_default());
        }
        // The codes of the last row named here may be due after more codes of the row above it.
        let names_last = matches!(slots.as_slice().last(), Some(Slot::Entry(_)));
        if slots.len() == 2 && names_last && (free == 0 || (free == 1 && rises)) {
            let last = match groups.peek() {
                Some(group) => Some(self.items[group.items.end - 1].code),
                None => self.table.row.as_ref().and_then(|row| row.last),
            };
            if last.is_some_and(|last| self.falls_nameless(end, last)) {
                let (first, second) = (slots.next(), slots.next());
                if let Some(slot) = first {
                    self.table.begin(slot, area.take(), None);
                }
                self.table.settle_pending();
                self.table.pending = second.and_then(Slot::into_entry);
            }
        }
        let without_codes = slots.len().saturating_sub(free);
        for slot in slots.by_ref().take(without_codes) {
            self.table.begin(slot, area.take(), None);
        }
        for group in groups {
            let code = self.items[group.items.start].code;
            if let Some(split) = group.glued {
                self.table.begin_glued(split, Some(code));
            } else if let Some(slot) = slots.next() {
                self.table.begin(slot, area.take(), Some(code));
            } else if let Some(area) = area.take() {
                self.table
                    .begin(Slot::Entry(Entry::default()), Some(area), None);
            } else if !self.table.continues(Some(code)) {
                self.table.start_due(group.items.clone());
            }
            self.table.push_items(group.items);
        }
        if let Some(area) = area.take() {
            self.table
                .begin(Slot::Entry(Entry::default()), Some(area), None);
        }
        for note in notes.drain(..) {
            self.table.note(note);
        }
        if let Some(split) = after.take() {
            self.table.begin_glued(split, None);
        }
    }

    /// Where there are more groups of codes than names, looks for two rows in one definition.
    fn part_glued_slots(&mut self, slots: &mut Vec<Slot>, groups: usize) {
        if slots.is_empty() || slots.len() >= groups {
            return;
        }
        let glued = slots.last_mut().and_then(|slot| {
            let definition = match slot {
                Slot::Lead(range) => range,
                Slot::Entry(entry) => entry.definition.as_mut()?,
            };
            let (first, entry) = names::split_glued(self.text, definition.clone())?;
            *definition = first;
            Some(entry)
        });
        slots.extend(glued.map(Slot::Entry));
    }

    fn rises(&self, group: &Group) -> bool {
        let first = self.items[group.items.start].code;
        group.glued.is_none()
            && self
                .table
                .row
                .as_ref()
                .is_some_and(|row| row.last.is_some_and(|last| first > last))
    }

    /// Whether the codes from this place on fall before any further name: in cells that are alone on
    /// their lines, with nothing before their first code but the rest of a statement.
    fn falls_nameless(&self, place: usize, mut last: CkcCode) -> bool {
        /// A row's codes go on over no more pages than this.
        const PAGES: usize = 4;
        let first = self
            .cells
            .partition_point(|cell| cell.range().start < place);
        for (index, cell) in self.cells.iter().enumerate().skip(first).take(PAGES) {
            let line_before = index.checked_sub(1).map(|before| self.cells[before].line);
            let line_after = self.cells.get(index + 1).map(|after| after.line);
            let shares_line = [line_before, line_after].contains(&Some(cell.line));
            let lead = &self.text[cell.lead()];
            let is_rest = lead.is_empty() || lead.starts_with(char::is_lowercase);
            if shares_line || !is_rest || !cell.has_items() {
                return false;
            }
            for item in &self.items[cell.items()] {
                if item.code <= last {
                    return true;
                }
                last = item.code;
            }
        }
        false
    }
}

/// Whether words say what a row lists in place of CKC items: `Found no corresponding competencies`,
/// `None`, the competencies of another framework.
fn names_other_items(words: &str) -> bool {
    let lower = words.to_lowercase();
    let first = lower.split(|c: char| !c.is_alphanumeric()).next();
    lower.contains("competenc") || matches!(first, Some("none" | "no" | "found" | "n"))
}

fn starts_mark(words: &str) -> bool {
    words.starts_with(is_dash)
}
