//! What a typed name refers to: a competency, a section, a CKC code, an area or a knowledge area;
//! and what is nearest to a name that refers to nothing.

use std::fmt;
use std::ops::RangeInclusive;

use crate::catalogue::Catalogue;
use crate::record::{AreaIndex, CkcCode, CompetencyIndex, ItemIndex, KnowledgeAreaIndex, Section};
use crate::text::{self, Sought, fold, fold_beginning};

mod key;

pub(crate) use key::nearest_codes;
pub use key::{is_key, joined};

/// A record, or a group of them, that a typed name refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference {
    /// A competency.
    Competency(CompetencyIndex),
    /// A category or section of competencies.
    Section(Section),
    /// An area.
    Area(AreaIndex),
    /// A knowledge area.
    KnowledgeArea(KnowledgeAreaIndex),
    /// A CKC item.
    Item(ItemIndex),
}

impl Reference {
    /// The area, if it is one.
    #[must_use]
    pub fn area(self) -> Option<AreaIndex> {
        match self {
            Self::Area(index) => Some(index),
            _ => None,
        }
    }

    /// The knowledge area, if it is one.
    #[must_use]
    pub fn knowledge_area(self) -> Option<KnowledgeAreaIndex> {
        match self {
            Self::KnowledgeArea(index) => Some(index),
            _ => None,
        }
    }
}

/// A name that refers to nothing, or to more than one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound {
    /// The name as typed.
    pub name: String,
    /// Why it refers to nothing.
    pub cause: Cause,
    /// The nearest keys, each with its title.
    pub nearest: Vec<String>,
}

/// Why a name refers to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// No record has it.
    Unknown,
    /// It begins the names of several records.
    Ambiguous,
    /// No text says any of these words.
    NoWord,
    /// It is the name of an area, where a knowledge area was asked for.
    IsArea,
    /// It is the name of a knowledge area, where an area was asked for.
    IsKnowledgeArea,
    /// No learner of a log has it.
    NoLearner,
    /// No training has it as its id.
    NoTraining,
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match self.cause {
            Cause::Unknown => write!(f, "no record is called “{name}”"),
            Cause::NoLearner => write!(f, "no learner of the log is called “{name}”"),
            Cause::NoTraining => write!(f, "no training has the id “{name}”"),
            Cause::NoWord => write!(f, "no text says “{name}”"),
            Cause::Ambiguous => write!(f, "“{name}” begins more than one name; say which:"),
            Cause::IsArea => write!(f, "“{name}” is an area: ask for it with --area"),
            Cause::IsKnowledgeArea => {
                write!(
                    f,
                    "“{name}” is a knowledge area: ask for it with --knowledge"
                )
            }
        }?;
        f.write_str(match (self.cause, self.nearest.is_empty()) {
            (Cause::Unknown, true) => {
                "; `xwalk list competencies`, `areas`, `knowledge` and `ckc` show all"
            }
            (Cause::Ambiguous | Cause::IsArea | Cause::IsKnowledgeArea, _) | (_, true) => "",
            (Cause::NoWord, false) => "; the nearest words:",
            (_, false) => "; the nearest:",
        })?;
        self.nearest
            .iter()
            .try_for_each(|nearest| write!(f, "\n  {nearest}"))
    }
}

impl std::error::Error for NotFound {}

impl NotFound {
    pub(crate) fn new(name: &str, cause: Cause, nearest: Vec<String>) -> Self {
        Self {
            name: name.to_owned(),
            cause,
            nearest,
        }
    }

    fn unknown(name: &str, nearest: Vec<String>) -> Self {
        Self::new(name, Cause::Unknown, nearest)
    }
}

/// What kinds of record a name may refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kinds {
    /// Any record.
    Any,
    /// Only areas.
    Areas,
    /// Only knowledge areas.
    KnowledgeAreas,
}

/// Finds what a typed name refers to: an id, a code, a section, a range of ids or codes, or a name, whole or
/// by a beginning that no other name has; or several of these with commas between them. A name that is
/// in several areas refers to each.
///
/// # Errors
/// When nothing has the name, or several names begin with it.
pub fn resolve(
    catalogue: &Catalogue,
    name: &str,
    kinds: Kinds,
) -> Result<Vec<Reference>, NotFound> {
    match resolve_one(catalogue, name, kinds) {
        // Names have commas as well: what is a name is not a list.
        Err(whole) if whole.cause != Cause::Ambiguous => {
            resolve_list(catalogue, name, kinds).unwrap_or(Err(whole))
        }
        answer => answer,
    }
}

/// What the parts of a list refer to; `None` if the name is not a list.
fn resolve_list(
    catalogue: &Catalogue,
    name: &str,
    kinds: Kinds,
) -> Option<Result<Vec<Reference>, NotFound>> {
    let parts = name.split([',', ';']).map(str::trim);
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    if !name.contains([',', ';']) || parts.is_empty() {
        return None;
    }
    let found = parts.iter().map(|part| resolve_one(catalogue, part, kinds));
    let found: Vec<Result<Vec<Reference>, NotFound>> = found.collect();
    let is_list = found.iter().any(Result::is_ok) || parts.iter().any(|part| is_key(part));
    let found: Result<Vec<_>, NotFound> = found.into_iter().collect();
    let names = names(catalogue, kinds);
    let likeness = |typed: &str, fits: fn(&Name) -> bool| {
        let sought = Sought::new(typed);
        let near = names.iter().filter(|entry| fits(entry));
        let near = near.filter_map(|entry| sought.likeness(&entry.folded));
        near.fold(0.0, f64::max)
    };
    // One name with commas and a typo in it: up to the first comma it begins a name.
    let is_name =
        |part: &NotFound| likeness(name, |entry| entry.has_commas) > likeness(&part.name, |_| true);
    (is_list && !found.as_ref().is_err_and(is_name)).then(|| Ok(found?.concat()))
}

fn resolve_one(
    catalogue: &Catalogue,
    name: &str,
    kinds: Kinds,
) -> Result<Vec<Reference>, NotFound> {
    if kinds == Kinds::Any
        && let Some(found) = key::resolve(catalogue, name)
    {
        return found;
    }
    let names = names(catalogue, kinds);
    let found = resolve_name(&names, name);
    match found.first() {
        Some(first) if found.iter().all(|other| other.folded == first.folded) => {
            Ok(found.iter().map(|entry| entry.reference).collect())
        }
        Some(_) => {
            let titles = found.iter().map(|entry| entry.title.clone());
            Err(NotFound::new(name, Cause::Ambiguous, titles.collect()))
        }
        None => Err(unknown(catalogue, &names, name, kinds)),
    }
}

/// Expects that a code or a whole domain occurs; a range may have gaps.
///
/// # Errors
/// When it does not occur.
pub fn expect_codes(
    catalogue: &Catalogue,
    codes: &RangeInclusive<CkcCode>,
    typed: &str,
) -> Result<(), NotFound> {
    if catalogue
        .items()
        .iter()
        .any(|item| codes.contains(&item.code))
    {
        return Ok(());
    }
    Err(NotFound::unknown(
        typed,
        nearest_codes(catalogue, *codes.start()),
    ))
}

/// A name that a record goes by.
struct Name {
    reference: Reference,
    id: String,
    folded: String,
    /// Whether it looks like a list.
    has_commas: bool,
    title: String,
}

fn names(catalogue: &Catalogue, kinds: Kinds) -> Vec<Name> {
    let areas = AreaIndex::each(catalogue.areas()).map(|(index, area)| Name {
        reference: Reference::Area(index),
        id: area.id.clone(),
        folded: fold(&area.name.words),
        has_commas: area.name.words.contains(','),
        title: area.name.words.clone(),
    });
    let rows = KnowledgeAreaIndex::each(catalogue.knowledge_areas());
    let rows = rows.map(|(index, record)| {
        let name = record.name.as_ref().map_or("", |name| &name.words);
        let area = record
            .area
            .map_or("", |area| &catalogue.areas()[area].name.words);
        Name {
            reference: Reference::KnowledgeArea(index),
            id: record.id.clone(),
            folded: fold(name),
            has_commas: name.contains(','),
            title: text::path(area, &shorten(name)),
        }
    });
    match kinds {
        Kinds::Any => areas.chain(rows).collect(),
        Kinds::Areas => areas.collect(),
        Kinds::KnowledgeAreas => rows.collect(),
    }
}

/// The names that equal the typed one; if there are none, those that begin with it; or else the ids that do.
fn resolve_name<'n>(names: &'n [Name], typed: &str) -> Vec<&'n Name> {
    let folded = fold(typed);
    let beginning = fold_beginning(typed);
    let id = typed.trim().to_lowercase();
    if folded.is_empty() {
        return Vec::new();
    }
    let ways: [&dyn Fn(&Name) -> bool; 5] = [
        &|entry| entry.folded == folded || entry.id == id,
        // With the area before it: `Administration ▸ Program management`.
        &|entry| fold(&entry.title) == folded,
        &|entry| entry.folded.starts_with(&beginning),
        // An s that ends it may be a plural's: `parents` begins `Parent's role`.
        &|entry| entry.folded.starts_with(&folded),
        &|entry| entry.id.starts_with(&id),
    ];
    let those = |fits: &dyn Fn(&Name) -> bool| -> Vec<&Name> {
        names.iter().filter(|entry| fits(entry)).collect()
    };
    ways.into_iter()
        .map(those)
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

fn unknown(catalogue: &Catalogue, names: &[Name], typed: &str, kinds: Kinds) -> NotFound {
    let is = |kinds| resolve_name(&self::names(catalogue, kinds), typed).len() == 1;
    let cause = match kinds {
        Kinds::Areas if is(Kinds::KnowledgeAreas) => Cause::IsKnowledgeArea,
        Kinds::KnowledgeAreas if is(Kinds::Areas) => Cause::IsArea,
        _ => Cause::Unknown,
    };
    let nearest = match cause {
        Cause::Unknown => text::nearest(typed, known(catalogue, names, kinds)),
        _ => Vec::new(),
    };
    NotFound::new(typed, cause, nearest)
}

/// All that a typed name may have meant, by each name that it goes by, and how it is offered.
fn known(catalogue: &Catalogue, names: &[Name], kinds: Kinds) -> Vec<(String, String)> {
    let names = names.iter().flat_map(|entry| {
        [&entry.folded, &entry.id].map(|name| (name.clone(), entry.title.clone()))
    });
    match kinds {
        Kinds::Any => names.chain(key::known(catalogue)).collect(),
        Kinds::Areas | Kinds::KnowledgeAreas => names.collect(),
    }
}

/// A key with the beginning of what it names, as it is offered.
pub(crate) fn line(key: &impl fmt::Display, title: &str) -> String {
    format!("{key}  {}", shorten(title)).trim_end().to_owned()
}

/// A title cut at a word, so that a line of a message stays a line.
fn shorten(title: &str) -> String {
    const LONGEST: usize = 60;
    if title.chars().count() <= LONGEST {
        return title.to_owned();
    }
    let head: String = title.chars().take(LONGEST).collect();
    let cut = head.rfind(' ').unwrap_or(head.len());
    format!("{}…", head[..cut].trim_end_matches(','))
}
