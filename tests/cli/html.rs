//! The HTML page: that it needs nothing else, holds everything, and that no document can break out of it.
//! How it behaves is tested in a browser, in `tests/browser`.

use crate::run::{competencies_page, crosswalk, each, folder, found, json, text, write, xwalk};

/// The scripts or styles of a page: what follows the name of each tag, up to its end.
fn elements<'p>(page: &'p str, tag: &str) -> Vec<&'p str> {
    let (start, end) = (format!("<{tag}"), format!("</{tag}>"));
    let opened: Vec<&str> = page.split(start.as_str()).skip(1).collect();
    let inside = opened
        .into_iter()
        .map(|rest| rest.split(end.as_str()).next());
    inside.map(|inside| inside.expect("it ends")).collect()
}

fn data(page: &str) -> serde_json::Value {
    let scripts = elements(page, "script");
    let (_, data) = scripts[0].split_once('>').expect("a tag ends");
    serde_json::from_str(data).expect("the data is JSON")
}

#[test]
fn the_page_is_one_file_and_can_be_mailed() {
    let page = found(&["export", "--format=html"]);
    assert!(page.len() < 400_000, "{} bytes", page.len());
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">"));
    assert!(page.contains(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-"
    ));
    assert!(page.contains("base-uri 'none'; form-action 'none'"));
    for outside in [
        "src=", "<link", "<iframe", "<object", "http://", "https://", "@import", "url(",
    ] {
        assert!(!page.contains(outside), "{outside} leads out of the page");
    }
    assert_eq!(elements(&page, "script").len(), 2);
    assert_eq!(elements(&page, "style").len(), 1);
}

#[test]
fn the_page_is_the_same_each_time() {
    let page = || found(&["export", "--format=html", "--only=mhm"]);
    assert_eq!(page(), page());
}

#[test]
fn every_record_and_every_line_has_its_place() {
    let page = found(&["export", "--format=html"]);
    let export = json(&["export"]);
    for (records, key, place) in [
        ("competencies", "id", "competency"),
        ("knowledge_areas", "id", "knowledge"),
        ("ckc", "code", "ckc"),
        ("areas", "id", "area"),
    ] {
        for record in each(&export, records) {
            let id = format!("<article id=\"/{place}/{}\"", text(record, key));
            assert_eq!(page.matches(&id).count(), 1, "{id}");
        }
    }
    for line in ["/source/iecmhc/126", "/source/wv/133"] {
        assert!(page.contains(&format!("<li id=\"{line}\">")), "{line}");
    }
    assert!(!page.contains("/source/wv/134"));
}

#[test]
fn what_a_page_holds_a_part_of_is_said_on_it() {
    let arguments = [
        "export",
        "--format=html",
        "--only=mhm",
        "--match=<disaster>|disaster",
    ];
    let page = found(&arguments);
    assert!(
        page.contains("<code>--only mhm</code> <code>--match &lt;disaster&gt;|disaster</code>")
    );
    assert!(page.contains("<article id=\"/competency/7D.1\""));
    assert!(!page.contains("<article id=\"/competency/7A.2\""));
    assert!(!found(&["export", "--format=html"]).contains("only what was chosen"));
}

#[test]
fn the_rows_in_the_page_are_those_of_trace() {
    let data = data(&found(&["export", "--format=html"]));
    let texts = each(&data, "texts");
    let rows = each(&data, "rows").iter().map(|row| {
        let cells = row.as_array().expect("a row").iter();
        let cell = |cell: &serde_json::Value| {
            let index = cell.as_u64().and_then(|index| usize::try_from(index).ok());
            texts[index.expect("a number")]
                .as_str()
                .expect("a text")
                .to_owned()
        };
        cells.map(cell).collect::<Vec<_>>()
    });
    let (header, records) = crate::run::table(b',', &found(&["trace", "--format=csv", "--raw"]));
    assert_eq!(rows.collect::<Vec<_>>(), records);
    assert_eq!(data["columns"], serde_json::json!(header));
}

#[test]
fn no_word_of_a_document_breaks_out() {
    const HOSTILE: &str =
        "</script><script>alert(1)</script><img src=x onerror=alert(2)> {{main}} <!-- \u{2028}";
    let folder = folder();
    let page =
        competencies_page().replace("7A.2. Establishes", &format!("7A.2. {HOSTILE} Establishes"));
    let page = page.replace("Encourages use of data", HOSTILE);
    let table = crosswalk().replace(
        "Shows leadership skills",
        &format!("Shows {HOSTILE} skills"),
    );
    let table = table.replace("Cultural Humility", &format!("Cultural {HOSTILE}"));
    let page = write(&folder, "a page <b>.txt", page);
    let table = write(&folder, "table.txt", table);
    for command in [
        &["export"][..],
        &["trace"],
        &["show", "7A.2"],
        &["list", "knowledge"],
    ] {
        let documents = [
            "--competencies",
            &page,
            "--crosswalk",
            &table,
            "--format=html",
        ];
        let html = xwalk(&[command, &documents].concat()).stdout;
        assert!(html.contains("&lt;img src=x onerror=alert"), "{command:?}");
        assert!(
            !html.contains("<img") && !html.contains("<script>alert"),
            "{command:?}"
        );
        assert!(
            !html.contains(['\u{2028}', '\u{1b}']) && !html.contains("<b>.txt"),
            "{command:?}"
        );
        let scripts = if command == ["export"] { 2 } else { 0 };
        assert_eq!(elements(&html, "script").len(), scripts, "{command:?}");
        assert_eq!(html.matches("<main").count(), 1, "{command:?}");
    }
}

#[test]
fn any_answer_can_be_a_page() {
    for command in [
        &["trace", "7A.4"][..],
        &["list", "knowledge"],
        &["list", "links"],
        &["show", "7A.2", "CKC 7.5", "administration"],
        &["why", "7A.4", "7.5"],
        &["check"],
        &["explain"],
        &["export", "--columns=competency,ckc"],
    ] {
        let page = found(&[command, &["--format=html"]].concat());
        assert!(page.contains("script-src 'none'"), "{command:?}");
        assert!(
            page.contains("<td>") || page.contains("<dl>"),
            "{command:?}"
        );
        assert!(page.contains("It certifies nothing"), "{command:?}");
        assert!(page.ends_with("</html>\n"), "{command:?}");
    }
}

#[test]
fn the_ending_of_a_file_asks_for_a_page() {
    let folder = folder();
    let path = folder.path().join("crosswalk.htm");
    let name = path.to_str().expect("temporary paths are UTF-8");
    let answer = xwalk(&["export", "-o", name]);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    let written = std::fs::read_to_string(&path).expect("it is written");
    assert_eq!(written, found(&["export", "--format=html"]));
}
