//! The JSON of every verb. Others read it: keys stay, keep their order, and are added only at the end of an object or
//! where they are left out if there is nothing to say.

mod records;

use serde::Serialize;

pub(super) use records::{area, competency, item, knowledge_area};

use crate::render::BareRows;
use crate::sheet::Hundredths;
use crate::training::plan::Amount;

/// The version of [`Export`].
pub(super) const SCHEMA: u32 = 1;

/// `export`: the whole catalogue, or a part.
#[derive(Serialize)]
pub(super) struct Export<'r> {
    /// [`SCHEMA`].
    pub(super) schema: u32,
    pub(super) documents: Vec<Document<'r>>,
    pub(super) areas: Vec<Area<'r>>,
    pub(super) knowledge_areas: Vec<KnowledgeArea<'r>>,
    pub(super) ckc: Vec<Item<'r>>,
    pub(super) competencies: Vec<Competency<'r>>,
}

/// A document that was read.
#[derive(Serialize)]
pub(super) struct Document<'r> {
    pub(super) id: &'r str,
    pub(super) name: &'r str,
    /// How many it has.
    pub(super) lines: usize,
}

/// An area of expertise.
#[derive(Serialize)]
pub(super) struct Area<'r> {
    pub(super) id: &'r str,
    pub(super) name: &'r str,
    /// Of the name: `printed` or `restored`.
    pub(super) certainty: &'static str,
}

/// A CKC item.
#[derive(Serialize)]
pub(super) struct Item<'r> {
    pub(super) code: String,
    pub(super) statement: &'r str,
}

/// A knowledge area, with the items that it lists.
#[derive(Serialize)]
pub(super) struct KnowledgeArea<'r> {
    pub(super) id: &'r str,
    /// The name of its area; null where the heading is lost.
    pub(super) area: Option<&'r str>,
    /// Null where it is lost, as is the definition.
    pub(super) name: Option<&'r str>,
    /// `FS`, `MHS` or `MHM`.
    pub(super) level: &'static str,
    pub(super) definition: Option<&'r str>,
    pub(super) lost: Lost,
    pub(super) ckc: Vec<Listed>,
    /// What is in the CKC column besides codes.
    pub(super) notes: Vec<&'r str>,
    /// `printed` or `restored`.
    pub(super) name_certainty: Option<&'static str>,
    pub(super) definition_certainty: Option<&'static str>,
    /// The ids of the corrections that touched it.
    pub(super) errata: &'r [String],
    pub(super) source: Source<'r>,
    /// Why its list may go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) incomplete: Option<String>,
    /// What speaks against the reading.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) doubt: Vec<String>,
}

/// What a knowledge area should have and does not print, each with the reason.
#[derive(Serialize)]
pub(super) struct Lost {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) definition: Option<&'static str>,
}

/// A CKC item that a knowledge area lists.
#[derive(Serialize)]
pub(super) struct Listed {
    pub(super) code: String,
    /// `printed` or `restored`.
    pub(super) certainty: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) doubt: Vec<String>,
}

/// A competency.
#[derive(Serialize)]
pub(super) struct Competency<'r> {
    pub(super) id: String,
    pub(super) statement: &'r str,
    /// Whether the Endorsement has no counterpart.
    pub(super) unique: bool,
    pub(super) alignments: Vec<Alignment<'r>>,
}

/// A row of a competency: what it is aligned to, and what that is linked to.
#[derive(Serialize)]
pub(super) struct Alignment<'r> {
    /// `essential` or `important`; null where it is lost.
    pub(super) importance: Option<&'static str>,
    /// As printed.
    pub(super) area: Option<&'r str>,
    /// The printed names, separated where they are joined by a slash.
    pub(super) knowledge: &'r [String],
    pub(super) level: Option<&'static str>,
    pub(super) unique: bool,
    pub(super) demonstrated_by: Vec<&'r str>,
    pub(super) links: Vec<Link<'r>>,
    /// The ids of the knowledge areas that a reviewer rejected.
    pub(super) rejected: Vec<&'r str>,
    /// Why there is no link.
    pub(super) cause: Option<String>,
    pub(super) source: Source<'r>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) doubt: Vec<String>,
}

/// A link from an alignment to a knowledge area.
#[derive(Serialize)]
pub(super) struct Link<'r> {
    /// Its id.
    pub(super) knowledge_area: &'r str,
    /// How it was made: `exact`, `near`, …
    pub(super) r#match: &'static str,
    /// What the documents print differently.
    pub(super) differs: Vec<String>,
    /// The ids of others with the same name.
    pub(super) other_candidates: Vec<&'r str>,
}

/// Where a record is printed.
#[derive(Serialize)]
pub(super) struct Source<'r> {
    /// The id of the document.
    pub(super) document: &'r str,
    pub(super) first_line: u32,
    pub(super) last_line: u32,
    /// `wv.pdf, page 3, line 12`; left out where the lines are those of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) place: Option<String>,
}

/// `show`: an array of these. A section gives its competencies.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Shown<'r> {
    Competency(Competency<'r>),
    Area(Area<'r>),
    KnowledgeArea(Box<KnowledgeArea<'r>>),
    Ckc(ShownItem<'r>),
}

/// A CKC item with what leads to it.
#[derive(Serialize)]
pub(super) struct ShownItem<'r> {
    pub(super) code: String,
    pub(super) statement: &'r str,
    /// The ids of those that list it.
    pub(super) knowledge_areas: Vec<&'r str>,
    /// The ids of those that lead there.
    pub(super) competencies: Vec<String>,
}

/// `why`: an array of these, one for each way; or one without hops that says why there is none.
#[derive(Serialize)]
pub(super) struct Way<'r> {
    pub(super) from: String,
    /// Null if one asked where a record leads to, and it leads to nothing.
    pub(super) to: Option<String>,
    pub(super) hops: Vec<Hop<'r>>,
    /// Why there is no way.
    pub(super) cause: Option<String>,
    /// The words that the cause rests on.
    pub(super) quote: Vec<Quote<'r>>,
    /// Which lists may go on that lack what was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) incomplete: Option<String>,
}

/// A step of a way, with what it rests on.
#[derive(Serialize)]
pub(super) struct Hop<'r> {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) quote: Vec<Quote<'r>>,
    pub(super) r#match: Option<&'static str>,
    pub(super) differs: Vec<String>,
    pub(super) other_candidates: Vec<&'r str>,
    pub(super) level: Option<&'static str>,
    pub(super) importance: Option<&'static str>,
    pub(super) errata: Vec<Correction<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) doubt: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) incomplete: Option<String>,
}

/// A correction of the document.
#[derive(Serialize)]
pub(super) struct Correction<'r> {
    pub(super) id: &'r str,
    pub(super) confidence: &'static str,
    pub(super) reason: &'r str,
}

/// Printed words and where they are.
#[derive(Serialize)]
pub(super) struct Quote<'r> {
    /// The id of the document.
    pub(super) document: &'r str,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) words: &'r str,
    /// What the words are: `area`, `name`, `item`, …
    pub(super) field: &'static str,
    /// What a correction reads there.
    pub(super) reading: Option<String>,
    /// `wv.pdf, page 3, line 12`; left out where the lines are those of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) place: Option<String>,
}

/// `gap`: what is covered of a target, and what is missing.
#[derive(Serialize)]
pub(super) struct Gap<'r> {
    /// The level of the person.
    pub(super) r#for: Option<&'static str>,
    /// Codes.
    pub(super) covered: Vec<String>,
    pub(super) missing: Vec<String>,
    /// Of the trainings that cover any of them; null if the log has no hours.
    pub(super) hours: Option<Number>,
    pub(super) knowledge_areas: Vec<Need>,
    pub(super) competencies: Vec<Need>,
    /// How all codes are known.
    #[serde(flatten)]
    pub(super) asked: Asked<'r>,
}

/// A record that a person has to cover.
#[derive(Serialize)]
pub(super) struct Need {
    pub(super) id: String,
    pub(super) covered: Vec<String>,
    pub(super) missing: Vec<String>,
    /// Why no CKC item leads there, or not to all of it.
    pub(super) cause: Option<String>,
    /// The same in names: `no-ckc`, `unique`, …
    pub(super) causes: Vec<&'static str>,
    pub(super) hours: Option<Number>,
    /// The same: hours of one training can be in several records.
    pub(super) hours_up_to: Option<Number>,
    #[serde(flatten)]
    pub(super) known: Known,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) doubt: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) incomplete: Option<String>,
}

/// Which codes are not plainly known.
#[derive(Serialize)]
pub(super) struct Known {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) restored: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) doubtful: Vec<String>,
    /// Reached only through links to a near name,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) near: Vec<String>,
    /// or to another area.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) area_differs: Vec<String>,
}

/// How all that is asked for is known.
#[derive(Serialize)]
pub(super) struct Asked<'r> {
    #[serde(flatten)]
    pub(super) known: Known,
    /// The ids of those whose lists may go on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) incomplete_knowledge_areas: Vec<&'r str>,
}

/// `plan`: the best trainings for a gap.
#[derive(Serialize)]
pub(super) struct Plan<'r> {
    /// Whether no other choice is better.
    pub(super) proved: bool,
    /// What was to be small: `count`, `hours` or `cost`.
    pub(super) minimise: &'static str,
    /// No plan can be below this.
    pub(super) bound: Option<Number>,
    /// Null, as the sums, if no plan was found.
    pub(super) count: Option<usize>,
    pub(super) hours: Option<Number>,
    pub(super) cost: Option<Number>,
    pub(super) trainings: Vec<Training<'r>>,
    /// Other plans, as good.
    pub(super) alternatives: Vec<Alternative<'r>>,
    /// The best that the limits allow, if they allow no plan.
    pub(super) partial: Option<Partial<'r>>,
    /// Missing codes that no training covers.
    pub(super) uncoverable: Vec<String>,
    /// Missing codes that only trainings set aside cover.
    pub(super) set_aside: Vec<SetAside<'r>>,
    /// Why no code leads to a part of the target.
    pub(super) causes: Vec<Reason>,
    /// The rows of the tabular formats.
    pub(super) rows: BareRows<'r>,
    #[serde(flatten)]
    pub(super) asked: Asked<'r>,
}

/// A training of a plan.
#[derive(Serialize)]
pub(super) struct Training<'r> {
    pub(super) id: &'r str,
    pub(super) title: &'r str,
    pub(super) hours: Option<Number>,
    pub(super) cost: Option<Number>,
    pub(super) provider: Option<&'r str>,
    pub(super) registered: Option<bool>,
    /// Missing codes,
    pub(super) covers: Vec<String>,
    /// and those that no other training of the plan covers.
    pub(super) only_it_adds: Vec<String>,
}

/// Another plan.
#[derive(Serialize)]
pub(super) struct Alternative<'r> {
    /// Ids.
    pub(super) trainings: Vec<&'r str>,
    pub(super) hours: Option<Number>,
    pub(super) cost: Option<Number>,
}

/// A choice that does not cover all.
#[derive(Serialize)]
pub(super) struct Partial<'r> {
    pub(super) proved: bool,
    /// No choice within the limits covers more codes.
    pub(super) at_most: usize,
    pub(super) count: Option<usize>,
    pub(super) hours: Option<Number>,
    pub(super) cost: Option<Number>,
    pub(super) trainings: Vec<Training<'r>>,
    pub(super) covered: Vec<String>,
    pub(super) not_covered: Vec<String>,
}

/// A code, and the trainings set aside that cover it.
#[derive(Serialize)]
pub(super) struct SetAside<'r> {
    pub(super) ckc: String,
    /// Ids.
    pub(super) trainings: Vec<&'r str>,
}

/// Why no code leads to a record, or not to all of it.
#[derive(Serialize)]
pub(super) struct Reason {
    /// `knowledge-area` or `competency`.
    pub(super) kind: &'static str,
    pub(super) id: String,
    pub(super) causes: Vec<&'static str>,
    /// The same in words.
    pub(super) cause: String,
}

/// Hours, money or a count: whole where it is.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Number {
    Whole(u64),
    Decimal(f64),
}

impl From<Hundredths> for Number {
    fn from(hundredths: Hundredths) -> Self {
        match (hundredths.0 / 100, hundredths.0 % 100) {
            (whole, 0) => Self::Whole(whole),
            #[expect(
                clippy::cast_precision_loss,
                reason = "a number of hours has few digits"
            )]
            _ => Self::Decimal(hundredths.0 as f64 / 100.0),
        }
    }
}

impl From<Amount> for Number {
    fn from(amount: Amount) -> Self {
        match amount {
            Amount::Count(count) => Self::Whole(count),
            Amount::Number(hundredths) => hundredths.into(),
        }
    }
}
