//! JSON: the record of the answer if it has one, else an array with an object a row;
//! JSON Lines: always the rows. Keys are the column names, in the order of the columns.
//!
//! In rows a code is written `CKC 1.10`, as in CSV: whoever makes a table of them (pandas) would read `1.10` as
//! the number 1.1. In a record it is `1.10`.

use super::CODE_PREFIX;
use crate::view::{Cell, Column, Json, Rows, Table, decimal};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use std::io::{self, Write};

pub(super) fn write(record: &dyn Json, out: &mut dyn Write) -> io::Result<()> {
    record.write(out)?;
    out.write_all(b"\n")
}

pub(super) fn write_rows(rows: &Rows, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::pretty(&mut *out);
    let mut array = serializer.serialize_seq(Some(rows.count()))?;
    rows.each(&mut |row| Ok(array.serialize_element(&Row(rows.columns(), row, CODE_PREFIX))?))?;
    SerializeSeq::end(array)?;
    out.write_all(b"\n")
}

pub(super) fn write_lines(rows: &Rows, out: &mut dyn Write) -> io::Result<()> {
    rows.each(&mut |row| {
        serde_json::to_writer(&mut *out, &Row(rows.columns(), row, CODE_PREFIX))?;
        out.write_all(b"\n")
    })
}

/// The rows of a table in a record, where a code is `1.10`.
#[derive(Debug)]
pub struct BareRows<'a>(pub Table<'a>);

impl Serialize for BareRows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Table { columns, rows } = &self.0;
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
    use crate::render::tests::{rendered, sample, table};
    use crate::render::{BareRows, Format, Style};
    use crate::view::{Answer, Cell, Content, Json, Rows};

    #[test]
    fn rows_become_objects_in_column_order() {
        let row = vec![Cell::code("1.10"), Cell::restored(Cell::text("x"))];
        assert_eq!(
            rendered(
                table(&["b", "a"], vec![row]),
                Format::Json,
                Style::default()
            ),
            "[\n  {\n    \"b\": \"CKC 1.10\",\n    \"a\": \"x\"\n  }\n]\n"
        );
    }

    #[test]
    fn a_record_holds_rows_with_bare_codes() {
        let table = table(&["a"], vec![vec![Cell::code("1.10")]]);
        let rows = serde_json::to_string(&BareRows(table)).expect("JSON");
        assert_eq!(rows, "[{\"a\":\"1.10\"}]");
    }

    #[test]
    fn a_record_is_preferred() {
        struct Recorded;
        impl Content<'static> for Recorded {
            fn rows(&self) -> Rows<'static> {
                sample().into()
            }
            fn record(&self) -> Option<Box<dyn Json + '_>> {
                Some(Box::new(serde_json::json!({"schema": 1})))
            }
        }
        assert_eq!(
            rendered(Answer::of(Recorded), Format::Json, Style::default()),
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
        let table = table(&["a", "b", "c", "d", "e"], vec![row]);
        assert_eq!(
            rendered(&table, Format::Jsonl, Style::default()),
            "{\"a\":[\"CKC 1.10\",null],\"b\":3,\"c\":false,\"d\":null,\"e\":\"\"}\n"
        );
    }

    #[test]
    fn an_empty_table() {
        let table = table(&["a"], Vec::new());
        assert_eq!(rendered(&table, Format::Json, Style::default()), "[]\n");
        assert_eq!(rendered(&table, Format::Jsonl, Style::default()), "");
    }
}
