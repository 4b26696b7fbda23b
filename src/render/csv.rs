//! CSV and TSV: a header row, then every column of every row, wherever people see it.
//!
//! A code is written `CKC 1.10`, since spreadsheets, databases and pandas read a bare `1.10`
//! as a number. A cell that a spreadsheet would run as a formula is guarded by a `'`, and in CSV one with a
//! semicolon is quoted: where the comma is a decimal mark, spreadsheets split cells at semicolons.

use super::{CODE_PREFIX, Style};
use crate::view::{Cell, Rows, decimal};
use ::csv::{ErrorKind, QuoteStyle, Terminator, Writer, WriterBuilder};
use std::borrow::Cow;
use std::io::{self, Write};

pub(super) fn write_csv(rows: &Rows, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let quotes = QuoteStyle::Never;
    write(
        rows,
        b',',
        quotes,
        |text| quoted(guard(text, style)),
        style,
        out,
    )
}

pub(super) fn write_tsv(rows: &Rows, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let quotes = QuoteStyle::Necessary;
    write(
        rows,
        b'\t',
        quotes,
        |text| on_one_line(guard(text, style)),
        style,
        out,
    )
}

fn write(
    rows: &Rows,
    delimiter: u8,
    quotes: QuoteStyle,
    finish: impl for<'t> Fn(Cow<'t, str>) -> Cow<'t, str>,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let columns = rows.columns();
    if columns.is_empty() {
        return Ok(());
    }
    let mut builder = WriterBuilder::new();
    builder.delimiter(delimiter).quote_style(quotes);
    if style.excel {
        // Without it Excel reads another encoding than UTF-8.
        out.write_all("\u{feff}".as_bytes())?;
        builder.terminator(Terminator::CRLF);
    }
    let mut writer = builder.from_writer(out);
    let names = columns
        .iter()
        .map(|column| finish(Cow::Borrowed(&column.name)));
    write_row(&mut writer, names)?;
    let mut write =
        |row: &[Cell]| write_row(&mut writer, row.iter().map(|cell| finish(value(cell))));
    rows.each(&mut write)?;
    writer.flush()
}

fn write_row<'a, W: Write>(
    writer: &mut Writer<W>,
    fields: impl Iterator<Item = Cow<'a, str>>,
) -> io::Result<()> {
    for field in fields {
        writer.write_field(field.as_bytes()).map_err(io_error)?;
    }
    writer.write_record(None::<&[u8]>).map_err(io_error)
}

/// Keeps the kind of an I/O error (a broken pipe), which `io::Error::from` would hide.
fn io_error(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

pub(super) fn value<'a>(cell: &'a Cell) -> Cow<'a, str> {
    match cell {
        Cell::Text(text) => Cow::Borrowed(text),
        Cell::Code(code) => Cow::Owned(format!("{CODE_PREFIX}{code}")),
        Cell::Count(count) => Cow::Owned(count.to_string()),
        Cell::Decimal { digits, places } => Cow::Owned(decimal(*digits, *places)),
        Cell::Flag(flag) => Cow::Borrowed(if *flag { "yes" } else { "no" }),
        Cell::List(items) => {
            let values: Vec<_> = items.iter().map(value).collect();
            Cow::Owned(values.join("; "))
        }
        Cell::Phrase(_) | Cell::Share { .. } => cell.phrase(),
        Cell::Restored(inner) | Cell::Signed(_, inner) => value(inner),
        Cell::Link(link) => value(&link.value),
        Cell::Excerpt(excerpt) => Cow::Borrowed(&excerpt.words),
        Cell::Missing(_) | Cell::Blank => Cow::Borrowed(""),
    }
}

fn guard<'a>(text: Cow<'a, str>, style: &Style) -> Cow<'a, str> {
    /// What begins a formula, also in the wide letters of East Asia, which some spreadsheets take as the same.
    const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if !style.raw && text.starts_with(FORMULA) {
        return Cow::Owned(format!("'{text}"));
    }
    text
}

/// A cell of CSV, in quotes where it needs them. The `csv` crate knows of one separator only.
fn quoted(text: Cow<str>) -> Cow<str> {
    if text.contains([',', ';', '"', '\r', '\n']) {
        return Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")));
    }
    text
}

fn on_one_line(text: Cow<str>) -> Cow<str> {
    let breaks = ['\t', '\r', '\n'];
    if text.contains(breaks) {
        return Cow::Owned(text.replace(breaks, " "));
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::render::tests::{rendered, sample, table};
    use crate::render::{Format, Style};
    use crate::view::Cell;

    #[test]
    fn every_column_is_written_and_codes_are_no_numbers() {
        assert_eq!(
            rendered(sample(), Format::Csv, Style::default()),
            "competency,statement,ckc,ckc_statement,certainty\n\
             7A.2,Builds trust,CKC 1.10,\"Knows, and says why\",printed\n\
             7A.2,Builds trust,CKC 1.1,,restored\n"
        );
    }

    #[test]
    fn each_kind_of_cell() {
        let list = Cell::List(vec![Cell::code("1.10"), Cell::restored(Cell::code("7.2"))]);
        let row = vec![
            list,
            Cell::Count(3),
            Cell::Flag(true),
            Cell::missing("lost"),
            Cell::Blank,
        ];
        assert_eq!(
            rendered(
                table(&["a", "b", "c", "d", "e"], vec![row]),
                Format::Tsv,
                Style::default()
            ),
            "a\tb\tc\td\te\nCKC 1.10; CKC 7.2\t3\tyes\t\t\n"
        );
    }

    #[test]
    fn formulas_are_guarded_unless_raw() {
        let cells = [
            "=cmd|'/c calc'!A1",
            "+1",
            "-1",
            "@x",
            "\tx",
            "\rx",
            "\nx",
            "a=b",
        ];
        let mut table = table(&["x"], cells.map(|cell| vec![Cell::text(cell)]).to_vec());
        table.add_blank("=h");
        assert_eq!(
            rendered(&table, Format::Csv, Style::default()),
            "x,'=h\n'=cmd|'/c calc'!A1,\n'+1,\n'-1,\n'@x,\n'\tx,\n\"'\rx\",\n\"'\nx\",\na=b,\n"
        );
        let raw = Style {
            raw: true,
            ..Style::default()
        };
        assert!(rendered(&table, Format::Csv, raw).starts_with("x,=h\n=cmd|'/c calc'!A1,\n+1,"));
    }

    #[test]
    fn wide_letters_that_begin_formulas_are_guarded() {
        let cells = ["＝1+1", "＋1", "－1", "＠x", "1＝1"];
        let table = table(&["x"], cells.map(|cell| vec![Cell::text(cell)]).to_vec());
        assert_eq!(
            rendered(&table, Format::Csv, Style::default()),
            "x\n'＝1+1\n'＋1\n'－1\n'＠x\n1＝1\n"
        );
        assert!(rendered(&table, Format::Tsv, Style::default()).contains("\n'＠x\n"));
    }

    #[test]
    fn a_cell_with_a_semicolon_is_quoted() {
        let cells = ["a; b", "a, b", "a \"b\"", "a\nb", "a b", ""];
        let table = table(&["x;y"], cells.map(|cell| vec![Cell::text(cell)]).to_vec());
        assert_eq!(
            rendered(&table, Format::Csv, Style::default()),
            "\"x;y\"\n\"a; b\"\n\"a, b\"\n\"a \"\"b\"\"\"\n\"a\nb\"\na b\n\"\"\n"
        );
    }

    #[test]
    fn for_excel_it_has_a_mark_and_its_line_ends() {
        let excel = Style {
            excel: true,
            ..Style::default()
        };
        let table = table(
            &["a", "b"],
            vec![vec![Cell::code("1.10"), Cell::text("é\n=1")]],
        );
        assert_eq!(
            rendered(&table, Format::Csv, excel),
            "\u{feff}a,b\r\nCKC 1.10,\"é\n=1\"\r\n"
        );
        assert_eq!(
            rendered(&table, Format::Tsv, excel),
            "\u{feff}a\tb\r\nCKC 1.10\té =1\r\n"
        );
    }

    #[test]
    fn a_tsv_cell_stays_on_its_line() {
        let table = table(
            &["a\tb", "c"],
            vec![vec![Cell::text("x\r\ny"), Cell::text("\t=1")]],
        );
        assert_eq!(
            rendered(&table, Format::Tsv, Style::default()),
            "a b\tc\nx  y\t' =1\n"
        );
    }

    #[test]
    fn an_empty_table_has_a_header() {
        let csv = |names: &[&'static str]| {
            rendered(table(names, Vec::new()), Format::Csv, Style::default())
        };
        assert_eq!(csv(&["a", "b"]), "a,b\n");
        assert_eq!(csv(&[]), "");
    }
}
