//! The workbook, read back by another program's reader. How it looks, and what that reader does not
//! tell, is in `tests/workbook`.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};

use crate::run::{
    column, command, each, finished, folder, found, json, names_in, read, refused, table, text,
    write, xwalk, xwalk_in, xwalk_reading,
};

type Book = Xlsx<Cursor<Vec<u8>>>;

/// The bytes that a command writes to a file.
fn written(arguments: &[&str]) -> Vec<u8> {
    let folder = folder();
    let path = folder.path().join("answer.xlsx");
    let name = path.to_str().expect("temporary paths are UTF-8");
    let answer = xwalk(&[arguments, &["-o", name]].concat());
    assert!(matches!(answer.code, Some(0 | 1)), "{}", answer.stderr);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{error}: {}", answer.stderr))
}

fn book(arguments: &[&str]) -> Book {
    open_workbook_from_rs(Cursor::new(written(arguments))).expect("a workbook")
}

/// All cells of a sheet, from A1 on, as text.
fn cells(book: &mut Book, sheet: &str) -> Vec<Vec<String>> {
    let range = book.worksheet_range(sheet).expect("the sheet");
    let (rows, columns) = range
        .end()
        .map_or((0, 0), |(row, column)| (row + 1, column + 1));
    let cell = |row, column| match range.get_value((row, column)) {
        None | Some(Data::Empty) => String::new(),
        Some(Data::String(words)) => words.clone(),
        Some(Data::Float(number)) => number.to_string(),
        Some(other) => panic!("{other:?} is neither text nor a number"),
    };
    let row = |row| (0..columns).map(|column| cell(row, column)).collect();
    (0..rows).map(row).collect()
}

/// What CSV holds, its header first.
fn csv(arguments: &[&str]) -> Vec<Vec<String>> {
    let answer = xwalk(&[arguments, &["--format=csv", "--raw"]].concat());
    let (header, rows) = table(b',', &answer.stdout);
    std::iter::once(header).chain(rows).collect()
}

/// Without the brackets of what is restored within a list.
fn unmarked(cells: &[Vec<String>]) -> Vec<Vec<String>> {
    let row = |row: &Vec<String>| {
        row.iter()
            .map(|cell| cell.replace(['[', ']', '…', '?', '~'], ""))
            .collect()
    };
    cells.iter().map(row).collect()
}

const LISTS: [&[&str]; 9] = [
    &["trace"],
    &["trace", "--only=mhm", "--columns=ckc,competency"],
    &["list", "competencies"],
    &["list", "areas"],
    &["list", "knowledge"],
    &["list", "ckc"],
    &["list", "links"],
    &["check"],
    &["gap", "--for=mhm", "--have=4.3,5.4"],
];

#[test]
fn the_first_sheet_holds_the_rows_of_csv() {
    for command in LISTS {
        let cells = cells(&mut book(command), "Rows");
        assert_eq!(unmarked(&cells), unmarked(&csv(command)), "{command:?}");
    }
}

#[test]
fn joined_rows_are_those_of_csv_to_the_letter() {
    let differs = |rows: Vec<Vec<String>>| -> Vec<Vec<String>> {
        // Its list may name a restored area.
        let last = rows[0].iter().position(|name| name == "differs");
        let last = last.expect("the column");
        rows.into_iter().map(|row| row[..last].to_vec()).collect()
    };
    let exported = cells(&mut book(&["export"]), "Crosswalk");
    assert_eq!(exported.len(), 154);
    assert_eq!(differs(exported), differs(csv(&["export"])));
}

#[test]
fn codes_are_text_that_no_program_takes_for_a_number() {
    let cells = cells(&mut book(&["list", "ckc"]), "Rows");
    let codes: Vec<&str> = cells[1..].iter().map(|row| row[0].as_str()).collect();
    assert!(codes.contains(&"CKC 1.1") && codes.contains(&"CKC 1.10"));
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), 45);
}

#[test]
fn the_export_has_a_sheet_for_each_kind_of_record() {
    let mut book = book(&["export"]);
    let sizes = [
        ("Crosswalk", 153),
        ("Competencies", 20),
        ("Alignments", column("competency", &["list", "links"]).len()),
        ("Knowledge areas", 64),
        ("CKC items", 45),
        ("Matrix", 64),
        ("Check", column("code", &["check"]).len()),
    ];
    let mut names: Vec<String> = sizes.iter().map(|(name, _)| (*name).to_owned()).collect();
    names.push("Notes".to_owned());
    assert_eq!(book.sheet_names(), names);
    for (name, rows) in sizes {
        assert_eq!(cells(&mut book, name).len(), rows + 1, "{name}");
    }
    for (name, command) in [
        ("Competencies", ["list", "competencies"]),
        ("Alignments", ["list", "links"]),
        ("Knowledge areas", ["list", "knowledge"]),
        ("CKC items", ["list", "ckc"]),
    ] {
        let cells = cells(&mut book, name);
        assert_eq!(unmarked(&cells), unmarked(&csv(&command)), "{name}");
    }
}

#[test]
fn the_matrix_marks_each_code_that_a_knowledge_area_lists() {
    let mut book = book(&["export"]);
    let matrix = cells(&mut book, "Matrix");
    let areas = cells(&mut book, "Knowledge areas");
    let listed = areas[0]
        .iter()
        .position(|name| name == "ckc")
        .expect("the column");
    for (row, area) in matrix[1..].iter().zip(&areas[1..]) {
        let marked = matrix[0].iter().zip(row).skip(3);
        let marked = marked.filter(|(_, cell)| !cell.is_empty());
        let codes: Vec<&str> = marked.map(|(code, _)| code.as_str()).collect();
        assert_eq!(
            codes.join("; "),
            area[listed].replace(['[', ']'], ""),
            "{}",
            row[0]
        );
    }
}

#[test]
fn filters_choose_the_rows_of_every_sheet_but_what_is_odd() {
    let filter = "--only=mhm";
    let mut book = book(&["export", filter]);
    for (name, command) in [
        ("Crosswalk", &["trace"][..]),
        ("Competencies", &["list", "competencies"]),
        ("Alignments", &["list", "links"]),
    ] {
        let asked = csv(&[command, &[filter]].concat());
        let cells = cells(&mut book, name);
        assert_eq!(unmarked(&cells), unmarked(&asked), "{name}");
    }
    let exported = json(&["export", filter]);
    for (name, records, key, prefix) in [
        ("Knowledge areas", "knowledge_areas", "id", ""),
        ("CKC items", "ckc", "code", "CKC "),
    ] {
        let cells = cells(&mut book, name);
        let first: Vec<&String> = cells[1..].iter().map(|row| &row[0]).collect();
        let records = each(&exported, records).iter();
        let ids: Vec<String> = records
            .map(|record| format!("{prefix}{}", text(record, key)))
            .collect();
        assert_eq!(first, ids.iter().collect::<Vec<_>>(), "{name}");
    }
    assert_eq!(cells(&mut book, "Check").len(), csv(&["check"]).len());
}

#[test]
fn what_is_said_of_an_answer_and_its_parts_are_further_sheets() {
    let mut book = book(&["gap", "--for=mhm", "--have=4.3,5.4"]);
    assert_eq!(
        book.sheet_names(),
        [
            "Rows",
            "Knowledge areas",
            "Competencies",
            "Missing CKC items",
            "Notes"
        ]
    );
    let notes = cells(&mut book, "Notes");
    assert!(
        notes[1][0].starts_with("For a Mental Health Mentor: "),
        "{notes:?}"
    );
    let said: Vec<&str> = notes
        .iter()
        .rev()
        .take(2)
        .map(|row| row[0].as_str())
        .collect();
    assert!(
        said[1].starts_with("[ ] restored: not printed"),
        "{notes:?}"
    );
    assert!(said[0].starts_with("… incomplete: "), "{notes:?}");
}

#[test]
fn the_same_answer_is_the_same_bytes() {
    for command in [&["export"][..], &["trace"], &["gap", "--have=4.3"]] {
        let first = written(command);
        // A date in the file would have the time of a second.
        std::thread::sleep(std::time::Duration::from_millis(1100));
        assert!(first == written(command), "{command:?}");
    }
}

#[test]
fn a_pipe_gets_the_bytes_of_the_file() {
    let piped = command()
        .args(["trace", "7A.2", "--format=xlsx"])
        .output()
        .expect("the program starts");
    assert!(piped.stdout == written(&["trace", "7A.2"]));
}

#[test]
fn an_added_column_is_empty_and_whoever_asks_for_columns_gets_rows() {
    let mut book = book(&["export", "--section=7A", "--add-columns=Level,Date"]);
    assert_eq!(book.sheet_names()[0], "Rows");
    let cells = cells(&mut book, "Rows");
    assert_eq!(cells[0][16..], ["Level", "Date"]);
    assert!(cells[1..].iter().all(|row| row[16..].concat().is_empty()));
}

#[test]
fn words_of_a_document_are_no_formula_and_stay_as_they_are() {
    let hostile = "=HYPERLINK(\"http://e\",\"x\") +1 _x0041_ <b>&amp; \u{1b}[1m \u{202e}é漢";
    let folder = folder();
    let trainings = format!(
        "id,title,ckc\n\"{}\",@cmd,4.3\n",
        hostile.replace('"', "\"\"")
    );
    let trainings = write(&folder, "trainings.csv", trainings);
    let mut book = book(&["plan", "--trainings", &trainings, "4.3"]);
    let cells = cells(&mut book, "Rows");
    assert_eq!(cells[1][..2], [hostile, "@cmd"]);
}

#[test]
fn what_a_cell_cannot_hold_is_refused_rather_than_cut() {
    let folder = folder();
    let trainings = format!("id,title,ckc\nT1,{},4.3\n", "x".repeat(32_768));
    let trainings = write(&folder, "trainings.csv", trainings);
    let answer = xwalk_in(
        folder.path(),
        &["plan", "--trainings", &trainings, "4.3", "-o", "plan.xlsx"],
    );
    assert_eq!(answer.code, Some(2));
    assert_eq!(
        answer.stderr.lines().last(),
        Some(
            "error: cannot write plan.xlsx: row 2 of Rows has 32768 characters in the column title, \
             and a cell holds at most 32767: give --format csv, which has no such limit"
        )
    );
    assert_eq!(names_in(folder.path()), ["trainings.csv"]);
}

#[test]
fn nothing_found_writes_no_workbook() {
    let folder = folder();
    let nothing = ["trace", "--match=no such words", "-o", "plan.xlsx"];
    let answer = xwalk_in(folder.path(), &nothing);
    assert_eq!(answer.code, Some(1));
    assert!(names_in(folder.path()).is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn it_is_not_poured_on_a_terminal() {
    // Makes a terminal; where it is not installed, there is none to ask.
    if !Path::new("/usr/bin/script").exists() {
        return;
    }
    let xwalk = env!("CARGO_BIN_EXE_xwalk");
    let line = format!("'{xwalk}' trace 7A.2 --format xlsx");
    let mut script = std::process::Command::new("/usr/bin/script");
    let answer = finished(script.args(["--quiet", "--return", "--command", &line, "/dev/null"]));
    assert_eq!(answer.code, Some(2));
    assert_eq!(
        answer.stdout.trim_end(),
        "error: xlsx cannot be shown in a terminal: write it to a file with -o FILE.xlsx, or pipe it"
    );
}

#[test]
fn csv_for_excel_has_a_mark_and_its_line_ends_and_is_read_back() {
    let csv = found(&["list", "links", "--format=csv", "--excel"]);
    assert!(csv.starts_with("\u{feff}competency,"));
    assert!(csv.lines().count() > 1 && csv.matches('\n').count() == csv.matches("\r\n").count());
    let plain = found(&["list", "links", "--format=csv"]);
    assert_eq!(
        csv.trim_start_matches('\u{feff}').replace("\r\n", "\n"),
        plain
    );
    let again = xwalk_reading(&csv, &["list", "links", "--links=-", "--format=csv"]);
    assert_eq!((again.code, again.stdout), (Some(0), plain));
    let folder = folder();
    let answer = xwalk_in(folder.path(), &["trace", "--excel", "-o", "plan.tsv"]);
    assert_eq!(answer.code, Some(0));
    let tsv = read(&folder.path().join("plan.tsv"));
    assert!(tsv.starts_with("\u{feff}competency\tstatement\t"));
}

#[test]
fn a_switch_for_csv_is_refused_elsewhere() {
    for format in ["table", "json", "md", "html", "xlsx"] {
        let error = refused(2, &["trace", "7A.2", "--excel", "--format", format]);
        assert_eq!(
            error,
            format!(
                "error: --excel is for CSV and TSV, and the format is {format}: leave it out\n"
            )
        );
    }
}

#[test]
fn many_hours_are_a_number() {
    let log = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/inputs/hours-43m.csv");
    let mut book = book(&["coverage", log, "--summary"]);
    let range = book.worksheet_range("Rows").expect("a sheet");
    let header = range.rows().next().expect("a header");
    let is_hours = |cell: &Data| *cell == Data::String("hours_up_to".to_owned());
    let hours = header.iter().position(is_hours).expect("it is there");
    let sums = range.rows().skip(1).map(|row| &row[hours]);
    assert!(
        sums.clone().any(|sum| *sum == Data::Float(60_000_000.0)),
        "{:?}",
        sums.collect::<Vec<_>>()
    );
}

#[test]
fn added_columns_are_in_the_sheet_of_trainings_and_all_sheets_stay() {
    let trainings = concat!(env!("CARGO_MANIFEST_DIR"), "/data/examples/trainings.csv");
    let plan = ["plan", "--for=mhs", "--have=1.1", "--trainings", trainings];
    let mut bare = book(&plan);
    let mut names = bare.sheet_names();
    let mut added = book(&[&plan[..], &["--add-columns=Date,Signature,Level"]].concat());
    assert_eq!(added.sheet_names()[0], "Trainings");
    let sheet = cells(&mut added, "Trainings");
    let without = cells(&mut bare, "Trainings");
    assert_eq!(sheet.len(), without.len(), "one row a training");
    let width = without[0].len();
    assert_eq!(sheet[0][width..], ["Date", "Signature", "Level"]);
    for (row, without) in sheet[1..].iter().zip(&without[1..]) {
        assert_eq!(row[..width], *without);
        assert!(row[width..].concat().is_empty());
    }
    for name in names.iter().filter(|name| *name != "Trainings") {
        assert_eq!(cells(&mut added, name), cells(&mut bare, name), "{name}");
    }
    let mut kept = added.sheet_names();
    names.sort();
    kept.sort();
    assert_eq!(kept, names);
}

#[test]
fn added_columns_are_in_the_first_sheet_and_all_sheets_stay() {
    for call in [&["gap", "--for=mhm"][..], &["export"]] {
        let mut bare = book(call);
        let mut added = book(&[call, &["--add-columns=Training,Date"]].concat());
        let names = bare.sheet_names();
        assert_eq!(added.sheet_names()[1..], names[1..], "{call:?}");
        let (sheet, without) = (cells(&mut added, "Rows"), cells(&mut bare, &names[0]));
        let width = without[0].len();
        assert_eq!(sheet[0][width..], ["Training", "Date"]);
        assert_eq!(sheet.len(), without.len());
    }
}
