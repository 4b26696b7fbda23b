//! The verbs: each makes an [`Answer`] from a catalogue and its arguments, and does not know the
//! format or where the answer goes.

use crate::catalogue::Catalogue;
use crate::catalogue::ledger::Ledger;
use crate::cli::Command;
use crate::sheet::BadCell;
use crate::source::Progress;
use crate::view::{Answer, Rows};

mod asked;
mod cause;
mod cells;
mod check;
mod columns;
mod coverage;
mod explain;
mod export;
mod gap;
mod known;
mod list;
mod marks;
mod matrix;
mod person;
mod plan;
mod search;
mod shape;
mod show;
mod trace;
mod why;
mod wire;

use asked::{filter, references};
use cells::{
    AREA, COMPETENCY, DEFINITION_LOST, IMPORTANCES, ITEM, KNOWLEDGE, LEVELS, NAME_LOST, amount,
    area, cause, competency_id, competency_place, correction, definition, differences, how,
    in_path, item_code, level_mark, lines, linked_path, marked, name, path, place, printed_at,
    words,
};
pub use columns::{is_column, is_mark, is_of_answer};
use marks::Reliability;
use shape::shape;

/// Answers a command. `catalogue` loads the documents, if the command asks them; `tell` is told how much of a long file
/// has been read.
///
/// # Errors
/// When a name refers to nothing ([`NotFound`](crate::query::reference::NotFound)), a pattern cannot be read, or a column
/// does not exist; and those of `catalogue`.
pub fn run<'c>(
    catalogue: impl FnOnce() -> anyhow::Result<&'c Catalogue>,
    command: &Command,
    tell: &dyn Fn(&Progress),
) -> anyhow::Result<Answer<'c>> {
    let answer = match command {
        Command::Show(args) => show::run(catalogue()?, args)?,
        Command::List(args) => list::run(catalogue()?, args)?,
        Command::Search(args) => search::run(catalogue()?, args)?,
        Command::Trace(args) => trace::run(catalogue()?, args)?,
        Command::Matrix(args) => matrix::run(catalogue()?, args)?,
        Command::Why(args) => why::run(catalogue()?, args)?,
        Command::Gap(args) => gap::run(catalogue()?, args)?,
        Command::Plan(args) => plan::run(catalogue()?, args)?,
        Command::Export(args) => export::run(catalogue()?, args)?,
        Command::Check(args) => check::run(catalogue()?, args)?,
        Command::Explain(args) => explain::run(args),
        Command::Coverage(args) => coverage::run(catalogue()?, args, tell)?,
    };
    shape(answer, command.output())
}

/// How many decisions of the ledger that the catalogue was reviewed with are not in any row of an answer.
///
/// # Errors
/// When a decision is about what is not in the catalogue.
pub fn decisions_left_out(
    catalogue: &Catalogue,
    ledger: &Ledger,
    answer: &Answer,
) -> Result<usize, BadCell> {
    match answer.content.rows() {
        Rows::Held(table) => list::links::left_out(catalogue, ledger, &table),
        Rows::Streamed(_) => Ok(ledger.count()),
    }
}
