//! The trainings to choose from and the wishes for the plan, from the arguments.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::catalogue::Catalogue;
use crate::cli;
use crate::query::reference::{Cause, NotFound, line};
use crate::sheet::{Options, Table};
use crate::text::nearest;
use crate::training::codes::Codes;
use crate::training::plan::{Contradiction, Limits, Wishes};
use crate::training::trainings::{self, Trainings};

use super::super::person::left_out;

/// Reads the catalogue of trainings.
pub(super) fn read_trainings(
    catalogue: &Catalogue,
    args: &cli::Plan,
    options: &Options,
    notes: &mut Vec<String>,
) -> Result<Trainings> {
    let path = args.trainings.as_deref().unwrap_or("-".as_ref());
    let table = Table::open(path, &trainings::FORM, options)?;
    let mut trainings = Trainings::read(table, &Codes::new(catalogue), options)?;
    notes.append(&mut trainings.notes);
    let bad = trainings.bad.take();
    notes.extend(left_out(bad, args.person.tables.skip_bad)?);
    Ok(trainings)
}

/// The wishes for the plan.
pub(super) fn wishes(args: &cli::Plan, trainings: &Trainings) -> Result<Wishes, NotFound> {
    let find = |id: &String| {
        trainings.find(id).ok_or_else(|| {
            let known = trainings.rows.iter().flat_map(|training| {
                let line = line(&training.id, &training.title);
                [&training.id, &training.title].map(|name| (name, line.clone()))
            });
            NotFound::new(id, Cause::NoTraining, nearest(id, known))
        })
    };
    let limit = Duration::from_millis(args.time_limit.0.saturating_mul(10));
    Ok(Wishes {
        minimise: args.minimise,
        must: args.must.iter().map(find).collect::<Result<_, _>>()?,
        without: args.without.iter().map(find).collect::<Result<_, _>>()?,
        limits: Limits {
            hours: args.max_hours,
            cost: args.max_cost,
            unregistered_hours: args.max_unregistered_hours,
        },
        alternatives: args.alternatives,
        deadline: Instant::now().checked_add(limit),
    })
}

/// Why the wishes cannot be kept, in words.
pub(super) fn contradicted(contradiction: &Contradiction, trainings: &Trainings) -> String {
    let id = |index: usize| &trainings.rows[index].id;
    match *contradiction {
        Contradiction::MustAndWithout(index) => {
            format!("{} is in --must and in --without: leave one out", id(index))
        }
        Contradiction::MustIsUnknown(index, what) => format!(
            "{} is in --must, but {} does not say {}, which this plan needs: write it there",
            id(index),
            trainings.name,
            what.words()
        ),
    }
}
