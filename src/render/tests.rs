//! What the tests of the formats share, and those of `Format`.

use super::*;
use crate::view::{Card, Cell, Column, Content, Fact, Place, Rows, Section, Table};
use proptest::collection::vec;
use proptest::proptest;
use std::rc::Rc;
use unicode_width::UnicodeWidthStr;

/// The bytes of an answer in a format.
pub(super) fn rendered<'a>(answer: impl Into<Answer<'a>>, format: Format, style: Style) -> String {
    let mut out = Vec::new();
    render(&answer.into(), format, &style, &mut out).expect("a vector takes all bytes");
    String::from_utf8(out).expect("output is UTF-8")
}

impl<'a> From<&Table<'a>> for Answer<'a> {
    fn from(table: &Table<'a>) -> Self {
        table.clone().into()
    }
}

/// An answer that people read so.
struct Read(Reading<'static>);

impl Content<'static> for Read {
    fn rows(&self) -> Rows<'static> {
        sample().into()
    }

    fn reading(&self) -> Result<Reading<'static>, TooMany> {
        Ok(self.0.clone())
    }
}

/// A table of body columns.
pub(super) fn table(names: &[&'static str], rows: Vec<Vec<Cell<'static>>>) -> Table<'static> {
    let columns = names.iter().map(|&name| Column::new(name, Place::Body));
    let columns = columns.collect();
    Table { columns, rows }
}

/// One competency with two items, a heading and a hidden column.
pub(super) fn sample() -> Table<'static> {
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
    Table::new(&columns, rows)
}

/// Two sections under a sentence; in the first a share.
pub(super) fn sections() -> Answer<'static> {
    let section = |title: &str, rows| Section {
        title: title.to_owned(),
        table: Table::new(&[("code", Place::Body), ("covered", Place::Body)], rows),
    };
    let share = Cell::Share { part: 1, whole: 12 };
    let sections = vec![
        section("First", vec![vec![Cell::code("1.10"), share]]),
        section("Second", vec![vec![Cell::code("7.2"), Cell::Blank]]),
    ];
    Answer {
        summary: vec!["Two <things>.".to_owned()],
        ..Answer::of(Read(Reading::Sections(sections)))
    }
}

/// A card with facts, a child with facts, its two items, and a second card.
pub(super) fn sample_cards() -> Vec<Card<'static>> {
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
    vec![competency, card(Some(Cell::code("1.10")), "Knows the law")]
}

/// An answer of cards.
pub(super) fn cards(cards: Vec<Card<'static>>) -> Answer<'static> {
    Answer::of(Read(Reading::cards(cards)))
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
        let table = Rc::new(sample());
        let answer = match format {
            // A picture is of nothing else.
            Format::Svg => Answer::of(Read(Reading::Matrix(Rc::default(), table))),
            _ => Answer::of(Rows::Held(table)),
        };
        let written = render(&answer, format, &Style::default(), &mut Closed);
        let Err(RenderError::Io(error)) = written else {
            panic!("{format}: nothing can be written");
        };
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
        let mut table = table(&["id", "a", "b"], vec![]);
        table.columns[0].place = Place::Heading(0);
        table.rows = vec![(0..3).map(cell).collect(), (3..6).map(cell).collect()];
        let mut found = sample_cards();
        found[0].title = cell(0);
        found[0].facts[0].values = vec![cell(1), cell(2)];
        found[0].children[0].children[0].title = cell(4);
        let style = Style { width: Some(width), color, ..Style::default() };

        for answer in [&(|| Answer::from(&table)) as &dyn Fn() -> Answer<'static>, &|| cards(found.clone())] {
            let output = rendered(answer(), Format::Table, style);
            let output = ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[33m"]
                .iter()
                .fold(output, |output, color| output.replace(color, ""));
            assert_no_wider(&output, width);
            assert_harmless(&output);
            assert_harmless(&rendered(answer(), Format::Md, style));
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
