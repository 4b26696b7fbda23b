//! `explain`: the table of diagnostic codes, or single codes.

use crate::check::code::Code;
use crate::cli;
use crate::view::{Answer, Card, Cell, Content, Fact, Place, Reading, Rows, Table, TooMany};

/// The columns of codes.
pub(super) const COLUMNS: [(&str, Place); 5] = [
    ("code", Place::Body),
    ("severity", Place::Body),
    ("meaning", Place::Body),
    ("done", Place::Hidden),
    ("help", Place::Hidden),
];

pub(super) fn run<'c>(args: &cli::Explain) -> Answer<'c> {
    if args.codes.is_empty() {
        return table(Code::ALL).into();
    }
    Answer::of(Explained(args.codes.clone()))
}

/// Some codes.
struct Explained(Vec<Code>);

impl<'c> Content<'c> for Explained {
    fn rows(&self) -> Rows<'c> {
        table(&self.0).into()
    }

    fn reading(&self) -> Result<Reading<'c>, TooMany> {
        Ok(Reading::cards(
            self.0.iter().map(|code| card(*code)).collect(),
        ))
    }
}

fn table<'c>(codes: &[Code]) -> Table<'c> {
    Table::new(&COLUMNS, codes.iter().map(|code| row(*code)))
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
