//! Markdown, for a page or an issue: index cards as headings and bullets, else a table.
//!
//! Words of the documents are kept as they are: nothing in them becomes a table cell, an
//! element, a link or an emphasis, on any of the hosts that read more into Markdown than `CommonMark`
//! does; no name in them calls anybody.

use super::card::values;
use super::page::{PLAIN, Page};
use super::text::{Look, visible};
use super::{CODE_PREFIX, Style};
use crate::view::{Card, Fact, Place, Reading, Section, Table};
use std::borrow::Cow;
use std::io::{self, Write};

const IN_COLUMN: Look = Look {
    words: escaped,
    code_prefix: "",
};
const IN_HEADING: Look = Look {
    words: escaped,
    code_prefix: CODE_PREFIX,
};
/// What Markdown, HTML or a host would obey, some of it only among certain neighbors.
const SPECIAL: [char; 15] = [
    '&', '<', '>', '|', '\\', '`', '*', '[', ']', '_', '~', '$', ':', '.', '@',
];
/// Separates what comes before and after it, and is not seen.
const NOTHING: &str = "<!-- -->";
/// Markdown has no deeper heading.
const DEEPEST: usize = 6;

pub(super) fn write(summary: &[String], reading: &Reading, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(out, &Style::default());
    for sentence in summary {
        page.line(0, &at_start(escaped(sentence)), PLAIN)?;
        page.blank()?;
    }
    match reading {
        Reading::Rows(table) | Reading::Matrix(_, table) => write_table(table, &mut page)?,
        Reading::Sections(sections) => write_sections(sections, &mut page)?,
        Reading::Cards { cards, .. } => {
            for (index, card) in cards.iter().enumerate() {
                if index > 0 {
                    page.blank()?;
                }
                write_card(card, 2, &mut page)?;
            }
        }
    }
    page.finish()
}

fn write_sections(sections: &[Section], page: &mut Page) -> io::Result<()> {
    for (index, section) in sections.iter().enumerate() {
        if index > 0 {
            page.blank()?;
        }
        let title = title(escaped(&section.title).into_owned());
        page.line(0, &format!("## {title}"), PLAIN)?;
        page.blank()?;
        write_table(&section.table, page)?;
    }
    Ok(())
}

fn write_table(table: &Table, page: &mut Page) -> io::Result<()> {
    let is_shown = |place| place != Place::Hidden;
    let columns = table.columns.iter().filter(|column| is_shown(column.place));
    let names: Vec<_> = columns
        .map(|column| Cow::Owned(escaped(&column.title()).into_owned()))
        .collect();
    if names.is_empty() {
        return Ok(());
    }
    write_row(&names, page)?;
    write_row(&vec![Cow::Borrowed("---"); names.len()], page)?;
    for row in &table.rows {
        let cells = row.iter().zip(&table.columns);
        let texts: Vec<_> = cells
            .filter(|(_, column)| is_shown(column.place))
            .map(|(cell, _)| IN_COLUMN.text(cell))
            .collect();
        write_row(&texts, page)?;
    }
    Ok(())
}

fn write_row(cells: &[Cow<str>], page: &mut Page) -> io::Result<()> {
    page.line(0, &format!("| {} |", cells.join(" | ")), PLAIN)
}

fn write_card(card: &Card, level: usize, page: &mut Page) -> io::Result<()> {
    let hashes = "#".repeat(level.min(DEEPEST));
    let title = title(heading(card, IN_HEADING));
    page.line(0, &format!("{hashes} {title}"), PLAIN)?;
    if !card.facts.is_empty() {
        page.blank()?;
        write_facts(&card.facts, 0, page)?;
    }
    if card.children.iter().any(|child| !child.facts.is_empty()) {
        return card.children.iter().try_for_each(|child| {
            page.blank()?;
            write_card(child, level + 1, page)
        });
    }
    if card.facts.is_empty() && !card.children.is_empty() {
        page.blank()?;
    }
    write_entries(&card.children, 0, page)
}

fn write_facts(facts: &[Fact], indent: usize, page: &mut Page) -> io::Result<()> {
    for fact in facts {
        let label = escaped(fact.label);
        let values: Vec<_> = values(fact).map(|value| IN_HEADING.text(value)).collect();
        if let [value] = values.as_slice() {
            page.line(indent, &format!("- **{label}**: {value}"), PLAIN)?;
            continue;
        }
        page.line(indent, &format!("- **{label}**:"), PLAIN)?;
        for value in values {
            let value = at_start(value);
            page.line(indent + 2, &format!("- {value}"), PLAIN)?;
        }
    }
    Ok(())
}

/// Cards as bullets, with all that is below them.
fn write_entries(cards: &[Card], indent: usize, page: &mut Page) -> io::Result<()> {
    for card in cards {
        let heading = at_start(heading(card, IN_COLUMN).into());
        page.line(indent, &format!("- {heading}"), PLAIN)?;
        write_facts(&card.facts, indent + 2, page)?;
        write_entries(&card.children, indent + 2, page)?;
    }
    Ok(())
}

fn heading(card: &Card, look: Look) -> String {
    let title = look.text(&card.title);
    match &card.key {
        Some(key) => format!("{} {title}", look.text(key)),
        None => title.into_owned(),
    }
}

/// Text with which a line begins: it is not a heading, list or rule.
fn at_start(text: Cow<str>) -> Cow<str> {
    let number = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[number..];
    let is_marker = if number == 0 {
        rest.starts_with(['#', '+', '-'])
    } else {
        let after = rest.strip_prefix(['.', ')']);
        after.is_some_and(|after| after.is_empty() || after.starts_with(' '))
    };
    if !is_marker {
        return text;
    }
    let (number, rest) = text.split_at(number);
    Cow::Owned(format!("{number}\\{rest}"))
}

/// Text with which a heading ends: none of it belongs to the marks of the heading.
fn title(mut text: String) -> String {
    if text.ends_with('#') {
        text.insert(text.len() - 1, '\\');
    }
    text
}

fn escaped(words: &str) -> Cow<'_, str> {
    let words = visible(words);
    if !words.contains(SPECIAL) {
        return words;
    }
    let mut text = String::new();
    let mut done = 0;
    for (at, special) in words.match_indices(SPECIAL) {
        text.push_str(&words[done..at]);
        done = at + special.len();
        push_escaped(&mut text, special, &words[..at], &words[done..]);
    }
    text.push_str(&words[done..]);
    Cow::Owned(text)
}

/// A special character between what comes before and after it.
fn push_escaped(text: &mut String, special: &str, before: &str, after: &str) {
    let is_letter = |character: char| character.is_alphanumeric();
    let is_obeyed = match special {
        // Within a word, as in the names of columns, it emphasises nothing.
        "_" => !(before.ends_with(is_letter) && after.starts_with(is_letter)),
        // Hosts make links of what looks like an address.
        ":" => after.starts_with("//"),
        "." => before.ends_with("www"),
        // They look for names and for addresses of mail in the words that are left, so that no escape helps.
        "@" => {
            text.push_str(special);
            text.push_str(if after.starts_with(is_letter) {
                NOTHING
            } else {
                ""
            });
            return;
        }
        _ => true,
    };
    match special {
        "&" => text.push_str("&amp;"),
        "<" => text.push_str("&lt;"),
        ">" => text.push_str("&gt;"),
        _ if is_obeyed => text.extend(["\\", special]),
        _ => text.push_str(special),
    }
}

#[cfg(test)]
mod tests {
    use super::visible;
    use crate::render::tests::{cards, rendered, sample, sample_cards, sections, table};
    use crate::render::{Format, Style};
    use crate::view::{Answer, Card, Cell, Fact};
    use proptest::collection::vec;
    use proptest::proptest;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    fn md<'a>(answer: impl Into<Answer<'a>>) -> String {
        rendered(answer, Format::Md, Style::default())
    }

    #[test]
    fn sections_are_tables_under_headings() {
        assert_eq!(
            md(sections()),
            "Two &lt;things&gt;.

## First

| Code | Covered |
| --- | --- |
| 1.10 | █░░░░░░░░░ 1 of 12 |

## Second

| Code | Covered |
| --- | --- |
| 7.2 |  |
"
        );
    }

    #[test]
    fn a_table_of_all_but_the_hidden_columns() {
        assert_eq!(
            md(sample()),
            "| Competency | Statement | CKC | CKC statement |
| --- | --- | --- | --- |
| 7A.2 | Builds trust | 1.10 | Knows, and says why |
| 7A.2 | Builds trust | [1.1] | (lost) |

[ ] restored: not printed in the document, put back by a reviewed correction
"
        );
    }

    #[test]
    fn cards_become_headings_and_bullets() {
        assert_eq!(
            md(cards(sample_cards())),
            "## 7A.2 Builds trust with families, staff and partners

- **unique**: no
- **source**:
  - iecmhc, lines 12 to 16
  - [by hand]

### Program management

- **level**: MHM
- **definition**: (lost)
- 7.2 Develops policies
- 1.10 Knows the law and what it asks of staff

## CKC 1.10 Knows the law

[ ] restored: not printed in the document, put back by a reviewed correction
"
        );
    }

    #[test]
    fn nothing_in_a_document_is_markup() {
        let cells = [
            "a|b\\c\nd",
            "<img src=x> &amp;",
            "![x](http://e)",
            "*b* `c`",
            "\u{1b}[1m\u{202e}",
        ];
        let rows = cells.map(|cell| vec![Cell::text(cell)]).to_vec();
        assert_eq!(
            md(table(&["a|b"], rows)),
            r"| a\|b |
| --- |
| a\|b\\c d |
| &lt;img src=x&gt; &amp;amp; |
| !\[x\](http\://e) |
| \*b\* \`c\` |
| \\u{1b}\[1m\\u{202e} |
"
        );
    }

    #[test]
    fn an_empty_table_is_its_header() {
        assert_eq!(md(table(&["a"], Vec::new())), "| A |\n| --- |\n");
        assert_eq!(md(Answer::default()), "");
    }

    #[test]
    fn hosts_make_neither_links_nor_calls_of_words() {
        let cells = [
            "www.e.org a.b",
            "ftp://e: x",
            "@me a@b.c @ x",
            "$a$",
            "a_b _c_",
        ];
        let rows = cells.map(|cell| vec![Cell::text(cell)]).to_vec();
        assert_eq!(
            md(table(&["a"], rows)),
            r"| A |
| --- |
| www\.e.org a.b |
| ftp\://e: x |
| @<!-- -->me a@<!-- -->b.c @ x |
| \$a\$ |
| a_b \_c\_ |
"
        );
    }

    /// What a reader of Markdown shows: the text of each cell, heading or bullet.
    fn shown(markdown: &str) -> Vec<String> {
        let mut blocks = vec![String::new()];
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_GFM
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_MATH
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(words) => blocks.last_mut().expect("one").push_str(&words),
                Event::InlineHtml(html) => assert_eq!(&*html, super::NOTHING),
                Event::Start(Tag::TableCell | Tag::Heading { .. } | Tag::Item | Tag::Paragraph) => {
                    blocks.push(String::new());
                }
                Event::Start(
                    Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::List(None) | Tag::Strong,
                )
                | Event::End(_) => {}
                other => panic!("{other:?} in {markdown}"),
            }
        }
        blocks.retain(|block| !block.is_empty());
        blocks
    }

    proptest! {
        #[test]
        fn a_reader_shows_the_words_that_were_written(
            words in vec(
                "(a|b1|\\||\\\\|`|\\*|_|~|\\[|\\]|\\(|\\)|<|>|&|#|\\+|-|=|1|\\.|:|/|!|\\$|\\^|@|\"|'|\\{|\\}|%|,| |http://e|www\\.e|&amp;|<b>|---|\n|\t){0,12}",
                4
            ),
        ) {
            let text = |at: usize| Cell::text(words[at].clone());
            let table = table(&["head"], (0..4).map(|at| vec![text(at)]).collect());
            let card = |at: usize| Card {
                key: None,
                title: text(at),
                facts: Vec::new(),
                children: Vec::new(),
            };
            let cards = Answer {
                summary: vec![words[3].clone()],
                ..cards(vec![Card {
                    facts: vec![Fact {
                        label: "fact",
                        values: vec![text(1), text(2)],
                    }],
                    children: vec![card(3)],
                    ..card(0)
                }])
            };
            let expected = |before: &[&str], order: &[usize]| -> Vec<String> {
                let words = order.iter().map(|&at| visible(&words[at]).into_owned());
                let words = before.iter().map(ToString::to_string).chain(words);
                words.filter(|words| !words.is_empty()).collect()
            };
            assert_eq!(shown(&md(&table)), expected(&["Head"], &[0, 1, 2, 3]));
            let mut all = shown(&md(cards));
            all.retain(|block| block != "fact:");
            assert_eq!(all, expected(&[], &[3, 0, 1, 2, 3]));
        }
    }
}
