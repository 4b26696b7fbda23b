//! A saved web page to the text that a person sees on it.
//!
//! Lines end where a browser ends them, the cells of a table row are parted by tabs as when a
//! person copies them, and markup within a line leaves nothing behind. Scripts, styles, menus and
//! footers are left out; folded panels are not. No tree is
//! built, so that a page without end tags is as good as any.

mod elements;
mod writer;

use html5gum::{Token, Tokenizer};

use super::is_blank;
use elements::{is_block, text_state};
use writer::{Page, Writer};

/// Whether a text is the source of a web page, or of a piece of one.
pub(super) fn is_html(text: &str) -> bool {
    let text = text.trim_start_matches(is_blank);
    if !text.contains('<') {
        return false;
    }
    let beginning = &text.as_bytes()[..text.len().min(8192)];
    let starts_with = |start: &str| {
        let length = start.len().min(beginning.len());
        beginning[..length].eq_ignore_ascii_case(start.as_bytes())
    };
    if ["<!doctype html", "<html"].into_iter().any(starts_with) {
        return true;
    }
    let tags = memchr::memchr_iter(b'<', beginning)
        .filter_map(|place| tag_at(&beginning[place + 1..]))
        .filter(|tag| is_block(tag) || tag == "span");
    // A piece of a page begins with a tag; other text may hold one, or even a few.
    let enough = if text.starts_with('<') { 2 } else { 8 };
    tags.take(enough).count() == enough
}

/// Whether a line has a tag that ends a line of a page, or one that begins a whole page.
pub(super) fn has_block(line: &str) -> bool {
    let bytes = line.as_bytes();
    let is_doctype = |tag: &[u8]| tag.eq_ignore_ascii_case(b"<!doctype");
    memchr::memchr_iter(b'<', bytes).any(|place| match tag_at(&bytes[place + 1..]) {
        Some(tag) => is_block(&tag) || tag == "br",
        None => bytes[place..].get(..9).is_some_and(is_doctype),
    })
}

/// The name in `p>`, `/p>` or `p class=…>`, in lower case.
fn tag_at(bytes: &[u8]) -> Option<String> {
    let name = bytes.strip_prefix(b"/").unwrap_or(bytes);
    let length = name
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric())
        .filter(|&length| (1..=10).contains(&length))?;
    let ends = matches!(name[length], b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n');
    let name = str::from_utf8(&name[..length]).ok()?;
    ends.then(|| name.to_ascii_lowercase())
}

/// The text of a page or of a piece of one.
pub(super) fn text_of(html: &str) -> Page {
    let mut writer = Writer::default();
    let mut tokens = Tokenizer::new(html);
    while let Some(Ok(token)) = tokens.next() {
        match token {
            Token::String(words) => writer.words(&String::from_utf8_lossy(&words)),
            Token::StartTag(tag) => {
                if let Some(state) = text_state(&tag.name) {
                    tokens.set_state(state);
                }
                writer.start(&tag);
            }
            Token::EndTag(tag) => writer.end(&String::from_utf8_lossy(&tag.name)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> String {
        text_of(html).text.trim().to_owned()
    }

    #[test]
    fn a_page_is_told_from_a_text() {
        for page in [
            "<!DOCTYPE html><p>One",
            "\n<HTML lang=en>",
            "<?xml version='1.0'?><html><body><p>One</body></html>",
            "<div class=a>\n<p>One</p></div>",
            "Words <p>1</p> <p>2</p> <p>3</p> <p>4</p>",
        ] {
            assert!(is_html(page), "{page}");
        }
        for text in [
            "",
            "<",
            "<htm",
            "7A.1. a < b and c > d",
            "=cmd <img src=x> <p> [a](b)",
            "One<br>Two<br>Three<br>Four<br>Five<br>Six<br>Seven<br>Eight<br>Nine",
        ] {
            assert!(!is_html(text), "{text}");
        }
    }

    #[test]
    fn a_label_reads_as_its_plain_line() {
        let html = "<p><strong>Essential\n  or&nbsp;important?:</strong> <a href='#'>Essen<em>tial</em></a>\n</p>";
        assert_eq!(text(html), "Essential or\u{a0}important?: Essential");
    }

    #[test]
    fn blocks_and_breaks_end_lines() {
        assert_eq!(text("<div>a<br>b<div>c</div>d</div>e"), "a\nb\nc\nd\ne");
        assert_eq!(text("<h2>a</h2><p>b<p>c"), "a\n\nb\n\nc");
        assert_eq!(text("<ul><li>a<li> b </ul>"), "a\nb");
        assert_eq!(text("a<br> <br>b"), "a\n\nb");
        assert_eq!(text("<pre>a  b\n\tc</pre>"), "a  b\n\tc");
    }

    #[test]
    fn what_is_not_shown_is_left_out() {
        let html = "<html><head><title>t</title><style>p { }</style></head><body>\
            <script>if (a < b) { '<p>x' }</script><!-- c --><noscript><p>n</p></noscript>\
            a<span hidden>b<i>c</i></span><b style='color: red; DISPLAY : none'>d</b>\
            <nav><ul><li>m</ul></nav><svg><path d=''/><text>e</text></svg><select><option>f</select>g<footer>h</footer>";
        assert_eq!(text(html), "ag");
        assert_eq!(text("<div><span hidden>a</div>b"), "b");
    }

    #[test]
    fn a_folded_panel_is_part_of_the_page() {
        let html = "<button>a</button><div hidden><p>b</p></div><div style='display:none'>c</div>";
        assert_eq!(text(html), "a\n\nb\n\nc");
    }

    #[test]
    fn entities_are_characters() {
        let html =
            "a &amp; b&rsquo;s &#8220;c&#x201D; &lt;d&gt; &eacute;&#150;&AMP &nosuch; &#xZ; R&D";
        assert_eq!(text(html), "a & b’s “c” <d> é–& &nosuch; &#xZ; R&D");
        for (html, words) in [
            ("&nbsp;&yuml;&eacute&shy;", "\u{a0}ÿé\u{ad}"),
            ("&#0;&#xd800;&#99999999999;", "\u{fffd}\u{fffd}\u{fffd}"),
            ("R&D &nosuch; &#; &#x; && &;", "R&D &nosuch; &#; &#x; && &;"),
            ("&check;&ensp;&apos &AMP", "✓\u{2002}&apos &"),
            ("&#X41&quot;&commat;&rlm;&rl;", "A\"@\u{200f}&rl;"),
        ] {
            assert_eq!(text_of(html).text.trim_end_matches('\n'), words);
        }
    }

    #[test]
    fn cells_are_parted_by_tabs_and_rows_by_line_ends() {
        let html = "<table><thead><tr><th>A</th><th>B</th></tr></thead>\n<tr> <td>a\n b</td> \
            <td><p>c</p></td></tr><tr><td></td><td>d</td></tr></table>e";
        assert_eq!(text(html), "A\tB\na b\tc\n\td\n\ne");
        assert_eq!(text("<table><tr><td>a<td>b<tr><td>c<td>d"), "a\tb\nc\td");
    }

    #[test]
    fn a_cell_beside_several_rows_keeps_the_others_in_their_columns() {
        let html =
            "<table><tr><td rowspan=2>a<td>b<td rowspan='3'>c<tr><td>d<tr><td>e<td>f</table>";
        assert_eq!(text(html), "a\tb\tc\n\td\t\ne\tf");
        let html =
            "<table><tr><td rowspan=9>a<td>b<tr><tr><td>c</table><table><tr><td>d<td>e</table>";
        assert_eq!(text(html), "a\tb\n\tc\n\nd\te");
    }

    #[test]
    fn the_last_cell_may_have_lines() {
        let row = "<table><tr><td>a<br>b<td>c<br>d<p>e</table>";
        assert_eq!(text(row), "a b\tc\n\td\n\te");
        let layout = "<table><tr><td><p>a<p>b<br>c<td></table>";
        assert_eq!(text(layout), "a\t\nb\t\nc");
        assert_eq!(text("<table><tr><td><p>a<p>b</table>"), "a\n\nb");
    }

    #[test]
    fn a_table_in_a_cell_is_read_in_its_place() {
        let html = "<table><tr><td>a<td><table><tr><td>b<td>c</table></table>d";
        assert_eq!(text(html), "a\tb\tc\n\nd");
    }

    #[test]
    fn the_end_of_a_page_shows() {
        assert!(!text_of("<html><body>a</body></html>").cut);
        assert!(text_of("<html><body>a<stro").cut);
        assert!(!text_of("<p>a").cut);
    }

    #[test]
    fn what_a_browser_does_not_take_for_a_tag_is_none() {
        for (html, expected) in [
            (
                "<!-->a<!--->b<!doctype html>c<?xml a?>d</>e</ p>f",
                "abcdef",
            ),
            (
                "a<b c='>' d=\"<\" e=f/ hidden>b</b>c<b = \n=d é=é / />d",
                "acd",
            ),
            ("a<b data-hidden=hidden title='hidden'>b", "ab"),
            ("<script/>if (a < b) '<p></scripts></p>'</SCRIPT >a", "a"),
            ("a<p", "a"),
            ("a<p b='>", "a"),
            ("a</p", "a"),
            ("a<!-- <p>", "a"),
            ("<xmp>a<b></xmp>", "a<b>"),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    #[test]
    fn soup_is_no_obstacle() {
        for (html, expected) in [
            ("a < b <c <", "a < b"),
            ("</p></table></tr></td></html>a", "a"),
            ("<td>a</td><tr>b", "a\nb"),
            ("<table>a<tr>b<td>c</table>", "a\nb\nc"),
            ("<b><p>a</b></p><script>x", "a"),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    #[test]
    fn hostile_pages_take_linear_time() {
        for piece in [
            "<",
            "<p>",
            "<table>",
            "<table><tr><td>",
            "<td>",
            "<td><br>",
            "<span hidden>",
            "</i>",
            "&",
            "&#",
            "<a b=c ",
            "<!--",
            "<!",
            "<svg><",
            "<pre>\n",
            "<tr><td>a<td>b<br>c",
            "<table><tr><td rowspan=9>",
            "<tr><td rowspan=9><td rowspan=9>",
        ] {
            let page = piece.repeat((1 << 18) / piece.len());
            let text = text_of(&page).text;
            assert!(text.len() <= 2 * page.len() + 2, "{piece}: {}", text.len());
        }
    }
}
