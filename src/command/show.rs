//! `show`: index cards. One card a record, with all it is linked to in both directions.
//!
//! As rows, for the tabular formats, a card is one row for each record it leads to.

use serde_json::{Value, json};

use crate::catalogue::Catalogue;
use crate::cli;
use crate::link::Link;
use crate::query::{self, Filter, Kinds, Reference};
use crate::record::{Certainty, CkcCode, Level, Section, Text};
use crate::view::{Card, Cell, Column, Fact, Place, Table, View};

use super::{area, differences, export, marked, path, place, resolve_all, words};

pub(super) fn run<'c>(catalogue: &'c Catalogue, args: &cli::Show) -> anyhow::Result<View<'c>> {
    let references = resolve_all(catalogue, &args.references, Kinds::Any)?;
    let cards: Vec<Card> = references
        .iter()
        .map(|reference| card(catalogue, reference))
        .collect();
    let columns = ["record", "title", "relation", "linked", "linked_title"];
    let rows = references
        .iter()
        .flat_map(|reference| rows(catalogue, reference));
    Ok(View {
        table: Table {
            columns: columns.map(|name| Column::new(name, Place::Body)).into(),
            rows: rows.collect(),
        },
        cards,
        record: Some(Box::new(move || {
            references
                .iter()
                .flat_map(|reference| records(catalogue, reference))
                .collect()
        })),
    })
}

fn card<'c>(catalogue: &'c Catalogue, reference: &Reference) -> Card<'c> {
    match *reference {
        Reference::Competency(index) => competency(catalogue, index),
        Reference::Section(section) => section_card(catalogue, section),
        Reference::Area(index) => area_card(catalogue, index),
        Reference::KnowledgeArea(index) => knowledge_area(catalogue, index),
        Reference::Item(index) => item(catalogue, index),
    }
}

fn competency(catalogue: &Catalogue, index: usize) -> Card<'_> {
    let record = &catalogue.competencies()[index];
    let only = [Level::Fs, Level::Mhs, Level::Mhm]
        .into_iter()
        .find(|&level| record.is_only(level));
    let level = only.map(|level| fact("level", level_name(level)));
    Card {
        key: Some(Cell::text(record.id.to_string())),
        title: words(&record.statement),
        facts: level.into_iter().collect(),
        children: (0..record.alignments.len())
            .map(|row| alignment(catalogue, index, row))
            .collect(),
    }
}

fn level_name(level: Level) -> Cell<'static> {
    Cell::text(format!("{} only ({})", level.name(), level.title()))
}

fn alignment(catalogue: &Catalogue, competency: usize, row: usize) -> Card<'_> {
    let alignment = &catalogue.competencies()[competency].alignments[row];
    let links = &catalogue.links(competency)[row];
    let importance = alignment
        .importance
        .map_or(Cell::missing("lost"), |importance| {
            Cell::text(importance.title())
        });
    let mut facts = vec![fact("importance", importance)];
    let demonstrated_by: Vec<Cell> = alignment.demonstrated_by.iter().map(words).collect();
    if !demonstrated_by.is_empty() {
        facts.push(Fact {
            label: "as demonstrated by",
            values: demonstrated_by,
        });
    }
    facts.push(fact(
        "printed",
        Cell::text(place(catalogue, alignment.span)),
    ));
    if let Some(cause) = &links.cause {
        facts.push(fact("linked to", Cell::missing(cause.to_string())));
    }
    let title = alignment
        .target
        .as_ref()
        .map_or(Cell::text("Unique"), |target| {
            let mut label = format!("{} ▸ {}", target.area.words, target.knowledge.words);
            if target.level != Level::Fs {
                label = format!("{label} ({})", target.level.name());
            }
            Cell::text(label)
        });
    Card {
        key: None,
        title,
        facts,
        children: links
            .links
            .iter()
            .map(|link| linked(catalogue, link))
            .collect(),
    }
}

/// The knowledge area that an alignment is linked to, how, and its items.
fn linked<'c>(catalogue: &'c Catalogue, link: &Link) -> Card<'c> {
    let row = &catalogue.knowledge_areas()[link.knowledge_area];
    let mut facts = vec![fact("match", Cell::text(link.made.name()))];
    let differs: Vec<Cell> = differences(&link.differs).collect();
    let others: Vec<Cell> = link
        .others
        .iter()
        .map(|&other| path(catalogue, &catalogue.knowledge_areas()[other]))
        .collect();
    facts.extend(some_fact("differs", differs));
    facts.extend(some_fact("same name", others));
    facts.push(fact("printed", Cell::text(place(catalogue, row.span))));
    facts.extend(some_fact("notes", row.notes.iter().map(words).collect()));
    Card {
        key: None,
        title: Cell::Phrase(vec![Cell::text("→"), path(catalogue, row)]),
        facts,
        children: vec![items(catalogue, link.knowledge_area)],
    }
}

fn items(catalogue: &Catalogue, knowledge_area: usize) -> Card<'_> {
    let row = &catalogue.knowledge_areas()[knowledge_area];
    let entry = |code: CkcCode, certainty: Certainty| Card {
        key: Some(marked(Cell::code(code.to_string()), certainty)),
        title: Cell::text(catalogue.statement(code)),
        facts: Vec::new(),
        children: Vec::new(),
    };
    let entries: Vec<Card> = row
        .items
        .iter()
        .map(|item| entry(item.code, item.certainty))
        .collect();
    group("CKC items", entries)
}

/// Entries under a title that counts them.
fn group<'c>(title: &str, entries: Vec<Card<'c>>) -> Card<'c> {
    Card {
        key: None,
        title: Cell::text(match entries.len() {
            0 => format!("No {title}"),
            count => format!("{title} ({count})"),
        }),
        facts: Vec::new(),
        children: entries,
    }
}

fn competencies<'c>(catalogue: &'c Catalogue, indexes: &[usize]) -> Card<'c> {
    let entry = |&index: &usize| {
        let record = &catalogue.competencies()[index];
        Card {
            key: Some(Cell::text(record.id.to_string())),
            title: words(&record.statement),
            facts: Vec::new(),
            children: Vec::new(),
        }
    };
    group("competencies", indexes.iter().map(entry).collect())
}

fn section_card(catalogue: &Catalogue, section: Section) -> Card<'_> {
    let inside = in_section(catalogue, section);
    let kind = if section.section.is_some() {
        "Section"
    } else {
        "Category"
    };
    Card {
        key: Some(Cell::text(section.to_string())),
        title: Cell::text(kind),
        facts: Vec::new(),
        children: vec![competencies(catalogue, &inside)],
    }
}

fn in_section(catalogue: &Catalogue, section: Section) -> Vec<usize> {
    let records = catalogue.competencies().iter().enumerate();
    let inside = records.filter(|(_, record)| section.contains(record.id));
    inside.map(|(index, _)| index).collect()
}

fn area_card(catalogue: &Catalogue, index: usize) -> Card<'_> {
    let area = &catalogue.areas()[index];
    let entry = |&row: &usize| Card {
        key: None,
        title: path(catalogue, &catalogue.knowledge_areas()[row]),
        facts: Vec::new(),
        children: Vec::new(),
    };
    let rows = in_area(catalogue, index);
    Card {
        key: None,
        title: words(&area.name),
        facts: vec![
            fact("id", Cell::text(&area.id)),
            fact("printed", printed(catalogue, &area.name)),
        ],
        children: vec![
            group("knowledge areas", rows.iter().map(entry).collect()),
            competencies(catalogue, &aligned(catalogue, &rows)),
        ],
    }
}

/// Where words stand, or where they were put back.
fn printed<'c>(catalogue: &Catalogue, text: &Text) -> Cell<'c> {
    let place = text.spans.hull().map(|span| place(catalogue, span));
    let place = place.unwrap_or_default();
    match text.certainty {
        Certainty::Printed => Cell::text(place),
        Certainty::Restored => Cell::text(format!("not printed; restored at {place}")),
    }
}

fn in_area(catalogue: &Catalogue, area: usize) -> Vec<usize> {
    let rows = catalogue.knowledge_areas().iter().enumerate();
    rows.filter(|(_, row)| row.area == Some(area))
        .map(|(index, _)| index)
        .collect()
}

/// The competencies aligned to any of these knowledge areas.
fn aligned(catalogue: &Catalogue, rows: &[usize]) -> Vec<usize> {
    let aligned = rows.iter().flat_map(|&row| catalogue.aligned_by(row));
    let mut found: Vec<usize> = aligned.map(|(competency, _)| *competency).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn knowledge_area(catalogue: &Catalogue, index: usize) -> Card<'_> {
    let row = &catalogue.knowledge_areas()[index];
    let mut facts = vec![
        fact("id", Cell::text(&row.id)),
        fact(
            "level",
            Cell::text(format!("{} ({})", row.level.name(), row.level.title())),
        ),
        fact(
            "definition",
            row.definition.as_ref().map_or(Cell::missing("lost"), words),
        ),
        fact("printed", Cell::text(place(catalogue, row.span))),
    ];
    facts.extend(some_fact("notes", row.notes.iter().map(words).collect()));
    facts.extend(some_fact(
        "corrections",
        corrections(catalogue, &row.errata),
    ));
    Card {
        key: None,
        title: path(catalogue, row),
        facts,
        children: vec![
            items(catalogue, index),
            competencies(catalogue, &aligned(catalogue, &[index])),
        ],
    }
}

fn corrections<'c>(catalogue: &'c Catalogue, ids: &[String]) -> Vec<Cell<'c>> {
    let used = catalogue
        .errata()
        .iter()
        .filter(|erratum| ids.contains(&erratum.id));
    used.map(|erratum| {
        Cell::text(format!(
            "{} ({}): {}",
            erratum.id,
            erratum.confidence.name(),
            erratum.reason
        ))
    })
    .collect()
}

fn item(catalogue: &Catalogue, index: usize) -> Card<'_> {
    let item = &catalogue.items()[index];
    let rows = catalogue.listed_by(index);
    let entry = |&row: &usize| {
        let row = &catalogue.knowledge_areas()[row];
        let certainty = row
            .items
            .iter()
            .find(|listed| listed.code == item.code)
            .map(|listed| listed.certainty);
        let mut title = vec![path(catalogue, row)];
        if certainty == Some(Certainty::Restored) {
            title.push(Cell::restored(Cell::text("code restored")));
        }
        Card {
            key: None,
            title: Cell::Phrase(title),
            facts: Vec::new(),
            children: Vec::new(),
        }
    };
    Card {
        key: Some(Cell::code(item.code.to_string())),
        title: Cell::text(&item.statement),
        facts: Vec::new(),
        children: vec![
            group(
                "knowledge areas that list it",
                rows.iter().map(entry).collect(),
            ),
            competencies(catalogue, &aligned(catalogue, rows)),
        ],
    }
}

fn fact<'c>(label: &'static str, value: Cell<'c>) -> Fact<'c> {
    Fact {
        label,
        values: vec![value],
    }
}

fn some_fact<'c>(label: &'static str, values: Vec<Cell<'c>>) -> Option<Fact<'c>> {
    (!values.is_empty()).then_some(Fact { label, values })
}

/// One row for each record that this one leads to.
fn rows<'c>(catalogue: &'c Catalogue, reference: &Reference) -> Vec<Vec<Cell<'c>>> {
    let linked: Vec<(&str, Vec<Cell>)> = match *reference {
        Reference::Competency(_) => {
            let filter = Filter {
                references: vec![*reference],
                ..Filter::default()
            };
            let chains = query::chains(catalogue, &filter);
            let mut links: Vec<&Link> = chains
                .iter()
                .filter_map(|chain| chain.link_in(catalogue))
                .collect();
            links.dedup_by_key(|link| link.knowledge_area);
            let rows: Vec<usize> = links.iter().map(|link| link.knowledge_area).collect();
            let mut found = knowledge_area_cells(catalogue, "aligned to", &rows);
            found.extend(
                rows.iter()
                    .flat_map(|&row| item_cells(catalogue, "corresponds to", row)),
            );
            found
        }
        Reference::Section(section) => {
            competency_cells(catalogue, "holds", &in_section(catalogue, section))
        }
        Reference::Area(area) => {
            knowledge_area_cells(catalogue, "holds", &in_area(catalogue, area))
        }
        Reference::KnowledgeArea(row) => {
            let mut found = item_cells(catalogue, "lists", row);
            found.extend(competency_cells(
                catalogue,
                "aligned by",
                &aligned(catalogue, &[row]),
            ));
            found
        }
        Reference::Item(item) => {
            let rows = catalogue.listed_by(item);
            let mut found = knowledge_area_cells(catalogue, "listed by", rows);
            found.extend(competency_cells(
                catalogue,
                "corresponds to",
                &aligned(catalogue, rows),
            ));
            found
        }
    };
    let [record, title] = itself(catalogue, reference);
    linked
        .into_iter()
        .map(|(relation, cells)| {
            let mut row = vec![record.clone(), title.clone(), Cell::text(relation)];
            row.extend(cells);
            row
        })
        .collect()
}

/// A record's key and title.
fn itself<'c>(catalogue: &'c Catalogue, reference: &Reference) -> [Cell<'c>; 2] {
    match *reference {
        Reference::Competency(index) => competency_pair(catalogue, index),
        Reference::Section(section) => [Cell::text(section.to_string()), Cell::missing("")],
        Reference::Area(index) => {
            let area = &catalogue.areas()[index];
            [Cell::text(&area.id), words(&area.name)]
        }
        Reference::KnowledgeArea(index) => knowledge_area_pair(catalogue, index),
        Reference::Item(index) => {
            let item = &catalogue.items()[index];
            [
                Cell::code(item.code.to_string()),
                Cell::text(&item.statement),
            ]
        }
    }
}

fn competency_pair(catalogue: &Catalogue, index: usize) -> [Cell<'_>; 2] {
    let record = &catalogue.competencies()[index];
    [Cell::text(record.id.to_string()), words(&record.statement)]
}

fn knowledge_area_pair(catalogue: &Catalogue, index: usize) -> [Cell<'_>; 2] {
    let row = &catalogue.knowledge_areas()[index];
    let title = Cell::Phrase(vec![
        area(catalogue, row),
        Cell::text("▸"),
        super::name(row),
    ]);
    [Cell::text(&row.id), title]
}

fn competency_cells<'c>(
    catalogue: &'c Catalogue,
    relation: &'static str,
    found: &[usize],
) -> Vec<(&'static str, Vec<Cell<'c>>)> {
    found
        .iter()
        .map(|&index| (relation, competency_pair(catalogue, index).into()))
        .collect()
}

fn knowledge_area_cells<'c>(
    catalogue: &'c Catalogue,
    relation: &'static str,
    found: &[usize],
) -> Vec<(&'static str, Vec<Cell<'c>>)> {
    found
        .iter()
        .map(|&index| (relation, knowledge_area_pair(catalogue, index).into()))
        .collect()
}

fn item_cells<'c>(
    catalogue: &'c Catalogue,
    relation: &'static str,
    row: usize,
) -> Vec<(&'static str, Vec<Cell<'c>>)> {
    let items = catalogue.knowledge_areas()[row].items.iter();
    items
        .map(|item| {
            let code = marked(Cell::code(item.code.to_string()), item.certainty);
            (
                relation,
                vec![code, Cell::text(catalogue.statement(item.code))],
            )
        })
        .collect()
}

/// The records as the export has them, each with its kind.
fn records(catalogue: &Catalogue, reference: &Reference) -> Vec<Value> {
    let of_kind = |kind: &str, mut record: Value| {
        if let Some(fields) = record.as_object_mut() {
            fields.shift_insert(0, "kind".to_owned(), json!(kind));
        }
        record
    };
    let competency = |index| of_kind("competency", export::competency(catalogue, index));
    match *reference {
        Reference::Competency(index) => vec![competency(index)],
        Reference::Section(section) => in_section(catalogue, section)
            .into_iter()
            .map(competency)
            .collect(),
        Reference::Area(index) => {
            vec![of_kind("area", export::area(&catalogue.areas()[index]))]
        }
        Reference::KnowledgeArea(index) => {
            let row = &catalogue.knowledge_areas()[index];
            vec![of_kind(
                "knowledge_area",
                export::knowledge_area(catalogue, row),
            )]
        }
        Reference::Item(index) => {
            let rows = catalogue.listed_by(index);
            let mut record = export::item(&catalogue.items()[index]);
            record["knowledge_areas"] = rows
                .iter()
                .map(|&row| catalogue.knowledge_areas()[row].id.as_str())
                .collect();
            let reached = aligned(catalogue, rows);
            record["competencies"] = reached
                .iter()
                .map(|&index| catalogue.competencies()[index].id.to_string())
                .collect();
            vec![of_kind("ckc", record)]
        }
    }
}
