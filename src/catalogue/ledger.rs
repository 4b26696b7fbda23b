//! A reviewer's decisions on the links, as data: the ledger that `list links` writes, read back with
//! `accept` and `reject` in its column `decision`.
//!
//! Only the columns that name a link matter, and only rows with a decision decide. A row whose `linked` was
//! changed replaces the link that it was written for: the one that its `linked_name` names, or else the only
//! one that has no row any more. To keep a link beside a new one, keep its row.
//! Spreadsheets change the case of a header, the order of columns, quotes and separators; all of these are read.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::Catalogue;
use crate::catalogue::link::{Ruling, Verdict};
use crate::record::{AlignmentIndex, CompetencyId, CompetencyIndex, KnowledgeAreaIndex};
use crate::sheet::{
    BadCell, Column, Form, Header, Options, Problem, Sheet, Table, TableError, Unit,
};
use crate::text::{fold, nearest, path};

/// The rows of one ledger, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    name: String,
    unit: Unit,
    rows: Vec<LedgerRow>,
}

/// A row, with its decision if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct LedgerRow {
    line: u32,
    verdict: Option<Verdict>,
    competency: String,
    area: String,
    knowledge: String,
    linked: String,
    linked_name: String,
}

/// The columns that matter.
const COLUMNS: [&str; 5] = ["competency", "area", "knowledge", "linked", "decision"];

/// Says for which link a row was written, once its `linked` is changed.
const LINKED_NAME: &str = "linked_name";

/// What a ledger is.
pub static FORM: Form = Form {
    expected: "a ledger as `xwalk list links --format csv` writes it, with the columns competency, area, knowledge, linked \
               and decision",
    columns: &[
        Column {
            name: COLUMNS[0],
            others: &[],
            is_needed: true,
        },
        Column {
            name: COLUMNS[1],
            others: &[],
            is_needed: true,
        },
        Column {
            name: COLUMNS[2],
            others: &[],
            is_needed: true,
        },
        Column {
            name: COLUMNS[3],
            others: &[],
            is_needed: true,
        },
        Column {
            name: COLUMNS[4],
            others: &[],
            is_needed: true,
        },
        Column {
            name: LINKED_NAME,
            others: &[],
            is_needed: false,
        },
    ],
};

impl Ledger {
    /// Reads a ledger.
    ///
    /// # Errors
    /// When it cannot be read, a column is missing, a row has more or fewer cells than the header, or a decision is
    /// neither accept nor reject.
    pub fn read(table: Table) -> Result<Self, TableError> {
        let sheet = Sheet::read(table, &FORM, &Options::default())?;
        Self::of(&sheet).map_err(TableError::Header)
    }

    fn of(sheet: &Sheet) -> Result<Self, BadCell> {
        let header = &sheet.header;
        let places = places(header)?;
        let name_place = header.find(LINKED_NAME)?;
        let mut rows = Vec::new();
        for row in sheet.rows() {
            if let Some(misfit) = header.misfit(row.cells.len(), row.is_open) {
                return Err(Problem::from(misfit).at(header, row.line));
            }
            let place = Place {
                name: &header.name,
                unit: header.unit,
                line: row.line,
            };
            let [competency, area, knowledge, linked, decision] =
                places.map(|place| row.cell(place));
            rows.push(LedgerRow {
                line: place.line,
                verdict: verdict(decision, &place)?,
                competency: competency.to_owned(),
                area: area.to_owned(),
                knowledge: knowledge.to_owned(),
                linked: linked.to_owned(),
                linked_name: name_place.map_or("", |place| row.cell(place)).to_owned(),
            });
        }
        Ok(Self {
            name: header.name.clone(),
            unit: header.unit,
            rows,
        })
    }

    /// Whether a header is that of a ledger.
    #[must_use]
    pub fn has_header(titles: &[String]) -> bool {
        COLUMNS
            .iter()
            .all(|name| titles.iter().any(|title| title.eq_ignore_ascii_case(name)))
    }

    /// How many decisions there are.
    #[must_use]
    pub fn count(&self) -> usize {
        let decided = self.rows.iter().filter(|row| row.verdict.is_some());
        decided.count()
    }

    /// What the decisions say of the records of a catalogue, in the order of the ledger.
    ///
    /// # Errors
    /// When a row names what is not in the catalogue, or two rows contradict each other.
    pub fn rulings(&self, catalogue: &Catalogue) -> Result<Vec<Ruling>, BadCell> {
        let mut decided: BTreeMap<Key, (&LedgerRow, Verdict)> = BTreeMap::new();
        let mut rulings = Vec::new();
        let mut replaced = Vec::new();
        let listed = self.listed(catalogue);
        for row in &self.rows {
            let Some(verdict) = row.verdict else { continue };
            let place = self.place(row);
            let competency = row.competency(catalogue, &place)?;
            let alignments = row.alignments(catalogue, competency, &place)?;
            let knowledge_area = row.knowledge_area(catalogue, &place)?;
            for alignment in alignments {
                let key = (alignment, knowledge_area);
                let (before, said) = *decided.entry(key).or_insert((row, verdict));
                if said != verdict {
                    let problem = format!(
                        "“{}” contradicts {}, which says “{}” of the same link",
                        verdict.name(),
                        self.unit.at(before.line),
                        said.name()
                    );
                    return Err(place.error("decision", problem));
                }
                rulings.push(Ruling {
                    alignment,
                    knowledge_area,
                    verdict,
                });
                if verdict == Verdict::Accept {
                    let old = row.replaces(catalogue, key, &listed, &place)?;
                    replaced.extend(old.map(|knowledge_area| Ruling {
                        alignment,
                        knowledge_area,
                        verdict: Verdict::Reject,
                    }));
                }
            }
        }
        rulings.extend(replaced);
        Ok(rulings)
    }

    fn place(&self, row: &LedgerRow) -> Place<'_> {
        Place {
            name: &self.name,
            unit: self.unit,
            line: row.line,
        }
    }

    /// The links that have a row, with a decision or without. What is wrong in a row is checked elsewhere.
    fn listed(&self, catalogue: &Catalogue) -> BTreeSet<Key> {
        let keys = self.rows.iter().filter_map(|row| {
            let place = self.place(row);
            let competency = row.competency(catalogue, &place).ok()?;
            let alignments = row.alignments(catalogue, competency, &place).ok()?;
            let knowledge_area = row.knowledge_area(catalogue, &place).ok()?;
            let keys = alignments.into_iter();
            Some(keys.map(move |alignment| (alignment, knowledge_area)))
        });
        keys.flatten().collect()
    }
}

/// A link: an alignment, a knowledge area.
type Key = (AlignmentIndex, KnowledgeAreaIndex);

/// Where in a ledger.
struct Place<'l> {
    name: &'l str,
    unit: Unit,
    line: u32,
}

impl Place<'_> {
    fn error(&self, column: &'static str, problem: String) -> BadCell {
        Problem::of_cell(column, problem).in_file(self.name, self.unit, self.line)
    }
}

/// Where the columns that matter are.
fn places(header: &Header) -> Result<[usize; 5], BadCell> {
    let mut places = [0; 5];
    for (place, name) in places.iter_mut().zip(COLUMNS) {
        *place = header.expect(name, FORM.expected)?;
    }
    Ok(places)
}

fn verdict(word: &str, place: &Place) -> Result<Option<Verdict>, BadCell> {
    let verdicts = [Verdict::Accept, Verdict::Reject];
    if word.is_empty() {
        return Ok(None);
    }
    let typed = word.to_lowercase();
    if let Some(verdict) = verdicts.into_iter().find(|verdict| verdict.name() == typed) {
        return Ok(Some(verdict));
    }
    let problem = format!("“{word}” is not a decision: must be accept, reject or empty");
    let known = verdicts.map(|verdict| (verdict.name(), verdict.name().to_owned()));
    Err(BadCell {
        nearest: nearest(word, known),
        ..place.error("decision", problem)
    })
}

impl LedgerRow {
    /// The knowledge area of the link that this row was written for, where the row was given another.
    fn replaces(
        &self,
        catalogue: &Catalogue,
        (alignment, new): Key,
        listed: &BTreeSet<Key>,
        place: &Place,
    ) -> Result<Option<KnowledgeAreaIndex>, BadCell> {
        let rows = catalogue.knowledge_areas();
        let links = &catalogue.links(alignment.competency)[alignment.row].links;
        let made: Vec<KnowledgeAreaIndex> = links.iter().map(|link| link.knowledge_area).collect();
        if made.contains(&new) {
            return Ok(None);
        }
        let is_named = |row: &KnowledgeAreaIndex| {
            let name = rows[*row].name.as_ref();
            name.is_some_and(|name| fold(&name.words) == fold(&self.linked_name))
        };
        let is_listed = |row: &KnowledgeAreaIndex| listed.contains(&(alignment, *row));
        let unlisted: Vec<KnowledgeAreaIndex> =
            made.iter().copied().filter(|row| !is_listed(row)).collect();
        if let Some(old) = unlisted.iter().copied().find(is_named) {
            return Ok(Some(old));
        }
        // A copy of a row that is still there.
        if made.iter().any(is_named) {
            return Ok(None);
        }
        match unlisted.as_slice() {
            [] => Ok(None),
            [old] => Ok(Some(*old)),
            several => {
                let ids: Vec<&str> = several.iter().map(|&row| rows[row].id.as_str()).collect();
                let problem = format!(
                    "“{}” is a new link, and it is not clear which of {} it replaces: keep a row for each \
                     link that stays",
                    self.linked,
                    ids.join(", ")
                );
                Err(place.error("linked", problem))
            }
        }
    }

    fn competency(&self, catalogue: &Catalogue, place: &Place) -> Result<CompetencyIndex, BadCell> {
        let id = self.competency.parse::<CompetencyId>().ok();
        if let Some(index) = id.and_then(|id| catalogue.competency(id)) {
            return Ok(index);
        }
        let ids = catalogue.competencies().iter();
        let ids = ids.map(|record| (record.id.to_string(), record.id.to_string()));
        let problem = format!("no competency is called “{}”", self.competency);
        Err(BadCell {
            nearest: nearest(&self.competency, ids),
            ..place.error("competency", problem)
        })
    }

    /// The alignments with these labels: more than one where a page prints them twice.
    fn alignments(
        &self,
        catalogue: &Catalogue,
        competency: CompetencyIndex,
        place: &Place,
    ) -> Result<Vec<AlignmentIndex>, BadCell> {
        let record = &catalogue.competencies()[competency];
        let targets = || {
            let rows = record.alignments.iter().enumerate();
            rows.filter_map(|(index, row)| Some((index, row.target()?)))
        };
        let same = |a: &str, b: &str| fold(a) == fold(b);
        let in_area = targets().filter(|(_, target)| same(&target.area.words, &self.area));
        let in_area: Vec<_> = in_area.collect();
        let found = in_area
            .iter()
            .filter(|(_, target)| same(&target.knowledge.words, &self.knowledge));
        let found = found.map(|(row, _)| AlignmentIndex {
            competency,
            row: *row,
        });
        let found: Vec<AlignmentIndex> = found.collect();
        if !found.is_empty() {
            return Ok(found);
        }
        let (column, problem) = if targets().next().is_none() {
            (
                "decision",
                format!(
                    "{} is aligned to nothing, so there is nothing to decide",
                    record.id
                ),
            )
        } else if in_area.is_empty() {
            (
                "area",
                format!("{} is not aligned to the area “{}”", record.id, self.area),
            )
        } else {
            (
                "knowledge",
                format!(
                    "{} is not aligned to “{}”",
                    record.id,
                    path(&self.area, &self.knowledge)
                ),
            )
        };
        let typed = format!("{} {}", self.area, self.knowledge);
        let labels = targets().map(|(_, target)| {
            let label = target.path();
            (label.clone(), label)
        });
        Err(BadCell {
            nearest: nearest(&typed, labels),
            ..place.error(column, problem)
        })
    }

    fn knowledge_area(
        &self,
        catalogue: &Catalogue,
        place: &Place,
    ) -> Result<KnowledgeAreaIndex, BadCell> {
        let rows = catalogue.knowledge_areas();
        let id = self.linked.to_lowercase();
        if let Some(place) = rows.iter().position(|row| row.id == id) {
            return Ok(KnowledgeAreaIndex::at(place));
        }
        let problem = if id.is_empty() {
            let verdict = self.verdict.map_or("a row", Verdict::name);
            format!("“{verdict}” needs the id of a knowledge area")
        } else {
            format!("no knowledge area has the id “{}”", self.linked)
        };
        let typed = if id.is_empty() { &self.knowledge } else { &id };
        let known = rows.iter().flat_map(|row| {
            let name = row.name.as_ref().map_or("", |name| &name.words);
            [&row.id, name].map(|name| (name, row.id.clone()))
        });
        Err(BadCell {
            nearest: nearest(typed, known),
            ..place.error("linked", problem)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Ledger, BadCell> {
        match Ledger::read(Table::of_text("ledger.csv", text)) {
            Err(TableError::Header(bad)) => Err(bad),
            read => Ok(read.expect("a ledger")),
        }
    }

    #[test]
    fn only_rows_with_a_decision_count() {
        let ledger = parse(
            "decision,linked,competency,area,knowledge,extra\n,a/b,1A.1,A,B,\n REJECT ,a/c,1A.1,A,C,\n",
        );
        let row = LedgerRow {
            line: 3,
            verdict: Some(Verdict::Reject),
            competency: "1A.1".to_owned(),
            area: "A".to_owned(),
            knowledge: "C".to_owned(),
            linked: "a/c".to_owned(),
            linked_name: String::new(),
        };
        let rows = ledger.expect("a ledger").rows.into_iter();
        let decided: Vec<LedgerRow> = rows.filter(|row| row.verdict.is_some()).collect();
        assert_eq!(decided, [row]);
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let header = "\u{feff}competency;area;knowledge;linked;decision\r\n";
        let two_lines = "1A.1;A;\"B\r\nC\";a/b;\r\n";
        let error = parse(&format!(
            "{header}\r\n{two_lines}\r\n\r\n1A.1;A;B;a/b;rejct\r\n"
        ));
        let error = error.expect_err("a slip");
        assert_eq!((error.line, error.column), (7, Some("decision")));
        assert_eq!(error.nearest, ["reject"]);
    }

    #[test]
    fn a_missing_column_is_named() {
        let error = parse("competency,area,knowledge,decision\n").expect_err("no ledger");
        assert!(
            error
                .to_string()
                .starts_with("ledger.csv:1: no column `linked`"),
            "{error}"
        );
    }
}
