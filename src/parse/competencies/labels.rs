//! What begins a field: an id, a label, a heading of a column; however it is misread or wrapped.

use std::ops::Range;

use super::super::marks::{is_bullet, is_dash};
use crate::record::CompetencyId;
use crate::source::{is_blank, lines};
use crate::text::trim;

/// How many labeled lines of the page's form a text has; without ids, they make no rows.
#[must_use]
pub fn labels(text: &str) -> usize {
    let is_labeled = |line: &Range<usize>| {
        let (inked, _) = inked(text, line);
        label_at(inked).is_some()
    };
    lines(text).filter(is_labeled).count()
}

/// The field that words without a label belong to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(super) enum Field {
    Introduction,
    Legend,
    Statement,
    Importance,
    Area,
    Knowledge,
    DemonstratedBy,
}

/// The labels of the page's form, folded to letters; a label may go on after these.
pub(super) const LABELS: [(&str, Field); 6] = [
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

/// The fields of the columns, if a line is the head of a table: nothing but labels, and those of a
/// competency, an area and a knowledge area among them.
pub(super) fn head(text: &str, line: Range<usize>) -> Option<Vec<Field>> {
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

/// Whether a cell is the heading of a column: a short one, and not a label with words after it.
#[must_use]
pub fn heads_column(cell: &str) -> bool {
    /// No heading is longer.
    const LONGEST: usize = 80;
    let label = cell.trim_end_matches([':', '?', '*', ' ']);
    cell.len() <= LONGEST && !label.contains(':') && column(cell).is_some()
}

/// The words of a line without the bullets before them, and where they start.
pub(super) fn inked<'t>(text: &'t str, line: &Range<usize>) -> (&'t str, usize) {
    let inked = text[line.clone()]
        .trim_start_matches(|c| is_blank(c) || is_bullet(c) || is_dash(c) || c == '#');
    (inked, line.end - inked.len())
}

/// Whether words begin as the legend does.
pub(super) fn starts_legend(words: &str) -> bool {
    folded_starts_with(words, LEGEND).is_some()
}

/// Whether a line is the beginning of a label, without the colon that ends it.
pub(super) fn is_label_begun(line: &str, label: &str) -> bool {
    let letters: Vec<u8> = line
        .bytes()
        .filter(u8::is_ascii_alphabetic)
        .map(|byte| byte.to_ascii_lowercase())
        .collect();
    let is_begun = !letters.is_empty() && label.as_bytes().starts_with(&letters);
    is_begun || (folded_starts_with(line, label).is_some() && label_at(line).is_none())
}

/// An id at the start of a line, `7A.2.`, and its length with the dot and marks after it.
pub(super) fn id_at(line: &str) -> Option<(CompetencyId, usize)> {
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
pub(super) fn label_at(line: &str) -> Option<(Field, usize)> {
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
pub(super) fn label_end(
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
pub(super) fn near_label_at(line: &str) -> Option<(Field, usize)> {
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

/// The cells of a line, without the blanks around them.
pub(super) fn cells(text: &str, line: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = line.start;
    let tabs = memchr::memchr_iter(b'\t', &text.as_bytes()[line.clone()]);
    let ends = tabs.map(move |tab| line.start + tab).chain([line.end]);
    ends.map(move |end| {
        let cell = start..end;
        start = end + 1;
        trim(text, cell)
    })
}
