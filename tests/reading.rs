//! The program's records against the agreed reading of the documents, made by eye
//! (`tests/reading/*.md`). The program is checked against the reading, never the other way round.
//!
//! In a reading, square brackets hold what is not printed like that: restored. Three dots end a
//! list that may go on, and a list without codes says so where it names another framework instead.

#![cfg(feature = "documents")]

use iecmhc_crosswalk::catalogue::Catalogue;
use iecmhc_crosswalk::record::{Alignment, Certainty, CompetencyIndex, KnowledgeArea, Level, Text};
use iecmhc_crosswalk::source::Span;

const CROSSWALK: &str = include_str!("reading/wv.md");
const COMPETENCIES: &str = include_str!("reading/iecmhc.md");

fn blocks(reading: &str) -> impl Iterator<Item = &str> {
    let blocks = reading.split("\n\n").map(str::trim);
    blocks.filter(|block| !block.is_empty())
}

fn bracketed(words: &str, certainty: Certainty) -> String {
    match certainty {
        Certainty::Printed => words.to_owned(),
        Certainty::Restored => format!("[{words}]"),
    }
}

fn text(text: Option<&Text>) -> String {
    text.map_or("-".to_owned(), |text| {
        bracketed(&text.words, text.certainty)
    })
}

fn lines(catalogue: &Catalogue, span: Span) -> String {
    let document = catalogue.document(span);
    match (document.line(span.start), document.line(span.end - 1)) {
        (first, last) if first == last => first.to_string(),
        (first, last) => format!("{first}-{last}"),
    }
}

fn row(catalogue: &Catalogue, record: &KnowledgeArea) -> String {
    let name = text(record.name.as_ref());
    let level = record.level.name();
    let lines = lines(catalogue, record.span);
    let items = record.items.iter();
    let codes: Vec<_> = items
        .map(|item| bracketed(&item.code.to_string(), item.certainty))
        .collect();
    let codes = if record.names_other_framework() {
        "- another framework".to_owned()
    } else if codes.is_empty() {
        "-".to_owned()
    } else {
        codes.join(" ")
    };
    let codes = codes + record.incomplete.map_or("", |_| " …");
    let definition = text(record.definition.as_ref());
    let mut row = format!("## {name} | {level} | {lines}\n{definition}\n{codes}");
    for note in &record.notes {
        row = format!("{row}\n> {}", note.words);
    }
    row
}

#[test]
fn the_crosswalk_reads_as_it_was_read_by_eye() {
    let catalogue = Catalogue::built_in();
    let mut rows = Vec::new();
    let mut heading = None;
    for record in catalogue.knowledge_areas() {
        let area = &catalogue.areas()[record.area.expect("an area")];
        let row = row(&catalogue, record);
        rows.push(if heading == Some(&area.id) {
            row
        } else {
            format!(
                "# {}\n{row}",
                bracketed(&area.name.words, area.name.certainty)
            )
        });
        heading = Some(&area.id);
    }
    let expected: Vec<&str> = blocks(CROSSWALK).collect();
    for (row, expected) in rows.iter().zip(&expected) {
        assert_eq!(row, expected);
    }
    assert_eq!(rows.len(), expected.len());
}

#[test]
fn the_crosswalk_has_the_counts_of_the_document() {
    let catalogue = Catalogue::built_in();
    let items = || {
        catalogue
            .knowledge_areas()
            .iter()
            .flat_map(|row| &row.items)
    };
    let of = |certainty| items().filter(|item| item.certainty == certainty).count();
    assert_eq!(catalogue.areas().len(), 11);
    assert_eq!(catalogue.knowledge_areas().len(), 64);
    assert_eq!(catalogue.items().len(), 45);
    assert_eq!((of(Certainty::Printed), of(Certainty::Restored)), (424, 2));
}

#[test]
fn each_statement_is_the_reading_that_most_rows_share() {
    let catalogue = Catalogue::built_in();
    for item in catalogue.items() {
        let rows = catalogue.knowledge_areas().iter();
        let listed = rows
            .flat_map(|row| &row.items)
            .filter(|listed| listed.code == item.code);
        let printed: Vec<String> = listed
            .map(|listed| {
                let spans = listed.statement.iter();
                let pieces = spans.map(|span| catalogue.document(*span).words(*span));
                pieces.collect::<Vec<_>>().join(" ")
            })
            .collect();
        let same = |words: &str| printed.iter().filter(|other| *other == words).count();
        let most = printed.iter().map(|words| same(words)).max();
        assert_eq!(
            Some(same(&item.statement)),
            most,
            "{} {}",
            item.code,
            item.statement
        );
    }
}

fn label(words: &str, level: Level) -> String {
    match level {
        Level::Fs => words.to_owned(),
        level => format!("{words} ({})", level.name()),
    }
}

/// The reading shows a mark on either label; the record keeps the highest.
fn labels(block: &str) -> (String, String, Level) {
    let mut level = Level::Fs;
    let mut name = |label: &str| {
        let Some((name, mark)) = label.rsplit_once(" (") else {
            return label.to_owned();
        };
        let found = Level::from_mark(mark.trim_end_matches(')'));
        level = level.max(found.unwrap_or(level));
        found.map_or(label, |_| name).to_owned()
    };
    let (area, knowledge) = block.split_once(" > ").expect("two labels");
    let (area, knowledge) = (name(area), name(knowledge));
    (area, knowledge, level)
}

fn alignment_labels(alignment: &Alignment) -> (String, String, Level) {
    match alignment.target() {
        None => ("Unique".to_owned(), "Unique".to_owned(), Level::Fs),
        Some(target) => (
            target.area.words.clone(),
            target.knowledge.words.clone(),
            target.level,
        ),
    }
}

#[test]
fn the_competencies_read_as_they_were_read_by_eye() {
    let catalogue = Catalogue::built_in();
    let competencies = catalogue.competencies().iter();
    let rows: Vec<_> = competencies
        .flat_map(|record| record.alignments.iter().map(move |row| (record, row)))
        .collect();
    let expected: Vec<&str> = blocks(COMPETENCIES).collect();
    assert_eq!((catalogue.competencies().len(), rows.len()), (20, 24));
    assert_eq!(rows.len(), expected.len());
    for ((record, row), expected) in rows.into_iter().zip(expected) {
        let mut fields = expected.lines();
        let importance = row.importance.expect("importance").title();
        let lines = lines(&catalogue, row.span);
        let head = format!("## {} | {importance} | {lines}", record.id);
        assert_eq!(fields.next(), Some(head.as_str()));
        assert_eq!(fields.next(), Some(record.statement.words.as_str()));
        assert_eq!(
            alignment_labels(row),
            labels(fields.next().expect("labels"))
        );
        let list = row.demonstrated_by.iter();
        let list: Vec<String> = list.map(|text| format!("- {}", text.words)).collect();
        let expected: Vec<&str> = fields.filter(|line| *line != "- Unique").collect();
        assert_eq!(list, expected, "{}", record.id);
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of what was read by eye")]
fn every_alignment_is_linked_as_read_by_eye() {
    let catalogue = Catalogue::built_in();
    let mut found = Vec::new();
    for (index, record) in catalogue.competencies().iter().enumerate() {
        for (row, links) in record
            .alignments
            .iter()
            .zip(catalogue.links(CompetencyIndex::at(index)))
        {
            let links: Vec<_> = links
                .links
                .iter()
                .map(|link| {
                    let id = catalogue.knowledge_areas()[link.knowledge_area].id.as_str();
                    (id, link.made.name())
                })
                .collect();
            let (_, knowledge, level) = alignment_labels(row);
            found.push((format!("{} {}", record.id, label(&knowledge, level)), links));
        }
    }
    let exact = |id| vec![(id, "exact")];
    let both = vec![
        ("administration/program-development", "composite"),
        ("administration/program-management", "composite"),
    ];
    let expected = [
        ("7A.1 Unique", vec![]),
        (
            "7A.2 Program management (MHM)",
            exact("administration/program-management"),
        ),
        ("7A.3 Unique", vec![]),
        ("7A.4 Program development/management (MHM)", both.clone()),
        (
            "7A.5 Analyzing information",
            exact("thinking/analyzing-information"),
        ),
        (
            "7A.6 Program development (MHM)",
            exact("administration/program-development"),
        ),
        (
            "7A.7 Program evaluation (MHM)",
            exact("administration/program-evaluation"),
        ),
        ("7A.8 Program development/management (MHM)", both),
        (
            "7A.9 Program evaluation (MHM)",
            exact("administration/program-evaluation"),
        ),
        (
            "7A.9 Advocacy (MHM)",
            exact("direct-service-skills/advocacy"),
        ),
        (
            "7A.10 Collaborating",
            exact("working-with-others/collaborating"),
        ),
        ("7A.10 Listening", exact("communicating/listening")),
        ("7A.11 Solving problems", exact("thinking/solving-problems")),
        (
            "7A.11 Analyzing Information",
            exact("thinking/analyzing-information"),
        ),
        (
            "7A.11 Resolving Conflict",
            exact("working-with-others/resolving-conflict"),
        ),
        (
            "7B.1 Program Evaluation (MHM)",
            exact("administration/program-evaluation"),
        ),
        (
            "7B.2 Program Management (MHM)",
            exact("administration/program-management"),
        ),
        (
            "7B.3 Program Development (MHM)",
            exact("administration/program-development"),
        ),
        (
            "7C.1 Group Process (MHM)",
            exact("communicating/group-process"),
        ),
        (
            "7C.2 Building & Maintaining Relationships (MHM)",
            exact("working-with-others/building-maintaining-relationships"),
        ),
        ("7C.3 Motivating (MHM)", exact("leading-people/motivating")),
        (
            "7D.1 Service Delivery Systems (MHM)",
            exact("systems-expertise/service-delivery-systems"),
        ),
        ("7D.2 Unique", vec![]),
        ("7D.3 Unique", vec![]),
    ];
    assert_eq!(
        found,
        expected.map(|(label, links)| (label.to_owned(), links))
    );
}
