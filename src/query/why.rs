//! Why two records correspond: every chain between them with the printed words that each hop
//! rests on; or why there is none. Pure; does not know how the answer is shown.

mod cause;
mod chain;
mod evidence;

pub use cause::Cause;
use cause::causes;
use chain::ways;
pub use evidence::{Evidence, Quote, evened};
use evidence::{aligned, correspondence, linked};

use crate::catalogue::Catalogue;
use crate::query::reference::Reference;
use crate::record::{CompetencyIndex, ItemIndex, KnowledgeAreaIndex, Level, Target};
use crate::text::{self, distinct};

/// An end of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Record {
    /// A competency.
    Competency(CompetencyIndex),
    /// A knowledge area.
    KnowledgeArea(KnowledgeAreaIndex),
    /// A CKC item.
    Item(ItemIndex),
}

/// One hop of a chain, from the competencies towards the CKC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hop {
    /// A row aligns a competency to the labels of a knowledge area.
    Aligned {
        /// The competency.
        competency: CompetencyIndex,
        /// The row, by its place in the competency.
        alignment: usize,
    },
    /// These labels are linked to a knowledge area of the crosswalk.
    Linked {
        /// The competency.
        competency: CompetencyIndex,
        /// The row, by its place in the competency.
        alignment: usize,
        /// The link, by its place in the row's links.
        link: usize,
    },
    /// A knowledge area lists a CKC item.
    Listed {
        /// The knowledge area.
        knowledge_area: KnowledgeAreaIndex,
        /// The correspondence, by its place in the row.
        item: usize,
        /// Whether the chain ends at the knowledge area, so that no other hop quotes its name.
        is_end: bool,
    },
}

/// All that is between two records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Where every chain starts.
    pub from: Record,
    /// Where it ends; `None` where any end would have done, and there is none.
    pub to: Option<Record>,
    /// The chains, each with its hops from start to end.
    pub ways: Vec<Vec<Hop>>,
    /// Why there is none.
    pub causes: Vec<Cause>,
}

/// The records that references mean: a section for its competencies, an area for its
/// knowledge areas.
#[must_use]
pub fn records(catalogue: &Catalogue, references: &[Reference]) -> Vec<Record> {
    let found = references.iter().flat_map(|reference| match *reference {
        Reference::Competency(index) => vec![Record::Competency(index)],
        Reference::KnowledgeArea(index) => vec![Record::KnowledgeArea(index)],
        Reference::Item(index) => vec![Record::Item(index)],
        Reference::Section(section) => {
            let all = CompetencyIndex::each(catalogue.competencies());
            let inside = all.filter(|(_, record)| section.contains(record.id));
            inside.map(|(index, _)| Record::Competency(index)).collect()
        }
        Reference::Area(area) => {
            let all = KnowledgeAreaIndex::each(catalogue.knowledge_areas());
            let inside = all.filter(|(_, row)| row.area == Some(area));
            inside
                .map(|(index, _)| Record::KnowledgeArea(index))
                .collect()
        }
    });
    distinct(found)
}

/// Every pair of records of two kinds between which a chain leads; if there is none, every such pair with the
/// causes.
#[must_use]
pub fn between(catalogue: &Catalogue, from: &[Record], to: &[Record]) -> Vec<Answer> {
    let pairs = from
        .iter()
        .flat_map(|&from| to.iter().map(move |&to| (from, to)));
    let mut answers: Vec<Answer> = pairs
        .filter(|(from, to)| from.rank() != to.rank())
        .map(|(from, to)| Answer {
            from,
            to: Some(to),
            ways: ways(catalogue, from, to),
            causes: Vec::new(),
        })
        .collect();
    if answers.iter().any(|answer| !answer.ways.is_empty()) {
        answers.retain(|answer| !answer.ways.is_empty());
    } else {
        for answer in &mut answers {
            answer.causes = causes(catalogue, answer.from, answer.to);
        }
    }
    answers
}

/// Every way from these records to the far end: from competencies and knowledge areas to CKC items, from CKC
/// items to competencies. A record that leads to none has the causes.
#[must_use]
pub fn onward(catalogue: &Catalogue, from: &[Record]) -> Vec<Answer> {
    let of = |&from: &Record| {
        let ends: Vec<Record> = match from {
            Record::Item(_) => {
                let all = CompetencyIndex::all(catalogue.competencies());
                all.map(Record::Competency).collect()
            }
            Record::Competency(_) | Record::KnowledgeArea(_) => {
                let all = ItemIndex::all(catalogue.items());
                all.map(Record::Item).collect()
            }
        };
        let ways = ends.into_iter().map(|to| Answer {
            from,
            to: Some(to),
            ways: ways(catalogue, from, to),
            causes: Vec::new(),
        });
        let found: Vec<Answer> = ways.filter(|answer| !answer.ways.is_empty()).collect();
        if found.is_empty() {
            vec![Answer {
                from,
                to: None,
                ways: Vec::new(),
                causes: causes(catalogue, from, None),
            }]
        } else {
            found
        }
    };
    from.iter().flat_map(of).collect()
}

impl Record {
    /// Its place on the way from a competency to a CKC item.
    fn rank(self) -> u8 {
        match self {
            Self::Competency(_) => 0,
            Self::KnowledgeArea(_) => 1,
            Self::Item(_) => 2,
        }
    }
}

impl Hop {
    /// The words it rests on, how it was made, and what a correction had to do with it.
    #[must_use]
    pub fn evidence(self, catalogue: &Catalogue) -> Evidence {
        let mut evidence = match self {
            Self::Aligned {
                competency,
                alignment,
            } => aligned(
                catalogue,
                &catalogue.competencies()[competency].alignments[alignment],
            ),
            Self::Linked {
                competency,
                alignment,
                link,
            } => linked(
                catalogue,
                &catalogue.links(competency)[alignment].links[link],
            ),
            Self::Listed {
                knowledge_area,
                item,
                is_end,
            } => {
                let row = &catalogue.knowledge_areas()[knowledge_area];
                let named = if is_end {
                    Evidence::of_row(catalogue, row)
                } else {
                    Evidence::default()
                };
                correspondence(catalogue, row, item, named)
            }
        };
        evidence.errata = distinct(evidence.errata);
        evidence
    }
}

/// The labels of an alignment with their level mark.
#[must_use]
pub fn label(target: &Target) -> String {
    marked(target.path(), target.level)
}

/// A knowledge area as people call it.
#[must_use]
pub fn path(catalogue: &Catalogue, row: KnowledgeAreaIndex) -> String {
    let row = &catalogue.knowledge_areas()[row];
    let area = row
        .area
        .map_or("(heading lost)", |area| &catalogue.areas()[area].name.words);
    let name = row.name.as_ref().map_or("(name lost)", |name| &name.words);
    marked(text::path(area, name), row.level)
}

fn marked(path: String, level: Level) -> String {
    match level {
        Level::Fs => path,
        level => format!("{path} ({})", level.name()),
    }
}

#[cfg(all(test, feature = "documents"))]
mod tests {
    use super::evidence::with_mark;
    use super::*;
    use crate::query::reference::{Kinds, resolve};
    use crate::source::{Document, Span};

    fn asked(catalogue: &Catalogue, from: &str, to: &str) -> Vec<Answer> {
        let records = |name: &str| {
            let found = resolve(catalogue, name, Kinds::Any).expect("a record");
            records(catalogue, &found)
        };
        between(catalogue, &records(from), &records(to))
    }

    #[test]
    fn a_way_back_is_the_way_reversed() {
        let catalogue = Catalogue::built_in();
        let down = asked(&catalogue, "7A.4", "CKC 7.5");
        let up = asked(&catalogue, "CKC 7.5", "7A.4");
        assert_eq!(down[0].ways.len(), 2);
        let mut reversed = up[0].ways.clone();
        for way in &mut reversed {
            way.reverse();
        }
        assert_eq!(down[0].ways, reversed);
    }

    /// Every joined row of the catalogue has a way, and nothing else has one.
    #[test]
    fn there_are_as_many_ways_as_joined_rows() {
        use crate::query::{Filter, chains};
        let catalogue = Catalogue::built_in();
        let rows = chains(&catalogue, &Filter::default());
        let whole = rows.iter().filter(|chain| chain.item.is_some()).count();
        let competencies = CompetencyIndex::all(catalogue.competencies());
        let competencies: Vec<_> = competencies.map(Record::Competency).collect();
        let items = ItemIndex::all(catalogue.items());
        let items: Vec<_> = items.map(Record::Item).collect();
        let answers = between(&catalogue, &competencies, &items);
        let ways: usize = answers.iter().map(|answer| answer.ways.len()).sum();
        assert_eq!(ways, whole);
    }

    #[test]
    fn every_pair_without_a_way_has_a_cause() {
        let catalogue = Catalogue::built_in();
        for item in ItemIndex::all(catalogue.items()) {
            for competency in CompetencyIndex::all(catalogue.competencies()) {
                let ends = (Record::Item(item), Record::Competency(competency));
                for answer in between(&catalogue, &[ends.0], &[ends.1]) {
                    assert_eq!(
                        answer.ways.is_empty(),
                        !answer.causes.is_empty(),
                        "{ends:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn records_of_one_kind_have_nothing_between_them() {
        let catalogue = Catalogue::built_in();
        assert_eq!(asked(&catalogue, "7A.2", "7A.4"), []);
    }

    #[test]
    fn a_level_mark_ends_a_quote() {
        let document = Document::new("d", "d", "Knots  (IMHM) Ties (Policy)".into());
        let quoted = |start, end| {
            let span = Span {
                document: crate::source::DocumentIndex(0),
                start,
                end,
            };
            document.words(with_mark(&document, span)).to_owned()
        };
        assert_eq!(quoted(0, 5), "Knots  (IMHM)");
        assert_eq!(quoted(14, 18), "Ties");
        assert_eq!(quoted(5, 5), "");
    }
}
