//! How far an answer can be trusted: the signs on names and codes, and the columns that say in words what
//! is in doubt and which lists may go on. Every verb uses these, so that they are the same everywhere.

use std::collections::BTreeMap;

use crate::catalogue::Catalogue;
use crate::catalogue::link::{Link, Match};
use crate::query::Chain;
use crate::record::{
    Alignment, Certainty, CkcCode, CompetencyIndex, Correspondence, Doubt, KnowledgeArea,
    KnowledgeAreaIndex,
};
use crate::view::book::Mark;
use crate::view::{Cell, Place, Sign, Table};

/// The last columns of rows that rest on what was read.
pub(super) const COLUMNS: [(&str, Place); 2] =
    [("doubt", Place::Hidden), ("incomplete", Place::Hidden)];

/// How a code is reached; the minimum of several ways is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Reliability {
    /// A record on the way is in doubt.
    pub(super) is_doubtful: bool,
    /// The link on the way, where its names or areas are not the same.
    pub(super) loose: Option<Match>,
    /// Whether the code is printed.
    pub(super) certainty: Certainty,
}

impl Reliability {
    /// Of an item of a row.
    pub(super) fn of(row: &KnowledgeArea, item: &Correspondence) -> Self {
        Self {
            is_doubtful: !row.doubts.is_empty() || !item.doubts.is_empty(),
            loose: None,
            certainty: item.certainty,
        }
    }

    /// Of the item that a chain ends in.
    pub(super) fn at_end(catalogue: &Catalogue, chain: &Chain) -> Option<Self> {
        let row = chain.knowledge_area(catalogue)?;
        let reliability = Self::of(row, &row.items[chain.item?]);
        let alignment = chain.alignment_in(catalogue);
        Some(reliability.by(chain.link_in(catalogue)?, alignment))
    }

    /// The same, where a link leads to the row.
    pub(super) fn by(self, link: &Link, alignment: &Alignment) -> Self {
        Self {
            is_doubtful: self.is_doubtful || !alignment.doubts.is_empty(),
            loose: loose(link),
            ..self
        }
    }

    /// A value with the signs of what it rests on.
    pub(super) fn on(self, cell: Cell<'_>) -> Cell<'_> {
        let loose = self.loose.map(|_| Sign::Loose);
        let doubtful = self.is_doubtful.then_some(Sign::Doubtful);
        let cell = super::marked(cell, self.certainty);
        loose.into_iter().chain(doubtful).fold(cell, signed)
    }

    /// A code with its signs.
    pub(super) fn sign_code(self, code: CkcCode) -> Cell<'static> {
        self.on(Cell::code(code.to_string()))
    }
}

/// Of the ways to one thing, keeps the best.
pub(super) fn keep_best<K: Ord>(best: &mut BTreeMap<K, Reliability>, key: K, way: Reliability) {
    let held = best.entry(key).or_insert(way);
    *held = way.min(*held);
}

/// How a link was made, where what it joins is not the same.
pub(super) fn loose(link: &Link) -> Option<Match> {
    matches!(link.made, Match::Near | Match::AreaDiffers).then_some(link.made)
}

fn signed(cell: Cell<'_>, sign: Sign) -> Cell<'_> {
    Cell::signed(sign, cell)
}

/// What a link leads to, with the signs of the link and of the alignment.
pub(super) fn by_link<'c>(link: &Link, alignment: &Alignment, cell: Cell<'c>) -> Cell<'c> {
    Reliability::default().by(link, alignment).on(cell)
}

/// The codes that any of these rows lists, each with the signs of its best listing.
pub(super) fn codes<'c>(rows: impl IntoIterator<Item = &'c KnowledgeArea>) -> Vec<Cell<'static>> {
    let mut codes: BTreeMap<CkcCode, Reliability> = BTreeMap::new();
    for row in rows {
        for item in &row.items {
            keep_best(&mut codes, item.code, Reliability::of(row, item));
        }
    }
    let codes = codes.into_iter();
    codes
        .map(|(code, reliability)| reliability.sign_code(code))
        .collect()
}

/// A competency by its id, with the signs of its best way to any of these rows.
pub(super) fn leading(
    catalogue: &Catalogue,
    competency: CompetencyIndex,
    rows: &[KnowledgeAreaIndex],
) -> Cell<'static> {
    let record = &catalogue.competencies()[competency];
    let ways = record.alignments.iter().zip(catalogue.links(competency));
    let ways = ways.flat_map(|(alignment, links)| {
        let links = links.links.iter();
        let there = links.filter(|link| rows.contains(&link.knowledge_area));
        there.map(|link| Reliability::default().by(link, alignment))
    });
    let best = ways.min().unwrap_or_default();
    best.on(Cell::text(record.id.to_string()))
}

/// The name of a knowledge area, with the signs of its row.
pub(super) fn on_row<'c>(row: &KnowledgeArea, cell: Cell<'c>) -> Cell<'c> {
    let incomplete = row.incomplete.map(|_| Sign::Incomplete);
    let doubtful = (!row.doubts.is_empty()).then_some(Sign::Doubtful);
    incomplete.into_iter().chain(doubtful).fold(cell, signed)
}

/// What is in doubt, each reason once.
pub(super) fn reasons<'d>(doubts: impl IntoIterator<Item = &'d Doubt>) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    for doubt in doubts {
        let reason = doubt.reason.to_string();
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

/// What is in doubt on the way to an item, from the competency on.
pub(super) fn doubts<'c>(
    alignment: Option<&'c Alignment>,
    row: Option<&'c KnowledgeArea>,
    item: Option<&'c Correspondence>,
) -> Vec<String> {
    let alignment = alignment
        .into_iter()
        .flat_map(|alignment| &alignment.doubts);
    let row = row.into_iter().flat_map(|row| &row.doubts);
    let item = item.into_iter().flat_map(|item| &item.doubts);
    reasons(alignment.chain(row).chain(item))
}

/// What is in doubt in a row and its items.
pub(super) fn row_doubts(row: &KnowledgeArea) -> Vec<String> {
    reasons(all_doubts(row))
}

/// The doubts of a row and of its items.
pub(super) fn all_doubts(row: &KnowledgeArea) -> impl Iterator<Item = &Doubt> {
    let items = row.items.iter().flat_map(|item| &item.doubts);
    row.doubts.iter().chain(items)
}

/// Why the list of a row may go on.
pub(super) fn incomplete(row: &KnowledgeArea) -> Option<String> {
    row.incomplete.map(|incomplete| incomplete.loss.to_string())
}

/// Which of several rows have lists that may go on, each with the reason.
pub(super) fn incomplete_among<'c>(
    catalogue: &Catalogue,
    rows: impl IntoIterator<Item = &'c KnowledgeArea>,
) -> Vec<String> {
    let told = |row: &KnowledgeArea| {
        let path = super::path(catalogue, row).phrase().into_owned();
        incomplete(row).map(|reason| format!("{path}: {reason}"))
    };
    rows.into_iter().filter_map(told).collect()
}

/// What is in doubt of a competency's rows and of all that they lead to, and which lists there may go on.
pub(super) fn of_competency(
    catalogue: &Catalogue,
    competency: CompetencyIndex,
) -> [Vec<String>; 2] {
    let alignments = &catalogue.competencies()[competency].alignments;
    let links = catalogue.links(competency).iter();
    let mut linked: Vec<KnowledgeAreaIndex> = Vec::new();
    for link in links.flat_map(|links| &links.links) {
        if !linked.contains(&link.knowledge_area) {
            linked.push(link.knowledge_area);
        }
    }
    let rows = || linked.iter().map(|&row| &catalogue.knowledge_areas()[row]);
    let aligned = alignments.iter().flat_map(|row| &row.doubts);
    [
        reasons(aligned.chain(rows().flat_map(all_doubts))),
        incomplete_among(catalogue, rows()),
    ]
}

/// The cells of [`COLUMNS`], of rows that each rest on one list.
pub(super) fn cells(doubts: Vec<String>, incomplete: Option<String>) -> [Cell<'static>; 2] {
    let incomplete = incomplete.map_or(Cell::missing(""), Cell::text);
    [told(doubts), incomplete]
}

/// Sentences as one cell.
pub(super) fn told(sentences: Vec<String>) -> Cell<'static> {
    Cell::List(sentences.into_iter().map(Cell::text).collect())
}

/// Shows a person those of the last columns that hold anything. Where they would take room from the others,
/// the sign on the name is enough for a list that may go on.
pub(super) fn show_what_is_said(table: &mut Table, place: Place) {
    let shown = if place == Place::Body {
        1
    } else {
        COLUMNS.len()
    };
    for (at, column) in table.columns.iter_mut().enumerate() {
        let is_mark = COLUMNS[..shown]
            .iter()
            .any(|(name, _)| column.name == *name);
        let is_said = |row: &Vec<Cell>| match &row[at] {
            Cell::List(cells) => !cells.is_empty(),
            cell => matches!(cell, Cell::Text(_)),
        };
        if is_mark && table.rows.iter().any(is_said) {
            column.place = place;
        }
    }
}

/// How a row lists an item, in a matrix.
pub(super) fn of_listing(item: &Correspondence) -> Mark {
    match item.certainty {
        _ if !item.doubts.is_empty() => Mark::Doubtful,
        Certainty::Printed => Mark::Printed,
        Certainty::Restored => Mark::Restored,
    }
}

#[cfg(all(test, feature = "documents"))]
mod tests {
    use super::*;
    use crate::check;
    use crate::check::Severity;
    use crate::check::code::Code;
    use crate::cli::{Cli, Verb};
    use crate::record::Reason;
    use crate::render::{Format, Style, render};

    /// The built-in records, of which a knowledge area, one of its items and an alignment are in doubt.
    fn doubtful() -> Catalogue {
        let mut catalogue = Catalogue::built_in();
        let (rows, competencies) = catalogue.records_mut();
        let doubt = |span| Doubt {
            reason: Reason::ColumnsMixed,
            span,
        };
        let row = rows
            .iter_mut()
            .find(|row| row.id == "thinking/solving-problems");
        let row = row.expect("a knowledge area");
        row.doubts.push(doubt(row.span));
        let row = rows
            .iter_mut()
            .find(|row| row.id == "communicating/listening");
        let item = &mut row.expect("a knowledge area").items[0];
        item.doubts.push(doubt(item.span));
        let competency = competencies
            .iter_mut()
            .find(|record| record.id.to_string() == "7C.3");
        let row = &mut competency.expect("a competency").alignments[0];
        row.doubts.push(doubt(row.span));
        catalogue
    }

    fn answer(catalogue: &Catalogue, arguments: &[&str], format: Format) -> String {
        let typed = ["xwalk"].iter().chain(arguments).map(Into::into);
        let cli = Cli::read(&typed.collect::<Vec<_>>()).expect("a command");
        let Verb::Ask(command) = cli.verb else {
            panic!("{arguments:?} asks nothing")
        };
        let answer = crate::command::run(|| Ok(catalogue), &command, &|_| {});
        let answer = answer.expect("an answer");
        let style = Style {
            width: (format == Format::Table).then_some(100),
            ..Style::default()
        };
        let mut out = Vec::new();
        render(&answer, format, &style, &mut out).expect("a vector takes all bytes");
        String::from_utf8(out).expect("output is UTF-8")
    }

    const ASKED: [&[&str]; 19] = [
        &["show", "solving problems"],
        &["show", "7A.11"],
        &["show", "7C.3"],
        &["show", "listening"],
        &["trace", "7A.11"],
        &["trace", "7C.3"],
        &["trace", "7A.10", "--ckc=2.1"],
        &["list", "knowledge", "solving problems"],
        &["list", "competencies", "7C.3"],
        &["list", "areas", "thinking"],
        &["list", "links", "7C.3"],
        &["matrix", "--area=thinking"],
        &["why", "7C.3", "6.1"],
        &["gap", "solving problems", "--have=1.1"],
        &["gap", "7C.3", "--have=1.1"],
        &["gap", "listening", "--have=1.1"],
        &["plan", "solving problems", TRAININGS],
        &["plan", "7C.3", TRAININGS],
        &["coverage", REGISTRY, "--knowledge=solving problems"],
    ];
    const TRAININGS: &str = "--trainings=data/examples/trainings.csv";
    const REGISTRY: &str = "data/examples/registry.csv";

    #[test]
    fn what_is_in_doubt_is_told_by_every_verb() {
        let catalogue = doubtful();
        let reason = Reason::ColumnsMixed.to_string();
        for arguments in ASKED {
            let person = answer(&catalogue, arguments, Format::Table);
            let is_signed = person.contains('?') || person.contains("in doubt");
            assert!(is_signed, "{arguments:?}: {person}");
            let words: Vec<&str> = person.split_whitespace().collect();
            let is_told = words.join(" ").contains(Sign::Doubtful.meaning())
                || words.join(" ").contains(&reason);
            assert!(is_told, "{arguments:?}: {person}");
            let rows = answer(&catalogue, arguments, Format::Csv);
            assert!(rows.contains(&reason), "{arguments:?}: {rows}");
            let page = answer(&catalogue, arguments, Format::Html);
            assert!(page.contains("in doubt"), "{arguments:?}");
        }
    }

    #[test]
    fn counts_say_how_many_codes_are_in_doubt() {
        let catalogue = doubtful();
        let gap = ["gap", "solving problems", "--have=1.1"];
        let coverage = ["coverage", REGISTRY, "--knowledge=listening", "--summary"];
        for (arguments, said) in [
            (
                &gap[..],
                "1 of 10 CKC items covered (1 in doubt), 9 missing (9 in doubt)",
            ),
            (&["plan", "solving problems", TRAININGS], " in doubt): "),
            (&coverage, "CKC codes (1 in doubt)"),
        ] {
            let person = answer(&catalogue, arguments, Format::Table);
            let words: Vec<&str> = person.split_whitespace().collect();
            assert!(words.join(" ").contains(said), "{arguments:?}: {person}");
        }
        let json = answer(&catalogue, &["gap", "listening"], Format::Json);
        let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let doubtful = value["doubtful"].as_array();
        assert_eq!(doubtful.map(Vec::len), Some(1), "{json}");
    }

    #[test]
    fn what_is_in_doubt_is_told_in_json() {
        let catalogue = doubtful();
        let reason = Reason::ColumnsMixed.to_string();
        for (arguments, count) in [
            (&["export"][..], 3),
            (&["show", "solving problems"], 1),
            (&["why", "7C.3", "6.1"], 1),
            (&["trace", "7C.3"], 4),
        ] {
            let json = answer(&catalogue, arguments, Format::Json);
            let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
            assert!(doubts_in(&value, &reason) >= count, "{arguments:?}: {json}");
        }
        let clean = answer(&Catalogue::built_in(), &["export"], Format::Json);
        assert!(!clean.contains("doubt"));
    }

    /// How many records say this under the key `doubt`.
    fn doubts_in(value: &serde_json::Value, reason: &str) -> usize {
        let here = value.get("doubt").and_then(serde_json::Value::as_array);
        let here = here.is_some_and(|doubts| doubts.iter().any(|doubt| doubt == reason));
        let inside: usize = match value {
            serde_json::Value::Array(values) => {
                values.iter().map(|value| doubts_in(value, reason)).sum()
            }
            serde_json::Value::Object(fields) => {
                fields.values().map(|value| doubts_in(value, reason)).sum()
            }
            _ => 0,
        };
        inside + usize::from(here)
    }

    #[test]
    fn check_warns_of_each_doubt_on_its_line() {
        let catalogue = doubtful();
        let accounts = (0..2).map(|index| crate::check::account::Account::new(&catalogue, index));
        let found = check::diagnostics(&catalogue, &accounts.collect::<Vec<_>>());
        let doubts = found.iter().filter(|odd| odd.code == Code::InDoubt);
        let lines: Vec<u32> = doubts
            .map(|odd| catalogue.document(odd.span).line(odd.span.start))
            .collect();
        assert_eq!(lines, [106, 94, 103]);
        assert_eq!(Code::InDoubt.severity(), Severity::Warning);
    }

    #[test]
    fn of_several_ways_to_a_code_the_best_counts() {
        let printed = Reliability::default();
        let restored = Reliability {
            certainty: Certainty::Restored,
            ..printed
        };
        let near = Reliability {
            loose: Some(Match::Near),
            ..printed
        };
        let doubtful = Reliability {
            is_doubtful: true,
            ..printed
        };
        assert_eq!(doubtful.min(near).min(restored).min(printed), printed);
        assert_eq!(doubtful.min(near), near);
    }
}
