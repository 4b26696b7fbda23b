//! The behaviour of the program as a user meets it: commands, filters, formats, files, exit
//! codes and messages, all through the built binary.
#![cfg(feature = "documents")]

#[path = "cli/claims.rs"]
mod claims;
#[path = "cli/columns.rs"]
mod columns;
#[cfg(unix)]
#[path = "cli/completions.rs"]
mod completions;
#[path = "cli/coverage.rs"]
mod coverage;
#[path = "cli/documents.rs"]
mod documents;
#[path = "cli/doubts.rs"]
mod doubts;
#[path = "cli/encodings.rs"]
mod encodings;
#[path = "cli/errata.rs"]
mod errata;
#[path = "cli/filters.rs"]
mod filters;
#[path = "cli/formats.rs"]
mod formats;
#[path = "cli/gap.rs"]
mod gap;
#[path = "cli/help.rs"]
mod help;
#[path = "cli/hostile.rs"]
mod hostile;
#[path = "cli/html.rs"]
mod html;
#[path = "cli/ledger.rs"]
mod ledger;
#[path = "cli/marks.rs"]
mod marks;
#[path = "cli/matrix.rs"]
mod matrix;
#[path = "cli/output.rs"]
mod output;
#[path = "cli/overwrite.rs"]
mod overwrite;
#[path = "cli/plan.rs"]
mod plan;
#[path = "cli/questions.rs"]
mod questions;
#[path = "cli/references.rs"]
mod references;
#[path = "cli/run.rs"]
mod run;
#[path = "cli/search.rs"]
mod search;
#[path = "cli/sql.rs"]
mod sql;
#[path = "cli/tables.rs"]
mod tables;
#[path = "cli/terminal.rs"]
mod terminal;
#[cfg(unix)]
#[path = "cli/unix.rs"]
mod unix;
#[path = "cli/web_pages.rs"]
mod web_pages;
#[path = "cli/why.rs"]
mod why;
#[cfg(feature = "xlsx")]
#[path = "cli/workbook.rs"]
mod workbook;
#[cfg(feature = "xlsx")]
#[path = "cli/workbooks.rs"]
mod workbooks;
