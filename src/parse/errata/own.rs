//! Corrections that users write for their own documents, in the same form as the built-in ones: a list that
//! contradicts itself is refused, by entry.

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::{Erratum, Kind};
use crate::source::{Document, is_blank};

/// The user's corrections, and the file they are from.
#[derive(Debug)]
pub struct Own {
    /// The file, as shown to people.
    pub file: String,
    /// The corrections, in the order of the file.
    pub entries: Vec<Erratum>,
}

/// Why a file of corrections was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The file.
    pub file: String,
    /// The id or place of the entry; `None` where the file is not a list.
    pub entry: Option<String>,
    /// What is wrong with it, and what to do.
    pub why: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        if let Some(entry) = &self.entry {
            write!(f, "correction {entry}: ")?;
        }
        f.write_str(&self.why)
    }
}

impl std::error::Error for Refused {}

impl Own {
    /// Reads a file of corrections.
    ///
    /// # Errors
    /// When it is not a list of [`Erratum`], or an entry contradicts itself or another.
    pub fn read(document: &Document) -> Result<Self, Refused> {
        let (file, json) = (document.name.clone(), document.text());
        let entries = super::parse(json).map_err(|error| unreadable(&file, json, &error))?;
        let own = Self { file, entries };
        for (index, entry) in own.entries.iter().enumerate() {
            let before = &own.entries[..index];
            if let Some(why) = contradiction(entry, before) {
                return Err(own.refuse(entry, why));
            }
        }
        Ok(own)
    }

    /// The refusal of an entry.
    #[must_use]
    pub fn refuse(&self, entry: &Erratum, why: impl Into<String>) -> Refused {
        let place = self.entries.iter().position(|other| other == entry);
        let name = match place {
            Some(place) if entry.id.chars().all(is_blank) => format!("number {}", place + 1),
            _ => entry.id.clone(),
        };
        Refused {
            file: self.file.clone(),
            entry: Some(name),
            why: why.into(),
        }
    }
}

/// What is wrong with a file that is not a list of corrections: the first entry that is not a correction, where there is one.
fn unreadable(file: &str, json: &str, error: &serde_json::Error) -> Refused {
    let values: Vec<Value> = serde_json::from_str(json).unwrap_or_default();
    let is_wrong = |value: &&Value| Erratum::deserialize(*value).is_err();
    let wrong = values.iter().position(|value| is_wrong(&value));
    let name = |place: usize| {
        let id = values[place].get("id").and_then(Value::as_str);
        id.map_or_else(|| format!("number {}", place + 1), str::to_owned)
    };
    Refused {
        file: file.to_owned(),
        entry: wrong.map(name),
        why: format!("expected a list of corrections in JSON, as in data/errata.json: {error}"),
    }
}

/// How an entry contradicts itself or an earlier one, and what to do.
fn contradiction(entry: &Erratum, before: &[Erratum]) -> Option<String> {
    let is_empty = |words: &str| words.chars().all(is_blank);
    let is_order = entry.kind == Kind::Order;
    let goes_before = entry.before.as_deref().is_some_and(|it| !is_empty(it));
    let (first, last) = (entry.first_line, entry.last_line);
    let why = if is_empty(&entry.id) {
        "it has no id: give it one, such as “E01”"
    } else if before.iter().any(|other| other.id == entry.id) {
        "another correction has the same id: give each its own"
    } else if first == 0 {
        "lines are counted from 1: correct `first_line`"
    } else if first > last {
        return Some(format!(
            "`first_line` {first} is after `last_line` {last}: exchange them"
        ));
    } else if is_empty(&entry.printed) {
        "`printed` is empty: give the words as printed in the document"
    } else if is_order && !goes_before {
        "`order` needs `before`: give the words that begin the line to move these lines before"
    } else if !is_order && entry.before.is_some() {
        "`before` is for the kind `order` only: leave it out"
    } else if is_order && entry.reading != entry.printed {
        "`order` moves the lines as they are: give `reading` the words of `printed`"
    } else if !is_order && entry.reading == entry.printed {
        "`reading` has the words of `printed`: leave the correction out, or say what to read"
    } else {
        return None;
    };
    Some(why.to_owned())
}
