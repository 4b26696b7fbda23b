//! Slips of the pen: a word printed twice in a row, and a word that is one letter from another and appears nowhere else.

use std::collections::BTreeMap;
use std::ops::Range;

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::diagnostic::odd;
use crate::catalogue::Catalogue;
use crate::check::account::{Account, Run, Use};
use crate::source::{Span, offset};

/// A word and where it is printed.
struct Place {
    span: Span,
    word: String,
}

pub(super) fn judge(catalogue: &Catalogue, accounts: &[Account], found: &mut Vec<Diagnostic>) {
    let mut places = Vec::new();
    for (index, account) in accounts.iter().enumerate() {
        // The rows of a crosswalk vote on its statements; that judges them already.
        let is_voted = |run: &&Run| index + 1 == accounts.len() && run.role == "statement";
        let records = account.runs.iter().filter(|run| run.used == Use::Record);
        for run in records {
            let words = words(catalogue, run.span);
            doubled(catalogue, &words, found);
            if !is_voted(&run) {
                places.extend(words);
            }
        }
    }
    let vocabulary = Vocabulary::new(&places);
    for place in &places {
        found.extend(vocabulary.slip(place));
    }
}

/// The words of a run, in lower case, with their apostrophes.
fn words(catalogue: &Catalogue, span: Span) -> Vec<Place> {
    let text = catalogue.document(span).words(span);
    let ranges = letters(text);
    let place = |range: Range<usize>| Place {
        span: Span {
            start: span.start + offset(range.start),
            end: span.start + offset(range.end),
            ..span
        },
        word: text[range].to_lowercase(),
    };
    ranges.map(place).collect()
}

/// The runs of letters and apostrophes of a text.
pub(super) fn letters(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let is_inner = |c: char| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}');
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphabetic)?;
        let length = text[start..].find(|c| !is_inner(c));
        at = length.map_or(text.len(), |length| start + length);
        Some(start..at)
    })
}

/// The same word twice, with nothing but blanks between. A few words may be doubled in good English.
fn doubled(catalogue: &Catalogue, words: &[Place], found: &mut Vec<Diagnostic>) {
    const ALLOWED: [&str; 3] = ["that", "had", "is"];
    for pair in words.windows(2) {
        let [first, second] = pair else { continue };
        let between = Span {
            start: first.span.end,
            end: second.span.start,
            ..first.span
        };
        let is_alone = first.word == second.word && !ALLOWED.contains(&first.word.as_str());
        if is_alone
            && catalogue
                .document(between)
                .words(between)
                .trim_matches(' ')
                .is_empty()
        {
            let message = format!("“{}” is printed twice in a row", second.word);
            found.push(odd(Code::DoubledWord, second.span, message));
        }
    }
}

/// How often each word appears in the documents, and the words by what is left of them without one letter.
struct Vocabulary<'p> {
    counts: BTreeMap<&'p str, usize>,
    shortened: BTreeMap<String, Vec<&'p str>>,
    /// By three letters in a row, how many words have them.
    groups: BTreeMap<String, usize>,
}

/// Shorter words are one letter from too many others.
const SHORTEST: usize = 7;
/// Words differ in their last letters by inflection.
const ENDING: usize = 2;

impl<'p> Vocabulary<'p> {
    fn new(places: &'p [Place]) -> Self {
        let mut counts = BTreeMap::new();
        for place in places {
            *counts.entry(place.word.as_str()).or_default() += 1;
        }
        let mut shortened: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        let mut groups: BTreeMap<String, usize> = BTreeMap::new();
        for &word in counts.keys() {
            for group in groups_of(word) {
                *groups.entry(group).or_default() += 1;
            }
            if is_fit(word) {
                for short in without_a_letter(word) {
                    shortened.entry(short).or_default().push(word);
                }
            }
        }
        Self {
            counts,
            shortened,
            groups,
        }
    }

    /// A word that appears once, and is one letter from another.
    fn slip(&self, place: &Place) -> Option<Diagnostic> {
        let word = place.word.as_str();
        if self.counts.get(word) != Some(&1) || !is_fit(word) {
            return None;
        }
        let shorter = without_a_letter(word);
        let near = shorter.iter().filter_map(|short| self.shortened.get(short));
        let meant = near
            .flatten()
            .copied()
            .find(|other| *other != word && self.is_meant(word, other))?;
        let message =
            format!("“{word}” is printed nowhere else, and is one letter away from “{meant}”");
        Some(odd(Code::PossibleSlip, place.span, message))
    }

    /// Whether a word seems to be a slip for another.
    fn is_meant(&self, word: &str, other: &str) -> bool {
        let (word_bytes, other_bytes) = (word.as_bytes(), other.as_bytes());
        let pairs = || word_bytes.iter().zip(other_bytes);
        let head = pairs().take_while(|(a, b)| a == b).count();
        let backwards = word_bytes.iter().rev().zip(other_bytes.iter().rev());
        let tail = backwards.take_while(|(a, b)| a == b).count();
        let shortest = word.len().min(other.len());
        let tail = tail.min(shortest - head);
        if tail < ENDING || !is_one_edit(word_bytes, other_bytes, head, tail) {
            return false;
        }
        if head == 0 {
            // Cropped at its left edge, as a scan's page: `utually`.
            return other.len() == word.len() + 1 && is_vowel(word) && !is_vowel(other);
        }
        let is_common = self.counts.get(other).is_some_and(|count| *count > 1);
        is_common || self.familiar(word, head) < self.familiar(other, head)
    }

    /// In how many words the rarest of the letter groups around a place is.
    fn familiar(&self, word: &str, place: usize) -> usize {
        let groups = groups_of(word).into_iter().enumerate();
        // The first group has the beginning and two letters.
        let around = groups.filter(|(at, _)| *at <= place + 1 && at + 1 >= place);
        let counts = around.filter_map(|(_, group)| self.groups.get(&group));
        counts.min().copied().unwrap_or(0)
    }
}

/// Whether a word is long enough, and has no letter beyond ASCII and no apostrophe.
fn is_fit(word: &str) -> bool {
    /// The work grows with the square of it.
    const LONGEST: usize = 30;
    (SHORTEST..=LONGEST).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The word, and the word without each of its letters in turn. Two words one letter apart share one of these.
fn without_a_letter(word: &str) -> Vec<String> {
    let without = (0..word.len()).map(|at| format!("{}{}", &word[..at], &word[at + 1..]));
    let mut all: Vec<String> = std::iter::once(word.to_owned()).chain(without).collect();
    all.dedup();
    all
}

/// Whether what is between the same letters at both ends is one letter changed, added or left out, or two
/// exchanged.
fn is_one_edit(a: &[u8], b: &[u8], head: usize, tail: usize) -> bool {
    let (a, b) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    match (a, b) {
        ([_], [_] | []) | ([], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

fn is_vowel(word: &str) -> bool {
    word.starts_with(['a', 'e', 'i', 'o', 'u'])
}

/// The letters of a word in threes, its beginning and end counted as letters.
fn groups_of(word: &str) -> Vec<String> {
    let letters: Vec<char> = format!("^{word}$").chars().collect();
    letters.windows(3).map(String::from_iter).collect()
}
