//! Words compared and named: folding what carries no meaning, ids, natural nearness.

use std::cmp::Ordering;
use std::ops::Range;

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

/// Adds the words of a name in lower case, parted by `gap`: runs of letters and digits without the
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

/// An apostrophe or a soft hyphen stands within a word.
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

/// How near two names are, from 0 (nothing in common) to 1 (equal when folded): the better of
/// the words they share and the letters they share.
#[must_use]
pub fn nearness(a: &str, b: &str) -> f64 {
    Sought::new(a).nearness(&fold(b), 0.0).unwrap_or(0.0)
}

/// A name that is compared with many others.
#[derive(Debug)]
pub struct Sought {
    folded: Letters,
    words: usize,
}

impl Sought {
    /// Prepares a name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let folded = fold(name);
        Self {
            words: folded.split_terminator(' ').count(),
            folded: Letters::new(folded),
        }
    }

    /// How near a folded name is, if at least `least`.
    #[must_use]
    pub fn nearness(&self, folded: &str, least: f64) -> Option<f64> {
        /// No name is longer, in bytes; the work grows with the square of it.
        const LONGEST: usize = 1000;
        let sought = self.folded.text.as_str();
        if sought.len().max(folded.len()) > LONGEST {
            return None;
        }
        let is_shared = |word: &&str| folded.split(' ').any(|other| other == *word);
        let shared = sought.split(' ').filter(is_shared).count();
        let all = self.words + folded.split_terminator(' ').count();
        #[expect(clippy::cast_precision_loss, reason = "names have a handful of words")]
        let words = if all == 0 {
            0.0
        } else {
            2.0 * shared as f64 / all as f64
        };
        let letters = self.folded.nearness(folded, least.max(words));
        let near = letters.map_or(words, |letters| letters.max(words));
        (near >= least).then_some(near)
    }
}

/// A text whose letters are compared with those of many others.
#[derive(Debug)]
pub struct Letters {
    text: String,
    length: usize,
    bag: Bag,
}

/// How often each letter stands in a text; letters that share a place count as one.
type Bag = [u16; 32];

impl Letters {
    /// Prepares a text.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self {
            length: text.chars().count(),
            bag: bag(&text),
            text,
        }
    }

    /// How near another text is by its letters in their order, if at least `least`.
    #[must_use]
    pub fn nearness(&self, other: &str, least: f64) -> Option<f64> {
        let length = other.chars().count();
        let longest = length.max(self.length);
        // Each change mends one letter of each at most: these many cannot be done without, and are
        // counted far sooner than those that are enough.
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let is_near = |changes: usize| 1.0 - changes as f64 / longest as f64 >= least;
        if longest > 0 && !(is_near(length.abs_diff(self.length)) && is_near(self.changes(other))) {
            return None;
        }
        let near = strsim::normalized_damerau_levenshtein(&self.text, other);
        (near >= least).then_some(near)
    }

    fn changes(&self, other: &str) -> usize {
        let (mut missing, mut added) = (0, 0);
        for (here, there) in self.bag.into_iter().zip(bag(other)) {
            missing += usize::from(here.saturating_sub(there));
            added += usize::from(there.saturating_sub(here));
        }
        missing.max(added)
    }
}

fn bag(text: &str) -> Bag {
    let mut bag = Bag::default();
    for c in text.chars() {
        let count = &mut bag[c as usize % 32];
        *count = count.saturating_add(1);
    }
    bag
}

/// The order in which people look for names: runs of digits as numbers, the rest without regard to
/// case. Names that differ in case or in zeros before a number are equal.
#[must_use]
pub fn natural_order(mut left: &str, mut right: &str) -> Ordering {
    while !left.is_empty() && !right.is_empty() {
        let (left_run, left_rest) = split_run(left);
        let (right_run, right_rest) = split_run(right);
        let order = run_order(left_run, right_run);
        if order.is_ne() {
            return order;
        }
        (left, right) = (left_rest, right_rest);
    }
    left.len().cmp(&right.len())
}

/// The digits or the non-digits that `text` begins with, and what follows them.
fn split_run(text: &str) -> (&str, &str) {
    let digits = starts_with_digit(text);
    let mut bytes = text.bytes();
    let end = bytes.position(|byte| byte.is_ascii_digit() != digits);
    text.split_at(end.unwrap_or(text.len()))
}

fn run_order(left: &str, right: &str) -> Ordering {
    if starts_with_digit(left) && starts_with_digit(right) {
        let (left, right) = (left.trim_start_matches('0'), right.trim_start_matches('0'));
        return left.len().cmp(&right.len()).then_with(|| left.cmp(right));
    }
    if left.is_ascii() && right.is_ascii() {
        let left = left.bytes().map(|byte| byte.to_ascii_lowercase());
        return left.cmp(right.bytes().map(|byte| byte.to_ascii_lowercase()));
    }
    let left = left.chars().flat_map(char::to_lowercase);
    left.cmp(right.chars().flat_map(char::to_lowercase))
}

fn starts_with_digit(text: &str) -> bool {
    text.bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_digit())
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

    #[test]
    fn what_is_ruled_out_by_its_letters_is_not_near() {
        let names = [
            "",
            "a",
            "Advocacy",
            "Avdocacy",
            "Analyzing information",
            "Developing information",
            "Information analyzing and more of it",
            "Überblick & Rückblick",
            "Storm, wreck & loss",
        ];
        for a in names {
            for b in names {
                let (a, b) = (fold(a), fold(b));
                let near = strsim::normalized_damerau_levenshtein(&a, &b);
                for least in [0.0, 0.3, 0.5, 0.75, 1.0] {
                    let found = Letters::new(a.clone()).nearness(&b, least);
                    assert_eq!(found, (near >= least).then_some(near), "{a} {b} {least}");
                }
            }
        }
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
