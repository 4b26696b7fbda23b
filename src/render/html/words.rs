//! Cells and words as HTML. Nothing of a document is markup, and no control or bidirectional
//! character of one reaches the page.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::render::CODE_PREFIX;
use crate::render::text::{harmless, is_unsafe, visible};
use crate::view::{Cell, Excerpt, Sign, decimal};
use std::cell::Cell as Flag;
use std::collections::BTreeSet;

/// What brackets mean; shown below whatever has any.
const RESTORED_NOTE: &str = "<p class=\"legend\"><ins>[ ]</ins> \
    restored: not printed in the document, put back by a reviewed correction</p>\n";

/// How cells are written on one page.
pub(super) struct Words {
    /// What can be linked to, as in the addresses.
    places: BTreeSet<String>,
    has_shown_restored: Flag<bool>,
    signs_shown: Flag<[bool; Sign::ALL.len()]>,
}

impl Words {
    pub(super) fn new(places: BTreeSet<String>) -> Self {
        Words {
            places,
            has_shown_restored: Flag::new(false),
            signs_shown: Flag::default(),
        }
    }

    pub(super) fn without_places() -> Self {
        Self::new(BTreeSet::new())
    }

    /// Explains the brackets and signs that were written since this was last asked for.
    pub(super) fn push_legend(&self, html: &mut String) {
        if self.has_shown_restored.replace(false) {
            html.push_str(RESTORED_NOTE);
        }
        let signs = Sign::ALL.into_iter().zip(self.signs_shown.take());
        for (sign, _) in signs.filter(|(_, is_shown)| *is_shown) {
            html.push_str("<p class=\"legend\"><abbr>");
            html.push(sign.mark());
            html.extend(["</abbr> ", sign.meaning(), "</p>\n"]);
        }
    }

    /// The address of a place, if it is on this page.
    pub(super) fn address(&self, place: &str) -> Option<String> {
        let address = address(place);
        self.places.contains(&address).then_some(address)
    }

    /// A cell; `prefix` says that nothing around it tells that a code is one.
    pub(super) fn push(&self, html: &mut String, cell: &Cell, prefix: bool) {
        match cell {
            Cell::Text(words) => push_escaped(html, words),
            Cell::Code(code) => {
                html.push_str(if prefix { CODE_PREFIX } else { "" });
                push_escaped(html, code);
            }
            Cell::Count(count) => html.push_str(&count.to_string()),
            Cell::Decimal { digits, places } => html.push_str(&decimal(*digits, *places)),
            Cell::Share { part, whole } => push_share(html, *part, *whole),
            Cell::Flag(flag) => html.push_str(if *flag { "yes" } else { "no" }),
            Cell::List(items) => self.push_all(html, items, "; ", prefix),
            Cell::Phrase(cells) => self.push_all(html, cells, " ", prefix),
            Cell::Restored(value) => {
                self.has_shown_restored.set(true);
                html.push_str("<ins>[");
                self.push(html, value, prefix);
                html.push_str("]<span class=\"sr\"> (restored)</span></ins>");
            }
            Cell::Signed(sign, value) => {
                self.push(html, value, prefix);
                self.push_sign(html, *sign);
            }
            Cell::Link(link) => self.push_link(html, &link.place, &link.value, prefix),
            Cell::Missing(why) if why.is_empty() => {
                html.push_str("<span class=\"missing\">—</span>");
            }
            Cell::Missing(why) => {
                html.push_str("<span class=\"missing\">(");
                push_escaped(html, why);
                html.push_str(")</span>");
            }
            Cell::Excerpt(excerpt) => push_excerpt(html, excerpt),
            Cell::Blank => {}
        }
    }

    fn push_sign(&self, html: &mut String, sign: Sign) {
        let mut shown = self.signs_shown.get();
        shown[sign as usize] = true;
        self.signs_shown.set(shown);
        html.extend(["<abbr title=\"", sign.name(), "\">"]);
        html.push(sign.mark());
        html.push_str("</abbr>");
    }

    fn push_all(&self, html: &mut String, cells: &[Cell], between: &str, prefix: bool) {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                html.push_str(between);
            }
            self.push(html, cell, prefix);
        }
    }

    fn push_link(&self, html: &mut String, place: &str, value: &Cell, prefix: bool) {
        match self.address(place) {
            Some(address) => {
                html.extend(["<a href=\"#/", &address, "\">"]);
                self.push(html, value, prefix);
                html.push_str("</a>");
            }
            None => self.push(html, value, prefix),
        }
    }
}

fn push_excerpt(html: &mut String, excerpt: &Excerpt) {
    for (piece, is_found) in excerpt.pieces() {
        html.push_str(if is_found { "<mark>" } else { "" });
        push_characters(html, harmless(piece).chars());
        html.push_str(if is_found { "</mark>" } else { "" });
    }
}

fn push_share(html: &mut String, part: u64, whole: u64) {
    let (most, part, whole) = (
        whole.max(1).to_string(),
        part.to_string(),
        whole.to_string(),
    );
    html.push_str("<span class=\"share\"><meter min=\"0\"");
    html.extend([
        " max=\"",
        &most,
        "\" value=\"",
        &part,
        "\" aria-hidden=\"true\"></meter> ",
    ]);
    html.extend([&part, " of ", &whole, "</span>"]);
}

/// Words that are nothing but words, with one blank between them.
pub(super) fn push_escaped(html: &mut String, words: &str) {
    push_characters(html, visible(words).chars());
}

/// A printed line, with its blanks as they are. What must not reach the page becomes one other
/// character, so that columns stay.
pub(super) fn push_line(html: &mut String, line: &str) {
    let harmless = line.chars().map(|character| match character {
        '\t' => '\t',
        '\0'..'\u{20}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
        other if is_unsafe(other) => '\u{fffd}',
        other => other,
    });
    push_characters(html, harmless);
}

fn push_characters(html: &mut String, characters: impl Iterator<Item = char>) {
    for character in characters {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}

/// What of a place is left as it is in an address, besides letters and digits.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'/');

/// A place as it is written in an address.
pub(super) fn address(place: &str) -> String {
    utf8_percent_encode(place, PLAIN).to_string()
}
