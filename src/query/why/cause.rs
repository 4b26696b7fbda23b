//! Why there is no way from one record to another.

use super::evidence::{aligned, code_reading};
use super::{Evidence, Quote, Record, label, path};
use crate::catalogue::Catalogue;
use crate::catalogue::link::{Link, Linker, Unlinked};
use crate::record::{
    Alignment, Certainty, CompetencyIndex, Incomplete, ItemIndex, KnowledgeAreaIndex, Level, Target,
};
use crate::text::and;

/// Why no chain leads over a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// A sentence.
    pub sentence: String,
    /// The printed words it rests on.
    pub quotes: Vec<Quote>,
    /// Why the list that lacks the item may go on, so that the cause is none.
    pub incomplete: Option<Incomplete>,
}

/// Why no chain leads from the one to the other, a cause for each row that might have led there; or why none
/// leads anywhere.
pub(super) fn causes(catalogue: &Catalogue, from: Record, to: Option<Record>) -> Vec<Cause> {
    let ends = (
        to.map_or(from, |to| from.min(to)),
        to.map(|to| from.max(to)),
    );
    let mut causes = match ends {
        (Record::Competency(competency), end) => {
            let count = catalogue.competencies()[competency].alignments.len();
            let mut causes: Vec<Cause> = Vec::new();
            for alignment in 0..count {
                causes.extend(causes_of_row(catalogue, competency, alignment, end));
            }
            if let Some(Record::Item(item)) = end {
                causes.extend(listed_elsewhere(catalogue, item, Some(competency)));
            }
            causes
        }
        (Record::KnowledgeArea(row), end) => {
            let item = match end {
                Some(Record::Item(item)) => Some(item),
                _ => None,
            };
            let (lists, quotes) = lists_not(catalogue, row, item);
            let sentence = format!("{} {lists}.", path(catalogue, row));
            let incomplete = catalogue.knowledge_areas()[row].incomplete;
            let mut causes = vec![Cause {
                sentence,
                quotes,
                incomplete,
            }];
            causes.extend(item.and_then(|item| listed_elsewhere(catalogue, item, None)));
            causes
        }
        (Record::Item(item), _) => {
            let sentence = "No competency is linked to a knowledge area that lists it.".to_owned();
            let quotes = Vec::new();
            let listed = listed_elsewhere(catalogue, item, None);
            let none = Cause {
                sentence,
                quotes,
                incomplete: None,
            };
            std::iter::once(none).chain(listed).collect()
        }
    };
    let mut told: Vec<String> = Vec::new();
    causes.retain(|cause| {
        let is_new = !told.contains(&cause.sentence);
        told.push(cause.sentence.clone());
        is_new
    });
    causes
}

fn causes_of_row(
    catalogue: &Catalogue,
    competency: CompetencyIndex,
    row: usize,
    end: Option<Record>,
) -> Vec<Cause> {
    let record = &catalogue.competencies()[competency];
    let alignment = &record.alignments[row];
    let links = &catalogue.links(competency)[row];
    let id = record.id;
    let mut quotes = aligned(catalogue, alignment).quotes;
    quotes.retain(|quote| quote.field != "importance");
    let sentence = match (&links.cause, alignment.target()) {
        (Some(Unlinked::Lost) | None, None) => match (alignment.area(), alignment.knowledge()) {
            (Some(area), _) => format!(
                "{id} is aligned to the area {}, but the page does not print to which knowledge area.",
                area.words
            ),
            (None, Some(knowledge)) => format!(
                "{id} is aligned to the knowledge area {}, but the page does not print its area.",
                knowledge.words
            ),
            (None, None) => format!("{id}: the page does not print what it is aligned to."),
        },
        (_, None) => {
            quotes.extend(alignment.area_at.map(|span| Quote {
                field: "area",
                span,
                reading: None,
            }));
            format!("{id} is Unique: the authors say that the Endorsement has no counterpart.")
        }
        (Some(cause), Some(target)) => {
            unlinked(catalogue, &format!("{id}"), cause, target, &links.rejected)
        }
        (None, Some(target)) => {
            let label = label(target);
            let each = links.links.iter().map(|link| {
                let (clause, notes) = elsewhere(catalogue, &label, link, end);
                let row = &catalogue.knowledge_areas()[link.knowledge_area];
                Cause {
                    sentence: format!("{id} is aligned to {label}, {clause}."),
                    quotes: quotes.iter().cloned().chain(notes).collect(),
                    incomplete: row
                        .incomplete
                        .filter(|_| !matches!(end, Some(Record::KnowledgeArea(_)))),
                }
            });
            return each.collect();
        }
    };
    vec![Cause {
        sentence,
        quotes,
        incomplete: None,
    }]
}

/// The names did not match, or a reviewer said no.
fn unlinked(
    catalogue: &Catalogue,
    id: &str,
    cause: &Unlinked,
    target: &Target,
    rejected: &[Link],
) -> String {
    let label = label(target);
    let paths = |rows: &[KnowledgeAreaIndex]| {
        and(&rows
            .iter()
            .map(|&row| path(catalogue, row))
            .collect::<Vec<_>>())
    };
    if *cause == Unlinked::Rejected {
        let rows: Vec<KnowledgeAreaIndex> =
            rejected.iter().map(|link| link.knowledge_area).collect();
        let rows = paths(&rows);
        return format!("{id} is aligned to {label}; the link to {rows} is rejected by review.");
    }
    let linker = Linker::new(catalogue.areas(), catalogue.knowledge_areas());
    let nearest = match linker.nearest(target, 1).as_slice() {
        [] => "no name is near it".to_owned(),
        nearest => format!("the nearest is {}", paths(nearest)),
    };
    format!("{id} is aligned to {label}; {cause}: {nearest}.")
}

/// Where a link leads instead, and the words that say so.
fn elsewhere(
    catalogue: &Catalogue,
    label: &str,
    link: &Link,
    end: Option<Record>,
) -> (String, Vec<Quote>) {
    let there = path(catalogue, link.knowledge_area);
    let linked = if there == label {
        String::new()
    } else {
        format!("which is linked to {there}, ")
    };
    let item = match end {
        Some(Record::Item(item)) => Some(item),
        _ => None,
    };
    match end {
        Some(Record::Item(_)) | None => {
            let (lists, quotes) = lists_not(catalogue, link.knowledge_area, item);
            (format!("{linked}which {lists}"), quotes)
        }
        Some(Record::KnowledgeArea(row)) if link.others().any(|other| other == row) => {
            let asked = path(catalogue, row);
            let clause = format!(
                "{linked}not to {asked}, which has the same name: the printed area decides"
            );
            (clause, Vec::new())
        }
        Some(Record::KnowledgeArea(row)) => (
            format!("{linked}not to {}", path(catalogue, row)),
            Vec::new(),
        ),
        Some(Record::Competency(_)) => (linked, Vec::new()),
    }
}

/// What a knowledge area lists instead of an item, and the words that say that it lists nothing.
fn lists_not(
    catalogue: &Catalogue,
    row: KnowledgeAreaIndex,
    item: Option<ItemIndex>,
) -> (String, Vec<Quote>) {
    let row = &catalogue.knowledge_areas()[row];
    let mut evidence = Evidence::default();
    for note in &row.notes {
        evidence.quote_text(catalogue, "note", note);
    }
    let notes = row.notes.iter();
    let notes: Vec<String> = notes.map(|note| format!("“{}”", note.words)).collect();
    let codes: Vec<String> = row.items.iter().map(|item| item.code.to_string()).collect();
    let asked = item.map(|item| catalogue.items()[item].code);
    let instead = asked.map_or(String::new(), |asked| format!(", not {asked}"));
    if let Some(Incomplete { loss, span }) = row.incomplete {
        evidence.quote(catalogue, "incomplete", &[span], None);
        let listed = (!codes.is_empty()).then(|| format!("lists CKC {}", and(&codes)));
        let asked = asked.map(|asked| format!("may list {asked}"));
        let lists = match (listed, asked) {
            (Some(listed), Some(asked)) => format!("{listed}, and {asked} as well"),
            (listed, asked) => listed.or(asked).unwrap_or("may list CKC items".to_owned()),
        };
        return (format!("{lists}: {loss}"), evidence.quotes);
    }
    let lists = if !codes.is_empty() {
        format!("lists CKC {}{instead}", and(&codes))
    } else if notes.is_empty() {
        "lists no CKC item".to_owned()
    } else if row.names_other_framework() {
        let notes = and(&notes);
        format!("lists no CKC item, but another framework: the crosswalk prints {notes}")
    } else {
        format!("lists no CKC item: the crosswalk prints {}", and(&notes))
    };
    (lists, evidence.quotes)
}

/// Which knowledge areas list the item, and whether all of them are at another level.
fn listed_elsewhere(
    catalogue: &Catalogue,
    item: ItemIndex,
    competency: Option<CompetencyIndex>,
) -> Option<Cause> {
    /// More names than these would not help.
    const NAMED: usize = 4;
    let rows = catalogue.listed_by(item);
    let code = catalogue.items()[item].code;
    if competency.is_some_and(|index| catalogue.competencies()[index].is_unique()) {
        return None;
    }
    let mut names: Vec<String> = rows
        .iter()
        .take(NAMED)
        .map(|&row| path(catalogue, row))
        .collect();
    if rows.len() > NAMED {
        names.push(format!("{} more", rows.len() - NAMED));
    }
    let mut evidence = Evidence::default();
    for &row in rows.iter().take(NAMED) {
        if let Some(found) = catalogue.correspondence(row, code) {
            let restored = found.certainty == Certainty::Restored;
            let reading = restored.then(|| code_reading(catalogue, found));
            evidence.quote(catalogue, "code", &[found.span], reading);
        }
    }
    let quotes = evidence.quotes;
    let highest = competency.and_then(|index| {
        let alignments = catalogue.competencies()[index].alignments.iter();
        alignments.filter_map(Alignment::level).max()
    });
    let applies = |&row: &KnowledgeAreaIndex| {
        catalogue.knowledge_areas()[row].level <= highest.unwrap_or(Level::Mhm)
    };
    let only = if rows.iter().any(applies) {
        "listed by"
    } else {
        "only listed at another level:"
    };
    Some(Cause {
        sentence: format!("CKC {code} is {only} {}.", and(&names)),
        quotes,
        incomplete: None,
    })
}
