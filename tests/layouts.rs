//! The same documents in other layouts read to the same records: other dashes, bullets, page
//! breaks, blanks, line ends, with or without the leading tab.

#![cfg(feature = "documents")]

use iecmhc_crosswalk::catalogue::{
    Catalogue, Documents, built_in_competencies, built_in_crosswalk, built_in_errata,
};
use iecmhc_crosswalk::record::{Certainty, KnowledgeArea};
use iecmhc_crosswalk::source::Document;

fn crosswalk(text: String) -> Catalogue {
    Catalogue::new(Documents {
        competencies: vec![built_in_competencies()],
        crosswalk: Document::new("copy", "copy", text.into()),
        errata: built_in_errata(),
    })
    .expect("a crosswalk")
}

fn competencies(text: String) -> Catalogue {
    Catalogue::new(Documents {
        competencies: vec![Document::new("copy", "copy", text.into())],
        crosswalk: built_in_crosswalk(),
        errata: built_in_errata(),
    })
    .expect("competencies")
}

/// A row without its places and without blanks.
fn row(catalogue: &Catalogue, record: &KnowledgeArea) -> String {
    let words = |text: &Option<iecmhc_crosswalk::record::Text>| {
        text.as_ref()
            .map(|text| (text.words.replace(' ', ""), text.certainty))
    };
    let items = record.items.iter().map(|item| {
        let restored = item.certainty == Certainty::Restored;
        format!("{}{}", item.code, if restored { "*" } else { "" })
    });
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        record.area.map(|area| &catalogue.areas()[area].name.words),
        words(&record.name),
        record.level,
        words(&record.definition),
        items.collect::<Vec<_>>(),
        record
            .notes
            .iter()
            .map(|note| &note.words)
            .collect::<Vec<_>>(),
        record.errata
    )
}

fn assert_same_rows(layout: &str, text: String) {
    let (built_in, copy) = (Catalogue::built_in(), crosswalk(text));
    let rows = |catalogue: &Catalogue| -> Vec<String> {
        let records = catalogue.knowledge_areas().iter();
        records.map(|record| row(catalogue, record)).collect()
    };
    for (copy, built_in) in rows(&copy).iter().zip(rows(&built_in)) {
        assert_eq!(*copy, built_in, "{layout}");
    }
    assert_eq!(
        copy.knowledge_areas().len(),
        built_in.knowledge_areas().len(),
        "{layout}"
    );
    for (copy, built_in) in copy.items().iter().zip(built_in.items()) {
        assert_eq!(copy, built_in, "{layout}");
    }
    assert_eq!(copy.items().len(), built_in.items().len(), "{layout}");
}

fn printed() -> String {
    built_in_crosswalk().text().to_owned()
}

/// The codes in the text, each with the marks after it: `7.5 –`, `**2.1**`.
fn remark(text: &str, code: impl Fn(&str) -> String) -> String {
    let pattern = regex::Regex::new(r"(?:- )?(?:\*\*)?\b(\d\.\d{1,2})\b(?:\*\*)?(?: ?[-–] ?)?")
        .expect("a pattern");
    pattern
        .replace_all(text, |found: &regex::Captures| code(&found[1]))
        .into_owned()
}

#[test]
fn line_ends_make_no_difference() {
    assert_same_rows("CR LF", printed().replace('\n', "\r\n"));
    assert_same_rows("CR", printed().replace('\n', "\r"));
    assert_same_rows("a line end at the end", printed() + "\n");
    assert_same_rows("a byte order mark", format!("\u{feff}{}", printed()));
}

#[test]
fn blanks_make_no_difference() {
    assert_same_rows("blank lines", printed().replace('\n', "\n\n\n"));
    assert_same_rows("form feeds", printed().replace("\n\n", "\n\u{c}\n"));
    assert_same_rows(
        "form feeds before text",
        printed().replace("\n\n", "\n\u{c}"),
    );
    assert_same_rows("no blank lines", printed().replace("\n\n", "\n"));
    assert_same_rows("blanks at line ends", printed().replace('\n', "  \n"));
    assert_same_rows("no-break spaces", printed().replace(' ', "\u{a0}"));
    assert_same_rows("two blanks", printed().replace(' ', "  "));
}

#[test]
fn marks_make_no_difference() {
    for dash in ["-", "–", "—", "‑", ":", "−"] {
        assert_same_rows(dash, remark(&printed(), |code| format!("{code} {dash} ")));
    }
    assert_same_rows(
        "no blank before the dash",
        remark(&printed(), |code| format!("{code}- ")),
    );
    assert_same_rows("a dot", remark(&printed(), |code| format!("{code}. ")));
    assert_same_rows("no dash", remark(&printed(), |code| format!("{code} ")));
    assert_same_rows("bold", remark(&printed(), |code| format!("**{code}** ")));
    assert_same_rows("bullets", remark(&printed(), |code| format!("• {code} – ")));
    assert_same_rows(
        "list marks",
        remark(&printed(), |code| format!("- {code} ")),
    );
}

#[test]
fn tabs_are_a_hint_only() {
    let lines = |change: &dyn Fn(&str) -> String| {
        printed()
            .split('\n')
            .map(change)
            .collect::<Vec<_>>()
            .join("\n")
    };
    let leading = lines(&|line| line.trim_start_matches('\t').to_owned());
    assert_same_rows("no leading tabs", leading);
    let trailing = lines(&|line| line.trim_end_matches('\t').to_owned());
    assert_same_rows("no trailing tabs", trailing);
    let neither = lines(&|line| line.trim_matches('\t').to_owned());
    assert_same_rows("neither", neither);
    let more = lines(&|line| {
        if line.contains('\t') {
            format!("\t{line}")
        } else {
            line.to_owned()
        }
    });
    assert_same_rows("one more leading tab", more);
}

#[test]
fn a_page_break_between_any_two_items_makes_no_difference() {
    let text = printed();
    let pattern = regex::Regex::new(r" \d\.\d{1,2} [-–] ").expect("a pattern");
    for every in [2, 3, 5, 7] {
        let mut broken = String::new();
        let mut end = 0;
        for found in pattern.find_iter(&text).step_by(every) {
            broken += &text[end..found.start()];
            broken += "\n\n\t\t";
            end = found.start() + 1;
        }
        broken += &text[end..];
        assert_same_rows(&format!("a break before every {every}th item"), broken);
    }
}

#[test]
fn a_page_break_within_a_statement_makes_no_difference() {
    let text = printed();
    let pattern =
        regex::Regex::new(r"\d\.\d{1,2} [-–] \w+ [\w,]+ (and|or|the|of|to) ").expect("a pattern");
    for every in [3, 4, 5, 7] {
        let mut broken = String::new();
        let mut end = 0;
        for found in pattern.find_iter(&text).step_by(every) {
            broken += &text[end..found.end() - 1];
            broken += "\n\n\t\t";
            end = found.end();
        }
        broken += &text[end..];
        assert_same_rows(&format!("a break within every {every}th statement"), broken);
    }
}

fn assert_same_competencies(layout: &str, text: String) {
    let fields = |catalogue: &Catalogue| -> Vec<String> {
        let records = catalogue.competencies().iter();
        records
            .flat_map(|record| record.alignments.iter().map(move |row| (record, row)))
            .map(|(record, row)| {
                let target = row.target();
                let target = target.map(|it| (&it.area.words, &it.knowledge.words, it.level));
                let list: Vec<_> = row.demonstrated_by.iter().map(|text| &text.words).collect();
                let words = &record.statement.words;
                format!(
                    "{} {words} {:?} {target:?} {list:?}",
                    record.id, row.importance
                )
            })
            .collect()
    };
    let copy = competencies(text);
    assert_eq!(fields(&copy), fields(&Catalogue::built_in()), "{layout}");
}

#[test]
fn competencies_read_the_same_in_other_layouts() {
    let printed = || built_in_competencies().text().to_owned();
    assert_same_competencies("CR LF", printed().replace('\n', "\r\n"));
    assert_same_competencies("blank lines", printed().replace('\n', "\n\n"));
    assert_same_competencies("indented", printed().replace('\n', "\n\t"));
    assert_same_competencies("bullets", printed().replace('\n', "\n• "));
    assert_same_competencies("list marks", printed().replace("\n7", "\n- 7"));
    assert_same_competencies(
        "bold ids",
        regex::Regex::new(r"(?m)^(7\w\.\d+)\.")
            .expect("a pattern")
            .replace_all(&printed(), "**$1.**")
            .into_owned(),
    );
    assert_same_competencies(
        "no dot after the id",
        regex::Regex::new(r"(?m)^(7\w\.\d+)\.")
            .expect("a pattern")
            .replace_all(&printed(), "$1 –")
            .into_owned(),
    );
}

#[test]
fn wrapped_competencies_read_the_same() {
    let printed = built_in_competencies().text().to_owned();
    for width in [40, 72, 100] {
        let mut wrapped = String::new();
        for line in printed.split('\n') {
            let mut column = 0;
            // A label stays on its line, as it does where a page wraps a field's words.
            let label = line
                .find(": ")
                .filter(|end| *end < 70)
                .map_or(0, |end| end + 2);
            for (index, word) in line.split(' ').enumerate() {
                let at = column + word.len();
                if index > 0 {
                    let wraps = at > width.max(label);
                    wrapped.push(if wraps { '\n' } else { ' ' });
                    column = if wraps { 0 } else { column + 1 };
                }
                wrapped += word;
                column += word.len();
            }
            wrapped.push('\n');
        }
        assert_same_competencies(&format!("wrapped at {width}"), wrapped);
    }
}

#[test]
fn another_category_is_read_by_the_same_grammar() {
    let printed = built_in_competencies().text().to_owned();
    let other = printed.replace("\n7", "\n3").replacen(
        "Essential or important?: Essential",
        "Essential or important?: Important",
        1,
    );
    let catalogue = Catalogue::new(Documents {
        competencies: vec![
            built_in_competencies(),
            Document::new("three", "three", other.into()),
        ],
        crosswalk: built_in_crosswalk(),
        errata: built_in_errata(),
    })
    .expect("a catalogue");
    let ids: Vec<String> = catalogue
        .competencies()
        .iter()
        .map(|record| record.id.to_string())
        .collect();
    assert_eq!(ids.len(), 40);
    assert_eq!((ids[0].as_str(), ids[20].as_str()), ("3A.1", "7A.1"));
}

#[test]
fn columns_make_no_difference() {
    // A note alone on its line cannot be told from a name: notes keep their column here.
    let one_column = |text: &str| {
        let lines = text.replace('\t', "\n");
        lines
            .replace("\nT&TA", "\tT&TA")
            .replace("\nFound no", "\tFound no")
    };
    assert_same_rows("one column", one_column(&printed()));
    let each = regex::Regex::new(r" (\d\.\d{1,2} [-–] )").expect("a pattern");
    let text = each.replace_all(&printed(), "\n$1").into_owned();
    assert_same_rows("each item on its own line", text.clone());
    assert_same_rows("each item on its own line, one column", one_column(&text));
}

#[test]
fn a_page_break_within_a_definition_makes_no_difference() {
    let text = printed();
    let pattern = regex::Regex::new(r"Demonstrates (the )?(ability|capacity|knowledge) \w+ \w+ ")
        .expect("a pattern");
    // Where two rows are glued in one line, the codes of the first come after the definition of the
    // second: after a break within that one, nothing tells them apart.
    let is_glued = |at: usize| text[..at].ends_with("Crisis Management (IMHM) ");
    for every in [1, 2, 3] {
        let mut broken = String::new();
        let mut end = 0;
        let whole = pattern
            .find_iter(&text)
            .filter(|found| !is_glued(found.start()));
        for found in whole.step_by(every) {
            broken += &text[end..found.end() - 1];
            broken += "\n\n\t";
            end = found.end();
        }
        broken += &text[end..];
        assert_same_rows(
            &format!("a break within every {every}th definition"),
            broken,
        );
    }
}
