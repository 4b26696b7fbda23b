//! Where words are printed, and how they are put together.

use std::borrow::Cow;
use std::ops::Range;

use crate::parse::Part;
use crate::parse::errata::{Corrected, Erratum, Piece};
use crate::record::{Certainty, Text};
use crate::source::{DocumentIndex, Span, is_blank};
use crate::text::word_ranges;

/// The way back from corrected text to the document as printed, for parts in the order of the text.
pub(super) struct Places<'c> {
    pub(super) document: DocumentIndex,
    text: &'c str,
    /// The pieces from the one on that the last part starts in.
    pieces: &'c [Piece],
    is_markdown: bool,
}

/// A run of the corrected text and the pieces it lies in.
pub(super) struct Origin<'c> {
    text: &'c str,
    at: Range<u32>,
    pieces: &'c [Piece],
    /// From its first printed word to its last.
    pub(super) printed: Span,
    /// Whether Markdown's marks do not count as words.
    is_markdown: bool,
}

impl<'c> Places<'c> {
    pub(super) fn new(document: DocumentIndex, corrected: &'c Corrected<'c>) -> Self {
        Self {
            document,
            text: corrected.text(),
            pieces: corrected.pieces(),
            is_markdown: false,
        }
    }

    /// The same, for a page that may be Markdown; a crosswalk's layout has taken the marks off already.
    pub(super) fn markdown(document: DocumentIndex, corrected: &'c Corrected<'c>) -> Self {
        Self {
            is_markdown: true,
            ..Self::new(document, corrected)
        }
    }

    pub(super) fn of<R>(&mut self, part: &Part<R>) -> Origin<'c> {
        let at = part.start..part.end;
        while let [piece, after @ ..] = self.pieces
            && piece.at.end <= at.start
        {
            self.pieces = after;
        }
        let mut printed = nowhere(self.document);
        let mut count = 0;
        while let Some(piece) = self.pieces.get(count)
            && piece.at.start < at.end
        {
            printed = printed.hull(span(self.document, piece, &at));
            count += 1;
        }
        Origin {
            text: self.text,
            at,
            pieces: &self.pieces[..count],
            printed,
            is_markdown: self.is_markdown,
        }
    }
}

/// The printed place of what a piece has of a range.
pub(super) fn span(document: DocumentIndex, piece: &Piece, range: &Range<u32>) -> Span {
    let printed = piece.clip(range).printed;
    Span {
        document,
        start: printed.start,
        end: printed.end,
    }
}

impl<'c> Origin<'c> {
    pub(super) fn words(&self) -> &'c str {
        &self.text[self.at.start as usize..self.at.end as usize]
    }

    /// The printed place of each piece.
    pub(super) fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        let document = self.printed.document;
        let pieces = self.pieces.iter().filter(|piece| !piece.is_gap());
        pieces.map(move |piece| span(document, piece, &self.at))
    }

    pub(super) fn certainty(&self) -> Certainty {
        let has_words = |piece: &Piece| {
            let at = piece.clip(&self.at).at;
            let words = &self.text[at.start as usize..at.end as usize];
            !words.chars().all(is_blank)
        };
        let is_restored = |piece: &Piece| piece.erratum.is_some() && has_words(piece);
        if self.pieces.iter().any(is_restored) {
            Certainty::Restored
        } else {
            Certainty::Printed
        }
    }

    /// Adds a piece to a field's words.
    pub(super) fn add_to(&self, text: &mut Text) {
        push_words(&mut text.words, self.words(), self.is_markdown);
        text.spans.extend(self.spans());
        text.certainty = text.certainty.max(self.certainty());
    }

    /// Names the corrections that had a part in it.
    pub(super) fn note_errata(&self, errata: &[Erratum], ids: &mut Vec<String>) {
        let corrected = |piece: &&Piece| piece.moved.is_some() || piece.erratum.is_some();
        for piece in self.pieces.iter().filter(corrected) {
            for index in [piece.moved, piece.erratum].into_iter().flatten() {
                let id = &errata[index].id;
                if !ids.contains(id) {
                    ids.push(id.clone());
                }
            }
        }
    }
}

/// Adds words, their blanks evened out where they are not, after a blank if there are words already.
pub(super) fn push_words(text: &mut String, words: &str, is_markdown: bool) {
    text.reserve(words.len() + 1);
    for word in word_ranges(words) {
        let word = if is_markdown {
            without_markdown(&words[word])
        } else {
            Cow::Borrowed(&words[word])
        };
        if !word.is_empty() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&word);
        }
    }
}

/// A word without the marks that Markdown puts around it or before a character: `**bold**`, `program\'s`.
fn without_markdown(word: &str) -> Cow<'_, str> {
    if !word.contains("**") && !word.contains('\\') {
        return Cow::Borrowed(word);
    }
    let plain = word.replace("**", "");
    let mut kept = String::with_capacity(plain.len());
    let mut chars = plain.chars().peekable();
    while let Some(c) = chars.next() {
        let is_escape = c == '\\' && chars.peek().is_none_or(char::is_ascii_punctuation);
        if is_escape {
            kept.extend(chars.next());
        } else {
            kept.push(c);
        }
    }
    Cow::Owned(kept)
}

/// A span to widen.
pub(super) fn nowhere(document: DocumentIndex) -> Span {
    Span {
        document,
        start: u32::MAX,
        end: 0,
    }
}
