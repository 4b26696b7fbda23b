//! A matrix in a terminal: a character for a cell, headings over the rows and the columns, as wide as
//! fits. Where not all columns fit, they follow in bands, one below the other.

use super::Style;
use super::page::{BOLD, PLAIN, Page};
use super::text::{
    END, IN_COLUMN, MISSING, RESTORED, push_blanks, push_sign, visible, width, wrap,
};
use crate::view::Sign;
use crate::view::book::{Listed, Mark, Matrix, Row};
use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

/// Names are at least this wide, if the page is.
const LEAST_NAME: usize = 12;
/// How far a name is indented.
const INDENT: usize = 2;
/// A name has at most so many lines.
const NAME_LINES: usize = 2;
/// Blanks between a name and its cells.
const GAP: usize = 1;
/// Shown where nothing is listed, to guide the eye.
const NOTHING: char = '·';
const PRINTED: char = '█';
const LISTED_AGAIN: char = '▒';

pub(super) fn write(matrix: &Matrix, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(out, style);
    let names: Vec<Cow<str>> = matrix.rows.iter().map(name).collect();
    let layout = Layout::new(matrix, &names, style.width);
    for (index, band) in layout.bands.iter().enumerate() {
        if index > 0 {
            page.blank()?;
        }
        write_band(matrix, &names, &layout, band, &mut page)?;
    }
    write_legend(matrix, page)
}

/// The name of a row, with its level where it is marked.
fn name<'m>(row: &'m Row) -> Cow<'m, str> {
    let name = IN_COLUMN.text(&row.name);
    match row.level {
        "FS" | "" => name,
        level => Cow::Owned(format!("{name} ({level})")),
    }
}

/// How wide the parts are.
struct Layout {
    name: usize,
    /// Of a cell, with the blanks after it.
    cell: usize,
    /// Blanks between two groups of columns.
    group_gap: usize,
    bands: Vec<Range<usize>>,
}

impl Layout {
    /// The widest cells that leave the names room.
    fn new(matrix: &Matrix, names: &[Cow<str>], page: Option<usize>) -> Self {
        /// Cells are at most this wide, and at least one.
        const WIDTHS: [(usize, usize); 4] = [(3, 1), (2, 1), (1, 1), (1, 0)];
        let widest = names.iter().map(|name| INDENT + width(name)).max();
        let widest = widest.unwrap_or(0);
        let columns = &matrix.columns;
        let needed =
            |(cell, gap)| columns.len() * cell + groups(columns).saturating_sub(1) * gap + GAP;
        let Some(page) = page else {
            return Self::whole(columns, widest, WIDTHS[0]);
        };
        // Two lines of a name are as good as one.
        let wanted = widest.min(LEAST_NAME.max(widest.div_ceil(NAME_LINES) + 4));
        let room = |cells| page.saturating_sub(needed(cells));
        let fits = WIDTHS.into_iter().find(|&cells| room(cells) >= wanted);
        let fits = fits.or_else(|| WIDTHS.into_iter().find(|&cells| room(cells) >= LEAST_NAME));
        match fits {
            Some(cells) => Self::whole(columns, widest.min(room(cells)), cells),
            None => Self::banded(columns, widest.min(LEAST_NAME.max(page / 3)), page),
        }
    }

    fn whole(columns: &[Listed], name: usize, (cell, group_gap): (usize, usize)) -> Self {
        Self {
            name,
            cell,
            group_gap,
            bands: std::iter::once(0..columns.len()).collect(),
        }
    }

    /// What the cells of these columns take.
    fn cells_width(&self, columns: &[Listed]) -> usize {
        columns.len() * self.cell + groups(columns).saturating_sub(1) * self.group_gap
    }

    /// As many columns in a band as fit.
    fn banded(columns: &[Listed], name: usize, page: usize) -> Self {
        let room = page.saturating_sub(name + GAP).max(1);
        let mut bands = Vec::new();
        let mut start = 0;
        while start < columns.len() {
            let fits = |&end: &usize| end - start + groups(&columns[start..end]) - 1 <= room;
            let end = (start + 1..=columns.len()).take_while(fits).last();
            let end = end.unwrap_or(start + 1);
            bands.push(start..end);
            start = end;
        }
        Self {
            name,
            cell: 1,
            group_gap: 1,
            bands,
        }
    }
}

/// What comes before the dot of a code, and after it.
fn parts<'m>(column: &'m Listed) -> (&'m str, &'m str) {
    column.code.split_once('.').unwrap_or(("", &column.code))
}

fn groups(columns: &[Listed]) -> usize {
    columns
        .chunk_by(|one, other| parts(one).0 == parts(other).0)
        .count()
}

fn write_band(
    matrix: &Matrix,
    names: &[Cow<str>],
    layout: &Layout,
    band: &Range<usize>,
    page: &mut Page,
) -> io::Result<()> {
    let columns = &matrix.columns[band.clone()];
    for line in head(columns, layout) {
        page.line(0, &line, BOLD)?;
    }
    let mut heading = None;
    for (row, name) in matrix.rows.iter().zip(names) {
        if heading != Some(&row.heading) {
            heading = Some(&row.heading);
            page.hanging(0, "", &IN_COLUMN.text(&row.heading), BOLD)?;
        }
        write_row(row, name, columns, layout, band, page)?;
    }
    Ok(())
}

/// The numbers over the columns: of the group, then of the column, downwards where two would touch.
fn head(columns: &[Listed], layout: &Layout) -> Vec<String> {
    let upright = |line: &dyn Fn(&Listed) -> String| {
        let mut text = String::new();
        push_blanks(&mut text, layout.name + GAP);
        push_cells(&mut text, columns, layout, |at| line(&columns[at]));
        text
    };
    let mut lines = vec![group_line(columns, layout)];
    let longest = columns.iter().map(|column| parts(column).1.len()).max();
    let longest = longest.unwrap_or(0);
    if layout.cell > longest {
        lines.push(upright(&|column| parts(column).1.to_owned()));
        return lines;
    }
    for place in (0..longest).rev() {
        let digit = |column: &Listed| {
            let digit = parts(column).1.chars().rev().nth(place);
            digit.unwrap_or(' ').to_string()
        };
        lines.push(upright(&digit));
    }
    lines
}

/// The number of each group, over its first column; where a group is too narrow for it, none.
fn group_line(columns: &[Listed], layout: &Layout) -> String {
    let mut line = String::new();
    push_blanks(&mut line, layout.name + GAP);
    for group in columns.chunk_by(|one, other| parts(one).0 == parts(other).0) {
        let room = group.len() * layout.cell + layout.group_gap;
        let label = parts(&group[0]).0;
        let label = if label.len() <= room { label } else { "" };
        line.push_str(label);
        push_blanks(&mut line, room - label.len());
    }
    line
}

/// Cells of equal width, groups of columns apart.
fn push_cells(
    line: &mut String,
    columns: &[Listed],
    layout: &Layout,
    cell: impl Fn(usize) -> String,
) {
    for at in 0..columns.len() {
        if at > 0 && parts(&columns[at - 1]).0 != parts(&columns[at]).0 {
            push_blanks(line, layout.group_gap);
        }
        let cell = cell(at);
        line.push_str(&cell);
        push_blanks(line, layout.cell.saturating_sub(width(&cell)));
    }
}

fn write_row(
    row: &Row,
    name: &str,
    columns: &[Listed],
    layout: &Layout,
    band: &Range<usize>,
    page: &mut Page,
) -> io::Result<()> {
    let mut lines = name_lines(name, layout.name).into_iter();
    let mut line = lines.next().unwrap_or_default();
    let used = width(&line);
    push_blanks(&mut line, layout.name + GAP - used.min(layout.name));
    let cells = &row.cells[band.clone()];
    match &row.cause {
        Some(cause) => push_cause(&mut line, cause, layout.cells_width(columns)),
        None => push_cells(&mut line, columns, layout, |at| mark(cells[at])),
    }
    page.line(0, &line, PLAIN)?;
    lines.try_for_each(|line| page.line(0, &line, PLAIN))
}

fn mark(mark: Option<Mark>) -> String {
    match mark {
        Some(Mark::Printed) => PRINTED.to_string(),
        Some(Mark::Restored) => format!("{RESTORED}{LISTED_AGAIN}{END}"),
        Some(Mark::Doubtful) => {
            let mut sign = String::new();
            push_sign(&mut sign, Sign::Doubtful);
            sign
        }
        None => format!("{MISSING}{NOTHING}{END}"),
    }
}

/// Why nothing is listed, as far as it fits.
fn push_cause(line: &mut String, cause: &str, room: usize) {
    let cause = format!("({})", visible(cause));
    let shown = if width(&cause) <= room {
        cause
    } else {
        let first = wrap(&cause, room.saturating_sub(1).max(1), room)[0];
        format!("{first}…")
    };
    line.push(MISSING);
    line.push_str(&shown);
    line.push(END);
}

/// A name in few lines, standing in a little; what does not fit is left out, with a sign.
fn name_lines(name: &str, room: usize) -> Vec<String> {
    let room = room.saturating_sub(INDENT).max(1);
    let all = wrap(name, room, room);
    let mut lines: Vec<String> = Vec::new();
    for line in all.iter().take(NAME_LINES) {
        let mut text = String::new();
        push_blanks(&mut text, INDENT);
        text.push_str(line);
        lines.push(text);
    }
    if let Some(last) = lines.last_mut().filter(|_| all.len() > NAME_LINES) {
        while width(last) >= room + INDENT {
            last.pop();
        }
        last.push('…');
    }
    lines
}

/// What the marks mean; what restored means is said below.
fn write_legend(matrix: &Matrix, mut page: Page) -> io::Result<()> {
    let mut rows = matrix.rows.iter();
    let has_restored = rows.any(|row| row.cells.contains(&Some(Mark::Restored)));
    page.blank()?;
    let lead = format!("{PRINTED} ");
    page.hanging(0, &lead, "the knowledge area lists the CKC item", PLAIN)?;
    if has_restored {
        let lead = format!("{RESTORED}{LISTED_AGAIN}{END} ");
        page.hanging(0, &lead, "the same, restored", PLAIN)?;
    }
    page.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::assert_no_wider;
    use crate::view::Cell;

    fn matrix<'m>(codes: &[&str], names: &[&'m str]) -> Matrix<'m> {
        let column = |code: &&str| Listed {
            place: String::new(),
            code: (*code).to_owned(),
            title: "Knows",
        };
        let row = |name: &&'m str| Row {
            place: String::new(),
            heading: Cell::text("Ropes"),
            name: Cell::text(*name),
            level: "MHM",
            cause: None,
            led_by: Vec::new(),
            cells: (0..codes.len())
                .map(|at| (at % 2 == 0).then_some(Mark::Printed))
                .collect(),
        };
        Matrix {
            columns: codes.iter().map(column).collect(),
            rows: names.iter().map(row).collect(),
        }
    }

    fn drawn(matrix: &Matrix, width: usize) -> String {
        let style = Style {
            width: Some(width),
            ..Style::default()
        };
        let mut out = Vec::new();
        write(matrix, &style, &mut out).expect("a vector can be written to");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn numbers_stand_apart_or_downwards() {
        let matrix = matrix(&["1.9", "1.10", "1.11", "12.1"], &["Knots"]);
        let wide = "              1         12\n              9  10 11  1\nRopes\n  Knots (MHM) █  ·  █   ·\n";
        assert!(
            drawn(&matrix, 60).starts_with(wide),
            "{}",
            drawn(&matrix, 60)
        );
        let narrow = "              1   12\n               11\n              901 1\nRopes\n  Knots (MHM) █·█ ·\n";
        assert!(
            drawn(&matrix, 20).starts_with(narrow),
            "{}",
            drawn(&matrix, 20)
        );
    }

    #[test]
    fn what_does_not_fit_follows_below() {
        let codes: Vec<String> = (1..=60)
            .map(|number| format!("{}.{number}", number / 20 + 1))
            .collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let names = [
            "Splicing and whipping of ropes",
            "漢字漢字漢字漢字漢字漢字漢字漢字漢字",
            "\u{1b}[31m",
        ];
        let matrix = matrix(&codes, &names);
        for width in [20, 30, 50, 90, 300] {
            let text = drawn(&matrix, width);
            assert_no_wider(&text, width);
            assert_eq!(text.matches('█').count(), 3 * 30 + 1, "{width}");
            assert!(!text.contains('\u{1b}'));
        }
    }
}
