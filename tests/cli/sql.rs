//! `coverage --sql`: names stay names, whatever they are.

use crate::run::{folder, found, write, xwalk};

const PAGE: &str = include_str!("../inputs/spark-inject-page.txt");
const CROSSWALK: &str = include_str!("../inputs/spark-inject-crosswalk.txt");

/// A statement in parts, as a database reads it.
#[derive(Debug, Default, PartialEq)]
struct Lexed {
    /// All but literals, names and comments, each of which is a mark.
    code: String,
    literals: Vec<String>,
    names: Vec<String>,
    comments: Vec<String>,
}

fn lexed(sql: &str, escapes: bool) -> Lexed {
    let mut lexed = Lexed::default();
    let mut rest = sql.chars().peekable();
    while let Some(letter) = rest.next() {
        let mut part = String::new();
        match letter {
            '-' if rest.peek() == Some(&'-') => {
                while rest.peek().is_some_and(|c| !matches!(c, '\n' | '\r')) {
                    part.extend(rest.next());
                }
                lexed.comments.push(part);
            }
            '\'' | '"' | '`' => {
                loop {
                    match rest.next().expect("what is opened is closed") {
                        '\\' if escapes && letter == '\'' => {
                            part.push(escaped(&mut rest));
                        }
                        // Twice is once, but Spark puts neighbors together.
                        c if c == letter && rest.peek() == Some(&letter) => {
                            assert!(!escapes || letter != '\'', "{sql}");
                            part.extend(rest.next());
                        }
                        c if c == letter => break,
                        c => part.push(c),
                    }
                }
                lexed.code.push(letter);
                if letter == '\'' {
                    lexed.literals.push(part);
                } else {
                    lexed.names.push(part);
                }
            }
            _ => lexed.code.push(letter),
        }
    }
    lexed
}

fn escaped(rest: &mut impl Iterator<Item = char>) -> char {
    match rest.next().expect("something is escaped") {
        'u' => {
            let digits: String = rest.take(4).collect();
            let code = u32::from_str_radix(&digits, 16).expect("four digits");
            char::from_u32(code).expect("a character")
        }
        other => other,
    }
}

fn statement(page: &str, crosswalk: &str, dialect: &str, log: &str) -> String {
    let folder = folder();
    let page = write(&folder, "page.txt", page);
    let crosswalk = write(&folder, "crosswalk.txt", crosswalk);
    let documents = ["--competencies", &page, "--crosswalk", &crosswalk];
    let answer = xwalk(&[&["coverage", log, "--sql", dialect][..], &documents].concat());
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    answer.stdout
}

#[test]
fn a_name_in_a_document_runs_no_sql() {
    for dialect in ["spark", "duckdb"] {
        let is_spark = dialect == "spark";
        let sql = statement(PAGE, CROSSWALK, dialect, "log");
        let hostile = lexed(&sql, is_spark);
        assert!(!hostile.code.contains("current_user"), "{sql}");
        let plain = CROSSWALK.replace('\\', "x").replace(['(', ')'], "");
        let plain = lexed(&statement(PAGE, &plain, dialect, "log"), is_spark);
        assert_eq!(hostile.code, plain.code, "only words differ");
        let is_name = |literal: &String| literal.contains("current_user");
        assert!(hostile.literals.iter().any(is_name), "{sql}");
        assert!(
            hostile.literals.iter().any(|it| it.ends_with(" \\")),
            "{sql}"
        );
    }
}

#[test]
fn a_name_in_a_document_stays_as_it_is() {
    let crosswalk = CROSSWALK.replace("Seamanship \\", "It's a \\' ${env:HOME} \"`");
    for dialect in ["spark", "duckdb"] {
        let sql = statement(PAGE, &crosswalk, dialect, "log");
        let literals = lexed(&sql, dialect == "spark").literals;
        let is_name = |literal: &String| literal == "It's a \\' ${env:HOME} \"`";
        assert!(literals.iter().any(is_name), "{literals:?}");
        assert!(dialect == "duckdb" || !sql.contains("${"), "{sql}");
    }
}

#[test]
fn the_name_of_a_log_runs_no_sql() {
    let plain = |dialect| {
        lexed(
            &found(&["coverage", "log.csv", "--sql", dialect]),
            dialect == "spark",
        )
    };
    for name in [
        "x\nDROP TABLE t;.csv",
        "x\rDROP TABLE t;.csv",
        "it's.csv",
        "`a\"b\\.csv",
        "a\\'b.csv",
        "${env:HOME}.csv",
    ] {
        for dialect in ["spark", "duckdb"] {
            let sql = found(&["coverage", name, "--sql", dialect]);
            let hostile = lexed(&sql, dialect == "spark");
            let expected = plain(dialect);
            assert_eq!(hostile.code, expected.code, "{sql}");
            assert_eq!(hostile.comments.len(), expected.comments.len(), "{sql}");
        }
    }
}

#[test]
fn the_name_of_a_log_is_no_pattern() {
    for (name, expected) in [
        ("log[1].csv", "log[[]1].csv"),
        ("what?.csv", "what[?].csv"),
        ("a/*.csv", "a/[*].csv"),
        ("log.csv", "log.csv"),
        (
            "https://example.org/log.csv?a[1]=*",
            "https://example.org/log.csv?a[1]=*",
        ),
    ] {
        let sql = found(&["coverage", name, "--sql", "duckdb"]);
        let literals = lexed(&sql, false).literals;
        assert!(literals.contains(&expected.to_owned()), "{sql}");
    }
}
