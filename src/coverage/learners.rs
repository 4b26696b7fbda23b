//! The learners of a log, each with the items that they covered and their hours: a few bytes each,
//! all in one piece of memory.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use crate::sheet::words;
use crate::text::natural_order;

/// What each learner has.
///
/// A learner is a record of bytes: the items as bits, the hours of each area, the length of the
/// name, the name.
#[derive(Debug, Clone)]
pub struct Learners {
    /// Where the records begin, in eights of bytes.
    table: HashTable<u32>,
    records: Vec<u8>,
    layout: Layout,
    hash: RandomState,
    /// What could not be counted.
    pub too_much: Option<TooMuch>,
}

/// How long the parts of a record are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// How many words the items take.
    pub words: usize,
    /// How many areas have their hours counted.
    pub areas: usize,
}

/// What could not be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooMuch {
    /// More learners than 32 GiB hold.
    Learners,
    /// More hours of one learner in one area than 42 million.
    Hours,
}

/// The beginning of a learner's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(usize);

const WORD: usize = size_of::<u64>();
const HOURS: usize = size_of::<u32>();
const LENGTH: usize = size_of::<u32>();

impl Layout {
    fn hours(self) -> usize {
        self.words * WORD
    }

    fn length(self) -> usize {
        self.hours() + self.areas * HOURS
    }

    fn name(self) -> usize {
        self.length() + LENGTH
    }
}

impl Learners {
    /// Nobody yet.
    pub fn new(layout: Layout, hash: RandomState) -> Self {
        Self {
            table: HashTable::new(),
            records: Vec::new(),
            layout,
            hash,
            too_much: None,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// The learner of this name, who has nothing yet if the name is new.
    pub fn place(&mut self, name: &[u8]) -> Place {
        let Self {
            table,
            records,
            layout,
            hash,
            too_much,
        } = self;
        let is_it = |&at: &u32| name_at(records, *layout, start(at)) == name;
        if let Some(&at) = table.find(hash.hash_one(name), is_it) {
            return Place(start(at));
        }
        let Ok(at) = u32::try_from(records.len() / WORD) else {
            *too_much = Some(TooMuch::Learners);
            return Place(0);
        };
        records.resize(start(at) + layout.length(), 0);
        let length = u32::try_from(name.len()).unwrap_or(u32::MAX);
        records.extend_from_slice(&length.to_le_bytes());
        records.extend_from_slice(name);
        records.resize(records.len().next_multiple_of(WORD), 0);
        table.insert_unique(hash.hash_one(name), at, |&at| {
            hash.hash_one(name_at(records, *layout, start(at)))
        });
        Place(start(at))
    }

    /// Whether hours are counted.
    pub fn counts_hours(&self) -> bool {
        self.layout.areas > 0
    }

    /// Adds an item to a learner's.
    pub fn add_item(&mut self, place: Place, item: usize) {
        self.records[place.0 + item / 8] |= 1 << (item % 8);
    }

    /// Adds to the hours of an area.
    pub fn add_hours(&mut self, place: Place, area: usize, hundredths: u64) {
        let at = place.0 + self.layout.hours() + area * HOURS;
        let sum = u32::try_from(self.hours(place, area) + hundredths);
        match sum {
            Ok(sum) => self.records[at..at + HOURS].copy_from_slice(&sum.to_le_bytes()),
            Err(_) => self.too_much = Some(TooMuch::Hours),
        }
    }

    /// The items, 64 in a word, the first in its lowest bit.
    pub fn words(&self, place: Place) -> impl Iterator<Item = u64> + '_ {
        let items = &self.records[place.0..place.0 + self.layout.hours()];
        items.as_chunks().0.iter().copied().map(u64::from_le_bytes)
    }

    /// The hours of an area, in hundredths.
    pub fn hours(&self, place: Place, area: usize) -> u64 {
        let at = place.0 + self.layout.hours() + area * HOURS;
        let bytes = self.records[at..].first_chunk().copied();
        u64::from(bytes.map_or(0, u32::from_le_bytes))
    }

    /// The name.
    pub fn name(&self, place: Place) -> &[u8] {
        name_at(&self.records, self.layout, place.0)
    }

    /// All of them, in the order in which they came.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        let mut next = 0;
        std::iter::from_fn(move || {
            let place = Place(next);
            if next >= self.records.len() {
                return None;
            }
            let end = next + self.layout.name() + self.name(place).len();
            next = end.next_multiple_of(WORD);
            Some(place)
        })
    }

    /// All of them by name: digits as numbers, the rest without regard to case.
    pub fn sorted(&self) -> Vec<Place> {
        let mut places: Vec<Place> = self.places().collect();
        places.sort_unstable_by(|a, b| {
            let (a, b) = (self.name(*a), self.name(*b));
            natural_order(&words(a), &words(b)).then_with(|| a.cmp(b))
        });
        places
    }

    /// Adds what other learners have, who may be the same.
    pub fn merge(&mut self, others: Self) {
        if self.records.is_empty() {
            *self = others;
            return;
        }
        self.too_much = self.too_much.or(others.too_much);
        for place in others.places() {
            let own = self.place(others.name(place));
            for byte in 0..self.layout.hours() {
                self.records[own.0 + byte] |= others.records[place.0 + byte];
            }
            for area in 0..self.layout.areas {
                self.add_hours(own, area, others.hours(place, area));
            }
        }
    }
}

fn start(at: u32) -> usize {
    at as usize * WORD
}

fn name_at(records: &[u8], layout: Layout, start: usize) -> &[u8] {
    let length = records[start + layout.length()..].first_chunk().copied();
    let name = &records[start + layout.name()..];
    &name[..length.map_or(0, u32::from_le_bytes) as usize]
}
