//! The options that chose a part of the catalogue, as a person would type them.

use std::fmt::Display;

use crate::catalogue::link::Match;
use crate::cli::Filters;
use crate::record::{Certainty, Importance, Level};

/// The options that the filters were given as.
pub(in crate::command::export) fn asked(filters: &Filters) -> Vec<String> {
    let Filters {
        level,
        only,
        importance,
        area,
        knowledge,
        ckc,
        section,
        unique,
        no_unique,
        patterns,
        certainty,
        linked,
    } = filters;
    let lower = |levels: &[Level]| -> Vec<String> {
        levels
            .iter()
            .map(|level| level.name().to_lowercase())
            .collect()
    };
    let flags = [("--unique", *unique), ("--no-unique", *no_unique)];
    let flags = flags.into_iter().filter(|(_, given)| *given);
    [
        each("level", lower(level)),
        each("only", lower(only)),
        each(
            "importance",
            importance.iter().copied().map(Importance::name),
        ),
        each("area", area),
        each("knowledge", knowledge),
        each("ckc", ckc.iter().map(|codes| &codes.typed)),
        each("section", section),
        each("match", patterns),
        each("certainty", certainty.iter().copied().map(Certainty::name)),
        each("linked", linked.iter().copied().map(Match::name)),
        flags.map(|(flag, _)| flag.to_owned()).collect(),
    ]
    .concat()
}

/// An option as often as it was given.
fn each<T: Display>(option: &str, values: impl IntoIterator<Item = T>) -> Vec<String> {
    let values = values.into_iter();
    values.map(|value| format!("--{option} {value}")).collect()
}
