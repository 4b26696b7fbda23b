//! The rows of an answer, for a person.
//!
//! On a terminal an outline: what consecutive rows share appears once, as a heading, and the
//! body is set in columns whose widths hold for the whole answer. In a pipe, one line a
//! row with everything on it, for grep and awk. Codes and short words stay whole, and long texts share the rest.

mod widths;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use widths::{names, natural_widths, positions, share, texts};

use super::Style;
use super::page::{BOLD, PLAIN, Page};
use super::text::{IN_HEADING, push_blanks, visible, width, wrap};
use crate::view::{Cell, Place, Section, Table};

/// Blanks between columns.
const GAP: usize = 2;
/// A column of at most this width keeps it while the others can have as much.
const NARROW: usize = 12;
const INDENT: usize = 2;

pub(super) fn write(table: &Table, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if table.rows.is_empty() {
        return Ok(());
    }
    let mut page = Page::new(out, style);
    match style.width {
        Some(width) => {
            write_outline(table, width, &mut page)?;
            page.finish()
        }
        // A note would be one more line to a program that counts them.
        None => write_flat(table, style.keeps_order, &mut page),
    }
}

/// Tables under their titles.
pub(super) fn write_sections(
    sections: &[Section],
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page::new(out, style);
    for (index, section) in sections.iter().enumerate() {
        if index > 0 {
            page.blank()?;
        }
        page.hanging(0, "", &visible(&section.title), BOLD)?;
        match style.width {
            Some(width) => write_outline(&section.table, width, &mut page)?,
            None => write_flat(&section.table, false, &mut page)?,
        }
    }
    page.finish()
}

fn write_flat(table: &Table, keeps_order: bool, page: &mut Page) -> io::Result<()> {
    let shown = positions(table, |place| place != Place::Hidden);
    let lines: Vec<Vec<Cow<str>>> = std::iter::once(names(table, &shown))
        .chain(table.rows.iter().map(|row| texts(row, &shown)))
        .collect();
    // Measured once: some texts are long, and are in many rows.
    let widths: Vec<Vec<usize>> = lines
        .iter()
        .map(|cells| cells.iter().map(|cell| width(cell)).collect())
        .collect();
    let columns = arranged(&widths, shown.len(), keeps_order);
    for (index, (cells, widths)) in lines.iter().zip(&widths).enumerate() {
        let cells = columns
            .iter()
            .map(|&(at, column)| (&*cells[at], widths[at], column));
        page.line(0, &set(cells), if index == 0 { BOLD } else { PLAIN })?;
    }
    Ok(())
}

/// A line of cells, each with its width and that of its column.
fn set<'c>(cells: impl Iterator<Item = (&'c str, usize, usize)>) -> String {
    let mut line = String::new();
    let mut end = 0;
    for (cell, width, column) in cells {
        push_blanks(&mut line, end);
        line.push_str(cell);
        end = (column + GAP).saturating_sub(width);
    }
    line
}

/// The columns with their widths; one of long texts comes last, where it pushes no other out of sight,
/// unless the user gave the order.
fn arranged(widths: &[Vec<usize>], count: usize, keeps_order: bool) -> Vec<(usize, usize)> {
    /// Columns of at most this width stay where they are.
    const LONG: usize = 160;
    let widest = |at: usize| widths.iter().map(|row| row[at]).max().unwrap_or_default();
    let mut columns: Vec<(usize, usize)> = (0..count).map(|at| (at, widest(at))).collect();
    let longest = columns.iter().copied().max_by_key(|(_, width)| *width);
    if let Some((longest, _)) = longest.filter(|(_, width)| *width > LONG && !keeps_order) {
        columns.sort_by_key(|(at, _)| *at == longest);
    }
    columns
}

fn write_outline(table: &Table, width: usize, page: &mut Page) -> io::Result<()> {
    let headings = heading_levels(table);
    let shown = positions(table, |place| place == Place::Body);
    let has_header = shown.len() > if headings.is_empty() { 1 } else { 2 };
    let indent = INDENT * headings.len();
    let header = has_header.then(|| names(table, &shown));
    let rows: Vec<Vec<Cow<str>>> = table.rows.iter().map(|row| texts(row, &shown)).collect();
    let natural = natural_widths(header.iter().chain(&rows));
    let widths = share(&natural, width.saturating_sub(indent));

    for line in header.iter().flat_map(|header| wrapped(header, &widths)) {
        page.line(indent, &line, BOLD)?;
    }
    let mut previous: Option<&Vec<Cell>> = None;
    for (row, texts) in table.rows.iter().zip(&rows) {
        write_headings(&headings, row, previous, page)?;
        previous = Some(row);
        let is_empty = shown.iter().all(|&at| matches!(row[at], Cell::Missing(_)));
        if is_empty && !headings.is_empty() {
            continue;
        }
        for line in wrapped(texts, &widths) {
            page.line(indent, &line, PLAIN)?;
        }
    }
    Ok(())
}

/// The columns of each heading level, the outermost first.
fn heading_levels(table: &Table) -> Vec<Vec<usize>> {
    let mut levels: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
    for (at, column) in table.columns.iter().enumerate() {
        if let Place::Heading(level) = column.place {
            levels.entry(level).or_default().push(at);
        }
    }
    levels.into_values().collect()
}

/// The headings of this row from the first level on which it differs from the row before.
fn write_headings(
    headings: &[Vec<usize>],
    row: &[Cell],
    previous: Option<&Vec<Cell>>,
    page: &mut Page,
) -> io::Result<()> {
    let is_shared = |columns: &Vec<usize>| {
        previous.is_some_and(|previous| columns.iter().all(|&at| previous[at] == row[at]))
    };
    let shared = headings
        .iter()
        .take_while(|columns| is_shared(columns))
        .count();
    if shared == 0 && previous.is_some() && !headings.is_empty() {
        page.blank()?;
    }
    for (level, columns) in headings.iter().enumerate().skip(shared) {
        write_heading(level, columns, row, page)?;
    }
    Ok(())
}

fn write_heading(level: usize, columns: &[usize], row: &[Cell], page: &mut Page) -> io::Result<()> {
    let joint = if level == 0 { "  " } else { " · " };
    let cells: Vec<Cow<str>> = columns
        .iter()
        .filter(|&&at| row[at] != Cell::missing(""))
        .map(|&at| IN_HEADING.text(&row[at]))
        .filter(|text| !text.is_empty())
        .collect();
    let Some((first, others)) = cells.split_first() else {
        return Ok(());
    };
    if others.is_empty() {
        return page.hanging(INDENT * level, "", first, BOLD);
    }
    let lead = format!("{first}{joint}");
    page.hanging(INDENT * level, &lead, &others.join(joint), BOLD)
}

/// The lines of a row, its cells cut at the widths of their columns.
fn wrapped(row: &[Cow<str>], widths: &[usize]) -> Vec<String> {
    let cells: Vec<Vec<&str>> = row
        .iter()
        .zip(widths)
        .map(|(cell, &column)| wrap(cell, column, column))
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or_default();
    let line = |at: usize| {
        let cells = cells.iter().zip(widths).map(|(lines, &column)| {
            let cell = lines.get(at).copied().unwrap_or_default();
            (cell, width(cell), column)
        });
        set(cells)
    };
    (0..height).map(line).collect()
}

#[cfg(test)]
mod tests {
    use crate::render::tests::{assert_no_wider, rendered, sample, sections, table};
    use crate::render::{Format, Style};
    use crate::view::{Answer, Cell, Column, Place};

    const LONG: &str = "Develops and implements policies and procedures that support the \
                        program’s philosophy, mission & goals, in partnership with families";

    fn flat<'a>(answer: impl Into<Answer<'a>>) -> String {
        rendered(answer, Format::Table, Style::default())
    }

    fn outline<'a>(answer: impl Into<Answer<'a>>, width: usize) -> String {
        let style = Style {
            width: Some(width),
            ..Style::default()
        };
        rendered(answer, Format::Table, style)
    }

    #[test]
    fn an_outline_says_once_what_rows_share() {
        let mut table = sample();
        let mut other = table.rows[0].clone();
        other[0] = Cell::text("7A.3");
        table.rows.push(other);
        assert_eq!(
            outline(&table, 60),
            "7A.2  Builds trust
  1.10   Knows, and says why
  [1.1]  (lost)

7A.3  Builds trust
  1.10   Knows, and says why

[ ] restored: not printed in the document, put back by a
    reviewed correction
"
        );
    }

    #[test]
    fn a_second_level_stands_under_the_first() {
        let mut table = table(&["id", "name", "level", "ckc"], Vec::new());
        table.columns[0].place = Place::Heading(0);
        table.columns[1].place = Place::Heading(1);
        table.columns[2].place = Place::Heading(1);
        let row = |name, level, code| {
            [
                Cell::code("1.10"),
                Cell::text(name),
                level,
                Cell::code(code),
            ]
            .to_vec()
        };
        table.rows = vec![
            row("Funding", Cell::text("MHM"), "7.2"),
            row("Funding", Cell::text("MHM"), "7.10"),
            row("Advocacy", Cell::Blank, "7.2"),
        ];
        assert_eq!(
            outline(&table, 60),
            "CKC 1.10
  Funding · MHM
    7.2
    7.10
  Advocacy
    7.2
"
        );
    }

    #[test]
    fn headings_alone_are_an_outline_too() {
        let mut table = table(&["id", "name"], Vec::new());
        table.rows = ["a", "b", "b"]
            .map(|id| vec![Cell::text(id), Cell::Count(1)])
            .to_vec();
        for column in &mut table.columns {
            column.place = Place::Heading(0);
        }
        assert_eq!(outline(&table, 60), "a  1\n\nb  1\n");
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_and_codes_stay_whole() {
        let row = |code| {
            let word = Cell::text("interdisciplinary-collaboration-and-more");
            vec![
                Cell::code(code),
                Cell::text(LONG),
                word,
                Cell::text(LONG),
                Cell::Count(150),
            ]
        };
        let table = table(
            &["ckc", "statement", "word", "definition", "count"],
            vec![row("1.10"), row("1.1")],
        );
        for width in [20, 40, 60, 80, 120] {
            assert_no_wider(&outline(&table, width), width);
        }
        assert_eq!(
            outline(&table, 60).lines().nth(1),
            Some("1.10  Develops and    interdisciplin  Develops and     150")
        );
    }

    #[test]
    fn a_heading_hangs_under_its_second_cell() {
        let mut table = table(&["id", "statement", "ckc"], Vec::new());
        table.columns[0].place = Place::Heading(0);
        table.columns[1].place = Place::Heading(0);
        table.rows = vec![vec![
            Cell::text("7A.2"),
            Cell::text(LONG),
            Cell::code("7.2"),
        ]];
        assert_eq!(
            outline(&table, 60),
            "7A.2  Develops and implements policies and procedures that
      support the program’s philosophy, mission & goals, in
      partnership with families
  7.2
"
        );
    }

    #[test]
    fn a_body_without_headings_has_a_header() {
        let row = |code, text| vec![Cell::code(code), Cell::text(text)];
        let table = table(
            &["code", "statement"],
            vec![row("1.2", LONG), row("1.10", "x")],
        );
        assert_eq!(
            outline(&table, 60),
            "Code  Statement
1.2   Develops and implements policies and procedures that
      support the program’s philosophy, mission & goals, in
      partnership with families
1.10  x
"
        );
    }

    #[test]
    fn a_pipe_gets_one_line_a_row() {
        assert_eq!(
            flat(sample()),
            "Competency  Statement     CKC    CKC statement
7A.2        Builds trust  1.10   Knows, and says why
7A.2        Builds trust  [1.1]  (lost)
"
        );
        let long = table(&["a", "b"], vec![vec![Cell::text(LONG), Cell::Blank]]);
        assert_eq!(flat(&long).lines().nth(1), Some(LONG));
    }

    #[test]
    fn sections_stand_under_their_titles() {
        assert_eq!(
            flat(sections()),
            "Two <things>.

First
Code  Covered
1.10  █░░░░░░░░░ 1 of 12

Second
Code  Covered
7.2
"
        );
    }

    #[test]
    fn a_bar_is_full_only_where_all_is_there() {
        let bar = |part, whole| {
            let cell = Cell::Share { part, whole };
            let output = flat(table(&["a"], vec![vec![cell]]));
            output.lines().nth(1).map(str::to_owned)
        };
        assert_eq!(bar(0, 12).as_deref(), Some("░░░░░░░░░░ 0 of 12"));
        assert_eq!(bar(99, 100).as_deref(), Some("█████████░ 99 of 100"));
        assert_eq!(bar(5, 5).as_deref(), Some("██████████ 5 of 5"));
        assert_eq!(bar(0, 0).as_deref(), Some("░░░░░░░░░░ 0 of 0"));
    }

    #[test]
    fn an_empty_table_is_nothing() {
        assert_eq!(flat(table(&["a"], Vec::new())), "");
        assert_eq!(outline(table(&["a"], Vec::new()), 60), "");
    }

    #[test]
    fn colours_end_with_their_words() {
        let style = Style {
            width: Some(60),
            color: true,
            ..Style::default()
        };
        let mut table = table(&["code", "name"], Vec::new());
        table.rows = vec![vec![
            Cell::restored(Cell::code("1.1")),
            Cell::missing("not printed"),
        ]];
        assert!(rendered(&table, Format::Table, style).starts_with(
            "\u{1b}[1mCode   Name\u{1b}[0m\n\
             \u{1b}[33m[1.1]\u{1b}[0m  \u{1b}[2m(not\u{1b}[0m \u{1b}[2mprinted)\u{1b}[0m\n"
        ));
    }

    #[test]
    fn a_cut_word_does_not_colour_the_next_column() {
        let style = Style {
            width: Some(24),
            color: true,
            ..Style::default()
        };
        let cut = Cell::missing("interdisciplinarity");
        let table = table(&["a", "b"], vec![vec![cut, Cell::text(LONG)]]);
        let output = rendered(&table, Format::Table, style);
        let line = output.lines().nth(1);
        assert_eq!(line, Some("\u{1b}[2m(interdisci\u{1b}[0m  Develops"));
    }

    #[test]
    fn documents_cannot_steer_the_terminal() {
        let mut table = table(
            &["a"],
            vec![vec![Cell::text("x\u{1b}]0;title\u{7}\u{202e}y")]],
        );
        table.columns.push(Column::new("b\u{1b}[2J", Place::Body));
        table.rows[0].push(Cell::missing("\u{9b}31m"));
        for output in [flat(&table), outline(&table, 80)] {
            assert_eq!(
                output,
                "A                              b\\u{1b}[2J\n\
                 x\\u{1b}]0;title\\u{7}\\u{202e}y  (\\u{9b}31m)\n"
            );
        }
    }
}
