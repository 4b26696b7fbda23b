//! Makes records of parts: joins the pieces of a field, tells what is printed from what
//! a correction restored, and keeps the printed place of every piece.

use std::collections::HashMap;

use crate::errata::{Corrected, Erratum, Piece};
use crate::parse::crosswalk::{Crosswalk, Role as CrosswalkRole};
use crate::parse::{Parsed, Part, competencies};
use crate::record::{
    Alignment, Area, Certainty, CkcCode, CkcItem, Competency, CompetencyId, Correspondence,
    Counterpart, Importance, KnowledgeArea, Level, Target, Text,
};
use crate::source::{DocumentIndex, Span, Spans, is_blank, offset};
use crate::text::{fold, slug, word_ranges};

/// The records of a crosswalk.
#[derive(Debug, Default)]
pub struct CrosswalkRecords {
    /// The areas, in the order of their first headings.
    pub areas: Vec<Area>,
    /// The knowledge areas, in document order.
    pub knowledge_areas: Vec<KnowledgeArea>,
    /// The CKC items, by code.
    pub items: Vec<CkcItem>,
}

/// The way back from corrected text to the document as printed.
struct Places<'c> {
    document: DocumentIndex,
    corrected: &'c Corrected<'c>,
    /// Within its cells, the text has no blanks but single spaces.
    even: bool,
}

/// A run of the corrected text and the pieces it lies in.
struct Origin<'c> {
    document: DocumentIndex,
    text: &'c str,
    even: bool,
    start: u32,
    pieces: &'c [Piece],
}

impl<'c> Places<'c> {
    fn new(document: DocumentIndex, corrected: &'c Corrected<'c>, tabs_part: bool) -> Self {
        Self {
            document,
            corrected,
            even: is_even(corrected.text(), tabs_part),
        }
    }

    fn of<R>(&self, part: &Part<R>) -> Origin<'c> {
        let text = self.corrected.text();
        Origin {
            document: self.document,
            text: &text[part.range()],
            even: self.even,
            start: part.start,
            pieces: self.corrected.pieces_of(part.start..part.end),
        }
    }
}

impl Origin<'_> {
    /// The printed place of each piece.
    fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        let range = self.start..self.start + offset(self.text.len());
        self.pieces.iter().map(move |piece| {
            let printed = piece.clip(&range).printed;
            Span {
                document: self.document,
                start: printed.start,
                end: printed.end,
            }
        })
    }

    /// Widens a span to the printed words.
    fn widen(&self, span: &mut Span) {
        for piece in self.spans() {
            span.start = span.start.min(piece.start);
            span.end = span.end.max(piece.end);
        }
    }

    fn certainty(&self) -> Certainty {
        let range = self.start..self.start + offset(self.text.len());
        let is_restored = |piece: &Piece| {
            let at = piece.clip(&range).at;
            let words =
                &self.text[(at.start - self.start) as usize..(at.end - self.start) as usize];
            piece.erratum.is_some() && !words.chars().all(is_blank)
        };
        if self.pieces.iter().any(is_restored) {
            Certainty::Restored
        } else {
            Certainty::Printed
        }
    }

    /// Adds a piece to a field's words.
    fn add_to(&self, text: &mut Text) {
        push_words(&mut text.words, self.text, self.even);
        text.spans.extend(self.spans());
        text.certainty = text.certainty.max(self.certainty());
    }

    /// Names the corrections that had a part in it.
    fn note_errata(&self, errata: &[Erratum], ids: &mut Vec<String>) {
        let corrected = |piece: &&Piece| piece.moved.is_some() || piece.erratum.is_some();
        for piece in self.pieces.iter().filter(corrected) {
            for index in [piece.moved, piece.erratum].into_iter().flatten() {
                let id = &errata[index].id;
                if !ids.contains(id) {
                    ids.push(id.clone());
                }
            }
        }
    }
}

/// Adds words, their blanks evened out where they are not, after a blank if there are words already.
fn push_words(text: &mut String, words: &str, even: bool) {
    let part = |text: &mut String| {
        if !text.is_empty() {
            text.push(' ');
        }
    };
    if even {
        part(text);
        text.push_str(words);
        return;
    }
    for word in word_ranges(words) {
        part(text);
        text.push_str(&words[word]);
    }
}

/// Whether a text has no blanks but line ends, single spaces, and tabs if these part its cells. Asked once
/// for a document: nearly every one is, and then its words can be taken as they are.
fn is_even(text: &str, tabs_part: bool) -> bool {
    let bytes = text.as_bytes();
    let tabbed = !tabs_part && memchr::memchr(b'\t', bytes).is_some();
    !tabbed
        && memchr::memmem::find(bytes, b"  ").is_none()
        && memchr::memchr2(b'\x0b', b'\x0c', bytes).is_none()
        && !has_wide_blank(text)
}

/// Whether a text has a blank beyond ASCII; all of these start with one of five bytes.
fn has_wide_blank(text: &str) -> bool {
    let bytes = text.as_bytes();
    let blank = |at: usize| text[at..].chars().next().is_some_and(is_blank);
    memchr::memchr3_iter(0xc2, 0xe2, 0xe3, bytes).any(blank)
        || memchr::memchr2_iter(0xe1, 0xef, bytes).any(blank)
}

/// Makes the records of a crosswalk.
#[must_use]
pub fn crosswalk(
    document: DocumentIndex,
    corrected: &Corrected,
    crosswalk: &Crosswalk,
    errata: &[Erratum],
) -> CrosswalkRecords {
    let places = Places::new(document, corrected, true);
    let rows = crosswalk.parsed.rows as usize;
    let mut headings: Vec<Option<Text>> = vec![None; rows];
    let mut records: Vec<KnowledgeArea> = Vec::with_capacity(rows);
    records.resize_with(rows, || unnamed(document));
    for part in &crosswalk.parsed.parts {
        let row = part.row as usize;
        let Some(record) = records.get_mut(row) else {
            continue;
        };
        let origin = places.of(part);
        match part.role {
            CrosswalkRole::Notice | CrosswalkRole::Header | CrosswalkRole::Mark => continue,
            CrosswalkRole::Area => origin.add_to(headings[row].get_or_insert_default()),
            CrosswalkRole::Name => origin.add_to(record.name.get_or_insert_default()),
            CrosswalkRole::Level => {
                let mark = origin.text.trim_matches(['(', ')']);
                record.level = Level::from_mark(mark).unwrap_or(record.level);
            }
            CrosswalkRole::Definition => origin.add_to(record.definition.get_or_insert_default()),
            CrosswalkRole::Code(code) => record.items.push(correspondence(&origin, code)),
            CrosswalkRole::Statement => {
                if let Some(item) = record.items.last_mut() {
                    item.statement.extend(origin.spans());
                }
            }
            CrosswalkRole::Note => {
                let mut note = Text::default();
                origin.add_to(&mut note);
                record.notes.push(note);
            }
        }
        origin.widen(&mut record.span);
        origin.note_errata(errata, &mut record.errata);
    }
    let areas = assign_areas(headings, &mut records);
    name_ids(&areas, &mut records);
    let items = items(crosswalk, places.even);
    CrosswalkRecords {
        areas,
        knowledge_areas: records,
        items,
    }
}

fn unnamed(document: DocumentIndex) -> KnowledgeArea {
    KnowledgeArea {
        id: String::new(),
        area: None,
        name: None,
        level: Level::Fs,
        definition: None,
        items: Vec::with_capacity(8),
        notes: Vec::new(),
        errata: Vec::new(),
        span: nowhere(document),
    }
}

fn correspondence(origin: &Origin, code: CkcCode) -> Correspondence {
    let mut span = nowhere(origin.document);
    origin.widen(&mut span);
    Correspondence {
        code,
        certainty: origin.certainty(),
        span,
        statement: Spans::default(),
    }
}

/// A span to widen.
fn nowhere(document: DocumentIndex) -> Span {
    Span {
        document,
        start: u32::MAX,
        end: 0,
    }
}

/// Gives each row the area whose heading stands last before it. A heading printed again, as at
/// the top of the next page, is the same area.
fn assign_areas(headings: Vec<Option<Text>>, records: &mut [KnowledgeArea]) -> Vec<Area> {
    let mut areas: Vec<Area> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut current = None;
    for (heading, record) in headings.into_iter().zip(records) {
        if let Some(name) = heading {
            let place = *places.entry(fold(&name.words)).or_insert_with(|| {
                areas.push(Area {
                    id: slug(&name.words),
                    name,
                });
                areas.len() - 1
            });
            current = Some(place);
        }
        record.area = current;
    }
    areas
}

/// Gives each knowledge area its id; a name that stands twice in an area gets a number.
fn name_ids(areas: &[Area], records: &mut [KnowledgeArea]) {
    for record in records.iter_mut() {
        let area = record
            .area
            .map_or("no-area", |area| areas[area].id.as_str());
        let name = record.name.as_ref().map_or("name-lost", |name| &name.words);
        record.id = [area, &slug(name)].join("/");
    }
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.sort_by(|&a, &b| records[a].id.cmp(&records[b].id));
    let same: Vec<Vec<usize>> = order
        .chunk_by(|&a, &b| records[a].id == records[b].id)
        .filter(|same| same.len() > 1)
        .map(<[usize]>::to_vec)
        .collect();
    for same in same {
        for (&index, number) in same.iter().zip(1..).skip(1) {
            records[index].id = format!("{}-{number}", records[index].id);
        }
    }
}

/// The CKC items that any row lists, by code, each with the reading of its statement.
fn items(crosswalk: &Crosswalk, even: bool) -> Vec<CkcItem> {
    let readings = crosswalk.statements.readings();
    readings
        .map(|(code, words)| {
            let mut statement = String::with_capacity(words.len());
            push_words(&mut statement, words, even);
            CkcItem { code, statement }
        })
        .collect()
}

/// Makes the records of a competencies page: rows with the same id are alignments of one
/// competency.
#[must_use]
pub fn competencies(
    document: DocumentIndex,
    corrected: &Corrected,
    parsed: &Parsed<competencies::Role>,
) -> Vec<Competency> {
    let places = Places::new(document, corrected, false);
    let mut records: Vec<Competency> = Vec::new();
    let mut index: HashMap<CompetencyId, usize> = HashMap::new();
    for parts in parsed.parts.chunk_by(|a, b| a.row == b.row) {
        let Some(row) = row(&places, parts) else {
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

struct Row {
    id: CompetencyId,
    statement: Text,
    alignment: Alignment,
}

fn row(places: &Places, parts: &[Part<competencies::Role>]) -> Option<Row> {
    use competencies::Role;
    let mut id = None;
    let mut statement = Text::default();
    let (mut importance, mut importance_at) = (None, None);
    let (mut area, mut knowledge) = (Text::default(), Text::default());
    let mut level = Level::Fs;
    let mut list = Text::default();
    let mut span = nowhere(places.document);
    for part in parts {
        let origin = places.of(part);
        match part.role {
            Role::Introduction | Role::Legend => continue,
            Role::Id(found) => id = Some(found),
            Role::Label => {}
            Role::Statement => origin.add_to(&mut statement),
            Role::Importance => {
                importance = Importance::from_printed(origin.text);
                importance_at = origin.spans().next();
            }
            Role::Area => origin.add_to(&mut area),
            Role::Knowledge => origin.add_to(&mut knowledge),
            Role::Level(mark) => level = level.max(mark),
            Role::DemonstratedBy => origin.add_to(&mut list),
        }
        origin.widen(&mut span);
    }
    let area_at = area.spans.hull();
    let counterpart = if is_unique(&area.words) {
        Counterpart::Unique
    } else if area.words.is_empty() || knowledge.words.is_empty() {
        Counterpart::Lost
    } else {
        Counterpart::At(Target {
            area,
            knowledge,
            level,
        })
    };
    let demonstrated_by = if is_unique(&list.words) {
        Vec::new()
    } else {
        part_list(&list)
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
            span,
        },
        statement,
    })
}

/// The authors' word for "the Endorsement has no counterpart".
fn is_unique(words: &str) -> bool {
    words
        .trim_matches(|c: char| !c.is_alphanumeric())
        .eq_ignore_ascii_case("unique")
}

/// Parts an "As demonstrated by" list after each semicolon that a new statement follows; one
/// that goes on in lower case is the same statement.
fn part_list(list: &Text) -> Vec<Text> {
    let mut statements: Vec<String> = Vec::new();
    for piece in list.words.split("; ") {
        match statements.last_mut() {
            Some(before) if piece.starts_with(char::is_lowercase) => {
                before.push_str("; ");
                before.push_str(piece);
            }
            _ => statements.push(piece.to_owned()),
        }
    }
    statements
        .into_iter()
        .map(|words| Text {
            words: words.trim_end_matches(';').to_owned(),
            spans: list.spans.clone(),
            certainty: list.certainty,
        })
        .filter(|text| !text.words.is_empty())
        .collect()
}
