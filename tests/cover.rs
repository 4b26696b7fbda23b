//! The cheapest cover against trying every set of candidates.

use std::time::Instant;

use iecmhc_crosswalk::cover::{Answer, Candidate, Choice, Problem, solve};
use iecmhc_crosswalk::itemset::ItemSet;
use proptest::prelude::*;

const ITEMS: usize = 10;
const CANDIDATES: usize = 12;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_answer_is_the_one_that_trying_every_set_finds(
        problem in problems(),
        alternatives in 0..8_usize,
    ) {
        let mut expected = every_choice(&problem).into_iter();
        let answer = solve(&problem, alternatives, None);
        prop_assert!(answer.proved);
        let best = expected.next();
        prop_assert_eq!(answer.bound, best.as_ref().map_or(u64::MAX, |best| best.weights[0]));
        let others: Vec<Choice> = expected
            .take_while(|choice| Some(choice.weights[0]) == best.as_ref().map(|best| best.weights[0]))
            .take(alternatives)
            .collect();
        prop_assert_eq!(answer.best, best);
        prop_assert_eq!(answer.alternatives, others);
    }

    #[test]
    fn stopped_at_once_the_best_and_the_bound_are_still_true(
        problem in problems(),
        alternatives in 0..3_usize,
    ) {
        let every = every_choice(&problem);
        let optimum = every.first().map_or(u64::MAX, |best| best.weights[0]);
        let answer = solve(&problem, alternatives, Some(Instant::now()));
        prop_assert!(answer.bound <= optimum);
        for choice in answer.best.iter().chain(&answer.alternatives) {
            prop_assert!(every.contains(choice));
        }
        if answer.proved {
            prop_assert_eq!(&answer.best, &every.first().cloned());
        }
        prop_assert!(is_in_order(&answer));
    }
}

fn is_in_order(answer: &Answer) -> bool {
    let all: Vec<&Choice> = answer.best.iter().chain(&answer.alternatives).collect();
    all.windows(2)
        .all(|pair| key(pair[0]) < key(pair[1]) && pair[0].weights[0] == pair[1].weights[0])
}

fn key(choice: &Choice) -> ([u64; 3], &[usize]) {
    (choice.weights, &choice.chosen)
}

/// Every set that covers what is wanted and keeps the limits, with nothing superfluous but what
/// must be chosen; best first.
fn every_choice(problem: &Problem) -> Vec<Choice> {
    let mut every: Vec<Choice> = (0..1_usize << problem.candidates.len())
        .map(|bits| {
            (0..problem.candidates.len())
                .filter(|index| bits >> index & 1 == 1)
                .collect()
        })
        .filter(|chosen: &Vec<usize>| is_valid(problem, chosen))
        .map(|chosen| Choice {
            weights: sums(problem, &chosen, |candidate| candidate.weights),
            chosen,
        })
        .collect();
    every.sort_by(|left, right| key(left).cmp(&key(right)));
    every
}

fn is_valid(problem: &Problem, chosen: &[usize]) -> bool {
    let covers = |chosen: &mut dyn Iterator<Item = usize>| {
        let covered = chosen.fold(ItemSet::new(), |set, index| {
            set.union(&problem.candidates[index].covers)
        });
        problem.wanted.is_subset(&covered)
    };
    let uses = sums(problem, chosen, |candidate| candidate.uses);
    problem.must.iter().all(|index| chosen.contains(index))
        && uses
            .iter()
            .zip(&problem.limits)
            .all(|(used, limit)| used <= limit)
        && covers(&mut chosen.iter().copied())
        && chosen.iter().all(|out| {
            problem.must.contains(out)
                || !covers(&mut chosen.iter().copied().filter(|index| index != out))
        })
}

fn sums(problem: &Problem, chosen: &[usize], amounts: impl Fn(&Candidate) -> [u64; 3]) -> [u64; 3] {
    let mut sums = [0; 3];
    for &index in chosen {
        for (sum, amount) in sums.iter_mut().zip(amounts(&problem.candidates[index])) {
            *sum += amount;
        }
    }
    sums
}

fn problems() -> impl Strategy<Value = Problem> {
    (1..=ITEMS, 0..3_u8)
        .prop_flat_map(|(items, kind)| {
            let wanted = prop_oneof![
                4 => Just(ItemSet::all(items)),
                2 => sets(items, 0..=items),
            ];
            let candidates = prop::collection::vec(candidate(items, kind), 0..=CANDIDATES);
            (wanted, candidates).prop_flat_map(|(wanted, candidates)| {
                let must = match candidates.len() {
                    0 => Just(Vec::new()).boxed(),
                    len => prop_oneof![
                        3 => Just(Vec::new()),
                        1 => prop::collection::vec(0..len, 1..3),
                    ]
                    .boxed(),
                };
                let limits =
                    prop::array::uniform3(prop_oneof![3 => Just(u64::MAX), 1 => 0..25_u64]);
                (Just(wanted), Just(candidates), must, limits)
            })
        })
        .prop_map(|(wanted, candidates, must, limits)| Problem {
            wanted,
            candidates,
            must,
            limits,
        })
}

/// All with equal weights, with few different ones, or with many and unknown ones.
fn candidate(items: usize, kind: u8) -> BoxedStrategy<Candidate> {
    let weight = match kind {
        0 => Just(1).boxed(),
        1 => (0..3_u64).boxed(),
        _ => prop_oneof![4 => 0..400_u64, 1 => Just(1 << 40), 1 => Just(0)].boxed(),
    };
    let count = prop_oneof![3 => Just(true), 1 => Just(false)];
    (
        sets(items, 0..=5),
        prop::array::uniform3(weight),
        prop::array::uniform3(0..10_u64),
        count,
    )
        .prop_map(|(covers, mut weights, uses, count)| {
            if count {
                weights[0] = 1;
            }
            Candidate {
                covers,
                weights,
                uses,
            }
        })
        .boxed()
}

fn sets(items: usize, size: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = ItemSet> {
    prop::collection::vec(0..items, size).prop_map(|items| items.into_iter().collect())
}
