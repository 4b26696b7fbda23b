//! How near two names are.

use super::fold;

/// How near two names are, from 0 (nothing in common) to 1 (equal when folded): the better of
/// the words they share and the letters they share.
#[must_use]
pub fn nearness(a: &str, b: &str) -> f64 {
    Sought::new(a).nearness(&fold(b), 0.0).unwrap_or(0.0)
}

/// A name that is compared with many others.
#[derive(Debug)]
pub struct Sought {
    folded: Letters,
    words: usize,
}

impl Sought {
    /// Prepares a name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let folded = fold(name);
        Self {
            words: folded.split_terminator(' ').count(),
            folded: Letters::new(folded),
        }
    }

    /// How near a folded name is, if at least `least`.
    #[must_use]
    pub fn nearness(&self, folded: &str, least: f64) -> Option<f64> {
        /// No name is longer, in bytes; the work grows with the square of it.
        const LONGEST: usize = 1000;
        let sought = self.folded.text.as_str();
        if sought.len().max(folded.len()) > LONGEST {
            return None;
        }
        let is_shared = |word: &&str| folded.split(' ').any(|other| other == *word);
        let shared = sought.split(' ').filter(is_shared).count();
        let all = self.words + folded.split_terminator(' ').count();
        #[expect(clippy::cast_precision_loss, reason = "names have a handful of words")]
        let words = if all == 0 {
            0.0
        } else {
            2.0 * shared as f64 / all as f64
        };
        let letters = self.folded.nearness(folded, least.max(words));
        let near = letters.map_or(words, |letters| letters.max(words));
        (near >= least).then_some(near)
    }
}

/// A text whose letters are compared with those of many others.
#[derive(Debug)]
pub struct Letters {
    text: String,
    length: usize,
    bag: Bag,
}

/// How often each letter appears in a text; letters that share a place count as one.
type Bag = [u16; 32];

impl Letters {
    /// Prepares a text.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self {
            length: text.chars().count(),
            bag: bag(&text),
            text,
        }
    }

    /// How near another text is by its letters in their order, if at least `least`.
    #[must_use]
    pub fn nearness(&self, other: &str, least: f64) -> Option<f64> {
        let length = other.chars().count();
        let longest = length.max(self.length);
        // Each change mends one letter of each at most: these many cannot be done without, and are
        // counted far sooner than those that are enough.
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let is_near = |changes: usize| 1.0 - changes as f64 / longest as f64 >= least;
        if longest > 0 && !(is_near(length.abs_diff(self.length)) && is_near(self.changes(other))) {
            return None;
        }
        let near = strsim::normalized_damerau_levenshtein(&self.text, other);
        (near >= least).then_some(near)
    }

    fn changes(&self, other: &str) -> usize {
        let (mut missing, mut added) = (0, 0);
        for (here, there) in self.bag.into_iter().zip(bag(other)) {
            missing += usize::from(here.saturating_sub(there));
            added += usize::from(there.saturating_sub(here));
        }
        missing.max(added)
    }
}

fn bag(text: &str) -> Bag {
    let mut bag = Bag::default();
    for c in text.chars() {
        let count = &mut bag[c as usize % 32];
        *count = count.saturating_add(1);
    }
    bag
}
