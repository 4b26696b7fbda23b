//! What is odd in a log, and is read all the same or left out with a note. Places are bytes of what was
//! read, until they are moved.

use std::collections::BTreeMap;

use crate::record::CkcCode;
use crate::sheet::Unit;
use crate::text::counted;
use crate::training::codes::{Codes, Found};

/// How many rows are odd in a way, and where the first is.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    rows: usize,
    first: Option<usize>,
}

/// A way in which a row is odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Oddity {
    /// It has no code.
    WithoutCode,
    /// Its training, date and hours are empty: a plan that is not filled in.
    NotTaken,
    /// It is the sum of others.
    Total,
    /// It has no date, and dates were asked for.
    Undated,
}

/// What is odd in a log.
#[derive(Debug, Clone, Default)]
pub struct Oddities {
    seen: [Seen; 4],
    unlisted: BTreeMap<CkcCode, Seen>,
    domains: BTreeMap<u8, Seen>,
    /// The domains in which a bare `N.1` follows right after a bare `N.9`, in one cell or in rows of the
    /// same learner and training, and where first.
    ///
    /// A spreadsheet that takes 1.10 for a number writes 1.1, and it does so to every bare 1.10: where
    /// one is left, 1.1 is meant. Sorted codes have 1.10 after 1.9, and nothing else falls from one to
    /// the other so often as to be worth a false alarm.
    after_nine: BTreeMap<u8, usize>,
    /// The domains of bare codes `N.10`, as bits.
    tens: u128,
}

impl Seen {
    fn add(&mut self, rows: usize, place: usize) {
        self.rows += rows;
        self.first = Some(self.first.map_or(place, |first| first.min(place)));
    }
}

impl Oddities {
    pub(super) fn add_row(&mut self, oddity: Oddity, place: usize) {
        self.seen[oddity as usize].add(1, place);
    }

    /// What is odd in a row's codes, whatever is before it.
    pub(super) fn add_codes(&mut self, found: &Found, place: usize) {
        for code in &found.unlisted {
            self.unlisted.entry(*code).or_default().add(1, place);
        }
        for domain in &found.domains {
            self.domains.entry(*domain).or_default().add(1, place);
        }
    }

    pub(super) fn add_ten(&mut self, domain: u8) {
        self.tens |= 1 << domain;
    }

    pub(super) fn add_after_nine(&mut self, domain: u8, place: usize) {
        let first = self.after_nine.entry(domain).or_insert(place);
        *first = place.min(*first);
    }

    fn each_place(&mut self) -> impl Iterator<Item = &mut usize> {
        let seen = self.seen.iter_mut();
        let seen = seen.chain(self.unlisted.values_mut());
        let seen = seen.chain(self.domains.values_mut());
        seen.filter_map(|seen| seen.first.as_mut())
            .chain(self.after_nine.values_mut())
    }

    /// Makes other places of its places: lines of bytes.
    pub fn move_places(&mut self, moved: impl Fn(usize) -> usize) {
        self.each_place().for_each(|place| *place = moved(*place));
    }

    /// Adds what was found further on, from the place `start`.
    pub fn add(&mut self, later: &Self, start: usize) {
        let add = |seen: &mut Seen, later: &Seen| {
            if let Some(first) = later.first {
                seen.add(later.rows, first + start);
            }
        };
        self.seen
            .iter_mut()
            .zip(&later.seen)
            .for_each(|(seen, later)| add(seen, later));
        for (code, later) in &later.unlisted {
            add(self.unlisted.entry(*code).or_default(), later);
        }
        for (domain, later) in &later.domains {
            add(self.domains.entry(*domain).or_default(), later);
        }
        for (domain, place) in &later.after_nine {
            self.add_after_nine(*domain, place + start);
        }
        self.tens |= later.tens;
    }

    /// What there is to say of them; `line` is the line of a place.
    pub fn notes(&self, codes: &Codes, unit: Unit, line: impl Fn(usize) -> u32) -> Vec<String> {
        let at = |place: Option<usize>| place.map_or(String::new(), |place| unit.at(line(place)));
        let of = |oddity: Oddity, one: &str, several: &str, then: &str| {
            let Seen { rows, first } = self.seen[oddity as usize];
            (rows > 0).then(|| {
                format!(
                    "{} {then}; the first is {}",
                    counted(rows, one, several),
                    at(first)
                )
            })
        };
        let mut notes: Vec<String> = [
            of(
                Oddity::WithoutCode,
                "row has",
                "rows have",
                "no CKC code, so that nothing is covered",
            ),
            of(
                Oddity::NotTaken,
                "row has no",
                "rows have no",
                "training, date or hours filled in: not counted",
            ),
            of(Oddity::Total, "row is", "rows are", "a total and left out"),
            of(
                Oddity::Undated,
                "row has",
                "rows have",
                "no date: not counted with --since or --until",
            ),
        ]
        .into_iter()
        .flatten()
        .collect();
        notes.extend(self.domains.iter().map(|(domain, seen)| {
            let count = codes.count_in(*domain);
            format!(
                "CKC {domain} is read as the whole domain, all {count} items; first in {}",
                at(seen.first)
            )
        }));
        notes.extend(unlisted_note(
            self.unlisted
                .iter()
                .map(|(code, seen)| (*code, at(seen.first))),
        ));
        notes.extend(self.lost_zero(codes, |place| unit.at(line(place))));
        notes
    }

    fn lost_zero(&self, codes: &Codes, at: impl Fn(usize) -> String) -> Option<String> {
        let mut after_nine = self.after_nine.iter();
        let (domain, place) = after_nine.find(|(domain, _)| {
            let ten = CkcCode {
                domain: **domain,
                number: 10,
            };
            self.tens >> **domain & 1 == 0 && codes.catalogue().item(ten).is_some()
        })?;
        Some(format!(
            "{}: {domain}.1 follows {domain}.9, and {domain}.10 is nowhere in the file: a spreadsheet may have \
             made {domain}.1 of {domain}.10; write CKC {domain}.10, which stays as it is",
            at(*place)
        ))
    }
}

/// Names the codes that the crosswalk does not list though its numbering implies them.
pub(crate) fn unlisted_note(codes: impl Iterator<Item = (CkcCode, String)>) -> Option<String> {
    let codes: Vec<String> = codes
        .map(|(code, place)| format!("CKC {code} ({place})"))
        .collect();
    let implied = match codes.len() {
        0 => return None,
        1 => "its numbering implies it: it is kept, but covers nothing here",
        _ => "its numbering implies them: they are kept, but cover nothing here",
    };
    Some(format!(
        "the crosswalk lists no {}, though {implied}",
        codes.join(", ")
    ))
}
