//! What is asked for: the records and filters that arguments name.

use anyhow::Context;

use crate::catalogue::Catalogue;
use crate::cli::Filters;
use crate::query::Filter;
use crate::query::reference::{self, Kinds, NotFound, Reference};

/// What a row has to be to pass.
pub(super) fn filter(catalogue: &Catalogue, filters: &Filters) -> anyhow::Result<Filter> {
    let areas = resolve_all(catalogue, &filters.area, Kinds::Areas)?;
    let knowledge = resolve_all(catalogue, &filters.knowledge, Kinds::KnowledgeAreas)?;
    for codes in &filters.ckc {
        reference::expect_codes(catalogue, &codes.range, &codes.typed)?;
    }
    for section in &filters.section {
        reference::resolve(catalogue, &section.to_string(), Kinds::Any)?;
    }
    let patterns = filters.patterns.iter().map(|pattern| {
        let builder = &mut regex::RegexBuilder::new(pattern);
        let built = builder.case_insensitive(true).build();
        built.with_context(|| format!("--match {pattern} is not a regular expression"))
    });
    Ok(Filter {
        references: Vec::new(),
        level: filters.level.clone(),
        only: filters.only.clone(),
        importance: filters.importance.clone(),
        areas: areas.into_iter().filter_map(Reference::area).collect(),
        knowledge: knowledge
            .into_iter()
            .filter_map(Reference::knowledge_area)
            .collect(),
        ckc: filters
            .ckc
            .iter()
            .map(|codes| codes.range.clone())
            .collect(),
        sections: filters.section.clone(),
        unique: match (filters.unique, filters.no_unique) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        },
        patterns: patterns.collect::<anyhow::Result<_>>()?,
        certainty: filters.certainty.clone(),
        made: filters.linked.clone(),
    })
}

/// The records that typed names refer to, each once.
pub(super) fn references(
    catalogue: &Catalogue,
    names: &[String],
) -> Result<Vec<Reference>, NotFound> {
    resolve_all(catalogue, &reference::joined(names), Kinds::Any)
}

fn resolve_all(
    catalogue: &Catalogue,
    names: &[String],
    kinds: Kinds,
) -> Result<Vec<Reference>, NotFound> {
    let mut found = Vec::new();
    for name in names {
        for reference in reference::resolve(catalogue, name, kinds)? {
            if !found.contains(&reference) {
                found.push(reference);
            }
        }
    }
    Ok(found)
}
