//! The behavior of the program as a user meets it: commands, filters, formats, files, exit
//! codes and messages, all through the built binary.
#![cfg(feature = "documents")]

mod claims;
mod columns;
#[cfg(unix)]
mod completions;
mod coverage;
mod documents;
mod doubts;
mod encodings;
mod errata;
mod filters;
mod formats;
mod gap;
mod help;
mod hostile;
mod html;
mod ledger;
mod marks;
mod matrix;
mod output;
mod overwrite;
mod plan;
mod questions;
mod references;
mod run;
mod search;
mod sql;
mod tables;
mod terminal;
#[cfg(unix)]
mod unix;
mod web_pages;
mod why;
#[cfg(feature = "xlsx")]
mod workbook;
#[cfg(feature = "xlsx")]
mod workbooks;
