//! What the script of a book's page works with, as JSON: which records pass which filter, the joined
//! rows, the matrix, and where everything is printed. Each text is there once.

use super::words::address;
use crate::render::csv;
use crate::view::book::{Book, Mark, Matrix, Range, Row};
use crate::view::{Cell, Sign};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// JSON that cannot end the element it is in.
pub(super) fn json(book: &Book) -> String {
    let mut texts = Texts::default();
    data(book, &mut texts);
    // Written once more, now that it is known which texts are to have the shortest numbers.
    let mut texts = texts.by_frequency();
    harmless(&data(book, &mut texts).to_string())
}

fn data(book: &Book, texts: &mut Texts) -> Value {
    let entries: serde_json::Map<String, Value> = book
        .chapters
        .iter()
        .flat_map(|chapter| {
            let groups = chapter.groups.iter().flat_map(|group| &group.entries);
            groups.map(move |entry| (address(&format!("{}/{}", chapter.id, entry.id)), entry))
        })
        .map(|(place, entry)| {
            let ways = entry.ways.iter().map(|way| {
                let answers = way
                    .iter()
                    .map(|answer| texts.index_of_some(answer.as_deref()));
                answers.collect::<Value>()
            });
            let ways: Value = ways.collect();
            let printed = entry.printed.iter();
            let printed = printed.map(|(label, range)| quote(texts.index(label), range));
            let printed: Value = printed.collect();
            (place, json!([ways, printed]))
        })
        .collect();
    let table = &book.table;
    let columns = table.columns.iter().map(|column| column.name.as_ref());
    let columns: Value = columns.collect();
    let rows = table.rows.iter().map(|row| {
        let cells = row.iter().map(|cell| texts.index(&csv::value(cell)));
        cells.collect::<Value>()
    });
    let rows: Value = rows.collect();
    let matrix = matrix(&book.matrix, texts);
    json!({
        "entries": entries,
        "columns": columns,
        "rows": rows,
        "matrix": matrix,
        "signs": Sign::ALL.map(|sign| (sign.mark().to_string(), sign.name().into()))
            .into_iter().collect::<serde_json::Map<String, Value>>(),
        "sources": book.sources.iter().map(|source| source.id).collect::<Value>(),
        "texts": texts.all,
    })
}

fn quote(label: usize, range: &Range) -> Value {
    let Range {
        source,
        first,
        last,
    } = range;
    json!([label, source, first.0, first.1, last.0, last.1])
}

fn matrix(matrix: &Matrix, texts: &mut Texts) -> Value {
    let columns = matrix.columns.iter();
    let columns = columns.map(|column| json!([address(&column.place), column.code]));
    let columns: Value = columns.collect();
    let rows = matrix.rows.iter().map(|row| matrix_row(row, texts));
    json!({"columns": columns, "rows": rows.collect::<Value>()})
}

fn matrix_row(row: &Row, texts: &mut Texts) -> Value {
    let with = |is: fn(Mark) -> bool| -> Value {
        let cells = row.cells.iter().enumerate();
        let cells = cells.filter(|(_, cell)| cell.is_some_and(is));
        cells.map(|(column, _)| column).collect()
    };
    let led_by = row.led_by.iter().map(|place| texts.index(&address(place)));
    let led_by: Value = led_by.collect();
    let heading_place = place_of(&row.heading).map(address);
    // The order in which the script takes them apart.
    json!([
        address(&row.place),
        texts.index(&csv::value(&row.heading)),
        texts.index_of_some(heading_place.as_deref()),
        kind(&row.heading),
        texts.index(&csv::value(&row.name)),
        kind(&row.name),
        row.level,
        row.cause,
        led_by,
        with(|_| true),
        with(|mark| mark == Mark::Restored),
        with(|mark| mark == Mark::Doubtful),
    ])
}

fn place_of<'c>(cell: &'c Cell) -> Option<&'c str> {
    match cell {
        Cell::Link(link) => Some(&link.place),
        _ => None,
    }
}

/// Whether words are restored or lost, and the signs after them; `null` for plain ones.
fn kind(cell: &Cell) -> Value {
    match cell {
        Cell::Link(link) => kind(&link.value),
        Cell::Restored(_) => "restored".into(),
        Cell::Signed(sign, value) => match kind(value) {
            Value::Null => format!("{}", sign.mark()).into(),
            Value::String(marks) => format!("{marks}{}", sign.mark()).into(),
            other => other,
        },
        Cell::Missing(why) => json!([why]),
        _ => Value::Null,
    }
}

/// Texts by number, so that each is written once.
#[derive(Default)]
struct Texts {
    all: Vec<String>,
    /// How often each is asked for.
    counts: Vec<usize>,
    indexes: BTreeMap<String, usize>,
}

impl Texts {
    fn index(&mut self, text: &str) -> usize {
        if let Some(&index) = self.indexes.get(text) {
            self.counts[index] += 1;
            return index;
        }
        let index = self.all.len();
        self.all.push(text.to_owned());
        self.counts.push(1);
        self.indexes.insert(text.to_owned(), index);
        index
    }

    /// The same texts, the most frequent first; equally frequent ones keep their order.
    fn by_frequency(self) -> Self {
        let mut counted: Vec<(usize, String)> = self.counts.into_iter().zip(self.all).collect();
        counted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let mut texts = Self::default();
        for (_, text) in counted {
            texts.index(&text);
        }
        texts
    }

    /// `null` for no text.
    fn index_of_some(&mut self, text: Option<&str>) -> Value {
        text.map_or(Value::Null, |text| self.index(text).into())
    }
}

/// The same JSON without a character that HTML or a script could take for anything else.
fn harmless(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            '\u{2028}' => text.push_str("\\u2028"),
            '\u{2029}' => text.push_str("\\u2029"),
            other => text.push(other),
        }
    }
    text
}
