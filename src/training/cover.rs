//! The cheapest candidates that together cover what is wanted, proved.
//!
//! What is best is decided weight by weight: the least first weight, then the least second weight
//! of what has that, then the third, and at last the order of the candidates. Each level is a
//! branch and bound of its own, with the weights before it held to what was proved. Where several
//! choices are asked for, a level finds as many: those that have less than the worst of them are
//! then all known, and the next level decides among those that have as much.
//!
//! - `program`: what is left to decide once the `must` ones are in.
//! - `search`: the branch and bound.
//! - `bound`: the Lagrangian relaxation that closes its branches.
//!
//! Where the limits leave no choice, [`most`] puts the same question with a stopgap for each item, which
//! weighs more than all candidates together.
//!
//! A choice has no superfluous candidate. That makes the order by candidates simple: no choice is
//! the beginning of another. It loses nothing, for weights are never negative.

mod bound;
mod narrow;
mod program;
mod search;

use std::time::Instant;

use crate::training::itemset::ItemSet;
use bound::Prices;
use program::{Amounts, Program, WEIGHTS};
use search::{Clock, Cover, Goal, ROUNDS, Search};

/// One thing to choose: what it covers and what it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The items it covers.
    pub covers: ItemSet,
    /// In order of priority: what is minimized first, then the ties.
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

impl Problem {
    /// Whether the `must` ones alone keep the limits.
    #[must_use]
    pub fn must_keep_limits(&self) -> bool {
        Program::new(self).is_some()
    }
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
        wanted: alternatives.saturating_add(1),
        caps: program.caps,
        pool: Vec::new(),
        bound: u64::MAX,
    };
    solver.solve();
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

/// What covers the most of a problem that nothing covers whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Most {
    /// The best of the choices that cover the most, or the best known if not proved; `None` where the `must`
    /// ones alone break a limit, or nothing was found in time.
    pub best: Option<Choice>,
    /// No choice leaves fewer items uncovered.
    pub uncovered: usize,
    /// The search came to its end: no choice covers more, and none that covers as much is better.
    pub proved: bool,
}

/// Searches for the choice within the limits that covers the most, and of those the best, until the deadline
/// if there is one.
#[must_use]
pub fn most(problem: &Problem, deadline: Option<Instant>) -> Most {
    let first = problem.candidates.iter().map(|one| one.weights[0]);
    let all = first.fold(0, u64::saturating_add);
    // An item that stays uncovered weighs more than all there is to choose.
    let penalty = all.saturating_add(1);
    let items = problem.wanted.count() as u64;
    let is_exact = penalty.checked_mul(items + 1).is_some();
    let open = problem.wanted.iter().map(|item| Candidate {
        covers: std::iter::once(item).collect(),
        weights: [penalty, 0, 0],
        uses: [0; 3],
    });
    let with_open = Problem {
        candidates: problem.candidates.iter().cloned().chain(open).collect(),
        ..problem.clone()
    };
    let answer = solve(&with_open, 0, deadline);
    let count = problem.candidates.len();
    let best = answer.best.map(|mut choice| {
        choice.chosen.retain(|&index| index < count);
        let weights = |row: usize| {
            let chosen = choice.chosen.iter();
            let each = chosen.map(|&index| problem.candidates[index].weights[row]);
            each.fold(0, u64::saturating_add)
        };
        choice.weights = [weights(0), weights(1), weights(2)];
        choice
    });
    let uncovered = (answer.bound / penalty).min(items);
    Most {
        best,
        uncovered: usize::try_from(uncovered).unwrap_or(usize::MAX),
        proved: answer.proved && is_exact,
    }
}

/// The levels of the search, one after the other.
struct Solver<'p> {
    program: &'p Program,
    clock: &'p mut Clock,
    /// How many covers are still to be found.
    wanted: usize,
    /// What the weights of these come to, as far as it is proved; the limits.
    caps: Amounts,
    /// Covers that belong to the answer, or may if the clock stops the search.
    pool: Vec<Cover>,
    /// No cover has a first weight below this one.
    bound: u64,
}

impl Solver<'_> {
    fn solve(&mut self) {
        let alone = self.wanted == 1;
        let mut ties = Vec::new();
        for level in 0..WEIGHTS {
            // Of the first weight only the least counts. Later, the least alone will not do for
            // several covers: their weights may be above the least, and all ties are needed.
            let goal = if level == 0 || alone {
                Goal::Least
            } else {
                Goal::List(self.wanted)
            };
            match self.level(level, goal, ties) {
                Some(worst) => ties = worst,
                None => return,
            }
        }
        ties.sort_by(|left, right| left.columns.cmp(&right.columns));
        let first = ties.first().map(|cover| cover.columns.clone());
        self.pool.append(&mut ties);
        let listed = self.first_by_index(first);
        if !self.clock.stopped {
            // Ties that are not among the first came by chance.
            let Self { caps, pool, .. } = self;
            pool.retain(|cover| cover.amounts[..WEIGHTS] != caps[..WEIGHTS]);
        }
        self.pool.extend(listed);
    }

    /// Finds what covers have of one weight. Those that have less than the worst of the wanted
    /// are all known then and go to the pool. The others that are wanted have as much as it: some
    /// of them are handed on. `None` if there is no more to find.
    fn level(&mut self, level: usize, goal: Goal, known: Vec<Cover>) -> Option<Vec<Cover>> {
        let mut search = Search::new(self.program, self.clock, goal, level, self.caps);
        for cover in known {
            search.offer(cover.columns);
        }
        let columns = (0..self.program.columns.len()).collect();
        search.run(&[], columns, &mut Prices::zero(self.program.items), ROUNDS);
        let (worst, lower) = (search.ceiling(), search.lower);
        let found = search.found;
        if level == 0 {
            let best = worst.unwrap_or(u64::MAX);
            self.bound = if self.clock.stopped {
                best.min(lower)
            } else {
                best
            };
        }
        let Some(worst) = worst.filter(|_| !self.clock.stopped) else {
            self.pool.extend(found);
            return None;
        };
        self.caps[level] = worst;
        let (ties, better): (Vec<Cover>, Vec<Cover>) = found
            .into_iter()
            .partition(|cover| cover.amounts[level] == worst);
        self.wanted -= better.len();
        self.pool.extend(better);
        Some(ties)
    }

    /// Of the covers whose weights are the caps, the first in the order of their columns.
    fn first_by_index(&mut self, known: Option<Vec<usize>>) -> Vec<Cover> {
        let mut listed = Vec::new();
        let mut prices = Prices::zero(self.program.items);
        self.list_by_index(&mut Vec::new(), known, &mut prices, &mut listed);
        listed
    }

    /// Lists the covers that begin with a prefix. `known` is any one of these, if there is one.
    fn list_by_index(
        &mut self,
        prefix: &mut Vec<usize>,
        mut known: Option<Vec<usize>>,
        prices: &mut Prices,
        listed: &mut Vec<Cover>,
    ) {
        let mut floor = prefix.last().map_or(0, |last| last + 1);
        while let Some(mut cover) = known.take().or_else(|| self.any(prefix, floor, prices)) {
            let Some(&next) = cover.get(prefix.len()) else {
                let amounts = self.program.amounts(&cover);
                listed.push(Cover {
                    columns: cover,
                    amounts,
                });
                return;
            };
            // Does any cover go on with an earlier column than this one does?
            for column in floor..next {
                prefix.push(column);
                let earlier = self.any(prefix, column + 1, prices);
                prefix.pop();
                if let Some(earlier) = earlier {
                    cover = earlier;
                    break;
                }
            }
            let column = cover[prefix.len()];
            prefix.push(column);
            self.list_by_index(prefix, Some(cover), prices, listed);
            prefix.pop();
            if listed.len() >= self.wanted || self.clock.stopped {
                return;
            }
            floor = column + 1;
        }
    }

    /// Any cover that has the prefix, and columns from `floor` on.
    fn any(&mut self, prefix: &[usize], floor: usize, prices: &mut Prices) -> Option<Vec<usize>> {
        if self.program.superfluous(prefix).is_some() {
            return None;
        }
        let mut search = Search::new(self.program, self.clock, Goal::Any, WEIGHTS, self.caps);
        // Prices that were found once serve all these searches.
        let rounds = if prefix.is_empty() { ROUNDS } else { 0 };
        search.run(
            prefix,
            (floor..self.program.columns.len()).collect(),
            prices,
            rounds,
        );
        search.found.pop().map(|cover| cover.columns)
    }
}
