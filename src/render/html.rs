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

use maud::{Markup, PreEscaped, html};

use crate::render::text::visible;
use crate::view::Reading;
use crate::view::book::Book;
use std::io::{self, Write};
use words::Words;

const NAVIGATION: PreEscaped<&str> = PreEscaped(include_str!("html/navigation.html"));
const STYLE: PreEscaped<&str> = PreEscaped(include_str!("html/page.css"));
const SCRIPT: PreEscaped<&str> = PreEscaped(include_str!("html/page.js"));
/// What the policy knows [`STYLE`] by.
const STYLE_HASH: &str = "sha256-xR/rBVs8PHtpHtakcehnzf8ENU4uko9o1jF1STguaps=";
/// What the policy knows [`SCRIPT`] by.
const SCRIPT_HASH: &str = "sha256-d1PJs9j5eidZG5exxeVwPGUy5r7QukYPYEkhYT8d+IQ=";

const TITLE: &str = "IECMHC competencies and WV CKC";

pub(super) fn write_book(book: &Book, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(book::markup(book).0.as_bytes())
}

/// What the cards or tables of an answer say, on a page without a script.
pub(super) fn write(summary: &[String], reading: &Reading, out: &mut dyn Write) -> io::Result<()> {
    let words = Words::without_places();
    let main = html! {
        div.plain {
            "\n"
            @for sentence in summary { p.lede { (visible(sentence)) } "\n" }
            @match reading {
                Reading::Rows(table) | Reading::Matrix(_, table) => (cards::table(table, &words)),
                Reading::Sections(sections) => {
                    @for section in sections {
                        h2 { (visible(&section.title)) } "\n"
                        (cards::table(&section.table, &words))
                    }
                }
                Reading::Cards { cards, .. } => {
                    @for card in cards {
                        article.record { "\n" (cards::card(card, 2, &words)) } "\n"
                    }
                }
            }
            (words.legend())
        } "\n"
    };
    out.write_all(page(&main, None).0.as_bytes())
}

/// A page. One with data, as JSON, has the script that works with it, and a navigation.
fn page(main: &Markup, data: Option<&str>) -> Markup {
    let scripts = data.map_or("none", |_| SCRIPT_HASH);
    html! {
        (PreEscaped("<!doctype html>\n"))
        html lang="en" {
            "\n"
            head {
                "\n"
                meta charset="utf-8"; "\n"
                meta http-equiv="Content-Security-Policy" content={
                    "default-src 'none'; script-src '" (scripts) "'; style-src '" (STYLE_HASH) "'; base-uri 'none'; \
                     form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
                }; "\n"
                meta name="viewport" content="width=device-width, initial-scale=1"; "\n"
                meta name="color-scheme" content="light dark"; "\n"
                meta name="referrer" content="no-referrer"; "\n"
                meta name="format-detection" content="telephone=no"; "\n"
                title { (TITLE) } "\n"
                style { (STYLE) } "\n"
            } "\n"
            body {
                "\n"
                a.skip href="#main" { "Skip to the content" } "\n"
                header { "\n" h1 { (TITLE) } "\n" @if data.is_some() { (NAVIGATION) } } "\n"
                main #main tabindex="-1" { "\n" (main) } "\n"
                footer { "\n" p {
                    "A correspondence is the reading of the documents’ authors. It certifies nothing, and says \
                     nothing of anyone’s eligibility. The crosswalk says of itself that it is “intended to be a \
                     resource guide only”. The documents’ words belong to their publishers."
                } "\n" } "\n"
                @if let Some(data) = data {
                    script #data type="application/json" { (PreEscaped(data)) } "\n"
                    script { (SCRIPT) } "\n"
                }
            } "\n"
        } "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::{cards, rendered, sample, sample_cards, sections, table};
    use crate::render::{Format, Style};
    use crate::view::{Answer, Cell};
    use base64::Engine;
    use sha2::{Digest, Sha256};

    fn html<'a>(answer: impl Into<Answer<'a>>) -> String {
        rendered(answer, Format::Html, Style::default())
    }

    fn main_of<'a>(answer: impl Into<Answer<'a>>) -> String {
        let page = html(answer);
        let (_, rest) = page
            .split_once("<div class=\"plain\">\n")
            .expect("a plain page");
        let (main, _) = rest.split_once("</div>\n</main>").expect("its end");
        main.to_owned()
    }

    fn hash(content: &str) -> String {
        let digest = Sha256::digest(content.as_bytes());
        let base64 = base64::engine::general_purpose::STANDARD.encode(digest);
        format!("sha256-{base64}")
    }

    #[test]
    fn the_policy_knows_the_style_and_the_script() {
        assert_eq!(STYLE_HASH, hash(STYLE.0), "of src/render/html/page.css");
        assert_eq!(SCRIPT_HASH, hash(SCRIPT.0), "of src/render/html/page.js");
    }

    #[test]
    fn a_page_without_a_script_allows_none() {
        let page = html(sample());
        assert!(page.contains("default-src 'none'; script-src 'none';"));
        assert!(!page.contains("<script"));
        assert!(page.contains(&format!("<style>{}</style>", STYLE.0)));
    }

    #[test]
    fn a_table_of_all_but_the_hidden_columns() {
        assert_eq!(
            main_of(sample()),
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">
<table>
<thead><tr><th scope=\"col\">Competency</th><th scope=\"col\">Statement</th>\
<th scope=\"col\">CKC</th><th scope=\"col\">CKC statement</th></tr></thead>
<tbody>
<tr><td>7A.2</td><td>Builds trust</td><td>1.10</td><td>Knows, and says why</td></tr>
<tr><td>7A.2</td><td>Builds trust</td><td><ins>[1.1]<span class=\"sr\"> (restored)</span></ins></td>\
<td><span class=\"missing\">(lost)</span></td></tr>
</tbody>
</table>
</div>
<p class=\"legend\"><ins>[ ]</ins> restored: not printed in the document, put back by a reviewed correction</p>
"
        );
    }

    #[test]
    fn cards_are_headings_facts_and_lists() {
        let main = main_of(cards(sample_cards()));
        for part in [
            "<h2><b>7A.2</b> Builds trust with families, staff and partners</h2>",
            "<div><dt>unique</dt><dd>no</dd></div>",
            "<h3>Program management</h3>",
            "<span class=\"chip level mhm\">MHM</span>",
            "<li><b>1.10</b> Knows the law and what it asks of staff",
            "<h2><b>CKC 1.10</b> Knows the law</h2>",
        ] {
            assert!(main.contains(part), "{part} is not in {main}");
        }
    }

    #[test]
    fn sections_are_tables_under_headings() {
        let main = main_of(sections());
        assert!(main.starts_with("<p class=\"lede\">Two &lt;things&gt;.</p>\n<h2>First</h2>"));
        assert!(main.contains("max=\"12\" value=\"1\" aria-hidden=\"true\"></meter> 1 of 12"));
    }

    #[test]
    fn nothing_in_a_document_is_markup() {
        let words = "<img src=x onerror=y> & \"'{{style}}\u{1b}\u{202e}";
        let main = main_of(table(&["a<b"], vec![vec![Cell::text(words)]]));
        assert!(main.contains("<th scope=\"col\">a&lt;b</th>"));
        assert!(main.contains(
            "<td>&lt;img src=x onerror=y&gt; &amp; &quot;'{{style}}\\u{1b}\\u{202e}</td>"
        ));
    }

    #[test]
    fn a_place_is_one_word_of_an_address() {
        assert_eq!(words::address("source/my page/1"), "source/my%20page/1");
        assert_eq!(words::address("ckc/1.10?\"#é"), "ckc/1.10%3F%22%23%C3%A9");
    }
}
