//! What each code's statement says, by the many rows that print it, and how one
//! printed statement stands to that: whole, cut, run over, another's, or damaged.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::record::CkcCode;
use crate::source::is_blank;

/// The reading of each code's statement that most of its occurrences share.
pub struct Statements<'t> {
    by_code: BTreeMap<CkcCode, &'t str>,
    by_words: HashMap<&'t str, CkcCode>,
    fits: RefCell<HashMap<(CkcCode, String), Fit>>,
}

/// How a printed statement stands to the reading of its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
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
    pub fn is_open(self) -> bool {
        matches!(self, Self::Cut { .. } | Self::Unlike | Self::Unknown)
    }
}

/// One occurrence of a code's statement.
pub struct Vote<'t> {
    /// The code.
    pub code: CkcCode,
    /// The words after it.
    pub words: &'t str,
    /// The words may be cut off here, or run into a heading: count them only where no others are.
    pub doubtful: bool,
}

struct Tally<'t> {
    code: CkcCode,
    words: &'t str,
    sure: u32,
}

impl<'t> Statements<'t> {
    /// Counts the votes. On a tie the first printed wins, unless one is the other and more:
    /// then the longer, if what it adds goes on in lower case, and else the shorter.
    pub fn count(votes: impl Iterator<Item = Vote<'t>>) -> Self {
        let mut tallies: Vec<Tally> = Vec::new();
        let mut places: HashMap<(CkcCode, &str), usize> = HashMap::new();
        for vote in votes.filter(|vote| !vote.words.is_empty()) {
            let place = *places.entry((vote.code, vote.words)).or_insert_with(|| {
                tallies.push(Tally {
                    code: vote.code,
                    words: vote.words,
                    sure: 0,
                });
                tallies.len() - 1
            });
            tallies[place].sure += u32::from(!vote.doubtful);
        }
        let mut best: BTreeMap<CkcCode, Tally> = BTreeMap::new();
        for tally in tallies.into_iter().filter(|tally| tally.sure > 0) {
            match best.get(&tally.code) {
                Some(held) if !tally.beats(held) => {}
                _ => {
                    best.insert(tally.code, tally);
                }
            }
        }
        let by_code: BTreeMap<_, _> = best
            .into_iter()
            .map(|(code, tally)| (code, tally.words))
            .collect();
        let by_words = by_code
            .iter()
            .map(|(code, words)| (*words, *code))
            .collect();
        Self {
            by_code,
            by_words,
            fits: RefCell::default(),
        }
    }

    /// The reading of a code, if any row gives one.
    pub fn reading(&self, code: CkcCode) -> Option<&'t str> {
        self.by_code.get(&code).copied()
    }

    /// How words printed under a code stand to its reading.
    pub fn fit(&self, code: CkcCode, words: &str) -> Fit {
        let Some(reading) = self.reading(code) else {
            return Fit::Unknown;
        };
        if words == reading {
            return Fit::Whole { variant: false };
        }
        if let Some(fit) = self.fits.borrow().get(&(code, words.to_owned())) {
            return *fit;
        }
        let fit = match self.by_words.get(words) {
            Some(other) if *other != code => Fit::Other(*other),
            _ => compare(words, reading),
        };
        self.fits.borrow_mut().insert((code, words.to_owned()), fit);
        fit
    }
}

impl Tally<'_> {
    fn beats(&self, held: &Self) -> bool {
        if self.sure != held.sure {
            return self.sure > held.sure;
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

/// Aligns word by word: the fewest words to change, add or leave out.
fn align(words: &str, reading: &str) -> Fit {
    let wanted: Vec<_> = word_ranges(reading).collect();
    let found: Vec<_> = word_ranges(words).take(2 * wanted.len() + 8).collect();
    let costs = costs(words, &found, reading, &wanted);
    let width = wanted.len() + 1;
    let cost = |found: usize, wanted: usize| usize::from(costs[found * width + wanted]);

    let may_end =
        |at: usize| at == found.len() || words[found[at].clone()].starts_with(char::is_uppercase);
    let whole = (1..=found.len())
        .rev()
        .filter(|&at| may_end(at))
        .min_by_key(|&at| cost(at, wanted.len()));
    let cut = (1..wanted.len()).min_by_key(|&at| cost(found.len(), at));
    let whole = whole.filter(|&at| cost(at, wanted.len()) * 3 <= wanted.len());
    let cut = cut.filter(|&at| found.len() > 1 && cost(found.len(), at) * 4 <= found.len());
    match (whole, cut) {
        (Some(end), cut)
            if cut.is_none_or(|at| cost(end, wanted.len()) <= cost(found.len(), at)) =>
        {
            if end == found.len() {
                Fit::Whole { variant: true }
            } else {
                Fit::Over {
                    end: found[end - 1].end,
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

fn costs(a: &str, a_words: &[Range<usize>], b: &str, b_words: &[Range<usize>]) -> Vec<u16> {
    let width = b_words.len() + 1;
    let step = |cost: u16| cost.saturating_add(1);
    let mut costs = vec![0u16; (a_words.len() + 1) * width];
    for j in 1..width {
        costs[j] = step(costs[j - 1]);
    }
    for i in 1..=a_words.len() {
        costs[i * width] = step(costs[(i - 1) * width]);
        for j in 1..width {
            let same = same_word(&a[a_words[i - 1].clone()], &b[b_words[j - 1].clone()]);
            let changed = costs[(i - 1) * width + j - 1].saturating_add(u16::from(!same));
            let dropped = step(costs[(i - 1) * width + j]);
            let added = step(costs[i * width + j - 1]);
            costs[i * width + j] = changed.min(dropped).min(added);
        }
    }
    costs
}

fn same_word(a: &str, b: &str) -> bool {
    let trim = |word: &'_ str| -> Range<usize> {
        let start = word.len()
            - word
                .trim_start_matches(|c: char| !c.is_alphanumeric())
                .len();
        let end = word.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        start..end.max(start)
    };
    a[trim(a)].eq_ignore_ascii_case(&b[trim(b)])
}

/// The words of a text: runs without blanks.
pub fn word_ranges(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let start = at + rest.len() - rest.trim_start_matches(is_blank).len();
        if start == text.len() {
            return None;
        }
        at = text[start..]
            .find(is_blank)
            .map_or(text.len(), |length| start + length);
        Some(start..at)
    })
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
