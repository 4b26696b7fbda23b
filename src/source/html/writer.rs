//! Writes the text of a page, as its tags and words come along.

use std::borrow::Cow;

use html5gum::StartTag;

use super::elements::{is_block, is_left_out, is_spaced, is_void, text_state};
use crate::source::tabbed::Tabbed;

/// The elements within a hidden one that are kept track of.
const DEEPEST_HIDDEN: usize = 256;

/// The text of a page.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::source) struct Page {
    pub text: String,
    /// The page starts as a whole one does and has no end.
    pub cut: bool,
}

/// Writes the text of a page as its tags and words come along.
#[derive(Default)]
pub(super) struct Writer {
    page: Tabbed,
    /// The element that is not shown, and those open in it.
    hidden: Vec<String>,
    opened: bool,
    closed: bool,
}

impl Writer {
    /// An element begins.
    pub(super) fn start(&mut self, tag: &StartTag<()>) {
        let name = &*String::from_utf8_lossy(&tag.name);
        let is_void = is_void(name) || (tag.self_closing && text_state(&tag.name).is_none());
        // A hidden block is a folded panel: people unfold it, and its words are the page's.
        let is_hidden = || is_left_out(name) || (is_hidden(tag) && !is_block(name));
        if !self.hidden.is_empty() || is_hidden() {
            if !is_void && self.hidden.len() < DEEPEST_HIDDEN {
                self.hidden.push(name.to_owned());
            }
            return;
        }
        match name {
            "html" | "body" => self.opened = true,
            "br" => self.page.break_line(),
            "table" => self.page.start_table(),
            "tr" => self.page.start_row(),
            "td" | "th" => self.page.start_cell(rows(tag)),
            _ => self.part(name),
        }
        if name == "pre" {
            self.page.keep();
        }
    }

    /// An element ends.
    pub(super) fn end(&mut self, name: &str) {
        if !self.hidden.is_empty() {
            match self.hidden.iter().rposition(|open| open == name) {
                Some(place) => return self.hidden.truncate(place),
                // The end of what the hidden element is in ends it too.
                None if is_block(name) => self.hidden.clear(),
                None => return,
            }
        }
        match name {
            "html" | "body" => self.closed = true,
            "table" => self.page.end_table(),
            "tr" => self.page.end_row(),
            "td" | "th" => {}
            _ => self.part(name),
        }
        if name == "pre" {
            self.page.keep_no_more();
        }
    }

    /// Words between tags.
    pub(super) fn words(&mut self, words: &str) {
        if self.hidden.is_empty() {
            self.page.words(words);
        }
    }

    /// The page ends.
    pub(super) fn finish(self) -> Page {
        Page {
            cut: self.opened && !self.closed,
            text: self.page.finish(),
        }
    }

    /// A block begins or ends.
    fn part(&mut self, name: &str) {
        if is_spaced(name) {
            self.page.end_part();
        } else if is_block(name) {
            self.page.end_line();
        }
    }
}

fn attribute<'t>(tag: &'t StartTag<()>, name: &str) -> Option<Cow<'t, str>> {
    let value = tag.attributes.get(name.as_bytes());
    value.map(|value| String::from_utf8_lossy(value))
}

/// Whether an element has the attribute `hidden`, or a style that hides it.
fn is_hidden(tag: &StartTag<()>) -> bool {
    let mut style =
        attribute(tag, "style").map_or(String::new(), |style| style.to_ascii_lowercase());
    style.retain(|c| !c.is_ascii_whitespace());
    let hides = style.contains("display:none") || style.contains("visibility:hidden");
    hides || attribute(tag, "hidden").is_some()
}

/// How many rows of a table a cell is beside: `<td rowspan=2>`.
fn rows(tag: &StartTag<()>) -> usize {
    let rows = attribute(tag, "rowspan").and_then(|rows| rows.trim().parse().ok());
    rows.unwrap_or_default()
}
