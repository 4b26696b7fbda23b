//! Grid tables, as pandoc and reStructuredText draw them: rules of `+---+`, bars between the cells.

use super::{Drawn, Layout, slices};

pub(super) fn of(drawn: &Drawn, head: usize) -> Option<Layout> {
    let columns = columns(drawn.words(head.checked_sub(1)?))?;
    let mut layout = Layout::default();
    (0..head - 1).for_each(|line| drawn.outside(line, &mut layout));
    let mut due = true;
    for line in head..drawn.lines.len() {
        let words = drawn.words(line);
        if is_rule(words) {
            due = true;
        } else if words.trim_start().starts_with('|') {
            if std::mem::take(&mut due) {
                layout.rows.push(Vec::new());
            }
            let cells = slices(drawn.lines[line].clone(), words, &columns);
            let bars = cells
                .iter()
                .map(|cell| drawn.text[cell.clone()].starts_with('|'));
            if !bars.into_iter().all(|bar| bar) {
                // The bars do not hold: this is another drawing.
                return None;
            }
            let inside: Vec<_> = cells[..cells.len() - 1]
                .iter()
                .map(|cell| cell.start + 1..cell.end)
                .collect();
            layout.add(drawn.text, &inside);
        } else {
            drawn.outside(line, &mut layout);
        }
    }
    Some(layout)
}

/// The columns of characters that the marks of a rule are in.
fn columns(rule: &str) -> Option<Vec<usize>> {
    let marks = rule.chars().enumerate().filter(|(_, c)| *c == '+');
    let columns: Vec<usize> = marks.map(|(column, _)| column).collect();
    (is_rule(rule) && columns.len() > 2).then_some(columns)
}

/// `+---+====+`, or `|   +---+` under a cell that goes on.
fn is_rule(words: &str) -> bool {
    let words = words.trim();
    words.contains("+-") | words.contains("+=") | words.contains("+:")
        && words.starts_with(['+', '|'])
        && words.ends_with(['+', '|'])
        && !words.contains(char::is_alphanumeric)
}
