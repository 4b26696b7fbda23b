//! Finds CKC items in a run of text: `1.10 - Facilitates …`, `- **2.1** Respects …`.
//!
//! A code is one or two digits, a dot, one or two digits, with no other characters around them, and followed by a
//! mark, a capital, or the end of the cell. `0 – 3 professionals` and `2.5 years` are not codes.

use std::ops::Range;

use crate::parse::marks::{is_bullet, is_dash};
use crate::record::CkcCode;
use crate::source::{is_blank, offset};
use crate::text::trim;

/// A code with the words that follow it up to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ScannedItem {
    /// The code.
    pub code: CkcCode,
    // Kept small: a text may be nothing but codes.
    start: u32,
    words: u32,
    end: u32,
}

impl ScannedItem {
    /// The code with the bullet before it and the dash after it.
    pub(crate) fn mark(&self) -> Range<usize> {
        self.start as usize..self.words as usize
    }

    /// Its words.
    pub(crate) fn words(&self) -> Range<usize> {
        self.words as usize..self.end as usize
    }
}

/// The items of a cell, pushed to `items`; returns how many.
pub(crate) fn scan(text: &str, cell: Range<usize>, items: &mut Vec<ScannedItem>) -> usize {
    let first = items.len();
    for dot in memchr::memchr_iter(b'.', &text.as_bytes()[cell.clone()]) {
        let found = code_at(text, &cell, cell.start + dot);
        let Some(Found {
            code,
            at,
            words,
            form,
        }) = found
        else {
            continue;
        };
        // What follows the code before is that one's mark.
        let low = items[first..]
            .last()
            .map_or(cell.start, |item| item.words as usize);
        let start = start_of_mark(text, low, at);
        // "1.2 years" within a definition is not an item; within a list of items, it is.
        if form == Form::Weak && items.len() == first && start != cell.start {
            continue;
        }
        let end = trim(text, cell.start..start).end;
        if let Some(before) = items[first..].last_mut() {
            before.end = offset(end).max(before.words);
        }
        items.push(ScannedItem {
            code,
            start: offset(start),
            words: offset(words),
            end: offset(cell.end),
        });
    }
    items.len() - first
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `1.2 - Applies`, `1.2 Applies`, or `1.2` at the end of its cell.
    Strong,
    /// `1.2 applies`.
    Weak,
}

struct Found {
    code: CkcCode,
    at: usize,
    words: usize,
    form: Form,
}

fn code_at(text: &str, cell: &Range<usize>, dot: usize) -> Option<Found> {
    let bytes = &text.as_bytes()[..cell.end];
    // One digit more than a code can have is enough to see that it is not one.
    let is_digit = |byte: &&u8| byte.is_ascii_digit();
    let before = bytes[cell.start..dot].iter().rev().take(3);
    let after = bytes[dot + 1..].iter().take(3);
    let at = dot - before.take_while(is_digit).count();
    let after = dot + 1 + after.take_while(is_digit).count();
    let code = CkcCode::from_digits(&bytes[at..dot], &bytes[dot + 1..after])?;
    if at > cell.start && bytes[at - 1] != b' ' {
        let before = text[cell.start..at].chars().next_back();
        before.filter(|&c| is_blank(c) || is_bullet(c) || is_dash(c) || "([".contains(c))?;
    }
    Some(Found {
        code,
        at,
        words: after_mark(text, after, cell.end),
        form: form(&text[after..cell.end])?,
    })
}

fn form(after: &str) -> Option<Form> {
    let mut rest = after.trim_start_matches('*');
    if let Some(dotted) = rest.trim_start_matches(is_blank).strip_prefix('.') {
        rest = dotted;
    }
    let blank = rest.starts_with(is_blank);
    match rest.trim_start_matches(is_blank).chars().next() {
        None => Some(Form::Strong),
        Some(c) if is_dash(c) || is_bullet(c) || ":)]".contains(c) => Some(Form::Strong),
        Some(c) if blank && c.is_uppercase() => Some(Form::Strong),
        Some(c) if blank && c.is_lowercase() => Some(Form::Weak),
        Some(_) => None,
    }
}

/// Where the bullet before a code starts.
fn start_of_mark(text: &str, low: usize, at: usize) -> usize {
    let before = &text[low..at];
    let opened = before.trim_end_matches(|c| "*([".contains(c));
    let marks = opened.trim_end_matches(|c| is_blank(c) || is_bullet(c) || is_dash(c));
    let mark = &opened[marks.len()..];
    // A dash that hangs on the word before it is that word's.
    let own = mark
        .find(is_blank)
        .map_or(if marks.is_empty() { 0 } else { mark.len() }, |blank| {
            if marks.is_empty() { 0 } else { blank }
        });
    let gap = &mark[own..];
    low + marks.len() + own + (gap.len() - gap.trim_start_matches(is_blank).len())
}

fn after_mark(text: &str, after: usize, high: usize) -> usize {
    let rest = &text[after..high];
    let words = rest
        .trim_start_matches(|c| is_blank(c) || is_dash(c) || is_bullet(c) || ":).]".contains(c));
    high - words.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, &str)> {
        let mut items = Vec::new();
        scan(text, 0..text.len(), &mut items);
        items
            .iter()
            .map(|item| (item.code.to_string(), &text[item.words()]))
            .collect()
    }

    fn pair<'t>(code: &str, words: &'t str) -> (String, &'t str) {
        (code.to_owned(), words)
    }

    #[test]
    fn every_mark_parts_code_and_statement() {
        for mark in ["-", "–", "—", ":", ".", ")", ""] {
            let text = format!("1.1 {mark} One 1.10 {mark} Ten");
            assert_eq!(
                read(&text),
                [pair("1.1", "One"), pair("1.10", "Ten")],
                "{text}"
            );
        }
    }

    #[test]
    fn bullets_and_bold_belong_to_the_item_they_precede() {
        let text = "needs • 7.6 – One - **2.1** Two";
        assert_eq!(read(text), [pair("7.6", "One"), pair("2.1", "Two")]);
        let mut items = Vec::new();
        scan(text, 0..text.len(), &mut items);
        assert_eq!(&text[..items[0].mark().start], "needs ");
    }

    #[test]
    fn numbers_in_prose_are_no_codes() {
        assert_eq!(
            read("for 2.5 years, 0 – 3 professionals, v1.2.3, 10.5%"),
            []
        );
        assert_eq!(read("Version 1.2, and 3.4/5"), []);
    }

    #[test]
    fn a_lower_case_statement_without_a_dash_counts_within_a_list() {
        assert_eq!(
            read("6.4 - Exhibits 6.5 shows skills"),
            [pair("6.4", "Exhibits"), pair("6.5", "shows skills")]
        );
    }

    #[test]
    fn a_code_at_the_end_of_its_cell_has_no_words_yet() {
        assert_eq!(read("1.1 – One 7.5"), [pair("1.1", "One"), pair("7.5", "")]);
    }
}
