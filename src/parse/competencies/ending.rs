//! Where a page of competencies breaks off.

use std::ops::Range;

use super::labels::starts_legend;
use super::role::Role;
use crate::parse::break_off::{at, is_half};
use crate::parse::marks::dangles;
use crate::parse::{BreakOff, Part, Within};
use crate::source::is_blank;

/// Where a competencies page breaks off.
pub(super) fn of_page(text: &str, parts: &[Part<Role>]) -> Option<BreakOff> {
    let furniture = parts
        .iter()
        .rev()
        .take_while(|part| part.role == Role::Furniture);
    let parts = &parts[..parts.len() - furniture.count()];
    let last = parts.last()?;
    let words = &text[last.range()];
    let id_of = |part: &Part<Role>| match part.role {
        Role::Id(id) => Some(id),
        _ => None,
    };
    // A legend heads each section: at the end, it has none.
    let first_id = parts.iter().position(|part| id_of(part).is_some())?;
    let heads_sections =
        || (parts[..first_id].iter()).any(|part| is_legend(part.role, &text[part.range()]));
    let is_begun = words.starts_with(|c: char| c.is_ascii_digit()) && last.role == Role::Legend;
    if is_begun || (is_legend(last.role, words) && heads_sections()) {
        return at(last, Within::Section);
    }
    let row = parts.iter().rposition(|part| id_of(part).is_some())?;
    let id = id_of(&parts[row])?;
    let mut demonstrated = parts[row..]
        .iter()
        .filter(|part| part.role == Role::DemonstratedBy);
    let ends = match demonstrated.next_back() {
        // Other pages may have no such lists, and a page with no other row does not tell.
        None => row == first_id || parts.iter().any(|part| part.role == Role::DemonstratedBy),
        Some(end) => {
            let open: usize = demonstrated
                .chain([end])
                .map(|part| opened(text, part))
                .sum();
            let words = &text[end.range()];
            open % 2 == 1
                || words.ends_with(';')
                || dangles(words)
                || is_half(text, end.range())
                || is_shorter(text, end.range())
                || ends_like_no_word(text, end.range())
        }
    };
    let last = parts.iter().rfind(|part| part.role != Role::Legend)?;
    ends.then(|| at(last, Within::Competency(id))).flatten()
}

fn is_legend(role: Role, words: &str) -> bool {
    role == Role::Legend && starts_legend(words)
}

/// How many parentheses are in a part; one of a pair makes it odd.
fn opened(text: &str, part: &Part<Role>) -> usize {
    let words = text[part.range()].bytes();
    words.filter(|byte| b"()".contains(byte)).count()
}

/// Whether the last statement of a list is the beginning of one that another row prints, and nowhere the whole.
fn is_shorter(text: &str, range: Range<usize>) -> bool {
    let words = &text[range.clone()];
    let mark = words.rfind("; ").map_or(0, |mark| mark + 2);
    let (start, words) = (range.start + mark, &words[mark..]);
    let before = |place: usize| text[..place].trim_end_matches(' ').chars().next_back();
    let begins = |place: usize| matches!(before(place), Some(';' | ':' | '\t' | '\n'));
    let mut longer = false;
    for place in memchr::memmem::find_iter(text.as_bytes(), words) {
        if place == start || !begins(place) {
            continue;
        }
        let rest = &text[place + words.len()..];
        if rest.starts_with([';', '\r', '\n', '\t']) {
            return false;
        }
        longer = true;
    }
    longer && !words.is_empty()
}

/// Whether some words end in letters that no other word of the text ends in: half a word, in a text of some length.
fn ends_like_no_word(text: &str, range: Range<usize>) -> bool {
    /// Fewer words show too few endings.
    const SHORT: usize = 4_000;
    /// The letters that an ending has, or a whole word.
    const ENDING: usize = 3;
    let words = &text[range.clone()];
    let is_letter = |c: &char| c.is_ascii_alphabetic();
    let length = words.chars().rev().take_while(is_letter).count();
    // Its letters are one byte each.
    let start = range.end - length;
    let is_whole_word = text[..start]
        .chars()
        .next_back()
        .is_some_and(|c| is_blank(c) || c == '(');
    if text.len() < SHORT || length == 0 || !is_whole_word {
        return false;
    }
    let ending = range.end - length.min(ENDING);
    let is_alphabetic = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let ends_there = |place: usize| {
        let begins = length >= ENDING || !is_alphabetic(text[..place].chars().next_back());
        let after = &text[place + range.end - ending..];
        place != ending && begins && !is_alphabetic(after.chars().next())
    };
    !memchr::memmem::find_iter(text.as_bytes(), &text[ending..range.end]).any(ends_there)
}
