//! What a cell of a workbook holds.

use crate::render::CODE_PREFIX;
use crate::render::text::{width, wrap};
use crate::view::{Cell, Sign, decimal};
use std::borrow::Cow;

/// What there is to know of a cell.
pub(super) struct Value<'c> {
    pub(super) content: Content<'c>,
    /// A correction put the whole of it back.
    pub(super) is_restored: bool,
    /// The sign after it.
    pub(super) sign: Option<Sign>,
    /// The place that it names.
    pub(super) place: Option<&'c str>,
}

/// What is in it.
pub(super) enum Content<'c> {
    Words(Cow<'c, str>),
    Number(f64),
    /// Nothing, for this reason.
    Missing(&'c str),
    Nothing,
}

impl<'c> Value<'c> {
    pub(super) fn new(mut cell: &'c Cell) -> Self {
        let mut is_restored = false;
        let mut sign = None;
        let mut place = None;
        loop {
            match cell {
                Cell::Restored(value) => {
                    is_restored = true;
                    cell = value;
                }
                Cell::Signed(found, value) => {
                    // The gravest comes first.
                    sign = sign.min(Some(*found)).or(Some(*found));
                    cell = value;
                }
                Cell::Link(link) => {
                    place = Some(link.place.as_str());
                    cell = &link.value;
                }
                _ => break,
            }
        }
        Self {
            content: content(cell),
            is_restored,
            sign,
            place,
        }
    }

    /// How many UTF-16 units it holds, which is how workbooks count.
    pub(super) fn units(&self) -> usize {
        match &self.content {
            Content::Words(words) => words.encode_utf16().count(),
            Content::Missing(why) => why.encode_utf16().count(),
            Content::Number(_) | Content::Nothing => 0,
        }
    }

    /// How many lines its words take where each is at most so wide.
    pub(super) fn lines(&self, width: usize) -> usize {
        match &self.content {
            Content::Words(words) => {
                let lines = words.lines().map(|line| wrap(line, width, width).len());
                lines.sum()
            }
            Content::Number(_) | Content::Missing(_) | Content::Nothing => 1,
        }
    }

    /// How wide its longest line is.
    pub(super) fn width(&self) -> usize {
        let brackets = if self.is_restored { 2 } else { 0 } + usize::from(self.sign.is_some());
        match &self.content {
            Content::Words(words) => words.lines().map(width).max().unwrap_or(0) + brackets,
            Content::Number(number) => number.to_string().len(),
            Content::Missing(_) | Content::Nothing => 0,
        }
    }
}

/// Whether a person sees brackets in it.
pub(super) fn has_restored(cell: &Cell) -> bool {
    match cell {
        Cell::Restored(_) => true,
        Cell::Link(link) => has_restored(&link.value),
        Cell::Signed(_, value) => has_restored(value),
        Cell::List(cells) | Cell::Phrase(cells) => cells.iter().any(has_restored),
        _ => false,
    }
}

fn content<'c>(cell: &'c Cell) -> Content<'c> {
    match cell {
        Cell::Text(words) if !words.is_empty() => Content::Words(Cow::Borrowed(words)),
        Cell::Count(count) => number(*count, 0),
        Cell::Decimal { digits, places } => number(*digits, *places),
        Cell::Missing(why) if !why.is_empty() => Content::Missing(why),
        _ => match words(cell, CODE_PREFIX) {
            words if words.is_empty() => Content::Nothing,
            words => Content::Words(words.into()),
        },
    }
}

/// A number, as words where a workbook could hold it only roughly.
fn number<'c>(digits: u64, places: u8) -> Content<'c> {
    /// Spreadsheets keep fifteen digits.
    const MOST: u64 = 999_999_999_999_999;
    let words = decimal(digits, places);
    match words.parse() {
        Ok(number) if digits <= MOST => Content::Number(number),
        _ => Content::Words(words.into()),
    }
}

/// The words of a cell; a part of them that was restored is in brackets, as is why a part is missing.
fn words(cell: &Cell, code_prefix: &str) -> String {
    let all = |cells: &[Cell], between: &str, prefix: &str| {
        let words: Vec<String> = cells.iter().map(|cell| words(cell, prefix)).collect();
        words.join(between)
    };
    match cell {
        Cell::Text(words) => words.to_string(),
        Cell::Code(code) => format!("{code_prefix}{code}"),
        Cell::Count(count) => count.to_string(),
        Cell::Decimal { digits, places } => decimal(*digits, *places),
        Cell::Share { .. } | Cell::Excerpt(_) => cell.phrase().into_owned(),
        Cell::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Cell::List(cells) => all(cells, "; ", code_prefix),
        Cell::Phrase(cells) => all(cells, " ", ""),
        Cell::Restored(value) => format!("[{}]", words(value, code_prefix)),
        Cell::Signed(sign, value) => format!("{}{}", words(value, code_prefix), sign.mark()),
        Cell::Link(link) => words(&link.value, code_prefix),
        Cell::Missing(why) if !why.is_empty() => format!("({why})"),
        Cell::Missing(_) | Cell::Blank => String::new(),
    }
}
