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
    for ((page, lines), ends) in pages.iter().enumerate().zip(&ends) {
        for &end in ends {
            for key in keys(&lines[end], page) {
                for place in places(&lines[end]) {
                    *counts.entry((key.clone(), place)).or_default() += 1;
                }
            }
        }
    }
    let runs = |line: &Line, page: usize| {
        let keys = keys(line, page).into_iter();
        let known = keys.flat_map(|key| places(line).map(|place| (key.clone(), place)));
        let count = known
            .filter_map(|key| counts.get(&key).copied())
            .max()
            .unwrap_or(0);
        count >= 2 && count * 2 >= pages.len()
    };
    (pages.iter().enumerate().zip(&ends))
        .map(|((page, lines), ends)| {
            let mut running = vec![false; lines.len()];
            for &end in ends {
                running[end] = runs(&lines[end], page);
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

/// What a line says; and the same with each of its numbers in turn as one that counts the pages, which is said by how far
/// it is from the place of its page.
fn keys(line: &Line, page: usize) -> Vec<String> {
    /// A running line has no more numbers.
    const MOST: usize = 6;
    let mut parts: Vec<String> = Vec::new();
    let mut numbers = Vec::new();
    for word in &line.words {
        let is_number = !word.text.contains(char::is_alphabetic);
        for part in word.text.split_inclusive(|c: char| !c.is_alphanumeric()) {
            let digits = part.trim_end_matches(|c: char| !c.is_alphanumeric());
            if let (true, Ok(number)) = (is_number, digits.parse::<usize>()) {
                numbers.push((parts.len(), number));
            }
            parts.push(part.to_owned());
        }
        parts.push(" ".to_owned());
    }
    let counting = numbers.into_iter().take(MOST).map(|(at, number)| {
        let mut parts = parts.clone();
        parts[at] = format!("{:+}", number.cast_signed() - page.cast_signed());
        parts.concat()
    });
    let counting: Vec<String> = counting.collect();
    std::iter::once(parts.concat()).chain(counting).collect()
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
