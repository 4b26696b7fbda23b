//! Pandoc's simple and multiline tables: a rule of dashes under each heading tells the columns. One line
//! per row; or, where a rule runs over the head as well, a blank line after each row.

use super::{Drawn, Layout, slices};

pub(super) fn of(drawn: &Drawn, head: usize) -> Option<Layout> {
    let rule =
        (head + 1..drawn.lines.len().min(head + 4)).find(|&line| is_rule(drawn.words(line)))?;
    let columns = columns(drawn.words(rule));
    if columns.len() < 2 {
        return None;
    }
    let over = (head.saturating_sub(2)..head).find(|&line| is_rule(drawn.words(line)));
    let mut layout = Layout::default();
    (0..over.unwrap_or(head)).for_each(|line| drawn.outside(line, &mut layout));
    layout.rows.push(Vec::new());
    let mut due = false;
    let mut after = false;
    for line in head..drawn.lines.len() {
        let words = drawn.words(line);
        let is_blank = words.trim().is_empty();
        if after {
            drawn.outside(line, &mut layout);
        } else if is_rule(words) {
            due = true;
            after = line > rule;
        } else if is_blank {
            due = true;
            // The last row of a table without an end rule ends it.
            after = over.is_none() && line > rule;
        } else {
            if std::mem::take(&mut due) || (over.is_none() && line > rule) {
                layout.rows.push(Vec::new());
            }
            layout.add(
                drawn.text,
                &slices(drawn.lines[line].clone(), words, &columns),
            );
        }
    }
    Some(layout)
}

fn is_rule(words: &str) -> bool {
    words.contains("---") && words.chars().all(|c| " -".contains(c))
}

/// The columns of characters that the runs of dashes start in.
fn columns(rule: &str) -> Vec<usize> {
    let dashes = |column: usize| rule.as_bytes()[column] == b'-';
    let starts = |&column: &usize| dashes(column) && (column == 0 || !dashes(column - 1));
    (0..rule.len()).filter(starts).collect()
}
