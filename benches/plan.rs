//! How long the cheapest trainings take to prove: random catalogues of 200 and 2,000 trainings for
//! 45 items, spread evenly or clustered, for each measure, without limits and with narrow ones.
//! A line for each of several seeds; then the median and the worst of them.
//!
//! Run it with `cargo bench --bench plan`. It reports, and asserts nothing.

use std::env;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use anyhow::Result;
use iecmhc_crosswalk::training::cover::{Candidate, Problem, solve};
use iecmhc_crosswalk::training::itemset::ItemSet;

const ITEMS: usize = 45;
const SEEDS: u64 = 5;
/// How many trainings, how long a proof may take, and the limits of hours and cost: narrow enough
/// that the cheapest set without them breaks them most often.
const SIZES: [(usize, Duration, [u64; 2]); 2] = [
    (200, Duration::from_secs(10), [60, 2000]),
    (2000, Duration::from_mins(1), [40, 1000]),
];
const MEASURES: [&str; 3] = ["count", "hours", "cost"];

fn main() -> Result<()> {
    // `cargo test --benches` starts this program too, but without `--bench`.
    if !env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let out = &mut io::stdout().lock();
    writeln!(
        out,
        "trainings  items      limits  measure  seed  weights            seconds     nodes"
    )?;
    for (size, time, limits) in SIZES {
        for clustered in [false, true] {
            for limits in [None, Some(limits)] {
                for measure in MEASURES {
                    measure_and_report(
                        out,
                        &Case {
                            size,
                            clustered,
                            limits,
                            measure,
                        },
                        time,
                    )?;
                }
            }
        }
    }
    writeln!(
        out,
        "Goals: 200 trainings in under 1 s, 2,000 in under 10 s, or the bound."
    )?;
    Ok(())
}

struct Case {
    size: usize,
    clustered: bool,
    limits: Option<[u64; 2]>,
    measure: &'static str,
}

fn measure_and_report(out: &mut dyn Write, case: &Case, time: Duration) -> Result<()> {
    let name = format!(
        "{:>9}  {:<9}  {:<6}  {:<7}",
        case.size,
        if case.clustered {
            "clustered"
        } else {
            "random"
        },
        if case.limits.is_some() {
            "narrow"
        } else {
            "none"
        },
        case.measure,
    );
    let mut all = Vec::new();
    for seed in 0..SEEDS {
        let problem = problem(case, seed);
        let start = Instant::now();
        let answer = solve(&problem, 0, Some(start + time));
        let seconds = start.elapsed().as_secs_f64();
        let weights = answer
            .best
            .map_or("none".to_owned(), |best| format!("{:?}", best.weights));
        let proved = if answer.proved {
            String::new()
        } else {
            format!("  not proved; at least {}", answer.bound)
        };
        writeln!(
            out,
            "{name}  {seed:>4}  {weights:<17} {seconds:>8.3} {:>9}{proved}",
            answer.nodes
        )?;
        all.push(seconds);
    }
    all.sort_by(f64::total_cmp);
    let (median, worst) = (all[all.len() / 2], all[all.len() - 1]);
    writeln!(out, "{name}  median {median:.3} s, worst {worst:.3} s")?;
    Ok(())
}

fn problem(case: &Case, seed: u64) -> Problem {
    let mut random = Random(seed);
    let candidates = (0..case.size)
        .map(|_| training(case, &mut random))
        .collect();
    let [hours, cost] = case.limits.unwrap_or([u64::MAX; 2]);
    let mut problem = Problem {
        wanted: ItemSet::new(),
        candidates,
        must: Vec::new(),
        limits: [hours, cost, u64::MAX],
    };
    problem.wanted = problem
        .candidates
        .iter()
        .flat_map(|candidate| candidate.covers.iter())
        .collect();
    problem
}

/// One to eight items, one to twelve hours, a cost of up to 400 in steps of 5.
fn training(case: &Case, random: &mut Random) -> Candidate {
    let size = 1 + random.below(8);
    let home = 5 * random.below(9);
    let mut covers = ItemSet::new();
    while covers.count() < size {
        covers.insert(if case.clustered && random.below(5) > 0 {
            (home + random.below(8)) % ITEMS
        } else {
            random.below(ITEMS)
        });
    }
    let (hours, cost) = (1 + random.amount(12), 5 * random.amount(81));
    Candidate {
        covers,
        weights: match case.measure {
            "count" => [1, hours, cost],
            "hours" => [hours, 1, cost],
            _ => [cost, 1, hours],
        },
        uses: [hours, cost, 0],
    }
}

/// `SplitMix64` (Steele, Lea & Flood 2014): the same catalogues on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.amount(end as u64)).unwrap_or_default()
    }

    fn amount(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }
}
