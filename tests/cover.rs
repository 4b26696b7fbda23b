//! The cheapest cover against trying every set of candidates.

use std::time::Instant;

use iecmhc_crosswalk::training::cover::{Answer, Candidate, Choice, Problem, most, solve};
use iecmhc_crosswalk::training::itemset::ItemSet;
use proptest::prelude::*;

const ITEMS: usize = 10;
const CANDIDATES: usize = 12;

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(1000), failure_persistence: None, ..ProptestConfig::default() })]

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
    fn the_most_within_the_limits_is_what_trying_every_set_finds(problem in problems()) {
        let best = every_part(&problem).into_iter().next();
        let answer = most(&problem, None);
        prop_assert!(answer.proved);
        prop_assert_eq!(&answer.best, &best.as_ref().map(|(_, best)| best.clone()));
        prop_assert_eq!(answer.best.is_some(), problem.must_keep_limits());
        if let Some((uncovered, _)) = best {
            prop_assert_eq!(answer.uncovered, uncovered);
        }
        let stopped = most(&problem, Some(Instant::now()));
        prop_assert!(stopped.uncovered <= answer.uncovered);
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

#[test]
fn the_first_weight_comes_first_and_the_others_break_ties() {
    let problem = problem(&[
        (&[0, 1], [1, 9, 0]),
        (&[0], [1, 1, 0]),
        (&[1], [1, 1, 0]),
        (&[0, 1], [1, 8, 0]),
    ]);
    assert_eq!(best(&problem), Some((vec![3], [1, 8, 0])));
}

#[test]
fn of_equals_the_earlier_candidates_are_chosen() {
    let problem = problem(&[
        (&[0], [1; 3]),
        (&[0, 1], [1; 3]),
        (&[2], [1; 3]),
        (&[1, 2], [1; 3]),
    ]);
    assert_eq!(best(&problem), Some((vec![0, 3], [2; 3])));
    let chosen: Vec<Vec<usize>> = solve(&problem, 5, None)
        .alternatives
        .into_iter()
        .map(|other| other.chosen)
        .collect();
    assert_eq!(chosen, [[1, 2], [1, 3]]);
}

#[test]
fn what_must_be_chosen_is_chosen_and_counted_though_superfluous() {
    let mut problem = problem(&[(&[0], [1, 1, 1]), (&[0, 1], [1, 2, 2])]);
    problem.must = vec![0];
    assert_eq!(best(&problem), Some((vec![0, 1], [2, 3, 3])));
}

#[test]
fn a_limit_rules_the_best_out_or_all() {
    let mut problem = problem(&[(&[0, 1], [1, 5, 0]), (&[0], [1, 2, 0]), (&[1], [1, 2, 0])]);
    problem.limits[1] = 4;
    assert_eq!(best(&problem), Some((vec![1, 2], [2, 4, 0])));
    problem.limits[1] = 3;
    let answer = solve(&problem, 1, None);
    assert_eq!((answer.best, answer.proved), (None, true));
}

#[test]
fn an_item_that_nothing_covers_leaves_no_choice() {
    let mut problem = problem(&[(&[0], [1; 3])]);
    problem.wanted.insert(200_usize);
    assert_eq!(best(&problem), None);
}

#[test]
fn to_cover_nothing_takes_nothing() {
    let mut problem = problem(&[(&[0], [0; 3])]);
    problem.wanted = ItemSet::new();
    assert_eq!(best(&problem), Some((vec![], [0; 3])));
}

#[test]
fn items_may_be_more_than_a_word_holds() {
    let problem = problem(&[
        (&[0, 63, 64], [1; 3]),
        (&[128, 300], [1; 3]),
        (&[0, 300], [1; 3]),
    ]);
    assert_eq!(best(&problem), Some((vec![0, 1], [2; 3])));
}

#[test]
fn weights_beyond_all_measure_do_not_overflow() {
    let problem = problem(&[
        (&[0], [u64::MAX; 3]),
        (&[1], [u64::MAX; 3]),
        (&[0, 1], [u64::MAX; 3]),
    ]);
    assert!(solve(&problem, 3, None).best.is_some());
}

/// Candidates that use up of each resource what they weigh; all that they cover is wanted.
fn problem(candidates: &[(&[usize], [u64; 3])]) -> Problem {
    let candidates: Vec<Candidate> = (candidates.iter())
        .map(|&(covers, weights)| Candidate {
            covers: covers.iter().copied().collect(),
            weights,
            uses: weights,
        })
        .collect();
    Problem {
        wanted: candidates
            .iter()
            .flat_map(|candidate| candidate.covers.iter())
            .collect(),
        candidates,
        must: Vec::new(),
        limits: [u64::MAX; 3],
    }
}

fn best(problem: &Problem) -> Option<(Vec<usize>, [u64; 3])> {
    let answer = solve(problem, 0, None);
    assert!(answer.proved);
    answer.best.map(|best| (best.chosen, best.weights))
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

/// Every set that keeps the limits and has nothing superfluous but what must be chosen, with how many items
/// it leaves uncovered; best first.
fn every_part(problem: &Problem) -> Vec<(usize, Choice)> {
    let covered = |chosen: &[usize], without: Option<usize>| {
        let kept = chosen.iter().filter(|&&index| Some(index) != without);
        let covered = kept.fold(ItemSet::new(), |set, &index| {
            set.union(&problem.candidates[index].covers)
        });
        covered.intersection(&problem.wanted).count()
    };
    let sets = (0..1_usize << problem.candidates.len()).map(|bits| {
        let all = 0..problem.candidates.len();
        all.filter(|index| bits >> index & 1 == 1).collect()
    });
    let mut every: Vec<(usize, Choice)> = sets
        .filter(|chosen: &Vec<usize>| {
            let uses = sums(problem, chosen, |candidate| candidate.uses);
            let keeps = uses
                .iter()
                .zip(&problem.limits)
                .all(|(used, limit)| used <= limit);
            let whole = covered(chosen, None);
            let needed =
                |&out: &usize| problem.must.contains(&out) || covered(chosen, Some(out)) < whole;
            keeps
                && problem.must.iter().all(|must| chosen.contains(must))
                && chosen.iter().all(needed)
        })
        .map(|chosen| {
            let weights = sums(problem, &chosen, |candidate| candidate.weights);
            (
                problem.wanted.count() - covered(&chosen, None),
                Choice { weights, chosen },
            )
        })
        .collect();
    every.sort_by(|(left, a), (right, b)| left.cmp(right).then_with(|| key(a).cmp(&key(b))));
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
