//! `why`: every chain between two records, each hop with the words it stands on; or why there is none.

use anyhow::bail;
use serde_json::{Value, json};

use crate::catalogue::Catalogue;
use crate::catalogue::link::Match;
use crate::cli;
use crate::parse::errata::Erratum;
use crate::query::reference::{Kinds, joined, resolve};
use crate::query::why::{self, Answer, Cause, Evidence, Hop, Quote, Record, evened};
use crate::record::{Competency, Importance, Level};
use crate::source::Span;
use crate::view::{Card, Cell, Column, Fact, Place, Table, View};

use super::{marks, path, words};

pub(super) fn run<'c>(catalogue: &'c Catalogue, args: &cli::Why) -> anyhow::Result<View<'c>> {
    let answers = answers(catalogue, args)?;
    Ok(View {
        cards: answers
            .iter()
            .map(|answer| card(catalogue, answer))
            .collect(),
        table: table(catalogue, &answers),
        is_bad: answers.iter().all(|answer| answer.ways.is_empty()),
        record: Some(Box::new(move || {
            answers
                .iter()
                .flat_map(|answer| chains(catalogue, answer))
                .collect()
        })),
        ..View::default()
    })
}

fn answers(catalogue: &Catalogue, args: &cli::Why) -> anyhow::Result<Vec<Answer>> {
    let records = |name: &str| {
        let references = resolve(catalogue, name, Kinds::Any)?;
        anyhow::Ok(why::records(catalogue, &references))
    };
    let names: Vec<String> = std::iter::once(&args.from)
        .chain(&args.to)
        .cloned()
        .collect();
    match joined(&names).as_slice() {
        [from] => Ok(why::onward(catalogue, &records(from)?)),
        [from, to] => {
            let answers = why::between(catalogue, &records(from)?, &records(to)?);
            if answers.is_empty() {
                bail!(
                    "“{from}” and “{to}” are records of the same kind: give two of a competency, a \
                     knowledge area and a CKC item"
                );
            }
            Ok(answers)
        }
        names => bail!(
            "why asks for the way from one record to another, and there are {} names: put a name of \
             several words in quotes; `xwalk trace` takes several records",
            names.len()
        ),
    }
}

/// Whether a way leads from the CKC to the competencies.
fn is_upward(answer: &Answer) -> bool {
    answer.to.is_some_and(|to| answer.from > to)
}

fn card<'c>(catalogue: &'c Catalogue, answer: &Answer) -> Card<'c> {
    let titles = [("from", Some(answer.from)), ("to", answer.to)];
    let facts = titles.map(|(label, record)| Fact {
        label,
        values: record
            .and_then(|record| title(catalogue, record))
            .into_iter()
            .collect(),
    });
    let ways = answer.ways.iter().zip(1_u64..);
    let ways = ways.filter_map(|(way, number)| {
        let hops = way.iter().rev();
        hops.fold(None, |inner, hop| {
            Some(hop_card(catalogue, *hop, is_upward(answer), inner))
        })
        .map(|card| Card {
            key: Some(Cell::Count(number)),
            ..card
        })
    });
    let causes = answer
        .causes
        .iter()
        .map(|cause| cause_card(catalogue, cause));
    Card {
        key: None,
        title: heading(catalogue, answer),
        facts: facts
            .into_iter()
            .filter(|fact| !fact.values.is_empty())
            .collect(),
        children: ways.chain(causes).collect(),
    }
}

/// The two ends and how many ways there are; or that the one leads to nothing.
fn heading<'c>(catalogue: &'c Catalogue, answer: &Answer) -> Cell<'c> {
    let from = end(catalogue, answer.from);
    let Some(to) = answer.to else {
        let nothing = match answer.from {
            Record::Item(_) => "no competency",
            Record::Competency(_) | Record::KnowledgeArea(_) => "no CKC item",
        };
        return Cell::Phrase(vec![append(from, ":"), Cell::text(nothing)]);
    };
    let ways = match answer.ways.len() {
        0 => "no way".to_owned(),
        1 => "1 way".to_owned(),
        count => format!("{count} ways"),
    };
    let to = append(end(catalogue, to), ":");
    Cell::Phrase(vec![from, Cell::text("→"), to, Cell::text(ways)])
}

/// A mark after the last word.
fn append<'c>(cell: Cell<'c>, mark: &str) -> Cell<'c> {
    match cell {
        Cell::Text(words) => Cell::text(format!("{words}{mark}")),
        Cell::Phrase(mut cells) => {
            let last = cells.pop().map(|last| append(last, mark));
            cells.extend(last);
            Cell::Phrase(cells)
        }
        // The mark stands outside of the brackets that show what is restored.
        other => Cell::Phrase(vec![other, Cell::text(mark.to_owned())]),
    }
}

/// A record as a heading names it.
fn end(catalogue: &Catalogue, record: Record) -> Cell<'_> {
    match record {
        Record::KnowledgeArea(row) => path(catalogue, &catalogue.knowledge_areas()[row]),
        Record::Item(item) => Cell::text(format!("CKC {}", catalogue.items()[item].code)),
        Record::Competency(index) => Cell::text(catalogue.competencies()[index].id.to_string()),
    }
}

/// What a record says.
fn title(catalogue: &Catalogue, record: Record) -> Option<Cell<'_>> {
    match record {
        Record::KnowledgeArea(row) => catalogue.knowledge_areas()[row]
            .definition
            .as_ref()
            .map(words),
        Record::Item(item) => Some(Cell::text(&catalogue.items()[item].statement)),
        Record::Competency(index) => Some(words(&catalogue.competencies()[index].statement)),
    }
}

fn hop_card<'c>(
    catalogue: &'c Catalogue,
    hop: Hop,
    upward: bool,
    next: Option<Card<'c>>,
) -> Card<'c> {
    let evidence = hop.evidence(catalogue);
    let mut facts = quotes(catalogue, &evidence.quotes);
    let level = evidence.level.map(|level| {
        Cell::text(match level {
            Level::Fs => "unmarked (Family Specialist)".to_owned(),
            level => format!("{} ({})", level.name(), level.title()),
        })
    });
    let others = evidence.others.iter();
    let others = others.map(|&row| path(catalogue, &catalogue.knowledge_areas()[row]));
    let corrections = errata(catalogue, &evidence).map(correction);
    for (label, values) in [
        ("level", level.into_iter().collect()),
        (
            "match",
            evidence
                .made
                .map(|made| Cell::text(how(made)))
                .into_iter()
                .collect(),
        ),
        (
            "differs",
            evidence.differs.iter().cloned().map(Cell::text).collect(),
        ),
        ("same name", others.collect::<Vec<_>>()),
        ("correction", corrections.collect()),
        ("in doubt", texts(marks::reasons(&evidence.doubts))),
        ("incomplete", texts(goes_on(&evidence))),
    ] {
        if !values.is_empty() {
            facts.push(Fact { label, values });
        }
    }
    Card {
        key: None,
        title: sentence(catalogue, hop, upward),
        facts,
        children: next.into_iter().collect(),
    }
}

fn texts(sentences: impl IntoIterator<Item = String>) -> Vec<Cell<'static>> {
    sentences.into_iter().map(Cell::text).collect()
}

fn goes_on(evidence: &Evidence) -> Option<String> {
    evidence
        .incomplete
        .map(|incomplete| incomplete.loss.to_string())
}

/// A hop, as one reads it aloud.
fn sentence(catalogue: &Catalogue, hop: Hop, upward: bool) -> Cell<'_> {
    let knowledge_area = |row: usize| path(catalogue, &catalogue.knowledge_areas()[row]);
    let (start, verb, end) = match hop {
        Hop::Aligned {
            competency,
            alignment,
        } => {
            let record = &catalogue.competencies()[competency];
            let id = Cell::text(record.id.to_string());
            let label = Cell::text(label(record, alignment));
            (id, ["is aligned to"; 2], label)
        }
        Hop::Linked {
            competency,
            alignment,
            link,
        } => {
            let record = &catalogue.competencies()[competency];
            let link = &catalogue.links(competency)[alignment].links[link];
            let label = Cell::text(label(record, alignment));
            (
                label,
                ["is linked to the crosswalk's", "is linked from"],
                knowledge_area(link.knowledge_area),
            )
        }
        Hop::Listed {
            knowledge_area: row,
            item,
            ..
        } => {
            let code = catalogue.knowledge_areas()[row].items[item].code;
            let item = Cell::text(format!("CKC {code}"));
            (knowledge_area(row), ["lists", "is listed by"], item)
        }
    };
    // The competency is aligned, from whichever side one asks.
    if upward && !matches!(hop, Hop::Aligned { .. }) {
        Cell::Phrase(vec![end, Cell::text(verb[1]), start])
    } else {
        Cell::Phrase(vec![start, Cell::text(verb[0]), end])
    }
}

fn label(record: &Competency, alignment: usize) -> String {
    record.alignments[alignment]
        .target()
        .map_or_else(String::new, why::label)
}

fn how(made: Match) -> &'static str {
    match made {
        Match::Exact => "exact: the same area and the same name",
        Match::Composite => "composite: one of the names that the slash joins",
        Match::AreaDiffers => "area-differs: the name stands under another area only",
        Match::Near => "near: the closest name, not the same",
        Match::Reviewed => "reviewed: a reviewer's decision",
    }
}

/// Quotes as facts, one label for each field.
fn quotes<'c>(catalogue: &'c Catalogue, quotes: &[Quote]) -> Vec<Fact<'c>> {
    quotes
        .chunk_by(|a, b| a.field == b.field)
        .map(|same| Fact {
            label: field_title(same[0].field),
            values: same.iter().map(|found| quoted(catalogue, found)).collect(),
        })
        .collect()
}

fn field_title(field: &'static str) -> &'static str {
    match field {
        "knowledge" => "name",
        "item" => "printed",
        other => other,
    }
}

/// What is printed, where, and what is read there.
fn quoted<'c>(catalogue: &'c Catalogue, quote: &Quote) -> Cell<'c> {
    let printed = evened(catalogue.document(quote.span).words(quote.span));
    let place = position(catalogue, quote.span);
    let Some(reading) = &quote.reading else {
        return Cell::Phrase(vec![Cell::text(format!("“{printed}”")), Cell::text(place)]);
    };
    let printed = if printed.is_empty() {
        "nothing is printed at".to_owned()
    } else {
        format!("“{printed}”")
    };
    Cell::Phrase(vec![
        Cell::text(printed),
        Cell::text(format!("{place},")),
        Cell::text("read as"),
        Cell::restored(Cell::text(reading.clone())),
    ])
}

/// `wv:122:3`.
fn position(catalogue: &Catalogue, span: Span) -> String {
    let document = catalogue.document(span);
    let (line, column) = (document.line(span.start), document.column(span.start));
    format!("{}:{line}:{column}", document.id)
}

fn errata<'c>(catalogue: &'c Catalogue, evidence: &Evidence) -> impl Iterator<Item = &'c Erratum> {
    evidence
        .errata
        .iter()
        .map(|&index| &catalogue.errata()[index])
}

fn correction<'c>(erratum: &Erratum) -> Cell<'c> {
    let confidence = erratum.confidence.name();
    Cell::text(format!("{} ({confidence}): {}", erratum.id, erratum.reason))
}

fn cause_card<'c>(catalogue: &'c Catalogue, cause: &Cause) -> Card<'c> {
    Card {
        key: None,
        title: Cell::text(cause.sentence.clone()),
        facts: quotes(catalogue, &cause.quotes),
        children: Vec::new(),
    }
}

/// One row a hop; where there is no way, one row with the cause.
fn table<'c>(catalogue: &'c Catalogue, answers: &[Answer]) -> Table<'c> {
    let columns = [
        "from",
        "to",
        "way",
        "hop",
        "hop_from",
        "hop_to",
        "words",
        "reading",
        "source",
        "match",
        "differs",
        "other_candidates",
        "level",
        "importance",
        "errata",
        "cause",
        "doubt",
        "incomplete",
    ];
    let mut rows = Vec::new();
    for answer in answers {
        let to = || {
            answer
                .to
                .map_or(Cell::missing(""), |to| cell(catalogue, to))
        };
        let ends = || [cell(catalogue, answer.from), to()];
        for (way, number) in answer.ways.iter().zip(1..) {
            for (hop, place) in way.iter().zip(1..) {
                let mut row: Vec<Cell> = ends().into();
                row.extend([Cell::Count(number), Cell::Count(place)]);
                row.extend(hop_ends(catalogue, *hop, is_upward(answer)));
                let evidence = hop.evidence(catalogue);
                row.extend(evidence_cells(catalogue, &evidence));
                row.push(Cell::missing(""));
                row.extend(marks::cells(
                    marks::reasons(&evidence.doubts),
                    goes_on(&evidence),
                ));
                rows.push(row);
            }
        }
        if answer.ways.is_empty() {
            let mut row: Vec<Cell> = ends().into();
            row.resize(columns.len() - 3, Cell::missing(""));
            row.push(Cell::text(told(&answer.causes)));
            row.extend([marks::told(Vec::new()), marks::told(may_go_on(answer))]);
            rows.push(row);
        }
    }
    Table {
        columns: columns.map(|name| Column::new(name, Place::Body)).into(),
        rows,
    }
}

/// Which lists that lack what was asked for may go on.
fn may_go_on(answer: &Answer) -> Vec<String> {
    let causes = answer.causes.iter();
    let lists = causes.filter_map(|cause| cause.incomplete);
    lists
        .map(|incomplete| incomplete.loss.to_string())
        .collect()
}

/// All causes as one text.
fn told(causes: &[Cause]) -> String {
    let sentences: Vec<&str> = causes.iter().map(|cause| &*cause.sentence).collect();
    sentences.join(" ")
}

fn evidence_cells<'c>(catalogue: &'c Catalogue, evidence: &Evidence) -> [Cell<'c>; 9] {
    let quotes = || evidence.quotes.iter();
    let text = |text: Option<&'static str>| text.map_or(Cell::missing(""), Cell::text);
    let printed = |quote: &Quote| evened(catalogue.document(quote.span).words(quote.span));
    let readings = quotes().filter_map(|quote| quote.reading.clone());
    let others = evidence
        .others
        .iter()
        .map(|&row| &catalogue.knowledge_areas()[row]);
    [
        Cell::List(quotes().map(|quote| Cell::text(printed(quote))).collect()),
        Cell::List(
            readings
                .map(|reading| Cell::restored(Cell::text(reading)))
                .collect(),
        ),
        Cell::List(
            quotes()
                .map(|quote| Cell::text(position(catalogue, quote.span)))
                .collect(),
        ),
        text(evidence.made.map(Match::name)),
        Cell::List(evidence.differs.iter().cloned().map(Cell::text).collect()),
        Cell::List(others.map(|row| Cell::text(&row.id)).collect()),
        text(evidence.level.map(Level::name)),
        text(evidence.importance.map(Importance::name)),
        Cell::List(
            errata(catalogue, evidence)
                .map(|erratum| Cell::text(&erratum.id))
                .collect(),
        ),
    ]
}

fn cell(catalogue: &Catalogue, record: Record) -> Cell<'_> {
    match record {
        Record::Competency(index) => Cell::text(catalogue.competencies()[index].id.to_string()),
        Record::KnowledgeArea(row) => Cell::text(&catalogue.knowledge_areas()[row].id),
        Record::Item(item) => Cell::code(catalogue.items()[item].code.to_string()),
    }
}

/// Where a hop starts and ends.
fn hop_ends(catalogue: &Catalogue, hop: Hop, upward: bool) -> [Cell<'_>; 2] {
    let rows = catalogue.knowledge_areas();
    let mut ends = match hop {
        Hop::Aligned {
            competency,
            alignment,
        } => {
            let record = &catalogue.competencies()[competency];
            [
                Cell::text(record.id.to_string()),
                Cell::text(label(record, alignment)),
            ]
        }
        Hop::Linked {
            competency,
            alignment,
            link,
        } => {
            let record = &catalogue.competencies()[competency];
            let link = &catalogue.links(competency)[alignment].links[link];
            [
                Cell::text(label(record, alignment)),
                Cell::text(&rows[link.knowledge_area].id),
            ]
        }
        Hop::Listed {
            knowledge_area,
            item,
            ..
        } => {
            let row = &rows[knowledge_area];
            let item = &row.items[item];
            let code = marks::Standing::of(row, item).code(item.code);
            [Cell::text(&row.id), code]
        }
    };
    if upward {
        ends.reverse();
    }
    ends
}

/// The same for JSON: one object a chain.
fn chains(catalogue: &Catalogue, answer: &Answer) -> Vec<Value> {
    let chain = |hops: Value, cause: Value, quotes: Value| {
        json!({
            "from": plain(&cell(catalogue, answer.from)),
            "to": answer.to.map(|to| plain(&cell(catalogue, to))),
            "hops": hops,
            "cause": cause,
            "quote": quotes,
        })
    };
    if answer.ways.is_empty() {
        let incomplete = may_go_on(answer);
        let words = answer.causes.iter().flat_map(|cause| &cause.quotes);
        let words = words.map(|found| quote(catalogue, found)).collect();
        let mut found = chain(json!([]), json!(told(&answer.causes)), words);
        if !incomplete.is_empty() {
            found["incomplete"] = json!(incomplete.join("; "));
        }
        return vec![found];
    }
    let ways = answer.ways.iter();
    ways.map(|way| {
        let hops = way
            .iter()
            .map(|hop| hop_record(catalogue, *hop, is_upward(answer)));
        chain(hops.collect(), Value::Null, json!([]))
    })
    .collect()
}

fn plain(cell: &Cell) -> String {
    cell.phrase().into_owned()
}

fn hop_record(catalogue: &Catalogue, hop: Hop, upward: bool) -> Value {
    let evidence = hop.evidence(catalogue);
    let [from, to] = hop_ends(catalogue, hop, upward);
    let others = evidence.others.iter();
    let mut record = json!({
        "from": plain(&from),
        "to": plain(&to),
        "quote": evidence.quotes.iter().map(|found| quote(catalogue, found)).collect::<Value>(),
        "match": evidence.made.map(Match::name),
        "differs": evidence.differs,
        "other_candidates": others.map(|&row| catalogue.knowledge_areas()[row].id.as_str()).collect::<Value>(),
        "level": evidence.level.map(Level::name),
        "importance": evidence.importance.map(Importance::name),
        "errata": errata(catalogue, &evidence).map(|erratum| json!({
            "id": erratum.id,
            "confidence": erratum.confidence.name(),
            "reason": erratum.reason,
        })).collect::<Value>(),
    });
    if !evidence.doubts.is_empty() {
        record["doubt"] = json!(marks::reasons(&evidence.doubts));
    }
    if let Some(reason) = goes_on(&evidence) {
        record["incomplete"] = json!(reason);
    }
    record
}

fn quote(catalogue: &Catalogue, quote: &Quote) -> Value {
    let document = catalogue.document(quote.span);
    json!({
        "document": document.id,
        "line": document.line(quote.span.start),
        "column": document.column(quote.span.start),
        "words": document.words(quote.span),
        "field": quote.field,
        "reading": quote.reading,
    })
}
