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
//! is at most the objective of any cover that keeps the caps. Prices are found in floating
//! point, by steps along a subgradient; the bound is then worked out from them in whole numbers,
//! so that no rounding can make it wrong.

use super::program::{Amounts, Column, ROWS};
use crate::itemset::ItemSet;

/// Prices in whole numbers count in parts of 2^-SCALE.
const SCALE: u32 = 20;

/// What a price of an item, a row is.
#[derive(Debug, Clone)]
pub(super) struct Prices {
    items: Vec<f64>,
    rows: [f64; ROWS],
}

impl Prices {
    pub fn zero(items: usize) -> Self {
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
}

/// A bound, and what each column would add to it.
pub(super) struct Bound {
    total: i128,
    /// Of each column of the part, in its order.
    reduced: Vec<i128>,
    room: i128,
}

impl Bound {
    /// The least that the objective comes to, rounded up.
    pub fn objective(&self) -> u64 {
        rounded_up(self.total)
    }

    /// The least that the objective comes to with a column of the part chosen.
    pub fn objective_with(&self, index: usize) -> u64 {
        rounded_up(self.total + self.reduced[index].max(0))
    }

    /// Whether nothing in the part keeps the caps.
    pub fn is_hopeless(&self) -> bool {
        self.total > self.room
    }

    pub fn reduced_cost(&self, index: usize) -> i128 {
        self.reduced[index]
    }
}

fn rounded_up(total: i128) -> u64 {
    let whole = (total + (1 << SCALE) - 1) >> SCALE;
    u64::try_from(whole.max(0)).unwrap_or(u64::MAX)
}

/// The bound at some prices, in whole numbers.
pub(super) fn bound(part: &Part, prices: &Prices) -> Bound {
    let items: Vec<i128> = prices.items.iter().copied().map(fixed).collect();
    let rows: Vec<(usize, i128)> = part
        .priced_rows()
        .map(|row| (row, fixed(prices.rows[row])))
        .filter(|&(_, price)| price != 0)
        .collect();
    let reduced: Vec<i128> = (part.columns.iter())
        .map(|&index| {
            let column = &part.all[index];
            let own = i128::from(column.amounts[part.objective]) << SCALE;
            let used: i128 = (rows.iter())
                .map(|&(row, price)| price * i128::from(column.amounts[row]))
                .sum();
            let paid: i128 = (column.covers.intersection(part.uncovered).iter())
                .map(|item| items[item])
                .sum();
            own + used - paid
        })
        .collect();
    let prices_of_items: i128 = part.uncovered.iter().map(|item| items[item]).sum();
    let prices_of_rooms: i128 = (rows.iter())
        .map(|&(row, price)| price * i128::from(part.room[row]))
        .sum();
    let gains: i128 = reduced.iter().map(|&cost| cost.min(0)).sum();
    Bound {
        total: prices_of_items - prices_of_rooms + gains,
        reduced,
        room: i128::from(part.room[part.objective]) << SCALE,
    }
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

/// Better prices, by steps along the subgradient (Held & Karp 1971; the step of Polyak).
pub(super) fn improve(part: &Part, prices: &mut Prices, steps: usize, target: f64) {
    let flat = Flat::new(part);
    let mut best = f64::NEG_INFINITY;
    let mut current = prices.clone();
    let mut stride = 1.0;
    let mut stale = 0;
    let patience = 4 + steps / 20;
    let mut slope = Slope::zero(prices.items.len());
    for _ in 0..steps {
        let value = flat.evaluate(&current, &mut slope);
        if value > best + 1e-9 {
            best = value;
            prices.clone_from(&current);
            stale = 0;
            if best > target {
                return;
            }
        } else {
            stale += 1;
            if stale > patience {
                stale = 0;
                stride /= 2.0;
                current.clone_from(prices);
                flat.evaluate(&current, &mut slope);
            }
        }
        if !flat.step(
            &mut current,
            &slope,
            stride,
            (target - value).max(best.abs() * 1e-3),
        ) {
            return;
        }
    }
}

/// By how much a price is too low.
struct Slope {
    items: Vec<f64>,
    rows: [f64; ROWS],
}

impl Slope {
    fn zero(items: usize) -> Self {
        Self {
            items: vec![0.0; items],
            rows: [0.0; ROWS],
        }
    }
}

/// A part with all numbers side by side: the steps do nothing but go over them.
struct Flat {
    uncovered: Vec<usize>,
    costs: Vec<f64>,
    /// Where the items of each column end.
    ends: Vec<usize>,
    items: Vec<usize>,
    rows: Vec<FlatRow>,
}

struct FlatRow {
    row: usize,
    amounts: Vec<f64>,
    room: f64,
    /// Brings the row's prices to the size of the items': the squared ratio of both units.
    pace: f64,
}

#[expect(
    clippy::cast_precision_loss,
    reason = "prices need no precision to be valid"
)]
fn float(amount: u64) -> f64 {
    amount as f64
}

impl Flat {
    fn new(part: &Part) -> Self {
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
        let cost_unit = costs.iter().sum::<f64>();
        let rows = part.priced_rows().map(|row| {
            let amounts: Vec<f64> = (columns.clone())
                .map(|column| float(column.amounts[row]))
                .collect();
            let unit = amounts.iter().sum::<f64>();
            FlatRow {
                row,
                room: float(part.room[row]),
                pace: if unit > 0.0 {
                    (cost_unit / unit).powi(2)
                } else {
                    0.0
                },
                amounts,
            }
        });
        Self {
            uncovered: part.uncovered.iter().collect(),
            rows: rows.collect(),
            costs,
            ends,
            items,
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
        let mut start = 0;
        for (index, &end) in self.ends.iter().enumerate() {
            let items = &self.items[start..end];
            start = end;
            let mut cost = self.costs[index];
            for row in &self.rows {
                cost += prices.rows[row.row] * row.amounts[index];
            }
            for &item in items {
                cost -= prices.items[item];
            }
            if cost < 0.0 {
                value += cost;
                for &item in items {
                    slope.items[item] -= 1.0;
                }
                for row in &self.rows {
                    slope.rows[row.row] += row.amounts[index];
                }
            }
        }
        value
    }

    /// Goes along the slope; `false` if there is no way up.
    fn step(&self, prices: &mut Prices, slope: &Slope, stride: f64, gap: f64) -> bool {
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
        let length = stride * gap / norm;
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
