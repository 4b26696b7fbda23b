//! The cheapest candidates that together cover what is wanted, proved.
//!
//! First the least first weight, then the least second weight of those, and so on; at last the
//! order of the candidates. Each is a branch and bound of its own, with the weights before it
//! held to what was proved.

mod bound;
mod program;
mod search;

use std::time::Instant;

use crate::itemset::ItemSet;
use bound::Prices;
use program::{Amounts, Program, WEIGHTS};
use search::{Clock, Cover, Goal, Search};

/// One thing to choose: what it covers and what it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The items it covers.
    pub covers: ItemSet,
    /// In order of priority: what is minimised first, then the ties.
    pub weights: [u64; 3],
    /// What it uses of each limited resource.
    pub uses: [u64; 3],
}

/// What is to be covered, and with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The items to cover.
    pub wanted: ItemSet,
    /// What there is to choose from.
    pub candidates: Vec<Candidate>,
    /// Candidates that are always chosen, by index.
    pub must: Vec<usize>,
    /// How much of each resource may be used; `u64::MAX`: no limit.
    pub limits: [u64; 3],
}

/// A set of candidates that covers what is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// By index, ascending, the `must` ones among them.
    pub chosen: Vec<usize>,
    /// The sums of the weights.
    pub weights: [u64; 3],
}

impl Choice {
    fn key(&self) -> ([u64; 3], &[usize]) {
        (self.weights, &self.chosen)
    }
}

/// What the search came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The best choice, or the best known if not proved.
    pub best: Option<Choice>,
    /// No choice has a first weight below this one; `u64::MAX` if it is proved that there is none.
    pub bound: u64,
    /// The search came to its end: nothing is better than `best`.
    pub proved: bool,
    /// Others with the same first weight, best first.
    pub alternatives: Vec<Choice>,
    /// How many nodes the search visited.
    pub nodes: u64,
}

/// Searches for the best choice and for some alternatives, until the deadline if there is one.
#[must_use]
pub fn solve(problem: &Problem, alternatives: usize, deadline: Option<Instant>) -> Answer {
    let nothing = Answer {
        best: None,
        bound: u64::MAX,
        proved: true,
        alternatives: Vec::new(),
        nodes: 0,
    };
    let Some(program) = Program::new(problem) else {
        return nothing;
    };
    if !program.is_coverable() {
        return nothing;
    }
    let mut clock = Clock::new(deadline);
    let mut solver = Solver {
        program: &program,
        clock: &mut clock,
        pool: Vec::new(),
        bound: u64::MAX,
    };
    solver.solve(alternatives + 1);
    let (pool, bound) = (solver.pool, solver.bound);
    let mut choices: Vec<Choice> = pool
        .iter()
        .map(|cover| program.choice(&cover.columns))
        .collect();
    choices.sort_by(|a, b| a.key().cmp(&b.key()));
    choices.dedup();
    let mut choices = choices.into_iter();
    let best = choices.next();
    let first = best.as_ref().map(|best| best.weights[0]);
    Answer {
        bound: bound.saturating_add(program.must_weight(0)),
        proved: !clock.stopped,
        alternatives: choices
            .filter(|choice| Some(choice.weights[0]) == first)
            .take(alternatives)
            .collect(),
        best,
        nodes: clock.nodes,
    }
}

struct Solver<'p> {
    program: &'p Program,
    clock: &'p mut Clock,
    /// Covers that belong to the answer, or may.
    pool: Vec<Cover>,
    bound: u64,
}

impl Solver<'_> {
    fn solve(&mut self, wanted: usize) {
        let mut caps = self.program.caps;
        let only_the_best = wanted == 1;
        let mut wanted = wanted;
        let mut known: Vec<Cover> = Vec::new();
        for level in 0..WEIGHTS {
            let goal = if level == 0 || only_the_best {
                Goal::Least
            } else {
                Goal::List(wanted)
            };
            let mut search = Search::new(self.program, self.clock, goal, level, caps);
            for cover in &known {
                search.offer(cover.columns.clone());
            }
            let mut prices = Prices::zero(self.program.items);
            search.run(
                &[],
                (0..self.program.columns.len()).collect(),
                &mut prices,
                search::ROUNDS,
            );
            let (found, open) = (search.found, search.open);
            if level == 0 {
                let best = found.first().map_or(u64::MAX, |cover| cover.amounts[0]);
                self.bound = best.min(open);
            }
            if self.clock.stopped {
                self.pool.extend(found);
                return;
            }
            let full = match goal {
                Goal::List(n) => found.len() == n,
                _ => !found.is_empty(),
            };
            let Some(worst) = found
                .last()
                .map(|cover| cover.amounts[level])
                .filter(|_| full)
            else {
                self.pool.extend(found);
                return;
            };
            caps[level] = worst;
            let (ties, better): (Vec<_>, Vec<_>) = found
                .into_iter()
                .partition(|cover| cover.amounts[level] == worst);
            wanted -= better.len();
            self.pool.extend(better);
            known = ties;
        }
        known.sort_by(|a, b| a.columns.cmp(&b.columns));
        let mut prices = Prices::zero(self.program.items);
        let witness = known.first().map(|cover| cover.columns.clone());
        let mut listed = Vec::new();
        self.by_index(
            &mut Vec::new(),
            0,
            witness,
            &caps,
            &mut prices,
            wanted,
            &mut listed,
        );
        self.pool.append(&mut listed);
        if self.clock.stopped {
            self.pool.append(&mut known);
        }
    }

    /// The first covers in the order of their columns that begin with a prefix and go on with
    /// columns from `floor`; `witness` is any such cover.
    #[expect(clippy::too_many_arguments)]
    fn by_index(
        &mut self,
        prefix: &mut Vec<usize>,
        mut floor: usize,
        witness: Option<Vec<usize>>,
        caps: &Amounts,
        prices: &mut Prices,
        wanted: usize,
        listed: &mut Vec<Cover>,
    ) {
        let mut witness = witness;
        loop {
            if witness.is_none() {
                witness = self.any(prefix, floor, caps, prices);
            }
            let Some(known) = witness.take() else { return };
            if known.len() == prefix.len() {
                listed.push(Cover {
                    amounts: self.program.amounts(&known),
                    columns: known,
                });
                return;
            }
            let mut known = known;
            for column in floor..known[prefix.len()] {
                prefix.push(column);
                let earlier = self.any(prefix, column + 1, caps, prices);
                prefix.pop();
                if let Some(earlier) = earlier {
                    known = earlier;
                    break;
                }
            }
            let column = known[prefix.len()];
            prefix.push(column);
            self.by_index(
                prefix,
                column + 1,
                Some(known),
                caps,
                prices,
                wanted,
                listed,
            );
            prefix.pop();
            if listed.len() >= wanted || self.clock.stopped {
                return;
            }
            floor = column + 1;
        }
    }

    fn any(
        &mut self,
        prefix: &[usize],
        floor: usize,
        caps: &Amounts,
        prices: &mut Prices,
    ) -> Option<Vec<usize>> {
        if self.program.superfluous(prefix).is_some() {
            return None;
        }
        let mut search = Search::new(self.program, self.clock, Goal::Any, WEIGHTS, *caps);
        let rounds = usize::from(prefix.is_empty()) * search::ROUNDS;
        search.run(
            prefix,
            (floor..self.program.columns.len()).collect(),
            prices,
            rounds,
        );
        search.found.pop().map(|cover| cover.columns)
    }
}
