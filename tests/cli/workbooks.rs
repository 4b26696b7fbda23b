//! Workbooks given as logs, catalogues and ledgers.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::run::{each, folder, refused, rows, text, write, xwalk};

fn covered(log: &str, more: &[&str]) -> (String, String) {
    let answer = xwalk(&[&["gap", "--format=json", "--log", log], more].concat());
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    let gap: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    let codes: Vec<&str> = each(&gap, "covered")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    (codes.join(" "), answer.stderr)
}

/// A workbook with a sheet of this name for each table of texts.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).expect("a name");
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                sheet.write_string(row, column, *cell).expect("a cell");
            }
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("a file");
        zip.write_all(bytes).expect("it can be packed");
    }
    zip.finish().expect("an archive").into_inner()
}

/// An `.ods` workbook with these rows of XML.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:body><office:spreadsheet>\
         <table:table table:name=\"Log\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
    ])
}

fn ods_text(cell: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>"
    )
}

#[test]
fn a_template_that_is_written_as_a_workbook_is_read_back() {
    let folder = folder();
    for name in ["log.xlsx", "log"] {
        let log = folder.path().join("log.xlsx");
        let log = log.to_str().expect("UTF-8");
        assert_eq!(
            xwalk(&["plan", "--template=log", "-o", log, "--force"]).code,
            Some(0)
        );
        let bytes = std::fs::read(log).expect("it was written");
        let log = write(&folder, name, bytes);
        let (codes, said) = covered(&log, &["--since=2026-02-01"]);
        assert_eq!(
            (codes.as_str(), said.as_str()),
            ("1.3", ""),
            "by its content, not its name"
        );
        let all = rows(&["coverage", &log, "--summary", "--ckc=1.1-1.3"]);
        assert_eq!(all[0]["learners"], 1);
    }
    let trainings = folder.path().join("trainings.xlsx");
    let trainings = trainings.to_str().expect("UTF-8");
    xwalk(&["plan", "--template=trainings", "-o", trainings]);
    let answer = xwalk(&[
        "plan",
        "CKC 1.1",
        "--have=2.1",
        "--trainings",
        trainings,
        "--format=json",
    ]);
    let plan: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    assert_eq!(text(&plan["trainings"][0], "id"), "T1");
    let ledger = folder.path().join("ledger.xlsx");
    let ledger = ledger.to_str().expect("UTF-8");
    xwalk(&["list", "links", "-o", ledger]);
    assert_eq!(xwalk(&["show", "7A.2", "--links", ledger]).code, Some(0));
}

#[test]
fn dates_hours_and_numbers_of_a_workbook_are_what_a_person_sees() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, title) in (0..).zip(["learner", "Training date", "hours", "ckc"]) {
        sheet.write_string(1, column, title).expect("a cell");
    }
    let date = ExcelDateTime::from_ymd(2026, 1, 15).expect("a date");
    let format = Format::new().set_num_format("m/d/yyyy");
    let span = Format::new().set_num_format("[h]:mm");
    sheet.write_number(2, 0, 7).expect("a cell");
    sheet
        .write_datetime_with_format(2, 1, &date, &format)
        .expect("a cell");
    sheet.write_number(2, 2, 0.1 + 0.2).expect("a cell");
    sheet.write_number(2, 3, 7.2).expect("a cell");
    sheet.write_number(3, 0, 7).expect("a cell");
    sheet.write_string(3, 1, "2026-02-15").expect("a cell");
    sheet
        .write_number_with_format(3, 2, 1.5 / 24.0, &span)
        .expect("a cell");
    sheet
        .write_string(3, 3, "CKC 7.3\n1.10 Says, and does")
        .expect("a cell");
    let folder = folder();
    let log = write(
        &folder,
        "log.xlsx",
        workbook.save_to_buffer().expect("a workbook"),
    );
    let (codes, said) = covered(
        &log,
        &["--learner=7", "--since=2026-01-15", "--until=2026-01-15"],
    );
    assert_eq!((codes.as_str(), said.as_str()), ("7.2", ""));
    assert_eq!(covered(&log, &[]).0, "1.10 7.2 7.3");
    let area = rows(&[
        "coverage",
        &log,
        "--knowledge",
        "administration/program-management",
    ]);
    assert_eq!(area[0]["hours_up_to"].to_string(), "1.8");
}

#[test]
fn a_code_that_a_workbook_holds_as_a_number_may_be_another() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Log").expect("a name");
    sheet.write_string(0, 0, "ckc").expect("a cell");
    sheet.write_number(3, 0, 1.1).expect("a cell");
    sheet.write_number(4, 0, 7.2).expect("a cell");
    let date = ExcelDateTime::from_ymd(2026, 5, 1).expect("a date");
    let format = Format::new().set_num_format("d-mmm");
    sheet
        .write_datetime_with_format(5, 0, &date, &format)
        .expect("a cell");
    let folder = folder();
    let log = write(
        &folder,
        "log.xlsx",
        workbook.save_to_buffer().expect("a workbook"),
    );
    for said in [
        refused(2, &["gap", "--log", &log]),
        refused(2, &["coverage", &log]),
    ] {
        assert!(
            said.contains("log.xlsx, Log, row 4, column ckc: 1.1 is stored as a number, so it can be 1.1 or 1.10"),
            "{said}"
        );
        assert!(
            said.contains("row 6, column ckc: “2026-05-01” is not a CKC code"),
            "{said}"
        );
    }
    assert_eq!(covered(&log, &["--skip-bad"]).0, "7.2");
}

#[test]
fn the_sheet_is_the_one_with_the_columns_or_the_one_that_is_named() {
    let log: &[&[&str]] = &[&["ckc"], &["1.1"]];
    let other: &[&[&str]] = &[&["ckc"], &["1.2"]];
    let notes: &[&[&str]] = &[&["Read me"], &["1.3"]];
    let folder = folder();
    let one = write(
        &folder,
        "one.xlsx",
        workbook(&[("Notes", notes), ("Log", log)]),
    );
    assert_eq!(covered(&one, &[]).0, "1.1");
    let two = write(
        &folder,
        "two.xlsx",
        workbook(&[("2025", log), ("2026", other)]),
    );
    for asked in [["gap", "--log"], ["coverage", "--no-hours"]] {
        let said = refused(2, &[&asked[..], &[&two]].concat());
        assert!(
            said.contains(
                "two.xlsx has 2 sheets with these columns (2025, 2026): say which with --sheet"
            ),
            "{said}"
        );
    }
    assert_eq!(covered(&two, &["--sheet=2026"]).0, "1.2");
    let said = refused(2, &["gap", "--log", &one, "--sheet=Diary"]);
    assert!(
        said.contains("--sheet Diary: no such sheet; the sheets are Notes, Log"),
        "{said}"
    );
    let none = write(
        &folder,
        "none.xlsx",
        workbook(&[("A", notes), ("B", notes)]),
    );
    let said = refused(2, &["gap", "--log", &none]);
    assert!(
        said.contains("has no sheet with the columns of a log of trainings")
            && said.contains("A, B"),
        "{said}"
    );
    let text = write(&folder, "log.csv", "ckc\n1.1\n");
    let said = refused(2, &["gap", "--log", &text, "--sheet=A"]);
    assert!(said.contains("no workbook was read"), "{said}");
}

#[test]
fn an_opendocument_spreadsheet_is_read() {
    let header = ["learner", "date", "hours", "ckc"].map(ods_text).concat();
    let row = format!(
        "{}<table:table-cell office:value-type=\"date\" office:date-value=\"2026-01-15\"/>\
         <table:table-cell office:value-type=\"float\" office:value=\"1.5\"/>{}\
         <table:table-cell table:number-columns-repeated=\"16380\"/>",
        ods_text("Müller"),
        ods_text("7.2, 7.3")
    );
    let empty =
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row>";
    let bad = ["a", "", "1", "7.9"].map(ods_text).concat();
    let sheet = |rest: &str| {
        ods(&format!(
            "<table:table-row>{header}</table:table-row>{empty}<table:table-row>{row}</table:table-row>{rest}"
        ))
    };
    let folder = folder();
    let log = write(&folder, "log.ods", sheet(""));
    assert_eq!(
        covered(&log, &["--learner=Müller", "--since=2026"]).0,
        "7.2 7.3"
    );
    let log = write(
        &folder,
        "log.ods",
        sheet(&format!("<table:table-row>{bad}</table:table-row>")),
    );
    let said = refused(2, &["gap", "--log", &log]);
    assert!(said.contains("log.ods, Log, row 5, column ckc"), "{said}");
}

#[test]
fn what_is_no_workbook_that_can_be_read_is_refused_by_name() {
    let folder = folder();
    let good = workbook(&[("Log", &[&["ckc"], &["1.1"]])]);
    let locked: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let locked = [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
        vec![0; 600],
        locked,
    ]
    .concat();
    for (bytes, why) in [
        (good[..good.len() / 2].to_vec(), "is damaged"),
        (zipped(&[("word/document.xml", b"<w/>")]), "not a workbook"),
        (zipped(&[("xl/workbook.bin", b"")]), ".xlsb"),
        (zipped(&[("xl/workbook.xml", b"<workbook")]), "is damaged"),
        (locked, "protected with a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), ".xls, .doc"),
    ] {
        let file = write(&folder, "log.xlsx", bytes);
        for said in [
            refused(2, &["gap", "--log", &file]),
            refused(2, &["coverage", &file]),
            refused(2, &["plan", "--trainings", &file]),
            refused(2, &["show", "7A.2", "--links", &file]),
        ] {
            assert!(
                said.contains("log.xlsx ") && said.contains(why),
                "{why}: {said}"
            );
        }
    }
}

#[test]
fn a_workbook_that_unpacks_to_no_end_meets_a_limit() {
    let folder = folder();
    let zeros = vec![b' '; (256 << 20) + 1];
    let bomb = write(&folder, "bomb.xlsx", zipped(&[("xl/workbook.xml", &zeros)]));
    assert!(refused(2, &["gap", "--log", &bomb]).contains("is too large"));
    let many = "<table:table-row><table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"string\">\
                <text:p>x</text:p></table:table-cell></table:table-row>";
    let bomb = write(&folder, "bomb.ods", ods(&many.repeat(2000)));
    assert!(refused(2, &["gap", "--log", &bomb]).contains("is too large"));
    let far = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>ckc</t></is></c></row>\
               <row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>1.1</t></is></c></row>";
    let sheet = format!("<worksheet><sheetData>{far}</sheetData></worksheet>");
    let far = zipped(&[
        (
            "_rels/.rels",
            b"<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        ),
        ("xl/workbook.xml", b"<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>\
          <sheet name=\"Log\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", b"<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    let far = write(&folder, "far.xlsx", far);
    let answer = xwalk(&["gap", "--log", &far]);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    assert!(
        answer.stderr.contains("first is row 1048576"),
        "{}",
        answer.stderr
    );
}
