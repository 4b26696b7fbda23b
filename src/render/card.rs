//! Index cards: an id and its title, labeled facts, and the cards it is linked to.
//!
//! A child with facts is a card of its own, two blanks further in; one without is a line in a list.

use super::Style;
use super::page::{BOLD, PLAIN, Page};
use super::text::{IN_COLUMN, IN_HEADING, Look, width};
use crate::view::{Card, Cell, Fact};
use std::io::{self, Write};

const INDENT: usize = 2;

pub(super) fn write(cards: &[Card], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(out, style);
    for (index, card) in cards.iter().enumerate() {
        if index > 0 {
            page.blank()?;
        }
        write_card(card, 0, &mut page)?;
    }
    page.finish()
}

/// The values of a fact, those of a list one by one.
pub(super) fn values<'f, 'a>(fact: &'f Fact<'a>) -> impl Iterator<Item = &'f Cell<'a>> {
    fact.values.iter().flat_map(|value| match value {
        Cell::List(items) => items.as_slice(),
        single => std::slice::from_ref(single),
    })
}

fn write_card(card: &Card, indent: usize, page: &mut Page) -> io::Result<()> {
    let key = key(card, IN_HEADING);
    let lead = if key.is_empty() { key } else { key + "  " };
    page.hanging(indent, &lead, &IN_HEADING.text(&card.title), BOLD)?;
    write_facts(&card.facts, indent + INDENT, page)?;
    write_children(&card.children, indent + INDENT, page)
}

fn write_facts(facts: &[Fact], indent: usize, page: &mut Page) -> io::Result<()> {
    let label_width = facts
        .iter()
        .map(|fact| width(fact.label))
        .max()
        .unwrap_or(0);
    for fact in facts {
        let mut label = fact.label;
        for value in values(fact) {
            let lead = format!("{label:label_width$}  ");
            page.hanging(indent, &lead, &IN_HEADING.text(value), PLAIN)?;
            label = "";
        }
    }
    Ok(())
}

fn write_children(children: &[Card], indent: usize, page: &mut Page) -> io::Result<()> {
    let keys = children.iter().filter(|child| child.facts.is_empty());
    let key_width = keys
        .map(|child| width(&key(child, IN_COLUMN)))
        .max()
        .unwrap_or(0);
    for child in children {
        if child.facts.is_empty() {
            write_entry(child, key_width, indent, page)?;
        } else {
            page.blank()?;
            write_card(child, indent, page)?;
        }
    }
    Ok(())
}

/// A card without facts, as one entry of a list whose titles line up.
fn write_entry(card: &Card, key_width: usize, indent: usize, page: &mut Page) -> io::Result<()> {
    let mut lead = key(card, IN_COLUMN);
    if !lead.is_empty() {
        lead.push_str(&" ".repeat(key_width + 2 - width(&lead)));
    }
    page.hanging(indent, &lead, &IN_HEADING.text(&card.title), PLAIN)?;
    write_children(&card.children, indent + INDENT, page)
}

fn key(card: &Card, look: Look) -> String {
    let key = card.key.as_ref().map(|key| look.text(key));
    key.unwrap_or_default().into_owned()
}

#[cfg(test)]
mod tests {
    use crate::render::tests::{assert_no_wider, cards, rendered, sample_cards};
    use crate::render::{Format, Style};
    use crate::view::{Card, Cell};

    fn drawn(found: Vec<Card<'static>>, width: usize) -> String {
        let style = Style {
            width: Some(width),
            ..Style::default()
        };
        rendered(cards(found), Format::Table, style)
    }

    #[test]
    fn cards_hang_and_line_up() {
        assert_eq!(
            drawn(sample_cards(), 40),
            "7A.2  Builds trust with families, staff
      and partners
  unique  no
  source  iecmhc, lines 12 to 16
          [by hand]

  Program management
    level       MHM
    definition  (lost)
    7.2   Develops policies
    1.10  Knows the law and what it asks
          of staff

CKC 1.10  Knows the law

[ ] restored: not printed in the
    document, put back by a reviewed
    correction
"
        );
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in [20, 60, 80] {
            assert_no_wider(&drawn(sample_cards(), width), width);
        }
    }

    #[test]
    fn in_a_pipe_nothing_is_wrapped() {
        let output = rendered(cards(sample_cards()), Format::Table, Style::default());
        assert!(output.starts_with("7A.2  Builds trust with families, staff and partners\n"));
    }

    #[test]
    fn headings_are_bold() {
        let style = Style {
            color: true,
            ..Style::default()
        };
        let output = rendered(cards(sample_cards()), Format::Table, style);
        assert!(output.starts_with("\u{1b}[1m7A.2  Builds trust"));
        assert!(output.contains("\u{1b}[0m\n  unique  no\n"));
        assert!(output.contains("definition  \u{1b}[2m(lost)\u{1b}[0m\n"));
    }

    #[test]
    fn documents_cannot_steer_the_terminal() {
        let card = Card {
            key: Some(Cell::text("\u{1b}[2J")),
            title: Cell::text("a\u{7f}\u{2067}b"),
            facts: Vec::new(),
            children: Vec::new(),
        };
        assert_eq!(drawn(vec![card], 60), "\\u{1b}[2J  a\\u{7f}\\u{2067}b\n");
    }
}
