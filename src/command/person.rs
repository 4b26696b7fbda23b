//! What a person has taken: read from the arguments and the log that `gap` and `plan` are given.

use anyhow::{Result, anyhow, bail};

use crate::catalogue::Catalogue;
use crate::cli;
use crate::codes::Codes;
use crate::itemset::ItemSet;
use crate::log::{Log, LogRow, no_learner};
use crate::reference;
use crate::sheet::{BadCell, BadCells, Hundredths};
use crate::source::Document;

/// What a person has taken.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// The CKC items covered by it.
    pub(super) items: ItemSet,
    /// The hours of each training and the CKC items it covers; `None` without a column of hours.
    pub(super) hours: Option<Vec<(ItemSet, Hundredths)>>,
    /// What the person should know of what was read.
    pub(super) notes: Vec<String>,
}

impl Taken {
    /// Reads what the arguments name.
    ///
    /// # Errors
    /// When a code or a learner is not there, or a file cannot be read.
    pub(super) fn read(catalogue: &Catalogue, args: &cli::Person) -> Result<Self> {
        let mut taken = Self::default();
        for codes in &args.have {
            reference::expect_codes(catalogue, &codes.range, &codes.typed)?;
            let items = catalogue.items().iter().enumerate();
            let covered = items.filter(|(_, item)| codes.range.contains(&item.code));
            covered.for_each(|(index, _)| taken.items.insert(index));
        }
        if let Some(path) = &args.log {
            let document = Document::read(path)
                .map_err(|error| anyhow!("{error}: expected a log of trainings, as CSV"))?;
            let log = Log::read(&document, Codes::new(catalogue))?;
            refuse_bad(log.bad.clone(), args.skip_bad, &mut taken.notes)?;
            taken.add(&log, args.learner.as_deref())?;
        }
        if args.have.is_empty() && args.log.is_none() {
            let note = "nothing taken is given with --have or --log: all is missing";
            taken.notes.push(note.to_owned());
        }
        Ok(taken)
    }

    /// The hours of the trainings that cover any of these items; `None` where the log has none.
    pub(super) fn hours_on(&self, items: &ItemSet) -> Option<Hundredths> {
        let rows = self.hours.as_ref()?.iter();
        let touching = rows.filter(|(covered, _)| !covered.is_disjoint(items));
        Some(touching.map(|(_, hours)| *hours).sum())
    }

    fn add(&mut self, log: &Log, learner: Option<&str>) -> Result<()> {
        self.notes.extend(log.notes.iter().cloned());
        let rows = rows_of(log, learner)?;
        let items = |row: &LogRow| row.items.iter().copied().collect::<ItemSet>();
        for row in &rows {
            self.items = self.items.union(&items(row));
        }
        self.hours = log.has_hours.then(|| {
            let with_hours = rows.iter().filter_map(|row| Some((items(row), row.hours?)));
            with_hours.collect()
        });
        Ok(())
    }
}

/// Refuses a file with bad rows, unless the person said to skip them: then they are counted.
///
/// # Errors
/// When there are bad rows, and they are not to be skipped.
pub(super) fn refuse_bad(bad: Vec<BadCell>, skip: bool, notes: &mut Vec<String>) -> Result<()> {
    let mut lines: Vec<u32> = bad.iter().map(|cell| cell.line).collect();
    lines.dedup();
    let Some(bad) = BadCells::of(bad) else {
        return Ok(());
    };
    if !skip {
        return Err(anyhow!(bad)
            .context("nothing is computed from a file with bad rows; --skip-bad leaves them out"));
    }
    let (rows, were) = if lines.len() == 1 {
        ("row", "was")
    } else {
        ("rows", "were")
    };
    notes.push(format!("{} bad {rows} {were} skipped:\n{bad}", lines.len()));
    Ok(())
}

/// The rows of one learner. A log of several says whose is wanted.
fn rows_of<'l>(log: &'l Log, learner: Option<&str>) -> Result<Vec<&'l LogRow>> {
    /// How many names are offered.
    const OFFERED: usize = 5;
    let mut learners: Vec<&str> = log
        .rows
        .iter()
        .filter_map(|row| row.learner.as_deref())
        .collect();
    learners.sort_unstable();
    learners.dedup();
    let Some(learner) = learner else {
        if learners.len() > 1 {
            let some = learners[..learners.len().min(OFFERED)].join(", ");
            let more = if learners.len() > OFFERED {
                ", …"
            } else {
                ""
            };
            bail!(
                "{} is the log of {} learners ({some}{more}): say whose with --learner",
                log.name,
                learners.len()
            );
        }
        return Ok(log.rows.iter().collect());
    };
    if !log.has_learners {
        bail!("{} has no column learner: leave --learner out", log.name);
    }
    let rows = log.rows.iter();
    let rows: Vec<_> = rows
        .filter(|row| row.learner.as_deref() == Some(learner.trim()))
        .collect();
    if rows.is_empty() && !learners.is_empty() {
        let nobody = no_learner(learner, learners.iter().map(|&name| name.into()));
        return Err(anyhow!(nobody).context(format!("--learner: {}", log.name)));
    }
    Ok(rows)
}
