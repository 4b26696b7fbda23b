//! The bytes of a cell as words, the same wherever a table is read.

use std::borrow::Cow;

use crate::source::is_blank;

/// Bytes as words: nearly always UTF-8, or else as Windows programs of old wrote them. A no-break
/// space is a space; marks that print as nothing (soft hyphens, byte order marks) are left out.
#[must_use]
pub fn words(cell: &[u8]) -> Cow<'_, str> {
    let text = match std::str::from_utf8(cell) {
        Ok(text) if text.is_ascii() => return Cow::Borrowed(text.trim_ascii()),
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(crate::source::from_windows(cell)),
    };
    let shown = text.chars().filter(|c| !is_invisible(*c)).map(plain);
    let shown: String = shown.collect();
    Cow::Owned(shown.trim_matches(is_blank).to_owned())
}

/// Whether nothing is written in a cell.
#[must_use]
pub fn is_empty(cell: &[u8]) -> bool {
    cell.is_empty() || (!cell[0].is_ascii_graphic() && words(cell).is_empty())
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Spaces of other widths, and those that keep a line together, are spaces.
fn plain(c: char) -> char {
    if c.is_whitespace() && !c.is_ascii() {
        ' '
    } else {
        c
    }
}

/// A title or word without regard to case, blanks and marks: `CKC Code(s)` is `ckccodes`.
#[must_use]
pub fn folded(words: &str) -> String {
    let letters = words.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_in_every_encoding_and_with_every_space() {
        for cell in [
            &b"M\xfcller, A"[..],
            "Müller, A".as_bytes(),
            "\u{a0}Mül\u{ad}ler,\u{a0}A\u{feff}".as_bytes(),
            b" M\xfcl\xadler,\xa0A\xa0",
        ] {
            assert_eq!(words(cell), "Müller, A");
        }
        assert!(is_empty(b"\xa0") && is_empty("\u{a0} \u{feff}".as_bytes()) && !is_empty(b"x"));
    }
}
