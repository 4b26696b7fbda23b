//! The lines of a text.

use std::ops::Range;

/// The lines of a text, without their ends: LF, CR LF or a lone CR.
/// A text that ends in a line end has no further, empty line.
pub fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + Clone + '_ {
    let mut next = 0;
    std::iter::from_fn(move || {
        if next >= text.len() {
            return None;
        }
        let start = next;
        let (end, after) = line_end(text, start);
        next = after;
        Some(start..end)
    })
}

const SOFT_HYPHEN: char = '\u{ad}';

/// A text without its soft hyphens. The rest of a word that one parts at the end of a line is put
/// before that line end, so that the word is whole and no line is lost.
pub(super) fn without_soft_hyphens(text: String) -> String {
    if !text.contains(SOFT_HYPHEN) {
        return text;
    }
    let mut whole = String::with_capacity(text.len());
    let mut pieces = text.split(SOFT_HYPHEN);
    whole.extend(pieces.next());
    for piece in pieces {
        let next = piece.trim_start_matches(is_blank);
        let (gap, next) = piece.split_at(piece.len() - next.len());
        let is_line_end = gap.contains(['\n', '\r']) && !gap.contains('\t');
        let length = next.find(is_blank).unwrap_or(next.len());
        if is_line_end && next.starts_with(char::is_lowercase) {
            let (rest, after) = next.split_at(length);
            whole.extend([rest, gap, after]);
        } else {
            whole.push_str(piece);
        }
    }
    whole
}

/// Where the line that starts at `start` ends, and where the next one starts.
fn line_end(text: &str, start: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    match memchr::memchr2(b'\n', b'\r', &bytes[start..]) {
        None => (bytes.len(), bytes.len()),
        Some(at) => {
            let end = start + at;
            let crlf = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
            (end, end + 1 + usize::from(crlf))
        }
    }
}

/// White space and the marks that print as nothing (byte order mark, zero-width space).
#[must_use]
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}
