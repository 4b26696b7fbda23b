//! Words compared and named: folding what carries no meaning, ids, near names, natural order; how one says several
//! things.

mod near;
mod order;
mod several;

use std::ops::Range;

pub use near::{OFFERED, Sought, nearest};
pub use order::natural_order;
pub use several::{and, counted, distinct, path};

use crate::source::is_blank;

/// Folds what carries no meaning in a name: case, `&` and "and", quotes, hyphens, marks,
/// blanks, singular and plural. Two names are equal when they fold to the same words.
#[must_use]
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len() + 8);
    push_words(&mut folded, name, ' ', Some("and"), |word| {
        let singular = word.strip_suffix(['s', 'S']);
        let is_plural = |word: &str| word.len() >= 3 && !word.ends_with(['s', 'S']);
        usize::from(singular.is_some_and(is_plural))
    });
    folded
}

/// Folds the beginning of a name: its last word may go on, so an s at its end says nothing of singular
/// and plural.
#[must_use]
pub fn fold_beginning(beginning: &str) -> String {
    // A letter after it makes the s an inner one.
    let mut folded = fold(&format!("{beginning}x"));
    folded.pop();
    folded
}

/// Adds the words of a name in lower case, separated by `gap`: runs of letters and digits without the
/// apostrophes within, and `and` for each `&`. `ending` says how much of a word's end is left out.
fn push_words(
    text: &mut String,
    name: &str,
    gap: char,
    and: Option<&str>,
    ending: impl Fn(&str) -> usize,
) {
    let first = text.len();
    let mut word = None;
    let begin = |text: &mut String| {
        if text.len() > first {
            text.push(gap);
        }
        text.len()
    };
    let end = |text: &mut String, word: Option<usize>| {
        let ending = word.map_or(0, |start| ending(&text[start..]));
        text.truncate(text.len() - ending);
    };
    let mut rest = name;
    loop {
        // Nearly all letters are ASCII, and are added as they are: their case is folded at the end.
        let ascii = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if ascii > 0 {
            word = word.or_else(|| Some(begin(text)));
            text.push_str(&rest[..ascii]);
        }
        let mut after = rest[ascii..].chars();
        let Some(c) = after.next() else { break };
        rest = after.as_str();
        if c.is_alphanumeric() {
            word = word.or_else(|| Some(begin(text)));
            text.extend(c.to_lowercase());
        } else if word.is_none() || !is_inner_mark(c) {
            end(text, word.take());
            if let Some(and) = and.filter(|_| c == '&') {
                begin(text);
                text.push_str(and);
            }
        }
    }
    end(text, word);
    text[first..].make_ascii_lowercase();
}

/// The words of a text: runs without blanks.
pub fn word_ranges(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = skip(text, at, is_blank);
        let letters = text.as_bytes()[start..].iter();
        let ascii = letters.take_while(|byte| byte.is_ascii_graphic()).count();
        at = skip(text, start + ascii, |c| !is_blank(c));
        (start < at).then_some(start..at)
    })
}

/// A range without the blanks at its ends.
#[must_use]
pub fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let bytes = text.as_bytes();
    let Range { mut start, mut end } = range;
    while start < end && bytes[start] == b' ' {
        start += 1;
    }
    while start < end && bytes[end - 1] == b' ' {
        end -= 1;
    }
    // Asked of every cell and item; there are seldom other blanks than spaces.
    let is_ink = |at: usize| bytes[at].is_ascii_graphic();
    if start == end || (is_ink(start) && is_ink(end - 1)) {
        return start..end;
    }
    let words = &text[start..end];
    let after = words.trim_start_matches(is_blank);
    let start = end - after.len();
    start..start + after.trim_end_matches(is_blank).len()
}

/// Where the characters of one kind that start at a place end.
fn skip(text: &str, mut at: usize, is_kind: impl Fn(char) -> bool) -> usize {
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        // Nearly all are ASCII, and need no decoding.
        if byte.is_ascii() {
            if !is_kind(char::from(byte)) {
                break;
            }
            at += 1;
        } else {
            match text[at..].chars().next() {
                Some(c) if is_kind(c) => at += c.len_utf8(),
                _ => break,
            }
        }
    }
    at
}

/// An apostrophe or a soft hyphen is within a word.
fn is_inner_mark(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{ad}')
}

/// An id made of a name: lower-case words with hyphens.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    push_slug(&mut slug, name);
    slug
}

/// Adds a name to a text as an id is made of it.
pub fn push_slug(text: &mut String, name: &str) {
    push_words(text, name, '-', None, |_| 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_carries_no_meaning_is_folded() {
        for (a, b) in [
            (
                "Law, Regulation & Agency Policy",
                "law regulation and agency policy",
            ),
            (
                "Relationship-focused practice",
                "Relationship focused practices",
            ),
            ("Parent's  roles", "parent’s role"),
            ("R&D", "r and d"),
        ] {
            assert_eq!(fold(a), fold(b));
        }
        assert_ne!(fold("Program management"), fold("Program development"));
    }

    #[test]
    fn an_s_at_the_end_of_a_beginning_is_a_letter_of_it() {
        assert_eq!(fold_beginning("Cons"), "cons");
        assert_eq!(fold_beginning("Parents' ro"), "parent ro");
        assert_eq!(fold_beginning("R & D, "), "r and d ");
    }

    #[test]
    fn ids_are_plain_words() {
        assert_eq!(
            slug("Law, Regulation & Agency Policy"),
            "law-regulation-agency-policy"
        );
        assert_eq!(slug("Parent's/child's"), "parents-childs");
    }
}
