//! The grammar of the crosswalk: a table of area, knowledge area with its definition, and
//! CKC items, as a scan or a text extraction leaves it.
//!
//! Columns may be kept, dropped or lost, so a cell is known by what it holds, and the
//! column is only a hint. Codes rise within a row: a fall is a new row. A statement is known by
//! the other rows that print it (`statements.rs`), which tells where it ends and
//! what is stuck to it. Nothing is corrected here; what is odd becomes a [`Finding`].

pub(super) mod items;
pub(super) mod names;
pub(super) mod statements;

use std::ops::Range;

use items::ScannedItem;
use names::{Entry, Split};
use statements::{Fit, Statements, Vote};

use super::marks::{self, is_bullet, is_dash};
use super::{Finding, FindingKind, Parsed, Part, break_off};
use crate::record::CkcCode;
use crate::source::{is_blank, lines, offset};
use crate::text::{trim, word_ranges};

/// What a run of the crosswalk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Words before the table.
    Notice,
    /// A column's heading.
    Header,
    /// An area's heading.
    Area,
    /// A knowledge area's name.
    Name,
    /// Its level mark, with the parentheses.
    Level,
    /// Its definition, or a piece of it.
    Definition,
    /// A code with the bullet before it and the dash after it.
    Code(CkcCode),
    /// The statement of the code before it, or a piece of it.
    Statement,
    /// Words in the CKC column that are no CKC item.
    Note,
    /// The marks around a name: a bullet, a heading's `#`, bold.
    Mark,
}

/// The parts of a crosswalk and the readings of its statements.
pub struct Crosswalk<'t> {
    /// Parts, rows and findings.
    pub parsed: Parsed<Role>,
    /// What each code's statement says, by code.
    pub readings: Vec<(CkcCode, &'t str)>,
}

/// Parses a crosswalk. Never fails; a text of another kind gives no rows.
#[must_use]
pub fn parse(text: &str) -> Crosswalk<'_> {
    let (cells, items) = scan(text);
    let statements = Statements::count(votes(text, &cells, &items));
    let mut walker = Walker::new(text, &cells, &items, &statements);
    walker.walk();
    let mut parsed = Parsed {
        parts: walker.parts,
        rows: walker.rows,
        findings: walker.findings,
        breaks_off: None,
    };
    drop((cells, items));
    parsed.parts.sort_by_key(|part| part.start);
    parsed.breaks_off = break_off::of_table(text, &parsed.parts, &statements, &parsed.findings);
    Crosswalk {
        parsed,
        readings: statements.readings().collect(),
    }
}

/// What stands between two tabs, or a whole line. Kept small: a text may be nothing but cells.
struct Cell {
    start: u32,
    end: u32,
    /// Where the words before the first item end.
    lead_end: u32,
    line: u32,
    /// Counted from the right: 0 is the last column.
    column: u32,
    first_item: u32,
    items_end: u32,
    alone: bool,
}

impl Cell {
    fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The words before the first item.
    fn lead(&self) -> Range<usize> {
        self.start as usize..self.lead_end as usize
    }

    fn items(&self) -> Range<usize> {
        self.first_item as usize..self.items_end as usize
    }

    fn has_items(&self) -> bool {
        self.first_item < self.items_end
    }
}

fn scan(text: &str) -> (Vec<Cell>, Vec<ScannedItem>) {
    // About what these tables hold; growing a list step by step moves it each time.
    let mut cells = Vec::with_capacity(text.len() / 256);
    let mut items = Vec::with_capacity(text.len() / 96);
    for (number, line) in lines(text).enumerate() {
        let first = cells.len();
        let mut columns = 0;
        let mut start = line.start;
        for end in memchr::memchr_iter(b'\t', &text.as_bytes()[line.clone()])
            .map(|tab| line.start + tab)
            .chain([line.end])
        {
            let range = trim(text, start..end);
            start = end + 1;
            columns += 1;
            if range.is_empty() {
                continue;
            }
            let before = items.len();
            items::scan(text, range.clone(), &mut items);
            let lead = match items.get(before) {
                Some(item) => trim(text, range.start..item.mark().start),
                None => range.clone(),
            };
            cells.push(Cell {
                start: offset(range.start),
                end: offset(range.end),
                lead_end: offset(lead.end),
                line: offset(number),
                column: columns,
                first_item: offset(before),
                items_end: offset(items.len()),
                alone: true,
            });
        }
        for cell in &mut cells[first..] {
            cell.column = columns - cell.column;
            cell.alone = columns == 1;
        }
    }
    (cells, items)
}

/// One vote an item. Words at the end of a cell may go on in the next, and words before a fall
/// may have run into a heading: those are doubtful.
fn votes<'w, 't>(
    text: &'t str,
    cells: &'w [Cell],
    items: &'w [ScannedItem],
) -> impl Iterator<Item = Vote<'t>> + use<'w, 't> {
    cells.iter().enumerate().flat_map(move |(index, cell)| {
        // The next cell of the CKC column; a name may stand before it.
        let next = cells[index + 1..]
            .iter()
            .take(3)
            .find(|next| next.column == 0);
        let goes_on = next.is_some_and(|next| text[next.lead()].starts_with(char::is_lowercase));
        cell.items().map(move |at| {
            let item = &items[at];
            let next = items[..cell.items().end].get(at + 1);
            let doubtful = match next {
                None => goes_on || marks::dangles(&text[item.words()]),
                Some(next) => next.code <= item.code,
            };
            Vote {
                code: item.code,
                words: &text[item.words()],
                doubtful,
            }
        })
    })
}

/// The row that is being read.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says whether one field has been read"
)]
struct Row {
    index: u32,
    /// Where its name part is, to be made an area's heading if another name follows at once.
    name: Option<usize>,
    headed: bool,
    levelled: bool,
    defined: bool,
    noted: bool,
    dangling: bool,
    last: Option<CkcCode>,
    open: Option<OpenStatement>,
}

impl Row {
    fn is_bare_name(&self) -> bool {
        self.name.is_some() && !(self.levelled || self.defined || self.noted) && self.last.is_none()
    }
}

/// The last statement of a cell, whose rest may stand in a later one.
struct OpenStatement {
    code: CkcCode,
    words: String,
    range: Range<usize>,
    fit: Fit,
}

/// Codes of one line that rise, and the row's name stuck to the statement before them.
struct Group {
    glued: Option<Split>,
    items: Range<usize>,
}

/// What a line holds.
#[derive(Default)]
struct Line {
    area: Option<Range<usize>>,
    slots: Vec<Slot>,
    groups: Vec<Group>,
    notes: Vec<Range<usize>>,
    /// Rows stuck to the last statement.
    after: Option<Split>,
}

/// A place of the second column: words that go on, or the start of a row.
enum Slot {
    Lead(Range<usize>),
    Entry(Entry),
}

impl Slot {
    fn into_entry(self) -> Option<Entry> {
        match self {
            Self::Entry(entry) => Some(entry),
            Self::Lead(_) => None,
        }
    }
}

struct Walker<'w, 't> {
    text: &'t str,
    cells: &'w [Cell],
    items: &'w [ScannedItem],
    statements: &'w Statements<'t>,
    parts: Vec<Part<Role>>,
    findings: Vec<Finding>,
    row: Option<Row>,
    rows: u32,
    /// A row named before the codes of the row above it were at an end; its own are due.
    pending: Option<Entry>,
    /// The items of this line that a row's name is stuck to.
    glued: Vec<usize>,
    /// The first column's header was cut in two: its second half is due.
    header_due: bool,
}

impl<'w, 't> Walker<'w, 't> {
    fn new(
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
            parts: Vec::with_capacity(cells.len() * 2 + items.len() * 2),
            findings: Vec::new(),
            row: None,
            rows: 0,
            pending: None,
            glued: Vec::new(),
            header_due: false,
        }
    }

    fn walk(&mut self) {
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
        self.settle_pending();
        self.close_statement();
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
            self.parts.push(part(cell.range(), 0, Role::Notice));
        }
        count
    }

    fn is_header(&self, line: &[Cell]) -> bool {
        line.iter()
            .all(|cell| !cell.has_items() && header_label(&self.text[cell.range()]))
    }

    fn header(&mut self, line: &[Cell]) {
        let row = self.rows.saturating_sub(1);
        for cell in line {
            self.parts.push(part(cell.range(), row, Role::Header));
        }
        let first = label(&self.text[line[0].range()]);
        self.header_due |= first.ends_with("area of");
    }

    fn line(&mut self, cells: &[Cell], line: &mut Line) {
        self.glued.clear();
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
        self.parts.push(part(lead.start..end, 0, Role::Header));
        trim(self.text, end..lead.end)
    }

    fn split(&self, range: Range<usize>) -> Split {
        names::split(self.text, range, &|word| self.weight(word))
    }

    /// How often a word stands in the text: one that opens definitions does more often than one of a
    /// name. The beginning of a long text is enough to tell.
    fn weight(&self, word: &str) -> u32 {
        const ENOUGH: usize = 1 << 15;
        let beginning = &self.text.as_bytes()[..self.text.len().min(ENOUGH)];
        offset(memchr::memmem::find_iter(beginning, word).count())
    }

    /// Finds a place for the words before a cell's first item.
    fn read_lead(&mut self, lead: Range<usize>, cell: &Cell, column: u32, line: &mut Line) {
        if self.goes_on_in(&lead) {
            let rest = self.continue_statement(lead);
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
        self.row
            .as_ref()
            .is_some_and(|row| row.defined && !row.dangling && !row.noted && row.last.is_none())
    }

    /// Whether words say what is listed in the place of CKC items, and are not the start of a row.
    fn is_bare(&self, lead: &Range<usize>, cell: &Cell) -> bool {
        !cell.has_items()
            && names_other_items(&self.text[lead.clone()])
            && self.text[lead.clone()].starts_with(char::is_uppercase)
            && !self.split(lead.clone()).entries.iter().any(Entry::is_row)
    }

    /// Words in the CKC column that no code stands before.
    fn read_last_column(&mut self, lead: Range<usize>, cell: &Cell, line: &mut Line) {
        let words = &self.text[lead.clone()];
        let lower = words.starts_with(char::is_lowercase);
        let row = self.row.as_ref();
        let open = row.and_then(|row| row.open.as_ref());
        let alone_on_line = line.slots.is_empty() && line.area.is_none();
        let wants_definition = row.is_some_and(|row| !row.defined);
        if open.is_some_and(|open| open.fit.is_open())
            && alone_on_line
            && (lower || starts_mark(words))
        {
            let rest = self.continue_statement(lead);
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
                let row = self.rows.saturating_sub(1);
                self.parts.push(part(mark, row, Role::Mark));
            }
        }
        trim(self.text, start..end)
    }

    /// Whether words are the rest of the statement that was cut before them.
    fn goes_on_in(&self, lead: &Range<usize>) -> bool {
        let Some(open) = self.row.as_ref().and_then(|row| row.open.as_ref()) else {
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

    /// Joins the rest of a cut statement to it; returns the words that run over.
    fn continue_statement(&mut self, lead: Range<usize>) -> Range<usize> {
        /// No statement is longer, in bytes; each line joined to it looks at all of it again.
        const LONGEST: usize = 4000;
        let text = self.text;
        let Some(row) = self.row.as_mut() else {
            return lead;
        };
        let (Some(open), index) = (row.open.as_mut(), row.index) else {
            return lead;
        };
        if open.words.len() > LONGEST {
            return lead;
        }
        let words = text[lead.clone()].trim_start_matches(|c| is_blank(c) || is_dash(c));
        let start = lead.end - words.len();
        if !open.words.is_empty() {
            open.words.push(' ');
        }
        let joint = open.words.len();
        open.words.push_str(words);
        open.fit = self.statements.fit_joined(open.code, &open.words);
        let end = match open.fit {
            Fit::Over { end, .. } if end > joint => start + end - joint,
            _ => lead.end,
        };
        open.words.truncate(joint + end - start);
        open.range.end = end;
        self.parts
            .push(part(lead.start..end, index, Role::Statement));
        trim(text, end..lead.end)
    }

    /// Parts a cell's items into groups whose codes rise.
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
            self.glued.extend(glued.is_some().then_some(at));
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
        // Codes that go on from the row before stand before the codes of the row named here.
        if free > slots.len() && rises && slots.len() > 0 {
            let items = groups.next().map(|group| group.items);
            self.push_items(items.unwrap_or_default());
        }
        // The codes of the last row named here may be due after more codes of the row above it.
        let names_last = matches!(slots.as_slice().last(), Some(Slot::Entry(_)));
        if slots.len() == 2 && names_last && (free == 0 || (free == 1 && rises)) {
            let last = match groups.peek() {
                Some(group) => Some(self.items[group.items.end - 1].code),
                None => self.row.as_ref().and_then(|row| row.last),
            };
            if last.is_some_and(|last| self.falls_nameless(end, last)) {
                let (first, second) = (slots.next(), slots.next());
                if let Some(slot) = first {
                    self.begin(slot, area.take(), None);
                }
                self.settle_pending();
                self.pending = second.and_then(Slot::into_entry);
            }
        }
        let without_codes = slots.len().saturating_sub(free);
        for slot in slots.by_ref().take(without_codes) {
            self.begin(slot, area.take(), None);
        }
        for group in groups {
            let code = self.items[group.items.start].code;
            if let Some(split) = group.glued {
                self.begin_glued(split, Some(code));
            } else if let Some(slot) = slots.next() {
                self.begin(slot, area.take(), Some(code));
            } else if let Some(area) = area.take() {
                self.begin(Slot::Entry(Entry::default()), Some(area), None);
            } else if !self.continues(Some(code)) {
                match self.pending.take() {
                    Some(entry) => self.start_row(None, entry),
                    None => self.nameless(group.items.clone()),
                }
            }
            self.push_items(group.items);
        }
        if let Some(area) = area.take() {
            self.begin(Slot::Entry(Entry::default()), Some(area), None);
        }
        for note in notes.drain(..) {
            self.note(note);
        }
        if let Some(split) = after.take() {
            self.begin_glued(split, None);
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
                .row
                .as_ref()
                .is_some_and(|row| row.last.is_some_and(|last| first > last))
    }

    /// Whether the codes from this place on fall before any further name: in cells that stand alone on
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

    /// A row that was named and got no codes stands without them.
    fn settle_pending(&mut self) {
        if let Some(entry) = self.pending.take() {
            self.start_row(None, entry);
        }
    }

    /// Whether a code can stand in the row that is being read.
    fn continues(&self, code: Option<CkcCode>) -> bool {
        self.row
            .as_ref()
            .is_some_and(|row| code.is_none() || row.last.is_none() || code > row.last)
    }

    /// Begins rows that were stuck to a statement; `code` is the first that follows them.
    fn begin_glued(&mut self, split: Split, code: Option<CkcCode>) {
        for entry in split.entries {
            let name = entry.name.clone().unwrap_or_default();
            self.find(name.clone(), FindingKind::GluedName);
            match names::split_heading(self.text, name) {
                Some((area, name)) => {
                    let entry = Entry {
                        name: Some(name),
                        ..entry
                    };
                    self.begin(Slot::Entry(entry), Some(area), code);
                }
                None => self.begin(Slot::Entry(entry), None, code),
            }
        }
    }

    /// Begins a row, or goes on with the one being read; `code` is the first that follows.
    fn begin(&mut self, slot: Slot, area: Option<Range<usize>>, code: Option<CkcCode>) {
        let entry = match slot {
            Slot::Lead(range) => {
                if area.is_some() {
                    self.start_row(area, Entry::default());
                }
                return self.go_on(range, code);
            }
            Slot::Entry(entry) => entry,
        };
        let goes_on = area.is_none() && entry.level.is_none() && self.continues(code);
        let row = self.row.as_ref();
        if goes_on && row.is_some_and(|row| row.dangling) {
            // The definition broke off before a word with a capital.
            self.definition(entry.whole());
        } else if goes_on && entry.name.is_none() && row.is_some_and(|row| !row.defined) {
            self.definition(entry.whole());
        } else if self.name_goes_on(&entry, code) {
            self.continue_name(entry);
        } else {
            self.start_row(area, entry);
        }
    }

    /// Whether a row's name was cut by the end of a page: what comes next cannot begin a name.
    fn name_goes_on(&self, entry: &Entry, code: Option<CkcCode>) -> bool {
        let (Some(row), Some(name)) = (&self.row, &entry.name) else {
            return false;
        };
        let begun = row.name.map(|part| &self.text[self.parts[part].range()]);
        let is_open = begun.is_some() && !(row.levelled || row.defined || row.noted);
        let is_rest = !self.text[name.clone()].starts_with(char::is_alphanumeric)
            || self.text[name.clone()].starts_with(char::is_lowercase);
        is_open && (is_rest || begun.is_some_and(marks::dangles)) && self.continues(code)
    }

    fn continue_name(&mut self, entry: Entry) {
        let Some(row) = &mut self.row else { return };
        let index = row.index;
        row.levelled |= entry.level.is_some();
        let level = entry.level.map(|(mark, _)| mark);
        for (range, role) in [(entry.name, Role::Name), (level, Role::Level)] {
            self.parts
                .extend(range.map(|range| part(range, index, role)));
        }
        if let Some(definition) = entry.definition {
            self.definition(definition);
        }
    }

    /// Words in lower case: they go on with a bare name, or else with a definition.
    fn go_on(&mut self, range: Range<usize>, code: Option<CkcCode>) {
        if !self.continues(code) {
            self.start_row(None, Entry::default());
        }
        match self.row.as_ref() {
            Some(row) if row.is_bare_name() => {
                let index = row.index;
                self.parts.push(part(range, index, Role::Name));
            }
            _ => {
                self.part_verb();
                self.definition(range);
            }
        }
    }

    /// Where the end of a page cuts a definition after its first word, that word hangs on the name.
    fn part_verb(&mut self) {
        let Some(row) = self
            .row
            .as_mut()
            .filter(|row| !(row.defined || row.levelled))
        else {
            return;
        };
        let Some(place) = row.name else { return };
        let name = self.parts[place].range();
        let Some(blank) = self.text[name.clone()].rfind(is_blank) else {
            return;
        };
        let verb = trim(self.text, name.start + blank..name.end);
        if marks::is_verb(&self.text[verb.clone()]) {
            self.parts[place].end = offset(trim(self.text, name.start..verb.start).end);
            let index = row.index;
            self.parts.push(part(verb, index, Role::Definition));
        }
    }

    fn start_row(&mut self, area: Option<Range<usize>>, entry: Entry) {
        self.settle_pending();
        let bare = self
            .row
            .as_ref()
            .filter(|row| row.is_bare_name() && !row.headed);
        if let (None, Some(heading), Some(_)) = (&area, bare.and_then(|row| row.name), &entry.name)
        {
            // A name with nothing under it, and then another: the first was an area's heading.
            for part in &mut self.parts[heading..] {
                part.role = if part.role == Role::Name {
                    Role::Area
                } else {
                    part.role
                };
            }
            if let Some(row) = &mut self.row {
                row.name = None;
                row.headed = true;
            }
        } else {
            self.close_statement();
            self.row = Some(Row {
                index: self.rows,
                headed: area.is_some(),
                ..Row::default()
            });
            self.rows += 1;
        }
        let index = self.rows - 1;
        if let Some(area) = area {
            self.parts.push(part(area, index, Role::Area));
        }
        let lost = entry.name.is_none();
        let here = [
            &entry.definition,
            &entry.level.as_ref().map(|(mark, _)| mark.clone()),
        ]
        .into_iter()
        .flatten()
        .next()
        .cloned();
        if let Some(name) = entry.name {
            if let Some(row) = &mut self.row {
                row.name = Some(self.parts.len());
            }
            self.parts.push(part(name, index, Role::Name));
        }
        if let (true, Some(here)) = (lost, here) {
            self.find(here, FindingKind::LostName);
        }
        if let Some((mark, _)) = entry.level {
            self.parts.push(part(mark, index, Role::Level));
            if let Some(row) = &mut self.row {
                row.levelled = true;
            }
        }
        if let Some(definition) = entry.definition {
            self.definition(definition);
        }
    }

    fn definition(&mut self, range: Range<usize>) {
        let dangling = marks::dangles(&self.text[range.clone()]);
        if self.row.is_none() {
            self.start_row(None, Entry::default());
        }
        if let Some(row) = &mut self.row {
            row.defined = true;
            row.dangling = dangling;
            self.parts.push(part(range, row.index, Role::Definition));
        }
    }

    /// Codes that fall with no name for them.
    fn nameless(&mut self, items: Range<usize>) {
        let item = &self.items[items.start];
        self.find(item.mark(), FindingKind::LostName);
        self.start_row(None, Entry::default());
    }

    fn push_items(&mut self, items: Range<usize>) {
        self.close_statement();
        let last = items.end.saturating_sub(1);
        for at in items {
            let item = self.items[at];
            let Some(row) = &mut self.row else { return };
            let index = row.index;
            row.last = Some(item.code);
            row.dangling = false;
            let mark = trim(self.text, item.mark());
            self.parts.push(part(mark, index, Role::Code(item.code)));
            let range = item.words();
            let words = &self.text[range.clone()];
            let fit = self.statements.fit(at);
            if at == last && fit.is_open() {
                self.statement(range.clone(), index);
                if let Some(row) = &mut self.row {
                    row.open = Some(OpenStatement {
                        code: item.code,
                        words: words.to_owned(),
                        range,
                        fit,
                    });
                }
                continue;
            }
            self.closed_statement(at, fit, index);
        }
    }

    /// A statement that nothing can be added to, and what is stuck to its end.
    fn closed_statement(&mut self, at: usize, fit: Fit, row: u32) {
        let code = self.items[at].code;
        let range = self.items[at].words();
        let end = match fit {
            Fit::Over { end, .. } => range.start + end,
            _ => range.end,
        };
        self.statement(range.start..end, row);
        self.judge(code, range.start..end, fit);
        if end == range.end {
            return;
        }
        let over = trim(self.text, end..range.end);
        if !over.is_empty() && !self.glued.contains(&at) {
            self.find(over.clone(), FindingKind::GluedNote);
            self.parts.push(part(over, row, Role::Note));
        }
    }

    fn statement(&mut self, range: Range<usize>, row: u32) {
        if !range.is_empty() {
            self.parts.push(part(range, row, Role::Statement));
        }
    }

    /// The statement that was left open gets no more words.
    fn close_statement(&mut self) {
        let open = self.row.as_mut().and_then(|row| row.open.take());
        if let Some(open) = open {
            self.judge(open.code, open.range, open.fit);
        }
    }

    fn judge(&mut self, code: CkcCode, range: Range<usize>, fit: Fit) {
        let kind = match fit {
            Fit::Whole { variant: true } | Fit::Over { variant: true, .. } => {
                FindingKind::StatementVariant(code)
            }
            Fit::Cut { .. } => FindingKind::StatementCut(code),
            Fit::Other(other) => FindingKind::StatementOfOther(code, other),
            Fit::Unlike => FindingKind::StatementDamaged(code),
            // No other row tells what it says, but words that ask for more do.
            Fit::Unknown if marks::dangles(&self.text[range.clone()]) => {
                FindingKind::StatementCut(code)
            }
            Fit::Whole { .. } | Fit::Over { .. } | Fit::Unknown => return,
        };
        self.find(range, kind);
    }

    fn note(&mut self, range: Range<usize>) {
        if self.row.is_none() {
            self.start_row(None, Entry::default());
        }
        if let Some(row) = &mut self.row {
            row.noted = true;
            self.parts.push(part(range, row.index, Role::Note));
        }
    }

    fn find(&mut self, range: Range<usize>, kind: FindingKind) {
        self.findings.push(Finding {
            range: offset(range.start)..offset(range.end),
            kind,
        });
    }
}

fn part(range: Range<usize>, row: u32, role: Role) -> Part<Role> {
    Part {
        start: offset(range.start),
        end: offset(range.end),
        row,
        role,
    }
}

/// Whether words tell what a row lists in the place of CKC items: `Found no corresponding competencies`,
/// `None`, the competencies of another framework.
fn names_other_items(words: &str) -> bool {
    let lower = words.to_lowercase();
    let first = lower.split(|c: char| !c.is_alphanumeric()).next();
    lower.contains("competenc") || matches!(first, Some("none" | "no" | "found" | "n"))
}

fn starts_mark(words: &str) -> bool {
    words.starts_with(is_dash)
}

/// A column's heading: the form of the table, whatever is in it.
#[must_use]
pub fn header_label(cell: &str) -> bool {
    const LABELS: [&str; 7] = [
        "area of",
        "area of expertise",
        "areas of expertise",
        "knowledge area",
        "knowledge areas",
        "knowledge/skill area",
        "knowledge/skill areas",
    ];
    /// `2015 CKC`, and no sentence that ends in the word.
    const LONGEST: usize = 20;
    if cell.len() > 2 * LONGEST {
        return false;
    }
    let label = label(cell);
    let is_codes = label.split(' ').next_back() == Some("ckc") && label.len() < LONGEST;
    is_codes || LABELS.contains(&label.as_str())
}

/// A label in lower case, with one blank between its words and no marks around it.
fn label(cell: &str) -> String {
    let words = cell.trim_matches(|c: char| !c.is_alphanumeric());
    let mut label = String::with_capacity(words.len());
    for word in word_ranges(words) {
        if !label.is_empty() {
            label.push(' ');
        }
        label.push_str(&words[word]);
    }
    label.to_lowercase()
}
