//! Bytes to text: which encoding a file is in, by its first bytes and by what is in it.
//!
//! Nobody says how a file was saved, so that has to show: a byte order mark, zeros in every
//! second place, or bytes that are not UTF-8. What is not text in any of these ways is refused.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How a document's bytes were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// As nearly every file is today.
    Utf8,
    /// With the mark that Windows programs put first.
    Utf8Bom,
    /// What Windows calls "Unicode".
    Utf16Le,
    /// The same with the bytes of each pair in the other order.
    Utf16Be,
    /// Bytes that are not UTF-8 were read as Windows programs of old wrote them. That is a guess, and
    /// worth a note: a wrong one shows as a strange letter or mark.
    Windows1252,
}

impl Encoding {
    /// The name, as people know it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Bom => "UTF-8 with a byte order mark",
            Self::Utf16Le => "UTF-16 (little-endian)",
            Self::Utf16Be => "UTF-16 (big-endian)",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

/// A file's text, without its byte order mark.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub text: String,
    pub encoding: Encoding,
    /// The file ends in the middle of a character.
    pub cut: bool,
}

/// Why bytes are not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotText {
    /// A file of a well-known kind: `%PDF-1.7 …` is "a PDF".
    Kind(&'static str),
    /// Zeros, or many control characters; the first of them is in this line (1-based).
    Control(usize),
}

/// How the files begin that people are likely to try.
const KINDS: [(&[u8], &str); 7] = [
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"\xd0\xcf\x11\xe0", "a Word or Excel file"),
    (b"{\\rtf", "a rich text (RTF) file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"bplist00", "a web archive"),
    (b"From: <Saved by ", "a web archive (MHTML)"),
];

/// Reads bytes as text.
pub(super) fn decode(bytes: Vec<u8>) -> Result<Decoded, NotText> {
    if let Some(kind) = kind(&bytes) {
        return Err(kind);
    }
    let decoded = match &bytes[..] {
        [0xef, 0xbb, 0xbf, text @ ..] => match from_bytes(text.to_vec()) {
            decoded if decoded.encoding == Encoding::Utf8 => Decoded {
                encoding: Encoding::Utf8Bom,
                ..decoded
            },
            decoded => decoded,
        },
        [0xff, 0xfe, text @ ..] => from_utf16(text, Encoding::Utf16Le),
        [0xfe, 0xff, text @ ..] => from_utf16(text, Encoding::Utf16Be),
        text => match unmarked_utf16(text) {
            Some(encoding) => from_utf16(text, encoding),
            None => from_bytes(bytes),
        },
    };
    match control(&decoded.text) {
        None => Ok(decoded),
        Some(control) => Err(control),
    }
}

/// Why what was read as text is none.
pub(super) fn control(text: &str) -> Option<NotText> {
    let before = &text.as_bytes()[..first_control(text)?];
    let line = 1 + memchr::memchr_iter(b'\n', before).count();
    Some(NotText::Control(line))
}

/// The well-known kind of a file that begins so and is not text.
pub(super) fn kind(bytes: &[u8]) -> Option<NotText> {
    let kind = KINDS.iter().find(|(start, _)| bytes.starts_with(start));
    kind.map(|(_, kind)| NotText::Kind(kind))
}

/// Whether bytes begin as UTF-16 does, with a mark or without.
pub(super) fn is_utf16(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) || unmarked_utf16(bytes).is_some()
}

/// UTF-16 without a mark: of each pair of bytes, the same one is zero wherever the text is
/// plain, and the other one never is.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    let beginning = &bytes[..bytes.len().min(4096)];
    let (mut pairs, mut first, mut second) = (0, 0, 0);
    for pair in beginning.chunks_exact(2) {
        pairs += 1;
        first += usize::from(pair[0] == 0);
        second += usize::from(pair[1] == 0);
    }
    match (first, second) {
        (0, zeros) if zeros * 2 > pairs => Some(Encoding::Utf16Le),
        (zeros, 0) if zeros * 2 > pairs => Some(Encoding::Utf16Be),
        _ => None,
    }
}

fn from_utf16(bytes: &[u8], encoding: Encoding) -> Decoded {
    let of_bytes = match encoding {
        Encoding::Utf16Be => UTF_16BE,
        _ => UTF_16LE,
    };
    let mut decoder = of_bytes.new_decoder_without_bom_handling();
    let longest = decoder.max_utf8_buffer_length(bytes.len());
    let mut text = String::with_capacity(longest.unwrap_or_default());
    let _ = decoder.decode_to_string(bytes, &mut text, false);
    // What the decoder still holds is a piece of a character.
    let whole = text.len();
    let (.., cut) = decoder.decode_to_string(&[], &mut text, true);
    text.truncate(whole);
    Decoded {
        text,
        encoding,
        cut,
    }
}

/// UTF-8, or else Windows-1252 where the bytes are not.
fn from_bytes(bytes: Vec<u8>) -> Decoded {
    let error = match String::from_utf8(bytes) {
        Ok(text) => {
            return Decoded {
                text,
                encoding: Encoding::Utf8,
                cut: false,
            };
        }
        Err(error) => error,
    };
    let valid = error.utf8_error().valid_up_to();
    let only_the_end = error.utf8_error().error_len().is_none();
    let mut bytes = error.into_bytes();
    // One byte after plain letters alone is rather a Windows-1252 letter than half of a character.
    if only_the_end && (bytes.len() - valid > 1 || !bytes[..valid].is_ascii()) {
        bytes.truncate(valid);
        return Decoded {
            cut: true,
            ..from_bytes(bytes)
        };
    }
    Decoded {
        text: from_windows(&bytes),
        encoding: Encoding::Windows1252,
        cut: false,
    }
}

/// Windows-1252, but for text that is mostly UTF-8 with a bad byte here and there: then those alone.
pub(crate) fn from_windows(bytes: &[u8]) -> String {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    let windows = |bytes| WINDOWS_1252.decode_without_bom_handling(bytes).0;
    if bad >= good {
        return windows(bytes).into_owned();
    }
    let mut text = String::with_capacity(bytes.len() + bad * 2);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&windows(chunk.invalid()));
    }
    text
}

/// Where the first control character is in a text that has a zero or too many of them.
fn first_control(text: &str) -> Option<usize> {
    /// Of so many characters, one may be a control character. Random bytes have one of nine.
    const OF: usize = 16;
    let zero = memchr::memchr(0, text.as_bytes());
    let is_control = |byte: &u8| (*byte < b' ' && !byte.is_ascii_whitespace()) || *byte == 0x7f;
    let count = text.bytes().filter(|byte| is_control(byte)).count();
    if count * OF > text.len() {
        text.bytes().position(|byte| is_control(&byte))
    } else {
        zero
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Sees the “big picture”\r\nn’est-ce pas";

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn in_windows(text: &str) -> Vec<u8> {
        WINDOWS_1252.encode(text).0.into_owned()
    }

    #[test]
    fn every_encoding_reads_the_same() {
        let marked = format!("\u{feff}{TEXT}");
        for (bytes, encoding) in [
            (TEXT.into(), Encoding::Utf8),
            (marked.clone().into_bytes(), Encoding::Utf8Bom),
            (utf16(&marked, u16::to_le_bytes), Encoding::Utf16Le),
            (utf16(&marked, u16::to_be_bytes), Encoding::Utf16Be),
            (utf16(TEXT, u16::to_le_bytes), Encoding::Utf16Le),
            (utf16(TEXT, u16::to_be_bytes), Encoding::Utf16Be),
            (in_windows(TEXT), Encoding::Windows1252),
        ] {
            let expected = Decoded {
                text: TEXT.to_owned(),
                encoding,
                cut: false,
            };
            assert_eq!(decode(bytes), Ok(expected));
        }
    }

    #[test]
    fn a_cut_within_a_character_loses_that_character_only() {
        let utf8 = "a “b” — c — d";
        for end in 0..=utf8.len() {
            let decoded = decode(utf8.as_bytes()[..end].to_vec()).expect("text");
            if end != 3 {
                assert!(utf8.starts_with(&decoded.text), "{end}: {decoded:?}");
                assert_eq!(decoded.cut, !utf8.is_char_boundary(end), "{end}");
            }
        }
        let utf16 = utf16("plain text 🪢", u16::to_le_bytes);
        for lost in 1..=3 {
            let decoded = decode(utf16[..utf16.len() - lost].to_vec()).expect("text");
            assert_eq!((decoded.text.as_str(), decoded.cut), ("plain text ", true));
        }
    }

    #[test]
    fn the_last_letter_of_a_windows_text_is_no_cut() {
        let decoded = decode(in_windows("a café")).expect("text");
        assert_eq!((decoded.text.as_str(), decoded.cut), ("a café", false));
    }

    #[test]
    fn one_bad_byte_spoils_no_good_characters() {
        let mut bytes = b"caf\xe9 ".to_vec();
        bytes.extend_from_slice("“one” “two”".as_bytes());
        let decoded = decode(bytes).expect("text");
        assert_eq!(decoded.text, "café “one” “two”");
        assert_eq!(decoded.encoding, Encoding::Windows1252);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let refused = |bytes: &[u8]| decode(bytes.to_vec()).expect_err("no text");
        assert_eq!(refused(&[0; 64]), NotText::Control(1));
        assert_eq!(refused(b"one\ntwo\0"), NotText::Control(2));
        assert_eq!(refused(b"a\n\x01\x02\x03"), NotText::Control(2));
        assert_eq!(refused(b"\xff\xfe\0\0a\0\0\0"), NotText::Control(1));
        assert_eq!(refused(b"%PDF-1.7\n"), NotText::Kind("a PDF"));
        let every: Vec<u8> = (0..=255).cycle().take(4096).collect();
        assert!(matches!(refused(&every), NotText::Control(_)));
        let nonzero: Vec<u8> = (1..=255).cycle().take(4096).collect();
        assert!(matches!(refused(&nonzero), NotText::Control(_)));
        assert!(decode(b"\x1b[31m, and a sentence of some length".to_vec()).is_ok());
    }
}
