//! `gap`: what is covered of a target, what is missing, and why no CKC item leads to the rest.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::anyhow;

use crate::catalogue::Catalogue;
use crate::cli;
use crate::query::Filter;
use crate::query::reference::NotFound;
use crate::record::{AreaIndex, CompetencyIndex, ItemIndex, KnowledgeAreaIndex, Level};
use crate::sheet::Hundredths;
use crate::training::gap::{GapCause, Need, Target};
use crate::training::itemset::ItemSet;
use crate::view::{Answer, Cell, Content, Json, Place, Rows, Section, Table};

use super::area;
use super::cause::{self, worded};
use super::known::{self, Asked, Known, Needed, codes};
use super::marks;
use super::person::{Taken, expect_used};
use super::wire;

/// The columns of CKC items.
pub(super) const ITEMS: [(&str, Place); 2] = [("ckc", Place::Body), ("statement", Place::Body)];

/// The columns of knowledge areas.
pub(super) const AREAS: [(&str, Place); 7] = [
    ("area", Place::Heading(0)),
    ("area_covered", Place::Heading(0)),
    ("area_hours", Place::Heading(0)),
    ("knowledge_area", Place::Body),
    ("covered", Place::Body),
    ("hours_up_to", Place::Body),
    ("missing", Place::Body),
];

/// The columns of competencies.
pub(super) const COMPETENCIES: [(&str, Place); 3] = [
    ("competency", Place::Body),
    ("covered", Place::Body),
    ("missing", Place::Body),
];

/// The columns of rows.
pub(super) const COLUMNS: [(&str, Place); 14] = [
    ("kind", Place::Body),
    ("id", Place::Body),
    ("area", Place::Body),
    ("name", Place::Body),
    ("level", Place::Body),
    ("covered", Place::Body),
    ("needed", Place::Body),
    ("missing", Place::Body),
    ("missing_statements", Place::Body),
    ("cause", Place::Body),
    ("why", Place::Body),
    ("hours_up_to", Place::Body),
    ("doubt", Place::Body),
    ("incomplete", Place::Body),
];

pub(super) fn run<'c>(catalogue: &'c Catalogue, args: &cli::Gap) -> anyhow::Result<Answer<'c>> {
    let target = target(
        catalogue,
        &args.references,
        &args.filters,
        args.person.target_level,
    )?;
    if target.is_empty() {
        return Ok(Answer::default());
    }
    let options = args.person.tables.options();
    let taken = Taken::read(catalogue, &args.person, &options)?;
    expect_used(&options, &[&crate::training::log::FORM])?;
    let gap = Gap {
        catalogue,
        level: args.person.target_level,
        asked: Asked::new(catalogue, &target),
        target,
        taken,
    };
    Ok(Answer {
        summary: gap.summary(),
        notes: gap.taken.notes.clone(),
        ..Answer::of(gap)
    })
}

/// The level and records that a person has to cover.
pub(super) fn target(
    catalogue: &Catalogue,
    references: &[String],
    filters: &cli::Filters,
    level: Option<Level>,
) -> anyhow::Result<Target> {
    let found = super::references(catalogue, references);
    let filter = Filter {
        references: found.map_err(file_for_record)?,
        ..super::filter(catalogue, filters)?
    };
    Ok(Target::new(catalogue, &filter, level))
}

/// It is easy to forget the option before a file.
fn file_for_record(unknown: NotFound) -> anyhow::Error {
    const ENDINGS: [&str; 6] = ["csv", "tsv", "gz", "xlsx", "xls", "ods"];
    let path = Path::new(&unknown.name);
    let ending = path.extension().and_then(|ending| ending.to_str());
    let is_table = ending.is_some_and(|ending| {
        ENDINGS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    });
    if !is_table && !path.is_file() {
        return unknown.into();
    }
    anyhow!(
        "“{name}” is a file, not a record: give the trainings taken as --log {name}, trainings to choose \
         from as `xwalk plan --trainings {name}`",
        name = unknown.name
    )
}

/// `For a Mental Health Mentor: `, or nothing if no level is given.
pub(super) fn for_whom(level: Option<Level>) -> String {
    level.map_or(String::new(), |level| format!("For a {}: ", level.title()))
}

/// CKC items with their statements.
pub(super) fn items<'c>(
    catalogue: &'c Catalogue,
    title: String,
    known: &Known,
    items: &ItemSet,
) -> Section<'c> {
    let row = |item: ItemIndex| {
        vec![
            known.code(catalogue, item),
            Cell::text(&catalogue.items()[item].statement),
        ]
    };
    Section {
        title,
        table: Table::new(&ITEMS, items.items().map(row)),
    }
}

struct Gap<'c> {
    catalogue: &'c Catalogue,
    level: Option<Level>,
    target: Target,
    asked: Asked,
    taken: Taken,
}

impl<'c> Content<'c> for Gap<'c> {
    fn rows(&self) -> Rows<'c> {
        self.table().into()
    }

    fn sections(&self) -> Vec<Section<'c>> {
        let missing = self.missing();
        let mut sections = Vec::new();
        if !self.target.knowledge_areas.is_empty() {
            sections.push(self.knowledge_area_section());
        }
        if !self.target.competencies.is_empty() {
            sections.push(self.competency_section());
        }
        if !missing.is_empty() {
            sections.push(items(
                self.catalogue,
                "Missing CKC items".to_owned(),
                &self.asked.all,
                &missing,
            ));
        }
        sections
    }

    fn record(&self) -> Option<Box<dyn Json + '_>> {
        Some(Box::new(self.value()))
    }
}

impl<'c> Gap<'c> {
    fn missing(&self) -> ItemSet {
        self.target.items().difference(&self.taken.items)
    }

    fn covered(&self) -> ItemSet {
        self.target.items().intersection(&self.taken.items)
    }

    fn summary(&self) -> Vec<String> {
        let needed = self.target.items().count();
        let (covered, missing) = (self.covered(), self.missing());
        let mut sentences = vec![format!(
            "{}{} of {needed} CKC items covered{}, {} missing{}",
            for_whom(self.level),
            covered.count(),
            self.asked.all.beside(&covered),
            missing.count(),
            self.asked.all.beside(&missing),
        )];
        if needed == 0 {
            sentences = vec![format!("{}no CKC item to cover", for_whom(self.level))];
        } else if let Some(hours) = self.taken.hours_on(&self.target.items()) {
            sentences.push(format!(
                "{hours} hours of training touch these, each training counted once. The hours beside an area \
                 are “up to”: do not add them up"
            ));
        }
        sentences.extend(self.asked.sentence());
        sentences.extend(cause::sentences(&self.target));
        sentences
    }

    fn knowledge_area_section(&self) -> Section<'c> {
        let shares = self.area_shares();
        let row = |need: &Need<KnowledgeAreaIndex>| {
            let record = &self.catalogue.knowledge_areas()[need.record];
            let mut name = vec![super::name(record)];
            name.extend(super::level_mark(record));
            let (items, known) = &shares[&record.area];
            vec![
                area(self.catalogue, record),
                self.share(known, items),
                self.area_hours(items),
                Cell::Phrase(name),
                self.share(need.record.known(&self.asked), &need.items),
                self.hours(&need.items),
                self.lacking(need),
            ]
        };
        let mut table = Table::new(&AREAS, self.target.knowledge_areas.iter().map(row));
        if self.taken.hours.is_none() {
            table.columns[5].place = Place::Hidden;
        }
        Section {
            title: "Knowledge areas".to_owned(),
            table,
        }
    }

    /// The items that the knowledge areas of each area ask for, and how they are known.
    fn area_shares(&self) -> BTreeMap<Option<AreaIndex>, (ItemSet, Known)> {
        let mut shares: BTreeMap<Option<AreaIndex>, (ItemSet, Known)> = BTreeMap::new();
        for need in &self.target.knowledge_areas {
            let (items, known) = shares
                .entry(self.catalogue.knowledge_areas()[need.record].area)
                .or_default();
            *items = items.union(&need.items);
            known.merge(need.record.known(&self.asked));
        }
        shares
    }

    fn competency_section(&self) -> Section<'c> {
        let row = |need: &Need<CompetencyIndex>| {
            let id = self.catalogue.competencies()[need.record].id;
            vec![
                Cell::text(id.to_string()),
                self.share(need.record.known(&self.asked), &need.items),
                self.lacking(need),
            ]
        };
        Section {
            title: "Competencies".to_owned(),
            table: Table::new(&COMPETENCIES, self.target.competencies.iter().map(row)),
        }
    }

    /// How many of these items are covered, with the note on those that are.
    fn share(&self, known: &Known, items: &ItemSet) -> Cell<'c> {
        if items.is_empty() {
            return Cell::missing("");
        }
        let covered = items.intersection(&self.taken.items);
        let share = Cell::Share {
            part: covered.count() as u64,
            whole: items.count() as u64,
        };
        known.on_count(share, &covered)
    }

    fn hours(&self, items: &ItemSet) -> Cell<'c> {
        let hours = self.taken.hours_on(items);
        hours.map_or(Cell::missing(""), super::amount)
    }

    fn area_hours(&self, items: &ItemSet) -> Cell<'c> {
        let hours = self.taken.hours_on(items);
        let some = hours.filter(|hours| *hours > Hundredths::default());
        some.map_or(Cell::missing(""), |hours| {
            Cell::text(format!("up to {hours} hours"))
        })
    }

    /// The missing items, and why a part of the gap cannot be closed.
    fn lacking<R: Needed>(&self, need: &Need<R>) -> Cell<'c> {
        let known = need.record.known(&self.asked);
        let mut cells = known.codes(self.catalogue, &need.missing(&self.taken.items));
        let causes = need.causes.iter();
        cells.extend(
            causes.map(|cause| Cell::missing(worded(self.catalogue, cause, R::IS_COMPETENCY))),
        );
        let told = need.record.trust(self.catalogue).into_iter().flatten();
        cells.extend(told.map(Cell::missing));
        if cells.is_empty() {
            Cell::Blank
        } else {
            Cell::List(cells)
        }
    }

    fn table(&self) -> Table<'c> {
        let columns: Vec<_> = COLUMNS.into_iter().chain(known::COLUMNS).collect();
        let rows = self.target.knowledge_areas.iter();
        let rows = rows.map(|need| self.knowledge_area_row(need));
        let competencies = self.target.competencies.iter();
        let rows = rows.chain(competencies.map(|need| self.competency_row(need)));
        Table::new(&columns, rows)
    }

    fn knowledge_area_row(&self, need: &Need<KnowledgeAreaIndex>) -> Vec<Cell<'c>> {
        let row = &self.catalogue.knowledge_areas()[need.record];
        let mut cells = vec![
            Cell::text("knowledge-area"),
            Cell::text(&row.id),
            area(self.catalogue, row),
            super::name(row),
            Cell::text(row.level.name()),
        ];
        cells.extend(self.measures(need));
        cells.extend(self.trust_cells(need));
        cells
    }

    fn competency_row(&self, need: &Need<CompetencyIndex>) -> Vec<Cell<'c>> {
        let record = &self.catalogue.competencies()[need.record];
        let mut cells = vec![
            Cell::text("competency"),
            Cell::text(record.id.to_string()),
            Cell::missing(""),
            Cell::text(&record.statement.words),
            Cell::missing(""),
        ];
        cells.extend(self.measures(need));
        cells.extend(self.trust_cells(need));
        cells
    }

    fn trust_cells<R: Needed>(
        &self,
        need: &Need<R>,
    ) -> impl Iterator<Item = Cell<'c>> + use<'c, R> {
        let [doubts, incomplete] = need.record.trust(self.catalogue);
        let incomplete = (!incomplete.is_empty()).then(|| incomplete.join("; "));
        let known = need.record.known(&self.asked);
        let known = known.cells(self.catalogue, &need.items);
        marks::cells(doubts, incomplete).into_iter().chain(known)
    }

    fn measures<R: Needed>(&self, need: &Need<R>) -> [Cell<'c>; 7] {
        let missing = need.missing(&self.taken.items);
        let statement = |item: ItemIndex| Cell::text(&self.catalogue.items()[item].statement);
        let causes = need.causes.iter();
        let words = causes
            .clone()
            .map(|cause| Cell::text(worded(self.catalogue, cause, R::IS_COMPETENCY)));
        [
            Cell::Count(need.covered(&self.taken.items).count() as u64),
            Cell::Count(need.items.count() as u64),
            Cell::List(
                need.record
                    .known(&self.asked)
                    .codes(self.catalogue, &missing),
            ),
            Cell::List(missing.items().map(statement).collect()),
            Cell::List(causes.map(|cause| Cell::text(cause.name())).collect()),
            Cell::List(words.collect()),
            self.hours(&need.items),
        ]
    }

    fn value(&self) -> wire::Gap<'c> {
        let knowledge_areas = self.target.knowledge_areas.iter().map(|need| {
            let row = &self.catalogue.knowledge_areas()[need.record];
            self.need(row.id.clone(), need)
        });
        let competencies = self.target.competencies.iter().map(|need| {
            let id = self.catalogue.competencies()[need.record].id;
            self.need(id.to_string(), need)
        });
        wire::Gap {
            r#for: self.level.map(Level::name),
            covered: codes(self.catalogue, &self.covered()),
            missing: codes(self.catalogue, &self.missing()),
            hours: self.number(&self.target.items()),
            knowledge_areas: knowledge_areas.collect(),
            competencies: competencies.collect(),
            asked: self.asked.record(self.catalogue, &self.target.items()),
        }
    }

    fn number(&self, items: &ItemSet) -> Option<wire::Number> {
        self.taken.hours_on(items).map(Into::into)
    }

    fn need<R: Needed>(&self, id: String, need: &Need<R>) -> wire::Need {
        let causes: Vec<String> = need
            .causes
            .iter()
            .map(|cause| worded(self.catalogue, cause, R::IS_COMPETENCY))
            .collect();
        let known = need.record.known(&self.asked);
        let [doubt, incomplete] = need.record.trust(self.catalogue);
        wire::Need {
            id,
            covered: codes(self.catalogue, &need.covered(&self.taken.items)),
            missing: codes(self.catalogue, &need.missing(&self.taken.items)),
            cause: (!causes.is_empty()).then(|| causes.join("; ")),
            causes: need.causes.iter().map(GapCause::name).collect(),
            hours: self.number(&need.items),
            hours_up_to: self.number(&need.items),
            known: known.record(self.catalogue, &need.items),
            doubt,
            incomplete: (!incomplete.is_empty()).then(|| incomplete.join("; ")),
        }
    }
}
