//! The parts of a cell of CKC codes as people write one: lists, ranges, whole domains, the words of the
//! items, the state registry's own way.
//!
//! Words are left out where they can only be an item's statement. What may be a code and is not read as
//! one is a part of its own, so that none is lost without a word.

use std::ops::RangeInclusive;

use crate::record::CkcCode;
use crate::sheet::LINE_END;

/// A part of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part<'t> {
    /// `7.5`, and whether `CKC` is before it.
    Code(CkcCode, bool),
    /// `5.1-5.4`.
    Range(RangeInclusive<CkcCode>),
    /// `7`, a whole domain, or `5-7`.
    Domains(RangeInclusive<u8>),
    /// The words after the code before it.
    Words(&'t str),
    /// What cannot be read.
    Unread(Unread<'t>),
}

/// A part of a cell that cannot be read, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread<'t> {
    /// What is not a code.
    NoCode(&'t str),
    /// `7,3`: a code, or two domains?
    DecimalComma(&'t str),
    /// `5.1-4`: up to 5.4, or to the end of domain 4?
    HalfRange(&'t str),
    /// A code in the middle of words.
    WithinWords(&'t str),
}

/// The parts of a cell, in order.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut cell = Cell {
        rest: text,
        parts: Vec::new(),
        barren: usize::MAX,
    };
    if !is_nothing(text) {
        while cell.next() {}
    }
    cell.parts
}

/// What people write where there is nothing to write.
fn is_nothing(text: &str) -> bool {
    let words = ["n/a", "na", "none", "-", "–", "—"];
    words
        .iter()
        .any(|word| text.trim().eq_ignore_ascii_case(word))
}

struct Cell<'t> {
    rest: &'t str,
    parts: Vec<Part<'t>>,
    /// Words lead to no name of a code while the rest is longer than this.
    barren: usize,
}

/// A number with or without decimals.
enum Number {
    Code(CkcCode),
    Domain(u8),
}

impl<'t> Cell<'t> {
    fn next(&mut self) -> bool {
        self.rest = self.rest.trim_start_matches(is_between);
        if self.rest.is_empty() {
            return false;
        }
        let start = self.rest;
        if let Some(after) = joining_word(start) {
            self.rest = after;
        } else if let Some(after) = named(start) {
            self.numbered(start, after, true);
        } else if start.starts_with(|c: char| c.is_ascii_digit()) {
            self.numbered(start, start, false);
        } else if let Some(after) = self.further_sublevel() {
            self.rest = after;
        } else if let Some(after) = self.introduction() {
            self.rest = after;
        } else {
            self.no_code(start);
        }
        true
    }

    /// Takes a number, which begins `after` its name.
    fn numbered(&mut self, start: &'t str, after: &'t str, is_named: bool) {
        match number(after) {
            Some((Number::Code(code), rest)) => self.code(start, code, rest, is_named),
            Some((Number::Domain(domain), rest)) => self.domain(start, domain, rest),
            None => self.no_code(start),
        }
    }

    fn code(&mut self, start: &'t str, code: CkcCode, rest: &'t str, is_named: bool) {
        let rest = after_sublevel(rest);
        match range_end(rest) {
            Some((Number::Code(last), after)) if code < last => {
                self.rest = after_sublevel(after);
                self.parts.push(Part::Range(code..=last));
            }
            Some((_, after)) => {
                self.rest = after;
                self.parts
                    .push(Part::Unread(Unread::HalfRange(until(start, after))));
                return;
            }
            None if ends(rest) => {
                self.rest = rest.strip_prefix('.').unwrap_or(rest);
                self.parts.push(Part::Code(code, is_named));
            }
            None => return self.no_code(start),
        }
        self.words();
    }

    fn domain(&mut self, start: &'t str, domain: u8, rest: &'t str) {
        let comma = rest.strip_prefix(',');
        if comma.is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit())) {
            let end = rest[1..]
                .find(|c: char| !c.is_ascii_digit())
                .map_or(rest.len(), |end| end + 1);
            self.rest = &rest[end..];
            self.parts
                .push(Part::Unread(Unread::DecimalComma(until(start, self.rest))));
            return;
        }
        match range_end(rest) {
            Some((Number::Domain(last), after)) if domain < last && is_alone(after) => {
                self.rest = after;
                self.parts.push(Part::Domains(domain..=last));
            }
            None if is_alone(rest) => {
                self.rest = rest;
                self.parts.push(Part::Domains(domain..=domain));
            }
            Some((_, after)) => {
                self.rest = after;
                self.parts
                    .push(Part::Unread(Unread::HalfRange(until(start, after))));
            }
            None => self.no_code(start),
        }
    }

    /// The words after a code, up to where the next code may begin.
    fn words(&mut self) {
        let words = self.rest.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, ':' | '.' | '-' | '–' | '—' | '(' | '“' | '"')
        });
        let small = ["a ", "an ", "to ", "in ", "is "];
        let small = small.iter().find_map(|word| {
            words
                .get(..word.len())
                .filter(|it| it.eq_ignore_ascii_case(word))
        });
        let telling = &words[small.map_or(0, str::len)..];
        let first = telling
            .split(|c: char| !c.is_alphabetic())
            .next()
            .unwrap_or_default();
        let is_other = joining_word(telling).is_some() || named(telling).is_some();
        if first.chars().count() < 3 || is_other {
            return;
        }
        let end = end_of_words(words);
        let (said, rest) = words.split_at(end);
        self.rest = rest;
        self.parts.push(Part::Words(
            said.trim_end_matches(|c: char| is_between(c) || c == '.'),
        ));
        if let Some(length) = code_length(rest)
            && !is_parted(said)
        {
            let start = said.rfind(char::is_whitespace).map_or(0, |blank| blank + 1);
            let start = if is_glued(said) { start } else { said.len() };
            self.parts.push(Part::Unread(Unread::WithinWords(
                &words[start..end + length],
            )));
            self.rest = &rest[length..];
        }
    }

    /// `b` of `1.2 a, b`.
    fn further_sublevel(&self) -> Option<&'t str> {
        let follows = matches!(self.parts.last(), Some(Part::Code(..)));
        sublevel(self.rest).filter(|_| follows)
    }

    /// After the words that lead to the next code that has its name: `Learning Outcome 1: … CKC 1.2`.
    fn introduction(&mut self) -> Option<&'t str> {
        let mut rest = &self.rest[end_of_words(self.rest)..];
        let said = until(self.rest, rest);
        if said.split_whitespace().nth(1).is_none() || self.rest.len() > self.barren {
            return None;
        }
        // Semicolons part what leads to one code as well.
        while let Some(after) = rest.strip_prefix([';', '|', '\n', LINE_END]) {
            rest = &after[end_of_words(after)..];
        }
        let is_named = named(rest).is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()));
        if !is_named {
            self.barren = rest.len();
        }
        is_named.then_some(rest)
    }

    fn no_code(&mut self, start: &'t str) {
        let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|');
        // A name alone is told with what is after it.
        let from = if named(start).is_some() { 3 } else { 0 };
        let end = start[from..]
            .find(is_end)
            .map_or(start.len(), |end| from + end);
        let end = end.max(start.chars().next().map_or(0, char::len_utf8));
        self.rest = &start[end..];
        self.parts.push(Part::Unread(Unread::NoCode(&start[..end])));
    }
}

fn until<'t>(start: &'t str, rest: &str) -> &'t str {
    &start[..start.len() - rest.len()]
}

/// What may be between codes.
fn is_between(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            ',' | ';'
                | '|'
                | '/'
                | '&'
                | '+'
                | '('
                | ')'
                | '['
                | ']'
                | '"'
                | '“'
                | '”'
                | '\''
                | '•'
                | '·'
                | '*'
                | '-'
                | '–'
                | '—'
        )
}

/// After `and` or another word that may be between codes.
fn joining_word(text: &str) -> Option<&str> {
    ["and", "or", "plus"]
        .iter()
        .find_map(|word| after_word(text, word))
}

fn after_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let head = text.get(..word.len())?;
    let rest = &text[word.len()..];
    let is_whole = !rest.starts_with(|c: char| c.is_alphanumeric());
    (head.eq_ignore_ascii_case(word) && is_whole).then_some(rest)
}

/// After `CKC`, `CKCs`, `CKC item`, `CKC-`, `ckc:`; `None` where that is not there.
fn named(text: &str) -> Option<&str> {
    let head = text
        .get(..3)
        .filter(|head| head.eq_ignore_ascii_case("ckc"))?;
    let mut rest = &text[head.len()..];
    let is_word = rest.starts_with(char::is_alphabetic);
    if is_word {
        rest = rest
            .strip_prefix(['s', 'S'])
            .filter(|rest| !rest.starts_with(char::is_alphabetic))?;
    }
    let marks = |c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '#' | '.');
    rest = rest.trim_start_matches(marks);
    for word in [
        "items",
        "item",
        "codes",
        "code",
        "competencies",
        "competency",
    ] {
        if let Some(after) = after_word(rest, word) {
            return Some(after.trim_start_matches(marks));
        }
    }
    Some(rest)
}

/// Takes digits, and digits after a dot.
fn number(text: &str) -> Option<(Number, &str)> {
    let end = |text: &str| {
        text.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len())
    };
    let (whole, rest) = text.split_at(end(text));
    let decimals = rest.strip_prefix('.').unwrap_or_default();
    let (decimals, after) = decimals.split_at(end(decimals));
    if decimals.is_empty() {
        let domain = whole
            .parse()
            .ok()
            .filter(|domain| (1..100).contains(domain))?;
        return Some((Number::Domain(domain), rest));
    }
    let code = CkcCode::from_digits(whole.as_bytes(), decimals.as_bytes())?;
    Some((Number::Code(code), after))
}

/// The number after a dash, or `to`.
fn range_end(text: &str) -> Option<(Number, &str)> {
    let text = text.trim_start();
    let words = ["to", "through", "thru"];
    let after = text
        .strip_prefix(['-', '–', '—', '‐', '‑'])
        .or_else(|| words.iter().find_map(|word| after_word(text, word)))?;
    let after = after.trim_start();
    number(named(after).unwrap_or(after))
}

/// After the letter of a third level: `1.3a`, `1.2 a.`, `1.2(a)`; the text itself where there is none.
fn after_sublevel(text: &str) -> &str {
    if let Some(rest) = sublevel(text.trim_start_matches('(')) {
        return rest;
    }
    let apart = text.trim_start();
    match sublevel(apart) {
        // A letter apart, and then a word: `1.2 A framework …`.
        Some(rest) if rest.len() < apart.len() - 1 || !rest.starts_with(' ') => rest,
        _ => text,
    }
}

/// After a letter that can be the name of a third level, and no other letter or digit: `l` and `o` are
/// digits to some.
fn sublevel(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(|c: char| matches!(c.to_ascii_lowercase(), 'a'..='h'))?;
    let rest = rest.strip_prefix(['.', ')']).unwrap_or(rest);
    (!rest.starts_with(|c: char| c.is_alphanumeric())).then_some(rest)
}

/// Whether a code can end before this.
fn ends(rest: &str) -> bool {
    let mut next = rest.chars();
    match next.next() {
        None => true,
        Some('.') => !next.next().is_some_and(char::is_alphanumeric),
        Some('%') => false,
        Some(c) => !c.is_alphanumeric(),
    }
}

/// Whether a domain is not the beginning of words: `7`, but not `3 hours`.
fn is_alone(rest: &str) -> bool {
    let next = rest.trim_start_matches(is_between);
    let is_word = next.starts_with(|c: char| c.is_alphabetic() || matches!(c, '%' | '.' | '$'));
    ends(rest) && (!is_word || joining_word(next).is_some() || named(next).is_some())
}

/// Where words end: before a mark that parts codes, before `CKC`, before what looks like a code.
fn end_of_words(text: &str) -> usize {
    let mut at_word = true;
    for (place, c) in text.char_indices() {
        let here = &text[place..];
        if matches!(c, ';' | '|' | '\n' | LINE_END) || (at_word && named(here).is_some()) {
            return place;
        }
        let is_digit_before = text[..place].ends_with(|c: char| c.is_ascii_digit());
        if !is_digit_before && code_length(here).is_some() {
            return place;
        }
        at_word = !c.is_alphanumeric();
    }
    text.len()
}

/// How long what looks like a code is, at the beginning of a text.
fn code_length(text: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    let decimals = digits(text.get(whole..)?.strip_prefix('.')?);
    (whole > 0 && decimals > 0).then_some(whole + 1 + decimals)
}

/// Whether words end so that a code may follow.
fn is_parted(said: &str) -> bool {
    let said = said.trim_end_matches([' ', '(', '[']);
    let word = said.rsplit(char::is_whitespace).next().unwrap_or_default();
    said.ends_with([
        ',', '.', ':', '/', '&', '+', ')', '…', '”', '"', '-', '–', '—',
    ]) && !is_glued(said)
        || joining_word(word).is_some_and(str::is_empty)
}

/// Whether a word ends right before the code.
fn is_glued(said: &str) -> bool {
    said.ends_with(|c: char| c.is_alphanumeric() || c == '$')
}
