//! Makes records of parts: joins the pieces of a field, tells what is printed from what
//! a correction restored, and keeps the printed place of every piece.

mod incomplete;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::parse::crosswalk::{Crosswalk, Role as CrosswalkRole};
use crate::parse::errata::{Corrected, Erratum, Piece};
use crate::parse::{Parsed, Part, competencies};
use crate::record::{
    Alignment, Area, Certainty, CkcCode, CkcItem, Competency, CompetencyId, Correspondence,
    Counterpart, Importance, KnowledgeArea, Level, Target, Text,
};
use crate::source::{DocumentIndex, Span, Spans, is_blank};
use crate::text::{fold, push_slug, slug, word_ranges};

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

/// The way back from corrected text to the document as printed, for parts in the order of the text.
struct Places<'c> {
    document: DocumentIndex,
    text: &'c str,
    /// The pieces from the one on that the last part starts in.
    pieces: &'c [Piece],
    is_markdown: bool,
}

/// A run of the corrected text and the pieces it lies in.
struct Origin<'c> {
    text: &'c str,
    at: Range<u32>,
    pieces: &'c [Piece],
    /// From its first printed word to its last.
    printed: Span,
    /// Whether Markdown's marks are no words.
    is_markdown: bool,
}

impl<'c> Places<'c> {
    fn new(document: DocumentIndex, corrected: &'c Corrected<'c>) -> Self {
        Self {
            document,
            text: corrected.text(),
            pieces: corrected.pieces(),
            is_markdown: false,
        }
    }

    /// The same, for a page that may be Markdown; a crosswalk's layout has taken the marks off already.
    fn markdown(document: DocumentIndex, corrected: &'c Corrected<'c>) -> Self {
        Self {
            is_markdown: true,
            ..Self::new(document, corrected)
        }
    }

    fn of<R>(&mut self, part: &Part<R>) -> Origin<'c> {
        let at = part.start..part.end;
        while let [piece, after @ ..] = self.pieces
            && piece.at.end <= at.start
        {
            self.pieces = after;
        }
        let mut printed = nowhere(self.document);
        let mut count = 0;
        while let Some(piece) = self.pieces.get(count)
            && piece.at.start < at.end
        {
            printed = printed.hull(span(self.document, piece, &at));
            count += 1;
        }
        Origin {
            text: self.text,
            at,
            pieces: &self.pieces[..count],
            printed,
            is_markdown: self.is_markdown,
        }
    }
}

/// The printed place of what a piece has of a range.
fn span(document: DocumentIndex, piece: &Piece, range: &Range<u32>) -> Span {
    let printed = piece.clip(range).printed;
    Span {
        document,
        start: printed.start,
        end: printed.end,
    }
}

impl<'c> Origin<'c> {
    fn words(&self) -> &'c str {
        &self.text[self.at.start as usize..self.at.end as usize]
    }

    /// The printed place of each piece.
    fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        let document = self.printed.document;
        let pieces = self.pieces.iter().filter(|piece| !piece.is_gap());
        pieces.map(move |piece| span(document, piece, &self.at))
    }

    fn certainty(&self) -> Certainty {
        let has_words = |piece: &Piece| {
            let at = piece.clip(&self.at).at;
            let words = &self.text[at.start as usize..at.end as usize];
            !words.chars().all(is_blank)
        };
        let is_restored = |piece: &Piece| piece.erratum.is_some() && has_words(piece);
        if self.pieces.iter().any(is_restored) {
            Certainty::Restored
        } else {
            Certainty::Printed
        }
    }

    /// Adds a piece to a field's words.
    fn add_to(&self, text: &mut Text) {
        push_words(&mut text.words, self.words(), self.is_markdown);
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
fn push_words(text: &mut String, words: &str, is_markdown: bool) {
    let part = |text: &mut String| {
        if !text.is_empty() {
            text.push(' ');
        }
    };
    text.reserve(words.len() + 1);
    let has_marks = is_markdown && memchr::memchr2(b'\\', b'*', words.as_bytes()).is_some();
    if !has_marks && is_even(words) {
        part(text);
        text.push_str(words);
        return;
    }
    for word in word_ranges(words) {
        let word = if is_markdown {
            without_markdown(&words[word])
        } else {
            Cow::Borrowed(&words[word])
        };
        if !word.is_empty() {
            part(text);
            text.push_str(&word);
        }
    }
}

/// A word without the marks that Markdown puts around it or before a character: `**bold**`, `program\'s`.
fn without_markdown(word: &str) -> Cow<'_, str> {
    if !word.contains("**") && !word.contains('\\') {
        return Cow::Borrowed(word);
    }
    let plain = word.replace("**", "");
    let mut kept = String::with_capacity(plain.len());
    let mut chars = plain.chars().peekable();
    while let Some(c) = chars.next() {
        let is_escape = c == '\\' && chars.peek().is_none_or(char::is_ascii_punctuation);
        if is_escape {
            kept.extend(chars.next());
        } else {
            kept.push(c);
        }
    }
    Cow::Owned(kept)
}

/// Whether words have no blanks but single spaces between them, as nearly all have.
fn is_even(words: &str) -> bool {
    let bytes = words.as_bytes();
    let (Some((first, after)), Some((last, before))) = (bytes.split_first(), bytes.split_last())
    else {
        return true;
    };
    // Without branches, so that the compiler can look at many bytes at once.
    let pairs = before.iter().zip(after);
    let odd = pairs.fold(0, |odd, (&a, &b)| {
        odd | (u8::from(a <= b' ') & u8::from(b <= b' ')) | u8::from(b < b' ')
    });
    odd == 0 && *first > b' ' && *last > b' ' && (words.is_ascii() || !has_wide_blank(words))
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
    let mut places = Places::new(document, corrected);
    let mut headings: BTreeMap<usize, Text> = BTreeMap::new();
    let mut records: Vec<KnowledgeArea> = item_counts(&crosswalk.parsed)
        .into_iter()
        .map(|items| unnamed(document, items))
        .collect();
    for part in &crosswalk.parsed.parts {
        let row = part.row as usize;
        let Some(record) = records.get_mut(row) else {
            continue;
        };
        let origin = places.of(part);
        match part.role {
            CrosswalkRole::Notice | CrosswalkRole::Header | CrosswalkRole::Mark => continue,
            CrosswalkRole::Area => origin.add_to(headings.entry(row).or_default()),
            CrosswalkRole::Name => origin.add_to(record.name.get_or_insert_default()),
            CrosswalkRole::Level => {
                let mark = origin.words().trim_matches(['(', ')']);
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
        record.span = record.span.hull(origin.printed);
        origin.note_errata(errata, &mut record.errata);
    }
    incomplete::mark(document, corrected, crosswalk, &mut records);
    let areas = assign_areas(headings, &mut records);
    name_ids(&areas, &mut records);
    let items = items(crosswalk);
    CrosswalkRecords {
        areas,
        knowledge_areas: records,
        items,
    }
}

/// How many items each row lists.
fn item_counts(parsed: &Parsed<CrosswalkRole>) -> Vec<usize> {
    let mut counts = vec![0; parsed.rows as usize];
    for part in &parsed.parts {
        if let (CrosswalkRole::Code(_), Some(count)) =
            (part.role, counts.get_mut(part.row as usize))
        {
            *count += 1;
        }
    }
    counts
}

fn unnamed(document: DocumentIndex, items: usize) -> KnowledgeArea {
    KnowledgeArea {
        id: String::new(),
        area: None,
        name: None,
        level: Level::Fs,
        definition: None,
        items: Vec::with_capacity(items),
        notes: Vec::new(),
        errata: Vec::new(),
        doubts: Vec::new(),
        incomplete: None,
        span: nowhere(document),
    }
}

fn correspondence(origin: &Origin, code: CkcCode) -> Correspondence {
    Correspondence {
        code,
        certainty: origin.certainty(),
        span: origin.printed,
        statement: Spans::default(),
        doubts: Vec::new(),
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
fn assign_areas(mut headings: BTreeMap<usize, Text>, records: &mut [KnowledgeArea]) -> Vec<Area> {
    let mut areas: Vec<Area> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut current = None;
    for (row, record) in records.iter_mut().enumerate() {
        if let Some(name) = headings.remove(&row) {
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
        record.id.reserve(area.len() + 1 + name.len());
        record.id.push_str(area);
        record.id.push('/');
        push_slug(&mut record.id, name);
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
fn items(crosswalk: &Crosswalk) -> Vec<CkcItem> {
    let readings = crosswalk.readings.iter();
    readings
        .map(|&(code, words)| {
            let mut statement = String::with_capacity(words.len());
            push_words(&mut statement, words, false);
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
    let counterpart = if is_unique(&area.words) {
        Counterpart::Unique
    } else if area.words.is_empty() || knowledge.words.is_empty() {
        let printed = |text: Text| Some(text).filter(|text| !text.words.is_empty());
        Counterpart::Lost {
            area: printed(area),
            knowledge: printed(knowledge),
        }
    } else {
        Counterpart::At(Target {
            area,
            knowledge,
            level,
        })
    };
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

/// The authors' word for "the Endorsement has no counterpart".
fn is_unique(words: &str) -> bool {
    words
        .trim_matches(|c: char| !c.is_alphanumeric())
        .eq_ignore_ascii_case("unique")
}

/// An "As demonstrated by" list, and which of its words stand in which place.
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

    /// Parts it after each semicolon that a new statement follows; one that goes on in lower case is
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
