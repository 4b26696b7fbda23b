//! How records and places are named in cells, the same in every verb.

use std::borrow::Cow;

use super::marks::{self, Reliability};
use crate::catalogue::Catalogue;
use crate::catalogue::link::{Difference, Match};
use crate::parse::errata::Erratum;
use crate::record::{Certainty, CkcCode, Competency, Importance, KnowledgeArea, Level, Text};
use crate::sheet::Hundredths;
use crate::source::{Document, Span};
use crate::view::{Cell, book};

/// The values of a column `importance`.
pub(super) const IMPORTANCES: &[&str] =
    &[Importance::Essential.name(), Importance::Important.name()];
/// The values of a column `level`.
pub(super) const LEVELS: &[&str] = &[Level::Fs.name(), Level::Mhs.name(), Level::Mhm.name()];

/// A text, marked if a correction put it back.
pub(super) fn words(text: &Text) -> Cell<'_> {
    marked(Cell::text(&text.words), text.certainty)
}

/// Why a row has no name.
pub(super) const NAME_LOST: &str = "nothing is printed before the definition or the codes";
/// Why a row has no definition.
pub(super) const DEFINITION_LOST: &str = "nothing is printed between the name and the codes";

/// The definition of a knowledge area, or why it has none.
pub(super) fn definition(row: &KnowledgeArea) -> Cell<'_> {
    let lost = || Cell::missing(format!("lost: {DEFINITION_LOST}"));
    row.definition.as_ref().map_or_else(lost, words)
}

/// Why a knowledge area leads to no CKC item.
pub(super) fn cause(row: &KnowledgeArea) -> Cow<'static, str> {
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

pub(super) fn marked(cell: Cell, certainty: Certainty) -> Cell {
    match certainty {
        Certainty::Printed => cell,
        Certainty::Restored => Cell::restored(cell),
    }
}

/// The name of a knowledge area, or that it is lost, with the signs of its row.
pub(super) fn name(row: &KnowledgeArea) -> Cell<'_> {
    let name = row.name.as_ref().map_or(Cell::missing("name lost"), words);
    marks::on_row(row, name)
}

/// The area of a knowledge area, or that its heading is lost.
pub(super) fn area<'c>(catalogue: &'c Catalogue, row: &KnowledgeArea) -> Cell<'c> {
    row.area.map_or(Cell::missing("heading lost"), |area| {
        words(&catalogue.areas()[area].name)
    })
}

/// A knowledge area as people call it: `Administration ▸ Program management (MHM)`.
pub(super) fn path<'c>(catalogue: &'c Catalogue, row: &'c KnowledgeArea) -> Cell<'c> {
    let mut phrase = in_path(area(catalogue, row), name(row));
    phrase.extend(level_mark(row));
    Cell::Phrase(phrase)
}

/// An area and a name in it, for a phrase.
pub(super) fn in_path<'c>(area: Cell<'c>, name: Cell<'c>) -> Vec<Cell<'c>> {
    vec![area, Cell::text("▸"), name]
}

/// The same as [`path`], for a person to go there.
pub(super) fn linked_path<'c>(catalogue: &'c Catalogue, row: &'c KnowledgeArea) -> Cell<'c> {
    Cell::link(format!("{KNOWLEDGE}/{}", row.id), path(catalogue, row))
}

/// What the places of competencies in a book begin with.
pub(super) const COMPETENCY: &str = "competency";
/// What those of knowledge areas begin with.
pub(super) const KNOWLEDGE: &str = "knowledge";
/// What those of CKC items begin with.
pub(super) const ITEM: &str = "ckc";
/// What those of areas begin with.
pub(super) const AREA: &str = "area";

/// A competency by its id.
pub(super) fn competency_id(competency: &Competency) -> Cell<'static> {
    let id = competency.id.to_string();
    Cell::link(format!("{COMPETENCY}/{id}"), Cell::text(id))
}

/// A CKC item by its code.
pub(super) fn item_code(code: CkcCode, reliability: Reliability) -> Cell<'static> {
    Cell::link(format!("{ITEM}/{code}"), reliability.sign_code(code))
}

/// Where words are printed, so that a person can look them up.
pub(super) fn printed_at(catalogue: &Catalogue, span: Span) -> Cell<'static> {
    let document = catalogue.document(span);
    let (first, _) = lines(document, span);
    let line = format!("{}/{}/{first}", book::SOURCE, document.id);
    Cell::link(line, Cell::text(place(catalogue, span)))
}

/// `(MHM)`, as people write it after a name; nothing where it is unmarked.
pub(super) fn level_mark(row: &KnowledgeArea) -> Option<Cell<'static>> {
    let is_marked = row.level != Level::Fs;
    is_marked.then(|| Cell::text(format!("({})", row.level.name())))
}

/// Hours or money.
pub(super) fn amount(hundredths: Hundredths) -> Cell<'static> {
    Cell::Decimal {
        digits: hundredths.0,
        places: 2,
    }
}

/// Where words are: `wv:122`, `iecmhc:9-13`, `wv.pdf, page 3, line 12`.
pub(super) fn place(catalogue: &Catalogue, span: Span) -> String {
    catalogue.document(span).place(span)
}

/// The first and last line that some words are on.
pub(super) fn lines(document: &Document, span: Span) -> (u32, u32) {
    document.lines_of(span)
}

/// How a link was made, and what that means.
pub(super) fn how(made: Match) -> &'static str {
    match made {
        Match::Exact => "exact: the same area and the same name",
        Match::Composite => "composite: one of the names that the slash joins",
        Match::AreaDiffers => "area-differs: the name is only under another area",
        Match::Near => "near: the closest name, not the same",
        Match::Reviewed => "reviewed: a reviewer's decision",
    }
}

/// A correction and why it was made.
pub(super) fn correction<'c>(erratum: &Erratum) -> Cell<'c> {
    let confidence = erratum.confidence.name();
    Cell::text(format!("{} ({confidence}): {}", erratum.id, erratum.reason))
}

pub(super) fn competency_place(catalogue: &Catalogue, competency: &Competency) -> String {
    let places = competency.alignments.iter();
    let places: Vec<String> = places.map(|row| place(catalogue, row.span)).collect();
    places.join(", ")
}

pub(super) fn differences(differs: &[Difference]) -> impl Iterator<Item = Cell<'static>> + '_ {
    differs
        .iter()
        .map(|difference| Cell::text(difference.to_string()))
}
