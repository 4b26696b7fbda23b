//! The tags of a web page and the words between them, as far as its text needs them.
//!
//! A page is read as browsers read one, whatever is wrong with it: nothing here fails, and nothing is
//! looked at more than a few times. A library that knows all of HTML would cost every start of the program
//! thousands of relocations for its table of entities, whether or not there is a page to read.

use std::borrow::Cow;

/// A piece of a page. Names are in lower case.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'h> {
    /// Words between tags, with their entities decoded.
    Words(Cow<'h, str>),
    /// `<p class=a>`
    Start {
        name: String,
        /// It has the attribute `hidden`, or a style that hides it.
        hidden: bool,
        /// `<br/>`
        closed: bool,
        /// The rows of a table that a cell stands beside: `<td rowspan=2>`.
        rows: usize,
    },
    /// `</p>`
    End { name: String },
}

/// The tokens of a page, in order.
pub(super) struct Tokens<'h> {
    rest: &'h str,
    /// The element whose words hold no tags but its end.
    raw: Option<String>,
}

impl<'h> Tokens<'h> {
    pub fn new(html: &'h str) -> Self {
        Self {
            rest: html,
            raw: None,
        }
    }

    fn take(&mut self, length: usize) -> &'h str {
        let taken;
        (taken, self.rest) = self.rest.split_at(length);
        taken
    }

    /// What `<` begins: a tag, a comment, which is no token, or nothing.
    fn markup(&mut self) -> Option<Token<'h>> {
        let bytes = self.rest.as_bytes();
        match bytes.get(1) {
            Some(b'!') if bytes.starts_with(b"<!--") => {
                // `<!-->` is a whole comment.
                let end = memchr::memmem::find(&bytes[2..], b"-->");
                self.take(end.map_or(bytes.len(), |end| 2 + end + 3));
                None
            }
            Some(b'!' | b'?') => self.skip_to_mark(),
            Some(b'/') => match bytes.get(2) {
                Some(byte) if byte.is_ascii_alphabetic() => {
                    let (name, _) = self.tag(2)?;
                    Some(Token::End { name })
                }
                _ => self.skip_to_mark(),
            },
            Some(byte) if byte.is_ascii_alphabetic() => {
                let (name, attributes) = self.tag(1)?;
                if is_raw(&name) {
                    self.raw = Some(name.clone());
                }
                Some(Token::Start {
                    hidden: attributes.hidden,
                    closed: attributes.closed && self.raw.is_none(),
                    rows: attributes.rows,
                    name,
                })
            }
            _ => Some(Token::Words(Cow::Borrowed(self.take(1)))),
        }
    }

    fn skip_to_mark(&mut self) -> Option<Token<'h>> {
        let end = memchr::memchr(b'>', self.rest.as_bytes());
        self.take(end.map_or(self.rest.len(), |end| end + 1));
        None
    }

    /// A tag's name and attributes; `None` if the page ends within it.
    fn tag(&mut self, start: usize) -> Option<(String, Attributes)> {
        let rest = std::mem::take(&mut self.rest);
        let end = rest[start..].find(|c: char| c.is_ascii_whitespace() || "/>".contains(c))?;
        let name = rest[start..start + end].to_ascii_lowercase();
        let mut attributes = Attributes::default();
        self.rest = attributes.read(&rest[start + end..])?;
        Some((name, attributes))
    }
}

impl<'h> Iterator for Tokens<'h> {
    type Item = Token<'h>;

    fn next(&mut self) -> Option<Token<'h>> {
        while !self.rest.is_empty() {
            let bytes = self.rest.as_bytes();
            if let Some(name) = self.raw.take() {
                let end = end_of_raw(bytes, &name);
                self.take(end);
                continue;
            }
            let words = memchr::memchr(b'<', bytes).unwrap_or(bytes.len());
            if words > 0 {
                return Some(Token::Words(decode(self.take(words))));
            }
            if let Some(token) = self.markup() {
                return Some(token);
            }
        }
        None
    }
}

/// Elements that hold no tags.
fn is_raw(name: &str) -> bool {
    matches!(
        name,
        "iframe" | "noembed" | "noframes" | "script" | "style" | "textarea" | "title" | "xmp"
    )
}

/// Where the end tag of an element without tags stands, or else the page ends.
fn end_of_raw(bytes: &[u8], name: &str) -> usize {
    let is_end = |&place: &usize| {
        let after = &bytes[place + 2..];
        after.len() > name.len()
            && after[..name.len()].eq_ignore_ascii_case(name.as_bytes())
            && !after[name.len()].is_ascii_alphanumeric()
    };
    let mut ends = memchr::memmem::find_iter(bytes, b"</");
    ends.find(is_end).unwrap_or(bytes.len())
}

/// What matters of a tag's attributes.
#[derive(Default)]
struct Attributes {
    hidden: bool,
    closed: bool,
    rows: usize,
}

impl Attributes {
    /// Reads up to the end of the tag; gives what follows it.
    fn read<'h>(&mut self, mut rest: &'h str) -> Option<&'h str> {
        let is_blank = |c: char| c.is_ascii_whitespace();
        loop {
            rest = rest.trim_start_matches(is_blank);
            if let Some(after) = rest.strip_prefix('>') {
                return Some(after);
            }
            if let Some(after) = rest.strip_prefix('/') {
                self.closed = after.starts_with('>');
                rest = after;
                continue;
            }
            // A `=` that begins a name is a part of it.
            let first = rest.chars().next()?.len_utf8();
            let ends = |c: char| is_blank(c) || "=/>".contains(c);
            let length = first + rest[first..].find(ends)?;
            let name;
            (name, rest) = rest.split_at(length);
            self.hidden |= name.eq_ignore_ascii_case("hidden");
            let Some(value) = rest.trim_start_matches(is_blank).strip_prefix('=') else {
                continue;
            };
            let value = value.trim_start_matches(is_blank);
            let (value, after) = match value.chars().next()? {
                quote @ ('"' | '\'') => value[1..].split_once(quote)?,
                _ => value.split_at(value.find(|c| is_blank(c) || c == '>')?),
            };
            rest = after;
            self.hidden |= name.eq_ignore_ascii_case("style") && hides(value);
            if name.eq_ignore_ascii_case("rowspan") {
                self.rows = value.trim().parse().unwrap_or_default();
            }
        }
    }
}

/// Whether a `style` hides its element.
fn hides(style: &str) -> bool {
    let mut style = style.to_ascii_lowercase();
    style.retain(|c| !c.is_ascii_whitespace());
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// Words with their entities decoded. What is no entity is left as it is.
fn decode(words: &str) -> Cow<'_, str> {
    let Some(first) = words.find('&') else {
        return Cow::Borrowed(words);
    };
    let mut decoded = String::with_capacity(words.len());
    decoded.push_str(&words[..first]);
    for piece in words[first + 1..].split('&') {
        let (c, length) = entity(piece).unwrap_or(('&', 0));
        decoded.push(c);
        decoded.push_str(&piece[length..]);
    }
    Cow::Owned(decoded)
}

/// The character that the entity at the beginning of a text stands for, and the entity's length.
fn entity(text: &str) -> Option<(char, usize)> {
    let (start, radix) = match text.as_bytes() {
        [b'#', b'x' | b'X', ..] => (2, 16),
        [b'#', ..] => (1, 10),
        _ => (0, 0),
    };
    let is_part = |c: char| match radix {
        0 => c.is_ascii_alphanumeric(),
        radix => c.is_digit(radix),
    };
    let digits = text[start..].split(|c| !is_part(c)).next()?;
    let end = start + digits.len();
    let marked = text[end..].starts_with(';');
    let c = match radix {
        0 => named(digits, marked)?,
        _ if digits.is_empty() => return None,
        radix => numbered(u32::from_str_radix(digits, radix).unwrap_or(u32::MAX)),
    };
    Some((c, end + usize::from(marked)))
}

/// `&#8217;`; the numbers of Windows-1252 mean its characters, as many pages have it.
fn numbered(number: u32) -> char {
    match u8::try_from(number) {
        Ok(0) => char::REPLACEMENT_CHARACTER,
        Ok(byte) => super::super::decode::windows(byte),
        Err(_) => char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

/// The names of U+00A0 to U+00FF, in their order.
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg \
    macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 \
    iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave \
    Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc \
    Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc \
    euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave \
    uacute ucirc uuml yacute thorn yuml";

/// Other names that English text is likely to have, each followed by its character.
const OTHERS: &str = "amp & AMP & lt < LT < gt > GT > quot \" QUOT \" apos ' ndash – mdash — lsquo ‘ \
    rsquo ’ sbquo ‚ ldquo “ rdquo ” bdquo „ bull • hellip … trade ™ COPY © REG ® dagger † Dagger ‡ \
    permil ‰ prime ′ Prime ″ lsaquo ‹ rsaquo › euro € OElig Œ oelig œ Scaron Š scaron š Yuml Ÿ \
    fnof ƒ circ ˆ tilde ˜ minus − le ≤ ge ≥ ne ≠ asymp ≈ infin ∞ larr ← uarr ↑ rarr → darr ↓ \
    check ✓ checkmark ✓ cross ✗ star ☆ starf ★ squ □ square □ squf ▪ sol / bsol \\ num # excl ! quest ? \
    percnt % dollar $ comma , period . colon : semi ; lpar ( rpar ) lsqb [ rsqb ] lbrack [ rbrack ] \
    lcub { rcub } ast * plus + equals = lowbar _ verbar | vert | commat @ grave ` hyphen ‐ dash ‐ \
    horbar ― numsp \u{2007} zwnj \u{200c} zwj \u{200d} lrm \u{200e} rlm \u{200f}";

/// `&rsquo;`; the oldest names do without the semicolon.
fn named(name: &str, marked: bool) -> Option<char> {
    let blank = match name {
        "ensp" => Some('\u{2002}'),
        "emsp" => Some('\u{2003}'),
        "thinsp" => Some('\u{2009}'),
        "Tab" => Some('\t'),
        "NewLine" => Some('\n'),
        _ => None,
    };
    if name.is_empty() {
        return None;
    }
    let latin = || {
        let place = word_in(LATIN, name)?;
        let before = memchr::memchr_iter(b' ', &LATIN.as_bytes()[..place]).count();
        char::from_u32(0xa0 + u32::try_from(before).ok()?)
    };
    let other = || {
        let place = word_in(OTHERS, name)?;
        OTHERS[place + name.len() + 1..].chars().next()
    };
    let is_old = matches!(
        name,
        "amp" | "AMP" | "lt" | "LT" | "gt" | "GT" | "quot" | "QUOT"
    );
    match latin() {
        Some(c) => Some(c),
        None if marked || is_old => blank.or_else(other),
        None => None,
    }
}

/// Where a word stands between the blanks of a list.
fn word_in(list: &str, word: &str) -> Option<usize> {
    let bytes = list.as_bytes();
    let mut places = memchr::memmem::find_iter(bytes, word);
    places.find(|&place| {
        let before = place.checked_sub(1).map(|before| bytes[before]);
        let after = bytes.get(place + word.len());
        before.is_none_or(|byte| byte == b' ') && after.is_none_or(|byte| *byte == b' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(name: &str, hidden: bool, closed: bool) -> Token<'static> {
        Token::Start {
            name: name.to_owned(),
            hidden,
            closed,
            rows: 0,
        }
    }

    fn tokens(html: &str) -> Vec<Token<'_>> {
        Tokens::new(html).collect()
    }

    #[test]
    fn tags_have_names_and_may_hide() {
        for (html, expected) in [
            ("<P>", start("p", false, false)),
            ("<br/>", start("br", false, true)),
            ("<a b='>' c=\"<\" d=e/ hidden>", start("a", true, false)),
            ("<a Style='a: b; Display : None'>", start("a", true, false)),
            (
                "<a data-hidden=hidden title='hidden'>",
                start("a", false, false),
            ),
            ("<a = \n=b é=é / />", start("a", false, true)),
        ] {
            assert_eq!(tokens(html), [expected], "{html}");
        }
        let end = Token::End {
            name: "p".to_owned(),
        };
        assert_eq!(tokens("</P class=a>"), [end]);
    }

    #[test]
    fn comments_are_no_tokens() {
        for html in [
            "<!-- <p> -->",
            "<!-->",
            "<!--->",
            "<!doctype html>",
            "<?xml a?>",
            "</>",
            "</ p>",
            "<!-- <p>",
            "<p",
            "<p a",
            "<p a=",
            "<p a='>",
            "</p",
        ] {
            assert_eq!(tokens(html), [], "{html}");
        }
    }

    #[test]
    fn a_script_ends_at_its_end_tag_only() {
        let html = "<script/>if (a < b) '<p></scripts></p>'</SCRIPT >";
        let end = Token::End {
            name: "script".to_owned(),
        };
        assert_eq!(tokens(html), [start("script", false, false), end]);
    }

    #[test]
    fn entities_are_characters() {
        for (html, words) in [
            ("a &amp; b&rsquo;s", "a & b’s"),
            ("&#8220;c&#x201D;&#X41", "“c”A"),
            ("&nbsp;&yuml;&eacute&shy;", "\u{a0}ÿé\u{ad}"),
            (
                "&#150;&#0;&#xd800;&#99999999999;",
                "–\u{fffd}\u{fffd}\u{fffd}",
            ),
            ("R&D &nosuch; &#; &#x; && &;", "R&D &nosuch; &#; &#x; && &;"),
            ("&check;&ensp;&apos &AMP", "✓\u{2002}&apos &"),
        ] {
            assert_eq!(decode(html), words);
        }
        assert_eq!(
            decode("&quot;&commat;&rlm;&rl;&amps;"),
            "\"@\u{200f}&rl;&amps;"
        );
        assert_eq!(LATIN.split(' ').count(), 96);
        assert_eq!(OTHERS.split(' ').count() % 2, 0);
    }
}
