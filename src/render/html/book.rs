//! A book as one page: an index, a page for each record, the matrix, the grid to tick, and the
//! documents, each under the address that links to it name.

use super::cards::{push_card, push_chip};
use super::words::{Words, address, push_escaped, push_line};
use super::{Parts, SCRIPT, SCRIPT_HASH, data, fill, write_page};
use crate::view::Cell;
use crate::view::book::{Book, Chapter, Entry, SOURCE, Source};
use std::collections::BTreeSet;
use std::io::{self, Write};

const BODY: &str = include_str!("book.html");
const NAVIGATION: &str = include_str!("navigation.html");

pub(in crate::render) fn write(book: &Book, out: &mut dyn Write) -> io::Result<()> {
    let words = Words::new(places(book));
    let counts = counts(book);
    let asked = asked(book);
    let filters = filters(book);
    let kinds = kinds(book);
    let index = index(book, &words);
    let grid = grid(book);
    let records = records(book, &words);
    let documents = documents(book);
    let mut main = Vec::new();
    fill(BODY, &mut main, |name| match name {
        "counts" => &counts,
        "asked" => &asked,
        "filters" => &filters,
        "kinds" => &kinds,
        "index" => &index,
        "grid" => &grid,
        "records" => &records,
        "documents" => &documents,
        _ => "",
    })?;
    let end = format!(
        "<script type=\"application/json\" id=\"data\">{}</script>\n<script>{SCRIPT}</script>\n",
        data::json(book)
    );
    let parts = Parts {
        title: "IECMHC competencies and WV CKC",
        scripts: &format!("'{SCRIPT_HASH}'"),
        navigation: NAVIGATION,
        main: &String::from_utf8_lossy(&main),
        end: &end,
    };
    write_page(&parts, out)
}

/// All that can be linked to.
fn places(book: &Book) -> BTreeSet<String> {
    let entries = book.chapters.iter().flat_map(|chapter| {
        let entries = entries(chapter);
        entries.map(|entry| place(chapter, entry))
    });
    let lines = book.sources.iter().flat_map(|source| {
        let lines = 1..=source.lines.len();
        lines.map(|line| line_place(source, line))
    });
    entries.chain(lines).collect()
}

fn entries<'b, 'a>(chapter: &'b Chapter<'a>) -> impl Iterator<Item = &'b Entry<'a>> {
    chapter.groups.iter().flat_map(|group| &group.entries)
}

fn place(chapter: &Chapter, entry: &Entry) -> String {
    address(&format!("{}/{}", chapter.id, entry.id))
}

fn line_place(source: &Source, line: usize) -> String {
    address(&format!("{SOURCE}/{}/{line}", source.id))
}

fn counts(book: &Book) -> String {
    let count = |chapter: &Chapter| {
        let count = entries(chapter).count();
        let what = if count == 1 {
            chapter.singular
        } else {
            chapter.plural
        };
        let capitals = what.chars().take_while(|c| c.is_uppercase()).count();
        let what = if capitals == 1 {
            what.to_lowercase()
        } else {
            what.to_owned()
        };
        format!("{count} {what}")
    };
    let counts: Vec<_> = book.chapters.iter().map(count).collect();
    format!(
        "{}; every link with the words and the line it rests on.",
        counts.join(", ")
    )
}

/// What is not on this page.
fn asked(book: &Book) -> String {
    if book.asked.is_empty() {
        return String::new();
    }
    let mut html = String::from("<p class=\"notice\">This page holds only what was chosen with ");
    for (index, option) in book.asked.iter().enumerate() {
        html.push_str(if index > 0 { " <code>" } else { "<code>" });
        push_escaped(&mut html, option);
        html.push_str("</code>");
    }
    html.push_str(". A record may list others that are not on it.</p>\n");
    html
}

fn filters(book: &Book) -> String {
    let mut html = String::new();
    for question in &book.questions {
        let id = question.id;
        html.extend(["<label for=\"filter-", id, "\">"]);
        push_escaped(&mut html, question.label);
        html.extend([" <select id=\"filter-", id, "\" name=\"", id, "\">"]);
        html.push_str("<option value=\"\">any</option>");
        for choice in &question.choices {
            html.push_str("<option value=\"");
            push_escaped(&mut html, &choice.value);
            html.push_str("\">");
            push_escaped(&mut html, &choice.label);
            html.push_str("</option>");
        }
        html.push_str("</select></label>\n");
    }
    html
}

fn kinds(book: &Book) -> String {
    let mut html =
        String::from("<button type=\"button\" data-kind=\"\" aria-pressed=\"true\">All</button>");
    for chapter in &book.chapters {
        html.extend([
            "<button type=\"button\" data-kind=\"",
            chapter.id,
            "\" aria-pressed=\"false\">",
        ]);
        let count = entries(chapter).count().to_string();
        html.extend([
            chapter.plural,
            " <span class=\"n\">",
            &count,
            "</span></button>",
        ]);
    }
    html
}

fn index(book: &Book, words: &Words) -> String {
    let mut html = String::new();
    for chapter in &book.chapters {
        html.extend([
            "<section class=\"chapter\" data-kind=\"",
            chapter.id,
            "\">\n",
        ]);
        html.extend(["<h3>", chapter.plural, "</h3>\n"]);
        for group in &chapter.groups {
            html.push_str("<div class=\"group\">");
            if group.title != Cell::Blank {
                html.push_str("<h4>");
                words.push(&mut html, &group.title, true);
                html.push_str("</h4>");
            }
            html.push_str("<ul>\n");
            for entry in &group.entries {
                push_index_line(&mut html, chapter, entry, words);
            }
            html.push_str("</ul></div>\n");
        }
        html.push_str("</section>\n");
    }
    words.push_legend(&mut html);
    html
}

fn push_index_line(html: &mut String, chapter: &Chapter, entry: &Entry, words: &Words) {
    html.extend(["<li><a href=\"#/", &place(chapter, entry), "\">"]);
    if let Some(key) = &entry.card.key {
        html.push_str("<b>");
        words.push(html, key, false);
        html.push_str("</b> ");
    }
    html.push_str("<span class=\"title\">");
    words.push(html, &entry.title, true);
    html.push_str("</span></a>");
    push_chips(html, entry);
    html.push_str("</li>\n");
}

fn push_chips(html: &mut String, entry: &Entry) {
    html.push_str("<span class=\"chips\">");
    for chip in &entry.chips {
        html.push(' ');
        push_chip(html, chip.kind, &chip.text);
    }
    html.push_str("</span>");
}

fn records(book: &Book, words: &Words) -> String {
    let mut html = String::new();
    for chapter in &book.chapters {
        for entry in entries(chapter) {
            let place = place(chapter, entry);
            html.extend([
                "<article id=\"/",
                &place,
                "\" class=\"record page\" data-kind=\"",
                chapter.id,
                "\">\n",
            ]);
            html.extend(["<p class=\"kind\">", chapter.singular, "</p>\n"]);
            push_card(&mut html, &entry.card, 2, words);
            words.push_legend(&mut html);
            html.push_str("</article>\n");
        }
    }
    html
}

/// The items of the matrix's columns, to tick.
fn grid(book: &Book) -> String {
    let mut html = String::new();
    let mut domain = None;
    for column in &book.matrix.columns {
        let of = column.code.split('.').next();
        if domain != of {
            if domain.is_some() {
                html.push_str("</ul></fieldset>\n");
            }
            html.push_str("<fieldset><legend>Domain ");
            push_escaped(&mut html, of.unwrap_or_default());
            html.push_str("</legend><ul>\n");
            domain = of;
        }
        html.push_str("<li><label><input type=\"checkbox\" value=\"");
        push_escaped(&mut html, &column.code);
        html.push_str("\"> <b>");
        push_escaped(&mut html, &column.code);
        html.push_str("</b> <span>");
        push_escaped(&mut html, column.title);
        html.push_str("</span></label></li>\n");
    }
    if domain.is_some() {
        html.push_str("</ul></fieldset>\n");
    }
    html
}

fn documents(book: &Book) -> String {
    let mut html = String::new();
    for source in &book.sources {
        html.push_str("<section><h3>");
        push_escaped(&mut html, source.name);
        html.push_str("</h3>\n<ol class=\"lines\">\n");
        for (index, line) in source.lines.iter().enumerate() {
            html.extend(["<li id=\"/", &line_place(source, index + 1), "\">"]);
            push_line(&mut html, line);
            html.push('\n');
        }
        html.push_str("</ol></section>\n");
    }
    html
}
