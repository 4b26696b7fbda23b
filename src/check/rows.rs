//! What comparing the rows of the crosswalk with one another shows.

use std::collections::BTreeMap;
use std::ops::Range;

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::diagnostic::odd;
use super::slips::letters;
use crate::catalogue::Catalogue;
use crate::parse::errata::Kind;
use crate::record::{Certainty, CkcCode, Incomplete, ItemIndex, KnowledgeArea, Level, Text};
use crate::source::Span;
use crate::text::{distinct, fold};

pub(super) fn judge(catalogue: &Catalogue, found: &mut Vec<Diagnostic>) {
    let rows = catalogue.knowledge_areas();
    for row in rows {
        found.extend(without_items(row));
        found.extend(incomplete(row));
        found.extend(continued(catalogue, row));
    }
    judge_definitions(catalogue, found);
    for pair in rows.windows(2) {
        found.extend(exchanged(&pair[0], &pair[1]));
    }
    stuck_comments(rows, found);
    designations(rows, found);
    unlisted(catalogue, found);
}

fn field_span(row: &KnowledgeArea, field: Option<&Text>) -> Span {
    field
        .and_then(|field| field.spans.hull())
        .unwrap_or(row.span)
}

fn without_items(row: &KnowledgeArea) -> Option<Diagnostic> {
    if !row.items.is_empty() {
        return None;
    }
    let notes: Vec<&str> = row.notes.iter().map(|note| note.words.as_str()).collect();
    let (id, notes) = (&row.id, notes.join("; "));
    let (code, message) = if row.names_other_framework() {
        let message = format!("{id} lists no CKC item, but another framework: “{notes}”");
        (Code::OtherFramework, message)
    } else if notes.is_empty() {
        (Code::NoCkcItem, format!("{id} lists no CKC item"))
    } else {
        let message = format!("{id} lists no CKC item, but: “{notes}”");
        (Code::NoCkcItem, message)
    };
    Some(odd(code, field_span(row, row.notes.first()), message))
}

fn incomplete(row: &KnowledgeArea) -> Option<Diagnostic> {
    let Incomplete { loss, span } = row.incomplete?;
    let message = format!("{} may list more: {loss}", row.id);
    Some(odd(Code::IncompleteList, span, message))
}

/// The first line on which a row continues, where its fields are side by side and not each on its own line.
fn continued(catalogue: &Catalogue, row: &KnowledgeArea) -> Option<Diagnostic> {
    let is_moved = |id: &String| {
        let mut errata = catalogue.errata().iter();
        errata.any(|erratum| erratum.id == *id && erratum.kind == Kind::Order)
    };
    // Another remark says that its halves are in reverse order.
    if row.errata.iter().any(is_moved) {
        return None;
    }
    let places = places(row);
    let document = catalogue.document(row.span);
    let line = |span: &Span| document.stretch(span.start);
    let begins = places.first()?.1;
    let first = line(&begins);
    let (_, next) = places.iter().find(|(_, span)| line(span) > first)?;
    let fields_on = |at: u32| {
        let on_line = places.iter().filter(|(_, span)| line(span) == at);
        let mut fields: Vec<u8> = on_line.map(|(field, _)| *field).collect();
        fields.dedup();
        fields.len()
    };
    // The pieces of one field are said to be joined again.
    let is_said = joins(catalogue, row).any(|span| line(&span) == line(next));
    let is_in_cells = fields_on(first) > 1 || fields_on(line(next)) > 1;
    (is_in_cells && !is_said).then(|| {
        let from = document.place_within(begins);
        let message = format!("the row of {} goes on here from {from}", row.id);
        odd(Code::Continued, *next, message)
    })
}

/// Where the fields of a row are, in the order of the document: name, definition, items, notes.
fn places(row: &KnowledgeArea) -> Vec<(u8, Span)> {
    let spans = |field: u8, text: Option<&Text>| {
        let spans: Vec<Span> =
            text.map_or_else(Vec::new, |text| text.spans.iter().copied().collect());
        spans.into_iter().map(move |span| (field, span))
    };
    let items = row.items.iter();
    let items = items.flat_map(|item| std::iter::once(&item.span).chain(item.statement.iter()));
    let mut places: Vec<(u8, Span)> = spans(0, row.name.as_ref())
        .chain(spans(1, row.definition.as_ref()))
        .chain(items.map(|span| (2, *span)))
        .chain(row.notes.iter().flat_map(|note| spans(3, Some(note))))
        .collect();
    places.sort_by_key(|(_, span)| *span);
    places
}

/// The later pieces of fields that go on on another line.
fn joins<'c>(catalogue: &'c Catalogue, row: &'c KnowledgeArea) -> impl Iterator<Item = Span> + 'c {
    let line = |span: Span| catalogue.document(span).stretch(span.start);
    let texts = [row.name.as_ref(), row.definition.as_ref()];
    let texts = texts.into_iter().flatten().map(|text| &text.spans);
    let all = texts.chain(row.items.iter().map(|item| &item.statement));
    all.flat_map(move |spans| {
        let pairs = spans.iter().zip(spans.iter().skip(1));
        let parted = pairs.filter(move |(before, after)| line(**before) != line(**after));
        parted.map(|(_, after)| *after)
    })
}

fn judge_definitions(catalogue: &Catalogue, found: &mut Vec<Diagnostic>) {
    let rows = catalogue.knowledge_areas();
    let mut definitions: BTreeMap<String, &KnowledgeArea> = BTreeMap::new();
    for row in rows {
        let Some(definition) = &row.definition else {
            let message = format!("{} has no definition", row.id);
            found.push(odd(
                Code::LostDefinition,
                field_span(row, row.name.as_ref()),
                message,
            ));
            continue;
        };
        let folded = fold(&definition.words);
        if let Some(other) = definitions.get(&folded) {
            let message = format!("this is also the definition of {}", other.id);
            found.push(odd(
                Code::SharedDefinition,
                field_span(row, Some(definition)),
                message,
            ));
        }
        definitions.entry(folded).or_insert(row);
    }
    let endings = Endings::of(catalogue);
    for row in rows {
        found.extend(cut_definition(row, &definitions).or_else(|| endings.cut(row)));
    }
}

/// A definition that is the beginning of another row's.
fn cut_definition(
    row: &KnowledgeArea,
    definitions: &BTreeMap<String, &KnowledgeArea>,
) -> Option<Diagnostic> {
    /// Shorter beginnings are in common to many.
    const ENOUGH: usize = 8;
    let definition = row.definition.as_ref()?;
    let folded = fold(&definition.words);
    let start = format!("{folded} ");
    let (_, other) = definitions.range(start.clone()..).next()?;
    let is_start = fold(&other.definition.as_ref()?.words).starts_with(&start);
    let is_long = folded.split(' ').count() >= ENOUGH;
    let message = format!(
        "the definition breaks off; that of {} begins the same and goes on",
        other.id
    );
    (is_start && is_long).then(|| cut(row, definition, message))
}

fn cut(row: &KnowledgeArea, definition: &Text, message: String) -> Diagnostic {
    Diagnostic {
        done: Some("what is printed of it is kept".to_owned()),
        ..odd(Code::TextCut, field_span(row, Some(definition)), message)
    }
}

/// How often each word occurs inside a text, and whether it ever ends a phrase there.
struct Endings<'c>(BTreeMap<&'c str, (usize, bool)>);

impl<'c> Endings<'c> {
    fn of(catalogue: &'c Catalogue) -> Self {
        let rows = catalogue.knowledge_areas().iter();
        let definitions = rows.filter_map(|row| row.definition.as_ref());
        let competencies = catalogue.competencies().iter();
        let lists = competencies.clone().flat_map(|record| &record.alignments);
        let lists = lists.flat_map(|row| &row.demonstrated_by);
        let texts = definitions
            .chain(competencies.map(|record| &record.statement))
            .chain(lists)
            .map(|text| text.words.as_str());
        let statements = catalogue.items().iter().map(|item| item.statement.as_str());
        let texts = distinct(texts.chain(statements));
        let mut endings = Self(BTreeMap::new());
        for text in texts {
            endings.add(text);
        }
        endings
    }

    fn add(&mut self, text: &'c str) {
        /// Words that can only follow the end of a phrase.
        const OPENING: [&str; 12] = [
            "as", "at", "by", "for", "from", "in", "of", "on", "that", "to", "which", "with",
        ];
        let words: Vec<Range<usize>> = letters(text).collect();
        for (at, word) in words.iter().enumerate() {
            let place = self.0.entry(&text[word.clone()]).or_default();
            place.0 += 1;
            // That a text ends is what is to be judged.
            let Some(next) = words.get(at + 1) else {
                continue;
            };
            let is_parted = text[word.end..next.start].contains(|c: char| c != ' ' && c != '&');
            place.1 |= is_parted || OPENING.contains(&&text[next.clone()]);
        }
    }

    /// A definition that ends in a word which is followed by another word wherever else it is printed.
    fn cut(&self, row: &KnowledgeArea) -> Option<Diagnostic> {
        /// Words that are printed less often tell nothing.
        const ENOUGH: usize = 8;
        let definition = row.definition.as_ref()?;
        // What a reviewer restored, a reviewer judged.
        let words = &definition.words;
        let last = letters(words)
            .last()
            .filter(|last| last.end == words.len())?;
        let last = &words[last];
        let (count, ends) = *self.0.get(last)?;
        let is_sure = definition.certainty == Certainty::Printed && count >= ENOUGH && !ends;
        is_sure.then(|| {
            let message = format!(
                "the definition may break off: “{last}” is its last word, and ends no phrase anywhere else"
            );
            cut(row, definition, message)
        })
    }
}

/// Two rows that follow one another, each with a definition that says the other's name and not its own.
fn exchanged(row: &KnowledgeArea, next: &KnowledgeArea) -> Option<Diagnostic> {
    let (name, next_name) = (row.name.as_ref()?, next.name.as_ref()?);
    let (definition, next_definition) = (row.definition.as_ref()?, next.definition.as_ref()?);
    let is_exchanged = row.area == next.area
        && says(definition, next_name)
        && says(next_definition, name)
        && !says(definition, name)
        && !says(next_definition, next_name);
    is_exchanged.then(|| {
        let message = format!(
            "this definition speaks of {}, and that of {} of {}: the two may be exchanged",
            next_name.words, next_name.words, name.words
        );
        odd(
            Code::ExchangedDefinitions,
            field_span(row, Some(definition)),
            message,
        )
    })
}

/// Whether a text has a word that begins as one of a name does.
fn says(text: &Text, name: &Text) -> bool {
    /// Shorter stems are in common to many words.
    const STEM: usize = 6;
    let stems = |words: &str| -> Vec<String> {
        let words = fold(words);
        let words = words.split(' ').filter(|word| word.len() >= STEM);
        words
            .filter_map(|word| word.get(..STEM).map(str::to_owned))
            .collect()
    };
    let spoken = stems(&text.words);
    stems(&name.words).iter().any(|stem| spoken.contains(stem))
}

/// A note that begins with the whole note of another row, and goes on.
fn stuck_comments(rows: &[KnowledgeArea], found: &mut Vec<Diagnostic>) {
    let folded = |note: &Text| format!("{} ", fold(&note.words));
    let notes = || rows.iter().flat_map(|row| &row.notes);
    let mut whole: Vec<(String, &Text)> = notes().map(|note| (folded(note), note)).collect();
    whole.sort_by(|a, b| a.0.cmp(&b.0));
    for note in notes() {
        let words = folded(note);
        // What is the beginning of a text sorts before it, and what lies between begins so too, or shares less.
        let at = whole.partition_point(|(other, _)| *other < words);
        let before = whole[..at].last();
        let Some((_, other)) = before.filter(|(other, _)| words.starts_with(other.as_str())) else {
            continue;
        };
        let count = other.words.split(' ').count();
        let rest: Vec<&str> = note.words.split(' ').skip(count).collect();
        if let Some(span) = note.spans.hull() {
            let message = format!(
                "“{}” is stuck to the note “{}”, which is a note of its own in another row",
                rest.join(" "),
                other.words
            );
            found.push(odd(Code::StuckComment, span, message));
        }
    }
}

/// Words in parentheses that begin with a capital, as `(Policy)`: in one row, and else only in rows of one
/// other level.
fn designations(rows: &[KnowledgeArea], found: &mut Vec<Diagnostic>) {
    let mut levels: BTreeMap<&str, Vec<&KnowledgeArea>> = BTreeMap::new();
    for row in rows {
        for word in row.definition.as_ref().into_iter().flat_map(designating) {
            levels.entry(word).or_default().push(row);
        }
    }
    for (word, mut holders) in levels {
        holders.sort_by_key(|row| row.level);
        holders.dedup_by_key(|row| row.id.as_str());
        let split = holders.partition_point(|row| row.level == holders[0].level);
        let (([few], many @ [_, _, ..]) | (many @ [_, _, ..], [few])) = holders.split_at(split)
        else {
            continue;
        };
        let level = many[0].level;
        if many.iter().all(|row| row.level == level) {
            let of = |level: Level| match level {
                Level::Fs => "unmarked".to_owned(),
                level => format!("marked {}", level.name()),
            };
            let message = format!(
                "{} is {}; its definition says “{word}”, which else only rows say that are {}",
                few.id,
                of(few.level),
                of(level)
            );
            let span = field_span(few, few.definition.as_ref());
            found.push(odd(Code::WordOfOtherLevel, span, message));
        }
    }
}

/// The words of a text in parentheses, where they begin with a capital.
fn designating(text: &Text) -> Vec<&str> {
    let mut found = Vec::new();
    for inside in text.words.split('(').skip(1) {
        let Some((inside, _)) = inside.split_once(')') else {
            continue;
        };
        if inside.starts_with(char::is_uppercase) && Level::from_mark(inside).is_none() {
            let words = letters(inside).map(|word| &inside[word]);
            found.extend(words.filter(|word| word.starts_with(char::is_uppercase)));
        }
    }
    found
}

/// Codes that the numbering of a domain implies and no row lists.
fn unlisted(catalogue: &Catalogue, found: &mut Vec<Diagnostic>) {
    let codes: Vec<CkcCode> = catalogue.items().iter().map(|item| item.code).collect();
    for (at, code) in codes.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| codes[before]);
        let before = before.filter(|before| before.domain == code.domain);
        let first = before.map_or(1, |before| before.number + 1);
        let row = catalogue.listed_by(ItemIndex::at(at)).first();
        let listed = row.and_then(|&row| catalogue.correspondence(row, *code));
        let Some(listed) = listed.filter(|_| first < code.number) else {
            continue;
        };
        let code_of = |number: u8| format!("{}.{number}", code.domain);
        let last = code.number - 1;
        let (missing, is) = match last - first {
            0 => (code_of(first), "is"),
            1 => (format!("{} and {}", code_of(first), code_of(last)), "are"),
            _ => (format!("{} to {}", code_of(first), code_of(last)), "are"),
        };
        let message = format!("no row lists {missing}, which {is} implied by {code}");
        found.push(odd(Code::UnlistedCode, listed.span, message));
    }
}
