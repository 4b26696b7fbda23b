//! `export`: the whole catalogue, or what passes the filters, as nested records; and the
//! shape of each record in JSON, which `show` shares.

mod book;
mod held;
mod sheets;

use std::rc::Rc;

use serde_json::{Value, json};

use super::wire::{SCHEMA, area, competency, item, knowledge_area};
use crate::catalogue::Catalogue;
use crate::cli;
use crate::query::{self, Chain};
use crate::view::View;

pub(super) fn run<'c>(catalogue: &'c Catalogue, args: &cli::Export) -> anyhow::Result<View<'c>> {
    let filter = super::filter(catalogue, &args.filters)?;
    let chains = query::chains(catalogue, &filter);
    let table = super::trace::table(catalogue, &chains);
    let part = (args.filters != cli::Filters::default()).then_some(chains);
    let part = Rc::new(part);
    let (for_book, asked) = (Rc::clone(&part), book::asked(&args.filters));
    let for_sheets = Rc::clone(&part);
    Ok(View {
        table,
        record: Some(Box::new(move || whole(catalogue, part.as_deref()))),
        book: Some(Box::new(move || {
            book::book(catalogue, for_book.as_deref(), &asked)
        })),
        sheets: Some(Box::new(move || {
            sheets::sheets(catalogue, for_sheets.as_deref())
        })),
        ..View::default()
    })
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
