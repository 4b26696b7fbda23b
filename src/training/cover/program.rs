//! What is left to decide once the `must` ones are in.

use super::{Candidate, Choice, Problem};
use crate::text::distinct;
use crate::training::itemset::ItemSet;

/// The weights, then the limited resources: all are sums over what is chosen.
pub(super) const ROWS: usize = WEIGHTS + 3;
/// How many of the rows are weights.
pub(super) const WEIGHTS: usize = 3;

/// A number for each row.
pub(super) type Amounts = [u64; ROWS];

/// No cap on any row.
pub(super) const UNLIMITED: Amounts = [u64::MAX; ROWS];

/// A candidate that may be chosen.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// Its index in the problem.
    pub candidate: usize,
    /// The items that it covers and the `must` ones do not, renumbered from 0.
    pub covers: ItemSet,
    /// Its weights and uses.
    pub amounts: Amounts,
}

/// The items still to cover, and the candidates that cover any, in the order of the problem.
#[derive(Debug)]
pub(super) struct Program {
    /// How many items there are.
    pub items: usize,
    /// In ascending order of the candidates.
    pub columns: Vec<Column>,
    /// What the `must` ones leave of each resource; no cap on weights.
    pub caps: Amounts,
    must: Vec<usize>,
    must_amounts: Amounts,
}

impl Program {
    /// `None` if the `must` ones alone break a limit.
    pub(super) fn new(problem: &Problem) -> Option<Self> {
        let must = distinct(problem.must.iter().copied());
        let mut left = problem.wanted.clone();
        let mut must_amounts = [0; ROWS];
        for &index in &must {
            let candidate = &problem.candidates[index];
            left = left.difference(&candidate.covers);
            add(&mut must_amounts, &amounts(candidate));
        }
        let mut caps = UNLIMITED;
        for (row, &limit) in problem.limits.iter().enumerate() {
            if limit != u64::MAX {
                caps[WEIGHTS + row] = limit.checked_sub(must_amounts[WEIGHTS + row])?;
            }
        }
        let renumbered: Vec<usize> = left.iter().collect();
        let columns = (problem.candidates.iter().enumerate())
            .filter(|(index, _)| must.binary_search(index).is_err())
            .map(|(index, candidate)| Column {
                candidate: index,
                covers: (candidate.covers.intersection(&left).iter())
                    .filter_map(|item| renumbered.binary_search(&item).ok())
                    .collect(),
                amounts: amounts(candidate),
            })
            .filter(|column| !column.covers.is_empty() && fits(&column.amounts, &caps))
            .collect();
        Some(Self {
            items: renumbered.len(),
            columns,
            caps,
            must,
            must_amounts,
        })
    }

    /// Whether all columns together cover all items.
    pub(super) fn is_coverable(&self) -> bool {
        let covered = (self.columns.iter()).fold(ItemSet::new(), |covered, column| {
            covered.union(&column.covers)
        });
        covered.count() == self.items
    }

    /// The sums over some columns.
    pub(super) fn amounts(&self, columns: &[usize]) -> Amounts {
        let mut sum = [0; ROWS];
        for &column in columns {
            add(&mut sum, &self.columns[column].amounts);
        }
        sum
    }

    /// The columns that could go and leave nothing uncovered; each alone, not all at once.
    pub(super) fn superfluous(&self, columns: &[usize]) -> Option<usize> {
        let (mut once, mut twice) = (ItemSet::new(), ItemSet::new());
        for &column in columns {
            let covers = &self.columns[column].covers;
            twice = twice.union(&once.intersection(covers));
            once = once.union(covers);
        }
        (columns.iter().copied()).find(|&column| self.columns[column].covers.is_subset(&twice))
    }

    /// The weight that the `must` ones have of their own.
    pub(super) fn must_weight(&self, row: usize) -> u64 {
        self.must_amounts[row]
    }

    /// The columns as the problem knows them, with the `must` ones.
    pub(super) fn choice(&self, columns: &[usize]) -> Choice {
        let mut chosen = self.must.clone();
        chosen.extend(columns.iter().map(|&column| self.columns[column].candidate));
        chosen.sort_unstable();
        let mut sum = self.amounts(columns);
        add(&mut sum, &self.must_amounts);
        Choice {
            chosen,
            weights: [sum[0], sum[1], sum[2]],
        }
    }
}

fn amounts(candidate: &Candidate) -> Amounts {
    let mut amounts = [0; ROWS];
    amounts[..WEIGHTS].copy_from_slice(&candidate.weights);
    amounts[WEIGHTS..].copy_from_slice(&candidate.uses);
    amounts
}

/// Adds row by row; what is too large for a number stays the largest number.
pub(super) fn add(sum: &mut Amounts, amounts: &Amounts) {
    for (sum, amount) in sum.iter_mut().zip(amounts) {
        *sum = sum.saturating_add(*amount);
    }
}

/// Whether no row is above its cap.
pub(super) fn fits(amounts: &Amounts, caps: &Amounts) -> bool {
    amounts.iter().zip(caps).all(|(amount, cap)| amount <= cap)
}
