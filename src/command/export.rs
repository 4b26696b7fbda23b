//! `export`: the whole catalogue, or what passes the filters, as nested records; and the
//! shape of each record in JSON, which `show` shares.

mod book;
mod held;
mod sheets;

use serde_json::{Value, json};

use super::trace;
use super::wire::{SCHEMA, area, competency, item, knowledge_area};
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
    fn part(&self) -> Option<&[Chain]> {
        self.is_part.then_some(&self.chains)
    }
}

impl<'c> Content<'c> for Export<'c> {
    fn rows(&self) -> Rows<'c> {
        trace::table(self.catalogue, &self.chains).into()
    }

    fn is_empty(&self) -> bool {
        self.chains.is_empty()
    }

    fn record(&self) -> Option<Box<dyn Json + '_>> {
        Some(Box::new(whole(self.catalogue, self.part())))
    }

    fn book(&self) -> Option<Book<'c>> {
        let table = trace::table(self.catalogue, &self.chains);
        let held = Held::new(self.catalogue, self.part());
        Some(book::book(self.catalogue, &held, &self.asked, table))
    }

    fn sheets(&self) -> Result<Vec<Sheet<'c>>, TooMany> {
        let held = Held::new(self.catalogue, self.part());
        Ok(sheets::sheets(self.catalogue, &held, &self.chains))
    }
}

/// All records, or those on the given chains.
fn whole(catalogue: &Catalogue, part: Option<&[Chain]>) -> Value {
    let documents = catalogue.documents().iter();
    let areas = catalogue.areas().iter().enumerate();
    let rows = catalogue.knowledge_areas().iter().enumerate();
    let items = catalogue.items().iter();
    let competencies = 0..catalogue.competencies().len();
    let on_chain = |is: &dyn Fn(&Chain) -> bool| part.is_none_or(|chains| chains.iter().any(is));
    let row_of = |chain: &Chain| chain.knowledge_area(catalogue);
    json!({
        "schema": SCHEMA,
        "documents": documents.map(|document| json!({
            "id": document.id, "name": document.name, "lines": document.line_count(),
        })).collect::<Value>(),
        "areas": areas
            .filter(|(index, _)| on_chain(&|chain| row_of(chain).is_some_and(|row| row.area == Some(*index))))
            .map(|(_, area)| self::area(area))
            .collect::<Value>(),
        "knowledge_areas": rows
            .filter(|(_, row)| on_chain(&|chain| row_of(chain).is_some_and(|found| found.id == row.id)))
            .map(|(_, row)| knowledge_area(catalogue, row))
            .collect::<Value>(),
        "ckc": items
            .filter(|item| on_chain(&|chain| {
                row_of(chain).zip(chain.item).is_some_and(|(row, at)| row.items[at].code == item.code)
            }))
            .map(self::item)
            .collect::<Value>(),
        "competencies": competencies
            .filter(|index| on_chain(&|chain| chain.competency == *index))
            .map(|index| competency(catalogue, index))
            .collect::<Value>(),
    })
}
