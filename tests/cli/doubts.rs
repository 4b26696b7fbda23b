//! Pages of competencies that other tools have taken apart: what is doubtful says so.

use crate::run::{competencies_page, folder, json, refused, rows, text, write, xwalk};

const ROW: &str = "\
7A.1. Ties ropes.
Essential or important?: Essential
IECMHC Endorsement Competency: Administration (MHM)
Knowledge/Skill Area: Program management (MHM)
As Demonstrated by/Other Work Experience (and Interview): Ties knots
";

/// Why the page's records are in doubt.
fn doubts(page: &str) -> Vec<String> {
    let folder = folder();
    let page = write(&folder, "page.txt", page);
    let answer = xwalk(&["trace", "--competencies", &page]);
    let arguments = [
        "check",
        "--code=in-doubt",
        "--competencies",
        &page,
        "--format=json",
    ];
    let checked = xwalk(&arguments);
    let found: serde_json::Value = serde_json::from_str(&checked.stdout).expect("JSON");
    let found = found.as_array().expect("an array");
    let is_told = answer.stderr.contains("page.txt is read in part: ");
    assert_eq!(is_told, !found.is_empty(), "{}", answer.stderr);
    found.iter().map(|it| text(it, "message")).collect()
}

#[test]
fn a_page_that_is_read_whole_has_no_doubt() {
    assert_eq!(doubts(&competencies_page()), [""; 0]);
    assert_eq!(doubts(ROW), [""; 0]);
}

#[test]
fn a_footer_in_a_name_is_a_doubt() {
    let page = ROW.replace("Administration (MHM)", "Administration Page Three");
    assert!(doubts(&page)[0].starts_with("7A.1 may have been read wrongly: a name holds words"));
}

#[test]
fn what_the_other_rows_have_is_missed() {
    let next = |number: &str| ROW.replace("7A.1", number);
    let rows = ["7A.1", "7A.2", "7A.3", "7A.4", "7A.5"].map(next);
    assert_eq!(doubts(&rows.concat()), [""; 0]);
    for (printed, read, doubt) in [
        ("ropes.", "ropes and", "the statement does not end as"),
        ("Ties knots", "", "the “As demonstrated by” list is lost"),
        ("Ties knots", "| Ties knots", "words of something else"),
        (
            "Program management (MHM)",
            "Important",
            "a name holds words",
        ),
    ] {
        let mut rows = rows.clone();
        rows[2] = rows[2].replace(printed, read);
        let doubts = doubts(&rows.concat());
        let told = format!("7A.3 may have been read wrongly: {doubt}");
        assert!(doubts[0].starts_with(&told), "{doubts:?}");
    }
}

#[test]
fn a_misread_label_is_read_and_doubted() {
    let page = ROW.replace("IECMHC", "TECMHC");
    assert!(doubts(&page)[0].starts_with("7A.1 may have been read wrongly: a label is misspelled"));
    let folder = folder();
    let page = write(&folder, "page.txt", page);
    let answer = xwalk(&["export", "--competencies", &page, "--format=json"]);
    assert!(answer.stdout.contains("administration/program-management"));
}

#[test]
fn a_page_cut_after_its_area_is_no_mentors_competency() {
    let whole = format!("{ROW}{ROW}");
    let page = whole.replacen("Knowledge/Skill Area: Program management (MHM)\n", "", 1);
    assert!(
        doubts(&page)[0]
            .starts_with("7A.1 may have been read wrongly: what it is aligned to is lost")
    );
    let folder = folder();
    let page = write(&folder, "page.txt", page);
    let only = [
        "list",
        "competencies",
        "--only=mhm",
        "--competencies",
        &page,
    ];
    assert_eq!(xwalk(&only).code, Some(1));
    let export = json(&["export", "--competencies", &page]);
    let row = &export["competencies"][0]["alignments"][0];
    assert_eq!(text(row, "area"), "Administration");
    assert_eq!(row["level"], serde_json::Value::Null);
    let shown = xwalk(&["show", "7A.1", "--competencies", &page]);
    assert!(
        shown.stdout.contains("Administration ▸"),
        "{}",
        shown.stdout
    );
}

#[test]
fn tags_around_markdown_do_not_make_a_web_page_of_it() {
    let inside = ROW.replace('\n', "\n\n");
    let page = format!("<div class=\"page\">\n\n{inside}\n</div>\n");
    assert_eq!(doubts(&page), [""; 0]);
    let folder = folder();
    let page = write(&folder, "page.md", page);
    let export = json(&["export", "--competencies", &page]);
    let row = &export["competencies"][0]["alignments"][0];
    assert_eq!(text(row, "area"), "Administration");
    assert_eq!(row["demonstrated_by"], serde_json::json!(["Ties knots"]));
    assert_eq!(row["source"]["first_line"], 3);
}

#[test]
fn a_row_that_has_lost_its_id_is_not_joined_in_silence() {
    let other = ROW
        .replace("7A.1. Ties", "TA.Z. Sets")
        .replace("Program management", "Program development");
    let page = format!("{ROW}{other}");
    assert!(
        doubts(&page)
            .iter()
            .any(|it| it.starts_with("7A.1 may have been read wrongly: words of something else"))
    );
    let folder = folder();
    let page = write(&folder, "page.txt", page);
    let lost = [
        "check",
        "--code=lost-id",
        "--competencies",
        &page,
        "--format=json",
    ];
    assert!(xwalk(&lost).stdout.contains("page"));
}

#[test]
fn what_a_browser_prints_around_a_page_is_no_word_of_it() {
    let edge = "file:///home/a/page.html 1/7\n\u{c}11/24/26, 8:36 PM IECMHC Competencies\n";
    let page = competencies_page().replace("\n7A.4. ", &format!("\n{edge}7A.4. "));
    assert_eq!(doubts(&page), [""; 0]);
    let folder = folder();
    let page = write(&folder, "page.txt", page);
    let export = json(&["export", "--competencies", &page]);
    assert!(!export.to_string().contains("8:36"));
}

#[test]
fn marks_of_markdown_are_no_words() {
    let page = competencies_page()
        .replace("7A.2. Establishes", "**7A.2. Establishes")
        .replace("program's", "program\\'s");
    let folder = folder();
    let page = write(&folder, "page.md", page);
    let listed = rows(&["list", "competencies", "7A.2", "--competencies", &page]);
    let statement = text(&listed[0], "statement");
    assert!(statement.starts_with("Establishes"), "{statement}");
    assert!(statement.contains("program's"), "{statement}");
}

#[test]
fn a_list_of_items_is_no_crosswalk() {
    let list = "Core Knowledge\nChild growth\n1.1 – Knows how children grow.\n1.2 – Watches them play.\n\
        Families\n2.1 – Listens to families.\n2.2 – Writes it down.\n";
    let domains = list.replace("Core Knowledge\n", "");
    let defined = domains
        .replace("growth\n", "growth\nDescribes how children grow.\n")
        .replace("Families\n", "Families\nSupports families as partners.\n");
    let leveled = domains
        .replace(
            "1.2",
            "Level 1\n1.1 – Names milestones.\nLevel 2\n1.1 – Plans.\n1.2",
        )
        .replace("2.2", "Level 1\n2.1 – Hears them.\n2.2");
    for text in [
        list.to_owned(),
        list.replace('\n', "\n\n"),
        defined,
        leveled,
    ] {
        let folder = folder();
        let list = write(&folder, "core.txt", text);
        let message = refused(2, &["trace", "--crosswalk", &list]);
        assert!(
            message
                .contains("core.txt: expected a crosswalk, but it looks like a list of the items"),
            "{message}"
        );
        assert!(message.contains("give the table"), "{message}");
        // It is not a page of competencies either, nor called a crosswalk there.
        let message = refused(2, &["trace", "--competencies", &list]);
        assert!(message.contains("give one page"), "{message}");
    }
}

#[test]
fn a_list_of_another_kind_is_refused() {
    let list = "Core Knowledge\n1A.1. Knows how children grow.\n1A.2. Watches them play.\n1A.3. Writes it down.\n";
    let labeled = list.replace("1A.1", "Knowledge Area: Child growth\n1A.1");
    let within = list.replace("grow.\n", "grow.\nKnowledge Area: Child growth\n");
    for text in [list.to_owned(), labeled, within] {
        let folder = folder();
        let list = write(&folder, "core.txt", text);
        let message = refused(2, &["trace", "--competencies", &list]);
        assert!(
            message.contains("core.txt: expected a page of competencies"),
            "{message}"
        );
        assert!(message.contains("give one page"), "{message}");
    }
}
