//! All that is odd in the documents and in their links, put into words: the diagnostics of a
//! catalogue, in the order of the documents.
//!
//! Some come from what the grammars found on the way ([`crate::parse::Finding`]), some from the
//! corrections, and the others from comparing records with one another.

use super::code::Code;
use super::diagnostic::{Diagnostic, odd};
use super::{links, rows, slips, statements};
use crate::catalogue::{Catalogue, Oddities};
use crate::check::account::{Account, Owner};
use crate::parse::FindingKind;
use crate::parse::errata::{Erratum, Kind};
use crate::record::{CompetencyIndex, Doubt};
use crate::source::{Document, DocumentIndex, Encoding, Span, Spans, offset};

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
                .filter_map(|(span, kind)| finding(catalogue, *span, *kind)),
        );
        judge_errata(catalogue, document, oddities, &mut found);
        judge_form(catalogue, document, oddities, &mut found);
    }
    for account in accounts {
        judge_account(catalogue, account, &mut found);
        judge_layout(catalogue, account, &mut found);
    }
    judge_doubts(catalogue, &mut found);
    judge_pieces(catalogue, &mut found);
    rows::judge(catalogue, &mut found);
    slips::judge(catalogue, accounts, &mut found);
    for (index, competency) in CompetencyIndex::each(catalogue.competencies()) {
        links::judge_competency(catalogue, competency, &mut found);
        for (alignment, links) in competency.alignments.iter().zip(catalogue.links(index)) {
            links::judge_links(catalogue, competency, alignment, links, &mut found);
        }
    }
    found.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
    found.dedup();
    found
}

/// What a grammar found.
fn finding(catalogue: &Catalogue, span: Span, kind: FindingKind) -> Option<Diagnostic> {
    let diagnostic = match kind {
        // They are told with the records that they are in.
        FindingKind::LabelMisread | FindingKind::LooseWords => return None,
        FindingKind::LostId => odd(Code::LostId, span, "no competency's id begins this row"),
        FindingKind::LostName => odd(Code::LostName, span, "a row has no name here"),
        FindingKind::GluedName => odd(
            Code::GluedName,
            span,
            "the next row's name is stuck to the statement before it",
        ),
        FindingKind::GluedNote => odd(
            Code::NoteInColumn,
            span,
            "these words are not part of the statement before them",
        ),
        FindingKind::StatementVariant(code) => statements::variant(catalogue, span, code),
        FindingKind::StatementCut(code) => statements::cut(catalogue, span, code),
        FindingKind::StatementOfOther(code, other) => {
            statements::of_other(catalogue, span, code, other)
        }
        FindingKind::StatementDamaged(code) => statements::damaged(catalogue, span, code),
        FindingKind::Unexpected => odd(Code::Unexpected, span, "neither Essential nor Important"),
    };
    Some(diagnostic)
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
        let place = document.place_within(span);
        odd(
            Code::BreaksOff,
            span,
            format!("the document breaks off at {place}, in {within}"),
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
        found.push(applied(&errata[*index], *span));
    }
    if oddities.unused > 0 {
        let message = format!(
            "the {} built-in corrections belong to another document",
            oddities.unused
        );
        found.push(odd(Code::ErratumUnused, start_of(document), message));
    }
}

/// The damage that a correction mends, with the correction and its reason.
fn applied(erratum: &Erratum, span: Span) -> Diagnostic {
    let (code, message) = match erratum.kind {
        Kind::Order => (
            Code::HalvesOutOfOrder,
            "the first half of a row is printed after its second",
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
            // Tabs and line ends separate the cells of the reading; a sentence has blanks there.
            let reading: Vec<&str> = erratum.reading.split_whitespace().collect();
            format!("{id} ({confidence}) reads: “{}”", reading.join(" "))
        }
    };
    Diagnostic {
        done: Some(format!("{done}. {}", erratum.reason)),
        help: Some("compare the correction with the original; `--no-errata` reads without it"),
        ..odd(code, span, message)
    }
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
                "a bullet is in the middle of a cell",
            ));
        }
    }
    glued_rows(catalogue, document, account, found);
}

/// Lines that hold the codes of two rows.
fn glued_rows(
    catalogue: &Catalogue,
    document: &Document,
    account: &Account,
    found: &mut Vec<Diagnostic>,
) {
    let codes: Vec<_> = account
        .runs
        .iter()
        .filter(|run| run.role == "code")
        .collect();
    for pair in codes.windows(2) {
        let [before, run] = pair else { continue };
        let same_line = document.line(before.span.start) == document.line(run.span.start);
        if let Owner::Item(row, _) = run.owner
            && same_line
            && before.row != run.row
        {
            let id = &catalogue.knowledge_areas()[row].id;
            let message = format!("with this code begins {id}");
            found.push(odd(Code::GluedRows, run.span, message));
        }
    }
}

/// Names, definitions and statements that are on more than one line.
fn judge_pieces(catalogue: &Catalogue, found: &mut Vec<Diagnostic>) {
    let mut judge = |field: &str, spans: &Spans| {
        let stretch = |span: &Span| catalogue.document(*span).stretch(span.start);
        let places: Vec<&Span> = spans.iter().collect();
        for pair in places
            .windows(2)
            .filter(|pair| stretch(pair[0]) != stretch(pair[1]))
        {
            let place = catalogue.document(*pair[0]).place_within(*pair[0]);
            let message = format!("this goes on with the {field} on {place}");
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

/// Why the reading of each record may be wrong.
fn judge_doubts(catalogue: &Catalogue, found: &mut Vec<Diagnostic>) {
    let mut judge = |name: &str, doubts: &[Doubt]| {
        found.extend(doubts.iter().map(|doubt| {
            let message = format!("{name} may have been read wrongly: {}", doubt.reason);
            odd(Code::InDoubt, doubt.span, message)
        }));
    };
    for row in catalogue.knowledge_areas() {
        judge(&row.id, &row.doubts);
        for item in &row.items {
            judge(&format!("{} in {}", item.code, row.id), &item.doubts);
        }
    }
    for record in catalogue.competencies() {
        for row in &record.alignments {
            judge(&record.id.to_string(), &row.doubts);
        }
    }
}
