//! What makes a row of the crosswalk doubtful. A row has a name that is not a sentence, one definition that
//! starts with a verb, and a list of CKC items or a note in its place. Where rows lack this, the columns of
//! the page were mixed on the way to text, and codes may be in rows that they do not belong to.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Verdict;
use crate::parse::assemble::CrosswalkRecords;
use crate::parse::marks;
use crate::record::{Area, CkcItem, Correspondence, Doubt, KnowledgeArea, Reason, Text};
use crate::source::{Document, Span};

/// Gives each row its doubts, and judges the reading as a whole.
pub(crate) fn judge(document: &Document, records: &mut CrosswalkRecords) -> Verdict {
    let areas = odd_areas(&records.areas);
    let is_worn = are_worn(&records.items);
    let rows = &mut records.knowledge_areas;
    let verbs = verbs(rows);
    let is_in_odd_area = |row: &KnowledgeArea| row.area.is_some_and(|area| areas[area.place()]);
    let in_area = |row: &KnowledgeArea| is_in_odd_area(row).then_some((Reason::AreaOdd, row.span));
    let mut against: Vec<Option<(Reason, Span)>> = (rows.iter())
        .map(|row| against(row, &verbs).or_else(|| in_area(row)))
        .collect();
    spread(rows, &mut against);
    // One odd heading is one fault, however many rows are under it.
    let is_own = |(reason, _): &&(Reason, Span)| *reason != Reason::AreaOdd;
    let odd = against.iter().flatten().filter(is_own).count();
    let weight = weigh(odd, rows.len(), is_worn);
    let rows_found = rows.len();
    // Where one area's heading is lost, others may be: their rows would be in the area before.
    let is_headless = rows.iter().any(|row| row.area.is_none());
    for (row, reason) in rows.iter_mut().zip(against) {
        let mixed = (weight == Weight::Mixed).then_some((Reason::ColumnsMixed, row.span));
        let headless = is_headless.then_some((Reason::AreaLost, row.span));
        let doubt = reason.or(mixed).or(headless);
        let doubt = doubt.map(|(reason, span)| Doubt { reason, span });
        row.doubts.extend(doubt);
        for item in &mut row.items {
            item.doubts.extend(against_item(document, item));
        }
    }
    match weight {
        Weight::Nonsense => Verdict::NotUnderstood {
            odd,
            rows: rows_found,
        },
        Weight::Sound | Weight::Mixed => Verdict::Read,
    }
}

/// Gives a doubt to each row on printed lines whose columns cross, and to the rows of the same area after
/// it: the heading of another may be in those lines.
pub(crate) fn cross(crossed: &[Range<u32>], records: &mut CrosswalkRecords) {
    let mut lines = crossed.to_vec();
    lines.sort_by_key(|line| line.start);
    let mut area = None;
    for row in &mut records.knowledge_areas {
        let span = row.span;
        let first = lines.partition_point(|line| line.end <= span.start);
        let on = lines.get(first).filter(|line| line.start < span.end);
        let doubt = match on {
            Some(line) => Some(Doubt {
                reason: Reason::ColumnsCross,
                span: Span {
                    start: line.start,
                    end: line.end,
                    ..span
                },
            }),
            None if area == Some(row.area) => Some(Doubt {
                reason: Reason::AreaCrossed,
                span,
            }),
            None => None,
        };
        area = doubt.map(|_| row.area);
        row.doubts.extend(doubt);
    }
}

/// How much the odd rows weigh.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    Sound,
    /// So many rows are odd that the others may be wrong too.
    Mixed,
    Nonsense,
}

fn weigh(odd: usize, rows: usize, is_worn: bool) -> Weight {
    /// A few odd rows are damage; more are a page whose columns were mixed.
    const DAMAGE: usize = 3;
    if odd > DAMAGE && odd * 2 > rows {
        Weight::Nonsense
    } else if is_worn || (odd > DAMAGE && odd * 5 > rows) {
        Weight::Mixed
    } else {
        Weight::Sound
    }
}

/// Whether many statements break off in whatever row they are printed: the ends of lines were taken for
/// the ends of statements.
fn are_worn(items: &[CkcItem]) -> bool {
    /// A statement or two may be cut in all of its rows.
    const DAMAGE: usize = 2;
    let is_cut = |item: &&CkcItem| marks::dangles(&item.statement);
    let cut = items.iter().filter(is_cut).count();
    cut > DAMAGE && cut * 10 > items.len()
}

/// Which areas have a heading that cannot be one: a sentence, a page's number or date, a piece of another heading.
fn odd_areas(areas: &[Area]) -> Vec<bool> {
    /// No heading has more words.
    const LONGEST: usize = 8;
    let names: Vec<&str> = areas.iter().map(|area| area.name.words.as_str()).collect();
    let is_piece = |name: &str| {
        let longer = |other: &&str| {
            other
                .strip_prefix(name)
                .is_some_and(|it| it.starts_with(' '))
        };
        names.iter().any(longer)
    };
    let is_odd = |name: &str| {
        !name.starts_with(char::is_uppercase)
            || name.contains(|c: char| c.is_ascii_digit())
            || name.split(' ').count() > LONGEST
            || name.ends_with(['.', ';', ':', '-', '/'])
            || marks::dangles(name)
            || is_piece(name)
    };
    names.iter().map(|name| is_odd(name)).collect()
}

/// The verbs that open more than one definition, and how many.
type Verbs = BTreeMap<String, usize>;

fn verbs(rows: &[KnowledgeArea]) -> Verbs {
    let mut verbs = Verbs::new();
    for definition in rows.iter().filter_map(|row| row.definition.as_ref()) {
        let first = definition.words.split(' ').next().unwrap_or("");
        if marks::is_verb(first) {
            *verbs.entry(first.to_owned()).or_default() += 1;
        }
    }
    verbs.retain(|_, count| *count > 1);
    verbs
}

/// What makes a row doubtful, whatever the other rows are.
fn against(row: &KnowledgeArea, verbs: &Verbs) -> Option<(Reason, Span)> {
    let at = |text: &Text| text.spans.hull().unwrap_or(row.span);
    let Some(name) = &row.name else {
        return Some((Reason::NameLost, row.span));
    };
    if is_odd_name(&name.words, verbs) {
        return Some((Reason::NameOdd, at(name)));
    }
    let definition = row.definition.as_ref();
    if let Some(definition) = definition.filter(|it| is_odd_definition(&it.words, verbs)) {
        return Some((Reason::DefinitionOdd, at(definition)));
    }
    if row.items.is_empty() && row.notes.is_empty() {
        return Some((Reason::NoList, at(name)));
    }
    let note = row.notes.iter().find(|note| holds_code(&note.words));
    note.map(|note| (Reason::CodeInNote, at(note)))
}

/// Where a row begins in the middle of another, that one may have lost its end to it.
fn spread(rows: &[KnowledgeArea], against: &mut [Option<(Reason, Span)>]) {
    for index in 1..rows.len() {
        let row = &rows[index];
        let begins_within = matches!(
            against[index],
            Some((
                Reason::NameOdd | Reason::NameLost | Reason::DefinitionOdd,
                _
            ))
        );
        // A row without a name whose definition is whole begins where that does.
        let definition = row.definition.as_ref();
        let is_whole = |it: &Text| it.words.starts_with(char::is_uppercase);
        let is_known = row.name.is_none() && definition.is_some_and(is_whole);
        let before = index - 1;
        let is_heading = rows[before].area != row.area;
        let lacks_list = matches!(against[before], Some((Reason::NoList, _)));
        if is_heading && lacks_list {
            // The heading may be what the row before it lists.
            let inside = (index..rows.len()).take_while(|&it| rows[it].area == row.area);
            for it in inside {
                against[it].get_or_insert((Reason::AreaOdd, rows[it].span));
            }
        }
        if begins_within && !is_known && against[before].is_none() {
            against[before] = Some((Reason::NextRowWithin, row.span));
        }
    }
}

/// A code that a blank or a misread letter breaks leaves its end before the statement.
fn against_item(document: &Document, item: &Correspondence) -> Option<Doubt> {
    let span = *item.statement.iter().next()?;
    let broken = document
        .words(span)
        .starts_with(|c: char| c.is_ascii_digit());
    broken.then_some(Doubt {
        reason: Reason::CodeBroken,
        span,
    })
}

/// Whether a name is cut, holds other words, or is a sentence.
fn is_odd_name(name: &str, verbs: &Verbs) -> bool {
    /// No knowledge area's name has more words.
    const LONGEST: usize = 12;
    let begins = name.trim_start_matches(['“', '"', '(', '‘', '[']);
    !begins.starts_with(char::is_uppercase)
        || marks::dangles(&name.to_lowercase())
        || name.ends_with(['.', ';', ':', '-', '/', '–'])
        || name.split(' ').count() > LONGEST
        || holds_code(name)
        || capitals(name).any(|word| verbs.contains_key(word))
}

/// The words that do not begin in lower case: only these can be one of the [`Verbs`].
fn capitals(words: &str) -> impl Iterator<Item = &str> {
    let is_lower = |word: &&str| word.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
    words.split(' ').filter(move |word| !is_lower(word))
}

/// Whether a definition lacks its beginning, or holds another row.
fn is_odd_definition(definition: &str, verbs: &Verbs) -> bool {
    /// A verb that opens so many definitions opens one wherever it has a capital.
    const OFTEN: usize = 3;
    let begins = definition.trim_start_matches(['“', '"', '(', '‘', '[', '…', ']', ' ']);
    let opens = |word: &str| verbs.get(word).is_some_and(|count| *count >= OFTEN);
    !begins.starts_with(char::is_uppercase)
        || holds_code(definition)
        || definition
            .split_once(' ')
            .is_some_and(|(_, rest)| capitals(rest).any(opens))
}

/// Whether words hold what may be a code: `1.3`, `I.3`, `1. 10`.
fn holds_code(words: &str) -> bool {
    let like_digit = |byte: u8| byte.is_ascii_digit() || b"Il|O".contains(&byte);
    let bytes = words.as_bytes();
    memchr::memchr2_iter(b'.', b',', bytes).any(|at| {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        let is_alone = at < 2 || !bytes[at - 2].is_ascii_alphabetic();
        let after = words[at + 1..].trim_start().bytes().next();
        let is_code = before.is_some_and(like_digit) && after.is_some_and(|it| it.is_ascii_digit());
        is_alone && is_code
    })
}
