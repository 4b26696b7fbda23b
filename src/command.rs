//! The verbs: each makes an [`Answer`] from a catalogue and its arguments, and does not know the
//! format or where the answer goes.

use std::borrow::Cow;

use anyhow::Context;

use crate::catalogue::Catalogue;
use crate::catalogue::ledger::Ledger;
use crate::catalogue::link::{Difference, Match};
use crate::cli::{Command, Filters};
use crate::parse::errata::Erratum;
use crate::query::Filter;
use crate::query::reference::{self, Kinds, NotFound, Reference};
use crate::record::{Certainty, CkcCode, Competency, Importance, KnowledgeArea, Level, Text};
use crate::sheet::{BadCell, Hundredths};
use crate::source::{Document, Progress, Span};
use crate::view::{Answer, Cell, Rows, book};

mod cause;
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

pub use columns::{is_column, is_mark, is_of_answer};
use marks::Standing;
use shape::shape;

/// Answers a command. `catalogue` loads the documents, if the command asks them; `tell` is told how much of a long file
/// has been read.
///
/// # Errors
/// When a name refers to nothing ([`NotFound`]), a pattern cannot be read, or a column does not exist; and those of
/// `catalogue`.
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

/// The values of a column `importance`.
const IMPORTANCES: &[&str] = &[Importance::Essential.name(), Importance::Important.name()];
/// The values of a column `level`.
const LEVELS: &[&str] = &[Level::Fs.name(), Level::Mhs.name(), Level::Mhm.name()];

fn filter(catalogue: &Catalogue, filters: &Filters) -> anyhow::Result<Filter> {
    let areas = resolve_all(catalogue, &filters.area, Kinds::Areas)?;
    let knowledge = resolve_all(catalogue, &filters.knowledge, Kinds::KnowledgeAreas)?;
    for codes in &filters.ckc {
        reference::expect_codes(catalogue, &codes.range, &codes.typed)?;
    }
    for section in &filters.section {
        reference::resolve(catalogue, &section.to_string(), Kinds::Any)?;
    }
    let patterns = filters.patterns.iter().map(|pattern| {
        let builder = &mut regex::RegexBuilder::new(pattern);
        let built = builder.case_insensitive(true).build();
        built.with_context(|| format!("--match {pattern} is not a regular expression"))
    });
    Ok(Filter {
        references: Vec::new(),
        level: filters.level.clone(),
        only: filters.only.clone(),
        importance: filters.importance.clone(),
        areas: areas.into_iter().filter_map(index_of).collect(),
        knowledge: knowledge.into_iter().filter_map(index_of).collect(),
        ckc: filters
            .ckc
            .iter()
            .map(|codes| codes.range.clone())
            .collect(),
        sections: filters.section.clone(),
        unique: match (filters.unique, filters.no_unique) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        },
        patterns: patterns.collect::<anyhow::Result<_>>()?,
        certainty: filters.certainty.clone(),
        made: filters.linked.clone(),
    })
}

fn index_of(reference: Reference) -> Option<usize> {
    match reference {
        Reference::Area(index) | Reference::KnowledgeArea(index) => Some(index),
        _ => None,
    }
}

/// The records that typed names refer to, each once.
fn references(catalogue: &Catalogue, names: &[String]) -> Result<Vec<Reference>, NotFound> {
    resolve_all(catalogue, &reference::joined(names), Kinds::Any)
}

fn resolve_all(
    catalogue: &Catalogue,
    names: &[String],
    kinds: Kinds,
) -> Result<Vec<Reference>, NotFound> {
    let mut found = Vec::new();
    for name in names {
        for reference in reference::resolve(catalogue, name, kinds)? {
            if !found.contains(&reference) {
                found.push(reference);
            }
        }
    }
    Ok(found)
}

/// A text, marked if a correction put it back.
fn words(text: &Text) -> Cell<'_> {
    marked(Cell::text(&text.words), text.certainty)
}

/// Why a row has no name.
const NAME_LOST: &str = "nothing is printed before the definition or the codes";
/// Why a row has no definition.
const DEFINITION_LOST: &str = "nothing is printed between the name and the codes";

/// The definition of a knowledge area, or why it has none.
fn definition(row: &KnowledgeArea) -> Cell<'_> {
    let lost = || Cell::missing(format!("lost: {DEFINITION_LOST}"));
    row.definition.as_ref().map_or_else(lost, words)
}

/// Why a knowledge area leads to no CKC item.
fn cause(row: &KnowledgeArea) -> Cow<'static, str> {
    let notes: Vec<&str> = row.notes.iter().map(|note| note.words.as_str()).collect();
    match notes.as_slice() {
        [] => Cow::Borrowed("the crosswalk lists no CKC item"),
        notes if row.names_other_framework() => {
            let notes = notes.join("”, “");
            Cow::Owned(format!("another framework: the crosswalk prints “{notes}”"))
        }
        notes => Cow::Owned(format!("the crosswalk prints “{}”", notes.join("”, “"))),
    }
}

fn marked(cell: Cell, certainty: Certainty) -> Cell {
    match certainty {
        Certainty::Printed => cell,
        Certainty::Restored => Cell::restored(cell),
    }
}

/// The name of a knowledge area, or that it is lost, with the signs of its row.
fn name(row: &KnowledgeArea) -> Cell<'_> {
    let name = row.name.as_ref().map_or(Cell::missing("name lost"), words);
    marks::on_row(row, name)
}

/// The area of a knowledge area, or that its heading is lost.
fn area<'c>(catalogue: &'c Catalogue, row: &KnowledgeArea) -> Cell<'c> {
    row.area.map_or(Cell::missing("heading lost"), |area| {
        words(&catalogue.areas()[area].name)
    })
}

/// A knowledge area as people call it: `Administration ▸ Program management (MHM)`.
fn path<'c>(catalogue: &'c Catalogue, row: &'c KnowledgeArea) -> Cell<'c> {
    let mut phrase = in_path(area(catalogue, row), name(row));
    phrase.extend(level_mark(row));
    Cell::Phrase(phrase)
}

/// An area and a name in it, for a phrase.
fn in_path<'c>(area: Cell<'c>, name: Cell<'c>) -> Vec<Cell<'c>> {
    vec![area, Cell::text("▸"), name]
}

/// The same as [`path`], for a person to go there.
fn linked_path<'c>(catalogue: &'c Catalogue, row: &'c KnowledgeArea) -> Cell<'c> {
    Cell::link(format!("{KNOWLEDGE}/{}", row.id), path(catalogue, row))
}

/// What the places of competencies in a book begin with.
const COMPETENCY: &str = "competency";
/// What those of knowledge areas begin with.
const KNOWLEDGE: &str = "knowledge";
/// What those of CKC items begin with.
const ITEM: &str = "ckc";
/// What those of areas begin with.
const AREA: &str = "area";

/// A competency by its id.
fn competency_id(competency: &Competency) -> Cell<'static> {
    let id = competency.id.to_string();
    Cell::link(format!("{COMPETENCY}/{id}"), Cell::text(id))
}

/// A CKC item by its code.
fn item_code(code: CkcCode, standing: Standing) -> Cell<'static> {
    Cell::link(format!("{ITEM}/{code}"), standing.code(code))
}

/// Where words are printed, so that a person can look them up.
fn printed_at(catalogue: &Catalogue, span: Span) -> Cell<'static> {
    let document = catalogue.document(span);
    let (first, _) = lines(document, span);
    let line = format!("{}/{}/{first}", book::SOURCE, document.id);
    Cell::link(line, Cell::text(place(catalogue, span)))
}

/// `(MHM)`, as people write it after a name; nothing where it is unmarked.
fn level_mark(row: &KnowledgeArea) -> Option<Cell<'static>> {
    let is_marked = row.level != Level::Fs;
    is_marked.then(|| Cell::text(format!("({})", row.level.name())))
}

/// Hours or money.
fn amount(hundredths: Hundredths) -> Cell<'static> {
    Cell::Decimal {
        digits: hundredths.0,
        places: 2,
    }
}

/// Where words are: `wv:122`, `iecmhc:9-13`.
fn place(catalogue: &Catalogue, span: Span) -> String {
    let document = catalogue.document(span);
    match lines(document, span) {
        (first, last) if first == last => format!("{}:{first}", document.id),
        (first, last) => format!("{}:{first}-{last}", document.id),
    }
}

/// The first and last printed line that some words are on.
fn lines(document: &Document, span: Span) -> (u32, u32) {
    let last = span.end.saturating_sub(1).max(span.start);
    (document.line(span.start), document.line(last))
}

/// How a link was made, and what that means.
fn how(made: Match) -> &'static str {
    match made {
        Match::Exact => "exact: the same area and the same name",
        Match::Composite => "composite: one of the names that the slash joins",
        Match::AreaDiffers => "area-differs: the name is only under another area",
        Match::Near => "near: the closest name, not the same",
        Match::Reviewed => "reviewed: a reviewer's decision",
    }
}

/// A correction and why it was made.
fn correction<'c>(erratum: &Erratum) -> Cell<'c> {
    let confidence = erratum.confidence.name();
    Cell::text(format!("{} ({confidence}): {}", erratum.id, erratum.reason))
}

fn competency_place(catalogue: &Catalogue, competency: &Competency) -> String {
    let places = competency.alignments.iter();
    let places: Vec<String> = places.map(|row| place(catalogue, row.span)).collect();
    places.join(", ")
}

fn differences(differs: &[Difference]) -> impl Iterator<Item = Cell<'static>> + '_ {
    differs
        .iter()
        .map(|difference| Cell::text(difference.to_string()))
}
