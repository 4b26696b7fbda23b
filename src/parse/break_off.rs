//! Whether a text breaks off: by what its last row still lacks, and by the words it ends in.
//!
//! A text that ends between two rows, or between two words of a list, looks whole and is taken for
//! whole; so is one whose last row has the form of the rows before it.

use std::ops::Range;

use super::{BreakOff, Part, Within};

#[expect(clippy::unnecessary_wraps, reason = "every rule gives an option")]
pub(super) fn at<R>(last: &Part<R>, within: Within) -> Option<BreakOff> {
    Some(BreakOff {
        range: last.start..last.end,
        within,
    })
}

/// Whether some words end in half a word: one that is nowhere else in the text, but for longer words
/// that begin with it.
pub(super) fn is_half(text: &str, range: Range<usize>) -> bool {
    let words = &text[range.clone()];
    let start = words.rfind(|c: char| !c.is_alphabetic()).map_or(0, |mark| {
        mark + words[mark..].chars().next().map_or(1, char::len_utf8)
    });
    let word = &words[start..];
    if word.is_empty() {
        return false;
    }
    let bounded = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    let mut longer = false;
    for place in memchr::memmem::find_iter(text.as_bytes(), word) {
        if place == range.start + start || !bounded(text[..place].chars().next_back()) {
            continue;
        }
        if bounded(text[place + word.len()..].chars().next()) {
            return false;
        }
        longer = true;
    }
    longer
}
