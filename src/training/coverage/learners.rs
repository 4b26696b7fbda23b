//! The learners of a log, each with the items that they covered and their hours: some twenty bytes each.
//!
//! Which learner a row is of is chance, and with many learners each row would wait for memory far
//! away. So the learners are kept in shards, by the hash of their names, and the rows of a block are dealt
//! out to the shards first: then the rows of one shard go to a piece of memory that is near. It also lets
//! several threads add to the same learners, one to a shard at a time.

use std::hash::BuildHasher;
use std::sync::{Mutex, PoisonError};

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use crate::sheet::words;
use crate::text::natural_order;

/// How many shards there are.
const SHARDS: usize = 32;

/// What each learner has.
#[derive(Debug)]
pub struct Learners {
    shards: Vec<Shard>,
    hash: RandomState,
}

/// The learners while threads add to them.
#[derive(Debug)]
pub(super) struct Gathering {
    shards: Vec<Mutex<Shard>>,
    layout: Layout,
    hash: RandomState,
}

/// How long the parts of a learner's record are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// How many words the items take.
    pub words: usize,
    /// How many areas have their hours counted.
    pub areas: usize,
}

/// What could not be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TooMuch {
    /// More learners than there is room for.
    #[error("more learners than can be counted")]
    Learners,
    /// More hours of one learner in one area than 42 million.
    #[error(
        "somebody has more than 42 million hours in one knowledge area: is `hours` what the column holds? \
         --no-hours leaves it out"
    )]
    Hours,
}

/// The place of a learner's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    shard: u32,
    at: u32,
}

/// Rows that are to be added, dealt out to the shards.
#[derive(Debug)]
pub(super) struct Batch<'g> {
    gathering: &'g Gathering,
    names: Vec<u8>,
    rows: Vec<Row>,
    /// The items of each row, as bits.
    items: Vec<u64>,
    /// By shard, the rows by index.
    dealt: Vec<Vec<u32>>,
    /// The likely records of the rows of one shard.
    likely: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    hash: u64,
    /// Where the name begins and ends.
    name: (u32, u32),
    hours: u64,
    /// The hash of what the row is the same as another by.
    identity: Option<u64>,
}

/// A part of the learners. A learner is a record of bytes: the items as bits, the hours of each area, the
/// length of the name, the name.
#[derive(Debug, Clone)]
struct Shard {
    /// Where the records begin, in units.
    table: HashTable<u32>,
    records: Vec<u8>,
    layout: Layout,
    too_much: Option<TooMuch>,
    /// The rows with hours that are of one training on one date, by the hashes of all their cells: two
    /// of ten million different ones are the same once in some hundred thousand logs.
    seen: HashTable<u64>,
    /// How many rows are the same as one of these.
    repeats: usize,
}

const WORD: usize = size_of::<u64>();
const HOURS: usize = size_of::<u32>();
const LENGTH: usize = size_of::<u32>();
/// A record begins at a multiple of this.
const UNIT: usize = 4;

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

impl Gathering {
    /// Nobody yet.
    pub(super) fn new(layout: Layout) -> Self {
        let shard = || Shard {
            table: HashTable::new(),
            records: Vec::new(),
            layout,
            too_much: None,
            seen: HashTable::new(),
            repeats: 0,
        };
        Self {
            shards: (0..SHARDS).map(|_| Mutex::new(shard())).collect(),
            layout,
            hash: RandomState::default(),
        }
    }

    /// A batch to be filled.
    pub(super) fn batch(&self) -> Batch<'_> {
        Batch {
            gathering: self,
            names: Vec::new(),
            rows: Vec::new(),
            items: Vec::new(),
            dealt: vec![Vec::new(); SHARDS],
            likely: Vec::new(),
        }
    }

    /// The learners, when all has been added.
    ///
    /// # Errors
    /// When there was more than can be counted.
    pub(super) fn finish(self) -> Result<Learners, TooMuch> {
        let shards = self.shards.into_iter().map(|shard| {
            let shard = shard.into_inner().unwrap_or_else(PoisonError::into_inner);
            match shard.too_much {
                Some(what) => Err(what),
                None => Ok(shard),
            }
        });
        Ok(Learners {
            shards: shards.collect::<Result<_, _>>()?,
            hash: self.hash,
        })
    }
}

impl Batch<'_> {
    /// Takes a row to be added.
    pub(super) fn push(
        &mut self,
        name: &[u8],
        items: impl Iterator<Item = usize>,
        hours: u64,
        identity: Option<&[u8]>,
    ) {
        let hash = self.gathering.hash.hash_one(name);
        let start = self.names.len();
        self.names.extend_from_slice(name);
        let first_word = self.items.len();
        self.items
            .resize(first_word + self.gathering.layout.words, 0);
        for item in items {
            self.items[first_word + item / 64] |= 1 << (item % 64);
        }
        let row = crate::source::offset(self.rows.len());
        self.dealt[shard_of(hash)].push(row);
        let offset = crate::source::offset;
        self.rows.push(Row {
            hash,
            name: (offset(start), offset(self.names.len())),
            hours,
            identity: identity.map(|identity| self.gathering.hash.hash_one(identity)),
        });
    }

    /// Adds the rows to their learners; `touches` says whether some items touch an area.
    pub(super) fn add(&mut self, touches: impl Fn(&[u64], usize) -> bool) {
        let Layout { words, areas } = self.gathering.layout;
        let hash = &self.gathering.hash;
        for (shard, dealt) in self.gathering.shards.iter().zip(&mut self.dealt) {
            if dealt.is_empty() {
                continue;
            }
            let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            shard.fetch(
                dealt.iter().map(|row| self.rows[*row as usize].hash),
                &mut self.likely,
            );
            for row in dealt.drain(..) {
                let row = row as usize;
                let items = &self.items[row * words..][..words];
                let Row {
                    hash: of_name,
                    name,
                    hours,
                    identity,
                } = self.rows[row];
                let name = &self.names[name.0 as usize..name.1 as usize];
                let start = shard.place(of_name, name, hash);
                shard.add_items(start, items);
                if hours > 0 && !identity.is_some_and(|identity| shard.has_seen(identity)) {
                    let those = (0..areas).filter(|&area| touches(items, area));
                    those.for_each(|area| shard.add_hours(start, area, hours));
                }
            }
        }
        self.names.clear();
        self.rows.clear();
        self.items.clear();
    }
}

impl Shard {
    /// Touches the records that rows are likely to want. The processor waits for all of them at once, and
    /// not for one after the other: what is done with a row is too long for it to look ahead.
    fn fetch(&self, hashes: impl Iterator<Item = u64>, likely: &mut Vec<u32>) {
        likely.clear();
        likely.extend(hashes.filter_map(|hash| self.table.find(hash, |_| true).copied()));
        let lengths = likely.iter().map(|&at| {
            let length = self.records.get(start(at) + self.layout.length());
            length.copied().map_or(0, u32::from)
        });
        std::hint::black_box(lengths.sum::<u32>());
    }

    /// Where the record of this name begins; it is made if the name is new.
    fn place(&mut self, hash: u64, name: &[u8], hasher: &RandomState) -> usize {
        let Self {
            table,
            records,
            layout,
            too_much,
            ..
        } = self;
        let is_it = |&at: &u32| name_at(records, *layout, start(at)) == name;
        if let Some(&at) = table.find(hash, is_it) {
            return start(at);
        }
        let (Ok(at), Ok(length)) = (
            u32::try_from(records.len() / UNIT),
            u32::try_from(name.len()),
        ) else {
            *too_much = Some(TooMuch::Learners);
            return 0;
        };
        let end = (start(at) + layout.name() + name.len()).next_multiple_of(UNIT);
        if end > records.capacity() {
            // To double it would be half empty.
            records.reserve_exact((records.len() / 8).max(end - records.len()));
        }
        records.resize(start(at) + layout.length(), 0);
        records.extend_from_slice(&length.to_le_bytes());
        records.extend_from_slice(name);
        records.resize(end, 0);
        table.insert_unique(hash, at, |&at| {
            hasher.hash_one(name_at(records, *layout, start(at)))
        });
        start(at)
    }

    /// Whether a row was here before; it is from now on.
    fn has_seen(&mut self, identity: u64) -> bool {
        if self.seen.find(identity, |it| *it == identity).is_some() {
            self.repeats += 1;
            return true;
        }
        self.seen.insert_unique(identity, identity, |it| *it);
        false
    }

    fn add_items(&mut self, start: usize, items: &[u64]) {
        let held = &mut self.records[start..start + items.len() * WORD];
        for (held, items) in held.as_chunks_mut().0.iter_mut().zip(items) {
            *held = (u64::from_le_bytes(*held) | items).to_le_bytes();
        }
    }

    fn add_hours(&mut self, start: usize, area: usize, hundredths: u64) {
        let at = start + self.layout.hours() + area * HOURS;
        let sum = self.hours(start, area).saturating_add(hundredths);
        match u32::try_from(sum) {
            Ok(sum) => self.records[at..at + HOURS].copy_from_slice(&sum.to_le_bytes()),
            Err(_) => self.too_much = Some(TooMuch::Hours),
        }
    }

    fn hours(&self, start: usize, area: usize) -> u64 {
        let at = start + self.layout.hours() + area * HOURS;
        let bytes = self.records[at..].first_chunk().copied();
        u64::from(bytes.map_or(0, u32::from_le_bytes))
    }

    fn name(&self, start: usize) -> &[u8] {
        name_at(&self.records, self.layout, start)
    }

    /// Where the records begin.
    fn starts(&self) -> impl Iterator<Item = usize> + '_ {
        let mut next = 0;
        std::iter::from_fn(move || {
            let start = next;
            if next >= self.records.len() {
                return None;
            }
            next += self.layout.name() + self.name(start).len();
            next = next.next_multiple_of(UNIT);
            Some(start)
        })
    }
}

impl Learners {
    /// How many rows are the same as another of one training on one date.
    #[must_use]
    pub fn repeats(&self) -> usize {
        self.shards.iter().map(|shard| shard.repeats).sum()
    }

    /// The learner of this name.
    #[must_use]
    pub fn find(&self, name: &[u8]) -> Option<Place> {
        let hash = self.hash.hash_one(name);
        let shard = shard_of(hash);
        let is_it = |&at: &u32| self.shards[shard].name(start(at)) == name;
        let at = *self.shards[shard].table.find(hash, is_it)?;
        Some(Place {
            shard: crate::source::offset(shard),
            at,
        })
    }

    /// The items, 64 in a word, the first in its lowest bit.
    pub fn words(&self, place: Place) -> impl Iterator<Item = u64> + '_ {
        let Shard {
            records, layout, ..
        } = self.shard(place);
        let items = &records[start(place.at)..][..layout.hours()];
        items.as_chunks().0.iter().copied().map(u64::from_le_bytes)
    }

    /// The hours of an area, in hundredths.
    #[must_use]
    pub fn hours(&self, place: Place, area: usize) -> u64 {
        self.shard(place).hours(start(place.at), area)
    }

    /// The name.
    #[must_use]
    pub fn name(&self, place: Place) -> &[u8] {
        self.shard(place).name(start(place.at))
    }

    /// All of them, in no order.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        (0..).zip(&self.shards).flat_map(|(shard, held)| {
            let at = |start| crate::source::offset(start / UNIT);
            held.starts().map(move |start| Place {
                shard,
                at: at(start),
            })
        })
    }

    /// Sorts some by name: digits as numbers, the rest without regard to case.
    pub fn sort(&self, places: &mut [Place]) {
        places.sort_unstable_by(|a, b| {
            let (a, b) = (self.name(*a), self.name(*b));
            natural_order(&words(a), &words(b)).then_with(|| a.cmp(b))
        });
    }

    fn shard(&self, place: Place) -> &Shard {
        &self.shards[place.shard as usize]
    }
}

/// The shard of a hash, by bits that the table of the shard does not look at first.
fn shard_of(hash: u64) -> usize {
    (hash >> 40) as usize % SHARDS
}

fn start(at: u32) -> usize {
    at as usize * UNIT
}

fn name_at(records: &[u8], layout: Layout, start: usize) -> &[u8] {
    let length = records[start + layout.length()..].first_chunk().copied();
    let name = &records[start + layout.name()..];
    &name[..length.map_or(0, u32::from_le_bytes) as usize]
}
