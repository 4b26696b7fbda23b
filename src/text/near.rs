//! How near two names are, and which of the names that are known a typed one may have meant.

use super::fold;

/// A name with less in common with the typed one is another name, not a typo.
const NEAR: f64 = 0.5;

/// At most this many names are offered.
pub const OFFERED: usize = 3;

/// What a typed name may have meant: the nearest of the things that go by these names, the nearest first, and among
/// equals in the given order. A thing may go by several names. Nothing is taken from this: a person chooses.
#[must_use]
pub fn nearest<N: AsRef<str>, T: PartialEq>(
    typed: &str,
    known: impl IntoIterator<Item = (N, T)>,
) -> Vec<T> {
    let sought = Sought::new(typed);
    let near = |(name, thing): (N, T)| Some((sought.likeness(name.as_ref())?, thing));
    let mut ranked: Vec<(f64, T)> = known.into_iter().filter_map(near).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut offered = Vec::with_capacity(OFFERED);
    for (_, thing) in ranked {
        if offered.len() < OFFERED && !offered.contains(&thing) {
            offered.push(thing);
        }
    }
    offered
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

    /// How near a known name is, or the beginning of it, if it is near at all.
    #[must_use]
    pub fn likeness(&self, known: &str) -> Option<f64> {
        /// What is left out counts a little.
        const OF_BEGINNING: f64 = 0.95;
        if self.folded.text.is_empty() {
            return None;
        }
        let known = fold(known);
        let beginning = known.char_indices().nth(self.folded.length);
        let by_beginning = beginning.and_then(|(end, _)| {
            let near = self.nearness(&fold(&known[..end]), NEAR / OF_BEGINNING)?;
            Some(near * OF_BEGINNING)
        });
        let whole = self.nearness(&known, NEAR);
        whole.into_iter().chain(by_beginning).reduce(f64::max)
    }

    /// How near a folded name is, if at least `least`: the better of the words they share and the letters they share.
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
struct Letters {
    text: String,
    length: usize,
    bag: Bag,
}

/// How often each letter appears in a text; letters that share a place count as one.
type Bag = [u16; 32];

impl Letters {
    fn new(text: String) -> Self {
        Self {
            length: text.chars().count(),
            bag: bag(&text),
            text,
        }
    }

    /// How near another text is by its letters in their order, if at least `least`.
    fn nearness(&self, other: &str, least: f64) -> Option<f64> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn offered<'k>(typed: &str, known: &[&'k str]) -> Vec<&'k str> {
        nearest(typed, known.iter().map(|&name| (name, name)))
    }

    const COLUMNS: [&str; 5] = [
        "level",
        "area",
        "knowledge_area",
        "ckc_statement",
        "importance",
    ];
    const CODES: [&str; 5] = [
        "lost-name",
        "lost-id",
        "lost-heading",
        "glued-name",
        "misread",
    ];
    const LEARNERS: [&str; 4] = ["Ana López", "Ben Okafor", "Hannah Lee", "Benita Ortiz"];
    const IDS: [&str; 5] = ["7A.2", "7A.12", "7B.2", "CKC 7.2", "6C.1"];
    const TRAININGS: [&str; 4] = ["wv:122:200", "wv:122:201", "wv:90:7", "wv:131:44"];
    const NAMES: [&str; 4] = [
        "Law, Regulation & Agency Policy",
        "Attachment, separation, trauma & loss",
        "Program management",
        "Program development",
    ];
    const WORDS: [&str; 5] = ["grief", "loss", "families", "attachment", "supervision"];

    #[test]
    fn near_names_are_offered_whatever_they_name() {
        let rows: [(&str, &[&str], &[&str]); 25] = [
            // A typo, letters exchanged, capitals, marks and the gap between words.
            ("ckc-statment", &COLUMNS, &["ckc_statement"]),
            ("LEVLE", &COLUMNS, &["level"]),
            ("lostname", &CODES, &["lost-name", "lost-id", "glued-name"]),
            ("miss-read", &CODES, &["misread", "lost-heading"]),
            ("ana lopez", &LEARNERS, &["Ana López"]),
            ("Hana Lee", &LEARNERS, &["Hannah Lee", "Ana López"]),
            ("7A2", &IDS, &["7A.2", "7A.12", "7B.2"]),
            ("ckc72", &IDS, &["CKC 7.2"]),
            (
                "wv:122:20",
                &TRAININGS,
                &["wv:122:200", "wv:122:201", "wv:131:44"],
            ),
            ("wv-90-7", &TRAININGS, &["wv:90:7"]),
            ("atachmnt", &WORDS, &["attachment"]),
            ("greif", &WORDS, &["grief"]),
            ("family", &WORDS, &["families"]),
            // A word too many, one left out, and another order.
            ("Law, Regulation & Agency Pvlicy", &NAMES, &[NAMES[0]]),
            (
                "Attachment, Separation, Trauma, Grief, & Loss",
                &NAMES,
                &[NAMES[1]],
            ),
            ("managing programs", &NAMES, &[NAMES[2], NAMES[3]]),
            ("statement", &COLUMNS, &["ckc_statement"]),
            ("knowledge", &COLUMNS, &["knowledge_area"]),
            ("Okafor Ben", &LEARNERS, &["Ben Okafor"]),
            // A beginning, with a typo in it.
            ("atach", &NAMES, &[NAMES[1]]),
            ("Programme man", &NAMES, &[NAMES[2], NAMES[3]]),
            ("imp", &COLUMNS, &["importance"]),
            // Another name, and none.
            ("xyzzy", &NAMES, &[]),
            ("payroll", &COLUMNS, &[]),
            (" -- ", &CODES, &[]),
        ];
        let answers = rows.map(|(typed, known, _)| (typed, offered(typed, known)));
        let expected = rows.map(|(typed, _, expected)| (typed, expected.to_vec()));
        assert_eq!(answers, expected);
    }

    #[test]
    fn what_goes_by_two_names_is_offered_once_and_at_most_three_are() {
        let known = [
            ("a/loss", 1),
            ("loss", 1),
            ("lost", 2),
            ("lose", 3),
            ("lots", 4),
        ];
        assert_eq!(nearest("loss", known), [1, 2, 3]);
    }

    #[test]
    fn what_is_ruled_out_by_its_letters_is_not_near() {
        let names = [
            "",
            "a",
            "Advocacy",
            "Avdocacy",
            "Analyzing information",
            "Developing information",
            "Information analyzing and more of it",
            "Überblick & Rückblick",
            "Storm, wreck & loss",
        ];
        for a in names {
            for b in names {
                let (a, b) = (fold(a), fold(b));
                let near = strsim::normalized_damerau_levenshtein(&a, &b);
                for least in [0.0, 0.3, 0.5, 0.75, 1.0] {
                    let found = Letters::new(a.clone()).nearness(&b, least);
                    assert_eq!(found, (near >= least).then_some(near), "{a} {b} {least}");
                }
            }
        }
    }

    #[test]
    fn a_name_with_a_word_more_is_near() {
        let near = |a: &str, b: &str| Sought::new(a).nearness(&fold(b), 0.0).unwrap_or(0.0);
        let one_more = near(
            "Attachment, Separation, Trauma, Grief, & Loss",
            "Attachment, separation, trauma & loss",
        );
        assert!(one_more > 0.8 && one_more < 1.0, "{one_more}");
        assert!(near("Motivating", "Program funding") < 0.5);
    }
}
