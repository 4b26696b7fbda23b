//! A catalogue of trainings: a CSV with the columns `id`, `title` and `ckc`, and optionally `hours`,
//! `cost`, `provider` and `registered`.
//!
//! A training with a bad cell is no training: its problems are told, and the caller decides
//! whether to go on.

use std::collections::BTreeMap;

use crate::codes::Codes;
use crate::itemset::ItemSet;
use crate::sheet::{BadCell, Header, Hundredths, Problem, Row, Sheet};
use crate::source::Document;

/// A catalogue of trainings, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trainings {
    /// The file, as people call it.
    pub name: String,
    /// The names of the columns beyond those that mean something here, in order.
    pub extra_columns: Vec<String>,
    /// The trainings that can be read, in order.
    pub rows: Vec<Training>,
    /// What cannot be read, in order; its trainings are not among the rows.
    pub bad: Vec<BadCell>,
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
const CKC: &str = "ckc";
const HOURS: &str = "hours";
const COST: &str = "cost";
const REGISTERED: &str = "registered";

/// What a catalogue of trainings is.
const EXPECTED: &str = "a catalogue of trainings with the columns id, title and ckc and, if you like, \
                        hours, cost, provider and registered";

impl Trainings {
    /// Reads a catalogue of trainings.
    ///
    /// # Errors
    /// When it has no header, or a column is missing. What is wrong below the header is in
    /// [`Trainings::bad`].
    pub fn read(document: &Document, codes: &Codes) -> Result<Self, BadCell> {
        let sheet = Sheet::read(document)?;
        let columns = Columns::find(&sheet.header)?;
        let mut trainings = Self {
            name: document.name.clone(),
            extra_columns: columns
                .extra
                .iter()
                .map(|&place| sheet.header.titles[place].clone())
                .collect(),
            rows: Vec::new(),
            bad: Vec::new(),
        };
        let mut lines_of_ids: BTreeMap<String, u32> = BTreeMap::new();
        for row in sheet.rows() {
            let read = columns.training(&row, &sheet.header, codes);
            let read = read.and_then(|training| {
                match lines_of_ids.insert(training.id.to_lowercase(), row.line) {
                    None => Ok(training),
                    Some(line) => Err(vec![twice(&training.id, line)]),
                }
            });
            match read {
                Ok(training) => trainings.rows.push(training),
                Err(problems) => {
                    let bad = problems.into_iter();
                    let bad = bad.map(|problem| problem.at(&document.name, row.line));
                    trainings.bad.extend(bad);
                }
            }
        }
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

fn twice(id: &str, line: u32) -> Problem {
    let problem =
        format!("the id “{id}” is that of line {line} already: each training has its own");
    Problem::of_cell(ID, problem)
}

/// Where the columns stand.
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
            id: header.expect(ID, EXPECTED)?,
            title: header.expect("title", EXPECTED)?,
            ckc: header.expect(CKC, EXPECTED)?,
            hours: header.find(HOURS)?,
            cost: header.find(COST)?,
            provider: header.find("provider")?,
            registered: header.find(REGISTERED)?,
            extra: Vec::new(),
        };
        let needed = [columns.id, columns.title, columns.ckc].map(Some);
        let others = [
            columns.hours,
            columns.cost,
            columns.provider,
            columns.registered,
        ];
        let is_extra =
            |place: &usize| !needed.contains(&Some(*place)) && !others.contains(&Some(*place));
        columns.extra = (0..header.titles.len()).filter(is_extra).collect();
        Ok(columns)
    }

    fn training(
        &self,
        row: &Row,
        header: &Header,
        codes: &Codes,
    ) -> Result<Training, Vec<Problem>> {
        if let Some(misfit) = header.misfit(row.cells.len(), row.is_open) {
            return Err(vec![misfit]);
        }
        let mut problems = Vec::new();
        let id = row.cell(self.id).to_owned();
        if id.is_empty() {
            problems.push(Problem::of_cell(ID, "a training needs an id"));
        }
        let training = Training {
            id,
            title: row.cell(self.title).to_owned(),
            items: items(row.cell(self.ckc), codes, &mut problems),
            hours: number(HOURS, cell(row, self.hours), &mut problems),
            cost: number(COST, cell(row, self.cost), &mut problems),
            provider: cell(row, self.provider).map(str::to_owned),
            registered: flag(cell(row, self.registered), &mut problems),
            extra: self
                .extra
                .iter()
                .map(|&place| row.cell(place).to_owned())
                .collect(),
        };
        if problems.is_empty() {
            Ok(training)
        } else {
            Err(problems)
        }
    }
}

/// The words of a cell, where the column is there and something is said in it.
fn cell(row: &Row, place: Option<usize>) -> Option<&str> {
    Some(row.cell(place?)).filter(|words| !words.is_empty())
}

fn items(cell: &str, codes: &Codes, problems: &mut Vec<Problem>) -> ItemSet {
    let mut items = ItemSet::new();
    let read = codes.read(CKC, cell.as_bytes(), |spelled| items.insert(spelled.item));
    problems.extend(read.err().unwrap_or_default());
    items
}

fn number(
    column: &'static str,
    cell: Option<&str>,
    problems: &mut Vec<Problem>,
) -> Option<Hundredths> {
    let cell = cell?;
    // Costs are often written with the sign of the currency.
    let digits = cell.trim_start_matches('$').trim_start();
    match digits.parse() {
        Ok(number) => Some(number),
        Err(error) => {
            let problem = format!("“{cell}” is no number: {error}");
            problems.push(Problem::of_cell(column, problem));
            None
        }
    }
}

fn flag(cell: Option<&str>, problems: &mut Vec<Problem>) -> Option<bool> {
    let cell = cell?;
    match cell.to_lowercase().as_str() {
        "yes" | "y" | "true" | "x" | "1" => Some(true),
        "no" | "n" | "false" | "0" => Some(false),
        _ => {
            let problem = format!("“{cell}” is neither yes nor no");
            problems.push(Problem::of_cell(REGISTERED, problem));
            None
        }
    }
}
