//! The records that no CKC item leads to, for `gap` and `plan`: they need training too, but no
//! code can tell which training.

use super::{path, wire};
use crate::catalogue::Catalogue;
use crate::training::gap::{GapCause, Need, Target};
use crate::view::{Cell, Place, Section, Table};

/// The columns of records without a CKC item.
pub(super) const COLUMNS: [(&str, Place); 2] = [("record", Place::Body), ("cause", Place::Body)];

/// A cause in words; a competency's names the knowledge area.
pub(super) fn worded(catalogue: &Catalogue, cause: &GapCause, is_competency: bool) -> String {
    match cause {
        GapCause::NoCkc { knowledge_area } | GapCause::OtherFramework { knowledge_area }
            if is_competency =>
        {
            let row = &catalogue.knowledge_areas()[*knowledge_area];
            format!("{} {cause}", path(catalogue, row).phrase())
        }
        _ => cause.to_string(),
    }
}

/// How many records have no CKC item, and how many are required only at a higher level.
pub(super) fn sentences(target: &Target) -> Vec<String> {
    let out_of_reach = [
        count(&target.knowledge_areas, Need::is_out_of_reach),
        count(&target.competencies, Need::is_out_of_reach),
    ];
    let without = counted(out_of_reach).map(|records| {
        format!(
            "No CKC item leads to {records}: they need training too; see the reason beside each"
        )
    });
    let above_level = [
        count(&target.knowledge_areas, Need::is_above_level),
        count(&target.competencies, Need::is_above_level),
    ];
    let above =
        counted(above_level).map(|records| format!("Required only at a higher level: {records}"));
    without.into_iter().chain(above).collect()
}

/// How many there are, of how many.
fn count<R>(needs: &[Need<R>], is_counted: fn(&Need<R>) -> bool) -> (usize, usize) {
    let counted = needs.iter().filter(|need| is_counted(need));
    (counted.count(), needs.len())
}

/// `1 of 2 knowledge areas and 1 of 3 competencies`, of both kinds.
fn counted(counts: [(usize, usize); 2]) -> Option<String> {
    let kinds = ["knowledge areas", "competencies"];
    let counts = counts.into_iter().zip(kinds);
    let counts = counts
        .filter(|((count, _), _)| *count > 0)
        .map(|((count, all), kind)| format!("{count} of {all} {kind}"));
    let counts: Vec<String> = counts.collect();
    (!counts.is_empty()).then(|| counts.join(" and "))
}

/// The records without a CKC item to cover, with the causes.
pub(super) fn section<'c>(catalogue: &'c Catalogue, target: &Target) -> Option<Section<'c>> {
    let row = |record, causes: &[GapCause], is_competency| {
        let causes = causes.iter();
        let causes = causes.map(|cause| Cell::text(worded(catalogue, cause, is_competency)));
        vec![record, Cell::List(causes.collect())]
    };
    let areas = target.knowledge_areas.iter();
    let areas = areas.filter(|need| need.items.is_empty()).map(|need| {
        let record = path(catalogue, &catalogue.knowledge_areas()[need.record]);
        row(record, &need.causes, false)
    });
    let competencies = target.competencies.iter();
    let competencies = competencies
        .filter(|need| need.items.is_empty())
        .map(|need| {
            let id = catalogue.competencies()[need.record].id;
            row(Cell::text(id.to_string()), &need.causes, true)
        });
    let rows: Vec<_> = areas.chain(competencies).collect();
    (!rows.is_empty()).then(|| Section {
        title: "No CKC item to cover".to_owned(),
        table: Table::new(&COLUMNS, rows),
    })
}

/// All causes, of whole records and of parts of them, for JSON.
pub(super) fn records(catalogue: &Catalogue, target: &Target) -> Vec<wire::Reason> {
    let record = |kind: &'static str, id: String, causes: &[GapCause]| {
        let is_competency = kind == "competency";
        let words = causes
            .iter()
            .map(|cause| worded(catalogue, cause, is_competency));
        (!causes.is_empty()).then(|| wire::Reason {
            kind,
            id,
            causes: causes.iter().map(GapCause::name).collect(),
            cause: words.collect::<Vec<_>>().join("; "),
        })
    };
    let areas = target.knowledge_areas.iter().filter_map(|need| {
        let id = &catalogue.knowledge_areas()[need.record].id;
        record("knowledge-area", id.clone(), &need.causes)
    });
    let competencies = target.competencies.iter().filter_map(|need| {
        let id = catalogue.competencies()[need.record].id;
        record("competency", id.to_string(), &need.causes)
    });
    areas.chain(competencies).collect()
}
