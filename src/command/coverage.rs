//! `coverage`: every learner of a log against every knowledge area that lists CKC items.

use std::io;
use std::rc::Rc;

use crate::catalogue::Catalogue;
use crate::cli::{self, Share};
use crate::query::{self, Filter};
use crate::record::{ItemIndex, Level};
use crate::sheet::{Table as File, words};
use crate::source::Progress;
use crate::training::coverage::{Coverage, Need, Needs, Place as Learner};
use crate::training::gap::without_items;
use crate::training::itemset::ItemSet;
use crate::training::log::{self, no_learner};
use crate::view::{Answer, Cell, Column, Content, Place, Rows, Stream, Table, Taker};

mod sql;
pub(super) mod summary;

use super::known::{self, Known};
use super::person::{expect_used, left_out};
use super::{amount, area, marks, name, path};

pub(super) fn run<'c>(
    catalogue: &'c Catalogue,
    args: &cli::Coverage,
    tell: &dyn Fn(&Progress),
) -> anyhow::Result<Answer<'c>> {
    let filter = super::filter(catalogue, &args.filters)?;
    let needs = Needs::new(catalogue, &filter, args.up_to);
    let without_row = without_row(catalogue, &filter, args.up_to);
    if needs.areas.is_empty() {
        return Ok(Answer {
            notes: without_row.into_iter().collect(),
            ..Answer::default()
        });
    }
    if let Some(dialect) = args.sql {
        let log = args.log.to_string_lossy();
        let words = sql::statement(catalogue, &needs, dialect, &log, !args.no_hours);
        return Ok(Answer {
            notes: without_row.into_iter().collect(),
            ..Answer::of(Statement(words))
        });
    }
    let options = args.tables.options();
    let log = File::open(&args.log, &log::FORM, &options)?;
    let mut coverage = Coverage::read(catalogue, needs, log, &options, !args.no_hours, tell)?;
    expect_used(&options, &[&log::FORM])?;
    let mut notes = std::mem::take(&mut coverage.notes);
    notes.extend(without_row);
    notes.extend(left_out(coverage.bad.take(), args.tables.skip_bad)?);
    let learners = learners(&coverage, &args.learner)?;
    let known = known_rows(catalogue, &coverage.needs);
    let sentences = sentences(catalogue, &coverage.needs, &known);
    let rows = rows(catalogue, args, coverage, &known, learners);
    let summary = if rows.count() > 0 {
        sentences
    } else {
        Vec::new()
    };
    Ok(Answer {
        summary,
        notes,
        ..rows.into()
    })
}

/// A statement for a database.
struct Statement(String);

impl<'c> Content<'c> for Statement {
    fn rows(&self) -> Rows<'c> {
        Table::default().into()
    }

    fn is_empty(&self) -> bool {
        false
    }

    fn verbatim(&self) -> Option<&str> {
        Some(&self.0)
    }
}

fn rows<'c>(
    catalogue: &'c Catalogue,
    args: &cli::Coverage,
    coverage: Coverage,
    known: &[Known],
    mut learners: Vec<Learner>,
) -> Rows<'c> {
    if args.summary {
        return summary::table(catalogue, &coverage, known, &learners).into();
    }
    if args.learner.is_empty() {
        coverage.learners.sort(&mut learners);
    }
    let pairs = Pairs {
        rows: templates(catalogue, &coverage, known, args.below.is_some()),
        codes: known.iter().map(|known| codes(catalogue, known)).collect(),
        learners,
        below: args.below,
        coverage,
    };
    pairs.rows()
}

/// How the items of each knowledge area are known.
fn known_rows(catalogue: &Catalogue, needs: &Needs) -> Vec<Known> {
    let row = |need: &Need| &catalogue.knowledge_areas()[need.knowledge_area];
    let rows = needs.areas.iter().map(row);
    rows.map(Known::of_row).collect()
}

/// The items that a knowledge area needs.
fn needed(need: &Need) -> ItemSet {
    need.items.iter().copied().collect()
}

/// Each item as a code, with the signs of its listing by one knowledge area.
fn codes(catalogue: &Catalogue, known: &Known) -> Vec<Cell<'static>> {
    let items = ItemIndex::all(catalogue.items());
    items.map(|item| known.code(catalogue, item)).collect()
}

/// The note on the lists that learners are compared with, if any of them is restored, in doubt or incomplete.
fn sentences(catalogue: &Catalogue, needs: &Needs, known: &[Known]) -> Vec<String> {
    let beside = known::beside_lists(known.iter().zip(needs.areas.iter().map(needed)));
    let listed: usize = needs.areas.iter().map(|need| need.items.len()).sum();
    let counted = (!beside.is_empty())
        .then(|| format!("These knowledge areas list {listed} CKC codes{beside}"));
    let incomplete = needs.areas.iter().filter(|need| {
        let row = &catalogue.knowledge_areas()[need.knowledge_area];
        row.incomplete.is_some()
    });
    let incomplete = known::incomplete_sentence(incomplete.count());
    counted.into_iter().chain(incomplete).collect()
}

/// The knowledge areas that pass and that no log can cover, since no CKC item leads to them.
fn without_row(catalogue: &Catalogue, filter: &Filter, up_to: Option<Level>) -> Option<String> {
    let rows = query::knowledge_areas(catalogue, filter).into_iter();
    let rows = rows.map(|index| (index, &catalogue.knowledge_areas()[index]));
    let asked = rows.filter(|(_, row)| up_to.is_none_or(|level| row.level <= level));
    let named = asked.filter_map(|(index, row)| {
        let cause = without_items(row, index)?;
        Some(format!("{} ({cause})", path(catalogue, row).phrase()))
    });
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| {
        format!(
            "not among the rows, since no CKC item leads there: {}",
            named.join("; ")
        )
    })
}

/// The learners asked for, in that order [default: all, in no order].
fn learners(coverage: &Coverage, asked: &[String]) -> anyhow::Result<Vec<Learner>> {
    let all = &coverage.learners;
    if asked.is_empty() {
        return Ok(all.places().collect());
    }
    let find = |name: &String| {
        let names = || all.places().map(|place| words(all.name(place)));
        let found = all
            .find(name.trim().as_bytes())
            .filter(|_| coverage.has_learners);
        found.ok_or_else(|| no_learner(name, names()).into())
    };
    let mut found: Vec<Learner> = asked.iter().map(find).collect::<anyhow::Result<_>>()?;
    // A learner who is named twice counts once.
    let mut seen = Vec::new();
    found.retain(|learner| {
        let is_new = !seen.contains(learner);
        seen.push(*learner);
        is_new
    });
    Ok(found)
}

/// The columns of a learner and a knowledge area, but for those of the knowledge area.
pub(super) const COLUMNS: [(&str, Place); 6] = [
    ("learner", Place::Heading(0)),
    ("covered", Place::Body),
    ("needed", Place::Body),
    ("share", Place::Body),
    ("hours_up_to", Place::Body),
    ("missing", Place::Body),
];

/// The columns that say of which knowledge area a row is.
pub(super) const OF_AREA: [(&str, Place); 4] = [
    ("id", Place::Hidden),
    ("area", Place::Heading(1)),
    ("knowledge_area", Place::Body),
    ("level", Place::Body),
];

fn of_area<'c>(catalogue: &'c Catalogue, need: &Need) -> [Cell<'c>; OF_AREA.len()] {
    let row = &catalogue.knowledge_areas()[need.knowledge_area];
    [
        Cell::text(&row.id),
        area(catalogue, row),
        name(row),
        Cell::text(row.level.name()),
    ]
}

/// Each learner × each knowledge area.
struct Pairs<'c> {
    coverage: Coverage,
    learners: Vec<Learner>,
    /// One row for each knowledge area, without what differs from learner to learner.
    rows: Vec<Vec<Cell<'c>>>,
    /// The code of each item, as each knowledge area lists it.
    codes: Vec<Vec<Cell<'static>>>,
    below: Option<Share>,
}

/// The places of the cells that differ from learner to learner.
const LEARNER: usize = 0;
const COVERED: usize = OF_AREA.len() + 1;
const SHARE: usize = COVERED + 2;
const HOURS: usize = COVERED + 3;
const MISSING: usize = COVERED + 4;

fn templates<'c>(
    catalogue: &'c Catalogue,
    coverage: &Coverage,
    known: &[Known],
    shows_missing: bool,
) -> Vec<Vec<Cell<'c>>> {
    let needs = coverage.needs.areas.iter().zip(known);
    let row = |(need, known): (&Need, &Known)| {
        let mut row = vec![Cell::missing("")];
        row.extend(of_area(catalogue, need));
        row.extend([
            Cell::Count(0),
            Cell::Count(need.items.len() as u64),
            share(0, 1),
            Cell::missing(""),
        ]);
        row.extend(shows_missing.then(|| Cell::List(Vec::new())));
        row.extend(mark_cells(catalogue, need, known));
        row
    };
    needs.map(row).collect()
}

impl<'c> Pairs<'c> {
    fn rows(self) -> Rows<'c> {
        /// Up to this many rows are held in memory, for any format and for sorting.
        const HELD: usize = 100_000;
        let [learner, counts @ .., missing] = COLUMNS;
        let mut columns = vec![learner];
        columns.extend(OF_AREA);
        columns.extend(counts);
        columns.extend(self.below.map(|_| missing));
        columns.extend(mark_columns(&self.rows));
        let mut table = Table::new(&columns, []);
        hide_what_nobody_said(&mut table.columns, &self.coverage);
        let count = self.count();
        if count > HELD {
            return Rows::Streamed(Stream {
                columns: table.columns,
                count,
                each: Rc::new(move |take| self.each_row(take)),
            });
        }
        table.rows = self.held();
        table.into()
    }

    fn count(&self) -> usize {
        let Some(below) = self.below else {
            return self.learners.len() * self.rows.len();
        };
        let needs = &self.coverage.needs.areas;
        let lacks = |learner: Learner| {
            let lacking = needs
                .iter()
                .filter(|need| self.is_below(learner, need, below));
            lacking.count()
        };
        self.learners.iter().map(|learner| lacks(*learner)).sum()
    }

    fn is_below(&self, learner: Learner, need: &Need, Share(share): Share) -> bool {
        let covered = u64::from(self.coverage.covered(learner, need));
        covered * 10_000 < need.items.len() as u64 * u64::from(share)
    }

    fn each_row(&self, take: Taker<'_>) -> io::Result<()> {
        let mut rows = self.rows.clone();
        for &learner in &self.learners {
            let name = Cell::text(words(self.coverage.learners.name(learner)));
            for (place, row) in rows.iter_mut().enumerate() {
                if self.fill(row, learner, place, &name) {
                    take(row)?;
                }
            }
        }
        Ok(())
    }

    fn held(&self) -> Vec<Vec<Cell<'c>>> {
        let mut held = Vec::new();
        for &learner in &self.learners {
            let name = words(self.coverage.learners.name(learner)).into_owned();
            let name = Cell::text(name);
            for (place, row) in self.rows.iter().enumerate() {
                let mut row = row.clone();
                if self.fill(&mut row, learner, place, &name) {
                    held.push(row);
                }
            }
        }
        held
    }

    /// Fills in what a learner has; says whether the row is asked for.
    fn fill<'r>(
        &self,
        row: &mut [Cell<'r>],
        learner: Learner,
        place: usize,
        name: &Cell<'r>,
    ) -> bool {
        let need = &self.coverage.needs.areas[place];
        let covered = u64::from(self.coverage.covered(learner, need));
        if self.coverage.has_learners {
            row[LEARNER] = name.clone();
        }
        row[COVERED] = Cell::Count(covered);
        row[SHARE] = share(covered, need.items.len() as u64);
        if self.coverage.has_hours {
            row[HOURS] = amount(self.coverage.hours(learner, place));
        }
        let Some(below) = self.below else {
            return true;
        };
        let missing = self.coverage.missing(learner, need);
        let code = |item: ItemIndex| self.codes[place][item.place()].clone();
        row[MISSING] = Cell::List(missing.map(code).collect());
        self.is_below(learner, need, below)
    }
}

/// People are not shown a column without values.
fn hide_what_nobody_said(columns: &mut [Column], coverage: &Coverage) {
    for column in columns {
        let is_empty = match &*column.name {
            "learner" => !coverage.has_learners,
            "hours_up_to" => !coverage.has_hours,
            _ => false,
        };
        if is_empty {
            column.place = Place::Hidden;
        }
    }
}

/// The last columns. A person sees which codes are restored or in doubt; the signs on names tell the rest.
fn mark_columns(rows: &[Vec<Cell>]) -> impl Iterator<Item = (&'static str, Place)> {
    let is_said = |at: usize| {
        let said = |row: &Vec<Cell>| {
            let cell = &row[row.len() - MARKS + at];
            matches!(cell, Cell::List(codes) if !codes.is_empty())
        };
        rows.iter().any(said)
    };
    let codes = known::COLUMNS.into_iter().take(known::LISTED).enumerate();
    let codes = codes.map(move |(at, (name, _))| {
        let place = if is_said(at) {
            Place::Body
        } else {
            Place::Hidden
        };
        (name, place)
    });
    codes.chain(marks::COLUMNS)
}

/// The number of columns of [`mark_columns`].
const MARKS: usize = known::LISTED + marks::COLUMNS.len();

/// The cells of [`mark_columns`].
fn mark_cells(catalogue: &Catalogue, need: &Need, known: &Known) -> Vec<Cell<'static>> {
    let row = &catalogue.knowledge_areas()[need.knowledge_area];
    let mut cells = known.cells(catalogue, &needed(need));
    cells.truncate(known::LISTED);
    cells.extend(marks::cells(marks::row_doubts(row), marks::incomplete(row)));
    cells
}

/// A share of a whole that is not zero, rounded to four decimals.
fn share(part: u64, whole: u64) -> Cell<'static> {
    let (part, whole) = (u128::from(part), u128::from(whole));
    let digits = (part * 20_000 + whole) / (whole * 2);
    Cell::Decimal {
        digits: u64::try_from(digits).unwrap_or(u64::MAX),
        places: 4,
    }
}
