//! `why`: every chain between two records, each hop with the words it rests on; or why there is none.

mod card;
pub(super) mod rows;
mod words;

use anyhow::bail;
use card::card;
use rows::{records, table};

use crate::catalogue::Catalogue;
use crate::cli;
use crate::query::reference::{Kinds, joined, resolve};
use crate::query::why::{self, Answer};
use crate::view::{self, Content, Json, Reading, Rows, TooMany};

pub(super) fn run<'c>(
    catalogue: &'c Catalogue,
    args: &cli::Why,
) -> anyhow::Result<view::Answer<'c>> {
    let answers = answers(catalogue, args)?;
    Ok(view::Answer {
        is_bad: answers.iter().all(|answer| answer.ways.is_empty()),
        ..view::Answer::of(Reasons { catalogue, answers })
    })
}

/// The ways between records, or why there are none.
struct Reasons<'c> {
    catalogue: &'c Catalogue,
    answers: Vec<Answer>,
}

impl<'c> Content<'c> for Reasons<'c> {
    fn rows(&self) -> Rows<'c> {
        table(self.catalogue, &self.answers).into()
    }

    fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    fn reading(&self) -> Result<Reading<'c>, TooMany> {
        let answers = self.answers.iter();
        let cards = answers.map(|answer| card(self.catalogue, answer));
        Ok(Reading::cards(cards.collect()))
    }

    fn record(&self) -> Option<Box<dyn Json + '_>> {
        let answers = self.answers.iter();
        let ways = answers.flat_map(|answer| records(self.catalogue, answer));
        Some(Box::new(ways.collect::<Vec<_>>()))
    }
}

fn answers(catalogue: &Catalogue, args: &cli::Why) -> anyhow::Result<Vec<Answer>> {
    let records = |name: &str| {
        let references = resolve(catalogue, name, Kinds::Any)?;
        anyhow::Ok(why::records(catalogue, &references))
    };
    let names: Vec<String> = std::iter::once(&args.from)
        .chain(&args.to)
        .cloned()
        .collect();
    match joined(&names).as_slice() {
        [from] => Ok(why::onward(catalogue, &records(from)?)),
        [from, to] => {
            let answers = why::between(catalogue, &records(from)?, &records(to)?);
            if answers.is_empty() {
                bail!(
                    "“{from}” and “{to}” are records of the same kind: give two of a competency, a \
                     knowledge area and a CKC item"
                );
            }
            Ok(answers)
        }
        names => bail!(
            "why asks for the way from one record to another, and there are {} names: put a name of \
             several words in quotes; `xwalk trace` takes several records",
            names.len()
        ),
    }
}
