//! Search: the records whose texts hold some words, the best first. Pure; knows no format.
//!
//! How it ranks: records with every word of the question come alone; only where there is none, those
//! with the most of them. A record then counts, for each word, the best place that has it: the kind of
//! text (names and ids 3, statements and definitions 2, all else 1) × how the word stands there (as
//! typed 6, as a beginning 3, with a slip of the keys 1) × how rare the word is among the records.
//! Equals stay in the order of the documents.
//!
//! Singular and plural are one word. A beginning has three letters or more; a slip is one letter wrong,
//! missing, added or swapped in a word of five letters or more, and in one of nine or more there may be
//! two. A word with a digit in it stands for itself alone. Words that only make a sentence (what, about, the)
//! are left out, unless there are no others.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::catalogue::Catalogue;
use crate::query::reference::{NotFound, Reference};
use crate::record::{Certainty, CompetencyId, Level, Text};
use crate::source::Span;
use crate::text::fold as fold_name;

/// A record that was found, and where the words stand best.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<'c> {
    /// A competency, area, knowledge area or CKC item.
    pub record: Reference,
    /// The text that says most of what was asked.
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

/// What a text is to its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The name of an area or knowledge area.
    Name,
    /// The statement of a competency or CKC item.
    Statement,
    /// The definition of a knowledge area.
    Definition,
    /// A statement of an alignment's "As demonstrated by".
    DemonstratedBy,
    /// Words of the CKC column that are no CKC item.
    Note,
    /// The id of a competency.
    Id,
    /// The code of a CKC item.
    Code,
    /// A level mark: MHS or MHM.
    Level,
}

impl Field {
    /// The name, as shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Statement => "statement",
            Self::Definition => "definition",
            Self::DemonstratedBy => "demonstrated by",
            Self::Note => "note",
            Self::Id => "id",
            Self::Code => "code",
            Self::Level => "level",
        }
    }

    fn weight(self) -> u64 {
        match self {
            Self::Name | Self::Id | Self::Code => 3,
            Self::Statement | Self::Definition => 2,
            Self::DemonstratedBy | Self::Note | Self::Level => 1,
        }
    }
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
        return Err(NotFound::in_words(typed, nearest(&asked, &vocabulary)));
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

/// A text of a record, as it is printed.
struct Printed<'c> {
    record: Reference,
    field: Field,
    text: Cow<'c, str>,
    certainty: Certainty,
    place: Option<Span>,
}

/// All texts, record by record.
fn texts(catalogue: &Catalogue) -> Vec<Printed<'_>> {
    let competencies = catalogue.competencies().iter().enumerate();
    let competencies = competencies.flat_map(|(index, competency)| {
        let record = Reference::Competency(index);
        let rows = competency.alignments.iter();
        let demonstrated = rows.flat_map(|row| &row.demonstrated_by);
        let demonstrated =
            demonstrated.map(move |text| Printed::new(record, Field::DemonstratedBy, text));
        let statement = Printed::new(record, Field::Statement, &competency.statement);
        let id = Printed {
            record,
            field: Field::Id,
            text: competency.id.to_string().into(),
            certainty: Certainty::Printed,
            place: competency.alignments.first().map(|row| row.span),
        };
        let levels = competency.alignments.iter().filter_map(move |row| {
            let target = row.target()?;
            Printed::level(record, target.level, Some(row.span))
        });
        [id, statement]
            .into_iter()
            .chain(demonstrated)
            .chain(levels)
    });
    let areas = catalogue.areas().iter().enumerate();
    let areas =
        areas.map(|(index, area)| Printed::new(Reference::Area(index), Field::Name, &area.name));
    let rows = catalogue.knowledge_areas().iter().enumerate();
    let rows = rows.flat_map(|(index, row)| {
        let text =
            move |field| move |text| Printed::new(Reference::KnowledgeArea(index), field, text);
        let name = row.name.iter().map(text(Field::Name));
        let definition = row.definition.iter().map(text(Field::Definition));
        let notes = row.notes.iter().map(text(Field::Note));
        let level = Printed::level(Reference::KnowledgeArea(index), row.level, Some(row.span));
        name.chain(definition).chain(notes).chain(level)
    });
    let items = (0..catalogue.items().len()).flat_map(|index| {
        let item = &catalogue.items()[index];
        let text = |field, text| Printed {
            record: Reference::Item(index),
            field,
            text,
            certainty: Certainty::Printed,
            place: statement_place(catalogue, index),
        };
        [
            text(Field::Code, item.code.to_string().into()),
            text(Field::Statement, item.statement.as_str().into()),
        ]
    });
    competencies.chain(areas).chain(rows).chain(items).collect()
}

/// Where the statement of an item is first printed, or else its code.
fn statement_place(catalogue: &Catalogue, item: usize) -> Option<Span> {
    let code = catalogue.items()[item].code;
    let rows = catalogue.listed_by(item).iter();
    let mut listings = rows.filter_map(|&row| catalogue.correspondence(row, code));
    let first = listings.clone().next().map(|listing| listing.span);
    listings
        .find_map(|listing| listing.statement.hull())
        .or(first)
}

impl<'c> Printed<'c> {
    fn new(record: Reference, field: Field, text: &'c Text) -> Self {
        Self {
            record,
            field,
            text: text.words.as_str().into(),
            certainty: text.certainty,
            place: text.spans.hull(),
        }
    }

    /// A level mark; nothing where there is none.
    fn level(record: Reference, level: Level, place: Option<Span>) -> Option<Self> {
        (level != Level::Fs).then(|| Self {
            record,
            field: Field::Level,
            text: level.name().into(),
            certainty: Certainty::Printed,
            place,
        })
    }
}

/// A text with its words, folded, and where they stand.
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

    /// What the text counts for a word that may stand there in these ways, but for its rarity.
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

/// What is asked for.
struct Asked {
    /// The words of the question, each once, folded.
    words: Vec<String>,
    /// The same as typed.
    sought: String,
}

impl Asked {
    fn read(typed: &str) -> Self {
        let all: Vec<&str> = words(typed).map(|range| &typed[range]).collect();
        let telling: Vec<&str> = all
            .iter()
            .copied()
            .filter(|word| !is_filler(word))
            .collect();
        let sought = if telling.is_empty() { all } else { telling };
        let mut words: Vec<String> = Vec::new();
        for word in sought.iter().map(|word| fold(&as_printed(word))) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        Self {
            words,
            sought: sought.join(" "),
        }
    }
}

/// An id or a level mark as the documents print it; any other word as it is.
fn as_printed(word: &str) -> Cow<'_, str> {
    if let Ok(id) = word.parse::<CompetencyId>() {
        return id.to_string().into();
    }
    let level = Level::from_mark(&word.to_uppercase());
    level.map_or(word.into(), |level| level.name().into())
}

/// Whether a word only makes a sentence of the others: `what`, `about`, `the`; or the `CKC` before a code.
fn is_filler(word: &str) -> bool {
    const FILLERS: &str = " a about all also am an and any are as at be because been being but by can ckc \
        could did do does doing don't for from had has have having he her here his how i if in into is it \
        its just know me may might must my need no nor not of on only or our please shall she should show so \
        some such tell than that the their them then there these they this those to too us very want was we \
        were what what's when where which while who whom whose why will with would you your ";
    let word = word.to_lowercase().replace('\u{2019}', "'");
    FILLERS
        .split_ascii_whitespace()
        .any(|filler| filler == word)
}

/// The words that a typed one may stand for, each with what it counts.
fn ways<'v>(asked: &str, vocabulary: &BTreeMap<&'v str, &str>) -> BTreeMap<&'v str, u64> {
    let words = vocabulary.keys();
    let ways = words.filter_map(|&word| Some((word, likeness(asked, word)?)));
    ways.collect()
}

/// What a word counts for a typed one; nothing where it is another word.
fn likeness(asked: &str, word: &str) -> Option<u64> {
    const AS_TYPED: u64 = 6;
    const BEGINNING: u64 = 3;
    const SLIP: u64 = 1;
    /// Shorter beginnings begin too much.
    const LEAST_BEGINNING: usize = 3;
    if word == asked {
        return Some(AS_TYPED);
    }
    if asked.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let letters = asked.chars().count();
    if letters >= LEAST_BEGINNING && word.starts_with(asked) {
        return Some(BEGINNING);
    }
    let slips = slips(letters);
    let is_comparable = slips > 0 && word.chars().count().abs_diff(letters) <= slips;
    (is_comparable && strsim::osa_distance(asked, word) <= slips).then_some(SLIP)
}

/// How many slips of the keys a word of so many letters may have.
fn slips(letters: usize) -> usize {
    /// Longer than any word: what is this long is not compared letter by letter.
    const LONGEST: usize = 60;
    match letters {
        0..5 => 0,
        5..9 => 1,
        9..=LONGEST => 2,
        _ => 0,
    }
}

/// Words that are something like those asked for.
fn nearest(asked: &[String], vocabulary: &BTreeMap<&str, &str>) -> Vec<String> {
    const OFFERED: usize = 3;
    const CLOSE: f64 = 0.6;
    const LONGEST: usize = 60;
    let sought = asked.iter().filter(|word| word.len() <= LONGEST);
    let near = |word: &str| {
        let near = sought
            .clone()
            .map(|asked| strsim::jaro_winkler(asked, word));
        near.fold(0.0, f64::max)
    };
    let mut ranked: Vec<(f64, &str)> = vocabulary
        .iter()
        .map(|(word, printed)| (near(word), *printed))
        .filter(|(near, _)| *near >= CLOSE)
        .collect();
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
    let offered = ranked.iter().take(OFFERED);
    offered.map(|(_, word)| word.to_lowercase()).collect()
}

/// The words of a text: letters and digits, with the apostrophes within, and the dot of `7A.2`.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let mut end = start;
        while let Some(length) = next_part(&text[start..end], &text[end..]) {
            end += length;
        }
        at = end;
        Some(start..end)
    })
}

/// Folds what carries no meaning in a word: its case, and whether it is one or many.
fn fold(word: &str) -> String {
    // The only mark within a word that parts it is the dot of a code.
    let mut folded = fold_name(word).replace(' ', ".");
    // Of `policies`, an s is gone by now.
    if folded.ends_with("ie") {
        folded.replace_range(folded.len() - 2.., "y");
    }
    folded
}

/// How many more bytes belong to a word that has begun.
fn next_part(before: &str, after: &str) -> Option<usize> {
    let mut letters = after.chars();
    let letter = letters.next()?;
    let next = letters.next();
    let belongs = match letter {
        '.' => {
            before.starts_with(|c: char| c.is_ascii_digit())
                && next.is_some_and(|next| next.is_ascii_digit())
        }
        '\'' | '\u{2019}' | '\u{2018}' => next.is_some_and(char::is_alphanumeric),
        // A soft hyphen is no end of a word.
        '\u{ad}' => true,
        letter => letter.is_alphanumeric(),
    };
    belongs.then(|| letter.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        words(text).map(|range| fold(&text[range])).collect()
    }

    #[test]
    fn words_are_letters_and_codes() {
        assert_eq!(
            split("Uses program\u{2019}s data-driven (7A.2, CKC 1.10.) plans."),
            [
                "use", "program", "data", "driven", "7a.2", "ckc", "1.10", "plan"
            ]
        );
        assert_eq!(split(" \u{2014} ' "), Vec::<String>::new());
    }

    #[test]
    fn a_word_is_found_as_typed_by_its_beginning_and_with_a_slip() {
        let fits = |asked: &str, word: &str| likeness(&fold(asked), &fold(word));
        assert_eq!(fits("Programs", "program"), Some(6));
        assert_eq!(fits("communic", "communicates"), Some(3));
        assert_eq!(fits("comunicates", "communicates"), Some(1));
        assert_eq!(fits("comunicatse", "communicates"), Some(1));
        assert_eq!(fits("polcy", "policy"), Some(1));
        assert_eq!(fits("plcy", "policy"), None);
        assert_eq!(fits("policies", "policy"), Some(6));
        assert_eq!(fits("da", "data"), None);
        assert_eq!(fits("1.1", "1.10"), None);
    }

    #[test]
    fn words_that_only_make_a_sentence_are_left_out_if_there_are_others() {
        let asked = |typed: &str| Asked::read(typed).words;
        assert_eq!(
            asked("What about trauma, and the grief?"),
            ["trauma", "grief"]
        );
        assert_eq!(asked("what about"), ["what", "about"]);
        assert_eq!(asked("CKC 7.5"), ["7.5"]);
        assert_eq!(asked("imhm 7a4"), ["mhm", "7a.4"]);
        assert_eq!(
            Asked::read("What\u{2019}s a family\u{2019}s home?").sought,
            "family\u{2019}s home"
        );
    }

    #[test]
    fn a_rare_word_tells_more() {
        assert!(rarity(1, 100) > rarity(10, 100));
        assert_eq!(rarity(100, 100), 1);
        assert_eq!(rarity(0, 100), 1);
    }
}
