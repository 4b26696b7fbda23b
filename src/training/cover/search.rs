//! Branch and bound over the covers of a program that have no superfluous column.
//!
//! A node of the tree is a set of chosen columns. Something must cover the item that the fewest
//! columns are left for, so each of them is a branch, and what an earlier branch chose is closed
//! to the later ones: every cover is in the tree exactly once.

use std::time::Instant;

use super::bound::{Part, Prices, Relaxation};
use super::program::{Amounts, Program, UNLIMITED, WEIGHTS, add, fits};
use crate::training::itemset::ItemSet;

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
    pub(super) fn new(deadline: Option<Instant>) -> Self {
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
    /// The weights before this one equal their caps; it is minimized if it is a weight.
    pub level: usize,
    pub caps: Amounts,
    /// The best so far, in the order of the minimized weight.
    pub found: Vec<Cover>,
    /// The least of the objective in what the clock left unsearched.
    pub open: u64,
    /// No cover that is not in `found` has less of the objective.
    pub lower: u64,
    pub chosen: Vec<usize>,
    /// Nothing more is wanted.
    pub done: bool,
}

/// A column to choose next.
struct Branch {
    column: usize,
    /// What the objective comes to at least with it.
    at_least: u64,
}

/// What is left to decide.
#[derive(Clone)]
pub(super) struct Node {
    pub uncovered: ItemSet,
    pub columns: Vec<usize>,
    pub spent: Amounts,
}

/// How often prices are bettered and a greedy cover is made from them before the search.
pub(super) const ROUNDS: usize = 20;
/// The first probe goes above the bound by this part of it.
const FIRST_STEP: u64 = 32;
/// More steps close few nodes more, and cost as much as the nodes.
const NODE_STEPS: usize = 15;
const ROOT_STEPS: usize = 30;

impl<'p> Search<'p> {
    pub(super) fn new(
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
            lower: 0,
            chosen: Vec::new(),
            done: false,
        }
    }

    pub(super) fn objective(&self) -> usize {
        if self.level < WEIGHTS { self.level } else { 0 }
    }

    /// Searches the covers that have some columns chosen already and the others among `columns`.
    /// Betters the prices, and makes covers from them, before it branches.
    pub(super) fn run(
        &mut self,
        chosen: &[usize],
        columns: Vec<usize>,
        prices: &mut Prices,
        rounds: usize,
    ) {
        let mut node = Node {
            uncovered: ItemSet::all(self.program.items),
            columns,
            spent: self.program.amounts(chosen),
        };
        for &column in chosen {
            node.uncovered = node
                .uncovered
                .difference(&self.program.columns[column].covers);
        }
        self.chosen = chosen.to_vec();
        if self.goal == Goal::Least {
            node.columns = self.undominated(&node);
        }
        for _ in 0..rounds {
            self.greedy(&node, prices);
            let Some(part) = self.part(&node) else { return };
            if self.done {
                return;
            }
            let target = target(&part);
            Relaxation::new(part).improve(prices, ROOT_STEPS, target);
        }
        self.probe(&node, prices);
    }

    /// Searches below a low cap first, and below a higher one while that gives too little: a low
    /// cap makes a small tree, and a search that starts from a poor cover would visit much that
    /// its better covers close. Each cap that gave too little is also a bound that is proved.
    fn probe(&mut self, node: &Node, prices: &Prices) {
        let objective = self.objective();
        if self.goal != Goal::Any {
            let Some(part) = self.part(node) else { return };
            self.lower = Relaxation::new(part).bound(prices).objective();
            let mut step = 1 + self.lower / FIRST_STEP;
            while self.lower.saturating_add(step) < self.caps[objective] {
                let cap = self.lower + step;
                let ceiling = std::mem::replace(&mut self.caps[objective], cap);
                self.visit(node.clone(), prices, self.lower);
                if self.clock.stopped {
                    self.lower = self.lower.max(self.open.min(cap + 1));
                    return;
                }
                if self.done || self.caps[objective] < cap {
                    return;
                }
                self.lower = cap + 1;
                self.caps[objective] = self
                    .ceiling()
                    .map_or(ceiling, |worst| worst.saturating_sub(1));
                step *= 2;
            }
        }
        self.visit(node.clone(), prices, self.lower);
        self.lower = self.lower.max(self.open);
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
            slots: self.slots(node),
        })
    }

    /// Searches below a node, of which `at_least` is known.
    fn visit(&mut self, mut node: Node, prices: &Prices, at_least: u64) {
        if self.done {
            return;
        }
        if self.clock.tick() {
            self.open = self.open.min(at_least);
            return;
        }
        if node.uncovered.is_empty() {
            self.offer(self.chosen.clone());
            return;
        }
        self.keep_useful(&mut node);
        if !self.keep_large_enough(&mut node) || !self.covers_all(&node) {
            return;
        }
        let mut prices = prices.clone();
        let Some(branches) = self.branches(&mut node, &mut prices) else {
            return;
        };
        for branch in branches {
            node.columns.retain(|&other| other != branch.column);
            let at_least = at_least.max(branch.at_least);
            if at_least > self.caps[self.objective()] {
                continue;
            }
            let column = &self.program.columns[branch.column];
            let mut child = Node {
                uncovered: node.uncovered.difference(&column.covers),
                ..node.clone()
            };
            add(&mut child.spent, &column.amounts);
            self.chosen.push(branch.column);
            if self.goal == Goal::Least || self.program.superfluous(&self.chosen).is_none() {
                self.visit(child, &prices, at_least);
            }
            self.chosen.pop();
        }
    }

    /// The ways to cover the item that has the fewest, the most promising first; `None` if the
    /// bound shows that there is nothing below the node. Takes from the node every column that
    /// the bound shows to be in nothing below (reduced cost fixing).
    fn branches(&self, node: &mut Node, prices: &mut Prices) -> Option<Vec<Branch>> {
        let part = self.part(node)?;
        let target = target(&part);
        let relaxation = Relaxation::new(part);
        relaxation.improve(prices, NODE_STEPS, target);
        let bound = relaxation.bound(prices);
        if bound.is_hopeless() {
            return None;
        }
        let spent = node.spent[self.objective()];
        let mut left: Vec<(i128, Branch)> = (node.columns.iter().enumerate())
            .map(|(index, &column)| {
                let at_least = bound.objective_with(index).saturating_add(spent);
                (bound.reduced_cost(index), Branch { column, at_least })
            })
            .filter(|(_, branch)| branch.at_least <= self.caps[self.objective()])
            .collect();
        left.sort_unstable_by_key(|&(cost, Branch { column, .. })| (cost, column));
        node.columns = left.iter().map(|(_, branch)| branch.column).collect();
        let item = self.rarest(node)?;
        Some(
            left.into_iter()
                .map(|(_, branch)| branch)
                .filter(|branch| self.program.columns[branch.column].covers.contains(item))
                .collect(),
        )
    }

    /// Takes a cover in if it is wanted.
    pub(super) fn offer(&mut self, mut columns: Vec<usize>) {
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
        let place = (self.found)
            .partition_point(|other| other.amounts[objective] <= cover.amounts[objective]);
        self.found.insert(place, cover);
        self.found.truncate(self.wanted());
        self.done = match self.ceiling() {
            Some(_) if self.goal == Goal::Any => true,
            Some(worst) => {
                let cap = &mut self.caps[objective];
                *cap = worst.saturating_sub(1).min(*cap);
                worst == 0
            }
            None => false,
        };
    }

    fn wanted(&self) -> usize {
        match self.goal {
            Goal::List(wanted) => wanted,
            Goal::Least | Goal::Any => 1,
        }
    }

    /// The objective of the worst cover, once there are as many as wanted: only what is better
    /// is of use from there on.
    pub(super) fn ceiling(&self) -> Option<u64> {
        let worst = self.found.get(self.wanted().checked_sub(1)?)?;
        Some(worst.amounts[self.objective()])
    }

    fn greedy(&mut self, node: &Node, prices: &Prices) {
        let Some(part) = self.part(node) else { return };
        let bound = Relaxation::new(part).bound(prices);
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

/// What the bound must come above to close a node. Where no cover is known: what it would take to
/// cover each item by its own cheapest column.
#[expect(
    clippy::cast_precision_loss,
    reason = "prices need no precision to be valid"
)]
fn target(part: &Part) -> f64 {
    let room = part.room[part.objective];
    if room != u64::MAX {
        return room as f64 + 0.001;
    }
    let cheapest = |item: usize| {
        let columns = part.columns.iter().map(|&column| &part.all[column]);
        let covering = columns.filter(|column| column.covers.contains(item));
        covering.map(|column| column.amounts[part.objective]).min()
    };
    let each = part.uncovered.iter().filter_map(cheapest);
    each.map(|amount| amount as f64).sum()
}
