//! What a node of the search can leave out: columns that cannot be in a cover that is wanted.

use std::cmp::Reverse;

use super::program::{Amounts, ROWS, add, fits};
use super::search::{Node, Search};
use crate::training::itemset::ItemSet;

impl Search<'_> {
    /// Drops the columns that cover nothing more, or that there is no room for.
    pub(super) fn keep_useful(&self, node: &mut Node) {
        let Node {
            uncovered,
            columns,
            spent,
        } = node;
        columns.retain(|&column| {
            let column = &self.program.columns[column];
            let mut sum = *spent;
            add(&mut sum, &column.amounts);
            !column.covers.is_disjoint(uncovered) && fits(&sum, &self.caps)
        });
    }

    /// Drops the columns that cover too little: where a cap leaves room for so many columns and no
    /// more, one of them and the largest others must come to all that is uncovered. Whole columns
    /// where the relaxation may use parts of them. `false` if nothing is left.
    pub(super) fn keep_large_enough(&self, node: &mut Node) -> bool {
        loop {
            let slots = self.slots(node);
            if slots >= node.columns.len() {
                return true;
            }
            let Some(others) = slots.checked_sub(1) else {
                return false;
            };
            let size = |column: &usize| {
                let covers = &self.program.columns[*column].covers;
                covers.intersection(&node.uncovered).count()
            };
            let mut sizes: Vec<usize> = node.columns.iter().map(size).collect();
            sizes.sort_unstable_by_key(|&size| Reverse(size));
            let others: usize = sizes.iter().take(others).sum();
            let least = node.uncovered.count().saturating_sub(others);
            let before = node.columns.len();
            node.columns.retain(|column| size(column) >= least);
            if node.columns.len() == before {
                return true;
            }
        }
    }

    /// How many more columns there is room for.
    pub(super) fn slots(&self, node: &Node) -> usize {
        let slots = (0..ROWS)
            .filter(|&row| self.caps[row] != u64::MAX)
            .filter_map(|row| {
                let amounts = node
                    .columns
                    .iter()
                    .map(|&column| self.program.columns[column].amounts[row]);
                let room = self.caps[row].saturating_sub(node.spent[row]);
                room.checked_div(amounts.min()?)
            })
            .min();
        slots.map_or(usize::MAX, |slots| {
            usize::try_from(slots).unwrap_or(usize::MAX)
        })
    }

    /// The uncovered item that the fewest columns cover; `None` if one has none.
    pub(super) fn rarest(&self, node: &Node) -> Option<usize> {
        let mut counts = vec![0_usize; self.program.items];
        for &column in &node.columns {
            for item in self.program.columns[column].covers.iter() {
                counts[item] += 1;
            }
        }
        let item = node.uncovered.iter().min_by_key(|&item| counts[item])?;
        (counts[item] > 0).then_some(item)
    }

    pub(super) fn covers_all(&self, node: &Node) -> bool {
        let mut left = node.uncovered.clone();
        for &column in &node.columns {
            left = left.difference(&self.program.columns[column].covers);
            if left.is_empty() {
                return true;
            }
        }
        false
    }

    /// The columns but those for which another does all they do and has no more of anything.
    /// A cover may have the other in their place, so the least of a weight stays in reach.
    pub(super) fn undominated(&self, node: &Node) -> Vec<usize> {
        let mut sorted: Vec<(usize, ItemSet)> = node
            .columns
            .iter()
            .map(|&column| {
                (
                    column,
                    self.program.columns[column]
                        .covers
                        .intersection(&node.uncovered),
                )
            })
            .collect();
        sorted.sort_by_key(|(column, covers)| {
            (Reverse(covers.count()), self.relevant(*column), *column)
        });
        let mut kept: Vec<(usize, ItemSet)> = Vec::new();
        for (column, covers) in sorted {
            let dominated = kept.iter().any(|(other, more)| {
                covers.is_subset(more) && fits(&self.relevant(*other), &self.relevant(column))
            });
            if !dominated {
                kept.push((column, covers));
            }
        }
        kept.into_iter().map(|(column, _)| column).collect()
    }

    /// The amounts that count: of rows with a cap, and of the objective.
    pub(super) fn relevant(&self, column: usize) -> Amounts {
        let mut amounts = self.program.columns[column].amounts;
        for (row, amount) in amounts.iter_mut().enumerate() {
            if row != self.objective() && self.caps[row] == u64::MAX {
                *amount = 0;
            }
        }
        amounts
    }
}
