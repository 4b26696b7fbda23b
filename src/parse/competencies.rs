//! The grammar of a competencies page: an id with its statement, four labeled lines, again for
//! each alignment; a legend before each section.
//!
//! Lines may be wrapped, and blank lines may be anywhere: words that start neither an id
//! nor a label go on with what was there before them. The labels may also be printed once, in the head of a
//! table, over a row for each alignment. Nothing is corrected here.

mod ending;
mod furniture;
mod labels;
mod role;
mod walker;

pub use labels::{heads_column, holds_row, labels};
use labels::{id_at, inked, label_at, starts_legend};
pub use role::Role;
use walker::{Walker, inked_lines};

use super::Parsed;

/// Parses a competencies page. Never fails; a text of another kind gives no rows.
#[must_use]
pub fn parse(text: &str) -> Parsed<Role> {
    let mut walker = Walker::new(text);
    walker.walk(&[]);
    if walker.has_gone_on {
        // Words without a label go on with a field, unless they are those of the page's edges.
        let lines: Vec<_> = inked_lines(text).map(|line| line.1).collect();
        let is_led = |line: &str| {
            let inked = inked(line, &(0..line.len())).0;
            id_at(inked).is_some() || label_at(inked).is_some() || starts_legend(inked)
        };
        let furniture = furniture::find(text, &lines, is_led);
        walker = walker.again(furniture.suspects);
        walker.walk(&furniture.certain);
    }
    Parsed {
        breaks_off: ending::of_page(text, &walker.parts),
        parts: walker.parts,
        rows: walker.rows,
        findings: walker.findings,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{FindingKind, Part};
    use crate::record::{CompetencyId, Level};

    const ROW: &str = "3B.1. Knots ropes.\nEssential or important?: Essential\n\
        IECMHC Endorsement Competency: Seamanship (MHM)\nKnowledge/Skill Area: Knots\n\
        As Demonstrated by/Other Work Experience (and Interview): Ties; Unties\n";

    fn read(text: &str) -> Vec<(Role, String)> {
        let parsed = parse(text);
        let words = |part: &Part<Role>| text[part.range()].to_owned();
        let fields = parsed.parts.iter().filter(|part| part.role != Role::Label);
        fields.map(|part| (part.role, words(part))).collect()
    }

    fn joined(text: &str, role: Role) -> String {
        let parts = read(text).into_iter().filter(|part| part.0 == role);
        parts.map(|part| part.1).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_row_has_its_fields() {
        let id = "3B.1".parse().expect("an id");
        let expected = [
            (Role::Id(id), "3B.1. "),
            (Role::Statement, "Knots ropes."),
            (Role::Importance, "Essential"),
            (Role::Area, "Seamanship"),
            (Role::Level(Level::Mhm), "(MHM)"),
            (Role::Knowledge, "Knots"),
            (Role::DemonstratedBy, "Ties; Unties"),
        ];
        assert_eq!(
            read(ROW),
            expected.map(|(role, words)| (role, words.to_owned()))
        );
    }

    #[test]
    fn wrapped_lines_blank_lines_and_other_line_ends_read_the_same() {
        let wrapped = ROW
            .replace("Knots ropes", "Knots\n\nropes")
            .replace("; Unties", ";\n\nUnties");
        assert_eq!(joined(&wrapped, Role::Statement), "Knots ropes.");
        assert_eq!(joined(&wrapped, Role::DemonstratedBy), "Ties; Unties");
        assert_eq!(read(&ROW.replace('\n', "\r\n")), read(ROW));
        assert_eq!(read(&ROW.replace('\n', "\n\n")), read(ROW));
        assert_eq!(read(&format!("- {ROW}")).len(), read(ROW).len());
    }

    #[test]
    fn the_legend_and_headings_are_no_part_of_a_row() {
        let legend = "Unless otherwise noted, all refer to sailors.";
        let text = format!("About knots.\n{legend}\n{ROW}{legend}\n\nSection C\n{ROW}");
        assert_eq!(joined(&text, Role::Introduction), "About knots.");
        assert_eq!(
            joined(&text, Role::DemonstratedBy),
            "Ties; Unties Ties; Unties"
        );
        assert_eq!(
            joined(&text, Role::Legend),
            format!("{legend} {legend} Section C")
        );
    }

    const HEAD: &str =
        "Competency\tImportance\tArea of Expertise\tKnowledge/Skill Area\tAs demonstrated by\n";

    #[test]
    fn a_table_has_its_labels_in_the_head() {
        let row = "3B.1. Knots ropes.\tEssential\tSeamanship (MHM)\tKnots\tTies;\n\t\t\t\tUnties\n";
        let text = format!("{HEAD}{row}Section C\t\t\t\t\n{HEAD}{row}");
        let fields = |text: &str| -> Vec<_> {
            let fields = read(text).into_iter();
            fields.filter(|part| part.0 != Role::Legend).collect()
        };
        let once = ROW.replace("; ", ";\n");
        assert_eq!(fields(&text), fields(&once.repeat(2)));
        let apart = text
            .replace("Competency\t", "ID\tCompetency\t")
            .replace("3B.1. ", "3B.1.\t")
            .replace("\t\t\t\t", "\t\t\t\t\t");
        let words =
            |text: &str| joined(text, Role::Statement) + &joined(text, Role::DemonstratedBy);
        assert_eq!(words(&apart), words(&text));
    }

    #[test]
    fn a_row_of_a_table_without_an_id_is_that_of_the_competency_above_or_lost() {
        let rows =
            "3B.1. Knots ropes.\tEssential\tSeamanship\tKnots\tTies\n\t\t\tSails\tMends\textra\n";
        let parsed = parse(&format!("{HEAD}{rows}"));
        assert_eq!((parsed.rows, parsed.findings), (2, vec![]));
        assert_eq!(
            joined(&format!("{HEAD}{rows}"), Role::DemonstratedBy),
            "Ties Mends extra"
        );
        let lost = format!("{HEAD}{rows}Sails\tEssential\tSeamanship\tSails\tMends\n");
        let parsed = parse(&lost);
        assert_eq!(parsed.rows, 2);
        let kinds: Vec<_> = parsed.findings.iter().map(|found| found.kind).collect();
        assert_eq!(kinds, [FindingKind::LostId]);
    }

    #[test]
    fn labels_may_stand_in_any_cell_of_a_line() {
        let line = ROW.replacen('\n', "\t", 1).replacen('\n', "\n\t", 3);
        assert_eq!(read(&line), read(ROW));
    }

    #[test]
    fn a_label_may_be_wrapped() {
        let wrapped = ROW
            .replace("IECMHC Endorsement ", "IECMHC Endorsement\n")
            .replace("Experience (and", "Experience\n(and\n");
        assert_eq!(read(&wrapped), read(ROW));
        // Words that only begin like a label are not one.
        let other = ROW.replace("ropes.", "ropes.\nKnowledge\nof: sails");
        assert_eq!(
            joined(&other, Role::Statement),
            "Knots ropes. Knowledge of: sails"
        );
    }

    #[test]
    fn what_people_type_for_an_id_is_none_on_a_page() {
        for typed in ["3b1", "3B1.", "3B-1.", "3B 1", "3B\u{2013}1"] {
            assert!(typed.trim_end_matches('.').parse::<CompetencyId>().is_ok());
            assert_eq!(parse(&ROW.replace("3B.1.", typed)).rows, 0, "{typed}");
        }
        assert_eq!(parse(&ROW.replace("3B.1.", "3b.1")).rows, 1);
    }

    #[test]
    fn another_kind_of_text_has_no_rows() {
        assert_eq!(parse("Dear all,\nThe meeting is at 7.\nA. Person").rows, 0);
    }
}
