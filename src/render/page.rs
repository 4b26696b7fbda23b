//! Lines on their way to a person: indented, wrapped with a hanging indent, colored, without
//! trailing blanks; and the notes that explain brackets and signs.

use super::Style;
use super::text::{
    END, FOUND, MISSING, RESTORED, SIGNS, push_blanks, push_sign, visible, width, wrap,
};
use crate::view::Sign;
use anstyle::{AnsiColor, Style as Color};
use std::io::{self, Write};

/// Ordinary words.
pub(super) const PLAIN: Color = Color::new();
/// Headings.
pub(super) const BOLD: Color = Color::new().bold();

/// How far a line that continues a heading without an id is indented: further than what is
/// below the heading.
const HANG: usize = 4;
/// The narrowest that text is wrapped, on however narrow a terminal.
const LEAST_ROOM: usize = 8;
/// What brackets mean.
pub(super) const RESTORED_NOTE: &str =
    "restored: not printed in the document, put back by a reviewed correction";

pub(super) struct Page<'w> {
    out: &'w mut dyn Write,
    width: usize,
    color: bool,
    restored_shown: bool,
    signs_shown: [bool; Sign::ALL.len()],
}

/// The sentences above an answer.
pub(super) fn write_summary(
    summary: &[String],
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page::new(out, style);
    for sentence in summary {
        page.hanging(0, "", &visible(sentence), PLAIN)?;
    }
    Ok(())
}

impl<'w> Page<'w> {
    pub(super) fn new(out: &'w mut dyn Write, style: &Style) -> Self {
        Page {
            out,
            width: style.width.unwrap_or(usize::MAX),
            color: style.color,
            restored_shown: false,
            signs_shown: [false; Sign::ALL.len()],
        }
    }

    pub(super) fn blank(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n")
    }

    /// One line, not wrapped.
    pub(super) fn line(&mut self, indent: usize, text: &str, color: Color) -> io::Result<()> {
        let text = text.trim_end_matches(' ');
        if !text.is_empty() {
            let mut blanks = String::new();
            push_blanks(&mut blanks, indent);
            self.out.write_all(blanks.as_bytes())?;
            self.paint(text, color)?;
        }
        self.blank()
    }

    /// `lead`, and `text` wrapped beside it; under it, if `lead` takes most of the line.
    pub(super) fn hanging(
        &mut self,
        indent: usize,
        lead: &str,
        text: &str,
        color: Color,
    ) -> io::Result<()> {
        let room = self.width.saturating_sub(indent).max(LEAST_ROOM);
        if lead.is_empty() || width(lead) > room / 2 {
            let text = format!("{lead}{text}");
            return self.wrapped(indent, "", &text, room, HANG.min(room / 2), color);
        }
        self.wrapped(indent, lead, text, room, width(lead), color)
    }

    /// Ends the output with a note for the brackets and for each sign that was shown.
    pub(super) fn finish(mut self) -> io::Result<()> {
        let mut notes = Vec::new();
        if self.restored_shown {
            let brackets = format!("{RESTORED}[{END} {RESTORED}]{END} ");
            notes.push((brackets, RESTORED_NOTE));
        }
        let signs = Sign::ALL.into_iter().zip(self.signs_shown);
        for (sign, _) in signs.filter(|(_, is_shown)| *is_shown) {
            let mut lead = String::new();
            push_sign(&mut lead, sign);
            lead.push(' ');
            notes.push((lead, sign.meaning()));
        }
        if !notes.is_empty() {
            self.blank()?;
        }
        notes
            .iter()
            .try_for_each(|(lead, note)| self.hanging(0, lead, note, PLAIN))
    }

    fn wrapped(
        &mut self,
        indent: usize,
        lead: &str,
        text: &str,
        room: usize,
        hang: usize,
        color: Color,
    ) -> io::Result<()> {
        let lines = wrap(text, room - width(lead), room - hang);
        self.line(indent, &format!("{lead}{}", lines[0]), color)?;
        for line in &lines[1..] {
            self.line(indent + hang, line, color)?;
        }
        Ok(())
    }

    /// Writes the text, its marks replaced by colors.
    fn paint(&mut self, text: &str, base: Color) -> io::Result<()> {
        let base = if self.color { base } else { PLAIN };
        if base == PLAIN && !text.contains(is_mark) {
            return self.out.write_all(text.as_bytes());
        }
        let mut current = base;
        write!(self.out, "{base}")?;
        for piece in text.split_inclusive(is_mark) {
            let words = piece.trim_end_matches(is_mark);
            current = self.write_words(words, current, base)?;
            let next = self.color_after(&piece[words.len()..], current, base);
            if next != current {
                write!(self.out, "{current:#}{next}")?;
                current = next;
            }
        }
        write!(self.out, "{current:#}")
    }

    /// Writes words in this color, which ends at a gap between columns: a word that was cut
    /// there has its end mark in the next line.
    fn write_words(&mut self, words: &str, current: Color, base: Color) -> io::Result<Color> {
        let gap = if current == base {
            None
        } else {
            words.find("  ")
        };
        let (before, after) = words.split_at(gap.unwrap_or(words.len()));
        self.out.write_all(before.as_bytes())?;
        if gap.is_none() {
            return Ok(current);
        }
        write!(self.out, "{current:#}{base}{after}")?;
        Ok(base)
    }

    fn color_after(&mut self, mark: &str, current: Color, base: Color) -> Color {
        let mark = mark.chars().next();
        let sign = SIGNS.iter().position(|sign| mark == Some(*sign));
        if let Some(sign) = sign {
            self.signs_shown[sign] = true;
        }
        let color = match mark {
            _ if sign.is_some() => base.fg_color(Some(AnsiColor::Yellow.into())),
            Some(RESTORED) => {
                self.restored_shown = true;
                base.fg_color(Some(AnsiColor::Yellow.into()))
            }
            Some(MISSING) => Color::new().dimmed(),
            Some(FOUND) => base.bold().underline(),
            Some(END) => base,
            _ => current,
        };
        if self.color { color } else { PLAIN }
    }
}

fn is_mark(character: char) -> bool {
    matches!(character, RESTORED | MISSING | FOUND | END) || SIGNS.contains(&character)
}
