//! What a typed name refers to: a competency, a section, a CKC code, an area or a knowledge area;
//! and what is nearest to a name that refers to nothing.

use std::fmt;
use std::ops::RangeInclusive;

use crate::catalogue::Catalogue;
use crate::record::{CkcCode, Section};
use crate::text::{Letters, Sought, fold, fold_beginning, slug};

mod key;

pub(crate) use key::nearest_codes;
pub use key::{is_key, joined};

/// A record, or a group of them, that a typed name refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference {
    /// A competency, by its index.
    Competency(usize),
    /// A category or section of competencies.
    Section(Section),
    /// An area, by its index.
    Area(usize),
    /// A knowledge area, by its index.
    KnowledgeArea(usize),
    /// A CKC item, by its index.
    Item(usize),
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
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match self.cause {
            Cause::Unknown if self.nearest.is_empty() => write!(
                f,
                "no record is called “{name}”; `xwalk list competencies`, `areas`, `knowledge` \
                 and `ckc` show all"
            ),
            Cause::Unknown => write!(f, "no record is called “{name}”; the nearest:"),
            Cause::NoLearner if self.nearest.is_empty() => {
                write!(f, "no learner of the log is called “{name}”")
            }
            Cause::NoLearner => {
                write!(f, "no learner of the log is called “{name}”; the nearest:")
            }
            Cause::Ambiguous => write!(f, "“{name}” begins more than one name; say which:"),
            Cause::NoWord if self.nearest.is_empty() => write!(f, "no text says “{name}”"),
            Cause::NoWord => write!(f, "no text says “{name}”; the nearest words:"),
            Cause::IsArea => write!(f, "“{name}” is an area: ask for it with --area"),
            Cause::IsKnowledgeArea => {
                write!(
                    f,
                    "“{name}” is a knowledge area: ask for it with --knowledge"
                )
            }
        }?;
        self.nearest
            .iter()
            .try_for_each(|nearest| write!(f, "\n  {nearest}"))
    }
}

impl std::error::Error for NotFound {}

impl NotFound {
    /// A key that is none of these, each with its title: the nearest are offered.
    pub(crate) fn among<'k>(typed: &str, keys: impl Iterator<Item = (&'k str, &'k str)>) -> Self {
        let typed_folded = typed.to_lowercase();
        let near =
            |key: &str| strsim::normalized_damerau_levenshtein(&key.to_lowercase(), &typed_folded);
        let mut ranked: Vec<_> = keys.map(|(key, title)| (near(key), key, title)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let offered = ranked.into_iter().take(OFFERED);
        let named = offered.map(|(_, key, title)| format!("{key}  {}", shorten(title)));
        Self::unknown(
            typed,
            named.map(|line| line.trim_end().to_owned()).collect(),
        )
    }

    /// Words that no text says.
    pub(crate) fn in_words(name: &str, nearest: Vec<String>) -> Self {
        Self {
            name: name.to_owned(),
            cause: Cause::NoWord,
            nearest,
        }
    }

    fn unknown(name: &str, nearest: Vec<String>) -> Self {
        Self {
            name: name.to_owned(),
            cause: Cause::Unknown,
            nearest,
        }
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
    is_list.then(|| Ok(found.into_iter().collect::<Result<Vec<_>, _>>()?.concat()))
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
        Some(_) => Err(NotFound {
            name: name.to_owned(),
            cause: Cause::Ambiguous,
            nearest: found.iter().map(|entry| entry.title.clone()).collect(),
        }),
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
    title: String,
}

fn names(catalogue: &Catalogue, kinds: Kinds) -> Vec<Name> {
    let areas = catalogue
        .areas()
        .iter()
        .enumerate()
        .map(|(index, area)| Name {
            reference: Reference::Area(index),
            id: area.id.clone(),
            folded: fold(&area.name.words),
            title: area.name.words.clone(),
        });
    let rows = catalogue.knowledge_areas().iter().enumerate();
    let rows = rows.map(|(index, record)| {
        let name = record.name.as_ref().map_or("", |name| &name.words);
        let area = record
            .area
            .map_or("", |area| &catalogue.areas()[area].name.words);
        Name {
            reference: Reference::KnowledgeArea(index),
            id: record.id.clone(),
            folded: fold(name),
            title: format!("{area} ▸ {}", shorten(name)),
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

/// At most this many near names are offered.
const OFFERED: usize = 3;

fn unknown(catalogue: &Catalogue, names: &[Name], typed: &str, kinds: Kinds) -> NotFound {
    let is = |kinds| resolve_name(&self::names(catalogue, kinds), typed).len() == 1;
    let cause = match kinds {
        Kinds::Areas if is(Kinds::KnowledgeAreas) => Cause::IsKnowledgeArea,
        Kinds::KnowledgeAreas if is(Kinds::Areas) => Cause::IsArea,
        _ => Cause::Unknown,
    };
    let nearest = match cause {
        Cause::Unknown if typed.contains(|c: char| c.is_ascii_digit()) => {
            key::nearest(catalogue, typed)
        }
        Cause::Unknown => nearest_names(names, typed),
        _ => Vec::new(),
    };
    NotFound {
        name: typed.to_owned(),
        cause,
        nearest,
    }
}

/// Less similar names are not offered.
const CLOSE: f64 = 0.5;

fn nearest_names(names: &[Name], typed: &str) -> Vec<String> {
    if fold(typed).is_empty() {
        return Vec::new();
    }
    let typed = Typed {
        length: typed.chars().count(),
        name: Sought::new(typed),
        id: Letters::new(slug(typed)),
    };
    let mut ranked: Vec<(f64, &str)> = names
        .iter()
        .filter_map(|entry| Some((typed.closeness(entry)?, entry.title.as_str())))
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let offered = ranked.iter().take(OFFERED);
    offered.map(|(_, title)| (*title).to_owned()).collect()
}

/// A typed name, to be compared with all others.
struct Typed {
    length: usize,
    name: Sought,
    id: Letters,
}

impl Typed {
    /// How close it is to a record's name, to its id, or to the beginning of its name, if it is close.
    fn closeness(&self, entry: &Name) -> Option<f64> {
        /// What is left out counts a little.
        const OF_BEGINNING: f64 = 0.95;
        let beginning = entry.folded.char_indices().nth(self.length);
        let by_beginning = beginning.and_then(|(end, _)| {
            let near = self.name.nearness(&fold(&entry.folded[..end]), CLOSE)?;
            Some(near * OF_BEGINNING)
        });
        [
            self.name.nearness(&entry.folded, CLOSE),
            by_beginning,
            self.id.nearness(&entry.id, CLOSE),
        ]
        .into_iter()
        .flatten()
        .reduce(f64::max)
        .filter(|close| *close >= CLOSE)
    }
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
