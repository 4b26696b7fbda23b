//! What the tests of the formats share, and those of `Format`.

use super::*;
use crate::view::book::Matrix;
use crate::view::{Card, Cell, Column, Fact, Place, Section, Table};
use proptest::collection::vec;
use proptest::proptest;
use unicode_width::UnicodeWidthStr;

/// The bytes of a view in a format.
pub(super) fn rendered(view: &View, format: Format, style: Style) -> String {
    let mut out = Vec::new();
    render(view, format, &style, &mut out).expect("a vector takes all bytes");
    String::from_utf8(out).expect("output is UTF-8")
}

/// A table of body columns.
pub(super) fn view(names: &[&'static str], rows: Vec<Vec<Cell<'static>>>) -> View<'static> {
    let columns = names.iter().map(|&name| Column::new(name, Place::Body));
    let columns = columns.collect();
    View {
        table: Table { columns, rows },
        ..View::default()
    }
}

/// One competency with two items, a heading and a hidden column.
pub(super) fn sample() -> View<'static> {
    let row = |code: Cell<'static>, statement, certainty| {
        vec![
            Cell::text("7A.2"),
            Cell::text("Builds trust"),
            code,
            statement,
            Cell::text(certainty),
        ]
    };
    let columns = [
        ("competency", Place::Heading(0)),
        ("statement", Place::Heading(0)),
        ("ckc", Place::Body),
        ("ckc_statement", Place::Body),
        ("certainty", Place::Hidden),
    ];
    let rows = vec![
        row(
            Cell::code("1.10"),
            Cell::text("Knows, and says why"),
            "printed",
        ),
        row(
            Cell::restored(Cell::code("1.1")),
            Cell::missing("lost"),
            "restored",
        ),
    ];
    View {
        table: Table {
            columns: columns.map(|(name, place)| Column::new(name, place)).into(),
            rows,
        },
        ..View::default()
    }
}

/// Two sections under a sentence; in the first a share.
pub(super) fn section_view() -> View<'static> {
    let section = |title: &str, rows| Section {
        title: title.to_owned(),
        table: Table::new(&[("code", Place::Body), ("covered", Place::Body)], rows),
    };
    let share = Cell::Share { part: 1, whole: 12 };
    View {
        summary: vec!["Two <things>.".to_owned()],
        sections: vec![
            section("First", vec![vec![Cell::code("1.10"), share]]),
            section("Second", vec![vec![Cell::code("7.2"), Cell::Blank]]),
        ],
        ..View::default()
    }
}

/// A card with facts, a child with facts, its two items, and a second card.
pub(super) fn card_view() -> View<'static> {
    let fact = |label, values: Vec<_>| Fact { label, values };
    let card = |key: Option<Cell<'static>>, title| Card {
        key,
        title: Cell::text(title),
        facts: Vec::new(),
        children: Vec::new(),
    };
    let source = Cell::List(vec![
        Cell::text("iecmhc, lines 12 to 16"),
        Cell::restored(Cell::text("by hand")),
    ]);
    let knowledge_area = Card {
        facts: vec![
            fact("level", vec![Cell::text("MHM")]),
            fact("definition", vec![Cell::missing("lost")]),
        ],
        children: vec![
            card(Some(Cell::code("7.2")), "Develops policies"),
            card(
                Some(Cell::code("1.10")),
                "Knows the law and what it asks of staff",
            ),
        ],
        ..card(None, "Program management")
    };
    let competency = Card {
        facts: vec![
            fact("unique", vec![Cell::Flag(false)]),
            fact("source", vec![source]),
        ],
        children: vec![knowledge_area],
        ..card(
            Some(Cell::text("7A.2")),
            "Builds trust with families, staff and partners",
        )
    };
    View {
        cards: vec![competency, card(Some(Cell::code("1.10")), "Knows the law")],
        ..View::default()
    }
}

/// No line of the output takes more terminal cells than this.
#[track_caller]
pub(super) fn assert_no_wider(output: &str, width: usize) {
    for line in output.lines() {
        assert!(line.width() <= width, "wider than {width}: {line:?}");
        assert_eq!(line, line.trim_end(), "trailing blanks");
    }
}

#[test]
fn formats_are_known_by_name_and_by_extension() {
    for &format in Format::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
    }
    let from_path = |path: &str| Format::from_path(Path::new(path));
    assert_eq!(from_path("a/b.CSV"), Some(Format::Csv));
    assert_eq!(from_path("b.ndjson"), Some(Format::Jsonl));
    assert_eq!(from_path("b.markdown"), Some(Format::Md));
    assert_eq!(from_path("b.txt"), Some(Format::Table));
    assert_eq!(from_path("csv"), None);
    let error = "yaml".parse::<Format>().expect_err("no format");
    let known = "no such format: yaml (must be one of: table, csv, tsv, json, jsonl, md, html";
    assert!(error.to_string().starts_with(known), "{error}");
    assert_eq!("xlsx".parse::<Format>().is_ok(), cfg!(feature = "xlsx"));
}

#[test]
fn a_closed_pipe_is_told_as_such_in_every_format() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    for &format in Format::ALL {
        let mut view = sample();
        // A picture is of nothing else.
        view.matrix = Some(Matrix::default());
        let error = render(&view, format, &Style::default(), &mut Closed)
            .expect_err("nothing can be written");
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe, "{format}");
    }
}

proptest! {
    #[test]
    fn whatever_a_document_holds_lines_fit_and_are_harmless(
        cells in vec("[a-zé漢’|;\u{1b}\u{9b}\u{202e}\u{2067}\u{7f} \n\t\r]{0,60}", 6),
        width in 24..90_usize,
        color: bool,
    ) {
        let cell = |at: usize| match at % 3 {
            0 => Cell::text(cells[at].clone()),
            1 => Cell::restored(Cell::text(cells[at].clone())),
            _ => Cell::missing(cells[at].clone()),
        };
        let mut table = view(&["id", "a", "b"], vec![]);
        table.table.columns[0].place = Place::Heading(0);
        table.table.rows = vec![(0..3).map(cell).collect(), (3..6).map(cell).collect()];
        let mut cards = card_view();
        cards.cards[0].title = cell(0);
        cards.cards[0].facts[0].values = vec![cell(1), cell(2)];
        cards.cards[0].children[0].children[0].title = cell(4);
        let style = Style { width: Some(width), color, ..Style::default() };

        for view in [&table, &cards] {
            let output = rendered(view, Format::Table, style);
            let output = ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[33m"]
                .iter()
                .fold(output, |output, color| output.replace(color, ""));
            assert_no_wider(&output, width);
            assert_harmless(&output);
            assert_harmless(&rendered(view, Format::Md, style));
        }
    }
}

fn assert_harmless(output: &str) {
    let obeyed = |character: char| {
        character.is_control() && character != '\n'
            || matches!(character, '\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!output.contains(obeyed), "{output:?}");
}
