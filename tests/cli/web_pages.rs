//! The page of a category as browsers save it ("Web page, HTML only"), in the forms in which sites
//! lay out such a page: each reads as its text does.

use std::fmt::Write as _;

use serde_json::Value;

use crate::documents::without_sources;
use crate::run::{competencies_page, folder, json, write};

/// One row of the page's text: the id with its statement, and what comes after each label.
struct Row {
    section: char,
    competency: String,
    importance: String,
    area: String,
    knowledge: String,
    demonstrated_by: String,
}

fn rows() -> Vec<Row> {
    let page = competencies_page();
    let lines: Vec<&str> = page.lines().filter(|line| !line.is_empty()).collect();
    let is_label = |line: &str| line.starts_with("Essential or important?:");
    let first_labels = (1..lines.len()).filter(|&at| is_label(lines[at]));
    let rows = first_labels.map(|at| {
        let words = |line: usize| {
            let (_, words) = lines[line].split_once(": ").expect("a label");
            escaped(words)
        };
        Row {
            section: lines[at - 1].chars().nth(1).expect("an id"),
            competency: escaped(lines[at - 1]),
            importance: words(at),
            area: words(at + 1),
            knowledge: words(at + 2),
            demonstrated_by: words(at + 3),
        }
    });
    rows.collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('’', "&#8217;")
        .replace('“', "&#8220;")
        .replace('”', "&#8221;")
}

impl Row {
    /// The id in bold, as sites set it.
    fn competency(&self) -> String {
        let (id, statement) = self.competency.split_once(' ').expect("an id");
        format!("<strong>{id}</strong>&nbsp;{statement}")
    }

    fn labeled(&self) -> [(&'static str, &str); 4] {
        [
            ("Essential or important?:", &self.importance),
            ("IECMHC Endorsement Competency:", &self.area),
            ("Knowledge/Skill Area:", &self.knowledge),
            (
                "As Demonstrated by/Other Work Experience (and Interview):",
                &self.demonstrated_by,
            ),
        ]
    }

    /// The list as a list, each statement with the mark that ends it.
    fn list(&self) -> String {
        let items = self.demonstrated_by.split_inclusive("; ");
        let items = items.map(|item| format!("<li>{}</li>\n", item.trim_end()));
        format!(
            "<ul class=\"wp-block-list\">\n{}</ul>",
            items.collect::<String>()
        )
    }
}

/// A whole page with all that a site puts around its words.
fn saved(body: &str) -> String {
    format!(
        r##"<!DOCTYPE html>
<!-- saved from url=(0043)https://example.org/competencies/category-7/ -->
<html lang="en-US" class="js"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>7A.1. Programmatic Consultation &#8211; Example</title>
<meta property="og:description" content="7A.2. Establishes a relationship">
<script type="application/ld+json" class="yoast-schema-graph">{{"@graph":[{{"name":"7A.1. <p>Essential or important?: Essential</p>"}}]}}</script>
<style id="wp-block-library-inline-css">.wp-block-table td{{padding:.5em}} .x::after{{content:"7A.1. x"}}</style>
<link rel="stylesheet" href="./page_files/style.css" media="all">
<script src="./page_files/jquery.min.js" id="jquery-core-js"></script></head>
<body class="page-template-default page page-id-1234 wp-embed-responsive">
<noscript><iframe src="https://example.org/ns.html" height="0" width="0" style="display:none"></iframe></noscript>
<a class="skip-link screen-reader-text" href="#content">Skip to content</a>
<svg xmlns="http://www.w3.org/2000/svg" style="position:absolute" aria-hidden="true"><symbol id="menu" viewBox="0 0 24 24"><title>7A.9. Menu</title><path d="M3 6h18"/></symbol></svg>
<header id="masthead" class="site-header"><div class="site-branding"><a href="/" rel="home"><img src="./page_files/logo.svg" alt="Example" width="120"></a>
<p class="site-title">Example</p></div>
<nav id="site-navigation" aria-label="Primary"><button aria-expanded="false"><svg><use href="#menu"></use></svg>Menu</button>
<ul id="primary-menu"><li class="menu-item"><a href="/competencies/">Competencies</a><ul class="sub-menu"><li><a href="/competencies/category-6/">Category 6</a></li><li><a href="/competencies/category-7/" aria-current="page">Category 7</a></li></ul></li><li><a href="/contact/">Contact</a></li></ul></nav></header>
<div id="content" class="site-content"><main id="main"><article id="post-1234" class="post-1234 page type-page">
<header class="entry-header"><h1 class="entry-title">7. Programmatic Consultation</h1></header>
<div class="entry-content">
{body}
</div><!-- .entry-content -->
</article></main>
<aside class="widget-area"><section class="widget"><h2>Recent posts</h2><ul><li><a href="/a/">A new training</a></li></ul></section></aside></div>
<footer id="colophon" class="site-footer"><div class="site-info">© 2024 Example. All rights reserved.</div><nav><ul><li><a href="/privacy/">Privacy</a></li></ul></nav></footer>
<div id="cookie-notice" role="dialog" class="cookie-notice-hidden"><div class="cookie-notice-container"><span id="cn-notice-text">We use cookies to ensure that we give you the best experience.</span><a href="#" id="cn-accept-cookie">Ok</a></div></div>
<script id="wp-emoji-release">window._wpemojiSettings={{"baseUrl":"https:\/\/example.org\/"}};</script>
</body></html>
"##
    )
}

/// How a site lays out the rows of a section.
type Layout = fn(&[Row]) -> String;

/// The parts of the page, each under a heading, as `section` makes it of its rows.
fn sections(section: Layout) -> String {
    let rows = rows();
    let mut body = String::from("<p>Maintains a systemic approach.</p>\n");
    for rows in rows.chunk_by(|a, b| a.section == b.section) {
        let letter = rows[0].section;
        write!(
            body,
            "<h2 class=\"wp-block-heading\" id=\"7{}\">Section {letter}</h2>\n\
             <p class=\"has-small-font-size\"><em>Unless otherwise noted, the IECMH competencies refer to all.</em></p>\n{}\n",
            letter.to_ascii_lowercase(),
            section(rows)
        )
        .expect("a string takes all");
    }
    saved(&body)
}

fn each(rows: &[Row], row: impl Fn(&Row) -> String) -> String {
    rows.iter().map(row).collect()
}

/// The competency in one cell, all that is said of it in the next.
fn labels_in_a_cell(rows: &[Row]) -> String {
    let row = |row: &Row| {
        let labels = row.labeled();
        let labels = labels.map(|(label, words)| format!("<strong>{label}</strong> {words}"));
        let competency = row.competency();
        format!(
            "<tr><td>{competency}</td><td>{}</td></tr>\n",
            labels.join("<br>\n")
        )
    };
    format!(
        "<figure class=\"wp-block-table\"><table class=\"has-fixed-layout\"><tbody>\n{}</tbody></table></figure>",
        each(rows, row)
    )
}

/// Two columns, labels and words.
fn labels_in_a_column(rows: &[Row]) -> String {
    let row = |row: &Row| {
        let labels = row.labeled();
        let labels = labels.map(|(label, words)| {
            format!("<tr><td><strong>{label}</strong></td>\n<td>{words}</td></tr>\n")
        });
        format!(
            "<tr><td colspan=\"2\">{}</td></tr>\n{}",
            row.competency(),
            labels.concat()
        )
    };
    format!("<table><tbody>{}</tbody></table>", each(rows, row))
}

fn details(rows: &[Row]) -> String {
    each(rows, |row| {
        let labels = row.labeled();
        let labels = labels[..3].iter().map(|(label, words)| {
            format!("<div class=\"field\"><span class=\"label\">{label}</span> <span>{words}</span></div>\n")
        });
        let labels: String = labels.collect();
        let (label, list) = (row.labeled()[3].0, row.list());
        format!(
            "<details class=\"wp-block-details\"><summary>{}</summary>\n{labels}<div><b>{label}</b></div>\n{list}</details>\n",
            row.competency()
        )
    })
}

fn accordion(rows: &[Row]) -> String {
    each(rows, |row| {
        let labels = row.labeled();
        let labels =
            labels.map(|(label, words)| format!("<p><strong>{label}</strong> {words}</p>\n"));
        format!(
            "<div class=\"accordion-item\"><h3 class=\"accordion-header\"><button type=\"button\" aria-expanded=\"false\">{}</button></h3>\n\
             <div class=\"accordion-collapse\" style=\"display: none;\">{}</div></div>\n",
            row.competency(),
            labels.concat()
        )
    })
}

fn headings(rows: &[Row]) -> String {
    each(rows, |row| {
        let labels = row.labeled();
        let labels = labels.map(|(label, words)| format!("<strong>{label}&nbsp;</strong>{words}"));
        format!(
            "<h4>{}</h4>\n<p>{}</p>\n",
            row.competency(),
            labels.join("<br />\n")
        )
    })
}

/// The names of the columns, and a row for each alignment.
const HEAD: &str = "<thead><tr><th>Competency</th><th>Importance</th><th>Area of Expertise</th>\
    <th>Knowledge/Skill Area</th><th>As demonstrated by</th></tr></thead>";

fn labels_in_the_head(rows: &[Row]) -> String {
    let row = |row: &Row| {
        format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            row.competency(),
            row.importance,
            row.area,
            row.knowledge,
            row.list()
        )
    };
    format!("<table>{HEAD}<tbody>\n{}</tbody></table>", each(rows, row))
}

/// A competency with several alignments is printed once, beside all of them.
fn competencies_beside_their_rows(rows: &[Row]) -> String {
    let mut body = String::new();
    for same in rows.chunk_by(|a, b| a.competency == b.competency) {
        for (index, row) in same.iter().enumerate() {
            let competency = match index {
                0 => format!("<td rowspan=\"{}\">{}</td>", same.len(), row.competency()),
                _ => String::new(),
            };
            writeln!(
                body,
                "<tr>{competency}<td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                row.importance, row.area, row.knowledge, row.demonstrated_by
            )
            .expect("a string takes all");
        }
    }
    format!("<table>{HEAD}<tbody>\n{body}</tbody></table>")
}

fn competencies(page: &str) -> Value {
    let folder = folder();
    let page = write(&folder, "Category 7.html", page);
    let export = json(&["export", "--competencies", &page]);
    without_sources(export)["competencies"].take()
}

#[test]
fn a_saved_page_reads_as_its_text_does_however_it_is_laid_out() {
    let text = without_sources(json(&["export"]))["competencies"].take();
    let layouts: [(&str, Layout); 7] = [
        ("labels in a cell", labels_in_a_cell),
        ("labels in a column", labels_in_a_column),
        ("details", details),
        ("accordion", accordion),
        ("headings", headings),
        ("labels in the head", labels_in_the_head),
        (
            "competencies beside their rows",
            competencies_beside_their_rows,
        ),
    ];
    for (layout, section) in layouts {
        let page = sections(section);
        let read = competencies(&page);
        assert_eq!(read, text, "{layout}");
    }
}
