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
//! use iecmhc_crosswalk::reference::{self, Kinds};
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
//! Data flows one way; stages share types and do not call each other. [`catalogue`] chains
//! them, [`command`] asks, `main.rs` prints.
//!
//! ```text
//! text ─▶ corrected text ─▶ cells ─▶ parts ─▶ records ─▶ doubts ─▶ Catalogue ─▶ chains ─▶ View ─▶ bytes
//! source  errata            layout   parse    assemble   judge     link         query     command render
//! ```
//!
//! In reading order:
//!
//! - [`source`]: documents as printed, and places in them ([`source::Span`]); text from bytes in
//!   whatever encoding, and from saved web pages.
//! - [`errata`]: reviewed corrections as data, made in a second text with a map back to the
//!   printed words. Knows nothing of rows.
//! - [`layout`]: the cells of a table that the text draws with bars, rules, quotes or gaps, so that the
//!   grammar reads one row per line. A text that draws none is read as it is.
//! - [`parse`]: one grammar a document. Gives parts that tile the text and findings; never fails,
//!   never drops a word, corrects nothing, and knows neither errata nor the other document.
//!   `parse/statements.rs` is what makes the damaged scan readable: a statement is known by
//!   the many rows that print it.
//! - [`record`]: the typed records and the keys that name them.
//! - [`assemble`]: records from parts; tells printed from restored, and which lists may go on.
//! - [`judge`]: what speaks against a record, and against the reading as a whole. A doubt goes with every
//!   answer that rests on the record; a reading that makes no sense is refused.
//! - [`link`]: from an alignment to knowledge areas, how, and what differs.
//! - [`catalogue`]: all records, links and indexes. Immutable once built.
//! - [`account`]: where every character of a document went, asked for by `check` alone.
//! - [`check`]: puts into words what was odd on the way, as [`diagnostic`]s.
//! - [`reference`](mod@reference): what a typed name refers to, and what is nearest to one that refers to nothing.
//! - [`query`]: filters and chains. Pure.
//! - [`search`]: the records that say some words, the best first. Pure.
//! - [`why`]: the chains between two records with the words each hop stands on, or why there is none.
//! - [`sheet`]: the tables that people give, CSV or workbooks: header, records, numbers, dates, and what cannot be
//!   read in them.
//! - [`codes`], [`log`]: a cell of CKC codes; a log of trainings taken.
//! - [`trainings`]: a catalogue of trainings to choose from.
//! - [`itemset`]: a set of CKC items, a bit an item.
//! - [`cover`]: the cheapest trainings that cover a set of items, proved. Pure; knows no catalogue.
//! - [`gap`]: what is covered and missing of a target, and why no training helps. Pure.
//! - [`plan`]: the best trainings for a gap, put as a problem to [`cover`]. Pure.
//! - [`coverage`]: what each learner of a log covers, in one pass over a file of any length.
//! - [`ledger`]: a reviewer's decisions on the links, as data.
//! - [`cli`]: the arguments; their doc comments are the manual.
//! - [`complete`]: what may stand next on a command line, for the shells.
//! - [`manual`]: what the program says of itself.
//! - [`command`]: one file a verb, from a catalogue and arguments to a [`view::View`].
//! - [`view`]: typed cells, tables and index cards, sheets of a workbook, and books of cards to leaf
//!   through. Knows no record.
//! - [`render`]: one file a format. Knows nothing but a view.
//! - [`text`]: folding and nearness of names, ids.
//!
//! # Invariants
//!
//! Each is held by a test.
//!
//! - Source text is never edited. A correction is data with its reason, and bites exactly once on
//!   the document it was written for.
//! - Every character but blanks of both documents is in exactly one part, or replaced by exactly
//!   one correction.
//! - Nothing is joined in silence: every link says how it was made and what differs.
//! - What is lost is `None`; what a correction put back is [`record::Certainty::Restored`]
//!   wherever it shows.
//! - The order of an answer never depends on hashing.
//! - Parsing returns on any input.

pub mod account;
pub mod assemble;
pub mod catalogue;
pub mod check;
pub mod cli;
pub mod codes;
pub mod command;
pub mod complete;
pub mod cover;
pub mod coverage;
pub mod diagnostic;
pub mod errata;
pub mod gap;
pub mod itemset;
pub mod judge;
pub mod layout;
pub mod ledger;
pub mod link;
pub mod log;
pub mod manual;
pub mod parse;
pub mod plan;
pub mod query;
pub mod record;
pub mod reference;
pub mod render;
pub mod search;
pub mod sheet;
pub mod source;
pub mod text;
pub mod trainings;
pub mod view;
pub mod why;
