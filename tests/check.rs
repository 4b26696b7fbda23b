//! `check`: a fixture for every code of the table, the anomalies that a careful second reader found
//! in the built-in documents, and the accounting.
//!
//! In the fixtures (`tests/check/*.txt`) an arrow means a tab.

#![cfg(feature = "documents")]

use std::collections::BTreeMap;
use std::path::Path;

use iecmhc_crosswalk::catalogue::{Catalogue, Documents};
use iecmhc_crosswalk::check::Severity;
use iecmhc_crosswalk::check::account::Account;
use iecmhc_crosswalk::check::code::Code;
use iecmhc_crosswalk::check::diagnostic::Diagnostic;
use iecmhc_crosswalk::check::diagnostics;
use iecmhc_crosswalk::parse::errata::{self, Errata, Own};
use iecmhc_crosswalk::source::Document;

fn accounts(catalogue: &Catalogue) -> Vec<Account> {
    let documents = 0..catalogue.documents().len();
    documents
        .map(|index| Account::new(catalogue, index))
        .collect()
}

fn check(catalogue: &Catalogue) -> Vec<Diagnostic> {
    diagnostics(catalogue, &accounts(catalogue))
}

/// A fixture's sections by their names, with those of the base where it has none.
fn sections(name: &str) -> BTreeMap<String, String> {
    let path = format!("{}/tests/check/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut sections = match name {
        "base" => BTreeMap::new(),
        _ => self::sections("base"),
    };
    for section in text.split("=== ").skip(1) {
        let (name, text) = section.split_once('\n').expect("a section has a text");
        let tabbed = if name.starts_with("errata") {
            text.to_owned()
        } else {
            text.replace('→', "\t")
        };
        sections.insert(name.to_owned(), tabbed);
    }
    sections
}

/// A section as a file on the disk: `competencies in windows-1252` is written with one byte per character.
fn document(folder: &Path, sections: &BTreeMap<String, String>, kind: &str) -> Document {
    let old = sections.get(&format!("{kind} in windows-1252"));
    let bytes = match old {
        Some(text) => text
            .chars()
            .map(|c| u8::try_from(c).expect("a letter of it"))
            .collect(),
        None => sections[kind].clone().into_bytes(),
    };
    let path = folder.join(kind);
    std::fs::write(&path, bytes).expect("a temporary file can be written");
    Document::read(&path).expect("a document")
}

fn fixture(name: &str) -> Catalogue {
    let sections = sections(name);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let entries = |name: &str| {
        let json = sections.get(name)?;
        Some(errata::parse(json).expect("errata"))
    };
    let bound = entries("errata of another document");
    let own = entries("errata").map(|entries| Own {
        file: "errata.json".to_owned(),
        entries,
    });
    Catalogue::new(Documents {
        competencies: vec![document(folder.path(), &sections, "competencies")],
        crosswalk: document(folder.path(), &sections, "crosswalk"),
        errata: Errata {
            own,
            ..bound.map_or_else(Errata::default, |entries| {
                Errata::bound_to("another", entries)
            })
        },
    })
    .expect("a catalogue")
}

/// The codes that a document can show.
fn shown() -> impl Iterator<Item = &'static Code> {
    let not_shown = [Code::Unaccounted];
    Code::ALL
        .iter()
        .filter(move |code| !not_shown.contains(code))
}

#[test]
fn every_code_has_a_fixture_that_shows_it() {
    for code in shown() {
        let found = check(&fixture(code.entry().name));
        let codes: Vec<String> = found
            .iter()
            .map(|diagnostic| diagnostic.code.to_string())
            .collect();
        assert!(
            codes.contains(&code.to_string()),
            "{code} is not among {codes:?}"
        );
    }
}

#[test]
fn nothing_is_odd_in_the_base_of_the_fixtures() {
    assert_eq!(check(&fixture("base")), []);
}

/// No document can show this code: it would be a fault of the program.
#[test]
fn an_account_that_does_not_add_up_is_an_error() {
    let catalogue = fixture("base");
    let mut accounts = accounts(&catalogue);
    accounts[0].characters.records -= 1;
    let found = diagnostics(&catalogue, &accounts);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].code, found[0].code.severity()),
        (Code::Unaccounted, Severity::Error)
    );
}

#[test]
fn every_fixture_is_accounted_for() {
    for code in shown() {
        for account in accounts(&fixture(code.entry().name)) {
            assert!(account.lines.add_up(), "{code}: {:?}", account.lines);
            assert!(
                account.characters.add_up(),
                "{code}: {:?}",
                account.characters
            );
        }
    }
}

#[test]
fn the_built_in_documents_have_no_error_and_are_accounted_for() {
    let catalogue = Catalogue::built_in();
    let found = check(&catalogue);
    let errors = found
        .iter()
        .filter(|diagnostic| diagnostic.code.severity() == Severity::Error);
    assert_eq!(errors.count(), 0);
    for account in accounts(&catalogue) {
        assert!(account.lines.add_up() && account.characters.add_up());
    }
    let crosswalk = &accounts(&catalogue)[1];
    assert_eq!((crosswalk.lines.whole, crosswalk.lines.blank), (133, 26));
}

/// The anomalies of the crosswalk that the second reading by eye lists, by printed line.
const SEEN_BY_EYE: &[(u32, Code)] = &[
    (4, Code::CutHeader),
    (11, Code::StatementVariant),
    (6, Code::PossibleSlip),
    (17, Code::OtherFramework),
    (19, Code::Rejoined),
    (20, Code::StatementVariant),
    (25, Code::StatementVariant),
    (25, Code::SwallowedCode),
    (25, Code::TextDamaged),
    (25, Code::TextCut),
    (25, Code::GluedName),
    (25, Code::GluedRows),
    (25, Code::LostDefinition),
    (25, Code::IncompleteList),
    (26, Code::HalvesOutOfOrder),
    (26, Code::LostName),
    (26, Code::TextCut),
    (28, Code::LostName),
    (29, Code::UnlistedCode),
    (30, Code::StatementVariant),
    (32, Code::StatementVariant),
    (33, Code::StatementVariant),
    (34, Code::StatementVariant),
    (34, Code::SharedDefinition),
    (41, Code::StatementVariant),
    (59, Code::TextCut),
    (69, Code::Rejoined),
    (70, Code::IncompleteList),
    (70, Code::TextCut),
    (72, Code::Cropped),
    (73, Code::NoCkcItem),
    (74, Code::Cropped),
    (73, Code::Continued),
    (74, Code::NoCkcItem),
    (74, Code::StuckComment),
    (75, Code::Continued),
    (75, Code::Cropped),
    (76, Code::Cropped),
    (76, Code::StatementVariant),
    (77, Code::ScannedTwice),
    (79, Code::Rejoined),
    (81, Code::StatementVariant),
    (83, Code::Continued),
    (84, Code::LostName),
    (85, Code::StatementVariant),
    (88, Code::CapitalsDiffer),
    (88, Code::Rejoined),
    (90, Code::ExchangedDefinitions),
    (90, Code::WordOfOtherLevel),
    (93, Code::Continued),
    (93, Code::GluedRows),
    (93, Code::StatementVariant),
    (97, Code::Continued),
    (97, Code::StatementVariant),
    (98, Code::StatementVariant),
    (99, Code::NoteInColumn),
    (102, Code::Rejoined),
    (102, Code::StrayMark),
    (107, Code::Rejoined),
    (108, Code::LostName),
    (108, Code::StatementOfOther),
    (108, Code::CapitalsDiffer),
    (108, Code::TextCut),
    (108, Code::IncompleteList),
    (111, Code::Continued),
    (118, Code::Continued),
    (121, Code::StatementVariant),
    (122, Code::LostHeading),
    (122, Code::StatementVariant),
    (122, Code::TextCut),
    (125, Code::Continued),
    (128, Code::NoteInColumn),
    (132, Code::Continued),
    (133, Code::Rejoined),
];

#[test]
fn what_a_careful_reader_finds_odd_is_found() {
    let catalogue = Catalogue::built_in();
    let found = check(&catalogue);
    let crosswalk = catalogue.documents().last().expect("the crosswalk");
    for (line, code) in SEEN_BY_EYE {
        let is_seen = |diagnostic: &&Diagnostic| {
            diagnostic.code == *code
                && catalogue.document(diagnostic.span).id == crosswalk.id
                && crosswalk.line(diagnostic.span.start) == *line
        };
        assert!(
            found.iter().any(|diagnostic| is_seen(&diagnostic)),
            "{code} at line {line}"
        );
    }
}

#[test]
fn nothing_else_is_found_odd_in_the_crosswalk() {
    let catalogue = Catalogue::built_in();
    let crosswalk = catalogue.documents().last().expect("the crosswalk");
    for diagnostic in check(&catalogue) {
        let line = crosswalk.line(diagnostic.span.start);
        let of_crosswalk = catalogue.document(diagnostic.span).id == crosswalk.id;
        if of_crosswalk {
            assert!(
                SEEN_BY_EYE.contains(&(line, diagnostic.code)),
                "{} at line {line}: {}",
                diagnostic.code,
                diagnostic.message
            );
        }
    }
}

#[test]
fn without_corrections_a_swallowed_code_is_still_suspected() {
    let catalogue = Catalogue::new(Documents::built_in(Errata::default())).expect("a catalogue");
    let found = check(&catalogue);
    let swallowed = found
        .iter()
        .filter(|diagnostic| diagnostic.code == Code::SwallowedCode);
    let messages: Vec<&str> = swallowed
        .map(|diagnostic| diagnostic.message.as_str())
        .collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(messages[0].contains("7.2") && messages[0].contains("7.3"));
    assert!(messages[1].contains("7.4") && messages[1].contains("7.5"));
    for account in accounts(&catalogue) {
        assert!(account.lines.add_up() && account.characters.add_up());
        assert_eq!(account.characters.discarded, 0);
    }
}

/// The same of the page of competencies.
const SEEN_ON_THE_PAGE: &[(u32, Code, &str)] = &[
    (
        22,
        Code::CompositeLink,
        "program-development and administration/program-management",
    ),
    (38, Code::DoubledWord, "“and”"),
    (
        38,
        Code::PossibleSlip,
        "“servcies” is printed nowhere else, and is one letter away from “services”",
    ),
    (42, Code::CompositeLink, "7A.8"),
    (52, Code::LevelDiffers, "7A.9"),
    (
        52,
        Code::NameInTwoAreas,
        "leading-people/advocacy; the mark MHM fits the same name in Leading People",
    ),
    (
        58,
        Code::PossibleSlip,
        "“corrdinated” is printed nowhere else, and is one letter away from “coordinated”",
    ),
    (
        101,
        Code::PossibleSlip,
        "“utually” is printed nowhere else, and is one letter away from “mutually”",
    ),
    (104, Code::LevelDiffers, "7C.2"),
    (115, Code::LevelDiffers, "7D.1"),
];

#[test]
fn what_is_odd_on_the_page_of_competencies_is_found_and_nothing_else() {
    let catalogue = Catalogue::built_in();
    let page = &catalogue.documents()[0];
    let found: Vec<(u32, Code, String)> = check(&catalogue)
        .into_iter()
        .filter(|diagnostic| catalogue.document(diagnostic.span).id == page.id)
        .map(|odd| (page.line(odd.span.start), odd.code, odd.message))
        .collect();
    let mut expected = SEEN_ON_THE_PAGE.to_vec();
    for (line, code, message) in &found {
        let place = expected
            .iter()
            .position(|(at, of, words)| at == line && of == code && message.contains(words));
        let place = place.unwrap_or_else(|| panic!("{code} at line {line}: {message}"));
        expected.remove(place);
    }
    assert_eq!(expected, []);
}

#[test]
fn a_damaged_statement_is_not_said_to_have_nothing_in_common_where_it_has() {
    let found = check(&Catalogue::built_in());
    let damaged = found.iter().filter(|odd| odd.code == Code::TextDamaged);
    let messages: Vec<&str> = damaged.map(|odd| odd.message.as_str()).collect();
    assert_eq!(messages.len(), 3, "{messages:?}");
    for (message, code) in messages.iter().zip(["7.3", "7.5", "2.3"]) {
        let start = format!("the statement of {code} is damaged: ");
        assert!(message.starts_with(&start), "{message}");
    }
}

#[test]
fn a_correction_that_is_made_is_told_once_with_its_reason_and_none_is_asked_for() {
    let catalogue = Catalogue::built_in();
    let found = check(&catalogue);
    for erratum in catalogue.errata() {
        let done = |odd: &&Diagnostic| odd.done().starts_with(&format!("{} (", erratum.id));
        let told: Vec<&Diagnostic> = found.iter().filter(done).collect();
        assert_eq!(told.len(), 1, "{}", erratum.id);
        assert!(told[0].done().ends_with(&erratum.reason), "{}", erratum.id);
        assert!(
            !told[0].help().contains("add a correction"),
            "{}",
            erratum.id
        );
    }
}

#[test]
fn further_codes_may_be_lost_only_where_none_follow() {
    let found = check(&Catalogue::built_in());
    for odd in &found {
        let says = |words: &str| odd.message.contains(words) || odd.help().contains(words);
        assert_eq!(
            says("further codes"),
            odd.code == Code::IncompleteList,
            "{}",
            odd.message
        );
    }
}

#[test]
fn codes_that_the_numbering_implies_are_named() {
    let found = check(&Catalogue::built_in());
    let unlisted = found.iter().filter(|odd| odd.code == Code::UnlistedCode);
    let messages: Vec<&str> = unlisted.map(|odd| odd.message.as_str()).collect();
    assert_eq!(
        messages,
        ["no row lists 4.4 and 4.5, which are implied by 4.6"]
    );
}
