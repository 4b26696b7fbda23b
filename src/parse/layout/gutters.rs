//! Columns that only gaps separate, as `pdftotext -layout` lays a page out.
//!
//! A page may be shifted against the one before it, so each has its own columns, and each line is cut by
//! itself. A row begins on a line with words in both columns, if one of them was empty on the line before.
//! What may be cut wrongly is named: the rows that reach it are in doubt.

mod columns;
mod crossed;

use std::collections::BTreeMap;

use self::columns::{Line, runs};
use super::{Cell, Drawn, Layout, Piece};
use crate::parse::crosswalk::items;
use crate::parse::marks;
use crate::record::CkcCode;
use crate::source::is_blank;
use crate::text::trim;

pub(super) fn of(drawn: &Drawn) -> Option<Layout> {
    /// No page has more lines: where one seems to, the text does not tell its pages apart.
    const LONGEST: usize = 150;
    let printed = pages(drawn);
    if printed.iter().any(|page| page.len() > LONGEST) {
        return None;
    }
    let running = running_lines(drawn, &printed);
    let mut is_begun = false;
    let mut pages: Vec<Page> = Vec::new();
    for page in &printed {
        let is_own = |line: &usize| !running.contains(&key(drawn.words(*line)));
        let lines: Vec<usize> = page.iter().copied().filter(is_own).collect();
        pages.push(Page::new(drawn, &lines, margin(drawn, page), &mut is_begun));
    }
    let mut bodies: Vec<&mut Vec<Line>> = pages.iter_mut().map(|page| &mut page.body).collect();
    crossed::settle(drawn, &mut bodies);
    pages.iter_mut().for_each(Page::weigh);
    let lines = pages.iter().flat_map(|page| &page.body);
    let odd = lines.clone().filter(|line| line.is_odd).count();
    let is_sound = is_begun && odd * 2 <= lines.count();
    let mut table = Table {
        drawn,
        layout: Layout::default(),
        is_headed: false,
        last: None,
    };
    for page in pages {
        table.page(page);
    }
    is_sound.then_some(table.layout)
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

/// Where the words of a page begin at the left.
fn margin(drawn: &Drawn, page: &[usize]) -> usize {
    let head = page.iter().find(|&&line| drawn.headings(line) >= 2);
    let lines = head.map_or(page, std::slice::from_ref);
    let starts = lines.iter().flat_map(|&line| runs(drawn, line));
    starts.map(|run| run.column).min().unwrap_or(0)
}

/// A page of the table.
#[derive(Default)]
struct Page {
    /// The lines before the head.
    outside: Vec<usize>,
    head: Option<Vec<Cell>>,
    body: Vec<Line>,
}

impl Page {
    fn new(drawn: &Drawn, lines: &[usize], margin: usize, is_begun: &mut bool) -> Self {
        let head = lines.iter().position(|&line| drawn.headings(line) >= 2);
        let mut page = Self::default();
        let mut body = lines;
        if let Some(head) = head {
            page.outside = lines[..head].to_vec();
            let (row, after) = read_head(drawn, &lines[head..]);
            page.head = Some(row);
            body = after;
            *is_begun = true;
        }
        if *is_begun {
            page.body = columns::cut(drawn, body, margin);
        } else {
            page.outside = body.to_vec();
        }
        page
    }

    /// Where many lines of a page are odd, all of it is.
    fn weigh(&mut self) {
        let odd = self.body.iter().filter(|line| line.is_odd).count();
        if odd * 4 > self.body.len() {
            self.body.iter_mut().for_each(|line| line.is_odd = true);
        }
    }
}

/// Reads the head, whose first heading may go on on the next line; returns its row and the lines after it.
fn read_head<'l>(drawn: &Drawn, lines: &'l [usize]) -> (Vec<Cell>, &'l [usize]) {
    let (text, is_label) = (drawn.text, drawn.is_label);
    let runs = runs(drawn, lines[0]).into_iter();
    let headings = runs.flat_map(|run| drawn.labels(run.range));
    let mut row: Vec<Cell> = headings.map(|it| vec![Piece::new(it)]).collect();
    let mut after = 1;
    if let Some(&next) = lines.get(1) {
        let rest = trim(text, drawn.lines[next].clone());
        let whole = format!("{} {}", &text[row[0][0].range.clone()], &text[rest.clone()]);
        if !rest.is_empty() && is_label(&whole) {
            row[0].push(Piece::new(rest));
            after = 2;
        }
    }
    (row, &lines[after..])
}

struct Table<'d, 't> {
    drawn: &'d Drawn<'t>,
    layout: Layout,
    /// Whether the head has been read.
    is_headed: bool,
    /// The last code.
    last: Option<CkcCode>,
}

impl Table<'_, '_> {
    fn page(&mut self, page: Page) {
        for line in page.outside {
            self.drawn.outside(line, &mut self.layout);
        }
        // A head that is printed again does not split a row.
        let is_again = self.is_headed;
        self.is_headed |= page.head.is_some();
        self.layout.rows.extend(page.head.filter(|_| !is_again));
        let text = self.drawn.text;
        let mut before = [false; 3];
        let mut is_first = true;
        for (index, line) in page.body.iter().enumerate() {
            let begins = if is_first {
                !self.goes_on(line)
            } else {
                self.begins_row(&page.body[index..], before)
            };
            before = [0, 1, 2].map(|column: usize| line.has(column));
            if before == [false; 3] {
                continue;
            }
            is_first = false;
            if begins {
                self.layout.rows.push(Vec::new());
            }
            self.layout.add(text, &line.cells);
            if line.is_odd {
                let words = self.drawn.lines[line.at].clone();
                self.layout.crossed.push(trim(text, words));
            }
            let mut found = Vec::new();
            items::scan(text, line.cells[2].clone(), &mut found);
            self.last = found.last().map(|item| item.code).or(self.last);
        }
    }

    /// Whether a page begins within a name or a definition.
    fn goes_on(&self, line: &Line) -> bool {
        let words = &self.drawn.text[line.cells[1].clone()];
        !line.has(0) && self.last.is_some() && words.starts_with(char::is_lowercase)
    }

    fn begins_row(&self, lines: &[Line], before: [bool; 3]) -> bool {
        let text = self.drawn.text;
        let cells = &lines[0].cells;
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
        falls || (rises && words.starts_with(char::is_uppercase) && self.opens(lines))
    }

    /// Whether the verb of a definition comes soon, as it does after a name.
    fn opens(&self, lines: &[Line]) -> bool {
        /// No name has more lines.
        const LONGEST: usize = 5;
        let cells = (lines.iter().take(LONGEST)).map(|line| &line.cells[1]);
        let words: Vec<&str> = cells
            .flat_map(|cell| self.drawn.text[cell.clone()].split(is_blank))
            .collect();
        // "Code of Ethics" goes on with a name, or with a definition.
        let opens = |pair: &[&str]| marks::is_verb(pair[1]) && !marks::dangles(pair[0]);
        words.windows(2).any(opens)
    }
}

/// The code that some words begin with.
fn code(words: &str) -> Option<CkcCode> {
    let mut found = Vec::new();
    items::scan(words, 0..words.len(), &mut found);
    let first = found.first()?;
    (first.mark().start == 0).then_some(first.code)
}
