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
    for c in name.chars() {
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
}

/// The words of a text: runs without blanks.
pub fn word_ranges(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(|c| !is_blank(c))?;
        let length = text[start..].find(is_blank);
        at = length.map_or(text.len(), |length| start + length);
        Some(start..at)
    })
}

/// A range without the blanks at its ends.
#[must_use]
pub fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let after = text[range.clone()].trim_start_matches(is_blank);
    let start = range.end - after.len();
    start..start + after.trim_end_matches(is_blank).len()
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
