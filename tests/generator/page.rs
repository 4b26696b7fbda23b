//! Pages of competencies: made by dice, printed, and compared with what is read.

use iecmhc_crosswalk::parse::assemble;
use iecmhc_crosswalk::parse::competencies;
use iecmhc_crosswalk::parse::errata::Corrected;
use iecmhc_crosswalk::source::{Document, DocumentIndex};

use crate::common::assert_accounted;
use crate::dice::Dice;
use crate::words::{self, AREAS};

/// What a page says.
#[derive(Debug)]
pub(crate) struct Page {
    competencies: Vec<Competency>,
}

#[derive(Debug)]
struct Competency {
    section: char,
    number: usize,
    statement: String,
    alignments: Vec<Alignment>,
}

#[derive(Debug)]
struct Alignment {
    importance: &'static str,
    /// Area, knowledge area, and the marks after each; `None` for Unique.
    target: Option<(&'static str, String, &'static str, &'static str)>,
    list: Vec<String>,
}

impl Page {
    pub(crate) fn thrown(dice: &mut Dice) -> Self {
        let (mut section, mut number) = ('A', 0);
        let competencies = (0..=dice.below(6)).map(|_| {
            if number > 0 && dice.once_in(3) {
                section = char::from(section as u8 + 1);
                number = 0;
            }
            number += 1;
            let count = 1 + dice.below(3);
            Competency {
                section,
                number,
                statement: words::definition(dice) + ".",
                alignments: (0..count).map(|_| Alignment::thrown(dice)).collect(),
            }
        });
        Self {
            competencies: competencies.collect(),
        }
    }
}

impl Alignment {
    fn thrown(dice: &mut Dice) -> Self {
        const MARKS: [&str; 4] = ["", " (MHS)", " (MHM)", ""];
        let importance = ["Essential", "Important"][dice.below(2)];
        if dice.once_in(4) {
            return Self {
                importance,
                target: None,
                list: Vec::new(),
            };
        }
        let area = dice.one_of(&AREAS);
        let name = words::name(dice);
        let marks = (MARKS[dice.below(4)], MARKS[dice.below(4)]);
        let list = (0..=dice.below(3)).map(|_| words::definition(dice));
        Self {
            importance,
            list: list.collect(),
            target: Some((area, name, marks.0, marks.1)),
        }
    }

    fn level(&self) -> &'static str {
        match &self.target {
            Some((.., " (MHM)", _) | (.., " (MHM)")) => "MHM",
            Some((.., " (MHS)", _) | (.., " (MHS)")) => "MHS",
            _ => "FS",
        }
    }
}

/// Prints a page in a layout of its own.
pub(crate) fn printed(page: &Page, dice: &mut Dice) -> String {
    const LEGEND: &str =
        "Unless otherwise noted, all of these refer to a Deck Hand. “MHM” is a Mate.";
    let mut text = String::new();
    if dice.once_in(2) {
        line(&mut text, "Keeps the ship in order.", dice);
        line(
            &mut text,
            "Works to mend what is torn; sees to the crew.",
            dice,
        );
    }
    let mut section = None;
    for competency in &page.competencies {
        if section.replace(competency.section) != Some(competency.section) || dice.once_in(5) {
            line(&mut text, LEGEND, dice);
        }
        for alignment in &competency.alignments {
            print_row(&mut text, competency, alignment, dice);
        }
    }
    text.replace('\n', ["\n", "\r\n", "\r"][dice.below(3)])
}

fn print_row(text: &mut String, competency: &Competency, alignment: &Alignment, dice: &mut Dice) {
    let id = format!("7{}.{}", competency.section, competency.number);
    let bullet = dice.one_of(&["", "• ", "- ", "### "]);
    let dot = dice.one_of(&[".", "", ":", " –", ".)"]);
    line(
        text,
        &format!("{bullet}{id}{dot} {}", competency.statement),
        dice,
    );
    let field = |text: &mut String, label: &str, words: &str, dice: &mut Dice| {
        let bullet = dice.one_of(&["", "", "", "* "]);
        line(text, &format!("{bullet}{label} {words}"), dice);
    };
    field(text, "Essential or important?:", alignment.importance, dice);
    let (area, name, list) = match &alignment.target {
        None => (
            "Unique".to_owned(),
            "Unique".to_owned(),
            "Unique".to_owned(),
        ),
        Some((area, name, area_mark, mark)) => (
            format!("{area}{area_mark}"),
            format!("{name}{mark}"),
            alignment.list.join("; "),
        ),
    };
    let label = dice.one_of(&["IECMHC Endorsement Competency:", "Endorsement competency:"]);
    field(text, label, &area, dice);
    let label = dice.one_of(&[
        "Knowledge/Skill Area:",
        "Knowledge Area:",
        "KNOWLEDGE / SKILL AREA:",
    ]);
    field(text, label, &name, dice);
    let label = dice.one_of(&[
        "As Demonstrated by/Other Work Experience (and Interview):",
        "As demonstrated by:",
    ]);
    field(text, label, &list, dice);
}

/// A line, wrapped here and there after its label; where a wrapped line goes on in lower case, a page may break
/// before it.
fn line(text: &mut String, words: &str, dice: &mut Dice) {
    const UNBROKEN: usize = 9;
    let label = words
        .find(':')
        .map_or(0, |colon| words[..colon].split(' ').count());
    for (index, word) in words.split(' ').enumerate() {
        let free = index > label.max(if label == 0 { 2 } else { 0 });
        if index > 0 {
            let wraps = free && dice.once_in(UNBROKEN);
            text.push_str(match wraps {
                true if word.starts_with(char::is_lowercase) && dice.once_in(3) => "\n\n",
                true => "\n",
                false => " ",
            });
        }
        text.push_str(word);
    }
    text.push_str(["\n", "\n\n", " \n", "\n\n\n"][dice.below(4)]);
}

/// Asserts that a printed page reads to its rows.
pub(crate) fn assert_reads(text: &str, page: &Page) {
    let parsed = competencies::parse(text);
    assert_accounted(text, &parsed);
    let document = Document::new("d", "d", text.to_owned().into());
    let records =
        assemble::competencies(DocumentIndex(0), &Corrected::unchanged(&document), &parsed);
    let expected = page.competencies.iter().map(|competency| {
        let alignments = competency.alignments.iter().map(|row| {
            let target = row.target.as_ref();
            let target = target.map(|it| (it.0, it.1.as_str(), row.level()));
            format!("{} {target:?} {:?}", row.importance, row.list)
        });
        format!(
            "7{}.{} {} {:?}",
            competency.section,
            competency.number,
            competency.statement,
            alignments.collect::<Vec<_>>()
        )
    });
    let expected: Vec<String> = expected.collect();
    let read = records.iter().map(|record| {
        let alignments = record.alignments.iter().map(|row| {
            let target = row.target().map(|it| {
                (
                    it.area.words.as_str(),
                    it.knowledge.words.as_str(),
                    it.level.name(),
                )
            });
            let list: Vec<_> = row.demonstrated_by.iter().map(|text| &text.words).collect();
            let importance = row
                .importance
                .map_or("lost", |importance| importance.title());
            format!("{importance} {target:?} {list:?}")
        });
        let alignments: Vec<_> = alignments.collect();
        format!("{} {} {alignments:?}", record.id, record.statement.words)
    });
    let read: Vec<String> = read.collect();
    assert_eq!(read, expected, "\n{text}");
}
