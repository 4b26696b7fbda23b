use super::*;

fn found(cell: &str) -> Found {
    let catalogue = Catalogue::built_in();
    let mut found = Found::default();
    Codes::new(&catalogue).read("ckc", cell.as_bytes(), &mut found);
    for spelled in &found.codes {
        assert_eq!(catalogue.items()[spelled.item].code, spelled.code);
    }
    found
}

/// The codes of a cell without problems.
fn read(cell: &str) -> String {
    let mut found = found(cell);
    assert_eq!(found.problems.take(), [], "{cell}");
    let codes = found.codes.iter().map(|spelled| spelled.code.to_string());
    codes.collect::<Vec<_>>().join(" ")
}

fn problems(cell: &str) -> Vec<String> {
    let problems = found(cell).problems.take().into_iter();
    problems.map(|problem| problem.problem).collect()
}

#[test]
fn every_spelling_is_the_same_code() {
    for cell in [
        "1.10",
        "CKC 1.10",
        "ckc:1.10",
        "CKC1.10",
        "Ckc: 1.10",
        "CKC-1.10",
        "CKC item 1.10",
        "'1.10",
        "'CKC 1.10",
        " ,1.10; ",
        "1.10,",
        "CKC\u{a0}1.10",
        "CKC\u{a0} 1.10",
        "(1.10)",
        "1.10a",
        "1.10 a.",
        "1.10(b)",
    ] {
        assert_eq!(read(cell), "1.10", "{cell}");
    }
}

#[test]
fn codes_have_anything_between_them() {
    for cell in [
        "1.1 1.10 7.2",
        "1.1,1.10,7.2",
        "CKC 1.1; CKC 1.10; CKC 7.2",
        "1.1|CKC1.10 | ckc:7.2",
        "1.1\nCKC\t1.10\r\n7.2,",
        "1.1,, ;1.10\u{a0}7.2",
        "1.1, 1.10 and 7.2",
        "CKC 1.1, 1.10, and 7.2",
        "1.1/1.10 & 7.2",
        "CKC-1.1, CKC-1.10, CKC-7.2.",
        "• 1.1\n• 1.10\n• 7.2",
    ] {
        assert_eq!(read(cell), "1.1 1.10 7.2", "{cell}");
    }
    for cell in ["", "n/a", "none", "–"] {
        assert_eq!(read(cell), "", "{cell}");
    }
}

#[test]
fn ranges_and_domains_are_all_their_items() {
    for cell in [
        "5.1-5.3",
        "5.1 – 5.3",
        "CKC 5.1 to CKC 5.3",
        "5.1 through 5.3",
        "5.1a-5.3b",
    ] {
        assert_eq!(read(cell), "5.1 5.2 5.3", "{cell}");
    }
    for cell in ["7", "CKC 7", "7; ", "7.1-7.6"] {
        assert_eq!(read(cell), "7.1 7.2 7.3 7.4 7.5 7.6", "{cell}");
    }
    assert_eq!(read("7, 5.1"), "7.1 7.2 7.3 7.4 7.5 7.6 5.1");
    assert_eq!(found("7").domains, [7]);
    let across = found("4.1-4.6");
    assert_eq!(across.unlisted.len(), 2, "{across:?}");
}

#[test]
fn the_registrys_own_words_are_no_codes() {
    for (cell, codes) in [
        ("CKC 1.2, 3.1, and 3.2.", "1.2 3.1 3.2"),
        (
            "Learning Outcome 1: Name 3 signs; and one. CKC 1.2, 3.1, and 3.2.",
            "1.2 3.1 3.2",
        ),
        (
            "1.2 Applies the process of watching; 1.2 a. Understands developmental sequences; 3.1 b.",
            "1.2 1.2 3.1",
        ),
        ("1.3a, b", "1.3"),
        ("4.2 Creates an environment…", "4.2"),
        (
            "4.2 – Creates an environment, and more; 4.3: Uses what is there",
            "4.2 4.3",
        ),
        ("4.2 A framework for play, 4.3", "4.2 4.3"),
        ("7.2 (Program management)", "7.2"),
    ] {
        assert_eq!(read(cell), codes, "{cell}");
    }
}

#[test]
fn each_wrong_code_is_named() {
    let mut found = found("1.1 4.4 x CKC, 1.100 9.9");
    assert_eq!(found.codes.len(), 1);
    assert_eq!(
        found.unlisted,
        [CkcCode {
            domain: 4,
            number: 4
        }]
    );
    let problems = found.problems.take();
    let said = problems.iter().map(|it| it.problem.split(':').next());
    assert_eq!(
        said.collect::<Vec<_>>(),
        [
            "“x” is not a CKC code",
            "“CKC” is not a CKC code",
            "“1.100” is not a CKC code",
            "there is no CKC item 9.9"
        ]
        .map(Some)
    );
    let nearest = &self::found("7.9").problems.take()[0].nearest;
    assert!(nearest[0].starts_with("CKC 7.6  "), "{nearest:?}");
}

#[test]
fn what_can_be_read_in_two_ways_is_told() {
    for (cell, said) in [
        ("7,3", "can be the code 7.3"),
        ("5.1-4", "not a range"),
        ("5.4-5.1", "not a range"),
        ("1.1 l.2", "“l.2”"),
        ("7.2 typo7.3", "“typo7.3”"),
        ("7.2 typo", "“typo”"),
        ("1.2.3", "“1.2.3”"),
        ("3 hours", "“3”"),
        (
            "4.2 Creates an environment of 1.5 hours",
            "in the middle of words",
        ),
        ("99", "no such CKC domain: 99"),
        ("2026-01-05", "“2026-01-05”"),
        ("5-Jan", "“5-Jan”"),
    ] {
        let problems = problems(cell);
        assert!(
            problems.iter().any(|problem| problem.contains(said)),
            "{cell}: {problems:?}"
        );
    }
}

#[test]
fn the_statement_of_another_item_is_told() {
    let catalogue = Catalogue::built_in();
    let statement = |item: usize| &catalogue.items()[item].statement;
    assert_eq!(read(&format!("1.1 {}", statement(0))), "1.1");
    let problems = problems(&format!("1.1 {}", statement(9)));
    assert!(problems[0].contains("the words of 1.10"), "{problems:?}");
}

#[test]
fn a_number_of_a_workbook_may_have_lost_its_zero() {
    let problems = problems(&format!("{NUMBER}1.1"));
    assert!(problems[0].contains("1.1 or 1.10"), "{problems:?}");
    for (number, codes) in [("1.2", "1.2"), ("2.1", "2.1"), ("1.11", "")] {
        let cell = format!("{NUMBER}{number}");
        assert_eq!(
            found(&cell).codes.len(),
            usize::from(!codes.is_empty()),
            "{number}"
        );
    }
}

#[test]
fn hostile_cells_are_read_in_no_time() {
    for piece in [
        "x y; ",
        "1.1 ab cd ",
        "CKC ",
        "1-",
        "(",
        "a b 1.1x",
        "CKC 1.1 to ",
        "1.1 a, ",
    ] {
        let cell = piece.repeat((1 << 17) / piece.len());
        let _ = found(&cell);
    }
}
