//! `explain`: the table of diagnostic codes, or single codes.

use crate::check::code::Code;
use crate::cli;
use crate::view::{Card, Cell, Fact, Place, Table, View};

pub(super) fn run<'c>(args: &cli::Explain) -> View<'c> {
    const COLUMNS: [(&str, Place); 5] = [
        ("code", Place::Body),
        ("severity", Place::Body),
        ("meaning", Place::Body),
        ("done", Place::Hidden),
        ("help", Place::Hidden),
    ];
    let codes = if args.codes.is_empty() {
        Code::ALL
    } else {
        &args.codes
    };
    View {
        table: Table::new(&COLUMNS, codes.iter().map(|code| row(*code))),
        cards: args.codes.iter().map(|code| card(*code)).collect(),
        ..View::default()
    }
}

fn row(code: Code) -> Vec<Cell<'static>> {
    let entry = code.entry();
    [
        entry.name,
        entry.severity.name(),
        entry.meaning,
        entry.done,
        entry.help,
    ]
    .map(Cell::text)
    .into()
}

fn card(code: Code) -> Card<'static> {
    let entry = code.entry();
    let fact = |label, words: &'static str| Fact {
        label,
        values: vec![Cell::text(words)],
    };
    Card {
        key: Some(Cell::text(entry.name)),
        title: Cell::text(entry.meaning),
        facts: vec![
            fact("severity", entry.severity.name()),
            fact("what is done", entry.done),
            fact("what you can do", entry.help),
        ],
        children: Vec::new(),
    }
}
