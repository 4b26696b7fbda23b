//! Keys as people type them: the id of a competency, a section, a CKC code, a range of these; and the keys
//! nearest to one that nothing has.

use super::{NotFound, Reference, line, shorten};
use crate::catalogue::Catalogue;
use crate::record::{
    CkcCode, Competency, CompetencyId, CompetencyIndex, ItemIndex, Section, strip_ckc,
};
use crate::text::OFFERED;

/// Whether a word has the form of a key, or of several with commas between them. Whether a record has it is
/// another question.
#[must_use]
pub fn is_key(word: &str) -> bool {
    let mut parts = word
        .split([',', ';'])
        .filter(|part| !part.trim().is_empty());
    let is_one = |part: &str| {
        is_prefix(part)
            || part.parse::<CompetencyId>().is_ok()
            || part.parse::<CkcCode>().is_ok()
            || part.parse::<Section>().is_ok()
            || domain(part).is_some()
            || Range::parse(part).is_some()
    };
    !word.trim().is_empty() && parts.all(is_one)
}

/// The typed names; a `CKC` on its own belongs to the code after it.
#[must_use]
pub fn joined(names: &[String]) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        match joined.last_mut().filter(|last| is_prefix(last)) {
            Some(last) => {
                last.push(' ');
                last.push_str(name);
            }
            None => joined.push(name.clone()),
        }
    }
    joined
}

fn is_prefix(word: &str) -> bool {
    word.trim()
        .trim_end_matches(':')
        .eq_ignore_ascii_case("ckc")
}

/// What a key refers to; `None` if the name has not the form of one.
pub(super) fn resolve(
    catalogue: &Catalogue,
    name: &str,
) -> Option<Result<Vec<Reference>, NotFound>> {
    let unknown = |nearest| Err(NotFound::unknown(name, nearest));
    if let Ok(id) = name.parse::<CompetencyId>() {
        return Some(match catalogue.competency(id) {
            Some(index) => Ok(vec![Reference::Competency(index)]),
            None => unknown(nearest_competencies(catalogue, id)),
        });
    }
    if let Ok(code) = name.parse::<CkcCode>() {
        return Some(match catalogue.item(code) {
            Some(index) => Ok(vec![Reference::Item(index)]),
            None => unknown(nearest_codes(catalogue, code)),
        });
    }
    if let Some(domain) = domain(name) {
        let found = items(catalogue, |code| code.domain == domain);
        return Some(if found.is_empty() {
            unknown(nearest_codes(catalogue, CkcCode { domain, number: 1 }))
        } else {
            Ok(found)
        });
    }
    if let Ok(section) = name.parse::<Section>() {
        let mut competencies = catalogue.competencies().iter();
        return Some(if competencies.any(|record| section.contains(record.id)) {
            Ok(vec![Reference::Section(section)])
        } else {
            unknown(sections(catalogue))
        });
    }
    let range = Range::parse(name)?;
    let found = range.records(catalogue);
    Some(if found.is_empty() {
        unknown(range.nearest(catalogue))
    } else {
        Ok(found)
    })
}

/// The domain in `CKC 7`. A bare 7 is a category of competencies.
fn domain(name: &str) -> Option<u8> {
    let bare = strip_ckc(name);
    let is_said = bare.len() < name.trim().len();
    is_said.then(|| bare.parse().ok()).flatten()
}

/// Keys from one to another; a range may have gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Range {
    /// `7A.1-7A.4`, `7A.1-4`.
    Competencies(CompetencyId, CompetencyId),
    /// `4.1-4.3`.
    Items(CkcCode, CkcCode),
    /// `7A-7C`.
    Sections(Section, Section),
}

impl Range {
    fn parse(name: &str) -> Option<Self> {
        /// No key is longer; the work grows with the length.
        const LONGEST: usize = 40;
        let name = name.trim();
        if name.len() > LONGEST {
            return None;
        }
        let dashes = name.match_indices(['-', '\u{2013}', '\u{2014}']);
        let mut ends = dashes.map(|(at, dash)| (name[..at].trim(), name[at + dash.len()..].trim()));
        ends.find_map(|(first, last)| Self::between(first, last))
    }

    fn between(first: &str, last: &str) -> Option<Self> {
        let range = if let Ok(first) = first.parse::<CompetencyId>() {
            let number = || last.parse().ok().filter(|_| !last.starts_with('+'));
            let within = || number().map(|number| CompetencyId { number, ..first });
            Self::Competencies(first, last.parse().ok().or_else(within)?)
        } else if let Ok(first) = first.parse::<CkcCode>() {
            Self::Items(first, last.parse().ok()?)
        } else {
            let section = |end: &str| {
                let section = end.parse::<Section>().ok()?;
                section.section.map(|_| section)
            };
            Self::Sections(section(first)?, section(last)?)
        };
        let rises = match range {
            Self::Competencies(first, last) => first <= last,
            Self::Items(first, last) => first <= last,
            Self::Sections(first, last) => first <= last,
        };
        rises.then_some(range)
    }

    fn records(self, catalogue: &Catalogue) -> Vec<Reference> {
        match self {
            Self::Competencies(first, last) => {
                competencies(catalogue, |record| (first..=last).contains(&record.id))
            }
            Self::Items(first, last) => items(catalogue, |code| (first..=last).contains(&code)),
            Self::Sections(first, last) => competencies(catalogue, |record| {
                let CompetencyId {
                    category, section, ..
                } = record.id;
                let section = Section {
                    category,
                    section: Some(section),
                };
                (first..=last).contains(&section)
            }),
        }
    }

    fn nearest(self, catalogue: &Catalogue) -> Vec<String> {
        match self {
            Self::Competencies(first, _) => nearest_competencies(catalogue, first),
            Self::Items(first, _) => nearest_codes(catalogue, first),
            Self::Sections(..) => sections(catalogue),
        }
    }
}

fn competencies(catalogue: &Catalogue, is_in: impl Fn(&Competency) -> bool) -> Vec<Reference> {
    let records = CompetencyIndex::each(catalogue.competencies());
    let inside = records.filter(|(_, record)| is_in(record));
    inside
        .map(|(index, _)| Reference::Competency(index))
        .collect()
}

fn items(catalogue: &Catalogue, is_in: impl Fn(CkcCode) -> bool) -> Vec<Reference> {
    let items = ItemIndex::each(catalogue.items());
    let inside = items.filter(|(_, item)| is_in(item.code));
    inside.map(|(index, _)| Reference::Item(index)).collect()
}

/// All ids and codes, each with the line that offers it.
pub(super) fn known(catalogue: &Catalogue) -> impl Iterator<Item = (String, String)> + '_ {
    let competencies = catalogue.competencies().iter();
    let competencies = competencies.map(|record| {
        let key = record.id.to_string();
        let line = line(&key, &record.statement.words);
        (key, line)
    });
    let items = catalogue.items().iter().map(|item| {
        let key = format!("CKC {}", item.code);
        let line = line(&key, &item.statement);
        (key, line)
    });
    competencies.chain(items)
}

/// The same section first, the closest number first.
fn nearest_competencies(catalogue: &Catalogue, id: CompetencyId) -> Vec<String> {
    let mut records: Vec<_> = catalogue.competencies().iter().collect();
    records.sort_by_key(|record| {
        (
            record.id.category.abs_diff(id.category),
            u32::from(record.id.section).abs_diff(u32::from(id.section)),
            record.id.number.abs_diff(id.number),
        )
    });
    let offered = records.iter().take(OFFERED);
    offered
        .map(|record| line(&record.id, &record.statement.words))
        .collect()
}

/// The same domain first, the closest number first.
pub(crate) fn nearest_codes(catalogue: &Catalogue, code: CkcCode) -> Vec<String> {
    let mut items: Vec<_> = catalogue.items().iter().collect();
    items.sort_by_key(|item| {
        (
            item.code.domain.abs_diff(code.domain),
            item.code.number.abs_diff(code.number),
        )
    });
    let offered = items.iter().take(OFFERED);
    offered
        .map(|item| line(&format_args!("CKC {}", item.code), &item.statement))
        .collect()
}

fn sections(catalogue: &Catalogue) -> Vec<String> {
    let section = |id: CompetencyId| (id.category, id.section);
    let records = catalogue.competencies();
    records
        .chunk_by(|a, b| section(a.id) == section(b.id))
        .map(|inside| {
            let id = inside[0].id;
            let first = shorten(&inside[0].statement.words);
            format!(
                "{}{}  {} competencies, the first: {first}",
                id.category,
                id.section,
                inside.len()
            )
        })
        .collect()
}
