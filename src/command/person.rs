//! What a person has taken: read from the arguments and the log that `gap` and `plan` are given.

use std::path::Path;

use anyhow::{Result, anyhow, bail};

use crate::catalogue::Catalogue;
use crate::cli;
use crate::query::reference;
use crate::record::ItemIndex;
use crate::sheet::{BadCells, Hundredths, Options, Table};
use crate::text::distinct;
use crate::training::codes::Codes;
use crate::training::itemset::ItemSet;
use crate::training::log::{self, Log, LogRow, no_learner};

/// What a person has taken.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// The CKC items covered by it.
    pub(super) items: ItemSet,
    /// The hours of each training and the CKC items it covers; `None` without a column of hours.
    pub(super) hours: Option<Vec<(ItemSet, Hundredths)>>,
    /// What the person should know about the files.
    pub(super) notes: Vec<String>,
}

impl Taken {
    /// Reads what the arguments name.
    ///
    /// # Errors
    /// When a code or a learner does not exist, or a file cannot be read.
    pub(super) fn read(
        catalogue: &Catalogue,
        args: &cli::Person,
        options: &Options,
    ) -> Result<Self> {
        let mut taken = Self::default();
        for codes in &args.have {
            reference::expect_codes(catalogue, &codes.range, &codes.typed)?;
            let items = ItemIndex::each(catalogue.items());
            let covered = items.filter(|(_, item)| codes.range.contains(&item.code));
            covered.for_each(|(index, _)| taken.items.insert(index));
        }
        if let Some(path) = &args.log {
            let mut log = read_log(catalogue, path, options)?;
            taken.notes.append(&mut log.notes);
            let bad = log.bad.take();
            taken.notes.extend(left_out(bad, args.tables.skip_bad)?);
            taken.add(&log, args.learner.as_deref())?;
        }
        if args.have.is_empty() && args.log.is_none() {
            let note = "no trainings given with --have or --log: everything is missing";
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
        let rows = rows_of(log, learner)?;
        let items = |row: &LogRow| row.items.iter().copied().collect::<ItemSet>();
        for row in &rows {
            self.items = self.items.union(&items(row));
        }
        self.hours = log.has_hours.then(|| {
            let once = rows.iter().filter(|row| !row.is_repeat);
            let with_hours = once.filter_map(|row| Some((items(row), row.hours?)));
            with_hours.collect()
        });
        Ok(())
    }
}

fn read_log(catalogue: &Catalogue, path: &Path, options: &Options) -> Result<Log> {
    let table = Table::open(path, &log::FORM, options)?;
    Ok(Log::read(table, Codes::new(catalogue), options)?)
}

/// Refuses a file with bad cells, unless they are to be left out: then there is a note.
///
/// # Errors
/// When there are bad cells, and they are not to be left out.
pub(super) fn left_out(bad: Option<BadCells>, skip: bool) -> Result<Option<String>, BadCells> {
    bad.map(|bad| bad.or_left_out(skip)).transpose()
}

/// Refuses options that name columns that no file has.
///
/// # Errors
/// When the person names a column that no file has.
pub(super) fn expect_used(options: &Options, forms: &[&crate::sheet::Form]) -> Result<()> {
    options
        .unused(forms)
        .map_or(Ok(()), |problem| Err(anyhow!(problem)))
}

/// The rows of one learner. If the log has several learners, one must be named.
fn rows_of<'l>(log: &'l Log, learner: Option<&str>) -> Result<Vec<&'l LogRow>> {
    /// At most this many names are offered.
    const OFFERED: usize = 5;
    let learners = distinct(log.rows.iter().filter_map(|row| row.learner.as_deref()));
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
