//! HTML: one file that needs nothing else and can be mailed. A book becomes a page to search, filter
//! and tick (`html/book.rs`); any other answer its cards or tables in the same dress.
//!
//! The page is a plain document, every word of it escaped, that a script makes handier: without the
//! script all is there to read. The policy in its head allows that one script, by its hash,
//! and nothing from anywhere else.

mod book;
mod cards;
mod data;
mod words;

use crate::view::View;
use std::io::{self, Write};
use words::Words;

const PAGE: &str = include_str!("html/page.html");
const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");
/// What the policy knows [`STYLE`] by.
const STYLE_HASH: &str = "sha256-xMHrTjVqevewQxPFe4/DfG7DZAkxEsP637dDOz5DR/M=";
/// What the policy knows [`SCRIPT`] by.
const SCRIPT_HASH: &str = "sha256-FYyhtE5Ts1lq+xsXewXNRQEivxW9KHA1pJerY2Z9atc=";

pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    match &view.book {
        Some(book) => book::write(&book(), &view.table, out),
        None => write_plain(view, out),
    }
}

/// The parts of a page that differ from one to another.
struct Parts<'p> {
    title: &'p str,
    /// Where scripts may come from, for the policy.
    scripts: &'p str,
    navigation: &'p str,
    main: &'p str,
    /// What stands behind all else.
    end: &'p str,
}

fn write_page(parts: &Parts, out: &mut dyn Write) -> io::Result<()> {
    fill(PAGE, out, |name| match name {
        "title" => parts.title,
        "scripts" => parts.scripts,
        "style-hash" => STYLE_HASH,
        "style" => STYLE,
        "navigation" => parts.navigation,
        "main" => parts.main,
        "end" => parts.end,
        _ => "",
    })
}

/// Writes a template with each `{{name}}` replaced.
fn fill<'t>(
    template: &'t str,
    out: &mut dyn Write,
    part: impl Fn(&str) -> &'t str,
) -> io::Result<()> {
    let mut pieces = template.split("{{");
    out.write_all(pieces.next().unwrap_or_default().as_bytes())?;
    for piece in pieces {
        let (name, rest) = piece.split_once("}}").unwrap_or((piece, ""));
        out.write_all(part(name).as_bytes())?;
        out.write_all(rest.as_bytes())?;
    }
    Ok(())
}

/// What the cards or tables of an answer say, on a page without a script.
fn write_plain(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let words = Words::without_places();
    let mut main = String::from("<div class=\"plain\">\n");
    for sentence in &view.summary {
        main.push_str("<p class=\"lede\">");
        words::push_escaped(&mut main, sentence);
        main.push_str("</p>\n");
    }
    for section in &view.sections {
        main.push_str("<h2>");
        words::push_escaped(&mut main, &section.title);
        main.push_str("</h2>\n");
        cards::push_table(&mut main, &section.table, &words);
    }
    for card in &view.cards {
        main.push_str("<article class=\"record\">\n");
        cards::push_card(&mut main, card, 2, &words);
        main.push_str("</article>\n");
    }
    if view.cards.is_empty() && view.sections.is_empty() {
        cards::push_table(&mut main, &view.table, &words);
    }
    if words.has_shown_restored() {
        main.push_str(words::RESTORED_NOTE);
    }
    main.push_str("</div>\n");
    let parts = Parts {
        title: "IECMHC competencies and WV CKC",
        scripts: "'none'",
        navigation: "",
        main: &main,
        end: "",
    };
    write_page(&parts, out)
}
