//! The columns and the order that a person asks for.

use std::borrow::Cow;
use std::rc::Rc;

use anyhow::{Result, bail};

use super::{IMPORTANCES, LEVELS};
use crate::cli::Output;
use crate::view::{Answer, Content, FillIn, Rows, Section, Sheet, Table, TooMany};

/// Sorts the rows, chooses the columns and adds empty ones. If columns or an order are given, the answer is rows;
/// else empty columns are added to the table that a person fills in as well.
pub(super) fn shape<'c>(answer: Answer<'c>, output: &Output) -> Result<Answer<'c>> {
    let is_rows = !output.columns.is_empty() || !output.sort.is_empty();
    if !is_rows && output.add_columns.is_empty() {
        return Ok(answer);
    }
    let rows = answer.content.rows();
    let content: Box<dyn Content> = if is_rows {
        // Nobody else needs the rows, so that they are sorted where they are.
        drop(answer.content);
        Box::new(shaped(rows, output)?)
    } else {
        let rows = shaped(rows, output)?;
        Box::new(Widened::new(answer.content, rows, &output.add_columns)?)
    };
    Ok(Answer { content, ..answer })
}

fn shaped<'c>(rows: Rows<'c>, output: &Output) -> Result<Rows<'c>> {
    let (stream, mut table) = match rows {
        Rows::Held(table) => (None, Rc::unwrap_or_clone(table)),
        Rows::Streamed(stream) => {
            let columns = stream.columns.clone();
            let rows = Vec::new();
            (Some(stream), Table { columns, rows })
        }
    };
    if let Some(stream) = stream.as_ref().filter(|_| !output.sort.is_empty()) {
        let count = stream.count;
        bail!(
            "{count} rows are too many to sort here: filter them, or sort the file that -o writes"
        );
    }
    table.sort_by(&output.sort, choices)?;
    let mut kept: Vec<usize> = (0..table.columns.len()).collect();
    if !output.columns.is_empty() {
        kept = table.select(&output.columns)?;
    }
    add_blanks(&mut table, &output.add_columns)?;
    Ok(match stream {
        Some(stream) => Rows::Streamed(stream.reshaped(kept, table.columns)),
        None => table.into(),
    })
}

/// An answer with empty columns for a person to fill in.
struct Widened<'c> {
    plain: Box<dyn Content<'c> + 'c>,
    /// The rows, with the columns.
    rows: Rows<'c>,
    added: Vec<String>,
}

impl<'c> Widened<'c> {
    fn new(plain: Box<dyn Content<'c> + 'c>, rows: Rows<'c>, added: &[String]) -> Result<Self> {
        if let Some(first) = plain.sections().first_mut() {
            add_blanks(&mut first.table, added)?;
        }
        let added = added.to_vec();
        Ok(Self { plain, rows, added })
    }

    fn widen(&self, table: &mut Table) {
        // No name is taken: that was tried when the answer was made.
        let _ = add_blanks(table, &self.added);
    }
}

impl<'c> Content<'c> for Widened<'c> {
    fn rows(&self) -> Rows<'c> {
        self.rows.clone()
    }

    /// The first of them is filled in.
    fn sections(&self) -> Vec<Section<'c>> {
        let mut sections = self.plain.sections();
        if let Some(first) = sections.first_mut() {
            self.widen(&mut first.table);
        }
        sections
    }

    fn sheets(&self) -> Result<Vec<Sheet<'c>>, TooMany> {
        let mut sheets = self.plain.sheets()?;
        let filled_in = match self.plain.fill_in() {
            FillIn::Rows => {
                // The first sheet holds the rows, whatever it is called.
                sheets[0].title = Cow::Borrowed("Rows");
                1 + self.plain.sections().len().min(1)
            }
            FillIn::FirstSection => {
                sheets.swap(0, 1);
                1
            }
        };
        for sheet in &mut sheets[..filled_in] {
            self.widen(Rc::make_mut(&mut sheet.table));
        }
        Ok(sheets)
    }
}

fn add_blanks(table: &mut Table, names: &[String]) -> Result<()> {
    for name in names {
        if table.columns.iter().any(|column| column.name == *name) {
            bail!("there is a column `{name}` already: add one under another name");
        }
        table.add_blank(name.clone());
        table.offer(name, choices(name));
    }
    Ok(())
}

/// The values of a column of this name, in their order; a person who fills it in has the choice.
fn choices(name: &str) -> &'static [&'static str] {
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    if is("importance") {
        IMPORTANCES
    } else if is("level") {
        LEVELS
    } else {
        &[]
    }
}
