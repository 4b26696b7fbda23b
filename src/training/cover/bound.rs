//! How much of the objective a part of the search can't do without.
//!
//! The Lagrangian relaxation of the covering problem (Geoffrion 1974; for set covering Beasley
//! 1987, 1990): give every item a price `u ≥ 0` for being covered, every capped row a price
//! `v ≥ 0` for what is used of it. A column then costs what it has of the objective, plus what it
//! uses at the price of the rows, less the prices of the items it covers: its reduced cost. For
//! any prices
//!
//! ```text
//! sum of u  -  sum of v x room  +  sum of all negative reduced costs
//! ```
//!
//! is at most the objective of any cover that keeps the caps. Where a cap leaves room for so many
//! columns and no more, only that many of the least reduced costs count. Prices are found in floating
//! point, by steps along a subgradient; the bound is then worked out from them in whole numbers,
//! so that no rounding can make it wrong.

use std::cmp::Ordering;

use super::program::{Amounts, Column, ROWS};
use crate::training::itemset::ItemSet;

/// Prices in whole numbers count in parts of 2^-SCALE.
const SCALE: u32 = 20;

/// What a price of an item, a row is.
#[derive(Debug, Clone)]
pub(super) struct Prices {
    items: Vec<f64>,
    rows: [f64; ROWS],
}

impl Prices {
    pub(super) fn zero(items: usize) -> Self {
        Self {
            items: vec![0.0; items],
            rows: [0.0; ROWS],
        }
    }
}

/// What is to be bounded: the columns of a part of the search, as a part of all.
pub(super) struct Part<'a> {
    pub all: &'a [Column],
    pub columns: &'a [usize],
    pub uncovered: &'a ItemSet,
    /// The row that is bounded.
    pub objective: usize,
    /// What may still be used of each row, the objective's too.
    pub room: Amounts,
    /// How many more columns there is room for.
    pub slots: usize,
}

/// A bound, and what each column would add to it.
pub(super) struct Bound {
    total: i128,
    /// Of each column of the part, in its order.
    reduced: Vec<i128>,
    /// The reduced cost that a column must stay below to be among those that the bound counts on.
    last: i128,
    room: i128,
}

impl Bound {
    /// The least that the objective comes to, rounded up.
    pub(super) fn objective(&self) -> u64 {
        rounded_up(self.total)
    }

    /// The least that the objective comes to with a column of the part chosen.
    pub(super) fn objective_with(&self, index: usize) -> u64 {
        rounded_up(self.total + (self.reduced[index] - self.last).max(0))
    }

    /// Whether nothing in the part keeps the caps.
    pub(super) fn is_hopeless(&self) -> bool {
        self.total > self.room
    }

    pub(super) fn reduced_cost(&self, index: usize) -> i128 {
        self.reduced[index]
    }
}

fn rounded_up(total: i128) -> u64 {
    let whole = (total + (1 << SCALE) - 1) >> SCALE;
    u64::try_from(whole.max(0)).unwrap_or(u64::MAX)
}

/// Leaves the `wanted` least, and tells the greatest of them if there were as many.
fn keep_least<T: Copy>(
    values: &mut Vec<T>,
    wanted: usize,
    order: impl Fn(&T, &T) -> Ordering,
) -> Option<T> {
    if values.len() < wanted {
        return None;
    }
    let place = wanted.checked_sub(1)?;
    let (_, &mut last, _) = values.select_nth_unstable_by(place, order);
    values.truncate(wanted);
    Some(last)
}

/// The price as a whole number; far below what sums of products could overflow.
#[expect(clippy::cast_possible_truncation, reason = "`as` stops at the largest")]
fn fixed(price: f64) -> i128 {
    (price.clamp(0.0, 1e15) * f64::from(1 << SCALE)) as i128
}

impl Part<'_> {
    /// The rows with a cap that is not the objective's.
    fn priced_rows(&self) -> impl Iterator<Item = usize> + '_ {
        (0..ROWS).filter(|&row| row != self.objective && self.room[row] != u64::MAX)
    }
}

/// By how much a price is too low.
struct Slope {
    items: Vec<f64>,
    rows: [f64; ROWS],
    /// The columns that the bound counts on, with their reduced costs.
    gains: Vec<(f64, usize)>,
}

impl Slope {
    fn zero(items: usize) -> Self {
        Self {
            items: vec![0.0; items],
            rows: [0.0; ROWS],
            gains: Vec::new(),
        }
    }
}

/// A part with all numbers side by side: the steps do nothing but go over them.
pub(super) struct Relaxation<'p> {
    part: Part<'p>,
    uncovered: Vec<usize>,
    costs: Vec<f64>,
    /// Where the items of each column end.
    ends: Vec<usize>,
    items: Vec<usize>,
    rows: Vec<PricedRow>,
}

struct PricedRow {
    row: usize,
    amounts: Vec<f64>,
    room: f64,
    /// Makes a column's worth of the row weigh as an item does in a step.
    pace: f64,
}

#[expect(
    clippy::cast_precision_loss,
    reason = "prices need no precision to be valid"
)]
fn float(amount: u64) -> f64 {
    amount as f64
}

impl<'p> Relaxation<'p> {
    pub(super) fn new(part: Part<'p>) -> Self {
        let columns = part.columns.iter().map(|&index| &part.all[index]);
        let mut ends = Vec::with_capacity(part.columns.len());
        let mut items = Vec::with_capacity(part.columns.len() * 4);
        for column in columns.clone() {
            items.extend(column.covers.intersection(part.uncovered).iter());
            ends.push(items.len());
        }
        let costs: Vec<f64> = (columns.clone())
            .map(|column| float(column.amounts[part.objective]))
            .collect();
        let rows = part.priced_rows().map(|row| {
            let amounts: Vec<f64> = (columns.clone())
                .map(|column| float(column.amounts[row]))
                .collect();
            let mean = amounts.iter().sum::<f64>() / float(amounts.len() as u64).max(1.0);
            PricedRow {
                row,
                room: float(part.room[row]),
                pace: if mean > 0.0 { mean.powi(-2) } else { 0.0 },
                amounts,
            }
        });
        Self {
            uncovered: part.uncovered.iter().collect(),
            rows: rows.collect(),
            part,
            costs,
            ends,
            items,
        }
    }

    /// Better prices, by steps along the subgradient (Held & Karp 1971, with the step length of
    /// Polyak): as far up as the target, or as the steps go.
    pub(super) fn improve(&self, prices: &mut Prices, steps: usize, target: f64) {
        let patience = 4 + steps / 20;
        let mut slope = Slope::zero(prices.items.len());
        let mut current = prices.clone();
        let (mut best, mut stride, mut stale) = (f64::NEG_INFINITY, 1.0, 0);
        for _ in 0..steps {
            let value = self.evaluate(&current, &mut slope);
            if value > best + 1e-9 {
                best = value;
                prices.clone_from(&current);
                stale = 0;
            } else {
                stale += 1;
            }
            if stale > patience {
                stale = 0;
                stride /= 2.0;
                current.clone_from(prices);
                self.evaluate(&current, &mut slope);
            }
            let gap = (target - value).max(best.abs() * 1e-3);
            if best > target || !self.step(&mut current, &slope, stride * gap) {
                return;
            }
        }
    }

    /// The bound at some prices, in whole numbers.
    pub(super) fn bound(&self, prices: &Prices) -> Bound {
        let items: Vec<i128> = prices.items.iter().copied().map(fixed).collect();
        let rows: Vec<(usize, i128)> = (self.rows.iter())
            .map(|row| (row.row, fixed(prices.rows[row.row])))
            .filter(|&(_, price)| price != 0)
            .collect();
        let mut reduced = Vec::with_capacity(self.part.columns.len());
        let mut start = 0;
        for (&column, &end) in self.part.columns.iter().zip(&self.ends) {
            let amounts = &self.part.all[column].amounts;
            let mut cost = i128::from(amounts[self.part.objective]) << SCALE;
            for &(row, price) in &rows {
                cost += price * i128::from(amounts[row]);
            }
            for &item in &self.items[start..end] {
                cost -= items[item];
            }
            reduced.push(cost);
            start = end;
        }
        let for_items: i128 = self.uncovered.iter().map(|&item| items[item]).sum();
        let for_rows: i128 = (rows.iter())
            .map(|&(row, price)| price * i128::from(self.part.room[row]))
            .sum();
        let mut gains: Vec<i128> = reduced.iter().copied().filter(|&cost| cost < 0).collect();
        let last = keep_least(&mut gains, self.part.slots, i128::cmp).unwrap_or(0);
        Bound {
            total: for_items - for_rows + gains.iter().sum::<i128>(),
            reduced,
            last,
            room: i128::from(self.part.room[self.part.objective]) << SCALE,
        }
    }

    /// The bound at some prices, and the slope there.
    fn evaluate(&self, prices: &Prices, slope: &mut Slope) -> f64 {
        let mut value = 0.0;
        for &item in &self.uncovered {
            value += prices.items[item];
            slope.items[item] = 1.0;
        }
        for row in &self.rows {
            value -= prices.rows[row.row] * row.room;
            slope.rows[row.row] = -row.room;
        }
        slope.gains.clear();
        let mut start = 0;
        for (index, &end) in self.ends.iter().enumerate() {
            let mut cost = self.costs[index];
            for row in &self.rows {
                cost += prices.rows[row.row] * row.amounts[index];
            }
            for &item in &self.items[start..end] {
                cost -= prices.items[item];
            }
            if cost < 0.0 {
                slope.gains.push((cost, index));
            }
            start = end;
        }
        keep_least(&mut slope.gains, self.part.slots, |left, right| {
            left.0.total_cmp(&right.0)
        });
        for &(cost, index) in &slope.gains {
            value += cost;
            let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
            for &item in &self.items[start..self.ends[index]] {
                slope.items[item] -= 1.0;
            }
            for row in &self.rows {
                slope.rows[row.row] += row.amounts[index];
            }
        }
        value
    }

    /// Goes along the slope; `false` if there is no way up.
    fn step(&self, prices: &mut Prices, slope: &Slope, length: f64) -> bool {
        let mut norm = 0.0;
        for &item in &self.uncovered {
            if prices.items[item] > 0.0 || slope.items[item] > 0.0 {
                norm += slope.items[item].powi(2);
            }
        }
        for row in &self.rows {
            if prices.rows[row.row] > 0.0 || slope.rows[row.row] > 0.0 {
                norm += slope.rows[row.row].powi(2) * row.pace;
            }
        }
        if norm == 0.0 {
            return false;
        }
        let length = length / norm;
        for &item in &self.uncovered {
            prices.items[item] = (prices.items[item] + length * slope.items[item]).max(0.0);
        }
        for row in &self.rows {
            let price = &mut prices.rows[row.row];
            *price = (*price + length * slope.rows[row.row] * row.pace).max(0.0);
        }
        true
    }
}
