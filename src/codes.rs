//! The CKC codes in a cell of a person's file: `CKC 7.2; CKC 7.3`, `7.2, 7.3`, `ckc:7.2|7.3`.
//!
//! One or more codes with blanks, commas, semicolons or bars between them, each with or without
//! `CKC` before it, in any case. A `'` that guards the cell from a spreadsheet is let be.

use crate::catalogue::Catalogue;
use crate::record::CkcCode;
use crate::reference::nearest_codes;
use crate::sheet::{Problem, words};

/// The items of a catalogue by their codes.
#[derive(Debug)]
pub struct Codes<'c> {
    catalogue: &'c Catalogue,
    /// By domain and number: the index of the item, plus one.
    items: Vec<u16>,
}

/// A code of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelled {
    /// The item, by index.
    pub item: usize,
    /// The code.
    pub code: CkcCode,
    /// Without `CKC` before it, as a number is written.
    pub is_bare: bool,
}

/// Both halves of a code are less than this.
const HALF: usize = 100;

/// What codes in a cell are like.
const EXPECTED: &str =
    "expected codes like 1.10 or CKC 1.10, with blanks, commas, semicolons or bars between";

impl<'c> Codes<'c> {
    /// The codes of a catalogue.
    #[must_use]
    pub fn new(catalogue: &'c Catalogue) -> Self {
        let mut items = vec![0; HALF * HALF];
        for (index, item) in catalogue.items().iter().enumerate() {
            items[place(item.code)] = u16::try_from(index + 1).unwrap_or(0);
        }
        Self { catalogue, items }
    }

    /// The catalogue.
    #[must_use]
    pub fn catalogue(&self) -> &'c Catalogue {
        self.catalogue
    }

    /// Reads a cell; `found` is given each code in its order, also one that is there twice.
    ///
    /// # Errors
    /// What in the cell is no code, or the code of no item, each with what is nearest.
    pub fn read(
        &self,
        column: &'static str,
        cell: &[u8],
        mut found: impl FnMut(Spelled),
    ) -> Result<(), Vec<Problem>> {
        if let Some(spelled) = self.one(cell) {
            found(spelled);
            return Ok(());
        }
        let mut problems = Vec::new();
        let mut rest = cell.strip_prefix(b"'").unwrap_or(cell);
        while let Some(token) = next_token(&mut rest) {
            match token.code {
                Some(code) => match self.items[place(code)] {
                    0 => problems.push(self.unknown(column, code)),
                    item => found(Spelled {
                        item: usize::from(item) - 1,
                        code,
                        is_bare: token.is_bare,
                    }),
                },
                None => problems.push(no_code(column, token.words)),
            }
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }

    /// The item of a cell that is one code as this program writes it, and as most cells are.
    fn one(&self, cell: &[u8]) -> Option<Spelled> {
        let bare = cell.strip_prefix(b"CKC ").unwrap_or(cell);
        let digit = |byte: u8| byte.is_ascii_digit().then(|| byte - b'0');
        let (domain, number) = match *bare {
            [domain, b'.', number] => (digit(domain)?, digit(number)?),
            [domain, b'.', tens, ones] => (digit(domain)?, digit(tens)? * 10 + digit(ones)?),
            _ => return None,
        };
        let code = CkcCode { domain, number };
        // Naught is the code of no item.
        let item = self.items[place(code)].checked_sub(1)?;
        Some(Spelled {
            item: usize::from(item),
            code,
            is_bare: bare.len() == cell.len(),
        })
    }

    fn unknown(&self, column: &'static str, code: CkcCode) -> Problem {
        let problem = format!("there is no CKC item {code}");
        Problem::of_cell(column, problem).nearest(nearest_codes(self.catalogue, code))
    }
}

fn no_code(column: &'static str, token: &[u8]) -> Problem {
    let problem = format!("“{}” is no CKC code: {EXPECTED}", words(token));
    Problem::of_cell(column, problem)
}

fn place(code: CkcCode) -> usize {
    usize::from(code.domain) * HALF + usize::from(code.number)
}

/// A code, or what stands in its place.
struct Token<'t> {
    words: &'t [u8],
    is_bare: bool,
    code: Option<CkcCode>,
}

/// Takes the next token off a cell.
fn next_token<'t>(rest: &mut &'t [u8]) -> Option<Token<'t>> {
    skip(rest, is_gap);
    let whole = *rest;
    if whole.is_empty() {
        return None;
    }
    let has_name = whole
        .get(..3)
        .is_some_and(|head| head.eq_ignore_ascii_case(b"ckc"));
    if has_name {
        *rest = &whole[3..];
        skip(rest, |bytes| match bytes {
            [b':', ..] => 1,
            bytes => blank(bytes),
        });
    }
    let code = *rest;
    while !rest.is_empty() && is_gap(rest) == 0 {
        *rest = &rest[1..];
    }
    let code = &code[..code.len() - rest.len()];
    Some(Token {
        words: &whole[..whole.len() - rest.len()],
        is_bare: !has_name,
        code: parse(code),
    })
}

fn parse(code: &[u8]) -> Option<CkcCode> {
    let dot = code.iter().position(|byte| *byte == b'.')?;
    CkcCode::from_digits(&code[..dot], &code[dot + 1..])
}

fn skip(rest: &mut &[u8], length: impl Fn(&[u8]) -> usize) {
    loop {
        match length(rest) {
            0 => return,
            length => *rest = &rest[length..],
        }
    }
}

/// How long what stands between codes is, here.
fn is_gap(bytes: &[u8]) -> usize {
    match bytes {
        [b',' | b';' | b'|', ..] => 1,
        bytes => blank(bytes),
    }
}

fn blank(bytes: &[u8]) -> usize {
    match bytes {
        [b' ' | b'\t' | b'\n' | b'\r', ..] => 1,
        // A no-break space.
        [0xc2, 0xa0, ..] => 2,
        _ => 0,
    }
}

#[cfg(all(test, feature = "documents"))]
mod tests {
    use super::*;

    fn read(cell: &str) -> Result<Vec<String>, Vec<Problem>> {
        let catalogue = Catalogue::built_in();
        let mut found = Vec::new();
        let codes = Codes::new(&catalogue);
        codes.read("ckc", cell.as_bytes(), |spelled| {
            assert_eq!(catalogue.items()[spelled.item].code, spelled.code);
            found.push(spelled.code.to_string());
        })?;
        Ok(found)
    }

    #[test]
    fn every_spelling_is_the_same_code() {
        for cell in [
            "1.10",
            "CKC 1.10",
            "ckc:1.10",
            "CKC1.10",
            "Ckc: 1.10",
            "'1.10",
            "'CKC 1.10",
            " ,1.10; ",
            "CKC\u{a0}1.10",
        ] {
            assert_eq!(read(cell), Ok(vec!["1.10".to_owned()]), "{cell}");
        }
    }

    #[test]
    fn codes_have_anything_between_them() {
        for cell in [
            "1.1 1.10 7.2",
            "1.1,1.10,7.2",
            "CKC 1.1; CKC 1.10; CKC 7.2",
            "1.1|CKC1.10 | ckc:7.2",
            "1.1\nCKC\t1.10\r\n7.2,",
            "1.1,, ;1.10\u{a0}7.2",
        ] {
            assert_eq!(
                read(cell).expect("codes").join(" "),
                "1.1 1.10 7.2",
                "{cell}"
            );
        }
        assert_eq!(read(""), Ok(Vec::new()));
    }

    #[test]
    fn each_wrong_code_is_named() {
        let problems = read("1.1 4.4 x CKC, 1.100 7").expect_err("five problems");
        let said: Vec<&str> = problems.iter().map(|it| it.problem.as_str()).collect();
        assert_eq!(said[0], "there is no CKC item 4.4");
        assert!(
            problems[0].nearest[0].starts_with("CKC 4.3  "),
            "{problems:?}"
        );
        let quoted = said[1..].iter().map(|said| said.split('”').next());
        assert_eq!(
            quoted.collect::<Vec<_>>(),
            ["“x", "“CKC", "“1.100", "“7"].map(Some)
        );
    }
}
