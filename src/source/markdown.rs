//! Markdown with tags around its words: `<div>` on a line of its own, then a blank line and the words. Only the
//! lines of tags are left out; the others are Markdown and keep their places.

use std::ops::Range;

use super::{html, is_blank, lines};

/// What a tag alone on a line may be in Markdown.
const CONTAINERS: [&str; 8] = [
    "div", "section", "article", "main", "aside", "center", "header", "footer",
];

/// The text without its lines of tags, if it is Markdown that has some.
pub(super) fn of(text: &str) -> Option<String> {
    if !text.contains('<') && !text.contains(":::") {
        return None;
    }
    let lines: Vec<Range<usize>> = lines(text).collect();
    let words = |line: usize| {
        let range: &Range<usize> = lines.get(line)?;
        Some(text[range.clone()].trim_matches(is_blank))
    };
    let mut marks = Vec::new();
    let mut is_wrapped = false;
    for (index, line) in lines.iter().enumerate() {
        let inked = words(index).unwrap_or_default();
        if is_fence(inked) {
            marks.push(line.clone());
            is_wrapped = true;
        } else if html::has_block(inked) {
            if !inked.split_inclusive('>').all(is_container) {
                return None;
            }
            marks.push(line.clone());
            // Blanks beside a tag make Markdown of what it wraps.
            let beside = if inked.starts_with("</") {
                index.checked_sub(1)
            } else {
                Some(index + 1)
            };
            is_wrapped |= beside.and_then(words).is_none_or(str::is_empty);
        }
    }
    is_wrapped.then(|| without(text, &marks))
}

/// `:::`, `::: note` or `::: {.note}`: pandoc's marks around words.
fn is_fence(words: &str) -> bool {
    let Some(rest) = words.strip_prefix(":::") else {
        return false;
    };
    let rest = rest.trim_matches(|c| c == ':' || is_blank(c));
    let is_attributes = rest.ends_with('}') && rest.contains('{');
    is_attributes || !rest.contains(is_blank)
}

/// `<div>`, `</div>` or `<div class="note">`.
fn is_container(tag: &str) -> bool {
    let tag = tag.trim_matches(is_blank);
    let Some(inner) = tag.strip_prefix('<').and_then(|it| it.strip_suffix('>')) else {
        return tag.is_empty();
    };
    let name = inner.trim_start_matches('/').split(is_blank).next();
    name.is_some_and(|name| CONTAINERS.iter().any(|it| it.eq_ignore_ascii_case(name)))
}

fn without(text: &str, marks: &[Range<usize>]) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for mark in marks {
        kept.push_str(&text[from..mark.start]);
        from = mark.end;
    }
    kept.push_str(&text[from..]);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_tags_are_left_out_of_markdown_and_the_others_stay() {
        let page = "<div class=\"note\">\n\n# Ropes\n\nTies a\nknot\n\n</div>\n";
        assert_eq!(
            of(page).as_deref(),
            Some("\n\n# Ropes\n\nTies a\nknot\n\n\n")
        );
        let titled = "Ropes\n\n<div>\n\na\n\n</div>";
        assert_eq!(of(titled).as_deref(), Some("Ropes\n\n\n\na\n\n"));
        let fenced = "::: {#a .b}\nRopes\n:::\n";
        assert_eq!(of(fenced).as_deref(), Some("\nRopes\n\n"));
    }

    #[test]
    fn a_web_page_and_plain_text_are_no_markdown() {
        for text in [
            "<div>\n\n<p>Ropes</p>\n\n</div>",
            "<div>\nRopes\n</div>",
            "<div>Ropes</div>\n\n",
            "<div>\n\n<table>\n<tr>\n<td>Ropes</td>\n</table>\n</div>",
            "<!doctype html>\n<div>\n\nRopes\n</div>",
            "a < b\n\nc",
            "Ropes ::: knots",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
