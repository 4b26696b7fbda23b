//! What is odd in a competency and in the links of its rows.

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::diagnostic::odd;
use crate::catalogue::Catalogue;
use crate::catalogue::link::{Difference, Link, Links, Match};
use crate::record::{Alignment, Competency};
use crate::source::Span;
use crate::text::fold;

pub(super) fn judge_competency(
    catalogue: &Catalogue,
    competency: &Competency,
    found: &mut Vec<Diagnostic>,
) {
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

pub(super) fn judge_links(
    catalogue: &Catalogue,
    competency: &Competency,
    alignment: &Alignment,
    links: &Links,
    found: &mut Vec<Diagnostic>,
) {
    if alignment.is_lost() && !ends_within(catalogue, alignment.span) {
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
    let composite = links
        .links
        .iter()
        .filter(|link| link.made == Match::Composite);
    let composite: Vec<&str> = composite
        .map(|link| catalogue.knowledge_areas()[link.knowledge_area].id.as_str())
        .collect();
    if !composite.is_empty() {
        let message = format!("{} is linked to {}", competency.id, composite.join(" and "));
        found.push(odd(Code::CompositeLink, place, message));
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
    let told = |code: Code, difference: &Difference| {
        odd(
            code,
            place,
            format!("{id} is linked to {linked}; {difference}"),
        )
    };
    for difference in &link.differs {
        found.extend(match difference {
            Difference::Level(..) => Some(told(Code::LevelDiffers, difference)),
            Difference::Spelling(..) => Some(told(Code::SpellingDiffers, difference)),
            // Told below, with the link, or with the row of the same name.
            Difference::Area(..)
            | Difference::Name(..)
            | Difference::Reviewed(_)
            | Difference::MarkOf(..) => None,
        });
    }
    if matches!(
        link.made,
        Match::Near | Match::AreaDiffers | Match::Reviewed
    ) {
        let mut message = format!("{id} is linked to {linked} as {}", link.made.name());
        for difference in &link.differs {
            if matches!(difference, Difference::Area(..) | Difference::Name(..)) {
                message = format!("{message}; {difference}");
            }
        }
        found.push(odd(Code::LinkNotExact, place, message));
    }
    let mark = link.differs.iter().find_map(|difference| match difference {
        Difference::MarkOf(..) => Some(format!("; {difference}")),
        _ => None,
    });
    for other in link.others() {
        let message = format!(
            "{id} is linked to {linked}; the same name is also in {}{}",
            rows[other].id,
            mark.as_deref().unwrap_or_default()
        );
        found.push(odd(Code::NameInTwoAreas, place, message));
    }
}
