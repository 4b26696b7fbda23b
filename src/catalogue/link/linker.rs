//! Finds the knowledge areas that an alignment names.

use std::sync::Arc;

use super::{Difference, Link, Links, Match, Unlinked};
use crate::record::{Area, AreaIndex, Counterpart, KnowledgeArea, KnowledgeAreaIndex, Target};
use crate::text::{Sought, fold};

/// Links alignments to the knowledge areas of one crosswalk.
#[derive(Debug)]
pub struct Linker<'r> {
    areas: &'r [Area],
    knowledge_areas: &'r [KnowledgeArea],
    folded_areas: Vec<String>,
    folded_names: Vec<Option<String>>,
}

/// Names less close than this are not offered.
const NEAR: f64 = 0.75;

impl<'r> Linker<'r> {
    /// Prepares the names of a crosswalk.
    #[must_use]
    pub fn new(areas: &'r [Area], knowledge_areas: &'r [KnowledgeArea]) -> Self {
        let name = |record: &KnowledgeArea| record.name.as_ref().map(|name| fold(&name.words));
        Self {
            areas,
            knowledge_areas,
            folded_areas: areas.iter().map(|area| fold(&area.name.words)).collect(),
            folded_names: knowledge_areas.iter().map(name).collect(),
        }
    }

    /// The links of an alignment's counterpart.
    #[must_use]
    pub fn link(&self, counterpart: &Counterpart) -> Links {
        let target = match counterpart {
            Counterpart::Unique => return Links::none(Unlinked::Unique),
            Counterpart::Lost { .. } => return Links::none(Unlinked::Lost),
            Counterpart::At(target) => target,
        };
        let whole = || vec![target.knowledge.words.clone()];
        let area = self.area(&target.area.words);
        if let Some(link) = self.exact(area, &target.knowledge.words, target, Match::Exact) {
            return Links::made(whole(), vec![link]);
        }
        if let Some((names, links)) = self.composite(area, target) {
            return Links::made(names, links);
        }
        let elsewhere = self.elsewhere(target);
        if !elsewhere.is_empty() {
            return Links::made(whole(), elsewhere);
        }
        if let Some(link) = self.near(area, target) {
            return Links::made(whole(), vec![link]);
        }
        Links {
            knowledge: whole(),
            links: Vec::new(),
            cause: Some(if area.is_none() {
                Unlinked::NoArea
            } else {
                Unlinked::NoName
            }),
            rejected: Vec::new(),
        }
    }

    /// The link that a reviewer makes where the names do not.
    #[must_use]
    pub fn reviewed(&self, index: KnowledgeAreaIndex, target: &Target) -> Link {
        self.unlike(index, target, Match::Reviewed)
    }

    /// The knowledge areas whose names are nearest to a label's, the nearest first; among equals
    /// those of its own area. A name of another area must have something in common with it.
    #[must_use]
    pub fn nearest(&self, target: &Target, count: usize) -> Vec<KnowledgeAreaIndex> {
        /// Less than what makes a typed name near: these names are printed, and a reviewer chooses among them.
        const LIKE: f64 = 0.3;
        let area = self.area(&target.area.words);
        let sought = Sought::new(&target.knowledge.words);
        let mut ranked: Vec<(f64, bool, KnowledgeAreaIndex)> = self
            .names()
            .filter_map(|(index, name)| {
                let near = sought.nearness(name, 0.0).unwrap_or(0.0);
                let is_inside = area.is_some() && self.knowledge_areas[index].area == area;
                (is_inside || near >= LIKE).then_some((near, is_inside, index))
            })
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        ranked
            .into_iter()
            .take(count)
            .map(|found| found.2)
            .collect()
    }

    fn area(&self, name: &str) -> Option<AreaIndex> {
        let folded = fold(name);
        let mut areas = self.folded_areas.iter();
        areas.position(|area| *area == folded).map(AreaIndex::at)
    }

    /// The names that are not lost, folded.
    fn names(&self) -> impl Iterator<Item = (KnowledgeAreaIndex, &str)> + '_ {
        let names = self.folded_names.iter().enumerate();
        names.filter_map(|(place, name)| Some((KnowledgeAreaIndex::at(place), name.as_deref()?)))
    }

    fn named(&self, name: &str) -> impl Iterator<Item = KnowledgeAreaIndex> + '_ {
        let folded = fold(name);
        self.names()
            .filter(move |(_, name)| *name == folded)
            .map(|(index, _)| index)
    }

    fn exact(
        &self,
        area: Option<AreaIndex>,
        name: &str,
        target: &Target,
        made: Match,
    ) -> Option<Link> {
        let area = area?;
        let (here, others): (Vec<_>, Vec<_>) = self
            .named(name)
            .partition(|&index| self.knowledge_areas[index].area == Some(area));
        let found = *here.first()?;
        let spelling = (made == Match::Exact).then_some(name);
        let mut differs = self.differences(found, target, spelling);
        if self.knowledge_areas[found].level != target.level {
            let fits =
                |other: &&KnowledgeAreaIndex| self.knowledge_areas[**other].level == target.level;
            let other = others.iter().find(fits);
            differs.extend(
                other.map(|&other| Difference::MarkOf(target.level, self.area_name(other))),
            );
        }
        Some(Link {
            knowledge_area: found,
            made,
            differs,
            namesakes: others.into(),
        })
    }

    /// Splits a name at its slashes where each part, or the part with the first words of the
    /// first name or the last words of the last, is a name of the area.
    fn composite(
        &self,
        area: Option<AreaIndex>,
        target: &Target,
    ) -> Option<(Vec<String>, Vec<Link>)> {
        let parts: Vec<&str> = target.knowledge.words.split('/').map(str::trim).collect();
        if parts.len() < 2 {
            return None;
        }
        parts
            .iter()
            .map(|part| {
                readings(part, parts[0], parts[parts.len() - 1]).find_map(|name| {
                    let link = self.exact(area, &name, target, Match::Composite)?;
                    Some((name, link))
                })
            })
            .collect::<Option<Vec<_>>>()
            .map(|found| found.into_iter().unzip())
    }

    fn elsewhere(&self, target: &Target) -> Vec<Link> {
        let found: Arc<[KnowledgeAreaIndex]> = self.named(&target.knowledge.words).collect();
        let link = |&index: &KnowledgeAreaIndex| {
            let mut differs = self.differences(index, target, Some(&target.knowledge.words));
            differs.insert(
                0,
                Difference::Area(target.area.words.clone(), self.area_name(index)),
            );
            Link {
                knowledge_area: index,
                made: Match::AreaDiffers,
                differs,
                namesakes: Arc::clone(&found),
            }
        };
        found.iter().map(link).collect()
    }

    /// The closest name, in the same area if there is one.
    fn near(&self, area: Option<AreaIndex>, target: &Target) -> Option<Link> {
        let sought = Sought::new(&target.knowledge.words);
        let near: Vec<(KnowledgeAreaIndex, f64)> = self
            .names()
            .filter_map(|(index, name)| Some((index, sought.nearness(name, NEAR)?)))
            .collect();
        let is_inside =
            |index: KnowledgeAreaIndex| area.is_some() && self.knowledge_areas[index].area == area;
        let closest = |same_area: bool| {
            let inside = near
                .iter()
                .filter(|(index, _)| !same_area || is_inside(*index));
            inside.reduce(|best, next| if next.1 > best.1 { next } else { best })
        };
        let &(index, _) = closest(true).or_else(|| closest(false))?;
        Some(self.unlike(index, target, Match::Near))
    }

    /// A link between names that are not equal.
    fn unlike(&self, index: KnowledgeAreaIndex, target: &Target, made: Match) -> Link {
        let record = &self.knowledge_areas[index];
        let name = record.name.as_ref().map_or("", |name| &name.words);
        let area = self.area(&target.area.words);
        let same_name = fold(name) == fold(&target.knowledge.words);
        let mut differs = Vec::new();
        if !same_name {
            differs.push(Difference::Name(
                target.knowledge.words.clone(),
                name.to_owned(),
            ));
        }
        if record.area != area || area.is_none() {
            differs.push(Difference::Area(
                target.area.words.clone(),
                self.area_name(index),
            ));
        }
        differs.extend(self.differences(index, target, None));
        Link {
            knowledge_area: index,
            made,
            differs,
            namesakes: Arc::default(),
        }
    }

    fn area_name(&self, knowledge_area: KnowledgeAreaIndex) -> String {
        self.knowledge_areas[knowledge_area].area.map_or_else(
            || "no area".to_owned(),
            |area| self.areas[area].name.words.clone(),
        )
    }

    /// Level marks, and spellings of the area and of the name where one is given.
    fn differences(
        &self,
        index: KnowledgeAreaIndex,
        target: &Target,
        name: Option<&str>,
    ) -> Vec<Difference> {
        let record = &self.knowledge_areas[index];
        let mut differs = Vec::new();
        if record.level != target.level {
            differs.push(Difference::Level(target.level, record.level));
        }
        let area = self.area_name(index);
        let spelled = |printed: &str, found: &str| {
            let is_other = printed.to_lowercase() != found.to_lowercase();
            (is_other && fold(printed) == fold(found))
                .then(|| Difference::Spelling(printed.to_owned(), found.to_owned()))
        };
        differs.extend(spelled(&target.area.words, &area));
        let found = record.name.as_ref().map_or("", |name| &name.words);
        differs.extend(name.and_then(|name| spelled(name, found)));
        differs
    }
}

/// What one part of a composite name may mean: itself, itself after the first words of the
/// first name, itself before the last words of the last name.
fn readings<'n>(part: &'n str, first: &'n str, last: &'n str) -> impl Iterator<Item = String> + 'n {
    let blanks = |name: &'n str| name.match_indices(' ').map(|(at, _)| at);
    let after = blanks(first).map(move |at| format!("{} {part}", &first[..at]));
    let before = blanks(last).map(move |at| format!("{part} {}", &last[at + 1..]));
    std::iter::once(part.to_owned()).chain(after).chain(before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::link::Verdict;
    use crate::record::{Level, Text};
    use crate::source::{DocumentIndex, Span};

    fn text(words: &str) -> Text {
        Text {
            words: words.to_owned(),
            ..Text::default()
        }
    }

    fn target(area: &str, knowledge: &str, level: Level) -> Target {
        Target {
            area: text(area),
            knowledge: text(knowledge),
            level,
        }
    }

    /// Two areas; `Advice` is in both.
    fn records() -> (Vec<Area>, Vec<KnowledgeArea>) {
        let area = |name: &str| Area {
            id: name.to_lowercase(),
            name: text(name),
        };
        let row = |area: usize, name: &str, level: Level| KnowledgeArea {
            id: name.to_lowercase(),
            area: Some(AreaIndex::at(area)),
            name: Some(text(name)),
            level,
            definition: None,
            items: Vec::new(),
            notes: Vec::new(),
            errata: Vec::new(),
            doubts: Vec::new(),
            incomplete: None,
            span: Span {
                document: DocumentIndex(0),
                start: 0,
                end: 0,
            },
        };
        let rows = vec![
            row(0, "Fleet management", Level::Mhm),
            row(0, "Fleet development", Level::Mhm),
            row(0, "Advice", Level::Fs),
            row(1, "Advice", Level::Mhm),
            row(1, "Planning/steering", Level::Fs),
            row(1, "Storm, wreck & loss", Level::Fs),
        ];
        (vec![area("Ships"), area("Crew & People")], rows)
    }

    fn link(area: &str, knowledge: &str, level: Level) -> Links {
        let (areas, rows) = records();
        Linker::new(&areas, &rows).link(&Counterpart::At(target(area, knowledge, level)))
    }

    fn found(links: &Links) -> Vec<(usize, Match)> {
        links
            .links
            .iter()
            .map(|link| (link.knowledge_area.place(), link.made))
            .collect()
    }

    #[test]
    fn equal_names_link_exactly_and_a_level_that_differs_is_on_the_link() {
        let links = link("ships", "Fleet Management", Level::Fs);
        assert_eq!(found(&links), [(0, Match::Exact)]);
        assert!(
            links.links[0]
                .differs
                .contains(&Difference::Level(Level::Fs, Level::Mhm))
        );
    }

    #[test]
    fn the_printed_area_decides_and_the_other_candidate_is_named() {
        let links = link("Crew and People", "Advice", Level::Mhm);
        assert_eq!(found(&links), [(3, Match::Exact)]);
        assert!(links.links[0].others().eq([KnowledgeAreaIndex::at(2)]));
    }

    #[test]
    fn a_slash_is_parted_only_where_the_whole_is_unknown_and_the_parts_are_known() {
        let links = link("Ships", "Fleet development/management", Level::Mhm);
        assert_eq!(
            found(&links),
            [(1, Match::Composite), (0, Match::Composite)]
        );
        assert_eq!(links.knowledge, ["Fleet development", "Fleet management"]);
        let whole = link("Crew & People", "Planning/Steering", Level::Fs);
        assert_eq!(found(&whole), [(4, Match::Exact)]);
        let unknown = link("Ships", "Fleet development/sinking", Level::Mhm);
        assert_eq!(found(&unknown), [(1, Match::Near)]);
    }

    #[test]
    fn a_name_under_another_area_says_so() {
        let links = link("Ships", "Planning/steering", Level::Fs);
        assert_eq!(found(&links), [(4, Match::AreaDiffers)]);
        let differs = &links.links[0].differs[0];
        assert_eq!(
            differs.to_string(),
            "area: Ships in the competencies, Crew & People in the crosswalk"
        );
    }

    #[test]
    fn a_close_name_is_near_and_a_far_one_is_none() {
        let links = link("Crew & People", "Storm, Wreck, Grief, & Loss", Level::Fs);
        assert_eq!(found(&links), [(5, Match::Near)]);
        let none = link("Crew & People", "Astronomy", Level::Fs);
        assert_eq!((found(&none), none.cause), (vec![], Some(Unlinked::NoName)));
        assert_eq!(
            link("Stars", "Astronomy", Level::Fs).cause,
            Some(Unlinked::NoArea)
        );
    }

    fn judged(verdicts: &[(Verdict, usize)]) -> Links {
        let (areas, rows) = records();
        let linker = Linker::new(&areas, &rows);
        let target = target("Crew & People", "Storms, wrecks, grief & loss", Level::Fs);
        let mut links = linker.link(&Counterpart::At(target.clone()));
        assert_eq!(found(&links), [(5, Match::Near)]);
        for &(verdict, row) in verdicts {
            let row = KnowledgeAreaIndex::at(row);
            links.judge(verdict, linker.reviewed(row, &target));
        }
        links.settle();
        links
    }

    #[test]
    fn an_accepted_near_link_stays_near_and_says_so() {
        let links = judged(&[(Verdict::Accept, 5), (Verdict::Accept, 5)]);
        assert_eq!(found(&links), [(5, Match::Near)]);
        let said = |difference: &&Difference| matches!(difference, Difference::Reviewed(_));
        assert_eq!(links.links[0].differs.iter().filter(said).count(), 1);
        assert_eq!(links.links[0].verdict(), Some(Verdict::Accept));
    }

    #[test]
    fn a_rejected_link_is_kept_apart() {
        let links = judged(&[(Verdict::Reject, 5)]);
        assert_eq!(links.links, []);
        assert_eq!(links.rejected[0].knowledge_area.place(), 5);
        assert_eq!(links.cause, Some(Unlinked::Rejected));
    }

    #[test]
    fn an_accepted_link_takes_the_place_of_a_near_one() {
        let links = judged(&[(Verdict::Accept, 2)]);
        assert_eq!(found(&links), [(2, Match::Reviewed)]);
        assert_eq!(links.rejected[0].knowledge_area.place(), 5);
        assert_eq!(links.cause, None);
        let differs: Vec<_> = links.links[0]
            .differs
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            differs,
            [
                "name: Storms, wrecks, grief & loss in the competencies, Advice in the crosswalk",
                "area: Crew & People in the competencies, Ships in the crosswalk",
                "accepted by review"
            ]
        );
    }

    #[test]
    fn the_nearest_names_come_first() {
        let (areas, rows) = records();
        let linker = Linker::new(&areas, &rows);
        let nearest = |name: &str| -> Vec<usize> {
            let target = target("Crew & People", name, Level::Fs);
            let nearest = linker.nearest(&target, 2).into_iter();
            nearest.map(KnowledgeAreaIndex::place).collect()
        };
        assert_eq!(nearest("Storm & loss")[0], 5);
        // Both have the name; the one in the same area is nearer.
        assert_eq!(nearest("Advice"), [3, 2]);
        assert_eq!(nearest("Xyz").len(), 2);
        assert!(
            linker
                .nearest(&target("Elsewhere", "Xyz", Level::Fs), 2)
                .is_empty()
        );
    }
}
