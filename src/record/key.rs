//! The keys that name records, and the marks on them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The code of a CKC item, `N.M`: item M of domain N.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CkcCode {
    /// The domain, N.
    pub domain: u8,
    /// The item within the domain, M.
    pub number: u8,
}

impl fmt::Display for CkcCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.domain, self.number)
    }
}

/// A text that is not a key of the kind asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAKey;

impl FromStr for CkcCode {
    type Err = NotAKey;

    /// Reads `7.2`, `CKC 7.2`, `ckc:7.2`, `CKC7.2`.
    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let (domain, number) = strip_ckc(text).split_once('.').ok_or(NotAKey)?;
        Self::from_digits(domain.as_bytes(), number.as_bytes()).ok_or(NotAKey)
    }
}

impl CkcCode {
    /// A code of one or two digits on each side of the dot, neither of them zero.
    pub(crate) fn from_digits(domain: &[u8], number: &[u8]) -> Option<Self> {
        Some(Self {
            domain: two_digits(domain)?,
            number: two_digits(number)?,
        })
    }
}

/// Removes a leading `CKC`, with the blanks or colon after it, from a code.
pub(crate) fn strip_ckc(text: &str) -> &str {
    let text = text.trim();
    match text.get(..3) {
        Some(head) if head.eq_ignore_ascii_case("ckc") => {
            text[3..].trim_start_matches(|c: char| c == ':' || c == '-' || c.is_whitespace())
        }
        _ => text,
    }
}

fn two_digits(digits: &[u8]) -> Option<u8> {
    let plain = (1..=2).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    let number = || {
        digits
            .iter()
            .fold(0, |number, digit| number * 10 + (digit - b'0'))
    };
    plain.then(number).filter(|number| *number > 0)
}

/// The id of a competency, `7A.2`: category 7, section A, number 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CompetencyId {
    /// The category, one published page each.
    pub category: u16,
    /// The section within the category.
    pub section: char,
    /// The number within the section.
    pub number: u16,
}

impl fmt::Display for CompetencyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}.{}", self.category, self.section, self.number)
    }
}

impl FromStr for CompetencyId {
    type Err = NotAKey;

    /// Reads `7A.2`, and what people type for it: `7a2`, `7A-2`, `7A 2`.
    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let text = text.trim();
        let letter = text
            .find(|c: char| c.is_ascii_alphabetic())
            .ok_or(NotAKey)?;
        let (section, number) = text.split_at(letter + 1);
        let Section { category, section } = section.parse()?;
        let number = number
            .strip_prefix(['.', '-', '\u{2013}', ' '])
            .unwrap_or(number);
        let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        Ok(Self {
            category,
            section: section.ok_or(NotAKey)?,
            number: digits
                .then(|| number.parse().ok())
                .flatten()
                .ok_or(NotAKey)?,
        })
    }
}

/// A category `7` of competencies, or one section of it, `7A`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Section {
    /// The category.
    pub category: u16,
    /// The section; `None` for the whole category.
    pub section: Option<char>,
}

impl Section {
    /// Whether a competency is in it.
    #[must_use]
    pub fn contains(self, id: CompetencyId) -> bool {
        self.category == id.category && self.section.is_none_or(|section| section == id.section)
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.category)?;
        self.section
            .map_or(Ok(()), |section| write!(f, "{section}"))
    }
}

impl FromStr for Section {
    type Err = NotAKey;

    /// Reads `7` or `7A`, in either case.
    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let text = text.trim();
        let (digits, section) = match text.chars().next_back() {
            Some(last) if last.is_ascii_alphabetic() => {
                (&text[..text.len() - 1], Some(last.to_ascii_uppercase()))
            }
            _ => (text, None),
        };
        let plain = (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        Ok(Self {
            category: plain
                .then(|| digits.parse().ok())
                .flatten()
                .ok_or(NotAKey)?,
            section,
        })
    }
}

/// The Endorsement category that a mark names. Levels are cumulative: what applies
/// to a Mentor is unmarked + MHS + MHM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Unmarked: Infant or Early Childhood Family Specialist.
    Fs,
    /// `(MHS)`, `(IMHS)`: Mental Health Specialist.
    Mhs,
    /// `(MHM)`, `(IMHM)`: Mental Health Mentor.
    Mhm,
}

impl Level {
    /// The name in the machine formats.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fs => "FS",
            Self::Mhs => "MHS",
            Self::Mhm => "MHM",
        }
    }

    /// The name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Fs => "Family Specialist",
            Self::Mhs => "Mental Health Specialist",
            Self::Mhm => "Mental Health Mentor",
        }
    }

    /// Reads the words between the parentheses of a mark: `MHM`, `IMHM`, `IECMHS`.
    #[must_use]
    pub fn from_mark(mark: &str) -> Option<Self> {
        let mark = mark.trim();
        let plain = mark.len() <= 8 && mark.bytes().all(|b| b.is_ascii_uppercase());
        match mark {
            _ if !plain => None,
            _ if mark.ends_with("MHS") => Some(Self::Mhs),
            _ if mark.ends_with("MHM") => Some(Self::Mhm),
            "FS" | "IFS" | "ECFS" => Some(Self::Fs),
            _ => None,
        }
    }
}

/// How much a competency matters in one alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Importance {
    /// Printed "Essential".
    Essential,
    /// Printed "Important".
    Important,
}

impl Importance {
    /// The name in the machine formats.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Essential => "essential",
            Self::Important => "important",
        }
    }

    /// Reads the word as the documents print it, in any case.
    #[must_use]
    pub fn from_printed(words: &str) -> Option<Self> {
        let word = words.trim_matches(|c: char| !c.is_alphabetic());
        [Self::Essential, Self::Important]
            .into_iter()
            .find(|importance| word.eq_ignore_ascii_case(importance.name()))
    }

    /// The word as the documents print it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Essential => "Essential",
            Self::Important => "Important",
        }
    }
}

/// Whether something is in the document or was put back by a reviewed correction.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Certainty {
    /// It is in the document.
    #[default]
    Printed,
    /// A correction put it back.
    Restored,
}

impl Certainty {
    /// The name in every format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Printed => "printed",
            Self::Restored => "restored",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_sort_by_domain_and_number_and_print_as_read() {
        let mut codes: Vec<CkcCode> = ["1.10", "CKC 1.9", "ckc:2.1", "1.1"]
            .map(|code| code.parse().expect("a code"))
            .to_vec();
        codes.sort_unstable();
        let printed: Vec<_> = codes.iter().map(ToString::to_string).collect();
        assert_eq!(printed, ["1.1", "1.9", "1.10", "2.1"]);
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in [
            "", "1", "1.", ".1", "1.100", "0.1", "1.0", "-1.1", "1.1.1", "1,1", "a.b",
        ] {
            assert_eq!(text.parse::<CkcCode>(), Err(NotAKey), "{text}");
        }
    }

    #[test]
    fn competency_ids_sort_by_number() {
        let id = |text: &str| text.parse::<CompetencyId>().expect("an id");
        assert!(id("7A.2") < id("7a.10"));
        assert_eq!(id("7a.10").to_string(), "7A.10");
        assert!("7.2".parse::<CompetencyId>().is_err());
        assert!("7A.".parse::<CompetencyId>().is_err());
    }

    #[test]
    fn marks_of_both_documents_name_the_same_levels() {
        assert_eq!(Level::from_mark("IMHS"), Level::from_mark("MHS"));
        assert_eq!(Level::from_mark("IMHM"), Some(Level::Mhm));
        assert_eq!(Level::from_mark("Policy"), None);
    }
}
