//! Running headers and footers: lines at the top or bottom that come again on other pages in the same place.

use std::collections::BTreeMap;

use super::lines::Line;

/// So many lines at either end of a page may be running ones.
const DEEP: usize = 4;
/// A running line has this much room, in heights of its letters, between it and what the page says.
const ROOM: f64 = 0.6;

/// Of each page, which of its lines run through the document. `is_free` says of a line whether it is in no table.
pub(super) fn find(pages: &[Vec<Line>], is_free: impl Fn(usize, &Line) -> bool) -> Vec<Vec<bool>> {
    let mut counts: BTreeMap<(String, i64), usize> = BTreeMap::new();
    let ends: Vec<Vec<usize>> = (pages.iter().enumerate())
        .map(|(page, lines)| ends(lines, |line| is_free(page, line)))
        .collect();
    for (lines, ends) in pages.iter().zip(&ends) {
        for &end in ends {
            for place in places(&lines[end]) {
                *counts.entry((key(&lines[end]), place)).or_default() += 1;
            }
        }
    }
    let runs = |line: &Line| {
        let count = places(line).map(|place| counts.get(&(key(line), place)).copied().unwrap_or(0));
        let count = count.into_iter().max().unwrap_or(0);
        count >= 2 && count * 2 >= pages.len()
    };
    (pages.iter().zip(&ends))
        .map(|(lines, ends)| {
            let mut running = vec![false; lines.len()];
            for &end in ends {
                running[end] = runs(&lines[end]);
            }
            running
        })
        .collect()
}

/// The lines at the top and bottom of a page that what it says leaves alone.
fn ends(lines: &[Line], is_free: impl Fn(&Line) -> bool) -> Vec<usize> {
    let room = |above: usize, below: usize| {
        let (above, below) = (lines[above].area, lines[below].area);
        below.top - above.bottom > ROOM * above.height().min(below.height())
    };
    let is_apart = |line: usize| is_free(&lines[line]);
    let deep = DEEP.min(lines.len());
    let head = (0..deep).take_while(|&line| is_apart(line));
    let head: Vec<usize> = head.collect();
    let last = head
        .iter()
        .rposition(|&line| line + 1 == lines.len() || room(line, line + 1));
    let foot = (lines.len() - deep..lines.len())
        .rev()
        .take_while(|&line| is_apart(line));
    let foot: Vec<usize> = foot.collect();
    let first = foot
        .iter()
        .rposition(|&line| line == 0 || room(line - 1, line));
    let head = head.into_iter().take(last.map_or(0, |last| last + 1));
    let foot = foot.into_iter().take(first.map_or(0, |first| first + 1));
    let mut ends: Vec<usize> = head.chain(foot).collect();
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// What a line says, but for its numbers.
fn key(line: &Line) -> String {
    let mut key = String::new();
    for word in &line.words {
        for c in word.text.chars() {
            match c {
                '0'..='9' if key.ends_with('0') => {}
                '0'..='9' => key.push('0'),
                c => key.push(c),
            }
        }
        key.push(' ');
    }
    key
}

/// Where a line is on its page, up to some points.
fn places(line: &Line) -> [i64; 2] {
    const STEP: f64 = 6.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "places on a page are small"
    )]
    let place = (line.area.top / STEP) as i64;
    [place, place + 1]
}
