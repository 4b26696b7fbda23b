//! Why two records correspond: every chain between them with the printed words that each hop
//! stands on; or why there is none. Pure; knows nothing of how it is told.

use crate::catalogue::Catalogue;
use crate::errata::Kind;
use crate::link::{Link, Linker, Match, Unlinked};
use crate::record::{
    Alignment, Certainty, CkcCode, Correspondence, Doubt, Importance, Incomplete, KnowledgeArea,
    Level, Target, Text,
};
use crate::reference::Reference;
use crate::source::{Document, Span, is_blank};
use crate::text::fold;

/// An end of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Record {
    /// A competency, by its index.
    Competency(usize),
    /// A knowledge area, by its index.
    KnowledgeArea(usize),
    /// A CKC item, by its index.
    Item(usize),
}

/// One hop of a chain, from the competencies towards the CKC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hop {
    /// A row aligns a competency to the labels of a knowledge area.
    Aligned {
        /// The competency, by index.
        competency: usize,
        /// The row, by its place in the competency.
        alignment: usize,
    },
    /// These labels are linked to a knowledge area of the crosswalk.
    Linked {
        /// The competency, by index.
        competency: usize,
        /// The row, by its place in the competency.
        alignment: usize,
        /// The link, by its place in the row's links.
        link: usize,
    },
    /// A knowledge area lists a CKC item.
    Listed {
        /// The knowledge area, by index.
        knowledge_area: usize,
        /// The correspondence, by its place in the row.
        item: usize,
        /// Whether the chain ends at the knowledge area, so that no other hop quotes its name.
        is_end: bool,
    },
}

/// All that is between two records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Where every chain starts.
    pub from: Record,
    /// Where it ends; `None` where any end would have done, and there is none.
    pub to: Option<Record>,
    /// The chains, each with its hops from start to end.
    pub ways: Vec<Vec<Hop>>,
    /// Why there is none.
    pub causes: Vec<Cause>,
}

/// Why no chain leads over a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// A sentence.
    pub sentence: String,
    /// The printed words it stands on.
    pub quotes: Vec<Quote>,
    /// Why the list that lacks the item may go on, so that the cause is none.
    pub incomplete: Option<Incomplete>,
}

/// Words of a document as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// What the words are: `area`, `name`, `item`.
    pub field: &'static str,
    /// Where they stand; without length where a correction put words in that are not printed.
    pub span: Span,
    /// What a correction reads there.
    pub reading: Option<String>,
}

/// What a hop stands on.
#[derive(Debug, Default)]
pub struct Evidence {
    /// The printed words.
    pub quotes: Vec<Quote>,
    /// How the labels were joined.
    pub made: Option<Match>,
    /// What differs between the two documents, or between this row and most others.
    pub differs: Vec<String>,
    /// Other knowledge areas of the same name.
    pub others: Vec<usize>,
    /// The level mark.
    pub level: Option<Level>,
    /// Essential or Important.
    pub importance: Option<Importance>,
    /// The corrections that touched these words, by their place in [`Catalogue::errata`].
    pub errata: Vec<usize>,
    /// What speaks against the reading of these words.
    pub doubts: Vec<Doubt>,
    /// Why the row's list may go on.
    pub incomplete: Option<Incomplete>,
}

/// The records that references stand for: a section for its competencies, an area for its
/// knowledge areas.
#[must_use]
pub fn records(catalogue: &Catalogue, references: &[Reference]) -> Vec<Record> {
    let mut found: Vec<Record> = references
        .iter()
        .flat_map(|reference| match *reference {
            Reference::Competency(index) => vec![Record::Competency(index)],
            Reference::KnowledgeArea(index) => vec![Record::KnowledgeArea(index)],
            Reference::Item(index) => vec![Record::Item(index)],
            Reference::Section(section) => {
                let all = catalogue.competencies().iter().enumerate();
                let inside = all.filter(|(_, record)| section.contains(record.id));
                inside.map(|(index, _)| Record::Competency(index)).collect()
            }
            Reference::Area(area) => {
                let all = catalogue.knowledge_areas().iter().enumerate();
                let inside = all.filter(|(_, row)| row.area == Some(area));
                inside
                    .map(|(index, _)| Record::KnowledgeArea(index))
                    .collect()
            }
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Every pair of records of two kinds between which a chain leads; if there is none, every such pair with the
/// causes.
#[must_use]
pub fn between(catalogue: &Catalogue, from: &[Record], to: &[Record]) -> Vec<Answer> {
    let pairs = from
        .iter()
        .flat_map(|&from| to.iter().map(move |&to| (from, to)));
    let mut answers: Vec<Answer> = pairs
        .filter(|(from, to)| from.rank() != to.rank())
        .map(|(from, to)| Answer {
            from,
            to: Some(to),
            ways: ways(catalogue, from, to),
            causes: Vec::new(),
        })
        .collect();
    if answers.iter().any(|answer| !answer.ways.is_empty()) {
        answers.retain(|answer| !answer.ways.is_empty());
    } else {
        for answer in &mut answers {
            answer.causes = causes(catalogue, answer.from, answer.to);
        }
    }
    answers
}

/// Every way from these records to the far end: from competencies and knowledge areas to CKC items, from CKC
/// items to competencies. A record that leads to none has the causes.
#[must_use]
pub fn onward(catalogue: &Catalogue, from: &[Record]) -> Vec<Answer> {
    let of = |&from: &Record| {
        let ends: Vec<Record> = match from {
            Record::Item(_) => {
                let all = 0..catalogue.competencies().len();
                all.map(Record::Competency).collect()
            }
            Record::Competency(_) | Record::KnowledgeArea(_) => {
                (0..catalogue.items().len()).map(Record::Item).collect()
            }
        };
        let ways = ends.into_iter().map(|to| Answer {
            from,
            to: Some(to),
            ways: ways(catalogue, from, to),
            causes: Vec::new(),
        });
        let found: Vec<Answer> = ways.filter(|answer| !answer.ways.is_empty()).collect();
        if found.is_empty() {
            vec![Answer {
                from,
                to: None,
                ways: Vec::new(),
                causes: causes(catalogue, from, None),
            }]
        } else {
            found
        }
    };
    from.iter().flat_map(of).collect()
}

impl Record {
    /// Its place on the way from a competency to a CKC item.
    fn rank(self) -> u8 {
        match self {
            Self::Competency(_) => 0,
            Self::KnowledgeArea(_) => 1,
            Self::Item(_) => 2,
        }
    }
}

fn ways(catalogue: &Catalogue, from: Record, to: Record) -> Vec<Vec<Hop>> {
    let mut ways = match (from.min(to), from.max(to)) {
        (Record::Competency(competency), Record::KnowledgeArea(row)) => {
            let links = links_of(catalogue, competency);
            let there = links.filter(|(_, _, link)| link.knowledge_area == row);
            there
                .map(|(alignment, place, _)| to_row(competency, alignment, place).into())
                .collect()
        }
        (Record::Competency(competency), Record::Item(item)) => links_of(catalogue, competency)
            .flat_map(|(alignment, place, link)| {
                let listed = listed(catalogue, link.knowledge_area, item, false);
                listed.map(move |last| {
                    let [first, second] = to_row(competency, alignment, place);
                    vec![first, second, last]
                })
            })
            .collect(),
        (Record::KnowledgeArea(row), Record::Item(item)) => listed(catalogue, row, item, true)
            .map(|hop| vec![hop])
            .collect(),
        _ => Vec::new(),
    };
    if from > to {
        for way in &mut ways {
            way.reverse();
        }
    }
    ways
}

fn links_of(
    catalogue: &Catalogue,
    competency: usize,
) -> impl Iterator<Item = (usize, usize, &Link)> {
    let alignments = catalogue.links(competency).iter().enumerate();
    alignments.flat_map(|(alignment, links)| {
        let links = links.links.iter().enumerate();
        links.map(move |(place, link)| (alignment, place, link))
    })
}

fn to_row(competency: usize, alignment: usize, link: usize) -> [Hop; 2] {
    [
        Hop::Aligned {
            competency,
            alignment,
        },
        Hop::Linked {
            competency,
            alignment,
            link,
        },
    ]
}

/// Each place where a knowledge area lists an item.
fn listed(
    catalogue: &Catalogue,
    knowledge_area: usize,
    item: usize,
    is_end: bool,
) -> impl Iterator<Item = Hop> + '_ {
    let code = catalogue.items()[item].code;
    let items = catalogue.knowledge_areas()[knowledge_area].items.iter();
    let there = items
        .enumerate()
        .filter(move |(_, found)| found.code == code);
    there.map(move |(item, _)| Hop::Listed {
        knowledge_area,
        item,
        is_end,
    })
}

impl Hop {
    /// The words it stands on, how it was made, and what a correction had to do with it.
    #[must_use]
    pub fn evidence(self, catalogue: &Catalogue) -> Evidence {
        let mut evidence = match self {
            Self::Aligned {
                competency,
                alignment,
            } => aligned(
                catalogue,
                &catalogue.competencies()[competency].alignments[alignment],
            ),
            Self::Linked {
                competency,
                alignment,
                link,
            } => linked(
                catalogue,
                &catalogue.links(competency)[alignment].links[link],
            ),
            Self::Listed {
                knowledge_area,
                item,
                is_end,
            } => {
                let row = &catalogue.knowledge_areas()[knowledge_area];
                let named = if is_end {
                    Evidence::of_row(catalogue, row)
                } else {
                    Evidence::default()
                };
                correspondence(catalogue, row, item, named)
            }
        };
        evidence.errata.sort_unstable();
        evidence.errata.dedup();
        evidence
    }
}

fn aligned(catalogue: &Catalogue, alignment: &Alignment) -> Evidence {
    let mut evidence = Evidence {
        level: alignment.level(),
        importance: alignment.importance,
        doubts: alignment.doubts.clone(),
        ..Evidence::default()
    };
    let labels = [
        ("area", alignment.area()),
        ("knowledge", alignment.knowledge()),
    ];
    for (field, text) in labels {
        if let Some(text) = text {
            evidence.quote_text(catalogue, field, text);
        }
    }
    if let Some(span) = alignment.importance_at {
        evidence.quote(catalogue, "importance", &[span], None);
    }
    evidence
}

fn linked(catalogue: &Catalogue, link: &Link) -> Evidence {
    let row = &catalogue.knowledge_areas()[link.knowledge_area];
    Evidence {
        made: Some(link.made),
        differs: link.differs.iter().map(ToString::to_string).collect(),
        others: link.others().collect(),
        ..Evidence::of_row(catalogue, row)
    }
}

/// How a row lists an item, besides what stands for the row itself.
fn correspondence(
    catalogue: &Catalogue,
    row: &KnowledgeArea,
    item: usize,
    named: Evidence,
) -> Evidence {
    let item = &row.items[item];
    let mut evidence = named;
    evidence.doubts.extend(&item.doubts);
    evidence.differs = statement_differs(catalogue, item.code, item.statement.iter());
    evidence.errata.extend(moves(catalogue, row));
    let statement = item.statement.iter().copied();
    if item.certainty == Certainty::Restored {
        let code = code_reading(catalogue, item);
        evidence.quote(catalogue, "code", &[item.span], Some(code));
        evidence.quote(catalogue, "statement", &statement.collect::<Vec<_>>(), None);
    } else {
        let spans: Vec<Span> = std::iter::once(item.span).chain(statement).collect();
        evidence.quote(catalogue, "item", &spans, None);
    }
    evidence
}

/// A code that a correction put in, with the printed words that it stands on.
fn code_reading(catalogue: &Catalogue, item: &Correspondence) -> String {
    let code = item.code.to_string();
    let printed = catalogue.document(item.span).words(item.span);
    let errata = errata_at(catalogue, item.span);
    let with_words = errata.first().and_then(|&index| {
        let erratum = &catalogue.errata()[index];
        let after = &erratum.reading[erratum.printed.find(printed)?..];
        let end = after.find(&code)? + code.len();
        after[..end]
            .starts_with(printed)
            .then(|| after[..end].to_owned())
    });
    with_words.unwrap_or(code)
}

/// The corrections that moved words of a row: they decide what belongs to it.
fn moves(catalogue: &Catalogue, row: &KnowledgeArea) -> Vec<usize> {
    let all = catalogue.errata().iter().enumerate();
    let moved =
        all.filter(|(_, erratum)| erratum.kind == Kind::Order && row.errata.contains(&erratum.id));
    moved.map(|(index, _)| index).collect()
}

fn statement_differs<'s>(
    catalogue: &Catalogue,
    code: CkcCode,
    spans: impl Iterator<Item = &'s Span>,
) -> Vec<String> {
    let pieces: Vec<&str> = spans
        .map(|&span| catalogue.document(span).words(span))
        .collect();
    let printed = evened(&pieces.join(" "));
    let usual = catalogue.statement(code);
    if printed.is_empty() {
        vec![format!(
            "statement: none in this row; most rows print “{usual}”"
        )]
    } else if fold(&printed) == fold(usual) {
        Vec::new()
    } else {
        vec![format!("statement: most rows print “{usual}”")]
    }
}

impl Evidence {
    /// What a row of the crosswalk is known by.
    fn of_row(catalogue: &Catalogue, row: &KnowledgeArea) -> Self {
        let mut evidence = Self {
            level: Some(row.level),
            doubts: row.doubts.clone(),
            incomplete: row.incomplete,
            errata: moves(catalogue, row),
            ..Self::default()
        };
        if let Some(area) = row.area {
            evidence.quote_text(catalogue, "area", &catalogue.areas()[area].name);
        }
        if let Some(name) = &row.name {
            evidence.quote_text(catalogue, "knowledge", name);
        }
        evidence
    }

    /// Quotes a field with the level mark after it.
    fn quote_text(&mut self, catalogue: &Catalogue, field: &'static str, text: &Text) {
        let spans: Vec<Span> = text.spans.iter().copied().collect();
        let restored = text.certainty == Certainty::Restored;
        self.quote(
            catalogue,
            field,
            &spans,
            restored.then(|| text.words.clone()),
        );
        if let Some(last) = self.quotes.last_mut() {
            last.span = with_mark(catalogue.document(last.span), last.span);
        }
    }

    /// Quotes the words of some places, those that stand beside each other as one; the reading stands with
    /// those that a correction touched.
    fn quote(
        &mut self,
        catalogue: &Catalogue,
        field: &'static str,
        spans: &[Span],
        reading: Option<String>,
    ) {
        let mut reading = reading;
        let first = self.quotes.len();
        for &span in spans {
            let errata = errata_at(catalogue, span);
            let read = (!errata.is_empty()).then(|| reading.take()).flatten();
            self.errata.extend(errata);
            match self.quotes[first..].last_mut() {
                Some(last)
                    if read.is_none()
                        && last.reading.is_none()
                        && follows(catalogue, last.span, span) =>
                {
                    last.span.end = span.end;
                }
                _ => self.quotes.push(Quote {
                    field,
                    span,
                    reading: read,
                }),
            }
        }
    }
}

/// The corrections that replaced the words of a place.
fn errata_at(catalogue: &Catalogue, span: Span) -> Vec<usize> {
    let oddities = &catalogue.oddities()[span.document.0 as usize];
    let here = oddities.applied.iter().filter(|(at, _)| *at == span);
    here.map(|(_, index)| *index).collect()
}

/// Whether words stand on the line of those before them, with nothing but marks between.
fn follows(catalogue: &Catalogue, before: Span, span: Span) -> bool {
    let gap = catalogue
        .document(span)
        .text()
        .get(before.end as usize..span.start as usize);
    before.document == span.document
        && gap.is_some_and(|gap| !gap.contains(|c: char| c == '\n' || c.is_alphanumeric()))
}

/// A name with the level mark that ends it.
fn with_mark(document: &Document, span: Span) -> Span {
    let after = &document.text()[span.end as usize..];
    let mark = after.trim_start_matches(is_blank);
    let end = mark
        .strip_prefix('(')
        .and_then(|inner| inner.split_once(')'))
        .filter(|(words, _)| Level::from_mark(words).is_some())
        .map(|(_, rest)| crate::source::offset(document.text().len() - rest.len()));
    Span {
        end: end.filter(|_| span.start < span.end).unwrap_or(span.end),
        ..span
    }
}

/// Words with one blank between them.
#[must_use]
pub fn evened(words: &str) -> String {
    let words: Vec<&str> = words
        .split(is_blank)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// Why no chain leads from the one to the other, a cause for each row that might have led there; or why none
/// leads anywhere.
fn causes(catalogue: &Catalogue, from: Record, to: Option<Record>) -> Vec<Cause> {
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
    competency: usize,
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
        (Some(Unlinked::Lost) | None, None) => {
            format!("{id}: the page does not print what it is aligned to.")
        }
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
    let paths = |rows: &[usize]| {
        and(&rows
            .iter()
            .map(|&row| path(catalogue, row))
            .collect::<Vec<_>>())
    };
    if *cause == Unlinked::Rejected {
        let rows: Vec<usize> = rejected.iter().map(|link| link.knowledge_area).collect();
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
fn lists_not(catalogue: &Catalogue, row: usize, item: Option<usize>) -> (String, Vec<Quote>) {
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
    item: usize,
    competency: Option<usize>,
) -> Option<Cause> {
    /// More names than these help nobody.
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
    let applies =
        |&row: &usize| catalogue.knowledge_areas()[row].level <= highest.unwrap_or(Level::Mhm);
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

/// The labels of an alignment with their level mark.
#[must_use]
pub fn label(target: &Target) -> String {
    marked(&target.area.words, &target.knowledge.words, target.level)
}

/// A knowledge area as people call it.
#[must_use]
pub fn path(catalogue: &Catalogue, row: usize) -> String {
    let row = &catalogue.knowledge_areas()[row];
    let area = row
        .area
        .map_or("(heading lost)", |area| &catalogue.areas()[area].name.words);
    let name = row.name.as_ref().map_or("(name lost)", |name| &name.words);
    marked(area, name, row.level)
}

fn marked(area: &str, name: &str, level: Level) -> String {
    match level {
        Level::Fs => format!("{area} ▸ {name}"),
        level => format!("{area} ▸ {name} ({})", level.name()),
    }
}

fn and(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(all(test, feature = "documents"))]
mod tests {
    use super::*;
    use crate::reference::{Kinds, resolve};

    fn asked(catalogue: &Catalogue, from: &str, to: &str) -> Vec<Answer> {
        let records = |name: &str| {
            let found = resolve(catalogue, name, Kinds::Any).expect("a record");
            records(catalogue, &found)
        };
        between(catalogue, &records(from), &records(to))
    }

    #[test]
    fn a_way_back_is_the_way_reversed() {
        let catalogue = Catalogue::built_in();
        let down = asked(&catalogue, "7A.4", "CKC 7.5");
        let up = asked(&catalogue, "CKC 7.5", "7A.4");
        assert_eq!(down[0].ways.len(), 2);
        let mut reversed = up[0].ways.clone();
        for way in &mut reversed {
            way.reverse();
        }
        assert_eq!(down[0].ways, reversed);
    }

    /// Every joined row of the catalogue has a way, and nothing else has one.
    #[test]
    fn there_are_as_many_ways_as_joined_rows() {
        use crate::query::{Filter, chains};
        let catalogue = Catalogue::built_in();
        let rows = chains(&catalogue, &Filter::default());
        let whole = rows.iter().filter(|chain| chain.item.is_some()).count();
        let competencies = catalogue.competencies().len();
        let competencies: Vec<_> = (0..competencies).map(Record::Competency).collect();
        let items: Vec<_> = (0..catalogue.items().len()).map(Record::Item).collect();
        let answers = between(&catalogue, &competencies, &items);
        let ways: usize = answers.iter().map(|answer| answer.ways.len()).sum();
        assert_eq!(ways, whole);
    }

    #[test]
    fn every_pair_without_a_way_has_a_cause() {
        let catalogue = Catalogue::built_in();
        for item in 0..catalogue.items().len() {
            for competency in 0..catalogue.competencies().len() {
                let ends = (Record::Item(item), Record::Competency(competency));
                for answer in between(&catalogue, &[ends.0], &[ends.1]) {
                    assert_eq!(
                        answer.ways.is_empty(),
                        !answer.causes.is_empty(),
                        "{ends:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn records_of_one_kind_have_nothing_between_them() {
        let catalogue = Catalogue::built_in();
        assert_eq!(asked(&catalogue, "7A.2", "7A.4"), []);
    }

    #[test]
    fn a_level_mark_ends_a_quote() {
        let document = Document::new("d", "d", "Knots  (IMHM) Ties (Policy)".into());
        let quoted = |start, end| {
            let span = Span {
                document: crate::source::DocumentIndex(0),
                start,
                end,
            };
            document.words(with_mark(&document, span)).to_owned()
        };
        assert_eq!(quoted(0, 5), "Knots  (IMHM)");
        assert_eq!(quoted(14, 18), "Ties");
        assert_eq!(quoted(5, 5), "");
    }

    #[test]
    fn names_are_joined_as_one_says_them() {
        let names = |count: usize| and(&["a", "b", "c"].map(String::from)[..count]);
        assert_eq!([0, 1, 2, 3].map(names), ["", "a", "a and b", "a, b and c"]);
    }
}
