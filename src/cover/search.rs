//! Branch and bound over the covers of a program that have no superfluous column.
//!
//! A node of the tree is a set of chosen columns. Something must cover the item that the fewest
//! columns are left for, so each of them is a branch, and what an earlier branch chose is closed
//! to the later ones: every cover stands in the tree exactly once.

use std::time::Instant;

use super::bound::{self, Part, Prices};
use super::program::{Amounts, Program, ROWS, UNLIMITED, WEIGHTS, add, fits};
use crate::itemset::ItemSet;

/// What a search is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// One cover with the least of a weight.
    Least,
    /// So many covers with the least of a weight; ties as they come.
    List(usize),
    /// Any one cover.
    Any,
}

/// A cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cover {
    /// In ascending order.
    pub columns: Vec<usize>,
    pub amounts: Amounts,
}

/// Tells the searches when to give up.
#[derive(Debug)]
pub(super) struct Clock {
    deadline: Option<Instant>,
    pub stopped: bool,
    /// How many nodes were visited.
    pub nodes: u64,
}

impl Clock {
    pub fn new(deadline: Option<Instant>) -> Self {
        Self {
            deadline,
            stopped: false,
            nodes: 0,
        }
    }

    fn tick(&mut self) -> bool {
        self.nodes += 1;
        self.stopped |= self
            .deadline
            .is_some_and(|deadline| Instant::now() >= deadline);
        self.stopped
    }
}

/// A search.
pub(super) struct Search<'p> {
    pub program: &'p Program,
    pub clock: &'p mut Clock,
    pub goal: Goal,
    /// The weights before this one equal their caps; it is minimised if it is a weight.
    pub level: usize,
    pub caps: Amounts,
    /// The best so far, in the order of the minimised weight.
    pub found: Vec<Cover>,
    /// The least of the objective in what the clock left unsearched.
    pub open: u64,
    pub chosen: Vec<usize>,
    /// Nothing more is wanted.
    pub done: bool,
}

/// What is left to decide.
struct Node {
    uncovered: ItemSet,
    columns: Vec<usize>,
    spent: Amounts,
}

/// How often prices are bettered and a greedy cover is made from them before the search.
pub(super) const ROUNDS: usize = 20;
const NODE_STEPS: usize = 15;
const ROOT_STEPS: usize = 30;

impl<'p> Search<'p> {
    pub fn new(
        program: &'p Program,
        clock: &'p mut Clock,
        goal: Goal,
        level: usize,
        caps: Amounts,
    ) -> Self {
        Self {
            program,
            clock,
            goal,
            level,
            caps,
            found: Vec::new(),
            open: u64::MAX,
            chosen: Vec::new(),
            done: false,
        }
    }

    fn objective(&self) -> usize {
        if self.level < WEIGHTS { self.level } else { 0 }
    }

    /// Searches what can be reached from some chosen columns with some others.
    pub fn run(
        &mut self,
        chosen: &[usize],
        columns: Vec<usize>,
        prices: &mut Prices,
        rounds: usize,
    ) {
        let mut uncovered = ItemSet::all(self.program.items);
        for &column in chosen {
            uncovered = uncovered.difference(&self.program.columns[column].covers);
        }
        self.chosen = chosen.to_vec();
        let node = Node {
            uncovered,
            columns,
            spent: self.program.amounts(chosen),
        };
        let columns = if self.goal == Goal::Least {
            self.undominated(&node)
        } else {
            node.columns.clone()
        };
        let node = Node { columns, ..node };
        for _ in 0..rounds {
            self.greedy(&node, prices);
            if self.done {
                return;
            }
            let Some(part) = self.part(&node) else { return };
            let target = Self::target(&part);
            bound::improve(&part, prices, ROOT_STEPS, target);
        }
        self.visit(node, prices, 0);
    }

    fn part<'a>(&'a self, node: &'a Node) -> Option<Part<'a>> {
        let mut room = UNLIMITED;
        for (row, room) in room.iter_mut().enumerate() {
            if self.caps[row] != u64::MAX {
                *room = self.caps[row].checked_sub(node.spent[row])?;
            }
        }
        Some(Part {
            all: &self.program.columns,
            columns: &node.columns,
            uncovered: &node.uncovered,
            objective: self.objective(),
            room,
        })
    }

    #[expect(clippy::cast_precision_loss, reason = "a target")]
    fn target(part: &Part) -> f64 {
        let room = part.room[part.objective];
        if room == u64::MAX {
            1e6
        } else {
            room as f64 + 0.001
        }
    }

    fn visit(&mut self, mut node: Node, prices: &Prices, inherited: u64) {
        if self.done {
            return;
        }
        if self.clock.tick() {
            self.open = self.open.min(inherited);
            return;
        }
        if node.uncovered.is_empty() {
            self.offer(self.chosen.clone());
            return;
        }
        let program = self.program;
        let caps = self.caps;
        let spent = node.spent;
        node.columns.retain(|&column| {
            let column = &program.columns[column];
            let mut sum = spent;
            add(&mut sum, &column.amounts);
            !column.covers.is_disjoint(&node.uncovered) && fits(&sum, &caps)
        });
        if !self.keep_large_enough(&mut node) || !covers_all(program, &node) {
            return;
        }
        let Some(part) = self.part(&node) else { return };
        let mut prices = prices.clone();
        let mut bound = bound::bound(&part, &prices);
        if !bound.is_hopeless() {
            bound::improve(&part, &mut prices, NODE_STEPS, Self::target(&part));
            bound = bound::bound(&part, &prices);
        }
        if bound.is_hopeless() {
            return;
        }
        let room = part.room[part.objective];
        let objective = part.objective;
        let mut columns: Vec<(usize, i128, u64)> = (node.columns.iter().enumerate())
            .filter(|(index, _)| bound.objective_with(*index) <= room)
            .map(|(index, &column)| {
                (
                    column,
                    bound.reduced_cost(index),
                    bound.objective_with(index),
                )
            })
            .collect();
        columns.sort_by_key(|&(column, cost, _)| (cost, column));
        let lower = bound.objective();
        let Some(item) = self.fewest(&node.uncovered, &columns) else {
            return;
        };
        node.columns = columns.iter().map(|&(column, ..)| column).collect();
        if self.goal == Goal::Least {
            node.columns = self.undominated(&node);
        }
        let branches: Vec<(usize, u64)> = columns
            .iter()
            .filter(|(column, ..)| {
                program.columns[*column].covers.contains(item) && node.columns.contains(column)
            })
            .map(|&(column, _, with)| (column, with))
            .collect();
        let mut open: Vec<usize> = node.columns.clone();
        for (column, with) in branches {
            open.retain(|&other| other != column);
            let with = with.max(lower).saturating_add(spent[objective]);
            if with > self.caps[objective] {
                continue;
            }
            let mut sum = spent;
            add(&mut sum, &program.columns[column].amounts);
            let child = Node {
                uncovered: node.uncovered.difference(&program.columns[column].covers),
                columns: open.clone(),
                spent: sum,
            };
            self.chosen.push(column);
            if self.goal == Goal::Least || program.superfluous(&self.chosen).is_none() {
                self.visit(child, &prices, with);
            }
            self.chosen.pop();
        }
    }

    /// Drops the columns that cover too little: where a cap leaves room for so many columns and no
    /// more, one of them and the largest others must come to all that is uncovered. Whole columns
    /// where the relaxation may use parts of them. `false` if nothing is left.
    fn keep_large_enough(&self, node: &mut Node) -> bool {
        loop {
            let slots = self.slots(node);
            if slots >= node.columns.len() {
                return true;
            }
            let uncovered = node.uncovered.count();
            let mut sizes: Vec<usize> = (node.columns.iter())
                .map(|&column| {
                    self.program.columns[column]
                        .covers
                        .intersection(&node.uncovered)
                        .count()
                })
                .collect();
            let mut sorted = sizes.clone();
            sorted.sort_unstable_by(|a, b| b.cmp(a));
            let others: usize = sorted.iter().take(slots.saturating_sub(1)).sum();
            let before = node.columns.len();
            let mut index = 0;
            node.columns.retain(|_| {
                index += 1;
                sizes[index - 1] + others >= uncovered
            });
            sizes.clear();
            if slots == 0 || node.columns.is_empty() {
                return false;
            }
            if node.columns.len() == before {
                return true;
            }
        }
    }

    /// How many more columns there is room for.
    fn slots(&self, node: &Node) -> usize {
        let mut slots = usize::MAX;
        for row in 0..ROWS {
            if self.caps[row] == u64::MAX {
                continue;
            }
            let room = self.caps[row].saturating_sub(node.spent[row]);
            let least = node
                .columns
                .iter()
                .map(|&column| self.program.columns[column].amounts[row])
                .min()
                .unwrap_or(0);
            if let Some(times) = room.checked_div(least) {
                slots = slots.min(usize::try_from(times).unwrap_or(usize::MAX));
            }
        }
        slots
    }

    /// The item that the fewest columns cover; `None` if one has none.
    fn fewest(&self, uncovered: &ItemSet, columns: &[(usize, i128, u64)]) -> Option<usize> {
        let mut counts = vec![0_usize; self.program.items];
        for &(column, ..) in columns {
            for item in self.program.columns[column].covers.iter() {
                counts[item] += 1;
            }
        }
        let item = uncovered.iter().min_by_key(|&item| counts[item])?;
        (counts[item] > 0).then_some(item)
    }

    /// Takes a cover in if it is wanted.
    pub fn offer(&mut self, mut columns: Vec<usize>) {
        columns.sort_unstable();
        while let Some(column) = self.program.superfluous(&columns) {
            if self.goal != Goal::Least {
                return;
            }
            columns.retain(|&other| other != column);
        }
        let amounts = self.program.amounts(&columns);
        let equal = amounts[..self.level] == self.caps[..self.level];
        if equal && fits(&amounts, &self.caps) {
            self.take(Cover { columns, amounts });
        }
    }

    fn take(&mut self, cover: Cover) {
        if self.found.contains(&cover) {
            return;
        }
        let objective = self.objective();
        let wanted = match self.goal {
            Goal::List(wanted) => wanted,
            Goal::Least | Goal::Any => 1,
        };
        let key = |cover: &Cover| cover.amounts[objective];
        let place = self
            .found
            .partition_point(|other| key(other) <= key(&cover));
        self.found.insert(place, cover);
        self.found.truncate(wanted);
        if self.found.len() < wanted {
            return;
        }
        // Only what is better than the worst of them is of use from here on.
        match key(&self.found[wanted - 1]).checked_sub(1) {
            Some(cap) if self.goal != Goal::Any => self.caps[objective] = cap,
            _ => self.done = true,
        }
    }

    /// The columns but those for which another does all they do and has no more of anything.
    /// A cover may have the other in their place, so the least of a weight stays in reach.
    fn undominated(&self, node: &Node) -> Vec<usize> {
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
            (
                std::cmp::Reverse(covers.count()),
                self.relevant(*column),
                *column,
            )
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
    fn relevant(&self, column: usize) -> Amounts {
        let mut amounts = self.program.columns[column].amounts;
        for (row, amount) in amounts.iter_mut().enumerate() {
            if row != self.objective() && self.caps[row] == u64::MAX {
                *amount = 0;
            }
        }
        amounts
    }

    fn greedy(&mut self, node: &Node, prices: &Prices) {
        let Some(part) = self.part(node) else { return };
        let bound = bound::bound(&part, prices);
        let mut uncovered = node.uncovered.clone();
        let mut picked: Vec<usize> = Vec::new();
        let mut spent = node.spent;
        while !uncovered.is_empty() {
            let best = (node.columns.iter().enumerate())
                .filter_map(|(index, &column)| {
                    let news = self.program.columns[column]
                        .covers
                        .intersection(&uncovered)
                        .count();
                    let mut sum = spent;
                    add(&mut sum, &self.program.columns[column].amounts);
                    if news == 0 || !fits(&sum, &self.program.caps) {
                        return None;
                    }
                    let cost = bound.reduced_cost(index);
                    let news = i128::try_from(news).unwrap_or(1);
                    let score = if cost <= 0 { cost * news } else { cost / news };
                    Some((score, -news, column))
                })
                .min();
            let Some((.., column)) = best else { return };
            uncovered = uncovered.difference(&self.program.columns[column].covers);
            add(&mut spent, &self.program.columns[column].amounts);
            picked.push(column);
        }
        // What was picked first is most often what the rest made superfluous.
        let mut index = 0;
        while index < picked.len() {
            let mut fewer = picked.clone();
            fewer.remove(index);
            let covered = fewer.iter().fold(ItemSet::new(), |set, &column| {
                set.union(&self.program.columns[column].covers)
            });
            if node.uncovered.is_subset(&covered) {
                picked = fewer;
            } else {
                index += 1;
            }
        }
        picked.extend(&self.chosen);
        self.offer(picked);
    }
}

fn covers_all(program: &Program, node: &Node) -> bool {
    let mut left = node.uncovered.clone();
    for &column in &node.columns {
        left = left.difference(&program.columns[column].covers);
        if left.is_empty() {
            return true;
        }
    }
    false
}
