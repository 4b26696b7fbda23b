//! Reviewed corrections, as data: what no rule can know about a damaged document.
//!
//! The text as printed is never edited. [`Corrected`] is a second text in which the
//! corrections are made, with a map that leads every byte of it back to the
//! printed words it rests on. What a correction put there is *restored*; all else is
//! *printed*. Nothing here knows what a row means.

mod edit;
mod erratum;
mod laid_out;
mod locate;
mod own;

use std::borrow::Cow;
use std::ops::Range;

use edit::{Edit, Move, Run, cut};
pub use erratum::{Confidence, Erratum, Kind, Unbitten, parse};
pub use own::{Own, Refused};

use crate::source::{Document, offset};

/// The corrections that come with the built-in documents.
#[cfg(feature = "documents")]
pub const BUILT_IN: &str = include_str!("../../data/errata.json");

/// The corrections to read documents with.
#[derive(Debug, Default)]
pub struct Errata {
    /// Corrections of one document, as a whole or not at all.
    pub bound: Option<Bound>,
    /// The user's own.
    pub own: Option<Own>,
}

/// Corrections that belong to one document, which is known by its words.
#[derive(Debug)]
pub struct Bound {
    /// The text of that document.
    pub text: Cow<'static, str>,
    /// Its corrections; each is known to fit.
    pub entries: Vec<Erratum>,
}

impl Errata {
    /// The corrections of the document that has this text.
    #[must_use]
    pub fn bound_to(text: impl Into<Cow<'static, str>>, entries: Vec<Erratum>) -> Self {
        Self {
            bound: Some(Bound {
                text: text.into(),
                entries,
            }),
            own: None,
        }
    }
}

impl Bound {
    /// Whether a document has this same text in memory: the built-in one, which needs no comparing.
    #[must_use]
    pub fn is_text_of(&self, document: &Document) -> bool {
        std::ptr::eq(self.text.as_ref(), document.text())
    }

    /// Whether a document is the one that these were written for: it has the same letters and digits in
    /// the same order, whatever blanks and marks are between them, and whatever is around it.
    #[must_use]
    pub fn is_for(&self, document: &Document) -> bool {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect();
        let (own, sought): (String, String) = (letters(document.text()), letters(&self.text));
        memchr::memmem::find(own.as_bytes(), sought.as_bytes()).is_some()
    }
}

/// A document's text with its corrections made, and the way back to what is printed.
#[derive(Debug)]
pub struct Corrected<'d> {
    text: Cow<'d, str>,
    pieces: Vec<Piece>,
    /// What a layout of the text leaves out: bars, rules, the running lines of pages.
    furniture: Vec<Range<u32>>,
    /// Lines whose words a layout may have put into another cell.
    crossed: Vec<Range<u32>>,
    /// The corrections that do not fit, by their place in the list, and why.
    pub unbitten: Vec<(usize, Unbitten)>,
}

/// A run of the corrected text with one origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where it is in the corrected text.
    pub at: Range<u32>,
    /// The printed words that it is in place of: the same words, or those that the correction replaced.
    pub printed: Range<u32>,
    /// The correction that put it there, by its place in the list; `None` for printed words.
    pub erratum: Option<usize>,
    /// The correction that moved it here from another place.
    pub moved: Option<usize>,
}

impl<'d> Corrected<'d> {
    /// The document as it is, with no corrections.
    #[must_use]
    pub fn unchanged(document: &'d Document) -> Self {
        let whole = 0..offset(document.text().len());
        Self {
            text: Cow::Borrowed(document.text()),
            pieces: vec![Piece {
                at: whole.clone(),
                printed: whole,
                erratum: None,
                moved: None,
            }],
            furniture: Vec::new(),
            crossed: Vec::new(),
            unbitten: Vec::new(),
        }
    }

    /// Makes the corrections that were written for a document, by its id, each where its printed words
    /// appear exactly once.
    #[must_use]
    pub fn new(document: &'d Document, errata: &[Erratum]) -> Self {
        let mut unbitten = Vec::new();
        let mut edits: Vec<Edit> = Vec::new();
        let mut moves = Vec::new();
        let all = errata.iter().enumerate();
        for (index, erratum) in all.filter(|(_, erratum)| erratum.document == document.id) {
            let found = if erratum.kind == Kind::Order {
                Move::find(document, erratum, index).map(|found| moves.push(found))
            } else {
                Edit::find(document, erratum, index).and_then(|edit| {
                    let free = edits.iter().all(|other| other.parts_from(&edit));
                    free.then(|| edits.push(edit)).ok_or(Unbitten::Overlap)
                })
            };
            if let Err(why) = found {
                unbitten.push((index, why));
            }
        }
        if edits.is_empty() && moves.is_empty() {
            let unchanged = Self::unchanged(document);
            return Self {
                unbitten,
                ..unchanged
            };
        }
        // Words that are put in before others come first.
        edits.sort_by_key(|edit| (edit.printed.start, edit.printed.end));
        let mut runs = cut(document.text().len(), edits);
        for found in moves {
            if !found.make(&mut runs) {
                unbitten.push((found.erratum, Unbitten::Overlap));
            }
        }
        Self {
            unbitten,
            ..Self::join(document.text(), &runs)
        }
    }

    /// The corrected text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All pieces, in the order of the corrected text.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The printed bars, rules and running lines that a layout of the text leaves out.
    #[must_use]
    pub fn furniture(&self) -> &[Range<u32>] {
        &self.furniture
    }

    /// The printed lines whose words a layout may have put into another cell.
    #[must_use]
    pub fn crossed(&self) -> &[Range<u32>] {
        &self.crossed
    }

    /// The pieces that a range of the corrected text lies in. A piece that a correction took out has
    /// no length here and is in none.
    #[must_use]
    pub fn pieces_of(&self, range: Range<u32>) -> &[Piece] {
        let before = |piece: &Piece| piece.at.end <= range.start;
        let first = self.pieces.partition_point(before);
        let after = self.pieces[first..]
            .iter()
            .take_while(|piece| piece.at.start < range.end);
        &self.pieces[first..first + after.count()]
    }

    /// Where the words of a range of the corrected text come from, in order, each piece
    /// clipped to the range.
    pub fn origins(&self, range: Range<u32>) -> impl Iterator<Item = Piece> + '_ {
        let pieces = self.pieces_of(range.clone());
        pieces.iter().map(move |piece| piece.clip(&range))
    }

    /// The ranges of the corrected text that are read where some words are printed.
    #[must_use]
    pub fn readings(&self, printed: &Range<usize>) -> Vec<Range<usize>> {
        let printed = offset(printed.start)..offset(printed.end);
        let reading = |piece: &Piece| {
            if piece.erratum.is_some() {
                return printed
                    .contains(&piece.printed.start)
                    .then_some(piece.at.clone());
            }
            let start = printed.start.max(piece.printed.start);
            let end = printed.end.min(piece.printed.end);
            let shift = |place: u32| piece.at.start + (place - piece.printed.start);
            (start < end).then(|| shift(start)..shift(end))
        };
        let ranges = self.pieces.iter().filter_map(reading);
        ranges
            .map(|range| range.start as usize..range.end as usize)
            .filter(|range| !range.is_empty())
            .collect()
    }

    fn join(printed: &str, runs: &[Run]) -> Self {
        let mut text = String::with_capacity(printed.len() + 1024);
        let mut pieces = Vec::with_capacity(runs.len());
        for run in runs {
            let start = offset(text.len());
            text.push_str(run.reading.unwrap_or(&printed[run.printed.clone()]));
            pieces.push(Piece {
                at: start..offset(text.len()),
                printed: offset(run.printed.start)..offset(run.printed.end),
                erratum: run.erratum,
                moved: run.moved,
            });
        }
        Self {
            text: Cow::Owned(text),
            pieces,
            furniture: Vec::new(),
            crossed: Vec::new(),
            unbitten: Vec::new(),
        }
    }
}

impl Piece {
    /// Whether it is a blank, tab or line end that a layout put between the words.
    #[must_use]
    pub fn is_gap(&self) -> bool {
        self.erratum.is_none() && self.printed.is_empty()
    }

    /// The part of it that lies in a range of the corrected text.
    #[must_use]
    pub fn clip(&self, range: &Range<u32>) -> Self {
        let at = self.at.start.max(range.start)..self.at.end.min(range.end);
        let printed = if self.erratum.is_some() || self.is_gap() {
            self.printed.clone()
        } else {
            let shift = |place: u32| self.printed.start + (place - self.at.start);
            shift(at.start)..shift(at.end)
        };
        Self {
            at,
            printed,
            ..*self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn erratum(printed: &str, reading: &str) -> Erratum {
        Erratum {
            id: "T1".into(),
            document: "d".into(),
            first_line: 1,
            last_line: 1,
            kind: Kind::LostName,
            confidence: Confidence::Certain,
            printed: printed.into(),
            reading: reading.into(),
            before: None,
            reason: "test".into(),
        }
    }

    fn document(text: &str) -> Document {
        Document::new("d", "d", Cow::Owned(text.to_owned()))
    }

    fn corrected<'d>(document: &'d Document, errata: &[Erratum]) -> Corrected<'d> {
        Corrected::new(document, errata)
    }

    #[test]
    fn only_what_differs_is_restored() {
        let document = document("one three four");
        let corrected = corrected(&document, &[erratum("one three", "one two three")]);
        assert_eq!(corrected.text(), "one two three four");
        let origins: Vec<_> = corrected.origins(0..18).collect();
        assert_eq!(origins.len(), 3);
        assert_eq!(origins[1].erratum, Some(0));
        assert_eq!(&corrected.text()[4..8], "two ");
        assert_eq!(origins[2].printed, 4..14);
    }

    #[test]
    fn other_dashes_and_line_ends_are_no_obstacle() {
        let document = document("a\r\n\r\none –\r\nthree, four");
        let corrected = corrected(&document, &[erratum("one - three", "one - two three")]);
        assert!(corrected.unbitten.is_empty());
        assert!(corrected.text().contains("two "));
        assert!(corrected.text().ends_with("three, four"));
    }

    #[test]
    fn words_that_stand_twice_or_not_at_all_are_left_alone() {
        let document = document("x\none two one two");
        let errata = [erratum("one two", "1 2"), erratum("nine", "9")];
        let corrected = corrected(&document, &errata);
        assert_eq!(corrected.text(), document.text());
        let why: Vec<_> = corrected.unbitten.iter().map(|(_, why)| *why).collect();
        assert_eq!(why, [Unbitten::Twice, Unbitten::Missing]);
        let on_its_line = Document::new("d", "d", "one two one two\n".into());
        let twice = Corrected::new(&on_its_line, &errata[..1]);
        assert_eq!(twice.unbitten, [(0, Unbitten::Twice)]);
    }

    #[test]
    fn words_that_are_none_are_nowhere() {
        let document = document("é – one");
        for words in ["", " ", "\u{feff}"] {
            let corrected = corrected(&document, &[erratum(words, "two")]);
            assert_eq!(corrected.unbitten, [(0, Unbitten::Missing)], "{words:?}");
        }
        let order = Erratum {
            kind: Kind::Order,
            ..erratum("one", "one")
        };
        let corrected = corrected(&document, &[order]);
        assert_eq!(corrected.unbitten, [(0, Unbitten::Missing)]);
    }

    #[test]
    fn a_mark_that_is_elsewhere_is_replaced_and_not_added_to() {
        let document = document("one\ntwo – three");
        assert_eq!(
            corrected(&document, &[erratum("–", "-")]).text(),
            "one\ntwo - three"
        );
    }

    #[test]
    fn words_may_differ_after_a_mark_beyond_ascii() {
        let document = document("one –two");
        assert_eq!(
            corrected(&document, &[erratum("–two", "–three")]).text(),
            "one –three"
        );
    }

    #[test]
    fn words_are_put_in_before_words_that_are_replaced() {
        let document = document("one two three");
        let errata = [erratum("two", "2"), erratum("one two", "one and two")];
        assert_eq!(corrected(&document, &errata).text(), "one and 2 three");
    }

    #[test]
    fn lines_named_in_reverse_are_no_obstacle() {
        let document = document("one\ntwo\nthree");
        let reversed = Erratum {
            first_line: 3,
            ..erratum("two", "2")
        };
        assert_eq!(corrected(&document, &[reversed]).text(), "one\n2\nthree");
    }

    /// A correction that moves the line which begins so.
    fn move_before(printed: &str, before: &str) -> Erratum {
        Erratum {
            kind: Kind::Order,
            before: Some(before.into()),
            ..erratum(printed, printed)
        }
    }

    #[test]
    fn lines_move_up_and_down_and_one_after_another() {
        let document = document("1\n2\n3\n4\n5\n");
        for (moves, expected) in [
            (&[("2", "5")][..], "1 3 4 2 5"),
            (&[("4", "2")], "1 4 2 3 5"),
            (&[("2", "3")], "1 2 3 4 5"),
            (&[("4", "2"), ("3", "1")], "3 1 4 2 5"),
            (&[("2", "5"), ("4", "1")], "4 1 3 2 5"),
            (&[("5", "1"), ("1", "5")], "1 5 2 3 4"),
        ] {
            let errata: Vec<_> = moves.iter().map(|it| move_before(it.0, it.1)).collect();
            let corrected = corrected(&document, &errata);
            let lines: Vec<_> = corrected.text().lines().collect();
            assert_eq!(lines.join(" "), expected, "{moves:?}");
            assert_eq!(corrected.unbitten, [], "{moves:?}");
        }
    }

    #[test]
    fn lines_that_belong_before_themselves_stay() {
        let document = document("1 a\n2 b\n3 c\n");
        let corrected = corrected(&document, &[move_before("1 a\n2 b", "2 b")]);
        assert_eq!(corrected.text(), document.text());
        assert_eq!(corrected.unbitten, [(0, Unbitten::Overlap)]);
    }

    #[test]
    fn lines_move_whole_and_stay_printed() {
        let document = document("first\nsecond half\nother\nfirst half 5\nlast");
        let order = Erratum {
            kind: Kind::Order,
            before: Some("second half".into()),
            ..erratum("first half 5", "first half 5")
        };
        let corrected = corrected(&document, &[order]);
        assert_eq!(
            corrected.text(),
            "first\nfirst half 5\nsecond half\nother\nlast"
        );
        assert!(
            corrected
                .pieces()
                .iter()
                .all(|piece| piece.erratum.is_none())
        );
    }
}
