//! Words compared and named: folding what carries no meaning, ids, natural nearness.

use std::ops::Range;

use crate::source::is_blank;

/// Folds what carries no meaning in a name: case, `&` and "and", quotes, hyphens, marks,
/// blanks, singular and plural. Two names are equal when they fold to the same words.
#[must_use]
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len() + 8);
    for word in runs(name) {
        let start = folded.len();
        match word {
            "&" => folded.push_str("and"),
            word => push_lower(&mut folded, word),
        }
        let length = folded.len() - start;
        if length > 3 && folded.ends_with('s') && !folded.ends_with("ss") {
            folded.pop();
        }
        folded.push(' ');
    }
    folded.pop();
    folded
}

/// The runs of letters and digits in a name, with the apostrophes within, and each `&`.
fn runs(name: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_alphanumeric() || is_inner_mark(c);
    let mut rest = name;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c != '&' && !c.is_alphanumeric());
        let length = if rest.starts_with('&') {
            1
        } else {
            rest.find(|c: char| !is_part(c)).unwrap_or(rest.len())
        };
        let run;
        (run, rest) = rest.split_at(length);
        (!run.is_empty()).then_some(run)
    })
}

/// Adds a word in lower case, without the marks within it.
fn push_lower(text: &mut String, word: &str) {
    let start = text.len();
    if word.is_ascii() && !word.contains('\'') {
        text.push_str(word);
        text[start..].make_ascii_lowercase();
    } else {
        let letters = word.chars().filter(|c| !is_inner_mark(*c));
        text.extend(letters.flat_map(char::to_lowercase));
    }
}

/// The words of a text: runs without blanks.
pub fn word_ranges(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = text.len() - text[at..].trim_start_matches(is_blank).len();
        at = word_end(text, start);
        (start < at).then_some(start..at)
    })
}

/// A range without the blanks at its ends.
#[must_use]
pub fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let start = range.end - words.trim_start_matches(is_blank).len();
    let end = range.start + words.trim_end_matches(is_blank).len();
    start..end.max(start)
}

/// Where the word that starts at a place ends.
fn word_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        if byte > b' ' && byte.is_ascii() {
            at += 1;
            continue;
        }
        match text[at..].chars().next() {
            Some(c) if !is_blank(c) => at += c.len_utf8(),
            _ => break,
        }
    }
    at
}

/// An apostrophe or a soft hyphen stands within a word.
fn is_inner_mark(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{ad}')
}

/// An id made of a name: lower-case words with hyphens.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for word in runs(name).filter(|word| *word != "&") {
        if !slug.is_empty() {
            slug.push('-');
        }
        push_lower(&mut slug, word);
    }
    slug
}

/// How near two names are, from 0 (nothing in common) to 1 (equal when folded): the better of
/// the words they share and the letters they share.
#[must_use]
pub fn nearness(a: &str, b: &str) -> f64 {
    let (a, b) = (fold(a), fold(b));
    let words = |folded: &'_ str| folded.split_terminator(' ').count();
    let shared = a
        .split(' ')
        .filter(|word| b.split(' ').any(|other| other == *word))
        .count();
    let all = words(&a) + words(&b);
    #[expect(clippy::cast_precision_loss, reason = "names have a handful of words")]
    let words = if all == 0 {
        0.0
    } else {
        2.0 * shared as f64 / all as f64
    };
    words.max(strsim::normalized_damerau_levenshtein(&a, &b))
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
    fn ids_are_plain_words() {
        assert_eq!(
            slug("Law, Regulation & Agency Policy"),
            "law-regulation-agency-policy"
        );
        assert_eq!(slug("Parent's/child's"), "parents-childs");
    }

    #[test]
    fn a_name_with_a_word_more_is_near() {
        let near = nearness(
            "Attachment, Separation, Trauma, Grief, & Loss",
            "Attachment, separation, trauma & loss",
        );
        assert!(near > 0.8 && near < 1.0, "{near}");
        assert!(nearness("Motivating", "Program funding") < 0.5);
    }
}
