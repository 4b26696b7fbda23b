//! Cells and words as HTML. No control or bidirectional character of a document reaches the page; that none of
//! its words is markup is maud's part.

use maud::{Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::render::CODE_PREFIX;
use crate::render::page::RESTORED_NOTE;
use crate::render::text::{harmless, is_unsafe, visible};
use crate::view::{Cell, Sign, decimal};
use std::cell::Cell as Flag;
use std::collections::BTreeSet;

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
    pub(super) fn legend(&self) -> Markup {
        let signs = Sign::ALL.into_iter().zip(self.signs_shown.take());
        html! {
            @if self.has_shown_restored.replace(false) {
                p.legend {
                    ins { "[ ]" }
                    " " (RESTORED_NOTE)
                } "\n"
            }
            @for (sign, _) in signs.filter(|(_, is_shown)| *is_shown) {
                p.legend { abbr { (sign.mark()) } " " (sign.meaning()) } "\n"
            }
        }
    }

    /// The address of a place, if it is on this page.
    pub(super) fn address(&self, place: &str) -> Option<String> {
        let address = address(place);
        self.places.contains(&address).then_some(address)
    }

    /// A cell; `prefix` says that nothing around it tells that a code is one.
    pub(super) fn cell(&self, cell: &Cell, prefix: bool) -> Markup {
        self.note(cell);
        html! {
            @match cell {
                Cell::Text(words) => (visible(words)),
                Cell::Code(code) => { @if prefix { (CODE_PREFIX) } (visible(code)) }
                Cell::Count(count) => (count),
                Cell::Decimal { digits, places } => (decimal(*digits, *places)),
                Cell::Share { part, whole } => span.share {
                    meter min="0" max=((*whole).max(1)) value=(part) aria-hidden="true" {}
                    " " (part) " of " (whole)
                }
                Cell::Flag(flag) => (if *flag { "yes" } else { "no" }),
                Cell::List(cells) => (self.cells(cells, "; ", prefix)),
                Cell::Phrase(cells) => (self.cells(cells, " ", prefix)),
                Cell::Restored(value) => ins {
                    "[" (self.cell(value, prefix)) "]" span.sr { " (restored)" }
                }
                Cell::Signed(sign, value) => {
                    (self.cell(value, prefix))
                    abbr title=(sign.name()) { (sign.mark()) }
                }
                Cell::Link(link) => (link_to(self.address(&link.place), &self.cell(&link.value, prefix))),
                Cell::Missing(why) if why.is_empty() => span.missing { "—" }
                Cell::Missing(why) => span.missing { "(" (visible(why)) ")" }
                Cell::Excerpt(excerpt) => {
                    @for (piece, is_found) in excerpt.pieces() {
                        @if is_found { mark { (harmless(piece)) } } @else { (harmless(piece)) }
                    }
                }
                Cell::Blank => {}
            }
        }
    }

    /// Remembers what the legend must explain.
    fn note(&self, cell: &Cell) {
        match cell {
            Cell::Restored(_) => self.has_shown_restored.set(true),
            Cell::Signed(sign, _) => {
                let mut shown = self.signs_shown.get();
                shown[*sign as usize] = true;
                self.signs_shown.set(shown);
            }
            _ => {}
        }
    }

    fn cells(&self, cells: &[Cell], between: &str, prefix: bool) -> Markup {
        html! {
            @for (index, cell) in cells.iter().enumerate() {
                @if index > 0 { (between) }
                (self.cell(cell, prefix))
            }
        }
    }
}

/// A link, if there is an address.
pub(super) fn link_to(address: Option<String>, words: &Markup) -> Markup {
    html! {
        @match address {
            Some(address) => a href={ "#/" (address) } { (words) },
            None => (words),
        }
    }
}

/// A printed line, with its blanks as they are. What must not reach the page becomes one other
/// character, so that columns stay.
pub(super) fn line(line: &str) -> String {
    let harmless = line.chars().map(|character| match character {
        '\t' => '\t',
        '\0'..'\u{20}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
        other if is_unsafe(other) => '\u{fffd}',
        other => other,
    });
    harmless.collect()
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
