//! Words compared and named: folding what carries no meaning, ids, natural nearness.

use std::ops::Range;

use crate::source::is_blank;

/// Folds what carries no meaning in a name: case, `&` and "and", quotes, hyphens, marks,
/// blanks, singular and plural. Two names are equal when they fold to the same words.
#[must_use]
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len() + 8);
    let mut word = 0;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            folded.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            folded.extend(c.to_lowercase());
        } else if !is_inner_mark(c) {
            end_word(&mut folded, &mut word);
            if c == '&' {
                folded.push_str("and ");
                word = folded.len();
            }
        }
    }
    end_word(&mut folded, &mut word);
    folded.truncate(folded.trim_end().len());
    folded
}

/// Takes the plural off the word that starts at `word`, and starts another.
fn end_word(folded: &mut String, word: &mut usize) {
    let last = &folded[*word..];
    if last.is_empty() {
        return;
    }
    if last.len() > 3 && last.ends_with('s') && !last.ends_with("ss") {
        folded.pop();
    }
    folded.push(' ');
    *word = folded.len();
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
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !is_inner_mark(c) && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
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
