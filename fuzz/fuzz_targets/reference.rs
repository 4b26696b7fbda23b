//! Any words typed as a REF: they refer to records that are there, or the message says so in words.

#![no_main]

use std::sync::OnceLock;

use iecmhc_crosswalk::catalogue::Catalogue;
use iecmhc_crosswalk::query::reference::{self, Kinds, Reference};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|typed: &str| {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    let catalogue = CATALOGUE.get_or_init(Catalogue::built_in);
    for kinds in [Kinds::Any, Kinds::Areas, Kinds::KnowledgeAreas] {
        let found = reference::resolve(catalogue, typed, kinds);
        match found {
            Ok(references) => {
                assert!(!references.is_empty());
                references
                    .into_iter()
                    .for_each(|found| assert_there(catalogue, found, kinds));
            }
            Err(not_found) => {
                // Of a list, `7A.4,9Z.9`, the part that refers to nothing is named.
                let name = &not_found.name;
                assert!(*name == typed || typed.split([',', ';']).any(|part| part.trim() == name));
                assert!(not_found.to_string().contains(name));
            }
        }
    }
});

fn assert_there(catalogue: &Catalogue, found: Reference, kinds: Kinds) {
    let there = match found {
        Reference::Competency(index) => index.place() < catalogue.competencies().len(),
        Reference::Area(index) => index.place() < catalogue.areas().len(),
        Reference::KnowledgeArea(index) => index.place() < catalogue.knowledge_areas().len(),
        Reference::Item(index) => index.place() < catalogue.items().len(),
        Reference::Section(section) => {
            let mut all = catalogue.competencies().iter();
            all.any(|record| section.contains(record.id))
        }
    };
    let of_kind = match kinds {
        Kinds::Any => true,
        Kinds::Areas => matches!(found, Reference::Area(_)),
        Kinds::KnowledgeAreas => matches!(found, Reference::KnowledgeArea(_)),
    };
    assert!(there && of_kind, "{found:?}");
}
