//! Typed cells: text, numbers, codes, lists, and the signs at them.

use std::borrow::Cow;

/// One typed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Words.
    Text(Cow<'a, str>),
    /// A dotted code such as `1.10`, which must never be read as a number.
    Code(Cow<'a, str>),
    /// How many.
    Count(u64),
    /// How many of how many.
    Share {
        /// How many there are.
        part: u64,
        /// How many there could be.
        whole: u64,
    },
    /// A number with decimals, exact: 15 tenths are 1.5.
    Decimal {
        /// The number without its point.
        digits: u64,
        /// How many of the digits are decimals.
        places: u8,
    },
    /// Yes or no.
    Flag(bool),
    /// Several values.
    List(Vec<Cell<'a>>),
    /// One phrase, some words of which may be restored: `[Administration] ▸ Program management`.
    Phrase(Vec<Cell<'a>>),
    /// A value that is not printed in its document and that a reviewed correction put back.
    Restored(Box<Cell<'a>>),
    /// A value that is not the whole truth, and a sign of why.
    Signed(Sign, Box<Cell<'a>>),
    /// There is no value, and this is why (`lost`, `Unique`); empty where the row says it elsewhere.
    Missing(Cow<'a, str>),
    /// A value that names a record of the documents, and the record's place in a [`Book`](super::book::Book).
    Link(Box<Linked<'a>>),
    /// Words, some of which are what was looked for.
    Excerpt(Box<Excerpt<'a>>),
    /// Left empty for a person to fill in.
    Blank,
}

/// A small sign after a value that needs a second look. Only this says what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// The reading may be wrong: `7.2?`.
    Doubtful,
    /// There may be more of it than is printed: `Service delivery systems…`.
    Incomplete,
    /// It is reached by a link whose names or areas are not the same: `7A.5~`.
    Loose,
}

impl Sign {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Doubtful, Self::Incomplete, Self::Loose];

    /// The sign.
    #[must_use]
    pub const fn mark(self) -> char {
        match self {
            Self::Doubtful => '?',
            Self::Incomplete => '…',
            Self::Loose => '~',
        }
    }

    /// What it means, in a word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Doubtful => "in doubt",
            Self::Incomplete => "incomplete",
            Self::Loose => "loosely linked",
        }
    }

    /// What it means, in a sentence.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Doubtful => "in doubt: it may have been read wrongly; `xwalk check` says why",
            Self::Incomplete => "incomplete: the list may go on; a code it lacks may be lost",
            Self::Loose => "loosely linked: the name is only near, or is under another area",
        }
    }
}

/// Words, some of which are what was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt<'a> {
    /// The words.
    pub words: Cow<'a, str>,
    /// What was looked for, as bytes of the words, in order.
    pub found: Vec<std::ops::Range<usize>>,
}

impl Excerpt<'_> {
    /// The words in pieces, each with whether it was looked for.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (&str, bool)> {
        let ends = self.found.iter().flat_map(|found| [found.start, found.end]);
        let mut start = 0;
        ends.chain([self.words.len()])
            .enumerate()
            .map(move |(at, end)| {
                let piece = &self.words[start..end];
                start = end;
                (piece, at % 2 == 1)
            })
            .filter(|(piece, _)| !piece.is_empty())
    }
}

/// A value that names a record of a [`Book`](super::book::Book).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked<'a> {
    /// The place of the record.
    pub place: String,
    /// The value.
    pub value: Cell<'a>,
}

impl<'a> Cell<'a> {
    /// Words.
    pub fn text(words: impl Into<Cow<'a, str>>) -> Self {
        Cell::Text(words.into())
    }

    /// A dotted code.
    pub fn code(code: impl Into<Cow<'a, str>>) -> Self {
        Cell::Code(code.into())
    }

    /// No value, and why.
    pub fn missing(why: impl Into<Cow<'a, str>>) -> Self {
        Cell::Missing(why.into())
    }

    /// A value that a reviewed correction put back.
    #[must_use]
    pub fn restored(value: Cell<'a>) -> Self {
        Cell::Restored(Box::new(value))
    }

    /// A value with a sign after it.
    #[must_use]
    pub fn signed(sign: Sign, value: Cell<'a>) -> Self {
        Cell::Signed(sign, Box::new(value))
    }

    /// A value that names the record at this place of a [`Book`](super::book::Book).
    #[must_use]
    pub fn link(place: impl Into<String>, value: Cell<'a>) -> Self {
        Cell::Link(Box::new(Linked {
            place: place.into(),
            value,
        }))
    }

    /// The words of a phrase with a blank between them.
    pub(crate) fn phrase(&self) -> Cow<'_, str> {
        match self {
            Cell::Phrase(cells) => {
                let words: Vec<_> = cells.iter().map(Cell::phrase).collect();
                Cow::Owned(words.join(" "))
            }
            other => other.sort_text().unwrap_or_default(),
        }
    }

    /// Whether a person sees this sign in it.
    pub(crate) fn has_sign(&self, sign: Sign) -> bool {
        match self {
            Cell::Signed(found, value) => *found == sign || value.has_sign(sign),
            Cell::Restored(value) => value.has_sign(sign),
            Cell::Link(link) => link.value.has_sign(sign),
            Cell::List(cells) | Cell::Phrase(cells) => cells.iter().any(|cell| cell.has_sign(sign)),
            _ => false,
        }
    }

    /// What sorting looks at; `None` where there is no value.
    pub(super) fn sort_text(&self) -> Option<Cow<'_, str>> {
        match self {
            Cell::Text(text) | Cell::Code(text) => Some(Cow::Borrowed(text)),
            Cell::Count(count) => Some(Cow::Owned(count.to_string())),
            Cell::Share { part, whole } => Some(Cow::Owned(format!("{part} of {whole}"))),
            Cell::Decimal { digits, places } => Some(Cow::Owned(decimal(*digits, *places))),
            Cell::Flag(flag) => Some(Cow::Borrowed(if *flag { "yes" } else { "no" })),
            Cell::List(items) => {
                let texts: Vec<_> = items.iter().filter_map(Cell::sort_text).collect();
                (!texts.is_empty()).then(|| Cow::Owned(texts.join("; ")))
            }
            Cell::Phrase(_) => Some(self.phrase()),
            Cell::Restored(value) | Cell::Signed(_, value) => value.sort_text(),
            Cell::Excerpt(excerpt) => Some(Cow::Borrowed(&excerpt.words)),
            Cell::Link(link) => link.value.sort_text(),
            Cell::Missing(_) | Cell::Blank => None,
        }
    }
}

/// A number with its point, and no zeros at its end: 12.5, 3.
pub(crate) fn decimal(digits: u64, places: u8) -> String {
    let mut text = digits.to_string();
    let places = usize::from(places);
    while text.len() <= places {
        text.insert(0, '0');
    }
    text.insert(text.len() - places, '.');
    text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    text
}
