//! What may come next on a command line, for the shell's Tab: the ids, codes and names of the built-in
//! documents. Only shells ask, so nothing else pays for it.
//!
//! Names are offered as `program-management`: any command takes a name so, and no shell has to quote it.

use std::ffi::OsStr;

use clap::{Command, CommandFactory, ValueHint};
use clap_complete::engine::CompletionCandidate;
use clap_complete::env::CompleteEnv;

use crate::catalogue::Catalogue;
use crate::check::code::Code;
use crate::cli::Cli;
use crate::cli::manual;
use crate::record::{Section, Text};
use crate::text::slug;

/// Answers the shell and ends the process, if it is the shell that asks.
pub fn answer() {
    CompleteEnv::with_factory(command)
        .var(manual::VARIABLE)
        .complete();
}

/// The arguments without the names of files: a shell knows best how to quote them, and what nobody quotes
/// it runs.
fn command() -> Command {
    let mut command = Cli::command();
    command.build();
    command.mut_subcommands(|verb| verb.mut_args(|arg| arg.value_hint(ValueHint::Other)))
}

/// Any record or section.
#[must_use]
pub fn references(typed: &OsStr) -> Vec<CompletionCandidate> {
    of_catalogue(typed, |catalogue| {
        let mut all = section_candidates(catalogue);
        all.extend(competency_candidates(catalogue));
        all.extend(code_candidates(catalogue));
        all.extend(area_candidates(catalogue));
        all.extend(knowledge_candidates(catalogue));
        all
    })
}

/// Areas.
#[must_use]
pub fn areas(typed: &OsStr) -> Vec<CompletionCandidate> {
    of_catalogue(typed, area_candidates)
}

/// Knowledge areas.
#[must_use]
pub fn knowledge_areas(typed: &OsStr) -> Vec<CompletionCandidate> {
    of_catalogue(typed, knowledge_candidates)
}

/// CKC codes.
#[must_use]
pub fn ckc_codes(typed: &OsStr) -> Vec<CompletionCandidate> {
    of_catalogue(typed, code_candidates)
}

/// Categories and sections.
#[must_use]
pub fn sections(typed: &OsStr) -> Vec<CompletionCandidate> {
    of_catalogue(typed, section_candidates)
}

/// The documents.
#[must_use]
pub fn documents(typed: &OsStr) -> Vec<CompletionCandidate> {
    of_catalogue(typed, |catalogue| {
        let documents = catalogue.documents().iter();
        documents
            .map(|document| candidate(document.id.clone(), &document.name))
            .collect()
    })
}

/// The diagnostic codes.
#[must_use]
pub fn diagnostic_codes(typed: &OsStr) -> Vec<CompletionCandidate> {
    let entries = Code::ALL.iter().map(|code| code.entry());
    let all = entries.map(|entry| candidate(entry.name.to_owned(), entry.meaning));
    beginning(typed, all.collect())
}

/// The verbs.
#[must_use]
pub fn verbs(typed: &OsStr) -> Vec<CompletionCandidate> {
    let verbs = manual::verbs().into_iter();
    beginning(typed, verbs.map(CompletionCandidate::new).collect())
}

#[cfg(feature = "documents")]
fn of_catalogue(
    typed: &OsStr,
    candidates: impl Fn(&Catalogue) -> Vec<CompletionCandidate>,
) -> Vec<CompletionCandidate> {
    beginning(typed, candidates(&Catalogue::built_in()))
}

#[cfg(not(feature = "documents"))]
fn of_catalogue(
    _typed: &OsStr,
    _candidates: impl Fn(&Catalogue) -> Vec<CompletionCandidate>,
) -> Vec<CompletionCandidate> {
    Vec::new()
}

/// Those that begin with what is typed, in any case, or within a quote.
fn beginning(typed: &OsStr, mut all: Vec<CompletionCandidate>) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy().to_lowercase();
    let typed = typed.trim_start_matches(['"', '\'']).replace(' ', "-");
    let begins = |candidate: &CompletionCandidate| {
        let value = candidate.get_value().to_string_lossy().to_lowercase();
        value.starts_with(&typed)
    };
    all.retain(begins);
    all
}

fn candidate(value: String, title: &str) -> CompletionCandidate {
    CompletionCandidate::new(value).help(Some(title.to_owned().into()))
}

fn competency_candidates(catalogue: &Catalogue) -> Vec<CompletionCandidate> {
    let competencies = catalogue.competencies().iter();
    competencies
        .map(|record| candidate(record.id.to_string(), &record.statement.words))
        .collect()
}

fn section_candidates(catalogue: &Catalogue) -> Vec<CompletionCandidate> {
    let mut sections: Vec<Section> = Vec::new();
    for record in catalogue.competencies() {
        let category = record.id.category;
        for section in [None, Some(record.id.section)] {
            let section = Section { category, section };
            if !sections.contains(&section) {
                sections.push(section);
            }
        }
    }
    let title = |section: &Section| match section.section {
        None => "a category of competencies",
        Some(_) => "a section of competencies",
    };
    let sections = sections.iter();
    sections
        .map(|section| candidate(section.to_string(), title(section)))
        .collect()
}

fn code_candidates(catalogue: &Catalogue) -> Vec<CompletionCandidate> {
    let items = catalogue.items().iter();
    items
        .map(|item| candidate(item.code.to_string(), &item.statement))
        .collect()
}

fn area_candidates(catalogue: &Catalogue) -> Vec<CompletionCandidate> {
    let areas = catalogue.areas().iter();
    areas.map(|area| named(&area.name, &area.name)).collect()
}

/// The names, each once, and then the ids, which say the area as well.
fn knowledge_candidates(catalogue: &Catalogue) -> Vec<CompletionCandidate> {
    let rows = catalogue.knowledge_areas();
    let mut all: Vec<CompletionCandidate> = Vec::new();
    for name in rows.iter().filter_map(|row| row.name.as_ref()) {
        let candidate = named(name, name);
        if all
            .iter()
            .all(|other| other.get_value() != candidate.get_value())
        {
            all.push(candidate);
        }
    }
    let ids = rows.iter().map(|row| {
        let name = row.name.as_ref().map_or("", |name| &name.words);
        candidate(row.id.clone(), name)
    });
    all.extend(ids);
    all
}

/// A name without anything that a shell would interpret.
fn named(name: &Text, title: &Text) -> CompletionCandidate {
    let spelled = name.words.replace('&', " and ");
    candidate(slug(&spelled), &title.words)
}

#[cfg(all(test, feature = "documents"))]
mod tests {
    use super::*;
    use crate::query::reference::{Kinds, resolve};

    fn values(candidates: Vec<CompletionCandidate>) -> Vec<String> {
        let values = candidates.into_iter();
        values
            .map(|candidate| candidate.get_value().to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn every_candidate_is_taken_as_it_is_and_needs_no_quotes() {
        let catalogue = Catalogue::built_in();
        let kinds = [
            (values(references(OsStr::new(""))), Kinds::Any),
            (values(areas(OsStr::new(""))), Kinds::Areas),
            (
                values(knowledge_areas(OsStr::new(""))),
                Kinds::KnowledgeAreas,
            ),
        ];
        for (values, kinds) in kinds {
            assert!(values.len() >= 11, "{kinds:?}");
            for value in values {
                assert!(resolve(&catalogue, &value, kinds).is_ok(), "{value}");
                let is_plain = |c: char| c.is_alphanumeric() || "-./".contains(c);
                assert!(value.chars().all(is_plain), "{value}");
            }
        }
    }

    #[test]
    fn what_is_typed_chooses() {
        let of = |typed: &str| values(references(OsStr::new(typed)));
        assert_eq!(of("7a.1"), ["7A.1", "7A.10", "7A.11"]);
        assert_eq!(of("7.2"), ["7.2"]);
        assert_eq!(of("\"Program m"), ["program-management"]);
        assert_eq!(values(areas(OsStr::new("adm"))), ["administration"]);
        assert_eq!(
            values(knowledge_areas(OsStr::new("administration/program-f"))),
            ["administration/program-funding"]
        );
        assert_eq!(
            values(sections(OsStr::new("7"))),
            ["7", "7A", "7B", "7C", "7D"]
        );
        assert_eq!(values(documents(OsStr::new("w"))), ["wv"]);
        assert!(values(diagnostic_codes(OsStr::new("lost-"))).contains(&"lost-name".to_owned()));
    }
}
