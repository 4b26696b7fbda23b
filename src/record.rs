//! The records of the two documents, typed: what is a competency, an alignment, a
//! knowledge area, a CKC item, and the keys that name them.
//!
//! A key is never a number and never a bare string: [`CkcCode`] `1.10` is the tenth
//! item of domain 1, after `1.9` and unlike `1.1`.

use std::fmt;
use std::str::FromStr;

use crate::source::{Span, Spans};

/// The code of a CKC item, `N.M`: item M of domain N.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// A text that is no key of the kind asked for.
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
    /// A code of one or two digits on each side of the dot, neither of them naught.
    pub(crate) fn from_digits(domain: &[u8], number: &[u8]) -> Option<Self> {
        Some(Self {
            domain: two_digits(domain)?,
            number: two_digits(number)?,
        })
    }
}

/// Takes a leading `CKC`, with the blanks or colon after it, off a code.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Section {
    /// The category.
    pub category: u16,
    /// The section; `None` for the whole category.
    pub section: Option<char>,
}

impl Section {
    /// Whether a competency stands in it.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// Whether something stands in the document or was put back by a reviewed correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Certainty {
    /// It stands in the document.
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

/// Words of a document: the text with its blanks evened out, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// The words; pieces that a page break parted are joined with one blank.
    pub words: String,
    /// The printed places of the pieces, in reading order.
    pub spans: Spans,
    /// Restored, if any piece was put there by a correction.
    pub certainty: Certainty,
}

/// Why a record that was read may be wrong, and where. It goes with every answer that rests on the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// What speaks against the reading.
    pub reason: Reason,
    /// The printed words that show it.
    pub span: Span,
}

/// What speaks against the reading of a record; displayed as a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A row has no name.
    NameLost,
    /// A table without the heading of an area.
    AreaLost,
    /// `Page 1 of 31` as an area's heading.
    AreaOdd,
    /// `family-centered practice Demonstrates` as a name: it is cut, or holds words of something else.
    NameOdd,
    /// `capacity to listen` as a definition: its beginning is missing, or it holds words of another row.
    DefinitionOdd,
    /// A name and a definition, and then another name.
    NoList,
    /// `I.3 - Encourages …` among the words that are no CKC item.
    CodeInNote,
    /// `1.1 0 - Facilitates …`: the code goes on after a blank.
    CodeBroken,
    /// The next row begins with words that may be this one's.
    NextRowWithin,
    /// Words of two columns with one blank between them.
    ColumnsCross,
    /// A row after such words, in the same area: its own heading may be in them.
    AreaCrossed,
    /// Many rows of the document are like this.
    ColumnsMixed,
    /// The knowledge area of a competency's row is not printed.
    CounterpartLost,
    /// Essential or Important is not printed.
    ImportanceLost,
    /// A competency has no statement.
    StatementLost,
    /// `Recognizes the nature and`, where the other statements end with a period.
    StatementCut,
    /// A row has no "As demonstrated by" list, and others have one.
    ListLost,
    /// `Administration Page 3` as the name of an area.
    NameJoined,
    /// `Adrninistration` as the name of an area.
    NameMisread,
    /// `TECMHC Endorsement Competency:` as a label.
    LabelMisread,
    /// Words in a field that may belong to something else.
    WordsJoined,
    /// `7A.4` after `7A.2`: the row between them may stand within one of them.
    NextSkipped,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NameLost => "the name is not printed, so the codes may belong to another row",
            Self::AreaLost => {
                "headings of areas are missing, so the row may belong to another area"
            }
            Self::AreaOdd => {
                "the area's heading does not look like one, so the row may be read wrongly"
            }
            Self::NameOdd => "the name is cut or holds other words, so the row may be read wrongly",
            Self::DefinitionOdd => {
                "the definition is cut or holds other words, so the row may be read wrongly"
            }
            Self::NoList => "no CKC item follows the name: its codes may be in another row",
            Self::CodeInNote => "words that are read as a note may hold a code",
            Self::CodeBroken => "the code may go on in the words after it",
            Self::NextRowWithin => {
                "the next row may hold a part of this one, so codes may be missing"
            }
            Self::ColumnsCross => {
                "the words of two columns run together in this line, so words or codes may be in the wrong place"
            }
            Self::AreaCrossed => {
                "the words of two columns run together above, so the row may belong to another area"
            }
            Self::ColumnsMixed => {
                "the columns of this document are mixed, so the codes may belong to another row"
            }
            Self::CounterpartLost => "what it is aligned to is lost, or only a part of it was read",
            Self::ImportanceLost => "Essential or Important is lost, so other words may be too",
            Self::StatementLost => "the statement is lost",
            Self::StatementCut => {
                "the statement does not end as the others do, so words may be lost or moved"
            }
            Self::ListLost => "the “As demonstrated by” list is lost, so other words may be too",
            Self::NameJoined => "a name holds words that may belong to something else",
            Self::NameMisread => "a name is near one of the crosswalk: letters may be misread",
            Self::LabelMisread => "a label is misspelled, so other letters may be misread too",
            Self::WordsJoined => "words of something else may be joined to it",
            Self::NextSkipped => {
                "the next number is skipped: its row may be lost or joined to this one"
            }
        })
    }
}

/// Why a knowledge area may list more CKC items than are printed, and where its list is broken. That such a
/// row does not list a code proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Incomplete {
    /// What happened to the list.
    pub loss: Loss,
    /// The printed words that show it.
    pub span: Span,
}

/// What happened to a list of CKC items; displayed as a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// The last statement breaks off: what follows it may be lost as well.
    CutIn(CkcCode),
    /// The words after this code are not its statement, and no other code is in them.
    LostAfter(CkcCode),
    /// The document breaks off in the row.
    BreaksOff,
    /// Neither a code nor a note is printed where they should stand.
    NothingPrinted,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CutIn(code) => write!(
                f,
                "the list breaks off in {code}: further codes may be lost"
            ),
            Self::LostAfter(code) => write!(
                f,
                "the words after {code} are damaged: further codes may be lost"
            ),
            Self::BreaksOff => {
                f.write_str("the document breaks off in this row: further codes may be lost")
            }
            Self::NothingPrinted => {
                f.write_str("nothing is printed where its codes should stand: they may be lost")
            }
        }
    }
}

/// One of the areas of expertise that group the knowledge areas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// `law-regulation-agency-policy`.
    pub id: String,
    /// The heading.
    pub name: Text,
}

/// One row of the crosswalk: a knowledge or skill area and the CKC items it corresponds to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnowledgeArea {
    /// `administration/program-management`.
    pub id: String,
    /// Index of its area in the catalogue; `None` where no heading stands before it.
    pub area: Option<usize>,
    /// The name without its level mark; `None` where it is lost.
    pub name: Option<Text>,
    /// The level mark.
    pub level: Level,
    /// The definition; `None` where it is lost.
    pub definition: Option<Text>,
    /// The CKC items, in order.
    pub items: Vec<Correspondence>,
    /// Words in the CKC column that are no CKC item, as printed.
    pub notes: Vec<Text>,
    /// The corrections that had a part in this row, by their ids.
    pub errata: Vec<String>,
    /// Why the row may have been read wrongly; empty where nothing speaks against it.
    pub doubts: Vec<Doubt>,
    /// Why the row may list more CKC items than are printed.
    pub incomplete: Option<Incomplete>,
    /// From its first printed word to its last; other rows may lie between.
    pub span: Span,
}

impl KnowledgeArea {
    /// Whether it lists no CKC item and names another framework instead: a short note that ends in the
    /// word for what a framework holds, as `T&TA Competencies` does, and does not say that there is none.
    #[must_use]
    pub fn names_other_framework(&self) -> bool {
        self.items.is_empty() && self.notes.iter().any(|note| is_framework(&note.words))
    }
}

fn is_framework(note: &str) -> bool {
    /// A name has no more words.
    const LONGEST: usize = 6;
    const ENDS: [&str; 4] = ["competency", "competencies", "standard", "standards"];
    const NONE: [&str; 6] = ["no", "not", "none", "nothing", "without", "n/a"];
    let words: Vec<String> = note.split_whitespace().map(str::to_lowercase).collect();
    let has = |words: &[String], known: &[&str]| {
        words.iter().any(|word| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            known.contains(&bare)
        })
    };
    (2..=LONGEST).contains(&words.len())
        && has(&words[words.len() - 1..], &ENDS)
        && !has(&words, &NONE)
}

/// One CKC item listed by one knowledge area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correspondence {
    /// The item's code.
    pub code: CkcCode,
    /// Whether the code stands in the document.
    pub certainty: Certainty,
    /// Where the code stands, or where a correction put it.
    pub span: Span,
    /// Where the statement stands, as this row prints it; more than one place where a page
    /// break parts it, and none where it is lost.
    pub statement: Spans,
    /// Why this item may have been read wrongly, beyond what is said of the whole row.
    pub doubts: Vec<Doubt>,
}

/// A CKC item: a training item of the state's Core Knowledge & Competencies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CkcItem {
    /// Its code.
    pub code: CkcCode,
    /// The reading that most of its occurrences share.
    pub statement: String,
}

/// A competency and the rows that align it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Competency {
    /// Its id.
    pub id: CompetencyId,
    /// Its statement.
    pub statement: Text,
    /// One or more rows, in document order.
    pub alignments: Vec<Alignment>,
}

impl Competency {
    /// Whether the authors say of every row that the Endorsement has no counterpart.
    #[must_use]
    pub fn is_unique(&self) -> bool {
        self.alignments.iter().all(Alignment::is_unique)
    }

    /// Whether it has an alignment that is not Unique, and every such one is at this level.
    #[must_use]
    pub fn is_only(&self, level: Level) -> bool {
        // Nobody knows the level of a row whose counterpart is lost.
        let mut levels = self.alignments.iter().filter_map(Alignment::level);
        let is_only = levels.next() == Some(level) && levels.all(|other| other == level);
        is_only && !self.alignments.iter().any(Alignment::is_lost)
    }
}

/// One row of the competencies: an Endorsement area and knowledge area that a competency is aligned to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alignment {
    /// Where this row prints the competency's statement.
    pub statement: Spans,
    /// Essential or Important; `None` where it is lost.
    pub importance: Option<Importance>,
    /// What it is aligned to.
    pub counterpart: Counterpart,
    /// The "As demonstrated by" statements.
    pub demonstrated_by: Vec<Text>,
    /// Where Essential or Important stands.
    pub importance_at: Option<Span>,
    /// Where the area stands, or the word Unique.
    pub area_at: Option<Span>,
    /// Why the row may have been read wrongly; empty where nothing speaks against it.
    pub doubts: Vec<Doubt>,
    /// From the id to the last line of the row.
    pub span: Span,
}

/// What an alignment says of the Endorsement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counterpart {
    /// `Unique`: the authors say that the Endorsement has no counterpart.
    Unique,
    /// The labels of one.
    At(Target),
    /// The page does not print both labels: it breaks off before them, or between them.
    Lost {
        /// The Endorsement area, where it is printed.
        area: Option<Text>,
        /// The knowledge or skill area, where it is printed.
        knowledge: Option<Text>,
    },
}

impl Alignment {
    /// Whether the authors say that the Endorsement has no counterpart.
    #[must_use]
    pub fn is_unique(&self) -> bool {
        self.counterpart == Counterpart::Unique
    }

    /// The labels of its counterpart, where there is one.
    #[must_use]
    pub fn target(&self) -> Option<&Target> {
        match &self.counterpart {
            Counterpart::At(target) => Some(target),
            Counterpart::Unique | Counterpart::Lost { .. } => None,
        }
    }

    /// Whether the page does not print both labels of its counterpart.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        matches!(self.counterpart, Counterpart::Lost { .. })
    }

    /// The Endorsement area as printed, even where the page breaks off after it.
    #[must_use]
    pub fn area(&self) -> Option<&Text> {
        match &self.counterpart {
            Counterpart::Unique => None,
            Counterpart::At(target) => Some(&target.area),
            Counterpart::Lost { area, .. } => area.as_ref(),
        }
    }

    /// The knowledge or skill area as printed, even where the area is lost.
    #[must_use]
    pub fn knowledge(&self) -> Option<&Text> {
        match &self.counterpart {
            Counterpart::Unique => None,
            Counterpart::At(target) => Some(&target.knowledge),
            Counterpart::Lost { knowledge, .. } => knowledge.as_ref(),
        }
    }

    /// The level that the marks give, where there is a counterpart.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.target().map(|target| target.level)
    }
}

/// The labels of an alignment, as printed, without their level marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The Endorsement area.
    pub area: Text,
    /// The knowledge or skill area.
    pub knowledge: Text,
    /// The highest mark on either.
    pub level: Level,
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
