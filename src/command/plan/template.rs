//! Examples of the files that `gap` and `plan` read, with codes of the documents at hand, to
//! be written over.

use crate::catalogue::Catalogue;
use crate::view::{Cell, Place, Table};

/// A log of trainings taken.
pub(super) fn log(catalogue: &Catalogue) -> Table<'_> {
    let columns = ["learner", "training", "date", "hours", "ckc"].map(|name| (name, Place::Body));
    let row = |training: &'static str, date: &'static str, hours: &'static str, ckc| {
        let [learner, training, date, hours] =
            ["A. Learner", training, date, hours].map(Cell::text);
        vec![learner, training, date, hours, ckc]
    };
    let rows = [
        row("An introduction", "2026-01-15", "3", codes(catalogue, 0, 2)),
        row("A workshop", "2026-02-20", "1.5", codes(catalogue, 2, 1)),
    ];
    Table::new(&columns, rows)
}

/// A catalogue of trainings.
pub(super) fn trainings(catalogue: &Catalogue) -> Table<'_> {
    let columns = [
        "id",
        "title",
        "ckc",
        "hours",
        "cost",
        "provider",
        "registered",
    ];
    let columns = columns.map(|name| (name, Place::Body));
    let row = |id: &'static str, title: &'static str, ckc, rest: [&'static str; 3], registered| {
        let mut cells = vec![Cell::text(id), Cell::text(title), ckc];
        cells.extend(rest.map(Cell::text));
        cells.push(Cell::Flag(registered));
        cells
    };
    let rows = [
        row(
            "T1",
            "An introduction",
            codes(catalogue, 0, 2),
            ["3", "0", "A provider"],
            true,
        ),
        row(
            "T2",
            "A workshop",
            codes(catalogue, 2, 1),
            ["1.5", "40", "Another provider"],
            false,
        ),
    ];
    Table::new(&columns, rows)
}

/// So many codes from this place in the catalogue.
fn codes(catalogue: &Catalogue, first: usize, count: usize) -> Cell<'static> {
    let items = catalogue.items().iter().skip(first).take(count);
    Cell::List(
        items
            .map(|item| Cell::code(item.code.to_string()))
            .collect(),
    )
}
