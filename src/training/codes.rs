//! The CKC codes in a cell of a person's file: `CKC 7.2; CKC 7.3`, `7.2, 7.3`, `5.1-5.4`, `7`.
//!
//! One or more codes, ranges and domains with blanks, commas, semicolons, bars, slashes or `and` between
//! them, each with or without `CKC` before it, in any case, and with its statement after it or not. A `'`
//! that guards the cell from a spreadsheet is ignored.

mod cell;

use std::ops::RangeInclusive;

use crate::catalogue::Catalogue;
use crate::query::reference::nearest_codes;
use crate::record::{CkcCode, ItemIndex};
use crate::sheet::{NUMBER, Problem, Problems, folded, words};
use cell::{Part, Unread};

/// The items of a catalogue by their codes.
#[derive(Debug)]
pub struct Codes<'c> {
    catalogue: &'c Catalogue,
    /// By domain and number: the index of the item, plus one.
    items: Vec<u16>,
    /// By domain: the highest number of an item.
    last: Vec<u8>,
}

/// A code of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelled {
    /// The item.
    pub item: ItemIndex,
    /// The code.
    pub code: CkcCode,
    /// Without `CKC` before it, as a number is written.
    pub is_bare: bool,
}

/// What is in a cell; it is reused for each cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The codes, in the order of the cell, repeated codes included.
    pub codes: Vec<Spelled>,
    /// Codes of no item, which the numbering of the items implies.
    pub unlisted: Vec<CkcCode>,
    /// The domains that mean all their items.
    pub domains: Vec<u8>,
    /// What cannot be read.
    pub problems: Problems,
}

/// Both halves of a code are below this.
const HALF: usize = 100;

/// What codes in a cell are like.
const EXPECTED: &str = "expected codes such as CKC 1.10 or 1.10, ranges 5.1-5.4 or whole domains 7, with commas \
                        or semicolons between";

impl<'c> Codes<'c> {
    /// The codes of a catalogue.
    #[must_use]
    pub fn new(catalogue: &'c Catalogue) -> Self {
        let mut items = vec![0; HALF * HALF];
        let mut last = vec![0; HALF];
        for (index, item) in catalogue.items().iter().enumerate() {
            items[place(item.code)] = u16::try_from(index + 1).unwrap_or(0);
            let highest = &mut last[usize::from(item.code.domain)];
            *highest = item.code.number.max(*highest);
        }
        Self {
            catalogue,
            items,
            last,
        }
    }

    /// The catalogue.
    #[must_use]
    pub fn catalogue(&self) -> &'c Catalogue {
        self.catalogue
    }

    /// Reads a cell of this column, and adds what is in it to what has been found of the row.
    pub fn read(&self, column: &'static str, cell: &[u8], found: &mut Found) {
        if let Some((code, is_bare)) = plain(cell) {
            self.add(column, code, is_bare, found);
        } else if !self.read_list(cell, &mut found.codes) {
            found.codes.clear();
            self.read_parts(column, &words(cell), found);
        }
    }

    /// Reads a cell that is a plain list of codes with items; says whether it is one.
    fn read_list(&self, cell: &[u8], codes: &mut Vec<Spelled>) -> bool {
        let tokens = cell.split(|byte| matches!(byte, b' ' | b',' | b';' | b'|'));
        let mut is_named = false;
        for token in tokens.filter(|token| !token.is_empty()) {
            if !is_named && token.eq_ignore_ascii_case(b"ckc") {
                is_named = true;
                continue;
            }
            let Some((code, _)) = plain(token) else {
                return false;
            };
            let Some(item) = self.item(code) else {
                return false;
            };
            codes.push(Spelled {
                item,
                code,
                is_bare: !is_named,
            });
            is_named = false;
        }
        !is_named
    }

    fn read_parts(&self, column: &'static str, text: &str, found: &mut Found) {
        /// As long as a cell of a spreadsheet can be.
        const LONGEST: usize = 1 << 17;
        if text.len() > LONGEST {
            let problem = || format!("a cell of {} bytes is not a list of codes", text.len());
            found.problems.add(|| Problem::of_cell(column, problem()));
            return;
        }
        let text = match text.strip_prefix(NUMBER) {
            Some(number) if self.may_have_lost_a_zero(number) => {
                found.problems.add(|| lost_zero(column, number));
                return;
            }
            Some(number) => number,
            None => text,
        };
        let mut last = None;
        for part in cell::parts(text) {
            match part {
                Part::Code(code, is_named) => self.add(column, code, !is_named, found),
                Part::Range(ref range) => self.add_range(column, range, found),
                Part::Domains(ref domains) => self.add_domains(column, domains.clone(), found),
                Part::Words(said) => self.judge_words(column, last, said, found),
                Part::Unread(unread) => found.problems.add(|| problem(column, unread)),
            }
            last = if let Part::Code(code, _) = part {
                Some(code)
            } else {
                None
            };
        }
    }

    fn add(&self, column: &'static str, code: CkcCode, is_bare: bool, found: &mut Found) {
        match self.item(code) {
            Some(item) => found.codes.push(Spelled {
                item,
                code,
                is_bare,
            }),
            None if self.is_implied(code) => found.unlisted.push(code),
            None => found.problems.add(|| self.unknown(column, code)),
        }
    }

    /// The items from one code to another; both ends are expected to be codes.
    fn add_range(&self, column: &'static str, range: &RangeInclusive<CkcCode>, found: &mut Found) {
        for end in [*range.start(), *range.end()] {
            if self.item(end).is_none() && !self.is_implied(end) {
                found.problems.add(|| self.unknown(column, end));
                return;
            }
        }
        for domain in range.start().domain..=range.end().domain {
            for number in 1..=self.last[usize::from(domain)] {
                let code = CkcCode { domain, number };
                if range.contains(&code) {
                    self.add(column, code, false, found);
                }
            }
        }
    }

    fn add_domains(&self, column: &'static str, domains: RangeInclusive<u8>, found: &mut Found) {
        for domain in domains {
            let last = self.last[usize::from(domain)];
            if last == 0 {
                let problem = || format!("no such CKC domain: {domain}");
                found.problems.add(|| Problem::of_cell(column, problem()));
                return;
            }
            found.domains.push(domain);
            let codes = (1..=last).map(|number| CkcCode { domain, number });
            found.codes.extend(codes.filter_map(|code| {
                Some(Spelled {
                    item: self.item(code)?,
                    code,
                    is_bare: false,
                })
            }));
        }
    }

    /// Words after a code are its statement or a remark; one word alone, or the statement of another item, is a typo.
    fn judge_words(
        &self,
        column: &'static str,
        code: Option<CkcCode>,
        said: &str,
        found: &mut Found,
    ) {
        /// Fewer letters than this begin several statements.
        const TELLING: usize = 20;
        let statement = |item: ItemIndex| folded(&self.catalogue.items()[item].statement);
        let words = folded(said);
        let own = code
            .and_then(|code| self.item(code))
            .map(statement)
            .unwrap_or_default();
        if own.starts_with(&words) || words.starts_with(&own) && !own.is_empty() {
            return;
        }
        if !said.contains(char::is_whitespace) {
            found.problems.add(|| no_code(column, said));
            return;
        }
        let items = ItemIndex::each(self.catalogue.items());
        let mut others = items
            .filter(|(item, _)| words.len() >= TELLING && statement(*item).starts_with(&words));
        if let (Some(code), Some((_, other))) = (code, others.next()) {
            let other = other.code;
            let problem = || format!("{code} is followed by the words of {other}: “{said}”");
            found.problems.add(|| Problem::of_cell(column, problem()));
        }
    }

    /// Whether a number may be what a spreadsheet made of another code: 1.1 of 1.10.
    fn may_have_lost_a_zero(&self, number: &str) -> bool {
        let Some(Ok(code)) = number.contains('.').then(|| number.parse::<CkcCode>()) else {
            return false;
        };
        let longer = CkcCode {
            number: code.number.saturating_mul(10),
            ..code
        };
        longer.number < 100 && (self.item(longer).is_some() || self.is_implied(longer))
    }

    /// How many items a domain has.
    #[must_use]
    pub fn count_in(&self, domain: u8) -> usize {
        let codes = (0..=self.last[usize::from(domain)]).map(|number| CkcCode { domain, number });
        codes.filter(|code| self.item(*code).is_some()).count()
    }

    /// The item of this code.
    fn item(&self, code: CkcCode) -> Option<ItemIndex> {
        // Zero is not the code of an item.
        let place = self.items[place(code)].checked_sub(1)?;
        Some(ItemIndex::at(place.into()))
    }

    /// Whether the numbers of the items leave a gap for this code: after 4.3 and before 4.6 is 4.4.
    fn is_implied(&self, code: CkcCode) -> bool {
        code.number > 0 && code.number < self.last[usize::from(code.domain)]
    }

    fn unknown(&self, column: &'static str, code: CkcCode) -> Problem {
        let problem = format!("there is no CKC item {code}");
        Problem::of_cell(column, problem).nearest(nearest_codes(self.catalogue, code))
    }
}

/// The code of a cell that is one code as this program writes it, and as most cells are; and whether it is bare.
fn plain(cell: &[u8]) -> Option<(CkcCode, bool)> {
    let bare = cell.strip_prefix(b"CKC ").unwrap_or(cell);
    let dot = bare.iter().position(|byte| *byte == b'.')?;
    let code = CkcCode::from_digits(&bare[..dot], &bare[dot + 1..])?;
    Some((code, bare.len() == cell.len()))
}

impl Found {
    /// Forgets what has been found of a row.
    pub fn clear(&mut self) {
        self.codes.clear();
        self.unlisted.clear();
        self.domains.clear();
        self.problems.clear();
    }
}

fn no_code(column: &'static str, token: &str) -> Problem {
    Problem::of_cell(column, format!("“{token}” is not a CKC code: {EXPECTED}"))
}

fn lost_zero(column: &'static str, number: &str) -> Problem {
    let problem = format!(
        "{number} is stored as a number, so it can be {number} or {number}0: make the cell text, and write \
         CKC {number} or CKC {number}0"
    );
    Problem::of_cell(column, problem)
}

/// What is wrong with a part that cannot be read.
fn problem(column: &'static str, unread: Unread) -> Problem {
    let problem = match unread {
        Unread::NoCode(token) => return no_code(column, token),
        Unread::DecimalComma(token) => {
            let code = token.replace(',', ".");
            let domains = token.replace(',', "; ");
            format!(
                "“{token}” can be the code {code} or the domains {domains}: write {code} or {domains}"
            )
        }
        Unread::HalfRange(token) => {
            format!(
                "“{token}” is not a range of codes: write both ends, from low to high, as in 5.1-5.4"
            )
        }
        Unread::WithinWords(token) => {
            format!(
                "“{token}” is in the middle of words: if it is a code, put a semicolon before it"
            )
        }
    };
    Problem::of_cell(column, problem)
}

fn place(code: CkcCode) -> usize {
    usize::from(code.domain) * HALF + usize::from(code.number)
}

#[cfg(all(test, feature = "documents"))]
mod tests;
