//! Splits the second column of the crosswalk: words that go on from the row before, a
//! name, its level mark, and a definition, with nothing but a blank between them.
//!
//! A level mark ends a name. A definition starts with a verb in the third person with a
//! capital, and goes on in lower case: `Observation & listening Demonstrates the ability …`.

use std::ops::Range;

use crate::parse::marks::{dangles, is_capitalised, is_third_person};
use crate::record::Level;
use crate::source::is_blank;
use crate::text::{trim, word_ranges};

/// The second column's words, split.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Split {
    /// Words before the first name: they go on from the row before.
    pub lead: Option<Range<usize>>,
    /// The rows that begin here.
    pub entries: Vec<Entry>,
}

/// A row's name, level mark and definition, as far as they are there.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The name.
    pub name: Option<Range<usize>>,
    /// The level mark with its parentheses.
    pub level: Option<(Range<usize>, Level)>,
    /// The definition.
    pub definition: Option<Range<usize>>,
}

impl Entry {
    /// From its first word to its last.
    pub(crate) fn whole(&self) -> Range<usize> {
        let fields = [self.name.as_ref(), self.definition.as_ref()];
        let (mut start, mut end) = (usize::MAX, 0);
        for field in fields.into_iter().flatten() {
            start = start.min(field.start);
            end = end.max(field.end);
        }
        start.min(end)..end
    }

    /// Whether it can only be the start of a row: a name with a level mark or a definition.
    pub(crate) fn is_row(&self) -> bool {
        self.level.is_some() || (self.name.is_some() && self.definition.is_some())
    }
}

/// Splits the words of `range`. `weight` says how often a word is in the whole text.
pub(crate) fn split(text: &str, range: Range<usize>, weight: &dyn Fn(&str) -> u32) -> Split {
    let Some((mark, level)) = level_mark(text, range.clone()) else {
        return split_at_verb(text, range, weight);
    };
    let (lead, name) = part_name(text, trim(text, range.start..mark.start));
    let mut split = Split {
        lead,
        entries: Vec::new(),
    };
    let mut entry = Entry {
        name,
        level: Some((mark.clone(), level)),
        definition: None,
    };
    let mut after = mark.end..range.end;
    while let Some((mark, level)) = level_mark(text, after.clone()) {
        let (definition, name) = part_name(text, trim(text, after.start..mark.start));
        entry.definition = definition;
        split.entries.push(entry);
        entry = Entry {
            name,
            level: Some((mark.clone(), level)),
            definition: None,
        };
        after = mark.end..range.end;
    }
    entry.definition = some(trim(text, after));
    split.entries.push(entry);
    split
}

/// Splits a further name and definition off the end of a definition, where the codes say
/// that two rows are glued: `… other disciplines Crisis Management Demonstrates ability …`.
pub(crate) fn split_glued(text: &str, definition: Range<usize>) -> Option<(Range<usize>, Entry)> {
    let words = last_words(text, definition.clone());
    let verb = (2..words.len())
        .rev()
        .find(|&at| opens_definition(text, &words, at))?;
    let before = trim(text, definition.start..words[verb].start);
    let (first, name) = part_name(text, before);
    let entry = Entry {
        name: Some(name?),
        level: None,
        definition: Some(words[verb].start..definition.end),
    };
    Some((first?, entry))
}

/// Splits an area's heading from the name glued to it, by the capitals: `Systems Expertise
/// Service delivery systems`. Only where at least two words of heading and a name in lower
/// case after its first word tell them apart.
pub(crate) fn split_heading(
    text: &str,
    name: Range<usize>,
) -> Option<(Range<usize>, Range<usize>)> {
    /// A heading has fewer words than this.
    const FEW: usize = 64;
    let words: Vec<_> = words_in(text, name.clone()).take(FEW).collect();
    let capitals = words
        .iter()
        .take_while(|word| !starts_lower(text, word))
        .count();
    let goes_on = words.len() > capitals;
    (capitals > 2 && goes_on).then(|| {
        let cut = &words[capitals - 1];
        (trim(text, name.start..cut.start), cut.start..name.end)
    })
}

/// Whether a text opens a definition with its first word.
pub(crate) fn starts_definition(text: &str, range: Range<usize>) -> bool {
    let words: Vec<_> = words_in(text, range).take(3).collect();
    !words.is_empty() && opens_definition(text, &words, 0)
}

fn split_at_verb(text: &str, range: Range<usize>, weight: &dyn Fn(&str) -> u32) -> Split {
    /// A name has no more words than this.
    const LONGEST_NAME: usize = 9;
    let mut words = Vec::with_capacity(LONGEST_NAME + 2);
    words.extend(words_in(text, range.clone()).take(LONGEST_NAME + 2));
    let mut verbs =
        (0..words.len().min(LONGEST_NAME + 1)).filter(|&at| opens_definition(text, &words, at));
    let first = verbs.next();
    let verb = match (first, verbs.next()) {
        (Some(first), Some(second)) => Some(std::iter::once(second).chain(verbs).fold(
            first,
            |best, at| {
                let better = weight(&text[words[at].clone()]) > weight(&text[words[best].clone()]);
                if better { at } else { best }
            },
        )),
        _ => first,
    };
    let lower = words.first().is_some_and(|word| starts_lower(text, word));
    let Some(verb) = verb else {
        let (lead, entries) = if lower || words.is_empty() {
            (some(range), Vec::new())
        } else {
            let entry = Entry {
                name: some(range),
                ..Entry::default()
            };
            (None, vec![entry])
        };
        return Split { lead, entries };
    };
    let (lead, name) = part_name(text, trim(text, range.start..words[verb].start));
    let entry = Entry {
        name,
        level: None,
        definition: Some(words[verb].start..range.end),
    };
    Split {
        lead,
        entries: vec![entry],
    }
}

/// Splits words that go on from before from a name that ends the range. The name starts at the
/// last run of capitals, unless what is before that cannot be a name on its own.
fn part_name(text: &str, range: Range<usize>) -> (Option<Range<usize>>, Option<Range<usize>>) {
    /// A cropped name has lost its capital; longer words without one are not a name.
    const LONGEST_CROPPED: usize = 6;
    let words = last_words(text, range.clone());
    let Some(last) = words.iter().rposition(|word| starts_upper(text, word)) else {
        return if words.len() > LONGEST_CROPPED {
            (some(range), None)
        } else if words.is_empty() {
            (None, None)
        } else {
            (None, Some(range))
        };
    };
    let mut start = last;
    while start > 0 && !starts_lower(text, &words[start - 1]) {
        start -= 1;
    }
    let before = trim(text, range.start..words[start].start);
    let alone = start >= 3 || (start > 0 && starts_lower(text, &words[0]));
    if start == 0 || !alone || dangles(&text[before.clone()]) {
        return (None, Some(range));
    }
    (Some(before), Some(words[start].start..range.end))
}

fn opens_definition(text: &str, words: &[Range<usize>], at: usize) -> bool {
    let [this, next, ..] = &words[at..] else {
        return false;
    };
    let (this, next) = (&text[this.clone()], &text[next.clone()]);
    if !is_capitalised(this) {
        return false;
    }
    let goes_on = next.starts_with(|c: char| c.is_lowercase() || c.is_numeric() || c == '"');
    // `Regularly examines own thoughts`, and not `Family relationships & dynamics`.
    let verb_after = || {
        let after = words.get(at + 2).map_or("", |word| &text[word.clone()]);
        next.trim_end_matches(',').ends_with('s') && after.starts_with(char::is_lowercase)
    };
    let adverb = this.ends_with("ly") && verb_after();
    goes_on && (is_third_person(this.trim_end_matches(',')) || adverb)
}

/// The first mark: parentheses with nothing but the mark in them.
fn level_mark(text: &str, range: Range<usize>) -> Option<(Range<usize>, Level)> {
    let bytes = text.as_bytes();
    let mut from = range.start;
    loop {
        let close = from + memchr::memchr(b')', &bytes[from..range.end])?;
        if let Some(open) = memchr::memrchr(b'(', &bytes[from..close]) {
            let open = from + open;
            if let Some(level) = Level::from_mark(&text[open + 1..close]) {
                return Some((open..close + 1, level));
            }
        }
        from = close + 1;
    }
}

/// The words of a range, or of its end: a name is looked for no further back.
fn last_words(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    const FAR: usize = 1 << 13;
    let end = &text[range.clone()];
    let far = end.len().saturating_sub(FAR);
    let near = (far..end.len()).find(|&at| end.is_char_boundary(at));
    let cut = match near {
        Some(near) if near > 0 => end[near..]
            .find(is_blank)
            .map_or(near, |blank| near + blank),
        _ => 0,
    };
    words_in(text, range.start + cut..range.end).collect()
}

fn words_in(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let start = range.start;
    word_ranges(&text[range]).map(move |word| word.start + start..word.end + start)
}

fn starts_lower(text: &str, word: &Range<usize>) -> bool {
    let opened = |c| matches!(c, '(' | '[' | '"' | '“' | '\'' | '‘');
    let word = text[word.clone()].trim_start_matches(opened);
    word.starts_with(char::is_lowercase)
}

fn starts_upper(text: &str, word: &Range<usize>) -> bool {
    text[word.clone()].starts_with(char::is_uppercase)
}

fn some(range: Range<usize>) -> Option<Range<usize>> {
    (!range.is_empty()).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<&str>, Vec<[Option<&str>; 3]>) {
        let weight = |word: &str| u32::from(word == "Demonstrates");
        let found = split(text, 0..text.len(), &weight);
        let words = |range: &Range<usize>| text[range.clone()].to_owned().leak() as &str;
        let entries = found.entries.iter().map(|entry| {
            [
                entry.name.as_ref().map(words),
                entry.level.as_ref().map(|(mark, _)| words(mark)),
                entry.definition.as_ref().map(words),
            ]
        });
        (found.lead.as_ref().map(words), entries.collect())
    }

    #[test]
    fn a_definition_starts_at_its_verb() {
        for (name, definition) in [
            ("Dark & stormy nights", "Demonstrates the ability to sail"),
            ("Fair Weather", "Regularly examines own sails"),
            ("Knots/ropes", "Ties, unties, and coils"),
            ("Care of sails for boats", "Remains open"),
        ] {
            let text = format!("{name} {definition}");
            assert_eq!(
                read(&text),
                (None, vec![[Some(name), None, Some(definition)]])
            );
        }
    }

    #[test]
    fn a_level_mark_ends_a_name() {
        let text = "Disorders of rigging (IMHS) Ties knots (Clinical) Unties others";
        let entry = [
            Some("Disorders of rigging"),
            Some("(IMHS)"),
            Some("Ties knots (Clinical) Unties others"),
        ];
        assert_eq!(read(text), (None, vec![entry]));
        assert_eq!(
            read("Storms (MHM)"),
            (None, vec![[Some("Storms"), Some("(MHM)"), None]])
        );
    }

    #[test]
    fn other_parentheses_are_no_mark() {
        assert_eq!(
            read("Knots (of) all) ((IMHM) (MHS) Ties"),
            (
                None,
                vec![
                    [Some("Knots (of) all) ("), Some("(IMHM)"), None],
                    [None, Some("(MHS)"), Some("Ties")]
                ]
            )
        );
        assert_eq!(level_mark("((( (MHM", 0..8), None);
    }

    #[test]
    fn a_plural_in_a_name_is_no_verb() {
        assert_eq!(
            read("Sailing Skills"),
            (None, vec![[Some("Sailing Skills"), None, None]])
        );
        assert_eq!(
            read("Storms at sea Demonstrates calm"),
            (
                None,
                vec![[Some("Storms at sea"), None, Some("Demonstrates calm")]]
            )
        );
        assert_eq!(
            read("Sailing Skills Demonstrates calm"),
            (
                None,
                vec![[Some("Sailing Skills"), None, Some("Demonstrates calm")]]
            )
        );
    }

    #[test]
    fn words_that_go_on_are_parted_from_the_next_name() {
        assert_eq!(
            read(
                "Seeks out others, including those from other boats Storm Warning (MHM) Sees them"
            ),
            (
                Some("Seeks out others, including those from other boats"),
                vec![[Some("Storm Warning"), Some("(MHM)"), Some("Sees them")]]
            )
        );
        assert_eq!(read("and the sea"), (Some("and the sea"), vec![]));
    }

    #[test]
    fn glued_rows_are_parted_where_the_second_name_starts() {
        let text = "Seeks out others in boats Storm Warning Demonstrates sight";
        let (first, entry) = split_glued(text, 0..text.len()).expect("two rows");
        assert_eq!(&text[first], "Seeks out others in boats");
        assert_eq!(&text[entry.name.expect("a name")], "Storm Warning");
        let text = "Seeks out others at sea (in boats) Storm Warning Demonstrates sight";
        let (first, _) = split_glued(text, 0..text.len()).expect("two rows");
        assert_eq!(&text[first], "Seeks out others at sea (in boats)");
    }

    #[test]
    fn a_glued_heading_is_told_by_its_capitals() {
        let text = "Rigging Expertise Sail making systems";
        let (area, name) = split_heading(text, 0..text.len()).expect("a heading");
        assert_eq!(
            (&text[area], &text[name]),
            ("Rigging Expertise", "Sail making systems")
        );
        assert_eq!(split_heading("Sail making", 0..11), None);
        assert_eq!(split_heading("Sail Making And Mending", 0..23), None);
    }
}
