//! Documents that want to be obeyed: by the terminal, by Markdown, by a spreadsheet.

use crate::run::{Answer, folder, write, xwalk};

const STEERING: [char; 6] = ['\u{1b}', '\u{7}', '\u{202e}', '\u{2066}', '\u{9b}', '\u{8}'];

fn page() -> String {
    let steering: String = STEERING.iter().collect();
    format!(
        "3A.1. =cmd|'/c calc'!A1 {steering}[31mred <img src=x> [a](http://e) | end
Essential or important?: Essential
IECMHC Endorsement Competency: Administration (MHM)
Knowledge/Skill Area: Program management (MHM)
As Demonstrated by/Other Work Experience (and Interview): +1 {steering}[2J does
3A.2. @SUM(1) {steering}
Essential or important?: Important
IECMHC Endorsement Competency: -Nowhere {steering}
Knowledge/Skill Area: =None {steering}
As Demonstrated by/Other Work Experience (and Interview): shows
"
    )
}

fn asked(arguments: &[&str]) -> Answer {
    let folder = folder();
    let page = write(&folder, "page.txt", page());
    xwalk(&[arguments, &["--competencies", &page]].concat())
}

fn assert_harmless(text: &str) {
    assert!(!text.contains(STEERING), "{text:?}");
}

#[test]
fn nothing_that_a_terminal_obeys_reaches_people() {
    for command in [
        &["trace"][..],
        &["list", "competencies"],
        &["show", "3A.1", "3A.2"],
        &["show", "3"],
        &["show", "CKC 7.2"],
        &["trace", "--columns=statement,area,knowledge_area"],
    ] {
        for format in [
            &["--format=table"][..],
            &["--format=table", "--width=60"],
            &["--format=md"],
            &["--format=html"],
        ] {
            let answer = asked(&[command, format].concat());
            assert_eq!(answer.code, Some(0), "{}", answer.stderr);
            assert!(answer.stdout.contains(r"u{1b}"), "{}", answer.stdout);
            assert_harmless(&answer.stdout);
        }
    }
}

#[test]
fn nothing_that_a_terminal_obeys_is_in_a_message() {
    for arguments in [
        &["show", "3A.9"][..],
        &["show", "9"],
        &["show", "\u{1b}[31mx"],
        &["trace", "--columns=\u{1b}[31mx"],
        &["trace", "--sort=\u{1b}[31mx"],
        &["trace", "--match=\u{1b}[31m("],
        &["trace", "--area=\u{1b}[31mx"],
        &["trace", "--crosswalk=\u{1b}[31mx"],
    ] {
        let answer = asked(arguments);
        assert_ne!(answer.code, Some(0), "{arguments:?}");
        assert_harmless(&answer.stderr);
    }
}

#[test]
fn nothing_in_a_document_is_markup() {
    let table = asked(&["trace", "--format=md"]).stdout;
    assert!(
        !table.contains("<img") && !table.contains("[a]("),
        "{table}"
    );
    let columns = |line: &str| line.replace(r"\|", "").matches('|').count();
    let lines: Vec<&str> = table.lines().take_while(|line| !line.is_empty()).collect();
    assert!(lines.iter().all(|line| columns(line) == columns(lines[0])));
}

#[test]
fn no_word_of_a_document_is_emphasised() {
    let folder = folder();
    let words = page().replace("<img src=x>", "_slanted_ ~~gone~~ `code`");
    let page = write(&folder, "page.txt", words);
    for command in ["trace", "show"] {
        let arguments = [command, "3A.1", "--format=md", "--competencies", &page];
        let output = xwalk(&arguments).stdout;
        for markup in [" _slanted_", " ~~gone~~", " `code`"] {
            assert!(!output.contains(markup), "{output}");
        }
    }
}

#[test]
fn formulas_are_guarded() {
    for format in ["--format=csv", "--format=tsv"] {
        for command in [&["trace"][..], &["list", "competencies"], &["show", "3"]] {
            let output = asked(&[command, &[format]].concat()).stdout;
            let delimiter = if format.ends_with("csv") { b',' } else { b'\t' };
            let (_, records) = crate::run::table(delimiter, &output);
            for cell in records.iter().flatten() {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']),
                    "{cell}"
                );
            }
            assert!(output.contains("'=cmd|"), "{output}");
        }
    }
}

#[test]
fn raw_turns_the_guard_off() {
    let output = asked(&["list", "competencies", "--format=csv", "--raw"]).stdout;
    assert!(
        output.contains(",=cmd|") && !output.contains("'=cmd|"),
        "{output}"
    );
}

#[test]
fn an_added_column_is_guarded_too() {
    let answer = xwalk(&["list", "ckc", "--add-columns==1+1", "--format=csv"]);
    assert!(
        answer
            .stdout
            .starts_with("code,statement,knowledge_areas,competencies,doubt,'=1+1\n")
    );
}

#[test]
fn json_holds_the_words_as_they_are() {
    let answer = asked(&["list", "competencies", "--format=json"]);
    assert!(
        !answer.stdout.contains('\u{1b}'),
        "a control character is escaped"
    );
    let rows: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
    let statement = rows[0]["statement"].as_str().expect("a text");
    assert!(
        statement.starts_with("=cmd|'/c calc'!A1 \u{1b}"),
        "{statement:?}"
    );
}

#[test]
fn arguments_cannot_steer_the_terminal() {
    let steering: String = STEERING.iter().collect();
    let word = format!("x{steering}\n\u{1b}[31mred");
    for arguments in [
        &["trace", "--level", &word][..],
        &["trace", &format!("--{word}")],
        &["list", &word],
        &[&word],
        &["trace", "--width", &word],
        &["gap", "--have", &word],
        &["plan", "--max-hours", &word],
        &["show", &word],
        &["trace", "--columns", &word],
        &["trace", "--match", &format!("({word}")],
        &["trace", "--crosswalk", &word],
        &["explain", &word],
        &["man", &word],
    ] {
        let answer = xwalk(arguments);
        assert_ne!(answer.code, Some(0), "{arguments:?}");
        assert_harmless(&answer.stderr);
        assert!(
            answer.stderr.contains("\\u{1b}[31mred"),
            "{}",
            answer.stderr
        );
    }
}
