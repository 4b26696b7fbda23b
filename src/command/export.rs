//! `export`: the whole catalogue, or what passes the filters, as nested records.

mod book;
mod held;
pub(super) mod sheets;

use super::trace;
use super::wire;
use crate::catalogue::Catalogue;
use crate::cli;
use crate::query::{self, Chain};
use crate::view::book::Book;
use crate::view::{Answer, Content, Json, Rows, Sheet, TooMany};

use held::Held;

pub(super) fn run<'c>(catalogue: &'c Catalogue, args: &cli::Export) -> anyhow::Result<Answer<'c>> {
    let filter = super::filter(catalogue, &args.filters)?;
    Ok(Answer::of(Export {
        catalogue,
        chains: query::chains(catalogue, &filter),
        is_part: args.filters != cli::Filters::default(),
        asked: book::asked(&args.filters),
    }))
}

/// The whole catalogue, or a part.
struct Export<'c> {
    catalogue: &'c Catalogue,
    chains: Vec<Chain>,
    is_part: bool,
    /// The options that chose the part.
    asked: Vec<String>,
}

impl Export<'_> {
    fn held(&self) -> Held {
        Held::new(self.catalogue, self.is_part.then_some(&self.chains))
    }
}

impl<'c> Content<'c> for Export<'c> {
    fn rows(&self) -> Rows<'c> {
        trace::table(self.catalogue, &self.chains).into()
    }

    fn count(&self) -> usize {
        self.chains.len()
    }

    fn record(&self) -> Option<Box<dyn Json + '_>> {
        Some(Box::new(whole(self.catalogue, &self.held())))
    }

    fn book(&self) -> Option<Book<'c>> {
        let table = trace::table(self.catalogue, &self.chains);
        Some(book::book(self.catalogue, &self.held(), &self.asked, table))
    }

    fn sheets(&self) -> Result<Vec<Sheet<'c>>, TooMany> {
        Ok(sheets::sheets(self.catalogue, &self.held(), &self.chains))
    }
}

/// All records, or those on the given chains.
fn whole<'c>(catalogue: &'c Catalogue, held: &Held) -> wire::Export<'c> {
    let documents = catalogue.documents().iter();
    let rows = held
        .rows
        .iter()
        .map(|&row| &catalogue.knowledge_areas()[row]);
    let areas = held.areas.iter().map(|&area| &catalogue.areas()[area]);
    let items = held.items.iter().map(|&item| &catalogue.items()[item]);
    let competencies = held.competencies.iter();
    wire::Export {
        schema: wire::SCHEMA,
        documents: documents
            .map(|document| wire::Document {
                id: &document.id,
                name: &document.name,
                lines: document.line_count(),
            })
            .collect(),
        areas: areas.map(wire::area).collect(),
        knowledge_areas: rows
            .map(|row| wire::knowledge_area(catalogue, row))
            .collect(),
        ckc: items.map(wire::item).collect(),
        competencies: competencies
            .map(|&index| wire::competency(catalogue, index))
            .collect(),
    }
}
