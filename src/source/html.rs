//! A saved web page to the text that a person sees on it.
//!
//! Lines end where a browser ends them, the cells of a table row are parted by tabs as when a
//! person copies them, and markup within a line leaves nothing behind. Scripts, styles, menus and
//! footers are left out; folded panels are not. No tree is
//! built, so that a page without end tags is as good as any.

mod tokens;

use super::is_blank;
use tokens::{Token, Tokens};

/// The text of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Page {
    pub text: String,
    /// The page starts as a whole one does and has no end.
    pub cut: bool,
}

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
    let mut tags = memchr::memchr_iter(b'<', bytes)
        .filter_map(|place| tag_at(&bytes[place + 1..]).or_else(|| doctype(&line[place..])));
    tags.any(|tag| is_block(&tag) || tag == "html" || tag == "br")
}

fn doctype(tag: &str) -> Option<String> {
    let name = tag.get(..9)?;
    name.eq_ignore_ascii_case("<!doctype")
        .then(|| "html".to_owned())
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
    let mut writer = Writer {
        text: String::with_capacity(html.len() / 2),
        ..Writer::default()
    };
    for token in Tokens::new(html) {
        match token {
            Token::Words(words) if writer.hidden.is_empty() => writer.words(&words),
            Token::Words(_) => {}
            Token::Start {
                name,
                hidden,
                closed,
                rows,
            } => writer.start(name, hidden, closed, rows),
            Token::End { name } => writer.end(&name),
        }
    }
    writer.end_tables();
    Page {
        cut: writer.opened && !writer.closed,
        text: writer.text,
    }
}

/// The tables that stand in one another, at most; deeper ones are read as if they were paragraphs.
const DEEPEST_TABLE: usize = 8;
/// With more cells than this, further lines of a cell are put in its first; no cell beyond stands beside
/// several rows.
const WIDEST_ROW: usize = 16;
/// The elements within a hidden one that are kept track of.
const DEEPEST_HIDDEN: usize = 256;

/// Writes the text of a page as its tags and words come along.
#[derive(Default)]
struct Writer {
    text: String,
    /// Blanks stood after the last word.
    blank: bool,
    /// Within as many `<pre>`, where blanks and line ends count.
    kept: usize,
    tables: Vec<Table>,
    /// Tables open beyond the deepest.
    deeper: usize,
    /// The element that is not shown, and those open in it.
    hidden: Vec<String>,
    opened: bool,
    closed: bool,
}

/// A table, with the place in the text where its open row begins, and where each of its cells does.
#[derive(Default)]
struct Table {
    row: Option<usize>,
    cells: Vec<usize>,
    /// By column, how many further rows the cell in it stands beside: there they have an empty one.
    beside: Vec<usize>,
}

impl Table {
    /// Puts empty cells where those of rows above go on.
    fn skip_beside(&mut self, place: usize) {
        while let Some(rows) = self.beside.get_mut(self.cells.len())
            && *rows > 0
        {
            *rows -= 1;
            self.cells.push(place);
        }
    }

    fn push_cell(&mut self, place: usize, rows: usize) {
        self.skip_beside(place);
        let column = self.cells.len();
        self.cells.push(place);
        if rows > 1 && column < WIDEST_ROW {
            self.beside.resize(self.beside.len().max(column + 1), 0);
            self.beside[column] = rows - 1;
        }
    }
}

impl Writer {
    fn start(&mut self, name: String, hidden: bool, closed: bool, rows: usize) {
        let is_void = closed || is_void(&name);
        if !self.hidden.is_empty() {
            if !is_void && self.hidden.len() < DEEPEST_HIDDEN {
                self.hidden.push(name);
            }
            return;
        }
        // A hidden block is a folded panel: people unfold it, and its words are the page's.
        if is_left_out(&name) || (hidden && !is_block(&name)) {
            if !is_void {
                self.hidden.push(name);
            }
            return;
        }
        match &*name {
            "html" | "body" => self.opened = true,
            "br" => self.text.push('\n'),
            "table" => self.start_table(),
            "tr" => self.start_row(),
            "td" | "th" => self.start_cell(rows),
            _ => self.part(&name),
        }
        if name == "br" {
            self.blank = false;
        }
        self.kept += usize::from(name == "pre");
    }

    fn end(&mut self, name: &str) {
        if !self.hidden.is_empty() {
            match self.hidden.iter().rposition(|open| open == name) {
                Some(place) => return self.hidden.truncate(place),
                // The end of what the hidden element stands in ends it too.
                None if is_block(name) => self.hidden.clear(),
                None => return,
            }
        }
        match name {
            "html" | "body" => self.closed = true,
            "table" => self.end_table(),
            "tr" => self.end_row(),
            "td" | "th" => {}
            _ => self.part(name),
        }
        if name == "pre" {
            self.kept = self.kept.saturating_sub(1);
        }
    }

    fn words(&mut self, words: &str) {
        if self.kept > 0 {
            self.text.push_str(words);
            return;
        }
        // NBSP is no blank here, as in a browser: it is written as it is.
        let mut rest = words;
        while !rest.is_empty() {
            let inked = rest.trim_start_matches(is_collapsed);
            self.blank |= inked.len() < rest.len();
            let length = inked.find(is_collapsed).unwrap_or(inked.len());
            let word;
            (word, rest) = inked.split_at(length);
            if !word.is_empty() {
                if std::mem::take(&mut self.blank) && !self.is_at_start() {
                    self.text.push(' ');
                }
                self.text.push_str(word);
            }
        }
    }

    /// Whether nothing stands before this place in its line or cell.
    fn is_at_start(&self) -> bool {
        self.text.is_empty() || self.text.ends_with(['\n', '\t']) || self.is_at_cell()
    }

    fn is_at_cell(&self) -> bool {
        let cell = self.tables.last().and_then(|table| table.cells.last());
        cell == Some(&self.text.len())
    }

    /// A block begins or ends.
    fn part(&mut self, name: &str) {
        if is_block(name) {
            self.end_line();
            if is_spaced(name) && !self.is_at_cell() && !self.text.ends_with("\n\n") {
                self.text.push('\n');
            }
        }
    }

    fn end_line(&mut self) {
        self.blank = false;
        if !self.text.is_empty() && !self.text.ends_with('\n') && !self.is_at_cell() {
            self.text.push('\n');
        }
    }

    fn start_table(&mut self) {
        self.part("table");
        if self.tables.len() < DEEPEST_TABLE {
            self.tables.push(Table::default());
        } else {
            self.deeper += 1;
        }
    }

    fn end_table(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else {
            self.end_row();
            self.tables.pop();
        }
        self.part("table");
    }

    fn end_tables(&mut self) {
        while !self.tables.is_empty() {
            self.end_table();
        }
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn start_row(&mut self) {
        if self.deeper > 0 || self.tables.is_empty() {
            return self.end_line();
        }
        self.end_row();
        self.end_line();
        let start = self.text.len();
        if let Some(table) = self.tables.last_mut() {
            table.row = Some(start);
        }
    }

    fn start_cell(&mut self, rows: usize) {
        if self.deeper > 0 || self.tables.is_empty() {
            return self.blank = true;
        }
        if self.tables.last().is_some_and(|table| table.row.is_none()) {
            self.start_row();
        }
        if self
            .tables
            .last()
            .is_some_and(|table| table.cells.is_empty())
        {
            self.end_line();
        }
        self.blank = false;
        let place = self.text.len();
        if let Some(table) = self.tables.last_mut() {
            table.push_cell(place, rows);
        }
    }

    /// Puts the cells of the open row on one line, but that the last of them with words may go
    /// on in further lines, in its column.
    fn end_row(&mut self) {
        if self.deeper > 0 {
            return self.end_line();
        }
        let Some(table) = self.tables.last_mut() else {
            return self.end_line();
        };
        let Some(start) = table.row.take() else {
            return;
        };
        table.skip_beside(self.text.len());
        let cells = std::mem::take(&mut table.cells);
        self.blank = false;
        let first = cells.first().copied().unwrap_or(self.text.len());
        let row = self.text.split_off(first.max(start));
        let ends = cells.iter().skip(1).copied();
        let ends = ends.chain([first + row.len()]);
        let cells: Vec<&str> = cells
            .iter()
            .zip(ends)
            .map(|(start, end)| row[start - first..end - first].trim_matches(is_collapsed))
            .collect();
        let last = cells.iter().rposition(|cell| !cell.is_empty());
        let Some(last) = last else {
            return;
        };
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.text.push('\t');
            }
            if cells.len() == 1 {
                self.text.push_str(cell);
            } else if index == last && cells.len() <= WIDEST_ROW {
                self.lines_of_cell(cell, index, cells.len());
            } else {
                self.words(cell);
                self.blank = false;
            }
        }
        self.end_line();
    }

    /// The lines of a cell, each but the first with the tabs that keep it in its column.
    fn lines_of_cell(&mut self, cell: &str, column: usize, columns: usize) {
        let lines = cell.split('\n').map(|line| line.trim_matches(is_collapsed));
        for (index, line) in lines.filter(|line| !line.is_empty()).enumerate() {
            if index > 0 {
                self.text.extend((column + 1..columns).map(|_| '\t'));
                self.text.push('\n');
                self.text.extend((0..column).map(|_| '\t'));
            }
            self.text.push_str(line);
        }
    }
}

/// The blanks that a browser makes one of, or none at the ends of a line.
fn is_collapsed(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// Elements that end the line before and after them.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Blocks with a blank line before and after them.
fn is_spaced(name: &str) -> bool {
    matches!(
        name,
        "article"
            | "aside"
            | "blockquote"
            | "dl"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "main"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "table"
            | "ul"
    )
}

/// Elements without an end.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements whose words are no part of what the page says: those never shown, those that stand in if
/// something else fails, and the site's own around the page.
fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "audio"
            | "canvas"
            | "datalist"
            | "footer"
            | "iframe"
            | "nav"
            | "noembed"
            | "noframes"
            | "noscript"
            | "object"
            | "script"
            | "select"
            | "style"
            | "svg"
            | "template"
            | "textarea"
            | "title"
            | "video"
    )
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
