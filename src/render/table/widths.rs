//! How wide the columns of a table are.

use std::borrow::Cow;

use super::super::text::{IN_COLUMN, visible, width};
use super::{GAP, NARROW};
use crate::view::{Cell, Place, Table};

/// Shares the width of the page among columns: each has what it needs or a fair part.
pub(super) fn share(natural: &[usize], page_width: usize) -> Vec<usize> {
    let gaps = GAP * natural.len().saturating_sub(1);
    let mut left = page_width.saturating_sub(gaps);
    let mut ascending: Vec<usize> = (0..natural.len()).collect();
    ascending.sort_by_key(|&at| natural[at]);
    let mut widths = vec![0; natural.len()];
    for (others, &at) in (0..natural.len()).rev().zip(&ascending) {
        let fair = left / (others + 1);
        let spare = left.saturating_sub(others * NARROW).min(NARROW);
        widths[at] = natural[at].min(fair.max(spare)).max(1);
        left = left.saturating_sub(widths[at]);
    }
    widths
}

pub(super) fn positions(table: &Table, wanted: impl Fn(Place) -> bool) -> Vec<usize> {
    let columns = table.columns.iter().enumerate();
    columns
        .filter(|(_, column)| wanted(column.place))
        .map(|(at, _)| at)
        .collect()
}

pub(super) fn names<'t>(table: &'t Table, shown: &[usize]) -> Vec<Cow<'t, str>> {
    let titles = shown.iter().map(|&at| table.columns[at].title());
    titles
        .map(|title| Cow::Owned(visible(&title).into_owned()))
        .collect()
}

pub(super) fn texts<'t>(row: &'t [Cell], shown: &[usize]) -> Vec<Cow<'t, str>> {
    shown.iter().map(|&at| IN_COLUMN.text(&row[at])).collect()
}

pub(super) fn natural_widths<'t>(
    lines: impl IntoIterator<Item = &'t Vec<Cow<'t, str>>>,
) -> Vec<usize> {
    let mut widths = Vec::new();
    for cells in lines {
        widths.resize(cells.len(), 0);
        for (widest, cell) in widths.iter_mut().zip(cells) {
            *widest = width(cell).max(*widest);
        }
    }
    widths
}
