//! Which corrections are in force: those of the document that they were written for, as a whole or not at
//! all, and the user's own, each of which must fit.

use super::{COMPETENCIES, CROSSWALK, LoadError};
use crate::parse::errata::{Bound, Corrected, Errata, Erratum, Own, Refused, Unbitten};
use crate::source::Document;

/// The corrections in force.
#[derive(Debug, Default)]
pub(super) struct InForce {
    /// Each names the id of one of the documents.
    pub errata: Vec<Erratum>,
    /// How many belong to another document than the crosswalk, and are not made.
    pub unused: usize,
}

/// Settles which corrections are made; the crosswalk is the last of the documents.
pub(super) fn settle(documents: &[Document], errata: Errata) -> Result<InForce, LoadError> {
    let Some(crosswalk) = documents.last() else {
        return Ok(InForce::default());
    };
    let mut in_force = InForce::default();
    if let Some(bound) = errata.bound {
        in_force = settle_bound(crosswalk, bound);
    }
    if let Some(own) = errata.own {
        let refuse = |why: Refused| LoadError::Correction(why);
        settle_own(documents, &own, &mut in_force.errata).map_err(refuse)?;
    }
    Ok(in_force)
}

fn settle_bound(crosswalk: &Document, bound: Bound) -> InForce {
    let is_itself = bound.is_text_of(crosswalk);
    let is_for = is_itself || bound.is_for(crosswalk);
    let mut errata = bound.entries;
    for entry in &mut errata {
        name(entry, crosswalk);
    }
    // A test checks that all of them fit the document itself.
    let bites = || Corrected::new(crosswalk, &errata).unbitten.is_empty();
    if is_itself || (is_for && bites()) {
        InForce { errata, unused: 0 }
    } else {
        InForce {
            unused: errata.len(),
            errata: Vec::new(),
        }
    }
}

fn name(entry: &mut Erratum, document: &Document) {
    if entry.document != document.id {
        entry.document.clone_from(&document.id);
    }
}

/// Adds the user's corrections to those in force.
fn settle_own(documents: &[Document], own: &Own, errata: &mut Vec<Erratum>) -> Result<(), Refused> {
    let built_in = errata.len();
    for entry in &own.entries {
        if errata[..built_in].iter().any(|other| other.id == entry.id) {
            return Err(own.refuse(
                entry,
                "a built-in correction of the crosswalk has the same id: give it another",
            ));
        }
        let document = document_of(documents, entry).map_err(|why| own.refuse(entry, why))?;
        let mut entry = entry.clone();
        name(&mut entry, document);
        errata.push(entry);
    }
    for document in documents {
        let corrected = Corrected::new(document, errata);
        let unbitten = corrected.unbitten.iter().min_by_key(|(index, _)| *index);
        let Some(&(index, why)) = unbitten else {
            continue;
        };
        let Some(entry) = index.checked_sub(built_in).map(|at| &own.entries[at]) else {
            return Err(Refused {
                file: own.file.clone(),
                entry: None,
                why: format!(
                    "a correction changes the ends of the lines that the built-in {} moves: leave it out",
                    errata[index].id
                ),
            });
        };
        return Err(own.refuse(entry, unbitten_because(why, document)));
    }
    Ok(())
}

/// The document that a correction names: by its id, or by its kind where there is one of this kind.
fn document_of<'d>(documents: &'d [Document], entry: &Erratum) -> Result<&'d Document, String> {
    if let Some(document) = documents.iter().find(|it| it.id == entry.document) {
        return Ok(document);
    }
    let ids = |documents: &[Document]| {
        let ids: Vec<_> = documents.iter().map(|it| format!("`{}`", it.id)).collect();
        ids.join(", ")
    };
    match (entry.document.as_str(), documents) {
        (CROSSWALK, [.., crosswalk]) => Ok(crosswalk),
        (COMPETENCIES, [page, _]) => Ok(page),
        (COMPETENCIES, [pages @ .., _]) => Err(format!(
            "`document` is `{COMPETENCIES}`, and there are several pages of competencies: must be one of {}",
            ids(pages)
        )),
        (other, _) => Err(format!(
            "no document has the id `{other}`: `document` must be one of {}, or `{CROSSWALK}` for the \
            crosswalk, `{COMPETENCIES}` for the page of competencies",
            ids(documents)
        )),
    }
}

fn unbitten_because(why: Unbitten, document: &Document) -> String {
    let name = &document.name;
    match why {
        Unbitten::Missing => {
            format!(
                "its words are not in {name}: give them as they are printed there, or leave it out"
            )
        }
        Unbitten::Twice => {
            format!("its words are in {name} more than once: give more of them, or the right lines")
        }
        Unbitten::Overlap => format!(
            "it changes or moves words of {name} that another correction changes or moves: make one \
            correction of the two"
        ),
    }
}
