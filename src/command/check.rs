//! `check`: what is odd in the documents, drawn under their lines, and the account of every character.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::iter;
use std::ops::Range;

use anyhow::bail;

use crate::catalogue::Catalogue;
use crate::check::Severity;
use crate::check::account::{Account, Counts};
use crate::check::code::Code;
use crate::check::diagnostic::Diagnostic;
use crate::check::diagnostics;
use crate::cli;
use crate::source::{Document, DocumentIndex, Span, offset};
use crate::text::{counted, trim};
use crate::view::{
    Answer, Card, Cell, Content, Fact, Place, Reading, Rows, Snippet, Table, TooMany, Weight,
};

use super::lines;

/// The columns of findings.
pub(super) const COLUMNS: [(&str, Place); 10] = [
    ("code", Place::Body),
    ("severity", Place::Body),
    ("document", Place::Body),
    ("first_line", Place::Body),
    ("last_line", Place::Body),
    ("column", Place::Body),
    ("printed", Place::Body),
    ("message", Place::Body),
    ("done", Place::Body),
    ("help", Place::Body),
];

/// The columns of lines.
pub(super) const LINES: [(&str, Place); 6] = [
    ("line", Place::Heading(0)),
    ("column", Place::Hidden),
    ("used", Place::Hidden),
    ("record", Place::Heading(1)),
    ("role", Place::Body),
    ("words", Place::Body),
];

pub(super) fn run<'c>(catalogue: &'c Catalogue, args: &cli::Check) -> anyhow::Result<Answer<'c>> {
    let documents = catalogue.documents();
    refuse_unknown_documents(documents, &args.document)?;
    let is_asked_for =
        |document: &Document| args.document.is_empty() || args.document.contains(&document.id);
    let accounts: Vec<Account> = (0..documents.len())
        .map(|index| Account::new(catalogue, index))
        .collect();
    let mut found = diagnostics(catalogue, &accounts);
    found.retain(|diagnostic| {
        is_asked_for(catalogue.document(diagnostic.span))
            && (args.code.is_empty() || args.code.contains(&diagnostic.code))
            && (args.severity.is_empty() || args.severity.contains(&diagnostic.code.severity()))
    });
    let is_bad = found
        .iter()
        .any(|diagnostic| match diagnostic.code.severity() {
            Severity::Error => true,
            Severity::Warning => args.strict,
            Severity::Note => false,
        });
    let accounts = accounts
        .into_iter()
        .filter(|account| is_asked_for(&documents[account.document.0 as usize]));
    if args.lines {
        let rows = accounts.flat_map(|account| account_lines(catalogue, &account));
        return Ok(Answer {
            is_bad,
            ..Table::new(&LINES, rows).into()
        });
    }
    let accounts: Vec<_> = accounts.collect();
    Ok(Answer {
        is_bad,
        ..Answer::of(Checked {
            catalogue,
            found,
            accounts,
        })
    })
}

/// What is odd, and where every character went.
struct Checked<'c> {
    catalogue: &'c Catalogue,
    found: Vec<Diagnostic>,
    accounts: Vec<Account>,
}

impl<'c> Content<'c> for Checked<'c> {
    fn rows(&self) -> Rows<'c> {
        table(self.catalogue, &self.found).into()
    }

    fn count(&self) -> usize {
        self.found.len()
    }

    fn is_empty(&self) -> bool {
        false
    }

    fn reading(&self) -> Result<Reading<'c>, TooMany> {
        let found = self.found.iter();
        let accounts = self.accounts.iter();
        let accounts = accounts.map(|account| account_card(self.catalogue, account));
        Ok(Reading::Cards {
            snippets: found.map(|odd| snippet(self.catalogue, odd)).collect(),
            cards: iter::once(summary(&self.found)).chain(accounts).collect(),
        })
    }
}

fn refuse_unknown_documents(documents: &[Document], asked: &[String]) -> anyhow::Result<()> {
    let ids: Vec<&str> = documents
        .iter()
        .map(|document| document.id.as_str())
        .collect();
    match asked.iter().find(|id| !ids.contains(&id.as_str())) {
        Some(id) => bail!(
            "no such document: {id} (must be one of: {})",
            ids.join(", ")
        ),
        None => Ok(()),
    }
}

fn snippet<'c>(catalogue: &'c Catalogue, diagnostic: &Diagnostic) -> Snippet<'c> {
    let document = catalogue.document(diagnostic.span);
    let (first, last) = lines(document, diagnostic.span);
    let start = document.line_range(first).map_or(0, |line| line.start);
    let end = document.line_range(last).map_or(start, |line| line.end);
    let place = |place: u32| (place as usize).clamp(start, end);
    let words = trim(
        document.text(),
        place(diagnostic.span.start)..place(diagnostic.span.end),
    );
    let (entry, help) = (diagnostic.code.entry(), diagnostic.help());
    Snippet {
        weight: match entry.severity {
            Severity::Error => Weight::Error,
            Severity::Warning => Weight::Warning,
            Severity::Note => Weight::Note,
        },
        code: entry.name,
        document: &document.id,
        place: document
            .has_places()
            .then(|| document.place(diagnostic.span)),
        lines: &document.text()[start..end],
        first_line: first as usize,
        words: words.start - start..words.end - start,
        remarks: vec![
            ("done", Cow::Owned(diagnostic.done().to_owned())),
            ("help", Cow::Borrowed(help)),
        ],
        message: Cow::Owned(diagnostic.message.clone()),
    }
}

/// The count of each code.
fn summary(found: &[Diagnostic]) -> Card<'static> {
    let mut counts: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
    for diagnostic in found {
        *counts
            .entry((diagnostic.code.severity(), diagnostic.code))
            .or_default() += 1;
    }
    let of = |severity: Severity| -> usize {
        let counts = counts.iter().filter(|((found, _), _)| *found == severity);
        counts.map(|(_, count)| count).sum()
    };
    let plural = |severity: Severity| {
        let name = severity.name();
        counted(of(severity), name, &format!("{name}s"))
    };
    let fact = |(&(severity, code), count): (&(Severity, Code), &usize)| Fact {
        label: code.entry().name,
        values: vec![Cell::text(format!("{count}  {}", severity.name()))],
    };
    Card {
        key: None,
        title: Cell::text(Severity::ALL.map(plural).join(", ")),
        facts: counts.iter().map(fact).collect(),
        children: Vec::new(),
    }
}

/// The account of one document.
fn account_card<'c>(catalogue: &'c Catalogue, account: &Account) -> Card<'c> {
    let document = &catalogue.documents()[account.document.0 as usize];
    let fact = |label, counts: &Counts| {
        let Counts {
            records,
            furniture,
            discarded,
            blank,
            whole,
        } = counts;
        let sum = if counts.add_up() { "=" } else { "≠" };
        Fact {
            label,
            values: vec![Cell::text(format!(
                "{records} in records + {furniture} furniture + {discarded} replaced by corrections \
                 + {blank} blank {sum} {whole}"
            ))],
        }
    };
    Card {
        key: Some(Cell::text(&document.id)),
        title: Cell::text(&document.name),
        facts: vec![
            fact("lines", &account.lines),
            fact("characters", &account.characters),
        ],
        children: Vec::new(),
    }
}

pub(super) fn table<'c>(catalogue: &'c Catalogue, found: &[Diagnostic]) -> Table<'c> {
    let row = |diagnostic: &Diagnostic| {
        let span = diagnostic.span;
        let document = catalogue.document(span);
        let (first, last) = lines(document, span);
        let entry = diagnostic.code.entry();
        vec![
            Cell::text(entry.name),
            Cell::text(entry.severity.name()),
            Cell::text(&document.id),
            Cell::Count(first.into()),
            Cell::Count(last.into()),
            Cell::Count(document.column(span.start).into()),
            Cell::text(document.words(span)),
            Cell::text(diagnostic.message.clone()),
            Cell::text(diagnostic.done().to_owned()),
            Cell::text(diagnostic.help()),
        ]
    };
    Table::new(&COLUMNS, found.iter().map(row))
}

/// `wv:122`, or `wv.pdf, page 3, line 12`.
fn line_place(
    document: &Document,
    index: DocumentIndex,
    number: u32,
    line: &Range<usize>,
) -> String {
    if !document.has_places() {
        return format!("{}:{number}", document.id);
    }
    document.place(Span {
        document: index,
        start: offset(line.start),
        end: offset(line.end),
    })
}

/// Every line of a document, and where each part of it went.
fn account_lines<'c>(catalogue: &'c Catalogue, account: &Account) -> Vec<Vec<Cell<'c>>> {
    let document = &catalogue.documents()[account.document.0 as usize];
    let mut runs = account.runs.iter().peekable();
    let mut rows = Vec::new();
    for (number, line) in (1..).zip(crate::source::lines(document.text())) {
        let place = || Cell::text(line_place(document, account.document, number, &line));
        let first = rows.len();
        while let Some(run) = runs.next_if(|run| (run.span.start as usize) < line.end) {
            rows.push(vec![
                place(),
                Cell::Count(document.column(run.span.start).into()),
                Cell::text(run.used.name()),
                run.owner
                    .name(catalogue)
                    .map_or(Cell::missing(""), Cell::text),
                Cell::text(run.role),
                Cell::text(document.words(run.span)),
            ]);
        }
        if rows.len() == first {
            rows.push(vec![
                place(),
                Cell::Count(1),
                Cell::text("blank"),
                Cell::missing(""),
                Cell::text("blank"),
                Cell::missing(""),
            ]);
        }
    }
    rows
}
