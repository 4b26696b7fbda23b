//! What one character or word tells of the words around it, in either document.

use crate::source::is_blank;

/// A dash of any kind, as printed between a code and its statement.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '~' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// A bullet of any kind, as printed before an item.
pub(crate) fn is_bullet(c: char) -> bool {
    const BULLETS: &str =
        "*\u{2022}\u{2023}\u{2043}\u{b7}\u{25aa}\u{25ab}\u{25cf}\u{25cb}\u{25e6}\u{25a0}\u{f0b7}";
    BULLETS.contains(c)
}

/// Whether words cannot end here: they end in a comma or in a word that asks for another.
pub(crate) fn dangles(words: &str) -> bool {
    const ASKING: [&str; 26] = [
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "its", "nor", "of", "on",
        "or", "other", "our", "that", "the", "their", "to", "upon", "which", "whose", "with", "&",
    ];
    let words = words.trim_end_matches(is_blank);
    // All of these are plain letters.
    let is_letter = |byte: &u8| byte.is_ascii_lowercase() || *byte == b'&';
    let letters = words.bytes().rev().take_while(is_letter).count();
    let (before, last) = words.split_at(words.len() - letters);
    match before.chars().next_back() {
        Some(c) if !is_blank(c) => c == ',' && last.is_empty(),
        _ => ASKING.contains(&last),
    }
}

/// Whether a word may open a definition: a verb in the third person, with a capital.
pub(crate) fn is_verb(word: &str) -> bool {
    is_capitalised(word) && is_third_person(word.trim_end_matches(','))
}

pub(super) fn is_third_person(word: &str) -> bool {
    word.len() > 3
        && word.ends_with('s')
        && !["ss", "us", "is"].iter().any(|end| word.ends_with(end))
}

/// One capital, then lower case: not an abbreviation, and not `Child/Parent`.
pub(super) fn is_capitalised(word: &str) -> bool {
    let mut letters = word.trim_end_matches(',').chars();
    letters.next().is_some_and(char::is_uppercase) && letters.all(|c| c.is_lowercase() || c == '-')
}
