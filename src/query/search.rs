//! Search: the records whose texts contain some words, best matches first. Pure; does not know formats.
//!
//! How it ranks: only records with every word of the question are listed, or if there are none, those
//! with the most of them. A record then counts, for each word, the best place that has it: the kind of
//! text (names and ids 3, statements and definitions 2, all else 1) × how the word appears there (as
//! typed 6, as a beginning 3, with a typo 1) × how rare the word is among the records.
//! Ties stay in the order of the documents.
//!
//! Singular and plural are one word. A beginning has three letters or more; a typo is one letter wrong,
//! missing, added or swapped in a word of five letters or more, and in one of nine or more there may be
//! two. A word with a digit in it only matches itself. Words that only make a sentence (what, about, the)
//! are left out, unless there are no others.

mod printed;
mod words;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

pub use printed::Field;
use printed::{Printed, texts};
use words::{Asked, fold, nearest, ways, words};

use crate::catalogue::Catalogue;
use crate::query::reference::{Cause, NotFound, Reference};
use crate::record::Certainty;
use crate::source::Span;

/// A record that was found, and where the words match best.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<'c> {
    /// A competency, area, knowledge area or CKC item.
    pub record: Reference,
    /// The text that matches most of what was asked.
    pub field: Field,
    /// All of it.
    pub text: Cow<'c, str>,
    /// The words that were found in it, as bytes, in order.
    pub found: Vec<Range<usize>>,
    /// Whether a correction had a part in it.
    pub certainty: Certainty,
    /// Where it is printed.
    pub place: Option<Span>,
}

/// What a search found.
#[derive(Debug, PartialEq, Eq)]
pub struct Found<'c> {
    /// The records, the best first.
    pub hits: Vec<Hit<'c>>,
    /// How many of the words each has; fewer than were asked for where no record has them all.
    pub words: usize,
    /// How many words were asked for.
    pub asked: usize,
    /// These words as typed, without those that only make a sentence.
    pub sought: String,
}

/// The records among `kinds` that say these words.
///
/// # Errors
/// When no record says any of them; the nearest words are offered.
pub fn search<'c>(
    catalogue: &'c Catalogue,
    typed: &str,
    is_wanted: impl Fn(Reference) -> bool,
) -> Result<Found<'c>, NotFound> {
    let texts: Vec<Searched> = texts(catalogue)
        .into_iter()
        .filter(|text| is_wanted(text.record))
        .map(Searched::new)
        .collect();
    let vocabulary: BTreeMap<&str, &str> = texts
        .iter()
        .flat_map(|text| {
            let printed: &str = &text.printed.text;
            let words = text.words.iter();
            words.map(move |(word, range)| (word.as_str(), &printed[range.clone()]))
        })
        .collect();
    let Asked {
        words: asked,
        sought,
    } = Asked::read(typed);
    let ways: Vec<BTreeMap<&str, u64>> = asked.iter().map(|word| ways(word, &vocabulary)).collect();
    let scored = score(&texts, &ways);
    let most = scored.iter().map(|record| record.words).max();
    let Some(words) = most.filter(|&words| words > 0) else {
        return Err(NotFound::new(
            typed,
            Cause::NoWord,
            nearest(&asked, &vocabulary),
        ));
    };
    let mut best: Vec<&Scored> = scored.iter().filter(|one| one.words == words).collect();
    best.sort_by_key(|record| Reverse(record.score));
    Ok(Found {
        hits: best
            .iter()
            .map(|record| texts[record.best].hit(&ways))
            .collect(),
        words,
        asked: asked.len(),
        sought,
    })
}

/// A text with its words, folded, and where they are.
struct Searched<'c> {
    printed: Printed<'c>,
    words: Vec<(String, Range<usize>)>,
}

impl<'c> Searched<'c> {
    fn new(printed: Printed<'c>) -> Self {
        let words = words(&printed.text).map(|range| (fold(&printed.text[range.clone()]), range));
        Self {
            words: words.collect(),
            printed,
        }
    }

    fn hit(&self, ways: &[BTreeMap<&str, u64>]) -> Hit<'c> {
        let is_asked = |word: &str| ways.iter().any(|ways| ways.contains_key(word));
        let found = self.words.iter().filter(|(word, _)| is_asked(word));
        Hit {
            record: self.printed.record,
            field: self.printed.field,
            text: self.printed.text.clone(),
            found: found.map(|(_, range)| range.clone()).collect(),
            certainty: self.printed.certainty,
            place: self.printed.place,
        }
    }

    /// What the text counts for a word that may appear there in these ways, but for its rarity.
    fn worth(&self, ways: &BTreeMap<&str, u64>) -> u64 {
        let found = self
            .words
            .iter()
            .filter_map(|(word, _)| ways.get(word.as_str()));
        found.max().unwrap_or(&0) * self.printed.field.weight()
    }
}

/// What a record counts.
struct Scored {
    /// How many of the words it has.
    words: usize,
    score: u64,
    /// Its text that counts most.
    best: usize,
}

fn score(texts: &[Searched], ways: &[BTreeMap<&str, u64>]) -> Vec<Scored> {
    let records: Vec<&[Searched]> = texts
        .chunk_by(|one, other| one.printed.record == other.printed.record)
        .collect();
    let rarity: Vec<u64> = ways
        .iter()
        .map(|ways| {
            let has = |texts: &&&[Searched]| texts.iter().any(|text| text.worth(ways) > 0);
            rarity(records.iter().filter(has).count(), records.len())
        })
        .collect();
    let mut first = 0;
    let scored = records.iter().map(|texts| {
        let at = first;
        first += texts.len();
        let worth = |text: &Searched| -> Vec<u64> {
            let counted = ways.iter().zip(&rarity);
            counted
                .map(|(ways, rarity)| text.worth(ways) * rarity)
                .collect()
        };
        let worths: Vec<Vec<u64>> = texts.iter().map(worth).collect();
        let of_word = |word: usize| worths.iter().map(|text| text[word]).max().unwrap_or(0);
        let counts: Vec<u64> = (0..ways.len()).map(of_word).collect();
        let totals = worths.iter().map(|text| text.iter().sum::<u64>());
        let best = totals
            .enumerate()
            .max_by_key(|&(at, total)| (total, Reverse(at)));
        Scored {
            words: counts.iter().filter(|&&count| count > 0).count(),
            score: counts.iter().sum(),
            best: at + best.map_or(0, |(at, _)| at),
        }
    });
    scored.collect()
}

/// How much a word tells that this many of the records have: in whole numbers, so that equals are
/// equal on every machine.
fn rarity(having: usize, all: usize) -> u64 {
    let often = all.checked_div(having).unwrap_or(0);
    u64::from(often.max(1).ilog2()) + 1
}
