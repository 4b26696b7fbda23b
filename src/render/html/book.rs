//! A book as one page: an index, a page for each record, the matrix, the grid to tick, and the
//! documents, each under the address that links to it name.

use maud::{Markup, PreEscaped, html};

use super::cards::{card, chip};
use super::words::{Words, address, line};
use super::{data, page};
use crate::render::text::visible;
use crate::view::Cell;
use crate::view::book::{Book, Chapter, Entry, Listed, SOURCE, Source};
use std::collections::BTreeSet;

const MATRIX: PreEscaped<&str> = PreEscaped(include_str!("matrix.html"));
const ABOUT: PreEscaped<&str> = PreEscaped(include_str!("about.html"));

pub(super) fn markup(book: &Book) -> Markup {
    let words = Words::new(places(book));
    let main = html! {
        (find(book, &words))
        (MATRIX)
        (training(book))
        div #records { (records(book, &words)) }
        (documents(book))
        (ABOUT)
    };
    page(&main, Some(&data::json(book)))
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

fn find(book: &Book, words: &Words) -> Markup {
    html! {
        section id="/" class="page find" aria-labelledby="find-title" {
            div.hero {
                h2 #find-title tabindex="-1" { "Which training items does a competency correspond to, and back?" }
                p.lede { (counts(book)) }
                (asked(book))
                noscript { p.notice {
                    "Searching, filtering and ticking need JavaScript. Everything is still here to read and print: \
                     the list below leads to each record."
                } }
                (search(book))
            }
            (bar(book))
            div #index { (index(book, words)) }
            p #nothing.nothing hidden {}
        } "\n"
    }
}

/// What is not on this page.
fn asked(book: &Book) -> Markup {
    html! {
        @if !book.asked.is_empty() {
            p.notice {
                "This page holds only what was chosen with"
                @for option in &book.asked { " " code { (visible(option)) } }
                ". A record may list others that are not on it."
            }
        }
    }
}

fn search(book: &Book) -> Markup {
    html! {
        form.search.js role="search" autocomplete="off" {
            label for="query" { "Search competencies, definitions, CKC items and “as demonstrated by”" }
            input #query type="search" spellcheck="false" enterkeyhint="search"
                placeholder="policy, attachment, 7A.2, CKC 1.10 …";
            div.filters role="group" aria-label="Filters" {
                @for question in &book.questions {
                    @let id = format!("filter-{}", question.id);
                    label for=(id) {
                        (visible(question.label)) " "
                        select id=(id) name=(question.id) {
                            option value="" { "any" }
                            @for choice in &question.choices {
                                option value=(visible(&choice.value)) { (visible(&choice.label)) }
                            }
                        }
                    }
                }
                button #clear-filters.quiet type="button" hidden { "Clear" }
            }
        }
    }
}

fn bar(book: &Book) -> Markup {
    html! {
        div.bar.js {
            div.kinds role="group" aria-label="Kind of record" {
                button type="button" data-kind="" aria-pressed="true" { "All" }
                @for chapter in &book.chapters {
                    button type="button" data-kind=(chapter.id) aria-pressed="false" {
                        (chapter.plural) " " span.n { (entries(chapter).count()) }
                    }
                }
            }
            p #found role="status" {}
            button #copy-found type="button" { "Copy as CSV" }
        }
    }
}

fn index(book: &Book, words: &Words) -> Markup {
    html! {
        @for chapter in &book.chapters {
            section.chapter data-kind=(chapter.id) {
                h3 { (chapter.plural) }
                @for group in &chapter.groups {
                    div.group {
                        @if group.title != Cell::Blank { h4 { (words.cell(&group.title, true)) } }
                        ul {
                            @for entry in &group.entries { (index_line(chapter, entry, words)) }
                        }
                    }
                }
            }
        }
        (words.legend())
    }
}

fn index_line(chapter: &Chapter, entry: &Entry, words: &Words) -> Markup {
    html! {
        li {
            a href={ "#/" (place(chapter, entry)) } {
                @if let Some(key) = &entry.card.key { b { (words.cell(key, false)) } " " }
                span.title { (words.cell(&entry.title, true)) }
            }
            span.chips { @for shown in &entry.chips { " " (chip(shown.kind, &shown.text)) } }
        } "\n"
    }
}

fn records(book: &Book, words: &Words) -> Markup {
    html! {
        @for chapter in &book.chapters {
            @for entry in entries(chapter) {
                article id={ "/" (place(chapter, entry)) } class="record page" data-kind=(chapter.id) {
                    p.kind { (chapter.singular) }
                    (card(&entry.card, 2, words))
                    (words.legend())
                } "\n"
            }
        }
    }
}

fn training(book: &Book) -> Markup {
    html! {
        section id="/training" class="page training" aria-labelledby="training-title" {
            h2 #training-title tabindex="-1" { "My training" }
            p.lede {
                "Tick the CKC items that your trainings covered, and see what is still open. The ticks are kept in \
                 this page’s address alone: bookmark it to keep them, send it to show them. Nothing leaves this page."
            }
            p.print-only.signature { "Name " span {} " Date " span {} }
            div.bar.js {
                p #ticked role="status" {}
                label.inline for="for" {
                    "Needed for "
                    select #for {
                        option value="" { "every level" }
                        option value="fs" { "Family Specialist (FS)" }
                        option value="mhs" { "Mental Health Specialist (FS + MHS)" }
                        option value="mhm" { "Mental Health Mentor (FS + MHS + MHM)" }
                    }
                }
                button #copy-gap type="button" { "Copy as CSV" }
                button #print type="button" { "Print" }
                button #clear-ticks.quiet type="button" { "Clear all ticks" }
            }
            p #unknown.notice.js role="alert" hidden {}
            div.grid { (grid(book)) }
            div #gap.js {}
        } "\n"
    }
}

/// The items of the matrix's columns, to tick.
fn grid(book: &Book) -> Markup {
    let domain = |item: &Listed| item.code.split('.').next().unwrap_or_default().to_owned();
    html! {
        @for items in book.matrix.columns.chunk_by(|one, next| domain(one) == domain(next)) {
            fieldset {
                legend { "Domain " (visible(&domain(&items[0]))) }
                ul {
                    @for item in items {
                        li { label {
                            input type="checkbox" value=(visible(&item.code)); " "
                            b { (visible(&item.code)) } " " span { (visible(item.title)) }
                        } } "\n"
                    }
                }
            }
        }
    }
}

fn documents(book: &Book) -> Markup {
    html! {
        section id="/documents" class="page documents" aria-labelledby="documents-title" {
            h2 #documents-title tabindex="-1" { "The documents as printed" }
            p.lede {
                "Every line of both documents, unchanged. Corrections are never made here; each record says which \
                 it rests on."
            }
            @for source in &book.sources {
                section {
                    h3 { (visible(source.name)) }
                    ol.lines {
                        @for (index, printed) in source.lines.iter().enumerate() {
                            li id={ "/" (line_place(source, index + 1)) } { (line(printed)) } "\n"
                        }
                    }
                }
            }
        } "\n"
    }
}
