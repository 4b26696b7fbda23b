//! The verbs: each makes a [`View`] from a catalogue and its arguments, and does not know the
//! format or where the answer goes.

use std::borrow::Cow;

use anyhow::{Context, bail};

use crate::catalogue::Catalogue;
use crate::catalogue::ledger::Ledger;
use crate::catalogue::link::Difference;
use crate::cli::{Command, Filters, Output};
use crate::query::Filter;
use crate::query::reference::{self, Kinds, NotFound, Reference};
use crate::record::{Certainty, CkcCode, Competency, Importance, KnowledgeArea, Level, Text};
use crate::sheet::{BadCell, Hundredths};
use crate::source::{Document, Progress, Span};
use crate::view::{Cell, FillIn, Table, View, book};

mod cause;
mod check;
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
mod show;
mod trace;
mod why;
mod wire;

use marks::Standing;

/// Answers a command; `tell` is told how much of a long file has been read.
///
/// # Errors
/// When a name refers to nothing ([`NotFound`]), a pattern cannot be read, or a column does not exist.
pub fn run<'c>(
    catalogue: &'c Catalogue,
    command: &Command,
    tell: &dyn Fn(&Progress),
) -> anyhow::Result<View<'c>> {
    let mut view = match command {
        Command::Show(args) => show::run(catalogue, args)?,
        Command::List(args) => list::run(catalogue, args)?,
        Command::Search(args) => search::run(catalogue, args)?,
        Command::Trace(args) => trace::run(catalogue, args)?,
        Command::Matrix(args) => matrix::run(catalogue, args)?,
        Command::Why(args) => why::run(catalogue, args)?,
        Command::Gap(args) => gap::run(catalogue, args)?,
        Command::Plan(args) => plan::run(catalogue, args)?,
        Command::Export(args) => export::run(catalogue, args)?,
        Command::Check(args) => check::run(catalogue, args)?,
        Command::Explain(args) => explain::run(args),
        Command::Coverage(args) => coverage::run(catalogue, args, tell)?,
    };
    shape(&mut view, command.output())?;
    Ok(view)
}

/// How many decisions of the ledger that the catalogue was reviewed with are not in any row of an answer.
///
/// # Errors
/// When a decision is about what is not in the catalogue.
pub fn decisions_left_out(
    catalogue: &Catalogue,
    ledger: &Ledger,
    view: &View,
) -> Result<usize, BadCell> {
    list::links::left_out(catalogue, ledger, &view.table)
}

/// Sorts the rows, chooses the columns and adds empty ones. If columns or an order are given, the answer is rows; empty columns are added to the table that a person fills in.
fn shape(view: &mut View, output: &Output) -> anyhow::Result<()> {
    let asks_for_rows = !output.columns.is_empty() || !output.sort.is_empty();
    if asks_for_rows {
        view.sections.clear();
        view.sheets = None;
    } else if output.add_columns.is_empty() {
        return Ok(());
    }
    view.snippets.clear();
    view.cards.clear();
    view.matrix = None;
    view.record = None;
    view.book = None;
    if let Some(stream) = view.stream.as_ref().filter(|_| !output.sort.is_empty()) {
        let count = stream.count;
        bail!(
            "{count} rows are too many to sort here: filter them, or sort the file that -o writes"
        );
    }
    view.table.sort_by(&output.sort, choices)?;
    let mut kept: Vec<usize> = (0..view.table.columns.len()).collect();
    if !output.columns.is_empty() {
        kept = view.table.select(&output.columns)?;
    }
    let blanks = output.add_columns.len();
    add_columns(view, &output.add_columns)?;
    let stream = view.stream.take();
    view.stream = stream.map(|stream| stream.reshaped(kept, blanks));
    Ok(())
}

/// Adds empty columns to the rows, and to the first of the sections and sheets, which is filled in.
fn add_columns(view: &mut View, names: &[String]) -> anyhow::Result<()> {
    add_blanks(&mut view.table, names)?;
    if let Some(first) = view.sections.first_mut() {
        add_blanks(&mut first.table, names)?;
    }
    if let FillIn::FirstSection { added } = &mut view.fill_in {
        *added = names.len();
    }
    if let Some(make) = view.sheets.take() {
        let names = names.to_vec();
        view.sheets = Some(Box::new(move || {
            let mut sheets = make();
            if let Some(first) = sheets.first_mut() {
                // The rows have them now, and the first sheet holds the rows.
                let _ = add_blanks(&mut first.table, &names);
                first.title = "Rows";
            }
            sheets
        }));
    }
    Ok(())
}

fn add_blanks(table: &mut Table, names: &[String]) -> anyhow::Result<()> {
    for name in names {
        if table.columns.iter().any(|column| column.name == *name) {
            bail!("there is a column `{name}` already: add one under another name");
        }
        table.add_blank(name.clone());
        table.offer(name, choices(name));
    }
    Ok(())
}

/// The values of a column of this name, in their order; a person who fills it in has the choice.
fn choices(name: &str) -> &'static [&'static str] {
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    if is("importance") {
        IMPORTANCES
    } else if is("level") {
        LEVELS
    } else {
        &[]
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

/// A number for JSON, whole where it is.
fn number(hundredths: Hundredths) -> serde_json::Value {
    match (hundredths.0 / 100, hundredths.0 % 100) {
        (whole, 0) => whole.into(),
        #[expect(
            clippy::cast_precision_loss,
            reason = "a number of hours has few digits"
        )]
        _ => (hundredths.0 as f64 / 100.0).into(),
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
