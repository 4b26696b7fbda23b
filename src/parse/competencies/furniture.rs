//! What a printed page repeats at its edges: running heads, footers, page numbers, addresses.
//!
//! A page number or an address is known by its form, and a running head by being at the edges of several
//! pages. Where no edge is to be seen, a line that is between other words each time is only
//! suspected: the words of a list that several rows share come after the same words.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::source::is_blank;

/// The lines of a text that belong to no row.
pub(super) struct Furniture {
    /// For each of the lines, whether it is one.
    pub certain: Vec<bool>,
    /// The starts of lines that may be some, in the order of the text.
    pub suspects: Vec<usize>,
}

/// How many lines from the edge of a page a running head may be.
const EDGE: usize = 3;

/// Finds them among the lines of a text. A line that `is_led` by a label or an id is not one.
pub(super) fn find(text: &str, lines: &[Range<usize>], is_led: impl Fn(&str) -> bool) -> Furniture {
    let words = |line: &Range<usize>| &text[line.clone()];
    let is_known = |line: &Range<usize>| is_page_number(words(line)) || is_address(words(line));
    let mut certain: Vec<bool> = lines.iter().map(is_known).collect();
    let edges = edges(text, lines, &certain);
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        if !certain[index] && !is_led(words(line)) {
            let even = without_numbers(words(line));
            places.entry(even).or_default().push(index);
        }
    }
    let mut repeated: Vec<Vec<usize>> = places.into_values().filter(|at| at.len() > 1).collect();
    let (heads, others): (Vec<_>, Vec<_>) = repeated
        .drain(..)
        .partition(|at| at.iter().all(|&at| edges[at]));
    for at in heads.into_iter().flatten() {
        certain[at] = true;
    }
    let is_between_others = |at: &Vec<usize>| {
        at.len() > 2
            && ![-1, 1]
                .iter()
                .any(|&step| has_one_neighbor(text, lines, &certain, at, step))
    };
    let suspects = others.into_iter().filter(is_between_others).flatten();
    let mut suspects: Vec<usize> = suspects.map(|at| lines[at].start).collect();
    suspects.sort_unstable();
    Furniture { certain, suspects }
}

/// Which lines are near the end of a page: a form feed, or what is known to be there.
fn edges(text: &str, lines: &[Range<usize>], known: &[bool]) -> Vec<bool> {
    let mut edges = known.to_vec();
    let mut mark = |from: usize, to: usize| {
        let last = to.min(lines.len());
        edges[from.min(last)..last].fill(true);
    };
    for (index, pair) in lines.windows(2).enumerate() {
        if text[pair[0].end..pair[1].start].contains('\u{c}') {
            mark((index + 1).saturating_sub(EDGE), index + 1 + EDGE);
        }
    }
    if text.contains('\u{c}') {
        mark(0, EDGE);
        mark(lines.len().saturating_sub(EDGE), lines.len());
    }
    for (index, _) in known.iter().enumerate().filter(|known| *known.1) {
        mark(index.saturating_sub(2), index + 3);
    }
    edges
}

/// Whether most of some lines come before, or after, the same words: those of a list that rows share do.
fn has_one_neighbor(
    text: &str,
    lines: &[Range<usize>],
    furniture: &[bool],
    at: &[usize],
    step: isize,
) -> bool {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for &at in at {
        let neighbor = neighbor(furniture, at, |at| at.checked_add_signed(step));
        if let Some(line) = neighbor.and_then(|at| lines.get(at)) {
            *counts.entry(&text[line.clone()]).or_default() += 1;
        }
    }
    counts.into_values().any(|count| count * 2 > at.len())
}

/// The next line in a direction that may belong to a row.
fn neighbor(found: &[bool], from: usize, step: impl Fn(usize) -> Option<usize>) -> Option<usize> {
    let mut at = step(from)?;
    while *found.get(at)? {
        at = step(at)?;
    }
    Some(at)
}

/// `7`, `- 7 -`, `Page 7 of 9`, `7/9`, `P a g e | 7`.
fn is_page_number(line: &str) -> bool {
    let mut letters = String::new();
    let mut digits = 0;
    for c in line.chars().filter(|c| !is_blank(*c)) {
        if c.is_ascii_digit() {
            digits += 1;
        } else if c.is_alphabetic() {
            letters.extend(c.to_lowercase());
        } else if !"|/-\u{2013}\u{2014}.".contains(c) {
            return false;
        }
    }
    let is_counted = (1..=6).contains(&digits) && line.len() <= 24;
    is_counted && matches!(letters.as_str(), "" | "page" | "pageof" | "of" | "p")
}

/// `https://…` and `11/24/2026, 8:36 PM`, with which a browser begins and ends a printed page.
fn is_address(line: &str) -> bool {
    const SCHEMES: [&str; 5] = ["http://", "https://", "file://", "\u{fb01}le://", "www."];
    if SCHEMES.iter().any(|scheme| line.starts_with(scheme)) {
        return true;
    }
    let date = line.split(is_blank).next().unwrap_or_default();
    let date = date.strip_suffix(',').unwrap_or_default();
    let parts = date.split(['/', '.', '-']);
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.clone().count() == 3 && parts.into_iter().all(is_number)
}

/// A line with its numbers evened out, which differ from page to page.
fn without_numbers(line: &str) -> String {
    let mut even = String::with_capacity(line.len());
    for c in line.chars() {
        if c.is_ascii_digit() {
            if !even.ends_with('0') {
                even.push('0');
            }
        } else {
            even.push(c);
        }
    }
    even
}

#[cfg(test)]
mod tests {
    use super::*;

    fn furniture(text: &str) -> Vec<&str> {
        let mut start = 0;
        let lines: Vec<Range<usize>> = text
            .lines()
            .map(|line| {
                let at = start..start + line.len();
                start = at.end + 1;
                at
            })
            .collect();
        let found = find(text, &lines, |line| line.contains(':')).certain;
        let lines = lines.into_iter().zip(found);
        lines
            .filter(|line| line.1)
            .map(|line| text[line.0].trim())
            .collect()
    }

    #[test]
    fn page_numbers_and_addresses_are_known_by_their_form() {
        let text = "one\n7\n- 7 -\nPage 7 of 9\n7/9\nPage | 7\nhttps://a.example/b\n11/24/26, 8:36 PM Title\n7 ropes\n";
        let expected = [
            "7",
            "- 7 -",
            "Page 7 of 9",
            "7/9",
            "Page | 7",
            "https://a.example/b",
            "11/24/26, 8:36 PM Title",
        ];
        assert_eq!(furniture(text), expected);
    }

    #[test]
    fn a_running_head_is_between_other_words_each_time() {
        let text = "Ties: a\nFooter, 1\n\u{c}Head\nb\nTies: c\nFooter, 2\n\u{c}Head\nd\n";
        assert_eq!(furniture(text), ["Footer, 1", "Head", "Footer, 2", "Head"]);
    }

    #[test]
    fn words_that_two_rows_share_are_no_running_head() {
        let text = "Ties: knots in\nropes and\nlines\nSails: a\nTies: knots in\nropes and\nlines\nSails: b\n";
        assert_eq!(furniture(text), [""; 0]);
    }
}
