//! `matrix`: in a terminal, as rows, as a picture.

use iecmhc_crosswalk::catalogue::Catalogue;

use crate::run::{folder, found, read, refused, rows, write, xwalk_in};

/// How many cells of a terminal's matrix are printed and restored, without the legend.
fn marks(text: &str) -> (usize, usize) {
    let (grid, _) = text.rsplit_once("\n\n█ the").expect("a legend");
    (grid.matches('█').count(), grid.matches('▒').count())
}

#[test]
fn every_correspondence_has_a_cell_at_every_width() {
    let catalogue = Catalogue::built_in();
    let listed: usize = catalogue
        .knowledge_areas()
        .iter()
        .map(|row| row.items.len())
        .sum();
    for width in ["20", "40", "60", "80", "120", "200"] {
        let text = found(&["matrix", "--width", width]);
        let (printed, restored) = marks(&text);
        assert_eq!((printed + restored, restored), (listed, 2), "{width}");
        for line in text.lines() {
            let used = line.chars().count();
            assert!(
                used <= width.parse().expect("a number"),
                "{width}: {used}: {line}"
            );
        }
    }
    assert_eq!(
        marks(&found(&["matrix"])),
        marks(&found(&["matrix", "--width=80"]))
    );
}

#[test]
fn a_cell_is_below_its_number() {
    let text = found(&["matrix", "program management", "--width=80"]);
    let lines: Vec<&str> = text.lines().collect();
    let row = lines
        .iter()
        .find(|line| line.contains("Program management"))
        .expect("a row");
    let column = |line: &str, sign: char| line.chars().position(|c| c == sign);
    assert_eq!(column(lines[0], '7'), column(row, '█'));
    assert_eq!(
        lines[1].split_whitespace().collect::<Vec<_>>(),
        ["2", "3", "4", "5", "6"]
    );
    assert_eq!(column(lines[1], '2'), column(row, '█'));
}

#[test]
fn rows_hold_the_same_as_the_list_of_knowledge_areas() {
    let matrix = rows(&["matrix"]);
    let list = rows(&["list", "knowledge"]);
    assert_eq!(matrix.len(), list.len());
    for (row, record) in matrix.iter().zip(&list) {
        assert_eq!(row["id"], record["id"]);
        let cells = row.as_object().expect("an object").iter();
        let codes: Vec<&str> = cells
            .filter(|(_, cell)| *cell == "printed" || *cell == "restored")
            .filter_map(|(name, _)| name.strip_prefix("CKC "))
            .collect();
        assert_eq!(serde_json::json!(codes), record["ckc"], "{}", row["id"]);
    }
}

#[test]
fn filters_choose_rows_and_columns() {
    let csv = found(&["matrix", "--certainty=restored", "--format=csv"]);
    let mut lines = csv.lines();
    assert_eq!(
        lines.next(),
        Some("area,id,name,level,CKC 7.3,CKC 7.5,doubt,incomplete")
    );
    assert_eq!(csv.matches("restored").count(), 2);
    assert!(!csv.contains("printed"));
    let text = found(&["matrix", "--ckc=7.2", "--width=80"]);
    assert_eq!(text.lines().nth(1).map(str::trim), Some("2"));
    refused(
        1,
        &[
            "matrix",
            "--ckc=7.2",
            "--only=mhm",
            "--section=7B",
            "--unique",
        ],
    );
}

#[test]
fn without_colour_nothing_is_lost() {
    let coloured = found(&["matrix", "--color=always", "--width=80"]);
    let mut plain = String::new();
    let mut pieces = coloured.split('\u{1b}');
    plain.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        plain.push_str(piece.split_once('m').map_or("", |(_, words)| words));
    }
    assert_eq!(plain, found(&["matrix", "--color=never", "--width=80"]));
}

#[test]
fn the_picture_has_a_title_for_every_mark() {
    let folder = folder();
    let answer = xwalk_in(folder.path(), &["matrix", "-o", "matrix.svg"]);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    let svg = read(&folder.path().join("matrix.svg"));
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    let catalogue = Catalogue::built_in();
    let areas = catalogue.knowledge_areas();
    let listed: usize = areas.iter().map(|row| row.items.len()).sum();
    // The legend has one of each.
    assert_eq!(svg.matches("(printed)</title>").count(), listed - 2 + 1);
    assert_eq!(svg.matches("(restored)</title>").count(), 2 + 1);
    assert_eq!(svg.matches("<g>").count(), areas.len());
    assert_eq!(svg.matches("http").count(), 1, "nothing is fetched");
    assert_eq!(svg, found(&["matrix", "--format=svg"]));
}

#[test]
fn words_of_a_document_are_no_markup_of_the_picture() {
    let folder = folder();
    let crosswalk = "Area of\tKnowledge Areas\t2015 CKC\n\
        Seamanship\t<script>&\"Knots\" Demonstrates the ability to tie ropes\t 1.1 - Ties <b>ropes</b>\n\
        \tSails Demonstrates the ability to set sails\t 1.1 - Ties <b>ropes</b> 2.1 - Sets sails\n";
    let page = "1A.1. Ties ropes.\nEssential or important?: Essential\n\
        IECMHC Endorsement Competency: Seamanship\nKnowledge/Skill Area: Knots\n\
        As Demonstrated by/Other Work Experience (and Interview): Ties\n";
    let crosswalk = write(&folder, "wv.txt", crosswalk);
    let page = write(&folder, "page.txt", page);
    let arguments = [
        "matrix",
        "--format=svg",
        "--no-errata",
        "--crosswalk",
        &crosswalk,
    ];
    let svg = found(&[&arguments[..], &["--competencies", &page]].concat());
    assert!(!svg.contains("<script") && !svg.contains("<b>"), "{svg}");
    assert!(
        svg.contains("&lt;script&gt;&amp;&quot;Knots&quot;"),
        "{svg}"
    );
}

#[test]
fn other_commands_refuse_to_draw() {
    for arguments in [
        &["show", "7A.2"][..],
        &["trace"],
        &["list", "ckc"],
        &["check"],
    ] {
        let message = refused(2, &[arguments, &["--format=svg"]].concat());
        assert!(
            message.contains("only `xwalk matrix` can be written as svg"),
            "{message}"
        );
    }
    let message = refused(2, &["matrix", "--columns=id", "--format=svg"]);
    assert!(
        message.contains("this answer has no matrix to draw"),
        "{message}"
    );
}
