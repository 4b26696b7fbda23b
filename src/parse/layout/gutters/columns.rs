//! The columns of one page, and each of its lines cut into them.
//!
//! Within a page the words of a column begin at nearly the same place, row by row. Where a gap is too narrow,
//! the tool prints one blank for it, and the words of two columns run together: the line may cross a gutter.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::Drawn;
use crate::source::is_blank;

/// A line of a page, cut into columns.
pub(super) struct Line {
    /// Its place in the text.
    pub at: usize,
    /// Its words in each column.
    pub cells: [Range<usize>; 3],
    /// The first character of each cell in the line, and the one after its last.
    columns: [(usize, usize); 3],
    /// Whether its words may be in another column.
    pub is_odd: bool,
}

/// A line with no words in a column, whose words in the one before reach it.
pub(super) struct Crossing {
    /// The column that holds the words of both.
    pub from: usize,
    /// Where the column may begin: a byte of the text, and whether its neighbors begin right there.
    pub places: Vec<(usize, bool)>,
    /// Whether the words go beyond the place where the column begins elsewhere.
    pub is_past: bool,
}

impl Line {
    fn new(at: usize, words: Range<usize>) -> Self {
        Self {
            at,
            cells: [(); 3].map(|()| words.start..words.start),
            columns: [(0, 0); 3],
            is_odd: false,
        }
    }

    pub(super) fn has(&self, column: usize) -> bool {
        !self.cells[column].is_empty()
    }

    /// Moves the words from `place` on to another column.
    pub(super) fn split(&mut self, text: &str, from: usize, to: usize, place: usize) {
        let (start, end) = self.columns[from];
        let middle = start + text[self.cells[from].start..place].chars().count();
        self.cells[to] = place..self.cells[from].end;
        self.columns[to] = (middle, end);
        self.cells[from].end = place - 1;
        self.columns[from].1 = middle - 1;
    }
}

/// Where the second and the third column begin at the earliest.
struct Bounds {
    second: usize,
    third: usize,
}

/// The lines of a page, cut where two blanks or more are between the columns. `margin` is where its first
/// column would begin.
pub(super) fn cut(drawn: &Drawn, body: &[usize], margin: usize) -> Vec<Line> {
    let runs: Vec<Vec<Run>> = body.iter().map(|&line| runs(drawn, line)).collect();
    let Some((bounds, is_known)) = bounds(&runs, margin) else {
        return Vec::new();
    };
    let cut = |(&at, runs): (&usize, &Vec<Run>)| {
        let mut line = Line::new(at, drawn.lines[at].clone());
        line.is_odd = !is_known;
        for run in runs {
            let is_from = [bounds.second, bounds.third].map(|bound| run.column >= bound);
            let column = is_from.into_iter().filter(|is_from| *is_from).count();
            let end = run.column + drawn.text[run.range.clone()].chars().count();
            if line.has(column) {
                // A gap within a cell, or two cells taken for one.
                line.is_odd = true;
                line.cells[column].end = run.range.end;
                line.columns[column].1 = end;
            } else {
                line.cells[column] = run.range.clone();
                line.columns[column] = (run.column, end);
            }
        }
        line
    };
    let mut lines: Vec<Line> = body.iter().zip(&runs).map(cut).collect();
    for index in 1..lines.len() {
        // A cell has no blank line: words alone after one may be a footer that is on too few pages to tell.
        let is_apart = runs[index - 1].is_empty() && lines[index].has(0);
        lines[index].is_odd |= is_apart && runs[index].len() == 1;
    }
    lines
}

/// The columns' bounds, midway between the places where most of their lines begin; and whether it is sure
/// which columns they are.
fn bounds(runs: &[Vec<Run>], margin: usize) -> Option<(Bounds, bool)> {
    /// No column is narrower.
    const NARROWEST: usize = 8;
    let mut starts: BTreeMap<usize, usize> = BTreeMap::new();
    for run in runs.iter().flatten() {
        *starts.entry(run.column).or_default() += 1;
    }
    let last_before = |end: usize| last_column(&starts, end);
    let third = last_before(usize::MAX)?;
    let Some(second) = last_before(third.saturating_sub(NARROWEST)) else {
        let (second, third) = (0, 0);
        return Some((Bounds { second, third }, true));
    };
    let first = last_before(second.saturating_sub(NARROWEST));
    let bounds = Bounds {
        second: first.map_or(0, |first| (first + second).div_ceil(2)),
        third: (second + third).div_ceil(2),
    };
    Some((bounds, first.is_some() || second > margin + 2))
}

/// The last place before `end` where many lines begin: not by chance, as after a gap within a cell.
fn last_column(starts: &BTreeMap<usize, usize>, end: usize) -> Option<usize> {
    /// From row to row a column moves by so much.
    const LOOSE: usize = 6;
    /// The share of the lines of the fullest column.
    const FEW: usize = 4;
    let near = |at: usize| starts.range(at.saturating_sub(LOOSE)..(at + LOOSE + 1).min(end));
    let lines = |at: usize| near(at).map(|(_, count)| count).sum::<usize>();
    let most = starts.range(..end).map(|(&at, _)| lines(at)).max()?;
    let mut often = starts.range(..end).rev();
    let (&last, _) = often.find(|(at, _)| lines(**at) * FEW >= most)?;
    near(last)
        .max_by_key(|(_, count)| **count)
        .map(|(at, _)| *at)
}

/// Whether each line of a page may hold words of a column in the one before it.
pub(super) fn crossings(drawn: &Drawn, lines: &[Line], column: usize) -> Vec<Option<Crossing>> {
    let starts: Vec<Option<usize>> = (lines.iter())
        .map(|line| line.has(column).then(|| line.columns[column].0))
        .collect();
    let mut last = None;
    let carry = |start: &Option<usize>| {
        last = start.or(last);
        last
    };
    let before: Vec<Option<usize>> = starts.iter().map(carry).collect();
    let mut next = None;
    let mut after: Vec<Option<usize>> = (starts.iter().rev())
        .map(|start| {
            next = start.or(next);
            next
        })
        .collect();
    after.reverse();
    let near = |index: usize| {
        let both = [before[index], after[index]].into_iter();
        both.flatten().collect::<Vec<_>>()
    };
    let crossing = |(index, line): (usize, &Line)| crossing(drawn, line, column, &near(index));
    lines.iter().enumerate().map(crossing).collect()
}

fn crossing(drawn: &Drawn, line: &Line, column: usize, near: &[usize]) -> Option<Crossing> {
    /// So far before its place a cell may begin, where it follows shorter words.
    const BEFORE: usize = 12;
    const AFTER: usize = 2;
    /// The last words of a list may be so short.
    const SHORT: usize = 8;
    /// More words cannot be there.
    const MOST: usize = 32;
    let (low, high) = (*near.iter().min()?, *near.iter().max()?);
    let from = (0..column).rev().find(|&from| line.has(from))?;
    let (start, end) = line.columns[from];
    let reach = if column == 2 { end + SHORT } else { end };
    if line.has(column) || reach <= low {
        return None;
    }
    let words = &drawn.text[line.cells[from].clone()];
    let mut places = Vec::new();
    let mut before = 'x';
    for (at, (byte, c)) in words.char_indices().enumerate() {
        let begins = is_blank(before) && !is_blank(c);
        before = c;
        if begins
            && places.len() < MOST
            && (low.saturating_sub(BEFORE)..=high + AFTER).contains(&(start + at))
        {
            let is_exact = near.contains(&(start + at));
            places.push((line.cells[from].start + byte, is_exact));
        }
    }
    Some(Crossing {
        from,
        places,
        is_past: end > low,
    })
}

/// A run of words with no gap in it.
pub(super) struct Run {
    pub range: Range<usize>,
    /// Its first character in the line.
    pub column: usize,
}

/// The runs of a line: two blanks or more separate them.
pub(super) fn runs(drawn: &Drawn, line: usize) -> Vec<Run> {
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
