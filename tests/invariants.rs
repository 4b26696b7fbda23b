//! The invariants of the crate documentation, on the built-in documents.

#![cfg(feature = "documents")]

mod common;

use common::{assert_corrections_accounted, assert_tiled};
use iecmhc_crosswalk::catalogue::{
    Catalogue, Documents, built_in_competencies, built_in_crosswalk,
};
use iecmhc_crosswalk::parse::errata::{BUILT_IN, Corrected, Errata, Erratum, Kind, parse};
use iecmhc_crosswalk::parse::{competencies, crosswalk};
use iecmhc_crosswalk::record::Certainty;

fn entries() -> Vec<Erratum> {
    parse(BUILT_IN).expect("the built-in errata are valid")
}

#[test]
fn the_parts_of_both_documents_tile_their_texts() {
    let (page, table) = (built_in_competencies(), built_in_crosswalk());
    assert_tiled(page.text(), &competencies::parse(page.text()).parts);
    assert_tiled(table.text(), &crosswalk::parse(table.text()).parsed.parts);
    let errata = entries();
    let corrected = Corrected::new(&table, &errata);
    assert_tiled(
        corrected.text(),
        &crosswalk::parse(corrected.text()).parsed.parts,
    );
}

#[test]
fn the_corrected_text_accounts_for_every_printed_character() {
    let (table, errata) = (built_in_crosswalk(), entries());
    let corrected = Corrected::new(&table, &errata);
    assert_corrections_accounted(&table, &corrected);
}

/// When the program starts, that is not checked again.
#[test]
fn all_corrections_are_made_on_the_built_in_crosswalk() {
    let catalogue = Catalogue::built_in();
    assert_eq!(catalogue.errata(), entries());
    assert!(catalogue.oddities().iter().all(|odd| odd.unused == 0));
    let applied = &catalogue.oddities()[1].applied;
    for index in 0..catalogue.errata().len() {
        assert!(applied.iter().any(|(_, applied)| *applied == index));
    }
}

#[test]
fn each_correction_bites_exactly_once_and_gives_its_reason() {
    let (table, errata) = (built_in_crosswalk(), entries());
    assert_eq!(Corrected::new(&table, &errata).unbitten, []);
    for (index, erratum) in errata.iter().enumerate() {
        assert_eq!(erratum.id, format!("E{:02}", index + 1));
        assert_eq!(
            table.text().matches(&erratum.printed).count(),
            1,
            "{}",
            erratum.id
        );
        assert!(erratum.reason.len() > 40, "{}", erratum.id);
        let line = |number| table.line_range(number).expect("a line of the document");
        let lines = &table.text()[line(erratum.first_line).start..line(erratum.last_line).end];
        assert!(
            lines.contains(&erratum.printed),
            "{} names other lines",
            erratum.id
        );
    }
    assert!(errata.len() <= 13, "a rule where a rule can");
}

/// Corrections that change which rows there are, one by one left out.
#[test]
fn no_correction_is_idle() {
    let all = entries();
    let rows = |errata: Vec<Erratum>| {
        let errata = Errata::bound_to(built_in_crosswalk().text().to_owned(), errata);
        let catalogue = Catalogue::new(Documents::built_in(errata)).expect("a catalogue");
        format!("{:?} {:?}", catalogue.areas(), catalogue.knowledge_areas())
    };
    let whole = rows(all.clone());
    for left_out in &all {
        let others = all.iter().filter(|erratum| erratum.id != left_out.id);
        assert_ne!(rows(others.cloned().collect()), whole, "{}", left_out.id);
    }
}

#[test]
fn without_corrections_all_that_is_legible_is_read() {
    let catalogue = Catalogue::new(Documents::built_in(Errata::default())).expect("a catalogue");
    let rows = catalogue.knowledge_areas();
    assert_eq!(rows.iter().map(|row| row.items.len()).sum::<usize>(), 424);
    assert_eq!(catalogue.items().len(), 45);
    let printed = |certainty: Certainty| certainty == Certainty::Printed;
    assert!(
        rows.iter()
            .flat_map(|row| &row.items)
            .all(|item| printed(item.certainty))
    );
    assert!(
        rows.iter()
            .flat_map(|row| &row.name)
            .all(|name| printed(name.certainty))
    );
    assert!(
        rows.iter().any(|row| row.name.is_none()),
        "a lost name is lost"
    );
}

#[test]
fn what_a_correction_put_back_is_restored_and_nothing_else() {
    let catalogue = Catalogue::built_in();
    let rows = catalogue.knowledge_areas().iter();
    let restored = rows.filter(|row| {
        let name = row.name.as_ref().map(|name| name.certainty);
        name == Some(Certainty::Restored)
    });
    let kinds = [Kind::LostName, Kind::Cropped];
    for row in restored {
        let used = catalogue
            .errata()
            .iter()
            .filter(|erratum| row.errata.contains(&erratum.id));
        assert!(
            used.into_iter()
                .any(|erratum| kinds.contains(&erratum.kind)),
            "{}",
            row.id
        );
    }
    let document = catalogue.documents().last().expect("the crosswalk");
    for row in catalogue.knowledge_areas() {
        for field in [&row.name, &row.definition].into_iter().flatten() {
            let pieces = field.spans.iter().map(|span| document.words(*span));
            let printed: Vec<_> = pieces.flat_map(str::split_whitespace).collect();
            let is_printed = field.words == printed.join(" ");
            assert_eq!(
                is_printed,
                field.certainty == Certainty::Printed,
                "{}",
                row.id
            );
        }
    }
}

#[test]
fn codes_rise_within_every_row() {
    for row in Catalogue::built_in().knowledge_areas() {
        assert!(
            row.items.windows(2).all(|pair| pair[0].code < pair[1].code),
            "{}",
            row.id
        );
    }
}

#[test]
fn every_answer_is_the_same_each_time() {
    let once = format!("{:?}", Catalogue::built_in());
    assert_eq!(once, format!("{:?}", Catalogue::built_in()));
}
