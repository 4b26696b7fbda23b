//! The grammar of a competencies page: an id with its statement, four labelled lines, again for
//! each alignment; a legend before each section.
//!
//! Lines may be wrapped, blank lines may stand anywhere: words that start neither an id
//! nor a label go on with what was there before them. The labels may also stand once, in the head of a
//! table, over a row for each alignment. Nothing is corrected here.

mod furniture;

use std::ops::Range;

use super::marks::{dangles, is_bullet, is_dash};
use super::{Finding, FindingKind, Parsed, Part, break_off};
use crate::record::{CompetencyId, Level};
use crate::source::{is_blank, lines, offset};
use crate::text::trim;

/// What a run of a competencies page is. Each alignment is a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What the category is about, before its first competency.
    Introduction,
    /// What the level marks mean, a section's heading, or an id that the end of the text cuts off.
    Legend,
    /// A competency's id.
    Id(CompetencyId),
    /// Its statement, or a piece of it.
    Statement,
    /// The printed name of a field.
    Label,
    /// `Essential` or `Important`.
    Importance,
    /// The Endorsement area.
    Area,
    /// The knowledge or skill area.
    Knowledge,
    /// A level mark after either, with its parentheses.
    Level(Level),
    /// The "As demonstrated by" list, or a piece of it.
    DemonstratedBy,
    /// A running head, a footer, a page number.
    Furniture,
}

/// Parses a competencies page. Never fails; a text of another kind gives no rows.
#[must_use]
pub fn parse(text: &str) -> Parsed<Role> {
    let mut walker = Walker::new(text);
    walker.walk(&[]);
    if walker.has_gone_on {
        // Words without a label go on with a field, unless they are those of the page's edges.
        let lines: Vec<_> = inked_lines(text).map(|line| line.1).collect();
        let is_led = |line: &str| {
            let inked = inked(line, &(0..line.len())).0;
            id_at(inked).is_some() || label_at(inked).is_some() || starts_legend(inked)
        };
        let furniture = furniture::find(text, &lines, is_led);
        let (furniture, suspects) = (furniture.certain, furniture.suspects);
        walker = Walker {
            suspects,
            widths: walker.widths,
            ..Walker::new(text)
        };
        walker.walk(&furniture);
    }
    Parsed {
        breaks_off: break_off::of_page(text, &walker.parts),
        parts: walker.parts,
        rows: walker.rows,
        findings: walker.findings,
    }
}

/// The lines with words, each without the blanks around it, and whether a blank line is before it. The end of a
/// page ends a line too.
fn inked_lines(
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

/// How many labelled lines of the page's form a text has; without ids, they make no rows.
#[must_use]
pub fn labels(text: &str) -> usize {
    let is_labelled = |line: &Range<usize>| {
        let (inked, _) = inked(text, line);
        label_at(inked).is_some()
    };
    lines(text).filter(is_labelled).count()
}

/// The field that words without a label belong to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Field {
    Introduction,
    Legend,
    Statement,
    Importance,
    Area,
    Knowledge,
    DemonstratedBy,
}

/// The labels of the page's form, folded to letters; a label may go on after these.
const LABELS: [(&str, Field); 6] = [
    ("essentialorimportant", Field::Importance),
    ("iecmhcendorsementcompetency", Field::Area),
    ("endorsementcompetency", Field::Area),
    ("knowledgeskillarea", Field::Knowledge),
    ("knowledgearea", Field::Knowledge),
    ("asdemonstratedby", Field::DemonstratedBy),
];

/// What the columns of a table are called that no label of the page's form begins with.
const COLUMNS: [(&str, Field); 8] = [
    ("id", Field::Statement),
    ("number", Field::Statement),
    ("competency", Field::Statement),
    ("competencies", Field::Statement),
    ("importance", Field::Importance),
    ("area", Field::Area),
    ("areaofexpertise", Field::Area),
    ("endorsementarea", Field::Area),
];

/// How the legend begins, folded to letters.
const LEGEND: &str = "unlessotherwisenoted";

struct Walker<'t> {
    text: &'t str,
    /// Where the last line with words ends.
    end: usize,
    parts: Vec<Part<Role>>,
    findings: Vec<Finding>,
    rows: u32,
    field: Field,
    /// The fields of the columns, in a table with the labels in its head.
    columns: Vec<Field>,
    after_blank: bool,
    /// The fields whose labels the open row has had, a bit each; a label that comes again begins another row.
    labeled: u8,
    /// Whether words without a label have gone on with a field.
    has_gone_on: bool,
    /// Lines that stand on several pages and may be running heads, by their starts.
    suspects: Vec<usize>,
    /// How long the line before is.
    last_line: usize,
    /// How long the lines of each field are.
    widths: [usize; 7],
}

impl<'t> Walker<'t> {
    fn new(text: &'t str) -> Self {
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

    fn walk(&mut self, furniture: &[bool]) {
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
        let stands = |wanted: &[Field]| cells.iter().any(|(field, _)| wanted.contains(field));
        let says = stands(&[Field::Importance, Field::Area, Field::Knowledge]);
        let begins = if stands(&[Field::Statement]) {
            cells
                .iter()
                .any(|(field, cell)| *field == Field::Statement && is_id(cell))
        } else {
            // A competency stands once beside all of its rows.
            says && self.rows > 0
        };
        if begins {
            self.rows += 1;
        } else if says || self.field == Field::Legend || stands(&[Field::Statement]) {
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

    /// A line of cells without a head: a label may stand in any.
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

    /// Whether the text breaks off within the label that is due, or within the id of a further row: words
    /// that would else spoil the field before them.
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

    /// Words of the field whose label stands before them.
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

    /// Whether the first word would have had room on the line before: then no margin parts the two.
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

/// The cells of a line, without the blanks around them.
fn cells(text: &str, line: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = line.start;
    let tabs = memchr::memchr_iter(b'\t', &text.as_bytes()[line.clone()]);
    let ends = tabs.map(move |tab| line.start + tab).chain([line.end]);
    ends.map(move |end| {
        let cell = start..end;
        start = end + 1;
        trim(text, cell)
    })
}

/// The fields of the columns, if a line is the head of a table: nothing but labels, and those of a
/// competency, an area and a knowledge area among them.
fn head(text: &str, line: Range<usize>) -> Option<Vec<Field>> {
    /// No head has more.
    const WIDEST: usize = 16;
    let cells = cells(text, line).take(WIDEST + 1);
    let columns: Option<Vec<Field>> = cells.map(|cell| column(&text[cell])).collect();
    let needed = [Field::Statement, Field::Area, Field::Knowledge];
    columns.filter(|columns| {
        columns.len() <= WIDEST && needed.iter().all(|field| columns.contains(field))
    })
}

/// The field that a column's heading names.
fn column(heading: &str) -> Option<Field> {
    let begins = |(folded, _): &&(&str, Field)| folded_starts_with(heading, folded).is_some();
    let is = |(folded, _): &&(&str, Field)| {
        let end = folded_starts_with(heading, folded);
        end.is_some_and(|end| !heading[end..].contains(char::is_alphanumeric))
    };
    let found = LABELS.iter().find(begins);
    found
        .or_else(|| COLUMNS.iter().find(is))
        .map(|found| found.1)
}

/// Whether a cell is the heading of a column: a short one, and no label with words after it.
#[must_use]
pub fn heads_column(cell: &str) -> bool {
    /// No heading is longer.
    const LONGEST: usize = 80;
    let label = cell.trim_end_matches([':', '?', '*', ' ']);
    cell.len() <= LONGEST && !label.contains(':') && column(cell).is_some()
}

/// The words of a line without the bullets before them, and where they start.
fn inked<'t>(text: &'t str, line: &Range<usize>) -> (&'t str, usize) {
    let inked = text[line.clone()]
        .trim_start_matches(|c| is_blank(c) || is_bullet(c) || is_dash(c) || c == '#');
    (inked, line.end - inked.len())
}

/// Whether words begin as the legend does.
pub(super) fn starts_legend(words: &str) -> bool {
    folded_starts_with(words, LEGEND).is_some()
}

/// Whether a line is the beginning of a label, without the colon that ends it.
fn is_label_begun(line: &str, label: &str) -> bool {
    let letters: Vec<u8> = line
        .bytes()
        .filter(u8::is_ascii_alphabetic)
        .map(|byte| byte.to_ascii_lowercase())
        .collect();
    let is_begun = !letters.is_empty() && label.as_bytes().starts_with(&letters);
    is_begun || (folded_starts_with(line, label).is_some() && label_at(line).is_none())
}

/// An id at the start of a line, `7A.2.`, and its length with the dot and marks after it.
fn id_at(line: &str) -> Option<(CompetencyId, usize)> {
    if !line.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let word = line.split(is_blank).next()?;
    let plain = word.trim_end_matches(|c| is_bullet(c) || ".:)".contains(c));
    // People type less than documents print.
    let (section, _) = plain.split_once('.')?;
    let id = plain
        .parse()
        .ok()
        .filter(|_| section.ends_with(|c: char| c.is_ascii_alphabetic()))?;
    let after = &line[word.len()..];
    let marked = after.trim_start_matches(|c| is_blank(c) || is_dash(c) || is_bullet(c));
    Some((id, line.len() - marked.len()))
}

/// A label at the start of a line and its length, with the colon, or the tab of a table, that ends it.
fn label_at(line: &str) -> Option<(Field, usize)> {
    LABELS.iter().find_map(|(label, field)| {
        let end = folded_starts_with(line, label)?;
        let colon = memchr::memchr2(b':', b'\t', &line.as_bytes()[end..])?;
        Some((*field, end + colon + 1))
    })
}

/// The labels of the page's form as a whole, folded to letters.
const WHOLE: [(&str, Field); 5] = [
    ("essentialorimportant", Field::Importance),
    ("iecmhcendorsementcompetency", Field::Area),
    ("knowledgeskillarea", Field::Knowledge),
    ("asdemonstratedby", Field::DemonstratedBy),
    (
        "asdemonstratedbyotherworkexperienceandinterview",
        Field::DemonstratedBy,
    ),
];

/// Where the line ends that the last words of a label are on, if the label is wrapped: `IECMHC Endorsement`,
/// `Competency: Thinking`; and how many lines `below` that is.
fn label_end(
    text: &str,
    line: &Range<usize>,
    below: impl Iterator<Item = Range<usize>>,
) -> Option<(usize, usize)> {
    /// No label is longer.
    const LONGEST: usize = 64;
    let ends = |words: &str| words.contains([':', '\t']);
    let first = inked(text, line).0;
    if first.len() > LONGEST || ends(first) {
        return None;
    }
    let mut letters = letters(first);
    for (count, next) in (1..).zip(below) {
        let is_begun = |(label, _): &(&str, Field)| label.starts_with(&*letters);
        if letters.is_empty() || !WHOLE.iter().any(is_begun) {
            return None;
        }
        let words = &text[next.clone()];
        let colon = memchr::memchr(b':', words.as_bytes());
        letters.push_str(&self::letters(&words[..colon.unwrap_or(words.len())]));
        if colon.is_some() {
            let is_whole = WHOLE.iter().any(|(label, _)| *label == letters);
            return is_whole.then_some((count, next.end));
        }
        if letters.len() > LONGEST {
            return None;
        }
    }
    None
}

/// The letters and digits of some words in lower case.
fn letters(words: &str) -> String {
    let letters = words.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// A whole label with a letter or two misread, `TECMHC Endorsement Competency:`, and its length with the colon.
fn near_label_at(line: &str) -> Option<(Field, usize)> {
    /// Letters misread.
    const MOST: usize = 2;
    let colon = memchr::memchr(b':', line.as_bytes()).filter(|&colon| colon < 80)?;
    let letters = letters(&line[..colon]);
    let is_near = |label: &&(&str, Field)| {
        letters.len().abs_diff(label.0.len()) <= MOST
            && strsim::levenshtein(&letters, label.0) <= MOST
    };
    Some((WHOLE.iter().find(is_near)?.1, colon + 1))
}

/// Whether words hold the id or a label of a row within them: then they are not of one field.
#[must_use]
pub fn holds_row(words: &str) -> bool {
    let begins = |at: usize| {
        let word = words[..at].rfind(|c: char| !c.is_ascii_alphanumeric());
        id_at(&words[word.map_or(0, |mark| mark + 1)..]).is_some()
    };
    let is_mark = |at: &usize| words.is_char_boundary(*at);
    let labels = || LABELS.iter().filter(|(label, _)| label.len() > 14);
    let ends_label = |at: usize| {
        let letters: String = words[..at]
            .chars()
            .rev()
            .filter(char::is_ascii_alphabetic)
            .take(60)
            .collect();
        let ends = |(label, _): &(&str, Field)| {
            letters
                .to_ascii_lowercase()
                .starts_with(&label.chars().rev().collect::<String>())
        };
        labels().any(ends)
    };
    let bytes = words.as_bytes();
    let mut dots = memchr::memchr_iter(b'.', bytes).filter(is_mark);
    let mut colons = memchr::memchr2_iter(b':', b'?', bytes);
    dots.any(begins) || colons.any(ends_label)
}

/// Where a line's letters have spelled `folded`, whatever its case and the marks between.
fn folded_starts_with(line: &str, folded: &str) -> Option<usize> {
    let mut wanted = folded.bytes();
    let mut next = wanted.next()?;
    for (at, byte) in line.bytes().enumerate() {
        if byte.to_ascii_lowercase() == next {
            match wanted.next() {
                Some(letter) => next = letter,
                None => return Some(at + 1),
            }
        } else if byte.is_ascii_alphabetic() {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = "3B.1. Knots ropes.\nEssential or important?: Essential\n\
        IECMHC Endorsement Competency: Seamanship (MHM)\nKnowledge/Skill Area: Knots\n\
        As Demonstrated by/Other Work Experience (and Interview): Ties; Unties\n";

    fn read(text: &str) -> Vec<(Role, String)> {
        let parsed = parse(text);
        let words = |part: &Part<Role>| text[part.range()].to_owned();
        let fields = parsed.parts.iter().filter(|part| part.role != Role::Label);
        fields.map(|part| (part.role, words(part))).collect()
    }

    fn joined(text: &str, role: Role) -> String {
        let parts = read(text).into_iter().filter(|part| part.0 == role);
        parts.map(|part| part.1).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_row_has_its_fields() {
        let id = "3B.1".parse().expect("an id");
        let expected = [
            (Role::Id(id), "3B.1. "),
            (Role::Statement, "Knots ropes."),
            (Role::Importance, "Essential"),
            (Role::Area, "Seamanship"),
            (Role::Level(Level::Mhm), "(MHM)"),
            (Role::Knowledge, "Knots"),
            (Role::DemonstratedBy, "Ties; Unties"),
        ];
        assert_eq!(
            read(ROW),
            expected.map(|(role, words)| (role, words.to_owned()))
        );
    }

    #[test]
    fn wrapped_lines_blank_lines_and_other_line_ends_read_the_same() {
        let wrapped = ROW
            .replace("Knots ropes", "Knots\n\nropes")
            .replace("; Unties", ";\n\nUnties");
        assert_eq!(joined(&wrapped, Role::Statement), "Knots ropes.");
        assert_eq!(joined(&wrapped, Role::DemonstratedBy), "Ties; Unties");
        assert_eq!(read(&ROW.replace('\n', "\r\n")), read(ROW));
        assert_eq!(read(&ROW.replace('\n', "\n\n")), read(ROW));
        assert_eq!(read(&format!("- {ROW}")).len(), read(ROW).len());
    }

    #[test]
    fn the_legend_and_headings_are_no_part_of_a_row() {
        let legend = "Unless otherwise noted, all refer to sailors.";
        let text = format!("About knots.\n{legend}\n{ROW}{legend}\n\nSection C\n{ROW}");
        assert_eq!(joined(&text, Role::Introduction), "About knots.");
        assert_eq!(
            joined(&text, Role::DemonstratedBy),
            "Ties; Unties Ties; Unties"
        );
        assert_eq!(
            joined(&text, Role::Legend),
            format!("{legend} {legend} Section C")
        );
    }

    const HEAD: &str =
        "Competency\tImportance\tArea of Expertise\tKnowledge/Skill Area\tAs demonstrated by\n";

    #[test]
    fn a_table_has_its_labels_in_the_head() {
        let row = "3B.1. Knots ropes.\tEssential\tSeamanship (MHM)\tKnots\tTies;\n\t\t\t\tUnties\n";
        let text = format!("{HEAD}{row}Section C\t\t\t\t\n{HEAD}{row}");
        let fields = |text: &str| -> Vec<_> {
            let fields = read(text).into_iter();
            fields.filter(|part| part.0 != Role::Legend).collect()
        };
        let once = ROW.replace("; ", ";\n");
        assert_eq!(fields(&text), fields(&once.repeat(2)));
        let apart = text
            .replace("Competency\t", "ID\tCompetency\t")
            .replace("3B.1. ", "3B.1.\t")
            .replace("\t\t\t\t", "\t\t\t\t\t");
        let words =
            |text: &str| joined(text, Role::Statement) + &joined(text, Role::DemonstratedBy);
        assert_eq!(words(&apart), words(&text));
    }

    #[test]
    fn a_row_of_a_table_without_an_id_is_that_of_the_competency_above_or_lost() {
        let rows =
            "3B.1. Knots ropes.\tEssential\tSeamanship\tKnots\tTies\n\t\t\tSails\tMends\textra\n";
        let parsed = parse(&format!("{HEAD}{rows}"));
        assert_eq!((parsed.rows, parsed.findings), (2, vec![]));
        assert_eq!(
            joined(&format!("{HEAD}{rows}"), Role::DemonstratedBy),
            "Ties Mends extra"
        );
        let lost = format!("{HEAD}{rows}Sails\tEssential\tSeamanship\tSails\tMends\n");
        let parsed = parse(&lost);
        assert_eq!(parsed.rows, 2);
        let kinds: Vec<_> = parsed.findings.iter().map(|found| found.kind).collect();
        assert_eq!(kinds, [FindingKind::LostId]);
    }

    #[test]
    fn labels_may_stand_in_any_cell_of_a_line() {
        let line = ROW.replacen('\n', "\t", 1).replacen('\n', "\n\t", 3);
        assert_eq!(read(&line), read(ROW));
    }

    #[test]
    fn a_label_may_be_wrapped() {
        let wrapped = ROW
            .replace("IECMHC Endorsement ", "IECMHC Endorsement\n")
            .replace("Experience (and", "Experience\n(and\n");
        assert_eq!(read(&wrapped), read(ROW));
        // Words that only begin like a label are none.
        let other = ROW.replace("ropes.", "ropes.\nKnowledge\nof: sails");
        assert_eq!(
            joined(&other, Role::Statement),
            "Knots ropes. Knowledge of: sails"
        );
    }

    #[test]
    fn what_people_type_for_an_id_is_none_on_a_page() {
        for typed in ["3b1", "3B1.", "3B-1.", "3B 1", "3B\u{2013}1"] {
            assert!(typed.trim_end_matches('.').parse::<CompetencyId>().is_ok());
            assert_eq!(parse(&ROW.replace("3B.1.", typed)).rows, 0, "{typed}");
        }
        assert_eq!(parse(&ROW.replace("3B.1.", "3b.1")).rows, 1);
    }

    #[test]
    fn another_kind_of_text_has_no_rows() {
        assert_eq!(parse("Dear all,\nThe meeting is at 7.\nA. Person").rows, 0);
    }
}
