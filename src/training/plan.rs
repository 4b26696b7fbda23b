//! The cheapest trainings that close a gap. The wishes for a plan are put as a problem to the
//! solver ([`crate::training::cover`]), and its answer is put back in terms of trainings. Pure: knows no
//! file and no format.

use std::fmt;
use std::time::Instant;

use crate::record::ItemIndex;
use crate::sheet::Hundredths;
use crate::text::natural_order;
use crate::training::cover::{self, Candidate, Choice, Problem};
use crate::training::itemset::ItemSet;
use crate::training::trainings::{Training, Trainings};

/// The wishes for a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wishes {
    /// What there should be least of; the other two decide between equals.
    pub minimise: Measure,
    /// Trainings that must be in it, by index.
    pub must: Vec<usize>,
    /// Trainings that must not, by index.
    pub without: Vec<usize>,
    /// What must not be exceeded.
    pub limits: Limits,
    /// How many other plans as good are wanted.
    pub alternatives: usize,
    /// When to stop searching.
    pub deadline: Option<Instant>,
}

/// What can be minimized.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// How many trainings.
    Count,
    /// How many hours they take.
    Hours,
    /// What they cost.
    Cost,
}

/// What a plan must not exceed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// The hours of all its trainings.
    pub hours: Option<Hundredths>,
    /// The cost of all its trainings.
    pub cost: Option<Hundredths>,
    /// The hours of its trainings that are not registered.
    pub unregistered_hours: Option<Hundredths>,
}

/// The best plan, and what is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The missing CKC items that a training can cover.
    pub wanted: ItemSet,
    /// Those that none of the trainings that may be chosen can.
    pub uncoverable: ItemSet,
    /// Of these, the ones that trainings cover which were set aside, with these trainings.
    pub set_aside: Vec<(ItemIndex, Vec<usize>)>,
    /// The best choice of trainings; `None` where no choice keeps the limits.
    pub best: Option<Chosen>,
    /// What is proved of it.
    pub proof: Proof,
    /// No choice has less of what is minimized, in its own unit; `None` where there is no choice at all.
    pub bound: Option<Amount>,
    /// Other choices with as little of what is minimized, the best first.
    pub alternatives: Vec<Chosen>,
    /// The trainings that could not be considered, by index, and why.
    pub left_out: Vec<(usize, Unknown)>,
}

/// What is proved of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Nothing is better; or, if there is none, no choice keeps the limits.
    Whole,
    /// Nothing has less of what is minimized. The search was stopped before it was clear whether another
    /// as small has less of the rest.
    Smallest,
    /// The search was stopped: nothing has less of what is minimized than the bound.
    Bound,
}

/// The best that the limits allow where no choice that covers all keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partial {
    /// The choice; `None` where nothing was found in time.
    pub best: Option<Chosen>,
    /// What it covers of the wanted items.
    pub covered: ItemSet,
    /// No choice within the limits covers more of them.
    pub at_most: usize,
    /// The search came to its end: no choice covers more, and none that covers as much is better.
    pub proved: bool,
}

/// A choice of trainings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// By index, ascending.
    pub trainings: Vec<usize>,
    /// Their hours; `None` where those of one are not known.
    pub hours: Option<Hundredths>,
    /// Their cost; `None` where that of one is not known.
    pub cost: Option<Hundredths>,
}

/// So much of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// Trainings.
    Count(u64),
    /// Hours or money.
    Number(Hundredths),
}

/// What a training does not say, but is needed to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unknown {
    /// Its hours.
    Hours,
    /// Its cost.
    Cost,
    /// Whether it is registered.
    Registered,
}

/// Why a plan cannot be sought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contradiction {
    /// A training is wanted and unwanted.
    MustAndWithout(usize),
    /// A training that must be in the plan does not say what decides.
    MustIsUnknown(usize, Unknown),
}

impl Measure {
    /// The name in arguments and formats.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Hours => "hours",
            Self::Cost => "cost",
        }
    }

    /// It first, then those that decide between equals.
    fn order(self) -> [Self; 3] {
        match self {
            Self::Count => [Self::Count, Self::Hours, Self::Cost],
            Self::Hours => [Self::Hours, Self::Count, Self::Cost],
            Self::Cost => [Self::Cost, Self::Count, Self::Hours],
        }
    }

    /// How much of it a training is. What is not known is more than any number that is, so that of
    /// equals a plan without it comes first.
    fn of(self, training: &Training) -> u64 {
        const UNKNOWN: u64 = 1 << 40;
        match self {
            Self::Count => 1,
            Self::Hours => training.hours.map_or(UNKNOWN, |hours| hours.0),
            Self::Cost => training.cost.map_or(UNKNOWN, |cost| cost.0),
        }
    }

    fn amount(self, sum: u64) -> Amount {
        match self {
            Self::Count => Amount::Count(sum),
            Self::Hours | Self::Cost => Amount::Number(Hundredths(sum)),
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => count.fmt(f),
            Self::Number(number) => number.fmt(f),
        }
    }
}

impl Unknown {
    /// What is not known, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Hours => "its hours",
            Self::Cost => "its cost",
            Self::Registered => "whether it is registered",
        }
    }
}

impl Chosen {
    /// What each of its trainings covers of some items, and what only it adds.
    #[must_use]
    pub fn shares(&self, trainings: &Trainings, wanted: &ItemSet) -> Vec<(ItemSet, ItemSet)> {
        let covers = |at: usize| trainings.rows[at].items.intersection(wanted);
        let share = |&this: &usize| {
            let others = self.trainings.iter().filter(|&&other| other != this);
            let by_others = others.fold(ItemSet::new(), |all, &other| all.union(&covers(other)));
            (covers(this), covers(this).difference(&by_others))
        };
        self.trainings.iter().map(share).collect()
    }
}

/// Seeks the best plan for what is missing.
///
/// # Errors
/// When the wishes contradict each other.
pub fn seek(
    trainings: &Trainings,
    missing: &ItemSet,
    wishes: &Wishes,
) -> Result<Plan, Contradiction> {
    let Allowed {
        trainings: allowed,
        left_out,
    } = allowed(trainings, wishes)?;
    let offered = allowed.iter().fold(ItemSet::new(), |all, &index| {
        all.union(&trainings.rows[index].items)
    });
    let wanted = missing.intersection(&offered);
    let uncoverable = missing.difference(&offered);
    let answer = cover::solve(
        &problem(trainings, &allowed, &wanted, wishes),
        wishes.alternatives,
        wishes.deadline,
    );
    let chosen = |choice: &Choice| chosen(trainings, &allowed, choice);
    Ok(Plan {
        set_aside: set_aside(trainings, &uncoverable),
        uncoverable,
        wanted,
        best: answer.best.as_ref().map(chosen),
        proof: proof(&answer),
        bound: (answer.bound < u64::MAX).then(|| wishes.minimise.amount(answer.bound)),
        alternatives: answer.alternatives.iter().map(chosen).collect(),
        left_out,
    })
}

/// Seeks the choice within the limits that covers the most of what a plan wants, and of those the best. `None`
/// where the trainings that must be in it break a limit.
///
/// # Errors
/// When the wishes contradict each other.
pub fn seek_partial(
    trainings: &Trainings,
    wanted: &ItemSet,
    wishes: &Wishes,
) -> Result<Option<Partial>, Contradiction> {
    let allowed = allowed(trainings, wishes)?.trainings;
    let problem = problem(trainings, &allowed, wanted, wishes);
    if !problem.must_keep_limits() {
        return Ok(None);
    }
    let answer = cover::most(&problem, wishes.deadline);
    let best = answer
        .best
        .map(|choice| chosen(trainings, &allowed, &choice));
    let covered = best.iter().flat_map(|best| &best.trainings);
    let covered = covered.fold(ItemSet::new(), |all, &index| {
        all.union(&trainings.rows[index].items)
    });
    Ok(Some(Partial {
        covered: covered.intersection(wanted),
        at_most: wanted.count() - answer.uncovered,
        proved: answer.proved,
        best,
    }))
}

/// The items that trainings of the catalogue cover, though none that may be chosen does.
fn set_aside(trainings: &Trainings, uncoverable: &ItemSet) -> Vec<(ItemIndex, Vec<usize>)> {
    let covering = |item: ItemIndex| -> Vec<usize> {
        let rows = trainings.rows.iter().enumerate();
        let covering = rows.filter(|(_, training)| training.items.contains(item));
        covering.map(|(index, _)| index).collect()
    };
    let each = uncoverable.items().map(|item| (item, covering(item)));
    each.filter(|(_, covering)| !covering.is_empty()).collect()
}

fn proof(answer: &cover::Answer) -> Proof {
    let least = answer.best.as_ref().map(|best| best.weights[0]);
    match answer.proved {
        true => Proof::Whole,
        false if least == Some(answer.bound) => Proof::Smallest,
        false => Proof::Bound,
    }
}

/// The trainings that may be in a plan.
#[derive(Default)]
struct Allowed {
    /// By index, in the order of their ids.
    trainings: Vec<usize>,
    /// Those that do not say what decides.
    left_out: Vec<(usize, Unknown)>,
}

fn allowed(trainings: &Trainings, wishes: &Wishes) -> Result<Allowed, Contradiction> {
    let mut allowed = Allowed::default();
    for (index, training) in trainings.rows.iter().enumerate() {
        let is_must = wishes.must.contains(&index);
        match (wishes.without.contains(&index), unknown(training, wishes)) {
            (true, _) if is_must => return Err(Contradiction::MustAndWithout(index)),
            (true, _) => {}
            (false, None) => allowed.trainings.push(index),
            (false, Some(what)) if is_must => {
                return Err(Contradiction::MustIsUnknown(index, what));
            }
            (false, Some(what)) => allowed.left_out.push((index, what)),
        }
    }
    allowed.trainings.sort_by(|&left, &right| {
        let id = |index: usize| &trainings.rows[index].id;
        natural_order(id(left), id(right))
    });
    Ok(allowed)
}

/// What a training does not say, though the wishes need it.
fn unknown(training: &Training, wishes: &Wishes) -> Option<Unknown> {
    let Limits {
        hours,
        cost,
        unregistered_hours,
    } = wishes.limits;
    let is_unregistered = training.registered != Some(true);
    let needs_hours = hours.is_some()
        || wishes.minimise == Measure::Hours
        || (unregistered_hours.is_some() && is_unregistered);
    let needs_cost = cost.is_some() || wishes.minimise == Measure::Cost;
    if unregistered_hours.is_some() && training.registered.is_none() {
        Some(Unknown::Registered)
    } else if needs_hours && training.hours.is_none() {
        Some(Unknown::Hours)
    } else if needs_cost && training.cost.is_none() {
        Some(Unknown::Cost)
    } else {
        None
    }
}

fn problem(trainings: &Trainings, allowed: &[usize], wanted: &ItemSet, wishes: &Wishes) -> Problem {
    let candidate = |&index: &usize| {
        let training = &trainings.rows[index];
        let hours = training.hours.unwrap_or_default().0;
        let is_registered = training.registered == Some(true);
        Candidate {
            covers: training.items.clone(),
            weights: wishes.minimise.order().map(|measure| measure.of(training)),
            uses: [
                hours,
                training.cost.unwrap_or_default().0,
                if is_registered { 0 } else { hours },
            ],
        }
    };
    let Limits {
        hours,
        cost,
        unregistered_hours,
    } = wishes.limits;
    Problem {
        wanted: wanted.clone(),
        candidates: allowed.iter().map(candidate).collect(),
        must: (0..allowed.len())
            .filter(|&at| wishes.must.contains(&allowed[at]))
            .collect(),
        limits: [hours, cost, unregistered_hours]
            .map(|limit| limit.map_or(u64::MAX, |limit| limit.0)),
    }
}

fn chosen(trainings: &Trainings, allowed: &[usize], choice: &Choice) -> Chosen {
    let chosen: Vec<usize> = choice.chosen.iter().map(|&at| allowed[at]).collect();
    let sum = |of: fn(&Training) -> Option<Hundredths>| {
        chosen.iter().map(|&index| of(&trainings.rows[index])).sum()
    };
    Chosen {
        hours: sum(|training| training.hours),
        cost: sum(|training| training.cost),
        trainings: chosen,
    }
}
