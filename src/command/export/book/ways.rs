//! What the records of a book can be filtered by: the questions, and the ways over each record, with
//! an answer to each question.

use std::borrow::Cow;

use super::super::held::Held;
use crate::catalogue::Catalogue;
use crate::query;
use crate::record::{
    AlignmentIndex, CkcCode, CompetencyIndex, Importance, KnowledgeArea, KnowledgeAreaIndex, Level,
};
use crate::text::{distinct, fold};
use crate::view::book::{Choice, Question};

/// One answer to each question: level, only this level, importance, area, CKC item.
pub(super) type Way<'c> = Vec<Option<Cow<'c, str>>>;

/// What the records can be filtered by, with the answers that they give.
pub(super) fn questions<'c>(catalogue: &'c Catalogue, held: &Held) -> Vec<Question<'c>> {
    let levels = || {
        [Level::Fs, Level::Mhs, Level::Mhm].map(|level| Choice {
            value: level.name().into(),
            label: format!("{} · {}", level.name(), level.title()).into(),
        })
    };
    let importances = [Importance::Essential, Importance::Important].map(|importance| Choice {
        value: importance.name().into(),
        label: importance.title().into(),
    });
    let areas = held.areas.iter().map(|&index| &catalogue.areas()[index]);
    let areas = areas.map(|area| Choice {
        value: area.id.as_str().into(),
        label: area.name.words.as_str().into(),
    });
    let question = |id, label, choices| Question { id, label, choices };
    vec![
        question("level", "Level", levels().into()),
        question("only", "Only this level", levels().into()),
        question("importance", "Importance", importances.into()),
        question("area", "Area of expertise", areas.collect()),
        question("ckc", "CKC", codes(catalogue, held)),
    ]
}

/// Each domain, followed by its items.
fn codes<'c>(catalogue: &'c Catalogue, held: &Held) -> Vec<Choice<'c>> {
    let mut choices: Vec<Choice> = Vec::new();
    let mut domain = None;
    for item in held.items.iter().map(|&index| &catalogue.items()[index]) {
        if domain.replace(item.code.domain) != Some(item.code.domain) {
            choices.push(Choice {
                value: item.code.domain.to_string().into(),
                label: format!("Domain {}, all items", item.code.domain).into(),
            });
        }
        choices.push(Choice {
            value: item.code.to_string().into(),
            label: format!("CKC {} {}", item.code, item.statement).into(),
        });
    }
    choices
}

/// The ways from a competency to its CKC items, or as far as they go.
pub(super) fn of_competency(catalogue: &Catalogue, index: CompetencyIndex) -> Vec<Way<'_>> {
    let record = &catalogue.competencies()[index];
    let only = [Level::Fs, Level::Mhs, Level::Mhm];
    let only = only.into_iter().find(|&level| record.is_only(level));
    let chains = query::chains_of_competency(catalogue, index);
    distinct(chains.iter().map(|chain| {
        let alignment = chain.alignment_in(catalogue);
        let row = chain.knowledge_area(catalogue);
        let printed = || {
            let target = alignment.target()?;
            let areas = catalogue.areas().iter();
            let named = |name: &str| fold(name) == fold(&target.area.words);
            areas
                .map(|area| (area.id.as_str(), named(&area.name.words)))
                .find_map(|(id, is)| is.then_some(id))
        };
        way(
            alignment.level(),
            only,
            alignment.importance,
            row.and_then(|row| area_id(catalogue, row)).or_else(printed),
            row.zip(chain.item).map(|(row, item)| row.items[item].code),
        )
    }))
}

fn way(
    level: Option<Level>,
    only: Option<Level>,
    importance: Option<Importance>,
    area: Option<&str>,
    code: Option<CkcCode>,
) -> Way<'_> {
    vec![
        level.map(|level| level.name().into()),
        only.map(|level| level.name().into()),
        importance.map(|importance| importance.name().into()),
        area.map(Cow::Borrowed),
        code.map(|code| code.to_string().into()),
    ]
}

fn area_id<'c>(catalogue: &'c Catalogue, row: &KnowledgeArea) -> Option<&'c str> {
    row.area.map(|area| catalogue.areas()[area].id.as_str())
}

/// The ways over a knowledge area to one of its items, by the importance that alignments give it.
pub(super) fn of_row(
    catalogue: &Catalogue,
    index: KnowledgeAreaIndex,
    code: Option<CkcCode>,
) -> impl Iterator<Item = Way<'_>> {
    let row = &catalogue.knowledge_areas()[index];
    let aligned = catalogue.aligned_by(index).iter();
    let importance = |aligned: &AlignmentIndex| {
        catalogue.competencies()[aligned.competency].alignments[aligned.row].importance
    };
    let mut importances = distinct(aligned.map(importance));
    if importances.is_empty() {
        importances.push(None);
    }
    let area = area_id(catalogue, row);
    let level = Some(row.level);
    let ways = importances.into_iter();
    ways.map(move |importance| way(level, level, importance, area, code))
}
