//! A catalogue of trainings: a table with the columns `id`, `title` and `ckc`, and optionally `hours`,
//! `cost`, `provider` and `registered`.
//!
//! Bad cells are reported, and the caller decides whether to go on without them. A row without an id, or with
//! no code that can be read, is not a training.

use std::collections::BTreeMap;

use crate::record::CkcCode;
use crate::sheet::{
    BadCell, BadCells, Column, Form, Header, Hundredths, NotANumber, Options, Problem, Problems,
    Row, Sheet, Table, TableError,
};
use crate::training::codes::{Codes, Found};
use crate::training::itemset::ItemSet;
use crate::training::log::{CKC_TITLES, HOURS_TITLES, TRAINING_TITLES, unlisted_note};

/// A catalogue of trainings, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trainings {
    /// The file, as people call it.
    pub name: String,
    /// The names of the columns beyond those that mean something here, in order.
    pub extra_columns: Vec<String>,
    /// The trainings that can be read, in order.
    pub rows: Vec<Training>,
    /// What cannot be read; its cells or trainings are left out.
    pub bad: Option<BadCells>,
    /// What is odd and was read all the same.
    pub notes: Vec<String>,
}

/// One training that can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Training {
    /// Its id, unique in the file.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The CKC items it covers.
    pub items: ItemSet,
    /// Codes that the crosswalk does not list though its numbering implies them.
    pub unlisted: Vec<CkcCode>,
    /// How long it takes; `None` where nothing is said.
    pub hours: Option<Hundredths>,
    /// What it costs; `None` where nothing is said.
    pub cost: Option<Hundredths>,
    /// Who gives it; `None` where nothing is said.
    pub provider: Option<String>,
    /// Whether the state has registered it; `None` where nothing is said.
    pub registered: Option<bool>,
    /// The cells of the extra columns.
    pub extra: Vec<String>,
}

const ID: &str = "id";
const TITLE: &str = "title";
const PROVIDER: &str = "provider";
const CKC: &str = "ckc";
const HOURS: &str = "hours";
const COST: &str = "cost";
const REGISTERED: &str = "registered";

/// What a catalogue of trainings is, and what others call its columns.
pub static FORM: Form = Form {
    expected: "a catalogue of trainings with the columns id, title and ckc and, if you like, hours, cost, provider and \
               registered",
    columns: &[
        Column {
            name: ID,
            others: &[
                "trainingid",
                "courseid",
                "trainingnumber",
                "coursenumber",
                "eventid",
                "sessionid",
            ],
            is_needed: true,
        },
        Column {
            name: TITLE,
            others: TITLES,
            is_needed: true,
        },
        Column {
            name: CKC,
            others: CKC_TITLES,
            is_needed: true,
        },
        Column {
            name: HOURS,
            others: HOURS_TITLES,
            is_needed: false,
        },
        Column {
            name: COST,
            others: &["costs", "price", "fee", "fees", "tuition", "costusd"],
            is_needed: false,
        },
        Column {
            name: PROVIDER,
            others: &[
                "trainer",
                "sponsor",
                "organization",
                "agency",
                "providername",
            ],
            is_needed: false,
        },
        Column {
            name: REGISTERED,
            others: &["isregistered", "starsregistered", "registeredtraining"],
            is_needed: false,
        },
    ],
};

/// `title` is not another name of itself.
const TITLES: &[&str] = {
    let (_, others) = TRAINING_TITLES.split_at(1);
    others
};

impl Trainings {
    /// Reads a catalogue of trainings.
    ///
    /// # Errors
    /// When it cannot be read, has no header, or a column is missing. What is wrong below the header is
    /// in [`Trainings::bad`].
    pub fn read(table: Table, codes: &Codes, options: &Options) -> Result<Self, TableError> {
        let sheet = Sheet::read(table, &FORM, options)?;
        let header = &sheet.header;
        let columns = Columns::find(header).map_err(TableError::Header)?;
        let mut trainings = Self {
            name: header.name.clone(),
            extra_columns: columns.extra_names(header),
            rows: Vec::new(),
            bad: None,
            notes: header.note().into_iter().collect(),
        };
        let mut found = Found::default();
        let (mut bad, mut bad_count, mut bad_rows) = (Vec::new(), 0, 0);
        let mut lines_of_ids: BTreeMap<String, u32> = BTreeMap::new();
        let mut unlisted: BTreeMap<CkcCode, String> = BTreeMap::new();
        for row in sheet.rows() {
            let training = columns.training(&row, header, codes, &mut found);
            let training = training.filter(|training| {
                let line = *lines_of_ids
                    .entry(training.id.to_lowercase())
                    .or_insert(row.line);
                let is_first = line == row.line;
                if !is_first {
                    let place = header.unit.at(line);
                    found.problems.add(|| twice(&training.id, &place));
                }
                is_first
            });
            bad_rows += usize::from(training.is_none());
            bad_count += found.problems.count();
            let problems = found.problems.take().into_iter();
            bad.extend(problems.map(|problem| problem.at(header, row.line)));
            for code in training.iter().flat_map(|training| &training.unlisted) {
                unlisted
                    .entry(*code)
                    .or_insert_with(|| header.unit.at(row.line));
            }
            trainings.rows.extend(training);
        }
        trainings.bad = BadCells::of(bad, bad_count, bad_rows);
        let unlisted = unlisted.into_iter();
        let unlisted = unlisted.map(|(code, place)| (code, format!("{}, {place}", header.name)));
        trainings.notes.extend(unlisted_note(unlisted));
        Ok(trainings)
    }

    /// The training with this id, in any case, by index.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        let id = id.to_lowercase();
        let mut ids = self.rows.iter();
        ids.position(|training| training.id.to_lowercase() == id)
    }
}

fn twice(id: &str, place: &str) -> Problem {
    let problem = format!("the id “{id}” is that of {place} already: each training has its own");
    Problem::of_cell(ID, problem)
}

/// Where the columns are.
struct Columns {
    id: usize,
    title: usize,
    ckc: usize,
    hours: Option<usize>,
    cost: Option<usize>,
    provider: Option<usize>,
    registered: Option<usize>,
    extra: Vec<usize>,
}

impl Columns {
    fn find(header: &Header) -> Result<Self, BadCell> {
        let mut columns = Self {
            id: header.expect(ID, FORM.expected)?,
            title: header.expect(TITLE, FORM.expected)?,
            ckc: header.expect(CKC, FORM.expected)?,
            hours: header.find(HOURS)?,
            cost: header.find(COST)?,
            provider: header.find(PROVIDER)?,
            registered: header.find(REGISTERED)?,
            extra: Vec::new(),
        };
        columns.extra = header.others().collect();
        Ok(columns)
    }

    /// The names of the extra columns, each its own: the rows of a plan have each name once.
    fn extra_names(&self, header: &Header) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for &place in &self.extra {
            let title = &header.titles[place];
            let others = (2..).map(|count| format!("{title}_{count}"));
            let mut candidates = std::iter::once(title.clone()).chain(others);
            names.extend(candidates.find(|name| !names.contains(name)));
        }
        names
    }

    /// A row as a training; `None` where it is none.
    fn training(
        &self,
        row: &Row,
        header: &Header,
        codes: &Codes,
        found: &mut Found,
    ) -> Option<Training> {
        found.clear();
        if let Some(misfit) = header.misfit(row.cells.len(), row.is_open) {
            found.problems.add(|| misfit.into());
            return None;
        }
        let id = row.cell(self.id).to_owned();
        if id.is_empty() {
            let problem = || Problem::of_cell(ID, "a training needs an id");
            found.problems.add(problem);
        }
        let before = found.problems.count();
        codes.read(CKC, row.cell(self.ckc).as_bytes(), found);
        let is_bad =
            found.codes.is_empty() && found.unlisted.is_empty() && found.problems.count() > before;
        let problems = &mut found.problems;
        let training = Training {
            id,
            title: row.cell(self.title).to_owned(),
            items: found.codes.iter().map(|spelled| spelled.item).collect(),
            unlisted: found.unlisted.clone(),
            hours: number(HOURS, Hundredths::of_hours, cell(row, self.hours), problems),
            cost: number(COST, Hundredths::of_cost, cell(row, self.cost), problems),
            provider: cell(row, self.provider).map(str::to_owned),
            registered: flag(cell(row, self.registered), problems),
            extra: self
                .extra
                .iter()
                .map(|&place| row.cell(place).to_owned())
                .collect(),
        };
        (!training.id.is_empty() && !is_bad).then_some(training)
    }
}

/// The words of a cell, where the column is there and something is said in it.
fn cell(row: &Row, place: Option<usize>) -> Option<&str> {
    Some(row.cell(place?)).filter(|words| !words.is_empty())
}

fn number(
    column: &'static str,
    read: fn(&str) -> Result<Hundredths, NotANumber>,
    cell: Option<&str>,
    problems: &mut Problems,
) -> Option<Hundredths> {
    let cell = cell?;
    match read(cell) {
        Ok(number) => Some(number),
        Err(error) => {
            let problem = || format!("“{cell}” is not a number: {error}");
            problems.add(|| Problem::of_cell(column, problem()));
            None
        }
    }
}

fn flag(cell: Option<&str>, problems: &mut Problems) -> Option<bool> {
    let cell = cell?;
    match cell.to_lowercase().as_str() {
        "yes" | "y" | "true" | "x" | "1" => Some(true),
        "no" | "n" | "false" | "0" => Some(false),
        _ => {
            let problem = || format!("“{cell}” must be yes or no");
            problems.add(|| Problem::of_cell(REGISTERED, problem()));
            None
        }
    }
}
