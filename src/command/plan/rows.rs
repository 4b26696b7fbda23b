//! A plan as rows, for spreadsheets and programs.

use super::super::marks::{self, Reliability};
use super::super::{IMPORTANCES, LEVELS, area, name, words};
use super::{Outcome, amount};
use crate::query::Chain;
use crate::record::{ItemIndex, KnowledgeAreaIndex};
use crate::training::trainings::Training;
use crate::view::{Cell, Column, Place, Table};

/// The columns of a training.
pub(in crate::command) const TRAINING: [(&str, Place); 6] = [
    ("training", Place::Body),
    ("title", Place::Body),
    ("hours", Place::Body),
    ("cost", Place::Body),
    ("provider", Place::Body),
    ("registered", Place::Body),
];

/// The columns of what it serves.
pub(in crate::command) const SERVES: [(&str, Place); 14] = [
    ("ckc", Place::Body),
    ("ckc_statement", Place::Body),
    ("area", Place::Body),
    ("knowledge_area", Place::Body),
    ("level", Place::Body),
    ("competency", Place::Body),
    ("statement", Place::Body),
    ("importance", Place::Body),
    ("hours_up_to", Place::Body),
    ("cost_up_to", Place::Body),
    ("match", Place::Body),
    ("certainty", Place::Body),
    ("doubt", Place::Body),
    ("incomplete", Place::Body),
];

impl<'c> Outcome<'c> {
    /// One row for each training × CKC item × knowledge area × competency that it serves. The hours and the
    /// cost of a training are in its first row, so that a sum counts them once; each area has its
    /// hours "up to".
    pub(super) fn table(&self) -> Table<'c> {
        let mut extra: Vec<String> = Vec::new();
        for title in &self.trainings.extra_columns {
            // A column of a training's own is told from one of the same name by what it is of.
            let is_taken = |name: &str| {
                let fixed = TRAINING.into_iter().chain(SERVES).map(|(name, _)| name);
                let others = self
                    .trainings
                    .extra_columns
                    .iter()
                    .filter(|other| *other != title);
                let mut taken = fixed
                    .chain(others.map(String::as_str))
                    .chain(extra.iter().map(String::as_str));
                taken.any(|taken| taken.eq_ignore_ascii_case(name))
            };
            let mut name = title.clone();
            while is_taken(&name) {
                name.insert_str(0, "training_");
            }
            extra.push(name);
        }
        let columns = TRAINING.into_iter().chain(SERVES);
        let columns = columns.map(|(name, place)| Column::new(name, place));
        let chosen = self.shown().into_iter().flat_map(|best| &best.trainings);
        let mut table = Table {
            columns: columns
                .chain(extra.into_iter().map(|name| Column::new(name, Place::Body)))
                .collect(),
            rows: chosen
                .flat_map(|&index| self.rows(&self.trainings.rows[index]))
                .collect(),
        };
        table.offer("level", LEVELS);
        table.offer("importance", IMPORTANCES);
        table
    }

    fn rows(&self, training: &Training) -> Vec<Vec<Cell<'c>>> {
        let served = training.items.intersection(&self.plan.wanted);
        let mut rows = Vec::new();
        for ((item, row), chains) in &self.serves {
            if !served.contains(*item) {
                continue;
            }
            let mut chains = chains.iter().map(Some).collect::<Vec<_>>();
            if chains.is_empty() {
                chains.push(None);
            }
            for chain in chains {
                let is_first = rows.is_empty();
                rows.push(self.row(training, is_first, (*item, *row), chain));
            }
        }
        rows
    }

    fn row(
        &self,
        training: &Training,
        is_first: bool,
        (item, row): (ItemIndex, KnowledgeAreaIndex),
        chain: Option<&Chain>,
    ) -> Vec<Cell<'c>> {
        let item = &self.catalogue.items()[item];
        let row = &self.catalogue.knowledge_areas()[row];
        let listing = row.items.iter().find(|listed| listed.code == item.code);
        let reliability = chain
            .and_then(|chain| Reliability::at_end(self.catalogue, chain))
            .or_else(|| Some(Reliability::of(row, listing?)))
            .unwrap_or_default();
        let link = chain.and_then(|chain| chain.link_in(self.catalogue));
        let alignment = chain.map(|chain| chain.alignment_in(self.catalogue));
        let none = || Cell::missing("");
        let competency = chain.map(|chain| &self.catalogue.competencies()[chain.competency]);
        let importance = alignment.and_then(|alignment| alignment.importance);
        let provider = training.provider.clone();
        let mut cells = vec![
            Cell::text(training.id.clone()),
            Cell::text(training.title.clone()),
            amount(training.hours.filter(|_| is_first)),
            amount(training.cost.filter(|_| is_first)),
            provider.map_or_else(none, Cell::text),
            training.registered.map_or_else(none, Cell::Flag),
            reliability.sign_code(item.code),
            Cell::text(&item.statement),
            area(self.catalogue, row),
            name(row),
            Cell::text(row.level.name()),
            competency.map_or_else(none, |competency| Cell::text(competency.id.to_string())),
            competency.map_or_else(none, |competency| words(&competency.statement)),
            importance.map_or_else(none, |importance| Cell::text(importance.name())),
            amount(training.hours),
            amount(training.cost),
            link.map_or_else(none, |link| Cell::text(link.made.name())),
            Cell::text(reliability.certainty.name()),
        ];
        cells.extend(marks::cells(
            marks::doubts(alignment, Some(row), listing),
            marks::incomplete(row),
        ));
        cells.extend(training.extra.iter().cloned().map(Cell::text));
        cells
    }
}
