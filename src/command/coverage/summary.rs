//! What all learners cover together of each knowledge area.

use super::super::amount;
use super::super::known::Known;
use super::{OF_AREA, hide_what_nobody_said, mark_cells, mark_columns, of_area, share};
use crate::catalogue::Catalogue;
use crate::training::coverage::{Coverage, Need, Place as Learner};
use crate::view::{Cell, Place, Table};

/// The columns of a knowledge area and all learners, but for those of the knowledge area.
pub(in crate::command) const COLUMNS: [(&str, Place); 7] = [
    ("needed", Place::Hidden),
    ("learners", Place::Hidden),
    ("any", Place::Body),
    ("full", Place::Body),
    ("mean_share", Place::Body),
    ("median_share", Place::Hidden),
    ("hours_up_to", Place::Body),
];

/// One row per knowledge area.
pub(super) fn table<'c>(
    catalogue: &'c Catalogue,
    coverage: &Coverage,
    known: &[Known],
    learners: &[Learner],
) -> Table<'c> {
    let mut columns = OF_AREA.to_vec();
    columns.extend(COLUMNS);
    let needs = coverage.needs.areas.iter().enumerate();
    let row = |(place, need): (usize, &Need)| {
        let tally = Tally::of(coverage, learners, need);
        let hours_of = |learner: &Learner| coverage.hours(*learner, place);
        let mut row = of_area(catalogue, need).to_vec();
        row.extend([
            Cell::Count(tally.needed),
            Cell::Count(tally.learners),
            Cell::Count(tally.learners - tally.by_covered[0]),
            Cell::Count(tally.by_covered[need.items.len()]),
            share(tally.covered(), tally.needed * tally.learners),
            share(tally.twice_median(), tally.needed * 2),
            if coverage.has_hours {
                amount(learners.iter().map(hours_of).sum())
            } else {
                Cell::missing("")
            },
        ]);
        row.extend(mark_cells(catalogue, need, &known[place]));
        row
    };
    let rows = if learners.is_empty() {
        Vec::new()
    } else {
        needs.map(row).collect()
    };
    columns.extend(mark_columns(&rows));
    let mut table = Table::new(&columns, rows);
    hide_what_nobody_said(&mut table.columns, coverage);
    table
}

/// How many learners cover how much of one knowledge area.
struct Tally {
    learners: u64,
    needed: u64,
    /// The learners who cover none, one, two … of its items.
    by_covered: Vec<u64>,
}

impl Tally {
    fn of(coverage: &Coverage, learners: &[Learner], need: &Need) -> Self {
        let mut by_covered = vec![0; need.items.len() + 1];
        for learner in learners {
            by_covered[coverage.covered(*learner, need) as usize] += 1;
        }
        Self {
            learners: learners.len() as u64,
            needed: need.items.len() as u64,
            by_covered,
        }
    }

    /// How many items all learners cover together.
    fn covered(&self) -> u64 {
        let counts = (0..).zip(&self.by_covered);
        counts.map(|(covered, learners)| covered * learners).sum()
    }

    /// Twice what the one in the middle covers, or the sum of the two in the middle.
    fn twice_median(&self) -> u64 {
        let at = |rank: u64| {
            let mut left = rank;
            let mut counts = (0..).zip(&self.by_covered);
            let found = counts.find(|(_, learners)| {
                let is_here = left < **learners;
                left = left.saturating_sub(**learners);
                is_here
            });
            found.map_or(0, |(covered, _)| covered)
        };
        at((self.learners - 1) / 2) + at(self.learners / 2)
    }
}
