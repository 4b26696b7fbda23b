//! `show`: index cards. One card per record, with all it is linked to in both directions.

use crate::catalogue::Catalogue;
use crate::catalogue::link::{Link, Match};
use crate::cli;
use crate::parse::errata::{Erratum, Kind};
use crate::query;
use crate::query::reference::Reference;
use crate::record::{
    AreaIndex, Certainty, CompetencyIndex, Correspondence, Counterpart, ItemIndex, KnowledgeArea,
    KnowledgeAreaIndex, Level, Section, Target, Text,
};
use crate::view::{
    Answer, Card, Cell, Content, Fact, Json, Place, Reading, Rows, Sign, Table, TooMany,
};

use super::{
    competency_id, definition, differences, in_path, item_code, linked_path, marks, printed_at,
    wire, words,
};

mod rows;

use marks::Reliability;

/// The columns of what a record leads to.
pub(super) const COLUMNS: [(&str, Place); 5] = [
    ("record", Place::Body),
    ("title", Place::Body),
    ("relation", Place::Body),
    ("linked", Place::Body),
    ("linked_title", Place::Body),
];

pub(super) fn run<'c>(catalogue: &'c Catalogue, args: &cli::Show) -> anyhow::Result<Answer<'c>> {
    let references = super::references(catalogue, &args.references)?;
    Ok(Answer::of(Shown {
        catalogue,
        references,
    }))
}

/// Some records.
struct Shown<'c> {
    catalogue: &'c Catalogue,
    references: Vec<Reference>,
}

impl<'c> Content<'c> for Shown<'c> {
    fn rows(&self) -> Rows<'c> {
        let columns: Vec<_> = COLUMNS.into_iter().chain(marks::COLUMNS).collect();
        let references = self.references.iter();
        let rows = references.flat_map(|&reference| rows::rows(self.catalogue, reference));
        let mut table = Table::new(&columns, rows);
        marks::show_what_is_said(&mut table, Place::Body);
        table.into()
    }

    fn is_empty(&self) -> bool {
        self.references.is_empty()
    }

    fn reading(&self) -> Result<Reading<'c>, TooMany> {
        let references = self.references.iter();
        let cards = references.map(|&reference| card(self.catalogue, reference));
        Ok(Reading::cards(cards.collect()))
    }

    fn record(&self) -> Option<Box<dyn Json + '_>> {
        let references = self.references.iter();
        let records = references.flat_map(|&reference| records(self.catalogue, reference));
        Some(Box::new(records.collect::<Vec<_>>()))
    }
}

pub(super) fn card(catalogue: &Catalogue, reference: Reference) -> Card<'_> {
    match reference {
        Reference::Competency(index) => competency(catalogue, index),
        Reference::Section(section) => section_card(catalogue, section),
        Reference::Area(index) => area_card(catalogue, index),
        Reference::KnowledgeArea(index) => knowledge_area(catalogue, index),
        Reference::Item(index) => item(catalogue, index),
    }
}

fn competency(catalogue: &Catalogue, index: CompetencyIndex) -> Card<'_> {
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

fn alignment(catalogue: &Catalogue, competency: CompetencyIndex, row: usize) -> Card<'_> {
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
    facts.push(fact("printed", printed_at(catalogue, alignment.span)));
    facts.extend(told("in doubt", marks::reasons(&alignment.doubts)));
    if let Some(cause) = &links.cause {
        facts.push(fact("linked to", Cell::missing(cause.to_string())));
    }
    let rejected = links.rejected.iter();
    let rejected = rejected
        .map(|link| linked_path(catalogue, &catalogue.knowledge_areas()[link.knowledge_area]));
    facts.extend(some_fact("rejected by review", rejected.collect()));
    let title = match &alignment.counterpart {
        Counterpart::Unique => Cell::text("Unique"),
        Counterpart::Lost { area, knowledge } => rest(area.as_ref(), knowledge.as_ref()),
        Counterpart::At(target) => label(target),
    };
    let is_doubtful = !alignment.doubts.is_empty();
    let title = if is_doubtful {
        Cell::signed(Sign::Doubtful, title)
    } else {
        title
    };
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

/// What is printed of the labels of a row that breaks off between them.
fn rest<'c>(area: Option<&'c Text>, knowledge: Option<&'c Text>) -> Cell<'c> {
    let lost = || Cell::missing("lost");
    if area.is_none() && knowledge.is_none() {
        return lost();
    }
    let [area, knowledge] = [area, knowledge].map(|text| text.map_or_else(lost, words));
    Cell::Phrase(in_path(area, knowledge))
}

/// The labels as printed, with the level they mark.
fn label(target: &Target) -> Cell<'_> {
    let mut phrase = in_path(words(&target.area), words(&target.knowledge));
    if target.level != Level::Fs {
        phrase.push(Cell::text(format!("({})", target.level.name())));
    }
    Cell::Phrase(phrase)
}

/// The knowledge area that an alignment is linked to, how, and its items.
fn linked<'c>(catalogue: &'c Catalogue, link: &Link) -> Card<'c> {
    let row = &catalogue.knowledge_areas()[link.knowledge_area];
    // What differs is a fact of its own.
    let made = match link.made {
        Match::Exact | Match::AreaDiffers => link.made.name(),
        made => super::how(made),
    };
    let mut facts = vec![fact("match", Cell::text(made))];
    let differs: Vec<Cell> = differences(&link.differs).collect();
    let others: Vec<Cell> = link
        .others()
        .map(|other| linked_path(catalogue, &catalogue.knowledge_areas()[other]))
        .collect();
    facts.extend(some_fact("differs", differs));
    facts.extend(some_fact("same name", others));
    facts.push(fact("printed at", printed_at(catalogue, row.span)));
    facts.extend(trust(row));
    facts.extend(notes(row));
    Card {
        key: None,
        title: Cell::Phrase(vec![Cell::text("→"), linked_path(catalogue, row)]),
        facts,
        children: vec![items(catalogue, link.knowledge_area)],
    }
}

fn items(catalogue: &Catalogue, knowledge_area: KnowledgeAreaIndex) -> Card<'_> {
    let row = &catalogue.knowledge_areas()[knowledge_area];
    let entry = |item: &Correspondence| Card {
        key: Some(item_code(item.code, Reliability::of(row, item))),
        title: Cell::text(catalogue.statement(item.code)),
        facts: Vec::new(),
        children: Vec::new(),
    };
    group("CKC items", row.items.iter().map(entry).collect())
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

fn competencies<'c>(catalogue: &'c Catalogue, indexes: &[CompetencyIndex]) -> Card<'c> {
    let entry = |&index: &CompetencyIndex| {
        let record = &catalogue.competencies()[index];
        Card {
            key: Some(competency_id(record)),
            title: words(&record.statement),
            facts: Vec::new(),
            children: Vec::new(),
        }
    };
    group("competencies", indexes.iter().map(entry).collect())
}

fn section_card(catalogue: &Catalogue, section: Section) -> Card<'_> {
    let inside = in_section(catalogue, section);
    let title = match section.section {
        Some(letter) => format!("Section {letter} of category {}", section.category),
        None => format!("Category {}", section.category),
    };
    Card {
        key: Some(Cell::text(section.to_string())),
        title: Cell::text(title),
        facts: Vec::new(),
        children: vec![competencies(catalogue, &inside)],
    }
}

fn in_section(catalogue: &Catalogue, section: Section) -> Vec<CompetencyIndex> {
    let records = CompetencyIndex::each(catalogue.competencies());
    let inside = records.filter(|(_, record)| section.contains(record.id));
    inside.map(|(index, _)| index).collect()
}

fn area_card(catalogue: &Catalogue, index: AreaIndex) -> Card<'_> {
    let area = &catalogue.areas()[index];
    let entry = |&row: &KnowledgeAreaIndex| Card {
        key: None,
        title: linked_path(catalogue, &catalogue.knowledge_areas()[row]),
        facts: Vec::new(),
        children: Vec::new(),
    };
    let rows = in_area(catalogue, index);
    let mut facts = vec![
        fact("id", Cell::text(&area.id)),
        fact("printed at", printed(catalogue, &area.name)),
    ];
    let of_heading = |erratum: &Erratum| {
        let mut rows = rows.iter().map(|&row| &catalogue.knowledge_areas()[row]);
        erratum.kind == Kind::LostHeading && rows.any(|row| row.errata.contains(&erratum.id))
    };
    facts.extend(some_fact("corrections", corrections(catalogue, of_heading)));
    Card {
        key: None,
        title: words(&area.name),
        facts,
        children: vec![
            group("knowledge areas", rows.iter().map(entry).collect()),
            competencies(catalogue, &query::aligned(catalogue, &rows)),
        ],
    }
}

/// Where words are, or where they were put back.
fn printed<'c>(catalogue: &Catalogue, text: &Text) -> Cell<'c> {
    let place = text.spans.hull().map(|span| printed_at(catalogue, span));
    let place = place.unwrap_or(Cell::Blank);
    match text.certainty {
        Certainty::Printed => place,
        Certainty::Restored => Cell::Phrase(vec![Cell::text("not printed; restored at"), place]),
    }
}

fn in_area(catalogue: &Catalogue, area: AreaIndex) -> Vec<KnowledgeAreaIndex> {
    let rows = KnowledgeAreaIndex::each(catalogue.knowledge_areas());
    rows.filter(|(_, row)| row.area == Some(area))
        .map(|(index, _)| index)
        .collect()
}

fn knowledge_area(catalogue: &Catalogue, index: KnowledgeAreaIndex) -> Card<'_> {
    let row = &catalogue.knowledge_areas()[index];
    let mut facts = vec![
        fact("id", Cell::text(&row.id)),
        fact(
            "level",
            Cell::text(format!("{} ({})", row.level.name(), row.level.title())),
        ),
        fact("definition", definition(row)),
        fact("printed at", printed_at(catalogue, row.span)),
    ];
    facts.extend(trust(row));
    facts.extend(notes(row));
    facts.extend(some_fact(
        "corrections",
        corrections(catalogue, |erratum| row.errata.contains(&erratum.id)),
    ));
    Card {
        key: None,
        title: linked_path(catalogue, row),
        facts,
        children: vec![
            items(catalogue, index),
            competencies(catalogue, &query::aligned(catalogue, &[index])),
        ],
    }
}

fn corrections(catalogue: &Catalogue, is_used: impl Fn(&Erratum) -> bool) -> Vec<Cell<'_>> {
    let used = catalogue.errata().iter().filter(|erratum| is_used(erratum));
    used.map(super::correction).collect()
}

fn item(catalogue: &Catalogue, index: ItemIndex) -> Card<'_> {
    let item = &catalogue.items()[index];
    let rows = catalogue.listed_by(index);
    let entry = |&row: &KnowledgeAreaIndex| {
        let row = &catalogue.knowledge_areas()[row];
        let listed = row.items.iter().find(|listed| listed.code == item.code);
        let mut title = vec![linked_path(catalogue, row)];
        if listed.is_some_and(|listed| listed.certainty == Certainty::Restored) {
            title.push(Cell::restored(Cell::text("code restored")));
        }
        let doubts = listed.map_or_else(Vec::new, |listed| marks::reasons(&listed.doubts));
        title.extend(
            doubts
                .into_iter()
                .map(|reason| Cell::signed(Sign::Doubtful, Cell::text(format!("({reason})")))),
        );
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
            competencies(catalogue, &query::aligned(catalogue, rows)),
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

/// What is in the CKC column besides codes.
fn notes(row: &KnowledgeArea) -> Option<Fact<'_>> {
    let label = if row.names_other_framework() {
        "another framework"
    } else {
        "notes"
    };
    some_fact(label, row.notes.iter().map(words).collect())
}

fn told<'c>(label: &'static str, sentences: Vec<String>) -> Option<Fact<'c>> {
    some_fact(label, sentences.into_iter().map(Cell::text).collect())
}

/// Why the reading of a row may be wrong, and why its list may go on.
fn trust<'c>(row: &KnowledgeArea) -> impl Iterator<Item = Fact<'c>> {
    let incomplete = marks::incomplete(row).into_iter().collect();
    let doubts = told("in doubt", marks::row_doubts(row));
    doubts.into_iter().chain(told("incomplete", incomplete))
}

/// The records as the export has them, each with its kind.
fn records(catalogue: &Catalogue, reference: Reference) -> Vec<wire::Shown<'_>> {
    let competency = |index| wire::Shown::Competency(wire::competency(catalogue, index));
    match reference {
        Reference::Competency(index) => vec![competency(index)],
        Reference::Section(section) => in_section(catalogue, section)
            .into_iter()
            .map(competency)
            .collect(),
        Reference::Area(index) => {
            vec![wire::Shown::Area(wire::area(&catalogue.areas()[index]))]
        }
        Reference::KnowledgeArea(index) => {
            let row = &catalogue.knowledge_areas()[index];
            let record = wire::knowledge_area(catalogue, row);
            vec![wire::Shown::KnowledgeArea(Box::new(record))]
        }
        Reference::Item(index) => {
            let item = &catalogue.items()[index];
            let rows = catalogue.listed_by(index);
            let id = |&row: &KnowledgeAreaIndex| catalogue.knowledge_areas()[row].id.as_str();
            let reached = query::aligned(catalogue, rows).into_iter();
            let reached = reached.map(|index| catalogue.competencies()[index].id.to_string());
            vec![wire::Shown::Ckc(wire::ShownItem {
                code: item.code.to_string(),
                statement: &item.statement,
                knowledge_areas: rows.iter().map(id).collect(),
                competencies: reached.collect(),
            })]
        }
    }
}
