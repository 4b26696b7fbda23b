//! Columns that only gaps part, as `pdftotext -layout` lays a page out.
//!
//! A page may be shifted against the one before it, so each has its own columns. A gap that any line
//! crosses is none. A row begins on a line with words in both columns, if one of them was empty on the line
//! before.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Drawn, Layout, Piece, slices};
use crate::parse::crosswalk::items;
use crate::parse::marks;
use crate::record::CkcCode;
use crate::source::is_blank;
use crate::text::trim;

pub(super) fn of(drawn: &Drawn) -> Option<Layout> {
    let pages = pages(drawn);
    let running = running_lines(drawn, &pages);
    let mut table = Table {
        drawn,
        layout: Layout::default(),
        is_begun: false,
        last: None,
    };
    for page in &pages {
        let is_own = |line: &usize| !running.contains(&key(drawn.words(*line)));
        let lines: Vec<usize> = page.iter().copied().filter(is_own).collect();
        table.page(&lines)?;
    }
    table.is_begun.then_some(table.layout)
}

/// The lines of each page; a form feed begins one.
fn pages(drawn: &Drawn) -> Vec<Vec<usize>> {
    let mut pages = Vec::new();
    let mut page = Vec::new();
    for line in 0..drawn.lines.len() {
        if drawn.words(line).starts_with('\u{c}') {
            pages.push(std::mem::take(&mut page));
        }
        page.push(line);
    }
    pages.push(page);
    pages
}

/// The running headers and footers: lines at the top or bottom of half of the pages, but for their numbers.
fn running_lines(drawn: &Drawn, pages: &[Vec<usize>]) -> Vec<String> {
    /// So many lines at either end of a page may be running ones.
    const DEEP: usize = 3;
    /// On fewer pages nothing repeats.
    const FEW: usize = 3;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages {
        let is_inked = |line: &&usize| !drawn.words(**line).trim().is_empty();
        let inked: Vec<usize> = page.iter().filter(is_inked).copied().collect();
        let deep = DEEP.min(inked.len() / 2);
        let ends = inked[..deep].iter().chain(&inked[inked.len() - deep..]);
        for &line in ends.filter(|&&line| drawn.headings(line) == 0) {
            *counts.entry(key(drawn.words(line))).or_default() += 1;
        }
    }
    let often = |count: usize| pages.len() >= FEW && count * 2 >= pages.len();
    counts.retain(|_, count| often(*count));
    counts.into_keys().collect()
}

/// A line without what differs from page to page: numbers and gaps.
fn key(words: &str) -> String {
    let even = |c: char| if c.is_ascii_digit() { '0' } else { c };
    let words = words.split(is_blank).filter(|word| !word.is_empty());
    let evened = words.map(|word| word.chars().map(even).collect::<String>());
    let mut key = evened.collect::<Vec<_>>().join(" ");
    while key.contains("00") {
        key = key.replace("00", "0");
    }
    key
}

struct Table<'d, 't> {
    drawn: &'d Drawn<'t>,
    layout: Layout,
    /// Whether the head has been read.
    is_begun: bool,
    /// The last code.
    last: Option<CkcCode>,
}

impl Table<'_, '_> {
    fn page(&mut self, lines: &[usize]) -> Option<()> {
        let head = lines
            .iter()
            .position(|&line| self.drawn.headings(line) >= 2);
        let mut body = lines;
        if let Some(head) = head {
            for &line in &lines[..head] {
                self.drawn.outside(line, &mut self.layout);
            }
            body = self.head(&lines[head..]);
        }
        let is_blank = |&line: &usize| self.drawn.words(line).trim().is_empty();
        if !self.is_begun {
            for &line in body {
                self.drawn.outside(line, &mut self.layout);
            }
        } else if !body.iter().all(is_blank) {
            let columns = self.columns(body)?;
            self.rows(body, &columns);
        }
        Some(())
    }

    /// Reads the head, whose first heading may go on on the next line; returns the lines after it.
    fn head<'l>(&mut self, lines: &'l [usize]) -> &'l [usize] {
        let (text, is_label) = (self.drawn.text, self.drawn.is_label);
        self.is_begun = true;
        let runs = runs(self.drawn, lines[0]);
        let headings = runs
            .into_iter()
            .flat_map(|run| self.drawn.labels(run.range));
        let mut row: Vec<Vec<Piece>> = headings.map(|it| vec![Piece::new(it)]).collect();
        let mut after = 1;
        if let Some(&next) = lines.get(1) {
            let rest = trim(text, self.drawn.lines[next].clone());
            let whole = format!("{} {}", &text[row[0][0].range.clone()], &text[rest.clone()]);
            if !rest.is_empty() && is_label(&whole) {
                row[0].push(Piece::new(rest));
                after = 2;
            }
        }
        self.layout.rows.push(row);
        &lines[after..]
    }

    /// Where the three columns begin, in characters; `None` where a line crosses the gap before one. Most
    /// lines of a page have words in the last column, and most of the others in the one before it.
    fn columns(&self, body: &[usize]) -> Option<[usize; 3]> {
        let mut inked: Vec<bool> = Vec::new();
        let mut starts: BTreeMap<usize, usize> = BTreeMap::new();
        for &line in body {
            for (column, c) in self.drawn.words(line).chars().enumerate() {
                if column >= inked.len() {
                    inked.push(false);
                }
                inked[column] |= !is_blank(c);
            }
            for run in runs(self.drawn, line) {
                *starts.entry(run.column).or_default() += 1;
            }
        }
        let has_gap = |column: usize| column.checked_sub(1).is_none_or(|before| !inked[before]);
        let crossed = starts.clone();
        starts.retain(|column, _| has_gap(*column));
        let third = last_column(starts.range(..))?;
        let second = last_column(starts.range(..third)).unwrap_or(third);
        // Where more lines begin behind a gap that one line crosses, that is the column.
        let is_wrong = |(column, count): (&usize, &usize)| {
            !has_gap(*column) && *count > starts[if *column < third { &second } else { &third }]
        };
        let is_sound = !crossed.iter().any(is_wrong);
        is_sound.then_some([0, second, third])
    }

    fn rows(&mut self, body: &[usize], columns: &[usize; 3]) {
        let text = self.drawn.text;
        let mut before = [false; 3];
        self.layout.rows.push(Vec::new());
        for &line in body {
            let words = self.drawn.words(line);
            let cells = slices(self.drawn.lines[line].clone(), words, columns);
            let cells: Vec<Range<usize>> = cells.into_iter().map(|it| trim(text, it)).collect();
            if self.begins_row(&cells, before) {
                self.layout.rows.push(Vec::new());
            }
            self.layout.add(text, &cells);
            before = [0, 1, 2].map(|column: usize| !cells[column].is_empty());
            let mut found = Vec::new();
            items::scan(text, cells[2].clone(), &mut found);
            self.last = found.last().map(|item| item.code).or(self.last);
        }
    }

    fn begins_row(&self, cells: &[Range<usize>], before: [bool; 3]) -> bool {
        let text = self.drawn.text;
        if cells[1].is_empty() || cells[2].is_empty() {
            return false;
        }
        if !before[1] || !before[2] {
            return true;
        }
        // Both columns go on without a gap: a code that falls begins a row, or a name may.
        let words = &text[cells[1].clone()];
        let falls = code(&text[cells[2].clone()]).is_some_and(|code| Some(code) <= self.last);
        let row = self.layout.rows.last();
        let name = row.and_then(|row| row.get(1)).and_then(|cell| cell.last());
        let dangles = name.is_some_and(|piece| marks::dangles(&text[piece.range.clone()]));
        let rises = code(&text[cells[2].clone()]).is_some() && !dangles;
        falls || (rises && words.starts_with(char::is_uppercase))
    }
}

/// The last of some starts that many lines share: not by chance, as the longest word of a column may be.
fn last_column<'s>(
    starts: impl DoubleEndedIterator<Item = (&'s usize, &'s usize)> + Clone,
) -> Option<usize> {
    let most = starts.clone().map(|(_, count)| *count).max()?;
    let mut shared = starts.rev().filter(|(_, count)| **count * 3 >= most);
    shared.next().map(|(column, _)| *column)
}

/// A run of words with no gap in it.
struct Run {
    range: Range<usize>,
    /// Its first character in the line.
    column: usize,
}

/// The runs of a line: two blanks or more part them.
fn runs(drawn: &Drawn, line: usize) -> Vec<Run> {
    let range = drawn.lines[line].clone();
    let mut found: Vec<Run> = Vec::new();
    let mut blanks = 2;
    for (column, (at, c)) in drawn.words(line).char_indices().enumerate() {
        let at = range.start + at;
        if is_blank(c) {
            blanks += 1;
            continue;
        }
        let end = at + c.len_utf8();
        match found.last_mut() {
            Some(run) if blanks < 2 => run.range.end = end,
            _ => found.push(Run {
                range: at..end,
                column,
            }),
        }
        blanks = 0;
    }
    found
}

/// The code that some words begin with.
fn code(words: &str) -> Option<CkcCode> {
    let mut found = Vec::new();
    items::scan(words, 0..words.len(), &mut found);
    let first = found.first()?;
    (first.mark().start == 0).then_some(first.code)
}
