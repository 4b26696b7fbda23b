//! Tables that a text draws with bars, rules, quotes or gaps: finds their cells, so that the grammar reads
//! one row per line with a tab between its cells, wherever the words are printed.
//!
//! A layout is made of ranges of the text and changes no word. What it leaves out, bars and rules and the
//! running lines of pages, it names as furniture. A text that draws no table, or whose table does not
//! hold together, has no layout and is read as it is.

mod boxes;
mod delimited;
mod gutters;
mod pipes;
mod printed;
mod rulers;
mod tables;

use std::ops::Range;

pub use printed::of_cells;

use crate::source::{is_blank, lines};
use crate::text::trim;

/// The cells of a text, row by row.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The rows in reading order; a line outside the table is a row of one cell.
    pub rows: Vec<Vec<Cell>>,
    /// Bars, rules, quotes, and the running lines of pages.
    pub furniture: Vec<Range<usize>>,
    /// Lines whose words may be in another cell.
    pub crossed: Vec<Range<usize>>,
}

/// The words of one cell, piece by piece in reading order.
pub type Cell = Vec<Piece>;

/// A run of the text within one cell and one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its byte range.
    pub range: Range<usize>,
    /// Whether it belongs to the word before it: no blank separates them.
    pub glued: bool,
}

impl Piece {
    fn new(range: Range<usize>) -> Self {
        Self {
            range,
            glued: false,
        }
    }
}

/// The layout of a text that draws a table. `is_label` tells a column's heading: a table is known by its head.
#[must_use]
pub fn of(text: &str, is_label: &dyn Fn(&str) -> bool) -> Option<Layout> {
    let drawn = Drawn::new(text, is_label);
    let head = drawn.head()?;
    let mut layout = delimited::of(&drawn)
        .or_else(|| boxes::of(&drawn, head))
        .or_else(|| pipes::of(&drawn, head))
        .or_else(|| rulers::of(&drawn, head))
        .or_else(|| gutters::of(&drawn))?;
    join_hyphens(text, &mut layout);
    layout.name_the_rest(text);
    Some(layout)
}

/// The layout of a text with several drawn tables and words between them, or of one table with quoted cells.
#[must_use]
pub fn of_page(text: &str, is_label: &dyn Fn(&str) -> bool) -> Option<Layout> {
    // Nothing else draws a table, and most pages have none.
    let opens_cell = |at: usize| at == 0 || b",;\t\n\r".contains(&text.as_bytes()[at - 1]);
    let has_quotes = memchr::memchr_iter(b'"', text.as_bytes()).any(opens_cell);
    let has_rules = || memchr::memmem::find(text.as_bytes(), b"---").is_some();
    if !has_quotes && !text.contains('|') && !has_rules() {
        return None;
    }
    let drawn = Drawn::new(text, is_label);
    let quoted = || has_quotes.then(|| delimited::of(&drawn)).flatten();
    let mut layout = tables::of(&drawn).or_else(quoted)?;
    join_hyphens(text, &mut layout);
    layout.name_the_rest(text);
    Some(layout)
}

/// A text by lines, and what a column's heading looks like.
struct Drawn<'t> {
    text: &'t str,
    lines: Vec<Range<usize>>,
    is_label: &'t dyn Fn(&str) -> bool,
}

impl<'t> Drawn<'t> {
    fn new(text: &'t str, is_label: &'t dyn Fn(&str) -> bool) -> Self {
        Self {
            text,
            lines: lines(text).collect(),
            is_label,
        }
    }

    fn words(&self, line: usize) -> &'t str {
        &self.text[self.lines[line].clone()]
    }

    /// The first line that may be a table's head: it has two headings with something between them. What is
    /// tabbed already, and not quoted, needs no layout.
    fn head(&self) -> Option<usize> {
        let found = (0..self.lines.len()).find(|&line| self.headings(line) >= 2)?;
        let has_quotes = || memchr::memmem::find(self.text.as_bytes(), b"\t\"").is_some();
        let is_plain = self.words(found).contains('\t') && !has_quotes();
        (!is_plain).then_some(found)
    }

    /// How many headings a line has, separated by bars, delimiters or gaps.
    fn headings(&self, line: usize) -> usize {
        let words = self.words(line);
        if !words.contains(['|', ',', ';', '\t']) && !words.contains("  ") {
            return 0;
        }
        let by_marks = words.split(['|', ',', ';', '\t']);
        let by_gaps = words.split("  ");
        let count = |cells: &mut dyn Iterator<Item = &str>| -> usize {
            cells
                .map(|cell| cell.trim_matches(|c: char| is_blank(c) || "\"*_".contains(c)))
                .map(|cell| {
                    self.parted(cell)
                        .map_or(usize::from((self.is_label)(cell)), |_| 2)
                })
                .sum()
        };
        count(&mut by_marks.into_iter()).max(count(&mut by_gaps.into_iter()))
    }

    /// Where two headings meet without a gap.
    fn parted(&self, words: &str) -> Option<usize> {
        /// No pair of headings is longer.
        const LONGEST: usize = 60;
        let blanks = words.match_indices(' ').map(|(at, _)| at);
        let meets =
            |at: &usize| (self.is_label)(&words[..*at]) && (self.is_label)(&words[at + 1..]);
        let is_pair = words.len() <= LONGEST && !(self.is_label)(words);
        blanks.filter(|_| is_pair).find(meets)
    }

    /// The headings of a run of words.
    fn labels(&self, range: Range<usize>) -> Vec<Range<usize>> {
        match self.parted(&self.text[range.clone()]) {
            Some(at) => vec![
                range.start..range.start + at,
                range.start + at + 1..range.end,
            ],
            None => vec![range],
        }
    }

    /// A line outside the table, as a row of one cell; nothing where it is blank.
    fn outside(&self, line: usize, layout: &mut Layout) {
        let range = trim(self.text, self.lines[line].clone());
        if !range.is_empty() {
            layout.rows.push(vec![vec![Piece::new(range)]]);
        }
    }
}

impl Layout {
    /// Adds what a line has in each column to the cells of the last row.
    fn add(&mut self, text: &str, columns: &[Range<usize>]) {
        let Some(row) = self.rows.last_mut() else {
            return;
        };
        row.resize(row.len().max(columns.len()), Cell::new());
        for (cell, range) in row.iter_mut().zip(columns) {
            push_plain(text, trim(text, range.clone()), cell);
        }
    }

    /// What is in no cell is furniture.
    fn name_the_rest(&mut self, text: &str) {
        let cells = self.rows.iter().flatten().flatten();
        let mut used: Vec<Range<usize>> = cells.map(|piece| piece.range.clone()).collect();
        used.sort_by_key(|range| range.start);
        let mut from = 0;
        let end = text.len()..text.len();
        for range in used.into_iter().chain(std::iter::once(end)) {
            let gap = &text[from..range.start.max(from)];
            for line in lines(gap) {
                let rest = trim(text, from + line.start..from + line.end);
                if !rest.is_empty() {
                    self.furniture.push(rest);
                }
            }
            from = range.end.max(from);
        }
    }
}

/// Adds words to a cell, without Markdown's marks: backslashes before marks or at the end of a line, and
/// the pairs of asterisks around bold words.
fn push_plain(text: &str, range: Range<usize>, cell: &mut Cell) {
    let bytes = text.as_bytes();
    let mark = |at: usize| {
        let next = bytes[..range.end].get(at + 1);
        match bytes[at] {
            b'*' if next == Some(&b'*') => 2,
            b'\\' if next.is_none_or(u8::is_ascii_punctuation) => 1,
            _ => 0,
        }
    };
    let (mut start, mut glued) = (range.start, false);
    for at in memchr::memchr2_iter(b'\\', b'*', &bytes[range.clone()]) {
        let at = range.start + at;
        let length = if at < start { 0 } else { mark(at) };
        if length > 0 {
            glued = push_piece(text, start..at, glued, cell);
            start = at + length;
            // What a backslash escapes is not a mark.
            let escaped = usize::from(length == 1).min(range.end - start);
            if escaped == 1 && bytes[start] == b'*' {
                glued = push_piece(text, start..start + 1, glued, cell);
                start += 1;
            }
        }
    }
    push_piece(text, start..range.end, glued, cell);
}

/// Adds some words; returns whether what comes next belongs to their last word.
fn push_piece(text: &str, range: Range<usize>, glued: bool, cell: &mut Cell) -> bool {
    let words = &text[range.clone()];
    let inked = trim(text, range.clone());
    if inked.is_empty() {
        return glued && words.is_empty();
    }
    let ends_with_word = inked.end == range.end;
    let glued = glued && inked.start == range.start;
    cell.push(Piece {
        range: inked,
        glued,
    });
    ends_with_word
}

/// A word with a hyphen that a line end splits is one word: `well-` `being`, but `short-` `and long-term`.
fn join_hyphens(text: &str, layout: &mut Layout) {
    for cell in layout.rows.iter_mut().flatten() {
        for index in 1..cell.len() {
            let before = &text[cell[index - 1].range.clone()];
            let words = &text[cell[index].range.clone()];
            let stem = before.strip_suffix('-').unwrap_or("");
            let first = words.split(is_blank).next().unwrap_or("");
            cell[index].glued |= stem.ends_with(char::is_alphabetic)
                && words.starts_with(char::is_lowercase)
                && !matches!(first, "and" | "or");
        }
    }
}

/// The byte ranges of a line between columns of characters; `starts` are the columns' first characters.
fn slices(line: Range<usize>, words: &str, starts: &[usize]) -> Vec<Range<usize>> {
    let byte = |column: usize| {
        let at = words
            .char_indices()
            .nth(column)
            .map_or(words.len(), |(at, _)| at);
        line.start + at
    };
    let places: Vec<usize> = starts.iter().map(|&start| byte(start)).collect();
    let ends = places.iter().skip(1).copied().chain([line.end]);
    places
        .iter()
        .zip(ends)
        .map(|(&start, end)| start..end)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_label(cell: &str) -> bool {
        matches!(cell, "Area" | "Knot" | "Codes" | "2020 CKC")
    }

    fn read(text: &str) -> Option<Vec<String>> {
        let layout = of(text, &is_label)?;
        let piece = |words: &mut String, piece: &Piece| {
            if !piece.glued && !words.is_empty() {
                words.push(' ');
            }
            words.push_str(&text[piece.range.clone()]);
        };
        let cell = |pieces: &Cell| {
            pieces.iter().fold(String::new(), |mut words, each| {
                piece(&mut words, each);
                words
            })
        };
        let row = |cells: &Vec<Cell>| cells.iter().map(cell).collect::<Vec<_>>().join("|");
        Some(layout.rows.iter().map(row).collect())
    }

    fn rows(text: &str) -> Vec<String> {
        read(text).expect("a layout")
    }

    #[test]
    fn a_text_without_a_drawn_table_has_no_layout() {
        assert_eq!(read("Area\tKnot\tCodes\nSea\tReef\t1.1 - Tie"), None);
        assert_eq!(read("Area Knot Codes\nSea Reef"), None);
        assert_eq!(read(""), None);
    }

    #[test]
    fn quoted_cells_keep_their_lines_together() {
        let text =
            "Area,Knot,Codes\nSea,\"Reef\nTies, and\",\"1.1 – A \"\"b\"\"\n1.2 – C\"\n,Bow,\n";
        assert_eq!(
            rows(text),
            [
                "Area|Knot|Codes",
                "Sea|Reef Ties, and|1.1 – A \"b\" 1.2 – C",
                "|Bow|"
            ]
        );
        let tabbed = "Area\tKnot\tCodes\nSea\t\"Reef\nTies\"\t\"1.1 – A\n1.2 – C\"\n";
        assert_eq!(rows(tabbed)[1], "Sea|Reef Ties|1.1 – A 1.2 – C");
    }

    #[test]
    fn bars_part_the_cells_of_a_row() {
        let text = "A notice.\n\n| Area | Knot | Codes |\n| --- | --- | --- |\n| Sea | **Reef**<br>Ties \\| all | 1.1 – A<br/>1.2 – C |\n| Bow | 1.3 – D |\n\nAfter.";
        assert_eq!(
            rows(text),
            [
                "A notice.",
                "Area|Knot|Codes",
                "Sea|Reef Ties | all|1.1 – A 1.2 – C",
                "Bow|1.3 – D",
                "After."
            ]
        );
    }

    #[test]
    fn a_box_holds_the_lines_of_a_cell() {
        let text = "+------+-------+--------+\n| Area | Knot  | Codes  |\n+======+=======+========+\n\
            | Sea  | Reef  | 1.1 A  |\n| side | Ties  | well-  |\n|      |       | being  |\n\
            |      +-------+--------+\n|      | Bow   | 1.2 C  |\n+------+-------+--------+\n";
        assert_eq!(
            rows(text),
            [
                "Area|Knot|Codes",
                "Sea side|Reef Ties|1.1 A well-being",
                "|Bow|1.2 C"
            ]
        );
    }

    #[test]
    fn rules_under_the_head_tell_the_columns() {
        let lines = "  Area   Knot       Codes\n  ------ ---------- ----------\n  Sea    Reef Ties  1.1 A\n         Bow        1.2 C\n\nAfter.";
        assert_eq!(
            rows(lines),
            [
                "Area|Knot|Codes",
                "Sea|Reef Ties|1.1 A",
                "|Bow|1.2 C",
                "After."
            ]
        );
        let blocks = "  ----------------------------\n  Area   Knot       Codes\n  ------ ---------- ----------\n  Sea    Reef       1.1 A\n         Ties       b\n\n         Bow        1.2 C\n  ----------------------------\n";
        assert_eq!(
            rows(blocks),
            ["Area|Knot|Codes", "Sea|Reef Ties|1.1 A b", "|Bow|1.2 C"]
        );
    }

    const HEAD: &str = "Area        Knot                Codes\n";

    #[test]
    fn where_one_blank_parts_two_columns_the_statement_tells_the_place() {
        let table = "Sea         Reef Ties all the   1.1 - Knows ropes\n\
            \x20           ways of a hand on   and bends\n            deck\n\
            \x20           Bow Makes a loop    1.1 - Knows ropes\n\
            \x20           that holds its own and bends\n\
            \x20           Hitch Knots a       1.1 - Knows ropes\n\
            \x20           rope to a pole      and bends\n";
        let text = format!("{HEAD}{table}");
        let wanted = [
            "Area|Knot|Codes",
            "Sea|Reef Ties all the ways of a hand on deck|1.1 - Knows ropes and bends",
            "|Bow Makes a loop that holds its own|1.1 - Knows ropes and bends",
            "|Hitch Knots a rope to a pole|1.1 - Knows ropes and bends",
        ];
        assert_eq!(rows(&text), wanted);
        let crossed = |text: &str| {
            let layout = of(text, &is_label).expect("a layout");
            let lines = layout.crossed.iter().map(|line| text[line.clone()].trim());
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(crossed(&text), [""; 0]);
        let unknown = text.replace("its own and bends", "its own and loops");
        assert_eq!(crossed(&unknown), ["that holds its own and loops"]);
    }

    #[test]
    fn a_page_may_begin_within_a_definition_and_print_the_head_again() {
        let first = "Sea         Reef Ties all the   1.1 - Knows ropes\n\
            \x20           ways of a           1.2 - Knows bends\n\
            \x20           Code of Bends in    1.3 - Knows loops\n";
        let second = "            the Navy            1.4 - Knows poles\n\
            \x20           Bow Makes a loop    1.1 - Knows ropes\n";
        let text = format!("{HEAD}{first}\u{c}{HEAD}{second}");
        assert_eq!(
            rows(&text),
            [
                "Area|Knot|Codes",
                "Sea|Reef Ties all the ways of a Code of Bends in the Navy|\
                 1.1 - Knows ropes 1.2 - Knows bends 1.3 - Knows loops 1.4 - Knows poles",
                "|Bow Makes a loop|1.1 - Knows ropes",
            ]
        );
    }

    #[test]
    fn pages_that_the_text_does_not_part_have_no_layout() {
        let row = "Sea         Reef Ties all the   1.1 - Knows ropes\n";
        assert_eq!(read(&format!("{HEAD}{}", row.repeat(200))), None);
    }
}
