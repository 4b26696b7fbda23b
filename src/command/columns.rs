//! The columns of all answers, by which the program knows a table that it wrote itself.

use super::{
    cause, check, coverage, explain, export, gap, known, list, marks, matrix, plan, search, show,
    trace, why,
};
use crate::render::NOTES;
use crate::view::Place;

/// Names of columns, and where people see them.
type Columns = [(&'static str, Place)];

/// The tables that answers consist of: the columns of each, in one or more pieces.
const TABLES: &[&[&Columns]] = &[
    &[&show::COLUMNS],
    &[&list::COMPETENCIES],
    &[&list::AREAS],
    &[&list::KNOWLEDGE_AREAS],
    &[&list::ITEMS],
    &[&list::links::COLUMNS],
    &[&search::COLUMNS],
    &[&trace::COLUMNS],
    &[&why::rows::COLUMNS],
    &[&gap::COLUMNS],
    &[&gap::AREAS],
    &[&gap::COMPETENCIES],
    &[&gap::ITEMS],
    &[&cause::COLUMNS],
    &[&plan::rows::TRAINING, &plan::rows::SERVES],
    &[&plan::CHOSEN],
    &[&plan::ALTERNATIVES],
    &[&check::COLUMNS, &export::sheets::OF_FINDING],
    &[&check::LINES],
    &[&explain::COLUMNS],
    &[&coverage::OF_AREA, &coverage::COLUMNS],
    &[&coverage::OF_AREA, &coverage::summary::COLUMNS],
    &[&NOTES],
];

/// What is in front of the CKC items of a matrix.
const MATRICES: &[&[&Columns]] = &[&[&matrix::COLUMNS], &[&export::sheets::IN_MATRIX]];

/// What may follow in any table: how sure it is.
const MARKS: &[&Columns] = &[&marks::COLUMNS, &known::COLUMNS];

/// Whether a table with these columns is one that an answer consists of, or a part of one. A table with decisions is
/// not: a person made them.
#[must_use]
pub fn is_of_answer(titles: &[String]) -> bool {
    let is_in = |table: &[&Columns], title: &str| has(table, title) || is_mark(title);
    let is_of = |table: &&[&Columns]| titles.iter().all(|title| is_in(table, title));
    let is_of_matrix = |table: &&[&Columns]| {
        let mut titles = titles.iter();
        titles.all(|title| title.starts_with("CKC ") || is_in(table, title))
    };
    let has_decisions = titles.iter().any(|title| title == "decision");
    !has_decisions && (TABLES.iter().any(is_of) || MATRICES.iter().any(is_of_matrix))
}

/// Whether some answer has a column of this name.
#[must_use]
pub fn is_column(title: &str) -> bool {
    is_mark(title) || TABLES.iter().any(|table| has(table, title))
}

/// Whether a column of this name says how sure an answer is.
#[must_use]
pub fn is_mark(title: &str) -> bool {
    has(MARKS, title)
}

fn has(table: &[&Columns], title: &str) -> bool {
    let mut columns = table.iter().copied().flatten();
    columns.any(|(name, _)| *name == title)
}
