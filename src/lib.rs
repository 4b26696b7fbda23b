//! From a competency of an infant and early childhood mental health consultant to the
//! state training items (WV Core Knowledge & Competencies, CKC) it corresponds to, and back.
//!
//! Two published documents hold the answer between them. The first aligns each competency to
//! knowledge areas of the Endorsement; the second, a damaged OCR scan, leads from these to CKC
//! items. This crate reads both into typed records, links them, answers questions, and keeps for
//! every word the place where it is printed.
//!
//! ```
//! # #[cfg(feature = "documents")] {
//! use iecmhc_crosswalk::catalogue::Catalogue;
//! use iecmhc_crosswalk::query::{self, Filter};
//! use iecmhc_crosswalk::query::reference::{self, Kinds};
//!
//! let catalogue = Catalogue::built_in();
//! let filter = Filter {
//!     references: reference::resolve(&catalogue, "7A.2", Kinds::Any).expect("a competency"),
//!     ..Filter::default()
//! };
//! let codes: Vec<String> = query::chains(&catalogue, &filter)
//!     .iter()
//!     .filter_map(|chain| {
//!         let row = chain.knowledge_area(&catalogue)?;
//!         Some(row.items[chain.item?].code.to_string())
//!     })
//!     .collect();
//! assert_eq!(codes, ["7.2", "7.3", "7.4", "7.5", "7.6"]);
//! # }
//! ```
//!
//! # Architecture
//!
//! Data flows one way. Stages share types and do not call each other: [`catalogue`] chains them,
//! [`command`] asks, and the binary in `src/bin/xwalk` prints.
//!
//! ```text
//! text ─▶ corrected text ─▶ cells ─▶ parts ─▶ records ─▶ links ─▶ doubts ─▶ Catalogue ─▶ chains ─▶ Answer ─▶ bytes
//! source  errata            layout   grammar  assemble   link     judge                  query     command render
//!         └──────────────── parse ──────────────────┘    └───── catalogue ─────┘
//! ```
//!
//! Each module is a room: a file with the module's text, and a folder of the same name. A room imports only rooms
//! above it in this list; `tests/architecture.rs` checks that.
//!
//! - [`source`]: documents as printed, and places in them ([`source::Span`]). One reader per kind of file: from bytes to
//!   text, with tabs between the cells of a table, and where a person finds its lines (page, row, cell). Encodings, web
//!   pages, PDF (`pdf`: what is drawn; `page`: the lines and the cells that rules draw), Word, workbooks, word tables of
//!   OCR programs, limits, streams.
//! - [`text`]: words and letters: folding of case and marks, what a typed name may have meant ([`text::nearest`], the one
//!   rule for all), natural order, plurals and lists of names.
//! - [`record`]: the typed records, and the keys that name them: competencies, alignments, areas, knowledge areas,
//!   CKC items.
//! - [`sheet`]: the tables that people fill in (logs, catalogues of trainings, ledgers), CSV or workbooks: header, records,
//!   numbers, dates, and the cells that cannot be read. Not the two documents, which are text.
//! - [`parse`]: from a document to records.
//!   - [`parse::errata`]: reviewed corrections as data, made in a second text with a map back to the printed words.
//!     Knows nothing of rows.
//!   - [`parse::layout`]: the cells of a table that the text draws with bars, rules, quotes or gaps, so that the grammar
//!     reads one row per line. A text that draws none is read as it is.
//!   - [`parse::crosswalk`], [`parse::competencies`]: one grammar per document. Each gives parts that tile the text, and
//!     findings. It never fails, never drops a word, corrects nothing, and knows neither errata nor the other document.
//!     `parse/crosswalk/statements.rs` is what makes the damaged scan readable: it knows a statement by the many rows
//!     that print it.
//!   - [`parse::assemble`]: records from parts. Says what is printed, what is restored, and which lists may go on.
//! - [`catalogue`]: all records, links and indexes, loaded from the two documents. Immutable once built. What is read of the
//!   built-in documents is kept in `data/reading.postcard`, so that a question does not read them again.
//!   - [`catalogue::link`]: from an alignment to knowledge areas: how, and what differs.
//!   - [`catalogue::ledger`]: a reviewer's decisions on the links, as data.
//!   - `catalogue/judge`: what may be wrong with a record, or with the reading as a whole. A doubt goes with every
//!     answer that rests on the record. A reading that makes no sense is refused.
//! - [`check`]: what is odd in the documents, in words. [`check::code`] is the one table of diagnostic codes;
//!   [`check::account`] says where every character of a document went.
//! - [`query`]: what can be asked of a catalogue, or of two, without trainings: filters, and the chains that join records.
//!   Pure.
//!   - [`query::reference`]: what a typed name refers to, and what is nearest to one that refers to nothing.
//!   - [`query::search`]: the records that contain some words, best matches first.
//!   - [`query::why`]: the chains between two records with the words each hop rests on, or why there is none.
//! - [`training`]: trainings taken and trainings to choose from, and what they are enough for.
//!   - [`training::codes`]: reads a cell of CKC codes. [`training::log`]: a log of trainings taken. [`training::trainings`]:
//!     a catalogue of trainings to choose from. [`training::itemset`]: a set of CKC items.
//!   - [`training::gap`]: what is covered and missing of a target, and why no training helps.
//!   - [`training::plan`]: the best trainings for a gap, put as a problem to [`training::cover`], which finds the cheapest
//!     trainings that cover a set of items, and proves it.
//!   - [`training::coverage`]: what each learner of a log covers, in one pass over a file of any length.
//! - [`view`]: what an answer consists of: typed cells, tables and index cards, matrices, sheets of a workbook, and books of
//!   cards to leaf through. [`view::Content`] makes each when a format asks for it. Does not know records.
//! - [`render`]: one file per format that any answer can have. Knows only [`view`].
//! - [`cli`]: the arguments, and the defaults of those that are not given; their doc comments are the manual.
//!   [`cli::complete`]: what can come next on a command line. [`cli::manual`]: what the program says about itself.
//! - [`command`]: one file per verb, from a catalogue and arguments to a [`view::Answer`]. A format that only one verb has,
//!   because it is made of records, is in the folder of that verb: the book and the sheets of `export`, the SQL of
//!   `coverage`. `command/wire.rs` is the contract of JSON; `command/shape.rs` sorts rows and chooses columns.
//! - `src/bin/xwalk`: the process edge: files, terminal, exit codes.
//!
//! # Where new code goes
//!
//! Ask what it must know, and take the first room that may know it.
//!
//! | it must know | such as | room |
//! |---|---|---|
//! | only bytes of a file | a reader of PDF or Word, a page number as a place | [`source`] |
//! | how tables are typed | a table in another file format, a new kind of cell | [`sheet`] |
//! | what a document of a kind looks like | another layout, a published mapping read in | [`parse`] |
//! | how records hang together | another kind of link, what is kept of a reading | [`catalogue`] |
//! | records, and the printed words they come from | a diagnostic code, a count of what was read | [`check`] |
//! | records, and nothing of trainings | what differs between two editions | [`query`] |
//! | trainings, logs and what is required | rules of an endorsement, a team's plan | [`training`] |
//! | how something looks, whatever it says | a formula in a workbook, a layout for print | [`view`], then [`render`] |
//! | what a person can type or set | an option, a file of defaults | [`cli`] |
//! | records and how they are shown | a verb, a format of the whole catalogue | [`command`] |
//! | the machine | where a file is looked for, what a signal does | `src/bin/xwalk` |
//!
//! # Invariants
//!
//! A test checks each.
//!
//! - Source text is never edited. A correction is data with its reason, and applies exactly once to
//!   the document it was written for.
//! - Every character but blanks of both documents is in exactly one part, or replaced by exactly
//!   one correction.
//! - Nothing is joined without saying so: every link says how it was made and what differs.
//! - What is lost is `None`; what a correction put back is [`record::Certainty::Restored`]
//!   wherever it shows.
//! - The order of an answer never depends on hashing.
//! - Parsing returns on any input.
//! - What is kept of the built-in documents is what reading them gives.

pub mod catalogue;
pub mod check;
pub mod cli;
pub mod command;
pub mod parse;
pub mod query;
pub mod record;
pub mod render;
pub mod sheet;
pub mod source;
pub mod text;
pub mod training;
pub mod view;
