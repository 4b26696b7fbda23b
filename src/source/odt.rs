//! The text of an `OpenDocument` text (`.odt`). Tracked changes are read as if they were accepted.

use super::places::Placed;
use super::written::Writer;
use super::xml::{Node, number, walk};

/// The part of the archive that holds the text.
pub(super) const PART: &str = "content.xml";

/// What is not on the page: what was deleted, comments, numbers of footnotes.
const LEFT_OUT: [&str; 4] = [
    "text:tracked-changes",
    "office:annotation",
    "text:note",
    "text:sequence-decls",
];
/// Cells that are repeated more often are the empty rest of a row.
const MOST_REPEATS: usize = 64;

/// The text of the content; `None` if it is damaged.
pub(super) fn text_of(xml: &[u8]) -> Option<Placed> {
    let mut writer = Writer::new();
    // Paragraphs may hold a frame with paragraphs.
    let mut depth = 0_usize;
    walk(xml, |node| match node {
        Node::Start(name, tag) => {
            if writer.is_hidden_start(LEFT_OUT.contains(name)) {
                return;
            }
            match *name {
                "table:table" => writer.start_table(),
                "table:table-row" => writer.start_row(),
                // The cells that a wide or high one covers are in the file, as empty ones.
                "table:table-cell" | "table:covered-table-cell" => {
                    writer
                        .start_cell(number(tag, "table:number-columns-repeated").min(MOST_REPEATS));
                }
                "text:p" | "text:h" => depth += 1,
                "text:tab" | "text:s" => writer.text.words(" "),
                "text:line-break" => writer.text.break_line(),
                _ => {}
            }
        }
        Node::End(name) => {
            if writer.is_hidden_end() {
                return;
            }
            match *name {
                "table:table" => writer.end_table(),
                "table:table-row" => writer.end_row(),
                "table:table-cell" | "table:covered-table-cell" => writer.end_cell(),
                "text:p" | "text:h" => {
                    depth = depth.saturating_sub(1);
                    writer.end_paragraph();
                }
                _ => {}
            }
        }
        Node::Words(words) => {
            if depth > 0 && !writer.is_hidden() {
                writer.text.words(words);
            }
        }
    })?;
    Some(writer.finish())
}
