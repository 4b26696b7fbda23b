//! Places of a document, drawn under their lines as a compiler draws its findings.
//!
//! `annotate-snippets` draws; the lines of a scan can be thousands of characters long, so only a
//! window of each is shown, and the remarks are wrapped here.

use super::Style;
use super::text::{harmless, wrap};
use crate::view::{Snippet, Weight};
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet as Source};
use std::io::{self, Write};

/// Where nothing says how wide the page is.
const USUAL_WIDTH: usize = 100;
/// Characters of a line shown before the words in question, and after them at least.
const CONTEXT: usize = 16;
/// The number of the line, the bar, and the dots of what is left out.
const MARGIN: usize = 10;

pub(super) fn write(snippets: &[Snippet], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let width = style.width.unwrap_or(USUAL_WIDTH);
    let renderer = if style.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.term_width(width);
    for snippet in snippets {
        let drawn = draw(&renderer, snippet, width);
        out.write_all(drawn.as_bytes())?;
        out.write_all(b"\n\n")?;
    }
    Ok(())
}

fn draw(renderer: &Renderer, snippet: &Snippet, width: usize) -> String {
    let level = match snippet.weight {
        Weight::Error => Level::ERROR,
        Weight::Warning => Level::WARNING,
        Weight::Note => Level::NOTE,
    };
    let (window, words) = window(snippet, width.saturating_sub(MARGIN));
    let message = harmless(&snippet.message);
    let lead = "warning[]: ".len() + snippet.code.len();
    let message = wrap(
        &message,
        width.saturating_sub(lead),
        width.saturating_sub(lead),
    )
    .join("\n");
    let origin = match &snippet.place {
        Some(place) => Origin::path(harmless(place)),
        None => Origin::path(harmless(snippet.document))
            .line(snippet.first_line)
            .char_column(column_of(snippet)),
    };
    let source = Source::source(window)
        .line_start(snippet.first_line)
        .annotation(AnnotationKind::Primary.span(words));
    let remarks = snippet.remarks.iter().map(|(label, remark)| {
        let hang = "= : ".len() + label.len() + LINE_NUMBER;
        let remark = harmless(remark);
        let lines = wrap(
            &remark,
            width.saturating_sub(hang),
            width.saturating_sub(hang),
        );
        Level::NOTE.with_name(*label).message(lines.join("\n"))
    });
    let title = level.primary_title(message).id(snippet.code);
    let group = title.element(origin).element(source).elements(remarks);
    let drawn = renderer.render(&[group]);
    let lines: Vec<&str> = drawn.lines().filter(|line| !is_gap(line)).collect();
    lines.join("\n")
}

/// The renderer draws a gap between a place and lines that it did not number itself.
fn is_gap(line: &str) -> bool {
    line.contains(":::") && !line.contains('|')
}

/// The 1-based column of the words in their line, which may be drawn in part only.
fn column_of(snippet: &Snippet) -> usize {
    let before = &snippet.lines[..snippet.words.start];
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    before[line..].chars().count() + 1
}

/// How far the numbers of lines move a drawing in.
const LINE_NUMBER: usize = 5;

/// The part of the first line that is drawn, as wide as there is room, and the words within it.
fn window(snippet: &Snippet, room: usize) -> (String, std::ops::Range<usize>) {
    let line = snippet
        .lines
        .split('\n')
        .next()
        .unwrap_or_default()
        .trim_end_matches('\r');
    let words = snippet.words.start.min(line.len())..snippet.words.end.min(line.len());
    let start = back(line, words.start, CONTEXT);
    let longest = room.saturating_sub(2 * CONTEXT);
    let last = words.end.min(forward(line, words.start, longest));
    let used = line[start..last].chars().count();
    let end = forward(line, last, room.saturating_sub(used).max(CONTEXT));
    let dots = |is_cut: bool| if is_cut { "…" } else { "" };
    let lead = format!("{}{}", dots(start > 0), show(&line[start..words.start]));
    let shown = show(&line[words.start..last]);
    let tail = format!("{}{}", show(&line[last..end]), dots(end < line.len()));
    let at = lead.len()..lead.len() + shown.len();
    (format!("{lead}{shown}{tail}"), at)
}

/// A tab is shown as an arrow, and nothing is obeyed.
fn show(words: &str) -> String {
    harmless(&words.replace('\t', "→")).into_owned()
}

fn back(text: &str, from: usize, count: usize) -> usize {
    let mut before = text[..from].char_indices().rev();
    before.nth(count - 1).map_or(0, |(at, _)| at)
}

fn forward(text: &str, from: usize, count: usize) -> usize {
    let mut after = text[from..].char_indices();
    after.nth(count).map_or(text.len(), |(at, _)| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(lines: &str, words: &str, width: usize) -> String {
        let start = lines.find(words).expect("the words");
        let snippet = Snippet {
            weight: Weight::Warning,
            code: "odd",
            message: "these words are odd".into(),
            document: "wv",
            lines,
            place: None,
            first_line: 7,
            words: start..start + words.len(),
            remarks: vec![("done", "they are kept".into())],
        };
        let style = Style {
            width: Some(width),
            ..Style::default()
        };
        let mut out = Vec::new();
        write(&[snippet], &style, &mut out).expect("a vector can be written to");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn words_are_drawn_under_their_line() {
        assert_eq!(
            drawn("one two\tthree", "two", 60),
            "warning[odd]: these words are odd\n --> wv:7:5\n  |\n7 | one two→three\n  |     ^^^\n  |\n  \
             = done: they are kept\n\n"
        );
    }

    #[test]
    fn of_a_long_line_a_window_is_drawn_and_its_true_column_named() {
        let line = format!(
            "{} odd words {}",
            "before ".repeat(300),
            "after ".repeat(300)
        );
        let drawn = drawn(&line, "odd words", 80);
        assert!(drawn.contains("wv:7:2102"), "{drawn}");
        assert!(
            drawn.lines().all(|line| line.chars().count() <= 80),
            "{drawn}"
        );
        assert!(drawn.contains("odd words"), "{drawn}");
    }

    #[test]
    fn nothing_in_a_line_is_obeyed() {
        let drawn = drawn("a \u{1b}[31m b", "b", 80);
        assert!(
            !drawn.contains('\u{1b}') && drawn.contains("u{1b}"),
            "{drawn}"
        );
    }
}
