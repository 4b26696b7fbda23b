//! The records of the two documents, typed: what is a competency, an alignment, a
//! knowledge area, a CKC item, and the keys that name them.
//!
//! A key is never a number and never a bare string: [`CkcCode`] `1.10` is the tenth
//! item of domain 1, after `1.9` and unlike `1.1`.

mod doubt;
mod index;
mod key;

pub use doubt::{Doubt, Incomplete, Loss, Reason};
pub use index::{AlignmentIndex, AreaIndex, CompetencyIndex, ItemIndex, KnowledgeAreaIndex};
pub(crate) use key::strip_ckc;
pub use key::{Certainty, CkcCode, CompetencyId, Importance, Level, NotAKey, Section};

use serde::{Deserialize, Serialize};

use crate::source::{Span, Spans};
use crate::text;

/// Words of a document: the text with its blanks evened out, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Text {
    /// The words; pieces that a page break separated are joined with one blank.
    pub words: String,
    /// The printed places of the pieces, in reading order.
    pub spans: Spans,
    /// Restored, if any piece was put there by a correction.
    pub certainty: Certainty,
}

/// One of the areas of expertise that group the knowledge areas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// `law-regulation-agency-policy`.
    pub id: String,
    /// The heading.
    pub name: Text,
}

/// One row of the crosswalk: a knowledge or skill area and the CKC items it corresponds to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnowledgeArea {
    /// `administration/program-management`.
    pub id: String,
    /// Its area; `None` where no heading is before it.
    pub area: Option<AreaIndex>,
    /// The name without its level mark; `None` where it is lost.
    pub name: Option<Text>,
    /// The level mark.
    pub level: Level,
    /// The definition; `None` where it is lost.
    pub definition: Option<Text>,
    /// The CKC items, in order.
    pub items: Vec<Correspondence>,
    /// Words in the CKC column that are not a CKC item, as printed.
    pub notes: Vec<Text>,
    /// The ids of the corrections that changed this row.
    pub errata: Vec<String>,
    /// Why the row may have been read wrongly; empty if there is no doubt.
    pub doubts: Vec<Doubt>,
    /// Why the row may list more CKC items than are printed.
    pub incomplete: Option<Incomplete>,
    /// From its first printed word to its last; other rows may be in between.
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correspondence {
    /// The item.
    pub item: ItemIndex,
    /// The item's code.
    pub code: CkcCode,
    /// Whether the code is in the document.
    pub certainty: Certainty,
    /// Where the code is, or where a correction put it.
    pub span: Span,
    /// Where the statement is, as this row prints it; more than one place where a page
    /// break splits it, and none where it is lost.
    pub statement: Spans,
    /// Why this item may have been read wrongly, in addition to the doubts about the whole row.
    pub doubts: Vec<Doubt>,
}

/// A CKC item: a training item of the state's Core Knowledge & Competencies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CkcItem {
    /// Its code.
    pub code: CkcCode,
    /// The reading that most of its occurrences share.
    pub statement: String,
}

/// A competency and the rows that align it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Competency {
    /// Its id.
    pub id: CompetencyId,
    /// Its statement.
    pub statement: Text,
    /// One or more rows, in document order.
    pub alignments: Vec<Alignment>,
}

impl Competency {
    /// Whether the authors say for every row that the Endorsement has no counterpart.
    #[must_use]
    pub fn is_unique(&self) -> bool {
        self.alignments.iter().all(Alignment::is_unique)
    }

    /// Whether it has an alignment that is not Unique, and every such one is at this level.
    #[must_use]
    pub fn is_only(&self, level: Level) -> bool {
        // The level of a row whose counterpart is lost is unknown.
        let mut levels = self.alignments.iter().filter_map(Alignment::level);
        let is_only = levels.next() == Some(level) && levels.all(|other| other == level);
        is_only && !self.alignments.iter().any(Alignment::is_lost)
    }
}

/// One row of the competencies: an Endorsement area and knowledge area that a competency is aligned to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alignment {
    /// Where this row prints the competency's statement.
    pub statement: Spans,
    /// Essential or Important; `None` where it is lost.
    pub importance: Option<Importance>,
    /// What it is aligned to.
    pub counterpart: Counterpart,
    /// The "As demonstrated by" statements.
    pub demonstrated_by: Vec<Text>,
    /// Where Essential or Important is.
    pub importance_at: Option<Span>,
    /// Where the area is, or the word Unique.
    pub area_at: Option<Span>,
    /// Why the row may have been read wrongly; empty if there is no doubt.
    pub doubts: Vec<Doubt>,
    /// From the id to the last line of the row.
    pub span: Span,
}

/// What an alignment says about the Endorsement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The Endorsement area.
    pub area: Text,
    /// The knowledge or skill area.
    pub knowledge: Text,
    /// The highest mark on either.
    pub level: Level,
}

impl Target {
    /// Both labels in one line.
    #[must_use]
    pub fn path(&self) -> String {
        text::path(&self.area.words, &self.knowledge.words)
    }
}
