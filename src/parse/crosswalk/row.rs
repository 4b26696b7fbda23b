//! Makes rows of what the lines hold: each part gets its role and its row.

use std::ops::Range;

use super::items::ScannedItem;
use super::line::Slot;
use super::names::{self, Entry, Split};
use super::role::Role;
use super::statements::{Fit, Statements};
use crate::parse::marks::{self, is_dash};
use crate::parse::{Finding, FindingKind, Part};
use crate::record::CkcCode;
use crate::source::{is_blank, offset};
use crate::text::trim;

/// The row that is being read.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says whether one field has been read"
)]
pub(super) struct Row {
    pub(super) index: u32,
    /// Where its name part is, to be made an area's heading if another name follows at once.
    pub(super) name: Option<usize>,
    pub(super) headed: bool,
    pub(super) levelled: bool,
    pub(super) defined: bool,
    pub(super) noted: bool,
    pub(super) dangling: bool,
    pub(super) last: Option<CkcCode>,
    pub(super) open: Option<OpenStatement>,
}

impl Row {
    pub(super) fn is_bare_name(&self) -> bool {
        self.name.is_some() && !(self.levelled || self.defined || self.noted) && self.last.is_none()
    }
}

/// The last statement of a cell, whose rest may be in a later one.
pub(super) struct OpenStatement {
    pub(super) code: CkcCode,
    pub(super) words: String,
    pub(super) range: Range<usize>,
    pub(super) fit: Fit,
}

/// The rows so far, and the one that is being read.
pub(super) struct Table<'w, 't> {
    text: &'t str,
    items: &'w [ScannedItem],
    statements: &'w Statements<'t>,
    pub(super) parts: Vec<Part<Role>>,
    pub(super) findings: Vec<Finding>,
    pub(super) row: Option<Row>,
    pub(super) rows: u32,
    /// A row named before the codes of the row above it were at an end; its own are due.
    pub(super) pending: Option<Entry>,
    /// The items of this line that a row's name is stuck to.
    pub(super) glued: Vec<usize>,
}

impl<'w, 't> Table<'w, 't> {
    pub(super) fn new(
        text: &'t str,
        cells: usize,
        items: &'w [ScannedItem],
        statements: &'w Statements<'t>,
    ) -> Self {
        Self {
            text,
            items,
            statements,
            parts: Vec::with_capacity(cells * 2 + items.len() * 2),
            findings: Vec::new(),
            row: None,
            rows: 0,
            pending: None,
            glued: Vec::new(),
        }
    }

    /// Joins the rest of a cut statement to it; returns the words that run over.
    pub(super) fn continue_statement(&mut self, lead: Range<usize>) -> Range<usize> {
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

    /// A row that was named and got no codes is kept without them.
    pub(super) fn settle_pending(&mut self) {
        if let Some(entry) = self.pending.take() {
            self.start_row(None, entry);
        }
    }

    /// Whether a code can belong to the row that is being read.
    pub(super) fn continues(&self, code: Option<CkcCode>) -> bool {
        self.row
            .as_ref()
            .is_some_and(|row| code.is_none() || row.last.is_none() || code > row.last)
    }

    /// Begins rows that were stuck to a statement; `code` is the first that follows them.
    pub(super) fn begin_glued(&mut self, split: Split, code: Option<CkcCode>) {
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
    pub(super) fn begin(&mut self, slot: Slot, area: Option<Range<usize>>, code: Option<CkcCode>) {
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
        } else if area.is_none() && self.name_goes_on(&entry, code) {
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

    pub(super) fn start_row(&mut self, area: Option<Range<usize>>, entry: Entry) {
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

    /// Starts the row that codes are due for, or one without a name.
    pub(super) fn start_due(&mut self, items: Range<usize>) {
        match self.pending.take() {
            Some(entry) => self.start_row(None, entry),
            None => self.nameless(items),
        }
    }

    /// Codes that fall with no name for them.
    fn nameless(&mut self, items: Range<usize>) {
        let item = &self.items[items.start];
        self.find(item.mark(), FindingKind::LostName);
        self.start_row(None, Entry::default());
    }

    pub(super) fn push_items(&mut self, items: Range<usize>) {
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
    pub(super) fn close_statement(&mut self) {
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

    pub(super) fn note(&mut self, range: Range<usize>) {
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

pub(super) fn part(range: Range<usize>, row: u32, role: Role) -> Part<Role> {
    Part {
        start: offset(range.start),
        end: offset(range.end),
        row,
        role,
    }
}
