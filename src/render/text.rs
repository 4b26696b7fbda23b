//! How a cell looks to a person, as one line of text that is safe for a terminal.
//!
//! The documents are not trusted: every control and bidirectional character becomes a visible
//! escape such as `\u{1b}`. That leaves the bidirectional isolates free to mark, within
//! the text, what is to be colored: they have no width, so that measuring and wrapping need not
//! know of them, and `page` replaces them. Each word carries its own marks, so a text may be
//! cut at any blank.

use super::CODE_PREFIX;
use crate::view::{Cell, Excerpt, Sign, decimal};
use std::borrow::Cow;
use unicode_width::UnicodeWidthChar;

/// What follows was restored.
pub(super) const RESTORED: char = '\u{2066}';
/// What follows says why a value is missing.
pub(super) const MISSING: char = '\u{2067}';
/// What follows was looked for.
pub(super) const FOUND: char = '\u{202a}';
/// What follows is a sign after a value, one character for each of [`Sign::ALL`].
pub(super) const SIGNS: [char; Sign::ALL.len()] = ['\u{202b}', '\u{202c}', '\u{202d}'];
/// Ends them all.
pub(super) const END: char = '\u{2069}';

/// What differs between the places where people see a cell.
#[derive(Clone, Copy)]
pub(super) struct Look {
    /// Makes the words of a document harmless.
    pub(super) words: fn(&str) -> Cow<str>,
    /// What comes before a code.
    pub(super) code_prefix: &'static str,
}

/// In a column whose name says what its codes are.
pub(super) const IN_COLUMN: Look = Look {
    words: visible,
    code_prefix: "",
};

/// Where a code has a cell or a line of its own.
pub(super) const IN_HEADING: Look = Look {
    words: visible,
    code_prefix: CODE_PREFIX,
};

impl Look {
    /// The cell as a person sees it, on one line, without a blank at either end.
    pub(super) fn text<'c>(self, cell: &'c Cell) -> Cow<'c, str> {
        if let Cell::Text(words) = cell {
            return (self.words)(words);
        }
        let mut text = String::new();
        self.push(&mut text, cell);
        Cow::Owned(text)
    }

    fn push(self, text: &mut String, cell: &Cell) {
        match cell {
            Cell::Text(words) => text.push_str(&(self.words)(words)),
            Cell::Code(code) => {
                text.push_str(self.code_prefix);
                text.push_str(&(self.words)(code));
            }
            Cell::Count(count) => text.push_str(&count.to_string()),
            Cell::Share { part, whole } => {
                push_bar(text, *part, *whole);
                text.push(' ');
                text.push_str(&cell.phrase());
            }
            Cell::Decimal { digits, places } => text.push_str(&decimal(*digits, *places)),
            Cell::Flag(flag) => text.push_str(if *flag { "yes" } else { "no" }),
            Cell::List(items) => self.push_all(text, items, "; "),
            Cell::Phrase(cells) => self.push_all(text, cells, " "),
            Cell::Restored(value) => push_marked(text, RESTORED, |text| {
                text.push('[');
                self.push(text, value);
                text.push(']');
            }),
            Cell::Signed(sign, value) => {
                self.push(text, value);
                push_sign(text, *sign);
            }
            Cell::Link(link) => self.push(text, &link.value),
            Cell::Missing(why) if why.is_empty() => {
                push_marked(text, MISSING, |text| text.push('—'));
            }
            Cell::Missing(why) => push_marked(text, MISSING, |text| {
                text.push('(');
                text.push_str(&(self.words)(why));
                text.push(')');
            }),
            Cell::Excerpt(excerpt) => self.push_excerpt(text, excerpt),
            Cell::Blank => {}
        }
    }

    fn push_excerpt(self, text: &mut String, excerpt: &Excerpt) {
        for (piece, is_found) in excerpt.pieces() {
            if is_found {
                push_marked(text, FOUND, |text| text.push_str(&(self.words)(piece)));
                continue;
            }
            // The blanks at its ends separate it from what was found.
            text.push_str(if piece.starts_with(' ') { " " } else { "" });
            text.push_str(&(self.words)(piece));
            let is_blank = piece.trim_matches(' ').is_empty();
            text.push_str(if piece.ends_with(' ') && !is_blank {
                " "
            } else {
                ""
            });
        }
    }

    fn push_all(self, text: &mut String, items: &[Cell], between: &str) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                text.push_str(between);
            }
            self.push(text, item);
        }
    }
}

/// A bar as long as the share is large; full only where all is there, empty only where nothing is.
fn push_bar(text: &mut String, part: u64, whole: u64) {
    const LENGTH: u64 = 10;
    let full = match part.min(whole) {
        0 => 0,
        all if all == whole => LENGTH,
        some => (some.saturating_mul(LENGTH) / whole).clamp(1, LENGTH - 1),
    };
    text.extend((0..LENGTH).map(|at| if at < full { '█' } else { '░' }));
}

/// A sign, marked as one.
pub(super) fn push_sign(text: &mut String, sign: Sign) {
    text.extend([SIGNS[sign as usize], sign.mark(), END]);
}

/// Puts marks around each word that `push` appends.
fn push_marked(text: &mut String, mark: char, push: impl FnOnce(&mut String)) {
    let mut inner = String::new();
    push(&mut inner);
    for (index, word) in inner.split(' ').enumerate() {
        if index > 0 {
            text.push(' ');
        }
        text.push(mark);
        text.push_str(word);
        text.push(END);
    }
}

/// The words with one blank between them, and nothing that a terminal obeys.
pub(super) fn visible(words: &str) -> Cow<'_, str> {
    if is_clean(words) {
        return Cow::Borrowed(words);
    }
    let mut text = String::new();
    let words = words.split([' ', '\n']).filter(|word| !word.is_empty());
    for (index, word) in words.enumerate() {
        if index > 0 {
            text.push(' ');
        }
        push_visible(&mut text, word);
    }
    Cow::Owned(text)
}

/// Words with nothing in them that a terminal obeys, and their blanks as they are.
#[must_use]
pub fn harmless(words: &str) -> Cow<'_, str> {
    if !words.contains(is_unsafe) {
        return Cow::Borrowed(words);
    }
    let mut text = String::new();
    push_visible(&mut text, words);
    Cow::Owned(text)
}

fn is_clean(words: &str) -> bool {
    let has_extra_blanks = words.starts_with(' ')
        || words.ends_with(' ')
        || memchr::memmem::find(words.as_bytes(), b"  ").is_some();
    !words.is_empty() && !has_extra_blanks && !words.contains(is_unsafe)
}

fn push_visible(text: &mut String, word: &str) {
    for character in word.chars() {
        if is_unsafe(character) {
            text.extend(character.escape_default());
        } else {
            text.push(character);
        }
    }
}

pub(super) fn is_unsafe(character: char) -> bool {
    match character {
        ' '..='~' => false,
        '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            true
        }
        other => other.is_control(),
    }
}

/// Appends this many blanks.
pub(super) fn push_blanks(text: &mut String, mut count: usize) {
    const BLANKS: &str = "                                                                ";
    while count > 0 {
        let some = count.min(BLANKS.len());
        text.push_str(&BLANKS[..some]);
        count -= some;
    }
}

/// The number of terminal cells.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars().map(char_width).sum()
}

fn char_width(character: char) -> usize {
    match character {
        ' '..='~' => 1,
        other => other.width().unwrap_or(0),
    }
}

/// Cuts at blanks so that the first line is at most `first` wide and the others `rest`;
/// within a word only where it is longer than its line.
pub(super) fn wrap(text: &str, first: usize, rest: usize) -> Vec<&str> {
    let (line, mut left) = split_line(text, first);
    let mut lines = vec![line];
    while !left.is_empty() {
        let (line, after) = split_line(left, rest);
        lines.push(line);
        left = after;
    }
    lines
}

fn split_line(text: &str, room: usize) -> (&str, &str) {
    let (line, left) = text.split_at(line_end(text, room));
    (line.trim_end_matches(' '), left.trim_start_matches(' '))
}

fn line_end(text: &str, room: usize) -> usize {
    let mut used = 0;
    let mut last_blank = 0;
    for (at, character) in text.char_indices() {
        if character == ' ' {
            last_blank = at;
        }
        used += char_width(character);
        if used > room {
            return match (last_blank, at) {
                (0, 0) => character.len_utf8(),
                (0, at) => at,
                (blank, _) => blank,
            };
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unmarked(cell: &Cell) -> String {
        IN_COLUMN.text(cell).replace([RESTORED, MISSING, END], "")
    }

    #[test]
    fn each_kind_of_cell() {
        let list = Cell::List(vec![Cell::code("1.10"), Cell::restored(Cell::code("7.2"))]);
        assert_eq!(unmarked(&list), "1.10; [7.2]");
        assert_eq!(IN_HEADING.text(&Cell::code("1.10")), "CKC 1.10");
        assert_eq!(unmarked(&Cell::missing("lost")), "(lost)");
        assert_eq!(unmarked(&Cell::missing("")), "—");
        assert_eq!(unmarked(&Cell::Flag(true)), "yes");
        assert_eq!(unmarked(&Cell::Blank), "");
    }

    #[test]
    fn marks_stand_around_each_word_and_have_no_width() {
        let cell = Cell::restored(Cell::text("a b"));
        let text = IN_COLUMN.text(&cell);
        assert_eq!(text, "\u{2066}[a\u{2069} \u{2066}b]\u{2069}");
        assert_eq!(width(&text), 5);
        assert_eq!(width("\u{2068}"), 0);
    }

    #[test]
    fn nothing_that_a_terminal_obeys_gets_through() {
        let text = Cell::text("\u{1b}[31mred\u{7}\tx\u{7f}\u{9b}\u{202e}\u{2066}\u{61c}\r\nend");
        assert_eq!(
            unmarked(&text),
            r"\u{1b}[31mred\u{7}\tx\u{7f}\u{9b}\u{202e}\u{2066}\u{61c}\r end"
        );
    }

    #[test]
    fn lines_are_cut_at_blanks() {
        assert_eq!(wrap("one two three", 7, 5), ["one two", "three"]);
        assert_eq!(wrap("one two three", 6, 20), ["one", "two three"]);
        assert_eq!(wrap("", 5, 5), [""]);
    }

    #[test]
    fn only_a_word_longer_than_its_line_is_cut() {
        assert_eq!(
            wrap("a interdisciplinary", 6, 6),
            ["a", "interd", "iscipl", "inary"]
        );
        assert_eq!(wrap("漢字漢字", 5, 5), ["漢字", "漢字"]);
        assert_eq!(wrap("漢", 1, 1), ["漢"]);
    }
}
