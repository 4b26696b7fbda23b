//! Where and how an answer is written.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::render::Format;

/// The look of what is printed.
#[derive(Debug, Args)]
#[command(next_help_heading = "Look")]
pub struct Look {
    /// When to use color; the variable `NO_COLOR` is respected
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        global = true,
        hide_short_help = true
    )]
    pub color: When,
    /// Width in columns to wrap tables at [default: that of the terminal; in a pipe, no wrapping]
    #[arg(long, value_name = "COLUMNS", global = true, value_parser = clap::value_parser!(u16).range(20..), hide_short_help = true)]
    pub width: Option<u16>,
}

/// When to use color.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How an answer is written, the same everywhere.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Output")]
pub struct Output {
    /// The format [default: by the file's extension, or table]
    #[arg(long, short, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Write to a file, whole or not at all
    ///
    /// Standard output is `-`. A file that this command reads is never overwritten, and one that people fill in (a
    /// template, a ledger, a table with added columns) only with --force.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Overwrite a file that somebody may have filled in
    #[arg(long, requires = "output", hide_short_help = true)]
    pub force: bool,
    /// Only these columns, in this order
    #[arg(long, value_name = "A,B", value_delimiter = ',', value_parser = column, hide_short_help = true)]
    pub columns: Vec<String>,
    /// Empty columns to fill in
    ///
    /// In a workbook, one named Level or Importance has a list to choose from.
    #[arg(long, value_name = "A,B", value_delimiter = ',', value_parser = column, hide_short_help = true)]
    pub add_columns: Vec<String>,
    /// Sort by these columns; -NAME sorts in descending order
    #[arg(
        long,
        value_name = "A,B",
        value_delimiter = ',',
        value_parser = column,
        allow_hyphen_values = true
    , hide_short_help = true)]
    pub sort: Vec<String>,
    /// Do not guard CSV and TSV cells that a spreadsheet would take for formulas
    #[arg(long, hide_short_help = true)]
    pub raw: bool,
    /// Write CSV and TSV so that Excel opens them correctly on a double click: with a byte order mark, and CR LF
    /// at the end of lines
    #[arg(long, hide_short_help = true)]
    pub excel: bool,
}

fn column(typed: &str) -> Result<String, String> {
    match typed.trim() {
        "" => Err("a column must have a name".to_owned()),
        name => Ok(name.to_owned()),
    }
}
