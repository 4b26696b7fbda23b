//! The text of a Word file (`.docx`). Tracked changes are read as if they were accepted.

use std::collections::BTreeSet;

use super::places::Placed;
use super::written::Writer;
use super::xml::{Node, attribute, number, walk};

/// The part of the archive that holds the text.
pub(super) const PART: &str = "word/document.xml";
/// The part that says how lists are numbered.
pub(super) const LISTS: &str = "word/numbering.xml";

/// What is not on the page: what was deleted or moved away, codes of fields, what other programs show instead.
const LEFT_OUT: [&str; 6] = [
    "w:del",
    "w:moveFrom",
    "w:instrText",
    "w:delText",
    "mc:Fallback",
    "w:sectPr",
];

/// The text of the main part; `None` if it is damaged. The numbers that Word puts before the paragraphs of a list are not in
/// it: a text with such lists is unsure.
pub(super) fn text_of(xml: &[u8], lists: &[u8]) -> Option<Placed> {
    let numbered = numbered_lists(lists);
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
                "w:numId" => {
                    let list = attribute(tag, "w:val").unwrap_or_default();
                    writer.is_unsure |= numbered.contains(&list);
                }
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

/// The ids of the lists that have numbers or letters before their paragraphs, and not only bullets.
fn numbered_lists(xml: &[u8]) -> BTreeSet<String> {
    const PLAIN: [&str; 2] = ["bullet", "none"];
    let mut numbered_forms = BTreeSet::new();
    let mut numbered = BTreeSet::new();
    let (mut form, mut list) = (String::new(), String::new());
    let _ = walk(xml, |node| {
        let Node::Start(name, tag) = node else { return };
        let value = |name: &str| attribute(tag, name).unwrap_or_default();
        match *name {
            "w:abstractNum" => form = value("w:abstractNumId"),
            "w:numFmt" if !PLAIN.contains(&&*value("w:val")) => {
                numbered_forms.insert(form.clone());
            }
            "w:num" => list = value("w:numId"),
            "w:abstractNumId" if numbered_forms.contains(&value("w:val")) => {
                numbered.insert(list.clone());
            }
            _ => {}
        }
    });
    numbered
}

/// A character of a font of signs, by its number.
fn symbol(number: Option<String>) -> String {
    let number = number.and_then(|number| u32::from_str_radix(&number, 16).ok());
    let sign = number.and_then(char::from_u32);
    sign.map_or_else(|| " ".to_owned(), |sign| sign.to_string())
}
