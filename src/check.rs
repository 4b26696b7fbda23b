//! All that is odd in the documents and in their links, put into words: the diagnostics of a
//! catalogue, in the order of the documents.
//!
//! Some come from what the grammars found on the way ([`crate::parse::Finding`]), some from the
//! corrections, and the others from comparing records with one another.

use std::collections::BTreeMap;

use crate::account::Account;
use crate::catalogue::{Catalogue, Oddities};
use crate::diagnostic::{Code, Diagnostic};
use crate::errata::{Erratum, Kind};
use crate::link::{Difference, Link, Links, Match};
use crate::parse::FindingKind;
use crate::record::{Alignment, CkcCode, Competency, Counterpart, KnowledgeArea, Text};
use crate::source::{Document, DocumentIndex, Encoding, Span, Spans, offset};
use crate::text::fold;

/// All that is odd, in the order of the documents.
#[must_use]
pub fn diagnostics(catalogue: &Catalogue, accounts: &[Account]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, oddities) in catalogue.oddities().iter().enumerate() {
        let document = DocumentIndex(offset(index));
        found.extend(
            oddities
                .findings
                .iter()
                .map(|(span, kind)| finding(catalogue, *span, *kind)),
        );
        judge_errata(catalogue, document, oddities, &mut found);
        judge_form(catalogue, document, oddities, &mut found);
    }
    for account in accounts {
        judge_account(catalogue, account, &mut found);
        judge_layout(catalogue, account, &mut found);
    }
    judge_pieces(catalogue, &mut found);
    judge_rows(catalogue, &mut found);
    for (index, competency) in catalogue.competencies().iter().enumerate() {
        judge_competency(catalogue, competency, &mut found);
        for (alignment, links) in competency.alignments.iter().zip(catalogue.links(index)) {
            judge_links(catalogue, competency, alignment, links, &mut found);
        }
    }
    found.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
    found.dedup();
    found
}

fn odd(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic {
        code,
        span,
        message: message.into(),
        done: None,
    }
}

/// What a grammar found.
fn finding(catalogue: &Catalogue, span: Span, kind: FindingKind) -> Diagnostic {
    match kind {
        FindingKind::LostId => odd(Code::LostId, span, "no competency's id begins this row"),
        FindingKind::LostName => odd(Code::LostName, span, "a row stands here without its name"),
        FindingKind::GluedName => odd(
            Code::GluedName,
            span,
            "the next row's name is stuck to the statement before it",
        ),
        FindingKind::GluedNote => odd(
            Code::NoteInColumn,
            span,
            "these words are no part of the statement before them",
        ),
        FindingKind::StatementVariant(code) => Diagnostic {
            done: Some(format!("most rows read: “{}”", catalogue.statement(code))),
            ..odd(
                Code::StatementVariant,
                span,
                format!("the statement of {code} reads otherwise than in most rows"),
            )
        },
        FindingKind::StatementCut(code) => Diagnostic {
            done: Some(format!("most rows read: “{}”", catalogue.statement(code))),
            ..odd(
                Code::TextCut,
                span,
                format!("the statement of {code} breaks off"),
            )
        },
        FindingKind::StatementOfOther(code, other) => Diagnostic {
            done: Some(format!(
                "{code} is taken as printed; most rows read: “{}”",
                catalogue.statement(code)
            )),
            ..odd(
                Code::StatementOfOther,
                span,
                format!("{code} carries the statement of {other}"),
            )
        },
        FindingKind::StatementDamaged(code) => damaged(catalogue, span, code),
        FindingKind::Unexpected => odd(Code::Unexpected, span, "neither Essential nor Important"),
    }
}

/// A damaged statement, or one that swallowed a code: it ends as the statement of a code does that is due
/// before the next one.
fn damaged(catalogue: &Catalogue, span: Span, code: CkcCode) -> Diagnostic {
    let words = catalogue.document(span).words(span);
    let row = catalogue.knowledge_areas().iter().find(|row| {
        row.span.document == span.document
            && row
                .items
                .iter()
                .any(|item| item.statement.iter().any(|at| at.start == span.start))
    });
    let next = row.and_then(|row| {
        row.items
            .iter()
            .map(|item| item.code)
            .find(|next| *next > code)
    });
    let due = catalogue
        .items()
        .iter()
        .filter(|item| item.code > code && next.is_none_or(|next| item.code < next));
    let swallowed = due
        .into_iter()
        .find(|item| ends_alike(words, &item.statement));
    match swallowed {
        Some(item) => odd(
            Code::SwallowedCode,
            span,
            format!(
                "the statement of {code} ends as that of {}, whose code is not printed",
                item.code
            ),
        ),
        None => Diagnostic {
            done: Some(format!("most rows read: “{}”", catalogue.statement(code))),
            ..odd(
                Code::TextDamaged,
                span,
                format!("the statement of {code} has little in common with the other rows"),
            )
        },
    }
}

/// Whether a text shares words near its end with the end of another: the last may be cut.
fn ends_alike(words: &str, statement: &str) -> bool {
    /// Fewer words in common may be chance.
    const ENOUGH: usize = 3;
    let (words, statement) = (fold(words), fold(statement));
    let end: Vec<&str> = statement.split(' ').rev().take(2 * ENOUGH).collect();
    let last = words.split(' ').rev().take(2 * ENOUGH);
    last.filter(|word| word.len() > 3 && end.contains(word))
        .count()
        >= ENOUGH
}

/// How the file was read, and whether it is whole.
fn judge_form(
    catalogue: &Catalogue,
    place: DocumentIndex,
    oddities: &Oddities,
    found: &mut Vec<Diagnostic>,
) {
    let document = &catalogue.documents()[place.0 as usize];
    if !matches!(document.encoding(), Encoding::Utf8 | Encoding::Utf8Bom) {
        let message = format!(
            "{} is read as {}",
            document.name,
            document.encoding().name()
        );
        found.push(odd(Code::Decoded, start_of(place), message));
    }
    if document.is_html() {
        let message = format!("{} is a web page", document.name);
        found.push(odd(Code::WebPage, start_of(place), message));
    }
    found.extend(oddities.ends_early.map(|(span, within)| {
        let line = document.line(span.start);
        odd(
            Code::BreaksOff,
            span,
            format!("the document breaks off at line {line}, in {within}"),
        )
    }));
}

fn judge_errata(
    catalogue: &Catalogue,
    document: DocumentIndex,
    oddities: &Oddities,
    found: &mut Vec<Diagnostic>,
) {
    let errata = catalogue.errata();
    for (span, index) in &oddities.applied {
        found.extend(applied(&errata[*index], *span));
    }
    if oddities.unused > 0 {
        let message = format!(
            "the {} built-in corrections belong to another document",
            oddities.unused
        );
        found.push(odd(Code::ErratumUnused, start_of(document), message));
    }
}

/// A correction that was made, and the damage it mends.
fn applied(erratum: &Erratum, span: Span) -> [Diagnostic; 2] {
    let (code, message) = match erratum.kind {
        Kind::Order => (
            Code::HalvesOutOfOrder,
            "the first half of a row stands after its second",
        ),
        Kind::LostName => (Code::LostName, "a row is printed without its name"),
        Kind::LostHeading => (Code::LostHeading, "the heading of an area is not printed"),
        Kind::SwallowedCode => (
            Code::SwallowedCode,
            "two statements ran together, and a code is lost between them",
        ),
        Kind::Cropped => (Code::Cropped, "the edge of the page is missing"),
        Kind::Rescan => (Code::ScannedTwice, "the page was scanned a second time"),
        Kind::Misread => (Code::Misread, "letters are misread"),
    };
    let (id, confidence) = (&erratum.id, erratum.confidence.name());
    let done = match erratum.kind {
        Kind::Order => format!("{id} ({confidence}) reads it before the line it belongs before"),
        Kind::Rescan => format!("{id} ({confidence}) leaves it out"),
        _ => {
            // Tabs and line ends part the cells of the reading; a sentence has blanks there.
            let reading: Vec<&str> = erratum.reading.split_whitespace().collect();
            format!("{id} ({confidence}) reads: “{}”", reading.join(" "))
        }
    };
    [
        Diagnostic {
            done: Some(done),
            ..odd(code, span, message)
        },
        Diagnostic {
            done: Some(erratum.reason.clone()),
            ..odd(
                Code::ErratumApplied,
                span,
                format!("{id} ({confidence}) is made here"),
            )
        },
    ]
}

fn judge_account(catalogue: &Catalogue, account: &Account, found: &mut Vec<Diagnostic>) {
    let document = &catalogue.documents()[account.document.0 as usize];
    for (what, counts) in [("lines", account.lines), ("characters", account.characters)] {
        if !counts.add_up() {
            let sum = counts.records + counts.furniture + counts.discarded + counts.blank;
            let message = format!(
                "{sum} {what} are accounted for, of {} in {}",
                counts.whole, document.id
            );
            found.push(odd(Code::Unaccounted, start_of(account.document), message));
        }
    }
}

fn start_of(document: DocumentIndex) -> Span {
    Span {
        document,
        start: 0,
        end: 0,
    }
}

/// What the runs of a document show: rows glued in one line, a cut header, a stray bullet.
fn judge_layout(catalogue: &Catalogue, account: &Account, found: &mut Vec<Diagnostic>) {
    let document = &catalogue.documents()[account.document.0 as usize];
    let line = |span: Span| document.line(span.start);
    for (index, run) in account.runs.iter().enumerate() {
        let Some(before) = index.checked_sub(1).map(|before| &account.runs[before]) else {
            continue;
        };
        let same_line = line(before.span) == line(run.span);
        if same_line && before.role == "header" && run.role == "area" {
            found.push(odd(
                Code::CutHeader,
                before.span,
                "this is the second half of the column's heading above",
            ));
        }
        if same_line && run.role == "code" && document.words(run.span).contains('\u{2022}') {
            found.push(odd(
                Code::StrayMark,
                run.span,
                "a bullet stands in the middle of a cell",
            ));
        }
    }
    glued_rows(document, account, found);
}

/// Lines that hold the codes of two rows.
fn glued_rows(document: &Document, account: &Account, found: &mut Vec<Diagnostic>) {
    let codes: Vec<_> = account
        .runs
        .iter()
        .filter(|run| run.role == "code")
        .collect();
    for pair in codes.windows(2) {
        let [before, run] = pair else { continue };
        let same_line = document.line(before.span.start) == document.line(run.span.start);
        if same_line && before.row != run.row {
            found.push(odd(
                Code::GluedRows,
                run.span,
                format!(
                    "with this code begins {}",
                    run.record.split(" CKC").next().unwrap_or_default()
                ),
            ));
        }
    }
}

/// Names, definitions and statements that stand on more than one line.
fn judge_pieces(catalogue: &Catalogue, found: &mut Vec<Diagnostic>) {
    let mut judge = |field: &str, spans: &Spans| {
        let line = |span: &Span| catalogue.document(*span).line(span.start);
        let places: Vec<&Span> = spans.iter().collect();
        for pair in places
            .windows(2)
            .filter(|pair| line(pair[0]) != line(pair[1]))
        {
            let message = format!("this goes on with the {field} on line {}", line(pair[0]));
            found.push(odd(Code::Rejoined, *pair[1], message));
        }
    };
    for row in catalogue.knowledge_areas() {
        if let Some(name) = &row.name {
            judge("name", &name.spans);
        }
        if let Some(definition) = &row.definition {
            judge("definition", &definition.spans);
        }
        for item in &row.items {
            judge("statement", &item.statement);
        }
    }
    let competencies = catalogue.competencies().iter();
    for alignment in competencies.flat_map(|record| &record.alignments) {
        judge("statement", &alignment.statement);
        if let Some(list) = alignment.demonstrated_by.first() {
            judge("list", &list.spans);
        }
    }
}

/// What comparing the rows of the crosswalk shows.
fn judge_rows(catalogue: &Catalogue, found: &mut Vec<Diagnostic>) {
    let mut definitions: BTreeMap<String, &KnowledgeArea> = BTreeMap::new();
    for row in catalogue.knowledge_areas() {
        if row.items.is_empty() {
            let notes: Vec<&str> = row.notes.iter().map(|note| note.words.as_str()).collect();
            let message = match notes.as_slice() {
                [] => format!("{} lists no CKC item", row.id),
                notes => format!("{} lists no CKC item, but: “{}”", row.id, notes.join("; ")),
            };
            found.push(odd(
                Code::NoCkcItem,
                field_span(row, row.notes.first()),
                message,
            ));
        }
        let Some(definition) = &row.definition else {
            let message = format!("{} has no definition", row.id);
            found.push(odd(
                Code::LostDefinition,
                field_span(row, row.name.as_ref()),
                message,
            ));
            continue;
        };
        let folded = fold(&definition.words);
        if let Some(other) = definitions.get(&folded) {
            let message = format!("this is also the definition of {}", other.id);
            found.push(odd(
                Code::SharedDefinition,
                field_span(row, Some(definition)),
                message,
            ));
        }
        definitions.entry(folded).or_insert(row);
    }
    for row in catalogue.knowledge_areas() {
        found.extend(cut_definition(row, &definitions));
    }
}

/// A definition that is the beginning of another row's.
fn cut_definition(
    row: &KnowledgeArea,
    definitions: &BTreeMap<String, &KnowledgeArea>,
) -> Option<Diagnostic> {
    /// Shorter beginnings are in common to many.
    const ENOUGH: usize = 8;
    let definition = row.definition.as_ref()?;
    let folded = fold(&definition.words);
    let start = format!("{folded} ");
    let (_, other) = definitions.range(start.clone()..).next()?;
    let is_start = fold(&other.definition.as_ref()?.words).starts_with(&start);
    let is_long = folded.split(' ').count() >= ENOUGH;
    (is_start && is_long).then(|| Diagnostic {
        done: Some("it is kept as far as it is printed".to_owned()),
        ..odd(
            Code::TextCut,
            field_span(row, Some(definition)),
            format!(
                "the definition breaks off; that of {} begins the same and goes on",
                other.id
            ),
        )
    })
}

fn field_span(row: &KnowledgeArea, field: Option<&Text>) -> Span {
    field
        .and_then(|field| field.spans.hull())
        .unwrap_or(row.span)
}

fn judge_competency(catalogue: &Catalogue, competency: &Competency, found: &mut Vec<Diagnostic>) {
    let Some((first, others)) = competency.alignments.split_first() else {
        return;
    };
    let words = |row: &Alignment| {
        row.statement
            .hull()
            .map(|span| fold(catalogue.document(span).words(span)))
    };
    for row in others {
        let place = row.statement.hull().unwrap_or(row.span);
        if words(row) != words(first) {
            let message = format!("{} is printed in other words than before", competency.id);
            found.push(odd(Code::CompetencyVariant, place, message));
        }
        if let (Some(importance), Some(before)) = (row.importance, first.importance)
            && importance != before
        {
            let message = format!(
                "{} is {} here and {} in a row before",
                competency.id,
                importance.title(),
                before.title()
            );
            found.push(odd(Code::TwoImportances, place, message));
        }
    }
}

fn judge_links(
    catalogue: &Catalogue,
    competency: &Competency,
    alignment: &Alignment,
    links: &Links,
    found: &mut Vec<Diagnostic>,
) {
    if alignment.counterpart == Counterpart::Lost && !ends_within(catalogue, alignment.span) {
        let message = format!(
            "{} breaks off before it says what it is aligned to",
            competency.id
        );
        found.push(odd(Code::BreaksOff, alignment.span, message));
    }
    let Some(target) = alignment.target() else {
        return;
    };
    let place = target.knowledge.spans.hull().unwrap_or(alignment.span);
    if let Some(cause) = &links.cause {
        found.push(odd(
            Code::Unlinked,
            place,
            format!("{}: {cause}", competency.id),
        ));
    }
    for link in &links.links {
        judge_link(catalogue, competency, link, place, found);
    }
}

/// Whether the document is known to end in these words.
fn ends_within(catalogue: &Catalogue, span: Span) -> bool {
    let ends = catalogue.oddities()[span.document.0 as usize].ends_early;
    ends.is_some_and(|(end, _)| span.start <= end.start && end.end <= span.end)
}

fn judge_link(
    catalogue: &Catalogue,
    competency: &Competency,
    link: &Link,
    place: Span,
    found: &mut Vec<Diagnostic>,
) {
    let rows = catalogue.knowledge_areas();
    let (id, linked) = (competency.id, &rows[link.knowledge_area].id);
    let (levels, others): (Vec<_>, Vec<_>) = link
        .differs
        .iter()
        .partition(|difference| matches!(difference, Difference::Level(..)));
    for level in levels {
        found.push(odd(
            Code::LevelDiffers,
            place,
            format!("{id} is linked to {linked}; {level}"),
        ));
    }
    if link.made != Match::Exact || !others.is_empty() {
        let mut message = format!("{id} is linked to {linked} as {}", link.made.name());
        for difference in others {
            message = format!("{message}; {difference}");
        }
        found.push(odd(Code::LinkNotExact, place, message));
    }
    for other in link.others() {
        let message = format!(
            "{id} is linked to {linked}; the same name stands in {}",
            rows[other].id
        );
        found.push(odd(Code::NameInTwoAreas, place, message));
    }
}
