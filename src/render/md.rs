//! Markdown, for a page or an issue: index cards as headings and bullets, else a table.
//!
//! Words of the documents stand as they are: nothing in them becomes a table cell, an
//! element, a link or an emphasis.

use super::card::values;
use super::page::{PLAIN, Page};
use super::text::{Look, visible};
use super::{CODE_PREFIX, Style};
use crate::view::{Card, Fact, Place, Table, View};
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
/// What Markdown or HTML would obey.
const SPECIAL: [char; 11] = ['&', '<', '>', '|', '\\', '`', '*', '[', ']', '_', '~'];
/// Markdown has no deeper heading.
const DEEPEST: usize = 6;

pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(out, &Style::default());
    for sentence in &view.summary {
        page.line(0, &escaped(sentence), PLAIN)?;
        page.blank()?;
    }
    for (index, section) in view.sections.iter().enumerate() {
        if index > 0 {
            page.blank()?;
        }
        page.line(0, &format!("## {}", escaped(&section.title)), PLAIN)?;
        page.blank()?;
        write_table(&section.table, &mut page)?;
    }
    if view.cards.is_empty() && view.sections.is_empty() {
        write_table(&view.table, &mut page)?;
    }
    for (index, card) in view.cards.iter().enumerate() {
        if index > 0 {
            page.blank()?;
        }
        write_card(card, 2, &mut page)?;
    }
    page.finish()
}

fn write_table(table: &Table, page: &mut Page) -> io::Result<()> {
    let is_shown = |place| place != Place::Hidden;
    let columns = table.columns.iter().filter(|column| is_shown(column.place));
    let names: Vec<_> = columns.map(|column| escaped(&column.name)).collect();
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
    page.line(0, &format!("{hashes} {}", heading(card, IN_HEADING)), PLAIN)?;
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
            page.line(indent + 2, &format!("- {value}"), PLAIN)?;
        }
    }
    Ok(())
}

/// Cards as bullets, with all that is below them.
fn write_entries(cards: &[Card], indent: usize, page: &mut Page) -> io::Result<()> {
    for card in cards {
        page.line(indent, &format!("- {}", heading(card, IN_COLUMN)), PLAIN)?;
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

fn is_within_word(text: &str, at: usize) -> bool {
    let is_letter = |character: char| character.is_alphanumeric();
    text[..at].ends_with(is_letter) && text[at + 1..].starts_with(is_letter)
}

fn escaped(words: &str) -> Cow<'_, str> {
    let words = visible(words);
    let Some(mut at) = words.find(SPECIAL) else {
        return words;
    };
    let mut text = String::new();
    let mut left = &*words;
    loop {
        text.push_str(&left[..at]);
        match &left[at..=at] {
            "&" => text.push_str("&amp;"),
            "<" => text.push_str("&lt;"),
            ">" => text.push_str("&gt;"),
            // Within a word, as in the names of columns, it emphasises nothing.
            "_" if is_within_word(left, at) => text.push('_'),
            other => text.extend(["\\", other]),
        }
        left = &left[at + 1..];
        match left.find(SPECIAL) {
            Some(next) => at = next,
            None => break,
        }
    }
    text.push_str(left);
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use crate::render::tests::{card_view, rendered, sample, section_view, view};
    use crate::render::{Format, Style};
    use crate::view::{Cell, View};

    fn md(view: &View) -> String {
        rendered(view, Format::Md, Style::default())
    }

    #[test]
    fn sections_are_tables_under_headings() {
        assert_eq!(
            md(&section_view()),
            "Two &lt;things&gt;.

## First

| code | covered |
| --- | --- |
| 1.10 | █░░░░░░░░░ 1 of 12 |

## Second

| code | covered |
| --- | --- |
| 7.2 |  |
"
        );
    }

    #[test]
    fn a_table_of_all_but_the_hidden_columns() {
        assert_eq!(
            md(&sample()),
            "| competency | statement | ckc | ckc_statement |
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
            md(&card_view()),
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
            md(&view(&["a|b"], rows)),
            r"| a\|b |
| --- |
| a\|b\\c d |
| &lt;img src=x&gt; &amp;amp; |
| !\[x\](http://e) |
| \*b\* \`c\` |
| \\u{1b}\[1m\\u{202e} |
"
        );
    }

    #[test]
    fn an_empty_table_is_its_header() {
        assert_eq!(md(&view(&["a"], Vec::new())), "| a |\n| --- |\n");
        assert_eq!(md(&View::default()), "");
    }
}
