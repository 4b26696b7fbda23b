//! Whether a text breaks off: by what its last row still lacks, and by the words it ends in.
//!
//! A text that ends between two rows, or between two words of a list, looks whole and is taken as
//! such; so is one whose last row has the form of the rows before it.

use std::ops::Range;

use super::crosswalk::Role as CrosswalkRole;
use super::crosswalk::statements::Statements;
use super::marks::dangles;
use super::{BreakOff, Finding, FindingKind, Part, Within, competencies};
use crate::source::is_blank;

/// Where a competencies page breaks off.
pub(super) fn of_page(text: &str, parts: &[Part<competencies::Role>]) -> Option<BreakOff> {
    use competencies::Role;
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
        // Pages without such lists are thinkable; a page with no other row tells nothing of that.
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

fn is_legend(role: competencies::Role, words: &str) -> bool {
    role == competencies::Role::Legend && competencies::starts_legend(words)
}

/// How many parentheses stand in a part; one of a pair makes it odd.
fn opened(text: &str, part: &Part<competencies::Role>) -> usize {
    let words = text[part.range()].bytes();
    words.filter(|byte| b"()".contains(byte)).count()
}

/// Where a crosswalk breaks off.
pub(super) fn of_table(
    text: &str,
    parts: &[Part<CrosswalkRole>],
    statements: &Statements,
    findings: &[Finding],
) -> Option<BreakOff> {
    let last = parts.last()?;
    let words = &text[last.range()];
    let code_of = |part: &Part<CrosswalkRole>| match part.role {
        CrosswalkRole::Code(code) => Some(code),
        _ => None,
    };
    match last.role {
        CrosswalkRole::Code(code) => at(last, Within::Statement(code)),
        CrosswalkRole::Statement => {
            let code = parts.iter().rev().find_map(code_of)?;
            let reading = statements.reading(code);
            let is_shorter = || reading.is_none_or(|reading| words.len() < reading.len());
            let is_cut = |finding: &Finding| {
                finding.range.end == last.end
                    && match finding.kind {
                        FindingKind::StatementCut(_) => true,
                        FindingKind::StatementDamaged(_) => is_shorter(),
                        _ => false,
                    }
            };
            let ends = findings.last().is_some_and(is_cut)
                || match reading {
                    Some(reading) => is_shorter() && reading.starts_with(words),
                    None => dangles(words) || is_half(text, last.range()),
                };
            ends.then(|| at(last, Within::Statement(code))).flatten()
        }
        CrosswalkRole::Note if is_code_begun(words) => at(last, Within::Code),
        CrosswalkRole::Notice
        | CrosswalkRole::Header
        | CrosswalkRole::Mark
        | CrosswalkRole::Note => None,
        CrosswalkRole::Area
        | CrosswalkRole::Name
        | CrosswalkRole::Level
        | CrosswalkRole::Definition => {
            let row = parts.iter().rev().take_while(|part| part.row == last.row);
            let is_listed = |part: &Part<CrosswalkRole>| {
                code_of(part).is_some() || part.role == CrosswalkRole::Note
            };
            let ends = !row.clone().any(is_listed) || dangles(words) || is_half(text, last.range());
            ends.then(|| at(last, Within::KnowledgeArea)).flatten()
        }
    }
}

fn is_code_begun(words: &str) -> bool {
    words.len() <= 3
        && words
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[expect(clippy::unnecessary_wraps, reason = "every rule gives an option")]
fn at<R>(last: &Part<R>, within: Within) -> Option<BreakOff> {
    Some(BreakOff {
        range: last.start..last.end,
        within,
    })
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

/// Whether some words end in half a word: one that stands nowhere else in the text, but for longer words
/// that begin with it.
fn is_half(text: &str, range: Range<usize>) -> bool {
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
