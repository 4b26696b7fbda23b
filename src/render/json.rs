//! JSON: the record of the answer if it has one, else an array with an object a row;
//! JSON Lines: always the rows. Keys are the column names, in the order of the columns.
//!
//! In rows a code is written `CKC 1.10`, as in CSV: whoever makes a table of them (pandas) would read `1.10` as
//! the number 1.1. In a record it is `1.10`.

use super::CODE_PREFIX;
use crate::view::{Cell, Column, Table, View, decimal};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use std::io::{self, Write};

pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    match &view.record {
        Some(record) => serde_json::to_writer_pretty(&mut *out, &record())?,
        None => write_array(view, out)?,
    }
    out.write_all(b"\n")
}

fn write_array(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::pretty(out);
    let mut rows = serializer.serialize_seq(Some(view.row_count()))?;
    view.each_row(&mut |row| {
        Ok(rows.serialize_element(&Row(&view.table.columns, row, CODE_PREFIX))?)
    })?;
    Ok(SerializeSeq::end(rows)?)
}

pub(super) fn write_lines(view: &View, out: &mut dyn Write) -> io::Result<()> {
    view.each_row(&mut |row| {
        serde_json::to_writer(&mut *out, &Row(&view.table.columns, row, CODE_PREFIX))?;
        out.write_all(b"\n")
    })
}

/// The rows as a value, for a record.
pub(super) fn rows(table: &Table) -> serde_json::Value {
    // Strings, numbers and lists of them always serialize.
    serde_json::to_value(Rows(table)).unwrap_or_default()
}

struct Rows<'a>(&'a Table<'a>);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Table { columns, rows } = self.0;
        serializer.collect_seq(rows.iter().map(|row| Row(columns, row, "")))
    }
}

/// Columns, cells, and what comes before a code.
struct Row<'a>(&'a [Column], &'a [Cell<'a>], &'static str);

/// A cell, and what comes before a code.
struct Value<'a>(&'a Cell<'a>, &'static str);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Row(columns, cells, prefix) = self;
        let mut map = serializer.serialize_map(Some(columns.len()))?;
        for (column, cell) in columns.iter().zip(*cells) {
            map.serialize_entry(&column.name, &Value(cell, prefix))?;
        }
        map.end()
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Value(cell, prefix) = *self;
        let value = |cell| Value(cell, prefix);
        match cell {
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Code(code) => serializer.collect_str(&format_args!("{prefix}{code}")),
            Cell::Count(count) => serializer.serialize_u64(*count),
            Cell::Decimal { digits, places } => {
                let number = decimal(*digits, *places).parse::<serde_json::Number>();
                number
                    .map_err(serde::ser::Error::custom)?
                    .serialize(serializer)
            }
            Cell::Flag(flag) => serializer.serialize_bool(*flag),
            Cell::List(items) => serializer.collect_seq(items.iter().map(value)),
            Cell::Phrase(_) | Cell::Share { .. } => serializer.serialize_str(&cell.phrase()),
            Cell::Restored(inner) | Cell::Signed(_, inner) => value(inner).serialize(serializer),
            Cell::Link(link) => value(&link.value).serialize(serializer),
            Cell::Excerpt(excerpt) => serializer.serialize_str(&excerpt.words),
            Cell::Missing(_) => serializer.serialize_unit(),
            Cell::Blank => serializer.serialize_str(""),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::render::tests::{rendered, sample, view};
    use crate::render::{Format, Style};
    use crate::view::Cell;

    #[test]
    fn rows_become_objects_in_column_order() {
        let row = vec![Cell::code("1.10"), Cell::restored(Cell::text("x"))];
        assert_eq!(
            rendered(
                &view(&["b", "a"], vec![row]),
                Format::Json,
                Style::default()
            ),
            "[\n  {\n    \"b\": \"CKC 1.10\",\n    \"a\": \"x\"\n  }\n]\n"
        );
    }

    #[test]
    fn a_record_holds_rows_with_bare_codes() {
        let view = view(&["a"], vec![vec![Cell::code("1.10")]]);
        let rows = crate::render::rows(&view.table);
        assert_eq!(rows.to_string(), "[{\"a\":\"1.10\"}]");
    }

    #[test]
    fn a_record_is_preferred() {
        let mut view = sample();
        view.record = Some(Box::new(|| serde_json::json!({"schema": 1})));
        assert_eq!(
            rendered(&view, Format::Json, Style::default()),
            "{\n  \"schema\": 1\n}\n"
        );
    }

    #[test]
    fn lines_hold_every_kind_of_cell() {
        let list = Cell::List(vec![Cell::code("1.10"), Cell::missing("")]);
        let row = vec![
            list,
            Cell::Count(3),
            Cell::Flag(false),
            Cell::missing("lost"),
            Cell::Blank,
        ];
        let view = view(&["a", "b", "c", "d", "e"], vec![row]);
        assert_eq!(
            rendered(&view, Format::Jsonl, Style::default()),
            "{\"a\":[\"CKC 1.10\",null],\"b\":3,\"c\":false,\"d\":null,\"e\":\"\"}\n"
        );
    }

    #[test]
    fn an_empty_table() {
        let view = view(&["a"], Vec::new());
        assert_eq!(rendered(&view, Format::Json, Style::default()), "[]\n");
        assert_eq!(rendered(&view, Format::Jsonl, Style::default()), "");
    }
}
