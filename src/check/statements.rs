//! How the statement of a code as one row prints it compares with what most rows print.

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::diagnostic::odd;
use crate::catalogue::Catalogue;
use crate::record::CkcCode;
use crate::source::Span;
use crate::text::fold;

/// With what most rows print, where others print it.
fn told(catalogue: &Catalogue, code: CkcCode, diagnostic: Diagnostic) -> Diagnostic {
    let statement = catalogue.statement(code);
    let printed = catalogue.document(diagnostic.span).words(diagnostic.span);
    Diagnostic {
        done: (statement != printed).then(|| format!("most rows read: “{statement}”")),
        ..diagnostic
    }
}

pub(super) fn variant(catalogue: &Catalogue, span: Span, code: CkcCode) -> Diagnostic {
    let printed = catalogue.document(span).words(span);
    let is_case = printed.to_lowercase() == catalogue.statement(code).to_lowercase();
    let (kind, message) = if is_case {
        let message = format!("the statement of {code} has other capitals than in most rows");
        (Code::CapitalsDiffer, message)
    } else {
        let message = format!("the statement of {code} reads otherwise than in most rows");
        (Code::StatementVariant, message)
    };
    told(catalogue, code, odd(kind, span, message))
}

pub(super) fn cut(catalogue: &Catalogue, span: Span, code: CkcCode) -> Diagnostic {
    let message = format!("the statement of {code} breaks off");
    told(catalogue, code, odd(Code::TextCut, span, message))
}

pub(super) fn of_other(
    catalogue: &Catalogue,
    span: Span,
    code: CkcCode,
    other: CkcCode,
) -> Diagnostic {
    let statement = catalogue.statement(code);
    Diagnostic {
        done: Some(format!(
            "{code} is taken as printed; most rows read: “{statement}”"
        )),
        ..odd(
            Code::StatementOfOther,
            span,
            format!("{code} carries the statement of {other}"),
        )
    }
}

/// A damaged statement, or one that swallowed a code: it ends as the statement of a code does that is due
/// before the next one.
pub(super) fn damaged(catalogue: &Catalogue, span: Span, code: CkcCode) -> Diagnostic {
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
    if let Some(item) = swallowed {
        let message = format!(
            "the statement of {code} ends as that of {}, whose code is not printed",
            item.code
        );
        return odd(Code::SwallowedCode, span, message);
    }
    let (kept, all) = in_common(words, catalogue.statement(code));
    let message = match kept {
        0 => format!("the statement of {code} has no word in common with the other rows"),
        _ => format!("the statement of {code} is damaged: {kept} of its {all} words are printed"),
    };
    told(catalogue, code, odd(Code::TextDamaged, span, message))
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

/// How many words of a statement are in a text, each as often as it is in both, and how many there are.
fn in_common(words: &str, statement: &str) -> (usize, usize) {
    let sorted = |text: &str| -> Vec<String> {
        let mut words: Vec<String> = fold(text)
            .split_terminator(' ')
            .map(str::to_owned)
            .collect();
        words.sort_unstable();
        words
    };
    let (printed, wanted) = (sorted(words), sorted(statement));
    let mut printed_left = printed.iter().peekable();
    let is_printed = |word: &&String| {
        while printed_left.next_if(|printed| *printed < *word).is_some() {}
        printed_left.next_if(|printed| *printed == *word).is_some()
    };
    (wanted.iter().filter(is_printed).count(), wanted.len())
}
