//! The records that no CKC item leads to, for `gap` and `plan`: they need training too, but no
//! code can tell which training.

use super::{path, wire};
use crate::catalogue::Catalogue;
use crate::training::gap::{Cause, Need, Target};
use crate::view::{Cell, Place, Section, Table};

/// The columns of records without a CKC item.
pub(super) const COLUMNS: [(&str, Place); 2] = [("record", Place::Body), ("cause", Place::Body)];

/// A cause in words; a competency's names the knowledge area.
pub(super) fn worded(catalogue: &Catalogue, cause: &Cause, is_competency: bool) -> String {
    match cause {
        Cause::NoCkc { knowledge_area } | Cause::OtherFramework { knowledge_area }
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
    let without = counted(target, Need::is_out_of_reach).map(|records| {
        format!(
            "No CKC item leads to {records}: they need training too; see the reason beside each"
        )
    });
    let above = counted(target, Need::is_above_level)
        .map(|records| format!("Required only at a higher level: {records}"));
    without.into_iter().chain(above).collect()
}

/// `1 of 2 knowledge areas and 1 of 3 competencies`.
fn counted(target: &Target, is_counted: impl Fn(&Need) -> bool) -> Option<String> {
    let kinds = [
        (&target.knowledge_areas, "knowledge areas"),
        (&target.competencies, "competencies"),
    ];
    let counts = kinds.into_iter().filter_map(|(needs, kind)| {
        let count = needs.iter().filter(|need| is_counted(need)).count();
        (count > 0).then(|| format!("{count} of {} {kind}", needs.len()))
    });
    let counts: Vec<String> = counts.collect();
    (!counts.is_empty()).then(|| counts.join(" and "))
}

/// The records without a CKC item to cover, with the causes.
pub(super) fn section<'c>(catalogue: &'c Catalogue, target: &Target) -> Option<Section<'c>> {
    let areas = target.knowledge_areas.iter().map(|need| (need, false));
    let competencies = target.competencies.iter().map(|need| (need, true));
    let without = areas
        .chain(competencies)
        .filter(|(need, _)| need.items.is_empty());
    let row = |(need, is_competency): (&Need, bool)| {
        let causes = need.causes.iter();
        let causes = causes.map(|cause| Cell::text(worded(catalogue, cause, is_competency)));
        let record = if is_competency {
            Cell::text(catalogue.competencies()[need.record].id.to_string())
        } else {
            path(catalogue, &catalogue.knowledge_areas()[need.record])
        };
        vec![record, Cell::List(causes.collect())]
    };
    let rows: Vec<_> = without.map(row).collect();
    (!rows.is_empty()).then(|| Section {
        title: "No CKC item to cover".to_owned(),
        table: Table::new(&COLUMNS, rows),
    })
}

/// All causes, of whole records and of parts of them, for JSON.
pub(super) fn records(catalogue: &Catalogue, target: &Target) -> Vec<wire::Reason> {
    let record = |need: &Need, kind: &'static str, id: String| {
        let is_competency = kind == "competency";
        let causes = need.causes.iter();
        let words = causes.map(|cause| worded(catalogue, cause, is_competency));
        wire::Reason {
            kind,
            id,
            causes: need.causes.iter().map(Cause::name).collect(),
            cause: words.collect::<Vec<_>>().join("; "),
        }
    };
    let has_cause = |need: &&Need| !need.causes.is_empty();
    let areas = target.knowledge_areas.iter().filter(has_cause);
    let areas = areas.map(|need| {
        let id = &catalogue.knowledge_areas()[need.record].id;
        record(need, "knowledge-area", id.clone())
    });
    let competencies = target.competencies.iter().filter(has_cause);
    let competencies = competencies.map(|need| {
        let id = catalogue.competencies()[need.record].id;
        record(need, "competency", id.to_string())
    });
    areas.chain(competencies).collect()
}
