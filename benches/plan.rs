//! How long the cheapest trainings take to prove.
use std::env;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use anyhow::Result;
use iecmhc_crosswalk::cover::{Candidate, Problem, solve};
use iecmhc_crosswalk::itemset::ItemSet;

const ITEMS: usize = 45;

struct Random(u64);
impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap_or(0)
    }
}

struct Training {
    covers: ItemSet,
    hours: u64,
    cost: u64,
}

fn catalogue(seed: u64, n: usize, clustered: bool) -> Vec<Training> {
    let mut r = Random(seed);
    let mut all: Vec<Training> = (0..n)
        .map(|_| {
            let size = 1 + r.below(8);
            let home = r.below(9);
            let mut covers = ItemSet::new();
            while covers.count() < size {
                let item = if clustered && r.below(5) > 0 {
                    (home * 5 + r.below(8)) % ITEMS
                } else {
                    r.below(ITEMS)
                };
                covers.insert(item);
            }
            Training {
                covers,
                hours: 1 + r.below(12) as u64,
                cost: 5 * r.below(81) as u64,
            }
        })
        .collect();
    // every item covered
    for item in 0..ITEMS {
        if !all.iter().any(|t| t.covers.contains(item)) {
            let k = r.below(n);
            all[k].covers.insert(item);
        }
    }
    all
}

fn main() -> Result<()> {
    if !env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let out = &mut io::stdout().lock();
    let arg = |k: &str, d: &str| env::var(k).unwrap_or(d.into());
    let seeds: u64 = arg("SEEDS", "5").parse()?;
    let limit: u64 = arg("LIMIT", "10").parse()?;
    let sizes = arg("SIZES", "200,2000");
    let alts: usize = arg("ALTS", "0").parse()?;
    let only = arg("ONLY", "");
    for n in sizes.split(',') {
        let n: usize = n.parse()?;
        for clustered in [false, true] {
            for limits in [false, true] {
                for measure in ["count", "hours", "cost"] {
                    let name = format!(
                        "{n} {} {} {measure}",
                        if clustered { "clustered" } else { "random" },
                        if limits { "limits" } else { "free" }
                    );
                    if !name.contains(&only) {
                        continue;
                    }
                    let mut times = Vec::new();
                    write!(out, "{name:34}")?;
                    for seed in 0..seeds {
                        let cat = catalogue(seed, n, clustered);
                        let problem = Problem {
                            wanted: ItemSet::all(ITEMS),
                            candidates: cat
                                .iter()
                                .map(|t| Candidate {
                                    covers: t.covers.clone(),
                                    weights: match measure {
                                        "count" => [1, t.hours, t.cost],
                                        "hours" => [t.hours, 1, t.cost],
                                        _ => [t.cost, 1, t.hours],
                                    },
                                    uses: [t.hours, t.cost, 0],
                                })
                                .collect(),
                            must: vec![],
                            limits: if limits {
                                if n > 1000 {
                                    [40, 1000, u64::MAX]
                                } else {
                                    [60, 2000, u64::MAX]
                                }
                            } else {
                                [u64::MAX; 3]
                            },
                        };
                        let start = Instant::now();
                        let a = solve(&problem, alts, Some(start + Duration::from_secs(limit)));
                        let t = start.elapsed().as_secs_f64();
                        times.push(t);
                        write!(
                            out,
                            " {:?}{}{}/{:.2}s/{}",
                            a.best.map(|b| b.weights),
                            if a.proved { "=" } else { ">" },
                            a.bound,
                            t,
                            a.nodes
                        )?;
                        out.flush()?;
                    }
                    times.sort_by(f64::total_cmp);
                    writeln!(
                        out,
                        "  MED {:.2} MAX {:.2}",
                        times[times.len() / 2],
                        times[times.len() - 1]
                    )?;
                }
            }
        }
    }
    Ok(())
}
