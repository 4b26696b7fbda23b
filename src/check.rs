//! Puts into words what is odd in the documents and in their links: the diagnostics of a catalogue.

use crate::catalogue::{Catalogue, Oddities};
use crate::diagnostic::{Code, Diagnostic};
use crate::link::{Link, Links, Match};
use crate::parse::FindingKind;
use crate::record::{Alignment, Competency};
use crate::source::{DocumentIndex, Span, offset};

/// All that is odd, in the order of the documents.
#[must_use]
pub fn diagnostics(catalogue: &Catalogue) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, oddities) in catalogue.oddities().iter().enumerate() {
        judge_document(
            catalogue,
            DocumentIndex(offset(index)),
            oddities,
            &mut found,
        );
    }
    for (index, competency) in catalogue.competencies().iter().enumerate() {
        let links = catalogue.links(index);
        for (alignment, links) in competency.alignments.iter().zip(links) {
            judge_links(catalogue, competency, alignment, links, &mut found);
        }
    }
    found.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
    found
}

fn judge_document(
    catalogue: &Catalogue,
    document: DocumentIndex,
    oddities: &Oddities,
    found: &mut Vec<Diagnostic>,
) {
    let errata = catalogue.errata();
    found.extend(oddities.applied.iter().map(|(span, index)| Diagnostic {
        code: Code::ErratumApplied,
        span: *span,
        message: format!("{}: {}", errata[*index].id, errata[*index].reason),
    }));
    found.extend(oddities.stale.iter().map(|(index, _)| Diagnostic {
        code: Code::ErratumStale,
        span: Span {
            document,
            start: 0,
            end: 0,
        },
        message: format!("{} does not fit this document", errata[*index].id),
    }));
    found.extend(oddities.findings.iter().map(|(span, kind)| {
        let (code, message) = describe(*kind);
        Diagnostic {
            code,
            span: *span,
            message,
        }
    }));
}

fn judge_links(
    catalogue: &Catalogue,
    competency: &Competency,
    alignment: &Alignment,
    links: &Links,
    found: &mut Vec<Diagnostic>,
) {
    let Some(target) = alignment.target() else {
        return;
    };
    let label = format!(
        "{}: {} ▸ {}",
        competency.id, target.area.words, target.knowledge.words
    );
    found.extend(links.cause.as_ref().map(|cause| Diagnostic {
        code: Code::Unlinked,
        span: alignment.span,
        message: format!("{label} is linked to nothing: {cause}"),
    }));
    let is_odd = |link: &&Link| link.made != Match::Exact || !link.differs.is_empty();
    found.extend(links.links.iter().filter(is_odd).map(|link| {
        let id = &catalogue.knowledge_areas()[link.knowledge_area].id;
        let mut message = format!("{label} is linked to {id} as {}", link.made.name());
        for difference in &link.differs {
            message = format!("{message}; {difference}");
        }
        Diagnostic {
            code: Code::LinkNotExact,
            span: alignment.span,
            message,
        }
    }));
}

fn describe(kind: FindingKind) -> (Code, String) {
    match kind {
        FindingKind::LostName => (Code::LostName, "a row stands without its name".to_owned()),
        FindingKind::GluedName => (
            Code::GluedName,
            "a name is stuck to the statement before it".to_owned(),
        ),
        FindingKind::GluedNote => (
            Code::GluedNote,
            "words that are no CKC item are stuck to a statement".to_owned(),
        ),
        FindingKind::StatementVariant(code) => (
            Code::StatementVariant,
            format!("the statement of {code} reads otherwise than in most rows"),
        ),
        FindingKind::StatementCut(code) => (
            Code::StatementCut,
            format!("the statement of {code} breaks off"),
        ),
        FindingKind::StatementOfOther(code, other) => (
            Code::StatementOfOther,
            format!("{code} carries the statement of {other}"),
        ),
        FindingKind::StatementDamaged(code) => (
            Code::StatementDamaged,
            format!("the statement of {code} has little in common with the other rows"),
        ),
        FindingKind::Unexpected => (
            Code::Unexpected,
            "neither Essential nor Important".to_owned(),
        ),
    }
}
