//! Corrections as edits of a text, one run after another.

use std::ops::Range;

use super::locate::{common_prefix, common_suffix, lines_around, locate, match_words};
use super::{Erratum, Unbitten};
use crate::source::Document;

/// Words to be read in place of printed ones.
pub(super) struct Edit<'e> {
    pub(super) printed: Range<usize>,
    reading: &'e str,
    erratum: usize,
}

impl<'e> Edit<'e> {
    /// Only what differs between the printed words and the reading is replaced.
    pub(super) fn find(
        document: &Document,
        erratum: &'e Erratum,
        index: usize,
    ) -> Result<Self, Unbitten> {
        let (printed, reading) = (&*erratum.printed, &*erratum.reading);
        let head = common_prefix(printed, reading);
        let tail = common_suffix(&printed[head..], &reading[head..]);
        let found = locate(document, erratum, printed)?;
        let text = document.text();
        let exact = text[found.clone()] == *printed;
        let range = if exact {
            found.start + head..found.end - tail
        } else {
            // The user's copy has other marks or blanks: count letters and digits instead.
            let middle = &printed[head..printed.len() - tail];
            let start = match_words(text, found.start, &printed[..head])?;
            let end = match_words(text, start, middle)?;
            start..end
        };
        Ok(Self {
            printed: range,
            reading: &reading[head..reading.len() - tail],
            erratum: index,
        })
    }

    pub(super) fn parts_from(&self, other: &Self) -> bool {
        self.printed.end <= other.printed.start || other.printed.end <= self.printed.start
    }
}

/// Whole lines that belong before another line.
pub(super) struct Move {
    lines: Range<usize>,
    before: usize,
    pub(super) erratum: usize,
}

impl Move {
    pub(super) fn find(
        document: &Document,
        erratum: &Erratum,
        index: usize,
    ) -> Result<Self, Unbitten> {
        let moved = locate(document, erratum, &erratum.printed)?;
        let anchor = erratum.before.as_deref().unwrap_or_default();
        let before = locate(document, erratum, anchor)?;
        Ok(Self {
            lines: lines_around(document, &moved),
            before: lines_around(document, &before).start,
            erratum: index,
        })
    }

    /// Moves the lines; not where they belong before one of themselves, or where an earlier correction
    /// has changed or moved what is at their ends.
    pub(super) fn make(&self, runs: &mut Vec<Run>) -> bool {
        for place in [self.before, self.lines.start, self.lines.end] {
            split_at(runs, place);
        }
        let at = |place| runs.iter().position(|run| run.printed.start == place);
        let (Some(target), Some(start)) = (at(self.before), at(self.lines.start)) else {
            return false;
        };
        let inside = |run: &&Run| self.lines.contains(&run.printed.start);
        let end = start + runs[start..].iter().take_while(inside).count();
        let whole = end > start && runs[end - 1].printed.end == self.lines.end;
        if !whole || (start < target && target < end) {
            return false;
        }
        for run in &mut runs[start..end] {
            run.moved = Some(self.erratum);
        }
        if target <= start {
            runs[target..end].rotate_right(end - start);
        } else {
            runs[start..target].rotate_left(end - start);
        }
        true
    }
}

/// A run of the corrected text while it is put together.
#[derive(Clone)]
pub(super) struct Run<'e> {
    pub(super) printed: Range<usize>,
    pub(super) reading: Option<&'e str>,
    pub(super) erratum: Option<usize>,
    pub(super) moved: Option<usize>,
}

/// The printed text as runs, cut where the edits are.
pub(super) fn cut(length: usize, edits: Vec<Edit>) -> Vec<Run> {
    let mut runs = Vec::with_capacity(2 * edits.len() + 4);
    let plain = |printed| Run {
        printed,
        reading: None,
        erratum: None,
        moved: None,
    };
    let mut done = 0;
    for edit in edits {
        runs.push(plain(done..edit.printed.start));
        done = edit.printed.end;
        runs.push(Run {
            printed: edit.printed,
            reading: Some(edit.reading),
            erratum: Some(edit.erratum),
            moved: None,
        });
    }
    runs.push(plain(done..length));
    runs
}

/// Splits the printed run that a place is in, so that one starts there.
fn split_at(runs: &mut Vec<Run>, place: usize) {
    let spans = |run: &Run| run.printed.start < place && place < run.printed.end;
    let Some(index) = runs.iter().position(spans) else {
        return;
    };
    if runs[index].erratum.is_some() {
        return;
    }
    let mut rest = runs[index].clone();
    rest.printed.start = place;
    runs[index].printed.end = place;
    runs.insert(index + 1, rest);
}
