//! What each learner of a log covers of each knowledge area, in one pass over a file of any length.
//!
//! The rows may come in any order. Memory grows with the learners and not with the rows: each is a
//! few bytes, the items as bits. Blocks of the file are decoded by several threads, which all add to
//! the same learners.

mod blocks;
mod learners;

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::{io, thread};

use crate::catalogue::Catalogue;
use crate::query::{self, Filter};
use crate::record::{ItemIndex, KnowledgeAreaIndex, Level};
use crate::sheet::{
    BadCell, BadCells, Header, Hundredths, Options, Problem, Table, line_ends, words,
};
use crate::training::codes::Codes;
use crate::training::log::{self, LogReader, Oddities, Read, Rows, repeats_note};
use blocks::{BlockError, Blocks};
use learners::{Batch, Gathering, Layout};
pub use learners::{Learners, Place, TooMuch};

/// What every learner has to cover: the knowledge areas and the CKC items that each needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needs {
    /// The knowledge areas that list an item which is asked for, in document order.
    pub areas: Vec<Need>,
}

/// What one knowledge area needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The knowledge area.
    pub knowledge_area: KnowledgeAreaIndex,
    /// The items, in order.
    pub items: Vec<ItemIndex>,
    /// The same as bits, 64 in a word.
    mask: Vec<u64>,
}

/// What the learners of a log cover.
#[derive(Debug)]
pub struct Coverage {
    /// What they have to cover.
    pub needs: Needs,
    /// The learners.
    pub learners: Learners,
    /// Whether the log names its learners.
    pub has_learners: bool,
    /// Whether hours were counted.
    pub has_hours: bool,
    /// What is odd in the log and was read all the same.
    pub notes: Vec<String>,
    /// What was left out, because it cannot be read.
    pub bad: Option<BadCells>,
}

/// Why a log could not be read to its end.
#[derive(Debug, thiserror::Error)]
pub enum CoverageError {
    /// The file system, or the packing of the file.
    #[error("cannot read {0}: {1}")]
    Io(String, io::Error),
    /// The header is not that of a log.
    #[error("{0}")]
    Header(BadCell),
    /// A row has no end.
    #[error("{0}: a row is longer than 16 MiB: a quote is opened somewhere and never closed")]
    Endless(String),
    /// More than can be counted.
    #[error("{0}: {1}")]
    TooMuch(String, TooMuch),
}

impl Needs {
    /// What the knowledge areas that pass the filter need, up to a level: the items that they list, and
    /// of these the ones with the codes and the certainty that the filter asks for.
    #[must_use]
    pub fn new(catalogue: &Catalogue, filter: &Filter, up_to: Option<Level>) -> Self {
        let words = catalogue.items().len().div_ceil(64);
        let need = |knowledge_area: KnowledgeAreaIndex| {
            let row = &catalogue.knowledge_areas()[knowledge_area];
            if up_to.is_some_and(|level| row.level > level) {
                return None;
            }
            let asked = row.items.iter().filter(|item| filter.asks_for(item));
            let items: Vec<ItemIndex> = asked.map(|item| item.item).collect();
            let mut mask = vec![0; words];
            for item in items.iter().map(|item| item.place()) {
                mask[item / 64] |= 1 << (item % 64);
            }
            (!items.is_empty()).then_some(Need {
                knowledge_area,
                items,
                mask,
            })
        };
        let areas = query::knowledge_areas(catalogue, filter);
        Self {
            areas: areas.into_iter().filter_map(need).collect(),
        }
    }
}

impl Need {
    /// How many of its items are in this set.
    fn covered(&self, words: impl Iterator<Item = u64>) -> u32 {
        let shared = words.zip(&self.mask).map(|(word, mask)| word & mask);
        shared.map(u64::count_ones).sum()
    }

    fn is_touched(&self, words: &[u64]) -> bool {
        words
            .iter()
            .zip(&self.mask)
            .any(|(word, mask)| word & mask != 0)
    }
}

impl Coverage {
    /// Reads a log; `tell` is called with the progress now and then.
    ///
    /// # Errors
    /// When it is not a log or cannot be read to its end. What is wrong in its rows is in
    /// [`Coverage::bad`], and these rows are ignored.
    pub fn read(
        catalogue: &Catalogue,
        needs: Needs,
        mut log: Table,
        options: &Options,
        counts_hours: bool,
        tell: &dyn Fn(&crate::source::Progress),
    ) -> Result<Self, CoverageError> {
        let name = log.name.clone();
        let progress = log.progress.clone();
        let Beginning {
            header,
            body,
            first_line,
            is_whole,
        } = Beginning::read(&mut log, options)?;
        let reader = LogReader::new(header, Codes::new(catalogue), options, &body)
            .map_err(CoverageError::Header)?;
        let has_hours = counts_hours && reader.has_hours();
        let layout = Layout {
            words: catalogue.items().len().div_ceil(64),
            areas: if has_hours { needs.areas.len() } else { 0 },
        };
        let gathering = Gathering::new(layout);
        let teller = || Tally::new(&reader, &needs, has_hours, gathering.batch());
        let tallies = if is_whole {
            let mut tally = teller();
            tally.add(0, &body);
            vec![tally]
        } else {
            let blocks = Blocks::new(log, body, reader.header.delimiter);
            let tallies = tallied(blocks, &teller, &|| {
                if let Some(progress) = &progress {
                    tell(progress);
                }
            });
            tallies.map_err(|error| match error {
                BlockError::Endless => CoverageError::Endless(name.clone()),
                BlockError::Io(error) => CoverageError::Io(name.clone(), error),
            })?
        };
        let parts = Parts::of(tallies, &reader.header, first_line);
        let learners = gathering
            .finish()
            .map_err(|what| CoverageError::TooMuch(name, what))?;
        Ok(Self {
            has_learners: reader.has_learners(),
            has_hours,
            notes: notes(&reader, &parts.oddities, learners.repeats()),
            bad: parts.bad,
            learners,
            needs,
        })
    }

    /// How many of an area's items a learner covers.
    #[must_use]
    pub fn covered(&self, learner: Place, need: &Need) -> u32 {
        need.covered(self.learners.words(learner))
    }

    /// The items of an area that a learner lacks.
    pub fn missing<'n>(
        &self,
        learner: Place,
        need: &'n Need,
    ) -> impl Iterator<Item = ItemIndex> + 'n {
        let words: Vec<u64> = self.learners.words(learner).collect();
        let has = move |place: usize| words[place / 64] >> (place % 64) & 1 == 1;
        let items = need.items.iter().copied();
        items.filter(move |item| !has(item.place()))
    }

    /// The hours of a learner's rows that touch an area, the one at this place among the needs.
    #[must_use]
    pub fn hours(&self, learner: Place, area: usize) -> Hundredths {
        Hundredths(self.learners.hours(learner, area))
    }
}

/// As much is read before anything else; a shorter file needs no threads.
const BEGINNING: usize = 1 << 18;

/// The beginning of a log.
struct Beginning {
    header: Header,
    /// What has been read after the header.
    body: Vec<u8>,
    /// The line that it begins in.
    first_line: u32,
    /// Whether there is no more.
    is_whole: bool,
}

impl Beginning {
    /// Reads until the whole header is there, however long it is.
    fn read(log: &mut Table, options: &Options) -> Result<Self, CoverageError> {
        let mut bytes = Vec::new();
        let mut wanted = BEGINNING;
        loop {
            let is_whole = blocks::fill(log, &mut bytes, wanted)
                .map_err(|error| CoverageError::Io(log.name.clone(), error))?;
            let may_grow = !is_whole && wanted < blocks::LONGEST;
            match Header::read(&log.name, log.unit, &bytes, &log::FORM, options) {
                Ok((header, body)) if !body.is_empty() || !may_grow => {
                    return Ok(Self {
                        header,
                        body: body.to_vec(),
                        first_line: 1 + line_ends(&bytes[..bytes.len() - body.len()]),
                        is_whole,
                    });
                }
                Err(bad) if !may_grow => return Err(CoverageError::Header(bad)),
                _ => wanted *= 4,
            }
        }
    }
}

/// What a person should know about a log in addition to the answer.
fn notes(reader: &LogReader, oddities: &Oddities, repeats: usize) -> Vec<String> {
    let mut notes = reader.notes();
    let unit = reader.header.unit;
    notes.extend(oddities.notes(reader.codes(), unit, crate::source::offset));
    notes.extend(repeats_note(repeats));
    notes
}

/// Lets as many threads as there are cores tally the blocks.
fn tallied<'t, R: io::Read>(
    mut blocks: Blocks<R>,
    teller: &(dyn Fn() -> Tally<'t> + Sync),
    tell: &dyn Fn(),
) -> Result<Vec<Tally<'t>>, BlockError> {
    /// One thread reads the file, and cannot feed more.
    const MOST: usize = 8;
    let threads = thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(MOST);
    let (give, take) = sync_channel::<(usize, Vec<u8>)>(threads);
    let (give_back, take_back) = sync_channel::<Vec<u8>>(threads * 3);
    let take = Mutex::new(take);
    thread::scope(|scope| {
        let work = || work(teller(), &take, &give_back.clone());
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut index = 0;
        let read = loop {
            let spare = take_back.try_recv().unwrap_or_default();
            match blocks.next(spare) {
                Ok(Some(block)) => {
                    if give.send((index, block)).is_err() {
                        break Ok(());
                    }
                    index += 1;
                    tell();
                }
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        drop(give);
        let tallies = workers.into_iter().map(|worker| {
            let tally = worker.join();
            tally.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        let tallies = tallies.collect();
        read.map(|()| tallies)
    })
}

fn work<'t>(
    mut tally: Tally<'t>,
    blocks: &Mutex<Receiver<(usize, Vec<u8>)>>,
    spare: &SyncSender<Vec<u8>>,
) -> Tally<'t> {
    loop {
        let Ok(next) = blocks.lock().map(|blocks| blocks.recv()) else {
            return tally;
        };
        let Ok((index, block)) = next else {
            return tally;
        };
        tally.add(index, &block);
        // Nothing waits for it when all has been read.
        let _ = spare.try_send(block);
    }
}

/// What one thread has counted.
struct Tally<'t> {
    reader: &'t LogReader<'t>,
    needs: &'t Needs,
    has_hours: bool,
    batch: Batch<'t>,
    /// One for each block.
    reports: Vec<Report>,
    /// The first bad cells, with their blocks; the lines are those of the block.
    bad: Vec<(usize, u32, Problem)>,
    bad_count: usize,
    bad_rows: usize,
    /// What the row at hand is the same as another by.
    identity: Vec<u8>,
}

/// What is to be told of a block.
struct Report {
    index: usize,
    line_ends: u32,
    oddities: Oddities,
}

impl<'t> Tally<'t> {
    fn new(reader: &'t LogReader<'t>, needs: &'t Needs, has_hours: bool, batch: Batch<'t>) -> Self {
        Self {
            reader,
            needs,
            has_hours,
            batch,
            reports: Vec::new(),
            bad: Vec::new(),
            bad_count: 0,
            bad_rows: 0,
            identity: Vec::new(),
        }
    }

    fn add(&mut self, index: usize, block: &[u8]) {
        let reader = self.reader;
        let mut rows = Rows::new(reader, block);
        while let Some(Read {
            start,
            entry,
            problems,
            problem_count,
        }) = rows.read()
        {
            self.bad_count += problem_count;
            self.bad_rows += usize::from(entry.is_none());
            if !problems.is_empty() {
                let line = line_ends(&block[..start]);
                let problems = problems.into_iter();
                self.bad
                    .extend(problems.map(|problem| (index, line, problem)));
            }
            let Some(entry) = entry else { continue };
            let name = reader.learner(&entry).unwrap_or_default();
            let items = entry.codes.codes.iter();
            let items = items.map(|spelled| spelled.item.place());
            let hours = entry.hours.filter(|_| self.has_hours);
            let hours = hours.map_or(0, |hours| hours.0);
            let is_one = hours > 0 && reader.identify(&entry, &mut self.identity);
            let identity = is_one.then_some(&*self.identity);
            if name.is_ascii() {
                self.batch.push(name, items, hours, identity);
            } else {
                self.batch
                    .push(words(name).as_bytes(), items, hours, identity);
            }
        }
        // A row's hours count once for each area that it touches.
        let needs = &self.needs.areas;
        self.batch.add(|items, area| needs[area].is_touched(items));
        let mut oddities = rows.oddities;
        oddities.move_places(|place| line_ends(&block[..place]) as usize);
        self.reports.push(Report {
            index,
            line_ends: line_ends(block),
            oddities,
        });
    }
}

/// What all threads have to tell.
struct Parts {
    oddities: Oddities,
    bad: Option<BadCells>,
}

impl Parts {
    fn of(tallies: Vec<Tally>, header: &Header, first_line: u32) -> Self {
        let (mut reports, mut bad) = (Vec::new(), Vec::new());
        let (mut count, mut rows) = (0, 0);
        for tally in tallies {
            reports.extend(tally.reports);
            bad.extend(tally.bad);
            count += tally.bad_count;
            rows += tally.bad_rows;
        }
        reports.sort_unstable_by_key(|report| report.index);
        let mut oddities = Oddities::default();
        let mut first_lines = Vec::with_capacity(reports.len());
        let mut line = first_line;
        for report in &reports {
            oddities.add(&report.oddities, line as usize);
            first_lines.push(line);
            line = line.saturating_add(report.line_ends);
        }
        bad.sort_by_key(|(index, line, _)| (*index, *line));
        let first = bad.into_iter().map(|(index, line, problem)| {
            problem.at(header, first_lines[index].saturating_add(line))
        });
        Self {
            oddities,
            bad: BadCells::of(first.collect(), count, rows),
        }
    }
}
