//! Files as people have them: PDF, Word, `OpenDocument`, workbooks, and word tables of OCR programs. `tests/readers/make.py`
//! made those beside it; `tests/texts/crosswalk.py` makes many more, and counts.

#![cfg(all(
    feature = "documents",
    feature = "docx",
    feature = "pdf",
    feature = "xlsx"
))]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use iecmhc_crosswalk::catalogue::{Catalogue, Documents, built_in_competencies};
use iecmhc_crosswalk::parse::errata::Errata;
use iecmhc_crosswalk::source::{Document, ReadError, Span};

/// The rows of the made-up table.
const ROWS: [&str; 6] = [
    "Seamanship > Knots & bends (FS): 1.1 1.2 1.10",
    "Seamanship > Splicing (MHS): 1.1 1.10",
    "Weather > Clouds (FS): 2.1 2.2",
    "Weather > Forecasts (MHM): 1.2 2.1 2.2 3.1",
    "Crew > Watches (FS): 2.2 3.1",
    "Crew > Training the crew (FS): 1.1 1.2 3.1",
];

const WHOLE: [&str; 5] = [
    "ropes.pdf",
    "ropes.docx",
    "ropes.odt",
    "ropes.xlsx",
    "ropes.ods",
];

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/readers")
        .join(name)
}

fn read(name: &str) -> Catalogue {
    let crosswalk = Document::read(&file(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
    let documents = Documents {
        competencies: vec![built_in_competencies()],
        crosswalk,
        errata: Errata::default(),
    };
    Catalogue::new(documents).unwrap_or_else(|why| panic!("{name}: {why}"))
}

fn rows(catalogue: &Catalogue) -> Vec<String> {
    let rows = catalogue.knowledge_areas().iter().map(|row| {
        let area = row
            .area
            .map_or("-", |area| &catalogue.areas()[area].name.words);
        let name = row.name.as_ref().map_or("-", |name| &name.words);
        let codes: Vec<String> = row.items.iter().map(|item| item.code.to_string()).collect();
        format!(
            "{area} > {name} ({}): {}",
            row.level.name(),
            codes.join(" ")
        )
    });
    rows.collect()
}

fn xwalk(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xwalk"));
    command
        .current_dir(file(""))
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn stdout(arguments: &[&str]) -> String {
    let output = xwalk(arguments);
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn a_file_with_cells_is_read_whole_and_without_a_doubt() {
    for name in WHOLE {
        let catalogue = read(name);
        assert_eq!(rows(&catalogue), ROWS, "{name}");
        for row in catalogue.knowledge_areas() {
            assert_eq!(row.doubts, [], "{name}: {}", row.id);
        }
        let statement = |code: &str| {
            let item = catalogue
                .items()
                .iter()
                .find(|item| item.code.to_string() == code);
            item.map(|item| item.statement.clone())
        };
        let last = "Stows ropes dry, and in the order in which they are needed";
        assert_eq!(statement("1.10").as_deref(), Some(last), "{name}");
    }
}

#[test]
fn a_word_table_is_read_rightly_or_says_where_it_may_be_wrong() {
    for name in [
        "ropes-pdftotext.tsv",
        "ropes-tesseract.tsv",
        "ropes-tesseract.hocr",
    ] {
        let catalogue = read(name);
        for (record, found) in catalogue.knowledge_areas().iter().zip(rows(&catalogue)) {
            let is_marked = !record.doubts.is_empty() || record.incomplete.is_some();
            assert!(is_marked || ROWS.contains(&&*found), "{name}: {found}");
        }
    }
}

#[test]
fn every_row_of_a_word_table_is_in_doubt() {
    use iecmhc_crosswalk::record::Reason;
    for name in [
        "ropes-tesseract.tsv",
        "ropes-tesseract.hocr",
        "ropes-pdftotext.tsv",
    ] {
        let catalogue = read(name);
        assert!(!catalogue.knowledge_areas().is_empty(), "{name}");
        for row in catalogue.knowledge_areas() {
            let mut reasons = row.doubts.iter().map(|doubt| doubt.reason);
            assert!(
                reasons.any(|reason| reason == Reason::FileUnsure),
                "{name}: {}",
                row.id
            );
        }
    }
}

#[test]
fn words_have_the_place_where_people_find_them() {
    let place = |name: &str, words: &str| {
        let document = Document::read(&file(name)).expect("a document");
        let start = document.text().find(words).expect(words);
        document.place(Span {
            document: iecmhc_crosswalk::source::DocumentIndex(0),
            start: u32::try_from(start).expect("short"),
            end: u32::try_from(start + words.len()).expect("short"),
        })
    };
    assert_eq!(
        place("ropes.pdf", "Training the"),
        "ropes.pdf, page 2, line 12"
    );
    assert_eq!(place("ropes.docx", "Made up"), "ropes.docx, paragraph 1");
    assert_eq!(
        place("ropes.docx", "Forecasts"),
        "ropes.docx, table 1, row 5"
    );
    assert_eq!(place("ropes.odt", "Forecasts"), "ropes.odt, table 1, row 5");
    assert_eq!(place("ropes.xlsx", "Forecasts"), "ropes.xlsx, CKC!B6");
    assert_eq!(place("ropes.ods", "2.2 – Tells"), "ropes.ods, CKC!C5");
    assert_eq!(
        place("ropes-tesseract.tsv", "Seamanship"),
        "ropes-tesseract.tsv, page 1, line 3"
    );
}

#[test]
fn answers_name_the_page_and_the_cell() {
    let why = stdout(&["why", "Clouds", "CKC 2.1", "--crosswalk", "ropes.xlsx"]);
    assert!(why.contains("ropes.xlsx, CKC!C5"), "{why}");
    let shown = stdout(&["show", "Clouds", "--crosswalk", "ropes.pdf"]);
    assert!(shown.contains("ropes.pdf, page 1, line "), "{shown}");
    let export = stdout(&["export", "--format", "json", "--crosswalk", "ropes.docx"]);
    assert!(
        export.contains("\"place\": \"ropes.docx, table 1, row 4\""),
        "{export}"
    );
    let text = stdout(&["why", "7A.2", "CKC 7.3"]);
    assert!(text.contains("wv:122:"), "{text}");
}

#[test]
fn running_lines_and_repeated_heads_are_furniture() {
    let lines = stdout(&[
        "check",
        "--lines",
        "--format",
        "tsv",
        "--crosswalk",
        "ropes.pdf",
    ]);
    for words in ["Ropes and weather, page 1", "Ropes and weather, page 2"] {
        let line = lines
            .lines()
            .find(|line| line.contains(words))
            .expect(words);
        assert!(line.contains("\tfurniture\t"), "{line}");
    }
    let heads = lines
        .lines()
        .filter(|line| line.contains("Knowledge Areas"));
    assert!(
        heads.clone().count() >= 2 && heads.into_iter().all(|line| line.contains("\tfurniture\t"))
    );
}

/// A file with some bytes, in a folder of its own.
fn made(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("written");
    (folder, path)
}

#[test]
fn damaged_files_are_read_in_part_or_refused_with_what_to_do() {
    for name in WHOLE {
        let bytes = fs::read(file(name)).expect("a file");
        let step = bytes.len() / 8;
        for cut in (step..bytes.len()).step_by(step) {
            let mut flipped = bytes.clone();
            flipped[cut] ^= 0x55;
            for damaged in [&bytes[..cut], &flipped] {
                let (_folder, path) = made(name, damaged);
                match Document::read(&path) {
                    Ok(_) | Err(ReadError::Empty(_)) => {}
                    Err(why) => assert!(why.to_string().contains(": "), "{why}"),
                }
            }
        }
    }
}

#[test]
fn the_kind_of_a_file_is_known_by_what_is_in_it() {
    for name in WHOLE {
        let (_folder, path) = made("table.txt", &fs::read(file(name)).expect("a file"));
        assert!(Document::read(&path).is_ok(), "{name}");
    }
}

/// A PDF of one empty page.
const EMPTY: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

#[test]
fn a_pdf_without_words_is_refused_with_the_commands_that_recognize_them() {
    let (_folder, path) = made("scan.pdf", EMPTY);
    let why = Document::read(&path).expect_err("no words").to_string();
    assert!(
        why.contains("pdftoppm -r 300") && why.contains("tesseract"),
        "{why}"
    );
    let (_folder, path) = made("broken.pdf", b"%PDF-1.4\nnothing");
    let why = Document::read(&path).expect_err("no PDF").to_string();
    assert!(why.contains("broken.pdf is a PDF that is damaged"), "{why}");
}

#[test]
fn a_file_that_unpacks_to_too_much_is_refused() {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive
        .start_file(
            "word/document.xml",
            zip::write::SimpleFileOptions::default(),
        )
        .expect("a part");
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..300 {
        std::io::Write::write_all(&mut archive, &blanks).expect("written");
    }
    let bytes = archive.finish().expect("an archive").into_inner();
    assert!(bytes.len() < 1 << 20);
    let (_folder, path) = made("bomb.docx", &bytes);
    let why = Document::read(&path).expect_err("too much").to_string();
    assert!(why.contains("unpacks to more than"), "{why}");
}

/// The rows of a table that is drawn: area, name, definition, items.
const DRAWN: [[&[&str]; 3]; 7] = [
    [&["Area of Expertise"], &["Knowledge Areas"], &["2015 CKC"]],
    [
        &["Seamanship"],
        &["Knots & bends", "Demonstrates how knots are tied"],
        &[
            "1.1 - Knows the ropes on board",
            "1.2 - Ties a rope to a pole",
        ],
    ],
    [
        &[],
        &["Splicing (IMHS)", "Applies splices that are as strong"],
        &["1.1 - Knows the ropes on board"],
    ],
    [
        &["Weather"],
        &["Clouds", "Recognizes the clouds before a storm"],
        &[
            "2.1 - Reads the sky in the morning",
            "2.2 - Tells the crew of a change",
        ],
    ],
    [
        &[],
        &["Forecasts (IMHM)", "Develops a forecast for the crew"],
        &[
            "1.2 - Ties a rope to a pole",
            "2.1 - Reads the sky in the morning",
        ],
    ],
    [
        &["Crew"],
        &["Watches", "Supports the crew in keeping watch"],
        &["2.2 - Tells the crew of a change"],
    ],
    [
        &[],
        &["Training the crew", "Promotes what beginners learn"],
        &["1.1 - Knows the ropes on board"],
    ],
];

/// A page with the table and its rules; `font` names the one of each row, and `before` is drawn first.
fn drawn(before: &str, font: impl Fn(usize) -> &'static str) -> Vec<u8> {
    const COLUMNS: [usize; 4] = [60, 150, 340, 560];
    let (mut words, mut rules) = (String::new(), String::from("0.5 w\n"));
    let mut top = 740;
    for (index, row) in DRAWN.iter().enumerate() {
        writeln!(rules, "60 {top} m 560 {top} l S").expect("a text");
        for (cell, column) in row.iter().zip(COLUMNS) {
            for (line, text) in cell.iter().enumerate() {
                let (left, down, font) = (column + 3, top - 11 - 11 * line, font(index));
                writeln!(words, "/{font} 9 Tf 1 0 0 1 {left} {down} Tm ({text}) Tj")
                    .expect("a text");
            }
        }
        top -= 4 + 11 * row.iter().map(|cell| cell.len()).max().unwrap_or(0);
    }
    writeln!(rules, "60 {top} m 560 {top} l S").expect("a text");
    for column in COLUMNS {
        writeln!(rules, "{column} 740 m {column} {top} l S").expect("a text");
    }
    let page = format!("{rules}BT\n{before}\n{words}ET\n");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>".to_owned(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        format!("<</Length {}>>stream\n{page}\nendstream", page.len()),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = String::from("0000000000 65535 f \n");
    for (object, number) in objects.iter().zip(1..) {
        writeln!(places, "{:010} 00000 n ", file.len()).expect("a text");
        write!(file, "{number} 0 obj\n{object}\nendobj\n").expect("a text");
    }
    let start = file.len();
    writeln!(
        file,
        "xref\n0 6\n{places}trailer<</Root 1 0 R/Size 6>>\nstartxref\n{start}\n%%EOF"
    )
    .expect("a text");
    file.into_bytes()
}

/// How many rows a PDF has, and how many of them are in doubt because of the file.
fn unsure(pdf: &[u8]) -> (usize, usize) {
    use iecmhc_crosswalk::record::Reason;
    let (_folder, path) = made("drawn.pdf", pdf);
    let catalogue = read(path.to_str().expect("a path in words"));
    let rows = catalogue.knowledge_areas();
    let is_unsure = |row: &&iecmhc_crosswalk::record::KnowledgeArea| {
        row.doubts
            .iter()
            .any(|doubt| doubt.reason == Reason::FileUnsure)
    };
    (rows.len(), rows.iter().filter(is_unsure).count())
}

#[test]
fn words_that_are_hidden_turned_or_in_no_font_put_all_rows_in_doubt() {
    assert_eq!(unsure(&drawn("0 Tr", |_| "F1")), (6, 0));
    // The letters of a scan that a program recognized lie hidden over its picture.
    assert_eq!(unsure(&drawn("3 Tr", |_| "F1")), (6, 6));
    let turned = "/F1 9 Tf 0 1 -1 0 40 400 Tm (Sea and Ships) Tj";
    // The words of the fifth row are lost.
    let lost = |row| if row == 4 { "F9" } else { "F1" };
    for pdf in [drawn(turned, |_| "F1"), drawn("0 Tr", lost)] {
        let (rows, doubted) = unsure(&pdf);
        assert!(rows > 0 && doubted == rows, "{doubted} of {rows}");
    }
}

#[test]
fn a_pdf_that_is_cut_off_or_lacks_a_page_is_refused() {
    let whole = drawn("0 Tr", |_| "F1");
    let text = String::from_utf8(whole.clone()).expect("ASCII");
    for damaged in [
        whole[..whole.len() / 2].to_vec(),
        text.replace("/Contents 5 0 R", "/Contents 9 0 R")
            .into_bytes(),
    ] {
        let (_folder, path) = made("damaged.pdf", &damaged);
        let why = Document::read(&path).expect_err("damaged").to_string();
        assert!(why.contains("is a PDF that is damaged"), "{why}");
    }
}

/// A Word file with a table whose items are in a list of this form.
fn listed(form: &str) -> Vec<u8> {
    let paragraph = |text: &str, list: &str| {
        let text = text.replace('&', "&amp;");
        format!("<w:p>{list}<w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let list = "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"7\"/></w:numPr></w:pPr>";
    let rows = DRAWN.iter().map(|row| {
        let cells = row.iter().zip(["", "", list]);
        let cells = cells.map(|(cell, list)| {
            let cell = cell.iter().map(|line| paragraph(line, list));
            let cell: String = cell.collect();
            let empty = paragraph("", "");
            format!(
                "<w:tc>{}</w:tc>",
                if cell.is_empty() { &empty } else { &cell }
            )
        });
        format!("<w:tr>{}</w:tr>", cells.collect::<String>())
    });
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let rows: String = rows.collect();
    let text = format!("<w:document {space}><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>");
    let lists = format!(
        "<w:numbering {space}><w:abstractNum w:abstractNumId=\"3\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"{form}\"/></w:lvl>\
         </w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"3\"/></w:num></w:numbering>"
    );
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, part) in [("word/document.xml", text), ("word/numbering.xml", lists)] {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(name, options).expect("a part");
        std::io::Write::write_all(&mut archive, part.as_bytes()).expect("a part");
    }
    archive.finish().expect("an archive").into_inner()
}

#[test]
fn numbers_that_word_puts_there_itself_put_all_rows_in_doubt() {
    assert_eq!(unsure(&listed("bullet")), (6, 0));
    assert_eq!(unsure(&listed("decimal")), (6, 6));
}
