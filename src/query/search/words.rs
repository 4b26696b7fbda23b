//! Words as typed and as printed: what counts as the same word, and how nearly.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::record::{CompetencyId, Level};
use crate::text::{self, OFFERED, fold as fold_name};

/// What is asked for.
pub(super) struct Asked {
    /// The words of the question, each once, folded.
    pub(super) words: Vec<String>,
    /// The same as typed.
    pub(super) sought: String,
}

impl Asked {
    pub(super) fn read(typed: &str) -> Self {
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

/// The words that a typed one may mean, each with what it counts.
pub(super) fn ways<'v>(
    asked: &str,
    vocabulary: &BTreeMap<&'v str, &str>,
) -> BTreeMap<&'v str, u64> {
    let words = vocabulary.keys();
    let ways = words.filter_map(|&word| Some((word, likeness(asked, word)?)));
    ways.collect()
}

/// What a word counts for a typed one; nothing where it is another word.
pub(super) fn likeness(asked: &str, word: &str) -> Option<u64> {
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

/// How many typos a word of so many letters may have.
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
pub(super) fn nearest(asked: &[String], vocabulary: &BTreeMap<&str, &str>) -> Vec<String> {
    let known = vocabulary.iter().map(|(word, printed)| (*word, *printed));
    let near = asked
        .iter()
        .flat_map(|asked| text::nearest(asked, known.clone()));
    near.take(OFFERED).map(str::to_lowercase).collect()
}

/// The words of a text: letters and digits, with the apostrophes within, and the dot of `7A.2`.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
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
pub(super) fn fold(word: &str) -> String {
    // The only mark that splits a word is the dot of a code.
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
        // A soft hyphen is not an end of a word.
        '\u{ad}' => true,
        letter => letter.is_alphanumeric(),
    };
    belongs.then(|| letter.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::search::rarity;

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
