//! What each code's statement says, by the many rows that print it, and how one
//! printed statement compares to that: whole, cut, run over, another's, or damaged.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::record::CkcCode;
use crate::source::is_blank;
use crate::text::word_ranges;

/// The wordings of each code's statement, and the one that most of its occurrences share.
pub(crate) struct Statements<'t> {
    /// As first printed.
    wordings: Vec<Wording<'t>>,
    /// The wording of each occurrence, in the order of the text.
    occurrences: Vec<usize>,
    /// The wording that is the reading of a code.
    readings: BTreeMap<CkcCode, usize>,
    /// The codes by what they say.
    by_words: BTreeMap<&'t str, CkcCode>,
}

/// How a printed statement compares to the reading of its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// It is that reading, or close to it.
    Whole {
        /// The words differ a little.
        variant: bool,
    },
    /// It is that reading up to byte `end`; then other words follow.
    Over {
        /// Where the statement ends.
        end: usize,
        /// The words differ a little.
        variant: bool,
    },
    /// It breaks off; in the reading, the missing words start at byte `rest`.
    Cut {
        /// Where the rest starts in the reading.
        rest: usize,
    },
    /// It is the reading of another code.
    Other(CkcCode),
    /// It has little in common with the reading.
    Unlike,
    /// No other row tells what this code says.
    Unknown,
}

impl Fit {
    /// Whether further words may belong to the statement.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::Cut { .. } | Self::Unlike | Self::Unknown)
    }
}

/// One occurrence of a code's statement.
pub(crate) struct Vote<'t> {
    /// The code.
    pub code: CkcCode,
    /// The words after it.
    pub words: &'t str,
    /// The words may be cut off here, or run into a heading: count them only where no others are.
    pub doubtful: bool,
}

/// One of the wordings that a code's statement is printed in.
struct Wording<'t> {
    code: CkcCode,
    words: &'t str,
    /// How often it is printed, without the occurrences that are doubtful.
    sure: u32,
    /// How it compares to the reading of its code; rows repeat one another, so it is asked often.
    fit: OnceCell<Fit>,
}

impl<'t> Statements<'t> {
    /// Counts the votes. On a tie the first printed wins, unless one is the other and more:
    /// then the longer, if what it adds goes on in lower case, and else the shorter.
    pub(crate) fn count(votes: impl Iterator<Item = Vote<'t>>) -> Self {
        let mut wordings: Vec<Wording> = Vec::new();
        let mut occurrences = Vec::new();
        let mut places = BTreeMap::new();
        for vote in votes {
            let next = wordings.len();
            let place = *places.entry((vote.code, vote.words)).or_insert(next);
            if place == next {
                wordings.push(Wording {
                    code: vote.code,
                    words: vote.words,
                    sure: 0,
                    fit: OnceCell::new(),
                });
            }
            wordings[place].sure += u32::from(!vote.doubtful && !vote.words.is_empty());
            occurrences.push(place);
        }
        let mut readings = BTreeMap::new();
        for (place, wording) in wordings.iter().enumerate() {
            let reading = readings.entry(wording.code).or_insert(place);
            if wording.beats(&wordings[*reading]) {
                *reading = place;
            }
        }
        let held = readings.values().map(|&place| &wordings[place]);
        let by_words = held
            .filter(|reading| reading.sure > 0)
            .map(|reading| (reading.words, reading.code))
            .collect();
        Self {
            wordings,
            occurrences,
            readings,
            by_words,
        }
    }

    /// The reading of a code that the rows agree on.
    pub(crate) fn reading(&self, code: CkcCode) -> Option<&'t str> {
        let reading = self.best(code)?;
        (reading.sure > 0).then_some(reading.words)
    }

    fn best(&self, code: CkcCode) -> Option<&Wording<'t>> {
        self.readings.get(&code).map(|&place| &self.wordings[place])
    }

    /// The best reading of every code that occurs, sure or not, by code.
    pub(crate) fn readings(&self) -> impl Iterator<Item = (CkcCode, &'t str)> + '_ {
        let readings = self.readings.iter();
        readings.map(|(&code, &place)| (code, self.wordings[place].words))
    }

    /// How the words of an occurrence compare to the reading of their code.
    pub(crate) fn fit(&self, occurrence: usize) -> Fit {
        let wording = &self.wordings[self.occurrences[occurrence]];
        *wording
            .fit
            .get_or_init(|| self.fit_joined(wording.code, wording.words))
    }

    /// How words that a page break separated, now joined, compare to the reading of their code.
    pub(crate) fn fit_joined(&self, code: CkcCode, words: &str) -> Fit {
        match self.reading(code) {
            None => Fit::Unknown,
            Some(reading) if words == reading => Fit::Whole { variant: false },
            Some(reading) => match self.by_words.get(words) {
                Some(other) if *other != code => Fit::Other(*other),
                _ => compare(words, reading),
            },
        }
    }
}

impl Wording<'_> {
    fn beats(&self, held: &Self) -> bool {
        if self.sure != held.sure {
            return self.sure > held.sure;
        }
        if self.sure == 0 {
            return self.words.len() > held.words.len();
        }
        let goes_on = |longer: &str, shorter: &str| {
            longer[shorter.len()..]
                .chars()
                .find(|c| !is_blank(*c))
                .is_some_and(|c| !c.is_uppercase())
        };
        if self.words.starts_with(held.words) {
            goes_on(self.words, held.words)
        } else if held.words.starts_with(self.words) {
            !goes_on(held.words, self.words)
        } else {
            false
        }
    }
}

fn compare(words: &str, reading: &str) -> Fit {
    if let Some(rest) = reading.strip_prefix(words) {
        return if is_ending(words, rest) {
            Fit::Whole { variant: true }
        } else {
            Fit::Cut { rest: words.len() }
        };
    }
    if let Some(over) = words.strip_prefix(reading) {
        let inked = over.trim_start_matches(is_blank);
        if !inked.chars().any(char::is_alphanumeric) {
            return Fit::Whole { variant: true };
        }
        if inked.len() < over.len() && !inked.starts_with(char::is_lowercase) {
            return Fit::Over {
                end: reading.len(),
                variant: false,
            };
        }
    }
    align(words, reading)
}

/// Whether all that is missing is the ending of the last word, as in `behavior` for `behaviors`.
fn is_ending(words: &str, rest: &str) -> bool {
    words.ends_with(char::is_alphanumeric) && rest.len() < 3 && !rest.contains(is_blank)
}

/// Aligns word by word: the fewest words to change, add or leave out. A third of the reading's words may
/// differ in a statement that is whole, a quarter of its own words in one that is cut.
fn align(words: &str, reading: &str) -> Fit {
    /// No statement is longer; the work grows with the square of the words.
    const LONGEST_ALIGNED: usize = 200;
    /// Words that are the same cost no such work, but memory each.
    const LONGEST: usize = 20 * LONGEST_ALIGNED;
    if is_variant(words, reading) {
        return Fit::Whole { variant: true };
    }
    let wanted = words_of(reading, LONGEST + 1);
    if wanted.len() > LONGEST {
        return Fit::Unlike;
    }
    let found = words_of(words, 2 * wanted.len() + 8);
    let pairs = || found.iter().zip(&wanted);
    // Words that are the same at the beginning need no aligning, nor do words too far beyond the end.
    let same = pairs().take_while(|(a, b)| a.text == b.text).count();
    if wanted.len() - same > LONGEST_ALIGNED {
        return Fit::Unlike;
    }
    let looked_at = found.len().min(wanted.len() + wanted.len() / 3 + 1);
    let costs = costs(&bare(&found[same..looked_at]), &bare(&wanted[same..]));
    let width = wanted.len() - same + 1;
    let cost =
        |found: usize, wanted: usize| usize::from(costs[(found - same) * width + wanted - same]);

    let may_end = |at: usize| at == found.len() || found[at].text.starts_with(char::is_uppercase);
    let whole = (same.max(1)..=looked_at)
        .rev()
        .filter(|&at| may_end(at))
        .min_by_key(|&at| cost(at, wanted.len()))
        .filter(|&at| cost(at, wanted.len()) * 3 <= wanted.len());
    let cut = (same.max(1)..wanted.len())
        .filter(|_| looked_at == found.len() && found.len() > 1)
        .min_by_key(|&at| cost(found.len(), at))
        .filter(|&at| cost(found.len(), at) * 4 <= found.len());
    match (whole, cut) {
        (Some(end), cut)
            if cut.is_none_or(|at| cost(end, wanted.len()) <= cost(found.len(), at)) =>
        {
            if end == found.len() {
                Fit::Whole { variant: true }
            } else {
                Fit::Over {
                    end: found[end - 1].end(),
                    variant: true,
                }
            }
        }
        (_, Some(at)) => Fit::Cut {
            rest: wanted[at].start,
        },
        _ => Fit::Unlike,
    }
}

/// Whether two texts have as many words, and at most a third of them differ.
fn is_variant(words: &str, reading: &str) -> bool {
    // Most variants differ in one place, so only what is between the same words is looked at.
    let head = common_words(words.bytes(), reading.bytes());
    let (found, wanted) = (&words[head..], &reading[head..]);
    let tail = common_words(found.bytes().rev(), wanted.bytes().rev());
    let (found, wanted) = (&found[..found.len() - tail], &wanted[..wanted.len() - tail]);
    let mut changed = 0;
    let mut found_words = word_ranges(found);
    for word in word_ranges(wanted) {
        let Some(other) = found_words.next() else {
            return false;
        };
        changed += usize::from(found[other] != wanted[word]);
    }
    let has_words = |count: usize| count == 0 || word_ranges(reading).nth(count - 1).is_some();
    found_words.next().is_none() && has_words(changed * 3)
}

/// How many bytes both begin with, up to the last blank in them.
fn common_words(a: impl Iterator<Item = u8>, b: impl Iterator<Item = u8>) -> usize {
    let mut words = 0;
    let same = a.zip(b).take_while(|(a, b)| a == b);
    for (at, (byte, _)) in same.enumerate() {
        if byte == b' ' {
            words = at + 1;
        }
    }
    words
}

/// The costs of making the first words of `a` into the first words of `b`, row by row.
fn costs(a: &[&str], b: &[&str]) -> Vec<u16> {
    let width = b.len() + 1;
    let step = |cost: u16| cost.saturating_add(1);
    let mut costs = vec![0u16; (a.len() + 1) * width];
    for j in 1..width {
        costs[j] = step(costs[j - 1]);
    }
    for i in 1..=a.len() {
        costs[i * width] = step(costs[(i - 1) * width]);
        for j in 1..width {
            let same = a[i - 1].eq_ignore_ascii_case(b[j - 1]);
            let changed = costs[(i - 1) * width + j - 1].saturating_add(u16::from(!same));
            let dropped = step(costs[(i - 1) * width + j]);
            let added = step(costs[i * width + j - 1]);
            costs[i * width + j] = changed.min(dropped).min(added);
        }
    }
    costs
}

/// A word and where it starts.
struct Word<'t> {
    start: usize,
    text: &'t str,
}

impl Word<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The first words of a text, at most `limit`.
fn words_of(text: &str, limit: usize) -> Vec<Word<'_>> {
    /// Few statements have more.
    const USUAL: usize = 32;
    let mut words = Vec::with_capacity(USUAL);
    words.extend(word_ranges(text).take(limit).map(|range| Word {
        start: range.start,
        text: &text[range],
    }));
    words
}

/// Words without the marks around them.
fn bare<'t>(words: &[Word<'t>]) -> Vec<&'t str> {
    let marked = |c: char| !c.is_alphanumeric();
    let words = words.iter();
    words.map(|word| word.text.trim_matches(marked)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const READING: &str = "Works to promote social development and prevent challenging behaviors";

    #[test]
    fn a_statement_is_whole_in_slightly_other_words() {
        let other = "Works to promote social, development and prevent challenging behavior";
        assert_eq!(compare(other, READING), Fit::Whole { variant: true });
    }

    #[test]
    fn a_missing_ending_is_a_variant_and_no_cut() {
        let words = &READING[..READING.len() - 1];
        assert_eq!(compare(words, READING), Fit::Whole { variant: true });
    }

    #[test]
    fn words_after_a_statement_are_told_from_it() {
        let text = format!("{READING} T&TA Items");
        let end = READING.len();
        assert_eq!(
            compare(&text, READING),
            Fit::Over {
                end,
                variant: false
            }
        );
        let text = "Works to promote sociable development and prevent challenging behaviors Next";
        let end = text.len() - " Next".len();
        assert_eq!(compare(text, READING), Fit::Over { end, variant: true });
    }

    #[test]
    fn what_is_no_sentence_is_not_aligned() {
        let (one, other) = ("rope ".repeat(2000), "sail ".repeat(2000));
        assert_eq!(compare(&one, &other), Fit::Unlike);
    }

    #[test]
    fn a_cut_statement_tells_where_its_rest_begins() {
        let Fit::Cut { rest } = compare("Works to promote social development and pre", READING)
        else {
            panic!("not cut")
        };
        assert_eq!(&READING[rest..], "vent challenging behaviors");
        let Fit::Cut { rest } = compare("Work to promote social development", READING) else {
            panic!("not cut")
        };
        assert_eq!(&READING[rest..], "and prevent challenging behaviors");
    }

    #[test]
    fn the_majority_is_the_reading_and_the_whole_breaks_a_tie() {
        let code: CkcCode = "1.1".parse().expect("a code");
        let vote = |words| Vote {
            code,
            words,
            doubtful: false,
        };
        let votes = ["One two", "One 2", "One 2"].map(vote);
        let read = |votes: Vec<Vote<'static>>| Statements::count(votes.into_iter()).reading(code);
        assert_eq!(read(votes.into()), Some("One 2"));
        assert_eq!(
            read(["One tw", "One two"].map(vote).into()),
            Some("One two")
        );
        assert_eq!(
            read(["One two", "One two Next"].map(vote).into()),
            Some("One two")
        );
    }
}
