//! The same documents in other encodings, with other marks, and as web pages.

use serde_json::Value;

use crate::documents::without_sources;
use crate::run::{competencies_page, crosswalk, folder, json, refused, write, xwalk};

/// What a page and a crosswalk saved as such bytes are read as.
fn read(page: impl AsRef<[u8]>, table: impl AsRef<[u8]>) -> Value {
    let folder = folder();
    let page = write(&folder, "page", page);
    let table = write(&folder, "table", table);
    let arguments = ["export", "--competencies", &page, "--crosswalk", &table];
    without_sources(json(&arguments))
}

/// What a page is read as.
fn read_page(page: &str) -> Value {
    read(page, crosswalk())
}

fn built_in() -> Value {
    without_sources(json(&["export"]))
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

/// Both documents hold no characters beyond these.
fn windows(text: &str) -> Vec<u8> {
    let byte = |c| match c {
        '’' => 0x92,
        '“' => 0x93,
        '”' => 0x94,
        '•' => 0x95,
        '–' => 0x96,
        '®' => 0xae,
        c => u8::try_from(c).expect("a character of Windows-1252"),
    };
    text.chars().map(byte).collect()
}

#[test]
fn every_encoding_gives_the_same_records() {
    let built_in = built_in();
    let encodings: [fn(&str) -> Vec<u8>; 6] = [
        |text| format!("\u{feff}{text}").into_bytes(),
        |text| utf16(&format!("\u{feff}{text}"), u16::to_le_bytes),
        |text| utf16(&format!("\u{feff}{text}"), u16::to_be_bytes),
        |text| utf16(text, u16::to_le_bytes),
        |text| utf16(text, u16::to_be_bytes),
        windows,
    ];
    for (index, encoding) in encodings.iter().enumerate() {
        let own = read(encoding(&competencies_page()), encoding(&crosswalk()));
        assert!(own == built_in, "encoding {index} reads otherwise");
    }
}

#[test]
fn marks_that_carry_no_meaning_change_no_record() {
    let built_in = built_in();
    let changes: [fn(&str) -> String; 4] = [
        |text| text.replace('\n', "\r\n"),
        |text| text.replace('\n', "\r"),
        |text| text.replace(' ', "\u{a0}"),
        |text| text.replace("tio", "t\u{ad}io").replace("ce", "c\u{ad}e"),
    ];
    for (index, change) in changes.iter().enumerate() {
        let own = read(change(&competencies_page()), change(&crosswalk()));
        assert!(own == built_in, "change {index} reads otherwise");
    }
}

#[test]
fn straight_quotes_link_as_curly_ones_do() {
    let straight = |text: &str| text.replace(['‘', '’'], "'").replace(['“', '”'], "\"");
    let curly = |text: &str| {
        text.replace('\'', "’")
            .replace(" \"", " “")
            .replace('"', "”")
    };
    for change in [straight as fn(&str) -> String, curly] {
        let own = read(change(&competencies_page()), change(&crosswalk()));
        let expected: Value = serde_json::from_str(&built_in().to_string()).expect("JSON");
        assert_eq!(links(&own), links(&expected));
        assert_eq!(own["ckc"].as_array().map(Vec::len), Some(45));
    }
}

/// By alignment: where its links lead, and how.
fn links(export: &Value) -> Vec<&Value> {
    let competencies = export["competencies"].as_array().expect("an array");
    let alignments = competencies
        .iter()
        .flat_map(|record| record["alignments"].as_array().expect("an array"));
    alignments.map(|alignment| &alignment["links"]).collect()
}

/// A label and what follows it, or a whole line.
fn labeled(line: &str) -> (&str, &str) {
    match line.split_once(": ") {
        Some((label, words)) if !label.contains('.') => (label, words),
        _ => ("", line),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('’', "&rsquo;")
        .replace('“', "&#8220;")
        .replace('”', "&#x201d;")
}

/// The page as a content management system would write it, with what is around it.
fn web_page(body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=utf-8><title>7A.1. Title</title>\n\
         <style>.x {{ display: none }}</style><script>var a = '<p>7A.1. x</p>';</script></head>\n\
         <body><header><nav><ul><li><a href=\"/\">Home</a><li>Crosswalk</ul></nav></header>\n\
         <main><h1>7. Programmatic Consultation</h1>\n{body}\n</main>\n<!-- <p>7A.1. c</p> -->\n\
         <footer><div>© 2024 Somebody</div><div>Contact</div></footer></body></html>\n"
    )
}

fn paragraphs() -> String {
    let page = competencies_page();
    let lines = page.lines().map(|line| {
        let (label, words) = labeled(line);
        let words = escaped(words);
        match label {
            "" => format!("</p>\n<p>{}", words.replacen(' ', "\n   ", 3)),
            label => format!("<br>\n<strong>{label}:</strong> {words}"),
        }
    });
    web_page(&lines.collect::<String>())
}

fn table() -> String {
    let page = competencies_page();
    let rows = page.lines().map(|line| {
        let (label, words) = labeled(line);
        let words = escaped(words);
        match label {
            "" => format!("<tr><td colspan=2><p>{words}</p></td></tr>\n"),
            label => format!("<tr><th>{label}</th>\n <td><span>{words}</span></td>\n</tr>\n"),
        }
    });
    web_page(&format!(
        "<table><tbody>{}</tbody></table>",
        rows.collect::<String>()
    ))
}

/// Each row a panel that is folded when the page is saved.
fn panels() -> String {
    let page = competencies_page();
    let lines = page.lines().map(|line| {
        let (label, words) = labeled(line);
        let words = escaped(words);
        match label {
            "" => format!(
                "</div><h3><button>{words}</button></h3><div style=\"display: none\">\n"
            ),
            label => format!(
                "<div><span class=\"label\">{label}: </span><div class=\"field\">{words}</div></div>\n"
            ),
        }
    });
    web_page(&format!("<div>{}</div>", lines.collect::<String>()))
}

#[test]
fn a_saved_web_page_reads_as_its_text_does() {
    let built_in = built_in();
    for (shape, page) in [("p", paragraphs()), ("table", table()), ("div", panels())] {
        let own = read_page(&page);
        assert_eq!(own["competencies"], built_in["competencies"], "{shape}");
        let utf16 = utf16(&page, u16::to_le_bytes);
        assert!(read(utf16, crosswalk()) == own, "{shape}");
    }
}

#[test]
fn a_crosswalk_saved_as_a_web_page_reads_as_its_text_does() {
    let text = crosswalk();
    let rows = text.lines().map(|line| {
        let cells = line.split('\t');
        let cells = cells.map(|cell| format!("<td>{}</td>", escaped(cell)));
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    });
    let page = web_page(&format!("<table>{}</table>", rows.collect::<String>()));
    let own = read(competencies_page(), page);
    assert_eq!(own, built_in());
}

#[test]
fn a_piece_of_a_page_is_enough() {
    let page = "<div><p>3B.1. R&amp;D &lt;now&gt;</p>\n<p><b>Essential or important?:</b>&nbsp;Essential</p>\
        <p>IECMHC Endorsement Competency: Thinking</p><p>Knowledge/Skill Area: Analyzing information</p>\
        <p>As Demonstrated by/Other Work Experience (and Interview):</p><p>Sees</p></div>";
    let own = read_page(page);
    let record = &own["competencies"][0];
    assert_eq!(record["statement"], "R&D <now>");
    assert_eq!(record["alignments"][0]["importance"], "essential");
    assert_eq!(record["alignments"][0]["demonstrated_by"][0], "Sees");
}

#[test]
fn hostile_pages_are_refused() {
    let folder = folder();
    for piece in [
        "<",
        "<p>",
        "<table><tr><td>",
        "<span hidden>",
        "&",
        "<!--",
        "<td><br>",
    ] {
        let length = if piece == "<" { 1 << 20 } else { 1 << 17 };
        let page = format!("<!doctype html>{}", piece.repeat(length / piece.len()));
        let page = write(&folder, "page.html", page);
        let message = refused(2, &["trace", "--competencies", &page]);
        assert!(message.contains("expected"), "{message}");
    }
}

#[test]
fn what_is_no_text_is_called_by_its_name() {
    let folder = folder();
    for (bytes, name) in [
        (&b"%PDF-1.7\n\x80\x81\0"[..], "a PDF"),
        (b"PK\x03\x04\x14\0\x06\0", "a Word, Excel or zip file"),
        (b"{\\rtf1\\ansi 7A.1. Initiates}", "rich text"),
        (b"7A.1. Initiates\nEssential\0", "file:2: not text"),
        (
            b"<html><body><script>draw()</script></body></html>",
            "a web page without words",
        ),
    ] {
        let file = write(&folder, "file", bytes);
        let message = refused(2, &["trace", "--competencies", &file]);
        assert!(message.contains(name), "{message}");
        assert!(
            message.contains("expected a page of competencies"),
            "{message}"
        );
    }
}

#[test]
fn a_refusal_names_what_was_looked_for_and_what_it_looks_like() {
    let folder = folder();
    let page = write(&folder, "page.txt", competencies_page());
    let table = write(&folder, "table.txt", crosswalk());
    let labels = write(
        &folder,
        "labels.txt",
        "Essential or important?: Essential\n",
    );
    let ids = write(&folder, "ids.txt", "7A.1. Initiates\n7A.2. Establishes\n");
    for (option, file, parts) in [
        (
            "--crosswalk",
            &page,
            &["CKC items", "found none", "give it as --competencies"][..],
        ),
        (
            "--competencies",
            &table,
            &["7A.1.", "found none", "give it as --crosswalk"],
        ),
        (
            "--competencies",
            &labels,
            &[
                "id, such as",
                "found none",
                "important?: …”, and found some",
            ],
        ),
        (
            "--competencies",
            &ids,
            &[
                "Initiates …”, and found some",
                "important?: …”, and found none",
            ],
        ),
    ] {
        let message = refused(2, &["trace", option, file]);
        for part in parts {
            assert!(message.contains(part), "{part}: {message}");
        }
    }
}

#[test]
fn a_cut_document_keeps_what_is_before_the_cut() {
    let (page, table) = (competencies_page(), crosswalk());
    let whole = built_in();
    let folder = folder();
    let cut = |name: &str, text: &str, end: usize| write(&folder, name, &text.as_bytes()[..end]);
    // Within a label, an id, a word, and a character of several bytes.
    let dash = table.rfind('–').expect("a dash");
    let label = page.rfind("Knowledge/Skill").expect("a label") + 5;
    let id = page.rfind("7D.2.").expect("an id") + 4;
    let quote = page.rfind('’').expect("a quote");
    for end in [label, id, quote + 1, quote + 2] {
        let file = cut("page.txt", &page, end);
        let own = without_sources(json(&["export", "--competencies", &file]));
        let own = own["competencies"].as_array().expect("an array");
        let whole = whole["competencies"].as_array().expect("an array");
        assert!(own.len() >= 18 && own[..18] == whole[..18], "cut at {end}");
    }
    let file = cut("table.txt", &table, dash + 1);
    let answer = xwalk(&["export", "--crosswalk", &file]);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
}

#[test]
#[cfg(target_os = "linux")]
fn what_has_no_end_is_refused() {
    for arguments in [
        &["trace", "--crosswalk", "/dev/zero"][..],
        &["trace", "--competencies", "/dev/zero"],
        &["trace", "--links", "/dev/zero"],
        &["gap", "--log", "/dev/zero"],
        &["plan", "--trainings", "/dev/zero"],
        &["coverage", "/dev/zero"],
    ] {
        let message = refused(2, arguments);
        assert!(message.contains("/dev/zero"), "{message}");
        assert!(message.len() < 500, "{message}");
        let is_told = message.contains("100 MB") || message.contains("not text");
        assert!(is_told, "{message}");
    }
}

#[test]
fn a_packed_file_that_is_held_has_a_limit() {
    use std::io::Write;
    let folder = folder();
    let row: Vec<u8> = "a,7.2\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let mut log: Vec<u8> = "\u{feff}learner,ckc\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    while log.len() < 1_000_000 {
        log.extend_from_slice(&row);
    }
    packed.write_all(&log).expect("memory");
    let rows = &row.repeat(100_000);
    for _ in 0..100 {
        packed.write_all(rows).expect("memory");
    }
    let file = write(&folder, "log.csv.gz", packed.finish().expect("memory"));
    let message = refused(2, &["coverage", &file]);
    assert!(message.contains("larger than 100 MB"), "{message}");
}
