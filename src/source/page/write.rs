//! Pages to text: a line per printed line, with tabs between the cells of a table that rules draw, or blanks as wide as
//! the gaps where a page has none.

use std::collections::BTreeSet;
use std::ops::Range;

use super::cells::Cells;
use super::grid::{self, Grid, Place};
use super::lines::{Line, lines_of};
use super::{Area, Page, broken, running};

/// A gap of this part of a letter's height parts columns.
const WIDE: f64 = 0.6;

/// The text of some pages.
#[derive(Debug, Default)]
pub(in crate::source) struct Paged {
    pub text: String,
    /// Of each line of the text, its page and its line there, from one.
    pub lines: Vec<(u32, u32)>,
    /// The cells of the tables, if rules draw some.
    pub cells: Option<Cells>,
    /// Whether any word may be misread, missing or in another place.
    pub is_unsure: bool,
}

/// Writes the text of some pages.
pub(in crate::source) fn write(pages: Vec<Page>) -> Paged {
    let (mut grids, mut lines) = (Vec::new(), Vec::new());
    for page in pages {
        grids.push(grid::find(&page.rules, &page.words));
        lines.push(lines_of(page.words));
    }
    let mut written = Paged::default();
    if grids.iter().all(Vec::is_empty) {
        for (index, printed) in lines.iter().enumerate() {
            written.page(index, printed, spread);
        }
        return written;
    }
    let is_free = |page: usize, line: &Line| place(&grids[page], line.area).is_none();
    let running = running::find(&lines, is_free);
    let mut table = Table::default();
    for (index, (lines, grids)) in lines.iter().zip(&grids).enumerate() {
        let mut at = 0;
        table.begin_page(written.text.len());
        written.page(index, lines, |line, text| {
            let is_running = running[index][at];
            at += 1;
            table.line(line, grids, is_running, text);
        });
    }
    broken::judge(&written.text, &table.edges, &mut table.cells);
    written.cells = Some(table.cells);
    written
}

impl Paged {
    fn page(&mut self, index: usize, lines: &[Line], mut write: impl FnMut(&Line, &mut String)) {
        if index > 0 {
            self.text.push('\u{c}');
        }
        let number = |index: usize| super::super::offset(index + 1);
        for (line, at) in lines.iter().zip(0..) {
            write(line, &mut self.text);
            self.text.push('\n');
            self.lines.push((number(index), number(at)));
        }
        if lines.is_empty() {
            self.text.push('\n');
            self.lines.push((number(index), 1));
        }
    }
}

/// The cell of the first table that an area is in.
fn place(grids: &[Grid], area: Area) -> Option<(usize, Place)> {
    let mut places = grids.iter().enumerate();
    places.find_map(|(index, grid)| Some((index, grid.place(area)?)))
}

/// Writes a line with its gaps.
fn spread(line: &Line, text: &mut String) {
    let start = text.len();
    let mut end = None::<f64>;
    for word in &line.words {
        let height = line.area.height();
        let column = columns(word.area.left);
        let width = text[start..].chars().count();
        match end {
            Some(end) if word.area.left - end < WIDE * height => text.push(' '),
            Some(_) => text.extend(std::iter::repeat_n(
                ' ',
                column.saturating_sub(width).max(3),
            )),
            None => text.extend(std::iter::repeat_n(' ', column)),
        }
        text.push_str(&word.text);
        end = Some(word.area.right);
    }
}

/// How many blanks are as wide as a gap: fewer than letters would be, so that columns stay below one another.
fn columns(width: f64) -> usize {
    const BLANK: f64 = 3.0;
    /// No page is wider.
    const MOST: f64 = 500.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is small and not negative"
    )]
    let columns = (width / BLANK).clamp(0.0, MOST) as usize;
    columns
}

/// The cells of all pages, as they are written.
#[derive(Default)]
struct Table {
    cells: Cells,
    /// The lines of one word that fill their cell.
    edges: BTreeSet<usize>,
    /// Where the rows of this page begin.
    page: usize,
    /// Of each row of this page, which row of which table it is.
    origins: Vec<Option<(usize, usize)>>,
}

impl Table {
    fn begin_page(&mut self, start: usize) {
        self.cells.pages.push(start);
        self.page = self.cells.rows.len();
        self.origins.clear();
    }

    fn line(&mut self, line: &Line, grids: &[Grid], is_running: bool, text: &mut String) {
        let places: Vec<Option<(usize, Place)>> = (line.words.iter())
            .map(|word| place(grids, word.area))
            .collect();
        let mut column = 0;
        let mut index = 0;
        while index < line.words.len() {
            let here = places[index];
            let count = places[index..]
                .iter()
                .take_while(|&&place| place == here)
                .count();
            let words = &line.words[index..index + count];
            let own = here.map_or(column, |(_, place)| place.column);
            if own > column {
                text.extend(std::iter::repeat_n('\t', own - column));
                column = own;
            } else if index > 0 {
                text.push(' ');
            }
            let start = text.len();
            for (at, word) in words.iter().enumerate() {
                if at > 0 {
                    text.push(' ');
                }
                text.push_str(&word.text);
            }
            let range = start..text.len();
            if let Some((table, _)) = here
                && words.iter().any(|word| grids[table].is_crossed(word.area))
            {
                self.cells.crossed.push(range.clone());
            }
            if let (Some((table, _)), [word]) = (here, words)
                && grids[table].is_filled(word.area)
            {
                self.edges.insert(range.start);
            }
            if !is_running {
                self.push(here, grids, range, index == 0);
            }
            index += count;
        }
    }

    /// Adds words to their cell.
    fn push(
        &mut self,
        here: Option<(usize, Place)>,
        grids: &[Grid],
        range: Range<usize>,
        is_first: bool,
    ) {
        let Some((table, place)) = here else {
            let own = self.cells.rows.last_mut().filter(|_| !is_first);
            if let Some(cell) = own.and_then(|row| row.last_mut()) {
                self.cells.crossed.push(range.clone());
                cell.push(range);
            } else {
                self.cells.rows.push(vec![vec![range]]);
                self.origins.push(None);
            }
            return;
        };
        let origin = Some((table, place.row));
        let known = self.origins.iter().position(|&it| it == origin);
        let row = known.unwrap_or_else(|| {
            // A cell that begins further up may have its first words further down: its row comes before others.
            let is_after = |it: &Option<(usize, usize)>| it.is_some_and(|it| Some(it) > origin);
            let row = self.origins.iter().position(is_after);
            let row = row.unwrap_or(self.origins.len());
            self.origins.insert(row, origin);
            let cells = vec![Vec::new(); grids[table].columns()];
            self.cells.rows.insert(self.page + row, cells);
            row
        });
        self.cells.rows[self.page + row][place.column].push(range);
    }
}
