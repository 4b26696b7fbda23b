//! Records of a page of competencies.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::place::{Origin, Places, nowhere};
use crate::parse::errata::Corrected;
use crate::parse::{Parsed, Part, competencies};
use crate::record::{
    Alignment, Competency, CompetencyId, Counterpart, Importance, Level, Target, Text,
};
use crate::source::{DocumentIndex, Span, Spans};

/// Makes the records of a competencies page: rows with the same id are alignments of one
/// competency.
#[must_use]
pub fn competencies(
    document: DocumentIndex,
    corrected: &Corrected,
    parsed: &Parsed<competencies::Role>,
) -> Vec<Competency> {
    let mut places = Places::markdown(document, corrected);
    let mut records: Vec<Competency> = Vec::new();
    let mut index: BTreeMap<CompetencyId, usize> = BTreeMap::new();
    let mut above: Cow<[Part<competencies::Role>]> = Cow::Borrowed(&[]);
    for parts in parsed.parts.chunk_by(|a, b| a.row == b.row) {
        let found = if parts.iter().any(|part| field(part.role) == Field::Id) {
            above = Cow::Borrowed(parts);
            row(&mut places, parts)
        } else {
            above = Cow::Owned(with_above(&above, parts));
            row(&mut Places::markdown(document, corrected), &above)
        };
        let Some(row) = found else {
            continue;
        };
        let place = *index.entry(row.id).or_insert_with(|| {
            records.push(Competency {
                id: row.id,
                statement: row.statement,
                alignments: Vec::new(),
            });
            records.len() - 1
        });
        records[place].alignments.push(row.alignment);
    }
    records
}

/// What a table prints once beside several rows belongs to each: a row without an id, with all that only
/// the row above it prints.
fn with_above(
    above: &[Part<competencies::Role>],
    own: &[Part<competencies::Role>],
) -> Vec<Part<competencies::Role>> {
    let is_own = |wanted: Field| own.iter().any(|part| field(part.role) == wanted);
    let mut last = Field::Id;
    let missing = above.iter().filter(|part| {
        // A level mark belongs to the name before it.
        last = match field(part.role) {
            Field::Level => last,
            field => field,
        };
        !is_own(last)
    });
    missing.chain(own).copied().collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Around,
    Id,
    Statement,
    Importance,
    Area,
    Knowledge,
    Level,
    DemonstratedBy,
}

fn field(role: competencies::Role) -> Field {
    use competencies::Role;
    match role {
        Role::Introduction | Role::Legend | Role::Label | Role::Furniture => Field::Around,
        Role::Id(_) => Field::Id,
        Role::Statement => Field::Statement,
        Role::Importance => Field::Importance,
        Role::Area => Field::Area,
        Role::Knowledge => Field::Knowledge,
        Role::Level(_) => Field::Level,
        Role::DemonstratedBy => Field::DemonstratedBy,
    }
}

struct Row {
    id: CompetencyId,
    statement: Text,
    alignment: Alignment,
}

fn row(places: &mut Places, parts: &[Part<competencies::Role>]) -> Option<Row> {
    use competencies::Role;
    let mut id = None;
    let mut statement = Text::default();
    let (mut importance, mut importance_at) = (None, None);
    let (mut area, mut knowledge) = (Text::default(), Text::default());
    let mut level = Level::Fs;
    let mut list = List::default();
    let mut span = nowhere(places.document);
    for part in parts {
        let origin = places.of(part);
        match part.role {
            Role::Introduction | Role::Legend | Role::Furniture => continue,
            Role::Id(found) => id = Some(found),
            Role::Label => {}
            Role::Statement => origin.add_to(&mut statement),
            Role::Importance => {
                importance = Importance::from_printed(origin.words());
                importance_at = origin.spans().next();
            }
            Role::Area => origin.add_to(&mut area),
            Role::Knowledge => origin.add_to(&mut knowledge),
            Role::Level(mark) => level = level.max(mark),
            Role::DemonstratedBy => list.add(&origin),
        }
        span = span.hull(origin.printed);
    }
    let area_at = area.spans.hull();
    let counterpart = counterpart(area, knowledge, level);
    let demonstrated_by = if is_unique(&list.text.words) {
        Vec::new()
    } else {
        list.statements()
    };
    Some(Row {
        id: id?,
        alignment: Alignment {
            statement: statement.spans.clone(),
            importance,
            counterpart,
            demonstrated_by,
            importance_at,
            area_at,
            doubts: Vec::new(),
            span,
        },
        statement,
    })
}

fn counterpart(area: Text, knowledge: Text, level: Level) -> Counterpart {
    if is_unique(&area.words) {
        return Counterpart::Unique;
    }
    if area.words.is_empty() || knowledge.words.is_empty() {
        let printed = |text: Text| Some(text).filter(|text| !text.words.is_empty());
        return Counterpart::Lost {
            area: printed(area),
            knowledge: printed(knowledge),
        };
    }
    Counterpart::At(Target {
        area,
        knowledge,
        level,
    })
}

/// The authors' word for "the Endorsement has no counterpart".
fn is_unique(words: &str) -> bool {
    words
        .trim_matches(|c: char| !c.is_alphanumeric())
        .eq_ignore_ascii_case("unique")
}

/// An "As demonstrated by" list, and which of its words are in which place.
#[derive(Default)]
struct List {
    text: Text,
    places: Vec<(Range<usize>, Span)>,
}

impl List {
    fn add(&mut self, origin: &Origin) {
        let start = self.text.words.len();
        origin.add_to(&mut self.text);
        let words = start..self.text.words.len();
        let places = origin.spans().map(|span| (words.clone(), span));
        self.places.extend(places);
    }

    /// Splits it after each semicolon that a new statement follows; one that goes on in lower case is
    /// the same statement.
    fn statements(&self) -> Vec<Text> {
        let words = self.text.words.as_str();
        let ends_statement = |semicolon: &usize| {
            words[semicolon + 1..]
                .strip_prefix(' ')
                .is_some_and(|next| !next.starts_with(char::is_lowercase))
        };
        let mut start = 0;
        memchr::memchr_iter(b';', words.as_bytes())
            .filter(ends_statement)
            .chain([words.len()])
            .map(|end| {
                let statement = start..end;
                start = end + "; ".len();
                statement
            })
            .map(|statement| Text {
                words: words[statement.clone()].trim_end_matches(';').to_owned(),
                spans: self.spans(&statement),
                certainty: self.text.certainty,
            })
            .filter(|statement| !statement.words.is_empty())
            .collect()
    }

    fn spans(&self, statement: &Range<usize>) -> Spans {
        let before = |place: &(Range<usize>, Span)| place.0.end <= statement.start;
        let first = self.places.partition_point(before);
        let places = self.places[first..].iter();
        let inside = places.take_while(|(words, _)| words.start < statement.end);
        let mut spans = Spans::default();
        spans.extend(inside.map(|(_, span)| *span));
        spans
    }
}
