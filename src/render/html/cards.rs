//! Index cards and tables as HTML.
//!
//! A child with facts or children is a section with a heading; one without is a line in a list.

use super::words::{Words, push_escaped};
use crate::render::card::values;
use crate::view::{Card, Cell, Fact, Place, Table};

/// HTML has no deeper heading.
const DEEPEST: usize = 6;
/// A paragraph is shortened to this in a list that leads to it. The title of a code is none.
const LONGEST_LINE: usize = 84;
/// What is a label rather than a sentence.
const LABELS: [&str; 3] = ["importance", "level", "match"];

/// A card, with its heading at this depth.
pub(super) fn push_card(html: &mut String, card: &Card, depth: usize, words: &Words) {
    let tag = format!("h{}", depth.min(DEEPEST));
    html.extend(["<", &tag, ">"]);
    if let Some(key) = &card.key {
        html.push_str("<b>");
        words.push(html, key, true);
        html.push_str("</b> ");
    }
    let title = match &card.title {
        // A page that would link to itself.
        Cell::Link(link) => &link.value,
        title => title,
    };
    words.push(html, title, true);
    html.extend(["</", &tag, ">\n"]);
    push_facts(html, &card.facts, words);
    push_children(html, &card.children, depth, words);
}

fn push_facts(html: &mut String, facts: &[Fact], words: &Words) {
    if facts.is_empty() {
        return;
    }
    html.push_str("<dl>\n");
    for fact in facts {
        html.push_str("<div><dt>");
        push_escaped(html, fact.label);
        html.push_str("</dt>");
        for value in values(fact) {
            html.push_str("<dd>");
            match value {
                Cell::Text(text) if LABELS.contains(&fact.label) => {
                    push_labeled(html, fact.label, text);
                }
                value => words.push(html, value, true),
            }
            html.push_str("</dd>");
        }
        html.push_str("</div>\n");
    }
    html.push_str("</dl>\n");
}

/// `composite: one of the names` as a label and what it means.
fn push_labeled(html: &mut String, label: &str, text: &str) {
    let (value, meaning) = match (text.split_once(": "), text.split_once(" (")) {
        (Some(parts), _) => parts,
        (_, Some((value, meaning))) => (value, meaning.trim_end_matches(')')),
        _ => (text, ""),
    };
    push_chip(html, label, value);
    if !meaning.is_empty() {
        html.push(' ');
        push_escaped(html, meaning);
    }
}

/// A short label. Its look is chosen by what it says.
pub(super) fn push_chip(html: &mut String, kind: &str, text: &str) {
    let first = text.split(' ').next().unwrap_or_default();
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let look = if first.chars().all(is_word) {
        first
    } else {
        ""
    };
    let look = look.to_ascii_lowercase();
    html.extend(["<span class=\"chip ", kind, " ", &look, "\">"]);
    push_escaped(html, text);
    html.push_str("</span>");
}

fn push_children(html: &mut String, children: &[Card], depth: usize, words: &Words) {
    let is_section = |card: &Card| !card.facts.is_empty() || !card.children.is_empty();
    if children.iter().any(is_section) {
        for child in children {
            if is_section(child) {
                html.push_str("<section>\n");
                push_card(html, child, depth + 1, words);
                html.push_str("</section>\n");
            } else {
                html.push_str("<p class=\"none\">");
                push_line(html, child, words);
                html.push_str("</p>\n");
            }
        }
    } else if !children.is_empty() {
        html.push_str("<ul class=\"links\">\n");
        for child in children {
            html.push_str("<li>");
            push_line(html, child, words);
            html.push('\n');
        }
        html.push_str("</ul>\n");
    }
}

/// A card without facts, as one line; a link, where its id is one.
fn push_line(html: &mut String, card: &Card, words: &Words) {
    let Some(key) = &card.key else {
        return words.push(html, &card.title, true);
    };
    let (address, key) = match key {
        Cell::Link(link) => (words.address(&link.place), &link.value),
        key => (None, key),
    };
    if let Some(address) = &address {
        html.extend(["<a href=\"#/", address, "\">"]);
    }
    html.push_str("<b>");
    words.push(html, key, false);
    html.push_str("</b> ");
    match (&card.title, key) {
        (Cell::Text(title), Cell::Text(_)) if address.is_some() => {
            push_escaped(html, &shortened(title));
        }
        (title, _) => words.push(html, title, true),
    }
    if address.is_some() {
        html.push_str("</a>");
    }
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
pub(super) fn push_table(html: &mut String, table: &Table, words: &Words) {
    let is_shown = |place| place != Place::Hidden;
    let shown = || table.columns.iter().filter(|column| is_shown(column.place));
    if shown().next().is_none() {
        return;
    }
    html.push_str("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">\n<table>\n<thead><tr>");
    for column in shown() {
        html.push_str("<th scope=\"col\">");
        push_escaped(html, &column.title());
        html.push_str("</th>");
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        html.push_str("<tr>");
        let cells = row.iter().zip(&table.columns);
        for (cell, _) in cells.filter(|(_, column)| is_shown(column.place)) {
            html.push_str("<td>");
            words.push(html, cell, false);
            html.push_str("</td>");
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
}
