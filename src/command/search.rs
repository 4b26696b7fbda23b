//! `search`: the records that contain some words, best matches first, one row per record.

use std::borrow::Cow;
use std::ops::Range;

use crate::catalogue::Catalogue;
use crate::cli::{self, RecordKind};
use crate::query::reference::Reference;
use crate::query::search::{self, Hit};
use crate::text::word_ranges;
use crate::view::{Answer, Cell, Excerpt, Place, Table};

use super::{competency_id, item_code, linked_path, marked, place, words};

/// The columns of what was found.
pub(super) const COLUMNS: [(&str, Place); 7] = [
    ("record", Place::Body),
    ("kind", Place::Hidden),
    ("id", Place::Hidden),
    ("title", Place::Hidden),
    ("field", Place::Body),
    ("words", Place::Body),
    ("source", Place::Hidden),
];

pub(super) fn run<'c>(catalogue: &'c Catalogue, args: &cli::Search) -> anyhow::Result<Answer<'c>> {
    let is_wanted = |record| {
        let kind = kind(record);
        args.kind.is_empty() || kind.is_some_and(|kind| args.kind.contains(&kind))
    };
    let typed = args.words.join(" ");
    let found = search::search(catalogue, &typed, is_wanted)?;
    let is_partial = found.words < found.asked;
    let note = is_partial.then(|| {
        format!(
            "no record says all of “{}”: these say {} of its {} words",
            found.sought, found.words, found.asked
        )
    });
    let rows = found.hits.iter().map(|hit| row(catalogue, hit));
    Ok(Answer {
        notes: note.into_iter().collect(),
        ..Table::new(&COLUMNS, rows).into()
    })
}

fn kind(record: Reference) -> Option<RecordKind> {
    match record {
        Reference::Competency(_) => Some(RecordKind::Competency),
        Reference::Area(_) => Some(RecordKind::Area),
        Reference::KnowledgeArea(_) => Some(RecordKind::Knowledge),
        Reference::Item(_) => Some(RecordKind::Ckc),
        Reference::Section(_) => None,
    }
}

fn row<'c>(catalogue: &'c Catalogue, hit: &Hit<'c>) -> Vec<Cell<'c>> {
    let Record { name, id, title } = record(catalogue, hit.record);
    let kind = kind(hit.record).map_or("", RecordKind::name);
    vec![
        name,
        Cell::text(kind),
        id,
        title,
        Cell::text(hit.field.name()),
        marked(excerpt(&hit.text, &hit.found), hit.certainty),
        hit.place.map_or(Cell::missing("lost"), |span| {
            Cell::text(place(catalogue, span))
        }),
    ]
}

/// What a record is called.
struct Record<'c> {
    /// What people call it.
    name: Cell<'c>,
    id: Cell<'c>,
    title: Cell<'c>,
}

fn record(catalogue: &Catalogue, record: Reference) -> Record<'_> {
    match record {
        Reference::Competency(index) => {
            let competency = &catalogue.competencies()[index];
            Record {
                name: competency_id(competency),
                id: Cell::text(competency.id.to_string()),
                title: words(&competency.statement),
            }
        }
        Reference::Area(index) => {
            let area = &catalogue.areas()[index];
            Record {
                name: words(&area.name),
                id: Cell::text(&area.id),
                title: words(&area.name),
            }
        }
        Reference::KnowledgeArea(index) => {
            let row = &catalogue.knowledge_areas()[index];
            Record {
                name: linked_path(catalogue, row),
                id: Cell::text(&row.id),
                title: super::name(row),
            }
        }
        Reference::Item(index) => {
            let item = &catalogue.items()[index];
            Record {
                name: Cell::Phrase(vec![
                    Cell::text("CKC"),
                    item_code(item.code, super::Reliability::default()),
                ]),
                id: Cell::code(item.code.to_string()),
                title: Cell::text(&item.statement),
            }
        }
        Reference::Section(section) => Record {
            name: Cell::text(section.to_string()),
            id: Cell::text(section.to_string()),
            title: Cell::missing(""),
        },
    }
}

/// The words around those that were found: where most of them are, if the text is long.
fn excerpt(text: &str, found: &[Range<usize>]) -> Cell<'static> {
    /// This many words are shown.
    const SHOWN: usize = 18;
    let all: Vec<Range<usize>> = word_ranges(text).collect();
    let has_found = |word: &Range<usize>| {
        let mut found = found.iter();
        found.any(|found| word.start <= found.start && found.end <= word.end)
    };
    let hits: Vec<usize> = (0..all.len()).filter(|&at| has_found(&all[at])).collect();
    let within = |&first: &usize| {
        let inside = hits
            .iter()
            .filter(|&&hit| (first..first + SHOWN).contains(&hit));
        inside.count()
    };
    let mut first = 0;
    for &hit in &hits {
        if within(&hit) > within(&first) {
            first = hit;
        }
    }
    // What was found is in the middle.
    let mut inside = hits
        .iter()
        .filter(|&&hit| (first..first + SHOWN).contains(&hit));
    let (mut lowest, mut highest) = (first, first);
    if let (Some(&low), Some(&high)) = (inside.clone().next(), inside.next_back()) {
        (lowest, highest) = (low, high);
    }
    let slack = SHOWN.saturating_sub(highest + 1 - lowest);
    let last_start = all.len().saturating_sub(SHOWN);
    let first = lowest.saturating_sub(slack / 2).min(last_start);
    let last = (first + SHOWN).min(all.len());
    shortened(text, all.get(first..last).unwrap_or_default(), found)
}

/// Some consecutive words of a text, and a sign where others are left out.
fn shortened(text: &str, shown: &[Range<usize>], found: &[Range<usize>]) -> Cell<'static> {
    let start = shown.first().map_or(0, |word| word.start);
    let end = shown.last().map_or(text.len(), |word| word.end);
    let before = if text[..start].trim().is_empty() {
        ""
    } else {
        "… "
    };
    let after = if text[end..].trim().is_empty() {
        ""
    } else {
        " …"
    };
    let inside = found
        .iter()
        .filter(|found| start <= found.start && found.end <= end);
    let moved = |at: usize| at - start + before.len();
    Cell::Excerpt(Box::new(Excerpt {
        found: inside
            .map(|found| moved(found.start)..moved(found.end))
            .collect(),
        words: Cow::Owned(format!("{before}{}{after}", &text[start..end])),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, found: &[&str]) -> String {
        let ranges: Vec<_> = found
            .iter()
            .map(|word| {
                text.find(word)
                    .map(|at| at..at + word.len())
                    .expect("a word")
            })
            .collect();
        let Cell::Excerpt(excerpt) = excerpt(text, &ranges) else {
            unreachable!("an excerpt is made");
        };
        let pieces = excerpt.pieces();
        pieces
            .map(|(piece, is_found)| {
                if is_found {
                    format!("<{piece}>")
                } else {
                    piece.to_owned()
                }
            })
            .collect()
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        assert_eq!(shown("Uses data, always", &["data"]), "Uses <data>, always");
        assert_eq!(shown("data", &["data"]), "<data>");
        assert_eq!(shown("", &[]), "");
    }

    #[test]
    fn of_a_long_text_the_words_around_are_shown() {
        let text = (1..=40)
            .map(|n| format!("w{n:02}"))
            .collect::<Vec<_>>()
            .join(" ");
        assert_eq!(
            shown(&text, &["w02", "w30", "w32"]),
            format!(
                "… {} <w30> w31 <w32> {} …",
                (23..30)
                    .map(|n| format!("w{n}"))
                    .collect::<Vec<_>>()
                    .join(" "),
                (33..41)
                    .map(|n| format!("w{n}"))
                    .collect::<Vec<_>>()
                    .join(" "),
            )
            .trim_end_matches(" …")
        );
        assert!(shown(&text, &["w40"]).ends_with("w39 <w40>"));
        assert!(shown(&text, &["w01"]).starts_with("<w01> w02"));
    }
}
