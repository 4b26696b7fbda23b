//! Where the lines of a text are in the file that it was taken from, so that a person can find them there.

/// The places of the lines of a text.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The file, as people call it.
    pub(super) file: String,
    parts: Vec<Part>,
    /// Of each line, its part and its number there, from one.
    lines: Vec<(u32, u32)>,
}

/// A text that was taken from a file, and where people find its lines there.
pub(super) struct Placed {
    pub(super) text: String,
    pub(super) parts: Vec<Part>,
    /// Of each line, its part and its number there, from one.
    pub(super) lines: Vec<(u32, u32)>,
    /// Whether there is more on the page than is in the text, or it may be in another place.
    pub(super) is_unsure: bool,
}

/// A part of a file that counts by itself.
#[derive(Debug)]
pub(super) struct Part {
    /// `page 3, `, or the name of a sheet.
    name: String,
    unit: Unit,
}

/// What a part is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Printed lines of a page.
    Line,
    /// Rows of a table.
    #[cfg(feature = "docx")]
    Row,
    /// Paragraphs outside tables.
    #[cfg(feature = "docx")]
    Paragraph,
    /// Cells of a sheet.
    #[cfg_attr(
        not(feature = "xlsx"),
        expect(dead_code, reason = "only workbooks have cells")
    )]
    Cell,
}

impl Part {
    pub(super) fn page(number: u32) -> Self {
        Self {
            name: format!("page {number}"),
            unit: Unit::Line,
        }
    }

    #[cfg(feature = "docx")]
    pub(super) fn table(number: u32) -> Self {
        Self {
            name: format!("table {number}"),
            unit: Unit::Row,
        }
    }

    #[cfg(feature = "docx")]
    pub(super) fn paragraphs() -> Self {
        Self {
            name: String::new(),
            unit: Unit::Paragraph,
        }
    }

    #[cfg(feature = "xlsx")]
    pub(super) fn sheet(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            unit: Unit::Cell,
        }
    }
}

impl Places {
    pub(super) fn new(file: String, parts: Vec<Part>, lines: Vec<(u32, u32)>) -> Self {
        Self { file, parts, lines }
    }

    /// `page 3, line 12`: a place from a line to another, and the column of the first cell.
    pub(super) fn told(&self, first: u32, last: u32, column: usize) -> Option<String> {
        let at = |line: u32| self.lines.get((line as usize).checked_sub(1)?);
        let (&first, &last) = (at(first)?, at(last)?);
        let place =
            |(part, number): (u32, u32)| Some(self.parts.get(part as usize)?.line(number, column));
        let end = match last {
            _ if first == last => String::new(),
            (part, number) if part == first.0 => format!("-{number}"),
            other => format!(" to {}", place(other)?),
        };
        Some(format!("{}{end}", place(first)?))
    }
}

impl Places {
    /// Which part a line is in.
    pub(super) fn part(&self, line: u32) -> u32 {
        let index = (line as usize).saturating_sub(1);
        self.lines.get(index).map_or(0, |(part, _)| *part)
    }
}

impl Part {
    fn line(&self, number: u32, column: usize) -> String {
        let Self { name, unit } = self;
        match unit {
            Unit::Line => format!("{name}, line {number}"),
            #[cfg(feature = "docx")]
            Unit::Row => format!("{name}, row {number}"),
            #[cfg(feature = "docx")]
            Unit::Paragraph => format!("paragraph {number}"),
            Unit::Cell => format!("{name}!{}{number}", letters(column)),
        }
    }
}

/// The letters of a sheet's column, counted from zero.
fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or(0));
    match column / 26 {
        0 => last.to_string(),
        before => format!("{}{last}", letters(before - 1)),
    }
}

#[cfg(all(test, feature = "docx", feature = "xlsx"))]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_as_people_look_it_up() {
        let parts = vec![
            Part::page(3),
            Part::page(4),
            Part::table(1),
            Part::sheet("CKC"),
            Part::paragraphs(),
        ];
        let lines = vec![(0, 12), (0, 13), (1, 1), (2, 7), (3, 7), (4, 2)];
        let places = Places::new("wv".into(), parts, lines);
        let told = |first, last, column| places.told(first, last, column).expect("a place");
        assert_eq!(told(1, 1, 0), "page 3, line 12");
        assert_eq!(told(1, 2, 0), "page 3, line 12-13");
        assert_eq!(told(1, 3, 0), "page 3, line 12 to page 4, line 1");
        assert_eq!(told(4, 4, 2), "table 1, row 7");
        assert_eq!(told(5, 5, 1), "CKC!B7");
        assert_eq!(told(5, 5, 27), "CKC!AB7");
        assert_eq!(told(6, 6, 0), "paragraph 2");
        assert_eq!(places.told(7, 7, 0), None);
    }
}
