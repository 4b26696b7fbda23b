//! Where in a document the words of a correction are.

use std::ops::Range;

use super::{Erratum, Unbitten};
use crate::source::{Document, is_blank, offset};

/// The lines a range touches, with the end of the last one.
pub(super) fn lines_around(document: &Document, range: &Range<usize>) -> Range<usize> {
    let start_of = |line| document.line_range(line).map(|range| range.start);
    let first = document.line(offset(range.start));
    let last = document.line(offset(range.end));
    let start = start_of(first).unwrap_or(range.start);
    let end = start_of(last + 1).unwrap_or(document.text().len());
    start..end
}

/// Where words are: at the line the correction names, or else anywhere, once.
pub(super) fn locate(
    document: &Document,
    erratum: &Erratum,
    words: &str,
) -> Result<Range<usize>, Unbitten> {
    let text = document.text();
    if words.chars().all(is_blank) {
        return Err(Unbitten::Missing);
    }
    if let Some(line) = document.line_range(erratum.first_line) {
        let last = document.line_range(erratum.last_line);
        let end = last.map_or(line.end, |last| last.end.max(line.end));
        let lines = &text[line.start..end];
        if let Some(at) = lines.find(words) {
            let after = at + words.len();
            if lines[after..].contains(words) {
                return Err(Unbitten::Twice);
            }
            return Ok(line.start + at..line.start + after);
        }
    }
    let mut found = find_letters(text, words);
    match (found.next(), found.next()) {
        (None, _) => Err(Unbitten::Missing),
        (Some(range), None) => Ok(range),
        (Some(_), Some(_)) => Err(Unbitten::Twice),
    }
}

/// Every place where the letters and digits of `words` are in this order, whatever
/// blanks, dashes and quotes are between them.
fn find_letters<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let first_word = words
        .split(|c: char| !c.is_alphanumeric())
        .find(|word| !word.is_empty())
        .unwrap_or(words);
    let only_marks = !words.contains(char::is_alphanumeric);
    let finder = memchr::memmem::Finder::new(first_word).into_owned();
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + finder.find(&text.as_bytes()[from..])?;
            from = start + first_word.len();
            if only_marks {
                return Some(start..from);
            }
            if let Some(end) = match_letters(text, start, words) {
                return Some(start..end);
            }
        }
    })
}

/// Matches the letters and digits of `words` from `start` on; the end of the last one.
fn match_letters(text: &str, start: usize, words: &str) -> Option<usize> {
    let mut letters = text[start..]
        .char_indices()
        .filter(|(_, c)| c.is_alphanumeric());
    let mut end = start;
    for wanted in words.chars().filter(|c| c.is_alphanumeric()) {
        let (at, found) = letters.next()?;
        if found != wanted {
            return None;
        }
        end = start + at + found.len_utf8();
    }
    Some(end)
}

/// Like [`match_letters`], with the blanks after the last word if `words` ends in one.
pub(super) fn match_words(text: &str, start: usize, words: &str) -> Result<usize, Unbitten> {
    let end = match_letters(text, start, words).ok_or(Unbitten::Missing)?;
    let after = text[end..].trim_start_matches(is_blank);
    Ok(if words.ends_with(is_blank) {
        text.len() - after.len()
    } else {
        end
    })
}

/// How many bytes of whole words two texts begin with alike.
pub(super) fn common_prefix(a: &str, b: &str) -> usize {
    let equal = a.chars().zip(b.chars()).take_while(|(a, b)| a == b);
    let length = equal.map(|(c, _)| c.len_utf8()).sum();
    if a.len() == length && b.len() == length {
        return length;
    }
    let whole_words = a[..length].trim_end_matches(char::is_alphanumeric);
    whole_words.len()
}

/// How many bytes of whole words two texts end with alike.
pub(super) fn common_suffix(a: &str, b: &str) -> usize {
    let equal = a
        .chars()
        .rev()
        .zip(b.chars().rev())
        .take_while(|(a, b)| a == b);
    let length: usize = equal.map(|(c, _)| c.len_utf8()).sum();
    if a.len() == length || b.len() == length {
        return length;
    }
    let tail = &a[a.len() - length..];
    tail.find(|c: char| !c.is_alphanumeric())
        .map_or(0, |mark| tail.len() - mark)
}
