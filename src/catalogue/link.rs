//! Links the alignments of the competencies to the knowledge areas of the crosswalk, and
//! says for each link how it was made and what differs. Nothing is joined without saying so.
//!
//! By area and name, both folded ([`crate::text::fold`]). A slash is split only where the
//! whole name is unknown and each part's reading is known.

mod linker;

use std::fmt;
use std::sync::Arc;

pub use linker::Linker;

use serde::{Deserialize, Serialize};

use crate::record::{AlignmentIndex, KnowledgeAreaIndex, Level};

/// How a link was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Match {
    /// Same area, same folded name.
    Exact,
    /// One of several names that a slash joins: `Program development/management`.
    Composite,
    /// The name exists, but under another area only.
    AreaDiffers,
    /// No equal name, but one that is close. Offered, never counted as exact.
    Near,
    /// Not by the names: a reviewer decided it.
    Reviewed,
}

impl Match {
    /// All of them, the surest first.
    pub const ALL: [Self; 5] = [
        Self::Exact,
        Self::Composite,
        Self::AreaDiffers,
        Self::Near,
        Self::Reviewed,
    ];

    /// The name in every format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Composite => "composite",
            Self::AreaDiffers => "area-differs",
            Self::Near => "near",
            Self::Reviewed => "reviewed",
        }
    }
}

/// What a reviewer says of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Verdict {
    /// It holds.
    Accept,
    /// It does not.
    Reject,
}

impl Verdict {
    /// The word in a ledger.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
        }
    }
}

/// A reviewer's decision on the link of one alignment to one knowledge area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ruling {
    /// The alignment.
    pub alignment: AlignmentIndex,
    /// The knowledge area.
    pub knowledge_area: KnowledgeAreaIndex,
    /// The decision.
    pub verdict: Verdict,
}

/// What the two documents print differently for one link, and what a reviewer said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Difference {
    /// The level marks: the alignment's, the knowledge area's.
    Level(Level, Level),
    /// The areas.
    Area(String, String),
    /// The names, beyond what folding evens out.
    Name(String, String),
    /// The same name, written otherwise; in more than capitals.
    Spelling(String, String),
    /// The level mark is that of the same name in this other area.
    MarkOf(Level, String),
    /// A reviewer decided on the link.
    Reviewed(Verdict),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Level(a, b) => {
                write!(
                    f,
                    "level: {} in the competencies, {} in the crosswalk",
                    mark(*a),
                    mark(*b)
                )
            }
            Self::Area(a, b) => write!(f, "area: {a} in the competencies, {b} in the crosswalk"),
            Self::Name(a, b) => write!(f, "name: {a} in the competencies, {b} in the crosswalk"),
            Self::Spelling(a, b) => {
                write!(f, "spelling: {a} in the competencies, {b} in the crosswalk")
            }
            Self::MarkOf(level, area) => {
                write!(f, "the mark {} fits the same name in {area}", mark(*level))
            }
            Self::Reviewed(Verdict::Accept) => f.write_str("accepted by review"),
            Self::Reviewed(Verdict::Reject) => f.write_str("rejected by review"),
        }
    }
}

fn mark(level: Level) -> &'static str {
    match level {
        Level::Fs => "unmarked",
        marked => marked.name(),
    }
}

/// A link from an alignment to a knowledge area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The knowledge area.
    pub knowledge_area: KnowledgeAreaIndex,
    /// How it was made.
    pub made: Match,
    /// What differs between the two documents' words, the alignment's first.
    pub differs: Vec<Difference>,
    /// The knowledge areas with the same name: one list for the links to all of them.
    namesakes: Arc<[KnowledgeAreaIndex]>,
}

impl Link {
    /// What a reviewer said of it.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        self.differs.iter().find_map(|difference| match difference {
            Difference::Reviewed(verdict) => Some(*verdict),
            _ => None,
        })
    }

    /// Other knowledge areas with the same name, in other areas.
    pub fn others(&self) -> impl Iterator<Item = KnowledgeAreaIndex> + '_ {
        let namesakes = self.namesakes.iter().copied();
        namesakes.filter(|&other| other != self.knowledge_area)
    }

    fn judge(&mut self, verdict: Verdict) {
        if self.verdict().is_none() {
            self.differs.push(Difference::Reviewed(verdict));
        }
    }
}

/// The links of one alignment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Links {
    /// The printed name, separated where it is composite; empty for a Unique alignment.
    pub knowledge: Vec<String>,
    /// The links, in the order of the names.
    pub links: Vec<Link>,
    /// Why there is none.
    pub cause: Option<Unlinked>,
    /// The links that a reviewer rejected.
    pub rejected: Vec<Link>,
}

/// Why an alignment has no link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unlinked {
    /// The authors say that the Endorsement has no counterpart.
    Unique,
    /// The page breaks off before it says what the competency is aligned to.
    Lost,
    /// The crosswalk has no such area.
    NoArea,
    /// The area is there, but no name in it or elsewhere is close.
    NoName,
    /// A reviewer rejected every link.
    Rejected,
}

impl fmt::Display for Unlinked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unique => "Unique: the authors say that the Endorsement has no counterpart",
            Self::Lost => "lost: the page does not print in full what it is aligned to",
            Self::NoArea => "the crosswalk has no such area",
            Self::NoName => "the crosswalk has no knowledge area of this or a near name",
            Self::Rejected => "rejected by review",
        })
    }
}

impl Links {
    fn none(cause: Unlinked) -> Self {
        Self {
            cause: Some(cause),
            ..Self::default()
        }
    }

    fn made(knowledge: Vec<String>, links: Vec<Link>) -> Self {
        Self {
            knowledge,
            links,
            ..Self::default()
        }
    }

    /// Makes a reviewer's decision on a link: on the one there is to the same knowledge area, or
    /// else on this new one.
    pub fn judge(&mut self, verdict: Verdict, new: Link) {
        let same = |link: &Link| link.knowledge_area == new.knowledge_area;
        let mut link = match self.links.iter().position(same) {
            Some(place) if verdict == Verdict::Accept => return self.links[place].judge(verdict),
            Some(place) => self.links.remove(place),
            None => new,
        };
        link.judge(verdict);
        match verdict {
            Verdict::Accept => self.links.push(link),
            Verdict::Reject => self.rejected.push(link),
        }
    }

    /// After all decisions: a near link is only an offer, and an accepted one takes its place.
    pub fn settle(&mut self) {
        let is_accepted = |link: &Link| link.verdict() == Some(Verdict::Accept);
        if self.links.iter().any(is_accepted) {
            let is_offer = |link: &mut Link| link.made == Match::Near && link.verdict().is_none();
            let mut declined: Vec<Link> = self.links.extract_if(.., is_offer).collect();
            for link in &mut declined {
                link.judge(Verdict::Reject);
            }
            self.rejected.append(&mut declined);
        }
        if !self.links.is_empty() {
            self.cause = None;
        } else if !self.rejected.is_empty() && self.cause.is_none() {
            self.cause = Some(Unlinked::Rejected);
        }
    }
}
