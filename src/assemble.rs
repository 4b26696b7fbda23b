//! Makes records of parts: joins the pieces of a field, tells what is printed from what
//! a correction restored, and keeps the printed place of every piece.

use std::collections::HashMap;
use std::ops::Range;

use crate::errata::{Corrected, Erratum};
use crate::parse::crosswalk::{Crosswalk, Role as CrosswalkRole};
use crate::parse::{Parsed, Part, competencies};
use crate::record::{
    Alignment, Area, Certainty, CkcCode, CkcItem, Competency, CompetencyId, Correspondence,
    Importance, KnowledgeArea, Level, Target, Text,
};
use crate::source::{DocumentIndex, Span, is_blank};
use crate::text::{fold, slug};

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
}

impl Places<'_> {
    fn spans(&self, range: Range<u32>, spans: &mut Vec<Span>) {
        for piece in self.corrected.origins(range) {
            let span = Span {
                document: self.document,
                start: piece.printed.start,
                end: piece.printed.end,
            };
            match spans.last_mut() {
                Some(last) if last.end == span.start => last.end = span.end,
                _ => spans.push(span),
            }
        }
    }

    fn certainty(&self, range: Range<u32>) -> Certainty {
        let text = self.corrected.text();
        let restored = self.corrected.origins(range).any(|piece| {
            let words = &text[piece.at.start as usize..piece.at.end as usize];
            piece.erratum.is_some() && !words.chars().all(is_blank)
        });
        if restored {
            Certainty::Restored
        } else {
            Certainty::Printed
        }
    }

    /// Adds a piece to a field's words.
    fn add<R>(&self, part: &Part<R>, text: &mut Text) {
        push_words(&mut text.words, &self.corrected.text()[part.range()]);
        self.spans(part.start..part.end, &mut text.spans);
        text.certainty = text.certainty.max(self.certainty(part.start..part.end));
    }

    fn add_to_option<R>(&self, part: &Part<R>, text: &mut Option<Text>) {
        self.add(part, text.get_or_insert_default());
    }
}

/// Adds words with their blanks evened out, after a blank if there are words already.
fn push_words(text: &mut String, words: &str) {
    let needs_blank = |text: &str| !(text.is_empty() || text.ends_with(' '));
    if needs_blank(text) {
        text.push(' ');
    }
    let odd = |c: char| c != ' ' && is_blank(c);
    if !words.contains(odd) && !words.contains("  ") {
        text.push_str(words);
        return;
    }
    for word in words.split(is_blank).filter(|word| !word.is_empty()) {
        if needs_blank(text) {
            text.push(' ');
        }
        text.push_str(word);
    }
}

/// Makes the records of a crosswalk.
#[must_use]
pub fn crosswalk(
    document: DocumentIndex,
    corrected: &Corrected,
    crosswalk: &Crosswalk,
    errata: &[Erratum],
) -> CrosswalkRecords {
    let places = Places {
        document,
        corrected,
    };
    let rows = crosswalk.parsed.rows as usize;
    let mut headings: Vec<Option<Text>> = vec![None; rows];
    let mut records: Vec<KnowledgeArea> = Vec::with_capacity(rows);
    records.resize_with(rows, unnamed);
    for part in &crosswalk.parsed.parts {
        let row = part.row as usize;
        let Some(record) = records.get_mut(row) else {
            continue;
        };
        match part.role {
            CrosswalkRole::Notice | CrosswalkRole::Header => continue,
            CrosswalkRole::Area => places.add_to_option(part, &mut headings[row]),
            CrosswalkRole::Name => places.add_to_option(part, &mut record.name),
            CrosswalkRole::Level => {
                let mark = corrected.text()[part.range()].trim_matches(['(', ')']);
                record.level = Level::from_mark(mark).unwrap_or(record.level);
            }
            CrosswalkRole::Definition => places.add_to_option(part, &mut record.definition),
            CrosswalkRole::Code(code) => record.items.push(correspondence(&places, part, code)),
            CrosswalkRole::Statement => {
                if let Some(item) = record.items.last_mut() {
                    places.spans(part.start..part.end, &mut item.statement);
                }
            }
            CrosswalkRole::Note => {
                let mut note = Text::default();
                places.add(part, &mut note);
                record.notes.push(note);
            }
        }
        places.spans(part.start..part.end, &mut record.spans);
        note_errata(corrected, part, errata, &mut record.errata);
    }
    for record in &mut records {
        record.spans.sort_unstable();
    }
    let areas = assign_areas(headings, &mut records);
    name_ids(&areas, &mut records);
    let items = items(crosswalk, corrected.text());
    CrosswalkRecords {
        areas,
        knowledge_areas: records,
        items,
    }
}

fn unnamed() -> KnowledgeArea {
    KnowledgeArea {
        id: String::new(),
        area: None,
        name: None,
        level: Level::Fs,
        definition: None,
        items: Vec::new(),
        notes: Vec::new(),
        errata: Vec::new(),
        spans: Vec::new(),
    }
}

fn correspondence(places: &Places, part: &Part<CrosswalkRole>, code: CkcCode) -> Correspondence {
    let mut spans = Vec::with_capacity(1);
    places.spans(part.start..part.end, &mut spans);
    let start = spans.first().map_or(0, |span| span.start);
    let end = spans.last().map_or(0, |span| span.end);
    Correspondence {
        code,
        certainty: places.certainty(part.start..part.end),
        span: Span {
            document: places.document,
            start,
            end,
        },
        statement: Vec::new(),
    }
}

fn note_errata<R>(
    corrected: &Corrected,
    part: &Part<R>,
    errata: &[Erratum],
    ids: &mut Vec<String>,
) {
    for piece in corrected.origins(part.start..part.end) {
        for index in [piece.moved, piece.erratum].into_iter().flatten() {
            let id = &errata[index].id;
            if !ids.contains(id) {
                ids.push(id.clone());
            }
        }
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
    let mut seen: HashMap<String, u32> = HashMap::new();
    for record in records {
        let area = record
            .area
            .map_or("no-area", |area| areas[area].id.as_str());
        let name = record
            .name
            .as_ref()
            .map_or_else(|| "name-lost".to_owned(), |name| slug(&name.words));
        let id = format!("{area}/{name}");
        let count = seen.entry(id.clone()).or_default();
        *count += 1;
        record.id = if *count == 1 {
            id
        } else {
            format!("{id}-{count}")
        };
    }
}

/// The CKC items that any row lists, by code, each with the reading of its statement; where no
/// row gives a sure one, the longest.
fn items(crosswalk: &Crosswalk, text: &str) -> Vec<CkcItem> {
    let mut longest: std::collections::BTreeMap<CkcCode, &str> = std::collections::BTreeMap::new();
    let mut code = None;
    for part in &crosswalk.parsed.parts {
        match part.role {
            CrosswalkRole::Code(found) => {
                code = Some(found);
                longest
                    .entry(found)
                    .or_insert_with(|| crosswalk.statements.reading(found).unwrap_or_default());
            }
            CrosswalkRole::Statement => {
                let Some(code) = code else { continue };
                let held = longest.entry(code).or_default();
                if crosswalk.statements.reading(code).is_none() && part.range().len() > held.len() {
                    *held = &text[part.range()];
                }
            }
            _ => {}
        }
    }
    longest
        .into_iter()
        .map(|(code, words)| {
            let mut statement = String::with_capacity(words.len());
            push_words(&mut statement, words);
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
    let places = Places {
        document,
        corrected,
    };
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
    let mut importance = None;
    let (mut area, mut knowledge) = (Text::default(), Text::default());
    let mut level = Level::Fs;
    let mut list = Text::default();
    let mut spans = Vec::new();
    for part in parts {
        match part.role {
            Role::Introduction | Role::Legend => continue,
            Role::Id(found) => id = Some(found),
            Role::Label => {}
            Role::Statement => places.add(part, &mut statement),
            Role::Importance => {
                importance = Importance::from_printed(&places.corrected.text()[part.range()]);
            }
            Role::Area => places.add(part, &mut area),
            Role::Knowledge => places.add(part, &mut knowledge),
            Role::Level(mark) => level = level.max(mark),
            Role::DemonstratedBy => places.add(part, &mut list),
        }
        places.spans(part.start..part.end, &mut spans);
    }
    let target = (!is_unique(&area.words)).then_some(Target {
        area,
        knowledge,
        level,
    });
    let first = spans.first()?;
    let span = Span {
        end: spans.last()?.end,
        ..*first
    };
    let demonstrated_by = if is_unique(&list.words) {
        Vec::new()
    } else {
        part_list(&list)
    };
    Some(Row {
        id: id?,
        statement,
        alignment: Alignment {
            importance,
            target,
            demonstrated_by,
            span,
        },
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
