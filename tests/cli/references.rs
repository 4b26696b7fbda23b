//! What a name may be, and what happens when nothing has it.

use crate::run::{column, data, found, json, refused, text};

#[test]
fn a_card_says_all_about_a_competency() {
    let card = found(&["show", "7A.2"]);
    for words in [
        "7A.2  Establishes a relationship with the program leadership",
        "Essential",
        "Administration ▸ Program management (MHM)",
        "Promotes relationship-focused service",
        "7.2  Develops, implements, and revises management policies and procedures",
        "iecmhc:9-13",
        "wv:122",
    ] {
        assert!(card.contains(words), "{words}\n{card}");
    }
}

#[test]
fn a_ckc_item_answers_from_the_other_side() {
    let card = found(&["show", "CKC 7.5"]);
    for words in [
        "CKC 7.5  Implements policies and procedures",
        "Program management (MHM)",
        "7A.2   Establishes a relationship",
    ] {
        assert!(card.contains(words), "{words}\n{card}");
    }
}

#[test]
fn a_knowledge_area_answers_in_both_directions() {
    let card = found(&["show", "program management"]);
    for words in [
        "[Administration] ▸ Program management (MHM)",
        "7.6  Establishes and integrates program philosophy",
        "7A.4  Becomes familiar with",
        "7B.2  Shares information",
    ] {
        assert!(card.contains(words), "{words}\n{card}");
    }
}

#[test]
fn a_code_is_read_however_it_is_written() {
    let card = found(&["show", "7.2"]);
    for code in ["CKC 7.2", "ckc:7.2", "CKC7.2", "ckc 7.2", " 7.2 "] {
        assert_eq!(found(&["show", code]), card, "{code}");
    }
    assert_ne!(found(&["show", "1.1"]), found(&["show", "1.10"]));
}

#[test]
fn an_id_is_read_in_any_case() {
    assert_eq!(found(&["show", "7a.2"]), found(&["show", "7A.2"]));
    assert_eq!(found(&["show", "7a"]), found(&["show", "7A"]));
}

#[test]
fn an_id_is_read_as_people_type_it() {
    let card = found(&["show", "7A.4"]);
    for typed in ["7a4", "7A-4", "7A 4", "7a.4", "7A\u{2013}4"] {
        assert_eq!(found(&["show", typed]), card, "{typed}");
    }
    assert_eq!(found(&["show", "CKC-7.2"]), found(&["show", "7.2"]));
}

#[test]
fn a_list_and_a_range_of_keys_are_each_of_them() {
    for (short, long) in [
        ("7A.4,7A.5", &["7A.4", "7A.5"][..]),
        ("7A.4; listening, 7.5", &["7A.4", "listening", "7.5"]),
        ("7A.2-7A.4", &["7A.2", "7A.3", "7A.4"]),
        ("7A.2-4", &["7A.2", "7A.3", "7A.4"]),
        ("7A.10\u{2013}7B.2", &["7A.10", "7A.11", "7B.1", "7B.2"]),
        ("CKC 4.2-4.6", &["4.2", "4.3", "4.6"]),
        ("7C-7D", &["7C.1", "7C.2", "7C.3", "7D.1", "7D.2", "7D.3"]),
    ] {
        let long = [&["show"], long].concat();
        assert_eq!(found(&["show", short]), found(&long), "{short}");
    }
    // Where names have commas, they are names.
    let law = "Law, Regulation & Agency Policy";
    assert!(found(&["show", law]).starts_with(law));
}

#[test]
fn of_a_list_the_name_that_nothing_has_is_named() {
    for (typed, unknown) in [("7A.4,7A.99", "“7A.99”"), ("listening, zebra", "“zebra”")] {
        let message = refused(1, &["trace", typed]);
        assert!(message.contains(unknown), "{message}");
    }
    // One name with commas and a typo in it is not a list, though its first word begins a name.
    let message = refused(1, &["show", "Law, Regulation & Agency Pvlicy"]);
    let whole =
        "“Law, Regulation & Agency Pvlicy”; the nearest:\n  Law, Regulation & Agency Policy";
    assert!(message.contains(whole), "{message}");
    for list in ["Law, Grief", "Program management, Porgram development"] {
        let message = refused(1, &["show", list]);
        let last = list.rsplit(", ").next().expect("a name");
        assert!(message.contains(&format!("“{last}”")), "{message}");
    }
    for backwards in ["7A.4-7A.1", "4.3-4.1", "7C-7A"] {
        refused(1, &["show", backwards]);
    }
    assert!(refused(1, &["show", "9A.1-9A.3"]).contains("7A.1"));
}

#[test]
fn a_ckc_before_a_code_may_be_a_word_of_its_own() {
    for arguments in [&["show", "CKC", "7.5"][..], &["show", "ckc:", "7.5"]] {
        assert_eq!(found(arguments), found(&["show", "7.5"]));
    }
    assert_eq!(
        found(&["trace", "7A.4", "CKC", "7.5"]),
        found(&["trace", "7A.4", "7.5"])
    );
}

#[test]
fn a_key_without_a_command_is_shown() {
    for typed in ["7A.4", "7a4", "7.5", "7A", "7", "7A.4,7A.5", "7A.1-7A.4"] {
        assert_eq!(found(&[typed]), found(&["show", typed]), "{typed}");
    }
    assert_eq!(found(&["CKC", "7.5"]), found(&["show", "7.5"]));
    let with_options = found(&["--width=60", "7A.4", "--format=md"]);
    assert_eq!(
        with_options,
        found(&["show", "7A.4", "--width=60", "--format=md"])
    );
    assert!(refused(1, &["7A.44"]).contains("7A.11"));
}

#[test]
fn several_records_add_up_in_every_command() {
    for command in ["trace", "list ckc", "list knowledge", "list competencies"] {
        let rows_of = |names: &[&str]| {
            let command: Vec<&str> = command.split(' ').collect();
            crate::run::rows(&[&command[..], names].concat())
        };
        let both = rows_of(&["7A.2", "7.5"]);
        for name in ["7A.2", "7.5"] {
            for row in rows_of(&[name]) {
                assert!(both.contains(&row), "{command} {name}: {row}");
            }
        }
        let either = [rows_of(&["7A.2"]), rows_of(&["7.5"])].concat();
        assert!(both.iter().all(|row| either.contains(row)), "{command}");
    }
    let cards = found(&["show", "7A.2", "7.5"]);
    assert!(cards.starts_with("7A.2") && cards.contains("\nCKC 7.5"));
    for command in ["show", "list", "trace", "matrix", "gap", "plan"] {
        let help = found(&[command, "--help"]);
        assert!(help.contains("Several REFs add up"), "{command}");
    }
    let help = found(&["why", "--help"]);
    let words: Vec<&str> = help.split_whitespace().collect();
    assert!(
        words
            .join(" ")
            .contains("Other commands add several REFs up")
    );
}

#[test]
fn a_level_goes_by_its_mark_and_by_its_title() {
    let mentors = found(&["list", "competencies", "--only=mhm"]);
    for typed in ["MHM", "IMHM", "mentor", "Mental Health Mentor", "ecmhm"] {
        let filter = format!("--only={typed}");
        assert_eq!(
            found(&["list", "competencies", &filter]),
            mentors,
            "{typed}"
        );
    }
    let message = refused(2, &["list", "competencies", "--level=specialist"]);
    assert!(message.contains("fs, mhs, mhm"), "{message}");
}

#[test]
fn an_s_that_ends_a_beginning_counts() {
    assert_eq!(found(&["show", "cons"]), found(&["show", "consulting"]));
    assert!(refused(1, &["show", "con"]).contains("Contemplation"));
}

#[test]
fn a_file_in_the_place_of_a_record_is_told_its_option() {
    let trainings = data("examples/trainings.csv").into_os_string();
    let trainings = trainings.into_string().expect("UTF-8");
    let plan = ["plan", "log.csv", "--trainings", &trainings];
    for asked in [&["gap", "log.csv"][..], &plan] {
        let message = refused(2, asked);
        assert!(message.contains("--log log.csv"), "{message}");
    }
    let message = refused(2, &["coverage", "--log", "registry.csv"]);
    assert!(message.contains("xwalk coverage registry.csv"), "{message}");
    let message = refused(2, &["plan", "--for=mhm"]);
    assert!(
        message.contains("xwalk plan --template trainings"),
        "{message}"
    );
}

#[test]
fn a_section_and_a_category_hold_their_competencies() {
    assert_eq!(
        column("competency", &["trace", "7C", "--columns=competency"]),
        column(
            "competency",
            &["trace", "--section=7C", "--columns=competency"]
        )
    );
    let shown = json(&["show", "7", "--format=json"]);
    assert_eq!(shown.as_array().map(Vec::len), Some(20));
    let shown = json(&["show", "7B", "--format=json"]);
    let ids = shown.as_array().expect("records").iter();
    assert_eq!(
        ids.map(|record| text(record, "id")).collect::<Vec<_>>(),
        ["7B.1", "7B.2", "7B.3"]
    );
}

#[test]
fn a_knowledge_area_goes_by_name_unique_beginning_path_or_id() {
    let card = found(&["show", "Program Management"]);
    for name in [
        "program man",
        "administration/program-management",
        "Administration/Program management",
        "Administration ▸ Program management",
        "PROGRAM MANAGEMENT",
    ] {
        assert_eq!(found(&["show", name]), card, "{name}");
    }
}

#[test]
fn an_area_goes_by_a_beginning_that_no_other_name_has() {
    assert_eq!(
        found(&["show", "administ"]),
        found(&["show", "Administration"])
    );
    assert_eq!(
        found(&["list", "areas", "--area=administ"]),
        found(&["list", "areas", "--area=Administration"])
    );
}

#[test]
fn a_name_in_two_areas_is_both() {
    let shown = json(&["show", "advocacy", "--format=json"]);
    let ids = shown.as_array().expect("records").iter();
    assert_eq!(
        ids.map(|record| text(record, "id")).collect::<Vec<_>>(),
        ["direct-service-skills/advocacy", "leading-people/advocacy"]
    );
}

#[test]
fn a_beginning_of_several_names_is_refused_with_all_of_them() {
    let message = refused(1, &["show", "program"]);
    for name in ["management", "development", "evaluation", "funding"] {
        assert!(message.contains(&format!("Program {name}")), "{message}");
    }
}

#[test]
fn an_unknown_key_offers_the_nearest() {
    for (typed, nearest) in [
        ("7A.12", "7A.11  Facilitates"),
        ("7B.9", "7B.1  Coordinates"),
        ("8A.2", "7A.2  Establishes"),
        ("7.9", "CKC 7.6"),
        ("CKC 1.11", "CKC 1.10"),
        ("7E", "7D"),
        ("program managment", "Program management"),
        ("colaborating", "Collaborating"),
    ] {
        for command in ["show", "trace"] {
            let message = refused(1, &[command, typed]);
            assert!(message.contains(typed), "{message}");
            assert!(message.contains(nearest), "{message}");
        }
    }
}

#[test]
fn a_mistyped_key_offers_the_nearest() {
    for (typed, nearest) in [
        ("7AA2", "7A.2"),
        ("7A.2.", "7A.2  "),
        ("CKC_7.2", "CKC 7.2"),
    ] {
        let message = refused(1, &["show", typed]);
        assert!(message.contains(nearest), "{message}");
    }
}

#[test]
fn an_unknown_name_in_a_filter_offers_the_nearest() {
    for (filter, nearest) in [
        ("--area=administraton", "Administration"),
        ("--knowledge=program managment", "Program management"),
        ("--ckc=7.9", "CKC 7.6"),
        ("--section=9", "7A"),
    ] {
        for command in [&["trace", filter][..], &["list", "ckc", filter]] {
            let message = refused(1, command);
            assert!(message.contains(nearest), "{message}");
        }
    }
}

#[test]
fn a_ckc_domain_that_does_not_exist_is_unknown_not_unmatched() {
    let message = refused(1, &["show", "CKC 99"]);
    assert!(
        message.contains("CKC 7"),
        "the nearest is offered: {message}"
    );
    let message = refused(1, &["list", "ckc", "--ckc=99", "--format=table"]);
    assert!(
        message.contains("99"),
        "the unknown domain is named: {message}"
    );
}

#[test]
fn nothing_is_not_nearly_something() {
    for nothing in ["", " ", "-"] {
        let message = refused(1, &["show", "--", nothing]);
        assert!(!message.contains("Foundations"), "{message}");
    }
}

#[test]
fn one_unknown_reference_refuses_the_whole_question() {
    refused(1, &["show", "7A.2", "7A.99"]);
    refused(1, &["trace", "7A.2", "nowhere", "--format=csv"]);
}

#[test]
fn a_unique_competency_is_an_answer_in_every_format() {
    for format in ["table", "csv", "tsv", "json", "jsonl", "md"] {
        let answer = found(&["show", "7A.1", "--format", format]);
        assert!(answer.contains("7A.1"), "{format}: {answer}");
    }
}

#[test]
fn arguments_that_cannot_be_read_are_usage_errors() {
    for (arguments, named) in [
        (&["trace", "--level=xyz"][..], "xyz"),
        (&["trace", "--only=8"], "--only"),
        (&["trace", "--importance=vital"], "vital"),
        (&["trace", "--certainty=lost"], "lost"),
        (&["trace", "--ckc=seven"], "seven"),
        (&["trace", "--ckc=4.3-4.1"], "4.3-4.1"),
        (&["trace", "--section=x"], "--section"),
        (&["trace", "--match=("], "("),
        (&["trace", "--format=xml"], "xml"),
        (&["trace", "--width=5"], "--width"),
        (&["trace", "--color=blue"], "blue"),
        (&["trace", "--unique", "--no-unique"], "--no-unique"),
        (&["list", "things"], "things"),
        (&["list"], "<WHAT>"),
        (&["show"], "<REF>"),
        (&["nosuch"], "nosuch"),
        (&["lst"], "'list'"),
        (&["7Ax"], "7Ax"),
    ] {
        let message = refused(2, arguments);
        assert!(message.contains(named), "{arguments:?}: {message}");
    }
}

#[test]
fn help_and_version_are_answers() {
    assert!(found(&["--version"]).starts_with("xwalk "));
    for command in ["show", "list", "trace", "export"] {
        assert!(found(&[command, "--help"]).contains("Examples:"));
    }
}
