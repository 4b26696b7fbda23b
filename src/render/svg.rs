//! A matrix as a picture: one SVG that needs nothing else, dark on light, to print at any size. Every
//! row and every mark has a title, for those who point at it and those who hear it.

use super::CODE_PREFIX;
use super::text::{END, IN_COLUMN, MISSING, RESTORED, visible};
use crate::view::Sign;
use crate::view::book::{Listed, Mark, Matrix, Row};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

/// The side of a cell.
const CELL: usize = 16;
/// Between two groups of columns.
const GROUP_GAP: usize = 8;
const ROW: usize = 18;
const MARGIN: usize = 16;
/// What a letter of a name takes, about.
const LETTER: usize = 7;
/// Above the first row.
const HEAD: usize = 44;
const HEADING: usize = 26;
/// What the legend takes.
const LEAST_WIDTH: usize = 640;
const LEGEND: usize = 40;
const STYLE: &str = "text{font:12px system-ui,'Segoe UI',Helvetica,Arial,sans-serif;fill:#1a1a1a}\
    .heading,.group{font-weight:700}.number{font-size:10px;text-anchor:middle}\
    .group{text-anchor:start}.line{stroke:#d0d0d0}.printed{fill:#1f4e79}\
    .restored{fill:#fff;stroke:#9a4a00;stroke-width:2.5}\
    .doubtful{fill:#fff;stroke:#9a4a00;stroke-dasharray:3 2}.cause{fill:#595959;font-style:italic}";

pub(super) fn write(matrix: &Matrix, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(matrix);
    let mut svg = String::new();
    push_frame(&mut svg, matrix, &places);
    push_columns(&mut svg, matrix, &places);
    let mut top = MARGIN + HEAD;
    let mut heading = None;
    for row in &matrix.rows {
        if heading != Some(&row.heading) {
            heading = Some(&row.heading);
            top += HEADING;
            let words = escaped(&plain(&IN_COLUMN.text(&row.heading)));
            push_text(&mut svg, "heading", MARGIN, top - 7, &words);
        }
        push_row(&mut svg, matrix, row, &places, top);
        top += ROW;
    }
    push_legend(&mut svg, &places.signs, top);
    svg.push_str("</svg>\n");
    out.write_all(svg.as_bytes())
}

/// Where things are placed.
struct Places {
    /// Where each column begins.
    columns: Vec<usize>,
    width: usize,
    height: usize,
    /// The signs that are to be explained.
    signs: Vec<Sign>,
}

impl Places {
    fn new(matrix: &Matrix) -> Self {
        let letters = |row: &Row| name(row).chars().count();
        let longest = matrix.rows.iter().map(letters).max().unwrap_or(0);
        let mut at = MARGIN + longest * LETTER + MARGIN;
        let mut columns = Vec::new();
        for group in groups(&matrix.columns) {
            for _ in group {
                columns.push(at);
                at += CELL;
            }
            at += GROUP_GAP;
        }
        let rows = &matrix.rows;
        let headings = rows
            .chunk_by(|one, other| one.heading == other.heading)
            .count();
        let is_shown = |sign: &Sign| {
            let is_doubtful = |row: &Row| row.cells.contains(&Some(Mark::Doubtful));
            let mut rows = rows.iter();
            rows.any(|row| row.name.has_sign(*sign) || *sign == Sign::Doubtful && is_doubtful(row))
        };
        let signs: Vec<Sign> = Sign::ALL.into_iter().filter(is_shown).collect();
        Self {
            columns,
            width: (at + MARGIN).max(LEAST_WIDTH),
            height: MARGIN
                + HEAD
                + headings * HEADING
                + rows.len() * ROW
                + LEGEND
                + signs.len() * ROW
                + MARGIN,
            signs,
        }
    }
}

fn groups<'m, 'c>(columns: &'m [Listed<'c>]) -> impl Iterator<Item = &'m [Listed<'c>]> {
    columns.chunk_by(|one, other| parts(one).0 == parts(other).0)
}

/// What comes before the dot of a code, and after it.
fn parts<'m>(column: &'m Listed) -> (&'m str, &'m str) {
    column.code.split_once('.').unwrap_or(("", &column.code))
}

fn push_frame(svg: &mut String, matrix: &Matrix, places: &Places) {
    let Places { width, height, .. } = places;
    let title = format!(
        "{} knowledge areas × {} CKC items",
        matrix.rows.len(),
        matrix.columns.len()
    );
    // Writing to a string does not fail.
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" lang=\"en\">\n<title>{title}</title>\n\
         <desc>Rows are knowledge areas under their areas, columns are CKC items by domain.</desc>\n\
         <style>{STYLE}</style>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n"
    );
}

fn push_columns(svg: &mut String, matrix: &Matrix, places: &Places) {
    let mut at = 0;
    for group in groups(&matrix.columns) {
        let domain = escaped(parts(&group[0]).0);
        push_text(svg, "group", places.columns[at], MARGIN + 14, &domain);
        for column in group {
            let left = places.columns[at];
            let number = format!(
                "<title>{}</title>{}",
                item(column),
                escaped(parts(column).1)
            );
            push_text(svg, "number", left + CELL / 2, MARGIN + 32, &number);
            at += 1;
        }
    }
}

fn push_row(svg: &mut String, matrix: &Matrix, row: &Row, places: &Places, top: usize) {
    let name = escaped(&name(row));
    let listed = matrix.columns.iter().zip(&row.cells);
    let codes: Vec<&str> = listed
        .filter(|(_, mark)| mark.is_some())
        .map(|(column, _)| column.code.as_str())
        .collect();
    let line = top + ROW;
    let right = places.width - MARGIN;
    let _ = write!(
        svg,
        "<g><title>{name}: {}</title>\n<path class=\"line\" d=\"M{MARGIN} {line}H{right}\"/>\n",
        match (&row.cause, codes.as_slice()) {
            (Some(cause), _) => escaped(cause),
            (None, []) => "none of these items".to_owned(),
            (None, codes) => escaped(&format!("{CODE_PREFIX}{}", codes.join(", "))),
        }
    );
    push_text(svg, "name", MARGIN + 8, top + 13, &name);
    if let (Some(cause), Some(&left)) = (&row.cause, places.columns.first()) {
        let room = right.saturating_sub(left) / LETTER;
        push_text(svg, "cause", left, top + 13, &escaped(&cut(cause, room)));
    }
    for ((column, mark), &left) in matrix.columns.iter().zip(&row.cells).zip(&places.columns) {
        if let Some(mark) = mark {
            push_mark(svg, *mark, left, top, &format!("{name}: {}", item(column)));
        }
    }
    svg.push_str("</g>\n");
}

fn push_mark(svg: &mut String, mark: Mark, left: usize, top: usize, title: &str) {
    let (class, side) = match mark {
        Mark::Printed => ("printed", CELL - 2),
        // Its line is half outside.
        Mark::Restored => ("restored", CELL - 5),
        Mark::Doubtful => ("doubtful", CELL - 5),
    };
    let inset = (CELL - side) / 2;
    let _ = writeln!(
        svg,
        "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{side}\" height=\"{side}\">\
         <title>{title} ({class})</title></rect>",
        left + inset,
        top + 1 + inset,
    );
}

fn push_legend(svg: &mut String, signs: &[Sign], top: usize) {
    let top = top + 12;
    push_mark(svg, Mark::Printed, MARGIN, top, "the item is listed");
    push_text(
        svg,
        "name",
        MARGIN + 24,
        top + 13,
        "listed in the crosswalk",
    );
    push_mark(svg, Mark::Restored, MARGIN + 190, top, "the item is listed");
    let words = "restored: not printed there, put back by a reviewed correction";
    push_text(svg, "name", MARGIN + 214, top + 13, words);
    for (sign, line) in signs.iter().zip(1..) {
        let words = escaped(&format!("{} {}", sign.mark(), sign.meaning()));
        push_text(svg, "name", MARGIN, top + 13 + line * ROW, &words);
    }
}

fn push_text(svg: &mut String, class: &str, left: usize, base: usize, content: &str) {
    let _ = writeln!(
        svg,
        "<text class=\"{class}\" x=\"{left}\" y=\"{base}\">{content}</text>"
    );
}

/// `CKC 7.5: Uses …`
fn item(column: &Listed) -> String {
    escaped(&format!("{CODE_PREFIX}{}: {}", column.code, column.title))
}

/// The name of a row, with its level where it is marked.
fn name(row: &Row) -> String {
    let name = plain(&IN_COLUMN.text(&row.name));
    match row.level {
        "FS" | "" => name,
        level => format!("{name} ({level})"),
    }
}

/// Without the marks that only a terminal page knows.
fn plain(text: &str) -> String {
    text.replace([RESTORED, MISSING, END], "")
}

/// As many letters as there is room for; all of them are in the title of the row.
fn cut(words: &str, room: usize) -> Cow<'_, str> {
    match words.char_indices().nth(room) {
        Some((end, _)) => Cow::Owned(format!("{}…", &words[..end])),
        None => Cow::Borrowed(words),
    }
}

/// Words that are nothing but words.
fn escaped(words: &str) -> String {
    let mut text = String::new();
    for character in visible(words).chars() {
        match character {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            // XML has no name for these.
            '\u{fffe}' | '\u{ffff}' => text.push('\u{fffd}'),
            other => text.push(other),
        }
    }
    text
}
