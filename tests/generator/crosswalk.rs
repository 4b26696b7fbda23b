//! Crosswalks: made by dice, printed, and compared with what is read.

use std::collections::{BTreeMap, BTreeSet};

use iecmhc_crosswalk::parse::assemble;
use iecmhc_crosswalk::parse::crosswalk;
use iecmhc_crosswalk::parse::errata::Corrected;
use iecmhc_crosswalk::source::{Document, DocumentIndex};

use crate::common::{assert_accounted, assert_codes_rise};
use crate::dice::Dice;
use crate::words::{self, AREAS, CODES, NOTES};

/// What a crosswalk says.
#[derive(Debug)]
pub(crate) struct Table {
    rows: Vec<Row>,
    /// By the number of their codes.
    statements: Vec<String>,
}

#[derive(Debug)]
struct Row {
    /// The area that begins with this row.
    area: Option<&'static str>,
    name: String,
    level: Option<&'static str>,
    definition: String,
    /// Numbers of codes, rising.
    codes: Vec<usize>,
    note: Option<&'static str>,
}

impl Table {
    pub(crate) fn thrown(dice: &mut Dice) -> Self {
        let mut areas = AREAS.iter().copied();
        let rows = (0..=dice.below(14)).map(|index| Row::thrown(index, &mut areas, dice));
        let rows: Vec<Row> = rows.collect();
        let statements = (0..CODES.len()).map(|number| words::statement(number, dice));
        Self {
            statements: statements.collect(),
            rows,
        }
    }
}

impl Row {
    fn thrown(
        index: usize,
        areas: &mut dyn Iterator<Item = &'static str>,
        dice: &mut Dice,
    ) -> Self {
        let level = ["", "", "(IMHS)", "(IMHM)", "(MHM)", "(IFS)"][dice.below(6)];
        let codes: BTreeSet<usize> = (0..=dice.below(6))
            .map(|_| dice.below(CODES.len()))
            .collect();
        let without_codes = index > 0 && dice.once_in(9);
        Self {
            area: if index == 0 || dice.once_in(4) {
                areas.next()
            } else {
                None
            },
            name: words::name(dice),
            level: (!level.is_empty()).then_some(level),
            definition: words::definition(dice),
            codes: if without_codes {
                Vec::new()
            } else {
                codes.into_iter().collect()
            },
            note: dice.once_in(5).then(|| NOTES[dice.below(2)]),
        }
    }

    /// Name and level mark.
    fn label(&self) -> String {
        match self.level {
            Some(level) => format!("{} {level}", self.name),
            None => self.name.clone(),
        }
    }

    fn is_first_below(&self, last: Option<usize>) -> bool {
        match (self.codes.first(), last) {
            (Some(first), Some(last)) => *first <= last,
            _ => false,
        }
    }
}

/// A printed crosswalk, and the ways of printing that were chosen.
pub(crate) struct Printed {
    pub text: String,
    pub features: BTreeSet<&'static str>,
    /// Which rows still have their notes.
    notes: Vec<bool>,
}

/// How many ways of printing there are.
pub(crate) const FEATURES: usize = 24;

/// Prints a table in a layout of its own.
pub(crate) fn printed(table: &Table, dice: &mut Dice) -> Printed {
    let mut printer = Printer::new(table, dice);
    printer.front();
    let mut index = 0;
    while index < table.rows.len() {
        index += printer.row(index);
    }
    printer.finished()
}

struct Printer<'p> {
    table: &'p Table,
    dice: &'p mut Dice,
    text: String,
    features: BTreeSet<&'static str>,
    notes: Vec<bool>,
    /// One column holds all.
    one_column: bool,
    item_lines: bool,
    bullet: &'static str,
    /// Code by number: how often it is printed whole, less how often with a note stuck to it.
    known: BTreeMap<usize, usize>,
    /// The next words go on in the same line.
    glued: bool,
}

impl<'p> Printer<'p> {
    fn new(table: &'p Table, dice: &'p mut Dice) -> Self {
        let one_column = dice.once_in(3);
        let item_lines = dice.once_in(4);
        let bullet = ["", "", "", "• ", "- ", "* "][dice.below(6)];
        let mut printer = Self {
            table,
            dice,
            text: String::new(),
            features: BTreeSet::new(),
            notes: Vec::new(),
            one_column,
            item_lines,
            bullet,
            known: BTreeMap::new(),
            glued: false,
        };
        printer
            .features
            .insert(if one_column { "one column" } else { "columns" });
        printer.say(item_lines, "a line an item");
        printer.say(!bullet.is_empty(), "bullets");
        printer
    }

    fn put(&mut self, words: &str) {
        self.text += words;
    }

    fn say(&mut self, made: bool, feature: &'static str) -> bool {
        if made {
            self.features.insert(feature);
        }
        made
    }

    fn chance(&mut self, once_in: usize, allowed: bool, feature: &'static str) -> bool {
        let thrown = self.dice.once_in(once_in);
        self.say(thrown && allowed, feature)
    }

    /// What comes before the first row.
    fn front(&mut self) {
        if self.chance(3, true, "notice") {
            self.text += "Below is a table of ropes and sails.\n\n";
        }
        match self.dice.below(4) {
            2 if !self.one_column => {
                self.features.insert("header in two lines");
                self.text += "Area of\tKnowledge Areas\t2015 CKC\nExpertise ";
            }
            1 | 2 if !self.one_column => {
                self.features.insert("header");
                self.text += "Area of Expertise\tKnowledge Areas\tCKC\n";
            }
            _ => {}
        }
    }

    fn line_end(&mut self) {
        self.text.push('\n');
        if self.chance(4, true, "blank lines") {
            self.text.push('\n');
        }
    }

    /// A page breaks off here, and the next goes on in the CKC column.
    fn break_in_items(&mut self) {
        self.text.push('\n');
        self.text.push('\n');
        match self.dice.below(3) {
            _ if self.one_column => {}
            0 => self.text += "\t\t",
            1 => self.text += "\t",
            _ => {}
        }
    }

    /// Prints a row, or two that are stuck together; returns how many.
    fn row(&mut self, index: usize) -> usize {
        let row = &self.table.rows[index];
        let heading_due = self.text.ends_with("Expertise ");
        self.notes.push(false);
        if std::mem::take(&mut self.glued) {
            self.glued_row(index);
            return 1;
        }
        let area_alone = !heading_due && (self.one_column || self.dice.once_in(3));
        if let Some(area) = row.area {
            if area_alone {
                self.say(!self.one_column, "heading on its own line");
                if self.chance(4, true, "marked heading") {
                    self.text += "# ";
                }
                self.text += area;
                self.line_end();
            } else {
                self.text += area;
            }
        }
        if self.one_column {
            return self.row_in_one_column(index);
        }
        let in_first_column = row.area.is_some() && !area_alone;
        if in_first_column || !self.chance(3, true, "leading tab dropped") {
            self.text.push('\t');
        }
        if self.two_in_one_definition(index) {
            return 2;
        }
        let whole = row
            .codes
            .first()
            .is_some_and(|first| self.known.contains_key(first));
        if row.codes.len() > 1 && self.chance(6, whole, "a break through the row") {
            self.break_through(index);
            return 1;
        }
        self.put(&format!("{} ", row.label()));
        self.definition(&row.definition, "\t");
        match (row.codes.is_empty(), row.note) {
            (true, Some(note)) => {
                self.features.insert("a note in its column");
                self.notes[index] = true;
                self.put(&format!("\t{note}"));
                self.line_end();
            }
            (true, None) => self.line_end(),
            (false, _) => {
                if self.chance(6, true, "a break before the items") {
                    self.break_in_items();
                } else {
                    self.text.push('\t');
                }
                self.items(index);
            }
        }
        1
    }

    fn glued_row(&mut self, index: usize) {
        let row = &self.table.rows[index];
        if let Some(area) = row.area {
            self.put(&format!(" {area}"));
        }
        self.put(&format!(" {} {} ", row.label(), row.definition));
        self.items(index);
    }

    fn row_in_one_column(&mut self, index: usize) -> usize {
        let row = &self.table.rows[index];
        self.text += &row.label();
        if self.dice.once_in(3) {
            self.text.push(' ');
        } else {
            self.line_end();
        }
        self.definition(&row.definition, "");
        if row.codes.is_empty() {
            self.line_end();
        } else {
            self.line_end();
            self.items(index);
        }
        1
    }

    /// A definition, whole or broken before a word in lower case.
    fn definition(&mut self, definition: &str, column: &str) {
        let words: Vec<&str> = definition.split(' ').collect();
        let at = 3 + self.dice.below(4);
        let allowed = words.get(at).is_some_and(|word| goes_on(word));
        if self.chance(5, allowed, "a break within a definition") {
            let (first, rest) = words.split_at(at);
            self.put(&format!(
                "{}\n\n{column}{}",
                first.join(" "),
                rest.join(" ")
            ));
        } else {
            self.text += definition;
        }
    }

    /// `Rope care Ties … Storm Mends …`, and then the codes of both.
    fn two_in_one_definition(&mut self, index: usize) -> bool {
        let (row, next) = (&self.table.rows[index], self.table.rows.get(index + 1));
        let Some(next) = next.filter(|next| next.is_first_below(row.codes.last().copied())) else {
            return false;
        };
        let told_by_level = row.level.is_some() && next.level.is_some();
        let told_by_length =
            row.level.is_none() && next.level.is_none() && row.definition.split(' ').count() > 10;
        let allowed = next.area.is_none() && (told_by_level || told_by_length);
        if !self.chance(3, allowed, "two rows in one definition") {
            return false;
        }
        self.notes.push(false);
        self.put(&format!(
            "{} {} {} {}\t",
            row.label(),
            row.definition,
            next.label(),
            next.definition
        ));
        let plain = |printer: &mut Self, codes: &[usize]| {
            for (place, code) in codes.iter().enumerate() {
                printer.code(*code);
                printer.text += &printer.table.statements[*code];
                printer.text.push(' ');
                // Before a fall, a statement may have run into a heading: it is not a sure reading.
                if place + 1 < codes.len() {
                    printer.knows(*code);
                }
            }
        };
        plain(self, &row.codes);
        plain(self, &next.codes);
        self.text.pop();
        self.line_end();
        true
    }

    /// Name and half a statement, then the definition and the other half.
    fn break_through(&mut self, index: usize) {
        let row = &self.table.rows[index];
        self.put(&format!("{}\t", row.label()));
        let first = row.codes[0];
        self.code(first);
        let statement = self.table.statements[first].clone();
        let words: Vec<&str> = statement.split(' ').collect();
        self.put(&format!(
            "{}\n\n{}\t{} ",
            words[..2].join(" "),
            row.definition,
            words[2..].join(" ")
        ));
        self.items_from(index, 1);
    }

    fn items(&mut self, index: usize) {
        self.items_from(index, 0);
    }

    fn items_from(&mut self, index: usize, first: usize) {
        let row = &self.table.rows[index];
        for (place, &code) in row.codes.iter().enumerate().skip(first) {
            self.code(code);
            let known = self.known.get(&code).copied().unwrap_or(0) > 0;
            let statement = &self.table.statements[code];
            if self.chance(6, known, "a break within a statement") {
                self.broken(statement);
            } else if place + 1 < row.codes.len() {
                self.text += statement;
                self.knows(code);
            } else {
                self.text += statement;
                self.last_item(index, code, known);
                return;
            }
            if place + 1 == row.codes.len() {
                break;
            }
            if self.item_lines {
                self.line_end();
                self.text += ["\t\t", "\t", ""][if self.one_column {
                    2
                } else {
                    self.dice.below(3)
                }];
            } else if self.chance(7, true, "a break between items") {
                self.break_in_items();
            } else {
                self.text.push(' ');
            }
        }
        self.line_end();
    }

    fn broken(&mut self, statement: &str) {
        let words: Vec<&str> = statement.split(' ').collect();
        let places: Vec<usize> = (2..words.len()).filter(|&at| goes_on(words[at])).collect();
        let at = places[self.dice.below(places.len())];
        self.text += &words[..at].join(" ");
        self.break_in_items();
        self.text += &words[at..].join(" ");
    }

    /// What may be stuck to the last statement of a row: a note, or the next row.
    fn last_item(&mut self, index: usize, code: usize, known: bool) {
        let (row, next) = (&self.table.rows[index], self.table.rows.get(index + 1));
        let fitting = |next: &&Row| {
            let heading = next
                .area
                .is_none_or(|area| area.split(' ').count() > 1 && next.name.ends_with(" care"));
            heading && next.is_first_below(Some(code))
        };
        let stuck = next.as_ref().is_some_and(fitting);
        if self.chance(3, known && stuck, "a row stuck to a statement") {
            let area = next.is_some_and(|next| next.area.is_some());
            self.say(area, "a heading stuck to a statement");
            self.glued = true;
            return;
        }
        if row.note.is_some() && self.chance(2, known, "a note stuck to a statement") {
            self.notes[index] = true;
            self.put(&format!(" {}", row.note.unwrap_or_default()));
            *self.known.entry(code).or_default() -= 1;
        } else {
            self.knows(code);
        }
        self.line_end();
    }

    fn knows(&mut self, code: usize) {
        *self.known.entry(code).or_default() += 1;
    }

    /// A code with the marks around it.
    fn code(&mut self, number: usize) {
        const DASHES: [&str; 9] = [" - ", " – ", " — ", "- ", ": ", ". ", ") ", " ", " − "];
        let (domain, item) = CODES[number];
        let dash = DASHES[self.dice.below(DASHES.len())];
        self.text += self.bullet;
        if self.chance(5, true, "bold codes") {
            self.put(&format!("**{domain}.{item}** "));
        } else {
            self.put(&format!("{domain}.{item}{dash}"));
        }
    }

    /// Line ends and blanks are changed in the whole text.
    fn finished(mut self) -> Printed {
        let end = ["\n", "\r\n", "\r"][self.dice.below(3)];
        let blank = [" ", " ", "\u{a0}", "  "][self.dice.below(4)];
        self.say(end != "\n", "other line ends");
        self.say(blank != " ", "other blanks");
        Printed {
            text: self.text.replace(' ', blank).replace('\n', end),
            features: self.features,
            notes: self.notes,
        }
    }
}

/// Whether a word shows that it goes on with what came before the page break.
fn goes_on(word: &str) -> bool {
    word.starts_with(char::is_lowercase)
}

/// Asserts that a printed table reads to its rows.
pub(crate) fn assert_reads(printed: &Printed, table: &Table) {
    let parsed = crosswalk::parse(&printed.text);
    assert_accounted(&printed.text, &parsed.parsed);
    assert_codes_rise(&parsed.parsed.parts);
    let document = Document::new("d", "d", printed.text.clone().into());
    let corrected = Corrected::unchanged(&document);
    let records = assemble::crosswalk(DocumentIndex(0), &corrected, &parsed, &[]);
    let even = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");

    let mut area = None;
    let expected = table.rows.iter().zip(&printed.notes).map(|(row, noted)| {
        area = row.area.or(area);
        let codes = row.codes.iter().map(|code| {
            let (domain, number) = CODES[*code];
            format!("{domain}.{number} {}", table.statements[*code])
        });
        said(
            area,
            Some(&row.name),
            match row.level {
                None | Some("(IFS)") => "FS",
                Some("(IMHS)") => "MHS",
                Some(_) => "MHM",
            },
            Some(&row.definition),
            &codes.collect::<Vec<_>>(),
            &row.note.filter(|_| *noted).into_iter().collect::<Vec<_>>(),
        )
    });
    let expected: Vec<String> = expected.collect();
    let read = records.knowledge_areas.iter().map(|record| {
        let codes = record.items.iter().map(|item| {
            let pieces = item
                .statement
                .iter()
                .map(|span| even(document.words(*span)));
            format!("{} {}", item.code, pieces.collect::<Vec<_>>().join(" "))
        });
        let notes = record.notes.iter().map(|note| note.words.as_str());
        said(
            record
                .area
                .map(|area| records.areas[area.place()].name.words.as_str()),
            record.name.as_ref().map(|name| name.words.as_str()),
            record.level.name(),
            record.definition.as_ref().map(|words| words.words.as_str()),
            &codes.collect::<Vec<_>>(),
            &notes.collect::<Vec<_>>(),
        )
    });
    let read: Vec<String> = read.collect();
    assert_eq!(read, expected, "\n{}\n{:?}", printed.text, printed.features);
    for item in &records.items {
        let number = CODES
            .iter()
            .position(|code| *code == (item.code.domain, item.code.number));
        assert_eq!(item.statement, table.statements[number.expect("a code")]);
    }
}

fn said(
    area: Option<&str>,
    name: Option<&str>,
    level: &str,
    definition: Option<&str>,
    codes: &[String],
    notes: &[&str],
) -> String {
    format!("{area:?} {name:?} {level} {definition:?} {codes:?} {notes:?}")
}
