//! The drawn tables of a page that has words between them, such as one for each competency: each is found by
//! its bars or rules, whether it has a head or not.

use std::ops::Range;

use super::{Drawn, Layout, boxes, pipes, slices};

/// The layout of a text by its tables; `None` where none is drawn, or one does not hold together.
pub(super) fn of(drawn: &Drawn) -> Option<Layout> {
    let mut layout = Layout::default();
    let mut has_table = false;
    let mut line = 0;
    while line < drawn.lines.len() {
        let Some((table, end)) = table(drawn, line)? else {
            drawn.outside(line, &mut layout);
            line += 1;
            continue;
        };
        has_table = true;
        layout.rows.extend(table.rows);
        line = end;
    }
    has_table.then_some(layout)
}

/// The table that begins on a line and the line after it. The outer `None` is for one that does not hold
/// together.
#[expect(clippy::option_option, reason = "no table, or none that can be read")]
fn table(drawn: &Drawn, line: usize) -> Option<Option<(Layout, usize)>> {
    let words = drawn.words(line).trim();
    if words.starts_with("+-") {
        let end = end(drawn, line, |words| words.starts_with(['+', '|']));
        let grid = boxes::of(&part(drawn, line..end), 1)?;
        return Some(Some((grid, end)));
    }
    let below = drawn.lines.get(line + 1).map(|_| drawn.words(line + 1));
    if words.starts_with('|') && below.is_some_and(pipes::is_rule) {
        let end = end(drawn, line, |words| words.starts_with('|'));
        let piped = pipes::of(&part(drawn, line..end), 0);
        return Some(piped.map(|piped| (piped, end)));
    }
    match Ruled::at(drawn, line) {
        Some(ruled) => ruled.read(drawn).map(Some),
        None => Some(None),
    }
}

/// The lines from one on that belong to the same drawing.
fn end(drawn: &Drawn, from: usize, belongs: impl Fn(&str) -> bool) -> usize {
    let lines = from..drawn.lines.len();
    let count = lines.take_while(|&line| belongs(drawn.words(line).trim()));
    from + count.count()
}

fn part<'t>(drawn: &Drawn<'t>, lines: Range<usize>) -> Drawn<'t> {
    Drawn {
        text: drawn.text,
        lines: drawn.lines[lines].to_vec(),
        is_label: drawn.is_label,
    }
}

/// A table between rules of dashes; one of them has a run of dashes over, or under, each column.
struct Ruled {
    /// The columns of characters that begin one.
    columns: Vec<usize>,
    /// The lines of the head.
    head: Range<usize>,
    /// The lines of the rows.
    body: Range<usize>,
    /// The line after the table.
    end: usize,
    /// Whether blank lines separate the rows.
    is_parted: bool,
}

impl Ruled {
    fn at(drawn: &Drawn, line: usize) -> Option<Self> {
        let is_blank = |line: &usize| drawn.words(*line).trim().is_empty();
        let is_rule = |line: &usize| runs(drawn.words(*line)).is_some();
        let first = runs(drawn.words(line));
        let (rule, head) = match &first {
            Some(columns) if columns.len() > 1 => (line, line..line),
            // A rule over the head, which may have several lines.
            Some(_) => {
                let below = line + 1..drawn.lines.len();
                let rule = below.take_while(|line| !is_blank(line)).find(is_rule)?;
                (rule, line + 1..rule)
            }
            None => (line + 1, line..line + 1),
        };
        let columns = runs(drawn.lines.get(rule).map(|_| drawn.words(rule))?)?;
        if columns.len() < 2 || head.clone().any(|line| is_blank(&line)) {
            return None;
        }
        let has_end = first.is_some();
        let mut below = rule + 1..drawn.lines.len();
        let stop = below.find(|line| is_rule(line) || (!has_end && is_blank(line)));
        let stop = match stop {
            Some(stop) => stop,
            None if has_end => return None,
            None => drawn.lines.len(),
        };
        let body = rule + 1..stop;
        Some(Self {
            columns,
            head,
            is_parted: body.clone().any(|line| is_blank(&line)),
            body,
            end: (stop + 1).min(drawn.lines.len()),
        })
    }

    /// Its layout and the line after it; `None` where words cross from one column to the next.
    fn read(&self, drawn: &Drawn) -> Option<(Layout, usize)> {
        let mut layout = Layout::default();
        let add = |line: usize, layout: &mut Layout| {
            let range = drawn.lines[line].clone();
            let cells = slices(range, drawn.words(line), &self.columns);
            let ends_in_gap = |cell: &Range<usize>| {
                let words = &drawn.text[cell.clone()];
                words.is_empty() || words.ends_with(' ')
            };
            let (_, others) = cells.split_last()?;
            others.iter().all(ends_in_gap).then_some(())?;
            layout.add(drawn.text, &cells);
            Some(())
        };
        if !self.head.is_empty() {
            layout.rows.push(Vec::new());
        }
        for line in self.head.clone() {
            add(line, &mut layout)?;
        }
        let mut due = true;
        for line in self.body.clone() {
            if drawn.words(line).trim().is_empty() {
                due = true;
                continue;
            }
            if due || !self.is_parted {
                layout.rows.push(Vec::new());
                due = false;
            }
            add(line, &mut layout)?;
        }
        Some((layout, self.end))
    }
}

/// The columns that the runs of dashes of a rule begin in; `None` for another line.
fn runs(words: &str) -> Option<Vec<usize>> {
    let is_rule = words.contains("---") && words.bytes().all(|byte| b" -".contains(&byte));
    let bytes = words.as_bytes();
    let begins = |&at: &usize| bytes[at] == b'-' && (at == 0 || bytes[at - 1] == b' ');
    is_rule.then(|| (0..words.len()).filter(begins).collect())
}
