//! Index cards and tables as HTML.
//!
//! A child with facts or children is a section with a heading; one without is a line in a list.

use maud::{Markup, html};

use super::words::{Words, link_to};
use crate::render::card::values;
use crate::render::text::visible;
use crate::view::{Card, Cell, Fact, Place, Table};

/// A paragraph is shortened to this in a list that leads to it. The title of a code is none.
const LONGEST_LINE: usize = 84;
/// What is a label rather than a sentence.
const LABELS: [&str; 3] = ["importance", "level", "match"];

/// A card, with its heading at this depth.
pub(super) fn card(card: &Card, depth: usize, words: &Words) -> Markup {
    let title = match &card.title {
        // A page that would link to itself.
        Cell::Link(link) => &link.value,
        title => title,
    };
    let heading = html! {
        @if let Some(key) = &card.key { b { (words.cell(key, true)) } " " }
        (words.cell(title, true))
    };
    html! {
        @match depth {
            2 => h2 { (heading) },
            3 => h3 { (heading) },
            4 => h4 { (heading) },
            5 => h5 { (heading) },
            _ => h6 { (heading) },
        }
        @if !card.facts.is_empty() {
            dl {
                @for fact in &card.facts {
                    div {
                        dt { (visible(fact.label)) }
                        @for value in values(fact) { dd { (fact_value(fact, value, words)) } }
                    }
                }
            }
        }
        (children(&card.children, depth, words))
    }
}

fn fact_value(fact: &Fact, value: &Cell, words: &Words) -> Markup {
    match value {
        Cell::Text(text) if LABELS.contains(&fact.label) => labeled(fact.label, text),
        value => words.cell(value, true),
    }
}

/// `composite: one of the names` as a label and what it means.
fn labeled(label: &str, text: &str) -> Markup {
    let (value, meaning) = match (text.split_once(": "), text.split_once(" (")) {
        (Some(parts), _) => parts,
        (_, Some((value, meaning))) => (value, meaning.trim_end_matches(')')),
        _ => (text, ""),
    };
    html! {
        (chip(label, value))
        @if !meaning.is_empty() { " " (visible(meaning)) }
    }
}

/// A short label. Its look is chosen by what it says.
pub(super) fn chip(kind: &str, text: &str) -> Markup {
    let first = text.split(' ').next().unwrap_or_default();
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let look = if first.chars().all(is_word) {
        first
    } else {
        ""
    };
    let look = look.to_ascii_lowercase();
    html! { span class={ "chip " (kind) " " (look) } { (visible(text)) } }
}

fn children(children: &[Card], depth: usize, words: &Words) -> Markup {
    let is_section = |card: &Card| !card.facts.is_empty() || !card.children.is_empty();
    html! {
        @if children.iter().any(is_section) {
            @for child in children {
                @if is_section(child) {
                    section { (card(child, depth + 1, words)) }
                } @else {
                    p.none { (line(child, words)) }
                }
            }
        } @else if !children.is_empty() {
            ul.links {
                @for child in children { li { (line(child, words)) } }
            }
        }
    }
}

/// A card without facts, as one line; a link, where its id is one.
fn line(card: &Card, words: &Words) -> Markup {
    let Some(key) = &card.key else {
        return words.cell(&card.title, true);
    };
    let (address, key) = match key {
        Cell::Link(link) => (words.address(&link.place), &link.value),
        key => (None, key),
    };
    let title = match (&card.title, key) {
        (Cell::Text(title), Cell::Text(_)) if address.is_some() => {
            html! { (visible(&shortened(title))) }
        }
        (title, _) => words.cell(title, true),
    };
    let line = html! { b { (words.cell(key, false)) } " " (title) };
    link_to(address, &line)
}

/// The beginning of a long text, up to a blank.
fn shortened(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST_LINE) else {
        return text.to_owned();
    };
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!("{} …", text[..end].trim_end_matches([',', ';', ' ']))
}

/// A table of all but the hidden columns.
pub(super) fn table(table: &Table, words: &Words) -> Markup {
    let columns = table.columns.iter().enumerate();
    let shown: Vec<_> = columns
        .filter(|(_, column)| column.place != Place::Hidden)
        .collect();
    html! {
        @if !shown.is_empty() {
            div.scroll tabindex="0" role="region" aria-label="Table" {
                "\n"
                table {
                    "\n"
                    thead { tr {
                        @for (_, column) in &shown { th scope="col" { (visible(&column.title())) } }
                    } } "\n"
                    tbody {
                        "\n"
                        @for row in &table.rows {
                            tr { @for &(at, _) in &shown { td { (words.cell(&row[at], false)) } } } "\n"
                        }
                    } "\n"
                } "\n"
            } "\n"
        }
    }
}
