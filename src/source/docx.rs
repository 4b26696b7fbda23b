//! The text of a Word file (`.docx`). Tracked changes are read as if they were accepted.

use super::written::{Writer, Written};
use super::xml::{Node, attribute, number, walk};

/// The part of the archive that holds the text.
pub(super) const PART: &str = "word/document.xml";

/// What is not on the page: what was deleted or moved away, codes of fields, what other programs show instead.
const LEFT_OUT: [&str; 6] = [
    "w:del",
    "w:moveFrom",
    "w:instrText",
    "w:delText",
    "mc:Fallback",
    "w:sectPr",
];

/// The text of the main part; `None` if it is damaged.
pub(super) fn text_of(xml: &[u8]) -> Option<Written> {
    let mut writer = Writer::new();
    let mut is_text = false;
    walk(xml, |node| match node {
        Node::Start(name, tag) => {
            if writer.is_hidden_start(LEFT_OUT.contains(name)) {
                return;
            }
            match *name {
                "w:tbl" => writer.start_table(),
                "w:tr" => writer.start_row(),
                "w:tc" => writer.start_cell(1),
                "w:gridSpan" => writer.widen(number(tag, "w:val")),
                "w:t" => is_text = true,
                "w:tab" | "w:ptab" => writer.text.words(" "),
                "w:br" | "w:cr" => writer.text.break_line(),
                "w:noBreakHyphen" => writer.text.words("-"),
                "w:sym" => writer.text.words(&symbol(attribute(tag, "w:char"))),
                _ => {}
            }
        }
        Node::End(name) => {
            if writer.is_hidden_end() {
                return;
            }
            match *name {
                "w:tbl" => writer.end_table(),
                "w:tr" => writer.end_row(),
                "w:tc" => writer.end_cell(),
                "w:p" => writer.end_paragraph(),
                "w:t" => is_text = false,
                _ => {}
            }
        }
        Node::Words(words) => {
            if is_text && !writer.is_hidden() {
                writer.text.words(words);
            }
        }
    })?;
    Some(writer.finish())
}

/// A character of a font of signs, by its number.
fn symbol(number: Option<String>) -> String {
    let number = number.and_then(|number| u32::from_str_radix(&number, 16).ok());
    let sign = number.and_then(char::from_u32);
    sign.map_or_else(|| " ".to_owned(), |sign| sign.to_string())
}
